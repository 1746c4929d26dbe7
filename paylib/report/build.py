"""From a notebook to a page: run it, gather what it found, write one file."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jinja2
import nbformat
import pandas as pd
from nbconvert.exporters import TemplateExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode

import paylib
from paylib import datapackage, disputes, prices
from paylib.findings import MIME
from paylib.report import notebooks
from paylib.tables import table

TEMPLATES = Path(__file__).parent / "template"


@dataclass(frozen=True)
class Page:
    """A page that was written."""

    slug: str
    title: str
    description: str
    path: Path

    @property
    def file(self) -> str:
        """Its name within the folder of the reports."""
        return self.path.name


def build(
    names: list[str], out: Path, progress: notebooks.Progress = lambda slug, cell, cells: None
) -> list[Page]:
    """Run notebooks and write one self-contained page each, and an index.

    Parameters
    ----------
    names : list of str
        Slugs of notebooks or disputes, or paths of dispute files; everything if empty.
    out : pathlib.Path
        The folder to write to; made if it is not there.
    progress : callable, optional
        Told the slug, the cell about to run and how many there are.

    Returns
    -------
    list of Page

    Raises
    ------
    ReportError
        If there is no such notebook, or one fails; pages that stood before are kept.
    """
    out.mkdir(parents=True, exist_ok=True)
    pages = []
    for job in notebooks.jobs(names):
        notebook = notebooks.execute(job.slug, job.path, progress, job.dispute)
        if job.dispute:
            _entitle(notebook, disputes.load(job.dispute))
        title, description = _title(notebook), _description(notebook)
        page = Page(job.slug, title, description, out / f"{job.slug}.html")
        own = dict(disputes.load(job.dispute).sources) if job.dispute else {}
        _write(page.path, render(notebook, title, description, own))
        pages.append(page)
    _write(out / "index.html", _index(pages))
    return pages


def store(slugs: list[str], progress: notebooks.Progress = lambda slug, cell, cells: None) -> list[Path]:
    """Run notebooks and keep their outputs in the notebooks' own files.

    Parameters
    ----------
    slugs : list of str
        The notebooks; all of them if empty.
    progress : callable, optional
        As in `build`.

    Returns
    -------
    list of pathlib.Path
        The files written.
    """
    paths = notebooks.find(slugs)
    for slug, path in paths.items():
        _write(path, nbformat.writes(notebooks.execute(slug, path, progress)) + "\n")
    return list(paths.values())


def render(
    notebook: NotebookNode, title: str, description: str, own: dict[str, disputes.Source] | None = None
) -> str:
    """An executed notebook as one HTML page.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        With its outputs.
    title, description : str
        For the page's head.
    own : dict of str to Source, optional
        Sources that a dispute file describes itself.

    Returns
    -------
    str
    """
    # Not nbconvert's HTMLExporter: that rewrites the page, and gives pictures made-up descriptions.
    exporter = TemplateExporter(
        template_name="template",
        template_file="page.html.j2",
        extra_template_basedirs=[str(TEMPLATES.parent)],
        filters={"markdown2html": _markdown},
    )
    found = findings(notebook)
    sources = pd.concat([datapackage.sources(), _own_sources(own or {})])
    cited = sources.loc[sorted({source for each in found for source in each["sources"]})]
    warnings = datapackage.load("usage_warnings").set_index("code")["sentence"]
    told = sorted({code for each in found for code in each["usage_warnings"]})
    resources = {
        "paylib": {
            "title": title,
            "description": description,
            "figures": _figures(found, list(cited.index)),
            "sources": [_source(name, row) for name, row in cited.iterrows()],
            "warnings": [warnings[code] for code in told],
            "attribution": attribution(cited),
            "stamp": stamp(),
            **_style(),
        }
    }
    body, _ = exporter.from_notebook_node(notebook, resources)
    return re.sub(r"[ \t]+$", "", body, flags=re.MULTILINE).strip() + "\n"


def _own_sources(own: dict[str, disputes.Source]) -> pd.DataFrame:
    rows = [{"source": name, **source.model_dump()} for name, source in own.items()]
    return pd.DataFrame(
        rows, columns=["source", "publisher", "title", "released", "url", "licence"]
    ).set_index("source")


def _markdown(source: str) -> str:
    """Markdown as HTML; HTML within it stays text."""
    return MarkdownWithMath(renderer=IPythonRenderer(escape=True, exclude_anchor_links=True)).render(source)


def findings(notebook: NotebookNode) -> list[dict]:
    """Every finding that the notebook's sentences, charts and tables used, once each."""
    found = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            for record in output.get("data", {}).get(MIME, ()):
                found.setdefault(record["name"], record)
    return list(found.values())


def attribution(cited: pd.DataFrame) -> str:
    """The attribution that the sources' licences ask for."""
    open_licences = {
        "OGL-UK-3.0": "Contains public sector information licensed under the Open Government Licence v3.0",
        "OPL-3.0": "Contains Parliamentary information licensed under the Open Parliament Licence v3.0",
    }
    parts = [
        f"{words} ({'; '.join(sorted(set(cited.loc[cited['licence'] == code, 'publisher'])))})."
        for code, words in open_licences.items()
        if (cited["licence"] == code).any()
    ]
    if (cited["licence"] == "facts-only").any():
        parts.append(
            "Single facts are cited from press and other sources whose publishers keep their rights."
        )
    return " ".join(parts)


def stamp() -> str:
    """What the page was made from: never when."""
    reach = prices.deflators()["last"]
    return f"paylib {paylib.__version__}. Prices: CPI to {reach['cpi']}, CPIH to {reach['cpih']}, RPI to {reach['rpi']}."


def _entitle(notebook: NotebookNode, dispute: disputes.Dispute) -> None:
    """Give a general notebook the title and question of its dispute; both are text, whatever they hold."""
    notebook.cells[0].source = f"# {_as_text(dispute.title)}\n\n{_as_text(dispute.question)}"


def _as_text(words: str) -> str:
    """Words with every mark that Markdown would act on made plain."""
    return re.sub(r"([\\`*_{}\[\]()#+.!|<>~:$&-])", r"\\\1", " ".join(words.split()))


def _title(notebook: NotebookNode) -> str:
    heading = re.search(r"^# (.+)$", "\n".join(cell.source for cell in notebook.cells), re.MULTILINE)
    return re.sub(r"\\(.)", r"\1", heading[1].strip()) if heading else "paylib report"


def _description(notebook: NotebookNode) -> str:
    """The notebook's answer: the first sentence that it says."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if MIME in output.get("data", {}):
                return output.data["text/plain"].split("\n\n")[0]
    return ""


def _figures(found: list[dict], cited: list[str]) -> str:
    number = {source: position for position, source in enumerate(cited, 1)}
    rows = [
        {
            "Finding": each["name"].replace("_", " "),
            "figure": each["shown"],
            "how": each["method"],
            "sources": ", ".join(str(number[source]) for source in each["sources"]),
        }
        for each in found
    ]
    if not rows:
        return "<p>This page states no figures.</p>"
    return table(pd.DataFrame(rows).set_index("Finding"), "Figures stated on this page").html


def _source(name: str, row: pd.Series) -> dict:
    record = {key: ("" if pd.isna(value) else value) for key, value in row.items()}
    return {"source": name, **record, "licence_title": datapackage.LICENCES[row["licence"]]["title"]}


@cache
def _style() -> dict[str, str]:
    style = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return {"style": style, "style_hash": f"sha256-{digest}"}


def _index(pages: list[Page]) -> str:
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=False)
    return environment.get_template("index.html.j2").render(pages=pages, stamp=stamp(), **_style())


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
