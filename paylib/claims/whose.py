"""Whose number is this? Which choices give a published figure on pay, and how many of those that could be made.

Economists who redo a published figure try index after index and month after month until it comes out.
`whose` tries them all: price indices, first and last periods, what is compared (a month, means of three or
twelve months, calendar and financial years), concepts of pay, and the sum itself, the right one and the common
slips. That a reading gives the figure does not show that it was meant: where many do, the figure alone
does not tell, and the result says how many of how many.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from paylib import awards, datapackage, prices
from paylib.awards import scales
from paylib.awards.groups import spans
from paylib.errors import ChoiceError, CoverageError, PaylibError, PeriodError
from paylib.figures import periods
from paylib.figures.inputs import checked
from paylib.figures.rounding import show

CONVENTIONS = {
    "month": (1, "month against month"),
    "financial_year": (12, "financial years"),
    "calendar_year": (12, "calendar years"),
    "three_months": (3, "means of three months"),
    "twelve_months": (12, "means of twelve months"),
    "quarter": (3, "quarters"),
}
"""What is compared, the most usual first: how many months wide, and its words."""

SUMS = {
    "real_change": "the change in real terms",
    "rise_to_restore": "the rise that would restore what pay bought",
    "cash": "the change in cash",
    "prices": "the change of prices alone",
    "per_year": "the change in real terms, a year",
    "subtracted": "the rise of prices taken from the rise of pay, instead of divided into it",
    "awards_added": "awards added instead of multiplied, less the rise of prices",
    "all_added": "awards added and yearly inflation added, one taken from the other",
    "restore_as_loss": "the rise to restore, said as the loss",
    "loss_as_rise": "the loss, said as the rise that is needed",
    "published_month": "prices by the month in which they were published, a month late",
    "a_year_short": "the pay of the year before, used for the last",
}
"""What may have been worked out, in the order of how usual it is; from `SLIPS` on, with a slip."""

SLIPS = (
    "subtracted",
    "awards_added",
    "all_added",
    "restore_as_loss",
    "loss_as_rise",
    "published_month",
    "a_year_short",
)
"""The sums that are slips."""

_NEAREST = 5


@dataclass(frozen=True)
class Whose:
    """What was found; made by `whose`.

    Parameters
    ----------
    published : float
        The figure, per cent.
    half : float
        What its rounding leaves either side.
    tried : int
        How many readings were tried.
    exact : pandas.DataFrame
        Those that give the figure, the most usual first: ``pay``, ``index``, ``convention``, ``since``,
        ``until``, ``sum``, ``value_pct`` and ``is_slip``.
    nearest : pandas.DataFrame
        The five that come nearest without giving it, in the same form.
    moves : pandas.DataFrame
        Indexed by choice: by how many points the middle of its options differs, most to least.
    missing : tuple of str
        What would be needed to try more.
    """

    published: float
    half: float
    tried: int
    exact: pd.DataFrame
    nearest: pd.DataFrame
    moves: pd.DataFrame
    missing: tuple[str, ...] = ()

    @property
    def matches(self) -> int:
        """How many readings give the figure."""
        return len(self.exact)

    @property
    def text(self) -> str:
        """The answer in plain words: how many of how many, the most usual readings, the slip if there is one."""
        figure = show(self.published, "pct", _decimals(self.half))
        if not self.matches:
            best = self.nearest.iloc[0]
            return (
                f"No reading that could be tried gives {figure}: {self.tried:,} were tried. The nearest gives "
                f"{show(best['value_pct'], 'pct', 2)}: {_in_words(best)}."
            )
        told = " The figure alone does not tell which was meant." if self.matches > 3 else ""
        lines = [f"{self.matches:,} of {self.tried:,} readings give {figure}.{told}"]
        lines += [
            f"{place}. {_in_words(row)} ({show(row['value_pct'], 'pct', 2)})."
            for place, (_, row) in enumerate(self.exact.head(3).iterrows(), 1)
        ]
        right = self.exact[~self.exact["is_slip"]]
        if right.empty:
            lines.append("Only readings with a slip give it.")
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        return {"text/plain": self.text, "text/html": self.exact.head(20).to_html()}


def whose(
    published_pct: float,
    *,
    about: tuple[object, object],
    group: str | None = None,
    point: object = None,
    awards_pct: Iterable[float] | None = None,
    pay: tuple[float, float] | pd.Series | None = None,
    by: Iterable[str] | None = None,
    decimals: int | None = None,
    **where: object,
) -> Whose:
    """Which choices give a published figure on pay?

    Parameters
    ----------
    published_pct : float
        The figure, per cent: -22 is a loss of 22.
    about : tuple of two periods
        Since and until when, as far as it was said: years (calendar or financial) or months. Of years,
        every month and every kind of year at either end is tried.
    group : str, optional
        A bargaining group: its awards, or pay at ``point`` if one is given; or a series of average
        earnings, such as ``"awe_public"``.
    point : optional
        A pay point of the group's scale.
    awards_pct : iterable of float, optional
        Awards instead, one a year from the first.
    pay : tuple of two floats, or Series by month, optional
        Two salaries instead, or the level of pay.
    by : iterable of str, optional
        The deflators; all of prices, unless said.
    decimals : int, optional
        How many decimals were printed; read off the figure, unless said.
    **where
        ``nation``, ``area``, ``contract`` or ``grade`` of the point, as in `paylib.scales.scale`.

    Returns
    -------
    Whose

    Raises
    ------
    ChoiceError
        If it is not said whose pay is meant, or a name is unknown.
    PeriodError
        If a period cannot be read.
    CoverageError
        If no pay and no price index is there for those periods.

    Notes
    -----
    Readings are ranked by, in this order: no slip before a slip; the order of `SUMS`; the order of
    ``by`` (CPI, RPI, CPIH, RPIX and the rest); both ends in one month of the year before others; of awards
    given, as many years as there are awards; the order of `CONVENTIONS`; the time. The order is fixed and looks at no figure.

    Examples
    --------
    A leaflet's 15 per cent, from awards of 0.4, 0.3, 1, 1 and 2 per cent against RPI:

    >>> found = whose(-15, awards_pct=[0.4, 0.3, 1, 1, 2], about=("2010", "2015"), by=["rpi"])
    >>> found.exact.iloc[0][["index", "sum", "since", "until"]].tolist()
    ['rpi', 'subtracted', '2009', '2014']
    """
    ends = tuple(periods.parse(each) for each in about)
    periods.refuse_doubtful(*about)
    if ends[0] >= ends[1] if ends[0].freqstr == ends[1].freqstr else ends[0].start_time >= ends[1].end_time:
        raise PeriodError(f"{periods.label(ends[1])} does not come after {periods.label(ends[0])}.")
    published = float(checked(published_pct, "published_pct"))
    half = 0.5 * 10.0 ** -(_printed_decimals(published) if decimals is None else decimals)
    concepts, missing = _concepts(ends, group, point, awards_pct, pay, where)
    measures = [str(each).lower() for each in (by or _usual())]
    parts, levels = [], {each: prices.index(each) for each in measures}
    for name, concept in concepts.items():
        for measure in measures:
            parts += list(_readings(name, concept, measure, levels[measure], ends))
    rows = pd.concat([part for part in parts if len(part)], ignore_index=True) if parts else pd.DataFrame()
    if rows.empty:
        raise CoverageError(
            f"Nothing could be tried from {periods.label(ends[0])} to {periods.label(ends[1])}: "
            + ("; ".join(missing) or "no price index covers both ends")
            + "."
        )
    return _ranked(rows, published, half, measures, tuple(missing))


def _usual() -> list[str]:
    names = datapackage.load("deflators").query("kind == 'prices' and priority == 1")["deflator"].tolist()
    first = [each for each in ("cpi", "rpi", "cpih", "rpix") if each in names]
    return first + [each for each in names if each not in first and each != "rpi_long"]


@dataclass(frozen=True)
class _Concept:
    """A concept of pay: levels by month, or one growth for all spans, and the awards that it is made of."""

    level: pd.Series | None
    growth_pct: float | None = None
    awards: tuple[float, ...] = ()


def _concepts(ends, group, point, awards_pct, pay, where) -> tuple[dict[str, _Concept], list[str]]:
    found, missing = {}, []
    if awards_pct is not None:
        steps = tuple(float(each) for each in checked(list(awards_pct), "awards_pct", above=-100))
        growth = (np.prod([1 + each / 100 for each in steps]) - 1) * 100
        found["the awards given"] = _Concept(None, float(growth), steps)
    if isinstance(pay, pd.Series):
        level = pd.Series(checked(pay.to_numpy(), "pay", above=0), index=periods.months(pay.index))
        found["the pay given"] = _Concept(level.sort_index())
    elif pay is not None:
        before, after = (float(checked(each, "pay", above=0)) for each in pay)
        found["the two salaries"] = _Concept(None, (after / before - 1) * 100)
    if group is not None:
        _of_group(found, missing, ends, group, point, where)
    if not found and not missing:
        raise ChoiceError(
            "Whose pay? Give group= (and point=), awards_pct=, or pay=, two salaries or a Series by month."
        )
    if not found:
        raise CoverageError("No pay could be tried: " + "; ".join(missing) + ".")
    return found, missing


def _of_group(found: dict, missing: list[str], ends, group: str, point, where) -> None:
    """The chain of a group's awards, and the pay of a point from its scales, where they are there."""
    first, last = _month_span(ends)
    earnings = (
        datapackage.load("deflators").query("kind == 'earnings' and priority == 1").set_index("deflator")
    )
    if group in earnings.index:
        found[earnings.loc[group, "title"]] = _Concept(prices.index(group))
        return
    if point is None:
        for span in spans(group, periods.MONTH).itertuples():
            since, until = max(span.first, first), min(span.last, last)
            if since < until:
                try:
                    growth = awards.path(group, since, until)["growth_pct"]
                except PaylibError as error:
                    missing.append(str(error).rstrip("."))
                else:
                    found[f"awards of {group}"] = _Concept(100 + growth)
        if not found and not missing:
            missing.append(f"the awards of {group} between {periods.words(first)} and {periods.words(last)}")
        return
    levels = {}
    for month in pd.period_range(first, last, freq="M"):
        try:
            levels[month] = scales.point_pay(group, point, month, include=["derived"], **where)
        except (CoverageError, ChoiceError) as error:
            why = error
    if len(levels) > 1:
        found[f"point {point} of {group}"] = _Concept(pd.Series(levels).sort_index())
    else:
        missing.append(str(why).rstrip("."))


