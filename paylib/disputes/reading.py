"""Dispute files: found, read and validated whole, every error named at once."""

from __future__ import annotations

import difflib
import json
import os
import re
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pandas as pd
from pydantic import ValidationError

from paylib import datapackage
from paylib.checks import KINDS, Check, about_of, keys
from paylib.disputes.records import Dispute
from paylib.errors import DisputeError, PaylibError, unknown
from paylib.figures import periods
from paylib.figures.fields import Record
from paylib.figures.inputs import checked

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
    return sorted(path.stem for path in (datapackage.root() / "disputes").glob("*.toml"))


def template() -> str:
    """A commented file for a dispute of one's own, to fill in; its list of kinds of check is that of `paylib.checks`.

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
    return skeleton.replace("# (kinds)", listed)


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


def load(name: str | Path) -> Dispute:
    """Read and validate a dispute; see `paylib.dispute`."""
    path = _path(name)
    try:
        return Dispute.model_validate_json(json.dumps(_parse(path) | {"slug": _slug(path)}, default=str))
    except ValidationError as error:
        raise DisputeError(_all_errors(path, error)) from None


def _path(name: str | Path) -> Path:
    text = str(name)
    if "\0" in text:
        raise DisputeError("A file's name cannot hold a NUL character.")
    if not text.endswith(".toml"):
        if text not in available():
            raise DisputeError(unknown("dispute", text, available()) + " Or give the path of a .toml file.")
        return datapackage.root() / "disputes" / f"{text}.toml"
    return Path(text)


def _slug(path: Path) -> str:
    return re.sub(r"[^a-z0-9_-]+", "_", path.stem.lower()).strip("_-")[:80] or "dispute"


def _parse(path: Path) -> dict:
    """The file as TOML, refused early if it is too large, too deep or not text."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise DisputeError(
                f"{path} is larger than {LARGEST_FILE:,} bytes; a dispute file is a few pages of text."
            )
        content = path.read_bytes()
    except OSError as error:
        raise DisputeError(f"The dispute file {path} cannot be read: {error.strerror}.") from None
    if b"\0" in content:
        raise DisputeError(f"{path} holds NUL bytes, so it is not a text file. Save it as plain UTF-8 text.")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise DisputeError(f"{path}, line {line}: not UTF-8 text. Save the file as UTF-8.") from None
    if _depth(text) > DEEPEST_NESTING:
        raise DisputeError(
            f"{path} nests brackets more than {DEEPEST_NESTING} deep; a dispute file needs three or four."
        )
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise DisputeError(
            f"{path} is not valid TOML: {error}. `paylib new` writes a file to start from."
        ) from None


def _depth(text: str) -> int:
    """How deep brackets and dotted keys nest; brackets within text count too, which is harmless."""
    deepest = depth = 0
    for character in re.findall(r"[\[\]{}]", text):
        depth = max(0, depth + (1 if character in "[{" else -1))
        deepest = max(deepest, depth)
    dotted = max((line.split("=")[0].count(".") for line in text.splitlines()), default=0)
    return max(deepest, dotted)


def _all_errors(path: Path, error: ValidationError) -> str:
    errors = error.errors(include_url=False)
    within = {_steps(each)[:depth] for each in errors for depth in range(1, len(_steps(each)))}
    told = [_one_error(each).splitlines() for each in errors if _steps(each) not in within]
    told = list(dict.fromkeys(line for lines in told for line in lines))
    found, count = told[:20], len(told)
    more = f"\n  and {count - 20} more" if count > 20 else ""
    return (
        f"{path} has {count} {'error' if count == 1 else 'errors'}:\n"
        + "\n".join(f"  {each}" for each in found)
        + more
    )


_OUR_WORDS = {
    "string_pattern_mismatch": "Only small letters, digits, - and _ are allowed here",
    "float_type": "A number is needed, without quotation marks or signs",
    "dict_type": "A number is needed, without quotation marks or signs",
    "tuple_type": "A number is needed, without quotation marks or signs",
}
"""What to say instead of the validator's own words, by its type of error."""


def _steps(error: dict) -> tuple:
    """Where an error is, without the names of types and kinds that the validator puts in between."""
    place = error["loc"]
    named = [step for step in place if not re.match(r"constrained-|(dict|tuple)\[", str(step))]
    return tuple(
        step
        for before, step in zip([None, *named], named, strict=False)
        if before != "check" or step not in KINDS
    )


def _record_at(place: tuple) -> type[Record]:
    """The kind of record that a place in a file is of."""
    record = Dispute
    for before, step in pairwise(["", *place]):
        if before == "check" and step in KINDS:
            record = KINDS[step]
        elif step in record.model_fields:
            record = next(_records_in(record.model_fields[step].annotation), record)
    return record


