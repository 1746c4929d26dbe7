"""The project's notebooks: where they are, and how they are run."""

from __future__ import annotations

import atexit
import json
import os
import re
import tempfile
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from paylib.errors import PaylibError, ReportError, unknown
from paylib.figures.plain import ends_in

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from paylib.report.run.kernel import Start

Progress = Callable[[str, int, int], None]
"""Told the notebook's slug, the cell about to run and how many there are."""

PART = ".part"
"""How the name of a file ends that is being written."""

SECONDS_A_CELL = 120
"""How long a cell may take on a machine with nothing else to do."""

CELL_SECONDS = "PAYLIB_CELL_SECONDS"
"""What sets another limit; without it a machine that has more to do than processors gets as much longer."""


def seconds_a_cell() -> int:
    """How long a cell may take, as set or as busy as the machine is.

    Raises
    ------
    ReportError
        If what is set is no number of seconds above nought.
    """
    given = os.environ.get(CELL_SECONDS)
    if given is None:
        waiting = os.getloadavg()[0] if hasattr(os, "getloadavg") else 1.0
        return round(SECONDS_A_CELL * max(1.0, waiting / (os.cpu_count() or 1)))
    if not given.isascii() or not given.isdecimal() or int(given) == 0:
        raise ReportError(
            f"{CELL_SECONDS} is {given!r}: give a whole number of seconds above 0, such as 600."
        )
    return int(given)


def folder() -> Path:
    """The folder of the notebooks: of an installed paylib, or of the project."""
    package = Path(__file__).parents[2]
    installed = package / "notebooks"
    return installed if installed.is_dir() else package.parent / "notebooks"


GENERAL = "your_dispute"
"""The notebook that shows any dispute that has none of its own."""

SHOWN_BY_GENERAL = "school_teachers_2023"
"""The dispute that the general notebook shows unless another is asked for."""


class Job(NamedTuple):
    """A page to make: its slug, the notebook to run, and the dispute for a general notebook."""

    slug: str
    path: Path
    dispute: str | None = None

    @property
    def of_own_file(self) -> bool:
        """Whether the dispute is that of a file of somebody's own, and not one that comes with paylib."""
        return ends_in(self.dispute or "", ".toml")


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


def jobs(names: list[str]) -> list[Job]:
    """The pages asked for; all of them if none is.

    Parameters
    ----------
    names : list of str
        Slugs of notebooks or disputes, or paths of dispute files.

    Returns
    -------
    list of Job

    Raises
    ------
    ReportError
        If one is not there, with near matches.
    DisputeError
        If a dispute file does not hold together.
    """
    paths = available()
    return [_job(name, paths) for name in names or paths]


def jobs_apart(names: list[str]) -> tuple[list[Job], list[str]]:
    """The pages asked for, and why others of them cannot be made.

    Parameters
    ----------
    names : list of str
        As in `jobs`.

    Returns
    -------
    tuple of list
        Jobs, no two of one name; a sentence for each of the others.

    Raises
    ------
    ReportError, DisputeError
        As in `jobs`, where one page is asked for.
    """
    found: dict[str, Job] = {}
    errors: list[PaylibError] = []
    for name in names or available():
        try:
            (job,) = jobs([name])
            _refuse_taken(job, name, found.get(job.slug))
            found[job.slug] = job
        except PaylibError as error:
            errors.append(error)
    if errors and len(names) == 1:
        raise errors[0]
    return list(found.values()), [str(error) for error in errors]


def _refuse_taken(job: Job, name: str, other: Job | None) -> None:
    """Refuse a file of one's own whose page would take the place of another one."""
    if not ends_in(name, ".toml"):
        return
    from paylib import datapackage, disputes
    from paylib.report.site import TOOLS

    shipped = {*available(), *disputes.available(), *TOOLS, "index", "cards", "methods", "data", "docs"}
    if Path(name).resolve().parent == (datapackage.root() / "disputes").resolve():
        return
    if job.slug in shipped or job.slug.endswith("-evidence"):
        raise ReportError(
            f"The page of {name} would be {job.slug}.html, which is the name of one that paylib makes itself: give the "
            "file another name."
        )
    if other is not None and other.dispute != job.dispute:
        raise ReportError(
            f"The pages of {name} and of {other.dispute} would both be {job.slug}.html: give one of the files another "
            "name."
        )


