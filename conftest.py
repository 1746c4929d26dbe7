"""Tests and notebooks give the same results on any day and with any number of processes at once."""

import os

import nbval.kernel
from nbval.plugin import IPyNbCell

from tests.what_changed import what_changed

os.environ.setdefault("PAYLIB_STALE", "quiet")  # no word that newer figures are likely
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as notebooks are run for pages


def pytest_configure(config) -> None:
    """nbval runs notebooks in kernels as pages are made with, and says what changed."""
    from tests import kernels

    config.add_cleanup(kernels.closing.close)
    nbval.kernel.KernelManager = kernels.manager
    _say_what_changed()


def _say_what_changed() -> None:
    """nbval compares as strictly as before; its message names the findings that changed, old and new."""
    compare = IPyNbCell.compare_outputs

    def compare_outputs(cell, test, ref, skip_compare=None) -> bool:
        same = compare(cell, test, ref, skip_compare)
        if not same and (lines := what_changed(ref, test)):
            cell.comparison_traceback = lines
        return same

    IPyNbCell.compare_outputs = compare_outputs
