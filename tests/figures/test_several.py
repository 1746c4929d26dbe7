"""Several indices at once: one object, a result an index."""

import pandas as pd
import pytest

from paylib import awards, prices
from paylib.errors import ChoiceError, FigureError
from paylib.figures.finding import Finding
from paylib.figures.provenance import cite
from paylib.figures.several import Several
from paylib.findings import Ledger

PAY = Finding("pay", 14643.0, "gbp_year", "as published", ("tes",))


def test_each_index_gives_what_it_gives_alone():
    """The published 12-month rates of January 2004: CPI 1.4, RPI 2.6 per cent."""
    several = prices.uprate(PAY, "2003-01", to="2004-01", by=["CPI", "rpi"])
    assert several.names == ("cpi", "rpi") and len(several) == 2
    for name, made in zip(several.names, several, strict=True):
        assert made.value == prices.uprate(14643.0, "2003-01", to="2004-01", by=name)
        assert made.unit == "gbp_year" and made is several[name] is getattr(several, name)
    assert [str((each / PAY - 1).named("rise", unit="pct")) for each in several] == ["1.4%", "2.6%"]
    assert "rpi_not_accredited" in several.rpi.usage_warnings and "tes" in several.frame.attrs["sources"]


def test_plain_figures_and_many_rows_have_a_column_an_index():
    many = prices.real_change(
        pd.Series([100.0, 200.0], index=["a", "b"]), 103.0, "2003-01", "2004-01", by=["cpi", "rpi"]
    )
    assert list(many.frame) == ["cpi", "rpi"] and list(many.frame.index) == ["a", "b"]
    one = prices.rise_to_restore(100, 100, "2003-01", "2004-01", by=["rpi"])
    assert one.frame.loc["value", "rpi"] == prices.rise_to_restore(100, 100, "2003-01", "2004-01", by="rpi")


def test_chains_of_awards_by_several_indices():
    real = awards.real_chain("njc", "2010-04", "2025-04", point=23, spine="new", by=["cpi", "rpi"])
    assert [str(each) for each in real] == ["−9.8%", "−22.6%"]


def test_a_ledger_names_each():
    f = Ledger()
    f.real = prices.real_change(100, 103.0, "2003-01", "2004-01", by=["cpi", "rpi"])
    assert f.real.cpi.name == "real_cpi" and [each.name for each in f.findings] == ["real_cpi", "real_rpi"]
    assert f.say("{real.cpi:signed} by CPI, {real.rpi:signed} by RPI").text == "+1.6% by CPI, +0.4% by RPI"


@pytest.mark.parametrize(
    ("by", "message"),
    [([], "No index was named"), (["cpi", "CPI"], "named twice"), (["cpi", "cpj"], "Did you mean")],
)
def test_what_cannot_be_asked(by, message):
    with pytest.raises(ChoiceError, match=message):
        prices.uprate(1, "2003-01", to="2004-01", by=by)


def test_an_index_that_was_not_asked_for():
    with pytest.raises(AttributeError, match="no index in this result 'rpix'"):
        getattr(prices.uprate(1, "2003-01", to="2004-01", by=["cpi", "rpi"]), "rpix")  # noqa: B009


def test_every_result_can_be_cited():
    both = prices.real_change(14643, 15082, "2002-09", "2003-09", by=["cpi", "rpi"])
    assert both.rpi.cite().startswith("0.2%: (1 + growth of pay from 14,643 to 15,082)")
    assert "Source: Office for National Statistics, " in both.rpi.cite()
    assert "https://www.ons.gov.uk" in both.rpi.cite()
    assert both.cite().splitlines()[1] == f"rpi: {both.rpi.cite()}"
    assert "Office for National Statistics" in cite(prices.index("cpi"))
    pay = Finding("pay", 14643, "gbp_year", "as published", ("C_bbc_20020123",))
    assert pay.cite().startswith(
        "pay: £14,643, as published. Source: BBC News, Teachers to get 3.5% pay rise"
    )
    assert Finding("half", 50.0, "pct", "1 / 2").cite() == "half: 50.0%, 1 / 2."


def by_month() -> Several:
    months = pd.period_range("2003-09", periods=3, freq="M")
    series = pd.Series([0.2, -0.04, -0.3], months)
    series.attrs = {"unit": "pct", "method": "made up", "sources": ("a",), "usage_warnings": ("b",)}
    return Several({"rpi": series})


def test_results_by_period_give_their_ends_and_extremes_with_their_sources():
    real = by_month()
    assert [str(real.first.rpi), str(real.last.rpi), str(real.least.rpi), str(real.most.rpi)] == [
        "0.2%",
        "−0.3%",
        "−0.3%",
        "0.2%",
    ]
    assert real.last.rpi.sources == ("a",) and real.last.rpi.usage_warnings == ("b",)
    assert real.least.rpi.method == "made up, the lowest, in November 2003"


def test_what_is_printed_as_nought_is_no_fall():
    falls = by_month().falls.rpi
    assert (falls.value, falls.unit) == (1, "months")


def test_single_figures_have_no_ends():
    single = Several({"cpi": Finding("real", 1.5, "pct", "made up")})
    with pytest.raises(FigureError, match="cpi is no result by period"):
        _ = single.last


def test_awards_between_months_that_are_findings_are_findings_too():
    f = Ledger()
    f.since, f.until = pd.Period("2019-04", "M"), pd.Period("2025-04", "M")
    found = awards.chain("njc", f.since, f.until, point=19)
    assert found.value == awards.chain("njc", "2019-04", "2025-04", point=19) and found.sources
    assert awards.real_chain("njc", f.since, f.until, point=19, by=["cpi"]).cpi.sources
