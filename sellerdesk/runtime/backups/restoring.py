"""`./desk restore FILE`: a desk as it was, in an empty state directory or an empty database of a given server."""

import argparse
import contextlib
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import psycopg2

from sellerdesk.runtime import locks, migrations
from sellerdesk.runtime.backups import definitions, dumping, emptying, keys, making, members, passphrases, releases, swapping
from sellerdesk.runtime.backups.sealed import Opener
from sellerdesk.runtime.backups.telling import amount, counted, say
from sellerdesk.runtime.failures import Failure
from sellerdesk.runtime.paths import Places, places as places_of
from sellerdesk.runtime.postgres import APP, OWNER, Postgres
from sellerdesk.runtime.stores import Urls


NO_REDIS = "unix:///nonexistent/valkey.sock"


def main(options: argparse.Namespace, places: Places) -> int:
    """Reads the backup whole, builds everything aside, then puts it into its place; returns 0. Refused with Failure."""
    file: Path = options.file.absolute()
    making.opened(file).close()
    passphrase = passphrases.given(options.passphrase_file, new=False)
    with locks.front(places, say):
        swapping.finish(places)
        swapping.clear(places)
        _refuse_full(places, replace=options.replace)
        say("reading the backup whole, before anything is changed")
        told = making.verify(file, passphrase)
        releases.refuse_newer(told)
        _refuse_small_disk(told, places)
        before = _restore(file, passphrase, told, places, trust=options.trust_definitions)
    print(f"restored the desk as it was at {told['made_at']}: {sum(told['counts'].values())} rows, {told['members']} members")
    if before is not None:
        print(f"what was there before is kept in {before}; remove it when it is not needed")
    return 0


def _restore(file: Path, passphrase: str, told: Mapping[str, Any], places: Places, *, trust: bool) -> Path | None:
    aside = places_of(swapping.staging(places))
    postgres = None if os.environ.get("DATABASE_URL") else Postgres(aside)
    try:
        with _database(postgres) as urls:
            # The database comes last: that of a given server cannot be put aside, and what fails before it changes nothing there.
            for name, content in _members(file, passphrase):
                _put(name, content, aside.state, swapping.files(places))
            with _empty_again(urls.owner):
                ours = None if trust else _ours(urls, aside.state)
                _fill(urls, file, passphrase)
                _compare(urls, told["counts"])
                dumping.settle(urls.owner)
                _bring_forward(urls, aside.state)
                if ours is not None:
                    definitions.refuse_others(_defined(urls.owner), ours)
        swapping.promise(places, None if postgres is None else (postgres.footing.data, Postgres(places).footing.data))
        return swapping.finish(places)
    finally:
        if not swapping.is_ready(places):
            swapping.clear(places)
        if aside.sockets.parent != aside.state:
            shutil.rmtree(aside.sockets, ignore_errors=True)
        if postgres is not None and postgres.footing.how == "nobody":
            shutil.rmtree(postgres.footing.sockets.parent, ignore_errors=True)


def _fill(urls: Urls, file: Path, passphrase: str) -> None:
    for name, content in _members(file, passphrase):
        if name == members.DATABASE:
            say("database")
            dumping.load(urls.owner, counted("database", content))


@contextlib.contextmanager
def _empty_again(url: str) -> Iterator[None]:
    """What fails in the block leaves the database as empty as it was: a given one stays there."""
    before = _defined(url)
    try:
        yield
    except BaseException:
        # The reason is what is said; a database that cannot be emptied is refused by the next attempt.
        with contextlib.suppress(psycopg2.Error, Failure):
            emptying.empty(url)
            # Rights on what comes later are those that the migrations give.
            if left := sorted(name for name, words in _defined(url).items() if before.get(name) != words and " on later " not in name):
                say(f"these could not be taken back, so use another database: {', '.join(left)}")
        raise


def _ours(urls: Urls, state: Path) -> definitions.Definitions:
    """What this program's migrations make on this very server: made in the database while it is empty, read, and taken away again."""
    say("making the tables once, to know what the backup's must be like")
    migrations.run(urls, around=_around(state))
    dumping.settle(urls.owner)
    found = _defined(urls.owner)
    emptying.empty(urls.owner)
    return found


def _defined(url: str) -> definitions.Definitions:
    with dumping.connected(url) as connection:
        return definitions.read(connection)