def _month_span(ends: tuple[pd.Period, pd.Period]) -> tuple[pd.Period, pd.Period]:
    """The first and last months of which anything is tried."""
    return (
        ends[0].asfreq("M", how="start") - (0 if ends[0].freqstr == "M" else 3),
        ends[1].asfreq("M", how="end") + (0 if ends[1].freqstr == "M" else 3),
    )


def _tried_ends(end: pd.Period, convention: str) -> pd.PeriodIndex:
    """The first months of the windows at one end, for a convention."""
    months = pd.period_range(end.asfreq("M", how="start"), end.asfreq("M", how="end"), freq="M")
    width = CONVENTIONS[convention][0]
    match convention:
        case "calendar_year":
            years = [end.year, end.year - 1] if end.freqstr != periods.FINANCIAL else [end.year - 1]
            return pd.PeriodIndex([pd.Period(f"{year}-01", "M") for year in years], freq="M")
        case "financial_year":
            years = [end.year - 1, end.year] if end.freqstr == periods.YEAR else [end.year - 1]
            return pd.PeriodIndex(
                [pd.Period(f"{year}-04", "M") for year in years] if end.freqstr != "M" else [], freq="M"
            )
        case "quarter":
            return months[(months.month - 1) % 3 == 0] if end.freqstr != "M" else months[:0]
    return months - (width - 1)


