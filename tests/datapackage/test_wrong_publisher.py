"""A publisher that is late, wrong or hostile in ways beyond a plain fault: dates, signs for no figure, histories, transfers."""

import datetime
import gzip
import json
import time
import warnings
from itertools import product

import pytest

from paylib import datapackage
from paylib.datapackage import contracts
from paylib.datapackage import publisher as publishing
from paylib.datapackage.refresh import refresh
from paylib.errors import RefreshError, StaleDataWarning
from tests.conftest import some
from tests.datapackage.publisher import Publisher, files, send


def reply(publisher, change, cdid: str = "D7BT") -> None:
    """The answer for a series, changed."""
    body = change(publisher.body(cdid))
    publisher.answers[cdid] = [lambda handler: send(handler, body)]


def scaled(publisher, cdid: str, factor: float) -> None:
    series = publisher.series[cdid]
    series.months = {month: round(each * factor, series.decimals) for month, each in series.months.items()}


# Days


@pytest.mark.parametrize("day", ["21-10-2026", " 21-10-2026 ", "2026-10-21", "21 October 2026", "21/10/2026"])
def test_the_day_of_a_release_is_read_in_each_form_that_can_mean_one_day_only(package, publisher, day):
    publisher.series["D7BT"].months["2026-09"] = 143.9
    reply(publisher, lambda body: body.replace('"21-10-2026"', f'"{day}"'))
    (change,) = refresh(["prices_monthly"])
    assert (
        datapackage.package().load("sources").set_index("source").loc[change.source, "released"]
        == "2026-10-21"
    )


@pytest.mark.parametrize(
    "due", ["18 November 2026", "18 Nov 2026", "18-11-2026", "2026-11-18", " 18 November 2026"]
)
def test_a_series_is_overdue_after_the_day_and_not_on_it(package, publisher, due):
    reply(publisher, lambda body: body.replace("18 November 2026", due))
    for cdid in ("L522", "CHAW", "CHMK"):
        reply(publisher, lambda body: body.replace("18 November 2026", "To be announced"), cdid)
    publisher.today = datetime.date(2026, 11, 18)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert refresh(["prices_monthly"]) == []
    publisher.today = datetime.date(2026, 11, 19)
    with pytest.warns(
        StaleDataWarning, match=r"cpi has nothing after 2026-08, and was due on 2026-11-18"
    ) as told:
        assert refresh(["prices_monthly"]) == []
    assert "cpih" not in str(told[0].message)


@pytest.mark.parametrize("due", ["", "To be announced", "Discontinued", "20 October 2026", "21 October 2026"])
def test_a_next_release_that_is_no_day_or_not_after_the_release_makes_nothing_overdue(
    package, publisher, due
):
    for cdid in ("D7BT", "L522", "CHAW", "CHMK"):
        reply(publisher, lambda body: body.replace("18 November 2026", due), cdid)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert refresh(["prices_monthly"]) == []


def test_a_series_that_has_something_new_may_be_overdue_all_the_same(package, publisher):
    """September comes in, and October was due yesterday."""
    publisher.series["D7BT"].months["2026-09"] = 143.9
    publisher.today = datetime.date(2026, 11, 19)
    with pytest.warns(StaleDataWarning, match=r"cpi has nothing after 2026-09, and was due on 2026-11-18"):
        assert len(refresh(["prices_monthly"])) == 1


def test_an_old_copy_changes_nothing(package, publisher):
    """KAK6 is held as released on 21 April 2026; what the publisher had in March is no revision of it."""
    series = publisher.series["KAK6"]
    series.released = "17-03-2026"
    series.months["2026-01"] = 731.0
    before = files(package)
    with pytest.raises(
        RefreshError, match=r"the release of 2026-03-17, and differs from that of 2026-04-21.* an old copy"
    ):
        refresh(["awe_monthly"])
    assert files(package) == before


# Signs for no figure


@pytest.mark.parametrize("sign", ["", " ", "..", "[x]"])
def test_what_stands_for_no_figure_is_blank_in_the_middle_and_at_the_end(package, publisher, sign):
    publisher.series["BBFW"].months |= {"2026-03": sign, "2026-04": 44.0, "2026-05": sign, "2026-06": sign}
    assert [change[2:5] for change in refresh(["labour_disputes"])] == [("2026-04", None, 44.0)]
    assert "2026-03" in datapackage.package().resource("labour_disputes")["notPublished"]["BBFW"]
    assert contracts.verify() == []


NO_FIGURES = ["-", "x", "…", "1,436", "143.9r", "1e2", "inf", "-inf", "+143.9", "١٤٣", "143.", "9" * 400]


