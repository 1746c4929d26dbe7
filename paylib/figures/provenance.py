"""Where figures come from and what to beware of, brought together.

A frame carries its provenance in ``attrs``: ``sources`` (names to look up in `paylib.sources`) and
``usage_warnings`` (codes of the table of that name).
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd


def merged(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Names of several groups, each once and in order.

    Examples
    --------
    >>> merged([["rpi", "cpi"], ["cpi"]])
    ('cpi', 'rpi')
    """
    return tuple(sorted({each for group in groups for each in group}))


def of_rows(*rows: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """The sources and usage warnings of the rows that something was made from, as ``attrs``."""
    noted = [each["usage_warnings"].dropna() for each in rows if "usage_warnings" in each]
    return {
        "sources": merged(each["source"] for each in rows),
        "usage_warnings": merged(codes.split() for column in noted for codes in column),
    }


def credited(frame: pd.DataFrame, *rows: pd.DataFrame, warnings: Iterable[str] | None = None) -> pd.DataFrame:
    """The frame with the sources and usage warnings of the rows that it was made from.

    ``warnings``, if given, are said instead of those of the rows.
    """
    frame.attrs = of_rows(*rows) | ({} if warnings is None else {"usage_warnings": tuple(warnings)})
    return frame
