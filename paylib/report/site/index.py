"""The page that leads to all others: the comparison and the verdicts first, then what else there is."""

from __future__ import annotations

from collections.abc import Sequence

from paylib import charts, claims
from paylib.report import page
from paylib.report.site import Site

FILE = "index.html"
_TITLE = "Pay disputes, checked against official figures"
_ABOUT = "Who is right about what: the claims of both sides, beside what was published."

COMPARED = {
    "Civil service": (
        "civil_service_2004",
        ["dwp-2003-tops", "dwp-2003-package-low", "dwp-2003-average"],
    ),
    "Youth work": ("youth_work_2004", ["october-2003"]),
    "Social care": ("social_care_2025", None),
}
"""The disputes of the comparison: the file of each, and which of its offers, if it has any."""


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
    there = {each.slug for each in pages}
    compared = {slug for slug, _ in COMPARED.values()} <= there
    template = page.environment().get_template("index.html.j2")
    return template.render(
        site=site,
        file=FILE,
        title=_TITLE,
        about=_ABOUT,
        things=[{"@type": "WebSite", "name": "paylib", "description": _ABOUT, "inLanguage": "en-GB"}],
        comparison=comparison() if compared else None,
        disputes=[each for each in pages if each.question],
        others=[each for each in pages if not each.question],
        cards=[each for each in pages if each.cards],
        stamp=page.stamp(),
        **page.style("style.css"),
    )


def comparison() -> charts.Picture:
    """A small map of three disputes: the pay rise, prices and work of each, over the year to when pay was due."""
    three = {
        name: claims.yardsticks(slug, by=["cpi", "rpi"], offers=offers)
        for name, (slug, offers) in COMPARED.items()
    }
    return charts.dots(
        claims.marks(three),
        "Three disputes: the pay rise, prices and the work",
        "Per cent over the year to when pay was due; several pay rises are readings of one offer",
        unit="pct",
        line=("no change", 0.0),
    )
