"""Settled awards, and what they add up to."""

from __future__ import annotations

import pandas as pd

from paylib import periods
from paylib.errors import FigureError
from paylib.figures import checked


def staged(stages: pd.DataFrame, first: object, last: object) -> pd.Series:
    """The level of pay over the old scale by month, for an award paid in stages.

    Parameters
    ----------
    stages : pandas.DataFrame
        Columns ``effective_month`` and ``award_pct``: from that month, pay is so much above the
        old scale (each per cent is over the old scale, not over the stage before).
    first, last : month
        The months wanted, both included.

    Returns
    -------
    pandas.Series
        Per cent above the old scale, indexed by month; 0 before the first stage. Its mean over
        a year is what the award was worth over that year.

    Raises
    ------
    FigureError
        If two stages start in one month.
    PeriodError
        If a period is not a month.

    Examples
    --------
    The award that ended the youth work dispute, over the year that it was for:

    >>> stages = pd.DataFrame({"effective_month": ["2003-11", "2004-03"], "award_pct": [2.85, 3.3]})
    >>> levels = staged(stages, "2003-09", "2004-08")
    >>> float(levels.mean().round(2)), float(levels.iloc[-1])
    (2.6, 3.3)
    """
    months = periods.months(stages["effective_month"])
    if months.has_duplicates:
        raise FigureError("Two stages start in one month; give one level for each month.")
    levels = pd.Series(checked(stages["award_pct"], "award_pct").to_numpy(), index=months).sort_index()
    wanted = pd.period_range(*periods.months([first, last]), freq=periods.MONTH, name="month")
    return levels.reindex(levels.index.union(wanted)).ffill().reindex(wanted).fillna(0.0).rename("level_pct")
