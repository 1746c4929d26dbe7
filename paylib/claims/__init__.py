"""Is a claim true, and under which choices?"""

from paylib.claims.verdicts import (
    CANNOT,
    CHECKS,
    DEPENDS,
    DOES_NOT_HOLD,
    HOLDS,
    VERDICTS,
    Choice,
    Evidence,
    check,
    choices,
    half_last_digit,
    stated,
    tolerance,
    verdict,
)
from paylib.claims.whose import Whose, whose

__all__ = [
    "CANNOT",
    "CHECKS",
    "DEPENDS",
    "DOES_NOT_HOLD",
    "HOLDS",
    "VERDICTS",
    "Choice",
    "Evidence",
    "Whose",
    "check",
    "choices",
    "half_last_digit",
    "stated",
    "tolerance",
    "verdict",
    "whose",
]
