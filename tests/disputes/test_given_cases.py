"""Files that people would write, wrong in what they mean or made to mislead: what is said of them, and what verdict they get."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from paylib import claims, disputes
from paylib.errors import DisputeError, MendedWarning

CASES = Path(__file__).parent / "cases"

REFUSED = {
    # Digits of other scripts are no date that a reader can check.
    "attack/arabic": "timeline[0].date: a date is written 2004-01-29, 2004-01 or 2004.",
    # A leaflet cannot take the name of a source of official figures.
    "attack/conf2": "sources.ons_chaw_csv_2026_08: paylib has a source of this name; call yours something else.",
    # Nobody could vote in a ballot of no members.
    "attack/members0": "ballots[0].members: members is how many could vote, so at least 1; leave it out where it is not known.",
    # How far off is fixed for everyone, and digits that were not stated are not taken off.
    "attack/tolerance": "How far off a figure may be is fixed, the same for everyone",
    "mistakes/10-wrong-key": "claims[0].sumary: there is no such key here. Did you mean 'summary'?",
    "mistakes/19-dup-id": "the id 'below-inflation' stands twice in claims",
    "mistakes/20-id-space": "claims[1].id: found 'Average Pay'. Only small letters",
    "mistakes/21-missing-source": "there is no source 'union-leaflets'. Did you mean 'union-leaflet'?",
    "mistakes/29-fraction-pct": 'figures[0]: 0.03 in per cent is a small part of one per cent (if that is meant, write "0.03%"): '
    "did you mean 3?",
    "mistakes/31-lines-key-case": "claims[0].Unit: there is no such key here. Did you mean 'unit'?",
    "mistakes/34-party-name": "claims[0].party: found 'The union'. Did you mean 'union'?",
    "mistakes/36-check-two-spans-swapped": "the span ends in 2023-09, and starts in 2024-09: did you mean "
    '["2023-09", "2024-09"]?',
}

JUDGED = {
    # Nothing to check is no verdict.
    "attack/minimal": {"c1": ("cannot be checked", "none")},
    # A ballot that is opened in the future is one, and no matter of the claim.
    "attack/ballot2026": {"c1": ("cannot be checked", "none")},
    # One's own leaflet does not make one's own claim true.
    "attack/own_word_holds": {"c1": ("unconfirmed", "own word")},
    # 10,000 leaves 500 either side, not half of its one digit: 5,100 does not meet it.
    "attack/round10000": {"c1": ("wrong", "independent")},
    # The employer's own letter offers 3 per cent; CPI rose by 1.7 and RPI by 2.7 in the year to September 2024.
    "mistakes/base": {
        "below-inflation": ("wrong", "independent"),
        "average-pay": ("unconfirmed", "own word"),
    },
    # A month may be written in words, and a number with quotation marks.
    "mistakes/23-award-due-uk": {"below-inflation": ("wrong", "independent")},
    "mistakes/24-month-1digit": {
        "below-inflation": ("wrong", "independent"),
        "average-pay": ("unconfirmed", "own word"),
    },
    # UK is the United Kingdom, and nothing else.
    "mistakes/22-nation": {
        "below-inflation": ("wrong", "independent"),
        "average-pay": ("unconfirmed", "own word"),
    },
    "mistakes/26-value-str": {"average-pay": ("unconfirmed", "own word")},
    # A span that the file adds decides nothing, and one that is not out yet is left out.
    "mistakes/28-future-span": {"below-inflation": ("wrong", "independent")},
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_meant_is_asked_about(name):
    with pytest.raises(DisputeError) as caught:
        disputes.load(CASES / f"{name}.toml")
    assert REFUSED[name] in str(caught.value)


@pytest.mark.parametrize("name", JUDGED)
def test_what_is_meant_gets_its_verdict(name):
    checked = claims.check(disputes.load(CASES / f"{name}.toml"))
    found = {claim: tuple(checked.loc[claim, ["verdict", "evidence"]]) for claim in JUDGED[name]}
    assert found == JUDGED[name]


def test_a_figure_without_a_source_is_no_evidence():
    with pytest.raises(DisputeError, match="says of no row where it comes from"):
        claims.choices(disputes.load(CASES / "attack/tablepick.toml"), "c1")


def test_a_span_that_is_not_out_yet_is_said_once_with_its_line():
    """When the file is read; a span from before there were prices is asked about by `questions`."""
    with pytest.warns(MendedWarning, match="Line 40: .* the span 2026-09 to 2027-09 is left out"):
        dispute = disputes.load(CASES / "mistakes/28-future-span.toml")
    assert claims.questions(dispute) == ()


def test_a_hundred_figures_over_the_same_span_a_hundred_times_are_judged_soon():
    dispute = disputes.load(CASES / "attack/dos100.toml")
    began = time.process_time()
    row = claims.check(dispute).loc["c"]
    assert time.process_time() - began < 10
    assert row["verdict"] == "depends on the reading" and row["choices"] == 800