@pytest.mark.slow
@pytest.mark.parametrize("sign", some(NO_FIGURES, 5))
def test_what_is_no_figure_and_no_sign_for_none_is_refused(package, publisher, sign):
    before = files(package)
    publisher.series["D7BT"].months["2026-09"] = sign
    with pytest.raises(
        RefreshError, match=r"the figure of 2026-09 is .*not a number|a step of more than 4 per cent"
    ):
        refresh(["prices_monthly"])
    assert files(package) == before


@pytest.mark.parametrize("value", [1439.0, 14.4, 0.0, -143.9])
def test_a_slip_in_the_newest_month_is_refused(package, publisher, value):
    before = files(package)
    publisher.series["D7BT"].months["2026-09"] = value
    with pytest.raises(
        RefreshError, match=r"from 2026-08 to 2026-09 it goes from 143\.6 to .* not plausible"
    ):
        refresh(["prices_monthly"])
    assert files(package) == before


# Whole histories


def test_a_whole_history_times_1_1_is_named_by_its_factor(package, publisher):
    scaled(publisher, "D7BT", 1.1)
    with pytest.raises(RefreshError, match=r"by more than 4 per cent: another base.* one factor, 1\.1000"):
        refresh(["prices_monthly"])


@pytest.mark.parametrize("cdid", ["KAK6", "KAB9"])
def test_a_history_of_earnings_by_one_factor_is_no_routine_revision(package, publisher, cdid):
    """To the nearest pound: £300 times 1.02 may be 1.0217 or 1.0183 of it."""
    before = files(package)
    scaled(publisher, cdid, 1.02)
    with pytest.raises(
        RefreshError, match=rf"figures of {cdid} changed by one factor, 1\.0200.*--accept-revisions"
    ):
        refresh(["awe_monthly"])
    assert files(package) == before
    assert len(refresh(["awe_monthly"], accept_revisions=True)) > 200


# Transfers


def raw(handler, *parts: bytes, pause: float = 0.0, status: str = "200 OK"):
    """An answer written by hand."""
    try:
        handler.wfile.write(f"HTTP/1.1 {status}\r\nConnection: close\r\n".encode())
        for part in parts:
            handler.wfile.write(part)
            handler.wfile.flush()
            time.sleep(pause)
    except OSError:
        pass  # nobody listens any more
    handler.close_connection = True


def test_a_header_that_never_ends_is_given_up(package, publisher, monkeypatch, pauses):
    monkeypatch.setattr(publishing, "LONGEST_TRANSFER", 0.3)
    slow = [f"X-{number}: 1\r\n".encode() for number in range(40)]
    publisher.answers["D7BT"] = [lambda handler: raw(handler, *slow, pause=0.05)]
    with pytest.raises(RefreshError, match=r"did not come whole within 0\.3 seconds"):
        refresh(["prices_monthly"])


def test_what_unpacks_to_nothing_is_given_up_as_well(package, publisher, monkeypatch, pauses):
    """A gzip whose file name goes on and on: nothing is unpacked, and much has come."""
    monkeypatch.setattr(publishing, "LARGEST", 300_000)
    head = b"Content-Encoding: gzip\r\n\r\n" + bytes.fromhex("1f8b0808000000000003")
    publisher.answers["D7BT"] = [lambda handler: raw(handler, head, *[b"n" * 10_000] * 60)]
    with pytest.raises(RefreshError, match="larger than 300,000 bytes"):
        refresh(["prices_monthly"])


def test_what_is_packed_twice_is_not_unpacked(package, publisher, pauses):
    body = gzip.compress(gzip.compress(b"x" * 30_000_000))
    head = f"Content-Encoding: gzip, gzip\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    publisher.answers["D7BT"] = [lambda handler: raw(handler, head + body)]
    with pytest.raises(RefreshError, match=r"packed as 'gzip, gzip', which was not asked for"):
        refresh(["prices_monthly"])


def packed(publisher, cut: int = 0):
    body = gzip.compress(publisher.body("D7BT").encode())
    body = body[: len(body) - cut]
    head = f"Content-Type: text/csv\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    return lambda handler: raw(handler, head + body)


def test_a_packed_answer_is_read_and_half_of_one_is_not(package, publisher, pauses):
    publisher.series["D7BT"].months["2026-09"] = 143.9
    publisher.answers["D7BT"] = [packed(publisher, cut=12)]
    with pytest.raises(RefreshError, match=r"failed or broke off \(what is packed has no end\)"):
        refresh(["prices_monthly"])
    publisher.answers["D7BT"] = [packed(publisher)]
    assert len(refresh(["prices_monthly"])) == 1


