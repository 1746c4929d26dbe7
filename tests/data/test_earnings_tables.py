"""Identities that hold in the tables of prices, earnings, minimum wage, tax and employment."""

import itertools

import numpy as np
import pandas as pd
import pytest

import paylib

DIVISIONS = [f"{number:02d}" for number in range(1, 13)]
PERCENTILES = ["p10", "p20", "p25", "p30", "p40", "median", "p60", "p70", "p75", "p80", "p90"]
TAX_YEARS = [f"{year}/{(year + 1) % 100:02d}" for year in range(2003, 2027)]
CONTRACTED_OUT = TAX_YEARS[: TAX_YEARS.index("2016/17")]


def wide(table: str, value: str, columns: str = "series") -> pd.DataFrame:
    """One column a series, one row a month."""
    return paylib.load(table).pivot(index="month", columns=columns, values=value)


def growth(levels: pd.Series, window: str) -> pd.Series:
    """Change on a year before, in per cent, of a month or of the average of three months."""
    averaged = levels.rolling(3).mean() if window == "three_months" else levels
    return (averaged / averaged.shift(12) - 1) * 100


def months(first: str, last: str) -> set[pd.Period]:
    return set(pd.period_range(first, last, freq="M"))


def all_items(measure: str) -> pd.Series:
    prices = paylib.load("prices_monthly")
    return prices[prices["series"] == f"{measure}_3dp"].set_index("month")["price_index"]


# ---- consumer prices


@pytest.mark.parametrize("measure", ["cpi", "cpih"])
def test_weights_of_the_twelve_divisions_add_to_1000(measure):
    """ONS weights are parts per 1000; its own rounding leaves at most 0.0002."""
    weights = paylib.load("cpi_weights").query("measure == @measure and coicop in @DIVISIONS")
    for month, group in weights.groupby("start_month"):
        assert len(group) == 12, f"cpi_weights: {measure} of {month} has {len(group)} divisions, not 12."
        total = group["weight_per_1000"].sum()
        assert abs(total - 1000) < 0.0005, f"cpi_weights: {measure} of {month} adds to {total}, not 1000."


def test_weights_cover_every_month_but_the_declared_gaps():
    """The description declares: no CPI weights for 1997 to 2004, no CPIH weights for 2005 to 2007."""
    gaps = {"cpi": months("1997-01", "2004-12"), "cpih": months("2005-01", "2007-12")}
    for (measure, coicop), group in paylib.load("cpi_weights").groupby(["measure", "coicop"]):
        if coicop in {"04.2", "04.9", "07.3.2"}:  # declared: held for some years only
            continue
        held = [
            month
            for row in group.itertuples()
            for month in pd.period_range(row.start_month, row.end_month, freq="M")
        ]
        assert len(held) == len(set(held)), f"cpi_weights: {measure} {coicop} has two weights for a month."
        missing = months("1988-01", "2026-12") - set(held)
        assert missing == gaps[measure], (
            f"cpi_weights: {measure} {coicop} lacks {len(missing)} months, "
            f"not the {len(gaps[measure])} declared."
        )


@pytest.mark.parametrize(("measure", "first"), [("cpi", "1988-01"), ("cpih", "2008-01")])
def test_weights_of_the_groups_of_housing_add_to_the_division(measure, first):
    """COICOP division 04 is the sum of its groups (with 04.2 and 04.9 in the CPIH, held from 2008)."""
    weights = paylib.load("cpi_weights").query("measure == @measure and start_month >= @first")
    weights = weights.pivot(index="start_month", columns="coicop", values="weight_per_1000")
    groups = [code for code in ("04.1", "04.2", "04.3", "04.4", "04.5", "04.9") if code in weights]
    apart = (weights[groups].sum(axis=1) - weights["04"]).abs()
    assert apart.max() < 0.0005, (
        f"cpi_weights: {measure} {apart.idxmax()}: groups of housing are {apart.max()} off division 04."
    )


