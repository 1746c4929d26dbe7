"""Questions about take-home pay that cannot be answered: what was asked, what there is, what to do."""

import pytest

from paylib import takehome
from paylib.errors import ChoiceError, CoverageError, FigureError


@pytest.mark.parametrize(
    ("ask", "error", "message"),
    [
        (lambda: takehome.net(1, "2024/25", nation="Scotlnd"), ChoiceError, r"Did you mean 'Scotland'"),
        (lambda: takehome.net(1, "2024/25", paid="year"), ChoiceError, r"pay period 'year'.*week, month"),
        (lambda: takehome.net(1, "2024/25", student_loans="plan_3"), ChoiceError, r"Did you mean 'plan_"),
        (lambda: takehome.net(1, "2012/13", paid="month"), CoverageError, r"ni_primary_threshold_month"),
        (
            lambda: takehome.net(1, "2020/21", student_loans=["plan_1", "plan_4"]),
            CoverageError,
            r"plan_4 in 2020/21: .* for 2021/22 to 2026/27",
        ),
        (lambda: takehome.rules("2024/25", nation="Walse"), ChoiceError, r"Did you mean 'Wales'"),
        (lambda: takehome.pension_pct(1, "2024/25", "nhs"), ChoiceError, r"pension scheme 'nhs'.*nhs_ew"),
        (
            lambda: takehome.pension_pct(30_000, "2024/25", "nhs_scotland"),
            CoverageError,
            r"No rates of nhs_scotland for the whole of 2024/25 .*2024-10 to 2025-03.*Give a per cent",
        ),
        (
            lambda: takehome.pension_pct(120_000, "2026/27", "lgps_scotland"),
            CoverageError,
            r"held for pay below £113,510, not for £120,000",
        ),
        (lambda: takehome.pension_pct(0, "2024/25", "nhs_ew"), FigureError, r"annual_gbp is 0.*not above 0"),
        (lambda: takehome.employer_pension_pct(1, "2024/25", "lgps_ew"), ChoiceError, r"no pension scheme"),
    ],
)
def test_questions_that_cannot_be_answered(ask, error, message):
    with pytest.raises(error, match=message):
        ask()
