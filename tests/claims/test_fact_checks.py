"""Figures of professional fact-checkers, on their own basis, met within their rounding.

Sources: Full Fact, politicalemails.org/messages/915141 (nurses, 2022), fullfact.org/health/bma-consultants-pay-demands,
fullfact.org/online/public-sector-pay-tweet, fullfact.org/health/resident-doctors-29-percent-three-years,
fullfact.org/health/are-we-short-40000-nurses and its check of 24 September 2020 on nurses; BBC Reality Check on the
cost of inflation-matching rises (December 2022), teachers (January 2023) and rail (61840077); Channel 4 FactCheck,
10 July 2014; M. Otsuka on university pay (November 2019); Evening Standard explainer on junior doctors (2023);
Nuffield Trust, 30 July 2020 and 20 December 2022.
"""

import numpy as np
import pytest

from paylib import datapackage, prices
from paylib.awards import scales
from paylib.claims import whose

OUTSIDE, CONSTABLE = {"area": "outside London"}, {"grade": "constable"}


def rate(group: str, point: str, when: str, **where: object) -> float:
    return float(scales.rate(group, point, when, **where))


def nhs(band: int, when: str, point: str = "entry") -> float:
    return rate("nhs_afc", point, when, grade=f"band {band}", nation="England")


def in_2018(gbp: float) -> float:
    """Pay of 2010/11 in the prices of 2018/19, by CPI: the basis that fits all four figures of one check."""
    return prices.uprate(gbp, "2010/11", to="2018/19", by="cpi")


def rise(before: float, after: float) -> float:
    return (after / before - 1) * 100


def median_pay(occupation: str) -> float:
    rows = datapackage.load("ashe_occupation").query(
        "period == '2021' and occupation == @occupation and measure == 'annual_gross' and statistic == 'median' "
        "and sector == 'all' and working_pattern == 'all_employees' and sex == 'all' and edition == 'provisional'"
    )
    (value,) = rows["value"]
    return float(value)


# id and what it is of: (the checker's figure, half of its last digit, ours)
CHECKED = {
    "fc12 nurses in 2022": (5.5, 0.05, lambda: rise(nhs(5, "2021-04"), nhs(5, "2022-04"))),
    "fc12 the lowest band": (9.3, 0.05, lambda: rise(nhs(2, "2021-04"), nhs(2, "2022-04"))),
    "fc16 gross cost at 10 per cent, billion": (23, 0.5, lambda: 233 * 0.10),
    "fc17 the Treasury's sum, billion": (28, 0.5, lambda: 233 * 1.05 * prices.rate("cpi", "2022-10") / 100 + 1),
    "fc21 top of band 5 in 2010": (27_534, 0.5, lambda: nhs(5, "2010-04", "23")),
    "fc21 top of band 5 in 2020/21": (30_615, 0.5, lambda: nhs(5, "2020-04", "top")),
    "fc21 real change to 2019/20": (
        -9, 0.5, lambda: prices.real_change(27_534, 30_112, "2010/11", "2019/20", by="cpi")),
    "fc26 and fc68 three years of awards": (28.9, 0.05, lambda: (1.088 * 1.0405 * 1.08 * 1.054 - 1) * 100),
    "fc27 to undo a loss of 35": (54, 0.5, lambda: (1 / (1 - 0.35) - 1) * 100),
    "fc33 award and step, M1 to M2": (
        15.9, 0.05, lambda: rise(rate("teachers", "M1", "2021-09", **OUTSIDE), rate("teachers", "M2", "2022-09", **OUTSIDE))),
    "fc36 care workers": (16_502, 0.5, lambda: median_pay("Care workers and home carers")),
    "fc36 senior care workers": (20_105, 0.5, lambda: median_pay("Senior care workers")),
    "fc39 vacancies grossed up": (40_000, 500, lambda: 30_200 / 0.76),
    "fc48 universities by RPI": (-15.8, 0.05, lambda: prices.real_change(100, 111, "2009", "2018", by="rpi")),
    "fc48 the index that was subtracted": (131.8, 0.05, lambda: prices.uprate(100, "2009", to="2018", by="rpi")),
    "fc51 constable of 2010": (
        27_400, 50, lambda: in_2018(rate("police", "0", "2010-09", contract="pre-2013", **CONSTABLE))),
    "fc51 constable of 2018": (23_100, 50, lambda: rate("police", "1", "2017-09", contract="2013", **CONSTABLE)),
    "fc51 change": (
        -16, 0.5, lambda: rise(in_2018(23_259), rate("police", "1", "2017-09", contract="2013", **CONSTABLE))),
    "fc52 new teacher of 2010": (25_400, 50, lambda: in_2018(rate("teachers", "M1", "2010-09", **OUTSIDE))),
    "fc53 nurse of 2010": (24_900, 50, lambda: in_2018(nhs(5, "2010-04", "16"))),
    "fc54 a Member of Parliament of 2010": (77_400, 50, lambda: in_2018(65_738)),
    "fc65 doctors on average": (-9, 0.5, lambda: rise(88_000, 80_000)),
    "fc66 entry of a paramedic's training grade": (27_055, 0.5, lambda: nhs(5, "2022-04")),
    "fc88 prices by RPI": (58, 0.5, lambda: prices.uprate(100, "2008", to="2022", by="rpi") - 100),
    "fc88 prices by CPI": (40, 0.5, lambda: prices.uprate(100, "2008-03", to="2022-03", by="cpi") - 100),
}  # fmt: skip


