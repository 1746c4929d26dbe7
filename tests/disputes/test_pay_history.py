"""A history of pay beside a dispute's file: as spreadsheets save it, checked by row and cell, drawn against prices."""

import pandas as pd
import pytest

from paylib import disputes, prices
from paylib.errors import CoverageError, DisputeError
from paylib.report import since
from paylib.report.brief import erosion

PAY = [("2020-04", 24_000.0), ("2021-04", 24_600.0)]


@pytest.fixture
def written(tmp_path):
    """A function that writes a dispute and its history of pay, and gives the dispute's path."""

    def write(history: str | bytes | None, name: str = "pay.csv", award_due: str = "2021-04"):
        text = disputes.template().replace('# pay_history = "pay.csv"', f'pay_history = "{name}"')
        assert f'pay_history = "{name}"' in text
        path = tmp_path / "mine.toml"
        path.write_text(text.replace('award_due = "2024-09"', f'award_due = "{award_due}"'), encoding="utf-8")
        if history is not None:
            (tmp_path / "pay.csv").write_bytes(history if isinstance(history, bytes) else history.encode())
        return path

    return write


@pytest.mark.parametrize(
    "history",
    [
        "date,annual_gbp\n2020-04,24000\n2021-04,24600\n",
        "Date;Annual pay\r\n01/04/2020;£24,000\r\n01/04/2021;£24,600.00\r\n;\r\n".encode("utf-8-sig"),
        "Month\tSalary (£)\tNote\nApr-20\t24000\tmine\n1 April 2021\t24,600\t\n".encode("utf-16"),
        'date,annual_gbp\n"April 2021","£24,600"\n"April 2020","£24,000"\n'.encode("cp1252"),
        "sep=|\r\nDate|Annual pay\r\n01/04/2020 00:00|24000\r\n2021-04-01 00:00:00|24600\r\n",
    ],
    ids=["plain", "semicolons", "tabs", "windows", "separator named"],
)
def test_however_it_was_saved_it_is_the_same_history(written, history):
    told = disputes.load(written(history))
    expected = pd.Series(
        [24_000.0, 24_600.0], pd.PeriodIndex(["2020-04", "2021-04"], freq="M"), name="annual_gbp"
    )
    pd.testing.assert_series_equal(told.history, expected)


@pytest.mark.parametrize(
    ("history", "message"),
    [
        (None, "pay.csv cannot be read: No such file or directory"),
        ("", "is empty; it needs the columns date, annual_gbp"),
        ("date,pounds\n2020-04,1\n", "has no annual_gbp; its first row is date, pounds"),
        ("date,annual_gbp\n", "it has no rows below the first"),
        ("date,annual_gbp\n2020-04,24000\n31/13/2021,24600\n", "row 3, date: '31/13/2021' is not a month"),
        ("date,annual_gbp\n2020-04,24000\n31/09/2021,24600\n", "row 3, date: '31/09/2021' is not a month"),
        ("date,annual_gbp\n2020-04 to 2021-03,24000\n", "row 2, date: '2020-04 to 2021-03' is not a month"),
        ("sep=;\ndate;annual_gbp\n2020-04;24.000\n", "row 3, annual_gbp: '24.000' may be £24,000 or £24.00: write 24000"),
        ("date,annual_gbp\n2020-04,12.10\n2021-04,12.60\n", "row 2: annual_gbp is pay for a year, and £12.10 would be little"),
        ("date,annual_gbp\n2020-04,24000\n2021-04,246000000\n", "row 3: £246,000,000 is more than a salary for a year"),
        ("date,annual_gbp\n2020-04,lots\n2021-04,-5\n2022-04,\n", "row 2, annual_gbp: 'lots' is not a sum of money"),
        ("date,annual_gbp\n2020-04,lots\n2021-04,-5\n2022-04,\n", "row 4: no annual_gbp"),
        ("date,annual_gbp\n2020-04,1\n01/04/2020,2\n", "rows 2 and 3 are both of 2020-04"),
        (b"PK\x03\x04 xlsx", "is a Word or spreadsheet document"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_row_and_cell(written, history, message):
    with pytest.raises(DisputeError) as told:
        disputes.load(written(history))
    assert message in str(told.value)


def test_a_file_elsewhere_is_refused(written):
    with pytest.raises(DisputeError, match="lies outside the folder"):
        disputes.load(written(None, "../pay.csv"))


def test_it_is_drawn_against_prices_with_what_was_lost_by_hand(written):
    """24,000 from April 2020 and 24,600 from April 2021, by CPI of 108.5 (2020-04) and its level a year and more later."""
    dispute = disputes.load(written("date;annual_gbp\n01/04/2020;£24,000\n01/04/2021;£24,600\n"))
    shown = erosion.erosion(dispute)
    assert shown.pay[0].name == erosion.OWN
    assert (str(shown.first), str(shown.pay[0].last)) == ("2020-04", "2022-03")
    lost = erosion.lost(shown)
    cpi = prices.index("cpi")
    kept = 24_000 * cpi["2022-03"] / cpi["2020-04"]
    assert lost.loc["CPI", "restore_pct"] == pytest.approx((kept / 24_600 - 1) * 100, abs=0.001)
    year = (
        sum(
            24_000 * cpi[month] / cpi["2020-04"] - 24_600
            for month in pd.period_range("2021-04", "2022-03", freq="M")
        )
        / 12
    )
    before = (
        sum(
            24_000 * cpi[month] / cpi["2020-04"] - 24_000
            for month in pd.period_range("2020-04", "2021-03", freq="M")
        )
        / 12
    )
    assert lost.loc["CPI", "this_year_gbp"] == pytest.approx(year, abs=0.05)
    assert lost.loc["CPI", "added_up_gbp"] == pytest.approx(year + before, abs=0.05)
    assert {"CPI", "CPIH", "RPI", "RPIX"} == set(lost.index)
    assert "Lost in the last twelve months" in erosion.lost_table(shown)


def test_a_dispute_without_one_shows_no_loss():
    shown = erosion.erosion(disputes.load("social_care_2025"))
    assert erosion.lost(shown) is None and erosion.lost_table(shown) is None


@pytest.mark.parametrize(
    ("history", "first"),
    [
        ("1905-04,2400\n1906-04,2450\n", None),
        ("1970-04,2400\n1980-04,6000\n", None),
        ("1975-04,2400\n1990-04,9000\n", "1987-01"),
        ("2027-04,24000\n2028-04,25000\n", None),
    ],
)
def test_a_history_counts_where_there_are_prices_and_the_page_comes_all_the_same(written, history, first):
    """RPI starts in January 1987: of pay before it nothing can be set against prices."""
    told = disputes.load(written(f"date,annual_gbp\n{history}"))
    shown = erosion.erosion(told)
    assert shown.picture and (shown.pay[0].name == since.OWN) is (first is not None)
    if first:
        assert str(shown.pay[0].start) == first and shown.pay[0].at(shown.pay[0].start) == 2400
    with pytest.raises(CoverageError, match="and not for"):
        shown.pay[0].at(shown.pay[0].start - 1)
