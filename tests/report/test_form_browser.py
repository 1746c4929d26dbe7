"""The page that writes a dispute, in a real browser: what it saves loads, and its verdicts are paylib's."""

import json
import random
import re
import tomllib
from copy import deepcopy
from itertools import product
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from paylib import claims, datapackage, disputes
from paylib.awards import scales
from paylib.checks import KINDS
from paylib.disputes import Dispute, starting
from paylib.errors import PaylibError
from paylib.report import form
from paylib.report.claim import claim_file
from tests.conftest import cases
from tests.disputes.test_fuzz import changed
from tests.report.conftest import RULES, looks

JUDGED = (
    *("agrees", "gap", "growth", "share", "larger", "against_inflation"),
    *("real_change", "chain_real_change", "rise_to_restore", "recount", "unchecked"),
)
SIDES = ("independent", "union", "employers", "government", "review body", "research body", "press")
HEDGES = (
    "about almost just_over at_least more_than at_most up_to fewer_than around nearly over under less_than"
)
LONG = "of all who were paid so in England, as the statement of last spring has it, rounded to the nearest hundred"
SAYS = ("below", "above", "equal", "no_more_than", "no_less_than")


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("form") / form.FILE
    path.write_text(form.render(), encoding="utf-8")
    return path


@pytest.fixture
def open_page(open_page):
    """As of every page; the form has to unpack its terms first."""

    def open_at(path, width, scheme="light"):
        page = open_page(path, width, scheme)
        if Path(path).name == form.FILE:
            page.wait_for_function("globalThis.studio")
        return page

    return open_at


def shipped() -> list[dict]:
    paths = sorted((datapackage.root() / "disputes").glob("*.toml"))
    return [tomllib.loads(path.read_text(encoding="utf-8")) for path in paths]


def judged_by(page, state: dict) -> list[dict]:
    """The verdict of each claim by the page."""
    return page.evaluate(
        """(state) => { const {faults, judge} = studio; const wrong = faults(state).map((each) => `${each.at.join(".")}: ${each.why}`);
            return wrong.length ? [{ wrong }] : state.claims.map((claim) => {
                const outcome = judge(state, claim);
                const { verdict, result, evidence, reading, error, later } = outcome;
                return error || later ? { error, later } : { verdict, result, evidence, reading, sentence: sentences.sentence(state, claim, outcome) };
            }); }""",
        state,
    )


def judged_here(state: dict) -> list[dict]:
    """The verdict of each claim by paylib."""
    try:
        dispute = Dispute.model_validate_json(json.dumps(state | {"slug": "mine"}))
    except ValueError as error:
        return [{"wrong": str(error)}]
    return told(dispute)


def told(dispute: Dispute) -> list[dict]:
    """What paylib says of each claim."""
    columns = ("verdict", "result", "evidence", "reading", "sentence")
    return [
        {"error": row["error"]}
        if row["error"]
        else {name: None if row[name] is None or row[name] != row[name] else row[name] for name in columns}
        for _, row in claims.check(dispute).iterrows()
    ]


# ---- Random claims.


