"""What the other side will say, with the answer: by the rule of the briefs, from claims judged by the one rule."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from paylib import claims
from paylib.checks import KINDS
from paylib.claims import Judged
from paylib.claims.rule import CORRECT
from paylib.claims.sides import camp
from paylib.disputes import INDEPENDENT, Claim, Dispute, Figure
from paylib.errors import DisputeError
from paylib.figures import periods
from paylib.findings import Prose, say, worded
from paylib.report.brief import telling
from paylib.report.claim import beside, history, money
from paylib.report.claim.paper import (
    BY,
    EMPLOYERS,
    REVIEW_BODY,
    UNION,
    Block,
    Paper,
    Section,
    Stance,
    section_of,
)
from paylib.tables import Table, table

NOTHING = "By these figures that is so."
"""The answer where there is none."""


Points = tuple[Prose | None, Prose | None]
"""What the union can say on one matter, and what the employers can."""


def replies(paper: Paper) -> Section:
    """Each thing that the other side can say by these figures, and what answers it.

    Parameters
    ----------
    paper : Paper

    Returns
    -------
    Section

    Notes
    -----
    First the claims of the file and what each side may say of claim and offer beside inflation, judged by the one rule: a
    side is given the reading by which its own holds, or where the other's fails, and nothing that holds on no reading. Then,
    matter by matter, the figures of this paper that are strongest for each side: of the indices, the forecasts and the awards
    elsewhere, the one end for the union and the other for the employers. The same pairs stand in the paper of the other side,
    exchanged.

    Examples
    --------
    >>> from paylib.report.claim.claim_file import load
    >>> replies(Paper(load("njc_2026"))).title
    'What the other side will say, and the answer'
    """
    heads, title = ("What they will say", "The answer"), "What the other side will say, and the answer"
    if paper.side == REVIEW_BODY:
        heads, title = ("The employers can say", "The union can say"), "What each side can say"
    blocks: list[Block | None] = [_answered(pairs(paper), heads)]
    return section_of(
        "replies", title, blocks, "Nothing was found that the other side can say by these figures."
    )


def pairs(paper: Paper) -> list[tuple[Prose, Prose]]:
    """What the other side can say, and the answer, matter by matter.

    Parameters
    ----------
    paper : Paper

    Returns
    -------
    list of tuple of Prose

    Examples
    --------
    >>> from paylib.report.claim.claim_file import load
    >>> reply, answer = pairs(Paper(load("dwp_2026")))[-1]
    >>> print(reply)
    Pay is not all: the employer pays another 29.0% of it into the pension.
    """
    matters = (_judged, _restoring, _elsewhere, _lowest_rate, _money, _forecasts, _pension)
    both = [points for matter in matters for points in matter(paper) if any(points)]
    nothing = worded(NOTHING)
    if paper.side == REVIEW_BODY:
        return [(employers or nothing, union or nothing) for union, employers in both]
    turned = [
        (union, employers) if paper.side == EMPLOYERS else (employers, union) for union, employers in both
    ]
    return [(reply, answer or nothing) for reply, answer in turned if reply is not None]


def _answered(found: list[tuple[Prose, Prose]], heads: tuple[str, str]) -> Table | None:
    if not found:
        return None
    rows = {str(number): dict(zip(heads, pair, strict=True)) for number, pair in enumerate(found, 1)}
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("No.")
    return table(
        frame, "Point by point, by the figures of this paper", labels={column: column for column in frame}
    )


def _judged(paper: Paper) -> Iterator[Points]:
    """The claims of the file, and the offer and the claim beside inflation."""
    dispute, judged = judged_claims(paper)
    for each in judged:
        side = camp(each.claim.party)
        if side in (UNION, EMPLOYERS):
            union, employers = (
                telling.point(dispute, each, ours=side == mine) for mine in (UNION, EMPLOYERS)
            )
            beside_prices = _beside_inflation(paper, each)
            if beside_prices is not None and side == UNION:
                union = beside_prices
            elif beside_prices is not None:
                employers = beside_prices
            yield union, employers


def _beside_inflation(paper: Paper, each: Judged) -> Prose | None:
    """Of a stance that is rightly said to be above or below inflation: by how much, with the rates."""
    stance = next(
        (
            one
            for one in paper.stances
            if f"-{one.word}-" in each.claim.id and each.claim.id.endswith(("below", "above"))
        ),
        None,
    )
    if stance is None or each.claim.id in {own.id for own in paper.file.claims} or each.verdict != CORRECT:
        return None
    low, high = (
        stance.figure(paper, "rise_pct", point, "rise", "pct")
        for point in (stance.made["rise_pct"].idxmin(), stance.made["rise_pct"].idxmax())
    )
    rates = {by: history.rate_in(paper, by, periods.parse(paper.file.date)) for by in BY}
    if None in rates.values():
        return None
    size = say("{low}", low=low) if str(low) == str(high) else say("{low} to {high}", low=low, high=high)
    says = "above" if each.claim.id.endswith("above") else "below"
    return say(
        "The {word} is {says} inflation: {size}, where prices rose by {cpi} by CPI and {rpi} by RPI in the year to {month}.",
        word=stance.word,
        says=says,
        size=size,
        month=paper.month,
        **rates,
    )


def _restoring(paper: Paper) -> Iterator[Points]:
    """What was lost: by the index that makes it most, and by the one that makes it least."""
    point = history.middle(paper.file)
    if point is None:
        return
    found = history.real(paper, point)
    most, least = sorted(BY, key=lambda by: float(found[f"real_{by}"]))[:: len(BY) - 1]
    named = {
        "point": worded(paper.file.named(point)),
        "since": paper.keep("followed from", periods.parse(paper.file.since)),
    }
    union = say(
        "By {index}, pay at {point} has had {real:change} since {since}; it would take {needed} to undo that.".replace(
            "had {real:change}", "had a {real:change}"
        ),
        index=most.upper(),
        real=found[f"real_{most}"],
        needed=found[f"restore_{most}"],
        **named,
    )
    if found[f"real_{most}"].sign >= 0:
        union = None
    if found[f"real_{least}"].sign >= 0:
        employers = say(
            "By {index}, pay at {point} has kept up since {since}: a {real:change}.",
            index=least.upper(),
            real=found[f"real_{least}"],
            **named,
        )
    else:
        employers = say(
            "By {index}, it is a {real:change} since {since}, and {needed} would undo it. The RPI is not an accredited statistic.",
            index=least.upper(),
            real=found[f"real_{least}"],
            needed=found[f"restore_{least}"],
            since=named["since"],
        )
    yield union, employers


def _offer(paper: Paper) -> Stance | None:
    return next((each for each in paper.stances if each.word == "offer" and each.made is not None), None)


def _claim(paper: Paper) -> Stance | None:
    return next((each for each in paper.stances if each.word == "claim" and each.made is not None), None)


def _elsewhere(paper: Paper) -> Iterator[Points]:
    """The offer beside awards to others: how many are higher, and how many are not."""
    offer, others = _offer(paper), [award for _, _, award in beside.awarded(paper)]
    if offer is None or not others:
        return
    low = offer.figure(paper, "rise_pct", offer.made["rise_pct"].idxmin(), "rise", "pct")
    higher = [each for each in others if round(float(each) - float(low), 6) > 0]
    cited = tuple(dict.fromkeys(name for each in others for name in each.sources))
    counts = {
        "all": paper.keep(
            "awards elsewhere found", float(len(others)), "count", "counted in the table of awards", cited
        ),
        "higher": paper.keep(
            "awards elsewhere above the offer",
            float(len(higher)),
            "count",
            "counted in the table of awards",
            cited,
        ),
        "others": paper.keep(
            "awards elsewhere not above it",
            float(len(others) - len(higher)),
            "count",
            "the rest of them",
            cited,
        ),
    }
    union = (
        say(
            "Of {all} awards to other groups, {higher} are above the offer's {low}, up to {top}.",
            low=low,
            top=max(others, key=float),
            **{k: counts[k] for k in ("all", "higher")},
        )
        if higher
        else None
    )
    employers = (
        say(
            "Of {all} awards to other groups, {others} are no higher than the offer's {low}.",
            low=low,
            **{k: counts[k] for k in ("all", "others")},
        )
        if len(higher) < len(others)
        else None
    )
    yield union, employers


def _lowest_rate(paper: Paper) -> Iterator[Points]:
    """The lowest rate after the offer: below the Living Wage, above the legal minimum."""
    offer, floors = _offer(paper), beside.floors(paper)
    if offer is None or not floors:
        return
    rate = offer.figure(
        paper, "after_gbp_hour", offer.made["after_gbp_hour"].idxmin(), "an hour after", "gbp_hour"
    )
    below = [name for name, floor in floors.items() if rate < floor]
    above = [name for name, floor in floors.items() if rate > floor]
    union = employers = None
    if below:
        union = say(
            "After the offer the lowest rate is {rate} an hour, below the {name} of {floor}.",
            rate=rate,
            name=below[-1],
            floor=floors[below[-1]],
        )
    if above:
        employers = say(
            "After the offer the lowest rate is {rate} an hour, above the {name} of {floor}.",
            rate=rate,
            name=above[-1],
            floor=floors[above[-1]],
        )
    yield union, employers


def _money(paper: Paper) -> Iterator[Points]:
    """What the claim costs, and how much of it comes back."""
    claim = _claim(paper)
    spent = None if claim is None else money.least_cost(paper, claim)
    if spent is None:
        return
    point = history.middle(paper.file) or paper.file.shown[len(paper.file.shown) // 2]
    employers = say("The claim would cost {spent} a year or more.", spent=spent)
    union = say(
        "Of what the rise at {point} costs in pay and National Insurance, {share} comes back in tax and National Insurance.",
        point=worded(paper.file.named(point)),
        share=money.share_back(paper, claim, point),
    )
    yield union, employers


def _forecasts(paper: Paper) -> Iterator[Points]:
    """The highest and the lowest forecast of prices for the year after."""
    found = [(who, each) for who, each in history.of_prices(paper)]
    if len(found) < 2:
        return
    (low_who, low), (high_who, high) = (pick(found, key=lambda pair: float(pair[1])) for pick in (min, max))
    if str(low) == str(high):
        return
    words = "Prices are forecast to rise by {rate} in {year} ({who})."
    year = worded(str(periods.parse(paper.file.date).year + 1))
    yield (
        say(words, rate=high, year=year, who=worded(high_who)),
        say(words, rate=low, year=year, who=worded(low_who)),
    )


def _pension(paper: Paper) -> Iterator[Points]:
    """The employer's contribution to the pension."""
    rate = money.pension_pct(paper)
    if rate is None:
        return
    employers = say("Pay is not all: the employer pays another {rate} of it into the pension.", rate=rate)
    union = worded(
        "What the scheme charges is not received now and does not say what a pension will be worth; the rate changes with the Treasury's discount rate."
    )
    yield union, employers


