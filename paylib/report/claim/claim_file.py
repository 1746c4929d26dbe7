"""A claim file: what is asked, what is offered, of whose pay, with which figures; read strictly, every error named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import Annotated, Literal, Union

import pandas as pd
from pydantic import Field, ValidationError, model_validator

from paylib import datapackage, offers
from paylib.awards import scales
from paylib.awards.groups import described
from paylib.disputes import MOST_OF_A_KIND, Claim, Dispute, Figure, PartyRecord, Source, read
from paylib.errors import ClaimError, DisputeError, PaylibError, unknown
from paylib.figures import periods
from paylib.figures.fields import (
    Count,
    Month,
    PartialDate,
    Percentage,
    Record,
    Short,
    Slug,
    Text,
    WeeklyHours,
)
from paylib.figures.finding import Finding
from paylib.figures.plain import ends_in

SECTIONS = ("settlements", "comparators", "staffing", "workload", "cost", "funding", "equality")
"""Where a figure of the file may go."""

Days = Annotated[float, Field(gt=0, le=60, allow_inf_nan=False)]


class Leave(Record):
    """More paid leave: days a year."""

    kind: Literal["leave"]
    days: Days
    date: Month

    named: None = None

    @property
    def words(self) -> str:
        """What it gives and from when, in words."""
        days = "day" if self.days == 1 else "days"
        return (
            f"{self.days:g} more {days} of paid leave a year from {periods.words(periods.parse(self.date))}"
        )


class Ask(Record):
    """What is asked for without a figure: a review, a commitment."""

    kind: Literal["ask"]
    text: Text

    date: None = None
    named: None = None

    @property
    def words(self) -> str:
        """What is asked, in the file's words."""
        return self.text.rstrip(".")


AnyHead = Annotated[Union[(*offers.PARTS.values(), Leave, Ask)], Field(discriminator="kind")]
"""A head of claim: a part of an offer, more leave, or what has no figure."""

ONE_OF = {
    "percent": "rise",
    "greater_of": "rise",
    "linked": "rise",
    "flat": "flat sum",
    "hours": "week",
    "leave": "leave",
}
"""Of what there can be one from a date, for a pay point."""


class Proposal(Record):
    """What one side asks for or offers: its heads, in the order in which they are paid."""

    label: Short
    source: Text
    more_sources: tuple[str, ...] = ()
    made: PartialDate | None = None
    note: Text | None = None
    heads: Annotated[tuple[AnyHead, ...], Field(min_length=1, max_length=50)]

    @model_validator(mode="after")
    def _holds_together(self) -> Proposal:
        wrong = [_contradiction(*pair) for pair in combinations(self.heads, 2)]
        if wrong := [each for each in wrong if each]:
            raise ValueError("\n".join(wrong))
        if self.parts:
            self.offer()
        return self

    @property
    def cited(self) -> tuple[str, ...]:
        """Its sources."""
        return (self.source, *self.more_sources)

    @property
    def parts(self) -> tuple[offers.Part, ...]:
        """The heads that can be worked on a pay scale."""
        return tuple(head for head in self.heads if isinstance(head, offers.Part))

    def offer(self) -> offers.Offer:
        """The heads that can be worked, as `paylib.offers` takes them."""
        return offers.Offer(self.parts, self.label)


def _contradiction(first: object, second: object) -> str | None:
    """What is wrong with two heads together, if anything is."""
    one, other = _one_of(first), _one_of(second)
    if one is None or one != other or first.date != second.date or not _same_points(first, second):
        return None
    if first == second:
        return f"the head “{first.words}” stands twice. Take one out"
    return (
        f"two heads contradict each other: “{first.words}” and “{second.words}”. There is one {one} from a date at a "
        "point: keep one, or give the points that each is for"
    )


def _one_of(head: object) -> str | None:
    if isinstance(head, offers.Floor):
        return "lowest rate by the hour" if head.hourly else "lowest rate by the year"
    return ONE_OF.get(head.kind)


def _same_points(first: object, second: object) -> bool:
    return first.named is None or second.named is None or bool(set(first.named) & set(second.named))


class Point(Record):
    """A pay point to show: its pay, unless the group's scale has it; its staff; what it was paid before.

    ``point`` is a point or a grade of the scale, or a short name of one's own.
    """

    point: Annotated[str, Field(min_length=1, max_length=40)]
    label: Short | None = None
    annual_gbp: Annotated[float, Field(gt=0, le=1e7, allow_inf_nan=False)] | None = None
    source: str | None = None
    fte: Count | None = None
    staff_source: str | None = None
    was_gbp: Annotated[float, Field(gt=0, le=1e7, allow_inf_nan=False)] | None = None
    was_source: str | None = None

    @model_validator(mode="after")
    def _each_with_its_source(self) -> Point:
        for figure, source in (("annual_gbp", "source"), ("fte", "staff_source"), ("was_gbp", "was_source")):
            if getattr(self, figure) is not None and getattr(self, source) is None:
                raise ValueError(f"point {self.point!r} has {figure} without its source: give {source}")
        return self


