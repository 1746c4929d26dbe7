"""What an offer does to a pay scale, what it costs, and what else the same money would buy."""

from paylib import moved
from paylib.offers.costs import alternatives, cost, same_cost, spread
from paylib.offers.effect import apply, levels, pay_year, stages
from paylib.offers.parts import (
    PARTS,
    AnyPart,
    Flat,
    Floor,
    GreaterOf,
    Hours,
    Linked,
    LumpSum,
    Offer,
    Part,
    Percent,
    RemovePoints,
)
from paylib.offers.readings import implied_pay, reconcile, rest_of, share_passed_on

__all__ = [
    "PARTS",
    "AnyPart",
    "Flat",
    "Floor",
    "GreaterOf",
    "Hours",
    "Linked",
    "LumpSum",
    "Offer",
    "Part",
    "Percent",
    "RemovePoints",
    "alternatives",
    "apply",
    "cost",
    "implied_pay",
    "levels",
    "pay_year",
    "reconcile",
    "rest_of",
    "same_cost",
    "share_passed_on",
    "spread",
    "stages",
]

__getattr__ = moved.answers(__name__, {"pass_through": "paylib.offers.readings.share_passed_on"})
