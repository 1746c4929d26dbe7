"""Identities that hold within the tables on the workforce, workload and disputes."""

import pandas as pd
import pytest

import paylib
from paylib.disputes import load as dispute_file

HEADCOUNT_INDUSTRIES = ["C9LA", "C9LB", "C9LC", "C9LD", "C9LF", "C9LG", "C9LH", "C9LJ"]
ADJUSTED_INDUSTRIES = ["G7ER", "G7EU", "G7EX", "G7F2", "G7F5", "G7FG", "G7FJ", "G7FM"]
FTE_INDUSTRIES = ["C9LL", "C9LM", "C9LN", "C9LP", "C9LQ", "C9LR", "C9LT"]
ADJUSTED_FTE_INDUSTRIES = ["G7G9", "G7GC", "G7GF", "G7GI", "G7GL", "G7GR", "G7K2"]

# The published total of this quarter is 22 thousand above both its sectors and its industries.
TOTAL_ABOVE_PARTS = {("C9KD", "2001-Q2")}

NO_SURVEY = pd.period_range("2020-02", "2021-12", freq="M").astype(str).tolist()
PAYROLL_GAPS = ["2023-06", "2023-10"]


def months(column):
    """A column of months as text, whatever type it is loaded as."""
    return pd.PeriodIndex(column.astype(str).str[:7], freq="M").astype(str)


def employment():
    """Public employment with a column a series."""
    return paylib.load("public_employment").pivot(index="period", columns="series", values="value")


def missing(found, first, last, freq):
    """The periods between two that are not there."""
    return sorted(set(pd.period_range(first, last, freq=freq).astype(str)) - set(found))


# ---- public employment


@pytest.mark.parametrize(
    ("total", "parts", "rounding"),
    [
        ("G6NW", ["G6NQ", "G6NT"], 0),
        ("G7FV", ["G7FP", "G7FS"], 0),
        ("G7G3", ["G7FV", "G7FY"], 0),
        ("C9KB", ["C9K9", "C9KA"], 1),
        ("C9KD", ["C9KB", "C9KC"], 1),
        ("C9KN", ["C9KL", "C9KM"], 1),
        ("C9KP", ["C9KN", "C9KO"], 1),
        ("C9KD", HEADCOUNT_INDUSTRIES, 2),
        ("G7AU", ADJUSTED_INDUSTRIES, 7),
    ],
)
def test_public_employment_parts_add_to_their_total(total, parts, rounding):
    """Sectors and industries add to the public sector (ONS PSE); each industry is rounded and, in G7AU,
    seasonally adjusted on its own, so sums may be off by as much as the publisher's own."""
    wide = employment()[[total, *parts]].dropna()
    assert len(wide) >= 62, f"public_employment holds only {len(wide)} quarters of {total} and its parts."
    gap = wide[total] - wide[parts].sum(axis=1)
    for quarter, difference in gap[gap.abs() > rounding].items():
        assert (total, quarter) in TOTAL_ABOVE_PARTS, (
            f"public_employment: {total} in {quarter} differs from its parts by {difference} thousand."
        )


def test_the_one_quarter_above_its_parts_is_still_so():
    """C9KD in 2001-Q2 is 22 thousand above central, local and public corporations, as published."""
    row = employment().loc["2001-Q2"]
    gap = row["C9KD"] - row["C9KB"] - row["C9KC"]
    assert gap == 22, f"public_employment: C9KD in 2001-Q2 is {gap} thousand above its sectors, not 22."


@pytest.mark.parametrize(("total", "parts"), [("C9KP", FTE_INDUSTRIES), ("G7G3", ADJUSTED_FTE_INDUSTRIES)])
def test_full_time_equivalents_lack_only_construction(total, parts):
    """No FTE series for construction is published: industries fall short of the total by less
    than the headcount in construction (series C9LA)."""
    wide = employment()[[total, *parts, "C9LA"]].dropna()
    gap = wide[total] - wide[parts].sum(axis=1)
    low, high = gap.idxmin(), (wide["C9LA"] - gap).idxmin()
    assert gap[low] > 0, f"public_employment: in {low} the industries of {total} add to more than it."
    assert gap[high] <= wide["C9LA"][high], (
        f"public_employment: in {high} the industries of {total} fall short of it by {gap[high]} thousand, "
        f"more than the headcount in construction."
    )


