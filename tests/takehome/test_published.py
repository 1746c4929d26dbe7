"""Take-home pay: held to HMRC's own examples, to published tables and payslips, and to its algebra.

Where a publisher reckons with 52 weekly thresholds, as paylib does, results agree to the penny.
Where it uses HMRC's rounded monthly or annual thresholds, the tolerance is what that can move.
"""

import hashlib

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import paylib
from paylib import datapackage, takehome
from paylib.errors import ChoiceError, CoverageError, FigureError, PeriodError
from tests.conftest import some

YEARS = [f"{year}/{(year + 1) % 100:02d}" for year in range(2003, 2027)]
CONTRACTED_OUT_YEARS = YEARS[: YEARS.index("2016/17")]
PENNY = 0.0051


def one(*args, **options) -> pd.Series:
    """The only row of a breakdown."""
    return takehome.breakdown(*args, **options).squeeze()


# Published results


@pytest.mark.parametrize(
    ("tax_year", "salary", "tax", "insurance", "left"),
    [
        ("2003/04", 25_000, 4_249.50, 2_240.92, 18_509.58),
        ("2003/04", 45_000, 10_428.80, 3_034.92, 31_536.28),
        ("2004/05", 50_000, 12_207.60, 3_151.48, 34_640.92),
        ("2008/09", 10_000, 793.00, 499.40, 8_707.60),
        ("2008/09", 45_000, 8_626.00, 3_853.40, 32_520.60),
        ("2010/11", 25_000, 3_705.00, 2_120.80, 19_174.20),
        ("2010/11", 44_000, 7_530.00, 4_199.60, 32_270.40),
        ("2011/12", 30_000, 4_505.00, 2_732.64, 22_762.36),
        ("2011/12", 50_000, 10_010.00, 4_381.04, 35_608.96),
        ("2012/13", 8_500, 79.00, 108.96, 8_312.04),
        ("2012/13", 42_500, 6_884.00, 4_187.36, 31_428.64),
        ("2014/15", 30_000, 4_000.00, 2_645.28, 23_354.72),
        ("2015/16", 18_000, 1_480.00, 1_192.80, 15_327.20),
        ("2019/20", 30_000, 3_500.00, 2_564.16, 23_935.84),
        ("2020/21", 12_500, 0.00, 358.08, 12_141.92),
        ("2020/21", 50_000, 7_500.00, 4_858.08, 37_641.92),
        ("2021/22", 40_000, 5_486.00, 3_651.84, 30_862.16),
        ("2024/25", 40_000, 5_486.00, 2_193.28, 32_320.72),
    ],
)
def test_published_salary_tables(tax_year, salary, tax, insurance, left):
    """UKTaxCalculators.co.uk, UK Salary Tables of each year (uktaxcalculators.co.uk/salary/2003/3 and on)."""
    found = one(salary, tax_year)
    assert found["income_tax_gbp"] == pytest.approx(tax, abs=PENNY)
    assert found["national_insurance_gbp"] == pytest.approx(insurance, abs=PENNY)
    assert found["net_gbp"] == pytest.approx(left, abs=PENNY)


def test_a_calculator_of_2003():
    """taxmoney.com, Salary tax calculator, April 2003 to March 2004: £42,000, tax code 461."""
    found = one(42_000, "2003/04")
    assert found[["income_tax_gbp", "national_insurance_gbp", "net_gbp"]].tolist() == pytest.approx(
        [9_228.80, 3_004.92, 29_766.28], abs=PENNY
    )


