"""Charts by the Analysis Function's guidance: a headline that says the finding, direct labels.

A `Chart` holds its data, title, subtitle, source, alt text and table, and makes all of them
from the same numbers. It is drawn twice, wide and narrow, so that its words can be read on a
phone. https://analysisfunction.civilservice.gov.uk/policy-store/data-visualisation-charts/
"""

from __future__ import annotations

import base64
import html
import io
import re
import textwrap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from paylib import periods
from paylib.errors import FigureError
from paylib.findings import MIME, Prose, as_json, show
from paylib.tables import Table, source_line, table, unit_of

# The Analysis Function's categorical palette, darkest first; words are never in colour.
COLOURS = ("#12436D", "#801650", "#28A197", "#F46A25")
INK, RULE = "#222222", "#767676"

SIZES = {"wide": (7.6, 4.3), "narrow": (4.4, 4.3)}

_SCREEN_FONTS = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif"

_SETTINGS = {
    "font.family": "DejaVu Sans",  # it comes with matplotlib, so every machine lays out alike
    "font.size": 11,
    "svg.fonttype": "none",
    "svg.hashsalt": "paylib",
    "axes.grid": True,
    "figure.facecolor": "white",
}


@dataclass(frozen=True)
class Chart:
    """A chart with all that a reader needs to trust it; made by `lines`, `bars` or `dots`."""

    title: str | Prose
    subtitle: str
    alt: str | Prose
    table: Table
    draw: Callable[[Axes, bool], None]
    height: float = 1.0

    def svg(self, size: str = "wide") -> str:
        """The picture, without its words: the same bytes every time.

        Parameters
        ----------
        size : {"wide", "narrow"}

        Returns
        -------
        str
        """
        width, height = SIZES[size]
        with style.context(["afcharts.afcharts", _SETTINGS]):
            figure = Figure(figsize=(width, height * self.height), layout="constrained")
            self.draw(figure.add_subplot(), size == "narrow")
            buffer = io.StringIO()
            figure.savefig(
                buffer, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type"))
            )
        picture = buffer.getvalue().replace("'DejaVu Sans'", _SCREEN_FONTS)
        return re.sub(r"^.*?(?=<svg)", "", picture, flags=re.DOTALL)

    @property
    def source(self) -> str:
        """Who published the figures, in one line."""
        return source_line(self.table.sources)

    @property
    def text(self) -> str:
        """Everything that the chart says, in plain text: what the notebook tests compare."""
        return f"{self.title}\n{self.subtitle}\n[Chart: {self.alt}]\n{self.table.text}"

    @property
    def html(self) -> str:
        """The chart as a figure: headline, picture with alt text, source, and its figures."""
        title = self.title.html if isinstance(self.title, Prose) else html.escape(self.title)
        return (
            '<figure class="chart">\n'
            f'<figcaption><p class="headline">{title}</p>\n<p class="subtitle">{html.escape(self.subtitle)}</p></figcaption>\n'
            f'<picture><source media="(max-width: 40rem)" srcset="{self._uri("narrow")}">'
            f'<img alt="{html.escape(str(self.alt))}" src="{self._uri("wide")}"></picture>\n'
            f"<details><summary>The figures in this chart</summary>\n{self.table.html}\n</details>\n"
            f'<p class="source">{html.escape(self.source)}</p>\n'
            "</figure>"
        )

    def _uri(self, size: str) -> str:
        return "data:image/svg+xml;base64," + base64.b64encode(self.svg(size).encode()).decode()

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        said = [words for words in (self.title, self.alt) if isinstance(words, Prose)]
        findings = dict.fromkeys(finding for words in said for finding in words.findings)
        return {"text/plain": self.text, "text/html": self.html, MIME: as_json(findings)}


def lines(
    frame: pd.DataFrame,
    title: str | Prose,
    subtitle: str,
    alt: str | Prose,
    *,
    labels: Mapping[str, str] | None = None,
    sources: Iterable[str] = (),
    events: Mapping[str, str] | None = None,
    step: Iterable[str] = (),
) -> Chart:
    """Lines over time, each labelled at its end.

    Parameters
    ----------
    frame : pandas.DataFrame
        Indexed by period; one column a line, at most four, units in the column names.
    title, subtitle, alt
        The finding; what is measured, where, when; the finding with its figures for those who
        cannot see the picture.
    labels : mapping, optional
        Column to the label at the line's end.
    sources : iterable of str
        Names of sources.
    events : mapping, optional
        Month to the words beside a vertical rule.
    step : iterable of str
        Columns that change in steps, such as pay.

    Returns
    -------
    Chart

    Raises
    ------
    FigureError
        If there are more than four lines, or none.
    """
    if not 1 <= frame.shape[1] <= len(COLOURS):
        raise FigureError(f"A chart has one to {len(COLOURS)} lines; {frame.shape[1]} were given.")
    labels = {column: (labels or {}).get(column, column) for column in frame}
    numbers = table(frame.rename_axis("Period"), title, labels=labels, units=_units(frame), sources=sources)
    return Chart(
        title,
        subtitle,
        alt,
        numbers,
        lambda axes, narrow: _draw_lines(axes, narrow, frame, labels, events or {}, set(step)),
    )


