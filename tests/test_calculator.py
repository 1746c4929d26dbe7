"""What a dispute means for one person: the same figures as the rest of paylib, and safe to embed."""

import html
import json
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paylib import disputes, offers, prices, report, strikes, takehome
from paylib.errors import ChoiceError, CoverageError, DisputeError, FigureError, PeriodError
from paylib.figures.finding import MIME
from paylib.findings import Prose
from paylib.report.calculator import FORM_MIME, Calculator, calculator, on_awards, rounded
from tests.disputes.test_checks import made as made_dispute
from tests.disputes.test_files import TEMPLATE

EVERY_PART = """
parts = [
  { kind = "percent", date = "2024-04", pct = { low = 4.0, high = 2.5 } },
  { kind = "flat", date = "2024-04", gbp = { low = 300, high = 150.5 } },
  { kind = "remove_points", date = "2024-05", points = ["bottom"] },
  { kind = "greater_of", date = "2024-06", pct = 1.5, gbp = 400 },
  { kind = "floor", date = "2024-07", gbp = 12.6, hourly = true },
  { kind = "lump_sum", date = "2024-07", gbp = 250, pct = 0.5 },
  { kind = "hours", date = "2024-08", hours_week = 35 },
  { kind = "linked", date = "2024-09", by = "cpi", month = "2024-07", plus_pct = 0.5, at_least = 1, at_most = 5 },
  { kind = "floor", date = "2024-10", gbp = 24500 },
  { kind = "percent", date = "2024-11", pct = 11.5, over_old_scale = true },
]
"""


def with_every_part(folder, **changes: str) -> disputes.Dispute:
    """The dispute of the template, with an offer that has a part of every kind and two more that work for nobody."""
    offer = '[[offers]]\nid = "{}"\nstatus = "offer"\nlabel = "{}"\nsource = "employer-letter"\n'
    whole = re.sub(r"parts = \[\n.*?\n\]\n", lambda found: EVERY_PART, TEMPLATE, count=1, flags=re.DOTALL)
    whole = whole.replace(
        "[[groups]]",
        offer.format("wrong", "A floor below nothing")
        + 'parts = [{ kind = "floor", date = "2024-04", gbp = -5 }]\n\n'
        + offer.format("unheld", "Linked to a rate that is not held")
        + 'parts = [{ kind = "linked", date = "2024-04", by = "rpi", month = "1900-01" }]\n\n'
        + offer.format("plain", "A plain offer")
        + 'parts = [{ kind = "percent", date = "2024-04", pct = 3.3 }]\n\n[[groups]]\nid = "low"\n'
        'label = "a low point"\nannual_gbp = 22000\npoint = "low"\nhours_week = 36\nsource = "employer-letter"\n\n[[groups]]',
        1,
    )
    for old, new in changes.items():
        whole = re.sub(rf"^{old} = .*$", f"{old} = {new}", whole, count=1, flags=re.MULTILINE)
    path = folder / "every.toml"
    path.write_text(whole, encoding="utf-8")
    return disputes.load(path)


@pytest.fixture
def youth() -> Calculator:
    return calculator(disputes.load("youth_work_2004"))


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (0.005, 2, "0.01"),
        (-0.005, 2, "-0.01"),
        (1.005, 2, "1.01"),
        (2.675, 2, "2.68"),
        (0.00499, 2, "0.00"),
        (-0.00499, 2, "0.00"),
        (0.0, 1, "0.0"),
        (99.95, 1, "100.0"),
        (14643, 2, "14643.00"),
        (999_999.995, 2, "1000000.00"),
        (0.1 + 0.2, 1, "0.3"),
        (1e15, 2, None),
        (float("nan"), 2, None),
        (float("-inf"), 2, None),
        (None, 2, None),
    ],
)
def test_a_half_goes_away_from_zero_whatever_the_last_bits_say(value, places, text):
    assert rounded(value, places) == text


@given(st.integers(-(10**9), 10**9), st.integers(1, 2))
def test_what_is_already_rounded_stays(pence, places):
    assert float(rounded(pence / 10**places, places)) == pence / 10**places


