"""Ballots: shares as ranges, and whether they reached what the law asked on a day."""

from __future__ import annotations

import numpy as np
import pandas as pd

from paylib.errors import FigureError
from paylib.figures.inputs import Values, a_frame, checked, is_many, is_several, same_rows, several
from paylib.strikes.law import TESTS, thresholds

MET, NOT_MET, CANNOT_BE_SAID, NOT_REQUIRED = "met", "not met", "cannot be said", "not required"
"""What can be said of a ballot against a threshold."""


def ballot(turnout_pct: object, yes_pct: object, members: object = None) -> pd.DataFrame:
    """A ballot from its published shares.

    Parameters
    ----------
    turnout_pct : float, array or Series, or a range
        Votes cast, per cent of the members who may vote. A range is a tuple ``(low, high)``, from
        `stated_range` or your own; where no turnout was published it is ``(0, 100)``.
    yes_pct : float, array or Series, or a range
        Yes votes, per cent of the votes cast.
    members : float, array or Series, or a range, optional
        Members who may vote; above 0. Without it there are no numbers of votes.

    Returns
    -------
    pandas.DataFrame
        One row a ballot, with the labels of a Series if one is given: ``turnout_low_pct``,
        ``turnout_high_pct``, ``yes_low_pct``, ``yes_high_pct``, ``yes_of_members_low_pct``,
        ``yes_of_members_high_pct`` and, with members, ``votes_low``, ``votes_high``,
        ``yes_votes_low``, ``yes_votes_high``, not rounded. Where figures are exact, low and high
        are one.

    Raises
    ------
    FigureError
        If a figure is missing or out of range, a low is above its high, or rows do not match.

    Notes
    -----
    yes votes as a share of members = turnout x share of yes votes; votes = members x turnout.

    Examples
    --------
    The social care ballot in Lancashire, 90 per cent on a turnout of 70:

    >>> ballot(70, 90).iloc[0][["yes_of_members_low_pct", "yes_of_members_high_pct"]].tolist()
    [63.0, 63.0]
    """
    turnout, yes = _share_range(turnout_pct, "turnout_pct"), _share_range(yes_pct, "yes_pct")
    same_rows(turnout_pct=turnout[0], yes_pct=yes[0])
    columns = {
        "turnout_low_pct": turnout[0],
        "turnout_high_pct": turnout[1],
        "yes_low_pct": yes[0],
        "yes_high_pct": yes[1],
        "yes_of_members_low_pct": turnout[0] * yes[0] / 100,
        "yes_of_members_high_pct": turnout[1] * yes[1] / 100,
    }
    if members is not None:
        people = _range(members, "members", above=0)
        same_rows(turnout_pct=columns["yes_of_members_low_pct"], members=people[0])
        columns |= {
            "votes_low": people[0] * turnout[0] / 100,
            "votes_high": people[1] * turnout[1] / 100,
            "yes_votes_low": people[0] * columns["yes_of_members_low_pct"] / 100,
            "yes_votes_high": people[1] * columns["yes_of_members_high_pct"] / 100,
        }
    return _ballots(columns)


def ballot_counted(members: object, yes_votes: object, no_votes: object, spoilt: object = 0) -> pd.DataFrame:
    """A ballot from its count of votes.

    Parameters
    ----------
    members : float, array or Series, or a range
        Members who may vote; above 0. A range is a tuple ``(low, high)``.
    yes_votes, no_votes : float, array or Series, or a range
        Votes; at least 0.
    spoilt : float, array or Series, or a range
        Papers returned that were not valid: they count for turnout, as in published results, and
        not for the share of yes votes.

    Returns
    -------
    pandas.DataFrame
        As from `ballot` with members.

    Raises
    ------
    FigureError
        If a figure is missing or out of range, there are no votes, more votes than members, a low
        above its high, or rows do not match.

    Examples
    --------
    The pay ballot of the Public and Commercial Services Union, July 2018:

    >>> result = ballot_counted(142_673, 50_726, 8_528, spoilt=31).iloc[0]
    >>> result[["turnout_low_pct", "yes_low_pct", "yes_of_members_low_pct"]].round(1).tolist()
    [41.6, 85.6, 35.6]
    """
    people = _range(members, "members", above=0)
    yes, no = _range(yes_votes, "yes_votes"), _range(no_votes, "no_votes")
    invalid = _range(spoilt, "spoilt")
    same_rows(members=people[0], yes_votes=yes[0], no_votes=no[0], spoilt=invalid[0])
    returned = [yes[end] + no[end] + invalid[end] for end in (0, 1)]
    if np.any(np.asarray(yes[0] + no[0]) == 0):
        raise FigureError("A ballot has no votes, or might have none: yes_votes and no_votes are both 0.")
    if np.any(np.asarray(returned[0] > people[1])):
        raise FigureError("A ballot has more votes than members. Is members the number who may vote?")
    columns = {
        "turnout_low_pct": returned[0] / people[1] * 100,
        "turnout_high_pct": np.minimum(returned[1] / people[0] * 100, 100.0),
        "yes_low_pct": yes[0] / (yes[0] + no[1]) * 100,
        "yes_high_pct": yes[1] / (yes[1] + no[0]) * 100,
        "yes_of_members_low_pct": yes[0] / people[1] * 100,
        "yes_of_members_high_pct": np.minimum(yes[1] / people[0] * 100, 100.0),
        "votes_low": returned[0],
        "votes_high": returned[1],
        "yes_votes_low": yes[0],
        "yes_votes_high": yes[1],
    }
    return _ballots(columns)


