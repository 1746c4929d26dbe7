"""A rise in pence against the same rise in per cent."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from paylib import offers
from paylib.awards import scales
from paylib.checks.check import Check, Names, Tolerance
from paylib.checks.evidence import Choice, Evidence, Given, worked_out
from paylib.checks.stated import Stated
from paylib.errors import DisputeError


class SumAgainstPercent(Check):
    """Whether a rise in pence an hour and the same rise in per cent fit pay that is known."""

    EXAMPLE: ClassVar[str] = """
        # youth_work_2004, youth-rise-top: "47p an hour for the highest paid"
        kind = "sum_against_percent"
        figures = ["offer-october", "manager-youth"]
    """

    kind: Literal["sum_against_percent"] = "sum_against_percent"
    figures: Annotated[
        Names, Field(min_length=2, description="the rise in per cent, then known pay (one or more)")
    ]
    tolerance: Annotated[Tolerance | None, Field(description="what is near enough, in pounds")] = None

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """One choice a salary: by the hour of its own week, against what fits both rises."""
        award, *pays = given.all(self.figures)
        low, high = stated.range
        least, _, most = offers.implied_pay((low + high) / 2, award.number, high - low)
        return [self._choice(pay, award, least, most) for pay in pays]

    @staticmethod
    def _choice(pay: Evidence, award: Evidence, least: float, most: float) -> Choice:
        hourly, method = _hourly(pay)
        fitting = "the rise in pounds over the rise in per cent, for the {} that the rounding leaves"
        computed = {
            "it": worked_out(hourly, "gbp_hour", method, pay),
            "least that fits": worked_out(least, "gbp_hour", fitting.format("least"), award),
            "most that fits": worked_out(most, "gbp_hour", fitting.format("most"), award),
        }
        words = "{it} an hour, where {least that fits} to {most that fits} fits"
        return Choice(pay.label, computed, bool(least <= hourly <= most), words)


def _hourly(pay: Evidence) -> tuple[float, str]:
    """Pay by the hour, and how it was got."""
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
