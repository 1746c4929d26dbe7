"""Reports built once for all tests that look at them, and a browser to look with."""

import fcntl
import os
import shutil
from pathlib import Path

import nbformat
import pytest

from paylib.report.run import build as building
from paylib.report.run import notebooks

INSTALL = "no Chromium here; install one with: sudo apt-get install chromium"


def of_notebook(folder: Path, slug: str) -> Path:
    """The page that a notebook makes: the evidence behind the brief, where it is of a dispute."""
    evidence = folder / f"{slug}-evidence.html"
    return evidence if evidence.exists() else folder / f"{slug}.html"


@pytest.fixture(scope="session")
def reports(tmp_path_factory, worker_id) -> Path:
    """A folder with every report, built once in this run, whichever process comes first."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "reports"
    folder.mkdir(exist_ok=True)
    with (folder.parent / "reports.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        built = building.build([], folder)
    assert not built.failed, built.failed
    return folder


@pytest.fixture
def folder_of(tmp_path, monkeypatch):
    """A function that puts one notebook with the given cells where paylib looks for notebooks."""

    def write(*sources: str):
        cells = [nbformat.v4.new_markdown_cell("# A title"), *map(nbformat.v4.new_code_cell, sources)]
        folder = tmp_path / "notebooks"
        folder.mkdir(exist_ok=True)
        nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "01_trial.ipynb")
        monkeypatch.setattr(notebooks, "folder", lambda: folder)
        return tmp_path

    return write


@pytest.fixture(scope="session")
def browser():
    """Chromium, headless; without one the tests skip, or fail where CI=true."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not found:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI needs a browser: {INSTALL}")
        pytest.skip(INSTALL)
    from playwright.sync_api import sync_playwright

    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=flags)
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser):
    """A function that opens a file at a width; any request that is not for a file fails the test."""
    pages, requests = [], []

    def open_at(path: Path, width: int, scheme: str = "light"):
        page = browser.new_page(
            viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
        )
        page.on("request", lambda request: requests.append(request.url))
        page.goto(path.as_uri())
        pages.append(page)
        return page

    yield open_at
    for page in pages:
        page.close()
    elsewhere = [url for url in requests if not url.startswith(("file:", "data:"))]
    assert not elsewhere, f"The page asked for {elsewhere}."
