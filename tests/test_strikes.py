"""Strikes: against published results, hand-worked ones, and their own algebra."""

import datetime
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import paylib
from paylib import strikes
from paylib.cases import social_care
from paylib.errors import ChoiceError, CoverageError, FigureError, PeriodError
from tests.conftest import cases

CONTRACTS = ["five_day_week", "annual_contract"]
PAY, DAYS, FTE, PCT = st.floats(1000, 200_000), st.floats(0, 365), st.floats(0.05, 1), st.floats(0, 100)


# Pay lost


def test_the_two_shares_argued_in_hartley():
    """[2017] UKSC 39: 1/365 of annual pay for the day, not 1/260. Pay of £36,500 makes a round figure."""
    assert strikes.pay_lost(36_500, 1, contract="annual_contract") == 100
    assert round(strikes.pay_lost(36_500, 1, contract="five_day_week"), 2) == 140.38


def test_a_council_that_takes_a_fifth_of_a_week():
    """Denbighshire County Council, Industrial action: 7.4 hours, 20 per cent of a week, for a day.

    A fifth of 1/52.143 of the year is within 0.3 per cent of 1/260.
    """
    fifth_of_a_week = 31_067 / 52.143 / 5
    assert strikes.pay_lost(31_067, 1, contract="five_day_week") == pytest.approx(fifth_of_a_week, rel=0.003)


def test_a_part_timer_loses_the_share_of_full_time():
    """UCU Heriot-Watt, Cost of striking: 1/365 of gross pay a day, part time by full-time equivalent."""
    half = strikes.pay_lost(36_500, 3, contract="annual_contract", fte=0.5)
    assert half == pytest.approx(150)
    # Three full days a week: three of five rostered days on strike at full pay are the same week lost.
    by_share = strikes.pay_lost(26_000, 5, contract="five_day_week", fte=0.6)
    assert (
        by_share == pytest.approx(strikes.pay_lost(26_000, 3, contract="five_day_week")) == pytest.approx(300)
    )


@given(PAY, DAYS, FTE, st.sampled_from(CONTRACTS))
def test_pay_lost_is_proportional(annual, days, fte, contract):
    one = strikes.pay_lost(annual, 1, contract=contract)
    assert strikes.pay_lost(annual, days, contract=contract, fte=fte) == pytest.approx(one * days * fte)
    whole = strikes.divisors()["days"][contract]
    assert strikes.pay_lost(annual, whole, contract=contract) == pytest.approx(annual)


@given(PAY, DAYS)
def test_the_two_consistent_pairs_agree(annual, days):
    """Five sevenths of the days over 260 and all of them over 365 differ by 0.3 per cent (365 x 5 / 7 / 260)."""
    rostered = strikes.pay_lost(annual, days * 5 / 7, contract="five_day_week")
    calendar = strikes.pay_lost(annual, days, contract="annual_contract")
    assert rostered == pytest.approx(calendar * 365 * 5 / 7 / 260)


@given(PAY, DAYS, PCT)
def test_net_is_never_more_than_gross(annual, days, kept):
    lost = strikes.pay_lost(annual, days, contract="five_day_week")
    assert 0 <= strikes.net_pay_lost(lost, kept) <= lost
    assert strikes.net_pay_lost(lost, 100) == lost


def test_the_contract_has_no_default():
    with pytest.raises(TypeError, match="contract"):
        strikes.pay_lost(31_067, 1)


# Days lost, and what the employer saves


def test_days_lost_of_the_child_support_agency():
    """Hansard, 16 June 2006: 2.21 days a member of staff in 2004, a year with six strike days."""
    facts = paylib.load("civil_service_dispute").set_index("item")["value"]
    each, days = facts["days_lost_industrial_action_csa_2004"], facts["strike_days_dwp_total"]
    participation = each / days * 100
    assert round(participation) == 37
    assert strikes.working_days_lost(days, 10_000, participation) == pytest.approx(22_100)


def test_days_lost_of_january_2002_fit_in_the_official_count():
    """Hansard, 12 February 2002: on average 23,635 on strike on 28 and 29 January, in the DWP alone."""
    lost = strikes.working_days_lost(2, 23_635, 100)
    table = paylib.load("labour_disputes").query("period == '2002-01'").set_index("measure")["value"]
    assert lost == 47_270
    assert lost < table["working_days_lost_public"] * 1000 < table["working_days_lost"] * 1000


