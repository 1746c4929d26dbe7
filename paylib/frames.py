"""Pay in large frames: uprating, offers, their cost and real change, on the engine that holds the data.

Written once, with narwhals, for pandas, Polars (eager and lazy), PyArrow, DuckDB relations, Dask and
PySpark frames. A frame of one kind goes in and one of the same kind comes out, with its rows as they
were (DuckDB and Spark have no order of rows: sort the result by a column of yours). What is lazy
stays lazy: nothing is read or computed until you ask the engine for it.

A month or a point that is missing gives a missing result. One that is there and is not held is an
error, never a missing result: at once from pandas, eager Polars and PyArrow (`CoverageError` or
`FigureError`); when the result is computed from the others, by the engine's own error, whose text
holds the same message. Dask raises the typed error itself; lazy Polars, DuckDB and Spark say that
they cannot convert the text ``No CPI for 1987-01: …`` to a number.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import narwhals as nw
import numpy as np
import pandas as pd

from paylib import offers, prices, takehome
from paylib.errors import ChoiceError, CoverageError, FigureError, PaylibError, PeriodError, unknown
from paylib.figures import periods
from paylib.figures.inputs import checked
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

_KEY, _CELL = "__paylib_key", "__paylib_cell"
_PERIOD = pd.PeriodDtype(periods.MONTH)

Frame = nw.DataFrame | nw.LazyFrame


def uprate(frame, value: str, start: str, *, to: object, by: str, into: str | None = None):
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

    Returns
    -------
    frame
        Of the same kind, with one more column. Where the value or the month is missing, so is the
        result; a value that is not a number (NaN) stays one. The ``attrs`` of a pandas frame carry
        ``sources`` and ``usage_warnings`` of the months used.

    Raises
    ------
    ChoiceError
        If a column or the deflator is not there, or the new column is there already.
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
    """
    into = into or f"real_{by}_{value}"
    data = _read(frame, value, start, adds=[into])
    made = _looked_up(data, start, _of_months(by, to, into))
    return made.with_columns((_number(data, value) * nw.col(into)).alias(into)).to_native()


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
    made, wanted = offers.apply(offer, scale), list(columns)
    for name in wanted:
        if name not in made:
            raise ChoiceError(unknown("column of paylib.offers.apply", name, made))
    data = _read(frame, point, adds=wanted)
    return _looked_up(data, point, _of_points(made[wanted])).to_native()


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
    data = _read(frame, point, *names, *([staff] if staff else []))
    _free(names, results)
    cells = _cells(data, names, point, staff)
    cells = _looked_up(cells, point, _of_points(each)).with_columns(
        nw.col(name) * nw.col("staff_fte") for name in each
    )
    sums = [nw.col(name).sum() for name in ("staff_fte", *each, "rows_left_out")]
    bill = _grouped(cells, names, sums).with_columns(
        nw.col("staff_fte", *each).fill_null(0.0), nw.col("rows_left_out").cast(nw.Int64)
    )
    rise = (nw.col("after_gbp") - nw.col("before_gbp")).alias("cost_gbp")
    bill = bill.with_columns(rise).with_columns(_pct("cost_gbp", "before_gbp").alias("cost_pct"))
    order = [*names, "staff_fte", *each, "cost_gbp", "cost_pct", "rows_left_out"]
    return _sorted(bill.select(order), names).to_native()


