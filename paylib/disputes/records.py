"""A dispute is one TOML file: parties, claims, offers, ballots, strikes, timeline, sources.

A file is read into records and validated whole: every error is named at once, with its place,
what was found, what is allowed and an example. Any text in it stays text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
import pandas as pd
from pydantic import (
    AfterValidator,
    Field,
    PrivateAttr,
    TypeAdapter,
    ValidationInfo,
    field_validator,
    model_validator,
)

from paylib import datapackage, offers
from paylib.awards import scales
from paylib.awards.groups import described
from paylib.awards.steps import renumbering
from paylib.checks import KINDS, AnyCheck
from paylib.checks.real_terms import without_effect
from paylib.errors import ChoiceError, FigureError, PaylibError, unknown
from paylib.figures import periods, units
from paylib.figures.fields import (
    MOST_OF_A_KIND,
    STRICT,
    Count,
    Month,
    Name,
    Number,
    PartialDate,
    Period,
    Qualifier,
    Record,
    Share,
    Short,
    ShortName,
    Slug,
    Text,
    WeeklyHours,
    is_partial_date,
    not_a_fraction,
    not_before,
    ordered,
    with_its_sign,
)
from paylib.figures.finding import Finding
from paylib.figures.inputs import LEAST_A_YEAR, Values, pay_a_year
from paylib.figures.rounding import published_decimals
from paylib.figures.several import listed
from paylib.figures.spoken import Said, said
from paylib.findings import Ledger, quote

PARTIES = ("union", "employers", "government", "review body", "research body", "press")

INDEPENDENT = "independent"
"""What ``side`` says of a figure that is no party's, or that anyone can count anew."""


UNITS = tuple(units.UNITS)
"""What a claim or a figure may be in: the units of `paylib.figures.units`."""

CHECK_KINDS = tuple(KINDS)
"""The kinds of check that a file may name."""


Party = Annotated[Literal[PARTIES], Field(examples=["union"])]


Side = Annotated[Literal[(INDEPENDENT, *PARTIES)], Field(examples=["independent"])]
"""Whose a figure is."""


Unit = Annotated[Literal[UNITS], Field(examples=["pct"])]


class PartyRecord(Record):
    """A side of the dispute; ``publishers`` are the names under which it publishes, beside its own.

    ``short`` is the name that people use: PCS.
    """

    role: Party = Field(description="which side it stands on")
    name: Name = Field(description="its full name")
    short: ShortName | None = Field(None, description="the name that people use, such as PCS")
    publishers: tuple[Name, ...] = Field((), description="other names under which it publishes")


class Source(Record):
    """A source that the data package does not have; ``side`` is whose word it is."""

    publisher: Name = Field(description="who published it")
    title: Text = Field(description="what it is called")
    side: Side | None = Field(None, description="whose word it is")
    released: PartialDate | None = Field(None, description="when it came out")
    url: Annotated[str, Field(pattern=r"^https?://[^\s<>\"']+$", max_length=500)] | None = Field(
        None, description="its address on the web"
    )
    licence: Literal["OGL-UK-3.0", "OPL-3.0", "facts-only"] = Field(
        "facts-only", description="on what terms its facts may be passed on"
    )


_WORDS = ("date", "month", "weekday", "comparison", "text")
"""Units of what is said in words, not in numbers."""


_WRITTEN = {"date": ("2004-01-29", 10), "month": ("2004-01", 7)}
"""How the text of a claim of a date is written, and how long that is."""


_PAY = re.compile(r"([^/]+)/(.+)/(\d{4}/\d\d|\d{4}(?:-\d\d){0,2})")
"""A pay point at a date, as group/point/date."""


