"""What the first edition named in public still answers, and takes what it took."""

import inspect
import re
import warnings
from importlib import import_module

import pytest

from tests.conftest import ROOT

NAMES = (ROOT / "tests" / "public_names.txt").read_text(encoding="utf-8").split("\n")[:-1]
"""One a line: a module's name, with its parameters; those with a default end in `=`, those after `*` go by name."""


def found(module: str, name: str):
    """A name as an import of its module and as a look from the top give it: the same thing, with a word at most."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        value = getattr(import_module(module), name)
        package, _, last = module.rpartition(".")
        if package:
            assert getattr(getattr(import_module(package), last), name) is value
    return value


@pytest.mark.parametrize("line", NAMES)
def test_a_public_name_of_the_first_edition_still_takes_what_it_took(line):
    path, called, rest = line.partition("(")
    module, _, name = path.rpartition(".")
    value = found(module, name)
    if not called or inspect.isclass(value):
        return
    now = inspect.signature(value).parameters
    by_name = False
    positional = [each.name for each in now.values() if each.kind is not each.KEYWORD_ONLY]
    for place, parameter in enumerate(filter(None, rest.removesuffix(")").split(", "))):
        if parameter == "*":
            by_name = True
            continue
        wanted = re.sub(r"^\*+|=$", "", parameter)
        assert wanted in now, f"{path} no longer takes {wanted}."
        if parameter.endswith("="):
            assert now[wanted].default is not inspect.Parameter.empty, f"{path} now insists on {wanted}."
        if not by_name and not parameter.startswith("*"):
            assert positional[place] == wanted, f"{path} takes {wanted} in another place."
    before = set(re.findall(r"\w+", rest))
    added = [
        each.name
        for each in now.values()
        if each.name not in before
        and each.default is inspect.Parameter.empty
        and each.kind not in (each.VAR_POSITIONAL, each.VAR_KEYWORD)
    ]
    assert not added, f"{path} now insists on {added}."
