"""A seal is put under a package whole or not at all, alone, and under nothing that nobody looked at."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from paylib import datapackage
from paylib.cli import app
from paylib.datapackage import hashes, replacing
from paylib.errors import DataError, RefreshError

RATES = "prices/prices_rates.csv"


@pytest.fixture
def edited(package) -> Path:
    """A package with an edit that is not sealed."""
    path = package / RATES
    path.write_text(
        path.read_text(encoding="utf-8").replace("cpi,1989-04,5.3", "cpi,1989-04,5.2", 1), encoding="utf-8"
    )
    return package


@pytest.mark.parametrize("end", [KeyboardInterrupt, OSError])
def test_a_seal_that_is_cut_short_leaves_the_descriptor_as_it_was(end, edited, monkeypatch):
    before = (edited / datapackage.DESCRIPTOR).read_bytes()
    write = Path.write_bytes

    def half(path: Path, content: bytes):
        write(path, content[: len(content) // 2])
        raise end("No space left on device")

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(DataError if end is OSError else end):
        hashes.seal()
    assert (edited / datapackage.DESCRIPTOR).read_bytes() == before
    assert not list(edited.glob(".refresh*"))


def test_a_table_that_an_editor_saves_during_a_refresh_is_not_sealed_by_it(edited):
    before = {path: path.read_bytes() for path in edited.rglob("*") if path.is_file()}
    with pytest.raises(DataError, match=r"prices_rates.*is not the one that the descriptor describes"):
        replacing.replace(datapackage.package(), {hashes.CHANGES: b"## Changes\n"})
    assert {path: path.read_bytes() for path in edited.rglob("*") if path.is_file()} == before


def test_nothing_is_sealed_while_a_refresh_is_under_way(edited):
    before = (edited / datapackage.DESCRIPTOR).read_bytes()
    with replacing.alone(edited):
        found = CliRunner().invoke(app, ["data", "seal", "--yes"])
    assert isinstance(found.exception, RefreshError)
    assert "is under way" in str(found.exception)
    assert (edited / datapackage.DESCRIPTOR).read_bytes() == before
