"""A chart makes its picture, words and table from the same numbers, the same every time."""

import xml.etree.ElementTree as ET

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from paylib import charts, prices
from paylib.charts import line
from paylib.errors import FigureError
from paylib.figures.finding import MIME, Finding
from paylib.findings import Ledger, say
from paylib.tables import table, unstyled

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def rates() -> pd.DataFrame:
    columns = {f"{name}_pct": prices.rate(name)["2003-01":"2004-12"] for name in ("cpi", "rpi")}
    return pd.DataFrame(columns)


def drawn(rates, **options) -> charts.Chart:
    top = Finding("rpi_top", float(rates["rpi_pct"].max()), "pct", "largest of the series")
    return charts.lines(
        rates, say("RPI reached {top}", top=top), "12-month rate, per cent", say("Two lines; RPI to {top}.", top=top),
        labels={"cpi_pct": "CPI", "rpi_pct": "RPI"}, sources=["ons_cpi_detailed_tables_2026_06"], **options,
    )  # fmt: skip


def words_in(svg: str) -> str:
    return " ".join(text.text or "" for text in ET.fromstring(svg).iter(f"{SVG}text"))


def test_the_same_chart_is_the_same_bytes_and_knows_no_date(rates):
    first, second = drawn(rates), drawn(rates)
    for size in charts.SIZES:
        assert first.svg(size) == second.svg(size)
        assert "<dc:" not in first.svg(size)


def test_lines_are_labelled_and_events_named(rates):
    words = words_in(drawn(rates, events={"2003-09": "Award due"}).svg())
    assert "CPI" in words and "RPI" in words and "Award due" in words


def test_an_event_is_named_on_the_side_where_there_is_room():
    """Over 36 months on a chart 400 points wide two months are 23 points, five are 57; "DWP" takes 26 and a gap of 6."""
    axes = Figure(figsize=(400 / 72, 3)).add_axes((0, 0, 1, 1))
    times = pd.period_range("2003-01", "2005-12", freq="M").to_timestamp()
    strikes = dict.fromkeys(("2004-02", "2004-04", "2004-09"), "DWP")
    line._mark_events(axes, strikes, times, 1.0, narrow=False)
    assert [each.get_horizontalalignment() for each in axes.texts] == ["right", "left", "left"]


def test_the_text_holds_title_alt_and_every_figure(rates):
    chart = drawn(rates)
    assert "RPI reached 3.5%" in chart.text and "[Chart: Two lines; RPI to 3.5%.]" in chart.text
    assert len(chart.table.frame) == 24 and "September 2003" in chart.text
    assert chart.source == "Source: Office for National Statistics"


def test_the_page_has_alt_text_two_widths_and_the_table(rates):
    html = drawn(rates).html
    assert 'alt="Two lines; RPI to 3.5%."' in html
    assert html.count("data:image/svg+xml;base64,") == 2 and "http" not in html
    assert "<details>" in html and "<caption>" in html
    assert drawn(rates)._repr_mimebundle_()[MIME][0]["name"] == "rpi_top"


def test_bars_show_their_figures_and_the_mark():
    frame = pd.DataFrame({"rise_pct": [3.0, -1.5]}, index=["the first offer of a long name that wraps", "b"])
    svg = charts.bars(frame, "t", "s", "a", mark=("RPI 2.8%", 2.8)).svg("narrow")
    words = words_in(svg)
    assert "3.0%" in words and "−1.5%" in words and "RPI 2.8%" in words


def test_hostile_words_stay_words(rates):
    chart = charts.lines(
        rates, "<script>", "<img src=x>", '" onload="x', labels={"rpi_pct": "</svg><script>"}
    )
    assert "<script>" not in chart.html and "<img src=x>" not in chart.html and '" onload' not in chart.html
    ET.fromstring(chart.svg())


def test_too_many_lines_or_columns_are_refused(rates):
    five = pd.DataFrame(np.ones((3, 5)), index=pd.period_range("2004-01", periods=3, freq="M"))
    with pytest.raises(FigureError, match="one to 4 lines; 5"):
        charts.lines(five, "t", "s", "a")
    with pytest.raises(FigureError, match="one column; 2"):
        charts.bars(rates, "t", "s", "a")


