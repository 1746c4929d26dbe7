"""Figures as they come in: one number or many, checked before they are used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from paylib.errors import ChoiceError, FigureError

Values = float | np.ndarray | pd.Series
"""What the functions of paylib take and give back: one figure, or many."""


def is_many(value: object) -> bool:
    """Whether a value is an array, a Series or a list, not one figure.

    Examples
    --------
    >>> is_many([1, 2]), is_many(1), is_many("2004")
    (True, False, False)
    """
    if isinstance(value, list | tuple):
        return True
    return isinstance(value, pd.Series | pd.Index | np.ndarray) and value.ndim > 0


def called(value: object) -> str:
    """What something is that cannot be used, and what to give of another package's column instead.

    Examples
    --------
    >>> called({1, 2}), called(pd.DataFrame())
    ('set', 'DataFrame')
    """
    kind, package = type(value).__name__, type(value).__module__.partition(".")[0]
    if package == "pandas" or not hasattr(value, "to_pandas"):
        return kind
    return f"{kind} of {package}, which is taken as .to_pandas() gives it"


def as_given(value: object) -> str:
    """A value as it was given, or what it is, where it is a column of another package.

    Examples
    --------
    >>> as_given("ten")
    "'ten'"
    """
    return called(value) if hasattr(value, "to_pandas") else repr(value)


def is_several(value: object) -> bool:
    """Whether a value is things to go through, one after the other: a text is one thing, and so is an array of one number.

    Examples
    --------
    >>> is_several({"cpi", "rpi"}), is_several("cpi"), is_several(np.array(12))
    (True, False, False)
    """
    return (
        isinstance(value, Iterable) and not isinstance(value, str | bytes) and getattr(value, "ndim", 1) > 0
    )


def several(value: object) -> list:
    """One thing or several, as a list; a text is one thing.

    Examples
    --------
    >>> several("cpi"), several(("cpi", "rpi")), several(None)
    (['cpi'], ['cpi', 'rpi'], [None])
    """
    return list(value) if is_several(value) else [value]


def unmasked(values: np.ndarray) -> np.ndarray:
    """An array in which what is masked is missing, not what stood there before."""
    if not isinstance(values, np.ma.MaskedArray):
        return values
    if values.dtype.kind == "M":
        return values.filled(np.datetime64("NaT"))
    return (
        values.astype("float64").filled(np.nan)
        if values.dtype.kind in "biuf"
        else values.astype(object).filled(np.nan)
    )


def checked(
    value: object,
    name: str,
    *,
    above: float | None = None,
    at_least: float | None = None,
    at_most: float | None = None,
) -> Values:
    """A figure, or many, known to be numbers and in range.

    Parameters
    ----------
    value : float, array, Series or list
        What was given.
    name : str
        What to call it in an error.
    above, at_least, at_most : float, optional
        The range that makes sense.

    Returns
    -------
    float, numpy.ndarray or pandas.Series
        A Series stays one, with its row labels; a list becomes an array.

    Raises
    ------
    FigureError
        If one is not a number, missing, infinite or out of range: says how many and where.

    Examples
    --------
    >>> checked("ten", "hours")
    Traceback (most recent call last):
        ...
    paylib.errors.FigureError: hours is not a number: 'ten'.
    """
    many = is_many(value)
    try:
        shape = np.shape(value)
    except ValueError:  # lists of other lengths in a list
        raise FigureError(f"{name} holds lists of different lengths: give one column of figures.") from None
    if len(shape) > 1:
        raise FigureError(
            f"{name} has {len(shape)} dimensions, {' by '.join(map(str, shape))}: give one column of it."
        )
    if getattr(getattr(value, "dtype", None), "kind", " ") in "mMc":
        raise FigureError(f"{name} is not a number: it holds {value.dtype}.")
    try:
        number = np.asarray(unmasked(value), dtype="float64") if many else float(value)
    except (TypeError, ValueError, OverflowError):
        given = as_given(value) if not many else "some of the values are text or objects"
        raise FigureError(f"{name} is not a number: {given}.") from None
    _refuse(
        ~np.isfinite(number),
        number,
        name,
        "missing or infinite",
        "A figure is needed; drop or fill missing ones first.",
    )
    if above is not None:
        _refuse(number <= above, number, name, f"not above {above:g}", f"{name} must be above {above:g}.")
    if at_least is not None:
        _refuse(
            number < at_least, number, name, f"below {at_least:g}", f"{name} must be at least {at_least:g}."
        )
    if at_most is not None:
        _refuse(number > at_most, number, name, f"above {at_most:g}", f"{name} must be at most {at_most:g}.")
    if not isinstance(value, pd.Series):
        return number
    return pd.Series(number, index=value.index, name=value.name, copy=False)


def _refuse(wrong: np.ndarray | bool, number: np.ndarray | float, name: str, fault: str, advice: str) -> None:
    if not np.any(wrong):
        return
    if np.ndim(number) == 0:
        raise FigureError(f"{name} is {number:g}, which is {fault}. {advice}")
    first = int(np.argmax(wrong))
    raise FigureError(
        f"{int(np.sum(wrong))} of {len(number)} in {name} are {fault}, the first at position {first} "
        f"({number[first]:g}). {advice}"
    )


def single(value: object, name: str, **limits: float) -> float:
    """One figure, known to be a number and in range, and not many.

    Parameters
    ----------
    value, name, **limits
        As in `checked`.

    Returns
    -------
    float

    Raises
    ------
    FigureError
        As in `checked`; also if there are several.

    Examples
    --------
    >>> single([90, 95], "interval_pct")
    Traceback (most recent call last):
        ...
    paylib.errors.FigureError: interval_pct is one figure, and 2 were given: [90, 95].
    """
    number = checked(value, name, **limits)
    if np.ndim(number):
        raise FigureError(f"{name} is one figure, and {len(number)} were given: {as_given(value)}.")
    return number


def whole(value: object, name: str, **limits: float) -> int:
    """One whole number in range, such as how many draws or months.

    Parameters
    ----------
    value, name, **limits
        As in `checked`.

    Returns
    -------
    int

    Raises
    ------
    FigureError
        As in `single`; also if it is not whole.

    Examples
    --------
    >>> whole(12.5, "months")
    Traceback (most recent call last):
        ...
    paylib.errors.FigureError: months is 12.5: give a whole number.
    """
    number = single(value, name, **limits)
    if number % 1:
        raise FigureError(f"{name} is {number:g}: give a whole number.")
    return int(number)


def flag(value: object, name: str) -> bool:
    """A choice that is taken or not: True or False.

    Parameters
    ----------
    value : bool
    name : str
        What to call it in an error.

    Returns
    -------
    bool

    Raises
    ------
    FigureError
        If it is neither.

    Examples
    --------
    >>> flag("no", "full_year")
    Traceback (most recent call last):
        ...
    paylib.errors.FigureError: full_year is True or False, and 'no' is neither.
    """
    if isinstance(value, bool | np.bool_):
        return bool(value)
    given = called(value) if is_many(value) or isinstance(value, pd.DataFrame) else as_given(value)
    raise FigureError(f"{name} is True or False, and {given} is neither.")


def a_frame(value: object, name: str, *columns: str) -> pd.DataFrame:
    """A frame of pandas, known to have some columns, each once.

    Parameters
    ----------
    value : pandas.DataFrame
    name : str
        What to call it in an error.
    *columns : str
        Those that are needed.

    Returns
    -------
    pandas.DataFrame

    Raises
    ------
    FigureError
        If it is no frame of pandas, or has a column twice.
    ChoiceError
        If it lacks a column.

    Examples
    --------
    >>> a_frame([1, 2], "readings", "award_pct")
    Traceback (most recent call last):
        ...
    paylib.errors.FigureError: readings is a frame of pandas, and this is a list.
    >>> a_frame(pd.DataFrame({"award": [2.6]}), "readings", "award_pct")
    Traceback (most recent call last):
        ...
    paylib.errors.ChoiceError: readings has no column 'award_pct'; it has: award.
    """
    if not isinstance(value, pd.DataFrame):
        raise FigureError(f"{name} is a frame of pandas, and this is a {called(value)}.")
    if value.columns.nlevels > 1:
        raise FigureError(
            f"The columns of {name} have {value.columns.nlevels} levels of names: give them one."
        )
    if not value.columns.is_unique:
        twice = value.columns[value.columns.duplicated()][0]
        raise FigureError(f"{name} has the column {twice!r} twice: rename one, or drop it.")
    if missing := [column for column in columns if column not in value]:
        raise ChoiceError(f"{name} has no column {missing[0]!r}; it has: {', '.join(map(str, value))}.")
    return value


def a_mapping(value: object, name: str, example: str) -> Mapping:
    """Things by name, in a mapping or a Series; each has a name.

    Parameters
    ----------
    value : mapping or pandas.Series
    name : str
        What to call it in an error.
    example : str
        One that could be given.

    Returns
    -------
    mapping

    Raises
    ------
    ChoiceError
        If it is none, or a name of one is no text.

    Examples
    --------
    >>> a_mapping(5, "pay", "{'offer': 3.0}")
    Traceback (most recent call last):
        ...
    paylib.errors.ChoiceError: pay is given by name, such as {'offer': 3.0}; this is of type int.
    """
    if not isinstance(value, Mapping | pd.Series):
        raise ChoiceError(f"{name} is given by name, such as {example}; this is of type {called(value)}.")
    given = dict(value)
    if odd := [each for each in given if not isinstance(each, str)]:
        raise ChoiceError(f"{name} is given by name, such as {example}; {odd[0]!r} is no name.")
    return given


def wholes(values: object, name: str) -> list[int]:
    """Whole numbers, each once and in order; one may stand by itself.

    Parameters
    ----------
    values : int or iterable of int
    name : str
        What to call them in an error.

    Returns
    -------
    list of int

    Raises
    ------
    FigureError
        If one is no whole number.

    Examples
    --------
    >>> wholes((24, 0, 12), "lags"), wholes(12, "lags")
    ([0, 12, 24], [12])
    """
    return sorted({whole(each, name) for each in several(values)})


LEAST_A_YEAR = 200.0
"""Less than anybody's full-time pay for a year since 1947, and more than anybody's for an hour, in pounds."""


def pay_a_year(value: object, name: str) -> Values:
    """Full-time pay by the year, or many; pay by the hour in its place is asked about.

    Parameters
    ----------
    value, name
        As in `checked`.

    Returns
    -------
    float, numpy.ndarray or pandas.Series

    Raises
    ------
    FigureError
        As in `checked`; if one is not above 0, or so little that it must be pay by the hour.

    Examples
    --------
    >>> pay_a_year(15.67, "annual_gbp")
    Traceback (most recent call last):
        ...
    paylib.errors.FigureError: annual_gbp is pay for a year, and £15.67 would be little even for a week: is it pay by \
