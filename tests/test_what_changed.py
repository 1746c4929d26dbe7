"""A failing cell of a notebook says which finding changed, and no wall of HTML."""

import nbformat
from nbval.plugin import IPyNbCell

from tests.what_changed import FINDINGS, MOST, what_changed


def shown(text: str, **findings: tuple[float, str]) -> list[dict]:
    records = [
        {"name": name, "value": value, "shown": words, "method": "as published"}
        for name, (value, words) in findings.items()
    ]
    return [{"output_type": "execute_result", "data": {"text/plain": text, FINDINGS: records}}]


def test_a_finding_that_changed_is_named_with_old_and_new():
    lines = what_changed(shown("3.0%", offer=(3.0, "3.0%")), shown("3.1%", offer=(3.1, "3.1%")))
    assert lines == ["offer: 3.0% was stored, 3.1% is worked out now. as published"]


def test_a_finding_may_change_behind_what_is_printed():
    lines = what_changed(shown("3.0%", offer=(3.0, "3.0%")), shown("3.0%", offer=(3.01, "3.0%")))
    assert lines == ["offer: 3.0 was stored, 3.01 is worked out now; both show as 3.0%."]


def test_findings_that_go_and_come_are_named():
    lines = what_changed(shown("", offer=(3.0, "3.0%")), shown("", award=(3.0, "3.0%")))
    assert lines == ["offer: 3.0% was stored, and is said no more.", "award: 3.0% is new."]


def test_words_that_changed_are_shown_line_by_line_and_not_all_of_them():
    assert what_changed(shown("one\ntwo"), shown("one\nthree")) == ["-two", "+three"]
    assert len(what_changed(shown(""), shown("\n".join(map(str, range(100)))))) == MOST + 1


def test_nbval_gives_that_message():
    class Cell:
        colors = type("none", (), dict.fromkeys(["FAIL", "ENDC", "OKBLUE"], ""))
        parent = type("parent", (), {"skip_compare": ("metadata", "execution_count")})
        sanitize = staticmethod(lambda text: text)
        format_output_compare = staticmethod(lambda *_: None)

    cell = Cell()
    now, stored = (
        [nbformat.from_dict(each) for each in shown(f"{value}%", offer=(value, f"{value}%"))]
        for value in (3.1, 3.0)
    )
    assert not IPyNbCell.compare_outputs(cell, now, stored)
    assert cell.comparison_traceback == ["offer: 3.0% was stored, 3.1% is worked out now. as published"]
