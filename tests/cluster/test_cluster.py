"""`paylib.frames` on Spark and on a Dask cluster of two processes: the checks of one machine, and no job unasked."""

import os
import shutil

import dask.dataframe as dd
import pandas as pd
import pyarrow as pa
import pytest
from dask.distributed import Client, LocalCluster
from pyspark.sql import DataFrame, SparkSession

from paylib import frames
from paylib.errors import FigureError
from tests import frames_matrix as matrix
from tests.benchmarks import engines
from tests.benchmarks.test_bench_agrees import check_both_sides_agree

NO_JAVA = "Spark needs Java 17. On Debian and Ubuntu: apt-get install openjdk-17-jre-headless"

PAYROLL = matrix.payroll().dropna().reset_index(drop=True)


@pytest.fixture(scope="session")
def session(tmp_path_factory):
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        pytest.fail(NO_JAVA)
    spark = (
        SparkSession.builder.master("local[2]")
        .appName("paylib")
        .config("spark.ui.enabled", False)
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.memory", "1g")
        .config("spark.sql.shuffle.partitions", 2)
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("OFF")
    yield spark
    spark.stop()


@pytest.fixture(scope="session")
def client():
    cluster = LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, memory_limit="1GiB"
    )
    with cluster, Client(cluster) as connected:
        yield connected


@pytest.fixture(params=["spark", "dask"])
def engine(request) -> matrix.Engine:
    if request.param == "dask":
        request.getfixturevalue("client")  # from here on, what Dask computes it computes there
        return matrix.Engine(
            lambda frame: dd.from_pandas(frame, npartitions=2), dd.DataFrame.compute, dd.DataFrame, typed=True
        )
    spark = request.getfixturevalue("session")
    return matrix.Engine(lambda frame: in_spark(spark, frame), out_of_spark, DataFrame)


def in_spark(spark: SparkSession, frame: pd.DataFrame) -> DataFrame:
    """Spark has no categories: they come to it as text."""
    plain = frame.astype(dict.fromkeys(frame.select_dtypes("category"), "str"))
    return spark.createDataFrame(pa.Table.from_pandas(plain, preserve_index=False))


def out_of_spark(made: DataFrame) -> pd.DataFrame:
    return pd.DataFrame([row.asDict() for row in made.collect()], columns=made.columns)


months = pytest.mark.parametrize("written", matrix.MONTHS)


@months
def test_uprate(engine, written):
    matrix.check_uprate(engine, written)


@pytest.mark.parametrize("written", matrix.POINTS)
def test_apply_offer(engine, written):
    matrix.check_apply_offer(engine, written)


def test_other_columns_of_an_offer(engine):
    matrix.check_other_columns_of_an_offer(engine)


@pytest.mark.parametrize("costing", matrix.COSTINGS)
def test_cost(engine, costing):
    matrix.check_cost(engine, costing)


def test_cost_by_hand(engine):
    matrix.check_cost_by_hand(engine)


@months
def test_real_change(engine, written):
    matrix.check_real_change(engine, written)


@months
def test_an_unknown_month_is_an_error(engine, written):
    matrix.check_an_unknown_month_is_an_error(engine, written)


def test_an_unknown_point_is_an_error(engine):
    matrix.check_an_unknown_point_is_an_error(engine)


def test_a_frame_of_the_same_kind_comes_out(engine):
    matrix.check_kind(engine)


def test_a_missing_month_is_no_nan(engine):
    matrix.check_null_is_not_nan(engine)


def all_four(frame) -> list:
    return [
        frames.uprate(frame, "pay_gbp", "month", to="2026-05", by="rpi"),
        frames.apply_offer(frame, matrix.OFFER, matrix.SCALE),
        frames.cost(frame, matrix.OFFER, matrix.SCALE, tax_year="2003/04", groups="grade"),
        frames.real_change(frame, "pay_gbp", "month", "2004-01", "2005-01", groups="grade", by="rpi"),
    ]


def test_no_spark_job_runs_unasked(session):
    """Spark's own list of jobs stays empty until a result is collected."""
    frame = in_spark(session, PAYROLL)
    session.sparkContext.setJobGroup("unasked", "what paylib.frames starts")
    made = all_four(frame)
    jobs = session.sparkContext.statusTracker().getJobIdsForGroup
    assert jobs("unasked") == []
    for each in made:
        started = len(jobs("unasked"))
        each.collect()
        assert len(jobs("unasked")) > started


def test_no_dask_task_runs_unasked(client):
    """The scheduler moves no task until a result is computed."""

    def moves() -> int:
        return client.run_on_scheduler(lambda dask_scheduler: dask_scheduler.transition_counter)

    before = moves()
    made = all_four(dd.from_pandas(PAYROLL, npartitions=2))
    assert moves() == before
    made[0].compute()
    assert moves() > before


def test_a_spark_session_that_hides_errors_is_refused(session):
    frame = in_spark(session, PAYROLL)
    session.conf.set("spark.sql.ansi.enabled", False)
    try:
        with pytest.raises(FigureError, match=r"spark\.sql\.ansi\.enabled', True"):
            all_four(frame)
    finally:
        session.conf.set("spark.sql.ansi.enabled", True)


@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_instants_of_spark_stand_for_the_month_of_their_place(session, zone):
    """23:30 in UTC on 31 March 2004 is April in London: RPI 185.7 then, 187.4 in August, whatever zone the session is in."""
    session.conf.set("spark.sql.session.timeZone", "UTC")
    moment = pd.Timestamp("2004-03-31 23:30", tz="UTC")
    frame = in_spark(session, pd.DataFrame({"moment": [moment], "pay_gbp": [185.7]}))
    session.conf.set("spark.sql.session.timeZone", zone)
    try:
        made = frames.uprate(
            frame, "pay_gbp", "moment", to="2004-08", by="rpi", into="real", tz="Europe/London"
        )
        assert out_of_spark(made)["real"].tolist() == pytest.approx([187.4])
    finally:
        session.conf.set("spark.sql.session.timeZone", "UTC")


@pytest.mark.parametrize("work", ["uprate", "real_change"])
def test_a_row_that_holds_no_month_is_no_row_less_on_spark(session, work):
    rows = pd.DataFrame(
        {"month": ["2004-01", "2005-01", "2005-01-31"], "pay_gbp": [20_000.0, 21_000.0, 99_000.0]}
    )
    frame = in_spark(session, rows)
    made = (
        frames.uprate(frame, "pay_gbp", "month", to="2005-01", by="rpi")
        if work == "uprate"
        else frames.real_change(frame, "pay_gbp", "month", "2004-01", "2005-01", by="rpi")
    )
    with pytest.raises(Exception, match=r"No month can be read.*2005-01-31"):
        out_of_spark(made)


def test_the_queries_that_speed_is_measured_by_agree_with_ours(session, tmp_path):
    check_both_sides_agree(engines.spark(5_000, tmp_path), out_of_spark)