@pytest.mark.parametrize(
    ("example", "week", "contracted_out", "employee", "employer"),
    [
        ("NIM11034, example 1", 77, False, 0, 0),
        ("NIM11038, example 5", 100, False, 1.21, 1.41),
        ("NIM11039, example 6", 600, False, 55.71, 65.41),
        ("NIM11042, example 9", 90, True, 0, -0.43),
        ("NIM11043, example 10", 100, True, 0.84, 0.60),
        ("NIM11044, example 11", 650, True, 47.92, 53.68),
    ],
)
def test_hmrc_examples_of_2003_04(example, week, contracted_out, employee, employer):
    """HMRC, National Insurance Manual, 2003/04: earnings of a week, the same for 52 weeks.

    Not contracted out (letter A) and contracted out, salary-related (letter D). Each part of
    HMRC's sum is rounded to a penny, so two parts may differ by a penny together.
    """
    found = one(week * 52, "2003/04", contracted_out=contracted_out)["national_insurance_gbp"] / 52
    assert found == pytest.approx(employee, abs=0.01), example
    cost = takehome.employer_ni(week * 52, "2003/04", contracted_out=contracted_out) / 52
    assert cost == pytest.approx(employer, abs=0.01), example


def test_hmrc_example_above_the_upper_accrual_point():
    """HMRC, National Insurance Manual NIM01224: £4,000 a month, contracted out, 2012/13: £3,812.40.

    HMRC's monthly thresholds are rounded (£634 for 52/12 x £146 = £632.67): under £3 a year.
    """
    found = one(48_000, "2012/13", contracted_out=True)["national_insurance_gbp"]
    assert found == pytest.approx(3_812.40, abs=3)
    assert one(48_000, "2012/13")["national_insurance_gbp"] - found == pytest.approx(482.64, abs=0.2)


@pytest.mark.parametrize(
    ("salary", "contracted_out", "standard"),
    [(15_000, 58.66, 69.36), (27_000, 164.66, 189.36), (45_000, 307.65, 347.56)],
)
def test_the_end_of_contracting_out(salary, contracted_out, standard):
    """NILGOSC, End to contracting-out from April 2016; University of Worcester, Pension reforms (2016).

    National Insurance a month at the thresholds of 2015/16, from HMRC's calculator.
    """
    assert one(salary, "2015/16", contracted_out=True)["national_insurance_gbp"] / 12 == pytest.approx(
        contracted_out, abs=0.05
    )
    assert one(salary, "2015/16")["national_insurance_gbp"] / 12 == pytest.approx(standard, abs=0.05)


def test_university_payroll_tables_with_a_pension():
    """A university's take-home tables for the April 2016 change (studylib.net, document 12003397), March 2016.

    USS final salary section: contracted out, 7.5 per cent contribution under net pay, pounds a
    month. Tax relief is on the contribution, National Insurance is on the whole salary.
    """
    salary = pd.Series([40_000, 60_000, 80_000, 100_000])
    found = takehome.breakdown(salary, "2015/16", contracted_out=True, pension_pct=7.5) / 12
    published = {
        "pension_gbp": [250, 375, 500, 625],
        "income_tax_gbp": [440, 966.92, 1583.58, 2200.25],
        "national_insurance_gbp": [279.53, 332.65, 365.98, 399.31],
        "net_gbp": [2363.80, 3325.43, 4217.11, 5108.77],
    }
    for column, values in published.items():
        assert found[column].tolist() == pytest.approx(values, abs=0.011), column


def test_a_calculator_with_tapered_allowances():
    """The Salary Calculator, 2014/15, in whole pounds (blog.kamranshah.com, May 2014)."""
    salary = [5_000, 20_000, 45_000, 100_000, 105_000, 110_000, 115_000, 120_000, 125_000, 150_000]
    published = [5_000, 16_555, 33_241, 65_141, 67_041, 68_941, 70_841, 72_741, 75_641, 90_141]
    assert takehome.net(salary, "2014/15").tolist() == pytest.approx(published, abs=1)


def test_employer_and_employee_in_2009_10():
    """ListenToTaxman, £20,000 in 2009/10: National Insurance £1,570.80, employer's £1,827.84.

    Its tax, £2,704.20, takes the free pay of code 647L (£6,479) for the allowance of £6,475.
    """
    found = one(20_000, "2009/10")
    assert found["national_insurance_gbp"] == pytest.approx(1_570.80, abs=PENNY)
    assert takehome.employer_ni(20_000, "2009/10") == pytest.approx(1_827.84, abs=PENNY)
    assert found["income_tax_gbp"] == pytest.approx(2_704.20 + 4 * 0.20, abs=PENNY)


