"""Resident doctors in England, 2022 to 2026: what each side said, checked, and why each verdict is fair."""

import pytest

from paylib import claims, disputes, prices, scales

SLUG = "resident_doctors_2022"


@pytest.fixture(scope="module")
def dispute():
    return disputes.load(SLUG)


@pytest.fixture(scope="module")
def checked(dispute):
    return claims.check(dispute)


EXPECTED = {
    # £21,862 to £25,494 and £45,562 to £53,132 are 16.6%; the RPI rose by 58.4% (214.8 to 340.3): 1.1661 / 1.5842 is a fall of
    # 26.4%. By the CPI (43.6%) it is 18.8%. From April to April the RPI rose by 56.4%: 25.4%, which is not 26.
    "bma-loss-since-2008": ("correct", "independent", 4, 16),
    # 1.5842 / 1.1661 is 35.9% (April to April 34.1%): about 35.
    "bma-restore-35": ("correct", "independent", 4, 16),
    # 2% against 9.0 (CPI), 11.1 (RPI), 7.8 (CPIH) and 11.2 (RPIX) to April 2022.
    "bma-2022-cut": ("correct", "independent", 4, 4),
    # £14.10 with the bonus for the shop is a penny more than £14.09; the highest basic pay, £12.85, is less.
    "bma-coffee": ("depends on the reading", "independent", 1, 2),
    # 33,869 of 34,571 are 97.97%.
    "bma-vote-2024": ("correct", "independent", 1, 1),
    # Before tax or after: neither working was published.
    "bma-cost-net": ("cannot be checked", "none", 0, 0),
    "gov-cost-gross": ("cannot be checked", "none", 0, 0),
    # The awards come to 50.3% and the RPI to 89.2% from 2008/09 to 2025/26: a fall of 20.6%. By the CPI 8.0%.
    "bma-loss-2025": ("correct", "independent", 6, 12),
    # 26% was the fall; what would undo it is 35.9%, and by no index and years is it 26.
    "gov-demand-26": ("wrong", "independent", 0, 16),
    # Both sides print it: 1.088 x 1.0405 x 1.08 is 22.3%.
    "gov-two-years": ("correct", "other side", 1, 1),
    # The checkers multiplied the four rises; 1.2226 x 1.054 is 28.9%.
    "gov-three-years": ("correct", "independent", 1, 1),
    # 5.4 above 4.5 (forces), 4 (teachers, prison officers) and 3.6 (NHS).
    "gov-highest-2025": ("correct", "independent", 1, 1),
    # 5.4, 6.05, 5.5 and 5.07 against 3.5 (CPI), 4.5 (RPI) and less than 5 by the others, to April 2025.
    "gov-above-inflation": ("correct", "independent", 16, 16),
    # 26,766 of 53,766 are 49.8%.
    "gov-majority-2025": ("correct", "independent", 1, 1),
    # By the Household Costs Indices, which are held for a few months only.
    "checkers-6-to-7": ("cannot be checked", "none", 0, 0),
}


@pytest.mark.parametrize("claim", EXPECTED)
def test_the_verdict_is_the_one_worked_out_by_hand(checked, claim):
    row = checked.loc[claim]
    assert (row["verdict"], row["evidence"], row["holds_under"], row["tried"]) == EXPECTED[claim], row[
        "reasons"
    ]


def test_the_file_is_complete_and_balanced(dispute, checked):
    assert set(checked.index) == set(EXPECTED)
    assert checked["party"].value_counts().to_dict() == {"union": 7, "government": 7, "research body": 1}
    for part in ("figures", "offers", "groups", "ballots", "strikes", "timeline"):
        assert len(getattr(dispute, part)), part


def test_every_source_that_is_described_is_used(dispute):
    parts = ("claims", "figures", "offers", "groups", "ballots", "strikes", "timeline")
    used = {each.source for part in parts for each in getattr(dispute, part)}
    assert set(dispute.sources) <= used


@pytest.mark.parametrize(
    ("by", "span", "fall", "restore"),
    [
        ("rpi", ("2008", "2022"), 26.4, 35.9),
        ("rpi", ("2008-04", "2022-04"), 25.4, 34.1),
        ("cpi", ("2008", "2022"), 18.8, 23.1),
        ("cpi", ("2008-04", "2022-04"), 18.3, 22.5),
        ("cpih", ("2008", "2022"), 16.5, 19.8),
        ("cpih", ("2008-04", "2022-04"), 16.1, 19.2),
    ],
)
def test_what_the_notes_say_of_the_fall_to_2022(by, span, fall, restore):
    """The top of the registrars' scale: £45,562 and £53,132. Pay over prices, never less prices."""
    assert -prices.real_change(45_562, 53_132, *span, by=by) == pytest.approx(fall, abs=0.05)
    assert prices.rise_to_restore(45_562, 53_132, *span, by=by) == pytest.approx(restore, abs=0.05)


@pytest.mark.parametrize(("by", "fall"), [("cpih", 6), ("cpi", 8), ("rpi", 21)])
def test_what_the_notes_say_of_the_fall_to_2025(dispute, by, fall):
    rises = {each.id: each.value for each in dispute.figures if each.id.startswith("award-20")}
    check = next(each for each in dispute.claims if each.id == "bma-loss-2025").check
    ratio = 1.0
    for name in check.figures:
        ratio *= 1 + rises[name] / 100
    real = prices.real_change(1, ratio, "2008/09", "2025/26", by=by)
    assert round(-real) == fall


@pytest.mark.parametrize(
    ("offer", "point", "grade", "when"),
    [
        (offer, point, grade, when)
        for offer, when, top in (
            ("award-2023", "2023-04", "ST6-8"),
            ("settlement-2024", "2024-04", "ST6-8"),
            ("award-2025", "2025-04", "ST6-8"),
            ("settlement-2026", "2026-04", "ST7-8"),
        )
        for point, grade in (("FY1", "FY1"), ("CT1", "CT1-2/ST1-2"), ("ST6", top))
    ],
)
def test_offers_lead_to_the_scales_in_force(dispute, offer, point, grade, when):
    """The record's scale of the date, within the pounds that rounding up at each step and percentages of two decimals leave."""
    group = next(each for each in dispute.groups if each.point == point)
    made = next(each for each in dispute.offers if each.id == offer).offer().at(point)
    after = dispute.worked(made, group.annual_gbp, 40)["after_gbp_year"].item()
    paid = scales.point_pay(
        "resident_doctors", "single", when, grade=grade, contract="2016", nation="England"
    )
    assert after == pytest.approx(paid, abs=5)


def test_rises_by_the_scale_that_the_notes_give():
    """The five points from 2022 to 2025: 26.7% to 32.2%. April 2025 alone: 6.05% and 5.07%."""
    ends = {"FY1": 32.15, "FY2": 30.66, "CT1-2/ST1-2": 30.80, "CT3+/ST3-5": 27.50, "ST6-8": 26.70}
    keys = {"contract": "2016", "nation": "England"}
    for grade, rise in ends.items():
        pay = [
            scales.point_pay("resident_doctors", "single", when, grade=grade, **keys)
            for when in ("2022-04", "2025-04")
        ]
        assert (pay[1] / pay[0] - 1) * 100 == pytest.approx(rise, abs=0.01)
    for grade, rise in (("FY1", 6.05), ("ST6-8", 5.07)):
        pay = [
            scales.point_pay("resident_doctors", "single", when, grade=grade, **keys)
            for when in ("2024-04", "2025-04")
        ]
        assert (pay[1] / pay[0] - 1) * 100 == pytest.approx(rise, abs=0.01)
