"""A dispute's records as a reader sees them: every figure of a verdict is a finding, and texts stay texts."""

import html
import re

import pytest

from paylib import claims, disputes
from paylib.figures.finding import MIME, plain
from paylib.report import sections

SHIPPED = ("civil_service_2004", "youth_work_2004", "social_care_2025", "school_teachers_2023")
DATA = re.compile(r'<data value="([^"]*)" data-finding="([^"]*)">([^<]*)</data>')


def in_words(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


@pytest.mark.parametrize("slug", SHIPPED)
def test_every_figure_of_a_verdict_is_a_finding_that_the_page_can_list(slug):
    made = sections.verdicts(disputes.load(slug))
    listed = {record["name"]: record for record in made._repr_mimebundle_()[MIME]}
    stated = [tuple(map(html.unescape, found)) for found in DATA.findall(made.html)]
    assert len(stated) > 30 and {name for _, name, _ in stated} == set(listed)
    for value, name, shown in stated:
        assert value == str(listed[name]["value"])
        assert shown in listed[name]["shown"] or name.endswith(", choices"), (shown, listed[name])
        assert listed[name]["sources"] and listed[name]["method"]
    bare = re.findall(
        r"£\s?\d[\d,.]*|\b\d+(?:\.\d+)?\s?(?:%|per cent)|\d,\d{3}", in_words(DATA.sub("", made.html))
    )
    assert not bare


@pytest.mark.parametrize("slug", SHIPPED)
def test_a_choice_that_the_reasons_name_is_the_row_of_the_choices(slug):
    dispute = disputes.load(slug)
    made = sections.verdicts(dispute)
    named = [each for each in made.findings if re.search(r", choice \d+$", each.name)]
    assert len(named) > 10
    for finding in named:
        claim, number = re.fullmatch(r"claim (.+), choice (\d+)", finding.name).groups()
        row = claims.choices(dispute, claim).iloc[int(number) - 1]
        assert (finding.value, finding.method) == (row["computed"], row["choice"])
        assert finding.sources == (row["sources"] or made.checked.loc[claim, "sources"])
        assert f"{row['choice']} ({row['computed']})" in made.checked.loc[claim, "reasons"]


@pytest.mark.parametrize("slug", SHIPPED)
def test_the_figures_change_no_word(slug):
    made = sections.verdicts(disputes.load(slug))
    items = re.findall(r'<p class="reasons">(.*?)</p>', made.html)
    assert [in_words(item) for item in items] == list(made.checked["reasons"])
    quotes = re.findall(r"<q>(.*?)</q>", made.html)
    assert [in_words(quote) for quote in quotes] == list(made.checked["stated"])


def test_what_a_claim_states_is_its_figure_and_its_source():
    """The union's £4,000 behind teachers; the choices: 3,462 and others, of which some round to it."""
    dispute = disputes.load("youth_work_2004")
    made = sections.verdicts(dispute)
    found = {each.name: each for each in made.findings}
    claim = next(each for each in dispute.claims if each.id == "youth-teacher-gap")
    stated = found["claim youth-teacher-gap, stated"]
    assert (stated.value, stated.unit, stated.sources) == (4000.0, "gbp_year", (claim.source,))
    assert plain(stated.value) == 4000.0 and "£3,462" in {each.value for each in made.findings}
    row = made.checked.loc["youth-teacher-gap"]
    assert found["claim youth-teacher-gap, choices"].value.startswith(f"{row['holds_under']} of ")


def test_figures_that_are_markup_or_look_like_another_stay_as_they_are():
    """A bare number in a summary is not taken for the claim's, and hostile text round a figure is escaped."""
    dispute = disputes.load("social_care_2025")
    wanted = next(each for each in dispute.claims if each.id == "care-regrade-wait")  # 2 years
    hostile = wanted.model_copy(update={"summary": '<b title="12%">12%</b> & 2 <data value="2">2</data>'})
    made = sections.verdicts(dispute.model_copy(update={"claims": (hostile,)}))
    (summary, _, _) = made.words[0]
    assert in_words(DATA.sub(r"\3", summary.html)) == hostile.summary
    assert "<b" not in summary.html and summary.html.count("<data") == 2
    assert {each.name for each in summary.findings} == {"claim care-regrade-wait, in words, 12%"}
