"""Disputes on the same yardsticks, held to figures worked out by hand."""

import pytest

from paylib import disputes
from paylib.charts import dots
from paylib.claims import marks, side_by_side, yardsticks
from paylib.errors import ChoiceError, PaylibError
from paylib.tables import table

READINGS = ["dwp-2003-tops", "dwp-2003-average"]


def test_a_rise_over_inflation_is_a_ratio():
    """The RPI was 175.9 in July 2002 and 181.3 in July 2003."""
    civil = yardsticks("civil_service_2004", by=["rpi"], offers=READINGS)
    assert float(civil.inflation.rpi) == pytest.approx((181.3 / 175.9 - 1) * 100)
    assert float(civil.real_lowest.rpi) == pytest.approx((1.026 * 175.9 / 181.3 - 1) * 100)
    assert (str(civil.real_lowest.rpi), str(civil.real_highest.rpi)) == ("−0.5%", "1.9%")


def test_a_file_without_offers_has_the_award_of_its_group():
    """£1,290 on the £29,777 and £33,945 of the two points in April 2024."""
    care = yardsticks("social_care_2025", by=["cpi"])
    assert sorted(map(float, care.rises.values())) == pytest.approx([129000 / 33945, 129000 / 29777])
    assert str(care.due) == "April 2024"


def test_work_is_that_of_the_last_year_which_had_begun():
    civil = yardsticks("civil_service_2004", by=["cpi"], offers=READINGS)
    assert (str(civil.work), str(civil.work_from), str(civil.work_to)) == (
        "−8.4%",
        "April 2003",
        "April 2004",
    )
    youth = yardsticks("youth_work_2004", by=["cpi"], offers=["october-2003"])
    assert "work" not in youth.names  # the series held begins after the dispute


def test_later_moves_the_months():
    youth = yardsticks("youth_work_2004", by=["rpi"], offers=["october-2003"], later=11)
    assert str(youth.due) == "August 2004" and str(youth.inflation.rpi) == "3.2%"


def test_offers_of_several_pay_years_are_not_compared():
    with pytest.raises(ChoiceError, match="one pay year"):
        yardsticks("resident_doctors_2022", by=["cpi"])


def test_an_unknown_offer_is_told_with_those_there_are():
    with pytest.raises(ChoiceError, match="october-2003"):
        yardsticks("youth_work_2004", by=["cpi"], offers=["october"])


@pytest.mark.parametrize("slug", disputes.available())
def test_a_file_may_name_its_work_and_the_series_is_there(slug):
    dispute = disputes.load(slug)
    assert dispute.workload is None or len(yardsticks(dispute, by=["cpi"], offers=_one(dispute)).names) >= 6


def _one(dispute):
    return [dispute.offers[-1].id] if dispute.offers else None


def test_the_table_and_the_chart_have_the_same_figures():
    compared = {"Care": yardsticks("social_care_2025", by=["cpi", "rpi"])}
    shown = table(side_by_side(compared), "Side by side")
    assert shown.frame["Care"].tolist()[:4] == ["3.8% to 4.3%", "April 2024", "2.3%", "3.3%"]
    chart = dots(marks(compared), "A title", "A subtitle", unit="pct")
    assert str(chart.alt) == (
        "Chart of dots. Care: Pay rise 3.8% and 4.3%, CPI 2.3%, RPI 3.3%, Work for each worker −0.3%."
    )


def test_one_index_and_one_offer_need_no_list():
    one = yardsticks("youth_work_2004", by="rpi", offers="october-2003")
    assert one.inflation.names == ("rpi",)
    assert float(one.real_lowest.rpi) == float(
        yardsticks("youth_work_2004", by=["rpi"], offers=["october-2003"]).real_lowest.rpi
    )
    assert str(one.against("cpi").inflation.cpi) == "1.4%"


@pytest.mark.parametrize(
    "asked", [{"later": "5"}, {"later": 2.5}, {"by": []}, {"by": None}, {"offers": [["x"]]}]
)
def test_what_is_no_month_index_or_offer_is_told(asked):
    with pytest.raises(PaylibError):
        yardsticks("youth_work_2004", **{"by": ["cpi"]} | asked)
