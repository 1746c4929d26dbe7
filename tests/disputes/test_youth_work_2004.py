"""The youth work dispute of 2004: every claim's verdict, worked out by hand, and why it is fair."""

from __future__ import annotations

import pandas as pd
import pytest

import paylib
from paylib import claims, datapackage, disputes, offers

SLUG = "youth_work_2004"
CORRECT, DEPENDS, DISPUTED, UNCONFIRMED, CANNOT = (
    claims.CORRECT,
    claims.DEPENDS,
    claims.DISPUTED,
    claims.UNCONFIRMED,
    claims.CANNOT,
)
INDEPENDENT, OTHER_SIDE, OWN_WORD, NONE = claims.EVIDENCE


@pytest.fixture(scope="module")
def dispute():
    return disputes.load(SLUG)


@pytest.fixture(scope="module")
def checked(dispute):
    return claims.check(dispute)


# Claim, verdict, evidence, on how many readings it is true, and how many could be tried.
VERDICTS = [
    # Three reports give 3 per cent, one of them "around 3"; the union voted on it.
    ("youth-offer", CORRECT, INDEPENDENT, 3, 3),
    # 0.295 to 0.305 at 3 per cent is pay of 9.83 to 10.17 an hour. A start on 14,643 is 14,643 / 52.143 / 37 = 7.59; 346 a week is
    # 346 / 37 = 9.35. Neither fits (nor within as much again), but both only stand in for the pay of the majority.
    ("youth-rise-majority", UNCONFIRMED, INDEPENDENT, 0, 2),
    # 0.465 to 0.475 at 3 per cent is 15.50 to 15.83; 30,000 a year, which stands in, is 15.55 an hour.
    ("youth-rise-top", CORRECT, INDEPENDENT, 1, 1),
    # 0.195 to 0.205 at 3 per cent is 6.50 to 6.83: below both 7.59 and 9.35.
    ("youth-rise-part-time", UNCONFIRMED, INDEPENDENT, 0, 2),
    # 0.425 to 0.435 at 3 per cent is 14.17 to 14.50: below a manager's 15.55.
    ("youth-rise-level-three", UNCONFIRMED, INDEPENDENT, 0, 1),
    # The employers said so in August; the union's conference had been told the same in May by those who bargained for it.
    ("youth-may-first", CORRECT, OTHER_SIDE, 1, 1),
    ("youth-may-second", CORRECT, OTHER_SIDE, 1, 1),
    # 2.85 and 3.3 are both more than local government's 2.75 of 2004, and less than its 3.5 of 2003.
    ("youth-best-settlement", DEPENDS, INDEPENDENT, 2, 4),
    # 4,000 is 3,800 to 4,200 (5 per cent). 18,105 - 14,643 = 3,462 does not reach it; with the teachers' award of April 2004, 18,558 -
    # 14,643 = 3,915 does; with both sides before their awards of 2003, 17,628 - 14,643 = 2,985 does not.
    ("youth-teacher-gap", DEPENDS, INDEPENDENT, 1, 3),
    # 3,462 / 18,105 = 19.1 per cent, 3,915 / 18,558 = 21.1, 2,985 / 17,628 = 16.9: none is 24.5 to 25.5.
    # Managers, 30,000 against 40,000, are 25.0 below.
    ("youth-gap-delegate", DEPENDS, INDEPENDENT, 1, 4),
    # 555.4 for 2004, by a research group, rounds to 555; the union's own 539.5 for 2003 does not, and is weaker.
    ("youth-comparator", CORRECT, INDEPENDENT, 1, 2),
    # The government's growth is 5.9, and 3.0 and 3.3 are less. What councils spent is not known, and without it nobody can say
    # that money was held back: that is named as what would settle it.
    ("youth-funding", CORRECT, OTHER_SIDE, 3, 3),
    # An argument, not a figure.
    ("youth-affordability", CANNOT, NONE, 0, 0),
    # No series and no base year: neither side can use it.
    ("youth-workload", CANNOT, NONE, 0, 0),
    # 4,470,011 / 400 = 11,175.03 are needed. Less 10,225 = 950; less 9,918 = 1,257; less 4,470,011 / 626 = 7,140.6 = 4,034, which is
    # within 3,800 to 4,200. All are of later years; the standard is the government's own.
    ("youth-shortage", DEPENDS, OWN_WORD, 1, 3),
    # The National Youth Agency gives the same ratio from the same document.
    ("youth-ratio", CORRECT, INDEPENDENT, 1, 1),
    # 191,000 is 190,500 to 191,500. Ages 16 to 18 are 53,000 + 49,000 + 83,000 = 185,000, ages 16 to 24 are 664,000. Neither is it, but
    # the union did not say which it meant, so they only stand in.
    ("youth-neet", UNCONFIRMED, INDEPENDENT, 0, 2),
    # Words, not a figure.
    ("youth-grade-gcse", CANNOT, NONE, 0, 0),
    # "Almost 90" leaves 80 to 90, and 86.5 to 90 were printed; both report what the union announced.
    ("youth-ballot-yes", UNCONFIRMED, OWN_WORD, 2, 2),
    # A second report of the union's figure; 4,000 and a little more, of a year that is not known, is not 5,000 and only stands in.
    ("youth-members", UNCONFIRMED, OWN_WORD, 1, 2),
    # "About 3,500" balloted, by the union.
    ("youth-affected", UNCONFIRMED, OWN_WORD, 1, 1),
    # The press; the employers' surveys have 14,500 / 0.58 = 25,000 in 2008, which stands in for 2004.
    ("youth-covered", CORRECT, OTHER_SIDE, 1, 1),
    # The middle of October to 2 March is 139 days or 4.6 months: five. From 14 November it is 109 or 3.6.
    ("youth-meeting", DEPENDS, INDEPENDENT, 1, 2),
    # The result was due on 9 February, and the union itself was to meet the employers on 2 March.
    ("youth-too-soon", CORRECT, OTHER_SIDE, 1, 1),
    # Each side reads an agreement in its own way, and its text was not found: the same verdict for both.
    ("youth-scales-september", DISPUTED, OTHER_SIDE, 0, 1),
    ("youth-scales-april", DISPUTED, OTHER_SIDE, 0, 1),
    # Neither the old nor the new scale was found.
    ("youth-backdating", CANNOT, NONE, 0, 0),
]


