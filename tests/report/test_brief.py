"""The brief of a dispute: the answer first, short enough for a phone, and fair to both sides."""

import random
import re
from dataclasses import replace

import pandas as pd
import pytest

from paylib import awards, claims, disputes, prices
from paylib.claims.sides import camp
from paylib.figures.finding import Finding
from paylib.report import brief
from paylib.report.brief import erosion, glossary, pictures, telling
from paylib.report.run import build as building
from paylib.report.run import notebooks
from tests.conftest import cases
from tests.disputes.test_checks import made
from tests.disputes.test_files import TEMPLATE

DISPUTES = disputes.available()

SCREEN = 844
"""How high the screen of a phone is, in pixels; it is 390 wide."""


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """The brief of a dispute of one's own: the file that `paylib new` writes."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "mine.toml").write_text(TEMPLATE, encoding="utf-8")
    assert not building.build([str(folder / "mine.toml")], folder).failed
    return folder


@pytest.fixture(params=random.Random(3).sample([*DISPUTES, "mine"], cases(len(DISPUTES) + 1, 3)))
def phone(request, browser, reports, own):
    """A brief on a phone, everything folded as it comes: three of them in `make test`, every one in `make test-slow`."""
    folder = own if request.param == "mine" else reports
    page = browser.new_page(viewport={"width": 390, "height": SCREEN})
    page.goto((folder / f"{request.param}.html").as_uri())
    yield page
    page.close()


@pytest.mark.slow
def test_a_brief_is_short_and_answers_first(phone):
    text = phone.inner_text("main")
    first = phone.evaluate("document.querySelector('.verdict').getBoundingClientRect().bottom")
    before = text[: text.index(phone.locator(".verdict").first.inner_text())]
    assert phone.evaluate("document.documentElement.scrollHeight") <= 8 * SCREEN
    assert len(text.split()) <= 700
    assert first <= 1.5 * SCREEN
    assert len(re.findall(r"\d[\d,.]*", before)) <= 8, before
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.slow
def test_no_table_is_wider_than_the_phone(phone):
    phone.eval_on_selector_all("details", "all => all.forEach(each => each.open = true)")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    over = phone.eval_on_selector_all(
        "figure table", "all => all.map(each => each.getBoundingClientRect().right)"
    )
    assert all(right <= 390 for right in over), over


@pytest.mark.slow
def test_a_brief_prints_on_two_sides(phone):
    phone.emulate_media(media="print")
    made = phone.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", made)) <= 2


@pytest.mark.slow
def test_sentences_are_short(phone):
    """At most 25 words, names of the file's own figures among them."""
    phone.eval_on_selector_all(".stamp", "all => all.forEach(each => each.remove())")  # as licences ask
    lines = phone.inner_text("main").split("\n")
    sentences = [one for line in lines for one in re.split(r"(?<=[.?!:])\s+", line)]
    long = [one for one in sentences if len(one.split()) > 25]
    assert not long, long


def syllables(word: str) -> int:
    """About how many: groups of vowels, without a silent e at the end; a number counts as one word of two."""
    if re.search(r"\d", word):
        return 2
    letters = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", letters)) - bool(re.search(r"[^aeioul]e$", letters))
    return max(1, groups)


def reading_age(text: str) -> float:
    """Years of age at which a text is read with ease: the grade of Flesch and Kincaid, and five."""
    said = [
        one for line in text.split("\n") for one in re.split(r"(?<=[.?!])\s+", line) if len(one.split()) > 3
    ]
    words = [word for one in said for word in one.split()]
    grade = 0.39 * len(words) / len(said) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    return grade + 5


def test_the_reading_age_of_known_texts():
    """12 words in 2 sentences, all of one syllable: 0.39 x 6 + 11.8 - 15.59 is -1.45; five years more."""
    assert reading_age("The cat sat on the mat. The dog ran to the door.") == pytest.approx(3.55)
    assert [syllables(word) for word in ("inflation", "prices", "made", "table", "26.4%")] == [3, 2, 1, 2, 2]


