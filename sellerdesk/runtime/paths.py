"""Where things lie: the state directory's parts, and a short place for sockets."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from sellerdesk.runtime.failures import Failure


# A Unix socket's address holds 107 bytes; ".s.PGSQL.5432" and a slash take 14 of them.
LONGEST_SOCKET_DIRECTORY = 90


@dataclass(frozen=True, slots=True)
class Places:
    """The parts of one state directory."""

    state: Path
    sockets: Path

    @property
    def postgres(self) -> Path:
        """The database cluster."""
        return self.state / "postgres"

    @property
    def valkey(self) -> Path:
        """Valkey's append-only file."""
        return self.state / "valkey"

    @property
    def logs(self) -> Path:
        """What the stores and the children say."""
        return self.state / "logs"

    @property
    def spool(self) -> Path:
        """Request bodies while they arrive."""
        return self.state / "spool"

    @property
    def lock(self) -> Path:
        """Held by whoever runs the stores of this state directory."""
        return self.state / "lock"

    @property
    def users(self) -> Path:
        """Held shared by every command that uses the stores, alone by the one that stops them."""
        return self.state / "users"

    @property
    def running(self) -> Path:
        """Who holds the lock: pid and, for `up`, the address."""
        return self.state / "running.json"


def places(state: Path) -> Places:
    """The parts of `state`, made if missing, for their owner alone.

    A path too long for a socket's address gets a short directory of its own, named by a hash of
    the state directory and the user.
    """
    state = state.resolve()
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    sockets = state / "run"
    if len(os.fsencode(sockets)) > LONGEST_SOCKET_DIRECTORY:
        digest = hashlib.sha256(os.fsencode(state)).hexdigest()[:12]
        sockets = Path(tempfile.gettempdir()) / f"sd-{digest}-{os.getuid()}"
    result = Places(state=state, sockets=sockets)
    for directory in (sockets, result.logs, result.valkey, result.spool):
        directory.mkdir(mode=0o700, exist_ok=True)
    _refuse_foreign(sockets)
    return result


def _refuse_foreign(directory: Path) -> None:
    """Somebody else may have made the directory in the shared temporary place before us."""
    found = directory.lstat()
    if directory.is_symlink() or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise Failure(
            f"{directory} belongs to somebody else or is open to others.", "Remove it, or set SELLERDESK_STATE to a shorter path."
        )
