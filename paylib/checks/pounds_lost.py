"""Pounds lost to prices, a year or added up over years."""

from __future__ import annotations

from itertools import pairwise
from math import prod
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field

from paylib import prices
from paylib.checks.check import Check, Indices, LeftOut
from paylib.checks.choice import Choice
from paylib.checks.compared import reaches_further
from paylib.checks.evidence import Evidence, Given, margin_of_sum, worked_out
from paylib.checks.real_terms import (
    INDICES,
    KNOWN_ERROR_PCT,
    IndexRole,
    index_roles,
    known_error,
    not_held,
    turned,
)
from paylib.checks.stated import Stated
from paylib.errors import CoverageError, DisputeError
from paylib.figures import periods
from paylib.figures.fields import MOST_OF_A_KIND, Period, Slug, ordered
from paylib.figures.hedges import CORRECT

PayAt = tuple[Period, Slug]


def _in_order(pay: tuple[PayAt, ...]) -> tuple[PayAt, ...]:
    """Pay by its dates, the earliest first."""
    for before, after in pairwise(pay):
        ordered((before[0], after[0]))
    return pay


class PoundsLost(Check):
    """Pounds lost to prices since the first pay: in the last year (gbp_year), or added up over the years (gbp)."""

    EXAMPLE: ClassVar[str] = """
        # doctors in England, July 2020: "£80,000 on average would be £88,000 had it kept up with prices since 2010"
        kind = "pounds_lost"
        pay = [["2010", "doctors-mean-2010"], ["2020", "doctors-mean-2020"]]
    """

    kind: Literal["pounds_lost"] = "pounds_lost"
    pay: Annotated[
        tuple[PayAt, ...],
        Field(
            min_length=2,
            max_length=MOST_OF_A_KIND,
            description="the month or year and the pay a year, in order; the first is what it is measured from",
        ),
        AfterValidator(_in_order),
    ]
    by: Indices = INDICES
    leaves_out: LeftOut = Field(default_factory=dict)

    @property
    def figures_named(self) -> tuple[str, ...]:
        """The ids of the figures that the check uses."""
        return tuple(dict.fromkeys(name for _, name in self.pay))

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """By each index: what the first pay would be in each year's prices, less what was paid."""
        stated.needs_unit("pounds lost are", "gbp_year", "gbp")
        paid = [(when, given.figures[name]) for when, name in self.pay]
        for _, each in paid:
            if each.unit != "gbp_year":
                raise DisputeError(f"pay by the year (gbp_year) is needed; {each.label!r} is in {each.unit}.")
        return [self._choice(role, paid, stated) for role in index_roles(self, stated.reading, given)]

    @staticmethod
    def _choice(role: IndexRole, paid: list[tuple[str, Evidence]], stated: Stated) -> Choice:
        (start, first), *later = paid
        by, of = role.by, role.of
        title = prices.title(by)
        options, used = {"index": title}, tuple(each for _, each in paid)
        counted = later if stated.unit == "gbp" else later[-1:]
        try:
            worth = [prices.uprate(first.above_nought, start, to=when, by=by) for when, _ in counted]
        except CoverageError:
            return Choice.missing(not_held(by, start, later[-1][0]), of=of, options=options)
        was_paid = sum(each.above_nought for _, each in counted)
        errors = [known_error(by, start, when) for when, _ in counted]
        months = [periods.parse(when) for when, _ in paid]
        span = f"{periods.words(months[0])} to {periods.words(months[-1])}"
        how = f"the first pay in the prices of {'each year' if stated.unit == 'gbp' else 'the last year'}, less what was paid"
        it = worked_out(
            sum(worth) - was_paid,
            stated.unit,
            f"{how}, by the {title}, {span}",
            *used,
            decimals=0,
            sources=prices.provenance(by, *months),
            usage_warnings=prices.warnings(by, *months),
        )
        how_much, lost = ("{it}", "lost") if it.value >= 0 else ("{it:abs}", "gained")
        words = f"{how_much} {lost} in all" if stated.unit == "gbp" else f"{how_much} a year {lost}"
        margin = margin_of_sum([(sum(worth) / first.number, first), *((-1, each) for _, each in counted)])
        found = stated.result(it.value)
        within = margin is not None and reaches_further(
            stated.result(it.value - margin, it.value + margin), found
        )
        found = CORRECT if within else found
        otherwise = [
            stated.result(sum(map(prod, zip(worth, factors, strict=True))) - was_paid)
            for factors in zip(
                *(factors or [1.0] * len(KNOWN_ERROR_PCT) for _, factors in errors), strict=True
            )
        ]
        return Choice(
            f"the {title}, {span}",
            {"it": it},
            found,
            words,
            used,
            options,
            of,
            error=next((month for month, _ in errors if month), ""),
            within_margin=within,
            turns=turned(found, otherwise),
            dropped=role.dropped,
        )
