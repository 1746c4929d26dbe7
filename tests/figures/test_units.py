"""One list of units: what is added, multiplied and divided, and how each column of each table is shown."""

import pandas as pd
import pytest

import paylib
from paylib.errors import FigureError
from paylib.figures import units
from paylib.figures.rounding import show
from paylib.tables import table
from tests.conftest import some

COLUMNS = [
    (name, field["name"], field["unit"])
    for name, resource in paylib.datapackage.package().resources.items()
    for field in resource["schema"]["fields"]
    if "unit" in field
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "column", "unit"), some(COLUMNS, 40))
def test_a_table_shows_each_column_in_the_unit_that_the_descriptor_gives_it(name, column, unit):
    assert unit in units.UNITS, f"{name}.{column} is in {unit!r}, which is no unit."
    frame = paylib.load(name)
    some = frame[frame[column].notna()].head(3)
    shown = table(some, name)
    place = list(frame.columns).index(column)
    assert shown.units[place] == unit
    assert shown.frame.iloc[:, place].tolist() == [show(value, unit) for value in some[column]]


def test_every_unit_that_a_table_gives_by_the_row_is_one_of_ours():
    for name in paylib.catalogue().index:
        frame = paylib.load(name)
        if "unit" in frame:
            assert set(frame["unit"].dropna()) <= set(units.UNITS), name


def test_hourly_pay_of_the_spine_is_in_pounds_and_pence():
    """Point 2 of April 2024, £23,656 a year: £12.26 an hour, as the agreement prints it."""
    spine = paylib.load("njc_spine")
    row = spine[(spine["effective_month"] == pd.Period("2024-04", "M")) & (spine["point"] == "2")]
    assert "£12.26" in table(row, "The spine").text


@pytest.mark.parametrize(
    ("first", "second", "sum_"),
    [
        ("gbp", "gbp", ("gbp", 1)),
        ("gbp_million", "gbp", ("gbp_million", 1e-6)),
        ("pct", "pct", ("pct", 1)),
        ("pct", "pct_points", ("pct", 1)),
        ("people", "thousand_people", ("people", 1000)),
    ],
)
def test_sums(first, second, sum_):
    unit, factor = units.sum_of(first, second)
    assert (unit, factor) == (sum_[0], pytest.approx(sum_[1]))


@pytest.mark.parametrize(
    ("first", "second"),
    [("gbp_year", "pct"), ("gbp_year", "gbp_hour"), ("ratio", "pct"), ("people", "fte"), ("text", "text")],
)
def test_nonsense_is_not_added(first, second):
    with pytest.raises(FigureError, match=r"cannot be added"):
        units.sum_of(first, second)


@pytest.mark.parametrize(
    ("first", "second", "power", "product"),
    [
        ("gbp_year", "pct", 1, ("gbp_year", 0.01)),
        ("pct", "gbp_year", 1, ("gbp_year", 0.01)),
        ("pct", "pct", 1, ("pct", 0.01)),
        ("gbp_year", "ratio", 1, ("gbp_year", 1)),
        ("gbp_year", "fte", 1, ("gbp_year", 1)),
        ("gbp_million", "people", -1, ("gbp_per_person", 1e6)),
        ("gbp_hour", "hours", 1, ("gbp", 1)),
        ("gbp_year", "years", 1, ("gbp", 1)),
        ("gbp", "gbp_year", -1, ("years", 1)),
        ("gbp_year", "gbp_year", -1, ("ratio", 1)),
        ("gbp_million", "gbp", -1, ("ratio", 1e6)),
        ("index", "index", -1, ("ratio", 1)),
        ("people", "fte", -1, ("people_per_fte", 1)),
        ("people", "people_per_fte", -1, ("fte", 1)),
        ("gbp", "years", -1, ("gbp_year", 1)),
        ("pct", "count", -1, ("pct", 1)),
    ],
)
def test_products_and_quotients(first, second, power, product):
    unit, factor = units.product_of(first, second, power=power)
    assert (unit, factor) == (product[0], pytest.approx(product[1]))


def test_units_for_which_there_is_no_product():
    with pytest.raises(FigureError, match=r"no unit for £ an hour \(gbp_hour\) divided by £ a year"):
        units.product_of("gbp_hour", "gbp_year", power=-1)
    with pytest.raises(FigureError, match=r"There is no unit 'gbp_yaer'\. Did you mean 'gbp_year'"):
        units.product_of("gbp_yaer", "pct")


def test_two_columns_that_differ_in_their_unit_only_are_both_shown():
    frame = pd.DataFrame(
        {"paybill_pct": [3.0], "paybill_gbp_million": [12.0]}, index=pd.Index(["offer"], name="what")
    )
    assert table(frame, "The bill").frame.loc["offer"].to_dict() == {
        "Paybill": "3.0%",
        "Paybill, £ million": "£12 million",
    }


def test_a_value_is_shown_in_the_unit_of_its_row():
    frame = pd.DataFrame({"value": [3.0, 1290.0], "unit": ["pct", "gbp_year"]}, index=["2025", "2024"])
    assert table(frame, "Awards").frame["Value"].tolist() == ["3.0%", "£1,290"]
