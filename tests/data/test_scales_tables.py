"""Identities that hold within and between the tables of pay scales and awards."""

from itertools import pairwise

import pandas as pd
import pytest

import paylib
from paylib.awards.groups import awards_of

WEEKS, HOURS = 52.143, 37
NUMBERS = ("point", "old_point", "new_point", "grade")
CHANGED_PAY = ["settled", "imposed", "freeze", "implied"]


def numbered(table):
    """A table whose points and grades all have numbers, with these as numbers."""
    frame = paylib.load(table)
    return frame.astype({name: "int64" for name in NUMBERS if name in frame})


def spine(basis=("published", "derived")):
    """Annual pay by month, spine and point: the published value where there is one."""
    frame = numbered("njc_spine")
    frame = frame[frame["basis"].isin(basis) & frame["annual_gbp"].notna()]
    frame = frame.sort_values("basis", key=lambda column: column != "published")
    return frame.groupby(["effective_month", "spine", "point"])["annual_gbp"].first()


def rates(month, kind):
    """Annual pay by point in one month."""
    return spine().loc[pd.Period(month, "M"), kind]


def general(group):
    """The rows of a group, or of one in a nation, that a chain takes, oldest first."""
    frame = awards_of(group)
    return frame[(frame["scope"] == "general") & frame["status"].isin(CHANGED_PAY)]


def award(group, month):
    """The general per cent of one group and month."""
    frame = general(group)
    return frame.loc[frame["effective_month"] == pd.Period(month, "M"), "award_pct"].item()


def of_nation(span):
    """The group of a span, with its nation where that is another than its own."""
    return span.bargaining_group if pd.isna(span.nation) else f"{span.bargaining_group}, {span.nation}"


# ---- NJC spine


def test_njc_hourly_rate_is_annual_pay_over_weeks_and_hours():
    """NJC rule: hourly = annual / 52.143 / 37, to the penny, wherever both were published."""
    frame = numbered("njc_spine").dropna(subset=["annual_gbp", "gbp_hour"])
    assert len(frame) >= 34, "njc_spine: published rows with both an annual and an hourly rate are missing."
    for row in frame.itertuples():
        hourly = round(row.annual_gbp / WEEKS / HOURS, 2)
        assert hourly == pytest.approx(row.gbp_hour, abs=1e-9), (
            f"njc_spine {row.effective_month} point {row.point}: £{row.annual_gbp:.0f} is {hourly} an hour, "
            f"not {row.gbp_hour}."
        )


def test_njc_hourly_rate_published_alone_meets_the_derived_annual_pay():
    """NJC rule again, published hourly against derived annual; point 30 of 2008 is on 52 weeks (its note)."""
    frame = numbered("njc_spine")
    alone = frame[(frame["basis"] == "published") & frame["annual_gbp"].isna()]
    key = ["effective_month", "spine", "point"]
    both = alone.merge(frame[frame["basis"] == "derived"], on=key, suffixes=("", "_derived"))
    assert len(both) == 4, "njc_spine: four hourly rates should meet a derived annual value."
    for row in both.itertuples():
        weeks, digits = (52, 3) if str(row.effective_month) == "2008-04" else (WEEKS, 2)
        hourly = round(row.annual_gbp_derived / weeks / HOURS, digits)
        assert hourly == pytest.approx(row.gbp_hour, abs=1e-9), (
            f"njc_spine {row.effective_month} point {row.point}: derived pay gives {hourly} an hour, "
            f"the published rate is {row.gbp_hour}."
        )


def test_njc_derived_values_lie_within_their_bounds():
    """A derived value lies between the bounds that rounding leaves, and the bounds are close."""
    frame = numbered("njc_spine").query("basis == 'derived'")
    for row in frame.itertuples():
        assert row.low_gbp <= row.annual_gbp <= row.high_gbp, (
            f"njc_spine {row.effective_month} point {row.point}: {row.annual_gbp} is outside "
            f"{row.low_gbp} to {row.high_gbp}."
        )
        assert row.high_gbp - row.low_gbp <= 4, (
            f"njc_spine {row.effective_month} point {row.point}: the bounds are more than £4 apart."
        )