@pytest.mark.slow
def test_a_brief_is_read_at_fifteen(phone):
    """Over its prose, numbers as words; lists of sources and licences are not prose."""
    phone.eval_on_selector_all(".stamp, .picture, .all", "all => all.forEach(each => each.remove())")
    assert reading_age(phone.inner_text("main")) <= 15


@pytest.mark.slow
def test_plain_words_only(phone):
    """In our words: those of the file, and names of publications, are theirs."""
    phone.eval_on_selector_all(
        ".worded, .claim, .all, figcaption", "all => all.forEach(each => each.remove())"
    )
    text = phone.inner_text("main")
    used = [word for word in glossary.PLAIN if re.search(rf"\b{word}\b", text, re.IGNORECASE)]
    assert not used, used
    assert not re.search(r"choice \d|_pct|_gbp", text)


@pytest.mark.slow
def test_a_minus_sign_stays_with_its_number(phone):
    figures = phone.eval_on_selector_all(
        "main data",
        "all => all.filter(each => each.checkVisibility()).map(each => each.getClientRects().length)",
    )
    assert figures and set(figures) == {1}


def test_both_pages_weigh_little_and_lead_to_each_other(reports):
    for slug in DISPUTES:
        short, long = reports / f"{slug}.html", reports / f"{slug}-evidence.html"
        assert short.stat().st_size < 250_000 and long.stat().st_size < 600_000, slug
        assert f'href="{slug}-evidence.html' in short.read_text(encoding="utf-8")
        assert f'href="{slug}.html"' in long.read_text(encoding="utf-8")


def test_every_figure_of_a_brief_is_listed_on_it(reports):
    for slug in DISPUTES:
        text = (reports / f"{slug}.html").read_text(encoding="utf-8")
        names = {name.replace("_", " ") for name in re.findall(r'data-finding="([^"]+)"', text)}
        listed = set(re.findall(r'<th scope="row">(.+?)</th><td>', text))
        assert len(names) > 8 and names <= listed, names - listed
        told = re.sub(r"<(data|table|h[1-6]|title|style|script)\b.*?</\1>", "", text, flags=re.DOTALL)
        told = re.sub(r'<span class="worded">.*?</span>', "", told.split("<main", 1)[1])
        said = re.sub(
            r'<p class="(claim|said|eyebrow)">.*?</p>|<li><svg.*?</li>|<img[^>]*>|<ol.*?</ol>|<output.*?</output>',
            "",
            told,
            flags=re.DOTALL,
        )
        bare = re.findall(r"£\s?\d[\d,.]*|\b\d+(?:\.\d+)?\s?(?:%|per cent)", re.sub(r"<[^>]+>", " ", said))
        assert not bare, f"Figures of {slug} that are no findings: {bare}"


def test_the_words_of_a_leading_claim_say_no_other_figure_than_the_claim():
    for slug in DISPUTES:
        for each in claims.judged(disputes.load(slug)):
            sums = re.findall(r"£[\d,]+|\d[\d,.]*%", each.claim.short or "")
            assert all(found in str(each.as_stated) for found in sums) or each.claim.summary.count(sums[0]), (
                each.claim.id
            )


def test_as_many_claims_of_a_side_as_of_the_other_lead():
    for slug in DISPUTES:
        front = telling.leading(claims.judged(disputes.load(slug)))
        sides = [camp(each.claim.party) for each in front]
        assert 2 <= sides.count("union") == sides.count("employers") <= 3, slug
        assert all(each.claim.leads for each in front)


def test_without_a_mark_the_first_claims_with_a_check_lead():
    civil = disputes.load("civil_service_2004")
    judged = [
        replace(each, claim=each.claim.model_copy(update={"leads": False})) for each in claims.judged(civil)
    ]
    assert [each.claim.id for each in telling.leading(judged)] == [
        "pcs-departments",
        "pcs-average-offer",
        "pcs-dwp-balloted",
        "gov-home-office-offer",
        "pcs-prison-balloted",
        "gov-turnout-low",
    ]


