"""The multiverse: against hand-worked figures, a brute-force loop, a second ANOVA and its own algebra."""

import time
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.formula.api import ols
from statsmodels.stats.anova import anova_lm

from paylib import awards, datapackage, multiverse, prices
from paylib.datapackage import hashes
from paylib.errors import ChoiceError, CoverageError, FigureError, PeriodError
from paylib.figures import periods
from paylib.multiverse import (
    CHOICES,
    CONVENTIONS,
    mark_parties,
    real_pay,
    shares,
    specifications,
    variance_shares,
)
from tests.conftest import cases

DEFLATORS = ["cpi", "cpih", "rpi", "rpix"]
MONTHS = [str(month) for month in pd.period_range("1990-01", "2025-12", freq="M")]


def twelve_months_to(*ends: str) -> dict[str, tuple]:
    return {f"12 months to {end}": (str(pd.Period(end, "M") - 12), end) for end in ends}


YOUTH = twelve_months_to("2003-09", "2003-10", "2004-02", "2004-08")


def youth(**options) -> pd.DataFrame:
    asked = {"by": DEFLATORS, "statement": "below"} | options
    return specifications(asked.pop("pay", {"offer": 3.0}), asked.pop("spans", YOUTH), **asked)


# Figures


def test_the_youth_offer_against_rpi_by_hand():
    """RPI, Office for National Statistics: 181.6 in August 2003 and 187.4 in August 2004."""
    frame = youth()
    row = frame[(frame["deflator"] == "rpi") & (frame["until"] == "2004-08")].iloc[0]
    assert row["price_rise_pct"] == pytest.approx((187.4 / 181.6 - 1) * 100)
    assert row["real_pct"] == pytest.approx((1.03 / (187.4 / 181.6) - 1) * 100)
    assert round(row["real_pct"], 2) == -0.19 and row["holds"]
    assert frame["holds"].sum() == 1


def test_the_civil_service_readings_against_published_rates():
    """Published 12-month RPI rates: 3.1 in July 2003, 2.5 in November, 2.6 in January 2004.

    Only the union's reading, 2.6, is below any of them. In January the published rate is the same
    2.6, and the indices (183.1 over 178.4) give 2.63: below, by less than anybody prints.
    """
    readings = {"maxima": 2.6, "package, low": 3.5, "package, high": 3.7, "average": 5.0}
    assert [prices.rate("rpi", month) for month in ("2003-07", "2003-11", "2004-01")] == [3.1, 2.5, 2.6]
    frame = youth(pay=readings, spans=twelve_months_to("2003-07", "2003-11", "2004-01"))
    held = frame[frame["holds"]]
    assert set(zip(held["pay_concept"], held["until"], held["deflator"], strict=True)) == {
        ("maxima", "2003-07", "rpi"), ("maxima", "2003-07", "rpix"), ("maxima", "2004-01", "rpi"),
    }  # fmt: skip
    assert shares(frame).loc[("pay_concept", "maxima"), "share_pct"] == pytest.approx(3 / 12 * 100)
    assert shares(frame).loc[("all", "all"), "share_pct"] == pytest.approx(3 / 48 * 100)


def test_all_conventions_against_a_loop():
    """Every row worked out again, alone, with the public functions of prices."""
    pay = {f"rise {rise}": rise for rise in (-5.0, 0.0, 2.6, 3.0, 11.5)}
    ends = [*MONTHS[60:400:31], "2004-01"]
    spans = {
        f"{years} years to {end}": (str(pd.Period(end, "M") - 12 * years), end)
        for end in ends
        for years in (1, 2, 3)
    }
    spans |= {"years": ("2003", "2005"), "financial years": ("2009/10", "2019/20")}
    frame = youth(pay=pay, spans=spans, conventions=list(CONVENTIONS), against_pct=1.0, tolerance_pct=0.05)
    assert len(frame) == 5 * (36 * 4 + 2) * 4
    for row in frame.itertuples():
        since, until = row.since, row.until
        if row.convention == "twelve_months":
            index = prices.index(row.deflator)
            level = [index[pd.Period(end, "M") - 11 : end].mean() for end in (since, until)]
            real = ((1 + row.pay_rise_pct / 100) / (level[1] / level[0]) - 1) * 100
        else:
            real = prices.real_change(100, 100 + row.pay_rise_pct, since, until, by=row.deflator)
        assert row.real_pct == pytest.approx(real, abs=1e-9)
        assert row.holds == (real < 1.05)
        given = spans[row.span]
        kind = {"month": "month", "twelve_months": "month"}.get(
            row.convention, row.convention.replace("_", " ")
        )
        assert periods.kind(periods.parse(since)) == kind
        if row.convention in ("month", "twelve_months"):
            assert (since, until) == given


