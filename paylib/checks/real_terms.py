"""Rises of pay in real terms, by the engine of `paylib.multiverse`: the rest is words."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from paylib import multiverse, prices
from paylib.checks.evidence import Choice, Evidence, worked_out
from paylib.figures import periods

INDICES = ("cpi", "cpih", "rpi", "rpix")

Rise = tuple[str, float, tuple[Evidence, ...]]
"""A rise of pay: what it is called, per cent, and the figures that it was worked out from."""


def in_real_terms(
    rises: list[Rise],
    spans: Iterable[tuple[str, str]],
    by: Iterable[str],
    holds: Callable[[float], bool],
) -> list[Choice]:
    """Rises of pay by every index over every span.

    Parameters
    ----------
    rises : list of Rise
        Per cent, each over such a span.
    spans : iterable of two periods
        The periods whose prices are compared.
    by : iterable of str
        The indices.
    holds : callable
        Whether the claim holds at a real change in per cent.

    Returns
    -------
    list of Choice
        Rise by rise, span by span, index by index.
    """
    spans = {_between(*span): span for span in spans}
    frame = multiverse.specifications(
        {place: rise for place, (_, rise, _) in enumerate(rises)}, spans, by=by, statement="below"
    )
    return [
        _choice(rises[row.pay_concept], row.span, spans[row.span], row.deflator, row.real_pct, holds)
        for row in frame.itertuples()
    ]


def _choice(rise: Rise, when: str, span: tuple[str, str], by: str, real: float, holds) -> Choice:
    label, _, used = rise
    attrs = prices.index(by).attrs
    found = worked_out(
        real,
        "pct",
        f"{label} over the rise of the {attrs['title']}, {when}",
        *used,
        decimals=1,
        sources=prices.provenance(by, *map(periods.parse, span)),
        usage_warnings=prices.warnings(by, *span),
    )
    return Choice(
        f"{label}, {attrs['title']}, {when}", {"it": found}, bool(holds(real)), "{it} in real terms"
    )


def _between(since: str, until: str) -> str:
    return f"{periods.words(periods.parse(since))} to {periods.words(periods.parse(until))}"
