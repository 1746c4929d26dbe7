"""Lines over time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from paylib.charts.alt import of_lines, sources_said
from paylib.charts.chart import COLOURS, INK, RULE, Chart, units_of
from paylib.charts.letters import width
from paylib.errors import FigureError
from paylib.figures import periods
from paylib.figures.rounding import show
from paylib.figures.several import Several
from paylib.findings import Prose
from paylib.tables import header, table


def lines(
    frame: pd.DataFrame | Several,
    title: str | Prose,
    subtitle: str | Prose,
    alt: str | Prose | None = None,
    *,
    labels: Mapping[str, str] | None = None,
    sources: Iterable[str] = (),
    events: Mapping[str, str] | None = None,
    step: Iterable[str] = (),
    decimals: Mapping[str, int] | None = None,
) -> Chart:
    """Lines over time, each labelled at its end.

    Parameters
    ----------
    frame : pandas.DataFrame or Several
        Indexed by period, or by years as whole numbers; one column a line, at most four, units in the column names.
        Results by period for several indices are a line an index.
    title, subtitle, alt
        The finding; what is measured, where, when; the finding with its figures for those who
        cannot see the picture: without it, where each line begins, ends and turns.
    labels : mapping, optional
        Column to the label at the line's end; else as in `paylib.tables.table`.
    sources : iterable of str
        Names of sources; else those of the frame, and of the figures in title and alt.
    events : mapping, optional
        Month to the words beside a vertical rule.
    step : iterable of str
        Columns that change in steps, such as pay.
    decimals : mapping of str to int, optional
        As in `paylib.tables.table`.

    Returns
    -------
    Chart

    Raises
    ------
    FigureError
        If there are more than four lines, or none.
    """
    if isinstance(frame, Several):
        several, frame = frame, frame.frame
        frame = frame.set_axis([f"{several.name or 'by'}_{each}" for each in frame], axis="columns")
        labels = dict(zip(frame, map(header, several.names), strict=True)) | dict(labels or {})
        frame.attrs["units"] = dict(zip(frame, several.frame.attrs["units"].values(), strict=True))
    if not 1 <= frame.shape[1] <= len(COLOURS):
        raise FigureError(f"A chart has one to {len(COLOURS)} lines; {frame.shape[1]} were given.")
    if pd.api.types.is_integer_dtype(frame.index):
        frame = frame.set_axis(periods.parse_all(frame.index), axis="index")
    labels = {column: (labels or {}).get(column) or header(column) for column in frame}
    sources = tuple(sources) or frame.attrs.get("sources", ()) or sources_said(title, subtitle, alt)
    if alt is None:
        alt = of_lines(frame, labels, units_of(frame), sources)
    numbers = table(
        frame.rename_axis("Period"),
        title,
        labels=labels,
        units=units_of(frame),
        sources=sources,
        decimals=decimals,
    )
    return Chart(
        title,
        subtitle,
        alt,
        numbers,
        lambda axes, narrow: _draw_lines(axes, narrow, frame, labels, events or {}, set(step)),
    )


def _draw_lines(axes: Axes, narrow: bool, frame: pd.DataFrame, labels: dict, events: dict, step: set) -> None:
    times = frame.index.to_timestamp() if isinstance(frame.index, pd.PeriodIndex) else frame.index
    unit = next(iter(units_of(frame).values()))
    ends = []
    for colour, column in zip(COLOURS, frame, strict=False):
        values = frame[column].to_numpy(dtype=float)
        axes.plot(times, values, color=colour, drawstyle="steps-post" if column in step else "default")
        held = np.flatnonzero(np.isfinite(values))
        ends.append([values[held[-1]], times[held[-1]], labels[column], colour])
    low, high = axes.get_ylim()
    if low > 0 and low < (high - low):
        low = 0
    if low < 0 < high:
        axes.axhline(0, color=RULE, linewidth=1)
    axes.set_ylim(low, high)
    label_ends(axes, ends, (high - low) * 0.06)
    _mark_events(axes, events, times, high, narrow)
    axes.yaxis.set_major_formatter(lambda value, _: show(float(value), unit, tick_decimals(axes)))
    time_axis(axes, times, narrow)
    axes.set_xlim(times[0], times[-1])


def tick_decimals(axes: Axes) -> int:
    """As many decimals as the steps of the axis need, at most three: of a quarter two."""
    ticks = axes.get_yticks()
    step = 1.0 if len(ticks) < 2 else float(ticks[1] - ticks[0])
    return next((places for places in range(3) if np.isclose(round(step, places), step)), 3)


def label_ends(axes: Axes, ends: list, gap: float) -> None:
    """Write each line's label at its end, moved apart where they would touch."""
    ends.sort(key=lambda end: end[0])
    heights = [end[0] for end in ends]
    for position in range(1, len(heights)):
        heights[position] = max(heights[position], heights[position - 1] + gap)
    shift = (sum(heights) - sum(end[0] for end in ends)) / len(heights)
    latest = max(end[1] for end in ends)
    for height, (value, time, label, colour) in zip(heights, ends, strict=True):
        axes.plot([time], [value], marker="o", markersize=5, color=colour, clip_on=False)
        if time < latest:  # a line that ends early is labelled where it ends
            axes.annotate(label, (time, value), xytext=(7, 7), textcoords="offset points", color=INK)
            continue
        axes.annotate(
            label,
            (1, value),
            xytext=(1.035, height - shift),
            xycoords=("axes fraction", "data"),
            textcoords=("axes fraction", "data"),
            va="center",
            color=INK,
            annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": colour, "linewidth": 1, "shrinkA": 0, "shrinkB": 3},
        )


def _mark_events(
    axes: Axes, events: Mapping[str, str], times: pd.DatetimeIndex, high: float, narrow: bool
) -> None:
    """A dashed line at each event, its words beside it: to the left late in the chart, or where only the next is too near."""
    dates = [periods.parse(month).to_timestamp() for month in events]
    fontsize, span = (9 if narrow else 10), times[-1] - times[0]
    across = axes.bbox.width * 72 / axes.figure.dpi
    for position, (when, words) in enumerate(zip(dates, events.values(), strict=True)):
        axes.axvline(when, color=RULE, linewidth=1, linestyle=(0, (3, 3)))
        after = min(((each - when) / span for each in dates if each > when), default=1) * across
        before = min(((when - each) / span for each in dates if each < when), default=1) * across
        needed = width(words, fontsize) + 6
        right = when > times[0] + span * 0.6 or after < needed <= before
        axes.annotate(
            words,
            (when, 1),
            xytext=(-4 if right else 4, -4 - 15 * position),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            va="top",
            ha="right" if right else "left",
            color=INK,
            fontsize=fontsize,
        )


def time_axis(axes: Axes, times: pd.DatetimeIndex, narrow: bool) -> None:
    months = (times[-1].year - times[0].year) * 12 + times[-1].month - times[0].month
    wanted = 4 if narrow else 7
    spacing = next(each for each in (1, 2, 3, 6, 12, 24, 60, 120, 240) if months / each <= wanted)
    every = pd.period_range(times[0], times[-1], freq="M")
    ticks = [month for month in every if (month.year * 12 + month.month - 1) % spacing == 0]
    axes.set_xticks(
        [month.to_timestamp() for month in ticks],
        [f"{month.year}" if spacing >= 12 else month.strftime("%b\n%Y") for month in ticks],
    )
