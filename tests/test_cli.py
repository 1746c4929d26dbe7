"""The command: results with their provenance; errors in a paragraph, exit code 2, no traceback."""

import json
import os
import random
import re
import subprocess
import sys
import warnings
from itertools import product

import pandas as pd
import pytest

from paylib import claims, cli, disputes, prices
from paylib.claims import verdicts
from paylib.claims.given import evidence_of
from tests.conftest import cases, some
from tests.disputes.test_files import TEMPLATE


@pytest.fixture
def paylib(monkeypatch, capsys):
    """A function that runs the command within this process, and gives its exit code and output."""

    def run(*arguments: str) -> subprocess.CompletedProcess:
        monkeypatch.setattr(sys, "argv", ["paylib", *arguments])
        with pytest.raises(SystemExit) as stopped, warnings.catch_warnings():
            cli.main()
        printed = capsys.readouterr()
        return subprocess.CompletedProcess(arguments, stopped.value.code or 0, printed.out, printed.err)

    return run


def test_python_m_paylib_is_the_command():
    run = subprocess.run([sys.executable, "-m", "paylib", "real", "1"], capture_output=True, text=True)
    assert run.returncode == 2 and "Missing argument" in run.stderr


def test_real_prints_the_result_with_index_values_and_sources(paylib):
    run = paylib("real", "14643", "2003-09", "2026-05", "--by", "rpi")
    assert run.returncode == 0
    assert "£14,643.00 in September 2003 is £33,321.85 in the prices of May 2026, by RPI." in run.stdout
    assert "182.500 in September 2003, 415.300 in May 2026" in run.stdout
    assert "Office for National Statistics" in run.stdout
    assert "lost its accreditation" in run.stdout


def test_real_says_what_to_beware_of_in_the_months_asked_for(paylib):
    notes = list(paylib("real", "1", "2024-03", "2025-03", "--by", "cpi").stdout.splitlines())
    assert not any(line.startswith("Note:") for line in notes)
    assert (
        "April 2025 count too much vehicle duty"
        in paylib("real", "1", "2024-04", "2025-04", "--by", "cpi").stdout
    )
    assert "The source rounds this figure" in paylib("real", "1", "2024-04", "2026-08", "--by", "cpi").stdout


def test_real_works_on_years_and_on_pounds_as_people_write_them(paylib):
    run = paylib("real", "£14,643", "2003/04", "2024/25", "--by", "cpi")
    assert run.returncode == 0 and "£14,643.00 in 2003/04" in run.stdout


def test_data_shows_an_edition(paylib):
    run = paylib("data", "show", "awe_monthly", "--vintage", "2026-09", "--rows", "1")
    assert run.returncode == 0 and "KAB9\t2000-01\t305.0" in run.stdout
    assert "1 of 319 rows" in run.stdout


BAD = {
    "an edition that is not held": (["data", "show", "awe_monthly", "--vintage", "2019"], "Held: 2026-04-21"),
    "no deflator": (["real", "1", "2003-09", "2026-05"], "--by cpih"),
    "an unknown deflator": (["real", "1", "2003-09", "2026-05", "--by", "cpj"], "Did you mean 'cpi'"),
    "a month before the series": (["real", "1", "1986-12", "2026-05", "--by", "rpi"], "starts in 1987-01"),
    "a month after it": (["real", "1", "2003-09", "2031-01", "--by", "rpi"], "ends in 2026-07"),
    "mixed kinds": (["real", "1", "2003-09", "2026", "--by", "rpi"], "cannot be put together"),
    "nonsense": (["real", "1", "2004-13", "2026-05", "--by", "rpi"], "Allowed"),
    "not a number": (["real", "nan", "2003-09", "2026-05", "--by", "rpi"], "missing or infinite"),
    "not money": (["real", "lots", "2003-09", "2026-05", "--by", "rpi"], "not an amount of money"),
    "no date to have known by": (["check", "youth_work_2004", "--known-by", "foo"], "'foo' is not a period"),
    "no date, of a text": (["check", "README.md", "--known-by", "soon"], "'soon' is not a period"),
    "no date or package": (
        ["changes", "njc_2026", "--since", "no folder"],
        "No data package lies in a folder",
    ),
    "an unknown report": (["report", "youth_work"], "Did you mean 'youth_work_2004'"),
    "an unknown command": (["reprot"], "No such command"),
}


