"""Editions of a series that a later one has replaced, each whole, in small files beside the tables.

A table holds one edition of each series. What it held before, or what is held in fewer decimals than
the series, lies in ``vintages/<table>/<release>.csv.gz``: rows of the table's own form, those of the
series in question only.
"""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from paylib.errors import DataError

FOLDER, ENDING = "vintages", ".csv.gz"

TIMES = ("month", "period")
"""The columns that may say the time of a row."""


def series_key(schema: dict) -> list[str]:
    """The columns of a table that tell one series from another: its key but the time; none if it has no time.

    Examples
    --------
    >>> series_key({"primaryKey": ["series", "month"]}), series_key({"primaryKey": ["code"]})
    (['series'], [])
    """
    key = schema["primaryKey"]
    return [column for column in key if column not in TIMES] if set(key) & set(TIMES) else []


def time_of(columns: Iterable[str]) -> str:
    """The column that says the time of a row."""
    columns = list(columns)
    return next(column for column in TIMES if column in columns)


def release_of(rows: pd.DataFrame, released: pd.Series) -> str:
    """The release that the rows of one series are an edition of.

    Parameters
    ----------
    rows : pandas.DataFrame
        With ``source`` and, if there are any, ``usage_warnings``: figures marked as first published
        are not of the edition.
    released : pandas.Series
        Date of release by source.

    Returns
    -------
    str
        The latest release among its sources; empty where none is known.
    """
    first = first_published(rows)
    rows = rows if first.all() else rows[~first]
    return max(released.reindex(rows["source"].unique()).dropna(), default="")


def first_published(rows: pd.DataFrame) -> pd.Series:
    """Whether each row is marked as first published, so of no edition."""
    if "usage_warnings" not in rows:
        return pd.Series(False, index=rows.index)
    return rows["usage_warnings"].fillna("").str.contains("first_published")


def in_editions(schema: dict, rows: pd.DataFrame, released: pd.Series) -> pd.DataFrame:
    """The rows of months or quarters that are of an edition, with its ``release`` and ``edition_of``, the series.

    Parameters
    ----------
    schema : dict
        Of the table.
    rows : pandas.DataFrame
        All its rows.
    released : pandas.Series
        Date of release by source.

    Returns
    -------
    pandas.DataFrame
    """
    rows = rows[~first_published(rows)]
    if "period_type" in rows:
        rows = rows[rows["period_type"].isin(["month", "quarter"])]
    first, *others = (rows[name].astype(str) for name in series_key(schema))
    named = first.str.cat(others, sep=", ") if others else first
    return rows.assign(edition_of=named, release=rows["source"].map(released))


def path_of(table: str, release: str) -> str:
    """Where the edition of a release lies, below the folder of the package."""
    return f"{FOLDER}/{table}/{release}{ENDING}"


def found(root: Path, table: str) -> dict[str, str]:
    """The editions that lie beside a table: release to path below the folder of the package."""
    files = sorted((root / FOLDER / table).glob(f"*{ENDING}"))
    return {file.name.removesuffix(ENDING): file.relative_to(root).as_posix() for file in files}


def as_csv(rows: list[dict[str, str]]) -> bytes:
    """Rows of text as a CSV file, written as the tables are."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def rows_of(content: bytes) -> list[dict[str, str]]:
    """A CSV file as rows of text, with or without the mark that Excel puts before the first."""
    lines = filter(None, csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    columns = next(lines)
    return [dict(zip(columns, line, strict=True)) for line in lines]


def packed(rows: list[dict[str, str]]) -> bytes:
    """Rows as a compressed CSV file, the same bytes whenever it is written."""
    return gzip.compress(as_csv(rows), compresslevel=9, mtime=0)


def unpacked(content: bytes) -> bytes:
    """The CSV file in a compressed one.

    Raises
    ------
    DataError
        If it is not compressed, or not whole.

    Examples
    --------
    >>> unpacked(b"no gzip")
    Traceback (most recent call last):
        ...
    paylib.errors.DataError: it is no whole gzip file (Not a gzipped file (b'no')).
    """
    try:
        return gzip.decompress(content)
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"it is no whole gzip file ({error}).") from None
