"""A private Valkey: broker, cache and hints. It listens on a Unix socket only."""

import os
import signal
import socket
import subprocess
import time

from sellerdesk.runtime import binaries, children
from sellerdesk.runtime.failures import Failure, last_lines
from sellerdesk.runtime.paths import Places


START_LIMIT = 60.0
STOP_LIMIT = 20.0


class Valkey:
    """One private server. `throwaway` keeps nothing on disk (tests)."""

    def __init__(self, places: Places, *, throwaway: bool = False) -> None:
        self.program = binaries.valkey_program()
        self.folder = places.valkey
        self.socket = places.sockets / "valkey.sock"
        self.log = places.logs / "valkey.log"
        self.throwaway = throwaway
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """How a client reaches it."""
        return f"unix://{self.socket}?db=0"

    def start(self) -> None:
        """Starts the server and waits for its answer. Refused with Failure."""
        self._end_orphan()
        self.socket.unlink(missing_ok=True)
        arguments = [
            self.program,
            "--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700",
            "--dir", str(self.folder), "--daemonize", "no", "--save", "",
            "--appendonly", "no" if self.throwaway else "yes", "--maxmemory-policy", "noeviction",
        ]  # fmt: skip
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                arguments,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd="/",
                env={**os.environ, "TZ": "UTC"}, preexec_fn=children.tied(signal.SIGTERM),
            )  # fmt: skip
        limit = time.monotonic() + START_LIMIT
        while time.monotonic() < limit:
            if self.process.poll() is not None:
                raise Failure(f"Valkey ended while starting:\n{last_lines(self.log)}", f"The whole log is {self.log}.")
            if self._ask(b"PING\r\n").startswith(b"+PONG"):
                return
            time.sleep(0.01)
        self.stop()
        raise Failure(f"Valkey was not ready after {START_LIMIT:.0f} s:\n{last_lines(self.log)}", f"The whole log is {self.log}.")

    def stop(self) -> None:
        """Ends the server; what was written is on disk."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_LIMIT)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _end_orphan(self) -> None:
        """On systems that cannot tie a child to its parent, a killed run leaves its server behind the socket."""
        limit = time.monotonic() + STOP_LIMIT
        while self._ask(b"PING\r\n"):
            self._ask(b"SHUTDOWN\r\n")
            if time.monotonic() > limit:
                raise Failure(f"A server left by an earlier run still answers on {self.socket}.", "End it by hand.")
            time.sleep(0.05)

    def _ask(self, command: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            try:
                connection.connect(str(self.socket))
                connection.sendall(command)
                return connection.recv(64)
            except OSError:
                return b""
