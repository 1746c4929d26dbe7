"""What goes with a claim, and what has changed since."""

import io
import shutil
import zipfile

import pytest
from docx import Document as open_docx
from docx.oxml.ns import qn
from typer.testing import CliRunner

from paylib import cli, datapackage
from paylib.datapackage import hashes
from paylib.report import claim
from paylib.report.claim import kit
from paylib.report.claim.changes import changes
from paylib.report.claim.paper import Paper


@pytest.fixture(scope="module")
def paper():
    return claim.document(claim.load("dwp_2026"), "union")


@pytest.fixture(scope="module")
def files(paper):
    return kit.files(paper, "dwp")


def test_the_kit_has_a_leaflet_a_letter_a_briefing_charts_and_cards(files):
    documents = [
        f"dwp-{name}.{kind}" for name in ("leaflet", "letter", "briefing") for kind in ("docx", "html")
    ]
    charts = [f"charts/dwp-equality.{kind}" for kind in ("svg", "png", "txt")]
    assert {*documents, *charts, "cards/dwp-lowest.png"} <= set(files)
    assert files["charts/dwp-equality.png"].startswith(b"\x89PNG")
    assert files["charts/dwp-equality.svg"].startswith(b"<svg")
    assert "£6,883" in files["charts/dwp-equality.txt"].decode()


def test_the_kit_is_the_same_bytes_twice(files):
    assert kit.files(claim.document(claim.load("dwp_2026"), "union"), "dwp") == files


def test_the_kit_states_the_figures_of_the_paper(paper):
    """Each number of leaflet, letter and briefing is one of the paper's findings."""
    shown = {str(each) for each in paper.findings}
    shorts = kit.shorts(Paper(claim.load("dwp_2026"), "union"))
    for name in ("leaflet", "letter", "briefing"):
        made = shorts[name]
        assert made.findings
        assert {str(each) for each in made.findings} <= shown


@pytest.mark.parametrize("name", ["leaflet", "letter", "briefing"])
def test_its_documents_can_be_read_aloud(files, name):
    book = open_docx(io.BytesIO(files[f"dwp-{name}.docx"]))
    levels = [each.style.name for each in book.paragraphs if each.style.name.startswith("Heading")]
    assert set(levels) == {"Heading 1"}
    assert all(each.get("descr") for each in book.element.body.iter(qn("wp:docPr")))
    for grid in book.tables:
        assert next(grid._tbl.iter(qn("w:tr"))).find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert zipfile.ZipFile(io.BytesIO(files[f"dwp-{name}.docx"])).testzip() is None


def test_the_same_kit_is_made_for_the_other_side():
    made = kit.shorts(Paper(claim.load("dwp_2026"), "employers"))
    titles = [each.title for each in made["leaflet"].sections]
    assert titles[0] == "What is offered"
    assert [each.key for each in made["leaflet"].sections] == [
        each.key for each in kit.shorts(Paper(claim.load("dwp_2026"), "union"))["leaflet"].sections
    ]


@pytest.fixture
def older(tmp_path):
    """The data package before a forecast moved, from 1.0 to what it is."""
    folder = tmp_path / "older"
    shutil.copytree(datapackage.root(), folder, ignore=shutil.ignore_patterns(".*"))
    path = folder / "prices" / "forecasts.csv"
    text = path.read_text(encoding="utf-8")
    line = next(
        each for each in text.splitlines() if each.startswith("2027,calendar_year,cpi,obr,2026-03,central")
    )
    path.write_text(text.replace(line, line.replace("1.9685", "1.0")), encoding="utf-8")
    hashes.seal(datapackage.DataPackage(folder))
    return folder


def test_figures_that_moved_are_listed_with_what_they_were(older):
    found = changes("dwp_2026", str(older)).figures
    assert found.values.tolist() == [["CPI in 2027, Office for Budget Responsibility", "1.0%", "2.0%"]]


def test_the_command_lists_them(older):
    told = CliRunner().invoke(cli.app, ["changes", "dwp_2026", "--since", str(older)])
    assert "CPI in 2027, Office for Budget Responsibility\t1.0%\t2.0%" in told.output


def test_the_command_makes_the_kit(tmp_path):
    told = CliRunner().invoke(
        cli.app, ["claim", "dwp_2026", "--to", str(tmp_path), "--for", "employers", "--kit"]
    )
    assert told.exit_code == 0, told.output
    assert (tmp_path / "dwp_2026-employers.docx").exists()
    assert (tmp_path / "dwp_2026-employers-leaflet.html").exists()
    assert "Wrote" in told.output
