"""Figures as they come in: pay by the hour where a year's is meant is asked about."""

import numpy as np
import pandas as pd
import pytest

from paylib import awards, prices, scales, strikes
from paylib.errors import FigureError
from paylib.figures.inputs import pay_a_year
from paylib.findings import work_out


@pytest.mark.parametrize(
    "ask",
    [
        lambda: awards.chain("njc", "2021-04", "2021-05", annual_gbp=15.67),
        lambda: scales.hourly(15.67),
        lambda: strikes.pay_lost(15.67, 2, contract="five_day_week"),
    ],
)
def test_pay_by_the_hour_is_asked_about_where_a_years_is_meant(ask):
    """£15.67 an hour is £30,232 a year: 15.67 × 52.143 × 37."""
    with pytest.raises(
        FigureError, match=r"£15\.67 would be little even for a week: is it pay by the hour\?"
    ):
        ask()
    assert scales.annual(15.67) == pytest.approx(30_232, abs=1)


def test_a_years_pay_passes_one_or_many():
    assert pay_a_year(14_643, "annual_gbp") == 14_643
    assert pay_a_year(pd.Series([200.0, 23_656.0]), "annual_gbp").tolist() == [200, 23_656]
    with pytest.raises(FigureError, match=r"£12\.21"):
        pay_a_year([23_656, 12.21], "annual_gbp")


def test_a_unit_that_is_none_is_refused_with_the_list():
    with pytest.raises(
        FigureError, match=r"no unit 'percent'. Did you mean 'pct'\? Choose from: ratio, pct, count"
    ):
        work_out("rise", 3.0, unit="percent", method="as said")


@pytest.mark.parametrize(
    "table", [np.array([[1.0, 2.0], [3.0, np.nan]]), pd.DataFrame({"a": [1.0], "b": [2.0]})]
)
def test_a_table_is_no_column(table):
    with pytest.raises(FigureError, match=r"2 dimensions, [12] by 2: give one column"):
        prices.uprate(table, "2004-04", to="2026-05", by="cpi")
