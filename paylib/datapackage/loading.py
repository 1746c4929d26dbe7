"""Find, load and verify the tables of `data/`, each with its provenance.

`data/datapackage.json` is a Data Package descriptor (https://specs.frictionlessdata.io/):
titles, descriptions, field types and units are written there by hand; hashes, row counts,
coverage, licences and publishers are derived from the tables by `paylib.datapackage.hashes`.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow
from pyarrow import compute, csv

from paylib.datapackage import vintages
from paylib.datapackage.moved import Table, now
from paylib.datapackage.views import seen
from paylib.errors import DataError, StaleDataWarning, is_among, unknown, warn

DESCRIPTOR = "datapackage.json"

PENDING = ".refresh"
"""Folder of files that a refresh has finished writing and not yet put in place; see `settle`."""

LONGEST_CELL = 100_000
"""Bytes of a cell: what is longer is no sentence, and more than other readers of CSV take."""

SOURCE_COLUMNS = ("source", "check_source")
"""Columns that cite sources: where a figure comes from, and a second one that agrees."""

LICENCES = {
    "OGL-UK-3.0": {
        "name": "OGL-UK-3.0",
        "title": "Open Government Licence v3.0",
        "path": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    },
    "OPL-3.0": {
        "name": "other-open",
        "title": "Open Parliament Licence v3.0",
        "path": "https://www.parliament.uk/site-information/copyright-parliament/open-parliament-licence/",
    },
    "facts-only": {
        "name": "other-closed",
        "title": "Facts cited, publisher's rights reserved",
        "path": "https://www.gov.uk/guidance/exceptions-to-copyright",
    },
    "computed": {
        "name": "MIT",
        "title": "MIT",
        "path": "https://opensource.org/license/mit",
    },
}


@dataclass(frozen=True)
class DataPackage:
    """The tables below one folder.

    Parameters
    ----------
    root : pathlib.Path
        The folder that holds ``datapackage.json``.
    edition : tuple of int
        Which writing of the descriptor this is (inode, size, time of change): what is kept in
        memory for one edition is never used for another.
    """

    root: Path
    edition: tuple[int, ...] = ()

    @cached_property
    def _descriptor(self) -> tuple[dict[str, dict], dict[str, str]]:
        """The resources and views by name, and the names of tables that moved."""
        path = self.root / DESCRIPTOR
        try:
            content = path.read_bytes()
        except OSError as error:
            raise DataError(
                f"No data package in {self.root}: {DESCRIPTOR} cannot be read ({error.strerror}). Point "
                "PAYLIB_DATA at a folder that has one, or unset it to use the figures that come with paylib."
            ) from None
        try:
            content = json.loads(content)
            tables = {resource["name"]: resource for resource in content["resources"]}
            views = {
                view["name"]: {key: tables[view["table"]].get(key) for key in ("path", "hash")} | view
                for view in content.get("views", ())
            }
            return tables | views, content.get("moved", {})
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise DataError(f"The descriptor {path} is not a Data Package: {error!r}.") from None

    @property
    def resources(self) -> dict[str, dict]:
        """The descriptor's resources and views by name, as they were when first read."""
        return self._descriptor[0]

    def resource(self, name: str) -> dict:
        """One table's part of the descriptor; a `DataError` with near matches if there is none."""
        if isinstance(name, str):
            name = now("Table", name, self._descriptor[1], self.resources)
        if not is_among(name, self.resources):
            raise DataError(unknown("table", name, self.resources))
        return self.resources[name]

    def catalogue(self) -> pd.DataFrame:
        """One row a table; see `paylib.catalogue`."""
        columns = ["name", "title", "rows", "first", "last", "unit", "licence", "publisher", "vintage"]
        rows = [{**resource, "licence": _licence(resource)} for resource in self.resources.values()]
        return pd.DataFrame(rows).reindex(columns=columns).convert_dtypes().set_index("name")

    def load(self, name: str, vintage: str | None = None) -> pd.DataFrame:
        """One table, or the series of it in the edition of a release; see `paylib.load`."""
        resource = self.resource(name)
        name = resource["name"]
        if vintage is None:
            _warn_if_stale(resource, self)
            return self._described(resource, self.parse(name, self.read(name)))
        chosen = _chosen(name, self._editions(name), vintage)
        frame = self._described(resource, pd.concat([rows for *_, rows in chosen], ignore_index=True))
        frame.attrs |= {
            "vintage": max(release for release, *_ in chosen),
            "sources": tuple(sorted(frame["source"].unique())),
        }
        return frame

    @cached_property
    def _renewed(self) -> frozenset[str]:
        """The tables that a refresh brings up to date."""
        if "ons_series" not in self.resources:
            return frozenset()
        return frozenset(self.parse("ons_series", self.read("ons_series"))["table"])

    @cached_property
    def _sources(self) -> tuple[dict[str, int], pd.DataFrame]:
        """The place of each source by its name, and what is said of them, as it was when first read."""
        frame = self.parse("sources", self.read("sources")).set_index("source")
        return {name: place for place, name in enumerate(frame.index)}, frame

    @property
    def source_names(self) -> Set[str]:
        """The names of the sources."""
        return self._sources[0].keys()

    def source_row(self, name: str) -> dict[str, str]:
        """What is said of a source, by column; nothing is an empty text."""
        places, frame = self._sources
        row = {column: values.array[places[name]] for column, values in frame.items()}
        return {column: "" if pd.isna(said) else said for column, said in row.items()}

    def editions(self, name: str) -> pd.DataFrame:
        """The editions of each series of a table; see `paylib.datapackage.editions`."""
        editions = self._editions(name)
        if not editions:
            raise DataError(f"The table {name} has no editions: it holds no series over time.")
        time = vintages.time_of(editions[0][3])
        columns = ["vintage", "series", "current", "rows", "first", "last"]
        rows = [
            (release, series, current, len(rows), str(rows[time].min()), str(rows[time].max()))
            for release, series, current, rows in editions
        ]
        return pd.DataFrame(rows, columns=columns)

    def _editions(self, name: str) -> list[tuple[str, str, bool, pd.DataFrame]]:
        """Each edition of each series: its release, the series, whether the table holds it, its rows."""
        resource = self.resource(name)
        key = vintages.series_key(resource["schema"])
        if not key or "source" not in (field["name"] for field in resource["schema"]["fields"]):
            return []
        released = self.load("sources").set_index("source")["released"]
        held = [
            (vintages.release_of(rows, released), ", ".join(map(str, series)), True, rows)
            for series, rows in self.parse(name, self.read(name)).groupby(key, sort=False, observed=True)
        ]
        current = {(release, series) for release, series, *_ in held}
        kept = [
            (each["vintage"], ", ".join(map(str, series)), False, rows)
            for each in resource.get("vintages", ())
            for series, rows in self.kept(name, each).groupby(key, sort=False, observed=True)
        ]
        return held + [edition for edition in kept if edition[:2] not in current]

    def kept(self, name: str, edition: dict, content: bytes | None = None) -> pd.DataFrame:
        """The rows of an edition beside a table, once they are known to be the ones described."""
        content = self.kept_content(edition) if content is None else content
        if sha256(content) != edition["hash"]:
            raise DataError(
                f"Table {name}: the edition {edition['path']} is not the one that the descriptor describes. "
                "Restore it with `git checkout data`."
            )
        try:
            rows = vintages.unpacked(content)
        except DataError as error:
            raise DataError(
                f"Table {name}: the edition {edition['path']} cannot be read: {error} Restore it with `git checkout data`."
            ) from None
        return self.parse(name, rows, edition["path"])

    def kept_content(self, edition: dict) -> bytes:
        """The bytes of an edition beside a table, whatever they are."""
        try:
            return (self.root / edition["path"]).read_bytes()
        except OSError as error:
            raise DataError(
                f"The edition {self.root / edition['path']} cannot be read ({error.strerror}). Restore it from "
                "the release, or with `git checkout data`."
            ) from None

    def _described(self, resource: dict, frame: pd.DataFrame) -> pd.DataFrame:
        """A frame that says what it is."""
        if moved := resource.get("moved"):
            frame = Table(frame)
            frame._moved = moved
        frame.attrs = {
            "name": resource["name"],
            "title": resource["title"],
            "description": resource["description"],
            "unit": resource["unit"],
            "units": {
                field["name"]: field["unit"] for field in resource["schema"]["fields"] if "unit" in field
            },
            "licence": _licence(resource),
            "publisher": resource["publisher"],
            "vintage": resource["vintage"],
            "sources": tuple(source["name"] for source in resource["sources"]),
            "usage_warnings": tuple(resource.get("usageWarnings", ())),
        }
        return frame

    def parse(self, name: str, content: bytes, path: str | None = None) -> pd.DataFrame:
        """A table's bytes as a frame typed by its schema; a `DataError` that names the row if they do not fit."""
        resource = self.resource(name)
        where = f"Table {name} ({path or resource['path']})"
        file = self.resources[resource["table"]] if "view" in resource else resource
        reading = {
            "columns": [field["name"] for field in file["schema"]["fields"]],
            "view": resource.get("view"),
            "fields": resource["schema"]["fields"],
        }
        return _parse(content, json.dumps(reading), where).copy(deep=False)

    def content(self, name: str) -> bytes:
        """A table's bytes, whatever they are."""
        path = self.root / self.resource(name)["path"]
        try:
            return path.read_bytes()
        except OSError as error:
            raise DataError(
                f"Table {name}: the file {path} cannot be read ({error.strerror}). "
                "Restore it from the release, or with `git checkout data`."
            ) from None

    def read(self, name: str) -> bytes:
        """A table's bytes, once they are known to be the ones that the descriptor describes."""
        resource, content = self.resource(name), self.content(name)
        if sha256(content) != resource["hash"]:
            raise DataError(
                f"Table {name}: the file {self.root / resource['path']} is not the one that the descriptor describes "
                f"(found {sha256(content)[:19]}…, expected {resource['hash'][:19]}…). `paylib data verify` says where. "
                "Restore it with `git checkout data`; if the change is meant, run `make data`."
            )
        return content

    def tell_if_stale(self, *names: str) -> None:
        """Say once a session of each table that is used that newer figures are likely, if they are."""
        for name in names:
            if name not in _told:
                _warn_if_stale(self.resource(name), self)

    def publishers(self, names: list[str]) -> set[str]:
        """Who published some sources."""
        there = self.load("sources").set_index("source")["publisher"]
        if missing := [name for name in names if name not in there]:
            near = unknown("source", missing[0], there.index).partition(" Choose from: ")[0]
            raise DataError(f"{near} paylib.sources() lists them.")
        return set(there[names])

    def sources(self, table: str | None = None) -> pd.DataFrame:
        """The sources, of every table or of one; see `paylib.sources`."""
        frame = self.load("sources").set_index("source")
        if table is None:
            return frame
        return frame.loc[[source["name"] for source in self.resource(table)["sources"]]]


