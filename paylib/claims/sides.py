"""Whose a figure is, and what that is worth to a claim: independent, the other side's, or one's own word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from paylib.checks import Choice
from paylib.disputes import INDEPENDENT, Claim, Dispute, PartyRecord

OTHER_SIDE, OWN_WORD, NONE = "other side", "own word", "none"

EVIDENCE = (INDEPENDENT, OTHER_SIDE, OWN_WORD, NONE)
"""What a verdict rests on, the strongest first."""

OFFICIAL = (
    "Office for National Statistics",
    "National Statistics",
    "Nomis",
    "NHS Digital",
    "Health and Social Care Information Centre",
    "Office for Budget Responsibility",
    "Office for Statistics Regulation",
    "UK Statistics Authority",
    "Bank of England",
    "Low Pay Commission",
    "Care Quality Commission",
    "National Audit Office",
    "House of Commons Library",
    "Certification Officer",
    "Office for Local Government",
    "HM Government (statutory instruments)",
    "UK Supreme Court",
    "Court of Appeal",
    "School Teachers' Review Body",
    "Armed Forces' Pay Review Body",
    "NHS Pay Review Body",
    "Prison Service Pay Review Body",
    "Review Body on Doctors",
    "Senior Salaries Review Body",
    "Police Remuneration Review Body",
)
"""How the names begin of bodies that publish official statistics, review pay or state the law."""

OFFICIAL_TABLES = (
    "Department ",
    "Home Office",
    "Ministry of ",
    "Cabinet Office",
    "HM Treasury",
    "HM Revenue and Customs",
    "HMRC",
    "Scottish Government",
    "Welsh Government",
    "Skills for Care",
    "NHS England",
    "Community Care (official workforce statistics)",
)
"""Those of bodies whose figures in the tables of the data package are official statistics, whatever else they say."""

_CAMPS = {"union": "union", "employers": "employers", "government": "employers"}
"""The two sides of a dispute: government pays, or stands behind those who do."""


def side_of_source(dispute: Dispute, name: str, *, in_table: bool = False) -> str | None:
    """Whose word a source is: as the file says, by its publisher, or None where nothing tells.

    Parameters
    ----------
    dispute : Dispute
    name : str
        A source of the file or of the data package.
    in_table : bool
        Whether it is of a figure in a table of the package.

    Returns
    -------
    str or None
        A role, or ``independent``.

    Examples
    --------
    >>> from paylib import disputes
    >>> youth = disputes.load("youth_work_2004")
    >>> side_of_source(youth, "ons_cpi_detailed_tables_2026_06"), side_of_source(youth, "C_tes_20040521")
    ('independent', None)
    """
    source = dispute.source(name)
    if source.get("side"):
        return source["side"]
    publisher = source["publisher"]
    for party in dispute.parties:
        if publisher in (party.name, *party.publishers):
            return party.role
    official = (*OFFICIAL, *OFFICIAL_TABLES) if in_table else OFFICIAL
    return INDEPENDENT if publisher.startswith(official) else None


def side_of_row(usage_warnings: Iterable[str]) -> str | None:
    """Whose word a row of a table is, by what it warns of: what both sides say is nobody's alone."""
    said_by = {"claimed_by_union": "union", "claimed_by_employer": "employers"}
    sides = {said_by[code] for code in usage_warnings if code in said_by}
    return INDEPENDENT if len(sides) == 2 else next(iter(sides), None)


def camp(role: str) -> str:
    """The side that a role stands on: government pays, or stands behind those who do.

    Examples
    --------
    >>> camp("government"), camp("union"), camp("press")
    ('employers', 'union', 'press')
    """
    return _CAMPS.get(role, role)


def worth(side: str | None, roles: Iterable[str]) -> str:
    """What a figure of a side is worth to a claim of those roles.

    Parameters
    ----------
    side : str or None
        Whose figure it is.
    roles : iterable of str
        Of those who make the claim.

    Returns
    -------
    str
        One of `EVIDENCE`, without none: a figure of which nobody knows whose it is counts like one's own word.

    Examples
    --------
    >>> worth("employers", ["union"]), worth("government", ["employers"]), worth("review body", ["union"]), worth(None, ["union"])
    ('other side', 'own word', 'independent', 'own word')
    """
    if side in (
        INDEPENDENT,
        "press",
    ):  # what a paper says of its own knowledge; what it reports is the party's
        return INDEPENDENT
    mine = {camp(role) for role in roles}
    if side is None or camp(side) in mine:
        return OWN_WORD
    return OTHER_SIDE if side in _CAMPS else INDEPENDENT


def worth_of_choice(choice: Choice, roles: Iterable[str]) -> str:
    """What a reading is worth to a claim: as much as the weakest of its figures; the calendar is anyone's to count."""
    roles = list(roles)
    return max((worth(each.side, roles) for each in choice.used), key=EVIDENCE.index, default=INDEPENDENT)


_ROLES = ("union", "employers", "government")
"""Roles that stand for all parties of them, where a claim names none."""


def maker(dispute: Dispute, claim: Claim) -> str:
    """Who makes a claim, by the names that people use."""
    parties = [party for party in dispute.parties if party.name in claim.who]
    role = claim.party
    if parties or role not in _ROLES:
        return _listed(parties or [party for party in dispute.parties if party.role == role]) or role
    return side_called(dispute, role)


def side_called(dispute: Dispute, role: str) -> str:
    """All parties of a role: by the one's name, or by what they are."""
    of_role = [party for party in dispute.parties if party.role == role]
    if len(of_role) == 1:
        return called(of_role[0])
    plural = {"union": "the unions", "employers": "the employers", "government": "the government"}
    return plural.get(role, role)


def called(party: PartyRecord) -> str:
    """A party by the name that people use."""
    return party.short or party.name


def _listed(parties: Sequence[PartyRecord]) -> str:
    names = [called(party) for party in parties]
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
