"""One setting says how many cases every heavy test tries."""

import ast

import hypothesis
import pytest

from tests.conftest import ROOT, cases

FILES = sorted(
    path
    for path in (ROOT / "tests").rglob("test_*.py")
    if "benchmarks" not in path.parts and "cluster" not in path.parts
)


def test_the_setting_takes_the_full_number_or_the_sample(monkeypatch):
    monkeypatch.delenv("PAYLIB_SLOW", raising=False)
    assert cases(300, 40) == 40
    monkeypatch.setenv("PAYLIB_SLOW", "1")
    assert cases(300, 40) == 300


def test_properties_are_tried_on_the_same_examples_whatever_the_machine():
    now = hypothesis.settings()
    assert now.max_examples == cases(1_000, 10)
    assert now.derandomize and now.deadline is None


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(ROOT)) for path in FILES])
def test_no_heavy_test_has_a_number_of_its_own(path):
    """A test marked slow, or a property that sets how many examples it tries, reads its number from `cases` or `some`, or its looks."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    numbers = [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword)
        and node.arg == "max_examples"
        and not ast.unparse(node.value).startswith("cases(")
    ]
    assert numbers == []
    slow = any("mark.slow" in ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert not slow or any(ast.unparse(call.func) in ("cases", "some", "looks") for call in calls)
