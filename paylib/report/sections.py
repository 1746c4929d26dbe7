"""A dispute's records, ready to be read: its timeline, claims with verdicts, offers, ballots and strikes."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path

import numpy as np
import pandas as pd
from markupsafe import Markup

from paylib import claims, disputes, offers, prices, strikes, takehome
from paylib.disputes import Ballot, Dispute, Group, OfferRecord, opened, when
from paylib.errors import CoverageError, PaylibError, StaleDataWarning
from paylib.figures import periods
from paylib.figures.calls import indices
from paylib.figures.finding import MIME, Finding, as_json
from paylib.figures.inputs import Values
from paylib.figures.provenance import credited
from paylib.figures.rounding import printed, show
from paylib.findings import KeyFigures, Prose, key_figures, say, worded
from paylib.markup import from_template
from paylib.strikes.law import LAST_SEEN
from paylib.tables import Table, table

_KINDS = {
    "offer": "Offer",
    "ballot": "Ballot",
    "talks": "Talks",
    "strike": "Strike",
    "settlement": "Settlement",
    "award_due": "Award due",
    "other": "Other",
}

DEFLATORS = ("cpi", "cpih", "rpi", "rpix")


def apart(part: Callable) -> Callable:
    """A part of a page that cannot be worked out costs itself only: a sentence says why it is not there."""

    @wraps(part)
    def shown(dispute: str | Path | Dispute, *given, **said):
        dispute = opened(dispute)
        try:
            return part(dispute, *given, **said)
        except PaylibError as error:
            return worded(f"This part could not be worked out. {error}")

    return shown


@apart
def summary(dispute: str | Path | Dispute) -> Prose:
    """How many of a dispute's claims are true, in a sentence.

    Parameters
    ----------
    dispute : Dispute
        From `paylib.dispute`.

    Returns
    -------
    Prose

    Examples
    --------
    >>> from paylib import disputes
    >>> summary(disputes.load("youth_work_2004")).text[:3]
    'Of '
    """
    if not dispute.claims:
        return say("The file has no claim to check.")
    each = _verdict_counts(dispute)
    return say(
        """Of {claims} {of_claims} that the parties make, {correct} {is_correct} correct and {wrong} {is_wrong} wrong; {depends} {depend}
        on the reading, {disputed} {is_disputed} disputed between the two sides with nobody else’s figure, {unconfirmed}
        {rest} on the claimant’s own word, and {cannot} cannot be checked with what was found.""",
        of_claims="claim" if each["claims"].value == 1 else "claims",
        is_correct=_is(each["correct"]),
        is_wrong=_is(each["wrong"]),
        is_disputed=_is(each["disputed"]),
        depend="depends" if each["depends"].value == 1 else "depend",
        rest="rests" if each["unconfirmed"].value == 1 else "rest",
        **each,
    )


def _is(count: Finding) -> str:
    return "is" if count.value == 1 else "are"


@apart
def verdict_figures(dispute: str | Path | Dispute) -> KeyFigures | Prose:
    """How many claims there are of each verdict, as the figures that a page puts first.

    Parameters
    ----------
    dispute : Dispute
        From `paylib.dispute`.

    Returns
    -------
    KeyFigures or Prose
        A sentence that says so where there is no claim.

    Examples
    --------
    >>> from paylib import disputes
    >>> print(verdict_figures(disputes.load("school_teachers_2023")).text.splitlines()[0])
    5: of 10 claims are correct
    """
    if not dispute.claims:
        return say("The file has no claim to check.")
    each = _verdict_counts(dispute)
    one = each["claims"].value == 1
    words = {
        "correct": "of {claims} claim is correct" if one else "of {claims} claims are correct",
        "depends": f"of {{claims}} {'depends' if one else 'depend'} on the reading",
        "wrong": f"of {{claims}} {'is' if one else 'are'} wrong",
        "open": f"of {{claims}} {'is' if one else 'are'} disputed, unconfirmed or cannot be checked",
    }
    return key_figures(*((say(text, claims=each["claims"]), each[name]) for name, text in words.items()))


def _verdict_counts(dispute: Dispute) -> dict[str, Finding]:
    """The claims, and those of each verdict; ``open`` are those on which no outside figure tells."""
    checked = claims.check(dispute)
    sources = tuple(sorted({source for row in checked["sources"] for source in row}))
    names = dict(zip(claims.VERDICTS, _NAMES, strict=True))
    numbers = {
        "claims": (len(checked), "claims in the dispute file"),
        **{
            names[verdict]: (
                (checked["verdict"] == verdict).sum(),
                f"claims whose verdict is: {verdict}",
            )
            for verdict in claims.VERDICTS
        },
        "open": (
            checked["verdict"].isin([claims.DISPUTED, claims.UNCONFIRMED, claims.CANNOT]).sum(),
            "claims on which neither an independent figure nor the other side’s tells",
        ),
    }
    return {
        name: Finding(name if name == "claims" else f"claims_{name}", int(number), "count", method, sources)
        for name, (number, method) in numbers.items()
    }


_NAMES = ("correct", "depends", "wrong", "disputed", "unconfirmed", "cannot")
"""Short names of the verdicts, in their order."""


@apart
def timeline(dispute: str | Path | Dispute) -> Table:
    """What happened, in order.

    Parameters
    ----------
    dispute : Dispute
        From `paylib.dispute`.

    Returns
    -------
    Table

    Examples
    --------
    >>> from paylib import disputes
    >>> "Settlement" in timeline(disputes.load("youth_work_2004")).text
    True
    """
    events = sorted(dispute.timeline, key=when)
    frame = pd.DataFrame(
        {
            "kind": [_KINDS[event.kind] for event in events],
            "what": [event.text for event in events],
        },
        index=pd.Index([_when(event.date) for event in events], name="when"),
    )
    labels = {"when": "When", "kind": "Kind", "what": "What happened"}
    return table(
        frame, "What happened, in order", labels=labels, **dispute.cited(event.source for event in events)
    )


def _when(date: str) -> str:
    if len(date) == 10:
        return show(date, "date")
    return show(date, "month") if len(date) == 7 else date


_CLAIMS = """\
<ol class="claims">
{% for each in items %}
<li class="{{ each.kind }}">
<p class="claim"><strong>{{ each.claim }}</strong></p>
<p class="said">{{ each.who }}: <q>{{ each.stated }}</q></p>
<p class="verdict">{{ each.verdict }}</p>
<p class="reasons">{{ each.reasons }}</p>
</li>
{% endfor %}
</ol>
<p class="source">{{ sources }}</p>"""


@dataclass(frozen=True)
class Verdicts:
    """The claims of a dispute with their verdicts, made by `verdicts`: a list, since sentences need room."""

    judged: tuple[claims.Judged, ...]
    table: Table
    """The same as a table, for downloads."""

    @property
    def sources(self) -> str:
        """Who published what the claims were checked with, in one line."""
        return self.table.source

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was stated and what was computed, claim by claim."""
        said = (prose for each in self.judged for prose in (each.as_stated, each.reasons))
        return tuple(dict.fromkeys(finding for prose in said for finding in prose.findings))

    @property
    def text(self) -> str:
        """The list in plain text."""
        claims_ = [
            f"{each.who}: {each.claim.summary} ({each.as_stated})\n{each.reasons}" for each in self.judged
        ]
        return "\n\n".join([*claims_, self.sources])

    @property
    def html(self) -> Markup:
        """The list as HTML; every text of the dispute file is escaped."""
        items = [
            {
                "kind": each.verdict.replace(" ", "-"),
                "claim": worded(each.claim.summary).html,
                "who": each.who,
                "stated": each.as_stated.html,
                "verdict": each.verdict.capitalize(),
                "reasons": each.reasons.html,
            }
            for each in self.judged
        ]
        return from_template(_CLAIMS, items=items, sources=self.sources)

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        return {
            "text/plain": self.text,
            "text/html": self.html,
            MIME: as_json(self.findings),
        } | self.table.record()


