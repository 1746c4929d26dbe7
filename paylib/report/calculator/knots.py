"""A function as a broken line, for a page that is to work it out without knowing what made it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from paylib.errors import FigureError

_CELLS = 1000
"""Into how many cells a range is cut at first: finest at its low end."""

_WITHIN = np.array([0, 0.13, 0.29, 0.5, 0.71, 0.87, 1])
"""Where within each cell a function is looked at."""

_FINE = 1000.0
"""How far above the low end of a range cells are twice as wide as there."""

_MOST = 500
"""More cells than this are not straight at once only where a function is curved."""


def knots(function: Callable[[np.ndarray], np.ndarray], least: float, most: float) -> np.ndarray:
    """Where a function of straight pieces bends or jumps, and its values there.

    Parameters
    ----------
    function : callable
        Takes an array of n numbers, gives an array of n values or of n rows of values.
    least, most : float
        The range that is wanted. Beyond ``most`` the last piece goes on.

    Returns
    -------
    numpy.ndarray
        One row a knot: the number, then the values. Where the function jumps there are two knots, at the
        last number before the jump and at the next number that a computer knows.

    Raises
    ------
    FigureError
        If the function is not made of straight pieces.

    Notes
    -----
    A piece is straight if what was looked at lies on its chord, to a thousand-millionth or to the last bits of
    the values. The place of a bend is where the straight pieces on both sides of it meet. What comes and goes
    between two places that were looked at is not seen; for salaries from £1,000 to £1 million they are less than
    a six-hundredth of the salary apart: £42 at £25,000.

    Examples
    --------
    A lowest rate of £12,000:

    >>> knots(lambda pay: np.maximum(pay, 12_000), 10_000, 50_000).round(6).tolist()
    [[10000.0, 12000.0], [12000.0, 12000.0], [50000.0, 50000.0]]
    """
    edges = least + _FINE * (np.geomspace(1, 1 + (most - least) / _FINE, _CELLS + 1) - 1)
    edges[-1] = most
    lows, highs, found = edges[:-1], edges[1:], []
    while len(lows):
        places = np.where(_WITHIN == 1, highs[:, None], lows[:, None] + (highs - lows)[:, None] * _WITHIN)
        values = _values(function, places.ravel()).reshape(*places.shape, -1)
        found.append(
            np.column_stack([places[:, [0, -1]].ravel(), values[:, [0, -1]].reshape(2 * len(lows), -1)])
        )
        away = np.abs(values - _chord(places, values)) - _close(values)
        bent = (away > 0).any(axis=(1, 2)) & (np.nextafter(lows, np.inf) < highs)
        if bent.sum() > _MOST:
            raise FigureError(
                f"The function is not made of straight pieces: near {lows[bent][0]:g} it is curved, or leaps too often."
            )
        cuts = _cuts(places[bent], values[bent], away[bent])
        lows, highs = cuts[:, :-1].ravel(), cuts[:, 1:].ravel()
        lows, highs = lows[lows < highs], highs[lows < highs]
    points = np.unique(np.concatenate(found), axis=0)
    points[:, 1:][np.abs(points[:, 1:]) < _close(points[:, 1:])] = 0.0
    return points[_needed(points)]


def read(line: np.ndarray, place: float) -> np.ndarray:
    """The values at a place of a broken line, as a page reads them.

    Examples
    --------
    >>> read(np.array([[0.0, 10.0], [10.0, 20.0]]), 2.5).tolist()
    [12.5]
    """
    at = np.clip(np.searchsorted(line[:, 0], place, side="right") - 1, 0, len(line) - 2)
    (start, *low), (end, *high) = line[at], line[at + 1]
    return np.array(low) + (place - start) * ((np.array(high) - low) / (end - start))


def _values(function: Callable[[np.ndarray], np.ndarray], places: np.ndarray) -> np.ndarray:
    return np.asarray(function(places), dtype=float).reshape(len(places), -1)


def _close(values: np.ndarray) -> float:
    """What two ways to the same values may be apart."""
    return 1e-9 + 8 * np.finfo(float).eps * np.abs(values).max(initial=0)


def _chord(places: np.ndarray, values: np.ndarray) -> np.ndarray:
    """What values would be on straight lines from the first to the last of each row."""
    share = (places - places[:, :1]) / (places[:, -1:] - places[:, :1])
    return values[:, :1] + share[:, :, None] * (values[:, -1:] - values[:, :1])


def _cuts(places: np.ndarray, values: np.ndarray, away: np.ndarray) -> np.ndarray:
    """Cells cut in the middle and where the straight pieces at their two ends would meet."""
    rows = np.arange(len(places))
    column = away.max(axis=1).argmax(axis=1)
    values = values[rows, :, column]
    low, high = places[:, 0], places[:, -1]
    with np.errstate(
        divide="ignore", invalid="ignore"
    ):  # in cells a few bits wide, and where pieces are parallel
        first, last = ((values[:, i + 1] - values[:, i]) / (places[:, i + 1] - places[:, i]) for i in (0, -2))
        meet = low + (values[:, -1] - values[:, 0] - last * (high - low)) / (first - last)
    middle = low + (high - low) / 2
    meet = np.where((meet > low) & (meet < high), meet, middle)
    return np.column_stack([low, np.minimum(meet, middle), np.maximum(meet, middle), high])


def _needed(points: np.ndarray) -> list[int]:
    """Those of many points on a broken line that it cannot do without.

    Of any stretch that is not straight, the point farthest from its chord is one at which the line bends;
    then none is kept that lies on the chord between its neighbours.
    """

    def away(rows: list[int] | slice) -> np.ndarray:
        some = points[None, rows]
        return np.abs(some[:, :, 1:] - _chord(some[:, :, 0], some[:, :, 1:])).max(axis=(0, 2))

    close, kept, stretches = _close(points[:, 1:]), [0, len(points) - 1], [(0, len(points) - 1)]
    while stretches:
        start, end = stretches.pop()
        apart = away(slice(start, end + 1))
        if apart.max() > close:
            farthest = start + int(apart.argmax())
            kept.append(farthest)
            stretches += [(start, farthest), (farthest, end)]
    kept = sorted(kept)
    for point in kept[1:-1]:
        at = kept.index(point)
        if away(kept[at - 1 : at + 2])[1] <= close:
            kept.remove(point)
    return kept
