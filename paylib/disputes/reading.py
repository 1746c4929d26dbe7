"""Dispute files: found, read and validated whole, every error named at once."""

from __future__ import annotations

import difflib
import json
import os
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path

import pandas as pd
from pydantic import ValidationError

from paylib import datapackage
from paylib.awards import scales
from paylib.checks import KINDS, about_of, keys
from paylib.disputes import mending
from paylib.disputes.records import Claim, Dispute, Group
from paylib.errors import DisputeError, FigureError, MendedWarning, PaylibError, PeriodError, unknown, warn
from paylib.figures import periods, saved
from paylib.figures.fields import Record
from paylib.figures.inputs import pay_a_year
from paylib.figures.plain import ends_in, plain, plainly
from paylib.offers import PARTS

LARGEST_FILE = 1_000_000


DEEPEST_NESTING = 12


def available() -> list[str]:
    """The disputes that come with paylib, by slug.

    Returns
    -------
    list of str

    Examples
    --------
    >>> "youth_work_2004" in available()
    True
    """
    package = datapackage.package()
    if not package.resources:  # an error, where there is no data package
        return []
    return sorted(path.stem for path in (package.root / "disputes").glob("*.toml"))


def template() -> str:
    """A commented file for a dispute of one's own, to fill in, with the kinds of check and of part that there are.

    Returns
    -------
    str
        TOML, valid as it stands.

    Examples
    --------
    >>> "#   growth: Growth in per cent from the first of each pair" in template()
    True
    """
    skeleton = (Path(__file__).parent / "new_dispute.toml").read_text(encoding="utf-8")
    listed = "\n".join(f"#   {kind}: {about_of(kind)} Takes {', '.join(keys(kind))}." for kind in KINDS)
    parts = "\n  ".join(
        f'# {{ kind = "{kind}", date = "2024-09", {part.EXAMPLE} }},  # {part.__doc__.splitlines()[0]}'
        for kind, part in PARTS.items()
    )
    return skeleton.replace("# (kinds)", listed).replace("# (parts)", parts)


def chosen(default: str) -> Dispute:
    """The dispute that a report is being made of, or another one where none is.

    Parameters
    ----------
    default : str
        A dispute that comes with paylib.

    Returns
    -------
    Dispute
        That of the file that ``PAYLIB_DISPUTE`` names, if it is set.

    Examples
    --------
    >>> chosen("youth_work_2004").slug
    'youth_work_2004'
    """
    return load(os.environ.get("PAYLIB_DISPUTE") or default)


def opened(dispute: str | Path | Dispute) -> Dispute:
    """A dispute, or that of a name or a file.

    Parameters
    ----------
    dispute : str, pathlib.Path or Dispute

    Returns
    -------
    Dispute
        As it is, or from `load`.

    Raises
    ------
    DisputeError
        If it is none of these, or `load` raises it.

    Examples
    --------
    >>> youth = opened("youth_work_2004")
    >>> opened(youth) is youth
    True
    """
    if isinstance(dispute, str | Path):
        return load(dispute)
    if isinstance(dispute, Dispute):
        return dispute
    raise DisputeError(
        f"{dispute!r} is not a dispute. paylib.dispute('youth_work_2004') gives one, and so does a file's path."
    )


def load(name: str | Path) -> Dispute:
    """Read and validate a dispute; see `paylib.dispute`."""
    path = _path(name)
    dispute = read(path, Dispute)
    made = dispute.model_copy(update={"groups": tuple(_paid(path, dispute))})
    made._folder = path.parent
    return made


def read(path: Path, kind: type[Record]) -> Record:
    """A file of TOML as a record of some kind, with the file's name as its slug.

    Parameters
    ----------
    path : pathlib.Path
    kind : type of Record
        Has the field ``slug``.

    Returns
    -------
    Record

    Raises
    ------
    DisputeError
        If it cannot be read or does not hold together: names every error with its place.

    Examples
    --------
    >>> read(datapackage.root() / "disputes" / "youth_work_2004.toml", Dispute).slug
    'youth_work_2004'
    """
    records, text = _parse(path)
    history, faults = _history(records.get("pay_history"), path.parent)
    text = replace(text, beside=[*text.beside, *faults])
    try:
        record = kind.model_validate_json(json.dumps(records | {"slug": _slug(path)}, default=str))
    except ValidationError as error:
        raise DisputeError(plain(_all_errors(path, error, text, kind))) from None
    if text.mistakes or text.beside:
        raise DisputeError(plain(_all_errors(path, None, text, kind)))
    if history:
        record._paid = history
    for note in [*text.notes, *_told_not_out(record, text)]:
        warn(plain(f"{path.name}: {note}"), MendedWarning)
    return record


