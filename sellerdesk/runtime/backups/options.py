"""What the command line says."""

import argparse
from pathlib import Path

from sellerdesk.runtime.backups.passphrases import NAME


def read(command: str, rest: list[str]) -> argparse.Namespace:
    """The options of `backup` or `restore`."""
    if command == "backup":
        parser = argparse.ArgumentParser(prog="./desk backup", description="Everything in one encrypted file, while the desk runs or not.")
        parser.add_argument("file", type=Path, help="the file to write; one that is there is never overwritten")
        parser.add_argument("--verify", action="store_true", help="read FILE from its first to its last byte instead, and change nothing")
        parser.add_argument("--keys", type=Path, metavar="DIRECTORY", help="with --verify: write the keys that are in FILE there, as files")
    else:
        parser = argparse.ArgumentParser(prog="./desk restore", description="The desk as it was, into an empty SELLERDESK_STATE.")
        parser.add_argument("file", type=Path, help="a file that `./desk backup` has written")
        parser.add_argument("--replace", action="store_true", help="take the place of the desk that is there; it is kept beside")
        parser.add_argument(
            "--trust-definitions",
            action="store_true",
            help="also where the database was defined otherwise than by this program's migrations",
        )
    parser.add_argument("--passphrase-file", type=Path, help=f"read the passphrase from this file, not from the terminal or {NAME}")
    found = parser.parse_args(rest)
    if command == "backup" and found.keys is not None and not found.verify:
        parser.error("--keys goes with --verify")
    return found