def _readings(name: str, concept: _Concept, measure: str, levels: pd.Series, ends) -> Iterable[pd.DataFrame]:
    """Every reading of one concept of pay by one index."""
    for convention, (width, _) in CONVENTIONS.items():
        starts, stops = (_tried_ends(end, convention) for end in ends)
        rise = _rises(levels, starts, stops, width)
        if rise is None:
            continue
        grown = _pay_growth(concept, starts, stops, width)
        for kind, values in _sums(concept, grown, rise, levels, starts, stops, width).items():
            yield _framed(name, measure, convention, kind, values, starts, stops, width, len(concept.awards))


def _mean(levels: pd.Series, starts: pd.PeriodIndex, width: int) -> np.ndarray:
    """The mean level over windows of months; missing where one month is."""
    first = levels.index[0].ordinal
    total = np.concatenate([[0.0], np.cumsum(levels.to_numpy(dtype=float))])
    places = starts.asi8 - first
    inside = (places >= 0) & (places + width <= len(levels))
    safe = np.where(inside, places, 0)
    return np.where(inside, (total[np.minimum(safe + width, len(levels))] - total[safe]) / width, np.nan)


def _ratio(levels: pd.Series, starts: pd.PeriodIndex, stops: pd.PeriodIndex, width: int) -> np.ndarray:
    return _mean(levels, stops, width)[None, :] / _mean(levels, starts, width)[:, None]


