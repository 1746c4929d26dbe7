"""What only the youth work dispute needs: young people for each youth worker."""

from __future__ import annotations

import pandas as pd

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
    frame = per_worker("young_people_per_youth_worker")
    june = frame.index.asfreq("M", how="start") + 2
    return frame.set_axis(june.rename("period"))
