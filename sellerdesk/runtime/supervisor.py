"""Keeps processes going: starts them, starts a fallen one again after a pause, and ends them in order."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sellerdesk.runtime import children
from sellerdesk.runtime.failures import Failure, last_lines


FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
# A process that stood this long fell for a new reason: the pause begins small again.
STEADY = 60.0
# A worker may finish the task in hand; what takes longer comes back, since it is acknowledged late.
STOP_LIMIT = 15.0
LOG_LIMIT = 20_000_000
STORE_ATTEMPTS = 10


@dataclass(slots=True)
class Child:
    """One process to keep going. `keep` are descriptors it inherits."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    keep: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    falls: int = 0
    again_at: float = field(default=0.0)

    def start(self) -> None:
        """Starts it, tied to us, in a session of its own: Ctrl-C must not reach it before its turn."""
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=dict(self.environment), pass_fds=self.keep,
                start_new_session=True, preexec_fn=children.tied(signal.SIGTERM),
            )  # fmt: skip
        self.started = time.monotonic()

    def alive(self) -> bool:
        """Whether it runs now."""
        return self.process is not None and self.process.poll() is None


class Store:
    """A private server as the supervisor sees it: a process, and how to start it again."""

    def __init__(self, name: str, process: Callable[[], subprocess.Popen[bytes] | None], start: Callable[[], None]) -> None:
        self.name = name
        self.process = process
        self.start = start

    def alive(self) -> bool:
        """Whether it runs now."""
        process = self.process()
        return process is not None and process.poll() is None


class Supervisor:
    """Everything happens in the main thread: a child's tie to its parent is a tie to the thread that made it."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.children: list[Child] = []
        self.stores: list[Store] = []
        self.say = say

    def look(self) -> None:
        """One round: fallen stores first, then fallen children whose pause is over."""
        for store in self.stores:
            if not store.alive():
                self._restart(store)
        for child in self.children:
            if child.process is None or child.alive():
                continue
            now = time.monotonic()
            if not child.again_at:
                self._plan(child, now)
            elif now >= child.again_at:
                child.again_at = 0.0
                child.start()

    def _restart(self, store: Store) -> None:
        """A killed server's own children may hold its memory for a moment longer, and a new one refuses to start beside them."""
        self.say(f"{store.name} fell; starting it again")
        for _attempt in range(STORE_ATTEMPTS):
            try:
                store.start()
            except Failure as failure:
                self.say(failure.cause)
                time.sleep(FIRST_PAUSE)
            else:
                return
        raise Failure(f"{store.name} fell and does not start any more.", "Its log says why.")

    def _plan(self, child: Child, now: float) -> None:
        assert child.process is not None
        child.falls = 1 if now - child.started > STEADY else child.falls + 1
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (child.falls - 1))
        child.again_at = now + pause
        self.say(f"{child.name} fell ({_why(child.process.returncode)}); starting it again in {pause:.1f} s")
        if tail := last_lines(child.log, 4):
            self.say(f"its last words, from {child.log}:\n{tail}")

    def stop(self, hurry: Callable[[], bool]) -> None:
        """Asks every child to end, all at once; after STOP_LIMIT, or when `hurry` says so, ends their whole sessions."""
        going = [child for child in self.children if child.alive()]
        for child in going:
            assert child.process is not None
            child.process.terminate()
        limit = time.monotonic() + STOP_LIMIT
        while any(child.alive() for child in going) and time.monotonic() < limit and not hurry():
            time.sleep(0.02)
        for child in going:
            assert child.process is not None
            # The whole session, so that a prefork worker's own children go too.
            _kill_session(child.process.pid)
            child.process.wait()


def _kill_session(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _why(status: int) -> str:
    return f"signal {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"
