"""What a claim states, as a check sees it: the figure or the words, and never who says it."""

from __future__ import annotations

from dataclasses import dataclass

from paylib.errors import DisputeError
from paylib.figures.rounding import show, stated_range, tolerance, whole_or_published


@dataclass(frozen=True)
class Stated:
    """A claim without its party: a value or a text, with its unit and the word before it.

    Parameters
    ----------
    value : float or None
        The figure; None where the claim is in words.
    text : str or None
        The words, or a date.
    unit : str
        As in a dispute file.
    qualifier : str or None
        ``about``, ``almost``, ``at_least``, ``at_most`` or ``more_than``.
    decimals : int or None
        How many digits after the point were stated; below zero for tens, hundreds …
    half_digit : float or None
        What rounding leaves to either side, where the file says it.

    Examples
    --------
    >>> gap = Stated(4000, None, "gbp_year")
    >>> str(gap), gap.range
    ('£4,000', (3500.0, 4500.0))
    """

    value: float | None
    text: str | None
    unit: str
    qualifier: str | None = None
    decimals: int | None = None
    half_digit: float | None = None

    @property
    def tolerance(self) -> float:
        """Half of the last stated digit."""
        if self.half_digit is not None:
            return self.half_digit
        return tolerance(self.value, self.unit, self.decimals)

    @property
    def range(self) -> tuple[float, float]:
        """What the stated figure leaves open."""
        if self.value is None:
            raise DisputeError("this check needs a claim with a value, and this one is in words.")
        return stated_range(self.value, 2 * self.tolerance, self.qualifier)

    @property
    def places(self) -> int | None:
        """How many decimals it is printed with: as many as were stated, so that 3% is not 3.0%."""
        if self.value is None:
            return None
        if (self.decimals or 0) > 0:
            return self.decimals
        return whole_or_published(self.value, self.unit)

    def __str__(self) -> str:
        if self.value is None:
            return show(self.text, self.unit if self.unit in ("date", "month") else "text")
        figure = show(self.value, self.unit, self.places)
        return f"{self.qualifier.replace('_', ' ')} {figure}" if self.qualifier else figure

    def holds(self, low: float, high: float | None = None) -> bool:
        """Whether what was computed, a figure or a range, meets what the stated figure leaves open."""
        least, most = self.range
        return bool(least <= (low if high is None else high) and low <= most)

    def needs_unit(self, what: str, *allowed: str) -> None:
        """Refuse a claim in a unit that a check cannot compare with.

        Raises
        ------
        DisputeError
            If the claim is in none of the units allowed.
        """
        if self.unit not in allowed:
            raise DisputeError(f"{what} in {' or '.join(allowed)}, and this claim is in {self.unit}.")