def not_out(claim: Claim) -> list[tuple[str, str]]:
    """Spans that a claim adds and whose prices are not out yet: told when the file is read, with their lines.

    Parameters
    ----------
    claim : Claim

    Returns
    -------
    list of tuple of str
    """
    last = _prices_last()
    spans = getattr(claim.check, "spans", ())
    return [span for span in spans if periods.parse(span[1]).asfreq(periods.MONTH, how="end") > last]


def _prices_last() -> pd.Period:
    return periods.parse(datapackage.package().resources["prices_monthly"]["last"])


def _told_not_out(record: Record, text: mending.Text) -> Iterable[str]:
    claims = enumerate(record.claims if isinstance(record, Dispute) else ())
    late = [(number, span) for number, claim in claims for span in not_out(claim)]
    lines = mending.lines_of(text.lines) if late else {}
    for number, (since, until) in late:
        line = mending.line_at(("claims", number, "check", "spans"), lines)
        yield (
            f"Line {line}: prices are out to {periods.words(_prices_last())}, so the span {since} to {until} is left "
            f"out. Is its year right? The standard spans are tried without it. {text.told(line)}"
        )


def _paid(path: Path, dispute: Dispute) -> Iterable[Group]:
    """A dispute's groups of staff, with pay from the record where the file gives a point and no salary."""
    for number, group in enumerate(dispute.groups):
        if not dispute.is_of_record(group):
            yield group
            continue
        due = periods.parse((dispute.award_due or dispute.start)[:7])
        when = group.paid_from or str(due.asfreq(periods.MONTH, how="start") - 1)
        try:
            pay = scales.rate(dispute.bargaining_group, group.point, when, include=["derived"], **group.where)
        except PaylibError as error:
            raise DisputeError(f"{path}, groups[{number}]: {error}") from None
        yield group.paid(pay)


def _history(name: object, folder: Path) -> tuple[tuple[tuple[str, float], ...], list[str]]:
    """The history of pay that a file names, or what is wrong with it."""
    if not isinstance(name, str):
        return (), []
    try:
        return _paid_by(name, folder), []
    except DisputeError as error:
        return (), [f"pay_history: {error}"]


def _path(name: str | Path) -> Path:
    text = str(name)
    if "\0" in text:
        raise DisputeError("A file's name cannot hold a NUL character.")
    if not ends_in(text, ".toml"):
        if text not in available():
            raise DisputeError(unknown("dispute", text, available()) + " Or give the path of a .toml file.")
        return datapackage.root() / "disputes" / f"{text}.toml"
    return Path(text)


def _slug(path: Path) -> str:
    return re.sub(r"[^a-z0-9_-]+", "_", path.stem.lower()).strip("_-")[:80] or "dispute"


def _parse(path: Path) -> tuple[dict, mending.Text]:
    """The records of a file and its text, refused early if it is too large, too deep or not text."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise DisputeError(
                f"{path} is larger than {LARGEST_FILE:,} bytes; a dispute file is a few pages of text."
            )
        content = path.read_bytes()
    except OSError as error:
        raise DisputeError(f"The dispute file {path} cannot be read: {error.strerror}.") from None
    return _read(content, path)


@lru_cache(maxsize=64)
def _read(content: bytes, path: Path) -> tuple[dict, mending.Text]:
    """The records of a file's bytes and their text. Kept by content, so a hit cannot be stale."""
    content, notes = mending.decoded(content, path)
    if _depth(content) > DEEPEST_NESTING:
        raise DisputeError(
            f"{path} nests brackets more than {DEEPEST_NESTING} deep; a dispute file needs three or four."
        )
    records, text = mending.read(content, notes)
    return plainly(records), text


def _depth(text: str) -> int:
    """How deep brackets and dotted keys nest; brackets within text count too, which is harmless."""
    deepest = depth = 0
    for character in re.findall(r"[\[\]{}]", text):
        depth = max(0, depth + (1 if character in "[{" else -1))
        deepest = max(deepest, depth)
    dotted = max((line.split("=")[0].count(".") for line in text.splitlines()), default=0)
    return max(deepest, dotted)


