"""paylib: pay rises, inflation and workload in UK public-sector pay disputes.

>>> import paylib
>>> round(paylib.prices.real_change(20_000, 21_000, "2022-09", "2023-09", by="cpi"), 1)
-1.5
"""

from paylib import datapackage, periods, prices
from paylib.datapackage import catalogue, load, sources

__version__ = "0.1.0"

__all__ = ["catalogue", "datapackage", "load", "periods", "prices", "sources"]
