"""Findings are said as they are, rounded once, with their sources."""

import pandas as pd
import pytest

from paylib import prices
from paylib.errors import DataError, FigureError
from paylib.figures.finding import MIME, Finding, as_json
from paylib.figures.rounding import pictured, show
from paylib.findings import quote, say, work_out
from paylib.tables import source_line, table


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (3, "pct", "3.0%"),
        (-4.545, "pct", "−4.5%"),
        (-0.04, "pct", "0.0%"),
        (3462, "gbp_year", "£3,462"),
        (-58.6, "gbp", "−£59"),
        (0.3, "gbp_hour", "£0.30"),
        (513, "gbp_million", "£513 million"),
        (4470011, "people", "4,470,011"),
        (11175.03, "fte", "11,175"),
        ("2004-03-02", "date", "2 March 2004"),
        ("2003-09", "month", "September 2003"),
        (pd.Period("2004-02", "M"), "month", "February 2004"),
        ("Tuesday", "text", "Tuesday"),
    ],
)
def test_how_figures_are_shown(value, unit, shown):
    assert show(value, unit) == shown


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "said"),
    [
        (-0.04, "pct", None, "less than 0.05%"),
        (0.0, "pct", None, "0.0%"),
        (0.4, "people", None, "less than 0.5"),
        (0.4, "gbp_year", None, "less than £0.50"),
        (0.004, "pct", 2, "less than 0.005%"),
        (0.004, "pct", 3, "0.004%"),
        (-1e-15, "pct", None, "0.0%"),
    ],
)
def test_a_finding_that_is_not_nought_is_not_printed_as_nought(value, unit, decimals, said):
    finding = Finding("x", value, unit, "m", decimals=decimals)
    assert str(finding) == f"{finding:abs}" == f"{finding:signed}" == said or finding.sign
    assert say("It was {it}.", it=finding).text == f"It was {said}."
    assert ("data value" in say("{it}", it=finding).html) and f">{said}<" in say("{it}", it=finding).html


def test_the_ways_to_say_a_finding():
    fall = Finding("x", -4.545, "pct", "m")
    assert [f"{fall:{spec}}" for spec in ("", "abs", "signed", "change", ".2")] == [
        "−4.5%", "4.5%", "−4.5%", "fall of 4.5%", "−4.54%",
    ]  # fmt: skip
    assert (
        f"{Finding('x', 0.2, 'pct', 'm'):signed}, {Finding('x', 0.2, 'pct', 'm'):change}"
        == "+0.2%, rise of 0.2%"
    )
    with pytest.raises(ValueError, match="is shown as"):
        f"{fall:wrong}"


def test_a_quoted_figure_keeps_source_unit_and_warnings():
    gap = quote("youth_dispute", item="start_pay_gap_teachers")
    assert (gap.value, gap.unit, gap.sources) == (4000, "gbp_year", ("C_article_youth_2004",))
    assert gap.usage_warnings == ("claimed_by_union",)
    assert quote("youth_dispute", item="pay_settlement_due").value == "2003-09"


def test_a_quoted_figure_is_shown_as_precisely_as_it_was_published():
    stage = quote("jnc_youth_awards", "award_pct", effective_month="2003-11", status="settled")
    assert str(stage) == "2.85%" and f"{stage:.1}" == "2.9%"
    assert str(quote("youth_dispute", item="offer_headline")) == "3.0%"


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ({"item": "nothing"}, "has 0 rows"),
        ({"party": "union"}, "rows with"),
        ({"itme": "x"}, "has no column"),
    ],
)
def test_a_quote_needs_just_one_row(where, message):
    with pytest.raises(DataError, match=message):
        quote("youth_dispute", **where)


def test_what_is_worked_out_keeps_the_sources_of_its_inputs():
    teacher, start = (
        quote("youth_dispute", item=f"start_salary_{who}") for who in ("teacher", "youth_worker")
    )
    gap = work_out("gap", teacher.value - start.value, "gbp_year", "difference", [teacher, start], by="rpi")
    assert gap.value == 3462
    assert set(teacher.sources) < set(gap.sources) and "rpi_not_accredited" in gap.usage_warnings
    with pytest.raises(FigureError, match="came out as nan"):
        work_out("gap", float("nan"), "pct", "m")


def test_what_is_worked_out_over_some_periods_has_their_sources_and_warnings_only():
    then = work_out("rise", 3.5, "pct", "index / index - 1", by="cpi", over=("2024-04", "2025-04"))
    assert then.usage_warnings == ("error_in_source",)
    assert then.sources == prices.provenance("cpi", "2024-04", "2025-04")
    assert work_out("rise", 3.5, "pct", "m", by="cpi", over=("2024-03", "2025-03")).usage_warnings == ()
    assert work_out("rise", 3.1, "pct", "m", by="cpi", over=("2026-08",)).usage_warnings == (
        "rounded_in_source",
    )


