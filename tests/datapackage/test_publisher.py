"""Both interfaces of the publisher: addresses by identifier, JSON and CSV, their faults, and how one stands in for the other.

`tests.datapackage.publisher` stands in for it. The files in ``ons_samples`` are the
publisher's own, byte for byte.
"""

import json
import random
from types import SimpleNamespace

import httpx
import pandas as pd
import pytest

import paylib
from paylib import datapackage
from paylib.datapackage import contracts
from paylib.datapackage import publisher as publishing
from paylib.datapackage.refresh import refresh
from paylib.errors import RefreshError
from tests.conftest import ROOT, cases
from tests.datapackage.publisher import HTML, Publisher, cut_package, files, send, status

PACE = publishing.PACE
SAMPLES = ROOT / "tests" / "datapackage" / "ons_samples"


# The publisher's own files


def read_sample(name: str, cdid: str, dataset: str, decimals: int, unit: str = ""):
    series = SimpleNamespace(
        table="trial", series=cdid, cdid=cdid, dataset=dataset, decimals=decimals, unit_header=unit
    )
    answer = httpx.Response(
        200, content=(SAMPLES / name).read_bytes(), headers={"Content-Type": "text/csv; charset=utf-8"}
    )
    header, figures = publishing._of_csv(series, answer, f"file {name}")
    publishing._check_header(series, header)
    return header, publishing._figures(series, figures)


@pytest.mark.parametrize(
    ("name", "cdid", "dataset", "decimals", "released", "last", "months"),
    [
        ("d7bt_2026_03.csv", "D7BT", "MM23", 1, "2026-03-25", {"2026-02": "140.1", "1988-01": "48.4"}, 458),
        ("d7bt_2026_09.csv", "D7BT", "MM23", 1, "2026-09-16", {"2026-08": "143.6", "1988-01": "48.4"}, 464),
        ("d7g7_2026_03.csv", "D7G7", "MM23", 1, "2026-03-25", {"2026-02": "3.0", "1989-01": "4.9"}, 446),
        ("l55o_2026_03.csv", "L55O", "MM23", 1, "2026-03-25", {"2026-02": "3.2", "1989-01": "5.7"}, 446),
        (
            "kab9_2026_09_lms.csv",
            "KAB9",
            "LMS EMP",
            0,
            "2026-09-15",
            {"2026-07": "756", "2000-01": "305"},
            319,
        ),
        ("kab9_2026_09_as_emp.csv", "KAB9", "LMS EMP", 0, "2026-09-15", {"2026-07": "756"}, 319),
        ("mgsx_2026_04.csv", "MGSX", "LMS", 1, "2026-04-21", {"2026-01": "4.9", "1971-02": "3.8"}, 660),
    ],
)
def test_the_files_of_the_publisher_are_read_to_the_last_figure(
    name, cdid, dataset, decimals, released, last, months
):
    header, figures = read_sample(name, cdid, dataset, decimals)
    assert (header.cdid, header.released) == (cdid, released)
    assert {period: figures[period] for period in last} == last
    assert len([period for period in figures if "Q" not in period]) == months


def test_a_series_may_be_in_either_of_two_data_sets_and_which_is_recorded():
    """The same figures, as EMP and as LMS."""
    (one, figures), (other, same) = (
        read_sample(name, "KAB9", "LMS EMP", 0, "£")
        for name in ("kab9_2026_09_lms.csv", "kab9_2026_09_as_emp.csv")
    )
    assert (one.dataset, other.dataset) == ("LMS", "EMP") and figures == same
    with pytest.raises(RefreshError, match=r"its Source dataset ID is 'LMS', not 'MM23'"):
        read_sample("kab9_2026_09_lms.csv", "KAB9", "MM23", 0)


# The interface for programs


@pytest.fixture
def api(publisher):
    publisher.has_api = True
    return publisher


