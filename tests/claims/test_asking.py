"""A claim on pay in a plain sentence: read into fields, asked where it cannot be read, answered by the standard set.

The sentences and verdicts marked fc are those of professional fact-checkers (Full Fact, BBC Reality Check, Channel 4
FactCheck, the Evening Standard), as far as the record can recompute them.
"""

import pytest

from paylib.claims import ask
from paylib.claims.asking import answer, pays, read
from paylib.errors import ChoiceError, CoverageError, FigureError, PeriodError
from tests.conftest import some

# id: (sentence, said, fields beside, the checker's verdict, what it turns on)
CHECKED = {
    "fc12": ("The lowest paid nurses got a 9.3% rise", "2022-12", {}, "wrong", "what the point that rose most got"),
    "fc16": ("Public sector pay in line with inflation would cost an extra 28bn, 1,000 per household", "2022-12-07",
             {"paybill_gbp": 233e9, "budgeted_pct": 3.0}, "wrong", "money"),
    "fc26": ("Resident doctors got 29% last year", "2025", {}, "wrong", "several years said as one"),
    "fc33": ("Almost every new teacher and 40% of experienced teachers get rises of up to 15.9%", "2023-01", {}, "wrong", "the award and a step"),
    "fc36": ("Median train driver 59,000, nurse 31,000, care worker 21,000", "2022-06-15", {}, "depends on the reading", "whose pay"),
    "fc44": ("Public sector pay since the great recession has risen more than private pay", "2014-07-10", {}, "correct", ""),
    "fc48": ("University pay has fallen over 20% (20.8%) against RPI since 2009", "2019-10-04", {}, "wrong", "a subtraction"),
    "fc50": ("Experienced teachers have lost 23% in real terms since 2010", "2023-01", {}, "depends on the reading", "index"),
    "fc51": ("A police starting salary was 24,000 in 2010 and 23,000 in 2018", "2018", {}, "depends on the reading", "money"),
    "fc52": ("A new teacher was paid 21,500 in 2010 and 22,000 in 2018", "2018", {}, "depends on the reading", "money"),
    "fc53": ("A newly qualified nurse was paid 22,000 in 2010 and the same in 2018", "2018", {}, "depends on the reading", "money"),
    "fc54": ("An MP was paid 66,000 in 2010 and 77,000 in 2018", "2018", {}, "depends on the reading", "money"),
    "fc63": ("Teachers pay has fallen by as much as 23% since 2010", "2023-02-01", {}, "depends on the reading", "index"),
    "fc68": ("Resident doctors have had 28.9% over three years", "2025-07", {}, "correct", ""),
    "fc79": ("MPs have had 42.7% since 2008 while junior doctors lost 25% since 2010", "2023-04-12", {}, "wrong", "cash set beside real terms"),
    "fc88": ("A 35% rise is needed to bring junior doctors back to 2008", "2023-04", {}, "depends on the reading", "index"),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore::paylib.errors.StaleDataWarning")
@pytest.mark.parametrize("name", CHECKED)
def test_a_sentence_gets_the_checkers_verdict_and_what_decided_it(name):
    sentence, said, fields, verdict, choice = CHECKED[name]
    told = ask(sentence, said, **fields)
    assert told.verdict == verdict
    assert told.choice.startswith(choice)
    assert told.text.lower().startswith(verdict)


READ = {
    "Nurses' pay has fallen by 20% since 2010": {"who": "nurses", "kind": "real_change", "value": -20, "since": "2010"},
    "Teachers' pay is down by almost a quarter since April 2010": {
        "who": "teachers", "kind": "real_change", "value": -25, "decimals": None, "qualifier": "almost", "since": "2010-04"},
    "A rise of at least 26 per cent is needed to restore doctors' pay to 2008/09": {
        "kind": "rise_to_restore", "value": 26, "qualifier": "at_least", "since": "2008/09"},
    "The council workers' award was below inflation": {"who": "council workers", "kind": "against_inflation", "comparison": "below"},
    "Nurses are £5,000 worse off than in 2010": {"kind": "pounds", "value": 5000, "decimals": -3, "since": "2010"},
    "Firefighters' pay rose by 5% in 2023": {"who": "firefighters", "kind": "growth", "value": 5, "until": "2023"},
    "Real wages fell by 3.1 per cent between 2021 and 2022": {
        "who": "workers on average", "kind": "real_change", "value": -3.1, "decimals": 1, "since": "2021", "until": "2022"},
    # What is not so is never read as what is.
    "Teachers' pay has not kept pace with inflation since 2010": {"kind": "against_inflation", "comparison": "below", "since": "2010"},
    "Teachers' pay hasn't kept up with prices since 2010": {"kind": "against_inflation", "comparison": "below"},
    "Teachers' pay failed to keep pace with the cost of living": {"kind": "against_inflation", "comparison": "below"},
    "Teachers' pay has kept pace with inflation since 2010": {"kind": "against_inflation", "comparison": "no_less_than"},
    "Teachers' pay has not fallen behind inflation since 2010": {"kind": "against_inflation", "comparison": "no_less_than"},
    "Teachers' pay is not below inflation": {"kind": "against_inflation", "comparison": "no_less_than"},
    "Teachers' pay failed to beat inflation since 2010": {"kind": "against_inflation", "comparison": "no_more_than"},
    "Teachers' pay is not above RPI since 2010": {"comparison": "no_more_than", "by": "rpi"},
    "Teachers' pay rose in line with inflation since 2010": {"kind": "against_inflation", "comparison": "equal"},
    "Nurses got no more than 3.6% in 2025": {"kind": "growth", "value": 3.6, "qualifier": "at_most"},
    "Nurses got not only 3.6% in 2025": {"kind": "growth", "value": 3.6},
    # Which of two rose by less.
    "Public sector pay rose more slowly than private sector pay since 2010": {"kind": "larger", "comparison": "below"},
    "Public sector pay rose by less than private sector pay since 2010": {"kind": "larger", "comparison": "below"},
    "Public sector pay is growing faster than private sector pay since 2019": {"kind": "larger", "comparison": "above"},
    "Public sector pay fell by less than private sector pay since 2019": {"kind": "larger", "comparison": "above"},
    "Public sector pay fell further than private sector pay since 2019": {"kind": "larger", "comparison": "below"},
    # A figure beside prices is by how much only where it stands with them.
    "The 5.5% award for teachers in 2024 was above inflation": {"kind": "against_inflation", "comparison": "above", "until": "2024"},
    "Nurses got a below-inflation rise of 3% in 2021": {"kind": "against_inflation", "comparison": "below", "until": "2021"},
    "Nurses got 3% in 2021, below inflation": {"kind": "against_inflation", "comparison": "below"},
    "Nurses got 2% above inflation in 2021": {"kind": "real_change", "value": 2},
    "Teachers' pay has fallen 20 per cent below inflation since 2010": {"kind": "real_change", "value": -20},
    "Teachers' pay has fallen below inflation by about 20% since 2010": {"kind": "real_change", "value": -20, "qualifier": "about"},
    "Nurses got 3.6% in 2025, below RPI": {"kind": "against_inflation", "comparison": "below", "by": "rpi"},
    "NHS staff have had rises below the rate of inflation since 2010": {"kind": "against_inflation", "comparison": "below"},
    "Nurses got a real pay rise last year": {"kind": "against_inflation", "comparison": "above", "years": 1},
    "Nurses have lost out on £5,000 since 2010": {"kind": "pounds", "value": 5000, "since": "2010"},
    "Nurses' pay is a fifth lower in real terms than in 2010": {"kind": "real_change", "value": -20, "since": "2010"},
    "Average wages are lower than in 2008": {"kind": "against_inflation", "comparison": "below", "since": "2008"},
    "Higher education pay fell by 20% since 2009": {"kind": "real_change", "value": -20},
    "Wages grew by 4.3% in the three months to July 2026": {"kind": "growth", "value": 4.3, "until": "2026-07", "years": 1},
    "A 29% rise would restore doctors' pay to its 2008 value": {"kind": "rise_to_restore", "since": "2008"},
    # From when to when, in whatever order.
    "Nurses' pay in 2025 was 10% lower than in 2010": {"value": -10, "since": "2010", "until": "2025"},
    "Nurses had lost 20% by April 2024 compared with April 2010": {"since": "2010-04", "until": "2024-04"},
    "Pay for nurses fell 8% in real terms in the decade to 2020": {"years": 10, "until": "2020"},
    "Teachers' pay fell by 13.5 per cent in the 12 years to 2022": {"years": 12, "until": "2022"},
    "Teachers' pay has fallen by 13% since 2010-11": {"since": "2010/11"},
    "Teachers' pay has fallen by 13% since 2010/2011": {"since": "2010/11"},
    "Teachers' pay has fallen by 13% since 2010": {"since": "2010", "until": None},
    "Nurses' pay is 3% higher than inflation since 2020": {"kind": "real_change", "value": 3},
    "The average pay rise for teachers in 2022 was 5.4%": {"kind": "growth", "value": 5.4, "until": "2022"},
    "Consultants' pay has fallen by 35% since 2008": {"who": "consultants"},
    "Junior doctors' pay has fallen by 35% since 2008": {"who": "resident doctors"},
    "Nurses had a real-terms cut of 8% since 2010": {"kind": "real_change", "value": -8},
    "NHS pay rose by 12% against CPI over the last five years": {"years": 5, "by": "cpi", "kind": "real_change", "value": 12},
}  # fmt: skip


@pytest.mark.parametrize("sentence", READ)
def test_a_sentence_becomes_fields(sentence):
    found = read(sentence, "2024-01")
    assert {name: getattr(found, name) for name in READ[sentence]} == READ[sentence]


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("Nurses are going to food banks", "What is said of pay"),
        ("Pay has fallen by 20% since 2010", "Whose pay"),
        (
            "Postal workers' pay fell by 20% since 2010",
            "Whose pay? The record has no pay by year for postal workers",
        ),
        ("Nurses' pay has fallen by 20%", "Since when"),
        ("Consultants demand a 35% rise", "What they ask for"),
        ("It would cost £28bn", "Of what pay bill"),
        ("Firefighters are £5,000 worse off since 2013", "Of what salary"),
        ("<script>alert(1)</script>", "What is said of pay"),
        ("Teachers' pay has not fallen by 20% since 2010", "What is so, and not what is not"),
        ("Nurses did not get 5% last year", "What is so, and not what is not"),
        ("Teachers' pay isn't in line with inflation", "What is so, and not what is not"),
        ("Nurses have had no pay rise since 2010", "What is so, and not what is not"),
        ("Nurses' pay rose by 30% since 2010, but fell by 10% in real terms", "What is said of pay"),
        ("Nurses' pay fell by 5,5% since 2010", "What is said of pay"),
        ("Nurses' pay has fallen by 14.643,50 since 2010", "What is said of pay"),
        ("Nurses' pay fell by 1,4,6 since 2010", "What is said of pay"),
        ("Nurses' pay has fallen by about 20 since 2010", "What is said of pay"),
        ("Nurses' pay has fallen by £4,000 since 2010", "What is said of pay"),
        ("Nurses were paid 27.534,00 pounds in 2010", "What is said of pay"),
        ("Nurses' pay rises averaged 2% a year since 2010", "Over the whole time"),
        ("Nurses have had average rises of 2% since 2010", "Over the whole time"),
        ("Nurses' pay rose 2% each year since 2010", "Over the whole time"),
        ("The government offered nurses 3.6%", "An offer is in the record once it is an award"),
        (
            "Nurses and teachers have lost 20% since 2010",
            "Whose pay? The record has no pay by year for nurses and teachers: name one",
        ),
        ("Public and private sector pay rose by 5% in 2023", "Whose pay"),
        ("Doctors have lost 20% since 2008", "Whose pay? The record has no pay by year for doctors"),
        (
            "Head teachers have lost 20% since 2010",
            "Whose pay? The record has no pay by year for head teachers",
        ),
        ("Public sector pay rose 5% more than private sector pay since 2010", "What is said of pay"),
        ("", "What is said of pay"),
    ],
)
def test_what_cannot_be_read_is_asked_and_never_guessed(sentence, asked):
    told = ask(sentence, "2024-01")
    assert told.verdict is None
    assert told.asks[0].startswith(asked)


