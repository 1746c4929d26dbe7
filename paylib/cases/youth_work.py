"""What only the youth work dispute needs: young people for each youth worker."""

from __future__ import annotations

import pandas as pd

from paylib import datapackage
from paylib.figures.provenance import credited
from paylib.workload import per_worker


def young_people_per_youth_worker() -> pd.DataFrame:
    """Young people aged 13 to 19 in England for each full-time equivalent of the youth service.

    Returns
    -------
    pandas.DataFrame
        As `per_worker`, by the June of the financial year; ``attrs`` carry ``sources`` and
        ``usage_warnings``.

    Notes
    -----
    Mid-year population / staff counted in the financial year that it falls in. Only the services that
    replied to the survey are counted, so the ratio is somewhat too high.

    Examples
    --------
    >>> young_people_per_youth_worker()["per_worker"].round().astype(int).tolist()
    [447, 463]
    """
    people = datapackage.load("population_13_19").query(
        "geography == 'England' and edition == 'rebased_2023'"
    )
    staff = datapackage.load("youth_workload").query("series == 'youth_service_staff_fte'")
    june = [f"{period[:4]}-06" for period in staff["period"]]
    frame = per_worker(
        people.set_index("period")["population"], pd.Series(staff["value"].to_numpy(), index=june)
    )
    return credited(frame, people, staff, warnings=["coverage_gb_not_uk"])
