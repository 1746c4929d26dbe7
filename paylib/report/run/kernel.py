"""Kernels, and processes that make a page, that start at once: forked from one that has imported what they use.

To start Python and import pandas and matplotlib for each notebook takes longer than most notebooks do. Where libraries do
not bear to be forked, kernels start from nothing, and pages are made in the process that asks for them.
"""

from __future__ import annotations

import gc
import json
import os
import pickle
import signal
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import NamedTuple
from uuid import uuid4

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}
"""Small sums wait for each other on several threads; on one they also end in the same last digit everywhere."""

Start = Callable[[], AsyncKernelManager]
"""Gives a manager of one kernel."""


class Processes(NamedTuple):
    """Where the work is done."""

    start: Start
    """Gives a manager of one kernel."""
    call: Callable
    """Gives what a function gives, called with what follows; a `ChildProcessError` where its process ends before."""


BY_NOTEBOOKS = (
    "ipykernel.ipkernel",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "paylib.report.calculator",
    "paylib.charts",
)
BY_PAGES = (
    "nbconvert.exporters",
    "nbconvert.filters.markdown_mistune",
    "paylib.report.cards",
    "paylib.report.checker",
    "paylib.report.comparer",
    "paylib.report.docs",
    "paylib.report.form",
)
IMPORTED = (*BY_NOTEBOOKS, *BY_PAGES)
"""What notebooks and pages import."""


def sockets() -> dict[str, str]:
    """What a kernel's manager is given so that it is talked to by files with a name that no other kernel has.

    A port is chosen before a kernel takes it, and the system may give it to another in between. Where there are no
    such sockets it is ports all the same.
    """
    if not hasattr(socket, "AF_UNIX"):
        return {}
    return {"transport": "ipc", "ip": str(Path(tempfile.gettempdir(), f"paylib-{uuid4().hex[:12]}"))}


def cold() -> AsyncKernelManager:
    """The manager of a kernel that starts from nothing."""
    return AsyncKernelManager(kernel_name="python3", **sockets())


def here(function: Callable, *arguments: object) -> object:
    """What a function gives, called in this process."""
    return function(*arguments)


@contextmanager
def warm(many: bool = True) -> Iterator[Processes]:
    """Processes that are forked; where libraries do not bear that, ordinary kernels, and this process.

    The process that they are forked from ends with the block, and they with it. For one notebook alone it imports
    only what its kernel needs, meanwhile this process has begun with the rest of the page.

    Parameters
    ----------
    many : bool
        Whether there are several notebooks or pages.

    Yields
    ------
    Processes
    """
    if sys.platform != "linux" or not hasattr(os, "fork"):
        yield Processes(cold, here)
        return
    command = [sys.executable, "-P", "-m", __name__, *(["many"] if many else [])]
    # Where matplotlib shows pictures is settled when it is imported: in the notebook, as ipykernel has it.
    inline = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}
    options = {"env": inline | os.environ | ONE_THREAD}
    options |= {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with (
        tempfile.TemporaryDirectory(prefix="paylib-") as folder,
        subprocess.Popen(command, start_new_session=True, **options) as server,
    ):
        lock = Lock()

        def fork(request: dict) -> int:
            with lock, suppress(BrokenPipeError, ValueError):  # no answer is no number
                print(json.dumps(request), file=server.stdin, flush=True)
                return int(server.stdout.readline())
            raise RuntimeError("the process that kernels are forked from has ended")

        def call(function: Callable, *arguments: object) -> object:
            place = Path(folder, uuid4().hex)
            place.write_bytes(pickle.dumps((function, arguments)))
            _Process(fork({"call": str(place)})).wait()
            try:
                result, told = pickle.loads(_given(place).read_bytes())
            except FileNotFoundError:
                raise ChildProcessError(
                    "its process ended, as when memory runs out; close other programs and run it again"
                ) from None
            for each in told:
                warnings.warn(each, stacklevel=2)
            return result

        yield Processes(lambda: _Manager(fork, kernel_name="python3", **sockets()), call if many else here)


def _given(place: Path) -> Path:
    """Where stands what a call gave, beside what was asked."""
    return place.with_suffix(".given")


class _Manager(AsyncKernelManager):
    def __init__(self, fork: Callable[[dict], int], **traits) -> None:
        super().__init__(**traits)
        self.provisioner = _Provisioner(fork, kernel_spec=self.kernel_spec, parent=self)


class _Provisioner(LocalProvisioner):
    def __init__(self, fork: Callable[[dict], int], **traits) -> None:
        super().__init__(**traits)
        self.fork = fork

    async def launch_kernel(self, cmd: list[str], *, env: dict[str, str], cwd: str, **_) -> dict:
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        self.process = _Process(self.fork({"arguments": arguments, "environment": env, "folder": cwd}))
        self.pid = self.pgid = self.process.pid
        self.cwd = cwd
        return self.connection_info


class _Process(NamedTuple):
    """A process of another process's, with what jupyter_client asks of one."""

    pid: int
    stdin = stdout = stderr = None

    def poll(self) -> int | None:
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    def wait(self) -> int:
        while self.poll() is None:
            time.sleep(0.03)
        return 0

    def send_signal(self, number: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)


def _serve(many: bool) -> None:
    """Import and read, then fork a process for each line read, and tell its number; those that make pages end with it."""
    for name in IMPORTED if many else BY_NOTEBOOKS:
        import_module(name)
    if many:
        _read()
    gc.freeze()
    signal.signal(signal.SIGCHLD, _reap)
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            _be(**json.loads(line))
        print(pid, flush=True)
    os.killpg(os.getpgrp(), signal.SIGKILL)


def _reap(*_: object) -> None:
    """Let processes that have ended go; what they took of the processor counts as this one's."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _read() -> None:
    """Read every table, deflator and dispute: each notebook and page would read most of them."""
    from paylib import datapackage, disputes, prices
    from paylib.errors import PaylibError

    with datapackage.quietly(), suppress(PaylibError):  # whoever needs what cannot be read says so
        for name in datapackage.package().resources:
            datapackage.load(name)
        prices.deflators()
        for slug in disputes.available():
            disputes.load(slug)


def _be(**request) -> None:
    """Be what is asked for until it ends."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(2, 1)  # nothing but numbers goes to the one who asked
        _answer(Path(request["call"])) if "call" in request else _run(**request)
    finally:
        os._exit(0)


def _answer(place: Path) -> None:
    """Call a function, and leave what it gave and what it warned of."""
    function, arguments = pickle.loads(place.read_bytes())
    with warnings.catch_warnings(record=True) as told:
        result = function(*arguments)
    written = place.with_suffix(".part")
    written.write_bytes(pickle.dumps((result, [each.message for each in told])))
    written.replace(_given(place))


def _run(arguments: list[str], environment: dict[str, str], folder: str) -> None:
    """Be a kernel."""
    from ipykernel.kernelapp import IPKernelApp

    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["ipykernel_launcher", *arguments]
    sys.path.append("")  # modules beside the notebook
    os.chdir(folder)
    IPKernelApp.launch_instance([*arguments, f"--IPKernelApp.parent_handle={os.getppid()}"])


if __name__ == "__main__":
    _serve(many="many" in sys.argv)
