"""Rises of pay against prices."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from paylib.checks.check import Added, Check, Comparison, Indices, LeftOut, Names
from paylib.checks.choice import Choice
from paylib.checks.evidence import Evidence, Given, survey_range
from paylib.checks.growth import change_result, fall_or_rise
from paylib.checks.real_terms import INDICES, Span, Subject, against_prices, standard_spans
from paylib.checks.stated import Reading, Stated
from paylib.errors import DisputeError
from paylib.figures.fields import Slug


class AgainstInflation(Check):
    """Whether rises of pay were below, above or level with prices."""

    EXAMPLE: ClassVar[str] = """
        # school_teachers_2023, neu-award-cut: "another real-terms pay cut"
        kind = "against_inflation"
        figures = ["award-2022-most", "award-2022-average", "award-2022-start"]
        offer = "award-2022"
        says = "below"
    """

    TOGETHER: ClassVar[bool] = True

    kind: Literal["against_inflation"] = "against_inflation"
    figures: Annotated[
        Names, Field(min_length=1, description="one or more rises in per cent: readings of the offer")
    ]
    says: Annotated[Comparison, Field(description="what is claimed of the rise beside prices")] = "equal"
    offer: Annotated[Slug | None, Field(description="the offer or award that the claim is about")] = None
    spans: Added = ()
    by: Indices = INDICES
    leaves_out: LeftOut = Field(default_factory=dict)

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """By the claim's own reading or the standard set, then by what the file adds."""
        if stated.value is not None:
            stated.needs("pct", "a rise of pay beside prices is")
        named = [
            Subject(each.label, rise_of(each), (each,), survey_range(float, each))
            for each in given.all(self.figures)
        ]
        subjects = [*named, *of_the_offer(given, named, stated.reading)]
        return against_prices(
            self,
            stated,
            given,
            subjects,
            lambda worked: worked.real_pct,
            lambda *real: change_result(self.says, stated, *real),
            method="(1 + the rise of pay) / (1 + the rise of prices) − 1",
            words="{it} in real terms",
            as_claimed=lambda real: fall_or_rise(self.says, stated) * real,
        )


def of_the_offer(
    given: Given, named: list[Subject], reading: Reading, own: Span | None = None
) -> list[Subject]:
    """The rises of the file's groups by the offer, but for those that a figure of the same worth says already.

    Of an offer over several pay years each year is set against the prices of its own months, and all of them against the prices
    of all. Where the claim says its span, what the offer comes to over that span counts, or else its first year.
    """
    worked = given.worked
    if own or reading.since or reading.until:
        spans = standard_spans(reading, given, own)
        of_the_span = [each for each in worked if each.span in spans]
        worked = of_the_span or [each for each in worked if each.span is None]
    said = {(round(each.rise_pct, 1), each.used[0].side) for each in named}
    return [
        Subject(each.used[0].label, each.used[0].number, each.used, span=each.span)
        for each in worked
        if each.span or (round(each.used[0].number, 1), each.used[0].side) not in said
    ]


def rise_of(figure: Evidence) -> float:
    """A rise in per cent, which cannot be a fall of everything.

    Raises
    ------
    DisputeError
        If it is none.
    """
    if figure.unit != "pct" or figure.number <= -100:
        raise DisputeError(
            f"a rise of pay is in per cent (pct) and above -100; {figure.label!r} is {figure} in {figure.unit}."
        )
    return figure.number