@pytest.mark.parametrize(
    ("public", "private", "total"),
    [
        ("G7AU", "G7K5", "G7GO"),
        ("MFY7", "MFZ2", "G7GO"),
        ("C9KD", "CZG8", "CZG9"),
        ("MFX9", "MFY3", "CZG9"),
    ],
)
def test_public_and_private_add_to_total_employment(public, private, total):
    """The private sector is published as total employment (LFS) less the public sector, so they add."""
    wide = employment()[[public, private, total]].dropna()
    gap = wide[public] + wide[private] - wide[total]
    assert (gap == 0).all(), f"public_employment: {public} + {private} is not {total} in {gap.idxmax()}."


@pytest.mark.parametrize(
    ("share", "part", "total"),
    [
        ("G9BZ", "G7AU", "G7GO"),
        ("G9C2", "G7K5", "G7GO"),
        ("MFY9", "MFY7", "G7GO"),
        ("MFY5", "MFZ2", "G7GO"),
        ("DB36", "C9KD", "CZG9"),
        ("DB37", "CZG8", "CZG9"),
        ("MFY2", "MFX9", "CZG9"),
        ("MFY4", "MFY3", "CZG9"),
    ],
)
def test_published_shares_recompute_from_levels(share, part, total):
    """Each published share, to one decimal, is the level over total employment."""
    wide = employment()[[share, part, total]].dropna()
    off = (wide[share] - 100 * wide[part] / wide[total]).abs()
    assert off.max() <= 0.0501, f"public_employment: share {share} in {off.idxmax()} is off by {off.max()}."


def test_public_employment_quarters_are_contiguous():
    """The edition of April 2026 has every quarter; that of 2014 only second quarters before 1999."""
    table = paylib.load("public_employment")
    for (series, edition), rows in table.groupby(["series", "edition"]):
        quarters = sorted(rows["period"].str.replace("-", ""))
        late = [quarter for quarter in quarters if quarter >= "1999"]
        if edition != "first_published":
            assert not missing(late, "1999Q1", quarters[-1], "Q"), (
                f"public_employment: {series} ({edition}) has a hole."
            )
        early = [quarter for quarter in quarters if quarter < "1999"]
        assert all(quarter.endswith("Q2") for quarter in early), (
            f"public_employment: {series} has a quarter before 1999 that was never published."
        )


def test_each_employment_series_is_one_thing():
    """A CDID stands for one group, adjustment and unit throughout."""
    kinds = paylib.load("public_employment").groupby("series")[["group", "seasonally_adjusted", "unit"]]
    mixed = kinds.nunique().max(axis=1)
    assert (mixed == 1).all(), f"public_employment: series {mixed.idxmax()} is more than one thing."


def test_employment_titles_agree_with_the_codes():
    """The publisher's title says HC or FTE, SA or NSA; the columns must say the same."""
    titles = paylib.load("public_employment_series").set_index("series")["title"]
    for row in paylib.load("public_employment").drop_duplicates("series").itertuples():
        words = set(titles[row.series].replace("; ", " ").replace(";", " ").split())
        if words & {"HC", "FTE"}:
            assert ("FTE" in words) == (row.unit == "thousand_fte"), (
                f"public_employment: the unit of {row.series} is not that of its title."
            )
        if "NSA" in words:
            assert not row.seasonally_adjusted, f"public_employment: {row.series} is not adjusted."


# ---- civil service


def test_headcount_is_never_below_full_time_equivalents():
    """In the ONS tables by department, part-timers make the headcount at least the FTE."""
    table = paylib.load("civil_service_staff")
    table = table[table["collection"].isin(["public_sector_employment", "civil_service_statistics"])]
    wide = table.pivot(index=["organisation", "period"], columns="unit", values="value")
    assert wide.notna().all(axis=None), "civil_service_staff: a quarter has one unit only."
    low = wide[wide["people"] < wide["fte"]]
    assert low.empty, f"civil_service_staff: fewer heads than full-time equivalents at {list(low.index)}."


def test_quarters_of_departments_are_contiguous():
    """ONS publishes every quarter of an organisation while it exists."""
    table = paylib.load("civil_service_staff").query("collection == 'public_sector_employment'")
    for organisation, rows in table.groupby("organisation"):
        found = pd.PeriodIndex(rows["period"], freq="M").asfreq("Q").astype(str)
        holes = missing(found, min(found), max(found), "Q")
        assert not holes, f"civil_service_staff: {organisation} lacks {holes}."


def test_departments_jump_only_where_a_break_is_marked():
    """A change of over 15 per cent in a quarter is a reorganisation and must carry series_break."""
    table = paylib.load("civil_service_staff").query("collection == 'public_sector_employment'")
    for (organisation, unit), rows in table.groupby(["organisation", "unit"]):
        rows = rows.sort_values("period")
        jumps = rows[rows["value"].pct_change().abs() > 0.15]
        for row in jumps.itertuples():
            assert "series_break" in str(row.usage_warnings), (
                f"civil_service_staff: {organisation} ({unit}) jumps in {row.period} without a warning."
            )


