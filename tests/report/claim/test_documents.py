"""What is written down: a Word document that opens and reads aloud, the same numbers as HTML, a workbook; the same bytes twice."""

import io
import re
import shutil
import subprocess
import time
import zipfile
from itertools import pairwise

import pytest
from docx import Document as open_docx
from docx.oxml.ns import qn
from lxml import etree, html

from paylib.errors import ClaimError, ReportError
from paylib.report import claim
from paylib.report.claim import web, word
from tests.report.test_downloads import sheets

FIGURE = re.compile(r"[−-]?£?\d(?:[\d,]*\d)?(?:\.\d+)?%?")


@pytest.fixture(scope="module")
def made():
    return {
        name: claim.document(claim.load(name), side)
        for name, side in (
            ("njc_2026", "union"),
            ("dwp_2026", "employers"),
            ("resident_doctors_2025", "review-body"),
        )
    }


@pytest.fixture(scope="module")
def written(made):
    return {name: word.write(each) for name, each in made.items()}


NAMES = ("njc_2026", "dwp_2026", "resident_doctors_2025")


def words_of(document: bytes) -> str:
    """All words of a document, tables and captions too."""
    body = open_docx(io.BytesIO(document)).element.body
    paragraphs = ["".join(each.text or "" for each in line.iter(qn("w:t"))) for line in body.iter(qn("w:p"))]
    return "\n".join(paragraphs)


@pytest.mark.parametrize("name", NAMES)
def test_the_document_has_the_numbers_of_the_page(made, written, name):
    page = html.fromstring(web.write(made[name]).encode())
    told = words_of(written[name])
    data = [each.text for each in page.iter("data")]
    assert len(data) > 15
    assert [each for each in data if each not in told] == []
    for chart in page.xpath("//figure//details"):
        chart.drop_tree()  # a chart's own figures: the document has them in its alt text and the workbook
    shown = " ".join(page.xpath("//main")[0].itertext())
    missing = set(FIGURE.findall(told)) - set(FIGURE.findall(shown))
    counted = {str(number) for number in range(1, 60)}  # tables and figures are counted in the document
    assert missing - counted == set()


@pytest.mark.parametrize("name", NAMES)
def test_every_finding_is_in_the_last_table(made, written, name):
    last = open_docx(io.BytesIO(written[name])).tables[-1]
    cells = ["".join(each.text or "" for each in cell.iter(qn("w:t"))) for cell in last._tbl.iter(qn("w:tc"))]
    shown = [cells[place : place + 4] for place in range(0, len(cells), 4)]
    assert shown[0] == ["What", "Figure", "How it was got", "Sources"]
    assert [row[1] for row in shown[1:]] == [str(each) for each in made[name].findings]


