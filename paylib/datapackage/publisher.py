"""Time series of the Office for National Statistics, read by either of its two interfaces.

The first is for programs: a search gives the address of a series by its identifier (CDID), and the
data at an address come as JSON. The second is the CSV file that the pages of the website offer:
eight rows of header, then yearly, quarterly and monthly figures. Where the first does not answer,
or not with what it should, the second is read: at the address that the search gave, else at the one
in ``ons_series``.
"""

from __future__ import annotations

import csv
import datetime
import email.utils
import io
import json
import queue
import re
import threading
import time
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib import metadata
from time import monotonic
from typing import NamedTuple

import httpx
import pandas as pd

from paylib.errors import FigureError, RefreshError
from paylib.figures.plain import plain
from paylib.figures.saved import decoded

SITE = "https://www.ons.gov.uk"
API = "https://api.beta.ons.gov.uk/v1"

TIMEOUT = 30.0
PAUSES = (1.0, 2.0, 4.0)
"""Seconds to wait before each new attempt, unless the server asks for more."""
LONGEST_PAUSE = 120.0
LONGEST_TRANSFER = 60.0
"""Seconds for the whole of an answer: a byte at a time would never end."""
LARGEST = 4_000_000
"""Bytes of an answer, unpacked: the longest series has about 60,000."""
MOST_REDIRECTS = 5
PACE = 0.35
"""Seconds between two requests. The publisher allows 120 in 10 seconds and 200 in a minute."""
MOST_SILENT = 2
"""Series in a row for which a publisher does not answer, before it is asked for no more."""
SEARCHED_AT_ONCE = 20
"""Identifiers in one search; each may be in several data sets, and 10 results come unless more are asked for."""

