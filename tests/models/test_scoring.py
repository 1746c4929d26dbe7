"""Scores of forecasts: closed forms, and forecasts whose quality is known."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from paylib import models, prices
from paylib.errors import ChoiceError, CoverageError, FigureError, PeriodError


@pytest.fixture(scope="module")
def tested() -> pd.DataFrame:
    return models.backtest(
        "cpi", since="1997-01", first="2012-01", last="2018-01", every=12, horizons=[12, 24]
    )


@given(st.floats(-5, 5), st.floats(-5, 5), st.floats(0.1, 5))
def test_crps_is_the_integral_that_defines_it(outcome, mean, spread):
    """Gneiting and Raftery (2007), equation 20: the integral of (F(y) - 1{y >= outcome}) squared."""
    ends = (mean - 12 * spread, outcome, mean + 12 * spread)
    low, high = min(ends), max(ends)
    below = integrate.quad(lambda y: stats.norm.cdf(y, mean, spread) ** 2, low, outcome)[0]
    above = integrate.quad(lambda y: (1 - stats.norm.cdf(y, mean, spread)) ** 2, outcome, high)[0]
    assert models.crps_normal(outcome, mean, spread) == pytest.approx(below + above, rel=1e-4, abs=1e-5)


def test_crps_of_a_sure_forecast_is_the_absolute_error():
    assert models.crps_normal(3.0, 1.0, 1e-9) == pytest.approx(2.0)
    with pytest.raises(FigureError, match="spread"):
        models.crps_normal(3.0, 1.0, 0.0)


def test_no_change_and_outcome_are_the_published_rates(tested):
    rate = models.inflation("cpi")
    for row in tested[tested["method"] == "no_change"].itertuples():
        assert row.forecast_pct == pytest.approx(rate[row.made])
        assert row.outcome_pct == pytest.approx(rate[row.made + row.months_ahead])


def test_the_model_s_forecast_is_the_sum_of_its_months(tested):
    made = pd.Period("2015-01", "M")
    months = models.inflation_model("cpi", since="1997-01", until=made).get_forecast(24).predicted_mean
    own = tested[(tested["method"] == "components") & (tested["made"] == made)].set_index("months_ahead")
    for ahead in (12, 24):
        rate = 100 * np.expm1(months.iloc[ahead - 12 : ahead].sum() / 100)
        assert own.loc[ahead, "forecast_pct"] == pytest.approx(rate, rel=1e-6)


def test_a_forecast_sees_nothing_of_what_comes_after(monkeypatch, tested):
    """Prices after the month of a forecast are changed: the forecast is not."""
    real, cut = prices.index("cpi"), pd.Period("2012-01", "M")
    changed = real.where(real.index <= cut, real * 1.5)
    changed.attrs = real.attrs
    monkeypatch.setattr(prices, "index", lambda measure: changed)
    again = models.backtest(
        "cpi", since="1997-01", first="2012-01", last="2012-01", every=12, horizons=[12, 24]
    )
    before = tested[tested["made"] == cut].reset_index(drop=True)
    for column in ("forecast_pct", "low_pct", "high_pct"):
        assert again[column].tolist() == pytest.approx(before[column].tolist(), rel=1e-6)
    assert not np.allclose(again["outcome_pct"], before["outcome_pct"])


def test_every_method_keeps_to_its_own_forecasts(tested):
    """With the airline model beside them the others are as before, and its own are sums of its months."""
    made = pd.Period("2015-01", "M")
    asked = {"since": "1997-01", "first": made, "last": made, "every": 1, "horizons": [12, 24]}
    three = models.backtest("cpi", methods=["components", "sarima", "no_change"], **asked)
    assert three["method"].value_counts().to_dict() == {"components": 2, "sarima": 2, "no_change": 2}
    same = three[three["method"] != "sarima"].reset_index(drop=True)
    pd.testing.assert_frame_equal(same, tested[tested["made"] == made].reset_index(drop=True))
    months = models.sarima_model("cpi", since="1997-01", until=made).get_forecast(24).predicted_mean
    own = three[three["method"] == "sarima"].set_index("months_ahead")
    for ahead in (12, 24):
        rate = 100 * np.expm1(months.iloc[ahead - 12 : ahead].sum() / 100)
        assert own.loc[ahead, "forecast_pct"] == pytest.approx(rate, rel=1e-6)


AUTUMN = [
    *("2010-11", "2011-11", "2012-12", "2013-12", "2014-12", "2015-11", "2016-11", "2017-11"),
    *("2018-10", "2020-11", "2021-10", "2022-11", "2023-11", "2024-10"),
]


def test_the_record_of_the_obr_is_the_published_one():
    """Autumn forecasts of the year after, Office for Budget Responsibility, Historical official

    forecasts database (Spring 2026): of 2022, 3.99 against 9.07; of 2023, 7.36 against 7.30. Its
    outcomes for 2011 to 2025 are 4.46, 2.83, 2.56, 1.46, 0.04, 0.66, 2.68, 2.48, 1.79, 2.59, 9.07, 7.30,
    2.53, 3.37 (without 2020), here worked out from the index.
    """
    judged = models.against_forecaster("cpi", "obr", since="1997-01", methods=[])
    assert judged["edition"].astype(str).tolist() == AUTUMN and judged["method"].eq("obr").all()
    published = [4.46, 2.83, 2.56, 1.46, 0.04, 0.66, 2.68, 2.48, 1.79, 2.59, 9.07, 7.30, 2.53, 3.37]
    assert judged["outcome_pct"].tolist() == pytest.approx(published, abs=0.006)
    own = judged.set_index("period")
    assert own.loc[["2022", "2023"], "forecast_pct"].tolist() == pytest.approx([3.9852, 7.3558])
    row = models.scores(judged).iloc[0]
    assert row["n"] == 14 and "crps_pct" not in row
    assert row["rmse_pct"] == pytest.approx(np.sqrt((judged["error_pct"] ** 2).mean()))
    assert judged.attrs["sources"][0] == "obr_historical_forecasts_2026"


def test_models_against_a_forecaster_know_only_what_was_published(monkeypatch):
    """Edition of October 2021: figures to August. No change is August's 3.2; later prices change nothing."""
    real, known = prices.index("cpi"), pd.Period("2021-08", "M")
    asked = {"since": "1997-01", "methods": ["components", "sarima", "no_change"]}
    held = models.forecasters("cpi")
    one = held[(held["edition"] == "2021-10") & (held["period"] == "2022")]
    monkeypatch.setattr("paylib.models.scoring.forecasters", lambda measure: one)
    before = models.against_forecaster("cpi", "obr", **asked).set_index("method")["forecast_pct"]
    assert before["no_change"] == pytest.approx(models.inflation("cpi")[known])
    changed = real.where(real.index <= known, real * 1.5)
    changed.attrs = real.attrs
    monkeypatch.setattr(prices, "index", lambda measure: changed)
    after = models.against_forecaster("cpi", "obr", **asked).set_index("method")["forecast_pct"]
    assert after.tolist() == pytest.approx(before.tolist(), rel=1e-6)
    path = models.inflation_model("cpi", since="1997-01", until=known).get_forecast(16).predicted_mean
    levels = pd.concat([real.loc[:known], real[known] * np.exp(path.cumsum() / 100)])
    yearly = levels.groupby(levels.index.year).mean()
    assert before["components"] == pytest.approx(100 * (yearly[2022] / yearly[2021] - 1), rel=1e-6)