def test_a_packed_answer_in_two_parts_is_not_read_to_the_end_of_the_first(package, publisher, pauses):
    body = publisher.body("D7BT").encode()
    cut = body.rindex(b"\n", 0, -1) + 1
    both = gzip.compress(body[:cut]) + gzip.compress(body[cut:])
    head = f"Content-Type: text/csv\r\nContent-Encoding: gzip\r\nContent-Length: {len(both)}\r\n\r\n"
    publisher.answers["D7BT"] = [lambda handler: raw(handler, head.encode() + both)]
    with pytest.raises(RefreshError, match=r"more follows after the end of what is packed"):
        refresh(["prices_monthly"])


def _chunked(body: bytes, end: bytes) -> bytes:
    head = b"Content-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head + f"{len(body):x}\r\n".encode() + body + b"\r\n" + end


WRONG_ANSWERS = {
    "a chunk whose length is no number": ("200 OK", lambda body: _chunked(body, b"zz\r\n"), "broke off"),
    "chunks without an end": ("200 OK", lambda body: _chunked(body, b""), "broke off"),
    "a part": (
        "206 Partial Content",
        lambda body: b"Content-Length: %d\r\n\r\n" % len(body) + body,
        "answered with status 206",
    ),
    "not modified": ("304 Not Modified", lambda body: b"\r\n", "answered with status 304"),
    "no content": ("204 No Content", lambda body: b"\r\n", "answered with status 204"),
    "fewer bytes than said": (
        "200 OK",
        lambda body: b"Content-Length: %d\r\n\r\n" % (len(body) + 9) + body,
        "broke off",
    ),
    "a length that is none": ("200 OK", lambda body: b"Content-Length: -1\r\n\r\n" + body, "broke off"),
    "two lengths": (
        "200 OK",
        lambda body: b"Content-Length: 5\r\nContent-Length: %d\r\n\r\n" % len(body) + body,
        "broke off",
    ),
    "an address that is none": (
        "302 Found",
        lambda body: b"Location: http://[::1\r\nContent-Length: 0\r\n\r\n",
        "broke off|is not an address",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("wrong", some(WRONG_ANSWERS, 3))
def test_what_is_no_whole_answer_is_refused(package, publisher, pauses, wrong):
    status, answer, told = WRONG_ANSWERS[wrong]
    publisher.series["D7BT"].months["2026-09"] = 143.9
    content, before = answer(publisher.body("D7BT").encode()), files(package)
    publisher.answers["D7BT"] = [lambda handler: raw(handler, content, status=status)]
    with pytest.raises(RefreshError, match=told):
        refresh(["prices_monthly"])
    assert files(package) == before


def sent_on(to: str, body: bytes = b""):
    head = f"Location: {to}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    return lambda handler: raw(handler, head + body, status="302 Found")


ELSEWHERE = [
    "file:///etc/passwd",
    "http://localhost:1/x",
    "https://ons.example/x",
    "https://ons.gov.uk@ons.example/",
    "ftp://127.0.0.1/",
]


@pytest.mark.slow
@pytest.mark.parametrize("to", some(ELSEWHERE, 3))
def test_a_redirect_to_another_server_or_to_a_file_is_not_followed(package, publisher, pauses, to):
    publisher.answers["D7BT"] = [sent_on(to)]
    with pytest.raises(RefreshError, match=r"sends on to '.*', which is not the publisher's own"):
        refresh(["prices_monthly"])
    assert pauses == []


def test_a_redirect_on_the_same_server_is_followed_and_a_circle_is_not(package, publisher, pauses):
    publisher.series["D7BT"].months["2026-09"] = 143.9
    moved = "/generator?format=csv&uri=/moved/timeseries/moved/mm23"
    publisher.answers["D7BT"] = [sent_on(moved, b"x" * 100)]
    publisher.answers["MOVED"] = [sent_on(moved)]
    with pytest.raises(RefreshError, match="sends on more than 5 times"):
        refresh(["prices_monthly"])
    publisher.answers["MOVED"] = [lambda handler: send(handler, publisher.body("D7BT"))]
    assert len(refresh(["prices_monthly"])) == 1


@pytest.mark.parametrize(
    ("there", "here", "follows"),
    [
        ("https://www.ons.gov.uk/b", "https://www.ons.gov.uk/a", True),
        ("https://cy.ons.gov.uk/a", "https://www.ons.gov.uk/a", True),
        ("https://api.ons.gov.uk/v1", "https://api.beta.ons.gov.uk/v1", True),
        ("http://www.ons.gov.uk/a", "https://www.ons.gov.uk/a", False),
        ("https://www.ons.gov.uk:8443/a", "https://cy.ons.gov.uk/a", False),
        ("https://notons.gov.uk/a", "https://www.ons.gov.uk/a", False),
        ("https://www.ons.gov.uk.example/a", "https://www.ons.gov.uk/a", False),
    ],
)
def test_which_addresses_are_the_publishers_own(there, here, follows):
    assert publishing._is_publishers(publishing.httpx.URL(there), publishing.httpx.URL(here)) is follows


# Texts


@pytest.mark.slow
@pytest.mark.parametrize(
    ("encoding", "end"), some(product(["utf-8-sig", "cp1252", "utf-16"], ["\n", "\r\n"]), 3)
)
def test_a_file_is_read_as_programs_save_it(package, publisher, encoding, end):
    publisher.series["KAK6"].months["2026-03"] = 728.0
    content = publisher.body("KAK6").replace("\n", end).encode(encoding)
    assert "£" in publisher.series["KAK6"].title
    head = f"Content-Type: text/csv\r\nContent-Length: {len(content)}\r\n\r\n".encode()
    publisher.answers["KAK6"] = [lambda handler: raw(handler, head + content)]
    (change,) = refresh(["awe_monthly"])
    assert change[2:5] == ("2026-03", None, 728.0)


def test_what_acts_on_a_screen_stays_out_of_the_sources(package, publisher):
    publisher.series["D7BT"].months["2026-09"] = 143.9
    publisher.series["D7BT"].title += "\x1b[31m\u202e\u200b"
    (change,) = refresh(["prices_monthly"])
    title = datapackage.package().load("sources").set_index("source").loc[change.source, "title"]
    assert title == "CPI INDEX 00: ALL ITEMS 2015=100[31m (time-series CSV)"


def test_months_out_of_order_are_the_same_months(package, publisher):
    publisher.series["D7BT"].months["2026-09"] = 143.9
    publisher.series["D7BT"].months = dict(reversed(publisher.series["D7BT"].months.items()))
    assert [change[2:5] for change in refresh(["prices_monthly"])] == [("2026-09", None, 143.9)]


# The interface for programs


@pytest.fixture
def api(publisher) -> Publisher:
    publisher.has_api = True
    publisher.series["D7BT"].months["2026-09"] = 143.9
    return publisher


def changed(**said):
    def change(body: str) -> str:
        content = json.loads(body)
        content["description"] |= said
        return json.dumps(content)

    return change


OF_ANOTHER_MAKE = {
    "deep": lambda body: "[" * 100_000,
    "long": lambda body: '{"months": ' + "9" * 5000 + "}",
    "cdid": changed(cdid=5),
    "title": changed(title=None),
    "unit": changed(unit=["%"]),
    "number": changed(releaseDate=20261021),
    "no zone": changed(releaseDate="2026-10-21"),
}


@pytest.mark.slow
@pytest.mark.parametrize("make", some(OF_ANOTHER_MAKE, 3))
def test_an_answer_of_another_make_sends_to_the_file(package, api, make):
    change = OF_ANOTHER_MAKE[make]
    body = change(api.data("D7BT"))
    api.answers["api D7BT"] = [lambda handler: send(handler, body, kind="application/json")]
    assert [change.source for change in refresh(["prices_monthly"])] == ["ons_d7bt_csv_2026_10"]


WITHOUT_ADDRESSES = [
    '["D7BT"]',
    '[{"cdid": "D7BT", "dataset_id": 23, "uri": "/a"}]',
    '[{"cdid": "D7BT", "dataset_id": "MM23", "uri": "/a\\u0000b"}]',
    '[{"cdid": "D7BT", "dataset_id": "MM23", "uri": "//ons.example/a"}]',
    '[{"cdid": "D7BT", "dataset_id": "MM23", "uri": 5}]',
    "[" * 100_000,
]


@pytest.mark.slow
@pytest.mark.parametrize("items", some(WITHOUT_ADDRESSES, 2))
def test_a_search_that_finds_no_addresses_is_done_without(package, api, items):
    api.answers["api search"] = [
        lambda handler: send(handler, f'{{"items": {items}}}', kind="application/json")
    ]
    assert [change.source for change in refresh(["prices_monthly"])] == ["ons_d7bt_csv_2026_10"]


def test_a_month_that_is_null_is_blank(package, api):
    api.series["D7BT"].released = "16-11-2026"
    api.series["D7BT"].months |= {"2026-09": "", "2026-10": 144.3}
    body = api.data("D7BT").replace('"value": ""', '"value": null')
    assert "null" in body
    api.answers["api D7BT"] = [lambda handler: send(handler, body, kind="application/json")]
    assert [change[2:5] for change in refresh(["prices_monthly"])] == [("2026-10", None, 144.3)]
    assert datapackage.package().resource("prices_monthly")["notPublished"]["cpi"] == ["2026-09"]
