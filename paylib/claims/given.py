"""What a dispute file gives to check a claim with, looked up in the file and in the tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

import pandas as pd

from paylib import datapackage, offers
from paylib.checks import Check, Evidence, Given, OfferRise, Reading, Sided, Stated
from paylib.claims.sides import side_of_row, side_of_source
from paylib.disputes import INDEPENDENT, Claim, Dispute, Figure
from paylib.disputes.records import Group, OfferRecord
from paylib.errors import DataError, PaylibError
from paylib.figures import periods

NORMAL = 1.96
"""Standard errors either side of a survey's figure, at 95 per cent."""


def stated_of(claim: Claim) -> Stated:
    """A claim as a check sees it: without its party."""
    found, own = claim.figure, claim.reading
    reading = Reading(own.by, own.since, own.until, own.group, own.measure) if own else Reading()
    if found is None:
        return Stated(None, claim.text, claim.unit, claim.qualifier, reading=reading)
    words = claim.value if isinstance(claim.value, str) else None
    if words is not None and claim.qualifier is not None:
        words = f"{claim.qualifier.replace('_', ' ')} {words}"
    return Stated(
        found.low,
        words,
        claim.unit,
        found.qualifier,
        found.decimals,
        found.high if found.high != found.low else None,
        found.in_digits,
        reading,
    )


def given_for(claim: Claim, dispute: Dispute) -> Given:
    """The figures, ballots, strikes and dates of a dispute that the check of a claim uses."""
    check = claim.check
    ballots = {ballot.id: ballot for ballot in dispute.ballots}
    about = _offer_of(check, dispute)
    due, offered = _due_and_offered(check, about, dispute)
    return Given(
        {name: evidence_of(dispute, dispute.figure(name)) for name in check.figures_named},
        {name: _sided(dispute, ballots[name]) for name in check.ballots_named},
        tuple(_sided(dispute, each) for each in dispute.strikes),
        dispute.day_of(claim)[:7],
        due,
        offered,
        _worked(dispute, about, due) if about and (check.TOGETHER or check.offer_named) else (),
    )


def _sided(dispute: Dispute, record) -> Sided:
    return Sided(record, record.side or side_of_source(dispute, record.source))


def _offer_of(check: Check, dispute: Dispute) -> OfferRecord | None:
    """The offer that a claim is about: as its check says, or the only one that was made."""
    proposed = [each for each in dispute.offers if each.status != "claim"]
    named = [each for each in dispute.offers if each.id == check.offer_named]
    return next(iter(named or (proposed if len(proposed) == 1 else [])), None)


def _due_and_offered(
    check: Check, about: OfferRecord | None, dispute: Dispute
) -> tuple[str | None, str | None]:
    """The month in which the rise that a claim is about was due, and the month in which it was offered."""
    due = str(offers.pay_year(about.offer(), dispute.award_due)) if check.offer_named else dispute.award_due
    made = about.made if about else None
    return due, made[:7] if made and len(made) >= 7 else None


def _worked(dispute: Dispute, record: OfferRecord, due: str | None) -> tuple[OfferRise, ...]:
    """What an offer comes to for each group of the file: in its first pay year, in each later one, and over all of them.

    It is left out where it says nothing of a group, had begun when the group was paid so, or cannot be worked out; later years
    also where it is not known when the first rise was due.
    """
    found = []
    for group in dispute.groups:
        offer = record.offer().at(group.place) if group.annual_gbp is not None else None
        if offer is None or (group.paid_from and offer.starts[0] <= periods.parse(group.paid_from)):
            continue
        first = offers.pay_year(offer, dispute.award_due)
        paid = [group.annual_gbp, *_paid_by_year(offer, group, first)]
        label = f"{re.sub('^(A|An|The) ', lambda article: article[0].lower(), group.label)}, by the offer worked out"
        beside = [] if _in_per_cent(offer) else [_pay_of(dispute, group)]
        for start, end in _years(len(paid) - 1, later=due is not None):
            rise = Evidence(
                label + _which_years(start, end, len(paid) - 1),
                (paid[end] / paid[start] - 1) * 100,
                "pct",
                record.source,
                (),
                None,
                id=group.id,
                side=_side_of_offer(dispute, record),
                group=group.id,
            )
            span = None if end == 1 else (str(first + 12 * (start - 1)), str(first + 12 * (end - 1)))
            found.append(OfferRise((rise, *beside), span))
    return tuple(found)


