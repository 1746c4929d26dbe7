"""A refresh takes what is right, refuses what is not, and is whole or not there, even when it is killed."""

import csv
import datetime
import email.message
import email.utils
import gzip
import io
import json
import multiprocessing
import os
import queue
import random
import re
import shutil
import signal
import sys
import threading
import time
import warnings
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

import paylib
from paylib import cli, datapackage, prices
from paylib.datapackage import contracts, hashes, replacing, vintages
from paylib.datapackage import publisher as publishing
from paylib.datapackage.refresh import refresh
from paylib.errors import ChoiceError, CoverageError, DataError, RefreshError, StaleDataWarning
from tests.conftest import ROOT, cases
from tests.datapackage.publisher import (
    HTML,
    TABLES,
    Publisher,
    cut_package,
    files,
    paths,
    read,
    send,
    status,
    write,
)

# What is taken


def test_new_months_come_in_with_their_source(package, publisher):
    before = {name: (package / path).read_text() for name, path in paths(package).items()}
    set_of = {name: set(text.splitlines()) for name, text in before.items()}
    publisher.series["D7BT"].months |= {"2026-09": 143.9, "2026-10": 144.3}
    publisher.series["KAK6"].months |= {"2026-03": 728.0}
    publisher.series["BLUU"].months |= {"2026-03": 51.0}
    told = []
    changes = refresh(progress=lambda *step: told.append(step))
    assert [change[:5] for change in changes] == [
        ("prices_monthly", "cpi", "2026-09", None, 143.9),
        ("prices_monthly", "cpi", "2026-10", None, 144.3),
        ("awe_monthly", "KAK6", "2026-03", None, 728.0),
        ("labour_disputes", "BLUU", "2026-03", None, 51.0),
    ]
    assert contracts.verify() == [] and hashes.stale() == []
    assert told[0] == ("prices_monthly cpi", 1, 18) and told[-1] == ("labour_disputes BLUU", 18, 18)
    cpi = paylib.load("prices_monthly").query("series == 'cpi'").iloc[-1]
    assert (str(cpi["month"]), cpi["price_index"], cpi["source"]) == (
        "2026-10",
        144.3,
        "ons_d7bt_csv_2026_10",
    )
    stoppages = paylib.load("labour_disputes").query("series == 'BLUU' and period == '2026-03'").iloc[0]
    assert stoppages[["measure", "period_type", "unit", "usage_warnings"]].tolist() == [
        "stoppages",
        "month",
        "stoppages",
        "series_break",
    ]
    source = paylib.sources("prices_monthly").loc["ons_d7bt_csv_2026_10"]
    assert source["released"] == "2026-10-21" and source["checked"] == "publisher_file"
    assert source["title"] == "CPI INDEX 00: ALL ITEMS 2015=100 (time-series CSV)"
    assert source["url"].startswith("https://www.ons.gov.uk/generator?format=csv&uri=/economy/")
    for name, path in paths(package).items():  # nothing else has changed
        lines, known = (package / path).read_text().splitlines(), before[name].splitlines()
        if name in ("awe_monthly", "labour_disputes"):  # a series that is revised is replaced whole
            series = "KAK6" if name == "awe_monthly" else "BLUU"
            lines, known = ([line for line in each if series not in line] for each in (lines, known))
            assert lines == known
            continue
        new = [line for line in lines if line not in set_of[name]]
        assert [line for line in lines if line in set_of[name]] == known
        assert name == "sources" or len(new) == sum(change.table == name for change in changes)


def test_the_data_log_has_a_dated_line(package, publisher):
    publisher.series["D7BT"].months |= {"2026-09": 143.9, "2026-10": 144.3}
    publisher.series["CHAW"].months |= {"2026-08": 420.1}
    refresh(["prices_monthly"])
    today = datetime.date.today().isoformat()
    line = f"- {today}, `prices_monthly`, from Office for National Statistics: cpi 2026-09 to 2026-10 added; rpi 2026-08 added."
    for name in ("README.md", "CHANGES.md"):
        assert (package / name).read_text().count(line) == 1
    publisher.series["KAB9"].months |= {"2026-03": 758.0}
    refresh(["awe_monthly"])
    lines = (package / "CHANGES.md").read_text().splitlines()
    assert lines[0] == "## Changes" and "KAB9 2026-03 added" in lines[2] and lines[3] == line


def test_with_nothing_new_nothing_is_written(package, publisher):
    before = files(package)
    assert refresh() == []
    assert files(package) == before


def test_the_shipped_package_can_be_refreshed(package_copy, publisher):
    publisher.series["L55O"].months |= {"2026-09": 3.4}
    assert [change[:5] for change in refresh(["prices_rates"])] == [
        ("prices_rates", "cpih", "2026-09", None, 3.4)
    ]
    assert contracts.verify() == []


def test_a_month_missing_inside_a_held_series_is_filled_in(package, publisher):
    path = package / "prices" / "prices_rates.csv"
    write(path, [row for row in read(path) if (row["series"], row["month"]) != ("cpi", "2026-06")])
    content = json.loads((package / datapackage.DESCRIPTOR).read_text())
    rule = next(each["regularSeries"] for each in content["resources"] if each["name"] == "prices_rates")
    rule["declaredGaps"] = [["2026-06", "2026-06"]]
    (package / datapackage.DESCRIPTOR).write_text(json.dumps(content))
    uncited = "ons_d7g7_api_2026_07"
    write(package / "sources.csv", [row for row in read(package / "sources.csv") if row["source"] != uncited])
    hashes.seal()
    assert [change.period for change in refresh(["prices_rates"])] == ["2026-06"]
    rates = paylib.load("prices_rates").query("series == 'cpi'")
    assert rates["month"].is_monotonic_increasing and paylib.prices.rate("cpi", "2026-06") == 2.6


