"""Pay in large frames: uprating, offers, their cost and real change, on the engine that holds the data.

Written once, with narwhals, for pandas, Polars (eager and lazy), PyArrow, DuckDB relations, Dask and
PySpark frames. A frame of one kind goes in and one of the same kind comes out, with its rows as they
were (DuckDB and Spark have no order of rows: sort the result by a column of yours). What is lazy
stays lazy: nothing is read or computed until you ask the engine for it.

A month or a point that is missing gives a missing result, and groups that are missing are one group;
NaN is missing there on every engine. A month or a point that is there and is not held is an
error, never a missing result: at once from pandas, eager Polars and PyArrow (`CoverageError` or
`FigureError`); when the result is computed from the others. Dask and lazy Polars raise the typed error
then; DuckDB and Spark their own, which says that they cannot convert the text ``No CPI for 1987-01: …``
to a number.
"""

from __future__ import annotations

import datetime
import functools
import inspect
import re
import string
import warnings
import zoneinfo
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace

import narwhals as nw
import numpy as np
import pandas as pd

from paylib import offers, prices, takehome
from paylib.errors import ChoiceError, CoverageError, FigureError, PaylibError, PeriodError, unknown
from paylib.figures import periods
from paylib.figures.inputs import BLOCK, checked, is_several, looked_up, several
from paylib.figures.provenance import merged

ENGINES = {
    nw.Implementation.PANDAS: "pandas",
    nw.Implementation.POLARS: "Polars (eager or lazy)",
    nw.Implementation.PYARROW: "PyArrow",
    nw.Implementation.DUCKDB: "DuckDB",
    nw.Implementation.DASK: "Dask",
    nw.Implementation.PYSPARK: "PySpark",
}
"""The engines whose frames are taken."""

OF_A_POINT = ("before_gbp_year", "after_gbp_year", "rise_gbp_year", "rise_pct")
"""The columns that `apply_offer` adds, unless others are named."""

_PERIOD = pd.PeriodDtype(periods.MONTH)

Frame = nw.DataFrame | nw.LazyFrame


def _any_names(*arguments: str) -> Callable[[Callable], Callable]:
    """Let a function of a frame take any name of a column in these arguments.

    Polars takes ``*`` and ``^…$`` for all columns and those that fit a pattern, DuckDB ``*`` for all. Such columns go
    by a name in brackets while the function works.
    """

    def around(work: Callable) -> Callable:
        @functools.wraps(work)
        def asked(frame, *args, **options):
            if not (_is_polars(frame) or nw.dependencies.is_duckdb_relation(frame)):
                return work(frame, *args, **options)
            given = inspect.signature(work).bind(frame, *args, **options)
            names = {each: given.arguments[each] for each in arguments if each in given.arguments}
            names |= {each: list(some) for each, some in names.items() if is_several(some)}
            plain = _plain_names(frame, names.values())
            given.arguments |= {each: _put(some, plain) for each, some in names.items()}
            if not plain:
                return work(*given.args, **given.kwargs)
            given.arguments["frame"] = _with_names(frame, plain)
            made = work(*given.args, **given.kwargs)
            real = f"real_{given.arguments.get('by')}_"
            back = {ours: theirs for theirs, ours in plain.items()}
            return _with_names(
                made, back | {f"{real}{ours}": f"{real}{theirs}" for ours, theirs in back.items()}
            )

        return asked

    return around


def _put(names: object, plain: dict[str, str]) -> object:
    """A name, or some, with those that are odd replaced."""
    if is_several(names):
        return [_put(name, plain) for name in names]
    return plain.get(names, names) if isinstance(names, str) else names


def _plain_names(frame: object, asked: Iterable) -> dict[str, str]:
    """Names in brackets for those that stand for more; of DuckDB also where they are not asked for."""
    names = [each for some in asked for each in several(some)]
    names += [] if _is_polars(frame) else frame.columns
    odd = {name for name in names if isinstance(name, str) and _ODD_NAME.fullmatch(name)}
    return {name: _unused(_columns(frame), f"({name})") for name in odd}


_ODD_NAME = re.compile(r"\*|\^.*\$", re.DOTALL)
"""Names that stand for more than one column in Polars or DuckDB."""


def _is_polars(frame: object) -> bool:
    return nw.dependencies.is_polars_dataframe(frame) or nw.dependencies.is_polars_lazyframe(frame)


def _columns(frame: object) -> list[str]:
    return list(frame.collect_schema()) if _is_polars(frame) else list(frame.columns)


def _with_names(frame: object, names: dict[str, str]) -> object:
    """A frame of Polars or DuckDB with other names for those of its columns that are there."""
    if _is_polars(frame):
        return frame.rename(names, strict=False)
    quoted = [
        [f'"{each.replace(chr(34), chr(34) * 2)}"' for each in (name, names.get(name, name))]
        for name in frame.columns
    ]
    return frame.project(", ".join(f"{old} AS {new}" for old, new in quoted))


@_any_names("value", "start", "into")
def uprate(
    frame, value: str, start: str, *, to: object, by: str, into: str | None = None, tz: str | None = None
):
    """Add a column with money put into the prices of a month.

    Parameters
    ----------
    frame : frame
        Of any of `ENGINES`.
    value : str
        The column of money, at the time ``start``.
    start : str
        The column of months: text such as ``"2004-02"``, dates or datetimes (which stand for the
        month they fall in) or, in pandas and Dask, periods.
    to : month
        The month whose prices are wanted.
    by : str
        The deflator, from `paylib.prices.deflators`. It has no default.
    into : str, optional
        The name of the new column; ``real_<by>_<value>``, unless said.
    tz : str, optional
        Where the months are, such as ``"Europe/London"``. Without it pandas, Polars, PyArrow and Dask take the month
        that it was in the column's own zone, UTC too: half past eleven at night on 31 March in UTC is March,
        although it was April in London. Spark takes that of its session. DuckDB's ``TIMESTAMP WITH TIME ZONE``
        holds no zone, and needs ``tz``.

    Returns
    -------
    frame
        Of the same kind, with one more column. Where the value or the month is missing, so is the
        result; a value that is not a number (NaN) stays one. The ``attrs`` of a pandas frame carry
        ``sources`` and ``usage_warnings`` of the months used.

    Raises
    ------
    ChoiceError
        If a column, the deflator or the zone is not there, or the new column is there already.
    FigureError
        If the frame is of no engine known, or the values are not numbers.
    PeriodError
        If ``to`` or the months cannot be read, or are not months.
    CoverageError
        If the deflator does not cover a month. From lazy engines when they compute: see the module.

    Notes
    -----
    value x index(to) / index(start), as in `paylib.prices.uprate`.

    Examples
    --------
    >>> pay = pd.DataFrame({"month": ["2004-01", "2025-04"], "pay_gbp": [14643.0, None]})
    >>> uprate(pay, "pay_gbp", "month", to="2026-05", by="cpi")["real_cpi_pay_gbp"].round().tolist()
    [27506.0, nan]

    An instant in UTC is in the month that it was in UTC, unless a place is named:

    >>> late = pd.DataFrame({"at": pd.to_datetime(["2004-03-31T23:30Z"]), "pay_gbp": [14643.0]})
    >>> uprate(late, "pay_gbp", "at", to="2004-04", by="rpi")["real_rpi_pay_gbp"].round(2).tolist()
    [14730.26]
    >>> uprate(late, "pay_gbp", "at", to="2004-04", by="rpi", tz="Europe/London")["real_rpi_pay_gbp"].tolist()
    [14643.0]
    """
    into = f"real_{by}_{value}" if into is None else into
    data, lookup = _read(frame, value, start, adds=[into]), _of_months(by, to, into)
    data, money = _figures(data, value)
    number = _number(data, money)
    data, local = _placed(data, start, tz)
    made = _looked_up(data, local, lookup, start)
    # as a column by itself where eager: between columns of a frame Polars would first put the parts of each together
    factor = (
        made[into] if isinstance(made, nw.DataFrame) and made.implementation.is_polars() else nw.col(into)
    )
    made = made.with_columns((number * factor).alias(into))
    ours = {local, money} - {start, value}
    return (made.drop(*ours) if ours else made).to_native()


