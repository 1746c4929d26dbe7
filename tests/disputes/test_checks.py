"""The kinds of check: worked by hand on small disputes, refused clearly where figures do not fit."""

import dataclasses
import itertools
import json
import random
import re
import textwrap
import tomllib

import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

from paylib import checks, claims, cli, disputes, prices
from paylib.claims.sides import side_of_source
from paylib.errors import DisputeError
from paylib.figures import periods
from paylib.report import brief, sections
from paylib.report.calculator import calculator
from tests.conftest import cases
from tests.disputes.test_files import TEMPLATE


def made(
    claim: dict, check: dict, *, figures=(), ballots=(), strikes=(), groups=(), side="independent", **more
) -> disputes.Dispute:
    """A dispute of one claim, with what its check uses; all figures are of one source, which is nobody's unless said."""
    return disputes.Dispute.model_validate_json(
        json.dumps(
            {
                "slug": "small",
                "title": "Small",
                "nation": "England",
                "question": "Does it hold?",
                "start": "2004-01",
                "parties": [
                    {"role": "union", "name": "The union"},
                    {"role": "employers", "name": "The employer"},
                ],
                "claims": [
                    {
                        "id": "it",
                        "party": "union",
                        "quantity": "it",
                        "summary": "It is so.",
                        "source": "paper",
                        **claim,
                        "check": check,
                    }
                ],
                "figures": [{"label": each["id"], "source": "paper", **each} for each in figures],
                "ballots": [
                    {"id": "vote", "label": "The vote", "opened": "2004-01", "source": "paper", **each}
                    for each in ballots
                ],
                "strikes": list(strikes),
                "groups": list(groups),
                "sources": {"paper": {"publisher": "A paper", "title": "A report", "side": side}},
                **more,
            }
        )
    )


def balloted(claim: dict, works_out: str, *ballots: dict, **check) -> disputes.Dispute:
    names = [each.get("id", "vote") for each in ballots]
    return made(claim, {"kind": "ballot", "works_out": works_out, "ballots": names, **check}, ballots=ballots)


def only(dispute: disputes.Dispute):
    """The row of the one claim."""
    return claims.check(dispute).loc["it"]


PEOPLE, SHARE = {"value": 86000, "unit": "people"}, {"value": 42, "unit": "pct"}
DWP = {"yes_votes": 21926, "no_votes": 14097, "turnout_pct": 42, "members": 86000}


def test_the_kinds_that_a_file_may_name_are_the_checks_there_are():
    assert set(disputes.CHECK_KINDS) == set(claims.CHECKS)
    assert list(disputes.CHECK_KINDS) == sorted(disputes.CHECK_KINDS)


@pytest.mark.parametrize(
    ("claim", "works_out", "ballot", "computed", "holds"),
    [
        # The counts of January 2004 in The Socialist: 21,926 + 14,097 = 36,023 votes. A turnout of 42 per
        # cent is 41.5 to 42.5: 36,023 / 0.425 = 84,760 to 36,023 / 0.415 = 86,802.4. 86,000 is 85,500 to 86,500.
        (PEOPLE, "members", DWP, "84,760 to 86,802 members, from 36,023 votes at a turnout of 42%", True),
        # At 43 per cent: 36,023 / 0.435 = 82,811 to 84,760, which does not reach 85,500.
        (
            PEOPLE,
            "members",
            DWP | {"turnout_pct": 43},
            "82,811 to 84,760 members, from 36,023 votes at a turnout of 43%",
            False,
        ),
        # Between the two reports, as a range that stands as it is: 36,023 / 0.435 to 36,023 / 0.415.
        (
            PEOPLE,
            "members",
            DWP | {"turnout_pct": [41.5, 43.5]},
            "82,811 to 86,802 members, from 36,023 votes at a turnout of 41.5% to 43.5%",
            True,
        ),
        # The Prison Service: 997 + 576 = 1,573; / 0.365 = 4,309.6 and / 0.355 = 4,431.0; 4,500 is 4,450 to 4,550, and
        # 4,400 to 4,600 is close.
        (
            {"value": 4500, "unit": "people"},
            "members",
            {"yes_votes": 997, "no_votes": 576, "turnout_pct": 36},
            "4,310 to 4,431 members, from 1,573 votes at a turnout of 36%",
            True,
        ),
        # 36,023 / 86,500 = 41.6 to 36,023 / 85,500 = 42.1 per cent.
        (SHARE, "turnout", DWP, "41.6% to 42.1%, from 36,023 votes of 86,000 members", True),
        # The Home Office: 2,714 / 8,550 = 31.7 to 2,714 / 8,450 = 32.1; 31 is 30.5 to 31.5, and up to 32 is close.
        (
            {"value": 31, "unit": "pct"},
            "turnout",
            {"yes_votes": 1590, "no_votes": 1124, "members": 8500},
            "31.7% to 32.1%, from 2,714 votes of 8,500 members",
            True,
        ),
        # Papers that were not valid count for the turnout: 900 + 80 + 20 = 1,000 of 2,000 (exactly) is half.
        (
            {"value": 50, "unit": "pct"},
            "turnout",
            {"yes_votes": 900, "no_votes": 80, "spoilt": 20, "members": [2000, 2000]},
            "50.0%, from 1,000 votes of 2,000 members",
            True,
        ),
        # ... and not for the share of yes votes: 900 / 980 = 91.8.
        (
            {"value": 90, "unit": "pct"},
            "yes_share",
            {"yes_votes": 900, "no_votes": 80, "spoilt": 20},
            "91.8%, from 900 votes for and 80 against",
            False,
        ),
        # 21,926 / 36,023 = 60.87.
        (
            {"value": 61, "unit": "pct"},
            "yes_share",
            DWP,
            "60.9%, from 21,926 votes for and 14,097 against",
            True,
        ),
        # Rounded counts are ranges: 21,500 / (21,500 + 14,500) = 59.7 to 22,500 / (22,500 + 13,500) = 62.5.
        (
            {"value": 61, "unit": "pct"},
            "yes_share",
            {"yes_votes": [21500, 22500], "no_votes": [13500, 14500]},
            "59.7% to 62.5%, from 21,500 to 22,500 votes for and 13,500 to 14,500 against",
            True,
        ),
        # More votes than members is a finding, not an error in the file: 1,200 / 1,050 = 114.3.
        (
            {"value": 60, "unit": "pct"},
            "turnout",
            {"yes_votes": 700, "no_votes": 500, "members": [1000, 1050]},
            "114.3% to 120.0%, from 1,200 votes of 1,000 to 1,050 members",
            False,
        ),
    ],
)
def test_a_ballots_figures_are_set_against_each_other(claim, works_out, ballot, computed, holds):
    tried = claims.choices(balloted(claim, works_out, ballot), "it")
    assert tried["computed"].tolist() == [computed]
    assert tried["holds"].tolist() == [holds]