@pytest.mark.parametrize("measure", ["cpi", "cpih"])
def test_divisions_chain_to_all_items(measure):
    """ONS: within a year, all items = weighted divisions, linked at December (from 2017 also January).

    Exact to 0.001 points with the fractional weights from 2017; weights in whole parts per 1000 and
    the rounding of modelled years leave up to 0.04 points before.
    """
    divisions = paylib.load("cpi_divisions_monthly").query("measure == @measure and coicop in @DIVISIONS")
    levels = divisions.pivot(index="month", columns="coicop", values="price_index")
    weights = paylib.load("cpi_weights").query("measure == @measure and coicop in @DIVISIONS")
    total, compared = all_items(measure), 0
    for (start, end), group in weights.groupby(["start_month", "end_month"]):
        share = group.set_index("coicop")["weight_per_1000"] / 1000
        base = start - 1
        for month in pd.period_range(start, min(end, levels.index.max()), freq="M"):
            if base not in levels.index:
                continue
            expected = (levels.loc[month] / levels.loc[base] * share).sum() * 100
            apart = abs(expected - total[month] / total[base] * 100)
            allowed = 0.001 if start.year >= 2017 else 0.04
            assert apart <= allowed, (
                f"cpi_divisions_monthly: {measure} {month}: weighted divisions are {apart:.4f} points off "
                f"all items ({allowed} allowed)."
            )
            compared += 1
    assert compared > 300, f"cpi_divisions_monthly: only {compared} months of {measure} were compared."


def test_division_indices_run_from_1988_and_average_100_in_2015():
    """2015 = 100 by definition; rounding leaves at most 0.0005."""
    for part, group in paylib.load("cpi_divisions_monthly").groupby(["measure", "coicop"]):
        held = set(group["month"])
        assert held == months("1988-01", "2026-05"), f"cpi_divisions_monthly: {part} has a gap."
        mean = group.loc[group["month"].dt.year == 2015, "price_index"].mean()
        assert abs(mean - 100) < 0.0006, f"cpi_divisions_monthly: {part} averages {mean} in 2015, not 100."


def test_all_households_lie_between_the_tenures():
    """An average of groups cannot lie outside them (Household Costs Indices, months with all tenures)."""
    rates = wide("hci_rates", "rate_pct", "household_group")
    tenures = ["mortgagors", "outright_owners", "private_renters", "social_and_other_renters"]
    whole = rates.dropna(subset=[*tenures, "all_households"])
    assert len(whole) == 2, f"hci_rates: {len(whole)} months have every tenure, not 2."
    for month, row in whole.iterrows():
        assert row[tenures].min() <= row["all_households"] <= row[tenures].max(), (
            f"hci_rates: {month}: all households ({row['all_households']}) lie outside the tenures."
        )


# ---- GDP deflator and forecasts


def quarterly_means(first_month_of_year: int) -> pd.Series:
    """Mean of the four quarters of each year that has them, by the year it starts in."""
    quarters = paylib.load("gdp_deflator_quarterly")
    period = pd.PeriodIndex(quarters["period"].str.replace("-", ""), freq="Q")
    year = period.year - ((period.quarter == 1) & (first_month_of_year == 4))
    grouped = quarters.groupby(np.asarray(year))["price_index"].agg(["mean", "count"])
    return grouped.loc[grouped["count"] == 4, "mean"]


def test_calendar_years_of_the_gdp_deflator_agree_with_quarters():
    """Growth of a year = growth of the mean of its quarters, within revisions.

    The two tables are editions half a year apart, with an annual revision between; growth differs
    by up to 0.3 points, and more in the two years whose measurement was revised most.
    """
    years = paylib.load("gdp_deflator").set_index("period")["price_index"]
    years.index = years.index.astype(int)
    apart = ((years.pct_change() - quarterly_means(1).pct_change()) * 100).dropna().abs()
    assert len(apart) == 34, f"gdp_deflator: {len(apart)} years can be compared with quarters, not 34."
    far = sorted(apart.index[apart > 0.305])
    assert far == [2021, 2023], (
        f"gdp_deflator: growth is over 0.3 points off the quarters in {far}, not in 2021 and 2023 only."
    )
    assert apart.max() < 0.7, (
        f"gdp_deflator: growth of {apart.idxmax()} is {apart.max():.2f} off the quarters."
    )


def test_financial_years_of_the_gdp_deflator_agree_with_quarters():
    """As for calendar years; 2021/22 and 2023/24 are the years revised most."""
    rates = paylib.load("gdp_deflator_growth").set_index("period")["growth_pct"]
    rates.index = rates.index.str[:4].astype(int)
    apart = (rates - quarterly_means(4).pct_change() * 100).dropna().abs()
    assert len(apart) == 18, f"gdp_deflator_growth: {len(apart)} years can be compared, not 18."
    far = sorted(apart.index[apart > 0.32])
    assert far == [2021, 2023], (
        f"gdp_deflator_growth: years from {far} are over 0.32 points off the quarters, not 2021 and 2023."
    )
    assert apart.max() < 0.9, f"gdp_deflator_growth: {apart.idxmax()} is {apart.max():.2f} off the quarters."


