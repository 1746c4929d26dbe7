"""The contracts of the tables: the shipped package keeps them, and each breach is named with its row."""

import json
import random

import pandas as pd
import pytest

from paylib import datapackage
from paylib.datapackage import contracts, hashes
from paylib.datapackage.contracts import changed_line, line_checks
from tests.conftest import some

RATES = "prices/prices_rates.csv"


def test_the_shipped_package_keeps_every_contract():
    problems = contracts.verify()
    assert not problems, "\n".join(problems)


@pytest.fixture
def rewritten(package):
    """A function that changes the text of a table in a package, and gives what verify says."""

    def rewrite(change, path=RATES) -> list[str]:
        file = package / path
        file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")
        return contracts.verify()

    return rewrite


def test_one_flipped_byte_is_found_to_the_row(rewritten):
    problems = rewritten(lambda text: text.replace("cpi,1989-04,5.3", "cpi,1989-04,5.2", 1))
    assert problems == [
        f"Table prices_rates ({RATES}), row 4 (line 5): the file is not the one that the descriptor describes.",
        # 51.871 of April 1989 over the 49.280 of April 1988: the byte is wrong by the index, too
        "Table prices_monthly (prices/prices_monthly.csv), row 480 (line 481): cpi_3dp of 1989-04 is 5.26 per cent "
        "above the year before, and the published rate is 5.2 (1 months do not agree).",
    ]


def test_a_table_is_not_taken_as_sound_while_what_it_refers_to_cannot_be_read(rewritten, package):
    """A cited source is gone, and the sources are not read for their type: once they are, the citation is told."""
    source = pd.read_csv(package / RATES)["source"].iloc[0]
    descriptor = package / datapackage.DESCRIPTOR
    before = descriptor.read_text(encoding="utf-8")
    spoilt = json.loads(before)
    (of_sources,) = (each for each in spoilt["resources"] if each["name"] == "sources")
    of_sources["schema"]["fields"][1]["type"] = "integer"
    descriptor.write_text(json.dumps(spoilt), encoding="utf-8")
    told = rewritten(lambda text: text.replace(f"{source},", f"{source}_gone,"), "sources.csv")
    assert any("is not of type integer" in each for each in told)
    descriptor.write_text(before, encoding="utf-8")
    assert any(f"table sources has no '{source}'" in each for each in contracts.verify())


def test_a_duplicated_key_names_the_row(rewritten):
    problems = rewritten(lambda text: text.replace("cpi,1989-04,", "cpi,1989-03,", 1))
    assert (
        f"Table prices_rates ({RATES}), row 4 (line 5): the key series cpi, month 1989-03 stands there twice."
        in problems
    )


def test_a_missing_month_names_the_place(rewritten):
    problems = rewritten(
        lambda text: "".join(line for line in text.splitlines(True) if not line.startswith("cpi,1989-04"))
    )
    assert f"Table prices_rates ({RATES}), after row 3 (line 4): cpi has no 1989-04 (1 missing)." in problems


def test_a_declared_gap_is_no_problem_but_one_beside_it_is(rewritten):
    path = "disputes/labour_disputes.csv"
    problems = rewritten(
        lambda text: "".join(line for line in text.splitlines(True) if ",2022-01,month," not in line), path
    )
    assert any("working_days_lost has no 2022-01 (1 missing)" in problem for problem in problems)


def test_an_unknown_source_names_the_row(rewritten):
    problems = rewritten(lambda text: text.replace("ons_d7g7_csv_2026_03", "nobody", 1))
    assert any(
        "row 1 (line 2), column source: table sources has no 'nobody'." in problem for problem in problems
    )


def test_a_wrong_type_names_the_row(rewritten):
    problems = rewritten(lambda text: text.replace("cpi,1989-04,5.3", "cpi,1989-04,five", 1))
    assert any(
        "row 4 (line 5), column rate_pct: 'five' is not of type number." in problem for problem in problems
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("cpi,1989-04,5.3", "cpx,1989-04,5.3", "column series: 'cpx' is not one of"),
        ("cpi,1989-04,5.3", "cpi,1989-04,", "column rate_pct: the cell is empty and must not be"),
        ("cpi,1989-04,5.3,,", "cpi,1989-04,5.3,surely,", "the usage warning 'surely' has no sentence"),
        ("cpi,1989-04,5.3,,", "cpi,1989-04,5.3,NO,", "does not fit the pattern"),
        ("cpi,1989-04,5.3", "cpi,1989-4,5.3x", "is not of type"),
    ],
)
def test_other_breaches_are_named(rewritten, old, new, message):
    problems = rewritten(lambda text: text.replace(old, new, 1))
    assert any("row 4 (line 5)" in problem and message in problem for problem in problems), problems


