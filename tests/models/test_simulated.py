"""Simulated intervals: by a second reckoning, and how often they hold the truth."""

import numpy as np
import pandas as pd
import pytest
from scipy.signal import lfilter

from paylib import models
from paylib.errors import ChoiceError, FigureError
from paylib.models import simulated
from tests.conftest import cases

MONTHS = pd.period_range("2001-01", periods=300, freq="M")


def fitted(n=60, covariance="hac", **options):
    rng = np.random.default_rng(8)
    index = pd.period_range("2000-01", periods=n, freq="M")
    design = pd.DataFrame(rng.normal(size=(n, 2)), index=index, columns=["x", "z"])
    outcome = pd.Series(1 + design["x"] + np.cumsum(rng.normal(size=n)) / 3, index=index, name="y")
    return models.ols(outcome, design, covariance=covariance, **options)


@pytest.mark.parametrize(
    ("covariance", "options"), [("hac", {"lags": 0}), ("hac", {"lags": 5}), ("hc3", {}), ("classical", {})]
)
def test_estimates_and_errors_are_those_of_statsmodels(covariance, options):
    results = fitted(covariance=covariance, **options)
    ours, usual = models.simulated_intervals(results, order=1, draws=100), models.tidy(results)
    for column in ("term", "estimate", "std_error", "n", "method"):
        assert ours[column].tolist() == (
            usual[column].tolist() if column in ("term", "method") else pytest.approx(usual[column].tolist())
        )
    both = models.simulated_intervals(results, order=1, draws=100, weights={"sum": ["x", "z"]}).iloc[0]
    combined = models.combination(results, ["x", "z"], "sum").iloc[0]
    assert both[["estimate", "std_error"]].tolist() == pytest.approx(
        combined[["estimate", "std_error"]].tolist()
    )
    assert both["low"] + both["high"] == pytest.approx(2 * both["estimate"])
    assert ours["covariance"].str.endswith("simulated tails").all()


def test_the_same_seed_gives_the_same_interval():
    results = fitted(lags=5)
    first, again, other = (
        models.simulated_intervals(results, order=1, draws=200, seed=seed)["low"].tolist()
        for seed in (1, 1, 2)
    )
    assert first == again != other


def test_errors_are_drawn_as_the_autoregression_says():
    """An AR(1) of 0.8: by hand, its first correlation is 0.8 and its variance 1 / (1 - 0.64)."""
    shocks = np.random.default_rng(0).standard_normal((300 + simulated._SETTLE, 400))
    drawn = simulated._stationary(np.array([0.8]), shocks)
    assert drawn.shape == (300, 400)
    assert (drawn[1:] * drawn[:-1]).mean() / (drawn**2).mean() == pytest.approx(0.8, abs=0.01)
    assert (drawn**2).mean() == pytest.approx(1 / 0.36, rel=0.03)
    assert simulated._autoregression(drawn, 1).mean() == pytest.approx(0.8, abs=0.01)


def test_an_explosive_autoregression_is_brought_back():
    drawn = simulated._stationary(np.array([1.02]), np.random.default_rng(0).standard_normal((800, 50)))
    assert np.isfinite(drawn).all() and abs(drawn).max() < 100


@pytest.mark.parametrize(("kept", "drawn"), [(-0.5, 0.0), (0.5, 0.5)])
def test_yearly_errors_that_seem_to_turn_about_are_taken_not_to_last(kept, drawn):
    """Intervals from errors that turn about would be narrower than those from errors that do not last."""
    residuals = lfilter([1], [1, -kept], np.random.default_rng(2).standard_normal(400))
    errors = simulated.lasting_errors(residuals, 1, np.ones((400, 1)), 200, 0)
    before, after = errors[:-1].ravel(), errors[1:].ravel()
    assert np.corrcoef(before, after)[0, 1] == pytest.approx(drawn, abs=0.06)


def test_what_cannot_be_simulated_is_refused():
    results = fitted(lags=5)
    with pytest.raises(ChoiceError, match="no term 'w'"):
        models.simulated_intervals(results, order=1, weights={"sum": ["w"]})
    with pytest.raises(FigureError, match="60 observations are too few for 3 terms and errors of order 20"):
        models.simulated_intervals(results, order=20)
    with pytest.raises(FigureError, match="draws"):
        models.simulated_intervals(results, order=1, draws=10)
    groups = pd.Series(np.arange(60) % 12, index=results.resid.index)
    clustered = fitted(covariance="cluster", groups=groups)
    with pytest.raises(ChoiceError, match="kind cluster cannot be simulated"):
        models.simulated_intervals(clustered, order=1)


# ---- how often they hold the truth


def held(row, truth: float) -> bool:
    return bool(row["low"] <= truth <= row["high"])


