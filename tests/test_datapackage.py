"""The data package: found, typed, verified; every damage is named."""

import json
import pickle
import re
import warnings

import pandas as pd
import pytest

import paylib
from paylib import claims, datapackage, prices
from paylib.datapackage import contracts, hashes
from paylib.errors import DataError, StaleDataWarning
from paylib.figures.units import UNITS
from tests.conftest import ROOT

DESCRIPTOR = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
TABLES = [resource["name"] for resource in DESCRIPTOR["resources"]]
VIEWS = [view["name"] for view in DESCRIPTOR["views"]]


@pytest.fixture(params=TABLES)
def table(request) -> str:
    return request.param


def test_the_descriptor_is_sealed():
    """The derived parts are those of the tables: nobody forgot `make data`."""
    assert hashes.stale() == []
    log = hashes.data_log(DESCRIPTOR, ROOT / "data")
    assert (ROOT / "data" / "README.md").read_text(encoding="utf-8") == log


def test_the_descriptor_is_a_data_package():
    """https://specs.frictionlessdata.io/tabular-data-package/: what the standard requires."""
    assert DESCRIPTOR["profile"] == "tabular-data-package"
    for resource in DESCRIPTOR["resources"]:
        where = f"The resource {resource['name']}"
        assert resource["profile"] == "tabular-data-resource", f"{where} is not tabular."
        assert resource["name"] == resource["name"].lower(), f"{where} has a name with capitals."
        assert (ROOT / "data" / resource["path"]).is_file(), f"{where} has no file."
        names = [field["name"] for field in resource["schema"]["fields"]]
        assert len(names) == len(set(names)), f"{where} has a field twice."
        assert set(resource["schema"]["primaryKey"]) <= set(names), f"{where} has a key of no field."
        for licence in resource["licenses"]:
            assert licence.keys() >= {"name", "path"}, f"{where} has a licence without a name and path."


def test_every_table_is_described(table):
    resource = datapackage.package().resource(table)
    assert len(resource["description"]) > 60, f"Table {table} is hardly described."
    for field in resource["schema"]["fields"]:
        assert field.get("description"), f"Table {table}, column {field['name']} has no description."
        suffixed = field["name"].rsplit("_", 1)[-1]
        if suffixed in ("pct", "gbp", "fte", "index") and field["type"] in ("number", "integer"):
            assert field.get("unit"), f"Table {table}, column {field['name']} has no unit."


def test_figures_have_sources(table):
    resource = datapackage.package().resource(table)
    units = [field for field in resource["schema"]["fields"] if "unit" in field and field["type"] == "number"]
    if units:
        assert "source" in [field["name"] for field in resource["schema"]["fields"]], (
            f"Table {table} has no source."
        )


def test_no_text_speaks_of_how_the_figures_were_gathered():
    words = ("helper", "seed article", "stored page", "file id", "search tool", "/work/", "session")
    for path in sorted((ROOT / "data").rglob("*.csv")):
        text = path.read_text(encoding="utf-8").lower()
        for word in words:
            assert word not in text, f"{path.name} has the words {word!r}."


def test_catalogue_has_one_row_a_table():
    catalogue = paylib.catalogue()
    assert list(catalogue.index) == [*TABLES, *VIEWS]
    assert list(catalogue.columns) == [
        "title",
        "rows",
        "first",
        "last",
        "unit",
        "licence",
        "publisher",
        "vintage",
    ]


def test_load_is_typed_and_carries_its_provenance():
    prices = paylib.load("prices_monthly")
    assert prices["month"].dtype == "period[M]" and prices["price_index"].dtype == "float64"
    assert prices.attrs["licence"] == "Open Government Licence v3.0"
    assert prices.attrs["units"] == {"price_index": "index"}
    assert set(prices.attrs["sources"]) == set(prices["source"])


def test_what_load_gives_is_the_callers_own():
    mine = paylib.load("deflators")
    mine["title"] = "spoilt"
    assert "spoilt" not in set(paylib.load("deflators")["title"])


def test_sources_of_one_table():
    assert set(paylib.sources("prices_rates").index) == set(paylib.load("prices_rates")["source"])


def test_an_unknown_table_has_near_matches():
    with pytest.raises(
        DataError, match=r"no table 'prices_montly'. Did you mean 'prices_monthly'.*Choose from"
    ):
        paylib.load("prices_montly")