@pytest.mark.parametrize(("claim", "verdict", "evidence", "holds_under", "tried"), VERDICTS)
def test_verdict(checked, claim, verdict, evidence, holds_under, tried):
    row = checked.loc[claim]
    assert (row["verdict"], row["evidence"]) == (verdict, evidence), row["sentence"]
    assert (row["holds_under"], row["tried"]) == (holds_under, tried)


def test_every_claim_has_a_verdict_here(checked):
    assert sorted(checked.index) == sorted(claim for claim, *_ in VERDICTS)


@pytest.mark.parametrize(
    ("claim", "computed"),
    [
        ("youth-teacher-gap", "£3,462; £3,915; £2,985"),
        ("youth-gap-delegate", "19.1%; 21.1%; 16.9%; 25.0%"),
        ("youth-shortage", "950; 1,257; 4,034"),
        ("youth-neet", "185,000; 664,000"),
        ("youth-funding", "5.9%; 3.0%, which is 51% of that rate; 3.3%, which is 56% of that rate"),
        ("youth-ballot-yes", "86.5% to 90%; almost 90%"),
        ("youth-affected", "about 3,500"),
        ("youth-meeting", "4.6 months against 5; 3.6 months against 5"),
        (
            "youth-rise-majority",
            "£7.59 an hour, where £9.83 to £10.17 fits",
        ),
        ("youth-rise-top", "£15.55 an hour, where £15.50 to £15.83 fits"),
        (
            "youth-best-settlement",
            "2.85% against 3.5%; 2.85% against 2.75%; 3.3% against 3.5%; 3.3% against 2.75%",
        ),
    ],
)
def test_computed(checked, claim, computed):
    assert checked.loc[claim, "computed"] == computed


@pytest.mark.parametrize(
    ("claim", "item"),
    [
        ("youth-rise-part-time", "offer_hourly_part_time"),
        ("youth-rise-level-three", "offer_hourly_top_level_three"),
        ("youth-may-first", "offer_may_2004_first_half"),
        ("youth-may-second", "offer_may_2004_second_half"),
        ("youth-gap-delegate", "teacher_pay_gap_delegate"),
        ("youth-comparator", "average_weekly_pay_associate_professional"),
        ("youth-covered", "workers_covered_by_deal"),
        ("youth-backdating", "cost_of_not_backdating"),
    ],
)
def test_further_claims_are_the_facts_of_the_table(dispute, claim, item):
    stated = next(each for each in dispute.claims if each.id == claim)
    assert stated.value == datapackage.pick("youth_dispute", item=item).value