def test_figures_of_a_ballot_that_do_not_fit_each_other_are_no_error_in_the_file():
    """Different sources: 900 for and 100 against are 90 per cent, whatever yes_pct another paper prints."""
    row = only(
        balloted(
            {"value": 90, "unit": "pct"}, "yes_share", {"yes_votes": 900, "no_votes": 100, "yes_pct": 75}
        )
    )
    assert row["verdict"] == "correct"


@pytest.mark.parametrize(
    ("claim", "works_out", "ballot", "lacking"),
    [
        (PEOPLE, "members", {"turnout_pct": 42}, "the votes for and against"),
        (PEOPLE, "members", {"yes_votes": 10, "turnout_pct": 42}, "the votes for and against"),
        (PEOPLE, "members", {"yes_votes": 10, "no_votes": 5}, "the turnout"),
        (PEOPLE, "members", {"yes_votes": 10, "no_votes": 5, "turnout_pct": 0}, "a turnout above nought"),
        (SHARE, "turnout", {"yes_votes": 10, "no_votes": 5}, "the number of members who could vote"),
        (
            SHARE,
            "turnout",
            {"yes_pct": 42},
            "the votes for and against and the number of members who could vote",
        ),
        (SHARE, "yes_share", {"turnout_pct": 50}, "the votes for and against"),
        (SHARE, "yes_share", {"yes_votes": 0, "no_votes": 0}, "a count of votes above nought"),
    ],
)
def test_what_a_ballot_lacks_is_said_and_the_claim_cannot_be_checked(claim, works_out, ballot, lacking):
    row = only(balloted(claim, works_out, ballot))
    assert (row["verdict"], row["holds_under"], row["choices"]) == ("cannot be checked", 0, 1)
    assert row["would_settle"] == f'{lacking} in "The vote"'
    assert row["sentence"] == f'Cannot be checked. Not found: {lacking} in "The vote".'


def test_a_share_that_was_published_without_its_count_is_the_word_of_who_published_it():
    dispute = balloted({"value": 90, "unit": "pct"}, "yes_share", {"yes_pct": 90, "side": "union"})
    row = only(dispute)
    assert (row["verdict"], row["evidence"]) == ("unconfirmed", "own word")
    assert row["would_settle"] == 'the votes for and against in "The vote"'


def test_a_ballot_is_tried_beside_other_figures_for_the_same_thing():
    """Arithmetic that fits, a report that does not, and a ballot without a count: 1 of 3, and what is missing is said."""
    dispute = made(
        {"value": 61, "unit": "pct"},
        {"kind": "ballot", "works_out": "yes_share", "ballots": ["vote", "later"], "figures": ["report"]},
        figures=[{"id": "report", "value": 75, "unit": "pct"}],
        ballots=[DWP, {"id": "later", "label": "The later vote"}],
    )
    row = only(dispute)
    assert (row["verdict"], row["holds_under"], row["choices"]) == ("depends on the reading", 1, 3)
    assert row["reasons"] == (
        '61% is correct by the count in "The vote" (60.9%, from 21,926 votes for and 14,097 against), not by report '
        '(75.0%). It turns on which figure is taken. What would settle it: the votes for and against in "The later vote".'
    )


@pytest.mark.parametrize("works_out", ["members", "turnout", "yes_share"])
@pytest.mark.parametrize("value", [42, 61, 4500, 86000])
def test_the_same_claim_about_an_independent_ballot_by_any_party_has_the_same_verdict(works_out, value):
    unit = "people" if works_out == "members" else "pct"
    rows = [
        only(balloted({"value": value, "unit": unit, "party": party}, works_out, DWP))
        for party in disputes.PARTIES
    ]
    for row in rows[1:]:
        same = ["verdict", "reasons", "computed", "holds_under", "choices"]
        assert row[same].equals(rows[0][same])


@pytest.mark.parametrize(
    ("claim", "check", "message"),
    [
        (SHARE, {"works_out": "members"}, "members are in people, and this claim is in pct"),
        (PEOPLE, {"works_out": "turnout"}, "turnout is in pct, and this claim is in people"),
        (PEOPLE, {"works_out": "yes_share"}, "yes share is in pct, and this claim is in people"),
    ],
)
def test_a_ballot_check_that_does_not_fit_its_claim(claim, check, message):
    check = {"kind": "ballot", "works_out": "members", "ballots": ["vote"], **check}
    with pytest.raises(DisputeError, match=f"Claim 'it', check 'ballot'.*{message}"):
        claims.choices(made(claim, check, ballots=[DWP]), "it")


