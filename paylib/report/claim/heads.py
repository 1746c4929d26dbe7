"""What is asked and what is offered, and who gains by it."""

from __future__ import annotations

import pandas as pd

from paylib import charts
from paylib.charts import Chart
from paylib.findings import Prose, say, worded
from paylib.report.claim.paper import (
    REVIEW_BODY,
    UNION,
    Block,
    Listed,
    Paper,
    Section,
    Stance,
    heads_said,
    point_table,
    section_of,
)
from paylib.tables import Table


def introduction(paper: Paper) -> Section:
    """Who asks whom for what, from when, and what it comes to.

    Parameters
    ----------
    paper : Paper

    Returns
    -------
    Section

    Examples
    --------
    >>> from paylib.report.claim.claim_file import load
    >>> print(introduction(Paper(load("njc_2026"))).blocks[0])
    This is a claim on pay from April 2026 for council and school staff, made by UNISON, GMB and Unite to National Employers for
    local government services.
    """
    file = paper.file
    kinds = {UNION: "a claim on pay", REVIEW_BODY: "evidence on pay"}
    named = {
        "union": worded(file.union.name),
        "employers": worded(file.employers.name),
        "staff": worded(file.staff),
    }
    words = {
        UNION: ", made by {union} to {employers}.",
        REVIEW_BODY: ". It sets out what {union} and {employers} say, with public sources only.",
    }.get(paper.side, ", made by {employers} to {union}.")
    kind = kinds.get(paper.side, "an offer on pay")
    opening = say("This is {kind} from {month} for {staff}" + words, kind=kind, month=paper.month, **named)
    blocks: list[Block | None] = [
        opening,
        Listed(tuple(heads_said(paper, paper.ours))),
        comes_to(paper, paper.ours),
    ]
    return section_of("introduction", "Introduction", blocks, "")


def comes_to(paper: Paper, stance: Stance) -> Prose | None:
    """What a stance comes to at the points where it is worth least and most.

    Parameters
    ----------
    paper : Paper
    stance : Stance

    Returns
    -------
    Prose or None
        None where nothing of it can be worked out by point.
    """
    if stance.made is None:
        return None
    least, most = ends(stance)
    low, high = (stance.figure(paper, "rise_pct", each, "rise", "pct") for each in (least, most))
    if str(low) == str(high):
        return say("It raises the rates of pay by {low}.", low=low)
    return say(
        "It raises the rates of pay by {low} ({least}) to {high} ({most}).",
        low=low,
        high=high,
        least=worded(paper.file.named(least)),
        most=worded(paper.file.named(most)),
    )


def ends(stance: Stance) -> tuple[str, str]:
    """The points at which a stance is worth least and most, per cent.

    Examples
    --------
    >>> from paylib.report.claim.claim_file import load
    >>> paper = Paper(load("resident_doctors_2025"), "employers")
    >>> ends(paper.ours)
    ('ST6-8', 'FY1')
    """
    rises = stance.made["rise_pct"].round(9)
    return rises.idxmin(), rises.idxmax()


def in_full(paper: Paper) -> Section:
    """The heads of both sides, and what they do to pay at each point shown."""
    blocks: list[Block | None] = []
    for stance in paper.stances:
        blocks += [_of_whom(stance), Listed(tuple(heads_said(paper, stance)))]
        if stance.proposal.note:
            blocks.append(worded(stance.proposal.note))
    blocks.append(_before_and_after(paper))
    title = {"union": "The claim in full", REVIEW_BODY: "The claim and the offer in full"}.get(
        paper.side, "The offer in full"
    )
    return section_of("in_full", title, blocks, "")


def _of_whom(stance: Stance) -> Prose:
    label = stance.proposal.label
    return say("{label}:", label=worded(label[:1].upper() + label[1:]))


def _before_and_after(paper: Paper) -> Table | None:
    """Pay now, and under what each side asks or offers, by the year and by the hour."""
    workable = [each for each in paper.stances if each.made is not None]
    if not workable:
        return None
    rows = {}
    for point in paper.file.shown:
        row: dict[str, object] = {"Pay now": paper.point(point)}
        for stance in workable:
            row[f"After the {stance.word}"] = stance.figure(
                paper, "after_gbp_year", point, "pay after", "gbp_year"
            )
            row[f"Rise, {stance.word}"] = stance.figure(paper, "rise_pct", point, "rise", "pct")
            row[f"An hour, {stance.word}"] = stance.figure(
                paper, "after_gbp_hour", point, "an hour after", "gbp_hour"
            )
        rows[point] = row
    return point_table(paper, rows, "Full-time pay now and after, by the year and by the hour")


def who_gains(paper: Paper) -> Section:
    """Who gains, by point, and by sex where the file has figures for it."""
    blocks: list[Block | None] = []
    for stance in paper.stances:
        if stance.made is not None:
            blocks.append(_spread(paper, stance))
    blocks.append(_gains(paper, paper.ours))
    blocks.append(
        paper.listed("equality")
        or worded(
            "By sex: no figures on how many women and men are at each point were found, so who gains is not shown by sex."
        )
    )
    return section_of("equality", "Equality: who gains", blocks, "Nothing here can be worked out by point.")


def _spread(paper: Paper, stance: Stance) -> Prose:
    low, high = paper.file.shown[0], paper.file.shown[-1]
    figures = {
        "first": stance.figure(paper, "rise_gbp_year", low, "rise in pounds", "gbp_year"),
        "second": stance.figure(paper, "rise_gbp_year", high, "rise in pounds", "gbp_year"),
        "first_pct": stance.figure(paper, "rise_pct", low, "rise", "pct"),
        "second_pct": stance.figure(paper, "rise_pct", high, "rise", "pct"),
    }
    return say(
        "Under the {word}: {low}, {first} more a year ({first_pct}); {high}, {second} more ({second_pct}).",
        word=stance.word,
        low=worded(paper.file.named(low)),
        high=worded(paper.file.named(high)),
        **figures,
    )


def _gains(paper: Paper, stance: Stance) -> Chart | None:
    if stance.made is None or len(paper.file.shown) < 2:
        return None
    made = stance.made.loc[paper.file.shown, ["rise_gbp_year"]]
    frame = made.rename(index=paper.file.named).rename_axis("Pay point")
    least, most = frame["rise_gbp_year"].idxmin(), frame["rise_gbp_year"].idxmax()
    back = {paper.file.named(each): each for each in paper.file.shown}
    low, high = (
        stance.figure(paper, "rise_gbp_year", back[each], "rise in pounds", "gbp_year")
        for each in (least, most)
    )
    title = say(
        "The {word} is worth {low} a year to {least} and {high} to {most}",
        word=stance.word,
        low=low,
        high=high,
        least=worded(least),
        most=worded(most),
    )
    return charts.bars(
        pd.DataFrame(frame),
        title,
        f"Rise of full-time pay under the {stance.word}, £ a year, by pay point",
        labels={"rise_gbp_year": "Rise"},
        sources=[each for each in stance.sources if each in set(paper.known.index)],
    )
