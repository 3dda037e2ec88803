"""Whether the keys that lie as files are readable by their owner alone. Asked at every start."""

import os
import stat
from pathlib import Path
from typing import Final


KEYS: Final = ("SECRET_KEY", "PSEUDONYM_KEY", "SEAL_KEY", "SEAL_KEYS_OLD", "SECRET_KEYS_OLD")


def open_to_others(state: Path) -> list[str]:
    """A sentence for each key file that others of this machine can read or write: in the state directory, or named by <KEY>_FILE."""
    found = []
    for name in KEYS:
        path = Path(os.environ.get(f"{name}_FILE") or state / name.lower())
        try:
            mode = path.stat().st_mode
        except OSError:
            continue
        if mode & (stat.S_IRWXG | stat.S_IRWXO) and not _is_mounted(path):
            found.append(f"{path} can be read by others of this machine: chmod 600 {path}")
    return found


def _is_mounted(path: Path) -> bool:
    """Secrets of a container are files that its runtime mounts, mode and all: nobody else is in there."""
    return path.is_relative_to("/run/secrets")
