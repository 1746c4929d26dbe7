"""A wrong kind of argument of the public calls gets an error of paylib's that helps, never another library's.

Those of `paylib.models` have tests of their own, in tests/models.
"""

import decimal
import math

import numpy as np
import pandas as pd
import polars as pl
import pytest

from paylib import awards, multiverse, offers, payroll, prices, strikes, takehome, workload
from paylib.awards import scales
from paylib.awards.chains import real_pay
from paylib.errors import PaylibError
from paylib.figures.inputs import a_frame, a_mapping, checked, flag
from paylib.figures.rounding import stated_range

SCALE = pd.DataFrame({"point": [1, 2], "annual_gbp": [10_000.0, 20_000.0]})
STAFF = {1: 1, 2: 1}
OFFER = offers.Offer((offers.Percent(3, "2003-09"),))
SPANS = {"12 months": ("2002-09", "2003-09"), "later": ("2003-08", "2004-08")}
FEW = multiverse.specifications({"offer": 3.0}, SPANS, by=["cpi", "rpi"], statement="below")
COUNTED = strikes.ballot_counted(100, 50, 20)
WORK = workload.per_worker("requests_per_social_worker")
READINGS = pd.DataFrame(
    {"award_pct": [2.6], "progression_pct": [0.0], "non_consolidated_pct": [0.0], "weight_pct": [100.0]}
)
STAGES = pd.DataFrame({"effective_month": ["2003-11"], "award_pct": [2.85]})

NO_FRAMES = (
    None,
    5,
    math.nan,
    pd.NA,
    "abc",
    b"abc",
    [],
    {},
    pd.Series([1.0]),
    np.ones((2, 2)),
    pl.DataFrame({"a": [1]}),
)
NO_MAPPINGS = (
    None,
    5,
    math.nan,
    pd.NA,
    "abc",
    [1],
    pd.DataFrame({"a": [1]}),
    pd.PeriodIndex(["2004-01"], freq="M"),
)
NO_FLAGS = (
    None,
    2,
    "no",
    pd.NA,
    [True],
    pd.Series([True]),
    np.array([True, False]),
    pd.DataFrame(),
    math.nan,
)
NO_NAMES = (5, pd.NA, ["a"], {"a": 1}, np.array(["a", "b"]), pd.Series(["a"]), pd.DataFrame(), math.nan)
NO_MONTHS = ([], (), np.array([]), pd.Series([], dtype=float), np.array(5), decimal.Decimal("sNaN"))
NO_COUNTS = (
    "abc",
    None,
    [1, 2],
    math.nan,
    math.inf,
    1e308,
    10**400,
    2.5,
    pd.NA,
    np.ones((2, 2)),
    pd.DataFrame(),
)


def odd(frame: pd.DataFrame, *needed: str) -> tuple:
    """A frame in which something is wrong, in many ways."""
    columns = [frame.drop(columns=column) for column in needed]
    for wrong in ("abc", [1], pd.NA, 10**400):
        for column in needed:
            if isinstance(wrong, str) and not pd.api.types.is_numeric_dtype(frame[column]):
                continue  # a name like others
            made = frame.astype({column: object})
            made[column] = pd.Series([wrong] * len(made), index=made.index, dtype=object)
            made.attrs = frame.attrs
            columns.append(made)
    levels = frame.set_axis(pd.MultiIndex.from_product([["a"], list(frame)]), axis=1)
    return (
        *NO_FRAMES,
        *columns,
        pd.concat([frame, frame], axis=1),
        levels,
        frame.set_axis(range(frame.shape[1]), axis=1),
    )


def uprated(mean):
    return prices.uprate(100.0, "2003-09", to="2004-08", by="rpi", mean=mean)


def specified(**how):
    return multiverse.specifications(
        **{"pay": {"offer": 3.0}, "spans": SPANS, "by": "cpi", "statement": "below"} | how
    )