def test_njc_published_values_lie_within_the_derived_bounds():
    """Where a point was both published and derived, the published value meets the chain exactly."""
    frame = numbered("njc_spine").dropna(subset=["annual_gbp"])
    key = ["effective_month", "spine", "point"]
    published, derived = (frame[frame["basis"] == basis] for basis in ("published", "derived"))
    both = published.merge(derived, on=key, suffixes=("", "_derived"))
    assert len(both) >= 25, "njc_spine: fewer than 25 derived points meet a published one."
    for row in both.itertuples():
        assert row.annual_gbp == row.annual_gbp_derived, (
            f"njc_spine {row.effective_month} point {row.point}: published {row.annual_gbp}, "
            f"derived {row.annual_gbp_derived}."
        )


def test_njc_points_increase():
    """Every point of the spine pays more than the one below it, in every month."""
    for (month, kind), points in spine().groupby(level=["effective_month", "spine"]):
        steps = points.droplevel([0, 1]).sort_index().diff().dropna()
        assert (steps > 0).all(), (
            f"njc_spine {month} ({kind}): these points do not pay more than the one below: "
            f"{steps[steps <= 0].index.tolist()}."
        )


@pytest.mark.parametrize(
    ("before", "after"), [("2021-04", "2022-04"), ("2022-04", "2023-04"), ("2023-04", "2024-04")]
)
def test_njc_flat_awards_separate_the_years(before, after):
    """Published flat awards of 2022, 2023 (£1,925) and 2024 (£1,290) on points 2 to 43."""
    steps = (rates(after, "new") - rates(before, "new")).loc[2:43]
    flat = general("njc").set_index("effective_month")["flat_gbp"][pd.Period(after, "M")]
    assert steps.notna().sum() == 42, f"njc_spine: points 2 to 43 are not complete in {before} and {after}."
    assert (steps == flat).all(), (
        f"njc_spine {after}: points {steps[steps != flat].index.tolist()} did not rise by £{flat:.0f}."
    )


def test_njc_2025_is_the_2024_spine_and_the_award():
    """Published award of 2025: 3.2 per cent on every point, rounded to the pound."""
    expected = (rates("2024-04", "new") * 1.032).round().loc[2:43]
    actual = rates("2025-04", "new").loc[2:43]
    assert len(actual) == 42, "njc_spine 2025-04: points 2 to 43 are not complete."
    assert (expected == actual).all(), (
        f"njc_spine 2025-04: points {expected[expected != actual].index.tolist()} are not 2024 x 1.032."
    )


def test_njc_2019_spine_has_even_steps():
    """Published rule of 2019: £9.00 an hour at point 1 and steps of 2 per cent to point 22."""
    points = rates("2019-04", "new")
    for point in range(1, 23):
        rule = 9 * HOURS * WEEKS * 1.02 ** (point - 1)
        assert abs(points[point] - rule) <= 1, (
            f"njc_spine 2019-04 point {point}: {points[point]} is more than £1 off the rule ({rule:.2f})."
        )


@pytest.mark.parametrize(
    ("months", "kind", "low", "high"),
    [
        (["2003-04", "2004-04", "2005-04", "2006-04", "2007-04", "2008-04", "2009-04"], "old", 29, 49),
        (["2009-04", "2013-04", "2015-01", "2016-04", "2017-04", "2018-04"], "old", 29, 49),
        (["2019-04", "2020-04", "2021-04"], "new", 2, 43),
    ],
)
def test_njc_per_cent_awards_separate_the_years(months, kind, low, high):
    """Per cent awards carry one year's points to the next, within the £1 of rounding either way."""
    for before, after in pairwise(months):
        growth = 1 + award("njc", after) / 100
        gap = (rates(before, kind) * growth - rates(after, kind)).loc[low:high]
        assert gap.notna().sum() == high - low + 1, f"njc_spine: points are missing in {before} or {after}."
        assert (gap.abs() <= 1.1).all(), (
            f"njc_spine {after}: points {gap[gap.abs() > 1.1].index.tolist()} did not rise by the award."
        )


def test_njc_new_points_from_23_are_old_points_and_the_award():
    """Published rule of 2019: old points 29 and above got 2 per cent and became points 23 and above."""
    new, old = rates("2019-04", "new"), rates("2018-04", "old")
    pairs = numbered("njc_spine_2019_map").query("old_point >= 29")
    assert len(pairs) == 21, "njc_spine_2019_map: old points 29 to 49 are not all there."
    for row in pairs.itertuples():
        assert abs(old[row.old_point] * 1.02 - new[row.new_point]) <= 1.1, (
            f"njc_spine_2019_map: old point {row.old_point} and 2 per cent is not new point {row.new_point}."
        )


