"""What is no frame, or one without its columns or figures, is refused by `paylib.models` in words of its own."""

import math

import numpy as np
import pandas as pd
import polars as pl
import pytest

from paylib import models
from paylib.errors import PaylibError
from paylib.models.estimates import interval, stacked
from paylib.models.scoring import equally_good

NO_FRAMES = (
    None,
    5,
    math.nan,
    pd.NA,
    "abc",
    [],
    {},
    pd.Series([1.0]),
    np.ones((2, 2)),
    pl.DataFrame({"a": [1]}),
)
NO_FLAGS = (None, 2, "no", pd.NA, pd.Series([True]), pd.DataFrame())
NO_NAMES = (5, pd.NA, ["a"], {"a": 1}, np.array(["a", "b"]), pd.Series(["a"]), pd.DataFrame())
GROUPS = pd.DataFrame({"pay": [20.0, 30.0], "jobs": [50, 50]}, index=["low", "high"])
MONTHS = pd.period_range("2004-01", periods=6, freq="M")
TESTED = pd.DataFrame(
    {
        "made": [1, 2, 3] * 2, "months_ahead": 12, "method": ["a"] * 3 + ["b"] * 3,
        "error_pct": [1.0, 2.0, 2.0, 1.0, 1.0, 0.0],
    }
)  # fmt: skip
ROW = pd.DataFrame({"term": ["x"], "estimate": [0.1], "std_error": [0.02], "low": [0.06], "high": [0.14]})
PAIR = pd.Series([1.0, 2, 2, 4, 5, 5]), pd.DataFrame({"x": [1.0, 2, 3, 4, 5, 6]})
STRIKES = models.strikes_and_inflation(by="rpi", every="year")


def without(frame: pd.DataFrame, *columns: str) -> tuple:
    twice = pd.concat([frame, frame], axis=1)
    return (*NO_FRAMES, *(frame.drop(columns=column) for column in columns), twice)


CALLS = {
    "kitagawa": (
        lambda groups: models.kitagawa(groups, GROUPS, rate="pay", size="jobs"), without(GROUPS, "pay", "jobs"),
    ),
    "kitagawa, levels": (
        lambda groups: models.kitagawa(groups, GROUPS, rate="pay", size="jobs"),
        (GROUPS.set_axis(pd.MultiIndex.from_product([["a"], [1, 2]])),),
    ),
    "kitagawa, rate": (lambda rate: models.kitagawa(GROUPS, GROUPS, rate=rate, size="jobs"), (*NO_NAMES, None)),
    "ols, design": (
        lambda design: models.ols(PAIR[0], design, covariance="classical"), (*NO_FRAMES, pd.DataFrame()),
    ),
    "ols, constant": (lambda flag: models.ols(*PAIR, covariance="classical", constant=flag), NO_FLAGS),
    "interval": (lambda row: interval(row, "x", method="slope"), without(ROW, "estimate", "low", "high")),
    "stacked": (
        lambda rows: stacked(rows, "x"), (None, 5, [], {}, pd.NA, {"a": None}, {"a": ROW}, {("a", 1): ROW}, {"a": {}}),
    ),
    "sector_pay, start": (lambda start: models.sector_pay(start=start), ([], np.array([]), np.array(5), [None])),
    "regime_dummies, times": (
        lambda times: models.regime_dummies(times, {"a": "2000-01"}), (*NO_FRAMES, MONTHS[:0], pd.DataFrame()),
    ),
    "regime_dummies, regimes": (
        lambda regimes: models.regime_dummies(MONTHS, regimes), (*NO_FRAMES, pd.DataFrame(), pd.PeriodIndex(MONTHS)),
    ),
    "inflation, month": (lambda month: models.inflation("cpi", month=month), (*NO_NAMES[1:], True, 0, 13, "4", 4.5)),
    "against_forecaster": (
        lambda name: models.against_forecaster("cpi", name, since="1997-01", methods=["no_change"]), (*NO_NAMES, None),
    ),
    "crps_normal, outcome": (
        lambda outcome: models.crps_normal(outcome, 0.0, 1.0), (None, "abc", {}, pd.NA, 10**400, [[1.0]], [None]),
    ),
    "crps_normal, mean": (
        lambda mean: models.crps_normal([1.0, 2.0], mean, 1.0), (None, "abc", {}, pd.NA, math.nan, [1.0, 2.0, 3.0]),
    ),
    "equally_good": (
        lambda tested: equally_good(tested, "a", "b", ahead=12, overlap=1),
        without(TESTED, "months_ahead", "method", "error_pct"),
    ),
    "equally_good, first": (
        lambda name: equally_good(TESTED, name, "b", ahead=12, overlap=1), (*NO_NAMES, None),
    ),
    "strike_model": (
        lambda frame: models.strike_model(frame, method="quasi_poisson", lags=3),
        without(STRIKES, "days_lost_thousand", "inflation_pct", "redefined"),
    ),
    "strike_model, trend": (
        lambda flag: models.strike_model(STRIKES, method="quasi_poisson", lags=3, trend=flag), NO_FLAGS,
    ),
    "as_percent": (models.as_percent, (*without(ROW, *ROW), ROW.assign(low="abc"), ROW.assign(high=pd.NA))),
}  # fmt: skip


@pytest.mark.parametrize(("ask", "wrong"), CALLS.values(), ids=CALLS)
def test_what_cannot_be_used_is_refused_in_words_of_ours(ask, wrong):
    for given in wrong:
        with pytest.raises(PaylibError) as refused:
            ask(given)
        assert str(refused.value).strip()