def test_one_flipped_byte_is_found(package_copy):
    path = package_copy / "prices" / "prices_rates.csv"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"Table prices_rates: the file .*git checkout"):
        paylib.load("prices_rates")


def test_a_deleted_table_is_named(package_copy):
    (package_copy / "prices" / "prices_rates.csv").unlink()
    with pytest.raises(DataError, match=r"Table prices_rates: .* cannot be read"):
        paylib.load("prices_rates")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not a readable CSV"),
        (b"\xff\xfe\x00", "not a readable CSV"),
        (b"a,b\n1,2\n", "its schema says"),
        (
            b"series,month,rate_pct,usage_warnings,source\ncpi,1989-01,1.0\n",
            "not a readable CSV.*Expected 5 columns, got 3",
        ),
        (
            b"series,month,rate_pct,usage_warnings,source\ncpi,1989-01,1.0,,x,y\n",
            "not a readable CSV.*Expected 5 columns, got 6",
        ),
        (b"series,month,rate_pct,usage_warnings,source\ncpi,1989-01,many,,x\n", "column rate_pct"),
        (b"series,month,rate_pct,usage_warnings,source\ncpi,1989-13,1.0,,x\n", "column month"),
        (b"series,month,rate_pct,usage_warnings,source\ncpi,1989-01,1.0,,nobody\n", "does not have: nobody"),
    ],
)
def test_sealing_refuses_a_table_that_breaks_its_schema(package_copy, content, message):
    before = (package_copy / "datapackage.json").read_bytes()
    (package_copy / "prices" / "prices_rates.csv").write_bytes(content)
    with pytest.raises(DataError, match=message):
        hashes.seal()
    assert (package_copy / "datapackage.json").read_bytes() == before


def test_sealing_brings_the_derived_parts_up_to_date(package_copy):
    path = package_copy / "prices" / "prices_rates.csv"
    path.write_text(path.read_text() + "cpi,2026-09,3.0,,ons_d7bt_csv_2026_09\n")
    assert hashes.stale() == ["prices_rates"]
    assert hashes.seal() == ["prices_rates"]
    assert paylib.catalogue().loc["prices_rates", "last"] == "2026-09"
    assert paylib.load("prices_rates")["month"].iloc[-1] == pd.Period("2026-09")
    assert hashes.seal() == []


@pytest.mark.parametrize("content", ["", "{", "[]", '{"resources": 3}', '{"resources": [{}]}'])
def test_a_broken_descriptor_is_named(package_copy, content):
    (package_copy / "datapackage.json").write_text(content)
    with pytest.raises(DataError, match="is not a Data Package"):
        paylib.catalogue()


def test_no_package_at_all(tmp_path, monkeypatch):
    monkeypatch.setenv("PAYLIB_DATA", str(tmp_path / "nowhere"))
    with pytest.raises(DataError, match="PAYLIB_DATA"):
        paylib.load("prices_monthly")


@pytest.fixture
def clock(monkeypatch):
    """A function that sets this month, for a session in which nothing was told yet."""
    monkeypatch.delenv("PAYLIB_STALE", raising=False)
    monkeypatch.setattr("paylib.datapackage.loading._told", set())
    return lambda month: monkeypatch.setattr("paylib.datapackage.loading._this_month", lambda: month)


def test_stale_figures_are_told_once_a_session(clock, recwarn):
    clock("2027-01")  # prices were released in September 2026; the next were due in October
    with pytest.warns(
        StaleDataWarning, match=r"prices_rates holds what was released to 2026-09-16.*data refresh"
    ):
        paylib.load("prices_rates")
    recwarn.clear()
    paylib.load("prices_rates")
    assert not recwarn.list


def test_a_table_that_no_refresh_renews_is_not_said_to_be_refreshed(clock):
    clock("2027-06")
    with pytest.warns(
        StaleDataWarning, match=r"hci_rates holds .* It has no series that `paylib data refresh` knows"
    ):
        paylib.load("hci_rates")


def test_fresh_figures_and_figures_that_come_once_are_not_stale(clock, recwarn, monkeypatch):
    clock("2026-12")
    paylib.load("prices_rates")
    clock("2036-12")
    paylib.load("youth_dispute")
    monkeypatch.setenv("PAYLIB_STALE", "quiet")
    paylib.load("prices_rates")
    assert not recwarn.list


