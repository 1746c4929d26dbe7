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
from paylib.claims.yardsticks import Yardsticks, marks, side_by_side, yardsticks
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
    "Yardsticks",
    "ask",
    "check",
    "choices",
    "half_last_digit",
    "in_common",
    "judged",
    "marks",
    "questions",
    "side_by_side",
    "stated",
    "tolerance",
    "verdict",
    "whose",
    "yardsticks",
]

__getattr__ = moved.answers(
    __name__, {"HOLDS": "paylib.claims.rule.CORRECT", "DOES_NOT_HOLD": "paylib.claims.rule.WRONG"}
)
