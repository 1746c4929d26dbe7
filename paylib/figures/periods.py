"""Months, calendar years and financial years, strictly parsed.

A period is a `pandas.Period` of one of three kinds:

========== ============== ===================================== ==========
kind       notation       covers                                frequency
========== ============== ===================================== ==========
month      ``"2004-02"``  one calendar month                    ``M``
year       ``"2004"``     January to December                   ``Y-DEC``
financial  ``"2003/04"``  April to the March after              ``Y-MAR``
========== ============== ===================================== ==========

Kinds never mix: a month is compared with a month, a year with a year.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from paylib.errors import PeriodError
from paylib.figures.inputs import is_many, looked_up

MONTH, YEAR, FINANCIAL = "M", "Y-DEC", "Y-MAR"

KINDS = {MONTH: "month", YEAR: "calendar year", FINANCIAL: "financial year"}

ALLOWED = (
    "Allowed: a month such as '2004-02', a calendar year such as '2004', "
    "or a financial year such as '2003/04'."
)

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_FINANCIAL = re.compile(r"(\d{4})/(\d{2})", re.ASCII)


def parse(period: object) -> pd.Period:
    """Read one period.

    Parameters
    ----------
    period : str, int, datetime.date, numpy.datetime64 or pandas.Period
        ``"2004-02"`` or a date is a month (a date stands for the month it falls in);
        ``"2004"`` or ``2004`` is a calendar year; ``"2003/04"`` is a financial year,
        April to March.

    Returns
    -------
    pandas.Period
        Of frequency ``M``, ``Y-DEC`` or ``Y-MAR``.

    Raises
    ------
    PeriodError
        If it is none of these.

    Examples
    --------
    >>> parse("2004-02"), parse(2004), parse("2003/04")
    (Period('2004-02', 'M'), Period('2004', 'Y-DEC'), Period('2004', 'Y-MAR'))
    >>> parse("2003/05")
    Traceback (most recent call last):
        ...
    paylib.errors.PeriodError: '2003/05' is not a financial year: 2003 is followed by 04, so '2003/04'.
    """
    if isinstance(period, str):
        return _parse_text(period)
    if isinstance(period, pd.Period):
        if period.freqstr in KINDS:
            return period
        raise PeriodError(f"A period of frequency {period.freqstr!r} cannot be used. {ALLOWED}")
    if isinstance(period, datetime.date) and not pd.isna(period):  # also datetime and Timestamp
        return pd.Period(year=period.year, month=period.month, freq=MONTH)
    if isinstance(period, np.datetime64) and not np.isnat(period):
        return pd.Timestamp(period).to_period(MONTH)
    if isinstance(period, int | np.integer) and not isinstance(period, bool):
        return _parse_text(str(period))
    raise PeriodError(f"{period!r} is not a period. {ALLOWED}")


def _parse_text(text: str) -> pd.Period:
    if match := _MONTH.fullmatch(text):
        return pd.Period(year=int(match[1]), month=int(match[2]), freq=MONTH)
    if _YEAR.fullmatch(text) and text >= "1000":
        return pd.Period(year=int(text), freq=YEAR)
    if match := _FINANCIAL.fullmatch(text):
        start = int(match[1])
        if int(match[2]) == (start + 1) % 100:
            return pd.Period(year=start + 1, freq=FINANCIAL)
        after = f"{(start + 1) % 100:02d}"
        raise PeriodError(
            f"{text!r} is not a financial year: {start} is followed by {after}, so '{start}/{after}'."
        )
    raise PeriodError(f"{text!r} is not a period. {ALLOWED}")


def parse_all(values: Iterable[object]) -> pd.PeriodIndex:
    """Read many periods, all of one kind.

    Parameters
    ----------
    values : iterable
        Anything `parse` takes, a `pandas.PeriodIndex`, or a Series or array of periods or
        dates (dates stand for their months).

    Returns
    -------
    pandas.PeriodIndex

    Raises
    ------
    PeriodError
        If one cannot be read (its position is named), or kinds are mixed.

    Examples
    --------
    >>> parse_all(["2003-09", "2004-03"])
    PeriodIndex(['2003-09', '2004-03'], dtype='period[M]')
    """
    if isinstance(values, pd.Series):
        values = values.array
    dtype = getattr(values, "dtype", None)
    if isinstance(dtype, pd.PeriodDtype) or (dtype is not None and dtype.kind == "M"):
        return _from_typed(values)
    codes, distinct = pd.factorize(np.asarray(list(values), dtype=object), use_na_sentinel=False)
    parsed = [_parse_at(value, codes, position) for position, value in enumerate(distinct)]
    if not parsed:
        return pd.PeriodIndex([], freq=MONTH)
    same_kind(*parsed)
    return pd.PeriodIndex(parsed).take(codes)


def _from_typed(values) -> pd.PeriodIndex:
    """Periods or dates that pandas has typed already: no parsing, only checks."""
    missing = pd.isna(values)
    if missing.any():
        raise PeriodError(
            f"{int(missing.sum())} of {len(values)} periods are missing, the first at position "
            f"{int(np.argmax(missing))}. {ALLOWED}"
        )
    if values.dtype.kind == "M":
        dates = pd.DatetimeIndex(values)
        return _months_of(dates if dates.tz is None else dates.tz_localize(None))
    index = pd.PeriodIndex(values)
    if index.freqstr not in KINDS:
        raise PeriodError(f"Periods of frequency {index.freqstr!r} cannot be used. {ALLOWED}")
    return index


def _months_of(dates: pd.DatetimeIndex) -> pd.PeriodIndex:
    """The months of dates; of more dates than there are days between them, by a table of the days."""
    day = int(np.timedelta64(1, "D") // np.timedelta64(1, dates.unit))
    first, last = (dates.asi8.min() // day, dates.asi8.max() // day) if len(dates) else (0, 0)
    if last - first >= len(dates):
        return dates.to_period(MONTH)
    months = np.arange(first, last + 1).astype("M8[D]").astype("M8[M]").astype("int64")
    return pd.PeriodIndex.from_ordinals(looked_up(months, dates.asi8, first, step=day), freq=MONTH)


def _parse_at(value: object, codes: np.ndarray, distinct_position: int) -> pd.Period:
    try:
        return parse(value)
    except PeriodError as error:
        first = int(np.argmax(codes == distinct_position))
        raise PeriodError(f"At position {first}: {error}") from None


def months(values: object) -> pd.PeriodIndex:
    """Read months only, one or many.

    Parameters
    ----------
    values : period, or iterable of periods
        As in `parse` and `parse_all`.

    Returns
    -------
    pandas.PeriodIndex

    Raises
    ------
    PeriodError
        If one cannot be read or is not a month.

    Examples
    --------
    >>> months("2003/04")
    Traceback (most recent call last):
        ...
    paylib.errors.PeriodError: A month is needed here, such as '2004-02'; 2003/04 is a financial year.
    """
    index = parse_all(values) if is_many(values) else pd.PeriodIndex([parse(values)])
    if index.freqstr != MONTH:
        raise PeriodError(f"A month is needed here, such as '2004-02'; {label(index[0])} is a {kind(index)}.")
    return index


def kind(period: pd.Period | pd.PeriodIndex) -> str:
    """The kind of a period in words: month, calendar year or financial year.

    Examples
    --------
    >>> kind(parse("2003/04"))
    'financial year'
    """
    return KINDS[period.freqstr]


def same_kind(*periods: pd.Period | pd.PeriodIndex) -> str:
    """The one kind that all the periods have.

    Returns
    -------
    str
        The frequency: ``M``, ``Y-DEC`` or ``Y-MAR``.

    Raises
    ------
    PeriodError
        If they are of different kinds.

    Examples
    --------
    >>> same_kind(parse("2004-02"), parse("2003/04"))
    Traceback (most recent call last):
        ...
    paylib.errors.PeriodError: A month (2004-02) and a financial year (2003/04) cannot be put together: \