class Figure(Record):
    """A figure to check claims with: given here with its source (a value, or a date), or taken from a table.

    In a file ``pay = "nhs_afc/entry/2025-04"`` stands for a row of ``pay_points``: the pay point of a group at a date;
    ``where`` says which, where several points are called that: ``{grade = "band 5"}``.

    ``side`` is whose figure it is, whatever its source: what a newspaper reports a party as saying is that party's.
    ``proxy`` marks a figure that stands in for the one that is meant. ``group`` and ``quantity`` say of whom and of what
    it is. ``margin`` is what a survey leaves either side at 95 per cent, in the figure's unit; ``cv_pct`` is its
    coefficient of variation, from which the margin follows.
    """

    id: Slug = Field(description="a short name to refer to it by")
    label: Name = Field(description="what it is, in a few words")
    value: Number | None = Field(None, description="the figure")
    date: PartialDate | None = Field(None, description="or a date, of what happened on a day")
    unit: Unit | None = Field(None, description="what it is in")
    source: Slug | str | None = Field(None, description="where it says so")
    qualifier: Qualifier | None = Field(None, description="the word before the figure, if its source has one")
    table: str | None = Field(None, description="or the table of paylib that it is in")
    column: str = Field("value", description="the column of that table")
    where: dict[str, str | int] | None = Field(
        None, description="which row of that table: columns and what stands in them"
    )
    hours_week: WeeklyHours | None = Field(None, description="the full-time week of those whose pay it is")
    side: Side | None = Field(None, description="whose figure it is, whatever its source")
    proxy: bool = Field(False, description="whether it only stands in for the figure that is meant")
    group: Slug | None = Field(None, description="of whom it is a figure")
    quantity: Slug | None = Field(None, description="of what it is a figure")
    margin: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = Field(
        None, description="what a survey leaves either side, at 95 per cent"
    )
    cv_pct: Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)] | None = Field(
        None, description="its coefficient of variation, per cent, from which the margin follows"
    )

    @model_validator(mode="before")
    @classmethod
    def _in_per_cent(cls, given: object) -> object:
        """A tiny per cent is asked about, unless it was written with its sign."""
        value = given.get("value") if isinstance(given, dict) and given.get("unit") == "pct" else None
        meant = with_its_sign(value)
        if meant is not None:
            return given | {"value": meant}
        if isinstance(value, int | float):
            not_a_fraction(value)
        return given

    @model_validator(mode="before")
    @classmethod
    def _from_the_record(cls, given: object) -> object:
        """A pay point of the record, as a row of its table."""
        if not isinstance(given, dict) or not isinstance(given.get("pay"), str):
            return given
        if given.get("table") is not None:
            raise ValueError("a figure has pay, or a table and where, not both")
        asked = _PAY.fullmatch(given["pay"].strip())
        if asked is None:
            raise ValueError(
                f'pay is {given["pay"]!r}; write group/point/date, such as "nhs_afc/entry/2025-04"'
            )
        where = given.get("where") or {}
        if not isinstance(where, dict) or {"group", "point", "when", "include"} & set(where):
            raise ValueError(
                "where says which of several points is meant: nation, area, employer, contract or grade; group, point and "
                "date stand in pay"
            )
        try:
            row = scales.place(*asked.groups(), include=["derived"], **where)
        except PaylibError as error:
            raise ValueError(str(error)) from None
        others = {name: each for name, each in given.items() if name != "pay"}
        return others | {"table": "pay_points", "column": "annual_gbp", "where": row}

    @model_validator(mode="after")
    def _given_or_taken(self) -> Figure:
        if self.unit in _WORDS:
            raise ValueError(f"a figure cannot be in {self.unit}; a date has a key of its own, date")
        if sum(given is not None for given in (self.value, self.date, self.table)) != 1:
            raise ValueError("a figure has either a value, unit and source of its own, or a table and where")
        if self.date is not None and self.source is None:
            raise ValueError("a figure with a date needs a source")
        if self.value is not None and (self.unit is None or self.source is None):
            raise ValueError("a figure with a value needs a unit and a source")
        if self.table is not None and not self.where:
            raise ValueError('a figure from a table needs where, such as {item = "offer_headline"}')
        if self.margin is not None and self.cv_pct is not None:
            raise ValueError("a figure has a margin or a cv_pct, not both")
        return self


def _has_digits(value: float, decimals: int) -> bool:
    """Whether a figure can have been stated to so many digits after the point."""
    scaled = value * 10.0**decimals
    return abs(scaled - round(scaled)) < 1e-6 and (decimals >= 0 or value != 0)