def _rises(levels: pd.Series, starts, stops, width: int) -> np.ndarray | None:
    if not len(starts) or not len(stops):
        return None
    rise = _ratio(levels, starts, stops, width)
    later = stops.asi8[None, :] > starts.asi8[:, None]
    rise = np.where(later, rise, np.nan)
    return rise if np.isfinite(rise).any() else None


def _pay_growth(concept: _Concept, starts, stops, width: int) -> np.ndarray:
    """Growth of pay as a ratio, over the same windows as prices."""
    if concept.level is None:
        return np.full((len(starts), len(stops)), 1 + concept.growth_pct / 100)
    whole = concept.level.reindex(pd.period_range(concept.level.index[0], concept.level.index[-1], freq="M"))
    return _ratio(whole, starts, stops, width)


def _sums(concept: _Concept, grown, rise, levels, starts, stops, width: int) -> Mapping[str, np.ndarray]:
    """What may have been worked out from the growth of pay and the rise of prices, per cent."""
    years = np.maximum((stops.asi8[None, :] - starts.asi8[:, None]) / 12, 1 / 12)
    real, restore = (grown / rise - 1) * 100, (rise / grown - 1) * 100
    found = {
        "real_change": real,
        "rise_to_restore": restore,
        "cash": (grown - 1) * 100,
        "prices": (rise - 1) * 100,
        "per_year": ((grown / rise) ** (1 / years) - 1) * 100,
        "subtracted": (grown - rise) * 100,
        "restore_as_loss": -restore,
        "loss_as_rise": -real,
    }
    late = _rises(levels, starts - 1, stops - 1, width)
    if late is not None and width == 1:
        found["published_month"] = (grown / late - 1) * 100
    if concept.awards:
        added = sum(concept.awards)
        found["awards_added"] = added - (rise - 1) * 100
        if width == 1 and (yearly := _inflation_added(levels, starts, stops)) is not None:
            found["all_added"] = added - yearly
        short = np.prod([1 + each / 100 for each in concept.awards[:-1]])
        found["a_year_short"] = (short / rise - 1) * 100
    elif concept.level is not None:
        found["a_year_short"] = (_pay_growth(concept, starts, stops - 12, width) / rise - 1) * 100
    return found


def _inflation_added(levels: pd.Series, starts, stops) -> np.ndarray | None:
    """Twelve-month rates added up, for spans of whole years."""
    rates = (levels / levels.shift(12) - 1).to_numpy() * 100
    first, made = levels.index[0].ordinal, np.full((len(starts), len(stops)), np.nan)
    for row, start in enumerate(starts.asi8 - first):
        for column, stop in enumerate(stops.asi8 - first):
            if stop > start and (stop - start) % 12 == 0 and start >= 0 and stop < len(rates):
                made[row, column] = rates[start + 12 : stop + 1 : 12].sum()
    return made if np.isfinite(made).any() else None


