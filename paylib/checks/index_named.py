"""Prices by the index that a claim names, the Household Costs Indices included."""

from __future__ import annotations

import math
from typing import Annotated, ClassVar, Literal

import pandas as pd
from pydantic import Field

from paylib import prices
from paylib.checks.against_inflation import rise_of
from paylib.checks.check import Check, Comparison, Names
from paylib.checks.choice import STATED, Choice
from paylib.checks.evidence import Evidence, Given, worked_out
from paylib.checks.growth import change_result
from paylib.checks.real_terms import known_error, not_held, turned
from paylib.checks.stated import Stated
from paylib.errors import ChoiceError, CoverageError, DisputeError
from paylib.figures import periods
from paylib.figures.fields import Month, Slug
from paylib.figures.provenance import merged

HCI = "hci"
"""The Household Costs Indices, of which rates of single months are held and no levels."""


class IndexNamed(Check):
    """Prices by an index that the claim names: its rise, or rises of pay beside it; "hci" is household costs."""

    EXAMPLE: ClassVar[str] = """
        # the statistics office on private renters, June 2026: "3.0%" more for the costs of a household
        kind = "index_named"
        index = "hci"
        households = "private_renters"
        until = "2026-06"
    """

    kind: Literal["index_named"] = "index_named"
    index: Annotated[Slug, Field(description='a deflator such as "cpi", or "hci"')]
    until: Annotated[Month, Field(description="the last month")]
    since: Annotated[
        Month | None, Field(description="the first month; 12 months before, if it is left out")
    ] = None
    households: Annotated[Slug, Field(description='of the HCI, a group such as "private_renters"')] = (
        "all_households"
    )
    figures: Annotated[Names, Field(description="rises of pay in per cent, to set beside it")] = ()
    says: Annotated[Comparison, Field(description="what is claimed of the rises beside it")] = "equal"

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """The rise of the index, or each rise of pay in its terms."""
        if not self.figures or stated.value is not None:
            stated.needs("pct", "the rise of an index is")
        end = periods.parse(self.until)
        start = periods.parse(self.since) if self.since else end - 12
        if start >= end:
            raise DisputeError(
                f"the index is asked for from {start} to {end}: did you mean from {end} to {start}?"
            )
        if self.index == HCI:
            (ratio, sources, warnings), error = _household_costs(self.households, start, end), ("", [])
            title = f"household costs of {self.households.replace('_', ' ')}"
        else:
            try:
                ratio = prices.uprate(1.0, start, to=end, by=self.index)
            except CoverageError:
                if prices.index(self.index).index.freqstr != periods.MONTH:
                    raise
                return [Choice.missing(not_held(self.index, str(start), str(end)), of=STATED)]
            sources, warnings = (f(self.index, start, end) for f in (prices.provenance, prices.warnings))
            title, error = (
                f"the {prices.title(self.index)}",
                known_error(self.index, str(start), str(end)),
            )
        months = f"{periods.words(start)} to {periods.words(end)}"
        known = {"sources": sources, "usage_warnings": warnings}
        options = {"index": title, "months": months}
        if not self.figures:
            rise = worked_out((ratio - 1) * 100, "pct", f"{title}, {months}", decimals=1, **known)
            found = stated.result(rise.value)
            otherwise = [stated.result((ratio * each - 1) * 100) for each in error[1]]
            of_index = {
                "options": options,
                "of": STATED,
                "error": error[0],
                "turns": turned(found, otherwise),
            }
            return [Choice(f"{title}, {months}", {"it": rise}, found, **of_index)]
        return [self._beside(each, ratio, stated, options, known, error) for each in given.all(self.figures)]

    def _beside(
        self, rise: Evidence, ratio: float, stated: Stated, options: dict, known: dict, error: tuple
    ) -> Choice:
        def result(real: float) -> str:
            return change_result(self.says, stated, real)

        real, *otherwise = (
            ((1 + rise_of(rise) / 100) / (ratio * each) - 1) * 100 for each in (1.0, *error[1])
        )
        method = f"(1 + {rise.label}) / (1 + the rise of {options['index']}, {options['months']}) − 1"
        options = {"rise": rise.label, **options}
        return Choice(
            ", ".join(options.values()),
            {"it": worked_out(real, "pct", method, rise, decimals=1, **known)},
            result(real),
            "{it} in real terms",
            (rise,),
            options,
            STATED,
            error=error[0],
            turns=turned(result(real), map(result, otherwise)),
        )


def _household_costs(
    households: str, start: pd.Period, end: pd.Period
) -> tuple[float, tuple[str, ...], tuple[str, ...]]:
    """The rise of household costs as a ratio: one 12-month rate, or several one after the other where each is held."""
    try:
        held = prices.household_costs(households)
    except ChoiceError as error:
        raise DisputeError(str(error)) from None
    if (end - start).n % 12:
        raise DisputeError(
            f"household costs are held as 12-month rates, and {start} to {end} is no whole number of years."
        )
    links = [end - 12 * year for year in range((end - start).n // 12)]
    if lacking := sorted(month for month in links if month not in held.index):
        raise DisputeError(
            f"{start} to {end} needs the 12-month rates of household costs of {', '.join(map(str, sorted(links)))}; not held: "
            f"{', '.join(map(str, lacking))}. Held for {households}: {', '.join(map(str, held.index))}."
        )
    sources = dict(zip(held.index, held.attrs["sources"], strict=True))
    return math.prod(1 + held.loc[links] / 100), merged([sources[month]] for month in links), ()