@given(PAY, st.floats(0, 100_000), st.floats(0, 100_000), st.floats(0, 60), st.sampled_from(CONTRACTS))
def test_the_saving_is_additive_over_days(annual, some, others, on_costs, contract):
    choices = {"contract": contract, "on_costs_pct": on_costs}
    together = strikes.employer_saving(annual, some + others, **choices)
    apart = strikes.employer_saving(annual, some, **choices) + strikes.employer_saving(
        annual, others, **choices
    )
    assert together == pytest.approx(apart)
    assert together >= strikes.pay_lost(annual, some + others, contract=contract)


def test_the_saving_by_hand():
    """100 people on £26,000, two days each at £100, 40 per cent taking part, on-costs of 25 per cent."""
    days = strikes.working_days_lost(2, 100, 40)
    assert days == 80
    assert strikes.employer_saving(26_000, days, contract="five_day_week", on_costs_pct=25) == 80 * 100 * 1.25


# Break-even


@pytest.mark.parametrize(
    ("loan", "rate_pct", "payment", "months"),
    [
        (8000, 7, 150, 64.07334877),
        (9000, 7, 150, 74.06368256),
        (8000, 7, 99 + 1, 108.07548412),
        (8000, 8, 150, 66.12443902),
        (9000, 8, 100, 137.90124779),
    ],
)
def test_break_even_is_the_number_of_periods_of_a_loan(loan, rate_pct, payment, months):
    """NumPy reference, numpy.nper: months to pay off a loan, at a twelfth of the yearly rate a month."""
    effective = ((1 + rate_pct / 1200) ** 12 - 1) * 100
    found = strikes.break_even_months(loan, payment * 12, discount_pct=effective, due_to_strike_pct=100)
    assert found == pytest.approx(months, abs=1e-7)


@given(st.floats(1, 20_000), st.floats(100, 20_000), st.floats(0, 15), st.floats(1, 100))
def test_the_payments_up_to_break_even_are_worth_the_loss(lost, gain, discount, due):
    choices = {"discount_pct": discount, "due_to_strike_pct": due}
    months = strikes.break_even_months(lost, gain, **choices, never=math.inf)
    monthly, factor = gain * due / 100 / 12, (1 + discount / 100) ** (-1 / 12)
    if math.isinf(months):
        assert monthly * factor / (1 - factor) <= lost * (1 + 1e-9)
    elif months < 5000:
        worth = np.cumsum(monthly * factor ** np.arange(1, math.ceil(months) + 2))
        assert worth[math.ceil(months)] >= lost * (1 - 1e-9)
        assert months < 2 or worth[math.floor(months) - 2] <= lost * (1 + 1e-9)


@given(st.floats(1, 20_000), st.floats(1000, 20_000), st.floats(10, 100))
def test_break_even_without_discounting_is_a_ratio_and_the_limit(lost, gain, due):
    plain = strikes.break_even_months(lost, gain, discount_pct=0, due_to_strike_pct=due)
    assert plain == pytest.approx(lost / (gain * due / 100) * 12)
    tiny = strikes.break_even_months(lost, gain, discount_pct=1e-9, due_to_strike_pct=due)
    assert tiny == pytest.approx(plain, rel=1e-6)


def test_discounting_and_doubt_only_lengthen_it():
    def months(discount, due):
        return strikes.break_even_months(5804, 4168, discount_pct=discount, due_to_strike_pct=due)

    assert months(0, 100) < months(3.5, 100) < months(3.5, 50) < months(10, 50)
    assert months(0, 50) == pytest.approx(2 * months(0, 100))


def test_a_loss_of_nothing_is_repaid_at_once():
    assert strikes.break_even_months(0, 0, discount_pct=5, due_to_strike_pct=0) == 0


def test_never_is_an_error_unless_asked_for():
    gaps = social_care.regrading_gap("2024-04")["gap_gbp_year"].droplevel("month")
    with pytest.raises(FigureError, match=r"1 of 7 losses are never repaid, the first at position 0.*never="):
        strikes.break_even_months(5804, gaps, discount_pct=0, due_to_strike_pct=100)
    months = strikes.break_even_months(5804, gaps, discount_pct=0, due_to_strike_pct=100, never=math.inf)
    assert math.isinf(months[19]) and months[25] == pytest.approx(5804 / 4168 * 12)
    assert list(months.index) == list(gaps.index)