@pytest.mark.parametrize(
    ("check", "message"),
    [
        ({"kind": "ballot", "works_out": "members", "ballots": []}, "ballots"),
        ({"kind": "ballot", "ballots": ["vote"]}, "works_out"),
        ({"kind": "months_between", "dates": ["2003-11-14"]}, "months"),
        ({"kind": "gap", "pairs": [["vote", "vote"]], "figures": ["a"]}, "figures"),
        ({"kind": "shortage", "figures": ["a", "a"]}, "figures"),
    ],
)
def test_a_key_that_a_kind_lacks_or_does_not_take_is_refused_when_the_file_is_read(check, message):
    with pytest.raises(ValueError, match=rf"claims.0.check.{check['kind']}.{message}"):
        made(PEOPLE, check, figures=[number("a", 5, "people")], ballots=[DWP])


def test_a_ballot_that_is_not_there_is_named_on_load():
    with pytest.raises(ValueError, match=r"claims\[0\].check: There is no ballot 'vot'. Did you mean 'vote'"):
        made(PEOPLE, {"kind": "ballot", "works_out": "members", "ballots": ["vot"]}, ballots=[DWP])


def test_two_ballots_cannot_have_one_id_but_may_have_none():
    with pytest.raises(ValueError, match="the id 'vote' stands twice in ballots"):
        made(PEOPLE, {"kind": "unchecked", "needs": "x"}, ballots=[DWP, DWP])
    made(PEOPLE, {"kind": "unchecked", "needs": "x"}, ballots=[DWP | {"id": None}, DWP | {"id": None}])


@pytest.mark.parametrize("key", ["members", "turnout_pct", "yes_pct", "yes_votes", "no_votes", "spoilt"])
def test_a_range_of_a_ballot_is_from_low_to_high(key):
    with pytest.raises(ValueError, match=f"{key} has its low above its high"):
        made(PEOPLE, {"kind": "unchecked", "needs": "x"}, ballots=[{key: [60, 40]}])


def number(name: str, value: float, unit: str) -> dict:
    return {"id": name, "value": value, "unit": unit}


@pytest.mark.parametrize("kind", ["larger", "gap", "growth"])
def test_the_two_of_a_pair_need_one_unit(kind):
    dispute = made(
        {"value": 5, "unit": "pct"},
        {"kind": kind, "pairs": [["a", "b"]]},
        figures=[number("a", 5, "pct"), number("b", 900, "people")],
    )
    with pytest.raises(DisputeError, match=r"'a' is in pct and 'b' is in people; .* one unit"):
        claims.choices(dispute, "it")


@pytest.mark.parametrize(
    ("kind", "unit", "pair_unit", "computed"),
    [
        ("gap", "gbp_year", "gbp_year", "£5,000"),  # 25,000 - 20,000
        ("gap", "pct", "gbp_year", "20.0%"),  # 5,000 of 25,000
        ("gap", "pct", "pct", "5,000.0%"),  # percentage points
        ("growth", "pct", "gbp_year", "25.0%"),  # 5,000 of 20,000
    ],
)
def test_a_pair_of_one_unit_is_compared_in_the_unit_of_the_claim(kind, unit, pair_unit, computed):
    figures = [number("a", 20000, pair_unit), number("b", 25000, pair_unit)]
    dispute = made({"value": 20, "unit": unit}, {"kind": kind, "pairs": [["a", "b"]]}, figures=figures)
    assert claims.choices(dispute, "it")["computed"].item() == computed


@pytest.mark.parametrize(
    ("kind", "unit", "message"),
    [
        (
            "gap",
            "people",
            r"is in £ a year \(gbp_year\), and this claim is in people \(people\). Write .* unit = \"gbp_year\"",
        ),
        (
            "growth",
            "people",
            r"is in per cent \(pct\), and this claim is in people \(people\). Write .* unit = \"pct\"",
        ),
        ("growth", "gbp_year", r"is in per cent \(pct\), and this claim is in £ a year"),
    ],
)
def test_a_claim_needs_the_unit_of_what_is_worked_out(kind, unit, message):
    figures = [number("a", 20000, "gbp_year"), number("b", 25000, "gbp_year")]
    dispute = made({"value": 20, "unit": unit}, {"kind": kind, "pairs": [["a", "b"]]}, figures=figures)
    with pytest.raises(DisputeError, match=message):
        claims.choices(dispute, "it")


def test_a_figure_in_another_unit_is_not_the_same_thing():
    figures = [number("a", 86000, "fte")]
    with pytest.raises(
        DisputeError, match=r"'a' is in full-time equivalent \(fte\), and this claim is in people"
    ):
        claims.choices(made(PEOPLE, {"kind": "agrees", "figures": ["a"]}, figures=figures), "it")


def test_a_check_is_never_told_who_makes_the_claim(monkeypatch):
    """It takes what was stated and the figures that it names: no party, no other claim, no dispute."""
    told = []
    monkeypatch.setattr(claims.CHECKS["agrees"], "tried", lambda self, *given: told.append(given) or [])
    figures = [number("a", 86000, "people"), number("b", 5, "pct")]
    for party in disputes.PARTIES:
        claim = PEOPLE | {"party": party, "who": ["The union"]}
        check = {"kind": "agrees", "figures": ["a"], "needs": "x"}
        claims.check(made(claim, check, figures=figures, ballots=[DWP]))
    assert len(told) == len(disputes.PARTIES) and all(each == told[0] for each in told)
    stated, given = told[0]
    assert not {"party", "who", "summary", "source"} & {field.name for field in dataclasses.fields(stated)}
    assert list(given.figures) == ["a"] and not given.ballots


