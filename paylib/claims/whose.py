"""Whose number is this? Which choices give a published figure on pay, and how many of those that could be made.

Economists who redo a published figure try index after index and month after month until it comes out.
`whose` tries them all: price indices, first and last periods, what is compared (a month, means of three or
twelve months, calendar and financial years), concepts of pay, and the sum itself, the right one and the common
slips. That a reading gives the figure does not show that it was meant: where many do, the figure alone
does not tell, and the result says how many of how many.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from paylib import datapackage, prices
from paylib.claims.concepts import Concept, concepts_of
from paylib.datapackage import quietly
from paylib.errors import ChoiceError, CoverageError, PeriodError, unknown
from paylib.figures import periods
from paylib.figures.inputs import checked, several
from paylib.figures.provenance import cited, credited, merged
from paylib.figures.rounding import printed, show

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
    "uprated": "the sum in the prices of the later time",
    "cash": "the change in cash",
    "undo": "the rise in cash that undoes the change",
    "real_change": "the change in real terms",
    "rise_to_restore": "the rise that would restore what pay bought",
    "prices": "the change of prices alone",
    "per_year": "the change in real terms, a year",
    "subtracted": "a subtraction: percentage points, the rise of prices taken from the rise of pay, instead of divided into it",
    "awards_added": "awards added instead of multiplied, less the rise of prices",
    "all_added": "awards added and yearly inflation added, one taken from the other",
    "added_in_cash": "awards added instead of multiplied",
    "several_years": "several years said as one: the change in cash over more years than are spoken of",
    "award_plus_step": "the award and a step up the scale, said as the award",
    "top_as_general": "what the point that rose most got, said as what all got",
    "earnings_as_rate": "average earnings, said as a rate of pay",
    "restore_as_loss": "the rise to restore, said as the loss",
    "loss_as_rise": "the loss, said as the rise that is needed",
    "change_as_undo": "the change in cash, said as the rise that undoes it",
    "published_month": "prices by the month in which they were published, a month late",
    "a_year_short": "the pay of the year before, used for the last",
    "cash_as_real": "the change in cash, set beside changes in real terms",
}
"""What may have been worked out, in the order of how usual it is; from `SLIPS` on, with a slip."""

SLIPS = tuple(SUMS)[list(SUMS).index("subtracted") :]
"""The sums that are slips."""

_ONE_DECIMAL = "cpi_one_decimal"
_TITLES = {_ONE_DECIMAL: "CPI as printed to one decimal", "none": "no index"}
_MARKS = {
    "": "",
    "implied": ", of which an award is only implied",
    "derived": ", a rate that is worked out of published awards",
}
_CARRIED_TO = ("cpi", "rpi", "cpih")
_NEAREST, _TOLD = 5, 3
_SAME = 1e-9
_COLUMNS = ("pay", "index", "convention", "sum", "awards")
_LOW, _HIGH, _BIN = -100.0, 300.0, 0.5  # of the picture of all readings, per cent


@dataclass(frozen=True)
class Whose:
    """What was found; made by `whose`.

    Parameters
    ----------
    figure : str
        The published figure, as it is shown.
    tried : int
        How many readings were tried.
    exact : pandas.DataFrame
        Those that give the figure, the most usual first: ``pay``, ``status`` (``"implied"`` if an award
        between is only implied, ``"derived"`` if a rate at an end is worked out of published awards, else
        empty), ``index``, ``convention``, ``since``, ``until``, ``sum``, ``value_pct`` (``value_gbp`` for a
        sum of money) and ``is_slip``.
    nearest : pandas.DataFrame
        The five that come nearest without giving it, in the same form.
    moves : pandas.DataFrame
        Indexed by choice: by how many points the mean of its options differs, most to least.
    moved : tuple of int
        How many readings would give the figure if it were 3 points lower, and 3 points higher.
    spread : pandas.DataFrame
        How many readings lie in each half point from -100 to 300 per cent, indexed by its low end:
        ``right`` and ``slip``.
    limits_pct : tuple of two floats
        The least and the most that the figure may be, per cent.
    missing : tuple of str
        What would be needed to try more.
    of_gbp : float, optional
        The sum of which the figure is said to be the worth.
    sources, usage_warnings : tuple of str
        Of the pay and the indices tried.
    published_pct : float, optional
        The figure itself, where it is one and in per cent.
    """

    figure: str
    tried: int
    exact: pd.DataFrame
    nearest: pd.DataFrame
    moves: pd.DataFrame
    moved: tuple[int, int]
    spread: pd.DataFrame
    limits_pct: tuple[float, float]
    missing: tuple[str, ...] = ()
    of_gbp: float | None = None
    sources: tuple[str, ...] = ()
    usage_warnings: tuple[str, ...] = ()
    published_pct: float | None = None

    @property
    def matches(self) -> int:
        """How many readings give the figure."""
        return len(self.exact)

    @property
    def text(self) -> str:
        """The answer in plain words: how many of how many, the most usual readings, the slip if there is one."""
        if not self.matches:
            best = self.nearest.iloc[0]
            return (
                f"No reading that could be tried gives {self.figure}: {self.tried:,} were tried. The nearest "
                f"gives {_shown(best)}: {_in_words(best)}."
            )
        told = " The figure alone does not tell which was meant." if self.matches > 3 else ""
        give = "gives" if self.matches == 1 else "give"
        lines = [f"{self.matches:,} of {self.tried:,} readings {give} {self.figure}.{told}"]
        lines += [
            f"{place}. {_in_words(row)} ({_shown(row)})."
            for place, (_, row) in enumerate(self.exact.head(_TOLD).iterrows(), 1)
        ]
        if self.exact["is_slip"].all():
            lines.append("Only readings with a slip give it.")
        if len(self.carried):
            lines.append(_carried_in_words(self.carried))
        lines.append(
            f"By chance: it would be given by {self.moved[0]:,} if it were 3 points lower, and by {self.moved[1]:,} if "
            "it were 3 points higher."
        )
        lines += [f"Not tried: {each}." for each in self.missing]
        return "\n".join(lines)

    @property
    def carried(self) -> pd.DataFrame:
        """The published change, if it is one in real terms, as the same pay makes it by other indices.

        By the first of the three most usual readings that is a change in real terms: ``index`` (the first is
        its own), ``since``, ``until`` and ``change_pct``. Empty where none is. See `paylib.prices.carry`.
        """
        real = self.exact.head(_TOLD).query("sum == 'real_change'").head(1)
        columns = ["index", "since", "until", "change_pct"]
        if self.published_pct is None or real.empty:
            return pd.DataFrame(columns=columns)
        row = next(real.rename(columns={"index": "by"}).itertuples())
        mean = CONVENTIONS[row.convention][0] if row.convention in ("three_months", "twelve_months") else 1
        rows = [(row.by, row.since, row.until, self.published_pct)]
        for other in _CARRIED_TO:
            if other != row.by:
                with suppress(CoverageError):
                    carried = _carry(self.published_pct, row, other, mean)
                    rows.append((other, row.since, row.until, carried))
        return pd.DataFrame(rows, columns=columns)

    def cite(self) -> str:
        """The answer in a line, with the sources of what was tried."""
        first = f": {_in_words(self.exact.iloc[0])}" if self.matches else ""
        said = f"{self.figure}: {self.matches:,} of {self.tried:,} readings give it{first}."
        return f"{said} Source: {cited(self.sources)}." if self.sources else said

    def __str__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        return {"text/plain": self.text, "text/html": self.exact.head(20).to_html()}


@quietly()  # indices are tried; those that are missing at either end are named
def whose(
    published: float | tuple[float, float],
    *,
    about: tuple[object, object],
    group: str | None = None,
    point: object = None,
    awards_pct: Iterable[float] | None = None,
    pay: tuple[float, float] | pd.Series | Mapping[str, Concept] | None = None,
    of_gbp: float | None = None,
    by: Iterable[str] | str | None = None,
    decimals: int | None = None,
    convention: str | None = None,
    years_around: int = 0,
    real: bool = False,
    **where: object,
) -> Whose:
    """Which choices give a published figure on pay?

    Parameters
    ----------
    published : float or tuple of two floats
        The figure, per cent (-22 is a loss of 22), or pounds with ``of_gbp``. Two floats are the least
        and the most that it may be: ``(40_000, inf)`` for "over £40,000".
    about : tuple of two periods
        Since and until when, as far as it was said: years (calendar or financial) or months. Of years,
        every month and every kind of year at either end is tried.
    group : str, optional
        A bargaining group: its awards, or pay at ``point`` if one is given. Or average earnings: a
        deflator such as ``"awe_public"``, or a sector (``"public"``, ``"private"``, ``"whole_economy"``),
        of which total and regular pay, with banks and without, are tried.
    point : optional
        A pay point of the group's scale.
    awards_pct : iterable of float, optional
        Awards instead, one a year from the first.
    pay : tuple of two floats, Series by month, or mapping of str to Concept, optional
        Two salaries instead, or the level of pay, or several kinds of pay by name.
    of_gbp : float, optional
        A sum of the first period, of which the figure is said to be the worth in the prices of the second.
    by : iterable of str, optional
        The deflators; all of prices, unless said.
    decimals : int, optional
        How many decimals were printed, -2 for whole hundreds; read off the figure, unless said.
    convention : str, optional
        What was compared, where that was said: a name of `CONVENTIONS`, which is then ranked first.
    years_around : int
        By how many years either end may lie outside what was said: the base year of a rise moved.
    real : bool
        Whether the figure was said to be in real terms, so that a change in cash is a slip.
    **where
        What tells the ranges of a scale apart, such as ``band=5`` or ``area="Inner London"``.

    Returns
    -------
    Whose

    Raises
    ------
    ChoiceError
        If it is not said whose pay is meant, or a name is unknown.
    PeriodError
        If a period cannot be read, or the second does not come after the first.
    CoverageError
        If no pay and no price index is there for those periods.

    Notes
    -----
    Readings are ranked by, in this order: no slip before a slip; the order of `SUMS`; pay that was settled
    and published before pay that is implied or derived, which is marked; of awards given, as
    many years as there are awards; ends within what was said (awards of a year are over the level of the
    year before); financial years that start in the year said; both ends in one month of the year; the
    convention, what is said in years as years of that kind first, what is said in months as months; the
    order of ``by`` (CPI, RPI, CPIH, RPIX, the rest, and CPI as printed to one decimal);
    the time. The order is fixed and looks at no figure. Means of twelve months that are calendar or
    financial years, and of three that are quarters, are counted once. Readings are worked out in blocks
    of one concept, index and convention, and only those that give the figure are kept.

    Examples
    --------
    A leaflet's 15 per cent, from awards of 0.4, 0.3, 1, 1 and 2 per cent against RPI:

    >>> found = whose(-15, awards_pct=[0.4, 0.3, 1, 1, 2], about=("2010", "2015"), by=["rpi"])
    >>> found.exact.iloc[0][["index", "sum", "since", "until"]].tolist()
    ['rpi', 'subtracted', '2009', '2014']

    A fact-check put a constable's £23,259 of 2010 at £27,400 in the prices of 2018:

    >>> found = whose(27_400, of_gbp=23_259, about=("2010", "2018"), by="cpi", decimals=-2)
    >>> found.exact.iloc[0][["convention", "since", "until"]].tolist(), found.matches
    (['financial_year', '2010/11', '2018/19'], 50)
    """
    ends = tuple(periods.parse(each) for each in about)
    periods.refuse_doubtful(*about)
    if ends[0].start_time >= ends[1].start_time:
        raise PeriodError(f"{periods.label(ends[1])} does not come after {periods.label(ends[0])}.")
    if not 0 <= years_around <= 30:
        raise ChoiceError("years_around is a number of years from 0 to 30.")
    if convention is not None and convention not in CONVENTIONS:
        raise ChoiceError(unknown("convention", convention, CONVENTIONS))
    asked = _Asked(published, ends, of_gbp, decimals, years_around, real, convention)
    if of_gbp is not None:
        concepts, missing = {"the sum": Concept(None, 0.0)}, []
    else:
        first, last = asked.months
        concepts, missing = concepts_of(first, last, group, point, awards_pct, pay, where, ends)
    levels = _levels_of(by, asked, missing)
    tally = _Tally(asked)
    for name, concept in concepts.items():
        for block in _without_index(name, concept, asked):
            tally.add(replace(block, concept=concept))
        for measure, level in levels.items():
            for block in _by_index(name, concept, measure, level, asked):
                tally.add(replace(block, concept=concept))
    instead = _earnings_instead(asked) if group is not None and _is_rate(name) else {}
    for name, concept in instead.items():
        for block in _without_index(name, concept, asked):
            if block.sum in ("cash", "cash_as_real"):
                tally.add(replace(block, sum="earnings_as_rate"))
    if not tally.tried:
        raise CoverageError(
            f"Nothing could be tried from {periods.label(ends[0])} to {periods.label(ends[1])}: "
            + ("; ".join(missing) or "no price index covers both ends")
            + "."
        )
    origins = [
        *(each.origin for each in (concepts | instead).values()),
        *(each.attrs for each in levels.values()),
    ]
    return tally.result(
        list(levels),
        missing=tuple(missing),
        of_gbp=asked.of_gbp,
        published_pct=asked.published_pct,
        **{key: merged(each.get(key, ()) for each in origins) for key in ("sources", "usage_warnings")},
    )


def in_common(*found: Whose) -> pd.DataFrame:
    """The choices that give every one of several figures.

    Parameters
    ----------
    *found : Whose
        What `whose` gave for each.

    Returns
    -------
    pandas.DataFrame
        ``index``, ``convention``, ``since``, ``until`` and ``sum``, in the order of the first.

    Examples
    --------
    A constable's and a teacher's pay of 2010 in the prices of 2018, as one fact-check had them:

    >>> pay = {23_259: 27_400, 21_588: 25_400}
    >>> both = [
    ...     whose(then, of_gbp=now, about=("2010", "2018"), decimals=-2) for now, then in pay.items()
    ... ]
    >>> in_common(*both).iloc[0].tolist()
    ['cpi', 'financial_year', '2010/11', '2018/19', 'uprated']
    """
    key = ["index", "convention", "since", "until", "sum"]
    shared = found[0].exact[key]
    for other in found[1:]:
        shared = shared.merge(other.exact[key].drop_duplicates(), on=key)
    return shared.drop_duplicates(ignore_index=True)


class _Asked:
    """What is looked for: the limits of the figure in per cent, the ends, and the windows tried there."""

    def __init__(self, published, ends, of_gbp, decimals, around, real, convention) -> None:
        self.ends, self.around, self.real, self.said = ends, around, real, convention
        self.of_gbp = None if of_gbp is None else float(checked(of_gbp, "of_gbp", above=0))
        unit = "pct" if of_gbp is None else "gbp"
        self.published_pct: float | None = None
        if isinstance(published, tuple | list):
            low, high = (float(each) for each in published)
            self.figure = f"{show(low, unit, 0)} " + (
                "or more" if high == np.inf else f"to {show(high, unit, 0)}"
            )
        else:
            figure = float(checked(published, "published"))
            self.published_pct = figure if of_gbp is None and figure > -100 else None
            places = _printed_decimals(figure) if decimals is None else decimals
            half = 0.5 * 10.0**-places
            low, high = figure - half, figure + half
            self.figure = show(figure, unit, max(0, places))
        if not low <= high:
            raise ChoiceError(f"The least that the figure may be, {low:,}, is more than the most, {high:,}.")
        if self.of_gbp is not None:
            low, high = ((each / self.of_gbp - 1) * 100 for each in (low, high))
        self.limits = low, high

    @property
    def months(self) -> tuple[pd.Period, pd.Period]:
        """The first and last months of which anything is tried."""
        more = 12 * (self.around + 2)
        return self.ends[0].asfreq("M", how="start") - more, self.ends[1].asfreq("M", how="end") + more - 12

    @property
    def years(self) -> int:
        """How many years are spoken of."""
        first, last = (end.asfreq("M", how="start") for end in self.ends)
        return max(1, round((last - first).n / 12))

    @property
    def conventions(self) -> tuple[str, ...]:
        """The conventions, the kind that was said first."""
        usual = {
            periods.YEAR: ("calendar_year", "financial_year"),
            periods.FINANCIAL: ("financial_year", "calendar_year"),
            periods.QUARTER: ("quarter", "three_months"),
        }.get(self.ends[0].freqstr, ("month",))
        usual = (self.said, *usual) if self.said else usual
        return tuple(dict.fromkeys((*usual, *CONVENTIONS)))

    def windows(self, end: pd.Period, convention: str) -> np.ndarray:
        """The first months of the windows tried at one end, as ordinals."""
        width = CONVENTIONS[convention][0]
        first, last = (end.asfreq("M", how=how) for how in ("start", "end"))
        first, last = first - 12 * self.around, last + 12 * self.around
        frequency = _FREQUENCIES.get(convention)
        if frequency is None:
            return np.arange(first.ordinal, last.ordinal + 1) - (width - 1)
        before = 1 if convention == "calendar_year" else 0  # awards of 2010 are over the level of 2009
        years = pd.period_range(first.asfreq(frequency) - before, last.asfreq(frequency), freq=frequency)
        return years.asfreq("M", how="start").asi8

    def beyond(self, end: pd.Period, windows: np.ndarray, width: np.ndarray) -> np.ndarray:
        """By how many years windows lie outside what was said."""
        first, last = (end.asfreq("M", how=how).ordinal for how in ("start", "end"))
        apart = np.maximum(np.maximum(first - (windows + width - 1), windows - last), 0)
        return -(-apart // 12)


_FREQUENCIES = {
    "calendar_year": periods.YEAR,
    "financial_year": periods.FINANCIAL,
    "quarter": periods.QUARTER,
}


@dataclass(frozen=True)
class _Block:
    """The readings of one concept, index, convention and sum: a row a start, a column an end."""

    pay: str
    index: str
    convention: str
    sum: str
    starts: np.ndarray
    stops: np.ndarray
    values: np.ndarray
    awards: int = 0
    concept: Concept | None = None

    def status(self, since: int, until: int) -> str:
        """What the pay of a reading rests on beside what was published and settled: nothing, or its name."""
        if self.concept is None or self.sum == "prices":
            return ""
        width = CONVENTIONS[self.convention][0]
        until -= 12 if self.sum == "a_year_short" else 0
        if any(since < month.ordinal < until + width for month in self.concept.implied):
            return "implied"
        if self.concept.derived is not None:
            months = self.concept.derived.index[self.concept.derived].asi8
            ends = [(months >= first) & (months < first + width) for first in (since, until)]
            return "derived" if np.any(ends) else ""
        return ""


@dataclass
class _Tally:
    """What is kept of the readings while they are worked out."""

    asked: _Asked
    tried: int = 0
    blocks: list[_Block] = field(default_factory=list)
    exact: list[tuple[np.ndarray, ...]] = field(default_factory=list)
    near: list[tuple[np.ndarray, ...]] = field(default_factory=list)
    far: float = np.inf
    moved: np.ndarray = field(default_factory=lambda: np.zeros(2, dtype=int))
    bins: np.ndarray = field(default_factory=lambda: np.zeros((2, int((_HIGH - _LOW) / _BIN)), dtype=int))
    means: dict[str, list[tuple]] = field(default_factory=lambda: defaultdict(list))
    """Of each choice: its options, and the total and number of readings of each."""

    def add(self, block: _Block) -> None:
        row, column = np.nonzero(np.isfinite(block.values))
        if not len(row):
            return
        values = block.values[row, column]
        low, high = self.asked.limits
        outside = np.maximum(np.maximum(low - values, values - high), 0)
        gives = outside <= _SAME
        self.tried += len(values)
        self.moved += [
            int(((values >= low + by - _SAME) & (values <= high + by + _SAME)).sum()) for by in (-3, 3)
        ]
        place = np.full(len(values), len(self.blocks))
        self.blocks.append(replace(block, values=np.empty((0, 0))))
        every = place, row, column, values, outside
        if gives.any():
            self.exact.append(tuple(each[gives] for each in every))
        self._keep_near(every, gives)
        places = np.clip((values - _LOW) / _BIN, 0, self.bins.shape[1] - 1).astype(int)
        self.bins[int(block.sum in SLIPS)] += np.bincount(places, minlength=self.bins.shape[1])
        if block.sum in ("real_change", "uprated"):
            self._move(block)

    def _keep_near(self, every: tuple[np.ndarray, ...], gives: np.ndarray) -> None:
        nearer = np.flatnonzero(~gives & (every[-1] < self.far))
        if not len(nearer):
            return
        closest = nearer[np.argsort(every[-1][nearer], kind="stable")[:_NEAREST]]
        self.near.append(tuple(each[closest] for each in every))
        apart = np.sort(np.concatenate([each[-1] for each in self.near]))
        self.far = apart[_NEAREST - 1] if len(apart) >= _NEAREST else np.inf

    def _move(self, block: _Block) -> None:
        finite, half = np.isfinite(block.values), CONVENTIONS[block.convention][0] // 2
        values = np.where(finite, block.values, 0)
        for choice, axis, firsts in (("since", 1, block.starts), ("until", 0, block.stops)):
            self.means[choice].append((firsts + half, values.sum(axis=axis), finite.sum(axis=axis)))
        for choice in ("pay", "index", "convention"):
            self.means[choice].append(([str(getattr(block, choice))], [values.sum()], [finite.sum()]))

    def _framed(self, kept: list[tuple[np.ndarray, ...]]) -> pd.DataFrame:
        """Readings that were kept, a row each."""
        place, row, column, values, outside = (
            (np.concatenate(each) for each in zip(*kept, strict=True))
            if kept
            else np.empty((5, 0), dtype=int)
        )
        mine = [self.blocks[each] for each in place]
        frame = {name: [getattr(each, name) for each in mine] for name in _COLUMNS}
        frame["since"] = [block.starts[at] for block, at in zip(mine, row, strict=True)]
        frame["until"] = [block.stops[at] for block, at in zip(mine, column, strict=True)]
        ends = zip(mine, frame["since"], frame["until"], strict=True)
        frame["status"] = [block.status(since, until) for block, since, until in ends]
        return pd.DataFrame(frame | {"value_pct": values, "outside": outside})

    def _moves(self) -> pd.DataFrame:
        """By how many points the mean of a choice's options differs."""
        spread = pd.Series(dtype=float, index=pd.Index([], name="choice"))
        for choice, parts in sorted(self.means.items()):
            options, total, count = map(np.concatenate, zip(*parts, strict=True))
            both = pd.DataFrame({"total": total, "count": count}).groupby(options).sum().query("count > 0")
            mean = both["total"] / both["count"]
            spread[choice] = mean.max() - mean.min()
        return spread[spread > 0].sort_values(ascending=False).to_frame("points")

    def result(self, measures: list[str], **more: object) -> Whose:
        exact, near = self._framed(self.exact), self._framed(self.near)
        exact = exact.loc[self._order(exact, measures).sort_values(by=list(_ORDER), kind="stable").index]
        bins = pd.DataFrame(
            {"right": self.bins[0], "slip": self.bins[1]},
            index=pd.Index(_LOW + _BIN * np.arange(self.bins.shape[1]), name="from_pct"),
        )
        return Whose(
            self.asked.figure,
            self.tried,
            self._said(exact),
            self._said(near.nsmallest(_NEAREST, "outside")),
            self._moves(),
            tuple(int(each) for each in self.moved),
            bins,
            self.asked.limits,
            **more,
        )

    def _order(self, rows: pd.DataFrame, measures: list[str]) -> pd.DataFrame:
        """The keys by which readings are ranked."""
        width = rows["convention"].map(lambda each: CONVENTIONS[each][0]).to_numpy(dtype=int)
        since, until = (rows[end].to_numpy() for end in ("since", "until"))
        first = [end.asfreq("M", how="start").ordinal for end in self.asked.ends]
        beyond = sum(
            self.asked.beyond(end, firsts, width)
            for end, firsts in zip(self.asked.ends, (since, until), strict=True)
        )
        before = (since < first[0]).astype(int) + (until < first[1])
        return pd.DataFrame(
            {
                "slip": rows["sum"].isin(SLIPS),
                "sum": rows["sum"].map(_places(SUMS)),
                "status": rows["status"] != "",
                "years": (rows["until"] - rows["since"] - 12 * rows["awards"])
                .abs()
                .where(rows["awards"] > 0, 0),
                "beyond": np.where((rows["awards"] > 0) & (rows["convention"] == "calendar_year"), 0, beyond),
                "index": rows["index"].map(_places(["none", *measures])),
                "convention": rows["convention"].map(_places(self.asked.conventions)),
                "before": np.where(rows["convention"] == "financial_year", before, 0),
                "unlike": (rows["since"] % 12) != (rows["until"] % 12),
                "since": since,
                "until": until,
            },
            index=rows.index,
        )

    def _said(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Readings with their periods as they are written."""
        columns = ["pay", "status", "index", "convention", "since", "until", "sum", "value_pct"]
        made = rows[columns].reset_index(drop=True)
        for end in ("since", "until"):
            made[end] = [_label(*each) for each in zip(made[end], made["convention"], strict=True)]
        if self.asked.of_gbp is not None:
            made["value_gbp"] = self.asked.of_gbp * (1 + made["value_pct"] / 100)
        made["is_slip"] = made["sum"].isin(SLIPS)
        return made


_ORDER = (
    "slip",
    "sum",
    "status",
    "years",
    "beyond",
    "before",
    "unlike",
    "convention",
    "index",
    "since",
    "until",
)


def _places(names: Iterable[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names)}


def _levels_of(by, asked: _Asked, missing: list[str]) -> dict[str, pd.Series]:
    """The levels of the indices by month; of those by quarter or year, the same in each of its months."""
    names = measures()
    if by is not None:
        given = several(by)
        wanted = [str(each).lower() for each in given]
        every = [*names, *datapackage.load("deflators")["deflator"]]
        for name in wanted:
            if name not in every:
                raise ChoiceError(unknown("deflator", name, dict.fromkeys(every)))
        names = list(dict.fromkeys(wanted))
    levels = {}
    for name in names:
        level = level_of(name)
        if by is None and name == "rpi_long" and asked.months[0] >= pd.Period("1987-01", "M"):
            continue  # the same index on a coarse base
        first, last = level.index[0].asfreq("M", how="start"), level.index[-1].asfreq("M", how="end")
        early, late = asked.ends[0].asfreq("M", how="end"), asked.ends[1].asfreq("M", how="start")
        if first > early or last < late:
            missing.append(f"{title(name)}, which runs from {first} to {last}")
            continue
        levels[name] = level
    return levels


def measures() -> list[str]:
    """The indices that are tried, the most usual first."""
    catalogue = datapackage.load("deflators").query("kind == 'prices' and priority == 1")["deflator"].tolist()
    usual = [each for each in ("cpi", "rpi", "cpih", "rpix") if each in catalogue]
    return [*usual, *(each for each in catalogue if each not in usual), _ONE_DECIMAL]


def level_of(measure: str) -> pd.Series:
    """The level of an index that is tried."""
    return _one_decimal() if measure == _ONE_DECIMAL else prices.index(measure)


def _one_decimal() -> pd.Series:
    """CPI as it is printed, to one decimal: what those have who work from the printed tables."""
    table = datapackage.load("prices_monthly").query("series == 'cpi'").sort_values("month")
    value = next(column for column in table if table[column].dtype == "float64")
    level = pd.Series(table[value].to_numpy(), index=pd.PeriodIndex(table["month"], freq="M"))
    return credited(level, table)


def by_month(level: pd.Series) -> tuple[pd.Series, tuple[str, ...]]:
    """A level by month, and the conventions by which it can be read."""
    match level.index.freqstr:
        case periods.MONTH:
            whole = pd.period_range(level.index[0], level.index[-1], freq="M")
            return level.reindex(whole), tuple(CONVENTIONS)
        case periods.QUARTER:
            kinds, width = ("quarter", "calendar_year", "financial_year"), 3
        case periods.YEAR:
            kinds, width = ("calendar_year",), 12
        case _:
            kinds, width = ("financial_year",), 12
    months = pd.period_range(level.index[0].asfreq("M", how="start"), periods=width * len(level), freq="M")
    return pd.Series(np.repeat(level.to_numpy(), width), index=months), kinds


def _mean(levels: pd.Series, starts: np.ndarray, width: int) -> np.ndarray:
    """The mean level over windows of months; missing where one month is."""
    held = levels.to_numpy(dtype=float)
    total = np.concatenate([[0.0], np.cumsum(np.nan_to_num(held))])
    count = np.concatenate([[0], np.cumsum(np.isfinite(held))])
    places = starts - levels.index[0].ordinal
    inside = (places >= 0) & (places + width <= len(held))
    safe = np.where(inside, places, 0)
    to = np.minimum(safe + width, len(held))
    whole = inside & (count[to] - count[safe] == width)
    return np.where(whole, (total[to] - total[safe]) / width, np.nan)


def _ratio(levels: pd.Series, starts: np.ndarray, stops: np.ndarray, width: int) -> np.ndarray:
    return _mean(levels, stops, width)[None, :] / _mean(levels, starts, width)[:, None]


def _counted(convention: str, starts: np.ndarray, stops: np.ndarray) -> np.ndarray:
    """Which pairs of windows count: the end after the start, and none that another convention has too."""
    later = stops[None, :] > starts[:, None]
    every = {"twelve_months": 12, "three_months": 3}.get(convention)
    if every is None:
        return later
    quarters = every == 3
    firsts = (0,) if quarters else (0, 3)  # January; April
    twice = np.zeros_like(later)
    for first in firsts:
        twice |= ((starts[:, None] % every) == first) & ((stops[None, :] % every) == first)
    return later & ~twice


def _without_index(name: str, concept: Concept, asked: _Asked) -> Iterator[_Block]:
    """The readings that need no index: changes in cash."""
    if asked.of_gbp is not None:
        return
    cash = "cash_as_real" if asked.real else "cash"
    if concept.level is None:
        convention = asked.conventions[0]
        starts, stops = (asked.windows(end, convention)[-1:] for end in asked.ends)
        several = len(concept.awards) > asked.years
        grown = 1 + concept.growth_pct / 100
        found = {
            "several_years" if several else cash: concept.growth_pct,
        }
        if grown < 1:
            found |= {"undo": (1 / grown - 1) * 100, "change_as_undo": -concept.growth_pct}
        if concept.awards:
            found["added_in_cash"] = sum(concept.awards)
        for kind, value in found.items():
            yield _Block(name, "none", convention, kind, starts, stops, np.array([[value]]), 0)
        return
    whole, _ = by_month(concept.level)
    points = [] if concept.points is None else [concept.points[each].dropna() for each in concept.points]
    others = [by_month(each)[0] for each in points if len(each)]
    for convention, (width, _) in CONVENTIONS.items():
        starts, stops = (asked.windows(end, convention) for end in asked.ends)
        counts = _counted(convention, starts, stops)

        def block(
            kind: str, ratio: np.ndarray, since=starts, counts=counts, convention=convention, stops=stops
        ):
            return _Block(
                name, "none", convention, kind, since, stops, np.where(counts, (ratio - 1) * 100, np.nan)
            )

        yield block(cash, _ratio(whole, starts, stops, width))
        for more in range(1, 5):
            yield block("several_years", _ratio(whole, starts - 12 * more, stops, width), starts - 12 * more)
        if concept.step is not None:
            after = _mean(by_month(concept.step)[0], stops, width)
            yield block("award_plus_step", after[None, :] / _mean(whole, starts, width)[:, None])
        if concept.points is not None:
            rises = [_ratio(each, starts, stops, width) for each in others]
            yield block("top_as_general", np.fmax.reduce(rises))


def _by_index(name: str, concept: Concept, measure: str, level: pd.Series, asked: _Asked) -> Iterator[_Block]:
    """Every reading of one concept of pay by one index."""
    levels, kinds = by_month(level)
    for convention in kinds:
        width = CONVENTIONS[convention][0]
        starts, stops = (asked.windows(end, convention) for end in asked.ends)
        counts = _counted(convention, starts, stops)
        rise = np.where(counts, _ratio(levels, starts, stops, width), np.nan)
        if not np.isfinite(rise).any():
            continue
        late = _ratio(levels, starts - 1, stops - 1, 1) if convention == "month" else None
        late = None if late is None else np.where(counts, late, np.nan)
        if asked.of_gbp is not None:
            found = {"uprated": (rise - 1) * 100}
            if late is not None:
                found["published_month"] = (late - 1) * 100
        else:
            found = _sums(concept, levels, rise, late, starts, stops, width)
        for kind, values in found.items():
            yield _Block(name, measure, convention, kind, starts, stops, values, len(concept.awards))


def _sums(concept: Concept, levels, rise, late, starts, stops, width: int) -> dict[str, np.ndarray]:
    """What may have been worked out from the growth of pay and the rise of prices, per cent."""
    if concept.level is None:
        grown = np.full(rise.shape, 1 + concept.growth_pct / 100)
    else:
        whole, _ = by_month(concept.level)
        grown = _ratio(whole, starts, stops, width)
    months = stops[None, :] - starts[:, None]
    years = np.where(months >= 24, months, np.nan) / 12  # over less, a yearly change is the change
    real, restore = (grown / rise - 1) * 100, (rise / grown - 1) * 100
    found = {
        "real_change": real,
        "rise_to_restore": restore,
        "prices": (rise - 1) * 100,
        "per_year": np.where(
            months >= 24, ((grown / rise) ** (1 / years) - 1) * 100, np.nan
        ),  # 1 to no power is 1
        "subtracted": (grown - rise) * 100,
        "restore_as_loss": -restore,
        "loss_as_rise": -real,
    }
    if late is not None:
        found["published_month"] = (grown / late - 1) * 100
    if concept.awards:
        added = sum(concept.awards)
        found["awards_added"] = added - (rise - 1) * 100
        if width == 1 and (yearly := _inflation_added(levels, starts, stops)) is not None:
            found["all_added"] = added - yearly
        short = np.prod([1 + each / 100 for each in concept.awards[:-1]])
        found["a_year_short"] = (short / rise - 1) * 100
    elif concept.level is not None:
        found["a_year_short"] = (_ratio(whole, starts, stops - 12, width) / rise - 1) * 100
    return found


def _is_rate(pay: str) -> bool:
    """Whether a concept of pay is a rate, by awards or a point, and not an average."""
    return pay.startswith(("awards of", "point "))


def _earnings_instead(asked: _Asked) -> dict[str, Concept]:
    """Average earnings in the public sector, in place of a rate of pay."""
    first, last = asked.months
    return concepts_of(first, last, "public", None, None, None, {})[0]


def _inflation_added(levels: pd.Series, starts, stops) -> np.ndarray | None:
    """Twelve-month rates added up, for spans of whole years."""
    rates = (levels / levels.shift(12) - 1).to_numpy() * 100
    first, made = levels.index[0].ordinal, np.full((len(starts), len(stops)), np.nan)
    for row, start in enumerate(starts - first):
        for column, stop in enumerate(stops - first):
            if stop > start and (stop - start) % 12 == 0 and start >= 0 and stop < len(rates):
                made[row, column] = rates[start + 12 : stop + 1 : 12].sum()
    return made if np.isfinite(made).any() else None


def _label(first: int, convention: str) -> str:
    month = pd.Period(ordinal=int(first), freq="M")
    if convention in _FREQUENCIES:
        return periods.label(month.asfreq(_FREQUENCIES[convention]))
    return periods.label(month + (CONVENTIONS[convention][0] - 1))


def title(measure: str) -> str:
    """What an index is called in a reading."""
    return _TITLES.get(measure) or prices.title(measure)


def _shown(row: pd.Series) -> str:
    return show(row["value_gbp"], "gbp", 0) if "value_gbp" in row else show(row["value_pct"], "pct", 2)


def _in_words(row: pd.Series) -> str:
    measure = "" if row["index"] == "none" else f", by {title(row['index'])}"
    return (
        f"{SUMS[row['sum']]}{measure}, {row['since']} to {row['until']} "
        f"({CONVENTIONS[row['convention']][1]}), {row['pay']}{_MARKS[row['status']]}"
    )


def _carry(change_pct: float, row, to: str, mean: int) -> float:
    """A change carried from the index of a reading to another."""
    ends, from_ = (row.since, row.until), row.by
    if from_ == _ONE_DECIMAL:
        from_ = "cpi"
    return prices.carry(change_pct, *ends, from_=from_, to=to, mean=mean)


def _carried_in_words(rows: pd.DataFrame) -> str:
    first = rows.iloc[0]
    others = " and ".join(
        f"{printed(row.change_pct, 'pct')} by {title(by)}"
        for by, row in rows.iloc[1:].set_index("index").iterrows()
    )
    return (
        f"If it is a change in real terms by {title(first['index'])}, {first['since']} to {first['until']}, the same "
        f"pay makes {others}."
    )


def _printed_decimals(figure: float) -> int:
    text = repr(figure).removesuffix(".0")
    return len(text.partition(".")[2])