def test_every_combination_is_there_once():
    frame = youth(pay={"a": 1, "b": 2}, conventions=["financial_year", "month"])
    combinations = set(frame[list(CHOICES)].astype(str).itertuples(index=False, name=None))
    assert combinations == set(product("ab", YOUTH, ["month", "financial_year"], DEFLATORS))
    assert len(frame) == len(combinations)


def test_a_million_specifications_at_once():
    pay = {f"rise {rise}": rise / 100 for rise in range(1000)}
    spans = twelve_months_to(*MONTHS[12:75])
    frame = youth(pay=pay, spans=spans, conventions=list(CONVENTIONS))
    overall, parts = shares(frame), variance_shares(frame)
    assert len(frame) == 1_008_000
    assert overall.loc[("all", "all"), "holding"] == frame["holds"].sum()
    assert parts["share_pct"].sum() == pytest.approx(100)


# Statements


def test_statements_ties_and_tolerance(package_with_prices):
    """With prices up by 10 %, pay up by 5, 10 and 15 % is below, level and above, whatever floats say.

    And 5 % is a real fall of 4.5 %, not of 5 %.
    """
    package_with_prices({"2022-09": 100.0, "2023-09": 110.0})
    expected = {
        ("below", 0): [True, False, False],
        ("at_most", 0): [True, True, False],
        ("above", 0): [False, False, True],
        ("at_least", 0): [False, True, True],
        ("below", 0.5): [True, True, False],
        ("above", 0.5): [False, True, True],
    }
    asked = {"pay": {"5": 5.0, "10": 10.0, "15": 15.0}, "spans": twelve_months_to("2023-09"), "by": "cpi"}
    for (statement, tolerance), holds in expected.items():
        frame = youth(**asked, statement=statement, tolerance_pct=tolerance)
        assert frame["holds"].tolist() == holds, statement
    assert frame["real_pct"].round(1).tolist() == [-4.5, 0.0, 4.5]


@settings(max_examples=cases(60, 6))
@given(st.floats(-20, 40), st.floats(0, 2))
def test_the_same_tolerance_for_both_sides(rise, tolerance):
    """What is below by so much to one side is above by so much to the other, seen in a mirror."""
    options = {"pay": {"offer": rise}, "tolerance_pct": tolerance}
    below, above = youth(**options), youth(**options, statement="above")
    real = below["real_pct"]
    assert (below["holds"] == (real < tolerance - 1e-9)).all() or np.isclose(real, tolerance).any()
    assert (above["holds"] == (real > -tolerance + 1e-9)).all() or np.isclose(real, -tolerance).any()


RISES = st.lists(st.floats(-50, 100), min_size=2, max_size=6, unique=True)
SPANS = st.lists(st.sampled_from(MONTHS[12:]), min_size=1, max_size=5, unique=True)
SOME = st.lists(st.sampled_from(DEFLATORS), min_size=1, max_size=4, unique=True)
READ = st.lists(st.sampled_from(list(CONVENTIONS)), min_size=1, max_size=4, unique=True)


@settings(max_examples=cases(60, 6))
@given(RISES, SPANS, SOME, READ, st.floats(-5, 5), st.sampled_from(list(multiverse.STATEMENTS)))
def test_holding_is_monotone_in_the_rise(rises, ends, by, conventions, against, statement):
    frame = youth(
        pay={repr(rise): rise for rise in sorted(rises)}, spans=twelve_months_to(*ends), by=by,
        conventions=conventions, against_pct=against, statement=statement,
    )  # fmt: skip
    holds = frame["holds"].to_numpy().reshape(len(rises), -1).astype(int)
    direction = -1 if statement in ("below", "at_most") else 1
    assert (np.diff(holds, axis=0) * direction >= 0).all()


