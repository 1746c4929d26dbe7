"""Deflating: held to published rates, to published slips, and to its own algebra."""

import warnings as python_warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import paylib
from paylib import datapackage, prices
from paylib.datapackage import hashes
from paylib.errors import ChoiceError, CoverageError, FigureError, PeriodError
from paylib.figures import periods
from paylib.figures.finding import Finding

DEFLATORS = ["cpi", "cpih", "rpi", "rpix", "rpi_long"]


def recomputed(measure: str, months: pd.PeriodIndex) -> pd.Series:
    """12-month rates rounded to one decimal, halves up, as the publisher does."""
    rise = prices.uprate(1.0, months - 12, to=months, by=measure)
    return pd.Series(np.floor((rise - 1) * 1000 + 0.5 + 1e-9) / 10, index=months)


@pytest.mark.parametrize(
    ("measure", "differing"),
    [("rpi", []), ("rpix", []), ("cpi", ["1998-11"]), ("cpih", ["1991-04", "1997-02"])],
)
def test_published_twelve_month_rates_recompute(measure, differing):
    """Office for National Statistics, MM23: rates from the indices, but for three known months.

    The publisher computes from unrounded indices; in these three the three-decimal index falls
    on the other side of the rounding.
    """
    published = prices.rate(measure)
    first = prices.index(measure).index[0] + 12
    three_decimals = paylib.load("prices_monthly").query("series == @measure + '_3dp'")["month"].max()
    published = published[first : None if pd.isna(three_decimals) else three_decimals]
    assert len(published) > 440
    found = recomputed(measure, published.index)
    wrong = [str(month) for month in published.index if abs(found[month] - published[month]) > 0.05]
    assert wrong == differing


def test_the_one_decimal_index_would_misstate_rates():
    """Why the three-decimal edition is used: 189 of the CPI's rates come out wrong without it."""
    table = paylib.load("prices_monthly")
    rough = table[table["series"] == "cpi"].set_index("month")["price_index"]
    rates = ((rough / rough.shift(12) - 1) * 100).round(1).dropna()
    published = prices.rate("cpi")
    assert (abs(rates - published).reindex(rates.index) > 0.05).sum() == 189


def test_a_leaflet_that_subtracted():
    """Five awards against five years of RPI: a real fall of 12.5 %, not the 15 % got by subtracting."""
    awards, inflation = [0.4, 0.3, 1, 1, 2], [4.6, 5.2, 3.2, 3.0, 2.4]
    pay, cost = np.prod([1 + rise / 100 for rise in awards]), np.prod([1 + rise / 100 for rise in inflation])
    assert round((pay / cost - 1) * 100, 1) == -12.5


def test_twenty_to_twenty_one_thousand_with_ten_per_cent_inflation(package_with_prices):
    """A published slip: it is a real fall of 4.5 %, not 5 %."""
    package_with_prices({"2022-09": 100.0, "2023-09": 110.0})
    assert round(prices.real_change(20_000, 21_000, "2022-09", "2023-09", by="cpi"), 1) == -4.5


@given(
    st.floats(0.01, 1e9),
    st.sampled_from(DEFLATORS),
    *[st.integers(0, 400) for _ in range(3)],
)
def test_there_and_back_and_two_hops(value, measure, first, second, third):
    index = prices.index(measure).index
    a, b, c = index[first], index[second], index[third]
    there = prices.uprate(value, a, to=b, by=measure)
    assert prices.uprate(there, b, to=a, by=measure) == pytest.approx(value, rel=1e-12)
    assert prices.uprate(there, b, to=c, by=measure) == pytest.approx(
        prices.uprate(value, a, to=c, by=measure), rel=1e-12
    )


@given(
    st.floats(1e3, 1e6),
    st.floats(1e3, 1e6),
    st.sampled_from(DEFLATORS),
    st.integers(0, 400),
    st.integers(0, 400),
)
def test_rise_to_restore_undoes_real_change(before, after, measure, first, second):
    index = prices.index(measure).index
    asked = (before, after, index[first], index[second])
    change, restore = prices.real_change(*asked, by=measure), prices.rise_to_restore(*asked, by=measure)
    assert (1 + change / 100) * (1 + restore / 100) == pytest.approx(1, rel=1e-9)