def test_a_note_on_figures_carries_no_path_and_comes_with_the_series_used_only(clock, recwarn):
    clock("2027-09")
    prices.deflators()  # lists all there are, earnings too
    assert not recwarn.list
    prices.uprate(1, "2003-01", to="2004-01", by="rpi")
    assert {str(each.message).split()[1] for each in recwarn.list} == {"prices_monthly"}
    recwarn.clear()
    prices.uprate(
        1, "2003-01", to="2004-01", by="awe_public"
    )  # read before, quietly: told now that it is used
    (note,) = recwarn.list
    assert str(note.message).startswith("Table awe_monthly holds")
    shown = warnings.formatwarning(note.message, note.category, note.filename, note.lineno, note.line)
    assert "/" not in shown and ".py" not in shown
    assert shown.startswith("paylib:1: StaleDataWarning: Table awe_monthly")


def test_what_a_search_tries_says_nothing_of_newer_figures(clock, recwarn):
    clock("2027-09")
    claims.whose(-15, awards_pct=[0.4, 0.3, 1, 1, 2], about=("2010", "2015"))
    assert not recwarn.list


# ---- names that have moved


@pytest.fixture
def renamed(descriptor, package_copy):
    """A copy of the package in which two tables and two columns have moved."""
    path = package_copy / "prices" / "prices_rates.csv"
    path.write_text(path.read_text().replace("rate_pct", "annual_rate_pct", 1))

    def change(content: dict) -> None:
        content["moved"] = {"inflation": "prices_rates", "wishes": "They are in the dispute files."}
        rates = next(each for each in content["resources"] if each["name"] == "prices_rates")
        next(each for each in rates["schema"]["fields"] if each["name"] == "rate_pct")["name"] = (
            "annual_rate_pct"
        )
        rates["moved"] = {"rate_pct": "annual_rate_pct", "basis": "The column series says it."}

    descriptor(change)
    hashes.seal()


def test_an_old_name_of_a_table_is_still_read(renamed):
    with pytest.warns(DeprecationWarning, match="inflation has moved: it is prices_rates now"):
        assert paylib.load("inflation").equals(paylib.load("prices_rates"))


def test_a_table_that_is_gone_says_where_its_figures_are(renamed):
    with pytest.raises(DataError, match=r"Table wishes has moved\. They are in the dispute files\."):
        paylib.load("wishes")


def test_an_old_name_of_a_column_is_still_read(renamed):
    rates = paylib.load("prices_rates")
    new = rates["annual_rate_pct"]
    with pytest.warns(DeprecationWarning, match="Column rate_pct has moved: it is annual_rate_pct now"):
        assert rates["rate_pct"].equals(new)
        assert (
            rates[rates["series"] == "cpi"].tail(3)["rate_pct"].equals(new[rates["series"] == "cpi"].tail(3))
        )
        assert list(rates[["month", "rate_pct"]]) == ["month", "annual_rate_pct"]
        assert rates.rate_pct.equals(new)
        high = 10
        assert rates.query("series == 'rpi' and rate_pct > @high").equals(
            rates[(rates["series"] == "rpi") & (new > high)]
        )
        picked = datapackage.pick("prices_rates", "rate_pct", series="cpi", month="2004-01")
    assert picked == datapackage.pick("prices_rates", "annual_rate_pct", series="cpi", month="2004-01")


def test_a_column_that_is_gone_says_where_its_figures_are(renamed):
    rates = paylib.load("prices_rates")
    message = r"Column basis has moved\. The column series says it\."
    for look in (
        lambda: rates["basis"],
        lambda: rates[["month", "basis"]],
        lambda: rates.query("basis == 'x'"),
        lambda: datapackage.pick("prices_rates", "annual_rate_pct", basis="x"),
    ):
        with pytest.raises(DataError, match=message):
            look()


def test_a_column_that_never_was_is_an_ordinary_error(renamed):
    rates = paylib.load("prices_rates")
    with pytest.raises(KeyError, match="nonsense"):
        rates["nonsense"]
    with pytest.raises(AttributeError, match="nonsense"):
        _ = rates.nonsense
    assert "rate_pct" not in rates and rates.get("nonsense") is None
    assert pickle.loads(pickle.dumps(rates)).equals(rates) and rates.copy().attrs == rates.attrs


def test_a_table_none_of_whose_columns_moved_is_a_plain_frame():
    assert type(paylib.load("prices_monthly")) is pd.DataFrame


