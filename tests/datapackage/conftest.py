"""A small package in use, and a publisher to refresh it from."""

import shutil
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from paylib.datapackage import publisher as publishing
from tests.datapackage.publisher import TABLES, Publisher, cut_package


@pytest.fixture(scope="module")
def cut(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("cut") / "data"
    cut_package(folder, list(TABLES))
    return folder


@pytest.fixture
def package(cut, tmp_path, monkeypatch) -> Path:
    """A copy of the cut package, in use."""
    folder = tmp_path / "data"
    shutil.copytree(cut, folder)
    monkeypatch.setenv("PAYLIB_DATA", str(folder))
    return folder


@pytest.fixture
def publisher(cut, monkeypatch):
    with Publisher(cut).serving(monkeypatch) as publisher:
        yield publisher


@pytest.fixture
def pauses(monkeypatch) -> list[float]:
    """Waits are counted, not waited."""
    waited = []

    def sleep(seconds: float) -> None:
        if seconds:
            waited.append(seconds)

    monkeypatch.setattr(publishing, "time", SimpleNamespace(sleep=sleep, time=time.time))
    return waited
