"""The pictures of README, taken from the built pages: `make pictures`, after `make report`."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.conftest import ROOT
from tests.report.conftest import chromium

SLUG = "civil_service_2004"
FOLDER = ROOT / "paylib" / "report" / "docs"


def take(reports: Path) -> None:
    """A brief as a phone shows it first, and its chart."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium())
        page = browser.new_page(
            bypass_csp=True, viewport={"width": 390, "height": 844}, device_scale_factor=1.5
        )
        page.goto((reports / f"{SLUG}.html").resolve().as_uri())
        page.screenshot(path=FOLDER / "brief.png")
        page.add_style_tag(content="figure details { display: none }")
        page.locator("figure.picture:has(+ figure.picture)").first.screenshot(path=FOLDER / "chart.png")
        browser.close()


if __name__ == "__main__":
    take(Path(sys.argv[1] if len(sys.argv) > 1 else "reports"))
