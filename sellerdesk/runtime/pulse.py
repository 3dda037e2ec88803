"""Signs of life, as a container's health check asks for them: `pulse web PORT`, `pulse worker QUEUE`, `pulse beat`.

The web process is asked by HTTP. A worker and beat touch a file of their own from the loop that does their work, and
its age tells whether that loop still turns; asking a worker by Celery would boot all of Django every time.
"""

import http.client
import os
import sys
import time
from pathlib import Path


OLDEST_SECONDS = 60.0
PATIENCE_SECONDS = 5.0


def _file(name: str) -> Path:
    return Path(os.environ["SELLERDESK_STATE"]) / "pulse" / name


def touch(name: str) -> None:
    """The process of this name lives now."""
    file = _file(name)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.touch(mode=0o600)


def lives(name: str) -> bool:
    """Whether the process of this name has given a sign in the last minute."""
    try:
        return time.time() - _file(name).stat().st_mtime < OLDEST_SECONDS
    except OSError:
        return False


def ready(port: int) -> bool:
    """Whether the web process on this machine answers, and both stores answer it."""
    # Asked under a name that the desk goes by; any other would be refused.
    hosts = [name.strip() for name in os.environ.get("SELLERDESK_HOSTS", "").split(",") if name.strip(" *")]
    host = hosts[0].lstrip(".") if hosts else "localhost"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", "/readyz", headers={"Host": host})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def main(arguments: list[str]) -> int:
    """The exit status of a health check: 0 or 1."""
    match arguments:
        case ["web", port]:
            well = ready(int(port))
        case ["worker", queue]:
            well = lives(f"worker-{queue}")
        case _:
            well = lives("beat")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