def test_grades_of_2007_add_to_the_printed_total():
    """Hansard, 28 February 2008: the grades (administrative officers 49,073) add to 104,687."""
    table = (
        paylib.load("civil_service_staff").query("source == 'd_hans_20080228'").set_index("grade")["value"]
    )
    parts = table.drop("all").sum()
    assert parts == table["all"] == 104687, f"civil_service_staff: the grades of 2007-09 add to {parts}."


def test_payroll_grades_add_to_the_total():
    """DWP workforce management information: the total is the sum of grades, rounded to a whole post."""
    table = paylib.load("dwp_payroll")
    grades = table[["aa_ao_fte", "eo_fte", "seo_heo_fte", "g6_7_fte", "scs_fte"]].sum(axis=1)
    off = (grades - table["total_fte"]).abs()
    assert off.max() <= 0.5, f"dwp_payroll: grades miss the total in {table['month'][off.idxmax()]}."
    assert (table["headcount"] >= table["total_fte"]).all(), "dwp_payroll: fewer heads than posts."


@pytest.mark.parametrize(("name", "first"), [("dwp_payroll", "2021-07"), ("dwp_paybill", "2022-04")])
def test_payroll_months_are_contiguous_but_for_the_declared_gaps(name, first):
    """Two months, June and October 2023, are not in the published file."""
    holes = missing(months(paylib.load(name)["month"]), first, "2026-05", "M")
    assert holes == PAYROLL_GAPS, f"{name}: months {holes} are missing, not {PAYROLL_GAPS}."


def test_paybill_parts_add_to_the_total():
    """DWP workforce management information: six parts of cost add to the total to the penny."""
    table = paylib.load("dwp_paybill").assign(month=lambda t: months(t["month"])).set_index("month")
    money = table.filter(like="_gbp").drop(columns="total_gbp")
    assert money.shape[1] == 6, "dwp_paybill: there should be six parts."
    total = table["total_gbp"].astype(float)
    assert list(total.index[total.isna()]) == ["2025-04"], "dwp_paybill: only 2025-04 lacks a total."
    off = (money.sum(axis=1) - total).abs()
    assert off.max() < 0.006, f"dwp_paybill: the parts miss the total in {off.idxmax()} by £{off.max():.2f}."


def test_payroll_agrees_with_the_quarterly_statistics():
    """The department's own month and the ONS quarter count the same staff; ONS rounds to 10, or to 5."""
    payroll = paylib.load("dwp_payroll").assign(month=lambda t: months(t["month"])).set_index("month")
    ons = paylib.load("civil_service_staff").query(
        "organisation == 'dwp_without_agencies' and collection == 'public_sector_employment'"
    )
    compared = 0
    for row in ons[ons["period"].isin(payroll.index)].itertuples():
        own = payroll.loc[row.period, {"people": "headcount", "fte": "total_fte"}[row.unit]]
        compared += 1
        assert abs(own - row.value) <= 5, (
            f"dwp_payroll: {row.unit} in {row.period}: {own}, the statistics say {row.value}."
        )
    assert compared >= 28, f"dwp_payroll: only {compared} figures could be compared."


def test_average_performance_payment_is_cost_over_recipients():
    """Hansard, 5 January 2010: average = cost / recipients, the cost rounded to £10,000."""
    for row in paylib.load("dwp_performance_payments").itertuples():
        average = row.total_gbp_million * 1e6 / row.recipients
        assert abs(average - row.average_gbp) <= 5000 / row.recipients + 0.005, (
            f"dwp_performance_payments: {row.period} averages £{average:.2f}, not £{row.average_gbp}."
        )


@pytest.mark.parametrize("measure", ["employer_rate", "employee_rate"])
def test_pension_bands_follow_on(measure):
    """Each salary band starts a pound above the one below, and pays no less."""
    table = paylib.load("civil_service_pension_rates").query("measure == @measure")
    for month, rows in table[table["salary_band"].str.startswith("band")].groupby("effective_month"):
        rows = rows.sort_values("salary_band")
        assert list(rows["salary_band"]) == ["band_1", "band_2", "band_3", "band_4"], f"Bands of {month}."
        assert rows["contribution_pct"].is_monotonic_increasing, (
            f"civil_service_pension_rates: {month} falls."
        )
        if rows["from_gbp"].notna().any():
            gaps = rows["from_gbp"].iloc[1:].to_numpy() - rows["to_gbp"].iloc[:-1].to_numpy()
            assert (gaps == 1).all(), f"civil_service_pension_rates: bands of {month} leave a gap."


