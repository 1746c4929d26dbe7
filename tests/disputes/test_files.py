"""Dispute files: every error at once, in its place; strangers' files never do more than fail."""

import random
import re
import time
from pathlib import Path

import pytest

import paylib
from paylib import checks, claims, disputes, offers
from paylib.errors import ChoiceError, DisputeError, FigureError
from paylib.report import sections
from tests.conftest import cases

TEMPLATE = disputes.template()


@pytest.fixture
def written(tmp_path):
    """A function that writes a dispute file and gives its path."""

    def write(content: str | bytes, name: str = "mine.toml") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return path

    return write


def errors_of(path: Path) -> str:
    with pytest.raises(DisputeError) as caught:
        disputes.load(path)
    return str(caught.value)


def test_the_file_that_new_writes_is_valid_and_can_be_checked(written):
    dispute = paylib.dispute(written(TEMPLATE))
    assert dispute.slug == "mine" and len(dispute.claims) == 2
    checked = claims.check(dispute)
    assert checked["verdict"].isin(claims.VERDICTS).all()
    assert "does not have: ballots, strikes" in sections.left_out(dispute).text


def test_every_part_of_the_template_that_is_noted_out_is_valid_too(written):
    """Take the # from the optional parts (the lines that start with '# ' and look like TOML)."""
    text = re.sub(r"^( *)# (?=\[|\{|\w+ = )", r"\1", TEMPLATE, flags=re.MULTILINE)
    written("date,annual_gbp\n2023-09,29000\n2024-09,30000\n", "pay.csv")
    dispute = paylib.dispute(written(text))
    assert (
        len(dispute.ballots) == 1
        and len(dispute.strikes) == 1
        and len(dispute.offers[0].parts) == 1 + len(offers.PARTS)
    )
    assert any(figure.table == "teacher_start_pay" for figure in dispute.figures)
    # 590 + 58 = 648 votes of 1,200 are 54.0 per cent.
    row = claims.check(dispute).loc["turnout"]
    assert (row["result"], row["computed"]) == ("correct", "54.0%, from 648 votes of 1,200 members")
    assert (row["verdict"], row["evidence"]) == (
        "unconfirmed",
        "own word",
    )  # the union's count of its own ballot


def test_the_template_names_every_kind_of_check_with_its_keys():
    for kind in disputes.CHECK_KINDS:
        line = f"#   {kind}: {checks.about_of(kind)} Takes {', '.join(checks.keys(kind))}.\n"
        assert line in TEMPLATE


@pytest.mark.parametrize(
    ("key", "told"),
    [
        (
            'pairs = [["offer", "offer"]]',
            "takes figures, needs, note, and no 'pairs'. Take it out.",
        ),
        (
            'figure = ["offer"]',
            "takes figures, needs, note, and no 'figure'. Did you mean 'figures'?",
        ),
    ],
)
def test_a_key_that_a_kind_of_check_does_not_take_is_told_with_the_right_ones(written, key, told):
    """The first edition let any key stand with any kind, and passed over those that the kind did not use."""
    text = TEMPLATE.replace('kind = "agrees" ', f'{key}\nkind = "agrees" ', 1)
    assert f"claims[1].check.{key.split()[0]}: a check of kind 'agrees' {told}" in errors_of(written(text))


