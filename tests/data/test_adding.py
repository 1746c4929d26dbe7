"""A group of workers is rows in tables: two that paylib has never heard of, from a folder of CSV files."""

import shutil

import pandas as pd
import pytest

import paylib
from paylib import awards, frames, offers
from paylib.awards import scales
from paylib.datapackage import adding, contracts
from paylib.errors import ChoiceError, CoverageError, DataError, FigureError
from tests.conftest import ROOT

OWN = ROOT / "tests" / "own_groups"


@pytest.fixture
def own(tmp_path):
    """A copy of the folder that a test may damage."""
    return shutil.copytree(OWN, tmp_path / "own")


@pytest.fixture
def added(package_copy):
    return adding.add(OWN)


def test_rows_are_added_and_the_package_keeps_its_contracts(package_copy):
    before = len(paylib.load("pay_points"))
    assert adding.add(OWN) == {
        "award_coverage": 2,
        "bargaining_groups": 2,
        "pay_awards": 4,
        "pay_points": 6,
        "sources": 1,
    }
    assert len(paylib.load("pay_points")) == before + 6 and contracts.verify() == []


def test_scales_awards_offers_and_frames_take_the_groups_by_name(added):
    scale = scales.scale("boat_crews", "2024-06")
    assert scale["annual_gbp"].tolist() == [21_000, 24_960]
    assert scale["gbp_hour"].round(2).tolist() == [10.07, 11.97]  # over 52.143 weeks of 40 hours
    assert scale.attrs["usage_warnings"] == ("one_source",) and scale.attrs["sources"] == ("own_harbour",)
    # £1,000 on 20,000 is 5 per cent; the general award is 4
    assert awards.chain("ferry_crews", "2023-04", "2024-04", point=[1, 2]).round(6).tolist() == [5, 4]
    assert awards.chain("lighthouse_keepers", "2023-04", "2025-04") == pytest.approx(3)
    assert awards.history("lighthouse_keepers")["recommended_pct"].tolist() == [3, 2]
    offer = offers.Offer((offers.Percent(10, "2025-04"),))
    assert offers.apply(offer, scale)["after_gbp_year"].round().tolist() == [23_100, 27_456]
    staff = pd.DataFrame({"name": ["A", "B"], "point": [2, 1]})
    assert frames.apply_offer(staff, offer, scale)["rise_gbp_year"].round().tolist() == [2_496, 2_100]


def test_a_scale_stands_while_awards_say_that_pay_has_not_changed(added):
    """The keepers' scale of 2023 was raised in April 2024; what it was raised to is not held."""
    assert len(scales.scale("lighthouse_keepers", "2023-12")) == 2
    with pytest.raises(CoverageError, match="pay has changed since"):
        scales.scale("lighthouse_keepers", "2025-06")


def test_a_point_that_is_not_one_asks_for_what_tells_it_apart(added):
    with pytest.raises(ChoiceError, match=r"Say area= \(coast, island\)"):
        scales.point_pay("lighthouse_keepers", "minimum", "2023-06")
    both = scales.scale("lighthouse_keepers", "2023-06")
    offer = offers.Offer((offers.Percent(10, "2024-04"),))
    with pytest.raises(FigureError, match=r"point 'minimum' twice.*area= \(coast, island\)"):
        offers.apply(offer, both)
    with pytest.raises(FigureError, match=r"area= \(coast, island\)"):
        frames.apply_offer(pd.DataFrame({"point": ["minimum"]}), offer, both)
    one = scales.scale("lighthouse_keepers", "2023-06", area="island")
    assert offers.apply(offer, one)["after_gbp_year"].round().tolist() == [36_300]


def test_a_folder_may_be_added_once(added):
    with pytest.raises(DataError, match=r"Nothing was added.*award_coverage.csv, row 1 \(line 2\)"):
        adding.add(OWN)


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("pay_points.csv", "annual_gbp", "annual_pay", r"no column of pay_points 'annual_pay'.*annual_gbp"),
        ("pay_points.csv", ",20000,", ",twenty,", r"row 1 \(line 2\), column annual_gbp: 'twenty'"),
        ("pay_points.csv", ",20000,", ",-1,", r"row 1 \(line 2\), column annual_gbp: .*below 0.01"),
        ("pay_points.csv", "ferry_crews,Scotland,,,2,2023", "martians,Scotland,,,2,2023", r"no 'martians'"),
        ("pay_awards.csv", ",settled,", ",agreed,", r"column status: 'agreed' is not one of"),
        ("sources.csv", "own_harbour", "own_port", r"table sources has no 'own_harbour'"),
    ],
)
def test_rows_that_break_a_contract_are_told_and_nothing_is_changed(
    package_copy, own, file, old, new, message
):
    path = own / file
    path.write_text(path.read_text().replace(old, new, 1))
    before = (package_copy / "datapackage.json").read_bytes()
    with pytest.raises(DataError, match=message):
        adding.add(own)
    assert (package_copy / "datapackage.json").read_bytes() == before and contracts.verify() == []


def test_a_file_that_is_no_table_or_a_view_is_told(package_copy, own):
    (own / "pay_pionts.csv").write_text("point\n1\n")
    with pytest.raises(DataError, match="Did you mean 'pay_points'"):
        adding.add(own)
    (own / "pay_pionts.csv").rename(own / "njc_awards.csv")
    with pytest.raises(DataError, match=r"is a part of the table pay_awards; name the file pay_awards.csv"):
        adding.add(own)


def test_a_group_that_there_is_not_is_told_with_those_that_there_are():
    for ask in (
        lambda: scales.scale("martians", "2024-04"),
        lambda: awards.chain("martians", "2023-04", "2024-04"),
    ):
        with pytest.raises(ChoiceError, match=r"no bargaining group 'martians'.*njc, jnc_youth"):
            ask()
