"""Pay scales at a date: against published rates, and the ways in which they cannot be had."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import paylib
from paylib.awards import scales
from paylib.cases import social_care
from paylib.errors import ChoiceError, CoverageError, FigureError, PeriodError
from paylib.figures.finding import Finding


def published_hours() -> pd.DataFrame:
    """The NJC points of which both the annual and the hourly rate were published."""
    spine = paylib.load("njc_spine").query("basis == 'published'")
    return spine.dropna(subset=["annual_gbp", "gbp_hour"])


def test_njc_hourly_rates_are_the_published_ones_to_the_penny():
    """National Employers' circulars and councils' scales, 2013, 2019, 2022, 2024, 2025: 34 points."""
    rates = published_hours()
    assert len(rates) >= 34
    found = scales.hourly(rates["annual_gbp"]).round(2)
    assert (found - rates["gbp_hour"]).abs().max() < 1e-9


def test_the_hourly_rate_in_the_scale_is_that_of_its_pay():
    table = scales.scale("njc", "2024-04").set_index("point")
    assert table["gbp_hour"].round(2).loc[[2, 13]].tolist() == [12.26, 14.60]  # as published


@pytest.mark.parametrize("year", range(2019, 2026))
def test_the_scale_holds_every_published_point_and_no_other_value(year):
    """A published rate always comes before a derived one, and both make up a whole scale."""
    spine = paylib.load("njc_spine").astype({"point": "int64"})
    month = pd.Period(f"{year}-04", "M")
    published = spine[(spine["effective_month"] == month) & (spine["basis"] == "published")]
    published = published.dropna(subset="annual_gbp").set_index("point")["annual_gbp"]
    table = scales.scale("njc", month, include="derived").set_index("point")
    assert table["annual_gbp"].reindex(published.index).equals(published)
    assert (table["basis"] == "published").sum() == len(published)
    assert table.index.tolist() == list(range(1 if year < 2023 else 2, 44))
    assert table["annual_gbp"].is_monotonic_increasing


def test_a_scale_stands_until_the_next_award():
    """The NJC rates of April 2024 were paid to March 2025; the 2009 rates, frozen, to March 2013."""
    march = scales.scale("njc", "2025-03")
    pd.testing.assert_frame_equal(march, scales.scale("njc", "2024-04"))
    assert march.attrs["effective"] == "2024-04"
    assert scales.point_pay("njc", 30, "2013-03", include=["derived"]) == 25472
    assert scales.point_pay("njc", 49, "2013-04") == 42032  # published: NJC pay points 2013


def test_the_youth_scale_of_2021():
    """JNC circular of July 2022: support points 5 to 17 and professional points 13 to 32."""
    table = scales.scale("jnc_youth", "2022-08")
    ends = table.groupby("grade")["annual_gbp"].agg(["min", "max"])
    assert ends.loc["support"].tolist() == [19646, 29291]
    assert ends.loc["professional"].tolist() == [25756, 43466]
    assert len(table) == 13 + 20


def test_scales_as_far_as_they_are_held():
    """TES, January 2004: a teacher started at £18,105. DWP, scale of 2009: an AA at £13,110."""
    teachers = scales.scale("teachers", "2004-01", area="outside London", nation="England")
    assert teachers.set_index("point").loc["M1", "annual_gbp"] == 18105
    dwp = scales.scale("dwp", 2009).set_index(["area", "grade", "point"])["annual_gbp"]
    assert dwp["National", "AA", "minimum"] == 13110 and dwp["National", "AO", "maximum"] == 17780
    nhs = scales.scale("nhs_afc", "2022-03", nation="England").set_index(["grade", "point"])["annual_gbp"]
    assert nhs["band 5", "entry"] == 25655
    assert "gbp_hour" not in teachers


def test_an_offer_is_in_a_scale_only_when_asked_for():
    with pytest.raises(CoverageError, match=r"2003-07, and whether pay has changed.*include=\['offer'\]"):
        scales.scale("dwp", "2004-01")
    asked = scales.scale("dwp", "2004-01", include="offer")
    assert asked[["annual_gbp", "status"]].values.tolist() == [[10650, "offer"]]


# ---- any group, with every key of a point


def test_a_scale_gives_every_row_with_its_keys():
    """DfE's calculator of 2024: M1 starts at £38,766 in inner London and at £31,650 outside London."""
    table = scales.scale("teachers", "2024-10", nation="England")
    assert set(table["area"]) == {"Inner London", "Outer London", "London fringe", "outside London"}
    starts = table[table["point"] == "M1"].set_index("area")["annual_gbp"]
    assert starts.loc[["Inner London", "outside London"]].tolist() == [38766, 31650]
    assert not table.duplicated(["nation", "area", "employer", "contract", "grade", "point"]).any()