@pytest.mark.parametrize(("arguments", "message"), BAD.values(), ids=BAD.keys())
def test_bad_input_is_told_in_a_paragraph(paylib, arguments, message):
    run = paylib(*arguments)
    assert run.returncode == 2
    assert message in " ".join(run.stderr.split())
    assert "Traceback" not in run.stderr + run.stdout


def test_damaged_figures_are_told_in_a_paragraph(paylib, package_copy):
    path = package_copy / "prices" / "prices_monthly.csv"
    path.write_bytes(path.read_bytes().replace(b"182.5", b"183.5", 1))
    run = paylib("real", "1", "2003-09", "2026-05", "--by", "rpi")
    assert run.returncode == 2 and "Table prices_monthly" in run.stderr and "Traceback" not in run.stderr
    path.unlink()
    run = paylib("real", "1", "2003-09", "2026-05", "--by", "rpi")
    assert run.returncode == 2 and "cannot be read" in run.stderr and "Traceback" not in run.stderr


def test_seal_says_what_changed_and_asks(paylib, package_copy):
    run = paylib("data", "seal")
    assert run.returncode == 0 and "Nothing had changed" in run.stdout
    file = package_copy / "prices" / "prices_rates.csv"
    file.write_text(file.read_text().replace("cpi,1989-04,5.3", "cpi,1989-04,5.4", 1))
    told = "prices_rates: line 5 of prices/prices_rates.csv changed."
    run = paylib("data", "seal")  # nobody sits at a terminal
    assert run.returncode == 2 and told in run.stdout and "--yes" in run.stderr
    assert "is not the one" in paylib("data", "verify").stderr
    run = paylib("data", "seal", "--yes")
    assert run.returncode == 0 and told in run.stdout and "Sealed." in run.stdout
    assert "Nothing had changed" in paylib("data", "seal").stdout


@pytest.mark.parametrize(
    ("answer", "status", "told"), [("n\n", 1, "Nothing was sealed."), ("y\n", 0, "Sealed.")]
)
def test_seal_asks_who_sits_at_a_terminal(answer, status, told, package_copy, monkeypatch):
    from typer.testing import CliRunner

    from paylib import cli

    (package_copy / "disputes" / "youth_work_2004.toml").unlink()
    runner = CliRunner()
    with monkeypatch.context() as patched:
        patched.setattr(cli, "_at_a_terminal", lambda: True)
        run = runner.invoke(cli.app, ["data", "seal"], input=answer)
    assert run.exit_code == status
    assert "disputes/youth_work_2004.toml: gone." in run.output and told in run.output


def test_data_list_is_plain_when_piped_and_json_when_asked(paylib):
    lines = paylib("data", "list").stdout.splitlines()
    assert lines[0].split("\t") == ["name", "title", "rows", "first", "last", "vintage"]
    records = json.loads(paylib("data", "list", "--json").stdout)
    assert len(records) == len(lines) - 1 > 60
    assert {"name": "prices_monthly", "first": "1947-06"}.items() <= next(
        record for record in records if record["name"] == "prices_monthly"
    ).items()


def test_data_show_tells_what_a_table_is_and_prints_rows(paylib):
    run = paylib("data", "show", "prices_rates", "--rows", "2")
    assert "Published 12-month inflation rates" in run.stdout and "2 of 2447 rows" in run.stdout
    records = json.loads(paylib("data", "show", "prices_rates", "--rows", "1", "--json").stdout)
    assert (
        records[0]["series"] == "cpi" and records[0]["month"] == "1989-01" and records[0]["rate_pct"] == 4.9
    )
    assert paylib("data", "show", "prices_rate").returncode == 2