DAY = {"text": "2004-03-02", "unit": "date"}


@pytest.mark.parametrize(
    ("months", "holds"),
    # From 14 November 2003 to 2 March 2004 are 109 days, or 109 / 30.4375 = 3.58 months: within half of 4, not of 3.
    [(3, False), (4, True), (5, False)],
)
def test_months_between_reads_its_own_field_and_never_the_note(months, holds):
    check = {"kind": "months_between", "dates": ["2003-11-14"], "months": months, "note": "Said on page 4."}
    tried = claims.choices(made(DAY, check), "it")
    assert tried["computed"].item() == f"3.6 months against {months}"
    assert tried["holds"].item() == holds


def test_months_cannot_be_counted_from_a_year_alone():
    dispute = made(DAY, {"kind": "months_between", "dates": ["2003"], "months": 5})
    with pytest.raises(DisputeError, match="cannot be counted from a year alone; give the month of 2003"):
        claims.choices(dispute, "it")


@pytest.mark.parametrize(
    ("claim", "message"),
    [
        ({"text": "soon", "unit": "date"}, "a claim in date needs a text such as 2004-01-29"),
        ({"text": "2004-01", "unit": "date"}, "a claim in date needs a text such as 2004-01-29"),
        ({"value": 5, "unit": "date"}, "a claim in date needs a text such as 2004-01-29"),
        ({"text": "June", "unit": "month"}, "a claim in month needs a text such as 2004-01"),
    ],
)
def test_a_claim_of_a_date_is_a_date(claim, message):
    with pytest.raises(ValueError, match=message):
        made(claim, {"kind": "unchecked", "needs": "x"})


@pytest.mark.parametrize("unit", ["date", "month", "weekday", "comparison", "text"])
def test_a_figure_is_in_a_unit_of_numbers(unit):
    with pytest.raises(ValueError, match=f"a figure cannot be in {unit}; a date has a key of its own"):
        made(PEOPLE, {"kind": "agrees", "figures": ["a"]}, figures=[number("a", 5, unit)])


CLAIMS = [
    {"value": 5, "unit": "pct"},
    {"value": 0, "unit": "people"},
    {"value": -3, "unit": "gbp_year"},
    {"value": 0.3, "unit": "gbp_hour"},
    {"value": 900, "unit": "gbp"},
    {"value": "about 1", "unit": "days"},
    {"value": "one in five", "unit": "pct"},
    {"text": "more", "unit": "comparison"},
    {"text": "2004-03-02", "unit": "date"},
    {"text": "2004-03", "unit": "month"},
]
FIGURES = [
    number("some", 3, "pct"),
    number("none", 0, "people"),
    number("less", -5000, "gbp_year"),
    number("most", 1e12, "people_per_fte"),
    number("wage", 8, "gbp_hour"),
    number("pay", 30000, "gbp_year") | {"hours_week": 37},
    number("less-pay", 29000, "gbp_year") | {"hours_week": 35, "cv_pct": 2},
    {"id": "day", "date": "2004-01-29"},
    {"id": "year", "date": "2004"},
    number("days", 1, "days"),
    number("more-days", 3, "days"),
    number("paybill", 100, "gbp_million"),
]
NAMES = [each["id"] for each in FIGURES]
PAIRS = [*itertools.pairwise([*NAMES, "some"]), ("some", "some"), ("some", "wage"), ("day", "year")]
EXTRAS = {
    "spans": [["2003-01", "2004-01"]],
    "dates": ["2003-11"],
    "weekday": "Friday",
    "months": 5,
    "ballots": ["vote"],
    "on_costs_pct": 25.0,
    "index": "cpi",
    "until": "2004-01",
    "needs": "more",
}


def any_check(kind: str, pair: tuple[str, str], works_out: str | None) -> dict:
    """A check of a kind with all the keys that it takes."""
    extra = {"sum_against_percent": "wage", "recount": "days"}.get(kind, "some")
    own = {
        "rise_to_restore": {"awards": pair},
        "pounds_lost": {"pay": [["2003-01", pair[0]], ["2004-01", pair[1]]]},
        "cost": {"paybill": pair[0]},
    }.get(kind, {"pairs": [pair]})
    figures = [extra] if kind == "cost" else [*pair, extra]
    every = EXTRAS | own | {"figures": figures, "works_out": works_out}
    every["says"] = "highest" if kind == "extreme" else "below"
    return {key: value for key, value in every.items() if key in claims.CHECKS[kind].model_fields} | {
        "kind": kind
    }


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(claims.CHECKS))
def test_whatever_a_check_is_given_it_gives_a_verdict_or_a_clean_error(kind):
    """Each kind with each claim and each pair of figures: nought, below nought, vast, dates and words."""
    outcomes = set()
    ballot = {"yes_votes": 0, "no_votes": 0, "turnout_pct": 0, "members": 1}  # the least that a file may say
    strike = {"label": "One", "start": "2004-01", "days": 1, "source": "paper"}
    counted = ("members", "turnout", "yes_share") if kind in ("ballot", "consultation") else (None,)
    every = list(itertools.product(CLAIMS, PAIRS, counted))
    for claim, pair, works_out in random.Random(kind).sample(every, cases(len(every), 40)):
        check = any_check(kind, pair, works_out)
        try:
            row = only(made(claim, check, figures=FIGURES, ballots=[ballot], strikes=[strike]))
        except DisputeError as error:
            assert "Claim 'it'" in str(error)
            outcomes.add("error")
        else:
            assert row["verdict"] in claims.VERDICTS
            assert not any(slip in row["reasons"] for slip in (" nan", " inf", "None"))
            outcomes.add(row["verdict"])
    assert outcomes - {"error"}