def test_a_scale_of_one_area_contract_or_grade():
    """AfC band 5 of April 2025: £31,049, £33,487 and £37,796. FY1 of 2024 on the 2016 contract: £36,616."""
    band = scales.scale("nhs_afc", "2025-04", nation="England", grade="band 5")
    assert band["annual_gbp"].tolist() == [31049, 33487, 37796]
    doctors = scales.scale("resident_doctors", "2024-04", nation="England", contract="2016")
    assert doctors.set_index("grade").loc["FY1", "annual_gbp"] == 36616
    inner = scales.scale("teachers", "2024-09", area="Inner London")
    assert set(inner["area"]) == {"Inner London"}


def test_a_nation_is_found_in_a_scale_of_several():
    """Teachers in Wales had the document of England and Wales to 2018."""
    table = scales.scale("teachers", "2011-09", nation="Wales")
    assert set(table["nation"]) == {"England and Wales"} and 21588 in set(table["annual_gbp"])


def test_names_of_yesterday_are_still_read():
    new = scales.scale("nhs_afc", "2025-04")
    pd.testing.assert_frame_equal(new, scales.scale("nhs_agenda_for_change", "2025-04"))
    assert scales.point_pay("police_england_wales", "7", "2024-09", contract="2013") == 48231


def test_a_national_scale_unless_an_employer_is_asked_for():
    """Lancashire's grade 7 runs from £32,061 to £36,363; the national spine says nothing of grades."""
    own = scales.scale("njc", "2025-04", employer="Lancashire County Council")
    assert own["annual_gbp"].tolist() == [32061, 36363] and set(own["grade"]) == {"grade 7"}
    assert not scales.scale("njc", "2024-04")["employer"].any()
    with pytest.raises(ChoiceError, match="no national scale: say employer=, one of Department for Work"):
        scales.scale("civil_service", 2009)
    hmrc = scales.scale("civil_service", "2011-06", employer="HM Revenue and Customs")
    pd.testing.assert_frame_equal(hmrc, scales.scale("hmrc", "2011-06"))


def test_what_is_left_out_of_a_scale_is_named():
    left = scales.scale("teachers", "2024-09").attrs["left_out"]
    assert "England and Wales: the last held before it is of 2018-09, and pay has changed since" in left
    assert scales.scale("dwp", 2009).attrs["left_out"] == ()


def test_a_value_of_one_source_says_so():
    assert "one_source" in scales.scale("nhs_afc", "2025-04").attrs["usage_warnings"]


def test_numbers_of_points_are_numbers():
    assert scales.scale("njc", "2024-04")["point"].dtype == "int64"
    assert scales.scale("teachers", "2024-09")["point"].dtype == "str"


def test_derived_rates_are_marked():
    table = scales.scale("njc", "2025-04", include=["derived"])
    assert table.loc[table["basis"] == "derived", "point"].tolist() == [
        *range(14, 19),
        *range(20, 25),
        *range(26, 44),
    ]
    assert table.attrs["usage_warnings"] == ("derived", "one_source")
    assert {"C_herts_2025", "F_njc_chain"} <= set(table.attrs["sources"]) <= set(paylib.sources().index)