def test_a_month_without_a_figure_is_not_a_zero(package, publisher):
    publisher.series["BBFW"].months |= {"2020-02": "", "2021-12": "", "2026-03": 44.0}
    assert [change.period for change in refresh(["labour_disputes"])] == ["2026-03"]


@pytest.fixture
def prices_of_cpi(tmp_path, monkeypatch):
    """A small package from which money can be uprated, and its publisher."""
    folder = tmp_path / "data"
    cut_package(folder, ["prices_monthly"], refers=["deflators"])
    monkeypatch.setenv("PAYLIB_DATA", str(folder))
    with Publisher(folder, {"prices_monthly": "price_index"}).serving(monkeypatch) as publisher:
        yield publisher


def blank_september(publisher, month: str = '"2026 SEP",""\n') -> None:
    """The publisher's own file of 16 September 2026, and what may follow: a September left blank, an October."""
    text = (ROOT / "tests" / "datapackage" / "ons_samples" / "d7bt_2026_09.csv").read_text(encoding="utf-8")
    text = text.replace('"Release date","16-09-2026"', '"Release date","18-11-2026"')
    text = text.replace('"2026 Q2",', '"2026 Q3",""\n"2026 Q2",') + month + '"2026 OCT","144.5"\n'
    publisher.answers["D7BT"] = [lambda handler: send(handler, text)]
    publisher.today = datetime.date(2026, 11, 19)


def test_a_month_that_its_publisher_left_blank_is_held_as_not_published(prices_of_cpi):
    blank_september(prices_of_cpi)
    assert [change[:5] for change in refresh(["prices_monthly"])] == [
        ("prices_monthly", "cpi", "2026-10", None, 144.5)
    ]
    assert contracts.verify() == [] and hashes.stale() == []
    assert datapackage.package().resource("prices_monthly")["notPublished"] == {"cpi": ["2026-09"]}
    assert (
        "Not published, left blank by the publisher: cpi 2026-09."
        in (datapackage.root() / "README.md").read_text()
    )
    prices = paylib.prices
    assert prices.level("cpi", paylib.periods.parse("2026-10")) == 144.5
    assert prices.uprate(100, "2026-08", to="2026-10", by="cpi") == pytest.approx(100 * 144.5 / 143.6)
    assert pd.isna(prices.index("cpi")["2026-09"]) and prices.index("cpi")["2026-10"] == 144.5
    for asked in ("2026-09", "2026-Q3"):
        with pytest.raises(CoverageError, match=rf"for {asked}: its publisher left 2026-09 blank"):
            prices.level("cpi", paylib.periods.parse(asked))
    with pytest.raises(CoverageError, match="its publisher left 2026-09 blank"):
        prices.real_change(100, 103, "2025-10", "2026-10", by="cpi", mean=12)


@pytest.mark.parametrize("kind", ["pandas", "polars"])
def test_a_frame_with_a_month_that_was_left_blank_is_refused(kind, prices_of_cpi):
    import polars as pl

    blank_september(prices_of_cpi)
    refresh(["prices_monthly"])
    pay = pd.DataFrame({"month": ["2026-08", "2026-10"], "pay_gbp": [100.0, 100.0]})
    frame = {"pandas": lambda rows: rows, "polars": pl.from_pandas}[kind]
    made = paylib.frames.uprate(frame(pay), "pay_gbp", "month", to="2026-10", by="cpi")
    assert made["real_cpi_pay_gbp"].to_list() == pytest.approx([100 * 144.5 / 143.6, 100])
    pay["month"] = ["2026-08", "2026-09"]
    with pytest.raises(CoverageError, match="for 2026-09"):
        paylib.frames.uprate(frame(pay), "pay_gbp", "month", to="2026-10", by="cpi")


def test_a_month_left_blank_comes_in_when_it_is_published_after_all(prices_of_cpi):
    blank_september(prices_of_cpi)
    refresh(["prices_monthly"])
    blank_september(prices_of_cpi, '"2026 SEP","143.9"\n')
    assert [change[2:5] for change in refresh(["prices_monthly"])] == [("2026-09", None, 143.9)]
    assert "notPublished" not in datapackage.package().resource("prices_monthly")
    months = paylib.load("prices_monthly").query("series == 'cpi'")["month"]
    assert months.is_monotonic_increasing and contracts.verify() == []


def test_a_held_month_that_its_publisher_now_leaves_blank_was_withdrawn(package, publisher):
    publisher.series["BBFW"].months["2026-01"] = ""
    with pytest.raises(RefreshError, match=r"BBFW.*2026-01 is held, and its publisher now leaves it blank"):
        refresh(["labour_disputes"])


def test_after_a_blank_month_the_step_may_be_that_of_two_months_and_no_more(package, publisher):
    publisher.series["D7BT"].months |= {"2026-09": "", "2026-10": 160.0}  # 11 per cent, of 4 a month
    publisher.today = datetime.date(2026, 11, 19)
    publisher.series["D7BT"].released = "18-11-2026"
    with pytest.raises(RefreshError, match=r"from 2026-08 to 2026-10 .* more than 4 per cent a month"):
        refresh(["prices_monthly"])


def test_months_before_the_first_one_held_are_left_alone(package, publisher):
    publisher.series["CHAW"].months = {"1986-12": 99.6} | publisher.series["CHAW"].months
    assert refresh(["prices_monthly"]) == []


