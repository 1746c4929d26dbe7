"""The API reference: what each public module, class and function says of itself, read from its docstring.

The docstrings are parsed by griffe; nothing is imported.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from pathlib import Path

import griffe

_ITSELF = {
    "catalogue": "datapackage.catalogue",
    "dispute": "dispute",
    "load": "datapackage.load",
    "sources": "datapackage.sources",
}
"""What `paylib` has besides modules, and where it is written."""

_AT = {"figures": "figures.finding", "periods": "figures.periods", "scales": "awards.scales"}
"""Modules that go by a shorter name, and where the one class of a room stands."""


@dataclass(frozen=True)
class Row:
    """One line of a list: of a parameter, a result or an error."""

    name: str
    type: str
    about: str


@dataclass(frozen=True)
class Entry:
    """One function, class or method, as its docstring has it."""

    name: str
    signature: str
    about: str
    parts: tuple[tuple[str, object], ...]
    """Heading and content, in the docstring's order: rows, text, or an example as `Example`."""
    methods: tuple[Entry, ...] = field(default=())


@dataclass(frozen=True)
class Example:
    """Code of an example."""

    code: str


@dataclass(frozen=True)
class Module:
    """A public module: its name, what it is for, and what it offers."""

    name: str
    about: str
    entries: tuple[Entry, ...]

    @property
    def first(self) -> str:
        """The first sentence of what it is for."""
        return self.about.split("\n\n")[0].replace("\n", " ")


def modules() -> list[Module]:
    """The public modules, with `paylib` itself first.

    Returns
    -------
    list of Module

    Examples
    --------
    >>> [each.name for each in modules()][:3]
    ['paylib', 'paylib.awards', 'paylib.charts']
    """
    package = _package()
    names = [name for name in import_module("paylib").__all__ if name not in _ITSELF]
    own = Module(
        "paylib", _text(package), tuple(_entry(_found(package[at]), name) for name, at in _ITSELF.items())
    )
    return [own, *(made for name in sorted(names) if (made := _module(name)).entries)]


@lru_cache(maxsize=1)
def _package() -> griffe.Module:
    return griffe.load(
        "paylib", search_paths=[Path(__file__).parents[3]], docstring_parser="numpy", submodules=True
    )


def _module(name: str) -> Module:
    module = _package()[_AT.get(name, name)]
    return Module(f"paylib.{name}", _text(module), tuple(_entries(module)))


def _entries(module: griffe.Module) -> Iterator[Entry]:
    for name in sorted(module.exports or module.members, key=str.lower):
        member = module[str(name)]
        if not module.exports and (member.is_alias or not member.is_public):
            continue
        found = _found(member)
        if found is not None and (found.is_function or found.is_class):
            yield _entry(found, str(name))


def _found(member: griffe.Object) -> griffe.Object | None:
    """What a name stands for; nothing for a constant that is set together with another."""
    try:
        return member.final_target if member.is_alias else member
    except griffe.AliasResolutionError:
        return None


def _entry(thing: griffe.Object, name: str) -> Entry:
    methods = [
        _entry(each, f"{name}.{each.name}")
        for each in (thing.members.values() if thing.is_class else ())
        if (each.is_function or each.is_attribute) and each.is_public and each.has_docstring
    ]
    about, parts = "", []
    for section in thing.docstring.parsed if thing.docstring else ():
        if section.kind is griffe.DocstringSectionKind.text and not parts:
            about = section.value
        else:
            parts += _parts(section)
    return Entry(name, _signature(thing, name), about, tuple(parts), tuple(methods))


def _signature(thing: griffe.Object, name: str) -> str:
    called = thing.members.get("__init__") if thing.is_class else thing
    if called is None or not called.is_function:
        return name
    made = called.signature(name=name).removesuffix(" -> None")
    return made.replace("(self, ", "(").replace("(self)", "()")


_HEADINGS = {
    griffe.DocstringSectionKind.parameters: "Parameters",
    griffe.DocstringSectionKind.returns: "Returns",
    griffe.DocstringSectionKind.yields: "Yields",
    griffe.DocstringSectionKind.raises: "Raises",
    griffe.DocstringSectionKind.warns: "Warns",
    griffe.DocstringSectionKind.attributes: "Attributes",
}


def _parts(section: griffe.DocstringSection) -> Iterator[tuple[str, object]]:
    if section.kind in _HEADINGS:
        rows = [
            Row(
                getattr(each, "name", "") or "",
                str(each.annotation or "").removeprefix("(").removesuffix(")"),
                each.description,
            )
            for each in section.value
        ]
        yield _HEADINGS[section.kind], rows
    elif section.kind is griffe.DocstringSectionKind.examples:
        for number, (kind, text) in enumerate(section.value):
            shown = Example(text) if kind is griffe.DocstringSectionKind.examples else text
            yield "" if number else "Examples", shown
    elif section.kind is griffe.DocstringSectionKind.admonition:
        yield section.title, section.value.description
    elif section.kind is griffe.DocstringSectionKind.text:
        yield "", section.value
    else:
        raise TypeError(
            f"A docstring's section {section.kind.value!r} has no form in the reference: give it one."
        )


def _text(thing: griffe.Object) -> str:
    return thing.docstring.value.split("\n>>>")[0].strip() if thing.docstring else ""
