"""What only the civil service dispute needs: claimants for each worker of its largest department."""

from __future__ import annotations

import pandas as pd

from paylib import datapackage
from paylib.figures.provenance import credited
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
    staff = datapackage.load("civil_service_staff").query("grade == 'all'")
    parts = [
        staff.query("organisation == 'dss_and_employment_service'"),
        staff.query(
            "organisation == 'dwp' and staff_group == 'all' and unit == 'fte' and collection == 'parliamentary_answer'"
        ),
        staff.query("organisation == 'dwp_without_agencies' and unit == 'fte'"),
    ]
    rows = pd.concat(parts)
    count = datapackage.load("claimant_count").query("series == 'BCJD' and period_type == 'month'")
    frame = per_worker(
        count.set_index("period")["claimants_thousand"] * 1000,
        rows.set_index("period")["value"],
        breaks=["2001-06", "2005-03", "2011-12", "2012-09"],
    )
    return credited(frame, count, rows, warnings=["series_break"])
