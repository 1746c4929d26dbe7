"""Any claim on pay, checked in the reader's browser: one page that holds the record it needs."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd

from paylib import datapackage, prices
from paylib.claims.asking import answer, ask, pays, question, words
from paylib.claims.concepts import Concept
from paylib.claims.whose import CONVENTIONS, SLIPS, SUMS, by_month, level_of, measures, title
from paylib.datapackage import quietly
from paylib.figures.hedges import HEDGES
from paylib.report import page, rule
from paylib.report.site import Site

FILE = "check-a-claim.html"
TITLE = "Is it true? Check a claim on pay"
ABOUT = (
    "Type what was said of pay, and see whether it is true, by which way of counting, and what it turns on."
)

EXAMPLES = (
    ("Nurses' pay has fallen by 20% since 2010", "2022-12"),
    ("Experienced teachers have lost 23% in real terms since 2010", "2023-01"),
    ("Resident doctors got 29% last year", "2025-07"),
    ("A 35% rise is needed to bring junior doctors back to 2008", "2023-04"),
    ("Public sector pay has risen more than private pay since 2008", "2014-07"),
    ("Firefighters' pay is below inflation", "2023-07"),
)
"""Claims to start from; their answers stand in the page for those without a script."""

_SIGNIFICANT = 12


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
    record = terms()
    sources = cited()
    return page.tool(
        Path(__file__).parent / "checker.html.j2",
        site or Site(),
        file=FILE,
        title=TITLE,
        about=ABOUT,
        terms=record,
        styles=(Path("..", "checker", "checker.css"),),
        scripts=(rule.SCRIPT, Path("..", "checker", "checker.js"), Path("..", "checker", "form.js")),
        people=[each.name for each in words.WHO],
        pays=sorted((each["words"], key) for key, each in record["pays"].items()),
        kinds=question.SAYS,
        hedges=list(HEDGES),
        examples=[(*each, ask(*each)) for each in EXAMPLES],
        last=str(pays.last()),
        sources=[page.source(name, row) for name, row in sources.iterrows()],
        attribution=page.attribution(sources),
    )


@quietly()
def terms() -> dict:
    """All that the script needs: words, pay by month, indices, and what the sums are called.

    Returns
    -------
    dict
        Of plain values. Levels are a first month, as an ordinal from January 1970, and runs of a value and how many
        months it lasts.
    """
    series: dict[str, int] = {}
    packed: list[dict] = []
    known: dict[tuple[bytes, bytes], int] = {}

    def kept(level: pd.Series) -> int:
        same = level.index.asi8.tobytes(), level.to_numpy(dtype=float).tobytes()
        if same not in known:
            made = _packed(level)
            known[same] = series.setdefault(json.dumps(made), len(packed))
            packed.extend([made] * (known[same] == len(packed)))
        return known[same]

    found = {key: _pay(key, kept) for key in keys()}
    return {
        "last": pays.last().ordinal,
        "words": _words(),
        "who": [
            {
                "name": each.name,
                "words": each.words,
                "pays": each.pays,
                "lowest": each.lowest,
                "highest": each.highest,
            }
            for each in words.WHO
        ],
        "asks": question.ASKS,
        "beside": question.BESIDE,
        "says": question.SAYS,
        "nouns": answer.NOUNS,
        "choices": answer.CHOICES,
        "sums": SUMS,
        "sumNames": list(SUMS),
        "slips": list(SLIPS),
        "conventions": {name: each for name, (_, each) in CONVENTIONS.items()},
        **rule.terms(),
        "pays": found,
        "series": packed,
        **_indices(),
        "medians": _medians(),
    }


def keys() -> list[str]:
    """The pay that the page knows: all that a word stands for, the ends of every NHS band, teachers' points outside London."""
    named = [key for each in words.WHO for key in (*each.pays, *each.lowest, *each.highest)]
    bands = [f"nhs_afc|England|||band {band}|{end}" for band in _BANDS for end in ("entry", "top")]
    points = [f"teachers|England|outside London||main|M{number}" for number in range(1, 7)]
    points += [f"teachers|England|outside London||upper|U{number}" for number in range(1, 4)]
    return list(dict.fromkeys([*named, *bands, *points]))


_BANDS = ("2", "3", "4", "5", "6", "7", "8a", "8b", "8c", "8d", "9")


def _words() -> dict:
    return {
        "new": words.NEW,
        "experienced": words.EXPERIENCED,
        "elsewhere": words.ELSEWHERE,
        "occupations": words.OCCUPATIONS,
        "hedges": words.HEDGES,
        "shares": words.SHARES,
        "indices": words.INDICES,
        "says": words.SAYS,
        "real": words.REAL,
        "point": words.POINT,
        "than": words.THAN,
        "unread": words.UNREAD,
        "together": words.TOGETHER,
        "less": words.LESS,
        "without_unit": words.WITHOUT_UNIT,
        "up": words.UP,
        "parts": words.PARTS,
        "of_prices": words.OF_PRICES,
        "so_much_before": words.SO_MUCH_BEFORE,
        "so_much_after": words.SO_MUCH_AFTER,
        "by_so_much": words.BY_SO_MUCH,
        "level": words.LEVEL,
        "events": words.EVENTS,
        "future": words.FUTURE,
        "months": words.MONTHS,
        "numbers": words.NUMBERS,
    }


def _pay(key: str, kept) -> dict:
    said, concept = pays.pay(key)
    record = {"words": said, "month": pays.award_month(concept.level), "level": kept(concept.level)}
    return record | _beside(concept, kept)


def _beside(concept: Concept, kept) -> dict:
    """The next point up, all points of the scale, and what is derived or implied."""
    record: dict[str, object] = {}
    if concept.step is not None and concept.step.notna().any():
        record["step"] = kept(concept.step)
    if concept.points is not None:
        levels = [concept.points[each].dropna() for each in concept.points]
        record["points"] = sorted({kept(each) for each in levels if len(each)})
    if concept.derived is not None and concept.derived.any():
        record["derived"] = kept(concept.derived.astype(float))
    if concept.implied:
        record["implied"] = [month.ordinal for month in concept.implied]
    return record


def _packed(level: pd.Series) -> dict:
    """A level by month as runs of a value and how many months it lasts; a month that is not there is null."""
    months = pd.period_range(level.index[0], level.index[-1], freq="M")
    runs: list[float | int | None] = []
    for value in level.reindex(months).to_numpy(dtype=float):
        given = None if np.isnan(value) else float(value)
        if runs and runs[-2] == given:
            runs[-1] += 1
        else:
            runs += [given, 1]
    return {"first": level.index[0].ordinal, "runs": runs}


def _indices() -> dict:
    """Every index by month, in the order in which they are tried, and by which conventions each can be read."""
    found = {}
    names = measures()
    for name in names:
        level, conventions = by_month(level_of(name))
        found[name] = {"title": title(name), "conventions": list(conventions), **_packed(level)}
    return {"indices": found, "measures": names}


def _medians() -> dict:
    years = sorted(datapackage.load("ashe_occupation")["period"].unique())
    found = {
        name: {year: medians for year in years if (medians := pays.medians(name, year))}
        for _, name in words.OCCUPATIONS
    }
    return {name: each for name, each in found.items() if each}


def cited() -> pd.DataFrame:
    """The sources of the pay and prices in the page."""
    origins = [pays.pay(key)[1].origin for key in keys()]
    origins += [prices.index(name).attrs for name in ("cpi", "rpi", "cpih", "rpix")]
    names = sorted({source for each in origins for source in each.get("sources", ())})
    return datapackage.sources().loc[names]
