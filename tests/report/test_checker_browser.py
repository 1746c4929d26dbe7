"""The page that checks a claim, in a real browser: the same answers as paylib, and usable by everybody."""

import math
import random
import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from paylib.claims import ask
from paylib.errors import PaylibError
from paylib.report import checker
from tests.claims.test_asking import CHECKED, PARTLY
from tests.conftest import cases
from tests.report.conftest import RULES, looks

QUESTIONS = cases(1000, 8)
"""Random ones, besides those of fact-checkers."""

PEOPLE = (
    "Nurses", "New teachers", "Experienced teachers", "Resident doctors", "Consultants", "Firefighters", "NHS staff at the top of band 6",
    "Public sector workers", "Private sector workers", "Council workers", "Police officers", "Youth workers", "Postal workers",
    "Nurses and teachers", "Doctors", "Head teachers",
)  # fmt: skip
SAYINGS = (
    "have lost {figure} in real terms", "had pay cut by {figure}", "got a rise of {figure}", "have seen pay rise by {hedge} {figure} in real terms",
    "need {hedge} {figure} to restore their pay", "have pay below inflation", "have fallen {figure} behind RPI", "are £{pounds} worse off",
    "were paid £{pounds} in 2012 and £{more} in 2021", "have not kept pace with inflation", "have kept up with prices", "have not fallen behind inflation", "did not beat inflation", "got {figure}, above inflation", "did not lose {figure}",
    "got no more than {figure}", "are {figure} below prices", "rose more slowly than private sector pay", "rose {figure} more than private sector pay",
    "rose {figure} but lost 10% in real terms", "are {figure} lower in real terms", "lost out on £{pounds}", "lost 5,5%", "rose {figure} a year", "were offered {figure}", "got {figure} in the year to April {later}",
)  # fmt: skip
TIMES = (
    "since {year}",
    "since {year}/{next}",
    "since April {year}",
    "between {year} and {later}",
    "over {years} years",
    "last year",
    "in the decade to {later}",
    "since {year}-{next}",
    "since {year}/20{next}",
    "by {later} compared with {year}",
    "",
)


_OWN = {"pays": ["own=5000.0,30000.0"], "until": "2020"}

NOT_THERE = [
    ("Nurses' pay fell 20% over 10 years", "2026-08", {}),
    ("Nurses' pay has fallen by 20% since 2010", "2026-08", {"since": "2022", "until": "2008"}),
    ("Teachers' pay rose more than nurses' pay since 2010", "2026-08", {}),
    ("Council workers at point 19 earn £32,061", "2025-08", {}),
    ("Council workers on SCP 22 have lost 10% in real terms since 2019", "2025-08", {}),
    ("Pay has fallen by 20% since 1987", "2020-12", {"by": "cpi", **_OWN}),
    ("Pay has fallen by 20% since 1980", "2020-12", _OWN),
]
"""What the record lacks, each for another reason."""


BUDGETED = (
    "A 1% rise for the NHS would cost £2 billion",
    "2026-08",
    {"paybill_gbp": 180e9, "budgeted_pct": 2.0},
)
"""Less than was budgeted: minus £1.8 billion."""


def random_question(chance: random.Random) -> tuple[str, str]:
    year = chance.randint(2005, 2020)
    words = {
        "figure": chance.choice([f"{chance.randint(1, 40)}%", f"{chance.uniform(1, 30):.1f} per cent", "a quarter", "a fifth"]),
        "hedge": chance.choice(["about", "almost", "at least", "more than", "up to", "less than"]),
        "pounds": f"{chance.randint(10, 400) * 100:,}", "more": f"{chance.randint(18_000, 50_000):,}",
        "year": year, "next": f"{(year + 1) % 100:02d}", "later": year + chance.randint(1, 5), "years": chance.choice(["three", "5", "ten"]),
    }  # fmt: skip
    sentence = " ".join((chance.choice(PEOPLE), chance.choice(SAYINGS), chance.choice(TIMES)))
    return sentence.format(**words), f"{chance.randint(2021, 2026)}-{chance.randint(1, 8):02d}"


def told(sentence: str, said: str, **fields) -> dict:
    try:
        return ask(sentence, said, **fields).record()
    except PaylibError as error:
        return {"error": str(error)}


def alike(mine, other) -> bool:
    """Whether two records are the same, numbers to the last bits."""
    if isinstance(mine, dict):
        return mine.keys() == other.keys() and all(alike(mine[key], other[key]) for key in mine)
    if isinstance(mine, list | tuple):
        return len(mine) == len(other) and all(map(alike, mine, other))
    if isinstance(mine, float | int) and not isinstance(mine, bool):
        return isinstance(other, float | int) and math.isclose(mine, other, rel_tol=1e-9, abs_tol=1e-9)
    return mine == other


