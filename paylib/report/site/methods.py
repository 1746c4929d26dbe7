"""The page of methods: rules, assumptions, changes and corrections, with tables from the code that they are about."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from markupsafe import Markup

from paylib import claims, datapackage, prices
from paylib.figures.hedges import HEDGES, SYNONYMS
from paylib.markup import from_template
from paylib.report import objections, page
from paylib.report.site import Site

FILE = "methods.html"
_HERE = Path(__file__).parent
_TITLE = "Methods: how pay, prices and claims are worked out"

_VERDICTS = (
    (claims.CORRECT, "true by somebody else’s figure, or by the other side’s"),
    (claims.DEPENDS, "readings that decide differ; the choice is named"),
    (claims.WRONG, "false by somebody else’s figure"),
    (claims.DISPUTED, "the two sides’ figures differ, and nobody else’s was found"),
    (claims.UNCONFIRMED, "only the claimant’s own word was found, or nothing that was found can refute it"),
    (claims.CANNOT, "no figure was found, or it is not a matter of figures"),
)


def render(site: Site) -> str:
    """The page.

    Parameters
    ----------
    site : Site
        The pages around it.

    Returns
    -------
    str
    """
    about, *parts = re.split(r"^\[(\w+)\]$", (_HERE / "methods.md").read_text(encoding="utf-8"), flags=re.M)
    lead, text = about.split("\n\n", 1)
    texts, names = [text, *parts[1::2]], parts[::2]
    made = [page.markdown(texts[0])]
    for name, after in zip(names, texts[1:], strict=True):
        made += [_part(name), page.markdown(after)]
    template = page.environment().get_template("methods.html.j2")
    body = Markup("\n").join(made)
    return template.render(
        site=site,
        file=FILE,
        title=_TITLE,
        about=lead,
        body=body,
        contents=page.contents([text, *texts[1:]]),
        things=[],
        stamp=page.stamp(),
        **page.style("style.css"),
    )


def _part(name: str) -> Markup:
    """A part of the page that its text names."""
    match name:
        case "indices":
            held = prices.deflators()
            rows = zip(held["title"], held["about"], held["first"], held["last"], strict=True)
            return _table("The indices that pay is set against", ("Index", "What it is", "From", "To"), rows)
        case "method":
            return page.markdown(claims.METHOD)
        case "verdicts":
            return _table("The verdicts", ("Verdict", "When"), _VERDICTS)
        case "hedges":
            return _table(
                "Words before a figure", ("Word", "Also", "Reaches", "Because"), map(_hedge, HEDGES)
            )
        case "rules":
            return from_template(_RULES, rules=objections.RULES)
        case "warnings":
            held = datapackage.load("usage_warnings")
            rows = zip(held["code"].str.replace("_", " "), held["sentence"], strict=True)
            return _table("Warnings that travel with figures", ("Warning", "What it says"), rows)
    return _logged(name)


def _logged(name: str) -> Markup:
    """A table that is kept by hand beside the text."""
    captions = {
        "assumptions": "What is assumed",
        "changes": "Changes of method",
        "corrections": "Corrections",
    }
    with (_HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return _table(captions[name], header, rows)


def _hedge(word: str) -> tuple[str, str, str, str]:
    hedge = HEDGES[word]
    above, below = hedge.above > 0, hedge.below > 0
    reach = "both sides" if above and below else "above" if above else "below"
    left_out = ", the figure itself left out" if hedge.strict else ""
    also = ", ".join(other.replace("_", " ") for other, same in SYNONYMS.items() if same == word)
    return word.replace("_", " "), also, reach + left_out, hedge.reason


def _table(caption: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Markup:
    return from_template(
        _TABLE, caption=caption, header=header, rows=list(rows), zip=partial(zip, strict=True)
    )


_TABLE = """\
<div class="table stacked" role="region" aria-label="{{ caption }}" tabindex="0"><table>
<caption>{{ caption }}</caption>
<thead><tr>{% for each in header %}<th scope="col">{{ each }}</th>{% endfor %}</tr></thead>
<tbody>
{% for row in rows %}
<tr><th scope="row">{{ row[0] }}</th>{% for label, each in zip(header[1:], row[1:]) %}<td data-label="{{ label }}">{{ each }}</td>{% endfor %}</tr>
{% endfor %}
</tbody></table></div>"""

_RULES = """\
<dl class="rules">
{% for rule in rules %}
<dt>{{ rule.name[:1] | upper }}{{ rule.name[1:] }}</dt>
<dd><p class="asks">{{ rule.asks }}</p><p class="case">{{ rule.case }} <a href="{{ rule.url }}">The case<span class="hidden">: {{ rule.name }}</span></a></p></dd>
{% endfor %}
</dl>"""
