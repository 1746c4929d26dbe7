"""What it costs, what comes back, what the settlement of the year assumed, and pay with the pension."""

from __future__ import annotations

from functools import cache

import pandas as pd

from paylib import offers, takehome
from paylib.errors import PaylibError
from paylib.figures.finding import Finding
from paylib.figures.provenance import merged
from paylib.findings import Prose, say, worded
from paylib.report.claim.history import middle
from paylib.report.claim.paper import Block, Paper, Section, Stance, point_table, section_of
from paylib.tables import Table, table

PARTS = {
    "pay": "Pay",
    "employer_ni": "Employer's National Insurance",
    "employer_pension": "Employer's pension contribution",
    "total": "Together",
}
"""The parts of the cost, as a reader is told."""


def cost(paper: Paper) -> Section:
    """What each side's heads would cost over a full year, what comes back, and what an equal sum would buy.

    Parameters
    ----------
    paper : Paper

    Returns
    -------
    Section

    Notes
    -----
    With staff by point: full-time equivalents × the rise at their point, with employer's National Insurance and pension
    contribution. Without, a rise whose cost is known gives what one per cent costs; the lowest and the highest rise at any
    point then bound the cost, whatever the staff at each. Either is an estimate: staff and their pay move.

    Examples
    --------
    >>> from paylib.report.claim.claim_file import load
    >>> print(cost(Paper(load("njc_2026"))).blocks[0])  # doctest: +ELLIPSIS
    An estimate. ...
    """
    costing = paper.file.costing
    blocks: list[Block | None] = []
    if costing is not None and _staffed(paper):
        blocks = [
            _method_by_point(),
            _by_point(paper),
            *(_instead(paper, each) for each in paper.stances if each.made is not None),
        ]
    elif costing is not None and costing.rise is not None:
        known = [_known(paper), *(_bounds(paper, each) for each in paper.stances if each.made is not None)]
        blocks = known
    if costing is not None:
        blocks.append(_comes_back(paper))
    missing = (
        "Neither staff by point nor the cost of an earlier rise was found, so the cost is not worked out."
    )
    return section_of("cost", "What it would cost", blocks, missing)


def _staffed(paper: Paper) -> bool:
    """Whether staff are given for every point that the claim is worked on."""
    given = {each.point for each in paper.file.points if each.fte is not None}
    return given == set(paper.file.pay["point"])


def _staff(paper: Paper) -> dict[str, Finding]:
    return {
        each.point: paper.keep(
            f"staff, {each.point}",
            each.fte,
            "fte",
            "full-time equivalents, as published",
            (each.staff_source,),
        )
        for each in paper.file.points
    }


def _method_by_point() -> Prose:
    return worded(
        "An estimate: full-time equivalents at each point, times the rise there, over a full year; progression, overtime and "
        "allowances are left out."
    )