def test_a_payslip_of_2018_19():
    """Low Incomes Tax Reform Group, Taking on a personal assistant (2018), page 35: £360 a week.

    National Insurance £23.76 and tax £26.40: tax codes and tables round tax down by a few pence.
    """
    found = one(360 * 52, "2018/19") / 52
    assert found["national_insurance_gbp"] == pytest.approx(23.76, abs=PENNY)
    assert found["income_tax_gbp"] == pytest.approx(26.40, abs=0.03)


@pytest.mark.parametrize(
    ("month", "until_january", "from_january"),
    [(2_000, 114.24, 95.20), (2_500, 174.24, 145.20), (3_000, 234.24, 195.20), (5_000, 393.14, 330.32)],
)
def test_the_cut_of_january_2024(month, until_january, from_january):
    """TaxAssist Accountants, Reduced National Insurance contributions (2024), pounds a month.

    Nine months at the first and three at the second, from HMRC's monthly thresholds of £1,048 and
    £4,189; 52/12 x £242 is £1,048.67.
    """
    found = one(month * 12, "2023/24")["national_insurance_gbp"]
    assert found == pytest.approx(9 * until_january + 3 * from_january, abs=1.5)


def test_twelve_payslips_of_2022_23():
    """HMRC's monthly thresholds (Initial Insights, National Insurance explained, 2022).

    £823, from July £1,048, to £4,189: 13.25 and 3.25 per cent for seven payslips, 12 and 2 for
    five; the employer 15.05, then 13.8, above £758. £60,000 a year.
    """
    month = 60_000 / 12
    first = (4_189 - 823) * 0.1325 + (month - 4_189) * 0.0325
    second = (4_189 - 1_048) * 0.1325 + (month - 4_189) * 0.0325
    third = (4_189 - 1_048) * 0.12 + (month - 4_189) * 0.02
    assert round(first, 2) == 472.35
    found = one(60_000, "2022/23")["national_insurance_gbp"]
    assert found == pytest.approx(3 * first + 4 * second + 5 * third, abs=3)
    employer = (month - 758) * (7 * 0.1505 + 5 * 0.138)
    assert takehome.employer_ni(60_000, "2022/23") == pytest.approx(employer, abs=1)


def test_annual_rates_of_directors():
    """HMRC, CA44: 12.73, 2.73 and 14.53 per cent for the year 2022/23, 11.5 for 2023/24."""
    for year, low, high, rate in [
        ("2022/23", 30_000, 31_000, 12.73),
        ("2022/23", 70_000, 71_000, 2.73),
        ("2023/24", 30_000, 31_000, 11.5),
    ]:
        paid = takehome.breakdown([low, high], year)["national_insurance_gbp"]
        assert round(paid.diff()[1] / 10, 2) == rate
    assert round(np.diff(takehome.employer_ni([30_000, 31_000], "2022/23"))[0] / 10, 2) == 14.53


def test_tax_above_the_additional_rate_threshold():
    """PwC, Worldwide Tax Summaries, sample calculation 2020/21: £175,000 pays £63,750.

    Without an allowance the basic rate band stays at its limit: it does not reach to where the
    higher rate starts for others, as some calculators have it.
    """
    assert one(175_000, "2020/21")["income_tax_gbp"] == pytest.approx(63_750)


def test_tax_at_six_salaries_of_2022_23():
    """Brainthrough, A breakdown of UK income tax (March 2023): the tax of each band."""
    salary = [30_000, 50_000, 60_000, 110_000, 125_140, 180_000]
    published = [3_486, 7_486, 7_540 + 3_892, 7_540 + 25_892, 7_540 + 34_976, 7_540 + 44_920 + 13_500]
    assert takehome.breakdown(salary, "2022/23")["income_tax_gbp"].tolist() == pytest.approx(published)