def test_the_figures_of_a_chart_of_lines_have_the_decimals_that_they_need():
    months = pd.period_range("2003-11", periods=2, freq="M")
    frame = pd.DataFrame({"award_pct": [2.85, 3.3], "rpi_pct": [2.5, 2.8]}, index=months)
    made = charts.lines(frame, "Awards", "Per cent", "Two lines, 2.85% and 2.5%.", decimals={"award_pct": 2})
    assert made.table.frame.iloc[0].tolist() == ["2.85%", "2.5%"]


def test_lines_take_years_as_whole_numbers():
    frame = pd.DataFrame({"pay_gbp": [100.0, 101.0, 103.0]}, index=[2010, 2011, 2012])
    chart = charts.lines(frame, "Pay rose", "£", "Pay rose from 2010 to 2012")
    assert "2011" in chart.table.text and "1970" not in chart.svg()


def test_a_chart_of_several_indices_makes_its_labels_sources_and_alt_text_itself():
    f = Ledger()
    f.real = prices.real_rise(3.0, pd.period_range("2003-09", "2004-08", freq="M"), by=["cpi", "rpi"])
    chart = charts.lines(f.real, "Two lines", "Per cent")
    assert "CPI: 1.5% in September 2003" in str(chart.alt) and "−0.2% in August 2004" in str(chart.alt)
    assert list(chart.frame.columns) == ["CPI", "RPI"] and chart.source.startswith("Source: Office")
    assert {"real_cpi_2003-09", "real_rpi_2004-08"} <= {each.name for each in chart.alt.findings}


def test_bars_say_each_bar_and_the_mark():
    frame = pd.DataFrame({"rise_pct": [1.4, 2.6]}, index=pd.Index(["CPI", "RPI"], name="index"))
    chart = charts.bars(frame, "Two bars", "Per cent", mark=("Offer", Finding("offer", 2.0, "pct", "said")))
    assert str(chart.alt) == "Bar chart. CPI: 1.4%; RPI: 2.6%. A vertical rule marks Offer: 2.0%."


def test_bars_picture_words_and_table_have_the_decimals_of_the_title():
    frame = pd.DataFrame({"pay-back_years": [13.07, 1.31]}, index=["Point 20", "Point 25"])
    chart = charts.bars(frame, "Pay-back takes 1.3 to 13.1 years", "Years", decimals=1)
    assert str(chart.alt) == "Bar chart. Point 20: 13.1; Point 25: 1.3."
    assert "13.1" in words_in(chart.svg()) and "1.3" in words_in(chart.svg())
    assert chart.table.frame["Pay-back"].tolist() == ["13.1", "1.3"]


def test_an_axis_with_steps_of_a_quarter_says_quarters():
    months = pd.period_range("2003-11", periods=12, freq="M")
    offer = pd.DataFrame({"real_pct": np.linspace(0, 1.9, 12)}, index=months)
    words = words_in(charts.lines(offer, "t", "s", "a").svg())
    assert "0.25%" in words and "1.75%" in words and "0.2%" not in words and "0.8%" not in words


def test_a_row_of_many_words_has_room_in_jupyterlab_and_none_of_its_own_on_a_page():
    frame = pd.DataFrame({"rise_pct": [3.0]}, index=pd.Index(["an offer of many words " * 3], name="offer"))
    html = table(frame, "The offers").html
    assert 'min-width: 8rem">Offer</th>' in html and "min-width" not in unstyled(html)


def test_a_chart_gives_up_its_figure_and_its_data():
    frame = pd.DataFrame({"rise_pct": [1.4]}, index=pd.Index(["CPI"], name="index"))
    chart = charts.bars(frame, "One bar", "Per cent")
    assert chart.figure.axes and chart.frame["Rise"].tolist() == [1.4]
    assert chart.frame["Rise"].dtype == "float64"  # to reckon with, not only to read
