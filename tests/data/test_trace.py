"""A random sample of figures, traced back to the figures as they were gathered, and so to a source."""

import csv
import os
import random
from pathlib import Path

import pytest

from paylib import datapackage
from tests.conftest import ROOT

GATHERED = Path(os.environ.get("PAYLIB_GATHERED", ROOT.parent / "shared" / "figures"))

# Sources whose keys were made clearer when the figures were brought into the package.
RENAMED = {
    "C_seed": "C_article_youth_2004",
    "d_seed": "d_article_civil_service_2004",
    "seed_social_care": "article_social_care_2025",
}

SAMPLE = 100


def gathered() -> tuple[dict[str, list[set[str]]], set[str]]:
    """The cells of every gathered row by source, and all sources of that round."""
    rows: dict[str, list[set[str]]] = {}
    known: set[str] = set()
    for path in sorted(GATHERED.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                source = RENAMED.get(row.get("source", ""), row.get("source", ""))
                if path.name.startswith("sources_"):
                    known.add(source)
                elif source:
                    rows.setdefault(source, []).append({cell for cell in row.values() if cell})
    return rows, known


def figures() -> list[tuple[str, int, str, dict]]:
    """Every published number of the package: table, line, column, and the row as text."""
    found = []
    package = datapackage.package()
    for name, resource in package.resources.items():
        if "view" in resource:
            continue  # its figures are those of its table
        numbers = [field["name"] for field in resource["schema"]["fields"] if field["type"] == "number"]
        with (package.root / resource["path"]).open(encoding="utf-8", newline="") as file:
            for line, row in enumerate(csv.DictReader(file), 2):
                if row.get("source"):
                    found += [(name, line, column, row) for column in numbers if row[column]]
    return found


def same_time(cell: str, other: str) -> bool:
    return cell[:7] == other[:7] or cell[:4] == other[:4]


def test_a_sample_of_figures_goes_back_to_the_gathered_ones():
    if not GATHERED.is_dir():
        pytest.skip("the figures as gathered are not beside the project; set PAYLIB_GATHERED to their folder")
    rows, known = gathered()
    everything = [figure for figure in figures() if figure[3]["source"] in known]
    sample = random.Random(2004).sample(everything, SAMPLE)
    lost = []
    for table, line, column, row in sample:
        alike = [cells for cells in rows.get(row["source"], ()) if row[column] in cells]
        keys = {
            cell
            for name, cell in row.items()
            if cell and name not in (column, "source", "note", "usage_warnings")
        }
        times = {cell for cell in keys if cell[:4].isdigit()}
        tied = any(cells & keys or any(same_time(a, b) for a in cells for b in times) for cells in alike)
        if not tied:
            lost.append(f"{table}, line {line}, {column} = {row[column]} ({row['source']})")
    assert not lost, f"Not found among the gathered figures: {lost}"
    assert len(everything) > 50_000


def test_every_figure_has_a_source_that_can_be_looked_up():
    sources = set(datapackage.sources().index)
    without = [f"{table}, line {line}" for table, line, _, row in figures() if row["source"] not in sources]
    assert not without