class SectionFigure(Figure):
    """A figure of the file, and the section that it belongs to; ``period`` says when it was so."""

    section: Literal[SECTIONS] | None = None
    period: Short | None = None


class Costing(Record):
    """How the cost is worked out.

    With staff by point, pay is costed with National Insurance and the employer's pension contribution
    (``pension_scheme``, or ``pension_pct`` with ``pension_source``). Without, from a rise whose cost is known:
    ``rise`` and ``its_cost`` are figures of the file.
    """

    tax_year: Text
    pension_scheme: Slug | None = None
    pension_pct: Percentage | None = None
    pension_source: str | None = None
    rise: Slug | None = None
    its_cost: Slug | None = None

    @model_validator(mode="after")
    def _whole(self) -> Costing:
        periods.parse(self.tax_year)
        if (self.rise is None) != (self.its_cost is None):
            raise ValueError("a cost that is known needs both: rise (the per cent) and its_cost (the pounds)")
        if self.pension_pct is not None and self.pension_source is None:
            raise ValueError("pension_pct needs pension_source")
        return self


class ClaimFile(Record):
    """A pay claim, and the offer that stands against it, as a file tells them."""

    slug: Slug
    title: Text
    date: Month
    group: str | None = None
    nation: str = "England"
    where: dict[str, str] = Field(default_factory=dict)
    include: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    scale: Month | None = None
    hours_week: WeeklyHours = 37.0
    hours_source: str | None = None
    since: Month | None = None
    spine: Literal["old", "new"] | None = None
    staff: Text = "staff"
    union: PartyRecord
    employers: PartyRecord
    claim: Proposal
    offer: Proposal | None = None
    points: Annotated[tuple[Point, ...], Field(max_length=60)] = ()
    figures: Annotated[tuple[SectionFigure, ...], Field(max_length=MOST_OF_A_KIND)] = ()
    claims: Annotated[tuple[Claim, ...], Field(max_length=100)] = ()
    costing: Costing | None = None
    assumed: Slug | None = None
    assumptions: Annotated[tuple[Text, ...], Field(max_length=20)] = ()
    sources: dict[Slug, Source] = Field(default_factory=dict)

    def __hash__(self) -> int:
        """Of the file as it was read: what is worked out of it is worked out once."""
        return id(self)

    @model_validator(mode="after")
    def _holds_together(self) -> ClaimFile:
        if wrong := list(_faults(self)):
            raise ValueError("\n".join(line.rstrip(".") + "." for line in wrong))
        return self

    @property
    def scale_month(self) -> str:
        """The month whose pay the claim starts from: the one before it, unless said."""
        return self.scale or str(periods.parse(self.date) - 1)

    @cached_property
    def pay(self) -> pd.DataFrame:
        """Every pay point that the claim is worked on: ``point``, ``annual_gbp``, ``hours_week``, ``finding``."""
        given = {each.point: each for each in self.points if each.annual_gbp is not None}
        found = (
            []
            if self.group is None or (self.points and len(given) == len(self.points))
            else list(self.on_scale(self.scale_month))
        )
        found = [(name, pay) for name, pay in found if name not in self.without]
        found += [(name, _given_pay(each, self)) for name, each in given.items()]
        frame = pd.DataFrame(found, columns=["point", "finding"])
        frame["annual_gbp"] = [float(each) for each in frame["finding"]]
        frame["hours_week"] = self.hours_week
        return frame

    def on_scale(self, month: object) -> Iterator[tuple[str, Finding]]:
        """The points of the group's scale in force in a month, each as a finding."""
        frame = scales.scale(self.group, month, include=self.include, **self.where)
        names = frame["point"].astype(str)
        if names.duplicated().any():
            names = frame["grade"]
        warned = frame.attrs["usage_warnings"]
        for name, row in zip(names, frame.itertuples(), strict=True):
            method = f"full-time pay of {name} on the scale of {row.period}, {row.basis}"
            yield (
                str(name),
                Finding(f"pay of {name}", float(row.annual_gbp), "gbp_year", method, (row.source,), warned),
            )

    @property
    def shown(self) -> list[str]:
        """The points that tables show: those of the file, else six spread over the scale."""
        if self.points:
            return [each.point for each in self.points]
        names = self.pay["point"].tolist()
        step = max((len(names) - 1) / 5, 1)
        return [
            names[place] for place in dict.fromkeys(round(step * n) for n in range(6)) if place < len(names)
        ]

    def named(self, point: str) -> str:
        """What a point is called in a table."""
        label = next((each.label for each in self.points if each.point == point and each.label), None)
        return label or (f"Point {point}" if point.isdigit() else point)

    def dispute(self, claims: Iterable[Claim] = (), figures: Iterable[Figure] = ()) -> Dispute:
        """The file as a dispute, so that what each side says is judged by the one rule.

        Parameters
        ----------
        claims : iterable of Claim
            More of what a side may say.
        figures : iterable of Figure
            Which they rest on.

        Returns
        -------
        Dispute
        """
        return Dispute(
            slug=self.slug,
            title=self.title,
            nation=self.nation,
            question=self.title,
            start=self.claim.made or self.date,
            award_due=self.date,
            bargaining_group=self.group,
            parties=(self.union, self.employers),
            claims=(*self.claims, *claims),
            figures=(*self.figures, *figures),
            sources=self.sources,
        )


