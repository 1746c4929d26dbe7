"""The kinds of check that a claim can be put to: one file a kind, with its keys, its help and an example."""

from paylib.checks.check import Check
from paylib.checks.choice import ADDED, GIVEN, SETS, STANDARD, STATED, Choice
from paylib.checks.evidence import Evidence, Given, OfferRise, Sided
from paylib.checks.kinds import KINDS, AnyCheck, about_of, help_of, keys
from paylib.checks.stated import Reading, Stated

__all__ = [
    "ADDED",
    "GIVEN",
    "KINDS",
    "SETS",
    "STANDARD",
    "STATED",
    "AnyCheck",
    "Check",
    "Choice",
    "Evidence",
    "Given",
    "OfferRise",
    "Reading",
    "Sided",
    "Stated",
    "about_of",
    "help_of",
    "keys",
]
