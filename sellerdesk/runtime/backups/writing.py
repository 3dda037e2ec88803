"""A file that appears whole or not at all, for its owner's eyes, and never in place of another."""

import contextlib
import errno
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from sellerdesk.runtime.failures import Failure


@contextlib.contextmanager
def new_file(target: Path) -> Iterator[BinaryIO]:
    """The file to write while the block runs; afterwards it bears its name. Refused with Failure where there is one already.

    It is written beside its place, as NAME.part: a killed attempt leaves that behind, and the next one takes it over.
    """
    draft = target.with_name(f"{target.name}.part")
    refuse_existing(target)
    try:
        descriptor = _opened(draft)
    except OSError as error:
        raise Failure(f"{draft}: {error.strerror}.", "Check that the directory is there, its permissions and the free space.") from error
    try:
        with os.fdopen(descriptor, "wb", buffering=0) as file:
            _take(file, draft)
            yield _Whole(file)  # type: ignore[misc]  # it is written to, and nothing else
            os.fsync(file.fileno())
            _name(draft, target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise Failure(
                f"There is no room left for {target}.", "The unfinished file was removed. Make room, or name another place."
            ) from error
        raise
    except BaseException as error:
        if not isinstance(error, _Taken):
            draft.unlink(missing_ok=True)
        raise
    _keep(target.parent)


def _opened(draft: Path) -> int:
    """The draft to write. One with a second name is a finished backup whose process was killed before it took the first name away."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(draft, flags, 0o600)
    if os.fstat(descriptor).st_nlink > 1:
        os.close(descriptor)
        draft.unlink()
        descriptor = os.open(draft, flags, 0o600)
    return descriptor


class _Taken(Failure):
    """Another process writes the same file."""


class _Whole:
    """Writes everything it is given: one call to the system may take less."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, content: bytes) -> int:
        """All of it, or OSError."""
        rest = memoryview(content)
        while rest:
            rest = rest[self._file.write(rest) :]
        return len(content)


def _take(file: BinaryIO, draft: Path) -> None:
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise _Taken(f"Another backup is being written to {draft}.", "Wait for it, or name another file.") from None
    os.fchmod(file.fileno(), 0o600)
    file.truncate(0)


def _name(draft: Path, target: Path) -> None:
    """A link refuses a name that is taken; a file system without links gets a look and a new name."""
    try:
        os.link(draft, target)
    except FileExistsError:
        refuse_existing(target)
    except OSError:
        refuse_existing(target)
        draft.rename(target)
    else:
        draft.unlink()


def refuse_existing(target: Path) -> None:
    """A backup takes no other file's place. Refused with Failure."""
    if target.exists() or target.is_symlink():
        raise Failure(f"{target} is there already, and a backup overwrites nothing.", "Name another file, or move that one away.")


def _keep(folder: Path) -> None:
    """The name itself is on the disk only when its directory is."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
