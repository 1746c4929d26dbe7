"""Offers against hand-worked results, their algebra, and bad input."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paylib import offers, prices
from paylib.errors import CoverageError, FigureError, PeriodError
from paylib.figures.finding import Finding
from paylib.offers import Flat, Floor, GreaterOf, Hours, Linked, LumpSum, Offer, Percent, RemovePoints

START = "2003-09"


@pytest.fixture
def scale() -> pd.DataFrame:
    return pd.DataFrame({"point": [1, 2, 3], "annual_gbp": [10_000.0, 15_000.0, 30_000.0]})


STAFF = {1: 50, 2: 30, 3: 20}
PERCENTS = st.floats(0, 30)


def after(scale, *parts) -> list[float]:
    return offers.apply(Offer(parts), scale)["after_gbp_year"].round(2).tolist()


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([Percent(3, START)], [10_300, 15_450, 30_900]),
        ([Percent({1: 5, 2: 3}, START)], [10_500, 15_450, 30_000]),
        ([Flat(500, START)], [10_500, 15_500, 30_500]),
        ([Flat({1: 950}, START)], [10_950, 15_000, 30_000]),
        ([GreaterOf(3, 500, START)], [10_500, 15_500, 30_900]),
        ([Floor(12_000, START)], [12_000, 15_000, 30_000]),
        ([Floor(6.22, START, hourly=True)], [round(6.22 * 37 * 52.143, 2), 15_000, 30_000]),
        ([RemovePoints((1,), START)], [15_000, 15_000, 30_000]),
        ([RemovePoints((1,), START), Percent(2, START)], [15_300, 15_300, 30_600]),
        ([Percent(2, START), Percent(3, "2004-04")], [10_506, 15_759, 31_518]),
        ([Percent(2.85, "2003-11", True), Percent(3.3, "2004-03", True)], [10_330, 15_495, 30_990]),
        ([LumpSum(START, gbp=100, pct=1)], [10_000, 15_000, 30_000]),
        ([Hours(35, START)], [10_000, 15_000, 30_000]),
        ([Percent(3, START), Linked("rpi", "2004-01", "2004-09")], [10_567.8, 15_851.7, 31_703.4]),  # RPI 2.6
        ([Linked("rpi", "2004-01", START, plus_pct=0.5, at_most=3)], [10_300, 15_450, 30_900]),
        ([Linked("cpi", "2004-01", START, at_least=2)], [10_200, 15_300, 30_600]),  # CPI 1.4
    ],
)
def test_what_each_part_does(scale, parts, expected):
    assert after(scale, *parts) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (Percent(2.85, "2003-11", True), "2.85% over the old scale from November 2003"),
        (Percent({"M1": 5, "M6": 3.5}, START), "5% at M1, 3.5% at M6 from September 2003"),
        (Flat(1290, START), "£1,290 more a year from September 2003"),
        (GreaterOf(3, 500, START), "3% or £500 a year, whichever is more, from September 2003"),
        (Floor(12_000, START), "nobody below £12,000 a year from September 2003"),
        (Floor(6.2, START, hourly=True), "nobody below £6.20 an hour from September 2003"),
        (RemovePoints((1, 2), START), "points 1, 2 removed from September 2003"),
        (LumpSum(START, gbp=100, pct=1.5), "£100 and 1.5% of pay once in September 2003"),
        (LumpSum(START, pct=1), "1% of pay once in September 2003"),
        (Hours(36.25, START), "a week of 36.25 hours from September 2003"),
        (
            Linked("rpi", "2004-01", START, plus_pct=0.5, at_least=2, at_most=5),
            "RPI of January 2004, plus 0.5%, at least 2%, at most 5%, from September 2003",
        ),
    ],
)
def test_each_part_says_what_it_gives_and_from_when(part, words):
    assert part.words == words


@pytest.mark.parametrize(
    ("parts", "point", "left"),
    [
        ([Percent({1: 5, 2: 3}, START), Flat(100, START)], 2, (Percent(3, START), Flat(100, START))),
        ([Percent({1: 5, 2: 3}, START), Flat(100, START)], 3, (Flat(100, START),)),
        ([Percent({1: 5}, START)], 3, None),
        ([Percent({1: 5}, START), Flat(100, START)], None, None),  # at no point that is known
        ([Flat(100, START), Hours(35, START)], None, (Flat(100, START), Hours(35, START))),
        ([RemovePoints((1,), START), Percent(2, START)], 2, (Percent(2, START),)),
    ],
)
def test_an_offer_at_one_point_has_the_parts_that_are_for_it(parts, point, left):
    at = Offer(tuple(parts)).at(point)
    assert (at and at.parts) == left


def test_a_payment_made_once_raises_no_rate(scale):
    made = offers.apply(Offer((LumpSum(START, gbp=100, pct=1),)), scale)
    assert made["non_consolidated_gbp"].tolist() == [200, 250, 400]
    assert (made["rise_pct"] == 0).all()


def test_shorter_hours_are_a_rise_by_the_hour(scale):
    made = offers.apply(Offer((Hours(35, START),)), scale)
    assert made["rise_hour_pct"].tolist() == pytest.approx([(37 / 35 - 1) * 100] * 3)
    assert (made["rise_pct"] == 0).all()


def test_the_level_at_the_end_and_the_average_over_the_year(scale):
    """The youth award: 2 months at 0, 4 at 2.85, 6 at 3.3 makes 2.6 over the pay year, 3.3 at its end."""
    offer = Offer((Percent(2.85, "2003-11", True), Percent(3.3, "2004-03", True)))
    made = offers.apply(offer, scale, year_start="2003-09")
    assert made["average_rise_pct"].tolist() == pytest.approx([2.6] * 3)
    assert made["rise_pct"].tolist() == pytest.approx([3.3] * 3)
    assert offers.stages(offer, "2003-09")["share_pct"].tolist() == pytest.approx([100 / 6, 100 / 3, 50])


def test_the_real_change_is_that_of_prices(scale):
    made = offers.apply(
        Offer((Percent(3, START),)), scale, by=["cpi", "rpi"], since="2002-09", until="2003-09"
    )
    for measure in ("cpi", "rpi"):
        expected = prices.real_change(100, 103, "2002-09", "2003-09", by=measure)
        assert made[f"real_{measure}_pct"].tolist() == pytest.approx([expected] * 3)


def test_spread_by_hand(scale):
    """A flat 500: rises of 5, 3.33 and 1.67 % for 50, 30 and 20 staff."""
    got = offers.spread(Offer((Flat(500, START),)), scale, STAFF, inflation_pct=2.8)
    paybill = 50 * 10_000 + 30 * 15_000 + 20 * 30_000
    assert got["average_rise_pct"] == pytest.approx(50_000 / paybill * 100)
    assert got["mean_rise_pct"] == pytest.approx((50 * 5 + 30 * 10 / 3 + 20 * 5 / 3) / 100)
    assert got["median_rise_pct"] == pytest.approx((5 + 10 / 3) / 2)  # half get 5, half less
    assert got["share_below_pct"] == 20


def test_cost_by_hand(scale):
    """3 % on 1.55 million: 46,500 of pay; 12.8 % National Insurance above 4,615 a year; 10 % pension.

    Employer's National Insurance 2003-04: 12.8 per cent above £89 a week (Inland Revenue).
    """
    bill = offers.cost(Offer((Percent(3, START),)), scale, STAFF, "2003/04", pension_pct=10)
    assert bill.loc["pay", "cost_gbp"] == pytest.approx(46_500)
    assert bill.loc["employer_ni", "cost_gbp"] == pytest.approx(46_500 * 0.128)
    assert bill.loc["employer_pension", "cost_gbp"] == pytest.approx(4_650)
    assert bill.loc["total", "cost_gbp"] == pytest.approx(46_500 * 1.228)
    assert bill.loc["pay", "cost_pct"] == pytest.approx(3)


def test_a_late_stage_costs_less_this_year_than_in_a_full_one(scale):
    offer = Offer((Percent(3, "2004-03"), LumpSum("2004-03", gbp=100)))
    year = offers.cost(offer, scale, STAFF, "2003/04", year_start=START)
    full = offers.cost(offer, scale, STAFF, "2003/04", full_year=True)
    assert year.loc["pay", "cost_gbp"] == pytest.approx(full.loc["pay", "cost_gbp"] / 2)
    assert (
        year.loc["non_consolidated", "cost_gbp"] == 10_000 and full.loc["non_consolidated", "cost_gbp"] == 0
    )


def test_what_else_the_same_money_would_buy(scale):
    made = offers.alternatives(
        Offer((Percent(3, START),)),
        scale,
        STAFF,
        "2003/04",
        claim=Offer((Percent(6, START),), "claim"),
        pension_pct=12,
    )
    costs = made.attrs["cost_gbp"]
    for name in ("percentage", "flat_sum", "floor", "bottom_loaded"):
        assert costs[name] == pytest.approx(costs["offer"], rel=1e-9)
    assert costs["claim"] == pytest.approx(2 * costs["offer"], rel=1e-6)
    assert made["flat_sum"].tolist() == pytest.approx([465] * 3)  # 46,500 over 100 staff
    assert made.loc[1, "floor"] == pytest.approx(930) and made.loc[3, "floor"] == 0
    assert made.loc[1, "flat_sum"] > made.loc[1, "bottom_loaded"] > made.loc[1, "percentage"]
    assert made.loc[3, "flat_sum"] < made.loc[3, "bottom_loaded"] < made.loc[3, "percentage"]


def test_one_offer_and_two_readings():
    """DWP 2003: 2.6 % at the scale maxima (union), 5 % on average (employer): the rest must get 7.4 %.

    The half of staff at the maximum is the union's figure for the lowest paid, used here for all: an assumption.
    """
    assert offers.rest_of(5, 2.6, 50) == pytest.approx(7.4)
    readings = pd.DataFrame(
        {
            "award_pct": [2.6, 2.6, 3.4],
            "progression_pct": [0, 4.0, 5.0],
            "non_consolidated_pct": [0.5, 0.5, 0],
            "weight_pct": [50, 40, 10],
            "assumed": True,
        },
        index=["at the maximum", "moving up", "lowest paid"],
    )
    made = offers.reconcile(readings, by=["cpi", "rpi"], since="2003-01", until="2004-01")
    assert made.loc["average", "total_pct"] == pytest.approx(0.5 * 3.1 + 0.4 * 7.1 + 0.1 * 8.4)
    assert made.loc["at the maximum", "real_rpi_pct"] == pytest.approx(0, abs=0.05)  # RPI rose 2.6 %
    assert made.loc["at the maximum", "real_cpi_pct"] > 1
    assert made["weight_pct"]["average"] == 100


@given(PERCENTS, PERCENTS)
def test_percentages_chain_by_multiplying(first, second):
    scale = pd.DataFrame({"point": ["a"], "annual_gbp": [20_000.0]})
    made = offers.apply(Offer((Percent(first, START), Percent(second, "2004-09"))), scale)
    assert made["rise_pct"].item() == pytest.approx(
        ((1 + first / 100) * (1 + second / 100) - 1) * 100, abs=1e-9
    )


@given(st.floats(1, 5000), st.lists(st.floats(5_000, 90_000), min_size=2, max_size=6, unique=True))
def test_a_flat_sum_is_worth_more_at_the_bottom(sum_gbp, pays):
    scale = pd.DataFrame({"point": range(len(pays)), "annual_gbp": sorted(pays)})
    rises = offers.apply(Offer((Flat(sum_gbp, START),)), scale)["rise_pct"]
    assert rises.is_monotonic_decreasing


@given(
    st.lists(st.floats(0.5, 500), min_size=3, max_size=3),
    st.lists(st.floats(0.5, 500), min_size=3, max_size=3),
)
def test_cost_adds_up_over_staff(some, others):
    scale = pd.DataFrame({"point": [1, 2, 3], "annual_gbp": [10_000.0, 15_000.0, 30_000.0]})
    offer = Offer((GreaterOf(3, 500, START),))

    def total(staff):
        return offers.cost(offer, scale, dict(zip([1, 2, 3], staff, strict=True)), "2003/04").loc[
            "total", "cost_gbp"
        ]

    together = [a + b for a, b in zip(some, others, strict=True)]
    assert total(together) == pytest.approx(total(some) + total(others))


@given(st.lists(st.integers(0, 14), min_size=1, max_size=5))
def test_the_shares_of_the_stages_add_to_one(delays):
    first = pd.Period(START, "M")
    offer = Offer(tuple(Percent(1, str(first + delay)) for delay in sorted(delays)))
    made = offers.stages(offer, START)
    assert made["months"].sum() == 12 and made["share_pct"].sum() == pytest.approx(100)


BAD = {
    "no parts": (lambda scale: Offer(()), FigureError, "has no part"),
    "out of order": (lambda scale: Offer((Percent(1, "2004-09"), Percent(1, START))), FigureError, "out of order"),
    "a year for a start": (lambda scale: Offer((Percent(1, "2004"),)), PeriodError, "A month is needed"),
    "an unknown point": (lambda scale: after(scale, Percent({9: 1}, START)), FigureError, "point 9.*1, 2, 3"),
    "every point removed": (lambda scale: after(scale, RemovePoints((1, 2, 3), START)), FigureError, "every point"),
    "the top removed": (lambda scale: after(scale, RemovePoints((3,), START)), FigureError, "at the bottom"),
    "NaN": (lambda scale: after(scale, Percent(float("nan"), START)), FigureError, "missing"),
    "no hours": (lambda scale: after(scale, Hours(0, START)), FigureError, "hours_week"),
    "not a part": (lambda scale: after(scale, type("Rise", (), {"start": START})()), FigureError, "not a part"),
    "no scale": (lambda scale: after(scale.head(0), Percent(1, START)), FigureError, "no points"),
    "a point twice": (lambda scale: after(scale.assign(point=1), Percent(1, START)), FigureError, "twice"),
    "pay below zero": (lambda scale: after(scale.assign(annual_gbp=-1.0), Percent(1, START)), FigureError, "above 0"),
    "no pay": (lambda scale: after(scale[["point"]], Percent(1, START)), FigureError, "needs the column 'annual_gbp'"),
    "staff short": (lambda scale: offers.spread(Offer((Flat(1, START),)), scale, {1: 1}), FigureError, "point 2"),
    "staff of no point": (
        lambda scale: offers.spread(Offer((Flat(1, START),)), scale, STAFF | {9: 1}), FigureError, "no point 9",
    ),
    "no staff": (lambda scale: offers.spread(Offer((Flat(1, START),)), scale, dict.fromkeys(STAFF, 0)), FigureError, "no staff"),
    "staff below zero": (
        lambda scale: offers.spread(Offer((Flat(1, START),)), scale, STAFF | {1: -1}), FigureError, "at least 0",
    ),
    "no months for prices": (
        lambda scale: offers.apply(Offer((Flat(1, START),)), scale, by="cpi"), FigureError, "since= and until=",
    ),
    "a rate not yet out": (lambda scale: after(scale, Linked("rpi", "2031-01", "2031-04")), CoverageError, "2031-01"),
    "a tax year not held": (
        lambda scale: offers.cost(Offer((Flat(1, START),)), scale, STAFF, "1987/88"), CoverageError, "1987/88",
    ),
    "too dear": (
        lambda scale: offers.same_cost(
            Offer((Percent(3, START),)), scale, STAFF, "2003/04", lambda pct: Offer((Percent(pct, START),)), 1.0
        ),
        FigureError, "No size up to 1",
    ),
    "weights": (
        lambda scale: offers.reconcile(
            pd.DataFrame({"award_pct": [1], "progression_pct": [0], "non_consolidated_pct": [0], "weight_pct": [99]}),
            by="cpi", since="2003-01", until="2004-01",
        ),
        FigureError, "add to 99",
    ),
    "everyone known": (lambda scale: offers.rest_of(5, 2.6, 100), FigureError, "above 0"),
}  # fmt: skip


@pytest.mark.parametrize(("ask", "error", "message"), BAD.values(), ids=BAD.keys())
def test_bad_input_is_a_typed_error_that_helps(scale, ask, error, message):
    with pytest.raises(error, match=message):
        ask(scale)


@pytest.mark.parametrize(
    ("starts", "due", "expected"),
    [
        (
            ["2003-11", "2004-03"],
            "2003-09",
            "2003-09",
        ),  # the youth award: paid late, for the year from September
        (["2004-11"], "2003-09", "2004-09"),  # for the year after
        (["2003-08"], "2003-09", "2003-09"),  # a month early
        (["2003-11"], None, "2003-11"),
    ],
)
def test_the_pay_year_starts_on_an_anniversary_of_the_award_that_was_due(starts, due, expected):
    offer = offers.Offer(tuple(offers.Percent(3.0, start) for start in starts))
    assert str(offers.pay_year(offer, due)) == expected


def test_what_raises_no_rate_of_pay_does_not_start_a_pay_year():
    once, week = offers.LumpSum("2023-03", 1000.0), offers.Hours(36, "2023-04")
    rise = offers.Percent(4.3, "2023-09")
    assert str(offers.pay_year(offers.Offer((once, week, rise)), "2022-09")) == "2023-09"
    assert str(offers.pay_year(offers.Offer((once,)), "2022-09")) == "2022-09"


def test_a_pension_contribution_may_be_a_finding():
    """A tenth more on pay changes no flat sum of the same cost by itself: 3% of 10,000 and 20,000 is 450 each."""
    scale = pd.DataFrame({"point": [1, 2], "annual_gbp": [10_000.0, 20_000.0]})
    offer = Offer((Percent(3, "2003-09"),))
    given = Finding("employer's contribution", 10.0, "pct", "as given")
    made, plain = (
        offers.alternatives(offer, scale, {1: 1, 2: 1}, "2003/04", pension_pct=pct) for pct in (given, 10.0)
    )
    assert made.equals(plain) and made.loc[1, "flat_sum"] == pytest.approx(450)


def test_an_offer_of_one_part_is_an_offer():
    """A tuple of one wants a comma, which is easily left out."""
    part = offers.Percent(3, "2026-04")
    assert offers.Offer(part, "three") == offers.Offer((part,), "three") == offers.Offer([part], "three")


SCALE = pd.DataFrame({"point": [1, 2], "annual_gbp": [20_000.0, 30_000.0]})


@pytest.mark.parametrize(
    "ask",
    [
        lambda offer, scale: offers.apply(offer, scale),
        lambda offer, scale: offers.levels(offer, scale, "2026-04", "2026-05"),
        lambda offer, scale: offers.cost(offer, scale, {1: 1, 2: 1}, "2026/27"),
        lambda offer, scale: offers.spread(offer, scale, {1: 1, 2: 1}),
        lambda offer, scale: offers.alternatives(offer, scale, {1: 1, 2: 1}, "2026/27"),
    ],
    ids=["apply", "levels", "cost", "spread", "alternatives"],
)
def test_what_is_no_scale_is_told_by_everything_that_takes_one(ask):
    offer = offers.Offer([offers.Percent(3, "2026-04")])
    assert len(ask(offer, SCALE))
    for scale, said in (
        (SCALE.drop(columns="point"), "needs the column 'point'"),
        (SCALE.drop(columns="annual_gbp"), "needs the column 'annual_gbp'"),
        (SCALE.set_index("point")["annual_gbp"], "A scale is a frame .* this is Series"),
        (20_000, "this is int"),
    ):
        with pytest.raises(FigureError, match=said):
            ask(offer, scale)
