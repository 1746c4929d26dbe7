"""The dispute in Lancashire, 2024-25: every verdict worked out by hand, and why it is fair to both sides."""

import datetime

import pandas as pd
import pytest

import paylib
from paylib import claims, disputes

SLUG = "social_care_2025"

VERDICTS = {
    # Announced lengths 4, 5, 3, 9, 25 and the rest of the union's totals, 1 and 21, add to 68; its own
    # running totals to 69. The press's 69 is the union's, and the 68 days that were announced are close to it.
    "care-strike-days": "correct",
    # No figure is stated.
    "care-role-growth": "cannot be checked",
    # The article of July says "last month"; a second paper names June, and both sides agree that talks ended.
    "care-acas": "correct",
    # 29 August 2025 is a Friday, and a third source has the new mandate in late August.
    "care-ballot-close": "correct",
    # 33,945 - 29,777 = 4,168 if grade 6 ends at point 19, which is inferred from this claim; 4,676 at
    # point 18 and 3,649 at point 20, by the national spine. Nobody published where it ends.
    "care-grade-gap": "depends on the reading",
    # Words of the petition; the council's finding was not seen.
    "care-found-higher": "cannot be checked",
    # Words of the council.
    "care-appeals": "cannot be checked",
    # The page has no date, and no first application was seen.
    "care-regrade-wait": "cannot be checked",
    # No series of the work of support officers is held.
    "care-role-decade": "cannot be checked",
    # Requests grew in England and among the old in Lancashire; those that end in a service fell in Lancashire.
    "care-demand": "depends on the reading",
    # Vacancies are above 2012 and the sector, below 2022; more social workers are employed; waits in England
    # are above those of September 2021 and below those of August 2022.
    "care-shortage": "depends on the reading",
    # 1,850 to 1,075, but both are the council's own: like "about 200 staff" of the union.
    "care-waits-fell": "unconfirmed",
    # A percentage without the numbers behind it.
    "care-reviews-up": "cannot be checked",
    # "More than 200" five months later fits "about 200" (180 to 220), but is the union's as well.
    "care-staff": "unconfirmed",
    # One page of the union, without the count.
    "care-ballot-yes": "unconfirmed",
    # The same; a turnout of half follows from the law, 70 does not.
    "care-ballot-turnout": "unconfirmed",
    # 25 days against 23, both as the union gives them.
    "care-longest-round": "unconfirmed",
    # 9 to 13 August 2024 are five days, by the union's announcement too: the two sides agree.
    "care-discontinuous": "correct",
    # Words; nobody published who struck on which day.
    "care-not-every-day": "cannot be checked",
    # Each side blames the other; both are carried as they were said.
    "care-acas-union": "cannot be checked",
    "care-acas-council": "cannot be checked",
    "care-workshop": "cannot be checked",
}

HOLDS_UNDER = {
    # claim: (choices under which it holds, choices that could be tried)
    "care-strike-days": (2, 2),
    "care-acas": (1, 1),
    "care-ballot-close": (2, 2),
    "care-grade-gap": (3, 4),
    "care-demand": (5, 9),
    "care-shortage": (5, 10),
    "care-waits-fell": (1, 1),
    "care-staff": (1, 1),
    "care-longest-round": (1, 1),
    "care-discontinuous": (1, 1),
}


@pytest.fixture(scope="module")
def dispute():
    return disputes.load(SLUG)


@pytest.fixture(scope="module")
def checked(dispute):
    return claims.check(dispute)


def test_every_claim_has_a_verdict_worked_out_here(dispute):
    assert [claim.id for claim in dispute.claims if claim.id not in VERDICTS] == []
    assert len(VERDICTS) == len(dispute.claims)


@pytest.mark.parametrize(("claim", "verdict"), VERDICTS.items())
def test_verdict(checked, claim, verdict):
    assert checked.loc[claim, "verdict"] == verdict


@pytest.mark.parametrize(("claim", "counts"), HOLDS_UNDER.items())
def test_choices_under_which_it_holds(dispute, claim, counts):
    holds = claims.choices(dispute, claim)["holds"].dropna()
    assert (int(holds.sum()), len(holds)) == counts


def test_the_days_of_the_rounds_add_to_one_fewer_than_the_union_says(dispute, checked):
    """4 + 5 + 3 + 9 + 1 + 25 + 21 = 68."""
    table = paylib.load("social_care_strike_days").query("in_total")
    assert [strike.days for strike in dispute.strikes] == table["strike_days"].tolist()
    assert checked.loc["care-strike-days", "computed"] == "68; 69"


def test_rounds_with_both_days_known_are_as_long_as_they_say(dispute):
    day = datetime.date.fromisoformat
    dated = [each for each in dispute.strikes if each.end and len(each.start) == len(each.end) == 10]
    assert [(day(each.end) - day(each.start)).days + 1 for each in dated] == [4, 5, 9]
    assert [each.days for each in dated] == [4, 5, 9]