@_any_names("point")
def apply_offer(
    frame,
    offer: offers.Offer,
    scale: pd.DataFrame,
    *,
    point: str = "point",
    columns: Iterable[str] = OF_A_POINT,
):
    """Add columns with what an offer does to the pay of each row's point.

    Parameters
    ----------
    frame : frame
        Of any of `ENGINES`; a row may be a person, a post or a payslip.
    offer : paylib.offers.Offer
    scale : pandas.DataFrame
        As in `paylib.offers.levels`.
    point : str
        The column of points.
    columns : iterable of str
        Which columns of `paylib.offers.apply`.

    Returns
    -------
    frame
        Of the same kind, with the columns more: of a full-timer at the row's point. Where the point
        is missing, so are they.

    Raises
    ------
    ChoiceError
        If a column is not there, or is there already.
    FigureError
        If the frame is of no engine known, or has a point that the scale does not have. From lazy
        engines when they compute: see the module. Also as in `paylib.offers.apply`.

    Examples
    --------
    >>> scale = pd.DataFrame({"point": [1, 2], "annual_gbp": [10_000.0, 20_000.0]})
    >>> staff = pd.DataFrame({"name": ["A", "B"], "point": [2, 1]})
    >>> offer = offers.Offer((offers.Flat(500, "2004-04"),))
    >>> apply_offer(staff, offer, scale)[["name", "after_gbp_year", "rise_pct"]].round(2).values.tolist()
    [['A', 20500.0, 2.5], ['B', 10500.0, 5.0]]
    """
    made, wanted = offers.apply(offer, scale), _names(columns, "columns")
    for name in wanted:
        if name not in made:
            raise ChoiceError(unknown("column of paylib.offers.apply", name, made))
    data = _read(frame, point, adds=wanted)
    return _looked_up(data, point, _of_points(made[wanted])).to_native() if wanted else frame


@_any_names("point", "staff", "groups")
def cost(
    frame,
    offer: offers.Offer,
    scale: pd.DataFrame,
    tax_year: object = None,
    *,
    point: str = "point",
    staff: str | None = None,
    groups: str | Iterable[str] = (),
    pension_pct: float = 0.0,
    contracted_out: bool = False,
    year_start: object = None,
    full_year: bool = False,
):
    """What an offer costs the employer over a year, by group.

    Parameters
    ----------
    frame : frame
        Of any of `ENGINES`.
    offer : paylib.offers.Offer
    scale : pandas.DataFrame
        As in `paylib.offers.levels`.
    tax_year : financial year, optional
        Whose employer's National Insurance is counted; none is, unless said.
    point : str
        The column of points.
    staff : str, optional
        A column of full-time equivalents; each row counts as one full-timer, unless said. Figures
        below zero (a payroll's corrections) count as they stand.
    groups : str or iterable of str
        The columns to group by, which may include that of points; none gives one row for all.
    pension_pct, contracted_out, year_start, full_year
        As in `paylib.offers.cost`.

    Returns
    -------
    frame
        Of the same kind, one row a group (sorted, where the engine is not lazy): ``staff_fte``,
        ``before_gbp``, ``after_gbp``, ``cost_gbp``, ``cost_pct`` and ``rows_left_out``, which counts
        the rows that are in none of the others, because their point or staff is missing or NaN.

    Raises
    ------
    ChoiceError
        If a column is not there.
    FigureError
        If the frame is of no engine known, staff are not numbers, or the frame has a point that the
        scale does not have. From lazy engines when they compute: see the module.
    CoverageError
        If the tax year is not held.

    Notes
    -----
    The row ``total`` of `paylib.offers.cost`: rows are counted by group and point, so pay is worked
    out once a point. With ``full_year`` and neither National Insurance nor pension, ``cost_pct`` is
    the ``average_rise_pct`` of `paylib.offers.spread`.

    Examples
    --------
    >>> scale = pd.DataFrame({"point": [1, 2], "annual_gbp": [10_000.0, 20_000.0]})
    >>> staff = pd.DataFrame({"grade": ["low", "low", "high"], "point": [1, 1, 2]})
    >>> made = cost(staff, offers.Offer((offers.Flat(500, "2004-04"),)), scale, groups="grade")
    >>> made[["grade", "staff_fte", "cost_gbp", "cost_pct"]].values.tolist()
    [['high', 1.0, 500.0, 2.5], ['low', 2.0, 1000.0, 5.0]]
    """
    each = _per_head(offer, scale, tax_year, pension_pct, contracted_out, year_start, full_year)
    names = _names(groups)
    results = ["staff_fte", "rows_left_out", *each, "cost_gbp", "cost_pct"]
    data = _read(frame, point, *names, *([] if staff is None else [staff]))
    _free(data, names, results)
    used = {"point": point}
    if staff is not None:
        data, used["staff"] = _figures(data, staff)
        _number(data, used["staff"])
    data, ours = _renamed(data, names, **used)
    ours = ["point" if theirs == point else name for name, theirs in zip(ours, names, strict=True)]
    keys = list(dict.fromkeys([*ours, "point"]))
    bill = _added_up(
        data,
        keys,
        lambda some: _cells(some, keys, staff),
        lambda cells: _bill(_looked_up(cells, "point", _of_points(each), point), ours, each),
    )
    return bill.rename(dict(zip(ours, names, strict=True))).to_native()


@_any_names("value", "period", "groups")
def real_change(
    frame,
    value: str,
    period: str,
    start: object,
    end: object,
    *,
    groups: str | Iterable[str] = (),
    by: str,
    tz: str | None = None,
):
    """The change in real terms of a group's mean between two months.

    Parameters
    ----------
    frame : frame
        Of any of `ENGINES`.
    value : str
        The column of money.
    period : str
        The column of months, as ``start`` of `uprate`.
    start, end : month
        The months compared; rows of other months are not counted.
    groups : str or iterable of str
        The columns to group by; none gives one row for all.
    by : str
        The deflator, from `paylib.prices.deflators`. It has no default.
    tz : str, optional
        As in `uprate`.

    Returns
    -------
    frame
        Of the same kind, one row a group (sorted, where the engine is not lazy): ``start_rows`` and
        ``end_rows`` (values counted, without the missing and NaN), ``start_mean``, ``end_mean``,
        ``growth_pct`` and ``real_<by>_pct``. Where a group has no value in a month, or a mean of
        zero or less at the start, what depends on it is missing: the counts say so.

    Raises
    ------
    ChoiceError
        If a column or the deflator is not there.
    FigureError
        If the frame is of no engine known, or the values are not numbers.
    PeriodError
        If the months cannot be read, or are not months.
    CoverageError
        If the deflator does not cover a month, or (where the engine is not lazy) no row has it.

    Notes
    -----
    (1 + growth of the mean) / (1 + growth of prices) - 1, as in `paylib.prices.real_change`. A mean
    moves with who is in the group, as well as with what each is paid.

    Examples
    --------
    £20,000 to £21,000, while the RPI rose from 173.1 to 183.1:

    >>> pay = pd.DataFrame({"month": ["2001-04", "2001-04", "2004-01"], "pay_gbp": [19e3, 21e3, 21e3]})
    >>> made = real_change(pay, "pay_gbp", "month", "2001-04", "2004-01", by="rpi")
    >>> made[["growth_pct", "real_rpi_pct"]].round(2).values.tolist()
    [[5.0, -0.73]]
    """
    names, real = _names(groups), f"real_{by}_pct"
    two = periods.months([periods.parse(start), periods.parse(end)])
    first, last = prices.level(by, two)
    data = _read(frame, value, period, *names)
    _free(data, names, ["start_rows", "end_rows", "start_mean", "end_mean", "growth_pct", real])
    data, money = _figures(data, value)
    _number(data, money)
    data, local = _placed(data, period, tz)
    data, ours = _renamed(data, names, value=money, period=local)
    made = _added_up(
        data,
        ours,
        lambda some: _sums(some, ours, two, period),
        lambda sums: _changes(sums, ours, real, float(first / last)),
    )
    _some_rows(made, two)
    native = made.rename(dict(zip(ours, names, strict=True))).to_native()
    return _said(native, frame.attrs, _of_prices(by, two)) if isinstance(native, pd.DataFrame) else native


