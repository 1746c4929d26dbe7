"""Scales, awards, offers and workload against hand-worked results."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paylib import awards, offers, workload
from paylib.awards import scales
from paylib.errors import FigureError, PeriodError

GROWTH = st.floats(-50, 200)


def test_thirty_pence_at_three_per_cent_is_ten_pounds_an_hour():
    least, middle, most = offers.implied_pay(0.30, 3)
    assert (round(least, 2), round(middle, 2), round(most, 2)) == (9.83, 10.00, 10.17)
    assert round(offers.implied_pay(0.47, 3)[1], 2) == 15.67
    assert round(scales.annual(middle)) == 19293  # 10.00 x 37 x 52.143


@given(st.floats(5000, 200_000), st.floats(10, 60))
def test_hourly_and_annual_undo_each_other(annual, hours):
    assert scales.annual(scales.hourly(annual, hours), hours) == pytest.approx(annual)


def test_the_two_stages_of_the_youth_award_are_levels_over_the_old_scale():
    """2 months at 0, 4 at 2.85 and 6 at 3.3: 2.6 over the pay year, and 3.3, not 6.2, at its end."""
    stages = pd.DataFrame({"effective_month": ["2004-03", "2003-11"], "award_pct": [3.3, 2.85]})
    levels = awards.staged(stages, "2003-09", "2004-08")
    assert levels.tolist() == [0, 0, 2.85, 2.85, 2.85, 2.85, 3.3, 3.3, 3.3, 3.3, 3.3, 3.3]
    assert levels.mean() == pytest.approx(2.6)
    assert awards.staged(stages, "2003-11", "2004-10").mean() == pytest.approx(3.15)


def test_stages_that_cannot_be():
    with pytest.raises(FigureError, match="Two stages start in one month"):
        awards.staged(
            pd.DataFrame({"effective_month": ["2004-03"] * 2, "award_pct": [1, 2]}), "2004-01", "2004-12"
        )
    with pytest.raises(PeriodError):
        awards.staged(pd.DataFrame({"effective_month": [2004], "award_pct": [1]}), "2004-01", "2004-12")


def test_three_per_cent_more_pay_for_thirty_per_cent_more_work():
    assert round(workload.effort_adjusted(3, 30), 1) == -20.8  # 1.03 / 1.30 - 1


@given(GROWTH)
def test_the_break_even_is_where_work_grows_as_pay_does(growth):
    assert workload.effort_adjusted(growth, growth) == pytest.approx(0, abs=1e-9)


def test_one_worker_to_four_hundred():
    assert workload.staff_needed(4_470_011, 400) == pytest.approx(11175.0275)


def test_series_keep_their_labels():
    pay = pd.Series([14643.0, 18105.0], index=["youth", "teacher"])
    assert list(scales.hourly(pay).index) == ["youth", "teacher"]
    assert list(workload.effort_adjusted(pd.Series([3.0], index=["a"]), 30).index) == ["a"]


@pytest.mark.parametrize(
    "ask",
    [
        lambda: scales.hourly(0),
        lambda: scales.hourly(-1),
        lambda: scales.hourly(14643, 0),
        lambda: scales.annual(float("nan")),
        lambda: scales.annual([10, None]),
        lambda: offers.implied_pay(0.3, 0),
        lambda: offers.implied_pay("30p", 3),
        lambda: workload.effort_adjusted(3, -100),
        lambda: workload.staff_needed(-1, 400),
        lambda: workload.staff_needed(1, 0),
    ],
)
def test_figures_out_of_range_are_refused(ask):
    with pytest.raises(FigureError, match=r"above|at least|missing|not a number|below"):
        ask()
