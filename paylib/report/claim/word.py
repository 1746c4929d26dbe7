"""A paper as a Word document: real styles, captions, alt texts, header rows, page numbers; the same bytes every time."""

from __future__ import annotations

import copy
import datetime
import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from docx import Document as blank
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph

from paylib.charts import Chart
from paylib.errors import ClaimError
from paylib.report import page
from paylib.report.claim.document import Document, marks_of
from paylib.report.claim.paper import Block, Listed, Section
from paylib.tables import Table

FONT, INK, QUIET, ACCENT, SHADE = "Arial", "1D1D1B", "55534E", "12436D", "E8EEF4"

OWN = "own:"
"""What the tag of a place for the writer's own text begins with."""

EMPTY = "[Your own text]"
"""What stands in such a place until somebody writes there."""

WIDTH, PICTURE = Cm(17), Cm(14)
DPI = 200

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every part of the file: a zip has no time before it."""


def write(made: Document, own: Mapping[str, list] | None = None) -> bytes:
    """A paper as a .docx file; a leaflet or a letter without contents, places for own text and the table of all figures.

    Parameters
    ----------
    made : Document
    own : mapping of str to list, optional
        The writer's own paragraphs by section, from `kept`.

    Returns
    -------
    bytes
    """
    book = blank()
    _set_up(book, made)
    book.add_paragraph(made.title, style="Title")
    book.add_paragraph(
        f"{page.stamp()} A draft made from published figures, each with its source.", style="Subtitle"
    )
    writer = _Writer(book, made, own or {})
    if made.full:
        writer.contents()
    for section in made.sections:
        writer.section(section, plain=not made.full)
    if made.full:
        writer.section(made.apparatus, plain=True)
    writer.sources()
    return _fixed(book)


def kept(path: Path) -> dict[str, list]:
    """What the writer put into the marked places of a document, by section.

    Parameters
    ----------
    path : pathlib.Path
        A document made before; one that is not there holds nothing.

    Returns
    -------
    dict of str to list
        Paragraphs as XML elements. Pictures and links to other files cannot be carried over: of a link its words stay.

    Raises
    ------
    ClaimError
        If it is no Word document.
    """
    if not path.exists():
        return {}
    try:
        body = blank(str(path)).element.body
    except (
        Exception
    ) as error:  # python-docx raises what its parts raise: KeyError, BadZipFile, XMLSyntaxError
        raise ClaimError(
            f"{path} is no Word document that can be read ({error}), so your own text in it cannot be kept."
        ) from None
    found: dict[str, list] = {}
    section = ""
    for paragraph in body.iter(qn("w:p")):
        names = [each.get(qn("w:name"), "") for each in paragraph.iter(qn("w:bookmarkStart"))]
        section = next(
            (each.removeprefix(_bookmark("")) for each in names if each.startswith(_bookmark(""))), section
        )
        place = _place_of(paragraph)
        if (place or _style_of(paragraph) == "OwnText") and text_of(paragraph).strip() not in ("", EMPTY):
            found.setdefault(place or section, []).append(_unlinked(paragraph))
    return found


def _place_of(paragraph: object) -> str:
    """The section of the marked place that a paragraph stands in, if it stands in one."""
    for place in paragraph.iterancestors(qn("w:sdt")):
        tag = place.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
        if tag is not None and tag.get(qn("w:val"), "").startswith(OWN):
            return tag.get(qn("w:val")).removeprefix(OWN)
    return ""


def _style_of(paragraph: object) -> str:
    """The id of a paragraph's style: other word processors drop the frames, and keep it."""
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if style is None else style.get(qn("w:val"))


def text_of(paragraph: object) -> str:
    """The words of a paragraph's XML element."""
    return "".join(each.text or "" for each in paragraph.iter(qn("w:t")))


def _unlinked(paragraph: object) -> object:
    """A copy of a paragraph without what refers to other parts of the file."""
    paragraph = copy.deepcopy(paragraph)
    for link in list(paragraph.iter(qn("w:hyperlink"))):
        for run in list(link):
            link.addprevious(run)
        link.getparent().remove(link)
    for drawn in [
        *paragraph.iter(qn("w:drawing")),
        *paragraph.iter(qn("w:pict")),
        *paragraph.iter(qn("w:object")),
    ]:
        drawn.getparent().remove(drawn)
    return paragraph


