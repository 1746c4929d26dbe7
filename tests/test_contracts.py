"""The contracts of the tables: the shipped package keeps them, and each breach is named with its row."""

import random

import pytest

from paylib import datapackage
from paylib.datapackage import contracts, hashes
from paylib.datapackage.contracts import changed_line, line_checks

RATES = "prices/prices_rates.csv"


def test_the_shipped_package_keeps_every_contract():
    problems = contracts.verify()
    assert not problems, "\n".join(problems)


@pytest.fixture
def rewritten(package_copy):
    """A function that changes the text of a table in the copied package, and gives what verify says."""

    def rewrite(change, path=RATES) -> list[str]:
        file = package_copy / path
        file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")
        return contracts.verify()

    return rewrite


def test_one_flipped_byte_is_found_to_the_row(rewritten):
    problems = rewritten(lambda text: text.replace("cpi,1989-04,5.3", "cpi,1989-04,5.2", 1))
    assert problems == [
        f"Table prices_rates ({RATES}), row 4 (line 5): the file is not the one that the descriptor describes."
    ]


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


def test_a_missing_file_is_named(package_copy):
    (package_copy / RATES).unlink()
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


def test_a_sealed_edit_that_keeps_the_contracts_is_no_problem(package_copy):
    file = package_copy / RATES
    file.write_text(file.read_text() + "cpi,2026-09,3.0,,ons_d7bt_csv_2026_09\n")
    assert contracts.verify()
    hashes.seal()
    assert contracts.verify() == []
    assert datapackage.load("prices_rates")["month"].astype(str).iloc[-1] == "2026-09"