def _renamed(data: Frame, groups: list[str], **columns: str) -> tuple[Frame, list[str]]:
    """The columns that are used, under names of ours, so that no name of a user's can be one of them."""
    ours = [f"group_{place}" for place in range(len(groups))]
    used = dict(zip(ours, groups, strict=True)) | columns
    keys = {name: _key(data, theirs) if theirs in groups else nw.col(theirs) for name, theirs in used.items()}
    return data.select(column.alias(name) for name, column in keys.items()), ours


def _key(data: Frame, column: str) -> nw.Expr:
    """A column to group by, in which NaN is as missing as nothing: one group, as it is in pandas."""
    numpy = data.implementation in (nw.Implementation.PANDAS, nw.Implementation.DASK) and isinstance(
        data.to_native().dtypes[column], np.dtype
    )
    key = nw.col(column)
    return nw.when(~key.is_nan()).then(key) if data.collect_schema()[column].is_float() and not numpy else key


def _added_up(
    data: Frame,
    keys: list[str],
    counted: Callable[[Frame], Frame],
    finished: Callable[[Frame], Frame],
) -> Frame:
    """What is made of sums by some keys; in Dask each part's by themselves, in pandas, and then those added up."""
    if not data.implementation.is_dask():
        return finished(counted(data))

    def of_part(part: pd.DataFrame) -> pd.DataFrame:
        return counted(nw.from_native(part)).to_native()

    def of_parts(parts: pd.DataFrame) -> pd.DataFrame:
        sums = [nw.col(name).sum() for name in parts if name not in keys]
        return _grouped(nw.from_native(parts), keys, sums).to_native()

    def of_all(parts: pd.DataFrame) -> pd.DataFrame:
        return finished(nw.from_native(of_parts(parts))).to_native()

    native = data.to_native()
    meta = of_all(of_part(native._meta))
    return _wrapped(native.reduction(of_part, combine=of_parts, aggregate=of_all, meta=meta))


def _cells(data: Frame, keys: list[str], staff: str | None) -> Frame:
    """Staff by group and point, the keys: ``staff_fte``, and ``rows_left_out`` for want of a point or of staff."""
    sums = [nw.len().alias("rows")]
    if staff is not None:
        data = data.with_columns(_known(data, "staff").alias("known"))
        sums.append(nw.col("known").sum().alias("staff_fte"))
        all_known = data.implementation.is_pandas() and not data["known"].null_count()
        if not all_known:
            sums.append(nw.col("known").count().alias("counted"))
    cells = _grouped(data, keys, sums)
    if staff is None:
        cells = cells.with_columns(counted=nw.col("rows"), staff_fte=nw.col("rows"))
    elif all_known:
        cells = cells.with_columns(counted=nw.col("rows"))
    placed = ~_blank(cells, "point")
    return cells.with_columns(
        staff_fte=nw.when(placed).then(nw.col("staff_fte").cast(nw.Float64)).otherwise(nw.lit(0.0)),
        rows_left_out=nw.col("rows") - nw.when(placed).then(nw.col("counted")).otherwise(nw.lit(0)),
    )


def _bill(cells: Frame, groups: list[str], each: Iterable[str]) -> Frame:
    """What staff by group and point cost before and after, by group, from the pay of each point."""
    bill = _grouped(
        cells.with_columns(nw.col(name) * nw.col("staff_fte") for name in each),
        groups,
        [nw.col(name).sum() for name in ("staff_fte", *each, "rows_left_out")],
    ).with_columns(nw.col("rows_left_out").cast(nw.Int64))
    if not bill.implementation.is_pandas():  # there sums of nothing are nought, and missing ones no sums
        bill = bill.with_columns(nw.col("staff_fte", *each).fill_null(0.0))
    rise = (nw.col("after_gbp") - nw.col("before_gbp")).alias("cost_gbp")
    bill = bill.with_columns(rise).with_columns(_pct("cost_gbp", "before_gbp").alias("cost_pct"))
    names = (*groups, "staff_fte", *each, "cost_gbp", "cost_pct", "rows_left_out")
    return _sorted(bill.select(*names), groups)


def _per_head(offer, scale, tax_year, pension_pct, contracted_out, year_start, full_year) -> pd.DataFrame:
    """What a full-timer at each point costs over the year: the parts of `paylib.offers.cost`, added up."""
    made = offers.apply(offer, scale, year_start=year_start)
    pension = checked(pension_pct, "pension_pct", at_least=0) / 100
    if np.ndim(pension):
        raise FigureError(f"pension_pct is one figure for all points, and {len(pension)} were given.")
    once = 0.0 if full_year else made["non_consolidated_gbp"]
    pay = {"before_gbp": (made["before_gbp_year"], 0.0)}
    pay["after_gbp"] = (made["after_gbp_year" if full_year else "average_gbp_year"], once)
    costs = {name: rate * (1 + pension) + extra for name, (rate, extra) in pay.items()}
    if tax_year is not None:
        for name, (rate, extra) in pay.items():
            costs[name] += takehome.employer_ni(rate + extra, tax_year, contracted_out=contracted_out)
    return pd.DataFrame(costs)


@dataclass(frozen=True)
class _Lookup:
    """What each month or point is worth, and what is said of one that is not there."""

    table: pd.DataFrame
    before: str
    after: str
    attrs: Callable[[np.ndarray], dict] = lambda used: {}
    """What a frame that used some rows of the table must say of itself."""

    @property
    def by_month(self) -> bool:
        return isinstance(self.table.index, pd.PeriodIndex)

    def error(self, asked: object, said: str, count: int, rows: int) -> PaylibError:
        """The error for a month or point that is not there; of months, with how many rows are of such."""
        if self.by_month and isinstance(asked, str) and not re.fullmatch(_A_MONTH, asked):
            return _no_months(said, asked, count, rows)
        if self.by_month:
            many = f" {count} of {rows} rows read are of months that are not held."
            return CoverageError(f"{self.before}{periods.months(asked)[0]}{self.after}{many}")
        bare = str(asked)
        return FigureError(f"{self.before}{bare if bare.strip() == bare != '' else repr(bare)}{self.after}")


def _of_months(by: str, to: object, into: str) -> _Lookup:
    """What money of each month is multiplied by, as a column of the name said."""
    levels, end = prices.index(by), periods.months(periods.parse(to))
    return _Lookup(
        (prices.level(by, end)[0] / levels).to_frame(into),
        f"No {levels.attrs['title']} for ",
        f": it is held from {levels.index[0]} to {levels.index[-1]}. {prices.later_months(by)}",
        lambda used: _of_prices(by, levels.index[used].append(end)),
    )


def _of_prices(by: str, months: pd.PeriodIndex) -> dict:
    return dict(zip(("sources", "usage_warnings"), prices.credits(by, months), strict=True))


def _said(native: pd.DataFrame, before: dict, more: dict) -> pd.DataFrame:
    """A pandas frame with what it said of itself before, and more sources and warnings."""
    native.attrs = before | {key: merged([_noted(before.get(key)), names]) for key, names in more.items()}
    return native


def _noted(held: object) -> list[str]:
    """What a frame of a user's says of itself, as names: one text is one name."""
    return [] if held is None else [str(each) for each in several(held)]


def _of_points(table: pd.DataFrame) -> _Lookup:
    held = ", ".join(map(str, table.index))
    return _Lookup(table, "The frame has point ", f", which the scale does not have: {held}.")


