"""Bring publishers' series up to date: fetched, checked, and put in place together or not at all.

The table ``ons_series`` says which series we hold, what must be said of them, and what is plausible;
`paylib.datapackage.publisher` reads them. A series that its publisher revises routinely is replaced
whole, so that its figures are of one edition, and what it was is kept under ``vintages``.

Nothing is written until every series has come and passed every check, or is left out; so are series
that pass alone and contradict each other, such as an index and its published rate. A month that its
publisher leaves blank, with figures after it, is held as not published: it has no row, and the
descriptor says so.
Then the renewed tables, their sources, the descriptor and the data log are written to a folder
beside them and verified as a whole; one rename of that folder decides, and
`paylib.datapackage.settle` moves its files into place, now or, if the process is killed, when the
package is next opened.
"""

from __future__ import annotations

import datetime
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from paylib import datapackage
from paylib.datapackage import hashes, publisher, vintages
from paylib.datapackage.loading import DESCRIPTOR, DataPackage
from paylib.datapackage.publisher import Edition, refused
from paylib.datapackage.replacing import ContractError, alone, few, must_be_sound, replace
from paylib.errors import ChoiceError, RefreshError, StaleDataWarning, unknown, warn

PUBLISHER, LICENCE = "Office for National Statistics", "OGL-UK-3.0"


OF_AN_EDITION = ("rounded_in_source", "first_published", "one_source", "mixed_vintages", "linked")
"""Usage warnings that a figure loses when another edition takes its place; the others are of its month."""

_PERIODS = {"M": re.compile(r"\d{4}-\d{2}", re.ASCII), "Q": re.compile(r"\d{4}-Q[1-4]", re.ASCII)}
_BASE = re.compile(r"(?:[A-Z][a-z]{2} )?\d{4}=100")


class Change(NamedTuple):
    """One figure that a refresh added or revised."""

    table: str
    series: str
    period: str
    old: float | None
    """None where the figure is new."""
    new: float
    source: str


class _Kept(NamedTuple):
    """What a table held of a series before another edition took its place."""

    release: str
    rows: list[dict[str, str]]


class _Table(NamedTuple):
    """A table that is held, as text, and which of its columns are the time and the figure."""

    rows: list[dict[str, str]]
    time: str
    figure: str
    frequency: str
    """``M``, or ``Q`` where it holds quarters and no months."""

    def of(self, series) -> dict[str, dict[str, str]]:
        """The rows of one series, by month or quarter."""
        return {
            row[self.time]: row
            for row in self.rows
            if row["series"] == series.series and _PERIODS[self.frequency].fullmatch(row[self.time])
        }

    def months(self, edition: Edition) -> dict[str, str]:
        """The figures of an edition for periods such as it holds."""
        fits = _PERIODS[self.frequency].fullmatch
        return {period: figure for period, figure in sorted(edition.figures.items()) if fits(period)}

    def after(self, period: str, steps: int = 1) -> str:
        """The month or quarter some steps later."""
        return _named(pd.Period(period, self.frequency) + steps)


