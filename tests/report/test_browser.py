"""The pages in a real browser: readable by everybody, at every width, from a file, offline.

Each page is opened once, and every test looks at it under the conditions that it needs.
"""

import itertools
import random
import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from paylib import disputes
from paylib.report.run import notebooks
from tests.conftest import cases
from tests.report.conftest import RULES, looks

PAGES = [
    "index",
    "methods",
    "data",
    *(job.slug for job in notebooks.jobs([])),
    *(f"{slug}-evidence" for slug in disputes.available()),
]
LOOKED_AT = random.Random(21).sample(PAGES, cases(len(PAGES), 5))
"""All in `make test-slow`; as many of each kind as chance has it in `make test`."""

pytestmark = pytest.mark.slow

SPACED = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }
"""
"""The text spacing that a reader may set, by WCAG 1.4.12."""

FIRST_ROWS = """
() => document.querySelectorAll("tbody, .sources").forEach((list) =>
    [...list.children].slice(4).forEach((row) => row.remove()))
"""
"""Cuts tables and the list of sources: further rows are the same to axe, which takes most of its time over them."""

CLIPPED = """
() => [...document.querySelectorAll("main *")].filter((each) => {
    const style = getComputedStyle(each);
    const cut = ["hidden", "clip"].includes(style.overflowX) || ["hidden", "clip"].includes(style.overflowY);
    return cut && !each.closest(".hidden") && (each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1);
}).map((each) => each.outerHTML.slice(0, 80))
"""

STOPS = """
() => {
    const told = { stops: [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
        .filter((each) => each.tabIndex >= 0 && each.checkVisibility({ visibilityProperty: true })), seen: [] };
    document.addEventListener("focusin", ({ target }) => {
        const style = getComputedStyle(target);
        const box = target.getBoundingClientRect();
        const visible = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
        told.seen.push([told.stops.indexOf(target), visible && box.right > 0 && box.bottom > 0, target.outerHTML.slice(0, 80)]);
    });
    window.told = told;
    return told.stops.length;
}
"""


@pytest.fixture(scope="module", params=LOOKED_AT)
def loaded(request, reports, browser):
    """A page, opened once for all tests of this file; a request that is not for a file fails the last of them."""
    page = browser.new_page(viewport={"width": 390, "height": 900}, bypass_csp=True)
    requests = []
    page.on("request", lambda sent: requests.append(sent.url))
    page.goto((reports / f"{request.param}.html").as_uri())
    yield page
    page.close()
    elsewhere = [url for url in requests if not url.startswith(("file:", "data:"))]
    assert not elsewhere, f"The page asked for {elsewhere}."


@pytest.fixture
def page(loaded):
    """The page as a reader finds it on a phone, in light colours."""
    loaded.set_viewport_size({"width": 390, "height": 900})
    loaded.emulate_media(media="screen", color_scheme="light", reduced_motion="no-preference")
    return loaded


def sideways(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


def test_the_page_says_what_it_is(page):
    assert page.evaluate("document.documentElement.lang") == "en-GB"
    assert len(page.title()) > 10
    levels = page.eval_on_selector_all("h1,h2,h3,h4", "all => all.map(each => Number(each.tagName[1]))")
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), levels


def test_tables_have_captions_and_headers_with_scope(page):
    tables = page.eval_on_selector_all(
        "table",
        """all => all.map((table) => ({
            caption: table.caption?.textContent.trim() ?? "",
            columns: [...table.tHead.rows[0].cells].map((cell) => [cell.scope, cell.textContent.trim()]),
            rows: [...table.tBodies[0].rows].map((row) => row.cells[0].scope),
        }))""",
    )
    for table in tables:
        assert len(table["caption"]) > 8, table
        assert all(scope == "col" and words for scope, words in table["columns"]), table
        assert set(table["rows"]) <= {"row"}, table["caption"]


def numbers(text: str) -> set[str]:
    return {found.replace(",", "") for found in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}


def test_alt_texts_say_the_finding_with_figures_of_the_page(page):
    """Every sum, per cent and decimal in an alt text stands in a table, a finding or a sentence of the page too,
    if not to more decimals."""
    alts = page.eval_on_selector_all("img", "all => all.map(each => each.alt)")
    assert len(set(alts)) == len(alts), "Two pictures have the same alt text."
    held = {
        float(number) for number in numbers(" ".join(page.locator("td, data, output").all_text_contents()))
    }
    for alt in alts:
        assert len(alt) > 60 and not re.search(r"description|image of|picture of", alt, re.IGNORECASE), alt
        assert numbers(alt), f"An alt text without a figure: {alt}"
        for figure in re.findall(r"£?\d[\d,]*(?:\.\d+)?%?", alt):
            if not re.search(r"[£%.]", figure.rstrip(".")):
                continue
            number = figure.strip("£%").replace(",", "").rstrip(".")
            places = len(number.partition(".")[2])
            assert any(round(each, places) == float(number) for each in held), (
                f"{figure} is not on the page: {alt}"
            )


@pytest.mark.parametrize(("width", "scale"), [(320, 4), (390, 1), (640, 2), (768, 1), (1280, 1)])
def test_nothing_sticks_out_sideways_at_any_width_or_zoom(page, width, scale):
    """1280 pixels at 400 per cent are 320, at 200 per cent 640."""
    zoom = page.context.new_cdp_session(page)
    size = {"width": width, "height": 900 // scale, "deviceScaleFactor": scale, "mobile": False}
    zoom.send("Emulation.setDeviceMetricsOverride", size)
    assert page.evaluate("[innerWidth, devicePixelRatio]") == [width, scale]
    assert sideways(page) <= 0
    zoom.send("Emulation.clearDeviceMetricsOverride")
    zoom.detach()


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_lost_when_a_reader_spaces_the_text(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    before = page.evaluate("document.documentElement.scrollHeight")
    style = page.add_style_tag(content=SPACED)
    assert page.evaluate("document.documentElement.scrollHeight") > before
    assert sideways(page) <= 0
    assert not page.evaluate(CLIPPED)
    style.evaluate("element => element.remove()")


def test_nothing_moves(page):
    page.emulate_media(reduced_motion="reduce")
    moving = page.evaluate(
        """[...document.querySelectorAll("*")].filter((each) => {
            const style = getComputedStyle(each);
            return style.transitionDuration !== "0s" || style.animationName !== "none" || style.scrollBehavior !== "auto";
        }).length + document.getAnimations().length"""
    )
    assert moving == 0


def test_the_tab_key_reaches_everything_in_order_shows_where_it_is_and_is_never_trapped(page):
    stops = page.evaluate(STOPS)
    page.evaluate("document.body.tabIndex = -1; document.body.focus(); window.told.seen = []; scrollTo(0, 0)")
    for _ in range(stops):
        page.keyboard.press("Tab")
    seen = page.evaluate("window.told.seen")
    assert [place for place, _, _ in seen] == list(range(stops))
    assert not [words for _, visible, words in seen if not visible]
    page.evaluate("document.body.removeAttribute('tabindex'); document.activeElement.blur()")


def test_print_opens_what_is_folded_shows_where_links_lead_and_leaves_the_form_out(page):
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.documentElement).color") == "rgb(0, 0, 0)"
    assert (
        page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--accent')") == "#12436d"
    )
    for selector in (".skip", ".masthead", ".calculator form", ".downloads", ".download", ".brief details"):
        assert not page.locator(f"{selector}:visible").count(), selector
    if page.locator(
        ".brief"
    ).count():  # two sides of paper: what is folded stays so, and links lead beside it
        return
    folded = page.eval_on_selector_all(
        "figure details",
        """all => all.map((each) => [
            each.querySelectorAll("tbody tr").length,
            each.querySelector("table").checkVisibility({ contentVisibilityAuto: true }),
            getComputedStyle(each.querySelector("summary")).display !== "none",
        ])""",
    )
    assert all((rows < 25) == shown and shown != told for rows, shown, told in folded), folded
    links = page.eval_on_selector_all(
        "main a[href^=http]",
        "all => all.filter(each => !getComputedStyle(each, '::after').content.includes(each.getAttribute('href'))).length",
    )
    assert links == 0
    whole = page.eval_on_selector_all(
        "picture, .claims li, .key-figures, .sources li",
        "all => all.filter(each => getComputedStyle(each).breakInside !== 'avoid').length",
    )
    assert whole == 0


def test_it_prints_to_pages_on_which_pictures_and_verdicts_fit(page):
    page.set_viewport_size({"width": 672, "height": 900})  # the width of the print on A4, in CSS pixels
    page.emulate_media(media="print")
    tall = page.eval_on_selector_all(
        "picture, .claims li", "all => all.filter(each => each.getBoundingClientRect().height > 970).length"
    )
    assert tall == 0
    made = page.pdf(format="A4", prefer_css_page_size=True)
    pages = len(re.findall(rb"/Type\s*/Page\b", made))
    assert made.startswith(b"%PDF") and 1 <= pages <= 45


@pytest.mark.slow
def test_axe_finds_nothing_at_any_width_in_any_colours(page):
    """Last of this file, since it cuts long tables and opens what is folded."""
    page.evaluate(FIRST_ROWS)
    page.eval_on_selector_all("details", "all => all.forEach(each => each.open = true)")
    for width, scheme in looks(page.url.rpartition("/")[2]):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        results = Axe().run(page, options=RULES)
        assert results.violations_count == 0, f"{width} {scheme}: {results.generate_report()}"
        assert len(results.response["passes"]) > 10, "axe looked at hardly anything."


def test_pictures_are_drawn_and_phones_get_the_narrow_ones(reports, open_page):
    for width, least, most in ((390, 200, 500), (1280, 600, 1200)):
        opened = open_page(reports / "youth_work_2004-evidence.html", width)
        widths = opened.eval_on_selector_all("img", "all => all.map(each => each.naturalWidth)")
        assert len(widths) >= 2 and all(least <= each <= most for each in widths), (width, widths)


def test_the_content_security_policy_lets_style_and_pictures_in(reports, browser):
    page = browser.new_page(viewport={"width": 390, "height": 900})
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto((reports / "youth_work_2004.html").as_uri())
    assert page.evaluate("getComputedStyle(document.querySelector('main')).maxWidth") != "none"
    assert page.evaluate("document.images[0].naturalWidth") > 0
    page.close()
    assert not complaints
