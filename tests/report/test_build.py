"""From notebook to page: nothing lost, nothing loaded, nothing half done."""

import html
import re
import shutil
from pathlib import Path

import nbformat
import pytest

from paylib.report import build as building
from paylib.report import notebooks


def words(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def pages_of_the_notebooks() -> list[tuple[str, Path]]:
    """The slug of each page that is made by default, and its notebook."""
    return [(job.slug, job.path) for job in notebooks.jobs([])]


def test_every_output_of_the_notebook_is_in_the_page(reports):
    for slug, path in pages_of_the_notebooks():
        page = (reports / f"{slug}.html").read_text(encoding="utf-8")
        outputs = [output for cell in nbformat.read(path, 4).cells for output in cell.get("outputs", ())]
        assert outputs, f"Notebook {slug} has no outputs."
        for output in outputs:
            assert output.data["text/html"] in page, (
                f"An output of {slug} is missing: {output.data['text/plain'][:80]}"
            )


def test_no_code_is_shown(reports):
    for path in reports.glob("*.html"):
        assert "import paylib" not in path.read_text(encoding="utf-8")


def test_nothing_is_loaded_and_the_policy_says_so(reports):
    for path in reports.glob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert "default-src 'none'" in page and "unsafe-inline" not in page
        scripts = re.findall(r"<script(?: (type=\"application/json\"))?[^>]*>", page)
        assert set(scripts) <= {"", 'type="application/json"'}, f"{path.name}: {scripts}"
        assert "<script src" not in page
        assert scripts.count("") == (1 if 'class="calculator"' in page else 0), f"{path.name}: {scripts}"
        loaded = re.findall(r"\b(?:src|srcset)=\"([^\"]*)\"", page) + re.findall(r"url\(([^)]*)\)", page)
        assert all(each.startswith("data:") for each in loaded), path.name


def test_every_number_in_prose_is_a_finding_listed_at_the_end(reports):
    for slug, _ in pages_of_the_notebooks():
        page = (reports / f"{slug}.html").read_text(encoding="utf-8")
        body, end = page.split('<section class="apparatus"')
        listed = re.findall(r'<th scope="row">(.+?)</th><td>(.+?)</td>', end)
        names = {html.unescape(name) for name, _ in listed}
        stated = re.findall(r'<data value="([^"]+)" data-finding="([^"]+)">([^<]+)</data>', body)
        assert len(stated) > (20 if slug != notebooks.SHOWN_BY_GENERAL else 4), slug
        for _, finding, shown in stated:
            assert finding.replace("_", " ") in names, (
                f"{shown} is of {finding}, which the page does not list."
            )
        # Verdicts state what their own checks computed, and the form what it is given.
        apart = r"<ol class=\"claims\".*?</ol>|<section class=\"calculator\".*?</section>|<script.*?</script>"
        rest = re.sub(apart, "", body.split("<main", 1)[1], flags=re.DOTALL)
        rest = re.sub(r'<p class="subtitle">.*?</p>', "", rest)  # what is measured: "95% intervals"
        sentences = re.sub(r"<(data|table|h[1-6])\b.*?</\1>", "", rest, flags=re.DOTALL)
        bare = re.findall(r"£\s?\d[\d,.]*|\b\d+(?:\.\d+)?\s?(?:%|per cent)", words(sentences))
        assert not bare, f"Figures in the prose of {slug} that are no findings: {bare}"


def test_sources_and_licence_stand_at_the_end(reports):
    page = (reports / "youth_work_2004.html").read_text(encoding="utf-8")
    end = words(page.split('<section class="apparatus"')[1])
    for needed in (
        "Office for National Statistics",
        "TES",
        "Open Government Licence v3.0",
        "MIT licence",
        "CPI to 2026-08",
    ):
        assert needed in end


def test_alt_text_states_figures_of_the_page(reports):
    page = (reports / "youth_work_2004.html").read_text(encoding="utf-8")
    alts = [html.unescape(alt) for alt in re.findall(r'<img alt="([^"]*)"', page)]
    assert len(alts) == page.count("<img") >= 2
    listed = {html.unescape(each) for each in re.findall(r"<td[^>]*>([^<]+)</td>", page)}
    for alt in alts:
        figures = re.findall(r"[+−]?\d+(?:\.\d+)?%", alt)
        assert figures, f"Alt text without a figure: {alt}"
        unknown = [figure for figure in figures if figure.lstrip("+") not in listed]
        assert not unknown, f"Alt text states what the page does not list: {unknown} in {alt}"


def test_the_index_links_to_every_page(reports):
    index = (reports / "index.html").read_text(encoding="utf-8")
    for slug, _ in pages_of_the_notebooks():
        assert f'href="{slug}.html"' in index


def test_two_builds_are_the_same_bytes(reports, tmp_path):
    building.build([], tmp_path)
    made = sorted([*reports.glob("*.html"), *reports.glob("cards/*")])
    assert {path.suffix for path in made} == {".html", ".png", ".svg", ".txt"}
    for path in made:
        assert path.read_bytes() == (tmp_path / path.relative_to(reports)).read_bytes(), (
            f"{path.name} differs."
        )


def test_the_template_would_show_plain_output_too(folder_of):
    root = folder_of("print('to stdout <b>')", "1 + 1")
    building.build([], root / "out")
    page = (root / "out" / "trial.html").read_text(encoding="utf-8")
    assert "to stdout &lt;b&gt;" in page and '<pre class="output">2</pre>' in page


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (
            ["1", "raise ValueError('no such thing')"],
            r"Notebook trial, cell 3, failed with ValueError: no such thing",
        ),
        (["import os; os._exit(1)"], r"Notebook trial, cell 2, did not finish"),
    ],
)
def test_a_failing_notebook_is_named_and_the_old_page_is_kept(folder_of, cells, message):
    root = folder_of("1")
    building.build([], root / "out")
    before = (root / "out" / "trial.html").read_bytes()
    folder_of(*cells)
    built = building.build([], root / "out")
    assert len(built.failed) == 1 and re.search(message, built.failed[0]) and not built.made
    assert (root / "out" / "trial.html").read_bytes() == before