def cited(frames: Iterable[pd.DataFrame]) -> set[str]:
    """The sources that the rows of tables cite."""
    return {
        source
        for frame in frames
        for column in SOURCE_COLUMNS
        if column in frame
        for source in frame[column].dropna().unique()
    }


def named_in_claims(root: Path) -> set[str]:
    """What the claim files of a package put in quotation marks: the sources that they cite among it."""
    files = sorted((root / "claims").glob("*.toml"))
    return {name for file in files for name in re.findall(r'"([\w.-]+)"', file.read_text(encoding="utf-8"))}


def written_files(root: Path) -> dict[str, bytes]:
    """The files of a package that people write by hand beside its tables: disputes and pay claims, by path."""
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in sorted(root.glob("*/*.toml"))}


def sha256(content: bytes) -> str:
    """A file's hash in the descriptor's notation."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


def _chosen(name: str, editions: list[tuple], vintage: str) -> list[tuple]:
    """The editions of a release: at most one of each series."""
    if not editions:
        raise DataError(f"The table {name} has no editions: it holds no series over time.")
    chosen = [edition for edition in editions if edition[0].startswith(str(vintage))]
    if not chosen:
        held = ", ".join(sorted({release for release, *_ in editions if release}))
        raise DataError(f"No edition of {name} was released in {vintage}. Held: {held}.")
    by_series: dict[str, list[str]] = {}
    for release, series, *_ in chosen:
        by_series.setdefault(series, []).append(release)
    for series, releases in by_series.items():
        if len(releases) > 1:
            raise DataError(
                f"{series} has several editions of {vintage}: {', '.join(sorted(releases))}. Say which."
            )
    return chosen


def _licence(resource: dict) -> str:
    return "; ".join(licence["title"] for licence in resource["licenses"])


_MONTHS = {"month": 1, "quarter": 3}
_GRACE_MONTHS = 3
_told: set[str] = set()
_quiet: ContextVar[bool] = ContextVar("quiet", default=False)


@contextmanager
def quietly() -> Iterator[None]:
    """While tables are only looked through, nothing is said of newer figures; when they are used, it is.

    Examples
    --------
    >>> with quietly():
    ...     rows = len(load("awe_monthly"))
    """
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def _warn_if_stale(resource: dict, package: DataPackage) -> None:
    """Say once a session that newer figures are likely; never where PAYLIB_STALE is "quiet"."""
    name, every = resource["name"], resource.get("releasedEvery")
    if every is None or name in _told or _quiet.get():
        return
    late = _months_since(resource["vintage"], _this_month()) - _MONTHS[every]
    if late >= _GRACE_MONTHS and os.environ.get("PAYLIB_STALE") != "quiet":
        _told.add(name)
        advice = (
            f"Bring it up to date with `paylib data refresh {name}`."
            if name in package._renewed
            else "It has no series that `paylib data refresh` knows: look at its publisher's page (`paylib data list`)."
        )
        warn(
            f"Table {name} holds what was released to {resource['vintage']}, and its publisher releases it every "
            f"{every}: newer figures are likely. {advice}",
            StaleDataWarning,
        )


@lru_cache(maxsize=256)
def _months_since(vintage: str, month: str) -> int:
    return (pd.Period(month, "M") - pd.Period(vintage, "M")).n


def _this_month() -> str:
    return date.today().isoformat()[:7]


@lru_cache(
    maxsize=512
)  # more than there are tables and views: fewer would each be gone before it is asked for again
def _parse(content: bytes, reading: str, where: str) -> pd.DataFrame:
    """A table's bytes, or a view of them, as a typed frame. Kept by content, so a hit cannot be stale."""
    reading = json.loads(reading)
    try:
        table = _read_csv(content, reading["columns"])
        columns = table.column_names
    except (UnicodeDecodeError, pyarrow.ArrowInvalid) as error:
        raise DataError(f"{where} is not a readable CSV file: {error}.") from None
    if columns != reading["columns"]:
        raise DataError(f"{where} has columns {columns}; its schema says {reading['columns']}.")
    text = seen(table, reading["view"]).astype("str") if reading["view"] else table.to_pandas()
    return pd.DataFrame(
        {field["name"]: _typed(text[field["name"]], field, where) for field in reading["fields"]}
    )


