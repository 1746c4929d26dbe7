"""The data package as it stood at a release: each series in the edition that was the newest then."""

from __future__ import annotations

import datetime
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from paylib.datapackage import hashes, loading, vintages
from paylib.datapackage.loading import DataPackage
from paylib.errors import DataError, PeriodError
from paylib.figures import periods


def lay_out(package: DataPackage, when: str, folder: Path) -> DataPackage:
    """Write a copy of a package with each series in its newest edition by a date.

    Parameters
    ----------
    package : DataPackage
    when : str
        A date such as ``"2026-09-15"``, or a month, quarter or year, all of which counts.
    folder : pathlib.Path
        Where to; it must not be there yet.

    Returns
    -------
    DataPackage
        Sealed. Where a series has no edition so old, or only single figures of it, it stays as the
        package holds it.

    Raises
    ------
    DataError
        If no edition that is held is so old.
    PeriodError
        If it is not a date.
    """
    asked, when = when, _last_day(when)
    tables = [name for name, resource in package.resources.items() if resource.get("vintages")]
    releases = {release for name in tables for release in package.editions(name)["vintage"]}
    if not any(_by(release, when) for release in releases):
        raise DataError(f"No edition held was released by {asked}; the oldest is of {min(releases)}.")
    shutil.copytree(package.root, folder, ignore=shutil.ignore_patterns(".*"))
    for name in tables:
        path = folder / package.resource(name)["path"]
        path.write_bytes(_table(package, name, when))
    made = DataPackage(folder)
    hashes.drop_uncited(made)
    hashes.seal(made, shorter=True)
    return DataPackage(folder)


@contextmanager
def in_use(folder: Path) -> Iterator[None]:
    """Have paylib read the data package in a folder, for as long as the block lasts."""
    before = os.environ.get("PAYLIB_DATA")
    os.environ["PAYLIB_DATA"] = str(folder.resolve())
    try:
        yield
    finally:
        if before is None:
            del os.environ["PAYLIB_DATA"]
        else:
            os.environ["PAYLIB_DATA"] = before


@contextmanager
def known_by(when: str | None) -> Iterator[None]:
    """Have paylib read what was known by a date, as `lay_out` writes it; the package as it is if there is none.

    Examples
    --------
    >>> with known_by("2025-06"):
    ...     loading.pick("hci_rates", "rate_pct", household_group="all_households", month="2025-03").value
    2.6
    >>> loading.pick("hci_rates", "rate_pct", household_group="all_households", month="2025-03").value
    2.7
    """
    if when is None:
        yield
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        in_use(lay_out(loading.package(), when, Path(folder) / "data").root),
    ):
        yield


def _last_day(when: str) -> str:
    """The last day of what a date, month or year covers, as releases are dated."""
    try:
        period = periods.parse(when.strip())
    except PeriodError as error:
        raise PeriodError(
            f"{error} A day such as '2026-09-15' counts as a day. No data package lies in a folder of that name either."
        ) from None
    return f"{_day(when) or period.end_time:%Y-%m-%d}"


def _day(when: str) -> datetime.date | None:
    """A day that is written in full; no month is."""
    try:
        return datetime.date.fromisoformat(when.strip()[:10])
    except ValueError:
        return None


def _by(release: str, when: str) -> bool:
    return bool(release) and release <= when


def _table(package: DataPackage, name: str, when: str) -> bytes:
    """The table with the rows of each series taken from its newest edition by a date, where the held one."""
    resource = package.resource(name)
    key = vintages.series_key(resource["schema"])
    rows = vintages.rows_of(package.read(name))
    time = vintages.time_of(rows[0])
    held = package.editions(name).query("current").set_index("series")["vintage"]
    for kept in resource["vintages"]:
        if not _by(kept["vintage"], when):
            continue
        edition = vintages.rows_of(vintages.unpacked(package.kept_content(kept)))
        for series in {tuple(row[column] for column in key) for row in edition}:
            label = ", ".join(series)
            newer = held[label] <= kept["vintage"] or not _by(held[label], when)
            theirs = [row for row in edition if tuple(row[column] for column in key) == series]
            ours = [row for row in rows if tuple(row[column] for column in key) == series]
            if newer and _is_whole(theirs, ours, time):
                place = rows.index(ours[0])
                rows = [row for row in rows if tuple(row[column] for column in key) != series]
                rows[place:place] = theirs
                held[label] = kept["vintage"]
    return vintages.as_csv(rows)


def _is_whole(edition: list[dict[str, str]], held: list[dict[str, str]], time: str) -> bool:
    """Whether an edition has all that the table holds of the series up to its own last period."""
    theirs = {row[time] for row in edition}
    return {row[time] for row in held if row[time] <= max(theirs)} <= theirs
