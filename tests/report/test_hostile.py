"""A stranger's dispute file: whatever its texts hold, the page shows text."""

import csv
import io
import re

import pytest

from paylib import disputes
from paylib.report import downloads, sections
from paylib.report.run import build as building
from tests.disputes.test_files import TEMPLATE
from tests.report.test_downloads import page_of, saved, sheets

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

FORMULAS = [
    "=HYPERLINK('http://example.com')",
    "+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-2+3",
    "[a](http://example.com) [b](http://example.com) $$note$$",
]


def hostile_file(texts: list[str]) -> str:
    """The template with a hostile string put into each text of it in turn."""
    places = iter(range(10_000))

    def spoil(found: re.Match) -> str:
        text = texts[next(places) % len(texts)]
        return f"{found[1]} = '''{text}'''"

    return re.sub(
        r'^(title|question|name|summary|text|label|publisher) = "[^"]*"', spoil, TEMPLATE, flags=re.MULTILINE
    )


@pytest.fixture(scope="module")
def hostile_page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "hostile.toml").write_text(hostile_file(HOSTILE), encoding="utf-8")
    building.build([str(folder / "hostile.toml")], folder)
    return folder / "hostile-evidence.html"


@pytest.fixture(params=["hostile", "hostile-evidence"])
def each_page(request, hostile_page):
    return hostile_page.with_name(f"{request.param}.html")


def test_nothing_of_the_file_takes_effect(each_page, open_page):
    page = open_page(each_page, 390)
    page.wait_for_timeout(200)
    assert page.evaluate("window.hacked") is None
    assert page.eval_on_selector_all("iframe, object, embed, b, i", "all => all.length") == 0
    tools = page.locator(
        ".calculator, #erosion"
    ).count()  # the live chart has a form for pay of one's own too
    forms = page.locator(".calculator form, #erosion form").count()
    assert page.eval_on_selector_all("form", "all => all.length") == forms and tools == 1
    kinds = page.eval_on_selector_all("script", "all => all.map(each => each.type)")
    data = [kind for kind in kinds if kind == "application/ld+json"]
    assert kinds == [*data, *["application/json"] * tools, ""], kinds
    links = page.eval_on_selector_all("main a", "all => all.map(each => each.getAttribute('href'))")
    files = tuple(f"data:{kind};base64," for kind in (downloads.CSV, downloads.JSON, downloads.XLSX))
    beside = ("hostile.html", "hostile-evidence.html", "#")
    assert not [link for link in links if not link.startswith(("https://", "http://", *files, *beside))], (
        links
    )
    pictures = page.eval_on_selector_all("img", "all => all.map(each => each.getAttribute('src'))")
    assert all(picture.startswith("data:image/svg+xml") for picture in pictures)
    assert page.eval_on_selector_all("h1", "all => all.length") == 1


def test_every_hostile_string_is_there_as_text(hostile_page, open_page):
    page = open_page(hostile_page, 1280)
    shown = re.sub(r"\s+", " ", page.inner_text("main") + page.title())
    for text in HOSTILE[:6]:
        assert re.sub(r"\s+", " ", text) in shown, text
    assert "49" not in page.title()


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_spreadsheet_runs_nothing_of_the_file(tmp_path, formula):
    (tmp_path / "formulas.toml").write_text(hostile_file([formula]), encoding="utf-8")
    dispute = disputes.load(str(tmp_path / "formulas.toml"))
    parts = (
        sections.timeline,
        sections.offers_in_real_terms,
        sections.ballots,
        sections.strike_rounds,
        sections.verdicts,
    )
    files = saved(page_of(*(part(dispute) for part in parts), title=dispute.title, own=dispute.sources))
    tables = [content.decode("utf-8-sig") for name, content in files.items() if name.endswith(".csv")]
    cells = [cell for text in tables for row in csv.reader(io.StringIO(text)) for cell in row]
    assert len(tables) == 4  # what happened, strikes, verdicts, and every figure stated
    assert sum(formula in cell for cell in cells) >= 5
    runs = [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert all(re.fullmatch(r"-\d+(\.\d+)?(e-\d+)?", cell) for cell in runs), runs
    book = next(content for name, content in files.items() if name.endswith(".xlsx"))
    written = [str(cell) for rows in sheets(book).values() for row in rows for cell in row]
    plain = formula.replace("](", "] (").replace("$$", "$ $")
    assert sum(plain in cell for cell in written) >= 5


def test_the_index_shows_text_too(hostile_page, open_page):
    page = open_page(hostile_page.parent / "index.html", 390)
    assert page.evaluate("window.hacked") is None
    ours = 'script:not([type="application/ld+json"]), img:not([src^="data:image/svg+xml"])'
    assert page.eval_on_selector_all(ours, "all => all.length") == 0
