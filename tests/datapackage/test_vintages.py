"""Editions of a series: each whole, kept when a later one takes its place, and never joined unsaid."""

import csv
import gzip

import pandas as pd
import pytest

import paylib
from paylib import datapackage, prices
from paylib.datapackage import as_of, contracts, hashes, vintages
from paylib.errors import DataError, PeriodError
from tests.conftest import ROOT, some

SAMPLES = ROOT / "tests" / "datapackage" / "ons_samples"


def test_average_earnings_of_september_2026_are_kept_whole_beside_the_series():
    """Whole pounds, revised, as the publisher printed them; the series stays in the four decimals of April."""
    held = paylib.load("awe_monthly", vintage="2026-09")
    assert set(held["series"]) == {"KAB9"} and held.attrs["vintage"] == "2026-09-15"
    printed = list(csv.reader((SAMPLES / "kab9_2026_09_lms.csv").open(encoding="utf-8")))
    months = {row[0]: float(row[1]) for row in printed[8:] if len(row[0]) == 8}
    names = held["month"].dt.strftime("%Y %b").str.upper()
    assert dict(zip(names, held["weekly_gbp"], strict=True)) == months and len(held) == 319
    assert set(held["usage_warnings"]) == {"rounded_in_source"}
    series = paylib.load("awe_monthly").query("series == 'KAB9'").set_index("month")["weekly_gbp"]
    assert series["2018-01"] == 510.4969 and held.set_index("month")["weekly_gbp"]["2018-01"] == 511
    assert str(series.index.max()) == "2026-02"


def test_what_was_held_is_given_by_its_own_release_too():
    assert paylib.load("awe_monthly", vintage="2026-04-21").equals(paylib.load("awe_monthly"))


def test_the_editions_of_a_table_are_listed():
    held = datapackage.editions("awe_monthly")
    kab9 = held[held["series"] == "KAB9"].set_index("vintage")
    assert kab9["current"].to_dict() == {"2026-04-21": True, "2026-09-15": False}
    assert kab9.loc["2026-09-15", ["rows", "first", "last"]].tolist() == [319, "2000-01", "2026-07"]
    assert (held["vintage"] == "2026-09-15").sum() == 1 and len(held) == 9


@pytest.mark.parametrize(
    ("table", "vintage", "message"),
    [
        (
            "awe_monthly",
            "2019-01",
            r"No edition of awe_monthly was released in 2019-01. Held: 2026-04-21, 2026-09",
        ),
        ("awe_monthly", "2026", r"KAB9 has several editions of 2026: 2026-04-21, 2026-09-15. Say which"),
        ("award_coverage", "2026-09", r"award_coverage has no editions"),
    ],
)
def test_an_edition_that_is_not_held_is_named_with_those_that_are(table, vintage, message):
    with pytest.raises(DataError, match=message):
        paylib.load(table, vintage=vintage)


def test_sources_of_an_edition_are_its_own():
    attrs = paylib.load("awe_monthly", vintage="2026-09").attrs
    assert attrs["sources"] == ("ons_kab9_csv_2026_09",)
    assert paylib.sources().loc["ons_kab9_csv_2026_09", "released"] == "2026-09-15"


def test_household_costs_as_they_were_first_published():
    """Office for National Statistics, 29 May 2025: 2.6 in the year to March 2025; revised to 2.7 by August."""
    march = [
        frame[frame["month"] == pd.Period("2025-03", "M")].set_index("household_group")["rate_pct"]
        for frame in (paylib.load("hci_rates"), paylib.load("hci_rates", vintage="2025-05"))
    ]
    now, first = march
    assert (now["all_households"], first["all_households"]) == (2.7, 2.6)
    assert (now["income_decile_2"], first["income_decile_2"]) == (2.6, 2.5)
    assert (now["income_decile_9"], first["income_decile_9"]) == (2.8, 2.7)
    rows = paylib.load("hci_rates")
    said = rows["usage_warnings"].fillna("").str.contains("first_published")
    assert (said == (rows["month"] >= pd.Period("2026-01", "M"))).all()
    assert "first_published" not in rows.attrs["usage_warnings"]


