"""A dispute written in the reader's browser: one page that draws its form from the models, judges and saves."""

from __future__ import annotations

import base64
import json
import math
import textwrap
import tomllib
import zlib
from contextlib import suppress
from functools import cache
from itertools import groupby
from pathlib import Path

import pandas as pd

from paylib import datapackage, disputes, prices
from paylib.awards import groups
from paylib.awards.hours import WEEKS_IN_A_YEAR
from paylib.checks import KINDS
from paylib.checks.check import COMPARISONS
from paylib.checks.kinds import about_of
from paylib.checks.real_terms import INDICES, KNOWN_ERROR_PCT, LEFT_OUT
from paylib.checks.stated import ROUND_SHARE
from paylib.claims import sentences
from paylib.claims.given import NORMAL, evidence_of
from paylib.claims.sides import OFFICIAL, OFFICIAL_TABLES
from paylib.datapackage import quietly
from paylib.disputes.records import RENUMBERED
from paylib.errors import PaylibError
from paylib.figures import periods
from paylib.figures.spoken import PHRASES
from paylib.offers import PARTS
from paylib.report import page, rule
from paylib.report.site import Site

FILE = "your-dispute.html"
TITLE = "Write your dispute"
ABOUT = "Say what happened, who says what and where it says so; see which claims stand, and save it as a file and as a page."

EXAMPLE = "school_teachers_2023"
"""The dispute to start from that the page brings along."""

TOO_LARGE = ("ashe_occupation", "cpi_divisions_monthly")
"""Tables whose figures the page does not bring along: `paylib report` looks them up."""

_MEANT = ("value", "annual_gbp", "award_pct")
"""The columns that are mostly meant, where a table has one of them."""

_HERE = Path("..", "form")
_SCRIPTS = (
    rule.SCRIPT,
    *(
        _HERE / name
        for name in ("toml.js", "record.js", "claims.js", "sentences.js", "valid.js", "brief.js", "form.js")
    ),
)


@quietly()
def render(site: Site | None = None) -> str:
    """The page.

    Parameters
    ----------
    site : Site, optional
        The pages around it.

    Returns
    -------
    str
    """
    return page.tool(
        Path(__file__).parent / "form.html.j2",
        site or Site(),
        file=FILE,
        title=TITLE,
        about=ABOUT,
        terms=packed(terms()),
        styles=(Path("..", "checker", "checker.css"), _HERE / "form.css"),
        scripts=_SCRIPTS,
        elsewhere=[f"“{datapackage.package().resource(name)['title']}”" for name in TOO_LARGE],
    )


@quietly()
def terms() -> dict:
    """All that the script needs: the fields of a dispute, the rule's words, prices, sources and an example.

    Returns
    -------
    dict
        Of plain values.
    """
    return {
        **rule.terms(),
        "schema": schema(),
        "main": _MAIN,
        "names": _NAMES,
        "kinds": {
            name: {"together": kind.TOGETHER, "either": list(kind.EITHER), "ofValue": kind.OF_VALUE}
            for name, kind in KINDS.items()
        },
        "sentences": sentences.wordings(),
        "nextRelease": periods.words(prices.next_release()),
        "knownErrorPct": KNOWN_ERROR_PCT,
        "comparisons": {
            word: name for name, words in COMPARISONS.items() for word in (name.replace("_", " "), *words)
        },
        "phrases": PHRASES,
        "roundShare": ROUND_SHARE,
        "normal": NORMAL,
        "official": OFFICIAL,
        "officialTables": OFFICIAL_TABLES,
        "weeks": WEEKS_IN_A_YEAR,
        "indicesShown": INDICES,
        "leftOut": LEFT_OUT,
        "renumbered": RENUMBERED,
        "indices": {name: _index(name) for name in _deflators()},
        "rates": {name: _rates(name) for name in datapackage.load("prices_rates")["series"].unique()},
        **_tables(),
        "bargaining": datapackage.load("bargaining_groups").set_index("bargaining_group")["title"].to_dict(),
        "schemes": sorted(datapackage.load("employer_pension_rates")["scheme"].unique()),
        **_sources(),
        "picked": picked(),
        "held": {name: _held(name) for name in held()},
        "coverage": _held("award_coverage"),
        "moved": _moved(),
        "nations": {name: list(parts) for name, parts in groups.NATIONS.items()},
        "changedPay": [*groups.CHANGED_PAY, "implied"],
        "example": tomllib.loads(
            (datapackage.root() / "disputes" / f"{EXAMPLE}.toml").read_text(encoding="utf-8")
        ),
    }


def packed(record: object) -> str:
    """A record as text of a fifth of the size, which a browser unpacks: JSON, deflated, in base 64.

    Examples
    --------
    >>> zlib.decompress(base64.b64decode(packed({"title": "£"})), -15).decode()
    '{"title":"£"}'
    """
    text = json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return base64.b64encode(deflate.compress(text.encode()) + deflate.flush()).decode()


