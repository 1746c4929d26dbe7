"""Pictures of marks and words: each mark where its figure is, no words over others, and nothing that an SVG could run."""

import datetime
import re
from itertools import pairwise
from xml.etree import ElementTree

import pandas as pd
import pytest

from paylib import charts
from paylib.charts import letters, picture
from paylib.charts.timeline import _apart
from paylib.errors import FigureError

SVG = "{http://www.w3.org/2000/svg}"
FORMS = {"offer": ("square", "full e"), "strike": ("triangle", "full u"), "talks": ("circle", "full p")}


def elements(picture: charts.Picture, tag: str) -> list:
    return ElementTree.fromstring(picture.svg()).findall(f".//{SVG}{tag}")


def texts(picture: charts.Picture) -> list[str]:
    return [each.text for each in elements(picture, "text")]


def happened(*days: str, what: str = "It happens") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "day": [datetime.date.fromisoformat(day) for day in days],
            "short": [day[5:] for day in days],
            "kind": "talks",
            "what": what,
        },
        index=list(days),
    )


def test_a_timeline_is_to_scale():
    """200 days, with an event after 50 of them: a quarter of the way down."""
    made = charts.timeline(
        happened("2024-01-01", "2024-02-20", "2024-07-19"), "What happened", "To scale", "Told", forms=FORMS
    )
    first, second, third = (float(each.get("cy")) for each in elements(made, "circle"))
    assert (second - first) / (third - first) == pytest.approx(50 / 200, abs=0.002)
    assert "2024" in texts(made) and made.table.frame["Kind"].tolist() == ["talks"] * 3


def test_words_of_a_timeline_never_stand_over_each_other():
    placed = _apart([100.0, 100.0, 101.0, 390.0], [20, 30, 20, 20], 400)
    # Three in one block: wanted 100, 100 - 20 and 101 - 50 from its start, so it starts at their mean, 77.
    assert placed == pytest.approx([77.0, 97.0, 127.0, 380.0])
    crowded = _apart([90.0, 95.0, 98.0], [40, 40, 40], 120)
    assert crowded == [0.0, 40.0, 80.0]
    assert _apart([10.0, 60.0], [20, 20], 100) == [10.0, 60.0]


def test_a_timeline_of_nothing_is_refused():
    with pytest.raises(FigureError, match="needs an event"):
        charts.timeline(happened()[:0], "What", "To scale", "Told", forms=FORMS)


def claims_made(*rows: tuple[str, str]) -> charts.Picture:
    frame = pd.DataFrame(
        rows, columns=["side", "verdict"], index=pd.Index([f"Claim {n}" for n in range(len(rows))])
    )
    return charts.verdict_marks(
        frame,
        "Every claim",
        "One mark a claim",
        "Told",
        rows={"correct": "Correct", "wrong": "Wrong", "unconfirmed": "Unconfirmed"},
        sides=["Union", "Employers"],
    )


def test_the_verdict_picture_has_a_mark_a_claim_and_no_empty_row():
    made = claims_made(
        ("Union", "correct"), ("Union", "correct"), ("Employers", "correct"), ("Employers", "wrong")
    )
    circles = [each.get("class") for each in elements(made, "circle")]
    assert circles == ["full u", "full u", "full e"] and len(elements(made, "path")) == 1
    assert texts(made) == ["Union", "Employers", "Correct", "Wrong"]
    assert made.table.frame["Verdict"].tolist() == ["Correct", "Correct", "Correct", "Wrong"]


@pytest.mark.parametrize("sides", [["Union", "Government", "Others"], ["Union", "Employers", "Others"]])
def test_the_names_of_the_sides_never_touch(sides):
    """A letter of the picture's type is at most 8 pixels wide on average."""
    frame = pd.DataFrame(
        {"side": [sides[1]] * 9, "verdict": "correct"}, index=pd.Index([f"Claim {n}" for n in range(9)])
    )
    made = charts.verdict_marks(
        frame, "Every claim", "One mark a claim", "Told", rows={"correct": "Correct"}, sides=sides
    )
    starts = [float(each.get("x")) for each in elements(made, "text")[: len(sides)]]
    for side, start, after in zip(sides, starts, [*starts[1:], 366.0], strict=True):
        assert start + 8 * len(side) <= after, side
    assert all(float(each.get("cx")) < starts[2] - 6 for each in elements(made, "circle"))


def test_verdicts_are_told_apart_without_colour():
    kinds = ("correct", "depends on the reading", "wrong", "disputed", "unconfirmed", "cannot be checked")
    drawn = {re.sub(r' (u|e|p)"', '"', charts.verdict_mark(kind, 8, 8, "u")) for kind in kinds}
    assert len(drawn) == len(kinds)


