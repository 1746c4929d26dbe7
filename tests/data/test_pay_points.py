"""The table of pay points: one reading a key, every source known, scales that rise, what was held kept."""

import time

import pandas as pd
import pytest

import paylib
from paylib import datapackage
from paylib.datapackage.loading import _parse
from tests.conftest import ROOT

KEY = ["bargaining_group", "nation", "area", "employer", "contract", "grade", "point", "period"]
PAID = ["in_force", "imposed"]


@pytest.fixture(scope="module")
def points() -> pd.DataFrame:
    frame = paylib.load("pay_points")
    return frame.fillna(dict.fromkeys([*KEY, "usage_warnings", "check_source", "note", "formula"], ""))


def first(rows: pd.DataFrame) -> str:
    """The first of some rows, for a message."""
    return "" if rows.empty else str(rows.iloc[0][[*KEY, "annual_gbp", "source"]].to_dict())


def test_the_groups_are_many_and_the_rows_more_than_four_thousand(points):
    assert len(points) > 5_500 and points["bargaining_group"].nunique() >= 18


def test_two_readings_of_a_point_never_stand(points):
    """What was paid is one figure; a derived one beside it is the same figure."""
    paid = points[points["status"].isin(PAID)].dropna(subset="annual_gbp")
    assert not paid.duplicated([*KEY, "basis"]).any(), first(paid[paid.duplicated([*KEY, "basis"])])
    readings = paid.groupby(KEY)["annual_gbp"].nunique()
    assert (readings == 1).all(), f"Two readings: {readings[readings > 1].index[0]}."


def test_every_point_has_a_rate_and_a_likely_one(points):
    assert (points["annual_gbp"].notna() | points["gbp_hour"].notna()).all()
    odd = points[points["annual_gbp"].notna() & ~points["annual_gbp"].between(1_500, 260_000)]
    assert odd.empty, first(odd)
    assert points["gbp_hour"].dropna().between(4, 40).all()


def test_a_second_source_is_another_one(points):
    same = points[points["source"] == points["check_source"]]
    assert same.empty, first(same)
    alone = points[(points["checked"] == "two_sources") & (points["check_source"] == "")]
    twice = paylib.sources().query("checked == 'two_sources'").index
    assert set(alone["source"]) <= set(twice), first(alone[~alone["source"].isin(twice)])


def test_a_published_figure_of_one_source_says_so_and_no_other_does(points):
    published = points[points["basis"] == "published"]
    marked = published["usage_warnings"].str.split().map(lambda codes: "one_source" in codes)
    single = published["checked"].isin(["one_source", "arithmetic"])
    assert (marked == single).all(), first(published[marked != single])


def test_what_was_not_published_says_how_it_is_known(points):
    other = points[points["basis"] != "published"]
    assert (other["basis"] == other["checked"]).all(), first(other[other["basis"] != other["checked"]])
    bare = other[(other["formula"] == "") & (other["note"] == "")]
    assert bare.empty, first(bare)
    codes = other["usage_warnings"].str.split().map(lambda codes: bool({"derived", "implied"} & set(codes)))
    assert codes.all(), first(other[~codes])


def test_bounds_hold_the_value(points):
    bound = points[points["low_gbp"].notna()]
    inside = (bound["low_gbp"] <= bound["annual_gbp"]) & (bound["annual_gbp"] <= bound["high_gbp"])
    assert len(bound) > 400 and inside.all(), first(bound[~inside])


def test_numbered_points_of_a_scale_never_fall(points):
    numbered = points[points["point"].str.fullmatch(r"\d+") & points["status"].isin(PAID)]
    numbered = numbered.dropna(subset="annual_gbp").assign(number=numbered["point"].astype(int))
    for names, rows in numbered.groupby([name for name in KEY if name != "point"]):
        pay = rows.sort_values("number")["annual_gbp"]
        assert pay.is_monotonic_increasing, f"{names}: {pay.tolist()}"


