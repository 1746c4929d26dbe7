"""The page of the tables: what each holds and whose it is, to take away as CSV with its columns described beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from paylib import datapackage
from paylib.figures.units import words_of
from paylib.report import page
from paylib.report.site import Site

FILE = "data.html"
FOLDER = "data"
"""Where the tables stand beside the page."""

DESCRIBED = "-metadata.json"
"""How the name of a table's description ends: where CSV on the Web looks for it."""

_TYPES = {"yearmonth": "gYearMonth", "year": "gYear"}
"""Types of a table's columns that are called otherwise on the Web."""

_TITLE = "Data: every table behind these pages"
_ABOUT = (
    "Figures as published, in the pounds of the day, each with its source. "
    "Every table is a CSV file, with a description of its columns that programs can read (CSV on the Web)."
)


def tables() -> list[dict]:
    """The tables of the data package, as their descriptor has them, by folder and title."""
    described = datapackage.package().resources.values()
    return sorted((each for each in described if "table" not in each), key=lambda each: each["path"])


def render(site: Site) -> str:
    """The page.

    Parameters
    ----------
    site : Site
        The pages around it.

    Returns
    -------
    str
    """
    listed = [_listed(each) for each in tables()]
    template = page.environment().get_template("data.html.j2")
    return template.render(
        site=site,
        file=FILE,
        title=_TITLE,
        about=_ABOUT,
        tables=listed,
        folders=sorted({each["folder"] for each in listed}),
        things=[_catalogue()],
        stamp=page.stamp(),
        **page.style("style.css"),
    )


def _listed(table: Mapping) -> dict:
    folder = Path(table["path"]).parent.name
    reach = " to ".join(dict.fromkeys(table[end] for end in ("first", "last") if table.get(end)))
    return {
        **table,
        "folder": folder or "about the figures",
        "file": file_of(table),
        "described": file_of(table) + DESCRIBED,
        "reach": reach,
        "kilobytes": -(-table["bytes"] // 1000),
        "licence": ", ".join(each["title"] for each in table["licenses"]),
    }


def file_of(table: Mapping) -> str:
    """Where a table stands, from the page."""
    return f"{FOLDER}/{table['name']}.csv"


def files() -> Iterator[tuple[str, bytes]]:
    """The tables and their descriptions: where they stand from the page, and what they hold."""
    package = datapackage.package()
    for table in tables():
        yield file_of(table), package.content(table["name"])
        text = json.dumps(described(table), ensure_ascii=False, indent=1)
        yield file_of(table) + DESCRIBED, f"{text}\n".encode()


def described(table: Mapping) -> dict:
    """A table as CSV on the Web describes it.

    Parameters
    ----------
    table : mapping
        A resource of the data package.

    Returns
    -------
    dict
        As JSON.

    Notes
    -----
    Model for Tabular Data and Metadata on the Web, W3C Recommendation of 17 December 2015.

    Examples
    --------
    >>> about = described(datapackage.package().resource("usage_warnings"))
    >>> about["url"], [column["name"] for column in about["tableSchema"]["columns"]]
    ('usage_warnings.csv', ['code', 'sentence'])
    """
    schema = table["schema"]
    about = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": f"{table['name']}.csv",
        "dc:title": table["title"],
        "dc:description": table["description"],
        "dc:publisher": table["publisher"],
        "dc:license": table["licenses"][0]["path"],
        "tableSchema": {"columns": [_column(field) for field in schema["fields"]]},
    }
    if "primaryKey" in schema:
        about["tableSchema"]["primaryKey"] = schema["primaryKey"]
    return about


def _column(field: Mapping) -> dict:
    words = " ".join(filter(None, (field["description"], field.get("note"))))
    unit = {"schema:unitText": words_of(field["unit"])} if "unit" in field else {}
    needed = {"required": True} if field.get("constraints", {}).get("required") else {}
    datatype = _TYPES.get(field["type"], field["type"])
    about = {"name": field["name"], "titles": field["name"], "datatype": datatype}
    return about | {"dc:description": words} | unit | needed


def _catalogue() -> dict:
    """All tables in the words of schema.org."""
    return {
        "@type": "DataCatalog",
        "name": _TITLE,
        "description": _ABOUT,
        "inLanguage": "en-GB",
        "dataset": [_dataset(each) for each in tables()],
    }


def _dataset(table: Mapping) -> dict:
    reach = "/".join(table[end] for end in ("first", "last") if table.get(end))
    about = {
        "@type": "Dataset",
        "name": table["title"],
        "description": table["description"],
        "creator": {"@type": "Organization", "name": table["publisher"]},
        "license": table["licenses"][0]["path"],
        "distribution": {
            "@type": "DataDownload",
            "encodingFormat": "text/csv",
            "contentUrl": file_of(table),
        },
    }
    return about | ({"temporalCoverage": reach} if reach else {})