def test_gdp_deflator_tables_have_no_gaps():
    """Years 1990 to 2024, financial years 2007/08 to 2024/25, quarters 1955-Q1 to 2025-Q1."""
    assert list(paylib.load("gdp_deflator")["period"]) == [str(year) for year in range(1990, 2025)], (
        "gdp_deflator: a calendar year from 1990 to 2024 is missing or out of order."
    )
    expected = [f"{year}/{(year + 1) % 100:02d}" for year in range(2007, 2025)]
    assert list(paylib.load("gdp_deflator_growth")["period"]) == expected, (
        "gdp_deflator_growth: a financial year from 2007/08 to 2024/25 is missing or out of order."
    )
    quarters = [f"{year}-Q{quarter}" for year in range(1955, 2026) for quarter in (1, 2, 3, 4)][:-3]
    assert list(paylib.load("gdp_deflator_quarterly")["period"]) == quarters, (
        "gdp_deflator_quarterly: a quarter from 1955-Q1 to 2025-Q1 is missing or out of order."
    )


def test_forecasts_start_where_outturn_ends():
    """The GDP deflator's forecast begins in the year after the last outturn, with no overlap."""
    forecasts = paylib.load("forecasts").query("measure == 'gdp_deflator'")
    last = int(paylib.load("gdp_deflator_growth")["period"].max()[:4])
    first = int(forecasts["period"].min()[:4])
    assert first == last + 1, f"forecasts: the GDP deflator starts in {first}, and outturn ends in {last}."


def test_average_forecast_lies_between_lowest_and_highest():
    """HM Treasury's comparison of forecasts, table M3: average, lowest, highest."""
    survey = paylib.load("forecasts").query("forecaster == 'hm_treasury_survey' and measure == 'rpi'")
    survey = survey.pivot(index="period", columns="statistic", values="growth_pct")
    assert len(survey) == 5, f"forecasts: the survey of the RPI has {len(survey)} years, not 5."
    for period, row in survey.iterrows():
        assert row["lowest"] <= row["average"] <= row["highest"], (
            f"forecasts: RPI {period}: the average {row['average']} lies outside the range."
        )


def test_no_forecast_of_a_year_that_was_over():
    """A forecast is of the year of its edition or later."""
    for row in paylib.load("forecasts").itertuples():
        assert int(row.period[:4]) >= row.published_month.year - 1, (
            f"forecasts: {row.measure} {row.period} was over when forecast in {row.published_month}."
        )


# ---- average weekly earnings


def test_awe_growth_recomputes_from_levels():
    """ONS A01, tables 13 and 15: growth of one month and of three-month averages, four decimals.

    What was first published from July to September 2026 has no levels here: its five rows are left out.
    """
    levels = wide("awe_monthly", "weekly_gbp")
    level_of = paylib.load("awe_series").set_index("series")["level_series"]
    rates = paylib.load("awe_rates")
    later = rates["month"] > levels.index.max()
    assert list(rates.loc[later, "series"]) == ["KAI9", "KAI9", "KAC3", "KAI9", "KAC3"], (
        "awe_rates: other rows than KAI9 and KAC3 of summer 2026 are later than the levels."
    )
    assert rates.loc[later, "usage_warnings"].str.startswith("first_published").all()
    for (series, window), group in rates[~later].groupby(["series", "window"]):
        published = group.set_index("month")["rate_pct"]
        apart = (growth(levels[level_of[series]], window).loc[published.index] - published).abs()
        assert apart.max() < 0.0001, (
            f"awe_rates: {series} of {apart.idxmax()} is {apart.max():.5f} off {level_of[series]}."
        )


def test_awe_real_growth_recomputes_from_real_levels():
    """ONS A01, tables X09: real growth from its own real levels, four decimals."""
    levels = wide("awe_real", "weekly_gbp_2015_prices")
    level_of = paylib.load("awe_series").set_index("series")["level_series"]
    for (series, window), group in paylib.load("awe_real_rates").groupby(["series", "window"]):
        published = group.set_index("month")["real_rate_pct"]
        apart = (growth(levels[level_of[series]], window).loc[published.index] - published).abs()
        assert apart.max() < 0.0001, (
            f"awe_real_rates: {series} of {apart.idxmax()} is {apart.max():.5f} off its levels."
        )


@pytest.mark.parametrize(
    ("nominal", "real", "window", "allowed"),
    [
        ("KAB9", "A3WV", "single_month", 1.5),  # bonus months shift with the season
        ("KAB9", "A3WW", "three_months", 0.5),
        ("KAI7", "A2F9", "single_month", 0.25),
        ("KAI7", "A2FA", "three_months", 0.12),
    ],
)
def test_real_awe_is_near_nominal_awe_over_cpih(nominal, real, window, allowed):
    """Published real growth is nominal growth over CPIH, but for a separate seasonal adjustment."""
    deflated = wide("awe_monthly", "weekly_gbp")[nominal] / all_items("cpih")
    published = wide("awe_real_rates", "real_rate_pct")[real].dropna()
    apart = (growth(deflated, window).loc[published.index] - published).abs()
    assert apart.max() < allowed, (
        f"awe_real_rates: {real} of {apart.idxmax()} is {apart.max():.2f} points off {nominal} over CPIH."
    )


