"""From notebook to page: nothing lost, nothing loaded, nothing half done."""

import html
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import matplotlib
import nbformat
import pytest

from paylib.report import calculator
from paylib.report.run import build as building
from paylib.report.run import notebooks
from paylib.report.site import Site
from paylib.tables import unstyled
from tests.conftest import cases
from tests.report.conftest import of_notebook


def words(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def pages_of_the_notebooks() -> list[tuple[str, Path]]:
    """The slug of each page that is made by default, and its notebook."""
    return [(job.slug, job.path) for job in notebooks.jobs([])]


def test_every_output_of_the_notebook_is_in_the_page(reports):
    for slug, path in pages_of_the_notebooks():
        page = re.sub(
            ' class="(?:long|some)"|(?<=number) long',
            "",
            of_notebook(reports, slug).read_text(encoding="utf-8"),
        )
        outputs = [output for cell in nbformat.read(path, 4).cells for output in cell.get("outputs", ())]
        assert outputs, f"Notebook {slug} has no outputs."
        for output in outputs:
            made = unstyled(output.data["text/html"])
            parts = made.splitlines() if calculator.FORM_MIME in output.data else [made]  # its form between
            assert all(part in page for part in parts), (
                f"An output of {slug} is missing: {output.data['text/plain'][:80]}"
            )


def test_no_page_shows_where_an_object_lies_in_memory(reports):
    """It would be another with each build."""
    shown = [
        path.name for path in reports.rglob("*.html") if " object at 0x" in path.read_text(encoding="utf-8")
    ]
    assert not shown


def test_no_code_is_shown(reports):
    for path in reports.glob("*.html"):
        assert "import paylib" not in path.read_text(encoding="utf-8")


def test_nothing_is_loaded_and_the_policy_says_so(reports):
    for path in reports.glob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert "default-src 'none'" in page and "unsafe-inline" not in page
        scripts = re.findall(r"<script(?: (type=\"application/(?:ld\+)?json\"))?[^>]*>", page)
        data = {'type="application/json"', 'type="application/ld+json"'}
        assert set(scripts) <= {"", *data}, f"{path.name}: {scripts}"
        assert "<script src" not in page
        has_script = any(f'class="{each}"' in page for each in ("calculator", "brief", "ask"))
        assert scripts.count("") == has_script, f"{path.name}: {scripts}"
        loaded = re.findall(r"\b(?:src|srcset)=\"([^\"]*)\"", page) + re.findall(r"url\(([^)]*)\)", page)
        assert all(each.startswith(("data:", "#")) for each in loaded), (
            path.name
        )  # a place in the page loads nothing


def test_every_number_in_prose_is_a_finding_listed_at_the_end(reports):
    for slug, _ in pages_of_the_notebooks():
        page = of_notebook(reports, slug).read_text(encoding="utf-8")
        body, end = page.split('<section class="apparatus"')
        listed = re.findall(r'<th scope="row">(.+?)</th><td>(.+?)</td>', end)
        names = {html.unescape(name) for name, _ in listed}
        stated = re.findall(r'<data value="([^"]+)" data-finding="([^"]+)">([^<]+)</data>', body)
        assert len(stated) > (4 if slug in (notebooks.SHOWN_BY_GENERAL, "coverage") else 20), slug
        for _, finding, shown in stated:
            assert finding.replace("_", " ") in names, (
                f"{shown} is of {finding}, which the page does not list."
            )
        # The form states what it is given.
        apart = r"<section class=\"calculator\".*?</section>|<script.*?</script>"
        rest = re.sub(apart, "", body.split("<main", 1)[1], flags=re.DOTALL)
        rest = re.sub(r'<p class="subtitle">.*?</p>', "", rest)  # what is measured: "95% intervals"
        rest = re.sub(
            r'<span class="worded">.*?</span>', "", rest
        )  # words of a dispute file, marked as its own
        sentences = re.sub(r"<(data|table|h[1-6])\b.*?</\1>", "", rest, flags=re.DOTALL)
        bare = re.findall(r"£\s?\d[\d,.]*|\b\d+(?:\.\d+)?\s?(?:%|per cent)", words(sentences))
        assert not bare, f"Figures in the prose of {slug} that are no findings: {bare}"


def test_sources_and_licence_stand_at_the_end(reports):
    page = of_notebook(reports, "youth_work_2004").read_text(encoding="utf-8")
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
    page = of_notebook(reports, "youth_work_2004").read_text(encoding="utf-8")
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


@pytest.mark.slow
def test_two_builds_are_the_same_bytes(reports, tmp_path):
    """One page is made again in `make test`, all of them in `make test-slow`."""
    shutil.copytree(reports, tmp_path, dirs_exist_ok=True)
    slugs = [*(slug for slug, _ in pages_of_the_notebooks()), *building.TOOLS]
    chosen = random.Random(len(slugs)).sample(slugs, cases(len(slugs), 1))
    for slug in chosen:
        (tmp_path / f"{slug}.html").unlink()
    built = building.build([], tmp_path)
    assert sorted(page.slug for page in built.made) == sorted(chosen)
    made = sorted([*reports.glob("*.html"), *reports.glob("cards/*")])
    assert {path.suffix for path in made} == {".html", ".png", ".svg", ".txt"}
    for path in made:
        assert path.read_bytes() == (tmp_path / path.relative_to(reports)).read_bytes(), (
            f"{path.name} differs."
        )


def test_the_template_would_show_plain_output_too(quick, folder_of):
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
def test_a_failing_notebook_is_named_and_the_old_page_is_kept(quick, folder_of, cells, message):
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
    notebooks.store(["youth_work_2004"])
    stored = folder / "03_youth_work_2004.ipynb"
    assert stored.read_bytes() == (source / stored.name).read_bytes()


def test_what_has_not_changed_is_kept_and_what_has_is_made_again(quick, folder_of):
    root = folder_of("1 + 1")
    out = root / "out"
    tools = list(building.TOOLS)  # pages that are no notebook's: made with all others

    def made() -> list[str]:
        return [page.slug for page in building.build([], out).made]

    assert made() == ["trial", *tools]
    before = (out / "trial.html").read_bytes()
    for spoil, again in (
        (lambda: (out / "trial.html").write_text("edited by hand"), ["trial"]),
        (lambda: (out / "trial.html").unlink(), ["trial"]),
        (lambda: (out / f"{tools[0]}.html").unlink(), [tools[0]]),
        (lambda: (out / building.RECORD).write_text("{"), ["trial", *tools]),
        (lambda: (out / building.RECORD).unlink(), ["trial", *tools]),
    ):
        kept = building.build([], out)
        assert not kept.made and [page.slug for page in kept.kept] == ["trial", *tools]
        spoil()
        assert made() == again and (out / "trial.html").read_bytes() == before

    folder_of("1 + 2")
    assert made() == ["trial"]


@pytest.fixture
def project(tmp_path, package_copy, monkeypatch) -> Path:
    """A project of its own, to change: code, figures, lock, libraries, a notebook and a dispute file."""
    package = Path(building.__file__).parents[2]
    shutil.copytree(package, tmp_path / "paylib", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(building, "__file__", str(tmp_path / "paylib" / "report" / "run" / "build.py"))
    monkeypatch.syspath_prepend(str(tmp_path / "libraries"))
    (tmp_path / "libraries" / "matplotlib-3.11.0.dist-info").mkdir(parents=True)
    (tmp_path / "requirements.lock").write_text("pandas==3.1.0\n")
    (tmp_path / "page.ipynb").write_text("{}")
    (tmp_path / "own.toml").write_text('pay_history = "pay.csv"')
    (tmp_path / "pay.csv").write_text("date,annual_gbp\n2004-01,14643\n")
    return tmp_path


@pytest.mark.parametrize(
    "file",
    [
        "page.ipynb",
        "paylib/prices.py",
        "paylib/report/template/style.css",
        "paylib/report/template/page.html.j2",
        "paylib/report/template/brief.css",
        "data/prices/prices_monthly.csv",
        "data/datapackage.json",
        "data/sources.csv",
        "data/disputes/school_teachers_2023.toml",
        "requirements.lock",
        "own.toml",
        "pay.csv",
    ],
)
def test_one_byte_of_anything_makes_a_page_anew(project, file):
    job = notebooks.Job("own", project / "page.ipynb", str(project / "own.toml"))

    def key() -> str:
        return building._made_from(job, building._common(), Site())

    path, first = project / file, key()
    before, times = path.read_bytes(), path.stat()
    assert key() == first
    path.write_bytes(bytes([*before[:-1], before[-1] ^ 1]) if path.suffix != ".toml" else before + b" ")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))  # no help from the clock, nor from the size
    assert key() != first
    path.write_bytes(before)
    assert key() == first


