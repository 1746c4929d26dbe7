"""The page that leads to all others: the comparison and the verdicts first, then what else there is."""

from __future__ import annotations

from collections.abc import Sequence

from paylib.report import page
from paylib.report.site import Site

FILE = "index.html"
_TITLE = "Pay disputes, checked against official figures"
_ABOUT = "Who is right about what: the claims of both sides, beside what was published."


def render(pages: Sequence, site: Site) -> str:
    """The page.

    Parameters
    ----------
    pages : sequence
        With ``file``, ``slug``, ``title``, ``description``, ``cards``, ``question`` and ``verdicts``, in order.
    site : Site
        The pages around it.

    Returns
    -------
    str
    """
    template = page.environment().get_template("index.html.j2")
    return template.render(
        site=site,
        file=FILE,
        title=_TITLE,
        about=_ABOUT,
        things=[{"@type": "WebSite", "name": "paylib", "description": _ABOUT, "inLanguage": "en-GB"}],
        disputes=[each for each in pages if each.question],
        others=[each for each in pages if not each.question],
        cards=[each for each in pages if each.cards],
        stamp=page.stamp(),
        **page.style("style.css"),
    )
