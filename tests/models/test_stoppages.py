"""Strikes and inflation: the figures as published, gaps kept, known effects recovered."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats
from scipy.signal import lfilter

import paylib
from paylib import datapackage, models
from paylib.errors import ChoiceError, FigureError, PeriodError
from paylib.models import stoppages
from tests.conftest import cases

LAW = {"To 1979": "1949", "1980 to 1992": "1980", "Since 1993": "1993"}


def counted(days, inflation, start="1950") -> pd.DataFrame:
    years = pd.period_range(start, periods=len(days), freq="Y-DEC")
    return pd.DataFrame(
        {"days_lost_thousand": days, "inflation_pct": inflation, "redefined": 0.0}, index=years
    )


@pytest.mark.parametrize(("year", "days"), [("1972", 23909), ("1979", 29474), ("1984", 27135), ("1998", 282)])
def test_days_of_a_year_are_the_published_ones(year, days):
    """Office for National Statistics, Labour disputes annual article: thousand working days lost."""
    frame = models.strikes_and_inflation(by="rpi", every="year")
    assert frame.loc[year, "days_lost_thousand"] == pytest.approx(days, abs=2)


def test_months_without_a_survey_are_missing_and_the_new_definition_is_marked():
    months = models.strikes_and_inflation(by="rpi", every="month")
    assert pd.Period("2020-01", "M") in months.index and pd.Period("2022-01", "M") in months.index
    assert not any("2020-02" <= str(month) <= "2021-12" for month in months.index)
    assert months["redefined"].eq(months.index >= pd.Period("2022-01", "M")).all()
    years = models.strikes_and_inflation(by="rpi", every="year")
    assert not {"2020", "2021", "2026"} & set(years.index.astype(str))
    assert years.index[0] == pd.Period("1949", "Y-DEC")
    assert not years.isna().any(axis=None)
    assert set(years.attrs["usage_warnings"]) == {"series_break", "rpi_not_accredited", "error_in_source"}


def test_the_new_definition_starts_where_the_table_says(monkeypatch):
    """The month is read from the marks on the counts of stoppages: with others, it is another."""
    table = paylib.load("labour_disputes")
    counts = (table["measure"] == "stoppages") & (table["period_type"] == "month")
    assert set(table.loc[table["usage_warnings"] == "series_break", "measure"]) == {"stoppages"}
    moved = table.copy()
    moved.loc[counts & (table["period"] < "2023-05"), "usage_warnings"] = None
    load = datapackage.load
    monkeypatch.setattr(datapackage, "load", lambda name: moved if name == "labour_disputes" else load(name))
    months = models.strikes_and_inflation(by="rpi", every="month")
    assert months["redefined"].eq(months.index >= pd.Period("2023-05", "M")).all()


@pytest.mark.parametrize("method", ["quasi_poisson", "negative_binomial"])
def test_a_known_effect_is_found_in_spread_out_counts(method):
    rng = np.random.default_rng(9)
    inflation = rng.uniform(0, 15, size=400)
    mean = np.exp(5 + 0.08 * inflation)
    days = rng.negative_binomial(2, 2 / (2 + mean))
    frame = counted(days.astype(float), inflation, start="1600")
    results = models.strike_model(frame, method=method, lags=2)
    row = models.tidy(results).set_index("term").loc["inflation_pct"]
    assert row["low"] < 0.08 < row["high"]
    assert row["estimate"] == pytest.approx(0.08, abs=0.03)


@pytest.mark.parametrize("method", ["quasi_poisson", "negative_binomial"])
def test_a_fall_over_time_is_not_taken_for_an_effect_of_inflation(method):
    """Days and inflation both fall by the year, and nothing else links them."""
    rng = np.random.default_rng(2)
    years = np.arange(120)
    inflation = 12 - 0.08 * years + rng.normal(scale=1.0, size=120)
    days = rng.negative_binomial(5, 5 / (5 + np.exp(8 - 0.04 * years))).astype(float)
    frame = counted(days, inflation, start="1880")
    plain = models.strike_model(frame, method=method, lags=2).params["inflation_pct"]
    results = models.strike_model(frame, method=method, lags=2, trend=True)
    rows = models.tidy(results).set_index("term")
    assert plain > 0.2
    assert rows.loc["inflation_pct", "low"] < 0 < rows.loc["inflation_pct", "high"]
    assert rows.loc["trend", "low"] < -0.04 < rows.loc["trend", "high"]


def test_the_trend_counts_years_left_out():
    frame = models.strikes_and_inflation(by="rpi", every="year")
    results = models.strike_model(frame, method="quasi_poisson", lags=3, trend=True)
    trend = pd.Series(results.model.exog[:, results.params.index.get_loc("trend")], index=frame.index)
    assert trend["2022"] - trend["2019"] == 3


def test_quasi_poisson_errors_are_wider_than_those_of_poisson():
    frame = models.strikes_and_inflation(by="rpi", every="year")
    ours = models.strike_model(
        frame.drop(columns="redefined").assign(redefined=0.0), method="quasi_poisson", lags=3
    )
    plain = sm.GLM(
        frame["days_lost_thousand"], sm.add_constant(frame["inflation_pct"]), family=sm.families.Poisson()
    ).fit()
    assert ours.params.tolist() == pytest.approx(plain.params.tolist())
    assert ours.bse["inflation_pct"] > 20 * plain.bse["inflation_pct"]
    table = models.diagnostics(ours, lags=3).set_index("test")
    spread = table.loc["Dispersion", "statistic"]
    assert spread == pytest.approx(plain.pearson_chi2 / plain.df_resid) and spread > 1000


def test_no_covariance_reaches_across_the_years_without_a_survey():
    """By hand: the sandwich of scores, summed within 1949-2019 and 2022-2025 only."""
    frame = models.strikes_and_inflation(by="rpi", every="year")
    results = models.strike_model(frame, method="quasi_poisson", lags=2)
    x = results.model.exog
    scores = x * (frame["days_lost_thousand"] - results.fittedvalues).to_numpy()[:, None]
    stretch = np.cumsum(np.r_[0, np.diff(frame.index.asi8) > 1])
    assert stretch[-1] == 1
    total = scores.T @ scores
    for lag in (1, 2):
        near = stretch[lag:] == stretch[:-lag]
        cross = scores[lag:][near].T @ scores[:-lag][near]
        total += (1 - lag / 3) * (cross + cross.T)
    bread = np.linalg.inv(x.T @ (x * results.fittedvalues.to_numpy()[:, None]))
    n, k = x.shape
    assert results.bse.tolist() == pytest.approx(
        np.sqrt(np.diag(bread @ total @ bread) * n / (n - k)), rel=1e-6
    )
    table = models.tidy(results)
    assert table["covariance"][0] == "Newey-West, 2 lags, none across gaps, t tails"
    half = (table["high"] - table["low"]) / 2 / table["std_error"]
    assert half.tolist() == pytest.approx([stats.t.ppf(0.975, n - k)] * k)


def test_per_cent_of_days():
    frame = models.strikes_and_inflation(by="rpi", every="year")
    logs = models.tidy(models.strike_model(frame, method="negative_binomial", lags=2))
    percent = models.as_percent(logs)
    assert percent["term"].tolist() == ["inflation_pct", "redefined"]
    b = logs.set_index("term").loc["inflation_pct"]
    assert percent.loc[0, ["estimate", "low", "high"]].tolist() == pytest.approx(
        [100 * (np.exp(b[name]) - 1) for name in ("estimate", "low", "high")]
    )
    assert percent.attrs == logs.attrs


def test_what_cannot_be_fitted_is_refused():
    frame = models.strikes_and_inflation(by="rpi", every="year")
    with pytest.raises(ChoiceError, match="no method 'poisson'"):
        models.strike_model(frame, method="poisson", lags=2)
    with pytest.raises(ChoiceError, match="no span 'quarter'"):
        models.strikes_and_inflation(by="rpi", every="quarter")
    with pytest.raises(ChoiceError, match="no published 12-month rate 'rpi_long'"):
        models.strikes_and_inflation(by="rpi_long", every="year")
    with pytest.raises(FigureError, match="below 0"):
        models.strike_model(counted([-1.0, *range(40)], range(41)), method="quasi_poisson", lags=1)
    with pytest.raises(FigureError, match=r"10 observations are too few for 2 terms and 5 lags.*20"):
        models.strike_model(counted(np.arange(10.0), np.arange(10.0) % 3), method="quasi_poisson", lags=5)
    with pytest.raises(FigureError, match="stretch between gaps has 4 periods, and 6 lags"):
        models.strike_model(frame, method="quasi_poisson", lags=6)
    with pytest.raises(PeriodError, match="cannot be put together"):
        models.strike_model(frame, method="quasi_poisson", lags=2, regimes={"a": "1949-01", "b": "1980-01"})


# ---- intervals that cover


@pytest.mark.parametrize("end", ["2025", "2019"])
@pytest.mark.parametrize("options", [{}, {"regimes": LAW, "trend": True}])
def test_many_histories_at_once_are_fitted_as_statsmodels_fits_one(end, options):
    frame = models.strikes_and_inflation(by="rpi", every="year").loc[:end]
    results = models.strike_model(frame, method="quasi_poisson", lags=3, **options)
    terms, errors = stoppages._poissons(results, results.model.exog, results.model.endog[None] * [[1], [2]])
    assert terms[0].tolist() == pytest.approx(results.params.tolist())
    assert errors[0].tolist() == pytest.approx(np.asarray(results.bse).tolist())
    assert terms[1, 0] - terms[0, 0] == pytest.approx(np.log(2))  # twice the days: the constant alone moves


def test_intervals_of_both_methods_lie_about_their_estimates():
    frame = models.strikes_and_inflation(by="rpi", every="year")
    for method in ("quasi_poisson", "negative_binomial"):
        results = models.strike_model(frame, method=method, lags=3)
        ours = models.strike_intervals(results, draws=100).set_index("term")
        usual = models.tidy(results).set_index("term")
        assert "alpha" not in ours.index
        row = ours.loc["inflation_pct"]
        assert row["estimate"] == usual.loc["inflation_pct", "estimate"]
        assert row["low"] + row["high"] == pytest.approx(2 * row["estimate"])
        assert (
            row["high"] - row["low"] > usual.loc["inflation_pct", "high"] - usual.loc["inflation_pct", "low"]
        )
        assert row["covariance"].endswith("simulated tails")
    with pytest.raises(FigureError, match="draws"):
        models.strike_intervals(results, draws=10)


@pytest.mark.slow
@pytest.mark.parametrize("kept", [0.4, 0.7])
def test_intervals_of_strikes_hold_the_truth_far_more_often_than_the_usual_ones(kept):
    """Bad years come together: of the error of one year the next keeps a part. A true 6 per cent a point."""
    frame = models.strikes_and_inflation(by="rpi", every="year")
    expected = np.exp(8 + 0.06 * frame["inflation_pct"].to_numpy())
    shocks = np.random.default_rng(12).standard_normal((cases(300, 40), len(frame) + 50))
    ours, usual = [], []
    for errors in lfilter([1], [1, -kept], shocks, axis=1)[:, 50:]:
        made = frame.assign(days_lost_thousand=expected * np.exp(errors * np.sqrt(1 - kept**2)))
        results = models.strike_model(made, method="quasi_poisson", lags=3)
        for held, table in ((ours, models.strike_intervals(results)), (usual, models.tidy(results))):
            row = table.set_index("term").loc["inflation_pct"]
            held.append(row["low"] <= 0.06 <= row["high"])
    assert np.mean(ours) >= 0.91 - 2.5 * np.sqrt(0.91 * 0.09 / len(ours))
    assert np.mean(usual) < 0.8
