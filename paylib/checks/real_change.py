"""A stated change of pay in real terms."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from paylib.checks.check import Check, Pairs, Spans, Tolerance
from paylib.checks.evidence import Choice, Evidence, Given
from paylib.checks.real_terms import INDICES, in_real_terms
from paylib.checks.stated import Stated
from paylib.errors import DisputeError
from paylib.figures.fields import Slug


class RealChange(Check):
    """A stated change of pay in real terms; a fall is stated as a positive figure, with says = "below"."""

    EXAMPLE: ClassVar[str] = """
        # school_teachers_2023, neu-loss-since-2010: "lost 23% of their pay in real terms"
        kind = "real_change"
        pairs = [["u3-2010", "u3-2022"], ["m6-2010", "m6-2022"]]
        spans = [["2010-09", "2022-09"]]
        says = "below"
    """

    kind: Literal["real_change"] = "real_change"
    pairs: Annotated[Pairs, Field(description="pay before and pay after")]
    spans: Annotated[Spans, Field(description="pairs of periods whose prices are compared")]
    by: Annotated[tuple[Slug, ...], Field(description="price indices")] = INDICES
    says: Annotated[
        Literal["below", "above", "equal"], Field(description='"below" where a fall is stated')
    ] = "equal"
    tolerance: Annotated[Tolerance | None, Field(description="what is near enough, in per cent")] = None

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """From the first of each pair to the second, by every index over every span."""
        sign = -1 if self.says == "below" else 1
        rises = [_rise(before, after) for before, after in given.pairs(self.pairs)]
        return in_real_terms(rises, self.spans, self.by, lambda real: stated.holds(sign * real))


def _rise(before: Evidence, after: Evidence) -> tuple[str, float, tuple[Evidence, ...]]:
    if before.number <= 0 or after.number <= 0:
        raise DisputeError(f"pay must be above nought, from {before.label!r} to {after.label!r}.")
    label = before.label if before.label == after.label else f"{before.label} to {after.label}"
    return label, (after.number / before.number - 1) * 100, (before, after)