def test_all_errors_are_told_at_once_with_place_and_example(written):
    text = (
        TEMPLATE.replace('role = "union"', 'role = "boss"')
        .replace('date = "2024-09", pct = 3.0', 'date = "2024-13", pct = 3.0')
        .replace("value = 3.0", 'value = "much"', 1)
        + "\n[[claims]]\nid = 'Not a slug'\n"
    )
    told = errors_of(written(text))
    assert "parties[0].role: found 'boss'" in told and 'Example: role = "union"' in told
    assert "offers[0].parts[0].date: '2024-13' is not a month" in told
    assert "claims[1]: 'much' is not a figure that can be read. Write a number, a range" in told
    assert "claims[2].id: found 'Not a slug'" in told and "claims[2].party: this key is missing" in told


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'title = "The name',
            'titel = "The name',
            "titel: there is no such key here. Did you mean 'title'? Keys here: title, nation",
        ),
        (
            'name = "The union"',
            'naem = "The union"',
            "parties[0].naem: there is no such key here. Did you mean 'name'",
        ),
        ('figures = ["offer"]', 'figures = ["ofer"]', "no figure 'ofer'. Did you mean 'offer'"),
        ('source = "union-leaflet"', 'source = "nobody"', "no source 'nobody'"),
        ('id = "average-pay"', 'id = "below-inflation"', "stands twice"),
        ("annual_gbp = 30000", "annual_gbp = -1", "groups[0].annual_gbp: found -1"),
        ("value = 3.0", "value = nan", "found"),
        ("value = 3.0", "value = inf", "found"),
        ('award_due = "2024-09"', 'award_due = "2024"', "'2024' is not a month"),
        ('nation = "England"', 'nation = "Atlantis"', "nation: found 'Atlantis'"),
        ('unit = "pct"\nsource', 'unit = "percent"\nsource', "found 'percent'"),
        ("[[parties]]", "[[parties", "[[parties\n    The brackets do not match. Write: [[parties]]"),
    ],
)
def test_each_fault_is_named(written, old, new, message):
    assert old in TEMPLATE
    assert message in errors_of(written(TEMPLATE.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("part", "message"),
    [
        (
            '{ kind = "flat", date = "2024-09" }',
            ".gbp: a part of kind 'flat' needs gbp. Example: gbp = 500",
        ),
        (
            '{ kind = "flat", date = "2024-09", gpb = 500 }',
            ".gpb: a part of kind 'flat' takes gbp, date, and no 'gpb'. Did you mean 'gbp'?",
        ),
        (
            '{ kind = "floor", date = "2024-09", gbp = 5, over_old_scale = true }',
            ".over_old_scale: a part of kind 'floor' takes gbp, date, hourly, and no 'over_old_scale'. Take it out.",
        ),
        (
            '{ kind = "flat", date = "2024-09", gbp_year = 5 }',
            ".gbp_year: a part of kind 'flat' takes gbp, date, and no 'gbp_year'.",
        ),
        ('{ date = "2024-09", pct = 3.0 }', ".kind: this key is missing. Allowed: flat, floor, "),
        (
            '{ kind = "persent", date = "2024-09", pct = 3.0 }',
            ".kind: found 'persent'. Did you mean 'percent'? Allowed: 'flat', 'floor', ",
        ),
        ('{ kind = "percent", date = "2024-09", pct = "3" }', ".pct: found '3'. A number is needed"),
        ('{ kind = "percent", date = "2024-09", pct = { M1 = "3" } }', ".pct.M1: found '3'. A number is"),
        ('{ kind = "percent", date = "2024", pct = 3 }', ".date: '2024' is not a month"),
        (
            '{ kind = "floor", date = "2024-09", gbp = { M1 = 3 } }',
            ".gbp: found {'M1': 3}. A number is needed",
        ),
        (
            '{ kind = "remove_points", date = "2024-09", points = [] }',
            ".points: a part of kind 'remove_points' needs points.",
        ),
        ('{ kind = "hours", date = "2024-09", hours_week = 0 }', ".hours_week: found 0."),
        ('{ kind = "linked", date = "2024-09", by = "rpi" }', ".month: a part of kind 'linked' needs month."),
        ("3", "[0]: found 3. Input should be an object."),
    ],
)
def test_a_part_of_an_offer_takes_the_keys_of_its_kind_and_no_other(written, part, message):
    text = TEMPLATE.replace('{ kind = "percent", date = "2024-09", pct = 3.0 }', part, 1)
    told = errors_of(written(text))
    assert "has 1 error:" in told or "gpb" in part or "gbp_year" in part
    assert f"offers[0].parts[0]{message.removeprefix('[0]')}" in told


def test_an_unknown_kind_of_check_is_refused_on_load_with_the_other_errors(written):
    text = TEMPLATE.replace('kind = "against_inflation"', 'kind = "against_inflashun"')
    told = errors_of(written(text.replace('nation = "England"', 'nation = "Atlantis"')))
    assert "has 2 errors:" in told and "nation: found 'Atlantis'" in told
    assert (
        "claims[0].check.kind: found 'against_inflashun'. Did you mean 'against_inflation'? Allowed:" in told
    )
    assert all(f"'{kind}'" in told for kind in disputes.CHECK_KINDS)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"t\x00", "NUL bytes"),
        (b"\xff\xfet\x00", "A line is: key = value"),
        (b'title = "caf\xe9"', "nation: this key is missing"),
        (b'title = "caf\x81"', "not UTF-8 text"),
        (b"x" * 10_000_000, "larger than"),
        (b"a = " + b"[" * 100_000, "nests brackets"),
        (b"a" + b".a" * 5000 + b" = 1", "nests brackets"),
        (b"", "is empty"),
        (TEMPLATE.encode() + b"\n[[timeline]]\n" * 1, "missing"),
    ],
    ids=["nul", "utf-16", "cp1252", "no text", "ten megabytes", "deep", "dotted", "empty", "an empty event"],
)
def test_files_that_are_no_dispute_are_refused_quickly(written, content, message):
    path = written(content)
    began = time.process_time()
    assert message in errors_of(path)
    assert time.process_time() - began < 2


