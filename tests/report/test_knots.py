"""Broken lines: the functions that they stand for, to a millionth of a penny, bends and jumps included."""

import random

import numpy as np
import pandas as pd
import pytest

from paylib import offers, takehome
from paylib.errors import FigureError
from paylib.offers import Flat, Floor, GreaterOf, Hours, Linked, LumpSum, Percent
from paylib.report.calculator.knots import knots, read
from tests.conftest import cases

MILLIONTH_OF_A_PENNY = 1e-8


def apart(function, line: np.ndarray, places: np.ndarray) -> float:
    """How far a line is from its function, at places and at its knots and just beside them."""
    places = np.concatenate([places, *(line[:, 0] + step for step in (-0.01, -1e-7, 0, 1e-7, 0.01))])
    places = places[(places >= line[0, 0]) & (places <= line[-1, 0])]
    want = np.asarray(function(places)).reshape(len(places), -1)
    return np.abs(want - [read(line, place) for place in places]).max()


@pytest.mark.parametrize("contracted_out", [False, True])
@pytest.mark.parametrize("tax_year", ["2003/04", "2009/10", "2015/16", "2022/23", "2025/26"])
def test_deductions_are_those_of_takehome(tax_year, contracted_out):
    if contracted_out and tax_year > "2016":
        contracted_out = False

    def deducted(pay):
        return takehome.breakdown(pay, tax_year, contracted_out=contracted_out)[
            ["income_tax_gbp", "national_insurance_gbp"]
        ]

    line = knots(deducted, 0, 1_000_000)
    assert len(line) <= 12
    places = np.random.default_rng(1).uniform(0, 200_000, 2_000)
    assert apart(deducted, line, places) < MILLIONTH_OF_A_PENNY


def added(parts) -> callable:
    def effect(pay):
        scale = pd.DataFrame({"point": range(len(pay)), "annual_gbp": pay})
        made = offers.apply(offers.Offer(parts), scale, year_start="2024-04")
        columns = ["after_gbp_year", "average_gbp_year", "non_consolidated_gbp", "after_gbp_hour"]
        return made[columns].to_numpy()

    return effect


def test_an_offer_of_six_parts_takes_twelve_knots_at_most():
    parts = (
        Percent(4.0, "2024-04"),
        GreaterOf(1.5, 400, "2024-06"),
        Floor(12.6, "2024-07", hourly=True),
        LumpSum("2024-07", 250, 0.5),
        Linked("cpi", "2024-07", "2024-09", plus_pct=0.5),
        Floor(24_500, "2024-10"),
    )
    line = knots(added(parts), 1_000, 1_000_000)
    assert len(line) <= 12
    assert apart(added(parts), line, np.linspace(1_000, 60_000, 500)) < MILLIONTH_OF_A_PENNY


def random_part(chance: random.Random, start: str):
    return chance.choice(
        [
            lambda: Percent(round(chance.uniform(0, 12), 2), start, chance.random() < 0.3),
            lambda: Flat(float(chance.randrange(0, 4_000)), start),
            lambda: GreaterOf(round(chance.uniform(0, 6), 1), float(chance.randrange(0, 3_000)), start),
            lambda: Floor(float(chance.randrange(9_000, 40_000)), start),
            lambda: Floor(round(chance.uniform(5, 20), 2), start, hourly=True),
            lambda: LumpSum(start, float(chance.randrange(0, 2_000)), round(chance.uniform(0, 2), 1)),
            lambda: Hours(chance.choice([32, 35, 36.5]), start),
        ]
    )()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(cases(200, 20)))
def test_any_offer_is_its_broken_line(seed):
    chance = random.Random(seed)
    months = sorted(f"2024-{chance.randrange(4, 13):02d}" for _ in range(chance.randrange(1, 7)))
    parts = tuple(random_part(chance, month) for month in months)
    line = knots(added(parts), 1_000, 1_000_000)
    places = np.array([round(10 ** chance.uniform(3, 6), 2) for _ in range(200)])
    assert apart(added(parts), line, places) < MILLIONTH_OF_A_PENNY, parts


def test_a_jump_has_a_knot_on_either_side():
    """£250 for those who are paid less than £21,000, and 1 per cent for the rest."""

    def after(pay):
        return np.where(pay < 21_000, pay + 250, pay * 1.01)

    line = knots(after, 1_000, 1_000_000)
    assert line[:, 0].tolist() == [1_000, np.nextafter(21_000, 0), 21_000, 1_000_000]
    assert read(line, 20_999.99).item() == pytest.approx(21_249.99)
    assert read(line, 21_000).item() == pytest.approx(21_210)
    assert apart(after, line, np.linspace(1_000, 100_000, 500)) < MILLIONTH_OF_A_PENNY


def test_bends_close_together_are_all_found():
    """A band £50 wide in which nothing more is paid, and a bend a penny after it."""

    def after(pay):
        return pay - np.clip(pay - 25_000, 0, 50) + 2 * np.maximum(pay - 25_050.01, 0)

    line = knots(after, 1_000, 1_000_000)
    assert line[:, 0] == pytest.approx([1_000, 25_000, 25_050, 25_050.01, 1_000_000], abs=1e-5)
    assert apart(after, line, np.linspace(24_990, 25_060, 500)) < MILLIONTH_OF_A_PENNY


@pytest.mark.parametrize("function", [np.sqrt, np.square, lambda pay: np.round(pay / 1000)])
def test_what_is_not_made_of_a_few_straight_pieces_is_refused(function):
    with pytest.raises(FigureError, match="is not made of straight pieces: near"):
        knots(function, 1_000, 1_000_000)