@apart
def verdicts(dispute: str | Path | Dispute) -> Verdicts:
    """Every claim, who makes it, what was computed, and whether it is true.

    Parameters
    ----------
    dispute : Dispute
        From `paylib.dispute`.

    Returns
    -------
    Verdicts

    Notes
    -----
    What a claim states, on how many readings it is true and what each reading that is named came to are
    findings: a claim's third reading is ``claim <id>, choice 3``, the third row of `paylib.claims.choices`.
    Words of the dispute file stand as they are, marked as its own.

    Examples
    --------
    >>> from paylib import disputes
    >>> made = verdicts(disputes.load("youth_work_2004"))
    >>> "Cannot be checked" in made.text
    True
    >>> str(next(each for each in made.findings if each.name == "claim youth-teacher-gap, stated"))
    '£4,000'
    """
    checked = claims.check(dispute)
    cited = dispute.cited(source for row in checked["sources"] for source in row)
    labels = {
        "who": "Who",
        "summary": "Claim",
        "stated": "As stated",
        "verdict": "Verdict",
        "evidence": "Evidence",
        "reasons": "Reasons",
    }
    listed = checked[list(labels)].set_index("who")
    return Verdicts(
        claims.judged(dispute),
        table(listed, "Claims, and whether they are true", labels=labels, **cited),
    )