def test_a_million_claims_are_refused_quickly(written):
    claim = '[[claims]]\nid="c%d"\nparty="union"\nquantity="q"\nsummary="s"\ntext="t"\nunit="text"\nsource="union-leaflet"\n'
    path = written(TEMPLATE + "".join(claim % number for number in range(1_000_000)))
    assert "larger than" in errors_of(path)
    path = written(TEMPLATE + "".join(claim % number for number in range(6_000)))
    began = time.process_time()
    assert "500" in errors_of(path)
    assert time.process_time() - began < 5


@pytest.mark.parametrize("name", ["no/such/file.toml", "mine\0.toml", "nonsense", "", "../../etc/passwd"])
def test_files_that_are_not_there(name):
    with pytest.raises(DisputeError):
        disputes.load(name)


def test_a_source_of_the_first_edition_that_is_gone_says_which_to_write(written):
    text = TEMPLATE.replace('source = "employer-letter"', 'source = "C_dft_2223"', 1)
    with pytest.raises(
        DisputeError, match="'C_dft_2223' is no source any more: write 'dfe_calc_2023' instead"
    ):
        disputes.load(written(text))


def test_own_pay_history(written, tmp_path):
    written("date,annual_gbp\n2023-09,29000\n2024-09,30000\n", "pay.csv")
    dispute = disputes.load(written(TEMPLATE.replace("# pay_history", "pay_history")))
    assert disputes.pay_history(dispute, tmp_path).tolist() == [29000, 30000]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("../pay.csv", None, "lies outside the folder"),
        ("/etc/passwd", None, "lies outside the folder"),
        ("gone.csv", None, "cannot be read"),
        ("pay.csv", "when,pay\n2024,1\n", "needs the columns date, annual_gbp"),
        ("pay.csv", "date,annual_gbp\n2024,1\n", "'2024' is not a month"),
        ("pay.csv", "date,annual_gbp\n2024-09,much\n", "'much' is not a sum of money"),
        ("pay.csv", "date,annual_gbp\n2024-09,-5\n", "above nought"),
        ("pay.csv", "date,annual_gbp\n2010-11,20000\n2011-12,21000\n", "may be months or financial years"),
        ("pay.csv", "", "is empty"),
    ],
)
def test_a_pay_history_that_cannot_be_used(written, name, content, message):
    if content is not None:
        written(content, name)
    with pytest.raises(DisputeError, match=message):
        disputes.load(written(TEMPLATE.replace('# pay_history = "pay.csv"', f'pay_history = "{name}"')))


