"""Pass-through: recovered where it is known, and refused where it cannot be told."""

import numpy as np
import pandas as pd
import pytest

from paylib import awards, models, prices
from paylib.errors import ChoiceError, CoverageError, FigureError, PeriodError
from paylib.models import passthrough
from tests.conftest import cases


def monthly(values, start="1990-01", name="x") -> pd.Series:
    index = pd.period_range(start, periods=len(values), freq="M")
    return pd.Series(np.asarray(values, float), index=index, name=name)


@pytest.fixture
def simulated() -> tuple[pd.Series, pd.Series]:
    """Pay that gets 0.5 of inflation at once, 0.3 a year later, and noise."""
    rng = np.random.default_rng(7)
    inflation = monthly(3 + np.cumsum(rng.normal(scale=0.3, size=400)))
    pay = 1 + 0.5 * inflation + 0.3 * inflation.shift(12) + rng.normal(scale=0.2, size=400)
    return pay.dropna(), inflation


def test_known_coefficients_and_their_sum_are_found(simulated):
    results = models.pass_through(*simulated, driver_lags=(0, 12), lags=12)
    assert results.params.tolist() == pytest.approx([1, 0.5, 0.3], abs=0.15)
    row = models.lasting_effect(results).iloc[0]
    assert row["estimate"] == pytest.approx(0.8, abs=0.03)
    assert row["low"] < 0.8 < row["high"]
    assert results.params.index.tolist() == ["const", "inflation, 0 before", "inflation, 12 before"]


def test_regimes_are_compared_with_the_first(simulated):
    growth, inflation = simulated
    growth = growth - 2 * (growth.index >= pd.Period("2010-01", "M"))
    results = models.pass_through(
        growth, inflation, driver_lags=(0, 12), lags=12, regimes={"free": "1990-01", "cap": "2010-01"}
    )
    assert results.params["cap"] == pytest.approx(-2, abs=0.1)


def test_the_sample_is_the_one_asked_for(simulated):
    results = models.pass_through(*simulated, driver_lags=[0], lags=12, start="2000-01", end="2009-12")
    assert results.nobs == 120


def test_inflation_is_the_published_rate_unrounded():
    ours, published = models.inflation("rpi"), prices.rate("rpi")
    both = pd.concat([ours, published], axis=1).dropna()
    assert len(both) > 440 and (both.iloc[:, 0] - both.iloc[:, 1]).abs().max() < 0.0501
    assert models.inflation("cpi", month=4).loc["2023"] == pytest.approx(models.inflation("cpi")["2023-04"])


def test_awards_of_each_year_are_those_of_the_tables():
    """NJC 2011 and 2012: freezes; 2025: 3.2 per cent. All years chained are the chain of awards."""
    growth = models.award_growth("njc", "2010-04", "2025-04", point=23, spine="new")
    assert growth.loc["2025"] == pytest.approx(3.2, abs=0.01)
    assert growth.loc["2011":"2012"].tolist() == [0, 0]
    whole = awards.chain("njc", "2010-04", "2025-04", point=23, spine="new")
    assert (np.prod(1 + growth / 100) - 1) * 100 == pytest.approx(whole)
    remit = models.award_growth("civil_service_remit", 2012, 2026, include=["remit"], annual_gbp=25_000)
    assert remit.loc["2013":"2014"].tolist() == pytest.approx([1, 1])
    assert "remit" in str(remit.attrs["statuses"])


def test_every_combination_of_choices_has_its_estimate(simulated):
    growth, inflation = simulated
    frame = models.estimates_over(
        {"pay": growth},
        {"cpi": inflation, "rpi": inflation + 1},
        {"now": [0], "two": [0, 12]},
        {"all": (None, None), "late": ("2005-01", None)},
        lags=12,
    )
    assert len(frame) == 8
    one = frame.query("deflator == 'cpi' and inflation_lags == 'two' and sample == 'late'").iloc[0]
    alone = models.lasting_effect(
        models.pass_through(growth, inflation, driver_lags=[0, 12], lags=12, start="2005-01")
    ).iloc[0]
    assert one[["estimate", "low", "high"]].tolist() == alone[["estimate", "low", "high"]].tolist()
    shifted = frame.groupby(["inflation_lags", "sample"])["estimate"].agg(np.ptp)
    assert shifted.abs().max() < 1e-9  # a constant more of inflation changes no slope


