"""Bring what is derived up to date with the tables: the descriptor's counts and hashes, the data log."""

from __future__ import annotations

import copy
import json
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

from paylib import datapackage
from paylib.datapackage import vintages
from paylib.datapackage.contracts import changed_line, ends, line_checks, seal_of, seal_of_rest
from paylib.datapackage.loading import (
    DESCRIPTOR,
    LICENCES,
    DataPackage,
    cited,
    named_in_claims,
    sha256,
    written_files,
)
from paylib.errors import DataError

README, CHANGES = "README.md", "CHANGES.md"

_TIMES = ("period", "date", "tax_year", "start_month", "year")


def stale(package: DataPackage | None = None) -> list[str]:
    """The tables whose derived parts of the descriptor are not up to date.

    Parameters
    ----------
    package : DataPackage, optional
        The one in use, unless said.

    Returns
    -------
    list of str
    """
    package = package or datapackage.package()
    return _changed(package, _derived(package))


def _changed(package: DataPackage, derived: dict[str, dict]) -> list[str]:
    return [
        name
        for name, now in derived.items()
        if any(package.resources[name].get(key) != value for key, value in now.items())
        or any((key in package.resources[name]) != (key in now) for key in _NOT_OF_ALL)
    ]


_NOT_OF_ALL = ("vintages", "mostRows")
"""What is derived of some tables only, and goes when it is no longer."""


def changes(package: DataPackage | None = None) -> list[str]:
    """What a seal would be put under: all that differs from what was sealed before.

    Parameters
    ----------
    package : DataPackage, optional
        The one in use, unless said.

    Returns
    -------
    list of str
        One sentence a table, a dispute or claim file, or a part of the descriptor.

    Examples
    --------
    >>> changes()
    []
    """
    package = package or datapackage.package()
    before = json.loads((package.root / DESCRIPTOR).read_bytes())
    after = _sealed(package.root, before, _derived(package))
    parts = [(here["name"], here, there) for here, there in _pairs(before, after)]
    told = [
        f"{name}: {'; '.join(said)}." for name, *both in parts if (said := list(_differs(package, *both)))
    ]
    old, new = before.get("files", {}), after["files"]
    for path in sorted(old.keys() | new.keys()):
        if path not in new:
            told.append(f"{path}: gone.")
        elif old.get(path) != new[path]:
            told.append(f"{path}: {'changed' if path in old else 'new'}.")
    if before.get("sealed") != seal_of_rest(before):
        told.append(f"{DESCRIPTOR}: which tables there are, its title or the names that moved were edited.")
    return told


def _pairs(before: dict, after: dict) -> Iterator[tuple[dict, dict]]:
    """Each table and view of a descriptor, as it is and as it should be."""
    for kind in ("resources", "views"):
        yield from zip(before.get(kind, ()), after.get(kind, ()), strict=True)


def _differs(package: DataPackage, before: dict, after: dict) -> Iterator[str]:
    """In what one table is not as it was sealed."""
    if before.get("hash") != after.get("hash"):
        content = package.content(before["name"])
        line = changed_line(before.get("lineChecks", ""), content)
        yield f"line {line + 1} of {before['path']} changed" if line else f"{before['path']} changed"
    for name, what in _TOLD.items():
        if before.get(name) != after[name]:
            yield f"{what} {after[name]} (sealed with {before.get(name)})"
    held = (
        {}
        if "view" in before
        else ends(before, package.parse(before["name"], package.content(before["name"])))
    )
    for series, last in before.get("reach", {}).items():
        if held.get(series, "") < last:
            yield f"{series} ends in {held.get(series, 'nothing')}, and was sealed to {last}"
    if before.get("vintages") != after.get("vintages"):
        yield "the editions beside it changed"
    if before.get("sealed") != seal_of(before):
        yield f"its columns, rules or words in {DESCRIPTOR} were edited"


_TOLD = {"rows": "rows", "first": "begins in", "last": "ends in", "vintage": "newest release"}
"""What is derived of a table and says most about a change, as it is told."""


def seal(package: DataPackage | None = None, *, shorter: bool = False) -> list[str]:
    """Bring the derived parts of the descriptor, and the data log, up to date with the tables.

    Parameters
    ----------
    package : DataPackage, optional
        The one in use, unless said.
    shorter : bool
        Series may end earlier, and tables have fewer rows, than when they were sealed before; else
        `contracts.verify` goes on saying what is gone.

    Returns
    -------
    list of str
        The names of the tables whose derived parts changed.

    Raises
    ------
    DataError
        If a table is missing, does not parse, or cites an unknown source; the descriptor is
        left as it was.
    """
    package = package or datapackage.package()
    derived = _derived(package, shorter=shorter)
    descriptor = _sealed(package.root, json.loads((package.root / DESCRIPTOR).read_bytes()), derived)
    _write(package.root / DESCRIPTOR, json.dumps(descriptor, indent=1, ensure_ascii=False) + "\n")
    _write(package.root / README, data_log(descriptor, package.root))
    return _changed(package, derived)


