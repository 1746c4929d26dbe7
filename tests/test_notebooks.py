"""Notebooks load, call, show and say; they define nothing and type no figure."""

import ast
import itertools
import json
import re

import nbformat
import pytest

from paylib.report.run import notebooks

NOTEBOOKS = notebooks.available()


@pytest.fixture(params=NOTEBOOKS)
def cells(request) -> list:
    return nbformat.read(NOTEBOOKS[request.param], as_version=4).cells


def code(cells: list) -> list:
    return [cell for cell in cells if cell.cell_type == "code"]


def prose(cells: list) -> str:
    return "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def test_nothing_is_defined(cells):
    for cell in code(cells):
        assert not re.search(r"^\s*(def|class)\s|\blambda\b", cell.source, re.MULTILINE), cell.source


def test_only_the_house_is_imported(cells):
    nodes = [node for cell in code(cells) for node in ast.walk(ast.parse(cell.source))]
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in nodes if isinstance(node, ast.ImportFrom)]
    imported = [name.partition(".")[0] for name in names]
    assert set(imported) <= {"paylib", "pandas", "matplotlib"}


def test_every_code_cell_has_run_in_order(cells):
    assert [cell.execution_count for cell in code(cells)] == list(range(1, len(code(cells)) + 1))


def test_headings_are_in_order_and_the_last_says_what_it_cannot_tell(cells):
    headings = re.findall(r"^(#+) (.+)$", prose(cells), re.MULTILINE)
    levels = [len(marks) for marks, _ in headings]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert headings[-1][1] == "What this cannot tell"


def test_no_figure_is_typed_in_prose(cells):
    assert not re.findall(r"£\s?\d[\d,.]*|\b\d+(?:\.\d+)?\s?(?:%|per cent|p\b)", prose(cells))


def test_outputs_know_nothing_of_the_machine(cells):
    for cell in code(cells):
        for output in cell.outputs:
            assert output.output_type in ("execute_result", "display_data"), (
                f"{output.output_type}: {cell.source}"
            )
            text = str(output.data)
            assert not re.search(r"/(home|root|tmp|work)/|0x[0-9a-f]{6,}", text)


def test_every_chart_has_alt_text_with_a_figure(cells):
    for cell in code(cells):
        for output in cell.outputs:
            for alt in re.findall(r'<img alt="([^"]*)"', output.data.get("text/html", "")):
                assert re.search(r"\d", alt), f"Alt text without a figure: {alt!r}"


def root(node: ast.expr) -> str:
    """The name that an expression takes a part of: `rates` of `rates[0]` and of `*rates`."""
    while isinstance(node, ast.Subscript | ast.Starred):
        node = node.value
    return ast.unparse(node)


def test_a_figure_worked_out_names_the_figures_that_it_is_of(cells):
    """What a `work_out` takes the value of stands among its inputs, so that its sources are carried on."""
    for call in (node for cell in code(cells) for node in ast.walk(ast.parse(cell.source))):
        if not (isinstance(call, ast.Call) and ast.unparse(call.func) == "work_out"):
            continue
        parts = ast.walk(call.args[1])
        taken = {
            root(node.value) for node in parts if isinstance(node, ast.Attribute) and node.attr == "value"
        }
        inputs = call.args[4] if len(call.args) > 4 else ast.List([])
        named = {root(each) for each in inputs.elts} if isinstance(inputs, ast.List) else taken
        assert taken <= named, f"{ast.unparse(call.args[0])} is worked out of {taken - named}, not named."


def test_saving_in_jupyterlab_changes_nothing(cells):
    """JupyterLab writes whole numbers without a point, and its own metadata: the hook takes that out again."""
    stored = nbformat.v4.new_notebook(
        cells=cells, metadata=nbformat.read(NOTEBOOKS["start_here"], 4).metadata
    )
    text = nbformat.writes(stored)
    saved = json.loads(
        text, parse_float=lambda number: int(float(number)) if float(number).is_integer() else float(number)
    )
    saved["metadata"]["language_info"] = {"name": "python", "version": "3.99", "file_extension": ".py"}
    model = {"type": "notebook", "content": saved}
    notebooks.before_saving(model=model, path="", contents_manager=None)
    assert nbformat.writes(model["content"]) == text