class _Writer:
    """Puts blocks into a document, and counts its tables and figures."""

    def __init__(self, book: object, made: Document, own: Mapping[str, list]) -> None:
        self.book, self.made, self.own = book, made, own
        self.marks = {"Table": 0, "Figure": 0}
        self.ids = 100

    def next_id(self) -> int:
        self.ids += 1
        return self.ids

    def line(self, words: str, style: str) -> Paragraph:
        """A paragraph in a style."""
        line = self.book.add_paragraph(words)
        _style(line, style)
        return line

    def contents(self) -> None:
        """The sections, each a link to its heading."""
        self.book.add_heading("Contents", 1)
        for section in self.made.every_section:
            line = self.line("", "List Bullet")
            _link(line, section.title, anchor=_bookmark(section.key))

    def section(self, section: Section, *, plain: bool = False) -> None:
        """A heading, its blocks, a place for the writer's own text, and the sources at its foot."""
        if section.title:
            heading = self.book.add_heading(section.title, 1)
            _mark(heading, _bookmark(section.key), self.next_id())
        for block in section.blocks:
            self.block(block)
        if not plain:
            self._own_place(section)
            if foot := self.made.foot(section):
                self.line(foot, "Source")

    def block(self, block: Block) -> None:
        """One block in the form that it has in a document."""
        if isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Chart):
            self._chart(block)
        elif isinstance(block, Listed):
            for item in block.items:
                self.book.add_paragraph(
                    f"{item.text} {self.made.marks(_names(item))}".rstrip(), style="List Bullet"
                )
        else:
            for part in block.text.split("\n\n"):
                self.book.add_paragraph(f"{part} {marks_of(self.made, block)}".rstrip())

    def _caption(self, kind: str, words: str) -> Paragraph:
        self.marks[kind] += 1
        line = self.line("", "Caption")
        line.add_run(f"{kind} ")
        _field(line, f"SEQ {kind} \\* ARABIC", str(self.marks[kind]))
        line.add_run(f". {words}")
        line.paragraph_format.keep_with_next = kind == "Table"
        return line

    def _table(self, block: Table) -> None:
        caption = (
            f"{block.caption} {marks_of(self.made, block)}".rstrip()
            if block is not self.made.all_findings
            else str(block.caption)
        )
        self._caption("Table", caption)
        frame = block.frame
        heads = [frame.index.name or "", *frame.columns]
        grid = self.book.add_table(rows=1, cols=len(heads), style="Table Grid")
        _describe(grid, str(block.caption))
        right = [head in block.numeric or _looks_numeric(frame, head) for head in heads]
        style = "Table Text Small" if len(heads) > 5 or len(frame) > 30 else "Table Text"
        widths = _widths(
            [
                heads,
                *(
                    [label, *cells]
                    for label, cells in zip(frame.index, frame.to_numpy().tolist(), strict=True)
                ),
            ]
        )
        grid.autofit = False
        for column, width in zip(grid.columns, widths, strict=True):
            column.width = width
        _fill(grid.rows[0], heads, right, widths, style, header=True)
        for label, cells in zip(frame.index, frame.to_numpy().tolist(), strict=True):
            _fill(grid.add_row(), [str(label), *map(str, cells)], right, widths, style)
        self.line("", "After Table")

    def _chart(self, block: Chart) -> None:
        picture = io.BytesIO()
        block.figure.savefig(picture, format="png", dpi=DPI, metadata={"Software": None})
        line = self.book.add_paragraph()
        line.paragraph_format.keep_with_next = True
        picture.seek(0)
        shape = line.add_run().add_picture(picture, width=PICTURE)
        about = shape._inline.docPr
        about.set("id", str(self.next_id()))
        about.set("name", f"Figure {self.marks['Figure'] + 1}")
        about.set("descr", str(block.alt))
        about.set("title", str(block.title))
        self._caption("Figure", f"{block.title}. {block.subtitle}. {marks_of(self.made, block)}".rstrip())

    def _own_place(self, section: Section) -> None:
        """A content control for the writer's own text, with what is kept of it."""
        control = parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtPr><w:alias/><w:tag/><w:id w:val='{self.next_id()}'/></w:sdtPr><w:sdtContent/></w:sdt>"
        )
        about = control.find(qn("w:sdtPr"))
        about.find(qn("w:alias")).set(qn("w:val"), f"Your own text: {section.title}")
        about.find(qn("w:tag")).set(qn("w:val"), OWN + section.key)
        inside = control.find(qn("w:sdtContent"))
        for each in self.own.get(section.key) or [_placeholder(self.book)]:
            inside.append(each)
        self.book.element.body.insert(len(self.book.element.body) - 1, control)

    def sources(self) -> None:
        """Every source by its number, with its licence and link; a leaflet has publishers only, and the attribution."""
        self.book.add_heading("Sources", 2 if self.made.full else 1)
        if self.made.full:
            self._listed_sources()
            self.book.add_heading("Licence", 2)
        else:
            named = "; ".join(f"[{each['number']}] {each['publisher']}" for each in self.made.listed_sources)
            self.line(f"{named}. Titles and links are in the paper that this goes with.", "Source")
        words = f"{page.attribution(self.made.cited)} Text: MIT licence.".strip()
        self.line(words, "Normal" if self.made.full else "Source")

    def _listed_sources(self) -> None:
        for each in self.made.listed_sources:
            line = self.line("", "Source List")
            said = ", ".join(
                filter(None, (f"{each['publisher']}: {each['title']}", str(each.get("series") or "")))
            )
            released = f" ({each['released']})" if each["released"] else ""
            line.add_run(f"[{each['number']}] {said}{released}. {each['licence_title']}. ")
            if each["url"]:
                _link(line, each["url"], address=each["url"])