def test_rebasing_an_index_changes_nothing(package_with_prices):
    levels = {"2003-09": 97.1, "2004-09": 98.2, "2005-09": 100.6}
    results = []
    for scale in (1, 100 / 97.1, 1 / 7):
        package_with_prices({month: level * scale for month, level in levels.items()})
        results.append(prices.real_change(100, 103, "2003-09", "2005-09", by="cpi"))
    assert results == pytest.approx([results[0]] * 3, rel=1e-12)


def test_years_are_means_of_complete_years():
    rpi = prices.index("rpi")
    assert prices.level("rpi", paylib.periods.parse("2003/04")) == pytest.approx(
        rpi["2003-04":"2004-03"].mean()
    )
    assert prices.level("rpi", paylib.periods.parse(2003)) == pytest.approx(rpi["2003-01":"2003-12"].mean())
    assert prices.level("rpi", paylib.periods.parse("1987/88")) == pytest.approx(
        rpi["1987-04":"1988-03"].mean()
    )


def test_the_annual_average_rpi_of_2003_is_the_published_one():
    """Office for National Statistics, RPI all items, annual average: 181.3 in 2003, 176.2 in 2002 (2.9 %)."""
    assert round(prices.level("rpi", paylib.periods.parse(2003)), 1) == 181.3
    assert round(prices.level("rpi", paylib.periods.parse(2002)), 1) == 176.2
    assert round((prices.uprate(1, 2002, to=2003, by="rpi") - 1) * 100, 1) == 2.9


def test_shapes_scalar_array_series():
    assert isinstance(prices.uprate(1, "2003-09", to="2004-09", by="cpi"), float)
    array = prices.uprate(np.array([1.0, 2.0]), ["2003-09", "2004-01"], to="2004-09", by="cpi")
    assert isinstance(array, np.ndarray) and array.shape == (2,)
    assert prices.uprate([1, 1], "2003-09", to="2004-09", by="cpi").shape == (2,)
    value = pd.Series([1.0, 2.0], index=["a", "b"])
    start = pd.Series(["2004-01", "2003-09"], index=["b", "a"])
    series = prices.uprate(value, start, to="2004-09", by="cpi")
    assert list(series.index) == ["a", "b"]
    assert series["b"] == prices.uprate(2.0, "2004-01", to="2004-09", by="cpi")
    spread = prices.uprate(100, pd.Series(["2003-09", "2004-01"], index=[7, 8]), to="2004-09", by="cpi")
    assert list(spread.index) == [7, 8]


@pytest.mark.parametrize(
    ("ask", "error", "message"),
    [
        (
            lambda: prices.uprate(1, "1987-01", to="2004-01", by="cpih"),
            CoverageError,
            r"No CPIH for 1987-01: the series starts in 1988-01. RPI covers 1987-01 to 2026-07",
        ),
        (
            lambda: prices.uprate(1, "2004-01", to="2026-08", by="rpi"),
            CoverageError,
            r"No RPI for 2026-08: the series held ends in 2026-07. CPI covers 1988-01 to 2026-08.* Not published yet; next release October 2026\.",
        ),
        (lambda: prices.uprate(1, 2004, to=2026, by="cpi"), CoverageError, r"8 of them are"),
        (lambda: prices.uprate(1, "1946/47", to="2004/05", by="rpi_long"), CoverageError, r"0 of them are"),
        (
            lambda: prices.uprate([1, 1], ["2004-01", "2030-01"], to="2004-02", by="cpi"),
            CoverageError,
            r"2030-01",
        ),
        (
            lambda: prices.uprate(1, "2004-01", to="2004-02", by="cpj"),
            ChoiceError,
            r"Did you mean 'cpi'.*Choose from",
        ),
        (lambda: prices.uprate(1, "2004-01", to=2004, by="cpi"), PeriodError, r"cannot be put together"),
        (lambda: prices.uprate(1, 2004, to="2004/05", by="cpi"), PeriodError, r"cannot be put together"),
        (
            lambda: prices.uprate(float("nan"), "2004-01", to="2004-02", by="cpi"),
            FigureError,
            r"missing or infinite",
        ),
        (
            lambda: prices.uprate([1, None, 2], "2004-01", to="2004-02", by="cpi"),
            FigureError,
            r"1 of 3 .* position 1",
        ),
        (
            lambda: prices.uprate("ten", "2004-01", to="2004-02", by="cpi"),
            FigureError,
            r"not a number: 'ten'",
        ),
        (
            lambda: prices.uprate([1, 2], ["2004-01"] * 3, to="2004-02", by="cpi"),
            FigureError,
            r"differ in length",
        ),
        (
            lambda: prices.uprate(
                pd.Series([1.0]), pd.Series(["2004-01"], index=["x"]), to="2004-02", by="cpi"
            ),
            FigureError,
            r"different row labels",
        ),
        (
            lambda: prices.real_change(0, 1, "2004-01", "2004-02", by="cpi"),
            FigureError,
            r"start_value .* not above 0",
        ),
        (lambda: prices.rise_to_restore(1, -1, "2004-01", "2004-02", by="cpi"), FigureError, r"end_value"),
        (lambda: prices.rate("cpj"), ChoiceError, r"Did you mean"),
        (lambda: prices.rate("rpi", "2003/04"), PeriodError, r"belongs to a month"),
        (lambda: prices.rate("rpi", "1940-01"), CoverageError, r"the table starts in 1948-06"),
        (lambda: prices.index("cpj"), ChoiceError, r"Choose from"),
    ],
)
def test_errors_say_what_was_asked_what_there_is_and_what_to_do(ask, error, message):
    with pytest.raises(error, match=message):
        ask()


