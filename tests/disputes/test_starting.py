"""A file to begin with: what the record has of a group, and the shape of another dispute without its facts."""

import re

import pytest

from paylib import checks, claims, disputes
from paylib.errors import ChoiceError, DisputeError
from tests.disputes.test_files import TEMPLATE


def written(folder, *given) -> disputes.Dispute:
    path = folder / "mine.toml"
    path.write_text(disputes.start(*given), encoding="utf-8")
    return disputes.load(path)


def test_the_pay_of_a_group_is_put_in_from_the_record(tmp_path):
    """Agenda for Change in England: band 2 started at £17,460 in April 2018 and at £24,465 from April 2025, when band 9
    ended at £125,637: the pay before the scale of April 2026."""
    dispute = written(tmp_path, "nhs_afc", "school_teachers_2023")
    assert (dispute.bargaining_group, dispute.award_due, dispute.nation) == ("nhs_afc", "2026-04", "England")
    assert dispute.groups[0].annual_gbp == 24465
    first = dispute.figure("band-2-entry-2018-04")
    assert first.table == "pay_points" and first.where["period"] == "2018-04"
    ledger = dispute.ledger()
    assert float(ledger.band_2_entry_2018_04) == 17460 and ledger.band_2_entry_2018_04.sources


def test_sides_and_kinds_of_claim_are_taken_over_and_no_fact(tmp_path):
    like = disputes.load("school_teachers_2023")
    text = disputes.start("nhs_afc", "school_teachers_2023")
    dispute = written(tmp_path, "nhs_afc", "school_teachers_2023")
    assert [party.role for party in dispute.parties] == [party.role for party in like.parties]
    assert [claim.party for claim in dispute.claims] == [claim.party for claim in like.claims]
    assert [claim.leads for claim in dispute.claims] == [claim.leads for claim in like.claims]
    kinds = re.findall(r'^# kind = "(\w+)"', text, flags=re.MULTILINE)
    assert kinds == [claim.check.kind for claim in like.claims if claim.check.kind != "unchecked"]
    assert set(kinds) <= set(checks.KINDS)
    for fact in (
        like.title,
        *(each.name for each in like.parties),
        *(each.summary for each in like.claims),
        *like.sources,
    ):
        assert fact not in text
    assert set(claims.check(dispute)["verdict"]) == {"cannot be checked"}
    assert not [claim for claim in dispute.claims if claim.value is not None or claim.reading]


@pytest.mark.parametrize(
    "group", ["civil_service", "firefighters", "prison_officers", "police", "scottish_councils"]
)
def test_a_group_of_which_less_is_on_record_gives_a_file_that_loads(tmp_path, group):
    dispute = written(tmp_path, group)
    assert dispute.bargaining_group == group and len(claims.check(dispute)) == 1


def test_what_there_is_not_is_told_with_what_there_is(tmp_path):
    with pytest.raises(ChoiceError, match=r"no bargaining group 'martians'.*nhs_afc"):
        disputes.start("martians")
    with pytest.raises(DisputeError, match=r"no dispute 'teachers_2023'.*school_teachers_2023"):
        disputes.start("nhs_afc", "teachers_2023")
    assert disputes.start() == disputes.template()


@pytest.mark.parametrize(
    ("pay", "message"),
    [
        ("nhs_afc/entry", r"write group/point/date"),
        ("martians/1/2025-04", r"no bargaining group 'martians'"),
        ("nhs_afc/entry/2025-04", r"points are called entry.*band 2"),
        ("njc/19/1970-04", r"1970"),
    ],
)
def test_a_point_of_the_record_that_there_is_not_is_told(tmp_path, pay, message):
    figure = f'[[figures]]\nid = "own"\nlabel = "own"\npay = "{pay}"\n\n[[figures]]\n'
    path = tmp_path / "mine.toml"
    path.write_text(TEMPLATE.replace("[[figures]]\n", figure, 1), encoding="utf-8")
    with pytest.raises(DisputeError, match=message):
        disputes.load(path)


def test_a_figure_is_taken_by_group_point_and_date(tmp_path):
    """NJC point 19 was £31,067 from April 2024; in January 2025 that was in force."""
    figure = '[[figures]]\nid = "own"\nlabel = "own"\npay = "njc/19/2025-01"\n\n[[figures]]\n'
    path = tmp_path / "mine.toml"
    path.write_text(TEMPLATE.replace("[[figures]]\n", figure, 1), encoding="utf-8")
    assert float(disputes.load(path).ledger().own) == 31067


def test_what_pay_says_already_does_not_stand_in_where(tmp_path):
    figure = '[[figures]]\nid = "own"\nlabel = "own"\npay = "njc/19/2025-01"\nwhere = { point = "7" }\n\n[[figures]]\n'
    path = tmp_path / "mine.toml"
    path.write_text(TEMPLATE.replace("[[figures]]\n", figure, 1), encoding="utf-8")
    with pytest.raises(DisputeError, match=r"group, point and date stand in pay"):
        disputes.load(path)


def test_one_number_before_and_after_a_renumbering_is_not_one_point(tmp_path):
    """NJC point 29 became 23 in April 2019, and the new 29 is another: a claim pairs one point with itself."""
    figures = "".join(
        f'[[figures]]\nid = "{name}"\nlabel = "{name}"\npay = "njc/{point}"\n\n'
        for name, point in {"then": "29/2010-04", "now": "29/2025-04", "right": "23/2025-04"}.items()
    )
    claim = """[[claims]]
id = "lost"
party = "union"
quantity = "pay"
summary = "A fifth of pay lost since 2010"
text = "They have lost a fifth of their pay."
value = 20
unit = "pct"
source = "union-leaflet"
[claims.check]
kind = "real_change"
says = "below"
pairs = [["then", "now"]]

"""
    path = tmp_path / "mine.toml"
    whole = TEMPLATE.replace("[[figures]]\n", figures + "[[figures]]\n", 1).replace(
        "[[claims]]\n", claim + "[[claims]]\n", 1
    )
    path.write_text(whole, encoding="utf-8")
    with pytest.raises(DisputeError, match=r"point 29 .*renumbered in 2019-04.*became 23"):
        disputes.load(path)
    path.write_text(whole.replace('["then", "now"]', '["then", "right"]'), encoding="utf-8")
    assert disputes.load(path).ledger().right.value == 34_434
