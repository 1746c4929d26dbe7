"""An executed notebook as one self-contained HTML page, and the index of all pages."""

from __future__ import annotations

import base64
import datetime
import hashlib
import re
from collections.abc import Iterable
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from paylib import datapackage, disputes, prices
from paylib.figures.finding import MIME
from paylib.markup import from_template
from paylib.report import calculator, downloads, own_pay
from paylib.report.rule import as_json
from paylib.report.site import Site
from paylib.tables import MANY_WORDS, SOME_WORDS, table, unstyled

TEMPLATES = Path(__file__).parent / "template"

LEAST_LISTED = 4
"""Headings from which a page lists its contents."""


if TYPE_CHECKING:  # nbconvert takes seconds to import, and only a notebook's page needs it
    from nbformat import NotebookNode


@cache
def _exporter() -> type:
    """Not nbconvert's HTMLExporter: that rewrites the page, and gives pictures made-up descriptions.

    What is put into the page is escaped, unless it is markup already.
    """
    from nbconvert.exporters import TemplateExporter

    class Exporter(TemplateExporter):
        def _create_environment(self) -> Environment:
            environment = super()._create_environment()
            environment.autoescape = True
            return environment

    return Exporter


def render(
    notebook: NotebookNode,
    title: str,
    description: str,
    own: dict[str, disputes.Source] | None = None,
    slug: str = "paylib",
    brief: str = "",
    site: Site | None = None,
    preview: str = "",
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
    slug : str, optional
        What the names of files that can be saved from the page begin with.
    brief : str, optional
        The page that answers first, of which this one is the evidence.
    site : Site, optional
        The pages around it.
    preview : str, optional
        A picture's file, for previews.

    Returns
    -------
    str
    """
    site = site or Site()
    exporter = _exporter()(
        template_name="template",
        template_file="page.html.j2",
        extra_template_basedirs=[str(TEMPLATES.parent)],
        filters={
            "markdown2html": lambda text: _led(markdown(text), site),
            "csv_link": partial(_csv_link, slug=slug),
        },
    )
    file = f"{slug}-evidence.html" if brief else f"{slug}.html"
    found = findings(notebook)
    sources = pd.concat([datapackage.sources(), own_sources(own or {})])
    cited = sources.loc[sorted({source for each in found for source in each["sources"]})]
    warnings = datapackage.load("usage_warnings").set_index("code")["sentence"]
    told = {
        code: warnings[code] for code in sorted({code for each in found for code in each["usage_warnings"]})
    }
    resources = {
        "paylib": {
            "title": title,
            "description": description,
            "brief": brief,
            "head": site.head(file, title, description, picture=preview),
            "masthead": site.masthead(file),
            "contents": contents(cell.source for cell in notebook.cells if cell.cell_type == "markdown"),
            "turn": site.turn(file, brief),
            "figures": figures(found, list(cited.index)),
            "sources": [source(name, row) for name, row in cited.iterrows()],
            "warnings": list(told.values()),
            "attribution": attribution(cited),
            "stamp": stamp(),
            "cite": citation(title),
            "form": calculator.FORM_MIME,
            "take": _take(notebook, title, description, slug, found, cited, told),
            **style("style.css"),
            **(
                script(*own_pay.SCRIPTS, Path("..", "calculator", "calculator.js"))
                if _has_calculator(notebook)
                else {}
            ),
        }
    }
    body, _ = exporter.from_notebook_node(notebook, resources)
    shown, apparatus, end = unstyled(body).partition('<section class="apparatus"')
    body = _with_long_cells(shown) + apparatus + end
    return re.sub(r"[ \t]+$", "", body, flags=re.MULTILINE).strip() + "\n"


def _with_long_cells(text: str) -> str:
    """Cells of more words than a narrow column holds, marked.

    Examples
    --------
    >>> _with_long_cells("<td>short</td>")
    '<td>short</td>'
    >>> _with_long_cells(f"<td>{'long ' * 12}</td>")[:17]
    '<td class="long">'
    >>> _with_long_cells("<td>A teacher at the top of the upper scale</td>")[:17]
    '<td class="some">'
    """
    many, some = f"(?=[^<]{{{MANY_WORDS}}})", f"(?=[^<]{{{SOME_WORDS}}})"
    text = re.sub('(<th scope="col" class="number)(">)' + many, r"\1 long\2", text)
    text = re.sub("<td>" + many, '<td class="long">', text)
    return re.sub("<td>" + some, '<td class="some">', text)


def _csv_link(output: NotebookNode, slug: str) -> Markup | str:
    held = downloads.record(output)
    return downloads.csv_link(held, slug) if held else ""


def _take(
    notebook: NotebookNode,
    title: str,
    description: str,
    slug: str,
    found: list[dict],
    cited: pd.DataFrame,
    told: dict[str, str],
) -> list[Markup]:
    """Links to all findings as CSV, and to the workbook of everything; none where there is nothing to take."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    held = [table for table in map(downloads.record, outputs) if table]
    tables = {f"Table_{place}": table for place, table in enumerate(held, 1)}
    links = []
    if found:
        figures = downloads.findings_record(found, cited)
        tables = {"Findings": figures} | tables
        file, words = f"{slug}-figures.csv", "Every figure stated on this page (CSV)"
        links.append(downloads.link(downloads.as_csv(figures), downloads.CSV, file, words))
    if tables:
        about = [description, f"How to cite: {citation(title)}"]
        book = downloads.workbook(title, about, notes(cited, told), tables, vintage())
        words = "Everything in one workbook (Excel and other spreadsheets, XLSX)"
        links.append(downloads.link(book, downloads.XLSX, f"{slug}.xlsx", words))
    return links


def notes(cited: pd.DataFrame, told: dict[str, str]) -> list[tuple[str, str]]:
    """What a workbook says of its sources, usage warnings and licence."""
    return [
        *(
            (f"Source {number}", _in_words(source(name, row)))
            for number, (name, row) in enumerate(cited.iterrows(), 1)
        ),
        *((f"Usage warning: {code}", sentence) for code, sentence in told.items()),
        ("Licence", f"{attribution(cited)} Code and text: MIT licence.".strip()),
    ]


def _in_words(source: dict) -> str:
    """A source as one sentence and its address."""
    parts = [f"{source['publisher']}: {source['title']}", source["series"], source["released"]]
    said = ", ".join(part for part in parts if part)
    return " ".join(filter(None, (f"{said}. {source['licence_title']}.", source["read_in"], source["url"])))


def own_sources(own: dict[str, disputes.Source]) -> pd.DataFrame:
    """Sources that dispute files describe themselves, as `paylib.sources` has those of the package."""
    rows = [{"source": name, **source.model_dump()} for name, source in own.items()]
    return pd.DataFrame(
        rows, columns=["source", "publisher", "title", "released", "url", "licence"]
    ).set_index("source")


def markdown(source: str) -> Markup:
    """Markdown as HTML; HTML within it stays text."""
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    renderer = IPythonRenderer(escape=True, exclude_anchor_links=True)
    made = MarkdownWithMath(renderer=renderer).render(source)
    return Markup(re.sub(r"<(h[2-6])>(.*?)</\1>", _with_anchor, made))


def _led(made: Markup, site: Site) -> Markup:
    """Names of notebooks as links to the pages that they make."""

    def link(name: re.Match) -> str:
        file = f"{name[1]}.html"
        return (
            from_template(_LED, file=file, name=name[1].replace("_", " ")) if file in site.files else name[0]
        )

    return Markup(re.sub(r"<code>\d\d_(\w+)</code>", link, made))


_LED = '<a href="{{ file }}">{{ name }}</a>'


def _with_anchor(heading: re.Match) -> str:
    """A heading that a link can lead to: by its words."""
    name = _anchor(heading[2])
    return f'<{heading[1]} id="{name}">{heading[2]}</{heading[1]}>' if name else heading[0]


def _anchor(heading: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"<[^>]+>|&[^;]+;", "", heading).lower()).strip("-")