@cache
def pension_pct(paper: Paper) -> Finding | None:
    """The employer's contribution to the pension; None where no scheme is named or its rate is not known.

    Parameters
    ----------
    paper : Paper

    Returns
    -------
    Finding or None
        Per cent of pay, at the point in the middle.
    """
    costing = paper.file.costing
    if costing is None:
        return None
    if costing.pension_pct is not None:
        return paper.keep(
            "employer's contribution", costing.pension_pct, "pct", "as given", (costing.pension_source,)
        )
    if costing.pension_scheme is None:
        return None
    typical = paper.point(middle(paper.file) or paper.file.shown[len(paper.file.shown) // 2])
    try:
        found = takehome.employer_pension_pct(typical, costing.tax_year, costing.pension_scheme)
    except PaylibError:
        return None
    return paper.keep("employer's contribution", found)


@cache
def _bill(paper: Paper, stance: Stance) -> pd.DataFrame:
    staff = {point: float(each) for point, each in _staff(paper).items()}
    pension = pension_pct(paper)
    return offers.cost(
        stance.proposal.offer(),
        paper.file.pay,
        staff,
        paper.file.costing.tax_year,
        pension_pct=float(pension) if pension else 0.0,
        full_year=True,
    )


@cache
def _cited(paper: Paper, stance: Stance) -> tuple[str, ...]:
    """The sources of a cost: the heads, pay, staff, National Insurance and the pension."""
    year = paper.file.costing.tax_year
    tax = takehome.breakdown(20_000, year).attrs["sources"]
    pension = pension_pct(paper)
    return merged(
        [
            stance.sources,
            *(each.sources for each in _staff(paper).values()),
            tax,
            pension.sources if pension else (),
        ]
    )


def _cost(paper: Paper, stance: Stance, part: str) -> Finding:
    value = float(_bill(paper, stance).loc[part, "cost_gbp"]) / 1e6
    method = (
        "staff × rise at each point, over a full year" if part == "pay" else f"the rise of pay: {_part(part)}"
    )
    return paper.keep(
        f"cost of the {stance.word}, {_part(part)}",
        value,
        "gbp_million",
        method,
        _cited(paper, stance),
        (),
        1,
    )


def _part(part: str) -> str:
    label = PARTS[part]
    return label[:1].lower() + label[1:]


def _by_point(paper: Paper) -> Table:
    """The cost of each side's heads by its parts, and what comes back in tax and National Insurance."""
    rows: dict[str, dict[str, object]] = {}
    for stance in (each for each in paper.stances if each.made is not None):
        column = f"The {stance.word}"
        for part, label in PARTS.items():
            rows.setdefault(label, {})[column] = _cost(paper, stance, part)
        rows.setdefault("Of it, back in tax and National Insurance", {})[column] = _back(paper, stance)
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("A full year")
    return table(frame, "The cost of a full year, an estimate", labels={column: column for column in frame})


def _back(paper: Paper, stance: Stance) -> Finding:
    """Income tax and National Insurance of employees and employer on the rise, for all staff."""
    staff = {point: float(each) for point, each in _staff(paper).items()}
    total = sum(fte * float(_returned(paper, stance, point)) for point, fte in staff.items())
    method = "what comes back at each point × staff there"
    return paper.keep(
        f"back from the {stance.word}", total / 1e6, "gbp_million", method, _cited(paper, stance), (), 1
    )


def _returned(paper: Paper, stance: Stance, point: str) -> Finding:
    """What comes back of the rise at one point: income tax, and National Insurance of employee and employer."""
    year = paper.file.costing.tax_year
    before, after = (
        float(stance.made.loc[point, column]) for column in ("before_gbp_year", "after_gbp_year")
    )
    taken = takehome.breakdown([before, after], year, nation=_tax_nation(paper))
    own = float((taken["income_tax_gbp"] + taken["national_insurance_gbp"]).diff().iloc[1])
    method = f"income tax and both sides' National Insurance on the rise, {year}, no pension contribution taken off"
    cited = merged([stance.sources, taken.attrs["sources"]])
    value = own + float(_insured(paper, stance, point))
    return paper.keep(f"back from the {stance.word}, {point}", value, "gbp_year", method, cited)


def _insured(paper: Paper, stance: Stance, point: str) -> Finding:
    """The employer's National Insurance on the rise at one point."""
    year = paper.file.costing.tax_year
    before, after = (
        float(stance.made.loc[point, column]) for column in ("before_gbp_year", "after_gbp_year")
    )
    value = float(takehome.employer_ni(after, year)) - float(takehome.employer_ni(before, year))
    cited = merged([stance.sources, takehome.breakdown(before, year).attrs["sources"]])
    name = f"employer's National Insurance on the {stance.word}, {point}"
    return paper.keep(name, value, "gbp_year", f"on the rise, {year}", cited)


def _tax_nation(paper: Paper) -> str:
    return "Scotland" if paper.file.nation == "Scotland" else "England"


@cache
def _alternatives(paper: Paper, stance: Stance) -> dict[str, offers.Offer]:
    """Offers of other shapes for the money of one, by shape."""
    staff = {point: float(each) for point, each in _staff(paper).items()}
    pension = pension_pct(paper)
    made = offers.alternatives(
        stance.proposal.offer(),
        paper.file.pay,
        staff,
        paper.file.costing.tax_year,
        pension_pct=float(pension) if pension else 0.0,
    )
    return made.attrs["offers"]


def _instead(paper: Paper, stance: Stance) -> Prose:
    """What the same money would buy otherwise: one per cent for all, one flat sum for all, or posts."""
    staff = {point: float(each) for point, each in _staff(paper).items()}
    shapes = _alternatives(paper, stance)
    cited = _cited(paper, stance)
    name = f"for the cost of the {stance.word}"
    pct = paper.keep(
        f"{name}, per cent for all", float(shapes["percentage"].parts[0].pct), "pct", "the same cost", cited
    )
    flat = paper.keep(
        f"{name}, flat sum for all",
        float(shapes["flat_sum"].parts[0].gbp_year),
        "gbp_year",
        "the same cost",
        cited,
    )
    posts = paper.keep(
        f"{name}, posts",
        _posts(paper, stance, staff),
        "fte",
        "the cost / that of one post at the average before",
        cited,
    )
    alike = stance.made["rise_pct"].round(2).nunique() == 1
    return say(
        "The money of the {word} would also buy "
        + ("" if alike else "{pct} for everyone, or ")
        + "{flat} a year for everyone, or {posts} full-time posts at today's average cost.",
        word=stance.word,
        pct=pct,
        flat=flat,
        posts=posts,
    )


def _posts(paper: Paper, stance: Stance, staff: dict[str, float]) -> float:
    bill = _bill(paper, stance).loc["total"]
    return float(bill["cost_gbp"] / (bill["before_gbp"] / sum(staff.values())))


def one_per_cent(paper: Paper) -> Finding | None:
    """What one per cent costs a year, by a rise whose cost is known; None where none is.

    Parameters
    ----------
    paper : Paper

    Returns
    -------
    Finding or None

    Examples
    --------
    >>> from paylib.report.claim.claim_file import load
    >>> str(one_per_cent(Paper(load("njc_2026"))))
    '£247.9 million'
    """
    costing = paper.file.costing
    if costing is None or costing.rise is None:
        return None
    rise, spent = paper.figure(costing.rise), paper.figure(costing.its_cost)
    value = float(spent.into("gbp_million")) / float(rise)
    method = f"{spent.name} / {rise.name}"
    cited = merged([spent.sources, rise.sources])
    return paper.keep("cost of one per cent", value, "gbp_million", method, cited, (), 1)


def _known(paper: Paper) -> Prose:
    costing = paper.file.costing
    rise = next(each for each in paper.file.figures if each.id == costing.rise)
    return say(
        "An estimate. Staff by point were not found. {rise} was {pct}, and cost {spent} a year; so one per cent costs about {one}, "
        "if pay bills have not changed since.",
        rise=worded(rise.label[:1].upper() + rise.label[1:]),
        pct=paper.figure(costing.rise),
        spent=paper.figure(costing.its_cost),
        one=one_per_cent(paper),
    )


def bounds(paper: Paper, stance: Stance) -> tuple[Finding, Finding]:
    """The least and the most that a stance can cost by what one per cent costs.

    Parameters
    ----------
    paper : Paper
    stance : Stance

    Returns
    -------
    tuple of Finding
        Pounds, million a year.
    """
    one = one_per_cent(paper)
    cited = merged([one.sources, stance.sources])
    found = []
    for name, pick in (("least", "min"), ("most", "max")):
        rise = float(getattr(stance.made["rise_pct"], pick)())
        method = (
            f"the {'lowest' if pick == 'min' else 'highest'} rise at any point × the cost of one per cent"
        )
        found.append(
            paper.keep(f"cost of the {stance.word}, {name}", rise * float(one), "gbp_million", method, cited)
        )
    return found[0], found[1]


def _bounds(paper: Paper, stance: Stance) -> Prose:
    least, most = bounds(paper, stance)
    if str(least) == str(most):
        return say("The {word} would cost about {least} a year.", word=stance.word, least=least)
    return say(
        "The {word} would cost between {least} and {most} a year: where in between turns on how many staff are at the points that "
        "it raises most.",
        word=stance.word,
        least=least,
        most=most,
    )


def _comes_back(paper: Paper) -> Table | None:
    """Of the rise at each point shown: what the member keeps, and what comes back."""
    stance = paper.ours
    if stance.made is None:
        return None
    try:
        rows = {point: _shares(paper, stance, point) for point in paper.file.shown}
    except PaylibError:
        return None
    caption = say(
        "Of the rise under the {word}: what comes back in income tax and National Insurance of member and employer",
        word=stance.word,
    )
    return point_table(paper, rows, caption)


def _shares(paper: Paper, stance: Stance, point: str) -> dict[str, object]:
    rise = stance.figure(paper, "rise_gbp_year", point, "rise in pounds", "gbp_year")
    back = _returned(paper, stance, point)
    return {
        "Rise a year": rise,
        "Employer's National Insurance": _insured(paper, stance, point),
        "Comes back": back,
        "Share of the two": share_back(paper, stance, point),
    }


def share_back(paper: Paper, stance: Stance, point: str) -> Finding:
    """Of what the rise at a point costs in pay and National Insurance: the share that comes back in tax and National Insurance.

    Parameters
    ----------
    paper : Paper
    stance : Stance
    point : str

    Returns
    -------
    Finding
        Per cent.
    """
    rise = stance.figure(paper, "rise_gbp_year", point, "rise in pounds", "gbp_year")
    back, insured = _returned(paper, stance, point), _insured(paper, stance, point)
    name = f"share back from the {stance.word}, {point}"
    method = f"{back.name} / ({rise.name} + {insured.name})"
    return paper.keep(name, (back / (rise + insured)).named("", method, "pct"))


def least_cost(paper: Paper, stance: Stance) -> Finding | None:
    """What a stance costs a year at the least; None where neither staff nor a known cost was found.

    Parameters
    ----------
    paper : Paper
    stance : Stance

    Returns
    -------
    Finding or None
        Pounds, million a year.
    """
    if paper.file.costing is None:
        return None
    if _staffed(paper):
        return _cost(paper, stance, "total")
    return bounds(paper, stance)[0] if one_per_cent(paper) else None


def funding(paper: Paper) -> Section:
    """The funding settlement of the year, what it assumed for pay, and the gap to what each side says.

    Parameters
    ----------
    paper : Paper

    Returns
    -------
    Section

    Examples
    --------
    >>> from paylib.report.claim.claim_file import load
    >>> print(funding(Paper(load("njc_2026"))).blocks[-1])
    What the funding settlement assumed for pay was not found, so the gap to it is not worked out.
    """
    blocks: list[Block | None] = [paper.listed("funding")]
    if paper.withheld("funding"):
        blocks.append(worded("A figure is left out here because its source has no public link."))
    if paper.file.assumed is None or paper.file.assumed not in {each.id for each in paper.figures("funding")}:
        blocks.append(
            worded(
                "What the funding settlement assumed for pay was not found, so the gap to it is not worked out."
            )
        )
    else:
        blocks += [_gap(paper, each) for each in paper.stances if each.made is not None]
    return section_of("funding", "Affordability: the funding of the year", blocks, "")


def _gap(paper: Paper, stance: Stance) -> Prose:
    """How far a stance is from what was assumed for pay: in points, and in pounds where the cost of one is known."""
    assumed = paper.figure(paper.file.assumed)
    gaps = []
    for pick, name in (("min", "lowest"), ("max", "highest")):
        rise = float(getattr(stance.made["rise_pct"], pick)())
        cited = merged([assumed.sources, stance.sources])
        method = f"the {name} rise of the {stance.word} at any point − {assumed.name}"
        gaps.append(
            paper.keep(
                f"over what was assumed, {stance.word}, {name}",
                rise - float(assumed),
                "pct_points",
                method,
                cited,
            )
        )
    told = _gap_in_points(stance, gaps)
    money = _gap_in_money(paper, stance, assumed)
    return say("{told} {money}", told=told, money=money) if money else told


def _gap_in_points(stance: Stance, gaps: list[Finding]) -> Prose:
    if str(gaps[0]) == str(gaps[1]):
        return say("The {word} is {gap} above what was set aside for pay.", word=stance.word, gap=gaps[0])
    return say(
        "The {word} is {low} to {high} above what was set aside for pay.",
        word=stance.word,
        low=gaps[0],
        high=gaps[1],
    )


def _gap_in_money(paper: Paper, stance: Stance, assumed: Finding) -> Prose | None:
    if _staffed(paper) and paper.file.costing:
        at_assumed = offers.Offer((offers.Percent(float(assumed), paper.file.date),), "assumed")
        bill = offers.cost(
            at_assumed,
            paper.file.pay,
            {point: float(each) for point, each in _staff(paper).items()},
            paper.file.costing.tax_year,
            pension_pct=float(pension_pct(paper) or 0.0),
            full_year=True,
        )
        gap = float(_cost(paper, stance, "total")) - float(bill.loc["total", "cost_gbp"]) / 1e6
        method = f"the cost of the {stance.word} − that of {assumed.name} for all"
        cited = merged([_cited(paper, stance), assumed.sources])
        found = paper.keep(
            f"gap to what was assumed, {stance.word}", gap, "gbp_million", method, cited, (), 1
        )
        return say("In money, for the staff counted above, that is {found} a year.", found=found)
    if one_per_cent(paper) is None:
        return None
    least, most = bounds(paper, stance)
    base = float(assumed) * float(one_per_cent(paper))
    cited = merged([least.sources, assumed.sources])
    method = "the cost less that of what was assumed"
    low, high = (
        paper.keep(
            f"gap to what was assumed, {stance.word}, {name}",
            float(each) - base,
            "gbp_million",
            method,
            cited,
        )
        for name, each in (("least", least), ("most", most))
    )
    if str(low) == str(high):
        return say("In money that is about {low} a year.", low=low)
    return say("In money that is between {low} and {high} a year.", low=low, high=high)


def pension(paper: Paper) -> Section:
    """Pay with the employer's pension contribution, as the other way of counting.

    Parameters
    ----------
    paper : Paper

    Returns
    -------
    Section

    Examples
    --------
    >>> from paylib.report.claim.claim_file import load
    >>> print(pension(Paper(load("njc_2026"))).blocks[0])
    No single rate of the employer's pension contribution was found for this group, so pay and pension together are not shown.
    """
    rate = pension_pct(paper)
    blocks: list[Block | None] = [] if rate is None else [_pension_told(rate), _with_pension(paper, rate)]
    missing = "No single rate of the employer's pension contribution was found for this group, so pay and pension together are not shown."
    return section_of("pension", "Pay and pension together", blocks, missing)


def _pension_told(rate: Finding) -> Prose:
    return say(
        "Employers answer a comparison of pay with the pension. The employer's contribution is {rate} of pay. It is what the scheme "
        "charges, neither taxed nor received now, and not what a pension will be worth: read it beside pay, not in its place.",
        rate=rate,
    )


def _with_pension(paper: Paper, rate: Finding) -> Table:
    rows = {}
    for point in paper.file.shown:
        pay = paper.point(point)
        contributed = paper.keep(
            f"pension contribution, {point}", (pay * rate).named("", f"pay of {point} × {rate.name}")
        )
        whole = paper.keep(
            f"pay and pension, {point}", (pay + contributed).named("", f"pay of {point} and the contribution")
        )
        rows[point] = {"Pay now": pay, "Contribution": contributed, "Together": whole}
    return point_table(paper, rows, "Full-time pay now with the employer's pension contribution")
