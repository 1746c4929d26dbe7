"""Fits and their errors: held to Stata, gretl and hand-worked results."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from paylib import models
from paylib.errors import ChoiceError, FigureError, PeriodError
from paylib.models.estimates import COLUMNS
from tests.conftest import cases


def monthly(values, start="2000-01") -> pd.Series:
    return pd.Series(values, index=pd.period_range(start, periods=len(values), freq="M"), dtype=float)


def macro() -> tuple[pd.Series, pd.DataFrame]:
    """Growth of United States investment on growth of output and the real rate before, from 1959 Q2."""
    data = sm.datasets.macrodata.load_pandas().data
    growth = 400 * np.log(data[["realinv", "realgdp"]]).diff()
    frame = pd.DataFrame(
        {"gdp": growth["realgdp"], "rate": data["realint"].shift(1), "inv": growth["realinv"]}
    ).iloc[1:]
    frame.index = pd.period_range("1959-01", periods=len(frame), freq="M")  # one step a quarter
    return frame.pop("inv"), frame


def test_newey_west_is_that_of_stata():
    """Stata's ivreg2, robust bw(5) small, on macrodata: in statsmodels' results_macro_ols_robust.py.

    Coefficients, errors and the 95 per cent interval by t with 199 degrees of freedom.
    """
    table = models.tidy(models.ols(*macro(), covariance="hac", lags=4)).set_index("term")
    assert table.loc["gdp", ["estimate", "std_error", "low", "high"]].tolist() == pytest.approx(
        [4.37422166, 0.331256449, 3.72099834, 5.02744499], rel=1e-7
    )
    assert table.loc["rate", ["estimate", "std_error", "low", "high"]].tolist() == pytest.approx(
        [-0.613996969, 0.295823476, -1.19734801, -0.0306459302], rel=1e-7
    )
    assert table["n"].eq(202).all() and table["covariance"].eq("Newey-West, 4 lags, t tails").all()


def test_newey_west_is_that_of_gretl():
    """gretl 1.9, HAC with bandwidth 4 (Bartlett), which leaves out n / (n - k): 0.328787 and 1.17709."""
    table = models.tidy(models.ols(*macro(), covariance="hac", lags=4)).set_index("term")
    errors = table["std_error"] / np.sqrt(202 / 199)
    assert errors["gdp"] == pytest.approx(0.328787, abs=5e-7)
    assert errors["const"] == pytest.approx(1.17709, abs=5e-6)


def by_hand(outcome: np.ndarray, lags: int, breaks: tuple[int, ...] = ()) -> float:
    """The Newey-West error of a mean, summed term by term from the definition."""
    n = len(outcome)
    residual = outcome - outcome.mean()
    stretch = np.searchsorted(breaks, np.arange(n), side="right")
    total = sum(residual**2)
    for lag in range(1, lags + 1):
        weight = 1 - lag / (lags + 1)
        pairs = [(i, i - lag) for i in range(lag, n) if stretch[i] == stretch[i - lag]]
        total += 2 * weight * sum(residual[i] * residual[j] for i, j in pairs)
    return float(np.sqrt(total / n**2 * n / (n - 1)))


def test_newey_west_of_a_mean_by_hand():
    """Ten figures and one lag, worked on paper.

    1, 2, 3, 4, 5, 5, 4, 3, 2, 1: mean 3, residuals -2 -1 0 1 2 2 1 0 -1 -2; squares add to 20,
    products of neighbours to 2+0+0+2+4+2+0+0+2 = 12, weight 1/2, so 20 + 2 x 12/2 = 32;
    variance 32 / 100 x 10 / 9 = 0.35556, error 0.59628.
    """
    series = monthly([1, 2, 3, 4, 5, 5, 4, 3, 2, 1])
    table = models.tidy(models.ols(series, pd.DataFrame(index=series.index), covariance="hac", lags=1))
    assert table["estimate"][0] == pytest.approx(3)
    assert table["std_error"][0] == pytest.approx(0.5962848, abs=1e-7)
    assert by_hand(series.to_numpy(), 1) == pytest.approx(0.5962848, abs=1e-7)


@settings(max_examples=cases(300, 30))
@given(st.integers(0, 2**32 - 1), st.integers(0, 5), st.booleans())
def test_newey_west_by_hand_with_and_without_a_gap(seed, lags, gap):
    values = np.cumsum(np.random.default_rng(seed).normal(size=40))
    series = monthly(values)
    breaks = ()
    if gap:
        series.index = series.index[:25].append(series.index[25:] + 23)
        breaks = (25,)
    results = models.ols(
        series, pd.DataFrame(index=series.index), covariance="hac", lags=lags, allow_gaps=gap
    )
    assert models.tidy(results)["std_error"][0] == pytest.approx(by_hand(values, lags, breaks), rel=1e-9)


def test_errors_and_tails_differ_from_the_textbook_and_from_normal_ones():
    """Related errors: the textbook's interval is too short; so is one with normal tails."""
    rng = np.random.default_rng(1)
    outcome, driver = np.cumsum(rng.normal(size=(2, 40)), axis=1)
    series, design = monthly(outcome), pd.DataFrame({"x": driver}, index=monthly(outcome).index)
    robust = models.tidy(models.ols(series, design, covariance="hac", lags=3)).loc[1]
    classical = models.tidy(models.ols(series, design, covariance="classical")).loc[1]
    assert robust["estimate"] == pytest.approx(classical["estimate"])
    assert robust["std_error"] > 1.2 * classical["std_error"]
    half = (robust["high"] - robust["low"]) / 2
    assert half / robust["std_error"] == pytest.approx(stats.t.ppf(0.975, 38))
    default = sm.OLS(series, sm.add_constant(design)).fit(cov_type="HAC", cov_kwds={"maxlags": 3})
    assert half > np.diff(default.conf_int().loc["x"])[0] / 2


