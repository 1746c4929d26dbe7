"""A SYNTHETIC payroll of any size, for trying code and measuring it. Nobody in it is real.

Pay comes from the real scales, and how many people stand where, how many work part time and how
long they have served from real tables; who has which is drawn at random, each apart from the
others. Sums over it say nothing of a real employer.

Any bargaining group of the record will do. How many people stand where is known for grades of the
civil service, and `places` derives it for NJC pay points from a survey of hourly pay; of every other
group people are spread evenly over the points. It says which, and a cost by point is an illustration.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from paylib import datapackage
from paylib.awards import scales
from paylib.awards.groups import described, title
from paylib.errors import ChoiceError, CoverageError, DataError, FigureError
from paylib.figures import periods
from paylib.figures.inputs import as_given

SCALES = {
    "njc": (
        "NJC pay points, outside London. How many stand on a point is nowhere published: the shares are "
        "those of employees in local government administrative occupations (ASHE Table 14, April 2024) "
        "whose hourly pay is nearest to the point, at the rates then in payment (of April 2023)."
    ),
    "civil_service": (
        "Civil service grades with their median pay, all departments; shares by headcount. No points "
        "within grades are held, so the grade stands as the point."
    ),
}
"""Groups of whose staff something is known of who stands where, and from what the shares come."""

EVENLY = (
    "{title}: how many stand on a point is not in the tables, so people are spread evenly over its points, "
    "and all of them work full time."
)
"""What is said of every other group."""

LONGEST_SERVICE_YEARS = 35
"""An assumption: nobody in the payroll has served longer."""

MOST_AT_A_TIME = 1_000_000_000
"""Rows of one frame: beyond it no memory holds them, and `chunks` makes them some at a time."""

MOST = 10_000_000_000
"""Rows in all."""

_GRADES = ("AA", "AO", "EO", "HEO", "SEO", "G7", "G6", "SCS")


def places(scale: str, month: object, **where: object) -> pd.DataFrame:
    """Where people of a synthetic payroll can stand, what that pays, and what share stands there.

    Parameters
    ----------
    scale : str
        A bargaining group, as for `paylib.scales.scale`: ``"njc"``, ``"civil_service"``, ``"nhs_afc"`` …
    month : month
        Whose rates are in force. NJC: from April 2023. Civil service: a March from 2021 to 2023.
    **where
        ``nation``, ``area``, ``contract``, ``grade`` or ``employer``, as for `paylib.scales.scale`, where the
        point alone does not say whose pay is meant. With one of them people are spread evenly.

    Returns
    -------
    pandas.DataFrame
        One row a point: ``point`` (a number, if all are; in the civil service the grade),
        ``annual_gbp`` (full-time), ``share_pct`` of the people, ``part_time_pct`` (of those on the
        point) and ``part_time_fte`` (the average part-timer's). A scale for `paylib.offers` too.
        ``attrs`` carry ``synthetic``, ``about``, ``sources`` and ``usage_warnings``.

    Raises
    ------
    ChoiceError
        If there is no such group, or one name stands for several of its points: says what tells
        them apart.
    CoverageError
        If the scale or its headcounts are not held for the month.

    Notes
    -----
    NJC: the share below a rate of pay is read off the published percentiles of hourly pay without
    overtime, linearly between them, from 0 at the lowest point to 100 at the highest; a point has
    what lies between the midpoints to its neighbours. Part-time: jobs and mean paid hours of all
    employees and of full-timers in the same occupation, over a week of 37 hours.
    Other groups: one share for every point, and nobody part time.
    Civil service: headcount and full-time equivalents by grade; the average part-timer's share of
    a week from the part-timers among civil servants in March 2026, as no earlier count is held.

    Examples
    --------
    >>> places("njc", "2025-03")[["point", "annual_gbp", "share_pct"]].round(1).head(2)
       point  annual_gbp  share_pct
    0      2     23656.0        2.1
    1      3     24027.0        4.2
    >>> places("nhs_afc", "2025-04", nation="England", grade="band 5")[["point", "share_pct"]].round(1).head(2)
       point  share_pct
    0  entry       33.3
    1    mid       33.3
    """
    group, (asked,) = described(scale), periods.months(periods.parse(month))
    where = {key: each for key, each in where.items() if each is not None}
    counted = None if where else {"njc": _njc, "civil_service": _civil_service}.get(group.name)
    frame = counted(asked) if counted else _evenly(group.name, asked, where)
    about = SCALES[group.name] if counted else EVENLY.format(title=group["title"])
    frame.attrs |= {"synthetic": True, "about": f"SYNTHETIC, no real people. {about}"}
    return frame


def synthetic(rows: int, *, scale: str, month: object, seed: int = 0, **where: object) -> pd.DataFrame:
    """A SYNTHETIC payroll: people who do not exist, on a real scale.

    Parameters
    ----------
    rows : int
        How many people; at least one.
    scale, month, **where
        As in `places`.
    seed : int
        The same seed gives the same people, and more rows the same people first.

    Returns
    -------
    pandas.DataFrame
        One row a person: ``person`` (a number), ``point``, ``annual_gbp`` (full-time), ``fte``
        (1, or the average part-timer's), ``start_month`` (the first day of the month in which
        service began) and ``synthetic`` (always true). ``attrs`` as in `places`.

    Raises
    ------
    FigureError
        If there are no rows.
    ChoiceError, CoverageError
        As in `places`.

    Notes
    -----
    Everybody leaves with the same chance each month, that of adult social workers in English
    councils (September 2023), so service is geometric; it is cut at `LONGEST_SERVICE_YEARS`.

    Examples
    --------
    >>> synthetic(3, scale="njc", month="2025-03", seed=1)[["person", "point", "annual_gbp", "synthetic"]]
       person  point  annual_gbp  synthetic
    0       0     18     30559.0       True
    1       1     36     45718.0       True
    2       2     28     37938.0       True
    """
    return next(chunks(rows, size=rows, scale=scale, month=month, seed=seed, **where))


def chunks(
    rows: int, *, scale: str, month: object, seed: int = 0, size: int = 1_000_000, **where: object
) -> Iterator[pd.DataFrame]:
    """A SYNTHETIC payroll some rows at a time: the same people as `synthetic`, in less memory.

    Parameters
    ----------
    rows, scale, month, seed, **where
        As in `synthetic`.
    size : int
        Rows at a time.

    Yields
    ------
    pandas.DataFrame
        As `synthetic` gives.

    Raises
    ------
    FigureError, ChoiceError, CoverageError
        As in `synthetic`.

    Examples
    --------
    >>> [len(part) for part in chunks(5, scale="njc", month="2025-03", size=2)]
    [2, 2, 1]
    """
    for name, given in (("rows", rows), ("size", size), ("seed", seed)):
        if isinstance(given, bool) or not isinstance(given, int | np.integer):
            raise FigureError(f"{name} is a whole number, and {given!r} is none.")
    if seed < 0:
        raise FigureError(f"seed is a whole number of at least 0, and {seed} is below.")
    if rows < 1 or size < 1:
        raise FigureError(
            f"A payroll needs at least one row, and {rows:,} in chunks of {size:,} were asked for."
        )
    for count, most, where_to in ((rows, MOST, ""), (min(rows, size), MOST_AT_A_TIME, " at a time")):
        if count > most:
            raise FigureError(f"At most {most:,} rows are made{where_to}, and more were asked for.")
    standing, (asked,) = places(scale, month, **where), periods.months(periods.parse(month))
    random = np.random.default_rng(seed)
    for first in range(0, rows, size):
        yield _people(first, random.random((min(size, rows - first), 3)), standing, asked)


def write(path: str | Path, rows: int, *, scale: str, month: object, seed: int = 0, **where: object) -> Path:
    """Write a SYNTHETIC payroll to a Parquet file, a million rows at a time.

    Parameters
    ----------
    path : str or pathlib.Path
        The file to write; needs pyarrow.
    rows, scale, month, seed, **where
        As in `synthetic`.

    Returns
    -------
    pathlib.Path
        The file, whose metadata say that it is synthetic, and how it was made.

    Raises
    ------
    FigureError, ChoiceError, CoverageError
        As in `synthetic`.
    DataError
        If the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     len(pd.read_parquet(write(f"{folder}/payroll.parquet", 10, scale="njc", month="2025-03")))
    10
    """
    import pyarrow as pa
    from pyarrow import parquet

    if not isinstance(path, str | os.PathLike):
        raise ChoiceError(f"path is the name of a file, and {as_given(path)} is none.")
    path, standing = Path(path), places(scale, month, **where)
    parts = chunks(rows, scale=scale, month=month, seed=seed, **where)
    table = pa.Table.from_pandas(next(parts), preserve_index=False)
    made = {"rows": rows, "scale": scale, "month": str(month), "seed": seed, **where, **standing.attrs}
    labels = {f"paylib.{name}": json.dumps(value, default=str) for name, value in made.items()}
    try:
        with parquet.ParquetWriter(path, table.schema.with_metadata(labels)) as file:
            file.write_table(table.replace_schema_metadata(labels))
            for part in parts:
                table = pa.Table.from_pandas(part, preserve_index=False)
                file.write_table(table.replace_schema_metadata(labels))
    except (OSError, ValueError) as error:
        raise DataError(f"The payroll cannot be written to {str(path)!r}: {error}.") from error
    return path


def _people(first: int, draws: np.ndarray, where: pd.DataFrame, month: pd.Period) -> pd.DataFrame:
    """One person a row of draws (three each, from 0 to below 1): of the point, the hours, the service."""
    reached = where["share_pct"].cumsum().to_numpy()
    row = np.searchsorted(reached / reached[-1], draws[:, 0], side="right")
    of_point = {column: where[column].to_numpy()[row] for column in ("point", "annual_gbp")}
    part_time, fte = (where[column].to_numpy()[row] for column in ("part_time_pct", "part_time_fte"))
    frame = pd.DataFrame(
        {
            "person": np.arange(first, first + len(draws)),
            **of_point,
            "fte": np.where(draws[:, 1] * 100 < part_time, fte, 1.0),
            "start_month": _starts(draws[:, 2], month),
            "synthetic": True,
        }
    )
    frame.attrs = dict(where.attrs)
    return frame


def _starts(draws: np.ndarray, month: pd.Period) -> np.ndarray:
    """The month in which service began, for draws from 0 to below 1."""
    leaving = _turnover()["value"].iloc[0] / 100
    longest = LONGEST_SERVICE_YEARS * 12
    served = np.log1p(-draws) / np.log1p(-leaving) * 12
    months = np.datetime64(str(month), "M") - np.arange(longest + 1)
    return months.astype("M8[us]")[np.minimum(served, longest).astype(np.int64)]


def _turnover() -> pd.DataFrame:
    table = datapackage.load("social_care_vacancies")
    return table[(table["series"] == "adult_social_worker_turnover_rate") & (table["period"] == "2023-09")]


def _njc(month: pd.Period) -> pd.DataFrame:
    frame, paid = (scales.scale("njc", when, include=["derived"]) for when in (month, "2024-03"))
    if list(frame["point"]) != list(paid["point"]):
        raise CoverageError(
            f"A synthetic NJC payroll cannot be made for {month}: its shares are by the points that stand from "
            "April 2023. Ask for a month from 2023-04."
        )
    survey = _survey()
    below = survey["all_employees", "hourly_excluding_overtime"].drop(["jobs", "mean"]).dropna().sort_values()
    percentile = [50 if name == "median" else int(name[1:]) for name in below.index]
    rate = paid["gbp_hour"].to_numpy()
    edges = [rate[0], *(rate[:-1] + rate[1:]) / 2, rate[-1]]
    reached = np.interp(edges, [rate[0], *below, rate[-1]], [0, *percentile, 100])
    jobs, hours = survey["all_employees", "weekly_paid_hours"][["jobs", "mean"]]
    full_jobs, full_hours = survey["full_time", "weekly_paid_hours"][["jobs", "mean"]]
    made = frame[["point", "annual_gbp"]].assign(
        share_pct=np.diff(reached),
        part_time_pct=(1 - full_jobs / jobs) * 100,
        part_time_fte=(jobs * hours - full_jobs * full_hours) / (jobs - full_jobs) / scales.HOURS_A_WEEK,
    )
    made.attrs = _citing(frame.attrs["sources"], paid.attrs["sources"], survey.attrs["sources"])
    made.attrs["usage_warnings"] = frame.attrs["usage_warnings"]
    return made


def _evenly(group: str, month: pd.Period, where: dict) -> pd.DataFrame:
    """Every point of a group's scale with one share of the people, all full time."""
    scale = scales.scale(group, month, **where)
    if (twice := scale["point"].duplicated()).any():
        mine = scale[scale["point"] == scale.loc[twice, "point"].iloc[0]]
        raise ChoiceError(
            f"{title(group)}: {len(mine)} points are called {mine['point'].iloc[0]} in {periods.label(month)}. Say "
            f"{scales.choices_of(mine)}."
        )
    made = scale[["point", "annual_gbp"]].assign(
        share_pct=100 / len(scale), part_time_pct=0.0, part_time_fte=1.0
    )
    made.attrs = _citing(scale.attrs["sources"])
    made.attrs["usage_warnings"] = scale.attrs["usage_warnings"]
    return made


def _survey() -> pd.DataFrame:
    """Pay and hours in local government administrative occupations, April 2024, by statistic."""
    table = datapackage.load("ashe_occupation")
    rows = table[
        (table["period"] == "2024")
        & (table["soc_version"] == "soc2020")
        & (table["occupation"] == "Local government administrative occupations")
        & (table["sex"] == "all")
        & (table["sector"] == "all")
        & table["measure"].isin(["hourly_excluding_overtime", "weekly_paid_hours"])
    ]
    survey = rows.pivot(index="statistic", columns=["working_pattern", "measure"], values="value")
    survey.attrs = {"sources": tuple(rows["source"].unique())}
    return survey


def _civil_service(month: pd.Period) -> pd.DataFrame:
    table = datapackage.load("civil_service_pay")
    rows = table[(table["department"] == "All departments") & table["grade"].isin(_GRADES)]
    whole = (
        rows.dropna(subset=["median_gbp", "headcount", "fte"])
        .groupby("month")
        .filter(lambda of_month: len(of_month) == len(_GRADES))
    )
    rows = whole[whole["month"] == month].set_index("grade")
    if rows.empty:
        held = ", ".join(map(str, whole["month"].unique()))
        raise CoverageError(
            f"Headcounts of every civil service grade are not held for {month}, but for: {held}."
        )
    rows = rows.loc[list(_GRADES)].astype({"headcount": float, "fte": float})
    staff = datapackage.load("civil_service_salary_bands")
    of_pattern = staff[staff["salary_band"] == "total"].set_index("working_pattern")["headcount"]
    missing = 1 - rows["fte"] / rows["headcount"]
    part_timers = of_pattern["part_time"] / of_pattern.sum()
    lost = (1 - rows["fte"].sum() / rows["headcount"].sum()) / part_timers
    made = pd.DataFrame(
        {
            "point": list(_GRADES),
            "annual_gbp": rows["median_gbp"].to_numpy(),
            "share_pct": (rows["headcount"] / rows["headcount"].sum() * 100).to_numpy(),
            "part_time_pct": (missing / lost * 100).to_numpy(),
            "part_time_fte": 1 - lost,
        }
    )
    made.attrs = _citing(rows["source"], staff["source"])
    made.attrs["usage_warnings"] = ("median_moves_with_composition", "rounded_in_source")
    return made


def _citing(*sources) -> dict:
    cited = {source for part in (*sources, _turnover()["source"]) for source in part}
    return {"sources": tuple(sorted(cited))}
