"""Would a regulator object? Each rule finds what its case was about, and nothing in our own pages."""

import json
import re

import pandas as pd
import pytest
from matplotlib.figure import Figure

from paylib import charts, cli, disputes
from paylib.errors import FigureError
from paylib.report import objections as told
from paylib.report import since
from paylib.report.chosen import Chosen

FOUND = {
    "base year or index unsaid": [
        "Pay has fallen by 20% in real terms since 2010.",
        "The offer of 3% is below inflation.",
        "After inflation they lost £1,200.",
    ],
    "average called typical": [
        "The average rise of 4.1% is what a typical worker saw.",
        "Most staff will get the average of 5%.",
    ],
    "cash called real": ["This is a record pay award of £3bn.", "Schools get the highest ever funding."],
    "loss called the rise that restores it": [
        "Pay fell by 26% by RPI. Doctors want 26% to restore it.",
        "A 26% rise would restore what was lost: pay is down 26%, by RPI.",
    ],
    "one-sided window": [
        "Real pay is 9% lower by CPI since its peak.",
        "The pay of public-sector workers has risen faster than inflation since 2022, by CPI.",
    ],
    "percentage points called per cent": [
        "Turnout rose from 40% to 50%, up by 10%.",
        "The rate fell from 11.1 per cent to 10.1 per cent, by 1 per cent.",
    ],
}

NOT_FOUND = [
    "Pay has fallen by 20% in real terms since 2010, by RPI.",
    "Turnout rose from 40% to 50%, by 10 percentage points.",
    "Turnout rose from 40% to 50%, by 25%.",
    "An average of 5% is not what a typical worker got.",
    "It was a record pay award in cash terms.",
    "Pay fell by 26% by RPI. To restore it would take 35%.",
    "Pay is 9% lower by CPI since 2010.",
    "Prices rose by 3%.",
]


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in FOUND.items() for text in texts])
def test_each_rule_finds_its_case(rule, text):
    assert rule in [each.rule.name for each in told.objections([text])]


@pytest.mark.parametrize("text", NOT_FOUND)
def test_what_is_put_right_is_not_objected_to(text):
    assert not list(told.objections([text]))


def test_bars_that_do_not_start_at_zero_are_objected_to():
    figure = Figure()
    axes = figure.subplots()
    axes.bar(["October", "January"], [11.1, 10.1])
    assert not told.of_figure(figure, "Inflation")
    axes.set_ylim(8, 11.5)
    assert [str(each) for each in told.of_figure(figure, "Inflation")] == [
        "axis cut: “Inflation” Do the bars start at zero?"
    ]


@pytest.mark.parametrize("values", [[11.1, 10.1], [-3.0, -8.0], [-1.0, 900.0]])
def test_our_own_bars_start_at_zero(values):
    frame = pd.DataFrame({"rise_pct": values}, index=pd.Index(["one", "other"], name="who"))
    made = charts.bars(frame, "A title", "Per cent", sources=["ons_lms_2026_08"])
    assert not told.of_figure(made.figure, "ours")


def test_each_rule_cites_its_case():
    assert {rule.name for rule in told.RULES if rule.finds} == set(FOUND)
    for rule in told.RULES:
        assert len(rule.case) > 60 and rule.url.startswith("https://") and rule.asks.endswith("?")


THEIRS = re.compile(
    r'<q>.*?</q>|<p class="(?:claim|asks|case)">.*?</p>|<details class="all">.*?</details>|<ol class="sources">.*?</ol>'
    r'|<li id="source-.*?</li>',
    re.DOTALL,
)
"""What makers of claims and of sources say, and the rules themselves."""


def test_a_regulator_would_not_object_to_our_pages(reports):
    for path in sorted(reports.glob("*.html")):
        ours = THEIRS.sub("", path.read_text(encoding="utf-8"))
        found = [str(each) for each in told.of_page(ours)]
        assert not found, f"{path.name}: {found}"


