"""What a claim states, as a check sees it: the figure or the words, its own reading, and never who says it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from paylib.errors import DisputeError
from paylib.figures import units
from paylib.figures.hedges import Open, left_open, plain_width
from paylib.figures.rounding import show, whole_or_published

ROUND_SHARE = 0.05
"""What a fraction or a multiple leaves either side, as a part of it: it is a round figure."""


@dataclass(frozen=True)
class Reading:
    """How the maker of a claim counts, as far as it was said: an index, a span, a group, a measure."""

    by: str | None = None
    since: str | None = None
    until: str | None = None
    group: str | None = None
    measure: str | None = None

    def __bool__(self) -> bool:
        return any((self.by, self.since, self.until, self.group, self.measure))


@dataclass(frozen=True)
class Stated:
    """A claim without its party: a value or a text, with its unit and the word before it.

    Parameters
    ----------
    value : float or None
        The figure, or the lower end of a range; None where the claim is in words.
    text : str or None
        The words, or a date; of a figure that was said in words, these.
    unit : str
        As in a dispute file.
    qualifier : str or None
        One of `paylib.figures.hedges.HEDGES` or a word for it.
    decimals : int or None
        How many digits after the point were stated; below zero for tens, hundreds …
    to : float or None
        The upper end of a range.
    in_digits : bool
        False of a fraction or a multiple.
    reading : Reading
        The claim's own.

    Examples
    --------
    >>> gap = Stated(4000, None, "gbp_year")
    >>> str(gap), gap.result(3915), gap.result(3462)
    ('£4,000', 'correct', 'wrong')
    """

    value: float | None
    text: str | None
    unit: str
    qualifier: str | None = None
    decimals: int | None = None
    to: float | None = None
    in_digits: bool = True
    reading: Reading = Reading()

    @property
    def number(self) -> float:
        """The value, which a claim in words does not have.

        Raises
        ------
        DisputeError
            If it is in words.
        """
        if self.value is None:
            raise DisputeError("this check needs a claim with a value, and this one is in words.")
        return self.value

    @property
    def open(self) -> Open:
        """What the stated figure leaves open."""
        return left_open(
            self.number, self.unit, self.qualifier, self.decimals, to=self.to, width=self._width_in_words
        )

    @property
    def width(self) -> float:
        """What a plain figure leaves either side."""
        words = self._width_in_words
        return plain_width(self.value, self.unit, self.decimals) if words is None else words

    @property
    def _width_in_words(self) -> float | None:
        return None if self.in_digits else abs(self.value) * ROUND_SHARE

    @property
    def places(self) -> int | None:
        """How many decimals it is printed with: as many as were stated, so that 3% is not 3.0%."""
        if self.value is None:
            return None
        if (self.decimals or 0) > 0:
            return self.decimals
        places = [whole_or_published(each, self.unit) for each in (self.value, self.to) if each is not None]
        return max((each for each in places if each is not None), default=None)

    @property
    def hedge(self) -> str:
        """The word before the figure, if there is one, with a space after it."""
        return f"{self.qualifier.replace('_', ' ')} " if self.qualifier else ""

    def __str__(self) -> str:
        if self.value is None:
            return show(self.text, self.unit if self.unit in ("date", "month") else "text")
        if self.text is not None:
            return self.text
        ends = [show(each, self.unit, self.places) for each in (self.value, self.to) if each is not None]
        return self.hedge + " to ".join(ends)

    def result(self, low: float, high: float | None = None) -> str:
        """What was computed, a figure or a range of which any part may be true, is to the stated figure.

        The word before a fall is about its size: "more than halved" is a fall of more than 50 per cent.

        Examples
        --------
        >>> Stated(-20, None, "pct", "more_than").result(-25), Stated(-20, None, "pct", "at_most").result(-25)
        ('correct', 'wrong')
        """
        if self.number < 0:
            ends = sorted(-end for end in (self.value, self.to) if end is not None)
            size = replace(self, value=ends[0], to=ends[1] if len(ends) > 1 else None)
            return size.open.result(-(low if high is None else high), -low)
        return self.open.result(low, high)

    def far_short(self, value: float) -> bool:
        """Whether the most that was found is far below an "up to": by more than a quarter."""
        sign = -1 if self.value < 0 else 1
        return self.qualifier in ("up_to", "at_most") and sign * value < 0.75 * sign * self.value

    def factor_from(self, unit: str, what: str) -> float:
        """What turns a figure in a unit into the claim's.

        Raises
        ------
        DisputeError
            If the two are of different kinds: says what to write instead.
        """
        one, mine = units.known(unit), units.known(self.unit)
        wordy = units.WORDS
        if unit == self.unit:
            return 1.0
        if one.of != mine.of or "index" in (unit, self.unit) or unit in wordy or self.unit in wordy:
            self.needs(unit, what)
        return one.size / mine.size

    def needs(self, unit: str, what: str) -> None:
        """Refuse a claim in another unit than that of what a check works out.

        Raises
        ------
        DisputeError
            If it is in another: says what to write instead.
        """
        if unit != self.unit:
            one, mine = units.known(unit), units.known(self.unit)
            raise DisputeError(
                f"{what} in {one.words} ({unit}), and this claim is in {mine.words} ({self.unit}). Write what was "
                f'claimed in {one.words} with unit = "{unit}", or take a kind of check that works out {mine.words}.'
            )

    def needs_unit(self, what: str, *allowed: str) -> None:
        """Refuse a claim in a unit that a check cannot compare with.

        Raises
        ------
        DisputeError
            If the claim is in none of the units allowed.
        """
        if self.unit not in allowed:
            raise DisputeError(f"{what} in {' or '.join(allowed)}, and this claim is in {self.unit}.")
