"""The gap between the sectors: against the published growth rates, and on series of known shape."""

import numpy as np
import pandas as pd
import pytest

import paylib
from paylib import models
from paylib.errors import ChoiceError, FigureError, PeriodError
from paylib.figures import periods

REGIMES = {"before": "2000-01", "freeze": "2011-04", "cap": "2013-04", "after": "2018-04"}


@pytest.fixture
def invented(monkeypatch):
    """A function that puts invented pay in place of the sectors': a gap of known shape."""

    def put(log_gap: np.ndarray) -> pd.DataFrame:
        months = pd.period_range("2000-01", periods=len(log_gap), freq="M", name="month")
        frame = pd.DataFrame({"log_gap": log_gap}, index=months)
        frame.attrs = {"sources": ("ons_a01_2026_04",), "usage_warnings": ()}
        monkeypatch.setattr("paylib.models.gap.sector_pay", lambda start=None, end=None, splice=(): frame)
        return frame

    return put


@pytest.mark.parametrize(("sector", "series"), [("public", "KAK8"), ("private", "KAJ4")])
def test_growth_is_the_published_one(sector, series):
    """Office for National Statistics, table A01: single-month or three-month growth of regular pay.

    Three-month averages of our levels give the published rates to one decimal.
    """
    table = paylib.load("awe_rates")
    published = table[table["series"] == series].set_index("month")["rate_pct"]
    pay = models.sector_pay()[f"{sector}_gbp_week"].rolling(3).mean()
    growth = ((pay / pay.shift(12) - 1) * 100).dropna()
    both = pd.concat([published, growth.rename("ours")], axis=1, sort=True).dropna().loc["2002-01":"2024-12"]
    assert len(both) > 250
    assert (both["rate_pct"] - both["ours"]).abs().max() < 0.06


def test_the_gap_is_a_ratio():
    pay = models.sector_pay("2010-04", "2010-06")
    assert len(pay) == 3
    ratio = pay["public_gbp_week"] / pay["private_gbp_week"]
    assert pay["gap_pct"].tolist() == pytest.approx(((ratio - 1) * 100).tolist())
    assert (np.exp(pay["log_gap"] / 100)).tolist() == pytest.approx(ratio.tolist())
    assert pay.attrs["sources"] == ("ons_a01_2026_04",)
    assert "coverage_gb_not_uk" in pay.attrs["usage_warnings"]


def test_changes_of_regimes_add_up_to_the_change_of_the_gap():
    """Means of each regime, times its months, are the whole change: nothing is lost in the model."""
    results = models.gap_changes(REGIMES, lags=12)
    pay = models.sector_pay()
    months = models.regime_dummies(pay.index[1:], REGIMES).sum()
    total = (results.params * months / 12).sum()
    assert total == pytest.approx(pay["log_gap"].iloc[-1] - pay["log_gap"].iloc[0])


COLLEGES = ["2010-06", "2012-06"]
"""The months between which colleges were counted as public: note 5 to the publisher's table 15."""


def test_months_in_which_jobs_moved_are_those_of_the_notes_to_the_tables():
    """Notes 3 to 6 to table 15 of A01, 21 April 2026. The banks are not in the public series."""
    table = paylib.load("series_breaks").set_index(["series", "body"])["from_month"].astype(str)
    assert sorted(table.loc["KAK6", "english_colleges"]) == COLLEGES
    assert sorted(table.loc["KAK6"]) == [*COLLEGES, "2013-10"]
    assert sorted(table.loc["KAJ2"]) == ["2009-07", "2009-07", *COLLEGES, "2013-10", "2014-04", "2024-09"]
    assert sorted(table.loc["KAJ5"]) == sorted(table.loc["KAJ2"])


def test_what_left_one_sector_came_into_the_other():
    table = paylib.load("series_breaks")
    ways = table.pivot(index=["from_month", "body"], columns="series", values="jobs")
    assert (ways["KAJ2"] != ways["KAJ5"]).all() and (ways["KAJ2"] == ways["KAC4"]).all()
    both = ways.dropna()
    assert (both["KAK6"] == both["KAJ5"]).all() and (both["KAK6"] == both["KAD8"]).all()