def test_five_day_week_divisor_is_weeks_times_days():
    """Court of Appeal, 2015: five days in each of 52 weeks."""
    days = paylib.load("working_day_settings").set_index("contract")["days"]
    assert days["five_day_week"] == 5 * 52, "working_day_settings: five_day_week is not 5 x 52."
    assert days["annual_contract"] == 365, "working_day_settings: annual_contract is not 365."


@pytest.mark.parametrize(("series", "kind", "count"), [("BCJD", "month", 12), ("AGLX", "quarter", 4)])
def test_annual_claimant_counts_are_means(series, kind, count):
    """ONS: a year is the mean of its months (BCJD) or quarters (AGLX), to one decimal."""
    table = paylib.load("claimant_count").query("series == @series")
    parts = table[table["period_type"] == kind]
    years = table[table["period_type"] == "calendar_year"].set_index("period")["claimants_thousand"]
    means = parts.groupby(parts["period"].str[:4])["claimants_thousand"].agg(["mean", "count"])
    full = means[means["count"] == count]
    assert list(full.index) == list(years.index), f"claimant_count: {series} has years without parts."
    off = (full["mean"] - years).abs()
    assert off.max() < 0.0501, f"claimant_count: {series} {off.idxmax()} is not the mean of its {kind}s."


def test_claimant_months_are_contiguous():
    """BCJD has every month from January 1971 to September 2014."""
    table = paylib.load("claimant_count").query("series == 'BCJD' and period_type == 'month'")
    holes = missing(table["period"], "1971-01", "2014-09", "M")
    assert not holes and len(table) == 525, f"claimant_count: BCJD lacks {holes}."


# ---- social care

TWO_AGES = [
    # series, period, how far the published parts may miss the total, and why
    ("requests_for_support_new_clients", "2014/15", 0),
    ("requests_for_support_new_clients", "2015/16", 750),  # parts first published, total revised
    ("requests_for_support_new_clients", "2019/20", 5),  # each to the nearest 5
    ("requests_for_support_new_clients", "2022/23", 1500),  # parts rounded to thousands
    ("requests_for_support_new_clients", "2023/24", 500),  # 18 to 64 rounded to thousands
    ("long_term_support_clients_in_year", "2015/16", 5),  # each to the nearest 5
    ("long_term_support_clients_in_year", "2017/18", 5),  # each to the nearest 5
]


@pytest.mark.parametrize(("series", "period", "rounding"), TWO_AGES)
def test_age_groups_add_to_all_ages(series, period, rounding):
    """ASC-FR and SALT: people of 18 to 64 and of 65 and over are all clients."""
    table = paylib.load("social_care_workload").query("geography == 'England' and period == @period")
    table = table[~table["edition"].isin(["rounded", "first_published"])].set_index("series")["value"]
    parts = table[f"{series}_18_64"] + table[f"{series}_65_plus"]
    assert abs(parts - table[series]) <= rounding, (
        f"social_care_workload: ages of {series} in {period} add to {parts}, not {table[series]}."
    )


def test_requests_a_day_are_requests_over_365():
    """ASC-FR: requests a day are those of the year over 365 (leap years too), to the nearest 5; the total
    of 2014/15 was published in thousands and its daily figure in thousands."""
    table = paylib.load("social_care_workload").query("geography == 'England'")
    year = table[table["series"] == "requests_for_support_new_clients"].drop_duplicates("period")
    year = year.set_index("period")["value"]
    daily = table[table["series"] == "requests_for_support_per_day"].set_index("period")["value"]
    for period, value in daily.items():
        allowed = 500 if period == "2014/15" else 2.5
        assert abs(year[period] / 365 - value) <= allowed, (
            f"social_care_workload: {value} requests a day in {period} is not {year[period]} / 365."
        )


def test_derived_client_counts_follow_their_formula():
    """NHS Digital 2018 published the change since 2015/16: -(-7,360) at 18 to 64, and -22,110 at 65 up."""
    table = paylib.load("social_care_workload").query("geography == 'England'")
    for age, rise in (("18_64", 7360), ("65_plus", -22110)):
        rows = table[table["series"] == f"long_term_support_clients_in_year_{age}"].set_index("period")
        assert rows.loc["2017/18", "value"] - rows.loc["2015/16", "value"] == rise, f"Change at {age}."
        assert rows.loc["2015/16", "usage_warnings"] == "derived", f"{age} in 2015/16 is not marked derived."


