"""What an economist changes in a notebook's first cells changes every word below that depends on it."""

import ast
import random
import re
import warnings
from functools import cache
from statistics import median

import nbformat
import pandas as pd
import pytest

from paylib.charts.chart import Chart
from paylib.errors import PaylibError
from paylib.figures import periods
from paylib.findings import KeyFigures, Prose
from paylib.report.run import notebooks
from paylib.tables import Table
from tests.conftest import cases
from tests.lines import cells

CHANGES = {
    "start_here": ('by = ["rpix"]', 'by = ["rpi", "cpi"]\nend = "2022-09"'),
    "inflation_and_pay": (
        'by = ["cpih"]',
        'by = ["rpi", "cpih"]\nfirst, middle, last = map(periods.parse, ("2004", "2013", "2024"))',
    ),
    "civil_service_2004": (
        'by = ["cpih"]\nto = periods.parse("2004-01")',
        'by = ["rpix", "cpi"]\nto = periods.parse("2003-11")',
    ),
    "youth_work_2004": ('by = ["cpih", "rpix"]', 'by = ["rpi"]\nfirst = periods.parse("2003-11")'),
    "social_care_2025": (
        'by = ["cpih"]\nrates = periods.parse("2025-04")',
        'by = ["rpix", "rpi"]\ncontract = "annual_contract"',
    ),
    "compare_disputes": ('by = ["rpix", "cpih"]', 'by = ["rpi"]\nlater = 5'),
    "twenty_years": ('by = ["cpih"]', 'by = ["rpi", "cpi"]\nsince = periods.parse("2010-02")'),
    "econometrics": ('by = ["cpih"]', 'by = ["rpi", "cpi"]\nuntil = periods.parse("2024-10")'),
    "pass_through": ('by = ["cpih"]', 'by = ["rpi"]\nlags = (0, 12)'),
    "prices_to_come": ('since = periods.parse("1993-01")', 'until = periods.parse("2028-03")'),
    "strikes_and_inflation": ('since = periods.parse("1960")', "draws = 500"),
    "resident_doctors_2022": (
        'by = ["rpix"]',
        'by = ["rpi", "cpi"]\nstart, end = periods.parse("2010-04"), periods.parse("2021-04")',
    ),
    "your_dispute": ('by = ["cpi"]\ndispute = "youth_work_2004"', 'dispute = "social_care_2025"'),
    "ask_your_own": (
        'by = ["cpih"]\npoint = 25',
        'since, until = periods.parse("2021-04"), periods.parse("2024-04")',
    ),
    "coverage": ("first = 2015", 'first, last = 2010, 2020\nwithin = "teachers"'),
}
"""Of each notebook two other values of what it lets an economist change."""

PRICES = r"price index is asked for.*cpi, cpih, rpi, rpix, rpi_long, gdp"

ASKED = {
    "start_here": {
        'by = "awe_public"': PRICES,
        'end = "2025"': r"period '2025'.*period is one of.*2024-09, 2025-09",
        'end = "2030-09"': r"period '2030-09'.*period is one of.*2024-09, 2025-09",
    },
    "inflation_and_pay": {
        'first, middle, last = map(periods.parse, ("2025", "2010", "2000"))': "2010.*2025.*the earlier first",
        "first = middle": "2010.*2010.*the earlier first",
        'first = periods.parse("2000-01")': "calendar year is needed here.*2000-01 is a month",
        'last = periods.parse("2030")': r"2030.*2000-01 to 2026-02.*[Nn]ot published yet",
    },
    "civil_service_2004": {
        'to = periods.parse("2003")': "month is needed here.*2003 is a calendar year",
        'to = periods.parse("2030-07")': "2029-07.*ends in.*next release",
    },
    "youth_work_2004": {
        'by = "awe_public"': PRICES,
        'first = periods.parse("2003/04")': "month is needed here.*2003/04 is a financial year",
    },
    "social_care_2025": {
        'rates = periods.parse("2024")': "month is needed here.*2024 is a calendar year",
        'rates = periods.parse("2003-04")': "2003-04.*held for 2023-04 to 2026-03",
        'contract = "full-time"': "full-time.*annual_contract, five_day_week",
    },
    "compare_disputes": {
        'later = "3"': "whole number of months, such as 11",
        "later = 1000": "2085-11.*ends in.*next release",
        'by = ["cpi", "rpi", "cpih"]': "Pay rise, CPI, RPI, CPIH and Work for each worker.*Leave out",
    },
    "twenty_years": {
        "since, until = until, since": "2006-02.*2026-02.*the earlier first",
        "until = since": "2006-02.*2006-02.*the earlier first",
        'since = periods.parse("2006")': "month is needed here.*2006 is a calendar year",
        'until = periods.parse("2030-02")': "2030-02.*Missing: 2026-04.*2002-03 to 2026-03",
    },
    "econometrics": {
        "since, until = until, since": "2010-04.*2025-04.*the earlier first",
        'since = periods.parse("2000-06")': r"mean of 12 months.*1999-07.*2000-01 to 2026-02.*2000-12 or later",
        'until = periods.parse("2030-04")': r"2030-04.*2000-01 to 2026-02 are held: ask for months of those",
        'until = periods.parse("2025")': "month is needed here.*2025 is a calendar year",
    },
    "your_dispute": {
        'dispute = "no_such"': r"no_such.*youth_work_2004.*path of a .toml file",
        "dispute = []": r"youth_work_2004.*path of a .toml file",
    },
    "ask_your_own": {
        "since, until = until, since": "2019-04.*2025-04.*the earlier first",
        'since = periods.parse("2019")': "month is needed here.*2019 is a calendar year",
        "point = 99": "points ran from 1 to 43",
        'point = "band 5"': "'band 5'.*points of Local government services.*from 1 to \\d+",
        'group, point, other = "teachers", "M1", "M6"': "School teachers.*leave out point=.*njc, jnc_youth, university",
        'group = "njcc"': "Did you mean 'njc'",
    },
    "resident_doctors_2022": {
        "start, end = end, start": "2008-04.*2022-04.*the earlier first",
        "end = start": "2008-04.*2008-04.*the earlier first",
        'start = periods.parse("2008")': "month is needed here.*2008 is a calendar year",
        'end = periods.parse("2030-04")': "2030-04.*Held for 2008-04",
    },
    "coverage": {
        "first, last = 2025, 2010": "2010.*2025.*the earlier first",
        'first = "2015-04"': "calendar year is needed here.*2015-04 is a month",
        'within = "plumbers"': "'plumbers'.*Firefighters",
    },
}
"""Of each notebook plausible values that do not do, and what the error says of them: what there is, what to do."""

