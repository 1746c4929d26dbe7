"""Pension contributions by scheme, by hand; what funds and schemes print is among the published examples."""

import numpy as np
import pandas as pd
import pytest

import paylib
from paylib import takehome


def test_a_rise_across_a_tier_can_cost_more_than_it_brings():
    """LGPS 2026/27: at £29,000 5.8 per cent is £1,682, at £29,001 6.5 per cent £1,885.07."""
    pct = takehome.pension_pct([29_000, 29_001], "2026/27", "lgps_ew")
    assert pct.tolist() == [5.8, 6.5]
    assert np.diff(takehome.net([29_000, 29_001], "2026/27", pension_pct=pct))[0] < 0


def test_slices_come_to_the_sum_of_their_parts():
    """Local government, Scotland, 2023/24: £40,000 = £25,300 at 5.5, £5,700 at 7.25 and £9,000 at 8.5."""
    due = 25_300 * 0.055 + 5_700 * 0.0725 + 9_000 * 0.085
    assert takehome.pension_pct(40_000, "2023/24", "lgps_scotland") == pytest.approx(due / 400)


def test_the_tier_of_a_part_timer():
    """The NHS went by full-time pay until September 2022, local government goes by actual pay."""
    part, full = 20_000, 40_000
    assert takehome.pension_pct(part, "2021/22", "nhs_ew", full_time_gbp=full) == 9.3
    assert takehome.pension_pct(part, "2021/22", "nhs_ew") == 5.6
    assert takehome.pension_pct(part, "2021/22", "lgps_ew", full_time_gbp=full) == 5.8


def test_tiers_that_change_within_a_year_count_by_months():
    """NHS, £30,000: 9.3 per cent to September 2022 and 9.8 from October."""
    assert takehome.pension_pct(30_000, "2022/23", "nhs_ew") == pytest.approx((9.3 + 9.8) / 2)


def test_employers_rates():
    """Cabinet Office and NHS Employers; teachers': 16.48 to August 2019, then 23.68, five and seven months."""
    assert takehome.employer_pension_pct(50_000, "2021/22", "civil_service") == 27.9
    assert takehome.employer_pension_pct([20_000, 90_000], "2024/25", "civil_service").tolist() == [
        28.97,
        28.97,
    ]
    assert takehome.employer_pension_pct(30_000, "2024/25", "nhs_ew") == 23.78
    expected = (5 * 16.48 + 7 * 23.68) / 12
    assert takehome.employer_pension_pct(30_000, "2019/20", "teachers_ew") == pytest.approx(expected)


@pytest.mark.parametrize("table", ["pension_contributions", "employer_pension_rates"])
def test_tiers_meet_and_spans_do_not_overlap(table):
    rows = paylib.load(table)
    for (scheme, day), tiers in rows.groupby(["scheme", "from_date"]):
        tiers = tiers.sort_values("from_gbp_year")
        assert tiers["from_gbp_year"].iloc[0] == 0 and tiers["to_date"].nunique() == 1, (scheme, day)
        steps = tiers["from_gbp_year"].to_numpy()[1:] - tiers["to_gbp_year"].to_numpy()[:-1]
        assert ((steps > 0) & (steps <= 1.001)).all(), (scheme, day)
        assert tiers["pct"].is_monotonic_increasing, (scheme, day)
    spans = rows.drop_duplicates(["scheme", "from_date"]).sort_values(["scheme", "from_date"])
    after = spans.groupby("scheme")["from_date"].shift(-1)
    assert (after.isna() | (after > spans["to_date"])).all()


def test_shapes_of_contributions():
    pay = pd.Series([15_000.0, 30_000.0], index=["AO", "EO"])
    assert takehome.pension_pct(pay, "2025/26", "civil_service").to_dict() == {"AO": 4.6, "EO": 4.6}
    assert isinstance(takehome.pension_pct(15_000, "2025/26", "civil_service"), float)
    both = takehome.pension_pct(30_000, ["2022/23", "2023/24"], "civil_service")
    assert both.tolist() == [5.45, 4.6]


def test_all_of_pay_into_a_pension_leaves_nothing_and_not_less():
    """National Insurance is due all the same: what is left of the pay after it is the most that a pension takes."""
    parts = takehome.breakdown(30_000, "2024/25", pension_pct=100).squeeze()
    assert parts["net_gbp"] == 0
    assert parts["pension_gbp"] == pytest.approx(30_000 - parts["national_insurance_gbp"])