class ClaimReading(Record):
    """How the maker of a claim counts, as far as the source says: an index, a span, a group, a measure."""

    model_config = STRICT | {"populate_by_name": True}

    by: Slug | None = Field(None, description="the index")
    since: Annotated[Period | None, Field(alias="from")] = Field(None, description="the first month or year")
    until: Annotated[Period | None, Field(alias="to")] = Field(None, description="the last month or year")
    group: Slug | None = Field(None, description="whose pay")
    measure: Slug | None = Field(None, description="which measure")

    @model_validator(mode="after")
    def _in_order(self) -> ClaimReading:
        if self.since and self.until:
            ordered((self.since, self.until))
        return self


class Claim(Record):
    """What a party says.

    ``who`` names the parties that say it, by their names; without it, all that have the role ``party``. ``value`` is
    a number, a range [low, high], or a figure as it was said ("one in five", "150 to 170", "double", "30p"). ``reading``
    is the claim's own, where its source states it. ``said`` is when it was said, where its source is of another date.
    """

    id: Slug = Field(description="a short name to refer to it by")
    party: Party = Field(description="which side says it")
    who: tuple[Name, ...] = Field((), description="which parties say it; all of that side unless you choose")
    quantity: Slug = Field(description="of what it is a claim")
    summary: Text = Field(description="what is said, in a sentence")
    source: str = Field(description="where it says so")
    value: Number | tuple[Number, Number] | Text | None = Field(
        None, description="the figure: 3, 42 to 58, one in five, double, 30p, £1.5 million"
    )
    text: Text | None = Field(None, description="or what is said in words, or a date")
    unit: Unit = Field(description="what the figure is in")
    qualifier: Qualifier | None = Field(None, description="the word before the figure")
    period: Text | None = Field(None, description="the time that it is about")
    decimals: Annotated[int, Field(ge=-6, le=4)] | None = Field(
        None, description="how many digits after the point were stated"
    )
    reading: ClaimReading | None = Field(None, description="how its maker counts, if the source says so")
    said: PartialDate | None = Field(
        None, description="when it was said, where its source is of another date"
    )
    leads: bool = Field(False, description="whether the dispute turns on it")
    short: Short | None = Field(None, description="the claim in a clause, as it goes after “that”")
    check: AnyCheck | None = Field(None, description="how it is to be checked")

    @property
    def figure(self) -> Said | None:
        """The value as a figure in the claim's unit; None of a claim in words."""
        match self.value:
            case None:
                return None
            case str():
                found = said(self.value, self.unit)
                return replace(found, qualifier=self.qualifier or found.qualifier)
            case (low, high):
                return Said(low, high, self.decimals, self.qualifier)
        return Said(self.value, self.value, self.decimals, self.qualifier)

    @model_validator(mode="after")
    def _says_something(self) -> Claim:
        if self.value is None and self.text is None:
            raise ValueError("a claim needs a value (a number) or a text")
        if self.value is None and self.unit not in _WORDS:
            raise ValueError(f"a claim in {self.unit} needs a value")
        if self.unit in _WRITTEN:
            example, length = _WRITTEN[self.unit]
            if self.value is not None or len(self.text) != length or not is_partial_date(self.text):
                raise ValueError(f"a claim in {self.unit} needs a text such as {example}, and no value")
        if self.value is not None:
            self._is_a_figure()
        return self

    def _is_a_figure(self) -> None:
        """Refuse what is no figure, or is typed in a way that mostly is a slip."""
        try:
            figure = self.figure
        except PaylibError as error:
            raise ValueError(str(error)) from None
        if isinstance(self.value, tuple) and self.value[0] > self.value[1]:
            raise ValueError(
                f"the value runs from {self.value[0]:g} to {self.value[1]:g}; a range is [low, high]"
            )
        if self.unit == "pct" and figure.decimals is None:
            not_a_fraction(figure.low)
        if self.decimals is not None and not _has_digits(figure.low, self.decimals):
            raise ValueError(
                f"decimals = {self.decimals} does not fit {figure.low:g}: it says how many digits were stated after the "
                "point, and below nought how many noughts at the end were not meant as digits"
            )


class Part:
    """One part of an offer by the keys of a dispute's file: gives the part that `paylib.offers` has.

    Examples
    --------
    >>> Part(kind="flat", date="2024-04", gbp=1290)
    Flat(gbp_year=1290.0, start='2024-04')
    """

    def __new__(cls, **keys) -> offers.Part:
        return TypeAdapter(offers.AnyPart).validate_json(json.dumps(keys))