def judged_claims(paper: Paper) -> tuple[Dispute, list[Judged]]:
    """The claims of the file and what each side may say of the claim and the offer, judged; those that some reading bears out.

    Parameters
    ----------
    paper : Paper

    Returns
    -------
    tuple of Dispute and list of Judged
    """
    stances = [each for each in paper.stances if each.made is not None]
    figures = [each for stance in sorted(stances, key=lambda each: each.word) for each in _rises(stance)]
    said = [
        each for stance in sorted(stances, key=lambda each: each.word) for each in _may_say(paper, stance)
    ]
    dispute = paper.file.dispute(said, figures)
    own = {each.id for each in paper.file.claims}
    every = claims.judged(dispute)
    for each in every:
        if each.error:
            raise DisputeError(f"The claim {each.claim.id!r} does not fit its check. {each.error}")
    judged = [each for each in every if each.claim.id in own or _borne_out(each)]
    return dispute, judged


def _borne_out(each: Judged) -> bool:
    return any(choice.holds for choice in each.outcome.deciding)


def _rises(stance: Stance) -> list[Figure]:
    """The lowest and the highest rise of a stance, which anyone can count anew."""
    rises = stance.made["rise_pct"]
    return [
        Figure(
            id=f"{stance.word}-{name}",
            label=f"the {name} rise under the {stance.word}",
            value=round(float(value), 6),
            unit="pct",
            source=stance.proposal.source,
            side=INDEPENDENT,
        )
        for name, value in (("lowest", rises.min()), ("highest", rises.max()))
    ]


def _may_say(paper: Paper, stance: Stance) -> list[Claim]:
    """What each side may say of a stance beside inflation."""
    kind = KINDS["against_inflation"]
    figures = tuple(dict.fromkeys((f"{stance.word}-lowest", f"{stance.word}-highest")))
    return [
        Claim(
            id=f"{side}-{stance.word}-{says}",
            party=party.role,
            quantity="rise_against_inflation",
            summary=f"The {stance.word} is {says} inflation.",
            short=f"the {stance.word} is {says} inflation",
            text=f"{says} inflation",
            unit="comparison",
            source=stance.proposal.source,
            check=kind(kind="against_inflation", figures=figures, says=says),
        )
        for side, party, says in (
            (UNION, paper.file.union, "below"),
            (EMPLOYERS, paper.file.employers, "above"),
        )
    ]