def test_addresses_come_from_the_search_and_figures_as_json(package, api):
    """Midnight in London in October is 23:00 in UTC: the release is of the 21st."""
    api.series["D7BT"].months |= {"2026-09": 143.9}
    api.series["KAK6"].dataset = "EMP"
    api.series["KAK6"].months |= {"2026-03": 728.0}
    assert [change.source for change in refresh(["prices_monthly", "awe_monthly"])] == [
        "ons_d7bt_api_2026_10",
        "ons_kak6_api_2026_10",
    ]
    assert api.asked == []  # the website was not needed
    assert api.api[0].startswith("/v1/search?content_type=timeseries&cdids=D7BT,L522,CHAW")
    assert "/v1/data?uri=/somewhere/new/timeseries/d7bt/mm23" in api.api
    source = paylib.sources().loc["ons_kak6_api_2026_10"]
    assert source["series"] == "KAK6, EMP" and source["released"] == "2026-10-21"
    assert source["url"].startswith("https://api.beta.ons.gov.uk/v1/data?uri=/somewhere/new/")
    assert source["title"].endswith("(time series, JSON)") and contracts.verify() == []


def test_both_interfaces_give_the_same(package, api):
    api.series["D7BT"].months |= {"2026-09": 143.9}
    api.series["BBFW"].months |= {"2026-03": 44.0, "2020-02": ""}
    found = [change._replace(source="") for change in refresh(["prices_monthly", "labour_disputes"])]
    assert len(found) == 2
    held = [paylib.load(name).drop(columns="source") for name in ("prices_monthly", "labour_disputes")]
    api.has_api = False
    assert refresh(["prices_monthly", "labour_disputes"]) == []
    again = [paylib.load(name).drop(columns="source") for name in ("prices_monthly", "labour_disputes")]
    assert all(one.equals(other) for one, other in zip(held, again, strict=True))


def redirected(handler):
    handler.send_response(302)
    handler.send_header("Location", "/v1/data?uri=/sorry/timeseries/none/none")
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def faulty(change):
    """The answer for D7BT, changed."""

    def put(publisher):
        body = change(publisher.data("D7BT"))
        publisher.answers["api D7BT"] = [lambda handler: send(handler, body, kind="application/json")]

    return put


def answers(*given):
    return lambda publisher: publisher.answers.update({"api D7BT": list(given)})


UNREAD = {
    "gone": answers(status(404)),
    "refused": answers(status(403)),
    "too often": answers(status(429)),
    "too often, and not soon": answers(status(429, Retry_After="3600")),
    "failed": answers(status(500)),
    "a web page": answers(lambda handler: send(handler, HTML, kind="text/html")),
    "a web page said to be JSON": answers(lambda handler: send(handler, HTML, kind="application/json")),
    "redirected to a web page": lambda publisher: publisher.answers.update(
        {"api D7BT": [redirected], "api NONE": [lambda handler: send(handler, HTML, kind="text/html")]}
    ),
    "empty": faulty(lambda body: ""),
    "truncated": faulty(lambda body: body[:-200]),
    "a body that breaks off": answers(lambda handler: send(handler, "{", length=4000)),
    "not an object": faulty(lambda body: "[]"),
    "without months": faulty(lambda body: json.dumps({**json.loads(body), "months": None})),
    "without a release date": faulty(lambda body: body.replace("releaseDate", "released")),
    "a release date that is none": faulty(lambda body: body.replace("T23:00:00.000Z", " soon")),
}


TRIED = random.Random(1).sample(list(UNREAD), cases(len(UNREAD), 5))


@pytest.mark.slow
@pytest.mark.parametrize("fault", [UNREAD[name] for name in TRIED], ids=TRIED)
def test_where_one_interface_fails_the_other_is_read(package, api, pauses, fault):
    api.series["D7BT"].months |= {"2026-09": 143.9}
    fault(api)
    (change,) = refresh(["prices_monthly"])
    assert change[1:] == ("cpi", "2026-09", None, 143.9, "ons_d7bt_csv_2026_10")
    assert "/somewhere/new/timeseries/d7bt/mm23" in api.asked[0][0]  # at the address that was found
    assert len(api.asked) == 1


WRONG = {
    "another series": (
        lambda publisher: vars(publisher.series["D7BT"]).update(cdid="D7BU"),
        "CDID is 'D7BU'",
    ),
    "another unit": (lambda publisher: vars(publisher.series["D7BT"]).update(unit="%"), "its unit is '%'"),
    "not a number": (
        lambda publisher: publisher.series["D7BT"].months.update({"2026-09": "n/a"}),
        "2026-09 is 'n/a', not a number",
    ),
    "a gap": (
        lambda publisher: publisher.series["D7BT"].months.update({"2026-10": 144.3}),
        "has 2026-10 but not 2026-09: a gap",
    ),
}


