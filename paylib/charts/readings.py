"""All readings of a published figure, with the published one among them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from paylib.charts.chart import COLOURS, INK, RULE, Chart
from paylib.figures.finding import Finding
from paylib.figures.rounding import pictured, show
from paylib.findings import Prose, say
from paylib.tables import table

_MOST_BARS = 40
_WIDTHS = (0.5, 1, 2, 2.5, 5, 10, 20, 50)  # of a bar, per cent
_OUTERMOST = 0.005  # of the readings, left out at either end of the picture and counted in its table
_NAMES = {"right": "readings without a slip", "slip": "readings with a slip"}


def readings(found, title: str | Prose | None = None, subtitle: str | None = None) -> Chart:
    """How many readings give which figure, and where the published one lies.

    Parameters
    ----------
    found : paylib.claims.Whose
        What `paylib.claims.whose` found.
    title, subtitle : str, optional
        The finding, and what is shown; else how many of how many readings give the figure.

    Returns
    -------
    Chart
        Bars of readings without a slip, on them those with one, and a line at the published figure. Its table
        has a row a bar, and what lies beyond either end; its caption says where half of them lie.

    Notes
    -----
    Bars span all but the outermost half per cent of readings at either end, and always the published
    figure; they are as narrow as leaves no more than 40.

    Examples
    --------
    >>> from paylib.claims import whose
    >>> chart = readings(whose(-15, awards_pct=[0.4, 0.3, 1, 1, 2], about=("2010", "2015"), by="rpi"))
    >>> chart.title
    '86 of 4,100 readings give −15%'
    >>> chart.alt.partition(". ")[0]
    'Bars of 4,100 readings by what they give, with a line at the published −15%'
    """
    counts, width = _bars(found.spread, found.limits_pct)
    inside = counts.iloc[1:-1]
    shown = counts.set_axis(_ranges(counts.index.to_numpy(), found.of_gbp), axis="index")
    middle = _middle(found)
    numbers = table(
        shown.rename_axis("What they give"),
        say(
            "Readings by what they give, with {published} published. {middle}",
            published=found.figure,
            middle=middle,
        ),
        labels=_NAMES,
        units=dict.fromkeys(shown, "count"),
        sources=found.sources,
    )
    return Chart(
        title or _headline(found),
        subtitle or "How many readings give which figure; hatched: readings with a slip",
        _alt(found, middle),
        numbers,
        lambda axes, narrow: _draw(axes, narrow, inside, width, found),
    )


def _bars(spread: pd.DataFrame, limits: tuple[float, float]) -> tuple[pd.DataFrame, float]:
    """Readings by bar, indexed by its low end, what lies below and above in the first and last row; their width."""
    edges, bin_width = spread.index.to_numpy(), spread.index[1] - spread.index[0]
    running = spread.sum(axis="columns").cumsum().to_numpy()
    low, high = (
        edges[np.searchsorted(running, share * running[-1])] for share in (_OUTERMOST, 1 - _OUTERMOST)
    )
    ends = [end for end in limits if np.isfinite(end)]
    low, high = max(min(low, *ends), edges[0]), min(max(high + bin_width, *ends), edges[-1] + bin_width)
    width = next(each for each in _WIDTHS if (high - low) / each <= _MOST_BARS - 2)
    first, last = width * np.floor(low / width), width * np.ceil(high / width)
    left = np.clip(width * np.floor(edges / width), first - width, last)
    counts = spread.groupby(left).sum()
    return counts.reindex(np.arange(first - width, last + width / 2, width), fill_value=0), width


def _ranges(lefts: np.ndarray, of_gbp: float | None) -> list[str]:
    """Bars in words, what lies below and above them first and last."""
    ends = [_figure(left, of_gbp) for left in lefts]
    between = [f"{low} to {high}" for low, high in pairwise(ends[1:])]
    return [f"below {ends[1]}", *between, f"{ends[-1]} or more"]


def _place(change_pct: float | np.ndarray, of_gbp: float | None) -> float | np.ndarray:
    """Where a change stands: at its per cent, or at the pounds that a sum becomes."""
    return change_pct if of_gbp is None else of_gbp * (1 + change_pct / 100)


def _figure(change_pct: float, of_gbp: float | None) -> str:
    return _words(_place(change_pct, of_gbp), of_gbp)


def _words(place: float, of_gbp: float | None) -> str:
    if of_gbp is not None:
        return show(place, "gbp", 0)
    return pictured(place, "pct", 0 if float(place).is_integer() else 1)


def _headline(found) -> str:
    if not found.matches:
        return f"None of {found.tried:,} readings gives {found.figure}"
    return f"{found.matches:,} of {found.tried:,} readings give {found.figure}"


def _middle(found) -> Prose:
    """Where the middle half of the readings without a slip lies."""
    right = found.spread["right"]
    if not right.any():
        return say("All of them have a slip")
    running = right.cumsum() / right.sum()
    low, high = (float(right.index[np.searchsorted(running, share)]) for share in (0.25, 0.75))
    high += right.index[1] - right.index[0]
    return say(
        "Half of those without a slip lie between {low} and {high}",
        low=_end("lower", low, found),
        high=_end("upper", high, found),
    )


def _end(name: str, change_pct: float, found) -> Finding:
    unit, place = "pct" if found.of_gbp is None else "gbp", float(_place(change_pct, found.of_gbp))
    decimals = 0 if unit == "gbp" or place.is_integer() else 1
    method = f"{name} quartile of the readings without a slip"
    return Finding(f"{name} quartile", place, unit, method, tuple(found.sources), decimals=decimals)


def _alt(found, middle: Prose) -> str:
    with_slip = int(found.exact["is_slip"].sum())
    given = (
        f"{found.matches:,} give it, {with_slip:,} of them with a slip" if found.matches else "None gives it"
    )
    return (
        f"Bars of {found.tried:,} readings by what they give, with a line at the published {found.figure}. "
        f"{given}. {middle}."
    )


def _draw(axes: Axes, narrow: bool, counts: pd.DataFrame, width: float, found) -> None:
    edges = _place(np.append(counts.index, counts.index[-1] + width), found.of_gbp)
    below = np.zeros(len(counts))
    styles = ({"color": COLOURS[0]}, {"color": "white", "edgecolor": COLOURS[0], "hatch": "////"})
    for column, drawn in zip(_NAMES, styles, strict=True):
        values = counts[column].to_numpy()
        if values.any():
            axes.bar(edges[:-1], values, np.diff(edges) * 0.9, below, align="edge", **drawn)
        below = below + values
    ends = [end for end in found.limits_pct if np.isfinite(end)]
    published = _place(sum(ends) / len(ends), found.of_gbp)
    axes.axvline(published, color=COLOURS[1], linewidth=2)
    right = published > (edges[0] + edges[-1]) / 2
    axes.annotate(
        f"published: {found.figure}",
        (published, 1),
        xytext=(-5 if right else 5, -3),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        ha="right" if right else "left",
        va="top",
        color=INK,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
    )
    axes.set_xlim(edges[0], edges[-1])
    axes.set_ylim(0, max(1, below.max()) * 1.3)  # room for the words
    axes.locator_params(axis="x", nbins=4 if narrow else 7)
    axes.xaxis.set_major_formatter(lambda value, _: _words(value, found.of_gbp))
    axes.yaxis.set_major_formatter(lambda value, _: show(value, "count"))
    axes.spines["bottom"].set_color(RULE)
