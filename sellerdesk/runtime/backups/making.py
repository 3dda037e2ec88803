"""`./desk backup FILE`: everything that the desk cannot get back from elsewhere, in one encrypted file."""

import argparse
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from json import dumps
from pathlib import Path
from typing import Any

from sellerdesk import __version__
from sellerdesk.runtime import locks
from sellerdesk.runtime.backups import dumping, keys, members, passphrases, record, releases, swapping
from sellerdesk.runtime.backups.sealed import Opener, Sealer
from sellerdesk.runtime.backups.telling import amount, counted, say
from sellerdesk.runtime.backups.writing import new_file, refuse_existing
from sellerdesk.runtime.failures import Failure
from sellerdesk.runtime.paths import Places
from sellerdesk.runtime.stores import Stores, Urls


def check(options: argparse.Namespace) -> int:
    """`--verify`: reads a backup whole, and needs no desk for that; returns 0. With `--keys`, writes its keys. Refused with Failure."""
    file: Path = options.file.absolute()
    opened(file).close()
    kept: dict[str, bytes] = {}
    told = verify(file, passphrases.given(options.passphrase_file, new=False), kept)
    if options.keys is not None:
        keys.write_new(options.keys.absolute(), kept)
        say(f"its keys are in {options.keys.absolute()}: move them where they belong, and leave no copy")
    _answer(file, told, found="whole and readable, ")
    return 0


def main(options: argparse.Namespace, places: Places) -> int:
    """Writes the backup; returns 0. Refused with Failure."""
    file: Path = options.file.absolute()
    _refuse_nothing(places)
    refuse_existing(file)
    passphrase = passphrases.given(options.passphrase_file, new=True)
    started = time.monotonic()
    with locks.stores(places, say) as (urls, _private):
        told = write(file, passphrase, places, urls)
        record.write(urls.owner, file, taken=time.monotonic() - started, say=say)
    _answer(file, told)
    return 0


def write(file: Path, passphrase: str, places: Places, urls: Urls) -> dict[str, Any]:
    """The backup of what the addresses and the state directory hold; returns what its end tells. Refused with Failure."""
    kept = keys.read(places.state)
    with new_file(file) as out:
        sealer = Sealer(out, passphrase)
        packer = members.Packer(sealer)
        with dumping.snapshot(urls.owner) as (connection, name):
            about = {
                "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
                "sellerdesk": __version__,
                "postgres": dumping.version(connection),
                "database_bytes": dumping.size(connection),
                "migrations": dumping.migrations(connection),
            }
            packer.add(members.ABOUT, [dumps(about).encode()])
            for key, value in kept.items():
                packer.add(f"{members.KEYS}{key}", [value.encode()])
            size = packer.add(members.DATABASE, counted("database", dumping.dump(urls.owner, name)))
            say(f"database: {amount(size)}")
            counts = dumping.counts(connection)
        # After the dump: whatever a row of it names was written before the row was. What came since is taken along, and nothing names it.
        number, size = _add_files(packer, places.state / "files")
        say(f"files: {number}, {amount(size)}")
        packer.finish({"counts": counts})
        sealer.close()
    return about | {"members": packer.members, "bytes": packer.bytes, "counts": counts}


def verify(file: Path, passphrase: str, kept: dict[str, bytes] | None = None) -> dict[str, Any]:
    """Reads a backup from its first to its last byte; returns what it is and what its end tells. Refused with Failure.

    Where `kept` is given, the keys are put there by name.
    """
    with opened(file) as raw:
        unpacker = members.Unpacker(Opener(raw, passphrase))
        about: dict[str, Any] = {}
        seen: set[str] = set()
        for name, content in unpacker:
            if not name.startswith(members.FILES):
                _refuse_twice(name, seen)
            if name == members.ABOUT:
                about = releases.read(members.whole(content))
            elif kept is not None and name.startswith(members.KEYS) and (key := name.removeprefix(members.KEYS)) in keys.ALL:
                kept[key] = members.whole(content)
            else:
                for _block in counted(f"reading {name.split('/')[0]}", content):
                    pass
    if not about:
        raise Failure("The backup does not say what it is.", "Use another backup.")
    _refuse_half(seen, unpacker.told)
    return about | unpacker.told


def _refuse_twice(name: str, seen: set[str]) -> None:
    if name in seen:
        raise members.wrong()
    seen.add(name)


def _refuse_half(seen: set[str], told: Mapping[str, Any]) -> None:
    """Without a key a new one would be made in silence, and what the old one sealed or named could not be read. Refused with Failure."""
    needed = {members.DATABASE, *(f"{members.KEYS}{name}" for name in keys.KEYS)}
    counts = told.get("counts")
    numbers = [told.get("bytes"), *counts.values()] if isinstance(counts, dict) else [None]
    if needed - seen or not all(isinstance(number, int) for number in numbers):
        raise members.wrong()


def opened(file: Path) -> Any:
    """A backup, opened for reading. Refused with Failure."""
    try:
        return file.open("rb")
    except OSError as error:
        raise Failure(f"{file}: {error.strerror}.", "Check the name and the permissions.") from error


def _add_files(packer: members.Packer, folder: Path) -> tuple[int, int]:
    number = size = 0
    for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
        # Drafts are nobody's yet, links are not ours, and what a killed restore left is no file of the desk.
        if path.suffix == ".new" or swapping.FOLDER in path.relative_to(folder).parts or path.is_symlink() or not path.is_file():
            continue
        try:
            with path.open("rb") as file:
                size += packer.add(f"{members.FILES}{path.relative_to(folder).as_posix()}", _blocks(file))
        except FileNotFoundError:
            # Deleted since the directory was read: so is what named it, or it was nobody's.
            continue
        number += 1
    return number, size


def _blocks(file: Any) -> Iterator[bytes]:
    while block := file.read(members.BLOCK):
        yield block


def _refuse_nothing(places: Places) -> None:
    """A first `manage` makes a database where there is none; a backup of that would be worth nothing."""
    postgres = Stores(places).postgres
    if postgres is not None and not (postgres.footing.data / "PG_VERSION").exists():
        raise Failure(f"There is nothing to back up in {places.state}.", "Set SELLERDESK_STATE to the desk's directory, or DATABASE_URL.")


def _answer(file: Path, told: dict[str, Any], *, found: str = "") -> None:
    rows = sum(told["counts"].values())
    print(f"{file}: {found}{amount(file.stat().st_size)}, made {told['made_at']}, {rows} rows, {told['members']} members")