def offers_in_real_terms(
    dispute: str | Path | Dispute, *, by: Iterable[str] | str = DEFLATORS, months: int = 12
) -> Table | Prose:
    """Every offer, and what it was worth in real terms over the months to its last stage.

    Parameters
    ----------
    dispute : Dispute
        From `paylib.dispute`.
    by : str or iterable of str
        Deflators; one that does not cover the months is left empty.
    months : int
        How many months before the start of the offer's pay year (the anniversary of the award that was due)
        prices are counted from; to the offer's last stage.

    Returns
    -------
    Table or Prose
        For the groups of staff with a salary, four at most; a sentence that says so where there is none.

    Raises
    ------
    ChoiceError
        If no index is named, one twice, or one that there is not.

    Examples
    --------
    >>> from paylib import disputes
    >>> "Settlement" in str(offers_in_real_terms(disputes.load("youth_work_2004")).frame.index.tolist())
    True
    """
    prices.titles(by := indices(by))  # an error, where there is no such index
    return _in_real_terms(dispute, by, months)


@apart
def _in_real_terms(dispute: Dispute, by: list[str], months: int) -> Table | Prose:
    """Every offer in real terms, by indices that there are."""
    paid = _paid(dispute)
    if not dispute.offers or not paid:
        return say("The file has no offer, or no salary to work one with, so offers are not shown.")
    rows = offers_worked(dispute, by=by, months=months)
    if not rows:
        lacks = "; ".join(dict.fromkeys(filter(None, (record.offer().lacks for record in dispute.offers))))
        if lacks:
            return say("Offers are not shown: {lacks}.", lacks=worded(lacks))
        return say("No offer in the file says what it means for a salary in it, so offers are not shown.")
    labels = {
        "offer": "Offer",
        "group": "For",
        "status": "Status",
        "gives": "What it gives",
        "rise_gbp_year": "Rise a year",
        "rise_pct": "Rise in the end",
        "rise_gbp_hour": "Rise an hour",
        "rise_hour_pct": "Rise by the hour",
        "average_rise_pct": "Average over the pay year",
        "non_consolidated_gbp": "Paid once",
        "rise_with_pension_gbp_year": "Another reading: rise a year with the employer's pension contribution, which nobody "
        "receives as pay",
        "prices_counted": "Prices counted",
        **{f"real_{measure}_pct": f"Real, {prices.title(measure)}" for measure in by},
    }
    cited = dispute.cited([*(record.source for record in dispute.offers), *(group.source for group in paid)])
    frame = pd.DataFrame(rows, columns=list(labels))
    tell_nothing = {
        "rise_gbp_hour": frame["rise_gbp_hour"].isna().all(),
        "rise_hour_pct": np.allclose(*frame[["rise_hour_pct", "rise_pct"]].dropna().to_numpy(float).T),
        "non_consolidated_gbp": not frame["non_consolidated_gbp"].any(),
        "rise_with_pension_gbp_year": frame["rise_with_pension_gbp_year"].isna().all(),
    }
    frame = frame.drop(columns=[column for column, nothing in tell_nothing.items() if nothing])
    caption = "What each offer was worth to those for whom the file gives a salary before it; real: a year's pay in the end"
    return table(frame.set_index("offer"), caption, labels=labels, **cited)