def _read_csv(content: bytes, columns: list[str]) -> pyarrow.Table:
    """A table as text, with what is empty as missing; pyarrow reads it in half the time of pandas."""
    if b"\0" in content:
        raise pyarrow.ArrowInvalid("it has a byte that is no text (NUL)")
    if content.count(b'"') % 2:  # at the end of a file PyArrow takes one for a part of the cell
        raise pyarrow.ArrowInvalid("a quotation mark that opens is never closed")
    table = csv.read_csv(
        pyarrow.BufferReader(content),
        read_options=csv.ReadOptions(use_threads=False, block_size=len(content) + 1),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(columns, pyarrow.large_string()),
            null_values=[""],
            strings_can_be_null=True,
        ),
    )
    long = len(content) > LONGEST_CELL and table.column_names == columns
    for name in columns if long else ():
        if (compute.max(compute.binary_length(table[name])).as_py() or 0) > LONGEST_CELL:
            raise pyarrow.ArrowInvalid(f"a cell of {name} has more than {LONGEST_CELL:,} bytes")
    return table


def _typed(column: pd.Series, field: dict, where: str) -> pd.Series:
    """A column of text in the type that the schema gives it."""
    try:
        return _TYPES[field["type"]](column)
    except KeyError:
        raise DataError(f"{where}, column {field['name']}: unknown type {field['type']!r}.") from None
    except (ValueError, TypeError):
        position, value = _first_misfit(column, field["type"])
        raise DataError(
            f"{where}, row {position + 1} (line {position + 2}), column {field['name']}: "
            f"{value!r} is not of type {field['type']}."
        ) from None