def test_the_size_of_june_2012_is_the_publishers():
    """196,000 jobs; public up by as much as 0.8 per cent, private down by up to 0.2: Public Finance, October 2012."""
    sized = paylib.load("series_breaks").dropna(subset="effect_pct").set_index("series")
    assert set(sized["from_month"].astype(str)) == {"2012-06"} and set(sized["qualifier"]) == {"at_most"}
    assert sized["effect_pct"].to_dict() == {
        "KAJ2": -0.2,
        "KAC4": -0.2,
        "KAK6": 0.8,
        "KAD8": 0.8,
        "KAJ5": 0.8,
        "KAC7": 0.8,
    }
    assert set(sized["jobs_thousand"]) == {196}


def test_a_span_with_a_move_of_jobs_says_so():
    """Between moves nothing is said; over one, its month is named."""
    quiet = models.sector_pay("2014-04", "2024-08").attrs
    assert "series_break" not in quiet["usage_warnings"] and quiet["breaks"] == ()
    crossed = models.sector_pay("2012-05", "2012-06").attrs
    assert "series_break" in crossed["usage_warnings"] and crossed["breaks"] == ("2012-06",)
    assert "series_break" in models.pay_growth("public").attrs["usage_warnings"]
    spliced = models.sector_pay("2012-05", "2012-06", splice="english_colleges").attrs
    assert "series_break" not in spliced["usage_warnings"] and "publicfinance_20121017" in spliced["sources"]


def test_spliced_pay_by_hand():
    """Public pay x 1.008 and private pay x 0.998 while the colleges were public; else as published."""
    published, spliced = models.sector_pay(), models.sector_pay(splice=["english_colleges"])
    for month, public, private in (
        ("2010-05", 1, 1),
        ("2010-06", 1.008, 0.998),
        ("2012-05", 1.008, 0.998),
        ("2012-06", 1, 1),
    ):
        ratio = spliced.loc[month] / published.loc[month]
        assert ratio["public_gbp_week"] == pytest.approx(public, abs=1e-12)
        assert ratio["private_gbp_week"] == pytest.approx(private, abs=1e-12)


def test_a_move_whose_size_was_not_published_cannot_be_spliced():
    with pytest.raises(ChoiceError, match=r"move of royal_mail .* not published.*Known: english_colleges"):
        models.sector_pay(splice="royal_mail")
    with pytest.raises(ChoiceError, match="no body whose jobs moved 'colleges'"):
        models.sector_pay(splice="colleges")


def test_the_freeze_without_the_colleges_move():
    """A referee's figures: -0.87 a year (-1.71 to -0.02 by t tails, 12 lags), -0.46 with the move left in."""
    regimes = {
        "Before the freeze": "2000-01",
        "Freeze": "2011-04",
        "One per cent cap": "2013-04",
        "Cap lifted": "2018-04",
        "Pandemic": "2020-04",
        "Price shock": "2021-10",
        "Since": "2023-07",
    }
    row = models.tidy(models.gap_changes(regimes, lags=12, steps=["2012-06"])).set_index("term")
    assert row.loc["Freeze", ["estimate", "low", "high"]].astype(float).round(2).tolist() == [
        -0.87,
        -1.71,
        -0.02,
    ]
    left_in = models.tidy(models.gap_changes(regimes, lags=12)).set_index("term").loc["Freeze"]
    assert left_in["estimate"] == pytest.approx(-0.46, abs=0.005)
    with pytest.raises(PeriodError, match="step in 1999-01 is not in the sample"):
        models.gap_changes(regimes, lags=12, steps=["1999-01"])


def test_colleges_do_not_touch_a_span_with_both_ends_outside_their_months():
    """April 2010 and April 2025: the colleges are private in both. April 2011: public then, private after."""
    colleges = ["english_colleges"]

    def fall(start, **options):
        frame = models.real_sector_pay(start, "2025-04", by="cpi", **options)
        return frame["difference_pct"].item()

    assert fall("2010-04") == pytest.approx(-7.07, abs=0.005)
    assert fall("2010-04", splice=colleges) == fall("2010-04")
    # 1.008 / 0.998 higher at the start: (1 - 0.0749) x 0.998 / 1.008 - 1
    published = fall("2011-04")
    assert fall("2011-04", splice=colleges) == pytest.approx((1 + published / 100) * 99.8 / 1.008 - 100)


