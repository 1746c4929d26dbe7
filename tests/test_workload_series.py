"""Workload and staffing by data: published series, and ratios divided from two tables."""

import pandas as pd
import pytest

from paylib import datapackage, workload
from paylib.errors import ChoiceError
from paylib.figures import periods, units


def at(frame, period, column="per_worker"):
    return frame.loc[periods.parse(period), column]


def test_ratios_by_hand():
    """Claimants: 871,900 / 129,200 (April 2004). Universal Credit: 1,662,380 / 17,160 work coaches (March 2025)
    and 2,258,129 / 20,669 (May 2021). Fire: 207,448 incidents / 30,769 firefighters (2023/24); 622,659 / 30,723
    with fires (2022/23). Crimes: 6.1 million / 129,110 and 6.7 million / 147,434 officers. Youth work:
    4,571,059 / 10,225 (2005/06). Social care: 2,085,720 / 16,200 (2023/24)."""
    dwp = workload.per_worker("claimants_per_dwp_worker")
    assert at(dwp, "2004-04") == pytest.approx(871_900 / 129_200)
    coaches = workload.per_worker("claimants_per_work_coach")
    assert at(coaches, "2025-03") == pytest.approx(96.875, abs=1e-3)
    search = workload.per_worker("claimants_in_intensive_search_per_work_coach")
    assert at(search, "2021-05") == pytest.approx(109.252, abs=1e-3)
    fire = workload.per_worker("non_fire_incidents_per_firefighter")
    assert at(fire, "2023/24") == pytest.approx(6.7421, abs=1e-4)
    all_incidents = workload.per_worker("incidents_per_firefighter")
    assert at(all_incidents, "2022/23") == pytest.approx(20.267, abs=1e-3)
    crimes = workload.per_worker("recorded_crimes_per_officer")
    assert crimes["per_worker"].tolist() == pytest.approx([47.247, 45.444], abs=1e-3)
    youth = workload.per_worker("young_people_per_youth_worker")
    assert at(youth, "2005/06") == pytest.approx(447.047, abs=1e-3)
    care = workload.per_worker("requests_per_social_worker")
    assert at(care, "2023/24") == pytest.approx(128.748, abs=1e-3)


def test_breaks_of_a_ratio_are_those_of_the_table():
    """Staff of the department are counted in five ways: to 2001, from June 2001, March 2005, December 2011
    (without agencies) and September 2012."""
    dwp = workload.per_worker("claimants_per_dwp_worker")
    starts = dwp.reset_index().groupby("segment")["period"].first().astype(str)
    assert starts.to_dict() == {1: "1996-03", 2: "2001-06", 3: "2005-03", 4: "2011-12", 5: "2012-09"}


def test_requests_of_another_collection_are_not_counted_on():
    """Care activity of 2024/25 on is another collection."""
    assert periods.label(workload.per_worker("requests_per_social_worker").index[-1]) == "2023/24"


def test_a_ratio_that_its_publisher_reckoned():
    """Prisoners to an officer: 3.9 in June 2015, 3.2 in June 2018 (written answer 1220 of 2020)."""
    made = workload.per_worker("prisoners_per_officer")
    assert list(made.columns) == ["per_worker", "segment"]
    assert (at(made, "2015-06"), at(made, "2018-06")) == (3.9, 3.2)
    assert workload.growth(made, "2015-06", "2018-06") == pytest.approx(-17.949, abs=1e-3)
    assert made.attrs["sources"] == ("pq_1220_2020",) and made.attrs["unit"] == "prisoners_per_officer"
    assert "one_source" in made.attrs["usage_warnings"]


def test_police_by_head_and_by_full_time_equivalents():
    """March 2024: 147,746 full-time equivalents (Home Office) are 149,769 by head."""
    keys = {"group": "police"}
    assert at(workload.series("officers_fte", **keys), "2024-03", "value") == 147_746
    assert at(workload.series("officers_headcount", **keys), "2024-03", "value") == 149_769


