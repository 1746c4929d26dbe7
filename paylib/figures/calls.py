"""Functions of figures that take findings and give findings: floats for floats, a finding for a finding."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import wraps

import pandas as pd

from paylib.errors import ChoiceError, FigureError
from paylib.figures import periods, units
from paylib.figures.finding import Finding, inputs_of
from paylib.figures.inputs import is_many, is_several
from paylib.figures.provenance import merged
from paylib.figures.several import Several


def takes_findings(
    gives: str,
    method: str,
    *,
    takes: Mapping[str, str] | None = None,
    alike: tuple[str, ...] = (),
    origin: Callable[[dict], Mapping] | None = None,
) -> Callable:
    """A function of figures that, given a finding, gives a finding.

    Called with plain figures it does what it did. Given a finding for any parameter, it is called
    with the plain figure (a period for a finding that is one), and its result is a finding with the
    sources, usage warnings and inputs of all that were given. A result of many figures carries them
    in its ``attrs``; each of a tuple of results is a finding. Given several indices (``by=["cpi", "rpi"]``)
    it gives `paylib.figures.several.Several`, with a finding an index.

    Parameters
    ----------
    gives : str
        The unit of the result, or in braces the parameter whose unit it keeps.
    method : str
        How the result is got, in words, with the names of parameters in braces.
    takes : mapping of str to str, optional
        Parameter to the unit that it takes; a finding in another unit of that kind is converted.
    alike : tuple of str, optional
        Parameters whose findings must be in one unit.
    origin : callable, optional
        From the arguments by name, the ``sources`` and ``usage_warnings`` that the function adds of
        its own, such as those of a price index.

    Returns
    -------
    callable
        The decorator.

    Raises
    ------
    FigureError
        When the function is called with a finding in a unit of another kind.

    Examples
    --------
    >>> @takes_findings("gbp_hour", "{annual_gbp} / 52.143 / 37", takes={"annual_gbp": "gbp_year"})
    ... def hourly(annual_gbp):
    ...     return annual_gbp / 52.143 / 37
    >>> str(hourly(Finding("pay", 19293, "gbp_year", "as published"))), round(hourly(19293), 2)
    ('£10.00', 10.0)
    """

    def decorate(function: Callable) -> Callable:
        signature = inspect.signature(function)

        @wraps(function)
        def called(*args, **kwargs):
            by = kwargs.get("by")
            if is_many(by):
                return Several({name: carried(*args, **kwargs | {"by": name}) for name in indices(by)})
            if not any(isinstance(each, Finding) for each in (*args, *kwargs.values())):
                return function(*args, **kwargs)
            return carried(*args, **kwargs)

        def carried(*args, **kwargs):
            bound = signature.bind(*args, **kwargs)
            bound.apply_defaults()
            given = {name: each for name, each in bound.arguments.items() if isinstance(each, Finding)}
            _refuse_unlike({name: given[name] for name in alike if name in given})
            taken = {name: _into(each, name, (takes or {}).get(name)) for name, each in given.items()}
            bound.arguments |= {name: each.value for name, each in taken.items()}
            result = function(*bound.args, **bound.kwargs)
            like = gives.strip("{}")
            if like != gives:
                if like not in given and "by" not in signature.parameters:
                    return result  # a plain figure, of which nobody said the unit
                unit = given[like].unit if like in given else "gbp"
            else:
                unit = gives
            words = {name: _said(given.get(name, each)) for name, each in bound.arguments.items()}
            added = origin(dict(bound.arguments)) if origin else {}
            return _carried(result, unit, method.format(**words), tuple(given.values()), added)

        return called

    return decorate


NO_INDEX = "No index was named: by= takes one, such as 'cpi', or a list of several."


def indices(by: Iterable[str] | str) -> list[str]:
    """The names of indices, of which one may be given alone.

    Parameters
    ----------
    by : str or iterable of str

    Returns
    -------
    list of str
        In lower case.

    Raises
    ------
    ChoiceError
        If none is named, or one twice.

    Examples
    --------
    >>> indices("cpi"), indices(["CPI", "rpi"])
    (['cpi'], ['cpi', 'rpi'])
    """
    given = [by] if isinstance(by, str) else by if is_several(by) else ()
    names = [str(name).lower() for name in given]
    if not names:
        raise ChoiceError(NO_INDEX)
    if twice := [name for name in names if names.count(name) > 1]:
        raise ChoiceError(f"The index {twice[0]!r} is named twice; each is worked out once.")
    return names


def _refuse_unlike(given: Mapping[str, Finding]) -> None:
    found = {each.unit for each in given.values()}
    if len(found) > 1:
        said = " and ".join(f"{name} is in {each.unit}" for name, each in given.items())
        raise FigureError(f"{said}: they are compared, so bring both into one unit first.")


def _into(finding: Finding, name: str, unit: str | None) -> Finding:
    if unit is None:
        return finding
    try:
        return finding.into(unit)
    except FigureError:
        raise FigureError(
            f"{name} takes {units.known(unit).words} ({unit}), and {finding.name!r} is in {finding.unit}."
        ) from None


def _said(value: object) -> str:
    """An argument as it stands in a method: a finding by its name, a period in words."""
    if isinstance(value, Finding):
        return periods.words(value.value) if isinstance(value.value, pd.Period) else value.name
    if isinstance(value, pd.Period):
        return periods.words(value)
    if isinstance(value, pd.PeriodIndex):
        return f"{periods.words(value[0])} to {periods.words(value[-1])}"
    if is_many(value) and not isinstance(value, str):
        return "the figures"
    try:
        return periods.words(periods.parse(value)) if isinstance(value, str) else f"{value:,}"
    except (ValueError, TypeError):
        return str(value)


def _carried(result: object, unit: str, method: str, given: tuple[Finding, ...], added: Mapping) -> object:
    if isinstance(result, tuple):
        return tuple(_carried(each, unit, method, given, added) for each in result)
    known = {
        key: merged([*(getattr(each, key) for each in given), added.get(key, ())])
        for key in ("sources", "usage_warnings")
    }
    if isinstance(result, pd.Series | pd.DataFrame):
        more = {key: merged([known[key], result.attrs.get(key, ())]) for key in known}
        result.attrs = {"unit": unit, "method": method} | result.attrs | more
        return result
    if is_many(result):
        return result
    return replace(Finding(method, float(result), unit, method), **known, inputs=inputs_of(given))