def test_the_youth_work_offer_at_the_start_of_the_scale(youth):
    """By hand: 14,643 x 3% = 439.29; over 260, 56.319; over 365, 40.118. Both stages of the settlement are over the
    old scale: 14,643 x 3.3% = 483.22. RPI: 177.6 in September 2002, 182.5 a year later, 184.6 in March 2004. The offer
    had one stage, in September 2003: prices are counted to then for it, and to March 2004 for the settlement."""
    got = youth.answers(14643, since="2002-09", hours_week=37)
    offer, _, settlement = got["offers"]
    assert (offer["rise"], offer["rise_pct"], offer["pay"]) == ("439.29", "3.0", "15082.29")
    assert settlement["rise"] == "483.22" and settlement["average_pct"] == "2.6"
    assert got["lost"] == {"annual_contract": "40.12", "five_day_week": "56.32"}
    levels = prices.index("rpi")
    assert list(got["prices"]) == ["2002-09/2003-09", "2002-09/2004-03"]
    assert got["prices"]["2002-09/2004-03"]["rpi"]["kept"] == f"{14643 * 184.6 / 177.6:.2f}"
    assert levels["2003-09"] == 182.5 and offer["counted"] == "2002-09/2003-09"
    assert offer["restore_pct"]["rpi"] == f"{(182.5 / 177.6 / 1.03 - 1) * 100:.1f}"
    assert offer["real_pct"]["rpi"] == f"{(1.03 / (182.5 / 177.6) - 1) * 100:.1f}"
    assert settlement["restore_pct"]["rpi"] == f"{(184.6 / 177.6 / 1.033 - 1) * 100:.1f}"


def test_the_first_sentence_says_what_the_settlement_was_worth():
    """6.5 % of £36,000 is £2,340. CPI rose from 123.764 in September 2022 to 131.997, RPI from 347.6 to 378.4:
    1.065 / 1.06652 is 0.1 % less, 1.065 / 1.08861 is 2.2 % less."""
    made = calculator(disputes.load("school_teachers_2023"))
    got = made.answers(36_000, since="2021-09", hours_week=37, point="M6")
    assert got["answer"] == (
        "At £36,000 the settlement of July 2023 was worth £2,340 a year, 0.1% less than prices by CPI and 2.2% less by RPI "
        "(September 2022 to September 2023, 12 months)."
    )


def beside_cpi(folder, real_pct: float) -> disputes.Dispute:
    """The dispute of the template, whose offer is so far above what CPI rose by from September 2023 to September 2024."""
    cpi = prices.index("cpi")
    pct = float((cpi["2024-09"] / cpi["2023-09"] * (1 + real_pct / 100) - 1) * 100)
    path = folder / f"beside_cpi_{round(real_pct * 1000) + 1000}.toml"
    path.write_text(TEMPLATE.replace("pct = 3.0 }", f"pct = {pct!r} }}", 1), encoding="utf-8")
    return disputes.load(path)


BESIDE_CPI = {
    0.03: "less than 0.05% above prices by CPI and ",
    -0.03: "less than 0.05% below prices by CPI and ",
    0.0: "level with prices by CPI and ",
    0.06: "0.1% more than prices by CPI and ",
    -0.06: "0.1% less than prices by CPI and ",
}
"""A change that rounds to 0.0% is no nought."""


@pytest.mark.parametrize(("real_pct", "words"), BESIDE_CPI.items())
def test_only_a_change_of_nought_is_level_with_prices(tmp_path, real_pct, words):
    got = calculator(beside_cpi(tmp_path, real_pct)).answers(
        30_000, since="2023-09", hours_week=37, point="typical"
    )
    assert f" a year, {words}" in got["answer"]
    assert got["offers"][0]["real_pct"]["cpi"] == f"{real_pct:.1f}".replace("-0.0", "0.0")


def test_the_first_sentence_is_never_about_what_was_only_asked_for(tmp_path):
    """Of an own salary no offer to teachers says anything, and the unions' claims do: prices are said alone.
    By hand: 36,000 x (131.997 / 123.764 - 1) would be for another span; CPI was 112.381 in September 2021."""
    made = calculator(disputes.load("school_teachers_2023"))
    got = made.answers(36_000, since="2021-09", hours_week=37)
    rise = 36_000 * (prices.index("cpi")["2022-09"] / prices.index("cpi")["2021-09"] - 1)
    assert got["offers"][1] is not None and "worth" not in got["answer"]
    assert got["answer"].startswith(
        f"At £36,000 keeping up with prices took £{rise:,.2f} more a year by CPI and "
    )
    week = calculator(with_a_shorter_week(tmp_path))
    (first, *_) = week.first_sentences
    assert first.text.startswith("a typical member. At £30,000 the employer's offer was worth £900 a year, ")
    only = week.dispute.model_copy(update={"offers": week.dispute.offers[1:]})
    said = calculator(only).answers(30_000, since="2023-09", hours_week=36, full_time_hours=36)["answer"]
    assert said.startswith("At £30,000 the offer “A shorter week” was worth £0 a year and £2 an hour, ")


