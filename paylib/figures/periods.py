"""Months, quarters, calendar years, financial years and pay years, strictly parsed.

A period is a `pandas.Period` of one of these kinds:

============== ================================== ==================================== ============
kind           notation                           covers                               frequency
============== ================================== ==================================== ============
month          ``"2004-02"``                      one calendar month                   ``M``
quarter        ``"2004-Q1"``                      three calendar months                ``Q-DEC``
calendar year  ``"2004"``                         January to December                  ``Y-DEC``
financial year ``"2003/04"``                      April to the March after             ``Y-MAR``
pay year       ``"pay year from September 2003"`` twelve months from the one named     ``Y-AUG`` …
============== ================================== ==================================== ============

Kinds never mix: a month is compared with a month, a year with a year. Months and quarters are read as
people write them (``"Sep 2003"``, ``"2003 SEP"``, ``"2003-09-01"``, ``"2003Q3"``). ``"2003-04"`` is April
2003, and the financial year to others: where every period of a call could be either, we ask.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from paylib.errors import PeriodError
from paylib.figures.inputs import as_given, is_many, is_several, looked_up, unmasked

MONTH, QUARTER, YEAR, FINANCIAL = "M", "Q-DEC", "Y-DEC", "Y-MAR"

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")

KINDS = {f"Y-{month}": "pay year" for month in _MONTHS} | {
    MONTH: "month",
    QUARTER: "quarter",
    YEAR: "calendar year",
    FINANCIAL: "financial year",
}

ALLOWED = (
    "Allowed: a month such as '2004-02' or 'Feb 2004', a quarter such as '2004-Q1', a calendar year such as '2004', "
    "a financial year such as '2003/04', or 'pay year from September 2003'."
)

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_FINANCIAL = re.compile(r"(\d{4})/(\d{2})", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?", re.ASCII)
_QUARTER = re.compile(r"(\d{4})[ -]?Q([1-4])|Q([1-4])[ -](\d{4})", re.ASCII | re.IGNORECASE)
_NAMED = re.compile(r"([A-Za-z]{3,9})\.?[ -](\d{4})|(\d{4})[ -]([A-Za-z]{3,9})", re.ASCII)
_PAY_YEAR = re.compile(r"(?:the )?pay year from (.+)", re.ASCII | re.IGNORECASE)
_TWO_YEARS = re.compile(r"(\d{2}(\d{2}))-(\d{2})", re.ASCII)
_NAMES = {
    name: number
    for number, (short, long) in enumerate(zip(calendar.month_abbr, calendar.month_name, strict=True))
    for name in (short.upper(), long.upper())
    if number
} | {"SEPT": 9}


def parse(period: object) -> pd.Period:
    """Read one period.

    Parameters
    ----------
    period : str, int, datetime.date, numpy.datetime64, pandas.Period or Finding
        ``"2004-02"``, ``"Feb 2004"`` or a date is a month (a date stands for the month it falls
        in); ``"2004-Q1"`` is a quarter; ``"2004"`` or ``2004`` is a calendar year; ``"2003/04"``
        is a financial year, April to March; ``"pay year from September 2003"`` is what it says. A
        finding that is a period or a date stands for it.

    Returns
    -------
    pandas.Period
        Of a frequency of `KINDS`.

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
    if isinstance(period, np.datetime64) and not np.isnat(period) and np.datetime_data(period)[0] != "Y":
        return pd.Timestamp(period).to_period(MONTH)
    if isinstance(period, int | np.integer) and not isinstance(period, bool):
        return _parse_text(str(period))
    if isinstance(held := getattr(period, "value", None), pd.Period | str):
        return parse(held)
    raise PeriodError(f"{as_given(period)} is not a period. {ALLOWED}")


def _parse_text(text: str) -> pd.Period:
    if match := _MONTH.fullmatch(text):
        return pd.Period(year=int(match[1]), month=int(match[2]), freq=MONTH)
    if _YEAR.fullmatch(text) and text >= "1000":
        return pd.Period(year=int(text), freq=YEAR)
    if match := _FINANCIAL.fullmatch(text):
        return _financial(text, int(match[1]), int(match[2]))
    if match := _QUARTER.fullmatch(text):
        return pd.Period(year=int(match[1] or match[4]), quarter=int(match[2] or match[3]), freq=QUARTER)
    if (match := _NAMED.fullmatch(text)) and (name := (match[1] or match[4]).upper()) in _NAMES:
        return pd.Period(year=int(match[2] or match[3]), month=_NAMES[name], freq=MONTH)
    if _DAY.fullmatch(text):
        return _month_of_day(text)
    if match := _PAY_YEAR.fullmatch(text):
        return _pay_year(match[1])
    raise PeriodError(f"{text!r} is not a period.{_years_meant(text)} {ALLOWED}")


