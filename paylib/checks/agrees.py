"""Whether other figures for the same thing agree."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from paylib.checks.check import Check, Names, Tolerance
from paylib.checks.evidence import Choice, Evidence, Given
from paylib.checks.stated import Stated
from paylib.errors import DisputeError


class Agrees(Check):
    """Whether other figures for the same thing agree."""

    EXAMPLE: ClassVar[str] = """
        # youth_work_2004, youth-offer: "3%"
        kind = "agrees"
        figures = ["offer-october", "offer-november-report"]
    """

    kind: Literal["agrees"] = "agrees"
    figures: Annotated[Names, Field(description="figures for the same thing, in the claim's unit")] = ()
    tolerance: Annotated[Tolerance | None, Field(description="what is near enough, in its unit")] = None

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """One choice a figure."""
        return agreement(stated, given.all(self.figures))


def agreement(stated: Stated, figures: list[Evidence]) -> list[Choice]:
    """Other figures for the same thing, each set against the stated one.

    Raises
    ------
    DisputeError
        If one is in another unit.
    """
    if stated.value is None:
        return [said(each, str(each.value) == stated.text) for each in figures]
    return [said(each, stated.holds(*_in_one_unit(each, stated).range)) for each in figures]


def _in_one_unit(figure: Evidence, stated: Stated) -> Evidence:
    figure.number  # noqa: B018 (a date or a word is refused first)
    if figure.unit != stated.unit:
        raise DisputeError(f"{figure.label!r} is in {figure.unit}, and this claim is in {stated.unit}.")
    return figure


def said(figure: Evidence, holds: bool) -> Choice:
    """A figure as it stands, and whether it makes the claim true."""
    return Choice(figure.label, {"it": figure.finding}, holds, figure.hedge + "{it}")