class Random:
    """Disputes of one claim, made at random from a seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def number(self, unit: str) -> float:
        size = {"pct": 12, "gbp_year": 40_000, "gbp": 5_000, "people": 90_000, "gbp_million": 400, "days": 60}
        value = self.chance.uniform(0.05, 1) * size.get(unit, 20)
        return float(round(value, self.chance.choice([0, 0, 1, 2, -1] if value > 10 else [0, 1, 1, 2])) or 1)

    def maybe(self, likely: float, **keys) -> dict:
        return keys if self.chance.random() < likely else {}

    def figure(self, name: str, unit: str, value: float | None = None) -> dict:
        some = self.chance
        return {
            "id": name,
            "label": some.choice([f"the figure {name}", f"Figure {name}", f"{name}, {LONG}"]),
            "value": self.number(unit) if value is None else value,
            "unit": unit if some.random() < 0.97 else some.choice(["pct", "gbp", "ratio", "people"]),
            "source": some.choice(["leaflet", "letter", "paper", "statistics"]),
            **self.maybe(0.6, side=some.choice(SIDES)),
            **self.maybe(0.15, qualifier=some.choice(HEDGES.split())),
            **self.maybe(0.1, proxy=True),
            **self.maybe(0.15, margin=round(some.uniform(0, 5), 1)),
            **self.maybe(0.3, group=some.choice(["nurses", "porters"])),
        }

    def said(self, value: float, unit: str) -> object:
        """A figure near another, as it may be said."""
        some = self.chance
        near = value * some.choice([1, 1, 1.002, 0.99, 1.02, 0.95, 1.1, 0.6, -1])
        near = float(f"{near:.{some.choice([1, 2, 2, 3])}g}")
        if some.random() < 0.1:
            return sorted([near, float(f"{near * 1.05:.3g}")])
        if some.random() < 0.1:
            words = [
                f"{near:g}",
                f"about {near:g}",
                f"more than {abs(near):,.0f}",
                f"{abs(near):.1f} to {abs(near) + 2:.1f}",
            ]
            words += ["one in five", "a third", "double", "most", "three quarters"] if unit in ("pct", "ratio") else ["30p", f"£{abs(near):,.0f}"]  # fmt: skip
            return some.choice(words)
        return near

    def reading(self, kind: str) -> dict:
        some, reading = self.chance, {}
        if kind in ("against_inflation", "real_change", "chain_real_change", "rise_to_restore"):
            if some.random() < 0.3:
                reading["by"] = some.choice(["cpi", "rpi", "cpih"])
            if some.random() < 0.25:
                years = some.randint(1, 6)
                end = some.randint(2009, 2025)
                pattern = some.choice(["{}-09", "{}", "{}-04"])
                reading |= {"from": pattern.format(end - years), "to": pattern.format(end)}
        if some.random() < 0.1:
            reading[some.choice(["group", "measure"])] = some.choice(["nurses", "porters", "a"])
        return {"reading": reading} if reading else {}

    def against_prices(self) -> dict:
        some = self.chance
        keys = self.maybe(
            0.3,
            spans=[
                some.choice(
                    [["2021-09", "2022-09"], ["2021/22", "2022/23"], ["2010", "2022"], ["1980", "1985"]]
                )
            ],
        )
        keys |= self.maybe(0.2, by=some.choice([["cpi"], ["rpi", "cpih"], ["awe_public"]]))
        return keys | self.maybe(0.1, leaves_out={some.choice(["rpi", "rpi", "rpi", "cpih"]): "no"})

    def check(self, kind: str) -> tuple[dict, list[dict], str, float]:
        """A check, its figures, the unit of its claim, and about what is true."""
        some = self.chance
        unit = some.choice(["pct", "gbp_year", "gbp", "people", "gbp_million", "days", "ratio", "index"])
        match kind:
            case "agrees":
                figures = [self.figure(name, unit) for name in "abc"[: some.randint(1, 3)]]
                return {"figures": [each["id"] for each in figures]}, figures, unit, figures[0]["value"]
            case "gap" | "larger":
                figures = [self.figure(name, unit) for name in "abc"]
                pairs = [["a", "b"], ["c", "b"]][: some.randint(1, 2)]
                true = figures[1]["value"] - figures[0]["value"]
                if kind == "larger":
                    return {"pairs": pairs, "says": some.choice(SAYS)}, figures, "comparison", 0
                if some.random() < 0.4:
                    return {"pairs": pairs}, figures, "pct", true / figures[1]["value"] * 100
                return {"pairs": pairs}, figures, unit, true
            case "growth" | "share":
                figures = [self.figure(name, unit) for name in "abc"]
                pairs = [["a", "b"], ["c", "b"]][: some.randint(1, 2)]
                a, b = figures[0]["value"], figures[1]["value"]
                if kind == "share":
                    return {"pairs": pairs}, figures, some.choice(["pct", "pct", "ratio"]), a / b * 100
                says = some.choice(SAYS)
                return {"pairs": pairs, "says": says}, figures, some.choice(["pct", "pct", "comparison"]), (b / a - 1) * 100 * (-1 if says == "below" else 1)  # fmt: skip
            case "against_inflation" | "chain_real_change":
                figures = [self.figure(name, "pct") for name in "abc"[: some.randint(1, 3)]]
                keys = {
                    "figures": [each["id"] for each in figures],
                    "says": some.choice(SAYS),
                } | self.against_prices()
                if kind == "against_inflation":
                    keys |= self.maybe(0.5, offer="first")
                return keys, figures, some.choice(["comparison", "comparison", "pct"]), some.uniform(-8, 8)
            case "real_change" | "rise_to_restore":
                figures = [self.figure(name, "gbp_year") for name in "abcd"]
                keys = {"pairs": [["a", "b"], ["c", "d"]][: some.randint(1, 2)]} | self.against_prices()
                if kind == "real_change":
                    keys |= {"says": some.choice(SAYS)} | self.maybe(0.3, offer="first")
                elif some.random() < 0.5:
                    figures = [self.figure(name, "pct") for name in "ab"]
                    keys = keys | {"awards": ["a", "b"]}
                    del keys["pairs"]
                return keys, figures, "pct", some.uniform(-30, 40)
            case "recount":
                figures = [self.figure("a", "days")]
                if some.random() < 0.2:
                    return {}, figures, "thousand_days", 0.012
                return self.maybe(0.5, figures=["a"]), figures, "days", 12
        return {"needs": "the scale"}, [self.figure("a", "pct")], "pct", 3

    def parts(self) -> list[dict]:
        some = self.chance
        made = []
        for month in sorted(
            f"{some.choice([2022, 2022, 2023])}-{some.choice(['04', '09'])}"
            for _ in range(some.randint(1, 3))
        ):
            kind = some.choice(
                [
                    "percent",
                    "percent",
                    "flat",
                    "greater_of",
                    "floor",
                    "lump_sum",
                    "linked",
                    "hours",
                    "remove_points",
                ]
            )
            keys = {
                "percent": {"pct": some.choice([3.0, 5, {"M1": 8.9, "M6": 5.0}])} | self.maybe(0.2, over_old_scale=True),
                "flat": {"gbp": some.choice([500, 1925, {"M1": 700}])}, "greater_of": {"pct": 3.0, "gbp": 1000},
                "floor": some.choice([{"gbp": 25_000}, {"gbp": 12.6, "hourly": True}]), "lump_sum": {"gbp": 250},
                "linked": {"by": some.choice(["cpi", "rpi"]), "month": "2022-03", "at_most": 6}, "hours": {"hours_week": 35}, "remove_points": {"points": ["M1"]},
            }[kind]  # fmt: skip
            made.append({"kind": kind, "date": month} | keys)
        return made

    def dispute(self) -> dict:
        some = self.chance
        kind = some.choice(JUDGED)
        keys, figures, unit, true = self.check(kind)
        claim = {
            "id": "it", "party": some.choice(["union", "employers", "government", "press"]), "quantity": "it", "summary": "It is so.",
            "unit": unit, "source": some.choice(["leaflet", "letter", "paper"]),
            **self.maybe(0.2, who=["The Union"]), **self.maybe(0.3, said=some.choice(["2022-07", "2003-10", "2022"])), **self.reading(kind),
            "check": {"kind": kind} | keys | self.maybe(0.15, needs="more of it"),
        }  # fmt: skip
        claim |= (
            {"text": some.choice(["it is below", "3.0"])}
            if unit == "comparison"
            else {"value": self.said(true, unit)}
        )
        if "value" in claim:
            claim |= self.maybe(0.3, qualifier=some.choice(HEDGES.split()))
        return {
            "title": "A dispute", "nation": "England", "question": "Is it so?", "start": some.choice(["2022-07-19", "2022", "2003-10"]),
            **self.maybe(0.8, award_due=some.choice(["2022-09", "2022-04", "2003-08"])),
            "parties": [
                {"role": "union", "name": "The Union"}, {"role": "employers", "name": "The Employers", "publishers": ["Employers’ News"]},
                {"role": "government", "name": "The Ministry"},
            ],
            "claims": [claim], "figures": figures,
            "offers": [
                {"id": "first", "status": some.choice(["offer", "claim", "settled", "imposed"]), "label": "The offer", "source": some.choice(["letter", "leaflet", "paper"]), "parts": self.parts()} | self.maybe(0.7, made=some.choice(["2022-06-01", "2022-10", "2022"])),
                *([{"id": "second", "status": "offer", "label": "Another", "source": "letter", "parts": self.parts()}] if some.random() < 0.3 else []),
            ],
            "groups": [
                {"id": "nurses", "label": "The nurses", "annual_gbp": some.choice([18_000, 25_655, 31_000]), "source": some.choice(["letter", "statistics"])} | self.maybe(0.5, point="M1"),
                {"id": "porters", "label": "Porters", "annual_gbp": 21_318.0, "source": "leaflet"} | self.maybe(0.3, paid_from=some.choice(["2022-04", "2021-09"])),
            ][: some.randint(0, 2)],
            "strikes": [{"label": f"Round {number}", "start": "2022-10-01", "days": number - some.choice([0, 0, 0.5]), "source": "leaflet"} for number in range(1, some.randint(1, 5))],
            "sources": {
                "leaflet": {"publisher": "The Union", "title": "Leaflet", "released": "2022-10", "side": "union"},
                "letter": {"publisher": "Employers’ News", "title": "Letter", **self.maybe(0.7, released=some.choice(["2022-06-01", "2003"]))},
                "paper": {"publisher": "A newspaper", "title": "Article"}, "statistics": {"publisher": "Office for National Statistics", "title": "Earnings"},
            },
        }  # fmt: skip


@pytest.mark.slow
def test_the_verdicts_are_those_of_paylib(file, open_page):
    page, some, differ, reached = open_page(file, 1280), Random(2101), [], {}
    for _ in range(cases(1_000, 60)):
        state = some.dispute()
        (ours,), (theirs,) = judged_here(state), judged_by(page, state)
        refused = any(word in ours and word in theirs for word in ("error", "wrong"))
        if ours != theirs and not refused:
            differ.append((state["claims"], state["figures"], ours, theirs))
        reached.setdefault(state["claims"][0]["check"]["kind"], set()).add(ours.get("verdict"))
    assert not differ, f"{len(differ)}: {differ[:3]}"
    assert set().union(*reached.values()) >= set(claims.VERDICTS)


def test_the_disputes_of_paylib_go_through_the_form_unchanged(file, open_page, tmp_path):
    page = open_page(file, 1280)
    for name, state in zip(disputes.available(), shipped(), strict=True):
        assert page.evaluate("(state) => studio.faults(state)", state) == []
        page.evaluate("(state) => studio.take(state)", state)
        written = page.evaluate("studio.written()")
        assert tomllib.loads(written) == state
        assert page.evaluate("(text) => toml.read(text)", written) == state
        (tmp_path / f"{name}.toml").write_text(written, encoding="utf-8")
        assert disputes.load(tmp_path / f"{name}.toml").claims == disputes.load(name).claims
        for ours, theirs in zip(told(disputes.load(name)), judged_by(page, state), strict=True):
            assert theirs.get("later") or theirs == ours


@pytest.mark.slow
def test_what_paylib_new_writes_is_saved_again_as_it_is(file, open_page, tmp_path):
    """Of every group of the record, in the shape of every dispute and of none: the form asks for nothing, nothing changes."""
    page, path = open_page(file, 1280), tmp_path / "mine.toml"
    groups = datapackage.load("bargaining_groups")["bargaining_group"]
    asked = list(product(groups, [None, *disputes.available()]))
    for group, like in random.Random(2105).sample(asked, cases(len(asked), 8)):
        path.write_text(starting.start(group, like), encoding="utf-8")
        theirs = disputes.load(path)
        faults, written = page.evaluate(
            "(text) => { studio.take(toml.read(text)); return [studio.faults(studio.state()), studio.written()]; }",
            path.read_text(encoding="utf-8"),
        )
        assert faults == []
        path.write_text(written, encoding="utf-8")
        assert disputes.load(path) == theirs


def asked_of_the_record(some: random.Random, points) -> dict:
    """A point at a date, near what the record has, with some of what tells it apart."""
    row = points.iloc[some.randrange(len(points))].dropna()
    year, end = int(row["period"][:4]) + some.choice([0, 0, 0, 1, 2, 5]), row["period"][4:]
    keys = [each for each in ("nation", "area", "employer", "contract", "grade") if each in row]
    where = {name: row[name] for name in keys if some.random() < 0.8}
    if some.random() < 0.1:
        where |= some.choice([{"band": 5}, {"nation": "Wales"}, {"colour": "red"}, {"grade": "M"}])
    group = row["bargaining_group"]
    if some.random() < 0.15:
        group = some.choice([f"{group}, {row['nation']}", f"{group}, Wales", "junior_doctors", "porters"])
    when = f"{year}{some.choice([end, end, '-09', '', '-04-01'])}"
    return {"group": group, "point": row["point"], "when": when, "where": where}


@pytest.mark.slow
def test_a_point_at_a_date_is_the_row_that_paylib_finds(file, open_page):
    page, some = open_page(file, 1280), random.Random(2103)
    points, found = datapackage.load("pay_points").dropna(subset="annual_gbp"), 0
    asked = [asked_of_the_record(some, points) for _ in range(cases(2_000, 100))]
    told = page.evaluate(
        """(asked) => asked.map(({ group, point, when, where }) => {
            try { return theRecord.place(group, point, when, where).where; } catch (error) { return { why: error.message }; }
        })""",
        asked,
    )
    for each, theirs in zip(asked, told, strict=True):
        try:
            ours = scales.place(
                each["group"], each["point"], each["when"], include=["derived"], **each["where"]
            )
        except PaylibError:
            assert theirs["why"], each
            continue
        found += 1
        assert theirs == ours, each
    assert len(asked) / 3 < found < len(asked)


@pytest.mark.slow
def test_a_figure_of_any_table_in_the_page_is_the_one_that_paylib_picks(file, open_page):
    page, some, asked = open_page(file, 1280), random.Random(2104), []
    chosen_by = page.evaluate(
        """Object.entries(studio.terms.held).map(([name, { columns, column, units }]) =>
            [name, column, Object.keys(columns).filter((each) => !units[each] && !["value", "text", "source", "usage_warnings"].includes(each))])"""
    )
    assert len(chosen_by) > 60
    for name, column, keys in some.sample(chosen_by, cases(len(chosen_by), 12)):
        table = datapackage.load(name)
        for place in some.choices(range(len(table)), k=3):
            row = table.iloc[[place]].dropna(axis=1)
            where = {each: row[each].astype(str).item() for each in keys if each in row}
            asked.append({"table": name, "column": column, "where": where})
    told = page.evaluate("(asked) => asked.map((figure) => theRecord.pick(figure))", asked)
    for each, theirs in zip(asked, told, strict=True):
        try:
            ours = datapackage.pick(each["table"], each["column"], **each["where"])
        except PaylibError:
            assert theirs is None or theirs["value"] is None, each
            continue
        value = ours.value if isinstance(ours.value, int | float) else str(ours.value)
        assert (theirs["value"], theirs["unit"], theirs["source"]) == (value, ours.unit, ours.source), each
        assert set(theirs["warnings"]) == set(ours.usage_warnings), each


@pytest.mark.slow
def test_a_changed_state_loads_or_is_refused(file, open_page, tmp_path):
    """What the form would save, after anything was changed in it, paylib loads; what it refuses it says why."""
    page, some = open_page(file, 1280), random.Random(2106)
    held, path = [*shipped(), *(Random(seed).dispute() for seed in range(20))], tmp_path / "mine.toml"
    kept = 0
    for _ in range(cases(2_000, 80)):
        state = changed(deepcopy(some.choice(held)), some)
        faults, written = page.evaluate(
            """(state) => { const wrong = studio.faults(state).map((each) => `${each.at.join(".")}: ${each.why}`);
                if (wrong.length) return [wrong, null];
                studio.take(state); return [wrong, studio.written()]; }""",
            json.loads(json.dumps(state)),
        )
        if written is None:
            assert all(re.search(r": \S", each) for each in faults)
            continue
        kept += 1
        path.write_text(written, encoding="utf-8")
        assert disputes.load(path).title
    assert kept > cases(2_000, 80) / 10


HOSTILE = (
    "<img src=x onerror=window.hit=1>",
    '"; [[claims]] #',
    "</script><script>window.hit=1</script>",
    "[[[[[[[[[[[[[[{{{{{{",
    'a "quoted" \\ word, “curly”, ‘too’, \u202e\u0000\x1b[31m',
    "line\nline\ttab",
    "value = £30,000 # 3%",
    "'''",
    "=HYPERLINK(1)",
)


@pytest.mark.slow
@pytest.mark.parametrize("text", random.Random(9).sample(HOSTILE, cases(len(HOSTILE), 3)))
def test_hostile_text_stays_text(file, open_page, tmp_path, text):
    page = open_page(file, 390)
    page.evaluate("window.hit = 0")
    state = Random(1).dispute() | {"title": text, "question": text}
    state["claims"][0] |= {"summary": text, "who": []}
    state["sources"]["leaflet"]["title"] = text
    del state["claims"][0]["who"]
    page.evaluate("(state) => studio.take(state)", state)
    for step in range(7):
        page.click(f"#steps li:nth-child({step + 1}) button")
    with page.expect_download() as waited:
        page.click("#save-html")
    saved = waited.value.path().read_text(encoding="utf-8")
    assert "<script" not in saved and "<img" not in saved
    (tmp_path / "brief.html").write_text(saved, encoding="utf-8")
    brief = open_page(tmp_path / "brief.html", 390)
    assert brief.evaluate("window.hit") is None and page.evaluate("window.hit") == 0
    path = tmp_path / "mine.toml"
    path.write_text(page.evaluate("studio.written()"), encoding="utf-8")
    plain = text.replace("\u202e", "").replace("\u0000", "").replace("\x1b", "")
    assert disputes.load(path).title == plain and disputes.load(path).claims[0].summary == plain


# ---- As somebody uses it.


def test_from_nothing_to_a_file_and_a_page(file, open_page, tmp_path):
    page = open_page(file, 1280)
    page.fill("#f-title", "A trial")
    page.fill("#f-question", "Was it below inflation?")
    page.select_option("#f-nation", "England")
    page.fill("#f-start", "2022-07-19")
    page.fill("#f-award_due", "2022-09")
    page.click("#next")
    page.fill("#f-parties-0-name", "The Union")
    page.fill("#f-parties-1-name", "The Employers")
    page.click("#next")
    page.click("text=Add a claim")
    page.select_option("#f-claims-0-party", "union")
    page.fill("#f-claims-0-summary", "The award of 5% is below inflation.")
    page.select_option("#f-claims-0-check-kind", "against_inflation")
    assert page.input_value("#f-claims-0-unit") == "comparison"
    page.fill("#f-claims-0-text", "below inflation")
    page.select_option("#f-claims-0-check-says", "below")
    page.select_option("#f-claims-0-source", label="A new source")
    page.fill("#f-sources-source-1-publisher", "The Union")
    page.fill("#f-sources-source-1-title", "Leaflet")
    page.fill("#f-sources-source-1-released", "2022-10")
    page.select_option("#f-sources-source-1-side", "union")
    page.select_option("#f-claims-0-check-figures-0", label="A new figure")
    page.fill("#f-figures-0-label", "the award")
    page.fill("#f-figures-0-value", "5%")
    page.select_option("#f-figures-0-unit", "pct")
    page.select_option("#f-figures-0-source", "source-1")
    page.select_option("#f-figures-0-side", "independent")
    page.wait_for_function("document.querySelector('.preview').textContent.startsWith('Correct')")
    page.click("#steps li:nth-child(7) button")
    assert page.inner_text("#wrong") == "All is there: it can be saved."
    with page.expect_download() as waited:
        page.click("#save-toml")
    assert waited.value.suggested_filename == "a_trial.toml"
    path = tmp_path / "a_trial.toml"
    path.write_bytes(waited.value.path().read_bytes())
    (row,) = claims.check(disputes.load(path)).to_dict("records")
    assert (row["verdict"], row["evidence"]) == ("correct", "independent")
    with page.expect_download() as waited:
        page.click("#save-html")
    text = waited.value.path().read_text(encoding="utf-8")
    assert "Correct, by somebody else’s figures" in text and "script-src 'none'" in text
    again = open_page(file, 390)
    again.set_input_files("#file", path)
    again.wait_for_function("studio.state().title === 'A trial'")
    assert again.evaluate("studio.written()") == path.read_text(encoding="utf-8")


def of_councils() -> dict:
    """The claim and the offer of local government for 2026, as the tables of paylib have them."""
    return {
        "title": "Local government services, from April 2026", "question": "Is the offer below the claim?", "nation": "England", "start": "2025-12",
        "award_due": "2026-04", "bargaining_group": "njc",
        "parties": [{"role": "union", "name": "UNISON, GMB and Unite"}, {"role": "employers", "name": "National Employers for local government services"}],
        "claims": [
            {"id": "offer", "party": "employers", "quantity": "offer", "summary": "The offer is 3.3%.", "value": 3.3, "unit": "pct", "source": "C_mj_2026", "check": {"kind": "agrees", "figures": ["offered"]}}
        ],
        "figures": [{"id": "offered", "label": "the offer", "value": 3.3, "unit": "pct", "source": "C_mj_2026"}],
        "offers": [
            {"id": "claim", "status": "claim", "label": "the claim", "source": "cl_njc_2026", "made": "2025-12",
             "parts": [{"kind": "greater_of", "date": "2026-04", "pct": 10, "gbp": 3000}, {"kind": "floor", "date": "2026-04", "gbp": 15, "hourly": True}]},
            {"id": "offer", "status": "offer", "label": "the offer", "source": "C_mj_2026", "parts": [{"kind": "percent", "date": "2026-04", "pct": 3.3}]},
        ],
        "groups": [{"id": "typical", "label": "Somebody on £30,000", "annual_gbp": 30_000, "source": "C_mj_2026"}],
    }  # fmt: skip


def test_the_pay_claim_of_the_same_facts_is_a_file_that_paylib_claim_takes(file, open_page, tmp_path):
    page, path = open_page(file, 1280), tmp_path / "councils.toml"
    page.evaluate("(state) => studio.take(state)", of_councils())
    page.click("#steps li:nth-child(7) button")
    with page.expect_download() as waited:
        page.click("#save-claim")
    path.write_bytes(waited.value.path().read_bytes())
    read = claim_file.load(path)
    assert [head.words for head in read.claim.heads] == [
        "10% or £3,000 a year, whichever is more, from April 2026",
        "nobody below £15 an hour from April 2026",
    ]
    assert [head.words for head in read.offer.heads] == ["3.3% from April 2026"]
    assert read.pay["annual_gbp"].tolist() == [30_000] and len(read.claims) == len(read.figures) == 1


@pytest.mark.parametrize(
    ("change", "asks"),
    [
        (lambda state: state["offers"].pop(0), "describe what is claimed"),
        (lambda state: state.pop("groups"), "at least one group of staff"),
        (lambda state: state["offers"][1]["parts"].append({"kind": "percent", "date": "2026-04", "pct": 1}), "two parts of one kind"),
        (lambda state: state["offers"][0]["parts"].append({"kind": "flat", "date": "2026-04", "gbp": {"12": 500}}), "no group of staff is at it"),
    ],
)  # fmt: skip
def test_what_a_pay_claim_lacks_is_said(file, open_page, change, asks):
    page, state = open_page(file, 390), of_councils()
    change(state)
    page.evaluate("(state) => studio.take(state)", state)
    page.click("#steps li:nth-child(7) button")
    page.click("#save-claim")
    assert asks in page.inner_text("#claim-told")


def test_a_pay_claim_takes_pay_of_the_record_with_it(file, open_page, tmp_path):
    """In NHS band 2 and band 5 in England a start was £24,465 and £31,049 from April 2025."""
    page, path, state = open_page(file, 1280), tmp_path / "nhs.toml", of_councils()
    state["bargaining_group"] = "nhs_afc"
    state["groups"] = [
        {"id": f"band-{band}", "label": f"band {band}", "point": "entry", "grade": f"band {band}"}
        for band in (2, 5)
    ]
    page.evaluate("(state) => studio.take(state)", state)
    path.write_text(page.evaluate("studio.writtenClaim()"), encoding="utf-8")
    assert claim_file.load(path).pay["annual_gbp"].tolist() == [24_465, 31_049]


def test_a_history_of_pay_is_pasted_and_saved_beside_the_file(file, open_page, tmp_path):
    page = open_page(file, 1280)
    page.evaluate("(state) => studio.take({ ...state, pay_history: 'pay.csv' })", of_councils())
    assert "Paste the months" in page.evaluate("studio.faults(studio.state())[0].why")
    page.click("text=Everything else")
    page.fill("#f-pay_history", "PAY.CSV")
    page.fill("#history", "2020-04, 21,588\n2021-04\t£21,900")
    page.click("#steps li:nth-child(7) button")
    saved = []
    page.on("download", lambda each: saved.append(each))
    page.click("#save-toml")
    page.wait_for_timeout(500)
    for each in saved:
        (tmp_path / each.suggested_filename).write_bytes(each.path().read_bytes())
    dispute = disputes.load(next(tmp_path.glob("*.toml")))
    assert dispute.history.tolist() == [21_588, 21_900]


def test_a_figure_of_the_record_is_chosen_row_by_row_and_judged(file, open_page, tmp_path):
    """The start of NHS band 5 in England was £29,970 from April 2024 and £31,049 from April 2025: 3.6% more."""
    page, state = open_page(file, 390), of_councils()
    of_nhs = {"bargaining_group": "nhs_afc", "nation": "England", "grade": "band 5"}
    later = {
        "id": "later",
        "label": "band 5",
        "pay": "nhs_afc/entry/2025-04",
        "side": "independent",
        "where": {"nation": "England", "grade": "band 5"},
    }
    check = {"kind": "growth", "pairs": [["earlier", "later"]]}
    claim = state["claims"][0] | {"value": 3.6, "check": check}
    page.evaluate(
        "(state) => studio.take(state)", state | {"claims": [claim], "figures": [{"id": "earlier"}, later]}
    )
    page.click("#steps li:nth-child(4) button")
    page.fill("#f-figures-0-label", "band 5")
    page.select_option("#f-figures-0-table", "pay_points")
    for column, value in (of_nhs | {"point": "entry", "period": "2024-04"}).items():
        page.select_option(f"#f-figures-0-where-{column}", value)
    page.select_option("#f-figures-0-side", "independent")
    assert "One row: £29,970." in page.inner_text("#f-figures-0-where")
    assert page.evaluate("studio.faults(studio.state())") == []
    path = tmp_path / "nhs.toml"
    path.write_text(page.evaluate("studio.written()"), encoding="utf-8")
    read = disputes.load(path)
    (theirs,) = judged_by(page, page.evaluate("studio.state()"))
    (row,) = claims.check(read).to_dict("records")
    assert theirs == {name: row[name] for name in theirs}
    assert (row["verdict"], row["result"], row["computed"]) == ("correct", "correct", "3.6%")


def of_a_point(then: dict, now: dict) -> dict:
    """A claim on what a pay point of local government lost, with its rows as the form's fields choose them."""
    state, of = of_councils(), {"bargaining_group": "njc"}
    figures = [
        {"id": name, "label": name, "table": "pay_points", "column": "annual_gbp", "where": of | where}
        for name, where in {"then": then, "now": now}.items()
    ]
    check = {"kind": "real_change", "pairs": [["then", "now"]], "says": "below"}
    claim = state["claims"][0] | {"value": 20, "check": check}
    return state | {"claims": [claim], "figures": figures}


