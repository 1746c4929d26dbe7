"""A date against the calendar and other reports."""

from __future__ import annotations

import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from paylib.checks.agrees import said
from paylib.checks.check import Check, Names
from paylib.checks.choice import Choice
from paylib.checks.evidence import Evidence, Given
from paylib.checks.stated import Stated
from paylib.errors import DisputeError
from paylib.figures.finding import Finding
from paylib.figures.hedges import CORRECT, WRONG

Weekday = Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


class Date(Check):
    """A date against its weekday and against the dates that other sources give."""

    EXAMPLE: ClassVar[str] = """
        # social_care_2025, care-ballot-close: "Friday 29 August 2025"
        kind = "date"
        weekday = "Friday"
        figures = ["mandate-month"]
    """

    OF_VALUE: ClassVar[bool] = False

    kind: Literal["date"] = "date"
    weekday: Annotated[Weekday | None, Field(description="the day of the week that was stated")] = None
    figures: Annotated[Names, Field(description="the date as others give it")] = ()

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """The calendar, then one choice a source."""
        stated.needs_unit("what this checks is", "date", "month")
        others = [said(each, _same(each, stated)) for each in given.all(self.figures)]
        return [*self._calendar(stated), *others]

    def _calendar(self, stated: Stated) -> list[Choice]:
        if self.weekday is None:
            return []
        stated.needs_unit("what has a weekday is", "date")
        day = day_of(stated.text).strftime("%A")
        found = Finding("weekday", day, "weekday", f"the calendar of {stated}")
        result = CORRECT if day == self.weekday else WRONG
        return [
            Choice("the calendar", {"it": found}, result, "it is a {it}", options={"figure": "the calendar"})
        ]


def _same(other: Evidence, stated: Stated) -> str:
    """Whether two dates are the same as far as both go."""
    text = str(other.value)
    return CORRECT if text[: len(stated.text)] == stated.text[: len(text)] else WRONG


def day_of(text: str) -> datetime.date:
    """A date; the middle of the month where no day is known.

    Raises
    ------
    DisputeError
        If only the year is given.
    """
    if len(text) == 4:
        raise DisputeError(f"months cannot be counted from a year alone; give the month of {text}.")
    return datetime.date.fromisoformat(text if len(text) == 10 else f"{text}-15")
