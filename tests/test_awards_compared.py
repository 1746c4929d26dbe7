"""Several groups' awards beside prices, held to awards multiplied by hand."""

import pytest

from paylib import awards
from paylib.errors import CoverageError

COUNCILS = {"group": "njc", "point": 29, "spine": "old"}


def test_awards_are_multiplied_and_put_into_real_terms():
    """NJC: 1% in April 2016, 2017; 2% in 2018, 2019; 2.75% in 2020, 1.75% in 2021."""
    frame = awards.compared({"councils": COUNCILS}, "2016-03", "2021-04", by=["cpi"])
    assert frame.loc["councils", "awards_pct"] == pytest.approx(
        (1.01 * 1.01 * 1.02 * 1.02 * 1.0275 * 1.0175 - 1) * 100
    )
    row = frame.loc["councils"]
    assert (1 + row["real_cpi_pct"] / 100) * (1 + row["restore_cpi_pct"] / 100) == pytest.approx(1)


def test_who_lacks_an_award_is_left_out_and_told():
    frame = awards.compared(
        {"councils": COUNCILS, "youth": {"group": "jnc_youth", "include": "implied"}},
        "2009-04",
        "2022-02",
        by=["cpi"],
    )
    assert list(frame.index) == ["councils"]
    assert "2009-05 to 2010-08" in frame.attrs["left_out"]["youth"]


def test_nobody_left_is_an_error_that_says_what_is_missing():
    with pytest.raises(CoverageError, match=r"Nobody's awards .* 2009-05 to 2010-08"):
        awards.compared(
            {"youth": {"group": "jnc_youth", "include": "implied"}}, "2009-04", "2022-02", by=["cpi"]
        )


@pytest.mark.parametrize("by", ["cpi", ["cpi"], iter(["cpi"]), ["cpi", "cpi"]])
def test_one_index_is_worked_out_once_however_it_is_given(by):
    whose = {"councils": {"group": "njc", "point": 29, "spine": "old"}}
    found = awards.compared(whose, "2010-02", "2025-02", by=by)
    assert list(found) == ["awards_pct", "real_cpi_pct", "restore_cpi_pct"]
    assert found.round(1).loc["councils"].tolist() == [35.4, -12.2, 14.0]
