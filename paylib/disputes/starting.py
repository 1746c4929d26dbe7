"""A dispute file to begin with: a group's pay from the record, parties and kinds of claim from another file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

import pandas as pd

from paylib.awards import scales
from paylib.awards.groups import described
from paylib.awards.scale_tables import KEYS, rows_of
from paylib.checks import about_of, keys
from paylib.disputes.reading import load, template
from paylib.disputes.records import Dispute
from paylib.errors import ChoiceError, PaylibError
from paylib.figures import periods

_TOLD = ("area", "contract", "grade", "employer")
"""What tells a point apart within a nation."""

_ORDER = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def start(group: str | None = None, like: str | None = None) -> str:
    """A dispute file to fill in, with what the record has of a group, and in the shape of another dispute.

    Parameters
    ----------
    group : str, optional
        A bargaining group: figures of its lowest, middle and highest point, first and last on record.
    like : str, optional
        A dispute that comes with paylib, or the path of a file: its sides and the kinds of its claims are taken over,
        none of its facts.

    Returns
    -------
    str
        TOML, valid as it stands; that of `template` where neither is given.

    Raises
    ------
    ChoiceError, DisputeError
        If there is no such group or dispute.

    Examples
    --------
    >>> text = start("nhs_afc", "school_teachers_2023")
    >>> 'pay = "nhs_afc/entry/2026-04"' in text, 'kind = "against_inflation"' in text, "Education" in text
    (True, True, False)
    """
    if group is None and like is None:
        return template()
    other = None if like is None else load(like)
    known = None if group is None else described(group)
    points = _chosen(group) if group else []
    parts = [_head(known, other, points), *_sides(other), *_claims(other), _figures(group, points)]
    parts += [_staff(group, each) for each in points]
    return "\n\n".join(each for each in parts if each) + "\n\n" + _SOURCES


_HEAD = """# A dispute, for paylib. Fill in what stands in capitals, and put each claim's own check in the place of "unchecked".
#
#   paylib check FILE.toml    checks this file and prints whether each claim holds
#   paylib report FILE.toml   makes a page that anyone can open
#   paylib check --kinds      lists the kinds of check, with their keys and an example of each
#
# No index and no reading is listed: each claim is tried by the standard ones. Nothing here is a claim yet.

title = "NAME OF THE DISPUTE"
nation = {nation}
question = "WHAT IS IT ABOUT?"
start = {start}                  # {when}"""

_SOURCES = """# ---- Where it says so: every claim names one of these; add your own.

[sources.union-source]
publisher = "THE UNION"
title = "WHAT IT PUBLISHED"
side = "union"

[sources.employer-source]
publisher = "THE EMPLOYER"
title = "WHAT IT PUBLISHED"
side = "employers"
"""


def _head(known: pd.Series | None, other: Dispute | None, points: list[dict[str, str]]) -> str:
    nations = Dispute.model_fields["nation"].annotation.__args__
    nation = next(
        each for each in (known["nation"] if known is not None else "", "England") if each in nations
    )
    due = max(
        (each["period"] for each in points if re.fullmatch(r"\d{4}-\d\d", each["period"])), default=None
    )
    newest = known is not None and due is not None
    when = (
        "the newest scale on record; put the month in which it began"
        if newest
        else "PUT THE MONTH IN WHICH IT BEGAN"
    )
    date = due if newest else "2024-09"
    head = _HEAD.format(nation=_text(nation), start=_text(date), when=when)
    if newest:
        head += f"\naward_due = {_text(due)}              # from when the rise should have been paid"
    if known is not None:
        head += f"\nbargaining_group = {_text(known.name)}      # {known['title']}"
    return head


def _sides(other: Dispute | None) -> Iterable[str]:
    """The roles of the other dispute's parties; a union and the employers without one."""
    roles = [party.role for party in other.parties] if other else ["union", "employers"]
    for place, role in enumerate(roles):
        before = roles[:place].count(role)
        which = f"{_ORDER[min(before, len(_ORDER) - 1)].upper()} " if roles.count(role) > 1 else ""
        name = f"NAME OF THE {which}{role.upper()}" + (f" {before + 1}" if before >= len(_ORDER) else "")
        yield f'[[parties]]\nrole = {_text(role)}\nname = {_text(name)}\n# short = ""                     # the name that people use'


