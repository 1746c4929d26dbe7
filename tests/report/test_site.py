"""The pages as one site: relative and offline, its links lead somewhere, and what machines read of it is true."""

import csv
import io
import json
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

import paylib
from paylib import datapackage, disputes
from paylib.claims import judged
from paylib.report.brief import pictures, telling
from paylib.report.page import _led, markdown
from paylib.report.run import build as building
from paylib.report.run import notebooks
from paylib.report.site import MASTHEAD, Site, Stop, data, methods
from tests.conftest import ROOT
from tests.report.test_cards import SHOWS


class Links(HTMLParser):
    """Where a page leads, and the places in it that can be led to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.to, self.places = [], {""}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "a" and not given["href"].startswith(("http", "data:")):
            self.to.append(given["href"])
        if given.get("id"):
            self.places.add(given["id"])


def test_every_link_between_the_pages_leads_somewhere(reports):
    pages = {path.resolve(): Links(path.read_text(encoding="utf-8")) for path in reports.rglob("*.html")}
    for page, found in pages.items():
        for to in found.to:
            file, _, place = to.partition("#")
            target = (page.parent / file).resolve() if file else page
            assert target.exists(), f"{page.name} leads to {to}."
            if target.suffix == ".html":
                assert place in pages[target].places, f"{page.name} leads to {to}."


def test_every_page_has_the_masthead_its_language_and_what_previews_read(reports):
    for path in reports.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        head = re.search(r'<header class="masthead">.*?</header>', text, re.DOTALL)[0]
        for words, to in MASTHEAD:
            assert f'href="{to}"' in head and words in head, f"{path.name}: {words}"
        assert '<html lang="en-GB">' in text and '<meta property="og:title" content="' in text
        assert "og:url" not in text and "canonical" not in text and "og:image" not in text
    assert not (reports / "sitemap.xml").exists()


def test_pages_lead_to_the_one_before_and_the_one_after(reports):
    slugs = [job.slug for job in notebooks.jobs([])]
    for before, after in pairwise(slugs):
        assert f'rel="next" href="{after}.html"' in (reports / f"{before}.html").read_text(encoding="utf-8")
        assert f'rel="prev" href="{before}.html"' in (reports / f"{after}.html").read_text(encoding="utf-8")


def test_evidence_lists_its_contents(reports):
    for slug in disputes.available():
        text = (reports / f"{slug}-evidence.html").read_text(encoding="utf-8")
        listed = re.search(r'<details class="toc">.*?</details>', text, re.DOTALL)[0]
        assert len(re.findall(r'<a href="#', listed)) >= 4, slug


def told(path: Path) -> list[dict]:
    """What a page holds as JSON-LD."""
    found = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', path.read_text(encoding="utf-8"), re.DOTALL
    )
    return [json.loads(each) for each in found]


def test_a_brief_tells_machines_each_leading_claim_and_its_verdict(reports):
    for slug in disputes.available():
        dispute = disputes.load(slug)
        front = telling.leading(judged(dispute))
        reviews = told(reports / f"{slug}.html")
        assert [each["@type"] for each in reviews] == ["ClaimReview"] * len(front)
        for each, review in zip(front, reviews, strict=True):
            assert review["reviewRating"]["alternateName"].lower() == each.verdict
            assert review["itemReviewed"]["author"]["name"] == telling.who(dispute, each)
            assert ("reviewAspect" in review) == any(choice.holds for choice in each.outcome.deciding)
            assert "url" not in review


def test_the_data_page_tells_machines_every_table(reports):
    (catalogue,) = told(reports / "data.html")
    names = {Path(each["distribution"]["contentUrl"]).stem for each in catalogue["dataset"]}
    assert catalogue["@type"] == "DataCatalog"
    assert names == {name for name, each in datapackage.package().resources.items() if "table" not in each}


TYPES = {"gYearMonth": r"\d{4}-\d\d", "gYear": r"\d{4}", "integer": r"-?\d+", "number": r"-?[\d.e+-]+"}


def test_each_table_stands_with_its_columns_described_beside_it(reports):
    for name, resource in datapackage.package().resources.items():
        if "table" in resource:
            continue
        content = (reports / "data" / f"{name}.csv").read_bytes()
        assert datapackage.sha256(content) == resource["hash"]
        about = json.loads((reports / "data" / f"{name}.csv-metadata.json").read_text(encoding="utf-8"))
        header, *rows = csv.reader(io.StringIO(content.decode("utf-8")))
        columns = about["tableSchema"]["columns"]
        assert about["url"] == f"{name}.csv" and [each["titles"] for each in columns] == header, name
        for place, column in enumerate(columns):
            pattern = TYPES.get(column["datatype"])
            misfits = [
                row[place] for row in rows if row[place] and pattern and not re.fullmatch(pattern, row[place])
            ]
            assert not misfits, f"{name}, {column['name']}: {misfits[:3]}"


def test_a_unit_is_told_as_a_table_has_it():
    about = data.described(datapackage.package().resource("prices_monthly"))
    units = {each["name"]: each.get("schema:unitText") for each in about["tableSchema"]["columns"]}
    assert units["month"] is None and units["price_index"] == "index"
    assert paylib.load("prices_monthly").attrs["title"] == about["dc:title"]


def test_with_an_address_what_needs_one_is_written(quick, folder_of):
    root = folder_of(SHOWS.replace("{second}", "offer"))
    out = root / "out"
    every = ["trial", *building.TOOLS]
    assert [page.slug for page in building.build([], out, url="https://example.org/pay/").made] == every
    text = (out / "trial.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://example.org/pay/trial.html">' in text
    assert '<meta property="og:image" content="https://example.org/pay/cards/trial-pay.png">' in text
    addresses = re.findall(r"<loc>(.*?)</loc>", (out / "sitemap.xml").read_text(encoding="utf-8"))
    pages = [each for each in addresses if "/docs/" not in each]
    assert sorted(pages) == sorted(
        f"https://example.org/pay/{name}.html" for name in ("index", "methods", "data", *every)
    )
    assert "https://example.org/pay/docs/tutorial.html" in addresses
    assert not building.build([], out, url="https://example.org/pay/").made
    assert [page.slug for page in building.build([], out).made] == every


def test_docs_come_with_all_pages_and_lead_back_to_them(quick, folder_of):
    out = folder_of("1") / "out"
    building.build([], out)
    for name in ("trial", "index", "methods", "data"):
        assert '<a href="docs/index.html">Docs</a>' in (out / f"{name}.html").read_text(encoding="utf-8")
    docs = (out / "docs" / "index.html").read_text(encoding="utf-8")
    assert '<a href="../methods.html">Methods</a>' in docs and 'href="../index.html"' in docs


def test_one_page_alone_has_no_copy_of_the_tables_and_does_not_lead_to_them(quick, folder_of):
    root = folder_of("1")
    out = root / "out"
    building.build(["trial"], out)
    assert not (out / "docs").exists()
    assert not (out / "data").exists() and "data.html" not in (out / "trial.html").read_text(encoding="utf-8")
    assert (out / "methods.html").exists()


@pytest.mark.parametrize("file", ["a.html", "b.html"])
def test_a_page_that_stands_alone_leads_nowhere(file):
    assert not Site((Stop("a.html", "A"),)).turn(file)


def test_the_methods_page_has_the_hedges_the_rules_and_the_logs(reports):
    from paylib.figures.hedges import HEDGES
    from paylib.report.objections import RULES

    text = (reports / "methods.html").read_text(encoding="utf-8")
    for word, hedge in HEDGES.items():
        assert f'<th scope="row">{word.replace("_", " ")}</th>' in text and hedge.reason in text
    assert all(rule.url in text for rule in RULES)
    for heading in (
        "assumptions-log",
        "data-log",
        "changes-of-method",
        "corrections",
        "known-limits",
        "report-an-error",
    ):
        assert f'id="{heading}"' in text


def test_the_readme_shows_a_brief_and_a_chart_as_they_are_and_leads_somewhere():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    pictures_ = dict(re.findall(r'<img src="([^"]+)"[^>]* alt="([^"]+)"', readme))
    assert len(pictures_) == 2
    for file, alt in pictures_.items():
        assert (ROOT / file).stat().st_size < 150_000 and len(alt) > 60
    civil = disputes.load("civil_service_2004")
    assert str(pictures.readings(civil, judged(civil)).alt) in pictures_.values()
    for to in re.findall(r"\]\(([^)]+)\)", readme):
        assert (ROOT / to).exists(), to
    assert readme.split("\n## ", 1)[0].count("\n") < 12


def test_the_name_of_a_notebook_leads_to_its_page_where_there_is_one():
    made = _led(markdown("See `00_start_here` and `06_gone`."), Site(files=frozenset({"start_here.html"})))
    assert made == '<p>See <a href="start_here.html">start here</a> and <code>06_gone</code>.</p>\n'


def test_every_row_of_the_logs_has_a_cell_a_column_and_no_mark_of_markdown():
    text = methods.render(Site())
    assert (
        "the banks that the state rescued" in text
        and "*derived*" not in text
        and "award not earnings" in text
    )


def test_a_page_without_sources_has_no_heading_for_them(reports):
    text = (reports / "coverage.html").read_text(encoding="utf-8")
    assert not re.search(r'>Sources</h3>\s*<ol class="sources">\s*</ol>', text)