def real_change(
    frame, value: str, period: str, start: object, end: object, *, groups: str | Iterable[str] = (), by: str
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
    _free(names, ["start_rows", "end_rows", "start_mean", "end_mean", "growth_pct", real])
    key, keys = _month_key(data, period, two)
    money = _known(data, value)
    ends = dict(zip(("start", "end"), keys, strict=True))
    data = data.with_columns(key.alias(_KEY)).with_columns(
        nw.when(nw.col(_KEY) == each).then(money).alias(f"{_KEY}_{name}") for name, each in ends.items()
    )
    made = _grouped(
        data,
        names,
        [
            *(nw.col(f"{_KEY}_{name}").count().alias(f"{name}_rows") for name in ends),
            *(nw.col(f"{_KEY}_{name}").mean().alias(f"{name}_mean") for name in ends),
        ],
    )
    _some_rows(made, two)
    kept = _pct("end_mean", "start_mean")
    made = made.with_columns((kept - 100).alias("growth_pct"), (kept * float(first / last) - 100).alias(real))
    native = _sorted(made, names).to_native()
    return _said(native, frame.attrs, _of_prices(by, two)) if isinstance(native, pd.DataFrame) else native


def _cells(data: Frame, groups: list[str], point: str, staff: str | None) -> Frame:
    """Staff by group and point: ``staff_fte``, and ``rows_left_out`` for want of a point or of staff."""
    sums = [nw.len().alias("rows")]
    if staff is not None:
        data = data.with_columns(_known(data, staff).alias(_KEY))
        sums += [nw.col(_KEY).count().alias("counted"), nw.col(_KEY).sum().alias("staff_fte")]
    cells = _grouped(data, list(dict.fromkeys([*groups, point])), sums)
    if staff is None:
        cells = cells.with_columns(counted=nw.col("rows"), staff_fte=nw.col("rows"))
    placed = ~nw.col(point).is_null()
    return cells.with_columns(
        staff_fte=nw.when(placed).then(nw.col("staff_fte").cast(nw.Float64)).otherwise(nw.lit(0.0)),
        rows_left_out=nw.col("rows") - nw.when(placed).then(nw.col("counted")).otherwise(nw.lit(0)),
    )


def _per_head(offer, scale, tax_year, pension_pct, contracted_out, year_start, full_year) -> pd.DataFrame:
    """What a full-timer at each point costs over the year: the parts of `paylib.offers.cost`, added up."""
    made = offers.apply(offer, scale, year_start=year_start)
    pension = checked(pension_pct, "pension_pct", at_least=0) / 100
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

    def error(self, asked: object) -> PaylibError:
        """The error for a month or point that is not there."""
        if self.by_month:
            return CoverageError(f"{self.before}{periods.months(asked)[0]}{self.after}")
        return FigureError(f"{self.before}{asked}{self.after}")


def _of_months(by: str, to: object, into: str) -> _Lookup:
    """What money of each month is multiplied by, as a column of the name said."""
    levels, end = prices.index(by), periods.months(periods.parse(to))
    return _Lookup(
        (prices.level(by, end)[0] / levels).to_frame(into),
        f"No {levels.attrs['title']} for ",
        f": it is held from {levels.index[0]} to {levels.index[-1]}.",
        lambda used: _of_prices(by, levels.index[used].append(end)),
    )


def _of_prices(by: str, months: pd.PeriodIndex) -> dict:
    return dict(zip(("sources", "usage_warnings"), prices.credits(by, months), strict=True))


def _said(native: pd.DataFrame, before: dict, more: dict) -> pd.DataFrame:
    """A pandas frame with what it said of itself before, and more sources and warnings."""
    native.attrs = before | {key: merged([before.get(key, ()), names]) for key, names in more.items()}
    return native


def _of_points(table: pd.DataFrame) -> _Lookup:
    held = ", ".join(map(str, table.index))
    return _Lookup(table, "The frame has point ", f", which the scale does not have: {held}.")


def _read(frame: object, *columns: str, adds: Iterable[str] = ()) -> Frame:
    """The frame for narwhals: of an engine known, with the columns named and without the new ones."""
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
    _free(there, adds)
    if data.implementation.is_pyspark():
        _strict(data.to_native())
    return data


def _wrapped(frame: object) -> Frame:
    with warnings.catch_warnings():  # that Dask will need a package more, which there is not yet
        warnings.filterwarnings("ignore", "Dask support is moving", FutureWarning)
        return nw.from_native(frame, pass_through=True)


def _free(there: Iterable[str], adds: Iterable[str]) -> None:
    for name in adds:
        if name in there:
            raise ChoiceError(f"There is a column {name!r} already, which the result adds: rename it first.")


def _strict(frame) -> None:
    """Refuse a Spark session that turns a failed conversion into a missing value."""
    if frame.sparkSession.conf.get("spark.sql.ansi.enabled") != "true":
        raise FigureError(
            "This Spark session turns errors into missing values, so an unknown month or point would not be "
            "seen. Turn its ANSI mode on: spark.conf.set('spark.sql.ansi.enabled', True)."
        )


def _names(groups: str | Iterable[str]) -> list[str]:
    return [groups] if isinstance(groups, str) else list(groups)


def _number(data: Frame, column: str) -> nw.Expr:
    """A column of numbers, as floats."""
    dtype = data.collect_schema()[column]
    if not dtype.is_numeric():
        raise FigureError(f"The column {column!r} holds {dtype}, not numbers.")
    return nw.col(column) if dtype == nw.Float64 else nw.col(column).cast(nw.Float64)


def _known(data: Frame, column: str) -> nw.Expr:
    """A column of numbers, missing where it is NaN (which pandas does not tell apart)."""
    number = _number(data, column)
    if data.implementation.is_pandas() or data.implementation.is_dask():
        return number
    return nw.when(~number.is_nan()).then(number)


def _pct(part: str, whole: str) -> nw.Expr:
    """Per cent of a whole; missing where that is not above zero."""
    return nw.when(nw.col(whole) > 0).then(nw.col(part) / nw.col(whole) * 100)


def _key(data: Frame, column: str, index: pd.Index) -> tuple[nw.Expr | nw.Series, list]:
    """What the months or points of a column are matched by, and the same of each one held."""
    return (_month_key if isinstance(index, pd.PeriodIndex) else _point_key)(data, column, index)


def _month_key(data: Frame, column: str, months: pd.PeriodIndex) -> tuple[nw.Expr | nw.Series, list]:
    held = _held_type(data, column)
    if data.implementation.is_pandas() and (held == _PERIOD or held.kind == "M"):
        return _ordinals(data.to_native()[column]), months.asi8.tolist()
    if _is_date(data, column) or held == _PERIOD:
        date = nw.col(column).dt
        return (date.year() - 1970) * 12 + date.month() - 1, months.asi8.tolist()
    if _is_text(data, column):
        return _text(data, column), months.astype(str).tolist()
    raise PeriodError(
        f"The column {column!r} holds {held}, which is no month. Give text such as '2004-02', dates or "
        "datetimes (in pandas and Dask also periods of a month; pandas.to_datetime makes dates of objects)."
    )


def _ordinals(months: pd.Series) -> nw.Series:
    """The months of pandas' periods or datetimes as pandas numbers them; far from any where missing."""
    typed = (
        months.array if months.dtype == _PERIOD else pd.DatetimeIndex(months).tz_localize(None).to_period("M")
    )
    return nw.new_series(_KEY, typed.asi8, backend="pandas")


def _point_key(data: Frame, column: str, points: pd.Index) -> tuple[nw.Expr, list]:
    labels, text = all(isinstance(point, str) for point in points), _is_text(data, column)
    if labels and text:
        return _text(data, column), list(points)
    if labels or text or not pd.api.types.is_numeric_dtype(points):
        raise FigureError(
            f"The column {column!r} holds {_held_type(data, column)} and the points of the scale are "
            f"{'text' if labels else 'numbers'}, such as {points.tolist()[0]!r}: bring them to one type."
        )
    if data.implementation.is_pandas():
        return nw.col(column), points.tolist()
    return _number(data, column), points.astype("float64").tolist()


def _held_type(data: Frame, column: str) -> object:
    """The type of a column, and of its categories in pandas."""
    if not (data.implementation.is_pandas() or data.implementation.is_dask()):
        return data.collect_schema()[column]
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


def _looked_up(data: Frame, column: str, lookup: _Lookup) -> Frame:
    """The frame with the columns of the table, by the month or point in a column."""
    if data.implementation.is_dask():
        native = data.to_native()
        meta = _looked_up_in_part(native._meta, column, lookup)
        return _wrapped(native.map_partitions(_looked_up_in_part, column, lookup, meta=meta))
    key, keys = _key(data, column, lookup.table.index)
    if isinstance(data, nw.DataFrame):
        asked = data.select(key.alias(_KEY))[_KEY] if isinstance(key, nw.Expr) else key
        return _gathered(data, column, lookup, asked, keys)
    if data.implementation.is_polars():
        found = {
            name: key.replace_strict(keys, lookup.table[name].tolist(), default=None) for name in lookup.table
        }
        return _guarded(data.with_columns(**found), column, lookup)
    table = _small(data, {_KEY: keys} | lookup.table.to_dict("list"))
    return _guarded(
        data.with_columns(key.alias(_KEY)).join(table, on=_KEY, how="left").drop(_KEY), column, lookup
    )


def _looked_up_in_part(part: pd.DataFrame, column: str, lookup: _Lookup) -> pd.DataFrame:
    return _looked_up(nw.from_native(part), column, lookup).to_native()


def _gathered(data: nw.DataFrame, column: str, lookup: _Lookup, key: nw.Series, keys: list) -> nw.DataFrame:
    """The columns taken by position; a missing month or point takes the NaN at the end of each."""
    if data.implementation.is_pandas():
        position = pd.Index(keys).get_indexer(key.to_native())
    else:
        position = key.replace_strict(keys, range(len(keys)), default=-1, return_dtype=nw.Int64).to_numpy()
    lost = position < 0  # where it is missing, or not held
    if lost.any() and (wrong := lost & ~data[column].is_null().to_numpy()).any():
        raise lookup.error(data[column][int(np.argmax(wrong))])
    values = {name: np.append(lookup.table[name].to_numpy(), np.nan).take(position) for name in lookup.table}
    backend = data.implementation
    if backend.is_pandas():
        native = data.to_native()
        columns = {name: pd.Series(each, index=native.index, copy=False) for name, each in values.items()}
        used = np.zeros(len(keys) + 1, dtype=bool)
        used[position] = True  # a missing one falls on the last, which is no key
        attrs = lookup.attrs(np.flatnonzero(used[:-1]))
        return nw.from_native(_said(native.assign(**columns), native.attrs, attrs), eager_only=True)
    made = data.with_columns(
        nw.new_series(name, each, nw.Float64, backend=backend) for name, each in values.items()
    )
    if not lost.any():
        return made
    return made.with_columns(
        nw.when(~nw.col(column).is_null()).then(nw.col(name)).alias(name) for name in values
    )


def _guarded(data: nw.LazyFrame, column: str, lookup: _Lookup) -> nw.LazyFrame:
    """A month or point that found nothing becomes a number only by way of words: the engine's error."""
    first, *_ = lookup.table
    lost = nw.when(nw.col(first).is_null()).then(nw.col(column))
    asked = lost.dt.to_string("%Y-%m") if _is_date(data, column) else lost.cast(nw.String)
    error = nw.concat_str(nw.lit(lookup.before), asked, nw.lit(lookup.after)).cast(nw.Float64)
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
    from pyspark.sql import functions

    rows = list(zip(*columns.values(), strict=True))
    return nw.from_native(functions.broadcast(native.sparkSession.createDataFrame(rows, list(columns))))


def _grouped(data: Frame, keys: list[str], sums: list[nw.Expr]) -> Frame:
    """One row for each combination of keys, those with a missing one among them; for none, one row."""
    if not keys:
        return data.select(*sums)
    if len(keys) > 1 and data.implementation.is_pandas():
        return _grouped_by_cell(data, keys, sums)
    return data.group_by(*keys).agg(*sums)


def _grouped_by_cell(data: nw.DataFrame, keys: list[str], sums: list[nw.Expr]) -> nw.DataFrame:
    """The same in pandas, which groups by one whole number in half the time of several keys."""
    native = data.to_native()
    codes, levels = zip(*(pd.factorize(native[key], use_na_sentinel=False) for key in keys), strict=True)
    cell, cells = codes[0], len(levels[0])
    for code, level in zip(codes[1:], levels[1:], strict=True):
        cell, cells = cell * len(level) + code, cells * len(level)
    if cells > np.iinfo("int64").max:
        return data.group_by(*keys).agg(*sums)
    made = nw.from_native(native.assign(**{_CELL: cell})).group_by(_CELL).agg(*sums).to_native()
    places = np.unravel_index(made.pop(_CELL), [max(len(level), 1) for level in levels])
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
    return made.sort(*names, nulls_last=True) if names and isinstance(made, nw.DataFrame) else made
