"""Figures as they come in: pay by the hour where a year's is meant is asked about."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import polars as pl
import pytest

import paylib
from paylib import awards, claims, frames, offers, payroll, periods, prices, scales, strikes, takehome
from paylib.errors import FigureError, PaylibError, PeriodError
from paylib.figures.inputs import pay_a_year
from paylib.findings import work_out
from paylib.report import sections
from paylib.report.calculator import calculator


@pytest.mark.parametrize(
    "ask",
    [
        lambda: awards.chain("njc", "2021-04", "2021-05", annual_gbp=15.67),
        lambda: scales.hourly(15.67),
        lambda: strikes.pay_lost(15.67, 2, contract="five_day_week"),
    ],
)
def test_pay_by_the_hour_is_asked_about_where_a_years_is_meant(ask):
    """£15.67 an hour is £30,232 a year: 15.67 × 52.143 × 37."""
    with pytest.raises(
        FigureError, match=r"£15\.67 would be little even for a week: is it pay by the hour\?"
    ):
        ask()
    assert scales.annual(15.67) == pytest.approx(30_232, abs=1)


def test_a_years_pay_passes_one_or_many():
    assert pay_a_year(14_643, "annual_gbp") == 14_643
    assert pay_a_year(pd.Series([200.0, 23_656.0]), "annual_gbp").tolist() == [200, 23_656]
    with pytest.raises(FigureError, match=r"£12\.21"):
        pay_a_year([23_656, 12.21], "annual_gbp")


def test_a_unit_that_is_none_is_refused_with_the_list():
    with pytest.raises(
        FigureError, match=r"no unit 'percent'. Did you mean 'pct'\? Choose from: ratio, pct, count"
    ):
        work_out("rise", 3.0, unit="percent", method="as said")


@pytest.mark.parametrize(
    "table", [np.array([[1.0, 2.0], [3.0, np.nan]]), pd.DataFrame({"a": [1.0], "b": [2.0]})]
)
def test_a_table_is_no_column(table):
    with pytest.raises(FigureError, match=r"2 dimensions, [12] by 2: give one column"):
        prices.uprate(table, "2004-04", to="2026-05", by="cpi")


def odd_calls() -> dict[str, Callable]:
    """What people give in place of one figure, one column, one name or one offer."""
    scale = pd.DataFrame({"point": [1, 2], "annual_gbp": [10_000.0, 20_000.0]})
    flat = offers.Flat(500, "2004-04")
    offer = offers.Offer((flat,))
    rows = pd.DataFrame({"month": ["2004-03"], "pay": [1.0], "point": [1]})
    up = {"to": "2026-05", "by": "cpi"}
    return {
        "lists of other lengths": lambda: prices.uprate([[1, 2], [3]], "2004-04", **up),
        "a number with no end": lambda: prices.uprate(10**400, "2004-04", **up),
        "months in two columns": lambda: prices.uprate(1.0, np.array([["2004-01", "2004-02"]]), **up),
        "a month in a list of lists": lambda: prices.uprate(1.0, [["2004-01"], ["2004-02", "2004-03"]], **up),
        "a date in a list": lambda: offers.Offer((offers.Flat(500, [["2004-04"]]),)),
        "figures for points unnamed": lambda: offers.apply(offers.Offer((offers.Flat([1, 2, 3], "2004-04"),)), scale),
        "a part for an offer": lambda: offers.apply(flat, scale),
        "a list for an offer": lambda: frames.cost(rows, [flat], scale),
        "no scale": lambda: offers.apply(offer, None),
        "a list for a scale": lambda: frames.apply_offer(rows, offer, [10_000.0]),
        "nations": lambda: takehome.breakdown(20_000, "2024/25", nation=np.array(["England", "Wales"])),
        "no tax year": lambda: takehome.breakdown([20_000, 30_000], []),
        "contracts": lambda: strikes.pay_lost(20_000, 1, contract=["annual_contract"]),
        "a column for a name": lambda: frames.uprate(rows, rows["pay"], "month", **up),
        "a column for the new one": lambda: frames.uprate(rows, "pay", "month", into=rows["pay"], **up),
        "a frame for groups": lambda: frames.cost(rows, offer, scale, groups=np.array([["point"]])),
        "a number for columns": lambda: frames.apply_offer(rows, offer, scale, columns=1),
        "pensions": lambda: frames.cost(rows, offer, scale, pension_pct=[1, 2]),
        "text for rows": lambda: payroll.synthetic("10", scale="njc", month="2025-03"),
        "a seed below nought": lambda: payroll.synthetic(3, scale="njc", month="2025-03", seed=-1),
        "months of a payroll": lambda: payroll.synthetic(3, scale="njc", month=["2025-03", "2025-04"]),
        "staff in two columns": lambda: offers.spread(offer, scale, np.ones((2, 2))),
        "staff in a frame": lambda: offers.spread(offer, scale, pd.DataFrame({"fte": [1.0, 1.0]}, index=[1, 2])),
        "staff in a set": lambda: offers.cost(offer, scale, {1, 2}, "2004/05"),
        "staff without points": lambda: offers.spread(offer, pd.DataFrame({"point": [0], "annual_gbp": [10_000.0]}), [3.0]),
        "staff of Polars": lambda: offers.spread(offer, scale, pl.Series([3.0, 1.0])),
        "a scale of Polars": lambda: offers.apply(offer, pl.DataFrame(scale.to_dict("list"))),
        "rates of inflation": lambda: offers.spread(offer, scale, {1: 3.0, 2: 1.0}, inflation_pct=[2.6, 2.6]),
        "no points of a chain": lambda: awards.chain("njc", "2019-04", "2025-04", point=[]),
        "no points of a path in real terms": lambda: awards.real_path("njc", "2019-04", "2025-04", point=[], by="cpi"),
        "no points of a scale": lambda: scales.point_pay("njc", [], "2024-04"),
        "pay of Polars": lambda: takehome.net(pl.Series([20_000.0]), "2024/25"),
        "months of Polars": lambda: prices.level("cpi", pl.Series(["2004-01"])),
        "pay that is masked": lambda: takehome.net(np.ma.masked_array([20_000.0, 30_000.0], mask=[False, True]), "2024/25"),
        "whole pounds that are masked": lambda: prices.uprate(np.ma.masked_array([1, 2], mask=[True, False]), "2004-01", to="2005-01", by="cpi"),
        "points that are masked": lambda: awards.chain("njc", "2022-04", "2025-04", point=np.ma.masked_array([19, 22], mask=[False, True])),
        "dates that are masked": lambda: prices.level("cpi", np.ma.masked_array(np.array(["2004-01", "2005-01"], "M8[D]"), mask=[False, True])),
        "months that are masked": lambda: prices.level("cpi", np.ma.masked_array(["2004-01", "2005-01"], mask=[False, True])),
        "tables": lambda: paylib.load(["prices_monthly"]),
        "the sources of tables": lambda: paylib.sources(["prices_monthly"]),
        "no dispute": lambda: claims.check({"slug": "youth_work_2004"}),
        "a dispute that there is not": lambda: claims.questions("youth_work"),
        "nothing for a dispute": lambda: calculator(None),
        "a dispute's parts for it": lambda: sections.timeline(paylib.dispute("youth_work_2004").timeline),
        "offers in a list for a calculator": lambda: calculator("youth_work_2004", only=[["october-2003"]]),
        "claims": lambda: claims.choices(paylib.dispute("youth_work_2004"), ["youth-workload"]),
        "no sentence": lambda: claims.ask(None),
        "a year for a date": lambda: claims.ask("Nurses' pay fell by 3% since 2010", said=2022),
        "rates": lambda: prices.rate(["cpi", "rpi"]),
        "one year for many": lambda: periods.parse_all(2004),
        "text for a lump sum": lambda: offers.apply(offers.Offer((offers.LumpSum("2004-04", "lots"),)), scale),
        "floors": lambda: offers.apply(offers.Offer((offers.Floor([20_000, 21_000], "2004-04"),)), scale),
        "weeks": lambda: offers.apply(offers.Offer((offers.Hours([35, 36], "2004-04"),)), scale),
    }  # fmt: skip


@pytest.mark.parametrize("name", odd_calls())
def test_what_is_given_by_mistake_is_an_error_in_our_words(name):
    with pytest.raises(PaylibError) as refused:
        odd_calls()[name]()
    assert 20 < len(str(refused.value)) < 3000


def test_one_part_and_one_column_need_no_list():
    scale = pd.DataFrame({"point": [1], "annual_gbp": [10_000.0]})
    offer = offers.Offer(offers.Flat(500, "2004-04"))
    made = frames.apply_offer(scale[["point"]], offer, scale, columns="after_gbp_year")
    assert made["after_gbp_year"].tolist() == [10_500.0]
    assert periods.words("2004-02") == "February 2004" and periods.label("Feb 2004") == "2004-02"
    assert prices.level("rpi", "1987-01") == 100.0 and prices.level("rpi", ["1987-01"]).tolist() == [100.0]


def test_what_is_masked_is_missing_and_what_is_not_counts():
    """Under a mask stands no figure, whatever was there before it."""
    whole = np.ma.masked_array([20_000.0, 30_000.0])
    assert takehome.net(whole, "2024/25").tolist() == [
        takehome.net(each, "2024/25") for each in (20_000, 30_000)
    ]
    with pytest.raises(FigureError, match="1 of 2 in value are missing or infinite, the first at position 1"):
        prices.uprate(np.ma.masked_array([1, 2], mask=[False, True]), "2004-01", to="2005-01", by="cpi")
    with pytest.raises(PeriodError, match="1 of 2 periods are missing, the first at position 1"):
        prices.level("cpi", np.ma.masked_array(np.array(["2004-01", "2005-01"], "M8[D]"), mask=[False, True]))


def test_a_column_of_polars_is_told_how_it_is_taken():
    for work in (
        lambda: prices.uprate(pl.Series([1.0, 2.0]), "2004-01", to="2005-01", by="cpi"),
        lambda: prices.level("cpi", pl.Series(["2004-01"])),
        lambda: offers.apply(offers.Offer(offers.Flat(500, "2004-04")), pl.DataFrame({"point": [1]})),
    ):
        with pytest.raises(PaylibError, match=r"of polars, which is taken as \.to_pandas\(\) gives it"):
            work()
    assert prices.rates(pl.Series(["2003-12", "2004-01"]), by=["cpi", "rpi"]).loc["2004-01"].tolist() == [
        1.4,
        2.6,
    ]
