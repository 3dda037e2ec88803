"""The web process: one uvicorn on a socket that the supervisor bound, so that a restart refuses nobody."""

import argparse
import asyncio
import os
import signal
import socket
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, cast

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from sellerdesk.runtime import listening, open_files


if TYPE_CHECKING:
    from sellerdesk.asgi import Front

# Streams end at once when asked, so what is waited for is a page or an upload being finished.
GRACE_SECONDS = 10
CONNECTIONS = 4_000
"""Beyond that 503; where the system allows fewer open files, fewer: a process without any left could not even say no."""
HEAD_SECONDS = 20.0
"""For the head of a request to come whole, from when the connection was made or its first letter came."""
LARGEST_HEAD = 65_536
CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20"
"""Of TLS 1.2: keys made for one connection, encryption that proves itself; 1.3 has both. Some of uvicorn's own list encrypt nothing."""


class Protocol(HttpToolsProtocol):
    """Gives a stream `scope["extensions"]["desk.cut"]`, which ends its connection at once: a closed one waits for whoever takes nothing.

    Ends a connection on which no whole head of a request comes in time, or that goes on for ever: uvicorn bounds neither, and each of
    them would hold one of the places.
    """

    _late: asyncio.TimerHandle | None = None
    _head = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """Somebody is there and should say what they want."""
        super().connection_made(transport)
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is waited for any more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Bytes came; those of a head that is not whole yet are counted."""
        super().data_received(data)
        if self._late is not None:
            self._head += len(data)
            if self._head > LARGEST_HEAD:
                self.transport.abort()

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        # The type says that values are dictionaries; whoever reads this one knows what it is.
        self.scope["extensions"] = cast("dict[str, dict[object, object]]", {"desk.cut": self.transport.abort})
        self._wait_for_head()

    def on_headers_complete(self) -> None:
        """Its head is whole."""
        self._stop_waiting()
        super().on_headers_complete()

    def _wait_for_head(self) -> None:
        if self._late is None:
            self._late, self._head = self.loop.call_later(HEAD_SECONDS, self.transport.abort), 0

    def _stop_waiting(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None


class Server(uvicorn.Server):
    """Tells the open streams to end as soon as it is asked to stop; uvicorn alone would wait for them for ever."""

    def __init__(self, config: uvicorn.Config, front: "Front") -> None:
        super().__init__(config)
        self.front = front

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """SIGTERM or SIGINT: called inside the loop's own thread."""
        self.front.stopping.set()
        super().handle_exit(sig, frame)


def serve(listening: socket.socket, *, tls_cert: Path | None, tls_key: Path | None, proxies: str) -> None:
    """Serves until SIGTERM or SIGINT. `proxies` are the addresses whose X-Forwarded headers count, empty for none."""
    from sellerdesk.asgi import application

    Server(configured(application, tls_cert=tls_cert, tls_key=tls_key, proxies=proxies), application).run(sockets=[listening])


def configured(front: "Front", *, tls_cert: Path | None, tls_key: Path | None, proxies: str) -> uvicorn.Config:
    """How uvicorn serves the front."""
    return uvicorn.Config(
        front,
        loop="uvloop",
        http=Protocol,
        ws="none",
        lifespan="off",
        access_log=False,
        log_config=None,
        log_level="warning",
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies or None,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=GRACE_SECONDS,
        limit_concurrency=open_files.connections(CONNECTIONS),
        ssl_certfile=tls_cert,
        ssl_keyfile=tls_key,
        ssl_ciphers=CIPHERS,
    )


def main() -> None:
    """The process that the supervisor starts with `--fd N`; a container starts it with `--host` and `--port`."""
    parser = argparse.ArgumentParser()
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--fd", type=int)
    where.add_argument("--port", type=int)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--tls-cert", type=Path)
    parser.add_argument("--tls-key", type=Path)
    options = parser.parse_args()
    # uvicorn raises the caught signal again after a clean end; the default would then look like a crash.
    signal.signal(signal.SIGTERM, lambda _signal, _frame: None)
    signal.signal(signal.SIGINT, lambda _signal, _frame: None)
    proxies = os.environ.get("SELLERDESK_PROXIES", "127.0.0.1") if os.environ.get("SELLERDESK_BEHIND_PROXY") == "1" else ""
    listening_ = listening.take(options.host, options.port) if options.fd is None else socket.socket(fileno=options.fd)
    serve(listening_, tls_cert=options.tls_cert, tls_key=options.tls_key, proxies=proxies)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sellerdesk.settings")
    main()