def test_never_says_what_gain_would_do():
    asked = {"discount_pct": 10, "due_to_strike_pct": 50}
    # 10,000 x (1.1 ^ (1/12) - 1) x 12 / 0.5
    with pytest.raises(FigureError, match=r"The loss is never repaid: .* more than £1,913.79 a year"):
        strikes.break_even_months(10_000, 1000, **asked)
    assert strikes.break_even_months(10_000, 1913.80, **asked) > 1000
    with pytest.raises(FigureError, match="more than"):
        strikes.break_even_months(10_000, 1913.78, **asked)
    with pytest.raises(FigureError, match="no part of the gain is taken to be due to the strike"):
        strikes.break_even_months(10_000, 1000, discount_pct=0, due_to_strike_pct=0)


# The 69 days


def test_the_rounds_add_to_68_and_not_69():
    assert social_care.recounted().to_dict() == {
        "announced": 46,
        "by_subtraction": 22,
        "recounted": 68,
        "stated": 69,
    }
    assert social_care.rounds().attrs["usage_warnings"] == ("claimed_by_union", "implied")
    assert set(social_care.rounds().attrs["sources"]) <= set(paylib.sources().index)


def test_weekdays_of_the_dated_rounds_by_hand():
    """From a calendar: Friday 26 to Monday 29 July 2024 has two weekdays; Friday 9 to Tuesday 13 August
    three; Saturday 28 September to Sunday 6 October five. The other 50 days are taken at five sevenths."""
    days = strikes.rostered_days(social_care.rounds())
    assert days.loc[["1", "2", "4"], "weekday_days"].tolist() == [2, 3, 5]
    total = days.sum()
    assert total["all_days"] == 68
    assert total["five_sevenths_days"] == pytest.approx(340 / 7)
    assert total["weekday_days"] == pytest.approx(10 + 250 / 7)


def test_pay_lost_under_every_scenario():
    """Top of grade 6, April 2024, by hand: 31,067 x 48.571 / 260, x 45.714 / 260, x 68 / 365."""
    days = strikes.rostered_days(social_care.rounds()).sum()
    lost = strikes.pay_lost(31_067, days, contract="five_day_week")
    assert lost.round(2).to_dict() == {
        "five_sevenths_days": 5803.73,
        "weekday_days": 5462.33,
        "all_days": 8125.22,
    }
    assert round(strikes.pay_lost(31_067, days["all_days"], contract="annual_contract"), 2) == 5787.82


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2030, 1, 1)), st.integers(1, 60))
def test_scenarios_keep_their_bounds(start, length):
    end = start + datetime.timedelta(days=length - 1)
    rounds = pd.DataFrame({"start_date": [start], "end_date": [end], "days": [length]})
    row = strikes.rostered_days(rounds).iloc[0]
    by_hand = sum((start + datetime.timedelta(days=day)).weekday() < 5 for day in range(length))
    assert row["weekday_days"] == by_hand <= row["all_days"] == length
    assert row["five_sevenths_days"] == pytest.approx(length * 5 / 7)
    if length % 7 == 0:
        assert row["weekday_days"] == pytest.approx(row["five_sevenths_days"])


# Regrading


def test_the_gap_is_what_the_union_said_and_opens_from_nothing():
    """Lancashire Telegraph, August 2024: grade 6 is paid "up to £4,200" less (at the rates of 2023)."""
    gap = social_care.regrading_gap("2024-03")["gap_gbp_year"].droplevel("month")
    assert gap[25] == 4168 == gap.max()
    assert gap[19] == 0
    assert gap.is_monotonic_increasing


def test_rates_by_year():
    """Flat awards leave the gap alone; 3.2 per cent in 2025 widens it (36,363 less 32,061, both printed)."""
    gap = social_care.regrading_gap(["2023-04", "2024-04", "2025-04"])["gap_gbp_year"]
    assert gap.xs(25, level="point").tolist() == [4168, 4168, 4302]
    pay = social_care.regrading_gap("2026-03")["annual_gbp"].droplevel("month")
    assert pay[[19, 20, 24, 25]].tolist() == [32_061, 32_597, 35_412, 36_363]  # adverts of that winter


