"""Tests and notebooks give the same results on any day and with any number of processes at once."""

import itertools
import os
import re
import socket

from jupyter_client.connect import LocalPortCache
from nbval.plugin import IPyNbCell

from tests.what_changed import what_changed

os.environ.setdefault("PAYLIB_STALE", "quiet")  # no word that newer figures are likely
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as notebooks are run for pages


def pytest_configure() -> None:
    """Kernels started by one test process take ports that no other process is given.

    A port is chosen before the kernel binds it; the system may give the same one to another in between.
    """
    worker = int(re.sub(r"\D", "", os.environ.get("PYTEST_XDIST_WORKER", "")) or 0)
    ports = itertools.cycle(range(10_000 + worker * 2_000, 12_000 + worker * 2_000))

    def find_available_port(cache: LocalPortCache, ip: str) -> int:
        for port in ports:
            with socket.socket() as trial:
                try:
                    trial.bind((ip, port))
                except OSError:
                    continue
            if port not in cache.currently_used_ports:
                cache.currently_used_ports.add(port)
                return port

    LocalPortCache.find_available_port = find_available_port
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