def test_error_correction_finds_the_long_run_and_the_speed():
    """Pay that closes a fifth of the gap to its target in one step, the target being 0.9 of log prices."""
    rng = np.random.default_rng(11)
    price = np.cumsum(0.5 + rng.normal(scale=1.0, size=600))
    pay = np.zeros(600)
    for t in range(1, 600):
        pay[t] = (
            pay[t - 1]
            + 0.4 * (price[t] - price[t - 1])
            - 0.2 * (pay[t - 1] - 0.9 * price[t - 1])
            + rng.normal(scale=0.3)
        )
    results = models.error_correction(
        monthly(np.exp(pay / 100)), {"prices": monthly(np.exp(price / 100))}, step=1, lags=2
    )
    assert results.params["level before, pay"] == pytest.approx(-0.2, abs=0.04)
    assert results.params["change, prices"] == pytest.approx(0.4, abs=0.05)
    row = models.long_run(results, "prices").iloc[0]
    assert row["estimate"] == pytest.approx(0.9, abs=0.02)
    assert row["low"] < 0.9 < row["high"]


def test_the_delta_method_by_hand():
    rng = np.random.default_rng(4)
    price = np.exp(np.cumsum(rng.normal(size=200)) / 100)
    pay = price * np.exp(rng.normal(size=200) / 100)
    results = models.error_correction(monthly(pay), {"prices": monthly(price)}, step=1, lags=2)
    own, other = "level before, pay", "level before, prices"
    a, b = results.params[own], results.params[other]
    v = results.cov_params()
    variance = (
        (v.loc[other, other] / a**2) + (b**2 / a**4) * v.loc[own, own] - 2 * b / a**3 * v.loc[own, other]
    )
    row = models.long_run(results, "prices").iloc[0]
    assert row["estimate"] == pytest.approx(-b / a)
    assert row["std_error"] == pytest.approx(np.sqrt(variance))
    assert (row["low"] + row["high"]) / 2 == pytest.approx(row["estimate"])


def random_walks(n, seed) -> tuple[pd.Series, dict]:
    changes = np.random.default_rng(seed).normal(0.2, 0.5, size=(2, n))
    pay, other = np.exp(np.cumsum(changes, axis=1) / 100)
    return monthly(pay), {"other": monthly(other)}


def test_the_critical_value_is_the_published_one():
    """Pesaran, Shin and Smith (2001), table CII(iii): -3.22, -3.53 at 5 per cent, one and two drivers with unit roots."""
    walks = np.cumsum(np.random.default_rng(1).standard_normal((6000, 400, 3)), axis=1)
    for drivers, published in ((1, -3.22), (2, -3.53)):
        _, statistics = passthrough._catching_up(walks[..., : drivers + 1], 1, 0)
        assert np.percentile(statistics, 5) == pytest.approx(published, abs=0.06)


def test_overlapping_changes_need_a_lower_statistic():
    """Walks that share nothing seem to close a good part of a gap in twelve months."""
    row = models.catch_up_test(*random_walks(240, 3), step=12, lags=18).iloc[0]
    assert row["critical"] < -5
    assert row["usual"] < -0.2


@pytest.mark.slow
def test_walks_that_share_no_path_are_seldom_taken_to_share_one():
    found = [
        models.catch_up_test(*random_walks(200, seed), step=12, lags=18, draws=300)["p_value"].item()
        for seed in range(cases(200, 20))
    ]
    assert np.mean(np.array(found) < 0.1) < 0.25
    assert 0.3 < np.mean(found) < 0.7


def test_a_shared_path_is_found():
    rng = np.random.default_rng(5)
    other = np.cumsum(0.2 + rng.normal(scale=0.5, size=300))
    gap = np.zeros(300)
    for t in range(1, 300):
        gap[t] = 0.8 * gap[t - 1] + rng.normal(scale=0.3)
    level, drivers = monthly(np.exp((other + gap) / 100)), {"other": monthly(np.exp(other / 100))}
    row = models.catch_up_test(level, drivers, step=12, lags=18).iloc[0]
    assert row["p_value"] < 0.01
    fitted = models.error_correction(level, drivers, step=12, lags=18)
    assert row["statistic"] == fitted.tvalues["level before, pay"]
    assert row["estimate"] == fitted.params["level before, pay"]


def test_the_drawn_statistics_are_those_of_the_model():
    """The working for many sets at once gives what statsmodels gives for one."""
    level, drivers = random_walks(150, 8)
    logs = 100 * np.log(np.column_stack([level, drivers["other"]]))
    estimate, statistic = passthrough._catching_up(logs[None], 12, 18)
    fitted = models.error_correction(level, drivers, step=12, lags=18, start="1991-01")
    assert estimate[0] == pytest.approx(fitted.params["level before, pay"])
    assert statistic[0] == pytest.approx(fitted.tvalues["level before, pay"])


def test_draws_are_the_same_for_the_same_seed():
    asked = {"step": 12, "lags": 18, "draws": 100}
    level, drivers = random_walks(150, 8)
    first, again = (models.catch_up_test(level, drivers, **asked, seed=1) for _ in range(2))
    pd.testing.assert_frame_equal(first, again)
    assert first["critical"].item() != models.catch_up_test(level, drivers, **asked)["critical"].item()
    with pytest.raises(FigureError, match="draws"):
        models.catch_up_test(level, drivers, step=12, lags=18, draws=50)


