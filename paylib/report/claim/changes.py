"""What has changed since: the figures of a claim that moved with newer data, and what turns."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from paylib.datapackage import as_of
from paylib.report.claim.claim_file import load
from paylib.report.claim.document import Document, document
from paylib.report.claim.paper import Paper
from paylib.report.claim.replies import pairs
from paylib.report.run.compare import laid_out

COLUMNS = ["figure", "then", "now"]


class Changes(NamedTuple):
    """The figures that moved, and what can be said now and could not be then, or the other way round."""

    figures: pd.DataFrame
    gained: tuple[str, ...]
    lost: tuple[str, ...]


def changes(name: str | Path, since: str, side: str = "union") -> Changes:
    """Which figures of a claim are others now than with what was known by a date.

    Parameters
    ----------
    name : str or pathlib.Path
        As in `paylib.report.claim.make`.
    since : str
        A date such as ``"2026-09"``: each series is then used in its newest edition by it (`paylib.datapackage.as_of`);
        or the folder of a data package, as in `paylib.report.run.compare.compare`.
    side : {"union", "employers", "review-body"}

    Returns
    -------
    Changes
        ``figures`` has ``figure``, ``then`` and ``now``, as they are shown; empty where one was not there. ``gained`` and
        ``lost`` are what each side can say, apart from its numbers.

    Raises
    ------
    ClaimError
        As in `paylib.report.claim.make`.
    DataError
        If no edition that is kept is so old.

    Examples
    --------
    >>> found = changes("dwp_2026", "2026-07")
    >>> found.figures.columns.tolist()
    ['figure', 'then', 'now']
    """
    with laid_out(since) as folder, as_of.in_use(folder):
        before, could = _told(name, side)
    after, can = _told(name, side)
    old, new = ({each.name: str(each) for each in made.findings} for made in (before, after))
    moved = [
        (each, old.get(each, ""), new.get(each, ""))
        for each in dict.fromkeys([*old, *new])
        if old.get(each) != new.get(each)
    ]
    return Changes(pd.DataFrame(moved, columns=COLUMNS), _only(can, could), _only(could, can))


def _told(name: str | Path, side: str) -> tuple[Document, dict[str, str]]:
    """A paper by the figures in use, and what the sides can say, by its words without numbers."""
    file = load(name)
    said = [str(each) for pair in pairs(Paper(file, side)) for each in pair]
    return document(file, side), {re.sub(r"[\d.,£%−]+", "#", each): each for each in said}


def _only(one: dict[str, str], other: dict[str, str]) -> tuple[str, ...]:
    return tuple(words for key, words in one.items() if key not in other)
