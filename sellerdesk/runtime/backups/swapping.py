"""Putting what was restored into its place: all of it, even when the process is killed half-way.

A restore works in `restoring/` inside the state directory. When everything there is whole, a marker says so and the parts are renamed
into their places, what lay there before being kept in `before-<time>/`. A restore without the marker never happened; one with it is
finished by whoever starts the stores next.

Where `files` is a file system of its own (a volume), nothing can be renamed into it from outside: they are unpacked inside it then, into
an empty one, and moved up one by one.
"""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from sellerdesk.runtime.backups.keys import ALL, OLD, file_of
from sellerdesk.runtime.paths import Places


FOLDER = "restoring"
_READY = "ready"


def staging(places: Places) -> Path:
    """The directory in which a restore works."""
    return places.state / FOLDER


def files(places: Places) -> Path:
    """The directory into which a restore unpacks the files: on the file system where they belong."""
    own = places.state / "files"
    return own / FOLDER if os.path.ismount(own) else staging(places) / "files"


def clear(places: Places) -> None:
    """Removes what a restore left that did not come to its end."""
    for folder in {staging(places), files(places)}:
        shutil.rmtree(folder, ignore_errors=True)


def is_ready(places: Places) -> bool:
    """Whether a whole restore waits for being put into its place."""
    return (staging(places) / _READY).exists()


def promise(places: Places, data: tuple[Path, Path] | None) -> None:
    """Everything is whole: from here on it is put into its place, whatever happens. `data`: where the database lies, where it belongs."""
    before = places.state / f"before-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    lines = [str(before), *(str(path) for path in data or ())]
    # What a backup has nothing of takes the old desk's place as well: empty is not the same as moved already.
    for folder in (files(places), staging(places) / "valkey"):
        folder.mkdir(exist_ok=True)
    file_of(staging(places), OLD).touch(mode=0o600)
    draft = staging(places) / f"{_READY}.new"
    with draft.open("w", encoding="utf-8") as file:
        file.write("\n".join(lines))
        file.flush()
        os.fsync(file.fileno())
    draft.rename(staging(places) / _READY)


def finish(places: Places) -> Path | None:
    """Puts a promised restore into its place; returns where the old things are kept, if there were any. Does nothing without a promise."""
    if not is_ready(places):
        return None
    before, *data = (Path(line) for line in (staging(places) / _READY).read_text(encoding="utf-8").splitlines())
    pairs = [(data[0], data[1])] if data else []
    # The old Valkey knows sessions and answers of the old database.
    pairs += [(files(places), places.state / "files"), (staging(places) / "valkey", places.state / "valkey")]
    pairs += [(file_of(staging(places), key), file_of(places.state, key)) for key in ALL]
    for new, place in pairs:
        if not new.exists():
            # Moved already, by an attempt that was killed.
            continue
        if new.parent == place:
            _move_up(new)
            continue
        _aside(place, before)
        new.rename(place)
    if (old := file_of(places.state, OLD)).exists() and not old.stat().st_size:
        old.unlink()
    (places.state / "up.stamp").unlink(missing_ok=True)
    shutil.rmtree(staging(places), ignore_errors=True)
    return before if before.exists() else None


def _move_up(folder: Path) -> None:
    """What lies in it takes its place beside it; what was moved already, by an attempt that was killed, is not there any more."""
    for content in folder.iterdir():
        content.rename(folder.parent / content.name)
    folder.rmdir()


def _aside(place: Path, before: Path) -> None:
    if place.is_dir() and not any(place.iterdir()):
        place.rmdir()
    elif place.exists():
        before.mkdir(mode=0o700, exist_ok=True)
        shutil.move(place, before / place.name)
