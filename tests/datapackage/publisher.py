"""A stand-in for the publisher, in this process, and small packages to refresh.

It speaks as the publisher does at both interfaces, with the real figures of our tables and some
made-up later months. Nothing but 127.0.0.1 is ever asked.
"""

import csv
import datetime
import functools
import hashlib
import io
import json
import shutil
import threading
from collections.abc import Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from paylib import datapackage
from paylib.datapackage import hashes, replacing
from paylib.datapackage import publisher as publishing
from tests.conftest import ROOT

HTML = "<!DOCTYPE html><html><body>Sorry, there is a problem</body></html>"

TABLES = {"prices_monthly": "price_index", "prices_rates": "rate_pct", "awe_monthly": "weekly_gbp"}
TABLES["labour_disputes"] = "value"
MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
TITLES = {  # as the publisher has them
    "D7BT": "CPI INDEX 00: ALL ITEMS 2015=100",
    "L522": "CPIH INDEX 00: ALL ITEMS 2015=100",
    "CHAW": "RPI All Items Index: Jan 1987=100",
    "CHMK": "RPI All Items Index Excl Mortgage Interest (RPIX): Jan 1987=100",
    "D7G7": "CPI ANNUAL RATE 00: ALL ITEMS 2015=100",
    "L55O": "CPIH ANNUAL RATE 00: ALL ITEMS 2015=100",
    "CZBH": "RPI All Items: Percentage change over 12 months: Jan 1987=100",
    "CDKQ": "RPI All Items Excl Mortgage Interest (RPIX): Percentage change over 12 months",
}


# The package and the publisher


def cut_package(folder: Path, tables: list[str], since: str = "", refers: Sequence[str] = ()) -> None:
    """The shipped package, cut to some tables (and months) and what they refer to."""
    kept = {*tables, *refers, "sources", "usage_warnings", "ons_series", "awe_series"}
    shutil.copytree(ROOT / "data", folder, ignore=shutil.ignore_patterns(".*", "vintages"))
    path = folder / datapackage.DESCRIPTOR
    content = json.loads(path.read_text(encoding="utf-8"))
    content["resources"] = [each for each in content["resources"] if each["name"] in kept]
    content.pop("views")
    path.write_text(json.dumps(content), encoding="utf-8")
    paths = {each["name"]: folder / each["path"] for each in content["resources"]}
    for file in folder.rglob("*.csv"):
        if file not in paths.values():
            file.unlink()
    for name in tables if since else ():
        write(paths[name], [row for row in read(paths[name]) if row["month"] >= since])
    cited = {row.get("source") for name in (*tables, *refers, "awe_series") for row in read(paths[name])}
    write(paths["sources"], [row for row in read(paths["sources"]) if row["source"] in cited])
    write(paths["ons_series"], [row for row in read(paths["ons_series"]) if row["table"] in tables])
    hashes.seal(datapackage.DataPackage(folder), shorter=True)


def read(path: Path) -> list[dict]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: list[dict]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@functools.cache
def publishable(folder: Path, tables: tuple[tuple[str, str], ...]) -> list[tuple]:
    """What `ons_series` says of each series, and its figures by month."""
    package = datapackage.DataPackage(folder)
    found = []
    for each in package.load("ons_series").fillna("").itertuples():
        rows = package.load(each.table).query("series == @each.series")
        times = rows["month" if "month" in rows else "period"].astype(str)
        held = dict(zip(times, rows[dict(tables)[each.table]], strict=True))
        found.append((each, {month: figure for month, figure in held.items() if len(month) == 7}))
    return found