def test_the_loss_of_an_upper_point_by_hand():
    """U3 outside London 36,756 to 43,685; RPI 225.3 in September 2010 and 347.6 in September 2022: -22.97 per cent."""
    told = ask("Experienced teachers have lost 23% in real terms since 2010", "2023-01")
    by_rpi = next(each for each in told.readings if each.options["index"] == "RPI")
    assert by_rpi.low == pytest.approx((43_685 / 36_756 / (347.6 / 225.3) - 1) * 100)
    assert by_rpi.result == "correct"


PARTLY = {
    # fc21: the record has the rate of April 2010, and of 2020 that of April, £30,615, but not that of January to March.
    "NHS staff at the top of band 5 went from 27,534 pounds in 2010 to 30,112 in 2020": (
        "unconfirmed", "Unconfirmed, for not all of it was checked (2020, of which not every rate is in the record): "
        "£27,534 (2010, rate of 2010-04). What was checked is correct."),
    "NHS staff at the top of band 5 were paid 30,112 pounds in 2020": (
        "unconfirmed", "Unconfirmed: not checked is the pay of 2020, of which not every rate is in the record."),
    "NHS staff at the top of band 5 went from 26,001 pounds in 1995 to 30,615 in 2020": (
        "unconfirmed", "Unconfirmed, for not all of it was checked (1995, of which no rate is in the record): "
        "£30,615 (2020, rate of 2020-04). What was checked is correct."),
    # A part that is wrong makes the whole wrong, whatever the other was: band 5 began at £24,907 in April 2020.
    "NHS entry pay at band 5 went from 27,534 pounds in 1995 to 30,112 in 2020": (
        "wrong", "Wrong, though not all of it was checked (1995, of which no rate is in the record): "),
    # Two salaries of nobody: there is nothing to check them by.
    "Paid 27,534 pounds in 2010 and 30,112 in 2020": (
        "unconfirmed", "Unconfirmed: not checked is the pay of 2010, as it was said; 2020, as it was said."),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore::paylib.errors.StaleDataWarning")
@pytest.mark.parametrize("sentence", PARTLY)
def test_a_verdict_on_a_part_of_a_claim_says_so_first(sentence):
    verdict, text = PARTLY[sentence]
    told = ask(sentence, "2020-12")
    assert told.verdict == verdict
    assert told.text.startswith(text)


def test_either_sides_words_for_one_thing_get_opposite_verdicts():
    """A first-year doctor: £29,384 in April 2022, £41,226 in April 2026; CPI rose by less."""
    for kept, behind in (
        ("kept pace with", "not kept pace with"),
        ("not fallen behind", "fallen behind"),
        ("risen faster than", "not kept pace with"),
    ):
        told = [
            ask(f"Resident doctors' pay has {words} inflation since 2022", "2026-08").verdict
            for words in (kept, behind)
        ]
        assert told == ["correct", "wrong"]


def test_two_salaries_of_ones_own_stand_in_for_the_record():
    told = ask("Pay has fallen by 20% in real terms since 2010/11", "2020-06", own=(30_000, 30_000), by="cpi")
    rise = 100 / told.readings[0].low
    assert told.readings[0].options["period"] == "2010/11 to 2019/20"
    assert rise < 0
    with pytest.raises(FigureError, match="Two salaries"):
        ask("Pay fell by 20% since 2010", own=(1, 2, 3))
    with pytest.raises(FigureError):
        ask("Pay fell by 20% since 2010", own=(0, 20_000))


def test_a_record_that_ends_too_early_is_said_and_not_stretched():
    with pytest.raises(CoverageError, match="ends in 2023-08"):
        ask("University staff have lost a quarter of their pay since 2010", "2026-05")


def test_pay_is_followed_over_a_renumbering():
    """NJC points 11, 29 and 49 became 3, 23 and 43 in April 2019; CPI 89.170 in April 2010 and 133.472 in April 2024."""
    told = ask("Council workers' pay has been cut by a quarter since 2010", "2024-05")
    by_cpi = next(each for each in told.readings if each.options["index"] == "CPI")
    assert by_cpi.options["period"] == "2010-04 to 2024-04"
    lowest, highest = 24_027 / 14_733, 52_805 / 41_616
    rise = 133.472 / 89.170
    assert by_cpi.low == pytest.approx((highest / rise - 1) * 100, abs=0.01)
    assert by_cpi.high == pytest.approx((lowest / rise - 1) * 100, abs=0.01)


def test_a_field_that_is_put_right_counts():
    wrong = read("Nurses' pay has fallen by 20% since 2010", "2022-12")
    right = read("Nurses' pay has fallen by 20% since 2010", "2022-12", since="2011", who="teachers")
    assert (wrong.since, right.since, right.who) == ("2010", "2011", "teachers")
    with pytest.raises(ChoiceError, match="no field 'sinse'"):
        read("Nurses' pay fell", "2022-12", sinse="2010")
    with pytest.raises(ChoiceError, match="teachers"):
        read("Nurses' pay fell", "2022-12", who="teacher")


def test_every_word_for_people_leads_to_pay_that_the_record_has():
    from paylib.claims.asking.words import WHO

    for who in WHO:
        for key in {*who.pays, *who.lowest, *who.highest}:
            assert pays.pay(key)[1].level.notna().any(), key


def test_readings_that_are_not_nought_are_never_said_to_be_nought():
    """0.03% rounds to 0.0%."""
    readings = [answer.Reading({}, each, each, "close", "standard") for each in (-0.3, 0.03)]
    assert answer._range(readings, "real_change") == "−0.3% to less than 0.05%"
    assert answer._range(readings[1:], "real_change") == "less than 0.05%"
    assert answer._range([answer.Reading({}, 0.0, 0.0, "close", "standard")], "real_change") == "0.0%"


@pytest.mark.parametrize(
    "who",
    [
        "Council workers at point 19",
        "Council workers on SCP 19",
        "Council staff on spinal column point 19",
        "Council workers at point 29",
    ],
)
def test_a_point_that_is_not_read_is_asked_about_and_not_judged_by_others(who):
    """Point 19 is paid £32,061 from April 2025: the pay of points 5 and 22, which are read, makes that wrong."""
    for claim in ("earn £32,061", "have lost 10% in real terms since 2019"):
        told = ask(f"{who} {claim}", "2025-08")
        assert told.verdict is None and not told.readings
        assert "Of council workers only some points are read here, and point" in told.text


@pytest.mark.parametrize(
    ("sentence", "verdict", "words"),
    [
        # Of 2024 the record has M1 at £30,000 and £31,650, and U3 at £46,525 and £49,084; M3 lies between.
        (
            "Teachers were paid £37,101 in 2024",
            "unconfirmed",
            "between rates that are read here, £30,000 and £49,084",
        ),
        ("Teachers were paid £52,000 in 2024", "wrong", "£49,084"),
        ("Teachers were paid £49,084 in 2024", "correct", "£49,084"),
        ("A new teacher was paid £37,101 in 2024", "wrong", "£31,650"),
        ("Council workers earned £32,061 in 2025", "unconfirmed", "but none of them"),
    ],
)
def test_a_salary_between_the_points_that_are_read_is_not_called_wrong(sentence, verdict, words):
    told = ask(sentence, "2026-08")
    assert told.verdict == verdict and words in told.text


def test_a_point_that_is_read_is_read_alone():
    """Point 22 went from £26,317 in April 2019 to £33,699 in April 2025: 28.1 per cent."""
    told = ask(
        "Council workers at point 22 have seen their pay rise by 28.1% since 2019", "2025-08", until="2025"
    )
    assert told.question.pays == ("njc|England, Wales and Northern Ireland||new||22",)
    assert told.question.who == "council workers at point 22"


NURSES = "Nurses' pay has fallen by 20% since 2010"


@pytest.mark.slow
@pytest.mark.parametrize("said", some(["December 2022", "Dec 2022", "2022-12", "2022 DEC"], 2))
def test_when_it_was_said_is_read_as_any_month_is(said):
    told = ask(NURSES, said)
    assert told.question.said == "2022-12" and told.text == ask(NURSES, "2022-12").text


@pytest.mark.parametrize("said", ["foo", "2022-13", "13/12/2022"])
def test_when_it_was_said_is_refused_whole_where_it_is_no_date(said):
    with pytest.raises(PeriodError, match=f"'{said}' is not a period"):
        ask(NURSES, said)


def test_what_the_record_lacks_between_two_months_is_said():
    """Of band 5's top the record has no pay from April 2016 to March 2020, so none ten years before April 2026."""
    with pytest.raises(
        CoverageError,
        match=r"not reach from 2016-04 to 2026-04 for this pay\. .* band 5, top: 2010-04 to 2013-03, 2014-04 to 2016-03, "
        r"2020-04 to 2026-08;",
    ):
        ask("Nurses' pay fell 20% over 10 years", "2026-08")


def test_an_end_before_the_beginning_is_said():
    with pytest.raises(CoverageError, match="2008-04 does not come after 2022-04: ask about other years"):
        ask(NURSES, "2026-08", since="2022", until="2008")


def test_pay_of_two_scales_is_not_said_to_be_missing_but_not_to_be_set_beside_each_other():
    with pytest.raises(
        CoverageError, match=r"does not set one pay beside the other .* School teachers.*; NHS staff"
    ):
        ask("Teachers' pay rose more than nurses' pay since 2010", "2026-08")


@pytest.mark.parametrize(
    ("by", "runs"),
    [("gdp", "1955-Q1 to 2025-Q1"), ("awe_public", "2000-01 to 2026-02")],
)
def test_a_claim_by_an_index_that_does_not_reach_is_not_judged_by_others(by, runs):
    with pytest.raises(CoverageError, match=rf"does not reach from 2010-04 to 2026-04: it runs from {runs}"):
        ask(NURSES, "2026-08", by=by)


def test_salaries_before_there_was_a_cpi_are_not_judged_by_rpi_where_cpi_was_said():
    """The CPI begins in January 1988, and the RPI in January 1987."""
    asked = {"own": (5_000, 30_000), "until": "2020"}
    with pytest.raises(CoverageError, match="CPI does not reach from 1987 to 2020: it runs from 1988-01"):
        ask("Pay has fallen by 20% since 1987", "2020-12", by="cpi", **asked)
    assert ask("Pay has fallen by 20% since 1987", "2020-12", **asked).readings[0].options["index"] == "RPI"
    with pytest.raises(
        CoverageError, match=r"Prices do not reach from 1980 to 2020.*CPI: 1988-01 to .*; RPI: 1987-01 to"
    ):
        ask("Pay has fallen by 20% since 1980", "2020-12", **asked)


@pytest.mark.parametrize(
    "wrong",
    [
        {"paybill_gbp": -5.0},
        {"paybill_gbp": 0.0},
        {"paybill_gbp": float("nan")},
        {"paybill_gbp": 1e9, "budgeted_pct": float("nan")},
    ],
)
def test_a_pay_bill_or_a_budget_that_cannot_be_one_is_refused(wrong):
    with pytest.raises(FigureError, match=r"paybill_gbp|budgeted_pct"):
        ask("A 5% rise for the NHS would cost £5 billion", "2026-08", **wrong)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (3e7, 3e7, "£30 million"),
        (2.5e6, 4.2e7, "£2 million to £42 million"),
        (4e7, 6e7, "£40 million to £0.1 billion"),
        (2e5, 2e5, "£200,000"),
        (0.0, 0.0, "£0.0 billion"),
        (1.24e9, 1.26e9, "£1.2 billion to £1.3 billion"),
        (-1.8e9, 1.8e9, "−£1.8 billion to £1.8 billion"),
        (-3e7, -2e5, "−£30 million to −£200,000"),
    ],
)
def test_a_small_cost_is_said_in_millions(low, high, words):
    """£30 million is 0.03 billion, which rounds to 0.0."""
    assert answer._range([answer.Reading({}, low, high, "close", "standard")], "cost") == words