def test_njc_2019_map_pairs_points_and_leaves_five_free():
    """Published rule of 2019: 6-17 in pairs to 1-6; no old point moves to 10, 13, 16, 18 or 21."""
    pairs = numbered("njc_spine_2019_map").set_index("old_point")["new_point"]
    assert pairs.is_monotonic_increasing, "njc_spine_2019_map: a higher old point moves to a lower new one."
    counts = pairs.value_counts()
    assert (counts.loc[1:6] == 2).all(), "njc_spine_2019_map: new points 1-6 do not each take two old ones."
    assert (counts.drop(range(1, 7)) == 1).all(), "njc_spine_2019_map: a point above 6 takes two old points."
    free = sorted(set(range(1, 44)) - set(pairs))
    assert free == [10, 13, 16, 18, 21], f"njc_spine_2019_map: the free new points are {free}."
    assert pairs[28] == 22, "njc_spine_2019_map: old point 28 is not new point 22, as the rule says."


def test_nobody_lost_pay_in_the_move_to_the_new_spine():
    """No old point whose 2018 rate is held moved to a new point that pays less."""
    new, old = rates("2019-04", "new"), rates("2018-04", "old")
    for row in numbered("njc_spine_2019_map").itertuples():
        if row.old_point in old.index:
            assert new[row.new_point] > old[row.old_point], (
                f"njc_spine_2019_map: old point {row.old_point} loses pay at new point {row.new_point}."
            )


# ---- awards by point


def test_njc_awards_by_point_carry_the_spine():
    """Published flat sums of 2015 (points 5-10) and 2018 (points 6-19) carry each point to the next rate."""
    points = numbered("njc_award_points")
    for after, before, low, high in (("2015-01", "2013-04", 5, 10), ("2018-04", "2017-04", 6, 19)):
        rows = points[points["effective_month"] == pd.Period(after, "M")].set_index("point")["flat_gbp"]
        assert rows.index.tolist() == list(range(low, high + 1)), (
            f"njc_award_points {after}: points {low} to {high} are not all there."
        )
        gap = rates(before, "old").loc[low:high] + rows - rates(after, "old").loc[low:high]
        assert (gap == 0).all(), f"njc_award_points {after}: the sums do not lead from {before} to {after}."


def test_flat_sums_of_2018_are_worth_what_the_letter_says():
    """Published equivalents of 2018 (9.191 to 3.734 per cent) recomputed from the sums and the rates."""
    points = numbered("njc_award_points").dropna(subset=["equivalent_pct"])
    base = rates("2017-04", "old")
    assert len(points) == 14, "njc_award_points: fourteen equivalents of 2018 were published."
    for row in points.itertuples():
        equivalent = row.flat_gbp / base[row.point] * 100
        assert abs(equivalent - row.equivalent_pct) < 0.0011, (
            f"njc_award_points 2018-04 point {row.point}: the sum is worth {equivalent:.3f}, "
            f"not {row.equivalent_pct} per cent."
        )


def test_njc_rises_at_the_bottom_recompute_from_the_spine():
    """Published rises of the lowest point: 2015, 2018, 2022, 2023 and 2024, from the flat sums."""
    rows = general("njc").set_index("effective_month")
    for month, before, kind, point, flat, digits in (
        ("2015-01", "2013-04", "old", 5, 1065, 2),
        ("2018-04", "2017-04", "old", 6, 1380, 2),
        ("2022-04", "2021-04", "new", 1, 1925, 2),
        ("2023-04", "2022-04", "new", 2, 1925, 2),
        ("2024-04", "2023-04", "new", 2, 1290, 2),
    ):
        rise = round(flat / rates(before, kind)[point] * 100, digits)
        published = rows.loc[pd.Period(month, "M"), "bottom_pct"]
        assert rise == pytest.approx(round(published, digits), abs=1e-9), (
            f"njc_awards {month}: £{flat} at the bottom is {rise} per cent, published as {published}."
        )


def test_njc_two_year_deal_of_2002_multiplies_to_the_published_worth():
    """Published worth of the deal of 2002: 3, 1 and 3.5 per cent make 7.7."""
    worth = 1.0
    for month in ("2002-04", "2002-10", "2003-04"):
        worth *= 1 + award("njc", month) / 100
    assert round((worth - 1) * 100, 1) == 7.7, f"njc_awards: the deal of 2002 makes {worth - 1:.4%}, not 7.7."


