"""What a paper says: right by hand, the same for both sides, and honest about what was not found."""

import re

import pytest

from paylib.errors import ChoiceError, FigureError
from paylib.findings import Prose
from paylib.report.claim import claim_file, document, heads, history, money, replies
from paylib.report.claim.paper import SIDES, Paper

NAMES = ("dwp_2026", "njc_2026", "resident_doctors_2025")


@pytest.fixture(scope="module")
def papers():
    """Each claim that comes with paylib, as a paper for each reader."""
    return {(name, side): document(claim_file.load(name), side) for name in NAMES for side in SIDES}


def section(made, key):
    return next(each for each in made.sections if each.key == key)


def figure(made, name):
    return next(each for each in made.findings if each.name == name)


def test_the_lowest_njc_point_gets_the_floor_of_15_pounds(papers):
    made = papers["njc_2026", "union"]
    # 15 pounds an hour, 37 hours, 52.143 weeks: more than 24,796 + 3,000
    assert float(figure(made, "claim, pay after, 3")) == pytest.approx(15 * 37 * 52.143)
    assert float(figure(made, "claim, pay after, 6")) == 25989 + 3000
    assert float(figure(made, "claim, pay after, 43")) == pytest.approx(54495 * 1.10)
    assert float(figure(made, "offer, pay after, 43")) == pytest.approx(54495 * 1.033)


def test_the_shorter_week_raises_the_hourly_rate(papers):
    made = papers["njc_2026", "union"]
    assert float(figure(made, "claim, an hour after, 43")) == pytest.approx(54495 * 1.10 / 52.143 / 35)


def test_doctors_get_per_cent_and_then_the_sum(papers):
    made = papers["resident_doctors_2025", "employers"]
    # The circular of 2025 has 38,831, rounded up
    assert float(figure(made, "offer, pay after, FY1")) == pytest.approx(36616 * 1.04 + 750)


def test_the_real_change_is_a_ratio_and_the_rise_that_restores_is_not_the_fall(papers):
    made = papers["njc_2026", "union"]
    before, now = float(figure(made, "pay in 2010-04, 23")), float(figure(made, "pay now, 23"))
    grew = 1 + float(figure(made, "growth of prices by RPI")) / 100
    fall = float(figure(made, "real change by RPI, 23"))
    assert fall == pytest.approx((now / before / grew - 1) * 100)
    assert float(figure(made, "rise to restore by RPI, 23")) == pytest.approx(
        (1 / (1 + fall / 100) - 1) * 100
    )
    assert float(figure(made, "behind RPI by, 23")) == pytest.approx(before * grew - now)


def test_points_without_an_unbroken_record_are_named(papers):
    said = [
        each.text for each in section(papers["njc_2026", "union"], "pay").blocks if isinstance(each, Prose)
    ]
    assert "For Point 3, Point 6, Point 12 no unbroken record of pay since then was found." in said


def test_the_cost_of_one_per_cent_is_that_of_the_last_award(papers):
    made = papers["njc_2026", "union"]
    assert float(figure(made, "cost of one per cent")) == pytest.approx(793.17 / 3.2)
    assert float(figure(made, "cost of the offer, least")) == pytest.approx(793.17 / 3.2 * 3.3)


def test_the_cost_by_staff_is_their_number_times_the_rise(papers):
    made = papers["dwp_2026", "union"]
    pay = 20890.44 * 27844 * 0.035 + 44106.69 * 32137 * 0.035
    assert float(figure(made, "cost of the offer, pay")) == pytest.approx(pay / 1e6)
    assert float(figure(made, "cost of the offer, employer's pension contribution")) == pytest.approx(
        pay * 0.2897 / 1e6
    )
    assert float(figure(made, "cost of the offer, employer's National Insurance")) == pytest.approx(
        pay * 0.15 / 1e6
    )
    # Basic-rate tax and National Insurance of 8 and 15 per cent on every pound
    assert float(figure(made, "back from the offer")) == pytest.approx(pay * 0.43 / 1e6)


def test_the_share_that_comes_back_is_of_pay_and_national_insurance(papers):
    """At the basic rate: 20 and 8 per cent of the member's, 15 of the employer's, over the rise and those 15."""
    made = papers["njc_2026", "union"]
    assert float(figure(made, "share back from the claim, 23")) == pytest.approx((20 + 8 + 15) / 115 * 100)


def test_the_gap_to_what_was_set_aside(papers):
    made = papers["dwp_2026", "employers"]
    assert str(figure(made, "over what was assumed, offer, lowest")) == "1.5 percentage points"


