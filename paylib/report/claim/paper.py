"""A paper: whose it is, what stands in it, and the ledger of its figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from paylib import datapackage, offers
from paylib.charts import Chart
from paylib.errors import ChoiceError, FigureError, unknown
from paylib.figures import periods
from paylib.figures.finding import Finding
from paylib.figures.provenance import merged
from paylib.findings import Ledger, Prose, joined, quote, say, worded
from paylib.report.claim.claim_file import ClaimFile, Proposal, SectionFigure
from paylib.report.page import own_sources
from paylib.tables import Table, table

UNION, EMPLOYERS, REVIEW_BODY = SIDES = ("union", "employers", "review-body")
"""For whom a paper is."""

BY = ("cpi", "rpi")
"""The indices that stand side by side in every paper, whoever's it is."""


@dataclass(frozen=True)
class Listed:
    """A list, one piece of prose a line."""

    items: tuple[Prose, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The figures that its lines state."""
        return tuple(dict.fromkeys(each for item in self.items for each in item.findings))


Block = Prose | Listed | Table | Chart


@dataclass(frozen=True)
class Section:
    """A part of a paper: a heading, and what stands under it."""

    key: str
    title: str
    blocks: tuple[Block, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every figure of the section, once each."""
        return tuple(dict.fromkeys(each for block in self.blocks for each in findings_of(block)))

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of its figures, in the order in which they are met."""
        named = (each for block in self.blocks for each in sources_of(block))
        return tuple(dict.fromkeys(named))


def findings_of(block: Block) -> tuple[Finding, ...]:
    """The figures that a block states.

    Parameters
    ----------
    block : Prose, Listed, Table or Chart

    Returns
    -------
    tuple of Finding

    Examples
    --------
    >>> findings_of(say("The rise is {rise}.", rise=Finding("rise", 3.0, "pct", "as offered")))[0].name
    'rise'
    """
    if isinstance(block, Chart):
        words = (block.title, block.subtitle, block.alt)
        return tuple(
            dict.fromkeys(each for said in words if isinstance(said, Prose) for each in said.findings)
        )
    said = block.caption.findings if isinstance(block, Table) and isinstance(block.caption, Prose) else ()
    return tuple(dict.fromkeys((*said, *block.findings)))


def sources_of(block: Block) -> tuple[str, ...]:
    """The sources of what a block states."""
    drawn = (
        block.table.sources if isinstance(block, Chart) else block.sources if isinstance(block, Table) else ()
    )
    return tuple(dict.fromkeys((*drawn, *(name for each in findings_of(block) for name in each.sources))))


class Paper:
    """What a claim file says to one reader, with every figure in a ledger.

    Parameters
    ----------
    file : ClaimFile
    side : {"union", "employers", "review-body"}
        Whose paper it is. The same functions make all three: what is ours comes first, and a review body
        is given only what has a public source with a link.

    Raises
    ------
    ChoiceError
        If there is no such side.
    FigureError
        If it is for the employers and the file has no offer.

    Examples
    --------
    >>> from paylib.report.claim.claim_file import load
    >>> paper = Paper(load("njc_2026"), "employers")
    >>> paper.ours.word, paper.theirs.word
    ('offer', 'claim')
    """

    def __init__(self, file: ClaimFile, side: str = UNION) -> None:
        if side not in SIDES:
            raise ChoiceError(unknown("side", side, SIDES))
        if side == EMPLOYERS and file.offer is None:
            raise FigureError(
                f"{file.slug} has no [offer], so there is no paper for the employers: give what they offer."
            )
        self.file, self.side, self.f = file, side, Ledger()
        claim = Stance(file, "claim", file.claim)
        offer = Stance(file, "offer", file.offer) if file.offer else None
        self.ours, self.theirs = (offer, claim) if side == EMPLOYERS else (claim, offer)
        self.known = pd.concat([datapackage.sources(), own_sources(file.sources)])

    @property
    def stances(self) -> list[Stance]:
        """What is asked and what is offered: ours first."""
        return [each for each in (self.ours, self.theirs) if each is not None]

    @property
    def title(self) -> str:
        """What stands at the top."""
        kind = {UNION: "Pay claim", EMPLOYERS: "Pay offer", REVIEW_BODY: "Evidence on pay"}[self.side]
        return f"{kind}. {self.file.title}"

    def keep(
        self,
        name: str,
        value: object,
        unit: str = "",
        method: str = "",
        sources: Iterable[str] = (),
        warned: Iterable[str] = (),
        decimals: int | None = None,
    ) -> Finding:
        """Put a figure into the ledger, and give it back under its name there.

        Parameters
        ----------
        name : str
        value : Finding or number
            A finding as it is, or a number with its unit, method and sources.
        unit, method, sources, warned, decimals
            As of a finding.

        Returns
        -------
        Finding
        """
        if isinstance(value, pd.Period):
            value = Finding(name, value, "month", method or "as chosen")
        elif not isinstance(value, Finding):
            value = Finding(name, value, unit, method, tuple(sources), tuple(warned), decimals)
        setattr(self.f, name, value)
        return getattr(self.f, name)

    def point(self, name: str) -> Finding:
        """The pay of a point before anything is added."""
        pay = self.file.pay.set_index("point")["finding"]
        return self.keep(f"pay now, {name}", pay[name])

    @property
    def month(self) -> Finding:
        """The month from which pay is claimed."""
        return self.keep("paid from", periods.parse(self.file.date))

    def figures(self, section: str) -> list[SectionFigure]:
        """The figures of the file for a section: for a review body, those with a public source."""
        mine = [each for each in self.file.figures if each.section == section]
        return [each for each in mine if self.side != REVIEW_BODY or self._is_public(each)]

    def withheld(self, section: str) -> bool:
        """Whether a figure of a section is left out because its source has no link."""
        return len(self.figures(section)) < sum(each.section == section for each in self.file.figures)

    def _is_public(self, figure: SectionFigure) -> bool:
        url = self.known["url"].get(self.figure(figure.id).sources[0])
        return isinstance(url, str) and url.startswith("http")

    def figure(self, name: str) -> Finding:
        """A figure of the file as a finding."""
        each = next(figure for figure in self.file.figures if figure.id == name)
        label = f"{each.label}, {each.period}" if each.period else each.label
        if each.table is not None:
            found = quote(each.table, each.column, **each.where)
            return self.keep(each.label, found.named(each.label, f"{label}. {found.method}"))
        method = f"{label}, as its source has it"
        return self.keep(
            each.label, each.value, each.unit, method, (each.source,), (), as_given(each.value, each.unit)
        )

    def listed(self, section: str) -> Listed | None:
        """The file's own figures for a section, one a line."""
        items = []
        for each in self.figures(section):
            when = f" ({each.period})" if each.period else ""
            items.append(
                say("{what}: {found}", what=worded(_capital(each.label) + when), found=self.figure(each.id))
            )
        return Listed(tuple(items)) if items else None


@dataclass(frozen=True, eq=False)
class Stance:
    """A claim or an offer as a paper works with it: ``word`` is which."""

    file: ClaimFile
    word: str
    proposal: Proposal

    @cached_property
    def made(self) -> pd.DataFrame | None:
        """What its heads do to each point of the scale, over a full year; None where none can be worked."""
        if not self.proposal.parts:
            return None
        return offers.apply(self.proposal.offer(), self.file.pay)

    @property
    def sources(self) -> tuple[str, ...]:
        """Its own source, and those of the pay that it starts from."""
        return merged([self.proposal.cited, *(each.sources for each in self.file.pay["finding"])])

    def figure(self, paper: Paper, column: str, point: str, what: str, unit: str) -> Finding:
        """One figure of what its heads do, in the paper's ledger."""
        before = self.file.pay.set_index("point")["finding"][point]
        sources = merged([self.proposal.cited, before.sources])
        value = float(self.made.loc[point, column])
        method = f"the heads of the {self.word}, in their order, on the pay of {point}"
        return paper.keep(
            f"{self.word}, {what}, {point}", value, unit, method, sources, before.usage_warnings
        )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def heads_said(paper: Paper, stance: Stance) -> list[Prose]:
    """The heads of a claim or offer, each as a line whose figures are findings.

    Parameters
    ----------
    paper : Paper
    stance : Stance

    Returns
    -------
    list of Prose

    Examples
    --------
    >>> from paylib.report.claim.claim_file import load
    >>> paper = Paper(load("njc_2026"))
    >>> print(heads_said(paper, paper.ours)[0])
    10% or £3,000 a year, whichever is more, from April 2026
    """
    return [_said(paper, stance, number, head) for number, head in enumerate(stance.proposal.heads, 1)]


_FIGURES = {
    "percent": ("pct", "pct"),
    "flat": ("gbp_year", "gbp_year"),
    "greater_of": ("pct", "pct"),
    "floor": ("gbp", "gbp_year"),
    "lump_sum": ("gbp", "gbp"),
    "hours": ("hours_week", "hours_week"),
    "leave": ("days", "days_year"),
}
"""The figure that a head is mainly of, and its unit."""


def _said(paper: Paper, stance: Stance, number: int, head: object) -> Prose:
    """A head in its own words, with its figures made findings where they stand."""
    parts, rest = [], head.words
    for place, (unit, value) in enumerate(_figures_of(head), 1):
        name = f"{stance.word}, head {number}" + (f", figure {place}" if place > 1 else "")
        found = Finding(
            name, value, unit, f"as {_made(stance)}", stance.proposal.cited, (), as_given(value, unit)
        )
        before, _, rest = rest.partition(str(found))
        parts += [worded(before), say("{found}", found=paper.keep(name, found))]
    return joined("", [*parts, worded(rest)])


def _figures_of(head: object) -> Iterator[tuple[str, float]]:
    """The figures of a head with their units, in the order in which its words have them."""
    name, unit = _FIGURES.get(head.kind, (None, ""))
    value = getattr(head, name) if name else ()
    unit = "gbp_hour" if getattr(head, "hourly", False) else unit
    yield from (
        (unit, float(each))
        for each in (value.values() if isinstance(value, dict) else [value] if name else ())
    )
    if head.kind == "greater_of":
        yield "gbp_year", float(head.gbp_year)


def as_given(value: float, unit: str) -> int:
    """As many decimals as a figure is given with: none that say nothing, but pence in full.

    Examples
    --------
    >>> as_given(3.0, "pct"), as_given(2.75, "pct"), as_given(12.6, "gbp_hour"), as_given(3.9, "gbp_billion")
    (0, 2, 2, 1)
    """
    if float(value).is_integer():
        return 0
    digits = len(repr(float(value)).partition(".")[2])
    return max(digits, 2) if unit == "gbp_hour" else digits


def _made(stance: Stance) -> str:
    return "claimed" if stance.word == "claim" else "offered"


def point_table(paper: Paper, rows: dict[str, dict[str, object]], caption: str | Prose) -> Table:
    """A table with a row for each pay point, under the names that the file gives them.

    Parameters
    ----------
    paper : Paper
    rows : dict of str to dict
        Point to header to figure.
    caption : str or Prose

    Returns
    -------
    Table
    """
    frame = (
        pd.DataFrame.from_dict(rows, orient="index").rename(index=paper.file.named).rename_axis("Pay point")
    )
    return table(frame, caption, labels={column: column for column in frame})


def section_of(key: str, title: str, blocks: Iterable[Block | None], missing: str) -> Section:
    """A section with what there is, or the one sentence that says what was not found.

    Parameters
    ----------
    key, title : str
    blocks : iterable of Block or None
    missing : str
        The sentence for a section without a figure.

    Returns
    -------
    Section

    Examples
    --------
    >>> section_of("funding", "Affordability", [None], "No figure was found.").blocks[0].text
    'No figure was found.'
    """
    found = tuple(each for each in blocks if each is not None)
    return Section(key, title, found or (worded(missing),))


def label_words(name: str) -> str:
    """A name in code as words.

    Examples
    --------
    >>> label_words("vacancy_rate_children_social_worker")
    'Vacancy rate children social worker'
    """
    return _capital(re.sub(r"_+", " ", name))
