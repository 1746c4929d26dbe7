"""What people write who have never seen TOML: read where it can mean one thing only, else told so that they can mend it.

Each file of toml_mistakes is the file that `paylib new` writes, with one mistake.
"""

import shutil
import warnings
from pathlib import Path

import pytest

from paylib import disputes
from paylib.disputes import mending
from paylib.errors import DisputeError, MendedWarning

FOLDER = Path(__file__).parent / "toml_mistakes"

READ = {
    "01-smart-quotes": "Line 10: read curly quotation marks as straight ones.",
    "02-smart-single": "Line 10: read curly quotation marks as straight ones.",
    "05-percent-sign": "Line 82: read 3% as 3.",
    "06-pound-comma": "Line 109: read £30,000 as 30000.",
    "07-comma": "Line 109: read 30,000 as 30000.",
    "08-uk-date": "Line 132: read 15/09/2024 as 2024-09-15.",
    "09b-bare-uk-date": "Line 132: read 15/09/2024 as 2024-09-15.",
    "14-cp1252": "It is not UTF-8 text (line 1), and was read as Windows text (cp1252)",
    "15-utf16": "It is saved as UTF-16",
    "18-colon": "Line 11: read the colon as =.",
    "22-nation": "Line 11: read UK as United Kingdom.",
    "23-award-due-uk": "Line 14: read September 2024 as 2024-09.",
    "24-month-1digit": 'Line 14: read "2024-9" as "2024-09".',
    "28-future-span": "Line 40: prices are out to August 2026, so the span 2026-09 to 2027-09 is left out. Is its year right?",
    "30-emdash-number": "Line 101: read 3,0 as 3.0.",
    "35-nbsp": "Line 109: read a no-break space as a space.",
}
"""What is certain, and said."""

AS_IT_STANDS = (
    "base",
    "My Dispute",
    "09-bare-date",
    "11-tabs",
    "12-bom",
    "13-crlf",
    "26-value-str",
)
"""What needs no word."""

EXPLAINED = {
    "03-missing-end-quote": ('line 10: title = "Our dispute\n', 'no closing quotation mark. Write: title = "Our dispute"'),
    "04-no-quotes": ("line 10: title = Our dispute\n", 'in quotation marks. Write: title = "Our dispute"'),
    "10-wrong-key": ("Did you mean 'summary'?", 'line 32: sumary = "The offer'),
    "16-quote-in-text": ("line 32: summary =", "Use single ones there: summary = \"The 'offer' is below inflation.\""),
    "17-single-bracket": ("line 43: [claims]\n", "Each of the claims begins with [[claims]]"),
    "19-dup-id": ("stands twice", 'line 44: id = "below-inflation"'),
    "20-id-space": ('Did you mean "average-pay"?', 'line 44: id = "Average Pay"'),
    "21-missing-source": ("Did you mean 'union-leaflet'?", 'line 35: source = "union-leaflets"'),
    "25-backslash": ('line 10: title = "C:', "title = 'C:\\Users\\pay'"),
    "27-title-twice": ("line 11: title = ", "title stands twice, in line 10 and here"),
    "29-fraction-pct": ("did you mean 3?", "line 79: [[figures]]"),
    "31-lines-key-case": ("Did you mean 'unit'?", 'line 34: Unit = "comparison"'),
    "32-empty": ("is empty. `paylib new NAME`",),
    "33-word-doc": ("is a Word or spreadsheet document", "Save as, Plain text"),
    "34-party-name": ("Did you mean 'union'?", 'line 30: party = "The union"'),
    "36-check-two-spans-swapped": ('did you mean ["2023-09", "2024-09"]?', "line 40: spans"),
    "40": ("martians", "nofile.csv"),
}  # fmt: skip
"""What is not certain: the line, the cause and the remedy."""


def loaded(path: Path) -> list[str]:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        disputes.load(path)
    return [str(each.message) for each in told if each.category is MendedWarning]


def errors_of(path: Path) -> str:
    with pytest.raises(DisputeError) as told:
        disputes.load(path)
    return str(told.value)


def test_every_file_has_its_word():
    assert {path.stem for path in FOLDER.glob("*.toml")} == {*READ, *AS_IT_STANDS, *EXPLAINED}


