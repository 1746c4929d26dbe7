"""A rise in pence against the same rise in per cent."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from paylib import offers
from paylib.awards import scales
from paylib.checks.check import Check, InOrder
from paylib.checks.choice import Choice
from paylib.checks.evidence import Evidence, Given, worked_out
from paylib.checks.stated import Stated
from paylib.errors import DisputeError
from paylib.figures.hedges import CLOSE, CORRECT, WRONG


class SumAgainstPercent(Check):
    """Whether a rise in pence an hour and the same rise in per cent fit pay that is known."""

    EXAMPLE: ClassVar[str] = """
        # youth_work_2004, youth-rise-top: "47p an hour for the highest paid"
        kind = "sum_against_percent"
        figures = ["offer-october", "manager-stand-in"]
    """

    kind: Literal["sum_against_percent"] = "sum_against_percent"
    figures: Annotated[
        InOrder, Field(min_length=2, description="the rise in per cent, then known pay (one or more)")
    ]

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """One choice a salary: by the hour of its own week, against what fits both rises."""
        award, *pays = given.all(self.figures)
        stated.needs("gbp_hour", "a rise in pence is")
        fitting = [_fitting(award, stated, widths) for widths in (1, 2)]
        return [self._choice(pay, award, *fitting) for pay in pays]

    @staticmethod
    def _choice(pay: Evidence, award: Evidence, exactly: tuple, nearly: tuple) -> Choice:
        hourly, method = hourly_pay(pay)
        fitting = "the rise in pounds over the rise in per cent, for the {} that the rounding leaves"
        computed = {
            "it": worked_out(hourly, "gbp_hour", method, pay),
            "least that fits": worked_out(exactly[0], "gbp_hour", fitting.format("least"), award),
            "most that fits": worked_out(exactly[1], "gbp_hour", fitting.format("most"), award),
        }
        words = "{it} an hour, where {least that fits} to {most that fits} fits"
        result = CORRECT if _within(hourly, exactly) else CLOSE if _within(hourly, nearly) else WRONG
        return Choice(pay.label, computed, result, words, used=(pay, award), options={"pay": pay.label})


def _fitting(award: Evidence, stated: Stated, widths: int) -> tuple[float, float]:
    """The pay that fits both rises, where the rounding of the sum leaves so many widths either side."""
    least, _, most = offers.implied_pay(stated.number, award.above_nought, 2 * widths * stated.width)
    return least, most


def _within(value: float, ends: tuple[float, float]) -> bool:
    return bool(ends[0] <= value <= ends[1])


def hourly_pay(pay: Evidence) -> tuple[float, str]:
    """Pay by the hour, and how it was got.

    Raises
    ------
    DisputeError
        If it is not pay by the hour, week or year.
    """
    week = pay.hours_week or scales.HOURS_A_WEEK
    match pay.unit:
        case "gbp_hour":
            return pay.number, "as given"
        case "gbp_week":
            return pay.number / week, f"pay by the week over {week:g} hours"
        case "gbp_year":
            method = f"pay by the year over {scales.WEEKS_IN_A_YEAR} weeks of {week:g} hours"
            return scales.hourly(pay.number, week), method
    raise DisputeError(f"pay is needed by the hour, week or year; {pay.label!r} is in {pay.unit}.")
