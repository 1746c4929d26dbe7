"""What every table must keep: types, keys, allowed values, ranges, whole series, known sources.

Each problem is a sentence that names the file, the table and the row.
"""

from __future__ import annotations

import io
import json
import tomllib
import zlib
from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd
import pyarrow
from pyarrow import compute

from paylib import datapackage
from paylib.datapackage import plausible, vintages
from paylib.datapackage.loading import DESCRIPTOR, DataPackage, cited, named_in_claims, sha256, written_files
from paylib.errors import DataError


class Problem(str):
    """A sentence that says what is wrong, of which table, and of which series of a publisher, where it is theirs.

    Examples
    --------
    >>> Problem("The two do not agree.", ("prices_monthly", "cpi"), ("prices_rates", "cpi")).series
    (('prices_monthly', 'cpi'), ('prices_rates', 'cpi'))
    >>> Problem("Two rows have one key.", table="ballots").table
    'ballots'
    """

    series: tuple[tuple[str, str], ...]
    table: str | None

    def __new__(cls, said: str, *series: tuple[str, str], table: str | None = None):
        problem = super().__new__(cls, said)
        problem.series, problem.table = series, table
        return problem


def _of_table(name: str, problems: Iterable[str]) -> list[Problem]:
    """What is wrong with a table, each said to be of it."""
    return [Problem(each, *getattr(each, "series", ()), table=name) for each in problems]


def verify(package: DataPackage | None = None) -> list[str]:
    """Everything that is wrong with a data package.

    Parameters
    ----------
    package : DataPackage, optional
        The one in use, unless said.

    Returns
    -------
    list of str
        One sentence a problem, some of them a `Problem`; empty if all is well.

    Examples
    --------
    >>> verify()
    []
    """
    package = package or datapackage.package()
    frames, kept, problems, hashes, contents = {}, {}, [], {}, {}
    for name, resource in package.resources.items():
        try:
            content = contents[name] = package.content(name)
            hashes[name] = sha256(content)
            problems.extend(() if "view" in resource else _changed(resource, content))
            frames[name] = package.parse(name, content)
            kept |= {(name, each["path"]): package.kept(name, each) for each in resource.get("vintages", ())}
        except DataError as error:
            problems.append(Problem(str(error), table=name))
    made, read = {}, {each: (hashes[each], package.resources[each]) for each in frames}
    known = (
        {row["source"]: row for row in vintages.rows_of(contents["sources"])} if "sources" in frames else {}
    )
    for name, frame in frames.items():
        sources = [known.get(source) for source in sorted(cited([frame]))]
        made_from = made[name] = _made_from(package.resources[name], read, sources)
        if made_from not in _sound:
            found = _of_table(name, table_problems(package.resources[name], frame, frames))
            problems.extend(found)
            _sound.update(() if found else [made_from])
        problems.extend(_of_table(name, _short(package.resources[name], frame)))
    problems.extend(_unsealed(package))
    problems.extend(_unreadable(package))
    for (name, path), frame in kept.items():
        found = _problems(f"Table {name} ({path})", package.resources[name], frame, frames)
        problems.extend(_of_table(name, found))
    if len(frames) == len(package.resources):
        problems.extend(_orphans(frames, kept.values(), named_in_claims(package.root)))
    for rule, tables in (
        (_jumps, package.resources),
        (_unlike_published, ("prices_monthly", "prices_rates")),
        (_unlike_levels, ("awe_series", *_tables_of_earnings(frames))),
    ):
        together = _hash({"rule": rule.__name__, "made_from": [made.get(name) for name in tables]})
        if together not in _sound:
            found = list(rule(package, frames))
            problems.extend(found)
            _sound.update(() if found or not set(tables) <= set(made) else [together])
    return problems


_sound: set[str] = set()
"""What tables, alone and together, were made from in which nothing was found wrong: while they are the same they are not
gone through again."""


def _made_from(
    resource: dict, read: dict[str, tuple[str, dict]], sources: list[dict[str, str] | None]
) -> str:
    """A hash of all that says whether a table is sound: its rules, itself, the sources that it cites, and the tables that it
    refers to, as they are read."""
    keys = resource["schema"].get("foreignKeys", ())
    others = {key["reference"]["resource"] for key in keys} - {"sources"}
    made_from = [read.get(name) for name in (resource["name"], "usage_warnings", *sorted(others))]
    return _hash(
        resource | {"made_from": made_from, "sources_cited": [read.get("sources", ("", {}))[1], sources]}
    )


