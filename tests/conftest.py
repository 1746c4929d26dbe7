"""What several tests need.

What takes long to make is made once: see `tests/report/conftest.py` for the site (`reports`), its `browser` and pages
in it (`open_page`).
"""

import json
import os
import random
import shutil
from collections.abc import Iterable
from pathlib import Path

import hypothesis
import pandas as pd
import pytest

from paylib import datapackage
from paylib.datapackage import hashes

ROOT = Path(__file__).parent.parent


def cases(full: int, sample: int) -> int:
    """How many cases a heavy test tries: a seeded sample in `make test`, the full number in `make test-slow`.

    A property that asks for no number of its own has that of the profile below.
    """
    return full if os.environ.get("PAYLIB_SLOW") else sample


def some(of: Iterable, few: int) -> list:
    """A seeded sample of so few cases in `make test`, all of them in `make test-slow`."""
    every = list(of)
    return random.Random(3).sample(every, cases(len(every), few))


# The same examples in every run, however busy the machine is.
hypothesis.settings.register_profile("paylib", deadline=None, derandomize=True, max_examples=cases(1_000, 10))
hypothesis.settings.load_profile("paylib")


@pytest.fixture
def package_copy(tmp_path, monkeypatch) -> Path:
    """A copy of the data package that a test may damage; paylib reads it."""
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "data", folder)
    monkeypatch.setenv("PAYLIB_DATA", str(folder))
    return folder


@pytest.fixture
def package_with_prices(package_copy):
    """A function that makes CPI what the test says (months between are filled level)."""

    def write(levels: dict[str, float]) -> None:
        months = pd.period_range(min(levels), max(levels), freq="M")
        filled = pd.Series(levels).rename(lambda text: pd.Period(text, "M")).reindex(months).ffill()
        rows = pd.DataFrame(
            {"series": "cpi_3dp", "month": months.astype(str), "price_index": filled.to_numpy()}
        )
        rows["usage_warnings"] = None
        rows["source"] = "ons_cpi_detailed_tables_2026_06"
        rows.to_csv(package_copy / "prices" / "prices_monthly.csv", index=False, lineterminator="\n")
        hashes.seal()

    return write


@pytest.fixture
def descriptor(package_copy):
    """Read the copied descriptor, and write it back changed."""
    path = package_copy / datapackage.DESCRIPTOR

    def edit(change) -> None:
        content = json.loads(path.read_text())
        change(content)
        path.write_text(json.dumps(content))

    return edit
