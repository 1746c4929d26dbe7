"""A dispute's records as a reader sees them: every figure of a verdict is a finding, and texts stay texts."""

import html
import re

import pytest

from paylib import claims, disputes
from paylib.figures.finding import MIME
from paylib.report import sections

SHIPPED = ("civil_service_2004", "youth_work_2004", "social_care_2025", "school_teachers_2023")
DATA = re.compile(r'<data value="([^"]*)" data-finding="([^"]*)">([^<]*)</data>')


WORDED = re.compile(r'<span class="worded">.*?</span>')


def in_words(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


@pytest.mark.parametrize("slug", SHIPPED)
def test_every_figure_of_a_verdict_is_a_finding_that_the_page_can_list(slug):
    """All but those in words of the dispute file, which stand as they are and are marked as its own."""
    made = sections.verdicts(disputes.load(slug))
    listed = {record["name"]: record for record in made._repr_mimebundle_()[MIME]}
    stated = [tuple(map(html.unescape, found)) for found in DATA.findall(made.html)]
    assert len(stated) > 30 and {name for _, name, _ in stated} == set(listed)
    for value, name, shown in stated:
        assert (value, shown) == (str(listed[name]["value"]), listed[name]["shown"])
        assert listed[name]["sources"] and listed[name]["method"]
    bare = re.findall(r"\d", in_words(DATA.sub("", WORDED.sub("", made.html))).partition("Source:")[0])
    assert not bare


@pytest.mark.parametrize("slug", SHIPPED)
def test_words_of_the_file_are_marked_and_hold_no_verdict(slug):
    """A summary, a label, a note: each stands in the file as it is marked."""
    dispute = disputes.load(slug)
    for each in sections.verdicts(dispute).judged:
        texts = [
            *(figure.label for figure in dispute.figures),
            *(ballot.label for ballot in dispute.ballots),
            *(label for choice in each.tried for label in [choice.label]),
            each.claim.summary,
            each.claim.text or "",
            *((each.claim.check.note or "", each.claim.check.needs or "") if each.claim.check else ()),
        ]
        for words in WORDED.findall(each.reasons.html + each.as_stated.html):
            parts = in_words(words).split("; ")
            assert all(any(part in text for text in texts) for part in parts), words


@pytest.mark.parametrize("slug", SHIPPED)
def test_a_choice_that_the_reasons_name_is_the_row_of_the_choices(slug):
    dispute = disputes.load(slug)
    made = sections.verdicts(dispute)
    named = {each.name: each for each in made.findings if re.search(r", choice \d+$", each.name)}
    assert len(named) > 10
    for name, finding in named.items():
        claim, number = re.fullmatch(r"claim (.+), choice (\d+)", name).groups()
        row = claims.choices(dispute, claim).iloc[int(number) - 1]
        assert str(finding) in row["computed"] and set(finding.sources) <= set(row["sources"])
        judged = next(each for each in made.judged if each.claim.id == claim)
        label, found = row["choice"], row["computed"]
        told = judged.reasons.text
        said = any(words in told for words in (f"{label} ({found})", f"{found} by {label}", f"({found})"))
        beside = re.search(
            rf"{re.escape(found)}[^().]* \({re.escape(label)}[,)]", told
        )  # found 3.0% (the offer, and 2 more)
        after = any(  # found 3.0%. That is by the offer
            f"{found}. {words} {label}" in told for words in ("That is by", "Only its own side says so:")
        )
        assert said or beside or after, told


@pytest.mark.parametrize("slug", SHIPPED)
def test_the_figures_change_no_word(slug):
    dispute = disputes.load(slug)
    made, checked = sections.verdicts(dispute), claims.check(dispute)
    items = re.findall(r'<p class="reasons">(.*?)</p>', made.html)
    assert [in_words(item) for item in items] == list(checked["reasons"])
    quotes = re.findall(r"<q>(.*?)</q>", made.html)
    assert [in_words(quote) for quote in quotes] == list(checked["stated"])


def test_what_a_claim_states_is_its_figure_and_its_source():
    """The union's £4,000 behind teachers: 18,105 less 14,643 is 3,462."""
    dispute = disputes.load("youth_work_2004")
    made = sections.verdicts(dispute)
    found = {each.name: each for each in made.findings}
    claim = next(each for each in dispute.claims if each.id == "youth-teacher-gap")
    stated = found["claim youth-teacher-gap, stated"]
    assert (stated.value, stated.unit, stated.sources) == (4000.0, "gbp_year", (claim.source,))
    gap = found["claim youth-teacher-gap, choice 2"]
    assert (gap.value, gap.unit, str(gap)) == (3915.0, "gbp_year", "£3,915")
    assert str(found["claim youth-teacher-gap, choice 1"]) == "£3,462"


def test_each_claim_is_worked_out_once(monkeypatch):
    """The table, the list, the choices and the counts of a page share one working-out."""
    dispute = disputes.load("youth_work_2004")
    tried, once = [], claims.CHECKS["gap"].tried
    monkeypatch.setattr(claims.CHECKS["gap"], "tried", lambda *given: tried.append(1) or once(*given))
    sections.verdicts(dispute), sections.summary(dispute), claims.choices(dispute, "youth-teacher-gap")
    assert len(tried) == sum(isinstance(each.check, claims.CHECKS["gap"]) for each in dispute.claims)


def test_texts_that_are_markup_stay_as_they_are():
    dispute = disputes.load("social_care_2025")
    wanted = next(each for each in dispute.claims if each.id == "care-regrade-wait")  # 2 years
    hostile = wanted.model_copy(update={"summary": '<b title="12%">12%</b> & 2 <data value="2">2</data>'})
    made = sections.verdicts(dispute.model_copy(update={"claims": (hostile,)}))
    (summary,) = re.findall(r"<strong>(.*)</strong>", made.html)
    assert in_words(summary) == hostile.summary and "<b" not in summary and "<data" not in summary


def test_the_law_asks_nothing_of_a_consultation():
    """A vote on an offer is no ballot for action: youth work, 2004, to accept."""
    shown = sections.ballots(disputes.load("youth_work_2004")).frame
    assert shown[["The law then", "The law of March 2017"]].to_numpy().tolist()[-1] == [
        "not required",
        "not required",
    ]
    assert "not required" not in shown["The law then"].iloc[:-1].tolist()


def test_a_ballot_after_the_last_law_is_shown_by_it_and_says_so():
    dispute = disputes.load("youth_work_2004")
    assert sections.ballots(dispute).text.startswith("Ballots and the thresholds in law\n")
    later = dispute.ballots[0].model_copy(update={"opened": "2026-12-01"})
    shown = sections.ballots(dispute.model_copy(update={"ballots": (later,)}))
    assert shown.text.startswith("Ballots and the thresholds in law, by the last law that was seen")