@pytest.mark.parametrize("name", ["social_care_workload", "social_care_vacancies", "social_care_staff"])
def test_two_figures_for_one_period_are_told_apart(name):
    """Where a figure was revised or rounded, both rows say so, and one of them is to be used."""
    table = paylib.load(name)
    for key, rows in table.groupby(["series", "period", "geography"]):
        editions = set(rows["edition"].dropna()) - {""}
        wanted = len(rows) if len(rows) > 1 else 0
        assert len(editions) == wanted, f"{name}: the {len(rows)} rows of {key} are not told apart."
        best = editions & {"revised", "exact"}
        assert not wanted or len(best) == 1, f"{name}: {key} has no single figure to use."


def test_activity_series_end_before_the_new_collection():
    """From 2024/25 activity comes from client level data: no row of the older series may reach it."""
    table = paylib.load("social_care_workload")
    old = table[table["series"].str.contains("requests|long_term_support|short_term") & table["unit"].ne("")]
    late = old[old["period"] >= "2024/25"]
    assert late.empty, f"social_care_workload: {sorted(set(late['series']))} reach the new collection."


def test_care_spending_is_nested():
    """ASC-FR: long-term and short-term support are parts of gross, and gross a part of total."""
    wide = paylib.load("social_care_spending").query("geography == 'England'")
    wide = wide.pivot(index="period", columns="series", values="value").add_prefix("")
    name = "local_authority_adult_social_care_{}_expenditure".format
    parts = wide[[name("long_term_support"), name("short_term_support")]].sum(axis=1)
    assert (parts < wide[name("gross_current")]).all(), "social_care_spending: parts exceed gross."
    full = wide[[name("gross_current"), name("total")]].dropna()
    assert len(full) == 5, f"social_care_spending: {len(full)} years have gross and total, not 5."
    assert (full[name("gross_current")] < full[name("total")]).all(), "social_care_spending: gross is more."


# ---- labour disputes


def disputes(measure, kind):
    """One measure of labour disputes by period."""
    table = paylib.load("labour_disputes").query("measure == @measure and period_type == @kind")
    return table.set_index("period")["value"].astype(float)


@pytest.mark.parametrize(
    ("measure", "first", "last", "gap"),
    [
        ("working_days_lost", "1931-01", "2026-02", NO_SURVEY),
        ("stoppages", "1931-01", "2026-02", NO_SURVEY),
        ("workers_involved", "1986-01", "2026-02", NO_SURVEY),
        ("working_days_lost_public", "1996-01", "2014-08", []),
        ("working_days_lost_private", "1996-01", "2014-08", []),
        ("stoppages_public", "1996-01", "2014-08", []),
        ("stoppages_private", "1996-01", "2014-08", []),
    ],
)
def test_dispute_months_are_contiguous_but_for_the_survey_gap(measure, first, last, gap):
    """ONS: no survey from February 2020 to December 2021, every other month is there."""
    holes = missing(disputes(measure, "month").index, first, last, "M")
    assert holes == gap, f"labour_disputes: {measure} lacks {sorted(set(holes) ^ set(gap))} unexpectedly."


def test_days_lost_by_month_add_to_the_year():
    """ONS: months of days lost, each rounded to a thousand, add to the year to within 2 thousand."""
    month = disputes("working_days_lost", "month")
    sums = month.groupby(month.index.str[:4]).agg(["sum", "count"])
    years = disputes("working_days_lost", "calendar_year")
    both = sums[sums["count"] == 12].join(years.rename("year"), how="inner")
    assert list(both.index) == [str(year) for year in range(1931, 2019)], "Years 1931 to 2018 are compared."
    off = (both["sum"] - both["year"]).abs()
    assert off.max() <= 2, f"labour_disputes: days lost in {off.idxmax()} miss the year by {off.max()}."


def test_sectors_add_to_all_days_lost():
    """Public and private add to all, to within a thousand; in September 2003 they are of different
    editions and add to 7 of 24 thousand."""
    public, private = (disputes(f"working_days_lost_{s}", "month") for s in ("public", "private"))
    off = (public + private - disputes("working_days_lost", "month")).dropna().abs()
    assert list(off[off > 1].index) == ["2003-09"], f"labour_disputes: sectors miss in {off.idxmax()}."
    assert off["2003-09"] == 17, f"labour_disputes: 2003-09 misses by {off['2003-09']}, not 17."


