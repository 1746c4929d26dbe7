"""Views: tables that are a part of another one, under other names.

The descriptor lists them under ``views``. A view says of which ``table`` it is, ``where`` (columns and
the values that their rows must have; ``""`` is an empty cell), and where each of its ``columns`` comes
from: a column by its name, or ``from`` one or several (joined by a comma), with ``as`` to put other
words in the place of some, and ``where`` to take it from some of the rows only. Rows that then differ
in nothing but such columns become one. They stand as in the table, or by the columns in ``order``.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import pyarrow
from pyarrow import compute

from paylib.errors import DataError, unknown
from paylib.figures.inputs import several


def seen(table: pyarrow.Table, view: dict) -> pd.DataFrame:
    """The rows and columns of a view.

    Parameters
    ----------
    table : pyarrow.Table
        The table, as text.
    view : dict
        ``where``, ``columns`` and ``order``, as above.

    Returns
    -------
    pandas.DataFrame
        As text.

    Raises
    ------
    DataError
        If the table has no such column.

    Examples
    --------
    >>> pay = pyarrow.table({"grade": ["AO", "AO"], "point": ["minimum", "maximum"], "gbp": ["15150", "17780"]})
    >>> low, high = ({"from": "gbp", "where": {"point": end}} for end in ("minimum", "maximum"))
    >>> seen(pay, {"where": {}, "columns": {"grade": "grade", "low": low, "high": high}}).values.tolist()
    [['AO', '15150', '17780']]
    """
    text = _rows(table, view["where"])
    rules = {
        name: rule if isinstance(rule, dict) else {"from": rule} for name, rule in view["columns"].items()
    }
    frame = pd.DataFrame({name: _column(text, **_plain(rule)) for name, rule in rules.items()})
    parts = [name for name, rule in rules.items() if "where" in rule]
    if parts:
        whole = [name for name in rules if name not in parts]
        frame = frame.groupby(whole, sort=False, as_index=False)[parts].max()[list(rules)]
    frame = frame.sort_values(view["order"], kind="stable") if "order" in view else frame
    frame = frame.reset_index(drop=True)
    return frame.mask(frame == "")


def _plain(rule: dict) -> dict:
    """The parts of a rule, by names that Python may use."""
    return {"names": rule["from"], "words": rule.get("as", {}), "where": rule.get("where", {})}


def _rows(table: pyarrow.Table, where: dict) -> pd.DataFrame:
    """The rows that have the values that a view asks for: few of many, and an empty cell as an empty text."""
    for name, wanted in where.items():
        values = [each or None for each in several(wanted)]
        table = table.filter(
            compute.is_in(table[_named(table.column_names, name)], pyarrow.array(values, "large_string"))
        )
    columns = {
        name: column.to_pylist() for name, column in zip(table.column_names, table.columns, strict=True)
    }
    return pd.DataFrame(columns, dtype=object).fillna("")


def _column(text: pd.DataFrame, names: str | list[str], words: dict[str, str], where: dict) -> pd.Series:
    first, *others = (text[_named(text, name)] for name in several(names))
    made = first
    for other in others:
        made = made + ", " + other
    made = made.replace(words) if words else made
    for name, wanted in where.items():
        made = made.where(text[_named(text, name)].isin(several(wanted)), "")
    return made


def _named(columns: Iterable[str], name: str) -> str:
    if name not in columns:
        raise DataError(unknown("column for a view", name, columns))
    return name