def test_only_the_tables_asked_for_are_fetched(package, publisher):
    refresh(["labour_disputes"])
    assert [path.split("/")[-2] for path, _ in publisher.asked] == ["bbfw", "bluu"]
    assert publisher.asked[0][0].startswith("/generator?format=csv&uri=/employmentandlabourmarket/")


def test_a_refresh_says_who_asks(package, publisher):
    refresh(["labour_disputes"])
    assert publisher.asked[0][1]["User-Agent"].startswith(f"paylib-uk/{paylib.__version__}")


def test_the_address_of_the_project_is_given_where_it_has_one(monkeypatch):
    about = email.message.Message()
    about["Name"], about["Version"], about["Project-URL"] = (
        "paylib-uk",
        "9.9",
        "Source, https://paylib.example",
    )
    monkeypatch.setattr(publishing.metadata, "metadata", lambda name: about)
    assert publishing._user_agent() == "paylib-uk/9.9 (https://paylib.example)"


# Revisions


def test_routine_revisions_are_taken_and_listed(package, publisher):
    """AWE: £726.9924 is held and £727 printed, which is no revision; £731 is one."""
    months = publisher.series["KAK6"].months
    months |= {"2026-01": 731.0, "2026-03": 733.0}
    changes = refresh(["awe_monthly"])
    assert [change[2:] for change in changes] == [
        ("2026-01", 724.2903, 731.0, "ons_kak6_csv_2026_10"),
        ("2026-03", None, 733.0, "ons_kak6_csv_2026_10"),
    ]
    held = paylib.load("awe_monthly").query("series == 'KAK6'").set_index("month")["weekly_gbp"]
    assert held["2026-01":].tolist() == [731.0, 727.0, 733.0]
    assert "2026-01 revised from 724.29 to 731" in (package / "CHANGES.md").read_text()
    assert contracts.verify() == []


def test_a_series_that_is_revised_is_replaced_whole_and_what_it_was_is_kept(package, publisher):
    """Whole pounds never stand beside the four decimals of another release; a break in the series stays marked."""
    assert "KAK6,2012-06,474.2321,series_break," in (package / "pay" / "awe_monthly.csv").read_text()
    before = paylib.load("awe_monthly").query("series == 'KAK6'").reset_index(drop=True)
    publisher.series["KAK6"].months |= {"2026-01": 731.0, "2026-03": 733.0}
    refresh(["awe_monthly"])
    after = paylib.load("awe_monthly").query("series == 'KAK6'").set_index("month")
    assert set(after["source"]) == {"ons_kak6_csv_2026_10"} and (after["weekly_gbp"] % 1 == 0).all()
    assert after.loc["2010-01", "usage_warnings"] == "rounded_in_source"
    assert after.loc["2012-06", "usage_warnings"] == "series_break rounded_in_source"
    kept = paylib.load("awe_monthly", vintage="2026-04-21").query("series == 'KAK6'")
    assert kept.reset_index(drop=True).equals(before)
    assert "the edition of 2026-04-21 is kept" in (package / "CHANGES.md").read_text()
    publisher.series["KAK6"].released = "17-11-2026"
    publisher.series["KAK6"].months |= {"2026-04": 736.0}
    refresh(["awe_monthly"])
    held = datapackage.editions("awe_monthly").query("series == 'KAK6'").set_index("vintage")
    assert held["current"].to_dict() == {"2026-11-17": True, "2026-04-21": False, "2026-10-21": False}
    assert held["rows"].tolist() == [len(before) + 2, len(before), len(before) + 1]
    assert contracts.verify() == []


def test_the_edition_that_lay_beside_a_series_becomes_the_series(package_copy, publisher):
    """KAB9 in whole pounds of 15 September 2026 is held already: then it is there once."""
    edition = paylib.load("awe_monthly", vintage="2026-09")
    series = publisher.series["KAB9"]
    series.months = dict(zip(edition["month"].astype(str), edition["weekly_gbp"], strict=True))
    series.released = "15-09-2026"
    refresh(["awe_monthly"])
    held = datapackage.editions("awe_monthly").query("series == 'KAB9'").set_index("vintage")
    assert held["current"].to_dict() == {"2026-09-15": True, "2026-04-21": False}
    now = paylib.load("awe_monthly", vintage="2026-09-15")
    assert now["weekly_gbp"].tolist() == edition["weekly_gbp"].tolist()


def test_many_revisions_are_told_by_their_reach_and_the_largest(package, publisher):
    months = publisher.series["KAK6"].months
    months |= {month: figure + 2 for month, figure in months.items() if month >= "2024-01"}
    months["2025-07"] += 3
    changes = refresh(["awe_monthly"])
    assert len(changes) == 26 and all(change.old is not None for change in changes)
    assert (
        "26 months from 2024-01 to 2026-02 revised, most of all 2025-07"
        in (package / "README.md").read_text()
    )


def test_an_exceptional_revision_is_refused_and_listed(package, publisher):
    before = files(package)
    publisher.series["D7G7"].months["2026-08"] = 3.2
    publisher.series["CZBH"].months["2025-04"] = 4.4
    with pytest.raises(RefreshError) as caught:
        refresh()
    assert "prices_rates, cpi, 2026-08: 3.1 held, 3.2 published" in str(caught.value)
    assert "prices_rates, rpi, 2025-04: 4.5 held, 4.4 published" in str(caught.value)
    assert files(package) == before


