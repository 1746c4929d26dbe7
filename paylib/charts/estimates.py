"""Estimates with their intervals, and fans of forecasts."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from paylib.charts.alt import of_estimates
from paylib.charts.chart import COLOURS, INK, RULE, Chart, name_row, sources_of, units_of
from paylib.charts.line import label_ends, tick_decimals, time_axis
from paylib.errors import FigureError
from paylib.figures.rounding import pictured, show
from paylib.findings import Prose
from paylib.tables import table


def coefficients(
    frame: pd.DataFrame,
    title: str | Prose,
    subtitle: str | Prose,
    alt: str | Prose | None = None,
    *,
    unit: str = "pct",
    labels: Mapping[str, str] | None = None,
    sources: Iterable[str] | None = None,
    mark: tuple[str, float] | None = None,
) -> Chart:
    """Estimates with their intervals, one row each, against zero.

    Parameters
    ----------
    frame : pandas.DataFrame
        With ``estimate``, ``low`` and ``high``, such as `paylib.models.tidy` gives; the rows are
        named by its index or, where the index is of numbers, by its column ``term``.
    title, subtitle, alt
        As in `lines`; without an alt text, each estimate with its interval.
    unit : str
        Of the estimates, as in `paylib.findings.Finding`.
    labels : mapping, optional
        A row's name to words.
    sources : iterable of str, optional
        Names of sources; else those of ``frame.attrs``.
    mark : tuple of (str, float), optional
        A second vertical rule: its label and its figure.

    Returns
    -------
    Chart

    Raises
    ------
    FigureError
        If there is no row, or a figure is missing.
    """
    limits = frame[["estimate", "low", "high"]]
    if frame.empty or not np.isfinite(limits.to_numpy(dtype=float)).all():
        raise FigureError("A chart of estimates needs an estimate, a low and a high end in every row.")
    names = frame["term"] if pd.api.types.is_integer_dtype(frame.index) else frame.index
    words = [str((labels or {}).get(name, name)) for name in names]
    shown = limits.set_axis(pd.Index(words, name="term"))
    sources = sources_of(frame, sources)
    if alt is None:
        alt = of_estimates(shown, unit, mark, sources)
    numbers = table(shown, title, units=dict.fromkeys(shown, unit), sources=sources)
    height = max(0.45, 0.12 * (len(frame) + 2))
    return Chart(
        title,
        subtitle,
        alt,
        numbers,
        lambda axes, narrow: _draw_estimates(axes, narrow, shown, unit, mark),
        height,
    )


def fan(
    frame: pd.DataFrame,
    title: str | Prose,
    subtitle: str,
    alt: str | Prose,
    *,
    past: pd.Series,
    others: pd.DataFrame | None = None,
    labels: Mapping[str, str] | None = None,
    sources: Iterable[str] | None = None,
) -> Chart:
    """What is known, and a fan of what may come.

    Parameters
    ----------
    frame : pandas.DataFrame
        Indexed by month, quantiles in order as columns, an odd number of them with the middle one in the
        middle: such as `paylib.models.rate_fan` gives.
    title, subtitle, alt
        As in `lines`.
    past : pandas.Series
        The months before, in the same unit.
    others : pandas.DataFrame, optional
        Other paths over the same months, at most three.
    labels : mapping, optional
        Column to words; ``past`` and the middle quantile may be named too.
    sources : iterable of str, optional
        Names of sources; else those of ``frame.attrs``.

    Returns
    -------
    Chart

    Raises
    ------
    FigureError
        If the quantiles are not an odd number, three or more, or there are too many other paths.
    """
    others = pd.DataFrame(index=frame.index) if others is None else others
    if frame.shape[1] < 3 or frame.shape[1] % 2 == 0:
        raise FigureError(
            f"A fan needs an odd number of quantiles, three or more; {frame.shape[1]} were given."
        )
    if others.shape[1] >= len(COLOURS):
        raise FigureError(
            f"Beside a fan there is room for {len(COLOURS) - 1} paths; {others.shape[1]} were given."
        )
    labels = dict(labels or {})
    unit = next(iter(units_of(frame).values()))
    shown = pd.concat([past.rename("past").to_frame(), frame.join(others)])
    numbers = table(
        shown.rename_axis("Period"),
        title,
        labels=labels,
        units=dict.fromkeys(shown, unit),
        sources=sources_of(frame, sources),
    )
    return Chart(
        title,
        subtitle,
        alt,
        numbers,
        lambda axes, narrow: _draw_fan(axes, narrow, frame, past, others, labels, unit),
    )


def _draw_estimates(
    axes: Axes, narrow: bool, frame: pd.DataFrame, unit: str, mark: tuple[str, float] | None
) -> None:
    places = np.arange(len(frame))[::-1]
    axes.axvline(0, color=RULE, linewidth=1)
    axes.hlines(places, frame["low"], frame["high"], color=COLOURS[0], linewidth=2.5)
    axes.plot(frame["estimate"], places, linestyle="none", marker="o", markersize=7, color=COLOURS[0])
    for place, value in zip(places, frame["estimate"], strict=True):
        axes.annotate(
            pictured(float(value), unit),
            (value, place),
            xytext=(0, 8),
            textcoords="offset points",
            ha="center",
            color=INK,
            fontsize=9 if narrow else 10,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
        )
    if mark:
        axes.axvline(mark[1], color=COLOURS[1], linewidth=2, linestyle=(0, (4, 2)))
        axes.annotate(
            mark[0],
            (mark[1], 1),
            xytext=(0, 4),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            ha="right",
            color=INK,
        )
    axes.set_yticks([])
    for place, name in zip(places, frame.index, strict=True):
        name_row(axes, place, textwrap.wrap(str(name), 18 if narrow else 34))
    axes.set_ylim(-0.6, len(frame) - 0.4)
    axes.xaxis.set_major_locator(MaxNLocator(4 if narrow else 6))
    axes.xaxis.set_major_formatter(lambda value, _: pictured(float(value), unit))
    axes.grid(visible=False, axis="y")


def _draw_fan(
    axes: Axes,
    narrow: bool,
    frame: pd.DataFrame,
    past: pd.Series,
    others: pd.DataFrame,
    labels: Mapping[str, str],
    unit: str,
) -> None:
    now, times = past.index[-1].to_timestamp(), frame.index.to_timestamp()
    ahead = times.insert(0, now)
    middle = frame.shape[1] // 2

    def joined(values: pd.Series) -> np.ndarray:
        return np.concatenate([[past.iloc[-1]], values.to_numpy(dtype=float)])

    for depth in range(middle):
        low, high = joined(frame.iloc[:, depth]), joined(frame.iloc[:, -1 - depth])
        axes.fill_between(ahead, low, high, color=COLOURS[0], alpha=0.18, linewidth=0)
    axes.plot(past.index.to_timestamp(), past.to_numpy(dtype=float), color=INK)
    ends = []
    for colour, column in zip(COLOURS, [frame.columns[middle], *others], strict=False):
        values = joined(frame[column] if column in frame else others[column])
        axes.plot(ahead, values, color=colour)
        ends.append([values[-1], times[-1], labels.get(column, column), colour])
    low, high = axes.get_ylim()
    if low < 0 < high:
        axes.axhline(0, color=RULE, linewidth=1)
    axes.set_ylim(low, high)
    label_ends(axes, ends, (high - low) * 0.06)
    axes.axvline(now, color=RULE, linewidth=1, linestyle=(0, (3, 3)))
    axes.yaxis.set_major_formatter(lambda value, _: show(float(value), unit, tick_decimals(axes)))
    whole = past.index.to_timestamp().append(times)
    time_axis(axes, whole, narrow)
    axes.set_xlim(whole[0], whole[-1])