def without(package: Path, table: str, series: str, month: str) -> None:
    """Take one row out of a table of a package, and seal it again."""
    path = package / "prices" / f"{table}.csv"
    rows = path.read_text().splitlines(keepends=True)
    kept = [row for row in rows if not row.startswith(f"{series},{month},")]
    assert len(kept) == len(rows) - 1
    path.write_text("".join(kept))
    hashes.seal()


def test_a_hole_in_the_rates_is_named(package_copy):
    without(package_copy, "prices_rates", "rpi", "2003-09")
    with pytest.raises(CoverageError) as caught:
        prices.rate("rpi", "2003-09")
    assert "2003-09 is not in the table, which has 2003-08 and 2003-10" in str(caught.value)
    assert "runs from" not in str(caught.value)


def test_a_hole_in_an_index_is_named(package_copy):
    without(package_copy, "prices_monthly", "rpi", "2003-09")
    with pytest.raises(CoverageError, match="2003-09 is not in the table, which has 2003-08 and 2003-10"):
        prices.level("rpi", paylib.periods.parse("2010-01"))


@pytest.mark.parametrize("verb", [prices.uprate, prices.real_change, prices.rise_to_restore])
def test_the_deflator_has_no_default(verb):
    with pytest.raises(TypeError, match="by"):
        verb(1, "2003-09", to="2004-09") if verb is prices.uprate else verb(1, 1, "2003-09", "2004-09")


def test_no_missing_value_comes_out_of_a_good_question():
    for measure in DEFLATORS:
        series = prices.index(measure)
        assert series.notna().all() and (series > 0).all()
        assert (np.diff(series.index.asi8) == 1).all(), f"{measure} has a month missing"


def test_an_index_says_where_it_comes_from():
    attrs = prices.index("rpi").attrs
    assert attrs["usage_warnings"] == ("rpi_not_accredited",)
    assert set(attrs["sources"]) <= set(datapackage.sources().index)


def test_the_numbers_are_those_of_a_hand_worked_example():
    """RPI 182.5 in September 2003 and 188.1 in September 2004: 3 % more pay was 0.07 % less."""
    assert prices.index("rpi")["2003-09"] == 182.5 and prices.index("rpi")["2004-09"] == 188.1
    expected = (1.03 / (188.1 / 182.5) - 1) * 100
    assert prices.real_change(14643, 14643 * 1.03, "2003-09", "2004-09", by="rpi") == pytest.approx(expected)