def table_problems(resource: dict, frame: pd.DataFrame, frames: dict[str, pd.DataFrame]) -> Iterator[str]:
    """What is wrong with one table.

    Parameters
    ----------
    resource : dict
        Its part of the descriptor.
    frame : pandas.DataFrame
        The table.
    frames : dict of str to pandas.DataFrame
        The tables that it may refer to.

    Yields
    ------
    str
        One sentence a problem.
    """
    where = f"Table {resource['name']} ({resource['path']})"
    yield from _problems(where, resource, frame, frames)
    if "regularSeries" in resource:
        yield from _gaps(where, frame, resource["regularSeries"], resource.get("notPublished", {}))
    if resource.get("oneEdition") and "sources" in frames:
        yield from _seams(where, frame, resource, frames["sources"])
    for position, told in plausible.slips(frame, resource, frames.get("sources")):
        of = [(resource["name"], str(frame["series"].loc[position]))] if "series" in frame else []
        yield Problem(f"{where}, {_row(position)}: {told}, which is not plausible.", *of)


def _problems(
    where: str, resource: dict, frame: pd.DataFrame, frames: dict[str, pd.DataFrame]
) -> Iterator[str]:
    """What is wrong with the rows of a table, or of an edition beside it."""
    schema = resource["schema"]
    yield from _keys(where, frame, schema["primaryKey"], _may_be_empty(schema))
    for field in schema["fields"]:
        yield from _values(where, resource["name"], frame, field)
    yield from _unseen(where, frame)
    for key in schema.get("foreignKeys", ()):
        yield from _references(where, frame, key, frames)
    yield from _warnings(where, frame, resource, frames)


def _jumps(package: DataPackage, frames: dict[str, pd.DataFrame]) -> Iterator[Problem]:
    """Months of a publisher's series that differ from the one before by twice what ``ons_series`` allows a new month.

    A history has more in it than the months to come will. A series in a second edition, such as ``cpi_3dp``, is held to the step of the first.
    """
    if "ons_series" not in frames:
        return
    of_series: dict[str, dict[str, pd.Series]] = {}
    for rule in frames["ons_series"].itertuples():
        frame = frames.get(rule.table)
        if frame is None:
            continue
        figure = next(name for name in frame if frame[name].dtype == "float64")
        if figure == "value":  # counts of days lost, which jump
            continue
        if rule.table not in of_series:
            of_series[rule.table] = _in_months_or_quarters(frame, figure)
        for name in (rule.series, f"{rule.series}_3dp"):
            figures = of_series[rule.table].get(name, frame[figure][:0])
            step = figures.diff().abs()
            most = 2 * rule.max_step * (figures.shift().abs() / 100 if rule.step_unit == "per_cent" else 1)
            if (far := step > most).any():
                at = figures.index[int(np.argmax(far))]
                before, after = figures.shift()[at], figures[at]
                yield Problem(
                    f"Table {rule.table} ({package.resource(rule.table)['path']}), {_row(at)}: {name} goes from "
                    f"{before:g} to {after:g}, a step of more than {2 * rule.max_step:g} "
                    f"{'per cent' if rule.step_unit == 'per_cent' else 'points'}, which is not plausible.",
                    (rule.table, name),
                )


def _in_months_or_quarters(frame: pd.DataFrame, figure: str) -> dict[str, pd.Series]:
    """The figures of each series, without those of years or of three months in a row."""
    time = frame[vintages.time_of(frame)]
    if not isinstance(time.dtype, pd.PeriodDtype):
        frame = frame[time.str.fullmatch(r"\d{4}-(\d{2}|Q\d)")]
    return dict(iter(frame[figure].groupby(frame["series"], sort=False)))


def ends(resource: dict, frame: pd.DataFrame) -> dict[str, str]:
    """The last period of each series of a table that its publisher releases again and again; nothing of others.

    Parameters
    ----------
    resource : dict
        Its part of the descriptor.
    frame : pandas.DataFrame
        The table.

    Returns
    -------
    dict of str to str

    Examples
    --------
    >>> package = datapackage.package()
    >>> ends(package.resource("prices_rates"), package.load("prices_rates"))["rpi"]
    '2026-07'
    """
    key = vintages.series_key(resource["schema"])
    if not key or "releasedEvery" not in resource or "view" in resource:
        return {}
    last = frame[vintages.time_of(frame)].astype(str).groupby([frame[name] for name in key], sort=False).max()
    return {
        ", ".join(map(str, series if isinstance(series, tuple) else (series,))): end
        for series, end in last.items()
    }