def test_awe_series_name_each_series_once_and_all_months_are_there():
    """Levels run from 2000-01, growth of a month from 2001-01, of three months from 2001-03."""
    catalogue = paylib.load("awe_series")
    for table, group in catalogue.groupby("table"):
        frame = paylib.load(table)
        assert set(frame["series"]) == set(group["series"]), f"{table}: series differ from awe_series."
        for row in group.itertuples():
            first = {"level": "2000-01", "growth_single_month": "2001-01"}.get(row.statistic, "2001-03")
            held = set(frame.loc[frame["series"] == row.series, "month"])
            held -= months("2026-05", "2026-07") if row.series in {"KAI9", "KAC3"} else set()
            assert held == months(first, "2026-02"), f"{table}: {row.series} lacks a month since {first}."


def test_whole_economy_lies_between_private_and_public_pay():
    """The whole economy's regular pay is a weighted mean of the private and the public sector's.

    Total pay is left out: bonuses are adjusted for the season in each series by itself, and 21 months,
    most of them with bonuses, lie outside by up to 2.9 per cent (January 2009).
    """
    levels = wide("awe_monthly", "weekly_gbp")
    sectors = levels[["KAJ2", "KAJ5"]]
    outside = levels[(levels["KAI7"] < sectors.min(axis=1)) | (levels["KAI7"] > sectors.max(axis=1))]
    assert outside.empty, f"awe_monthly: KAI7 of {list(outside.index)} lies outside KAJ2 and KAJ5."


# ---- Average Earnings Index


def test_aei_growth_recomputes_from_the_index():
    """Growth of a month on the year before, within one edition; the index has one decimal."""
    frame = paylib.load("aei_monthly").dropna(subset=["earnings_index"])
    compared = 0
    for edition, group in frame.groupby("published_month"):
        assert group["index_base"].nunique() == 1, f"aei_monthly: edition {edition} mixes bases."
        group = group.set_index("month")
        recomputed = growth(group["earnings_index"].asfreq("M"), "single_month").dropna()
        apart = (recomputed - group["rate_pct"].loc[recomputed.index]).abs()
        assert apart.max() <= 0.14, (
            f"aei_monthly: {apart.idxmax()} in edition {edition} is {apart.max():.2f} off the index."
        )
        compared += len(apart)
    assert compared == 19, f"aei_monthly: {compared} rates could be recomputed, not 19."


def test_aei_has_one_latest_row_a_month_and_lacks_may_2003_only():
    """The reprints held do not reach May 2003, as the description says."""
    frame = paylib.load("aei_monthly")
    latest = frame[frame["latest"]]
    for sector, group in latest.groupby("sector"):
        assert not group["month"].duplicated().any(), f"aei_monthly: {sector} has two latest rows in a month."
        missing = months("2001-03", "2006-12") - set(group["month"])
        assert missing == months("2003-05", "2003-05"), f"aei_monthly: {sector} lacks {sorted(missing)}."
    newest = frame.groupby(["sector", "month"])["published_month"].transform("max")
    assert (frame["latest"] == (frame["published_month"] == newest)).all(), (
        "aei_monthly: a row is marked latest though a later edition has its month."
    )


# ---- Annual Survey of Hours and Earnings


def ashe(*statistics: str) -> pd.DataFrame:
    """One row a cell of the survey, one column a statistic."""
    frame = paylib.load("ashe_occupation")
    frame = frame[frame["statistic"].isin(statistics)]
    key = ["soc_version", "soc_code", "sector", "period", "edition", "working_pattern", "sex", "measure"]
    return frame.pivot(index=key, columns="statistic", values="value")[list(statistics)]


def test_ashe_percentiles_are_ordered():
    """A higher percentile of pay or hours is never below a lower one."""
    cells = ashe(*PERCENTILES)
    compared = 0
    for cell, row in cells.iterrows():
        held = row.dropna()
        compared += max(len(held) - 1, 0)
        for (lower, low), (upper, high) in itertools.pairwise(held.items()):
            assert low <= high, f"ashe_occupation: {cell}: {lower} ({low}) is above {upper} ({high})."
    assert compared > 9000, f"ashe_occupation: only {compared} pairs of percentiles were compared."


