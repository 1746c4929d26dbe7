"""What an offer does to a pay scale, what it costs, and what else the same money would buy."""

from paylib.offers.costs import alternatives, cost, same_cost, spread
from paylib.offers.effect import apply, levels, pay_year, stages
from paylib.offers.parts import Flat, Floor, GreaterOf, Hours, Linked, LumpSum, Offer, Percent, RemovePoints
from paylib.offers.readings import implied_pay, pass_through, reconcile, rest_of

__all__ = [
    "Flat",
    "Floor",
    "GreaterOf",
    "Hours",
    "Linked",
    "LumpSum",
    "Offer",
    "Percent",
    "RemovePoints",
    "alternatives",
    "apply",
    "cost",
    "implied_pay",
    "levels",
    "pass_through",
    "pay_year",
    "reconcile",
    "rest_of",
    "same_cost",
    "spread",
    "stages",
]