def _short(resource: dict, frame: pd.DataFrame) -> Iterator[str]:
    """Series that end earlier, and tables with fewer rows, than when they were sealed: a publisher takes no months away."""
    held, most = ends(resource, frame), resource.get("mostRows", 0)
    if len(frame) < most:
        yield (
            f"Table {resource['name']} ({resource['path']}) has {len(frame):,} rows, and has been sealed with {most:,}. Restore "
            "it with `git checkout data`; if rows are meant to be gone, run `paylib data seal --shorter`."
        )
    for series, last in resource.get("reach", {}).items():
        if held.get(series, "") < last:
            now = f"ends in {held[series]}" if series in held else "has no rows"
            yield (
                f"Table {resource['name']} ({resource['path']}): {series} {now}, and has been sealed to {last}. Restore "
                "it with `git checkout data`; if its publisher withdrew it, run `paylib data seal --shorter`."
            )


def seal_of(part: dict) -> str:
    """The hash of a table's part of the descriptor: its columns, constraints, words, and what is derived of it."""
    return _hash({name: value for name, value in part.items() if name != "sealed"})


def seal_of_rest(descriptor: dict) -> str:
    """The hash of what a descriptor says of itself, with the names of its tables."""
    names = {kind: [part["name"] for part in descriptor.get(kind, ())] for kind in ("resources", "views")}
    return _hash({name: value for name, value in descriptor.items() if name != "sealed"} | names)


def _hash(content: dict) -> str:
    return sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode())


def _unsealed(package: DataPackage) -> Iterator[str]:
    """Parts of the descriptor, and files of disputes and claims, that are not as they were sealed."""
    advice = "Restore it with `git checkout data`; if the change is meant, run `make data`."
    descriptor = json.loads((package.root / DESCRIPTOR).read_bytes())
    for part in (*descriptor["resources"], *descriptor.get("views", ())):
        if part.get("sealed") != seal_of(part):
            yield f"Table {part['name']}: its part of {DESCRIPTOR} is not as it was sealed. {advice}"
    if descriptor.get("sealed") != seal_of_rest(descriptor):
        yield f"{DESCRIPTOR} is not as it was sealed. {advice}"
    sealed, found = descriptor.get("files", {}), written_files(package.root)
    for path in sorted(sealed.keys() | found.keys()):
        if path not in found:
            yield f"The file {path} is gone. {advice}"
        elif sealed.get(path) != sha256(found[path]):
            yield f"The file {path} is not {'as it was' if path in sealed else ''} sealed. {advice}".replace(
                "  ", " "
            )


def _unreadable(package: DataPackage) -> Iterator[str]:
    """Files of disputes and claims that are no TOML, or hold a number that is none."""
    for path, content in written_files(package.root).items():
        if (made_from := sha256(content)) in _sound:
            continue
        told = ""
        try:
            found = tomllib.loads(content.decode("utf-8"), parse_float=_finite)
        except ValueError as error:  # of TOML, of UTF-8, of a number
            told = str(error)
        else:
            told = "" if found else "it is empty"
        if told:
            yield f"The file {path} is not a readable TOML file: {told}."
        else:
            _sound.add(made_from)


def _finite(number: str) -> float:
    if not np.isfinite(float(number)):
        raise ValueError(f"{number} is not a finite number")
    return float(number)


_OF_RATES = {"cpi_3dp": "cpi", "cpi": "cpi", "cpih_3dp": "cpih", "cpih": "cpih", "rpi": "rpi", "rpix": "rpix"}
"""Indices in ``prices_monthly``, and the published 12-month rates in ``prices_rates`` that each must give."""


