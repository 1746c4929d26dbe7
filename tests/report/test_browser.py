"""The pages in a real browser: readable by everybody, at every width, from a file, offline."""

import itertools

import pytest
from axe_playwright_python.sync_playwright import Axe

from paylib.report import notebooks

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PAGES = ["index", *(job.slug for job in notebooks.jobs([]))]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_nothing(reports, open_page, page, width, scheme):
    opened = open_page(reports / f"{page}.html", width, scheme)
    for details in opened.query_selector_all("details"):
        details.evaluate("element => element.open = true")
    results = Axe().run(opened, options=RULES)
    assert results.violations_count == 0, results.generate_report()
    assert len(results.response["passes"]) > 10, "axe looked at hardly anything."


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize("page", PAGES)
def test_nothing_sticks_out_sideways(reports, open_page, page, width):
    opened = open_page(reports / f"{page}.html", width)
    assert opened.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("page", PAGES)
def test_the_page_says_what_it_is(reports, open_page, page):
    opened = open_page(reports / f"{page}.html", 390)
    assert opened.evaluate("document.documentElement.lang") == "en-GB"
    assert len(opened.title()) > 10
    levels = opened.eval_on_selector_all("h1,h2,h3,h4", "all => all.map(each => Number(each.tagName[1]))")
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), levels


def test_pictures_are_drawn_and_phones_get_the_narrow_ones(reports, open_page):
    for width, least, most in ((390, 200, 500), (1280, 600, 1200)):
        opened = open_page(reports / "youth_work_2004.html", width)
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