@settings(max_examples=cases(60, 6))
@given(RISES, SPANS, SOME, READ)
def test_shares_and_variance_add_up(rises, ends, by, conventions):
    pay = {f"{rise!r}": rise for rise in rises}
    frame = youth(pay=pay, spans=twelve_months_to(*ends), by=by, conventions=conventions)
    table = shares(frame)
    assert table["share_pct"].between(0, 100).all()
    overall = table.loc[("all", "all"), "share_pct"]
    for choice in CHOICES:
        part = table.loc[choice]
        assert part["specifications"].sum() == len(frame)
        assert np.average(part["share_pct"], weights=part["specifications"]) == pytest.approx(overall)
    if np.ptp(frame["real_pct"]) > 1e-6:
        parts = variance_shares(frame)["share_pct"]
        assert parts.sum() == pytest.approx(100, abs=1e-6) and (parts >= 0).all()


# What matters most


def test_variance_shares_by_hand():
    """Cells 1, 3 / 5, 11: rows 18 + 18 = 36, columns 8 + 8 = 16, total 16 + 4 + 0 + 36 = 56, interaction 4."""
    frame = pd.DataFrame(
        {"row": ["a", "a", "b", "b"], "column": ["c", "d", "c", "d"], "real_pct": [1.0, 3, 5, 11]}
    )
    table = variance_shares(frame, choices=["column", "row"])
    assert table["sum_of_squares"].to_dict() == pytest.approx({"row": 36, "column": 16, "interaction": 4})
    assert table["share_pct"].tolist() == pytest.approx([3600 / 56, 1600 / 56, 400 / 56])
    assert list(table.index) == ["row", "column", "interaction"]


def test_variance_shares_against_statsmodels():
    frame = youth(pay={"a": 2.6, "b": 3.5, "c": 5.0}, conventions=list(CONVENTIONS))
    ours = variance_shares(frame)["sum_of_squares"]
    theirs = anova_lm(ols("real_pct ~ C(pay_concept) + C(span) + C(convention) + C(deflator)", frame).fit())[
        "sum_sq"
    ]
    for choice in CHOICES:
        assert ours[choice] == pytest.approx(theirs[f"C({choice})"], rel=1e-9)
    assert ours["interaction"] == pytest.approx(theirs["Residual"], rel=1e-9)


def test_a_choice_of_one_option_explains_nothing():
    assert variance_shares(youth())["share_pct"][["pay_concept", "convention"]].tolist() == [0, 0]


def test_variance_shares_need_each_combination_once():
    frame = youth()
    for wrong in (frame.iloc[1:], pd.concat([frame, frame]), pd.concat([frame.iloc[1:], frame.iloc[1:2]])):
        with pytest.raises(FigureError, match="1 pay_concept x 4 span x 1 convention x 4 deflator makes 16"):
            variance_shares(wrong)
    nested = youth(spans=YOUTH | {"2003/04": ("2002/03", "2003/04")})
    with pytest.raises(FigureError, match="the convention follows from the span"):
        variance_shares(nested)
    assert variance_shares(nested, choices=["span", "deflator"])["share_pct"].sum() == pytest.approx(100)
    with pytest.raises(FigureError, match="no choice matters"):
        variance_shares(frame.assign(real_pct=1.5))


# What cannot be worked out


def test_what_is_not_covered_is_an_error_or_a_list():
    spans = twelve_months_to("1988-01", "1989-06", "2003-09")
    with pytest.raises(
        CoverageError, match=r"2 of 12 .* No CPI for 1987-01: the series starts in 1988-01.*leave_out"
    ):
        youth(spans=spans)
    frame = youth(spans=spans, leave_out=True)
    left = pd.DataFrame(frame.attrs["left_out"])
    assert left[["span", "convention", "deflator"]].to_numpy().tolist() == [
        ["12 months to 1988-01", "month", "cpi"], ["12 months to 1988-01", "month", "cpih"],
    ]  # fmt: skip
    assert left["reason"].str.contains("RPI covers 1987-01").all()
    assert len(frame) == 3 * 4 - 2 and frame.notna().all().all()
    assert youth().attrs["left_out"] == ()