class OfferRecord(Record):
    """An offer, a claim for pay, or what was settled.

    ``side`` is whose word it is that this was offered, where its source and its maker do not tell.
    """

    id: Slug = Field(description="a short name to refer to it by")
    status: Literal["offer", "claim", "settled", "imposed"] = Field(description="what it is")
    label: Name = Field(description="what to call it")
    source: str = Field(description="where it says so")
    made: PartialDate | None = Field(None, description="when it was made")
    affects: Text | None = Field(None, description="whom it is for")
    side: Side | None = Field(None, description="whose word it is that this was offered")
    parts: Annotated[tuple[offers.AnyPart, ...], Field(min_length=1, max_length=50)] = Field(
        description="what it gives, in the order in which it is paid"
    )

    @model_validator(mode="after")
    def _in_order(self) -> OfferRecord:
        self.offer()
        return self

    def offer(self) -> offers.Offer:
        """The offer as `paylib.offers` takes it."""
        return offers.Offer(self.parts, self.id)


def _of_a_year(gbp: float) -> float:
    """Pay by the year; pay by the hour in its place is asked about."""
    try:
        return pay_a_year(gbp, "annual_gbp")
    except FigureError as error:
        raise ValueError(str(error)) from None


class Group(Record):
    """A group of staff, with a typical salary to work examples with: pay before the offers.

    ``paid_from``: the month from which the salary was paid, where an offer or award put it in
    force; offers that start by then are not worked for it. Without a point it goes by its id, and is
    at none of the points that an offer takes off. Without ``hours_week`` a lowest rate by the hour is
    taken for 37 hours, and no worth by the hour is shown.

    Without ``annual_gbp`` the pay of its ``point`` is that of the record of the dispute's bargaining group, in
    the month before the award was due (or of ``paid_from``); ``nation``, ``area``, ``contract``, ``grade`` and
    ``employer`` say which point of that name is meant. Its source, and its usage warnings, are then the record's.
    """

    id: Slug = Field(description="a short name to refer to it by")
    label: Name = Field(description="who they are")
    annual_gbp: (
        Annotated[
            float,
            Field(gt=0, le=1e7, allow_inf_nan=False, json_schema_extra={"minimum": LEAST_A_YEAR}),
            AfterValidator(_of_a_year),
        ]
        | None
    ) = Field(None, description="full-time pay before the offers, pounds a year")
    staff: Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)] | None = Field(
        None, description="how many they are"
    )
    point: str | None = Field(None, description="the pay point")
    hours_week: WeeklyHours = Field(37.0, description="the full-time week")
    paid_from: Month | None = Field(
        None, description="the month from which that was paid, if an award put it in force"
    )
    nation: Text | None = Field(None, description="the nation, where one point is not enough")
    area: Text | None = Field(None, description="the area, where one point is not enough")
    contract: Text | None = Field(None, description="the contract, where one point is not enough")
    grade: Text | None = Field(None, description="the grade, where one point is not enough")
    employer: Text | None = Field(None, description="the employer, where one point is not enough")
    source: str | None = Field(None, description="where it says so")
    _usage_warnings: tuple[str, ...] = PrivateAttr(())

    @property
    def usage_warnings(self) -> tuple[str, ...]:
        """What to beware of in the pay, where it is the record's."""
        return self._usage_warnings

    @property
    def where(self) -> dict[str, str]:
        """What tells its point apart from others of that name in the record."""
        told = {name: getattr(self, name) for name in ("nation", "area", "contract", "grade", "employer")}
        return {name: each for name, each in told.items() if each is not None}

    def paid(self, pay: Finding) -> Group:
        """The same group with pay from the record."""
        made = self.model_copy(update={"annual_gbp": pay.value, "source": pay.sources[0]})
        made._usage_warnings = pay.usage_warnings
        return made

    @property
    def place(self) -> str:
        """By what an offer may name it: its point, or its id."""
        return self.point or self.id

    @property
    def week(self) -> float | None:
        """The hours of a full-time week, where the file gives them."""
        return self.hours_week if "hours_week" in self.model_fields_set else None