def test_where_one_side_claims_nothing_the_other_leads_alone():
    judged = [
        each for each in claims.judged(disputes.load("civil_service_2004")) if each.claim.party == "union"
    ]
    assert [each.claim.id for each in telling.leading(judged)] == [
        "pcs-below-inflation",
        "pcs-dwp-offer",
        "pcs-home-office-offer",
    ]


def swapped(text: str) -> str:
    """A dispute file with the two sides in each other's place."""
    other = {"union": "employers", "employers": "union"}
    return re.sub(
        r'((?:role|party|side) = )"(union|employers)"', lambda found: f'{found[1]}"{other[found[2]]}"', text
    )


def test_with_the_parties_swapped_the_brief_says_the_same_of_each(tmp_path):
    pages = []
    for name, text in (("one", TEMPLATE), ("other", swapped(TEMPLATE))):
        path = tmp_path / f"{name}.toml"
        path.write_text(text, encoding="utf-8")
        dispute = disputes.load(str(path))
        judged = claims.judged(dispute)
        front = telling.leading(judged)
        pages.append(
            (
                {each.claim.id: (each.verdict, telling.sentence(dispute, each).text) for each in front},
                {
                    side: [point.text for point in telling.best_case(dispute, side, judged)]
                    for side in ("union", "employers")
                },
                {side: pictures.verdicts(dispute, judged).alt.count(side) for side in ("Union", "Employers")},
            )
        )
    (said, cases, counts), (said_too, cases_too, counts_too) = pages
    assert said == said_too and counts == counts_too
    assert cases["union"] == cases_too["employers"] and cases["employers"] == cases_too["union"]


def test_the_answer_names_the_choice_that_matters():
    civil = disputes.load("civil_service_2004")
    assert [each.text for each in brief.answer(civil, claims.judged(civil))] == [
        "The offers were below inflation by RPI in 5 of 9 ways of counting, by CPI in 2 of 9.",
        "That the offer was worth 5% on average rests on Work and Pensions’ own word alone.",
    ]


def test_what_it_means_for_one_person_is_what_the_rise_left_after_prices():
    """13,750 x 2.6% is 357.50; RPI 181.3 -> 186.9... took 3.1%, CPI 1.3%: by hand 422 and 181."""
    (told,) = brief.for_you(disputes.load("civil_service_2004"))
    assert "£358 more" in told.text and "£177 more by CPI, £65 less by RPI" in told.text


@pytest.mark.parametrize(
    ("over", "words"),
    [
        (0.3, "less than £0.50 more by CPI"),
        (-0.3, "less than £0.50 less by CPI"),
        (0.0, "level by CPI"),
        (-0.6, "£1 less by CPI"),
    ],
)
def test_only_a_rise_of_what_prices_took_is_level(over, words):
    """By hand: prices 2 per cent of £10,000, 200; so much more or less than that."""
    civil = disputes.load("civil_service_2004")
    pay, rise = (
        Finding(name, each, "gbp_year", name) for name, each in (("pay", 10_000.0), ("rise", 200.0 + over))
    )
    real_pct = ((10_200.0 + over) / 10_200.0 - 1) * 100
    row = {"real_cpi_pct": real_pct, "prices_counted": "", "offer": civil.offers[0].label, "group": ""}
    assert brief._beside(civil, row, pay, rise, "cpi").text == words


def test_a_brief_says_by_itself_that_newer_figures_are_out(reports, browser):
    for day, old in (("2026-10-31", False), ("2026-11-02", True)):
        page = browser.new_page()
        page.clock.set_fixed_time(f"{day}T12:00:00Z")
        page.goto((reports / "youth_work_2004.html").as_uri())
        assert page.locator("#old").is_visible() is old, day
        page.close()


def test_words_of_the_field_are_explained_where_they_are_used():
    assert [word for word, _ in glossary.explained("A consolidated rise, in real terms by CPIH.")] == [
        "CPIH",
        "real terms",
        "consolidated",
    ]


