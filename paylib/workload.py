"""Work per worker: series with their breaks, staffing standards, and pay for the work done as a scenario."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from paylib import datapackage, moved
from paylib.awards.groups import described
from paylib.errors import ChoiceError, CoverageError, FigureError, is_among, unknown
from paylib.figures import periods, units
from paylib.figures.calls import takes_findings
from paylib.figures.inputs import Values, a_frame, checked, several, single
from paylib.figures.provenance import credited, merged, of_rows


def per_worker(
    demand: pd.Series | str,
    workers: pd.Series | None = None,
    *,
    breaks: Iterable[object] = (),
    group: str | None = None,
    nation: str | None = None,
) -> pd.DataFrame:
    """Demand for each worker, over time: of two series, or of one of the `catalogue` by its name.

    Parameters
    ----------
    demand : Series, or str
        Indexed by period and above zero; or a series of the `catalogue` that counts work for each worker.
    workers : Series
        As ``demand``, of the same kind of period; periods that both have are kept.
    breaks : iterable of periods
        Periods at which a new definition starts: figures before and after are not compared.
    group, nation : str, optional
        Whose, where several have a series of that name.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``period``: ``demand``, ``workers``, ``per_worker`` and ``segment`` (from 1; a new one
        at each break). Of a ratio that its publisher reckoned, ``per_worker`` and ``segment`` only. By name:
        ``attrs`` carry ``unit``, ``method``, ``sources`` and ``usage_warnings``.

    Raises
    ------
    FigureError
        If a figure is missing or not above zero.
    PeriodError
        If kinds of period are mixed.
    CoverageError
        If there is no period that both have.
    ChoiceError
        If there is no series of that name, several have one, or it does not count work for each worker.

    Notes
    -----
    The table ``workload_ratios`` says which rows of which tables are divided, and since when they are
    counted in another way. Where one side is counted in a month and the other over a financial year, the
    month is that of its year.

    Examples
    --------
    >>> people = pd.Series([4_571_059, 4_588_420], index=["2005-06", "2006-06"])
    >>> staff = pd.Series([10_225, 9_918], index=["2005-06", "2006-06"])
    >>> per_worker(people, staff)["per_worker"].round().astype(int).tolist()
    [447, 463]
    >>> per_worker("pupil_teacher_ratio", nation="England")["per_worker"].tolist()
    [17.1, 17.3, 18.0, 18.1]
    """
    if isinstance(demand, str):
        return _by_name(demand, group, nation)
    demand, workers = (_timed(series, name) for series, name in ((demand, "demand"), (workers, "workers")))
    if len(demand) and len(workers):
        periods.same_kind(demand.index, workers.index)
    both = demand.index.intersection(workers.index).sort_values()
    if both.empty:
        raise CoverageError("Demand and workers have no period in common, so there is nothing to divide.")
    frame = pd.DataFrame({"demand": demand[both], "workers": workers[both]})
    frame["per_worker"] = frame["demand"] / frame["workers"]
    starts = periods.parse_all(several(breaks))
    if len(starts):
        periods.same_kind(both, starts)
    frame["segment"] = 1 + sum(both >= start for start in starts) if len(starts) else 1
    return frame.rename_axis("period")


def _timed(series: pd.Series, name: str) -> pd.Series:
    if not isinstance(series, pd.Series):
        raise FigureError(f"{name} must be a Series indexed by period; it is a {type(series).__name__}.")
    index = periods.parse_all(series.index)
    if index.has_duplicates:
        raise FigureError(
            f"{name} has {periods.label(index[index.duplicated()][0])} twice; choose one edition."
        )
    return pd.Series(checked(series.to_numpy(), name, above=0), index=index)


_KEYS = ["bargaining_group", "nation", "series"]


def catalogue(group: str | None = None) -> pd.DataFrame:
    """The series on workload and staffing that there are.

    Parameters
    ----------
    group : str, optional
        A bargaining group; all of them, unless said.

    Returns
    -------
    pandas.DataFrame
        One row a series: ``bargaining_group``, ``nation``, ``series``, ``unit``, ``first`` and ``last``
        period, ``periods`` (how many) and ``reckoned`` (whether it is divided here, from two tables).

    Raises
    ------
    ChoiceError
        If nothing is known of that group.

    Examples
    --------
    >>> catalogue("jnc_youth")[["series", "first", "last"]].astype(str).values.tolist()
    [['young_people_per_youth_worker', '2005/06', '2006/07']]
    """
    published = datapackage.load("workload_series").groupby(_KEYS, as_index=False)
    listed = published.agg(
        unit=("unit", "first"), first=("period", "min"), last=("period", "max"), periods=("period", "size")
    ).assign(reckoned=False)
    reckoned = pd.DataFrame([_described(rows) for _, rows in _ratios().groupby(_KEYS)])
    frame = pd.concat([listed, reckoned.assign(reckoned=True)]).sort_values(_KEYS, ignore_index=True)
    if group is None:
        return frame
    return frame[frame["bargaining_group"] == _known(group, frame)].reset_index(drop=True)


def series(name: str, *, group: str | None = None, nation: str | None = None) -> pd.DataFrame:
    """A published series on workload or staffing: vacancies, turnover, class sizes, staff in post.

    Parameters
    ----------
    name : str
        A series of the `catalogue`.
    group, nation : str, optional
        Whose, where several have a series of that name.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``period``: ``value``. ``attrs`` carry ``unit``, ``method``, ``sources`` and
        ``usage_warnings``.

    Raises
    ------
    ChoiceError
        If there is none of that name, or several have one.

    Notes
    -----
    What is counted in another way has another name, so figures of one series can be compared.

    Examples
    --------
    >>> series("teacher_vacancies")["value"].tolist()
    [1564.0, 2334.0, 2800.0, 3200.0]
    """
    rows = _one(datapackage.load("workload_series"), name, group, nation)
    frame = pd.DataFrame({"value": rows["value"].to_numpy()}, index=periods.parse_all(rows["period"]))
    credited(frame, rows)
    frame.attrs["unit"] = rows["unit"].iloc[0]
    frame.attrs["method"] = f"As published: table workload_series, series {name!r}."
    return frame.rename_axis("period").sort_index()


def _one(table: pd.DataFrame, name: str, group: str | None, nation: str | None) -> pd.DataFrame:
    """The rows of the one series that is asked for."""
    if not is_among(name, set(table["series"])):
        raise ChoiceError(unknown("series on workload", name, sorted(set(catalogue()["series"]))))
    rows = table[table["series"] == name]
    for column, asked in (
        ("bargaining_group", None if group is None else _known(group, rows)),
        ("nation", nation),
    ):
        if asked is not None and not is_among(asked, set(rows[column])):
            raise ChoiceError(
                unknown(f"{name} of the {column.replace('_', ' ')}", asked, rows[column].unique())
            )
        rows = rows if asked is None else rows[rows[column] == asked]
    whose = rows[["bargaining_group", "nation"]].drop_duplicates()
    if len(whose) > 1:
        all_of_them = ", ".join(f"{each.bargaining_group} in {each.nation}" for each in whose.itertuples())
        raise ChoiceError(f"{name!r} is there for {all_of_them}: say which, with group= or nation=.")
    return rows


def _by_name(name: str, group: str | None, nation: str | None) -> pd.DataFrame:
    """Work per worker by the name of its series: divided here, or as its publisher reckoned it."""
    ratios = _ratios()
    if name in set(ratios["series"]):
        return _divided(_one(ratios, name, group, nation))
    frame = series(name, group=group, nation=nation)
    unit = frame.attrs["unit"]
    if not any(power < 0 for power in units.known(unit).of.values()):
        raise ChoiceError(
            f"{name!r} is in {units.words_of(unit)}, which is no work for each worker: "
            f"paylib.workload.series({name!r}) gives it. Work for each worker has a unit such as "
            "pupils_per_teacher in paylib.workload.catalogue()."
        )
    made = frame.rename(columns={"value": "per_worker"}).assign(segment=1)
    made.attrs = frame.attrs
    return made


def _ratios() -> pd.DataFrame:
    return datapackage.load("workload_ratios")


def _divided(ratio: pd.DataFrame) -> pd.DataFrame:
    """The quotient that the rows of ``workload_ratios`` describe."""
    parts = {part: _part(ratio[ratio["part"] == part]) for part in ("demand", "workers")}
    demand, workers = (part.assign(period=_years(part["period"], parts)) for part in parts.values())
    later = [
        periods.parse(start) for _, rows in ratio.groupby("part") for start in rows["from_period"].iloc[1:]
    ]
    frame = per_worker(
        demand.set_index("period")["figure"], workers.set_index("period")["figure"], breaks=later
    )
    used = [part[part["period"].isin(frame.index)] for part in (demand, workers)]
    frame.attrs = of_rows(*used)
    codes = " ".join(ratio["usage_warnings"].dropna()).split()
    frame.attrs["usage_warnings"] = merged([frame.attrs["usage_warnings"], codes])
    frame.attrs["unit"] = ratio["unit"].iloc[0]
    tables = {part: " and ".join(rows["table"].unique()) for part, rows in ratio.groupby("part")}
    frame.attrs["method"] = f"Table {tables['demand']} / table {tables['workers']}, by table workload_ratios."
    return frame


def _part(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of tables that make up one side of a ratio, each with its ``period`` read and its ``figure``."""
    starts = [None if pd.isna(start) else periods.parse(start) for start in rows["from_period"]]
    found = []
    for row, start, end in zip(rows.itertuples(), starts, [*starts[1:], None], strict=True):
        table = _rows_named(row.table, row.rows)
        table["period"] = periods.parse_all(table["period"])
        table["figure"] = table[row.column] * row.times
        after = table["period"] >= start if start is not None else True
        before = table["period"] < end if end is not None else True
        found.append(table[after & before] if after is not True or before is not True else table)
    return pd.concat(found)


