"""Several groups' awards over the same months, beside prices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from paylib import prices
from paylib.awards.follow import follow
from paylib.errors import ChoiceError, CoverageError
from paylib.figures import periods
from paylib.figures.inputs import a_mapping, several
from paylib.figures.provenance import merged


def compared(
    whose: Mapping[str, Mapping[str, object]], start: object, end: object, *, by: Iterable[str]
) -> pd.DataFrame:
    """What the awards of several groups add up to, in real terms, and the rise that would restore.

    Parameters
    ----------
    whose : mapping of str to mapping
        By what each is called: ``group`` and, if needed, ``point``, ``grade``, ``spine``, ``annual_gbp`` and
        ``include`` as in `paylib.awards.chain`.
    start, end : month
        As in `paylib.awards.chain`.
    by : iterable of str
        Deflators, from `paylib.prices.deflators`. There is no default.

    Returns
    -------
    pandas.DataFrame
        One row each, in the order given: ``awards_pct``; for each index ``real_INDEX_pct`` and
        ``restore_INDEX_pct``. Those of whom an award is missing in between are left out. ``attrs`` carry
        ``left_out`` (each of them, and what is missing), ``sources`` and ``usage_warnings``.

    Raises
    ------
    CoverageError
        If there is nobody whose awards are all held, or an index does not cover the months.
    ChoiceError, FigureError, PeriodError
        As in `paylib.awards.chain`.

    Notes
    -----
    (1 + awards) / (1 + growth of prices) - 1, and the inverse of it, from month to month.

    Examples
    --------
    >>> whose = {"councils": {"group": "njc", "point": 29, "spine": "old"},
    ...          "teachers": {"group": "teachers", "grade": "M6"}}
    >>> compared(whose, "2010-02", "2025-02", by=["cpi"]).round(1)
              awards_pct  real_cpi_pct  restore_cpi_pct
    councils        35.4         -12.2             14.0
    teachers        41.4          -8.4              9.1
    """
    by = list(dict.fromkeys(map(str, several(by))))
    whose = a_mapping(whose, "whose", "{'councils': {'group': 'njc', 'point': 29}}")
    rows, left_out, known = {}, {}, []
    for name, options in whose.items():
        options = a_mapping(options, name, "{'group': 'njc', 'point': 29}")
        if "group" not in options:
            raise ChoiceError(f"{name} has no group: say whose awards, such as {{'group': 'njc'}}.")
        asked = {"annual_gbp": None, "point": None, "spine": None, "grade": None, "include": ()} | dict(
            options
        )
        try:
            followed = follow(
                asked.pop("group"),
                start,
                end,
                *(asked[key] for key in ("annual_gbp", "point", "spine", "grade", "include")),
            )
        except CoverageError as refused:
            left_out[name] = str(refused)
            continue
        rows[name] = float(followed.shaped(followed.growth[-1]))
        known.append(followed.attrs)
    if not rows:
        raise CoverageError(
            f"Nobody's awards from {periods.label(periods.parse(start))} to {periods.label(periods.parse(end))} are all held: "
            + " ".join(f"{name}: {why}" for name, why in left_out.items())
        )
    frame = pd.Series(rows).rename("awards_pct").to_frame()
    for name in by:
        pay = 100 + frame["awards_pct"]
        frame[f"real_{name}_pct"] = prices.real_change(100, pay, start, end, by=name)
        frame[f"restore_{name}_pct"] = prices.rise_to_restore(100, pay, start, end, by=name)
    ends = [periods.parse(each) for each in (start, end)]
    known += [
        {"sources": prices.provenance(name, *ends), "usage_warnings": prices.warnings(name, *ends)}
        for name in by
    ]
    frame.attrs = {"left_out": left_out} | {
        key: merged(each[key] for each in known) for key in ("sources", "usage_warnings")
    }
    return frame