JUNK = [
    *(
        '""',
        "nan",
        "-inf",
        "1e400",
        "-1",
        "0",
        "99999999999999999999",
        "true",
        "[]",
        "{}",
        '"2004-13"',
        "2004-02-30",
    ),
    *(
        '"' + "x" * 3000 + '"',
        '"<script>alert(1)</script>"',
        '"=1+1"',
        '"\\u0000"',
        "[[]]",
        '["a", "b"]',
        "{ a = 1 }",
    ),
    *(
        '"against_inflation"',
        '"growth"',
        '"ballot"',
        '"months_between"',
        '"2004-03"',
        '"../../x"',
        '"${HOME}"',
        '"{offer}"',
        '"%s"',
        "1979-05-27T07:32:00Z",
        "'''",
        '"',
        "\\",
    ),
]
"""Values that a file may hold where others are meant."""


def mutated(chance: random.Random) -> bytes:
    lines = TEMPLATE.splitlines()
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(lines))
        match chance.randrange(7):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, lines[chance.randrange(len(lines))])
            case 2 | 3:
                key, equals, _ = lines[at].partition("=")
                lines[at] = f"{key}{equals} {chance.choice(JUNK)}" if equals else lines[at]
            case 4:
                lines[at] = lines[at].replace("_", "", 1) if "=" in lines[at] else lines[at][::-1]
            case 5:
                lines.insert(
                    at, f"{chance.choice(['value', 'x', 'unit', 'parts', 'sources'])} = {chance.choice(JUNK)}"
                )
            case _:
                place = chance.randrange(len(lines[at]) + 1)
                lines[at] = lines[at][:place] + chance.choice('[]{}"=\n\t\r#.,é') + lines[at][place:]
        lines = lines or [""]
    content = bytearray("\n".join(lines).encode("utf-8"))
    if chance.random() < 0.1 and content:
        content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_mutated_files_are_valid_or_a_clean_error(written, seed):
    """2,400 in all: never another exception, never two seconds."""
    count = cases(300, 20)
    chance = random.Random(seed)
    valid = 0
    for _ in range(count):
        path = written(mutated(chance))
        began = time.process_time()
        try:
            claims.check(disputes.load(path))
            valid += 1
        except DisputeError as error:
            assert str(error)
        assert time.process_time() - began < 2
    assert 0 < valid < count


def test_offers_are_set_against_the_prices_of_their_own_pay_year():
    """Teachers, September 2023: 6.5 % against CPI of September 2022 to September 2023, not of two years."""
    dispute = paylib.dispute("school_teachers_2023")
    made = sections.offers_in_real_terms(dispute).frame
    settled = made[
        made.index.str.startswith("The settlement")
        & (made["For"] == "A teacher at the top of the main scale")
    ]
    expected = paylib.prices.real_change(100, 106.5, "2022-09", "2023-09", by="cpi")
    assert settled["Real, CPI"].item() == f"{expected:.1f}%".replace("-", "−")


@pytest.mark.parametrize("slug", ["school_teachers_2023", "youth_work_2004"])
def test_an_index_that_there_is_not_is_no_part_of_a_page(slug):
    """What a file says costs its own part of the page; what the reader of a notebook asks for is an error."""
    dispute = paylib.dispute(slug)
    for by in (["nonsense"], [], ["cpi", "cpi"], None):
        with pytest.raises(ChoiceError):
            sections.offers_in_real_terms(dispute, by=by)
    alone, listed = (sections.offers_in_real_terms(dispute, by=by).frame for by in ("rpi", ["rpi"]))
    assert alone.equals(listed) and "Real, RPI" in alone


def test_the_table_of_offers_says_which_months_of_prices_each_row_counts():
    """Youth work: the offer of October 2003 is set against prices of a year, the settlement of March 2004 of 18 months."""
    made = sections.offers_in_real_terms(paylib.dispute("youth_work_2004")).frame
    counted = made.groupby(level=0)["Prices counted"].first()
    assert counted["Offer of October 2003"] == "September 2002 to September 2003 (12 months)"
    assert counted["Settlement of November 2004"] == "September 2002 to March 2004 (18 months)"
    assert made["What it gives"].iloc[0] == "3% from September 2003"