def _all_errors(path: Path, error: ValidationError | None, text: mending.Text, kind: type[Record]) -> str:
    """All mistakes of a file: the lines that cannot be read, then what does not hold together."""
    told = [f"{text.told(number)}\n    {why}" for number, why in sorted(text.mistakes.items())]
    if text.lines and error is not None and not (told and not text.left_out):
        told += _of_records(error, text, kind)
    told += text.beside
    found, count = told[:20], len(told)
    more = f"\n  and {count - 20} more" if count > 20 else ""
    return (
        f"{path} has {count} {'error' if count == 1 else 'errors'}:\n"
        + "\n".join(f"  {each}" for each in found)
        + more
    )


def _of_records(error: ValidationError, text: mending.Text, kind: type[Record]) -> list[str]:
    errors = [_placed(each, kind) for each in error.errors(include_url=False)]
    within = {each["place"][:depth] for each in errors for depth in range(1, len(each["place"]))}
    lines = mending.lines_of(text.lines)
    misspelt = _misspelt(errors)
    told = []
    for each in errors:
        if each["place"] in within or (
            each["type"] == "missing"
            and each["place"][-1] in {*text.left_out.values(), *misspelt.get(each["place"][:-1], ())}
        ):
            continue
        for line in _one_error(each).splitlines():
            number = mending.line_at(each["place"], lines) or _line_in(line, text, lines)
            told.append(line + (f"\n    {text.told(number)}" if number else ""))
    return list(dict.fromkeys(told))


def _line_in(message: str, text: mending.Text, lines: dict[tuple, int]) -> int:
    """The line of the place with which a message begins, or of the second of two ids; nought where there is none."""
    if twice := re.search(r"the id '([^']*)' stands twice", message):
        same = [
            number
            for number, line in enumerate(text.lines, 1)
            if re.match(rf"\s*id\s*=\s*[\"']{re.escape(twice[1])}[\"']", line)
        ]
        return same[1] if len(same) > 1 else 0
    place = message.partition(": ")[0]
    steps = re.findall(r"[A-Za-z_][\w-]*|\[\d+\]", place)
    if not re.fullmatch(r"(?:\.?[A-Za-z_][\w-]*|\[\d+\])+", place):
        return 0
    return mending.line_at(tuple(int(step[1:-1]) if step.startswith("[") else step for step in steps), lines)


def _misspelt(errors: list[dict]) -> dict[tuple, list[str]]:
    """The keys that were meant by keys which are not there, by the record: they are not missing too."""
    meant: dict[tuple, list[str]] = {}
    for each in errors:
        if each["type"] in ("extra_forbidden", "unexpected_keyword_argument"):
            near = difflib.get_close_matches(
                str(each["place"][-1]).lower(), each["record"].get("properties", ()), n=1
            )
            meant.setdefault(each["place"][:-1], []).extend(near)
    return meant


_OUR_WORDS = {
    "string_pattern_mismatch": "Only small letters, digits, - and _ are allowed here",
    "float_type": "A number is needed, without quotation marks or signs",
    "dict_type": "A number is needed, without quotation marks or signs",
    "tuple_type": "A number is needed, without quotation marks or signs",
}
"""What to say instead of the validator's own words, by its type of error."""


def _placed(error: dict, whole: type[Record]) -> dict:
    """An error with its ``place``, without the names of types and kinds that the validator puts in between.

    And with the schema of the ``record`` there, what a record of that ``kind`` is called, and the ``kinds`` to
    choose from, where there are several.
    """
    place, here, record, kind, kinds = [], _schema(whole), {}, "", {}
    for step in error["loc"]:
        if step in _kinds(here):
            kinds = _kinds(here)
            kind = f"a {place[-2 if isinstance(place[-1], int) else -1].rstrip('s')} of kind {step!r}"
            here = _resolved(kinds[step], whole)
        elif isinstance(step, int):
            place.append(step)
            here = _resolved(here.get("items", {}), whole)
        elif not re.match(r"constrained-|function-(after|wrap)|(dict|tuple)\[", step):
            place.append(step)
            record, known = here, here.get("properties", {})
            here = _resolved(known.get(step) or here.get("additionalProperties") or {}, whole)
    found = {"record": record, "kind": kind, "kinds": kinds or _kinds(here), "whole": whole}
    return error | found | {"place": tuple(place)}