def _rows_named(table: str, text: str) -> pd.DataFrame:
    """The rows of a table by ``column=value; column=value``."""
    where = dict(each.split("=", 1) for each in text.split("; "))
    return datapackage.rows_where(datapackage.load(table), where).copy()


def _years(period: pd.Series, parts: dict[str, pd.DataFrame]) -> pd.PeriodIndex:
    """Months as the financial years that they lie in, where the other side is by financial year."""
    index = pd.PeriodIndex(period)
    kinds = {pd.PeriodIndex(part["period"]).freqstr for part in parts.values()}
    months_and_years = kinds == {periods.MONTH, periods.FINANCIAL}
    return index.asfreq(periods.FINANCIAL) if months_and_years and index.freqstr == periods.MONTH else index


def _described(ratio: pd.DataFrame) -> dict:
    made = _divided(ratio).index
    ends = {"first": periods.label(made[0]), "last": periods.label(made[-1]), "periods": len(made)}
    return ratio.iloc[0][[*_KEYS, "unit"]].to_dict() | ends


def _known(group: str, rows: pd.DataFrame) -> str:
    """The key of a bargaining group, which must be among those of some rows."""
    key = described(group).name
    if key not in set(rows["bargaining_group"]):
        raise ChoiceError(
            f"No such series on workload of {described(group)['title']} ({key}); there is: "
            f"{', '.join(sorted(rows['bargaining_group'].unique()))}."
        )
    return key


