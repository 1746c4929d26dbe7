"""Is a claim true, and under which choices?"""

from paylib.checks import Choice, Evidence
from paylib.claims.verdicts import (
    CANNOT,
    CHECKS,
    DEPENDS,
    DOES_NOT_HOLD,
    HOLDS,
    VERDICTS,
    Judged,
    check,
    choices,
    judged,
    stated,
    tolerance,
    verdict,
)
from paylib.claims.whose import Whose, in_common, whose
from paylib.figures.rounding import half_last_digit

__all__ = [
    "CANNOT",
    "CHECKS",
    "DEPENDS",
    "DOES_NOT_HOLD",
    "HOLDS",
    "VERDICTS",
    "Choice",
    "Evidence",
    "Judged",
    "Whose",
    "check",
    "choices",
    "half_last_digit",
    "in_common",
    "judged",
    "stated",
    "tolerance",
    "verdict",
    "whose",
]
