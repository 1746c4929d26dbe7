"""The specification curve and the heat map: the same numbers in picture, words and table."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pandas as pd
import pytest

from paylib import charts, multiverse
from paylib.errors import ChoiceError, FigureError
from paylib.figures.finding import MIME, Finding
from paylib.findings import say

SVG = "{http://www.w3.org/2000/svg}"

SPANS = {f"12 months to {end}": (f"{int(end[:4]) - 1}{end[4:]}", end) for end in ["2003-09", "2003-10", "2004-02", "2004-08"]}  # fmt: skip


@pytest.fixture(scope="module")
def youth() -> pd.DataFrame:
    return multiverse.specifications(
        {"offer": 3.0}, SPANS, by=["cpi", "cpih", "rpi", "rpix"], statement="below"
    )


@pytest.fixture(scope="module")
def matrix() -> pd.DataFrame:
    """Pay of £20,000 that rises by 1 % a year and by 8 % in the last."""
    years = [f"{year}-04" for year in range(2012, 2026)]
    pay = 20_000 * 1.01 ** np.arange(14)
    pay[-1] *= 1.07
    return multiverse.real_pay(pd.Series(pay, index=years), by="cpi")


def curve(frame, **options) -> charts.Chart:
    worst = Finding("worst", float(frame["real_pct"].min()), "pct", "least of the specifications")
    return charts.specification_curve(
        frame, say("Worst: {worst}", worst=worst), "Real change, per cent", say("From {worst}.", worst=worst),
        holds=("below inflation", "not below"), **options,
    )  # fmt: skip


def heat(frame, **options) -> charts.Chart:
    return charts.heat_map(frame, "Pay fell", "Real change, per cent", "A matrix.", labels={"start": "from", "end": "to"}, **options)  # fmt: skip


def words_in(svg: str) -> list[str]:
    return [text.text or "" for text in ET.fromstring(svg).iter(f"{SVG}text")]


def marks_in(svg: str) -> list[tuple[str, str]]:
    """The shape and the style of each mark, whether it says its style itself or its group does."""
    return [
        (mark.get("{http://www.w3.org/1999/xlink}href"), mark.get("style") or group.get("style"))
        for group in ET.fromstring(svg).iter(f"{SVG}g")
        for mark in group.findall(f"{SVG}use")
    ]


@pytest.mark.parametrize("size", list(charts.SIZES))
def test_the_same_pictures_are_the_same_bytes(youth, matrix, size):
    assert curve(youth).svg(size) == curve(youth).svg(size)
    assert heat(matrix).svg(size) == heat(matrix).svg(size)
    assert "<dc:" not in curve(youth).svg(size)


# The specification curve


@pytest.mark.parametrize("size", list(charts.SIZES))
def test_the_curve_names_its_choices_shares_and_counts(youth, size):
    words = words_in(curve(youth, labels={"span": "period"}).svg(size))
    assert {"CPI", "CPIH*", "RPI*", "RPIX*", "Deflator", "Period", *SPANS} <= set(words)
    assert {"● below inflation: 1 of 16", "○ not below: 15 of 16"} <= set(words)
    assert words.count("25%") == 2 and words.count("0%") == 6  # RPI, and August 2004: one in four
    assert {"real rise", "real fall"} <= set(words)
    assert any("usage warning" in text for text in words)
    assert not any("Convention" in text for text in words), "one option is no choice"


def test_marks_are_filled_where_the_statement_holds_and_hollow_elsewhere(youth):
    styles = [style for _, style in marks_in(curve(youth).svg())]
    assert styles.count("fill: #12436d; stroke: #12436d") == 1
    assert styles.count("fill: #ffffff; stroke: #12436d") == 15


def test_the_table_holds_every_specification_in_order(youth):
    chart = curve(youth)
    table = chart.table.frame
    assert len(table) == 16 and list(table.index) == [str(rank) for rank in range(1, 17)]
    assert table.iloc[0].tolist() == [
        "offer", "12 months to 2004-08", "month on month", "RPI", "−0.2%", "below inflation", "rpi not accredited",
    ]  # fmt: skip
    real = [float(cell.rstrip("%").replace("−", "-")) for cell in table["Real"]]
    assert real == sorted(real) and (table["Statement"] == "not below").sum() == 15
    assert chart.source == "Source: Office for National Statistics"
    assert "Worst: −0.2%" in chart.text and "[Chart: From −0.2%.]" in chart.text
    assert chart._repr_mimebundle_()[MIME][0]["name"] == "worst"


@pytest.mark.parametrize("size", list(charts.SIZES))
def test_parties_are_named_with_shapes_of_their_own(youth, size):
    marked = multiverse.mark_parties(
        youth, {"CWYU": {"deflator": "rpi"}, "employers": {"deflator": "cpi", "span": "12 months to 2003-09"}}
    )
    chart = curve(marked)
    words = words_in(chart.svg(size))
    assert words.count("CWYU") == 1 and words.count("employers") == 1
    hollow = "fill: none", "fill-opacity: 0"
    shapes = {shape for shape, style in marks_in(chart.svg(size)) if style.startswith(hollow)}
    assert len(shapes) == 2
    assert chart.table.frame["Chosen by"].value_counts().to_dict() == {"": 11, "CWYU": 4, "employers": 1}


def test_an_asterisk_only_where_others_have_none(youth):
    pay = pd.DataFrame(
        {"rise_pct": [2.6, 5.0], "usage_warnings": ["claimed_by_union", "claimed_by_union"]},
        index=["low", "high"],
    )
    frame = multiverse.specifications(pay, SPANS, by=["cpi", "rpi"], statement="below")
    words = words_in(curve(frame).svg())
    assert "low" in words and "high" in words and "CPI" in words and "RPI*" in words


def test_one_specification_and_statements_that_always_hold(youth):
    words = words_in(curve(youth.iloc[14:15]).svg())
    assert "● below inflation: 1 of 1" in words
    words = words_in(curve(youth.assign(holds=False)).svg("narrow"))
    assert "○ not below: 16 of 16" in words and not any("●" in text for text in words)


def test_frames_put_together_are_drawn(youth):
    other = multiverse.specifications(
        {"average": 2.6}, {"year": ("2002", "2003")}, by="cpi", statement="below"
    )
    marked = multiverse.mark_parties(other, {"union": {"deflator": "cpi"}})
    chart = curve(pd.concat([youth, marked]))
    words = words_in(chart.svg())
    assert "calendar-year mean" in words and "average" in words and words.count("union") == 1
    assert chart.table.frame["Chosen by"].value_counts().to_dict() == {"": 16, "union": 1}


def test_what_no_curve_can_show(youth):
    with pytest.raises(ChoiceError, match="no column 'span'"):
        curve(youth.drop(columns="span"))
    with pytest.raises(FigureError, match="one to 1,000 specifications; 1,008 were given"):
        curve(pd.concat([youth] * 63))
    with pytest.raises(FigureError, match="one to 1,000"):
        charts.specification_curve(youth.iloc[:0], "t", "s", "a")


# The heat map


def figures_in(svg: str) -> list[str]:
    return [text for text in words_in(svg) if re.fullmatch(r"−?\d+\.\d", text)]


def test_small_maps_have_their_figures_in_the_cells(matrix):
    small = matrix.iloc[:8, :8]
    shown = [f"{value:.1f}".replace("-", "−") for value in small.to_numpy().ravel() if np.isfinite(value)]
    for size in charts.SIZES:
        svg = heat(small).svg(size)
        assert sorted(figures_in(svg)) == sorted(text.replace("−0.0", "0.0") for text in shown)
        assert "Hatched: below zero. Line: zero." not in words_in(svg)


def test_large_maps_have_a_scale_and_hatching(matrix):
    chart = heat(matrix)
    assert len(figures_in(chart.svg())) == 13 * 14 / 2
    narrow = chart.svg("narrow")
    most = np.nanmax(np.abs(matrix.to_numpy()))
    assert not figures_in(narrow) and "<pattern" in narrow
    assert {f"−{most:.1f}%", "0.0%", f"{most:.1f}%", "Hatched: below zero. Line: zero."} <= set(
        words_in(narrow)
    )
    (hatched,) = re.findall(r'<path d="([^"]*)"[^>]*url\(#h', narrow)
    assert hatched.count("M") == int((matrix < 0).sum().sum())
    assert "url(#h" not in heat(matrix.abs()).svg("narrow"), "without falls nothing is hatched"


def test_a_line_is_drawn_where_falls_meet_rises():
    frame = pd.DataFrame([[-1.0, 2.0], [-3.0, -4.0]], index=["a", "b"], columns=["c", "d"])
    line = "stroke: #222222; stroke-width: 2"
    assert heat(frame).svg().count(line) == 2  # right of -1, and above -4
    assert heat(frame.abs()).svg().count(line) == 0
    assert heat(frame.mask(frame > 0)).svg().count(line) == 0, "a blank is neither"


def test_the_table_of_a_map_is_the_matrix_with_blanks(matrix):
    table = heat(matrix).table.frame
    assert table.loc["Apr 2012", "Apr 2013"] == f"{matrix.iloc[0, 0]:.1f}%".replace("-", "−")
    assert table.loc["Apr 2013", "Apr 2013"] == ""
    assert table.shape == (13, 13) and table.index.name == "from"
    assert {"From", "To"} <= set(words_in(heat(matrix).svg()))


def test_figures_can_be_read_on_every_colour():
    """Web Content Accessibility Guidelines 2.2: text has a contrast of at least 4.5 to 1."""
    for share in np.linspace(0, 1, 101):
        colour = np.array(charts.DIVERGING(share)[:3])
        linear = np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
        light = linear @ [0.2126, 0.7152, 0.0722]
        contrast = {"black": (light + 0.05) / 0.05, "white": 1.05 / (light + 0.05)}
        assert contrast[charts.ink_on(colour)] >= 4.5


@pytest.mark.parametrize(
    "seen",
    [
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    ],
    ids=["protanopia", "deuteranopia", "tritanopia"],
)
def test_falls_and_rises_differ_in_every_kind_of_colour_blindness(seen):
    """Machado, Oliveira and Fernandes (2009), matrices for complete deficiency."""
    fall, rise = (np.array(charts.DIVERGING(share)[:3]) @ np.array(seen).T for share in (0.0, 1.0))
    half_fall, half_rise = (
        np.array(charts.DIVERGING(share)[:3]) @ np.array(seen).T for share in (0.25, 0.75)
    )
    assert np.linalg.norm(fall - rise) > 0.5
    assert np.linalg.norm(half_fall - half_rise) > 0.25


def test_what_no_map_can_show(matrix):
    with pytest.raises(FigureError, match="the frame has none"):
        heat(matrix * np.nan)
    with pytest.raises(FigureError, match="at most 40 rows and columns; 41 by 2"):
        heat(pd.DataFrame(np.ones((41, 2))))
    assert "0.0" in words_in(heat(pd.DataFrame([[0.0]])).svg())


# Strangers' words


def test_hostile_words_stay_words(youth):
    words = {
        "12 months to 2003-09": "$\\frac{1}{2}$",
        "12 months to 2003-10": "</svg><script>",
        "deflator": "<img src=x>",
    }
    chart = curve(youth, labels=words)
    for size in charts.SIZES:
        drawn = words_in(chart.svg(size))
        assert "$\\frac{1}{2}$" in drawn and "</svg><script>" in drawn
    assert "<script>" not in chart.html and "<img src=x>" not in chart.html
    frame = pd.DataFrame([[1.0]], index=["$x$"], columns=["<script>"])
    assert "$x$" in words_in(heat(frame).svg()) and "<script>" not in heat(frame).html