def test_other_libraries_files_and_figures_make_a_page_anew(project, monkeypatch):
    keys = [building._common()]
    library = project / "libraries" / "matplotlib-3.11.0.dist-info"
    for change in (
        lambda: library.rename(library.with_name("matplotlib-3.11.1.dist-info")),
        lambda: (project / "paylib" / "another.py").touch(),
        lambda: (project / "data" / "prices" / "another.csv").touch(),
        lambda: (project / "data" / "prices" / "prices_rates.csv").unlink(),
        lambda: (project / "paylib" / "prices.py").rename(project / "paylib" / "seen.py"),
        lambda: monkeypatch.setattr(building.sys, "version", "another Python"),
        lambda: monkeypatch.setenv("PAYLIB_DATA", str(project / "paylib")),
    ):
        change()
        keys.append(building._common())
    assert len(set(keys)) == len(keys)


def test_a_dispute_under_another_name_makes_another_page(project):
    job = notebooks.Job("own", project / "page.ipynb", "school_teachers_2023")
    assert building._made_from(job, "", Site()) != building._made_from(
        job._replace(dispute="youth_work_2004"), "", Site()
    )


def test_installed_libraries_are_known_by_name_and_version():
    assert f"matplotlib-{matplotlib.__version__}.dist-info" in building._installed()