@pytest.fixture(scope="module", params=disputes.available())
def held(request):
    """Each dispute that comes with paylib, and what its claims come to."""
    dispute = disputes.load(request.param)
    return dispute, claims.check(dispute)


OTHER = {"union": "employers", "employers": "union", "government": "union"}


def turned(dispute: disputes.Dispute) -> disputes.Dispute:
    """The same dispute with unions and employers in each other's place: as parties, claimants, and makers of figures."""
    told = claims.verdicts.evidence_of
    swap = {role: OTHER.get(role, role) for role in (None, *disputes.PARTIES, disputes.INDEPENDENT)}
    sided = {
        part: tuple(
            each.model_copy(update={"side": swap[each.side or side_of_source(dispute, each.source)]})
            for each in getattr(dispute, part)
        )
        for part in ("ballots", "strikes")
    }
    return dispute.model_copy(
        update=sided
        | {
            "parties": tuple(each.model_copy(update={"role": swap[each.role]}) for each in dispute.parties),
            "claims": tuple(each.model_copy(update={"party": swap[each.party]}) for each in dispute.claims),
            "figures": tuple(
                each.model_copy(update={"side": swap[told(dispute, each).side]}) for each in dispute.figures
            ),
        }
    )


def test_parties_that_change_places_change_no_verdict(held):
    dispute, checked = held
    again = claims.check(turned(dispute))
    columns = [
        "verdict",
        "result",
        "reading",
        "deciding_choice",
        "evidence",
        "computed",
        "would_settle",
        "holds_under",
    ]
    assert again[columns].equals(checked[columns])


def test_what_is_correct_rests_on_more_than_the_side_that_claims_it(held):
    dispute, checked = held
    decided = checked[checked["verdict"].isin([claims.CORRECT, claims.WRONG])]
    assert set(decided["evidence"]) <= {"independent", "other side"}
    for each in claims.judged(dispute):
        if each.verdict == claims.WRONG:
            assert each.outcome.evidence == "independent"


def test_every_figure_of_a_shipped_dispute_says_whose_it_is(held):
    dispute, _ = held
    assert claims.questions(dispute) == ()


@pytest.mark.parametrize(
    ("hours", "on", "holds"),
    [
        # 44p at 3 per cent is 0.435 / 0.03 = 14.50 to 0.445 / 0.03 = 14.83 an hour. 30,000 / 52.143 weeks is 575.34 a
        # week: 14.75 an hour of a week of 39, which fits; 15.55 of a week of 37, which does not.
        (39, "figure", True),
        (39, "group", True),
        (37, "figure", False),
        (None, None, False),
    ],
)
def test_pay_by_the_hour_is_of_the_week_of_those_who_get_it(hours, on, holds):
    pay = number("pay", 30000, "gbp_year") | ({"hours_week": hours} if on == "figure" else {})
    groups = [{"id": "staff", "label": "Staff", "annual_gbp": 30000, "source": "paper"}]
    groups = [each | {"hours_week": hours} for each in groups] if on == "group" else groups
    dispute = made(
        {"value": 0.44, "unit": "gbp_hour"},
        {"kind": "sum_against_percent", "figures": ["rise", "pay"]},
        figures=[number("rise", 3, "pct"), pay],
        groups=groups,
    )
    assert claims.choices(dispute, "it")["holds"].tolist() == [holds]


def test_groups_with_several_weeks_leave_a_figure_the_week_of_its_own_pay():
    """Two groups: 39 hours at 30,000 and 36 at 50,000. The figure of 30,000 is that of the first."""
    dispute = made(
        {"value": 0.44, "unit": "gbp_hour"},
        {"kind": "sum_against_percent", "figures": ["rise", "pay"]},
        figures=[number("rise", 3, "pct"), number("pay", 30000, "gbp_year")],
        groups=[
            {"id": "a", "label": "A", "annual_gbp": 30000, "hours_week": 39, "source": "paper"},
            {"id": "b", "label": "B", "annual_gbp": 50000, "hours_week": 36, "source": "paper"},
        ],
    )
    assert claims.choices(dispute, "it")["holds"].tolist() == [True]


@pytest.mark.parametrize("kind", sorted(claims.CHECKS))
def test_each_kind_has_its_own_keys_a_line_of_help_and_an_example(kind):
    """A check of a shipped claim has all that its example shows."""
    model, told = checks.KINDS[kind], checks.help_of(kind)
    assert told.startswith(f"{kind}: ") and all(f"  {key} " in told for key in checks.keys(kind))
    assert all(checks.keys(kind).values())
    example = textwrap.dedent(model.EXAMPLE).strip()
    shown = tomllib.loads(example)
    check = checks.Check(**_tuples(shown))
    assert isinstance(check, model)
    slug, claim = re.match(r"# (\w+)(?:, ([\w-]+))?", example).groups()
    if slug in disputes.available():
        real = next(each.check for each in disputes.load(slug).claims if each.id == claim)
        assert type(real) is model
        for key, value in _tuples(shown).items():
            used = getattr(real, key)
            assert set(value) <= set(used) if isinstance(value, tuple) else value == used, (kind, key)