def test_the_rates_are_those_in_force_in_the_month():
    year = social_care.regrading_gap(pd.period_range("2024-03", "2025-04", freq="M"))["annual_gbp"]
    assert year.xs(19, level="point").tolist() == [29_777] + [31_067] * 12 + [32_061]


def test_a_gap_says_where_it_comes_from():
    attrs = social_care.regrading_gap("2024-04").attrs
    assert attrs["usage_warnings"] == (
        "derived",
        "implied",
        "one_source",
    )  # points of 2024 by one council's table
    assert {"C_herts_2024", "F_lancs_inferred"} <= set(attrs["sources"]) <= set(paylib.sources().index)
    # Points 19 and 25 of 2025 are held both published and derived: the published ones are used.
    assert "F_astley_2026" in social_care.regrading_gap("2025-04").attrs["sources"]


def test_back_pay_by_months():
    assert strikes.regrading_arrears(4168, 12) == 4168
    assert strikes.regrading_arrears(4168, 9) == 3126
    gaps = social_care.regrading_gap(["2024-04", "2025-04"])["gap_gbp_year"].unstack("month")
    by_year = strikes.regrading_arrears(gaps["2024-04"], 9) + strikes.regrading_arrears(gaps["2025-04"], 6)
    monthly = social_care.regrading_gap(pd.period_range("2024-07", "2025-09", freq="M"))["gap_gbp_year"]
    assert strikes.regrading_arrears(monthly, 1).groupby("point").sum().to_dict() == pytest.approx(
        by_year.to_dict()
    )


# Ballots


@pytest.mark.parametrize(
    ("members", "yes", "no", "spoilt", "turnout", "share"),
    [
        (142_673, 50_726, 8_528, 31, 41.6, 85.6),
        (124_710, 46_352, 12_430, 670, 47.7, 78.9),
    ],
)
def test_the_pay_ballots_of_the_civil_service(members, yes, no, spoilt, turnout, share):
    """PCS, results of 23 July 2018 and 29 April 2019: majorities that the turnout threshold stopped."""
    counted = strikes.ballot_counted(members, yes, no, spoilt)
    assert counted["turnout_low_pct"].round(1).tolist() == [turnout]
    assert counted["yes_low_pct"].round(1).tolist() == [share]
    met = strikes.thresholds_met(counted, "2018-06-18", important_service=False).iloc[0]
    assert met.to_dict() == {
        "majority": "met",
        "turnout": "not met",
        "support": "not required",
        "outcome": "not met",
    }
    assert strikes.thresholds_met(counted, "2017-02-28", important_service=False)["outcome"].tolist() == [
        "met"
    ]


def test_the_education_ballots_of_january_2023():
    """NEU, 16 January 2023: teachers in England and Wales and support staff in Wales passed the thresholds,
    support staff in England "just missed" them. NASUWT, 12 January 2023: 88.5 per cent on 42 did not pass."""
    names = ["teachers England", "teachers Wales", "support England", "support Wales", "NASUWT"]
    turnout = pd.Series([53.27, 58.07, 46.46, 51.30, 42], index=names)
    yes = pd.Series([90.44, 92.28, 84.13, 88.26, 88.5], index=names)
    outcome = strikes.thresholds_met(strikes.ballot(turnout, yes), "2022-10-28", important_service=True)[
        "outcome"
    ]
    assert outcome.to_dict() == dict(zip(names, ["met", "met", "not met", "met", "not met"], strict=True))


def test_the_worked_examples_of_the_2016_act():
    """Lexology, Changing strike ballots: of 100 members 50 must vote and 26 say yes; 40 in important services."""
    plain = strikes.ballot_counted(100, [26, 25, 26], [24, 25, 23])
    outcome = strikes.thresholds_met(plain, "2017-03-01", important_service=False)["outcome"]
    assert outcome.tolist() == ["met", "not met", "not met"]
    important = strikes.ballot_counted(100, [40, 39], [10, 11])
    results = strikes.thresholds_met(important, "2017-03-01", important_service=True)
    assert results["support"].tolist() == results["outcome"].tolist() == ["met", "not met"]


