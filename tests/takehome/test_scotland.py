"""Scottish income tax at every threshold; the Scottish Parliament's own table is among the published examples."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import paylib
from paylib import takehome

SCOTTISH_YEARS = [f"{year}/{(year + 1) % 100:02d}" for year in range(2016, 2027)]


def tax(salary, tax_year, **options) -> np.ndarray:
    return takehome.breakdown(salary, tax_year, **options)["income_tax_gbp"].to_numpy()


# Pounds a year of total income, each with the income tax, per cent, from there to the next, as the
# Scottish Government prints them; by hand where the allowance is withdrawn at half a pound a pound.
SCHEDULES = {
    "2016/17": {11_000: 20, 43_000: 40, 100_000: 60, 122_000: 40, 150_000: 45},
    "2017/18": {11_500: 20, 43_000: 40, 100_000: 60, 123_000: 40, 150_000: 45},
    "2018/19": {11_850: 19, 13_850: 20, 24_000: 21, 43_430: 41, 100_000: 61.5, 123_700: 41, 150_000: 46},
    "2019/20": {12_500: 19, 14_549: 20, 24_944: 21, 43_430: 41, 100_000: 61.5, 125_000: 41, 150_000: 46},
    "2020/21": {12_500: 19, 14_585: 20, 25_158: 21, 43_430: 41, 100_000: 61.5, 125_000: 41, 150_000: 46},
    "2021/22": {12_570: 19, 14_667: 20, 25_296: 21, 43_662: 41, 100_000: 61.5, 125_140: 41, 150_000: 46},
    "2022/23": {12_570: 19, 14_732: 20, 25_688: 21, 43_662: 41, 100_000: 61.5, 125_140: 41, 150_000: 46},
    "2023/24": {12_570: 19, 14_732: 20, 25_688: 21, 43_662: 42, 100_000: 63, 125_140: 47},
    "2024/25": {12_570: 19, 14_876: 20, 26_561: 21, 43_662: 42, 75_000: 45, 100_000: 67.5, 125_140: 48},
    "2025/26": {12_570: 19, 15_397: 20, 27_491: 21, 43_662: 42, 75_000: 45, 100_000: 67.5, 125_140: 48},
    "2026/27": {12_570: 19, 16_537: 20, 29_526: 21, 43_662: 42, 75_000: 45, 100_000: 67.5, 125_140: 48},
}


@pytest.mark.parametrize("tax_year", SCHEDULES)
def test_scottish_tax_at_every_threshold(tax_year):
    edges = [0.0, *SCHEDULES[tax_year], 200_000.0]
    rates = [0.0, *SCHEDULES[tax_year].values()]
    due = np.concatenate([[0.0], np.cumsum(np.diff(edges) * rates) / 100])
    assert tax(edges, tax_year, nation="Scotland") == pytest.approx(due, abs=1e-6)


def test_scotland_had_the_same_tax_until_2016_17():
    salaries = [9_000, 30_000, 60_000, 110_000, 180_000]
    for tax_year in ("2003/04", "2010/11", "2015/16", "2016/17"):
        assert tax(salaries, tax_year, nation="Scotland") == pytest.approx(tax(salaries, tax_year))
    assert tax(60_000, "2017/18", nation="Scotland") - tax(60_000, "2017/18") == pytest.approx([400])


def test_national_insurance_is_the_same_in_scotland():
    both = [takehome.breakdown(60_000, "2026/27", nation=nation) for nation in ("Scotland", "Wales")]
    assert both[0]["national_insurance_gbp"].equals(both[1]["national_insurance_gbp"])


@given(st.floats(0, 400_000), st.floats(0.01, 50_000), st.sampled_from(SCOTTISH_YEARS))
def test_more_pay_is_never_less_in_the_pocket_in_scotland(salary, rise, year):
    options = {"nation": "Scotland", "student_loans": ["postgraduate"] if year >= "2019/20" else []}
    assert takehome.net(salary + rise, year, **options) >= takehome.net(salary, year, **options) - 1e-6


def test_a_breakdown_cites_the_bands_it_used():
    scotland, england = (
        set(takehome.breakdown(30_000, "2026/27", nation=nation).attrs["sources"])
        for nation in ("Scotland", "England")
    )
    bands = paylib.load("tax_ni").query("tax_year == '2026/27' and parameter == 'scottish_top_rate'")
    assert set(bands["source"]) <= scotland and not set(bands["source"]) & england


def test_rules_of_scotland_are_scotlands():
    rules = takehome.rules("2026/27", nation="Scotland").squeeze()
    assert rules["scottish_starter_rate_limit"] == 3_967 and "basic_rate" not in rules