def test_whatever_moved_is_gone_and_leads_somewhere():
    """Names that moved stand for nothing else, and a single word is a name that there is."""
    assert not set(DESCRIPTOR["moved"]) & set(TABLES)
    for resource in DESCRIPTOR["resources"]:
        names = {field["name"] for field in resource["schema"]["fields"]}
        moved = resource.get("moved", {})
        assert not set(moved) & names, f"Table {resource['name']}: a column that moved is there."
        for new in moved.values():
            assert " " in new or new in names, f"Table {resource['name']} has no {new}."
    for new in DESCRIPTOR["moved"].values():
        assert " " in new or new in TABLES, f"There is no table {new}."


def test_the_claims_are_where_the_error_says():
    from paylib import disputes

    with pytest.raises(DataError, match=r"paylib\.dispute\('youth_work_2004'\)\.frame\('claims'\)"):
        paylib.load("claims")
    assert len(disputes.load("youth_work_2004").frame("claims")) >= 14


# ---- views


@pytest.fixture
def viewed(descriptor, package_copy):
    """A copy of the package with a view of a table: what people in Wales call a rate."""

    def change(content: dict) -> None:
        rates = next(each for each in content["resources"] if each["name"] == "prices_rates")
        fields = {field["name"]: field for field in rates["schema"]["fields"]}
        schema = {
            "fields": [fields["month"], fields["rate_pct"], fields["source"]],
            "primaryKey": ["month"],
        }
        content["views"].append(
            {
                **{key: rates[key] for key in ("title", "description", "unit")},
                **{"name": "cpi_rates", "table": "prices_rates", "schema": schema},
                "view": {
                    "where": {"series": "cpi"},
                    "columns": {"month": "month", "rate_pct": "rate_pct", "source": "source"},
                },
            }
        )

    descriptor(change)
    hashes.seal()
    return descriptor


def test_a_view_is_loaded_like_a_table(viewed):
    rates = paylib.load("prices_rates").query("series == 'cpi'").reset_index(drop=True)
    view = paylib.load("cpi_rates")
    pd.testing.assert_frame_equal(view, rates[["month", "rate_pct", "source"]])
    assert view.attrs["units"] == {"rate_pct": "pct"} and set(view.attrs["sources"]) == set(rates["source"])
    assert paylib.catalogue().loc["cpi_rates", "rows"] == len(rates)


def test_a_view_of_a_changed_file_is_refused(viewed, package_copy):
    path = package_copy / "prices" / "prices_rates.csv"
    path.write_text(path.read_text() + "cpi,2026-09,3.0,,ons_d7bt_csv_2026_09\n")
    with pytest.raises(DataError, match=r"Table cpi_rates: the file .*prices_rates\.csv is not the one"):
        paylib.load("cpi_rates")


def test_a_view_keeps_its_contract_or_is_named(viewed):
    def change(content: dict) -> None:
        content["views"][-1]["view"]["where"] = {}

    viewed(change)
    assert any("Table cpi_rates" in each and "stands there twice" in each for each in contracts.verify())


def test_a_view_of_a_column_that_is_not_there(viewed):
    def change(content: dict) -> None:
        content["views"][-1]["view"]["where"] = {"serie": "cpi"}

    viewed(change)
    with pytest.raises(DataError, match=r"no column for a view 'serie'\. Did you mean 'series'"):
        paylib.load("cpi_rates")


# ---- no table lies about unused


def used(name: str) -> bool:
    """Whether code, a notebook, a dispute or a table that lists tables names it."""
    named = re.compile(rf"""["']{name}["']""")
    listing = re.compile(rf"^(?:[^,]*,)*{name},", re.MULTILINE)
    lists = ("ons_series.csv", "prices/deflators.csv", "pay/bargaining_groups.csv")
    return (
        any(named.search(path.read_text(encoding="utf-8")) for path in (ROOT / "paylib").rglob("*.py"))
        or any(named.search(path.read_text(encoding="utf-8")) for path in (ROOT / "data").rglob("*.toml"))
        or any(listing.search((ROOT / "data" / path).read_text(encoding="utf-8")) for path in lists)
        or any(
            named.search("".join(cell["source"]))
            for path in (ROOT / "notebooks").glob("*.ipynb")
            for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        )
    )


def test_a_table_that_nothing_uses_says_what_it_is_for(table):
    text = datapackage.package().resource(table)["description"]
    assert used(table) or re.search(r"\. For [^.]*\.$", text), f"Table {table} does not say what it is for."