def test_each_convention_needs_its_own_months():
    """CPI starts in 1988-01: months from then, means of 12 months from 1988-12, financial years from 1988/89."""
    frame = youth(
        spans=twelve_months_to("1989-01", "1989-12", "1990-03"),
        by="cpi",
        conventions=list(CONVENTIONS),
        leave_out=True,
    )
    there = set(zip(frame["until"], frame["convention"], strict=True))
    assert there == {
        ("1989-01", "month"), ("1989-12", "month"), ("1990-03", "month"),
        ("1989-12", "twelve_months"), ("1990-03", "twelve_months"),
        ("1989", "calendar_year"), ("1990", "calendar_year"), ("1989/90", "financial_year"),
    }  # fmt: skip
    assert len(frame) == 10 and len(frame.attrs["left_out"]) == 2


def test_means_of_years_need_whole_years():
    spans = {"17 months": ("2002-09", "2004-02")}
    with pytest.raises(CoverageError, match="compare only over whole years"):
        youth(spans=spans, conventions=["calendar_year"])
    frame = youth(spans=spans, conventions=list(CONVENTIONS), leave_out=True)
    assert set(frame["convention"]) == {"month", "twelve_months"} and len(frame.attrs["left_out"]) == 8


def test_nothing_left_is_an_error():
    with pytest.raises(CoverageError, match="no combination is left"):
        youth(spans=twelve_months_to("1988-01"), by="cpih", leave_out=True)


def test_many_left_out_are_found_quickly():
    starts = map(str, pd.period_range("1980-01", "1989-12", freq="M"))
    spans = {f"{start} to {end}": (start, end) for start in starts for end in MONTHS[12:112]}
    begun = time.process_time()
    frame = youth(spans=spans, leave_out=True)
    assert time.process_time() - begun < 5
    assert len(frame) == 100 * (2 * 24 + 2 * 36)
    assert len(frame) + len(frame.attrs["left_out"]) == len(spans) * 4


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"by": "cpj"}, ChoiceError, "no deflator 'cpj'. Did you mean 'cpi'"),
        ({"by": ["cpi", "cpi"]}, ChoiceError, "deflator 'cpi' is named twice"),
        ({"by": []}, ChoiceError, "No deflator was given"),
        ({"conventions": ["monthly"]}, ChoiceError, "no period convention 'monthly'. Did you mean 'month'"),
        ({"statement": "under"}, ChoiceError, "no statement 'under'.*below, at_most, above, at_least"),
        ({"tolerance_pct": -1}, FigureError, "tolerance_pct is -1"),
        ({"against_pct": float("nan")}, FigureError, "against_pct is nan"),
        ({"pay": {}}, ChoiceError, "No concept of pay"),
        ({"pay": {"offer": None}}, FigureError, "rise_pct are missing"),
        ({"pay": {"offer": "three"}}, FigureError, "text"),
        ({"pay": {"offer": -100}}, FigureError, "not above -100"),
        ({"pay": pd.DataFrame({"rise": [3]})}, ChoiceError, "no column 'rise_pct'; it has: rise"),
        ({"pay": pd.DataFrame({"rise_pct": [3, 4]}, index=["a", "a"])}, ChoiceError, "'a' is named twice"),
        ({"spans": {}}, ChoiceError, "No span"),
        ({"spans": {"a": "2003-09"}}, PeriodError, "span 'a' is '2003-09'; two periods"),
        ({"spans": {"a": (["2002-09"], "2003-09")}}, PeriodError, "two periods"),
        ({"spans": {"a": ("2002-09", "soon")}}, PeriodError, "In the span 'a': 'soon' is not a period"),
        ({"spans": {"a": ("2002-09", "2003")}}, PeriodError, "In the span 'a': A month .* cannot be put together"),
        ({"spans": {"a": ("2003-09", "2002-09")}}, PeriodError, "from 2003-09 to 2002-09: it must end after"),
        ({"spans": {"a": ("2003-09", "2003-09")}}, PeriodError, "it must end after"),
    ],
)  # fmt: skip
def test_errors_help(options, error, message):
    with pytest.raises(error, match=message):
        youth(**options)


