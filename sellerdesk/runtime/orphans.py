"""What a killed run leaves behind: servers still going, and pid files that now name somebody else's process."""

import os
import signal
import subprocess
import time
from pathlib import Path

from sellerdesk.runtime.failures import Failure


LIMIT = 60.0


def clear_postgres(data: Path, socket: Path) -> None:
    """Ends our own orphaned postmaster, and removes pid files that name a dead or foreign process.

    Only the holder of the state's lock may call this: PostgreSQL itself refuses to start when the pid
    in its file is alive, even if a restart gave that pid to another program.
    """
    pid_file, socket_lock = data / "postmaster.pid", socket.with_name(f"{socket.name}.lock")
    for file in (pid_file, socket_lock):
        pid = _first_number(file)
        if pid is None:
            continue
        if is_ours(pid, data):
            end(pid, signal.SIGINT)
        else:
            file.unlink(missing_ok=True)
            if file is socket_lock:
                socket.unlink(missing_ok=True)


def is_ours(pid: int, data: Path) -> bool:
    """Whether the process is alive and its command line names this very data directory."""
    return f"\0{data}\0" in f"\0{command_line(pid)}\0"


def command_line(pid: int) -> str:
    """The process's arguments, each ended by a NUL; empty when there is no such process."""
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
        except OSError:
            return ""
    said = subprocess.run(["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return said.stdout.strip().replace(" ", "\0")


def end(pid: int, how: signal.Signals) -> None:
    """Asks the process to end and waits; it is not our child, so its going is seen from outside."""
    limit = time.monotonic() + LIMIT
    while time.monotonic() < limit:
        try:
            os.kill(pid, how if command_line(pid) else 0)
        except ProcessLookupError:
            return
        if not command_line(pid):
            return
        time.sleep(0.1)
    raise Failure(f"Process {pid}, left by an earlier run, does not end.", f"End it by hand: kill {pid}")


def _first_number(file: Path) -> int | None:
    try:
        return int(file.read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None
