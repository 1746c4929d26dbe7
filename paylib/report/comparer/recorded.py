"""What the record has to put beside a scale: the awards, offers and claims that came next, and the pension scheme."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

import pandas as pd

from paylib import datapackage, offers
from paylib.awards.groups import covers, described
from paylib.figures import periods
from paylib.report.claim import claim_file

MONTHS_AFTER = 24
"""How many months after a scale its next award may come."""


@dataclass(frozen=True)
class Entry:
    """An award, an offer or a claim that can be put in.

    Parameters
    ----------
    group, nation, employer : str
        Whose: those of its pay points; empty where all of them are meant.
    name : str
    claim : bool
        Whether it was only asked for.
    parts : tuple of Part
    """

    group: str
    nation: str
    employer: str
    name: str
    claim: bool
    parts: tuple[offers.Part, ...]

    @property
    def month(self) -> str:
        """The month of its first part."""
        return min(part.start for part in self.parts)

    @property
    def words(self) -> str:
        """What it gives."""
        return offers.Offer(self.parts, self.name).words

    def is_of(self, group: str, nation: str, employer: str) -> bool:
        """Whether it is for the staff of a scale."""
        mine = self.group == group and (not self.employer or self.employer == employer)
        return mine and (not self.nation or not nation or covers(self.nation, nation))


def entries() -> list[Entry]:
    """All that the record has: of the claims that come with paylib, and of the table of awards where it is the same for all.

    Returns
    -------
    list of Entry

    Examples
    --------
    >>> [(each.name, each.words) for each in entries() if each.group == "njc" and each.month == "2026-04"][1:]
    [("The employers' offer of 2026", '3.3% from April 2026')]
    """
    filed = list(_filed())
    known = {(each.group, each.month, each.claim) for each in filed}
    return [
        *filed,
        *(each for each in _awards() if (each.group, each.month, each.claim) not in known),
    ]


def after(scale: tuple[str, str, str], period: str, known: list[Entry]) -> list[int]:
    """Which entries came next after a scale.

    Parameters
    ----------
    scale : tuple of str
        Its group, nation and employer.
    period : str
        The month from which it was in force.
    known : list of Entry
        From `entries`.

    Returns
    -------
    list of int
        Their places, claims first: those from the first month in which any comes.
    """
    last = str(periods.parse(period) + MONTHS_AFTER)
    mine = [place for place, each in enumerate(known) if each.is_of(*scale) and period < each.month <= last]
    first = min((known[place].month for place in mine), default=None)
    return sorted(
        (place for place in mine if known[place].month == first), key=lambda place: not known[place].claim
    )


def _filed() -> Iterator[Entry]:
    for file in map(claim_file.load, claim_file.available()):
        for side in (file.claim, file.offer):
            if side is not None and side.parts:
                name = side.label[:1].upper() + side.label[1:]
                yield Entry(*_points_of(file.group), name, side is file.claim, side.parts)


def _points_of(group: str, nation: str = "") -> tuple[str, str, str]:
    """Under which group its pay points stand, in which nation, with which employer."""
    about = described(group)
    if pd.isna(about["points_of"]) or not about["points_of"]:
        return group, nation, ""
    return about["points_of"], nation, about["employer"]


_NAMED = {"settled": "The award", "imposed": "What was imposed", "offer": "The offer", "claim": "The claim"}
_WHOSE = {"claimed_by_union": "the union’s figure", "claimed_by_employer": "the employer’s figure"}
_NARROWED = [
    "area", "contract", "grade", "from_point", "to_point", "grades", "pay_up_to_gbp", "pay_below_gbp", "qualifier",
    "base_month", "bottom_pct",
]  # fmt: skip
"""Columns that make an award more than one rise for everybody."""

_ONE = ["bargaining_group", "nation", "award_year", "status"]
"""What is one award, in one stage or several."""


def _awards() -> Iterator[Entry]:
    """Awards that gave everybody the same per cent or sum, by year and status; several months are stages."""
    rows = datapackage.load("pay_awards")
    rows = rows[rows["status"].isin(_NAMED) & rows["effective_month"].notna()]
    rows = rows.assign(
        plain=rows["scope"].eq("general") & rows["measure"].eq("rate") & rows[_NARROWED].isna().all(axis=1)
    ).sort_values([*_ONE, "effective_month"], kind="stable")
    rows.attrs = {}  # copied with every row
    for (group, nation, _, status), found in groupby(rows.itertuples(), key=attrgetter(*_ONE)):
        of_year = list(found)
        parts = [part for row in of_year for part in _parts(row)]
        months = {row.effective_month for row in of_year}
        if not parts or not all(row.plain for row in of_year) or len(months) < len(of_year):
            continue
        told = " ".join(row.usage_warnings for row in of_year if isinstance(row.usage_warnings, str))
        whose = "".join(f" ({words})" for code, words in _WHOSE.items() if code in told.split())
        name = f"{_NAMED[status]} of {periods.words(periods.parse(parts[0].start))}{whose}"
        yield Entry(*_points_of(group, nation), name, status == "claim", tuple(parts))


def _parts(row) -> Iterator[offers.Part]:
    """A rise by a per cent or a sum, and what is paid once; nothing where it is neither or could be either."""
    month = str(row.effective_month)
    if pd.isna(row.award_pct) == pd.isna(row.flat_gbp):
        return
    yield (
        offers.Percent(row.award_pct, month) if pd.isna(row.flat_gbp) else offers.Flat(row.flat_gbp, month)
    )
    once = {
        "gbp": 0.0 if pd.isna(row.non_consolidated_gbp) else row.non_consolidated_gbp,
        "pct": 0.0 if pd.isna(row.non_consolidated_pct) else row.non_consolidated_pct,
    }
    if any(once.values()):
        yield offers.LumpSum(start=month, **once)


# ---- Pensions.

_HEALTH = ("nhs_ew", "nhs_scotland", "hsc_ni")
_CIVIL = ("civil_service", "civil_service_ni")
SCHEMES = {
    "njc": ("lgps_ew", "lgps_ni"),
    "teachers": ("teachers_ew", "teachers_scotland", "teachers_ni"),
    "nhs_afc": _HEALTH,
    "resident_doctors": _HEALTH,
    "consultants": _HEALTH,
    "specialty_doctors": _HEALTH,
    "police": ("police_ew", "police_scotland", "police_ni"),
    "firefighters": ("firefighters_england", "firefighters_wales"),
    "prison_officers": _CIVIL,
    "civil_service": _CIVIL,
}
"""The schemes of a group's staff; that of a scale is the first for its nation, or the first."""