CALLS = {
    "prices.uprate, mean": (uprated, NO_COUNTS),
    "prices.level, asked": (
        lambda asked: prices.level("rpi", asked), (pd.Period("2004-02-01", "D"), np.array(5), None, {}),
    ),
    "prices.real_rise, over": (
        lambda over: prices.real_rise(3.0, ["2003-09"], by="rpi", over=over), (*NO_COUNTS, 0, -1),
    ),
    "prices.real_rise, rise_pct": (
        lambda rise: prices.real_rise(rise, ["2003-09", "2004-08"], by="rpi"),
        ([], [1, 2, 3], None, "abc", [[1]], 10**400, math.nan, pd.to_datetime(["2004-01-01"] * 2), np.array([1j, 2])),
    ),
    "prices.household_costs": (prices.household_costs, (*NO_NAMES, None)),
    "prices.rates, by": (
        lambda by: prices.real_rise(3.0, ["2003-09"], by=by), (np.array(5), None, 5, [], {}, [["cpi"]]),
    ),
    "prices.real_rise, months": (
        lambda months: prices.real_rise(3.0, months, by="rpi"), (np.array(5), None, 5, [None], [["2004"]]),
    ),
    "offers.cost, full_year": (
        lambda flag: offers.cost(OFFER, SCALE, STAFF, "2003/04", full_year=flag), NO_FLAGS,
    ),
    "offers.cost, contracted_out": (
        lambda flag: offers.cost(OFFER, SCALE, STAFF, "2003/04", contracted_out=flag), NO_FLAGS,
    ),
    "offers.cost, pension_pct": (
        lambda pct: offers.cost(OFFER, SCALE, STAFF, "2003/04", pension_pct=pct),
        ([1, 2], pd.Series([1.0, 2.0]), [], "abc", None, -1, math.inf),
    ),
    "offers.cost, scale": (lambda scale: offers.cost(OFFER, scale, STAFF, "2003/04"), odd(SCALE, "point", "annual_gbp")),
    "offers.cost, staff": (
        lambda staff: offers.cost(OFFER, SCALE, staff, "2003/04"), ({pd.NA: 1, 1: 1}, {None: 1}, None, 5, [], {}),
    ),
    "offers.alternatives, offer": (
        lambda offer: offers.alternatives(offer, SCALE, STAFF, "2003/04"), (None, 5, "abc", SCALE, []),
    ),
    "offers.alternatives, scale": (
        lambda scale: offers.alternatives(OFFER, scale, STAFF, "2003/04"), odd(SCALE, "point", "annual_gbp"),
    ),
    "offers.same_cost, shape": (
        lambda shape: offers.same_cost(OFFER, SCALE, STAFF, "2003/04", shape, 5000), (None, 5, "abc", OFFER, []),
    ),
    "offers.same_cost, most": (
        lambda most: offers.same_cost(OFFER, SCALE, STAFF, "2003/04", lambda gbp: OFFER, most),
        (None, "abc", [], -1, 0, math.nan, math.inf),
    ),
    "offers.stages, offer": (lambda offer: offers.stages(offer, "2003-09"), (None, 5, "abc", SCALE, [])),
    "offers.stages, year_start": (lambda month: offers.stages(OFFER, month), (*NO_MONTHS, None, "2003/04")),
    "offers.apply, year_start": (lambda month: offers.apply(OFFER, SCALE, year_start=month), NO_MONTHS),
    "offers.pay_year, offer": (offers.pay_year, (None, 5, "abc", SCALE, [])),
    "offers.pay_year, award_due": (lambda month: offers.pay_year(OFFER, month), NO_MONTHS),
    "offers.Offer": (offers.Offer, (np.array(5), None, 5, [], "abc", [None])),
    "offers.reconcile": (
        lambda readings: offers.reconcile(readings, by="rpi", since="2003-01", until="2004-01"),
        odd(READINGS, *READINGS),
    ),
    "offers.reconcile, by": (
        lambda by: offers.reconcile(READINGS, by=by, since="2003-01", until="2004-01"), ([["rpi"]], [], None, 5),
    ),
    "takehome.net, contracted_out": (lambda flag: takehome.net(30_000, "2003/04", contracted_out=flag), NO_FLAGS),
    "takehome.employer_ni": (lambda flag: takehome.employer_ni(30_000, "2003/04", contracted_out=flag), NO_FLAGS),
    "takehome.rules": (lambda flag: takehome.rules("2003/04", contracted_out=flag), NO_FLAGS),
    "workload.growth": (lambda frame: workload.growth(frame, "2017/18", "2023/24"), odd(WORK, "segment", "per_worker")),
    "workload.series, group": (
        lambda group: workload.series("teacher_vacancies", group=group), ([], {}, pd.NA, pd.DataFrame(), np.array(["a"])),
    ),
    "workload.series, nation": (lambda nation: workload.series("teacher_vacancies", nation=nation), NO_NAMES),
    "workload.per_worker, breaks": (
        lambda breaks: workload.per_worker(
            pd.Series([1.0], index=["2005-06"]), pd.Series([1.0], index=["2005-06"]), breaks=breaks
        ),
        (None, 5, pd.NA, "abc", [None], "2005", math.nan),
    ),
    "strikes.thresholds_met": (
        lambda ballots: strikes.thresholds_met(ballots, "2017-03-01", important_service=False),
        odd(COUNTED, "yes_low_pct", "yes_high_pct"),
    ),
    "strikes.thresholds_met, important": (
        lambda flag: strikes.thresholds_met(COUNTED, "2017-03-01", important_service=flag),
        (None, 2, "no", pd.NA, [[1], [1, 2]], [True, False], pd.DataFrame()),
    ),
    "strikes.rostered_days": (
        strikes.rostered_days, (*NO_FRAMES, pd.DataFrame({"days": [1]})),
    ),
    "strikes.break_even_months": (
        lambda never: strikes.break_even_months(5804, 0, discount_pct=0, due_to_strike_pct=100, never=never),
        (10**400, "abc", [1, 2], [], 1j, pd.NA, pd.Timestamp("2004-01-01")),
    ),
    "rounding.stated_range": (lambda word: stated_range(90, 5, word), (*NO_NAMES, "roughly")),
    "awards.staged": (lambda stages: awards.staged(stages, "2003-09", "2004-08"), odd(STAGES, *STAGES)),
    "awards.staged, first": (lambda month: awards.staged(STAGES, month, "2004-08"), (*NO_MONTHS, None)),
    "awards.when_paid": (
        lambda owed: awards.when_paid(owed, "2022-11", by="cpi"),
        (None, 5, "abc", [], {}, pd.DataFrame(), pl.Series([1.0]), pd.Index([1])),
    ),
    "awards.chain, point": (
        lambda point: awards.chain("njc", "2021-04", "2024-04", point=point), ([], (), np.array([]), [None], "abc"),
    ),
    "awards.chain, spine": (
        lambda spine: awards.chain("njc", "2018-04", "2024-04", point=20, spine=spine), (*NO_NAMES, "abc"),
    ),
    "awards.real_pay, group": (lambda group: real_pay(group, "2021-04", "2024-04", by="cpi", point=20), NO_NAMES),
    "awards.compared, whose": (
        lambda whose: awards.compared(whose, "2010-02", "2025-02", by="cpi"),
        (*NO_MAPPINGS, {"a": None}, {"a": 5}, {"a": {}}, {5: {"group": "njc"}}),
    ),
    "awards.compared, by": (
        lambda by: awards.compared({"a": {"group": "njc"}}, "2010-02", "2025-02", by=by), ([["cpi"]], None, 5, [{}]),
    ),
    "payroll.synthetic, rows": (
        lambda rows: payroll.synthetic(rows, scale="njc", month="2025-03"), (2**63, 10**400, 2.5, None, "5", True, pd.NA),
    ),
    "payroll.write, path": (
        lambda path: payroll.write(path, 2, scale="njc", month="2025-03"),
        (None, 5, math.nan, [], pd.DataFrame(), "", "a\0b", "/no/such/folder/payroll.parquet", "9" * 5000),
    ),
    "payroll.write, rows": (
        lambda rows: payroll.write("payroll.parquet", rows, scale="njc", month="2025-03"),
        (None, "abc", pd.NA, math.nan, pd.DataFrame(), 10**400),
    ),
    "multiverse.specifications, pay": (
        lambda pay: specified(pay=pay),
        (*NO_MAPPINGS[:-2], pd.DataFrame(), pd.DataFrame({"a": [1]}), {None: 3.0}, {pd.NA: 3.0}, {("a", 1): 3.0}, {"a": None},
         pd.Series([1.0, 2.0], ["a", "a"])),
    ),
    "multiverse.specifications, spans": (
        lambda spans: specified(spans=spans), (*NO_MAPPINGS, {None: ("2002-09", "2003-09")}, {"a": 5}, {"a": ([1], [2])}),
    ),
    "multiverse.specifications, by": (lambda by: specified(by=by), (*NO_NAMES, None, [["cpi"]], [pd.NA])),
    "multiverse.specifications, conventions": (lambda names: specified(conventions=names), (*NO_NAMES, [pd.NA])),
    "multiverse.specifications, against_pct": (
        lambda pct: specified(against_pct=pct), ([1], [], pd.Series([1.0]), None, "abc", math.nan),
    ),
    "multiverse.specifications, tolerance_pct": (
        lambda pct: specified(tolerance_pct=pct), ([1], [], pd.Series([1.0]), None, "abc", -1),
    ),
    "multiverse.price_ratios, spans": (
        lambda spans: multiverse.price_ratios(spans, ["cpi"]), (None, 5, "abc", [[[1], [2]]], [None], math.nan, pd.NA),
    ),
    "multiverse.price_ratios, by": (
        lambda by: multiverse.price_ratios([("2002-09", "2003-09")], by), (None, 5, [["cpi"]], math.nan, pd.NA),
    ),
    "multiverse.shares": (multiverse.shares, odd(FEW, "deflator", "span", "holds")),
    "multiverse.shares, statement": (lambda name: multiverse.shares(FEW, statement=name), NO_NAMES),
    "multiverse.shares, choices": (lambda names: multiverse.shares(FEW, choices=names), (5, [["span"]], pd.NA, [{}])),
    "multiverse.ways": (lambda frame: multiverse.ways(frame, deflator="rpi"), odd(FEW, "deflator", "holds", "real_pct")),
    "multiverse.ways_by": (lambda name: multiverse.ways_by(FEW, name), (*NO_NAMES, None)),
    "multiverse.ways_by, frame": (
        lambda frame: multiverse.ways_by(frame, "deflator"), odd(FEW, "deflator", "holds", "real_pct"),
    ),
    "multiverse.mattering": (multiverse.mattering, odd(FEW, "deflator", "real_pct")),
    "multiverse.mark_parties": (
        lambda frame: multiverse.mark_parties(frame, {"PCS": {"deflator": "rpi"}}), odd(FEW, "deflator"),
    ),
    "multiverse.mark_parties, parties": (
        lambda parties: multiverse.mark_parties(FEW, parties),
        (*NO_MAPPINGS, {"PCS": None}, {"PCS": 5}, {("a", 1): {"deflator": "rpi"}}, {"PCS": {"deflator": pd.NA}}),
    ),
    "multiverse.real_pay": (
        lambda pay: multiverse.real_pay(pay, by="cpi"), (None, 5, pd.Series([], dtype=float), pd.Series([1.0], [("a", 1)])),
    ),
    "scales.hourly": (
        scales.hourly, (pd.to_datetime(["2004-01-01"]), np.array([1j]), pd.Series(pd.to_timedelta(["1h"])), None),
    ),
}  # fmt: skip
"""Calls of one argument, and what they cannot take for it."""


