"""The synthetic payroll: on real scales, held to the tables that it is drawn from, and plainly marked."""

import json

import numpy as np
import pandas as pd
import pytest
from pyarrow import parquet

import paylib
from paylib import payroll
from paylib.awards import scales
from paylib.errors import ChoiceError, CoverageError, FigureError, PeriodError

NJC = {"scale": "njc", "month": "2025-03"}
CIVIL_SERVICE = {"scale": "civil_service", "month": "2023-03"}
BOTH = pytest.mark.parametrize("made_of", [NJC, CIVIL_SERVICE], ids=["njc", "civil_service"])


def staff_2023() -> pd.DataFrame:
    table = paylib.load("civil_service_pay")
    rows = table[(table["department"] == "All departments") & (table["month"] == pd.Period("2023-03", "M"))]
    return rows.set_index("grade").astype({"headcount": float, "fte": float})


# Where people stand


def test_njc_places_are_the_scale_in_force():
    """National Employers: point 2 £23,656 and point 43 £52,805 from April 2024; £24,413 from April 2025."""
    places = payroll.places(**NJC).set_index("point")
    assert places["annual_gbp"].loc[[2, 43]].tolist() == [23656, 52805]
    assert list(places.index) == list(range(2, 44))
    later = payroll.places("njc", "2025-04").set_index("point")
    assert later.loc[2, "annual_gbp"] == 24413
    pd.testing.assert_series_equal(later["share_pct"], places["share_pct"])


def test_njc_shares_keep_the_published_percentiles_of_pay():
    """ASHE Table 14, April 2024, local government administrative occupations: p10 £12.05, median £14.93.

    The survey saw the rates of April 2023; a point is no finer than its neighbours.
    """
    places = payroll.places(**NJC)
    paid = scales.scale("njc", "2024-03", include=["derived"])["gbp_hour"].to_numpy()
    reached = np.cumsum(places["share_pct"])
    assert reached.iloc[-1] == pytest.approx(100) and (places["share_pct"] > 0).all()
    for percentile, rate in {10: 12.05, 20: 12.74, 50: 14.93, 80: 18.53, 90: 19.94}.items():
        met = int(np.searchsorted(reached, percentile))
        assert paid[max(met - 1, 0)] < rate < paid[met + 1]


def test_njc_hours_by_hand():
    """52 thousand jobs of 31.7 hours, 37 thousand full-time of 36.9: 15 thousand part-timers of 18.87 hours."""
    places = payroll.places(**NJC)
    assert places["part_time_pct"].unique() == pytest.approx(15 / 52 * 100)
    assert places["part_time_fte"].unique() == pytest.approx((52 * 31.7 - 37 * 36.9) / 15 / 37)


def test_civil_service_grades_keep_their_headcount_and_fte():
    """Cabinet Office, March 2023: 127,335 executive officers, 118,140 full-time equivalents, median £28,120."""
    places, staff = (
        payroll.places(**CIVIL_SERVICE).set_index("point"),
        staff_2023().loc[list(payroll._GRADES)],
    )
    assert places.loc["EO", "annual_gbp"] == 28120
    assert places["share_pct"].tolist() == pytest.approx(
        (staff["headcount"] / staff["headcount"].sum() * 100).tolist()
    )
    worked = 1 - places["part_time_pct"] / 100 * (1 - places["part_time_fte"])
    assert worked.tolist() == pytest.approx((staff["fte"] / staff["headcount"]).tolist())


def test_any_group_of_the_record_has_a_payroll_its_people_spread_evenly():
    """Agenda for Change band 5 from April 2025: £31,049, £33,487 and £37,796, a third on each."""
    where = {"nation": "England", "grade": "band 5"}
    places = payroll.places("nhs_agenda_for_change", "2025-04", **where)
    assert places["annual_gbp"].tolist() == [31049, 33487, 37796]
    assert places["share_pct"].tolist() == pytest.approx([100 / 3] * 3) and "evenly" in places.attrs["about"]
    people = payroll.synthetic(30_000, scale="nhs_afc", month="2025-04", **where)
    assert set(people["point"]) == {"entry", "mid", "top"} and (people["fte"] == 1).all()
    assert people["annual_gbp"].mean() == pytest.approx(sum([31049, 33487, 37796]) / 3, rel=0.005)


# People


