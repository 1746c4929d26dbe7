"""Docs: a tutorial, how-to pages and the API reference, as plain pages of the site.

The tutorial and the how-to pages are the Markdown files of this folder, whose examples are run as tests.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from paylib.report import page
from paylib.report.docs import reference
from paylib.report.site import Site

FOLDER = "docs"
FILE = f"{FOLDER}/index.html"

_SOURCES = Path(__file__).parent

TUTORIAL = "tutorial"

HOW_TO = (
    "economists",
    "own_dispute",
    "deflate_a_frame",
    "chain_awards",
    "add_a_deflator",
    "add_a_group",
    "judge_a_claim",
    "make_a_page",
    "write_a_claim",
)
"""The how-to pages, in the order of the list."""


class Guide(NamedTuple):
    """A page written by hand: its title, its first paragraph and its text, as Markdown."""

    name: str
    title: str
    about: str
    text: str


def guides() -> list[Guide]:
    """The tutorial, then the how-to pages.

    Examples
    --------
    >>> [each.title for each in guides()][:2]
    ['Ten minutes with paylib', 'For economists: the library in a page']
    """
    return [_guide(name) for name in (TUTORIAL, *HOW_TO)]


def _guide(name: str) -> Guide:
    text = (_SOURCES / f"{name}.md").read_text(encoding="utf-8")
    title, _, rest = text.removeprefix("# ").partition("\n\n")
    about = re.sub(r"[*`]", "", rest.partition("\n\n")[0])
    return Guide(name, title, about, rest)


def files(site: Site) -> dict[str, str]:
    """Every page of the docs, by its file within the folder of the reports.

    Parameters
    ----------
    site : paylib.report.site.Site
        The pages that stand around them.

    Returns
    -------
    dict of str to str
        The index, the guides and a page for each public module, as HTML.
    """
    modules, written = reference.modules(), guides()
    made = {FILE: _render(site, FILE, "Docs", _ABOUT, guides=written, modules=modules)}
    for guide in written:
        file = f"{FOLDER}/{guide.name}.html"
        made[file] = _render(site, file, guide.title, guide.about, text=guide.text)
    for module in modules:
        file = f"{FOLDER}/{module.name}.html"
        made[file] = _render(site, file, module.name, module.first, module=module)
    return made


_ABOUT = "For economists and contributors: a tutorial, how-to pages, and what every function takes and gives."


def _render(site: Site, file: str, title: str, about: str, **content: object) -> str:
    return (
        page.environment()
        .get_template("docs.html.j2")
        .render(
            site=site,
            file=file,
            title=title,
            about=about,
            things=[],
            words=_words,
            stamp=page.stamp(),
            **page.style("style.css", "docs.css"),
            **content,
        )
    )


def _words(text: str) -> Markup:
    """Markdown, or a docstring's text, whose examples stand indented: each as a region that scrolls."""
    fenced = re.sub(
        r"(?m)(?:^ {4}.*\n?(?:\n(?= {4}))?)+", lambda code: f"```\n{_outdented(code[0])}```\n", text
    )
    made = page.markdown(re.sub(r"``([^`\n]+)``", r"`\1`", fenced))
    return Markup(str(made).replace("<pre>", '<pre tabindex="0">'))


def _outdented(code: str) -> str:
    return re.sub(r"(?m)^ {4}", "", code.rstrip("\n")) + "\n"
