"""Specification curves."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from itertools import cycle

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from paylib import multiverse
from paylib.charts.chart import COLOURS, INK, RULE, SIZES, Chart, sources_of
from paylib.charts.line import tick_decimals
from paylib.errors import ChoiceError, FigureError, unknown
from paylib.figures.finding import Finding
from paylib.figures.rounding import pictured, show
from paylib.findings import Prose, say
from paylib.tables import table, titles

MOST_SPECIFICATIONS, MOST_CELLS = 1000, 40


_CURVE_INCHES = 2.9
_LINE_INCHES = {"wide": 0.19, "narrow": 0.235}
_POINTS = {"wide": 10, "narrow": 11}
"""Of words: the narrow picture is shown on a phone at about the size that it is drawn in."""


_HEADING, _PITCH = 1.5, 0.75  # of a row: a choice's heading, and the second line of an option


_WRAP = {"wide": 34, "narrow": 20}


_PARTY_MARKS = tuple(zip("Dsv^", (COLOURS[1], COLOURS[3], COLOURS[2], INK), strict=True))


def specification_curve(
    frame: pd.DataFrame,
    title: str | Prose,
    subtitle: str | Prose,
    alt: str | Prose | None = None,
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
        As in `lines`; without ``alt``, how far the real changes go and where the statement holds.
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
        labels={choice: capital(words[choice]) for choice in multiverse.CHOICES},
        sources=sources_of(frame, sources),
    )
    options = _drawn_options(ranked, words)
    if alt is None:
        alt = _in_prose(ranked, options, words, holds, numbers.sources)
    return Chart(
        title,
        subtitle,
        alt,
        numbers,
        lambda axes, narrow: _draw_specifications(axes, narrow, ranked, options, words, holds),
        *(_inches(options, size) / SIZES[size][1] for size in SIZES),
    )


def _inches(options: pd.DataFrame, size: str) -> float:
    return _CURVE_INCHES + _LINE_INCHES[size] * _depth(options, "narrow")


def _in_prose(
    ranked: pd.DataFrame,
    options: pd.DataFrame,
    words: Mapping,
    holds: tuple[str, str],
    sources: tuple[str, ...],
) -> Prose:
    """How far the real changes go, and in how many specifications the statement holds, by option."""
    ends = {"lowest": ranked["real_pct"].min(), "highest": ranked["real_pct"].max()}
    given = {
        name: Finding(f"real_{name}", float(value), "pct", f"the {name} real change", sources)
        for name, value in ends.items()
    }
    text = "Specification curve. Real changes from {lowest:signed} to {highest:signed}."
    parts = []
    for place, row in enumerate(options.itertuples()):
        method = f"specifications with {row.words} in which the statement holds"
        name = f"ways_holding_{row.choice}_{place}"
        given |= {f"holding_{place}": Finding(name, int(row.holding), "count", method, sources)}
        method = f"specifications with {row.words}"
        name = f"ways_tried_{row.choice}_{place}"
        given |= {f"tried_{place}": Finding(name, int(row.specifications), "count", method, sources)}
        given |= {f"option_{place}": row.words.rstrip("*")}
        parts.append(f"{{option_{place}}} {{holding_{place}}} of {{tried_{place}}}")
    counted = f" {capital(holds[0])}: {'; '.join(parts)}." if parts else ""
    return say(text + counted, **given)


def _option_words() -> dict[str, str]:
    """Deflators and conventions in words, and the choices."""
    return (
        titles()
        | multiverse.CONVENTIONS
        | {choice: choice.replace("_", " ") for choice in multiverse.CHOICES}
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
    whole = _inches(options, "narrow" if narrow else "wide")
    heights = [_CURVE_INCHES, whole - _CURVE_INCHES]
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=heights)
    _draw_curve(upper, narrow, ranked, holds)
    _draw_options(lower, narrow, ranked, options, words, holds)
    lower.set_xlim(-0.03 * len(ranked) - 0.5, 1.03 * len(ranked) - 0.5)


def _draw_curve(axes: Axes, narrow: bool, ranked: pd.DataFrame, holds: tuple[str, str]) -> None:
    real, true, size = (
        ranked["real_pct"].to_numpy(),
        ranked["holds"].to_numpy(),
        _POINTS["narrow" if narrow else "wide"],
    )
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
        _name_parties(axes, narrow, ranked, mark["markersize"], size)
    axes.yaxis.set_major_formatter(lambda value, _: show(float(value), "pct", tick_decimals(axes)))
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


def _name_parties(axes: Axes, narrow: bool, ranked: pd.DataFrame, marker: float, size: float) -> None:
    """Frame the specifications that parties chose, and name each party at the middle one of its own."""
    real, chosen = ranked["real_pct"].to_numpy(), ranked["party"][ranked["party"] != ""]
    own = sorted(chosen.groupby(chosen).groups.items(), key=lambda party: party[1][len(party[1]) // 2])
    left = sum(rows[len(rows) // 2] < len(ranked) / 2 for _, rows in own)
    highest = 0.76 if narrow else 0.85  # below what the marks mean
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
            xytext=(middle, highest - 0.09 * place if above else 0.05 + 0.09 * (len(own) - 1 - place)),
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
    size = "narrow" if narrow else "wide"
    font = _POINTS[size]
    true, depth = ranked["holds"].to_numpy(), 0.0
    width = float(np.clip((200 if narrow else 300) / len(ranked), 0.6, 2.4))
    for choice, rows in options.groupby("choice", sort=False):
        _write(axes, -0.015, depth + _HEADING - 0.5, capital(words[choice]), font, weight="bold", ha="right")
        depth += _HEADING
        for row in rows.itertuples():
            lines, own = _wrapped(row.words, size), (ranked[choice] == row.option).to_numpy()
            middle = depth + _row_depth(lines) / 2
            _ticks(axes, np.flatnonzero(own & true), middle, 0.4, COLOURS[0], width)
            _ticks(axes, np.flatnonzero(own & ~true), middle, 0.15, RULE, width)
            _write(axes, 1.01, middle, pictured(row.share_pct, "pct", 0), font)
            for place, line in enumerate(lines):
                _write(axes, -0.015, depth + 0.5 + _PITCH * place, line, font, ha="right")
            depth += _row_depth(lines)
    if len(options):
        warned = ["* has a usage warning."] if any(text.endswith("*") for text in options["words"]) else []
        meant = "Tall marks and share:", f"{holds[0]}."
        note = "\n".join([*meant, *warned]) if narrow else " ".join([*meant, *warned])
        axes.set_xlabel(note, fontsize=font, color=INK, loc="left")
        _write(axes, 1.01, _HEADING - 0.5, "share", font)
    axes.set_ylim(depth + 0.2, 0)
    axes.set_yticks([])
    axes.grid(False)
    axes.tick_params(length=0, labelbottom=False)
    axes.spines["bottom"].set_visible(False)


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _ticks(axes: Axes, places: np.ndarray, middle: float, half: float, colour: str, width: float) -> None:
    """Upright marks in a row, as one line with gaps."""
    across = np.repeat(places.astype(float), 3)
    up = np.tile([middle - half, middle + half, np.nan], len(places))
    axes.plot(across, up, color=colour, linewidth=width, solid_capstyle="butt")
