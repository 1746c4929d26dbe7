"""Work per worker: the published series, their breaks, and what cannot be compared."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paylib import workload
from paylib.errors import CoverageError, FigureError, PeriodError
from paylib.figures import periods


def test_claimants_per_dwp_worker_by_hand():
    """April 2004: 871,900 claimants (claimant count BCJD) over 129,200 full-time equivalents (Hansard, June 2006)."""
    made = workload.per_worker("claimants_per_dwp_worker")
    assert made.loc[pd.Period("2004-04"), "per_worker"] == pytest.approx(871_900 / 129_200)
    assert made["segment"].is_monotonic_increasing and made["segment"].max() == 5
    assert {"d_lms_tredegar", "d_hans_20060616_staff"} <= set(made.attrs["sources"])
    assert workload.growth(made, "2001-06", "2004-04") == pytest.approx(
        (6.748452 / 8.281659 - 1) * 100, rel=1e-5
    )


def test_growth_over_a_break_is_refused():
    made = workload.per_worker("claimants_per_dwp_worker")
    with pytest.raises(CoverageError, match=r"breaks between 1996-03 and 2004-04"):
        workload.growth(made, "1996-03", "2004-04")
    with pytest.raises(CoverageError, match=r"No work per worker is held for 2000-01; there is: 1996-03"):
        workload.growth(made, "2000-01", "2004-04")


def test_requests_per_social_worker_by_hand():
    """2023/24: 2,085,720 requests (NHS England) over 16,200 employed, not 18,500 jobs with agency staff."""
    made = workload.per_worker("requests_per_social_worker")
    assert made.loc[periods.parse("2023/24"), "per_worker"] == pytest.approx(2_085_720 / 16_200)
    assert made.loc[periods.parse("2017/18"), "workers"] == 14_155


def test_young_people_per_youth_worker_by_hand():
    made = workload.per_worker("young_people_per_youth_worker")
    assert made["per_worker"].tolist() == pytest.approx([4_571_059 / 10_225, 4_588_420 / 9_918])


def test_needed_and_short():
    """Half the claim of 4,000: 11,175 needed less 7,175 in post (one to 623)."""
    assert workload.shortage(workload.staff_needed(4_470_011, 400), 7_175) == pytest.approx(4000, abs=1)
    assert workload.vacancy_rate(8, 92) == 8


@given(st.lists(st.floats(1, 1e6), min_size=2, max_size=8), st.floats(1, 1e4))
def test_twice_the_work_is_twice_per_worker(demand, workers):
    months = pd.period_range("2004-01", periods=len(demand), freq="M")
    people, staff = pd.Series(demand, index=months), pd.Series(workers, index=months)
    once, twice = workload.per_worker(people, staff), workload.per_worker(people * 2, staff)
    assert (twice["per_worker"] / once["per_worker"]).tolist() == pytest.approx([2] * len(demand))
    assert (once["segment"] == 1).all()


MONTHS = pd.Series([1.0, 2.0], index=["2004-01", "2004-02"])


@pytest.mark.parametrize(
    ("demand", "workers", "breaks", "error", "message"),
    [
        (MONTHS, pd.Series([1.0], index=["2003/04"]), [], PeriodError, "cannot be put together"),
        (MONTHS, pd.Series([1.0], index=["2005-01"]), [], CoverageError, "no period in common"),
        (MONTHS, MONTHS - 1, [], FigureError, "workers are not above 0"),
        (MONTHS, pd.Series([1.0, None], index=MONTHS.index), [], FigureError, "missing"),
        (
            MONTHS,
            pd.Series([1.0, 1.0], index=["2004-01", "2004-01"]),
            [],
            FigureError,
            "twice; choose one edition",
        ),
        ([1.0], MONTHS, [], FigureError, "must be a Series"),
        (MONTHS, MONTHS, ["2004-13"], PeriodError, "Allowed"),
    ],
    ids=lambda each: str(each)[:20],
)
def test_bad_input_is_a_typed_error_that_helps(demand, workers, breaks, error, message):
    with pytest.raises(error, match=message):
        workload.per_worker(demand, workers, breaks=breaks)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: workload.vacancy_rate(-1, 5),
        lambda: workload.vacancy_rate(0, 0),
        lambda: workload.shortage("many", 1),
    ],
)
def test_figures_out_of_range_are_refused(ask):
    with pytest.raises(FigureError):
        ask()
