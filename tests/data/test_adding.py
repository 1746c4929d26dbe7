"""A group of workers is rows in tables: two that paylib has never heard of, from a folder of CSV files."""

import shutil

import pandas as pd
import pytest

import paylib
from paylib import awards, cli, frames, offers, payroll
from paylib.awards import scales
from paylib.datapackage import adding, contracts
from paylib.errors import ChoiceError, CoverageError, DataError, DisputeError, FigureError
from paylib.report.calculator import calculator, on_awards
from paylib.report.run import build
from tests.conftest import ROOT, some

OWN = ROOT / "tests" / "own_groups"


@pytest.fixture
def own(tmp_path):
    """A copy of the folder that a test may damage."""
    return shutil.copytree(OWN, tmp_path / "own")


@pytest.fixture(scope="module")
def with_own(tmp_path_factory):
    """A package with the two groups, and what was told when they were added."""
    folder = shutil.copytree(ROOT / "data", tmp_path_factory.mktemp("own") / "data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAYLIB_DATA", str(folder))
        return folder, adding.add(OWN)


@pytest.fixture
def added(with_own, tmp_path, monkeypatch):
    """What was told; paylib reads a copy of the package with the two groups, which the test may damage."""
    folder, told = with_own
    monkeypatch.setenv("PAYLIB_DATA", str(shutil.copytree(folder, tmp_path / "data")))
    return told


def test_rows_are_added_and_the_package_keeps_its_contracts(package_copy):
    before = len(paylib.load("pay_points"))
    assert adding.add(OWN).rows == {
        "award_coverage": 2,
        "bargaining_groups": 2,
        "pay_awards": 4,
        "pay_points": 6,
        "sources": 1,
    }
    assert len(paylib.load("pay_points")) == before + 6 and contracts.verify() == []


def test_files_that_are_named_in_capitals_are_added(package_copy, own):
    for path in list(own.glob("*.csv")):
        path.rename(own / path.name.upper())
    assert adding.add(own).rows["pay_points"] == 6


def test_a_source_that_no_row_cites_is_left_out_and_that_is_said(package_copy, own, capsys):
    path = own / "sources.csv"
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines, lines[1].replace("own_harbour", "own_lighthouse", 1), ""]))
    cli.data_add(own)
    told = capsys.readouterr().out
    assert "sources: 1 row added." in told and "pay_points: 6 rows added." in told
    assert "left out own_lighthouse, since no row of any table cites it" in " ".join(told.split())
    assert "own_lighthouse" not in paylib.sources().index and contracts.verify() == []


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
    crew = payroll.synthetic(100, scale="ferry_crews", month="2024-06")
    assert set(crew["point"]) == {1, 2} and len(frames.apply_offer(crew, offer, scale)) == 100


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


DISPUTE = """
title = "Pay of lighthouse keepers, 2024"
nation = "England and Wales"
question = "Was the award of 2024 below inflation?"
start = "2024-05"
award_due = "2024-04"
bargaining_group = "lighthouse_keepers"

[[parties]]
role = "union"
name = "Keepers' Union"

[[parties]]
role = "employers"
name = "Harbours"

[[claims]]
id = "below"
party = "union"
quantity = "award_below_inflation"
summary = "The award of April 2024 is below inflation."
leads = true
short = "the award is below inflation"
text = "below inflation"
unit = "comparison"
source = "own_harbour"
reading = { by = "rpi" }

[claims.check]
kind = "against_inflation"
figures = ["award"]
says = "below"

[[figures]]
id = "award"
label = "the award of April 2024"
table = "pay_awards"
column = "award_pct"
where = { bargaining_group = "lighthouse_keepers", effective_month = "2024-04" }
side = "independent"

[[offers]]
id = "award-2024"
status = "settled"
label = "The award of April 2024"
source = "own_harbour"
parts = [{ kind = "percent", date = "2024-04", pct = 3.0 }]

[[groups]]
id = "island"
label = "A keeper on an island"
point = "minimum"
area = "island"

[[groups]]
id = "coast"
label = "A keeper on the coast"
point = "minimum"
area = "coast"
"""


@pytest.fixture
def keepers(added, tmp_path):
    """The path of a dispute file that names a group of one's own, and whose pay is that group's."""
    path = tmp_path / "keepers.toml"
    path.write_text(DISPUTE)
    return path


def test_a_dispute_file_takes_its_pay_from_the_groups_record(keepers):
    """The scale of April 2023, in the month before the award was due; by where, since one name stands for two points."""
    dispute = paylib.dispute(keepers)
    assert [(each.annual_gbp, each.source) for each in dispute.groups] == [
        (33_000, "own_harbour"),
        (30_000, "own_harbour"),
    ]
    assert dispute.groups[0].usage_warnings == ("one_source",)
    made = calculator(dispute)
    got = made.answers(33_000, since="2023-04", hours_week=37, point="minimum")["offers"][0]
    assert got["pay"] == "33990.00" and got["rise"] == "990.00"
    assert [each["annual_gbp"] for each in made.terms["groups"]] == [33_000, 30_000]
    assert "£990.00 (3.0%)" in made.text and "£900.00 (3.0%)" in made.text
    assert "one_source" in made.findings[-1].usage_warnings
    # RPI of April 2024 over April 2023 is 3.3 per cent, CPI 2.3
    (row,) = paylib.claims.check(dispute).to_dict("records")
    assert row["verdict"] == "correct"


def test_calculator_and_awards_of_a_group_of_ones_own(keepers):
    """The freeze of 2025 stands on the award of 2024; £33,000 and 3 per cent."""
    made = on_awards(paylib.dispute(keepers), "2023-06", "2024-04")
    assert [each.annual_gbp for each in made.groups] == [33_000, 30_000]
    assert [each.label for each in made.offers] == ["The award of April 2024"]


