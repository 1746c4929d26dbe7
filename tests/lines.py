"""How much code there is, lines counted as they stand: `make lines`."""

from pathlib import Path
from statistics import median

import nbformat

ROOT = Path(__file__).parent.parent


def cells(path: Path) -> list[int]:
    """The lines of each code cell of a notebook, blank ones included."""
    read = nbformat.read(path, as_version=4).cells
    return [cell.source.count("\n") + 1 for cell in read if cell.cell_type == "code"]


def of_folder(folder: Path) -> int:
    """The lines of all Python files in a folder."""
    return sum(path.read_text(encoding="utf-8").count("\n") for path in folder.rglob("*.py"))


def main() -> None:
    """Print a line for each notebook, and one for each part of the house."""
    total = 0
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        each = cells(path)
        total += sum(each)
        print(
            f"{path.stem:26}{sum(each):6} lines in {len(each):3} cells, longest {max(each):3}, median {median(each):4g}"
        )
    cases = of_folder(ROOT / "paylib" / "cases")
    print(f"{'notebooks/':26}{total:6} lines")
    print(f"{'paylib/cases/':26}{cases:6} lines; with notebooks/ {total + cases}")
    print(f"{'paylib/':26}{of_folder(ROOT / 'paylib'):6} lines")


if __name__ == "__main__":
    main()
