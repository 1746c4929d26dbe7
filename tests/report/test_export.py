"""A page's figures as files: the same numbers in each form as in the notebook that was stored."""

import re

import nbformat
import pandas as pd
import pytest
from matplotlib.image import imread
from typer.testing import CliRunner

from paylib.cli import app
from paylib.errors import ReportError
from paylib.report import downloads, page
from paylib.report.run import notebooks
from paylib.report.run.export import export

SLUG = "ask_your_own"


@pytest.fixture(scope="module")
def stored():
    return nbformat.read(notebooks.available()[SLUG], as_version=4)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("export") / "new"
    export(SLUG, folder)
    return folder


def test_findings_are_those_that_the_notebook_states(folder, stored):
    stated = {each["name"]: each["value"] for each in page.findings(stored)}
    written = pd.read_csv(folder / "findings.csv").set_index("name")
    assert set(written.index) == set(stated)
    for name, value in stated.items():
        if isinstance(value, int | float):
            assert written.loc[name, "value"] == pytest.approx(value, rel=1e-12)


def test_every_table_and_chart_is_there_with_the_numbers_of_the_notebook(folder, stored):
    outputs = [output for cell in stored.cells for output in cell.get("outputs", ())]
    records = [record for output in outputs if (record := downloads.record(output))]
    tables = sorted(folder.glob("[0-9]*.csv"))
    assert records and len(tables) == len(records)
    for path, record in zip(tables, records, strict=True):
        assert path.read_bytes() == downloads.as_csv(record)


def test_parquet_holds_what_csv_holds(folder):
    for path in folder.glob("*.csv"):
        text, typed = pd.read_csv(path, encoding="utf-8-sig"), pd.read_parquet(path.with_suffix(".parquet"))
        assert len(typed) == len(text) and len(typed.columns) == len(text.columns)
        for here, there in zip(typed, text, strict=True):
            if typed[here].dtype == "float64":
                pd.testing.assert_series_equal(
                    typed[here], text[there].astype("float64"), check_names=False, rtol=1e-12
                )


def test_a_chart_is_a_picture_in_two_forms(folder):
    drawn = sorted(path.stem for path in folder.glob("*.svg"))
    assert drawn and drawn == sorted(path.stem for path in folder.glob("*.png"))
    for stem in drawn:
        assert "<path" in (folder / f"{stem}.svg").read_text(encoding="utf-8")
        pixels = imread(folder / f"{stem}.png")
        assert pixels.shape[1] > 1000 and pixels[..., :3].std() > 0.01


def test_the_script_reads_every_csv_and_nothing_else(folder):
    script = (folder / "read.R").read_text(encoding="utf-8")
    assert sorted(re.findall(r'read_csv\("(.+)"\)', script)) == sorted(
        path.name for path in folder.glob("*.csv")
    )


def test_sources_say_whose_and_under_which_licence(folder):
    cited = pd.read_csv(folder / "sources.csv").set_index("source")
    named = {
        name for each in pd.read_csv(folder / "findings.csv")["sources"].dropna() for name in each.split("; ")
    }
    assert set(cited.index) == named
    assert cited[["publisher", "licence"]].notna().all(axis=None)


def test_a_page_that_is_not_there_is_named_with_those_that_are(tmp_path):
    with pytest.raises(ReportError, match="youth_work_2004"):
        export("youth_wrok_2004", tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_a_cell_that_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    broken = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0")])
    nbformat.write(broken, tmp_path / "01_broken.ipynb")
    monkeypatch.setattr(notebooks, "folder", lambda: tmp_path)
    result = CliRunner().invoke(app, ["export", "broken", "--to", str(tmp_path / "none")])
    assert isinstance(result.exception, ReportError)
    assert "cell 1" in str(result.exception) and "ZeroDivisionError" in str(result.exception)
    assert not (tmp_path / "none").exists()
