"""Dispute files with a part of them changed, at random but the same in every run: verdicts, or an error of ours."""

import random
import tomllib
from copy import deepcopy

import pytest

from paylib import claims, datapackage, disputes
from paylib.disputes import mending
from paylib.disputes.records import Dispute
from paylib.errors import PaylibError
from tests.conftest import cases

SEED = 23
VALUES = [
    *(0, -1, 1, 3.0, 0.03, 1e9, -1e12, True, "", "x", "2003/04", "2003-04", "2026-09-01", "1905", "2090-01"),
    *(
        "٢٠٠٤",
        "cpi",
        "union",
        "pct",
        "gbp_year",
        [],
        ["offer"],
        [["2025-09", "2026-09"]],
        {},
        "\u202e\x1b[31m",
    ),
]


def texts() -> list[dict]:
    paths = sorted((datapackage.root() / "disputes").glob("*.toml"))
    shipped = [tomllib.loads(path.read_text(encoding="utf-8")) for path in paths]
    return [tomllib.loads(disputes.template()), *shipped]


def places(held: object, at: tuple = ()):
    """Every place of a file, by the keys and numbers that lead there."""
    steps = held.items() if isinstance(held, dict) else enumerate(held) if isinstance(held, list) else ()
    for step, below in steps:
        yield (*at, step)
        yield from places(below, (*at, step))


def changed(held: dict, some: random.Random) -> dict:
    """A file with one to three of its places left out, doubled, exchanged with another or given another value."""
    made = deepcopy(held)
    for _ in range(some.randint(1, 3)):
        *way, last = some.choice(list(places(made)))
        inside = made
        for step in way:
            inside = inside[step]
        match some.choice(["leave out", "value", "value", "double", "exchange"]):
            case "leave out":
                del inside[last]
            case "value":
                inside[last] = deepcopy(some.choice(VALUES))
            case "double" if isinstance(inside, list):
                inside.append(deepcopy(inside[last]))
            case _:
                other = some.choice(list(inside) if isinstance(inside, dict) else range(len(inside)))
                inside[last], inside[other] = inside[other], inside[last]
    return made


@pytest.mark.slow
def test_a_changed_file_gives_verdicts_or_an_error_of_ours(monkeypatch):
    some, held = random.Random(SEED), texts()
    monkeypatch.setattr(disputes.reading, "_parse", lambda path: (current, mending.Text([])))
    for _ in range(cases(2_000, 40)):
        current = changed(some.choice(held), some)
        try:
            dispute = disputes.reading.load("mine.toml")
            assert isinstance(dispute, Dispute)
            assert set(claims.check(dispute)["verdict"]) <= set(claims.VERDICTS)
        except PaylibError as error:
            assert str(error)
