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
from itertools import cycle

import numpy as np
import pandas as pd
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.ticker import MaxNLocator

from paylib import multiverse, periods, prices
from paylib.errors import ChoiceError, FigureError, unknown
from paylib.findings import MIME, Prose, as_json
from paylib.shown import show
from paylib.tables import Table, table, unit_of

# The Analysis Function's categorical palette, darkest first; words are never in colour.
COLOURS = ("#12436D", "#801650", "#28A197", "#F46A25")
INK, RULE = "#222222", "#767676"

# From falls to rises: orange and blue are told apart in every kind of colour blindness.
DIVERGING = LinearSegmentedColormap.from_list("paylib", ["#F46A25", "#FFFFFF", "#12436D"])

MOST_SPECIFICATIONS, MOST_CELLS = 1000, 40

_CURVE_INCHES, _LINE_INCHES = 2.9, 0.19
_HEADING, _PITCH = 1.5, 0.75  # of a row: a choice's heading, and the second line of an option
_WRAP = {"wide": 34, "narrow": 20}
_FIGURES_FIT = {"wide": 15, "narrow": 8}
_ROWS_NAMED, _CELL_EDGE, _CELL_PIXELS = 20, "#D9D9D9", 16
_PARTY_MARKS = tuple(zip("Dsv^", (COLOURS[1], COLOURS[3], COLOURS[2], INK), strict=True))

SIZES = {"wide": (7.6, 4.3), "narrow": (4.4, 4.3)}

_SCREEN_FONTS = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif"

_SETTINGS = {
    "font.family": "DejaVu Sans",  # it comes with matplotlib, so every machine lays out alike
    "font.size": 11,
    "svg.fonttype": "none",
    "svg.hashsalt": "paylib",
    "text.parse_math": False,  # a dollar sign is a dollar sign
    "axes.grid": True,
    "figure.facecolor": "white",
}


@dataclass(frozen=True)
class Chart:
    """A chart with all that a reader needs to trust it; made by `lines`, `bars`, `specification_curve`,
    `heat_map`, `coefficients` or `fan`."""

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
        picture = _lighter(re.sub(r"^.*?(?=<svg)", "", buffer.getvalue(), flags=re.DOTALL))
        return picture.replace("<svg ", f'<svg font-family="{_SCREEN_FONTS}" ', 1)

    @property
    def source(self) -> str:
        """Who published the figures, in one line."""
        return self.table.source

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
        return {
            "text/plain": self.text,
            "text/html": self.html,
            MIME: as_json(findings),
            **self.table.record(self.subtitle),
        }


def _lighter(picture: str) -> str:
    """A picture without what it can do without: looks and words stay."""
    picture = re.sub(r"<[^>]+>", _lighter_tag, picture)
    picture = re.sub(r">\s+<", "><", picture)
    empty = 1
    while empty:
        picture, empty = re.subn(r"<g></g>|<g/>", "", picture)
    picture = re.sub(r"<g>(<text [^<]*</text>)</g>", r"\1", picture)
    for one in (r'<text style="([^"]*)"[^<]*</text>', r'<use [^>]*style="([^"]*)"/>'):
        again = one.replace('([^"]*)', r"\1")
        picture = re.sub(f"{one}(?:{again})+", _alike, picture)
    return picture


def _lighter_tag(tag: re.Match) -> str:
    """A tag with coordinates to a tenth of a point (small ones to a hundredth) and without a group's name.

    The font is said once, for the whole picture.
    """
    shorter = re.sub(r"\s+", " ", tag[0]).replace("font-family: 'DejaVu Sans'; ", "")
    shorter = re.sub(r' transform="rotate\(-0 [^"]*"', "", shorter)
    shorter = re.sub(r"\d\d+\.\d+", lambda number: f"{float(number[0]):.1f}", shorter)
    shorter = re.sub(r"(\.\d\d)\d+", r"\1", shorter)
    shorter = re.sub(r"\.0+\b|(\.\d)0\b", r"\1", shorter)
    return re.sub(r'\bd="([^"]*)"', _shorter_path, re.sub(r'<g id="[^"]*"', "<g", shorter))