def test_growth_of_total_pay_in_each_july_of_the_triple_lock():
    """The edition of September 2026, one decimal: 4.9 in 2025 and 8.5 in 2023, where April's had 4.8 and 8.4."""
    held = paylib.load("awe_rates", vintage="2026-09").set_index("month")["rate_pct"]
    assert held[["2023-07", "2025-07", "2026-07"]].tolist() == [8.5, 4.9, 3.9] and len(held) == 17
    april = paylib.load("awe_rates").query("series == 'KAC3'").set_index("month")["rate_pct"]
    assert april[["2023-07", "2025-07"]].round(4).tolist() == [8.4242, 4.7935]


def test_an_edition_is_small_and_the_same_bytes_whenever_it_is_written():
    rows = [{"series": "KAB9", "month": "2026-01", "weekly_gbp": "743", "usage_warnings": "", "source": "x"}]
    packed = vintages.packed(rows)
    assert packed == vintages.packed(rows) and gzip.decompress(packed).startswith(b"series,month,")
    kept = sum(path.stat().st_size for path in (ROOT / "data" / "vintages").rglob("*.gz"))
    assert kept < 50_000


def test_every_byte_of_an_edition_is_vouched_for(package_copy):
    (path,) = (package_copy / "vintages" / "awe_monthly").glob("*.gz")
    rows = list(csv.DictReader(gzip.decompress(path.read_bytes()).decode().splitlines()))
    rows[5]["weekly_gbp"] = "999"
    path.write_bytes(vintages.packed(rows))
    with pytest.raises(DataError, match=r"2026-09-15\.csv\.gz is not the one that the descriptor describes"):
        paylib.load("awe_monthly", vintage="2026-09")
    assert any("2026-09-15.csv.gz" in problem for problem in contracts.verify())


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("weekly_gbp", "-1", "is below 0.01"),
        ("source", "nobody", "has no 'nobody'"),
        ("series", "KAB8", "is not one of"),
        ("month", "2000-01", "stands there twice"),
    ],
)
def test_an_edition_keeps_the_contract_of_its_table(package_copy, column, value, message):
    (path,) = (package_copy / "vintages" / "awe_monthly").glob("*.gz")
    rows = list(csv.DictReader(gzip.decompress(path.read_bytes()).decode().splitlines()))
    rows[5][column] = value
    path.write_bytes(vintages.packed(rows))
    hashes.seal()
    assert any(message in problem and "2026-09-15" in problem for problem in contracts.verify())


@pytest.fixture
def joined(package_copy):
    """KAK6 with its last two months from another release: whole pounds beside four decimals."""
    path = package_copy / "pay" / "awe_monthly.csv"
    text = path.read_text()
    for month in ("2026-01", "2026-02"):
        (row,) = [line for line in text.splitlines() if line.startswith(f"KAK6,{month},")]
        text = text.replace(row, f"KAK6,{month},727,,ons_kab9_csv_2026_09")
    path.write_text(text)
    hashes.seal()


def test_two_editions_in_one_series_are_refused(joined):
    (problem,) = contracts.verify()
    assert "KAK6 has figures of two releases, 2026-04-21 and 2026-09-15, from 2026-01 on" in problem


def test_growth_over_the_seam_of_two_editions_is_warned(joined):
    over = prices.warnings("awe_public", "2025-02", "2026-02")
    assert "mixed_vintages" in over
    assert "mixed_vintages" not in prices.warnings("awe_public", "2024-12", "2025-12")
    assert "mixed_vintages" not in prices.warnings("awe_public", "2026-01", "2026-02")


def test_prices_are_revised_so_rarely_that_their_releases_join():
    """The CPI is put together from two releases; neither changes what the other printed."""
    assert len({*prices.provenance("cpi", "2026-05", "2026-08")}) == 2
    assert prices.warnings("cpi", "2026-05", "2026-08") == ("rounded_in_source",)


