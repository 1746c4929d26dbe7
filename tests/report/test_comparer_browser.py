"""The page that compares offers, in a real browser: the same numbers as paylib, and usable by everybody."""

import json
import math
import random
import re

import numpy as np
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe

from paylib import offers, prices, strikes, takehome
from paylib.awards import scales
from paylib.errors import CoverageError
from paylib.models import outlook
from paylib.report import comparer
from tests.conftest import cases
from tests.report.conftest import RULES, looks

CASES = cases(1000, 15)
STATES = cases(2000, 200)

pytestmark = pytest.mark.filterwarnings("ignore::paylib.errors.StaleDataWarning")


@pytest.fixture
def file(reports):
    return reports / comparer.FILE


# ---- By hand.


BY_HAND = {
    "points": ["a", "b"], "annual": [20_000, 30_000], "staff": [3, 1], "counted": True, "hours": 37,
    "since": "2024-04", "year_start": "2025-04", "tax_year": "2025/26", "contracted_out": False, "insurance": True,
    "pension_pct": 20, "days": 2,
    "offers": [
        {"name": "claim", "claim": True, "parts": [{"kind": "greater_of", "date": "2025-04", "pct": 5, "gbp": 1200}]},
        {"name": "staged", "claim": False, "parts": [
            {"kind": "percent", "date": "2025-04", "pct": 2}, {"kind": "flat", "date": "2025-10", "gbp": 500}, {"kind": "lump_sum", "date": "2025-10", "gbp": 100},
        ]},
    ],
    "reader": {"place": 0, "tax_year": "2025/26", "contracted_out": False, "nation": "England", "hours_week": 18.5, "paid_weeks": 52.143, "pension_pct": 0},
}  # fmt: skip


def test_an_offer_worked_out_by_hand(file, open_page):
    made = open_page(file, 1280).evaluate("(given) => comparing.answers(given)", BY_HAND)
    claim, staged = made["offers"]
    # 5% of £20,000 is £1,000, so £1,200; 5% of £30,000 is £1,500.
    assert claim["after_gbp_year"] == [21_200, 31_500]
    # 2% of £20,000 is £400, and £500 from October: six months of £20,400 and six of £20,900.
    assert np.allclose(staged["after_gbp_year"], [20_900, 31_100])
    assert np.allclose(staged["average_gbp_year"], [20_650, 30_850])
    assert staged["non_consolidated_gbp"] == [100, 100]
    assert np.allclose(staged["from_claim"]["gbp"], [-300, -400])
    # 3 × £900 + £1,100 on a paybill of £90,000.
    assert math.isclose(staged["spread"]["average_rise_pct"], 3800 / 90_000 * 100)
    assert math.isclose(staged["cost_full"]["pay"]["cost_gbp"], 3800)
    assert math.isclose(staged["cost_full"]["employer_pension"]["cost_gbp"], 760)
    # All are above the secondary threshold of £96 a week, so 15% of every pound more.
    assert math.isclose(staged["cost_full"]["employer_ni"]["cost_gbp"], 570)
    assert math.isclose(staged["cost"]["non_consolidated"]["cost_gbp"], 400)
    # Half the hours: £10,450 after, below the personal allowance and the primary threshold.
    assert math.isclose(staged["person"]["after_gbp"], 10_450) and math.isclose(
        staged["person"]["net_rise_gbp"], 450
    )
    assert staged["gaps"][0] == pytest.approx(10_200) and staged["gaps"][1] is None
    # The claim's £300 more a year repays 300 / (20,000 / 260) days of a five-day week, and 300 / (20,000 / 365).
    days = open_page(file, 1280).evaluate("comparing.strike(20000, 300, 2)")
    assert {each["name"]: round(each["days_a_year"], 3) for each in days} == {
        "five_day_week": 3.9,
        "annual_contract": 5.475,
    }


# ---- At random, against paylib.


def month(chance, first="2024-01", last="2026-06") -> str:
    return str(chance.choice(pd.period_range(first, last, freq="M")))