def _written(column: pd.Series, form: str) -> pyarrow.Array:
    """Cells that are all written in one form: pandas alone takes 1_000, nan, 0x10 and now for figures and months."""
    cells = pyarrow.array(column.array)
    if compute.all(compute.match_substring_regex(cells.unique(), f"^(?:{form})$")).as_py() is False:
        raise ValueError("not in the form of its type")
    return cells


def _number(column: pd.Series) -> pd.Series:
    """Figures; an infinite one is read, and told by the contracts."""
    figures = compute.cast(
        _written(column, r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?|-?inf"), pyarrow.float64()
    )
    return pd.Series(figures.to_numpy(zero_copy_only=False), index=column.index, name=column.name)


def _whole(column: pd.Series) -> pd.Series:
    _written(column, "-?[0-9]+")
    return column.astype("Int64" if column.hasnans else "int64")


def _date(column: pd.Series) -> pd.Series:
    _written(column, "[0-9]{4}-[0-9]{2}-[0-9]{2}")
    return pd.to_datetime(column, format="%Y-%m-%d").astype("datetime64[us]")


def _month(column: pd.Series) -> pd.Series:
    _written(column, "[0-9]{4}-[0-9]{2}")
    return pd.to_datetime(column, format="%Y-%m").dt.to_period("M")


def _boolean(column: pd.Series) -> pd.Series:
    if not column.dropna().isin(["true", "false"]).all():
        raise ValueError("not a boolean")
    return column.map({"true": True, "false": False}).astype("boolean" if column.hasnans else "bool")


_TYPES = {
    "string": lambda column: column,
    "number": _number,
    "integer": _whole,
    "year": _whole,
    "boolean": _boolean,
    "date": _date,
    "yearmonth": _month,
}


def _first_misfit(column: pd.Series, kind: str) -> tuple[int, str]:
    for position, value in enumerate(column):
        try:
            _TYPES[kind](pd.Series([value], dtype="str"))
        except (ValueError, TypeError):
            return position, value
    raise AssertionError("every value fits on its own")


_PACKAGE = Path(__file__).parents[1]
_SHIPPED = _PACKAGE / "data" if (_PACKAGE / "data").is_dir() else _PACKAGE.parent / "data"


def root() -> Path:
    """The folder of the figures: ``PAYLIB_DATA`` if set, else those that came with paylib.

    Returns
    -------
    pathlib.Path
    """
    if chosen := os.environ.get("PAYLIB_DATA"):
        return Path(chosen)
    return _SHIPPED


def settle(folder: Path) -> None:
    """Put in place what a refresh had decided on when it was cut short.

    Parameters
    ----------
    folder : pathlib.Path
        The folder of a data package.

    Raises
    ------
    DataError
        If a file cannot be put in place.

    Notes
    -----
    `PENDING` appears by one rename, when every file in it is complete and on disk, so whatever
    it holds is in force. Any process may finish the moving, at any time, also two at once: each
    move is one rename, and a file that is gone was moved by the other.
    """
    pending = folder / PENDING
    for where, _, names in os.walk(pending, topdown=False):
        for name in names:
            new = Path(where) / name
            old = folder / new.relative_to(pending)
            try:
                old.parent.mkdir(parents=True, exist_ok=True)
                new.replace(old)
            except FileNotFoundError:
                continue
            except OSError as error:
                raise DataError(
                    f"A refresh is not finished: {old} cannot be replaced ({error.strerror}). Close what has it open, "
                    "or run `paylib data refresh` as a user who may write there; it then finishes by itself."
                ) from None
        with suppress(OSError):  # the other process has removed it
            Path(where).rmdir()


def package() -> DataPackage:
    """The data package in use.

    Returns
    -------
    DataPackage
        The same object as long as the descriptor is not written anew.
    """
    folder = root()
    pending, descriptor = _looked_at(folder)
    if pending.exists():
        settle(folder)
    try:
        stat = descriptor.stat()
    except OSError:
        return DataPackage(folder)  # its first use raises the error that explains
    return _edition(folder, (stat.st_ino, stat.st_size, stat.st_mtime_ns))


@lru_cache(maxsize=4)
def _looked_at(folder: Path) -> tuple[Path, Path]:
    """What is looked at for each figure: to put paths together takes longer than to look."""
    return folder / PENDING, folder / DESCRIPTOR


@lru_cache(maxsize=4)
def _edition(folder: Path, edition: tuple[int, ...]) -> DataPackage:
    return DataPackage(folder, edition)


def catalogue() -> pd.DataFrame:
    """The tables there are, one row each.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``name``; columns ``title``, ``rows``, ``first`` and ``last`` (period
        covered), ``unit``, ``licence``, ``publisher``, ``vintage`` (latest release used).

    Examples
    --------
    >>> catalogue().loc["prices_monthly", ["first", "last", "publisher"]].tolist()
    ['1947-06', '2026-08', 'Office for National Statistics']
    """
    return package().catalogue()


def load(name: str, vintage: str | None = None) -> pd.DataFrame:
    """One table, typed, with its provenance.

    Parameters
    ----------
    name : str
        A name from `catalogue`.
    vintage : str, optional
        The release of an edition, from `editions`: ``"2026-09-15"``, or its beginning where that
        leaves no doubt. Then only the series that are held in that edition, each whole.

    Returns
    -------
    pandas.DataFrame
        Columns typed by the descriptor: months are ``period[M]``, text is ``str``. Its
        ``attrs`` carry ``title``, ``description``, ``unit``, ``units`` (by column), ``licence``,
        ``publisher``, ``vintage``, ``sources`` (names to look up in `sources`) and
        ``usage_warnings``.

    Raises
    ------
    DataError
        If there is no such table, its file is missing, or its bytes are not those that the
        descriptor describes.

    Examples
    --------
    >>> prices = load("prices_monthly")
    >>> prices[prices["series"] == "rpi"].iloc[0][["month", "source"]].tolist()
    [Period('1987-01', 'M'), 'ons_cpi_detailed_tables_2026_06']
    >>> load("awe_monthly", vintage="2026-09")["weekly_gbp"].iloc[-1]
    np.float64(756.0)
    >>> load("price_monthly")
    Traceback (most recent call last):
        ...
    paylib.errors.DataError: There is no table 'price_monthly'. Did you mean 'prices_monthly'...
    """
    return package().load(name, vintage)


def editions(name: str) -> pd.DataFrame:
    """The editions of each series of a table: the one that it holds, and those that are kept beside it.

    Parameters
    ----------
    name : str
        A name from `catalogue`.

    Returns
    -------
    pandas.DataFrame
        ``vintage`` (date of the release, to pass to `load`), ``series``, ``current`` (whether the
        table holds it), ``rows``, ``first`` and ``last`` (period).

    Raises
    ------
    DataError
        If there is no such table, or it holds no series over time.

    Examples
    --------
    >>> held = editions("awe_monthly")
    >>> held[held["series"] == "KAB9"][["vintage", "current"]].values.tolist()
    [['2026-04-21', True], ['2026-09-15', False]]
    """
    return package().editions(name)


class Picked(NamedTuple):
    """One figure of a table, with what is known of it."""

    value: object
    unit: str
    source: str
    usage_warnings: tuple[str, ...]


def pick(table: str, column: str = "value", /, **where: object) -> Picked:
    """One figure of a table.

    Parameters
    ----------
    table : str
        A name from `catalogue`.
    column : str
        The column that holds the figure.
    **where
        Columns and the values that pick the one row.

    Returns
    -------
    Picked
        ``value`` (the row's ``text`` where it is a date or a word), ``unit``, ``source`` and
        ``usage_warnings`` (of the row and of the table).

    Raises
    ------
    DataError
        If there is no such table or column, or not just one row fits.

    Examples
    --------
    >>> pick("youth_dispute", item="start_salary_teacher").value
    18105.0
    """
    frame = load(table)
    asked = ", ".join(f"{key} {value!r}" for key, value in where.items())
    (column,) = _columns(frame, [column])
    if "source" not in frame:
        raise DataError(
            f"Table {table} says of no row where it comes from, so no figure of it is quoted. Take one from a table "
            "with a column source, or give the value with a source of its own."
        )
    found = _fit(frame, where)
    if len(found) != 1:
        told = _apart(frame.iloc[found]) if len(found) else _near(frame, where)
        raise DataError(
            f"Table {table} has {len(found)} rows with {asked}; a quoted figure needs just one.{told}"
        )
    plain, asked_of = pd.DataFrame(frame), (column, "unit", "text", "source", "usage_warnings")
    row = {name: plain[name].array[found[0]] for name in asked_of if name in plain}
    value, unit = row[column], frame.attrs["units"].get(column) or row.get("unit")
    if pd.isna(value) and "text" in frame:
        value, unit = row["text"], row["unit"] if row["unit"] in ("date", "month") else "text"
    if pd.isna(value):
        raise DataError(f"Table {table} has no {column} where {asked}: the cell is empty.")
    warned = row.get("usage_warnings")
    return Picked(
        value.item() if hasattr(value, "item") else value,
        unit or "text",
        row["source"],
        tuple(sorted({*frame.attrs["usage_warnings"], *(() if pd.isna(warned) else warned.split())})),
    )


def rows_where(frame: pd.DataFrame, where: Mapping[str, object]) -> pd.DataFrame:
    """The rows of a table that have some values.

    Parameters
    ----------
    frame : pandas.DataFrame
        A table, as `load` gives it.
    where : mapping of str to object
        Columns and the values they must have, compared as text.

    Returns
    -------
    pandas.DataFrame

    Raises
    ------
    DataError
        If the table has no such column.

    Examples
    --------
    >>> rows_where(load("deflators"), {"deflator": "cpi"})["deflator"].unique().tolist()
    ['cpi']
    """
    return frame.iloc[_fit(frame, where)]


def _fit(frame: pd.DataFrame, where: Mapping[str, object]) -> np.ndarray:
    """The places of the rows of a table that have some values."""
    plain, fit = (
        pd.DataFrame(frame),
        np.arange(len(frame)),
    )  # each column would bring a copy of what is said of all
    for key, value in zip(_columns(frame, where), where.values(), strict=True):
        words = plain[key].array
        words = words[fit] if len(fit) < len(words) else words  # of those that are left
        fit = fit[np.asarray(words.astype("str") == str(value), dtype=bool)]
    return fit


_MOST_NAMED = 40
"""How many values of a column a message names."""


def _near(frame: pd.DataFrame, where: Mapping[str, object]) -> str:
    """What a column can be, where all the others of a row fit."""
    for key in reversed(where):
        others = _fit(frame, {each: value for each, value in where.items() if each != key})
        values = frame.iloc[others][_columns(frame, [key])[0]].dropna().astype(str).unique()
        if len(values):
            return (
                f" {'With the others, ' if len(where) > 1 else ''}{key} is one of: {_some(sorted(values))}."
            )
    return ""


def _apart(rows: pd.DataFrame) -> str:
    """In what rows differ that tells them apart."""
    keys = package().resource(rows.attrs["name"])["schema"].get("primaryKey", ())
    values = {name: rows[name].fillna("none").astype(str).unique() for name in keys}
    told = [f"{name} ({_some(each)})" for name, each in values.items() if len(each) > 1]
    return f" They differ in {'; '.join(told)}." if told else ""


def _some(values: Sequence[str]) -> str:
    more = len(values) - _MOST_NAMED
    return ", ".join(values[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _columns(frame: pd.DataFrame, names: Iterable[str]) -> list[str]:
    """Columns of a table by the names that they have now."""
    moved = getattr(frame, "_moved", {})
    found = [now("Column", name, moved, frame) for name in names]
    for name in found:
        if name not in frame:
            raise DataError(
                f"Table {frame.attrs['name']} has no column {name!r}; it has: {', '.join(frame)}."
            )
    return found


def sources(table: str | None = None) -> pd.DataFrame:
    """Where the figures come from.

    Parameters
    ----------
    table : str, optional
        Only the sources of this table.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``source``; columns ``publisher``, ``title``, ``series``, ``released``,
        ``url``, ``licence``, ``seen_in``, ``checked``.

    Examples
    --------
    >>> sources("prices_rates")["publisher"].unique().tolist()
    ['Office for National Statistics']
    """
    return package().sources(table)
