"""What an edition of a series changes in the findings of a page."""

import pytest

from paylib.errors import DataError, ReportError
from paylib.report.run.compare import compare

PAY = """
import paylib
from paylib.findings import quote, say
months = paylib.load("awe_monthly").query("series == 'KAB9'")
pay = quote("awe_monthly", "weekly_gbp", name="pay", series="KAB9", month="2018-01")
rate = quote("prices_rates", "rate_pct", name="rate", series="cpi", month="2004-01")
say("{pay:.2}, {rate}", pay=pay, rate=rate)
"""


def test_the_findings_that_a_revision_changes_are_listed(folder_of):
    """KAB9 of January 2018: £510.4969 in April 2026, £511 in September; the CPI has one edition."""
    folder_of(PAY)
    found = compare("2026-04", "2026-09")
    assert found.values.tolist() == [["trial", "pay", "£510.4969", "£511"]]
    assert compare("2026-09", "2026-09").empty


def test_a_page_that_stops_on_other_figures_says_why(folder_of):
    folder_of(PAY + "assert pay.value < 511")
    (row,) = compare("2026-04", "2026-09").values.tolist()
    assert row[:3] == ["trial", "", ""] and "AssertionError" in row[3]


def test_a_folder_of_figures_can_be_compared_too(folder_of, package_copy):
    folder_of(PAY)
    assert compare(str(package_copy), "2026-09")["finding"].tolist() == ["pay"]


def test_what_is_not_held_is_said(folder_of):
    folder_of(PAY)
    with pytest.raises(DataError, match="No edition held was released by 1999-01"):
        compare("1999-01", "2026-09")
    with pytest.raises(ReportError, match=r"no notebook 'trail'\. Did you mean 'trial'"):
        compare("2026-04", "2026-09", ["trail"])
