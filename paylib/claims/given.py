"""What a dispute file gives to check a claim with, looked up in the file and in the tables."""

from __future__ import annotations

from paylib import datapackage
from paylib.checks import Check, Evidence, Given, Stated
from paylib.disputes import Claim, Dispute, Figure


def stated_of(claim: Claim) -> Stated:
    """A claim as a check sees it: without its party."""
    half = getattr(claim.check, "tolerance", None)
    return Stated(claim.value, claim.text, claim.unit, claim.qualifier, claim.decimals, half)


def given_for(check: Check, dispute: Dispute) -> Given:
    """The figures, ballots and strikes of a dispute that a check uses."""
    ballots = {ballot.id: ballot for ballot in dispute.ballots}
    return Given(
        {name: _evidence(dispute, dispute.figure(name)) for name in check.figures_named},
        {name: ballots[name] for name in check.ballots_named},
        dispute.strikes,
    )


def _evidence(dispute: Dispute, figure: Figure) -> Evidence:
    """A figure of the dispute, given there or taken from a table."""
    if figure.date is not None:
        unit = "date" if len(figure.date) == 10 else "month"
        return Evidence(figure.label, figure.date, unit, figure.source, (), None)
    if figure.table is None:
        value, unit, source, warnings = figure.value, figure.unit, figure.source, ()
    else:
        value, unit, source, warnings = datapackage.pick(figure.table, figure.column, **figure.where)
        unit = figure.unit or unit
    week = figure.hours_week or _week_of(dispute, value, unit)
    return Evidence(figure.label, value, unit, source, warnings, figure.qualifier, week)


def _week_of(dispute: Dispute, value: object, unit: str) -> float | None:
    """The week of the group with that pay, or the one week of all groups."""
    paid_so = {each.hours_week for each in dispute.groups if unit == "gbp_year" and each.annual_gbp == value}
    of_all = {each.hours_week for each in dispute.groups}
    return next((weeks.pop() for weeks in (paid_so, of_all) if len(weeks) == 1), None)