def test_nothing_that_matters_has_a_default():
    with pytest.raises(TypeError, match="by"):
        specifications({"offer": 3.0}, YOUTH, statement="below")
    with pytest.raises(TypeError, match="statement"):
        specifications({"offer": 3.0}, YOUTH, by="cpi")


# Provenance and parties


def test_warnings_come_from_the_tables(package_copy):
    table = prices.deflators()["usage_warnings"].fillna("")
    for name, rows in youth().groupby("deflator", observed=True):
        assert set(rows["usage_warnings"]) == {table[name]}
    path = package_copy / "prices" / "deflators.csv"
    path.write_text(path.read_text().replace("cpih_hindsight", "one_source"))
    hashes.seal()
    frame = youth(by=["cpi", "cpih"])
    assert frame.groupby("deflator", observed=True)["usage_warnings"].first().tolist() == ["", "one_source"]
    assert frame.attrs["usage_warnings"] == ("one_source",)


@pytest.mark.parametrize(
    ("span", "convention", "codes"),
    [
        (("2024-03", "2025-03"), "month", ""),
        (("2024-04", "2025-04"), "month", "error_in_source"),
        (("2025-04", "2026-04"), "month", "error_in_source"),
        (("2024-04", "2026-04"), "month", ""),
        (("2024-03", "2025-03"), "twelve_months", ""),
        (("2025-03", "2026-03"), "twelve_months", "error_in_source"),
        (("2023-06", "2024-06"), "calendar_year", ""),
        (("2024-06", "2025-06"), "calendar_year", "error_in_source"),
        (("2025-07", "2026-07"), "month", "rounded_in_source"),
    ],
)
def test_warnings_are_those_of_the_months_compared(span, convention, codes):
    """April 2025 counts too much vehicle duty; the CPI is held to one decimal from June 2026."""
    made = specifications(
        {"offer": 3.0}, {"it": span}, by=["cpi", "rpi"], statement="below", conventions=[convention]
    )
    of_rpi = " ".join(sorted({*codes.split(), "rpi_not_accredited"} - {"rounded_in_source"}))
    assert made["usage_warnings"].tolist() == [codes, of_rpi]
    assert made.attrs["usage_warnings"] == tuple(sorted({*codes.split(), "rpi_not_accredited"}))


def test_warnings_of_one_row_are_not_those_of_another():
    spans = {"before": ("2024-03", "2025-03"), "then": ("2024-04", "2025-04")}
    pay = pd.DataFrame({"rise_pct": [3.0], "usage_warnings": ["implied"]}, index=["offer"])
    made = specifications(pay, spans, by="cpi", statement="below")
    assert made["usage_warnings"].tolist() == ["implied", "error_in_source implied"]


def test_real_pay_is_warned_of_the_months_it_uses():
    pay = pd.Series([100.0, 103.0, 105.0], index=["2024-03", "2025-03", "2025-04"])
    assert real_pay(pay.iloc[:2], by="cpi").attrs["usage_warnings"] == ()
    assert real_pay(pay.iloc[1:], by="cpi").attrs["usage_warnings"] == ("error_in_source",)


def test_warnings_and_sources_of_pay_travel():
    table = datapackage.load("civil_service_dispute").set_index("item")
    readings = table.loc[["offer_dwp_union_reading", "average_offer_dwp"]].rename(
        columns={"value": "rise_pct"}
    )
    frame = youth(pay=readings, by=["cpi", "rpi"])
    first = frame.drop_duplicates(["pay_concept", "deflator"])["usage_warnings"].tolist()
    assert first == [
        "claimed_by_union", "claimed_by_union rpi_not_accredited",
        "claimed_by_employer", "claimed_by_employer rpi_not_accredited",
    ]  # fmt: skip
    assert set(readings["source"]) < set(frame.attrs["sources"])
    assert set(frame.attrs["sources"]) - set(readings["source"]) == set(
        prices.provenance("rpi", periods.parse("2003-09"))
    )