def _financial(text: str, start: int, end: int) -> pd.Period:
    if end == (start + 1) % 100:
        return pd.Period(year=start + 1, freq=FINANCIAL)
    after = f"{(start + 1) % 100:02d}"
    raise PeriodError(
        f"{text!r} is not a financial year: {start} is followed by {after}, so '{start}/{after}'."
    )


def _month_of_day(text: str) -> pd.Period:
    try:
        day = datetime.datetime.fromisoformat(text)
    except ValueError:
        raise PeriodError(f"{text!r} is not a day there is. {ALLOWED}") from None
    return pd.Period(year=day.year, month=day.month, freq=MONTH)


def _pay_year(month: str) -> pd.Period:
    first = parse(month)
    if first.freqstr != MONTH:
        raise PeriodError(
            f"A pay year starts in a month, such as September 2003; {month!r} is a {kind(first)}."
        )
    return (first + 11).asfreq(f"Y-{_MONTHS[(first + 11).month - 1]}")


def _years_meant(text: str) -> str:
    """A hint for "2012-13", which can only be two years."""
    match = _TWO_YEARS.fullmatch(text)
    return f" Is it the financial year '{match[1]}/{match[3]}'?" if match and _doubtful(text) else ""


def _doubtful(value: object) -> bool:
    """Whether a text may be a month and may be a financial year: 2003-04, but not 2003-09."""
    match = _TWO_YEARS.fullmatch(value) if isinstance(value, str) else None
    return match is not None and int(match[3]) == (int(match[2]) + 1) % 100


def refuse_doubtful(*given: object) -> None:
    """Ask what is meant where each of two or more periods may be a month and may be a financial year.

    Parameters
    ----------
    *given : periods, or arrays or Series of periods
        All that a call compares, as they were given.

    Raises
    ------
    PeriodError
        With both spellings. One such period alone is a month, and so is any beside another form.

    Examples
    --------
    >>> refuse_doubtful("2003-04"), refuse_doubtful("2003-04", "2003-09")
    (None, None)
    >>> refuse_doubtful("2003-04", "2010-11")
    Traceback (most recent call last):
        ...
    paylib.errors.PeriodError: '2003-04' and '2010-11' may be months or financial years. For the months write \
'April 2003' and 'November 2010'; for the years '2003/04' and '2010/11'.
    """
    texts: list[str] = []
    for each in given:
        values = each if is_many(each) else (each,)
        if not _doubtful(_first(values)):
            return
        distinct = list(dict.fromkeys(values))
        if not all(map(_doubtful, distinct)):
            return
        texts += distinct
    texts = list(dict.fromkeys(texts))
    if len(texts) < 2:
        return
    first, last = texts[0], texts[-1]
    raise PeriodError(
        f"{first!r} and {last!r} may be months or financial years. For the months write "
        f"{_in_words(first)!r} and {_in_words(last)!r}; for the years {first.replace('-', '/')!r} and "
        f"{last.replace('-', '/')!r}."
    )


def _first(values: object) -> object:
    """The first of many, without a look at the others; none of none."""
    values = values.array if isinstance(values, pd.Series) else values
    return values[0] if len(values) else None


def _in_words(text: str) -> str:
    return words(parse(text)) if _MONTH.fullmatch(text) else text.replace("-", "/")


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
    read = times(values)
    return read.months() if isinstance(read, Dates) else read


def times(values: Iterable[object]) -> pd.PeriodIndex | Dates:
    """Read many periods as `parse_all` does, but leave dates as they are, which many are looked up by faster.

    Parameters
    ----------
    values : iterable

    Returns
    -------
    pandas.PeriodIndex or Dates

    Examples
    --------
    >>> times(pd.to_datetime(["2003-09-30"]))[0]
    Period('2003-09', 'M')
    """
    if not is_several(values):
        raise PeriodError(
            f"Many periods are needed here, in a list or a column, and {values!r} is one value."
        )
    if isinstance(values, pd.Series):
        values = values.array
    values = unmasked(values)
    dtype = getattr(values, "dtype", None)
    if isinstance(dtype, pd.PeriodDtype) or getattr(dtype, "kind", None) == "M":
        return _from_typed(values)
    listed = list(values)
    try:
        codes, distinct = pd.factorize(np.asarray(listed, dtype=object), use_na_sentinel=False)
    except (TypeError, ValueError, ArithmeticError):  # lists among them, or a Decimal that signals
        raise PeriodError(_no_column(listed)) from None
    parsed = [_parse_at(value, codes, position) for position, value in enumerate(distinct)]
    if not parsed:
        return pd.PeriodIndex([], freq=MONTH)
    same_kind(*parsed)
    return pd.PeriodIndex(parsed).take(codes)