@pytest.mark.parametrize(
    ("salary", "published_net", "code"),
    [(75_000, 52_553, 3.6), (100_000, 67_053, 3.6), (125_000, 76_553, 3.6), (150_000, 89_778, 0)],
)
def test_high_salaries_of_2023_24(salary, published_net, code):
    """ListenToTaxman, Change in take home pay 2022/23 to 2023/24 (contractoruk.com/calculators).

    Published before the cut of January 2024, so with National Insurance at 12 and 2 per cent all
    year, on annual thresholds; taken off here, to leave the tax. Its tax code gives £9 more
    allowance, worth £3.60 at 40 per cent, while there is an allowance.
    """
    insurance = (50_270 - 12_570) * 0.12 + (salary - 50_270) * 0.02
    tax = salary - published_net - insurance
    assert one(salary, "2023/24")["income_tax_gbp"] - code == pytest.approx(tax, abs=0.51)


def test_a_calculator_of_2025_26():
    """incometaxcalculator.org.uk, £40,000: annual thresholds of £12,570 and £5,000, not 52 weekly ones."""
    found = one(40_000, "2025/26")
    assert found["income_tax_gbp"] == pytest.approx(5_486)
    assert found["national_insurance_gbp"] == pytest.approx(2_194.40, abs=1.13)
    assert takehome.employer_ni(40_000, "2025/26") == pytest.approx(5_250.00, abs=1.21)


def test_the_rise_of_employers_contributions_in_2025():
    """Folkes Worton LLP, Employer NI contributions: £24,000 to £40,000, 2024/25 and 2025/26."""
    pay = [24_000, 26_000, 28_000, 30_000, 32_000, 34_000, 36_000, 38_000, 40_000]
    assert takehome.employer_ni(pay, "2024/25").sum() == pytest.approx(28_441.80)
    assert takehome.employer_ni(pay, "2025/26") == pytest.approx(
        [2850, 3150, 3450, 3750, 4050, 4350, 4650, 4950, 5250], abs=1.25
    )


# Every threshold, worked by hand

# Pounds a year, each with the tax and National Insurance, per cent, of pay from there to the next.
# Weekly thresholds times 52; with a rebate, contributions start where they first exceed it.
SCHEDULES = {
    ("2003/04", False): {4_615: 10, 4_628: 21, 6_575: 33, 30_940: 23, 35_115: 41},
    ("2003/04", True): {4_615: 10, 445.016 / 0.094: 19.4, 6_575: 31.4, 30_940: 23, 35_115: 41},
    ("2004/05", True): {4_745: 10, 454.792 / 0.094: 19.4, 6_765: 31.4, 31_720: 23, 36_145: 41},
    ("2005/06", False): {4_888: 11, 4_895: 21, 6_985: 33, 32_760: 23, 37_295: 41},
    ("2006/07", False): {5_035: 10, 5_044: 21, 7_185: 33, 33_540: 23, 38_335: 41},
    ("2007/08", False): {5_200: 11, 5_225: 21, 7_455: 33, 34_840: 23, 39_825: 41},
    ("2008/09", False): {5_460: 11, 6_035: 31, 40_040: 21, 40_835: 41},
    ("2009/10", True): {550.16 / 0.094: 9.4, 6_475: 29.4, 40_040: 31, 43_875: 51, 43_888: 41},
    ("2010/11", False): {
        5_720: 11, 6_475: 31, 43_875: 51, 43_888: 41, 100_000: 61, 112_950: 41, 150_000: 51,
    },
    ("2011/12", True): {
        7_475: 20, 782.496 / 0.104: 30.4, 40_040: 32, 42_475: 52, 42_484: 42,
        100_000: 62, 114_950: 42, 150_000: 52,
    },
    ("2013/14", False): {
        7_748: 12, 9_440: 32, 41_444: 22, 41_450: 42, 100_000: 62, 118_880: 42, 150_000: 47,
    },
    ("2015/16", True): {
        885.664 / 0.106: 10.6, 10_600: 30.6, 40_040: 32, 42_380: 22, 42_385: 42,
        100_000: 62, 121_200: 42, 150_000: 47,
    },
    ("2016/17", False): {
        8_060: 12, 11_000: 32, 43_000: 52, 43_004: 42, 100_000: 62, 122_000: 42, 150_000: 47,
    },
    ("2017/18", False): {
        8_164: 12, 11_500: 32, 45_000: 52, 45_032: 42, 100_000: 62, 123_000: 42, 150_000: 47,
    },
    ("2018/19", False): {
        8_424: 12, 11_850: 32, 46_350: 52, 46_384: 42, 100_000: 62, 123_700: 42, 150_000: 47,
    },
    ("2022/23", False): {  # a primary threshold for three months and another for nine; rates for seven and five
        9_880: 13.25 / 4, 12_570: 20 + 13.25 / 4, 12_584: 32 + 8.75 / 12, 50_270: 52 + 8.75 / 12,
        50_284: 42 + 8.75 / 12, 100_000: 62 + 8.75 / 12, 125_140: 42 + 8.75 / 12, 150_000: 47 + 8.75 / 12,
    },
    ("2023/24", False): {
        12_570: 20, 12_584: 31.5, 50_270: 51.5, 50_284: 42, 100_000: 62, 125_140: 47,
    },
    ("2026/27", False): {
        12_570: 20, 12_584: 28, 50_270: 48, 50_284: 42, 100_000: 62, 125_140: 47,
    },
}  # fmt: skip