def test_an_index_that_is_gone_or_was_edited_is_written_again(quick, folder_of):
    out = folder_of("1") / "out"
    building.build([], out)
    index = out / "index.html"
    before = index.read_bytes()
    for spoil in (index.unlink, lambda: index.write_bytes(before + b" ")):
        spoil()
        assert not building.build([], out).made and index.read_bytes() == before


def test_what_has_not_changed_is_kept_without_the_libraries_that_make_pages(quick, folder_of):
    root = folder_of("1")
    building.build([], root / "out")
    program = (
        "import sys; from pathlib import Path; from paylib.report.run import build, notebooks; "
        f"notebooks.folder = lambda: Path({str(root / 'notebooks')!r}); "
        f"assert build.build([], Path({str(root / 'out')!r})).kept; "
        "print(*{'matplotlib', 'nbconvert', 'nbclient', 'nbformat', 'scipy', 'gptables'} & set(sys.modules))"
    )
    assert subprocess.check_output([sys.executable, "-c", program], text=True).strip() == ""


def test_no_page_weighs_more_than_it_may(reports):
    for path in reports.glob("*.html"):
        assert path.stat().st_size < 600_000, f"{path.name} has {path.stat().st_size:,} bytes."


COMMAND = (
    "import sys; from pathlib import Path; from paylib import cli; from paylib.report.run import notebooks; "
    "notebooks.folder = lambda: Path('notebooks'); sys.argv = ['paylib', 'report', '--out', 'out']; cli.main()"
)