@BOTH
def test_people_are_drawn_as_the_places_say(made_of):
    """Four standard errors, for 200,000 people."""
    places, people = payroll.places(**made_of), payroll.synthetic(200_000, **made_of, seed=3)
    share = places.set_index("point")["share_pct"] / 100
    found = people["point"].value_counts(normalize=True).reindex(share.index)
    assert (abs(found - share) < 4 * np.sqrt(share * (1 - share) / 200_000)).all()
    rate = places.set_index("point")["annual_gbp"]
    assert (people["annual_gbp"].to_numpy() == rate.loc[people["point"]].to_numpy()).all()
    worked = (
        share * (1 - places.set_index("point")["part_time_pct"] / 100 * (1 - places["part_time_fte"][0]))
    ).sum()
    assert people["fte"].mean() == pytest.approx(worked, abs=0.005)
    assert people["fte"].between(0, 1, inclusive="right").all()


def test_service_is_geometric_at_the_published_turnover():
    """14.5 per cent of adult social workers in English councils left in the year to September 2023."""
    starts = payroll.synthetic(200_000, **NJC)["start_month"]
    assert starts.max() == pd.Timestamp("2025-03-01") and starts.min() >= pd.Timestamp("1990-03-01")
    assert (starts.dt.day == 1).all()
    for years in (1, 5, 10):
        kept = (starts <= pd.Timestamp("2025-03-01") - pd.DateOffset(years=years)).mean()
        assert kept == pytest.approx((1 - 0.145) ** years, abs=0.005)


def test_the_same_seed_gives_the_same_people_in_any_chunks():
    people = payroll.synthetic(1_000, **NJC, seed=5)
    chunked = pd.concat(payroll.chunks(1_000, **NJC, seed=5, size=333), ignore_index=True)
    pd.testing.assert_frame_equal(people, chunked)
    pd.testing.assert_frame_equal(people.head(10), payroll.synthetic(10, **NJC, seed=5))
    assert not people["point"].equals(payroll.synthetic(1_000, **NJC, seed=6)["point"])
    assert people["person"].tolist() == list(range(1_000))


# Plainly synthetic


@BOTH
def test_it_says_everywhere_that_it_is_synthetic(made_of, tmp_path):
    people = payroll.synthetic(5, **made_of)
    assert people["synthetic"].all() and people["synthetic"].dtype == bool
    assert people.attrs["synthetic"] is True and people.attrs["about"].startswith("SYNTHETIC")
    assert set(people.attrs["sources"]) <= set(paylib.sources().index)
    labels = parquet.read_schema(payroll.write(tmp_path / "p.parquet", 5, **made_of)).metadata
    assert json.loads(labels[b"paylib.synthetic"]) is True
    assert json.loads(labels[b"paylib.about"]) == people.attrs["about"]
    assert json.loads(labels[b"paylib.sources"]) == list(people.attrs["sources"])


def test_a_file_holds_the_same_people_and_is_written_in_parts(tmp_path, monkeypatch):
    monkeypatch.setattr(payroll.chunks, "__kwdefaults__", payroll.chunks.__kwdefaults__ | {"size": 400})
    path = payroll.write(tmp_path / "p.parquet", 1_000, **CIVIL_SERVICE, seed=2)
    assert parquet.ParquetFile(path).num_row_groups == 3
    pd.testing.assert_frame_equal(pd.read_parquet(path), payroll.synthetic(1_000, **CIVIL_SERVICE, seed=2))


# What cannot be made


@pytest.mark.parametrize(
    ("asked", "error", "message"),
    [
        ({"scale": "martians"}, ChoiceError, "no bargaining group 'martians'.*njc, jnc_youth"),
        ({"scale": "nhs_afc", "month": "2025-04"}, ChoiceError, r"points are called entry.*nation=.*grade="),
        ({"month": "2022-04"}, CoverageError, "points that stand from April 2023.*from 2023-04"),
        ({"month": "2025/26"}, PeriodError, "A month is needed here"),
        (
            {"scale": "civil_service"},
            CoverageError,
            "not held for 2025-03, but for: 2021-03, 2022-03, 2023-03",
        ),
        ({"rows": 0}, FigureError, "at least one row, and 0"),
    ],
)
def test_what_cannot_be_made(asked, error, message):
    with pytest.raises(error, match=message):
        payroll.synthetic(**({"rows": 3} | NJC | asked))