EMPLOYERS_SCHEDULES = {
    ("2003/04", False): {4_628: 12.8},
    ("2003/04", True): {4_004: -5.1, 4_628: 18.7, 445.016 / 0.094: 9.3, 30_940: 12.8},
    ("2004/05", True): {4_108: -5.1, 4_732: 18.7, 454.792 / 0.094: 9.3, 31_720: 12.8},
    ("2011/12", True): {5_304: -5.3, 7_072: 8.5, 7_228: 20.5, 782.496 / 0.104: 10.1, 40_040: 13.8},
    ("2015/16", False): {8_112: 13.8},
    ("2022/23", False): {9_100: 13.8 + 8.75 / 12},
    ("2025/26", False): {4_992: 15},
}


def paid_at_edges(schedule: dict[float, float]) -> tuple[list[float], np.ndarray]:
    """The thresholds of a schedule and a salary above them all, and what is paid at each."""
    edges = [0.0, *schedule, 200_000.0]
    rates = [0.0, *schedule.values()]
    return edges, np.concatenate([[0.0], np.cumsum(np.diff(edges) * rates) / 100])


@pytest.mark.parametrize(("year", "contracted_out"), SCHEDULES)
def test_what_is_paid_at_every_threshold(year, contracted_out):
    edges, paid = paid_at_edges(SCHEDULES[year, contracted_out])
    found = takehome.net(edges, year, contracted_out=contracted_out)
    assert edges - found == pytest.approx(paid, abs=1e-6)


@pytest.mark.parametrize(("year", "contracted_out"), SCHEDULES)
def test_the_rate_on_either_side_of_every_threshold(year, contracted_out):
    schedule = SCHEDULES[year, contracted_out]
    thresholds, rates = np.array(list(schedule)), list(schedule.values())
    above = takehome.marginal_rate_pct(thresholds, year, contracted_out=contracted_out)
    below = takehome.marginal_rate_pct(thresholds - 1, year, contracted_out=contracted_out)
    assert above == pytest.approx(rates)
    assert below == pytest.approx([0.0, *rates[:-1]])


@pytest.mark.parametrize(("year", "contracted_out"), EMPLOYERS_SCHEDULES)
def test_what_employers_pay_at_every_threshold(year, contracted_out):
    edges, paid = paid_at_edges(EMPLOYERS_SCHEDULES[year, contracted_out])
    assert takehome.employer_ni(edges, year, contracted_out=contracted_out) == pytest.approx(paid, abs=1e-6)