def test_the_gap_between_the_grades_by_where_grade_6_may_end(checked):
    """Rates of April 2023: 33,945 less 29,777, 29,269 and 30,296; the flat award of 2024 leaves the first as it is."""
    row = checked.loc["care-grade-gap"]
    assert row["stated"] == "up to £4,200"
    assert (
        row["computed"] == "£4,676; £3,649"
    )  # point 19 is worked back from the union's own figure, and decides nothing
    assert "£4,168" in row["reasons"]
    assert {"implied", "claimed_by_union"} <= set(row["usage_warnings"])
    assert "inferred from this claim" in row["reasons"]


def test_demand_shows_what_fell_in_lancashire_and_what_rose(dispute, checked):
    tried = claims.choices(dispute, "care-demand").dropna(subset="holds").set_index("computed")["holds"]
    assert not tried["1,798.3 against 2,164.9"] and not tried["1,798.3 against 1,885.9"]
    assert tried["9,810 against about 9,343"] and tried["2,085,720 against 1,846,000"]
    reasons = checked.loc["care-demand", "reasons"]
    assert "ended in a service in Lancashire" in reasons and "1,798.3" in reasons
    assert "waits there were long and many reviews overdue" in reasons


def test_the_year_before_for_lancashire_follows_from_the_rise_that_the_council_published(dispute):
    """9,810 is 5 per cent more than the year before: 9,810 / 1.05 = 9,342.9."""
    assert dispute.figure("lancs-requests-65-2020").value == round(9810 / 1.05)


def test_shortage_shows_what_speaks_for_it_beside_what_speaks_against_it(dispute, checked):
    tried = claims.choices(dispute, "care-shortage").dropna(subset="holds").set_index("computed")["holds"]
    assert tried["434,243 against 294,353"] and tried["405 against 21"] and tried["10.5% against 7.2%"]
    assert not tried["434,243 against 491,663"] and not tried["10.5% against 11.6%"]
    assert not tried["15,500 against 16,200"] and not tried["27.2% against 28.0%"]
    reasons = checked.loc["care-shortage", "reasons"]
    assert "of the 59 of 153 that answered" in reasons and "not every council answered" in reasons
    assert "434,243" in reasons and "27.2%" in reasons


def test_nothing_is_set_against_nought(dispute):
    """Any backlog is more than none, so a yardstick of nought would make a claim hold by itself."""
    pairs = [pair for claim in dispute.claims for pair in getattr(claim.check, "pairs", ())]
    assert pairs and not [pair for pair in pairs if dispute.figure(pair[1]).value == 0]


def test_the_councils_that_answered_on_recruiting_are_those_of_the_table(dispute):
    figure = dispute.figure("recruiting-hard")
    table = paylib.load(figure.table)
    row = table[(table["series"] == figure.where["series"])].iloc[0]
    assert "59 of 153 councils" in row["note"] and "59 of 153" in figure.label


def test_a_sides_own_figures_never_make_its_claim_correct(dispute, checked):
    """One rule: a claim is correct only where the press, or the other side, says the same."""
    assert set(checked.index[checked["verdict"] == claims.CORRECT]) == {
        "care-strike-days",
        "care-acas",
        "care-ballot-close",
        "care-discontinuous",
    }
    own = {"care-staff", "care-longest-round", "care-waits-fell"}
    assert set(checked.loc[sorted(own), "evidence"]) == {"own word"}
    assert set(checked.loc[sorted(own), "party"]) == {"union", "employers"}
    assert checked.loc[sorted(own), "would_settle"].all()


def test_claims_of_words_are_carried_and_marked(checked):
    words = checked[~checked["is_figure"]]
    assert set(words["party"]) == {"union", "employers"} and len(words) == 7
    assert (words["sentence"] == "Cannot be checked: it is not a matter of figures.").all()


def test_sentences_are_english(checked):
    for reasons in checked["reasons"]:
        assert reasons[0].isupper() and reasons.endswith(".")
        assert not any(wrong in reasons for wrong in ("..", " .", ";.", "  ", "_", "None", "nan"))


def test_typed_salaries_are_those_of_the_grades(dispute):
    grades = paylib.load("lancashire_grades").query("position == 'top'")
    grades = grades[grades["effective_month"] == pd.Period("2023-04", freq="M")]
    held = {f"grade-{row.grade}-top": (row.annual_gbp, str(row.point)) for row in grades.itertuples()}
    assert {each.id: (each.annual_gbp, each.point) for each in dispute.groups} == held


def test_the_ballot_is_as_in_the_table(dispute):
    facts = paylib.load("social_care_dispute").set_index("item")["value"]
    first, second = dispute.ballots
    assert (
        (first.turnout_pct, first.yes_pct) == (facts["ballot_turnout"], facts["ballot_yes_share"]) == (70, 90)
    )
    assert (second.turnout_pct, second.yes_pct, second.closed) == (None, None, "2025-08-29")


def test_every_figure_can_be_found(dispute):
    for figure in dispute.figures:
        if figure.table:
            assert paylib.datapackage.pick(figure.table, figure.column, **figure.where).value is not None


def test_there_is_no_offer_since_a_grade_is_claimed_and_not_a_rise(dispute):
    assert dispute.offers == () and dispute.award_due is None and dispute.end is None
