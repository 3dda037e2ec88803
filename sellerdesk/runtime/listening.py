"""The address that `up` listens on: taken once by the supervisor and inherited by every web process."""

import argparse
import errno
import ipaddress
import os
import socket
from collections.abc import MutableMapping

from sellerdesk.runtime.failures import Failure


FIRST_PORT = 8000
TRIES = 50


def take(host: str, port: int | None) -> socket.socket:
    """A bound, listening socket. Without a port the first free one from 8000 on. Refused with Failure."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    candidates = [port] if port is not None else range(FIRST_PORT, FIRST_PORT + TRIES)
    for candidate in candidates:
        listening = socket.socket(family, socket.SOCK_STREAM)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind((host, candidate))
            listening.listen(2048)
        except OSError as error:
            listening.close()
            if error.errno != errno.EADDRINUSE:
                raise Failure(
                    f"Cannot listen on {host}, port {candidate}: {error.strerror}.", "Choose another --host or --port."
                ) from error
        else:
            listening.set_inheritable(True)
            return listening
    if port is not None:
        raise Failure(f"Port {port} on {host} is taken.", "Give another --port, or none to have a free one chosen.")
    raise Failure(f"Ports {FIRST_PORT} to {FIRST_PORT + TRIES - 1} on {host} are all taken.", "Give a --port.")


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def prepare_transport(options: argparse.Namespace, environment: MutableMapping[str, str]) -> None:
    """Sets what settings need about TLS. Refused with Failure when others could reach us without it.

    Session cookies are named `__Host-` there, which browsers accept over TLS only.
    """
    if (options.tls_cert is None) != (options.tls_key is None):
        raise Failure("A certificate and its key belong together.", "Give both --tls-cert and --tls-key.")
    for file in (options.tls_cert, options.tls_key):
        if file is not None and not os.access(file, os.R_OK):
            raise Failure(f"{file} cannot be read.", "Check the path and its permissions.")
    own_tls = options.tls_cert is not None
    if not is_loopback(options.host):
        if not (own_tls or options.behind_proxy):
            raise Failure(
                f"Others can reach {options.host}, so passwords and sessions need TLS.",
                "Give --tls-cert and --tls-key, or put a TLS proxy before it and give --behind-proxy. On 127.0.0.1 neither is needed.",
            )
        if not environment.get("SELLERDESK_HOSTS"):
            raise Failure(
                "The names under which others reach this desk are not set.", "Set SELLERDESK_HOSTS=desk.example.com (comma-separated)."
            )
    if own_tls or options.behind_proxy:
        environment["SELLERDESK_TLS"] = "1"
    if options.behind_proxy:
        environment["SELLERDESK_BEHIND_PROXY"] = "1"