def _shorter_path(path: re.Match) -> str:
    """A path with straight strokes told from where the one before ends, and no space that parts nothing."""
    strokes, place = [], None
    for letter, words in re.findall(r"([A-Za-z])([^A-Za-z]*)", path[1]):
        numbers = [float(word) for word in words.split()]
        if letter == "L" and place:
            across, up = (round(end - start, 2) for start, end in zip(place, numbers, strict=True))
            slant = f"l{across:g} {up:g}" if up else f"h{across:g}"
            strokes.append(slant if across else f"v{up:g}")
        else:
            strokes.append(letter + words.strip())
        place = numbers[-2:]
    return f'd="{"".join(strokes).replace(" -", "-")}"'


def _alike(marks: re.Match) -> str:
    """Texts or marks that follow one another in one style, with the style said once."""
    style = f'style="{marks[1]}"'
    bare = re.sub(r"<[^>]+>", lambda tag: tag[0].replace(f" {style}", ""), marks[0])
    return f"<g {style}>{bare}</g>"


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
    decimals: Mapping[str, int] | None = None,
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
    if not 1 <= frame.shape[1] <= len(COLOURS):
        raise FigureError(f"A chart has one to {len(COLOURS)} lines; {frame.shape[1]} were given.")
    labels = {column: (labels or {}).get(column, column) for column in frame}
    numbers = table(
        frame.rename_axis("Period"),
        title,
        labels=labels,
        units=_units(frame),
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


def specification_curve(
    frame: pd.DataFrame,
    title: str | Prose,
    subtitle: str,
    alt: str | Prose,
    *,
    holds: tuple[str, str] = ("holds", "does not hold"),
    labels: Mapping[str, str] | None = None,
    sources: Iterable[str] | None = None,
) -> Chart:
    """Every specification in order of its real change, over the choices that it is made of.

    Filled marks are those in which the statement holds, and tall ticks below them; beside each
    option stands in how many of its specifications it does. A party's own choices are named.

    Parameters
    ----------
    frame : pandas.DataFrame
        From `paylib.multiverse.specifications`; marked by `paylib.multiverse.mark_parties`, if
        wanted. At most 1,000 rows.
    title, subtitle, alt
        As in `lines`.
    holds : tuple of (str, str)
        Words for where the statement holds and where it does not: ``("below", "not below")``.
    labels : mapping, optional
        Choice or option to words; else a deflator's title, a convention in words, or the name.
    sources : iterable of str, optional
        Names of sources; else those of ``frame.attrs``.

    Returns
    -------
    Chart
        Choices of one option only are in the table and not drawn. An asterisk marks options that
        carry a usage warning which others do not.

    Raises
    ------
    ChoiceError
        If the frame lacks a column.
    FigureError
        If there is no specification, or more than can be read.
    """
    for column in (*multiverse.CHOICES, "real_pct", "holds", "usage_warnings"):
        if column not in frame:
            raise ChoiceError(unknown("column", column, frame.columns))
    if not 1 <= len(frame) <= MOST_SPECIFICATIONS:
        raise FigureError(
            f"A specification curve shows one to {MOST_SPECIFICATIONS:,} specifications; {len(frame):,} were given. "
            "Take fewer choices, or show `paylib.multiverse.shares` as a table."
        )
    words = _option_words() | dict(labels or {})
    ranked = frame.sort_values("real_pct", kind="stable", ignore_index=True)
    if "party" in ranked:
        ranked["party"] = ranked["party"].fillna("")
    numbers = table(
        _specification_table(ranked, words, holds),
        title,
        labels={choice: _capital(words[choice]) for choice in multiverse.CHOICES},
        sources=_sources(frame, sources),
    )
    options = _drawn_options(ranked, words)
    return Chart(
        title,
        subtitle,
        alt,
        numbers,
        lambda axes, narrow: _draw_specifications(axes, narrow, ranked, options, words, holds),
        (_CURVE_INCHES + _LINE_INCHES * _depth(options, "narrow")) / SIZES["wide"][1],
    )


def heat_map(
    frame: pd.DataFrame,
    title: str | Prose,
    subtitle: str,
    alt: str | Prose,
    *,
    unit: str = "pct",
    labels: Mapping[str, str] | None = None,
    sources: Iterable[str] | None = None,
) -> Chart:
    """A matrix of changes as coloured cells, with a line where they turn from falls to rises.

    Small maps have their figures in the cells; large ones a scale, and hatching over falls.

    Parameters
    ----------
    frame : pandas.DataFrame
        Figures of one unit, such as `paylib.multiverse.real_pay` gives; at most 40 by 40. Cells
        without a figure stay blank.
    title, subtitle, alt
        As in `lines`.
    unit : str
        As in `paylib.findings.Finding`.
    labels : mapping, optional
        Names of the rows' and columns' index, or of one row or column, to words.
    sources : iterable of str, optional
        Names of sources; else those of ``frame.attrs``.

    Returns
    -------
    Chart

    Raises
    ------
    FigureError
        If there is no figure, or there are more cells than can be read.
    """
    rows, columns = frame.shape
    if not np.isfinite(frame.to_numpy(dtype=float)).any():
        raise FigureError("A heat map needs a figure; the frame has none.")
    if max(rows, columns) > MOST_CELLS:
        raise FigureError(
            f"A heat map has at most {MOST_CELLS} rows and columns; {rows} by {columns} were given. "
            "Take one month of each year, such as starts=months[::12]."
        )
    words = dict(labels or {})
    shown = frame.set_axis([_axis_word(each, words) for each in frame.columns], axis="columns")
    shown.index = pd.Index([_axis_word(each, words) for each in frame.index], name=frame.index.name)
    numbers = table(
        shown, title, labels=words, units=dict.fromkeys(shown, unit), sources=_sources(frame, sources)
    )
    return Chart(
        title,
        subtitle,
        alt,
        numbers,
        lambda axes, narrow: _draw_heat_map(axes, narrow, frame, unit, words),
        min(max(0.45, 0.1 * rows + 0.25), 1.3),
    )


def coefficients(
    frame: pd.DataFrame,
    title: str | Prose,
    subtitle: str,
    alt: str | Prose,
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
        As in `lines`.
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
    numbers = table(shown, title, units=dict.fromkeys(shown, unit), sources=_sources(frame, sources))
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
    unit = next(iter(_units(frame).values()))
    shown = pd.concat([past.rename("past").to_frame(), frame.join(others)])
    numbers = table(
        shown.rename_axis("Period"),
        title,
        labels=labels,
        units=dict.fromkeys(shown, unit),
        sources=_sources(frame, sources),
    )
    return Chart(
        title,
        subtitle,
        alt,
        numbers,
        lambda axes, narrow: _draw_fan(axes, narrow, frame, past, others, labels, unit),
    )


def _sources(frame: pd.DataFrame, sources: Iterable[str] | None) -> tuple[str, ...]:
    return tuple(frame.attrs.get("sources", ()) if sources is None else sources)


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


def _name_row(axes: Axes, place: float, lines: list[str]) -> None:
    """A row's name at its left, each line on its own so that any font is flush with the bars."""
    for number, line in enumerate(lines):
        axes.annotate(
            line,
            (0, place),
            xycoords=axes.get_yaxis_transform(),
            xytext=(-7, 14 * ((len(lines) - 1) / 2 - number)),
            textcoords="offset points",
            ha="right",
            va="center",
            color=INK,
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
    axes.set_yticks([])
    for place, name in zip(places, names, strict=True):
        _name_row(axes, place, textwrap.wrap(name, 18 if narrow else 34))
    low, high = min(0, values.min()), max(0, values.max(), mark[1] if mark else 0)
    room = (high - low) * (0.3 if narrow else 0.16)
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


def _draw_estimates(
    axes: Axes, narrow: bool, frame: pd.DataFrame, unit: str, mark: tuple[str, float] | None
) -> None:
    places = np.arange(len(frame))[::-1]
    axes.axvline(0, color=RULE, linewidth=1)
    axes.hlines(places, frame["low"], frame["high"], color=COLOURS[0], linewidth=2.5)
    axes.plot(frame["estimate"], places, linestyle="none", marker="o", markersize=7, color=COLOURS[0])
    for place, value in zip(places, frame["estimate"], strict=True):
        axes.annotate(
            show(float(value), unit),
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
        _name_row(axes, place, textwrap.wrap(str(name), 18 if narrow else 34))
    axes.set_ylim(-0.6, len(frame) - 0.4)
    axes.xaxis.set_major_locator(MaxNLocator(4 if narrow else 6))
    axes.xaxis.set_major_formatter(lambda value, _: show(float(value), unit))
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
    _label_ends(axes, ends, (high - low) * 0.06)
    axes.axvline(now, color=RULE, linewidth=1, linestyle=(0, (3, 3)))
    axes.yaxis.set_major_formatter(lambda value, _: show(float(value), unit, _tick_decimals(axes)))
    whole = past.index.to_timestamp().append(times)
    _time_axis(axes, whole, narrow)
    axes.set_xlim(whole[0], whole[-1])


def _option_words() -> dict[str, str]:
    """Deflators and conventions in words, and the choices."""
    titles = prices.deflators()["title"].to_dict()
    return (
        titles | multiverse.CONVENTIONS | {choice: choice.replace("_", " ") for choice in multiverse.CHOICES}
    )


def _specification_table(ranked: pd.DataFrame, words: Mapping, holds: tuple[str, str]) -> pd.DataFrame:
    """What a specification curve shows, a row a specification, in words."""
    shown = pd.DataFrame({choice: _in_words(ranked[choice], words) for choice in multiverse.CHOICES})
    shown["real_pct"] = ranked["real_pct"]
    shown["statement"] = np.where(ranked["holds"], *holds)
    if "party" in ranked:
        shown["chosen_by"] = ranked["party"]
    shown["usage_warnings"] = [text.replace(" ", ", ").replace("_", " ") for text in ranked["usage_warnings"]]
    return shown.set_axis(pd.RangeIndex(1, len(shown) + 1, name="rank"))


def _in_words(options: Iterable[object], words: Mapping) -> list[str]:
    return [str(words.get(option, option)) for option in options]


def _drawn_options(ranked: pd.DataFrame, words: Mapping) -> pd.DataFrame:
    """The options of choices that have more than one: in words, and the share in which the statement holds."""
    choices = [choice for choice in multiverse.CHOICES if ranked[choice].nunique() > 1]
    options = multiverse.shares(ranked, choices=choices).iloc[1:].reset_index()
    options["words"] = _in_words(options["option"], words)
    everywhere = _common_codes(ranked["usage_warnings"])
    for row in options.itertuples():
        codes = _common_codes(ranked.loc[ranked[row.choice] == row.option, "usage_warnings"])
        if codes - everywhere:
            options.loc[row.Index, "words"] += "*"
    return options


def _common_codes(warnings: pd.Series) -> set[str]:
    return set.intersection(*(set(text.split()) for text in warnings.unique()))


def _depth(options: pd.DataFrame, size: str) -> float:
    """How deep the options are, in rows of one line, with a heading for each choice and a note."""
    depths = [_row_depth(_wrapped(words, size)) for words in options["words"]]
    return sum(depths) + _HEADING * options["choice"].nunique() + 1


def _wrapped(words: str, size: str) -> list[str]:
    return textwrap.wrap(words, _WRAP[size], max_lines=2, placeholder="…") or [""]


def _row_depth(lines: list[str]) -> float:
    return 1 + _PITCH * (len(lines) - 1)


def _draw_specifications(
    axes: Axes,
    narrow: bool,
    ranked: pd.DataFrame,
    options: pd.DataFrame,
    words: Mapping,
    holds: tuple[str, str],
) -> None:
    figure = axes.figure
    axes.remove()
    heights = [_CURVE_INCHES, _LINE_INCHES * _depth(options, "narrow")]
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=heights)
    _draw_curve(upper, narrow, ranked, holds)
    _draw_options(lower, narrow, ranked, options, words, holds)
    lower.set_xlim(-0.03 * len(ranked) - 0.5, 1.03 * len(ranked) - 0.5)


def _draw_curve(axes: Axes, narrow: bool, ranked: pd.DataFrame, holds: tuple[str, str]) -> None:
    real, true, size = ranked["real_pct"].to_numpy(), ranked["holds"].to_numpy(), 9 if narrow else 10
    low, high = min(0.0, real.min()), max(0.0, real.max())
    room = (high - low or 1) * 0.1
    axes.set_ylim(low - 2 * room, high + (4 if narrow else 3) * room)
    axes.axhline(0, color=INK, linewidth=1.2)
    mark = {
        "markersize": float(np.clip(200 / len(ranked), 2, 6)),
        "markeredgecolor": COLOURS[0],
        "linestyle": "",
    }
    for rows, fill in ((true, COLOURS[0]), (~true, "white")):
        axes.plot(np.flatnonzero(rows), real[rows], marker="o", markerfacecolor=fill, **mark)
    _name_groups(axes, narrow, true, holds, size)
    _write(axes, 1.01, room * 0.6, "real rise", size)
    _write(axes, 1.01, -room * 0.6, "real fall", size)
    if "party" in ranked:
        _name_parties(axes, ranked, mark["markersize"], size)
    axes.yaxis.set_major_formatter(lambda value, _: show(float(value), "pct", _tick_decimals(axes)))
    axes.tick_params(axis="x", length=0, labelbottom=False)
    axes.spines["bottom"].set_visible(False)


def _write(axes: Axes, across: float, height: float, words: str, size: float, **options) -> None:
    """Words at a share of the width and a height in the data."""
    place = axes.get_yaxis_transform()
    axes.text(across, height, words, transform=place, fontsize=size, color=INK, va="center", **options)


def _name_groups(axes: Axes, narrow: bool, true: np.ndarray, holds: tuple[str, str], size: float) -> None:
    """Say at the top what filled and hollow marks are, and how many, each at its own side."""
    groups = [
        (np.flatnonzero(rows), f"{mark} {words}")
        for rows, mark, words in zip((true, ~true), "●○", holds, strict=True)
    ]
    groups = sorted((group for group in groups if len(group[0])), key=lambda group: group[0].mean())
    for place, (rows, words) in enumerate(groups):
        axes.annotate(
            f"{words}: {len(rows):,} of {len(true):,}",
            (place, 1),
            xytext=(0, -16 * place if narrow else 0),
            xycoords="axes fraction",
            textcoords="offset points",
            ha="right" if place else "left",
            va="top",
            color=INK,
            fontsize=size,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
        )


def _name_parties(axes: Axes, ranked: pd.DataFrame, marker: float, size: float) -> None:
    """Frame the specifications that parties chose, and name each party at the middle one of its own."""
    real, chosen = ranked["real_pct"].to_numpy(), ranked["party"][ranked["party"] != ""]
    own = sorted(chosen.groupby(chosen).groups.items(), key=lambda party: party[1][len(party[1]) // 2])
    left = sum(rows[len(rows) // 2] < len(ranked) / 2 for _, rows in own)
    for place, ((party, rows), (shape, colour)) in enumerate(zip(own, cycle(_PARTY_MARKS), strict=False)):
        axes.plot(
            rows,
            real[rows],
            shape,
            markersize=marker + 5,
            markerfacecolor="none",
            markeredgecolor=colour,
            markeredgewidth=1.8,
        )
        middle, above = rows[len(rows) // 2], place < left
        axes.annotate(  # above the curve at the left, below it at the right, the outermost outermost
            party,
            (middle, real[middle]),
            xytext=(middle, 0.85 - 0.09 * place if above else 0.05 + 0.09 * (len(own) - 1 - place)),
            textcoords=("data", "axes fraction"),
            ha="left" if above else "right",
            va="center",
            color=INK,
            fontsize=size,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
            arrowprops={
                "arrowstyle": "-",
                "color": colour,
                "linewidth": 1,
                "relpos": (0, 0) if above else (1, 1),
                "shrinkA": 0,
                "shrinkB": 6,
            },
        )


def _draw_options(
    axes: Axes,
    narrow: bool,
    ranked: pd.DataFrame,
    options: pd.DataFrame,
    words: Mapping,
    holds: tuple[str, str],
) -> None:
    size, font = ("narrow", 8.5) if narrow else ("wide", 10)
    true, depth = ranked["holds"].to_numpy(), 0.0
    width = float(np.clip((200 if narrow else 300) / len(ranked), 0.6, 2.4))
    for choice, rows in options.groupby("choice", sort=False):
        _write(axes, -0.015, depth + _HEADING - 0.5, _capital(words[choice]), font, weight="bold", ha="right")
        depth += _HEADING
        for row in rows.itertuples():
            lines, own = _wrapped(row.words, size), (ranked[choice] == row.option).to_numpy()
            middle = depth + _row_depth(lines) / 2
            _ticks(axes, np.flatnonzero(own & true), middle, 0.4, COLOURS[0], width)
            _ticks(axes, np.flatnonzero(own & ~true), middle, 0.15, RULE, width)
            _write(axes, 1.01, middle, show(row.share_pct, "pct", 0), font)
            for place, line in enumerate(lines):
                _write(axes, -0.015, depth + 0.5 + _PITCH * place, line, font, ha="right")
            depth += _row_depth(lines)
    if len(options):
        warned = ["* has a usage warning."] if any(text.endswith("*") for text in options["words"]) else []
        note = [f"Tall marks and share: {holds[0]}.", *warned]
        axes.set_xlabel(("\n" if narrow else " ").join(note), fontsize=font, color=INK, loc="left")
        _write(axes, 1.01, _HEADING - 0.5, "share", font)
    axes.set_ylim(depth + 0.2, 0)
    axes.set_yticks([])
    axes.grid(False)
    axes.tick_params(length=0, labelbottom=False)
    axes.spines["bottom"].set_visible(False)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _ticks(axes: Axes, places: np.ndarray, middle: float, half: float, colour: str, width: float) -> None:
    """Upright marks in a row, as one line with gaps."""
    across = np.repeat(places.astype(float), 3)
    up = np.tile([middle - half, middle + half, np.nan], len(places))
    axes.plot(across, up, color=colour, linewidth=width, solid_capstyle="butt")


def _axis_word(label: object, words: Mapping) -> str:
    """A row or column of a heat map in words: a month in short, or what was said."""
    if label in words:
        return str(words[label])
    if isinstance(label, pd.Period):
        return label.strftime("%b %Y") if label.freqstr == periods.MONTH else periods.label(label)
    return str(label)


def _draw_heat_map(axes: Axes, narrow: bool, frame: pd.DataFrame, unit: str, words: Mapping) -> None:
    values, fit = frame.to_numpy(dtype=float), _FIGURES_FIT["narrow" if narrow else "wide"]
    limit, font = np.nanmax(np.abs(values)) or 1.0, 8 if narrow else 9
    small, scale = max(values.shape) <= fit, ScalarMappable(Normalize(-limit, limit), DIVERGING)
    _draw_cells(axes, values, scale)
    _draw_zero(axes, values)
    if small:
        edges = {"facecolor": "none", "edgecolor": _CELL_EDGE, "linewidth": 0.5}
        axes.add_patch(PathPatch(_squares(np.isfinite(values)), **edges))
        _write_cells(axes, values, unit, limit, font)
    else:
        _draw_scale(axes, scale, values, [show(end, unit) for end in (-limit, 0.0, limit)], font)
    _name_cells(axes, frame, fit, words, font)


def _draw_cells(axes: Axes, values: np.ndarray, scale: ScalarMappable) -> None:
    """The colours as one picture: a shape for each cell would be most of a page's weight."""
    colours = scale.to_rgba(np.ma.masked_invalid(values), bytes=True)
    enlarged = colours.repeat(_CELL_PIXELS, axis=0).repeat(_CELL_PIXELS, axis=1)  # sharp if smoothed, too
    rows, columns = values.shape
    axes.imshow(enlarged, extent=(0, columns, rows, 0), aspect="auto", interpolation="none")


def _squares(cells: np.ndarray) -> Path:
    """The outlines of chosen cells, as one shape."""
    corners = np.array([[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]])
    return Path.make_compound_path(
        *(Path(corners + place[::-1], closed=True) for place in np.argwhere(cells))
    )


def _draw_scale(
    axes: Axes, colours: ScalarMappable, values: np.ndarray, ends: list[str], font: float
) -> None:
    """What the colours mean, and hatching so that falls are seen without them."""
    if (values < 0).any():
        hatching = {"hatch": "////", "facecolor": "none", "edgecolor": (0, 0, 0, 0.3), "linewidth": 0}
        axes.add_patch(PathPatch(_squares(values < 0), **hatching))
    scale = axes.figure.colorbar(colours, ax=axes, orientation="horizontal", fraction=0.06, aspect=40)
    scale.set_ticks([colours.norm.vmin, 0, colours.norm.vmax], labels=ends, fontsize=font)
    scale.set_label("Hatched: below zero. Line: zero.", fontsize=font, color=INK)
    scale.outline.set_visible(False)


def _draw_zero(axes: Axes, values: np.ndarray) -> None:
    """A line between falls and rises."""
    rows, columns = np.nonzero(_turns(values[:, :-1], values[:, 1:]))
    lines = [([column + 1, column + 1], [row, row + 1]) for row, column in zip(rows, columns, strict=True)]
    rows, columns = np.nonzero(_turns(values[:-1], values[1:]))
    lines += [([column, column + 1], [row + 1, row + 1]) for row, column in zip(rows, columns, strict=True)]
    for across, down in lines:
        axes.plot(across, down, color=INK, linewidth=2, solid_capstyle="projecting")


def _turns(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return ((one < 0) != (other < 0)) & np.isfinite(one) & np.isfinite(other)


def _write_cells(axes: Axes, values: np.ndarray, unit: str, limit: float, size: float) -> None:
    for (row, column), value in np.ndenumerate(values):
        if np.isfinite(value):
            axes.text(
                column + 0.5,
                row + 0.5,
                show(float(value), unit).removesuffix("%"),
                ha="center",
                va="center",
                fontsize=size,
                color=ink_on(DIVERGING(0.5 + value / limit / 2)),
            )


def ink_on(colour: tuple[float, ...]) -> str:
    """Black or white, whichever is easier to read on a colour: at least 4.5 to 1.

    Notes
    -----
    Relative luminance and contrast as in the Web Content Accessibility Guidelines 2.2.

    Examples
    --------
    >>> ink_on((1, 1, 1)), ink_on((0.07, 0.26, 0.43))
    ('black', 'white')
    """
    channels = np.asarray(colour[:3], dtype=float)
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    luminance = float(linear @ [0.2126, 0.7152, 0.0722])
    return "black" if (luminance + 0.05) / 0.05 >= 1.05 / (luminance + 0.05) else "white"


def _name_cells(axes: Axes, frame: pd.DataFrame, fit: int, words: Mapping, font: float) -> None:
    """Names of rows and columns, as many as fit, columns at the top."""
    columns = [_axis_word(label, words).replace(" ", "\n") for label in frame.columns]
    rows = [_axis_word(label, words) for label in frame.index]
    across, down = -(-len(columns) // fit), -(-len(rows) // _ROWS_NAMED)
    axes.set_xticks(np.arange(0, len(columns), across) + 0.5, columns[::across], fontsize=font)
    axes.set_yticks(np.arange(0, len(rows), down) + 0.5, rows[::down], fontsize=font)
    axes.tick_params(length=0, labeltop=True, labelbottom=False)
    axes.xaxis.set_label_position("top")
    for name, write in ((frame.columns.name, axes.set_xlabel), (frame.index.name, axes.set_ylabel)):
        if name is not None:
            write(_capital(str(words.get(name, name))), fontsize=font, color=INK, labelpad=6)
    axes.grid(False)
    axes.spines["bottom"].set_visible(False)