def test_an_exceptional_revision_can_be_accepted(package, publisher):
    """What was published before is kept."""
    assert "site_json_cpi_aug_2026" in paylib.sources().index
    publisher.series["D7G7"].months["2026-08"] = 3.2
    assert [change[3:5] for change in refresh(["prices_rates"], accept_revisions=True)] == [(3.1, 3.2)]
    assert paylib.prices.rate("cpi", "2026-08") == 3.2
    assert (
        paylib.load("prices_rates", vintage="2026-09-16").query("series == 'cpi'").iloc[-1]["rate_pct"] == 3.1
    )
    assert "site_json_cpi_aug_2026" in paylib.sources().index  # the edition that is kept cites it
    assert contracts.verify() == []


# What is refused


def edit(of: str, **changed):
    return lambda publisher: vars(publisher.series[of]).update(changed)


def months(cdid: str, change):
    def edited(publisher):
        series = publisher.series[cdid]
        series.months = change(dict(series.months))

    return edited


def answer(cdid: str, *answers):
    return lambda publisher: publisher.answers.update({cdid: list(answers)})


def text(cdid: str, change):
    def edited(publisher):
        body = change(publisher.body(cdid))
        publisher.answers[cdid] = [lambda handler: send(handler, body)]

    return edited


def without(*gone: str):
    return lambda held: {month: figure for month, figure in held.items() if month not in gone}


FAULTS = {
    "another series": (edit("D7BT", cdid="D7BU"), r"another series came: its CDID is 'D7BU', not 'D7BT'"),
    "another data set": (edit("D7BT", dataset="MM22"), r"its Source dataset ID is 'MM22', not 'MM23'"),
    "re-referenced": (
        edit("D7BT", title="CPI INDEX 00: ALL ITEMS 2023=100"),
        r"its title is .*2023=100', without '2015=100': the index has another reference period. Link it",
    ),
    "another coverage": (
        edit("D7BT", title="CPI INDEX 01: FOOD 2015=100"),
        r"its title is .*, without 'CPI INDEX 00: ALL ITEMS': the base or the coverage has changed",
    ),
    "re-referenced, title not": (
        months("D7BT", lambda held: {month: figure / 1.302 for month, figure in held.items()}),
        r"1988-01 would be revised from 48.4 to 37.2, by more than 4 per cent: another base",
    ),
    "another unit": (edit("D7BT", unit="%"), r"its unit is '%', not 'Index, base year = 100'"),
    "days, not thousands of days": (
        months("BBFW", lambda held: {month: figure * 1000 for month, figure in held.items()}),
        r"BBFW.*by more than 3000 points: another base, unit or series",
    ),
    "no release date": (edit("D7BT", released="soon"), r"release date is 'soon', not DD-MM-YYYY"),
    "a gap": (months("D7BT", lambda held: held | {"2026-10": 144.3}), r"has 2026-10 but not 2026-09: a gap"),
    "months lost": (
        months("D7BT", without("2026-08", "2026-07")),
        r"2 months that are held are not in the file, the first 2026-07",
    ),
    "history lost": (months("D7BT", without("1990-02")), r"1 months that are held .* the first 1990-02"),
    "an implausible step": (
        months("D7BT", lambda held: held | {"2026-09": 152.0}),
        r"from 2026-08 to 2026-09 it goes from 143.6 to 152, a step of more than 4 per cent.*raise max_step",
    ),
    "not a number": (
        months("D7BT", lambda held: held | {"2026-09": "n/a"}),
        r"2026-09 is 'n/a', not a number",
    ),
    "nan": (months("D7BT", lambda held: held | {"2026-09": "nan"}), r"'nan', not a number"),
    "more decimals": (
        months("D7BT", lambda held: held | {"2026-09": "143.912"}),
        r"more decimals than .*\(1\)",
    ),
    "a negative count": (
        months("BBFW", lambda held: held | {"2026-03": -5.0}),
        r"would not keep their contract: .*value: .*-5.0.* is below 0",
    ),
    "a month twice": (text("D7BT", lambda body: body + '"2026 AUG","143.6"\n'), r"2026-08 is there twice"),
    "an odd row": (text("D7BT", lambda body: body + '"August","1"\n'), r"'August' is not a year"),
    "cut in a cell": (text("D7BT", lambda body: body[:-4]), r"breaks off or is damaged"),
    "cut in a row": (text("D7BT", lambda body: body[: body.rindex(",")]), r"breaks off: its last row"),
    "cut before its end": (text("D7BT", lambda body: body[:-1]), r"breaks off: its last row is not whole"),
    "cut at a row": (
        text("D7BT", lambda body: body[: body.index('"2025 JUN"')]),
        r"15 months that are held are not in the file, the first 2025-06: it breaks off",
    ),
    "no months": (
        text("D7BT", lambda body: body[: body.index('"1988 JAN"')]),
        r"no monthly figures: it breaks off",
    ),
    "only a header": (
        text("D7BT", lambda body: body[:100] + "\n"),
        r"damaged|does not begin with|breaks off",
    ),
    "another shape": (
        text("D7BT", lambda body: 'date,value\n"2026 AUG","1"\n'),
        r"does not begin with the rows Title",
    ),
    "empty": (text("D7BT", lambda body: ""), r"the answer of .*d7bt/mm23 is empty"),
    "a web page": (
        answer("D7BT", lambda handler: send(handler, HTML, kind="text/html")),
        r"is a web page, not a CSV file",
    ),
    "a web page said to be CSV": (answer("D7BT", lambda handler: send(handler, HTML)), r"is a web page"),
    "403": (answer("D7BT", status(403)), r"the publisher refuses .*\(403\)"),
    "404": (answer("D7BT", status(404)), r"there is nothing at .*d7bt/mm23 \(404\).*ons_series.csv"),
    "410": (answer("D7BT", status(410)), r"answered with status 410"),
    "429": (answer("D7BT", status(429)), r"asked too often \(429\), 4 times over"),
    "429, and not soon": (
        answer("D7BT", status(429, Retry_After="3600")),
        r"\(429\), and to come back in 3600 sec",
    ),
    "500": (answer("D7BT", status(500)), r"server failed \(500\), 4 times over. Try again later"),
    "a body that breaks off": (
        answer("D7BT", lambda handler: send(handler, "half", length=4000)),
        r"the connection to .* failed or broke off",
    ),
    "no answer": (answer("D7BT", lambda handler: time.sleep(0.4)), r"no answer from .* within 0.1 seconds"),
}


