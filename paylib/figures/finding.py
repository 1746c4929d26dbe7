"""A figure that carries what it is: its value, unit, method, sources and usage warnings."""

from __future__ import annotations

import json
import math
import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace
from numbers import Real

import numpy as np
import pandas as pd
from markupsafe import Markup

from paylib.errors import FigureError
from paylib.figures import periods, units
from paylib.figures.provenance import cited, merged
from paylib.figures.rounding import printed, show, usual_decimals, vanishes

MIME = "application/vnd.paylib.findings+json"

# Single elements; `format` of markup escapes what it is given.
_KNOWN = Markup("<dt>{}</dt><dd>{}</dd>")
_FOLDED = Markup("<details><summary>{}: <b>{}</b></summary><dl>{}</dl></details>")


@dataclass(frozen=True)
class Finding:
    """One figure that can be traced, and reckoned with.

    Parameters
    ----------
    name : str
        Short name, unique on a page: ``"offer_pct"``.
    value : float, int, str or pandas.Period
        The figure, not rounded.
    unit : str
        A name of `paylib.figures.units.UNITS`, such as ``pct``, ``gbp_year`` or ``people``.
    method : str
        How it was got, in words.
    sources : tuple of str
        Names of sources, to look up in `paylib.sources`.
    usage_warnings : tuple of str
        Codes of the table ``usage_warnings``.
    decimals : int, optional
        To show, instead of the unit's own number.
    inputs : tuple of Finding
        The named findings that it was worked out of.

    Notes
    -----
    ``+ - * /``, ``abs`` and unary minus, with a finding or a number, give a finding whose unit follows
    from the two (`paylib.figures.units`), whose sources, usage warnings and inputs are those of both,
    and whose method is the sum itself; `named` gives it a name. A plain number is in the finding's own
    unit when it is added or compared, and only a number when it multiplies. With a Series or an array
    the result is a Series, whose ``attrs`` carry unit, sources, usage warnings and method. ``<`` and
    ``>`` compare values in one unit; ``==`` and the hash are those of the record.

    Examples
    --------
    >>> rise = Finding("rise", -4.545, "pct", "21,000 / 20,000 / 1.1 - 1")
    >>> f"{rise}, {rise:abs}, a {rise:change}"
    '−4.5%, 4.5%, a fall of 4.5%'
    >>> pay = Finding("pay", 14643, "gbp_year", "as published", ("tes",))
    >>> lost = (pay * rise).named("lost")
    >>> str(lost), lost.unit, lost.method, lost.sources
    ('−£666', 'gbp_year', 'pay × rise', ('tes',))
    """

    name: str
    value: object
    unit: str
    method: str
    sources: tuple[str, ...] = ()
    usage_warnings: tuple[str, ...] = ()
    decimals: int | None = None
    inputs: tuple[Finding, ...] = field(default=(), compare=False, repr=False)

    __array_ufunc__ = None
    __pandas_priority__ = 5000
    """Arrays and Series leave arithmetic with a finding to the finding."""

    def __str__(self) -> str:
        return self._shown(self.value)

    def _shown(self, value: object) -> str:
        return printed(value, self.unit, self.decimals)

    def __format__(self, spec: str) -> str:
        """As text: plain, ``abs``, ``signed``, ``change`` (a rise or a fall), or ``.2`` for more decimals."""
        match spec:
            case "":
                return str(self)
            case "abs":
                return self._shown(abs(self.value))
            case "signed":
                return ("+" if self.sign > 0 else "") + str(self)
            case "change":
                return f"{'rise' if self.value >= 0 else 'fall'} of {self._shown(abs(self.value))}"
        if spec[:1] == "." and spec[1:].isdigit():
            return show(self.value, self.unit, int(spec[1:]))
        raise FigureError(f"A finding is shown as '', 'abs', 'signed', 'change' or '.N', not {spec!r}.")

    def __float__(self) -> float:
        if isinstance(self.value, Real):
            return float(self.value)
        raise TypeError(f"The finding {self.name!r} is {self}, which is not a number.")

    @property
    def sign(self) -> int:
        """-1, 0 or 1: that of the figure as it is printed, so what shows as nought is nought."""
        places = usual_decimals(self.unit) if self.decimals is None else self.decimals
        return int(np.sign(round(float(self), places)))

    @property
    def vanishes(self) -> bool:
        """Whether it is not nought and yet too small for its decimals, so that "less than" is printed."""
        return vanishes(self.value, self.unit, self.decimals)

    def named(
        self, name: str, method: str | None = None, unit: str | None = None, decimals: int | None = None
    ) -> Finding:
        """The same figure under a name of its own.

        Parameters
        ----------
        name : str
        method : str, optional
            In words, instead of the sum that it came of.
        unit : str, optional
            Another unit of the same kind, to which the figure is converted (a ratio to per cent), or
            one of another kind, in which it is then taken to be (pounds, an hour).
        decimals : int, optional

        Returns
        -------
        Finding

        Examples
        --------
        >>> share = Finding("yes", 3, "votes", "counted") / Finding("all", 4, "votes", "counted")
        >>> str(share.named("share", unit="pct"))
        '75.0%'
        """
        value, new = self.value, self.unit if unit is None else units.known(unit).name
        if new != self.unit and units.known(self.unit).of == units.known(new).of:
            value = value * units.factor(self.unit, new)
        return replace(
            self,
            name=name,
            value=value,
            unit=new,
            method=self.method if method is None else method,
            decimals=self.decimals if decimals is None else decimals,
        )

    def change_from(self, before: Finding) -> Finding:
        """How much more it is than a figure before it, per cent.

        Parameters
        ----------
        before : Finding
            In a unit of the same kind, above nought.

        Returns
        -------
        Finding

        Examples
        --------
        >>> pay = Finding("pay", 15082, "gbp_year", "as published")
        >>> str(pay.change_from(Finding("before", 14643, "gbp_year", "as published")))
        '3.0%'
        """
        if float(before) <= 0:
            raise FigureError(f"{before.name} is {before}: a change in per cent needs a figure above nought.")
        method = f"{_term(self)} / {_term(before)} − 1"
        return (100 * (self / before) - 100).named(method, method)

    def cite(self) -> str:
        """The figure with what it is, how it was got and where from, as it is cited.

        Examples
        --------
        >>> from paylib import prices
        >>> real = prices.real_change(14643, 15082, "2002-09", "2003-09", by=["cpi"])
        >>> print(real.cpi.cite())  # doctest: +ELLIPSIS
        1.5%: (1 + growth of pay ...) − 1. Source: Office for National Statistics, ...
        """
        said = f"{self}: {self.method}" if self.name == self.method else f"{self.name}: {self}, {self.method}"
        sources = cited(self.sources)
        return f"{said}. Source: {sources}." if sources else f"{said}."

    def into(self, unit: str) -> Finding:
        """The figure in another unit of the same kind; a `FigureError` if it is of another kind."""
        if unit == self.unit:
            return self
        return replace(self, value=self.value * units.factor(self.unit, unit), unit=unit, decimals=None)

    def __add__(self, other: object):
        return _worked_out(self, other, "+", operator.add, units.sum_of)

    def __radd__(self, other: object):
        return _worked_out(other, self, "+", operator.add, units.sum_of)

    def __sub__(self, other: object):
        return _worked_out(self, other, "−", operator.sub, _difference)

    def __rsub__(self, other: object):
        return _worked_out(other, self, "−", operator.sub, _difference)

    def __mul__(self, other: object):
        return _worked_out(self, other, "×", operator.mul, units.product_of)

    def __rmul__(self, other: object):
        return _worked_out(other, self, "×", operator.mul, units.product_of)

    def __truediv__(self, other: object):
        return _worked_out(self, other, "/", operator.truediv, _quotient)

    def __rtruediv__(self, other: object):
        return _worked_out(other, self, "/", operator.truediv, _quotient)

    def __neg__(self) -> Finding:
        return _result(-self.value, self.unit, f"−{_term(self)}", (self,))

    def __pos__(self) -> Finding:
        return self

    def __abs__(self) -> Finding:
        return _result(abs(self.value), self.unit, f"|{self.name}|", (self,))

    def __lt__(self, other: object) -> bool:
        return _compared(self, other, operator.lt)

    def __le__(self, other: object) -> bool:
        return _compared(self, other, operator.le)

    def __gt__(self, other: object) -> bool:
        return _compared(self, other, operator.gt)

    def __ge__(self, other: object) -> bool:
        return _compared(self, other, operator.ge)

    @property
    def html(self) -> Markup:
        """The figure with what is known of it, folded."""
        known = [("Unit", units.words_of(self.unit))]
        known += [("How", self.method), ("Sources", ", ".join(self.sources))]
        known += [("Beware", ", ".join(self.usage_warnings))]
        rows = Markup("").join(_KNOWN.format(word, text) for word, text in known if text)
        return _FOLDED.format(self.name, str(self), rows)

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        return {"text/plain": f"{self.name}: {self}", "text/html": self.html, MIME: as_json([self])}


