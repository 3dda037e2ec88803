"""Typed readers of the environment. A wrong value fails at the start, with the name and the way out."""

import os
from pathlib import Path


class BadEnvironment(Exception):
    """A variable is missing or cannot be read; the message says which and what to set."""


def text(name: str, default: str | None = None) -> str:
    """The variable NAME, or the content of the file named by NAME_FILE, or the default.

    Refused with BadEnvironment when none of the three is there.
    """
    if (path := os.environ.get(f"{name}_FILE")) is not None:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise BadEnvironment(f"{name}_FILE names {path}, which cannot be read: {error.strerror}.") from error
    value = os.environ.get(name, default)
    if value is None:
        raise BadEnvironment(f"{name} is not set. Set it, or {name}_FILE to a file that holds it.")
    return value


def flag(name: str, *, default: bool) -> bool:
    """The variable as yes or no: 1, true, yes, on / 0, false, no, off."""
    value = os.environ.get(name, "1" if default else "0").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise BadEnvironment(f"{name} is {value!r}. Use 1 or 0.")


def integer(name: str, default: int, *, least: int = 0) -> int:
    """The variable as a whole number of at least `least`."""
    value = os.environ.get(name, str(default))
    try:
        number = int(value)
    except ValueError:
        raise BadEnvironment(f"{name} is {value!r}. Use a whole number.") from None
    if number < least:
        raise BadEnvironment(f"{name} is {number}. Use {least} or more.")
    return number


def names(name: str, default: str = "") -> list[str]:
    """The variable as a list, split at commas, without empty parts."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]
