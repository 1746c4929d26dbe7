"""Columns and tables by the names that they had: still read, or an error that says where the figures are.

The descriptor lists them, the package its tables and each table its columns, under ``moved``: an
old name, and the new one or, where nothing took its place, a sentence.
"""

from __future__ import annotations

import warnings
from collections.abc import Container, Mapping
from types import MappingProxyType
from typing import ClassVar

import pandas as pd

from paylib.errors import DataError


def now(what: str, name: str, moved: Mapping[str, str], there: Container[str]) -> str:
    """The name by which something is found today.

    Parameters
    ----------
    what : str
        What it is a name of: ``"Table"`` or ``"column"``.
    name : str
        The name, old or new.
    moved : mapping of str to str
        Old name to new name or sentence.
    there : container of str
        The names there are.

    Returns
    -------
    str
        The new name, with a `DeprecationWarning`; the name itself if it did not move.

    Raises
    ------
    DataError
        If nothing took its place: the sentence that says where its figures are.

    Examples
    --------
    >>> now("column", "pay", {}, ["pay"])
    'pay'
    >>> now("column", "wage", {"wage": "Pay stands by week and by year."}, ["weekly_gbp"])
    Traceback (most recent call last):
        ...
    paylib.errors.DataError: column wage has moved. Pay stands by week and by year.
    """
    if name in there or name not in moved:
        return name
    if moved[name] not in there:
        raise DataError(f"{what} {name} has moved. {moved[name]}")
    warnings.warn(f"{what} {name} has moved: it is {moved[name]} now.", DeprecationWarning, stacklevel=4)
    return moved[name]


class Table(pd.DataFrame):
    """A table some of whose columns had other names, by which they can still be read."""

    _metadata: ClassVar = ["_moved"]
    _moved: Mapping[str, str] = MappingProxyType({})

    @property
    def _constructor(self):
        return Table

    def __getitem__(self, key):
        if isinstance(key, str):
            key = self._now(key)
        elif isinstance(key, list):
            key = [self._now(each) if isinstance(each, str) else each for each in key]
        return super().__getitem__(key)

    def __getattr__(self, name: str):
        return self[name] if name in self._moved else super().__getattr__(name)

    def eval(self, expr, **kwargs):
        kwargs["level"] = kwargs.get("level", 0) + 1  # names after @ are the caller's, one call further up
        kwargs["resolvers"] = (*kwargs.get("resolvers", ()), _Old(self))
        return super().eval(expr, **kwargs)

    def _now(self, name: str) -> str:
        return now("Column", name, self._moved, self.columns)


class _Old(dict):
    """What an expression finds for names that are no columns of a table."""

    def __init__(self, table: Table):
        super().__init__()
        self._table = table

    def __missing__(self, name: str):
        if name in self._table._moved:
            return self._table[name]
        raise KeyError(name)
