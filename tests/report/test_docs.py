"""The docs: every guide and every public name has its page, links lead somewhere, examples are the ones that are run."""

import inspect
import json
import re
import tomllib
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

import paylib
from paylib import checks, claims, prices
from paylib.report import docs
from paylib.report.docs import reference
from paylib.report.site import Site

SOURCES = Path(docs.__file__).parent


@pytest.fixture(scope="module")
def files():
    return docs.files(Site(files=frozenset({"index.html", "methods.html", docs.FILE})))


class _Seen(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.links, self.ids, self.headings, self.text = [], set(), [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.links += [attrs["href"]] if tag == "a" else []
        self.ids |= {attrs["id"]} if "id" in attrs else set()
        self.headings += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []

    def handle_data(self, data):
        self.text.append(data)


def test_every_guide_that_is_written_is_on_the_list_and_begins_with_its_title():
    assert {path.stem for path in SOURCES.glob("*.md")} == {each.name for each in docs.guides()}
    for guide in docs.guides():
        assert guide.title and "#" not in guide.title
        assert 20 < len(guide.about) < 300, guide.name


def test_every_public_function_has_an_entry_that_says_what_it_takes(files):
    listed = {(each.name, entry.name): entry for each in reference.modules() for entry in each.entries}
    public = {
        name for name, each in vars(prices).items()
        if inspect.isfunction(each) and each.__module__ == "paylib.prices" and not name.startswith("_")
    }  # fmt: skip
    assert public <= {name for module, name in listed if module == "paylib.prices"}
    for (module, name), entry in listed.items():
        function = getattr(getattr(paylib, module.partition(".")[2] or "__name__"), name, None)
        if inspect.isfunction(function):
            takes = set(inspect.signature(function).parameters)
            rows = next((rows for heading, rows in entry.parts if heading == "Parameters"), [])
            told = {part.strip("* ") for row in rows for part in row.name.split(",")}
            assert told == takes or (not told and len(takes) < 2), (
                f"{module}.{name} takes {takes}, says {told}."
            )


def test_the_modules_are_those_that_paylib_names(files):
    named = {f"paylib.{name}" for name in paylib.__all__ if inspect.ismodule(getattr(paylib, name))}
    made = {each.name for each in reference.modules()} - {"paylib"}
    assert made == named - {"paylib.cases"}  # what only one dispute needs has no face of its own
    assert {f"docs/{name}.html" for name in made} <= set(files)


def test_links_lead_to_a_page_or_a_place_in_it(files):
    seen = {name: _Seen(text) for name, text in files.items()}
    outside = {"index.html", "methods.html", "youth_work_2004.html"}
    for name, page in seen.items():
        for link in (each for each in page.links if not each.startswith("https://")):
            file, _, place = link.partition("#")
            to = str((Path("/docs") / file).resolve()).lstrip("/") if file else name
            assert to in seen or to in outside, f"{name} leads to {link}."
            assert not place or to in outside or place in seen[to].ids, f"{name} leads to {link}."


def test_a_page_has_one_title_and_skips_no_heading(files):
    for name, text in files.items():
        headings = _Seen(text).headings
        assert headings.count(1) == 1 and headings[0] == 1, name
        assert all(after <= before + 1 for before, after in pairwise(headings)), name


def test_examples_stand_on_the_page_as_they_are_run(files):
    for guide in docs.guides():
        run = [line[4:] for line in guide.text.splitlines() if line.startswith("    >>>")]
        shown = "".join(_Seen(files[f"docs/{guide.name}.html"]).text)
        for line in run:
            assert line in shown, f"{guide.name}: {line}"


def test_the_claim_of_the_guide_is_one_that_a_dispute_file_takes():
    text = (SOURCES / "judge_a_claim.md").read_text(encoding="utf-8")
    (claim,) = tomllib.loads(re.search(r"```toml\n(.*?)```", text, re.DOTALL)[1])["claims"]
    kind = checks.KINDS[claim["check"]["kind"]]
    assert kind.model_validate_json(json.dumps(claim["check"])).says == "below"
    assert claims.CORRECT in text


def test_the_docs_are_the_same_bytes_every_time(files):
    assert docs.files(Site(files=frozenset({"index.html", "methods.html", docs.FILE}))) == files
