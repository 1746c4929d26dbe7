"""National Insurance by HMRC's monthly thresholds, against sums by hand and the weekly ones."""

import pytest

import paylib
from paylib import takehome

MONTHLY_YEARS = [f"{year}/{(year + 1) % 100:02d}" for year in range(2018, 2027)]


def test_three_thresholds_and_rates_of_2022_23():
    """£823, from July £1,048, to £4,189: 13.25 and 3.25 per cent for seven payslips, 12 and 2 for five."""
    first = (4_189 - 823) * 0.1325 + (5_000 - 4_189) * 0.0325
    second = (4_189 - 1_048) * 0.1325 + (5_000 - 4_189) * 0.0325
    third = (4_189 - 1_048) * 0.12 + (5_000 - 4_189) * 0.02
    found = takehome.breakdown(60_000, "2022/23", paid="month")["national_insurance_gbp"].item()
    assert found == pytest.approx(3 * first + 4 * second + 5 * third, abs=1e-6)
    employer = (5_000 - 758) * (7 * 0.1505 + 5 * 0.138)
    assert takehome.employer_ni(60_000, "2022/23", paid="month") == pytest.approx(employer, abs=1e-6)


def test_how_far_the_month_is_from_52_weeks():
    """2026/27, by hand: 12 x £1,048 is £12,576 and 52 x £242 £12,584; £50,268 and £50,284; £5,004 and £4,992."""
    week, month = (
        takehome.breakdown([30_000, 60_000], "2026/27", paid=paid)["national_insurance_gbp"].to_numpy()
        for paid in ("week", "month")
    )
    assert month - week == pytest.approx([8 * 0.08, 8 * 0.08 - 16 * 0.06])
    employers = [takehome.employer_ni(30_000, "2026/27", paid=paid) for paid in ("week", "month")]
    assert employers[1] - employers[0] == pytest.approx(-12 * 0.15)


@pytest.mark.parametrize("tax_year", MONTHLY_YEARS)
def test_monthly_and_weekly_thresholds_are_of_one_kind(tax_year):
    """A monthly threshold is 52 twelfths of the weekly one, to the pound and a rounding of each."""
    rows = paylib.load("tax_ni").query("status == 'in_force' and tax_year == @tax_year")
    values = rows.set_index(["parameter", "from_date"])["value"]
    monthly = [key for key in values.index if key[0].endswith("_month")]
    assert {name for name, _ in monthly} == {
        f"ni_{which}_month"
        for which in (
            "lower_earnings_limit",
            "primary_threshold",
            "secondary_threshold",
            "upper_earnings_limit",
        )
    }
    for name, day in monthly:
        weekly = values[name.removesuffix("_month"), day]
        assert abs(values[name, day] * 12 - weekly * 52) < 52, name