def test_prose_ties_each_number_to_its_finding_and_escapes_words():
    prose = say(
        "Paid <now>: {pay} & {pay:abs}.\n\nMore {who}.",
        pay=Finding("pay", -4.545, "pct", "m"),
        who="<b>x</b>",
    )
    bundle = prose._repr_mimebundle_()
    assert prose.text == "Paid <now>: −4.5% & 4.5%.\n\nMore <b>x</b>."
    assert '<data value="-4.545" data-finding="pay">−4.5%</data>' in bundle["text/html"]
    assert "<b>" not in bundle["text/html"] and bundle["text/html"].count("<p>") == 2
    assert [record["name"] for record in bundle[MIME]] == ["pay"]


def test_no_figure_is_typed_into_prose():
    with pytest.raises(ValueError, match="Figures in prose come from findings"):
        say("The offer was 3%.")


def test_records_hold_twelve_digits_and_plain_types():
    record = as_json(
        [
            Finding("third", 100 / 3, "pct", "m", ("a",)),
            Finding("when", pd.Period("2004-02", "M"), "month", "m"),
        ]
    )
    assert (
        record[0]["value"] == 33.3333333333
        and record[0]["sources"] == ["a"]
        and record[1]["value"] == "2004-02"
    )


def test_a_table_lists_the_findings_in_its_cells_once_each():
    rise, fall = Finding("rise", 2.85, "pct", "m", decimals=2), Finding("fall", -0.46, "pct", "m")
    cells = {
        "offer": [rise, "not found"],
        "real": [say("{rise}, or {fall:signed}", rise=rise, fall=fall), None],
    }
    made = table(
        pd.DataFrame(cells, index=["a", "b"]), say("Up to {top}", top=Finding("top", 5.0, "pct", "m"))
    )
    assert made.frame["Offer"].tolist() == ["2.85%", "not found"]
    assert made.frame["Real"].tolist() == ["2.85%, or \N{MINUS SIGN}0.5%", ""]
    assert [record["name"] for record in made._repr_mimebundle_()[MIME]] == ["rise", "fall", "top"]


def test_a_table_has_caption_scopes_units_and_escapes():
    frame = pd.DataFrame(
        {"rise_pct": [3.0, None], "who": ["<i>", "b"]}, index=pd.Index(["one", "two & three"], name="offer")
    )
    made = table(frame, "Cap <t>", labels={"who": "For whom"}, sources=["C_tes_200401"])
    assert made.html.count('scope="row"') == 2 and made.html.count('scope="col"') == 3
    assert (
        "<caption>Cap &lt;t&gt;</caption>" in made.html
        and "&lt;i&gt;" in made.html
        and "<i>" not in made.html
    )
    assert '<td class="number">3.0%</td>' in made.html and '<td class="number"></td>' in made.html
    assert "Source: TES" in made.text and "Rise" in made.text
    assert source_line([]) == ""


def test_a_column_is_printed_with_the_decimals_that_it_needs():
    """The first stage of the youth award was 2.85%, not 2.9%."""
    frame = pd.DataFrame({"award_pct": [2.85], "rpi_pct": [2.6]}, index=pd.Index(["November"], name="month"))
    made = table(frame, "Awards", decimals={"award_pct": 2})
    assert made.frame.loc["November"].tolist() == ["2.85%", "2.6%"]


def test_a_table_and_a_picture_never_print_nought_for_what_is_not():
    """What is under half of the last digit is said so in a cell, and drawn with its digit; 1e-12 is left of arithmetic."""
    rises = pd.DataFrame({"rise_pct": [-0.03, 0.0, 1e-12, 2.85], "figure": [0.04, 0.0, 1e-12, 1.26]})
    cells = table(rises, "Rises").frame
    assert cells.iloc[:, 0].tolist() == ["less than 0.05%", "0.0%", "0.0%", "2.9%"]
    assert cells.iloc[:, 1].tolist() == ["less than 0.05", "0.0", "0.0", "1.3"]
    labels = [pictured(value, "pct") for value in rises["rise_pct"]]
    assert labels == ["\u22120.03%", "0.0%", "0.0%", "2.9%"]


def test_a_table_with_a_column_twice_is_refused():
    once = pd.DataFrame({"rise_pct": [3.0]})
    with pytest.raises(FigureError, match="column 'rise_pct' stands twice"):
        table(pd.concat([once, once], axis=1), "Rises")


def test_a_table_shows_yes_and_no_and_days_as_words():
    frame = pd.DataFrame({"holds": [True, False], "day": pd.to_datetime(["2004-01-29", "2004-02-01"])})
    told = table(frame, "Said").text
    assert "yes" in told and "no" in told and "29 January 2004" in told and "1 February 2004" in told
    assert "00:00" not in told


def test_a_source_that_is_not_there_is_told():
    assert source_line("C_tes_200401") == source_line(["C_tes_200401"]) == "Source: TES"
    with pytest.raises(
        DataError,
        match=r"no source 'C_tes_200402'. Did you mean .*'C_tes_200401'.* paylib.sources\(\) lists them",
    ):
        source_line(["C_tes_200402"])
