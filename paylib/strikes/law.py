"""The law of ballots on a day: what had to be reached, and when a strike may begin and its mandate ends."""

from __future__ import annotations

import datetime

import pandas as pd

from paylib import datapackage
from paylib.errors import CoverageError, PeriodError, StaleDataWarning, warn
from paylib.figures.provenance import credited

TESTS = {
    "majority": ("majority_of_votes_cast", "yes"),
    "turnout": ("turnout_threshold", "turnout"),
    "support": ("support_threshold_important_services", "yes_of_members"),
}
"""The tests of a ballot: the rule in `ballot_law`, and the share that it is about."""

LAST_SEEN = "last_law_seen"
"""The usage warning of a result for a day after the last law that was seen."""


def thresholds(opened: object) -> pd.DataFrame:
    """What a strike ballot had to reach, by the law for the day on which it opened.

    Parameters
    ----------
    opened : str or datetime.date
        The day, such as ``"2004-01-05"``.

    Returns
    -------
    pandas.DataFrame
        One row a test in force, indexed by ``test``: ``majority`` (of the votes cast), ``turnout``
        (of the members) and ``support`` (yes votes of the members, in important public services);
        columns ``threshold_pct``, ``qualifier`` (``more_than`` or ``at_least``), ``date`` (of the
        rule), ``source`` and ``note``. ``attrs`` carry ``sources`` and ``usage_warnings``.

    Raises
    ------
    PeriodError
        If it is not a day.
    CoverageError
        If it is before the law that is held.

    Warns
    -----
    StaleDataWarning
        If it is after the last law that was seen, which is then what is given, with the usage
        warning ``last_law_seen``.

    Notes
    -----
    Table ``ballot_law``: from the first full year after the Trade Union Act 1984, which first asked
    for a ballot. Trade Union Act 2016 from 1 March 2017, Employment Rights Act 2025; before,
    a majority of the votes cast was enough. Great Britain only; for devolved public authorities in
    Wales the test of support was disapplied in September 2017 (Trade Union (Wales) Act 2017): the
    table's row of Wales. A consultation, on an offer or before a ballot, has no threshold. Not
    legal advice.

    Examples
    --------
    >>> {day: list(thresholds(day).index) for day in ("2004-01-05", "2017-03-01", "2026-02-18")}
    {'2004-01-05': ['majority'], '2017-03-01': ['majority', 'turnout', 'support'],
     '2026-02-18': ['majority', 'turnout']}
    """
    day = _day(opened)
    law = _law("ballot_before_strike", day)
    found = {test: _rule(law, rule, day) for test, (rule, _) in TESTS.items()}
    rows = pd.DataFrame([row.rename(test) for test, row in found.items() if row is not None])
    rows = rows.rename_axis("test").rename(columns={"value": "threshold_pct"})
    rows["threshold_pct"] = rows["threshold_pct"].astype("float64")
    rows["qualifier"] = rows["qualifier"].fillna("at_least")
    shown = rows[["threshold_pct", "qualifier", "date", "source", "note"]]
    return credited(shown, rows, warnings=law.attrs["usage_warnings"])


