"""Kernels for tests: forked from one process of each test process, as those of pages are."""

from contextlib import ExitStack
from functools import cache

from jupyter_client.manager import KernelManager

from paylib.report.run import kernel

closing = ExitStack()
"""Ends the process that kernels are forked from; whatever starts one closes it at the end of the tests."""


@cache
def start() -> kernel.Start:
    """Gives the managers of kernels."""
    return closing.enter_context(kernel.warm()).start


def manager(**traits) -> KernelManager:
    """A manager as nbval makes it, of a kernel that is forked where it can be."""
    made = KernelManager(**traits, **kernel.sockets())
    provisioner = start()().provisioner
    if provisioner is not None:
        made.provisioner = type(provisioner)(provisioner.fork, kernel_spec=made.kernel_spec, parent=made)
    return made