def test_prices_of_one_and_of_two_years_stand_apart():
    """The award of 2022 was for one year, the claim for two; the settlement of 2023 follows the award of 2022."""
    made = calculator(disputes.load("school_teachers_2023"))
    got = made.answers(36_000, since="2021-09", hours_week=37, point="M1")
    assert [each["counted"] for each in got["offers"]] == [
        "2021-09/2022-09",
        "2021-09/2022-09",
        "2021-09/2023-09",
        "2022-09/2023-09",
        "2022-09/2023-09",
        "2022-09/2023-09",
    ]
    raised = made.answers(36_000, since="2022-09", hours_week=37, point="M1")["offers"]
    assert [each["counted"] for each in raised] == [None, None, *["2022-09/2023-09"] * 4]
    assert raised[0]["real_pct"] == {} and raised[0]["rise"] == got["offers"][0]["rise"]


def test_pay_with_pension_of_each_offer_and_claim_is_at_the_rate_of_its_own_last_year():
    """Charged 20.68 % to March 2024, 23.78 % then. The claim of 35 %: 29,384 x 1.35 x 1.2068 = 47,871.83, which is
    12,411.21 more than 29,384 x 1.2068. Half time is half of that."""
    made = calculator(disputes.load("resident_doctors_2022"))
    claim, *_ = made.answers(29_384, since="2021-04", hours_week=40, full_time_hours=40)["offers"]
    assert claim["pension"] == {"before": "35460.61", "pay": "47871.83", "rise": "12411.21"}
    assert "£45,321.93 (£8,950.42 more)" in made.text  # 36,614.91 x 1.2378, and 29,384 x 1.2378 less
    half = made.answers(29_384, since="2021-04", hours_week=20, full_time_hours=40)["offers"][0]["pension"]
    assert half == {"before": "17730.31", "pay": "23935.91", "rise": "6205.61"}
    assert "Another reading: The union's claim" in made.text and "£47,871.83 (£12,411.21 more)" in made.text
    assert (
        calculator(disputes.load("youth_work_2004")).answers(14643, since="2003-03", hours_week=37)["offers"][
            0
        ]["pension"]
        is None
    )


def test_where_no_rate_of_that_year_is_held_it_is_said():
    """Rates of the Teachers' scheme are held to March 2023: 36,000 x 1.2368 = 44,524.80; not for September 2023."""
    made = calculator(disputes.load("school_teachers_2023"))
    got = made.answers(36_000, since="2021-09", hours_week=37, point="M6")["offers"]
    assert got[0]["pension"]["before"] == "44524.80" and got[-1]["pension"] is None
    assert made.terms["pension"]["2023/24"] is None and "Another reading" in made.html


def test_half_time_is_half_of_everything_but_tax(youth):
    whole = youth.answers(20000, since="2003-01", hours_week=37, strike_days=3)
    half = youth.answers(20000, since="2003-01", hours_week=18.5, strike_days=3)
    assert half["pay"] == "10000.00" and half["offers"][0]["rise"] == "300.00"
    assert half["offers"][0]["rise_pct"] == whole["offers"][0]["rise_pct"]
    assert half["lost"]["five_day_week"] == f"{10000 * 3 / 260:.2f}"
    assert float(half["net"]) > float(whole["net"]) / 2


def test_take_home_pay_follows_pension_and_contracting_out(youth):
    """The example of paylib.takehome: £15,000, contracted out, 1.5 per cent: £11,810.02."""
    got = youth.answers(15000, since="2003-01", hours_week=37, pension_pct=1.5, contracted_out=True)
    assert got["net"] == "11810.02"
    kept = takehome.kept_pct(15000, 15450, "2003/04", pension_pct=1.5, contracted_out=True)
    assert got["offers"][0]["kept_pct"] == f"{kept:.1f}"