def test_jnc_youth_flat_sums_lead_to_the_published_scale():
    """2017 points 5 and 6, the flat sums of 2018 and 2019, 2.75 and 1.75 per cent give the scale of 2021."""
    scale = paylib.load("jnc_youth_scale").query("pay_range == 'support'")
    scale = scale.set_index(["effective_month", "point"])["annual_gbp"]
    points = numbered("jnc_youth_award_points").set_index(["effective_month", "point"])["flat_gbp"]
    month = {year: pd.Period(f"{year}-09", "M") for year in (2017, 2018, 2019, 2021)}
    for point in (5, 6):
        pay = scale[month[2017], str(point)] + points[month[2018], point] + points[month[2019], point]
        for year in (2020, 2021):
            pay = round(pay * (1 + award("jnc_youth", f"{year}-09") / 100))
        assert pay == scale[month[2021], str(point)], (
            f"jnc_youth_award_points: point {point} reaches {pay}, not the published scale of 2021."
        )


# ---- awards in general


def test_a_group_has_one_general_award_at_a_time():
    """Of the awards that changed pay, a group has one general row in a month (or year of the round)."""
    frame = paylib.load("pay_awards")
    frame = frame[frame["status"].isin(CHANGED_PAY) & (frame["scope"] == "general")]
    when = frame["effective_month"].astype(str)
    when = when.where(frame["effective_month"].notna(), frame["award_year"].astype(str))
    twice = frame.assign(when=when)[
        lambda rows: rows.duplicated(["bargaining_group", "nation", "when"], keep=False)
    ]
    assert twice.empty, f"pay_awards: more than one general award in {twice['when'].unique().tolist()}."


def test_general_awards_that_changed_pay_say_by_how_much():
    """A general award that changed pay has a per cent or a flat sum; a freeze is nil."""
    frame = paylib.load("pay_awards")
    frame = frame[frame["status"].isin(CHANGED_PAY) & (frame["scope"] == "general")]
    bare = frame[frame["award_pct"].isna() & frame["flat_gbp"].isna()]
    assert bare.empty, (
        f"pay_awards: rows without a rise: {bare[['bargaining_group', 'covers']].values.tolist()}."
    )
    moved = frame[(frame["status"] == "freeze") & (frame["award_pct"] != 0)]
    assert moved.empty, f"pay_awards: a freeze that is not nil: {moved['covers'].tolist()}."


def test_single_payments_and_their_warning_go_together():
    """A row has a non-consolidated sum exactly when it carries the warning non_consolidated."""
    frame = paylib.load("pay_awards")
    paid = frame[["non_consolidated_pct", "non_consolidated_gbp"]].notna().any(axis=1)
    warned = frame["usage_warnings"].fillna("").str.contains("non_consolidated")
    wrong = frame[paid != warned]
    assert wrong.empty, (
        f"pay_awards: payment and warning differ: {wrong[['covers', 'note']].values.tolist()}."
    )


# Awards that ran for more than a year, each with its reason.
LONG = {
    ("njc", "2015-01"): "no award in April 2014",
    ("njc", "2016-04"): "the award of January 2015 ran to March 2016",
    ("jnc_youth", "2015-03"): "the agreement of 2014 to 2016 was paid from March 2015",
    ("jnc_youth", "2016-09"): "the agreement of 2014 to 2016 ran to August 2016",
    ("police", "2007-12"): "the tribunal's award for September 2007 was paid from December",
    **dict.fromkeys(
        [
            (group, "2018-10")
            for group in ("resident_doctors", "consultants", "specialty_doctors", "salaried_gps")
        ],
        "doctors were paid the award of 2018 from October",
    ),
}


def test_covered_spans_have_an_award_every_year():
    """Within a span of award_coverage no two general awards are more than a year apart, but for LONG."""
    spans = paylib.load("award_coverage").query("period_type == 'month'")
    assert len(spans) >= 20, "award_coverage: spans by month are missing."
    for span in spans.itertuples():
        group, first, last = of_nation(span), pd.Period(span.from_period), pd.Period(span.to_period)
        months = general(group)["effective_month"]
        months = months[(months > first) & (months <= last)].tolist()
        assert months, f"award_coverage {group} {first}: the span holds no award."
        for before, after in zip([first, *months], [*months, last], strict=True):
            gap = (after - before).n
            assert gap <= 12 or (group, str(after)) in LONG, (
                f"award_coverage {group}: no award between {before} and {after}."
            )


