"""Strikes: pay lost, when a gain repays it, and ballots."""

from paylib import moved
from paylib.figures.rounding import stated_range
from paylib.strikes.ballots import (
    CANNOT_BE_SAID,
    MET,
    NOT_MET,
    NOT_REQUIRED,
    ballot,
    ballot_counted,
    thresholds_met,
)
from paylib.strikes.law import thresholds, timetable
from paylib.strikes.pay import (
    break_even_months,
    divisors,
    employer_saving,
    net_pay_lost,
    pay_lost,
    regrading_arrears,
    rostered_days,
    working_days_lost,
)

__all__ = [
    "CANNOT_BE_SAID",
    "MET",
    "NOT_MET",
    "NOT_REQUIRED",
    "ballot",
    "ballot_counted",
    "break_even_months",
    "divisors",
    "employer_saving",
    "net_pay_lost",
    "pay_lost",
    "regrading_arrears",
    "rostered_days",
    "stated_range",
    "thresholds",
    "thresholds_met",
    "timetable",
    "working_days_lost",
]

__getattr__ = moved.answers(
    __name__,
    {
        "back_pay": "paylib.strikes.pay.regrading_arrears",
        "recounted": "paylib.cases.social_care.recounted",
        "regrading_gap": "paylib.cases.social_care.regrading_gap",
        "rounds": "paylib.cases.social_care.rounds",
    },
)