def test_scores_by_hand(tested):
    scores = models.scores(tested).set_index(["method", "months_ahead"])
    own = tested[(tested["method"] == "components") & (tested["months_ahead"] == 12)]
    row = scores.loc[("components", 12)]
    assert row["n"] == len(own) == 7
    assert row["rmse_pct"] == pytest.approx(np.sqrt((own["error_pct"] ** 2).mean()))
    assert row["bias_pct"] == pytest.approx(own["error_pct"].mean())
    assert row["coverage_pct"] == pytest.approx(own["inside"].mean() * 100)
    assert (
        own["inside"]
        .eq((own["low_pct"] <= own["outcome_pct"]) & (own["outcome_pct"] <= own["high_pct"]))
        .all()
    )


def test_comparison_is_the_mean_of_the_difference():
    made = pd.period_range("2010-01", periods=24, freq="M")
    rng = np.random.default_rng(0)
    rows = [
        (month, 12, method, error)
        for month in made
        for method, error in (("components", rng.normal()), ("no_change", 2 * rng.normal()))
    ]
    frame = pd.DataFrame(rows, columns=["made", "months_ahead", "method", "error_pct"])
    row = models.compared(frame, months_ahead=12, lags=2).iloc[0]
    loss = frame.assign(loss=frame["error_pct"] ** 2).groupby("method")["loss"].mean()
    assert row["estimate"] == pytest.approx(loss["components"] - loss["no_change"])
    assert row["n"] == 24 and row["low"] < row["estimate"] < row["high"]


