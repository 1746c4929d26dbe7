"""One result for each of several indices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from paylib.errors import ChoiceError, unknown
from paylib.figures.finding import Finding
from paylib.figures.provenance import cite, merged


class Several:
    """What a function gives for ``by=["cpi", "rpi"]``: one result an index, by its name.

    Parameters
    ----------
    results : mapping of str to Finding, Series or DataFrame

    Notes
    -----
    ``real.cpi`` is one of them, ``real["cpi"]`` too; ``names`` are those of the indices, in the order
    asked for; ``frame`` has one column an index.

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

    def __init__(self, results: Mapping[str, object]) -> None:
        self._results = dict(results)

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
            }
        )

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
        return made

    def cite(self) -> str:
        """Each result as it is cited, a line an index."""
        return "\n".join(f"{name}: {cite(each)}" for name, each in self._results.items())

    def __repr__(self) -> str:
        return "\n".join(f"{name}: {each}" for name, each in self._results.items())


def _carried_by(result: object, key: str) -> tuple[str, ...]:
    return getattr(result, key, None) or getattr(result, "attrs", {}).get(key, ())