class Ballot(Record):
    """A ballot as published; figures that are not exact are given as ranges [low, high].

    Votes are counts and so exact; ``spoilt`` papers count for the turnout, not for the share of yes
    votes. Figures that do not fit each other are kept: sources differ, and a check says so. A
    consultation, such as on an offer, is no ballot for action, and the law asks nothing of it.
    """

    id: Slug | None = Field(None, description="a short name to refer to it by")
    label: Name = Field(description="what to call it")
    opened: PartialDate = Field(description="when it opened")
    closed: PartialDate | None = Field(None, description="when it closed")
    members: Number | tuple[Number, Number] | None = Field(None, description="how many could vote")
    turnout_pct: Share | tuple[Share, Share] | None = Field(
        None, description="how many of them voted, per cent"
    )
    yes_pct: Share | tuple[Share, Share] | None = Field(
        None, description="how many of the votes were yes, per cent"
    )
    yes_votes: Count | tuple[Count, Count] | None = Field(None, description="how many voted yes")
    no_votes: Count | tuple[Count, Count] | None = Field(None, description="how many voted no")
    spoilt: Count | tuple[Count, Count] | None = Field(None, description="how many papers were spoilt")
    important_service: bool = Field(
        False, description="whether it was in an important public service, for which the law asks more"
    )
    consultation: bool = Field(
        False, description="whether it was a consultation, on an offer say, and no ballot for action"
    )
    side: Side | None = Field(None, description="whose figures they are")
    source: str = Field(description="where it says so")

    @field_validator("members", "turnout_pct", "yes_pct", "yes_votes", "no_votes", "spoilt")
    @classmethod
    def _from_low_to_high(cls, figure, info: ValidationInfo):
        if isinstance(figure, tuple) and figure[0] > figure[1]:
            raise ValueError(f"{info.field_name} has its low above its high; a range is [low, high]")
        if info.field_name == "members" and figure is not None and np.min(figure) < 1:
            raise ValueError(
                "members is how many could vote, so at least 1; leave it out where it is not known"
            )
        return figure

    @model_validator(mode="after")
    def _in_order(self) -> Ballot:
        not_before(self.opened, self.closed, "the ballot")
        return self


class Strike(Record):
    """Days of strike: from and to are dates, both included."""

    label: Name = Field(description="what to call it")
    start: PartialDate = Field(description="its first day")
    end: PartialDate | None = Field(None, description="its last day")
    days: Annotated[float, Field(gt=0, le=3660)] = Field(description="how many days of strike")
    workers: Annotated[float, Field(ge=0, le=1e8)] | None = Field(None, description="how many struck")
    side: Side | None = Field(None, description="whose figures they are")
    source: str = Field(description="where it says so")

    @model_validator(mode="after")
    def _in_order(self) -> Strike:
        not_before(self.start, self.end, "the strike")
        return self


class Event(Record):
    """Something that happened; ``short`` says it in as few words as a picture has room for."""

    date: PartialDate = Field(description="when it happened")
    kind: Literal["offer", "ballot", "talks", "strike", "settlement", "award_due", "other"] = Field(
        description="what kind of thing"
    )
    text: Text = Field(description="what happened, in a sentence")
    short: Short | None = Field(None, description="in as few words as a picture has room for")
    source: str = Field(description="where it says so")


def when(event: Event) -> str:
    """A key to put events in order: where only the month or year is known, it comes after its days."""
    return event.date + "~"