def bars(
    frame: pd.DataFrame,
    title: str | Prose,
    subtitle: str,
    alt: str | Prose,
    *,
    labels: Mapping[str, str] | None = None,
    sources: Iterable[str] = (),
    mark: tuple[str, float] | None = None,
) -> Chart:
    """Horizontal bars, each labelled with its figure.

    Parameters
    ----------
    frame : pandas.DataFrame
        Indexed by category; one column, its unit in the name.
    title, subtitle, alt, labels, sources
        As in `lines`.
    mark : tuple of (str, float), optional
        A vertical rule to compare the bars with: its label and its figure.

    Returns
    -------
    Chart
    """
    if frame.shape[1] != 1:
        raise FigureError(f"Bars show one column; {frame.shape[1]} were given.")
    numbers = table(frame, title, labels=labels, units=_units(frame), sources=sources)
    unit = _units(frame)[frame.columns[0]]
    height = max(0.45, 0.17 * (len(frame) + 1.5))
    return Chart(
        title,
        subtitle,
        alt,
        numbers,
        lambda axes, narrow: _draw_bars(axes, narrow, frame, unit, mark),
        height,
    )


def _units(frame: pd.DataFrame) -> dict[str, str]:
    return {column: unit_of(column) or "index" for column in frame}


def _draw_lines(axes: Axes, narrow: bool, frame: pd.DataFrame, labels: dict, events: dict, step: set) -> None:
    times = frame.index.to_timestamp() if isinstance(frame.index, pd.PeriodIndex) else frame.index
    unit = next(iter(_units(frame).values()))
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
    _label_ends(axes, ends, (high - low) * 0.06)
    _mark_events(axes, events, times, high, narrow)
    axes.yaxis.set_major_formatter(lambda value, _: show(float(value), unit, _tick_decimals(axes)))
    _time_axis(axes, times, narrow)
    axes.set_xlim(times[0], times[-1])


def _tick_decimals(axes: Axes) -> int:
    ticks = axes.get_yticks()
    return 0 if len(ticks) < 2 or float(ticks[1] - ticks[0]).is_integer() else 1


def _label_ends(axes: Axes, ends: list, gap: float) -> None:
    """Write each line's label at its end, moved apart where they would touch."""
    ends.sort(key=lambda end: end[0])
    heights = [end[0] for end in ends]
    for position in range(1, len(heights)):
        heights[position] = max(heights[position], heights[position - 1] + gap)
    shift = (sum(heights) - sum(end[0] for end in ends)) / len(heights)
    for height, (value, time, label, colour) in zip(heights, ends, strict=True):
        axes.plot([time], [value], marker="o", markersize=5, color=colour, clip_on=False)
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
    for position, (month, words) in enumerate(events.items()):
        when = periods.parse(month).to_timestamp()
        axes.axvline(when, color=RULE, linewidth=1, linestyle=(0, (3, 3)))
        right = when > times[0] + (times[-1] - times[0]) * 0.6
        axes.annotate(
            words,
            (when, 1),
            xytext=(-4 if right else 4, -4 - 15 * position),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            va="top",
            ha="right" if right else "left",
            color=INK,
            fontsize=9 if narrow else 10,
        )


def _time_axis(axes: Axes, times: pd.DatetimeIndex, narrow: bool) -> None:
    months = (times[-1].year - times[0].year) * 12 + times[-1].month - times[0].month
    wanted = 4 if narrow else 7
    spacing = next(each for each in (1, 2, 3, 6, 12, 24, 60, 120, 240) if months / each <= wanted)
    every = pd.period_range(times[0], times[-1], freq="M")
    ticks = [month for month in every if (month.year * 12 + month.month - 1) % spacing == 0]
    axes.set_xticks(
        [month.to_timestamp() for month in ticks],
        [f"{month.year}" if spacing >= 12 else month.strftime("%b\n%Y") for month in ticks],
    )


def _draw_bars(
    axes: Axes, narrow: bool, frame: pd.DataFrame, unit: str, mark: tuple[str, float] | None
) -> None:
    values = frame.iloc[:, 0].to_numpy(dtype=float)
    names = [str(label) for label in frame.index]
    places = np.arange(len(values))[::-1]
    axes.barh(places, values, color=COLOURS[0], height=0.62)
    axes.axvline(0, color=RULE, linewidth=1)
    for place, value in zip(places, values, strict=True):
        axes.annotate(
            show(float(value), unit),
            (value, place),
            xytext=(5 if value >= 0 else -5, 0),
            textcoords="offset points",
            va="center",
            ha="left" if value >= 0 else "right",
            color=INK,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
            zorder=3,
        )
    axes.set_yticks(places, [textwrap.fill(name, 18 if narrow else 34) for name in names])
    low, high = min(0, values.min()), max(0, values.max(), mark[1] if mark else 0)
    room = (high - low) * (0.22 if narrow else 0.14)
    axes.set_xlim(low - (room if low < 0 else 0), high + (room if high > 0 else 0))
    if mark:
        axes.axvline(mark[1], color=COLOURS[1], linewidth=2)
        axes.annotate(
            mark[0],
            (mark[1], 1),
            xytext=(0, 4),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            ha="right" if mark[1] > (low + high) / 2 else "left",
            va="bottom",
            color=INK,
        )
    axes.grid(False)
    axes.spines["bottom"].set_visible(False)
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0)
