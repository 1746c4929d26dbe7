"""The kinds of check that a claim can be put to: one file a kind, with its keys, its help and an example."""

from paylib.checks.check import Check
from paylib.checks.evidence import Choice, Evidence, Given
from paylib.checks.kinds import KINDS, AnyCheck, about_of, help_of, keys
from paylib.checks.stated import Stated

__all__ = [
    "KINDS",
    "AnyCheck",
    "Check",
    "Choice",
    "Evidence",
    "Given",
    "Stated",
    "about_of",
    "help_of",
    "keys",
]
