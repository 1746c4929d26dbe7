"""What `paylib check` accepts, `paylib report` can make: files made to break a page, and shipped files changed at random."""

import ast
import random

import nbformat
import pytest

from paylib import claims, disputes
from paylib.disputes import mending
from paylib.errors import DisputeError, PaylibError
from paylib.report import brief, page
from paylib.report.run import build, notebooks
from paylib.report.site import Site
from tests.conftest import ROOT, cases
from tests.disputes.test_checks import made
from tests.disputes.test_fuzz import SEED, changed, texts

ATTACK = ROOT / "tests" / "disputes" / "cases" / "attack"

REFUSED = {"arabic", "conf2", "members0", "tolerance"}
"""Those that are refused on load, with what is wrong: see `tests.disputes.test_given_cases`."""


@pytest.fixture
def pages_of(monkeypatch):
    """A function that makes the brief and the evidence of a dispute, by the functions of `paylib report`."""
    (path,) = notebooks.find([notebooks.GENERAL]).values()

    def made(dispute: disputes.Dispute) -> tuple[str, str]:
        monkeypatch.setattr(disputes, "chosen", lambda default: dispute)
        notebook, own = run_here(path), build.own_sources(dispute)
        page.entitle(notebook, dispute)
        told = {"title": page.title_of(notebook), "description": page.description_of(notebook)}
        evidence = page.render(notebook, own=own, slug=dispute.slug, site=Site(), brief="mine.html", **told)
        brief.cards_of(dispute, claims.judged(dispute), dispute.slug, own, Site())
        return brief.render(dispute, dispute.slug, own, Site()), evidence

    return made


def run_here(path) -> nbformat.NotebookNode:
    """A notebook with what its cells show, run in this process: a kernel for each of many files would take long."""
    notebook, names = notebooks.read(path), {}
    for cell in (each for each in notebook.cells if each.cell_type == "code"):
        *body, last = ast.parse(cell.source).body
        if not isinstance(last, ast.Expr):
            exec(cell.source, names)
            continue
        exec(compile(ast.Module(body, []), path.name, "exec"), names)
        value = eval(compile(ast.Expression(last.value), path.name, "eval"), names)
        bundle = (
            value._repr_mimebundle_()
            if hasattr(value, "_repr_mimebundle_")
            else {"text/plain": repr(value), "text/html": value._repr_html_()}
        )
        cell.outputs = [nbformat.v4.new_output("execute_result", bundle)]
    return notebook


@pytest.mark.parametrize("path", sorted(ATTACK.glob("*.toml")), ids=lambda path: path.stem)
def test_a_file_made_to_break_a_page_is_refused_or_made(path, pages_of):
    if path.stem in REFUSED:
        with pytest.raises(DisputeError, match=path.name):
            disputes.load(path)
        return
    for text in pages_of(disputes.load(path)):
        assert text.startswith("<!doctype html>") and "<h1" in text
        assert "Traceback" not in text and "could not be worked out. '" not in text


@pytest.mark.slow
def test_what_check_accepts_report_can_make(pages_of, monkeypatch):
    """Files changed at random, the same in every run: those that `paylib check` judges whole become pages."""
    some, held, left = random.Random(SEED), texts(), cases(200, 4)
    monkeypatch.setattr(disputes.reading, "_parse", lambda path: (current, mending.Text([])))
    while left:
        current = changed(some.choice(held), some)
        try:
            dispute = disputes.reading.load("mine.toml")
            claims.check(dispute)
        except PaylibError:
            continue
        left -= 1
        try:
            made = pages_of(dispute)
        except PaylibError as error:
            assert str(error)
            continue
        assert all(text.startswith("<!doctype html>") for text in made)


@pytest.mark.parametrize("words", ["💷 fell", "教师工资", "نقابة", "𝒳" * 90])
def test_a_file_in_any_letters_becomes_pages(words, pages_of):
    figures = [
        {"id": name, "label": words, "value": value, "unit": "gbp_year"}
        for name, value in (("then", 30_000), ("now", 29_000))
    ]
    check = {
        "kind": "real_change",
        "pairs": [["then", "now"]],
        "says": "below",
        "spans": [["2020-04", "2024-04"]],
    }
    dispute = made(
        {"value": 20, "unit": "pct", "summary": words, "short": words}, check, figures=figures, title=words
    )
    assert all(words in text for text in pages_of(dispute))
