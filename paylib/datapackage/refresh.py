"""Bring publishers' series up to date: fetched, checked, and put in place together or not at all.

The Office for National Statistics gives each of its time series as a CSV file of two columns:
eight rows of header, then yearly, quarterly and monthly figures. The table ``ons_series`` says
which of them we hold, what their headers must say, and what is plausible.

Nothing is written until every series has come and passed every check. Then the renewed tables,
their sources, the descriptor and the data log are written to a folder beside them and verified
as a whole; one rename of that folder decides, and `paylib.datapackage.settle` moves its files
into place, now or, if the process is killed, when the package is next opened.
"""

from __future__ import annotations

import csv
import datetime
import email.utils
import io
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import httpx
import pandas as pd
from filelock import FileLock, Timeout

from paylib import datapackage
from paylib.datapackage import contracts, hashes, vintages
from paylib.datapackage.loading import DataPackage
from paylib.errors import ChoiceError, DataError, RefreshError, unknown

ONS = "https://www.ons.gov.uk"
PUBLISHER, LICENCE = "Office for National Statistics", "OGL-UK-3.0"

TIMEOUT = 30.0
PAUSES = (1.0, 2.0, 4.0)
"""Seconds to wait before each new attempt, unless the server asks for more."""
LONGEST_PAUSE = 120.0

LOCK, STAGING = ".refresh.lock", ".refresh.tmp"

OF_AN_EDITION = ("rounded_in_source", "first_published", "one_source", "mixed_vintages")
"""Usage warnings that a figure loses when another edition takes its place; the others are of its month."""

_HEADER = (
    "Title",
    "CDID",
    "Source dataset ID",
    "PreUnit",
    "Unit",
    "Release date",
    "Next release",
    "Important notes",
)
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_MONTH = re.compile(rf"(\d{{4}}) ({'|'.join(_MONTHS)})", re.ASCII)
_YEAR_OR_QUARTER = re.compile(r"\d{4}( Q[1-4])?", re.ASCII)
_OUR_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


class Change(NamedTuple):
    """One figure that a refresh added or revised."""

    table: str
    series: str
    period: str
    old: float | None
    """None where the figure is new."""
    new: float
    source: str


class _Edition(NamedTuple):
    """A series as its publisher gives it."""

    title: str
    released: str
    url: str
    months: dict[str, str]
    """Figures as they are printed, by month."""


class _Kept(NamedTuple):
    """What a table held of a series before another edition took its place."""

    release: str
    rows: list[dict[str, str]]


class _Table(NamedTuple):
    """A table that is held, as text, and which of its columns are the time and the figure."""

    rows: list[dict[str, str]]
    time: str
    figure: str

    def of(self, series) -> dict[str, dict[str, str]]:
        """The rows of one monthly series, by month."""
        return {
            row[self.time]: row
            for row in self.rows
            if row["series"] == series.series and _OUR_MONTH.fullmatch(row[self.time])
        }