def test_the_law_of_each_date():
    asked = {day: strikes.thresholds(day)["threshold_pct"].to_dict() for day in ("2004-01-05", "2017-02-28")}
    assert all(found == {"majority": 50} for found in asked.values())
    act = {"majority": 50, "turnout": 50, "support": 40}
    assert strikes.thresholds("2017-03-01")["threshold_pct"].to_dict() == act
    assert strikes.thresholds(datetime.date(2026, 2, 17))["threshold_pct"].to_dict() == act
    assert strikes.thresholds("2026-02-18")["threshold_pct"].to_dict() == {"majority": 50, "turnout": 50}
    assert strikes.thresholds("2026-02-18")["qualifier"].tolist() == ["more_than", "at_least"]


def test_almost_ninety_of_about_3500_stays_a_range():
    """TES, 13 February 2004, with no turnout: a majority then; what the later law would say is open."""
    votes = strikes.ballot(
        (0, 100), strikes.stated_range(90, 5, "almost"), strikes.stated_range(3500, 100, "about")
    )
    assert votes.iloc[0][["yes_low_pct", "yes_high_pct"]].tolist() == [85, 90]
    assert votes.iloc[0][["votes_low", "votes_high", "yes_votes_high"]].tolist() == [0, 3550, 3195]
    then = strikes.thresholds_met(votes, "2004-01-12", important_service=True).iloc[0]
    later = strikes.thresholds_met(votes, "2017-03-01", important_service=True).iloc[0]
    assert then["outcome"] == then["majority"] == "met"
    assert later[["majority", "turnout", "support", "outcome"]].tolist() == ["met"] + ["cannot be said"] * 3


def test_a_range_with_the_threshold_in_it_cannot_be_said():
    turnout = [(49, 50), (50, 51), (48, 49.9)]
    for (low, high), said in zip(turnout, ["cannot be said", "met", "not met"], strict=True):
        result = strikes.thresholds_met(
            strikes.ballot((low, high), 80), "2018-01-01", important_service=False
        )
        assert result["turnout"].tolist() == [said]
    # Exactly half of the votes is no majority, however the range lies.
    halves = strikes.ballot(60, ([49.0, 50.0, 50.1], [50.0, 50.1, 60.0]))
    result = strikes.thresholds_met(halves, "2004-01-01", important_service=False)
    assert result["majority"].tolist() == ["not met", "cannot be said", "met"]


def test_one_failed_test_settles_it_even_when_another_is_open():
    result = strikes.thresholds_met(strikes.ballot((45, 55), 40), "2018-01-01", important_service=False)
    assert result.iloc[0][["majority", "turnout", "outcome"]].tolist() == [
        "not met",
        "cannot be said",
        "not met",
    ]


def test_important_services_ballot_by_ballot():
    ballots = strikes.ballot([60, 60], 60)
    result = strikes.thresholds_met(ballots, "2018-01-01", important_service=[True, False])
    assert result["support"].tolist() == ["not met", "not required"]
    assert result["outcome"].tolist() == ["not met", "met"]


@settings(max_examples=cases(400, 15))
@given(st.tuples(PCT, PCT).map(sorted), st.tuples(PCT, PCT).map(sorted), st.booleans())
def test_what_is_said_of_a_range_holds_at_its_ends(turnout, yes, important):
    def outcome(turnout, yes):
        met = strikes.thresholds_met(strikes.ballot(turnout, yes), "2018-01-01", important_service=important)
        return met["outcome"].iloc[0]

    whole = outcome(tuple(turnout), tuple(yes))
    ends = {outcome(turnout[i], yes[j]) for i in (0, 1) for j in (0, 1)}
    assert "cannot be said" not in ends
    assert whole == "cannot be said" or ends == {whole}


@given(st.integers(1, 10_000), st.integers(0, 10_000), st.integers(0, 500))
def test_a_count_and_its_shares_are_one_ballot(yes, no, stayed_away):
    members = yes + no + stayed_away
    counted = strikes.ballot_counted(members, yes, no)
    shares = strikes.ballot(counted["turnout_low_pct"], counted["yes_low_pct"], members)
    for name in counted:
        assert shares[name].iloc[0] == pytest.approx(counted[name].iloc[0])
    assert (counted["yes_low_pct"] == counted["yes_high_pct"]).all()


