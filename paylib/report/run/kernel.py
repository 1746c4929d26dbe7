"""Kernels that start at once: forked from one process that has imported what notebooks use.

To start Python and import pandas and matplotlib for each notebook takes longer than most notebooks do.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
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

_IMPORTED = (
    "ipykernel.ipkernel",
    "matplotlib.backends.backend_svg",
    "paylib.report.calculator",
    "paylib.charts",
)


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


@contextmanager
def warm() -> Iterator[Start]:
    """Managers of kernels that are forked; where libraries do not bear that, of ordinary ones.

    The process that they are forked from ends with the block, and they with it.
    """
    if sys.platform != "linux" or not hasattr(os, "fork"):
        yield cold
        return
    command = [sys.executable, "-P", "-m", __name__]
    # Where matplotlib shows pictures is settled when it is imported: in the notebook, as ipykernel has it.
    inline = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}
    options = {"env": inline | os.environ | ONE_THREAD}
    options |= {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, start_new_session=True, **options) as server:
        lock = Lock()

        def fork(request: dict) -> int:
            with lock, suppress(BrokenPipeError, ValueError):  # no answer is no number
                print(json.dumps(request), file=server.stdin, flush=True)
                return int(server.stdout.readline())
            raise RuntimeError("the process that kernels are forked from has ended")

        yield lambda: _Manager(fork, kernel_name="python3", **sockets())


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
            time.sleep(0.01)
        return 0

    def send_signal(self, number: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)


def _serve() -> None:
    """Import, then fork a kernel for each line read, and tell its number."""
    for name in _IMPORTED:
        import_module(name)
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            _run(**json.loads(line))
        print(pid, flush=True)


def _run(arguments: list[str], environment: dict[str, str], folder: str) -> None:
    """Be a kernel until it ends."""
    from ipykernel.kernelapp import IPKernelApp

    try:
        os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(2, 1)  # nothing but numbers goes to the one who asked
        os.environ.clear()
        os.environ.update(environment)
        sys.argv = ["ipykernel_launcher", *arguments]
        sys.path.append("")  # modules beside the notebook
        os.chdir(folder)
        IPKernelApp.launch_instance([*arguments, f"--IPKernelApp.parent_handle={os.getppid()}"])
    finally:
        os._exit(0)


if __name__ == "__main__":
    _serve()