def test_data_show_finds_pay_by_group_and_date(paylib):
    """Agenda for Change, England, April 2025: band 5 starts at £31,049."""
    args = ("data", "show", "pay_points", "--group", "nhs_afc", "--date", "2025-06", "--rows", "0", "--json")
    records = json.loads(paylib(*args).stdout)
    start = [
        each
        for each in records
        if (each["nation"], each["grade"], each["point"]) == ("England", "band 5", "entry")
    ]
    assert (
        [each["annual_gbp"] for each in start] == [31049]
        and start[0]["source"]
        and start[0]["period"] == "2025-04"
    )
    one = json.loads(paylib(*args, "--where", "grade=band 5", "--where", "nation=England").stdout)
    assert [each["annual_gbp"] for each in one] == [31049, 33487, 37796] and "employer" not in one[0]
    old = json.loads(paylib(*args[:4], "nhs_agenda_for_change", *args[5:]).stdout)
    assert old == records


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("pay_points", "--group", "nhs"), "Did you mean 'nhs_afc'"),
        (("pay_points", "--where", "band 5"), "write, say, --where grade='band 5'"),
        (("pay_points", "--where", "band=5"), "has no column 'band'; it has: bargaining_group"),
        (
            ("pay_points", "--group", "police", "--where", "grade=admiral"),
            "no rows with grade admiral; there is: ",
        ),
        (
            ("pay_points", "--group", "police", "--date", "1990-01"),
            "No pay scale of Police officers for 1990-01",
        ),
        (("deflators", "--date", "2020-01"), "has no dates"),
    ],
)
def test_data_show_says_what_there_is(paylib, args, said):
    run = paylib("data", "show", *args)
    assert run.returncode == 2 and said in " ".join(run.stderr.split())


def test_data_show_narrows_any_table(paylib):
    run = paylib("data", "show", "prices_rates", "--date", "2004-01", "--where", "series=rpi", "--json")
    assert [each["rate_pct"] for each in json.loads(run.stdout)] == [2.6]


def test_data_verify_passes_and_names_what_is_wrong(paylib, package_copy):
    run = paylib("data", "verify")
    assert run.returncode == 0 and "all as they should be" in run.stdout
    path = package_copy / "prices" / "prices_rates.csv"
    path.write_text(path.read_text().replace("cpi,1989-04,5.3", "cpi,1989-04,five", 1))
    run = paylib("data", "verify")
    assert run.returncode == 2 and "row 4 (line 5), column rate_pct" in run.stderr
    run = paylib("data", "verify", "--json")
    assert run.returncode == 2 and len(json.loads(run.stdout)["problems"]) == 2


def test_new_check_and_report_make_a_page_of_ones_own(paylib, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run = paylib("new", "my-dispute")
    assert run.returncode == 0 and "Wrote my-dispute.toml" in run.stdout
    run = paylib("check", "my-dispute.toml")
    assert run.returncode == 0 and "Wrong by the offer" in run.stdout and "2 claims" in run.stdout
    records = json.loads(paylib("check", "my-dispute.toml", "--json").stdout)
    assert [record["verdict"] for record in records] == ["wrong", "unconfirmed"]
    run = paylib("report", "my-dispute.toml")
    assert run.returncode == 0 and "The name of the dispute" in run.stdout
    brief, evidence = (
        (tmp_path / "reports" / f"my-dispute{ending}.html").read_text(encoding="utf-8")
        for ending in ("", "-evidence")
    )
    assert "<h1>Was the offer below inflation?</h1>" in brief
    assert (
        "<h1>The name of the dispute</h1>" in evidence
        and "leaves out what the file does not have" in evidence
    )
    run = paylib("new", "my-dispute")
    assert run.returncode == 2 and "is there already" in run.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "nonsense"], "There is no dispute 'nonsense'"),
        (["check", "gone.toml"], "cannot be read"),
        (["report", "gone.toml"], "cannot be read"),
        (["new", "no/such/folder/x"], "cannot be written"),
    ],
)
def test_dispute_commands_tell_what_is_wrong(paylib, arguments, message):
    run = paylib(*arguments)
    assert run.returncode == 2 and message in " ".join(run.stderr.split()) and "Traceback" not in run.stderr


