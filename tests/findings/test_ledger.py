"""A ledger's sentences follow its figures, or stop."""

import datetime
from types import SimpleNamespace

import pandas as pd
import pytest

from paylib import prices
from paylib.errors import ChoiceError, FigureError
from paylib.findings import Finding, Ledger, either
from paylib.findings.ledger import BUILD


@pytest.fixture
def f() -> Ledger:
    ledger = Ledger()
    ledger.pay = Finding("x", 3.0, "pct", "as offered", ("article",))
    ledger.prices = Finding("y", 2.8, "pct", "index", ("ons",))
    ledger.fall = Finding("z", -1.62, "pct", "worked out", ("ons",))
    ledger.nought = Finding("n", 0.04, "pct", "worked out")
    return ledger


def test_a_figure_goes_by_the_name_it_was_given(f):
    made = f.say("Pay rose by {pay}, prices by {prices:.2}; real pay by {fall:signed}, or {fall:abs} less.")
    assert made.text == "Pay rose by 3.0%, prices by 2.80%; real pay by −1.6%, or 1.6% less."
    assert [each.name for each in made.findings] == ["pay", "prices", "fall"]
    assert '<data value="3.0" data-finding="pay">3.0%</data>' in made.html
    assert f.sources == ("article", "ons") and list(f) == ["pay", "prices", "fall", "nought"]
    assert f.frame.loc["pay", "value"] == 3.0


def test_words_follow_the_sign_as_it_is_printed(f):
    template = "{%s:a rise of|a fall of|no change}, that is it {%s:words:rose|fell|stood still}."
    said = {name: f.say(template % (name, name)).text for name in ("pay", "fall", "nought")}
    assert said == {
        "pay": "a rise of 3.0%, that is it rose.",
        "fall": "a fall of 1.6%, that is it fell.",
        "nought": "no change, that is it stood still.",
    }


def test_a_comparison_holds_or_stops(f):
    assert f.say("Pay rose {pay:more_than:prices} prices.").text == "Pay rose more than prices."
    assert f.say("Pay rose {pay:more_than:prices} prices.").findings == (f.pay, f.prices)
    f.pay = Finding("x", 2.5, "pct", "another offer")
    with pytest.raises(
        FigureError, match=r"no longer holds: pay \(2\.5%\) is not more than prices \(2\.8%\)"
    ):
        f.say("Pay rose {pay:more_than:prices} prices.")
    assert f.say("Pay rose {pay:against:prices} prices.").text == "Pay rose less than prices."
    f.pay = Finding("x", 2.83, "pct", "prints as prices do")
    assert f.say("Pay rose {pay:against:prices} prices.").text == "Pay rose as much as prices."
    assert f.say("{pay:no_more_than:prices}, {pay:no_less_than:prices}").text == "no more than, no less than"
    with pytest.raises(FigureError, match="no longer holds"):
        f.say("{pay:less_than:prices}")


@pytest.mark.parametrize(
    "typed",
    [
        "It rose by 3 per cent.",
        "Pay in September was lower.",
        "From May on it fell.",
        "It took three years.",
        "It lost two per cent.",
        "A hundred people and ten pounds.",
    ],
)
def test_a_figure_or_date_typed_into_a_sentence_is_refused(f, typed):
    with pytest.raises(FigureError, match="typed into the sentence"):
        f.say(typed)


def test_words_that_only_look_like_figures_may_stand(f):
    words = "It may be that the two sides, or one of them, march on."
    assert f.say(words).text == words


def test_periods_dates_and_words_go_in_as_they_are(f):
    f.since = pd.Period("2003-09", "M")
    f.year = pd.Period("2003", "Y-MAR")
    f.day = datetime.date(2004, 1, 29)
    f.who = "youth workers"
    made = f.say("{who} since {since}, in {year}, on {day}.")
    assert made.text == "youth workers since September 2003, in 2002/03, on 29 January 2004."
    with pytest.raises(FigureError, match="typed into the sentence"):
        f.when = "since September 2003"
    with pytest.raises(FigureError, match="neither its unit nor its source"):
        f.rate = 3.0


