"""A page's figures as files: each finding, table and chart, for those who go on with other tools.

The notebook is run here, in this process, so that its charts are at hand as what they are.
"""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from paylib import datapackage
from paylib.charts import Chart
from paylib.errors import ReportError
from paylib.figures.finding import MIME
from paylib.report import downloads, page
from paylib.report.run import notebooks
from paylib.report.run.build import dispute_of, own_sources, write

DOTS_PER_INCH = 200


def export(name: str, folder: Path) -> list[Path]:
    """Write the findings, tables and charts of a page as files.

    Parameters
    ----------
    name : str
        As `paylib report` takes it: a notebook's slug, a dispute's, or the path of a dispute file.
    folder : pathlib.Path
        Made if it is not there; files of these names in it are replaced.

    Returns
    -------
    list of pathlib.Path
        ``findings`` and ``sources`` as CSV and Parquet; each table and chart, numbered in the order
        of the page, as CSV and Parquet, charts as SVG and PNG too; and ``read.R``, which reads them all.

    Raises
    ------
    ReportError
        If there is no such page, or a cell of its notebook fails.
    DisputeError
        If a dispute file does not hold together.

    Notes
    -----
    Numbers are not rounded. The same figures give the same bytes.
    """
    (job,) = notebooks.jobs([name])
    shown = _shown(job)
    files: dict[str, bytes] = {}
    records = [(each, record) for each, data in shown if (record := downloads.record({"data": data}))]
    for number, (each, record) in enumerate(records, 1):
        stem = f"{number:02}-{downloads.file_words(record['caption'])}"
        files |= {f"{stem}.csv": downloads.as_csv(record), f"{stem}.parquet": _parquet(_frame(record))}
        if isinstance(each, Chart):
            files |= {f"{stem}.svg": each.svg().encode(), f"{stem}.png": _png(each)}
    found = _findings(shown)
    for stem, frame in {"findings": found, "sources": _sources(job, found)}.items():
        files |= {f"{stem}.csv": _csv(frame), f"{stem}.parquet": _parquet(frame)}
    tables = [file for file in files if file.endswith(".csv") and file[0].isdigit()]
    files["read.R"] = _r_script(job.slug, tables).encode()
    folder.mkdir(parents=True, exist_ok=True)
    for file, content in files.items():
        write(folder / file, content)
    return [folder / file for file in files]


def _shown(job: notebooks.Job) -> list[tuple[object, dict]]:
    """What the cells of a notebook show, in order: each object, and its forms by media type."""
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output
    from traitlets.config import Config

    seen: list[tuple[object, dict]] = []
    with _as_in_a_build(job):
        shell = InteractiveShell(config=Config(HistoryManager={"enabled": False}))
        form = shell.display_formatter.format

        def noted(each: object, *args, **kwargs) -> tuple[dict, dict]:
            made = form(each, *args, **kwargs)
            seen.append((each, notebooks.as_javascript_has_it(made[0])))
            return made

        shell.display_formatter.format = noted
        for number, cell in enumerate(notebooks.read(job.path).cells, 1):
            if cell.cell_type == "code":
                with capture_output():
                    result = shell.run_cell(cell.source, store_history=False)
                if error := result.error_before_exec or result.error_in_exec:
                    raise ReportError(
                        f"Notebook {job.slug}, cell {number}, failed with {type(error).__name__}: {error}"
                    )
    return seen


@contextlib.contextmanager
def _as_in_a_build(job: notebooks.Job) -> Iterator[None]:
    """The folder and the environment that a kernel would have."""
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(notebooks.environment(job.dispute))
    try:
        with contextlib.chdir(job.path.parent):
            yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _findings(shown: list[tuple[object, dict]]) -> pd.DataFrame:
    """Every finding that is stated, once: the number where it is one, and what stands on the page."""
    found = {each["name"]: each for _, data in shown for each in data.get(MIME, ())}
    rows = [
        {
            "name": each["name"],
            "value": each["value"] if isinstance(each["value"], int | float) else None,
            "shown": each["shown"],
            "unit": each["unit"],
            "method": each["method"],
            "sources": "; ".join(each["sources"]),
            "usage_warnings": "; ".join(each["usage_warnings"]),
        }
        for each in found.values()
    ]
    columns = ["name", "value", "shown", "unit", "method", "sources", "usage_warnings"]
    return pd.DataFrame(rows, columns=columns).astype({"value": "float64"})


def _sources(job: notebooks.Job, found: pd.DataFrame) -> pd.DataFrame:
    """The sources of the findings, with whose they are and under which licence."""
    own = page.own_sources(own_sources(dispute_of(job)))
    known = pd.concat([datapackage.sources(), own.drop(datapackage.sources().index, errors="ignore")])
    cited = sorted({name for each in found["sources"] for name in each.split("; ") if name})
    return known.loc[cited].reset_index(names="source")


def _frame(record: dict) -> pd.DataFrame:
    """A table's figures under the headers of its CSV."""
    columns: dict[str, pd.Series] = {}
    for column in record["columns"]:
        words = downloads.header(column) or "row"
        name = words if words not in columns else f"{words} {len(columns) + 1}"
        held = [each for each in column["values"] if each is not None]
        numbers = bool(held) and all(isinstance(each, int | float) for each in held)
        columns[name] = (
            pd.Series(column["values"], dtype="float64")
            if numbers
            else pd.Series([None if each is None else str(each) for each in column["values"]], dtype="str")
        )
    return pd.DataFrame(columns)


def _csv(frame: pd.DataFrame) -> bytes:
    return frame.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def _parquet(frame: pd.DataFrame) -> bytes:
    return frame.to_parquet(index=False)


def _png(chart: Chart) -> bytes:
    content = io.BytesIO()
    chart.figure.savefig(content, format="png", dpi=DOTS_PER_INCH, metadata={"Software": None})
    return content.getvalue()


def _r_script(slug: str, records: list[str]) -> str:
    lines = [f'table_{file[:2]} <- read_csv("{file}")' for file in records]
    lines += [f'{stem} <- read_csv("{stem}.csv")' for stem in ("findings", "sources")]
    return "\n".join(
        [
            f"# The figures of {slug}: numbers are not rounded, headers say the unit.",
            "library(readr)",
            *lines,
            "",
        ]
    )