def test_a_dispute_without_claims_offers_or_events_has_a_brief(tmp_path):
    head, _, rest = TEMPLATE.partition("# ---- What each side says.")
    sources = rest[rest.index("[sources.") :]
    path = tmp_path / "bare.toml"
    path.write_text(head + sources, encoding="utf-8")
    page = brief.render(disputes.load(str(path)), "bare")
    assert "no claim to check" in page and page.count("<h1>") == 1


def test_the_pages_of_a_run_are_briefs_and_evidence_for_disputes_and_what_leads_to_them(reports):
    made = {path.name for path in reports.glob("*.html")}
    told = {job.slug for job in notebooks.jobs([])}
    assert made == {
        "index.html",
        "methods.html",
        "data.html",
        *(f"{slug}.html" for slug in (*told, *building.TOOLS)),
        *(f"{slug}-evidence.html" for slug in DISPUTES),
    }


CHOSEN = """
(states) => {
    const live = document.getElementById("erosion");
    const set = (name, value) => {
        const field = live.querySelector(`[name=${name}]`);
        field.value = value;
        field.dispatchEvent(new Event("change"));
    };
    return states.map(([group, index, first]) => {
        set("group", group); set("index", index); set("first", first);
        const cells = [...live.querySelectorAll("tbody td")].map((cell) => cell.textContent);
        return [live.querySelector("h3").textContent, live.querySelector("output").textContent,
            live.querySelector("img").alt, cells.at(-1),
            [...live.querySelectorAll("tbody th")].map((cell) => cell.textContent),
            decodeURIComponent(live.querySelector("img").src.split(",").slice(1).join(","))];
    });
}
"""


def every_state(shown: erosion.Erosion) -> list[tuple[int, str, pd.Period]]:
    """Whose pay, which index, from which month: all that a reader can choose."""
    return [
        (place, index, month)
        for place, pay in enumerate(shown.pay)
        for index, against in shown.prices.items()
        for month in pd.period_range(max(pay.start, against.start), min(pay.last, against.last) - 1, freq="M")
    ]


@pytest.mark.slow
@pytest.mark.parametrize("slug", random.Random(2).sample(DISPUTES, cases(len(DISPUTES), 2)))
def test_the_live_chart_says_what_python_says(reports, browser, slug):
    """A hundred choices, a thousand in `make test-slow`: headline, sentence, alt text, table and picture by script, and
    by Python from the same levels."""
    shown = erosion.erosion(disputes.load(slug))
    states = random.Random(2004).choices(every_state(shown), k=cases(1000, 100))
    page = browser.new_page(viewport={"width": 390, "height": SCREEN})
    page.goto((reports / f"{slug}.html").as_uri())
    made = page.evaluate(
        CHOSEN, [[str(place), index, str(erosion.number(month))] for place, index, month in states]
    )
    page.close()
    for (place, index, month), (headline, sentence, alt, last, rows, svg) in zip(states, made, strict=True):
        pay = shown.pay[place]
        assert (headline, sentence) == shown.told(pay, index, month)
        assert alt == shown.alt(pay, index, month) and alt.startswith(f"{headline}. {sentence}")
        real = shown.real(pay, index, month)
        assert last == f"{real.iloc[-1]:.1f}" and rows == list(shown.rows(real).values())
        here, there = (re.split(r"(-?\d+\.\d)(?!\d|%)", each) for each in (svg, shown.svg(pay, index, month)))
        assert here[::2] == there[::2]
        assert [float(x) for x in here[1::2]] == pytest.approx([float(x) for x in there[1::2]], abs=0.11)


def test_the_choices_of_both_sides_are_those_of_their_own_claims():
    """Doctors: the union's 26% is since 2008 by RPI, its 21% since 2008/09 by RPI, and its cut of April 2022 began in
    April 2021; the award of April 2025 that the department praised began in April 2024. That the union demands 26% is
    said of the union's own window, so the department has not chosen it."""
    shown = erosion.erosion(disputes.load("resident_doctors_2022"))
    assert [(each.words, each.look) for each in shown.chosen] == [
        ("The department: from April 2024, index not said", "e"),
        ("BMA: from April 2021, index not said", "u"),
        ("BMA: from 2008/09, by RPI", "u"),
        ("BMA: from 2008, by RPI", "u"),
    ]
    assert shown.silent == ""
    assert shown.picture.alt.endswith(
        "Marked: The department: from April 2024, index not said; BMA: from April 2021, index not said. "
        "Before this chart: BMA: from 2008/09, by RPI; BMA: from 2008, by RPI."
    )
    assert "April 2024 (first month of the department, index not said)" in shown.picture.frame.index