def test_data_refresh_tells_what_is_wrong(paylib, package_copy, monkeypatch):
    monkeypatch.setenv("PAYLIB_ONS", "nonsense://nowhere")
    run = paylib("data", "refresh", "prices_rates")
    assert run.returncode == 2 and "Traceback" not in run.stderr
    assert paylib("data", "verify").returncode == 0


def test_whose_says_that_the_leaflets_figure_is_a_subtraction(paylib):
    run = paylib("whose", "-15", "--awards", "0.4,0.3,1,1,2", "--about", "2010", "2015")
    assert run.returncode == 0
    assert "readings give −15%." in run.stdout
    assert "1. a subtraction" in run.stdout and "by RPI, 2009 to 2014 (calendar years)" in run.stdout
    assert "Only readings with a slip give it." in run.stdout


def test_whose_finds_what_a_sum_is_in_the_prices_of_another_time(paylib):
    run = paylib(
        "whose", "27400", "--of", "23259", "--about", "2010", "2018", "--decimals", "-2", "--rows", "5"
    )
    assert "1. the sum in the prices of the later time, by CPI, 2010/11 to 2018/19" in run.stdout
    assert "financial_year\t2010/11\t2018/19\tuprated" in run.stdout


def test_whose_asks_where_both_periods_may_be_months_or_years(paylib):
    run = paylib("whose", "-15", "--awards", "1,2", "--about", "2003-04", "2010-11")
    assert run.returncode == 2 and "'2003/04' and '2010/11'" in run.stderr


def test_real_asks_where_both_periods_may_be_months_or_years(paylib):
    run = paylib("real", "14643", "2003-04", "2010-11", "--by", "rpi")
    assert run.returncode == 2 and "may be months or financial years" in run.stderr
    assert "'April 2003'" in run.stderr and "'2003/04'" in run.stderr
    assert paylib("real", "14643", "2003/04", "2010/11", "--by", "rpi").returncode == 0
    assert paylib("real", "14643", "2003-04", "2010-09", "--by", "rpi").returncode == 0


def test_latest_says_the_newest_figures_and_what_changed(paylib):
    run = paylib("latest")
    assert "CPI: 3.1% in August 2026; 2.9% in July 2026, a change of 0.2 percentage points." in run.stdout
    assert "RPI: 3.2% in July 2026; 3.0% in June 2026" in run.stdout and "Released 2026-09-16." in run.stdout
    assert len(run.stdout.strip().splitlines()) == 5


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        (1.0, "Prices did not change."),
        (1.0003, "Prices rose by less than 0.05%."),
        (0.9998, "Prices fell by less than 0.05%."),
        (0.997, "Prices fell by 0.3%."),
    ],
)
def test_a_change_too_small_to_print_is_not_said_to_be_nought(monkeypatch, capsys, ratio, said):
    """0.03% rounds to 0.0%; the same month has the same prices."""
    monkeypatch.setattr(prices, "uprate", lambda amount, *_, **__: amount * ratio)
    cli.real("100", "2015-05", "2015-05", by="cpi")
    assert said in capsys.readouterr().out


