"""The benchmarks at tiny sizes: both sides of each pair do the same work. Nothing is timed."""

import numpy as np
import pandas as pd
import pytest

from paylib import awards, datapackage
from tests.benchmarks import __main__ as bench_main
from tests.benchmarks import bench, engines, payroll_example


@pytest.mark.parametrize("pair", [bench.months, bench.dates])
def test_uprating_agrees(pair):
    made = pair(1_000)
    np.testing.assert_allclose(made.ours(), made.theirs(), rtol=1e-12)


def test_the_offer_agrees_by_person_and_by_point():
    made = bench.offer(20_000)
    (people, bill), (by_hand, costs) = made.ours(), made.theirs()
    np.testing.assert_allclose(people, by_hand, rtol=1e-12, atol=1e-9)
    assert len(bill) == len(costs) == 42
    np.testing.assert_allclose(bill["cost_gbp"], costs, rtol=1e-9)


def test_the_multiverse_agrees_with_its_loop():
    made = bench.specifications(5_000, 1_500)
    frame = made.ours()
    assert len(frame) == made.ours_rows
    np.testing.assert_allclose(frame["real_pct"][:1_500], made.theirs(), atol=1e-9)


def test_the_multiverse_agrees_with_the_leanest_loop():
    made = bench.bare_specifications(5_000, 1)
    np.testing.assert_allclose(made.ours()["real_pct"][: made.theirs_rows], made.theirs(), atol=1e-9)


def test_loading_reads_the_same_rows_and_verifying_the_same_bytes():
    loading, verifying = bench.loading(), bench.verifying()
    assert [len(frame) for frame in loading.ours()] == [len(frame) for frame in loading.theirs()]
    described = [resource["hash"].split(":")[-1] for resource in datapackage.package().resources.values()]
    assert verifying.theirs() == described


def test_memory_is_counted_with_the_inputs():
    assert 1 < bench.peak(200_000, "dates") < 10


def test_a_ratio_is_per_row_and_the_median_of_the_rounds(monkeypatch):
    times = iter([9.0, 9.0, 1.0, 4.0, 2.0, 4.0, 3.0, 4.0])
    monkeypatch.setattr(bench, "seconds", lambda work: next(times))
    found = bench.measure(bench.Pair("it", int, int, 2.0, ours_rows=1, theirs_rows=4, rounds=3))
    assert found.ratios == [1.0, 2.0, 3.0] and (found.ours, found.theirs, found.fastest) == (2.0, 4.0, 1.0)
    assert found.met and not found._replace(at_most=1.9).met


def test_a_rebuild_that_had_to_make_a_page_says_so():
    assert bench.rebuilt(lambda: "Kept 10").name == "rebuild all reports, nothing changed: seconds"
    assert "NOT SO" in bench.rebuilt(lambda: "Wrote reports/some.html").name


def test_the_table_says_what_was_missed_and_by_how_much():
    row = bench.Measured("it", 0.5, 0.25, [2.0, 3.0, 4.0], 2.5, 1.5)
    assert bench_main.line(row) == (
        "| it | 0.5 s | 0.25 s | 3.00 | 2.00 to 4.00 | 2.50 | at most 1.50 | no: 2.00 x the goal |"
    )
    assert "| 1/2,000 |" in bench_main.line(row._replace(ratios=[0.0005]))


@pytest.mark.parametrize("engine", ["pandas", "duckdb", "polars"])
def test_the_example_costs_the_award_the_same_on_each_engine(engine, tmp_path):
    """3.2 per cent of each point's pay, from the tables: the award of 2025 raised every point alike."""
    from paylib import payroll

    path = payroll.write(tmp_path / "payroll.parquet", 5_000, scale="njc", month=payroll_example.BEFORE)
    people = pd.read_parquet(path)
    made = payroll_example.collected(payroll_example.bill(payroll_example.read(engine, path)))
    pct = awards.history("njc").set_index("effective_month").loc["2025-04", "award_pct"]
    cost = (people["annual_gbp"] * people["fte"]).groupby(people["point"]).sum() * pct / 100
    assert pct == 3.2
    np.testing.assert_allclose(made.set_index("point")["cost_gbp"], cost, rtol=1e-9)


IN_PANDAS = {
    "polars": (lambda: engines.polars(5_000, lazy=True), lambda made: made.collect().to_pandas()),
    "duckdb": (lambda: engines.duckdb(5_000), lambda made: made.df()),
    "dask": (lambda: engines.dask(5_000, 2), lambda made: made.compute()),
}


@pytest.mark.parametrize("engine", IN_PANDAS)
def test_queries_by_hand_agree_with_ours(engine):
    works, in_pandas = IN_PANDAS[engine]
    check_both_sides_agree(works(), in_pandas)


def check_both_sides_agree(works, in_pandas):
    for work in works:
        ours, theirs = in_pandas(work.ours()), in_pandas(work.theirs())
        theirs = theirs.reset_index() if "grade" not in theirs else theirs
        assert set(ours) == set(theirs) and len(ours) in (8, 5_000), work.name
        names = ["grade", *sorted(set(ours) - {"grade"})]
        ours, theirs = (made[names].sort_values(names).reset_index(drop=True) for made in (ours, theirs))
        pd.testing.assert_frame_equal(ours, theirs, check_dtype=False, check_categorical=False, rtol=1e-9)


@pytest.mark.parametrize("engine", IN_PANDAS)
@pytest.mark.parametrize(
    ("column", "value", "task"), [("month", "1970-01-01", "uprate"), ("point", 99, "apply_offer")]
)
def test_queries_by_hand_refuse_what_ours_refuse(engine, column, value, task, monkeypatch):
    import pyarrow as pa

    def spoiled(rows, seed=1):
        table = whole(rows, seed)
        cells = table[column].to_pylist()
        cells[7] = pd.Timestamp(value).date() if column == "month" else value
        return table.set_column(table.column_names.index(column), column, pa.array(cells, table[column].type))

    whole = engines.people
    monkeypatch.setattr(engines, "people", spoiled)
    works, in_pandas = IN_PANDAS[engine]
    (work,) = [each for each in works() if each.name.endswith(task)]
    for side in (work.ours, work.theirs):
        with pytest.raises(Exception, match=r"1970|99|held|incomplete|not be mapped|rows hold|i32` to `u32"):
            in_pandas(side())


def test_a_part_run_alone_leaves_the_others_as_they_are(tmp_path, monkeypatch):
    def told(words):
        return lambda most, out: [f"{words} {most}"]

    monkeypatch.setattr(bench_main, "PARTS", {"one": ("First", told("a")), "two": ("Second", told("b"))})
    bench_main.main(["--out", str(tmp_path), "--at-most", "10"])
    bench_main.main(["--only", "two", "--out", str(tmp_path), "--at-most", "20"])
    text = (tmp_path / "results.md").read_text(encoding="utf-8")
    assert text.startswith(bench_main.INTRODUCTION) and text.index("a 10") < text.index(
        "## Second"
    ) < text.index("b 20")
    assert "b 10" not in text and text.count("## ") == 2
