"""Bars."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from paylib.charts.alt import of_bars, sources_said
from paylib.charts.chart import COLOURS, INK, RULE, Chart, name_row, units_of
from paylib.errors import FigureError
from paylib.figures.finding import Finding
from paylib.figures.rounding import pictured
from paylib.findings import Prose
from paylib.tables import table


def bars(
    frame: pd.DataFrame,
    title: str | Prose,
    subtitle: str | Prose,
    alt: str | Prose | None = None,
    *,
    labels: Mapping[str, str] | None = None,
    sources: Iterable[str] = (),
    mark: tuple[str, float | Finding] | None = None,
    decimals: int | None = None,
) -> Chart:
    """Horizontal bars, each labelled with its figure.

    Parameters
    ----------
    frame : pandas.DataFrame
        Indexed by category; one column, its unit in the name.
    title, subtitle, alt, labels, sources
        As in `lines`.
    mark : tuple of (str, float), optional
        A vertical rule to compare the bars with: its label and its figure, the last row of the table.
        Of a finding the label in the picture is "label: figure".
    decimals : int, optional
        Of the figures, in the picture, its words and its table; as the unit has them unless said.

    Returns
    -------
    Chart
    """
    if frame.shape[1] != 1:
        raise FigureError(f"Bars show one column; {frame.shape[1]} were given.")
    listed = _listed(frame, mark)
    if mark and isinstance(mark[1], Finding):
        mark = (f"{mark[0]}: {mark[1]}", float(mark[1]))
    unit = units_of(frame)[frame.columns[0]]
    sources = tuple(sources) or frame.attrs.get("sources", ()) or sources_said(title, subtitle, alt)
    if alt is None:
        alt = of_bars(frame.iloc[:, 0], unit, mark, sources, decimals)
    places = {} if decimals is None else {frame.columns[0]: decimals}
    numbers = table(listed, title, labels=labels, units=units_of(frame), decimals=places, sources=sources)
    height = max(0.45, 0.17 * (len(frame) + 1.5))
    return Chart(
        title,
        subtitle,
        alt,
        numbers,
        lambda axes, narrow: _draw_bars(axes, narrow, frame, unit, mark, decimals),
        height,
    )


def _listed(frame: pd.DataFrame, mark: tuple[str, float | Finding] | None) -> pd.DataFrame:
    """The bars as a table has them, and below them the rule that they are compared with."""
    if not mark:
        return frame
    name = pd.Index([mark[0]], name=frame.index.name)
    return pd.concat([frame, pd.DataFrame({frame.columns[0]: [float(mark[1])]}, index=name)])


def _draw_bars(
    axes: Axes,
    narrow: bool,
    frame: pd.DataFrame,
    unit: str,
    mark: tuple[str, float] | None,
    decimals: int | None,
) -> None:
    values = frame.iloc[:, 0].to_numpy(dtype=float)
    names = [str(label) for label in frame.index]
    places = np.arange(len(values))[::-1]
    axes.barh(places, values, color=COLOURS[0], height=0.62)
    axes.axvline(0, color=RULE, linewidth=1)
    for place, value in zip(places, values, strict=True):
        axes.annotate(
            pictured(float(value), unit, decimals),
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
        name_row(axes, place, textwrap.wrap(name, 18 if narrow else 34))
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