def _read(frame: object, *columns: str, adds: Iterable[str] = ()) -> Frame:
    """The frame for narwhals: of an engine known, with the columns named and without the new ones."""
    _refuse_odd_names(frame, [*columns, *adds])
    data = _wrapped(frame)
    if not isinstance(data, Frame) or data.implementation not in ENGINES:
        raise FigureError(
            f"A {type(frame).__module__}.{type(frame).__qualname__} is not a frame of an engine known here: "
            f"{', '.join(ENGINES.values())}."
        )
    there = data.collect_schema().names()
    for name in columns:
        if name not in there:
            raise ChoiceError(unknown("column", name, there))
    _free(data, there, adds)
    if data.implementation.is_pyspark():
        _strict(data.to_native())
    return data


def _refuse_odd_names(frame: object, asked: list) -> None:
    """Refuse names of several levels, twice there, or no text."""
    if wrong := [name for name in asked if not isinstance(name, str)]:
        if not isinstance(wrong[0], Hashable):
            raise ChoiceError(f"A column is said by its name, and {type(wrong[0]).__name__} is none.")
        raise ChoiceError(
            f"The column {wrong[0]!r} has a name that is no text. frame.rename(columns=str) makes it one."
        )
    if nw.dependencies.is_polars_lazyframe(frame):  # to ask for its names costs, and warns
        return
    names = frame.column_names if nw.dependencies.is_pyarrow_table(frame) else getattr(frame, "columns", None)
    if isinstance(names, list):
        names = pd.Index(names, dtype=object)
    if not isinstance(names, pd.Index):
        return
    if names.nlevels > 1:
        raise ChoiceError(
            f"The columns have {names.nlevels} levels of names, the first {names[0]!r}. Give them one: "
            "frame.columns = ['_'.join(map(str, each)) for each in frame.columns]."
        )
    again = (
        names.map(_in_small_letters) if nw.dependencies.is_duckdb_relation(frame) else names
    ).duplicated()
    if again.any():
        twice = names[again][0]
        raise ChoiceError(f"The column {twice!r} is there twice: rename one, or drop it.")


def _wrapped(frame: object) -> Frame:
    with warnings.catch_warnings():  # that Dask will need a package more, which there is not yet
        warnings.filterwarnings("ignore", "Dask support is moving", FutureWarning)
        return nw.from_native(frame, pass_through=True)


def _free(data: Frame, there: Iterable[str], adds: Iterable[str]) -> None:
    """Refuse names that are there already: in capitals or not, where the engine reads them as one."""
    alike = _in_small_letters if data.implementation.is_duckdb() else str
    alike = str.casefold if data.implementation.is_pyspark() else alike
    taken = {alike(name): name for name in there}
    for name in adds:
        if name == "" and data.implementation.is_duckdb():
            raise ChoiceError("Columns of DuckDB have a name, and '' is none.")
        if alike(name) in taken:
            raise ChoiceError(
                f"There is a column {taken[alike(name)]!r} already, which the result adds: rename it first."
            )


def _in_small_letters(name: str) -> str:
    """A name as DuckDB compares it: A is a to it, and É is not é."""
    return name.translate(_SMALL)


_SMALL = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def _strict(frame) -> None:
    """Refuse a Spark session that turns a failed conversion into a missing value."""
    if frame.sparkSession.conf.get("spark.sql.ansi.enabled") != "true":
        raise FigureError(
            "This Spark session turns errors into missing values, so an unknown month or point would not be "
            "seen. Turn its ANSI mode on: spark.conf.set('spark.sql.ansi.enabled', True)."
        )


def _names(groups: str | Iterable[str], what: str = "groups") -> list[str]:
    """The columns to group by, or others."""
    names = several(groups)
    if wrong := [name for name in names if not isinstance(name, str)]:
        raise ChoiceError(f"Columns are said by name, one or a list of names, and {wrong[0]!r} is none.")
    if twice := [name for name in names if names.count(name) > 1]:
        raise ChoiceError(f"The column {twice[0]!r} is among the {what} twice: name it once.")
    return names


def _figures(data: Frame, column: str) -> tuple[Frame, str]:
    """The frame and the column of its figures; a new one, of floats, of numbers in a type that narwhals does not know.

    Also of PyArrow's whole numbers of 64 bits, which it refuses to round.
    """
    kind, engine, native = data.collect_schema()[column], data.implementation, data.to_native()
    rounded = kind in (nw.Int64, nw.UInt64) and (engine.is_pyarrow() or "pyarrow" in _type(data, column))
    if kind.is_numeric() and not rounded:
        return data, column
    made = _unused(data.collect_schema().names(), "figures")
    if engine.is_pyarrow() and _is_of_numbers(held := _decoded(data, column).to_native()[column]):
        return _wrapped(native.append_column(made, held.cast("float64", safe=False))), made
    if engine.is_pandas() and _is_of_numbers(native[column]):
        return _wrapped(native.assign(**{made: _floats(native[column])})), made
    if engine.is_dask() and _is_of_numbers(native._meta[column]):
        return _wrapped(native.assign(**{made: native[column].map_partitions(_floats)})), made
    return data, column


def _is_of_numbers(column: object) -> bool:
    """Whether a column of PyArrow or pandas holds numbers, in whatever type, or PyArrow's type of nothing."""
    import pyarrow as pa

    dtype = column.dtype if isinstance(column, pd.Series) else pd.ArrowDtype(column.type)
    if isinstance(dtype, pd.CategoricalDtype):
        dtype = dtype.categories.dtype
    elif isinstance(dtype, pd.ArrowDtype) and pa.types.is_dictionary(dtype.pyarrow_dtype):
        dtype = pd.ArrowDtype(dtype.pyarrow_dtype.value_type)
    if dtype == "object":
        return pd.api.types.infer_dtype(column) in _NUMBERS
    return dtype == "null[pyarrow]" or (pd.api.types.is_numeric_dtype(dtype) and dtype.kind not in "bc")


_NUMBERS = ("decimal", "floating", "integer", "mixed-integer-float", "empty")
"""What pandas says of objects that are numbers, or nothing."""


def _floats(column: pd.Series) -> pd.Series:
    """Numbers of pandas, in whatever type, as floats."""
    made = pd.Series(column.to_numpy("float64", na_value=np.nan), index=column.index)
    return made.astype("double[pyarrow]") if isinstance(column.dtype, pd.ArrowDtype) else made


def _number(data: Frame, column: str) -> nw.Expr:
    """A column of numbers, as floats."""
    dtype = data.collect_schema()[column]
    if _all_missing(data, column):
        return nw.lit(None).cast(nw.Float64)
    if not dtype.is_numeric():
        held = dtype if dtype != nw.Unknown else _type(data, column)
        raise FigureError(f"The column {column!r} holds {held}, not numbers.")
    return nw.col(column) if dtype == nw.Float64 else nw.col(column).cast(nw.Float64)


def _known(data: Frame, column: str) -> nw.Expr:
    """A column of numbers, missing where it is NaN (which NumPy's do not tell apart, those of pandas and PyArrow do)."""
    number = _number(data, column)
    if data.implementation.is_pandas() and isinstance(data.to_native()[column].dtype, np.dtype):
        return number
    return nw.when(~number.is_nan()).then(number)


def _pct(part: str, whole: str) -> nw.Expr:
    """Per cent of a whole; missing where that is not above zero."""
    return nw.when(nw.col(whole) > 0).then(nw.col(part) / nw.col(whole) * 100)


def _all_missing(data: Frame, column: str) -> bool:
    """Whether an eager frame has nothing in a column, whatever type it was read as; or any, one of no type."""
    eager = isinstance(data, nw.DataFrame)
    if eager and len(data):
        return data[column].null_count() == len(data)
    held = _type(data, column).strip('"').lower()
    return held in ("null", "null[pyarrow]") or (eager and held == "object")


def _type(data: Frame, column: str) -> str:
    """The type of a column in the words of its engine."""
    native, engine = data.to_native(), data.implementation
    if engine.is_duckdb():
        return str(dict(zip(native.columns, native.types, strict=True))[column])
    if engine.is_pyarrow():
        return str(native.schema.field(column).type)
    if engine.is_pandas() or engine.is_dask():
        return str(native.dtypes[column])
    return str(native.collect_schema()[column]) if engine.is_polars() else ""


