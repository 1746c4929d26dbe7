"""A wrong kind of argument gets an error of ours: one list for a number, a fraction for a count, text for a seed."""

import numpy as np
import pandas as pd
import pytest

import paylib
from paylib import awards, models, multiverse, offers, scales, takehome
from paylib.errors import PaylibError
from paylib.findings import work_out

FRACTION, TEXT, MANY, NOTHING = 1.5, "x", [1, 2], None
COUNT = (FRACTION, TEXT, MANY, -1, float("nan"), {}, ())
FIGURE = (TEXT, MANY, NOTHING, -1)


@pytest.fixture(scope="module")
def walk() -> pd.Series:
    months = pd.period_range("2000-01", periods=180, freq="M", name="month")
    return pd.Series(2 + np.sin(np.arange(180)) + np.arange(180) / 90, index=months)


@pytest.fixture(scope="module")
def fitted(walk):
    return models.pass_through(walk, walk**2, driver_lags=(0, 12), lags=12)


@pytest.fixture(scope="module")
def tested() -> pd.DataFrame:
    return models.backtest("cpi", since="1997-01", first="2007-01", last="2013-01", every=12, horizons=[12])


@pytest.fixture(scope="module")
def paths() -> pd.DataFrame:
    return models.price_paths("cpi", months=14, since="1997-01", draws=100)


@pytest.fixture(scope="module")
def counted():
    strikes = models.strikes_and_inflation(by="rpi", every="year")
    return models.strike_model(strikes, method="quasi_poisson", lags=3)


CALLS = {
    "pass_through": (
        lambda walk, **how: models.pass_through(walk, walk**2, **{"driver_lags": 0, "lags": 12} | how),
        {"driver_lags": (FRACTION, TEXT, NOTHING, [0.5], -1), "lags": (*COUNT, NOTHING)},
    ),
    "lasting_effect": (
        lambda fitted, **how: models.lasting_effect(fitted, **{"draws": 100} | how),
        {"order": (*COUNT, 0), "draws": (*COUNT, NOTHING), "seed": COUNT, "confidence_pct": FIGURE},
    ),
    "backtest": (
        lambda **how: models.backtest(
            "cpi",
            **{"since": "1997-01", "first": "2007-01", "last": "2008-01", "every": 12, "horizons": 12} | how,
            methods=how.pop("methods", "no_change"),
        ),
        {"every": (*COUNT, NOTHING, 0), "horizons": (FRACTION, TEXT, NOTHING, 6), "interval_pct": FIGURE},
    ),
    "methods": (
        lambda method: models.against_forecaster("cpi", "obr", since="1997-01", methods=method),
        {"method": (TEXT, NOTHING, 5, [NOTHING])},
    ),
    "price_paths": (
        lambda **how: models.price_paths("cpi", **{"months": 1, "since": "1997-01", "draws": 100} | how),
        {"months": (*COUNT, NOTHING, 0), "draws": COUNT, "seed": COUNT, "widen": FIGURE},
    ),
    "rate_fan": (
        lambda paths, quantiles: models.rate_fan(paths, quantiles=quantiles),
        {"quantiles": (TEXT, NOTHING, [0], [101])},
    ),
    "widening": (
        lambda tested, paths, **how: models.widening(tested, paths, **{"months_ahead": 12} | how),
        {"months_ahead": (*COUNT, NOTHING, 24), "interval_pct": FIGURE},
    ),
    "compared": (
        lambda tested, **how: models.compared(tested, **{"months_ahead": 12, "lags": 1} | how),
        {"months_ahead": (*COUNT, NOTHING), "lags": COUNT},
    ),
    "equally_good": (
        lambda tested, **how: models.equally_good(
            tested, "components", "no_change", **{"ahead": 12, "overlap": 1} | how
        ),
        {"ahead": (*COUNT, NOTHING), "overlap": (*COUNT, NOTHING, 0)},
    ),
    "strike_intervals": (
        lambda counted, **how: models.strike_intervals(counted, **{"draws": 100} | how),
        {"draws": COUNT, "seed": COUNT},
    ),
    "strikes_and_inflation": (
        lambda **how: models.strikes_and_inflation(by="rpi", every="year", **how),
        {"start": ("1949-04", "2030", TEXT), "end": ("1948", 1.5, "2003/04")},
    ),
    "gap_changes": (
        lambda **how: models.gap_changes(**{"regimes": {"All": "2000-01"}, "lags": 3} | how),
        {
            "regimes": ({}, NOTHING, MANY, {"All": TEXT}),
            "lags": COUNT,
            "steps": (NOTHING, TEXT, 5, ["1990-01"]),
        },
    ),
    "real_sector_pay": (
        lambda over: models.real_sector_pay("2010-04", "2020-04", by="cpi", over=over),
        {"over": (*COUNT, NOTHING, 0)},
    ),
    "catch_up_test": (
        lambda walk, **how: models.catch_up_test(
            walk, {"other": walk**2}, **{"step": 1, "lags": 3, "draws": 100} | how
        ),
        {"step": (*COUNT, NOTHING, 0), "lags": COUNT, "draws": COUNT, "seed": COUNT},
    ),
    "award_growth": (
        lambda include: models.award_growth(
            group="njc", point=23, start="2003-04", end="2025-04", include=include
        ),
        {"include": (TEXT, NOTHING, 5, [NOTHING])},
    ),
    "joint_forecast": (
        lambda fitted, months: models.joint_forecast(models.inflation_model("cpi", since="1997-01"), months),
        {"months": (*COUNT, 0)},
    ),
    "newey_west_lags": (models.newey_west_lags, {"n": (*COUNT, NOTHING, 0)}),
}


