"""Where figures come from and what to beware of, brought together.

A frame carries its provenance in ``attrs``: ``sources`` (names to look up in `paylib.sources`) and
``usage_warnings`` (codes of the table of that name).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

_catalogue: list[Callable[[], pd.DataFrame]] = []


def catalogue_is(sources: Callable[[], pd.DataFrame]) -> None:
    """Where names of sources are looked up: said once, by the tables, which stand above figures."""
    _catalogue[:] = [sources]


def cited(sources: Iterable[str]) -> str:
    """Sources as they are cited: publisher, title, date of release and address, one after the other.

    Examples
    --------
    >>> from paylib import datapackage
    >>> cited(["C_bbc_20020123"])
    'BBC News, Teachers to get 3.5% pay rise (2002-01-23), http://news.bbc.co.uk/2/hi/uk_news/education/1778133.stm'
    """
    names = list(sources)
    if not names or not _catalogue:
        return ", ".join(names)
    known = _catalogue[0]()
    said = []
    for name in names:
        if name not in known.index:
            said.append(name)
            continue
        row = known.loc[name].fillna("")
        released = f" ({row['released']})" if row["released"] else ""
        said.append(", ".join(filter(None, [row["publisher"], f"{row['title']}{released}", row["url"]])))
    return "; ".join(said)


def cite(result: object) -> str:
    """A result of any kind as it is cited: a finding, several, or a Series or frame by its ``attrs``.

    Examples
    --------
    >>> import paylib
    >>> cite(paylib.prices.index("rpi")).startswith("RPI. Source: Office for National Statistics, ")
    True
    """
    if hasattr(result, "cite"):
        return result.cite()
    attrs = getattr(result, "attrs", {})
    what = attrs.get("method") or attrs.get("title") or ""
    sources = cited(attrs.get("sources", ()))
    return ". ".join(filter(None, [what, f"Source: {sources}" if sources else ""])) + "."


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