def readings(**more) -> charts.Picture:
    frame = pd.DataFrame(
        {"kind": ["CPI", "RPI", "CPI", "RPI"], "value": [2.0, -1.0, 4.0, 1.0]},
        index=["first offer", "first offer", "second offer", "second offer"],
    )
    return charts.dots(frame, "After prices", "By index", "Told", unit="pct", **more)


def test_dots_stand_where_their_figures_are():
    """From −1 to 4: 2 stands at three fifths, nought (the line) at one fifth."""
    made = readings(line=("level with prices", 0.0))
    cpi = [float(each.get("cx")) for each in elements(made, "circle")[1:]]
    left = min(float(each.get("x")) + float(each.get("width")) / 2 for each in elements(made, "rect")[1:])
    line = next(float(each.get("x1")) for each in elements(made, "line") if each.get("class") == "heavy")
    width = max(cpi) - left
    assert (cpi[0] - left) / width == pytest.approx(3 / 5, abs=0.002)
    assert (line - left) / width == pytest.approx(1 / 5, abs=0.002)
    assert {"−1.0%", "2.0%", "4.0%", "1.0%", "level with prices", "CPI", "RPI"} <= set(texts(made))


def test_a_per_cent_is_seen_from_nought():
    frame = pd.DataFrame({"kind": "RPI", "value": [26.4, 26.0]}, index=["one", "other"])
    made = charts.dots(frame, "Fall", "By index", "Told", unit="pct")
    one, other = (float(each.get("cx")) for each in elements(made, "circle"))
    assert 0 < one - other < 10


def test_more_kinds_of_dots_than_forms_are_refused():
    frame = pd.DataFrame({"kind": list("abcde"), "value": range(5)}, index=list("abcde"))
    with pytest.raises(FigureError, match="one to 4 kinds"):
        charts.dots(frame, "Too many", "By kind", "Told", unit="pct")


@pytest.mark.parametrize(
    "hostile", ["<script>x</script>", "a \x00\x07 b", "reversed \u202e text", "]]> & \" '"]
)
def test_whatever_a_file_says_a_picture_is_well_formed_and_shows_words(hostile):
    made = charts.timeline(
        happened("2024-01-01", "2024-02-20", what=hostile), "What", "To scale", hostile, forms=FORMS
    )
    assert not elements(made, "script")
    assert "\u202e" not in made.svg() and "\x00" not in made.svg()
    assert made.svg("wide") == made.svg("narrow")


@pytest.mark.parametrize("across", [90, 110, 236, 358])
def test_lines_are_as_full_as_can_be_and_none_is_too_wide(across):
    told = "The average teacher, September 2022, September 2021 to September 2022, by the department's own figures"
    lines = letters.wrapped(told, 13, across)
    assert " ".join(lines) == told
    for line, following in pairwise(lines):
        assert letters.width(line, 13) <= across < letters.width(f"{line} {following.split()[0]}", 13)


def test_a_line_that_fits_is_not_broken():
    """51 letters, 354 pixels wide: fewer than 358, though at seven a letter they would be 357."""
    told = "the average at Work and Pensions, by the department"
    assert picture.lines_of(told, 358) == [told]


def test_a_word_that_is_wider_than_the_room_is_broken_and_lines_past_the_most_are_cut():
    lines = picture.lines_of("x" * 100 + " more", 100, 2)
    assert (
        len(lines) == 2 and lines[1].endswith("…") and all(letters.width(each, 13) <= 100 for each in lines)
    )


def test_the_upright_mark_does_not_go_through_a_figure():
    """From 0 to 10: at 1 the dot's figure lies across the mark at nought, which is drawn above and below it."""
    frame = pd.DataFrame({"kind": ["a", "b"], "value": [1.0, 10.0]}, index=["one", "one"])
    made = charts.dots(frame, "T", "S", "A", unit="pct", line=("nought", 0.0))
    uprights = [each for each in elements(made, "line") if each.get("class") == "heavy"]
    figure = next(each for each in elements(made, "text") if each.text == "1.0%")
    assert len(uprights) == 2 and len({each.get("x1") for each in uprights}) == 1
    for each in uprights:
        top, bottom = sorted((float(each.get("y1")), float(each.get("y2"))))
        assert bottom <= float(figure.get("y")) - 12 or top >= float(figure.get("y")) + 3
    apart = charts.dots(frame.assign(value=[9.0, 10.0]), "T", "S", "A", unit="pct", line=("nought", 0.0))
    assert len([each for each in elements(apart, "line") if each.get("class") == "heavy"]) == 1


@pytest.mark.parametrize("letter", ["💷", "教", "𝒳"])
def test_a_letter_that_the_font_lacks_takes_the_room_of_a_wide_one(letter, recwarn):
    """Another font draws it, at most as wide as it is high."""
    for bold in (False, True):
        assert letters.width(letter, 13, bold) == pytest.approx(13)
        assert letters.wrapped(letter * 20, 13, 100, bold) == [letter * 7, letter * 7, letter * 6]
    assert not recwarn