def test_the_table_of_offers_shows_what_is_paid_once_and_what_an_hour_is_worth():
    """Teachers, March 2023: £1,000 once, and £2,000 more a year, of a week of 32.5 hours: 2,000 / 52.143 / 32.5 = £1.18."""
    dispute = paylib.dispute("school_teachers_2023")
    groups = tuple(group.model_copy(update={"hours_week": 32.5}) for group in dispute.groups)
    made = sections.offers_in_real_terms(dispute.model_copy(update={"groups": groups})).frame
    start = made[made.index.str.contains("March 2023") & (made["For"] == "A new teacher")]
    assert start[["Paid once", "Rise an hour"]].to_numpy().tolist() == [["£1,000", "£1.18"]]
    assert "Rise an hour" not in sections.offers_in_real_terms(dispute).frame, "The file gives no week."
    assert "Rise by the hour" not in made, "No offer changes the week, so it is that of the year."
    assert "Paid once" not in sections.offers_in_real_terms(paylib.dispute("youth_work_2004")).frame


def test_a_shorter_week_at_the_same_pay_counts_by_the_hour(written):
    """32 hours for 36: 36 / 32 - 1 = 12.5 %; £30,000 / 52.143 / 32 less / 36: £2.00 an hour."""
    part = '{ kind = "percent", date = "2024-09", pct = 3.0 }'
    text = TEMPLATE.replace(part, '{ kind = "hours", date = "2024-09", hours_week = 32 }', 1)
    text = text.replace("annual_gbp = 30000", "annual_gbp = 30000\nhours_week = 36", 1)
    made = sections.offers_in_real_terms(paylib.dispute(written(text))).frame
    columns = ["Rise a year", "Rise in the end", "Rise an hour", "Rise by the hour"]
    assert made[columns].to_numpy().tolist() == [["£0", "0.0%", "£2.00", "12.5%"]]
    assert made["What it gives"].item() == "a week of 32 hours from September 2024"


def test_a_payment_made_once_does_not_move_the_pay_year_of_an_offer():
    """March 2023: £1,000 once, then 4.3% in September. By CPI to September 2023, 30 / 28 / 1.0666 is +0.5 %, 1.043 / 1.0666 is -2.2 %."""
    made = sections.offers_in_real_terms(paylib.dispute("school_teachers_2023")).frame
    start = made[made["For"] == "A new teacher"]
    offered, settled = (start[start.index.str.contains(what)] for what in ("March 2023", "settlement"))
    assert offered["Real, CPI"].item() == settled["Real, CPI"].item() == "0.5%"
    assert set(start["Rise a year"]) == {"£2,000"}
    top = made[
        made.index.str.contains("March 2023") & (made["For"] == "A teacher at the top of the upper scale")
    ]
    assert top["Real, CPI"].item() == "−2.2%" and top["Average over the pay year"].item() == "4.3%"


def test_an_offer_is_not_shown_for_those_whom_it_does_not_name_or_who_had_it_already():
    """Proposed in 2023: nothing for the top of the main scale. The claim for 2022: the salaries held are later."""
    dispute = paylib.dispute("school_teachers_2023")
    made = sections.offers_in_real_terms(dispute).frame
    proposed = made[made.index.str.contains("proposed")]
    assert "A teacher at the top of the main scale" not in set(proposed["For"]) and len(proposed) == 2
    assert not (made["Rise a year"] == "").any() and not made.index.str.contains("NEU's claim").any()
    left = sections.left_out(dispute)
    (count,) = [finding for finding in left.findings if finding.name == "offers_not_worked"]
    assert count.value == 3 and "The NEU's claim" in count.method


