"""What other figures make of the pages: the findings that differ between two editions of the data."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from paylib import datapackage
from paylib.datapackage import as_of
from paylib.errors import ReportError
from paylib.report.run import notebooks

if TYPE_CHECKING:
    from paylib.report.run.kernel import Start

COLUMNS = ["notebook", "finding", "old", "new"]


def compare(
    old: str,
    new: str,
    slugs: list[str] | None = None,
    progress: notebooks.Progress = lambda slug, cell, cells: None,
) -> pd.DataFrame:
    """The findings of notebooks that differ between two editions of the data.

    Parameters
    ----------
    old, new : str
        Each the folder of a data package, or a date such as ``"2026-04"``: then the package in use,
        with each series in its newest edition by that date (`paylib.datapackage.as_of`).
    slugs : list of str, optional
        The notebooks; all of them if none.
    progress : callable, optional
        As in `paylib.report.run.build.build`.

    Returns
    -------
    pandas.DataFrame
        ``notebook``, ``finding``, ``old`` and ``new`` as they are shown; empty where a finding is
        not there. A notebook that stops, as when a sentence no longer holds, has one row without a
        finding, that says why.

    Raises
    ------
    DataError
        If there is no edition so old, or no package in a folder.
    ReportError
        If there is no such notebook.
    """
    from paylib.report.run import kernel

    paths = notebooks.find(slugs or [])
    # Not many: what their process would read for them is of today, and these are of other days.
    with laid_out(old) as before, laid_out(new) as after, kernel.warm(many=False) as processes:
        rows = [
            (slug, *row)
            for slug, path in paths.items()
            for row in _differing(
                *(_findings(slug, path, data, progress, processes.start) for data in (before, after))
            )
        ]
    return pd.DataFrame(rows, columns=COLUMNS)


@contextmanager
def laid_out(which: str) -> Iterator[Path]:
    """The folder of a data package, by its path or as it stood at a date.

    Parameters
    ----------
    which : str

    Yields
    ------
    pathlib.Path
    """
    if (Path(which) / datapackage.DESCRIPTOR).exists():
        yield Path(which)
        return
    with tempfile.TemporaryDirectory() as folder:
        yield as_of.lay_out(datapackage.package(), which, Path(folder) / "data").root


def _findings(
    slug: str, path: Path, data: Path, progress: notebooks.Progress, start: Start
) -> dict[str, str]:
    """What a notebook shows on some data, by the names of its findings; why it stopped, by no name."""
    from paylib.report import page  # takes seconds to import

    try:
        with as_of.in_use(data):
            notebook = notebooks.execute(slug, path, progress, start=start)
    except ReportError as error:
        return {"": str(error)}
    return {record["name"]: record["shown"] for record in page.findings(notebook)}


def _differing(old: dict[str, str], new: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    if "" in old or "" in new:
        yield "", old.get("", ""), new.get("", "")
        return
    for name in dict.fromkeys([*old, *new]):
        if old.get(name) != new.get(name):
            yield name, old.get(name, ""), new.get(name, "")