def test_grade_seven_of_lancashire():
    """Advert of 2026: £32,061 to £36,363. UNISON, August 2024: up to £4,200 over grade 6."""
    grade = social_care.grade(7, "2025-10", include=["derived"])
    assert grade["point"].tolist() == list(range(19, 26))
    assert grade["annual_gbp"].iloc[[0, -1]].tolist() == [32061, 36363]
    before = social_care.grade(7, "2024-03", include=["derived"])["annual_gbp"]
    assert round(before.iloc[-1] - before.iloc[0], -2) == 4200  # grade 6 ends where 7 starts


def test_minimum_wage_by_month():
    """gov.uk: £4.50 from October 2003; the National Living Wage, £7.20, from April 2016; £12.21 in 2025."""
    months = pd.Series(
        ["2003-09", "2003-10", "2016-03", "2016-04", "2016-10", "2025-04"], index=list("abcdef")
    )
    assert scales.minimum_wage(months).tolist() == [4.20, 4.50, 6.70, 7.20, 7.20, 12.21]
    assert list(scales.minimum_wage(months).index) == list("abcdef")
    assert isinstance(scales.minimum_wage(["2003-09", "2003-10"]), np.ndarray)


def test_points_that_the_minimum_wage_has_overtaken():
    """NJC point 2 was £12.65 from April 2025, and the minimum £12.71 from April 2026: 6p short.

    That is why the point was deleted on 1 April 2026; point 3, £12.85, was not overtaken.
    """
    scale_of_2025 = scales.scale("njc", "2025-04", include=["derived"])
    short = scales.overtaken(scale_of_2025, "2026-04")
    assert short[["point", "minimum_gbp_hour", "shortfall_gbp_hour"]].values.tolist() == [[2, 12.71, 0.06]]
    assert scales.overtaken(scale_of_2025, "2025-04").empty
    assert set(short.attrs["sources"]) > set(scale_of_2025.attrs["sources"])


@given(st.floats(5, 20), st.floats(5, 20))
def test_a_higher_rate_is_never_overtaken_before_a_lower_one(first, second):
    points = pd.DataFrame({"point": [1, 2], "gbp_hour": sorted([first, second])})
    short = scales.overtaken(points, "2025-04")
    assert short["point"].tolist() in ([], [1], [1, 2])
    assert (
        short["gbp_hour"].round(2) + short["shortfall_gbp_hour"] - 12.21
    ).abs().max() < 1e-9 or short.empty