@pytest.mark.parametrize(("ask", "wrong"), CALLS.values(), ids=CALLS)
def test_what_cannot_be_used_is_refused_in_words_of_ours(ask, wrong):
    for given in wrong:
        with pytest.raises(PaylibError) as refused:
            ask(given)
        assert str(refused.value).strip()


def test_what_can_be_used_is_used_in_whatever_type_it_is():
    assert uprated(np.int64(3)) == uprated(3.0) == uprated(decimal.Decimal(3)) == uprated(3)
    for yes in (True, np.bool_(True)):
        assert offers.cost(OFFER, SCALE, STAFF, "2003/04", full_year=yes).loc[
            "pay", "cost_gbp"
        ] == pytest.approx(900)
    spans, by = iter([("2002-09", "2003-09")]), iter(["cpi"])
    assert list(multiverse.price_ratios(spans, by)) == [(("2002-09", "2003-09"), "cpi")]
    assert len(specified(pay=pd.Series({"offer": 3.0}))) == len(specified())
    assert strikes.break_even_months(
        5804, 0, discount_pct=0, due_to_strike_pct=100, never=math.inf
    ) == pytest.approx(math.inf)
    met = strikes.thresholds_met(COUNTED, "2017-03-01", important_service=np.array([False]))
    assert met["turnout"].tolist() == ["met"]


def test_the_helpers_say_what_is_needed_and_what_is_there():
    with pytest.raises(PaylibError, match="full_year is True or False, and 1 is neither"):
        flag(1, "full_year")
    with pytest.raises(
        PaylibError, match=r"rows is a frame of pandas, and this is a DataFrame of polars.*to_pandas"
    ):
        a_frame(pl.DataFrame(), "rows")
    with pytest.raises(PaylibError, match="rows has the column 'a' twice"):
        a_frame(pd.DataFrame([[1, 2]], columns=["a", "a"]), "rows")
    with pytest.raises(PaylibError, match=r"spans is given by name, such as .*; 5 is no name"):
        a_mapping({5: 1}, "spans", "{'a': 1}")
    with pytest.raises(PaylibError, match="pay is not a number: it holds datetime64"):
        checked(pd.Series(pd.to_datetime(["2004-01-01"])), "pay")
