"""A claim tried in one way, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from paylib.checks.evidence import Evidence, Sided
from paylib.figures.finding import Finding
from paylib.figures.hedges import WRONG
from paylib.figures.provenance import merged

STATED, STANDARD, GIVEN, ADDED = "stated", "standard", "given", "added"

SETS = (STATED, STANDARD, GIVEN, ADDED)
"""Of which set a reading is: the claim's own, the fixed one of its kind, the figures given, or the file's additions."""


@dataclass(frozen=True)
class Choice:
    """A claim tried in one way: a reading.

    Parameters
    ----------
    label : str
        What was chosen, in words.
    computed : mapping of str to Finding
        What came of it, by the names that ``words`` uses; the first is the figure itself. Empty where it could
        not be tried.
    result : str or None
        ``correct``, ``close`` or ``wrong``; None where it could not be tried, or does not tell.
    words : str
        How it is said, as `paylib.findings.say` takes it.
    used : tuple
        The figures and records of the file that it rests on.
    options : mapping of str to str
        What was chosen, by the name of the choice: ``{"index": "RPI"}``.
    of : str
        One of `SETS`.
    within_margin : bool
        Whether it is correct only within the margin of a survey.
    beside : bool
        Whether it is shown and decides nothing.
    error : str
        A month whose prices are known to be in error, in words; empty where there is none.
    turns : bool
        Whether that error alone may turn it.
    far_short : bool
        Whether it is far below an "up to".
    dropped : str or None
        Why the file leaves this standard reading out, if it does.
    carried : tuple of str
        Of a reading by an index: the index, another that the same pay may be read by, and the two ends of the span.
    """

    label: str
    computed: Mapping[str, Finding]
    result: str | None
    words: str = "{it}"
    used: tuple[Evidence | Sided, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    of: str = GIVEN
    within_margin: bool = False
    beside: bool = False
    error: str = ""
    turns: bool = False
    far_short: bool = False
    dropped: str | None = None
    carried: tuple[str, ...] = ()

    @classmethod
    def missing(cls, what: str, **more) -> Choice:
        """A way that could not be tried, and what it would take."""
        return cls(what, {}, None, **more)

    @property
    def holds(self) -> bool | None:
        """Whether the claim holds, exactly or nearly; None where that is not known."""
        return None if self.result is None else self.result != WRONG

    @property
    def proxy(self) -> bool:
        """Whether it rests on a figure that stands in for the one that is meant."""
        return any(each.proxy for each in self.used)

    @property
    def marks(self) -> set[str]:
        """The ids, groups and quantities of its figures, by which a claim's own reading finds it."""
        figures = [each for each in self.used if isinstance(each, Evidence)]
        return {mark for each in figures for mark in (each.id, each.group, each.quantity) if mark}

    @property
    def figure(self) -> Finding | None:
        """The first figure computed, if there is one."""
        return next(iter(self.computed.values()), None)

    @property
    def sources(self) -> tuple[str, ...]:
        """Where the figures come from."""
        return merged(finding.sources for finding in self.computed.values())

    @property
    def usage_warnings(self) -> tuple[str, ...]:
        """What to beware of."""
        return merged(finding.usage_warnings for finding in self.computed.values())

    def named(self, name: str, source: str) -> Choice:
        """The same, with its findings called after a name: the first by it, the others with what they are.

        What came of the claim and the calendar alone has the claim's source.
        """
        names = {key: name if place == 0 else f"{name}, {key}" for place, key in enumerate(self.computed)}
        found = {
            key: replace(each, name=names[key], sources=each.sources or (source,))
            for key, each in self.computed.items()
        }
        return replace(self, computed=found)
