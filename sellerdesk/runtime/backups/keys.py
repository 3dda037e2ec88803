"""The three keys: from the environment where they are given, else from the state directory."""

import os
from pathlib import Path

from sellerdesk import env
from sellerdesk.runtime.failures import Failure


KEYS = ("SECRET_KEY", "PSEUDONYM_KEY", "SEAL_KEY")


def file_of(state: Path, name: str) -> Path:
    """Where a key lies in a state directory."""
    return state / name.lower()


def read(state: Path) -> dict[str, str]:
    """The three keys by name. Refused with Failure when one is missing: a backup without it would be none."""
    found = {}
    for name in KEYS:
        if _is_given(name):
            found[name] = env.text(name)
            continue
        try:
            found[name] = file_of(state, name).read_text(encoding="ascii").strip()
        except OSError as error:
            raise Failure(
                f"The key {name} is neither in the environment nor in {file_of(state, name)}.",
                "Start the desk once, or set SELLERDESK_STATE to its directory.",
            ) from error
    return found


def refuse_others(kept: dict[str, str], state: Path) -> None:
    """The environment must not give keys that the backup's data cannot be read with. Refused with Failure."""
    for name, key in kept.items():
        if _is_given(name) and env.text(name) != key:
            raise Failure(
                f"{name} of the environment is another key than the backup's: what was sealed or named with it could not be read.",
                f"Unset {name} and {name}_FILE for the restore; it writes the key to {file_of(state, name)}, for you to give from then on.",
            )


def write(state: Path, name: str, key: str) -> None:
    """Keeps a key in a state directory, for its owner's eyes."""
    with os.fdopen(os.open(file_of(state, name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())


def _is_given(name: str) -> bool:
    return name in os.environ or f"{name}_FILE" in os.environ