def _unlike_published(package: DataPackage, frames: dict[str, pd.DataFrame]) -> Iterator[Problem]:
    """Months of an index whose growth over a year is not the published rate, but for the rounding of both."""
    if not {"prices_monthly", "prices_rates"} <= set(frames):
        return
    levels, rates = frames["prices_monthly"], frames["prices_rates"]
    where = f"Table prices_monthly ({package.resource('prices_monthly')['path']})"
    for series, of in _OF_RATES.items():
        rows = levels[levels["series"] == series].reset_index().drop_duplicates("month").set_index("month")
        rate = rates[rates["series"] == of].drop_duplicates("month").set_index("month")["rate_pct"]
        before = rows["price_index"].reindex(rows.index - 12).set_axis(rows.index)
        grown = (rows["price_index"] / before - 1) * 100
        half = 0.0005 if series.endswith("_3dp") else 0.05
        allowed = 0.05 + 100 * half * (1 + rows["price_index"] / before) / before
        off = (grown - rate.reindex(rows.index)).abs() > allowed + 1e-6
        if off.any():
            month = rows.index[int(np.argmax(off))]
            yield Problem(
                f"{where}, {_row(rows.loc[month, 'index'])}: {series} of {month} is {grown[month]:.2f} per cent above the "
                f"year before, and the published rate is {rate[month]:.1f} ({int(off.sum())} months do not agree).",
                ("prices_monthly", series),
                ("prices_rates", of),
            )


_WINDOWS = {"growth_single_month": 1, "growth_three_months": 3}
"""Kinds of growth in ``awe_series``, and of how many months each is the mean over that of a year before."""


def _tables_of_earnings(frames: dict[str, pd.DataFrame]) -> list[str]:
    return list(frames["awe_series"]["table"].unique()) if "awe_series" in frames else []


def _unlike_levels(package: DataPackage, frames: dict[str, pd.DataFrame]) -> Iterator[Problem]:
    """Months of earnings whose published growth is not that of the levels of the same release, but for rounding."""
    if not {"awe_series", "sources"} <= set(frames):
        return
    known = frames["awe_series"]
    released = frames["sources"].drop_duplicates("source").set_index("source")["released"]
    tables = {row.series: row.table for row in known.itertuples() if row.table in frames}
    for rule in known[known["statistic"].isin(_WINDOWS)].itertuples():
        if not {rule.series, rule.level_series} <= set(tables):
            continue
        rates, levels = (
            _of_release(frames[tables[name]], name, released) for name in (rule.series, rule.level_series)
        )
        release = levels["release"].max()
        level, window = levels.loc[levels["release"] == release, "figure"], _WINDOWS[rule.statistic]
        total = level.rolling(window).sum()
        before = total.reindex(total.index - 12).set_axis(total.index)
        grown = (total / before - 1) * 100
        half = 0.5 * 10.0 ** -_decimals(level)
        allowed = 100 * half * window * (1 + total / before) / before
        mine = rates.loc[rates["release"] == release]
        off = (mine["figure"] - grown.reindex(mine.index)).abs() > (
            allowed.reindex(mine.index) + 0.5 * 10.0 ** -_decimals(mine["figure"]) + 1e-6
        )
        if off.any():
            month = off.index[int(np.argmax(off))]
            path = package.resource(tables[rule.series])["path"]
            yield Problem(
                f"Table {tables[rule.series]} ({path}), {_row(mine.loc[month, 'row'])}: {rule.series} of {month} is "
                f"{mine.loc[month, 'figure']:g} per cent, and {rule.level_series} of the same release gives {grown[month]:.2f} "
                f"({int(off.sum())} months do not agree).",
                (tables[rule.series], rule.series),
                (tables[rule.level_series], rule.level_series),
            )


def _of_release(frame: pd.DataFrame, series: str, released: pd.Series) -> pd.DataFrame:
    """The figures of a series by month, each with the row that it stands in and the release that it is of."""
    rows = frame[frame["series"] == series].drop_duplicates("month")
    figure = next(name for name in frame if frame[name].dtype == "float64")
    made = {"figure": rows[figure], "release": rows["source"].map(released), "row": rows.index}
    return pd.DataFrame(made).set_axis(pd.PeriodIndex(rows["month"])).sort_index()


def _decimals(figures: pd.Series) -> int:
    """To how many decimals figures are printed, of four at the most."""
    return next((places for places in range(4) if np.allclose(figures, figures.round(places), atol=1e-9)), 4)


def _row(position: int) -> str:
    """A row as an editor numbers its line: the header is line 1."""
    return f"row {position + 1} (line {position + 2})"


def _may_be_empty(schema: dict) -> set[str]:
    """Columns said to be no part of the key of some rows: not every scale differs by area or contract."""
    return {
        field["name"] for field in schema["fields"] if field.get("constraints", {}).get("required") is False
    }