def test_a_mark_stands_on_the_line_at_its_month_and_is_filled_where_its_index_is_shown():
    """RPIX goes to May 2026, 200 months after September 2009: the thirteenth month is 12/200 of 280 pixels from the
    left end, 6 + 16.8 = 22.8."""
    shown = erosion.erosion(disputes.load("school_teachers_2023"))
    first = pd.Period("2009-09", "M")
    at = shown._places(shown.pay[0], "rpix", first)
    assert (at["x0"], at["look0"], at["words0"]) == ("22.8", "open", "NEU: from September 2010, by RPI")
    assert float(at["y0"]) == pytest.approx(float(at["path"].split("L")[12].split()[1]))
    assert shown._places(shown.pay[0], "rpi", first)["look0"] == "full"
    later = shown._places(shown.pay[0], "rpi", pd.Period("2011-09", "M"))
    assert later["words0"].startswith("← NEU") and later["x0"] == "11.0"


def test_a_side_that_names_no_first_month_is_named():
    told = {slug: erosion.erosion(disputes.load(slug)).silent for slug in DISPUTES}
    words = "No claim of {} says from when pay is set against prices."
    assert told == {
        "civil_service_2004": words.format("either side"),
        "resident_doctors_2022": "",
        "school_teachers_2023": words.format("the government"),
        "social_care_2025": words.format("either side"),
        "youth_work_2004": words.format("either side"),
    }


def test_the_live_chart_is_real_terms_as_prices_has_them():
    shown = erosion.erosion(disputes.load("social_care_2025"))
    pay = shown.pay[0]
    growth = awards.real_chain("njc", "2023-07", "2026-03", point=19, by="cpi")
    month = pd.Period("2023-07", "M")
    assert shown.real(pay, "cpi", month)["2026-03"] - 100 == pytest.approx(float(growth), abs=0.001)


def test_the_pay_of_a_group_without_a_chain_of_awards_is_that_of_the_record():
    """A first-year doctor: 28,808 from April 2021, 41,226 from April 2026; nothing of another contract."""
    shown = erosion.erosion(disputes.load("resident_doctors_2022"))
    pay = shown.pay[0]
    assert pay.name == "A first-year doctor, contract of 2016"
    assert (pay.at(pd.Period("2021-04", "M")), pay.at(pd.Period("2026-05", "M"))) == (28808.0, 41226.0)
    assert str(pay.start) == "2017-04" and [each.name for each in shown.pay[1:]] == ["Public-sector earnings"]
    real = shown.real(pay, "cpi", pd.Period("2021-04", "M"))
    change = prices.real_change(28808, 41226, "2021-04", "2026-05", by="cpi")
    assert real["2026-05"] - 100 == pytest.approx(float(change), abs=0.001)


@pytest.mark.parametrize("slug", ["civil_service_2004", "youth_work_2004"])
def test_where_years_are_not_on_record_public_earnings_stand_for_the_group(slug):
    assert [each.name for each in erosion.erosion(disputes.load(slug)).pay] == ["Public-sector earnings"]


