"""Claim files: what comes with paylib holds together, and what is wrong with a file is named."""

import re

import pytest

from paylib import datapackage
from paylib.errors import ClaimError
from paylib.report.claim import claim_file

NJC = (datapackage.root() / "claims" / "njc_2026.toml").read_text(encoding="utf-8")


@pytest.fixture
def broken(tmp_path):
    """What is said of a file in which some words are changed for others."""

    def said(old: str, new: str, text: str = NJC) -> str:
        assert old in text
        path = tmp_path / "mine.toml"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(ClaimError) as caught:
            claim_file.load(path)
        return str(caught.value)

    return said


@pytest.mark.parametrize("name", ["dwp_2026", "njc_2026", "resident_doctors_2025"])
def test_the_files_that_come_with_paylib_hold_together(name):
    assert name in claim_file.available()
    file = claim_file.load(name)
    assert set(file.shown) <= set(file.pay["point"])
    assert all(each.sources for each in file.pay["finding"])


def test_the_njc_claim_starts_from_the_spine_of_2025():
    pay = claim_file.load("njc_2026").pay.set_index("point")["annual_gbp"]
    assert pay["3"] == 24796  # Hertfordshire County Council's table of April 2025


def test_an_unknown_group_is_named(broken):
    said = broken('group = "njc"', 'group = "njcc"')
    assert "group: There is no bargaining group 'njcc'. Did you mean 'njc'?" in said


def test_two_heads_that_contradict_each_other_are_named(broken):
    said = broken("heads = [\n", 'heads = [\n  { kind = "percent", pct = 8, date = "2026-04" },\n')
    assert re.search(r"claim: two heads contradict each other: “8% from April 2026” and “10% or £3,000", said)
    said = broken(
        "hours_week = 35", 'hours_week = 35, date = "2026-04" },\n  { kind = "hours", hours_week = 34'
    )
    assert "There is one week from a date" in said


def test_heads_for_other_points_or_from_other_dates_do_not_contradict_each_other(tmp_path):
    text = NJC.replace(
        '{ kind = "greater_of", pct = 10, gbp = 3000, date = "2026-04" },',
        '{ kind = "percent", pct = { 3 = 5 }, date = "2026-04" },\n'
        '  { kind = "percent", pct = { 6 = 6 }, date = "2026-04" },\n',
    ).replace(
        '{ kind = "leave", days = 1, date = "2026-04" }', '{ kind = "percent", pct = 2, date = "2027-04" }'
    )
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    assert len(claim_file.load(path).claim.parts) == 5


def test_a_missing_figure_is_named(broken):
    said = broken('rise = "award-2025"', 'rise = "award-2024"')
    assert "costing.rise: There is no figure 'award-2024'. Did you mean 'award-2025'" in said
    said = broken('rise = "award-2025"\n', "")
    assert "a cost that is known needs both" in said
    said = broken("pct = 10, ", "")
    assert "claim.heads[0].pct: a head of kind 'greater_of' needs pct" in said


def test_a_figure_without_its_source_is_named(broken):
    said = broken('point = "3"\n', 'point = "3"\nfte = 12\n')
    assert "point '3' has fte without its source: give staff_source" in said
    said = broken('source = "C_mj_2026"', 'source = "the-paper"')
    assert "offer.source: there is no source 'the-paper'. Describe it under [sources.the-paper]" in said


def test_a_point_that_the_scale_lacks_is_named(broken):
    assert "points: There is no point '99'" in broken('point = "43"', 'point = "99"')


def test_a_file_that_ends_in_capitals_is_a_file(tmp_path):
    path = tmp_path / "MINE.TOML"
    path.write_text(NJC, encoding="utf-8")
    assert claim_file.load(path).title == claim_file.load("njc_2026").title


def test_a_file_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(ClaimError, match=r"There is no claim file 'njc'.*njc_2026"):
        claim_file.load("njc")


def test_pay_is_given_where_no_group_has_it(broken):
    said = broken('group = "njc"\n', "")
    assert "points: '3' has no annual_gbp, and no group is named whose scale has it" in said