def _blank(data: Frame, column: str) -> nw.Expr:
    """Which rows have nothing in a column, or NaN."""
    nothing = nw.col(column).is_null()
    return nothing | nw.col(column).is_nan() if data.collect_schema()[column].is_float() else nothing


def _placed(data: Frame, column: str, tz: str | None) -> tuple[Frame, str]:
    """The frame and the column of its months; a new one where instants must first be placed in a zone."""
    tz = None if tz is None else _zone(tz)
    local = _unused(data.collect_schema().names(), "local")
    if _may_be_nothing(data, column):
        return data.with_columns(nw.col(column).fill_nan(None).cast(nw.String).alias(local)), local
    if tz is None and not data.implementation.is_duckdb():
        return data, column
    if data.implementation.is_duckdb():
        return _placed_in_duckdb(data, column, tz, local)
    if data.implementation.is_pandas():
        return _wrapped(_placed_in_part(data.to_native(), column, tz, local)), local
    if data.implementation.is_dask():
        native = data.to_native()
        meta = _placed_in_part(native._meta, column, tz, local)
        return _wrapped(native.map_partitions(_placed_in_part, column, tz, local, meta=meta)), local
    plain = _decoded(data, column)
    dtype = plain.collect_schema()[column]
    if dtype != nw.Datetime or dtype.time_zone is None:
        return data, column
    if data.implementation.is_pyspark():
        from pyspark.sql import functions

        native = data.to_native()
        here = functions.lit(native.sparkSession.conf.get("spark.sql.session.timeZone"))
        wall = native[column].cast("timestamp_ntz")
        return _wrapped(
            native.withColumn(local, functions.convert_timezone(here, functions.lit(tz), wall))
        ), local
    instants = plain[column] if data.implementation.is_pyarrow() else nw.col(column)
    return data.with_columns(instants.dt.convert_time_zone(tz).alias(local)), local


def _may_be_nothing(data: Frame, column: str) -> bool:
    """Whether months are floats that are all missing or NaN, or may turn out so: what nothing is on its way from pandas."""
    if data.implementation in (nw.Implementation.PANDAS, nw.Implementation.DASK):
        return False
    if not _decoded(data, column).collect_schema()[column].is_float():
        return False
    return not isinstance(data, nw.DataFrame) or bool(data.select(_blank(data, column).all())[column].item())


def _placed_in_part(part: pd.DataFrame, column: str, tz: str, local: str) -> pd.DataFrame:
    """The same in pandas, whose own types tell instants: narwhals takes those of New_York for none."""
    months = _plain(part[column])
    if isinstance(months.dtype, pd.CategoricalDtype):
        months = months.cat.rename_categories(_in_zone(months.cat.categories, tz))
    elif isinstance(months.dtype, pd.DatetimeTZDtype):
        months = months.dt.tz_convert(tz)
    return part.assign(**{local: months})


def _in_zone(distinct: pd.Index, tz: str) -> pd.Index | list:
    """Distinct values, of which instants stand for the time of a zone."""
    if isinstance(distinct.dtype, pd.DatetimeTZDtype):
        return distinct.tz_convert(tz)
    zone = zoneinfo.ZoneInfo(tz)
    instants = (isinstance(each, datetime.datetime) and each.tzinfo is not None for each in distinct)
    return [
        each.astimezone(zone) if is_one else each for each, is_one in zip(distinct, instants, strict=True)
    ]


def _placed_in_duckdb(data: Frame, column: str, tz: str | None, local: str) -> tuple[Frame, str]:
    """The same in DuckDB, and in microseconds, cut off: it rounds the last nanoseconds of a month to the next one."""
    from duckdb import (
        CoalesceOperator,
        ColumnExpression,
        ConstantExpression,
        FunctionExpression,
        StarExpression,
    )

    native = data.to_native()
    held = _type(data, column)
    if held in _INSTANTS and tz is None:
        raise PeriodError(
            f"The column {column!r} holds instants, which fall in one month or another by the place. Say "
            'which: tz="Europe/London".'
        )
    there = ColumnExpression(column)
    if held in _INSTANTS:
        there = FunctionExpression("timezone", ConstantExpression(tz), there)
    if held.endswith("_NS"):
        number, thousand = FunctionExpression("epoch_ns", there), ConstantExpression(1000)
        cut = number // thousand - (number % thousand < ConstantExpression(0)).cast("BIGINT")
        there = CoalesceOperator(
            FunctionExpression("make_timestamp", cut), there.cast("TIMESTAMP")
        )  # infinity
    elif held in ("TIMESTAMP_S", "TIMESTAMP_MS"):
        there = there.cast("TIMESTAMP")
    elif held not in _INSTANTS:
        return data, column
    return _wrapped(native.select(StarExpression(), there.alias(local))), local


def _zone(tz: str | datetime.tzinfo) -> str:
    """The name of a zone of places, which all engines know alike; offsets and short names they take differently."""
    name = getattr(tz, "key", tz)
    try:
        return zoneinfo.ZoneInfo(name).key
    except (LookupError, ValueError, TypeError, OSError):
        raise ChoiceError(
            f"{tz!r} is no time zone by the name of a place, such as tz='Europe/London' (an offset or short name has "
            "no summer time, or is another place's elsewhere)."
        ) from None


_INSTANTS = ("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ", "TIMESTAMPTZ_NS")


def _unused(there: Iterable[str], name: str) -> str:
    """A name that no column has, in capitals or not."""
    taken = {each.casefold() for each in there}
    while name in taken:
        name += "_"
    return name


def _all_read(data: Frame, said: str) -> Frame:
    """The frame, whose column ``period`` is known to hold months in every row that is not missing.

    At once where the engine is eager; else a row that holds none is the engine's error when it computes.
    """
    if data.implementation.is_pandas():
        native = data.to_native()
        return _wrapped(native.assign(period=_ordinals(native["period"], said)))
    data = _decoded(data, "period")
    if not _is_text(data, "period"):
        return data
    if data.implementation.is_polars() and not isinstance(data, nw.DataFrame):
        return _read_when_computed(data, said)
    text = nw.col("period").cast(nw.String)
    wrong = ~text.str.contains(_A_MONTH)
    if isinstance(data, nw.DataFrame):
        unread = data.filter(wrong)["period"].cast(nw.String)
        if len(unread):
            raise _no_months(said, unread[0], len(unread), len(data))
        return data
    error = nw.concat_str(nw.lit(f"{_NO_MONTH} {said!r}: "), nw.when(wrong).then(text)).cast(nw.Float64)
    return data.with_columns(value=nw.coalesce(error, nw.col("value").cast(nw.Float64)))


def _read_when_computed(data: nw.LazyFrame, said: str) -> nw.LazyFrame:
    """A lazy frame of Polars, whose error for text that is no month counts the rows that came together with it."""
    import polars as pl

    def checked_text(months: pl.Series) -> pl.Series:
        unread = months.filter(~months.cast(pl.String).str.contains(_A_MONTH))
        if len(unread):
            raise _no_months(said, unread.cast(pl.String)[0], len(unread), len(months))
        return months

    native = data.to_native()
    held = native.collect_schema()["period"]
    read = pl.col("period").map_batches(checked_text, return_dtype=held, is_elementwise=True)
    return nw.from_native(native.with_columns(read))


_A_MONTH = r"^[0-9]{4}-(0[1-9]|1[0-2])$"
_NO_MONTH = "No month can be read, where one is written 2004-02, in the column"


def _no_months(said: str, example: object, count: int, rows: int) -> PeriodError:
    """The error for rows that hold no month: how many of those that were read (where lazy, a part), and one of them."""
    try:
        periods.months(example)
        why = f"{example!r} is no month as frames have them, such as '2004-02'"
    except PaylibError as error:
        why = str(error)
    return PeriodError(f"{count} of {rows} rows read of the column {said!r} hold no month, the first: {why}")


