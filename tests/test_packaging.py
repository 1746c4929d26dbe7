"""What is promised of the set-up: one truth for dependencies, a hashed lock, a wheel that works alone."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT

CONDA_NAMES = {"python-duckdb": "duckdb"}
"""Packages that conda-forge names otherwise."""

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def declared() -> dict[str, str]:
    """Name to version range, of the project and all its extras."""
    lists = [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
    return dict(split(line) for lines in lists for line in lines)


def split(requirement: str) -> tuple[str, str]:
    name, versions = re.fullmatch(r"([A-Za-z0-9._-]+)\s*(.*)", requirement).groups()
    return name.lower(), versions.replace(" ", "")


def test_environment_yml_says_the_same_as_pyproject():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert environment["channels"] == ["conda-forge"]
    plain = [line for line in environment["dependencies"] if isinstance(line, str)]
    by_pip = next(each["pip"] for each in environment["dependencies"] if isinstance(each, dict))
    assert "-e ." in by_pip, "conda users would not get paylib itself."
    listed = dict(split(line) for line in [*plain, *by_pip] if line != "-e .")
    listed = {CONDA_NAMES.get(name, name): versions for name, versions in listed.items()}
    assert listed.pop("python") == PROJECT["requires-python"]
    assert listed.pop("pip") == ""
    assert listed == declared()


def test_every_dependency_has_a_range_with_two_ends():
    for name, versions in declared().items():
        assert re.fullmatch(r">=[\d.]+,<[\d.]+", versions), f"{name} is not pinned to a range: {versions!r}."


def locked(name: str) -> dict[str, str]:
    """Package to version, of a lock."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==([^\s;]+)", text, re.MULTILINE))


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-bench.lock"])
def test_a_lock_has_every_dependency_with_hashes_and_no_address(name):
    lock = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in lock and "index-url" not in lock
    wanted = set(declared())
    if name == "requirements.lock":
        wanted -= {split(line)[0] for line in PROJECT["optional-dependencies"]["bench"]}
    assert wanted <= set(locked(name))
    for block in re.split(r"\n(?=[a-z0-9])", lock.strip()):
        assert "--hash=sha256:" in block, f"Locked without a hash: {block.splitlines()[0]}"


def test_both_locks_name_the_same_versions():
    small, big = locked("requirements.lock"), locked("requirements-bench.lock")
    assert small.items() <= big.items()


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """A fresh virtual environment with the wheel, and nothing of the project's folder."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    wheel = next(folder.glob("paylib_uk-*.whl"))
    names = zipfile.ZipFile(wheel).namelist()
    assert "paylib/data/datapackage.json" in names and "paylib/notebooks/03_youth_work_2004.ipynb" in names
    assert not [name for name in names if name.startswith(("tests/", "reports/"))]
    venv.create(folder / "venv")
    python = folder / "venv" / "bin" / "python"
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
    ]  # not a pip of its own: that takes longest to install
    subprocess.run([*pip, "install", "-q", "--no-deps", "--no-index", "--no-compile", wheel], check=True)
    # Its dependencies are borrowed from the environment that runs the tests: no network is needed.
    site = next((folder / "venv" / "lib").glob("python*/site-packages"))
    (site / "borrowed.pth").write_text(
        next(path for path in sys.path if path.endswith("site-packages")) + "\n"
    )
    return python


def test_an_installed_paylib_works_from_any_folder(installed, tmp_path):
    run = subprocess.run(
        [installed, "-m", "paylib", "real", "14643", "2003-09", "2026-05", "--by", "rpi"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    assert "£33,321.85" in run.stdout
    where = subprocess.run(
        [installed, "-c", "import paylib; print(paylib.__file__); paylib.load('prices_monthly')"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(ROOT) not in where.stdout


def test_an_installed_paylib_makes_reports(installed, tmp_path):
    command = installed.parent / "paylib"
    shared = os.environ | {"JUPYTER_PATH": str(Path(sys.prefix) / "share" / "jupyter")}  # borrowed as well
    run = subprocess.run(
        [command, "report", "youth_work_2004"], cwd=tmp_path, capture_output=True, text=True, env=shared
    )
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "reports" / "youth_work_2004.html").stat().st_size > 50_000


FAKE_PYTHON = """#!/bin/sh
case "$1 $2 $3" in
  "-m venv --clear") rm -rf "$4"; mkdir -p "$4/bin"; cp "$0" "$4/bin/python"; echo cleared >> made;;
  "-m pip install") printf '#!/bin/sh\\n[ ! -e killed ]\\n' > .venv/bin/uv; chmod +x .venv/bin/uv;;
esac
"""
"""Makes a virtual environment whose ``uv`` fails as long as there is a file ``killed``."""


@pytest.fixture
def setting_up(tmp_path):
    """A folder with the Makefile, and a function that sets up there with a Python that only pretends."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in ("requirements.lock", "requirements-bench.lock", "pyproject.toml"):
        (tmp_path / name).touch()
    fake = tmp_path / "python"
    fake.write_text(FAKE_PYTHON)
    fake.chmod(0o755)

    def make(target: str = ".venv/.ready") -> int:
        return subprocess.run(
            ["make", "-s", target, f"PYTHON={fake}"], cwd=tmp_path, capture_output=True
        ).returncode

    return make


def made(folder: Path) -> int:
    """How many times an environment was begun anew."""
    return (folder / "made").read_text().count("cleared")


def test_a_set_up_that_was_killed_half_way_heals_on_the_next_make(setting_up, tmp_path):
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    half = tmp_path / ".venv" / "bin" / "half"
    half.touch()  # killed before there was pip
    (tmp_path / "killed").touch()
    assert setting_up() != 0 and made(tmp_path) == 1 and not half.exists()
    assert not (tmp_path / ".venv" / ".ready").exists()
    half.touch()  # killed while packages were installed
    (tmp_path / "killed").unlink()
    assert setting_up() == 0 and made(tmp_path) == 2 and not half.exists()
    assert setting_up() == 0 and made(tmp_path) == 2  # nothing to do


def test_an_update_is_in_place_and_begun_anew_where_it_was_killed(setting_up, tmp_path):
    assert setting_up() == 0
    os.utime(tmp_path / ".venv" / ".ready", (1e9, 1e9))  # the lock is newer
    (tmp_path / "killed").touch()
    assert setting_up() != 0 and made(tmp_path) == 1
    (tmp_path / "killed").unlink()
    assert setting_up() == 0 and made(tmp_path) == 2
    (tmp_path / "killed").touch()
    assert setting_up(".venv/.bench-ready") != 0
    (tmp_path / "killed").unlink()
    assert setting_up(".venv/.bench-ready") == 0 and made(tmp_path) == 3