def contents(texts: Iterable[str]) -> Markup:
    """A list of the sections of a page, by the headings of its text; nothing where they are few.

    Parameters
    ----------
    texts : iterable of str
        As Markdown.

    Returns
    -------
    markupsafe.Markup
    """
    made = "".join(markdown(text) for text in texts)
    found = [(_anchor(each), Markup(each)) for each in re.findall(r"<h2[^>]*>(.*?)</h2>", made)]
    return from_template(_CONTENTS, headings=found) if len(found) >= LEAST_LISTED else Markup("")


_CONTENTS = """\
<details class="toc"><summary>On this page</summary><nav aria-label="On this page"><ul>
{% for anchor, heading in headings %}
<li><a href="#{{ anchor }}">{{ heading }}</a></li>
{% endfor %}
</ul></nav></details>"""


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
    indices = ["cpi", "cpih", "rpi"]
    reach, shared = prices.deflators().loc[indices], prices.common_months(*indices)[-1]
    ends = ", ".join(f"{row.title} to {row.last}" for row in reach.itertuples())
    apart = "" if reach["last"].nunique() == 1 else f" (set against each other to {shared} at the latest)"
    return f"paylib {version('paylib-uk')}. Prices: {ends}{apart}."


def vintage() -> datetime.date:
    """The last month of the price indices, as its first day."""
    return datetime.date.fromisoformat(f"{prices.deflators()['last'].max()}-01")