def _claims(other: Dispute | None) -> Iterable[str]:
    """A claim of the same side for each of the other dispute's, whose check is to be filled in."""
    claims = (
        [(each.party, each.check.kind if each.check else "unchecked", each.leads) for each in other.claims]
        if other
        else []
    )
    for number, (party, kind, leads) in enumerate(claims or [("union", "against_inflation", True)], 1):
        yield "\n".join(
            [
                "[[claims]]",
                f'id = "claim-{number}"',
                f"party = {_text(party)}",
                f'quantity = "claim_{number}"          # what it is about, in a word',
                f'summary = "WHAT THE {party.upper()} SAYS ({number})."',
                'text = "to be filled in"        # of a figure: value = and its unit, such as unit = "pct"',
                'unit = "text"',
                f'source = "{"union" if party == "union" else "employer"}-source"',
                *(
                    ["leads = true                    # one of those that the dispute turns on"]
                    if leads
                    else []
                ),
                "",
                "[claims.check]",
                'kind = "unchecked"',
                'needs = "the words of the claim, its source and figures to check it with"',
                f'# kind = "{kind}"'
                if kind != "unchecked"
                else "# the other file leaves this one unchecked too",
                *([f"# {about_of(kind)} Takes {', '.join(keys(kind))}."] if kind != "unchecked" else []),
            ]
        )


def _figures(group: str | None, points: list[dict[str, str]]) -> str:
    if not points:
        return "# ---- Figures to check with: your own with a source, or one of paylib's tables (paylib data list)."
    told = [
        "# ---- Figures of the record, as group/point/date: any point and date will do (paylib data show pay_points)."
    ]
    for each in points:
        for period in dict.fromkeys((each["first"], each["period"])):
            told.append(
                "\n".join(
                    [
                        "[[figures]]",
                        f"id = {_text(_slug(each, period))}",
                        f"label = {_text(_label(each))}",
                        f"pay = {_text('/'.join((group, each['point'], period)))}",
                        *([f"where = {{ {_where(each)} }}"] if _where(each) else []),
                    ]
                )
            )
    return "\n\n".join(told)


def _staff(group: str, each: dict[str, str]) -> str:
    """A group of staff at a point, paid as in the month before the newest scale; a note where that is not on record."""
    lines = [
        f"id = {_text(_slug(each))}",
        f"label = {_text(_label(each))}",
        f"point = {_text(each['point'])}",
    ]
    lines += [f"{name} = {_text(each[name])}" for name in ("nation", *_TOLD) if each.get(name)]
    where = {name: each[name] for name in ("nation", *_TOLD) if each.get(name)}
    try:
        due = periods.months(each["period"])[0]
        scales.rate(group, each["point"], due - 1, include=["derived"], **where)
    except PaylibError:
        return f"# The pay of {_label(each)} before {each['period']} is not on record: give annual_gbp and a source in [[groups]]."
    return "\n".join(["[[groups]]", *lines])


def _chosen(group: str) -> list[dict[str, str]]:
    """The lowest, middle and highest point of a group's newest scale, with the first month on record of each."""
    try:
        rows = rows_of(group)
    except ChoiceError:  # no points of it, or none without an employer
        return []
    rows = rows[rows["annual_gbp"].notna() & (rows["status"] == "in_force") & (rows["basis"] == "published")]
    own = rows[rows["nation"] == described(group)["nation"]]
    rows = own if len(own) else rows
    if rows.empty:
        return []
    newest = rows[rows["period"].map(_month) == rows["period"].map(_month).max()].sort_values("annual_gbp")
    picked = newest.iloc[sorted({0, len(newest) // 2, len(newest) - 1})]
    found = []
    for _, row in picked.iterrows():
        same = rows[(rows[list(KEYS)] == row[list(KEYS)]).all(axis=1)]
        first = same.loc[same["period"].map(_month).idxmin(), "period"]
        told = {name: str(row[name]) for name in KEYS if str(row[name])}
        found.append(told | {"period": periods.label(row["period"]), "first": periods.label(first)})
    return found


def _month(period: pd.Period) -> pd.Period:
    return period.asfreq(periods.MONTH, how="start")


def _where(each: dict[str, str]) -> str:
    return ", ".join(f"{name} = {_text(each[name])}" for name in ("nation", *_TOLD) if each.get(name))


def _label(each: dict[str, str]) -> str:
    told = [each[name] for name in ("grade", "point", "area") if each.get(name)]
    under = f" (contract {each['contract']})" if each.get("contract") else ""
    return ", ".join(told) + under


def _slug(each: dict[str, str], *more: str) -> str:
    words = " ".join([*(each[name] for name in (*_TOLD, "point") if each.get(name)), *more])
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def _text(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)