TWO = {name: TABLES[name] for name in ("prices_monthly", "labour_disputes")}


@pytest.fixture(scope="module")
def cut_to_two(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("two") / "data"
    cut_package(folder, list(TWO))
    return folder


@pytest.fixture
def two(cut_to_two, tmp_path, monkeypatch):
    """A smaller package yet, in use, and its publisher: what refuses a series has no need of others."""
    folder = tmp_path / "data"
    shutil.copytree(cut_to_two, folder)
    monkeypatch.setenv("PAYLIB_DATA", str(folder))
    with Publisher(cut_to_two, TWO).serving(monkeypatch) as publisher:
        yield folder, publisher


TRIED = random.Random(1).sample(list(FAULTS), cases(len(FAULTS), 11))


@pytest.mark.slow
@pytest.mark.parametrize(("fault", "message"), [FAULTS[name] for name in TRIED], ids=TRIED)
def test_each_fault_has_its_error_and_leaves_the_tables_as_they_were(
    two, pauses, monkeypatch, fault, message
):
    package, publisher = two
    monkeypatch.setattr(publishing, "TIMEOUT", 0.1)
    before = files(package)
    held = {name: read(package / paths(package)[name]) for name in TWO}
    publisher.series["CHAW"].months |= {"2026-08": 420.1}  # something new and right
    fault(publisher)
    with pytest.raises(RefreshError, match=message) as caught:
        refresh()
    told, new = str(caught.value), caught.value.changes
    if "Nothing was changed" in told:
        assert files(package) == before and not new
        return
    after = {name: read(package / paths(package)[name]) for name in held}
    assert "The series is as it was." in told
    assert [change[:3] for change in new] == [("prices_monthly", "rpi", "2026-08")]
    before = {tuple(row.items()) for row in held["prices_monthly"]}
    (added,) = [row for row in after["prices_monthly"] if tuple(row.items()) not in before]
    assert (added["series"], added["month"], added["price_index"]) == ("rpi", "2026-08", "420.1")
    assert after["labour_disputes"] == held["labour_disputes"]


def test_one_bad_address_stops_its_own_series_and_no_other(package, publisher, pauses):
    publisher.answers["BLUU"] = [status(404)]
    publisher.series["BBFW"].months |= {"2026-03": 44.0}
    publisher.series["D7BT"].months |= {"2026-09": 143.9}
    publisher.series["D7G7"].months["2025-08"] = 3.9  # an exceptional revision stops its own series, too
    before = files(package)
    with pytest.raises(RefreshError, match=r"BLUU.*404.*The series is as it was") as caught:
        refresh()
    assert "prices_rates, cpi, 2025-08: 3.8 held, 3.9 published" in str(caught.value)
    assert str(caught.value).endswith("In other series 2 figures changed.")
    assert [change[:3] for change in caught.value.changes] == [
        ("prices_monthly", "cpi", "2026-09"),
        ("labour_disputes", "BBFW", "2026-03"),
    ]
    after = files(package)
    assert before["prices/prices_rates.csv"] == after["prices/prices_rates.csv"]
    assert contracts.verify() == []


def test_a_fault_of_a_table_that_names_no_series_leaves_that_table_only(
    package, publisher, monkeypatch, capsys
):
    """A table of rates that would not be sound as a whole, and an index whose table is."""
    warnings_of = contracts._warnings

    def faulty(where, frame, resource, frames):
        if resource["name"] == "prices_rates" and (frame["month"] == pd.Period("2026-09", "M")).any():
            yield f"{where}: it would not be whole."
        yield from warnings_of(where, frame, resource, frames)

    monkeypatch.setattr(contracts, "_warnings", faulty)
    before = (package / "prices/prices_rates.csv").read_bytes()
    publisher.series["D7G7"].months["2026-09"] = 3.5
    publisher.series["CHAW"].months["2026-08"] = 420.1
    monkeypatch.setattr(sys, "argv", ["paylib", "data", "refresh"])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    told = capsys.readouterr()
    assert stopped.value.code == 2 and "prices_monthly rpi 2026-08: 420.1 (new)" in told.out
    assert "Table prices_rates: the renewed tables would not keep their contract: " in told.err
    assert "it would not be whole. The table is as it was. In other series 1 figures changed." in told.err
    assert (package / "prices/prices_rates.csv").read_bytes() == before
    assert contracts.verify() == [] and hashes.stale() == []


def test_series_that_pass_alone_and_contradict_each_other_stop_no_other(package, publisher):
    """An index 3.5 per cent above the year before, and a published rate of 4.0: each is within its own step."""
    held = paylib.load("prices_monthly").query("series == 'cpi'").set_index("month")["price_index"]
    index = round(held["2025-09"] * 1.035, 1)
    publisher.series["D7BT"].months["2026-09"] = index
    publisher.series["D7G7"].months["2026-09"] = 4.0
    publisher.series["CHAW"].months["2026-08"] = 420.1
    with pytest.raises(
        RefreshError, match=r"cpi of 2026-09 is 3\.[45]. per cent.*published rate is 4\.0"
    ) as caught:
        refresh()
    assert str(caught.value).startswith(
        "prices_monthly cpi, prices_rates cpi: the renewed tables would not keep"
    )
    assert "These series are as they were." in str(caught.value)
    assert [change[:3] for change in caught.value.changes] == [("prices_monthly", "rpi", "2026-08")]
    assert contracts.verify() == [] and hashes.stale() == []
    last = paylib.load("prices_monthly").groupby("series", observed=True)["month"].max().astype(str)
    assert (last["cpi"], last["rpi"]) == ("2026-08", "2026-08")
    publisher.series["D7G7"].months["2026-09"] = 3.5  # put right: both come in
    assert [change[:3] for change in refresh()] == [
        ("prices_monthly", "cpi", "2026-09"),
        ("prices_rates", "cpi", "2026-09"),
    ]


def test_no_server_at_all(package, publisher, pauses):
    with pytest.raises(RefreshError, match=r"cpi \(D7BT\): the connection to http://127.0.0.1:9/.* failed"):
        refresh(address="http://127.0.0.1:9")


def test_a_publisher_that_does_not_answer_is_not_asked_for_every_series(package, publisher, pauses):
    with pytest.raises(RefreshError) as caught:
        refresh(["prices_monthly", "prices_rates"], address="http://127.0.0.1:9")
    assert re.findall(r"prices_\w+, (\w+) \(", str(caught.value)) == ["cpi", "cpih"]
    assert "For 6 more series it was not asked, since it does not answer." in str(caught.value)


def test_an_address_that_is_none(package, monkeypatch):
    monkeypatch.setenv("PAYLIB_ONS", "ons.gov.uk")
    with pytest.raises(RefreshError, match=r"'ons.gov.uk' is not an address"):
        refresh()


def test_a_table_that_cannot_be_refreshed(package, publisher):
    with pytest.raises(
        ChoiceError, match=r"no table that can be refreshed 'prices_month'. Did you mean 'prices_monthly'"
    ):
        refresh(["prices_month"])
    assert publisher.asked == []


def test_a_damaged_package_is_not_sealed_by_a_refresh(package, publisher):
    path = package / "usage_warnings.csv"
    path.write_bytes(path.read_bytes().replace(b"union", b"onion"))
    publisher.series["D7BT"].months |= {"2026-09": 143.9}
    before = files(package)
    with pytest.raises(DataError, match=r"Nothing was changed: .*usage_warnings.csv.* is not the one"):
        refresh(["prices_monthly"])
    assert files(package) == before and publisher.asked == []


# Asking again


def test_retry_after_is_honoured(package, publisher, pauses):
    later = email.utils.formatdate(time.time() + 60.9, usegmt=True)
    publisher.answers["BBFW"] = [
        status(429, Retry_After="7"),
        status(503, Retry_After=later),
        lambda handler: send(handler, publisher.body("BBFW")),
    ]
    assert refresh(["labour_disputes"]) == []
    assert pauses[0] == 7 and 55 < pauses[1] <= 61 and len(pauses) == 2


def test_a_server_that_fails_is_asked_again_after_longer_and_longer_pauses(package, publisher, pauses):
    publisher.answers["BBFW"] = [
        status(500),
        status(502),
        lambda handler: send(handler, "half", length=4000),
        lambda handler: send(handler, publisher.body("BBFW")),
    ]
    assert refresh(["labour_disputes"]) == []
    assert pauses == [1, 2, 4]


@pytest.mark.parametrize("code", [403, 404])
def test_what_will_not_get_better_is_asked_once(package, publisher, pauses, code):
    publisher.answers["BBFW"] = [status(code)]
    with pytest.raises(RefreshError):
        refresh(["labour_disputes"])
    assert pauses == [] and sum("/bbfw/" in path for path, _ in publisher.asked) == 1


# Killed, and two at once: in processes of their own

PROCESSES = multiprocessing.get_context("forkserver")  # a clean process that forks: quick, and no threads
PROCESSES.set_forkserver_preload(["tests.datapackage.test_refresh", "httpcore"])
PRICES = ["prices_monthly", "prices_rates"]


@pytest.fixture
def prices_only(tmp_path, publisher, monkeypatch):
    """A function that lays out a small package, as it was; and the publisher has news for two tables."""
    original = tmp_path / "original"
    cut_package(original, PRICES, since="2024-01")
    publisher.series["D7BT"].months |= {"2026-09": 143.9}
    publisher.series["D7G7"].months |= {"2026-09": 3.3}  # 143.9 over the 139.3 of a year before
    for cdid in publisher.series:
        body = publisher.body(cdid)
        publisher.answers[cdid] = [lambda handler, body=body: send(handler, body)]
    folder = tmp_path / "data"
    monkeypatch.setenv("PAYLIB_DATA", str(folder))

    def laid_out() -> Path:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(original, folder)
        return folder

    return laid_out


def refresh_elsewhere(folder: Path, address: str, kill_at: int | None, results=None, gate=None) -> None:
    """The work of a child process; the file-system call number `kill_at` is not lived to be made."""
    os.environ |= {"PAYLIB_DATA": str(folder), "NO_PROXY": "127.0.0.1"}
    publishing.PACE = 0
    calls = 0

    def watch(event: str, args: tuple) -> None:
        nonlocal calls
        writes = event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR)
        moves = event in ("os.rename", "os.remove", "os.rmdir", "os.mkdir")
        if (writes or moves) and str(args[0]).startswith(str(folder)):
            calls += 1
            if calls == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    if gate:
        gate.wait()
    try:
        outcome = len(refresh(PRICES, address=address))
    except RefreshError as error:
        outcome = str(error)
    if results:
        results.put((outcome, calls))