def _tuples(shown):
    """TOML's lists as the tuples that a record holds."""
    if isinstance(shown, list):
        return tuple(map(_tuples, shown))
    return {key: _tuples(value) for key, value in shown.items()} if isinstance(shown, dict) else shown


def test_a_claim_of_more_readings_than_anybody_reads_is_refused_at_once(tmp_path):
    """300 figures over 300 spans are 90,000 readings."""
    figures = [f"f{number}" for number in range(300)]
    spans = [[f"{1990 + number // 12}-{number % 12 + 1:02d}", "2024-09"] for number in range(300)]
    text = TEMPLATE.replace('figures = ["offer"]', f"figures = {figures}".replace("'", '"'), 1)
    text = re.sub(r"# spans = .*", f"spans = {spans}".replace("'", '"'), text, count=1)
    text = text.replace(
        "[[offers]]",
        "".join(
            f'[[figures]]\nid = "{each}"\nlabel = "f"\nvalue = 3.0\nunit = "pct"\nsource = "employer-letter"\n'
            for each in figures
        )
        + "[[offers]]",
        1,
    )
    (tmp_path / "many.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DisputeError, match="300 figures over 300 spans are 90,000 readings"):
        claims.choices(disputes.load(tmp_path / "many.toml"), "below-inflation")


# ---- A claim that does not fit its check

MISFIT = """
title = "T"
nation = "England"
question = "Q?"
start = "2024-09"
[[parties]]
role = "union"
name = "The union"
[[parties]]
role = "employers"
name = "The employer"
[[claims]]
id = "misfit"
party = "union"
quantity = "x"
summary = "Half of us."
value = 50.0
unit = "pct"
source = "paper"
check = { kind = "agrees", figures = ["count"] }
[[claims]]
id = "fits"
party = "union"
quantity = "x"
summary = "Nine hundred of us."
value = 900
unit = "people"
source = "paper"
check = { kind = "agrees", figures = ["count"] }
[[figures]]
id = "count"
label = "the count"
value = 900
unit = "people"
source = "paper"
[sources.paper]
publisher = "A paper"
title = "A report"
side = "independent"
"""


@pytest.fixture
def misfit(tmp_path):
    (tmp_path / "mine.toml").write_text(MISFIT, encoding="utf-8")
    return tmp_path / "mine.toml"


def test_a_claim_that_does_not_fit_has_a_row_of_its_own_and_silences_no_other(misfit):
    checked = claims.check(disputes.load(misfit))
    assert checked["verdict"].to_dict() == {"misfit": "cannot be checked", "fits": "correct"}
    row = checked.loc["misfit"]
    assert (
        row["error"].startswith("Claim 'misfit', check 'agrees': ")
        and "this claim is in per cent" in row["error"]
    )
    assert row["sentence"].startswith("Cannot be checked as the file has it. ")
    assert row["sentence"].endswith(row["error"].partition(": ")[2])
    assert (row["tried"], row["choices"], row["evidence"]) == (0, 0, "none")
    assert checked.loc["fits", "error"] == ""
    with pytest.raises(DisputeError, match="Claim 'misfit'"):
        claims.choices(disputes.load(misfit), "misfit")


def test_the_command_prints_every_claim_and_its_status_says_that_one_does_not_fit(misfit):
    for options in ((), ("--json",)):
        run = CliRunner().invoke(cli.app, ["check", str(misfit), *options])
        assert run.exit_code == 1
        assert "Nine hundred of us" in run.stdout and "Cannot be checked as the file has it" in run.stdout
        assert "Error: Claim 'misfit', check 'agrees': " in " ".join(run.stderr.split())


def test_the_brief_and_its_evidence_have_the_row_of_a_claim_that_does_not_fit(misfit):
    dispute = disputes.load(misfit)
    for page in (brief.render(dispute, "mine"), sections.verdicts(dispute).html):
        assert "Cannot be checked as the file has it." in page and "Nine hundred of us." in page


def test_prices_that_are_not_out_yet_cost_their_own_reading_only():
    """CPI goes to August 2026 and RPI to July: of a rise due in August the one is tried, and when the other comes is said."""
    last = [prices.index(by).index[-1] for by in ("cpi", "rpi")]
    assert last[0] == last[1] + 1
    check = {"kind": "against_inflation", "figures": ["offer"], "says": "below"}
    claim = {"text": "below inflation", "unit": "comparison", "said": str(last[0])}
    row = only(made(claim, check, figures=[number("offer", 1, "pct")], award_due=str(last[0])))
    assert row["verdict"] == "correct" and row["sentence"].startswith("Correct by offer, CPI, ")
    assert row["would_settle"].endswith(
        f"(not published yet; next release {periods.words(prices.next_release())})"
    )


OF_PER_CENT = [{"id": "a", "value": 3.0, "unit": "pct"}, {"id": "b", "value": 2.0, "unit": "pct"}]
OF_PAY = [{"id": "a", "value": 30000, "unit": "gbp_year"}, {"id": "b", "value": 24000, "unit": "gbp_year"}]
IN_PER_CENT = {
    "against_inflation": ({"figures": ["a"], "says": "below"}, OF_PER_CENT),
    "real_change": ({"pairs": [["a", "b"]], "says": "below"}, OF_PAY),
    "chain_real_change": ({"figures": ["a", "b"], "says": "below"}, OF_PER_CENT),
    "rise_to_restore": ({"pairs": [["a", "b"]]}, OF_PAY),
    "average_against_readings": ({"figures": ["a"]}, OF_PER_CENT),
    "passed_on": ({"figures": ["a", "b"]}, OF_PER_CENT),
    "index_named": ({"index": "cpi", "until": "2004-01", "figures": ["a"], "says": "below"}, OF_PER_CENT),
}


@pytest.mark.parametrize("unit", ["ratio", "gbp_year", "people"])
@pytest.mark.parametrize("kind", IN_PER_CENT)
def test_a_claim_in_another_unit_is_not_set_against_per_cent(kind, unit):
    """£1,000 below prices, or 0.2 of them, is no 1.5 per cent: it was called wrong by that."""
    keys, figures = IN_PER_CENT[kind]
    claim = {"value": 0.2 if unit == "ratio" else 1000, "unit": unit}
    row = only(made(claim, {"kind": kind} | keys, figures=figures, award_due="2004-01"))
    assert row["verdict"] == "cannot be checked"
    assert re.search(r"in per cent \(pct\), and this claim is in .* with unit = \"pct\"", row["error"])


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        # 8 rounds of a day and one of half a day.
        ({"value": 8.5, "unit": "days"}, "Correct: claimed 8.5, found 8.5 (the 9 rounds added up)."),
        (
            {"value": 0.0085, "unit": "thousand_days"},
            "Correct: claimed 0.0085, found 0.0085 (the 9 rounds added up).",
        ),
        ({"value": 9, "unit": "days"}, "Correct: claimed 9, found 8.5 (the 9 rounds added up)."),
    ],
)
def test_half_days_of_strike_are_counted_as_such(claim, sentence):
    rounds = [
        {"label": f"Round {day}", "start": f"2004-01-0{day}", "days": 1, "source": "paper"}
        for day in range(1, 9)
    ]
    rounds.append({"label": "A half", "start": "2004-01-09", "days": 0.5, "source": "paper"})
    assert only(made(claim, {"kind": "recount"}, strikes=rounds))["sentence"] == sentence