def _job(name: str, paths: dict[str, Path]) -> Job:
    if name in (GENERAL, SHOWN_BY_GENERAL):
        return Job(SHOWN_BY_GENERAL, paths[GENERAL], SHOWN_BY_GENERAL)
    if name in paths:
        return Job(name, paths[name])
    from paylib import disputes

    if ends_in(name, ".toml"):
        own = disputes.load(name)
        disputes.pay_history(own)  # an error, where it names one that cannot be read
        return Job(own.slug, paths[GENERAL], str(Path(name).resolve()))
    if name in disputes.available():
        return Job(name, paths[GENERAL], name)
    choices = [*(slug for slug in paths if slug != GENERAL), *disputes.available()]
    raise ReportError(
        unknown("report", name, dict.fromkeys(choices)) + " Or give the path of a dispute file (.toml)."
    )


def title(job: Job) -> str:
    """What a page is called, before its notebook is run: by its heading, or by its dispute.

    Neither is read whole: that takes longer than finding that nothing has changed.

    Examples
    --------
    >>> title(jobs(["start_here"])[0])
    'Start here: what is held, and how pay is put in real terms'
    >>> title(jobs([SHOWN_BY_GENERAL])[0])
    'School teachers in England, 2022-23'
    """
    if job.dispute:
        from paylib import datapackage

        path = datapackage.root() / "disputes" / f"{job.dispute}.toml"
        return tomllib.loads((path if path.exists() else Path(job.dispute)).read_text(encoding="utf-8"))[
            "title"
        ]
    heading = re.search(r'"# ((?:[^"\\]|\\[^n])+)', job.path.read_text(encoding="utf-8"))
    return json.loads(f'"{heading[1]}"').strip() if heading else job.slug


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


def read(path: Path) -> NotebookNode:
    """A notebook as its file has it; a `ReportError` if that is none."""
    import nbformat

    try:
        return nbformat.read(path, as_version=4)
    except (OSError, nbformat.reader.NotJSONError, nbformat.ValidationError) as error:
        raise ReportError(f"The notebook {path} cannot be read: {error}.") from None


def execute(
    slug: str,
    path: Path,
    progress: Progress = lambda slug, cell, cells: None,
    dispute: str | None = None,
    start: Start | None = None,
) -> NotebookNode:
    """A notebook, run from top to bottom in a new kernel.

    Parameters
    ----------
    slug : str
        Its name in messages.
    path : pathlib.Path
        The notebook's file, which is left as it is.
    progress : callable, optional
        Told the slug, the cell about to run and how many there are.
    dispute : str, optional
        The dispute, or dispute file, that a general notebook is to show.
    start : callable, optional
        Gives the manager of its kernel, as `paylib.report.kernel.warm` does; else the kernel starts from nothing.

    Returns
    -------
    nbformat.NotebookNode

    Raises
    ------
    ReportError
        If it cannot be read, a cell fails, or its kernel dies: names the notebook, the cell, the cause and
        what to do.
    """
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    from paylib.report.run import kernel

    notebook = read(path)
    place = f"Notebook {slug}, as it started,"

    def started(cell, cell_index: int) -> None:
        nonlocal place
        place = f"Notebook {slug}, cell {cell_index + 1},"
        progress(slug, cell_index + 1, len(notebook.cells))

    limit = seconds_a_cell()
    client = NotebookClient(
        notebook,
        km=(start or kernel.cold)(),
        extra_arguments=["--log-level=ERROR"],
        timeout=limit,
        record_timing=False,
        shutdown_kernel="immediate",  # all that it said is here: to end kindly takes it a second
        resources={"metadata": {"path": str(path.parent)}},
        on_cell_start=started,
    )
    try:
        client.execute(env=environment(dispute), cleanup_kc=True)
    except CellExecutionError as error:
        raise ReportError(f"{place} failed with {error.ename}: {error.evalue}") from None
    except CellTimeoutError:
        raise ReportError(
            f"{place} did not finish in {limit} seconds. Run it again when the machine has less to do, or set {CELL_SECONDS}; "
            f"{_cell_by_cell(path)}"
        ) from None
    except (DeadKernelError, RuntimeError) as error:  # RuntimeError: it died as it started
        raise ReportError(
            f"{place} did not finish: the Python that ran it ended ({str(error).splitlines()[0]}), as when memory "
            f"runs out. Close other programs and run it again; {_cell_by_cell(path)}"
        ) from None
    finally:
        atexit.unregister(client._cleanup_kernel)  # nbclient leaves it there where a kernel dies as it starts
    return _clean(notebook)


