"""Figures to take away: what the page shows is what is saved, as numbers, and nothing of it runs."""

import base64
import datetime
import html
import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile

import nbformat
import numpy as np
import pandas as pd
import pytest

from paylib import charts, disputes
from paylib.figures.finding import Finding
from paylib.figures.rounding import printed, usual_decimals
from paylib.figures.units import UNITS
from paylib.findings import say
from paylib.report import downloads, sections
from paylib.report import page as making
from paylib.tables import TABLE_MIME, table
from tests.report.conftest import of_notebook

MOST_BYTES = 600_000
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "{=1+1}", "＝1+1", "[a](javascript:x)", "[a](b) [c](d)", "$$note$$"]  # fmt: skip
HOSTILE += [
    "https://example.com",
    "internal:'Cover'!A1",
    "mailto:a@example.com",
    "--",
    "日本語",
    'a"b,c\nd',
    "\x00\x1b",
]


def saved(page: str) -> dict[str, bytes]:
    """The files that a page's links save, by name; each CSV with its columns described beside it."""
    links = re.findall(r'<a download="([^"]+)" href="data:([^;]+);base64,([^"]*)"', page)
    assert {kind for _, kind, _ in links} <= {downloads.CSV, downloads.JSON, downloads.XLSX}
    files = {html.unescape(name): (kind, base64.b64decode(content)) for name, kind, content in links}
    for name, (kind, content) in files.items():
        if kind == downloads.JSON:
            assert json.loads(content)["url"] == name.removesuffix("-metadata.json") in files
    return {name: content for name, (kind, content) in files.items() if kind != downloads.JSON}


def read(content: bytes) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(content), encoding="utf-8-sig", keep_default_na=False, dtype=str)