_HEADER = (
    "Title",
    "CDID",
    "Source dataset ID",
    "PreUnit",
    "Unit",
    "Release date",
    "Next release",
    "Important notes",
)
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_MONTH = re.compile(rf"(\d{{4}}) ({'|'.join(_MONTHS)})", re.ASCII)
_QUARTER = re.compile(r"(\d{4}) (Q[1-4])", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_NOT_AVAILABLE = ("..", "[x]")
"""What official statistics print where there is no figure: as good as blank. A dash may mean nought, and is refused."""
_DAYS = ("%d-%m-%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d", "%d/%m/%Y")
_URI = re.compile(r"(/[\w.-]+)+", re.ASCII)


class Edition(NamedTuple):
    """A series as its publisher gives it."""

    title: str
    dataset: str
    """The data set that it is in: some are in two."""
    released: str
    url: str
    """Where it was read."""
    interface: str
    """``api`` or ``csv``."""
    figures: dict[str, str]
    """As they are printed, by month (2026-08) and by quarter (2026-Q2)."""
    due: str = ""
    """When its publisher says that the next one comes; empty where it does not."""
    blank: frozenset[str] = frozenset()
    """Months and quarters that are printed without a figure: not published, or not yet."""
    link: str = ""
    """How an index on another reference period was linked; empty where it was not."""


class _Header(NamedTuple):
    title: str
    cdid: str
    dataset: str
    unit: str
    released: str
    due: str = ""


class _Unread(Exception):
    """An interface did not give a series that can be read; the other one may."""


class _Unanswered(_Unread):
    """The server did not answer, or said that it cannot now, each time that it was asked."""


class _Silent(RefreshError):
    """A series of which no interface answered: the next one will hardly do better."""


def refused(series, why: str) -> RefreshError:
    """Why a series is not taken."""
    return RefreshError(f"{series.table}, {series.series} ({series.cdid}): {why} The series is as it was.")


def interfaces(address: str) -> tuple[str, str]:
    """The two interfaces at an address: the website's, and the one for programs.

    Examples
    --------
    >>> interfaces("https://www.ons.gov.uk/")
    ('https://www.ons.gov.uk', 'https://api.beta.ons.gov.uk/v1')
    >>> interfaces("http://127.0.0.1:8000")
    ('http://127.0.0.1:8000', 'http://127.0.0.1:8000/v1')
    """
    site = address.rstrip("/")
    return site, API if site == SITE else f"{site}/v1"


def original(url: str, address: str) -> str:
    """The publisher's own address of what was read at another one."""
    site, api = interfaces(address)
    return url.replace(api, API, 1) if url.startswith(api) else url.replace(site, SITE, 1)


def fetch(
    wanted: list, address: str, progress: Callable[[str, int, int], None]
) -> tuple[list[tuple[object, Edition]], list[RefreshError]]:
    """The newest edition of each series, and why some are left alone.

    Parameters
    ----------
    wanted : list
        Rows of ``ons_series``.
    address : str
        Where the publisher's website is.
    progress : callable
        Told the table and series, how many were asked for, and of how many.

    Returns
    -------
    list of tuple
        Series and edition.
    list of RefreshError
        One for each series that did not come or is not what it should be. Once a publisher has not
        answered for two in a row, the rest are not asked for.
    """
    if not address.startswith(("https://", "http://")):
        raise RefreshError(f"{address!r} is not an address. Write it as {SITE!r}, or unset PAYLIB_ONS.")
    site, api = interfaces(address)
    found, failed, silent, left = [], [], 0, 0
    about = {"User-Agent": _user_agent(), "Accept-Encoding": "gzip"}
    with httpx.Client(timeout=TIMEOUT, headers=about) as client:
        uris = _uris(client, api, wanted)
        for number, series in enumerate(wanted, 1):
            if silent == MOST_SILENT:
                left += 1
                continue
            try:
                found.append((series, _edition(client, series, site, api, uris.get(series.cdid))))
                silent = 0
            except RefreshError as error:
                failed.append(error)
                silent = silent + 1 if isinstance(error, _Silent) else 0
            progress(f"{series.table} {series.series}", number, len(wanted))
    if left:
        failed.append(RefreshError(f"For {left} more series it was not asked, since it does not answer."))
    return found, failed


def _user_agent() -> str:
    try:
        about = metadata.metadata("paylib-uk")
    except metadata.PackageNotFoundError:  # run from its source without being installed
        return "paylib-uk"
    addresses = [entry.split(", ", 1)[1] for entry in about.get_all("Project-URL") or ()]
    return f"{about['Name']}/{about['Version']}" + (f" ({addresses[0]})" if addresses else "")


# Addresses


def _uris(client: httpx.Client, api: str, wanted: list) -> dict[str, str]:
    """The addresses of series by their identifiers, from the publisher's search; empty if it does not answer."""
    uris: dict[str, str] = {}
    for at in range(0, len(wanted), SEARCHED_AT_ONCE):
        some = wanted[at : at + SEARCHED_AT_ONCE]
        cdids = ",".join(series.cdid for series in some)
        url = f"{api}/search?content_type=timeseries&cdids={cdids}&limit={10 * len(some)}"
        try:
            items = _json(_get(client, url), url)["items"]
            uris |= {series.cdid: uri for series in some if (uri := _uri(series, items))}
        except (_Unread, KeyError, TypeError, AttributeError):
            return {}  # without the search there is no use in asking the same server for data
    return uris


def _uri(series, items: Iterable[dict]) -> str | None:
    """The address of a series in the data set that is named first, of those that it is found in."""
    found = {
        item["dataset_id"].upper(): item["uri"]
        for item in items
        if str(item.get("cdid", "")).upper() == series.cdid
        and item.get("dataset_id")
        and _URI.fullmatch(item.get("uri") or "")
    }
    return next((found[name] for name in series.dataset.split() if name in found), None)


def _edition(client: httpx.Client, series, site: str, api: str, uri: str | None) -> Edition:
    """A series by the first way that gives it."""
    ways = [(_of_json, "api", f"{api}/data?uri={uri}")] if uri else []
    ways += [
        (_of_csv, "csv", f"{site}/generator?format=csv&uri={path}")
        for path in dict.fromkeys([uri, series.uri])
        if path
    ]
    if not ways:
        raise refused(
            series, "the publisher's search does not find it, and ons_series.csv has no address for it."
        )
    failures = []
    for read, interface, url in ways:
        try:
            header, figures = read(series, _get(client, url), url)
        except _Unread as why:
            failures.append(why)
            continue
        _check_header(series, header)
        held = _figures(series, figures)
        _must_be_of_its_time(series, header, held)
        blank = frozenset(_period(series, printed) for printed, figure in figures if not figure)
        return Edition(
            plain(header.title), header.dataset, header.released, url, interface, held, header.due, blank
        )
    error = refused(series, " Then ".join(map(str, failures)))
    raise _Silent(str(error)) if all(isinstance(why, _Unanswered) for why in failures) else error


def _must_be_of_its_time(series, header: _Header, figures: dict[str, str]) -> None:
    """Refuse a release that has not been yet, and figures of months that had not ended when it was made."""
    if header.released > today().isoformat():
        raise refused(series, f"its release date is {header.released}, which has not been yet.")
    late = [each for each in figures if _last_month(each) > header.released[:7]]
    if late:
        raise refused(
            series,
            f"it has a figure of {min(late)}, which had not ended when it was released ({header.released}).",
        )


def _last_month(period: str) -> str:
    """The month with which a month, a quarter or a year ends: thousands of them are asked for.

    Examples
    --------
    >>> _last_month("2026-08"), _last_month("2026-Q3"), _last_month("2026")
    ('2026-08', '2026-09', '2026-12')
    """
    year, _, part = period.partition("-")
    return f"{year}-{int(part[1:]) * 3:02d}" if part[:1] == "Q" else f"{year}-{part or 12}"


def today() -> datetime.date:
    """The day on which the publisher is asked."""
    return datetime.date.today()


def a_day(text: str) -> str:
    """The day of a release as its publisher says it, or nothing where it says none.

    Examples
    --------
    >>> a_day("18 November 2026"), a_day("To be announced")
    ('2026-11-18', '')
    """
    for form in _DAYS:
        with suppress(ValueError):
            return datetime.datetime.strptime(text.strip(), form).date().isoformat()
    return ""


# Answers


def _get(client: httpx.Client, url: str) -> httpx.Response:
    """The publisher's answer, asked for again where that may help."""
    for pause in (*PAUSES, None):
        asked = 0.0
        time.sleep(PACE)
        try:
            response = _in_time(client, url)
        except httpx.InvalidURL as error:
            raise _Unread(f"{url!r} is not an address ({error}).") from None
        except httpx.TimeoutException:
            failure = f"no answer from {url} within {TIMEOUT:g} seconds"
        except httpx.HTTPError as error:
            failure = f"the connection to {url} failed or broke off ({error})"
        else:
            if response.status_code != 429 and response.status_code < 500:
                return _accepted(response, url)
            asked = _asked_pause(response)
            failure = (
                f"{url}: the publisher says that it is asked too often (429)"
                if response.status_code == 429
                else f"{url}: the publisher's server failed ({response.status_code})"
            )
        if asked > LONGEST_PAUSE:
            raise _Unanswered(f"{failure}, and to come back in {asked:.0f} seconds. Try again then.")
        if pause is not None:
            time.sleep(max(pause, asked))
    raise _Unanswered(f"{failure}, {len(PAUSES) + 1} times over. Try again later.")


def _in_time(client: httpx.Client, url: str) -> httpx.Response:
    """A whole answer, if all of it comes in time: a byte now and then, even of its header, would never end."""
    results = queue.SimpleQueue()

    def ask() -> None:
        try:
            results.put((_whole(client, url), None))
        except Exception as error:
            results.put((None, error))

    threading.Thread(target=ask, daemon=True).start()
    try:
        response, error = results.get(timeout=LONGEST_TRANSFER)
    except queue.Empty:
        raise _too_late(url) from None
    if error:
        raise error
    return response


def _too_late(url: str) -> _Unanswered:
    return _Unanswered(f"the answer of {url} did not come whole within {LONGEST_TRANSFER:g} seconds.")


def _whole(client: httpx.Client, url: str) -> httpx.Response:
    """An answer with all that it holds, if that is not more than a series can be; elsewhere where it is sent on."""
    request = client.build_request("GET", url)
    for _ in range(MOST_REDIRECTS + 1):
        response = client.send(request, stream=True)
        try:
            if response.next_request is None:
                content = _content(response, url) if response.status_code == 200 else b""
                headers = [each for each in response.headers.multi_items() if each[0] not in _OF_TRANSFER]
                return httpx.Response(response.status_code, headers=headers, content=content, request=request)
        finally:
            response.close()
        if not _is_publishers(response.next_request.url, request.url):
            raise _Unread(
                f"{url} sends on to {str(response.next_request.url)!r}, which is not the publisher's own."
            )
        request = response.next_request
    raise _Unread(f"{url} sends on more than {MOST_REDIRECTS} times.")


_OF_TRANSFER = ("content-encoding", "content-length", "transfer-encoding")


def _is_publishers(there: httpx.URL, here: httpx.URL) -> bool:
    """Whether an address is of the same server as another one, or of the publisher's; never of a less safe kind."""
    if there.scheme not in (here.scheme, "https"):
        return False
    ours = httpx.URL(SITE).host.removeprefix("www")
    both = (f".{each.host}".endswith(ours) for each in (there, here))
    return (there.host, there.port) == (here.host, here.port) or (all(both) and there.port is None)


def _content(response: httpx.Response, url: str) -> bytes:
    """What an answer holds, unpacked a little at a time."""
    packing = response.headers.get("Content-Encoding", "").strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip"):
        raise _Unread(f"the answer of {url} is packed as {packing!r}, which was not asked for.")
    unpacking = zlib.decompressobj(31) if "gzip" in packing else None
    content, came, begun = bytearray(), 0, monotonic()
    for part in response.iter_raw():
        came += len(part)
        try:
            content += unpacking.decompress(part, LARGEST + 1 - len(content)) if unpacking else part
        except zlib.error as error:
            raise httpx.DecodingError(str(error)) from None
        if max(came, len(content)) > LARGEST:
            raise _Unread(f"the answer of {url} is larger than {LARGEST:,} bytes, which no series is.")
        if monotonic() - begun > LONGEST_TRANSFER:
            raise _too_late(url)  # a part is never given for the whole, were someone still waiting for it
    if unpacking and came and not unpacking.eof:
        raise httpx.DecodingError("what is packed has no end")
    if unpacking and unpacking.unused_data:
        raise httpx.DecodingError("more follows after the end of what is packed")
    return bytes(content)


def _asked_pause(response: httpx.Response) -> float:
    """Seconds that the server asks for in Retry-After, which is a number or a date."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isdecimal():
        return float(text)
    with suppress(ValueError, TypeError, OverflowError):
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - time.time())
    return 0.0


def _accepted(response: httpx.Response, url: str) -> httpx.Response:
    status = response.status_code
    if status == 404:
        raise _Unread(f"there is nothing at {url} (404). If it has moved, correct ons_series.csv.")
    if status == 403:
        raise _Unread(f"the publisher refuses {url} (403). It may not like this network: try from another.")
    if status != 200:
        raise _Unread(f"{url} answered with status {status}, where 200 was expected.")
    return response


def _text(response: httpx.Response, url: str, what: str) -> str:
    try:
        text, _ = decoded(response.content, url)
    except FigureError:
        raise _Unread(f"the answer of {url} is not text, and so not {what}.") from None
    if not text.strip():
        raise _Unread(f"the answer of {url} is empty.")
    if "html" in response.headers.get("Content-Type", "") or text.lstrip().startswith("<"):
        raise _Unread(f"the answer of {url} is a web page, not {what}. Look at it in a browser.")
    return text


def _json(response: httpx.Response, url: str) -> dict:
    try:
        return json.loads(_text(response, url, "JSON"))
    except (ValueError, RecursionError) as error:
        raise _Unread(f"the answer of {url} breaks off or is damaged ({error}).") from None


def _of_json(series, response: httpx.Response, url: str) -> tuple[_Header, list[tuple[str, str]]]:
    """An answer of the interface for programs: its header, and figures by period."""
    content = _json(response, url)
    try:
        about = content["description"]
        header = _Header(
            about["title"],
            about["cdid"],
            about["datasetId"],
            about.get("preUnit", "") + about.get("unit", ""),
            _london_day(about["releaseDate"]),
            a_day(str(about.get("nextRelease", ""))),
        )
        if not all(isinstance(said, str) for said in header):
            raise TypeError("what is said of it is no text")
        periods = [*content["quarters"], *content["months"]]
        return header, [(str(each["date"]).strip(), _printed(each["value"])) for each in periods]
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise _Unread(f"the answer of {url} is not in the form of a time series ({error!r}).") from None


def _london_day(moment: str) -> str:
    """The day in London of a moment in UTC: at 23:00 in summer it is the next day there.

    Examples
    --------
    >>> _london_day("2026-07-21T23:00:00.000Z"), _london_day("2026-02-18T00:00:00.000Z")
    ('2026-07-22', '2026-02-18')
    """
    return pd.Timestamp(moment).tz_convert("Europe/London").date().isoformat()


def _of_csv(series, response: httpx.Response, url: str) -> tuple[_Header, list[tuple[str, str]]]:
    """A CSV file of the website: its header, and figures by period."""
    text = _text(response, url, "a CSV file")
    try:
        lines = list(csv.reader(io.StringIO(text), strict=True))
    except csv.Error as error:
        raise _Unread(f"the CSV file {url} breaks off or is damaged ({error}).") from None
    if not text.endswith("\n") or any(len(line) != 2 for line in lines):
        raise _Unread(
            f"the CSV file {url} breaks off: its last row is not whole, or a row has not two cells."
        )
    header, body = dict(lines[: len(_HEADER)]), lines[len(_HEADER) :]
    if tuple(header) != _HEADER:
        raise _Unread(f"the file {url} does not begin with the rows {', '.join(_HEADER)}.")
    unit = header["PreUnit"] + header["Unit"]
    released = _day(series, header["Release date"])
    due = a_day(header["Next release"])
    about = _Header(header["Title"], header["CDID"], header["Source dataset ID"], unit, released, due)
    return about, [(period.strip(), _printed(figure)) for period, figure in body]


def _printed(figure: object) -> str:
    """A figure as it is printed, or nothing where there is none."""
    text = "" if figure is None else str(figure).strip()
    return "" if text in _NOT_AVAILABLE else text


def _day(series, text: str) -> str:
    if not (day := a_day(text)):
        raise refused(series, f"its release date is {text!r}, not DD-MM-YYYY.")
    return day


# What an answer must say


def _check_header(series, header: _Header) -> None:
    if header.cdid.upper() != series.cdid:
        raise refused(series, f"another series came: its CDID is {header.cdid!r}, not {series.cdid!r}.")
    if header.dataset.upper() not in series.dataset.split():
        wanted = " or ".join(map(repr, series.dataset.split()))
        raise refused(
            series, f"another series came: its Source dataset ID is {header.dataset!r}, not {wanted}."
        )
    if series.unit_header and header.unit != series.unit_header:
        raise refused(series, f"its unit is {header.unit!r}, not {series.unit_header!r}.")


def _figures(series, body: list[tuple[str, str]]) -> dict[str, str]:
    """The figures of months and quarters as printed; a period without one is left out."""
    figures: dict[str, str] = {}
    for printed, figure in body:
        if _YEAR.fullmatch(printed):
            continue
        period = _period(series, printed)
        if period in figures:
            raise refused(series, f"{period} is there twice.")
        if figure and not _NUMBER.fullmatch(figure):
            raise refused(series, f"the figure of {period} is {figure!r}, not a number.")
        if len(figure.partition(".")[2]) > series.decimals:
            raise refused(
                series,
                f"{period} is {figure}, with more decimals than ons_series.csv declares ({series.decimals}).",
            )
        figures[period] = figure
    return {period: figure for period, figure in figures.items() if figure}


def _period(series, printed: str) -> str:
    """A month or quarter as we write it."""
    if match := _MONTH.fullmatch(printed):
        return f"{match[1]}-{_MONTHS.index(match[2]) + 1:02d}"
    if match := _QUARTER.fullmatch(printed):
        return f"{match[1]}-{match[2]}"
    raise refused(series, f"{printed!r} is not a year, a quarter or a month.")
