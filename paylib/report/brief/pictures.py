"""The pictures of a brief, each from the dispute's file and the verdicts."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import pandas as pd

from paylib import charts, claims, prices
from paylib.checks import Choice
from paylib.claims.sides import camp
from paylib.disputes import Dispute, when
from paylib.figures import units
from paylib.figures.rounding import show
from paylib.findings import Prose, say
from paylib.report import sections
from paylib.report.brief import telling
from paylib.report.brief.telling import EMPLOYERS, UNION, leading

VERDICTS = {
    claims.CORRECT: "Correct",
    claims.DEPENDS: "Depends on the reading",
    claims.WRONG: "Wrong",
    claims.DISPUTED: "Disputed",
    claims.UNCONFIRMED: "Unconfirmed",
    claims.CANNOT: "Cannot be checked",
}
"""The verdicts as a brief says them."""

BY = ("cpi", "rpi")
"""The indices by which a brief counts."""

MOST_ROWS = 8
"""Rows of a chart of readings that a phone shows at a glance."""


def sides(dispute: Dispute) -> dict[str, str]:
    """The two sides and, where they claim something, others: by camp, as a heading."""
    roles = {party.role for party in dispute.parties}
    paying = "Employers" if "employers" in roles else "Government"
    found = {UNION: "Union", EMPLOYERS: paying, "others": "Others"}
    theirs = {_camp(claim.party) for claim in dispute.claims}
    return {name: words for name, words in found.items() if name != "others" or name in theirs}


def _camp(role: str) -> str:
    return camp(role) if camp(role) in (UNION, EMPLOYERS) else "others"


def verdicts(dispute: Dispute, judged: Sequence[claims.Judged]) -> charts.Picture | None:
    """All claims as marks, by side and verdict; none where there is no claim."""
    if not judged:
        return None
    names = sides(dispute)
    frame = pd.DataFrame(
        {
            "side": [names[_camp(each.claim.party)] for each in judged],
            "verdict": [each.verdict for each in judged],
        },
        index=pd.Index([each.claim.summary for each in judged], name="Claim"),
    )
    cited = dispute.cited(source for each in judged for source in each.sources)
    counts = frame.groupby(["side", "verdict"], sort=False).size()
    told = "; ".join(
        f"{side}: "
        + ", ".join(
            f"{counts[side, verdict]} {words.lower()}"
            for verdict, words in VERDICTS.items()
            if (side, verdict) in counts
        )
        for side in names.values()
        if side in counts.index.get_level_values(0)
    )
    title = "Every claim, by side and verdict"
    alt = f"{title}: {len(frame)} claims as marks. {told}."
    return charts.verdict_marks(
        frame, title, "One mark a claim", alt, rows=VERDICTS, sides=list(names.values()), **cited
    )


def readings(dispute: Dispute, judged: Sequence[claims.Judged]) -> charts.Picture | None:
    """The one chart that shows the dispute: a leading claim by every reading, or what the offers were worth.

    A claim that an index decides comes first, then the offers, then any claim that has figures of its unit.
    """
    front = leading(judged)
    rest = [each for each in judged if each not in front]
    for each in front:
        if _indices(each):
            return _of_claim(dispute, each)
    offered = offers(dispute)
    if offered is not None:
        return offered
    drawn = next((each for each in [*front, *rest] if _is_drawn(each)), None)
    return None if drawn is None else _of_claim(dispute, drawn)


def _indices(each: claims.Judged) -> set[str]:
    return {choice.options["index"] for choice in each.outcome.deciding if "index" in choice.options}


def _is_drawn(each: claims.Judged) -> bool:
    """Whether a claim's readings are figures of the unit of what is claimed, and more than one."""
    if each.claim.value is None or each.stated is None or each.stated.unit in units.WORDS:
        return False
    shown = _shown(each)
    return len(shown) > 1 and {choice.figure.unit for choice in shown} == {each.stated.unit}


def _shown(each: claims.Judged) -> list[Choice]:
    found = [*each.outcome.deciding, *each.outcome.others]
    return [
        choice for choice in found if choice.figure is not None and not isinstance(choice.figure.value, str)
    ]


def _of_claim(dispute: Dispute, each: claims.Judged) -> charts.Picture:
    by_index = bool(_indices(each))
    chosen = list(each.outcome.deciding) if by_index else _shown(each)
    rows = [_row(choice, by_index) for choice in chosen]
    kept = list(dict.fromkeys(row for row, _, _ in rows))[:MOST_ROWS]
    frame = pd.DataFrame(
        {"kind": [kind for _, kind, _ in rows], "value": [value for _, _, value in rows]},
        index=[row for row, _, _ in rows],
    ).loc[lambda frame: frame.index.isin(kept)]
    unit = chosen[0].figure.unit
    line = ("level with prices", 0.0) if by_index and each.claim.value is None else _claimed(each)
    title = _title(each, by_index)
    subtitle = _measured(chosen, by_index)
    alt = _alt(str(title), frame, unit, line)
    cited = dispute.cited(source for choice in chosen for source in choice.sources or (each.claim.source,))
    return charts.dots(frame, title, subtitle, alt, unit=unit, line=line, **cited)


