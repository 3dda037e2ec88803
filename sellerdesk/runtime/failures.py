"""What can go wrong while the place is set up: a cause and a way out, for the person at the terminal."""

from pathlib import Path


class Failure(Exception):
    """A sentence with the cause, and one with the way out."""

    def __init__(self, cause: str, way_out: str = "") -> None:
        super().__init__(f"{cause} {way_out}".strip())
        self.cause = cause
        self.way_out = way_out


def last_lines(log: Path, count: int = 8) -> str:
    """The end of a log, indented, for the message of a Failure."""
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-count:]
    except OSError:
        return ""
    return "\n".join(f"    {line}" for line in lines)
