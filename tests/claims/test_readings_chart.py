"""All readings of a published figure as a picture: bars, table and words from the same counts."""

import xml.etree.ElementTree as ET

import numpy as np
import pytest

from paylib import charts
from paylib.claims import whose
from tests.test_charts import words_in

LEAFLET = {"awards_pct": [0.4, 0.3, 1, 1, 2], "about": ("2010", "2015"), "by": "rpi"}


@pytest.fixture(scope="module")
def leaflet():
    return whose(-15, **LEAFLET)


def counts_in(chart) -> np.ndarray:
    return np.array([[int(each.replace(",", "")) for each in row] for row in chart.table.frame.to_numpy()])


def test_every_reading_stands_in_one_row_of_the_table(leaflet):
    chart = charts.readings(leaflet)
    assert counts_in(chart).sum() == leaflet.tried
    slips = counts_in(chart)[:, 1].sum()
    assert slips == leaflet.spread["slip"].sum()
    assert 3 < len(chart.table.frame) <= 42
    assert str(chart.table.frame.index[0]).startswith("below ")
    assert str(chart.table.frame.index[-1]).endswith(" or more")


def test_a_row_counts_what_a_recount_gives(leaflet):
    half = leaflet.spread
    chart = charts.readings(leaflet)
    row = next(name for name in chart.table.frame.index if str(name).startswith("−12% to "))
    to = float(str(row).split(" to ")[1].rstrip("%").replace("−", "-"))
    by_hand = half[(half.index >= -12) & (half.index < to)].sum()
    place = list(chart.table.frame.index).index(row)
    assert counts_in(chart)[place].tolist() == by_hand.tolist()


def test_words_say_how_many_of_how_many_and_where_the_published_one_lies(leaflet):
    chart = charts.readings(leaflet)
    assert chart.title == f"{leaflet.matches:,} of {leaflet.tried:,} readings give −15%"
    assert "with a line at the published −15%" in chart.alt
    assert f"{leaflet.matches:,} give it, {leaflet.matches:,} of them with a slip" in chart.alt
    assert "published: −15%" in words_in(chart.svg())
    assert chart.source == "Source: Office for National Statistics"
    assert chart.svg("narrow") == charts.readings(leaflet).svg("narrow")


def test_the_line_stands_at_the_published_figure(leaflet):
    from matplotlib.figure import Figure

    axes = Figure().add_subplot()
    charts.readings(leaflet).draw(axes, False)
    (line,) = [each for each in axes.lines if len(set(each.get_xdata())) == 1]
    assert line.get_xdata()[0] == pytest.approx(-15)
    tops = sum(bar.get_height() for bar in axes.patches)
    assert tops == counts_in(charts.readings(leaflet))[1:-1].sum()


def test_a_figure_far_from_all_readings_is_in_the_picture_and_none_gives_it():
    chart = charts.readings(whose(-60, **LEAFLET))
    assert chart.title.startswith("None of ") and "None gives it" in chart.alt
    ET.fromstring(chart.svg())
    assert "−60%" in words_in(chart.svg())


def test_sums_of_money_are_shown_in_pounds():
    found = whose(27_400, of_gbp=23_259, about=("2010", "2018"), by="cpi", decimals=-2)
    chart = charts.readings(found)
    assert "£27,400" in chart.title and "£27,000" in words_in(chart.svg())
    assert all("£" in str(row) for row in chart.table.frame.index)
    over = charts.readings(whose((40_000, np.inf), of_gbp=34_800, about=("2010", "2016")))
    assert "£40,000 or more" in over.alt and counts_in(over).sum() > 1000