def test_counted_ranges_bound_every_count_within_them():
    wide = strikes.ballot_counted((85_500, 86_500), (21_500, 22_500), (13_500, 14_500)).iloc[0]
    for members in (85_500, 86_500):
        for yes in (21_500, 22_500):
            for no in (13_500, 14_500):
                exact = strikes.ballot_counted(members, yes, no).iloc[0]
                for share in ("turnout", "yes", "yes_of_members"):
                    value = exact[f"{share}_low_pct"]
                    assert wide[f"{share}_low_pct"] <= value <= wide[f"{share}_high_pct"]
    assert round(wide["yes_low_pct"]) == 60 and round(wide["yes_high_pct"]) == 62  # printed as 61


def test_stated_ranges():
    assert strikes.stated_range(43, 1) == (42.5, 43.5)
    assert (
        strikes.stated_range(200, 50, "more_than") == strikes.stated_range(200, 50, "at_least") == (200, 250)
    )
    assert strikes.stated_range(85_000, 5000, "at_most") == (80_000, 85_000)
    assert strikes.stated_range(1, 4, "about") == (0, 3)
    low, high = strikes.stated_range(pd.Series([1.0, 87.0], index=["a", "b"]), 4)
    assert low.to_dict() == {"a": 0, "b": 85} and high.to_dict() == {"a": 3, "b": 89}


# Shapes and errors


def test_shapes_scalar_array_series():
    assert isinstance(strikes.pay_lost(31_067, 1, contract="five_day_week"), float)
    assert strikes.pay_lost([26_000, 52_000], 1, contract="five_day_week").tolist() == [100, 200]
    pay = pd.Series([26_000.0, 52_000.0], index=["a", "b"])
    assert strikes.net_pay_lost(strikes.pay_lost(pay, 2, contract="five_day_week"), 70).to_dict() == {
        "a": 140,
        "b": 280,
    }
    choices = {"discount_pct": 0, "due_to_strike_pct": [100, 50]}
    assert isinstance(strikes.break_even_months(100, 1200, discount_pct=3, due_to_strike_pct=100), float)
    assert strikes.break_even_months(100, 1200, **choices).tolist() == [1, 2]
    assert list(strikes.break_even_months(pay, 1200, **choices).index) == ["a", "b"]
    ballots = strikes.ballot(pd.Series([60.0, 40.0], index=["a", "b"]), (70, 80), 100)
    assert list(ballots.index) == ["a", "b"] and ballots["yes_votes_high"].to_dict() == {"a": 48, "b": 32}
    assert strikes.ballot((50, [60, 70]), 80)["turnout_low_pct"].tolist() == [50, 50]


BALLOT = strikes.ballot(60, 70)
LABELLED = pd.Series([60.0, 70.0], index=["a", "b"])
OTHERWISE = pd.Series([60.0, 70.0], index=["b", "a"])
ROUND = {"start_date": ["2024-07-26"], "end_date": ["2024-07-29"], "days": [4]}


