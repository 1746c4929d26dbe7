"""An average, which what one group gets cannot refute."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from paylib import offers
from paylib.checks.agrees import agreement
from paylib.checks.check import Check, Names
from paylib.checks.choice import Choice
from paylib.checks.compared import compared
from paylib.checks.evidence import Evidence, Given, worked_out
from paylib.checks.stated import Stated
from paylib.errors import DisputeError
from paylib.figures.fields import MOST_OF_A_KIND, Slug


class AverageAgainstReadings(Check):
    """An average beside what some are known to get, and what the rest would have to get; judged by who gets what."""

    EXAMPLE: ClassVar[str] = """
        # civil_service_2004, pcs-average-offer: "5% on average"
        kind = "average_against_readings"
        figures = ["dwp-tops", "dwp-package-low", "dwp-package-high"]
    """

    kind: Literal["average_against_readings"] = "average_against_readings"
    figures: Annotated[
        Names, Field(description="rises that some get, in per cent: shown, and they decide nothing")
    ] = ()
    distribution: Annotated[
        tuple[tuple[Slug, Slug], ...],
        Field(
            max_length=MOST_OF_A_KIND,
            description="who gets what: each rise in per cent with the share of the paybill that gets it, adding to 100",
        ),
    ] = ()
    averages: Annotated[Names, Field(description="the average as others give it")] = ()

    @property
    def figures_named(self) -> tuple[str, ...]:
        """The ids of the figures that the check uses."""
        shared = (name for pair in self.distribution for name in pair)
        return tuple(dict.fromkeys([*self.figures, *shared, *self.averages]))

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """The average worked out of who gets what, as others give it, then what some get."""
        stated.needs("pct", "an average rise is")
        return [
            *self._worked_out(stated, given),
            *agreement(stated, given.all(self.averages)),
            *(self._beside(each, stated) for each in given.all(self.figures)),
        ]

    def _worked_out(self, stated: Stated, given: Given) -> list[Choice]:
        if not self.distribution:
            return []
        pairs = given.pairs(self.distribution)
        whole = sum(share.number for _, share in pairs)
        if abs(whole - 100) > 0.5:
            raise DisputeError(f"the shares of the distribution add to {whole:g}; they must add to 100.")

        def average(*values: float) -> float:
            return sum(rise * share for rise, share in zip(values[::2], values[1::2], strict=True)) / whole

        used = [each for pair in pairs for each in pair]
        method = "each rise times its share of the paybill, added up"
        return [compared("who gets what", average, "pct", method, stated, *used)]

    @staticmethod
    def _beside(reading: Evidence, stated: Stated) -> Choice:
        rest = worked_out(
            offers.rest_of(stated.number, reading.number, 50),
            "pct",
            "(average less half of what some get) over the other half",
            reading,
            decimals=1,
        )
        words = (
            reading.hedge
            + "{it}; if half of the paybill got that, the other half would need {what the rest would need}"
        )
        return Choice(
            reading.label,
            {"it": reading.finding, "what the rest would need": rest},
            None,
            words,
            (reading,),
            {"figure": reading.label},
            beside=True,
        )