def test_longley_to_the_published_digits():
    """Longley (1967), certified by NIST's Statistical Reference Datasets: ill-conditioned on purpose."""
    data = sm.datasets.longley.load_pandas()
    table = models.tidy(models.ols(data.endog, data.exog, covariance="classical")).set_index("term")
    assert table.loc["const", ["estimate", "std_error"]].tolist() == pytest.approx(
        [-3482258.63459582, 890420.383607373], rel=1e-7
    )
    assert table.loc["YEAR", ["estimate", "std_error"]].tolist() == pytest.approx(
        [1829.15146461355, 455.478499142212], rel=1e-7
    )
    assert table.loc["GNP", ["estimate", "std_error"]].tolist() == pytest.approx(
        [-0.358191792925910e-01, 0.334910077722432e-01], rel=1e-7
    )


def test_clusters_of_grunfeld_by_hand():
    """Ten firms and more of the Grunfeld data: the sandwich summed by firm, with Stata's correction."""
    data = sm.datasets.grunfeld.load_pandas().data
    design, firms = data[["value", "capital"]], data["firm"]
    results = models.ols(data["invest"], design, covariance="cluster", groups=firms)
    x = np.column_stack([np.ones(len(data)), design])
    scores = pd.DataFrame(x * results.resid.to_numpy()[:, None]).groupby(firms.to_numpy()).sum().to_numpy()
    groups, (n, k) = len(scores), x.shape
    bread = np.linalg.inv(x.T @ x)
    variance = bread @ scores.T @ scores @ bread * groups / (groups - 1) * (n - 1) / (n - k)
    table = models.tidy(results)
    assert table["std_error"].tolist() == pytest.approx(np.sqrt(np.diag(variance)), rel=1e-9)
    half = (table["high"] - table["low"]) / 2 / table["std_error"]
    assert half.tolist() == pytest.approx([stats.t.ppf(0.975, groups - 1)] * 3)


def test_combination_is_the_hand_worked_variance():
    results = models.ols(*macro(), covariance="hac", lags=4)
    row = models.combination(results, {"gdp": 2.0, "rate": -1.0}, "sum").iloc[0]
    v = results.cov_params()
    by_hand = np.sqrt(4 * v.loc["gdp", "gdp"] + v.loc["rate", "rate"] - 4 * v.loc["gdp", "rate"])
    assert row["estimate"] == pytest.approx(2 * results.params["gdp"] - results.params["rate"])
    assert row["std_error"] == pytest.approx(by_hand)
    one = models.combination(results, ["gdp"], "gdp")
    alone = models.tidy(results).query("term == 'gdp'").reset_index(drop=True)
    pd.testing.assert_frame_equal(one, alone, rtol=1e-9)