def test_the_summary_is_a_sentence_in_the_singular_too():
    assert "1 is wrong" in sections.summary(paylib.dispute("school_teachers_2023")).text
    assert "0 are wrong" in sections.summary(paylib.dispute("youth_work_2004")).text


def test_spans_that_may_be_months_or_financial_years_are_asked_about_on_load(written):
    noted = '# spans = [["2023/24", "2024/25"]]'
    assert noted in TEMPLATE
    told = errors_of(written(TEMPLATE.replace(noted, 'spans = [["2008-09", "2009-10"]]')))
    assert "'September 2008'" in told and "'2008/09'" in told
    paylib.dispute(written(TEMPLATE.replace(noted, 'spans = [["2008/09", "2009/10"]]')))
    paylib.dispute(written(TEMPLATE.replace(noted, 'spans = [["2008-09", "2009-09"]]')))


@pytest.mark.parametrize("slug", disputes.available())
def test_a_ledger_has_every_figure_and_every_claim_of_one_number(slug):
    dispute = disputes.load(slug)
    f = dispute.ledger()
    for figure in dispute.figures:
        assert figure.id.replace("-", "_") in f
    for claim in dispute.claims:
        if isinstance(claim.value, int | float):
            assert claim.id.replace("-", "_") in f
    assert all(each.sources for each in f.findings if each.name != "award_due")


SHEETS = {
    "as Excel turns months": b"date,annual_gbp\nSep-10,20000\nsep-2015,21000\n",
    "with an empty row": b"date,annual_gbp\n2010-09,20000\n,\n2015-09,21000\n",
    "with capitals and spaces": b"Date, Annual_gbp\n2010-09, 20000\n2015-09,21000\n",
    "with a pound sign in Windows' characters": "date,annual_gbp\n2010-09,£20000\n2015-09,£21000\n".encode(
        "cp1252"
    ),
    "with a mark of its encoding": 'date,annual_gbp\n2010-09,"£20,000.00"\n2015-09,21000\n'.encode(
        "utf-8-sig"
    ),
    "as Unicode text": "date\tannual_gbp\n2010-09\t20000\n2015-09\t21000\n".encode("utf-16"),
    "with semicolons": b"date;annual_gbp\r\n2010-09;20000\r\n2015-09;21000\r\n",
    "with empty columns": b"date,annual_gbp,,\n2010-09,20000,,\n2015-09,21000,,\n",
    "out of order": b"date,annual_gbp\n2015-09,21000\n2010-09,20000\n",
}


@pytest.mark.parametrize("content", SHEETS.values(), ids=SHEETS)
def test_a_pay_history_is_read_as_spreadsheets_save_it(written, tmp_path, content):
    (tmp_path / "pay.csv").write_bytes(content)
    dispute = disputes.load(written(TEMPLATE.replace("# pay_history", "pay_history")))
    pay = disputes.pay_history(dispute)
    assert list(map(str, pay.index)) == ["2010-09", "2015-09"] and pay.tolist() == [20_000, 21_000]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("2010-09,20,000", "row 2: 3 cells, where the first row has 2"),
        ("2010-09,20000\n2010-09,99999", "rows 2 and 3 are both of 2010-09"),
        ("2010-09,14.643,50", "row 2: 3 cells"),
        ('2010-09,"14.643,50"', "row 2, annual_gbp: '14.643,50' is not a sum of money"),
        ("2010-13,20000", "row 2, date: '2010-13' is not a month"),
        ("2010-09,20000\n2011-09", "row 3: no annual_gbp"),
    ],
)
def test_a_row_of_a_pay_history_that_cannot_be_read_is_named(written, tmp_path, rows, message):
    written(f"date,annual_gbp\n{rows}\n", "pay.csv")
    with pytest.raises(DisputeError, match=re.escape(message)):
        disputes.load(written(TEMPLATE.replace("# pay_history", "pay_history")))


def test_digits_of_other_scripts_are_no_date(written):
    with pytest.raises(DisputeError, match="a date is written 2004-01-29"):
        disputes.load(written(TEMPLATE.replace('released = "2024-09"', 'released = "２００４"', 1)))