def test_vacancies_and_turnover_of_a_group_by_any_of_its_names():
    """Nurses' vacancies: 39,931 in September 2021, 47,496 a year after (NHS Digital). Prison officers who left
    in 2019/20: 12.2 per cent (written answer 106830 of 2022)."""
    nurses = workload.series("registered_nurse_vacancies")
    assert (at(nurses, "2021-09", "value"), at(nurses, "2022-09", "value")) == (39_931, 47_496)
    left = workload.series("leaving_rate", group="prison_officers_england_wales")
    assert at(left, "2019/20", "value") == 12.2


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            lambda: workload.series("martians"),
            r"no series on workload 'martians'\. .*Choose from: beds_per_nurse",
        ),
        (
            lambda: workload.per_worker("teacher_vacancies"),
            r"'teacher_vacancies' is in posts, which is no work",
        ),
        (
            lambda: workload.series("pupil_teacher_ratio"),
            r"there for teachers in England, teachers in Scotland, teachers in Wales: say which, with group= or nation=",
        ),
        (
            lambda: workload.series("pupil_teacher_ratio", nation="Northern Ireland"),
            r"no pupil_teacher_ratio of the nation 'Northern Ireland'\. Choose from: England, Scotland, Wales",
        ),
        (lambda: workload.catalogue("martians"), r"no bargaining group 'martians'"),
        (
            lambda: workload.catalogue("university"),
            r"No such series on workload of University staff .*; there is: dwp",
        ),
    ],
)
def test_what_is_not_there_is_said(call, said):
    with pytest.raises(ChoiceError, match=said):
        call()


def test_every_series_has_one_unit_and_one_kind_of_period_and_can_be_had():
    listed = workload.catalogue()
    assert len(listed) == listed[["bargaining_group", "nation", "series"]].drop_duplicates().shape[0]
    table = datapackage.load("workload_series")
    for row in listed.itertuples():
        whose = {"group": row.bargaining_group, "nation": row.nation}
        if any(power < 0 for power in units.UNITS[row.unit].of.values()):
            made = workload.per_worker(row.series, **whose)
        else:
            made = workload.series(row.series, **whose)
        assert made.index.is_unique and made.index.is_monotonic_increasing and len(made) == row.periods
        assert made.attrs["sources"] and made.attrs["unit"] == row.unit and made.attrs["method"]
        mine = table[(table["series"] == row.series) & (table["bargaining_group"] == row.bargaining_group)]
        assert mine[mine["nation"] == row.nation]["unit"].nunique() == (0 if row.reckoned else 1)


def test_a_series_that_comes_as_rows_needs_no_code(monkeypatch):
    """Patients of one ward: 30 and 36 over 5 and 4 nurses are 6 and 9 a nurse."""
    real = datapackage.load
    rows = [
        ("patients", "2024/25", 30.0),
        ("patients", "2025/26", 36.0),
        ("nurses", "2024/25", 5.0),
        ("nurses", "2025/26", 4.0),
    ]
    mine = pd.DataFrame(rows, columns=["series", "period", "value"]).assign(
        bargaining_group="nhs_afc", nation="Wales", unit="people", source="nhse_2021", usage_warnings=None
    )
    ratio = pd.DataFrame({"part": ["demand", "workers"], "rows": ["series=patients", "series=nurses"]}).assign(
        bargaining_group="nhs_afc", nation="Wales", series="patients_per_nurse", from_period=None,
        table="workload_series", column="value", times=1, unit="people_per_worker", usage_warnings=None,
    )  # fmt: skip

    def load(name):
        more = {"workload_series": mine, "workload_ratios": ratio}.get(name)
        return real(name) if more is None else pd.concat([real(name), more], ignore_index=True)

    monkeypatch.setattr(datapackage, "load", load)
    made = workload.per_worker("patients_per_nurse")
    assert made["per_worker"].tolist() == [6, 9] and workload.growth(made, "2024/25", "2025/26") == 50
