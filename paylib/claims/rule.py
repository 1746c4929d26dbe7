"""The rule that turns readings into a verdict, the same for every side.

==================== ====================================================================================
verdict              when
==================== ====================================================================================
correct              every reading that decides makes it true, exactly or nearly, by the other side's
                     figure or by somebody else's
depends on the       readings that decide differ
reading
wrong                every reading that decides makes it false, by somebody else's figure
disputed             every one makes it false, but by the other side's figure or the claimant's own only
unconfirmed          it is true by the claimant's own figures, or nothing that was found can refute it
cannot be checked    no reading could be tried
==================== ====================================================================================
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from paylib.checks import ADDED, STATED, Choice
from paylib.claims.sides import EVIDENCE, NONE, OTHER_SIDE, OWN_WORD, worth_of_choice
from paylib.disputes import INDEPENDENT
from paylib.figures.hedges import CLOSE, CORRECT, RESULTS, WRONG

DEPENDS, DISPUTED, UNCONFIRMED, CANNOT = (
    "depends on the reading",
    "disputed",
    "unconfirmed",
    "cannot be checked",
)

VERDICTS = (CORRECT, DEPENDS, WRONG, DISPUTED, UNCONFIRMED, CANNOT)
"""The closed list."""

__all__ = [
    "CANNOT",
    "CLOSE",
    "CORRECT",
    "DEPENDS",
    "DISPUTED",
    "RESULTS",
    "UNCONFIRMED",
    "VERDICTS",
    "WRONG",
    "Outcome",
    "decide",
    "verdict",
]


@dataclass(frozen=True)
class Outcome:
    """What readings come to.

    Parameters
    ----------
    verdict : str
        One of `VERDICTS`.
    result : str or None
        One of `RESULTS`, where all readings that decide give one.
    evidence : str
        One of `paylib.claims.sides.EVIDENCE`.
    deciding : tuple of Choice
        The readings that decide.
    others : tuple of Choice
        Those that were tried beside them.
    """

    verdict: str
    result: str | None
    evidence: str
    deciding: tuple[Choice, ...] = ()
    others: tuple[Choice, ...] = ()


def decide(choices: Sequence[Choice], roles: Iterable[str], *, together: bool = False) -> Outcome:
    """The verdict on a claim.

    Parameters
    ----------
    choices : sequence of Choice
        The claim tried in every way.
    roles : iterable of str
        Of those who make it.
    together : bool
        Whether the figures are readings of one thing: both sides' then decide together, unless there is
        somebody else's.

    Returns
    -------
    Outcome
    """
    roles = list(roles)
    deciding = _of_the_deciding_set(choices)
    told = [each for each in deciding if each.holds is not None]
    if not told:
        return _untold(choices, deciding, roles)
    real = [each for each in told if not each.proxy] or told
    found = {id(each): worth_of_choice(each, roles) for each in real}
    best = min(found.values(), key=EVIDENCE.index)
    if not (together and best != INDEPENDENT):
        real = [each for each in real if found[id(each)] == best]
    others = tuple(each for each in choices if each.holds is not None and each not in real)
    holding = {each.holds for each in real}
    if len(holding) == 2:
        return Outcome(DEPENDS, None, best, tuple(real), others)
    result = next(each for each in RESULTS if any(choice.result == each for choice in real))
    if result == WRONG:
        stands_in = all(each.proxy for each in real)
        reached = UNCONFIRMED if stands_in else WRONG if best == INDEPENDENT else DISPUTED
    else:
        reached = CORRECT if best in (INDEPENDENT, OTHER_SIDE) else UNCONFIRMED
    return Outcome(reached, result, best, tuple(real), others)


def _of_the_deciding_set(choices: Sequence[Choice]) -> list[Choice]:
    """The claim's own readings, where there are any; else all but those that the file adds."""
    own = [each for each in choices if each.of == STATED]
    return own or [each for each in choices if each.of != ADDED]


OF_WHOM = ("rise", "figure", "figures", "set against", "pay")
"""The choices that say whose figure it is: an "up to" is of the most that any of them gets."""


def reached(choices: Sequence[Choice]) -> list[Choice]:
    """Readings of an "up to": where one index or span reaches it, those by which all lies far below it do not make it true.

    Where none reaches it, or nothing but whose figure it is was chosen, they stay as they are.
    """

    short: dict[tuple[str, ...], bool] = {}
    told = {id(each): _chosen(each) for each in _of_the_deciding_set(choices) if each.holds}
    for each in choices:
        if id(each) in told:
            short[told[id(each)]] = short.get(told[id(each)], True) and each.far_short
    if len(set(short.values())) < 2:
        return list(choices)
    return [replace(each, result=WRONG) if short.get(told.get(id(each))) else each for each in choices]


def _chosen(choice: Choice) -> tuple[str, ...]:
    """What was chosen in a reading, but for whose figure it is."""
    return tuple(option for axis, option in choice.options.items() if axis not in OF_WHOM)


def _untold(choices: Sequence[Choice], deciding: Sequence[Choice], roles: list[str]) -> Outcome:
    """Where no reading tells: figures may stand beside the claim, or a survey's margin leaves it open."""
    shown = tuple(each for each in deciding if each.computed)
    others = tuple(each for each in choices if each.holds is not None)
    if not shown:
        return Outcome(CANNOT, None, NONE, (), others)
    unclear = tuple(each for each in shown if each.within_margin)
    evidence = min((worth_of_choice(each, roles) for each in unclear), key=EVIDENCE.index, default=OWN_WORD)
    return Outcome(UNCONFIRMED, None, evidence, unclear or shown, others)


def verdict(tried: Iterable[bool | None]) -> str:
    """The verdict on readings of independent figures.

    Parameters
    ----------
    tried : iterable of bool or None
        Whether the claim holds under each reading; None where it could not be tried.

    Returns
    -------
    str
        One of `VERDICTS`.

    Examples
    --------
    >>> [verdict(tried) for tried in ([True, True], [True, False], [False, None], [None])]
    ['correct', 'depends on the reading', 'wrong', 'cannot be checked']
    """
    results = {True: CORRECT, False: WRONG, None: None}
    return decide([Choice("", {}, results[each]) for each in tried], []).verdict