def test_sectors_add_to_all_stoppages():
    """Stoppages in the public and private sector add exactly to all stoppages in progress."""
    parts = disputes("stoppages_public", "month") + disputes("stoppages_private", "month")
    gap = (parts - disputes("stoppages", "month")).dropna()
    assert len(gap) == 224 and (gap == 0).all(), f"labour_disputes: stoppages miss in {gap.idxmax()}."


def test_industries_of_hansard_add_to_the_year():
    """Hansard, 15 October 2002: public services and the rest add to the year of series BBFW."""
    parts = disputes("working_days_lost_public_services", "calendar_year")
    parts = parts + disputes("working_days_lost_other_industries", "calendar_year")
    years = disputes("working_days_lost", "calendar_year")
    assert list(parts.index) == ["1997", "1998", "1999", "2000", "2001"], "Five years are held."
    for year, value in parts.items():
        assert value == years[year], f"labour_disputes: industries of {year} add to {value}."


@pytest.mark.parametrize("measure", ["stoppages", "workers_involved"])
def test_a_year_counts_each_stoppage_once(measure):
    """A stoppage that runs on counts in every month, once in the year, so months add to more; in 1940 the
    publisher's year is 5 above its months."""
    month = disputes(measure, "month")
    sums = month.groupby(month.index.str[:4]).agg(["sum", "count"]).query("count == 12")["sum"]
    over = (disputes(measure, "calendar_year") - sums).dropna()
    expected = ["1940"] if measure == "stoppages" else []
    assert list(over[over > 0].index) == expected, f"labour_disputes: {measure}, {over.idxmax()} is too high."


def test_the_redefinition_of_stoppages_is_marked():
    """ONS redefined stoppages from January 2022: those months, and no others, carry series_break."""
    table = paylib.load("labour_disputes")
    marked = table[table["usage_warnings"].fillna("").str.contains("series_break")]
    assert set(marked["measure"]) == {"stoppages"}, "labour_disputes: a wrong measure is marked."
    found = sorted(marked["period"])
    assert found == pd.period_range("2022-01", "2026-02", freq="M").astype(str).tolist(), (
        f"labour_disputes: the break is marked from {found[0]} to {found[-1]}."
    )


# ---- the facts of the disputes


@pytest.mark.parametrize("name", ["civil_service_dispute", "social_care_dispute"])
def test_each_claim_says_whose_it_is(name):
    """The warning of a row is that of its party, and each row has a figure or words, never both."""
    party = {
        "union": "claimed_by_union",
        "employers": "claimed_by_employer",
        "government": "claimed_by_employer",
    }
    for row in paylib.load(name).itertuples():
        warning = "" if pd.isna(row.usage_warnings) else row.usage_warnings
        found = [code for code in warning.split() if code.startswith("claimed_by")]
        wanted = [party[row.party]] if row.party in party else []
        assert found == wanted, f"{name}: {row[1]} is by {row.party} and warns {found}."
        words = not pd.isna(row.text) and row.text != ""
        assert words != (not pd.isna(row.value)), f"{name}: {row[1]} needs a figure or words, not both."


def facts(name):
    """Figures of a dispute by item."""
    return paylib.load(name).set_index("item")["value"].astype(float)


def test_the_dwp_ballot_adds_up():
    """Weekly Worker: 22,000 to 14,000 on a turnout of 43 per cent; Socialist Appeal prints 61 per cent."""
    fact = facts("civil_service_dispute")
    votes = fact["strike_ballot_yes_votes_dwp"] + fact["strike_ballot_no_votes_dwp"]
    share = 100 * fact["strike_ballot_yes_votes_dwp"] / votes
    assert round(share) == fact["strike_ballot_yes_share_dwp"], f"The yes share comes to {share:.1f}."
    entitled = votes / fact["strike_ballot_turnout_dwp"] * 100
    assert abs(entitled / fact["members_balloted_dwp"] - 1) < 0.05, (
        f"civil_service_dispute: the votes imply {entitled:.0f} members, not about 86,000."
    )


def test_departments_add_to_more_than_the_total_balloted():
    """BBC, 22 December 2003: over 100,000 in five departments, whose numbers are printed."""
    fact = facts("civil_service_dispute")
    parts = fact.filter(like="members_balloted_").drop("members_balloted_total")
    assert len(parts) == fact["departments_in_dispute"] == 5, "Five departments were balloted."
    assert 100_000 < parts.sum() < 110_000, f"civil_service_dispute: departments add to {parts.sum()}."