@pytest.mark.parametrize("name", NAMES)
def test_documents_are_the_same_bytes_twice(made, written, name):
    assert word.write(made[name]) == written[name]
    assert claim.workbook(made[name]) == claim.workbook(made[name])
    with zipfile.ZipFile(io.BytesIO(written[name])) as parts:
        assert {each.date_time for each in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("name", NAMES)
def test_the_file_holds_together(written, name):
    """Every part is XML or a picture, every relation leads somewhere, every style is there, no id stands twice, no macro."""
    with zipfile.ZipFile(io.BytesIO(written[name])) as parts:
        assert parts.testzip() is None
        names = set(parts.namelist())
        assert not any("vba" in each.lower() for each in names)
        for each in names:
            if each.endswith((".xml", ".rels")):
                etree.fromstring(parts.read(each))
        relations = etree.fromstring(parts.read("word/_rels/document.xml.rels"))
        for each in relations:
            if each.get("TargetMode") != "External":
                assert f"word/{each.get('Target')}".replace("word/../", "") in names, each.get("Target")
        body = etree.fromstring(parts.read("word/document.xml"))
        styles = {
            each.get(qn("w:styleId"))
            for each in etree.fromstring(parts.read("word/styles.xml")).iter(qn("w:style"))
        }
    used = {each.get(qn("w:val")) for kind in ("w:pStyle", "w:tblStyle") for each in body.iter(qn(kind))}
    assert used <= styles, used - styles
    for kind, key in (("wp:docPr", "id"), ("w:bookmarkStart", qn("w:id"))):
        ids = [each.get(key) for each in body.iter(qn(kind))]
        assert len(ids) == len(set(ids))
    anchors = {each.get(qn("w:name")) for each in body.iter(qn("w:bookmarkStart"))}
    leads = {each.get(qn("w:anchor")) for each in body.iter(qn("w:hyperlink"))} - {None}
    assert leads <= anchors
    held = {each.get("Id") for each in relations}
    assert {each.get(qn("r:id")) for each in body.iter(qn("w:hyperlink"))} - {None} <= held


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed here")
def test_libreoffice_opens_it_and_shows_every_word(written, tmp_path):
    """What LibreOffice makes of the document, as text, has each of its words, in their order."""
    paper = tmp_path / "paper.docx"
    paper.write_bytes(written["dwp_2026"])
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    subprocess.run(
        [*command, "--convert-to", "txt:Text (encoded):UTF8", "--outdir", tmp_path, paper],
        check=True,
        capture_output=True,
        timeout=300,
    )
    shown = iter((tmp_path / "paper.txt").read_text(encoding="utf-8-sig").split())
    assert [each for each in words_of(written["dwp_2026"]).split() if each not in shown] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_document_can_be_read_aloud(written, name):
    """Language, title, headings in order, alt texts, header rows, captions, page numbers, contrast."""
    book = open_docx(io.BytesIO(written[name]))
    assert book.core_properties.title and book.core_properties.language == "en-GB"
    language = book.styles.element.find(".//" + qn("w:docDefaults")).find(".//" + qn("w:lang"))
    assert language.get(qn("w:val")) == "en-GB"
    assert book.paragraphs[0].style.name == "Title"
    levels = [int(each.style.name[-1]) for each in book.paragraphs if each.style.name.startswith("Heading")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    pictures = list(book.element.body.iter(qn("wp:docPr")))
    assert pictures
    assert all(len(each.get("descr", "")) > 30 for each in pictures)
    for grid in book.tables:
        first, *others = grid._tbl.iter(qn("w:tr"))
        assert first.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert not any(each.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for each in others)
        assert grid._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
        assert grid._tbl.find(".//" + qn("w:gridSpan")) is None
    captions = [each.text for each in book.paragraphs if each.style.name == "Caption"]
    assert len(captions) == len(book.tables) + len(pictures)
    assert "PAGE" in [
        each.get(qn("w:instr")) for each in book.sections[0].footer._element.iter(qn("w:fldSimple"))
    ]
    for style in book.styles:
        colour = (
            style.font.color.rgb
            if getattr(style, "font", None) is not None and style.font.color.type is not None
            else None
        )
        if style.name in {*word._LOOKS, *word._NEW}:
            assert contrast(str(colour), "FFFFFF") >= 4.5, style.name
    assert contrast(word.INK, word.SHADE) >= 4.5


def contrast(one: str, other: str) -> float:
    """By the Web Content Accessibility Guidelines."""

    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
        red, green, blue = (
            each / 12.92 if each <= 0.03928 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_worked_out_as_the_guidelines_have_it():
    assert contrast("000000", "FFFFFF") == pytest.approx(21)
    assert contrast("767676", "FFFFFF") == pytest.approx(4.54, abs=0.01)


def write_in(path, key: str, words: str) -> None:
    """What a writer does: put words in one of the marked places, bold, and save with the word processor."""
    book = open_docx(str(path))
    for place in book.element.body.iter(qn("w:sdt")):
        if place.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val")) == f"own:{key}":
            (text,) = list(place.iter(qn("w:t")))
            text.text = words
    book.save(str(path))


@pytest.fixture(scope="module")
def made_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    claim.make("dwp_2026", folder)
    return folder


@pytest.fixture
def folder(made_once, tmp_path):
    """A folder with a claim's files, made once for all tests that change one."""
    return shutil.copytree(made_once, tmp_path / "made")


def test_the_writers_own_text_survives_a_second_run(folder):
    path = folder / "dwp_2026.docx"
    write_in(path, "pay", "Members told us what this means.")
    with pytest.raises(ClaimError, match=r"text of your own in 1 of its marked places\. Add --keep"):
        claim.make("dwp_2026", folder)
    assert "Members told us" in words_of(path.read_bytes())
    claim.make("dwp_2026", folder, keep=True)
    claim.make("dwp_2026", folder, keep=True)
    assert words_of(path.read_bytes()).count("Members told us what this means.") == 1
    assert '<p class="own">Members told us what this means.</p>' in path.with_suffix(".html").read_text(
        encoding="utf-8"
    )


def test_own_text_survives_a_word_processor_that_drops_the_frames(folder):
    """LibreOffice writes no content controls of paragraphs; the paragraphs and their style stay."""
    path = folder / "dwp_2026.docx"
    write_in(path, "cost", "Ours to say.")
    book = open_docx(str(path))
    for place in list(book.element.body.iter(qn("w:sdt"))):
        for line in list(place.find(qn("w:sdtContent"))):
            place.addprevious(line)
        place.getparent().remove(place)
    book.save(str(path))
    assert {key: [word.text_of(each) for each in lines] for key, lines in word.kept(path).items()} == {
        "cost": ["Ours to say."]
    }
    claim.make("dwp_2026", folder, keep=True)
    assert words_of(path.read_bytes()).count("Ours to say.") == 1


def test_links_and_pictures_in_ones_own_text_leave_their_words(folder):
    path = folder / "dwp_2026.docx"
    book = open_docx(str(path))
    place = next(book.element.body.iter(qn("w:sdtContent")))
    line = place.find(qn("w:p"))
    for run in line.findall(qn("w:r")):
        line.remove(run)
    link = etree.SubElement(line, qn("w:hyperlink"))
    link.set(qn("r:id"), "rId99")
    etree.SubElement(etree.SubElement(link, qn("w:r")), qn("w:t")).text = "our page"
    book.save(str(path))
    claim.make("dwp_2026", folder, keep=True)
    assert "our page" in words_of(path.read_bytes())
    assert b"rId99" not in zipfile.ZipFile(path).read("word/document.xml")


def test_the_old_document_is_kept_on_an_error(folder, tmp_path):
    path = folder / "dwp_2026.docx"
    before = {each: each.read_bytes() for each in folder.iterdir()}
    bad = tmp_path / "dwp_2026.toml"
    bad.write_text(
        (claim.claim_file.datapackage.root() / "claims" / "dwp_2026.toml")
        .read_text()
        .replace('"dwp"', '"dwpp"')
    )
    with pytest.raises(ClaimError, match="no bargaining group 'dwpp'"):
        claim.make(bad, folder)
    assert {each: each.read_bytes() for each in folder.iterdir()} == before
    path.write_bytes(b"not a document")
    with pytest.raises(ClaimError, match="no Word document that can be read"):
        claim.make("dwp_2026", folder, keep=True)
    assert path.read_bytes() == b"not a document"


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(ReportError, match="cannot be written"):
        claim.make("dwp_2026", tmp_path / "taken")


def test_the_workbook_has_every_finding_and_every_table(made):
    each = made["njc_2026"]
    book = sheets(claim.workbook(each))
    assert list(book)[:4] == ["Cover", "Contents", "Notes", "Findings"]
    findings = [row for row in book["Findings"] if len(row) > 4]
    assert len(findings) == len(each.findings) + 1
    assert any(793.17 in row for row in findings)


def test_a_paper_is_made_in_under_ten_seconds(tmp_path):
    start = time.process_time()
    claim.make("njc_2026", tmp_path)
    assert time.process_time() - start < 10


def test_text_of_a_file_stays_text(tmp_path):
    """What looks like markup or a formula in a claim file is shown as it is."""
    text = (claim.claim_file.datapackage.root() / "claims" / "dwp_2026.toml").read_text(encoding="utf-8")
    path = tmp_path / "dwp_2026.toml"
    path.write_text(text.replace("a shorter week", "<script>alert(1)</script> =1+1"), encoding="utf-8")
    made = claim.make(path, tmp_path)
    assert "<script>alert" not in made.files[1].read_text(encoding="utf-8")
    assert "<script>alert(1)</script> =1+1" in words_of(made.files[0].read_bytes())