def test_the_old_police_scale_is_carried_by_every_award_of_fifteen_years(points):
    """20,397 to 32,025 of September 2005, raised and rounded to £3 each time, is the scale of 2020."""
    mine = points.query("bargaining_group == 'police' and contract == 'pre-2013' and grade == 'constable'")
    scale = mine.set_index(["period", "point"])["annual_gbp"]
    for point in ("0", "1", "2", "3", "4", "5", "8", "10"):
        value = scale["2005-09", point]
        for pct in (3, 2.5, 2.65, 2.6, 2.55, 0, 0, 1, 1, 1, 1, 1, 2, 2.5, 2.5):
            value = round(value * (1 + pct / 100) / 3) * 3
        assert abs(value - scale["2020-09", point]) <= 9, (
            f"Point {point}: {value}, {scale['2020-09', point]}."
        )


def test_a_doctor_of_foundation_year_one():
    """BMA, NHS Employers: £26,614 in April 2017 on the contract of 2016; £36,616 in April 2024."""
    frame = paylib.load("pay_points").query(
        "bargaining_group == 'resident_doctors' and contract == '2016' and grade == 'FY1'"
    )
    pay = frame.set_index("period")["annual_gbp"]
    assert pay[["2017-04", "2024-04"]].tolist() == [26614, 36616]


def test_the_table_is_read_in_less_than_a_tenth_of_a_second():
    paylib.load("pay_points")
    _parse.cache_clear()
    took = []
    for _ in range(5):
        _parse.cache_clear()
        start = time.process_time()
        paylib.load("pay_points")
        took.append(time.process_time() - start)
    assert min(took) < 0.1, f"It took {min(took):.3f} s."


def test_the_data_are_small():
    size = sum(path.stat().st_size for path in (ROOT / "data").rglob("*") if path.is_file())
    assert size < 25e6, f"data/ has {size / 1e6:.1f} MB."


# ---- views


VIEWS = {name: resource for name, resource in datapackage.package().resources.items() if "view" in resource}


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_has_rows_and_the_provenance_of_its_table(name):
    frame, table = paylib.load(name), paylib.load(VIEWS[name]["table"])
    assert len(frame) and list(frame) == [field["name"] for field in VIEWS[name]["schema"]["fields"]]
    assert set(frame["source"]) <= set(table["source"])
    cited = frame[[column for column in ("source", "check_source") if column in frame]].stack().dropna()
    assert set(frame.attrs["sources"]) == set(cited)


@pytest.mark.parametrize(
    ("name", "rows", "sums"),
    [
        ("njc_spine", 631, {"annual_gbp": 19135994, "gbp_hour": 462.438, "low_gbp": 16595587}),
        ("jnc_youth_scale", 43, {"annual_gbp": 1192161}),
        ("dwp_scales", 19, {"min_gbp": 299715, "max_gbp": 273955}),
        ("lancashire_grades", 7, {"annual_gbp": 228225}),
    ],
)
def test_a_view_is_the_table_that_it_was(name, rows, sums):
    """Rows and sums of the files that stood before."""
    frame = paylib.load(name)
    assert len(frame) == rows
    assert {column: round(float(frame[column].sum()), 3) for column in sums} == sums


@pytest.mark.parametrize(
    ("name", "value", "key"),
    [
        ("teacher_start_pay", 14280, {"period": "1997", "area": "England and Wales outside London"}),
        (
            "teacher_start_pay",
            17628,
            {
                "period": "2002-04",
                "point": "start (good honours)",
                "area": "England and Wales outside London",
            },
        ),
        ("teacher_start_pay", 28660, {"period": "2017-09", "point": "M1", "area": "Inner London"}),
        (
            "teacher_start_pay",
            22601,
            {"period": "2025-09", "point": "unqualified minimum", "area": "England outside London"},
        ),
        ("nhs_afc_entry", 40057, {"effective_month": "2021-04", "band": "7"}),
        ("nhs_afc_entry", 32073, {"effective_month": "2026-04", "band": 5}),
        ("lancashire_grades", 29777, {"effective_month": "2023-04", "grade": 6, "position": "top"}),
    ],
)
def test_a_figure_is_picked_from_a_view_as_from_the_table_that_it_was(name, value, key):
    picked = datapackage.pick(name, "annual_gbp", **key)
    assert picked.value == value and picked.unit == "gbp_year" and picked.source in paylib.sources().index
