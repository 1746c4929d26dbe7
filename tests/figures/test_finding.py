"""Findings are reckoned with: units, sources, warnings, inputs and method follow by themselves."""

import operator
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paylib import awards, offers, prices, scales, strikes, workload
from paylib.errors import FigureError
from paylib.figures import periods
from paylib.figures.finding import MIME, Finding, as_json
from paylib.findings import Ledger

TEACHER = Finding("teacher", 18105.0, "gbp_year", "as published", ("tes",), ("claimed_by_union",))
YOUTH = Finding("youth", 14643.0, "gbp_year", "as published", ("jnc",))
OFFER = Finding("offer", 3.0, "pct", "as the employers put it", ("article",), ("claimed_by_employer",))
NUMBERS = st.floats(-1e6, 1e6)


def test_a_difference_carries_what_both_carry():
    """£18,105 less £14,643 is £3,462, 23.6 per cent of the lower: the trade press's gap, not £4,000."""
    gap = TEACHER - YOUTH
    assert (gap.value, gap.unit, gap.method) == (3462.0, "gbp_year", "teacher − youth")
    assert gap.sources == ("jnc", "tes") and gap.usage_warnings == ("claimed_by_union",)
    assert gap.inputs == (TEACHER, YOUTH)
    share = (gap / YOUTH).named("share", unit="pct")
    assert str(share) == "23.6%" and share.method == "(teacher − youth) / youth"
    assert share.inputs == (TEACHER, YOUTH)


def test_a_name_is_what_later_methods_call_it():
    gap = (TEACHER - YOUTH).named("gap")
    assert (gap / YOUTH).method == "gap / youth" and (gap / YOUTH).inputs == (gap, YOUTH)
    assert (TEACHER - YOUTH).named("gap", "what a teacher gets more").method == "what a teacher gets more"


def test_per_cent_of_something():
    """3 per cent of £14,643 is £439.29; with it £15,082.29, whichever way it is written."""
    assert (YOUTH * OFFER).value == pytest.approx(439.29) and (OFFER * YOUTH).unit == "gbp_year"
    ways = [YOUTH + YOUTH * OFFER, YOUTH * (100 + OFFER), YOUTH * (1 + OFFER / 100)]
    assert [each.value for each in ways] == [pytest.approx(15082.29)] * 3


def test_per_cent_and_ratios_are_one_figure_said_two_ways():
    ratio = TEACHER / YOUTH
    assert ratio.unit == "ratio" and ((ratio - 1) * 100).unit == "pct"
    assert ((ratio - 1) * 100).value == pytest.approx((ratio - 1).named("gap", unit="pct").value)
    with pytest.raises(FigureError, match="goes with 100, not with 1"):
        1 + OFFER


def test_the_difference_of_two_percentages_is_in_points():
    other = replace(OFFER, name="other", value=2.6)
    points = OFFER - other
    assert (points.unit, str(points)) == ("pct_points", "0.4 percentage points")
    assert (other + points).unit == "pct" and (100 - OFFER).unit == "pct"


@pytest.mark.parametrize(
    "nonsense",
    [
        lambda: YOUTH + OFFER,
        lambda: YOUTH - replace(YOUTH, unit="gbp_hour"),
        lambda: YOUTH < OFFER,
        lambda: YOUTH * replace(YOUTH, unit="gbp_hour"),
        lambda: YOUTH / 0,
        lambda: YOUTH / replace(YOUTH, value=0.0),
        lambda: YOUTH + Finding("when", "2004-01-29", "date", "as told"),
        lambda: YOUTH.named("x", unit="gbp_yaer"),
        lambda: YOUTH * float("inf"),
    ],
)
def test_nonsense_is_refused_with_words(nonsense):
    with pytest.raises(FigureError, match=r"cannot|not one in|no unit|nought|There is no unit|comes out"):
        nonsense()


def test_what_is_no_figure_is_no_operand():
    for other in ("3", None, True, [1, 2], {"a": 1}):
        with pytest.raises(TypeError):
            YOUTH * other


def test_equal_means_the_same_record_and_order_means_value():
    assert TEACHER > YOUTH and YOUTH <= 14643 and OFFER < 3.1 and TEACHER >= YOUTH
    million = Finding("bill", 1.0, "gbp_million", "counted")
    assert million > Finding("part", 999_999.0, "gbp", "counted")
    assert replace(TEACHER) == TEACHER and replace(TEACHER, name="other") != TEACHER
    assert (
        hash(TEACHER) == hash(replace(TEACHER, inputs=(YOUTH,)))
        and replace(TEACHER, inputs=(YOUTH,)) == TEACHER
    )


def test_many_figures_at_once():
    staff = pd.Series([10.0, 20.0], index=["a", "b"])
    staff.attrs = {"unit": "fte", "sources": ("payroll",)}
    for bill in (staff * YOUTH, YOUTH * staff):
        assert bill.tolist() == [146430.0, 292860.0] and list(bill.index) == ["a", "b"]
        assert bill.attrs["unit"] == "gbp_year" and bill.attrs["sources"] == ("jnc", "payroll")
    assert (YOUTH * np.array([1, 2])).tolist() == [14643.0, 29286.0]
    assert (pd.Series([15000.0]) - YOUTH).attrs["unit"] == "gbp_year"


