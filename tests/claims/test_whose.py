"""Whose number is this: published figures whose recipe is published are found again, and chance is told.

Sources: Full Fact, "This tweet on public sector pay doesn't factor in inflation", 6 June 2019; Full Fact
and Channel 4 on resident doctors; House of Lords written answer HL5367 (2022); House of Commons written
answer on nurses' pay, 18 May 1982; ONS, Average Weekly Earnings (A3WW and A2FA); NHS pay circulars.
"""

import time
import tracemalloc
from contextlib import suppress

import numpy as np
import pandas as pd
import pytest

from paylib import awards, prices
from paylib.awards import scale_tables
from paylib.claims import in_common, whose
from paylib.claims.concepts import concepts_of
from paylib.errors import ChoiceError, CoverageError, PeriodError
from tests.conftest import some

LEAFLET = {"awards_pct": [0.4, 0.3, 1, 1, 2], "about": ("2010", "2015")}
DOCTORS = {"awards_pct": [8.8, 4.05, 8.0, 5.4], "about": ("2024/25", "2025/26")}
UNIVERSITIES = {"pay": (100, 111), "about": ("2009", "2018")}
PRICES_2018 = {"about": ("2010", "2018"), "decimals": -2}
REAL_EARNINGS = {"group": "whole_economy", "convention": "three_months"}
FULL_FACT = {23_259: 27_400, 21_588: 25_400, 21_176: 24_900, 65_738: 77_400}

# name: (figure, what is known, the published recipe, value by hand)
PUBLISHED = {
    "leaflet on awards against RPI": (
        -15, LEAFLET, {"index": "rpi", "sum": "subtracted", "since": "2009", "until": "2014"}, -15.04),
    **{
        f"pay of {then} in prices of 2018": (
            now, PRICES_2018 | {"of_gbp": then},
            {"index": "cpi", "since": "2010/11", "until": "2018/19", "sum": "uprated"}, 17.80)
        for then, now in FULL_FACT.items()
    },
    "£34,800 is over £40,000": (
        (40_000, np.inf), {"of_gbp": 34_800, "about": ("2010", "2016")},
        {"index": "rpi", "since": "2010", "until": "2016"}, 17.66),
    "a loss of 35 needs 54": (54, {"pay": (100, 65), "about": ("2008/09", "2021/22")}, {"sum": "undo"}, 53.85),
    "Treasury on the decade to 2021": (
        0.2, {"group": "public", "about": ("2011-11", "2021-11"), "convention": "three_months"},
        {"index": "cpi", "sum": "per_year", "pay": "average earnings, public, total pay"}, 0.214),
    "28.9 per cent last year": (28.9, DOCTORS, {"sum": "several_years"}, 28.87),
    "universities, a difference of indices": (
        -20.8, UNIVERSITIES, {"index": "rpi", "sum": "subtracted", "since": "2009", "until": "2018"}, -20.78),
    "universities, the ratio": (
        -15.8, UNIVERSITIES, {"index": "rpi", "sum": "real_change", "since": "2009", "until": "2018"}, -15.77),
    "nurses, band 5, 2022": (
        5.5, {"group": "nhs_agenda_for_change", "point": "entry", "band": 5, "about": ("2021/22", "2022/23")},
        {"sum": "cash", "index": "none"}, 5.46),
    "resident doctors since 2008": (
        -26.1, {"pay": (100, 117), "about": ("2008", "2022")},
        {"index": "rpi", "sum": "real_change", "since": "2008", "until": "2022"}, -26.15),
    "prices to March 1981": (
        12.6, {"awards_pct": [14], "about": ("1980-03", "1981-03")}, {"index": "rpi_long", "sum": "prices"}, 12.61),
    "prices to March 1982": (
        10.4, {"awards_pct": [6], "about": ("1981-03", "1982-03")}, {"index": "rpi_long", "sum": "prices"}, 10.35),
    "real total pay, June 2022": (
        -2.5, REAL_EARNINGS | {"about": ("2021-06", "2022-06")},
        {"index": "cpih", "sum": "real_change", "since": "2021-Q2", "until": "2022-Q2"}, -2.51),
    "real regular pay, June 2022": (
        -2.8, REAL_EARNINGS | {"about": ("2021-06", "2022-06")},
        {"index": "cpih", "sum": "real_change", "since": "2021-Q2", "until": "2022-Q2"}, -2.84),
    "real total pay, June 2024": (
        1.8, REAL_EARNINGS | {"about": ("2023-06", "2024-06")},
        {"index": "cpih", "sum": "real_change", "since": "2023-Q2", "until": "2024-Q2"}, 1.82),
    "top of band 5 since 2010": (
        -9, {"pay": (27_534, 30_112), "about": ("2010/11", "2019/20")},
        {"index": "cpi", "sum": "real_change", "since": "2010/11", "until": "2019/20"}, -8.75),
}  # fmt: skip


