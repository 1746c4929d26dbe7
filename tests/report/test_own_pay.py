"""A reader's own pay in the brief: the page's script reads what figures/saved reads, faults by row and cell, and draws it."""

import random
import re
from pathlib import Path

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe

from paylib import disputes, prices
from paylib.errors import FigureError
from paylib.figures import saved
from paylib.figures.rounding import pictured, printed
from paylib.report import brief, own_pay, since
from paylib.report.brief import erosion
from paylib.report.calculator import calculator
from paylib.report.page import TEMPLATES
from tests.conftest import cases
from tests.report.test_browser import RULES

TABLES = cases(1000, 100)
SLUG = "social_care_2025"
MONTHS = ("2010-04", "2010-04-01", "01/09/2012", "1.4.2015", "April 2016", "Apr-18", "1 Sep 2019", "sept-20", "2021-13", "32/13/2010", "31/09/2010", "2010-02-30", "45 May 2010", "2010-09 or so", "2010-09-01 00:00:00", "01/09/2010 00:00", "soon", "", "Ma-11")  # fmt: skip
SUMS = (
    "30000",
    "£30,000",
    '"£31,250.50"',
    " 28 000 ",
    "27.5",
    "27.500",
    "£123.456",
    "0.125",
    "1234.567",
    "0",
    "-5",
    "a lot",
    "",
    "1,23",
    '"12,34"',
    "£",
    "<b>9</b>",
)
HEADS = (
    "date,annual_gbp",
    "Date;Annual £",
    "month\tPay",
    "From,Salary,Note",
    "date;Pay (£)",
    "when,what",
    "DATE,Annual GBP",
    "sep=;\ndate;annual_gbp",
    "sep=|\nDate|Pay",
)


def random_table(chance: random.Random) -> str:
    head = chance.choice(HEADS)
    mark = head[4] if head.startswith("sep=") else max(",;\t", key=head.count)
    columns = head.count(mark) + 1
    lines = [head] if chance.random() < 0.95 else []
    likely = chance.random() < 0.6
    for count in range(chance.randrange(6)):
        date = f"{2005 + 2 * count}-0{chance.randint(1, 9)}" if likely else chance.choice(MONTHS)
        gbp = (
            f"{chance.randint(15_000, 60_000)}.{chance.randint(0, 99):02d}" if likely else chance.choice(SUMS)
        )
        cells = [date, gbp, "x"][:columns]
        lines.append(
            mark.join(cells + [""] * chance.choice([0, 0, 0, 1]) + ["more"] * (chance.random() < 0.05))
        )
        lines += [""] * (chance.random() < 0.1)
    return chance.choice(["\n", "\r\n", "\r"]).join(lines) + chance.choice(["", "\n"])


def ours(text: str, folder) -> list | set[str]:
    """What Python reads of it: months and pounds, or where its faults are."""
    path = folder / "pay.csv"
    path.write_bytes(text.encode("utf-8-sig"))
    columns = {"date": saved.month, "annual_gbp": saved.money}
    try:
        rows = saved.table(path, columns, disputes.reading._ALSO)
    except FigureError as error:
        return where_faults_are(re.findall(r"^  (.*)$", str(error), flags=re.MULTILINE))
    if rows["date"].duplicated().any():
        return {"rows"}
    return [[month.year * 12 + month.month - 1, gbp] for month, gbp in sorted(rows.itertuples(index=False))]


def where_faults_are(told: list[str]) -> set[str]:
    found = {re.match(r"(rows(?= \d)|row \d+(?:, \w+|: no \w+|: \d+ cells))?", each)[0] for each in told}
    return found - {""}


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("own") / f"{SLUG}.html"
    path.write_text(brief.render(disputes.load(SLUG), SLUG), encoding="utf-8")
    return path


@pytest.mark.slow
def test_the_page_reads_and_reckons_as_paylib_does(browser, tmp_path):
    chance = random.Random(21)
    texts = [random_table(chance) for _ in range(TABLES)]
    shown = erosion.erosion(disputes.load(SLUG))
    whole = {by: erosion.Level.of(level.name, prices.index(by)) for by, level in shown.prices.items()}
    page = browser.new_page()
    for script in (*own_pay.SCRIPTS, Path("..", "calculator", "calculator.js")):
        page.add_script_tag(content=(TEMPLATES / script).read_text(encoding="utf-8"))
    got = page.evaluate(
        """([texts, prices, terms]) => texts.map((text) => {
            const read = own.table(`\\ufeff${text}`);
            const pay = read.rows ? own.level(read.rows, since.last(prices.cpi)) : null;
            return [read, pay, pay && [prices, calculator.levels(terms)].map((each) => own.lost(pay, each, pay.start))];
        })""",
        [texts, shown.terms["prices"], calculator(disputes.load(SLUG)).terms],
    )
    page.close()
    drawn = 0
    for text, (read, pay, lost) in zip(texts, got, strict=True):
        want = ours(text, tmp_path)
        if "faults" in read:
            assert isinstance(want, set) and where_faults_are(read["faults"]) == want, text
            continue
        assert read["rows"] == want, text
        months = pd.PeriodIndex([pd.Period(ordinal=number - 1970 * 12, freq="M") for number, _ in want])
        level = since.of_history(pd.Series([gbp for _, gbp in want], months))
        assert (level is None) == (pay is None), text
        if level is None:
            continue
        assert pay["values"] == list(level.values) and pay["start"] == erosion.number(level.start)
        own = erosion.Level(erosion.OWN, level.start, level.values, ())
        for levels, found in zip((shown.prices, whole), lost, strict=True):  # in the brief, in the calculator
            rows = erosion.lost(erosion.Erosion((own,), levels, "cpi", own.start))
            assert sorted(found) == sorted(rows.index if rows is not None else []), text
            for name, each in found.items():
                assert [each[column] for column in rows] == pytest.approx(
                    rows.loc[name].tolist(), rel=1e-9, abs=1e-7
                )
                drawn += 1
    assert drawn > TABLES // 10