def test_the_ballots_of_2004_needed_only_a_majority():
    """Trade Union Act 2016: thresholds of turnout and support begin on 1 March 2017, not before."""
    law = paylib.load("ballot_law").query("nation == 'Great Britain'").set_index(["rule", "date"])
    early = sorted({rule for rule, date in law.index if str(date)[:10] < "2017-03-01"})
    assert early == [
        "action_must_begin",
        "action_must_begin_by_agreement",
        "ballot_before_strike",
        "date_of_ballot",
        "majority_of_votes_cast",
        "notice_to_employer",
    ], f"ballot_law: {early} before 2017-03."
    lowest = facts("civil_service_dispute")["strike_ballot_yes_share_lowest_department"]
    majority = law.loc[("majority_of_votes_cast", "2017-02-28")]
    assert majority["qualifier"] == "more_than", "ballot_law: a majority is more than half."
    assert lowest > majority["value"], "civil_service_dispute: a department had no majority."


def test_ballot_thresholds_are_those_of_the_acts():
    """Trade Union Act 2016: 50 per cent turnout, 40 per cent support, 14 days, 6 months; Employment Rights
    Act 2025: 10 days, 12 months."""
    law = paylib.load("ballot_law").query("nation == 'Great Britain'").set_index(["rule", "date"])["value"]
    wanted = {
        ("turnout_threshold", "2017-03-01"): 50,
        ("turnout_threshold", "2026-02-18"): 50,
        ("support_threshold_important_services", "2017-03-01"): 40,
        ("notice_to_employer", "2017-02-28"): 7,
        ("notice_to_employer", "2017-03-01"): 14,
        ("notice_to_employer", "2026-02-18"): 10,
        ("ballot_mandate", "2017-03-01"): 6,
        ("ballot_mandate", "2026-02-18"): 12,
    }
    for key, value in wanted.items():
        assert law[key] == value, f"ballot_law: {key} is {law[key]}, not {value}."


def test_the_lancashire_ballot_would_meet_today_s_threshold():
    """UNISON: 90 per cent on a turnout of 70 per cent, above the turnout of 50 that the law asks for."""
    fact = facts("social_care_dispute")
    law = paylib.load("ballot_law").set_index(["rule", "date"])["value"]
    assert fact["ballot_turnout"] >= law[("turnout_threshold", "2017-03-01")], "Turnout is below the law."


def test_strike_rounds_add_to_68_of_which_46_announced():
    """Rounds of 4, 5, 3, 9 and 25 days were announced; 1 and 21 follow from the union's totals."""
    rounds = paylib.load("social_care_strike_days")
    counted = rounds[rounds["in_total"].astype(bool)]
    by = counted.groupby("basis")["strike_days"].sum()
    assert by["announced"] == 46, f"social_care_strike_days: {by['announced']} days announced, not 46."
    assert by["by_subtraction"] == 22, f"social_care_strike_days: {by['by_subtraction']} by subtraction."
    stated = facts("social_care_dispute")["strike_days_taken_to_date"]
    assert stated - counted["strike_days"].sum() == 1, "The union's total is one more than the rounds."


def test_subtracted_rounds_follow_from_the_stated_totals():
    """The fifth round is 23 - 13 - 9; what came after the sixth is 69 - 23 - 25."""
    fact, days = (
        facts("social_care_dispute"),
        paylib.load("social_care_strike_days").set_index("round")["strike_days"],
    )
    five = fact["strike_days_rounds_1_to_5"]
    fifth = five - fact["strike_days_rounds_1_to_3"] - fact["strike_days_round_4"]
    after = fact["strike_days_taken_to_date"] - five - fact["strike_days_round_6"]
    assert days["5"] == fifth, f"social_care_strike_days: round 5 has {days['5']} days, not {fifth}."
    assert days["7_and_after"] == after, f"social_care_strike_days: {after} days come after the sixth."
    assert days["4"] == fact["strike_days_round_4"], "Round 4 differs from the stated length."
    assert days["6"] == fact["strike_days_round_6"], "Round 6 differs from the stated length."


def test_strike_days_agree_with_their_dates():
    """A round with both dates is an unbroken run of calendar days."""
    rounds = paylib.load("social_care_strike_days")
    dated = rounds[rounds["in_total"].astype(bool)].dropna(subset=["start_date", "end_date"])
    assert set(dated["round"]) == {"1", "2", "4"}, f"social_care_strike_days: dates of {set(dated['round'])}."
    for row in dated.itertuples():
        span = (pd.Timestamp(row.end_date) - pd.Timestamp(row.start_date)).days + 1
        assert span == row.strike_days, f"social_care_strike_days: round {row.round} spans {span} days."


