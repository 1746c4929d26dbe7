"""Student loans, by hand; repayments that were published are among the published examples."""

import pytest

from paylib import takehome


def test_several_loans_at_once():
    """£40,000 in 2026/27: plans 1 and 2 as one above £26,900; a postgraduate loan on top above £21,000."""

    def repaid(*loans):
        return takehome.breakdown(40_000, "2026/27", student_loans=loans)["student_loan_gbp"].item()

    assert repaid("plan_1", "plan_2") == repaid("plan_1") == pytest.approx(0.09 * 13_100)
    assert repaid("plan_2") == pytest.approx(0.09 * 10_615)
    assert repaid("plan_1", "plan_2", "postgraduate") == pytest.approx(0.09 * 13_100 + 0.06 * 19_000)
    assert repaid() == 0


def test_a_loan_is_repaid_from_gross_pay_and_counts_at_the_margin():
    options = {"pension_pct": 10.0, "student_loans": "plan_2"}
    assert takehome.breakdown(30_000, "2024/25", **options)["student_loan_gbp"].item() == pytest.approx(
        243.45
    )
    assert takehome.marginal_rate_pct(30_000, "2024/25", **options) == pytest.approx(9 + 8 + 20 * 0.9)
    assert takehome.kept_pct(30_000, 31_000, "2024/25", **options) == pytest.approx(100 - 10 - 9 - 8 - 18)
    assert set(takehome.breakdown(1, "2024/25", student_loans="plan_2").attrs["sources"]) > set(
        takehome.breakdown(1, "2024/25").attrs["sources"]
    )