def test_widening_makes_the_fan_as_wide_as_past_misses(tested):
    asked = {"months": 14, "since": "1997-01", "until": "2018-12", "draws": 3000}
    narrow = models.price_paths("cpi", **asked)
    factor = models.widening(tested, narrow, months_ahead=12, interval_pct=80)
    wide = models.rate_fan(models.price_paths("cpi", widen=factor, **asked), quantiles=(10, 90)).loc[
        "2019-12"
    ]
    own = tested[(tested["method"] == "components") & (tested["months_ahead"] == 12)]
    assert np.ptp(wide) / 2 == pytest.approx(np.percentile(own["error_pct"].abs(), 80), rel=0.01)
    with pytest.raises(CoverageError, match="paths end in 2020-02, before 2020-12, 24 months ahead"):
        models.widening(tested, narrow, months_ahead=24)


def test_what_cannot_be_judged_is_refused(tested):
    last = prices.index("cpi").index[-1]
    with pytest.raises(CoverageError, match=f"cannot be judged yet.*The last that can is of {last - 12}"):
        models.backtest("cpi", since="1997-01", first=last - 6, last=last, every=1, horizons=[12])
    with pytest.raises(FigureError, match="horizons from 12 on"):
        models.backtest("cpi", since="1997-01", first="2012-01", last="2013-01", every=1, horizons=[6])
    with pytest.raises(PeriodError, match="No month lies between"):
        models.backtest("cpi", since="1997-01", first="2013-01", last="2012-01", every=1, horizons=[12])
    with pytest.raises(ChoiceError, match=r"no method 'guess'.*components.*sarima.*no_change"):
        models.against_forecaster("cpi", "obr", since="1997-01", methods=["guess"])
    with pytest.raises(ChoiceError, match="No forecast of cpi by 'hm_treasury_survey' for 1 years ahead"):
        models.against_forecaster("cpi", "hm_treasury_survey", since="1997-01")
    with pytest.raises(FigureError, match="years_ahead"):
        models.against_forecaster("cpi", "obr", since="1997-01", years_ahead=0)
    with pytest.raises(ChoiceError, match="no horizon 6"):
        models.compared(tested, months_ahead=6, lags=1)
    with pytest.raises(ChoiceError, match="no horizon 6"):
        models.widening(tested, pd.DataFrame(), months_ahead=6)


# ---- are two sets of forecasts equally good?