def test_a_text_is_read_by_the_command(tmp_path, capsys):
    leaflet = tmp_path / "leaflet.txt"
    leaflet.write_text(
        "Pay fell by 26% by RPI.\nDoctors want 26% to restore it.\n\nPrices rose by 3%.", encoding="utf-8"
    )
    cli.check(str(leaflet))
    said = " ".join(capsys.readouterr().out.split())
    assert "loss called the rise that restores it: “Pay fell by 26%" in said and "fullfact.org" in said
    leaflet.write_text("Prices rose by 3%.", encoding="utf-8")
    cli.check(str(leaflet))
    assert "That does not make it true" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("characters", "note"),
    [("cp1252", "read as Windows text"), ("utf-16", "saved as UTF-16"), ("utf-8-sig", ""), ("utf-8", "")],
)
@pytest.mark.parametrize(
    "ending", ["leaflet.txt", "leaflet.md", "leaflet.html", "LEAFLET.TXT", "LEAFLET.HTML"]
)
def test_a_text_is_read_in_whatever_characters_it_was_saved(characters, note, ending, tmp_path, capsys):
    """Notepad saved texts as Windows text or "Unicode", and Word a page as Windows text."""
    words = "Pay fell by 26% by RPI – that is £4,000. Doctors want 26% to restore it."
    leaflet = tmp_path / ending
    leaflet.write_bytes((f"<p>{words}</p>" if "html" in ending.lower() else words).encode(characters))
    cli.check(str(leaflet))
    printed = capsys.readouterr()
    asked, told_how = (" ".join(each.split()) for each in printed)
    assert "“Pay fell by 26% by RPI – that is £4,000. Doctors want 26% to restore it.”" in asked
    assert note in told_how and bool(told_how) == bool(note)


@pytest.mark.parametrize("ending", ["leaflet.txt", "leaflet.docx", "leaflet.pages"])
def test_a_file_that_is_no_text_is_told(ending, tmp_path):
    leaflet = tmp_path / ending
    leaflet.write_bytes(b"PK\x03\x04 a Word document, whatever it is called")
    with pytest.raises(FigureError, match=r"not plain text.* Save as, Plain text \(\.txt\)"):
        cli.check(str(leaflet))


@pytest.mark.parametrize("between", ["\n\n", "\n \n", "\n\t\n", "\r\n\r\n", "\r\n  \r\n"])
def test_paragraphs_end_at_a_line_in_which_nothing_is_seen(between, tmp_path, capsys):
    """What is said in one paragraph (by RPI) is not said in the next, which names no index."""
    leaflet = tmp_path / "leaflet.txt"
    leaflet.write_bytes(f"Prices rose by 3% by RPI.{between}Pay fell by 20% in real terms.".encode())
    cli.check(str(leaflet))
    assert "base year or index unsaid: “Pay fell by 20% in real terms.”" in capsys.readouterr().out


def test_what_is_asked_of_a_text_is_printed_for_programs(tmp_path, capsys):
    leaflet = tmp_path / "leaflet.txt"
    leaflet.write_text("Pay fell by 20% in real terms.", encoding="utf-8")
    cli.check(str(leaflet), as_json=True)
    (asked,) = json.loads(capsys.readouterr().out)
    assert asked["passage"] == "Pay fell by 20% in real terms." and asked["url"].startswith("https://")
    leaflet.write_text("Prices rose by 3%.", encoding="utf-8")
    cli.check(str(leaflet), as_json=True)
    assert json.loads(capsys.readouterr().out) == []


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(FigureError, match=r"gone\.txt cannot be read"):
        cli.check(str(tmp_path / "gone.txt"))


def test_words_of_a_dispute_file_are_read():
    teachers = disputes.load("school_teachers_2023")
    found = told.of_dispute(teachers)
    assert [each.rule.name for each in found] == ["base year or index unsaid"]
    assert found[0].passage.startswith("By the union's measure")


def test_the_window_of_a_claim_is_asked_of_its_reading_where_it_has_one(monkeypatch):
    """The claim on a fall since 2010 says from when and by which index it counts; the others are asked as sentences."""
    read = []
    monkeypatch.setattr(told, "_of_window", lambda sentence: read.append(sentence) or "")
    teachers = disputes.load("school_teachers_2023")
    told.of_dispute(teachers)
    assert read and not any("since 2010" in each for each in read)
    bare = [claim.model_copy(update={"reading": None}) for claim in teachers.claims]
    told.of_dispute(teachers.model_copy(update={"claims": tuple(bare)}))
    assert any("since 2010" in each for each in read)