def test_regrading_rows_with_one_source_say_so():
    """A row without a second source carries one_source, and a second source is never the first again."""
    for row in paylib.load("regrading_disputes").itertuples():
        second = "" if pd.isna(row.check_source) else row.check_source
        warning = "" if pd.isna(row.usage_warnings) else row.usage_warnings
        assert ("one_source" in warning) == (second == ""), f"regrading_disputes: row {row.dispute}."
        assert second != row.source, f"regrading_disputes: row {row.dispute} cites one source twice."


def test_the_lancashire_gap_is_a_maximum_everywhere():
    """The union says up to £4,200: the fact and the comparison must both carry it as at most."""
    row = paylib.load("regrading_disputes").set_index("employer").loc["Lancashire County Council"]
    fact = paylib.load("social_care_dispute").set_index("item").loc["grade_gap_max"]
    assert row["gap_annual_gbp"] == fact["value"] == 4200, "The gap of Lancashire differs between tables."
    assert row["gap_qualifier"] == fact["qualifier"] == "at_most", "The gap of Lancashire is a maximum."


ARTICLES = {
    "youth_work_2004": ("C_article_youth_2004", 14),
    "civil_service_2004": ("d_article_civil_service_2004", 11),
    "social_care_2025": ("article_social_care_2025", 9),
}


@pytest.fixture(scope="module")
def claims():
    """The claims of the three dispute files, by their name."""
    return {claim.id: claim for dispute in ARTICLES for claim in dispute_file(dispute).claims}


@pytest.mark.parametrize(("dispute", "article"), ARTICLES.items())
def test_the_claims_of_the_three_articles_are_complete(dispute, article):
    """Three articles: 14 claims on youth work, 11 on the civil service, 9 on social care."""
    source, count = article
    stated = [claim.id for claim in dispute_file(dispute).claims if claim.source == source]
    assert len(stated) == count, f"{dispute}: {stated}"


SAME = [
    ("youth-ballot-yes", "youth_dispute", "ballot_yes_share"),
    ("youth-offer", "youth_dispute", "offer_headline"),
    ("youth-members", "youth_dispute", "union_members"),
    ("youth-affected", "youth_dispute", "members_affected_by_offer"),
    ("youth-rise-majority", "youth_dispute", "offer_hourly_majority"),
    ("youth-rise-top", "youth_dispute", "offer_hourly_highest_paid"),
    ("youth-funding", "youth_dispute", "youth_funding_increase"),
    ("youth-workload", "youth_dispute", "staff_workload_increase"),
    ("youth-shortage", "youth_dispute", "extra_workers_needed"),
    ("youth-ratio", "youth_dispute", "recommended_young_people_per_worker"),
    ("youth-neet", "youth_dispute", "neet_young_people"),
    ("youth-teacher-gap", "youth_dispute", "start_pay_gap_teachers"),
    ("youth-meeting", "youth_dispute", "next_meeting"),
    ("pcs-departments", "civil_service_dispute", "departments_in_dispute"),
    ("pcs-dwp-balloted", "civil_service_dispute", "members_balloted_dwp"),
    ("pcs-prison-balloted", "civil_service_dispute", "members_balloted_prison_service"),
    ("pcs-tsol-balloted", "civil_service_dispute", "members_balloted_treasury_solicitor"),
    ("pcs-average-offer", "civil_service_dispute", "average_offer_dwp"),
    ("pcs-decade", "civil_service_dispute", "biggest_strike_claim_years"),
    ("care-strike-days", "social_care_dispute", "strike_days_taken_to_date"),
    ("care-acas", "social_care_dispute", "acas_talks_broke_down"),
    ("care-ballot-close", "social_care_dispute", "ballot_closing_date"),
]


@pytest.mark.parametrize(("claim", "name", "item"), SAME)
def test_a_claim_states_what_the_facts_of_its_dispute_state(claims, claim, name, item):
    """The same sentence of an article is a claim and a fact: figure, words, unit and source agree."""
    fact = paylib.load(name).set_index("item").loc[item]
    for column in ("value", "text", "unit", "source"):
        left, right = getattr(claims[claim], column), fact[column]
        assert left == right or (left is None and pd.isna(right)), (
            f"{claim} has {column} {left}, but {name}: {item} has {right}."
        )


def test_strike_dates_of_the_claims_make_the_planned_days(claims):
    """The civil service article: 29 and 30 January 2004, two days."""
    span = pd.Timestamp(claims["pcs-strike-end"].text) - pd.Timestamp(claims["pcs-strike-start"].text)
    planned = facts("civil_service_dispute")["planned_strike_days"]
    assert span.days + 1 == planned, f"claims: the strike spans {span.days + 1} days, planned {planned}."
