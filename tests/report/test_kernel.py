"""Forked kernels do what ordinary ones do, each by itself, and end."""

import multiprocessing
import os
import time
import warnings
from pathlib import Path

import pytest

from paylib.errors import ReportError
from paylib.report.run import kernel, notebooks


def texts(notebook) -> list[str]:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    return [output.get("text") or output.data["text/plain"] for output in outputs]


def run(root: Path, start=None, **options):
    return notebooks.execute("trial", root / "notebooks" / "01_trial.ipynb", start=start, **options)


def test_a_forked_kernel_gives_what_an_ordinary_one_gives(folder_of, start):
    root = folder_of(
        "import os, sys\nimport pandas as pd\nprint('out'); print('err', file=sys.stderr)",
        "pd.DataFrame({'pay_gbp': [14643.0, None]})",
        "os.getcwd(), __name__, sys.argv[1:2], sorted(sys.path), sorted(set(os.environ) - {'JPY_PARENT_PID'})",
        "import beside; beside.__file__",
        "import matplotlib; matplotlib.get_backend()",
        "import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.show()",
        "import asyncio; await asyncio.sleep(0, 'awaited')",
    )
    (root / "notebooks" / "beside.py").touch()
    assert run(root, start) == run(root)


def build_without_fork(folder: Path, out: Path, told) -> None:
    """The work of a process that was spawned, on a system that cannot fork."""
    from paylib.report.run import build

    del os.fork
    notebooks.folder = lambda: folder
    made = build.build(["trial", "other"], out)
    told.put([page.slug for page in made.made])


def test_pages_need_no_fork(folder_of, tmp_path):
    root = folder_of("1 + 1")
    notebook = root / "notebooks" / "01_trial.ipynb"
    notebook.with_name("02_other.ipynb").write_bytes(notebook.read_bytes())
    spawning = multiprocessing.get_context("spawn")
    told = spawning.SimpleQueue()
    child = spawning.Process(target=build_without_fork, args=(notebook.parent, tmp_path / "without", told))
    child.start()
    child.join()
    assert child.exitcode == 0 and set(told.get()) == {"trial", "other"}


def test_each_has_its_own_folder_environment_and_names(folder_of, start, monkeypatch):
    root = folder_of(
        "import os; os.environ.get('PAYLIB_TRIAL'), 'left' in globals(), os.getpid()", "left = 1"
    )
    monkeypatch.setenv("PAYLIB_TRIAL", "one")
    (first,) = texts(run(root, start))
    monkeypatch.delenv("PAYLIB_TRIAL")
    (second,) = texts(run(root, start))
    assert first.startswith("('one', False, ") and second.startswith("(None, False, ")
    assert first.split()[-1] != second.split()[-1] != f"{os.getpid()})"


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("import os; os._exit(1)", "did not finish"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "did not finish"),
        ("1 / 0", "failed with ZeroDivisionError"),
        ("import time; time.sleep(60)", "did not finish"),
    ],
)
def test_one_that_dies_fails_or_hangs_is_told(folder_of, start, cell, told, monkeypatch):
    monkeypatch.setenv("PAYLIB_CELL_SECONDS", "2")
    with pytest.raises(ReportError, match=f"Notebook trial, cell 2, {told}"):
        run(folder_of(cell), start)
    assert texts(run(folder_of("'the next one'"), start)) == ["'the next one'"]


def test_a_cell_gets_longer_on_a_busy_machine(monkeypatch):
    monkeypatch.delenv("PAYLIB_CELL_SECONDS", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(os, "getloadavg", lambda: (9.0, 0.0, 0.0), raising=False)
    assert notebooks.seconds_a_cell() == 540
    monkeypatch.setattr(os, "getloadavg", lambda: (0.5, 0.0, 0.0), raising=False)
    assert notebooks.seconds_a_cell() == 120


@pytest.mark.parametrize("given", ["", "0", "-5", "soon", "1e3"])
def test_a_limit_that_is_none_is_refused(given, monkeypatch):
    monkeypatch.setenv("PAYLIB_CELL_SECONDS", given)
    with pytest.raises(ReportError, match=r"PAYLIB_CELL_SECONDS is .* such as 600"):
        notebooks.seconds_a_cell()


def test_when_the_block_ends_all_have_ended(folder_of):
    root = folder_of("import os; os.getpid(), os.getppid()")
    with kernel.warm() as processes:
        (numbers,) = texts(run(root, processes.start))
    own, server = (int(number) for number in numbers.strip("()").split(","))
    until = time.monotonic() + 10
    while any(Path("/proc", str(number)).exists() for number in (own, server)):
        assert time.monotonic() < until
        time.sleep(0.05)
    with pytest.raises(ReportError, match="did not finish"):
        run(root, processes.start)


def told_from_afar(words: str) -> tuple[str, int]:
    warnings.warn(f"{words} was read otherwise", UserWarning, stacklevel=1)
    return words.upper(), os.getpid()


def test_a_function_is_called_in_a_process_of_its_own_and_its_warnings_come_back():
    with kernel.warm() as processes:
        with pytest.warns(UserWarning, match="pay was read otherwise"):
            words, process = processes.call(told_from_afar, "pay")
        assert words == "PAY" and process != os.getpid()
        with pytest.raises(ChildProcessError, match="memory runs out"):
            processes.call(os._exit, 1)
        assert processes.call(len, "the next one") == 12


def test_elsewhere_kernels_start_from_nothing(monkeypatch):
    monkeypatch.setattr(kernel.sys, "platform", "darwin")
    with kernel.warm() as processes:
        assert processes == (kernel.cold, kernel.here) and processes.call(os.getpid) == os.getpid()