def rank(found, recipe: dict) -> int:
    """The place of the published recipe among the readings, from one."""
    fits = np.logical_and.reduce([found.exact[column] == value for column, value in recipe.items()])
    assert fits.any(), f"{recipe} is not among\n{found.exact.head(10)}"
    return int(np.argmax(fits)) + 1


@pytest.mark.filterwarnings("ignore::paylib.errors.StaleDataWarning")
@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_recipe_is_among_the_first_three(name):
    figure, known, recipe, value = PUBLISHED[name]
    found = whose(figure, **known)
    place = rank(found, recipe)
    assert place <= 3
    assert found.exact["value_pct"].iloc[place - 1] == pytest.approx(value, abs=0.01)
    assert f"{found.matches:,} of {found.tried:,} readings give" in found.text


@pytest.mark.filterwarnings("ignore::paylib.errors.StaleDataWarning")
@pytest.mark.slow
@pytest.mark.parametrize(
    "name", some((each for each in PUBLISHED if not isinstance(PUBLISHED[each][0], tuple)), 6)
)
def test_the_same_figure_moved_by_3_points_is_run_too(name):
    figure, known, _, _ = PUBLISHED[name]
    if "of_gbp" in known:
        half = 50 / known["of_gbp"] * 100
        pct = (figure / known["of_gbp"] - 1) * 100
        low, high = ((1 + (pct + each) / 100) * known["of_gbp"] for each in (3 - half, 3 + half))
        moved = whose((low, high), **{key: each for key, each in known.items() if key != "decimals"})
    else:
        decimals = len(repr(float(figure)).removesuffix(".0").partition(".")[2])
        moved = whose(round(figure + 3, 1), **known, decimals=decimals)
    assert moved.matches == whose(figure, **known).moved[1]


def test_at_least_fifteen_published_figures_are_found_again_and_all_told_apart():
    assert len({(str(figure), str(known)) for figure, known, _, _ in PUBLISHED.values()}) >= 15


def test_only_cpi_by_financial_years_fits_all_four_salaries_of_one_fact_check():
    found = [whose(now, of_gbp=then, **PRICES_2018) for then, now in FULL_FACT.items()]
    shared = in_common(*found)
    years = shared[shared["convention"].isin(["calendar_year", "financial_year"])]
    said = years[years["since"].isin(["2010", "2010/11"]) & years["until"].isin(["2018", "2018/19"])]
    assert sorted(said["index"]) == ["cpi", "cpi_one_decimal"]
    assert set(said["convention"]) == {"financial_year"}
    assert shared.iloc[0].tolist() == ["cpi", "financial_year", "2010/11", "2018/19", "uprated"]


def test_34800_of_2010_is_over_40000_in_2016_by_rpi_and_not_by_cpi():
    found = whose((40_000, np.inf), of_gbp=34_800, about=("2010", "2016"))
    same = found.exact.query("convention == 'calendar_year' and since == '2010' and until == '2016'")
    assert sorted(same["index"]) == ["rpi", "rpix"]
    assert same["value_gbp"].iloc[0] == pytest.approx(40_946.5, abs=1)  # 34,800 × 263.1 / 223.6


def test_the_leaflet_is_told_that_its_figure_is_a_subtraction():
    text = whose(-15, **LEAFLET).text
    assert "1. a subtraction" in text and "by RPI, 2009 to 2014 (calendar years)" in text
    assert "Only readings with a slip give it." in text