@pytest.mark.parametrize("by", ["rpi_long", "awe_public", "cpih"])
def test_the_index_of_the_claim_itself_is_left_out_only_where_the_file_says_so(by):
    claim = {"unit": "comparison", "text": "below", "said": "2024-09", "reading": {"by": by}}
    check = {"kind": "against_inflation", "figures": ["a"], "says": "below"}
    for more, told in [({}, False), ({"by": ["rpi"]}, False), ({"by": [], "leaves_out": {by: "no"}}, True)]:
        row = only(made(claim, check | more, figures=OF_PER_CENT, award_due="2024-09"))
        title = prices.index(by).attrs["title"]
        assert (f"The file leaves {title}" in row["reasons"]) == told


def test_what_a_reader_should_know_ends_as_it_was_written():
    claim = {"value": 3, "unit": "pct"}
    for note, end in [
        ("Is it so?", "Is it so?"),
        ("It is.", "It is."),
        ("It is", "It is."),
        ("Really!", "Really!"),
    ]:
        check = {"kind": "agrees", "figures": ["a"], "note": note, "needs": note}
        reasons = only(made(claim, check, figures=OF_PER_CENT))["reasons"]
        assert reasons.endswith(f" {end}") and f"What would settle it: {end} {end}" in reasons


@pytest.mark.parametrize(
    ("claim", "check", "figures", "told"),
    [
        ({"value": 3, "unit": "pct"}, {"kind": "agrees"}, [], "There is nothing to try the claim with."),
        (
            {"value": 3, "unit": "pct"},
            {"kind": "agrees", "figures": ["a"]},
            [{"id": "a", "value": -3, "unit": "pct", "qualifier": "about"}],
            "'a' is about −3%, and a word before a figure below nought may be meant either way: leave out its qualifier.",
        ),
        (
            {"value": 3, "unit": "pct"},
            {"kind": "passed_on", "figures": ["a", "b"]},
            [{"id": "a", "value": 0, "unit": "pct"}, {"id": "b", "value": 2, "unit": "pct"}],
            "'a' is 0.0%, and this check needs it above nought.",
        ),
        (
            {"text": "below", "unit": "comparison"},
            {"kind": "against_inflation", "figures": ["a"], "by": ["gdp"]},
            OF_PER_CENT,
            "There is no deflator by month 'gdp'.",
        ),
    ],
)
def test_why_a_claim_cannot_be_checked_is_a_sentence_on_the_file(claim, check, figures, told):
    row = only(made(claim, check, figures=figures, award_due="2004-01"))
    assert row["sentence"].startswith(f"Cannot be checked as the file has it. {told}")


def test_a_figure_or_a_pair_that_is_named_twice_counts_once():
    figures = [{"id": "a", "value": 3, "unit": "pct"}, {"id": "b", "value": 4, "unit": "pct"}]
    once = only(made({"value": 3, "unit": "pct"}, {"kind": "agrees", "figures": ["a"]}, figures=figures))
    twice = only(
        made({"value": 3, "unit": "pct"}, {"kind": "agrees", "figures": ["a", "a"]}, figures=figures)
    )
    assert twice["sentence"] == once["sentence"] == "Correct: claimed 3%, found 3.0% (a)."
    gap = {"kind": "gap", "pairs": [["a", "b"]] * 2}
    assert "more" not in only(made({"value": 1, "unit": "pct"}, gap, figures=figures))["sentence"]