def left_out(**keys) -> dict:
    state = of_councils()
    check = {"kind": "against_inflation", "figures": ["offered"], "says": "below"} | keys
    claim = state["claims"][0] | {"unit": "comparison", "text": "it is below", "check": check}
    del claim["value"]
    return state | {"claims": [claim | {"said": "2026-02"}]}


OLD, NEW = {"point": "29", "period": "2009-04"}, {"point": "29", "period": "2025-04"}


@pytest.mark.parametrize(
    ("state", "place"),
    [
        (of_a_point(OLD | {"contract": "old"}, NEW | {"contract": "new"}), "pairs"),
        (of_a_point(OLD, NEW), "pairs"),  # the month says which spine it is
        (of_a_point(NEW | {"contract": "new"}, OLD | {"point": 29}), "pairs"),
        (left_out(leaves_out={"nonsense": "no"}), "leaves_out"),
        (left_out(by=["cpi"], leaves_out={"cpih": "it is new"}), "leaves_out"),
        (left_out(by=["rpi"], leaves_out={"rpi": "it is too high"}), "leaves_out"),
    ],
)
def test_what_a_file_is_refused_for_the_page_refuses_in_the_same_words(file, open_page, state, place):
    page = open_page(file, 390)
    assert page.evaluate("(state) => studio.faults(state)", of_councils()) == []
    (fault,) = page.evaluate("(state) => studio.faults(state)", state)
    assert fault["at"] == ["claims", 0, "check", place]
    (ours,) = judged_here(state)
    words = fault["why"]
    assert f"claims[0].check.{place}: {words[0].lower()}{words[1:]}\n" in ours["wrong"].replace(
        " [type", "\n"
    )
    page.evaluate("(state) => studio.take(state)", state)
    page.click("#steps li:nth-child(7) button")
    assert words in page.inner_text("#wrong") and page.locator("#save-toml").is_disabled()