def losses(difference: list[float]) -> pd.DataFrame:
    """Two methods whose squared errors differ by so much, year by year: the second never misses by less than 2."""
    years = [str(2000 + year) for year in range(len(difference))]
    frame = pd.DataFrame({"period": years, "edition": years, "years_ahead": 1})
    first = frame.assign(method="first", error_pct=np.sqrt(4 + np.array(difference)))
    return pd.concat([first, frame.assign(method="second", error_pct=-2.0)])


def test_the_small_sample_test_by_hand():
    """Differences 1, 3, 2, -1, 0: mean 1, gamma_0 = 2, gamma_1 = 0.4.

    No overlap: 1 / sqrt(2/5) = 1.5811, times sqrt((5 + 1 - 2) / 5) = sqrt(2); t of 4 degrees of freedom, both
    tails: 1 - 3/4 x 1.1547 x 8/9 = 0.2302. Two share: 1 / sqrt(2.8/5 / 1) = 1.3363, times sqrt(2.4/5) = 0.9258.
    """
    tested = losses([1, 3, 2, -1, 0])
    row = models.equally_good(tested, "first", "second", ahead=1, overlap=1).iloc[0]
    assert row["statistic"] == pytest.approx(np.sqrt(2))
    assert row["p_value"] == pytest.approx(0.2302, abs=5e-5)
    assert (row["n"], row["difference"], row["total"]) == (5, pytest.approx(1), pytest.approx(5))
    assert row["largest"] == pytest.approx(3) and row["largest_in"] == "2001"
    shared = models.equally_good(tested, "first", "second", ahead=1, overlap=2).iloc[0]
    assert shared["statistic"] == pytest.approx(1 / np.sqrt(0.56) * np.sqrt(0.48))
    turned = models.equally_good(tested, "second", "first", ahead=1, overlap=2).iloc[0]
    assert turned["statistic"] == pytest.approx(-shared["statistic"])


def test_without_overlap_it_is_the_t_test_of_a_mean():
    """The correction turns n into n - 1, so the textbook's test of one mean is a second implementation."""
    difference = np.random.default_rng(3).exponential(size=14) - 0.4
    row = models.equally_good(losses(list(difference)), "first", "second", ahead=1, overlap=1).iloc[0]
    textbook = stats.ttest_1samp(difference, 0)
    assert row["statistic"] == pytest.approx(textbook.statistic)
    assert row["p_value"] == pytest.approx(textbook.pvalue)


def test_the_obr_against_the_model():
    """Fourteen autumn forecasts: 27.5 points squared in all, of which one year carries 11.1; two years ahead by chance."""
    tested = models.against_forecaster("cpi", "obr", since="1997-01")
    row = models.equally_good(tested, "components", "obr", ahead=1, overlap=1).iloc[0]
    assert row["n"] == 14
    assert row["total"] == pytest.approx(27.5, abs=0.05)
    assert row["largest"] == pytest.approx(11.1, abs=0.05)
    assert row["largest_in"] == "2022"
    assert row["p_value"] == pytest.approx(0.028, abs=0.0005)
    further = models.against_forecaster("cpi", "obr", since="1997-01", years_ahead=2)
    assert models.equally_good(further, "components", "obr", ahead=2, overlap=2)["p_value"].item() > 0.05


def test_forecasts_that_cannot_be_compared_are_refused():
    tested = losses([1, 3, 2, -1, 0])
    with pytest.raises(ChoiceError, match="no method 'third'"):
        models.equally_good(tested, "first", "third", ahead=1, overlap=1)
    with pytest.raises(ChoiceError, match="no horizon 2"):
        models.equally_good(tested, "first", "second", ahead=2, overlap=1)
    with pytest.raises(
        FigureError, match="5 forecasts are too few for surprises that 3 of them share: at least 7"
    ):
        models.equally_good(tested, "first", "second", ahead=1, overlap=3)
    with pytest.raises(FigureError, match="no variance above zero"):
        models.equally_good(losses([1, -1, 1, -1, 1]), "first", "second", ahead=1, overlap=2)