def _row(choice: Choice, by_index: bool) -> tuple[str, str, float]:
    if not by_index:
        return choice.label, "a figure found", float(choice.figure.value)
    rise = choice.options.get("rise") or choice.options.get("pay") or choice.label
    return rise, choice.options["index"], float(choice.figure.value)


def _claimed(each: claims.Judged) -> tuple[str, float] | None:
    value = each.claim.figure
    if value is None:
        return None
    sign = -1 if _indices(each) and value.low > 0 and each.claim.unit == "pct" else 1
    return f"claimed: {each.as_stated}", sign * value.low


def _title(each: claims.Judged, by_index: bool) -> Prose:
    """The claim, and by which index it is true in how many ways of counting; else its verdict."""
    told = telling.by_index(each) if by_index else None
    found = told or say(VERDICTS[each.verdict].lower())
    return telling.capital(say("{clause}: {found}", clause=telling.clause(each), found=found))


def _measured(chosen: Sequence[Choice], by_index: bool) -> str:
    if not by_index:
        return "Each dot a figure that was found; the line what is claimed"
    months = list(dict.fromkeys(choice.options.get("months", "") for choice in chosen))
    return "Rise in real terms, prices of " + "; ".join(filter(None, months))


def _alt(title: str, frame: pd.DataFrame, unit: str, line: tuple[str, float] | None) -> str:
    rows = {
        row: ", ".join(f"{each.kind} {show(each.value, unit)}" for each in frame.loc[[row]].itertuples())
        for row in dict.fromkeys(frame.index)
    }
    told = ". ".join(f"{row}: {found}" for row, found in rows.items())
    return f"{title}. {told}." + (f" The line: {line[0]}." if line else "")


def offers(dispute: Dispute) -> charts.Picture | None:
    """What each offer was worth after prices, by two indices; none where none can be worked out."""
    worked = sections.offers_worked(dispute, by=BY)
    if not worked:
        return None
    group = worked[0]["group"]
    titles = {by: prices.index(by).attrs["title"] for by in BY}
    rows = [
        (f"{row['offer']} ({row['prices_counted'].split(', ')[0]})", titles[by], row[f"real_{by}_pct"])
        for row in worked
        if row["group"] == group
        for by in BY
        if row[f"real_{by}_pct"] is not None
    ][: MOST_ROWS * len(BY)]
    if not rows:
        return None
    frame = pd.DataFrame([row[1:] for row in rows], columns=["kind", "value"], index=[row[0] for row in rows])
    line = ("level with prices", 0.0)
    title = "What each offer was worth after prices"
    cited = dispute.cited(
        [*(record.source for record in dispute.offers), *(each.source for each in dispute.groups)]
    )
    cited["sources"] = (
        *cited["sources"],
        *{source for by in BY for source in prices.index(by).attrs["sources"]},
    )
    subtitle = f"Rise in real terms, {group[:1].lower()}{group[1:]}"
    return charts.dots(
        frame, title, subtitle, _alt(title, frame, "pct", line), unit="pct", line=line, **cited
    )


FORMS = {
    "award_due": ("circle", "open"),
    "offer": ("square", "full e"),
    "ballot": ("diamond", "full u"),
    "talks": ("circle", "full p"),
    "strike": ("triangle", "full u"),
    "settlement": ("circle", "full"),
}
"""The kinds of events that a timeline draws, each by its form."""

KEY = "Triangle: strike. Diamond: ballot. Square: offer. Round: talks, pay due, settlement. To scale"


def timeline(dispute: Dispute) -> charts.Picture | None:
    """What happened, to scale; none where nothing of what is drawn is in the file."""
    events = [event for event in sorted(dispute.timeline, key=when) if event.kind in FORMS]
    if not events:
        return None
    frame = (
        pd.DataFrame(
            {
                "day": [_middle(event.date) for event in events],
                "kind": [event.kind for event in events],
                "what": [(event.short or event.text).rstrip(".") for event in events],
            },
            index=[_dated(event.date) for event in events],
        )
        .assign(short=[_short(event.date) for event in events])
        .sort_values("day", kind="stable")
    )
    title = "What happened, and when"
    told = "; ".join(f"{date}: {what}" for date, what in zip(frame.index, frame["what"], strict=True))
    cited = dispute.cited(event.source for event in events)
    return charts.timeline(frame, title, KEY, f"Timeline to scale. {told}.", forms=FORMS, **cited)


def _middle(date: str) -> datetime.date:
    """A date; of a month or a year, its middle."""
    return datetime.date.fromisoformat({10: date, 7: f"{date}-15", 4: f"{date}-07-01"}[len(date)])


def _dated(date: str) -> str:
    if len(date) == 4:
        return date
    return show(date, "date" if len(date) == 10 else "month")


def _short(date: str) -> str:
    """A date as a picture has room for it: the year stands beside the line."""
    if len(date) == 4:
        return date
    month = f"{_middle(date):%b}"
    return f"{int(date[8:])} {month}" if len(date) == 10 else month