def test_a_missing_file_is_named(package):
    (package / RATES).unlink()
    assert any(
        "prices_rates: the file" in problem and "cannot be read" in problem for problem in contracts.verify()
    )


def test_a_source_that_nobody_cites_is_named(rewritten):
    problems = rewritten(lambda text: text + "nobody,A,B,,,,computed,,one_source\n", "sources.csv")
    assert any("no table cites 'nobody'" in problem for problem in problems)


def test_a_figure_below_its_minimum(rewritten):
    problems = rewritten(
        lambda text: text.replace("cpi,1988-01,48.4", "cpi,1988-01,-48.4", 1), "prices/prices_monthly.csv"
    )
    assert any("'-48.4' is below" in problem for problem in problems)


def test_any_one_changed_line_is_found():
    chance = random.Random(4)
    for size in (1, 2, 3, 64, 65, 1000):
        lines = [b"%d\n" % chance.getrandbits(64) for _ in range(size)]
        checks = line_checks(b"".join(lines))
        assert changed_line(checks, b"".join(lines)) is None
        for number in {0, size - 1, chance.randrange(size)}:
            other = [*lines[:number], b"x\n", *lines[number + 1 :]]
            assert changed_line(checks, b"".join(other)) == number
    two = [b"x\n", *lines[1:-1], b"y\n"]
    assert changed_line(checks, b"".join(two)) is None
    assert changed_line(checks, b"".join(lines[:-500])) is None


def test_a_sealed_edit_that_keeps_the_contracts_is_no_problem(package):
    file = package / RATES
    file.write_text(file.read_text() + "cpi,2026-09,3.0,,ons_d7bt_csv_2026_09\n")
    assert contracts.verify()
    hashes.seal()
    assert contracts.verify() == []
    assert datapackage.load("prices_rates")["month"].astype(str).iloc[-1] == "2026-09"


def scaled(factor, since=None, until=None, series="cpi"):
    """An editor's slip: months of a series times a factor."""

    def slip(frame):
        months = frame["month"].astype(str)
        rows = (
            (frame["series"] == series) & (months >= (since or "")) & (months <= (until or since or "9999"))
        )
        frame.loc[rows, "price_index"] = (frame.loc[rows, "price_index"] * factor).round(3)

    return slip


def swapped(first, second, series="cpi"):
    def slip(frame):
        rows = [
            frame.index[(frame["series"] == series) & (frame["month"].astype(str) == each)][0]
            for each in (first, second)
        ]
        frame.loc[rows, "price_index"] = frame.loc[rows[::-1], "price_index"].to_numpy()

    return slip


def renamed(first, second):
    def slip(frame):
        frame["series"] = frame["series"].replace({first: second, second: first})

    return slip


def typed(month, figure, series="cpi"):
    def slip(frame):
        frame.loc[(frame["series"] == series) & (frame["month"].astype(str) == month), "price_index"] = figure

    return slip


SLIPS = {
    "one month times ten": scaled(10, "2019-03"),
    "one month over ten": scaled(0.1, "2019-03"),
    "the last month times ten": scaled(10, "2026-08"),
    "all times ten from 2015": scaled(10, "2015-01", "9999"),
    "all times 1.1 from 2015": scaled(1.1, "2015-01", "9999"),
    "two months swapped": swapped("2019-03", "2019-09"),
    "two years swapped": swapped("2010-01", "2020-01"),
    "two digits turned round": typed("2022-10", 121.8),
    "the point moved": typed("2022-10", 12.82),
    "a month taken from the next": typed("2022-03", 119.0),
    "a figure below nought": typed("2022-10", -128.2),
    "no number": typed("2022-10", float("inf")),
    "CPI and CPIH swapped": renamed("cpi", "cpih"),
    "CPI and RPI swapped": renamed("cpi_3dp", "rpi"),
    "one month of the three-decimal edition": typed("2022-10", 129.2, "cpi_3dp"),
    "RPI times ten": scaled(10, "2019-03", series="rpi"),
}


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_an_editors_slip_is_seen_whatever_the_hashes_say(slip):
    package = datapackage.package()
    frame = pd.read_csv(package.root / "prices" / "prices_monthly.csv")
    slip(frame)
    content = frame.to_csv(index=False, lineterminator="\n").encode()
    frames = {name: package.load(name) for name in ("prices_rates", "ons_series")}
    frames["prices_monthly"] = package.parse("prices_monthly", content)
    found = [
        *contracts.table_problems(package.resource("prices_monthly"), frames["prices_monthly"], frames),
        *contracts._jumps(package, frames),
        *contracts._unlike_published(package, frames),
    ]
    assert found and all("Table prices_monthly" in each and "row" in each for each in found)


