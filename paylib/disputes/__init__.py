"""A dispute is one TOML file: parties, claims, offers, ballots, strikes, timeline, sources."""

from paylib.checks import Check
from paylib.disputes.reading import (
    DEEPEST_NESTING,
    LARGEST_FILE,
    available,
    chosen,
    load,
    pay_history,
    read,
    template,
)
from paylib.disputes.records import (
    CHECK_KINDS,
    INDEPENDENT,
    PARTIES,
    UNITS,
    Ballot,
    Claim,
    Dispute,
    Event,
    Figure,
    Group,
    OfferRecord,
    Part,
    PartyRecord,
    Source,
    Strike,
    when,
)
from paylib.disputes.starting import start
from paylib.figures.fields import MOST_OF_A_KIND, Record

__all__ = [
    "CHECK_KINDS",
    "DEEPEST_NESTING",
    "INDEPENDENT",
    "LARGEST_FILE",
    "MOST_OF_A_KIND",
    "PARTIES",
    "UNITS",
    "Ballot",
    "Check",
    "Claim",
    "Dispute",
    "Event",
    "Figure",
    "Group",
    "OfferRecord",
    "Part",
    "PartyRecord",
    "Record",
    "Source",
    "Strike",
    "available",
    "chosen",
    "load",
    "pay_history",
    "read",
    "start",
    "template",
    "when",
]