for _slug, _more in ASKED.items():
    if _slug not in ("coverage", "your_dispute"):
        _more |= {'by = ["awe_private"]': PRICES, "by = []": "No index was named"}
    if _slug != "coverage":
        _more |= {'by = ["inflation"]': "no deflator 'inflation'.*cpi, cpih, rpi, rpix"}

MOST_LINES = {
    "start_here": 120,
    "inflation_and_pay": 280,
    "civil_service_2004": 350,
    "youth_work_2004": 280,
    "social_care_2025": 330,
    "compare_disputes": 260,
    "twenty_years": 330,
    "econometrics": 270,
    "pass_through": 150,
    "prices_to_come": 180,
    "strikes_and_inflation": 90,
    "resident_doctors_2022": 70,
    "your_dispute": 150,
    "ask_your_own": 40,
    "coverage": 70,
}

INDEX = re.compile(r"\b(CPIH?|RPIX?)\b")
WHEN = re.compile(
    rf"\b(?:(?:{'|'.join(periods.words(pd.Period(f'2000-{m:02}')).split()[0] for m in range(1, 13))}) )?(?:19|20)\d\d\b"
)
WORDS = re.compile(r"\b(more|less|rose|fell|above|below|ahead|behind|higher|lower|rise|fall|gained|lost)\b")


@pytest.fixture(params=CHANGES)
def slug(request) -> str:
    return request.param


@pytest.fixture(params=random.Random(3).sample(list(CHANGES), cases(len(CHANGES), 5)))
def tried(request) -> str:
    """A notebook that is run, which takes longer than to read it."""
    return request.param


def code(slug: str) -> list:
    read = nbformat.read(notebooks.available()[slug], as_version=4).cells
    return [cell for cell in read if cell.cell_type == "code"]


@cache
def run(slug: str, change: str = "") -> tuple[list, dict]:
    """What the cells show, with a line more in the cell that is there to be changed; pictures are not drawn."""
    names, shown = {}, []
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        patch.setenv("PAYLIB_STALE", "quiet")
        patch.setenv("PAYLIB_BUILD", "1")
        patch.delenv("PAYLIB_DISPUTE", raising=False)
        warnings.simplefilter("error")
        for cell in code(slug):
            source = cell.source + ("\n" + change if "change-this" in cell.metadata.get("tags", ()) else "")
            tree = ast.parse(source)
            last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, slug, "exec"), names)
            if last is not None:
                shown.append(eval(compile(ast.Expression(last.value), slug, "eval"), names))
    return [each for each in shown if each is not None], names


def pieces(shown: object) -> list[Prose | str]:
    """The words that stand over, beside and in what is shown."""
    match shown:
        case Prose():
            return [shown]
        case Chart():
            return [shown.title, shown.subtitle, shown.alt]
        case Table():
            return [shown.caption]
        case KeyFigures():
            return [words for words, _ in shown.figures]
    return []