def growth(frame: pd.DataFrame, start: object, end: object) -> float:
    """Growth of demand for each worker between two periods, per cent.

    Parameters
    ----------
    frame : pandas.DataFrame
        From `per_worker`.
    start, end : period
        Both in the frame, and in one segment.

    Returns
    -------
    float

    Raises
    ------
    CoverageError
        If a period is not held, or a break lies between.

    Examples
    --------
    >>> round(growth(per_worker("requests_per_social_worker"), "2017/18", "2023/24"), 1)
    -1.2
    """
    first, last = periods.parse(start), periods.parse(end)
    a_frame(frame, "The frame of work per worker", "segment", "per_worker")
    if not (isinstance(frame.index, pd.PeriodIndex) and frame.index.is_unique):
        raise FigureError("The frame of work per worker has one row a period, as per_worker makes it.")
    held = ", ".join(periods.label(period) for period in frame.index)
    for asked in (first, last):
        if asked not in frame.index:
            raise CoverageError(f"No work per worker is held for {periods.label(asked)}; there is: {held}.")
    parts = checked(frame["segment"], "segment")
    if parts[first] != parts[last]:
        raise CoverageError(
            f"The series breaks between {periods.label(first)} and {periods.label(last)}: the two are not comparable. "
            "Compare periods of one segment."
        )
    before, after = (single(frame.loc[each, "per_worker"], "per_worker", above=0) for each in (first, last))
    return (after / before - 1) * 100


