"""Growth in per cent."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from paylib.checks.check import Check, Pairs
from paylib.checks.choice import Choice
from paylib.checks.compared import compared
from paylib.checks.evidence import Given
from paylib.checks.stated import Stated
from paylib.errors import DisputeError


class Growth(Check):
    """Growth in per cent from the first of each pair to the second; a fall of 20% is -20, or 20 with says = "below"."""

    EXAMPLE: ClassVar[str] = """
        # ministers on nurses in England, December 2022: "9.3%" (nurses start in band 5, and that rose by 5.5%)
        kind = "growth"
        pairs = [["band-5-start-2021", "band-5-start-2022"], ["band-2-start-2021", "band-2-start-2022"]]
    """

    kind: Literal["growth"] = "growth"
    pairs: Annotated[Pairs, Field(description="the figure before and the figure after")]
    says: Annotated[
        Literal["below", "above"], Field(description='"below" where a fall is stated as a positive figure')
    ] = "above"

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """One choice a pair."""
        sign = fall_or_rise(self.says, stated)
        for before, _ in given.like_pairs(self.pairs):
            before.divides(1)
        return [
            compared(
                f"{before.label} to {after.label}",
                lambda first, last: sign * (last - first) / first * 100,
                "pct",
                "the later less the earlier, over the earlier"
                if sign > 0
                else "the earlier less the later, over it",
                stated,
                before,
                after,
            )
            for before, after in given.like_pairs(self.pairs)
        ]


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