def test_offers_by_point_are_those_of_the_whole_scale():
    dispute = disputes.load("school_teachers_2023")
    made = calculator(dispute)
    scale = pd.DataFrame({"point": ["M1", "M6", "U3"], "annual_gbp": [28000.0, 38810.0, 43685.0]})
    award = offers.apply(dispute.offers[0].offer(), scale)
    for point, row in award.iterrows():
        got = made.answers(row["before_gbp_year"], since="2022-09", hours_week=37, point=point)
        assert got["offers"][0]["rise"] == f"{row['rise_gbp_year']:.2f}"
    proposal = [record.id for record in dispute.offers].index("proposal-february-2023")
    assert made.answers(38810, since="2022-09", hours_week=37, point="M6")["offers"][proposal] is None
    own = made.answers(38810, since="2022-09", hours_week=37)["offers"]
    assert own[0] is None and own[1] is not None


def test_the_average_is_over_the_pay_year_that_an_offer_is_for():
    """The award of 2022 is for the year from September 2022, the settlement of 2023 for the year after."""
    made = calculator(disputes.load("school_teachers_2023"))
    got = made.answers(28000, since="2022-09", hours_week=37, point="M1")["offers"]
    assert [got[0]["average_pct"], got[2]["average_pct"], got[-1]["average_pct"]] == ["8.9", "12.0", "7.1"]


def test_every_kind_of_part_by_hand(tmp_path):
    """22,000 at the low point: x 1.04 + 300 = 23,180; greater of 1.5% (347.70) and 400: 23,580; floor of £12.60 an
    hour for 36 hours: 23,652.06; once 250 + 0.5% of that; CPI of July 2024 was 2.2, so 2.7%: 24,290.67; floor: 24,500;
    at the end 11.5% over the old 22,000: 24,530."""
    made = calculator(with_every_part(tmp_path))
    got = made.answers(22000, since="2023-09", hours_week=36, full_time_hours=36, point="low")["offers"]
    assert got[0]["pay"] == "24530.00" and got[0]["once"] == f"{250 + 0.005 * 12.6 * 52.143 * 36:.2f}"
    assert got[1] is None and got[2] is None and got[3]["rise"] == "726.00"
    assert made.answers(22000, since="2023-09", hours_week=36, point="bottom")["offers"][0] is None
    assert {*made.terms["offers"][1]["lines"], *made.terms["offers"][2]["lines"]} == {None}


SHORTER_WEEK = """
[[offers]]
id = "week"
status = "offer"
label = "A shorter week"
source = "employer-letter"
parts = [{ kind = "hours", date = "2024-09", hours_week = 32 }]

[[offers]]
id = "stages"
status = "offer"
label = "Two stages and a sum"
source = "employer-letter"
parts = [
  { kind = "percent", date = "2024-09", pct = 3.0 },
  { kind = "lump_sum", date = "2025-01", gbp = 250, pct = 0.5 },
  { kind = "percent", date = "2025-09", pct = 3.0 },
]

[[groups]]
"""


def with_a_shorter_week(folder) -> disputes.Dispute:
    """The dispute of the template: full-timers on £30,000 for 36 hours are offered the same pay for 32."""
    text = TEMPLATE.replace("\n[[groups]]\n", SHORTER_WEEK).replace(
        "annual_gbp = 30000", "annual_gbp = 30000\nhours_week = 36", 1
    )
    path = folder / "week.toml"
    path.write_text(text, encoding="utf-8")
    return disputes.load(path)


def test_a_shorter_week_for_the_same_pay_is_worth_more_by_the_hour(tmp_path):
    """36 hours: £30,000 / 52.143 / 36 is 15.9815 an hour; 32: 17.9792. That is £2.00, or 36 / 32 - 1 = 12.5 %, more."""
    made = calculator(with_a_shorter_week(tmp_path))
    given = {"since": "2023-09", "full_time_hours": 36, "point": "typical"}
    week = made.answers(30_000, hours_week=36, **given)["offers"][1]
    assert (week["rise"], week["rise_pct"], week["pay"]) == ("0.00", "0.0", "30000.00")
    assert (week["rise_hour"], week["rise_hour_pct"]) == ("2.00", "12.5")
    half = made.answers(30_000, hours_week=18, **given)["offers"][1]
    assert (half["rise_hour"], half["rise_hour_pct"]) == ("2.00", "12.5"), (
        "An hour is worth no less part time."
    )
    assert made.table.frame.loc["Rise: A shorter week (offer), paid from September 2024"].item() == (
        "£0.00 (0.0%), £0.00 after tax; by the hour £2.00 (12.5%)"
    )