the hour? paylib.scales.annual(15.67) is a year of it.
    """
    pay = checked(value, name, above=0)
    small = np.atleast_1d(np.asarray(pay))
    small = small[small < LEAST_A_YEAR]
    if small.size:
        raise FigureError(
            f"{name} is pay for a year, and £{small[0]:,.2f} would be little even for a week: is it pay by the hour? "
            f"paylib.scales.annual({small[0]:g}) is a year of it."
        )
    return pay


def looked_up(
    table: np.ndarray, places: np.ndarray, first: int, step: int = 1, under: np.ndarray | None = None
) -> np.ndarray:
    """What a table holds at many places, counted from a first one, with little memory beside the result.

    Parameters
    ----------
    table : numpy.ndarray
    places : numpy.ndarray of int
        Within the table, once divided by ``step`` (downwards) and less ``first``.
    first, step : int
    under : numpy.ndarray, optional
        One number a place, to be divided by what is found there; it is overwritten with the results.

    Returns
    -------
    numpy.ndarray
        One entry of the table a place, or one number divided by it.

    Examples
    --------
    >>> looked_up(np.array([100.0, 101.5]), np.array([8, 7, 8]), first=7).tolist()
    [101.5, 100.0, 101.5]
    """
    found = np.empty(len(places), dtype=table.dtype) if under is None else under
    for start in range(0, len(places), BLOCK):
        some = slice(start, start + BLOCK)
        place = (places[some] // step if step > 1 else places[some]) - first
        if under is None:
            table.take(place, out=found[some], mode="clip")
        else:
            found[some] /= table.take(place, mode="clip")
    return found


BLOCK = 1 << 16
"""Rows at a time: few enough that what is worked out on the way stays in the processor's cache."""