def _named(period: pd.Period) -> str:
    """A month or quarter as tables have it.

    Examples
    --------
    >>> _named(pd.Period("2026-08", "M")), _named(pd.Period("2026Q2", "Q"))
    ('2026-08', '2026-Q2')
    """
    return str(period) if period.freqstr == "M" else f"{period.year}-Q{period.quarter}"


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
        Take revisions of figures that their publisher revises only exceptionally, and link an
        index that its publisher has put on another reference period.
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
        pass a check. It is as it was; what changed in others is in ``changes``.
    DataError
        If the package had a fault already, or the new files cannot all be moved into place (the
        next use of paylib moves the rest).

    Notes
    -----
    What comes must be the series asked for, on the declared base and in the declared unit, with
    every month that is held and no gap after them, but for months printed without a figure, which
    are held as not published; months before the first one held are left alone. A month added, and
    any revision, must be within the plausible step of ``ons_series``. A series that does not come,
    or does not pass, is left as it was, and stops no other; nor do series that contradict each other. A
    fault of a table that is of no series leaves the table as it was, and the others are brought up to date.

    Average weekly earnings, labour disputes and public sector employment are revised with every
    release, so their revisions are taken, and told: the series is replaced whole, in the decimals
    that are published, and what it was is kept as an edition (`paylib.load`, ``vintage``). Price
    indices and their rates are revised only exceptionally (the RPI never): a change there more
    likely means a fault, so it is refused and listed, unless it is accepted. A figure held with
    more decimals than the publisher prints is kept where it rounds to the printed one. Office for
    National Statistics, Consumer Prices Indices Technical Manual, and the quality report on
    average weekly earnings, on revisions.

    A routine revision of all figures by one factor looks like another base or unit, and is refused unless it
    is accepted; so are changes by a release older than the one that is held, always.

    An index that has another reference period (2023=100) is linked over the months that both
    have, if that is accepted: the factor is the ratio of their sums, every common month must
    agree within rounding, and the new months are marked ``linked``.

    Examples
    --------
    >>> refresh(["claims"])
    Traceback (most recent call last):
        ...
    paylib.errors.ChoiceError: There is no table that can be refreshed 'claims'. \
