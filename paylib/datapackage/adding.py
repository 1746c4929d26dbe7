"""Take tables of one's own into the data package: a group of workers is rows, never code.

A folder has CSV files named after tables that there are: ``bargaining_groups.csv``, ``pay_points.csv``,
``pay_awards.csv``, ``award_coverage.csv``, ``sources.csv`` … Its rows must keep the contracts of those
tables; columns that they do not have are empty. They are read as spreadsheets save them
(`paylib.figures.saved`): ``Sep-10`` is a month, £30,000 an amount, 01/04/2010 the first of April.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from paylib import datapackage
from paylib.datapackage import contracts
from paylib.datapackage.loading import DataPackage
from paylib.datapackage.replacing import alone, must_be_sound, replace
from paylib.errors import DataError, FigureError, MendedWarning, unknown, warn
from paylib.figures import saved
from paylib.figures.plain import ends_in


class _Rows(NamedTuple):
    """The rows of one file: as text in the columns of the table, typed, and the table that they join."""

    path: Path
    resource: dict
    text: pd.DataFrame
    frame: pd.DataFrame
    held: pd.DataFrame
    lines: list[int]
    """The line of the file on which each row stands."""


def _located(told: str, lines: list[int]) -> str:
    """A problem of a row with the line on which it stands: rows with nothing in them are not counted."""
    return re.sub(
        r"row (\d+) \(line \d+\)", lambda found: f"row {found[1]} (line {lines[int(found[1]) - 1]})", told
    )


class Added(NamedTuple):
    """What was added: how many rows to each table, and the sources that were not, since no row cites them."""

    rows: dict[str, int]
    left_out: tuple[str, ...]


def add(folder: str | Path) -> Added:
    """Add the rows of a folder's CSV files to the tables of the data package in use.

    Parameters
    ----------
    folder : str or pathlib.Path
        Has CSV files named after tables, with columns of theirs.

    Returns
    -------
    Added
        ``rows``, how many were added to each table, and ``left_out``, sources of the folder that no row of
        any table cites: the table of sources holds no others.

    Raises
    ------
    DataError
        If there are no such files, or a row does not keep the contract of its table: names the file,
        the row and the column. Nothing is changed then.

    Examples
    --------
    >>> add("nowhere")
    Traceback (most recent call last):
        ...
    paylib.errors.DataError: There are no CSV files in nowhere. A folder to add has files named after \
