"""Charts of estimates and of what may come."""

import numpy as np
import pandas as pd
import pytest

from paylib import charts, models, prices
from paylib.errors import FigureError


@pytest.fixture
def estimates() -> pd.DataFrame:
    rows = [("public", 0.31, -0.1, 0.72), ("private", 0.49, 0.08, 0.9)]
    return pd.DataFrame(rows, columns=["term", "estimate", "low", "high"])


@pytest.fixture
def fan() -> pd.DataFrame:
    months = pd.period_range("2026-01", periods=24, freq="M", name="month")
    steps = np.arange(1, 25)
    return pd.DataFrame({"q05_pct": 3 - steps / 12, "q50_pct": 3.0, "q95_pct": 3 + steps / 12}, index=months)


def test_estimates_are_drawn_and_tabulated_from_the_same_numbers(estimates):
    chart = charts.coefficients(
        estimates, "t", "s", "a", unit="ratio", labels={"public": "Public pay"}, sources=[]
    )
    assert "Public pay     0.31  −0.10  0.72" in chart.text
    for size in charts.SIZES:
        svg = chart.svg(size)
        assert "Public pay" in svg and "0.49" in svg and svg == chart.svg(size)
    marked = charts.coefficients(estimates.set_index("term"), "t", "s", "a", unit="ratio", mark=("full", 1.0))
    assert "full" in marked.svg() and "private" in marked.text


def test_a_missing_end_is_refused(estimates):
    with pytest.raises(FigureError, match="in every row"):
        charts.coefficients(estimates.mask(estimates == 0.9), "t", "s", "a")
    with pytest.raises(FigureError, match="in every row"):
        charts.coefficients(estimates.iloc[:0], "t", "s", "a")


def test_a_fan_is_drawn_with_the_past_and_other_paths(fan):
    past = prices.rate("cpi")["2024-01":"2025-12"]
    chart = charts.fan(
        fan, "t", "s", "a", past=past, others=pd.DataFrame({"obr_pct": 2.0}, index=fan.index),
        labels={"q50_pct": "Middle", "obr_pct": "OBR", "past": "Published"}, sources=["ons_cpi_detailed_tables_2026_06"],
    )  # fmt: skip
    assert len(chart.table.frame) == 48 and "Published" in chart.table.frame
    svg = chart.svg("narrow")
    assert "Middle" in svg and "OBR" in svg and svg == chart.svg("narrow")
    assert chart.source == "Source: Office for National Statistics"


def test_fans_that_cannot_be_drawn_are_refused(fan):
    past = prices.rate("cpi")["2024-01":"2025-12"]
    with pytest.raises(FigureError, match="odd number of quantiles, three or more; 2 were given"):
        charts.fan(fan.iloc[:, :2], "t", "s", "a", past=past)
    four = pd.DataFrame(np.ones((24, 4)), index=fan.index)
    with pytest.raises(FigureError, match="room for 3 paths; 4"):
        charts.fan(fan, "t", "s", "a", past=past, others=four)


def test_a_model_goes_into_a_chart_as_it_is():
    frame = models.tidy(models.gap_changes({"all": "2000-01"}, lags=12))
    chart = charts.coefficients(frame, "t", "s", "a")
    assert chart.source == "Source: Office for National Statistics"