@pytest.mark.parametrize(("fault", "message"), WRONG.values(), ids=WRONG)
def test_what_is_read_and_wrong_is_refused_and_not_asked_for_elsewhere(package, api, fault, message):
    before = files(package)
    body = None
    fault(api)
    if api.series["D7BT"].cdid == "D7BU":  # the search still finds what was asked for
        found = api.found(",".join(api.series)).replace('"D7BU"', '"D7BT"')
        api.answers["api search"] = [lambda handler: send(handler, found, kind="application/json")]
        body = api.data("D7BT")
        api.answers["api D7BU"] = [lambda handler: send(handler, body, kind="application/json")]
    with pytest.raises(RefreshError, match=message):
        refresh(["prices_monthly"])
    assert api.asked == [] and files(package) == before


@pytest.mark.parametrize(
    "answer",
    [
        status(500),
        status(404),
        lambda handler: send(handler, HTML, kind="text/html"),
        lambda handler: send(handler, '{"count": 0, "items": nul', kind="application/json"),
        lambda handler: send(handler, '{"error": "none"}', kind="application/json"),
        lambda handler: send(handler, '{"count": 0, "items": []}', kind="application/json"),
    ],
)
def test_without_the_search_the_shipped_addresses_are_read_as_csv(package, api, pauses, answer):
    api.answers["api search"] = [answer]
    api.series["D7BT"].months |= {"2026-09": 143.9}
    (change,) = refresh(["prices_monthly"])
    assert change.source == "ons_d7bt_csv_2026_10"
    assert all(path.startswith("/v1/search") for path in api.api)
    assert "/economy/inflationandpriceindices/timeseries/d7bt/mm23" in api.asked[0][0]


def test_where_both_interfaces_fail_both_reasons_are_given(package, api, pauses):
    api.answers |= {"api D7BT": [status(500)], "D7BT": [status(404)]}
    with pytest.raises(
        RefreshError, match=r"server failed \(500\), 4 times over.* Then there is nothing at .*404"
    ):
        refresh(["prices_monthly"])
    assert [path.split("uri=")[1] for path, _ in api.asked] == [
        "/somewhere/new/timeseries/d7bt/mm23",
        "/economy/inflationandpriceindices/timeseries/d7bt/mm23",
    ]


def test_requests_keep_to_the_pace_that_the_publisher_allows(package, api, monkeypatch):
    """120 requests in 10 seconds, 200 in a minute: every one waits its turn."""
    waited = []
    monkeypatch.setattr(publishing, "PACE", PACE)
    monkeypatch.setattr(publishing, "time", SimpleNamespace(sleep=waited.append, time=None))
    refresh(["labour_disputes"])
    assert waited == [PACE] * len(api.api) and len(api.api) == 3
    assert 10 / PACE < 120 and 60 / PACE < 200


# Tables that were not refreshed before


@pytest.fixture
def wider(tmp_path, monkeypatch):
    """A package of the other tables, and a publisher of their series."""
    folder = tmp_path / "wide"
    tables = {
        "awe_rates": "rate_pct",
        "awe_real": "weekly_gbp_2015_prices",
        "awe_real_rates": "real_rate_pct",
        "public_employment": "value",
    }
    cut_package(folder, list(tables), refers=["public_employment_series"])
    monkeypatch.setenv("PAYLIB_DATA", str(folder))
    return folder, tables


@pytest.fixture
def statistics(wider, monkeypatch):
    with Publisher(*wider).serving(monkeypatch) as found:
        found.has_api = True
        yield found