def test_without_script_the_chart_stands_and_nothing_asks_for_a_choice(reports, browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": SCREEN})
    page = context.new_page()
    page.goto((reports / "social_care_2025.html").as_uri())
    page.locator("#erosion > summary").click()
    assert (
        page.locator("#erosion img").is_visible() and not page.locator("#erosion select").first.is_visible()
    )
    assert "after prices" in page.locator("#erosion output").inner_text()
    context.close()


def test_the_live_chart_is_worked_by_keyboard(reports, browser):
    page = browser.new_page(viewport={"width": 390, "height": SCREEN})
    page.goto((reports / "youth_work_2004.html").as_uri())
    page.locator("#erosion > summary").focus()
    page.keyboard.press("Enter")
    before = page.locator("#erosion h3").inner_text()
    page.locator("#erosion select[name=index]").focus()
    page.keyboard.press("ArrowUp")
    after = page.locator("#erosion h3").inner_text()
    assert before != after and page.locator("#erosion img").get_attribute("alt").startswith(after)
    assert page.locator("#erosion .table").get_attribute("aria-label") == after
    page.close()


def test_a_button_shows_the_choice_of_those_who_make_a_claim(reports, browser):
    page = browser.new_page(viewport={"width": 390, "height": SCREEN})
    page.goto((reports / "school_teachers_2023.html").as_uri())
    page.locator("#erosion > summary").click()
    page.get_by_role("button", name="As chosen by NEU: RPI from September 2010").click()
    assert page.locator("#erosion h3").inner_text().endswith("after prices since September 2010, by RPI")
    assert (
        page.locator("#erosion img")
        .get_attribute("alt")
        .endswith("Marked: NEU: from September 2010, by RPI.")
    )
    assert page.locator("#erosion tbody th").first.text_content().endswith("(first month of NEU, by RPI)")
    page.close()


def test_two_readings_by_one_index_are_told_apart_in_the_alt_text():
    teachers = disputes.load("school_teachers_2023")
    alt = pictures.readings(teachers, claims.judged(teachers)).alt
    assert "CPI −4.6% (September 2021 to September 2022) and −4.6% (July 2021 to July 2022), RPI*" in alt
    assert "CPI −4.6%, CPI" not in alt


def text_of(page: str) -> str:
    """What is read and, of a picture, heard."""
    page = re.sub(r"(?s)<(script|style).*?</\1>", " ", page)
    page = re.sub(r'<img[^>]*alt="([^"]*)"[^>]*>', r" \1 ", re.sub(r"</?(?:data|span)\b[^>]*>", "", page))
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


PRESSED = {"value": 8000, "unit": "gbp_year"}


def with_one_claim(check: dict, claim: dict | None = None, **more) -> str:
    """The words of the brief of a small dispute of one claim."""
    return text_of(brief.render(made(PRESSED | (claim or {}), check, **more), "small"))


LOST = {"kind": "pounds_lost", "pay": [["2010", "then"], ["2020", "now"]]}
PAID = [{"id": "then", "value": 80000, "unit": "gbp_year"}, {"id": "now", "value": 80000, "unit": "gbp_year"}]


def test_one_claim_is_no_claims():
    text = with_one_claim(LOST, figures=PAID)
    assert "The claim" in text and "All 1" not in text and "1 claims" not in text
    assert "1 claim as a mark" in text


@pytest.mark.parametrize(
    ("check", "claim", "measured"),
    [
        (LOST, {}, "Pounds lost to prices"),
        (
            {"kind": "rise_to_restore", "pairs": [["then", "now"]], "spans": [["2010-04", "2020-04"]]},
            {"value": 30, "unit": "pct"},
            "Rise that restores what pay bought, prices of April 2010 to April 2020",
        ),
        (
            {
                "kind": "real_change",
                "pairs": [["then", "now"]],
                "spans": [["2010-04", "2020-04"]],
                "says": "below",
            },
            {"value": 30, "unit": "pct"},
            "Rise in real terms, prices of April 2010 to April 2020",
        ),
    ],
)
def test_a_picture_says_what_its_dots_are(check, claim, measured):
    text = with_one_claim(check, claim, figures=PAID)
    assert f"{measured}. Small" in text


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ({"kind": "percent", "pct": -2.5}, "£30,000 a year. From the offer: £750 less."),
        ({"kind": "percent", "pct": 2.5}, "£30,000 a year. From the offer: £750 more."),
        ({"kind": "percent", "pct": 0}, "£30,000 a year. From the offer: £0 more."),
    ],
)
def test_a_cut_is_less_and_no_minus_more(part, words):
    offer = {
        "id": "o",
        "label": "The offer",
        "status": "offer",
        "source": "paper",
        "parts": [part | {"date": "2020-04"}],
    }
    group = {"id": "all", "label": "All", "annual_gbp": 30_000, "source": "paper"}
    dispute = made(PRESSED, LOST, figures=PAID, offers=[offer], groups=[group])
    (told,) = brief.for_you(dispute)
    assert words in told.text


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (
            [{"kind": "lump_sum", "gbp": 750}],
            "From the offer: £750 once, no rise of the pay of a year. After prices, pay a year is £",
        ),
        (
            [{"kind": "percent", "pct": 2}, {"kind": "lump_sum", "gbp": 750}],
            "From the offer: £600 more a year, £750 once. After prices, pay a year is £",
        ),
        ([{"kind": "percent", "pct": 2}], "From the offer: £600 more. After prices, that is £"),
        (
            [{"kind": "hours", "hours_week": 36}],
            "From the offer: no rise of the pay of a year, £0.43 more an hour. After prices, pay a year is £",
        ),
    ],
)
def test_what_an_offer_pays_once_is_said(parts, words):
    offer = {"id": "o", "label": "The offer", "status": "offer", "source": "paper"}
    offer["parts"] = [part | {"date": "2020-04"} for part in parts]
    group = {"id": "all", "label": "All", "annual_gbp": 30_000, "source": "paper", "hours_week": 37}
    dispute = made(PRESSED, LOST, figures=PAID, offers=[offer], groups=[group])
    (told,) = brief.for_you(dispute)
    assert words in told.text and "£0 " not in told.text