@pytest.mark.parametrize(
    "state",
    [
        of_a_point(OLD, NEW | {"point": "23"}),
        of_a_point(OLD, OLD | {"period": "2018-04"}),
        left_out(leaves_out={"rpi": "it is too high", "cpih": "it is new"}),
        left_out(by=[], leaves_out={"rpi": "it is too high"}),
        left_out(by=["cpih"], leaves_out={"rpi": "it is too high"}),
    ],
)
def test_what_a_file_is_read_with_the_page_takes(file, open_page, state):
    page = open_page(file, 390)
    assert page.evaluate("(state) => studio.faults(state)", state) == []
    assert judged_by(page, state) == judged_here(state)


def test_what_is_missing_is_said_in_plain_words_and_leads_to_its_field(file, open_page):
    page = open_page(file, 390)
    page.click("#steps li:nth-child(7) button")
    assert page.locator("#save-toml").is_disabled()
    assert "Title This is needed." in page.inner_text("#wrong")
    page.click("#wrong >> text=Title")
    assert page.evaluate("document.activeElement.id") == "f-title"
    page.fill("#f-start", "29/01/2004")
    page.wait_for_function("document.getElementById('e-f-start').textContent.startsWith('A date is written')")
    assert page.get_attribute("#f-start", "aria-invalid") == "true"