def cut_short(root: Path, number: int) -> subprocess.CompletedProcess:
    """The command, given a signal while a cell is at work, and how it ended; its kernel must end too."""
    with subprocess.Popen(
        [sys.executable, "-c", COMMAND], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        kernel = notebooks.folder() / "kernel"
        wait_for(lambda: kernel.exists() and kernel.read_text())
        run.send_signal(number)
        printed, told = run.communicate(timeout=10)
    process = Path("/proc") / kernel.read_text()
    wait_for(lambda: not process.exists() or "State:\tZ" in (process / "status").read_text())
    return subprocess.CompletedProcess(run.args, run.returncode, printed, told)


def wait_for(happened) -> None:
    until = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < until, "It did not happen within a minute."
        time.sleep(0.05)


CUT_SHORT = [(number, pages) for number in (signal.SIGINT, signal.SIGKILL) for pages in (1, 2)]


@pytest.mark.slow
@pytest.mark.parametrize(("number", "pages"), random.Random(1).sample(CUT_SHORT, cases(4, 2)))
def test_a_run_that_is_cut_short_leaves_the_old_pages_and_nothing_else(quick, folder_of, number, pages):
    """Kernels of one page start from nothing, those of several are forked."""
    root = folder_of("1")
    out, notebook = root / "out", root / "notebooks" / "01_trial.ipynb"
    if pages == 2:
        shutil.copy(notebook, notebook.with_name("02_other.ipynb"))
    building.build([], out)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    folder_of("import os, time; open('kernel', 'w').write(str(os.getpid())); time.sleep(600)")
    if pages == 2:
        (root / "notebooks" / "02_other.ipynb").write_bytes(notebook.read_bytes())
    run = cut_short(root, number)
    assert run.returncode == (130 if number == signal.SIGINT else -number)
    assert "Traceback" not in run.stderr
    if number == signal.SIGINT:
        assert "Stopped." in run.stderr
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    folder_of("1 + 1")
    assert "trial" in [page.slug for page in building.build(["trial"], out).made]


def test_a_run_killed_while_it_writes_leaves_a_whole_page_and_the_next_one_clears_up(quick, folder_of):
    root = folder_of("1")
    out = root / "out"
    building.build([], out)
    before = (out / "trial.html").read_bytes()
    program = (
        "import os, signal; from pathlib import Path; from paylib.report.run import build; "
        "build.os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL); "
        "build.write(Path('out/trial.html'), 'half a page')"
    )
    killed = subprocess.run([sys.executable, "-c", program], cwd=root)
    (left,) = out.glob(f".*{building.PART}")
    assert killed.returncode == -signal.SIGKILL and left.read_text() == "half a page"
    assert (out / "trial.html").read_bytes() == before
    assert building.build([], out).kept and left.exists(), "it may be of a run that is still at work"
    os.utime(left, (0, 0))
    assert building.build([], out).kept and not left.exists()


def test_every_file_of_the_code_and_the_figures_is_an_ingredient(package_copy):
    named = {path.name for path in building._ingredients()}
    assert {
        "prices.py",
        "page.html.j2",
        "brief.html.j2",
        "brief.js",
        "style.css",
        "new_dispute.toml",
        "prices_monthly.csv",
        "datapackage.json",
    } <= named
    assert not [name for name in named if name.endswith(".pyc")]


def test_one_failing_notebook_does_not_stop_the_others(quick, folder_of):
    import nbformat

    root = folder_of("1")
    bad = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell("# B"), nbformat.v4.new_code_cell("1 / 0")]
    )
    nbformat.write(bad, root / "notebooks" / "00_bad.ipynb")
    built = building.build([], root / "out", jobs=2)
    assert [page.slug for page in built.made] == ["trial", *building.TOOLS]
    assert len(built.failed) == 1 and "Notebook bad, cell 2, failed with ZeroDivisionError" in built.failed[0]
    assert (
        "trial.html" in (root / "out" / "index.html").read_text()
        and "bad.html" not in (root / "out" / "index.html").read_text()
    )


def test_a_page_made_alone_joins_the_index_of_the_others(quick, folder_of):
    root = folder_of("1")
    out = root / "out"
    building.build([], out)
    source = root / "notebooks" / "01_trial.ipynb"
    source.with_name("02_other.ipynb").write_bytes(source.read_bytes().replace(b"A title", b"B title"))
    building.build(["other"], out)
    index = (out / "index.html").read_text()
    assert index.index("trial.html") < index.index("other.html")