def test_what_is_paid_once_stands_beside_what_an_offer_was_worth():
    offer = {"id": "o", "label": "The offer", "status": "offer", "source": "paper"}
    offer["parts"] = [{"kind": "lump_sum", "gbp": 750, "date": "2020-04"}]
    group = {"id": "all", "label": "All", "annual_gbp": 30_000, "source": "paper"}
    check = {"kind": "agrees", "figures": ["then"]}
    dispute = made(PRESSED, check, figures=PAID, offers=[offer], groups=[group])
    first, *_ = brief.answer(dispute, claims.judged(dispute))
    assert first.text.endswith("by RPI, beside £750 paid once.")


def test_offers_and_groups_of_one_name_are_told_apart_by_their_ids():
    offers = [
        {
            "id": name,
            "label": "Offer",
            "status": "offer",
            "source": "paper",
            "parts": [{"kind": "percent", "pct": {of: pct}, "date": "2020-04"}],
        }
        for name, of, pct in (("second", "high", 5), ("first", "low", 2))
    ]
    groups = [
        {"id": name, "label": "Staff", "annual_gbp": pay, "source": "paper"}
        for name, pay in (("low", 20_000), ("high", 40_000))
    ]
    dispute = made(PRESSED, LOST, figures=PAID, offers=offers, groups=groups)
    (told,) = brief.for_you(dispute)
    assert told.text.startswith("Staff: £40,000 a year. From the offer: £2,000 more. ")
    shown = pictures.offers(dispute).alt
    assert "Offer, second (" in shown and "Offer, first (" not in shown


def test_a_step_down_is_less():
    groups = [
        {"id": name.lower(), "label": name, "annual_gbp": pay, "source": "paper"}
        for name, pay in {"High": 30_000, "Low": 21_000}.items()
    ]
    (down,), (up,) = (
        brief.for_you(made(PRESSED, LOST, figures=PAID, groups=each)) for each in (groups, groups[::-1])
    )
    assert down.text == "High: £30,000 a year. Low: £21,000. That is £9,000 a year less."
    assert up.text == "Low: £21,000 a year. High: £30,000. The step is £9,000 a year."


def test_a_claim_in_a_clause_that_ends_as_a_sentence_is_a_clause():
    text = with_one_claim(LOST, {"short": "it is so."}, figures=PAID)
    assert "that it is so, by" in text and ".." not in text
