"""Growth in per cent."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from paylib.checks.check import Check, Comparison, Pairs
from paylib.checks.choice import Choice
from paylib.checks.compared import compared
from paylib.checks.evidence import Evidence, Given, survey_range, worked_out
from paylib.checks.stated import Stated
from paylib.errors import DisputeError
from paylib.figures.hedges import CLOSE, CORRECT, IN_LINE_PCT, WRONG

LEVEL_PCT = 0.05
"""A change that shows as 0.0 per cent is none."""

BOUNDS = {"no_more_than": "at_most", "no_less_than": "at_least"}
"""The word before a figure that says as much as a comparison with it."""

SAYS_OF_CHANGE = (
    '"below" where a fall is stated as a positive figure, "no_more_than" and "no_less_than" of a bound; of a claim in words, '
    "how it changed"
)
"""What ``says`` holds of a change, for the help of its kinds."""


class Growth(Check):
    """Growth in per cent from the first of each pair to the second; a fall of 20% is -20, or 20 with says = "below"."""

    EXAMPLE: ClassVar[str] = """
        # ministers on nurses in England, December 2022: "9.3%" (nurses start in band 5, and that rose by 5.5%)
        kind = "growth"
        pairs = [["band-5-start-2021", "band-5-start-2022"], ["band-2-start-2021", "band-2-start-2022"]]
    """

    kind: Literal["growth"] = "growth"
    pairs: Annotated[Pairs, Field(description="the figure before and the figure after")]
    says: Annotated[Comparison, Field(description=SAYS_OF_CHANGE)] = "above"

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """One choice a pair."""
        pairs = given.like_pairs(self.pairs)
        for before, _ in pairs:
            before.divides(1)
        if stated.value is None:
            return [self._in_words(*pair) for pair in pairs]
        sign, bound = fall_or_rise(self.says, stated), as_bound(self.says, stated)
        return [
            compared(
                f"{before.label} to {after.label}",
                lambda first, last: sign * _growth(first, last),
                "pct",
                "the later less the earlier, over the earlier"
                if sign > 0
                else "the earlier less the later, over it",
                bound,
                before,
                after,
            )
            for before, after in pairs
        ]

    def _in_words(self, before: Evidence, after: Evidence) -> Choice:
        """Whether it rose, fell or stayed, where no figure is claimed."""
        found = beside_level(_growth(before.number, after.number), self.says)
        ends = survey_range(_growth, before, after)
        turns = found == WRONG and ends is not None and beside_level(ends[0], self.says, ends[1]) != WRONG
        method = "the later less the earlier, over the earlier"
        return Choice(
            f"{before.label} to {after.label}",
            {
                "it": worked_out(
                    _growth(before.number, after.number), "pct", method, before, after, decimals=1
                )
            },
            None if turns else found,
            used=(before, after),
            options={"figures": f"{before.label} to {after.label}"},
            within_margin=turns,
        )


def _growth(first: float, last: float) -> float:
    return (last - first) / first * 100


def change_result(says: str, stated: Stated, change: float, other: float | None = None) -> str:
    """What a change in per cent, or a range of which any part may be true, is to what is stated of it, in a figure or in words.

    Examples
    --------
    >>> change_result("below", Stated(20, None, "pct"), -20.3), change_result("no_more_than", Stated(3, None, "pct"), 2)
    ('correct', 'correct')
    >>> change_result("no_less_than", Stated(None, "keeps up", "comparison"), -1.0)
    'wrong'
    """
    if stated.value is None:
        return beside_level(change, says, other)
    sign = fall_or_rise(says, stated)
    return as_bound(says, stated).result(*sorted(sign * each for each in (change, other) if each is not None))


def beside_level(change: float, says: str, other: float | None = None) -> str:
    """What a change in per cent, or any part of a range, is to "below inflation", "in line with", "rose" and the like.

    Examples
    --------
    >>> beside_level(-0.03, "below"), beside_level(-0.03, "no_less_than"), beside_level(0.2, "equal")
    ('wrong', 'correct', 'close')
    """
    low, high = sorted((change, change if other is None else other))
    met = {
        "below": low <= -LEVEL_PCT,
        "above": high >= LEVEL_PCT,
        "no_more_than": low < LEVEL_PCT,
        "no_less_than": high > -LEVEL_PCT,
        "equal": low < LEVEL_PCT and high > -LEVEL_PCT,
    }[says]
    if not met and says == "equal" and low <= IN_LINE_PCT and high >= -IN_LINE_PCT:
        return CLOSE
    return CORRECT if met else WRONG


def as_bound(says: str, stated: Stated) -> Stated:
    """The claim with "no more than" or "no less than" before its figure, where the check says so.

    Raises
    ------
    DisputeError
        If it has another word there already.
    """
    if says not in BOUNDS:
        return stated
    if stated.qualifier not in (None, BOUNDS[says]):
        raise DisputeError(
            f'the claim is "{stated}" and says = "{says}", two words before one figure: take one of them out.'
        )
    return replace(stated, qualifier=BOUNDS[says])


def fall_or_rise(says: str, stated: Stated) -> int:
    """-1 where a fall is stated as a positive figure, else 1.

    Raises
    ------
    DisputeError
        If a fall is stated twice: below nought, and with says = "below".
    """
    if says != "below":
        return 1
    if stated.value is not None and stated.value < 0:
        raise DisputeError(
            f'the claim is {stated} and says = "below", which is a fall of less than nothing: did you mean value = '
            f'{-stated.value:g} with says = "below"?'
        )
    return -1