def test_verify_sees_a_slip_though_the_package_is_sealed_after_it(package):
    path = package / "prices" / "prices_monthly.csv"
    frame = pd.read_csv(path)
    SLIPS["two months swapped"](frame)
    frame.to_csv(path, index=False, lineterminator="\n")
    hashes.seal()
    assert any("and the published rate is" in each for each in contracts.verify())


GONE = {
    "prices_monthly": ("prices/prices_monthly.csv", "rpi", "2026-07", "2026-06"),
    "prices_rates": ("prices/prices_rates.csv", "rpi", "2026-07", "2026-06"),
    "awe_monthly": ("pay/awe_monthly.csv", "KAB9", "2026-02", "2026-01"),
}


@pytest.mark.slow
@pytest.mark.parametrize("table", some(GONE, 1))
def test_the_last_month_gone_is_seen_though_sealed_until_it_is_said_to_be_meant(table, package_copy):
    path, series, last, before = GONE[table]
    file = package_copy / path
    lines = file.read_text().splitlines(True)
    file.write_text("".join(line for line in lines if not line.startswith(f"{series},{last},")))
    assert len(file.read_text().splitlines()) == len(lines) - 1
    (told,) = [each for each in hashes.changes() if each.startswith(f"{table}: {path} changed; ")]
    assert f"{series} ends in {before}, and was sealed to {last}" in told
    hashes.seal()
    wanted = f"Table {table} ({path}): {series} ends in {before}, and has been sealed to {last}. "
    assert [each for each in contracts.verify() if each.startswith(wanted)]
    hashes.seal(shorter=True)
    assert not [each for each in contracts.verify() if "has been sealed to" in each]


def test_a_series_gone_altogether_is_seen_though_sealed(package_copy):
    file = package_copy / "pay" / "awe_rates.csv"
    lines = file.read_text().splitlines(True)
    file.write_text("".join(line for line in lines if not line.startswith("KAC3,")))
    hashes.seal()
    assert any("KAC3 has no rows, and has been sealed to" in each for each in contracts.verify())


def test_files_of_disputes_and_claims_are_sealed(package_copy):
    changed = package_copy / "disputes" / "youth_work_2004.toml"
    changed.write_text(changed.read_text().replace("2.95", "2.59", 1) + "\n")
    (package_copy / "claims" / "njc_2026.toml").unlink()
    (package_copy / "disputes" / "mine.toml").write_text("title = 'Mine'\n")
    starts = ["The file claims/njc_2026.toml is gone.", "The file disputes/mine.toml is not sealed."]
    starts.append("The file disputes/youth_work_2004.toml is not as it was sealed.")
    problems = [each for each in contracts.verify() if each.startswith("The file")]
    assert [found.startswith(start) for found, start in zip(problems, starts, strict=True)] == [True] * 3
    assert hashes.changes() == [
        "claims/njc_2026.toml: gone.",
        "disputes/mine.toml: new.",
        "disputes/youth_work_2004.toml: changed.",
    ]


def _weakened(content):
    rates = next(each for each in content["resources"] if each["name"] == "prices_rates")
    field = next(each for each in rates["schema"]["fields"] if each["name"] == "rate_pct")
    field["constraints"] = {"required": False}


def _counted(content):
    next(each for each in content["resources"] if each["name"] == "prices_rates")["rows"] = 7


def _dropped(content):
    content["views"] = content["views"][1:]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_weakened, "Table prices_rates: its part of"),
        (_counted, "Table prices_rates: its part of"),
        (_dropped, "datapackage.json is not"),
    ],
)
def test_the_descriptor_is_sealed_with_its_constraints(change, told, package_copy):
    path = package_copy / datapackage.DESCRIPTOR
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))
    assert [each.startswith(told) for each in contracts.verify()] == [True]
    assert len(hashes.changes()) == 1