@pytest.mark.parametrize("name", READ)
def test_what_can_mean_one_thing_only_is_read_and_said(name):
    (note,) = loaded(FOLDER / f"{name}.toml")
    assert READ[name] in note
    as_it_was = (
        disputes.load(FOLDER / "base.toml")
        if name not in ("01-smart-quotes", "02-smart-single", "14-cp1252", "28-future-span")
        else None
    )
    if as_it_was and name not in ("22-nation",):
        with pytest.warns(MendedWarning):
            assert disputes.load(FOLDER / f"{name}.toml").model_copy(update={"slug": "base"}) == as_it_was


@pytest.mark.parametrize("name", AS_IT_STANDS)
def test_what_is_right_needs_no_word(name):
    assert loaded(FOLDER / f"{name}.toml") == []


@pytest.mark.parametrize("name", EXPLAINED)
def test_what_is_not_certain_is_explained_with_its_line(name):
    told = errors_of(FOLDER / f"{name}.toml")
    for part in EXPLAINED[name]:
        assert part in told
    if name != "40":
        assert "errors:" not in told  # one mistake, one error


def test_all_mistakes_are_told_at_once(tmp_path):
    text = (FOLDER / "base.toml").read_text(encoding="utf-8")
    for old, new in (
        ('title = "The name of the dispute"', "title = Our dispute"),
        ('nation = "England"', 'nation = "Atlantis"'),
        ('summary = "The offer is below inflation."', 'summary = "The "offer" is below inflation."'),
        ("annual_gbp = 30000", "annual_gbp = £30,000"),
        ('date = "2024-09-15"', 'date = "05/04/2024"'),
        ('name = "The employer"', 'naem = "The employer"'),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    told = errors_of(path)
    assert "has 5 errors:" in told
    for part in (
        "line 10: title",
        "found 'Atlantis'",
        "line 32: summary",
        "a date is written 2004-01-29",
        "Did you mean 'name'",
    ):
        assert part in told
    assert "this key is missing" not in told


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("value = £1,234.50", 1234.5), ("value = 3 %", 3), ("value = +3.5%", 3.5), ("value = 1,234,567", 1_234_567),
        ("value = [1, 200]", [1, 200]), ("value = 3 # 5%", 3), ('value = "£30,000 and 3%"', "£30,000 and 3%"), ("value = -£500", -500),
        ('date = "29/01/2004"', "2004-01-29"), ("date = 29 January 2004", "2004-01-29"), ('date = "1st March 2004"', "2004-03-01"),
        ("date = 2004-09", "2004-09"), ("period = 2003/04", "2003/04"), ('text = "15/09/2024"', "15/09/2024"), ("date = 4/4/2024", "2024-04-04"),
    ],
)  # fmt: skip
def test_figures_and_dates_as_people_write_them(written, read):
    records, told = mending.read(written, [])
    assert list(records.values()) == [read]
    assert not told.mistakes


@pytest.mark.parametrize("written", ["date = 05/04/2024", "value = 1,2,3", "value = £abc", "x = 12,34,5"])
def test_what_could_mean_two_things_is_not_guessed(written):
    records, told = mending.read(written, [])
    assert records == {} and told.mistakes


def test_nothing_within_a_text_is_touched():
    text = 'summary = """\nPay fell: 3%, £30,000\nnation = "UK"\n“quoted”\n"""\ntitle = "He said “no” – 29/01/2004"'
    records, told = mending.read(text, [])
    assert records["summary"] == 'Pay fell: 3%, £30,000\nnation = "UK"\n“quoted”\n'
    assert records["title"] == "He said “no” – 29/01/2004" and told.notes == []


def test_the_disputes_that_come_with_paylib_need_no_mending():
    for slug in disputes.available():
        assert loaded(disputes.reading._path(slug)) == []


def test_a_name_with_a_space_or_capitals_is_a_file_as_any_other(tmp_path):
    shutil.copy(FOLDER / "My Dispute.toml", tmp_path)
    assert disputes.load(tmp_path / "My Dispute.toml").slug == "my_dispute"