_MAIN = {
    "Dispute": ["title", "question", "nation", "start", "award_due"],
    "PartyRecord": ["role", "name"],
    "Claim": ["party", "summary", "value", "qualifier", "unit", "text", "source", "leads", "check"],
    "Figure": ["label", "value", "unit", "source", "side", "table"],
    "OfferRecord": ["status", "label", "made", "source", "parts"],
    "Group": ["label", "point", "annual_gbp", "source"],
    "Strike": ["label", "start", "end", "days", "source"],
    "Event": ["date", "kind", "text", "source"],
    "Source": ["publisher", "title", "released", "side"],
}
"""The fields of a record that are asked for first; the rest stands under "everything else"."""

_NAMES = {
    "annual_gbp": "Pay, £ a year",
    "gbp": "Pounds",
    "pct": "Per cent",
    "by": "Index",
    "says": "What is claimed",
    "made": "Date",
    "who": "Who says it",
    "text": "In words",
    "check": "How to check it",
    "reading": "How they count",
    "where": "Which row",
    "table": "From a table of paylib",
    "leads": "It is one of the main claims",
    "side": "Whose word",
    "start": "From",
    "end": "Until",
    "needs": "What is missing",
    "cv_pct": "Coefficient of variation, %",
    "url": "Web address",
    "summary": "What is said",
    "value": "Figure",
    "party": "Side",
    "role": "Side",
    "qualifier": "Word before the figure",
    "unit": "What the figure is in",
    "label": "What it is",
    "released": "When it came out",
}
"""What a field is called, where its own name is not plain."""


@cache
def schema() -> dict:
    """The fields of a dispute as JSON Schema, with what each names, and the example of each kind.

    Returns
    -------
    dict
        ``refers`` says of a field which records of the file, or what of paylib's, it names.

    Examples
    --------
    >>> gap = schema()["$defs"]["Gap"]
    >>> gap["properties"]["pairs"]["refers"], gap["description"]
    ('figures', 'How far the first of each pair lies below the second; in per cent of it if that is what is stated.')
    """
    made = _plain(disputes.Dispute.model_json_schema(by_alias=True))
    records = made["$defs"]
    del made["properties"]["slug"]
    made["required"].remove("slug")
    for record in (made, *records.values()):
        for name, field in record.get("properties", {}).items():
            if name in _REFERS:
                field["refers"] = _REFERS[name]
    for kind, model in KINDS.items():
        record = records[
            made_of(records["Claim"]["properties"]["check"])["discriminator"]["mapping"][kind].rpartition(
                "/"
            )[2]
        ]
        record["description"] = about_of(kind)
        record["example"] = textwrap.dedent(model.EXAMPLE).strip()
        for name, refers in _named_by(model).items():
            record["properties"][name]["refers"] = refers
    for kind, part in PARTS.items():
        record = records[part.__name__]
        record["description"] = part.__doc__.splitlines()[0]
        record["example"] = f'kind = "{kind}", date = "2024-09", {part.EXAMPLE}'
    return made


_REFERS = {
    "source": "sources",
    "who": "parties",
    "by": "indices",
    "bargaining_group": "bargaining",
    "pension_scheme": "schemes",
    "table": "tables",
}
"""What fields name, by their own names."""


def made_of(field: dict) -> dict:
    """What a field may be that may also be left out."""
    return next(each for each in field.get("anyOf", [field]) if each.get("type") != "null")


def _plain(given: object) -> object:
    """A schema without what only repeats a field's name, and with the first line of what is said of it."""
    if isinstance(given, list):
        return [_plain(each) for each in given]
    if not isinstance(given, dict):
        return given
    kept = {
        name: _plain(each)
        for name, each in given.items()
        if not (name == "title" and isinstance(each, str))
        and not (name == "default" and each in (None, [], {}))
    }
    if isinstance(told := kept.get("description"), str):
        kept["description"] = told.split("\n\n")[0].replace("\n", " ").replace("``", "")
    return kept


def _named_by(kind: type) -> dict[str, str | list[str]]:
    """The fields of a kind of check that name records of the file, found by trying each; of pairs, each of the two."""
    found: dict[str, str | list[str]] = {}
    for name in kind.model_fields:
        single = next(filter(None, (_names(kind, name, value) for value in ("probe", ("probe",)))), "")
        pair = [_names(kind, name, (value,)) for value in (("probe", ""), ("", "probe"))]
        if single or any(pair):
            found[name] = single or (pair if pair[0] != pair[1] else pair[0])
    return found


def _names(kind: type, name: str, value: object) -> str:
    """What a field of a kind of check names, where it holds a value; empty where it names nothing."""
    made = kind.model_construct(**dict.fromkeys(kind.model_fields, ()) | {name: value})
    with suppress(ValueError):  # a text where a pair stands
        named = {"figures": made.figures_named, "ballots": made.ballots_named, "offers": (made.offer_named,)}
        return next((part for part, names in named.items() if "probe" in names), "")
    return ""


def _deflators() -> list[str]:
    catalogue = datapackage.load("deflators")
    return list(catalogue.loc[catalogue["period_type"] == "month", "deflator"].unique())