@pytest.mark.parametrize("by", DEFLATORS)
def test_the_months_next_to_the_first_and_last_are_not_covered(by):
    months = prices.index(by).index
    inside = months[[0, -1]].repeat(40_000)
    assert set(prices.level(by, inside)) == set(prices.index(by).iloc[[0, -1]])
    for beyond in (months[0] - 1, months[-1] + 1):
        with pytest.raises(CoverageError, match=f"for {beyond}"):
            prices.level(by, inside.append(pd.PeriodIndex([beyond])))
        with pytest.raises(CoverageError, match=f"for {beyond}"):
            prices.level(by, beyond)


def test_a_result_is_its_own_and_leaves_what_was_given_alone():
    pay = pd.Series([100.0, 200.0], index=["a", "b"])
    real = prices.uprate(pay, "2004-01", to="2004-01", by="cpi")
    real["a"] = 0.0
    assert pay.tolist() == [100.0, 200.0] and real.tolist() == [0.0, 200.0]


def test_the_sources_of_many_periods_are_those_of_each():
    """The CPI is put together from two editions; a year has the sources of its twelve months."""
    months = prices.index("cpi").index
    each = {month: prices.provenance("cpi", month) for month in months}
    assert len(set(each.values())) > 1 and all(len(cited) == 1 for cited in each.values())
    assert set(prices.provenance("cpi", *months)) == {source for cited in each.values() for source in cited}
    of_year = {source for month in months if month.year == 2025 for source in each[month]}
    assert set(prices.provenance("cpi", paylib.periods.parse("2025"))) == of_year
    assert prices.provenance("cpi") == ()


def test_april_2025_is_known_to_be_wrong_in_the_rows():
    """Office for National Statistics, 5 June 2025: CPI, CPIH and RPI of April 2025 count too much vehicle duty.

    The rate of April 2026 is measured from that month; real earnings are deflated by it.
    """

    def marked(table: str) -> set[tuple]:
        rows = paylib.load(table)
        names = [name for name in ("series", "coicop", "measure", "window", "month") if name in rows]
        wrong = rows["usage_warnings"].fillna("").str.split().map(lambda codes: "error_in_source" in codes)
        return {tuple(map(str, row)) for row in rows.loc[wrong, names].itertuples(index=False)}

    indices = ["cpi", "cpi_3dp", "cpih", "cpih_3dp", "rpi", "rpi_1974", "rpix"]
    assert marked("prices_monthly") == {(name, "2025-04") for name in indices}
    assert marked("prices_rates") == {
        (name, month) for name in ("cpi", "cpih", "rpi", "rpix") for month in ("2025-04", "2026-04")
    }
    transport = {(part, index, "2025-04") for part in ("07", "07.2") for index in ("cpi", "cpih")}
    assert marked("cpi_divisions_monthly") == transport
    assert marked("awe_real") == {(name, "2025-04") for name in ("A3WX", "A2FC")}
    held = {row for row in marked("awe_real_rates") if row[2] < "2026"}
    assert held == {(name, "single_month", "2025-04") for name in ("A3WV", "A2F9")} | {
        (name, "three_months", month)
        for name in ("A3WW", "A2FA")
        for month in ("2025-04", "2025-05", "2025-06")
    }


def test_months_in_which_jobs_changed_sector_are_marked_in_the_rows():
    """The month of a level; of growth over a year those of which the move lies within (three months: to the 14th).

    By hand for June 2012 in regular public pay: June 2012 over June 2011 to May 2013 over May 2012 compare across
    it; April to June 2012 over the same of 2011, to May to July 2013 over May to July 2012, do in part or whole.
    """
    moves = paylib.load("series_breaks").drop_duplicates(["series", "from_month"])
    levels = {(row.series, row.from_month) for row in moves.itertuples()}

    def marked(table: str) -> set[tuple]:
        rows = paylib.load(table)
        broken = rows["usage_warnings"].fillna("").str.split().map(lambda codes: "series_break" in codes)
        return set(rows.loc[broken, ["series", "month"]].itertuples(index=False, name=None))

    assert ("KAK6", pd.Period("2012-06", "M")) in levels and marked("awe_monthly") == levels
    series = paylib.load("awe_series").query("table == 'awe_rates'")
    reach = {"growth_single_month": 12, "growth_three_months": 14}
    assert marked("awe_rates") == {
        (row.series, month + each)
        for row in series.itertuples()
        for of, month in levels
        if of == row.level_series
        for each in range(reach[row.statistic])
    }
    of_june = {month for name, month in marked("awe_rates") if name == "KAK7" and month.year == 2013}
    assert {str(month) for month in of_june} >= {"2013-01", "2013-05"} and "2013-06" not in map(str, of_june)
    assert marked("awe_real") == marked("awe_real_rates") == set()  # the whole economy