def test_covered_years_have_an_award_every_year():
    """Within a span of years every year has a general row (of guidance, or an award)."""
    spans = paylib.load("award_coverage").query("period_type == 'calendar_year'")
    awards = paylib.load("civil_service_awards").query("scope == 'general' and status != 'offer'")
    for span in spans.itertuples():
        held = set(awards.loc[awards["bargaining_group"] == span.bargaining_group, "award_year"].astype(int))
        missing = set(range(int(span.from_period), int(span.to_period) + 1)) - held
        assert not missing, f"award_coverage {span.bargaining_group}: no row for {sorted(missing)}."


def test_guidance_never_stands_as_a_settlement():
    """Civil service guidance has status remit, and nothing else has."""
    frame = paylib.load("civil_service_awards")
    wrong = frame[(frame["status"] == "remit") != (frame["bargaining_group"] == "civil_service_remit")]
    assert wrong.empty, f"civil_service_awards: guidance and awards are mixed up: {wrong['covers'].tolist()}."


# ---- Lancashire, NHS, teachers


def test_lancashire_grades_are_paid_at_the_spine():
    """The pay of a grade's end is the pay of its NJC point."""
    for row in numbered("lancashire_grades").itertuples():
        pay = spine().loc[row.effective_month, "new", row.point]
        assert row.annual_gbp == pay, (
            f"lancashire_grades {row.effective_month} grade {row.grade}: {row.annual_gbp} is not the pay of "
            f"point {row.point} ({pay})."
        )


def test_lancashire_gap_of_grades_is_what_the_union_said():
    """UNISON, August 2024: grade 6 is paid up to £4,200 less than grade 7; only point 19 fits."""
    grades = numbered("lancashire_grades").query("position == 'top'")
    top = grades[grades["effective_month"] == pd.Period("2023-04", "M")].set_index("grade")["annual_gbp"]
    assert round(top[7] - top[6], -2) == 4200, f"lancashire_grades: the tops differ by {top[7] - top[6]:.0f}."
    points = rates("2023-04", "new")
    fits = [point for point in range(2, 26) if round(top[7] - points[point], -2) == 4200]
    assert fits == [19], f"lancashire_grades: points {fits} fit the union's figure, not 19 alone."


def test_nhs_entry_points_follow_the_awards():
    """Published awards carry band 5 from 2021 and band 2 from 2023, within £1; band 2 got more before."""
    scale = (
        paylib.load("nhs_afc_entry")
        .astype({"band": "int64"})
        .set_index(["band", "effective_month"])["annual_gbp"]
    )
    awards = general("nhs_afc").set_index("effective_month")
    for band, start in ((5, 2021), (2, 2023)):
        for year in range(start, 2026):
            before, after = pd.Period(f"{year}-04", "M"), pd.Period(f"{year + 1}-04", "M")
            row = awards.loc[after].fillna({"award_pct": 0, "flat_gbp": 0})
            pay = scale[band, before] * (1 + row["award_pct"] / 100) + row["flat_gbp"]
            assert abs(pay - scale[band, after]) <= 1, (
                f"nhs_afc_entry {after} band {band}: the award gives {pay:.0f}, the scale {scale[band, after]}."
            )


def test_nhs_entry_points_rise_with_the_band():
    """Each band enters above the one below it."""
    scale = (
        paylib.load("nhs_afc_entry")
        .astype({"band": "int64"})
        .sort_values("band")
        .groupby("effective_month")["annual_gbp"]
    )
    for month, pay in scale:
        assert pay.is_monotonic_increasing, f"nhs_afc_entry {month}: a higher band enters lower."


TEACHER_STEPS = [
    ("2003-04", "2006-09", "England and Wales outside London", [2.5, 3.25, 2.5]),
    ("2006-09", "2008-09", "England and Wales outside London", [2.5, 2.45]),
    ("2008-09", "2015-09", "England and Wales outside London", [2.3, 2.3, 0, 0, 1, 1, 1]),
    ("2015-09", "2016-09", "England and Wales outside London", [1]),
    ("2016-09", "2017-09", "Inner London", [2]),
    ("2017-09", "2018-09", "Inner London", [3.5]),
    ("2018-09", "2019-09", "Inner London", [2.75]),
    ("2019-09", "2020-09", "England outside London", [5.5]),
    ("2020-09", "2021-09", "England outside London", [0]),
    ("2021-09", "2022-09", "England outside London", [8.9]),
    ("2023-09", "2024-09", "England outside London", [5.5]),
    ("2024-09", "2025-09", "England outside London", [4]),
]


