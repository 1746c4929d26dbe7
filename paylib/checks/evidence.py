"""What a claim is checked with: figures with their sources, ballots and strikes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from paylib.errors import DisputeError
from paylib.figures.finding import Finding
from paylib.figures.provenance import merged
from paylib.figures.rounding import published_decimals, stated_range, whole_or_published


@dataclass(frozen=True)
class Evidence:
    """A figure to check with: its label, value and unit, and where it comes from."""

    label: str
    value: float | str
    unit: str
    source: str
    usage_warnings: tuple[str, ...]
    qualifier: str | None
    hours_week: float | None = None
    """The full-time week of those whose pay it is."""

    @property
    def finding(self) -> Finding:
        """The figure as it is quoted."""
        places = whole_or_published if self.qualifier else published_decimals
        decimals = None if isinstance(self.value, str) else places(self.value, self.unit)
        return Finding(
            self.label, self.value, self.unit, self.label, (self.source,), self.usage_warnings, decimals
        )

    def __str__(self) -> str:
        return self.hedge + str(self.finding)

    @property
    def hedge(self) -> str:
        """The word before the figure, if its source has one, with a space after it."""
        return f"{self.qualifier.replace('_', ' ')} " if self.qualifier else ""

    @property
    def number(self) -> float:
        """The value, known to be a number.

        Raises
        ------
        DisputeError
            If it is a date or a word.
        """
        if isinstance(self.value, str):
            raise DisputeError(f"this check needs numbers, and {self.label!r} is {self.value!r}.")
        return self.value

    @property
    def range(self) -> tuple[float, float]:
        """What it leaves open: a hedged figure is rounded to its last digit that is not nought."""
        if self.qualifier is None:
            return self.number, self.number
        digits = repr(float(self.number)).removesuffix(".0")
        places = len(digits.partition(".")[2]) or len(digits.rstrip("0")) - len(digits)
        return stated_range(self.value, 10.0**-places, self.qualifier)

    def divides(self, part: float) -> float:
        """A part over this figure.

        Raises
        ------
        DisputeError
            If this figure is nought.
        """
        if not self.number:
            raise DisputeError(f"{self.label!r} is nought, and nothing can be a share of nought.")
        return part / self.value


@dataclass(frozen=True)
class Given:
    """What a dispute file gives to check a claim with, looked up; a check sees this and no more of the file."""

    figures: Mapping[str, Evidence] = field(default_factory=dict)
    """By id: those that the check names."""
    ballots: Mapping[str, object] = field(default_factory=dict)
    """By id, with ``label``, ``members``, ``turnout_pct``, ``yes_votes``, ``no_votes``, ``spoilt`` and ``source``."""
    strikes: tuple = ()
    """Rounds, with ``days`` and ``source``."""

    def all(self, names: tuple[str, ...]) -> list[Evidence]:
        """Figures by id."""
        return [self.figures[name] for name in names]

    def pairs(self, pairs: tuple[tuple[str, str], ...]) -> list[tuple[Evidence, Evidence]]:
        """Pairs of figures by id."""
        return [(self.figures[first], self.figures[second]) for first, second in pairs]

    def like_pairs(self, pairs: tuple[tuple[str, str], ...]) -> list[tuple[Evidence, Evidence]]:
        """Pairs whose two figures are in one unit.

        Raises
        ------
        DisputeError
            If a pair has two units.
        """
        found = self.pairs(pairs)
        for first, second in found:
            if first.unit != second.unit:
                raise DisputeError(
                    f"{first.label!r} is in {first.unit} and {second.label!r} is in {second.unit}; "
                    "the two figures of a pair need one unit."
                )
        return found


@dataclass(frozen=True)
class Choice:
    """A claim tried in one way.

    Parameters
    ----------
    label : str
        What was chosen, in words.
    computed : mapping of str to Finding
        What came of it, by the names that ``words`` uses; the first is the figure itself. Empty where it could
        not be tried.
    holds : bool or None
        Whether the claim holds; None where it could not be tried.
    words : str
        How it is said, as `paylib.findings.say` takes it.
    """

    label: str
    computed: Mapping[str, Finding]
    holds: bool | None
    words: str = "{it}"

    @classmethod
    def missing(cls, what: str) -> Choice:
        """A way that could not be tried, and what it would take."""
        return cls(what, {}, None)

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


def worked_out(
    value: float,
    unit: str,
    method: str,
    *used: Evidence,
    decimals: int | None = None,
    sources: tuple[str, ...] = (),
    usage_warnings: tuple[str, ...] = (),
) -> Finding:
    """A figure computed from those used, with their sources and warnings; a check's choice gives it a name."""
    return Finding(
        method,
        value,
        unit,
        method,
        merged([sources, *((each.source,) for each in used)]),
        merged([usage_warnings, *(each.usage_warnings for each in used)]),
        decimals,
    )