def start_elsewhere(folder: Path, publisher: Publisher, *rest, processes=PROCESSES):
    child = processes.Process(target=refresh_elsewhere, args=(folder, publisher.address, *rest))
    child.start()
    return child


def state(folder: Path) -> str:
    """Whether a package, opened again, is as it was before the refresh or as it is after; and sound."""
    assert contracts.verify() == [] and hashes.stale() == []
    assert not (folder / datapackage.PENDING).exists()
    last = {name: paylib.load(name).query("series == 'cpi'")["month"].max() for name in PRICES}
    told = (folder / "CHANGES.md").exists() and "cpi 2026-09 added" in (folder / "README.md").read_text()
    sourced = {"ons_d7bt_csv_2026_10", "ons_d7g7_csv_2026_10"} <= set(paylib.sources().index)
    whole = {*(str(month) == "2026-09" for month in last.values()), told, sourced}
    assert len(whole) == 1, f"A part of a refresh: {last}, told {told}, sourced {sourced}."
    return "new" if whole.pop() else "old"


@pytest.mark.slow
def test_killed_at_any_moment_the_package_is_whole(prices_only, publisher):
    """SIGKILL at file-system calls that write, and at random times: old or new, never between.

    Every call in `make test-slow`; in `make test` every so many, and those beside the one that decides.
    """
    for _ in range(2):  # the second shows how long it takes once the modules are there
        results, start = PROCESSES.SimpleQueue(), time.monotonic()
        child = start_elsewhere(prices_only(), publisher, None, results)
        outcome, calls = results.get()
        child.join()
        taken = time.monotonic() - start
    assert outcome == 2 and calls > 20

    def killed_at(call: int) -> str:
        folder = prices_only()
        child = start_elsewhere(folder, publisher, call)
        child.join()
        assert child.exitcode == -signal.SIGKILL, f"Call {call} of {calls} was lived through."
        return state(folder)

    found = {call: killed_at(call) for call in range(1, calls + 1, cases(1, calls // 5))} | {
        calls: killed_at(calls)
    }
    while (after := min(call for call in found if found[call] == "new")) - 1 not in found:
        before = max(call for call in found if call < after)
        middle = (before + after) // 2
        found[middle] = killed_at(middle)
    assert all((found[call] == "new") == (call >= after) for call in found), found
    assert calls - after >= 3, "There are calls after the moment that decides."

    seed = random.randrange(10**6)
    times, wanted, at_random = random.Random(seed), cases(max(20, 55 - calls), 5), 0
    for _ in range(3 * wanted):
        folder = prices_only()
        child = start_elsewhere(folder, publisher, None)
        time.sleep(times.uniform(0, taken))
        child.kill()
        child.join()
        at_random += child.exitcode == -signal.SIGKILL
        state(folder)
        if at_random >= wanted:
            break
    assert at_random >= wanted, f"Too few were killed in time (seed {seed})."


def test_a_refresh_needs_no_fork(prices_only, publisher):
    folder, spawning = prices_only(), multiprocessing.get_context("spawn")
    results = spawning.SimpleQueue()
    child = start_elsewhere(folder, publisher, None, results, processes=spawning)
    child.join()
    assert child.exitcode == 0 and results.get()[0] == 2 and state(folder) == "new"


def test_a_killed_refresh_does_not_hinder_the_next(prices_only, publisher):
    folder = prices_only()
    for kill_at in (3, 9):
        child = start_elsewhere(folder, publisher, kill_at)
        child.join()
        assert child.exitcode == -signal.SIGKILL
    assert len(refresh(PRICES)) == 2
    assert state(folder) == "new"
    assert {path.name for path in folder.glob(".*")} == {replacing.LOCK}


def test_of_two_at_once_one_works_and_one_says_so(prices_only, publisher):
    folder = prices_only()
    slow = lambda handler: (time.sleep(0.3), send(handler, publisher.body("D7BT")))  # noqa: E731
    publisher.answers["D7BT"] = [slow]
    results, gate = PROCESSES.SimpleQueue(), PROCESSES.Barrier(2)
    children = [start_elsewhere(folder, publisher, None, results, gate) for _ in range(2)]
    outcomes = [results.get()[0] for _ in children]
    for child in children:
        child.join()
    assert 2 in outcomes
    assert any("Another refresh of" in str(outcome) and "under way" in str(outcome) for outcome in outcomes)
    assert state(folder) == "new"


def test_a_package_that_cannot_be_locked_says_so(prices_only):
    folder = prices_only()
    (folder / replacing.LOCK).mkdir()
    with pytest.raises(RefreshError, match=r"cannot be written to \(Is a directory\)\. Point PAYLIB_DATA"):
        refresh(PRICES)


def test_what_was_cut_short_is_put_in_place_by_two_at_once(tmp_path):
    """Readers may meet an unfinished refresh together: each moves what it finds, and neither fails."""
    folder = tmp_path / "data"
    for name in ("a.csv", "prices/b.csv"):
        for root, content in ((folder, "old"), (folder / datapackage.PENDING, "new")):
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
    threads = [threading.Thread(target=datapackage.settle, args=(folder,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert files(folder).keys() == {"a.csv", "prices/b.csv"}
    assert (folder / "a.csv").read_text() == (folder / "prices" / "b.csv").read_text() == "new"


def test_what_cannot_be_put_in_place_is_named(tmp_path, monkeypatch):
    (tmp_path / datapackage.PENDING).mkdir()
    (tmp_path / datapackage.PENDING / "a.csv").write_text("new")
    (tmp_path / "a.csv").mkdir()
    monkeypatch.setenv("PAYLIB_DATA", str(tmp_path))
    with pytest.raises(DataError, match=r"A refresh is not finished: .*a.csv cannot be replaced"):
        datapackage.package()


def test_a_table_of_text_is_written_as_it_was_read(cut):
    package = datapackage.DataPackage(cut)
    for name in (*TABLES, "sources"):
        rows = list(csv.DictReader(io.StringIO(package.read(name).decode(), newline="")))
        assert vintages.as_csv(rows) == package.read(name), f"Table {name} would be written differently."


# What the publisher may get wrong


def test_a_series_that_is_due_and_has_not_come_is_told_from_one_that_is_up_to_date(package, publisher):
    """All series say that their next release is on 18 November 2026."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert refresh(["prices_rates"]) == []
    publisher.today = datetime.date(2026, 11, 27)
    with pytest.warns(
        StaleDataWarning, match=r"prices_rates, cpi has nothing after 2026-0\d, and was due on 2026-11-18"
    ):
        assert refresh(["prices_rates"]) == []


def test_a_release_of_the_future_is_refused(package, publisher):
    publisher.series["D7BT"].released = "18-11-2026"
    with pytest.raises(RefreshError, match="its release date is 2026-11-18, which has not been yet"):
        refresh(["prices_monthly"])


def test_a_month_after_the_release_is_refused(package, publisher):
    publisher.series["D7BT"].months |= {f"2026-{month}": 143.9 for month in ("09", "10", "11")}
    with pytest.raises(RefreshError, match="figure of 2026-11, which had not ended when it was released"):
        refresh(["prices_monthly"])


def slowly(handler):
    """Twenty of 1,000 bytes, one at a time."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    with suppress(OSError):  # nobody listens any more
        for _ in range(20):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)


def test_an_answer_without_end_is_given_up(package, publisher, monkeypatch, pauses):
    """More bytes than any series has, packed or not, and a byte at a time."""
    monkeypatch.setattr(publishing, "LARGEST", 300_000)
    publisher.answers["D7BT"] = [lambda handler: send(handler, "x" * 400_000)]
    with pytest.raises(RefreshError, match="larger than 300,000 bytes"):
        refresh(["prices_monthly"])

    def packed(handler):
        body = gzip.compress(b"x" * 10_000_000)
        handler.send_response(200)
        handler.send_header("Content-Encoding", "gzip")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    publisher.answers["D7BT"] = [packed]
    with pytest.raises(RefreshError, match="larger than 300,000 bytes"):
        refresh(["prices_monthly"])

    monkeypatch.setattr(publishing, "LONGEST_TRANSFER", 0.2)
    publisher.answers["D7BT"] = [slowly]
    with pytest.raises(RefreshError, match=r"did not come whole within 0\.2 seconds"):
        refresh(["prices_monthly"])


def test_a_part_is_not_taken_for_the_whole_by_one_who_wakes_late(package, publisher, monkeypatch, pauses):
    """A machine too busy to look at its clock still waits when the reader has given up."""

    class Late(queue.SimpleQueue):
        def get(self, timeout):
            return super().get()

    monkeypatch.setattr(publishing, "queue", SimpleNamespace(SimpleQueue=Late, Empty=queue.Empty))
    monkeypatch.setattr(publishing, "LONGEST_TRANSFER", 0.1)
    publisher.answers["D7BT"] = [slowly]
    with pytest.raises(RefreshError, match=r"did not come whole within 0\.1 seconds"):
        refresh(["prices_monthly"])


def test_a_history_that_changed_by_one_factor_is_named_as_such(package, publisher):
    series = publisher.series["CHAW"]
    series.months = {month: round(figure * 1.02, 1) for month, figure in series.months.items()}
    with pytest.raises(RefreshError, match=r"changed by one factor, 1\.02"):
        refresh(["prices_monthly"])


def test_a_revised_figure_in_fewer_decimals_says_so(package, publisher):
    """KAK6 of February 2026 is held as 726.9924 and published as 731: to the nearest pound."""
    publisher.series["KAK6"].months["2026-02"] = 731
    refresh(["awe_monthly"])
    row = paylib.load("awe_monthly").query("series == 'KAK6'").set_index("month").loc["2026-02"]
    assert row["weekly_gbp"] == 731 and row["usage_warnings"] == "rounded_in_source"


def test_an_index_goes_on_in_its_other_edition(package_copy, publisher):
    """CPIH to three decimals ends in May 2026; from then on it is the one-decimal one, as CPI is."""
    published, held = prices.rate("cpih"), prices.index("cpih")
    for month in pd.period_range("2026-06", "2026-10", freq="M"):
        grown = held[month - 12] * (1 + published.get(month, 3.0) / 100) if month - 12 in held else 144.0
        publisher.series["L522"].months[str(month)] = round(grown, 1)
    refresh(["prices_monthly"])
    real = prices.uprate(100, "2025-09", to="2026-10", by="cpih")
    last = publisher.series["L522"].months["2026-10"]
    assert real == pytest.approx(100 * last / held["2025-09"], rel=1e-12)
    assert "rounded_in_source" in prices.warnings("cpih", "2026-10")