def offers_worked(
    dispute: str | Path | Dispute, *, by: Iterable[str] | str = DEFLATORS, months: int = 12
) -> list[dict]:
    """Every offer for every group of staff with a salary from before it, as `offers_in_real_terms` shows them.

    Parameters
    ----------
    dispute, by, months
        As there.

    Returns
    -------
    list of dict
        In the order of the file, offer by offer.

    Examples
    --------
    >>> from paylib import disputes
    >>> first, *_ = offers_worked(disputes.load("youth_work_2004"), by=["rpi"])
    >>> first["offer"], round(first["real_rpi_pct"], 1)
    ('Offer of October 2003', 0.2)
    """
    dispute, by = opened(dispute), tuple(indices(by))
    worked = (
        _worked(dispute, record, group, by, months) for record in dispute.offers for group in _paid(dispute)
    )
    return [row for row in worked if row is not None]


def told_apart(records: Iterable[OfferRecord | Group]) -> dict[str, str]:
    """What offers or groups are called, by their ids: by the label, and by the id too where several have that label.

    Parameters
    ----------
    records : iterable of OfferRecord or Group

    Returns
    -------
    dict of str to str

    Examples
    --------
    >>> told_apart(disputes.load("youth_work_2004").offers)["october-2003"]
    'Offer of October 2003'
    """
    labels = {each.id: each.label for each in records}
    often = Counter(labels.values())
    return {name: label if often[label] == 1 else f"{label}, {name}" for name, label in labels.items()}


_COMMON = ("offer", "settlement", "agreement", "award", "proposal", "the ")
_CALLED = {"offer": "offer", "claim": "claim", "settled": "settlement", "imposed": "award"}


def offer_named(record: OfferRecord) -> Prose:
    """An offer, award or claim by its label, as it goes within a sentence.

    Parameters
    ----------
    record : OfferRecord

    Returns
    -------
    Prose

    Examples
    --------
    >>> from paylib import disputes
    >>> print(offer_named(disputes.load("youth_work_2004").offers[-1]))
    the settlement of November 2004
    """
    label = record.label.split(":")[0].split(" (")[0].rstrip(".")
    if not label.lower().startswith(_COMMON):
        return worded(f"the {_CALLED[record.status]} “{label}”")
    small = label[:1].lower() + label[1:]
    return worded(small if small.startswith("the ") else f"the {small}")


def last_year(record: OfferRecord) -> str:
    """The tax year in which an offer's last stage is paid.

    Examples
    --------
    >>> from paylib import disputes
    >>> last_year(disputes.load("youth_work_2004").offers[-1])
    '2003/04'
    """
    return periods.label(record.offer().starts[-1].asfreq(periods.FINANCIAL))


def with_pension(dispute: Dispute, tax_year: str, pay: Values | Finding) -> Values | Finding | None:
    """Pay with the employer's pension contribution: another reading, to be marked as one.

    Parameters
    ----------
    dispute : Dispute
        Its file says whose scheme it is.
    tax_year : financial year
        Whose rates are meant.
    pay : float, array or Finding
        Pounds a year.

    Returns
    -------
    float, array, Finding or None
        As from `paylib.takehome.pay_with_pension`; None where the file names no scheme, or no rates of it are held
        for that year.

    Examples
    --------
    >>> from paylib import disputes
    >>> round(with_pension(disputes.load("resident_doctors_2022"), "2023/24", 29_384.0), 2)
    35460.61
    """
    if dispute.pension_scheme is None:
        return None
    try:
        return takehome.pay_with_pension(pay, tax_year, dispute.pension_scheme)
    except CoverageError:
        return None


def _rise_with_pension(dispute: Dispute, record: OfferRecord, made: pd.Series) -> float | None:
    both = made[["before_gbp_year", "after_gbp_year"]].to_numpy(float)
    whole = with_pension(dispute, last_year(record), both)
    return None if whole is None else float(whole[1] - whole[0])


def _paid(dispute: Dispute) -> list[Group]:
    return [group for group in dispute.groups if group.annual_gbp is not None][:4]