tables, such as bargaining_groups.csv, pay_points.csv, pay_awards.csv and sources.csv.
    """
    folder = Path(folder)
    paths = sorted(path for path in folder.glob("*") if ends_in(path, ".csv"))
    if not paths:
        raise DataError(
            f"There are no CSV files in {folder}. A folder to add has files named after tables, such as "
            "bargaining_groups.csv, pay_points.csv, pay_awards.csv and sources.csv."
        )
    with alone(datapackage.root()):
        package = datapackage.package()
        must_be_sound(package)
        added = [_read(package, path) for path in paths]
        problems = list(_problems(package, added))
        if problems:
            raise DataError(f"Nothing was added. {' '.join(problems[:5])}{_more(problems)}")
        files = {rows.resource["path"]: _joined(package, rows) for rows in added}
        replace(package, files)
    counts = {rows.resource["name"]: len(rows.frame) for rows in added}
    given = [name for rows in added if rows.resource["name"] == "sources" for name in rows.frame["source"]]
    left_out = tuple(name for name in given if name not in datapackage.package().source_names)
    return Added(counts | ({"sources": len(given) - len(left_out)} if given else {}), left_out)


def _more(problems: list[str]) -> str:
    return f" And {len(problems) - 5} more." if len(problems) > 5 else ""


def _read(package: DataPackage, path: Path) -> _Rows:
    resource = package.resource(path.stem.lower())
    if "view" in resource:
        raise DataError(
            f"{path}: {resource['name']} is a part of the table {resource['table']}; name the file "
            f"{resource['table']}.csv, with the columns of that table."
        )
    name, columns = resource["name"], [field["name"] for field in resource["schema"]["fields"]]
    try:
        heads, lines, notes = saved.rows(path, columns)
        for column in heads:
            if column not in columns:
                raise DataError(f"{path}: {unknown(f'column of {name}', column, columns)}")
        if not lines:
            raise saved.faulty(path, ["it has no rows below the first."])
        text = _as_written(path, resource, pd.DataFrame(lines.values(), columns=heads), list(lines))
    except FigureError as error:
        raise DataError(f"{error}") from None
    for note in notes:
        warn(f"{path}: {note}", MendedWarning)
    text = text.reindex(columns=columns, fill_value="")
    try:
        frame = package.parse(name, _csv(text, header=True), str(path))
    except DataError as error:
        raise DataError(_located(str(error), list(lines))) from None
    return _Rows(path, resource, text, frame, package.load(name), list(lines))


_READERS = {
    "number": saved.number,
    "integer": saved.number,
    "yearmonth": lambda cell: str(saved.month(cell)),
    "date": saved.day,
}
"""What reads a cell of a spreadsheet, by the type of its column."""

_BY_NAME = {"annual_gbp": saved.salary}
"""The same for columns that hold more than a number."""

_MONTH_OF_A_SHEET = re.compile(r"[A-Za-z]{3,9}[- ]\d\d(\d\d)?|\d{1,2}[/.]\d{1,2}[/.]\d{4}", re.ASCII)


def _as_written(path: Path, resource: dict, text: pd.DataFrame, lines: list[int]) -> pd.DataFrame:
    """The cells in the forms in which the tables have them; an error with every one that has no such form."""
    faults = []
    types = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
    kinds = text.get("period_type", pd.Series("month", index=text.index))
    for name in text:
        read = _of_period if name == "period" else _BY_NAME.get(name, _READERS.get(types[name]))
        cells = []
        for place, (kind, cell) in enumerate(zip(kinds, text[name].str.strip(), strict=True)):
            try:
                found = (
                    cell if read is None or not cell else read(cell, kind) if name == "period" else read(cell)
                )
            except ValueError as error:
                faults.append(f"row {place + 1} (line {lines[place]}), column {name}: {error}.")
                found = cell
            cells.append(found)
        text[name] = cells
    if faults:
        raise saved.faulty(path, faults)
    return text


def _of_period(cell: str, kind: str) -> str:
    """A period as tables have it: a month that a spreadsheet has put in its own form is put back."""
    if not _MONTH_OF_A_SHEET.fullmatch(cell):
        return cell
    if kind != "month":
        raise ValueError(
            f"{cell!r} is a month and the row says {kind}: spreadsheets make that of 2010/11. Give the column the "
            "format text, and write it again"
        )
    return str(saved.month(cell))


def _csv(text: pd.DataFrame, *, header: bool) -> bytes:
    made = io.StringIO()
    text.to_csv(made, index=False, header=header, lineterminator="\n")
    return made.getvalue().encode("utf-8")


def _joined(package: DataPackage, rows: _Rows) -> bytes:
    """The table's file with the rows at its end."""
    return package.content(rows.resource["name"]).rstrip(b"\n") + b"\n" + _csv(rows.text, header=False)


def _problems(package: DataPackage, added: list[_Rows]) -> Iterator[str]:
    frames = {name: package.load(name) for name in _referred(added)}
    frames |= {rows.resource["name"]: pd.concat([rows.held, rows.frame]) for rows in added}
    for rows in added:
        resource = rows.resource | {"path": str(rows.path)}
        for told in contracts.table_problems(resource, rows.frame, frames):
            yield _located(told, rows.lines)
        yield from _there_already(rows)


def _referred(added: list[_Rows]) -> set[str]:
    """The tables to which rows may refer."""
    keys = [key for rows in added for key in rows.resource["schema"].get("foreignKeys", ())]
    return {"usage_warnings", *(key["reference"]["resource"] for key in keys)}


def _there_already(rows: _Rows) -> Iterator[str]:
    key = rows.resource["schema"]["primaryKey"]
    twice = pd.concat([rows.held[key], rows.frame[key]]).duplicated().to_numpy()[len(rows.held) :]
    own = rows.frame.duplicated(key).to_numpy()
    for position in (twice & ~own).nonzero()[0][:1]:
        said = ", ".join(f"{name} {rows.frame[name].iloc[position]}" for name in key)
        line = rows.lines[position]
        yield f"{rows.path}, row {position + 1} (line {line}): {rows.resource['name']} has {said} already."
