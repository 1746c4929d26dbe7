"""Estimates under one another, as findings, and in a sentence."""

import pandas as pd
import pytest

from paylib import models, prices
from paylib.errors import ChoiceError, FigureError
from paylib.findings import Ledger


def estimates(low: float = -0.973456789) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "term": ["const", "effect"],
            "estimate": [1.0, 0.3154],
            "std_error": [0.1, 0.2],
            "low": [0.8, low],
            "high": [1.2, 1.6],
            "n": [302, 302],
        }
    )
    frame.attrs = {"sources": ("ons_one",), "usage_warnings": ("series_break",)}
    return frame


def test_one_row_a_model_by_the_names_given_and_rounded():
    made = models.stacked({"Public": estimates(), "Private": estimates(-0.5)}, "effect")
    assert made["low"].to_dict() == {"Public": -0.973457, "Private": -0.5}
    assert made["n"].tolist() == [302, 302]
    assert made.attrs == {"sources": ("ons_one",), "usage_warnings": ("series_break",)}


def test_a_term_must_be_said_where_there_are_several():
    with pytest.raises(ChoiceError, match="const"):
        models.stacked({"Public": estimates()})
    with pytest.raises(ChoiceError, match="effect"):
        models.interval(estimates(), method="as fitted")


def test_an_estimate_with_its_interval_in_a_sentence():
    f = Ledger()
    f.effect = models.interval(estimates(), "effect", method="as fitted")
    said = f.say("It came with {effect:interval} of a point.")
    assert str(said) == "It came with 0.32 (from −0.97 to 1.60) of a point."
    assert [each.name for each in said.findings] == ["effect_estimate", "effect_low", "effect_high"]
    assert said.findings[0].sources == ("ons_one",)
    assert str(f.say("{effect.low:signed}")) == "−0.97"


def test_several_indices_are_no_interval():

    f = Ledger()
    f.real = prices.growth("2003-01", "2004-01", by=["cpi", "rpi"])
    with pytest.raises(FigureError, match="holds several figures"):
        f.say("{real:interval}")