def test_an_edition_loads_as_the_table_does():
    held, kept = paylib.load("awe_monthly"), paylib.load("awe_monthly", vintage="2026-09")
    assert (held.dtypes == kept.dtypes).all() and list(held) == list(kept)
    assert kept.attrs["units"] == held.attrs["units"] and isinstance(kept["month"].dtype, pd.PeriodDtype)


# The package as it stood


def test_the_package_as_it_stood_holds_each_series_in_its_newest_edition_then(tmp_path):
    package = datapackage.package()
    april = as_of.lay_out(package, "2026-04", tmp_path / "april")
    assert april.load("awe_monthly").equals(paylib.load("awe_monthly"))
    september = as_of.lay_out(package, "2026-09", tmp_path / "september")
    assert contracts.verify(april) == contracts.verify(september) == []
    kab9 = september.load("awe_monthly").query("series == 'KAB9'").reset_index(drop=True)
    assert kab9.equals(paylib.load("awe_monthly", vintage="2026-09"))
    others = [
        frame.query("series != 'KAB9'")
        for frame in (september.load("awe_monthly"), package.load("awe_monthly"))
    ]
    assert others[0].reset_index(drop=True).equals(others[1].reset_index(drop=True))


def test_single_figures_of_an_edition_do_not_take_the_place_of_a_series(tmp_path):
    """Of KAC3 only the Julys are held in the edition of September, of BBFW one month in that of July."""
    september = as_of.lay_out(datapackage.package(), "2026-09", tmp_path / "then")
    for name in ("awe_rates", "labour_disputes", "hci_rates"):
        assert september.load(name).equals(paylib.load(name))


def test_no_package_is_older_than_what_is_held(tmp_path):
    with pytest.raises(DataError, match="No edition held was released by 1999-01; the oldest is of 2002"):
        as_of.lay_out(datapackage.package(), "1999-01", tmp_path / "then")


FORMS = [
    ("2025-05-28", False),
    ("2025-05-29", True),
    ("2025-05", True),
    ("May 2025", True),
    ("April 2025", False),
    ("2025-Q1", False),
    ("2025-Q2", True),
    ("2024/25", False),
]


@pytest.mark.slow
@pytest.mark.parametrize(("when", "out"), some(FORMS, 3))
def test_a_date_is_read_in_every_form_that_periods_have(when, out, tmp_path):
    """The rates of household costs to March 2025 came out on 29 May 2025, and no older edition is held."""
    then, now = (
        package.load("hci_rates").query("household_group == 'all_households'")["month"].max()
        for package in (as_of.lay_out(datapackage.package(), when, tmp_path / "then"), datapackage.package())
    )
    assert str(then) == ("2025-03" if out else str(now))


@pytest.mark.parametrize("when", ["foo", "", "no/such/folder", "2026-13", "2026-02-30", "30/09/2026"])
def test_what_is_no_date_is_refused_and_never_taken_for_the_newest(when, tmp_path):
    with pytest.raises(PeriodError, match=r"Allowed: a month such as .* No data package lies in a folder"):
        as_of.lay_out(datapackage.package(), when, tmp_path / "then")
    assert not (tmp_path / "then").exists()


def test_a_claim_can_be_judged_by_what_was_known_on_its_day():
    """Household costs in the year to March 2025: 2.6 on 29 May 2025, 2.7 since; nothing later was known then."""
    with as_of.known_by("2025-06"):
        rows = paylib.load("hci_rates").query("household_group == 'all_households'")
        assert str(rows["month"].max()) == "2025-03" and rows["rate_pct"].iloc[-1] == 2.6
        assert (
            datapackage.pick("hci_rates", "rate_pct", household_group="all_households", month="2025-03").value
            == 2.6
        )
    assert (
        datapackage.pick("hci_rates", "rate_pct", household_group="all_households", month="2025-03").value
        == 2.7
    )
    with as_of.known_by("2026-09"):
        assert datapackage.pick("awe_monthly", "weekly_gbp", series="KAB9", month="2018-01").value == 511
    with as_of.known_by(None):
        assert datapackage.pick("awe_monthly", "weekly_gbp", series="KAB9", month="2018-01").value == 510.4969