@pytest.mark.parametrize(
    ("measure", "asked", "codes"),
    [
        ("cpi", ["2025-04"], ("error_in_source",)),
        ("cpi", ["2024-04", "2025-04"], ("error_in_source",)),
        (
            "cpi",
            ["2024-04", "2026-04"],
            (),
        ),  # the levels of both are right: only a rate from April 2025 is not
        ("cpi", [2025], ("error_in_source",)),
        ("cpi", ["2024/25"], ()),
        ("cpi", ["2004-01", "2026-05"], ()),  # to three decimals: not rough
        ("cpi", ["2026-08"], ("rounded_in_source",)),
        ("cpi", [], ()),
        ("cpih", ["2004-01"], ("cpih_hindsight",)),
        ("cpih", ["2025-04"], ("cpih_hindsight", "error_in_source")),
        ("rpi", ["2003-09"], ("rpi_not_accredited",)),
        ("awe_public", ["2025-04"], ("coverage_gb_not_uk",)),
        ("awe_public", ["2012-05", "2012-06"], ("coverage_gb_not_uk", "series_break")),  # colleges leave
        ("awe_public", ["2012-06"], ("coverage_gb_not_uk",)),  # one month is compared with no other
        ("awe_public", ["2012-06", "2013-09"], ("coverage_gb_not_uk",)),  # up to the move of Royal Mail
        ("awe_public", ["2013-09", "2012-05"], ("coverage_gb_not_uk", "series_break")),
        ("awe_public", [2012], ("coverage_gb_not_uk", "series_break")),
        ("awe_public", ["2012/13"], ("coverage_gb_not_uk", "series_break")),
        ("awe_public", ["2014-01", "2026-02"], ("coverage_gb_not_uk",)),
        ("awe_private", ["2024-08", "2025-08"], ("coverage_gb_not_uk", "series_break")),  # a bank comes in
        ("awe_total", ["2009-01", "2026-02"], ("coverage_gb_not_uk",)),  # whichever sector they are in
    ],
)
def test_warnings_are_those_of_the_months_used(measure, asked, codes):
    assert prices.warnings(measure, *asked) == codes


def test_warnings_of_a_month_that_is_not_held():
    with pytest.raises(CoverageError, match="No RPI for 2026-08"):
        prices.warnings("rpi", "2025-04", "2026-08")


def test_an_index_says_which_of_its_months_to_beware_of():
    attrs = prices.index("cpi").attrs
    assert attrs["usage_warnings"] == ()
    assert attrs["month_warnings"] == {
        "2025-04": ("error_in_source",),
        **dict.fromkeys(("2026-06", "2026-07", "2026-08"), ("rounded_in_source",)),
    }
    assert prices.index("rpi").attrs["month_warnings"] == {"2025-04": ("error_in_source",)}


@pytest.mark.parametrize(
    ("ends", "codes"),
    [
        (("2024-03", "2025-03"), ()),
        (("2024-04", "2025-04"), ("error_in_source",)),
        ((2024, 2025), ("error_in_source",)),
    ],
)
def test_a_finding_is_warned_of_the_months_it_was_deflated_by(ends, codes):
    pay = Finding("pay", 100.0, "gbp_year", "as published")
    for made in (
        prices.uprate(pay, ends[0], to=ends[1], by="cpi"),
        prices.real_change(pay, 103.0, *ends, by="cpi"),
        prices.rise_to_restore(pay, 103.0, *ends, by="cpi"),
    ):
        assert made.usage_warnings == codes and made.sources == prices.provenance("cpi", *ends)


def test_a_deflator_goes_by_its_name_in_capitals_or_not():
    assert prices.uprate(100, "2003-01", to="2004-01", by="RPI") == prices.uprate(
        100, "2003-01", to="2004-01", by="rpi"
    )