def _month_key(data: Frame, column: str, months: pd.PeriodIndex, said: str) -> tuple[nw.Expr, list]:
    """What the months of a column are matched by, and the same of each one held."""
    if data.implementation.is_pandas() or data.implementation.is_dask():
        return nw.col(column), months.asi8.tolist()
    if _is_date(data, column):
        date = nw.col(column).dt
        return (date.year() - 1970) * 12 + date.month() - 1, months.asi8.tolist()
    if _is_text(data, column):
        return _text(data, column), months.astype(str).tolist()
    if _all_missing(data, column):
        nothing = nw.lit(None) if isinstance(data, nw.DataFrame) else nw.col(column)
        return nothing.cast(nw.String), months.astype(str).tolist()
    raise _of_no_months(said, _held_type(data, column))


def _within(data: Frame, column: str, months: pd.PeriodIndex, said: str) -> list[nw.Expr]:
    """Which rows are of each of some months; dates are compared as they stand, which costs least."""
    dtype = data.collect_schema()[column]
    plain = dtype == nw.Date or (dtype == nw.Datetime and dtype.time_zone is None)
    if not plain or data.implementation.is_pandas() or data.implementation.is_dask():
        key, keys = _month_key(data, column, months, said)
        return [key == each for each in keys]
    spans = [(month.start_time.to_pydatetime(), (month + 1).start_time.to_pydatetime()) for month in months]
    if dtype == nw.Date:
        spans = [(first.date(), after.date()) for first, after in spans]
    date = nw.col(column)
    return [(date >= nw.lit(first)) & (date < nw.lit(after)) for first, after in spans]


def _sums(data: Frame, groups: list[str], two: pd.PeriodIndex, said: str) -> Frame:
    """How many values a group has in each of two months, and what they add up to."""
    data = _all_read(data, said)
    parts = dict(zip(("start", "end"), _within(data, "period", two, said), strict=True))
    if data.implementation.is_polars():  # filters in a group in less time than it blanks what is outside
        import polars as pl

        marked = data.with_columns(_number(data, "value").alias("value"), **parts).to_native()
        money = {name: pl.col("value").fill_nan(None).filter(pl.col(name)) for name in parts}
        sums = [each.count().alias(f"{name}_rows") for name, each in money.items()]
        sums += [each.sum().alias(f"{name}_sum") for name, each in money.items()]
        return nw.from_native(marked.group_by(groups).agg(sums) if groups else marked.select(sums))
    money = _known(data, "value")
    data = data.with_columns(nw.when(within).then(money).alias(name) for name, within in parts.items())
    counts = [nw.col(name).count().alias(f"{name}_rows") for name in parts]
    return _grouped(data, groups, [*counts, *(nw.col(name).sum().alias(f"{name}_sum") for name in parts)])


def _changes(sums: Frame, groups: list[str], real: str, prices_kept: float) -> Frame:
    """The means of two months by group, and their growth, in money and in real terms."""
    parts = ("start", "end")
    means = (
        nw.when(nw.col(f"{name}_rows") > 0)
        .then(nw.col(f"{name}_sum") / nw.col(f"{name}_rows"))
        .alias(f"{name}_mean")
        for name in parts
    )
    kept = _pct("end_mean", "start_mean")
    made = sums.with_columns(*means).with_columns(
        (kept - 100).alias("growth_pct"), (kept * prices_kept - 100).alias(real)
    )
    results = ("start_rows", "end_rows", "start_mean", "end_mean", "growth_pct", real)
    return _sorted(made.select(*groups, *results), groups)


def _of_no_months(said: str, held: object) -> PeriodError:
    return PeriodError(
        f"The column {said!r} holds {held}, which is no month. Give text such as '2004-02', dates or "
        "datetimes (in pandas and Dask also periods of a month; pandas.to_datetime makes dates of objects)."
    )


def _decoded(data: Frame, column: str) -> Frame:
    """The frame with a column of PyArrow's dictionaries, of its other dates, or of NumPy's odd numbers made plain."""
    native = data.to_native()
    if data.implementation.is_pandas():
        dtype = native.dtypes[column]
        if str(dtype).startswith("dictionary<"):
            return _wrapped(native.assign(**{column: _plain(native[column])}))
        if isinstance(dtype, np.dtype) and (not dtype.isnative or dtype.char in "eg"):
            usual = "float64" if dtype.kind == "f" else dtype.newbyteorder("=")
            return _wrapped(native.astype({column: usual}))
    if not data.implementation.is_pyarrow():
        return data
    import pyarrow as pa

    held = native.schema.field(column).type
    if pa.types.is_dictionary(held):
        plain = native[column].cast(held.value_type)
    elif pa.types.is_date64(held):
        plain = native[column].cast(pa.timestamp("ms"))
    else:
        return data
    return _decoded(_wrapped(native.set_column(native.column_names.index(column), column, plain)), column)


def _ordinals(months: pd.Series, said: str) -> np.ndarray:
    """The months of a pandas column as pandas numbers them; `_MISSING` where missing."""
    read = _times(months, said)
    return periods.month_numbers(read) if isinstance(read, periods.Dates) else read.asi8


def _times(months: pd.Series, said: str) -> pd.PeriodIndex | periods.Dates:
    """The months of a pandas column, or its dates, each of which may be missing."""
    dtype = months.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        return _taken(pd.Series(months.cat.categories), months.cat.codes, said, months)
    if (plain := _plain(months)) is not months:
        return _times(plain, said)
    if dtype == _PERIOD:
        return pd.PeriodIndex(months)
    if dtype.kind == "M":
        return periods.Dates.of(months)
    if pd.api.types.infer_dtype(months) != "string":
        numbers = months.astype("float64") if dtype.kind == "f" else months
        held = months[numbers.notna().to_numpy("bool")]  # NaT among text is to pandas a date
        if not len(held):
            return pd.PeriodIndex([pd.NaT] * len(months), freq=periods.MONTH)
        if pd.api.types.infer_dtype(held) != "string":
            raise _of_no_months(said, dtype)
    codes, distinct = pd.factorize(months)
    return _taken(pd.Series(distinct), codes, said, months)


def _taken(distinct: pd.Series, codes: np.ndarray, said: str, rows: pd.Series) -> pd.PeriodIndex:
    """The months of rows from those of the distinct values among them."""
    of_each = np.append(_ordinals_of_values(distinct, said, rows), _MISSING)
    return pd.PeriodIndex.from_ordinals(of_each.take(codes), freq=periods.MONTH)


def _plain(column: pd.Series) -> pd.Series:
    """A column of PyArrow's text, dates or dictionaries in the types of pandas or what they stand for; others as is."""
    if not isinstance(column.dtype, pd.ArrowDtype):
        return column
    import pyarrow as pa

    held = column.dtype.pyarrow_dtype
    if pa.types.is_dictionary(held):
        values = pd.arrays.ArrowExtensionArray(column.array.__arrow_array__().cast(held.value_type))
        return _plain(pd.Series(values, index=column.index))
    if pa.types.is_date(held):
        return column.astype("datetime64[s]")
    if pa.types.is_timestamp(held):
        unit, zone = held.unit, held.tz
        return column.astype(f"datetime64[{unit}]" if zone is None else pd.DatetimeTZDtype(unit, zone))
    return column.astype("str") if pa.types.is_string(held) or pa.types.is_large_string(held) else column


def _ordinals_of_values(values: pd.Series, said: str, rows: pd.Series) -> np.ndarray:
    """The months of distinct values; an error that counts the rows of those that are none."""
    if values.dtype == _PERIOD or values.dtype.kind == "M":
        return _ordinals(values, said)
    found = [_ordinal(each) for each in values]
    if wrong := {each for each, number in zip(values, found, strict=True) if number is None}:
        held = rows[rows.isin(wrong)]
        if len(held) or not isinstance(rows.dtype, pd.CategoricalDtype):
            raise _no_months(said, held.iloc[0], len(held), len(rows))
    return np.array([_MISSING if each is None else each for each in found], dtype="int64")