def test_pay_that_is_pasted_is_drawn_with_what_was_lost(file, open_page):
    """£28,000 from July 2023 and £29,000 from July 2024, by CPI."""
    page = open_page(file, 390)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    page.fill("#own textarea", "Date;Annual £\n01/07/2023;£28,000\nJul-24;29000\n")
    page.click("#own button")
    assert page.inner_text("#erosion h3").startswith("Your own pay: ")
    assert (
        page.locator("#erosion [name=group]").evaluate("each => each.selectedOptions[0].text")
        == "Your own pay"
    )
    history = pd.Series([28_000.0, 29_000.0], pd.PeriodIndex(["2023-07", "2024-07"], freq="M"))
    shown = erosion.erosion(disputes.load(SLUG))
    rows = erosion.lost(erosion.Erosion((since.of_history(history),), shown.prices, "cpi", history.index[0]))
    cells = page.locator("#own-lost tbody tr").first.inner_text().split("\t")
    first = rows.iloc[0]
    pounds = [f"{'−' if value < 0 else ''}£{abs(value):,.0f}" for value in first.iloc[:2]]
    assert cells[0] == rows.index[0] and cells[1:3] == pounds
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert not Axe().run(page, options=RULES).response["violations"]


def test_the_address_of_ones_own_pay_opens_it(file, browser):
    """As the index of the site links to it, beside the calculators."""
    page = browser.new_page()
    page.goto(f"{file.as_uri()}#own")
    assert page.locator("#own textarea").is_visible()
    page.goto("about:blank")
    page.goto(file.as_uri())
    assert not page.locator("#own textarea").is_visible()
    page.close()


def test_faults_are_named_by_row_and_cell_and_hostile_text_stays_text(file, open_page, tmp_path):
    page = open_page(file, 390)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    page.fill(
        "#own textarea", "date,annual_gbp\n<img src=x onerror=window.hit=1>,30000\n2011-04,=HYPERLINK(1)\n"
    )
    page.click("#own button")
    told = page.locator("#own-faults li").all_inner_texts()
    assert told[0].startswith("row 2, date: '<img src=x") and told[1].startswith(
        "row 3, annual_gbp: '=HYPERLINK(1)'"
    )
    assert page.evaluate("window.hit") is None and not page.locator("#own-faults img").count()
    path = tmp_path / "pay.csv"
    path.write_bytes("date;annual_gbp\n2023-07;£28,000\n2024-07;£29,000\n".encode("cp1252"))
    page.set_input_files("#own [type=file]", path)
    page.wait_for_selector("#own-lost table")
    assert not page.locator("#own-faults li").count()


def test_without_scripts_there_is_no_dead_form(file, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    assert not page.locator("#own").is_visible()
    context.close()


EDGES = [
    each * sign
    for each in (0.0, 1e-12, 0.0004, 0.003, 0.03, 0.0499, 0.0501, 0.3, 1234.56)
    for sign in (1, -1)
]


def test_what_is_not_nought_never_prints_as_nought_in_scripts_as_in_python(browser):
    """Beside the zero, which stays 0.0%: less than 0.05%, and a picture's label with the decimals that it needs."""
    page = browser.new_page()
    page.add_script_tag(
        content=(Path(own_pay.__file__).parent / "template" / "since.js").read_text(encoding="utf-8")
    )
    got = page.evaluate("(values) => values.map((each) => [since.pct(each), since.pictured(each)])", EDGES)
    page.close()
    assert got == [[printed(each, "pct"), pictured(each, "pct")] for each in EDGES]
    assert got[0] == ["0.0%", "0.0%"] and got[8] == ["less than 0.05%", "0.03%"]


def test_a_change_that_is_too_small_to_print_is_said_to_be_small_and_not_level():
    pay = erosion.Level("Pay", pd.Period("2024-01", "M"), (100.0, 100.03), ())
    prices_of = {"cpi": erosion.Level("CPI", pay.start, (100.0, 100.0), ())}
    headline, sentence = erosion.Erosion((pay,), prices_of, "cpi", pay.start).told(pay, "cpi", pay.start)
    assert headline == "Pay: a rise of less than 0.05% after prices since January 2024, by CPI"
    assert "pay less than 0.05%, prices 0.0% by CPI" in sentence
