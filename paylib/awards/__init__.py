"""Bargaining groups, their pay scales, their awards and what awards add up to."""

from paylib.awards.chains import (
    back_pay,
    chain,
    history,
    path,
    real_chain,
    real_path,
    real_pay,
    staged,
    when_paid,
)
from paylib.awards.compared import compared
from paylib.awards.grades import grades
from paylib.awards.groups import CHANGED_PAY, ON_REQUEST, coverage

__all__ = [
    "CHANGED_PAY",
    "ON_REQUEST",
    "back_pay",
    "chain",
    "compared",
    "coverage",
    "grades",
    "history",
    "path",
    "real_chain",
    "real_path",
    "real_pay",
    "staged",
    "when_paid",
]