def test_two_awards_of_one_figure_are_two_awards():
    """1.03 x 1.03 = 1.0609 over CPI of 2010-04 to 2012-04."""
    figures = [{"id": "a", "value": 3, "unit": "pct"}]
    check = {
        "kind": "chain_real_change",
        "figures": ["a", "a"],
        "spans": [["2010-04", "2012-04"]],
        "says": "below",
    }
    real = (1.0609 / prices.uprate(1, "2010-04", to="2012-04", by="cpi") - 1) * 100
    row = only(made({"value": round(-real, 1), "unit": "pct"}, check, figures=figures))
    assert f"{abs(real):.1f}% in real terms" in row["sentence"]


@pytest.mark.parametrize("dates", [("2020", "2010"), ("2010-04", "2010-04"), ("2010", "2020-04")])
def test_pay_that_is_lost_to_prices_is_listed_by_date(dates):
    figures = [{"id": name, "value": 20_000, "unit": "gbp_year"} for name in ("then", "now")]
    check = {"kind": "pounds_lost", "pay": list(zip(dates, ("then", "now"), strict=True))}
    with pytest.raises(ValidationError, match=r"did you mean|which period before|which month of"):
        made({"value": 1, "unit": "gbp_year"}, check, figures=figures)


def test_pay_that_gained_on_prices_is_not_a_loss_below_nought():
    """£20,000 of April 2015 is about £20,048 in the prices of a year later; £25,000 was paid: a gain of about £4,952."""
    figures = [
        {"id": "then", "value": 20_000, "unit": "gbp_year"},
        {"id": "now", "value": 25_000, "unit": "gbp_year"},
    ]
    check = {"kind": "pounds_lost", "pay": [["2015-04", "then"], ["2016-04", "now"]]}
    row = only(made({"value": 500, "unit": "gbp_year"}, check, figures=figures))
    kept = prices.uprate(20_000, "2015-04", to="2016-04", by="cpi")
    assert f"found £{25_000 - kept:,.0f} a year gained" in row["sentence"] and "lost" not in row["sentence"]


@pytest.mark.parametrize("value", ["£14.643", "14.643", "more than £14.643", "£12.500 to £14.643"])
def test_a_sum_that_may_be_thousands_is_asked_about(value):
    figures = [{"id": "a", "value": 14_643, "unit": "gbp_year"}]
    with pytest.raises(ValidationError, match=r"may be 1\d,\d{3} or 1\d\.\d\d: write"):
        made({"value": value, "unit": "gbp_year"}, {"kind": "agrees", "figures": ["a"]}, figures=figures)
    assert made(
        {"value": "£1.465 million", "unit": "gbp"}, {"kind": "agrees", "figures": ["a"]}, figures=figures
    )


def _linked(**keys):
    part = {"kind": "linked", "date": "2026-04", **keys}
    offer = {"id": "o", "label": "Offer", "status": "offer", "source": "paper", "parts": [part]}
    claim, check = {"value": 1, "unit": "pct"}, {"kind": "agrees", "figures": ["a"]}
    group = {"id": "all", "label": "All", "annual_gbp": 30_000, "source": "paper"}
    figure = {"id": "a", "value": 1, "unit": "pct"}
    return made(claim, check, figures=[figure], offers=[offer], groups=[group])


@pytest.mark.parametrize(
    ("by", "month", "told"),
    [
        (
            "cpi",
            "2026-09",
            "the 12-month rate of CPI of September 2026 is not published yet (next release October 2026)",
        ),
        ("cpi", "1960-01", "the 12-month rate of CPI of January 1960 was not found"),
        ("gdp", "2024-09", "there is no published 12-month rate of gdp"),
    ],
)
def test_an_offer_linked_to_a_rate_that_there_is_not_says_so(by, month, told):
    dispute = _linked(by=by, month=month)
    assert sections.offers_in_real_terms(dispute).text == f"Offers are not shown: {told}."
    assert told in calculator(dispute).text and "not given" not in calculator(dispute).text


def test_the_least_of_a_linked_rise_is_not_above_the_most():
    with pytest.raises(ValidationError, match="at_least is 5 and at_most 2"):
        _linked(by="cpi", month="2024-09", at_least=5, at_most=2)


def test_an_index_that_no_month_has_says_what_to_do():
    """The GDP deflator is by quarter and year, in spans of years too: the same claim without it is judged."""
    figures = [{"id": "a", "value": 100, "unit": "gbp"}, {"id": "b", "value": 110, "unit": "gbp"}]
    check = {"kind": "real_change", "pairs": [["a", "b"]], "spans": [["2010/11", "2020/21"]], "says": "below"}
    claim = {"value": 7, "unit": "pct"}
    row = only(made(claim, check | {"by": ["gdp", "cpi"]}, figures=figures))
    assert "take it out here, and the others are used; `paylib real` works by it" in row["sentence"]
    assert only(made(claim, check | {"by": ["cpi"]}, figures=figures))["verdict"] != "cannot be checked"


def test_an_index_of_a_month_still_to_come_is_not_published_yet_and_the_file_is_right():
    claim, check = {"value": 3, "unit": "pct"}, {"kind": "index_named", "index": "cpi", "until": "2026-10"}
    row = only(made(claim, check))
    assert (row["verdict"], row["error"]) == ("cannot be checked", "")
    assert (
        "the CPI of October 2025 to October 2026 (not published yet; next release October 2026)"
        in row["sentence"]
    )
    beside = check | {"figures": ["a"], "says": "below"}
    assert only(made(claim, beside, figures=OF_PER_CENT))["would_settle"] == row["would_settle"]
    early = only(made(claim, check | {"until": "1980-01"}))
    assert early["error"] == "" and "the CPI of January 1979 to January 1980" in early["sentence"]