def _sealed(root: Path, descriptor: dict, derived: dict[str, dict]) -> dict:
    """The descriptor as it should be: by hand what is by hand, derived what is derived."""
    descriptor = copy.deepcopy(descriptor)
    for resource in (*descriptor["resources"], *descriptor.get("views", ())):
        for name in _NOT_OF_ALL:
            resource.pop(name, None)
        resource.update(derived[resource["name"]])
        resource["sealed"] = seal_of(resource)
    descriptor["files"] = {path: sha256(content) for path, content in written_files(root).items()}
    descriptor["sealed"] = seal_of_rest(descriptor)
    return descriptor


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all: who is stopped in between leaves the one that was there."""
    content = text.encode()
    if path.exists() and path.read_bytes() == content:
        return
    half = path.with_name(f".refresh.{path.name}")
    try:
        half.write_bytes(content)
        half.replace(path)
    except OSError as error:
        raise DataError(
            f"{path} cannot be written ({error.strerror}). It is as it was: close what has it open, make room, or write "
            "as a user who may; then seal again."
        ) from None
    finally:
        half.unlink(missing_ok=True)


def _derived(package: DataPackage, *, shorter: bool = False) -> dict[str, dict]:
    contents = {name: package.content(name) for name in package.resources}
    frames = {name: package.parse(name, content) for name, content in contents.items()}
    sources = {row["source"]: row for row in vintages.rows_of(contents["sources"])}
    derived = {
        name: ({} if "view" in resource else _of_file(contents[name])) | _derive(name, frames[name], sources)
        for name, resource in package.resources.items()
    }
    for name, resource in package.resources.items():
        if kept := _kept(package, name):
            derived[name]["vintages"] = kept
        if (
            name != "sources" and not {"view", "regularSeries"} & resource.keys()
        ):  # gaps in series are told by themselves
            derived[name]["mostRows"] = max(len(frames[name]), 0 if shorter else resource.get("mostRows", 0))
        if reach := ends(resource, frames[name]):
            before = {} if shorter else resource.get("reach", {})
            derived[name]["reach"] = before | {
                series: max(last, before.get(series, "")) for series, last in reach.items()
            }
    return derived


def _kept(package: DataPackage, name: str) -> list[dict]:
    """The editions that lie beside a table."""
    made = []
    for release, path in vintages.found(package.root, name).items():
        content = (package.root / path).read_bytes()
        edition = {"vintage": release, "path": path, "compression": "gz", "hash": sha256(content)}
        made.append(edition | {"rows": len(package.kept(name, edition, content))})
    return made


def _of_file(content: bytes) -> dict:
    """What the descriptor says of a file."""
    return {"hash": sha256(content), "bytes": len(content), "lineChecks": line_checks(content)}


def _derive(name: str, frame: pd.DataFrame, sources: dict[str, dict[str, str]]) -> dict:
    """What the descriptor says of a table that follows from the table and its sources."""
    cited = [sources[source] for source in (sources if name == "sources" else _cited(name, frame, sources))]
    for source in cited:
        if source["licence"] not in LICENCES:
            raise DataError(
                f"Table sources (sources.csv): the licence of {source['source']!r} is {source['licence']!r}, which is not one "
                f"of: {', '.join(LICENCES)}."
            )
    period = next((column for column in frame if column in _TIMES or _is_month(frame[column])), None)
    covered = frame[period].drop_duplicates().dropna().astype(str).tolist() if period else []
    covered = [each for each in covered if each != "undated"]
    published = [source for source in cited if source["licence"] != "computed"]
    counted = Counter(source["publisher"] for source in published).most_common()
    publishers = [publisher for publisher, _ in counted] or ["paylib"]
    return {
        "rows": len(frame),
        "first": min(covered, default=None),
        "last": max(covered, default=None),
        "vintage": max(filter(None, (source["released"] for source in published)), default=None),
        "publisher": "; ".join(publishers[:3]) + (f"; {len(publishers) - 3} more" if publishers[3:] else ""),
        "licenses": [
            LICENCES[code] for code in sorted({source["licence"] for source in cited} or {"computed"})
        ],
        "sources": [
            {"name": source["source"], "title": f"{source['publisher']}: {source['title']}"}
            | ({"path": source["url"]} if source["url"] else {})
            for source in (() if name == "sources" else cited)
        ],
    }


def drop_uncited(package: DataPackage) -> None:
    """Take the sources that no table, no edition beside one and no claim file cites out of the table of sources.

    Parameters
    ----------
    package : DataPackage
        Sealed or not; it must be sealed afterwards.
    """
    frames = [package.parse(name, package.content(name)) for name in package.resources if name != "sources"]
    for name in package.resources:
        for path in vintages.found(package.root, name).values():
            frames.append(package.parse(name, vintages.unpacked((package.root / path).read_bytes())))
    known = cited(frames) | named_in_claims(package.root)
    rows = vintages.rows_of(package.content("sources"))
    path = package.root / package.resource("sources")["path"]
    path.write_bytes(vintages.as_csv([row for row in rows if row["source"] in known]))


def _cited(name: str, frame: pd.DataFrame, sources: dict[str, dict[str, str]]) -> list[str]:
    found = sorted(cited([frame]))
    orphans = [source for source in found if source not in sources]
    if orphans:
        raise DataError(f"Table {name} cites a source that sources.csv does not have: {', '.join(orphans)}.")
    return found


def _is_month(column: pd.Series) -> bool:
    return isinstance(column.dtype, pd.PeriodDtype)


def data_log(descriptor: dict, root: Path) -> str:
    """The readable log of the data package: every table, its columns, coverage, sources and licence.

    Parameters
    ----------
    descriptor : dict
        The sealed descriptor.
    root : pathlib.Path
        Its folder; dated changes are taken from ``CHANGES.md`` there.

    Returns
    -------
    str
        Markdown.
    """
    resources = descriptor["resources"]
    folders = sorted({_folder(resource) for resource in resources})
    parts = [
        f"# {descriptor['title']}",
        descriptor["description"],
        "Made from `datapackage.json` by `make data`; edit that, not this. A table's `source` column leads to "
        "`sources.csv`; the codes in `usage_warnings` are explained in `usage_warnings.csv`.",
        _attribution(resources),
        "## Tables",
        *[_contents(folder, resources) for folder in folders],
        _views(descriptor.get("views", ())),
        _moved("Tables that had another name", descriptor.get("moved", {})),
        *[_entry(resource) for folder in folders for resource in resources if _folder(resource) == folder],
        (root / CHANGES).read_text(encoding="utf-8").strip() if (root / CHANGES).exists() else "",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _folder(resource: dict) -> str:
    return resource["path"].rpartition("/")[0]


def _attribution(resources: list[dict]) -> str:
    titles = {licence["title"]: licence["path"] for resource in resources for licence in resource["licenses"]}
    licences = "; ".join(f"[{title}]({path})" for title, path in sorted(titles.items()))
    return (
        "## Licence\n\nContains public sector information licensed under the Open Government Licence v3.0, and "
        "Parliamentary information licensed under the Open Parliament Licence v3.0. Single facts are cited from "
        f"publishers who keep their rights. Licences met here: {licences}. Each row of `sources.csv` has its own."
    )


def _contents(folder: str, resources: list[dict]) -> str:
    rows = [
        f"| [`{resource['name']}`](#{resource['name']}) | {resource['title']} | {resource['rows']:,} | "
        f"{resource['first'] or ''} | {resource['last'] or ''} | {resource['vintage'] or ''} |"
        for resource in resources
        if _folder(resource) == folder
    ]
    header = "| table | what | rows | first | last | vintage |\n|---|---|---|---|---|---|"
    return "\n".join([f"### {folder or 'about the figures'}", "", header, *rows])


def _entry(resource: dict) -> str:
    fields = [
        f"- `{field['name']}` ({field['type']}{', ' + field['unit'] if 'unit' in field else ''}): "
        f"{' '.join(field[key] for key in ('description', 'note') if key in field)}"
        for field in resource["schema"]["fields"]
    ]
    reach = f" {resource['first']} to {resource['last']}." if resource["first"] else ""
    facts = (
        f"`{resource['path']}`: {resource['rows']:,} rows, unit: {resource['unit']}.{reach} "
        f"Key: {', '.join(resource['schema']['primaryKey'])}. Publisher: {resource['publisher']}. "
        f"Licence: {'; '.join(licence['title'] for licence in resource['licenses'])}."
    )
    warned = resource.get("usageWarnings")
    blank = [f"{name} {', '.join(months)}" for name, months in resource.get("notPublished", {}).items()]
    kept = [f"{edition['vintage']} ({edition['rows']:,} rows)" for edition in resource.get("vintages", ())]
    return "\n\n".join(
        [
            f"#### {resource['name']}",
            textwrap.fill(f"**{resource['title']}.** {resource['description']}", 160),
            textwrap.fill(facts, 160),
            *([f"Usage warnings: {', '.join(warned)}."] if warned else []),
            *([f"Not published, left blank by the publisher: {'; '.join(blank)}."] if blank else []),
            *([f"Other editions, kept: {', '.join(kept)}."] if kept else []),
            "\n".join(fields),
            *([gone] if (gone := _moved("Columns that had another name", resource.get("moved", {}))) else []),
        ]
    )


def _views(views: Iterable[dict]) -> str:
    """The views, a line each; nothing if there are none."""
    lines = [f"- `{view['name']}` (of `{view['table']}`): {view['title']}." for view in views]
    head = "Views: parts of a table under names that they had before, loaded like any table."
    return "\n".join([head, "", *lines]) if lines else ""


def _moved(what: str, names: dict[str, str]) -> str:
    """Old names and where their figures are now; nothing if there are none."""
    lines = [f"- `{old}`: {new if ' ' in new else f'`{new}`'}" for old, new in names.items()]
    return "\n".join([f"{what}, or are gone:", "", *lines]) if lines else ""
