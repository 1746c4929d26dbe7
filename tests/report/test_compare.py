"""What an edition of a series changes in the findings of a page."""

import os
import subprocess
import sys

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


def test_the_findings_that_a_revision_changes_are_listed(quick, folder_of):
    """KAB9 of January 2018: £510.4969 in April 2026, £511 in September; the CPI has one edition."""
    folder_of(PAY)
    found = compare("2026-04", "2026-09")
    assert found.values.tolist() == [["trial", "pay", "£510.4969", "£511"]]
    assert compare("2026-09", "2026-09").empty


def test_several_pages_are_run_in_kernels_of_their_own(quick, folder_of):
    root = folder_of(PAY)
    notebook = root / "notebooks" / "01_trial.ipynb"
    notebook.with_name("02_other.ipynb").write_bytes(notebook.read_bytes())
    found = compare("2026-04", "2026-09")
    changed = ["pay", "£510.4969", "£511"]
    assert found.values.tolist() == [["trial", *changed], ["other", *changed]]


def test_a_page_that_stops_on_other_figures_says_why(quick, folder_of):
    folder_of(PAY + "assert pay.value < 511")
    (row,) = compare("2026-04", "2026-09").values.tolist()
    assert row[:3] == ["trial", "", ""] and "AssertionError" in row[3]


def test_a_kernel_that_dies_is_told_with_what_to_do(quick, folder_of):
    """On both editions: in the cell where it died, counted with the cells of text."""
    folder_of(PAY, "1", "import os; os._exit(1)")
    (row,) = compare("2026-04", "2026-09").values.tolist()
    for told in row[2:]:
        assert "Notebook trial, cell 4, did not finish" in told and "Kernel died" in told
        assert "run it again" in told and "`make lab` opens 01_trial.ipynb" in told


def test_a_kernel_that_dies_as_it_starts_is_told_without_a_traceback(folder_of, tmp_path, monkeypatch):
    """A module that stands in the way of the kernel's own; the error is all that is seen, at the end of Python too."""
    root = folder_of("1")
    (tmp_path / "ipykernel_launcher.py").write_text("raise SystemExit(3)")
    code = (
        "from pathlib import Path; from paylib.report.run import notebooks; "
        f"notebooks.execute('trial', Path({str(root / 'notebooks' / '01_trial.ipynb')!r}))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    ).stderr
    assert told.count("Traceback") == 1 and "AssertionError" not in told
    assert "ReportError: Notebook trial, as it started, did not finish" in told


def test_a_folder_of_figures_can_be_compared_too(quick, folder_of, package_copy):
    folder_of(PAY)
    assert compare(str(package_copy), "2026-09")["finding"].tolist() == ["pay"]


def test_what_is_not_held_is_said(quick, folder_of):
    folder_of(PAY)
    with pytest.raises(DataError, match="No edition held was released by 1999-01"):
        compare("1999-01", "2026-09")
    with pytest.raises(ReportError, match=r"no notebook 'trail'\. Did you mean 'trial'"):
        compare("2026-04", "2026-09", ["trail"])