compare month with month, calendar year with calendar year, financial year with financial year.
    """
    first = periods[0]
    for other in periods[1:]:
        if other.freqstr != first.freqstr:
            raise PeriodError(
                f"A {kind(first)} ({_example(first)}) and a {kind(other)} ({_example(other)}) cannot be put "
                "together: compare month with month, calendar year with calendar year, financial year "
                "with financial year."
            )
    return first.freqstr


def _example(period: pd.Period | pd.PeriodIndex) -> str:
    return label(period if isinstance(period, pd.Period) else period[0])


def label(period: pd.Period) -> str:
    """A period in paylib's notation; `parse` reads it back.

    Examples
    --------
    >>> label(parse("2003/04")), label(parse(2004)), label(parse("2004-02"))
    ('2003/04', '2004', '2004-02')
    """
    if period.freqstr == FINANCIAL:
        return f"{period.year - 1}/{period.year % 100:02d}"
    return f"{period.year}-{period.month:02d}" if period.freqstr == MONTH else f"{period.year}"


def words(period: pd.Period) -> str:
    """A period as it is said in a sentence.

    Examples
    --------
    >>> words(parse("2004-02")), words(parse("2003/04"))
    ('February 2004', '2003/04')
    """
    return period.strftime("%B %Y") if period.freqstr == MONTH else label(period)
