"""Is a claim true, by what evidence, and what does that turn on?"""

from paylib import moved
from paylib.checks import Choice, Evidence
from paylib.claims.asking import Answer, ask
from paylib.claims.rule import (
    CANNOT,
    CORRECT,
    DEPENDS,
    DISPUTED,
    RESULTS,
    UNCONFIRMED,
    VERDICTS,
    WRONG,
    verdict,
)
from paylib.claims.sides import EVIDENCE
from paylib.claims.verdicts import (
    CHECKS,
    METHOD,
    Judged,
    check,
    choices,
    judged,
    questions,
    stated,
    tolerance,
)
from paylib.claims.whose import Whose, in_common, whose
from paylib.figures.rounding import half_last_digit

__all__ = [
    "CANNOT",
    "CHECKS",
    "CORRECT",
    "DEPENDS",
    "DISPUTED",
    "EVIDENCE",
    "METHOD",
    "RESULTS",
    "UNCONFIRMED",
    "VERDICTS",
    "WRONG",
    "Answer",
    "Choice",
    "Evidence",
    "Judged",
    "Whose",
    "ask",
    "check",
    "choices",
    "half_last_digit",
    "in_common",
    "judged",
    "questions",
    "stated",
    "tolerance",
    "verdict",
    "whose",
]

__getattr__ = moved.answers(
    __name__, {"HOLDS": "paylib.claims.rule.CORRECT", "DOES_NOT_HOLD": "paylib.claims.rule.WRONG"}
)