def _keys(where: str, frame: pd.DataFrame, key: list[str], optional: set[str]) -> Iterator[str]:
    empty = frame[[name for name in key if name not in optional]].isna().any(axis=1).to_numpy()
    if empty.any():
        yield f"{where}, {_row(int(np.argmax(empty)))}: a part of the key {key} is empty."
    twice = frame.duplicated(key).to_numpy()
    if twice.any():
        position = int(np.argmax(twice))
        values = ", ".join(f"{column} {frame[column].iloc[position]}" for column in key)
        yield f"{where}, {_row(position)}: the key {values} stands there twice."


def _values(where: str, table: str, frame: pd.DataFrame, field: dict) -> Iterator[Problem]:
    column, rules = frame[field["name"]], field.get("constraints", {})
    if not rules and column.dtype != "float64":
        return
    column = column.drop_duplicates()  # the first of each value has the row to name
    held, text = column.notna(), column.astype(str) if rules.keys() & {"enum", "pattern"} else None
    checks = {
        "is not a finite number": np.isinf(column) if column.dtype == "float64" else None,
        "the cell is empty and must not be": ~held if rules.get("required") else None,
        f"is not one of {rules.get('enum')}": held & ~text.isin(map(str, rules["enum"]))
        if "enum" in rules
        else None,
        f"is below {rules.get('minimum')}": held & (column < rules["minimum"])
        if "minimum" in rules
        else None,
        f"is above {rules.get('maximum')}": held & (column > rules["maximum"])
        if "maximum" in rules
        else None,
        f"does not fit the pattern {rules.get('pattern')}": held & ~text.str.fullmatch(rules["pattern"])
        if "pattern" in rules
        else None,
    }
    for fault, wrong in checks.items():
        if wrong is not None and wrong.fillna(False).any():
            at = column.index[int(np.argmax(wrong.fillna(False).to_numpy(dtype=bool)))]
            value = column.loc[at]
            said = fault if pd.isna(value) else f"'{value}' {fault}"
            of = [(table, str(frame["series"].iloc[at]))] if "series" in frame else []
            yield Problem(f"{where}, {_row(at)}, column {field['name']}: {said}.", *of)


_UNSEEN = r"^\s|\s$|[\x00-\x1f\x7f\x{200b}-\x{200f}\x{2028}-\x{202e}\x{2060}\x{feff}]"
"""Blanks at the ends of a cell, line breaks in it, and characters that no screen shows: two names that look like one."""


def _unseen(where: str, frame: pd.DataFrame) -> Iterator[str]:
    """Texts that are not what they look like."""
    for name, column in frame.items():
        if column.dtype != "str":
            continue
        cells = pyarrow.array(column.array)
        if compute.any(compute.match_substring_regex(cells.unique(), _UNSEEN)).as_py():
            found = compute.match_substring_regex(cells, _UNSEEN).fill_null(False)
            at = int(np.argmax(found.to_numpy(zero_copy_only=False)))
            yield (
                f"{where}, {_row(at)}, column {name}: {column.iloc[at]!r} begins or ends with a blank, or has a line break or "
                "a character that cannot be seen."
            )


def _references(where: str, frame: pd.DataFrame, key: dict, frames: dict[str, pd.DataFrame]) -> Iterator[str]:
    target = frames.get(key["reference"]["resource"])
    if target is None:
        return
    here, there = _listed(key["fields"]), _listed(key["reference"]["fields"])
    known = set(zip(*(target[name].astype(str).tolist() for name in there), strict=True))
    cited = frame[here].dropna().drop_duplicates()  # the first of each has the row to name
    for position, *values in cited.astype(str).itertuples(name=None):
        if tuple(values) not in known:
            told = ", ".join(values)
            yield f"{where}, {_row(position)}, column {', '.join(here)}: table {key['reference']['resource']} has no {told!r}."
            return


def _listed(names: str | list[str]) -> list[str]:
    return [names] if isinstance(names, str) else names


def _warnings(
    where: str, frame: pd.DataFrame, resource: dict, frames: dict[str, pd.DataFrame]
) -> Iterator[str]:
    known = set(frames["usage_warnings"]["code"]) if "usage_warnings" in frames else None
    if known is None:
        return
    for code in resource.get("usageWarnings", ()):
        if code not in known:
            yield f"{where}: the usage warning {code!r} of the table has no sentence."
    if "usage_warnings" in frame:
        for position, text in frame["usage_warnings"].dropna().items():
            for code in set(text.split()) - known:
                yield f"{where}, {_row(position)}: the usage warning {code!r} has no sentence."


