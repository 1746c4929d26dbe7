"""Offers side by side in the reader's browser: one page that holds the pay points, prices and taxes it needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import numpy as np
import pandas as pd

from paylib import datapackage, disputes, offers, prices, strikes, takehome
from paylib.awards import scales
from paylib.awards.floors import minimum_wage
from paylib.awards.groups import described, title
from paylib.awards.scale_tables import IN_FORCE
from paylib.datapackage import quietly
from paylib.errors import CoverageError
from paylib.figures import periods
from paylib.figures.rounding import printed, show
from paylib.report import page
from paylib.report.calculator.answers import deducted
from paylib.report.calculator.knots import knots
from paylib.report.claim import claim_file
from paylib.report.comparer import recorded
from paylib.report.site import Site

FILE = "compare-offers.html"
TITLE = "Compare pay offers"
ABOUT = (
    "Put a claim and up to six offers side by side: what each pays at every point, what it is worth after prices, and "
    "what it costs."
)

INDICES = ("cpi", "cpih", "rpi")
"""The price indices by which pay is put in real terms."""

MOST_OFFERS = 6
"""How many may stand beside the claim."""

FIRST = "2001-01"
"""The first month of prices in the page: a year before the first pay points of the record."""

_MOST = 1_000_000
"""The highest pay a year that the page takes."""


@quietly()
def render(site: Site | None = None) -> str:
    """The page.

    Parameters
    ----------
    site : Site, optional
        The pages around it.

    Returns
    -------
    str
    """
    sources = cited()
    here = Path("..", "comparer")
    return page.tool(
        Path(__file__).parent / "comparer.html.j2",
        site or Site(),
        file=FILE,
        title=TITLE,
        about=ABOUT,
        terms=terms(),
        styles=(Path("..", "checker", "checker.css"), here / "comparer.css"),
        scripts=(
            Path("..", "calculator", "calculator.js"),
            here / "offer.js",
            here / "comparing.js",
            here / "typed.js",
            here / "form.js",
        ),
        told=told(),
        most=MOST_OFFERS,
        sources=[page.source(name, row) for name, row in sources.iterrows()],
        attribution=page.attribution(sources),
    )


def terms() -> dict:
    """All that the script needs, of plain values.

    Returns
    -------
    dict
        ``scales`` of the record, ``indices`` by month, published ``rates``, ``forecasts`` by year,
        ``minimum`` wages, ``taxes`` as broken lines, employers' ``pensions`` and those of ``members``, ``divisors`` of
        a day on strike, ``examples`` to start from, and what stands ``beside`` a scale of the record: awards, offers and
        claims.
    """
    lines = _Lines()
    taxes = {year: _taxes(year, lines) for year in _tax_years()}
    beside = recorded.entries()
    return {
        **_scales(beside),
        "beside": [
            {
                "name": each.name,
                "claim": each.claim,
                "words": each.words,
                "parts": list(map(keys, each.parts)),
            }
            for each in beside
        ],
        "indices": {by: _levels(prices.index(by)) | {"title": prices.title(by)} for by in INDICES},
        "rates": {by: _levels(prices.rate(by)) for by in ("cpi", "cpih", "rpi", "rpix")},
        "forecasts": list(_forecasts()),
        "minimum": _minimum(),
        "taxes": taxes,
        "lines": lines.made,
        "nations": list(takehome.NATIONS),
        "pensions": _pensions(taxes),
        "members": recorded.members(taxes),
        "divisors": [{"name": name, "days": int(days)} for name, days in strikes.divisors()["days"].items()],
        "examples": list(examples()),
    }


class _Lines:
    """Broken lines, each kept once."""

    def __init__(self) -> None:
        self.made: list[list] = []

    def place(self, line: list) -> int:
        """Where a line stands."""
        if line not in self.made:
            self.made.append(line)
        return self.made.index(line)


# ---- Prices.


def _levels(series: pd.Series) -> dict:
    """A series by month: its first month, counted from the year nought, and its values."""
    index = pd.PeriodIndex(series.index)
    kept = series.set_axis(index)[index >= pd.Period(FIRST, "M")]
    months = pd.period_range(kept.index[0], kept.index[-1], freq="M")
    values = kept.reindex(months).to_numpy(dtype=float)
    return {
        "first": _count(months[0]),
        "values": [None if np.isnan(value) else float(value) for value in values],
    }


def _count(month: pd.Period) -> int:
    """A month as a number: those since the year nought."""
    return month.year * 12 + month.month - 1


def _forecasts() -> Iterable[dict]:
    """The newest forecast of each forecaster of each index: growth of prices by calendar year, per cent.

    The script makes levels of the months to come of them, as `paylib.models.outlook.forecaster_path` does.
    """
    table = datapackage.load("forecasts")
    table = table[(table["period_type"] == "calendar_year") & table["statistic"].isin(["central", "average"])]
    table = table[table["measure"].isin(INDICES)]
    for (by, forecaster), rows in table.groupby(["measure", "forecaster"]):
        edition = rows["published_month"].max()
        rows = rows[rows["published_month"] == edition].sort_values("period")
        name, words = _FORECASTERS[forecaster]
        yield {
            "by": by,
            "forecaster": forecaster,
            "edition": str(edition),
            "name": name,
            "title": f"{words}, {periods.words(periods.parse(edition))}",
            "years": [[int(row.period), float(row.growth_pct)] for row in rows.itertuples()],
        }


_FORECASTERS = {
    "obr": ("OBR", "Office for Budget Responsibility"),
    "hm_treasury_survey": ("Treasury survey", "average of the forecasts that the Treasury surveys"),
}
"""What forecasters are called beside a figure, and in full."""


# ---- Taxes, the minimum wage and pensions.


def _tax_years() -> list[str]:
    """The tax years whose rules are held."""
    found = []
    for start in range(2003, periods.parse(FIRST).year + 60):
        year = f"{start}/{(start + 1) % 100:02d}"
        try:
            takehome.net(20_000, year)
        except CoverageError:
            break
        found.append(year)
    return found


def _taxes(year: str, lines: _Lines) -> dict:
    """Deductions from pay, and what employers pay on it, as the places of broken lines."""
    kinds = [False, True] if int(year[:4]) <= 2015 else [False]
    income = {nation: lines.place(deducted("income_tax_gbp", year, nation=nation)) for nation in _TAXED}
    return {
        "income": {nation: income.get(nation, income[_TAXED[0]]) for nation in takehome.NATIONS},
        "insurance": [
            lines.place(deducted("national_insurance_gbp", year, contracted_out=kind)) for kind in kinds
        ],
        "employer": [
            lines.place(
                knots(
                    lambda pay, kind=kind: takehome.employer_ni(pay, year, contracted_out=kind), 0, _MOST
                ).tolist()
            )
            for kind in kinds
        ],
    }


_TAXED = (takehome.NATIONS[0], takehome.SCOTLAND)
"""Nations with an income tax of their own; that of the first is paid in the others too."""


def _minimum() -> list[list]:
    """The adult minimum wage, pounds an hour, by the month from which it was in force."""
    table = datapackage.load("nmw")
    adult = table[table["rate"].isin(["adult", "national_living_wage"])]
    months = sorted(pd.PeriodIndex(adult["effective_month"]).unique())
    return [[_count(month), minimum_wage(month)] for month in months]


def _pensions(years: Iterable[str]) -> dict:
    """What employers contribute, per cent of pay, by scheme and tax year, where it is one rate at any pay."""
    table = datapackage.load("employer_pension_rates")
    found: dict[str, dict[str, float]] = {}
    for row in table[(table["from_gbp_year"] == 0) & table["to_gbp_year"].isna()].itertuples():
        for year in years:
            if str(row.from_date) <= f"{year[:4]}-04-01" and str(row.to_date) >= f"{int(year[:4]) + 1}-03-31":
                found.setdefault(row.scheme, {})[year] = row.pct
    return found


# ---- Pay points.


def _rows() -> pd.DataFrame:
    """The points of every scale that was in force from a month, published ones before derived."""
    rows = datapackage.load("pay_points")
    rows = rows[rows["status"].isin(IN_FORCE) & (rows["period_type"] == "month")]
    rows = rows[rows["annual_gbp"].notna()]
    rows = rows[rows["basis"].isin(["published", "derived"])].sort_values(
        "basis", ascending=False, kind="stable"
    )
    where = [*_WHERE, "grade", "point"]
    return rows.fillna(dict.fromkeys(where, "")).drop_duplicates(where).sort_index()


_WHERE = ["bargaining_group", "nation", "area", "employer", "contract", "period"]


def _scales(beside: list[recorded.Entry]) -> dict:
    """Every scale of the record: whose, from when, its points as they climb, their pay, and what came next."""
    rows = _rows()
    rows["lowest"] = rows.groupby([*_WHERE, "grade"])["annual_gbp"].transform("min")
    rows = rows.sort_values([*_WHERE, "lowest", "grade", "annual_gbp"], kind="stable")
    names: dict[tuple, int] = {}
    found, nations = [], recorded.schemes()
    for key, scale in groupby(rows.itertuples(), key=attrgetter(*_WHERE)):
        group, *where, period = key
        points = list(scale)
        grades = tuple(each.grade for each in points)
        labels = tuple(" ".join(filter(None, (each.grade, each.point))) for each in points)
        found.append(
            {
                "group": group,
                "where": ", ".join(filter(None, where)),
                "from": str(period),
                "names": names.setdefault((labels, grades if len(set(grades)) > 1 else ()), len(names)),
                "pay": [_short(each.annual_gbp) for each in points],
                "derived": sum(each.basis == "derived" for each in points),
                "next": recorded.after((group, where[0], where[2]), str(period), beside),
                "scheme": recorded.scheme_of(group, where[0], nations),
            }
        )
    groups = {
        group: {"title": title(group), "hours": _week(group)} for group in rows["bargaining_group"].unique()
    }
    return {"groups": groups, "names": list(names), "scales": found}


def _week(group: str) -> float | None:
    hours = described(group)["hours_week"]
    return None if pd.isna(hours) else float(hours)


def _short(pay: float) -> float | int:
    return int(pay) if float(pay).is_integer() else float(pay)


# ---- Examples: the claims and disputes of the record.

STAGED = "youth_work_2004"
"""A dispute whose offers came in stages."""


def examples() -> Iterable[dict]:
    """What the form may be filled with: the claims that come with paylib, and a dispute with offers in stages.

    Yields
    ------
    dict
        ``title``, ``points`` with their pay and staff (None where that is not known), the full-time ``week``, the month
        ``since`` which prices are counted, ``offers`` with parts as a dispute's file has them, and a ``note``.
    """
    for file in sorted(map(claim_file.load, claim_file.available()), key=lambda file: -len(file.pay)):
        yield _of_claim(file)
    yield _of_dispute(disputes.load(STAGED))


def _of_claim(file: claim_file.ClaimFile) -> dict:
    staff = {each.point: each.fte for each in file.points}
    sides = [each for each in (file.claim, file.offer) if each is not None and each.parts]
    return {
        "title": file.title,
        "points": [
            [row.point, _short(row.annual_gbp), staff.get(row.point)]
            for row in file.pay.sort_values("annual_gbp", kind="stable").itertuples()
        ],
        "week": file.hours_week,
        "since": str(periods.parse(file.date) - 12),
        "offers": [
            {"name": _capital(each.label), "claim": each is file.claim, "parts": list(map(keys, each.parts))}
            for each in sides
        ],
        "note": " ".join(each.note for each in sides if each.note),
    }


def _of_dispute(dispute: disputes.Dispute) -> dict:
    groups = [each for each in dispute.groups if each.annual_gbp is not None and each.paid_from is None]
    return {
        "title": dispute.title,
        "points": [[each.point or each.label, _short(each.annual_gbp), None] for each in groups],
        "week": groups[0].week or scales.HOURS_A_WEEK,
        "since": str(periods.parse(dispute.award_due) - 12),
        "offers": [
            {
                "name": each.label,
                "claim": each.status == "claim",
                "parts": list(map(keys, each.offer().parts)),
            }
            for each in dispute.offers
        ],
        "note": "",
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def keys(part: offers.Part) -> dict:
    """A part by the keys that it has in a dispute's file, without those that say nothing.

    Examples
    --------
    >>> keys(offers.Percent(3.3, "2026-04"))
    {'kind': 'percent', 'date': '2026-04', 'pct': 3.3}
    """
    given = {field.name: getattr(part, field.name) for field in fields(part)}
    named = {"kind": given.pop("kind"), "date": given.pop("start")}
    if "gbp_year" in given:
        named["gbp"] = given.pop("gbp_year")
    return named | {name: value for name, value in given.items() if value not in (None, False)}


# ---- For those without a script.


def told() -> dict:
    """The first example worked out: what each of its offers pays at each point.

    Returns
    -------
    dict
        ``title``, ``words`` of the offers, ``heads`` of the columns and ``rows``, each a point and its pay, now and
        after each offer with the rise.
    """
    first = next(iter(examples()))
    scale = pd.DataFrame(first["points"], columns=["point", "annual_gbp", "fte"]).assign(
        hours_week=first["week"]
    )
    made = [offers.Offer(tuple(map(part_of, each["parts"])), each["name"]) for each in first["offers"]]
    columns = [
        [_paid(*pair) for pair in got[["after_gbp_year", "rise_pct"]].itertuples(index=False)]
        for got in (offers.apply(each, scale) for each in made)
    ]
    now = [show(pay, "gbp_year") for pay in scale["annual_gbp"]]
    return {
        "title": first["title"],
        "words": ". ".join(f"{each.name}: {each.words}" for each in made) + ". Pay a year, full time.",
        "heads": ["Now", *(each.name for each in made)],
        "rows": list(zip(scale["point"], now, *columns, strict=True)),
    }


def _paid(after: float, rise: float) -> str:
    return f"{show(after, 'gbp_year')} ({printed(rise, 'pct')} more)"


def part_of(given: dict) -> offers.Part:
    """A part from the keys that it has in a dispute's file.

    Examples
    --------
    >>> part_of({"kind": "percent", "date": "2026-04", "pct": 3.3}).words
    '3.3% from April 2026'
    """
    named = dict(given)
    kind = offers.PARTS[named.pop("kind")]
    named["start"] = named.pop("date")
    if kind in (offers.Flat, offers.GreaterOf):
        named["gbp_year"] = named.pop("gbp")
    return kind(**named)


def cited() -> pd.DataFrame:
    """The sources of the pay, prices, taxes and forecasts in the page."""
    names = {source for table in _TABLES for source in _of_table(table)}
    names |= set(_rows()["source"])
    names |= {source for by in INDICES for source in prices.index(by).attrs["sources"]}
    return datapackage.sources().loc[sorted(names)]


_TABLES = ("forecasts", "nmw", "employer_pension_rates", "prices_rates", "tax_ni")


def _of_table(name: str) -> set[str]:
    return set(datapackage.load(name).attrs["sources"])
