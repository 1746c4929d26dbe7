"""The calculator of a page in a real browser: the figures of paylib, to the penny, for everybody."""

import base64
import hashlib
import random
import re
from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe

from paylib import disputes, prices
from paylib.report import own_pay
from paylib.report import page as making
from paylib.report.calculator import Calculator, calculator, on_awards
from tests.conftest import cases
from tests.report.conftest import RULES, looks
from tests.test_calculator import BESIDE_CPI, beside_cpi, with_every_part, with_offers

RANDOM_INPUTS = cases(200, 5)
"""For each of seven disputes; besides, each knot of an offer and of a deduction, a penny below, at it and above."""
CORNERS = cases(1_000, 6)
"""How many of these at most."""


def page_of(*cells) -> str:
    """A page made from a notebook that shows each of the objects in a cell."""
    v4 = nbformat.v4
    shown = [
        v4.new_code_cell(
            "calculator(dispute)",
            outputs=[v4.new_output("execute_result", data=each._repr_mimebundle_(), execution_count=1)],
        )
        for each in cells
    ]
    heads = [v4.new_markdown_cell("# A trial\n\nIt shows."), v4.new_markdown_cell("## What it means for you")]
    own = {name: source for each in cells for name, source in each.dispute.sources.items()}
    return making.render(v4.new_notebook(cells=heads + shown), "A trial of the calculator", "A trial", own)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> dict[str, Calculator]:
    everything = with_every_part(tmp_path_factory.mktemp("every"))
    civil, care = disputes.load("civil_service_2004"), disputes.load("social_care_2025")
    at_work_and_pensions = [record.id for record in civil.offers if record.id.startswith("dwp-")]
    return {
        "youth_work_2004": calculator(disputes.load("youth_work_2004")),
        "school_teachers_2023": calculator(disputes.load("school_teachers_2023")),
        "civil_service_2004": calculator(civil, only=at_work_and_pensions),
        "social_care_2025": calculator(on_awards(care, "2022-04", "2025-04")),
        "every": calculator(everything),
        "resident_doctors_2022": calculator(disputes.load("resident_doctors_2022")),
        "to come": calculator(
            with_offers(*({"kind": "flat", "gbp": 3, "date": date} for date in ("2049-04", "2026-07")))
        ),
        "tiers": calculator(
            everything.model_copy(
                update={
                    "slug": "tiers",
                    "title": "A scheme with tiers",
                    "pension_scheme": "civil_service_ni",
                    "award_due": "2022-04",
                }
            )
        ),
    }


@pytest.fixture(scope="module")
def files(made, tmp_path_factory) -> dict:
    """Pages: one with each dispute's calculator, and one with all of them."""
    folder = tmp_path_factory.mktemp("calculators")
    pages = {name: page_of(each) for name, each in made.items()} | {"all": page_of(*made.values())}
    for name, text in pages.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in pages}