def test_ashe_jobs_of_women_and_men_add_to_all():
    """Jobs of women and men add to all jobs; each is rounded to a thousand."""
    jobs = ashe("jobs")["jobs"].unstack("sex").dropna()
    apart = (jobs["female"] + jobs["male"] - jobs["all"]).abs()
    assert len(jobs) > 150, f"ashe_occupation: only {len(jobs)} cells have jobs of both sexes."
    assert apart.max() <= 1, f"ashe_occupation: jobs of {apart.idxmax()} do not add up."


def test_ashe_full_time_jobs_are_no_more_than_all_jobs():
    """Full-time employees are part of all employees."""
    jobs = ashe("jobs")["jobs"].unstack("working_pattern").dropna()
    assert len(jobs) > 100, f"ashe_occupation: only {len(jobs)} cells have full-time and all jobs."
    more = jobs[jobs["full_time"] > jobs["all_employees"]]
    assert more.empty, f"ashe_occupation: {list(more.index[:1])} has more full-time jobs than jobs."


def test_ashe_time_series_agrees_with_table_14():
    """All employees of 2010, 2011, 2021 (revised) and 2022 are in both ONS publications, and equal."""
    frame = paylib.load("ashe_occupation").query("soc_code == 'all' and sector == 'all'")
    key = ["period", "edition", "working_pattern", "sex", "measure", "statistic"]
    series = frame[frame["soc_version"] == "none"].set_index(key)["value"]
    table = frame[frame["soc_version"] != "none"].set_index(key)["value"]
    both = pd.concat([series, table], axis=1, join="inner", keys=["series", "table"])
    assert set(both.reset_index()["period"]) == {"2010", "2011", "2021", "2022"}, (
        "ashe_occupation: the years that both publications hold have changed."
    )
    unequal = both[both["series"] != both["table"]]
    assert unequal.empty, f"ashe_occupation: {list(unequal.index)} differ between the publications."


def test_ashe_all_employees_are_held_for_every_year():
    """The time series by sex runs from 2004 to 2022 without a gap."""
    frame = paylib.load("ashe_occupation").query("soc_version == 'none'")
    for cell, group in frame.groupby(["sex", "measure", "statistic"]):
        assert sorted(group["period"]) == [str(year) for year in range(2004, 2023)], (
            f"ashe_occupation: the time series {cell} has a gap."
        )


def test_ashe_statistics_carry_their_unit():
    """Jobs are thousands, variation per cent, hours hours; all the rest is pounds of the measure."""
    frame = paylib.load("ashe_occupation")
    measure = frame["measure"].str.split("_").str[0]
    pay = measure.map({"hourly": "gbp_hour", "weekly": "gbp_week", "annual": "gbp_year"})
    expected = pay.mask(frame["measure"] == "weekly_paid_hours", "hours_week")
    expected = expected.mask(frame["statistic"] == "jobs", "thousand_jobs")
    expected = expected.mask(frame["statistic"].str.endswith("_cv"), "pct")
    wrong = frame[frame["unit"] != expected]
    assert wrong.empty, f"ashe_occupation: row {wrong.index[:1].tolist()} has a unit of another quantity."


def test_uprated_group_earnings_are_one_factor_above_the_union_list():
    """Both lists bring the same survey forward, so every group rises alike: by 2.9 per cent.

    All workers of the union's list is the declared exception: it prints 466.30, and 486.30 would fit.
    """
    frame = paylib.load("earnings_groups_2003")
    lists = frame.pivot(index="occupation_group", columns="reading", values="weekly_gbp")
    rise = ((lists["uprated"] / lists["union_news"] - 1) * 100).dropna()
    assert len(rise) == 8, f"earnings_groups_2003: {len(rise)} groups are in both lists, not 8."
    odd = rise[(rise - 2.94).abs() > 0.03]
    assert list(odd.index) == ["All workers"], (
        f"earnings_groups_2003: {list(odd.index)} do not rise by 2.9 per cent."
    )
    assert round(lists.loc["All workers", "uprated"] / 486.30 * 100 - 100, 1) == 2.9, (
        "earnings_groups_2003: 486.30 for all workers would not fit either."
    )


# ---- minimum wage


def test_minimum_wage_never_falls():
    """No rate of the minimum wage was ever cut."""
    for rate, group in paylib.load("nmw").groupby("rate"):
        steps = group.sort_values("effective_month")["gbp_hour"].diff().dropna()
        assert (steps >= 0).all(), f"nmw: the rate {rate} falls."


def test_minimum_wage_rises_with_age():
    """At each change, an older band's rate is at least a younger one's."""
    frame = paylib.load("nmw").dropna(subset=["min_age"])
    for month, group in frame.groupby("effective_month"):
        rates = group.sort_values("min_age")["gbp_hour"]
        assert rates.is_monotonic_increasing, f"nmw: at {month} an older band has a lower rate."


