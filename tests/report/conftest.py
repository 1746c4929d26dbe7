"""Reports built once for all tests that look at them, and a browser to look with."""

import os
import shutil
from pathlib import Path

import pytest

from paylib.report import build as building

INSTALL = "no Chromium here; install one with: sudo apt-get install chromium"


@pytest.fixture(scope="session")
def reports(tmp_path_factory) -> Path:
    """A folder with every report, freshly built."""
    folder = tmp_path_factory.mktemp("reports")
    building.build([], folder)
    return folder


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