def test_means_of_three_months_as_in_official_real_earnings():
    """CPI of July to September over that of the year before, by hand from the three-decimal index."""
    cpi = prices.index("cpi")
    ratio = cpi["2010-07":"2010-09"].mean() / cpi["2009-07":"2009-09"].mean()
    assert prices.uprate(100, "2009-09", to="2010-09", by="cpi", mean=3) == pytest.approx(100 * ratio)
    assert prices.real_change(100, 103, "2009-09", "2010-09", by="cpi", mean=3) == pytest.approx(
        (1.03 / ratio - 1) * 100
    )
    with pytest.raises(PeriodError, match="averages so many months"):
        prices.uprate(100, 2009, to=2010, by="cpi", mean=3)
    with pytest.raises(CoverageError, match="starts in 1987-01"):
        prices.uprate(100, "1987-02", to="2010-09", by="rpi", mean=3)


def test_quarters_years_and_pay_years_are_means_of_their_months():
    rpi = prices.index("rpi")
    level = {
        "2003-Q3": rpi["2003-07":"2003-09"].mean(),
        "2003/04": rpi["2003-04":"2004-03"].mean(),
        "pay year from September 2003": rpi["2003-09":"2004-08"].mean(),
    }
    for text, expected in level.items():
        assert prices.level("rpi", periods.parse(text)) == pytest.approx(expected)


def test_the_gdp_deflator_has_an_edition_a_kind_of_period():
    """By quarter and by calendar year as published; a financial year is the mean of its four quarters."""
    quarterly = paylib.load("gdp_deflator_quarterly").set_index("period")["price_index"]
    yearly = paylib.load("gdp_deflator").set_index("period")["price_index"]
    assert prices.uprate(1, "2003-Q3", to="2010-Q3", by="gdp") == quarterly["2010-Q3"] / quarterly["2003-Q3"]
    assert prices.uprate(1, 2003, to=2010, by="gdp") == yearly["2010"] / yearly["2003"]
    of_year = [quarterly[[f"{y}-Q2", f"{y}-Q3", f"{y}-Q4", f"{y + 1}-Q1"]].mean() for y in (2003, 2010)]
    assert prices.uprate(1, "2003/04", to="2010/11", by="gdp") == pytest.approx(of_year[1] / of_year[0])
    with pytest.raises(CoverageError, match="published by the quarter, and a month was asked for"):
        prices.uprate(1, "2003-09", to="2010-09", by="gdp")
    assert prices.provenance("gdp", periods.parse("2003-Q3")) == ("ons_ybgb_csv_2025_06",)


def test_every_deflator_of_the_catalogue_works_in_one_way():
    for name in prices.deflators().index:
        when = ["2005-Q1", "2006-Q1"] if name == "gdp" else ["2005-01", "2006-01"]
        found = prices.real_change(100, 103, *when, by=[name])
        assert found.frame.shape == (1, 1) and found[name].sources


def test_uprating_keeps_the_name_and_the_rows_of_a_series():
    pay = pd.Series([100.0, 200.0], index=["a", "b"], name="pay")
    made = prices.uprate(pay, "2003-01", to="2004-01", by="rpi")
    assert made.name == "pay" and list(made.index) == ["a", "b"]


@given(st.floats(-99, 200))
def test_a_change_carried_there_and_back_is_the_change(change):
    there = prices.carry(change, "2008", "2022", from_="rpi", to="cpi")
    assert prices.carry(there, "2008", "2022", from_="cpi", to="rpi") == pytest.approx(change)


def test_a_loss_by_rpi_is_carried_to_cpi_with_no_figure_of_pay():
    """Cash +16.9 per cent from 2008 to 2022: -26.2 per cent by RPI is -18.6 by CPI, whichever way it is got."""
    by_rpi, by_cpi = (prices.real_change(100, 116.9, 2008, 2022, by=each) for each in ("rpi", "cpi"))
    assert (round(by_rpi, 1), round(by_cpi, 1)) == (-26.2, -18.6)
    assert prices.carry(by_rpi, 2008, 2022, from_="rpi", to="cpi") == pytest.approx(by_cpi)
    claimed = Finding("claimed", by_rpi, "pct", "as the union has it", ("union",), ("claimed_by_union",))
    carried = prices.carry(claimed, 2008, 2022, from_="rpi", to="cpi")
    assert str(carried) == "−18.6%" and {"union"} < set(carried.sources)
    assert {"claimed_by_union", "rpi_not_accredited"} <= set(carried.usage_warnings)