def test_few_awards_may_have_errors_for_small_samples():
    """HC3 by hand: each squared residual over the square of one less its leverage."""
    growth = models.award_growth("civil_service_remit", 2012, 2026, include=["remit"], annual_gbp=25_000)
    results = models.pass_through(
        growth, models.inflation("cpi", month=4), driver_lags=(0, 1), covariance="hc3"
    )
    x, bread = results.model.exog, np.linalg.inv(results.model.exog.T @ results.model.exog)
    leverage = np.einsum("ij,jk,ik->i", x, bread, x)
    weights = (results.resid.to_numpy() / (1 - leverage)) ** 2
    covariance = bread @ (x.T * weights) @ x @ bread
    row = models.lasting_effect(results).iloc[0]
    assert row["std_error"] == pytest.approx(np.sqrt(covariance[1:, 1:].sum()))
    assert row["n"] == 14
    with pytest.raises(ChoiceError, match="Give lags= with covariance='hac'"):
        models.pass_through(growth, models.inflation("cpi", month=4), driver_lags=(0, 1))


def test_sources_of_pay_and_prices_are_kept():
    results = models.pass_through(
        models.pay_growth("public"), models.inflation("rpi"), driver_lags=[0], lags=18
    )
    attrs = models.lasting_effect(results).attrs
    assert "ons_a01_2026_04" in attrs["sources"] and len(attrs["sources"]) > 1
    assert {"rpi_not_accredited", "award_not_earnings"} <= set(attrs["usage_warnings"])


def test_what_cannot_be_asked_is_refused(simulated):
    growth, inflation = simulated
    with pytest.raises(
        FigureError, match="12 observations are too few for 2 terms and 12 lags of errors: at least 41"
    ):
        models.pass_through(growth, inflation, driver_lags=[0], lags=12, start="2000-01", end="2000-12")
    with pytest.raises(PeriodError, match="cannot be put together"):
        models.pass_through(growth, models.inflation("cpi", month=4), driver_lags=[0], lags=2)
    with pytest.raises(PeriodError, match="No period has both"):
        models.pass_through(growth.loc[:"1995-01"], inflation, driver_lags=[120], lags=2)
    with pytest.raises(ChoiceError, match="none below 0"):
        models.pass_through(growth, inflation, driver_lags=[-12], lags=2)
    with pytest.raises(ChoiceError, match="at least one number"):
        models.pass_through(growth, inflation, driver_lags=[], lags=2)
    with pytest.raises(FigureError, match="missing or infinite"):
        models.pass_through(growth.mask(growth.index == growth.index[50]), inflation, driver_lags=[0], lags=2)
    with pytest.raises(ChoiceError, match="no sector 'publik'"):
        models.pay_growth("publik")
    with pytest.raises(ChoiceError, match="1 to 12"):
        models.inflation("cpi", month=13)
    with pytest.raises(PeriodError, match="not the same month"):
        models.award_growth("njc", "2010-04", "2020-05")
    with pytest.raises(CoverageError, match="implied"):
        models.award_growth("njc", "2003-04", "2020-04", point=23, spine="new")
    with pytest.raises(FigureError, match="one point or one pay"):
        models.award_growth("njc", "2010-04", "2025-04", point=[23, 24], spine="new")
    with pytest.raises(FigureError, match="in prices are not above 0"):
        models.error_correction(growth + 10, {"prices": inflation * 0}, step=12, lags=12)
    with pytest.raises(ChoiceError, match="no driver 'wages'"):
        levels = monthly(np.exp(np.random.default_rng(0).normal(size=60)))
        models.long_run(
            models.error_correction(levels, {"prices": levels**0.5 + monthly(range(60))}, step=1, lags=1),
            "wages",
        )


def test_inflation_is_warned_of_the_months_it_uses():
    """April's rates of 2025 and 2026 rest on April 2025; September's do not. All are to three decimals."""
    assert models.inflation("cpi", month=4).attrs["usage_warnings"] == ("error_in_source",)
    assert models.inflation("cpi", month=3).attrs["usage_warnings"] == ()
    assert models.inflation("cpi", month=8).attrs["usage_warnings"] == ("rounded_in_source",)


def test_inflation_over_twelve_months_is_not_worked_out_over_twelve_quarters():
    """The GDP deflator is published by the quarter: twelve of them are three years."""
    for month in (None, 3):
        with pytest.raises(CoverageError, match="GDP deflator is published by the quarter"):
            models.inflation("gdp", month=month)
    with pytest.raises(CoverageError, match="GDP deflator is published by the quarter"):
        models.real_sector_pay("2010-04", "2020-04", by=["cpi", "gdp"])
    with pytest.raises(CoverageError, match="GDP deflator is published by the quarter"):
        models.backtest("gdp", since="1990-01", first="2010-01", last="2012-01", every=12, horizons=[12])