def refresh(
    tables: list[str] | None = None,
    *,
    address: str | None = None,
    accept_revisions: bool = False,
    progress: Callable[[str, int, int], None] | None = None,
) -> list[Change]:
    """Bring tables up to date with the series of the Office for National Statistics.

    Parameters
    ----------
    tables : list of str, optional
        Tables that ``paylib.load("ons_series")`` names; all of them if none.
    address : str, optional
        Where the publisher is: ``PAYLIB_ONS`` if set, else https://www.ons.gov.uk.
    accept_revisions : bool
        Take revisions of figures that their publisher revises only exceptionally.
    progress : callable, optional
        Told the table and series, how many have come, and of how many.

    Returns
    -------
    list of Change
        Every figure added or revised (``pandas.DataFrame(changes)`` makes a frame); empty if
        there is nothing new, and then nothing is written.

    Raises
    ------
    ChoiceError
        If a table is not one that can be refreshed.
    RefreshError
        If another refresh is under way, the publisher cannot be reached, or a series does not
        pass a check. The tables are as they were.
    DataError
        If the package had a fault already, or the new files cannot all be moved into place (the
        next use of paylib moves the rest).

    Notes
    -----
    Each file must be the series asked for, on the declared base and in the declared unit, with
    every month that is held and no gap after them; months before the first one held are left
    alone. A month added, and any revision, must be within the plausible step of ``ons_series``.

    Average weekly earnings and labour disputes are revised with every release, so their
    revisions are taken, and told. Price indices and their rates are revised only exceptionally
    (the RPI never): a change there more likely means a fault, so it is refused and listed,
    unless it is accepted. A figure held with more decimals than the publisher prints is kept
    where it rounds to the printed one. Office for National Statistics, Consumer Prices Indices
    Technical Manual, and the quality report on average weekly earnings, on revisions.

    Examples
    --------
    >>> refresh(["claims"])
    Traceback (most recent call last):
        ...
    paylib.errors.ChoiceError: There is no table that can be refreshed 'claims'. \
Choose from: prices_monthly, prices_rates, awe_monthly, labour_disputes.
    """
    address = (address or os.environ.get("PAYLIB_ONS", ONS)).rstrip("/")
    wanted = _wanted(datapackage.package(), tables)
    with _alone(datapackage.root()):
        package = datapackage.package()
        _must_be_sound(package)
        editions = _fetch(wanted, address, progress or (lambda *_: None))
        held = {name: _table(package, name) for name in dict.fromkeys(series.table for series in wanted)}
        changes = [
            change
            for series, edition in zip(wanted, editions, strict=True)
            for change in _compared(series, held[series.table], edition)
        ]
        if not accept_revisions:
            _must_be_usual(wanted, changes)
        if changes:
            kept = _enter(package, held, wanted, editions, changes)
            _replace(package, _renewed(package, held, wanted, editions, changes, kept))
    return changes


def _wanted(package: DataPackage, tables: list[str] | None) -> list:
    """The rows of ``ons_series`` for the tables asked for."""
    known = package.load("ons_series").fillna({"title_has": "", "unit_header": "", "usage_warnings": ""})
    names = list(known["table"].unique())
    for name in tables or ():
        if name not in names:
            raise ChoiceError(unknown("table that can be refreshed", name, names))
    return list(known[known["table"].isin(tables or names)].itertuples(index=False, name="Series"))


def _must_be_sound(package: DataPackage) -> None:
    """A refresh seals the package, and must not put its seal under a fault."""
    problems = contracts.verify(package)
    if problems:
        raise DataError(f"Nothing was refreshed: {_few(problems, ' ')} Put that right first.")


def _refused(series, why: str) -> RefreshError:
    return RefreshError(f"{series.table}, {series.series} ({series.cdid}): {why} Nothing was changed.")


def _few(items: list[str], separator: str) -> str:
    more = f"{separator}and {len(items) - 5} more." if len(items) > 5 else ""
    return separator.join(items[:5]) + more


# What the publisher gives


def _fetch(wanted: list, address: str, progress: Callable[[str, int, int], None]) -> list[_Edition]:
    if not address.startswith(("https://", "http://")):
        raise RefreshError(f"{address!r} is not an address. Write it as {ONS!r}, or unset PAYLIB_ONS.")
    editions = []
    with httpx.Client(
        timeout=TIMEOUT, headers={"User-Agent": _user_agent()}, follow_redirects=True
    ) as client:
        for series in wanted:
            url = f"{address}/generator?format=csv&uri={series.uri}"
            editions.append(_read(series, _get(client, series, url), url))
            progress(f"{series.table} {series.series}", len(editions), len(wanted))
    return editions


def _user_agent() -> str:
    try:
        about = metadata.metadata("paylib-uk")
    except metadata.PackageNotFoundError:  # run from its source without being installed
        return "paylib-uk"
    addresses = [entry.split(", ", 1)[1] for entry in about.get_all("Project-URL") or ()]
    return f"{about['Name']}/{about['Version']}" + (f" ({addresses[0]})" if addresses else "")


