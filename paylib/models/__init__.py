"""What an economist would ask next: gaps, pass-through, strikes, outlooks and decompositions.

By statsmodels, on the series that paylib holds or on your own. Models are statsmodels'
results; `tidy` makes frames of them, `diagnostics` tests their residuals and `summary_text`
writes them out the same on every run. The three disputes are three points: nothing here runs a
regression over them.
"""

from paylib.models.decompose import fixed_weights, kitagawa, oaxaca
from paylib.models.estimates import combination, interval, newey_west_lags, ols, stacked, tidy
from paylib.models.gap import gap_changes, gap_trend, real_sector_pay, regime_dummies, sector_pay
from paylib.models.outlook import (
    forecaster_path,
    forecasters,
    inflation_model,
    joint_forecast,
    offer_value,
    price_paths,
    rate_fan,
    sarima_model,
    value_summary,
)
from paylib.models.passthrough import (
    award_growth,
    catch_up_test,
    error_correction,
    estimates_over,
    inflation,
    lasting_effect,
    long_run,
    pass_through,
    pay_growth,
)
from paylib.models.residuals import diagnostics, joint_test, stability, summary_text, unit_roots
from paylib.models.scoring import (
    against_forecaster,
    backtest,
    compared,
    crps_normal,
    equally_good,
    scores,
    widening,
)
from paylib.models.simulated import simulated_intervals
from paylib.models.stoppages import as_percent, strike_intervals, strike_model, strikes_and_inflation

__all__ = [
    "against_forecaster",
    "as_percent",
    "award_growth",
    "backtest",
    "catch_up_test",
    "combination",
    "compared",
    "crps_normal",
    "diagnostics",
    "equally_good",
    "error_correction",
    "estimates_over",
    "fixed_weights",
    "forecaster_path",
    "forecasters",
    "gap_changes",
    "gap_trend",
    "inflation",
    "inflation_model",
    "interval",
    "joint_forecast",
    "joint_test",
    "kitagawa",
    "lasting_effect",
    "long_run",
    "newey_west_lags",
    "oaxaca",
    "offer_value",
    "ols",
    "pass_through",
    "pay_growth",
    "price_paths",
    "rate_fan",
    "real_sector_pay",
    "regime_dummies",
    "sarima_model",
    "scores",
    "sector_pay",
    "simulated_intervals",
    "stability",
    "stacked",
    "strike_intervals",
    "strike_model",
    "strikes_and_inflation",
    "summary_text",
    "tidy",
    "unit_roots",
    "value_summary",
    "widening",
]