def test_a_newest_figure_that_moved_by_less_than_is_printed_is_said_to_have_moved(monkeypatch, capsys):
    month = pd.Period("2026-08", "M")
    rows = {"month": month, "rate_pct": 3.1, "before_pct": 3.07, "released": "2026-09-16"}
    found = pd.DataFrame(
        [rows | {"change_pct_points": 0.03}, rows | {"change_pct_points": 0.0}], index=["CPI", "RPI"]
    )
    monkeypatch.setattr(prices, "latest", lambda: found)
    cli.latest(as_json=False)
    cpi, rpi = capsys.readouterr().out.splitlines()
    assert "a change of less than 0.05 percentage points." in cpi and "July 2026, no change." in rpi


def test_latest_shows_an_example_in_its_help(paylib):
    assert "paylib latest" in paylib("latest", "--help").stdout


def test_whose_follows_a_point_of_one_range_and_carries_its_loss(paylib):
    """The teachers' 23 per cent: the top of the upper range, September 2010 to 2022, by RPI."""
    asked = ["whose", "-23", "--group", "teachers", "--point", "U3", "--about", "2010", "2022"]
    run = paylib(*asked, "--where", "area=outside London")
    assert "1. the change in real terms, by RPI, 2010-09 to 2022-09" in run.stdout
    assert "the same pay makes −13.8% by CPI and −12.2% by CPIH." in run.stdout
    assert "--where takes name=value" in paylib(*asked, "--where", "area").stderr


def test_json_of_a_sentence_says_the_same_whatever_characters_the_output_has():
    sentence = "Nurses' pay has fallen by 20% since 2010"
    told = {}
    for encoding in ("utf-8", "cp1252", "ascii"):
        run = subprocess.run(
            [sys.executable, "-m", "paylib", "ask", sentence, "--said", "2022-12", "--json"],
            capture_output=True, env=os.environ | {"PYTHONIOENCODING": encoding},
        )  # fmt: skip
        told[encoding] = json.loads(run.stdout.decode(encoding))
    assert told["utf-8"] == told["cp1252"] == told["ascii"]
    assert told["ascii"]["fields"]["What is said"].endswith("−20%")


def test_figures_of_a_sentence_are_printed_to_two_decimals(paylib):
    lines = paylib("ask", "Nurses' pay has fallen by 20% since 2010", "--said", "2022-12").stdout.splitlines()
    (row,) = [each for each in lines if each.startswith("CPI\t2010-04 to 2022-04")]
    assert row.split("\t")[2:4] == ["-11.81", "-5.09"]


def test_an_output_that_is_full_is_told(paylib, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cli.out, "print", full)
    assert "paylib: The output cannot be written" in paylib("latest").stderr


def test_a_file_that_ends_in_capitals_is_a_file(paylib, tmp_path, monkeypatch):
    """Programs of Windows write MINE.TOML and PAGE.HTML."""
    monkeypatch.chdir(tmp_path)
    run = paylib("new", "MINE.TOML")
    assert run.returncode == 0 and [each.name for each in tmp_path.iterdir()] == ["MINE.TOML"]
    for name in ("MINE.TOML", str(tmp_path / "MINE.TOML")):
        run = paylib("check", name)
        assert run.returncode == 0 and "2 claims" in run.stdout, run.stderr
    run = paylib("report", "MINE.TOML")
    assert run.returncode == 0 and (tmp_path / "reports" / "mine.html").exists(), run.stderr
    assert paylib("report", "MINE.TOML").returncode == 0  # made already
    (tmp_path / "reports" / "mine.html").rename("PAGE.HTML")
    run = paylib("check", "PAGE.HTML")
    assert run.returncode == 0 and "Nothing here that these rules ask about" in run.stdout
    (tmp_path / "YOUTH_WORK_2004.TOML").write_bytes((tmp_path / "MINE.TOML").read_bytes())
    run = paylib("report", "YOUTH_WORK_2004.TOML")
    assert run.returncode == 2 and "the name of one that paylib makes itself" in run.stderr