def _paid_by_year(offer: offers.Offer, group: Group, first: pd.Period) -> list[float]:
    """The pay of a group at the end of every pay year of an offer, as far as it can be worked out."""
    scale = pd.DataFrame({"point": [group.place], "annual_gbp": [group.annual_gbp]})
    rises = [start for start, part in zip(offer.starts, offer.parts, strict=True) if part.raises_pay]
    last = max([first, *rises])
    paid = []
    for end in pd.period_range(first + 11, last + 11)[::12]:
        begun = sum(start <= end for start in offer.starts)
        try:
            (level,) = offers.levels(replace(offer, parts=offer.parts[:begun]), scale, end, end)[group.place]
        except PaylibError:
            break
        paid.append(level)
    return paid


def _years(count: int, *, later: bool) -> list[tuple[int, int]]:
    """Each pay year and then all of them, by how many years had gone before and by its end.

    Examples
    --------
    >>> _years(2, later=True), _years(1, later=True), _years(2, later=False), _years(0, later=True)
    ([(0, 1), (1, 2), (0, 2)], [(0, 1)], [(0, 1)], [])
    """
    each = [(end - 1, end) for end in range(1, count + 1)]
    return [*each, (0, count)] if later and count > 1 else each[:1]


def _which_years(start: int, end: int, count: int) -> str:
    """Which pay years of an offer, where it has several."""
    if count == 1:
        return ""
    if end - start == 1:
        return f", year {end}"
    return f", years 1 {'and' if end == 2 else 'to'} {end}"


def _in_per_cent(offer: offers.Offer) -> bool:
    """Whether it is the same rise in per cent whatever the pay."""
    return all(isinstance(part, offers.Percent | offers.Linked | offers.LumpSum) for part in offer.parts)


def _pay_of(dispute: Dispute, group: Group) -> Evidence:
    """The pay of a group of the file, and whose figure it is."""
    side = side_of_source(dispute, group.source, in_table=group.source not in dispute.sources)
    return Evidence(
        group.label,
        group.annual_gbp,
        "gbp_year",
        group.source,
        group.usage_warnings,
        None,
        group.week,
        side=side,
    )


_MAKERS = {"claim": ("union",), "settled": ("union", "employers", "government")}
"""Who makes a proposal, by its status; else the employers or the government does."""


def _side_of_offer(dispute: Dispute, record: OfferRecord) -> str | None:
    """Whose word it is that this was offered: nobody's alone, where whoever made the offer says so."""
    side = record.side or side_of_source(dispute, record.source)
    return INDEPENDENT if side in _MAKERS.get(record.status, ("employers", "government")) else side


def evidence_of(dispute: Dispute, figure: Figure) -> Evidence:
    """A figure of the dispute, given there or taken from a table, and whose it is."""
    if figure.date is not None:
        unit = "date" if len(figure.date) == 10 else "month"
        value, source, warnings = figure.date, figure.source, ()
    elif figure.table is None:
        value, unit, source, warnings = figure.value, figure.unit, figure.source, ()
    else:
        value, unit, source, warnings = _picked(figure.table, figure.column, figure.where)
        unit = figure.unit or unit
    found = Evidence(
        figure.label,
        value,
        unit,
        source,
        warnings,
        figure.qualifier,
        id=figure.id,
        side=figure.side
        or side_of_row(warnings)
        or side_of_source(dispute, source, in_table=figure.table is not None),
        proxy=figure.proxy,
        group=figure.group,
        quantity=figure.quantity,
    )
    if isinstance(value, str):
        return found
    cv_pct = _published_cv(figure) if figure.cv_pct is None else figure.cv_pct
    margin = value * cv_pct / 100 * NORMAL if cv_pct is not None else figure.margin
    return replace(found, margin=margin, hours_week=figure.hours_week or _week_of(dispute, value, unit))


def _picked(table: str, column: str, where: Mapping[str, object]) -> datapackage.Picked:
    return _picked_from(datapackage.package(), table, column, tuple(where.items()))


@lru_cache(maxsize=1024)
def _picked_from(_: datapackage.DataPackage, table: str, column: str, where: tuple) -> datapackage.Picked:
    """The same figure is in the checks of several claims."""
    return datapackage.pick(table, column, **dict(where))


def _published_cv(figure: Figure) -> float | None:
    """The coefficient of variation that a table of a survey has beside its statistic, in per cent."""
    statistic = (figure.where or {}).get("statistic")
    if figure.table is None or statistic is None or figure.margin is not None:
        return None
    try:
        beside = figure.where | {"statistic": f"{statistic}_cv"}
        return float(_picked(figure.table, figure.column, beside).value)
    except DataError:
        return None


def _week_of(dispute: Dispute, value: float, unit: str) -> float | None:
    """The week of the group with that pay, or the one week of all groups."""
    paid_so = {each.hours_week for each in dispute.groups if unit == "gbp_year" and each.annual_gbp == value}
    of_all = {each.hours_week for each in dispute.groups}
    return next((weeks.pop() for weeks in (paid_so, of_all) if len(weeks) == 1), None)