@given(NUMBERS, NUMBERS, st.sampled_from([operator.add, operator.sub, operator.mul]))
def test_values_are_those_of_plain_arithmetic(one, other, work):
    first, second = (Finding(name, value, "count", "drawn") for name, value in (("a", one), ("b", other)))
    assert work(first, second).value == work(one, other)
    assert work(first, other).value == work(one, other) == work(one, second).value


@given(*[NUMBERS.filter(lambda number: abs(number) > 1e-3)] * 2)
def test_taking_away_undoes_adding_and_dividing_undoes_multiplying(one, other):
    first, second = Finding("a", one, "gbp", "drawn"), Finding("b", other, "gbp", "drawn")
    assert (first + second - second).value == pytest.approx(one, abs=1e-6)
    assert (first * (second / first)).value == pytest.approx(other)


def test_the_rich_display_folds_what_is_known():
    shown = (TEACHER - YOUTH).named("gap<script>")._repr_mimebundle_()
    assert "<details>" in shown["text/html"] and "gap&lt;script&gt;" in shown["text/html"]
    assert shown[MIME] == as_json([(TEACHER - YOUTH).named("gap<script>")])


def test_floats_for_floats_and_findings_for_findings():
    real = prices.real_change(100, 100 + OFFER, "2002-09", "2003-09", by="rpi")
    assert real.value == prices.real_change(100, 103.0, "2002-09", "2003-09", by="rpi")
    assert real.unit == "pct" and real.inputs == (OFFER,) and "rpi_not_accredited" in real.usage_warnings
    assert set(OFFER.sources) < set(real.sources)
    assert isinstance(prices.uprate(14643, "2004-01", to="2026-05", by="cpi"), float)
    later = prices.uprate(YOUTH, "2004-01", to="2026-05", by="cpi")
    assert str(later) == "£27,506" and later.unit == "gbp_year"
    assert str(scales.hourly(YOUTH)) == "£7.59" and str(scales.annual(scales.hourly(YOUTH))) == "£14,643"


def test_a_finding_in_another_unit_of_its_kind_is_converted_and_of_another_kind_refused():
    people = Finding("staff", 1.0, "thousand_people", "counted")
    lost = strikes.working_days_lost(2, people, 50)
    assert (lost.value, lost.unit) == (1000.0, "days")
    with pytest.raises(FigureError, match=r"annual_gbp takes £ a year \(gbp_year\), and 'offer' is in pct"):
        scales.hourly(OFFER)
    with pytest.raises(FigureError, match="start_value is in gbp_year and end_value is in pct"):
        prices.real_change(YOUTH, OFFER, "2002-09", "2003-09", by="rpi")


def test_the_figures_of_pay_work_and_strikes_give_findings():
    assert str(workload.effort_adjusted(OFFER, 30)) == "−20.8%"
    assert (
        str(strikes.pay_lost(Finding("pay", 31067.0, "gbp_year", "published"), 1, contract="five_day_week"))
        == "£119"
    )
    pay = Finding("point 19", 29777.0, "gbp_year", "published", ("njc",))
    grown = awards.chain("njc", "2024-03", "2025-04", annual_gbp=pay, point=19)
    assert str(grown) == "7.7%" and "njc" in grown.sources and len(grown.sources) > 1
    assert awards.chain("njc", "2024-03", "2025-04", annual_gbp=29777.0, point=19) == grown.value


def test_a_period_may_be_a_finding():
    when = Finding("due", pd.Period("2004-01", "M"), "month", "as the agreement has it", ("jnc",))
    later = prices.uprate(14643, when, to="2026-05", by="cpi")
    assert later.value == prices.uprate(14643, "2004-01", to="2026-05", by="cpi") and later.unit == "gbp"
    assert "jnc" in prices.real_change(100, 103, when, "2005-01", by="cpi").sources


def test_a_rise_in_pence_and_in_per_cent_implies_pay_as_three_findings():
    """30p at 3 per cent: £10.00 an hour, £9.83 to £10.17 with half a penny either way."""
    pence = Finding("pence", 0.30, "gbp_hour", "as the article has it", ("article",))
    made = offers.implied_pay(pence, OFFER)
    assert [str(each) for each in made] == ["£9.83", "£10.00", "£10.17"] and made[1].sources == ("article",)
    assert str(offers.rest_of(Finding("average", 5.0, "pct", "as told"), 2.6, 50)) == "7.4%"


def test_a_month_by_name_is_said_as_a_month_in_a_method():
    months = Ledger()
    months.start, months.end = periods.parse("2003-09"), periods.parse("2004-09")
    assert (
        "from September 2003 to September 2004"
        in prices.real_change(100, 103, months.start, months.end, by="cpi").method
    )