def _worked(
    dispute: Dispute, record: OfferRecord, group: Group, by: tuple[str, ...], months: int
) -> dict | None:
    """One offer for one group of staff; None where it says nothing about it, or had begun when it was paid that."""
    offer = record.offer().at(group.place)
    made = dispute.worked(offer, group.annual_gbp, group.hours_week)
    if made is None:
        return None
    made = made.iloc[0]
    if group.paid_from is not None and offer.starts[0] <= periods.parse(group.paid_from):
        return None
    first = offers.pay_year(offer, dispute.award_due)
    since, until = first - months, max(offer.starts[-1], first)
    return {
        "offer_id": record.id,
        "group_id": group.id,
        "offer": record.label,
        "named": offer_named(record),
        "group": group.label,
        "status": record.status,
        "gives": offer.words,
        "rise_gbp_year": made["rise_gbp_year"],
        "rise_pct": made["rise_pct"],
        "rise_gbp_hour": made["after_gbp_hour"] - made["before_gbp_hour"] if group.week else None,
        "rise_hour_pct": made["rise_hour_pct"] if group.week else None,
        "average_rise_pct": made["average_rise_pct"],
        "non_consolidated_gbp": made["non_consolidated_gbp"],
        "rise_with_pension_gbp_year": _rise_with_pension(dispute, record, made),
        "prices_counted": f"{periods.words(since)} to {periods.words(until)} ({(until - since).n} months)",
        **{f"real_{measure}_pct": _real(made, since, until, measure) for measure in by},
    }


def _real(made: pd.Series, since: pd.Period, until: pd.Period, measure: str) -> float | None:
    try:
        return prices.real_change(made["before_gbp_year"], made["after_gbp_year"], since, until, by=measure)
    except CoverageError:
        return None


@apart
def own_history(dispute: str | Path | Dispute) -> Table | Prose:
    """The history of pay that a dispute's file names, in the prices of its last month.

    Parameters
    ----------
    dispute : Dispute
        From `paylib.dispute`.

    Returns
    -------
    Table or Prose
        Pay by month, and by CPI and RPI in the prices of the last; a sentence where the file names none.

    Examples
    --------
    >>> own_history(disputes.load("school_teachers_2023")).text
    'The file names no history of pay.'
    """
    pay = disputes.pay_history(dispute)
    if pay is None:
        return say("The file names no history of pay.")
    last, rows = pay.index[-1], {}
    for month, amount in pay.items():
        real = {f"by_{measure}": _in_prices_of(amount, month, last, measure) for measure in ("cpi", "rpi")}
        rows[periods.words(month)] = {"pay": show(amount, "gbp_year")} | real
    labels = {
        "pay": "Pay",
        **{
            f"by_{measure}": f"In prices of {periods.words(last)}, {measure.upper()}"
            for measure in ("cpi", "rpi")
        },
    }
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("month")
    caption = f"Pay as {dispute.pay_history} gives it, and in the prices of {periods.words(last)}"
    used = [prices.provenance(measure, *_covered(measure, pay.index)) for measure in ("cpi", "rpi")]
    return table(frame, caption, labels={"month": "Month"} | labels, sources=sorted({*used[0], *used[1]}))


def _covered(measure: str, months: pd.PeriodIndex) -> pd.PeriodIndex:
    held = prices.index(measure).index
    return months[months.isin(held)]


def _in_prices_of(amount: float, month: pd.Period, last: pd.Period, measure: str) -> str:
    try:
        return show(prices.uprate(float(amount), month, to=last, by=measure), "gbp_year")
    except CoverageError:
        return "not published yet" if month >= prices.index(measure).index[0] else "not held"


@apart
def ballots(dispute: str | Path | Dispute) -> Table | Prose:
    """Every ballot, and whether it met the law then and would meet the law of 2017.

    Parameters
    ----------
    dispute : Dispute
        From `paylib.dispute`.

    Returns
    -------
    Table or Prose
        A sentence that says so where the file has no ballot.

    Examples
    --------
    >>> from paylib import disputes
    >>> "met" in ballots(disputes.load("youth_work_2004")).text
    True
    """
    if not dispute.ballots:
        return say("The file has no ballot, so none is shown.")
    rows, stale = [], False
    for ballot in dispute.ballots:
        then, later = (_outcome(ballot, day) for day in (_first_day(ballot.opened), "2017-03-01"))
        stale = stale or LAST_SEEN in then.attrs["usage_warnings"]
        rows.append(
            {
                "ballot": ballot.label,
                "turnout": _span(ballot.turnout_pct),
                "yes": _span(ballot.yes_pct),
                "then": then["outcome"].iloc[0],
                "under_2017_law": later["outcome"].iloc[0],
            }
        )
    labels = {
        "ballot": "Ballot",
        "turnout": "Turnout",
        "yes": "Yes, of votes",
        "then": "The law then",
        "under_2017_law": "The law of March 2017",
    }
    cited = dispute.cited(ballot.source for ballot in dispute.ballots)
    caption = "Ballots and the thresholds in law" + (", by the last law that was seen" if stale else "")
    return table(pd.DataFrame(rows).set_index("ballot"), caption, labels=labels, **cited)


