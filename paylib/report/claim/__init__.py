"""The pay claim kit: a claim, an offer or evidence from one file, as document, page, workbook and what goes with them.

A file (`claim_file`) is read into a `paper`: `heads`, `history`, `beside`, `money` and `replies` make its sections, `document`
puts them together and numbers their sources, and `word` and `web` write them down.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from paylib.charts import Chart
from paylib.errors import ClaimError, ReportError
from paylib.figures.finding import as_json
from paylib.report import downloads, page
from paylib.report.claim import kit as goes_with
from paylib.report.claim import web, word
from paylib.report.claim.claim_file import ClaimFile, available, load
from paylib.report.claim.document import Document, document
from paylib.report.claim.paper import SIDES
from paylib.tables import Table

__all__ = ["SIDES", "ClaimFile", "Document", "Made", "available", "document", "load", "make", "workbook"]


@dataclass(frozen=True)
class Made:
    """What was made of a claim file, and where it was put."""

    title: str
    files: tuple[Path, ...]


def make(
    name: str | Path, folder: Path, side: str = "union", *, keep: bool = False, kit: bool = False
) -> Made:
    """Write the document, the page and the workbook of a claim file.

    Parameters
    ----------
    name : str or pathlib.Path
        A claim file that comes with paylib, or the path of one.
    folder : pathlib.Path
        Where to; it is made if it is not there.
    side : {"union", "employers", "review-body"}
        For whom.
    keep : bool
        Carry over what the writer put into the marked places of the document that stands there.
    kit : bool
        Make the leaflet, the letter, the briefing, the charts and the cards too.

    Returns
    -------
    Made

    Raises
    ------
    ClaimError
        If the file has errors, or a document stands there with text of the writer's own and it was not said to keep it.
        What stood there before is as it was.
    ReportError
        If the folder cannot be written to.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     made = make("dwp_2026", Path(folder), "employers")
    >>> [each.name for each in made.files]
    ['dwp_2026-employers.docx', 'dwp_2026-employers.html', 'dwp_2026-employers.xlsx']
    """
    file = load(name)
    stem = file.slug if side == "union" else f"{file.slug}-{side}"
    path = folder / f"{stem}.docx"
    own = word.kept(path)
    if own and not keep:
        raise ClaimError(
            f"{path} has text of your own in {len(own)} of its marked places. Add --keep to carry it over, or move the file away."
        )
    made = document(file, side)
    contents = {
        f"{stem}.docx": word.write(made, own),
        f"{stem}.html": web.write(made, own).encode(),
        f"{stem}.xlsx": workbook(made),
    }
    if kit:
        contents |= goes_with.files(made, stem)
    return Made(made.title, put(folder, contents))


def workbook(made: Document) -> bytes:
    """Every figure and table of a paper as a workbook.

    Parameters
    ----------
    made : Document

    Returns
    -------
    bytes

    Notes
    -----
    By the Analysis Function's guidance, as `paylib.report.downloads.workbook` writes it; the same bytes every time.
    """
    blocks = [block for section in made.sections for block in section.blocks]
    records = [
        each.table.record(str(each.subtitle)) if isinstance(each, Chart) else each.record()
        for each in blocks
        if isinstance(each, Chart | Table)
    ]
    tables = [table for record in records for table in record.values()]
    sheets = {"Findings": downloads.findings_record(as_json(made.findings), made.cited)}
    sheets |= {f"Table_{place}": table for place, table in enumerate(tables, 1)}
    notes = page.notes(made.cited, made.warned)
    about = [made.description, f"How to cite: {page.citation(made.title)}"]
    return downloads.workbook(made.title, about, notes, sheets, page.vintage())


def put(folder: Path, contents: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write files whole, each in the place of the one before only when it is complete.

    Parameters
    ----------
    folder : pathlib.Path
    contents : mapping of str to bytes
        By name.

    Returns
    -------
    tuple of pathlib.Path

    Raises
    ------
    ReportError
        If one cannot be written; it names which.
    """
    paths = []
    for name, content in contents.items():
        path = folder / name
        half = path.with_name(f".{path.name}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            half.write_bytes(content)
            half.replace(path)
        except OSError as error:
            raise ReportError(
                f"{path} cannot be written: {error.strerror}. What stood there before is kept."
            ) from None
        paths.append(path)
    return tuple(paths)