def test_pay_by_the_hour_is_of_the_groups_own_week(tmp_path):
    """3 % of £30,000 is £900: in a week of 36 hours 900 / 52.143 / 36 = 48p an hour; in one of 37 it would be 47p."""
    made = calculator(with_a_shorter_week(tmp_path))
    got = made.answers(30_000, since="2023-09", hours_week=36, full_time_hours=36, point="typical")
    assert (got["offers"][0]["rise_hour"], got["offers"][0]["rise_hour_pct"]) == ("0.48", "3.0")
    assert made.terms["hours_week"] == [36, 36]


def test_nothing_is_worked_out_by_the_hour_of_a_week_that_is_not_known():
    made = calculator(disputes.load("civil_service_2004"), only=["dwp-claim"])
    assert made.answers(13750, since="2002-07", hours_week=37)["offers"][0]["rise_hour"] is None
    assert made.terms["hours_year"] == [None, None] and made.terms["hours_week"] == [37, 37]


def test_sums_paid_once_and_the_months_of_each_stage_stand_beside_the_rise(tmp_path):
    """£30,000 x 1.03 x 1.03 = 31,827; once, £250 and 0.5 % of 30,900: £404.50."""
    made = calculator(with_a_shorter_week(tmp_path))
    row = made.table.frame.loc[
        "Rise: Two stages and a sum (offer), paid from September 2024, January 2025 and September 2025"
    ].item()
    assert row.startswith("£1,827.00 (6.1%), ") and row.endswith(" after tax; £404.50 once")
    assert [offer["paid_from"] for offer in made.terms["offers"]] == [
        "September 2024",
        "September 2024",
        "September 2024, January 2025 and September 2025",
    ]


def test_the_page_gets_the_figures_of_the_tables(youth):
    terms = youth.terms
    rpi = next(each for each in terms["deflators"] if each["name"] == "rpi")
    assert rpi["first"] == "1987-01" and rpi["levels"] == prices.index("rpi").tolist()
    assert {each["name"]: each["days"] for each in terms["contracts"]} == strikes.divisors()["days"].to_dict()
    assert [knot[0] for knot in terms["tax"]["after_pension"][:3]] == pytest.approx([0, 4615, 4615 + 1960])
    (settlement,) = {str(line): line for line in terms["offers"][2]["lines"]}.values()
    assert settlement == [
        # 3.3 % in the end, 2.6 % on average over the pay year, nothing once; a year has 52.143 weeks of 37 hours
        pytest.approx([1000, 33, 26, 0, 33 / 52.143 / 37]),
        pytest.approx([1_000_000, 33_000, 26_000, 0, 33_000 / 52.143 / 37]),
    ]
    embedded = re.search(r'<script type="application/json" data-part="terms">(.*?)</script>', youth.html)[1]
    assert json.loads(embedded) == terms


def test_a_year_with_changes_of_tax_within_it_bends_at_the_thresholds_of_each_span():
    """2022/23: the weekly threshold was £190 to July, then £242; the upper earnings limit £967 all year."""
    (line,) = calculator(disputes.load("school_teachers_2023")).terms["tax"]["before_pension"]
    bends = [0, 190 * 52, 242 * 52, 967 * 52, 1_000_000]
    assert [knot[0] for knot in line] == pytest.approx(bends, abs=1e-6)


def test_a_page_holds_no_tax_rule_and_no_offer():
    """Only their knots: what a rule or a part is called stands neither in the script nor in what it is given."""
    made = calculator(disputes.load("civil_service_2004"), only=["dwp-2004-revised"])
    script = (Path(report.__file__).parent / "calculator" / "calculator.js").read_text(encoding="utf-8")
    given = json.dumps({name: made.terms[name] for name in ("offers", "tax")})
    assert "kind" not in given + script and not [kind for kind in offers.PARTS if f'"{kind}"' in given]
    rules = takehome.rules("2003/04", contracted_out=True)
    assert not [name for name in rules if name in given + script]