def test_listing_the_deflators_warns_of_none(monkeypatch):
    monkeypatch.delenv("PAYLIB_STALE", raising=False)
    with python_warnings.catch_warnings():
        python_warnings.simplefilter("error")
        prices.deflators()


@pytest.mark.parametrize(
    ("measures", "first", "last"),
    [
        (["cpi"], "1988-01", "2026-08"),
        (["cpi", "rpi"], "1988-01", "2026-07"),
        (["cpi", "cpih", "rpi", "rpix"], "1988-01", "2026-05"),
        (["rpi_long", "awe_public"], "2000-01", "2026-02"),
    ],
)
def test_indices_are_compared_over_the_months_that_all_of_them_have(measures, first, last):
    months = prices.common_months(*measures)
    assert (str(months[0]), str(months[-1])) == (first, last)
    assert len(months) == (months[-1] - months[0]).n + 1


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("cpi", "CPI"),
        (["cpi"], "CPI"),
        (("cpi", "rpi"), "CPI and RPI"),
        (iter(["cpi", "cpih", "rpi"]), "CPI, CPIH and RPI"),
    ],
)
def test_what_indices_are_called_takes_one_or_several(by, said):
    assert prices.titles(by) == said


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("cpj", "no deflator 'cpj'. Did you mean 'cpi'"),
        (["cpi", "x"], "no deflator 'x'"),
        ([], "No index was named"),
    ],
)
def test_what_indices_are_called_says_what_there_is(by, said):
    with pytest.raises(ChoiceError, match=said):
        prices.titles(by)


@pytest.mark.parametrize("by", ["cpi", ["cpi"], iter(["cpi"])])
def test_rates_take_one_index_or_several_and_keep_their_sources(by):
    """The CPI rose by 1.4% over the year to January 2004."""
    found = prices.rates(["2004-01"], by=by)
    assert found["cpi_pct"].tolist() == [1.4] and found.attrs["sources"]


def test_rates_by_no_index_are_refused():
    with pytest.raises(ChoiceError, match="No index was named"):
        prices.rates(["2004-01"], by=[])


def test_an_index_that_is_not_there_has_no_months():
    with pytest.raises(ChoiceError, match="Did you mean 'cpi'"):
        prices.common_months("rpi", "cpj")
    with pytest.raises(ChoiceError, match="GDP deflator is not held by month"):
        prices.common_months("rpi", "gdp")


def test_the_newest_figures_are_those_released_last():
    """CPI 3.1 after 2.9, CPIH 3.3 after 3.1, RPI 3.2 after 3.0, regular pay 3.5 after 3.5 per cent (ONS, 2026)."""
    found = prices.latest()
    shown = found[["rate_pct", "before_pct", "change_pct_points"]].astype(float).round(1)
    assert shown.loc["CPI"].tolist() == [3.1, 2.9, 0.2]
    assert shown.loc["CPIH"].tolist() == [3.3, 3.1, 0.2]
    assert shown.loc["RPI"].tolist() == [3.2, 3.0, 0.2]
    assert shown.loc["Average weekly earnings, regular pay, three months"].tolist() == [3.5, 3.5, 0.0]
    for name, row in found.iterrows():
        table = paylib.load("awe_rates" if name.startswith("Average") else "prices_rates")
        series = {"CPI": "cpi", "CPIH": "cpih", "RPI": "rpi"}.get(name, "KAC3" if "total" in name else "KAI9")
        assert row["month"] >= table.loc[table["series"] == series, "month"].max()
        assert row["released"] == paylib.sources()["released"][row["source"]]


def test_growth_of_an_index_by_hand():
    """RPI 178.4 in January 2003 and 183.1 in January 2004, as published."""
    found = prices.growth("2003-01", "2004-01", by=["rpi"]).rpi
    assert found.value == pytest.approx((183.1 / 178.4 - 1) * 100)
    assert found.unit == "pct" and "rpi_not_accredited" in found.usage_warnings