def test_a_window_that_tells_another_story_a_year_earlier_is_asked_about(monkeypatch):
    """Pay stands still at 100; prices 100 for two years, then 110 for one, then 104 to the end.

    From the third year real pay rose by 110/104 - 1 = 5.8%; from a year earlier it fell by 1 - 100/104 = 3.8%."""
    start = pd.Period("2010-01", "M")
    months = pd.period_range(start, periods=72, freq="M")
    levels = [100.0] * 24 + [110.0] * 12 + [104.0] * 36
    pay = since.Level.of("A point", pd.Series(100.0, months))
    prices = {"rpi": since.Level.of("RPI", pd.Series(levels, months))}
    shown = since.Since((pay,), prices, "rpi", start)
    monkeypatch.setattr(since, "since", lambda dispute, most: shown)
    at = {month: Chosen("them", "union", "rpi", start + month) for month in (12, 24, 48)}
    monkeypatch.setattr(since, "own_choices", lambda shown: [at[24]])
    (found,) = since.one_sided(None)
    assert found.rule is told.ONE_SIDED and "5.8%; from a year earlier −3.8%, from a year later 0.0%" in str(
        found
    )
    monkeypatch.setattr(since, "own_choices", lambda shown: [at[12]])
    assert since.one_sided(None)[0].passage.endswith("from a year earlier −3.8%, from a year later 5.8%.")
    monkeypatch.setattr(since, "own_choices", lambda shown: [at[48]])
    assert not since.one_sided(None)


def test_a_chart_whose_first_month_turns_its_story_is_asked_about(monkeypatch):
    """As above: the chart from the third year shows a rise of 5.8%, the highest of the three; no claim has to choose it."""
    start = pd.Period("2010-01", "M")
    months = pd.period_range(start, periods=72, freq="M")
    levels = [100.0] * 24 + [110.0] * 12 + [104.0] * 36
    pay = since.Level.of("A point", pd.Series(100.0, months))
    prices = {"rpi": since.Level.of("RPI", pd.Series(levels, months))}
    for first, asked in ((24, True), (12, False), (48, False)):
        shown = since.Since((pay,), prices, "rpi", start + first)
        monkeypatch.setattr(since, "since", lambda dispute, most, shown=shown: shown)
        found = [each.passage for each in since.one_sided(None)]
        assert (
            found
            == [
                "The chart since January 2012, A point: 5.8%; from a year earlier −3.8%, from a year later 0.0%."
            ]
            * asked
        )


def test_a_sentence_whose_first_year_makes_the_sign_is_told_what_the_neighbours_give():
    """Public pay without the banks, from 2022 to the last year of both: a rise in real terms, the largest of three; from
    2021 it is a fall. From 2010 the story is the same a year earlier and later, and who says what holds from 2021 is
    not asked."""
    (found,) = told.objections(
        ["The pay of public-sector workers has risen faster than inflation since 2022."]
    )
    at, before, after = re.findall(r"[−\d.]+%", found.told)
    assert found.rule is told.ONE_SIDED and before.startswith("−") and not (at + after).count("−")
    for text in (
        "The pay of public-sector workers has fallen behind inflation since 2010.",
        "The pay of public-sector workers has fallen behind inflation since 2022.",
        "Teachers have lost 23% in real terms since 2010, by RPI.",
        "The committee has met since 2022.",
    ):
        assert told.ONE_SIDED not in [each.rule for each in told.objections([text])], text


def test_a_point_is_numbered_as_when_the_dispute_began():
    """NJC point 29 of 2018 became 23 in April 2019: £26,470 to £34,434 of April 2025."""
    dispute = disputes.load("social_care_2025")
    (staff, *_) = dispute.groups
    staff = staff.model_copy(update={"point": "29"})
    early = dispute.model_copy(update={"start": "2018-01", "award_due": "2018-04", "groups": (staff,)})
    (pay,) = since.since(early, most=1).pay
    grown = pay.at(pd.Period("2025-04", "M")) / pay.at(pd.Period("2018-04", "M"))
    assert grown == pytest.approx(34_434 / 26_470, abs=1e-4)
