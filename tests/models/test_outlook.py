"""Looking ahead: known models recovered, joint errors right, published forecasts followed."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

import paylib
from paylib import awards, models, prices
from paylib.errors import ChoiceError, CoverageError, FigureError, PeriodError

PASSENGERS = [
    *(112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118),
    *(115, 126, 141, 135, 125, 149, 170, 170, 158, 133, 114, 140),
    *(145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166),
    *(171, 180, 193, 181, 183, 218, 230, 242, 209, 191, 172, 194),
    *(196, 196, 236, 235, 229, 243, 264, 272, 237, 211, 180, 201),
    *(204, 188, 235, 227, 234, 264, 302, 293, 259, 229, 203, 229),
    *(242, 233, 267, 269, 270, 315, 364, 347, 312, 274, 237, 278),
    *(284, 277, 317, 313, 318, 374, 413, 405, 355, 306, 271, 306),
    *(315, 301, 356, 348, 355, 422, 465, 467, 404, 347, 305, 336),
    *(340, 318, 362, 348, 363, 435, 491, 505, 404, 359, 310, 337),
    *(360, 342, 406, 396, 420, 472, 548, 559, 463, 407, 362, 405),
    *(417, 391, 419, 461, 472, 535, 622, 606, 508, 461, 390, 432),
]


@pytest.fixture(scope="module")
def fitted():
    return models.inflation_model("cpi", since="2005-01", until="2024-12")


@pytest.fixture(scope="module")
def paths() -> pd.DataFrame:
    return models.price_paths("cpi", months=40, since="2005-01", until="2025-12", draws=1000, seed=3)


def test_joint_errors_of_the_nile_by_hand():
    """Durbin and Koopman (2012), sections 2.2 and 2.11: the Nile as a local level, 15,099 and 1,469.1.

    The predicted level's variance settles at (q + sqrt(q squared + 4 q h)) / 2 = 5,501, so the next
    year's flow has variance 20,600; two years to come share the level: 5,501 + min(i, j) q.
    """
    nile = sm.datasets.nile.load_pandas().data["volume"]
    results = sm.tsa.UnobservedComponents(nile, level="llevel").smooth([15099, 1469.1])
    means, covariance = models.joint_forecast(results, 4)
    settled = (1469.1 + np.sqrt(1469.1**2 + 4 * 1469.1 * 15099)) / 2
    assert settled == pytest.approx(5501, abs=1) and covariance[0, 0] == pytest.approx(20600, abs=1)
    by_hand = settled + 1469.1 * np.minimum.outer(range(4), range(4)) + 15099 * np.eye(4)
    assert covariance == pytest.approx(by_hand, rel=1e-6)
    assert np.ptp(means) < 1e-9  # a level is forecast to stay


def test_variances_of_a_known_model_are_found(monkeypatch):
    """Simulated prices: noise of 0.2 and a level that moves by 0.05 a month, with a season."""
    rng = np.random.default_rng(12)
    months = pd.period_range("1950-01", periods=900, freq="M", name="month")
    season = np.tile(np.linspace(-0.5, 0.5, 12), 75)
    changes = 0.3 + np.cumsum(rng.normal(scale=0.05, size=900)) + season + rng.normal(scale=0.2, size=900)
    index = pd.Series(100 * np.exp(np.cumsum(changes) / 100), index=months)
    index.attrs = {"sources": (), "usage_warnings": ()}
    monkeypatch.setattr(prices, "index", lambda measure: index)
    monkeypatch.setattr(prices, "level", lambda measure, month: index[month])
    results = models.inflation_model("invented", since="1950-02")
    noise, level = np.sqrt(results.params[["sigma2.irregular", "sigma2.level"]])
    assert noise == pytest.approx(0.2, abs=0.02)
    assert level == pytest.approx(0.05, abs=0.015)


@pytest.mark.parametrize(
    ("measure", "since", "until"),
    [
        ("cpi", "1997-01", "2024-07"),
        ("rpi", "1990-01", "2012-06"),
        ("awe_private_total", "2000-01", "2025-06"),
    ],
)
def test_no_variances_are_likelier_than_those_found(measure, since, until):
    """statsmodels seeks two variances by gradient: what it finds is no likelier, and near."""
    results = models.inflation_model(measure, since=since, until=until)
    sought = sm.tsa.UnobservedComponents(
        (100 * np.log(prices.index(measure)).diff())[since:until].dropna(),
        level="llevel",
        seasonal=12,
        stochastic_seasonal=False,
    ).fit(disp=False, cov_type="none")
    assert results.llf >= sought.llf - 2e-4
    assert results.params.to_numpy() == pytest.approx(sought.params.to_numpy(), rel=0.005, abs=1e-6)
    assert results.bse["sigma2.irregular"] > 0


def test_the_airline_model_is_that_of_box_and_jenkins(monkeypatch):
    """Airline passengers 1949-60, series G: moving averages 0.4018 and 0.5569, variance 0.001348.

    As R's arima prints them for log(AirPassengers), order (0,1,1)(0,1,1): standard errors 0.0896 and
    0.0731. Ours is of 100 times the logarithm. Box and Jenkins (1970) give 0.40 and 0.61.
    """
    months = pd.period_range("1949-01", periods=144, freq="M", name="month")
    index = pd.Series(np.array(PASSENGERS, float), index=months)
    monkeypatch.setattr(prices, "index", lambda measure: index)
    monkeypatch.setattr(prices, "level", lambda measure, month: index[month])
    params = models.sarima_model("passengers", since="1949-02").params
    assert params[["ma.L1", "ma.S.L12"]].tolist() == pytest.approx([-0.4018, -0.5569], abs=2e-4)
    assert params["sigma2"] == pytest.approx(13.48, abs=0.01)


def test_the_airline_model_is_the_maximum_that_statsmodels_finds():
    ours = models.sarima_model("cpi", since="1997-01", until="2014-12")
    means, covariance = models.joint_forecast(ours, 24)
    forecast = ours.get_forecast(24)
    assert means.tolist() == pytest.approx(forecast.predicted_mean.tolist(), rel=1e-9)
    assert np.diag(covariance).tolist() == pytest.approx((forecast.se_mean**2).tolist(), rel=1e-9)
    theirs = ours.model.fit(disp=False)
    assert ours.params.tolist() == pytest.approx(theirs.params.tolist(), abs=2e-4)


def test_joint_errors_have_the_margins_of_statsmodels(fitted):
    means, covariance = models.joint_forecast(fitted, 24)
    theirs = fitted.get_forecast(24)
    assert means.tolist() == pytest.approx(theirs.predicted_mean.tolist(), rel=1e-9)
    assert np.diag(covariance).tolist() == pytest.approx((theirs.se_mean**2).tolist(), rel=1e-9)
    assert np.allclose(covariance, covariance.T)


def test_joint_errors_from_powers_of_the_transition(fitted):
    """The covariance written out: Z (T^i P T'^j + sum of T^(i-k) R Q R' T'^(j-k)) Z', noise on the diagonal."""
    space, power = fitted.model.ssm, np.linalg.matrix_power
    move, look = space["transition"], space["design"][0]
    shocks = space["selection"] @ space["state_cov"] @ space["selection"].T
    start = fitted.filter_results.predicted_state_cov[:, :, -1]

    def between(i: int, j: int) -> float:
        spread = power(move, i) @ start @ power(move, j).T
        spread = spread + sum(
            power(move, i - k) @ shocks @ power(move, j - k).T for k in range(1, min(i, j) + 1)
        )
        return look @ spread @ look + (i == j) * space["obs_cov"][0, 0]

    covariance = models.joint_forecast(fitted, 14)[1]
    for i, j in ((0, 0), (0, 13), (3, 7), (7, 3), (12, 13)):
        assert covariance[i, j] == pytest.approx(between(i, j), rel=1e-8)


def test_errors_of_a_sum_are_those_of_simulation(fitted):
    """The spread of twelve months' inflation, against 4,000 paths simulated by statsmodels."""
    means, covariance = models.joint_forecast(fitted, 24)
    state = np.random.default_rng(0).multivariate_normal(
        fitted.filter_results.predicted_state[:, -1],
        fitted.filter_results.predicted_state_cov[:, :, -1],
        size=4000,
    )
    rng = np.random.default_rng(1)
    simulated = np.array(
        [
            fitted.model.simulate(fitted.params, 24, initial_state=start, anchor="end", rng=rng)
            .to_numpy()[12:]
            .sum()
            for start in state[:400]
        ]
    )
    spread = np.sqrt(covariance[12:, 12:].sum())
    assert simulated.std() == pytest.approx(spread, rel=0.12)
    assert simulated.mean() == pytest.approx(means[12:].sum(), abs=4 * spread / 20)


def test_paths_start_from_what_is_held_and_are_the_same_twice(paths):
    again = models.price_paths("cpi", months=40, since="2005-01", until="2025-12", draws=1000, seed=3)
    pd.testing.assert_frame_equal(paths, again)
    held = prices.index("cpi")
    assert np.ptp(paths.loc[:"2025-12"].to_numpy(), axis=1).max() == 0
    assert paths.loc["2025-12", 0] == held["2025-12"] and paths.index[-1] == pd.Period("2029-04", "M")
    assert paths.attrs["by"] == "cpi" and str(paths.attrs["last_held"]) == "2025-12"
    other = models.price_paths("cpi", months=40, since="2005-01", until="2025-12", draws=1000, seed=4)
    assert not np.allclose(paths.to_numpy(), other.to_numpy())


def test_the_fan_is_in_order_and_widens(paths):
    fan = models.rate_fan(paths)
    assert fan.index[0] == pd.Period("2026-01", "M")
    assert (np.diff(fan.to_numpy(), axis=1) > 0).all()
    width = fan["q95_pct"] - fan["q05_pct"]
    assert width.iloc[11] > width.iloc[0] and width.iloc[-1] > width.iloc[11]
    wider = models.rate_fan(
        models.price_paths("cpi", months=40, since="2005-01", until="2025-12", draws=1000, seed=3, widen=2)
    )
    assert ((wider["q95_pct"] - wider["q05_pct"]) / width).median() == pytest.approx(2, rel=0.03)


def test_an_offer_on_a_known_path_is_the_ratio_by_hand(paths):
    stages = pd.DataFrame({"effective_month": ["2025-04", "2026-04"], "award_pct": [3.0, 6.09]})
    real = models.offer_value(stages, paths, base="2024-04", last="2027-03")
    assert real.shape == (24, 1000)
    known = prices.real_change(100, 103, "2024-04", "2025-09", by="cpi")
    assert real.loc["2025-09"].tolist() == pytest.approx([known] * 1000)
    ratio = paths.loc["2027-03", 17] / prices.index("cpi")["2024-04"]
    assert real.loc["2027-03", 17] == pytest.approx((1.0609 / ratio - 1) * 100)
    assert awards.staged(stages, "2025-04", "2027-03").iloc[-1] == 6.09
    table = models.value_summary(real)
    assert table.loc["last month", "below_zero_pct"] == pytest.approx((real.iloc[-1] < 0).mean() * 100)
    assert table.loc["average", "q50_pct"] == pytest.approx(np.median(real.mean()))


def test_forecasts_are_followed_from_july_to_july():
    path = models.forecaster_path("cpi", "obr", "2026-03")
    held = prices.index("cpi")
    assert path[held.index[-1]] == held.iloc[-1]
    rates = (path / path.shift(12) - 1) * 100
    assert rates[["2027-07", "2029-07"]].tolist() == pytest.approx([1.9685, 2.0202])  # EFO, table 1.7
    assert path.index[-1] == pd.Period("2030-12", "M")
    survey = models.forecaster_path("cpi", "hm_treasury_survey", "2026-08")
    rates = (survey / survey.shift(12) - 1) * 100
    assert rates[["2027-07", "2028-07", "2028-01"]].tolist() == pytest.approx([2.7, 2.2, 2.45])
    by_year = path.groupby(path.index.year).mean()
    assert (by_year[2029] / by_year[2028] - 1) * 100 == pytest.approx(2.0, abs=0.05)
    assert [each for each in path.attrs["sources"] if each.startswith("obr_")] == [
        "obr_efo_2026_03_economy_tables"
    ]


def test_forecasts_stand_beside_what_happened():
    """CPI in 2025: the mean of the year's index on that of 2024, 3.4 per cent as published."""
    held = models.forecasters("cpi")
    outcomes = held.dropna()
    assert set(outcomes["period"]) == {str(year) for year in range(2011, 2026)}
    assert outcomes.query("period == '2025'")["outcome_pct"].round(1).unique().tolist() == [3.4]
    assert set(held["forecaster"]) == {"obr", "hm_treasury_survey"}
    ranges = paylib.load("forecasts").query("measure == 'rpi' and statistic in ['highest', 'lowest']")
    assert len(ranges) == 10 and len(models.forecasters("rpi")) == len(
        paylib.load("forecasts").query("measure == 'rpi'")
    ) - len(ranges)


def test_what_cannot_be_projected_is_refused(paths):
    with pytest.raises(ChoiceError, match="no deflator 'cpj'"):
        models.price_paths("cpj", months=12, since="2005-01")
    with pytest.raises(FigureError, match=r"24 months from 2024-01 to 2025-12 are too few.*60"):
        models.price_paths("cpi", months=12, since="2024-01", until="2025-12")
    with pytest.raises(CoverageError, match="No CPI for 1980-01"):
        models.price_paths("cpi", months=12, since="1980-01")
    with pytest.raises(PeriodError, match="month is needed"):
        models.price_paths("cpi", months=12, since="2005")
    with pytest.raises(FigureError, match="draws"):
        models.price_paths("cpi", months=12, since="2005-01", draws=10)
    with pytest.raises(FigureError, match="widen"):
        models.price_paths("cpi", months=12, since="2005-01", widen=0)
    with pytest.raises(FigureError, match="months must be at least 1"):
        models.price_paths("cpi", months=0, since="2005-01")
    stages = pd.DataFrame({"effective_month": ["2026-04"], "award_pct": [3.0]})
    with pytest.raises(CoverageError, match="paths end in 2029-04, and the offer runs to 2030-03"):
        models.offer_value(stages, paths, base="2025-04", last="2030-03")
    with pytest.raises(ChoiceError, match=r"no forecast 'obr 2024-03'.*obr 2025-03"):
        models.forecaster_path("cpi", "obr", "2024-03")
    with pytest.raises(ChoiceError, match="no forecast price index 'rpix'"):
        models.forecasters("rpix")
