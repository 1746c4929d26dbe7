"""Slips that no type and no single range tells: what a table's own figures, its total or its release make one."""

import pandas as pd
import pytest

from paylib import datapackage
from paylib.datapackage import contracts, hashes
from paylib.datapackage.plausible import slips
from tests.conftest import some


def _set(column: str, value, **where):
    """A cell typed anew."""

    def slip(frame: pd.DataFrame) -> pd.DataFrame:
        rows = pd.Series(True, index=frame.index)
        for name, wanted in where.items():
            rows &= frame[name] == wanted
        assert rows.sum() == 1, rows.sum()
        assert frame.loc[rows, column].iloc[0] != value
        frame.loc[rows, column] = str(value)
        return frame

    return slip


def _doubled_from(column: str, series: str, month: str, factor: float):
    def slip(frame: pd.DataFrame) -> pd.DataFrame:
        rows = (frame["series"] == series) & (frame["month"] >= month)
        assert rows.any()
        frame.loc[rows, column] = (frame.loc[rows, column].astype(float) * factor).round(4).astype(str)
        return frame

    return slip


def _moved_by_a_month(column: str, series: str):
    def slip(frame: pd.DataFrame) -> pd.DataFrame:
        rows = frame["series"] == series
        frame.loc[rows, column] = frame.loc[rows, column].shift(1).fillna(frame.loc[rows, column])
        return frame

    return slip


def _year_of_another(column: str, series: str, year: str, other: str):
    def slip(frame: pd.DataFrame) -> pd.DataFrame:
        of = [(frame["series"] == series) & frame["month"].str.startswith(each) for each in (year, other)]
        frame.loc[of[0], column] = frame.loc[of[1], column].to_numpy()
        return frame

    return slip


def _gone(**where):
    def slip(frame: pd.DataFrame) -> pd.DataFrame:
        rows = pd.Series(True, index=frame.index)
        for name, wanted in where.items():
            rows &= frame[name] == wanted
        assert rows.any()
        return frame[~rows]

    return slip


SLIPS = {
    "a level of earnings swapped with that of a year later": (
        "awe_monthly",
        _set("weekly_gbp", 453.017, series="KAJ2", month="2015-03"),
        "of the same release gives",
    ),
    "a level of earnings with two digits the wrong way round": (
        "awe_monthly",
        _set("weekly_gbp", 442.1844, series="KAJ2", month="2015-03"),
        "of the same release gives",
    ),
    "earnings times 1.1 from a month on": (
        "awe_monthly",
        _doubled_from("weekly_gbp", "KAB9", "2015-01", 1.1),
        "of the same release gives",
    ),
    "earnings a month late": (
        "awe_monthly",
        _moved_by_a_month("weekly_gbp", "KAK6"),
        "of the same release gives",
    ),
    "a year of earnings from another": (
        "awe_monthly",
        _year_of_another("weekly_gbp", "KAI7", "2012", "2011"),
        "of the same release gives",
    ),
    "growth of earnings without its sign": (
        "awe_rates",
        _set("rate_pct", 5.7, series="KAC2", month="2009-03"),
        "KAB9 of the same release gives",
    ),
    "real growth without its point": (
        "awe_real_rates",
        _set("real_rate_pct", 7515, series="A3WW", month="2025-07"),
        "A3WX of the same release gives",
    ),
    "a long index of prices times ten": (
        "prices_monthly",
        _set("price_index", 6486.0, series="rpi_1974", month="1998-12"),
        "beside it",
    ),
    "claimants of a month": (
        "claimant_count",
        _set("claimants_thousand", 787, series="BCJD", period="1975-09"),
        "of the months of 1975 make",
    ),
    "days lost of a month": (
        "labour_disputes",
        _set("value", 113, measure="working_days_lost", period="1943-12"),
        "of the months of 1943 make",
    ),
    "a wage floor times ten": (
        "nmw",
        _set("gbp_hour", 104.2, effective_month="2023-04", rate="national_living_wage"),
        "beside it",
    ),
    "a living wage that falls": (
        "living_wage_foundation",
        _set("gbp_hour", 13.25, rate_year="2022", area="london"),
        "is less than that of rate_year 2022",
    ),
    "a threshold of tax": (
        "tax_ni",
        _set("value", 242, parameter="additional_rate_threshold", from_date="2026-04-06", status="in_force"),
        "beside it",
    ),
    "a band of pensions that leaves a gap": (
        "employer_pension_rates",
        _set("from_gbp_year", 69010, scheme="civil_service", from_date="2008-04-01", from_gbp_year="69001"),
        "does not begin where the one before it ends",
    ),
    "a part of a paybill": (
        "dwp_paybill",
        _set("overtime_gbp", 5124401.76, month="2026-05"),
        "and its parts add to",
    ),
    "staff of a grade": ("dwp_payroll", _set("eo_fte", 44016.69, month="2026-05"), "and its parts add to"),
    "an award of another year": (
        "student_loans",
        _set("from_date", "2029-04-06", plan="plan_2", tax_year="2019/20"),
        "are not of one year",
    ),
    "a month a century on": (
        "civil_service_workload",
        _set("period", "2095", series="prison_population_annual_average", period="1995"),
        "is too long after the release of its source",
    ),
    "a figure of a dispute taken out": (
        "youth_dispute",
        _gone(item="start_salary_teacher"),
        "rows, and has been sealed with",
    ),
    "an award taken out": (
        "pay_awards",
        _gone(bargaining_group="njc", award_year="2024"),
        "rows, and has been sealed with",
    ),
    "a blank after a name": (
        "population_13_19",
        _set("geography", "England ", geography="England", period="1984-06", edition="rebased_2023"),
        "begins or ends with a blank",
    ),
}