def test_a_name_that_is_not_there_lists_what_there_is(f):
    for ask in (lambda: f.paye, lambda: f.say("{paye}"), lambda: f.say("{pay:more_than:price}")):
        with pytest.raises(
            ChoiceError, match=r"no finding 'p\w+'\. Did you mean 'p\w+'.*Choose from: pay, prices, fall"
        ):
            ask()
    assert not hasattr(f, "paye") and not hasattr(f, "_repr_html_") and "pay" in f


def test_a_second_figure_of_a_name_replaces_the_first_but_on_pages(f, monkeypatch):
    f.pay = f.pay * 2
    assert f.say("{pay}").text == "6.0%" and f.pay.name == "pay"
    monkeypatch.setenv(BUILD, "1")
    with pytest.raises(ChoiceError, match=r"has 'pay' already: 6\.0%"):
        f.pay = f.prices


def test_several_figures_in_one_object(f):
    f.real = SimpleNamespace(
        names=("cpi", "rpi"), cpi=f.pay.named("real by CPI"), rpi=f.fall.named("real by RPI")
    )
    assert (
        f.say("{real.cpi} by one, {real.rpi:signed} by the other.").text == "3.0% by one, −1.6% by the other."
    )
    with pytest.raises(FigureError, match=r"several figures: say which, such as \{real\.cpi\}"):
        f.say("{real}")
    with pytest.raises(ChoiceError, match=r"no figure of 'real' 'cpih'\. Did you mean 'cpi'"):
        f.say("{real.cpih}")


def test_either_chooses_a_sentence_that_is_held_to_the_same_rules(f):
    assert f.say(either(f.pay > f.prices, "It beat prices.", "It did not.")).text == "It beat prices."
    with pytest.raises(FigureError, match="typed"):
        f.say(either(f.pay > f.prices, "It beat prices by 2.", "It did not."))


def test_markup_in_words_stays_text(f):
    f.who = "<script>alert()</script>"
    assert "&lt;script&gt;" in f.say("{who} has {pay}").html


def test_every_index_is_said_in_turn_with_its_title():
    f = Ledger()
    f.real = prices.real_change(14643, 15082, "2002-09", "2003-09", by=["cpi", "rpi", "cpih"])
    said = f.say("It was {real:each:signed}.")
    assert said.text == "It was +1.5% by CPI, +0.2% by RPI and +1.6% by CPIH."
    assert [each.name for each in said.findings] == ["real_cpi", "real_rpi", "real_cpih"]
    assert said.html.count("<data") == 3


def test_words_are_chosen_for_every_index_alone():
    f = Ledger()
    f.real = prices.real_change(100, 103, "2003-08", "2004-08", by=["cpi", "rpi"])
    words = f.say("It was {real:each:a rise of|a fall of|no change}.").text
    assert words == "It was a rise of 1.7% by CPI and a fall of 0.2% by RPI."


def test_rows_are_taken_under_their_own_names():
    f = Ledger()
    f.take("youth_dispute", "start_salary_teacher", "start_salary_youth_worker")
    assert str(f.start_salary_teacher - f.start_salary_youth_worker) == "£3,462"
    assert f.start_salary_teacher.sources


def test_a_chosen_word_and_its_figure_are_marked_up(f):
    assert f.say("{fall:a rise of|a fall of|no change}").html.startswith('a fall of <data value="')


def test_one_index_in_a_sentence_for_several_is_told_what_to_write(f):
    f.real = prices.real_change(100, 100 + f.pay, "2002-09", "2003-09", by="rpi")
    with pytest.raises(FigureError, match=r"\['cpi'\], not 'cpi'"):
        f.say("Pay was {real:each:signed} in real terms.")
    with pytest.raises(FigureError, match="12 figures"):
        f.months = prices.real_rise(3.0, pd.period_range("2003-09", periods=12, freq="M"), by="rpi")
    with pytest.raises(FigureError, match="is shown as"):
        f.say("{pay:nonsense}")


@pytest.mark.parametrize("work", [prices.titles, lambda by: prices.rates(["2004-01"], by=by)])
def test_a_list_of_letters_is_told_to_be_a_name_without_its_list(work):
    with pytest.raises(ChoiceError, match="is named twice"):
        work(["rpi", "rpi"])
    with pytest.raises(ChoiceError, match="No index was named"):
        work([])
    with pytest.raises(ChoiceError, match="'c'"):
        work([*"cpi"])
    with pytest.raises(ChoiceError, match=r"A list of one index is written \['cpi'\]"):
        prices.titles([*"cpi"])
