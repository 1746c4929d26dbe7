"""Take-home pay of findings: what is given in carries its sources, and what comes out says how."""

import pandas as pd
import pytest

import paylib
from paylib import takehome
from paylib.errors import FigureError
from paylib.figures.finding import Finding

PAY = Finding("pay", 40_000, "gbp_year", "as published", sources=("C_herts_2024",))


def test_a_finding_in_is_a_finding_out():
    left = takehome.net(PAY, "2024/25")
    assert left.value == takehome.net(40_000, "2024/25") == pytest.approx(32_320.72)
    assert left.unit == "gbp_year" and str(left) == "£32,321"
    assert left.method == (
        "pay in 2024/25, less pension contribution, income tax, National Insurance and student loan"
    )
    used = takehome.breakdown(40_000, "2024/25").attrs["sources"]
    assert set(left.sources) == {*used, "C_herts_2024"} <= set(paylib.sources().index)


def test_each_function_has_its_unit():
    after = PAY * 1.1
    assert (takehome.kept_pct(PAY, after, "2024/25").unit, takehome.net(PAY, "2024/25").unit) == (
        "pct",
        "gbp_year",
    )
    assert takehome.marginal_rate_pct(PAY, "2024/25").value == pytest.approx(28)
    assert takehome.employer_ni(PAY, "2025/26").unit == "gbp_year"
    insured = paylib.load("tax_ni").query("tax == 'national_insurance'")["source"]
    assert set(takehome.employer_ni(PAY, "2025/26").sources) <= {*insured, "C_herts_2024"}


def test_a_contribution_that_is_a_finding_goes_on():
    paid = takehome.pension_pct(PAY, "2024/25", "lgps_ew")
    assert paid.unit == "pct" and paid.value == 6.5
    assert set(paid.sources) == {"t_kent_2425", "C_herts_2024"}  # Kent Pension Fund, bands of 2024/25
    left = takehome.net(PAY, "2024/25", pension_pct=paid)
    assert left.value == takehome.net(40_000, "2024/25", pension_pct=6.5)
    assert set(paid.sources) < set(left.sources)


def test_a_breakdown_of_a_finding_carries_its_sources():
    attrs = takehome.breakdown(PAY, "2024/25").attrs
    assert "C_herts_2024" in attrs["sources"] and attrs["unit"] == "gbp_year"


def test_pay_of_a_week_is_refused():
    with pytest.raises(FigureError, match="annual_gbp takes £ a year"):
        takehome.net(Finding("pay", 700, "gbp_week", "as published"), "2024/25")


def test_pay_with_the_employers_pension_is_marked():
    """£30,000 with 28.97 per cent of it, 2024/25 (civil service), is £38,691; with 28.68 (teachers), £38,604."""
    civil, teacher = (
        takehome.pay_with_pension(30_000, "2024/25", scheme) for scheme in ("civil_service", "teachers_ew")
    )
    assert (civil, teacher) == (pytest.approx(38_691), pytest.approx(38_604))
    marked = takehome.pay_with_pension(PAY, "2024/25", "civil_service")
    assert marked.value == pytest.approx(51_588) and marked.unit == "gbp_year"
    assert marked.usage_warnings == ("with_employer_pension",)
    series = takehome.pay_with_pension(pd.Series([30_000.0], index=["EO"]), "2024/25", "civil_service")
    assert series.attrs["usage_warnings"] == ("with_employer_pension",) and series.attrs["sources"]
    assert "with_employer_pension" in set(paylib.load("usage_warnings")["code"])
