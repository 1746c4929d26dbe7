"""HTML comes from templates that escape what is put in; no f-string makes an element."""

import ast
import re
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from markupsafe import Markup

from paylib.charts import bars
from paylib.figures.finding import Finding
from paylib.findings import key_figures, say
from paylib.findings.prose import worded
from paylib.markup import from_template
from paylib.report import downloads
from paylib.report.site import Site, index
from paylib.tables import table
from tests.conftest import ROOT

PACKAGE = ROOT / "paylib"
DRAWN = ("charts/svg.py", "charts/chart.py")
"""SVG: pictures are drawn, path by path."""

ELEMENT = re.compile(r"</?[a-z][a-z0-9]*[\s>/]")
NASTY = """<script>alert("a & b")</script>' onload='x"""


def literals(path: Path) -> list[str]:
    """What stands between the fields of the f-strings of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
    ]


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(PACKAGE.rglob("*.py")) if "calculator" not in path.parts],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_no_f_string_makes_html(path):
    found = [text for text in literals(path) if ELEMENT.search(text)]
    if str(path.relative_to(PACKAGE)) in DRAWN:
        found = [text for text in found if not re.match(r"<(svg|g|path|rect) ", text)]
    assert not found, f"{path.name} writes HTML by hand: {found}."


def test_what_is_put_in_is_escaped_and_markup_is_not():
    made = from_template("<p>{{ first }}{{ second }}</p>", first="a < b & 'c'", second=Markup("<b>d</b>"))
    assert made == "<p>a &lt; b &amp; &#39;c&#39;<b>d</b></p>" and isinstance(made, Markup)


def test_a_name_that_is_not_given_is_an_error():
    with pytest.raises(Exception, match="'second' is undefined"):
        from_template("{{ first }}{{ second }}", first="a")


@pytest.fixture
def finding():
    return Finding("nasty", 3.0, "pct", NASTY)


def test_prose_escapes_all_but_its_own_elements(finding):
    for made in (
        say("{who} got {pay}", who=NASTY, pay=finding),
        worded(NASTY),
        key_figures((NASTY, finding), (NASTY, finding)),
    ):
        assert "<script>" not in made.html and "&lt;script&gt;" in made.html and "' onload" not in made.html
        assert isinstance(made.html, Markup)


def test_a_finding_escapes_its_method(finding):
    assert "<script>" not in finding.html and "&lt;script&gt;" in finding.html


def test_tables_and_charts_escape_every_word(finding):
    frame = pd.DataFrame({NASTY: [NASTY], "rise_pct": [3.0]}, index=pd.Index([NASTY], name=NASTY))
    made = table(frame, say("{who} got {pay}", who=NASTY, pay=finding))
    assert "<script>" not in made.html and '<data value="3.0" data-finding="nasty">3.0%</data>' in made.html
    assert "<script>" not in table(frame, NASTY).html
    bar = bars(frame[["rise_pct"]], NASTY, NASTY, NASTY, labels={"rise_pct": "Rise", NASTY: "Who"})
    assert "<script>" not in bar.html and "&lt;script&gt;" in bar.html
    assert bar.html.count("<figure") == 1 and '" onload' not in bar.html


def test_links_escape_their_words():
    made = downloads.link(b"1", "text/csv", "a.csv", NASTY, NASTY)
    assert made.startswith('<a download="a.csv" href="data:text/csv;base64,MQ==" aria-label="&lt;script&gt;')
    assert "<script>" not in made


def test_the_templates_of_pages_escape_by_themselves():
    """Autoescape is on, so no template asks for it; what is markup already is marked where it is put in."""
    for path in (PACKAGE / "report" / "template").glob("*.j2"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*e(scape)?\b", text), f"{path.name} escapes by hand."
    told = dict.fromkeys(("file", "slug", "title", "description", "question"), NASTY)
    told["verdicts"] = SimpleNamespace(alt=NASTY, src=NASTY)
    assert NASTY not in index.render([SimpleNamespace(**told, cards={"a": NASTY})], Site())
