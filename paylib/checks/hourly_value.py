"""What a shorter or longer week does to pay by the hour."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from paylib.checks.check import Check, Pairs
from paylib.checks.choice import Choice
from paylib.checks.compared import compared
from paylib.checks.evidence import Evidence, Given
from paylib.checks.stated import Stated
from paylib.checks.sum_against_percent import hourly_pay
from paylib.errors import DisputeError


class HourlyValue(Check):
    """The change of pay by the hour, in per cent or pounds, where pay or the week changes (each figure with hours_week)."""

    EXAMPLE: ClassVar[str] = """
        # an MP on a council's week of 30 hours in place of 37, September 2022: "a 25% hourly pay increase" (23%)
        kind = "hourly_value"
        pairs = [["pay-of-37-hours", "pay-of-30-hours"]]
    """

    kind: Literal["hourly_value"] = "hourly_value"
    pairs: Annotated[Pairs, Field(description="pay before and pay after, each with its hours_week")]

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """One choice a pair."""
        return [self._choice(before, after, stated) for before, after in given.pairs(self.pairs)]

    @staticmethod
    def _choice(before: Evidence, after: Evidence, stated: Stated) -> Choice:
        for each in (before, after):
            if each.unit != "gbp_hour" and each.hours_week is None:
                raise DisputeError(f"{each.label!r} needs hours_week: the hours of its full-time week.")
        then, now = (hourly_pay(each)[0] for each in (before, after))
        label = f"{before.label} to {after.label}"
        if stated.unit in ("pct", "ratio"):
            before.divides(1)
            return compared(
                label,
                lambda *_: (now / then - 1) * 100,
                "pct",
                "pay by the hour after over pay by the hour before",
                stated,
                before,
                after,
            )
        return compared(
            label,
            lambda *_: now - then,
            "gbp_hour",
            "pay by the hour, after less before",
            stated,
            before,
            after,
        )