def thresholds_met(ballots: pd.DataFrame, opened: object, *, important_service: object) -> pd.DataFrame:
    """Whether ballots reached what the law asks, then or under the law of another day.

    Parameters
    ----------
    ballots : pandas.DataFrame
        From `ballot` or `ballot_counted`.
    opened : str or datetime.date
        The day whose law applies: that on which the ballot opened, or any other to compare.
    important_service : bool, or array or Series of bool
        Whether most of those who may vote work in an important public service: health, education
        of those under 17, fire, transport or border security. It has no default: benefit offices
        are not named, and other services can be arguable.

    Returns
    -------
    pandas.DataFrame
        Rows as in ``ballots``; columns ``majority``, ``turnout``, ``support`` and ``outcome`` (all
        of them together), each ``met``, ``not met``, ``cannot be said`` (the range has the
        threshold in it) or, for a test that is not in force, ``not required``. ``attrs`` carry
        ``sources`` and ``usage_warnings``.

    Raises
    ------
    PeriodError, CoverageError
        As in `thresholds`.
    FigureError
        If the frame is not one of ballots, or ``important_service`` is not true or false for each.

    Notes
    -----
    Majority: more than the threshold; turnout and support: at least. See `thresholds`.

    Examples
    --------
    The Department for Work and Pensions, January 2004: about 22,000 yes and 14,000 no votes, turnout
    43 per cent; enough then, not after 2017:

    >>> from paylib.figures.rounding import stated_range
    >>> members = stated_range(86_000, 1000, "about")
    >>> counted = ballot_counted(members, stated_range(22_000, 1000), stated_range(14_000, 1000))
    >>> thresholds_met(counted, "2004-01-05", important_service=False).iloc[0].to_dict()
    {'majority': 'met', 'turnout': 'not required', 'support': 'not required', 'outcome': 'met'}
    >>> thresholds_met(counted, "2017-03-01", important_service=False).iloc[0].to_dict()
    {'majority': 'met', 'turnout': 'not met', 'support': 'not required', 'outcome': 'not met'}
    """
    law = thresholds(opened)
    needed = [f"{share}_{end}_pct" for _, share in TESTS.values() for end in ("low", "high")]
    a_frame(ballots, "ballots")
    if missing := [name for name in needed if name not in ballots]:
        raise FigureError(
            f"The ballots have no {missing[0]}: make them with paylib.strikes.ballot or ballot_counted."
        )
    important = _yes_or_no(important_service, ballots)
    results = pd.DataFrame(NOT_REQUIRED, index=ballots.index, columns=list(TESTS), dtype="str")
    for test, rule in law.iterrows():
        low, high = (
            np.asarray(checked(ballots[f"{TESTS[test][1]}_{end}_pct"], f"{TESTS[test][1]}_{end}_pct"))
            for end in ("low", "high")
        )
        asked = important if test == "support" else np.full(len(ballots), True)
        results[test] = np.where(asked, _said(low, high, rule), NOT_REQUIRED)
    failed, open_ = (results.eq(said).any(axis=1) for said in (NOT_MET, CANNOT_BE_SAID))
    results["outcome"] = np.select([failed, open_], [NOT_MET, CANNOT_BE_SAID], MET)
    results.attrs = dict(law.attrs)
    return results


def _said(low: np.ndarray, high: np.ndarray, rule: pd.Series) -> np.ndarray:
    reaches = np.greater if rule["qualifier"] == "more_than" else np.greater_equal
    met, possible = reaches(low, rule["threshold_pct"]), reaches(high, rule["threshold_pct"])
    return np.select([met, ~possible], [MET, NOT_MET], CANNOT_BE_SAID)


def _yes_or_no(value: object, ballots: pd.DataFrame) -> np.ndarray:
    given = np.asarray(several(value) if is_several(value) else value, dtype=object)
    given = given.astype(bool) if all(isinstance(each, bool | np.bool_) for each in given.ravel()) else given
    if given.dtype != bool or (given.ndim and len(given) != len(ballots)):
        raise FigureError(
            f"important_service is {value!r}: give True or False, one for all or one for each ballot."
        )
    if isinstance(value, pd.Series) and not value.index.equals(ballots.index):
        raise FigureError("important_service has other row labels than the ballots. Give it their index.")
    return np.broadcast_to(given, len(ballots))


def _range(value: object, name: str, *, above: float | None = None) -> tuple[Values, Values]:
    """A figure as its lowest and highest; a tuple is a range, anything else is exact."""
    if isinstance(value, tuple) and len(value) != 2:
        raise FigureError(
            f"{name} is a tuple of {len(value)}: a range is a tuple (low, high). Many are a list."
        )
    ends = value if isinstance(value, tuple) else (value, value)
    bound = {"at_least": 0} if above is None else {"above": above}
    low, high = (checked(each, name, **bound) for each in ends)
    same_rows(**{f"the low of {name}": low, f"the high of {name}": high})
    if np.any(np.asarray(low) > np.asarray(high)):
        raise FigureError(f"A range of {name} has its low above its high. A range is (low, high).")
    return low + 0 * high, high + 0 * low  # where one end is many, so is the other


def _share_range(value: object, name: str) -> tuple[Values, Values]:
    low, high = _range(value, name)
    return low, checked(high, name, at_most=100)


def _ballots(columns: dict[str, Values]) -> pd.DataFrame:
    """One row a ballot; a frame of one row where all figures are single."""
    series = next((each for each in columns.values() if isinstance(each, pd.Series)), None)
    rows = next((len(each) for each in columns.values() if is_many(each)), 1)
    index = pd.RangeIndex(rows) if series is None else series.index
    return pd.DataFrame({name: np.broadcast_to(each, rows) for name, each in columns.items()}, index=index)