def errors_of(kind: str, count: int) -> np.ndarray:
    """Sets of monthly errors of growth over twelve months, one a row, none drawn by the code under test.

    ``own``: as the residuals of public pay on CPI last. ``slow``: sums over twelve months of noise and of
    a walk that comes back by a tenth each month.
    """
    shocks = np.random.default_rng(20).standard_normal((2, count, len(MONTHS) + 400))
    if kind == "slow":
        monthly = 0.3 * shocks[0] + 0.1 * lfilter([1], [1, -0.9], shocks[1], axis=1)
        return lfilter(np.ones(12), [1], monthly, axis=1)[:, 400:]
    own = models.pass_through(
        models.pay_growth("public"), models.inflation("cpi"), driver_lags=(0, 12, 24), lags=60
    ).resid.to_numpy()
    before = np.column_stack([own[13 - lag : -lag] for lag in range(1, 14)])
    coefficients, *_ = np.linalg.lstsq(before, own[13:], rcond=None)
    return 0.5 * lfilter([1], np.r_[1, -coefficients], shocks[0], axis=1)[:, 400:]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["own", "slow"])
def test_intervals_of_pass_through_hold_the_truth_as_often_as_they_say(kind):
    """A true sum of 0.5, in monthly growth over 25 years with the inflation that there was."""
    driver = models.inflation("cpi")
    wanted = pd.concat(
        [0.3 * driver, 0.1 * driver.shift(12, freq="M"), 0.1 * driver.shift(24, freq="M")], axis=1
    )
    truth = wanted.reindex(MONTHS).sum(axis=1, skipna=False)
    count, ours, usual = cases(300, 40), [], []
    for errors in errors_of(kind, count):
        growth = (2 + truth + errors).rename("growth")
        results = models.pass_through(growth, driver, driver_lags=(0, 12, 24), lags=60)
        ours.append(held(models.lasting_effect(results, draws=1000).iloc[0], 0.5))
        names = [name for name in results.params.index if name.startswith("inflation")]
        usual.append(held(models.combination(results, names, "sum").iloc[0], 0.5))
    assert np.mean(ours) >= 0.93 - 2.5 * np.sqrt(0.93 * 0.07 / count)
    assert np.mean(usual) < 0.8


@pytest.mark.slow
@pytest.mark.parametrize(("years", "rho"), [(22, 0.0), (22, 0.7), (14, 0.5)])
def test_intervals_of_yearly_awards_hold_the_truth_nearly_as_often_as_they_say(years, rho):
    """Two dozen years, or 14, of awards with errors of which the next keep a part. Few years: 90 per cent or more."""
    driver = models.inflation("cpi", month=4)
    index = pd.period_range(end="2025", periods=years, freq="Y-DEC")
    truth = (0.4 * driver + 0.1 * driver.shift(1, freq="Y")).reindex(index)
    count, ours = cases(300, 40), []
    shocks = np.random.default_rng(21).standard_normal((count, years + 50))
    for errors in lfilter([1], [1, -rho], shocks, axis=1)[:, 50:]:
        results = models.pass_through(
            (1 + truth + errors).rename("growth"), driver, driver_lags=(0, 1), lags=2
        )
        ours.append(held(models.lasting_effect(results, draws=1000).iloc[0], 0.5))
    assert np.mean(ours) >= 0.93 - 2.5 * np.sqrt(0.93 * 0.07 / count)


@pytest.mark.slow
@pytest.mark.parametrize("echo", [0.0, -0.2])
def test_intervals_of_the_gap_hold_the_truth_in_short_periods_too(echo):
    """Two dozen months of a freeze, 60 of a cap, and noise of which a part is taken back in the next month."""
    regimes = {"before": "2000-02", "freeze": "2011-04", "cap": "2013-04", "after": "2018-04"}
    months = pd.period_range("2000-02", "2022-01", freq="M")
    design = models.regime_dummies(months, regimes)
    period = design.idxmax(axis=1)
    spread = period.map({"before": 5.7, "freeze": 3.1, "cap": 3.5, "after": 8.0}).to_numpy()
    shocks = np.random.default_rng(6).standard_normal((cases(300, 40), len(months) + 1))
    ours, usual = [], []
    for errors in shocks[:, 1:] + echo * shocks[:, :-1]:
        changes = pd.Series(errors * spread, index=months, name="change")
        few, many = (
            models.ols(changes, design, covariance="hac", lags=lags, constant=False) for lags in (3, 12)
        )
        rows = models.simulated_intervals(few, order=3, spread=period, draws=500).set_index("term")
        t_tails = models.tidy(many).set_index("term")
        ours.append([held(rows.loc[name], 0) for name in regimes])
        usual.append(held(t_tails.loc["freeze"], 0))
    assert np.mean(ours, axis=0).min() >= 0.92 - 2.5 * np.sqrt(0.92 * 0.08 / len(ours))
    assert np.mean(usual) < 0.87