def _difference(first: str, second: str) -> tuple[str, float]:
    return units.sum_of(first, second, difference=True)


def _quotient(first: str, second: str) -> tuple[str, float]:
    return units.product_of(first, second, power=-1)


def _term(value: object) -> str:
    """What stands for a figure in a method: its name; the sum itself, in brackets, if it has none yet."""
    if isinstance(value, Finding):
        return f"({value.name})" if value.name == value.method and " " in value.name else value.name
    return f"{value:,}" if isinstance(value, Real) else str(getattr(value, "name", None) or "the figures")


def _is_many(value: object) -> bool:
    return isinstance(value, pd.Series | pd.Index | np.ndarray) and np.ndim(value) == 1


def _is_number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def _unit_of(value: object) -> str | None:
    """The unit that a figure brings with it: none of a plain number, of a Series what its attrs say."""
    return value.unit if isinstance(value, Finding) else getattr(value, "attrs", {}).get("unit")


def _plain(*figures: object) -> float | None:
    """The plain number of the two, if there is one."""
    return next((each for each in figures if _is_number(each)), None)


def _refuse_one(first: object, second: object, unit: str) -> None:
    """1 + a rise in per cent is 1 per cent and the rise: hardly what is meant."""
    if unit == "pct" and abs(_plain(first, second) or 0) == 1:
        raise FigureError(
            f"{_term(first)} and {_term(second)}: a rise in per cent goes with 100, not with 1. Write 100 + rise, or "
            "1 + rise / 100."
        )