def _get(client: httpx.Client, series, url: str) -> httpx.Response:
    """The publisher's answer, asked for again where that may help."""
    for pause in (*PAUSES, None):
        asked = 0.0
        try:
            response = client.get(url)
        except httpx.TimeoutException:
            failure = f"no answer from {url} within {TIMEOUT:g} seconds"
        except httpx.HTTPError as error:
            failure = f"the connection to {url} failed or broke off ({error})"
        else:
            if response.status_code != 429 and response.status_code < 500:
                return _accepted(series, response, url)
            asked = _asked_pause(response)
            failure = (
                "the publisher says that it is asked too often (429)"
                if response.status_code == 429
                else f"the publisher's server failed ({response.status_code})"
            )
        if asked > LONGEST_PAUSE:
            raise _refused(series, f"{failure}, and to come back in {asked:.0f} seconds. Try again then.")
        if pause is not None:
            time.sleep(max(pause, asked))
    raise _refused(series, f"{failure}, {len(PAUSES) + 1} times over. Try again later.")


def _asked_pause(response: httpx.Response) -> float:
    """Seconds that the server asks for in Retry-After, which is a number or a date."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isdecimal():
        return float(text)
    with suppress(ValueError):
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - time.time())
    return 0.0


def _accepted(series, response: httpx.Response, url: str) -> httpx.Response:
    status = response.status_code
    if status == 404:
        raise _refused(series, f"there is nothing at {url} (404). If it has moved, correct ons_series.csv.")
    if status == 403:
        raise _refused(
            series, f"the publisher refuses {url} (403). It may not like this network: try from another."
        )
    if status != 200:
        raise _refused(series, f"{url} answered with status {status}, where 200 was expected.")
    return response


def _read(series, response: httpx.Response, url: str) -> _Edition:
    """An answer as an edition of the series, once its header says what it must."""
    text = response.content.decode("utf-8-sig", errors="replace")
    if not text.strip():
        raise _refused(series, f"the answer of {url} is empty.")
    if "html" in response.headers.get("Content-Type", "") or text.lstrip().startswith("<"):
        raise _refused(series, f"the answer of {url} is a web page, not a CSV file. Look at it in a browser.")
    try:
        lines = list(csv.reader(io.StringIO(text), strict=True))
    except csv.Error as error:
        raise _refused(series, f"the CSV file breaks off or is damaged ({error}).") from None
    if not text.endswith("\n") or any(len(line) != 2 for line in lines):
        raise _refused(
            series, "the CSV file breaks off: its last row is not whole, or a row has not two cells."
        )
    header, body = dict(lines[: len(_HEADER)]), lines[len(_HEADER) :]
    if tuple(header) != _HEADER:
        raise _refused(series, f"the file does not begin with the rows {', '.join(_HEADER)}.")
    _check_header(series, header)
    return _Edition(header["Title"], _released(series, header), url, _months(series, body))


def _check_header(series, header: dict[str, str]) -> None:
    for row, declared in (("CDID", series.cdid), ("Source dataset ID", series.dataset)):
        if header[row].upper() != declared:
            raise _refused(series, f"another series came: its {row} is {header[row]!r}, not {declared!r}.")
    title = " ".join(header["Title"].split()).casefold()
    for part in filter(None, map(str.strip, series.title_has.split(";"))):
        if part.casefold() not in title:
            raise _refused(
                series,
                f"its title is {header['Title']!r}, without {part!r}: the base or the coverage has changed. "
                "Look at what the publisher says of it; the history must be taken anew.",
            )
    unit = header["PreUnit"] + header["Unit"]
    if series.unit_header and unit != series.unit_header:
        raise _refused(series, f"its unit is {unit!r}, not {series.unit_header!r}.")


def _released(series, header: dict[str, str]) -> str:
    try:
        return datetime.datetime.strptime(header["Release date"], "%d-%m-%Y").date().isoformat()
    except ValueError:
        raise _refused(series, f"its release date is {header['Release date']!r}, not DD-MM-YYYY.") from None


def _months(series, body: list[list[str]]) -> dict[str, str]:
    """The monthly figures as printed; a month without one is left out."""
    months = {}
    for period, figure in body:
        if match := _MONTH.fullmatch(period):
            month = f"{match[1]}-{_MONTHS.index(match[2]) + 1:02d}"
            if month in months:
                raise _refused(series, f"{month} is there twice.")
            if figure and not _NUMBER.fullmatch(figure):
                raise _refused(series, f"the figure of {month} is {figure!r}, not a number.")
            if len(figure.partition(".")[2]) > series.decimals:
                raise _refused(
                    series,
                    f"{month} is {figure}, with more decimals than ons_series.csv declares ({series.decimals}).",
                )
            months[month] = figure
        elif not _YEAR_OR_QUARTER.fullmatch(period):
            raise _refused(series, f"{period!r} is not a year, a quarter or a month.")
    months = {month: figure for month, figure in months.items() if figure}
    if not months:
        raise _refused(series, "the file has no monthly figures: it breaks off.")
    return months


# What is held, and what has changed


def _table(package: DataPackage, name: str) -> _Table:
    fields = {field["name"]: field["type"] for field in package.resource(name)["schema"]["fields"]}
    figure = next(column for column, kind in fields.items() if kind == "number")
    return _Table(vintages.rows_of(package.read(name)), "month" if "month" in fields else "period", figure)


def _compared(series, table: _Table, edition: _Edition) -> list[Change]:
    """What an edition adds and revises, once its history and its steps are as they must be."""
    held = {month: float(row[table.figure]) for month, row in table.of(series).items()}
    first, last = min(held), max(held)
    lost = sorted(set(held) - set(edition.months))
    if lost:
        raise _refused(
            series,
            f"{len(lost)} months that are held are not in the file, the first {lost[0]}: it breaks off, or is "
            "older than the table.",
        )
    after = pd.period_range(last, max(edition.months), freq="M").astype(str)
    gaps = [month for month in after if month not in edition.months]
    if gaps:
        raise _refused(series, f"the file has {max(edition.months)} but not {gaps[0]}: a gap.")
    source = f"ons_{series.cdid.lower()}_csv_{edition.released[:7].replace('-', '_')}"
    rounding = 0.5 * 10.0**-series.decimals + 1e-9
    changes = [
        Change(series.table, series.series, month, held.get(month), float(figure), source)
        for month, figure in sorted(edition.months.items())
        if month >= first and (month not in held or abs(float(figure) - held[month]) > rounding)
    ]
    _must_be_plausible(series, held, changes)
    return changes


def _must_be_plausible(series, held: dict[str, float], changes: list[Change]) -> None:
    per_cent = series.step_unit == "per_cent"
    limit = f"{series.max_step:g} {'per cent' if per_cent else 'points'}"
    advice = "If it is right, raise max_step in ons_series.csv."

    def too_far(old: float, new: float) -> bool:
        return abs(new - old) > series.max_step * (abs(old) / 100 if per_cent else 1)

    for change in changes:
        if change.old is not None and too_far(change.old, change.new):
            raise _refused(
                series,
                f"{change.period} would be revised from {change.old:g} to {change.new:g}, by more than {limit}: "
                f"another base, unit or series. {advice}",
            )
    figures = held | {change.period: change.new for change in changes}
    for change in changes:
        month = pd.Period(change.period, "M")
        for before, after in ((str(month - 1), str(month)), (str(month), str(month + 1))):
            if before in figures and after in figures and too_far(figures[before], figures[after]):
                raise _refused(
                    series,
                    f"from {before} to {after} it goes from {figures[before]:g} to {figures[after]:g}, a step of "
                    f"more than {limit}, which is not plausible. {advice}",
                )


def _must_be_usual(wanted: list, changes: list[Change]) -> None:
    usual = {(series.table, series.series) for series in wanted if series.revised == "routinely"}
    unusual = [
        f"{change.table}, {change.series}, {change.period}: {change.old:g} held, {change.new:g} published"
        for change in changes
        if change.old is not None and (change.table, change.series) not in usual
    ]
    if unusual:
        raise RefreshError(
            f"The publisher has revised what it revises only exceptionally: {_few(unusual, '; ')}. Nothing was "
            "changed. Look up the reason, then accept it: `paylib data refresh --accept-revisions`."
        )


# What is written


def _enter(
    package: DataPackage,
    tables: dict[str, _Table],
    wanted: list,
    editions: list[_Edition],
    changes: list[Change],
) -> dict[tuple[str, str], _Kept]:
    """Write new figures into the rows of their tables; the editions that they take the place of, by series.

    A series that its publisher revises routinely is replaced whole, so that it is of one edition.
    """
    mine = _by_series(changes)
    kept = {}
    for series, edition in zip(wanted, editions, strict=True):
        if not (told := mine.get((series.table, series.series))):
            continue
        table = tables[series.table]
        whole = series.revised == "routinely"
        if whole or any(change.old is not None for change in told):
            rows = [row.copy() for row in table.rows if row["series"] == series.series]
            kept[series.table, series.series] = _Kept(_release(package, series.table, rows), rows)
        _write(table, series, edition, told[0].source, None if whole else {change.period for change in told})
    return kept


def _release(package: DataPackage, table: str, rows: list[dict[str, str]]) -> str:
    """The release that the rows of a series, as text, are an edition of."""
    released = package.load("sources").set_index("source")["released"]
    return vintages.release_of(package.parse(table, vintages.as_csv(rows)), released)


def _beside(package: DataPackage, kept: dict[tuple[str, str], _Kept]) -> dict[str, bytes]:
    """The files of editions with those that are kept added, each in the place of its like."""
    files: dict[str, list[dict[str, str]]] = {}
    for (table, series), edition in kept.items():
        path = vintages.path_of(table, edition.release)
        held = package.root / path
        if path not in files:
            files[path] = vintages.rows_of(vintages.unpacked(held.read_bytes())) if held.exists() else []
        files[path] = [row for row in files[path] if row["series"] != series] + edition.rows
    return {path: vintages.packed(rows) for path, rows in files.items()}


def _write(table: _Table, series, edition: _Edition, source: str, months: set[str] | None) -> None:
    """Some months of an edition, or all from the first one held; a new month is like the one before it."""
    rows = table.of(series)
    first = min(rows)
    for month, figure in sorted(edition.months.items()):
        if month < first or (months is not None and month not in months):
            continue
        if month not in rows:
            before = rows[max(earlier for earlier in rows if earlier < month)]
            rows[month] = before | {table.time: month}
            if "usage_warnings" in before:
                rows[month]["usage_warnings"] = ""
            table.rows.insert(_position(table.rows, before) + 1, rows[month])
        row = rows[month]
        row |= {table.figure: figure, "source": source}
        if "usage_warnings" in row:
            lasting = [code for code in row["usage_warnings"].split() if code not in OF_AN_EDITION]
            row["usage_warnings"] = " ".join(dict.fromkeys([*lasting, *series.usage_warnings.split()]))


def _position(rows: list[dict[str, str]], row: dict[str, str]) -> int:
    return next(position for position, each in enumerate(rows) if each is row)


def _renewed(
    package: DataPackage,
    held: dict[str, _Table],
    wanted: list,
    editions: list[_Edition],
    changes: list[Change],
    kept: dict[tuple[str, str], _Kept],
) -> dict[str, bytes]:
    """The files that change, by their paths: tables, editions beside them, sources and the dated lines of the data log."""
    tables = {change.table: held[change.table].rows for change in changes}
    sources = {row["source"]: row for row in vintages.rows_of(package.read("sources"))}
    for series, edition in zip(wanted, editions, strict=True):
        mine = [c for c in changes if (c.table, c.series) == (series.table, series.series)]
        if mine:
            sources[mine[0].source] = _source(series, edition, mine[0].source)
    tables["sources"] = [row for _, row in sorted(sources.items())]
    files = {package.resource(name)["path"]: vintages.as_csv(table) for name, table in tables.items()}
    changed = package.root / hashes.CHANGES
    before = changed.read_text(encoding="utf-8") if changed.exists() else ""
    log = {hashes.CHANGES: _dated(before, changes, kept).encode()}
    return files | _beside(package, kept) | log


def _source(series, edition: _Edition, name: str) -> dict[str, str]:
    url = f"{ONS}/generator?format=csv&uri={series.uri}"
    return {
        "source": name,
        "publisher": PUBLISHER,
        "title": f"{edition.title} (time-series CSV)",
        "series": f"{series.cdid}, {series.dataset}",
        "released": edition.released,
        "url": url,
        "licence": LICENCE,
        "seen_in": "the page itself" if edition.url == url else f"a copy: {edition.url}",
        "checked": "publisher_file",
    }


def _dated(before: str, changes: list[Change], kept: dict[tuple[str, str], _Kept]) -> str:
    """The dated lines of the data log, the newest first."""
    title = "## Changes\n\n"
    today = datetime.date.today().isoformat()
    by_table: dict[str, list[str]] = {}
    for (table, series), mine in _by_series(changes).items():
        replaced = kept.get((table, series))
        beside = f" (replaced whole; the edition of {replaced.release} is kept)" if replaced else ""
        by_table.setdefault(table, []).append(f"{series} {_told(mine)}{beside}")
    lines = [
        f"- {today}, `{table}`, from {PUBLISHER}: {'; '.join(told)}.\n" for table, told in by_table.items()
    ]
    return title + "".join(lines) + before.removeprefix(title)


def _by_series(changes: list[Change]) -> dict[tuple[str, str], list[Change]]:
    groups: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        groups.setdefault((change.table, change.series), []).append(change)
    return groups


def _told(changes: list[Change]) -> str:
    """What happened to one series, in words: the few revisions each, the many by their reach and largest."""
    added = [change for change in changes if change.old is None]
    revised = [change for change in changes if change.old is not None]
    parts = [f"{_reach(added)} added"] if added else []
    if len(revised) <= 6:
        parts += [f"{change.period} revised from {change.old:g} to {change.new:g}" for change in revised]
    else:
        most = max(revised, key=lambda change: abs(change.new - change.old))
        parts.append(
            f"{len(revised)} months from {_reach(revised)} revised, most of all {most.period} from "
            f"{most.old:g} to {most.new:g}"
        )
    return ", ".join(parts)


def _reach(changes: list[Change]) -> str:
    first, last = changes[0].period, changes[-1].period
    return first if first == last else f"{first} to {last}"


def _replace(package: DataPackage, files: dict[str, bytes]) -> None:
    """Put new files into a package, with a descriptor that fits them: all of it, or nothing."""
    root, staging = package.root, package.root / STAGING
    shutil.rmtree(staging, ignore_errors=True)  # of a refresh that was killed before it had decided
    try:
        shutil.copytree(root, staging, ignore=shutil.ignore_patterns(".*"))
        for path, content in files.items():
            (staging / path).parent.mkdir(parents=True, exist_ok=True)
            (staging / path).write_bytes(content)
        hashes.drop_uncited(DataPackage(staging))
        hashes.seal(DataPackage(staging))
        problems = contracts.verify(DataPackage(staging))
        if problems:
            raise RefreshError(
                f"The renewed tables would not keep their contract: {_few(problems, ' ')} Nothing was changed."
            )
        _keep_changed(staging, root)
        staging.rename(root / datapackage.PENDING)  # from here on it is in force
    except OSError as error:
        raise RefreshError(f"The new tables cannot be written ({error}). Nothing was changed.") from None
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    _sync(root)
    datapackage.settle(root)


def _keep_changed(staging: Path, root: Path) -> None:
    """Leave only what differs from the package, safe on the disk."""
    for where, _, names in os.walk(staging, topdown=False):
        for new in (Path(where) / name for name in names):
            old = root / new.relative_to(staging)
            if old.exists() and old.read_bytes() == new.read_bytes():
                new.unlink()
            else:
                _sync(new)
        if not any(Path(where).iterdir()):
            Path(where).rmdir()
        else:
            _sync(Path(where))


def _sync(path: Path) -> None:
    if (
        path.is_dir() and os.name == "nt"
    ):  # folders cannot be opened there; the file system keeps them in order
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the lock of a package. The operating system frees it when the process ends, however it ends."""
    try:
        held = FileLock(folder / LOCK, blocking=False, fallback_to_soft=False).acquire()
    except Timeout:
        raise RefreshError(
            f"Another refresh of {folder} is under way. Wait until it has ended, then look whether this one is "
            "still needed."
        ) from None
    except OSError as error:
        raise RefreshError(
            f"{folder} cannot be written to ({error.strerror}). Point PAYLIB_DATA at a copy of the figures that can."
        ) from None
    with held:
        yield