def same_rows(**figures: Values) -> None:
    """Refuse figures whose rows do not match: of other lengths, or Series with other labels.

    Parameters
    ----------
    **figures
        By the names to use in an error.

    Raises
    ------
    FigureError
        If lengths or row labels differ.

    Examples
    --------
    >>> same_rows(pay=[1, 2], days=[1, 2, 3])
    Traceback (most recent call last):
        ...
    paylib.errors.FigureError: Figures differ in length: pay has 2, days has 3. Give one of each, or as many.
    """
    many = {name: each for name, each in figures.items() if is_many(each)}
    if len({len(each) for each in many.values()}) > 1:
        lengths = ", ".join(f"{name} has {len(each)}" for name, each in many.items())
        raise FigureError(f"Figures differ in length: {lengths}. Give one of each, or as many.")
    indices = [each.index for each in many.values() if isinstance(each, pd.Series)]
    if any(not index.equals(indices[0]) for index in indices[1:]):
        raise FigureError(OTHER_LABELS)


def each_once(names: pd.Index, what: str) -> None:
    """Refuse names of which one stands twice.

    Examples
    --------
    >>> each_once(pd.Index(["rise_pct", "rise_pct"]), "column")
    Traceback (most recent call last):
        ...
    paylib.errors.FigureError: The column 'rise_pct' stands twice; name each once.
    """
    if not names.is_unique:
        raise FigureError(f"The {what} {names[names.duplicated()][0]!r} stands twice; name each once.")


OTHER_LABELS = (
    "The Series have different row labels, so their rows cannot be matched. "
    "Give them one index, or pass plain arrays (`.to_numpy()`) to match by position."
)
