"""Examples that parliaments, governments, schemes and calculators printed: the table beside this file."""

from pathlib import Path

import pandas as pd
import pytest

from paylib import takehome

EXAMPLES = pd.read_csv(Path(__file__).with_name("examples.csv"), keep_default_na=False)
PER_YEAR = {"year": 1, "month": 12, "week": 52}


def found(row) -> float:
    """What was printed, worked out: pounds a year, or per cent."""
    pay = row.gross_gbp * PER_YEAR[row.gross_per]
    options = dict(each.split("=") for each in row.options.split(" ") if each)
    if scheme := options.pop("scheme", None):
        options["pension_pct"] = takehome.pension_pct(pay, row.tax_year, scheme)
    if row.quantity == "pension_pct":
        return options["pension_pct"]
    if row.quantity == "pension_gbp after tax relief":
        return takehome.net(pay, row.tax_year) - takehome.net(pay, row.tax_year, **options)
    here, england = (
        takehome.breakdown(pay, row.tax_year, nation=nation, **options).squeeze()
        for nation in (row.nation, "England")
    )
    if row.quantity == "income_tax_gbp less England's":
        return here["income_tax_gbp"] - england["income_tax_gbp"]
    return here[row.quantity]


@pytest.mark.parametrize("row", list(EXAMPLES.itertuples()), ids=lambda row: f"{row.Index} {row.quantity}")
def test_a_published_example(row):
    per = PER_YEAR[row.unit.removeprefix("gbp_")] if row.unit != "pct" else 1
    less = found(row) / per - row.expected
    if row.note.startswith("Rounded down"):  # and from thresholds a month or a week, rounded too
        assert -0.05 <= less < row.tolerance + 0.05
    else:
        assert abs(less) <= row.tolerance + 1e-9