def test_an_unfinished_state_is_kept_and_opened_again(file, open_page, tmp_path):
    page = open_page(file, 1280)
    page.fill("#f-title", "Half of it")
    page.click("#steps li:nth-child(7) button")
    with page.expect_download() as waited:
        page.click("#save-draft")
    path = tmp_path / waited.value.suggested_filename.upper()
    path.write_bytes(waited.value.path().read_bytes())
    page.click("#fresh")
    page.set_input_files("#file", path)
    page.wait_for_function("document.getElementById('f-title')?.value === 'Half of it'")
    (tmp_path / "not.toml").write_text("title = no quotes\n")
    page.set_input_files("#file", tmp_path / "not.toml")
    page.wait_for_function("document.getElementById('opened').textContent.includes('Line 1')")


def test_every_key_of_the_schema_has_a_field(file, open_page):
    """All records with everything unfolded, and every kind of check and of part: a field for each of their keys."""
    page = open_page(file, 1280)
    lacking = page.evaluate(
        """() => {
            const { terms } = studio; const { $defs } = terms.schema; const lacking = [];
            const kinds = $defs.Claim.properties.check.anyOf[0].discriminator.mapping;
            const parts = $defs.OfferRecord.properties.parts.items.discriminator.mapping;
            const last = (ref) => ref.split("/").pop();
            const state = {
                parties: [{}], figures: [{}], groups: [{}], ballots: [{}], strikes: [{}], timeline: [{}], sources: { mine: {} },
                claims: Object.keys(kinds).map((kind) => ({ check: { kind } })), offers: [{ parts: Object.keys(parts).map((kind) => ({ kind })) }],
            };
            studio.take(state);
            const unfold = () => { for (let more = true; more;) { more = false;
                for (const each of document.querySelectorAll("#step details:not([open])")) { each.open = true; each.dispatchEvent(new Event("toggle")); more = true; } } };
            const look = (record, path) => { for (const name of Object.keys(record.properties)) if (!document.getElementById(["f", ...path, name].join("-"))) lacking.push([...path, name].join(".")); };
            document.querySelector("#steps li:nth-child(1) button").click(); unfold();
            for (const name of Object.keys(terms.schema.properties)) if (!(name in state) && !document.getElementById(`f-${name}`)) lacking.push(name);
            const at = (part) => { const schema = terms.schema.properties[part]; return $defs[last(part === "sources" ? Object.values(schema.patternProperties)[0].$ref : schema.items.$ref)]; };
            [["parties"], ["claims"], ["figures"], ["offers", "groups", "ballots", "strikes", "timeline"], ["sources"]].forEach((names, place) => {
                document.querySelector(`#steps li:nth-child(${place + 2}) button`).click(); unfold();
                for (const part of names) look(at(part), [part, part === "sources" ? "mine" : 0]);
                if (names[0] === "claims") Object.entries(kinds).forEach(([, ref], number) => look($defs[last(ref)], ["claims", number, "check"]));
                if (names[0] === "offers") Object.entries(parts).forEach(([, ref], number) => look($defs[last(ref)], ["offers", 0, "parts", number]));
            });
            return lacking;
        }"""
    )
    assert lacking == []


