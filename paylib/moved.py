"""Names that have moved: they answer from their old place, with a `DeprecationWarning` that names the new one."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Mapping
from functools import cache, partial
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec

MODULES = {
    "paylib.calculator": "paylib.report.calculator",
    "paylib.contracts": "paylib.datapackage.contracts",
    "paylib.datapackage.sealing": "paylib.datapackage.hashes",
    "paylib.periods": "paylib.figures.periods",
    "paylib.scales": "paylib.awards.scales",
    "paylib.views": "paylib.report.sections",
}
"""Modules by their old names, and where they are now."""


def answers(module: str, names: Mapping[str, str]) -> Callable[[str], object]:
    """A module's ``__getattr__`` for names that it no longer holds.

    Parameters
    ----------
    module : str
        The module that held them.
    names : mapping of str to str
        The name to where it is now: ``"paylib.cases.social_care.rounds"``, or to what is called instead, with its
        first argument: ``'paylib.workload.per_worker("requests_per_social_worker")'``.

    Returns
    -------
    callable
    """

    def __getattr__(name: str) -> object:
        if name not in names:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        _warn(f"{module}.{name}", names[name])
        path, _, first = names[name].removesuffix(")").partition("(")
        where, _, new = path.rpartition(".")
        value = getattr(import_module(where), new)
        return _with_first(value, first.strip('"')) if first else value

    return __getattr__


@cache
def _with_first(function: Callable, argument: str) -> Callable:
    return partial(function, argument)


class Finder(MetaPathFinder, Loader):
    """Imports of modules by their old names."""

    def find_spec(self, fullname, path=None, target=None):
        return ModuleSpec(fullname, self) if fullname in MODULES else None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        name = module.__name__
        _warn(name, MODULES[name])
        sys.modules[name] = import_module(MODULES[name])


def _warn(old: str, new: str) -> None:
    warnings.warn(f"{old} has moved: it is {new} now.", DeprecationWarning, stacklevel=3)