def test_parties_are_marked_and_may_meet():
    own = {
        "union": {"deflator": "rpi", "span": "12 months to 2004-08"},
        "employers": {"deflator": ["cpi", "rpi"]},
    }
    frame = mark_parties(youth(), own)
    counts = frame["party"].value_counts().to_dict()
    assert counts == {"": 8, "employers": 7, "union, employers": 1}
    both = frame[frame["party"] == "union, employers"].iloc[0]
    assert both["deflator"] == "rpi" and both["until"] == "2004-08"
    assert frame.drop(columns="party").equals(youth())


@pytest.mark.parametrize(
    ("own", "message"),
    [
        ({"deflators": "rpi"}, "no column 'deflators'. Did you mean 'deflator'"),
        ({"deflator": "rpj"}, "no deflator 'rpj'. Did you mean 'rpi'"),
        ({"deflator": "rpi", "span": "later"}, "No specification is as union chose"),
    ],
)
def test_a_party_must_have_chosen_what_there_is(own, message):
    frame = youth()
    if own.get("span"):
        frame = pd.concat(
            [frame[frame["deflator"] != "rpi"].astype({"span": str}), frame.iloc[:1].assign(span="later")]
        )
        frame = pd.concat([frame, youth().iloc[2:3]])
    with pytest.raises(ChoiceError, match=message):
        mark_parties(frame, {"union": own})


def test_shares_of_parts_of_another_statement_and_of_frames_put_together():
    frame = youth(conventions=["month", "calendar_year"])
    rpi = shares(frame.query("deflator == 'rpi'"), choices=["span", "deflator"])
    assert list(rpi.loc["deflator"].index) == ["rpi"] and rpi.loc[("all", "all"), "specifications"] == 8
    frame["gains"] = frame["real_pct"] > 1
    assert shares(frame, statement="gains").loc[("all", "all"), "holding"] == (frame["real_pct"] > 1).sum()
    year = youth(pay={"year average": 2.6}, spans={"pay years": ("2002", "2003")})
    together = pd.concat([frame, year])
    assert shares(together).loc[("pay_concept", "year average"), "specifications"] == 4


def test_shares_of_what_is_no_statement():
    frame = youth()
    with pytest.raises(ChoiceError, match=r"no column 'hold'\. Did you mean 'holds'"):
        shares(frame, statement="hold")
    with pytest.raises(FigureError, match="must be true or false; it is float64"):
        shares(frame, statement="real_pct")
    with pytest.raises(FigureError, match="no specification"):
        shares(frame.iloc[:0])
    with pytest.raises(ChoiceError, match="no column 'index'"):
        shares(frame, choices=["index"])


# Pay over any two dates


def test_real_pay_is_the_real_change_of_each_pair():
    levels = pd.Series([20_000.0, 20_400, 20_400, 21_930], index=["2010-04", "2013-04", "2016-04", "2022-04"])
    matrix = real_pay(levels, by="cpih")
    assert matrix.shape == (3, 3) and matrix.index.name == "start" and matrix.columns.name == "end"
    for start, end in product(matrix.index, matrix.columns):
        if end > start:
            expected = prices.real_change(levels[str(start)], levels[str(end)], start, end, by="cpih")
            assert matrix.loc[start, end] == pytest.approx(expected, abs=1e-9)
        else:
            assert np.isnan(matrix.loc[start, end])
    assert matrix.attrs["usage_warnings"] == ("cpih_hindsight",) and matrix.attrs["unit"] == "pct"


def test_real_pay_chains():
    """From one date to a second and on to a third is from the first to the third."""
    matrix = (
        1
        + real_pay(pd.Series([100.0, 104, 103, 110], index=["2015", "2016", "2018", "2019"]), by="rpi") / 100
    )
    first, second = periods.parse("2015"), periods.parse("2018")
    last = periods.parse("2019")
    assert matrix.loc[first, second] * matrix.loc[second, last] == pytest.approx(matrix.loc[first, last])


