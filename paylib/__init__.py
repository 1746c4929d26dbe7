"""paylib: pay rises, inflation and workload in UK public-sector pay disputes.

>>> import paylib
>>> round(paylib.prices.real_change(20_000, 21_000, "2022-09", "2023-09", by="cpi"), 1)
-1.5
"""

import sys
from importlib import import_module

from paylib import moved

__version__ = "0.1.0"

_LAZY = {
    **dict.fromkeys(
        (
            *(
                "awards",
                "cases",
                "charts",
                "claims",
                "datapackage",
                "disputes",
                "figures",
                "findings",
                "frames",
            ),
            *(
                "models",
                "multiverse",
                "offers",
                "payroll",
                "prices",
                "strikes",
                "tables",
                "takehome",
                "workload",
            ),
        ),
        "paylib",
    ),
    "periods": "paylib.figures",
    "scales": "paylib.awards",
}
"""Modules that are imported when first used, so that `import paylib` stays quick, and where they stand."""

_OF_TABLES = ("catalogue", "load", "sources")
"""Functions of `paylib.datapackage` that are at hand here too."""

__all__ = ["dispute", *_OF_TABLES, *_LAZY]

sys.meta_path.append(moved.Finder())


def dispute(name):
    """A dispute, read from its file and validated.

    Parameters
    ----------
    name : str or pathlib.Path
        One of `paylib.disputes.available`, or the path of a ``.toml`` file of your own.

    Returns
    -------
    paylib.disputes.Dispute
        Its records, and ``frame(part)`` for frames.

    Raises
    ------
    DisputeError
        If the file cannot be read or does not hold together: all its errors at once, each with
        its place, what was found and what is allowed.

    Examples
    --------
    >>> dispute("youth_work_2004").nation
    'England and Wales'
    """
    from paylib import disputes

    return disputes.load(name)


def __getattr__(name):
    if name in _LAZY:
        return import_module(f"{_LAZY[name]}.{name}")
    if name in _OF_TABLES:
        return getattr(import_module("paylib.datapackage"), name)
    if f"paylib.{name}" in moved.MODULES:
        return import_module(f"paylib.{name}")
    raise AttributeError(f"module 'paylib' has no attribute {name!r}")


def __dir__():
    return sorted(__all__)