def _no_column(listed: list) -> str:
    """What is said of values that are not one period each: the first that is none."""
    places = (place for place, each in enumerate(listed) if is_many(each) or not isinstance(each, Hashable))
    place = next(places, 0)
    value = tuple(listed[place]) if is_many(listed[place]) else listed[place]
    return f"At position {place}: {value!r} is not a period; one column of them is needed. {ALLOWED}"


@dataclass(frozen=True)
class Dates:
    """Dates that stand for their months, without a time zone: with what is asked here of a `pandas.PeriodIndex`.

    Examples
    --------
    >>> dates = Dates.of(pd.to_datetime(["2003-09-30", "2004-02-29"]))
    >>> len(dates), dates[1], dates.freqstr
    (2, Period('2004-02', 'M'), 'M')
    """

    values: np.ndarray
    freqstr = MONTH

    @classmethod
    def of(cls, values: object) -> Dates:
        """Dates that pandas has typed; the wall clock's, where they are of a place."""
        dates = pd.DatetimeIndex(values, copy=False)
        return cls((dates if dates.tz is None else dates.tz_localize(None)).values)

    @property
    def ticks(self) -> np.ndarray:
        """What pandas counts, since 1970."""
        return self.values.view("int64")

    @property
    def a_day(self) -> int:
        """How many ticks make a day."""
        return int(np.timedelta64(1, "D") // np.timedelta64(1, np.datetime_data(self.values.dtype)[0]))

    def months(self) -> pd.PeriodIndex:
        """The months, which may be missing."""
        return pd.PeriodIndex.from_ordinals(month_numbers(self), freq=MONTH)

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, place: int) -> pd.Period:
        return pd.Period(self.values[place], freq=MONTH)


def numbered(
    asked: pd.PeriodIndex | Dates, first: pd.Period, count: int
) -> tuple[np.ndarray, int, int, np.ndarray]:
    """How periods or dates are found, by their numbers, in a table with a row for each of some periods.

    Parameters
    ----------
    asked : pandas.PeriodIndex or Dates
    first : pandas.Period
        Of the table's first row.
    count : int
        How many rows it has.

    Returns
    -------
    tuple
        The numbers; that of the first period or, of dates, its first day; how many numbers make one step of
        the table (of dates, the ticks of a day); and for each step, which row of the table is its own.

    Examples
    --------
    >>> numbers, day, step, rows = numbered(times(pd.to_datetime(["2004-03-01"])), parse("2004-02"), 2)
    >>> rows[numbers // step - day].tolist(), len(rows)
    ([1], 60)
    """
    rows = np.arange(count)
    if not isinstance(asked, Dates):
        return asked.asi8, first.ordinal, 1, rows
    days = pd.period_range(first, periods=count).days_in_month
    return asked.ticks, (first.start_time - pd.Timestamp(0)).days, asked.a_day, rows.repeat(days)


def _from_typed(values) -> pd.PeriodIndex | Dates:
    """Periods or dates that pandas has typed already: no parsing, only checks."""
    dates = values.dtype.kind == "M"
    read = Dates.of(values) if dates else pd.PeriodIndex(values)
    numbers = read.ticks if dates else read.asi8
    if len(numbers) and numbers.min() == pd.NaT._value:
        missing = pd.isna(values)
        raise PeriodError(
            f"{int(missing.sum())} of {len(values)} periods are missing, the first at position "
            f"{int(np.argmax(missing))}. {ALLOWED}"
        )
    if not dates and read.freqstr not in KINDS:
        raise PeriodError(f"Periods of frequency {read.freqstr!r} cannot be used. {ALLOWED}")
    return read