def test_storing_keeps_outputs_and_nothing_of_the_machine(tmp_path, monkeypatch):
    source = notebooks.folder()
    folder = tmp_path / "notebooks"
    shutil.copytree(source, folder)
    monkeypatch.setattr(notebooks, "folder", lambda: folder)
    building.store(["youth_work_2004"])
    stored = folder / "03_youth_work_2004.ipynb"
    assert stored.read_bytes() == (source / stored.name).read_bytes()


def test_what_has_not_changed_is_kept_and_what_has_is_made_again(folder_of, package_copy, monkeypatch):
    root = folder_of("1 + 1")
    out = root / "out"

    def again() -> building.Built:
        return building.build([], out)

    assert len(again().made) == 1
    before = (out / "trial.html").read_bytes()
    for spoil in (
        lambda: (out / "trial.html").write_text("edited by hand"),
        lambda: (out / "trial.html").unlink(),
        lambda: (out / building.RECORD).write_text("{"),
        lambda: (out / building.RECORD).unlink(),
    ):
        kept = again()
        assert not kept.made and [page.slug for page in kept.kept] == ["trial"]
        spoil()
        assert len(again().made) == 1 and (out / "trial.html").read_bytes() == before

    table = package_copy / "prices" / "prices_rates.csv"
    for change in (
        lambda: folder_of("1 + 2"),
        lambda: table.write_bytes(table.read_bytes() + b"\n"),
        lambda: monkeypatch.setattr(building.sys, "version", "another Python"),
        lambda: monkeypatch.setattr(building.metadata, "distributions", lambda: iter(())),
    ):
        assert not again().made
        change()
        assert len(again().made) == 1


def test_every_file_of_the_code_and_the_figures_is_an_ingredient(package_copy):
    named = {path.name for path in building._ingredients()}
    assert {
        "prices.py",
        "page.html.j2",
        "style.css",
        "new_dispute.toml",
        "prices_monthly.csv",
        "datapackage.json",
    } <= named
    assert not [name for name in named if name.endswith(".pyc")]


def test_one_failing_notebook_does_not_stop_the_others(folder_of):
    import nbformat

    root = folder_of("1")
    bad = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell("# B"), nbformat.v4.new_code_cell("1 / 0")]
    )
    nbformat.write(bad, root / "notebooks" / "00_bad.ipynb")
    built = building.build([], root / "out", jobs=2)
    assert [page.slug for page in built.made] == ["trial"]
    assert len(built.failed) == 1 and "Notebook bad, cell 2, failed with ZeroDivisionError" in built.failed[0]
    assert (
        "trial.html" in (root / "out" / "index.html").read_text()
        and "bad.html" not in (root / "out" / "index.html").read_text()
    )


def test_a_page_made_alone_joins_the_index_of_the_others(folder_of):
    root = folder_of("1")
    out = root / "out"
    building.build([], out)
    source = root / "notebooks" / "01_trial.ipynb"
    source.with_name("02_other.ipynb").write_bytes(source.read_bytes().replace(b"A title", b"B title"))
    building.build(["other"], out)
    index = (out / "index.html").read_text()
    assert index.index("trial.html") < index.index("other.html")
