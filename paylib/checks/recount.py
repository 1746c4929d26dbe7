"""Days of strike added up."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from paylib.checks.agrees import agreement
from paylib.checks.check import Check, Names
from paylib.checks.choice import Choice
from paylib.checks.evidence import Given
from paylib.checks.stated import Stated
from paylib.errors import DisputeError
from paylib.figures.finding import Finding
from paylib.figures.provenance import merged
from paylib.figures.rounding import published_decimals


class Recount(Check):
    """Days of strike added up from the rounds in the file, and other totals."""

    EXAMPLE: ClassVar[str] = """
        # social_care_2025, care-strike-days: "69 days of strike"
        kind = "recount"
        figures = ["days-union-total"]
    """

    kind: Literal["recount"] = "recount"
    figures: Annotated[Names, Field(description="other totals")] = ()

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """The rounds added up, then other totals."""
        if not given.strikes:
            raise DisputeError("this check needs strikes: the rounds to add up.")
        factor = stated.factor_from("days", "strikes are counted")
        total = round(sum(each.record.days for each in given.strikes) * factor, _PLACES)
        sources = merged((each.source,) for each in given.strikes)
        decimals = published_decimals(total, stated.unit)
        added = Finding(
            "days added up", total, stated.unit, "the days of the rounds, added up", sources, (), decimals
        )
        label = f"the {len(given.strikes)} rounds added up" if len(given.strikes) > 1 else "the one round"
        return [
            Choice(label, {"it": added}, stated.result(total), used=given.strikes, options={"figure": label}),
            *agreement(stated, given.all(self.figures)),
        ]


_PLACES = 9
"""Decimals of a sum of days; what is smaller is left over from the arithmetic."""
