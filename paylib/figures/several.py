"""One result for each of several indices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import pandas as pd

from paylib.errors import ChoiceError, FigureError, unknown
from paylib.figures import periods
from paylib.figures.finding import Finding
from paylib.figures.provenance import cite, merged
from paylib.figures.rounding import usual_decimals


class Several:
    """What a function gives for ``by=["cpi", "rpi"]``: one result an index, by its name.

    Parameters
    ----------
    results : mapping of str to Finding, Series or DataFrame

    Notes
    -----
    ``real.cpi`` is one of them, ``real["cpi"]`` too; ``names`` are those of the indices, in the order
    asked for; ``frame`` has one column an index. Of results by period, ``first``, ``last``, ``least``, ``most``
    and ``falls`` are several findings again.

    Examples
    --------
    >>> from paylib import prices
    >>> real = prices.real_change(14643, 15082, "2002-09", "2003-09", by=["cpi", "rpi"])
    >>> str(real.cpi), str(real.rpi), len(real)
    ('1.5%', '0.2%', 2)
    >>> real.frame.round(2)
              cpi   rpi
    value    1.55  0.23
    """

    def __init__(self, results: Mapping[str, object], name: str = "") -> None:
        self._results = dict(results)
        self.name = name

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the indices."""
        return tuple(self._results)

    def __getitem__(self, name: str) -> object:
        if name not in self._results:
            raise ChoiceError(unknown("index in this result", name, self._results))
        return self._results[name]

    def __getattr__(self, name: str) -> object:
        if name.startswith("_") or name not in self._results:
            raise AttributeError(unknown("index in this result", name, self.names))
        return self._results[name]

    def __iter__(self) -> Iterator[object]:
        return iter(self._results.values())

    def __len__(self) -> int:
        return len(self._results)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._results})

    def named(self, name: str) -> Several:
        """The same, each finding under a name of its own: ``real_cpi``, ``real_rpi``."""
        return Several(
            {
                index: each.named(f"{name}_{index}") if isinstance(each, Finding) else each
                for index, each in self._results.items()
            },
            name,
        )

    @property
    def first(self) -> Several:
        """What each result by period begins with."""
        return self._of(lambda values: values.index[0], "in {when}")

    @property
    def last(self) -> Several:
        """What each result by period ends with.

        Examples
        --------
        >>> from paylib import prices
        >>> prices.real_rise(3.0, ["2003-09", "2004-08"], by=["cpi", "rpi"]).last
        cpi: 1.7%
        rpi: −0.2%
        """
        return self._of(lambda values: values.index[-1], "in {when}")

    @property
    def least(self) -> Several:
        """The lowest of each result by period."""
        return self._of(lambda values: values.idxmin(), "the lowest, in {when}")

    @property
    def most(self) -> Several:
        """The highest of each result by period."""
        return self._of(lambda values: values.idxmax(), "the highest, in {when}")

    @property
    def falls(self) -> Several:
        """In how many of its periods each result is below nought, as it is printed."""
        counted = {}
        for name, values in self._by_period().items():
            below = int((values.round(usual_decimals(values.attrs["unit"])) < 0).sum())
            unit = "months" if values.index.freqstr == periods.MONTH else "years"
            counted[name] = _finding_of(
                values, below, unit, "{unit} in which it shows as below nought: {method}"
            )
        return Several(counted)

    def _of(self, place: Callable, said: str) -> Several:
        found = {}
        for name, values in self._by_period().items():
            at = place(values)
            method = "{method}, " + said.format(when=periods.words(at))
            found[name] = _finding_of(values, float(values[at]), values.attrs["unit"], method)
        return Several(found)

    def _by_period(self) -> dict[str, pd.Series]:
        for name, each in self._results.items():
            if not (isinstance(each, pd.Series) and isinstance(each.index, pd.PeriodIndex)):
                raise FigureError(f"{name} is no result by period: it has no first, last, least or most.")
        return self._results

    @property
    def frame(self) -> pd.DataFrame:
        """One column an index; single figures are one row, and frames lie side by side."""
        results = {
            name: [each.value] if isinstance(each, Finding) else each for name, each in self._results.items()
        }
        if all(isinstance(each, pd.Series | pd.DataFrame) for each in results.values()):
            made = pd.concat(results, axis="columns")
        else:
            single = all(isinstance(each, Finding) for each in self)
            made = pd.DataFrame(results, index=["value"] if single else None)
        made.attrs = {
            key: merged(_carried_by(each, key) for each in self) for key in ("sources", "usage_warnings")
        }
        units = {name: unit for name, each in self._results.items() if (unit := _unit_of(each))}
        return made if not units else _with_units(made, units)

    def cite(self) -> str:
        """Each result as it is cited, a line an index."""
        return "\n".join(f"{name}: {cite(each)}" for name, each in self._results.items())

    def __repr__(self) -> str:
        return "\n".join(f"{name}: {each}" for name, each in self._results.items())


def _carried_by(result: object, key: str) -> tuple[str, ...]:
    return getattr(result, key, None) or getattr(result, "attrs", {}).get(key, ())


def _unit_of(result: object) -> str | None:
    return result.unit if isinstance(result, Finding) else getattr(result, "attrs", {}).get("unit")


def _with_units(frame: pd.DataFrame, units: dict[str, str]) -> pd.DataFrame:
    frame.attrs["units"] = units
    return frame


def _finding_of(values: pd.Series, value: float, unit: str, method: str) -> Finding:
    """A figure of a result by period, with what the result carries."""
    known = values.attrs
    method = method.format(unit=unit, method=known["method"])
    return Finding(method, value, unit, method, known.get("sources", ()), known.get("usage_warnings", ()))


def listed(parts: Iterable[str]) -> str:
    """Words as a list in a sentence.

    Examples
    --------
    >>> listed(["CPI", "CPIH", "RPI"])
    'CPI, CPIH and RPI'
    """
    *most, last = parts
    return f"{', '.join(most)} and {last}" if most else last
