"""Where the passphrase comes from: a file, the environment, or the person at the terminal."""

import getpass
import os
import sys
from pathlib import Path

from sellerdesk import env
from sellerdesk.runtime.failures import Failure


NAME = "SELLERDESK_BACKUP_PASSPHRASE"
SHORTEST = 12


def given(file: Path | None, *, new: bool) -> str:
    """The passphrase; a `new` one is asked for twice and has at least 12 characters. Refused with Failure."""
    passphrase = _found(file, new=new)
    if new and len(passphrase) < SHORTEST:
        raise Failure(
            f"The passphrase has {len(passphrase)} characters: too few to protect everything that the backup holds.",
            f"Use {SHORTEST} or more, for example five words.",
        )
    if not passphrase:
        raise Failure("The passphrase is empty.", "Give the one that the backup was made with.")
    return passphrase


def _found(file: Path | None, *, new: bool) -> str:
    if file is not None:
        try:
            return file.read_text(encoding="utf-8").strip()
        except (OSError, ValueError) as error:
            raise Failure(f"The passphrase cannot be read from {file}: {error}.", "Check the name and the permissions.") from error
    if NAME in os.environ or f"{NAME}_FILE" in os.environ:
        return env.text(NAME)
    if not sys.stdin.isatty():
        raise Failure("There is nobody to ask for the passphrase.", f"Use --passphrase-file FILE, or set {NAME} or {NAME}_FILE.")
    said = getpass.getpass("Passphrase of the backup: ")
    if new and getpass.getpass("Once more: ") != said:
        raise Failure("The two passphrases differ.", "Try again.")
    return said
