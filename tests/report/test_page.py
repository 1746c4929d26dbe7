"""What a page says of its sources: whose they are, and in what copy they were read."""

import nbformat
import pytest

import paylib
from paylib.report import page


def rendered(*sources: str) -> str:
    """A page with one sentence that rests on some sources."""
    record = {
        "name": "rise",
        "value": 1.0,
        "unit": "pct",
        "method": "as published",
        "sources": list(sources),
        "usage_warnings": [],
        "decimals": None,
        "shown": "1.0%",
    }
    data = {"text/html": "<p>It rose.</p>", "text/plain": "It rose.", page.MIME: [record]}
    output = nbformat.v4.new_output("display_data", data)
    cells = [nbformat.v4.new_markdown_cell("# A title"), nbformat.v4.new_code_cell("1", outputs=[output])]
    return page.render(nbformat.v4.new_notebook(cells=cells), "A title", "About it")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("ons_d7g7_csv_2026_03", "Read in GitHub SussexUCU/USS: data/ons/ons_cpi_annual_series.csv."),
        ("C_bbc_20010202", "Read in a copy of the page."),
        ("ons_lms_2026_08", "Read in public code file that pins the ONS series CSV values; one source."),
    ],
)
def test_a_source_read_in_a_copy_says_so(source, said):
    assert said in rendered(source)


def test_a_source_read_where_it_was_published_says_nothing_more():
    own = paylib.sources().query("seen_in == 'the page itself' and checked != 'one_source'").index[0]
    assert "Read in" not in rendered(own)


def test_every_source_that_was_read_elsewhere_is_told_apart():
    sources = paylib.sources().dropna(subset=["seen_in"])
    elsewhere = ~sources["seen_in"].str.startswith("the page itself")
    for name, row in sources.iterrows():
        assert bool(page.read_in(row)) == bool(elsewhere[name]), f"{name}: {row['seen_in']}"