@pytest.mark.parametrize(
    ("ask", "error", "message"),
    [
        (
            lambda: strikes.pay_lost(31_067, 1, contract="five_day"),
            ChoiceError,
            r"Did you mean 'five_day_week'",
        ),
        (lambda: strikes.pay_lost(0, 1, contract="five_day_week"), FigureError, r"annual_gbp .* not above 0"),
        (lambda: strikes.pay_lost(31_067, -1, contract="five_day_week"), FigureError, r"days .* below 0"),
        (
            lambda: strikes.pay_lost(31_067, 1, contract="five_day_week", fte=60),
            FigureError,
            r"fte is 60.*at most 1",
        ),
        (
            lambda: strikes.pay_lost(31_067, 1, contract="five_day_week", fte=0),
            FigureError,
            r"fte .* not above 0",
        ),
        (
            lambda: strikes.pay_lost([31_067, None], 1, contract="five_day_week"),
            FigureError,
            r"1 of 2 .* position 1",
        ),
        (
            lambda: strikes.pay_lost([1, 2], [1, 2, 3], contract="five_day_week"),
            FigureError,
            r"annual_gbp has 2, days has 3",
        ),
        (
            lambda: strikes.pay_lost(LABELLED, OTHERWISE, contract="five_day_week"),
            FigureError,
            r"different row labels",
        ),
        (lambda: strikes.net_pay_lost(100, 172), FigureError, r"kept_pct is 172.*at most 100"),
        (lambda: strikes.net_pay_lost(-5, 72), FigureError, r"lost_gbp .* below 0"),
        (
            lambda: strikes.working_days_lost(2, 100, [50, 101]),
            FigureError,
            r"participation_pct must be at most 100",
        ),
        (lambda: strikes.working_days_lost(2, float("nan"), 50), FigureError, r"workers .* missing"),
        (
            lambda: strikes.employer_saving(26_000, 80, contract="five_day_week", on_costs_pct=-1),
            FigureError,
            r"on_costs_pct .* below 0",
        ),
        (
            lambda: strikes.break_even_months(100, 100, discount_pct=-1, due_to_strike_pct=100),
            FigureError,
            r"discount_pct",
        ),
        (
            lambda: strikes.break_even_months(100, 100, discount_pct=0, due_to_strike_pct=101),
            FigureError,
            r"due_to_strike_pct is 101",
        ),
        (
            lambda: strikes.rostered_days(pd.DataFrame({"days": [1]})),
            FigureError,
            r"no start_date and no end_date",
        ),
        (
            lambda: strikes.rostered_days(pd.DataFrame(ROUND | {"days": [5]})),
            FigureError,
            r"has 5 days, .* 4",
        ),
        (
            lambda: strikes.rostered_days(pd.DataFrame(ROUND | {"days": [None]})),
            FigureError,
            r"days .* missing",
        ),
        (
            lambda: strikes.rostered_days(pd.DataFrame(ROUND | {"end_date": ["soon"]})),
            PeriodError,
            r"end_date has something that is not a day",
        ),
        (lambda: social_care.regrading_gap("2023-03"), CoverageError, r"held for 2023-04 to 2026-03"),
        (
            lambda: social_care.regrading_gap("2026-04"),
            CoverageError,
            r"No gap between the grades for 2026-04",
        ),
        (lambda: social_care.regrading_gap("2024/25"), PeriodError, r"A month is needed"),
        (lambda: strikes.regrading_arrears(4168, -1), FigureError, r"months .* below 0"),
        (lambda: strikes.stated_range(90, 5, "nearly"), ChoiceError, r"no qualifier 'nearly'"),
        (lambda: strikes.stated_range(-1, 5), FigureError, r"value .* below 0"),
        (lambda: strikes.ballot(120, 70), FigureError, r"turnout_pct is 120.*at most 100"),
        (lambda: strikes.ballot((70, 60), 70), FigureError, r"turnout_pct has its low above its high"),
        (lambda: strikes.ballot((60, 70, 80), 70), FigureError, r"tuple of 3.*Many are a list"),
        (lambda: strikes.ballot(60, 70, 0), FigureError, r"members .* not above 0"),
        (lambda: strikes.ballot(LABELLED, OTHERWISE), FigureError, r"different row labels"),
        (lambda: strikes.ballot([50, 60], 70, [1, 2, 3]), FigureError, r"differ in length"),
        (lambda: strikes.ballot_counted(100, 80, 30), FigureError, r"more votes than members"),
        (lambda: strikes.ballot_counted(100, 0, 0), FigureError, r"no votes"),
        (lambda: strikes.ballot_counted(LABELLED, OTHERWISE, 1), FigureError, r"different row labels"),
        (lambda: strikes.thresholds("2004-01"), PeriodError, r"'2004-01' is not a day.*'2004-01-05'"),
        (lambda: strikes.thresholds(2004), PeriodError, r"is not a day"),
        (lambda: strikes.thresholds(pd.NaT), PeriodError, r"is not a day"),
        (lambda: strikes.thresholds("1979-01-22"), CoverageError, r"held for 1985"),
        (
            lambda: strikes.thresholds_met(pd.DataFrame({"yes": [1]}), "2018-01-01", important_service=False),
            FigureError,
            r"have no yes_low_pct: make them with paylib.strikes.ballot",
        ),
        (
            lambda: strikes.thresholds_met(BALLOT, "2018-01-01", important_service="yes"),
            FigureError,
            r"True or False",
        ),
        (
            lambda: strikes.thresholds_met(BALLOT, "2018-01-01", important_service=[True, False]),
            FigureError,
            r"one for each ballot",
        ),
        (
            lambda: strikes.thresholds_met(
                BALLOT, "2018-01-01", important_service=pd.Series([True], index=["a"])
            ),
            FigureError,
            r"other row labels",
        ),
    ],
)
def test_errors_say_what_was_asked_what_there_is_and_what_to_do(ask, error, message):
    with pytest.raises(error, match=message):
        ask()
