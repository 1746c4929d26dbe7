"""A figure that carries what it is: its value, unit, method, sources and usage warnings."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

import pandas as pd

from paylib.figures import periods
from paylib.figures.rounding import show

MIME = "application/vnd.paylib.findings+json"


@dataclass(frozen=True)
class Finding:
    """One figure that can be traced.

    Parameters
    ----------
    name : str
        Short name, unique on a page: ``"offer_pct"``.
    value : float, int, str or pandas.Period
        The figure, not rounded.
    unit : str
        ``pct``, ``gbp``, ``gbp_hour``, ``gbp_week``, ``gbp_year``, ``gbp_million``, ``people``,
        ``fte``, ``ratio``, ``count``, ``years``, ``months``, ``days``, ``index``, ``month``, ``date`` or ``text``.
    method : str
        How it was got, in words.
    sources : tuple of str
        Names of sources, to look up in `paylib.sources`.
    usage_warnings : tuple of str
        Codes of the table ``usage_warnings``.
    decimals : int, optional
        To show, instead of the unit's own number.

    Examples
    --------
    >>> rise = Finding("rise", -4.545, "pct", "21,000 / 20,000 / 1.1 - 1")
    >>> f"{rise}, {rise:abs}, a {rise:change}"
    '−4.5%, 4.5%, a fall of 4.5%'
    """

    name: str
    value: object
    unit: str
    method: str
    sources: tuple[str, ...] = ()
    usage_warnings: tuple[str, ...] = ()
    decimals: int | None = None

    def __str__(self) -> str:
        return self._shown(self.value)

    def _shown(self, value: object) -> str:
        return show(value, self.unit, self.decimals)

    def __format__(self, spec: str) -> str:
        """As text: plain, ``abs``, ``signed``, ``change`` (a rise or a fall), or ``.2`` for more decimals."""
        match spec:
            case "":
                return str(self)
            case "abs":
                return self._shown(abs(self.value))
            case "signed":
                return ("+" if self.value > 0 else "") + str(self)
            case "change":
                return f"{'rise' if self.value >= 0 else 'fall'} of {self._shown(abs(self.value))}"
        if spec[:1] == "." and spec[1:].isdigit():
            return show(self.value, self.unit, int(spec[1:]))
        raise ValueError(f"A finding is shown as '', 'abs', 'signed', 'change' or '.N', not {spec!r}.")


def plain(value: object) -> object:
    """A figure in a form that JSON holds, to twelve significant digits."""
    if isinstance(value, float):
        return float(f"{value:.12g}")
    return periods.label(value) if isinstance(value, pd.Period) else value


def as_json(findings: Iterable[Finding]) -> list[dict]:
    """Findings as plain records, for a page's list of figures.

    Examples
    --------
    >>> as_json([Finding("share", 50.0, "pct", "half")])[0]["shown"]
    '50.0%'
    """
    records = [
        asdict(finding) | {"value": plain(finding.value), "shown": str(finding)} for finding in findings
    ]
    return json.loads(json.dumps(records))