def test_strangers_texts_cannot_leave_their_place(tmp_path):
    made = calculator(with_every_part(tmp_path))
    bad = "</script><!-- <b>'\"&"
    record = made.dispute.offers[0].model_copy(update={"label": bad})
    group = made.dispute.groups[0].model_copy(update={"label": bad, "point": bad})
    spoilt = calculator(
        made.dispute.model_copy(update={"offers": (record,), "groups": (group,), "title": bad})
    )
    assert spoilt.html.count("</script>") == 1 and "<!--" not in spoilt.html and "<b>" not in spoilt.html
    embedded = spoilt.html.split('data-part="terms">')[1].split("</script>")[0]
    assert not set("<>&") & set(embedded)
    assert json.loads(embedded)["offers"][0]["label"] == f"{bad} (offer)"
    assert bad in spoilt.text


def test_the_typical_cases_are_the_answers_and_carry_their_sources(youth):
    frame = youth.table.frame
    got = youth.answers(14643, since="2002-09", hours_week=37, contracted_out=True)
    first = frame["A qualified youth worker who starts"]
    assert first["Pay before"] == "£14,643.00"
    assert (
        first["Rise: Offer of October 2003 (offer), paid from September 2003"]
        == "£439.29 (3.0%), £301.35 after tax"
    )
    assert got["offers"][0]["net_rise"] == "301.35"
    assert first["Lost for a day on strike, 1/260 of a year's pay"] == "£56.32"
    bundle = youth._repr_mimebundle_()
    assert bundle["text/plain"] == youth.text and bundle[FORM_MIME] == youth.html
    assert "<form" not in bundle["text/html"], "A notebook could not work the form."
    sources = {source for each in bundle[MIME] for source in each["sources"]}
    assert {"C_tes_200401", "d_hartley", "d_it_cc"} <= sources
    assert "rpi_not_accredited" in {code for each in bundle[MIME] for code in each["usage_warnings"]}
    one_span = calculator(
        youth.dispute, only=["october-2003"]
    )._repr_mimebundle_()  # where all indices are shown
    assert {"rpi_not_accredited", "cpih_hindsight"} <= {
        code for each in one_span[MIME] for code in each["usage_warnings"]
    }


@pytest.mark.parametrize("slug", disputes.available())
def test_every_dispute_has_one_and_no_bare_figure_stands_in_its_words(slug):
    made = calculator(disputes.load(slug))
    assert isinstance(made, Calculator) and made.first < made.since < made.until
    words = re.sub(r"<(table|script|data)\b.*?</\1>", "", made.html, flags=re.DOTALL)
    told = {finding.name for each in made.first_sentences for finding in each.findings}
    assert set(re.findall(r'data-finding="([^"]+)"', made.html)) == {html.escape(name) for name in told}
    assert not re.findall(r"£\s?\d|\d\s?(?:%|per cent)", re.sub(r"<[^>]+>", " ", words))
    assert (
        '<div class="table" role="group" tabindex="0" aria-label="' in made.html
        and "&#34;group" not in made.html
    )
    labelled = re.findall(r'<label for="([^"]+)"', made.html)
    fields = re.findall(r'<(?:input|select)[^>]* id="([^"]+)"', made.html)
    assert sorted(labelled) == sorted(fields) and len(set(fields)) == len(fields)


def test_what_is_not_held_is_left_out_and_said(tmp_path):
    without_tax = calculator(with_every_part(tmp_path, award_due='"1999-04"'))
    assert without_tax.tax_year is None and without_tax.terms["tax"] is None
    assert "tax rules of that year and place are not held" in without_tax.html
    assert "after tax" not in without_tax.text
    got = without_tax.answers(30000, since="2000-01", hours_week=37)
    assert got["net"] is None and got["offers"][3]["net_rise"] is None


def test_take_home_pay_in_scotland_follows_its_own_bands(tmp_path):
    """£30,000 in 2024/25: tax 20 % of 17,430 = 3,486 in England; in Scotland 19 % of 2,306, 20 % of 11,685 and
    21 % of 3,439 = 3,497.33 (Scottish Rate Resolution 2024), so £11.33 less is taken home."""
    net = {}
    for nation in ("England", "Scotland"):
        made = calculator(with_every_part(tmp_path, nation=f'"{nation}"'))
        net[nation] = float(made.answers(30000, since="2024-01", hours_week=37)["net"])
    assert net["England"] - net["Scotland"] == pytest.approx(11.33, abs=0.005)