def _style(line: Paragraph, name: str) -> None:
    """Set a paragraph's style by its id: to look each up by name takes most of the time."""
    line._p.get_or_add_pPr().style = name.replace(" ", "")


def _names(item: object) -> list[str]:
    return [name for each in item.findings for name in each.sources]


def _looks_numeric(frame: object, head: str) -> bool:
    """Whether a column's cells are figures that were put there as findings."""
    if head not in frame:
        return False
    cells = [str(each) for each in frame[head] if each]
    return bool(cells) and all(
        re.match(r"^[−£]*[\d£][\d,.]*( million| billion|%)?( percentage points)?$", each) for each in cells
    )


def _placeholder(book: object) -> object:
    line = book.add_paragraph(EMPTY, style="Own Text")
    element = line._p
    element.getparent().remove(element)
    return element


def _set_up(book: object, made: Document) -> None:
    """Page, styles, language, properties and page numbers."""
    section = book.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    _styles(book)
    told = book.core_properties
    when = datetime.datetime.combine(page.vintage(), datetime.time())
    told.title, told.author, told.language = made.title, "paylib contributors", "en-GB"
    told.subject = "Pay, prices and workload in public-sector disputes"
    told.created = told.modified = when
    told.last_modified_by, told.comments, told.revision = "paylib contributors", "", 1
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run("Page ")
    _field(foot, "PAGE", "1")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES", "1")


_LOOKS = {
    "Normal": (10.5, False, INK, 0, 6),
    "Title": (24, True, ACCENT, 0, 4),
    "Subtitle": (10, False, QUIET, 0, 12),
    "Heading 1": (16, True, ACCENT, 18, 6),
    "Heading 2": (13, True, ACCENT, 14, 4),
    "Caption": (9.5, True, INK, 8, 3),
    "List Bullet": (10.5, False, INK, 0, 3),
    "Footer": (9, False, QUIET, 0, 0),
}
_NEW = {
    "Table Text": (9, False, INK, 1, 1),
    "Table Text Small": (8, False, INK, 1, 1),
    "After Table": (4, False, INK, 0, 4),
    "Source": (8.5, False, QUIET, 4, 6),
    "Source List": (9, False, INK, 0, 3),
    "Own Text": (10.5, False, QUIET, 4, 4),
}
"""Size, weight, colour, and the space before and after, of each style; those below are ours."""