def schemes() -> dict[str, str]:
    """The nation of each pension scheme in the tables of contributions."""
    tables = [datapackage.load(name) for name in ("pension_contributions", "employer_pension_rates")]
    return dict(row for table in tables for row in zip(table["scheme"], table["nation"], strict=True))


def scheme_of(group: str, nation: str, nations: dict[str, str]) -> str:
    """The pension scheme of a scale's staff, by its name in the tables of contributions; empty where it is not one.

    Parameters
    ----------
    group, nation : str
        Of the scale.
    nations : dict
        From `schemes`.

    Returns
    -------
    str

    Examples
    --------
    >>> scheme_of("teachers", "Scotland", schemes()), scheme_of("university", "United Kingdom", schemes())
    ('teachers_scotland', '')
    """
    mine = SCHEMES.get(group, ())
    fitting = [each for each in mine if nation and covers(nations[each], nation)]
    return next(iter([*fitting, *mine]), "")


def members(years: Iterable[str]) -> dict[str, dict[str, list]]:
    """What members contribute, by scheme and tax year, as sets of tiers.

    Parameters
    ----------
    years : iterable of str

    Returns
    -------
    dict
        Sets, each ``[share of the year, whether the tier is by full-time pay, whether each rate is of its own part of
        pay, [[from, to, pct], ...]]``; a year only where all of its months are held.

    Examples
    --------
    >>> members(["2025/26"])["lgps_ew"]["2025/26"][0][3][0]
    [0.0, 17800.0, 5.5]
    """
    found: dict[str, dict[str, list]] = {}
    table = datapackage.load("pension_contributions")
    table.attrs = {}  # copied with every set
    months = {year: pd.date_range(f"{year[:4]}-04-01", periods=12, freq="MS").to_series() for year in years}
    for scheme, rows in table.groupby("scheme"):
        dated = []
        for _, tiers in rows.groupby("from_date"):
            first = tiers.sort_values("from_gbp_year").iloc[0]
            rules = [first["pay_basis"] == "whole_time", first["charged_on"] == "slice", _tiers(tiers)]
            dated.append((first["from_date"], first["to_date"], rules))
        for year, starts in months.items():
            shares = [
                (starts.between(since, until).sum() / len(starts), rules) for since, until, rules in dated
            ]
            sets = [[float(share), *rules] for share, rules in shares if share]
            if sum(each[0] for each in sets) > 0.999:
                found.setdefault(scheme, {})[year] = sets
    return found


def _tiers(tiers: pd.DataFrame) -> list[list[float | None]]:
    rows = tiers.sort_values("from_gbp_year")[["from_gbp_year", "to_gbp_year", "pct"]]
    return [[float(low), None if pd.isna(high) else float(high), float(pct)] for low, high, pct in rows.to_numpy(float)]  # fmt: skip