@pytest.mark.parametrize(
    ("ask", "error", "message"),
    [
        (
            lambda: scales.scale("njk", "2024-04"),
            ChoiceError,
            r"no bargaining group 'njk'. Did you mean 'njc'",
        ),
        (lambda: scales.scale("njc", "2024-04", include="guessed"), ChoiceError, r"Choose from: derived"),
        (
            lambda: scales.scale("njc", "2025-04"),
            CoverageError,
            r"points 14-18, 20-24, 26-43.*include=\['derived'\].*whole as published for 2024-04",
        ),
        (
            lambda: scales.scale("njc", "2015-06", include="derived"),
            CoverageError,
            r"points 12-28\. Held whole .* for 2019-04, .*2025-04\. For single points",
        ),
        (lambda: scales.scale("njc", "2026-06"), CoverageError, r"2025-04, and whether pay has changed"),
        (lambda: scales.scale("njc", "2000-04"), CoverageError, r"Held for 2003-04"),
        (lambda: scales.scale("njc", "2024/25"), CoverageError, r"for 2024/25\. Held for 2003-04"),
        (
            lambda: scales.scale("teachers", "2009-10", nation="England"),
            CoverageError,
            r"2008-09, and pay has changed since.*England: 1997, 1998-12.*England and Wales: 1997",
        ),
        (lambda: scales.scale("nhs", "2025-04"), ChoiceError, r"Did you mean 'nhs_afc'"),
        (
            lambda: scales.scale("teachers", "2024-09", nation="Cornwall"),
            ChoiceError,
            r"no nation of School teachers 'Cornwall'.*England, England and Wales, Northern Ireland",
        ),
        (
            lambda: scales.scale("teachers", "2024-09", area="inner london"),
            ChoiceError,
            r"no area of School teachers 'inner london'.*Inner London",
        ),
        (
            lambda: scales.scale("njc", "2024-04", employer="Kent"),
            ChoiceError,
            r"no employer with a pay scale .* 'Kent'. Choose from: Lancashire County Council",
        ),
        (
            lambda: scales.point_pay("nhs_afc", "top", "2025-04", nation="England"),
            ChoiceError,
            r"10 points are called top in 2025-04\. Say grade= \(band 3, band 4",
        ),
        (lambda: scales.scale("jnc_youth", "2023-01"), CoverageError, r"Held for 2017-09, 2019-09, 2021-09"),
        (lambda: scales.scale("dwp", "2010-06"), CoverageError, r"Held for 2003-07, 2007, 2007-12,"),
        (
            lambda: scales.point_pay("njc", [20, 30], "2010-04", include="derived"),
            CoverageError,
            r"njc point 20 for 2010-04 \(the scale of 2009-04\).*held for 2019-04",
        ),
        (lambda: scales.point_pay("dwp", 1, 2009), CoverageError, r"It is held for no date"),
        (lambda: social_care.grade(6, "2024-04"), CoverageError, r"only its top is, point 19 \(inferred\)"),
        (lambda: social_care.grade(8, "2024-04"), ChoiceError, r"Choose from: 6, 7"),
        (lambda: social_care.grade(7, "2022-04"), CoverageError, r"from 2023-04 on"),
        (lambda: social_care.grade(7, 2024), PeriodError, r"A month is needed"),
        (lambda: scales.minimum_wage("1999-03"), CoverageError, r"from 1999-04 to 2027-03"),
        (lambda: scales.minimum_wage(["2004-01", "2027-04"]), CoverageError, r"for 2027-04"),
        (
            lambda: scales.overtaken(scales.scale("teachers", "2004-01"), "2004-01"),
            FigureError,
            r"no column gbp_hour.*hourly\(annual_gbp",
        ),
        (
            lambda: scales.overtaken(pd.DataFrame({"gbp_hour": [10, None]}), "2024-04"),
            FigureError,
            r"1 of 2 in gbp_hour",
        ),
    ],
)
def test_errors_say_what_was_asked_what_there_is_and_what_to_do(ask, error, message):
    with pytest.raises(error, match=message):
        ask()


# The Living Wage that employers pay by choice


def test_the_living_wage_by_month():
    """Announced 5 November 2012, 2 November 2015 and 24 October 2023; on days not found in 2014 and 2024."""
    months = ["2015-10", "2015-11", "2023-09", "2023-10", "2024-08", "2024-12", "2026-08"]
    assert scales.living_wage(months).tolist() == [7.85, 8.25, 10.90, 12.00, 12.00, 12.60, 13.45]
    assert scales.living_wage("2012-10", "London") == 8.30 and scales.living_wage("2012-11", "London") == 8.55
    asked = pd.Series(["2025-12"], index=["now"])
    assert scales.living_wage(asked, "London").to_dict() == {"now": 14.80}


def test_the_living_wage_is_above_the_legal_minimum():
    """Every rate is above the adult minimum in force at the end of its year, and London's above the other."""
    rates = paylib.load("living_wage_foundation")
    legal = scales.minimum_wage([f"{year}-12" for year in rates["rate_year"]])
    assert (rates["gbp_hour"] > legal).all()
    by_area = rates.pivot(index="rate_year", columns="area", values="gbp_hour").dropna()
    assert (by_area["london"] > by_area["uk"]).all() and len(by_area) == 12


