"""A computed figure set against the stated one."""

from __future__ import annotations

from paylib.checks.evidence import Choice, Evidence, worked_out
from paylib.checks.stated import Stated
from paylib.figures.rounding import published_decimals


def compared(label: str, value: float, method: str, stated: Stated, *used: Evidence) -> Choice:
    """A figure computed in the unit of the claim, and whether it meets what is stated.

    Parameters
    ----------
    label : str
        What was chosen.
    value : float
        In the claim's unit.
    method : str
        How it was got, in words.
    stated : Stated
        The claim.
    *used : Evidence
        What it was computed from.

    Returns
    -------
    Choice
    """
    holds = stated.holds(value)
    decimals = published_decimals(stated.value, stated.unit)
    return Choice(label, {"it": worked_out(value, stated.unit, method, *used, decimals=decimals)}, holds)
