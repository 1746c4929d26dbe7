"""The project's notebooks: where they are, and how they are run."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from paylib.errors import ReportError, unknown

Progress = Callable[[str, int, int], None]
"""Told the notebook's slug, the cell about to run and how many there are."""

SECONDS_A_CELL = 120


def folder() -> Path:
    """The folder of the notebooks: of an installed paylib, or of the project."""
    package = Path(__file__).parent.parent
    installed = package / "notebooks"
    return installed if installed.is_dir() else package.parent / "notebooks"


def available() -> dict[str, Path]:
    """The notebooks there are, by slug: the file's name without its number.

    Returns
    -------
    dict of str to pathlib.Path

    Examples
    --------
    >>> available()["youth_work_2004"].name
    '03_youth_work_2004.ipynb'
    """
    return {re.sub(r"^\d+_", "", path.stem): path for path in sorted(folder().glob("*.ipynb"))}


def find(slugs: list[str]) -> dict[str, Path]:
    """The notebooks asked for; all of them if none is.

    Raises
    ------
    ReportError
        If one is not there, with near matches.
    """
    paths = available()
    for slug in slugs:
        if slug not in paths:
            raise ReportError(unknown("notebook", slug, paths))
    return {slug: paths[slug] for slug in slugs or paths}


def execute(slug: str, path: Path, progress: Progress = lambda slug, cell, cells: None) -> NotebookNode:
    """A notebook, run from top to bottom in a new kernel.

    Parameters
    ----------
    slug : str
        Its name in messages.
    path : pathlib.Path
        The notebook's file, which is left as it is.
    progress : callable, optional
        Told the slug, the cell about to run and how many there are.

    Returns
    -------
    nbformat.NotebookNode

    Raises
    ------
    ReportError
        If it cannot be read, or a cell fails: names the notebook, the cell and the cause.
    """
    try:
        notebook = nbformat.read(path, as_version=4)
    except (OSError, nbformat.reader.NotJSONError, nbformat.ValidationError) as error:
        raise ReportError(f"The notebook {path} cannot be read: {error}.") from None
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        extra_arguments=["--log-level=ERROR"],
        timeout=SECONDS_A_CELL,
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
        on_cell_start=lambda cell, cell_index: progress(slug, cell_index + 1, len(notebook.cells)),
    )
    try:
        client.execute(env=os.environ | {"PAYLIB_STALE": "quiet"})  # pages are the same on any day
    except CellExecutionError as error:
        cause = f"{error.ename}: {error.evalue}"
        raise ReportError(f"{_place(slug, notebook, client)} failed with {cause}") from None
    except (CellTimeoutError, DeadKernelError) as error:
        raise ReportError(
            f"{_place(slug, notebook, client)} did not finish: {str(error).splitlines()[0]}"
        ) from None
    return _clean(notebook)


def _place(slug: str, notebook: NotebookNode, client: NotebookClient) -> str:
    number = next(
        (position for position, cell in enumerate(notebook.cells, 1) if _failed(cell)),
        client.code_cells_executed + 1,
    )
    return f"Notebook {slug}, cell {number},"


def _failed(cell: NotebookNode) -> bool:
    return any(output.output_type == "error" for output in cell.get("outputs", ()))


def _clean(notebook: NotebookNode) -> NotebookNode:
    """Only what is the same on every machine: no times, versions or paths."""
    notebook.metadata = NotebookNode(
        kernelspec={"display_name": "Python 3", "language": "python", "name": "python3"},
        language_info={"name": "python"},
    )
    for cell in notebook.cells:
        cell.metadata = NotebookNode(
            {key: cell.metadata[key] for key in sorted(cell.metadata) if key == "tags"}
        )
    return notebook