def _styles(book: object) -> None:
    for name in _NEW:
        book.styles.add_style(name, 1).base_style = book.styles["Normal"]
    for name, (size, bold, colour, before, after) in {**_LOOKS, **_NEW}.items():
        style = book.styles[name]
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
        style.font.color.rgb = RGBColor.from_string(colour)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        _font(style.element)
    for border in book.styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
        break
    defaults = book.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    _font_in(defaults)
    language = defaults.find(qn("w:lang"))
    language.set(qn("w:val"), "en-GB")


def _font(style: object) -> None:
    _font_in(style.get_or_add_rPr())


def _font_in(marks: object) -> None:
    """One font for all scripts, instead of the theme's."""
    for old in marks.findall(qn("w:rFonts")):
        marks.remove(old)
    fonts = OxmlElement("w:rFonts")
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    marks.insert(0, fonts)


def _field(line: Paragraph, code: str, shown: str) -> None:
    """A field that the word processor counts, with what it shows until then."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = shown
    run.append(text)
    field.append(run)
    line._p.append(field)


def _bookmark(key: str) -> str:
    return f"section_{key}"


def _mark(line: Paragraph, name: str, number: int) -> None:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    end.set(qn("w:id"), str(number))
    line._p.insert(1 if line._p.pPr is not None else 0, start)
    line._p.append(end)


def _link(line: Paragraph, words: str, *, anchor: str = "", address: str = "") -> None:
    """A link to a place of the document, or to an address."""
    link = OxmlElement("w:hyperlink")
    if anchor:
        link.set(qn("w:anchor"), anchor)
    else:
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
        link.set(qn("r:id"), line.part.relate_to(address, kind, is_external=True))
    run = line.add_run(words)
    run.font.underline, run.font.color.rgb = True, RGBColor.from_string(ACCENT)
    link.append(run._r)
    line._p.append(link)


def _fill(
    row: object, words: list[str], right: list[bool], widths: list[int], style: str, *, header: bool = False
) -> None:
    """A row's cells; a header row is repeated on every page, and a screen reader takes it for headers."""
    for cell, text, to_right, width in zip(row.cells, words, right, widths, strict=True):
        cell.width = width
        line = cell.paragraphs[0]
        line.add_run(text).bold = header or None
        _style(line, style)
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT if to_right else WD_ALIGN_PARAGRAPH.LEFT
        if header:
            shade = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{SHADE}"/>'
            cell._tc.get_or_add_tcPr().append(parse_xml(shade))
    marks = row._tr.get_or_add_trPr()
    marks.append(OxmlElement("w:cantSplit"))
    if header:
        marks.append(OxmlElement("w:tblHeader"))


def _describe(grid: WordTable, words: str) -> None:
    """A table's alt text, and which of its cells are headers."""
    marks = grid._tbl.tblPr
    for name in ("tblCaption", "tblDescription"):
        told = OxmlElement(f"w:{name}")
        told.set(qn("w:val"), words)
        marks.append(told)
    look = marks.find(qn("w:tblLook"))
    if look is not None:
        for name, value in (("firstRow", "1"), ("firstColumn", "1"), ("noHBand", "1")):
            look.set(qn(f"w:{name}"), value)
        marks.remove(look)
        marks.insert(len(marks) - 2, look)


def _widths(rows: list[list[object]]) -> list[int]:
    """Columns as wide as their words ask for, within the page."""
    most = 36 if len(rows[0]) < 7 else 18
    wanted = [_room([str(each) for each in column], most) for column in zip(*rows, strict=True)]
    return [int(WIDTH * share / sum(wanted)) for share in wanted]


def _room(words: list[str], most: int) -> int:
    """How much room a column asks for: its longest word at least, and its longest cell if that is short."""
    longest = max(len(word) for each in words for word in each.split() or [""])
    return max(longest + 3, min(max(map(len, words[1:]), default=0), most), 10)


def _fixed(book: object) -> bytes:
    """The file with every part dated alike and in one order."""
    raw = io.BytesIO()
    book.save(raw)
    fixed = io.BytesIO()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda each: (each != "[Content_Types].xml", each)):
            part = zipfile.ZipInfo(name, _EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o644 << 16
            new.writestr(part, old.read(name))
    return fixed.getvalue()