def _ordinal(value: object) -> int | None:
    """The month of one text, date or period; none of what is no month."""
    if isinstance(value, str):
        return periods.parse(value).ordinal if re.fullmatch(_A_MONTH, value) else None
    if isinstance(value, pd.Period):
        return value.ordinal if value.freqstr == periods.MONTH else None
    return (value.year - 1970) * 12 + value.month - 1 if isinstance(value, datetime.date) else None


def _month(number: int) -> pd.Period:
    """The month of a number, far beyond what dates of Python hold."""
    return pd.Period(ordinal=int(number), freq=periods.MONTH)


_MISSING = pd.NaT._value
"""The number that pandas has for a month that is missing."""


def _point_key(data: Frame, column: str, points: pd.Index, said: str) -> tuple[nw.Expr, list]:
    """What the points of a column are matched by, and the same of each one held."""
    if _all_missing(data, column):
        return nw.col(column).cast(nw.String), [str(point) for point in points]
    labels, text = all(isinstance(point, str) for point in points), _is_text(data, column)
    if labels and text:
        return _text(data, column), list(points)
    if labels or text or not pd.api.types.is_numeric_dtype(points):
        raise FigureError(
            f"The column {said!r} holds {_held_type(data, column)} and the points of the scale are "
            f"{'text' if labels else 'numbers'}, such as {points.tolist()[0]!r}: bring them to one type."
        )
    if data.implementation.is_pandas():
        return nw.col(column), points.tolist()
    if data.collect_schema()[column] in _WHOLE and (points == points.astype("int64")).all():
        return nw.col(column).cast(nw.Int64), points.astype("int64").tolist()
    return _number(data, column), points.astype("float64").tolist()


_WHOLE = (nw.Int8, nw.Int16, nw.Int32, nw.Int64, nw.UInt8, nw.UInt16, nw.UInt32)
"""Types of whole numbers that each fit the widest of them, by which engines find fastest."""


def _held_type(data: Frame, column: str) -> object:
    """The type of a column, and of its categories in pandas."""
    if not (data.implementation.is_pandas() or data.implementation.is_dask()):
        dtype = data.collect_schema()[column]
        return dtype if dtype != nw.Unknown else _type(data, column)
    dtype = data.to_native().dtypes[column]
    return dtype.categories.dtype if isinstance(dtype, pd.CategoricalDtype) else dtype


def _is_text(data: Frame, column: str) -> bool:
    dtype = data.collect_schema()[column]
    if dtype in (nw.Categorical, nw.Enum) and data.implementation.is_pandas():
        return pd.api.types.is_string_dtype(_held_type(data, column))
    return dtype in (nw.String, nw.Categorical, nw.Enum)


def _text(data: Frame, column: str) -> nw.Expr:
    """A column of text, in the form in which the engine matches it fastest."""
    quick = nw.Categorical if data.implementation.is_pandas() else nw.String
    return nw.col(column).cast(quick)


def _looked_up(data: Frame, column: str, lookup: _Lookup, said: str = "") -> Frame:
    """The frame with the columns of the table, by the month or point in a column (what errors call it)."""
    said = said or column
    if data.implementation.is_dask():
        native = data.to_native()
        meta = _looked_up_in_part(native._meta, column, lookup, said)
        return _wrapped(native.map_partitions(_looked_up_in_part, column, lookup, said, meta=meta))
    if lookup.by_month and data.implementation.is_pandas():
        return _of_its_month(data, column, lookup, said)
    lookup = replace(lookup, table=lookup.table.dropna()) if lookup.by_month else lookup
    plain = _decoded(data, column)
    if isinstance(data, nw.DataFrame) and _all_missing(data, column):
        places = np.array([-1]), np.zeros(len(data), dtype="int64"), 0
        return _gathered(data, lookup, places, np.full(len(data), True))
    find = _month_key if lookup.by_month else _point_key
    key, keys = find(plain, column, lookup.table.index, said)
    if data.implementation.is_polars():
        return _of_polars(data, column, key, keys, lookup, said)
    if isinstance(data, nw.DataFrame):
        number = plain.select(key=key)["key"]
        places, missing = _places(number, keys), plain.select(_blank(plain, column))[column].to_numpy()
        rows, *at = places
        if (rows < 0).any() and (wrong := looked_up(rows < 0, *at) & ~missing).any():
            first = int(np.argmax(wrong))
            asked = _month(number[first]) if _is_date(plain, column) else plain[column][first]
            raise lookup.error(asked, said, int(wrong.sum()), len(data))
        return _gathered(data, lookup, places, missing)
    used = _unused([*data.columns, *lookup.table], "key")
    table = _small(data, {used: keys} | lookup.table.to_dict("list"))
    joined = data.with_columns(key.alias(used)).join(table, on=used, how="left")
    return _guarded(joined.drop(used), column, lookup)


def _of_polars(data: Frame, column: str, key: nw.Expr, keys: list, lookup: _Lookup, said: str) -> Frame:
    """The columns of the table, with an error at the first that is not there; where lazy, some rows at a time.

    Dates are looked up by day, in a table with a row for each: to take months from dates takes longer than all else.
    """
    import polars as pl

    table, given = lookup.table, pl.col(column)
    if _is_date(data, column) and keys == list(range(keys[0], keys[-1] + 1)):
        first = (table.index[0].start_time - pd.Timestamp(0)).days
        table = table.loc[table.index.repeat(table.index.days_in_month)]
        date = given if data.collect_schema()[column] == nw.Date else given.dt.date()
        given = (date.to_physical() - first).reinterpret(
            signed=False
        )  # before the first is far beyond the last

        def found(place: pl.Series) -> list[pl.Series]:
            try:
                return [values.gather(place) for values in worth.values()]
            except pl.exceptions.OutOfBoundsError:
                beyond = place.filter(place >= len(table)).reinterpret(signed=True) + first
                month = np.datetime64(beyond[0], "D").astype("M8[M]").astype("int64")
                raise lookup.error(_month(month), said, len(beyond), len(place)) from None

    else:
        given = given.fill_nan(None) if data.collect_schema()[column].is_float() else given
        places = key.replace_strict(keys, range(len(keys)), default=None, return_dtype=nw.UInt32)

        def found(asked: pl.Series) -> list[pl.Series]:
            rows = nw.from_native(asked.alias(column).to_frame(), eager_only=True)
            place = rows.select(key=places)["key"].to_native()
            if place.null_count() != asked.null_count():
                wrong = asked.filter(place.is_null() & asked.is_not_null())
                raise lookup.error(wrong[0], said, len(wrong), len(asked))
            return [values.gather(place) for values in worth.values()]

    worth = {name: pl.Series(name, values.to_numpy()) for name, values in table.items()}
    native = data.to_native()
    if isinstance(data, nw.DataFrame):
        return nw.from_native(native.with_columns(found(native.select(given).to_series())), eager_only=True)
    if len(worth) == 1:  # without a struct around it, which costs a tenth of the whole
        alone = given.map_batches(lambda asked: found(asked)[0], return_dtype=pl.Float64, is_elementwise=True)
        return nw.from_native(native.with_columns(alone.alias(*worth)))
    used = _unused([*data.columns, *lookup.table], "found")
    each = given.map_batches(
        lambda asked: pl.DataFrame(found(asked)).to_struct(),
        return_dtype=pl.Struct(dict.fromkeys(worth, pl.Float64)),
        is_elementwise=True,
    )
    return nw.from_native(native.with_columns(each.alias(used)).unnest(used))


def _looked_up_in_part(part: pd.DataFrame, column: str, lookup: _Lookup, said: str) -> pd.DataFrame:
    return _looked_up(nw.from_native(part), column, lookup, said).to_native()