def _index(name: str) -> dict:
    """An index by month, its title, and the months whose prices are known to be in error."""
    level = prices.index(name)
    return {
        "title": level.attrs["title"],
        **_packed(level),
        "errors": _in_error(name, level.dropna().index),
    }


def _in_error(name: str, months: pd.PeriodIndex) -> list[int]:
    """Those of some months whose prices are known to be in error."""
    if not len(months) or "error_in_source" not in prices.warnings(name, *months):
        return []
    if len(months) == 1:
        return [months[0].ordinal]
    half = len(months) // 2
    return _in_error(name, months[:half]) + _in_error(name, months[half:])


def _packed(level: pd.Series) -> dict:
    months = pd.period_range(level.index[0], level.index[-1], freq="M")
    full = [None if math.isnan(each) else each for each in level.reindex(months).tolist()]
    return {"first": level.index[0].ordinal, "full": full}


def _rates(name: str) -> dict:
    rates = prices.rate(name)
    return _packed(pd.Series(rates.to_numpy(), pd.PeriodIndex(rates.index, freq="M")))


def _tables() -> dict[str, dict]:
    """The columns of every table that figures can be taken from, and its title."""
    resources = {name: datapackage.package().resource(name) for name in datapackage.package().resources}
    return {
        "tables": {
            name: [each["name"] for each in table["schema"]["fields"]] for name, table in resources.items()
        },
        "tableTitles": {name: table["title"] for name, table in resources.items()},
    }


def _moved() -> dict[str, dict[str, str]]:
    """Columns by the names that they had, with those that they have now."""
    package = datapackage.package()
    tables = {name: package.resource(name) for name in package.resources}
    return {
        name: {old: new for old, new in table["moved"].items() if " " not in new}
        for name, table in tables.items()
        if table.get("moved")
    }


def _sources() -> dict:
    rows = datapackage.sources()
    publishers = sorted(rows["publisher"].unique())
    places = {name: place for place, name in enumerate(publishers)}
    return {
        "publishers": publishers,
        "sources": {
            name: [places[row.publisher], row.title, "" if pd.isna(row.released) else row.released]
            for name, row in rows.iterrows()
        },
    }


_UNUSED = ("note", "checked", "check_source", "covers", "formula", "low_gbp", "high_gbp", "gbp_hour")
"""Columns of tables that no figure is taken by or from."""


@cache
def held() -> tuple[str, ...]:
    """The tables of the record whose figures the page brings along: those that say where each row comes from.

    Examples
    --------
    >>> "pay_points" in held(), "ashe_occupation" in held()
    (True, False)
    """
    package = datapackage.package()
    return tuple(
        name
        for name in package.resources
        if name not in (*TOO_LARGE, "sources")
        and "source" in [each["name"] for each in package.resource(name)["schema"]["fields"]]
    )


def _held(name: str) -> dict:
    """A table by its columns: the values that there are, and runs of places among them."""
    frame = datapackage.load(name)
    kept = [each for each in frame if each not in _UNUSED]
    units = {each: unit for each, unit in frame.attrs["units"].items() if each in kept}
    return {
        "rows": len(frame),
        "column": next((each for each in (*_MEANT, *units) if each in kept), kept[0]),
        "columns": {each: _coded(frame[each]) for each in kept},
        "units": units,
        "warnings": list(frame.attrs["usage_warnings"]),
    }


def _coded(column: pd.Series) -> dict:
    written = column if column.dtype.kind in "biuf" else column.astype(str)
    plain = [None if empty else each for empty, each in zip(column.isna(), written.tolist(), strict=True)]
    values = list(dict.fromkeys(plain))
    places = {value: place for place, value in enumerate(values)}
    codes = [places[each] for each in plain]
    runs = [each for code, group in groupby(codes) for each in (code, len(list(group)))]
    whole = {"whole": True} if pd.api.types.is_integer_dtype(column) else {}
    return {"values": values, **({"runs": runs} if len(runs) < len(codes) else {"codes": codes}), **whole}


def picked() -> dict[str, dict]:
    """The figures that the disputes of paylib take from tables that are not in the page, by table, column and row.

    Returns
    -------
    dict
        Keys as the script makes them.
    """
    found = {}
    for name in disputes.available():
        dispute = disputes.load(name)
        for figure in dispute.figures:
            if figure.table is None or figure.table in held():
                continue
            try:
                row = datapackage.pick(figure.table, figure.column, **figure.where)
            except PaylibError:
                continue
            where = sorted([key, str(value)] for key, value in figure.where.items())
            margin = evidence_of(dispute, figure.model_copy(update={"margin": None, "cv_pct": None})).margin
            found[_key(figure.table, figure.column, where)] = {
                "value": row.value,
                "unit": row.unit,
                "source": row.source,
                "warnings": list(row.usage_warnings),
                **({"whole": True} if isinstance(row.value, int) else {}),
                **({"cv": margin / row.value / NORMAL * 100} if margin is not None else {}),
            }
    return found


def _key(table: str, column: str, where: list[list[str]]) -> str:
    return rule.as_json([table, column, where])