def test_tidy_frames_have_one_shape_and_keep_sources():
    outcome, design = macro()
    design.attrs = {"sources": ("ons_a01_2026_04",), "usage_warnings": ("implied",)}
    table = models.tidy(models.ols(outcome, design, covariance="hc3"), confidence_pct=90)
    assert list(table) == COLUMNS
    assert table.attrs == {
        "sources": ("ons_a01_2026_04",),
        "usage_warnings": ("implied",),
        "confidence_pct": 90,
    }
    assert not table.isna().any(axis=None)


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"covariance": "hca"}, ChoiceError, "no covariance 'hca'. Did you mean 'hc3' or 'hac'"),
        ({"covariance": "hac"}, ChoiceError, "Give lags= with covariance='hac'"),
        ({"covariance": "hc3", "lags": 2}, ChoiceError, "Give lags= with covariance='hac'"),
        ({"covariance": "cluster"}, ChoiceError, "Give groups= with covariance='cluster'"),
        (
            {"covariance": "hac", "lags": 20},
            FigureError,
            "30 observations are too few for 2 terms and 20 lags.*65 are needed",
        ),
        ({"covariance": "hac", "lags": -1}, FigureError, "at least 0"),
    ],
)
def test_what_cannot_be_fitted_is_refused(change, error, message):
    series = monthly(np.arange(30) % 7)
    design = pd.DataFrame({"x": np.arange(30) % 4}, index=series.index)
    with pytest.raises(error, match=message):
        models.ols(series, design, **change)


def test_bad_columns_are_named():
    series = monthly(np.arange(30) % 7)
    x = pd.DataFrame({"x": np.arange(30.0)}, index=series.index)
    with pytest.raises(FigureError, match="x is 1 in all 30 rows"):
        models.ols(series, x * 0 + 1, covariance="hc3")
    with pytest.raises(FigureError, match="outcome is 5 in all 30 rows"):
        models.ols(series * 0 + 5, x, covariance="hc3")
    with pytest.raises(FigureError, match="x, y follows from the others"):
        models.ols(series, x.assign(y=2 * x["x"] + 3), covariance="hc3")
    with pytest.raises(FigureError, match="missing or infinite, the first at position 3"):
        models.ols(series, x.mask(x["x"] == 3), covariance="hc3")
    with pytest.raises(FigureError, match="length"):
        models.ols(series.iloc[1:], x, covariance="hc3")
    with pytest.raises(FigureError, match="Give the outcome as a Series"):
        models.ols(series.to_numpy(), x, covariance="hc3")


def test_gaps_and_disorder_are_refused():
    series = monthly(np.arange(30) % 7)
    x = pd.DataFrame({"x": np.arange(30) % 4}, index=series.index)
    gap = series.index != pd.Period("2001-03", "M")
    with pytest.raises(PeriodError, match="missing, the first between 2001-02 and 2001-04"):
        models.ols(series[gap], x[gap], covariance="hac", lags=2)
    with pytest.raises(PeriodError, match="in order of time"):
        models.ols(series[::-1], x[::-1], covariance="hac", lags=2)
    with pytest.raises(PeriodError, match="need rows in time"):
        models.ols(series.reset_index(drop=True), x.reset_index(drop=True), covariance="hac", lags=2)
    short = np.r_[0:20, 22:24]
    with pytest.raises(FigureError, match=r"stretch between gaps has 2 periods, and 3 lags.*at most 1"):
        models.ols(series.iloc[short], x.iloc[short], covariance="hac", lags=3, allow_gaps=True)


def test_few_clusters_are_refused_with_the_reason():
    series = pd.Series(np.arange(30) % 7, dtype=float)
    x = pd.DataFrame({"x": np.arange(30) % 4})
    with pytest.raises(
        ChoiceError,
        match="3 clusters, and errors by cluster need at least 10: with fewer they are far too small",
    ):
        models.ols(series, x, covariance="cluster", groups=pd.Series(np.arange(30) % 3))
    with pytest.raises(FigureError, match="rows of the figures"):
        models.ols(series, x, covariance="cluster", groups=pd.Series(np.arange(29)))


def test_unknown_terms_are_named():
    results = models.ols(*macro(), covariance="hac", lags=4)
    with pytest.raises(ChoiceError, match=r"no term 'gpd'. Did you mean 'gdp'"):
        models.combination(results, ["gpd"], "x")
    with pytest.raises(ChoiceError, match="no term 'gpd'"):
        models.joint_test(results, ["gpd"], "x")
    with pytest.raises(FigureError, match="confidence_pct"):
        models.tidy(results, confidence_pct=0)


def test_the_rule_for_lags():
    """4 (n / 100)^(2/9): Newey and West (1994) as in Wooldridge, Introductory Econometrics, chapter 12."""
    assert [models.newey_west_lags(n) for n in (25, 100, 200, 314)] == [2, 4, 4, 5]