def store(slugs: list[str], progress: Progress = lambda slug, cell, cells: None) -> list[Path]:
    """Run notebooks and keep their outputs in the notebooks' own files.

    Parameters
    ----------
    slugs : list of str
        The notebooks; all of them if empty.
    progress : callable, optional
        Told the notebook's slug, the cell about to run and how many there are.

    Returns
    -------
    list of pathlib.Path
        The files written.

    Raises
    ------
    ReportError
        If there is no such notebook, or one fails; notebooks before it are stored.
    """
    import nbformat

    from paylib.report.run import kernel

    paths = find(slugs)
    with kernel.warm(many=len(paths) > 1) as processes:
        for slug, path in paths.items():
            notebook = execute(slug, path, progress, start=processes.start)
            write(path, nbformat.writes(notebook) + "\n")
    return list(paths.values())


def environment(dispute: str | None) -> dict[str, str]:
    """What a kernel is told: pages are the same on any day and machine, and which dispute is meant."""
    from paylib.report.run import kernel

    environment = {key: value for key, value in os.environ.items() if key != "PAYLIB_DISPUTE"}
    environment |= {"PAYLIB_STALE": "quiet", "PAYLIB_BUILD": "1"} | kernel.ONE_THREAD
    if "PAYLIB_DATA" in environment:
        from paylib import datapackage

        environment["PAYLIB_DATA"] = str(datapackage.root().resolve())
    return environment | ({"PAYLIB_DISPUTE": dispute} if dispute else {})


def _cell_by_cell(path: Path) -> str:
    return f"if it happens again, `make lab` opens {path.name}, to run it cell by cell."


def _clean(notebook: NotebookNode) -> NotebookNode:
    """Only what is the same on every machine: no times, versions or paths. What is folded away stays so."""
    from nbformat import NotebookNode

    notebook.metadata = NotebookNode(
        kernelspec={"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        language_info={"name": "python"},
    )
    for cell in notebook.cells:
        cell.metadata = NotebookNode(
            {key: cell.metadata[key] for key in sorted(cell.metadata) if key in ("jupyter", "tags")}
        )
        for output in cell.get("outputs", ()):
            for kind, held in output.get("data", {}).items():
                if kind.endswith("json"):
                    output.data[kind] = as_javascript_has_it(held)
    return notebook


def as_javascript_has_it(held: object) -> object:
    """JSON in which a whole number has no point: JupyterLab saves 2000.0 as 2000."""
    if isinstance(held, dict):
        return {key: as_javascript_has_it(each) for key, each in held.items()}
    if isinstance(held, list):
        return [as_javascript_has_it(each) for each in held]
    return int(held) if isinstance(held, float) and held.is_integer() else held


def before_saving(*, model: dict, **_: object) -> None:
    """Jupyter's hook before a notebook is saved: one that was opened and saved unchanged stays as it was.

    Examples
    --------
    `make lab` starts JupyterLab with ``--ContentsManager.pre_save_hook=paylib.report.run.notebooks.before_saving``.
    """
    import nbformat

    if model["type"] == "notebook":
        model["content"] = _clean(nbformat.from_dict(model["content"]))


def write(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all; text as UTF-8."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=PART)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