@pytest.mark.parametrize("name", CHECKED)
def test_a_checkers_figure_is_met_on_the_checkers_basis(name):
    figure, half, ours = CHECKED[name]
    assert abs(ours() - figure) <= half


def test_public_pay_rose_more_than_private_from_april_2008():
    """fc44, Channel 4: by total and by regular pay, from April 2008 to May 2014."""
    levels = datapackage.load("awe_monthly").pivot(index="month", columns="series", values="weekly_gbp")
    grown = (levels.loc["2014-05"] / levels.loc["2008-04"] - 1) * 100
    assert grown["KAC7"] == pytest.approx(12.4, abs=0.05) and grown["KAC4"] == pytest.approx(7.5, abs=0.05)
    assert grown["KAJ5"] == pytest.approx(12.9, abs=0.05) and grown["KAJ2"] == pytest.approx(8.6, abs=0.05)


def test_a_loss_by_rpi_is_less_by_the_indices_of_the_checkers():
    """fc50, fc63: 23 per cent by RPI, September 2010 to 2022, carried: between the checkers' 11 and 13 and 14."""
    assert prices.carry(-23, "2010-09", "2022-09", from_="rpi", to="cpi") == pytest.approx(-13.84, abs=0.01)
    assert prices.carry(-23, "2010-09", "2022-09", from_="rpi", to="cpih") == pytest.approx(-12.17, abs=0.01)
    top = [rate("teachers", "U3", when, **OUTSIDE) for when in ("2010-09", "2022-09")]
    assert np.round(rise(*top), 1) == 18.9
    assert prices.real_change(*top, "2010-09", "2022-09", by="rpi") == pytest.approx(-23, abs=0.05)


@pytest.mark.parametrize(
    ("figure", "known", "slip"),
    [
        (9.3, {"group": "nhs_afc", "point": "entry", "grade": "band 5", "about": ("2021-04", "2022-04")}, "top_as_general"),
        (15.9, {"group": "teachers", "point": "M1", "area": "outside London", "about": ("2021-09", "2022-09")}, "award_plus_step"),
    ],
)  # fmt: skip
def test_the_slip_that_a_checker_named_is_the_first_reading_with_one(figure, known, slip):
    """fc12: the rise of the lowest band, said of nurses; fc33: award and step, said as the award."""
    found = whose(figure, **known)
    assert found.exact.iloc[0]["sum"] == slip