def test_minimum_wage_bands_cover_every_age_once():
    """Bands adjoin, from 16 (18 before October 2004) upward; April 2016 brought in one new rate only."""
    frame = paylib.load("nmw").dropna(subset=["min_age"])
    for month, group in frame.groupby("effective_month"):
        group = group.sort_values("min_age")
        if month == pd.Period("2016-04", "M"):
            assert list(group["rate"]) == ["national_living_wage"], "nmw: April 2016 has more than one rate."
            continue
        youngest = 16 if month >= pd.Period("2004-10", "M") else 18
        assert group["min_age"].iloc[0] == youngest, (
            f"nmw: at {month} the youngest band is not from {youngest}."
        )
        # In October 2016 the rates below 25 changed alone, above them stood the living wage of April.
        for older, younger in zip(group["min_age"].iloc[1:], group["max_age"].iloc[:-1], strict=True):
            assert older == younger + 1, f"nmw: at {month} ages {younger} and {older} do not adjoin."


# ---- income tax and National Insurance


def tax() -> pd.DataFrame:
    return paylib.load("tax_ni").query("status == 'in_force'")


def parameter(name: str) -> pd.Series:
    """A parameter by tax year, as at the end of the year."""
    rows = tax().query("parameter == @name").sort_values("from_date")
    return rows.groupby("tax_year")["value"].last()


def needed() -> list[tuple[str, list[str]]]:
    from_2010 = TAX_YEARS[TAX_YEARS.index("2010/11") :]
    with_accrual_point = [year for year in CONTRACTED_OUT if year >= "2009/10"]
    always = [
        *("personal_allowance", "basic_rate", "basic_rate_limit", "higher_rate"),
        *("ni_lower_earnings_limit", "ni_primary_threshold", "ni_secondary_threshold"),
        *("ni_upper_earnings_limit", "ni_employee_main_rate", "ni_employee_upper_rate", "ni_employer_rate"),
    ]
    return [
        *((name, TAX_YEARS) for name in always),
        *((name, TAX_YEARS[:5]) for name in ("starting_rate", "starting_rate_limit")),
        *((name, from_2010) for name in ("additional_rate", "additional_rate_threshold")),
        ("personal_allowance_income_limit", from_2010),
        ("ni_contracted_out_employee_rebate", CONTRACTED_OUT),
        ("ni_upper_accrual_point", with_accrual_point),
    ]


@pytest.mark.parametrize(("name", "years"), needed())
def test_tax_parameters_are_held_for_every_year_that_had_them(name, years):
    """All that income tax and employees' National Insurance need, 2003/04 to 2026/27."""
    held = set(tax().query("parameter == @name")["tax_year"])
    missing = sorted(set(years) - held)
    assert not missing, f"tax_ni: {name} is missing for {missing}."


def test_tax_parameters_cover_each_day_of_a_tax_year_once():
    """A tax year runs from 6 April to 5 April; the parts of a year adjoin."""
    for (year, name), group in tax().groupby(["tax_year", "parameter"]):
        group = group.sort_values("from_date")
        start = pd.Timestamp(int(year[:4]), 4, 6)
        assert group["from_date"].iloc[0] == start, f"tax_ni: {name} of {year} does not start on 6 April."
        assert group["to_date"].iloc[-1] == start + pd.DateOffset(years=1, days=-1), (
            f"tax_ni: {name} of {year} does not end on 5 April."
        )
        gaps = group["from_date"].iloc[1:].to_numpy() - group["to_date"].iloc[:-1].to_numpy()
        assert (gaps == np.timedelta64(1, "D")).all(), f"tax_ni: the parts of {name} of {year} do not adjoin."


def test_tax_changes_within_a_year_are_the_known_ones():
    """HMRC: 6 July 2022 (threshold), 6 November 2022 (rates), 6 January 2024 (employees' main rate)."""
    frame = tax()
    inside = frame[(frame["from_date"].dt.month != 4) | (frame["from_date"].dt.day != 6)]
    found = {(row.parameter, f"{row.from_date:%Y-%m-%d}") for row in inside.itertuples()}
    expected = {
        ("ni_primary_threshold", "2022-07-06"),
        ("ni_primary_threshold_month", "2022-07-06"),
        ("ni_employee_main_rate", "2022-11-06"),
        ("ni_employee_upper_rate", "2022-11-06"),
        ("ni_employer_rate", "2022-11-06"),
        ("ni_employee_main_rate", "2024-01-06"),
    }
    assert found == expected, (
        f"tax_ni: changes within a year differ from the known ones by {found ^ expected}."
    )