def _worked_out(first: object, second: object, sign: str, work: Callable, unit_of: Callable):
    """Two figures put together, one of them a finding; the other may be a number, a Series or an array."""
    if not all(isinstance(each, Finding) or _is_number(each) or _is_many(each) for each in (first, second)):
        return NotImplemented
    one, other = _unit_of(first), _unit_of(second)
    if None not in (one, other):
        unit, factor = unit_of(one, other)
    elif sign in "+−":  # a plain number is in the finding's own unit: 100 less a share is a share
        unit, factor = one or other, 1.0
        _refuse_one(first, second, unit)
    elif _plain(first, second) == 100 and (one, sign) == ("pct", "/"):
        unit, factor = "ratio", 1.0  # the same figure, said the other way
    elif _plain(first, second) == 100 and (one or other, sign) == ("ratio", "×"):
        unit, factor = "pct", 1.0
    else:
        unit, factor = unit_of(one or "count", other or "count")
    left, right = (each.value if isinstance(each, Finding) else each for each in (first, second))
    if sign == "/" and _is_number(right) and right == 0:
        raise FigureError(f"{_term(second)} is nought, and nothing can be divided by nought.")
    if sign in "+−":
        value = work(left, right if factor == 1 else right * factor)
    else:
        value = work(left, right) if factor == 1 else work(left, right) * factor
    used = tuple(each for each in (first, second) if isinstance(each, Finding))
    method = f"{_term(first)} {sign} {_term(second)}"
    if _is_many(value):
        return _series(value, first if _is_many(first) else second, unit, method, used)
    return _result(value, unit, method, used)


def _series(value, like, unit: str, method: str, used: tuple[Finding, ...]) -> pd.Series:
    result = pd.Series(value, index=like.index if isinstance(like, pd.Series) else None)
    result.attrs = {"unit": unit, "method": method} | {
        key: merged([*(getattr(each, key) for each in used), getattr(like, "attrs", {}).get(key, ())])
        for key in ("sources", "usage_warnings")
    }
    return result


def _result(value: float, unit: str, method: str, used: tuple[Finding, ...]) -> Finding:
    if not math.isfinite(value):
        raise FigureError(f"{method} comes out as {value}; it needs a figure.")
    return Finding(
        method,
        value,
        unit,
        method,
        merged(each.sources for each in used),
        merged(each.usage_warnings for each in used),
        inputs=inputs_of(used),
    )


def inputs_of(used: Iterable[Finding]) -> tuple[Finding, ...]:
    """The named findings that something was worked out of; of what has no name yet, what it came of."""
    named = (each.inputs if each.name == each.method and each.inputs else (each,) for each in used)
    return tuple(dict.fromkeys(each for group in named for each in group))


def _compared(first: Finding, second: object, compare: Callable) -> bool:
    if isinstance(second, Finding):
        return compare(float(first), float(second) * units.factor(second.unit, first.unit))
    if isinstance(second, Real) and not isinstance(second, bool):
        return compare(float(first), float(second))
    return NotImplemented


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
    kept = [each.name for each in fields(Finding) if each.name != "inputs"]
    records = [
        {name: getattr(finding, name) for name in kept}
        | {"value": plain(finding.value), "shown": str(finding)}
        for finding in findings
    ]
    return json.loads(json.dumps(records))