def citation(title: str) -> str:
    """How to cite a page: no clock in it."""
    return f"paylib contributors. {title.rstrip('.')}{'' if title.endswith('?') else '.'} {stamp()}"


def entitle(notebook: NotebookNode, dispute: disputes.Dispute) -> None:
    """Give a general notebook the title and question of its dispute; both are text, whatever they hold."""
    notebook.cells[0].source = f"# {_as_text(dispute.title)}\n\n{_as_text(dispute.question)}"


def _as_text(words: str) -> str:
    """Words with every mark that Markdown would act on made plain."""
    return re.sub(r"([\\`*_{}\[\]()#+.!|<>~:$&-])", r"\\\1", " ".join(words.split()))


def title_of(notebook: NotebookNode) -> str:
    heading = re.search(r"^# (.+)$", "\n".join(cell.source for cell in notebook.cells), re.MULTILINE)
    return re.sub(r"\\(.)", r"\1", heading[1].strip()) if heading else "paylib report"


def description_of(notebook: NotebookNode) -> str:
    """The notebook's answer: the first sentence that it says."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if MIME in output.get("data", {}):
                return output.data["text/plain"].split("\n\n")[0]
    return ""


def figures(found: list[dict], cited: list[str]) -> Markup:
    """A table of all figures of a page, each with how it was got and the numbers of its sources."""
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
        return Markup("<p>This page states no figures.</p>")
    return table(pd.DataFrame(rows).set_index("Finding"), "Figures stated on this page").html


def source(name: str, row: pd.Series) -> dict:
    """A source as a page lists it."""
    record = {key: ("" if pd.isna(value) else value) for key, value in row.items()}
    licence = datapackage.LICENCES[row["licence"]]["title"]
    return {"source": name, **record, "licence_title": licence, "read_in": read_in(row)}


def read_in(source: pd.Series) -> str:
    """Where a source was read, if that is not where it was published, and if it was seen only once.

    Parameters
    ----------
    source : pandas.Series
        A row of `paylib.sources`.

    Returns
    -------
    str
        A sentence; empty for what was read where it was published.

    Examples
    --------
    >>> read_in(datapackage.sources().loc["ons_d7g7_csv_2026_03"])
    'Read in GitHub SussexUCU/USS: data/ons/ons_cpi_annual_series.csv.'
    """
    copy = source.get("seen_in")
    if pd.isna(copy) or copy.startswith("the page itself"):
        return ""
    if source["url"] and copy.endswith(f": {source['url']}"):
        copy = copy.removesuffix(f": {source['url']}")
    once = "; one source" if source["checked"] == "one_source" else ""
    return f"Read in {copy.rstrip('.')}{once}."


def _has_calculator(notebook: NotebookNode) -> bool:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    return any(calculator.FORM_MIME in output.get("data", {}) for output in outputs)


@cache
def style(*files: str | Path) -> dict[str, str]:
    """Style sheets of the templates, one after the other, and their hash."""
    text = "".join((TEMPLATES / file).read_text(encoding="utf-8") for file in files)
    return {"style": Markup(text), "style_hash": _hash(text)}


@cache
def script(*files: str | Path) -> dict[str, str]:
    """Scripts, by their places beside the templates, one after the other, and their hash."""
    text = "".join((TEMPLATES / file).read_text(encoding="utf-8") for file in files)
    return {"script": Markup(text), "script_hash": _hash(text)}


def _hash(text: str) -> str:
    """As a content-security policy takes it."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@cache
def environment(*folders: Path) -> Environment:
    """The templates of pages that are not of a notebook, and those of some folders: each is compiled once."""
    return Environment(
        loader=FileSystemLoader([TEMPLATES, *folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def tool(
    template: Path,
    site: Site,
    *,
    file: str,
    title: str,
    about: str,
    terms: dict | str,
    styles: Iterable[Path],
    scripts: Iterable[Path],
    **more: object,
) -> str:
    """A page that works by its own script: a form, and what the script needs.

    Parameters
    ----------
    template : pathlib.Path
        Of the page, in its own folder.
    site : Site
        The pages around it.
    file, title, about : str
        Its name, its heading, and what it is for.
    terms : dict
        All that the script needs, of plain values, or as the script unpacks it.
    styles, scripts : iterable of pathlib.Path
        By their places beside the templates, in order.
    **more
        What else the template shows.

    Returns
    -------
    str
    """
    return (
        environment(template.parent)
        .get_template(template.name)
        .render(
            site=site,
            file=file,
            things=[{"@type": "WebApplication", "name": title, "description": about, "inLanguage": "en-GB"}],
            title=title,
            about=about,
            terms=Markup(as_json(terms)),
            stamp=stamp(),
            **style("style.css", *styles),
            **script(*scripts),
            **more,
        )
    )