@pytest.mark.parametrize("name", NAMES)
def test_both_sides_are_given_the_same_figures(papers, name):
    """All but which gains come first: the chart of who gains, the share that comes back, and the replies are of one's own."""
    union, employers = (papers[name, side] for side in ("union", "employers"))
    own = ("introduction", "equality", "cost", "replies")
    for one, other in zip(union.sections, employers.sections, strict=True):
        assert one.key == other.key
        if one.key not in own:
            assert {each.name: each.value for each in one.findings} == {
                each.name: each.value for each in other.findings
            }


@pytest.mark.parametrize("name", NAMES)
def test_what_one_side_expects_is_what_the_other_says(name):
    file = claim_file.load(name)
    ours, theirs = (
        [tuple(map(str, pair)) for pair in replies.pairs(Paper(file, side))]
        for side in ("union", "employers")
    )
    answered = {pair for pair in ours if replies.NOTHING not in pair}
    assert answered, "Nothing is answered."
    assert {(answer, reply) for reply, answer in answered} == {
        pair for pair in theirs if replies.NOTHING not in pair
    }
    both = {tuple(map(str, pair)) for pair in replies.pairs(Paper(file, "review-body"))}
    assert answered <= both


def test_swapped_sides_swap_their_places(tmp_path):
    """A file in which the two sides and their heads change places: each paper is that of the other, name for name."""
    file = claim_file.load("dwp_2026")
    swapped = file.model_copy(update={"claim": file.offer, "offer": file.claim})
    for fn in (heads.in_full, money.cost, money.funding):
        one, other = fn(Paper(file, "union")), fn(Paper(swapped, "employers"))
        assert {turned(each.name): each.value for each in one.findings} == {
            each.name: each.value for each in other.findings
        }


def turned(name: str) -> str:
    """A figure's name with claim and offer exchanged."""
    return re.sub(r"\b(claim|offer)\b", lambda word: {"claim": "offer", "offer": "claim"}[word[0]], name)


def test_a_review_body_is_given_public_sources_only(tmp_path):
    text = (claim_file.datapackage.root() / "claims" / "dwp_2026.toml").read_text(encoding="utf-8")
    text = text.replace('source = "d_remit_2026"\nside = "union"', 'source = "branch"\nside = "union"')
    text += '\n[sources.branch]\npublisher = "A branch"\ntitle = "Its own note"\n'
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    file = claim_file.load(path)
    assert "branch" in document(file, "union").sources
    made = document(file, "review-body")
    assert "branch" not in made.sources
    said = " ".join(each.text for each in section(made, "funding").blocks)
    assert "left out here because its source has no public link" in said


@pytest.mark.parametrize("name", NAMES)
def test_every_section_stands_in_every_paper_and_says_what_was_not_found(papers, name):
    for side in SIDES:
        made = papers[name, side]
        assert all(each.blocks for each in made.sections)
        assert len({each.key for each in made.every_section}) == 14
    missing = section(papers["dwp_2026", "union"], "pay").blocks
    assert [each.text for each in missing] == [
        "No unbroken record of pay for Department for Work and Pensions was found, so what has happened to it is not shown."
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_has_a_method_and_what_is_not_chosen_has_a_source(papers, name):
    for each in papers[name, "union"].findings:
        assert each.method
        assert each.sources or each.method == "as chosen", each.name


def test_sources_are_numbered_as_they_are_met(papers):
    made = papers["njc_2026", "union"]
    assert made.numbers[made.sources[0]] == 1
    assert made.marks(made.sources[:3]) == "[1–3]"
    assert made.foot(made.sections[0]).startswith("Sources: [1] narrativecare.org")


def test_a_side_that_there_is_not_and_an_offer_that_there_is_not():
    file = claim_file.load("dwp_2026")
    with pytest.raises(ChoiceError, match=r"There is no side 'press'.*union, employers, review-body"):
        Paper(file, "press")
    with pytest.raises(FigureError, match=r"dwp_2026 has no \[offer\]"):
        Paper(file.model_copy(update={"offer": None}), "employers")


def test_without_an_offer_the_claim_stands_alone():
    file = claim_file.load("njc_2026")
    made = document(file.model_copy(update={"offer": None}), "union")
    assert not any("offer" in each.name for each in made.findings)


def test_one_point_is_followed_over_the_renumbering():
    assert history.middle(claim_file.load("njc_2026")) == "23"