Choose from: prices_monthly, prices_rates, awe_monthly, awe_rates, awe_real, awe_real_rates, ...
    """
    address = (address or os.environ.get("PAYLIB_ONS", publisher.SITE)).rstrip("/")
    wanted = _wanted(datapackage.package(), tables)
    with alone(datapackage.root()):
        package = datapackage.package()
        must_be_sound(package)
        found, failed = publisher.fetch(wanted, address, progress or (lambda *_: None))
        found, changes, refused_here = _checked(package, found, _tables(package, wanted), accept_revisions)
        failed += refused_here
        changes, at_odds = _put_in_place(package, found, changes, address)
        failed += at_odds
    _tell_of_overdue(found)
    if failed:
        done = f" In other series {len(changes)} figures changed." if changes else ""
        raise RefreshError(few([str(error) for error in failed], " ") + done, changes)
    return changes


def _tell_of_overdue(found: list[tuple[object, Edition]]) -> None:
    """Warn of series whose publisher gives what it gave before the day of their next release, which has passed."""
    today = publisher.today().isoformat()
    late = [
        f"{series.table}, {series.series} has nothing after {_last(edition)}, and was due on {edition.due}"
        for series, edition in found
        if edition.released < edition.due < today
    ]
    if late:
        warn(
            f"Overdue: {few(late, '; ')}. The publisher gave what it gave before: look at its page whether the series "
            "goes on under another name.",
            StaleDataWarning,
        )


def _last(edition: Edition) -> str:
    """The last month of an edition, or the last quarter of one that has no months."""
    return max(edition.figures, key=lambda period: ("Q" not in period, period))


def _checked(
    package: DataPackage, found: list[tuple[object, Edition]], held: dict[str, _Table], accept: bool
) -> tuple[list[tuple[object, Edition]], list[Change], list[RefreshError]]:
    """The editions that pass their checks, what they change, and why the others do not pass."""
    passed, changes, failed = [], [], []
    for series, edition in found:
        try:
            edition = _on_our_base(series, held[series.table], edition, accept)
            mine = _compared(series, held[series.table], edition)
            if mine:
                _must_be_newer(package, series, held[series.table], edition)
            if not accept:
                _must_be_revised_here_and_there(series, mine)
        except RefreshError as error:
            failed.append(error)
            continue
        passed.append((series, edition))
        changes += mine
    if not accept:
        unusual = _unusual(passed, changes)
        failed += _told_of_unusual(unusual, passed, changes)
        passed = [each for each in passed if (each[0].table, each[0].series) not in unusual]
        changes = [change for change in changes if (change.table, change.series) not in unusual]
    return passed, changes, failed


def _wanted(package: DataPackage, tables: list[str] | None) -> list:
    """The rows of ``ons_series`` for the tables asked for."""
    optional = ("uri", "title_has", "unit_header", "usage_warnings")
    known = package.load("ons_series").fillna(dict.fromkeys(optional, ""))
    names = list(known["table"].unique())
    for name in tables or ():
        if name not in names:
            raise ChoiceError(unknown("table that can be refreshed", name, names))
    return list(known[known["table"].isin(tables or names)].itertuples(index=False, name="Series"))


# What is held, and what has changed


def _tables(package: DataPackage, series: Iterable) -> dict[str, _Table]:
    """The tables that some series are in."""
    return {name: _table(package, name) for name in dict.fromkeys(each.table for each in series)}


def _table(package: DataPackage, name: str) -> _Table:
    fields = {field["name"]: field["type"] for field in package.resource(name)["schema"]["fields"]}
    figure = next(column for column, kind in fields.items() if kind == "number")
    rows, time = vintages.rows_of(package.read(name)), vintages.time_of(fields)
    frequency = "M" if any(_PERIODS["M"].fullmatch(row[time]) for row in rows) else "Q"
    return _Table(rows, time, figure, frequency)


def _on_our_base(series, table: _Table, edition: Edition, accept: bool) -> Edition:
    """An edition on the reference period that the table holds: linked over their overlap, if it has another.

    The factor is the ratio of the sums over the periods that both have. Each of those must then agree
    within the rounding of both; else the figures were revised too, and a link would hide it.
    """
    title = " ".join(edition.title.split()).casefold()
    missing = [
        part for part in map(str.strip, series.title_has.split(";")) if part and part.casefold() not in title
    ]
    if not missing:
        return edition
    other = _BASE.search(edition.title)
    if len(missing) > 1 or not _BASE.fullmatch(missing[0]) or not other:
        raise refused(
            series,
            f"its title is {edition.title!r}, without {missing[0]!r}: the base or the coverage has changed. "
            "Look at what the publisher says of it; the history must be taken anew.",
        )
    if not accept:
        raise refused(
            series,
            f"its title is {edition.title!r}, without {missing[0]!r}: the index has another reference period. Link "
            "it over the months that both have with `paylib data refresh --accept-revisions`.",
        )
    held = {period: float(row[table.figure]) for period, row in table.of(series).items()}
    theirs = {period: float(figure) for period, figure in table.months(edition).items()}
    both = sorted(set(held) & set(theirs))
    if not both:
        raise refused(series, f"it is on {other[0]} and has no month that is held: it cannot be linked.")
    factor = sum(held[period] for period in both) / sum(theirs[period] for period in both)
    rounding = 0.5 * 10.0**-series.decimals
    for period in both:
        if abs(theirs[period] * factor - held[period]) > rounding * (1 + factor) + 1e-9:
            raise refused(
                series,
                f"it is on {other[0]}, and {period} would be {theirs[period] * factor:.3f} on {missing[0]}, where "
                f"{held[period]:g} is held: it was revised too. The history must be taken anew.",
            )
    last = max(held)
    figures = {
        period: f"{figure * factor:.{series.decimals}f}" for period, figure in theirs.items() if period > last
    }
    unchanged = {period: row[table.figure] for period, row in table.of(series).items()}
    link = f", linked to {missing[0]} by the factor {factor:.6f} over {both[0]} to {both[-1]}"
    return edition._replace(figures=unchanged | figures, link=link)


def _compared(series, table: _Table, edition: Edition) -> list[Change]:
    """What an edition adds and revises, once its history and its steps are as they must be."""
    held = {period: float(row[table.figure]) for period, row in table.of(series).items()}
    months = table.months(edition)
    if not months:
        raise refused(series, "the file has no monthly figures: it breaks off.")
    first, last = min(held), max(held)
    lost = sorted(set(held) - set(months))
    if lost and set(lost) <= edition.blank:
        raise refused(
            series,
            f"{lost[0]} is held, and its publisher now leaves it blank: the figure was withdrawn. Look up why; then "
            "take the row out of the table, and seal it.",
        )
    if lost:
        raise refused(
            series,
            f"{len(lost)} months that are held are not in the file, the first {lost[0]}: it breaks off, or is "
            "older than the table.",
        )
    after = map(_named, pd.period_range(last, max(months), freq=table.frequency))
    gaps = [month for month in after if month not in months and month not in edition.blank]
    if gaps:
        raise refused(series, f"the file has {max(months)} but not {gaps[0]}: a gap.")
    source = f"ons_{series.cdid.lower()}_{edition.interface}_{edition.released[:7].replace('-', '_')}"
    printed = max(len(figure.partition(".")[2]) for figure in months.values())
    rounding = 0.5 * 10.0**-printed + 1e-9
    changes = [
        Change(series.table, series.series, month, held.get(month), float(figure), source)
        for month, figure in months.items()
        if month >= first and (month not in held or abs(float(figure) - held[month]) > rounding)
    ]
    _must_be_plausible(series, table, held, changes)
    return changes


def _must_be_plausible(series, table: _Table, held: dict[str, float], changes: list[Change]) -> None:
    per_cent = series.step_unit == "per_cent"
    limit = f"{series.max_step:g} {'per cent' if per_cent else 'points'}"
    advice = "If it is right, raise max_step in ons_series.csv."

    def too_far(old: float, new: float, steps: int = 1) -> bool:
        return abs(new - old) > steps * series.max_step * (abs(old) / 100 if per_cent else 1)

    for change in changes:
        if change.old is not None and too_far(change.old, change.new):
            raise refused(
                series,
                f"{change.period} would be revised from {change.old:g} to {change.new:g}, by more than {limit}: "
                f"another base, unit or series.{_by_one_factor(series, changes)} {advice}",
            )
    figures = held | {change.period: change.new for change in changes}
    times, changed = sorted(figures), {change.period for change in changes}
    for before, after in pairwise(times):
        if not {before, after} & changed:
            continue
        steps = (pd.Period(after, table.frequency) - pd.Period(before, table.frequency)).n
        if too_far(figures[before], figures[after], steps):
            raise refused(
                series,
                f"from {before} to {after} it goes from {figures[before]:g} to {figures[after]:g}, a step of "
                f"more than {limit}{' a month' if steps > 1 else ''}, which is not plausible. {advice}",
            )


def _unusual(found: list[tuple[object, Edition]], changes: list[Change]) -> set[tuple[str, str]]:
    """The series of which figures were revised that their publisher revises only exceptionally."""
    rarely = {(series.table, series.series) for series, _ in found if series.revised != "routinely"}
    return {(change.table, change.series) for change in changes if change.old is not None} & rarely


def _told_of_unusual(
    unusual: set[tuple[str, str]], found: list[tuple[object, Edition]], changes: list[Change]
) -> Iterator[RefreshError]:
    """Why they are not taken, table by table."""
    for table in dict.fromkeys(
        change.table for change in changes if (change.table, change.series) in unusual
    ):
        mine = [change for change in changes if (table, change.series) in unusual and change.table == table]
        told = [
            f"{table}, {change.series}, {change.period}: {change.old:g} held, {change.new:g} published"
            for change in mine
            if change.old is not None
        ]
        names = ", ".join(dict.fromkeys(change.series for change in mine))
        known = {series.series: series for series, _ in found if series.table == table}
        factors = [_by_one_factor(known[name], whole) for (_, name), whole in _by_series(mine).items()]
        yield RefreshError(
            f"The publisher has revised what it revises only exceptionally: {few(told, '; ')}."
            f"{''.join(factors)} In {table}, {names} as it was. Look up the reason, then accept it: "
            "`paylib data refresh --accept-revisions`."
        )


def _by_one_factor(series, changes: list[Change], least: float = 0) -> str:
    """That a series was revised as a whole, where all its changes are one factor's, to the decimals that are printed.

    It is said of 24 figures and more, each of which changed by more than some units of the last decimal.
    """
    revised = [change for change in changes if change.old]
    if len(revised) < 24:
        return ""
    factor = sum(change.new for change in revised) / sum(change.old for change in revised)
    unit = 10.0**-series.decimals
    for change in revised:
        apart = abs(change.new - change.old * factor)
        if apart > unit / 2 * (1 + abs(factor)) + 1e-9 or abs(change.new - change.old) <= least * unit:
            return ""
    return (
        f" All {len(revised)} revised figures of {series.series} changed by one factor, {factor:.4f}: it looks like "
        "another base or unit, not like a revision."
    )


def _must_be_revised_here_and_there(series, changes: list[Change]) -> None:
    """Refuse revisions by one factor of a series that is revised routinely, if they are more than its rounding."""
    if series.revised == "routinely" and (told := _by_one_factor(series, changes, least=3)):
        raise refused(
            series,
            f"{told.strip()} Look up the reason, then accept it: `paylib data refresh --accept-revisions`.",
        )


def _must_be_newer(package: DataPackage, series, table: _Table, edition: Edition) -> None:
    """Refuse what would change figures to those of a release before the one that is held: an old copy came."""
    held = _release(package, series.table, list(table.of(series).values()))
    if edition.released < held:
        raise refused(
            series,
            f"it is the release of {edition.released}, and differs from that of {held}, which is held: an old copy. "
            "Try again later.",
        )


# What is written


def _put_in_place(
    package: DataPackage, found: list[tuple[object, Edition]], changes: list[Change], address: str
) -> tuple[list[Change], list[RefreshError]]:
    """Write what is new, but for series that contradict each other; what was written, and why others were not."""
    failed = []
    while changes:
        held = _tables(package, (series for series, _ in found))
        kept = _enter(package, held, found, changes)
        try:
            replace(package, _renewed(package, held, found, changes, kept, address))
            break
        except ContractError as error:
            why, left = _at_odds(error, changes)
        failed.append(why)
        found = [each for each in found if (each[0].table, each[0].series) not in left]
        changes = [change for change in changes if (change.table, change.series) not in left]
    return changes, failed


def _at_odds(broken: ContractError, changes: list[Change]) -> tuple[RefreshError, set[tuple[str, str]]]:
    """Which series that would change break a contract, and why they are left.

    Where none is named, it is all of the tables that would not be sound; the error itself if none of those would change.
    """
    changed = set(_by_series(changes))
    told = [problem for problem in broken.problems if changed & set(getattr(problem, "series", ()))]
    if told:
        series = {each for problem in told for each in problem.series} & changed
        names = ", ".join(f"{table} {name}" for table, name in sorted(series))
        left = "The series is as it was." if len(series) == 1 else "These series are as they were."
    else:
        tables = {table for table, _ in changed}
        told = [problem for problem in broken.problems if getattr(problem, "table", None) in tables]
        series = {each for each in changed if each[0] in {problem.table for problem in told}}
        held = sorted({table for table, _ in series})
        names = f"Table{'s' * (len(held) > 1)} {', '.join(held)}"
        left = "The table is as it was." if len(held) == 1 else "These tables are as they were."
    if not series:
        raise broken
    return RefreshError(
        f"{names}: the renewed tables would not keep their contract: {few(told, ' ')} {left}"
    ), series


def _enter(
    package: DataPackage,
    tables: dict[str, _Table],
    found: list[tuple[object, Edition]],
    changes: list[Change],
) -> dict[tuple[str, str], _Kept]:
    """Write new figures into the rows of their tables; the editions that they take the place of, by series.

    A series that its publisher revises routinely is replaced whole, so that it is of one edition.
    """
    mine = _by_series(changes)
    kept = {}
    for series, edition in found:
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


def _write(table: _Table, series, edition: Edition, source: str, months: set[str] | None) -> None:
    """Some months of an edition, or all from the first one held; a new month is like the one before it."""
    rows = table.of(series)
    first = min(rows)
    codes = [*series.usage_warnings.split(), *(["linked"] if edition.link else [])]
    for month, figure in table.months(edition).items():
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
        if "edition" in row:
            row["edition"] = f"{pd.Timestamp(edition.released):%B_%Y}".lower()
        if "usage_warnings" in row:
            lasting = [code for code in row["usage_warnings"].split() if code not in OF_AN_EDITION]
            row["usage_warnings"] = " ".join(dict.fromkeys([*lasting, *codes]))


def _position(rows: list[dict[str, str]], row: dict[str, str]) -> int:
    return next(position for position, each in enumerate(rows) if each is row)


def _renewed(
    package: DataPackage,
    held: dict[str, _Table],
    found: list[tuple[object, Edition]],
    changes: list[Change],
    kept: dict[tuple[str, str], _Kept],
    address: str,
) -> dict[str, bytes]:
    """The files that change, by their paths: tables, editions beside them, sources and the dated lines of the data log."""
    tables = {change.table: held[change.table].rows for change in changes}
    sources = {row["source"]: row for row in vintages.rows_of(package.read("sources"))}
    mine = _by_series(changes)
    for series, edition in found:
        if told := mine.get((series.table, series.series)):
            sources[told[0].source] = _source(series, edition, told[0].source, address)
    tables["sources"] = [row for _, row in sorted(sources.items())]
    files = {package.resource(name)["path"]: vintages.as_csv(table) for name, table in tables.items()}
    files |= _with_blanks(package, held, found, mine)
    changed = package.root / hashes.CHANGES
    before = changed.read_text(encoding="utf-8") if changed.exists() else ""
    log = {hashes.CHANGES: _dated(before, changes, kept).encode()}
    return files | _beside(package, kept) | log


def _with_blanks(
    package: DataPackage, tables: dict[str, _Table], found: list[tuple[object, Edition]], changed: Iterable
) -> dict[str, bytes]:
    """The descriptor, with the months of each changed series that its publisher left blank among its figures."""
    path = package.root / DESCRIPTOR
    descriptor = json.loads(path.read_bytes())
    resources = {resource["name"]: resource for resource in descriptor["resources"]}
    for series, edition in found:
        if (series.table, series.series) not in changed:
            continue
        months = sorted(tables[series.table].of(series))
        said = resources[series.table].get("regularSeries", {}).get("declaredGaps", ())
        blank = [
            period
            for period in sorted(edition.blank - set(months))
            if _PERIODS[tables[series.table].frequency].fullmatch(period)
            and months[0] < period < months[-1]
            and not any(first <= period <= last for first, last in said)
        ]
        not_published = resources[series.table].get("notPublished", {})
        not_published = {**not_published, series.series: blank}
        resources[series.table]["notPublished"] = {name: each for name, each in not_published.items() if each}
        if not resources[series.table]["notPublished"]:
            del resources[series.table]["notPublished"]
    return {DESCRIPTOR: (json.dumps(descriptor, indent=1, ensure_ascii=False) + "\n").encode()}


def _source(series, edition: Edition, name: str, address: str) -> dict[str, str]:
    url = publisher.original(edition.url, address)
    form = "time-series CSV" if edition.interface == "csv" else "time series, JSON"
    return {
        "source": name,
        "publisher": PUBLISHER,
        "title": f"{edition.title}{edition.link} ({form})",
        "series": f"{series.cdid}, {edition.dataset}",
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