def test_thresholds_are_in_order():
    """Lower limit <= primary threshold < accrual point <= upper limit; limits of tax bands likewise."""
    frame = pd.DataFrame({name: parameter(name) for name, _ in needed()})
    frame = frame.loc[TAX_YEARS]
    chains = [
        [f"ni_{name}" for name in ("lower_earnings_limit", "primary_threshold", "upper_accrual_point")],
        ["ni_primary_threshold", "ni_upper_accrual_point", "ni_upper_earnings_limit"],
        ["starting_rate_limit", "basic_rate_limit", "additional_rate_threshold"],
        ["starting_rate", "basic_rate", "higher_rate", "additional_rate"],
        ["ni_employee_upper_rate", "ni_employee_main_rate"],
    ]
    for names, (year, row) in itertools.product(chains, frame.iterrows()):
        values = row[names].dropna()
        assert values.is_monotonic_increasing, f"tax_ni: {year}: {list(values.items())} are not in order."


def test_upper_earnings_limit_meets_the_higher_rate_from_2009():
    """From 2009/10 the upper earnings limit is set where higher-rate tax starts, to the pound a week."""
    start = parameter("personal_allowance") + parameter("basic_rate_limit")
    for year in (year for year in TAX_YEARS if year >= "2009/10"):
        apart = parameter("ni_upper_earnings_limit")[year] * 52 - start[year]
        assert abs(apart) < 52, f"tax_ni: {year}: the upper earnings limit is £{apart:.0f} off {start[year]}."


def test_primary_threshold_meets_the_personal_allowance():
    """The two were aligned in 2003/04 to 2007/08 and again from July 2022, to the pound a week."""
    for year in (year for year in TAX_YEARS if year <= "2007/08" or year >= "2022/23"):
        apart = parameter("ni_primary_threshold")[year] * 52 - parameter("personal_allowance")[year]
        assert abs(apart) < 52, f"tax_ni: {year}: threshold and allowance are £{apart:.0f} a year apart."


def test_contracted_out_rates_are_full_rates_less_rebates():
    """HMRC manual NIM01106: 9.4 per cent from 2003/04 is the main rate less the rebate."""
    for side, full in (("employee", "ni_employee_main_rate"), ("employer", "ni_employer_rate")):
        rate = parameter(f"ni_contracted_out_{side}_rate")
        rebate = parameter(f"ni_contracted_out_{side}_rebate")
        for year in sorted(set(rate.index) & set(rebate.index)):
            expected = parameter(full)[year] - rebate[year]
            assert rate[year] == pytest.approx(expected), (
                f"tax_ni: {year}: the contracted-out {side} rate {rate[year]} is not {expected}."
            )
    both = set(parameter("ni_contracted_out_employee_rate").index)
    assert {"2003/04", "2004/05"} <= both, "tax_ni: a contracted-out rate of 2003/04 or 2004/05 is missing."


def test_superseded_tax_figures_are_those_of_2008_only():
    """May 2008: the allowance rose by £600 and the basic rate limit fell by twice that, £1,200."""
    old = paylib.load("tax_ni").query("status == 'superseded'").set_index("parameter")
    assert set(old["tax_year"]) == {"2008/09"}, "tax_ni: a year other than 2008/09 has superseded figures."
    rise = parameter("personal_allowance")["2008/09"] - old.loc["personal_allowance", "value"]
    fall = old.loc["basic_rate_limit", "value"] - parameter("basic_rate_limit")["2008/09"]
    assert (rise, fall) == (600, 1200), f"tax_ni: 2008/09 changed by {rise} and {fall}, not 600 and 1200."


# ---- workforce


def test_union_members_of_the_sectors_add_to_all():
    """Members in the public and the private sector add to all members, in the years that have them."""
    members = paylib.load("union_membership").pivot(
        index="period", columns="sector", values="members_thousand"
    )
    whole = members.dropna()
    assert list(whole.index) == ["2019", "2020", "2024"], "union_membership: the years with sectors changed."
    for period, row in whole.iterrows():
        assert row["public"] + row["private"] == row["all"], (
            f"union_membership: {period}: public and private do not add to all."
        )


def test_occupations_have_one_title_and_all_years():
    """One title a code of SOC 2020, the same as in the earnings survey; each in all four years."""
    frame = paylib.load("employment_by_occupation")
    titles = frame.groupby("soc_code")["occupation"].unique()
    earnings = paylib.load("ashe_occupation").query("soc_version == 'soc2020' and soc_code != 'all'")
    earnings = earnings.groupby("soc_code")["occupation"].unique()
    for code, title in titles.items():
        assert list(title) == list(earnings[code]), f"employment_by_occupation: {code} is {title}."
        years = sorted(frame.loc[frame["soc_code"] == code, "period"].unique())
        expected = ["2021", "2022", "2023", "2024"]
        assert years == expected, f"employment_by_occupation: {code} has only {years}."
    sections = frame.groupby("industry_section")["industry"].nunique()
    assert (sections == 1).all(), "employment_by_occupation: an industry section has two titles."