def some_part(chance: random.Random, date: str, points: list[str]) -> dict:
    pct, gbp = round(chance.uniform(-2, 12), chance.choice([0, 1, 2])), chance.randint(1, 40) * 50
    named = sorted(chance.sample(points, chance.randint(1, len(points))), key=points.index)
    kinds = {
        "percent": lambda: {"pct": pct, "over_old_scale": chance.random() < 0.3},
        "percent_named": lambda: {
            "kind": "percent",
            "pct": {point: round(chance.uniform(0, 9), 2) for point in named},
        },
        "flat": lambda: {"gbp": gbp},
        "flat_named": lambda: {"kind": "flat", "gbp": dict.fromkeys(named, gbp)},
        "greater_of": lambda: {"pct": abs(pct), "gbp": gbp},
        "floor": lambda: {"gbp": chance.randint(18_000, 30_000)},
        "floor_hour": lambda: {"kind": "floor", "gbp": round(chance.uniform(9, 16), 2), "hourly": True},
        "remove_points": lambda: {"points": points[: chance.randint(1, max(1, len(points) // 2))]},
        "lump_sum": lambda: {"gbp": float(gbp), "pct": abs(pct)},
        "hours": lambda: {"hours_week": chance.choice([35.0, 36.5, 39.0])},
        "linked": lambda: {
            "by": chance.choice(["cpi", "cpih", "rpi", "rpix"]), "month": month(chance, "2004-01", "2026-05"),
            "plus_pct": chance.choice([0.0, 0.5, 1.0]), "at_least": chance.choice([None, 2.0]), "at_most": chance.choice([None, 4.0]),
        },
    }  # fmt: skip
    kind = chance.choice([each for each in kinds if each != "remove_points" or len(points) > 1])
    made = {"kind": kind, "date": date, **kinds[kind]()}
    return {key: value for key, value in made.items() if value not in (None, False)}


def random_case(chance: random.Random) -> dict:
    count = chance.randint(1, 12)
    annual = sorted(chance.sample(range(15_000, 90_000), count))
    points = [f"p{number:02d}" for number in range(count)]
    proposals = []
    for number in range(chance.choice([1, 2, 2, 3, 7])):
        dates = sorted(month(chance, "2025-04", "2027-06") for _ in range(chance.randint(1, 4)))
        proposals.append(
            {
                "name": f"offer {number}",
                "claim": number == 0 and chance.random() < 0.7,
                "parts": [some_part(chance, date, points) for date in dates],
            }
        )
    year = chance.choice(["2023/24", "2024/25", "2025/26", "2026/27", "2014/15", "2003/04"])
    contracted_out = int(year[:4]) < 2016 and chance.random() < 0.5
    return {
        "points": points, "annual": annual, "staff": [chance.randint(0, 50) + (number == 0) for number in range(count)], "counted": True,
        "hours": chance.choice([35.0, 37.0, 37.5, 40.0]), "since": month(chance, "2019-01", "2025-04"), "year_start": month(chance, "2025-04", "2026-03"),
        "tax_year": year, "contracted_out": contracted_out, "insurance": True,
        "pension_pct": round(chance.uniform(0, 30), 2), "days": chance.randint(1, 20), "offers": proposals,
        "reader": {
            "place": chance.randrange(count), "tax_year": year, "contracted_out": contracted_out, "nation": chance.choice(takehome.NATIONS),
            "hours_week": chance.choice([None, 18.5, 30.0]), "paid_weeks": chance.choice([scales.WEEKS_IN_A_YEAR, 44.1, 39.0]), "pension_pct": round(chance.uniform(0, 12), 1),
        },
    }  # fmt: skip


COLUMNS = (
    "before_gbp_year", "after_gbp_year", "rise_gbp_year", "rise_pct", "before_gbp_hour", "after_gbp_hour", "rise_hour_pct",
    "average_gbp_year", "average_rise_pct", "non_consolidated_gbp",
)  # fmt: skip


def worked(case: dict) -> list[dict]:
    """What paylib says of a case, in the shape of the page's answers; an error as its class."""
    scale = pd.DataFrame({"point": case["points"], "annual_gbp": np.array(case["annual"], dtype=float), "hours_week": case["hours"]})  # fmt: skip
    staff = dict(zip(case["points"], case["staff"], strict=True))
    made = []
    for each in case["offers"]:
        offer = offers.Offer(tuple(map(comparer.part_of, each["parts"])), each["name"])
        table = offers.apply(offer, scale, year_start=case["year_start"])
        costing = {"pension_pct": case["pension_pct"], "contracted_out": case["contracted_out"], "year_start": case["year_start"]}  # fmt: skip
        spread = offers.spread(offer, scale, staff)
        levels = offers.levels(offer, scale, case["since"], "2030-12")
        made.append(
            {
                **{column: table[column].tolist() for column in COLUMNS},
                "words": offer.words,
                "spread": {key: spread[key] for key in spread.index},
                **{
                    name: offers.cost(offer, scale, staff, case["tax_year"], full_year=full, **costing).T.to_dict()
                    for name, full in (("cost", False), ("cost_full", True))
                },
                "person": one_person(case, table),
                "offer": offer,
                "levels": levels,
            }
        )  # fmt: skip
    return made


def one_person(case: dict, table: pd.DataFrame) -> dict:
    reader = case["reader"]
    full = table.iloc[reader["place"]]
    pay = scales.actual_pay(
        np.array([full["before_gbp_year"], full["after_gbp_year"]]),
        reader["hours_week"] or case["hours"], case["hours"], paid_weeks=reader["paid_weeks"],
    )  # fmt: skip
    rules = {name: reader[name] for name in ("nation", "pension_pct", "contracted_out")}
    net = takehome.net(pay, reader["tax_year"], **rules)
    return {
        "before_gbp": pay[0], "after_gbp": pay[1], "net_before_gbp": net[0], "net_after_gbp": net[1],
        "with_pension_after_gbp": pay[1] * (1 + case["pension_pct"] / 100),
    }  # fmt: skip


def real(case: dict, pay: np.ndarray, when: str, by: str, level: float) -> list:
    """The paybill and each point after prices, where an index stands at a level."""
    staff, before = np.array(case["staff"]), np.array(case["annual"], dtype=float)
    ratio = level / prices.index(by)[pd.Period(case["since"], "M")]
    return [(pay @ staff / (before @ staff) / ratio - 1) * 100, ((pay / before / ratio - 1) * 100).tolist()]


def by_date(case: dict, mine: dict, other: dict, paths: dict) -> list[str]:
    """What differs of an offer at the page's dates: pay after prices, and points below the minimum wage."""
    wrong = []
    same_week = not any(isinstance(part, offers.Hours) for part in mine["offer"].parts)
    for when, by_index in other["real"].items():
        month, pay = pd.Period(when, "M"), mine["levels"].loc[when].to_numpy()
        for by, entries in by_index.items():
            published = month in prices.index(by).index
            assert published == (entries[0]["forecast"] is None) and len(entries) >= 1
            for entry in entries:
                level = (prices.index(by) if published else paths[by, entry["forecast"]])[month]
                if not close(real(case, pay, when, by, level), [entry["all_pct"], entry["point_pct"]]):
                    wrong.append(f"{by} in {when}")
        if same_week and other["below"][when] is not None:
            points = pd.DataFrame({"gbp_hour": scales.hourly(pay, case["hours"])})
            if scales.overtaken(points, when).index.tolist() != other["below"][when]:
                wrong.append(f"the minimum in {when}")
    return wrong


def close(mine, other) -> bool:
    if isinstance(mine, dict):
        return all(close(value, other[key]) for key, value in mine.items())
    if isinstance(mine, list | tuple):
        return len(mine) == len(other) and all(map(close, mine, other))
    if isinstance(mine, float | int | np.number):
        return math.isclose(mine, other, rel_tol=1e-9, abs_tol=1e-6)
    return mine == other


def test_the_page_counts_as_paylib_does(file, open_page):
    page, chance = open_page(file, 1280), random.Random(20260401)
    paths = {
        (each["by"], each["name"]): outlook.forecaster_path(each["by"], each["forecaster"], each["edition"])
        for each in page.evaluate("comparing.record().forecasts")
    }
    assert len(paths) >= 5
    asked = [random_case(chance) for _ in range(CASES)]
    got = page.evaluate(
        """(asked) => asked.map((given) => { try { return comparing.answers(given); } catch (error) { return {error: error.message}; } })""",
        asked,
    )
    differ, refused, hired = [], 0, 0
    for case, page_has in zip(asked, got, strict=True):
        try:
            ours = worked(case)
        except Exception as error:  # the page must refuse what paylib refuses
            refused += 1
            if "error" not in page_has:
                differ.append((case, f"paylib: {error}"))
            continue
        if "error" in page_has:
            differ.append((case, page_has["error"]))
            continue
        for mine, other in zip(ours, page_has["offers"], strict=True):
            hired += 1
            numbers = {key: value for key, value in mine.items() if key not in ("offer", "levels")}
            wrong = [key for key, value in numbers.items() if not close(value, other[key])]
            wrong += by_date(case, mine, other, paths)
            if wrong:
                differ.append((case, {key: (mine.get(key), other.get(key)) for key in wrong}))
    assert not differ, f"{len(differ)} of {len(asked)}: {differ[0]}"
    assert hired > len(asked) and refused < len(asked) / 2


def test_a_strike_is_repaid_as_paylib_says(file, open_page):
    page, chance = open_page(file, 1280), random.Random(7)
    for _ in range(20):
        annual, gain, days = chance.randint(15_000, 80_000), chance.randint(1, 5_000), chance.randint(1, 30)
        for got in page.evaluate("(given) => comparing.strike(...given)", [annual, gain, days]):
            lost = strikes.pay_lost(annual, days, contract=got["name"])
            assert math.isclose(got["lost_gbp"], lost)
            assert math.isclose(
                got["months"], strikes.break_even_months(lost, gain, discount_pct=0, due_to_strike_pct=100)
            )
            assert math.isclose(strikes.pay_lost(annual, got["days_a_year"], contract=got["name"]), gain)


# ---- Used as people would.


def test_the_page_is_light_and_asks_nobody_for_anything(file):
    text = file.read_text(encoding="utf-8")
    assert len(text.encode()) < 600_000
    assert "default-src 'none'" in text and not re.search(r'(?:src|href)="https?://[^"]+\.(?:js|css)', text)


def test_it_opens_with_an_answer_that_the_record_gives(file, open_page):
    page = open_page(file, 1280)
    answer = page.inner_text("#answer")
    # 3.3% of the mean pay of points 3 to 43 of the spine of April 2025.
    spine = scales.scale("njc", "2026-03", include=["derived"]).query("point != 2")["annual_gbp"]
    assert f"£{spine.mean() * 0.033:,.0f} a year" in answer and "3.3% at every point" in answer
    change = prices.real_change(100, 103.3, "2025-04", "2026-04", by="cpi")
    assert change > 0.05 and f"ahead of prices ({change:.1f}% by CPI" in answer


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), looks(comparer.FILE))
def test_the_page_has_no_fault_that_axe_finds(file, open_page, width, scheme):
    page = open_page(file, width, scheme)
    for step in page.locator("form details").all():
        step.evaluate("(each) => { each.open = true; }")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not Axe().run(page, options=RULES).response["violations"]


def test_pasted_points_are_read_and_what_can_be_read_in_two_ways_is_asked(file, open_page):
    page = open_page(file, 1280)

    def read(text: str) -> dict:
        return page.evaluate("(text) => typed.points(text)", text)

    def rows(text: str) -> list:
        return [(each["point"], each["pay"], each["staff"]) for each in read(text)["found"]]

    assert rows("Point\tSalary\tFTE\r\n3\t£24,796\t10.5\r\n4\t25185.50\t0") == [("3", 24796, 10.5), ("4", 25185.5, 0)]  # fmt: skip
    assert rows('"Band 5, entry",£31049,20') == [("Band 5, entry", 31049, 20)]
    assert rows("3,£24,796,100\n4,25,185,1,200") == [("3", 24796, 100), ("4", 25185, 1200)]
    assert rows("3;24 796 £;7") == [("3", 24796, 7)]
    for text, words in {
        "3\t12.50\t4": "Line 1", "3\t24796\t5\n3\t24796\t5": "there twice", "3\t24796\t5\n4\t25000": "give all", "": "at least one",
        "3\ttwenty thousand 20\t1\n4\t25000\t1": "Line 1", "3\t24796\t0": "no staff", "a,1,000,000": "two ways",
    }.items():  # fmt: skip
        assert words in " ".join(read(text)["wrong"]), text


def test_by_keyboard_alone_a_second_offer_is_added_and_worked_out(file, open_page):
    page = open_page(file, 1280)
    page.focus("#step-offers summary")
    page.keyboard.press("Enter")
    page.focus("#add")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.key") == "offers.2.name"
    page.keyboard.press("Control+a")
    page.keyboard.type("A flat sum")
    page.keyboard.press("Tab")
    page.keyboard.type("Pounds a")
    page.wait_for_function("document.activeElement.dataset.key === 'offers.2.parts.0.kind'")
    page.keyboard.press("Tab")
    page.keyboard.type("1,300")
    page.keyboard.press("Enter")
    answer = page.inner_text("#answer")
    # £1,300 is more than 3.3% up to £39,393: points 3 to 28.
    assert (
        "A flat sum gives most at points 3 to 28; The employers' offer of 2026 gives most at points 29 to 43"
        in answer
    )
    assert page.evaluate("document.activeElement.id") == "answer-heading"


def test_points_of_the_record_are_chosen_by_group_date_and_grade(file, open_page):
    page = open_page(file, 1280)
    page.evaluate("document.getElementById('step-points').open = true")
    page.select_option("#group", "nhs_afc")
    page.select_option("#scale", label="April 2025: England")
    page.select_option("#grade", "band 5")
    rows = scales.scale("nhs_afc", "2025-04", nation="England", grade="band 5")
    assert page.input_value("#points").splitlines() == [
        f"band 5 {row.point}\t{row.annual_gbp:.0f}" for row in rows.sort_values("annual_gbp").itertuples()
    ]
    assert (
        page.input_value("[data-key='offers.0.parts.0.date']") == "2026-04"
    )  # the example's offers are gone
    page.fill("[data-key='offers.0.parts.0.pct']", "10")
    page.click("text=Work it out")
    assert page.locator("#told").is_visible() and "band 5 entry" in page.inner_text("#by-points")
    assert "£34,154" not in page.inner_text("#by-points")
    page.select_option("#measure", "after_gbp_year")
    assert "£34,154" in page.inner_text("#by-points")  # £31,049 and a tenth: £34,153.90


def test_what_came_after_a_scale_of_the_record_is_filled_in_and_never_over_what_was_typed(file, open_page):
    page = open_page(file, 390)
    for step in ("points", "offers", "counted"):
        page.evaluate(f"document.getElementById('step-{step}').open = true")
    page.select_option("#group", "nhs_afc")
    page.select_option("#scale", label="April 2025: England")
    assert page.input_value("[data-key='offers.0.name']") == "The award of April 2026"
    assert page.input_value("[data-key='offers.0.parts.0.pct']") == "3.3"
    told = page.inner_text("#about-example")
    assert "the award of April 2026 (3.3% from April 2026). Step 2 has it filled in." in told
    page.fill("[data-key='offers.0.name']", "Ours")
    page.fill("[data-key='offers.0.parts.0.pct']", "5")
    page.select_option("#group", "njc")
    page.select_option("#scale", label="April 2025: England, Wales and Northern Ireland, new")
    assert page.input_value("[data-key='offers.0.name']") == "Ours"
    assert page.locator("#offers > fieldset").count() == 1
    page.locator("#of-record button").first.focus()
    page.keyboard.press("Enter")  # the claim stands first
    assert page.input_value("[data-key='offers.0.parts.0.gbp']") == "3000"
    assert page.evaluate("document.activeElement.dataset.key") == "offers.0.name"
    page.locator("#of-record button").click()
    assert page.input_value("[data-key='offers.2.parts.0.pct']") == "3.3"
    assert not page.locator("#of-record button").count()
    page.click("text=Work it out")
    assert page.inner_text("#faults") == "" and "£3,000" in page.inner_text("#all")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert not Axe().run(page, options=RULES).response["violations"]


def test_the_members_pension_is_that_of_the_scheme_unless_one_was_typed(file, open_page):
    """Local government in England, 2026/27: see `pension_pct`; half the hours of 37 at point 20."""
    page = open_page(file, 1280)
    for step in ("points", "counted"):
        page.evaluate(f"document.getElementById('step-{step}').open = true")
    page.select_option("#group", "nhs_afc")
    page.select_option("#scale", label="April 2024: England")
    assert float(page.input_value("#pension")) == takehome.employer_pension_pct(30_000, "2025/26", "nhs_ew")
    page.select_option("#group", "njc")
    page.select_option("#scale", label="April 2025: England, Wales and Northern Ireland, new")
    assert page.input_value("#pension") == "0"  # each fund has a rate of its own
    page.select_option("#person", "20")
    pay = float(scales.rate("njc", "20", "2025-04", include=["derived"]))
    assert page.input_value("#scheme") == "lgps_ew"
    assert float(page.input_value("#own_pension")) == takehome.pension_pct(pay, "2026/27", "lgps_ew")
    assert "rates of 2026/27 (LGPS, England and Wales)" in page.inner_text("#own_pension-hint")
    page.fill("#hours", "18.5")
    page.press("#hours", "Tab")
    half = takehome.pension_pct(pay / 2, "2026/27", "lgps_ew", full_time_gbp=pay)
    assert float(page.input_value("#own_pension")) == half
    page.fill("#own_pension", "3")
    page.select_option("#person", "43")
    assert page.input_value("#own_pension") == "3"


def test_members_pensions_are_those_of_paylib(file, open_page):
    page, chance, asked, ours = open_page(file, 1280), random.Random(11), [], []
    members = page.evaluate("comparing.record().members")
    for _ in range(cases(1000, 100)):
        scheme = chance.choice(sorted(members))
        year = chance.choice(sorted(members[scheme]))
        whole = round(chance.choice([chance.uniform(5_000, 250_000), chance.randrange(10_000, 60_000)]), 2)
        pay = whole * chance.choice([1, 0.5, round(chance.uniform(0.1, 1), 2)])
        try:
            ours.append(takehome.pension_pct(pay, year, scheme, full_time_gbp=whole))
        except CoverageError:
            ours.append(-1)
        asked.append([members[scheme][year], pay, whole])
    got = page.evaluate("(asked) => asked.map((each) => comparing.memberPct(...each) ?? -1)", asked)
    assert got == pytest.approx(ours, rel=1e-9)
    assert len(members) > 8


def test_what_is_wrong_is_said_with_its_field_and_nothing_is_worked_out(file, open_page):
    page = open_page(file, 1280)
    page.evaluate("document.getElementById('step-offers').open = true")
    page.fill("[data-key='offers.1.parts.0.pct']", "three")
    page.click("text=Work it out")
    assert "“three” is not a number" in page.inner_text("#faults")
    assert not page.locator("#told").is_visible()
    assert page.evaluate("document.activeElement.dataset.key") == "offers.1.parts.0.pct"
    page.fill("[data-key='offers.1.parts.0.pct']", "0.03")
    page.click("text=Work it out")
    assert "very little" in page.inner_text("#faults")
    page.fill("[data-key='offers.1.parts.0.pct']", "3%")
    page.click("text=Work it out")
    assert page.locator("#told").is_visible() and page.inner_text("#faults") == ""


def test_hostile_text_stays_text(file, open_page):
    page = open_page(file, 390)
    page.evaluate("window.hit = 0")
    nasty = "<img src=x onerror=window.hit=1></script>"
    for step in ("points", "offers"):
        page.evaluate(f"document.getElementById('step-{step}').open = true")
    page.fill("#points", f"{nasty}\t20000\t5\n__proto__\t30000\t5\n=HYPERLINK(1)\t40000\t1")
    page.fill("[data-key='offers.0.name']", nasty)
    page.fill("[data-key='offers.1.name']", "constructor")
    page.fill("[data-key='offers.1.parts.0.only']", "__proto__")
    page.fill("#title", nasty)
    page.click("text=Work it out")
    assert page.inner_text("#faults") == "" and "3.3%" in page.inner_text("#by-points")
    assert page.locator("#told img").count() == 2 and page.evaluate("window.hit") == 0
    assert page.evaluate("document.getElementById('points-chart').naturalWidth") > 0  # the picture is drawn


def copied(page, table: str) -> dict:
    page.evaluate(
        """() => { window.taken = {}; const set = DataTransfer.prototype.setData;
        DataTransfer.prototype.setData = function (type, text) { window.taken[type] = text; return set.call(this, type, text); }; }"""
    )
    page.click(f"button[data-table='{table}']")
    return page.evaluate("window.taken")


def test_tables_are_copied_for_word_and_excel(file, open_page):
    page = open_page(file, 1280)
    taken = copied(page, "by-points")
    assert "Copied" in page.inner_text("#copied")
    lines = [line.split("\t") for line in taken["text/plain"].split("\r\n")]
    assert lines[0][:2] == ["Point", "Now"] and lines[1][:2] == ["3", "£24,796"] and lines[1][3] == "3.3%"
    assert (
        len(lines) == 42 and taken["text/html"].startswith("<table") and ">£24,796</td>" in taken["text/html"]
    )
    page.select_option("#measure", "claim_pct")
    assert "\t-" in copied(page, "by-points")["text/plain"]  # a minus sign that a spreadsheet reads


def test_a_comparison_is_saved_and_opened_again(file, open_page, tmp_path):
    page = open_page(file, 1280)
    page.evaluate("document.getElementById('step-points').open = true")
    page.select_option("#example", label="Youth work 2004")
    page.fill("#title", "Ours")
    page.click("text=Work it out")
    before = page.inner_text("#told")
    with page.expect_download() as waited:
        page.click("#save")
    kept = tmp_path / "offers.json"
    kept.write_bytes(waited.value.path().read_bytes())
    again = open_page(file, 1280)
    again.set_input_files("#open", kept)
    again.wait_for_function("document.getElementById('title').value === 'Ours'")
    assert again.inner_text("#told") == before
    kept.write_text("{", encoding="utf-8")
    again.set_input_files("#open", kept)
    again.wait_for_function("document.getElementById('faults').textContent.includes('cannot be opened')")


def mutated(chance: random.Random, state: dict) -> object:
    """A state with something in it that should not be there, or with something missing."""
    junk = [
        None,
        7,
        -1e308,
        "",
        "x" * 500,
        "<b>",
        [],
        {},
        True,
        "2026-13",
        "\u202e",
        "9" * 40,
        "0.05",
        "3, 999",
        "é;\t\n",
    ]
    copy = json.loads(json.dumps(state))
    for _ in range(chance.randint(1, 3)):
        places = [copy, *copy["offers"], *(part for each in copy["offers"] for part in each["parts"])]
        place = chance.choice([each for each in places if isinstance(each, dict) and each])
        key = chance.choice([*place, "__proto__", "new"])
        if chance.random() < 0.3 and key in place and key not in ("offers", "parts"):
            del place[key]
        elif key not in ("offers", "parts") or chance.random() < 0.2:
            place[key] = chance.choice(junk)
        if not isinstance(copy.get("offers"), list) or not all(isinstance(each, dict) and isinstance(each.get("parts"), list) for each in copy["offers"]):  # fmt: skip
            break
    return copy


def test_mutated_states_load_or_are_refused_cleanly(file, open_page):
    page, chance = open_page(file, 1280), random.Random(11)
    texts = page.evaluate(
        """() => comparing.record().examples.map((each) => typed.saved({...typed.blank(), points: each.points.map((row) => row.slice(0, 2).join("\\t")).join("\\n"), week: "37",
            offers: each.offers.map((one) => ({...one, parts: one.parts.map((part) => Object.fromEntries(Object.entries(part).map(([key, value]) => [key, typeof value === "boolean" ? value : String(value)])))}))}))"""
    )
    states = [json.loads(text) for text in texts]
    asked = [json.dumps(mutated(chance, chance.choice(states))) for _ in range(STATES)]
    got = page.evaluate(
        """(asked) => asked.map((text) => {
            let state;
            try { state = typed.opened(text); } catch (error) { return error.message.startsWith("This file cannot be opened") ? "refused" : error.stack; }
            const { given, faults } = typed.given(state, comparing.record());
            if (faults.length) return faults.every((each) => typeof each.words === "string" && each.words) ? "asked" : "no words";
            try { return comparing.answers(given).offers.every((each) => each.after_gbp_year.every(Number.isFinite)) ? "worked" : "not finite"; }
            catch (error) { return error.constructor === Error ? "asked" : error.stack; }
        })""",
        asked,
    )
    assert set(got) == {"refused", "asked", "worked"}, [each for each in set(got) if len(each) > 10][:3]


def printed_pages(page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True)))


def test_it_prints_on_two_pages_with_one_offer_and_with_six(file, open_page):
    page = open_page(file, 1280)
    assert 1 <= printed_pages(page) <= 2
    page.evaluate("document.getElementById('step-offers').open = true")
    for at in range(2, 7):
        page.click("#add")
        page.fill(f"[data-key='offers.{at}.parts.0.pct']", str(at))
        page.click(f"fieldset.offer:nth-of-type({at + 1}) >> text=Add a part")
        page.fill(f"[data-key='offers.{at}.parts.1.gbp']", "300")
        page.fill(f"[data-key='offers.{at}.parts.1.date']", "2027-04")
    assert page.is_disabled("#add")
    page.click("text=Work it out")
    assert "Those are the most and the least" in page.inner_text("#answer")
    assert printed_pages(page) <= 2
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_without_a_script_the_example_is_worked_out(file, browser):
    page = browser.new_page(java_script_enabled=False)
    page.goto(file.as_uri())
    assert "switched off" in page.inner_text("noscript") and "£25,614 (3.3% more)" in page.inner_text(
        "noscript"
    )
    assert not page.locator("#form").is_visible()
    page.close()