@takes_findings("pct", "{vacancies} / ({vacancies} + {filled})", alike=("vacancies", "filled"))
def vacancy_rate(vacancies: Values, filled: Values) -> Values:
    """Vacancies as a share of all posts, per cent.

    Parameters
    ----------
    vacancies, filled : float, array or Series
        Posts vacant and posts filled, counted alike; not below zero, and some posts in all.

    Returns
    -------
    float, numpy.ndarray or pandas.Series

    Notes
    -----
    vacancies / (vacancies + filled posts): Skills for Care.

    Examples
    --------
    >>> round(vacancy_rate(8, 92), 1)
    8.0
    """
    vacant, filled = checked(vacancies, "vacancies", at_least=0), checked(filled, "filled", at_least=0)
    return vacant / checked(vacant + filled, "vacancies and filled posts", above=0) * 100


@takes_findings("fte", "{needed} less {employed}", takes={"needed": "fte", "employed": "fte"})
def shortage(needed: Values, employed: Values) -> Values:
    """Workers short of a standard: needed less employed; below zero where there are more than needed.

    Parameters
    ----------
    needed, employed : float, array or Series
        Full-time equivalents.

    Returns
    -------
    float, numpy.ndarray or pandas.Series

    Examples
    --------
    >>> round(shortage(staff_needed(4_470_011, 400), 7_175))
    4000
    """
    return checked(needed, "needed", at_least=0) - checked(employed, "employed", at_least=0)


@takes_findings(
    "pct",
    "(1 + {pay_growth_pct}) / (1 + {workload_growth_pct}) − 1: a scenario",
    takes={"pay_growth_pct": "pct", "workload_growth_pct": "pct"},
)
def effort_adjusted(pay_growth_pct: Values, workload_growth_pct: Values) -> Values:
    """Growth of pay per unit of work: a scenario, not a measure of pay.

    Parameters
    ----------
    pay_growth_pct, workload_growth_pct : float, array or Series
        Growth over the same time, per cent; above -100.

    Returns
    -------
    float, numpy.ndarray or pandas.Series
        Per cent.

    Raises
    ------
    FigureError
        If a figure is missing or not above -100.

    Notes
    -----
    (1 + pay growth) / (1 + workload growth) - 1. Pay per unit of work is kept only if workload
    grows by no more than pay: that is the break-even.

    Examples
    --------
    >>> round(effort_adjusted(3, 30), 1), effort_adjusted(3, 3)
    (-20.8, 0.0)
    """
    pay = checked(pay_growth_pct, "pay_growth_pct", above=-100)
    work = checked(workload_growth_pct, "workload_growth_pct", above=-100)
    return ((1 + pay / 100) / (1 + work / 100) - 1) * 100


@takes_findings(
    "fte",
    "{people} / {people_per_worker} to one full-time worker",
    takes={"people": "people", "people_per_worker": "people_per_fte"},
)
def staff_needed(people: Values, people_per_worker: Values) -> Values:
    """Full-time workers that a staffing standard asks for.

    Parameters
    ----------
    people : float, array or Series
        People to be served.
    people_per_worker : float, array or Series
        The standard: people to one full-time worker; above zero.

    Returns
    -------
    float, numpy.ndarray or pandas.Series
        Full-time equivalents, not rounded.

    Raises
    ------
    FigureError
        If a figure is missing or out of range.

    Notes
    -----
    people / people per worker.

    Examples
    --------
    One worker to 400 people aged 13 to 19, England, mid-2003:

    >>> round(staff_needed(4_470_011, 400))
    11175
    """
    return checked(people, "people", at_least=0) / checked(people_per_worker, "people_per_worker", above=0)


__getattr__ = moved.answers(
    __name__,
    {
        name: f'paylib.workload.per_worker("{name}")'
        for name in (
            "claimants_per_dwp_worker",
            "requests_per_social_worker",
            "young_people_per_youth_worker",
        )
    },
)
