"""The locks in requirements/: they must install from any index, so they name none."""

import re
from pathlib import Path


ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def hosts(folder: Path) -> str:
    """Every line of a lock that holds an address, with its place; nothing when there is none."""
    found = []
    for lock in sorted(folder.glob("*.lock")):
        for number, line in enumerate(lock.read_text(encoding="utf-8").splitlines(), start=1):
            if ADDRESS.search(line):
                found.append(f"{lock.name}:{number}: names a host; make it again with `make lock`")
    return "\n".join(found)