def test_no_reading_gives_a_figure_that_none_gives():
    found = whose(-60, **LEAFLET)
    assert found.matches == 0
    assert found.text.startswith("No reading that could be tried gives −60%")
    assert len(found.nearest) == 5 and found.nearest["value_pct"].is_monotonic_increasing


def test_windows_that_are_two_things_are_counted_once():
    found = whose(-15, **LEAFLET | {"by": "rpi"})
    keys = found.exact[["sum", "index", "convention", "since", "until"]]
    assert not keys.duplicated().any()
    yearly = found.exact.query("convention == 'twelve_months'")
    assert not (yearly["since"].str.endswith("-12") & yearly["until"].str.endswith("-12")).any()


def test_a_step_up_the_scale_and_the_point_that_rose_most_are_slips():
    nhs = {"group": "nhs_agenda_for_change", "point": "entry", "about": ("2021-04", "2022-04")}
    assert whose(9.3, **nhs, band=2).exact.iloc[0]["sum"] == "cash"  # 20,270 / 18,546
    njc = {"group": "njc", "about": ("2023-04", "2024-04")}
    top = whose(5.8, **njc, point=43)  # point 2: 23,656 / 22,366
    assert top.exact["sum"].tolist()[0] == "top_as_general"
    step = whose(6.0, **njc, point=20, decimals=1)  # point 21 of 2024 on point 20 of 2023: 32,115 / 30,296
    assert "award_plus_step" in set(step.exact["sum"])


def test_a_change_in_cash_beside_real_ones_is_a_slip():
    mp = {"pay": (65_738, 77_379), "about": ("2010", "2018")}
    assert not whose(17.7, **mp).exact.iloc[0]["is_slip"]
    assert "cash_as_real" in set(whose(17.7, **mp, real=True).exact["sum"])


def test_the_base_year_of_a_rise_may_have_been_moved():
    """NJC pay from April 2009 by RPI: the reading is there only where the base year may have been moved."""
    njc = {"group": "njc", "about": ("2010", "2018"), "by": "rpi", "decimals": 1}
    grown = awards.chain("njc", "2009-04", "2018-04")
    index = prices.index("rpi")
    change = ((1 + grown / 100) * index["2009-04"] / index["2018-04"] - 1) * 100
    moved_start = {"convention": "month", "since": "2009-04", "until": "2018-04", "sum": "real_change"}

    def has(found) -> bool:
        return bool(
            np.logical_and.reduce([found.exact[key] == each for key, each in moved_start.items()]).any()
        )

    assert not has(whose(round(change, 1), **njc))
    assert has(whose(round(change, 1), **njc, years_around=1))


@pytest.mark.parametrize(("word", "gbp"), [("top", 36_519), ("maximum", 36_519)])
def test_the_end_of_a_grade_goes_by_the_names_for_it(word, gbp):
    """A constable's top point: £36,519 from September 2010 and £40,128 from September 2019 (police regulations)."""
    found = whose(9.9, group="police", point=f"constable {word}", about=("2010-09", "2019-09"))
    first = found.exact.iloc[0]
    assert first[["sum", "pay"]].tolist() == ["cash", f"point constable {word} of police"]
    assert first["value_pct"] == pytest.approx((40_128 / gbp - 1) * 100)
    assert {"hoc007_2013", "polfed_2020"} & set(found.sources)


def test_a_point_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(ChoiceError, match="no point of police '11'"):
        whose(9.9, group="police", point="constable 11", about=("2010", "2019"))
    with pytest.raises(ChoiceError, match=r"rates of teachers are called U3: say .*area= \(Inner London"):
        whose(-13, group="teachers", point="U3", about=("2010", "2022"))


def test_a_point_stands_until_pay_is_known_to_have_changed():
    """Each month of `concepts` against the scale in force then, as it is looked up month by month."""
    first, last = pd.Period("2009-01", "M"), pd.Period("2014-12", "M")
    (concept,) = concepts_of(first, last, "police", "constable 10", None, None, {})[0].values()
    rows = scale_tables.rows_of("police", nation="England and Wales", contract="pre-2013")
    looked_up = {}
    for month in pd.period_range(first, last, freq="M")[::4]:
        with suppress(CoverageError):
            at, _ = scale_tables.standing("police", rows, month, ("derived",))
            mine = at[(at["point"] == "10") & (at["grade"] == "constable")]["annual_gbp"].tolist()
            looked_up |= {month: mine[0]} if mine else {}
    mine = concept.level[concept.level.index.isin(pd.period_range(first, last, freq="M")[::4])]
    assert mine.to_dict() == looked_up and len(looked_up) >= 10


