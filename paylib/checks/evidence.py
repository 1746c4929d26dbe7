"""What a claim is checked with: figures with their sources and whose they are, ballots and strikes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product

from paylib.errors import DisputeError
from paylib.figures.finding import Finding
from paylib.figures.hedges import SYNONYMS
from paylib.figures.provenance import merged
from paylib.figures.rounding import published_decimals, stated_range, whole_or_published

_RANGES = {"up_to": "at_most", "fewer_than": "at_most", "just_over": "at_least"}
"""Hedges of a figure to check with, by the word that says as much of where it lies."""


@dataclass(frozen=True)
class Evidence:
    """A figure to check with: its label, value and unit, where it comes from, and whose it is.

    Parameters
    ----------
    label, value, unit, source, usage_warnings, qualifier
        As the dispute file or the table gives them.
    hours_week : float or None
        The full-time week of those whose pay it is.
    id : str
        As the file names it.
    side : str or None
        The role of the party whose figure it is, ``independent``, or None where that is not known.
    proxy : bool
        Whether it stands in for the figure that is meant.
    group, quantity : str or None
        Of whom, and of what, it is a figure.
    margin : float or None
        What a survey leaves either side, at 95 per cent.
    """

    label: str
    value: float | str
    unit: str
    source: str
    usage_warnings: tuple[str, ...]
    qualifier: str | None
    hours_week: float | None = None
    id: str = ""
    side: str | None = None
    proxy: bool = False
    group: str | None = None
    quantity: str | None = None
    margin: float | None = None

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
    def above_nought(self) -> float:
        """The value, known to be a number above nought.

        Raises
        ------
        DisputeError
            If it is not.
        """
        if self.number <= 0:
            raise DisputeError(f"{self.label!r} is {self}, and this check needs it above nought.")
        return self.number

    @property
    def range(self) -> tuple[float, float]:
        """What it leaves open: its survey's margin, or a hedged figure's last digit that is not nought."""
        if self.margin is not None:
            return self.survey
        if self.qualifier is None:
            return self.number, self.number
        if self.number < 0:
            raise DisputeError(
                f"{self.label!r} is {self}, and a word before a figure below nought may be meant either way: leave out its "
                "qualifier."
            )
        digits = repr(float(self.number)).removesuffix(".0")
        places = len(digits.partition(".")[2]) or len(digits.rstrip("0")) - len(digits)
        word = SYNONYMS.get(self.qualifier, self.qualifier)
        return stated_range(self.value, 10.0**-places, _RANGES.get(word, word))

    @property
    def survey(self) -> tuple[float, float]:
        """What the survey that it comes from leaves open."""
        around = self.margin or 0.0
        return self.number - around, self.number + around

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


def survey_range(work: Callable[..., float], *used: Evidence) -> tuple[float, float] | None:
    """What the margins of surveys leave of something worked out of figures; None where none has a margin."""
    if all(each.margin is None for each in used):
        return None
    corners = [work(*ends) for ends in product(*(set(each.survey) for each in used))]
    return min(corners), max(corners)


def margin_of_sum(weighted: Iterable[tuple[float, Evidence]]) -> float | None:
    """What the margins of surveys leave either side of figures added up, each times its weight; None where none has a margin.

    Notes
    -----
    Bounds by interval arithmetic: the sum of |weight| × margin over the figures, whose weights are added first where one stands
    in several places. That is the most that can be off if every survey errs the same way. Errors independent of each other would
    leave less (the root of the sum of squares), but years of one survey share people and method, so that is not taken for granted.

    Examples
    --------
    >>> one, other = (Evidence(name, 100.0, "gbp", "survey", (), None, id=name, margin=3.0) for name in ("one", "other"))
    >>> margin_of_sum([(2, one), (-1, other)]), margin_of_sum([(2, one), (-1, one)])
    (9.0, 3.0)
    """
    weights: dict[str, float] = {}
    margins: dict[str, float | None] = {}
    for weight, each in weighted:
        weights[each.id] = weights.get(each.id, 0.0) + weight
        margins[each.id] = each.margin
    if set(margins.values()) == {None}:
        return None
    return sum(abs(weight) * (margins[name] or 0.0) for name, weight in weights.items())


@dataclass(frozen=True)
class OfferRise:
    """What an offer comes to for a group of the file in one of its pay years, or over all of them.

    Parameters
    ----------
    used : tuple of Evidence
        The rise in per cent, then the pay before the offer, where the rise turns on it.
    span : two periods or None
        Over which prices are set against it; None in the first pay year, which is set against the standard months.
    """

    used: tuple[Evidence, ...]
    span: tuple[str, str] | None = None


@dataclass(frozen=True)
class Sided:
    """A record of the file, such as a ballot or a round of strikes, and whose figures it has."""

    record: object
    side: str | None
    proxy: bool = False

    @property
    def source(self) -> str:
        """Where it comes from."""
        return self.record.source


@dataclass(frozen=True)
class Given:
    """What a dispute file gives to check a claim with, looked up; a check sees this and no more of the file."""

    figures: Mapping[str, Evidence] = field(default_factory=dict)
    """By id: those that the check names."""
    ballots: Mapping[str, Sided] = field(default_factory=dict)
    """By id: records with ``label``, ``members``, ``turnout_pct``, ``yes_votes``, ``no_votes``, ``spoilt``."""
    strikes: tuple[Sided, ...] = ()
    """Rounds, with ``days``."""
    day: str | None = None
    """The month in which the claim was made."""
    due: str | None = None
    """The month in which the rise that it is about was due."""
    offered: str | None = None
    """The month in which that rise was offered."""
    worked: tuple[OfferRise, ...] = ()
    """What that offer comes to for each group of the file, in each of its pay years and over all of them."""

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