def test_growth_of_many_is_by_the_period_that_it_ends_with():
    years = pd.period_range("2023", "2025", freq="Y")
    grown = prices.growth(years - 1, years, by="cpi")
    assert list(grown.index) == list(years)
    assert grown.iloc[-1] == pytest.approx(prices.uprate(100, "2024", to="2025", by="cpi") - 100)


def test_growth_against_another_index_is_a_ratio():
    public, private = (prices.growth("2010", "2025", by=name) for name in ("awe_public", "awe_private"))
    found = prices.real_growth("awe_public", "2010", "2025", by="awe_private")
    assert found == pytest.approx(((100 + public) / (100 + private) - 1) * 100)
    with pytest.raises(PeriodError):
        prices.real_growth("awe_public", "2010", "2025-01", by="cpi")


def test_a_rise_month_by_month_is_the_real_change_over_the_year_to_each():
    months = pd.period_range("2003-09", "2004-08", freq="M")
    found = prices.real_rise(3.0, months, by="rpi")
    assert found["2004-08"] == pytest.approx(prices.real_change(100, 103, "2003-08", "2004-08", by="rpi"))
    assert len(found) == 12


def test_published_rates_side_by_side_name_their_sources():
    found = prices.rates(["2004-01"], by=["rpi", "cpi"])
    assert found.loc["2004-01"].tolist() == [2.6, 1.4] and found.attrs["sources"]


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_dates_are_worth_what_their_months_are_to_the_last_digit(unit):
    """From the first day of an index to its last, at any hour; a day more is the error that its month is."""
    index = prices.index("rpi_long")
    first, end = index.index[0].start_time, index.index[-1].end_time
    rng = np.random.default_rng(3)
    days = pd.DatetimeIndex([first, end, "1969-12-31 23:59", "2024-02-29", *rng.choice([first, end], 9)])
    pay = pd.Series(rng.uniform(1, 60_000, len(days)), rng.permutation(len(days)), name="pay")
    dates = pd.Series(days.as_unit(unit), pay.index)
    by_month = dates.dt.to_period("M")
    want, given = pay * index["2024-02"] / index[by_month].to_numpy(), pay.copy()
    for start in (dates, dates.iloc[::-1], by_month):
        pd.testing.assert_series_equal(
            prices.uprate(pay, start, to="2024-02", by="rpi_long"), want, check_exact=True
        )
        assert pay.equals(given)
    for beyond in (first - pd.Timedelta(1, "s"), end + pd.Timedelta(1, "s")):
        outside = pd.DatetimeIndex([days[2], beyond]).as_unit(unit)
        with pytest.raises(CoverageError) as by_day:
            prices.uprate(100, outside, to="2024-02", by="rpi_long")
        with pytest.raises(CoverageError, match=str(pd.Period(beyond, "M"))) as said:
            prices.uprate(100, outside.to_period("M"), to="2024-02", by="rpi_long")
        assert str(by_day.value) == str(said.value)


@pytest.mark.parametrize(("measure", "month"), [("cpi", "2026-09"), ("rpi", "2026-12"), ("cpih", "2027-01")])
def test_a_published_rate_that_is_not_out_says_when_the_next_is(measure, month):
    """And no longer that it can be worked out of an index that is not out either."""
    with pytest.raises(
        CoverageError, match=r"the table ends in 2026-0\d\. Not published yet; next release October 2026\.$"
    ):
        prices.rate(measure, month)


@pytest.mark.parametrize(
    ("by", "period"), [("gdp", "2027-Q1"), ("gdp", "2027"), ("gdp", "2027/28"), ("awe_total", "2027-01")]
)
def test_what_no_release_had_yet_is_not_published_yet_by_any_index(by, period):
    with pytest.raises(CoverageError, match=r"Not published yet\.$"):
        prices.level(by, period)


@pytest.mark.parametrize(("by", "period"), [("gdp", "2025-Q2"), ("awe_total", "2026-03")])
def test_what_is_out_and_not_held_is_not_said_to_be_unpublished(by, period):
    with pytest.raises(CoverageError) as told:
        prices.level(by, period)
    assert "ublished yet" not in str(told.value)