def test_a_contribution_is_relieved_of_tax_and_not_of_national_insurance():
    """£30,000 in 2024/25 with 6.5 per cent: £1,950 less pay, £390 less tax, the same National Insurance."""
    without, paying = (one(30_000, "2024/25", pension_pct=each) for each in (0, 6.5))
    assert paying["pension_gbp"] == 1_950
    assert without["income_tax_gbp"] - paying["income_tax_gbp"] == pytest.approx(390)
    assert without["national_insurance_gbp"] == paying["national_insurance_gbp"]


def test_a_contribution_can_keep_the_personal_allowance():
    """£105,000 less 10 per cent is below £100,000: the whole allowance, and 40 per cent from £50,270."""
    assert one(105_000, "2024/25", pension_pct=10)["income_tax_gbp"] == pytest.approx(
        7_540 + 0.4 * (94_500 - 50_270)
    )


def test_what_is_kept_of_a_rise():
    """A civil servant's 2.6 per cent on £16,000 in 2003/04: 68.6p in the pound contracted out, 67p if not."""
    after = 16_000 * 1.026
    assert takehome.kept_pct(16_000, after, "2003/04", contracted_out=True) == pytest.approx(68.6)
    assert takehome.kept_pct(16_000, after, "2003/04") == pytest.approx(67)
    assert takehome.kept_pct(16_000, after, "2003/04", pension_pct=1.5) == pytest.approx(67 - 1.5 * 0.78)
    assert takehome.kept_pct(after, 16_000, "2003/04") == pytest.approx(67)  # and of a cut
    across = (50_270 - 50_000) * 0.72 + 14 * 0.52 + (51_000 - 50_284) * 0.58
    assert takehome.kept_pct(50_000, 51_000, "2024/25") == pytest.approx(across / 10)


# Properties

SALARIES = st.floats(0, 400_000)
CONTRIBUTIONS = st.floats(0, 40)


@given(SALARIES, st.floats(0.01, 50_000), st.sampled_from(YEARS), CONTRIBUTIONS, st.booleans())
def test_more_pay_is_never_less_in_the_pocket(salary, rise, year, pension, contracted_out):
    options = {"pension_pct": pension, "contracted_out": contracted_out and year in CONTRACTED_OUT_YEARS}
    assert takehome.net(salary + rise, year, **options) >= takehome.net(salary, year, **options) - 1e-6
    assert -1e-6 <= takehome.kept_pct(salary, salary + rise, year, **options) <= 100 + 1e-6


@given(SALARIES, st.sampled_from(YEARS), CONTRIBUTIONS)
def test_the_parts_add_up_and_none_is_below_zero(salary, year, pension):
    row = one(salary, year, pension_pct=pension)
    assert row["net_gbp"] + row[
        ["pension_gbp", "income_tax_gbp", "national_insurance_gbp"]
    ].sum() == pytest.approx(row["gross_gbp"])
    assert (row >= 0).all()


@given(SALARIES, st.sampled_from(CONTRACTED_OUT_YEARS))
def test_contracted_out_costs_neither_side_more(salary, year):
    rebated = takehome.net(salary, year, contracted_out=True) - takehome.net(salary, year)
    saved = takehome.employer_ni(salary, year) - takehome.employer_ni(salary, year, contracted_out=True)
    assert rebated >= -1e-9 and saved >= -1e-9
    week = paylib.load("tax_ni").query("tax_year == @year").set_index("parameter")["value"]
    if salary > 52 * week["ni_lower_earnings_limit"] + 1:
        assert rebated + saved > 0


@given(st.lists(SALARIES, min_size=2, max_size=6), st.data())
def test_many_years_at_once_are_the_years_one_by_one(salaries, data):
    years = data.draw(st.lists(st.sampled_from(YEARS), min_size=len(salaries), max_size=len(salaries)))
    alone = [takehome.net(salary, year) for salary, year in zip(salaries, years, strict=True)]
    assert takehome.net(salaries, years).tolist() == pytest.approx(alone)
    costs = [takehome.employer_ni(salary, year) for salary, year in zip(salaries, years, strict=True)]
    assert takehome.employer_ni(salaries, years).tolist() == pytest.approx(costs)