@contextlib.contextmanager
def _database(postgres: Postgres | None) -> Iterator[Urls]:
    """An empty database to fill: the fresh private one, whole on disk when the block ends, or that of the given server."""
    if postgres is None:
        given = os.environ["DATABASE_URL"]
        yield Urls(given, os.environ.get("DATABASE_OWNER_URL", "") or given, os.environ.get("REDIS_URL", "") or NO_REDIS)
        return
    try:
        postgres.make()
        postgres.start()
        yield Urls(postgres.url(APP), postgres.url(OWNER), NO_REDIS)
    finally:
        postgres.stop()


def _members(file: Path, passphrase: str) -> Iterator[tuple[str, Iterator[bytes]]]:
    with making.opened(file) as raw:
        yield from members.Unpacker(Opener(raw, passphrase))


def _put(name: str, content: Iterator[bytes], state: Path, files: Path) -> None:
    """A key or a file into its place aside; anything else is not for here."""
    if name.startswith(members.KEYS):
        key = name.removeprefix(members.KEYS)
        if key in keys.ALL:
            keys.write(state, key, _text(members.whole(content)))
            keys.refuse_others({key: keys.file_of(state, key).read_text(encoding="utf-8")}, state.parent)
    elif name.startswith(members.FILES):
        _put_file(files, name.removeprefix(members.FILES), content)


def _text(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise members.wrong() from None


def _put_file(folder: Path, name: str, content: Iterator[bytes]) -> None:
    path = folder / name
    if ".." in Path(name).parts or Path(name).is_absolute() or "\0" in name:
        raise Failure(f"The backup names a file outside of its place: {name!r}.", "Use another backup. Nothing was changed.")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        for block in content:
            file.write(block)
        file.flush()
        os.fsync(file.fileno())


def _compare(urls: Urls, wanted: Mapping[str, int]) -> None:
    with dumping.connected(urls.owner) as connection:
        found = dumping.counts(connection)
    if found != wanted:
        differ = ", ".join(sorted(table for table in {*found, *wanted} if found.get(table) != wanted.get(table)))
        raise Failure(f"The restored tables do not hold as many rows as the backup says: {differ}.", "Use another backup.")
    say(f"database: {sum(found.values())} rows, as many as there were")


def _bring_forward(urls: Urls, state: Path) -> None:
    """An older backup is migrated to this program's schema, by its own keys."""
    did = migrations.run(urls, around=_around(state))
    if did["migrations"]:
        say(f"{did['migrations']} migrations: the backup is from an older version")


def _around(state: Path) -> dict[str, str]:
    names = {f"{key}{ending}" for key in keys.ALL for ending in ("", "_FILE")}
    return {name: value for name, value in os.environ.items() if name not in names} | {"SELLERDESK_STATE": str(state)}


def _refuse_full(places: Places, *, replace: bool) -> None:
    """Nothing is written over. A given server keeps nothing aside, so its database must be empty in any case. Refused with Failure."""
    given = os.environ.get("DATABASE_OWNER_URL", "") or os.environ.get("DATABASE_URL", "")
    if given:
        migrations.refuse_blind_text(Urls(given, given, NO_REDIS))
        if not emptying.is_empty(given):
            raise Failure("The given database is not empty.", "Make an empty one and name it in DATABASE_URL; the old one stays as it is.")
    files = places.state / "files"
    full = files.is_dir() and any(files.iterdir())
    if full and os.path.ismount(files):
        raise Failure(
            f"{files} is a file system of its own and not empty.", "Empty it, or give an empty one: nothing can be kept beside it."
        )
    if replace:
        return
    there = [file_of for key in keys.ALL if (file_of := keys.file_of(places.state, key)).exists()]
    if not given and (data := Postgres(places).footing.data / "PG_VERSION").exists():
        there.append(data.parent)
    if full:
        there.append(files)
    if there:
        raise Failure(
            f"{places.state} is not empty: {', '.join(path.name for path in there)}.",
            "Set SELLERDESK_STATE to an empty directory, or use --replace, which keeps what is there beside it.",
        )


def _refuse_small_disk(told: Mapping[str, Any], places: Places) -> None:
    """On the disk that files are unpacked on; the database is there only if it is the private one. Refused with Failure."""
    files, needed = places.state / "files", int(told["bytes"])
    where = files if os.path.ismount(files) else places.state
    if not os.environ.get("DATABASE_URL"):
        needed += int(told.get("database_bytes", 0))
    if (free := shutil.disk_usage(where).free) < needed:
        raise Failure(f"{amount(free)} are free on the disk of {where}, and about {amount(needed)} are needed.", "Make room there.")