@pytest.mark.parametrize(
    ("ask", "error", "message"),
    [
        (lambda: scales.living_wage("2024-10"), CoverageError, r"not found.*2024-08 or 2024-12"),
        (lambda: scales.living_wage("2026-09"), CoverageError, r"the rate of 2026 is not held"),
        (lambda: scales.living_wage("2026-12"), CoverageError, r"the rate of 2026 is not held"),
        (lambda: scales.living_wage("2012-12"), CoverageError, r"2012 is not held.*of 2014, 2015"),
        (lambda: scales.living_wage("2024-04", "london"), ChoiceError, r"Did you mean 'London'"),
    ],
)
def test_a_living_wage_that_is_not_held(ask, error, message):
    with pytest.raises(error, match=message):
        ask()


# Part-time and term-time


def test_a_part_timer_of_lancashire():
    """Lancashire County Council, How is a pro rata salary calculated?: £7,297.29 a year, £608.10 a month,
    cut off after the penny."""
    assert 0 <= scales.actual_pay(12_000, 22.5, 37) - 7_297.29 < 0.01
    assert 0 <= scales.actual_pay(12_000, 22.5, 37) / 12 - 608.10 < 0.01


def test_a_term_time_worker_of_exeter():
    """University of Exeter, Term time staff: £27,025, 20 of 36.5 hours, 30 weeks and 18.72 per cent for 41
    days of leave, of 52 weeks: £10,142.49."""
    weeks = scales.paid_weeks(30, 41, weeks_in_year=52)
    assert round((weeks / 30 - 1) * 100, 2) == 18.72
    paid = scales.actual_pay(27_025, 20, 36.5, paid_weeks=30 * 1.1872, weeks_in_year=52)
    assert round(paid, 2) == 10_142.49


@pytest.mark.parametrize(("leave", "multiplier"), [(35, 86.3924), (40, 88.3495)])
def test_multipliers_of_term_time_pay(leave, multiplier):
    """HRMIS, Term-time only: 39 weeks, 27 days and 8 bank holidays, and 5 days more after five years.

    Of 52.1429 weeks, where the agreements have 52.143.
    """
    found = scales.actual_pay(100, 36, 36, paid_weeks=scales.paid_weeks(39, leave))
    assert found == pytest.approx(multiplier, abs=0.0005)


def test_everybody_all_year_round_is_paid_the_whole():
    assert scales.actual_pay(24_027, 37) == 24_027
    assert scales.actual_pay([24_000, 26_000], 18.5).tolist() == [12_000, 13_000]
    point = Finding("point 3", 24_027, "gbp_year", "as published", sources=("C_herts_2024",))
    half = scales.actual_pay(point, 18.5)
    assert (half.value, half.unit, half.sources) == (12_013.5, "gbp_year", ("C_herts_2024",))


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: scales.actual_pay(20_000, 37, paid_weeks=53), r"paid_weeks is 53, which is above 52.143"),
        (lambda: scales.actual_pay(20_000, 0), r"hours_week is 0"),
        (lambda: scales.actual_pay([1, 2], [3, 4, 5]), r"differ in length"),
        (lambda: scales.paid_weeks(50, 35), r"neither worked nor leave"),
    ],
)
def test_hours_and_weeks_that_cannot_be(ask, message):
    with pytest.raises(FigureError, match=message):
        ask()


def test_a_point_from_a_column_with_gaps_is_the_point():
    """pandas makes 19.0 of 19 where another cell is empty; £32,061 from April 2025."""
    assert scales.point_pay("njc", 19.0, "2025-04") == scales.point_pay("njc", 19, "2025-04") == 32_061
    assert scales.rate("njc", 19.0, "2025-04").value == 32_061
    points = pd.Series([19, None, 25]).dropna()
    told = scales.point_pay("njc", points, "2025-04", include="derived")
    assert told.to_dict() == {19: 32_061, 25: 36_363}
