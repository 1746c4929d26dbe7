"""What only the civil service dispute needs: claimants for each worker of its largest department."""

from __future__ import annotations

import pandas as pd

from paylib.workload import per_worker


def claimants_per_dwp_worker() -> pd.DataFrame:
    """Claimants of unemployment-related benefits for each employee of the Department for Work and Pensions.

    Returns
    -------
    pandas.DataFrame
        As `per_worker`, by month; ``attrs`` carry ``sources`` and ``usage_warnings``. Segments: permanent
        headcount of the departments before 2001; full-time equivalents of the department from
        June 2001, anew from March 2005 and, without agencies, from December 2011 and September 2012.

    Notes
    -----
    Claimant count BCJD / staff. Claimants are only a part of the department's work.

    Examples
    --------
    >>> claimants_per_dwp_worker().loc["2001-06":"2004-04", "per_worker"].round(1).tolist()
    [8.3, 7.6, 7.6, 7.4, 7.4, 6.7]
    """
    return per_worker("claimants_per_dwp_worker")
