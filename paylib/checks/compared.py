"""A computed figure set against the stated one."""

from __future__ import annotations

from collections.abc import Callable

from paylib.checks.choice import Choice
from paylib.checks.evidence import Evidence, survey_range, worked_out
from paylib.checks.stated import Stated
from paylib.figures.hedges import CORRECT, RESULTS
from paylib.figures.rounding import published_decimals


def reaches_further(within_margin: str, alone: str) -> bool:
    """Whether the margin of a survey makes a figure what it alone is not."""
    return RESULTS.index(within_margin) < RESULTS.index(alone)


def set_against(first: Evidence, second: Evidence) -> dict[str, str]:
    """What was chosen in a pair of figures."""
    return {"figure": first.label, "set against": second.label}


def compared(
    label: str,
    work: Callable[..., float],
    unit: str,
    method: str,
    stated: Stated,
    *used: Evidence,
    options: dict[str, str] | None = None,
) -> Choice:
    """A figure worked out of others, and whether it meets what is stated.

    Parameters
    ----------
    label : str
        What was chosen.
    work : callable
        From the values of ``used``, the figure.
    unit : str
        What it is in; it is brought into the claim's unit.
    method : str
        How it was got, in words.
    stated : Stated
        The claim.
    *used : Evidence
        What it is worked out of.
    options : dict, optional
        What was chosen, by the name of the choice.

    Returns
    -------
    Choice
        Correct within the margin of a survey, where the figure alone would be wrong and the margin reaches it.

    Raises
    ------
    DisputeError
        If the claim is in a unit of another kind.
    """
    factor = stated.factor_from(unit, "what this works out is")
    value = work(*(each.number for each in used)) * factor
    result = stated.result(value)
    within = False
    ends = survey_range(work, *used)
    if ends and reaches_further(stated.result(*sorted(end * factor for end in ends)), result):
        result, within = CORRECT, True
    found = worked_out(
        value,
        stated.unit,
        method,
        *used,
        decimals=published_decimals(stated.value, stated.unit) if stated.in_digits else None,
    )
    return Choice(
        label,
        {"it": found},
        result,
        used=used,
        options=options or {"figures": label},
        within_margin=within,
        far_short=stated.far_short(value),
    )