def with_offers(*offers: dict, groups: tuple[dict, ...] = ({"id": "all", "label": "All"},)):
    records = [
        {"id": f"o{place}", "label": "The offer", "status": "offer", "source": "paper", "parts": [each]}
        for place, each in enumerate(offers)
    ]
    paid = [{"annual_gbp": 30_000, "source": "paper"} | each for each in groups]
    claim, figure = {"value": 1, "unit": "pct"}, {"id": "a", "value": 1, "unit": "pct"}
    check = {"kind": "agrees", "figures": ["a"]}
    return made_dispute(claim, check, figures=[figure], offers=records, groups=paid)


def test_a_rise_still_to_come_is_set_against_no_prices():
    """Nothing is known of prices in the month of the last stage: those until now are less, and would flatter the offer."""
    late = calculator(with_offers({"kind": "percent", "pct": 3, "date": "2049-04"}))
    (first,) = late.first_sentences
    assert first.text == (
        "All. At £30,000 the offer was worth £900 a year. Prices of April 2049 are not published yet."
    )
    got = late.answers(30_000, since="2026-01", hours_week=37)
    assert got["offers"][0]["counted"] == "2026-01/2049-04" and got["offers"][0]["real_pct"] == {}
    assert "April 2049" in late.html


def test_what_is_not_nought_is_not_printed_as_nought():
    made = calculator(with_offers({"kind": "flat", "gbp": 3, "date": "2020-04"}))
    assert "£3.00 (less than 0.05%)" in made.text and "(0.0%)" not in made.text
    assert "£0.00 (0.0%)" in calculator(with_offers({"kind": "flat", "gbp": 0, "date": "2020-04"})).text


def test_offers_and_groups_of_one_label_all_stand_in_the_table():
    parts = [{"kind": "percent", "pct": pct, "date": "2020-04"} for pct in (2, 3)]
    groups = tuple(
        {"id": name, "label": "Staff", "annual_gbp": pay} for name, pay in (("low", 20_000), ("high", 40_000))
    )
    made = calculator(with_offers(*parts, groups=groups))
    frame = made.table.frame
    assert list(frame.columns) == ["Staff, low", "Staff, high"]
    rows = frame.filter(like="Rise: The offer", axis=0)
    assert [each.split(" (")[0] for each in rows["Staff, high"]] == ["£800.00", "£1,200.00"]


def test_disputes_without_salaries_or_offers_or_prices():
    dispute = disputes.load("social_care_2025")
    assert calculator(dispute).terms["offers"] == [] and "not given" not in calculator(dispute).text
    bare = calculator(dispute.model_copy(update={"groups": ()}))
    assert "no typical case" in bare.text and bare.findings == () and "My own salary" in bare.html
    old = calculator(dispute.model_copy(update={"award_due": "1971-04"}))
    assert isinstance(old, Prose) and "No price index held covers April 1971" in old.text
    late = calculator(dispute.model_copy(update={"award_due": "2049-04"}))
    assert late.until == prices.common_months("cpi", "cpih", "rpi", "rpix")[-1]
    assert late.tax_year is None and late.since == late.until
    (counted,) = late.answers(30000, since="2026-01", hours_week=37)["prices"].values()
    assert set(counted) == {
        "cpi",
        "cpih",
        "rpi",
        "rpix",
    }


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"since": "2004-04"}, PeriodError, "Choose a month from 1987-01 to 2004-03, not 2004-04"),
        ({"since": "1986-12"}, PeriodError, "Choose a month"),
        ({"hours_week": 38}, FigureError, "hours_week is 38"),
        ({"hours_week": 0}, FigureError, "hours_week is 0"),
        ({"annual_gbp": 0}, FigureError, "annual_gbp is 0"),
        ({"strike_days": -1}, FigureError, "days is -1"),
        ({"pension_pct": 101}, FigureError, "pension_pct is 101"),
    ],
)
def test_impossible_input_is_refused(youth, changes, error, message):
    given = {"annual_gbp": 20000, "since": "2003-01", "hours_week": 37} | changes
    with pytest.raises(error, match=message):
        youth.answers(**given)


