"""What others got, what the law and the Living Wage ask, how work is staffed and how much of it there is."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from paylib import datapackage
from paylib.awards import scales
from paylib.awards.groups import described
from paylib.errors import PaylibError
from paylib.figures import periods
from paylib.figures.finding import Finding
from paylib.figures.units import UNITS
from paylib.findings import Prose, say, worded
from paylib.report.claim.history import newest
from paylib.report.claim.paper import Block, Paper, Section, Stance, as_given, label_words, section_of
from paylib.tables import Table, table

SETTLED = ("settled", "imposed")

STAFFING = ("vacan", "turnover", "leaving", "resign", "wastage", "retention", "recruit")
"""Words in the name of a series that is about filling and keeping jobs."""


def settlements(paper: Paper) -> Section:
    """Earnings, and the awards of other groups in the same year.

    Parameters
    ----------
    paper : Paper

    Returns
    -------
    Section

    Examples
    --------
    >>> from paylib.report.claim.claim_file import load
    >>> print(settlements(Paper(load("njc_2026"))).blocks[0])
    Average weekly earnings in the whole economy grew by 3.5% without bonuses, and by 3.9% with them, in the three months to
    July 2026 over the year before.
    """
    blocks: list[Block | None] = [
        _earnings(paper),
        _among(paper),
        _awards(paper),
        paper.listed("settlements"),
    ]
    return section_of(
        "settlements", "Settlements and earnings elsewhere", blocks, "No settlement of others was found."
    )


def _earnings(paper: Paper) -> Prose:
    released = newest(paper)
    found = {}
    for key, name in (("regular", "regular pay"), ("total", "total pay")):
        row = released.loc[f"Average weekly earnings, {name}, three months"]
        method = "growth over the year, three months, as released"
        found[key] = paper.keep(f"growth of {name}", float(row["rate_pct"]), "pct", method, (row["source"],))
    month = paper.keep("three months to", periods.parse(str(row["month"])))
    return say(
        "Average weekly earnings in the whole economy grew by {regular} without bonuses, and by {total} with them, in the three "
        "months to {month} over the year before.",
        month=month,
        **found,
    )


def _others(paper: Paper) -> pd.DataFrame:
    """General awards in per cent that other groups got in the year in which this pay is due."""
    rows = datapackage.load("pay_awards")
    year = str(periods.parse(paper.file.date).year)
    mine = described(paper.file.group).name if paper.file.group else ""
    rows = rows[
        (rows["award_year"].astype(str) == year) & rows["status"].isin(SETTLED) & (rows["scope"] == "general")
    ]
    rows = rows[
        (rows["bargaining_group"] != mine) & rows["award_pct"].notna() & rows["effective_month"].notna()
    ]
    return rows[rows["flat_gbp"].isna()]


@cache
def awarded(paper: Paper) -> list[tuple[str, str, Finding]]:
    """Who else got what in the same year, and from when: stages of one year multiplied.

    Parameters
    ----------
    paper : Paper

    Returns
    -------
    list of tuple of (str, str, Finding)
    """
    titles = datapackage.load("bargaining_groups").set_index("bargaining_group")["title"]
    rows = _others(paper).sort_values(["effective_month", "bargaining_group", "nation"])
    found = []
    for (group, nation), mine in rows.groupby(["bargaining_group", "nation"], sort=False):
        stages = [float(each) for each in mine["award_pct"]]
        months = [periods.words(periods.parse(str(each))) for each in mine["effective_month"]]
        value = (np.prod([1 + each / 100 for each in stages]) - 1) * 100 if len(stages) > 1 else stages[0]
        method = (
            "stages of the year, multiplied"
            if len(stages) > 1
            else f"{mine['status'].iloc[0]}, {mine['covers'].iloc[0]}"
        )
        decimals = 1 if len(stages) > 1 else as_given(value, "pct")
        cited = tuple(dict.fromkeys(mine["source"]))
        award = paper.keep(
            f"award to {titles[group]}, {nation}", float(value), "pct", method, cited, (), decimals
        )
        found.append((f"{titles[group]}, {nation}", " and ".join(months), award))
    return found


def _among(paper: Paper) -> Prose | None:
    found = [award for _, _, award in awarded(paper)]
    if not found:
        return None
    ends = {"least": min(found, key=float), "most": max(found, key=float)}
    year = worded(str(periods.parse(paper.file.date).year))
    return say(
        "Awards of {year} to other groups that were found run from {least} to {most}.", year=year, **ends
    )


def _awards(paper: Paper) -> Table | None:
    rows = {who: {"From": when, "Award": award} for who, when, award in awarded(paper)}
    if not rows:
        return None
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("Group")
    return table(
        frame, "Awards to other groups in the same year, as a per cent of pay", labels={c: c for c in frame}
    )


def comparators(paper: Paper) -> Section:
    """The lowest rate beside the legal minimum and the Living Wage, now and after; and what comparable jobs pay.

    Parameters
    ----------
    paper : Paper

    Returns
    -------
    Section

    Examples
    --------
    >>> from paylib.report.claim.claim_file import load
    >>> print(comparators(Paper(load("njc_2026"))).blocks[0])
    The National Living Wage in April 2026 is £12.71 an hour. The lowest rate, at Point 3, is £12.85.
    """
    blocks: list[Block | None] = [legal(paper), _floors(paper), paper.listed("comparators")]
    missing = "Neither a legal minimum for this time nor the pay of comparable jobs was found."
    if not paper.figures("comparators"):
        blocks.append(
            worded("No pay of comparable jobs is given in the file, so none is set beside this pay.")
        )
    return section_of("comparators", "Comparators, and the legal and Living Wage floors", blocks, missing)


def floors(paper: Paper) -> dict[str, Finding]:
    """The hourly floors in force when the pay is due, by name; those that are known.

    Parameters
    ----------
    paper : Paper

    Returns
    -------
    dict of str to Finding
    """
    month, found = paper.file.date, {}
    asked = {"National Living Wage": scales.minimum_wage, "real Living Wage (UK)": scales.living_wage}
    cited = {"National Living Wage": _minimum_source, "real Living Wage (UK)": _living_source}
    for name, rate in asked.items():
        try:
            value = rate(month)
        except PaylibError:
            continue
        found[name] = paper.keep(
            name, float(value), "gbp_hour", f"the adult rate in force in {month}", cited[name](value)
        )
    return found


def _minimum_source(value: float) -> tuple[str, ...]:
    rows = datapackage.load("nmw")
    rows = rows[rows["rate"].isin(["adult", "national_living_wage"]) & (rows["gbp_hour"] == value)]
    return tuple(rows["source"].tail(1))


def _living_source(value: float) -> tuple[str, ...]:
    rows = datapackage.load("living_wage_foundation")
    return tuple(rows[(rows["area"] == "uk") & (rows["gbp_hour"] == value)]["source"].tail(1))


def _lowest(paper: Paper) -> str:
    return paper.file.pay.set_index("point")["annual_gbp"].idxmin()


def hourly_now(paper: Paper) -> Finding:
    """The lowest rate by the hour, before anything is added.

    Parameters
    ----------
    paper : Paper

    Returns
    -------
    Finding
    """
    point = _lowest(paper)
    pay = paper.point(point)
    value = float(scales.hourly(float(pay), paper.file.hours_week))
    weeks, hours = scales.WEEKS_IN_A_YEAR, paper.file.hours_week
    method = f"pay at {point} / {weeks} weeks / {hours:g} hours"
    cited = (*pay.sources, *([paper.file.hours_source] if paper.file.hours_source else []))
    return paper.keep("lowest rate an hour", value, "gbp_hour", method, cited)


def legal(paper: Paper) -> Prose | None:
    """The lowest rate beside the legal minimum; None where that is not known.

    Parameters
    ----------
    paper : Paper

    Returns
    -------
    Prose or None
    """
    minimum = floors(paper).get("National Living Wage")
    if minimum is None:
        return None
    return say(
        "The National Living Wage in {month} is {minimum} an hour. The lowest rate, at {point}, is {now}.",
        month=paper.month,
        minimum=minimum,
        now=hourly_now(paper),
        point=worded(paper.file.named(_lowest(paper))),
    )


def _floors(paper: Paper) -> Table | None:
    held = floors(paper)
    if not held:
        return None
    now = hourly_now(paper)
    rows: dict[str, dict[str, object]] = {"Lowest rate now": _above(paper, "now", now, held)}
    for stance in paper.stances:
        if stance.made is not None:
            found = _hourly_after(paper, stance)
            rows[f"Lowest rate after the {stance.word}"] = _above(paper, stance.word, found, held)
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("Rate")
    caption = say("The lowest hourly rate beside the floors in force in {month}", month=paper.month)
    return table(frame, caption, labels={column: column for column in frame})


def _hourly_after(paper: Paper, stance: Stance) -> Finding:
    return stance.figure(
        paper, "after_gbp_hour", stance.made["after_gbp_hour"].idxmin(), "an hour after", "gbp_hour"
    )


def _above(paper: Paper, what: str, rate: Finding, held: dict[str, Finding]) -> dict[str, object]:
    row: dict[str, object] = {"An hour": rate}
    for name, floor in held.items():
        gap = rate - floor
        row[f"Over the {name}"] = paper.keep(
            f"over the {name}, {what}", gap.named("", f"{rate.name} − {name}")
        )
    return row


def staffing(paper: Paper) -> Section:
    """Vacancies, turnover and leavers, as far as they are published for the group."""
    blocks: list[Block | None] = [_series(paper, about_jobs=True), paper.listed("staffing")]
    missing = "No figures on recruitment, retention or vacancies were found for this group."
    return section_of("staffing", "Recruitment, retention and vacancies", blocks, missing)


def workload(paper: Paper) -> Section:
    """Work and staff, as far as they are published for the group.

    Parameters
    ----------
    paper : Paper

    Returns
    -------
    Section

    Examples
    --------
    >>> from paylib.report.claim.claim_file import load
    >>> print(workload(Paper(load("resident_doctors_2025"))).blocks[0])
    No figures on workload or staff in post were found for this group.
    """
    blocks: list[Block | None] = [_series(paper, about_jobs=False), paper.listed("workload")]
    missing = "No figures on workload or staff in post were found for this group."
    return section_of("workload", "Workload and staffing", blocks, missing)


def _series(paper: Paper, *, about_jobs: bool) -> Table | None:
    """The first and the newest figure of each series of the group that has two."""
    if paper.file.group is None:
        return None
    rows = datapackage.load("workload_series")
    rows = rows[rows["bargaining_group"] == described(paper.file.group).name]
    found = {}
    for (name, nation), mine in rows.groupby(["series", "nation"], sort=True):
        if len(mine) < 2 or any(each in name for each in STAFFING) != about_jobs:
            continue
        mine = mine.sort_values("period", key=lambda column: column.astype(str))
        first, last = (_counted(paper, name, row) for _, row in mine.iloc[[0, -1]].iterrows())
        unit = UNITS[first.unit].words
        found[f"{_series_name(name, first.unit)}, {nation} ({unit})"] = {
            "First": _at(mine.iloc[0], first),
            "Newest": _at(mine.iloc[-1], last),
        }
    if not found:
        return None
    frame = pd.DataFrame.from_dict(found, orient="index").rename_axis("Series")
    caption = "Vacancies, turnover and leavers" if about_jobs else "Work, and staff in post"
    return table(frame, f"{caption}: the first and the newest figure found", labels={c: c for c in frame})


def _series_name(name: str, unit: str) -> str:
    """What a series is called: its unit stands beside it."""
    return label_words(name.removesuffix(f"_{unit}"))


def _counted(paper: Paper, name: str, row: pd.Series) -> Finding:
    warned = str(row["usage_warnings"]).split() if pd.notna(row["usage_warnings"]) else []
    decimals = as_given(row["value"], row["unit"])
    method = "as published"
    return paper.keep(
        f"{_series_name(name, row['unit'])}, {periods.words(periods.parse(str(row['period'])))}",
        float(row["value"]),
        row["unit"],
        method,
        (row["source"],),
        warned,
        decimals,
    )


def _at(row: pd.Series, found: Finding) -> Prose:
    period = periods.parse(str(row["period"]))
    return say("{found} ({period})", found=found, period=worded(periods.words(period)))