@pytest.mark.parametrize(("before", "after", "area", "steps"), TEACHER_STEPS)
def test_teacher_awards_carry_the_bottom_of_the_main_scale(before, after, area, steps):
    """Published M1 rates against the awards (2005's second stage is over April 2004), £3 a step for rounding.

    September 2023 is left out: the start was lifted to £30,000, and 7.1 per cent is that to one decimal.
    """
    scale = (
        paylib.load("teacher_start_pay").query("point == 'M1'").set_index(["period", "area"])["annual_gbp"]
    )
    rows = paylib.load("other_awards").query("bargaining_group == 'teachers' and status != 'expected'")
    inside = rows[
        (rows["effective_month"] > pd.Period(before)) & (rows["effective_month"] <= pd.Period(after))
    ]
    # The first stage of 2005 is replaced by the second; M1 had a rise of its own in 2020 and 2022.
    inside = inside[inside["effective_month"] != pd.Period("2005-04")]
    start = (inside["scope"] == "part") & (inside["grades"] == "M1")
    usual = (inside["scope"] == "general") & ~inside["effective_month"].isin(inside[start]["effective_month"])
    held = inside[usual | start].sort_values("effective_month")
    assert held["award_pct"].tolist() == steps, f"other_awards: teachers {before} to {after} are not {steps}."
    pay = scale[before, area]
    for step in steps:
        pay *= 1 + step / 100
    assert abs(pay - scale[after, area]) <= 3 * len(steps), (
        f"other_awards: the awards carry M1 ({area}) to {pay:.0f} in {after}, the scale says "
        f"{scale[after, area]:.0f}."
    )


def test_teacher_stage_of_september_2005_is_over_the_scale_of_april_2004():
    """Announced worth of 2005/06: five months at 2.5 and seven at 3.25 per cent make about 2.95."""
    rows = general("teachers").set_index("effective_month")
    second = rows.loc[pd.Period("2005-09", "M")]
    assert str(second["base_month"]) == "2004-04", (
        "other_awards: the stage of 2005-09 has lost its base month."
    )
    worth = (5 * rows.loc[pd.Period("2005-04", "M"), "award_pct"] + 7 * second["award_pct"]) / 12
    assert abs(worth - second["paybill_pct"]) < 0.05, (
        f"other_awards: the stages of 2005/06 are worth {worth:.2f}, announced as {second['paybill_pct']}."
    )


def test_nhs_three_year_deals_multiply_to_the_published_worth():
    """Published worth: 10 per cent for 2003 to 2005, 7.6 at least for 2008 to 2010, 6.5 for 2018 to 2020."""
    for first, low, high in ((2003, 9.95, 10.05), (2008, 7.55, 7.65), (2018, 6.45, 6.55)):
        worth = 1.0
        for year in range(first, first + 3):
            worth *= 1 + award("nhs_agenda_for_change", f"{year}-04") / 100
        assert low <= round((worth - 1) * 100, 2) <= high, (
            f"other_awards: the NHS deal of {first} makes {(worth - 1) * 100:.2f} per cent."
        )


# ---- civil service

PARTS = {"AA/AO": ["AA", "AO"], "SEO/HEO": ["HEO", "SEO"], "G6/7": ["G7", "G6"]}


def civil_service():
    """Rows with headcounts, by month, department and grade."""
    frame = paylib.load("civil_service_pay").dropna(subset=["headcount"])
    return frame.set_index(["month", "department", "grade"]).sort_index()


@pytest.mark.parametrize("column", ["headcount", "fte"])
def test_civil_service_grades_add_to_their_pairs(column):
    """AA + AO, HEO + SEO and G6 + G7 make the grouped grades, within 5 (each figure is rounded to 5)."""
    values = civil_service()[column].unstack("grade").astype("Float64")
    checked = 0
    for pair, parts in PARTS.items():
        gap = (values[parts].sum(axis=1, min_count=2) - values[pair]).dropna()
        checked += len(gap)
        assert (gap.abs() <= 5).all(), (
            f"civil_service_pay: {' + '.join(parts)} is not {pair} ({column}) in "
            f"{gap[gap.abs() > 5].index.tolist()}."
        )
    assert checked >= 60, "civil_service_pay: too few grades with parts to check."


