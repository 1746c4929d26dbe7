"""What a claim or an offer costs."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from paylib.checks.check import Check, Names
from paylib.checks.choice import Choice
from paylib.checks.compared import compared
from paylib.checks.evidence import Evidence, Given
from paylib.checks.stated import Stated
from paylib.errors import DisputeError
from paylib.figures import units
from paylib.figures.fields import Slug

OnCosts = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False, examples=[25.0])]


class Cost(Check):
    """What a rise costs a year: the paybill, or staff times pay, times the rise, with what employers pay on top."""

    EXAMPLE: ClassVar[str] = """
        # ministers in December 2022: "inflation-matching rises in the public sector would cost £28bn"
        kind = "cost"
        paybill = "public-paybill-2022"
        figures = ["cpi-october-2022", "average-inflation-2022"]
        on_costs_pct = 0.0
    """

    SINGLE: ClassVar[tuple[str, ...]] = ("paybill", "staff", "pay")

    EITHER: ClassVar[dict[str, str]] = {"paybill": "", "staff": "and pay, where a rise is in per cent"}

    kind: Literal["cost"] = "cost"
    figures: Annotated[
        Names,
        Field(min_length=1, description="the rise, in per cent or pounds a year each: one reading a figure"),
    ]
    on_costs_pct: Annotated[
        OnCosts,
        Field(description="what employers pay on top of wages, in per cent; 0 where the paybill has it in"),
    ]
    paybill: Annotated[
        Slug | None, Field(description="the paybill; or staff, and pay if the rise is in per cent")
    ] = None
    staff: Annotated[Slug | None, Field(description="how many are paid")] = None
    pay: Annotated[Slug | None, Field(description="their average pay a year")] = None

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """One choice a rise."""
        return [self._choice(rise, stated, given) for rise in given.all(self.figures)]

    def _choice(self, rise: Evidence, stated: Stated, given: Given) -> Choice:
        top = 1 + self.on_costs_pct / 100
        told = f"with on-costs of {self.on_costs_pct:g} per cent"
        if self.paybill is not None:
            paid, used = "the paybill", (given.figures[self.paybill],)
        else:
            names = [self.staff, *([self.pay] if rise.unit == "pct" else [])]
            if None in names:
                raise DisputeError("a rise in per cent needs pay, beside staff: their average pay a year.")
            paid, used = "staff times pay", tuple(given.figures[name] for name in names)
        if rise.unit == "pct":
            a_year = used[0].unit == "gbp_year"
            size = 1.0 if a_year or not self.paybill else units.factor(used[0].unit, "gbp")

            def work(*values: float) -> float:
                *paybill, pct = values
                return _product(paybill) * size * pct / 100 * top

            method = f"{paid} times the rise, {told}"
        elif rise.unit == "gbp_year" and self.staff is not None:

            def work(*values: float) -> float:
                return _product(values) * top

            method = f"staff times the rise in pounds, {told}"
        else:
            raise DisputeError(
                f"a rise is needed in per cent, or with staff in pounds a year; {rise.label!r} is in {rise.unit}."
            )
        unit = "gbp_year" if stated.unit == "gbp_year" else "gbp"
        return compared(rise.label, work, unit, method, stated, *used, rise, options={"rise": rise.label})


def _product(values) -> float:
    found = 1.0
    for each in values:
        found *= each
    return found