@pytest.mark.parametrize(
    ("name", "argument"), [(name, each) for name, (_, wrong) in CALLS.items() for each in wrong]
)
def test_it_is_told(request, name, argument):
    function, wrong = CALLS[name]
    taken = [
        each
        for each in ("walk", "fitted", "tested", "paths", "counted")
        if each in function.__code__.co_varnames
    ]
    given = [request.getfixturevalue(each) for each in taken]
    for value in wrong[argument]:
        with pytest.raises(PaylibError):
            function(*given, **{argument: value})


ELSEWHERE = {
    "an offer's real value": (
        "cpi",
        lambda by: offers.apply(
            offers.Offer((offers.Percent(3.0, "2025-04"),)),
            scales.scale("njc", "2024-04"),
            by=by,
            since="2024-04",
            until="2025-04",
        ),
    ),
    "readings": (
        "cpi",
        lambda by: multiverse.specifications(
            {"award": 3.0}, {"a year": ("2024-04", "2025-04")}, by=by, statement="below"
        ),
    ),
    "a figure worked out": ("cpi", lambda by: work_out("a", 1.0, "pct", "as told", by=by)),
    "colleges": ("english_colleges", lambda body: models.sector_pay(splice=body)),
    "statuses": ("offer", lambda status: awards.history("njc", include=status)),
    "loans": (
        "plan_2",
        lambda loan: takehome.net(40_000, "2026/27", nation="England", student_loans=loan),
    ),
    "an edition": ("2026-09", lambda vintage: paylib.load("prices_monthly", vintage=vintage)),
}


@pytest.mark.parametrize(("right", "ask"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_names_are_one_or_several_everywhere(right, ask):
    assert ask(right) is not None
    for wrong in (1.5, "x", [None], {"x"}, b"x", np.array(5)):
        with pytest.raises(PaylibError):
            ask(wrong)


def test_one_stands_for_a_list_of_one(walk):
    one, several = (models.pass_through(walk, walk**2, driver_lags=lags, lags=12) for lags in (12, (12,)))
    assert one.params.tolist() == several.params.tolist()


def test_strikes_from_a_year_to_a_year():
    few = models.strikes_and_inflation(by="rpi", every="year", start="1979", end="1981")
    assert [str(year) for year in few.index] == ["1979", "1980", "1981"]
    assert few["days_lost_thousand"].iloc[0] == 29474
