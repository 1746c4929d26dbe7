"""What may stand at a place of a dispute's file: numbers in range, months, dates and short texts, strictly read."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WrapValidator

from paylib.errors import PaylibError
from paylib.figures import periods
from paylib.figures.hedges import HEDGES, SYNONYMS

STRICT = ConfigDict(extra="forbid", frozen=True, strict=True, validate_default=False, defer_build=True)
"""No unknown keys, no text for a number, no change after it is read."""

MOST_OF_A_KIND = 500
"""The most records of one kind that a file may hold, and the most names that one key may list."""


def _said(text: str) -> str:
    if not text.strip():
        raise ValueError("there is nothing in it but spaces; some words are needed")
    return text


Text = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(_said)]


def _within_a_sentence(text: str) -> str:
    """A name without the stop that ends it: it goes on in our sentences."""
    name = _said(text).rstrip(" \t\n.,;:")
    if not name:
        raise ValueError("there is nothing in it but stops; some words are needed")
    return name


Name = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(_within_a_sentence)]
"""What something is called: it goes within sentences, so that a full stop at its end is not part of it."""

Short = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_said)]

ShortName = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_within_a_sentence)]

Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,79}$", examples=["youth-offer"])]

TINY_PCT = 0.1
"""A per cent below this is asked about: 0.03 is mostly 3 per cent, typed as a share of one."""


def not_a_fraction(pct: float) -> float:
    """A per cent as it is, unless it looks like a share of one; then a `ValueError` that asks."""
    if 0 < abs(pct) < TINY_PCT:
        raise ValueError(
            f'{pct:g} in per cent is a small part of one per cent (if that is meant, write "{pct:g}%"): did you mean '
            f"{pct * 100:g}?"
        )
    return pct


def with_its_sign(given: object) -> float | None:
    """A per cent that was written with its sign, as a number; None of anything else.

    Examples
    --------
    >>> with_its_sign("0.03%"), with_its_sign(0.03), with_its_sign("three")
    (0.03, None, None)
    """
    found = re.fullmatch(r"\s*(-?\d+(?:\.\d+)?)\s*%\s*", given) if isinstance(given, str) else None
    return float(found[1]) if found else None


def _percentage(given: object, handler) -> float:
    """A per cent; a tiny one only where its sign says that it is meant."""
    meant = with_its_sign(given)
    return not_a_fraction(handler(given)) if meant is None else handler(meant)


Percentage = Annotated[
    float,
    Field(allow_inf_nan=False, ge=-100, le=1000, json_schema_extra={"format": "percentage"}, examples=[3.0]),
    WrapValidator(_percentage),
]

Number = Annotated[float, Field(allow_inf_nan=False, ge=-1e12, le=1e12, examples=[4000])]

Share = Annotated[float, Field(allow_inf_nan=False, ge=0, le=100, examples=[87.0])]

Count = Annotated[float, Field(allow_inf_nan=False, ge=0, le=1e9, examples=[21926])]

WeeklyHours = Annotated[float, Field(allow_inf_nan=False, gt=0, le=168, examples=[37])]


Qualifier = Literal[(*HEDGES, *SYNONYMS)]
"""The word before a figure."""


def _period(text: str) -> str:
    periods.parse(text)
    return text


def _month(text: str) -> str:
    if re.fullmatch(r"\d{4}", text, re.ASCII):
        raise ValueError(f"{text!r} is not a month; which month of {text} is meant? It is written {text}-09")
    try:
        periods.months(text)
    except PaylibError:
        raise ValueError(f"{text!r} is not a month; a month is written 2003-09") from None
    return text


def _partial_date(text: str) -> str:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        date.fromisoformat(text)
    elif not re.fullmatch(r"[0-9]{4}(-(0[1-9]|1[0-2]))?", text):
        raise ValueError("a date is written 2004-01-29, 2004-01 or 2004")
    return text


def is_partial_date(text: str) -> bool:
    """Whether a text is a day, a month or a year.

    Examples
    --------
    >>> is_partial_date("2004-01"), is_partial_date("early 2004")
    (True, False)
    """
    try:
        return bool(_partial_date(text))
    except ValueError:
        return False


def not_before(first: str, last: str | None, what: str) -> None:
    """Refuse a date that comes before the one that it should follow, as far as both are given.

    Raises
    ------
    ValueError
        That asks whether the two were meant the other way round.
    """
    if last is not None and last[: len(first)] < first[: len(last)]:
        raise ValueError(
            f"{what} ends on {last}, and starts on {first}: did you mean from {last} to {first}?"
        )


Period = Annotated[
    str, AfterValidator(_period), Field(json_schema_extra={"format": "period"}, examples=["2003-09"])
]

Month = Annotated[
    str, AfterValidator(_month), Field(json_schema_extra={"format": "month"}, examples=["2003-09"])
]

PartialDate = Annotated[
    str,
    AfterValidator(_partial_date),
    Field(json_schema_extra={"format": "partial-date"}, examples=["2004-01-29"]),
]


def ordered(ends: tuple[str, str]) -> tuple[str, str]:
    """Two periods of which the second comes after the first; else a `ValueError` that asks."""
    since, until = map(periods.parse, ends)
    if since.freqstr != until.freqstr:
        year = next(
            (end for end, other in (ends, ends[::-1]) if periods.parse(other).freqstr == periods.MONTH), None
        )
        asked = f"which month of {year} is meant?" if year else "are calendar years or financial years meant?"
        raise ValueError(
            f"a span runs from month to month or from year to year, not from {ends[0]} to {ends[1]}: {asked}"
        )
    if since >= until:
        raise ValueError(
            f'the span ends in {ends[1]}, and starts in {ends[0]}: did you mean ["{ends[1]}", "{ends[0]}"]?'
            if since > until
            else f"the span starts and ends in {ends[0]}: which period before it are prices compared with?"
        )
    return ends


Span = Annotated[
    tuple[Period, Period],
    AfterValidator(ordered),
    Field(json_schema_extra={"format": "span"}, examples=[["2002-09", "2003-09"]]),
]


class Record(BaseModel):
    """What every part of a dispute file has: no unknown keys, no change after it is read."""

    model_config = STRICT