def _of_its_month(data: nw.DataFrame, column: str, lookup: _Lookup, said: str) -> nw.DataFrame:
    """The column of the table by the month of each row of pandas, some rows at a time."""
    native = data.to_native()
    months, held = _times(native[column], said), lookup.table.index
    numbers, first, step, rows = periods.numbered(months, held[0], len(held))
    (name,) = lookup.table
    rows, worth = np.append(rows, len(held)), np.append(lookup.table[name].to_numpy(), np.nan)
    of_step, last = worth[rows], len(rows) - 1
    found, used = np.empty(len(numbers)), np.zeros(len(worth), dtype=bool)
    for start in range(0, len(numbers), BLOCK):
        some = slice(start, start + BLOCK)
        place = (numbers[some] // step if step > 1 else numbers[some]) - first
        low, high = place.min(), place.max()
        if low < 0 or high >= last:
            outside = place.view("uint64") >= last
            if (wrong := outside & (numbers[some] != _MISSING)).any():
                every = ((numbers // step - first).view("uint64") >= last) & (numbers != _MISSING)
                raise lookup.error(months[start + int(np.argmax(wrong))], said, int(every.sum()), len(every))
            place[outside] = last
            low, high = place.min(), last
        of_step.take(place, out=found[some], mode="clip")
        if not used[rows[low] : rows[high] + 1].all():
            used[rows[place]] = True
    if (blank := used & np.isnan(worth))[:-1].any():  # a month between others that was never published
        row = int(np.argmax(blank))
        count = int((rows[np.clip(numbers // step - first, -1, last)] == row).sum())
        raise lookup.error(held[row], said, count, len(numbers))
    made = native.assign(**{name: pd.Series(found, index=native.index, copy=False)})
    return nw.from_native(_said(made, native.attrs, lookup.attrs(np.flatnonzero(used[:-1]))), eager_only=True)


def _places(key: nw.Series, keys: list) -> tuple[np.ndarray, np.ndarray, int]:
    """Which row holds the key of each number (-1 for none), the numbers of the data, and the first of them.

    Whole numbers stand for themselves where there are fewer between them than there are data.
    """
    if key.implementation.is_pandas():
        asked, held = key.to_native(), pd.Index(keys)
        if asked.dtype == "int64" and len(asked):
            numbers = asked.to_numpy()
            first, last = int(numbers.min()), int(numbers.max())
            if last - first < len(numbers):
                return held.get_indexer(np.arange(first, last + 1)), numbers, first
        found = held.get_indexer(asked)
    else:
        found = key.replace_strict(keys, range(len(keys)), default=-1, return_dtype=nw.Int64).to_numpy()
    return np.arange(-1, len(keys)), found, -1


def _gathered(
    data: nw.DataFrame, lookup: _Lookup, places: tuple[np.ndarray, np.ndarray, int], missing: np.ndarray
) -> nw.DataFrame:
    """The columns taken from the places; a missing month or point, which has no row, takes NaN."""
    rows, *at = places
    tables = {name: np.append(column.to_numpy(), np.nan)[rows] for name, column in lookup.table.items()}
    values = {name: looked_up(table, *at) for name, table in tables.items()}
    backend = data.implementation
    if backend.is_pandas():
        native = data.to_native()
        columns = {name: pd.Series(each, index=native.index, copy=False) for name, each in values.items()}
        return nw.from_native(native.assign(**columns), eager_only=True)
    made = [nw.new_series(name, each, nw.Float64, backend=backend) for name, each in values.items()]
    if missing.any():
        there = nw.new_series("there", ~missing, nw.Boolean, backend=backend)
        held = [nw.when(there).then(each).alias(each.name) for each in made]
        return data.with_columns(*made).with_columns(*held)
    return data.with_columns(*made)


def _guarded(data: nw.LazyFrame, column: str, lookup: _Lookup) -> nw.LazyFrame:
    """A month or point that found nothing becomes a number only by way of words: the engine's error."""
    first, *_ = lookup.table
    lost = nw.when(nw.col(first).is_null() & ~_blank(data, column)).then(nw.col(column))
    asked = lost.dt.to_string("%Y-%m") if _is_date(data, column) else lost.cast(nw.String)
    before, after = nw.lit(lookup.before), nw.lit(lookup.after)
    if lookup.by_month and _is_text(data, column):
        unread = ~asked.str.contains(_A_MONTH)
        before = nw.when(unread).then(nw.lit(f"{_NO_MONTH}: ")).otherwise(before)
        after = nw.when(unread).then(nw.lit("")).otherwise(after)
    error = nw.concat_str(before, asked, after).cast(nw.Float64)
    return data.with_columns(nw.coalesce(nw.col(name), error).alias(name) for name in lookup.table)


def _is_date(data: Frame, column: str) -> bool:
    return data.collect_schema()[column] in (nw.Date, nw.Datetime)


def _small(data: nw.LazyFrame, columns: dict[str, list]) -> nw.LazyFrame:
    """A small table where the engine's own are: in the connection or session of the frame."""
    native = data.to_native()
    if data.implementation.is_duckdb():
        from duckdb import ConstantExpression, FunctionExpression

        one_row = native.limit(0).aggregate("count(*)")
        lists = [
            FunctionExpression("unnest", ConstantExpression(each)).alias(name)
            for name, each in columns.items()
        ]
        return nw.from_native(one_row.select(*lists))
    import pyarrow as pa
    from pyspark.sql import functions

    table = native.sparkSession.createDataFrame(pa.table(columns))
    return nw.from_native(functions.broadcast(table))


def _grouped(data: Frame, keys: list[str], sums: list[nw.Expr]) -> Frame:
    """One row for each combination of keys, those with a missing one among them; for none, one row."""
    if not keys:
        return data.select(*sums)
    for key in keys if data.implementation.is_pandas() else ():
        data = _decoded(data, key)
    try:
        if len(keys) > 1 and data.implementation.is_pandas():
            return _grouped_by_cell(data, keys, sums)
        return data.group_by(*keys).agg(*sums)
    except (TypeError, NotImplementedError) as error:
        raise ChoiceError(f"Rows cannot be grouped by lists or by other values like them: {error}.") from None


def _grouped_by_cell(data: nw.DataFrame, keys: list[str], sums: list[nw.Expr]) -> nw.DataFrame:
    """The same in pandas, which groups by one whole number in half the time of several keys."""
    native = data.to_native()
    codes, levels = zip(*(pd.factorize(native[key], use_na_sentinel=False) for key in keys), strict=True)
    cell, cells = codes[0], len(levels[0])
    for code, level in zip(codes[1:], levels[1:], strict=True):
        cell, cells = cell * len(level) + code, cells * len(level)
    if cells > np.iinfo("int64").max:
        return data.group_by(*keys).agg(*sums)
    made = nw.from_native(native.assign(cell=cell)).group_by("cell").agg(*sums).to_native()
    places = np.unravel_index(made.pop("cell"), [max(len(level), 1) for level in levels])
    found = {key: level.take(place) for key, level, place in zip(keys, levels, places, strict=True)}
    return nw.from_native(pd.concat([pd.DataFrame(found), made], axis=1))


def _some_rows(made: Frame, two: pd.PeriodIndex) -> None:
    """Refuse months that no row has, where the engine has counted already."""
    if isinstance(made, nw.LazyFrame):
        return
    for name, month in zip(("start", "end"), two, strict=True):
        if not made[f"{name}_rows"].sum():
            raise CoverageError(f"The frame has no value for {month}, so nothing can be compared with it.")


def _sorted(made: Frame, names: list[str]) -> Frame:
    """Rows in the order of some columns, where the engine is not lazy; what has no order (1 and "a") in that of its text."""
    if not names or not isinstance(made, nw.DataFrame):
        return made
    if not made.implementation.is_pandas():
        return made.sort(*names, nulls_last=True)
    native = made.to_native()
    try:
        rows = native.sort_values(names, kind="stable", ignore_index=True)
    except (TypeError, ValueError):
        rows = native.sort_values(names, kind="stable", ignore_index=True, key=_as_text)
    return _wrapped(rows)


def _as_text(values: pd.Series) -> pd.Series:
    return values.map(str, na_action="ignore")
