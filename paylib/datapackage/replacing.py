"""Put changed files into a data package: all of them, with a descriptor that fits, or none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from paylib import datapackage
from paylib.datapackage import contracts, hashes
from paylib.datapackage.loading import DataPackage
from paylib.errors import DataError, RefreshError

LOCK, STAGING = ".refresh.lock", ".refresh.tmp"


class ContractError(RefreshError):
    """Renewed tables that would not keep their contract; nothing was changed.

    Parameters
    ----------
    problems : list of str
        What would be wrong, as `paylib.datapackage.contracts.verify` has it.
    """

    def __init__(self, problems: list[str]):
        super().__init__(
            f"The renewed tables would not keep their contract: {few(problems, ' ')} Nothing was changed."
        )
        self.problems = problems


def few(items: list[str], separator: str) -> str:
    more = f"{separator}and {len(items) - 5} more." if len(items) > 5 else ""
    return separator.join(items[:5]) + more


def must_be_sound(package: DataPackage) -> None:
    """What replaces files seals the package, and must not put its seal under a fault, or an edit that nobody sealed."""
    problems = contracts.verify(package)
    if problems:
        raise DataError(f"Nothing was changed: {few(problems, ' ')} Put that right first.")


def replace(package: DataPackage, files: dict[str, bytes]) -> None:
    """Put new files into a package, with a descriptor that fits them: all of it, or nothing."""
    root, staging = package.root, package.root / STAGING
    shutil.rmtree(staging, ignore_errors=True)  # of a refresh that was killed before it had decided
    try:
        shutil.copytree(root, staging, ignore=shutil.ignore_patterns(".*"))
        must_be_sound(DataPackage(staging))  # an editor may have saved a table since it was looked at
        for path, content in files.items():
            (staging / path).parent.mkdir(parents=True, exist_ok=True)
            (staging / path).write_bytes(content)
        hashes.drop_uncited(DataPackage(staging))
        hashes.seal(DataPackage(staging))
        problems = contracts.verify(DataPackage(staging))
        if problems:
            raise ContractError(problems)
        _keep_changed(staging, root)
        staging.rename(root / datapackage.PENDING)  # from here on it is in force
    except OSError as error:
        raise RefreshError(f"The new tables cannot be written ({error}). Nothing was changed.") from None
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    _sync(root)
    datapackage.settle(root)


def _keep_changed(staging: Path, root: Path) -> None:
    """Leave only what differs from the package, safe on the disk."""
    for where, _, names in os.walk(staging, topdown=False):
        for new in (Path(where) / name for name in names):
            old = root / new.relative_to(staging)
            if old.exists() and old.read_bytes() == new.read_bytes():
                new.unlink()
            else:
                _sync(new)
        if not any(Path(where).iterdir()):
            Path(where).rmdir()
        else:
            _sync(Path(where))


def _sync(path: Path) -> None:
    if (
        path.is_dir() and os.name == "nt"
    ):  # folders cannot be opened there; the file system keeps them in order
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the lock of a package. The operating system frees it when the process ends, however it ends."""
    try:
        held = FileLock(folder / LOCK, blocking=False, fallback_to_soft=False).acquire()
    except Timeout:
        raise RefreshError(
            f"Another refresh of {folder} is under way. Wait until it has ended, then look whether this one is "
            "still needed."
        ) from None
    except OSError as error:
        raise RefreshError(
            f"{folder} cannot be written to ({error.strerror}). Point PAYLIB_DATA at a copy of the figures that can."
        ) from None
    with held:
        yield