@pytest.fixture
def copy_of_tables(package_copy):
    def change(table: str, slip) -> list[str]:
        path = package_copy / datapackage.package().resource(table)["path"]
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        slip(frame).to_csv(path, index=False, lineterminator="\n")
        hashes.seal()
        return contracts.verify()

    return change


@pytest.mark.slow
@pytest.mark.parametrize("slip", some(SLIPS, 7))
def test_a_slip_is_seen_though_the_package_is_sealed_after_it(slip, copy_of_tables):
    table, change, told = SLIPS[slip]
    problems = copy_of_tables(table, change)
    assert any(told in each for each in problems), problems[:3]


def test_percentiles_of_pay_rise(copy_of_tables):
    def slip(frame: pd.DataFrame) -> pd.DataFrame:
        at = frame.index[(frame["statistic"] == "p60") & (frame["measure"] == "hourly_gross")][0]
        frame.loc[at, "value"] = str(float(frame.loc[at, "value"]) / 10)
        return frame

    assert any(
        "of statistic p60 is less than that of statistic" in each
        for each in copy_of_tables("ashe_occupation", slip)
    )


def test_pay_rises_along_the_points_of_a_scale(copy_of_tables):
    def slip(frame: pd.DataFrame) -> pd.DataFrame:
        at = frame.index[(frame["bargaining_group"] == "njc") & (frame["point"] == "20")][-1]
        frame.loc[at, "annual_gbp"] = str(float(frame.loc[at, "annual_gbp"]) - 2_000)
        return frame

    assert any(
        "of point 20 is less than that of point 19" in each for each in copy_of_tables("pay_points", slip)
    )


def test_rows_that_are_meant_to_be_gone_are_sealed_away(package_copy):
    path = package_copy / "disputes" / "youth_dispute.csv"
    lines = path.read_text(encoding="utf-8").splitlines(True)
    path.write_text("".join(lines[:-1]), encoding="utf-8")
    hashes.seal()
    wanted = f"has {len(lines) - 2} rows, and has been sealed with {len(lines) - 1}"
    assert any(wanted in each for each in contracts.verify())
    hashes.seal(shorter=True)
    assert not any("has been sealed with" in each for each in contracts.verify())


def test_what_is_abolished_may_go_to_nought_and_a_nought_between_figures_may_not():
    resource = {
        "schema": {"primaryKey": ["parameter", "from_date"]},
        "plausible": {"neighbours": {"value": [2, 4]}},
    }
    rows = {"parameter": "rebate", "from_date": pd.to_datetime(["2014-04-06", "2015-04-06", "2016-04-06"])}
    assert list(slips(pd.DataFrame(rows | {"value": [1.4, 1.4, 0.0]}), resource, None)) == []
    ((row, told),) = slips(pd.DataFrame(rows | {"value": [1.4, 0.0, 1.4]}), resource, None)
    assert row == 1 and "both figures beside it" in told


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_sign_too_many_is_seen_in_the_middle_and_at_either_end(place):
    resource = {"schema": {"primaryKey": ["month"]}, "plausible": {"neighbours": {"gbp": [2, 4]}}}
    rows = pd.DataFrame({"month": ["2024-01", "2024-02", "2024-03"], "gbp": [21_086.0, 21_500.0, 22_000.0]})
    assert list(slips(rows, resource, None)) == []
    rows.loc[place, "gbp"] *= -1
    assert len(list(slips(rows, resource, None))) == 1


def test_growth_of_another_release_than_the_levels_is_not_held_against_them():
    """A refresh may bring one of the two tables, or of two series, and not the other."""
    package = datapackage.package()
    names = ("awe_series", "sources", "awe_monthly", "awe_rates")
    frames = {name: package.load(name) for name in names}
    rates = frames["awe_rates"] = frames["awe_rates"].copy()
    mine = rates["series"] == "KAC2"
    rates.loc[mine, "rate_pct"] += 1
    assert len(list(contracts._unlike_levels(package, frames))) == 1
    rates.loc[mine, "source"] = "ons_awe_bulletin_2026_09"
    assert list(contracts._unlike_levels(package, frames)) == []


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"title = Mine\n", "Invalid value"),
        (b"[[claims]]\nstated = nan\n", "nan is not a finite number"),
        (b"[[claims]]\nstated = -inf\n", "-inf is not a finite number"),
        (b"title = '\xa3'\n", "can't decode byte 0xa3"),
        (b"", "it is empty"),
    ],
)
def test_a_dispute_that_cannot_be_read_is_seen_though_sealed(content, told, package_copy):
    (package_copy / "disputes" / "mine.toml").write_bytes(content)
    hashes.seal()
    (problem,) = contracts.verify()
    assert problem.startswith("The file disputes/mine.toml is not a readable TOML file: ") and told in problem
