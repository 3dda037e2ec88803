"""Runs the real `./desk` in this run's own environment, with a state directory and nothing else of ours."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sellerdesk.runtime import orphans


ROOT = Path(__file__).resolve().parents[3]
OURS = {"DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SELLERDESK_STATE", "SELLERDESK_STATIC_MANIFEST", "EMAIL_BACKEND", "PYTHONPATH"}


def surroundings(state: Path, **more: str) -> dict[str, str]:
    """The caller's variables without the test plugin's, with this state directory and this very environment of packages."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS and not name.startswith(("PYTEST_", "COV_"))}
    return kept | {"SELLERDESK_STATE": str(state), "SELLERDESK_VENV": sys.prefix} | more


def manage(state: Path, *arguments: str, cwd: Path | None = None, **more: str) -> "subprocess.CompletedProcess[str]":
    """`./desk manage …`, to its end."""
    command = [str(ROOT / "desk"), "manage", *arguments]
    return subprocess.run(
        command,
        cwd=cwd or ROOT,
        env=surroundings(state, **more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )


def going(state: Path) -> list[int]:
    """The pids of every process that was given this state directory, by its environment or its arguments."""
    found, mark = [], os.fsencode(state)
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            told = (entry / "environ").read_bytes() + (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if mark in told and orphans.command_line(int(entry.name)):
            found.append(int(entry.name))
    return found


@dataclass
class Up:
    """One `./desk up`."""

    state: Path
    options: Sequence[str] = ()
    more: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [str(ROOT / "desk"), "up", *self.options],
            cwd="/", env=surroundings(self.state, **self.more), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )  # fmt: skip
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout:
            self.lines.extend(iter(self.process.stdout.readline, ""))

    @property
    def said(self) -> str:
        """Everything on the terminal so far."""
        return "".join(self.lines)

    def ready(self, limit: float = 200.0) -> "Up":
        """Waits for the address."""
        return self.wait_for("SellerDesk is ready", limit)

    def wait_for(self, words: str, limit: float = 60.0) -> "Up":
        """Waits until the terminal shows the words."""
        end = time.monotonic() + limit
        while words not in self.said:
            assert self.process.poll() is None, f"up ended with {self.process.returncode}:\n{self.said}"
            assert time.monotonic() < end, f"{words!r} never came:\n{self.said}"
            time.sleep(0.05)
        return self

    @property
    def address(self) -> str:
        """Where the desk answers."""
        found = re.search(r"SellerDesk is ready: (\S+)", self.said)
        assert found is not None
        return found[1]

    def facts(self) -> dict[str, Any]:
        """What it announced to other commands."""
        found = json.loads((self.state / "running.json").read_text())
        assert isinstance(found, dict)
        return found

    def child(self, words: str) -> int:
        """The pid of its process whose command line ends with these words."""
        for pid in going(self.state):
            if orphans.command_line(pid).replace("\0", " ").strip().endswith(words):
                return pid
        raise AssertionError(f"no process ends with {words!r}")

    def end(self, how: signal.Signals = signal.SIGINT, limit: float = 30.0) -> int:
        """Asks it to end, or kills it; returns its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        status = self.process.wait(limit)
        self.reader.join(limit)
        return status


def busy() -> float:
    """By how much others slow this machine down at the moment; 1.0 when nobody does."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def gone(state: Path, limit: float = 15.0) -> bool:
    """Whether every process of the state directory ends within the limit."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        if not going(state):
            return True
        time.sleep(0.1)
    return False
