"""Is a claim true, and under which choices?

Each claim of a dispute names a kind of check and the figures to check it with. A check tries the
claim under every choice that the file gives it; one rule turns the choices into a verdict, the
same for both sides:

==================== ==========================================================
verdict              when
==================== ==========================================================
holds                it holds under every choice
does not hold        it holds under none, and every choice could be tried
cannot be checked    no choice could be tried: the figures needed are not held
depends              anything else
==================== ==========================================================

A figure that only one side gives, in its own papers or in a report of what it said, does not settle
that side's claim. Where every figure held is of that kind, ``needs`` in the file names what somebody
else would have to publish: a choice that could not be tried, so that the verdict is *depends* at
best, and *cannot be checked* where nothing else is held. A figure counts as somebody else's if the
other side gives it too, if another body published it of its own knowledge, or if anyone can count it
anew.

A stated figure is met when the computed one lies within what its rounding allows: half of its
last stated digit either way (trailing zeros of a count are not digits), more where the source
hedges it ("about"). A check is never told which party makes the claim.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from paylib import datapackage, offers, prices, strikes, workload
from paylib.awards import scales
from paylib.disputes import Ballot, Claim, Dispute
from paylib.errors import DisputeError, PaylibError, unknown
from paylib.figures import periods
from paylib.figures.provenance import merged
from paylib.figures.rounding import published_decimals, show

HOLDS, DEPENDS, DOES_NOT_HOLD, CANNOT = "holds", "depends", "does not hold", "cannot be checked"

VERDICTS = (HOLDS, DEPENDS, DOES_NOT_HOLD, CANNOT)


def verdict(tried: Iterable[bool | None]) -> str:
    """The one rule that turns choices into a verdict.

    Parameters
    ----------
    tried : iterable of bool or None
        Whether the claim holds under each choice; None where it could not be tried.

    Returns
    -------
    str
        One of `VERDICTS`.

    Examples
    --------
    >>> [verdict(tried) for tried in ([True, True], [True, False], [False, False], [None], [False, None])]
    ['holds', 'depends', 'does not hold', 'cannot be checked', 'depends']
    """
    tried = list(tried)
    if all(each is None for each in tried):
        return CANNOT
    if all(each is True for each in tried):
        return HOLDS
    return DOES_NOT_HOLD if all(each is False for each in tried) else DEPENDS


@dataclass(frozen=True)
class Choice:
    """A claim tried in one way."""

    label: str
    computed: str
    holds: bool | None
    sources: tuple[str, ...] = ()
    usage_warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """A figure to check with: its label, value and unit, and where it comes from."""

    label: str
    value: float | str
    unit: str
    source: str
    usage_warnings: tuple[str, ...]
    qualifier: str | None

    def __str__(self) -> str:
        if self.qualifier is None:
            return show(self.value, self.unit, published_decimals(self.value, self.unit))
        figure = show(self.value, self.unit, _whole_or_published(self.value, self.unit))
        return f"{self.qualifier.replace('_', ' ')} {figure}"

    @property
    def range(self) -> tuple[float, float]:
        """What it leaves open: a hedged figure is rounded to its last digit that is not nought."""
        if self.qualifier is None:
            return self.value, self.value
        digits = repr(float(self.value)).removesuffix(".0")
        places = len(digits.partition(".")[2]) or len(digits.rstrip("0")) - len(digits)
        return strikes.stated_range(self.value, 10.0**-places, self.qualifier)

    @property
    def origin(self) -> dict:
        """Its part of a `Choice`."""
        return {"sources": (self.source,), "usage_warnings": self.usage_warnings}


def check(dispute: Dispute) -> pd.DataFrame:
    """Check every claim of a dispute.

    Parameters
    ----------
    dispute : Dispute
        From `paylib.dispute`.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``claim``: ``party``, ``who`` (the party's name), ``summary``, ``stated``, ``computed``,
        ``verdict``, ``reasons`` (a sentence with figures), ``holds_under``, ``tried`` (those that could be) and ``choices`` (numbers),
        ``is_figure`` (false for a claim of text only), ``sources`` and ``usage_warnings``.

    Raises
    ------
    DisputeError
        If the figures of a claim do not fit its check.

    Examples
    --------
    >>> from paylib import disputes
    >>> check(disputes.load("youth_work_2004")).loc["youth-workload", "verdict"]
    'cannot be checked'
    """
    return pd.DataFrame([_row(dispute, claim) for claim in dispute.claims]).set_index("claim")


def choices(dispute: Dispute, claim: str) -> pd.DataFrame:
    """Every choice under which a claim was tried.

    Parameters
    ----------
    dispute : Dispute
        From `paylib.dispute`.
    claim : str
        The claim's id.

    Returns
    -------
    pandas.DataFrame
        One row a choice: ``choice``, ``computed``, ``holds`` (true, false or missing), ``sources`` and
        ``usage_warnings``.

    Raises
    ------
    DisputeError
        If there is no such claim.
    """
    found = {each.id: each for each in dispute.claims}
    if claim not in found:
        raise DisputeError(unknown("claim", claim, found))
    tried = _tried(dispute, found[claim])
    return pd.DataFrame(
        {
            "choice": [each.label for each in tried],
            "computed": [each.computed for each in tried],
            "holds": pd.array([each.holds for each in tried], dtype="boolean"),
            "sources": [each.sources for each in tried],
            "usage_warnings": [each.usage_warnings for each in tried],
        }
    )


def _row(dispute: Dispute, claim: Claim) -> dict:
    tried = _tried(dispute, claim)
    warnings = {code for each in tried for code in each.usage_warnings} | _said_by(dispute, claim)
    decided = verdict(each.holds for each in tried)
    return {
        "claim": claim.id,
        "party": claim.party,
        "who": _who(dispute, claim),
        "summary": claim.summary,
        "stated": stated(claim),
        "computed": _all_computed(tried),
        "verdict": decided,
        "reasons": _reasons(claim, decided, tried),
        "holds_under": sum(each.holds is True for each in tried),
        "tried": sum(each.holds is not None for each in tried),
        "choices": len(tried),
        "is_figure": claim.unit != "text",
        "sources": tuple(sorted({claim.source, *(source for each in tried for source in each.sources)})),
        "usage_warnings": tuple(sorted(warnings)),
    }


def _who(dispute: Dispute, claim: Claim) -> str:
    """The names of those who make the claim: as it says, or all parties of its role."""
    names = claim.who or tuple(party.name for party in dispute.parties if party.role == claim.party)
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names) or claim.party


def _said_by(dispute: Dispute, claim: Claim) -> set[str]:
    warnings = {
        "union": "claimed_by_union",
        "employers": "claimed_by_employer",
        "government": "claimed_by_employer",
    }
    roles = {claim.party, *(party.role for party in dispute.parties if party.name in claim.who)}
    return {warnings[role] for role in roles if role in warnings}


def _all_computed(tried: list[Choice]) -> str:
    """What was computed under every choice; where those are many, how many, and the least and the most."""
    found = list(dict.fromkeys(each.computed for each in tried if each.holds is not None))
    if len(found) <= 4:
        return "; ".join(found)
    by_size = sorted(found, key=_leading_number)
    return f"{len(found)} results, from {by_size[0]} to {by_size[-1]}"


def _leading_number(computed: str) -> float:
    number = re.search(r"[-\N{MINUS SIGN}]?\d[\d,]*(?:\.\d+)?", computed)
    return float(number[0].replace(",", "").replace("\N{MINUS SIGN}", "-")) if number else 0.0


def stated(claim: Claim) -> str:
    """What a claim states, as it is printed.

    Examples
    --------
    >>> from paylib import disputes
    >>> stated(next(claim for claim in disputes.load("youth_work_2004").claims if claim.id == "youth-teacher-gap"))
    '£4,000'
    """
    if claim.value is None:
        return show(claim.text, claim.unit if claim.unit in ("date", "month") else "text")
    figure = show(
        claim.value, claim.unit, claim.decimals if (claim.decimals or 0) > 0 else _stated_decimals(claim)
    )
    return f"{claim.qualifier.replace('_', ' ')} {figure}" if claim.qualifier else figure


def _stated_decimals(claim: Claim) -> int | None:
    """As many decimals as were stated: 3% is not 3.0%."""
    return None if claim.value is None else _whole_or_published(claim.value, claim.unit)


def _whole_or_published(value: float, unit: str) -> int | None:
    if not float(value).is_integer():
        return published_decimals(value, unit)
    return 2 if unit == "gbp_hour" else 0


def tolerance(claim: Claim) -> float:
    """Half of the last stated digit of a claim's figure.

    Parameters
    ----------
    claim : Claim
        With a value. ``decimals`` says how many digits after the point were stated (below zero for
        tens, hundreds …); otherwise they are read from the value: as written, at least two for
        pounds an hour, and without the trailing zeros of counts and sums of money.

    Returns
    -------
    float

    Examples
    --------
    >>> from paylib import disputes
    >>> claims = {claim.id: claim for claim in disputes.load("youth_work_2004").claims}
    >>> [tolerance(claims[name]) for name in ("youth-teacher-gap", "youth-funding", "youth-rise-majority")]
    [500.0, 0.05, 0.005]
    """
    if claim.check is not None and claim.check.tolerance is not None:
        return claim.check.tolerance
    if claim.decimals is not None:
        return 0.5 * 10.0**-claim.decimals
    return half_last_digit(claim.value, claim.unit)


def half_last_digit(value: float, unit: str) -> float:
    """What the rounding of a stated figure leaves to either side.

    Parameters
    ----------
    value : float
        As it was stated.
    unit : str
        Trailing zeros of counts and sums of money are taken as rounding, those of shares are not.

    Returns
    -------
    float

    Examples
    --------
    >>> half_last_digit(86000, "people"), half_last_digit(70, "pct"), half_last_digit(53.5, "pct")
    (500.0, 0.5, 0.05)
    """
    text = repr(float(value)).removesuffix(".0")
    if "." in text:
        decimals = len(text.partition(".")[2])
        return 0.5 * 10.0 ** -max(decimals, 2 if unit == "gbp_hour" else 0)
    if unit == "gbp_hour":
        return 0.005
    zeros = len(text) - len(text.rstrip("0")) if unit in _COUNTED and value else 0
    return 0.5 * 10.0**zeros


_COUNTED = ("people", "fte", "gbp", "gbp_year", "gbp_million", "votes")
"""Units whose trailing zeros are taken as rounding: 86,000 people are 85,500 to 86,500."""


def _range(claim: Claim) -> tuple[float, float]:
    if claim.value is None:
        raise DisputeError("this check needs a claim with a value, and this one is in words.")
    return strikes.stated_range(claim.value, 2 * tolerance(claim), claim.qualifier)


def _tried(dispute: Dispute, claim: Claim) -> list[Choice]:
    """The claim tried in every way its check gives. The check is not told the party."""
    if claim.check is None:
        return [Choice("as stated", "", None)]
    try:
        tried = CHECKS[claim.check.kind](dispute, claim.model_copy(update={"party": "press", "who": ()}))
    except PaylibError as error:
        raise DisputeError(f"Claim {claim.id!r}, check {claim.check.kind!r}: {error}") from None
    if claim.check.needs:
        tried = [*tried, _not_held(claim.check.needs)]
    if not tried:
        raise DisputeError(
            f"Claim {claim.id!r}: the check {claim.check.kind!r} has nothing to try the claim with."
        )
    return tried


_NEEDED = "what would be needed: "


def _not_held(what: str) -> Choice:
    """A choice that cannot be tried, and what it would take."""
    return Choice(_NEEDED + what, "", None)


def _evidence(dispute: Dispute, name: str) -> Evidence:
    """A figure of the dispute, given there or taken from a table."""
    figure = dispute.figure(name)
    if figure.date is not None:
        unit = "date" if len(figure.date) == 10 else "month"
        return Evidence(figure.label, figure.date, unit, figure.source, (), None)
    if figure.table is None:
        return Evidence(figure.label, figure.value, figure.unit, figure.source, (), figure.qualifier)
    picked = datapackage.pick(figure.table, figure.column, **figure.where)
    return Evidence(
        figure.label,
        picked.value,
        figure.unit or picked.unit,
        picked.source,
        picked.usage_warnings,
        figure.qualifier,
    )


def _all_evidence(dispute: Dispute, claim: Claim) -> list[Evidence]:
    return [_evidence(dispute, name) for name in claim.check.figures]


def _figures(dispute: Dispute, claim: Claim) -> list[Evidence]:
    return [_number(each) for each in _all_evidence(dispute, claim)]


def _pairs(dispute: Dispute, claim: Claim, what: str) -> list[tuple[Evidence, Evidence]]:
    _needs(claim.check.pairs, 1, f"pairs: {what}")
    return [
        (_number(_evidence(dispute, first)), _number(_evidence(dispute, second)))
        for first, second in claim.check.pairs
    ]


def _like_pairs(dispute: Dispute, claim: Claim, what: str) -> list[tuple[Evidence, Evidence]]:
    """Pairs whose two figures are in one unit."""
    pairs = _pairs(dispute, claim, what)
    for first, second in pairs:
        if first.unit != second.unit:
            raise DisputeError(
                f"{first.label!r} is in {first.unit} and {second.label!r} is in {second.unit}; "
                "the two figures of a pair need one unit."
            )
    return pairs


def _number(figure: Evidence) -> Evidence:
    if isinstance(figure.value, str):
        raise DisputeError(f"this check needs numbers, and {figure.label!r} is {figure.value!r}.")
    return figure


def _over(part: float, whole: Evidence) -> float:
    if not whole.value:
        raise DisputeError(f"{whole.label!r} is nought, and nothing can be a share of nought.")
    return part / whole.value


def _needs_unit(claim: Claim, what: str, *allowed: str) -> None:
    if claim.unit not in allowed:
        raise DisputeError(f"{what} in {' or '.join(allowed)}, and this claim is in {claim.unit}.")


def _needs(found: Sequence, least: int, what: str) -> None:
    if len(found) < least:
        raise DisputeError(f"this check needs {what}.")


def _agrees(dispute: Dispute, claim: Claim) -> list[Choice]:
    """Other figures for the same thing."""
    found = _all_evidence(dispute, claim)
    if claim.value is None:
        return [Choice(each.label, str(each), str(each.value) == claim.text, **each.origin) for each in found]
    low, high = _range(claim)
    tried = []
    for each in map(_number, found):
        if each.unit != claim.unit:
            raise DisputeError(f"{each.label!r} is in {each.unit}, and this claim is in {claim.unit}.")
        least, most = each.range
        tried.append(Choice(each.label, str(each), bool(least <= high and low <= most), **each.origin))
    return tried


def _against_inflation(dispute: Dispute, claim: Claim) -> list[Choice]:
    """Rises of pay in real terms, by every deflator over every span; what shows as 0.0 per cent is level."""
    rises = _figures(dispute, claim)
    _needs(rises, 1, "figures: one or more rises in per cent")
    _needs(claim.check.spans, 1, "spans: pairs of periods whose prices are compared")
    tried = []
    for rise in rises:
        for since, until in claim.check.spans:
            for by in claim.check.by:
                real = prices.real_change(100, 100 + rise.value, since, until, by=by)
                title = prices.index(by).attrs["title"]
                when = f"{periods.words(periods.parse(since))} to {periods.words(periods.parse(until))}"
                tried.append(
                    Choice(
                        f"{rise.label}, {title}, {when}",
                        f"{show(real, 'pct', 1)} in real terms",
                        {"below": real <= -0.05, "above": real >= 0.05, "equal": abs(real) < 0.05}[
                            claim.check.says
                        ],
                        merged([[rise.source], prices.provenance(by, since, until)]),
                        merged([rise.usage_warnings, prices.warnings(by, since, until)]),
                    )
                )
    return tried


def _real_change(dispute: Dispute, claim: Claim) -> list[Choice]:
    """A stated change of pay in real terms: from the first of each pair to the second, by every deflator.

    A fall is stated as a positive figure, with says = "below".
    """
    pairs = _pairs(dispute, claim, "pay before and pay after")
    _needs(claim.check.spans, 1, "spans: pairs of periods whose prices are compared")
    low, high = _range(claim)
    tried = []
    for before, after in pairs:
        pay = before.label if before.label == after.label else f"{before.label} to {after.label}"
        for since, until in claim.check.spans:
            for by in claim.check.by:
                real = prices.real_change(before.value, after.value, since, until, by=by)
                title = prices.index(by).attrs["title"]
                when = f"{periods.words(periods.parse(since))} to {periods.words(periods.parse(until))}"
                tried.append(
                    Choice(
                        f"{pay}, {title}, {when}",
                        f"{show(real, 'pct', 1)} in real terms",
                        bool(low <= (-real if claim.check.says == "below" else real) <= high),
                        merged([[before.source, after.source], prices.provenance(by, since, until)]),
                        merged(
                            [
                                before.usage_warnings,
                                after.usage_warnings,
                                prices.warnings(by, since, until),
                            ]
                        ),
                    )
                )
    return tried


def _gap(dispute: Dispute, claim: Claim) -> list[Choice]:
    """How far the first of each pair lies below the second; in per cent of it if that is what is stated."""
    low, high = _range(claim)
    tried = []
    for lower, upper in _like_pairs(dispute, claim, "of the lower and the higher figure"):
        _needs_unit(claim, f"a gap between figures in {upper.unit} is", upper.unit, "pct")
        gap = upper.value - lower.value
        if claim.unit == "pct" and upper.unit != "pct":
            gap = _over(gap, upper) * 100
        tried.append(_between(f"{lower.label} against {upper.label}", gap, claim, low, high, lower, upper))
    return tried


def _growth(dispute: Dispute, claim: Claim) -> list[Choice]:
    """Growth in per cent from the first of each pair to the second."""
    _needs_unit(claim, "growth is", "pct")
    low, high = _range(claim)
    return [
        _between(
            f"{before.label} to {after.label}",
            _over(after.value - before.value, before) * 100,
            claim,
            low,
            high,
            before,
            after,
        )
        for before, after in _like_pairs(dispute, claim, "the figure before and the figure after")
    ]


def _share(dispute: Dispute, claim: Claim) -> list[Choice]:
    """The first of each pair in per cent of the second."""
    low, high = _range(claim)
    return [
        _between(
            f"{part.label} as a share of {whole.label}",
            _over(part.value, whole) * 100,
            claim,
            low,
            high,
            part,
            whole,
        )
        for part, whole in _pairs(dispute, claim, "the part and the whole")
    ]


def _shortage(dispute: Dispute, claim: Claim) -> list[Choice]:
    """People served, the standard, then staff in post: counts, or people to one worker as it is."""
    found = _figures(dispute, claim)
    _needs(found, 3, "figures: the people, the people to one worker, and staff in post (one or more counts)")
    people, standard, *counts = found
    needed = workload.staff_needed(people.value, standard.value)
    low, high = _range(claim)
    return [
        _between(
            count.label,
            workload.shortage(needed, _in_post(people, count)),
            claim,
            low,
            high,
            people,
            standard,
            count,
        )
        for count in counts
    ]


def _in_post(people: Evidence, count: Evidence) -> float:
    """Staff in post: a count, or the people served divided by how many there are to one worker."""
    return _over(people.value, count) if count.unit == "people_per_fte" else count.value


def _between(label: str, value: float, claim: Claim, low: float, high: float, *used: Evidence) -> Choice:
    """A computed figure set against the range of the stated one."""
    return Choice(
        label,
        show(value, claim.unit, published_decimals(claim.value, claim.unit)),
        bool(low <= value <= high),
        tuple(sorted({each.source for each in used})),
        tuple(sorted({code for each in used for code in each.usage_warnings})),
    )


def _sum_against_percent(dispute: Dispute, claim: Claim) -> list[Choice]:
    """Whether a rise in pence and the same rise in per cent fit pay that is known."""
    found = _figures(dispute, claim)
    _needs(found, 2, "figures: the rise in per cent, then known pay (one or more)")
    award, *pays = found
    low, high = _range(claim)
    least, _, most = offers.implied_pay((low + high) / 2, award.value, high - low)
    tried = []
    for pay in pays:
        hourly = _hourly(pay)
        fits = f"{show(hourly, 'gbp_hour')} an hour, where {show(least, 'gbp_hour')} to {show(most, 'gbp_hour')} fits"
        origin = {
            "sources": (award.source, pay.source),
            "usage_warnings": (*award.usage_warnings, *pay.usage_warnings),
        }
        tried.append(Choice(pay.label, fits, bool(least <= hourly <= most), **origin))
    return tried


def _hourly(pay: Evidence) -> float:
    match pay.unit:
        case "gbp_hour":
            return pay.value
        case "gbp_week":
            return pay.value / scales.HOURS_A_WEEK
        case "gbp_year":
            return scales.hourly(pay.value)
    raise DisputeError(f"pay is needed by the hour, week or year; {pay.label!r} is in {pay.unit}.")


def _average_against_readings(dispute: Dispute, claim: Claim) -> list[Choice]:
    """An average against what some are known to get: the rest follows only from who gets what."""
    low, high = _range(claim)
    tried = []
    for reading in _figures(dispute, claim):
        rest = offers.rest_of(claim.value, reading.value, 50)
        note = f"{reading}; if half of the paybill got that, the other half would need {show(rest, 'pct', 1)}"
        tried.append(
            Choice(
                reading.label,
                note,
                bool(low <= reading.value <= high),
                **reading.origin,
            )
        )
    return tried


def _passed_on(dispute: Dispute, claim: Claim) -> list[Choice]:
    """Growth of funding as published, then rises of pay that should be less."""
    found = _figures(dispute, claim)
    _needs(found, 2, "figures: the growth of funding as published, then rises of pay")
    published, *rises = found
    low, high = _range(claim)
    tried = [
        Choice(
            f"the growth itself: {published.label}",
            str(published),
            bool(low <= published.value <= high),
            **published.origin,
        )
    ]
    for rise in rises:
        share = offers.share_passed_on(rise.value, published.value)
        label = f"{rise.label} set against the growth of funding"
        origin = {
            "sources": (published.source, rise.source),
            "usage_warnings": (*published.usage_warnings, *rise.usage_warnings),
        }
        tried.append(
            Choice(
                label,
                f"{rise}, which is {show(share, 'pct', 0)} of that rate",
                bool(rise.value < claim.value),
                **origin,
            )
        )
    return tried


def _recount(dispute: Dispute, claim: Claim) -> list[Choice]:
    """Days of strike added up from the rounds in the file, and other totals."""
    _needs(dispute.strikes, 1, "strikes: the rounds to add up")
    total = sum(strike.days for strike in dispute.strikes)
    low, high = _range(claim)
    rounds = Choice(
        f"the {len(dispute.strikes)} rounds added up",
        show(total, claim.unit),
        bool(low <= total <= high),
        tuple(sorted({strike.source for strike in dispute.strikes})),
    )
    return [rounds, *_agrees(dispute, claim)]


Range = tuple[float, float]


def _ballot(dispute: Dispute, claim: Claim) -> list[Choice]:
    """Members, turnout or yes share by a ballot's other figures, then other figures for the same thing."""
    works_out = claim.check.works_out
    _needs(claim.check.ballots, 1, "ballots: the ids of one or more")
    _needs([works_out] if works_out else [], 1, "works_out: members, turnout or yes_share")
    work, what, unit = _WORKED_OUT[works_out]
    _needs_unit(claim, what, unit)
    ballots = {ballot.id: ballot for ballot in dispute.ballots}
    tried = [work(ballots[name], claim) for name in claim.check.ballots]
    return [*tried, *_agrees(dispute, claim)]


def _members_balloted(ballot: Ballot, claim: Claim) -> Choice:
    """Votes over turnout."""
    votes, turnout = _votes_cast(ballot), _rounded(ballot.turnout_pct, "pct")
    lacking = _lacking(votes, "the votes for and against"), _lacking(turnout, "the turnout", "a turnout")
    if any(lacking):
        return _not_held_of(ballot, lacking)
    found = votes[0] / turnout[1] * 100, votes[1] / turnout[0] * 100
    how = f" members, from {_shown(votes, 'votes')} votes at a turnout of {_as_stated(ballot.turnout_pct, 'pct')}"
    return _set_against(claim, found, f'the votes and the turnout of "{ballot.label}"', how, ballot)


def _turnout(ballot: Ballot, claim: Claim) -> Choice:
    """Votes over members."""
    votes, members = _votes_cast(ballot), _rounded(ballot.members, "people")
    lacking = (
        _lacking(votes, "the votes for and against"),
        _lacking(members, "the number of members who could vote", "a number of members"),
    )
    if any(lacking):
        return _not_held_of(ballot, lacking)
    found = votes[0] / members[1] * 100, votes[1] / members[0] * 100
    how = f", from {_shown(votes, 'votes')} votes of {_as_stated(ballot.members, 'people')} members"
    return _set_against(claim, found, f'the votes and the members of "{ballot.label}"', how, ballot)


def _yes_share(ballot: Ballot, claim: Claim) -> Choice:
    """Yes votes over yes and no votes."""
    yes, no = _counted_votes(ballot.yes_votes), _counted_votes(ballot.no_votes)
    valid = None if yes is None or no is None else (yes[0] + no[0], yes[1] + no[1])
    lacking = (_lacking(valid, "the votes for and against", "a count of votes"),)
    if any(lacking):
        return _not_held_of(ballot, lacking)
    found = tuple(for_ / (for_ + against) * 100 for for_, against in zip(yes, reversed(no), strict=True))
    how = f", from {_shown(yes, 'votes')} votes for and {_shown(no, 'votes')} against"
    return _set_against(claim, found, f'the count in "{ballot.label}"', how, ballot)


_WORKED_OUT = {
    "members": (_members_balloted, "members are", "people"),
    "turnout": (_turnout, "turnout is", "pct"),
    "yes_share": (_yes_share, "a yes share is", "pct"),
}
"""What can be worked out from a ballot: how, and in what unit."""


def _votes_cast(ballot: Ballot) -> Range | None:
    """All papers returned, with those that were not valid."""
    counts = [_counted_votes(votes) for votes in (ballot.yes_votes, ballot.no_votes, ballot.spoilt or 0)]
    return None if None in counts else tuple(map(sum, zip(*counts, strict=True)))


def _counted_votes(votes: float | Range | None) -> Range | None:
    """Votes are counted, so a single figure is exact."""
    return votes if votes is None or isinstance(votes, tuple) else (votes, votes)


def _rounded(figure: float | Range | None, unit: str) -> Range | None:
    """A range as it is given; of a single figure, what its rounding leaves."""
    if figure is None or isinstance(figure, tuple):
        return figure
    return strikes.stated_range(figure, 2 * half_last_digit(figure, unit))


def _lacking(found: Range | None, name: str, above_nought: str = "") -> str:
    """What is missing of a ballot, if anything; what is divided by has to be above nought."""
    if found is None:
        return name
    return f"{above_nought} above nought" if above_nought and found[0] <= 0 else ""


def _not_held_of(ballot: Ballot, lacking: Iterable[str]) -> Choice:
    return _not_held(f'{" and ".join(each for each in lacking if each)} in "{ballot.label}"')


def _set_against(claim: Claim, found: Range, label: str, how: str, ballot: Ballot) -> Choice:
    """What a ballot's figures come to, and from what, set against the range of the stated figure."""
    low, high = _range(claim)
    fits = bool(found[0] <= high and low <= found[1])
    return Choice(label, f"{_shown(found, claim.unit)}{how}", fits, (ballot.source,))


def _shown(found: Range, unit: str) -> str:
    """A range as it is printed, or one figure where both ends print the same."""
    low, high = (show(each, unit) for each in found)
    return low if low == high else f"{low} to {high}"


def _as_stated(figure: float | Range, unit: str) -> str:
    ends = figure if isinstance(figure, tuple) else (figure,)
    return " to ".join(dict.fromkeys(show(each, unit, _whole_or_published(each, unit)) for each in ends))


def _larger(dispute: Dispute, claim: Claim) -> list[Choice]:
    """Whether the first of each pair is larger than the second."""
    return [
        Choice(
            f"{this.label} against {earlier.label}",
            f"{this} against {earlier}",
            bool(this.value > earlier.value),
            (this.source, earlier.source),
            (*this.usage_warnings, *earlier.usage_warnings),
        )
        for this, earlier in _like_pairs(dispute, claim, "this one and an earlier one")
    ]


def _date(dispute: Dispute, claim: Claim) -> list[Choice]:
    """A date against its weekday and against the dates that other sources give."""
    tried = []
    _needs_unit(claim, "what this checks is", "date", "month")
    if claim.check.weekday:
        _needs_unit(claim, "what has a weekday is", "date")
        day = _day(claim.text).strftime("%A")
        tried.append(Choice("the calendar", f"it is a {day}", day == claim.check.weekday))
    return tried + [
        Choice(
            each.label,
            str(each),
            str(each.value)[: len(claim.text)] == claim.text[: len(str(each.value))],
            **each.origin,
        )
        for each in _all_evidence(dispute, claim)
    ]


def _months_between(dispute: Dispute, claim: Claim) -> list[Choice]:
    """Whole months from each date to the date that the claim states."""
    wanted = claim.check.months
    _needs_unit(claim, "what this counts to is", "date", "month")
    _needs(claim.check.dates, 1, "dates to count from")
    _needs([wanted] if wanted else [], 1, "months: how many are stated")
    tried = []
    for start in claim.check.dates:
        apart = (_day(claim.text) - _day(start)).days / 30.4375
        tried.append(
            Choice(
                f"the count from {show(start, 'date' if len(start) == 10 else 'month')}",
                f"{apart:.1f} months against {wanted:g}",
                bool(abs(apart - wanted) <= 0.5 + (0.5 if len(start) == 7 else 0)),
            )
        )
    return tried


def _day(text: str) -> datetime.date:
    """A date; the middle of the month where no day is known."""
    if len(text) == 4:
        raise DisputeError(f"months cannot be counted from a year alone; give the month of {text}.")
    return datetime.date.fromisoformat(text if len(text) == 10 else f"{text}-15")


def _unchecked(dispute: Dispute, claim: Claim) -> list[Choice]:
    """A claim that needs figures which are not held."""
    _needs([claim.check.needs] if claim.check.needs else [], 1, "needs: what figures would settle it")
    return []


CHECKS: dict[str, Callable[[Dispute, Claim], list[Choice]]] = {
    "agrees": _agrees,
    "against_inflation": _against_inflation,
    "average_against_readings": _average_against_readings,
    "ballot": _ballot,
    "date": _date,
    "gap": _gap,
    "growth": _growth,
    "larger": _larger,
    "months_between": _months_between,
    "passed_on": _passed_on,
    "real_change": _real_change,
    "recount": _recount,
    "share": _share,
    "shortage": _shortage,
    "sum_against_percent": _sum_against_percent,
    "unchecked": _unchecked,
}
"""The kinds of check there are, by the name that a dispute file uses."""


def _reasons(claim: Claim, decided: str, tried: list[Choice]) -> str:
    """Why, in a sentence or three, with figures."""
    if claim.check is None:
        return (
            "Not a figure: it is carried as it was said."
            if claim.unit == "text"
            else "Only the party's own word was found."
        )
    sentences = [_counted(tried)]
    for holds, words in ((True, "It holds by"), (False, "It does not hold by")):
        sides = [f"{each.label} ({each.computed})" for each in tried if each.holds is holds]
        if sides:
            more = f" and {len(sides) - 3} more" if len(sides) > 3 else ""
            sentences.append(f"{words} {'; '.join(sides[:3])}{more}.")
    lacking = [each.label.removeprefix(_NEEDED).rstrip(".") for each in tried if each.holds is None]
    if lacking:
        sentences.append(f"Not held: {'; '.join(lacking)}.")
    if claim.check.note:
        sentences.append(claim.check.note.rstrip(".") + ".")
    return " ".join(sentence for sentence in sentences if sentence)


def _counted(tried: list[Choice]) -> str:
    known = [each.holds for each in tried if each.holds is not None]
    if len(known) < 2:
        return ""
    holding = {len(known): f"all {len(known)}", 0: f"none of the {len(known)}"}.get(
        sum(known), f"{sum(known)} of {len(known)}"
    )
    return f"It holds under {holding} choices that could be tried."