@pytest.mark.parametrize("name", ["", ".", "..", " ", ".toml", ".TOML", "folder/"])
def test_a_new_dispute_has_a_name(paylib, name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    run = paylib("new", name)
    assert run.returncode == 2 and "is no name for a file" in run.stderr
    assert [each.name for each in tmp_path.rglob("*")] == ["folder"]


def test_a_new_dispute_with_a_space_in_its_name_is_told_in_quotes(paylib, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert 'then: paylib check "my dispute.toml"' in paylib("new", "my dispute").stdout


def test_a_new_dispute_whose_name_looks_like_an_option_is_told_as_a_path(paylib, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "then: paylib check ./-mine.toml" in paylib("new", "--", "-mine").stdout
    run = paylib("check", "./-mine.toml")
    assert run.returncode == 0 and "2 claims" in run.stdout


def test_one_claim_is_no_claims(paylib, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    paylib("new", "mine", "--group", "nhs_afc")
    assert paylib("check", "mine.toml").stdout.splitlines()[0].endswith(": 1 claim")


@pytest.mark.parametrize(
    "command",
    [
        ("check", "mine"),
        ("report", "mine.toml"),
        ("new", "other", "--like", "youth_work_2004"),
        ("claim", "njc_2026"),
        ("changes", "njc_2026", "--since", "2026-04"),
        ("ask", "Nurses' pay has fallen by 20% since 2010"),
    ],
)
def test_a_folder_without_a_data_package_is_told_by_every_command(paylib, command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert paylib("new", "mine").returncode == 0
    monkeypatch.setenv("PAYLIB_DATA", str(tmp_path))
    run = paylib(*command)
    assert run.returncode == 2 and f"No data package in {tmp_path}" in run.stderr, run.stderr


WITHOUT_A_CHECK = """
title = "A dispute"
nation = "England"
question = "Did pay keep up?"
start = "2024-09"
parties = [{ role = "union", name = "The union" }, { role = "employers", name = "The employers" }]
sources.leaflet = { publisher = "The union", title = "Leaflet" }

[[claims]]
id = "lost"
party = "union"
quantity = "real_change_pct"
summary = "Pay fell by a fifth."
value = -20
unit = "pct"
source = "leaflet"
"""


def test_a_claim_that_has_no_check_yet_cannot_be_checked_and_stops_nothing(paylib, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(WITHOUT_A_CHECK, encoding="utf-8")
    run = paylib("check", str(path))
    assert run.returncode == 0 and "Cannot be checked: no figure was found" in run.stdout, run.stderr


@pytest.mark.parametrize("slug", disputes.available())
def test_no_claim_of_a_dispute_needs_its_check_for_the_questions(slug):
    whole = disputes.load(slug)
    bare = [claim.model_copy(update={"check": None}) for claim in whole.claims]
    assert claims.questions(whole.model_copy(update={"claims": tuple(bare)})) == ()


WHOSE = ["--about", "2010", "2018"]


@pytest.mark.parametrize("figure", ["27400", "27,400", "£27,400", " £27400 "])
def test_whose_takes_a_figure_with_commas_between_thousands(paylib, figure):
    """27,400 is one figure, not 27 and then 400."""
    run = paylib("whose", figure, "--of", "23259", "--by", "cpi", "--decimals", "-2", *WHOSE)
    assert "readings give £27,400" in run.stdout, run.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["-23", "--group", "njc", "--point", "19", "--where", "point=19"],
            "'point' has an option of its own",
        ),
        (["-23", "--group", "njc", "--where", "about=19"], "'about' has an option of its own"),
        (["-23,-24", "--pay", "20000,21000"], "'-23,-24' is not an amount"),
        (["-23", "--pay", "20000,21000", "--decimals", "99"], "99 is not in the range"),
        (
            ["-23", "--group", "public", "--point", "3"],
            "public is average earnings, which have no pay points",
        ),
        (["-23", "--group", "public", "--where", "area=London"], "public is average earnings"),
    ],
)
def test_whose_refuses_what_it_would_not_use(paylib, arguments, message):
    run = paylib("whose", *arguments, *WHOSE)
    assert run.returncode == 2 and message in " ".join(run.stderr.split()), run.stderr


@pytest.mark.parametrize(
    ("table", "asked", "rows"),
    [
        ("prices_monthly", ["--date", "April 2025", "--where", "series=cpi"], 1),
        ("prices_monthly", ["--date", "2025-04-30", "--where", "series=cpi"], 1),
        ("public_employment", ["--date", "2025Q1", "--where", "series=G7AU"], 1),
        ("pay_points", ["--group", "njc", "--date", "2025-04", "--where", "annual_gbp=32061"], 3),
        ("pay_points", ["--group", "njc", "--date", "2025-04", "--where", "annual_gbp=£32,061"], 3),
    ],
)
def test_rows_are_found_by_dates_and_sums_as_people_write_them(paylib, table, asked, rows):
    run = paylib("data", "show", table, *asked, "--json")
    assert run.returncode == 0 and len(json.loads(run.stdout)) == rows, run.stderr


def test_a_column_asked_for_twice_is_asked_for_twice(paylib):
    run = paylib("data", "show", "pay_points", "--group", "njc", "--where", "point=19", "--where", "point=20")
    assert run.returncode == 2 and "no rows with point 20; there is: 19." in run.stderr


@pytest.mark.parametrize(
    ("written", "pounds"),
    [("14643", "£14,643.00"), ("£14,643.50", "£14,643.50"), ("1,234,567", "£1,234,567.00"), (".5", "£0.50")],
)
def test_an_amount_is_read_as_it_is_written_here(paylib, written, pounds):
    assert paylib("real", written, "2003-09", "2026-05", "--by", "rpi").stdout.startswith(pounds)


def test_a_small_amount_never_prints_as_nought(paylib):
    run = paylib("real", ".001", "2003-09", "2026-05", "--by", "rpi")
    assert run.stdout.startswith(
        "less than £0.005 in September 2003 is less than £0.005 in the prices of May 2026"
    )


@pytest.mark.parametrize(
    "written", ["14.643,50", "14.643", "£1.000", "1,4,6", "14,64", "14,6430", "1_000", "14.6k", "١٢", "", "£"]
)
def test_an_amount_that_could_be_another_is_refused(paylib, written):
    """A comma between thousands only: 14.643,50 is £14,643.50 elsewhere, and was read as £14.64."""
    run = paylib("real", written, "2003-09", "2026-05", "--by", "rpi")
    assert run.returncode == 2 and f"{written!r} is not an amount of money" in run.stderr


def in_a_process(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "paylib", *arguments],
        capture_output=True,
        env=os.environ | {"PAYLIB_STALE": "quiet"} | environment,
    )


PRINTED = [
    (encoding, arguments)
    for arguments in (
        ("check", "youth_work_2004"),
        ("real", "100", "2003-09", "2026-05", "--by", "rpi"),
        ("data", "show", "sources", "--rows", "0"),
        ("--help",),
    )
    for encoding in ("ascii", "cp1252", "cp437")
]


@pytest.mark.slow
@pytest.mark.parametrize(("encoding", "arguments"), random.Random(23).sample(PRINTED, cases(12, 4)))
def test_output_goes_to_any_terminal(encoding, arguments):
    run = in_a_process(*arguments, PYTHONIOENCODING=encoding)
    assert b"Traceback" not in run.stderr and b"Unicode" not in run.stderr
    assert run.stdout.decode(encoding)


def test_where_there_is_no_pound_sign_it_is_written_out_and_json_stays_json():
    told = in_a_process("real", "100", "2003-09", "2026-05", "--by", "rpi", PYTHONIOENCODING="ascii").stdout
    assert told.startswith(b"GBP 100.00 in September 2003 is GBP 227.56")
    found = json.loads(in_a_process("check", "youth_work_2004", "--json", PYTHONIOENCODING="ascii").stdout)
    assert any("£" in each["stated"] for each in found)


def in_a_terminal(columns: int, *arguments: str) -> str:
    """What a terminal of a width shows."""
    pty = pytest.importorskip("pty")
    process, shown = pty.fork()
    if process == 0:
        os.environ |= {"COLUMNS": str(columns), "PAYLIB_STALE": "quiet", "TERM": "xterm"}
        os.execv(sys.executable, [sys.executable, "-m", "paylib", *arguments])
    told = b""
    try:
        while more := os.read(shown, 65_536):
            told += more
    except OSError:  # it has ended
        pass
    os.waitpid(process, 0)
    return re.sub(r"\x1b\[[0-9;]*m", "", told.decode())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("table", "columns"), some(product(["njc_spine", "civil_service_pay", "dwp_paybill"], [40, 80]), 3)
)
def test_no_figure_is_cut_for_want_of_width(paylib, table, columns):
    frame = pd.DataFrame(json.loads(paylib("data", "show", table, "--rows", "2", "--json").stdout))
    shown = in_a_terminal(columns, "data", "show", table, "--rows", "2")
    for cell in frame.select_dtypes("number").stack():
        assert str(cell) in shown
    assert "…" not in shown


def test_a_verdict_is_read_whole_in_a_narrow_terminal(paylib):
    whole = " ".join(paylib("check", "civil_service_2004").stdout.split())
    assert " ".join(in_a_terminal(40, "check", "civil_service_2004").split()) == whole


def test_a_folder_that_cannot_be_written_is_told_in_a_paragraph(paylib, tmp_path):
    (tmp_path / "file").write_text("no folder")
    for out in (tmp_path / "file", tmp_path / "file" / "below"):
        run = paylib("report", "start_here", "--out", str(out))
        assert run.returncode == 2 and "cannot be written" in run.stderr and "Traceback" not in run.stderr


def test_no_text_of_a_file_acts_on_a_terminal(paylib, tmp_path):
    """Escape sequences, marks of direction and characters of no width, in a title, a key and a file's name."""
    path = tmp_path / "evil\x1b]0;title\x07\u202e.toml"
    text = TEMPLATE.replace('title = "', 'title = "\\u001b[31m\\u202eA\\u200b', 1)
    path.write_text(text.replace('question = "', '"\\u001b[2J" = 1\nquestion = "', 1), encoding="utf-8")
    for told in (paylib("check", str(path)), paylib("check", str(path), "--json")):
        assert not set("\x1b\x07\u202e\u200b") & set(told.stdout + told.stderr)


def test_questions_look_up_each_figure_of_a_file_once(monkeypatch):
    dispute, looked_up = disputes.load("youth_work_2004"), []
    claims.judged(dispute)
    monkeypatch.setattr(
        verdicts, "evidence_of", lambda _, figure: looked_up.append(figure.id) or evidence_of(dispute, figure)
    )
    claims.questions(dispute)
    assert sorted(looked_up) == sorted(figure.id for figure in dispute.figures)


def test_commands_import_no_more_than_they_need():
    """`--help`, `notebooks` no pandas, `real` no charts nor pydantic, `check` no charts nor scipy: each takes about as long as pandas."""
    for arguments, never in (
        (["--help"], {"pandas"}),
        (["real", "1", "2004-01", "2026-05", "--by", "cpi"], {"matplotlib", "pydantic", "rich"}),
        (["check", "youth_work_2004"], {"scipy", "matplotlib"}),
        (["notebooks", "none"], {"pandas"}),  # the kernel imports what a notebook asks for
    ):
        code = (
            f"import sys; sys.argv = ['paylib', *{arguments}]\nfrom paylib.cli import main\n"
            f"try:\n    main()\nexcept SystemExit:\n    pass\nassert not {never!r} & set(sys.modules)"
        )
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert run.returncode == 0, run.stderr
