"""The tables of `data/`: loaded with their provenance, held to contracts, sealed, brought up to date."""

from paylib.datapackage.loading import (
    DESCRIPTOR,
    LICENCES,
    PENDING,
    SOURCE_COLUMNS,
    DataPackage,
    Picked,
    catalogue,
    editions,
    load,
    package,
    pick,
    quietly,
    root,
    rows_where,
    settle,
    sha256,
    sources,
)
from paylib.figures import provenance

provenance.catalogue_is(sources)

__all__ = [
    "DESCRIPTOR",
    "LICENCES",
    "PENDING",
    "SOURCE_COLUMNS",
    "DataPackage",
    "Picked",
    "catalogue",
    "editions",
    "load",
    "package",
    "pick",
    "quietly",
    "root",
    "rows_where",
    "settle",
    "sha256",
    "sources",
]