class Publisher:
    """What the publisher holds, by CDID: change it to make it publish something else."""

    def __init__(self, folder: Path, tables: dict[str, str] = TABLES):
        self.series, self.answers, self.asked, self.api = {}, {}, [], []
        self.has_api = False
        self.today = datetime.date(2026, 11, 17)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        for each, held in publishable(folder, tuple(tables.items())):
            self.series[each.cdid] = SimpleNamespace(
                title=TITLES.get(each.cdid, each.title_has or "Labour disputes"),
                cdid=each.cdid,
                dataset=each.dataset.split()[0],
                preunit="",
                unit=each.unit_header,
                released="21-10-2026",
                decimals=each.decimals,
                months=dict(held),
            )

    def body(self, cdid: str) -> str:
        """The CSV file of a series, shaped as the publisher shapes it."""
        series = self.series[cdid]
        header = [
            ("Title", series.title),
            ("CDID", series.cdid),
            ("Source dataset ID", series.dataset),
            ("PreUnit", series.preunit),
            ("Unit", series.unit),
            ("Release date", series.released),
            ("Next release", "18 November 2026"),
        ]
        text = "".join(f'"{name}","{value}"\n' for name, value in header) + '"Important notes",\n'
        for period_of, size in ((lambda month: month[:4], 12), (quarter, 3)):
            groups = {}
            for month, figure in series.months.items():
                if "Q" in month:
                    continue
                groups.setdefault(period_of(month), []).append(figure)
            for period, figures in groups.items():
                if len(figures) == size and not any(isinstance(figure, str) for figure in figures):
                    text += f'"{period}","{sum(figures) / size:.{series.decimals}f}"\n'
        for month, figure in series.months.items():
            printed = figure if isinstance(figure, str) else f"{figure:.{series.decimals}f}"
            name = month[5:] if "Q" in month else MONTHS[int(month[5:]) - 1]
            text += f'"{month[:4]} {name}","{printed}"\n'
        return text

    @contextmanager
    def serving(self, monkeypatch):
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.setattr(publishing, "PACE", 0)
        monkeypatch.setattr(publishing, "today", lambda: self.today)
        monkeypatch.setenv("PAYLIB_ONS", self.address)
        thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield self
        self.server.shutdown()
        self.server.server_close()
        thread.join()

    def found(self, cdids: str) -> str:
        """What the publisher's search answers."""
        items = [
            {
                "type": "timeseries",
                "cdid": each.cdid,
                "dataset_id": each.dataset,
                "uri": f"/somewhere/new/timeseries/{each.cdid.lower()}/{each.dataset.lower()}",
                "title": each.title,
                "release_date": self.moment(each),
            }
            for each in map(self.series.get, cdids.split(","))
            if each
        ]
        return json.dumps({"count": len(items), "items": items})

    def moment(self, series) -> str:
        """A release at midnight in London, as the interface for programs gives it: in UTC."""
        day = datetime.datetime.strptime(series.released, "%d-%m-%Y")
        return (
            day.replace(tzinfo=ZoneInfo("Europe/London"))
            .astimezone(datetime.UTC)
            .strftime("%Y-%m-%dT%H:%M:%S.000Z")
        )

    def data(self, cdid: str) -> str:
        """A series as JSON, shaped as the publisher shapes it."""
        series = self.series[cdid]
        rows = list(csv.reader(io.StringIO(self.body(cdid))))[8:]
        of = {"years": 4, "quarters": 7, "months": 8}
        return json.dumps(
            {
                "type": "timeseries",
                "uri": f"/somewhere/new/timeseries/{cdid.lower()}/{series.dataset.lower()}",
                "description": {
                    "title": series.title,
                    "cdid": series.cdid,
                    "datasetId": series.dataset,
                    "preUnit": series.preunit,
                    "unit": series.unit,
                    "releaseDate": self.moment(series),
                    "nextRelease": "18 November 2026",
                },
            }
            | {
                name: [
                    {
                        "date": date,
                        "value": value,
                        "label": date,
                        "year": date[:4],
                        "sourceDataset": series.dataset,
                    }
                    for date, value in rows
                    if len(date) == length
                ]
                for name, length in of.items()
            }
        )

    def handler(publisher):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                query = parse_qs(urlsplit(self.path).query)
                if self.path.startswith("/v1/"):
                    publisher.api.append(self.path)
                    cdid = query["uri"][0].split("/")[-2].upper() if "uri" in query else "search"
                    if not publisher.has_api:
                        send(self, "404 page not found", 404, kind="text/plain")
                    elif answers := publisher.answers.get(f"api {cdid}"):
                        (answers.pop(0) if len(answers) > 1 else answers[0])(self)
                    elif cdid == "search":
                        send(self, publisher.found(query["cdids"][0]), kind="application/json")
                    else:
                        send(self, publisher.data(cdid), kind="application/json")
                    return
                uri = query["uri"][0]
                cdid = uri.split("/")[-2].upper()
                publisher.asked.append((self.path, dict(self.headers)))
                answers = publisher.answers.get(cdid)
                if answers:
                    answer = answers.pop(0) if len(answers) > 1 else answers[0]
                    answer(self)
                else:
                    send(self, publisher.body(cdid))

            def log_message(self, *_):
                pass

        return Handler


def quarter(month: str) -> str:
    return f"{month[:4]} Q{(int(month[5:]) - 1) // 3 + 1}"


def send(handler, text: str, status: int = 200, kind: str = "text/csv", length: int | None = None, **headers):
    body = text.encode()
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(length or len(body)))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def status(code: int, **headers):
    return lambda handler: send(handler, "", code, **headers)


def files(folder: Path) -> dict[str, str]:
    """Every file of a package but the lock, by its hash."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != replacing.LOCK
    }


def paths(folder: Path) -> dict[str, str]:
    return {name: each["path"] for name, each in datapackage.DataPackage(folder).resources.items()}