def test_every_kind_of_check_is_explained_with_its_example(file, open_page):
    kinds = form.schema()["$defs"]["Claim"]["properties"]["check"]["anyOf"][0]["discriminator"]["mapping"]
    assert list(kinds) == list(KINDS)
    for kind, ref in kinds.items():
        record = form.schema()["$defs"][ref.rpartition("/")[2]]
        assert f'kind = "{kind}"' in record["example"] and record["description"]


def test_the_page_is_light_and_asks_nobody_for_anything(file):
    text = file.read_text(encoding="utf-8")
    assert len(text.encode()) < 600_000
    assert "default-src 'none'" in text and not re.search(r'(?:src|href)="https?://[^"]+\.(?:js|css)', text)


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), looks(form.FILE))
def test_no_step_has_a_fault_that_axe_finds(file, open_page, width, scheme):
    page = open_page(file, width, scheme)
    page.click("#example")
    looked_at = random.Random(f"{width} {scheme}").sample(range(7), cases(7, 2))
    for step in range(7):
        page.click(f"#steps li:nth-child({step + 1}) button")
        if step in (2, 4):
            page.evaluate(
                "document.querySelectorAll('#step details').forEach((each) => { each.open = true; })"
            )
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if step in looked_at:
            assert not Axe().run(page, options=RULES).response["violations"]
    with page.expect_download() as waited:
        page.click("#save-html")
    brief = Path(file).parent / f"brief_{width}.html"
    brief.write_bytes(waited.value.path().read_bytes())
    page = open_page(brief, width, scheme)
    assert "10 claims: 4 correct, 3 depending on the reading" in page.inner_text("main")
    assert page.inner_text("details >> nth=0") == "The other 6 claims"
    assert page.evaluate("document.documentElement.scrollHeight / innerHeight") <= 8 or width < 390
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not Axe().run(page, options=RULES).response["violations"]


def test_by_keyboard_alone(file, open_page):
    page = open_page(file, 1280)
    page.focus("#f-title")
    page.keyboard.type("By keys")
    page.keyboard.press("Tab")
    page.keyboard.type("Can it be done?")
    page.keyboard.press("Tab")
    page.keyboard.type("England")
    page.keyboard.press("Tab")
    page.keyboard.type("2024-09")
    page.focus("#next")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "step-heading"
    assert page.evaluate("studio.state().nation") == "England"
    page.evaluate("studio.take({ claims: [{ id: 'one' }], figures: [{ id: 'half', label: 'half' }] })")
    page.click("#steps li:nth-child(3) button")
    page.focus("#f-claims-0-check-kind")
    page.keyboard.type("against")  # through "agrees" and others, none of which is chosen on the way
    page.keyboard.press("Tab")
    assert page.evaluate("studio.state().claims[0].check.kind") == "against_inflation"
    assert page.evaluate("document.activeElement.closest('fieldset.kind') !== null")


def test_without_a_script_it_says_what_works(file, browser):
    page = browser.new_page(java_script_enabled=False)
    page.goto(file.as_uri())
    assert "paylib new" in page.inner_text("noscript")
    assert not page.locator("#app").is_visible()
    page.close()