def test_awards_that_are_only_implied_are_marked_and_no_reading_mixes_them_unsaid():
    """The youth award of September 2020 is implied; those from 2010 to 2019 are settled or freezes."""
    over = whose(10, group="jnc_youth", about=("2010", "2022")).exact.query("sum != 'prices'")
    assert len(over) and (over["status"] == "implied").all()
    before = whose((-30, 30), group="jnc_youth", about=("2010-09", "2019-09"))
    assert set(before.exact["status"]) == {""} and before.matches > 100
    both = whose((-30, 30), group="jnc_youth", about=("2012", "2020"), by="cpi").exact
    both = both[
        both["pay"].str.startswith("awards") & (both["convention"] == "month") & (both["sum"] != "prices")
    ]
    crosses = (both["until"] >= "2020-09") & (both["sum"] != "a_year_short")  # that uses the pay of 2019
    assert set(both["status"]) == {"", "implied"} and ((both["status"] == "implied") == crosses).all()
    said = whose(10, group="jnc_youth", about=("2010", "2022")).text
    assert "of which an award is only implied" in said


def test_rates_that_are_worked_out_of_awards_are_marked():
    """NJC point 20 of April 2021 is derived, those of 2023 and 2024 are published."""
    scale = (
        scale_tables.numbers_of("njc").query("point == 20 and contract == 'new'").set_index("period")["basis"]
    )
    assert (scale[pd.Period("2021-04", "M")], scale[pd.Period("2024-04", "M")]) == ("derived", "published")
    assert set(whose(5.8, group="njc", point=20, about=("2021", "2024")).exact["status"]) == {"derived"}


def test_a_number_of_two_points_is_asked_about_and_an_old_one_is_followed_to_the_new():
    """NJC point 29 became 23 in April 2019: £24,646 of April 2010, £34,434 of 2025; RPI 222.8 and 402.2.

    New point 29, £39,862 in 2025, was another (old 35).
    """
    njc = {"group": "njc", "point": 29, "by": "rpi", "convention": "month", "decimals": 1}
    with pytest.raises(ChoiceError, match=r"renumbered in 2019-04.*spine='old' or spine='new'"):
        whose(-22.6, **njc, about=("2010-04", "2025-04"))
    for where in ({"contract": "old"}, {"spine": "old"}, {"point": 23, "spine": "new"}):
        found = whose(-22.6, **njc | where, about=("2010-04", "2025-04")).exact.iloc[0]
        assert found["value_pct"] == pytest.approx((34_434 / 24_646 * 222.8 / 402.2 - 1) * 100)
        assert found["pay"] == "point contract old, 29 of njc, new point 23 from 2019-04"
    new = whose(3.2, **njc, about=("2024-04", "2025-04")).exact.iloc[0]
    assert new["sum"] == "cash" and new["value_pct"] == pytest.approx((39_862 / 38_626 - 1) * 100)
    old = whose(2, **njc, about=("2017-04", "2018-04")).exact.iloc[0]
    assert old["sum"] == "cash" and old["value_pct"] == pytest.approx((26_470 / 25_951 - 1) * 100)
    first, last = pd.Period("2003-04", "M"), pd.Period("2026-03", "M")
    (concept,) = concepts_of(first, last, "njc", 29, None, None, {"contract": "old"})[0].values()
    followed = awards.path("njc", first, last, point=29, spine="old", include=["implied"])["annual_gbp"]
    assert (concept.level - followed).abs().max() < 3  # rates are rounded, the chain is not
    assert concept.step["2018-04"] == 27_358 and concept.step["2019-04"] == 27_905  # points 30 and 24