@pytest.fixture
def opened(browser, files):
    """A function that opens a page under its own content-security policy; whatever it complains of fails."""
    pages, heard = [], []

    def open_at(name: str, width: int = 390, scheme: str = "light"):
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page.on("console", lambda message: heard.append(message.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.on("request", lambda request: heard.append(request.url) if request.url[:4] == "http" else None)
        page.goto(files[name].as_uri())
        pages.append(page)
        return page

    yield open_at
    for page in pages:
        page.close()
    assert not heard


def random_input(each: Calculator, chance: random.Random) -> tuple[int, dict]:
    """For one of those whom the form is for: salaries from the lowest to the highest, with halves of pennies."""
    place = chance.randrange(len(each.groups) + 1)
    full = each.terms["hours_week"][place]
    group = each.groups[place] if place < len(each.groups) else None
    annual = chance.choice(
        [
            round(10 ** chance.uniform(3, 6), 2),
            float(chance.randrange(8_000, 60_000)),
            chance.randrange(8_000, 60_000) + 1 / 3,
            group.annual_gbp if group else 125_140.0,
        ]
    )
    return place, {
        "annual_gbp": annual,
        "point": group.place if group else None,
        "full_time_hours": full if each.terms["hours_year"][place] else None,
        "hours_week": chance.choice([full, full / 2, round(chance.uniform(1, full), 2)]),
        "paid_weeks": chance.choice([52.143, 52.143, 44.1, round(chance.uniform(1, 52), 2)]),
        "since": str(each.first + chance.randrange((each.until - each.first).n + 1)),
        "strike_days": chance.choice([0.0, 1.0, 2.5, 48.6, float(chance.randrange(260))]),
        "pension_pct": chance.choice([0.0, 1.5, 6.0, round(chance.uniform(0, 20), 1), 100.0]),
        "contracted_out": each.contracted_out and chance.random() < 0.5,
    }


def corners(each: Calculator, chance: random.Random) -> list[tuple[int, dict]]:
    """Salaries at the bends of each line, and a penny to either side of them, within what the form takes."""
    tax = each.terms["tax"]
    deductions = [tax["after_pension"], *tax["before_pension"]] if tax else []
    places = range(len(each.groups) + 1)
    lines = [(place, offer["lines"][place]) for offer in each.terms["offers"] for place in places]
    lines += [(place, line) for line in deductions for place in places]
    salaries = {
        (place, round(knot[0], 2) + penny)
        for place, line in lines
        for knot in line or ()
        for penny in (-0.01, 0.0, 0.01)
        if 1000 <= knot[0] + penny <= 1_000_000
    }
    found = []
    for place, annual in chance.sample(sorted(salaries), min(CORNERS, len(salaries))):
        _, one = random_input(each, chance)
        full = each.terms["hours_week"][place]
        group = each.groups[place] if place < len(each.groups) else None
        week = full if each.terms["hours_year"][place] else None
        whole = {"full_time_hours": week, "hours_week": full, "paid_weeks": 52.143, "pension_pct": 0.0}
        found.append((place, one | whole | {"annual_gbp": annual, "point": group.place if group else None}))
    return found


SCRIPT_NAMES = {
    "annual_gbp": "annual",
    "hours_week": "hours",
    "paid_weeks": "paid",
    "since": "since",
    "strike_days": "days",
    "pension_pct": "pension",
    "contracted_out": "contracted_out",
}


@pytest.mark.slow
def test_the_script_works_out_what_paylib_does_to_the_penny(made, opened):
    page, chance, compared = opened("all"), random.Random(20040229), 0
    for position, each in enumerate(made.values()):
        inputs = [random_input(each, chance) for _ in range(RANDOM_INPUTS)] + corners(each, chance)
        got = page.evaluate(
            """([position, inputs]) => {
                const terms = document.querySelectorAll('script[data-part="terms"]')[position];
                return inputs.map((each) => calculator.answers(JSON.parse(terms.textContent), each));
            }""",
            [
                position,
                [
                    {"place": place, **{name: one[ours] for ours, name in SCRIPT_NAMES.items()}}
                    for place, one in inputs
                ],
            ],
        )
        for (_, one), answer in zip(inputs, got, strict=True):
            assert answer == each.answers(**one), one
            compared += 1
    assert compared >= 7 * RANDOM_INPUTS + cases(200, 30)


def test_the_script_calls_only_a_change_of_nought_level(opened, tmp_path):
    page = opened("youth_work_2004")
    for real_pct, words in BESIDE_CPI.items():
        each = calculator(beside_cpi(tmp_path, real_pct))
        one = {"since": "2023-09", "hours_week": 37, "point": "typical"}
        typed = {"place": 0, "annual": 30_000, "since": "2023-09", "hours": 37, "paid": 52.143}
        got = page.evaluate(
            "([terms, typed]) => calculator.answers(terms, typed)",
            [each.terms, typed | {"days": 1, "pension": 0, "contracted_out": False}],
        )
        assert words in got["answer"] and got == each.answers(30_000, **one)


def test_the_script_rounds_as_paylib_does(opened):
    from paylib.report.calculator import rounded

    chance = random.Random(1)
    values = [0.005, -0.005, 1.005, 2.675, -0.004, 0.0, 99.95, 999999.995, 1e15, 1e300, 1.15, 1 / 1024]
    values += [chance.uniform(-1e6, 1e6) for _ in range(500)] + [
        chance.randrange(-(10**8), 10**8) / 1000 for _ in range(500)
    ]
    got = opened("youth_work_2004").evaluate(
        "values => values.map(each => [calculator.rounded(each, 1), calculator.rounded(each, 2)])", values
    )
    assert got == [[rounded(each, 1), rounded(each, 2)] for each in values]


def rows(page, name: str) -> dict[str, list[str]]:
    """A table of results as it stands: row header to cells."""
    return {
        line[0]: line[1:]
        for line in page.eval_on_selector_all(
            f'[data-table="{name}"] tbody tr',
            "all => all.map(row => [...row.cells].map(cell => cell.textContent))",
        )
    }


def pounds(text: str) -> str:
    return f"{'−' if text.startswith('-') else ''}£{float(text.lstrip('-')):,.2f}"


@pytest.mark.parametrize(
    ("salary", "hours", "month", "year", "days", "pension"),
    [
        ("14643", "37", "09", "2002", "1", "0"),
        ("£21,499.50", "18.5", "03", "2003", "2.5", "6"),
        (" 40,000 ", "30", "01", "1987", "10", "1.5%"),
        ("1000", "1", "03", "2004", "0", "100"),
    ],
)
def test_what_is_typed_is_worked_out(made, opened, salary, hours, month, year, days, pension):
    page = opened("youth_work_2004")
    page.get_by_label("Whose pay").select_option("My own salary")
    page.get_by_label("Full-time salary a year").fill(salary)
    page.get_by_label("Hours a week").fill(hours)
    page.get_by_label("pension contribution").fill(pension)
    page.get_by_label("Month", exact=True).select_option(month)
    page.get_by_label("Year", exact=True).fill(year)
    page.get_by_label("Days on strike").fill(days)
    page.get_by_role("button", name="Work it out").click()
    bare = {"annual_gbp": salary, "hours_week": hours, "strike_days": days, "pension_pct": pension}
    figures = {name: float(re.sub("[£, %]", "", text)) for name, text in bare.items()}
    each = made["youth_work_2004"]
    want = each.answers(**figures, since=f"{year}-{month}", full_time_hours=37, contracted_out=True)
    for record, offer in zip(each.dispute.offers, want["offers"], strict=True):
        label = f"{record.label} ({record.status})"
        paid_from, rise, pct, hour, *_, once = rows(page, "offers")[label]
        assert (rise, pct, once) == (pounds(offer["rise"]), f"{offer['rise_pct']}%", pounds(offer["once"]))
        assert hour == f"{pounds(offer['rise_hour'])} ({offer['rise_hour_pct']}%)"
        assert paid_from == record.offer().paid_from
        net = "£0.00" if pension == "100" else pounds(offer["net_rise"])
        assert rows(page, "net")[label] == [net, f"{offer['kept_pct'].replace('-', '−')}%"]
    lost = [cells[1] for cells in rows(page, "lost").values()]
    assert lost == [pounds(each) for each in want["lost"].values()]
    shown = list(rows(page, "prices").values())
    for cells, kept in zip(shown, want["prices"].values(), strict=True):
        for cell, by in zip(cells, ("cpi", "cpih", "rpi", "rpix"), strict=True):
            told = kept.get(by)
            assert cell == (
                f"{pounds(told['kept'])} ({told['inflation_pct'].replace('-', '−')}%)" if told else "not held"
            )
    said = page.locator("output").inner_text()
    assert said.startswith(want["answer"])
    assert pounds(want["pay"]) in said and lost[0] in said and pounds(want["net"]) in said
    assert "Offered: " in said and "Settled: " in said and "Claimed" not in said


def test_another_group_brings_its_own_salary_point_and_hours(made, opened):
    page = opened("every")
    page.get_by_label("Whose pay").select_option(index=1)
    each = made["every"]
    group = each.groups[1]
    want = each.answers(
        group.annual_gbp,
        since=each.since,
        hours_week=group.hours_week,
        full_time_hours=group.hours_week,
        point=group.place,
    )
    assert page.get_by_label("Hours a week").input_value() == f"{group.hours_week:g}"
    shown = list(rows(page, "offers").values())
    given = [offer for offer in want["offers"] if offer]
    for cells, offer in zip(shown, given, strict=True):
        assert cells[1] == pounds(offer["rise"])
    missing = [
        record.label for record, offer in zip(each.dispute.offers, want["offers"], strict=True) if not offer
    ]
    words = page.locator('[data-part="results"]').inner_text()
    assert missing and all(words.count(label) == 1 for label in missing)
    assert words.count("Not given for this pay") == 1
    page.get_by_label("Whose pay").select_option("My own salary")
    assert page.get_by_label("Full-time salary").input_value() == f"{group.annual_gbp:g}"


def test_the_keyboard_is_enough(opened):
    page = opened("youth_work_2004")
    page.get_by_label("Whose pay").focus()
    page.keyboard.press("End")  # the last choice: one's own salary
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.part") == "annual"
    page.keyboard.press("Control+a")
    page.keyboard.type("20000")
    visited = []
    for _ in range(8):
        page.keyboard.press("Tab")
        visited.append(page.evaluate("document.activeElement.dataset.part ?? document.activeElement.type"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid", visited
    assert visited == ["hours", "paid", "pension", "contracted_out", "month", "year", "days", "submit"]
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    assert rows(page, "offers")["Offer of October 2003 (offer)"][1] == "£600.00"
    assert rows(page, "lost")["Paid for a week of five working days"][1] == "£307.69"
    assert page.evaluate("document.activeElement.dataset.part") == "days"


@pytest.mark.parametrize(
    ("label", "typed", "message"),
    [
        ("Full-time salary", "", "Give the salary a year, such as 25,000."),
        ("Full-time salary", "a lot", "This is not a number."),
        ("Full-time salary", "7.59", "This must be from £1,000 to £1,000,000."),
        ("Full-time salary", "12,34", "This is not a number."),
        ("Hours a week", "48", "This must be from 1 to 37 hours."),
        ("Hours a week", "-5", "This is not a number."),
        ("Weeks paid a year", "53", "This must be from 1 to 52.143 weeks."),
        ("pension contribution", "101", "This must be from 0 to 100 per cent."),
        ("Days on strike", "261", "This must be from 0 to 260 days."),
        ("Days on strike", "1e3", "This is not a number."),
        ("Year", "2005", "Choose a month from January 1987 to March 2004."),
        ("Year", "1986", "Choose a month from January 1987"),
        ("Year", "03", "Give the year in four figures"),
    ],
)
def test_impossible_input_is_told_beside_the_field(opened, label, typed, message):
    page = opened("youth_work_2004")
    page.get_by_label("Whose pay").select_option("My own salary")
    field = page.get_by_label(label, exact=label == "Year")
    before = field.input_value()
    field.fill(typed)
    page.get_by_role("button", name="Work it out").click()
    assert field.get_attribute("aria-invalid") == "true"
    told = " ".join(
        page.locator(f"#{name}").inner_text()
        for name in field.get_attribute("aria-describedby").split()
        if page.locator(f"#{name}").is_visible()
    )
    assert message in told
    assert field.evaluate("field => field === document.activeElement")
    gap = field.bounding_box()["y"] - page.get_by_text(message).bounding_box()["y"]
    assert 0 < gap < 120, "The error stands just above its field."
    assert "Nothing is worked out yet" in page.locator("output").inner_text()
    assert not page.locator('[data-part="results"]').is_visible()
    field.fill(before)
    field.press("Enter")
    assert field.get_attribute("aria-invalid") is None and page.locator('[data-part="results"]').is_visible()
    assert not page.locator(".error:visible").count()


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), looks("calculators"))
def test_axe_finds_nothing_and_nothing_sticks_out(made, files, open_page, width, scheme):
    """All of them on one page, each region with a name of its own: one shows an error, one a reader's own pay."""
    page = open_page(files["all"], width, scheme)
    page.get_by_label("Whose pay").first.select_option("My own salary")
    page.get_by_label("Hours a week").first.fill("400")
    page.get_by_label("Hours a week").first.press("Enter")
    put_in(page.locator(".own").last, "date;pay\n2010-04;25000\n2025-04;31000\n")
    assert page.locator(".error:visible").count() == 1 and rows(page, "offers")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    results = Axe().run(page, options=RULES)
    assert results.violations_count == 0, results.generate_report()
    assert len(results.response["passes"]) > 10


def put_in(own, text: str) -> None:
    """Pay of one's own, by date."""
    own.locator("summary").click()
    own.locator("textarea").fill(text)
    own.locator("button").click()


def test_a_readers_own_pay_by_date_is_set_against_prices(opened):
    """£25,000 from April 2010 and £31,000 from April 2025, which stands to March 2026: 24.0% more.

    RPI 222.8 in April 2010; in the same months CPI rose from 88.4 or so: see tests/report/test_own_pay.py for the sums.
    """
    page = opened("youth_work_2004")
    own = page.locator(".own")
    put_in(own, "Month;Annual pay\nApr-10;£25,000\n01/04/2025;31000\n")
    index = prices.index("rpi")
    dearer = index["2026-03"] / index["2010-04"]
    assert f"pay +24.0%, prices +{(dearer - 1) * 100:.1f}% by RPI" in own.inner_text()
    restore = f"{(dearer / 1.24 - 1) * 100:.1f}%"
    assert own.locator("tbody tr").nth(2).inner_text().split("\t")[3] == restore
    assert own.locator("img").get_attribute("alt") == own.locator(".told").inner_text()
    own.get_by_label("Draw it by").select_option("cpi")
    assert "by CPI" in own.locator("img").get_attribute("alt")
    own.locator("textarea").fill("date,pay\n<img src=x onerror=alert(1)>,1\n")
    own.locator("button").press("Enter")
    assert own.locator("li").inner_text().startswith("row 2, date: '<img") and not own.locator("td").count()


def test_without_scripts_the_typical_cases_are_there_and_no_dead_form(files, browser, made):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 900})
    page = context.new_page()
    page.goto(files["youth_work_2004"].as_uri())
    shown = page.locator("main").inner_text()
    assert "Typical cases" in shown and "£439.29 (3.0%), £301.35 after tax" in shown
    assert not page.locator("form:visible").count() and "Work" not in shown.split()
    context.close()