@pytest.mark.parametrize("over", [3, 12])
def test_means_of_several_months_by_hand(over):
    pay, index = models.sector_pay(), paylib.prices.index("rpi")
    first, last = (slice(pd.Period(end, "M") - over + 1, end) for end in ("2010-04", "2025-04"))
    rose = pay.loc[last].mean() / pay.loc[first].mean()
    dearer = index.loc[last].mean() / index.loc[first].mean()
    row = models.real_sector_pay("2010-04", "2025-04", by=["rpi", "cpi"], over=over)
    assert row.loc["rpi", "public_pct"] == pytest.approx(100 * (rose["public_gbp_week"] / dearer - 1))
    both = 100 * (rose["public_gbp_week"] / rose["private_gbp_week"] - 1)
    assert row["difference_pct"].tolist() == pytest.approx([both, both])
    with pytest.raises(FigureError, match="over"):
        models.real_sector_pay("2010-04", "2025-04", by="rpi", over=0)


def test_a_known_line_with_a_jump_and_a_turn_is_found(invented):
    years = np.arange(120) / 12
    after = years >= 5
    noise = np.random.default_rng(2).normal(scale=0.01, size=120)
    invented(4 + 0.5 * years + after * (2 - 1.5 * (years - 5)) + noise)
    found = models.gap_trend({"break": "2005-01"}, lags=4).params
    assert found.tolist() == pytest.approx([4, 0.5, 2, -1.5], abs=0.01)


def test_known_changes_by_regime_are_found(invented):
    invented(np.cumsum(np.r_[np.full(60, 1 / 12), np.full(60, -2 / 12)]) + np.tile([0, 1e-3], 60))
    found = models.gap_changes({"up": "2000-01", "down": "2005-01"}, lags=4).params
    assert found.tolist() == pytest.approx([1, -2], abs=0.01)


def test_real_pay_of_both_sectors_and_what_does_not_depend_on_the_deflator():
    frame = models.real_sector_pay("2010-04", "2025-04", by=["cpi", "cpih", "rpi"])
    assert frame["difference_pct"].max() == pytest.approx(frame["difference_pct"].min())
    pay = models.sector_pay()["public_gbp_week"]
    assert frame.loc["rpi", "public_pct"] == pytest.approx(
        paylib.prices.real_change(pay["2010-04"], pay["2025-04"], "2010-04", "2025-04", by="rpi")
    )
    assert "rpi_not_accredited" in frame.attrs["usage_warnings"]
    assert models.real_sector_pay("2010-04", "2025-04", by="cpi").index.tolist() == ["cpi"]


def test_indicators_by_year_too():
    years = periods.parse_all(["2003", "2004", "2005"])
    dummies = models.regime_dummies(years, {"a": "2000", "b": "2005"})
    assert dummies.to_numpy().tolist() == [[1, 0], [1, 0], [0, 1]]


def test_regimes_that_do_not_fit_are_refused():
    months = pd.period_range("2010-01", "2012-12", freq="M")
    with pytest.raises(PeriodError, match="one after the other"):
        models.regime_dummies(months, {"a": "2011-01", "b": "2010-01"})
    with pytest.raises(PeriodError, match="starts in 2011-01, after the first period, 2010-01"):
        models.regime_dummies(months, {"a": "2011-01"})
    with pytest.raises(PeriodError, match=r"falls in: a, b\. Leave"):
        models.regime_dummies(months, {"a": "2000-01", "b": "2001-01", "c": "2002-01"})
    with pytest.raises(PeriodError, match="cannot be put together"):
        models.regime_dummies(months, {"a": "2000"})
    with pytest.raises(PeriodError, match="must lie after 2000-01"):
        models.gap_trend({"early": "1999-01"}, lags=12)


def test_what_is_not_held_is_refused():
    with pytest.raises(PeriodError, match="1999-01 to 2000-05 were asked for; 2000-01 to"):
        models.sector_pay("1999-01", "2000-05")
    with pytest.raises(ChoiceError, match="no deflator 'cpj'"):
        models.real_sector_pay("2010-04", "2025-04", by="cpj")
    with pytest.raises(
        FigureError, match="23 observations are too few for 1 terms and 12 lags of errors: at least 40"
    ):
        models.gap_changes({"a": "2000-01"}, lags=12, start="2010-01", end="2011-12")


def test_real_pay_is_warned_of_the_months_it_uses():
    """April 2025 counts too much vehicle duty; the CPI of both months is held to three decimals."""
    codes = [
        models.real_sector_pay("2010-04", end, by="cpi").attrs["usage_warnings"]
        for end in ("2025-03", "2025-04")
    ]
    assert set(codes[1]) - set(codes[0]) == {"error_in_source"}
    assert "rounded_in_source" not in codes[0]


def test_no_regimes_are_told():
    with pytest.raises(PeriodError, match="There are no regimes"):
        models.gap_changes({}, lags=24)