def test_the_same_pay_by_other_indices_is_said_with_it():
    """A loss of 26.1 per cent by RPI, means of 2008 and 2022: carried by the ratio of the indices."""
    found = whose(-26.1, pay=(100, 117), about=("2008", "2022"))
    rises = {
        name: prices.index(name)["2022-01":"2022-12"].mean() / prices.index(name)["2008-01":"2008-12"].mean()
        for name in ("rpi", "cpi", "cpih")
    }
    by = found.carried.set_index("index")["change_pct"]
    for name in ("cpi", "cpih"):
        assert by[name] == pytest.approx(((1 - 0.261) * rises["rpi"] / rises[name] - 1) * 100)
    assert by["rpi"] == -26.1
    assert "by RPI, 2008 to 2022, the same pay makes −18.5% by CPI and −16.2% by CPIH." in found.text
    three = whose(-2.5, **REAL_EARNINGS, about=("2021-06", "2022-06"), by="cpih").carried.set_index("index")
    rise = {
        name: prices.index(name)["2022-04":"2022-06"].mean() / prices.index(name)["2021-04":"2021-06"].mean()
        for name in ("cpih", "rpi")
    }
    assert three.loc["rpi", "change_pct"] == pytest.approx((0.975 * rise["cpih"] / rise["rpi"] - 1) * 100)
    assert whose(-15, **LEAFLET).carried.empty  # a subtraction is no change in real terms


def test_a_figure_needs_pay_or_is_carried():
    with pytest.raises(ChoiceError, match=r"paylib\.prices\.carry"):
        whose(-21, about=("2008", "2025"), by="rpi")


def test_gaps_in_pay_spoil_no_other_month():
    pay = pd.Series([100.0, 110.0], index=["2010-04", "2019-04"])
    found = whose(10, pay=pay, about=("2010-04", "2019-04"))
    assert found.exact.iloc[0][["sum", "value_pct"]].tolist() == ["cash", pytest.approx(10)]


def test_more_readings_cost_less_than_in_proportion_and_little_memory():
    """Measured against a smaller search in the same run, so that a busy machine does not matter."""
    small = {"group": "public", "about": ("2010", "2019"), "by": ["cpi", "rpi"]}
    large = small | {"years_around": 3}
    whose(-22, **small)  # tables are read

    def measured(known: dict) -> tuple[int, float, int]:
        began = time.process_time()
        found = whose(-22, **known)
        taken = time.process_time() - began
        assert found.spread.to_numpy().sum() == found.tried
        return found.tried, taken, found.matches

    (few, short, _), (many, long, _) = measured(small), measured(large)
    assert many > 1_000_000 and many > 10 * few
    assert long / short < many / few
    tracemalloc.start()
    whose(-22, **large)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 24 * many + 100e6  # three numbers a reading would be more than is ever kept


def test_what_is_missing_to_try_more_is_said():
    assert any("CPIH" in each for each in whose(12.6, awards_pct=[14], about=("1980-03", "1981-03")).missing)
    with pytest.raises(CoverageError, match="awards of police_england_wales"):
        whose(-22, group="police_england_wales", about=("2001", "2002"))


@pytest.mark.parametrize(
    ("given", "error", "said"),
    [
        ({"about": ("2010", "2015")}, ChoiceError, "Whose pay"),
        ({"about": ("2015", "2010"), "awards_pct": [1]}, PeriodError, "does not come after"),
        ({"about": ("2003-04", "2010-11"), "awards_pct": [1]}, PeriodError, "months or financial years"),
        ({"about": ("2010", "2015"), "awards_pct": [1], "by": "cpj"}, ChoiceError, "Did you mean 'cpi'"),
        ({"about": ("2010", "2015"), "group": "nhs"}, ChoiceError, "nhs_afc"),
        ({"about": ("2010", "2015"), "awards_pct": [1], "convention": "week"}, ChoiceError, "convention"),
    ],
)
def test_what_cannot_be_tried_is_refused_with_what_to_do(given, error, said):
    with pytest.raises(error, match=said):
        whose(-15, **given)


def test_awards_that_differed_are_tried_grade_by_grade():
    """Teachers, September 2010 to 2022: the top of the upper range got 18.8 per cent, that of the main range 23."""
    top = whose(18.8, group="teachers", about=("2010-09", "2022-09"))
    assert {"awards of teachers, U1", "awards of teachers, U3"} <= set(top.exact["pay"])
    assert "awards of teachers, M6" in set(
        whose(23.0, group="teachers", about=("2010-09", "2022-09")).exact["pay"]
    )