# Shapes and provenance


def test_scalars_arrays_and_series():
    assert isinstance(takehome.net(20_000, "2003/04"), float)
    assert isinstance(takehome.net([20_000, 30_000], "2003/04"), np.ndarray)
    assert takehome.net(20_000, YEARS).shape == (24,)
    pay = pd.Series([15_000.0, 30_000.0], index=["AO", "EO"])
    pension = pd.Series([3.5, 1.5], index=["EO", "AO"])
    table = takehome.breakdown(pay, "2003/04", pension_pct=pension)
    assert table.index.tolist() == ["AO", "EO"]
    assert table["pension_gbp"].tolist() == [225, 1_050]
    assert takehome.net(pay, "2003/04", pension_pct=pension).equals(table["net_gbp"].rename(None))
    assert takehome.kept_pct(pay, pay * 1.03, "2003/04").index.tolist() == ["AO", "EO"]
    assert takehome.marginal_rate_pct(pay, "2003/04").index.tolist() == ["AO", "EO"]
    assert takehome.employer_ni(pay, "2003/04").index.tolist() == ["AO", "EO"]
    assert takehome.breakdown(pd.Series([], dtype=float), "2003/04").empty


def test_a_breakdown_says_where_its_rates_come_from():
    attrs = takehome.breakdown(20_000, ["2003/04", "2024/25"]).attrs
    assert attrs["usage_warnings"] == paylib.load("tax_ni").attrs["usage_warnings"]
    assert set(attrs["sources"]) <= set(datapackage.sources("tax_ni").index)
    assert set(takehome.breakdown(20_000, "2003/04").attrs["sources"]) < set(attrs["sources"])


def test_every_rate_is_in_force_once_and_changes_on_the_sixth():
    """What the reckoning by tax months rests on."""
    table = paylib.load("tax_ni").query("status == 'in_force' and tax_year >= '2003/04'")
    assert (table["from_date"].dt.day == 6).all() and (table["to_date"].dt.day == 5).all()
    table = table.sort_values(["parameter", "from_date"])
    after = table.groupby("parameter")["from_date"].shift(-1)
    assert (after.isna() | (after > table["to_date"])).all()
    assert table.loc[table["tax"] == "income_tax", "from_date"].dt.month.eq(4).all()


def test_where_a_rate_and_a_rebate_are_held_they_agree():
    values = paylib.load("tax_ni").query("tax_year == '2003/04'").set_index("parameter")["value"]
    for whose, full in (("employee", "ni_employee_main_rate"), ("employer", "ni_employer_rate")):
        rate = values[f"ni_contracted_out_{whose}_rate"]
        assert rate == pytest.approx(values[full] - values[f"ni_contracted_out_{whose}_rebate"])


# Questions that cannot be answered


@pytest.fixture
def table_without(package_copy, descriptor):
    """A function that takes a parameter of a tax year out of the table."""

    def remove(parameter: str, tax_year: str) -> None:
        path = package_copy / "pay" / "tax_ni.csv"
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        kept = table[(table["parameter"] != parameter) | (table["tax_year"] != tax_year)]
        assert len(kept) < len(table)
        kept.to_csv(path, index=False)
        digest = "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()

        def reseal(content: dict) -> None:
            next(each for each in content["resources"] if each["name"] == "tax_ni")["hash"] = digest

        descriptor(reseal)

    return remove


NEEDED = [
    ("starting_rate", "2005/06", False),
    ("basic_rate_limit", "2012/13", False),
    ("additional_rate_threshold", "2026/27", False),
    ("personal_allowance_income_limit", "2010/11", False),
    ("ni_employee_upper_rate", "2003/04", False),
    ("ni_primary_threshold", "2022/23", False),
    ("ni_upper_accrual_point", "2009/10", True),
    ("ni_lower_earnings_limit", "2004/05", True),
    ("ni_contracted_out_employee_rebate", "2006/07", True),
]


