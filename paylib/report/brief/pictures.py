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
from paylib.figures.rounding import printed, show
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

MOST_ROWS = 9
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
    marks = f"{len(frame)} claims as marks" if len(frame) > 1 else "1 claim as a mark"
    alt = f"{title}: {marks}. {told}."
    return charts.verdict_marks(
        frame, title, "One mark a claim", alt, rows=VERDICTS, sides=list(names.values()), **cited
    )


def readings(dispute: Dispute, judged: Sequence[claims.Judged], tried: bool = True) -> charts.Picture | None:
    """The one chart that shows the dispute: a leading claim by every reading, or what the offers were worth.

    A claim that an index decides comes first, then the offers, then any claim that has figures of its unit. Small
    dots of all else that was tried are left out if they are not `tried`: that makes the picture lower.
    """
    front = leading(judged)
    rest = [each for each in judged if each not in front]
    for each in front:
        if _indices(each):
            return _of_claim(dispute, each, tried)
    offered = offers(dispute)
    if offered is not None:
        return offered
    drawn = next((each for each in [*front, *rest] if _is_drawn(each)), None)
    return None if drawn is None else _of_claim(dispute, drawn, tried)


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


def _of_claim(dispute: Dispute, each: claims.Judged, tried: bool = True) -> charts.Picture:
    by_index = bool(_indices(each))
    frame = _by_index(each) if by_index else _by_figure(each)
    if by_index and not tried:
        frame = frame[frame["decides"]]
    rows = list(dict.fromkeys(frame.index))
    kept = rows[:MOST_ROWS]
    frame = frame.loc[frame.index.isin(kept)]
    unit = next(choice.figure.unit for choice in _shown(each))
    line = ("level with prices", 0.0) if by_index and each.claim.value is None else _claimed(each)
    title = _title(each, by_index)
    subtitle = _measured(each, by_index, tried)
    if len(kept) < len(rows):
        subtitle += f". The first {len(kept)} of {len(rows)} ways of counting"
    alt = _alt(str(title), frame, unit, line)
    cited = dispute.cited(
        source for choice in _shown(each) for source in choice.sources or (each.claim.source,)
    )
    return charts.dots(frame, title, subtitle, alt, unit=unit, line=line, **cited)


def _by_figure(each: claims.Judged) -> pd.DataFrame:
    shown = _shown(each)
    frame = {"kind": "a figure found", "value": [float(choice.figure.value) for choice in shown]}
    return pd.DataFrame(frame, index=[choice.label for choice in shown])


def _by_index(each: claims.Judged) -> pd.DataFrame:
    """Every reading of a claim, in rows by the rise that is taken; those that decide apart."""
    rows = [
        (
            choice.options.get("rise") or choice.options.get("pay") or choice.label,
            choice.options["index"].replace(NOT_ACCREDITED, "*"),
            choice.options.get("months", ""),
            float(choice.figure.value),
            choice in each.outcome.deciding,
        )
        for choice in _shown(each)
        if "index" in choice.options
    ]
    frame = pd.DataFrame(rows, columns=["row", "kind", "months", "value", "decides"]).set_index("row")
    marked = {kind.removesuffix("*"): kind for kind in frame["kind"] if kind.endswith("*")}
    frame["kind"] = frame["kind"].replace(marked)  # an index is one form, marked if any of its readings is
    deciding = list(dict.fromkeys(frame.index[frame["decides"]]))
    order = {kind: place for place, kind in enumerate(("CPI", "RPI", "RPI*", "CPIH", "RPIX", "RPIX*"))}
    ranked = frame.assign(place=frame["kind"].map(order)).sort_values("place", kind="stable")
    return ranked.drop(columns="place").loc[deciding].rename_axis(None)


NOT_ACCREDITED = " (no longer accredited)"


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


def _measured(each: claims.Judged, by_index: bool, tried: bool) -> str:
    if not by_index:
        return "Each dot a figure that was found; the upright mark what is claimed"
    told = each.outcome.deciding
    months = list(dict.fromkeys(choice.options.get("months", "") for choice in told))
    what = _WHAT.get(each.claim.check.kind, "Rise in real terms")
    parts = [", prices of ".join(filter(None, [what, "; ".join(filter(None, months))]))]
    if tried:
        parts.append("Small: all else that was tried")
    if any(NOT_ACCREDITED in choice.options.get("index", "") for choice in (_shown(each) if tried else told)):
        parts.append("*No longer accredited")
    return ". ".join(parts)


_WHAT = {"rise_to_restore": "Rise that restores what pay bought", "pounds_lost": "Pounds lost to prices"}
"""What is worked out by an index, of the kinds of check that work out no rise in real terms."""


def _alt(title: str, frame: pd.DataFrame, unit: str, line: tuple[str, float] | None) -> str:
    told = frame[frame["decides"]] if "decides" in frame else frame
    rows = {row: _in_words(told.loc[[row]], unit) for row in dict.fromkeys(told.index)}
    parts = [title, *(f"{row}: {found}" for row, found in rows.items())]
    if len(told) < len(frame):
        low, high = (printed(end, unit) for end in (frame["value"].min(), frame["value"].max()))
        parts.append(f"All {len(frame)} readings run from {low} to {high}")
    return ". ".join(parts) + "." + (f" Upright mark: {line[0]}." if line else "")


def _in_words(dots: pd.DataFrame, unit: str) -> str:
    """The dots of a row, kind by kind; several of a kind are told apart by their months."""
    parts = []
    for kind, mine in dots.groupby("kind", sort=False):
        months = mine["months"] if "months" in mine else pd.Series("", mine.index)
        apart = months.nunique() == len(mine) > 1
        told = dict.fromkeys(
            printed(value, unit) + (f" ({when})" if apart else "")
            for value, when in zip(mine["value"], months, strict=True)
        )
        parts.append(f"{kind} {' and '.join(told)}")
    return ", ".join(parts)


def offers(dispute: Dispute) -> charts.Picture | None:
    """What each offer was worth after prices, by two indices; none where none can be worked out."""
    worked = sections.offers_worked(dispute, by=BY)
    if not worked:
        return None
    group = worked[0]["group_id"]
    titles = {by: prices.title(by) for by in BY}
    names = sections.told_apart(dispute.offers)
    rows = [
        (
            f"{names[row['offer_id']]} ({row['prices_counted'].split(', ')[0]})",
            titles[by],
            row[f"real_{by}_pct"],
        )
        for row in worked
        if row["group_id"] == group
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
    whose = worked[0]["group"]
    subtitle = f"Rise in real terms, {whose[:1].lower()}{whose[1:]}"
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