def known(piece: Prose | str) -> str:
    """All that the findings of some words say of indices and dates."""
    found = piece.findings if isinstance(piece, Prose) else ()
    said = " ".join(f"{each} {each.name} {each.method}".replace("_", " ") for each in found)
    dates = re.findall(r"\b(?:19|20)\d\d-\d\d\b", said.replace(" ", "-")) + re.findall(
        r"\b(?:19|20)\d\d-\d\d\b", said
    )
    return " ".join(
        [said.upper(), said, *(periods.words(pd.Period(date)) for date in dates if date[5:] <= "12")]
    )


def skeleton(piece: Prose) -> str:
    return re.sub(r"<data.*?</data>", "…", str(piece.html))


def signs(piece: Prose) -> list[int]:
    return [each.sign for each in piece.findings if isinstance(each.value, int | float)]


@pytest.mark.slow
def test_what_is_changed_changes_every_word(tried):
    for change in random.Random(tried).sample(CHANGES[tried], cases(2, 1)):
        assert_it_changes_every_word(tried, change)


def assert_it_changes_every_word(slug: str, change: str) -> None:
    before, _ = run(slug)
    after, names = run(slug, change)
    changed = [
        each
        for old, each in zip(before, after, strict=True)
        if str(getattr(old, "text", "")) != str(getattr(each, "text", ""))
    ]
    assert changed, "Nothing depends on what can be changed."
    if slug == "your_dispute":  # another dispute: all its words are its own
        return
    by = {name.upper() for name in names.get("by", ())}
    for old, new in zip(before, after, strict=True):
        if old.text == new.text:
            continue
        for first, second in zip(pieces(old), pieces(new), strict=False):
            said = known(second)
            for index in set(INDEX.findall(str(second))) - by:
                assert re.search(rf"\b{index}\b", said), f"{index} stayed in: {second}"
            for when in WHEN.findall(str(second)):
                assert when in said, f"{when} is no finding's, in: {second}"
            if isinstance(first, Prose) and skeleton(first) == skeleton(second):
                turned = any(one * two < 0 for one, two in zip(signs(first), signs(second), strict=False))
                assert not (turned and WORDS.search(skeleton(second))), (
                    f"A word stayed where a sign turned: {second}"
                )


WRONG = [(slug, change, told) for slug, changes in ASKED.items() for change, told in changes.items()]


@pytest.mark.slow
@pytest.mark.parametrize(("slug", "change", "told"), random.Random(6).sample(WRONG, cases(len(WRONG), 20)))
def test_what_does_not_do_is_told_with_what_does(slug, change, told):
    with pytest.raises(PaylibError, match=f"(?s){told}"):
        run.__wrapped__(slug, change)


@pytest.mark.slow
@pytest.mark.parametrize("slug", random.Random(4).sample(list(ASKED)[:-1], cases(11, 2)))
def test_an_index_in_capitals_or_alone_is_that_index(slug):
    """As they are in every function that takes one."""

    def words(shown):
        return [str(piece) for each in shown for piece in pieces(each)]

    one, other, alone = (
        words(run.__wrapped__(slug, change)[0]) for change in ('by = ["cpi"]', 'by = ["CPI"]', 'by = "cpi"')
    )
    assert one == other == alone


@pytest.mark.slow
def test_a_name_means_one_figure_on_a_page(tried):
    shown, _ = run(tried)
    found = {}
    for each in shown:
        for piece in pieces(each):
            for finding in piece.findings if isinstance(piece, Prose) else ():
                assert found.setdefault(finding.name, str(finding)) == str(finding), finding.name


def test_cells_are_short_and_nothing_is_folded_but_the_set_up(slug):
    lines = cells(notebooks.available()[slug])
    assert sum(lines) <= MOST_LINES[slug]
    assert max(lines) <= 25 and median(lines) <= 8
    for cell in code(slug):
        assert max(map(len, cell.source.splitlines())) <= 110, "Wider than a cell of JupyterLab."
        assert not cell.metadata.get("jupyter", {}).get("source_hidden") or "import paylib" in cell.source
        assert ".value" not in cell.source.replace(".values(", ""), cell.source


def test_every_import_is_used(slug):
    tree = ast.parse("\n".join(cell.source for cell in code(slug)))
    imported = [
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    ]
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert set(imported) <= used


def test_there_is_one_cell_to_change_and_it_comes_first(slug):
    tagged = [
        place for place, cell in enumerate(code(slug)) if "change-this" in cell.metadata.get("tags", ())
    ]
    assert tagged in ([0], [1])


@pytest.mark.slow
def test_the_answer_is_short(tried):
    answer = next(each for each in run(tried)[0] if isinstance(each, Prose))
    if tried != "your_dispute":
        figures = [each for each in answer.findings if isinstance(each.value, int | float)]
        assert len(re.findall(r"[.!?](?:\s|$)", answer.text)) <= 2 and len(figures) <= 6, answer
