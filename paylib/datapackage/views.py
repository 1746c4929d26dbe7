"""Views: tables that are a part of another one, under other names.

The descriptor lists them under ``views``. A view says of which ``table`` it is, ``where`` (columns and
the values that their rows must have; ``""`` is an empty cell), and where each of its ``columns`` comes
from: a column by its name, or ``from`` one or several (joined by a comma), with ``as`` to put other
words in the place of some, and ``where`` to take it from some of the rows only. Rows that then differ
in nothing but such columns become one. They stand as in the table, or by the columns in ``order``.
"""

from __future__ import annotations

import pandas as pd

from paylib.errors import DataError, unknown


def seen(table: pd.DataFrame, view: dict) -> pd.DataFrame:
    """The rows and columns of a view.

    Parameters
    ----------
    table : pandas.DataFrame
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
    >>> pay = pd.DataFrame({"grade": ["AO", "AO"], "point": ["minimum", "maximum"], "gbp": ["15150", "17780"]})
    >>> low, high = ({"from": "gbp", "where": {"point": end}} for end in ("minimum", "maximum"))
    >>> seen(pay, {"where": {}, "columns": {"grade": "grade", "low": low, "high": high}}).values.tolist()
    [['AO', '15150', '17780']]
    """
    text = table[_fit(table, view["where"])].fillna("")
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


def _column(text: pd.DataFrame, names: str | list[str], words: dict[str, str], where: dict) -> pd.Series:
    several = [names] if isinstance(names, str) else names
    made = _of(text, several[0])
    for name in several[1:]:
        made = made + ", " + _of(text, name)
    made = made.replace(words) if words else made
    return made.where(_fit(text, where), "") if where else made


def _fit(text: pd.DataFrame, where: dict) -> pd.Series:
    """Which rows have the values that a view asks for."""
    fits = pd.Series(True, index=text.index)
    for name, wanted in where.items():
        fits &= _of(text, name).fillna("").isin([wanted] if isinstance(wanted, str) else wanted)
    return fits


def _of(text: pd.DataFrame, name: str) -> pd.Series:
    if name not in text:
        raise DataError(unknown("column for a view", name, text))
    return text[name]