def test_with_scripts_the_typical_cases_stay(opened):
    assert "£439.29 (3.0%), £301.35 after tax" in opened("youth_work_2004").locator("main").inner_text()


def test_nothing_is_stored(opened):
    page = opened("youth_work_2004")
    page.get_by_label("Days on strike").fill("3")
    page.keyboard.press("Enter")
    assert page.context.cookies() == [] and page.context.storage_state()["origins"] == []
    page.reload()
    assert page.get_by_label("Days on strike").input_value() == "1"


def test_the_policy_lets_in_that_script_alone_and_only_where_it_is_needed(files):
    text = files["all"].read_text(encoding="utf-8")
    (script,) = re.findall(r"<script>(.*?)</script>", text, flags=re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)[1]
    assert f"script-src 'sha256-{digest}';" in policy and "unsafe" not in policy
    for word in ("fetch", "XMLHttp", "Storage", "cookie", "innerHTML", "eval", "import(", "http"):
        assert word not in script
    parts = (*own_pay.SCRIPTS, Path("..", "calculator", "calculator.js"))
    assert script == "".join((making.TEMPLATES / each).read_text(encoding="utf-8") for each in parts)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# A page without one")])
    plain = making.render(notebook, "Plain", "A page without a calculator")
    assert "<script" not in plain and "script-src" not in plain


def test_the_page_stays_light(files):
    for path in files.values():
        assert path.stat().st_size < 600_000


def test_a_strangers_texts_stay_text(made, tmp_path, browser):
    dispute = made["every"].dispute
    bad = "</script><script>window.hacked=1</script><!-- <img src=x onerror=window.hacked=1> __proto__"
    spoilt = dispute.model_copy(
        update={
            "title": bad,
            "offers": tuple(each.model_copy(update={"label": bad}) for each in dispute.offers),
            "groups": tuple(
                each.model_copy(update={"label": bad, "point": "__proto__"}) for each in dispute.groups
            ),
        }
    )
    path = tmp_path / "spoilt.html"
    path.write_text(page_of(calculator(spoilt)), encoding="utf-8")
    page = browser.new_page(bypass_csp=True)
    page.goto(path.as_uri())
    assert page.evaluate("window.hacked") is None
    assert page.eval_on_selector_all("script, img", "all => all.length") == 2
    assert bad in page.locator('[data-table="offers"]').inner_text()
    page.close()
