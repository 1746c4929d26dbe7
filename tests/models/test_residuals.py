"""Tests of residuals and of unit roots: published statistics, and series whose nature is known."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from paylib import models
from paylib.errors import FigureError, PeriodError


def monthly(values) -> pd.Series:
    return pd.Series(
        np.asarray(values, float), index=pd.period_range("1950-01", periods=len(values), freq="M")
    )


def longley():
    data = sm.datasets.longley.load_pandas()
    return models.ols(data.endog, data.exog, covariance="classical")


def test_durbin_watson_and_jarque_bera_of_longley():
    """Longley's regression: Durbin-Watson 2.559 and Jarque-Bera 0.684, p 0.710, as statsmodels' documentation prints it."""
    table = models.diagnostics(longley(), lags=1).set_index("test")
    assert table.loc["Durbin-Watson", "statistic"] == pytest.approx(2.559, abs=5e-4)
    assert table.loc["Jarque-Bera", ["statistic", "p_value"]].tolist() == pytest.approx(
        [0.684, 0.710], abs=5e-4
    )
    assert np.isnan(table.loc["Durbin-Watson", "p_value"])


def test_ljung_box_by_hand():
    series = monthly([1, 3, 2, 5, 4, 6, 5, 8, 7, 9, 8, 11])
    results = models.ols(series, pd.DataFrame(index=series.index), covariance="classical")
    e = results.resid.to_numpy()
    r = [(e[lag:] * e[:-lag]).sum() / (e**2).sum() for lag in (1, 2)]
    q = 12 * 14 * (r[0] ** 2 / 11 + r[1] ** 2 / 10)
    table = models.diagnostics(results, lags=2).set_index("test")
    assert table.loc["Ljung-Box, 2 lags", "statistic"] == pytest.approx(q)
    assert "Breusch-Pagan" not in table.index  # nothing but a constant to explain the spread


def test_a_walk_has_a_unit_root_and_noise_has_none():
    noise = np.random.default_rng(3).normal(size=300)
    for values, rooted in ((np.cumsum(noise), True), (noise, False)):
        table = models.unit_roots(monthly(values)).set_index(["test", "trend"])["p_value"]
        assert (table["Augmented Dickey-Fuller", "level"] > 0.05) == rooted
        assert (table["KPSS", "level"] < 0.05) == rooted


def test_dickey_fuller_and_kpss_of_the_sunspots():
    """statsmodels' documentation, "Stationarity and detrending (ADF/KPSS)", yearly sunspots:

    Dickey-Fuller -2.837781, p 0.053076, 8 lags; KPSS 0.669866, p 0.016285, 7 lags.
    """
    spots = sm.datasets.sunspots.load_pandas().data["SUNACTIVITY"]
    table = models.unit_roots(monthly(spots)).set_index(["test", "trend"])[["statistic", "p_value", "lags"]]
    assert table.loc[("Augmented Dickey-Fuller", "level")].tolist() == pytest.approx(
        [-2.837781, 0.053076, 8], abs=1e-6
    )
    assert table.loc[("KPSS", "level")].tolist() == pytest.approx([0.669866, 0.016285, 7], abs=1e-6)


def test_the_ends_of_the_table_are_said_and_nothing_warns(recwarn):
    table = models.unit_roots(monthly(np.cumsum(np.ones(200) + np.random.default_rng(0).normal(size=200))))
    row = table[(table["test"] == "KPSS") & (table["trend"] == "level")].iloc[0]
    assert (row["p_value"], row["bound"]) == (0.01, "at most")
    assert not recwarn


def test_cusum_finds_a_break_and_leaves_noise_alone():
    noise = np.random.default_rng(5).normal(size=120)
    for shift, found in ((3.0, True), (0.0, False)):
        series = monthly(noise + shift * (np.arange(120) >= 60))
        results = models.ols(series, pd.DataFrame(index=series.index), covariance="classical")
        assert (models.stability(results)["p_value"][0] < 0.01) == found


def test_joint_test_is_the_f_test():
    """Longley: all six slopes at once, F = 330.285 (NIST: 330.285339234588)."""
    test = models.joint_test(longley(), ["GNPDEFL", "GNP", "UNEMP", "ARMED", "POP", "YEAR"], "all")
    assert test["statistic"][0] == pytest.approx(330.285339234588, rel=1e-6)


def test_summary_text_is_the_same_twice_and_knows_no_time():
    first, second = (models.summary_text(longley(), lags=1) for _ in range(2))
    assert first == second
    assert "n = 16; classical, t tails; 95% intervals" in first and "Durbin-Watson: 2.56" in first
    assert "Time" not in first and "Date" not in first


def test_full_sets_of_indicators_are_tested_too():
    series = monthly(np.random.default_rng(1).normal(size=40))
    regimes = models.regime_dummies(series.index, {"a": "1950-01", "b": "1951-06"})
    table = models.diagnostics(models.ols(series, regimes, covariance="hac", lags=2, constant=False), lags=3)
    assert "Breusch-Pagan" in set(table["test"])


def test_short_constant_or_gappy_series_are_refused():
    with pytest.raises(FigureError, match=r"20 figures are too few.*30 are needed"):
        models.unit_roots(monthly(np.arange(20)))
    with pytest.raises(FigureError, match="constant"):
        models.unit_roots(monthly(np.ones(40)))
    with pytest.raises(PeriodError, match="missing"):
        models.unit_roots(monthly(np.arange(40)).drop(pd.Period("1951-01", "M")))
    with pytest.raises(FigureError, match=r"1 of 40.*missing or infinite"):
        models.unit_roots(monthly([np.nan, *range(39)]))
    with pytest.raises(FigureError, match="16 residuals are too few for 8 lags: 17"):
        models.diagnostics(longley(), lags=8)