@cache
def _schema(whole: type[Record]) -> dict:
    return whole.model_json_schema()


def _resolved(schema: dict | str | bool, whole: type[Record]) -> dict:
    """What a part of the schema of a kind of file says, where it refers to another or leaves a choice."""
    schema = {"$ref": schema} if isinstance(schema, str) else schema or {}
    for choice in schema.get("anyOf", ()):
        if "$ref" in choice or "discriminator" in choice:
            schema = choice
    return _schema(whole)["$defs"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


def _kinds(schema: dict) -> dict[str, str]:
    """The kinds of record that may stand at a place, where it is their ``kind`` that tells them apart."""
    return schema.get("discriminator", {}).get("mapping", {})


def _one_error(error: dict) -> str:
    steps, kind, known = error["place"], error["kind"], error["record"].get("properties", {})
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).lstrip(".")
    message = error["msg"].removeprefix("Value error, ").rstrip(".")
    if len(error["loc"]) > len(steps) or error["type"] not in ("dict_type", "tuple_type"):
        message = _OUR_WORDS.get(error["type"], message)
    if steps and steps[-1] == "url":
        message = "An address starts with http:// or https:// and has no spaces"
    example = _example(error["loc"])
    if error["type"] == "string_pattern_mismatch" and steps[-1] in ("id", "source"):
        example = f' Did you mean "{_slug(Path(str(error["input"]))).replace("_", "-")}"?'
    match error["type"]:
        case "missing" | "too_short" if kind and steps[-1] in known:
            about = known[steps[-1]].get("description")
            return (
                f"{place}: {kind} needs {steps[-1]}{f': {about}' if about else ''}.{'' if about else example}"
            )
        case "missing":
            return f"{place}: this key is missing.{example}"
        case "too_short":
            least, given = error["ctx"]["min_length"], error["ctx"]["actual_length"]
            message = f"At least {least} needed here, not {given}"
        case "extra_forbidden" | "unexpected_keyword_argument":
            return f"{place}: {_no_such_key(error)}"
        case "value_error":
            return f"{place + ': ' if place else ''}{message}{'' if message.endswith('?') else '.'}"
        case "union_tag_not_found" if isinstance(error["input"], dict):
            return f"{place}.kind: this key is missing. Allowed: {', '.join(error['kinds'])}."
        case "union_tag_invalid":
            given, kinds = error["input"]["kind"], error["kinds"]
            allowed = ", ".join(map(repr, kinds))
            return f"{place}.kind: found {_short(given)}.{_nearest(given, kinds)} Allowed: {allowed}."
        case "literal_error":
            message = message.replace("Input should be", "Allowed:", 1)
            near = _nearest(error["input"], re.findall("'([^']*)'", error["ctx"]["expected"]))
            return f"{place}: found {_short(error['input'])}.{near} {message}.{example}"
    return f"{place}: found {_short(error['input'])}. {message}.{example}"


def _no_such_key(error: dict) -> str:
    """A key that a record does not take: the nearest, and all that it takes."""
    record, key = error["record"], error["place"][-1]
    takes = [name for name in record.get("properties", ()) if name != "slug"]
    if not error["kind"]:
        return f"there is no such key here.{_nearest(key, takes)} Keys here: {', '.join(takes)}."
    shared = set.intersection(
        *(set(_resolved(kind, error["whole"])["properties"]) for kind in error["kinds"].values())
    )
    order = sorted(
        (name for name in takes if name != "kind"),
        key=lambda name: (name not in record.get("required", ()), name in shared),
    )
    hint = _GONE.get(key) or _nearest(key, takes) or " Take it out."
    return f"{error['kind']} takes {', '.join(order)}, and no {key!r}.{hint}"


_GONE = {
    "tolerance": " How far off a figure may be is fixed, the same for everyone: if the source of the claim hedges, write "
    'qualifier = "about" in the claim. Take it out.'
}
"""What to write instead of a key that checks took in the first edition."""


def _short(found: object) -> str:
    text = repr(found)
    return text if len(text) <= 60 else text[:57] + "…"


def _nearest(word: object, allowed: Iterable[str]) -> str:
    """A hint for a word that is almost one of those allowed."""
    allowed = list(allowed)
    near = difflib.get_close_matches(str(word)[:80], allowed, n=1) or difflib.get_close_matches(
        str(word)[:80].lower(), allowed, n=1
    )
    return f" Did you mean {near[0]!r}?" if near else ""