def test_growth_of_earnings_is_replaced_whole_with_its_edition_kept(wider, statistics):
    """KAC3 in the one decimal that is published, and the first figures of May to July no longer first ones."""
    before = paylib.load("awe_rates").query("series == 'KAC3'")
    months = pd.period_range("2001-03", "2026-08", freq="M").astype(str)
    statistics.series["KAC3"].months = dict.fromkeys(months, 4.0)
    statistics.series["KAC3"].months |= {
        str(row.month): round(row.rate_pct, 1) for row in before.itertuples()
    }
    statistics.series["KAC3"].months |= {"2026-07": 4.0, "2026-08": 3.8}
    changes = {change.period: change for change in refresh(["awe_rates"])}
    assert (changes["2026-07"].old, changes["2026-07"].new) == (3.9, 4.0) and changes["2026-08"].old is None
    now = paylib.load("awe_rates").query("series == 'KAC3'").set_index("month")
    assert len(now) == len(months) and set(now["usage_warnings"]) == {"rounded_in_source"}
    assert set(now["window"]) == {"three_months"} and now["rate_pct"]["2025-07"] == 4.8
    assert set(now["source"]) == {"ons_kac3_api_2026_10"}
    kept = datapackage.editions("awe_rates").query("series == 'KAC3' and not current")
    assert kept[["vintage", "rows"]].values.tolist() == [["2026-04-21", len(before)]]
    assert contracts.verify() == []


def test_public_employment_comes_by_quarters(wider, statistics):
    statistics.series["G7FG"].months |= {"2026-Q1": 2081.0, "2026-Q2": 2085.0}
    found = [change[:5] for change in refresh(["public_employment"])]
    assert found == [
        ("public_employment", "G7FG", "2026-Q1", None, 2081.0),
        ("public_employment", "G7FG", "2026-Q2", None, 2085.0),
    ]
    rows = paylib.load("public_employment").query("series == 'G7FG'")
    assert set(rows["edition"]) == {"october_2026"} and rows["period"].iloc[-1] == "2026-Q2"
    assert paylib.load("public_employment").query("series == 'G7AU'")["edition"].unique() == ["april_2026"]
    assert contracts.verify() == []


def test_a_series_whose_address_nobody_saw_needs_the_search(wider, statistics):
    statistics.has_api = False
    with pytest.raises(
        RefreshError, match=r"A3WX.*search does not find it, and ons_series.csv has no address"
    ) as caught:
        refresh(["awe_real"])
    assert "The series is as it was" in str(caught.value)


# Another reference period


def rebased(publisher, factor: float) -> None:
    """The CPI on 2023=100, with a new month: what the publisher may bring, made up here."""
    series = publisher.series["D7BT"]
    series.title = "CPI INDEX 00: ALL ITEMS 2023=100"
    series.months = {month: round(figure / factor, 1) for month, figure in series.months.items()}


def test_an_index_on_another_reference_period_is_linked_when_that_is_accepted(package_copy, api):
    """By the factor 1.305 of this made-up file, 110.3 is 143.9 on 2015=100."""
    rebased(api, 1.305)
    api.series["D7BT"].months |= {"2026-09": 110.3}
    with pytest.raises(RefreshError, match=r"another reference period. Link it .*--accept-revisions"):
        refresh(["prices_monthly"])
    (change,) = refresh(["prices_monthly"], accept_revisions=True)
    assert change[1:5] == ("cpi", "2026-09", None, 143.9)
    rows = paylib.load("prices_monthly").query("series == 'cpi'").set_index("month")
    assert rows.loc["2026-09", "usage_warnings"] == "linked" and rows.loc["2026-08", "price_index"] == 143.6
    title = paylib.sources().loc[change.source, "title"]
    assert "2023=100, linked to 2015=100 by the factor 1.30" in title and "over 1988-01 to 2026-08" in title
    assert "linked" in paylib.prices.warnings("cpi", "2025-09", "2026-09") and contracts.verify() == []


def test_an_index_that_was_revised_as_well_is_not_linked(package, api):
    rebased(api, 1.305)
    api.series["D7BT"].months["2024-03"] += 0.4
    before = files(package)
    with pytest.raises(
        RefreshError, match=r"2024-03 would be .* it was revised too. The history must be taken anew"
    ):
        refresh(["prices_monthly"], accept_revisions=True)
    assert files(package) == before


def test_an_index_without_a_month_in_common_is_not_linked(package, api):
    rebased(api, 1.305)
    api.series["D7BT"].months = {"2026-09": 110.3}
    with pytest.raises(RefreshError, match=r"has no month that is held: it cannot be linked"):
        refresh(["prices_monthly"], accept_revisions=True)
