"""Typed errors whose message says what was asked, what there is, and what to do next.

Every error that paylib raises on purpose derives from `PaylibError`, so a caller can
catch one type and show its message to a person as it stands.
"""

from __future__ import annotations

import difflib
import warnings
from collections.abc import Iterable, Sequence


class PaylibError(Exception):
    """Base of every error that paylib raises on purpose."""


class PeriodError(PaylibError, ValueError):
    """A period that cannot be read, or periods of different kinds put together."""


class FigureError(PaylibError, ValueError):
    """A figure that cannot be used: missing, infinite, of the wrong sign or shape."""


class ChoiceError(PaylibError, ValueError):
    """A name that is not among the choices there are."""


class DataError(PaylibError, LookupError):
    """A table that is unknown, missing, damaged or does not keep its contract."""


class CoverageError(DataError):
    """A figure asked for a time or place that the tables do not cover."""


class RefreshError(DataError):
    """A refresh from the publisher that was refused; the tables that it names are as they were.

    Parameters
    ----------
    message : str
        What was refused, and why.
    changes : sequence
        What changed in other tables.
    """

    def __init__(self, message: str, changes: Sequence = ()):
        super().__init__(message)
        self.changes = changes


class DisputeError(PaylibError, ValueError):
    """A dispute file that cannot be read or does not hold together: all its errors at once."""


class ClaimError(PaylibError, ValueError):
    """A claim file that cannot be read, lacks a figure or contradicts itself: all its errors at once."""


class ReportError(PaylibError, RuntimeError):
    """A report that could not be made; the page that stood before is kept."""


class StaleDataWarning(UserWarning):
    """A table whose publisher has probably released newer figures."""


class MendedWarning(UserWarning):
    """Something in a file was read in another way than it stands, because it can be meant in one way only."""


def warn(message: str, category: type[Warning]) -> None:
    """Warn of something about figures: as it is, without the path and line of any file.

    Parameters
    ----------
    message : str
    category : type

    Examples
    --------
    >>> with warnings.catch_warnings(record=True) as told:
    ...     warn("Newer figures are likely.", StaleDataWarning)
    >>> told[0].filename, str(told[0].message)
    ('paylib', 'Newer figures are likely.')
    """
    warnings.warn_explicit(message, category, "paylib", 1)


def is_among(asked: object, names: Iterable[str]) -> bool:
    """Whether what was asked for is one of some names; what can be no name, such as a list, is none.

    Examples
    --------
    >>> is_among("cpi", ["cpi", "rpi"]), is_among(["cpi"], {"cpi": 1})
    (True, False)
    """
    return isinstance(asked, str) and asked in names


def unknown(what: str, asked: object, choices: Iterable[str]) -> str:
    """Message for a name that is not there: near matches first, then all the choices.

    Parameters
    ----------
    what : str
        What kind of thing was asked for, such as ``"table"``.
    asked : object
        The name as it was given.
    choices : iterable of str
        The names there are.

    Returns
    -------
    str

    Examples
    --------
    >>> unknown("deflator", "cpj", ["cpi", "rpi"])
    "There is no deflator 'cpj'. Did you mean 'cpi'? Choose from: cpi, rpi."
    >>> unknown("bargaining group", "nhs", ["njc", "nhs_afc"])
    "There is no bargaining group 'nhs'. Did you mean 'nhs_afc'? Choose from: njc, nhs_afc."
    >>> unknown("figure", "offer", [])
    "There is no figure 'offer'. There is none of that kind here."
    """
    names = [str(choice) for choice in choices]
    wanted = str(asked).lower()
    near = difflib.get_close_matches(wanted, names, n=3, cutoff=0.6)
    parts = [name for name in names if len(wanted) > 2 and wanted in name.lower()]
    near = list(dict.fromkeys([*near, *parts]))[:3]
    hint = f" Did you mean {' or '.join(repr(name) for name in near)}?" if near else ""
    there = f"Choose from: {', '.join(map(str, names))}." if names else "There is none of that kind here."
    return f"There is no {what} {asked!r}.{hint} {there}"