def _records_in(annotation: object) -> Iterator[type[Record]]:
    """The kinds of record that a key can hold."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
    for part in get_args(annotation):
        yield from _records_in(part)


def _no_such_key(error: dict) -> str:
    """A key that a record does not take: the nearest, and all that it takes."""
    *place, key = error["loc"]
    record = _record_at(tuple(place))
    takes = [name for name in record.model_fields if name != "slug"]
    near = difflib.get_close_matches(str(key)[:80], takes, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    if issubclass(record, Check):
        kind = record.model_fields["kind"].default
        return f"a check of kind {kind!r} takes {', '.join(keys(kind))}, and no {key!r}.{hint or ' Take it out.'}"
    return f"there is no such key here.{hint} Keys here: {', '.join(takes)}."


def _one_error(error: dict) -> str:
    steps = _steps(error)
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).lstrip(".")
    message = _OUR_WORDS.get(error["type"], error["msg"]).removeprefix("Value error, ").rstrip(".")
    message = (
        message.replace("Input should be", "Allowed:", 1) if error["type"] == "literal_error" else message
    )
    if error["type"] in ("missing", "too_short") and (needed := _needed(error)):
        return f"{place}: {needed}"
    if error["type"] == "too_short":
        message = f"At least {error['ctx']['min_length']} needed here, not {error['ctx']['actual_length']}"
    if steps and steps[-1] == "url":
        message = "An address starts with http:// or https:// and has no spaces"
    match error["type"]:
        case "missing":
            return f"{place}: this key is missing.{_example(error['loc'])}"
        case "extra_forbidden":
            return f"{place}: {_no_such_key(error)}"
        case "value_error":
            return f"{place + ': ' if place else ''}{message}."
    found = _short(error["input"])
    if error["type"] == "union_tag_not_found":
        return f"{place}.kind: this key is missing. Allowed: {', '.join(KINDS)}."
    if error["type"] == "union_tag_invalid":
        kind = error["input"]["kind"] if isinstance(error["input"], dict) else error["input"]
        near = difflib.get_close_matches(str(kind)[:80], KINDS, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        return f"{place}.kind: found {_short(kind)}.{hint} Allowed: {', '.join(map(repr, KINDS))}."
    if error["type"] == "literal_error":
        return f"{place}: found {found}.{_nearest(error)} {message}.{_example(error['loc'])}"
    return f"{place}: found {found}. {message}.{_example(error['loc'])}"


def _needed(error: dict) -> str:
    """What a check cannot do without, where it is that which is missing."""
    record = _record_at(error["loc"])
    name = _steps(error)[-1]
    if not issubclass(record, Check) or name not in record.model_fields:
        return ""
    about = record.model_fields[name].description
    return f"a check of kind {record.model_fields['kind'].default!r} needs {name}: {about}."


def _short(found: object) -> str:
    text = repr(found)
    return text if len(text) <= 60 else text[:57] + "…"


def _nearest(error: dict) -> str:
    """A hint for a word that is almost one of those allowed."""
    allowed = re.findall("'([^']*)'", error["ctx"]["expected"])
    near = difflib.get_close_matches(str(error["input"])[:80], allowed, n=1)
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


def pay_history(dispute: Dispute, folder: Path) -> pd.Series | None:
    """A dispute's own history of pay, if its file names one.

    Parameters
    ----------
    dispute : Dispute
        ``pay_history`` names a CSV file with the columns ``date`` (months) and ``annual_gbp``.
    folder : pathlib.Path
        The folder of the dispute file; the CSV must lie within it.

    Returns
    -------
    pandas.Series or None
        Pounds a year by month.

    Raises
    ------
    DisputeError
        If the file lies elsewhere, cannot be read, or does not hold those columns.
    """
    if dispute.pay_history is None:
        return None
    path = (folder / dispute.pay_history).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise DisputeError(
            f"pay_history {dispute.pay_history!r} lies outside the folder of the dispute file."
        )
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise DisputeError(f"{path} is larger than {LARGEST_FILE:,} bytes.")
        frame = pd.read_csv(path, dtype=str, encoding="utf-8")
    except OSError as error:
        raise DisputeError(f"The pay history {path} cannot be read: {error.strerror}.") from None
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise DisputeError(f"The pay history {path} is not a readable CSV file: {error}.") from None
    if list(frame.columns) != ["date", "annual_gbp"]:
        raise DisputeError(
            f"The pay history {path} needs the columns date, annual_gbp; it has {', '.join(frame)}."
        )
    try:
        months = periods.months(frame["date"].tolist())
        pay = checked(frame["annual_gbp"].tolist(), "annual_gbp", above=0)
    except PaylibError as error:
        raise DisputeError(f"The pay history {path}: {error}") from None
    return pd.Series(pay, index=months, name="annual_gbp").sort_index()