def test_real_pay_of_an_awards_path():
    path = awards.path("njc", "2015-04", "2024-04", point=29, spine="old")
    aprils = [f"{year}-04" for year in (2015, 2018, 2024)]
    matrix = real_pay(path["annual_gbp"], by="cpi", starts=aprils[:-1], ends=aprils[1:])
    growth = real_pay(100 + path["growth_pct"], by="cpi", starts=aprils[:-1], ends=aprils[1:])
    chained = awards.real_chain("njc", "2015-04", "2024-04", point=29, spine="old", by="cpi")
    assert matrix.iloc[0, -1] == pytest.approx(chained) == pytest.approx(growth.iloc[0, -1])
    assert set(path.attrs["sources"]) < set(matrix.attrs["sources"])


@pytest.mark.parametrize(
    ("ask", "error", "message"),
    [
        (lambda pay: real_pay(pay, by="cpj"), ChoiceError, "no deflator 'cpj'"),
        (lambda pay: real_pay(pay.tolist(), by="cpi"), FigureError, "must be a Series indexed by period"),
        (lambda pay: real_pay(pay * 0, by="cpi"), FigureError, "not above 0"),
        (lambda pay: real_pay(pay, by="cpi", starts=["2004-02"]), CoverageError, "2004-02 is not in the Series, which has 2003-09 and 2004-09"),
        (lambda pay: real_pay(pay, by="cpi", ends=["2004"]), PeriodError, "cannot be put together"),
        (lambda pay: real_pay(pay, by="cpi", starts=["2004-09"]), PeriodError, "No end is after a start"),
        (lambda pay: real_pay(pay.iloc[:1], by="cpi"), PeriodError, "No end is after a start"),
        (lambda pay: real_pay(pd.concat([pay, pay]), by="cpi"), PeriodError, "2003-09 twice"),
        (lambda pay: real_pay(pay.set_axis(["1987-01", "1988-01"]), by="cpi"), CoverageError, "No CPI for 1987-01"),
        (lambda pay: real_pay(pay), TypeError, "by"),
    ],
)  # fmt: skip
def test_real_pay_errors_help(ask, error, message):
    with pytest.raises(error, match=message):
        ask(pd.Series([14_643.0, 15_082], index=["2003-09", "2004-09"]))


def test_the_median_is_never_called_the_truth():
    assert "the median specification is one more choice, not the\ntruth" in multiverse.__doc__


def test_real_pay_by_several_indices_is_one_matrix_an_index():
    pay = pd.Series([20_000.0, 21_000.0], index=["2022-09", "2023-09"])
    both = multiverse.real_pay(pay, by=["cpi", "rpi"])
    assert both.cpi.iloc[0, 0].round(1) == -1.5  # 1.05 / 1.066
    assert both.rpi.iloc[0, 0] == multiverse.real_pay(pay, by="rpi").iloc[0, 0]


def test_an_index_that_ends_before_the_others_is_said_with_the_months_of_all():
    spans = {"to August": ("2025-08", "2026-08")}
    with pytest.raises(CoverageError, match="All of cpi, cpih, rpi have the months from 1988-01 to 2026-05"):
        specifications({"offer": 3.0}, spans, by=["cpi", "cpih", "rpi"], statement="below")


def test_ways_are_findings_that_count():
    spans = {"to the end": ("2003-08", "2004-08"), "to the start": ("2002-09", "2003-09")}
    tried = multiverse.specifications({"offer": 3.0}, spans, by=["cpi", "rpi"], statement="below")
    every = multiverse.ways(tried)
    assert (every.holding.value, every.tried.value, every.holding.unit) == (1, 4, "count")
    assert str(every.lowest) == "−0.2%" and every.holding.sources
    assert multiverse.ways(tried, deflator="cpi").holding.value == 0
    assert [each.value for each in multiverse.ways_by(tried, "deflator")] == [0, 1]
    shares = multiverse.variance_shares(tried)["share_pct"]
    assert multiverse.mattering(tried).deflator.value == shares["deflator"]