def _framed(name, measure, convention, kind, values, starts, stops, width: int, years: int) -> pd.DataFrame:
    row, column = np.nonzero(np.isfinite(values))
    return pd.DataFrame(
        {
            "pay": name,
            "index": measure,
            "convention": convention,
            "sum": kind,
            "since": starts.asi8[row],
            "until": stops.asi8[column],
            "width": width,
            "years": years,
            "value_pct": values[row, column],
        }
    )


def _ranked(
    rows: pd.DataFrame, published: float, half: float, measures: list[str], missing: tuple[str, ...]
) -> Whose:
    """The readings that give the figure and those that come nearest, the most usual first."""
    rows.loc[rows["sum"].isin(["cash"]), "index"] = "none"
    rows = rows.drop_duplicates(["pay", "index", "convention", "sum", "since", "until"])
    apart = (rows["value_pct"] - published).abs()
    order = pd.DataFrame(
        {
            "slip": rows["sum"].isin(SLIPS),
            "sum": rows["sum"].map({name: place for place, name in enumerate(SUMS)}),
            "index": rows["index"].map({name: place for place, name in enumerate(["none", *measures])}),
            "unlike": (rows["since"] % 12) != (rows["until"] % 12),
            "years": (rows["until"] - rows["since"] - 12 * rows["years"]).abs().where(rows["years"] > 0, 0),
            "convention": rows["convention"].map({name: place for place, name in enumerate(CONVENTIONS)}),
            "since": rows["since"],
            "until": rows["until"],
        }
    )
    exact = rows[apart <= half + 1e-9]
    exact = exact.loc[order.loc[exact.index].sort_values(list(order), kind="stable").index]
    others = rows[apart > half + 1e-9]
    near = others.loc[(others["value_pct"] - published).abs().nsmallest(_NEAREST).index]
    return Whose(published, half, len(rows), _said(exact), _said(near), _moves(rows), missing)


def _said(rows: pd.DataFrame) -> pd.DataFrame:
    """Readings with their periods as they are written."""
    made = rows[["pay", "index", "convention", "since", "until", "sum", "value_pct"]].reset_index(drop=True)
    for end in ("since", "until"):
        made[end] = [
            _label(ordinal, convention, width)
            for ordinal, convention, width in zip(rows[end], rows["convention"], rows["width"], strict=True)
        ]
    made["is_slip"] = made["sum"].isin(SLIPS)
    return made


def _label(first: int, convention: str, width: int) -> str:
    month = pd.Period(ordinal=int(first), freq="M")
    frequency = {
        "calendar_year": periods.YEAR,
        "financial_year": periods.FINANCIAL,
        "quarter": periods.QUARTER,
    }
    if convention in frequency:
        return periods.label(month.asfreq(frequency[convention]))
    return periods.label(month + (width - 1))


def _moves(rows: pd.DataFrame) -> pd.DataFrame:
    """By how much the middle of a choice's options differs, for sums of the right kind."""
    right = rows[rows["sum"] == "real_change"]
    middles = {
        choice: right.groupby(choice)["value_pct"].median()
        for choice in ("pay", "index", "convention", "since", "until")
    }
    spread = pd.Series({choice: each.max() - each.min() for choice, each in middles.items() if len(each) > 1})
    return spread.sort_values(ascending=False).rename_axis("choice").to_frame("points")


def _in_words(row: pd.Series) -> str:
    measure = "" if row["index"] == "none" else f" by {prices.index(row['index']).attrs['title']}"
    what = SUMS[row["sum"]]
    return f"{what}{measure}, {row['since']} to {row['until']} ({CONVENTIONS[row['convention']][1]}), {row['pay']}"


def _printed_decimals(figure: float) -> int:
    text = repr(figure).removesuffix(".0")
    return len(text.partition(".")[2])


def _decimals(half: float) -> int:
    return max(0, round(-np.log10(half * 2)))