def test_civil_service_means_are_weighted_means_of_their_parts():
    """The mean of a pair of grades is its parts' means weighted by headcount, within £80 (rounded counts)."""
    frame = civil_service().astype({"mean_gbp": "Float64", "headcount": "Float64"})
    means, staff = frame["mean_gbp"].unstack("grade"), frame["headcount"].unstack("grade")
    for pair, parts in PARTS.items():
        weighted = sum(means[part] * staff[part] for part in parts) / sum(staff[part] for part in parts)
        gap = (weighted - means[pair]).dropna()
        assert (gap.abs() <= 80).all(), (
            f"civil_service_pay: the mean of {pair} is not that of its parts in "
            f"{gap[gap.abs() > 80].index.tolist()}."
        )


def test_civil_service_pair_medians_lie_between_their_parts():
    """The median of a pair of grades lies between the medians of its parts."""
    medians = paylib.load("civil_service_pay").set_index(["month", "department", "grade"])["median_gbp"]
    medians = medians.unstack("grade")
    for pair, parts in PARTS.items():
        held = medians.dropna(subset=[pair, *parts])
        wrong = held[(held[pair] < held[parts].min(axis=1)) | (held[pair] > held[parts].max(axis=1))]
        assert wrong.empty, (
            f"civil_service_pay: the median of {pair} is outside its parts in {wrong.index.tolist()}."
        )


# A fifth to a third of these staff are published without a grade, all of them in prisons and probation.
UNGRADED = {"HM Prison and Probation Service", "Ministry of Justice (group)"}


def test_civil_service_grades_do_not_exceed_all_staff():
    """The five grouped grades make all staff, but for rounding and the few (UNGRADED: many) not reported."""
    staff = civil_service()["headcount"].unstack("grade").astype("Float64")
    groups = ["AA/AO", "EO", "SEO/HEO", "G6/7", "SCS"]
    known = staff.dropna(subset=[*groups, "all"])
    assert len(known) >= 20, "civil_service_pay: too few totals to check."
    rest = known["all"] - known[groups].sum(axis=1)
    exceed = rest[rest < -15].index.tolist()
    assert not exceed, f"civil_service_pay: grades exceed all staff in {exceed}."
    share = (rest / known["all"])[~known.index.get_level_values("department").isin(UNGRADED)]
    missed = share[share >= 0.05].index.tolist()
    assert not missed, f"civil_service_pay: the grades miss one in twenty or more in {missed}."


def test_civil_service_full_time_equivalents_do_not_exceed_headcount():
    """Full-time equivalents are at most the headcount."""
    frame = civil_service()
    wrong = frame[frame["fte"] > frame["headcount"]]
    assert wrong.empty, f"civil_service_pay: more full-time equivalents than staff in {wrong.index.tolist()}."


def test_civil_service_medians_rise_with_the_grade():
    """Each grouped grade has a higher median than the one below it."""
    medians = paylib.load("civil_service_pay").set_index(["month", "department", "grade"])["median_gbp"]
    steps = medians.unstack("grade")[["AA/AO", "EO", "SEO/HEO", "G6/7", "SCS"]].dropna().diff(axis=1)
    wrong = steps[(steps.iloc[:, 1:] <= 0).any(axis=1)]
    assert wrong.empty, f"civil_service_pay: a higher grade has the lower median in {wrong.index.tolist()}."


def test_civil_service_salary_bands_add_to_the_total():
    """Bands and not reported make the total of each working pattern, within the rounding to 5."""
    frame = paylib.load("civil_service_salary_bands")
    for pattern, rows in frame.groupby("working_pattern"):
        total = rows.loc[rows["salary_band"] == "total", "headcount"].item()
        parts = rows.loc[rows["salary_band"] != "total", "headcount"]
        assert abs(parts.sum() - total) <= 2.5 * (len(parts) + 1), (
            f"civil_service_salary_bands {pattern}: bands make {parts.sum()}, the total is {total}."
        )


def test_civil_service_salary_bands_are_contiguous():
    """Each band starts £1 above the end of the one below."""
    bands = paylib.load("civil_service_salary_bands").query("working_pattern == 'full_time'")
    bands = bands.dropna(subset=["from_gbp"]).sort_values("from_gbp")
    for before, after in zip(bands["to_gbp"].iloc[:-1], bands["from_gbp"].iloc[1:], strict=True):
        assert after == before + 1, f"civil_service_salary_bands: a gap between {before} and {after}."


