"""The house: the floors of README's table, each module named there, imports only downwards and never round."""

import ast
import re
from graphlib import TopologicalSorter
from pathlib import Path

from tests.conftest import ROOT

PACKAGE = ROOT / "paylib"
ROW = re.compile(r"^\| (\d+) \| `(\w+)(/?)` \| (.+) \|$", re.MULTILINE)


def rooms() -> dict[str, tuple[int, str]]:
    """README's table: a room, its floor, and what is said of it."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return {room: (int(floor), about) for floor, room, _, about in ROW.findall(readme)}


def files() -> dict[str, Path]:
    """Every file of the package by its dotted name; a folder's face goes by the folder's name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported(path: Path, names: dict[str, Path]) -> set[str]:
    """The files that a file imports, wherever in it; `from a.b import c` is a.b.c where that is a file."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names if each.name in names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for each in node.names:
                whole = f"{node.module}.{each.name}"
                found |= {whole} if whole in names else {node.module} & set(names)
    return found


def room_of(name: str) -> str:
    return name.split(".")[1] if "." in name else ""


def graph() -> dict[str, set[str]]:
    names = files()
    return {name: imported(path, names) - {name} for name, path in names.items()}


def test_the_table_names_every_room_and_every_file_in_it():
    table = rooms()
    for name in files():
        parts = name.split(".")[1:]
        if not parts or parts[0].startswith("__"):
            continue
        assert parts[0] in table, f"{name} stands on no floor of README's table."
        if len(parts) > 1:
            assert f"`{parts[-1]}`" in table[parts[0]][1], f"README's table does not name {name}."
    assert set(table) <= {room_of(name) for name in files()}


def test_imports_go_down_a_floor_or_stay_in_the_room():
    table = rooms()
    for name, others in graph().items():
        room = room_of(name)
        if room.startswith("__") or not room:
            continue
        for other in others:
            below = room_of(other)
            assert below, f"{name} imports the whole of paylib."
            assert below == room or table[below][0] < table[room][0], f"{name} imports {other}, not below it."


def test_no_file_is_imported_by_what_it_imports():
    TopologicalSorter(graph()).prepare()


def test_imports_between_rooms_stay_few():
    """173 in the first edition, in 35 rooms; a third fewer is the most that is allowed."""
    arrows = {
        (room_of(name), room_of(other))
        for name, others in graph().items()
        for other in others
        if room_of(name) not in ("", "__main__") and room_of(other) != room_of(name)
    }
    assert len(arrows) <= 115
