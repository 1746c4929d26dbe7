"""A paper as one HTML page: the same blocks, numbers and sources as the document."""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from paylib.charts import Chart
from paylib.markup import from_template
from paylib.report import page
from paylib.report.claim.document import Document, marks_of
from paylib.report.claim.paper import Block, Listed
from paylib.report.claim.word import text_of
from paylib.tables import Table, unstyled

_MARKS = '<p class="source">Numbered below: {{ marks }}</p>'

_LIST = """\
<ul>
{% for words, marks in items %}<li>{{ words }}{% if marks %} {{ marks }}{% endif %}</li>
{% endfor %}</ul>"""

_PARAGRAPHS = """\
{% for words in parts %}<p>{{ words }}{% if marks %} {{ marks }}{% endif %}</p>
{% endfor %}"""


def write(made: Document, own: Mapping[str, list] | None = None) -> str:
    """A paper as one HTML page that needs nothing beside it.

    Parameters
    ----------
    made : Document
    own : mapping of str to list, optional
        The writer's own paragraphs, as `paylib.report.claim.word.kept` gives them.

    Returns
    -------
    str
    """
    environment = Environment(
        loader=FileSystemLoader(page.TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    text = environment.get_template("claim.html.j2").render(
        made=made,
        own={key: list(filter(None, map(text_of, paragraphs))) for key, paragraphs in (own or {}).items()},
        shown=lambda block: shown(made, block),
        stamp=f"{page.stamp()} A draft made from published figures, each with its source.",
        attribution=page.attribution(made.cited),
        **page.style("style.css"),
    )
    return unstyled(text).strip() + "\n"


def shown(made: Document, block: Block) -> Markup:
    """A block as HTML, with the numbers of its sources.

    Parameters
    ----------
    made : Document
    block : Prose, Listed, Table or Chart

    Returns
    -------
    markupsafe.Markup
    """
    if isinstance(block, Table | Chart):
        marks = "" if block is made.all_findings else marks_of(made, block)
        return block.html + from_template(_MARKS, marks=marks) if marks else block.html
    if isinstance(block, Listed):
        items = [
            (item.html, made.marks(name for each in item.findings for name in each.sources))
            for item in block.items
        ]
        return from_template(_LIST, items=items)
    return from_template(_PARAGRAPHS, parts=block.html.split("\n\n"), marks=marks_of(made, block))