_EXAMPLES = {
    "date": "2004-01-29",
    "start": "2003-09",
    "id": "youth-offer",
    "party": "union",
    "role": "union",
    "unit": "pct",
    "value": 3.0,
    "pct": 3.0,
    "gbp": 500,
    "opened": "2004-01-05",
    "nation": "England",
    "source": "my-union-circular",
    "title": "Youth work 2004",
    "spans": [["2002-09", "2003-09"]],
}


def _example(place: tuple) -> str:
    name = next((step for step in reversed(place) if isinstance(step, str) and step in _EXAMPLES), None)
    if name is None:
        return ""
    example = _EXAMPLES[name]
    shown = f'"{example}"' if isinstance(example, str) else str(example).replace("'", '"')
    return f" Example: {name} = {shown}"


def pay_history(dispute: Dispute, folder: Path | None = None) -> pd.Series | None:
    """A dispute's own history of pay, if its file names one.

    Parameters
    ----------
    dispute : Dispute
        ``pay_history`` names a CSV file with the columns ``date`` (months) and ``annual_gbp``.
    folder : pathlib.Path, optional
        The folder of the dispute file, unless it was read from one; the CSV must lie within it.

    Returns
    -------
    pandas.Series or None
        Pounds a year by month.

    Raises
    ------
    DisputeError
        If the file lies elsewhere, cannot be read, or does not hold those columns: names the row.

    Notes
    -----
    Read are the forms in which spreadsheets save it: months as ``Sep-10``, amounts with a pound sign or with
    commas between thousands, columns in capitals, rows with nothing in them, separators of other countries and
    other characters than UTF-8.
    """
    folder = folder or dispute._folder
    if dispute.pay_history is None or folder is None:
        return None
    paid = _paid_by(dispute.pay_history, folder)
    return pd.Series([gbp for _, gbp in paid], pd.PeriodIndex([each for each, _ in paid], freq=periods.MONTH))


_ALSO = dict.fromkeys(("month", "from", "effective_month", "paid_from"), "date") | dict.fromkeys(
    (
        "annual_pay",
        "pay",
        "salary",
        "annual_salary",
        "annual",
        "gbp",
        "pay_gbp",
        "salary_gbp",
        "annual_pay_gbp",
    ),
    "annual_gbp",
)
"""What else people call the columns of a history of pay."""


def _paid_by(name: str, folder: Path) -> tuple[tuple[str, float], ...]:
    """The months and pounds a year of a history of pay.

    Raises
    ------
    DisputeError
        If the file lies elsewhere or cannot be read, with the row and cell of every fault.
    """
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise DisputeError(f"pay_history {name!r} lies outside the folder of the dispute file.")
    as_written: list[str] = []

    def month(cell: str) -> object:
        as_written.append(cell.strip())
        return saved.month(cell)

    try:
        rows = saved.table(path, {"date": month, "annual_gbp": saved.money}, _ALSO)
        periods.refuse_doubtful(*as_written)
    except FigureError as error:
        raise DisputeError(f"The pay history {error}") from None
    except PeriodError as error:
        raise DisputeError(f"The pay history {path}: {error}") from None
    twice = rows[rows["date"].duplicated(keep=False)]
    if len(twice):
        raise DisputeError(
            f"The pay history {path}: rows {' and '.join(map(str, twice.index[:2]))} are both of {twice['date'].iloc[0]}."
        )
    rows = rows.sort_values("date")
    _refuse_other_pay(path, rows)
    return tuple(
        (str(month), float(gbp)) for month, gbp in zip(rows["date"], rows["annual_gbp"], strict=True)
    )


_MOST_A_YEAR = 1e7
"""As much as a salary of a group of staff may be, in pounds."""


def _refuse_other_pay(path: Path, rows: pd.DataFrame) -> None:
    """Refuse pay by the hour in place of a year's, and more than anybody's."""
    for place, gbp in rows["annual_gbp"].items():
        try:
            pay_a_year(gbp, "annual_gbp")
        except FigureError as error:
            raise DisputeError(f"The pay history {path}, row {place}: {error}") from None
        if gbp > _MOST_A_YEAR:
            raise DisputeError(
                f"The pay history {path}, row {place}: £{gbp:,.0f} is more than a salary for a year. Pay is that of one "
                "full-timer, in pounds."
            )