def _outcome(ballot: Ballot, day: str) -> pd.DataFrame:
    """Whether a ballot met the law of a day; the law asks nothing of a consultation."""
    if ballot.consultation:
        return credited(pd.DataFrame({"outcome": [strikes.NOT_REQUIRED]}))
    counted = strikes.ballot(
        ballot.turnout_pct or (0.0, 100.0), ballot.yes_pct or (0.0, 100.0), ballot.members
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", StaleDataWarning)  # the caption says it
        return strikes.thresholds_met(counted, day, important_service=ballot.important_service)


def _first_day(date: str) -> str:
    return (date + "-01-01")[:10] if len(date) == 4 else (date + "-01")[:10]


def _span(share: float | tuple[float, float] | None) -> str:
    if share is None:
        return "not known"
    if isinstance(share, tuple):
        return f"{printed(share[0], 'pct')} to {printed(share[1], 'pct')}"
    return printed(share, "pct")


@apart
def strike_rounds(dispute: str | Path | Dispute) -> Table | Prose:
    """Every round of strikes, with its days.

    Parameters
    ----------
    dispute : Dispute
        From `paylib.dispute`.

    Returns
    -------
    Table or Prose
        A sentence that says so where the file has no strike.

    Examples
    --------
    >>> from paylib import disputes
    >>> "Days" in strike_rounds(disputes.load("social_care_2025")).text
    True
    """
    if not dispute.strikes:
        return say("The file has no strike, so none is shown.")
    frame = pd.DataFrame(
        {
            "from": [_when(strike.start) for strike in dispute.strikes],
            "to": [_when(strike.end) if strike.end else "" for strike in dispute.strikes],
            "days": [
                show(strike.days, "days", 0 if float(strike.days).is_integer() else 1)
                for strike in dispute.strikes
            ],
        },
        index=pd.Index([strike.label for strike in dispute.strikes], name="round"),
    )
    labels = {"round": "Round", "from": "From", "to": "To", "days": "Days"}
    return table(
        frame, "Days of strike", labels=labels, **dispute.cited(strike.source for strike in dispute.strikes)
    )


@apart
def left_out(dispute: str | Path | Dispute) -> Prose:
    """What the file does not have, and what the page therefore leaves out.

    Parameters
    ----------
    dispute : Dispute
        From `paylib.dispute`.

    Returns
    -------
    Prose

    Examples
    --------
    >>> from paylib import disputes
    >>> left_out(disputes.load("youth_work_2004")).text[:9]
    'This page'
    """
    parts = {
        "claims": "claims",
        "offers": "offers",
        "groups": "groups of staff with a salary",
        "ballots": "ballots",
        "strikes": "strikes",
        "timeline": "a timeline",
    }
    missing = [words for part, words in parts.items() if not getattr(dispute, part)]
    paid = _paid(dispute)
    unworked = [
        record.label
        for record in dispute.offers
        if paid and not any(_worked(dispute, record, group, (), 12) for group in paid)
    ]
    told = (
        say("This page leaves out what the file does not have: {parts}.", parts=", ".join(missing))
        if missing
        else say("This page shows every part that a dispute file can have.")
    )
    if not unworked:
        return told
    count = Finding(
        "offers_not_worked", len(unworked), "count", f"counted in the file: {'; '.join(unworked)}"
    )
    return say(
        """{told}

        Offers and claims that are not worked out, for want of a salary from before them or a rise for those
        whose salary is given: {count}.""",
        told=told,
        count=count,
    )