class Dispute(Record):
    """A dispute, as its file tells it."""

    slug: Slug
    title: Text = Field(description="the name of the dispute")
    nation: Literal[
        "United Kingdom",
        "Great Britain",
        "England",
        "England and Wales",
        "Wales",
        "Scotland",
        "Northern Ireland",
    ] = Field(description="where")
    question: Text = Field(description="the question that it turns on")
    start: PartialDate = Field(description="when it began")
    end: PartialDate | None = Field(None, description="when it ended")
    award_due: Month | None = Field(None, description="the month from which the rise should have been paid")
    bargaining_group: Slug | None = Field(
        None, description="whose awards and pay points are meant, where paylib has them"
    )
    pension_scheme: Slug | None = Field(
        None, description="the pension scheme, where paylib has what the employer pays in"
    )
    workload: Slug | None = Field(None, description="which workload figures of paylib go with it")
    pay_history: str | None = Field(
        None, description="a CSV file beside this one, with the columns date and annual_gbp"
    )
    parties: Annotated[tuple[PartyRecord, ...], Field(min_length=2, max_length=20)] = Field(
        description="who is in it"
    )
    claims: Annotated[tuple[Claim, ...], Field(max_length=MOST_OF_A_KIND)] = Field(
        (), description="what each side says"
    )
    figures: Annotated[tuple[Figure, ...], Field(max_length=MOST_OF_A_KIND)] = Field(
        (), description="figures to check with"
    )
    offers: Annotated[tuple[OfferRecord, ...], Field(max_length=50)] = Field(
        (), description="what was offered, claimed or settled"
    )
    groups: Annotated[tuple[Group, ...], Field(max_length=MOST_OF_A_KIND)] = Field(
        (), description="somebody to work the offers out for"
    )
    ballots: Annotated[tuple[Ballot, ...], Field(max_length=100)] = Field(
        (), description="ballots and consultations"
    )
    strikes: Annotated[tuple[Strike, ...], Field(max_length=MOST_OF_A_KIND)] = Field(
        (), description="days of strike"
    )
    timeline: Annotated[tuple[Event, ...], Field(max_length=MOST_OF_A_KIND)] = Field(
        (), description="what happened when"
    )
    sources: dict[Slug, Source] = Field(default_factory=dict, description="where it says so")
    _folder: Path | None = PrivateAttr(None)
    """Where its file lies, and the history of pay that it names."""

    _paid: tuple[tuple[str, float], ...] = PrivateAttr(())
    """Months and pounds a year, of the file that ``pay_history`` names."""

    @property
    def history(self) -> pd.Series | None:
        """Pounds a year by month, from the months of the file that ``pay_history`` names; None without one."""
        if not self._paid:
            return None
        months = pd.PeriodIndex([month for month, _ in self._paid], freq=periods.MONTH)
        return pd.Series([gbp for _, gbp in self._paid], months, name="annual_gbp")

    @field_validator("claims", "figures", "offers", "groups", "ballots")
    @classmethod
    def _once(cls, records: tuple, info: ValidationInfo) -> tuple:
        seen = set()
        for record in records:
            if record.id is not None and record.id in seen:
                raise ValueError(f"the id {record.id!r} stands twice in {info.field_name}; ids must differ")
            seen.add(record.id)
        return records

    @model_validator(mode="after")
    def _in_order(self) -> Dispute:
        not_before(self.start, self.end, "the dispute")
        return self

    @model_validator(mode="after")
    def _refers_to_what_is_there(self) -> Dispute:
        wrong = list(_broken_references(self))
        if wrong:
            raise ValueError("\n".join(line.rstrip(".") + "." for line in wrong))
        return self

    def frame(self, part: str) -> pd.DataFrame:
        """A part of the dispute as a frame, one row a record.

        Parameters
        ----------
        part : {"claims", "figures", "offers", "groups", "ballots", "strikes", "timeline", "parties"}

        Returns
        -------
        pandas.DataFrame

        Examples
        --------
        >>> from paylib import disputes
        >>> disputes.load("youth_work_2004").frame("claims")["party"].value_counts()["union"].item()
        14
        """
        records = sorted(self.timeline, key=when) if part == "timeline" else getattr(self, part)
        return pd.DataFrame([record.model_dump(exclude={"check", "parts"}) for record in records])

    def worked(
        self, offer: offers.Offer | None, annual_gbp: Values, hours_week: float
    ) -> pd.DataFrame | None:
        """What an offer does to full-time pay, over the pay year that it is for.

        Parameters
        ----------
        offer : paylib.offers.Offer or None
            As it stands for that pay: ``record.offer().at(point)``.
        annual_gbp : float or array
            Full-time pay a year before the offer.
        hours_week : float
            The full-time week.

        Returns
        -------
        pandas.DataFrame or None
            As from `paylib.offers.apply`, one row a salary; None where there is no offer for this pay, or it
            cannot be worked out: linked to a rate not yet out, say.

        Examples
        --------
        >>> from paylib import disputes
        >>> youth = disputes.load("youth_work_2004")
        >>> youth.worked(youth.offers[0].offer().at(None), 14643, 37)["rise_gbp_year"].round(2).item()
        439.29
        """
        if offer is None:
            return None
        pay = np.atleast_1d(annual_gbp)
        scale = pd.DataFrame({"point": range(len(pay)), "annual_gbp": pay, "hours_week": hours_week})
        try:
            return offers.apply(offer, scale, year_start=offers.pay_year(offer, self.award_due))
        except PaylibError:
            return None

    def is_of_record(self, group: Group) -> bool:
        """Whether a group's pay is to be looked up in the record of pay points."""
        wanted = group.annual_gbp is None and group.staff is None and group.point is not None
        return wanted and self.bargaining_group is not None

    def day_of(self, claim: Claim) -> str:
        """When a claim was made: as it says, or its source, or else when the dispute began."""
        released = re.match(r"\d{4}(-\d{2})?", self.source(claim.source).get("released") or "")
        return claim.said or (released[0] if released else self.start)

    def figure(self, name: str) -> Figure:
        """The figure of that id."""
        return next(figure for figure in self.figures if figure.id == name)

    def ledger(self) -> Ledger:
        """A ledger with all that the file states: its figures and claims by their ids, and when the award was due.

        Returns
        -------
        Ledger
            An id such as ``offer-october`` is the name ``offer_october``. Claims of one number are in it; of a
            figure and a claim of one id, the figure.

        Examples
        --------
        >>> from paylib import disputes
        >>> f = disputes.load("youth_work_2004").ledger()
        >>> print(f.say("The {offer_october} offer; {youth_teacher_gap} behind teachers, the union said."))
        The 3.0% offer; £4,000 behind teachers, the union said.
        """
        f = Ledger()
        stated = {claim.id: self._as_stated(claim) for claim in self.claims if _is_one_number(claim)}
        for name, found in (stated | {each.id: _finding_of(each) for each in self.figures}).items():
            setattr(f, name.replace("-", "_"), found)
        if self.award_due:
            f.award_due = periods.parse(self.award_due)
        return f

    def _as_stated(self, claim: Claim) -> Finding:
        names = claim.who or tuple(party.name for party in self.parties if party.role == claim.party)
        code = _SAID_BY.get(claim.party)
        return Finding(
            claim.id,
            claim.value,
            claim.unit,
            f"as stated by {listed(names) if names else claim.party}",
            (claim.source,),
            (code,) if code else (),
            published_decimals(claim.value, claim.unit) if claim.decimals is None else max(claim.decimals, 0),
        )

    def cited(self, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Sources as `paylib.tables.table` takes them: the package's by name, the file's own by publisher."""
        names = sorted(set(names))
        return {
            "sources": tuple(name for name in names if name not in self.sources),
            "publishers": tuple(
                sorted({self.sources[name].publisher for name in names if name in self.sources})
            ),
        }

    def source(self, name: str) -> dict[str, str]:
        """Publisher, title, release and address of a source, of the file's own or the package's."""
        if name in self.sources:
            return {
                "source": name,
                **{key: value or "" for key, value in self.sources[name].model_dump().items()},
            }
        return {"source": name, **datapackage.package().source_row(name)}


_RENAMED = {
    "C_dft_2223": "dfe_calc_2023",
    "C_nasuwt_2017": "nasuwt_2016",
    "C_tmoney_2008": "tmoney_2008",
    "F_nhse_2021": "nhse_2021",
    "d_era2025_gov": "t_era2025_act",
}
"""Sources of the first edition that another one took the place of."""


_SAID_BY = {
    "union": "claimed_by_union",
    "employers": "claimed_by_employer",
    "government": "claimed_by_employer",
}


def _is_one_number(claim: Claim) -> bool:
    return isinstance(claim.value, int | float)


def _finding_of(figure: Figure) -> Finding:
    """A figure of the file, given there or taken from a table."""
    if figure.date is not None:
        unit = "date" if len(figure.date) == 10 else "month"
        return Finding(figure.id, figure.date, unit, figure.label, (figure.source,))
    if figure.table is not None:
        found = quote(figure.table, figure.column, **figure.where)
        return replace(found, unit=figure.unit or found.unit, method=f"{figure.label}. {found.method}")
    decimals = published_decimals(figure.value, figure.unit)
    return Finding(figure.id, figure.value, figure.unit, figure.label, (figure.source,), (), decimals)


RENUMBERED = "point {point} of {group} was renumbered in {month}, when it became {new}; point {point} after that is another"
"""What is wrong with pay before and after that has one number on both sides of a renumbering."""


def _of_two_points(dispute: Dispute, pair: Iterable[str]):
    """What is wrong with pay before and after that has one number on both sides of a renumbering."""
    points = {_point_of(each) for each in dispute.figures if each.id in pair and each.table == "pay_points"}
    for group, point in {each[:2] for each in points if each}:
        if {(group, point, "old"), (group, point, "new")} <= points:
            moves = renumbering(group)
            for move in moves[moves["old_point"].astype(str) == point].itertuples():
                yield RENUMBERED.format(
                    point=point, group=group, month=move.effective_month, new=move.new_point
                )


def _point_of(figure: Figure) -> tuple[str, str, str] | None:
    """Group, point and contract of the row of pay points that a figure is; None where not just one row fits, or the
    group's points were never renumbered."""
    with suppress(PaylibError):
        group = figure.where.get("bargaining_group")
        if group is None or len(renumbering(group)):
            columns = ("bargaining_group", "point", "contract")
            return tuple(str(datapackage.pick(figure.table, each, **figure.where).value) for each in columns)
    return None


def _broken_references(dispute: Dispute):
    """References to what is not there, each as a phrase with its place."""
    if dispute.bargaining_group is not None:
        try:
            described(dispute.bargaining_group)
        except ChoiceError as error:
            yield f"bargaining_group: {error}"
    if dispute.pension_scheme is not None:
        schemes = {*datapackage.load("employer_pension_rates")["scheme"]}
        if dispute.pension_scheme not in schemes:
            yield f"pension_scheme: {unknown('pension scheme', dispute.pension_scheme, sorted(schemes))}"
    for number, group in enumerate(dispute.groups):
        if group.source is None and not dispute.is_of_record(group):
            yield (
                f"groups[{number}].source: this key is missing. A group without it has a point of the "
                "dispute's bargaining_group, and no annual_gbp: its pay is then that of the record"
            )
    figures = {figure.id for figure in dispute.figures}
    shipped = datapackage.package().source_names
    known = shipped | dispute.sources.keys()
    ballots = {ballot.id for ballot in dispute.ballots if ballot.id is not None}
    for number, claim in enumerate(dispute.claims):
        if claim.check is None:
            continue
        for name in claim.check.figures_named:
            if name not in figures:
                yield f"claims[{number}].check: {unknown('figure', name, sorted(figures))}"
        for pair in getattr(claim.check, "pairs", ()):
            yield from (f"claims[{number}].check.pairs: {wrong}" for wrong in _of_two_points(dispute, pair))
        offered = {offer.id for offer in dispute.offers}
        if claim.check.offer_named not in {None, *offered}:
            yield f"claims[{number}].check: {unknown('offer', claim.check.offer_named, sorted(offered))}"
        if claim.source in known:
            read_by = claim.reading and claim.reading.by
            for wrong in without_effect(claim.check, read_by, dispute.day_of(claim)[:7]):
                yield f"claims[{number}].check.leaves_out: {wrong}"
        for name in claim.check.ballots_named:
            if name not in ballots:
                yield f"claims[{number}].check: {unknown('ballot', name, sorted(ballots))}"
    names = {party.name for party in dispute.parties}
    for number, claim in enumerate(dispute.claims):
        for name in claim.who:
            if name not in names:
                yield f"claims[{number}].who: {unknown('party', name, sorted(names))}"
    for name in sorted(shipped & dispute.sources.keys()):
        yield f"sources.{name}: paylib has a source of this name; call yours something else"
    for part in ("claims", "figures", "offers", "groups", "ballots", "strikes", "timeline"):
        for number, record in enumerate(getattr(dispute, part)):
            name = record.source
            if name in _RENAMED:
                yield f"{part}[{number}].source: {name!r} is no source any more: write {_RENAMED[name]!r} instead"
            elif name is not None and name not in known:
                near = [each for each in sorted(known) if each.lower().startswith(str(name).lower()[:8])]
                hint = f" Did you mean {near[0]!r}?" if near else ""
                yield (
                    f"{part}[{number}].source: there is no source {name!r}.{hint} Describe it under [sources.{name}] "
                    "with publisher and title"
                )
    tables = datapackage.package().resources
    for number, figure in enumerate(dispute.figures):
        if figure.table is not None and figure.table not in tables:
            yield f"figures[{number}].table: {unknown('table', figure.table, tables)}"