def sheets(book: bytes) -> dict[str, list[list[object]]]:
    """The cells of a workbook: text as str, numbers as float. A formula or a link to elsewhere fails the test."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        strings = [
            "".join(part.text or "" for part in item.iter(f"{MAIN}t"))
            for item in ET.fromstring(archive.read("xl/sharedStrings.xml"))
        ]
        names = [
            each.get("name") for each in ET.fromstring(archive.read("xl/workbook.xml")).iter(f"{MAIN}sheet")
        ]
        relations = [archive.read(name).decode() for name in archive.namelist() if "worksheets/_rels" in name]
        assert not any('TargetMode="External"' in each for each in relations)
        found = {}
        for number, name in enumerate(names, 1):
            sheet = ET.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
            assert not list(sheet.iter(f"{MAIN}f")), f"{name} has a formula."
            found[name] = [
                [
                    strings[int(cell.find(f"{MAIN}v").text)]
                    if cell.get("t") == "s"
                    else float(cell.find(f"{MAIN}v").text)
                    for cell in row
                    if cell.find(f"{MAIN}v") is not None
                ]
                for row in sheet.iter(f"{MAIN}row")
            ]
        return found


def page_of(*shown, title: str = "A trial of downloads", own: dict | None = None) -> str:
    """A page made from a notebook that shows each of the objects in a cell."""
    v4 = nbformat.v4
    cells = [
        v4.new_code_cell(
            "", outputs=[v4.new_output("execute_result", data=each._repr_mimebundle_(), execution_count=1)]
        )
        for each in shown
    ]
    notebook = v4.new_notebook(cells=[v4.new_markdown_cell("# A trial\n\nIt shows."), *cells])
    return making.render(notebook, title, "What it says", own, slug="trial")


@pytest.fixture(scope="module")
def shown() -> list:
    gap = Finding(
        "pay_gap", 3462.25, "gbp_year", "teacher less youth worker", ("C_tes_200401",), ("one_source",)
    )
    months = pd.period_range("2004-01", periods=3, freq="M")
    rates = pd.DataFrame({"cpi_pct": [1.4, 1.25, -0.125], "rpi_pct": [2.6, np.nan, 2.5]}, index=months)
    labels = {"cpi_pct": "CPI", "rpi_pct": "RPI"}
    return [
        say("The gap was {gap}.", gap=gap),
        charts.lines(rates, say("A gap of {gap}", gap=gap), "Per cent", "Two lines.", labels=labels),
        table(
            pd.DataFrame({"rise_gbp_hour": [0.3, 1 / 3]}, index=pd.Index(["=a", "b"], name="who")), "Rises"
        ),
        sections.verdicts(disputes.load("youth_work_2004")),
    ]


@pytest.fixture(scope="module")
def page(shown) -> str:
    return page_of(*shown, own=disputes.load("youth_work_2004").sources)


def test_a_chart_is_saved_as_numbers_with_units_in_the_headers(page):
    content = saved(page)["trial-a-gap-of-3-462.csv"]
    assert content.decode("utf-8-sig") == (
        "Period,CPI (per cent),RPI (per cent)\r\n2004-01,1.4,2.6\r\n2004-02,1.25,\r\n2004-03,-0.125,2.5\r\n"
    )
    assert content.startswith(b"\xef\xbb\xbf"), "Excel would misread the pound sign."


def test_a_table_is_saved_unrounded_and_its_text_does_not_run(page):
    assert (
        saved(page)["trial-rises.csv"].decode("utf-8-sig")
        == "Who,Rise (£ an hour)\r\n'=a,0.3\r\nb,0.333333333333\r\n"
    )


def test_claims_are_saved_with_their_verdicts(page):
    claims = read(saved(page)["trial-claims-and-whether-they-are-true.csv"])
    assert list(claims) == ["Who", "Claim", "As stated", "Verdict", "Evidence", "Reasons"]
    assert len(claims) == page.count('<p class="verdict">') > 20


def test_all_findings_are_saved_as_the_page_lists_them(page):
    figures = read(saved(page)["trial-figures.csv"])
    numbered = re.findall(r'<li id="source-([^"]+)"', page)
    assert figures.iloc[0].to_dict() == {
        "Finding": "pay gap",
        "Value": "3462.25",
        "Unit": "£ a year",
        "As shown": "£3,462",
        "How it was got": "teacher less youth worker",
        "Publishers": "TES",
        "Sources, as numbered on the page": str(numbered.index("C_tes_200401") + 1),
        "Usage warnings": "one_source",
    }


def test_findings_in_a_column_of_one_unit_are_saved_as_numbers():
    rise = Finding("rise", 4.56, "pct", "m")
    made = table(
        pd.DataFrame({"one": [rise, None], "mixed": [rise, Finding("pay", 7.0, "gbp", "m")]}), "t"
    ).record()
    assert (
        downloads.as_csv(made[TABLE_MIME]).decode("utf-8-sig")
        == ",One (per cent),Mixed\r\n0,4.56,4.6%\r\n1,,£7\r\n"
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_text_in_csv_is_never_a_formula(text):
    columns = [{"header": text, "unit": None, "values": [text, 1.5]}]
    content = downloads.as_csv({"columns": columns}).decode("utf-8-sig")
    first = content.lstrip('"')[0]
    assert first == ("'" if text[0] in "=+-@\t\r＝" else text[0])
    assert read(content.encode()).columns[0].removeprefix("'") == text.replace("\r", "\r")


def test_negative_numbers_stay_numbers():
    content = downloads.as_csv({"columns": [{"header": "a", "unit": "pct", "values": [-4.5]}]})
    assert content.decode("utf-8-sig") == "a (per cent)\r\n-4.5\r\n"


def test_the_workbook_has_cover_contents_notes_and_a_sheet_for_each_table(page):
    cells = sheets(saved(page)["trial.xlsx"])
    assert list(cells) == ["Cover", "Contents", "Notes", "Findings", "Table_1", "Table_2", "Table_3"]
    assert cells["Cover"][0] == ["A trial of downloads"]
    assert any("paylib contributors" in str(row) for row in cells["Cover"])
    notes = "\n".join(map(str, cells["Notes"]))
    for needed in (
        "Source 1",
        "TES: Strike by youth workers looms",
        "Usage warning: one_source",
        "MIT licence",
    ):
        assert needed in notes
    assert ["2004-03", -0.125, 2.5] in cells["Table_1"] and ["2004-02", 1.25, "[x]"] in cells["Table_1"]
    assert ["Period", "CPI (per cent)", "RPI (per cent)"] in cells["Table_1"]
    assert ["=a", 0.3] in cells["Table_2"], "Text that looks like a formula is written as text."


def test_the_workbook_is_marked_up_for_screen_readers(page):
    with zipfile.ZipFile(io.BytesIO(saved(page)["trial.xlsx"])) as archive:
        marked = [ET.fromstring(archive.read(name)) for name in archive.namelist() if "xl/tables/" in name]
    assert len(marked) == 6, "One table on each sheet but the cover."
    assert all(each.get("headerRowCount", "1") == "1" for each in marked)


def test_the_workbook_is_the_same_bytes_and_knows_no_clock(shown, page):
    book = saved(page)["trial.xlsx"]
    own = disputes.load("youth_work_2004").sources
    assert saved(page_of(*shown, own=own))["trial.xlsx"] == book
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {f"{making.vintage()}T00:00:00Z"}


def test_hostile_text_is_text_in_the_workbook():
    columns = [
        {"header": "=a", "unit": None, "values": HOSTILE},
        {"header": "=A", "unit": None, "values": HOSTILE[::-1]},
        {"header": "", "unit": "pct", "values": [None] * len(HOSTILE)},
    ]
    for text in HOSTILE:
        made = {"caption": text, "subtitle": text, "publishers": [text], "columns": columns}
        book = downloads.workbook(
            text, [text], [(text, text)], {"Table_1": made, "Table_2": made}, datetime.date(2026, 8, 1)
        )
        cells = sheets(book)["Table_1"]
        assert ["=a", "=A 2", "Row"] in cells and ["=1+1", "[x]", "[x]"] in cells
        first = [row[0] for row in cells]
        assert {"@SUM(A1)", "[a] (javascript:x)", "$ $note$ $", "text: --", "text: 日本語", 'a"b,c d'} <= set(
            first
        )


def test_how_to_cite_names_version_and_vintage(page):
    cited = re.search(r"<h3>How to cite</h3>\s*<p>(.+?)</p>", page)[1]
    assert cited.startswith("paylib contributors. A trial of downloads. paylib 0.1.0. Prices: CPI to 2026-08")
    assert "CPIH to 2026-05, RPI to 2026-07 (set against each other to 2026-05 at the latest)" in cited
    assert making.citation("What?").startswith("paylib contributors. What? paylib ")


def test_a_page_without_figures_offers_none():
    text = page_of()
    assert not saved(text) and "How to cite" in text


def test_a_page_with_a_table_and_no_finding_offers_the_workbook(shown):
    files = saved(page_of(shown[2]))
    assert list(files) == ["trial-rises.csv", "trial.xlsx"]
    assert list(sheets(files["trial.xlsx"])) == ["Cover", "Contents", "Notes", "Table_1"]


def cells_of(markup: str) -> list[str]:
    body = re.search(r"<tbody>(.*?)</tbody>", markup, re.DOTALL)[1]
    return [html.unescape(cell) for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", body)]


def test_every_chart_and_table_of_a_report_is_saved_as_it_is_shown(reports):
    text = of_notebook(reports, "youth_work_2004").read_text(encoding="utf-8")
    body = text.split('<section class="apparatus"')[0]
    offered = re.findall(
        r'(<table>(?:(?!<table>).)*?)<p class="download"><a download="[^"]+" href="data:text/csv;base64,([^"]+)"',
        body,
        re.DOTALL,
    )
    calculator = re.compile(r'<section class="calculator".*?</section>', re.DOTALL)
    tables = calculator.sub("", body).count("<table>") + len(calculator.findall(body))
    assert len(offered) == tables >= 6
    compared = 0
    for markup, content in offered:
        frame = read(base64.b64decode(content))
        seen = cells_of(markup)
        assert len(seen) == frame.size
        units = [
            next((unit for unit, known in UNITS.items() if f"({known.words})" in name), None)
            for name in frame
        ]
        for place, cell in enumerate(seen):
            held, unit = frame.iloc[place // len(units), place % len(units)], units[place % len(units)]
            if unit and re.fullmatch(r"-?\d+(\.\d+)?(e-\d+)?", held):
                places = len((re.search(r"\.(\d+)", cell) or ["", ""])[1])
                assert places >= usual_decimals(unit), (
                    f"{cell} has fewer decimals than {unit} is printed with."
                )
                assert printed(float(held), unit, None if cell.startswith("less than") else places) == cell
                compared += 1
    assert compared > 100


def test_the_weight_of_a_page(reports):
    assert of_notebook(reports, "youth_work_2004").stat().st_size < MOST_BYTES


def test_a_click_saves_the_bytes_under_the_policy_of_the_page(page, browser, tmp_path):
    file = tmp_path / "trial.html"
    file.write_text(page, encoding="utf-8")
    opened = browser.new_page(accept_downloads=True)
    heard, asked = [], []
    opened.on("console", lambda message: heard.append(message.text))
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(file.as_uri())
    wanted = saved(page)
    assert len(wanted) == 5
    for link in opened.query_selector_all("a[download]"):
        with opened.expect_download() as started:
            link.click()
        got = started.value
        if not got.suggested_filename.endswith("-metadata.json"):
            assert got.path().read_bytes() == wanted.pop(got.suggested_filename)
    assert not wanted
    opened.close()
    assert not heard and all(url.startswith(("file:", "data:")) for url in asked)