def test_civil_service_median_of_2026_falls_in_the_middle_band():
    """The published median of all staff in March 2026 lies in the band that holds the middle person."""
    bands = paylib.load("civil_service_salary_bands").dropna(subset=["from_gbp"])
    staff = bands.groupby("from_gbp")["headcount"].sum().cumsum()
    low = staff.index[(staff >= staff.iloc[-1] / 2).to_numpy().argmax()]
    high = bands.loc[bands["from_gbp"] == low, "to_gbp"].iloc[0]
    medians = paylib.load("civil_service_pay").set_index(["month", "department", "grade"])["median_gbp"]
    median = medians[pd.Period("2026-03", "M"), "All departments", "all"]
    assert low <= median <= high, (
        f"civil_service_pay 2026-03: the median {median} is outside {low} to {high}."
    )


def test_dwp_scales_run_from_low_to_high():
    """No scale ends below its start, and London pays more than the rest."""
    frame = paylib.load("dwp_scales")
    wrong = frame[frame["min_gbp"] > frame["max_gbp"]]
    assert wrong.empty, f"dwp_scales: scales that end below their start: {wrong['period'].tolist()}."
    for grade, rows in frame[frame["period"] == "2009"].groupby("grade"):
        pay = rows.set_index("pay_area")["min_gbp"]
        order = [a for a in ("National", "Specified pay zone", "Outer London", "Inner London") if a in pay]
        assert pay[order].is_monotonic_increasing, f"dwp_scales 2009 {grade}: the pay areas are out of order."


def test_dwp_forecast_of_2007_came_true():
    """The top that the union foretold for an AO in 2010 is the top of the published scale of 2009."""
    top = paylib.load("dwp_scales").query("grade == 'AO' and pay_area == 'National'")
    top = top.set_index("period")["max_gbp"]
    assert top["2010"] == top["2009"], "dwp_scales: the AO maximum of 2010 is not that of the 2009 scale."


def test_dwp_rates_of_2025_go_back_to_one_rate():
    """AA and AO rates of July 2025, each divided by its published award, give the same rate of 2024."""
    scales = paylib.load("dwp_scales").query("period == '2025-07'").set_index("grade")["min_gbp"]
    awards = paylib.load("civil_service_awards").query("bargaining_group == 'dwp' and award_year == 2025")
    awards = awards.assign(grade=awards["covers"].str[:2]).set_index("grade")["award_pct"]
    before = {grade: scales[grade] / (1 + awards[grade] / 100) for grade in ("AA", "AO")}
    assert abs(before["AA"] - before["AO"]) < 1, f"dwp_scales 2025-07: AA and AO go back to {before}."


def test_published_real_changes_lie_within_the_named_range():
    """Published range of 2010 to 2023: from the smallest fall of any grade to that of the SCS."""
    frame = paylib.load("civil_service_real_change")
    to_2023 = frame.query("from_year == 2010 and to_year == 2023").set_index("grade")["real_change_pct"]
    assert to_2023["SCS"] < to_2023["lowest_of_all"] < 0, (
        "civil_service_real_change: the range is upside down."
    )
    to_2022 = frame.query("from_year == 2010 and to_year == 2022").set_index("grade")["real_change_pct"]
    grades = to_2022.drop("all")
    assert (grades < to_2022["all"]).all(), "civil_service_real_change: all staff did not fall least."


# ---- social care and settlements


def test_social_workers_are_paid_at_their_njc_points():
    """Reported pay of social workers in 2022 is the published NJC points 23 and 28."""
    pay = paylib.load("social_care_pay").set_index("role")["value"]
    points = spine(basis=("published",)).loc[pd.Period("2022-04", "M"), "new"]
    for role, point in (("newly_qualified_social_worker", 23), ("main_grade_social_worker", 28)):
        assert pay[role] == points[point], f"social_care_pay {role}: {pay[role]} is not NJC point {point}."


def test_senior_care_workers_earn_the_published_margin():
    """Skills for Care, December 2024: senior care workers' median is 6 per cent above care workers'."""
    frame = paylib.load("social_care_pay").query("period == '2024-12' and statistic == 'median'")
    pay = frame.set_index("role")["value"]
    margin = (pay["senior_care_worker"] / pay["care_worker"] - 1) * 100
    assert round(margin) == 6, (
        f"social_care_pay 2024-12: the margin is {margin:.2f} per cent, published as 6."
    )


def test_care_worker_medians_never_fell_in_cash():
    """The national median of care workers rises from each report to the next, as the reports say."""
    frame = paylib.load("social_care_pay").query(
        "role == 'care_worker' and geography == 'England' and statistic == 'median'"
    )
    pay = frame.sort_values("period")["value"]
    assert len(pay) >= 8, "social_care_pay: national medians of care workers are missing."
    assert pay.is_monotonic_increasing, "social_care_pay: the national median of care workers falls."
