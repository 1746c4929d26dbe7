"""Decompositions: they add up exactly, and agree with published ones."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

import paylib
from paylib import models
from paylib.errors import ChoiceError, DataError, FigureError

SIZES = {
    1985: [
        *(3041, 11577, 27450, 32711, 35480, 27411, 19555, 19795, 15254, 8022, 2472),
        *(707, 2692, 6473, 6841, 6547, 4352, 3034, 2540, 1749, 804, 236),
    ],
    1970: [
        *(2968, 11484, 34614, 30992, 21983, 20314, 20928, 16897, 11339, 5720, 1315),
        *(535, 2162, 6120, 4781, 3096, 2718, 2363, 1767, 1149, 448, 117),
    ],
}
RATES = {
    1985: [
        *(9.163, 0.462, 0.248, 0.929, 1.084, 1.810, 4.715, 12.187, 27.728, 64.068, 157.570),
        *(17.208, 0.738, 0.328, 1.103, 2.045, 3.724, 8.052, 17.812, 34.128, 68.276, 125.161),
    ],
    1970: [
        *(18.469, 0.751, 0.391, 1.146, 1.287, 2.672, 6.636, 15.691, 34.723, 79.763, 176.837),
        *(36.993, 1.352, 0.541, 2.040, 3.523, 6.746, 12.967, 24.471, 45.091, 74.902, 123.205),
    ],
}


def groups(rates, sizes) -> pd.DataFrame:
    return pd.DataFrame({"pay": np.asarray(rates, float), "jobs": np.asarray(sizes, float)})


def average(frame: pd.DataFrame) -> float:
    return float(np.average(frame["pay"], weights=frame["jobs"]))


def test_kitagawa_is_das_gupta_s_example():
    """Das Gupta (1993), Standardization and Decomposition of Rates, example 5.3: deaths in the

    United States by age and race, 1970 and 1985. Rate effect -2.2277254, structure 1.5217347
    (age) + 0.0197749 (race); crude rates 9.421833 and 8.735618. As DasGuptR 2.1.0 prints them.
    """
    before, after = (groups(RATES[year], SIZES[year]) for year in (1970, 1985))
    effects = models.kitagawa(before, after, rate="pay", size="jobs").sum()
    assert effects["rate_effect"] == pytest.approx(-2.2277254, abs=5e-8)
    assert effects["mix_effect"] == pytest.approx(1.5217347 + 0.0197749, abs=1e-7)
    assert [average(before), average(after)] == pytest.approx([9.421833, 8.735618], abs=5e-7)


rows = st.lists(
    st.tuples(*[st.floats(1, 1e5)] * 2, *[st.floats(0.01, 1e4)] * 2),
    min_size=1,
    max_size=12,
)


@given(rows)
def test_effects_add_to_the_change_exactly(rows):
    columns = np.array(rows).T
    before, after = groups(columns[0], columns[2]), groups(columns[1], columns[3])
    total = models.kitagawa(before, after, rate="pay", size="jobs").to_numpy().sum()
    assert total == pytest.approx(average(after) - average(before), rel=1e-9, abs=1e-6)


@given(rows)
def test_backwards_the_effects_turn_their_sign(rows):
    columns = np.array(rows).T
    before, after = groups(columns[0], columns[2]), groups(columns[1], columns[3])
    there = models.kitagawa(before, after, rate="pay", size="jobs").sum()
    back = models.kitagawa(after, before, rate="pay", size="jobs").sum()
    assert (there + back).abs().max() < 1e-6 * columns[:2].max()


@given(rows, st.floats(0.5, 2))
def test_fixed_weights_see_an_equal_rise_whatever_the_mix(rows, rise):
    columns = np.array(rows).T
    before, after = groups(columns[0], columns[2]), groups(columns[0] * rise, columns[3])
    growth = models.fixed_weights(before, after, rate="pay", size="jobs")["growth_pct"]
    for weights in ("before", "after", "fisher"):
        assert growth[weights] == pytest.approx((rise - 1) * 100, abs=1e-8)
    assert growth["changing"] == pytest.approx((average(after) / average(before) - 1) * 100, abs=1e-7)


def test_fixed_weights_by_hand():
    """Pay of 10 and 20 to 11 and 26; jobs of 3 and 1 to 1 and 3.

    Before's weights: 59 / 50 = 1.18; after's: 89 / 70 = 1.2714; their geometric mean 1.22486; as
    it changed: (89 / 4) / (50 / 4) = 1.78.
    """
    growth = models.fixed_weights(groups([10, 20], [3, 1]), groups([11, 26], [1, 3]), rate="pay", size="jobs")
    assert growth["growth_pct"].to_dict() == pytest.approx(
        {"before": 18, "after": 27.142857, "fisher": 22.486151, "changing": 78}, abs=1e-5
    )


def test_rows_are_matched_by_name_not_by_place():
    before = groups([20, 30], [50, 50]).set_axis(["low", "high"])
    after = groups([33, 21], [75, 25]).set_axis(["high", "low"])
    effects = models.kitagawa(before, after, rate="pay", size="jobs")
    assert effects["rate_effect"].to_dict() == pytest.approx({"low": 0.375, "high": 1.875})


def test_the_civil_service_median_rose_more_than_that_of_any_grade():
    """Civil Service Statistics 2021 and 2023: all grades 29,180 to 31,920, up 9.4 per cent; no grade group more than 7.0."""
    table = paylib.load("civil_service_pay").query("department == 'All departments'")
    median = table.pivot(index="grade", columns="month", values="median_gbp")
    rise = (median[pd.Period("2023-03", "M")] / median[pd.Period("2021-03", "M")] - 1) * 100
    grades = ["AA/AO", "EO", "SEO/HEO", "G6/7", "SCS"]
    assert rise["all"] == pytest.approx(9.39, abs=0.005)
    assert rise[grades].max() == pytest.approx(6.98, abs=0.005)


def test_oaxaca_is_that_of_stata():
    """Greene's credit-card data by Stata's oaxaca (Jann 2008), as in statsmodels' test_oaxaca.py.

    Owners over renters: gap 158.7504; endowments 321.7482, coefficients 75.45371, interaction
    -238.4515; pooled: explained 130.8095, unexplained 27.94091.
    """
    data = sm.datasets.ccard.load_pandas().data
    asked = {
        "outcome": "AVGEXP",
        "group": "OWNRENT",
        "explained_by": ["AGE", "INCOME", "INCOMESQ"],
        "draws": 100,
    }
    three = models.oaxaca(data, fold="three", **asked).set_index("term")["estimate"]
    assert three.to_dict() == pytest.approx(
        {"endowments": 321.7482, "coefficients": 75.45371, "interaction": -238.4515, "gap": 158.7504},
        abs=1e-3,
    )
    two = models.oaxaca(data, fold="two", **asked).set_index("term")["estimate"]
    assert two.to_dict() == pytest.approx(
        {"unexplained": 27.94091, "explained": 130.8095, "gap": 158.7504}, abs=1e-3
    )


@pytest.fixture(scope="module")
def chicago() -> pd.DataFrame:
    """Employed Hispanic workers of metropolitan Chicago, 2013, in dollars an hour.

    From the United States' Current Population Survey (a work of the federal government, in the public
    domain), as extracted by the Center for Economic and Policy Research and shipped with the R package
    oaxaca and, under the Apache License 2.0, with the Python package oaxaca 1.0.3 (there in
    logarithms, here turned back and rounded to five decimals; those without a wage left out).
    """
    table = pd.read_csv(Path(__file__).with_name("chicago_2013.csv"))
    levels = pd.get_dummies(table["education"], dtype=float).drop(columns="high_school")
    return table.drop(columns="education").join(levels)


TRAITS = ["age", "female", "LTHS", "some_college", "college", "advanced_degree"]
CHICAGO = {"outcome": "wage_usd_hour", "group": "foreign_born", "explained_by": TRAITS}


def test_oaxaca_is_that_of_the_r_package(chicago):
    """Hlavac (2018), oaxaca: Blinder-Oaxaca Decomposition in R, section 4: natives over foreign-born.

    287 and 379 workers, means 17.58282 and 14.56725, gap 3.015574; endowments 1.6165339, coefficients
    2.8333261, interaction -1.4342857; pooled with the group's indicator (weight -2, Jann 2008):
    explained 0.9525717, unexplained 2.063003. Standard errors there, of 1,000 draws: 0.6565, 0.8936,
    0.7954; 0.5220, 0.8270.
    """
    means = chicago.groupby("foreign_born")["wage_usd_hour"].agg(["size", "mean"])
    assert means["size"].tolist() == [287, 379]
    assert means["mean"].tolist() == pytest.approx([17.58282, 14.56725], abs=1e-5)
    three = models.oaxaca(chicago, fold="three", draws=400, **CHICAGO).set_index("term")
    assert three["estimate"].to_dict() == pytest.approx(
        {"endowments": 1.6165339, "coefficients": 2.8333261, "interaction": -1.4342857, "gap": 3.015574},
        abs=1e-5,
    )
    errors = three["std_error"][["endowments", "coefficients", "interaction"]].tolist()
    assert errors == pytest.approx([0.6565, 0.8936, 0.7954], rel=0.15)
    two = models.oaxaca(chicago, fold="two", draws=400, **CHICAGO).set_index("term")
    assert two["estimate"].to_dict() == pytest.approx(
        {"unexplained": 2.063003, "explained": 0.9525717, "gap": 3.015574}, abs=1e-5
    )
    errors = two["std_error"][["explained", "unexplained"]].tolist()
    assert errors == pytest.approx([0.5220, 0.8270], rel=0.15)


def test_oaxaca_by_regressions_of_each_group(chicago):
    """A second implementation, from the definitions of Jann (2008), equations 3 and 7, by least squares."""
    groups = [chicago[chicago["foreign_born"] == code] for code in (0, 1)]
    designs = [np.column_stack([np.ones(len(each)), each[TRAITS]]) for each in groups]
    (native, foreign) = (
        np.linalg.lstsq(x, each["wage_usd_hour"])[0] for x, each in zip(designs, groups, strict=True)
    )
    pooled = np.column_stack([np.vstack(designs), np.repeat([0.0, 1.0], [287, 379])])
    common = np.linalg.lstsq(pooled, pd.concat(groups)["wage_usd_hour"])[0][:-1]
    apart = designs[0].mean(axis=0) - designs[1].mean(axis=0)
    by_hand = {
        "endowments": apart @ foreign,
        "coefficients": designs[1].mean(axis=0) @ (native - foreign),
        "interaction": apart @ (native - foreign),
        "explained": apart @ common,
    }
    ours = pd.concat([models.oaxaca(chicago, fold=fold, draws=100, **CHICAGO) for fold in ("three", "two")])
    ours = ours.set_index("term")["estimate"]
    for term, value in by_hand.items():
        assert ours[term] == pytest.approx(value, rel=1e-9)


@pytest.fixture
def people() -> pd.DataFrame:
    rng = np.random.default_rng(6)
    group = np.repeat(["a", "b"], 200)
    years = rng.normal(10, 3, 400) + 2 * (group == "a")
    return pd.DataFrame(
        {
            "group": group,
            "years": years,
            "pay": 2 + 0.1 * years + 0.05 * (group == "a") + rng.normal(0, 0.1, 400),
        }
    )


def test_a_known_gap_is_taken_apart_and_adds_up(people):
    table = models.oaxaca(people, outcome="pay", group="group", explained_by=["years"], fold="two").set_index(
        "term"
    )
    assert table.loc["unexplained", "estimate"] == pytest.approx(0.05, abs=0.03)
    assert table.loc["unexplained", "low"] < 0.05 < table.loc["unexplained", "high"]
    assert table["estimate"][["unexplained", "explained"]].sum() == pytest.approx(
        table.loc["gap", "estimate"]
    )
    again = models.oaxaca(people, outcome="pay", group="group", explained_by=["years"], fold="two").set_index(
        "term"
    )
    pd.testing.assert_frame_equal(table, again)
    assert table["covariance"].eq("bootstrap, 200 draws, normal tails").all() and table["n"].eq(400).all()


def test_what_cannot_be_taken_apart_is_refused(people):
    pair = groups([20, 30], [5, 5])
    with pytest.raises(DataError, match=r"not the same before and after: 1.*size 0"):
        models.kitagawa(pair, pair.iloc[:1], rate="pay", size="jobs")
    with pytest.raises(DataError, match="no column 'wage'; they have: pay, jobs"):
        models.kitagawa(pair, pair, rate="wage", size="jobs")
    with pytest.raises(DataError, match="more than once before: 0"):
        models.kitagawa(pd.concat([pair, pair]), pair, rate="pay", size="jobs")
    with pytest.raises(FigureError, match="All sizes after are zero"):
        models.kitagawa(pair, pair.assign(jobs=0), rate="pay", size="jobs")
    with pytest.raises(FigureError, match="pay before are missing"):
        models.kitagawa(pair.mask(pair == 30), pair, rate="pay", size="jobs")
    with pytest.raises(FigureError, match="not above 0"):
        models.fixed_weights(pair.assign(pay=0), pair, rate="pay", size="jobs")
    asked = {"outcome": "pay", "group": "group", "explained_by": ["years"]}
    with pytest.raises(ChoiceError, match="no fold 'four'"):
        models.oaxaca(people, fold="four", **asked)
    with pytest.raises(ChoiceError, match="two groups apart with none missing; it has 1"):
        models.oaxaca(people[people["group"] == "a"], fold="two", **asked)
    with pytest.raises(DataError, match="no column 'age'"):
        models.oaxaca(people, fold="two", outcome="pay", group="group", explained_by=["age"])
    with pytest.raises(FigureError, match=r"smaller group has 3 people.*4 are needed"):
        models.oaxaca(people.iloc[:203], fold="two", **asked)
