"""The three keys, and those that still open what was sealed before: from the environment where given, else from the state directory."""

import os
from collections.abc import Mapping
from pathlib import Path

from sellerdesk import env
from sellerdesk.runtime.failures import Failure


KEYS = ("SECRET_KEY", "PSEUDONYM_KEY", "SEAL_KEY")
OLD = "SEAL_KEYS_OLD"
"""Keys that were in use before: there between a change of the key and `seal_rotate`, and without them that much could not be read."""
ALL = (*KEYS, OLD)


def file_of(state: Path, name: str) -> Path:
    """Where a key lies in a state directory."""
    return state / name.lower()


def read(state: Path) -> dict[str, str]:
    """The keys by name, the old ones where there are any. Refused with Failure when one of the three is missing, or none can be read."""
    found = {}
    for name in KEYS:
        if _is_given(name):
            found[name] = _filled(env.text(name), name)
            continue
        try:
            found[name] = _filled(file_of(state, name).read_text(encoding="utf-8").strip(), name)
        except OSError as error:
            raise Failure(
                f"The key {name} is neither in the environment nor in {file_of(state, name)}.",
                "Start the desk once, or set SELLERDESK_STATE to its directory.",
            ) from error
    if old := env.old_secrets(OLD, file_of(state, OLD)):
        found[OLD] = "\n".join(old)
    return found


def refuse_others(kept: dict[str, str], state: Path) -> None:
    """The environment must not give keys that the backup's data cannot be read with. Refused with Failure."""
    for name, key in kept.items():
        if _is_given(name) and _given(name, state) != key:
            raise Failure(
                f"{name} of the environment is another key than the backup's: what was sealed or named with it could not be read.",
                f"Unset {name} and {name}_FILE for the restore; it writes the key to {file_of(state, name)}, for you to give from then on.",
            )


def write(state: Path, name: str, key: str) -> None:
    """Keeps a key in a state directory, for its owner's eyes."""
    with os.fdopen(os.open(file_of(state, name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())


def write_new(folder: Path, found: Mapping[str, bytes]) -> None:
    """Writes keys as files into a directory that has none of them, made if missing. Refused with Failure where one is there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if there := [file_of(folder, name).name for name in ALL if file_of(folder, name).exists()]:
        raise Failure(f"There are keys in {folder} already: {', '.join(there)}.", "Name another directory, or move them away.")
    for name in ALL:
        # Without old keys an empty file, so that whoever copies them copies four.
        file = os.open(file_of(folder, name), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "wb") as opened:
            opened.write(found.get(name, b""))


def _filled(key: str, name: str) -> str:
    if not key:
        raise Failure(f"The key {name} is empty.", "Put the key there that was in use: a backup without it could not be read.")
    return key


def _given(name: str, state: Path) -> str:
    """As `read` packs it."""
    return "\n".join(env.old_secrets(name, file_of(state, name))) if name == OLD else env.text(name)


def _is_given(name: str) -> bool:
    return name in os.environ or f"{name}_FILE" in os.environ
