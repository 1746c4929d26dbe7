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
