"""Income tax: the bands of a nation and tax year, and what they come to."""

from __future__ import annotations

import numpy as np

from paylib.takehome.parameters import in_force
from paylib.takehome.years import between

SCOTLAND = "Scotland"

NATIONS = ("England", "Wales", "Northern Ireland", SCOTLAND)
"""Where the income tax that is held applies."""

TAPER = 1 / 2
"""Personal allowance lost for each pound above its income limit: Income Tax Act 2007, section 35(2)."""


def income_tax(start: int, income: np.ndarray, nation: str) -> np.ndarray:
    """Pounds a year on an income; bands do not change within a tax year."""
    year = {name: values[0] for name, values in in_force(start, lambda each: needs(each, nation)).items()}
    allowance = year["personal_allowance"]
    if "personal_allowance_income_limit" in year:
        excess = between(income, year["personal_allowance_income_limit"])
        allowance = np.maximum(allowance - TAPER * excess, 0)
    taxable = np.maximum(income - allowance, 0)
    rates = _rates(start, nation)
    tops = [*(year[_limit(rate)] for rate in rates[:-1]), np.inf]
    bands = zip(rates, [0.0, *tops], tops, strict=False)
    return sum(between(taxable, bottom, top) * year[rate] for rate, bottom, top in bands) / 100


def needs(start: int, nation: str) -> list[str]:
    """The parameters that the income tax of a tax year consists of."""
    rates = _rates(start, nation)
    taper = ["personal_allowance_income_limit"] if start >= 2010 else []
    return ["personal_allowance", *taper, *rates, *map(_limit, rates[:-1])]


def _rates(start: int, nation: str) -> list[str]:
    """The rates of a tax year from the lowest; `_limit` names where each but the last ends."""
    if nation == SCOTLAND and start >= 2016:
        names = ["basic", "higher", "top"]
        if start >= 2018:
            names = ["starter", "basic", "intermediate", "higher", "top"]
        if start >= 2024:
            names.insert(-1, "advanced")
        return [f"scottish_{name}_rate" for name in names]
    lowest = ["starting_rate"] if start <= 2007 else []
    highest = ["additional_rate"] if start >= 2010 else []
    return [*lowest, "basic_rate", "higher_rate", *highest]


def _limit(rate: str) -> str:
    return "additional_rate_threshold" if rate == "higher_rate" else f"{rate}_limit"