def month_numbers(dates: Dates) -> np.ndarray:
    """The months of dates, as pandas numbers them; of many dates by a table of the days between them.

    Parameters
    ----------
    dates : Dates

    Returns
    -------
    numpy.ndarray of int64
        Where a date is missing, the number that pandas has for that.

    Examples
    --------
    >>> month_numbers(Dates.of(pd.to_datetime(["1970-02-28", "1970-03-01"]))).tolist()
    [1, 2]
    """
    ticks, day, missing = dates.ticks, dates.a_day, pd.NaT._value
    hasnans = len(ticks) > 0 and ticks.min() == missing
    held = ticks[ticks != missing] if hasnans else ticks
    first, last = (held.min() // day, held.max() // day) if len(held) else (0, 0)
    if last - first >= len(ticks):
        return dates.values.astype("M8[M]").astype("int64")
    months = np.arange(first, last + 1).astype("M8[D]").astype("M8[M]").astype("int64")
    if not hasnans:
        return looked_up(months, ticks, first, step=day)
    days = np.where(ticks == missing, (last + 1) * day, ticks)
    return looked_up(np.append(months, missing), days, first, step=day)


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


def month(period: object) -> pd.Period:
    """Read one period that must be a month: a year of months can follow it.

    Parameters
    ----------
    period : period
        As in `parse`.

    Returns
    -------
    pandas.Period

    Raises
    ------
    PeriodError
        If it cannot be read or is not a month.

    Examples
    --------
    >>> month("Sep 2003") + 11
    Period('2004-08', 'M')
    """
    return months(parse(period))[0]


def in_order(*given: object, kind: str = "month") -> tuple[pd.Period, ...]:
    """Read periods of a kind, each after the one before, such as the ends of a span.

    Parameters
    ----------
    *given : period
        As in `parse`.
    kind : str
        One of the kinds of `kind`, such as ``"calendar year"``.

    Returns
    -------
    tuple of pandas.Period

    Raises
    ------
    PeriodError
        If one cannot be read, is of another kind or does not come after the one before.

    Examples
    --------
    >>> in_order("2004-01", "2003-01")
    Traceback (most recent call last):
        ...
    paylib.errors.PeriodError: 2003-01 does not come after 2004-01: a span runs from the earlier to the later, so give the \
earlier first.
    """
    example = {KINDS[freq]: each for freq, each in _EXAMPLES.items()}[kind]
    found = tuple(map(parse, given))
    for each in found:
        if KINDS[each.freqstr] != kind:
            raise PeriodError(
                f"A {kind} is needed here, such as {example!r}; {label(each)} is a {KINDS[each.freqstr]}."
            )
    for first, second in pairwise(found):
        if second <= first:
            raise PeriodError(
                f"{label(second)} does not come after {label(first)}: a span runs from the earlier to the later, so give the "
                "earlier first."
            )
    return found


_EXAMPLES = {MONTH: "2004-02", YEAR: "2004", FINANCIAL: "2003/04", QUARTER: "2004-Q1"}
"""A period of each kind, as it is written."""


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
    if isinstance(period, pd.Period):
        return label(period)
    return label(period[0]) if len(period) else "none given"


def label(period: pd.Period) -> str:
    """A period in paylib's notation; `parse` reads it back.

    Examples
    --------
    >>> label(parse("2003/04")), label(parse(2004)), label(parse("2004-02"))
    ('2003/04', '2004', '2004-02')
    """
    period = period if isinstance(period, pd.Period) else parse(period)
    match period.freqstr:
        case "Y-MAR":
            return f"{period.year - 1}/{period.year % 100:02d}"
        case "M":
            return f"{period.year}-{period.month:02d}"
        case "Y-DEC":
            return f"{period.year}"
        case "Q-DEC":
            return f"{period.year}-Q{period.quarter}"
    return f"pay year from {_first_month(period)}"


def not_held(asked: pd.Period, held: pd.PeriodIndex, where: str = "the table") -> str:
    """Where a period stands that is not among those held: in a hole, or before or after all of them.

    Parameters
    ----------
    asked : pandas.Period
    held : pandas.PeriodIndex
        In order, and of the same kind.
    where : str
        What holds them.

    Returns
    -------
    str
        The end of a sentence that says what was asked for.

    Examples
    --------
    >>> held = parse_all(["2026-04", "2026-05", "2026-07"])
    >>> not_held(parse("2026-06"), held)
    '2026-06 is not in the table, which has 2026-05 and 2026-07'
    >>> not_held(parse("2026-08"), held)
    'the table ends in 2026-07'
    """
    place = held.searchsorted(asked)
    if place == 0:
        return f"{where} starts in {label(held[0])}"
    if place == len(held):
        return f"{where} ends in {label(held[-1])}"
    return f"{label(asked)} is not in {where}, which has {label(held[place - 1])} and {label(held[place])}"


def words(period: pd.Period) -> str:
    """A period as it is said in a sentence.

    Examples
    --------
    >>> words(parse("2004-02")), words(parse("2003/04")), words(parse("2003-Q3"))
    ('February 2004', '2003/04', 'July to September 2003')
    """
    period = period if isinstance(period, pd.Period) else parse(period)
    if period.freqstr == MONTH:
        return period.strftime("%B %Y")
    if period.freqstr == QUARTER:
        return f"{_first_month(period).rpartition(' ')[0]} to {words(period.asfreq(MONTH, how='end'))}"
    return label(period) if period.freqstr in (YEAR, FINANCIAL) else f"the {label(period)}"


def _first_month(period: pd.Period) -> str:
    return words(period.asfreq(MONTH, how="start"))