@pytest.mark.slow
@pytest.mark.parametrize(("parameter", "tax_year", "contracted_out"), some(NEEDED, 4))
def test_a_missing_rate_is_named(table_without, parameter, tax_year, contracted_out):
    table_without(parameter, tax_year)
    with pytest.raises(
        CoverageError, match=rf"No {parameter} for {tax_year} .*held whole: 200[34]/0[45] to 202"
    ):
        takehome.net(30_000, tax_year, contracted_out=contracted_out)


def test_a_missing_employers_rate_is_named_and_does_not_stop_take_home_pay(table_without):
    table_without("ni_secondary_threshold", "2004/05")
    with pytest.raises(CoverageError, match="No ni_secondary_threshold for 2004/05"):
        takehome.employer_ni(30_000, "2004/05")
    assert takehome.net(30_000, "2004/05") > 0


@pytest.mark.parametrize(
    ("ask", "error", "message"),
    [
        (
            lambda: takehome.net(20_000, "2002/03"),
            CoverageError,
            r"No starting_rate, starting_rate_limit, ni_primary_threshold, ni_upper_earnings_limit, "
            r"ni_employee_main_rate, ni_employee_upper_rate for 2002/03 .* held whole: 2003/04 to 2026/27",
        ),
        (lambda: takehome.net(20_000, "2027/28"), CoverageError, r"No rates and thresholds for 2027/28"),
        (
            lambda: takehome.employer_ni(20_000, "1999/00"),
            CoverageError,
            r"ni_secondary_threshold for 1999/00",
        ),
        (
            lambda: takehome.net([1, 2], ["2024/25", "2031/32"]),
            CoverageError,
            r"2031/32",
        ),
        (lambda: takehome.kept_pct(1, 2, "2024/25", nation="Walse"), ChoiceError, r"Did you mean 'Wales'"),
        (
            lambda: takehome.net(20_000, "2016/17", contracted_out=True),
            CoverageError,
            r"Nobody was contracted out in 2016/17.*5 April 2016",
        ),
        (lambda: takehome.employer_ni(20_000, "2024/25", contracted_out=True), CoverageError, r"Nobody was"),
        (lambda: takehome.net(20_000, 2003), PeriodError, r"such as '2003/04'; 2003 is a calendar year"),
        (lambda: takehome.net([20_000], ["2004-01"]), PeriodError, r"2004-01 is a month"),
        (lambda: takehome.net(20_000, "2003/05"), PeriodError, r"followed by 04"),
        (lambda: takehome.net(-1, "2003/04"), FigureError, r"annual_gbp is -1, which is below 0"),
        (lambda: takehome.net(float("nan"), "2003/04"), FigureError, r"missing or infinite"),
        (lambda: takehome.net([1, None], "2003/04"), FigureError, r"1 of 2 in annual_gbp .* position 1"),
        (lambda: takehome.net("twenty", "2003/04"), FigureError, r"not a number: 'twenty'"),
        (lambda: takehome.net([1, 2], ["2003/04"] * 3), FigureError, r"differ in length"),
        (
            lambda: takehome.net(pd.Series([1.0]), "2003/04", pension_pct=pd.Series([1.0], index=["a"])),
            FigureError,
            r"different row labels",
        ),
        (lambda: takehome.net(1, "2003/04", pension_pct=-0.1), FigureError, r"pension_pct .*below 0"),
        (lambda: takehome.net(1, "2003/04", pension_pct=101), FigureError, r"at most 100 per cent"),
        (lambda: takehome.employer_ni(-1, "2003/04"), FigureError, r"below 0"),
        (lambda: takehome.kept_pct(1, -2, "2003/04"), FigureError, r"after_gbp is -2"),
        (
            lambda: takehome.kept_pct([1, 2], [2, 2], "2003/04"),
            FigureError,
            r"1 of 2 salaries do not change, the first at position 1",
        ),
    ],
)
def test_errors_say_what_was_asked_what_there_is_and_what_to_do(ask, error, message):
    with pytest.raises(error, match=message):
        ask()