# ---- figures released from July to September 2026


def test_the_rates_of_summer_2026_are_the_published_ones_and_say_how_far_they_were_seen():
    """Office for National Statistics, releases of 22 July, 19 August and 16 September 2026.

    The three-month means of the CPIH rate, as the publisher prints them beside real earnings, are
    3.1, 2.9 and 3.0 for May, June and July.
    """
    rates = paylib.load("prices_rates").set_index(["series", "month"])
    expected = {
        ("cpi", "2026-06"): (2.6, False),
        ("cpi", "2026-07"): (2.9, False),
        ("cpi", "2026-08"): (3.1, False),
        ("cpih", "2026-06"): (2.8, True),
        ("cpih", "2026-07"): (3.1, True),
        ("cpih", "2026-08"): (3.3, True),
        ("rpi", "2026-06"): (3.0, True),
        ("rpi", "2026-07"): (3.2, True),
    }
    checked = paylib.sources()["checked"]
    for (series, month), (rate, once) in expected.items():
        row = rates.loc[(series, pd.Period(month, "M"))]
        assert row["rate_pct"] == rate, f"prices_rates: {series} of {month} is {row['rate_pct']}, not {rate}."
        assert ("one_source" in str(row["usage_warnings"])) == once, (
            f"prices_rates: {series} of {month} does not say how far it was seen."
        )
        assert (checked[row["source"]] == "one_source") == once
    cpih = rates.loc["cpih", "rate_pct"]
    for month, mean in (("2026-05", 3.1), ("2026-06", 2.9), ("2026-07", 3.0)):
        last = pd.Period(month, "M")
        assert round(cpih.loc[last - 2 : last].mean(), 1) == mean
    for series in ("cpi", "rpi"):
        level = paylib.prices.index(series)
        for month in ("2026-06", "2026-07"):
            rate = 100 * (level[month] / level[pd.Period(month, "M") - 12] - 1)
            rounding = 0.05 + 0.05 * 100 / level[pd.Period(month, "M") - 12]  # of the rate and of the index
            assert abs(rate - rates.loc[(series, pd.Period(month, "M")), "rate_pct"]) < rounding


def test_growth_of_earnings_in_summer_2026():
    """Office for National Statistics, 21 July and 15 September 2026: growth of three-month averages."""
    rates = paylib.load("awe_rates").set_index(["series", "month"])
    for (series, month), rate in {
        ("KAI9", "2026-05"): 3.4,
        ("KAI9", "2026-07"): 3.5,
        ("KAC3", "2026-07"): 3.9,
    }.items():
        row = rates.loc[(series, pd.Period(month, "M"))]
        assert row["rate_pct"] == rate and row["window"] == "three_months"
        assert row["usage_warnings"] == "first_published rounded_in_source"


def test_the_forecast_of_march_2026_to_all_its_decimals():
    """Office for Budget Responsibility, March 2026: rounded, the unrounded ones are those printed."""
    held = paylib.load("forecasts").query("forecaster == 'obr' and period_type == 'calendar_year'")
    held = held[held["published_month"].astype(str) == "2026-03"].set_index(
        ["measure", "statistic", "period"]
    )
    printed = {"cpi": [2.3, 2.0, 2.0, 2.0, 2.0], "average_earnings": [3.4, 2.4, 2.1, 2.2, 2.4]}
    for measure, rates in printed.items():
        found = held.loc[(measure, "central"), "growth_pct"]
        assert found.index.tolist() == ["2026", "2027", "2028", "2029", "2030"]
        assert found.round(1).tolist() == rates and (found != found.round(2)).all()
    fan = held.loc["cpi", "growth_pct"].unstack("statistic")
    deciles = [f"p{share}" for share in range(10, 100, 10)]
    assert (fan[deciles].diff(axis=1).iloc[:, 1:] > 0).all(axis=None)
    assert (fan["p50"] == fan["central"]).all()


def test_the_bank_of_england_said_about_three_and_three_quarters():
    row = paylib.load("forecasts").query("forecaster == 'bank_of_england'")
    assert row[["period", "statistic", "growth_pct", "usage_warnings"]].values.tolist() == [
        ["2026-Q4", "about", 3.75, "one_source rounded_in_source"]
    ]
