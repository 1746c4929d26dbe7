"""A paper put together: its sections in order, its sources numbered, and all of its figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from paylib import datapackage
from paylib.figures.finding import Finding
from paylib.findings import Prose, worded
from paylib.report import page
from paylib.report.claim import beside, heads, history, money, replies
from paylib.report.claim.claim_file import ClaimFile
from paylib.report.claim.paper import Block, Listed, Paper, Section, sources_of
from paylib.tables import Table, table

PARTS = (
    heads.introduction,
    heads.in_full,
    history.pay,
    history.inflation,
    beside.settlements,
    beside.comparators,
    beside.staffing,
    beside.workload,
    money.cost,
    money.funding,
    money.pension,
    heads.who_gains,
    replies.replies,
)
"""The sections, in the order in which a paper has them."""

METHOD = (
    "Real terms: (1 + growth of pay) / (1 + growth of prices) − 1, from month to month; a rise that restores is the loss over "
    "today's pay. The CPI and the RPI stand side by side, because unions and employers use different ones: the RPI has not been "
    "an accredited statistic since 2013.",
    "Pay is full-time basic pay at a point. Awards are what the pay scale got; what people earn moves with progression and who is "
    "in post too. Costs are estimates, and say how they were made.",
    "Every figure in this paper is in the table below with how it was got and the numbers of its sources. A number in square "
    "brackets leads to a source in the list. What one side says of itself is marked as its own word.",
    "Text in the places marked as the writer's own is theirs, and its figures are not in the table.",
)
"""What a reader is told of how it was made."""


@dataclass(frozen=True, eq=False)
class Document:
    """A paper ready to be written down; made by `document`."""

    paper: Paper
    sections: tuple[Section, ...]
    title: str
    """What stands at its top."""

    @property
    def full(self) -> bool:
        """Whether it is a whole paper, not a leaflet or a letter."""
        return len(self.sections) == len(PARTS)

    @property
    def description(self) -> str:
        """Its first sentence."""
        blocks = (block for section in self.sections for block in section.blocks)
        return next((block.text for block in blocks if isinstance(block, Prose)), self.title)

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Its sources, in the order in which they are met: the first is number 1."""
        return tuple(dict.fromkeys(name for section in self.sections for name in section.sources))

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each source."""
        return {name: number for number, name in enumerate(self.sources, 1)}

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Every figure, once each."""
        found = {each.name: each for section in self.sections for each in section.findings}
        return tuple(found.values())

    def marks(self, names: Iterable[str]) -> str:
        """The numbers of sources as they stand behind a sentence, or nothing."""
        numbers = sorted({self.numbers[name] for name in names if name in self.numbers})
        return f"[{in_runs(numbers)}]" if numbers else ""

    def foot(self, section: Section) -> str:
        """The sources of a section, numbered, in one line at its foot; nothing where it has none."""
        numbered = sorted(
            (self.numbers[name], self.paper.known.loc[name, "publisher"]) for name in section.sources
        )
        return (
            f"Sources: {'; '.join(f'[{number}] {publisher}' for number, publisher in numbered)}."
            if numbered
            else ""
        )

    @cached_property
    def all_findings(self) -> Table:
        """The table of every figure, with how it was got and the numbers of its sources."""
        rows = {
            each.name: {
                "Figure": str(each),
                "How it was got": each.method,
                "Sources": self.marks(each.sources),
            }
            for each in self.findings
        }
        frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("What")
        return table(frame, "Every figure in this paper", labels={column: column for column in frame})

    @cached_property
    def cited(self) -> pd.DataFrame:
        """The sources as records, in their order."""
        return self.paper.known.loc[list(self.sources)]

    @property
    def warned(self) -> dict[str, str]:
        """What to beware of in the figures used, by code."""
        told = datapackage.load("usage_warnings").set_index("code")["sentence"]
        return {
            code: told[code]
            for code in sorted({code for each in self.findings for code in each.usage_warnings})
        }

    @property
    def listed_sources(self) -> list[dict]:
        """Each source with its number, publisher, title, release, licence and link."""
        return [
            page.source(name, row) | {"number": self.numbers[name]} for name, row in self.cited.iterrows()
        ]

    @property
    def apparatus(self) -> Section:
        """The last section: method, what to beware of, and every figure."""
        blocks: list[Block] = [worded(each) for each in METHOD]
        if assumed := self.paper.file.assumptions:
            blocks += [
                worded("Assumed, for want of a source:"),
                Listed(tuple(worded(each) for each in assumed)),
            ]
        if self.warned:
            blocks.append(Listed(tuple(worded(each) for each in self.warned.values())))
        return Section("method", "Method, sources and licences", (*blocks, self.all_findings))

    @property
    def every_section(self) -> tuple[Section, ...]:
        """Its sections with the last one, on method."""
        return (*self.sections, self.apparatus)


def in_runs(numbers: list[int]) -> str:
    """Numbers in order, runs of three and more drawn together.

    Examples
    --------
    >>> in_runs([1, 3, 4, 5, 8, 9])
    '1, 3–5, 8, 9'
    """
    runs: list[list[int]] = []
    for each in numbers:
        if runs and each == runs[-1][-1] + 1:
            runs[-1].append(each)
        else:
            runs.append([each])
    said = [f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs]
    return ", ".join(said)


def document(file: ClaimFile, side: str = "union") -> Document:
    """A claim file as a paper for one reader.

    Parameters
    ----------
    file : ClaimFile
    side : {"union", "employers", "review-body"}

    Returns
    -------
    Document

    Examples
    --------
    >>> from paylib.report.claim.claim_file import load
    >>> made = document(load("dwp_2026"), "employers")
    >>> made.title, len(made.sections)
    ('Pay offer. Department for Work and Pensions: pay from July 2026', 13)
    """
    paper = Paper(file, side)
    return Document(paper, tuple(part(paper) for part in PARTS), paper.title)


def marks_of(made: Document, block: Block) -> str:
    """The numbers of the sources of a block.

    Parameters
    ----------
    made : Document
    block : Block

    Returns
    -------
    str
    """
    return made.marks(sources_of(block))
