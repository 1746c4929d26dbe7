"""Reports built once for all tests that look at them, and a browser to look with.

For a test in the browser:

- `reports` is the folder of the whole site, built once for all processes of a run and for the runs after it;
- `open_page(path, width)` opens a file and fails where the page asks for anything that is no file;
- `browser` is one Chromium for all tests of a process: open a page of one's own with `browser.new_page`, and close it;
- `RULES` are the rules for axe, which takes longest of all: `looks(page)` are the widths and colours in which it looks at
  a page, one of them in `make test` and all six in `make test-slow`.

For a test that builds pages of trial notebooks: `folder_of`, and `quick` for all that is the same every time.
"""

import fcntl
import hashlib
import itertools
import os
import random
import shutil
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path

import nbformat
import pytest

from paylib.report import docs
from paylib.report.run import build as building
from paylib.report.run import kernel, notebooks
from tests import kernels
from tests.conftest import cases

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # what passes is counted, not described: that takes axe longest
}


def looks(page: str, sample: int = 1) -> list[tuple[int, str]]:
    """Widths and colours in which axe looks at a page: all six in `make test-slow`, some, drawn by its name, else."""
    every = list(itertools.product((320, 390, 1280), ("light", "dark")))
    return random.Random(page).sample(every, cases(len(every), sample))


BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""What is looked for, in this order: without its window Chromium opens and paints a page in a third of the time."""

INSTALL = "no Chromium here; install one with: sudo apt-get install chromium-headless-shell (or chromium)"


def of_notebook(folder: Path, slug: str) -> Path:
    """The page that a notebook makes: the evidence behind the brief, where it is of a dispute."""
    evidence = folder / f"{slug}-evidence.html"
    return evidence if evidence.exists() else folder / f"{slug}.html"


@pytest.fixture(scope="session")
def reports(request) -> Path:
    """A folder with every report, for tests that only look: built once for the code, figures and notebooks as they are.

    It lies in pytest's cache. Whichever process comes first builds it, and what was made before a change goes.
    """
    made_from = hashlib.sha256(building._common().encode())
    for path in notebooks.available().values():
        made_from.update(path.read_bytes())
    folder = request.config.cache.mkdir("reports") / made_from.hexdigest()[:16]
    with (folder.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.with_suffix(".whole").exists():
            for old in folder.parent.glob("*[!k]"):
                shutil.rmtree(old) if old.is_dir() else old.unlink()
            built = building.build([], folder)
            assert not built.failed, built.failed
            folder.with_suffix(".whole").touch()
    return folder


@pytest.fixture(scope="session")
def start():
    """Starts kernels that are forked: a tenth of the time that ordinary ones take."""
    return kernels.start()


@pytest.fixture
def quick(reports, start, monkeypatch) -> None:
    """What is the same in every page that is no notebook's is taken from the built site; kernels are forked.

    Pages are made in this process, where a test has put what it tries in the place of ours.
    """
    for room in (import_module(f"paylib.report.{name}") for name in building.TOOLS.values()):
        text = (reports / room.FILE).read_text(encoding="utf-8")
        monkeypatch.setattr(room, "render", lambda site, text=text: text)
    of_docs = {
        path.relative_to(reports).as_posix(): path.read_text(encoding="utf-8")
        for path in (reports / "docs").rglob("*.html")
    }
    monkeypatch.setattr(docs, "files", lambda site: of_docs)
    monkeypatch.setattr(kernel, "cold", start)
    monkeypatch.setattr(kernel, "warm", lambda many=True: nullcontext(kernel.Processes(start, kernel.here)))


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


def chromium() -> str | None:
    """Where the browser is, if there is one."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="session")
def browser():
    """Chromium, headless; without one the tests skip, or fail where CI=true."""
    found = chromium()
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