@pytest.fixture
def file(reports):
    return reports / checker.FILE


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::paylib.errors.StaleDataWarning")
def test_the_page_answers_as_paylib_does(file, open_page):
    page, chance = open_page(file, 1280), random.Random(20231)
    asked = [(sentence, said, fields) for sentence, said, fields, *_ in CHECKED.values()]
    asked += [(sentence, "2020-12", {}) for sentence in PARTLY] + [*NOT_THERE, BUDGETED]
    asked += [(*random_question(chance), {}) for _ in range(QUESTIONS)]
    got = page.evaluate(
        """(asked) => asked.map(([sentence, said, fields]) => {
            try { return checker.plainly(checker.answer(sentence, said, fields)); } catch (error) { return {error: error.message}; }
        })""",
        asked,
    )
    differ = []
    for (sentence, said, fields), page_has in zip(asked, got, strict=True):
        ours = told(sentence, said, **fields)
        if not alike(ours, page_has):
            keys = [key for key in ours if key not in page_has or not alike(ours[key], page_has[key])]
            differ.append((sentence, said, [(key, ours[key], page_has.get(key)) for key in keys] or page_has))
    assert not differ, f"{len(differ)} of {len(asked)}: {differ[:5]}"


def test_the_page_is_light_and_asks_nobody_for_anything(file):
    text = file.read_text(encoding="utf-8")
    assert len(text.encode()) < 600_000
    assert "default-src 'none'" in text and not re.search(r'(?:src|href)="https?://[^"]+\.(?:js|css)', text)


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), looks(checker.FILE))
def test_the_page_has_no_fault_that_axe_finds(file, open_page, width, scheme):
    page = open_page(file, width, scheme)
    page.fill("#sentence", "Experienced teachers have lost 23% in real terms since 2010")
    page.fill("#said", "2023-01") if page.locator("#said").is_visible() else page.evaluate(
        "document.getElementById('said').value = '2023-01'"
    )
    page.click("text=Check it")
    assert page.inner_text("#answer .word") == "Depends on the reading"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not Axe().run(page, options=RULES).response["violations"]


def test_by_keyboard_alone_and_by_a_link(file, open_page):
    page = open_page(file, 1280)
    page.focus("#sentence")
    page.keyboard.type("Nurses' pay has fallen by 20% since 2010")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Check it"
    page.keyboard.press("Enter")
    assert "true by RPI, not by CPI" in page.inner_text("#answer")
    assert "sentence=Nurses" in page.evaluate("location.hash")
    again = open_page(file, 1280)
    again.goto(page.url)
    again.reload()
    assert again.inner_text("#answer") == page.inner_text("#answer")


def test_what_cannot_be_read_is_asked_and_hostile_text_stays_text(file, open_page):
    page = open_page(file, 390)
    page.evaluate("window.hit = 0")
    for text in (
        "<img src=x onerror=window.hit=1>",
        "</script><script>window.hit=1</script>",
        "=HYPERLINK(1)",
        "\u202e" * 50,
    ):
        page.fill("#sentence", text)
        page.click("text=Check it")
        assert "What is said of pay" in page.inner_text("#answer")
    page.fill("#sentence", "<b>Nurses</b> lost 20% since 2010")
    page.click("text=Check it")
    assert page.evaluate("window.hit") == 0
    assert page.locator("#told b").count() == 0
    page.evaluate(
        "location.hash = '#sentence=' + encodeURIComponent('<img src=x onerror=window.hit=1>') + '&who=nobody&since=%00'"
    )
    assert page.evaluate("window.hit") == 0


def test_answers_are_saved_as_csv_and_card(file, open_page):
    page = open_page(file, 1280)
    page.click("text=Experienced teachers have lost 23% in real terms since 2010")
    with page.expect_download() as waited:
        page.click("#csv")
    rows = waited.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert rows[2] == "index,period,low,high,result,set" and rows[3].startswith(
        "CPI,2010-09 to 2022-09,-13.79"
    )
    with page.expect_download() as waited:
        page.click("#card")
    assert waited.value.path().read_bytes().startswith(b"\x89PNG")


def test_without_a_script_the_examples_are_answered(file, browser):
    page = browser.new_page(java_script_enabled=False)
    page.goto(file.as_uri())
    assert "switched off" in page.inner_text("noscript")
    assert "true by RPI, not by CPI" in page.inner_text(".examples")
    assert not page.locator("#ask").is_visible()
    page.close()