def _given_pay(point: Point, file: ClaimFile) -> Finding:
    method = f"full-time pay of {point.label or point.point}, as given"
    return Finding(f"pay of {point.point}", point.annual_gbp, "gbp_year", method, (point.source,))


def _faults(file: ClaimFile) -> Iterator[str]:
    """What a file lacks or gets wrong, each as a phrase with its place."""
    try:
        if file.group is not None:
            described(file.group)
        yield from _faults_of_points(file)
    except PaylibError as error:
        yield f"group: {error}"
    for role, party in (("union", file.union), ("employers", file.employers)):
        if (party.role == "union") != (role == "union"):
            yield f"{role}.role: found {party.role!r}; the side is {role}"
    figures = [each.id for each in file.figures]
    asked = {"assumed": file.assumed}
    if file.costing:
        asked |= {"costing.rise": file.costing.rise, "costing.its_cost": file.costing.its_cost}
    for place, name in asked.items():
        if name is not None and name not in figures:
            yield f"{place}: {unknown('figure', name, figures)}"
    yield from _sources_missing(file)
    try:
        file.dispute()
    except ValidationError as error:
        for each in error.errors():
            yield from each["msg"].removeprefix("Value error, ").splitlines()


def _faults_of_points(file: ClaimFile) -> Iterator[str]:
    if file.group is None and not file.points:
        yield "points: there is no pay to work on: name a bargaining group, or give points with their pay"
        return
    if len(names := [each.point for each in file.points]) != len(set(names)):
        yield "points: a point stands twice"
    if file.group is None:
        missing = [each.point for each in file.points if each.annual_gbp is None]
        yield from (
            f"points: {each!r} has no annual_gbp, and no group is named whose scale has it"
            for each in missing
        )
        if missing:
            return
    held = file.pay["point"].tolist()
    yield from (f"points: {unknown('point', each, held)}" for each in file.shown if each not in held)
    for proposal in filter(None, (file.claim, file.offer)):
        if proposal.parts:
            offers.apply(proposal.offer(), file.pay)


def _sources_missing(file: ClaimFile) -> Iterator[str]:
    """Sources that are named and described nowhere."""
    known = {*file.sources, *datapackage.package().source_names}
    named = {"claim.source": file.claim.source, "hours_source": file.hours_source}
    if file.offer:
        named["offer.source"] = file.offer.source
    if file.costing:
        named["costing.pension_source"] = file.costing.pension_source
    for number, each in enumerate(file.points):
        named |= {
            f"points[{number}].{key}": getattr(each, key) for key in ("source", "staff_source", "was_source")
        }
    for place, name in named.items():
        if name is not None and name not in known:
            yield f"{place}: there is no source {name!r}. Describe it under [sources.{name}] with publisher and title"


def available() -> list[str]:
    """The claim files that come with paylib, by name.

    Examples
    --------
    >>> "njc_2026" in available()
    True
    """
    package = datapackage.package()
    if not package.resources:  # an error, where there is no data package
        return []
    return sorted(path.stem for path in (package.root / "claims").glob("*.toml"))


def load(name: str | Path) -> ClaimFile:
    """Read a claim file and check it whole.

    Parameters
    ----------
    name : str or pathlib.Path
        One that comes with paylib, or the path of a TOML file.

    Returns
    -------
    ClaimFile

    Raises
    ------
    ClaimError
        If it cannot be read, lacks a figure or contradicts itself: names every error with its place.

    Examples
    --------
    >>> file = load("njc_2026")
    >>> [head.words for head in file.claim.heads][1]
    'nobody below £15 an hour from April 2026'
    """
    text = str(name)
    own = ends_in(text, ".toml")
    path = Path(text) if own else datapackage.root() / "claims" / f"{text}.toml"
    if not own and text not in available():
        raise ClaimError(unknown("claim file", text, available()) + " Or give the path of a .toml file.")
    try:
        return read(path, ClaimFile)
    except DisputeError as error:
        words = str(error).replace("dispute file", "claim file")
        raise ClaimError(words.replace("`paylib new` writes a file", "data/claims has files")) from None


__all__ = [
    "SECTIONS",
    "Ask",
    "ClaimFile",
    "Costing",
    "Leave",
    "Point",
    "Proposal",
    "SectionFigure",
    "available",
    "load",
]