def test_young_people_of_16_to_18_are_the_three_official_counts():
    """53,000 aged 16, 49,000 aged 17 and 83,000 aged 18 at the end of 2003 (written answer, 23 May 2007)."""
    ages = [
        datapackage.pick("youth_workload", series=f"neet_count_age_{age}", period="2003-12")
        for age in (16, 17, 18)
    ]
    figure = disputes.load(SLUG).figure("neet-16-18")
    assert figure.value == sum(age.value for age in ages)
    assert {figure.source} == {age.source for age in ages}


def test_teachers_start_of_april_2004_is_the_old_one_with_the_announced_award(dispute):
    """18,105 with 2.5 per cent is 18,557.6; points came out a little higher: 26,460 became 27,123,
    where 2.5 per cent is 27,121.5 (BBC News, 10 November 2003)."""
    start = datapackage.pick("youth_dispute", item="start_salary_teacher").value
    award = datapackage.pick(
        "other_awards", "award_pct", bargaining_group="teachers", effective_month="2004-04"
    ).value
    figure = dispute.figure("start-teacher-april")
    assert 0 <= figure.value - start * (1 + award / 100) < 3


@pytest.mark.parametrize(
    ("group", "item"), [("starting", "start_salary_youth_worker"), ("manager", "manager_salary_youth")]
)
def test_groups_have_the_pay_of_the_table(dispute, group, item):
    held = next(each for each in dispute.groups if each.id == group)
    assert held.annual_gbp == datapackage.pick("youth_dispute", item=item).value


@pytest.mark.parametrize(
    ("offer", "status", "months"),
    [
        ("october-2003", "offer", {("2003-09", 3.0)}),
        ("may-2004", "offer", {("2003-09", 2.7), ("2004-03", 3.3)}),
        ("settlement", "settled", {("2003-11", 2.85), ("2004-03", 3.3)}),
    ],
)
def test_offers_are_the_awards_of_the_table(dispute, offer, status, months):
    record = next(each for each in dispute.offers if each.id == offer)
    assert record.status == status
    assert {(part.date, part.pct) for part in record.parts} == months
    table = paylib.load("jnc_youth_awards")
    table = table[table["status"] == status]
    assert months <= set(zip(table["effective_month"].astype(str), table["award_pct"], strict=True))


def test_the_settlement_averages_close_to_the_offer_refused(dispute):
    """(2 x 0 + 4 x 2.85 + 6 x 3.3) / 12 = 2.6 from September 2003; (4 x 2.85 + 8 x 3.3) / 12 = 3.15 from
    November; the offer of May 2004 is (6 x 2.7 + 6 x 3.3) / 12 = 3.0, the 3 per cent that was refused."""
    scale = pd.DataFrame({"point": ["start"], "annual_gbp": [14643.0]})
    made = {each.id: each.offer() for each in dispute.offers}

    def average(offer, year_start):
        return offers.apply(made[offer], scale, year_start=year_start)["average_rise_pct"].item()

    assert average("october-2003", "2003-09") == pytest.approx(3.0)
    assert average("may-2004", "2003-09") == pytest.approx(3.0)
    assert average("settlement", "2003-09") == pytest.approx(2.6)
    assert average("settlement", "2003-11") == pytest.approx(3.15)


def test_ballots_keep_their_ranges(dispute):
    first, second = dispute.ballots
    assert (first.members, first.yes_pct, first.turnout_pct) == ((3450, 3550), (86.5, 90.0), None)
    assert (second.members, second.turnout_pct, second.yes_pct) == (5000, (70.0, 72.0), (96.5, 97.5))


def test_both_sides_and_the_course_of_the_dispute_are_there(dispute, checked):
    assert {"union", "employers", "government"} <= {party.role for party in dispute.parties}
    assert {"union", "employers"} <= set(checked["party"])
    kinds = [event.kind for event in dispute.timeline]
    assert {"award_due", "offer", "ballot", "talks", "strike", "settlement"} <= set(kinds)
    assert sum(strike.days for strike in dispute.strikes) == 1


def test_words_are_marked_as_no_figure(checked):
    words = checked.index[~checked["is_figure"]]
    assert sorted(words) == ["youth-affordability", "youth-grade-gcse"]


def test_reasons_read_as_sentences(checked):
    for reasons in checked["reasons"]:
        assert reasons.endswith(".")
        assert not any(mark in reasons for mark in ("..", ";.", " ,", "  ", "()", "nan", "_"))