# ---- one name, one meaning; every quantity in a unit of the list


FIELDS = [
    pytest.param(resource["name"], field, id=f"{resource['name']}-{field['name']}")
    for resource in DESCRIPTOR["resources"]
    for field in resource["schema"]["fields"]
]


@pytest.mark.parametrize("name", sorted({param.values[1]["name"] for param in FIELDS}))
def test_one_name_is_one_type_one_unit_and_one_meaning_in_all_tables(name):
    """No exceptions. What only one table needs to say of a column stands in its `note`."""
    said = {
        (field["type"], field.get("unit"), field["description"])
        for _, field in (param.values for param in FIELDS)
        if field["name"] == name
    }
    assert len(said) == 1, f"The column {name} is several things: {sorted(said, key=str)}."


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_every_quantity_has_a_unit_of_the_list(name, field):
    """Its own, or row by row in the column `unit`; a number that is none (a code, a point) is text."""
    unit = field.get("unit")
    assert unit is None or unit in UNITS, f"Table {name}, column {field['name']}: no unit {unit!r}."
    resource = datapackage.package().resource(name)
    if field["type"] in ("number", "integer") and resource["sources"] and unit is None:
        names = [each["name"] for each in resource["schema"]["fields"]]
        assert field["name"] == "value" and "unit" in names, f"Table {name}, column {field['name']}: no unit."


def test_units_of_rows_are_of_the_list(table):
    frame = paylib.load(table)
    if "unit" in frame:
        assert set(frame["unit"]) <= set(UNITS), f"Table {table} has units that are not in the list."


def test_an_hourly_rate_of_the_spine_carries_its_unit():
    spine = paylib.load("njc_spine")
    assert spine.attrs["units"] == {
        "annual_gbp": "gbp_year",
        "gbp_hour": "gbp_hour",
        "low_gbp": "gbp_year",
        "high_gbp": "gbp_year",
    }
    with pytest.warns(DeprecationWarning, match="hourly_gbp has moved: it is gbp_hour now"):
        assert spine["hourly_gbp"].equals(spine["gbp_hour"])


def test_a_code_is_text_however_it_looks():
    assert paylib.load("lancashire_grades").iloc[0][["grade", "point"]].tolist() == ["6", "19"]
    assert set(paylib.load("civil_service_staff")["grade"]) <= {
        "all",
        *paylib.load("civil_service_pay")["grade"],
    }


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("ashe_occupation", "workers", "working_pattern"),
        ("awe_real_rates", "rate_pct", "real_rate_pct"),
        ("civil_service_pension_rates", "band", "salary_band"),
        ("civil_service_salary_bands", "low_gbp", "from_gbp"),
        ("civil_service_staff", "staff", "value"),
        ("forecasts", "edition", "published_month"),
        ("aei_monthly", "edition", "published_month"),
    ],
)
def test_old_names_of_columns_are_still_read(name, old, new):
    frame = paylib.load(name)
    with pytest.warns(DeprecationWarning, match=f"{old} has moved: it is {new} now"):
        assert frame[old].equals(frame[new])


def test_a_basis_of_counting_is_a_unit_now():
    with pytest.raises(DataError, match=r"Column basis has moved\. .*unit"):
        paylib.load("civil_service_staff")["basis"]
    staff = paylib.load("civil_service_staff")
    assert set(staff["unit"]) == {"people", "fte"}
    coaches = paylib.load("frontline_staff").query("series == 'work_coaches' and period == '2021-05'")
    assert coaches[["value", "unit"]].values.tolist() == [[23786, "staff"]]


@pytest.mark.parametrize(
    ("where", "told"),
    [
        (
            {"bargaining_group": "njc", "point": 29, "period": "2009-05"},
            r"With the others, period is one of: .*2009-04, 2013-04",
        ),
        (
            {"bargaining_group": "nhs_afc", "period": "2025-04", "point": "entry"},
            r"differ in nation \(England.*grade \(band 2",
        ),
        ({"bargaining_group": "njcc"}, r"needs just one\. bargaining_group is one of: .*njc, "),
        ({"bargaining_group": "njc", "nation": "Mars", "period": "1900"}, r"needs just one\.$"),
    ],
)
def test_a_row_that_does_not_fit_is_told_with_what_does(where, told):
    with pytest.raises(DataError, match=told):
        datapackage.pick("pay_points", "annual_gbp", **where)