def test_a_ballot_of_nobody_is_refused(written):
    nobody = '[[ballots]]\nlabel = "A ballot"\nopened = "2024-11"\nmembers = 0\nsource = "union-leaflet"\n\n'
    ballot = TEMPLATE.replace("[[timeline]]", nobody + "[[timeline]]", 1)
    with pytest.raises(DisputeError, match="members is how many could vote, so at least 1"):
        disputes.load(written(ballot))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("annual_gbp = 30000", "annual_gbp = 15.67", "is it pay by the hour"),
        ("pct = 3.0 }", "pct = -100 }", "pct"),
        ("pct = 3.0 }", "pct = { low = -100, high = 3 } }", "pct"),
        ('title = "The name of the dispute"', 'title = "   "', "nothing in it but spaces"),
        ('name = "The union"', 'name = " \\t"', "nothing in it but spaces"),
    ],
)
def test_what_no_page_can_be_made_of_is_refused_when_it_is_read(tmp_path, old, new, message):
    """Pay by the hour as a salary passed `check` and failed its page; nothing is left of pay cut by 100 per cent."""
    path = tmp_path / "mine.toml"
    path.write_text(TEMPLATE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DisputeError, match=message):
        disputes.load(path)


def test_words_beside_a_verdict_that_cannot_be_worked_out_are_the_error_of_that_claim_only(
    monkeypatch, tmp_path
):
    from paylib.claims import check, sentences

    def none(*given, **more):
        raise FigureError("No figure can be carried.")

    monkeypatch.setattr(sentences, "carried", none)
    path = tmp_path / "mine.toml"
    path.write_text(TEMPLATE.replace('start = "2024-09"', 'start = "2024-08"'), encoding="utf-8")
    found = check(disputes.load(path))
    assert len(found) == 2 and found["error"].str.contains("No figure can be carried").any()


def test_nothing_is_carried_of_pay_that_is_all_lost(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(TEMPLATE.replace("\nvalue = 3.0\n", "\nvalue = -100\n"), encoding="utf-8")
    assert not (claims.check(disputes.load(path))["error"] != "").all()


ACTS = "\x1b\x07\x7f\x9b\u202e\u2066\u200b\u200d\u2060\ufeff\u2028\u2029\u034f\u115f\u3164\u2800\ufe0f\u00ad\U000e0041"
"""Characters that act on a screen, turn its text round or show nothing."""


@pytest.mark.parametrize("place", ['title = "', 'id = "', 'summary = "', 'nation = "', 'question = x"', "zz"])
def test_what_acts_on_a_screen_reaches_no_error_and_no_text(tmp_path, place):
    path = tmp_path / "mine.toml"
    path.write_text(
        TEMPLATE.replace(place, place + ACTS, 1) if place in TEMPLATE else f'"k{ACTS}" = 1\n{TEMPLATE}',
        encoding="utf-8",
    )
    try:
        told = str(claims.check(disputes.load(path)).to_dict())
        told += disputes.load(path).title + disputes.load(path).question
    except DisputeError as error:
        told = str(error)
    assert not set(ACTS) & set(told)


def test_the_stop_that_ends_a_name_is_no_part_of_it(written):
    """Labels, parties and publishers go on within our sentences; a publisher is its party with and without the stop."""
    stopped = re.sub(r'(?m)^((?:label|short|publisher) = ".*?)"', r'\1."', TEMPLATE)
    assert stopped.count('."') > TEMPLATE.count('."') + 3
    as_written, same = (disputes.load(written(each)) for each in (TEMPLATE, stopped))
    first, second = (claims.check(each) for each in (as_written, same))
    assert second.astype(str).equals(first.astype(str))


def test_a_name_of_stops_only_is_refused(written):
    assert "nothing in it but stops" in errors_of(
        written(re.sub(r'(?m)^label = ".*?"', 'label = ". ."', TEMPLATE))
    )