def timetable(ballot_closed: object, *, opened: object, notice: object = None) -> pd.DataFrame:
    """The first lawful day of a strike after a ballot, and the last day of its mandate.

    Parameters
    ----------
    ballot_closed : str or datetime.date
        The last day on which votes could be cast: the date of the ballot.
    opened : str or datetime.date
        The first day on which a voting paper was sent to a member; it decides how long the mandate is.
    notice : str or datetime.date, optional
        The day on which the employer receives notice of the strike. If not given, the day on which
        the ballot closed: the earliest there can be, where the union tells the result that day.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``event``: ``notice_received``, ``first_strike_day`` and ``mandate_ends`` (the last
        day of a strike) or, for ballots opened before March 2017, ``must_begin_by`` (the last day on
        which a strike can begin, which then holds); columns ``date``, ``value`` and ``unit`` (the
        length of notice or mandate), ``provision``, ``source`` and ``note``. ``attrs`` carry
        ``sources`` and ``usage_warnings``.

    Raises
    ------
    PeriodError
        If one is not a day, they are not in order, or the notice is too late for the mandate.
    CoverageError
        If a day is before the law that is held.

    Warns
    -----
    StaleDataWarning
        If a day is after the last law that was seen, which is then what is given, with the usage
        warning ``last_law_seen``.

    Notes
    -----
    Table ``ballot_law``. The length of notice is that of the day on which the employer receives it,
    the length of the mandate that of the day on which the ballot opened. Notice ends with the 14th
    (10th, 7th) day before the strike (1992 Act, section 234A), so the first day is the day of notice
    and that many days; the mandate begins with the date of the ballot (section 234). From March 2017
    to 17 February 2026 union and employer could agree on 7 days' notice and 9 months, before that on
    8 weeks: the rows ``..._by_agreement``. It asks whether the days are lawful, not whether the ballot
    is: see `thresholds_met`. Great Britain only: the law of Northern Ireland has 7 days' notice, and
    how long a ballot holds there was not found. Not legal advice.

    Examples
    --------
    A ballot opened on the day when the Employment Rights Act 2025 came into force:

    >>> timetable("2026-03-31", opened="2026-02-18", notice="2026-04-07")["date"].astype(str).to_dict()
    {'notice_received': '2026-04-07', 'first_strike_day': '2026-04-17', 'mandate_ends': '2027-03-30'}
    """
    opened, closed = _day(opened), _day(ballot_closed)
    told = closed if notice is None else _day(notice)
    if not opened <= closed <= told:
        raise PeriodError(
            f"A ballot opens, closes, and then the employer is given notice: not {opened:%Y-%m-%d}, "
            f"{closed:%Y-%m-%d}, {told:%Y-%m-%d}."
        )
    law = _law("notice_to_employer", opened, told)
    warned, ballot = _rule(law, "notice_to_employer", told), _rule(law, "ballot_mandate", opened)
    event = "mandate_ends"
    if ballot is None:
        event, ballot = "must_begin_by", _rule(law, "action_must_begin", opened)
    first, last = told + pd.Timedelta(days=warned["value"]), _last_day(closed, ballot)
    if first > last:
        raise PeriodError(
            f"A strike could begin on {first:%Y-%m-%d} at the earliest, but the ballot of {closed:%Y-%m-%d} is "
            f"good to {last:%Y-%m-%d}: there was no day left, and it takes another ballot."
        )
    events = {"notice_received": warned, "first_strike_day": warned, event: ballot}
    rows = pd.DataFrame([row.rename(name) for name, row in events.items()]).rename_axis("event")
    rows["date"] = [told, first, last]
    shown = rows[["date", "value", "unit", "provision", "source", "note"]]
    return credited(shown, rows, warnings=law.attrs["usage_warnings"])


def _last_day(closed: pd.Timestamp, rule: pd.Series) -> pd.Timestamp:
    """The last day of a number of weeks or months that begin with a day."""
    after = closed + pd.DateOffset(**{rule["unit"]: int(rule["value"])})
    # Six months that begin on 31 August end with February: there is no 31 February to stop short of.
    cut = rule["unit"] == "months" and after.day != closed.day
    return after if cut else after - pd.Timedelta(days=1)


def _law(since: str, *days: pd.Timestamp) -> pd.DataFrame:
    """Great Britain's law, if the rule ``since`` is held for these days; warns of days after what was seen."""
    law = datapackage.load("ballot_law").query("nation == 'Great Britain'")
    oldest = law[law["rule"] == since].sort_values("date").iloc[0]
    first = pd.Timestamp(oldest["date"])
    if oldest["date_kind"] == "passed":  # in force on a day that was not seen
        first = pd.Timestamp(first.year + 1, 1, 1)
    seen_to = pd.Period(law.attrs["vintage"]).end_time
    if min(days) < first:
        raise CoverageError(
            f"No law of ballots for {min(days):%Y-%m-%d}: it is held for {first.year} to {seen_to:%Y-%m-%d}. "
            "A ballot can be put to the law of another day: pass that day."
        )
    law.attrs["usage_warnings"] = (LAST_SEEN,) if max(days) > seen_to else ()
    if max(days) > seen_to:
        warn(
            f"The law of ballots was seen to {seen_to:%Y-%m-%d}, and {max(days):%Y-%m-%d} is after: this is the "
            "last that was seen.",
            StaleDataWarning,
        )
    return law


def _rule(law: pd.DataFrame, rule: str, day: pd.Timestamp) -> pd.Series | None:
    """The row of a rule that holds on a day; None if there is none, or it was removed."""
    rows = law[law["rule"] == rule].sort_values("date")
    held = rows[pd.to_datetime(rows["date"]) <= day]
    if held.empty:  # A row that is not dated by its start was in force before its date too.
        held = rows.head(1)[rows["date_kind"].head(1) != "applies_from"]
    return None if held.empty or pd.isna(held["value"].iloc[-1]) else held.iloc[-1]


def _day(value: object) -> pd.Timestamp:
    try:
        day = datetime.date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        day = None
    if not isinstance(day, datetime.date) or pd.isna(day):
        raise PeriodError(
            f"{value!r} is not a day, and the law of ballots changes on days. Give the day on which the ballot "
            "opened, such as '2004-01-05'."
        )
    return pd.Timestamp(day).tz_localize(None).normalize()
