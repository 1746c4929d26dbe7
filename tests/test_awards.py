"""Awards chained: against published scales, published slips and hand-worked settlements."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import paylib
from paylib import awards, prices
from paylib.awards import groups, scales
from paylib.datapackage import hashes
from paylib.errors import ChoiceError, CoverageError, FigureError, PeriodError
from tests.conftest import cases

POINTS = list(range(2, 44))


def published(first: str, last: str) -> pd.Series:
    """Published NJC pay by month and point."""
    spine = paylib.load("njc_spine").query("basis == 'published'").dropna(subset="annual_gbp")
    spine = spine.astype({"point": "int64"})
    held = spine[(spine["effective_month"] >= first) & (spine["effective_month"] <= last)]
    return held.set_index(["point", "effective_month"])["annual_gbp"]


def test_njc_2021_to_2025_reproduces_every_published_scale_value():
    """£1,925, £1,925, £1,290 and 3.2 %: all 60 rates published for 2022 to 2025, to the pound."""
    seen = published("2022-04", "2025-04")
    found = awards.path("njc", "2021-04", "2025-04", point=POINTS)["annual_gbp"]
    assert len(seen) == 3 + 1 + 42 + 14  # points 2, 23 and 28 in 2022; point 2 in 2023; 2-43; 2-13, 19 and 25
    np.testing.assert_array_equal(found.reindex(seen.index).round(), seen)


def test_the_rates_published_for_2019_chain_to_those_of_2024():
    """Rates of 2019 (Devon County Council) with 2.75 %, 1.75 %, £1,925, £1,925 and £1,290 after them.

    They were printed before any of those awards was made; one pound is left to rounding.
    """
    start = published("2019-04", "2019-04").droplevel("effective_month").drop(1)
    growth = awards.chain("njc", "2019-04", "2024-04", point=start.index.tolist())
    by_hand = start * 1.0275 * 1.0175 + 1925 + 1925 + 1290
    assert (start * (1 + growth / 100) - by_hand).abs().max() < 1.1
    seen = published("2024-04", "2024-04").droplevel("effective_month")
    assert (by_hand - seen.reindex(start.index)).abs().max() <= 1


def test_old_points_move_to_new_ones():
    """Letter of December 2017: point 6 from £7.78 to £9.00 an hour, "16 %"; points 29 and above 4.04 %."""
    growth = awards.chain("njc", "2017-04", "2019-04", point=[6, 29, 49], spine="old")
    assert growth.round(2).tolist() == [15.64, 4.04, 4.04]
    moved = awards.path("njc", "2019-03", "2019-04", point=6, spine="old")
    assert moved["spine_point"].tolist() == [6, 1] and moved["annual_gbp"].iloc[-1] == 17364
    same = awards.chain("njc", "2018-04", "2025-04", point=23, spine="new")
    assert same == awards.chain("njc", "2018-04", "2025-04", point=29, spine="old")


def test_youth_points_with_flat_sums_chain_to_the_published_scale():
    """JNC 2018 and 2019: £650, £650 on point 5, £550, £550 on 6; then 2.75 and 1.75 %: £19,646, £19,975."""
    end = awards.path("jnc_youth", "2017-09", "2021-09", point=[5, 6], include="implied")["annual_gbp"]
    assert end.xs("2021-09", level="month").round().tolist() == [19646, 19975]


def test_the_published_slip_of_adding_awards(package_copy):
    """Five awards of 0.4, 0.3, 1, 1, 2 against RPI of 4.6, 5.2, 3.2, 3.0, 2.4: -12.5 %, not -15 %."""
    path = package_copy / "pay" / "pay_awards.csv"
    table = pd.read_csv(path, dtype=str)
    mine = (table["bargaining_group"] == "armed_forces") & table["effective_month"].between("2013", "2018")
    table.loc[mine, "award_pct"] = ["0.4", "0.3", "1", "1", "2"]
    table.to_csv(path, index=False, lineterminator="\n")
    hashes.seal()
    growth = awards.chain("armed_forces", "2012-04", "2017-04")
    assert growth == pytest.approx((1.004 * 1.003 * 1.01 * 1.01 * 1.02 - 1) * 100)
    cost = np.prod([1.046, 1.052, 1.032, 1.030, 1.024])
    assert round(((1 + growth / 100) / cost - 1) * 100, 1) == -12.5


def test_the_two_stage_youth_award():
    """TES, 12 November 2004: 2.85 % from November 2003, 3.3 % from March 2004, both over the old scale."""
    levels = awards.path("jnc_youth", "2003-10", "2004-08")["growth_pct"]
    assert levels.round(10).tolist() == [0, *[2.85] * 4, *[3.3] * 6]
    settled = awards.history("jnc_youth").query("effective_month < '2005-01'")
    year = awards.staged(settled, "2003-09", "2004-08")
    assert year.mean() == pytest.approx((4 * 2.85 + 6 * 3.3) / 12) == pytest.approx(2.6)
    assert year.iloc[-1] == 3.3
    pd.testing.assert_series_equal(year.loc["2003-10":], levels, check_names=False)


@pytest.mark.parametrize(("start", "growth"), [("2003-10", 3.3), ("2003-12", (1.033 / 1.0285 - 1) * 100)])
def test_a_level_over_an_older_scale_holds_wherever_the_chain_starts(start, growth):
    assert awards.chain("jnc_youth", start, "2004-08") == pytest.approx(growth)


def test_teachers_2005_in_two_stages():
    """BBC, 10 November 2003: 2.5 % in April and 3.25 % in September 2005 over the scale of April 2004."""
    main_top = awards.path("teachers", "2004-04", "2005-09", annual_gbp=27123)["annual_gbp"]
    assert main_top[["2005-04", "2005-09"]].tolist() == pytest.approx([27801, 28005], abs=1)
    assert awards.chain("teachers", "2005-04", "2005-09") == pytest.approx((1.0325 / 1.025 - 1) * 100)


# ---- whose award it was


@pytest.mark.parametrize(
    ("grade", "start", "end", "before", "after", "include"),
    [
        ("M1", "2006-02", "2026-02", 19161, 32916, ()),
        ("M6", "2006-02", "2026-02", 28005, 45352, ()),
        ("U1", "2006-02", "2026-02", 30339, 47472, ()),
        ("U3", "2006-02", "2026-02", 32628, 51048, ()),
        ("M6", "2010-09", "2022-09", 31552, 38810, ()),
        ("U3", "2010-09", "2022-09", 36756, 43685, ()),
        ("M2", "2020-09", "2025-09", 27600, 34823, ("implied",)),
        ("M3", "2020-09", "2025-09", 29664, 37101, ("implied",)),
        ("M4", "2020-09", "2025-09", 31778, 39556, ("implied",)),
        ("M5", "2020-09", "2025-09", 34100, 42057, ("implied",)),
    ],
)
def test_teachers_awards_give_their_published_scales(grade, start, end, before, after, include):
    """Scales outside London of 2005, 2010, 2020, 2022 and 2025. Within a thousandth: scales are rounded up, some awards printed to one decimal."""
    growth = awards.chain("teachers", start, end, grade=grade, include=include)
    assert 1 + growth / 100 == pytest.approx(after / before, rel=1.2e-3)


def test_no_end_of_the_main_range_got_what_the_group_was_said_to_have_got():
    """M1 71.8 % and M6 61.9 % since February 2006; a single figure for the range, 60.3 %, lay below both."""
    grown = {grade: awards.chain("teachers", "2006-02", "2026-02", grade=grade) for grade in ("M1", "M6")}
    assert grown == {"M1": pytest.approx(71.8, abs=0.15), "M6": pytest.approx(61.9, abs=0.05)}


def test_a_chain_for_a_group_that_did_not_all_get_the_same_is_refused_with_the_choices():
    with pytest.raises(ChoiceError) as refused:
        awards.chain("teachers", "2014-09", "2021-08")
    assert str(refused.value) == (
        "Not everybody of School teachers got the same from 2014-09 to 2021-08: 2015-09 (ends of the pay ranges, but "
        "the maximum of the main range, maximum of the main pay range); 2016-09 (ends of the pay ranges); 2017-09 "
        "(main pay range, upper and other pay ranges); 2018-09 (main pay range, leadership, upper pay range); 2020-09 "
        "(maximum of the main range, upper range and every other range, M1, M2, M3, M4, M5). Say whose pay to follow: "
        "grade=, one of M1, M2, M3, M4, M5, M6, U1, U2, U3, leadership, unqualified."
    )
    with pytest.raises(ChoiceError, match=r"no grade of School teachers 'M7'"):
        awards.chain("teachers", "2014-09", "2021-08", grade="M7")
    with pytest.raises(
        CoverageError, match=r"What M3 of School teachers got in 2014-09 is not held: .* ends of the pay"
    ):
        awards.chain("teachers", "2010-09", "2021-08", grade="M3")
    with pytest.raises(CoverageError, match=r"2022-09 to School teachers \(M3, outside London\) is implied"):
        awards.chain("teachers", "2021-09", "2022-09", grade="M3")
    with pytest.raises(ChoiceError, match="grade and pay points were both given"):
        awards.chain("njc", "2024-04", "2025-04", point=4, grade="M6")


def test_the_top_of_band_seven_got_four_per_cent_in_2022():
    """Unite and Full Fact: 4 per cent where it is more than £1,400; £45,839 became £47,672. Band 5: £31,534 and £1,400."""
    pay = {"top of band 7": 45839, "top of band 6": 39027, "top of band 5": 31534}
    grown = {
        grade: awards.chain("nhs_agenda_for_change", "2022-03", "2022-04", grade=grade, annual_gbp=annual)
        for grade, annual in pay.items()
    }
    assert grown == {
        "top of band 7": pytest.approx(4),
        "top of band 6": pytest.approx(4),
        "top of band 5": pytest.approx(100 * 1400 / 31534),
    }
    assert awards.chain(
        "nhs_agenda_for_change", "2022-03", "2022-04", grade="top of band 7"
    ) == pytest.approx(4)
    with pytest.raises(
        ChoiceError, match=r"2022-04 \(all but the top of band 6 and band 7, top of band 6, and band 7\)"
    ):
        awards.chain("nhs_agenda_for_change", "2022-03", "2022-04", annual_gbp=45839)


@pytest.mark.parametrize(
    ("grade", "start", "before", "end", "after"),
    [
        ("top of band 2", "2018-04", 18702, "2022-04", 21318),
        ("top of band 3", "2018-04", 20448, "2025-04", 26598),
        ("top of band 4", "2020-04", 24157, "2026-04", 31157),
        ("top of band 5", "2020-04", 30615, "2026-04", 39043),
        ("top of band 6", "2019-04", 37267, "2026-04", 48117),
        ("top of band 7", "2021-04", 45839, "2026-04", 56515),
        ("top of band 8a", "2021-04", 53219, "2026-04", 64750),
        ("top of band 8b", "2021-04", 63862, "2026-04", 77368),
        ("top of band 8c", "2021-04", 75874, "2026-04", 91609),
    ],
)
def test_tops_of_bands_follow_their_scales(grade, start, before, end, after):
    """Agenda for Change, England, as NHS Employers and others printed the tops. Within a thousandth, for rounding."""
    growth = awards.chain("nhs_agenda_for_change", start, end, grade=grade, annual_gbp=before)
    assert before * (1 + growth / 100) == pytest.approx(after, rel=1e-3)


def test_salary_decides_where_an_award_went_by_it():
    """Armed forces, 2011 and 2012: frozen above £21,000, and £250 in each year up to it."""
    ends = ("2010-04", "2012-04")
    grown = awards.chain("armed_forces", *ends, annual_gbp=[20_000, 20_900, 25_000])
    assert grown.tolist() == pytest.approx([100 * 500 / 20_000, 100 * 250 / 20_900, 0])
    with pytest.raises(
        ChoiceError, match=r"Say whose pay to follow: .*annual_gbp=, full-time pay in 2010-04"
    ):
        awards.chain("armed_forces", *ends)
    with pytest.raises(CoverageError, match="pay of £20,000 of Prison officers got in 2011-04 is not held"):
        awards.chain("prison_officers_england_wales", "2011-03", "2012-03", annual_gbp=20_000)


def test_an_award_of_at_least_so_much_is_not_chained():
    with pytest.raises(
        ChoiceError, match=r"2019-04 \(at least, to all\).*end the chain before such an award"
    ):
        awards.chain("prison_officers_england_wales", "2018-04", "2020-04")


def test_what_an_offer_gave_some_is_no_part_of_a_chain():
    """HMRC 2023: the union refused it, so the chain to May 2023 ends where settled awards do."""
    rows = awards.history("hmrc", include=["offer", "part"]).query("award_year == 2023")
    assert set(rows["status"]) == {"offer"} and rows["award_pct"].tolist() == [5.07, 6.2, 5.05]
    assert awards.history("hmrc", include=["part"]).query("award_year == 2023").empty


def test_nhs_band_five_follows_its_awards():
    """NHS Employers: entry of band 5, £25,655 in 2021 and £32,073 in 2026, with £1,400 in 2022."""
    growth = awards.chain(
        "nhs_agenda_for_change", "2021-04", "2026-04", annual_gbp=25655, grade="entry of band 5"
    )
    assert 25655 * (1 + growth / 100) == pytest.approx(32073, abs=3)


def test_per_cent_first_then_the_flat_sum():
    """Armed forces 2023: 5 % and £1,000."""
    assert awards.chain("armed_forces", "2022-04", "2023-04", annual_gbp=20_000) == pytest.approx(10)


def test_freezes_count_as_zero_and_add_no_growth():
    frozen = awards.history("njc").query("status == 'freeze'")
    assert frozen["effective_month"].astype(str).tolist() == ["2010-04", "2011-04", "2012-04"]
    assert (frozen["award_pct"] == 0).all()
    assert awards.chain("njc", "2009-04", "2013-03") == 0


def test_only_years_are_known_of_dwp():
    """Hansard, 18 November 2015: a freeze in 2011, then 1 % a year to 2015."""
    assert awards.chain("dwp", 2010, 2015, annual_gbp=25_000) == pytest.approx((1.01**4 - 1) * 100)
    real = awards.real_path("dwp", 2010, 2015, annual_gbp=25_000, by="cpi")
    assert real.index.name == "year" and real["real_growth_pct"].iloc[-1] < 0


def test_what_is_done_to_an_answer_does_not_change_the_next():
    """One rate of pay is followed once, however often it is asked for."""
    first = awards.path("njc", "2024-03", "2025-04", point=19)
    kept = first.copy()
    first["annual_gbp"] = 0.0
    first.attrs["sources"] = ()
    again = awards.path("njc", "2024-03", "2025-04", point=19)
    pd.testing.assert_frame_equal(again, kept)
    assert again.attrs == kept.attrs


def test_the_real_value_in_one_line():
    """Old point 31, £26,276 in 2010, is new point 25, £36,363 in the published scale of 2025."""
    start = scales.point_pay("njc", 31, "2010-04", include=["derived"])
    asked = awards.real_chain("njc", "2010-04", "2025-04", point=25, spine="new", by="cpi")
    cpi = prices.index("cpi")
    by_hand = (36363 / start * cpi["2010-04"] / cpi["2025-04"] - 1) * 100
    assert asked == pytest.approx(by_hand, abs=0.01)
    month_by_month = awards.real_path("njc", "2010-04", "2025-04", point=25, spine="new", by="cpi")
    assert month_by_month["real_growth_pct"].iloc[-1] == pytest.approx(asked)
    assert month_by_month["real_annual_gbp"].iloc[-1] == pytest.approx(start * (1 + asked / 100))


def test_real_awards_are_warned_of_the_months_they_use():
    """April 2025 counts too much vehicle duty: it is in a path to that month, and not in one to March."""
    for end, known in (("2025-03", False), ("2025-04", True)):
        path = awards.real_path("njc", "2024-03", end, point=19, by="cpi")
        chain = awards.real_chain("njc", "2024-03", end, point=pd.Series([19, 20]), by="cpi")
        for made in (path, chain):
            assert ("error_in_source" in made.attrs["usage_warnings"]) == known
            assert "rounded_in_source" not in made.attrs["usage_warnings"]
            assert set(prices.provenance("cpi", "2024-03", end)) <= set(made.attrs["sources"])
    owed = awards.back_pay("njc", "2024-03", "2024-10", point=19)
    assert "error_in_source" in awards.when_paid(owed, "2025-04", by="cpi").attrs["usage_warnings"]


def test_back_pay_and_what_it_was_worth_when_paid():
    """£1,925 from April 2022, settled on 1 November: seven months of £160.42, deflated by hand."""
    owed = awards.back_pay("njc", "2022-03", "2022-10", point=19)
    assert owed.round(2).tolist() == [160.42] * 7
    paid = awards.when_paid(owed, "2022-11", by="rpi")
    rpi = prices.index("rpi")
    by_hand = sum(1925 / 12 * rpi[month] / rpi["2022-11"] for month in owed.index)
    assert paid["worth_gbp"].sum() == pytest.approx(by_hand)
    assert (paid["owed_gbp"] - paid["worth_gbp"] - paid["lost_gbp"]).abs().max() < 1e-12
    assert paid.attrs["by"] == "rpi" and "rpi_not_accredited" in paid.attrs["usage_warnings"]


def test_the_youth_settlement_a_year_late():
    """Two stages on £14,643, paid in November 2004 for November 2003 to October 2004."""
    stages = awards.history("jnc_youth").query("effective_month < '2005-01'")
    owed = 14643 / 12 * awards.staged(stages, "2003-11", "2004-10") / 100
    assert owed.sum() == pytest.approx(14643 / 12 * (4 * 2.85 + 8 * 3.3) / 100)
    assert 0 < awards.when_paid(owed, "2004-11", by="rpi")["lost_gbp"].sum() < 0.04 * owed.sum()


def test_pay_that_was_paid_at_once_lost_nothing():
    owed = pd.Series([100.0], index=pd.period_range("2024-04", "2024-04", freq="M"))
    assert awards.when_paid(owed, "2024-04", by="cpi")["lost_gbp"].tolist() == [0]


SPANS = {
    "teachers": ("2002-03", "2026-08", {"grade": "M6"}),
    "jnc_youth": ("2003-10", "2004-08", {}),
    "njc": ("2010-03", "2022-03", {}),
}


@pytest.mark.parametrize("group", SPANS)
@settings(max_examples=cases(60, 6))
@given(st.lists(st.floats(0, 1), min_size=3, max_size=3).map(sorted))
def test_a_chain_is_the_product_of_its_parts(group, shares):
    *ends, whose = SPANS[group]
    months = pd.period_range(*ends, freq="M")
    a, b, c = (months[round(share * (len(months) - 1))] for share in shares)
    first, second, whole = (awards.chain(group, *ends, **whose) for ends in ((a, b), (b, c), (a, c)))
    assert (1 + first / 100) * (1 + second / 100) == pytest.approx(1 + whole / 100)


@settings(max_examples=cases(50, 6))
@given(st.lists(st.integers(0, 48), min_size=3, max_size=3).map(sorted), st.sampled_from(POINTS))
def test_a_chain_with_flat_sums_is_the_product_of_its_parts(offsets, point):
    """Within £1 of pay: the scale of the middle month is rounded to the pound."""
    a, b, c = pd.period_range("2021-04", "2025-04", freq="M")[offsets]
    first, second, whole = (awards.chain("njc", *ends, point=point) for ends in ((a, b), (b, c), (a, c)))
    assert (1 + first / 100) * (1 + second / 100) == pytest.approx(1 + whole / 100, abs=1e-4)


@settings(max_examples=cases(125, 10))
@given(st.floats(15_000, 60_000), st.floats(1, 20_000))
def test_a_flat_sum_is_worth_more_at_the_bottom(pay, more):
    low, high = awards.chain("njc", "2021-04", "2024-04", annual_gbp=[pay, pay + more])
    assert low > high
    assert low == pytest.approx((1925 + 1925 + 1290) / pay * 100)


@settings(max_examples=cases(125, 10))
@given(st.floats(5_000, 200_000))
def test_a_percentage_is_worth_the_same_to_all(pay):
    assert awards.chain("police_england_wales", "2022-09", "2027-08", annual_gbp=pay) == pytest.approx(
        awards.chain("police_england_wales", "2022-09", "2027-08")
    )


def test_implied_awards_are_chained_only_when_asked_for_and_then_marked():
    with pytest.raises(CoverageError, match=r"2009-04 \(implied\).*include=\['implied'\]"):
        awards.chain("njc", "2008-04", "2010-04")
    path = awards.path("njc", "2008-04", "2010-04", include="implied")
    assert path["growth_pct"].iloc[-1] == pytest.approx(1)
    assert path.attrs["statuses"] == ("freeze", "implied") and "implied" in path.attrs["usage_warnings"]
    with pytest.raises(CoverageError, match=r"2012 \(remit\)"):
        awards.chain("civil_service_remit", 2011, 2012)


def test_an_offer_stands_in_only_where_a_settlement_is_missing():
    with pytest.raises(CoverageError, match=r"Missing: 2026-04"):
        awards.chain("njc", "2025-04", "2026-04")
    offered = awards.path("njc", "2025-04", "2026-04", include="offer")
    assert offered["growth_pct"].iloc[-1] == pytest.approx(3.3) and "offer" in offered.attrs["statuses"]
    youth = awards.chain("jnc_youth", "2021-09", "2023-09", include="offer", annual_gbp=19646)
    assert youth == pytest.approx(2 * 1925 / 19646 * 100)
    settled = awards.chain("jnc_youth", "2003-10", "2004-08", include=["offer", "claim"])
    assert settled == pytest.approx(3.3)  # the offers that it replaced add nothing


def test_history_shows_settled_awards_unless_more_is_asked_for():
    plain = awards.history("teachers")
    assert set(plain["status"]) == {"settled", "freeze"} and set(plain["scope"]) == {"general"}
    assert plain["effective_month"].is_monotonic_increasing
    more = awards.history("teachers", include=["part", "expected"])
    assert set(more["scope"]) == {"general", "part", "point"} and "expected" in set(more["status"])
    assert "award_not_earnings" in plain.attrs["usage_warnings"]
    assert set(plain.attrs["sources"]) <= set(paylib.sources().index)
    assert set(awards.history("njc", include="offer")["status"]) == {"settled", "freeze", "offer"}


@pytest.mark.parametrize("b", pd.period_range("2004-04", "2006-09", freq="M"), ids=str)
def test_every_break_within_the_two_stages_of_2005_leaves_the_whole(b):
    first, second = awards.chain("teachers", "2004-03", b), awards.chain("teachers", b, "2006-09")
    whole = 1.025 * 1.0325 * 1.025
    assert (1 + first / 100) * (1 + second / 100) == pytest.approx(whole)


WHOSE = {
    "teachers": "M6",
    "teachers, Wales": "M6",
    "teachers, Northern Ireland": "M6",
    "nhs_afc": "top of band 7",
    "armed_forces": "corporal and above",
}
"""Whose awards to follow where not all in a group got the same."""


@pytest.mark.parametrize(
    "span", list(paylib.load("award_coverage").itertuples()), ids=lambda span: str(span[1:4])
)
def test_every_covered_span_can_be_chained_from_end_to_end(span):
    """With pay where a group had flat sums; the NJC by the points for which all awards are held."""
    group, first, last = span.bargaining_group, span.from_period, span.to_period
    group = group if pd.isna(span.nation) else f"{group}, {span.nation}"
    pay = {} if group in {"njc", "jnc_youth"} else {"annual_gbp": 30_000}
    pay |= {"grade": WHOSE[group]} if group in WHOSE else {}
    if (group, first) == ("prison_officers", "2018-03"):
        first = "2019-04"  # the award of 2019 was at least so much
    if group == "njc":
        first, pay = "2003-04", {"point": 30, "spine": "old"}
    if group == "university":
        pay = {"point": 40, "annual_gbp": 40_000}
    if group == "jnc_youth" and last > "2023-09":
        pay = {"annual_gbp": 25_000}
    growth = awards.chain(group, first, last, include=["implied", "remit"], **pay)
    assert 0 < growth < 150


def test_shapes():
    assert isinstance(awards.chain("teachers", "2010-09", "2020-09", grade="M6"), float)
    pay = pd.Series([20_000.0, 30_000.0], index=["starter", "top"])
    series = awards.chain("njc", "2021-04", "2024-04", annual_gbp=pay)
    assert list(series.index) == ["starter", "top"]
    assert isinstance(awards.chain("njc", "2021-04", "2024-04", annual_gbp=[20_000, 30_000]), np.ndarray)
    path = awards.path("njc", "2021-04", "2024-04", annual_gbp=pay)
    assert path.index.names == [None, "month"] and len(path) == 2 * 37
    assert path.loc["starter", "growth_pct"].iloc[-1] == series["starter"]
    owed = awards.back_pay("njc", "2024-03", "2024-10", point=[2, 43])
    assert awards.when_paid(owed, "2024-11", by="cpi").index.equals(owed.index)


@pytest.mark.parametrize(
    ("ask", "error", "message"),
    [
        (lambda: awards.history("njk"), ChoiceError, r"Did you mean 'njc'"),
        (lambda: awards.history("njc", include="offers"), ChoiceError, r"Did you mean 'offer'"),
        (lambda: awards.chain("njk", "2010-04", "2012-04"), ChoiceError, r"bargaining group 'njk'"),
        (
            lambda: awards.chain("jnc_youth", "2003-10", "2012-08"),
            CoverageError,
            r"Missing: 2004-09 to 2010-08\. .*2003-10 to 2004-08; 2010-08 to 2022-08",
        ),
        (
            lambda: awards.chain("prison_officers_england_wales", "2007-11", "2018-04"),
            CoverageError,
            r"Missing: 2008-04 to 2011-03, 2015-04 to 2018-03",
        ),
        (
            lambda: awards.chain("treasury_solicitor", "2003-04", "2004-04"),
            CoverageError,
            r"Only single awards are held",
        ),
        (
            lambda: awards.chain("njc", "2021-04", "2025-04"),
            FigureError,
            r"2022-04, 2023-04, 2024-04.*annual_gbp=, full-time pay in 2021-04 or point=",
        ),
        (
            lambda: awards.chain("njc", "2020-04", "2022-04", annual_gbp=30_000),
            ChoiceError,
            r"same from 2021-04.*give point=",
        ),
        (
            lambda: awards.chain("njc", "2010-04", "2025-04", point=20),
            ChoiceError,
            r"renumbered in 2019-04.*spine='old' or spine='new'",
        ),
        (
            lambda: awards.chain("njc", "2010-04", "2025-04", point=10, spine="new"),
            ChoiceError,
            r"No old point became new point 10 of Local government",
        ),
        (
            lambda: awards.chain("njc", "2010-04", "2025-04", point=3, spine="new"),
            ChoiceError,
            r"made of old points 10 and 11",
        ),
        (
            lambda: awards.chain("njc", "2016-04", "2017-04", point=12),
            CoverageError,
            r"point 12 got in 2017-04 is not held.*Start the chain in 2017-04",
        ),
        (
            lambda: awards.chain("njc", "2022-04", "2024-04", point=1),
            CoverageError,
            r"point 1 got in 2023-04 is not held: the award is held for points 2-43",
        ),
        (lambda: awards.chain("njc", "2002-04", "2004-04", point=29), CoverageError, r"from 2003-04 on"),
        (lambda: awards.chain("njc", "2019-04", "2021-04", point=99), ChoiceError, r"from 1 to 43"),
        (lambda: awards.chain("njc", "2019-04", "2021-04", point=[5, 5]), FigureError, r"given twice"),
        (lambda: awards.chain("njc", "2019-04", "2021-04", point=5.5), FigureError, r"whole number"),
        (lambda: awards.chain("njc", "2019-04", "2021-04", spine="new"), ChoiceError, r"give point="),
        (lambda: awards.chain("teachers", "2019-09", "2021-09", point=1), ChoiceError, r"njc, jnc_youth"),
        (
            lambda: awards.chain("njc", "2019-04", "2021-04", point=[5, 6], annual_gbp=[18795, 19999]),
            FigureError,
            r"19,999.*point 6 in 2019-04 was 19,171",
        ),
        (
            lambda: awards.chain("njc", "2021-04", "2022-04", point=[5, 6], annual_gbp=18795),
            FigureError,
            r"2 points and 1 pays",
        ),
        (lambda: awards.chain("njc", "2021-04", "2022-04", annual_gbp=-1), FigureError, r"not above 0"),
        (lambda: awards.chain("njc", "2021-04", "2022-04", annual_gbp=float("nan")), FigureError, r"missing"),
        (lambda: awards.chain("njc", "2022-04", "2021-04"), PeriodError, r"after its end in 2021-04"),
        (lambda: awards.chain("njc", 2010, 2015), PeriodError, r"give months, such as"),
        (lambda: awards.chain("njc", "2010/11", "2015/16"), PeriodError, r"is a financial year"),
        (lambda: awards.chain("dwp", "2010-07", "2015-07"), PeriodError, r"calendar years, such as 2010"),
        (lambda: awards.chain("njc", "2010-04", 2015), PeriodError, r"cannot be put together"),
        (lambda: awards.back_pay("teachers", "2024-08", "2024-12"), FigureError, r"pay must be known"),
        (
            lambda: awards.when_paid(
                awards.back_pay("njc", "2024-03", "2024-10", point=2), "2024-09", by="cpi"
            ),
            PeriodError,
            r"2024-10 was not late in 2024-09",
        ),
        (
            lambda: awards.real_chain("njc", "2010-04", "2013-04", by="cpj"),
            ChoiceError,
            r"Did you mean 'cpi'",
        ),
    ],
)
def test_errors_say_what_was_asked_what_there_is_and_what_to_do(ask, error, message):
    with pytest.raises(error, match=message):
        ask()


def test_the_deflator_has_no_default():
    with pytest.raises(TypeError, match="by"):
        awards.real_chain("njc", "2010-04", "2013-04")


# ---- which points an award covered is a pair of numbers, not a sentence


def test_the_points_that_an_award_covered_are_columns():
    rows = awards.history("njc", include=["implied"]).set_index("effective_month")
    reach = rows[["from_point", "to_point"]].fillna("").agg(list, axis=1)
    assert reach.loc["2016-04"] == ["18", ""]
    assert reach.loc["2019-04"] == ["29", ""]
    assert reach.loc["2023-04"] == ["2", "43"]
    assert reach.loc["2025-04"] == ["", ""]
    youth = awards.history("jnc_youth").set_index("effective_month")["from_point"]
    assert [youth.loc["2018-09"], youth.loc["2019-09"]] == ["7", "7"]


def test_words_about_an_award_decide_nothing(package_copy):
    """Only the columns say which points got it, whatever stands in `covers`."""
    before = awards.chain("njc", "2019-04", "2021-04", point=[1, 2, 43])
    path = package_copy / "pay" / "pay_awards.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",points 2 and above,", ",most of them,"), encoding="utf-8")
    hashes.seal()
    np.testing.assert_allclose(awards.chain("njc", "2019-04", "2021-04", point=[1, 2, 43]), before)
    with pytest.raises(CoverageError, match=r"point 1 got in 2023-04.*held for points 2-43"):
        awards.chain("njc", "2022-04", "2024-04", point=1)


def test_an_award_to_every_point_of_the_scale_needs_no_point():
    """Point 1 was deleted before the awards to points 2-43; point 17 got more than the 1 per cent of 2016."""
    assert awards.chain("njc", "2023-03", "2024-05", annual_gbp=18_000) == pytest.approx(3215 / 180)
    with pytest.raises(ChoiceError, match="from 2016-04, so pay alone"):
        awards.chain("njc", "2016-03", "2016-05", annual_gbp=18_000)


def test_a_reach_is_a_row_of_points_of_the_scale():
    for table, top in (("njc_awards", 49), ("jnc_youth_awards", 32)):
        frame = paylib.load(table)
        low, high = (pd.to_numeric(frame[name]).dropna() for name in ("from_point", "to_point"))
        assert low.between(1, top).all() and high.between(1, top).all()
        both = frame.dropna(subset=["from_point", "to_point"])
        assert (both["from_point"].astype(int) <= both["to_point"].astype(int)).all()


def test_several_indices_at_once_give_one_frame_an_index():
    both = awards.real_path("njc", "2021-04", "2022-10", point=20, by=["CPI", "rpi"])
    assert both.names == ("cpi", "rpi") and len(both) == 2
    for name in both.names:
        alone = awards.real_path("njc", "2021-04", "2022-10", point=20, by=name)
        pd.testing.assert_frame_equal(both[name], alone)
    assert both.frame["rpi"]["real_growth_pct"]["2022-03"] < both.frame["cpi"]["real_growth_pct"]["2022-03"]
    owed = awards.back_pay("njc", "2022-03", "2022-10", point=19)
    late = awards.when_paid(owed, "2022-11", by=["cpi", "rpi"])
    assert late.cpi["lost_gbp"].sum().round(2) == 36.16
    assert late.rpi["lost_gbp"].sum() > late.cpi["lost_gbp"].sum()


def test_real_pay_of_a_number_is_of_one_point_and_not_of_two():
    """NJC point 29, £24,646 in April 2010, became 23 in 2019: £34,434 in 2025; RPI 222.8 and 402.2."""
    over = {"start": "2010-04", "end": "2025-04", "by": "rpi", "include": ["derived"]}
    with pytest.raises(ChoiceError, match="say which numbers you mean, spine='old' or spine='new'"):
        awards.real_pay("njc", point=29, **over)
    for point, spine in ((29, "old"), (23, "new")):
        found = awards.real_pay("njc", point=point, spine=spine, **over)
        assert float(found) == pytest.approx((34_434 / 24_646 * 222.8 / 402.2 - 1) * 100)
    later = awards.real_pay("njc", "2024-04", "2025-04", by="rpi", point=29, include=["derived"])
    rise = prices.index("rpi")["2025-04"] / prices.index("rpi")["2024-04"]
    assert float(later) == pytest.approx((39_862 / 38_626 / rise - 1) * 100)  # the new point of that number


def test_real_pay_is_one_line_for_a_point_a_chain_and_an_average():
    point = awards.real_pay(
        "nhs_agenda_for_change", "2021-04", "2025-04", point="entry", band=5, by=["cpi", "rpi"]
    )
    by_hand = prices.real_change(25_655, 31_049, "2021-04", "2025-04", by="cpi")
    assert point.cpi.value == pytest.approx(by_hand) and point.cpi.sources
    assert {"nhse_2021", "casomo"} <= set(point.cpi.sources)
    chained = awards.real_pay("njc", "2010-04", "2021-04", by="cpi")
    assert chained.value == pytest.approx(awards.real_chain("njc", "2010-04", "2021-04", by="cpi"))
    earned = awards.real_pay("awe_public", "2015-06", "2025-06", by="cpi")
    levels = prices.index("awe_public")
    assert earned.value == pytest.approx(
        prices.real_change(levels["2015-06"], levels["2025-06"], "2015-06", "2025-06", by="cpi")
    )
    with pytest.raises(
        ChoiceError, match=r"points are called entry in 2021-04\. Say grade= \(band 1, band 2"
    ):
        awards.real_pay("nhs_agenda_for_change", "2021-04", "2025-04", point="entry", by="cpi")


def test_awards_of_another_nation_are_followed_by_its_name():
    """SNCT: 2.4 per cent in April 2010; 7 per cent in April 2022 and 5 in April 2023 (Scotland)."""
    assert awards.chain("teachers, Scotland", "2009-04", "2010-04") == pytest.approx(2.4)
    assert awards.chain("teachers, Scotland", "2022-03", "2023-12") == pytest.approx((1.07 * 1.05 - 1) * 100)
    assert awards.history("teachers, England").equals(awards.history("teachers"))
    with pytest.raises(ChoiceError, match=r"no nation of School teachers 'Mars'.*England, .*Scotland, Wales"):
        awards.history("teachers, Mars")


def test_a_university_point_gets_the_award_of_its_own():
    """New JNCHES 2017 and 2018: 1.7 and 2 per cent from point 17 on; £365 and £425 on point 10 (£17,898 in 2016)."""
    both = awards.chain("university", "2016-08", "2018-08", point=[10, 30], include="implied")
    assert both.round(4).tolist() == [round(79_000 / 17_898, 4), round((1.017 * 1.02 - 1) * 100, 4)]


def test_coverage_says_between_which_months_no_award_is_missing():
    table = awards.coverage().query("nation == 'England'").set_index("bargaining_group")
    assert table.loc["teachers", "title"] == "School teachers"
    assert table.loc["teachers", "awards"] >= 20
    table = awards.coverage().set_index("bargaining_group")
    assert table.loc["njc", "first"] == "2002-03" and table.loc["njc", "last"] == "2026-03"
    scots = table[table["title"] == "School teachers, Scotland"]
    assert scots["first"].tolist() == ["2004-03", "2013-03"]
    groups = paylib.load("bargaining_groups")["bargaining_group"]
    assert set(groups) == set(table.index)


# ---- statuses and their sources


def settled_rows() -> pd.DataFrame:
    tables = [paylib.load(name) for name in ("njc_awards", "civil_service_awards", "other_awards")]
    rows = pd.concat(tables, ignore_index=True)
    return rows[rows["status"].isin(awards.CHANGED_PAY)]


def test_what_only_an_offer_or_its_refusal_shows_is_an_offer():
    """A settled award whose source is of an offer, a refusal or a recommendation has another that saw it in force."""
    rows = settled_rows().merge(
        paylib.load("sources")[["source", "title", "series"]], on="source", how="left"
    )
    words = rows["title"] + " " + rows["series"].fillna("")
    doubtful = rows[
        words.str.contains(r"offer|reject|unacceptable|recommend|consultation|strike", case=False)
        & ~words.str.contains("accept|freeze|response", case=False)
        & rows["check_source"].isna()
    ]
    seen_otherwise = {
        ("dwp", 2007),  # imposed: the strike was against it
        ("dwp", 2008),
        ("dwp", 2009),
        ("home_office", 2023),  # the refusal is that of another department
    }
    found = {(row.bargaining_group, row.award_year) for row in doubtful.itertuples()}
    assert found - {(group, float(year)) for group, year in seen_otherwise} == set()


def test_revenue_and_work_and_pensions_since_2023_are_offers():
    """The sources of HM Revenue 2023 and Work and Pensions 2023 to 2025 are reports of the union's refusal."""
    rows = paylib.load("civil_service_awards").query("award_year >= 2023")
    since = rows[rows["bargaining_group"].isin(["hmrc", "dwp"])]
    assert len(since) == 8 and set(since["status"]) == {"offer"}
    assert set(rows.query("bargaining_group == 'home_office'")["status"]) == {"settled"}


@pytest.mark.parametrize(
    ("group", "nation"), [("njc", None), ("police", None), ("teachers", "Wales"), ("nhs_afc", None)]
)
def test_pay_is_unchanged_until_the_month_before_it_is_known_or_thought_to_have_changed(group, nation):
    dates = [pd.Period(f"{year}-09", "M") for year in range(2007, 2025, 3)]
    for date, until in groups.unchanged_until(group, dates, nation=nation).items():
        assert until == date or groups.changed_between(group, date, until, nation=nation) is False
        assert groups.changed_between(group, date, until + 1, nation=nation) is not False


def test_months_of_stages_the_wrong_way_round_are_refused():
    stages = pd.DataFrame({"effective_month": ["2003-11", "2004-03"], "award_pct": [2.85, 3.3]})
    with pytest.raises(PeriodError, match="2003-09 comes before 2004-08"):
        awards.staged(stages, "2004-08", "2003-09")