def _gaps(where: str, frame: pd.DataFrame, rule: dict, blank: dict[str, list[str]]) -> Iterator[str]:
    """Months (or quarters) missing from series that should have each one, but for declared gaps and what is blank."""
    time, by = rule["time"], rule["by"]
    frame = frame[frame["period_type"] == rule["periodType"]] if "periodType" in rule else frame
    frequency = rule.get("frequency", "M")
    for names, rows in frame.groupby(by, observed=True):
        times = rows[time]
        held = pd.PeriodIndex(
            times if times.dtype == f"period[{frequency}]" else times.astype(str), freq=frequency
        )
        if held.is_unique and np.ptp(held.asi8) == len(held) - 1:
            continue
        wanted = pd.period_range(held.min(), held.max(), freq=frequency)
        left = [
            month
            for name in rows.get("series", pd.Series(dtype=str)).unique()
            for month in blank.get(name, ())
        ]
        missing = wanted.difference(held).difference(pd.PeriodIndex(left, freq=frequency))
        for first, last in rule.get("declaredGaps", ()):
            missing = missing[
                (missing < pd.Period(first, frequency)) | (missing > pd.Period(last, frequency))
            ]
        if len(missing):
            before = rows.index[int(np.argmax(held == held[held < missing[0]].max()))]
            series = ", ".join(map(str, names))
            yield f"{where}, after {_row(before)}: {series} has no {missing[0]} ({len(missing)} missing)."


def _seams(where: str, frame: pd.DataFrame, resource: dict, sources: pd.DataFrame) -> Iterator[str]:
    """Series put together from two releases, in a table whose publisher revises them."""
    rows = vintages.in_editions(resource["schema"], frame, sources.set_index("source")["released"])
    time = vintages.time_of(frame)
    for series, group in rows.groupby("edition_of", sort=False):
        first, *others = group["release"].unique()
        if others:
            at = group.loc[group["release"] == others[0], time].iloc[0]
            yield (
                f"{where}: {series} has figures of two releases, {first} and {others[0]}, from {at} on, and is "
                "revised: growth over the seam is not growth. Replace the series whole."
            )


def _orphans(
    frames: dict[str, pd.DataFrame], kept: Iterable[pd.DataFrame], in_claims: set[str]
) -> Iterator[str]:
    if "sources" not in frames:
        return
    known = in_claims | cited(frame for frame in (*frames.values(), *kept) if frame is not frames["sources"])
    for position, source in frames["sources"]["source"].items():
        if source not in known:
            yield f"Table sources (sources.csv), {_row(position)}: no table cites {source!r}."


def _changed(resource: dict, content: bytes) -> Iterator[str]:
    """Whether the file is the one described, and if not, where it differs."""
    if datapackage.sha256(content) == resource["hash"]:
        return
    where = f"Table {resource['name']} ({resource['path']})"
    line = changed_line(resource.get("lineChecks", ""), content)
    place = f", {_row(line - 1)}" if line else ""
    yield f"{where}{place}: the file is not the one that the descriptor describes."


def line_checks(content: bytes) -> str:
    """Checksums of groups of lines, by which one changed line can be found.

    Line numbers are written in binary; for each binary digit there is one checksum of the lines
    that have 0 there and one of those that have 1. If one line changes, the groups that differ
    spell its number.

    Parameters
    ----------
    content : bytes
        A file.

    Returns
    -------
    str
        16 hexadecimal digits for each binary digit.

    Examples
    --------
    >>> changed_line(line_checks(b"a\\nb\\nc\\n"), b"a\\nB\\nc\\n")
    1
    """
    sums = np.array([zlib.crc32(line) for line in io.BytesIO(content)], dtype=np.uint32)
    numbers = np.arange(len(sums))
    groups = [
        np.bitwise_xor.reduce(sums[(numbers >> digit) & 1 == half])
        for digit in range(max(1, len(sums).bit_length()))
        for half in (0, 1)
    ]
    return "".join(f"{int(group):08x}" for group in groups)


def changed_line(checks: str, content: bytes) -> int | None:
    """The number (from 0) of the one line that differs, if just one does.

    Parameters
    ----------
    checks : str
        What `line_checks` gave for the file as it should be.
    content : bytes
        The file as it is.

    Returns
    -------
    int or None
    """
    found = line_checks(content)
    if len(found) != len(checks):
        return None
    number = 0
    for digit, start in enumerate(range(0, len(checks), 16)):
        differs = [checks[at : at + 8] != found[at : at + 8] for at in (start, start + 8)]
        if sum(differs) != 1:
            return None
        number |= differs[1] << digit
    return number
