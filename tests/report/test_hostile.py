"""A stranger's dispute file: whatever its texts hold, the page shows text."""

import re

import pytest

from paylib.report import build as building
from tests.disputes.test_files import TEMPLATE

HOSTILE = [
    "<script>window.hacked = 1</script>",
    "<img src=x onerror=window.hacked=1>",
    "[press](javascript:window.hacked=1)",
    "![x](http://example.com/x.png)",
    "# Not a heading",
    "{{ 7 * 7 }} {% raw %} ${7*7} %(x)s {0} {claims}",
    "=HYPERLINK('http://example.com')",
    "$\\frac{1}{0}$ \\includegraphics{x}",
    "a | b --- \u202e reversed \u200b",
    "</title></style></table><b>bold</b>",
    "&lt;i&gt; &amp; *stars* _lines_ `code`",
]


def hostile_file() -> str:
    """The template with a hostile string put into each text of it in turn."""
    places = iter(range(10_000))

    def spoil(found: re.Match) -> str:
        text = HOSTILE[next(places) % len(HOSTILE)]
        return f"{found[1]} = '''{text}'''"

    return re.sub(
        r'^(title|question|name|summary|text|label|publisher) = "[^"]*"', spoil, TEMPLATE, flags=re.MULTILINE
    )


@pytest.fixture(scope="module")
def hostile_page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "hostile.toml").write_text(hostile_file(), encoding="utf-8")
    building.build([str(folder / "hostile.toml")], folder)
    return folder / "hostile.html"


def test_nothing_of_the_file_takes_effect(hostile_page, open_page):
    page = open_page(hostile_page, 390)
    page.wait_for_timeout(200)
    assert page.evaluate("window.hacked") is None
    assert page.eval_on_selector_all("script, iframe, object, embed, form, b, i", "all => all.length") == 0
    links = page.eval_on_selector_all("main a", "all => all.map(each => each.getAttribute('href'))")
    assert not [link for link in links if not link.startswith(("https://", "http://"))], links
    pictures = page.eval_on_selector_all("img", "all => all.map(each => each.getAttribute('src'))")
    assert all(picture.startswith("data:image/svg+xml") for picture in pictures)
    assert page.eval_on_selector_all("h1", "all => all.length") == 1


def test_every_hostile_string_is_there_as_text(hostile_page, open_page):
    page = open_page(hostile_page, 1280)
    shown = re.sub(r"\s+", " ", page.inner_text("main") + page.title())
    for text in HOSTILE[:6]:
        assert re.sub(r"\s+", " ", text) in shown, text
    assert "49" not in page.title()


def test_the_index_shows_text_too(hostile_page, open_page):
    page = open_page(hostile_page.parent / "index.html", 390)
    assert page.evaluate("window.hacked") is None
    assert page.eval_on_selector_all("script, img", "all => all.length") == 0