def test_a_point_of_several_in_a_dispute_file_asks_which(keepers):
    keepers.write_text(DISPUTE.replace('area = "island"\n', ""))
    with pytest.raises(
        DisputeError,
        match=r"groups\[0\]: Lighthouse keepers: 2 points are called minimum.*area= \(coast, island\)",
    ):
        paylib.dispute(keepers)
    keepers.write_text(DISPUTE.replace('area = "island"', 'area = "moon"'))
    with pytest.raises(DisputeError, match=r"groups\[0\]: .*moon"):
        paylib.dispute(keepers)


def test_a_dispute_file_that_names_no_group_there_is_says_so(keepers):
    keepers.write_text(
        DISPUTE.replace('bargaining_group = "lighthouse_keepers"', 'bargaining_group = "martians"')
    )
    with pytest.raises(DisputeError, match=r"bargaining_group: There is no bargaining group 'martians'"):
        paylib.dispute(keepers)
    keepers.write_text(DISPUTE.replace('bargaining_group = "lighthouse_keepers"\n', ""))
    with pytest.raises(DisputeError, match=r"groups\[0\]\.source: this key is missing\. .*bargaining_group"):
        paylib.dispute(keepers)


def test_a_page_of_a_group_of_ones_own(keepers, tmp_path):
    built = build.build([str(keepers)], tmp_path / "out")
    assert not built.failed
    page = (tmp_path / "out" / "keepers.html").read_text(encoding="utf-8")
    assert "Keepers" in page and "A keeper on an island" in page and "£33,000" in page
    assert "Agreement of an imaginary harbour" in page


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


def as_excel(text: str) -> str:
    """Pay points as a spreadsheet saves them: capitals, months of its own, amounts as shown, rows left empty."""
    head, *rows = text.replace("20000", '"£20,000"').splitlines()
    rows = [row.replace("2023-04", "Apr-23").replace("2024-04", "01/04/2024") for row in rows]
    empty = "," * head.count(",")
    return "\r\n".join([head.upper().replace("_", " "), empty, *rows, empty, ""])


AS_SAVED = {
    "UTF-8 with a byte-order mark": lambda text: as_excel(text).encode("utf-8-sig"),
    "Windows text": lambda text: as_excel(text).encode("cp1252"),
    "Unicode text with tabs": lambda text: (
        as_excel(text).replace(",000", "000").replace(",", "\t").encode("utf-16")
    ),
    "semicolons": lambda text: as_excel(text).replace(",000", "000").replace(",", ";").encode(),
}


@pytest.mark.filterwarnings("ignore::paylib.errors.MendedWarning")
@pytest.mark.slow
@pytest.mark.parametrize("by", some(AS_SAVED, 2))
def test_a_table_is_read_as_spreadsheets_save_it(package_copy, own, by):
    saved = AS_SAVED[by]
    path = own / "pay_points.csv"
    wanted = path.read_text()
    path.write_bytes(saved(wanted))
    adding.add(own)
    held = paylib.load("pay_points").query("source == 'own_harbour'")
    assert held["annual_gbp"].iloc[0] == 20_000 and held["period"].iloc[:3].tolist() == [
        "2023-04",
        "2023-04",
        "2024-04",
    ]
    file = (package_copy / "pay" / "pay_points.csv").read_text(encoding="utf-8")
    added = [line for line in file.splitlines() if "own_harbour" in line]
    assert len(added) == 6 and not [line for line in added if "Apr-23" in line or "£" in line or '"' in line]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("20000", '"14.643,50"', r"row 1 \(line 2\), column annual_gbp: '14.643,50' is not a number"),
        ("20000", '"1,4,6"', r"row 1 \(line 2\), column annual_gbp: '1,4,6' is not a number"),
        (
            "20000",
            "20.000",
            r"row 1 \(line 2\), column annual_gbp: '20.000' may be £20,000 or £20.00: write 20000",
        ),
        ("20000", "12.10", r"row 1 \(line 2\), column annual_gbp: .* is it pay by the hour"),
        ("20000", "20,000", r"row 2: \d+ cells, where the first row has"),
        (
            "2023-04,month",
            "Nov-10,financial_year",
            r"row 1 \(line 2\), column period: 'Nov-10' is a month and the row says financial_year",
        ),
        ("bargaining_group,nation", "bargaining_group,point", r"has the column point twice"),
    ],
)
def test_what_may_be_meant_in_more_ways_than_one_is_refused(package_copy, own, old, new, message):
    path = own / "pay_points.csv"
    path.write_text(path.read_text().replace(old, new, 1))
    before = (package_copy / "datapackage.json").read_bytes()
    with pytest.raises(DataError, match=message):
        adding.add(own)
    assert (package_copy / "datapackage.json").read_bytes() == before


def test_a_problem_is_told_with_its_line_where_rows_were_left_empty(package_copy, own):
    path = own / "pay_points.csv"
    head, first, *rest = path.read_text().splitlines()
    twice = first.replace("20000", "21000")
    path.write_text("\n".join([head, "", first, "", twice, *rest, ""]))
    with pytest.raises(DataError, match=r"pay_points.csv\), row 2 \(line 5\): the key .* stands there twice"):
        adding.add(own)


def test_an_edit_that_nobody_sealed_is_not_sealed_by_what_is_added(package_copy):
    path = package_copy / "disputes" / "youth_work_2004.toml"
    path.write_text(path.read_text() + "\n")
    with pytest.raises(
        DataError, match=r"Nothing was changed: The file disputes/youth_work_2004.toml is not as it was"
    ):
        adding.add(OWN)


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