def test_term_time_pay_is_the_share_of_weeks_too(youth):
    """£20,000 at half of 37 hours and 44.1 of 52.143 weeks: 8,457.51; the offer's 3 per cent of that is 253.73."""
    got = youth.answers(20000, since="2003-01", hours_week=18.5, paid_weeks=44.1)
    assert got["pay"] == "8457.51" and got["offers"][0]["rise"] == "253.73"
    assert got["offers"][0]["rise_pct"] == "3.0"
    with pytest.raises(FigureError, match=r"paid_weeks is 53"):
        youth.answers(20000, since="2003-01", hours_week=37, paid_weeks=53)


def test_pay_with_the_employers_pension_stands_beside_pay_as_another_reading():
    """NHS Pension Scheme, April 2019 to March 2024: 20.68 per cent of £29,384 is £6,076.61; together £35,460.61."""
    made = calculator(disputes.load("resident_doctors_2022"))
    assert "Another reading: pay before with the employer's pension contribution" in made.text
    assert "£35,460.61" in made.text
    held = {finding.name: finding for finding in made.findings}
    whole = held["resident_doctors_2022 pay before with the employer's pension contribution"]
    assert round(whole.value, 2) == 35460.61 and "with_employer_pension" in whole.usage_warnings
    assert "with_employer_pension" not in held["resident_doctors_2022 take-home pay before"].usage_warnings
    assert "Another reading" not in calculator(disputes.load("youth_work_2004")).text


def test_a_pension_scheme_that_there_is_not_is_told(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        TEMPLATE.replace('nation = "England"', 'nation = "England"\npension_scheme = "martian"', 1)
    )
    with pytest.raises(DisputeError, match=r"pension_scheme: There is no pension scheme 'martian'.*nhs_ew"):
        disputes.load(path)


def test_only_the_offers_named_are_counted_with():
    """The award at the tops of the scales at Work and Pensions: 2.6 per cent of 13,750 is 357.50."""
    dispute = disputes.load("civil_service_2004")
    made = calculator(dispute, only=["dwp-2003-tops", "dwp-claim"])
    got = made.answers(13750, since="2002-07", hours_week=37)
    assert [offer["rise"] for offer in got["offers"]] == ["357.50", "825.00"]
    assert str(made.until) == "2003-07" and str(calculator(dispute).until) == "2004-05"
    assert "Home Office" not in made.html and "Home Office" in calculator(dispute).html
    with pytest.raises(ChoiceError, match=r"'dwp-2003-top'.*dwp-2003-tops"):
        calculator(dispute, only=["dwp-2003-top"])


def test_awards_take_the_place_of_offers():
    """NJC: £1,925 from April 2023, £1,290 from April 2024, 3.2 per cent from April 2025; point 19 was £27,852
    in April 2022: 29,777, then 31,067, then x 1.032 = 32,061.14. A working day lost is 27,852 / 260 = 107.12."""
    care = on_awards(disputes.load("social_care_2025"), "2022-04", "2025-04")
    made = calculator(care)
    assert (str(made.since), str(made.until), made.tax_year) == ("2022-04", "2025-04", "2023/24")
    got = made.answers(27852, since="2022-04", hours_week=37, point="19")
    assert [offer["pay"] for offer in got["offers"]] == ["29777.00", "31067.00", "32061.14"]
    assert got["lost"]["five_day_week"] == "107.12"
    assert care.offers[-1].label == "The awards of April 2023, April 2024 and April 2025"
    assert care.groups[0].annual_gbp == 27852
    levels = prices.index("rpi")
    assert list(got["prices"]) == ["2022-04/2023-04", "2022-04/2024-04", "2022-04/2025-04"]
    assert (
        got["prices"]["2022-04/2025-04"]["rpi"]["kept"]
        == f"{27852 * levels['2025-04'] / levels['2022-04']:.2f}"
    )


@pytest.mark.parametrize(
    ("slug", "since", "until"),
    [("social_care_2025", "2024-04", "2024-09"), ("youth_work_2004", "2003-08", "2004-12")],
)
def test_awards_that_cannot_be_counted_with_are_told(slug, since, until):
    with pytest.raises(CoverageError, match=rf"after {since} and until {until}.*paylib.awards.history"):
        on_awards(disputes.load(slug), since, until)
