"""Heat maps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from paylib.charts.alt import of_cells
from paylib.charts.chart import INK, Chart, sources_of
from paylib.charts.specifications import capital
from paylib.errors import FigureError
from paylib.figures import periods
from paylib.figures.rounding import pictured, show
from paylib.findings import Prose
from paylib.tables import table

# From falls to rises: orange and blue are told apart in every kind of colour blindness.
DIVERGING = LinearSegmentedColormap.from_list("paylib", ["#F46A25", "#FFFFFF", "#12436D"])


MOST_SPECIFICATIONS, MOST_CELLS = 1000, 40


_FIGURES_FIT = {"wide": 15, "narrow": 8}


_ROWS_NAMED, _CELL_EDGE, _CELL_PIXELS = 20, "#D9D9D9", 16


def heat_map(
    frame: pd.DataFrame,
    title: str | Prose,
    subtitle: str | Prose,
    alt: str | Prose | None = None,
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
        As in `lines`; without an alt text, how many cells are below nought, the lowest and the highest.
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
    sources = sources_of(frame, sources)
    if alt is None:
        alt = of_cells(frame, unit, lambda label: _axis_word(label, words), sources)
    shown = frame.set_axis([_axis_word(each, words) for each in frame.columns], axis="columns")
    shown.index = pd.Index([_axis_word(each, words) for each in frame.index], name=frame.index.name)
    numbers = table(shown, title, labels=words, units=dict.fromkeys(shown, unit), sources=sources)
    return Chart(
        title,
        subtitle,
        alt,
        numbers,
        lambda axes, narrow: _draw_heat_map(axes, narrow, frame, unit, words),
        min(max(0.45, 0.1 * rows + 0.25), 1.3),
    )


def _axis_word(label: object, words: Mapping) -> str:
    """A row or column of a heat map in words: a month in short, or what was said."""
    if label in words:
        return str(words[label])
    if isinstance(label, pd.Period):
        return label.strftime("%b %Y") if label.freqstr == periods.MONTH else periods.label(label)
    return str(label)


def _draw_heat_map(axes: Axes, narrow: bool, frame: pd.DataFrame, unit: str, words: Mapping) -> None:
    values, fit = frame.to_numpy(dtype=float), _FIGURES_FIT["narrow" if narrow else "wide"]
    limit, font = np.nanmax(np.abs(values)) or 1.0, 10 if narrow else 9
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
                pictured(float(value), unit).removesuffix("%"),
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
            write(capital(str(words.get(name, name))), fontsize=font, color=INK, labelpad=6)
    axes.grid(False)
    axes.spines["bottom"].set_visible(False)
