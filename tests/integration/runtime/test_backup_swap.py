"""Putting a restored desk into its place: killed at any point, it is all there in the end, or nothing happened."""

import contextlib
import io
import os
import shutil
from pathlib import Path

import pytest

from sellerdesk.runtime.backups import making, members, swapping
from sellerdesk.runtime.paths import Places, places
from sellerdesk.runtime.stores import Stores


@pytest.fixture
def place(tmp_path: Path) -> Places:
    """A state directory with an old desk and, beside it, a new one."""
    place = places(tmp_path / "state")
    for root, age in ((place.state, "old"), (swapping.staging(place), "new")):
        for folder in ("postgres", "files", "valkey"):
            (root / folder).mkdir(parents=True, exist_ok=True)
            (root / folder / "content").write_text(age)
        for key in ("secret_key", "pseudonym_key", "seal_key", "seal_keys_old"):
            (root / key).write_text(age)
    (place.state / "up.stamp").write_text("old")
    return place


def ages(root: Path) -> list[str]:
    return [path.read_text() for path in sorted(root.glob("*_key*")) + sorted(root.glob("*/content"))]


def promise(place: Places) -> None:
    swapping.promise(place, (swapping.staging(place) / "postgres", place.postgres))


def test_without_a_promise_nothing_is_touched(place: Places) -> None:
    assert swapping.finish(place) is None
    assert ages(place.state) == ["old"] * 7

    swapping.clear(place)
    assert not swapping.staging(place).exists()


def test_what_was_promised_takes_the_place_and_the_old_is_kept(place: Places) -> None:
    promise(place)

    before = swapping.finish(place)

    assert before is not None
    assert ages(place.state) == ["new"] * 7
    assert ages(before) == ["old"] * 7
    assert not swapping.staging(place).exists()
    assert not (place.state / "up.stamp").exists()


def test_what_a_killed_restore_left_goes_with_the_next_start(place: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys in clear lie there. With both stores given, starting them is nothing but this."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://x/x")
    monkeypatch.setenv("REDIS_URL", "redis://x")
    said: list[str] = []

    Stores(place, say=said.append).start()

    assert not swapping.staging(place).exists()
    assert ages(place.state) == ["old"] * 7
    assert "interrupted before it changed anything" in said[0]
    Stores(place, say=said.append).start()
    assert len(said) == 1


def killed(place: Places, monkeypatch: pytest.MonkeyPatch, done: int) -> None:
    """KeyboardInterrupt after so many moves."""
    moves = 0

    def counted(self: Path, target: Path) -> Path:
        nonlocal moves
        if moves == done:
            raise KeyboardInterrupt
        moves += 1
        return rename(self, target)

    def aside(source: Path, target: Path) -> Path:
        return counted(source, target)

    rename = Path.rename
    monkeypatch.setattr(Path, "rename", counted)
    monkeypatch.setattr("shutil.move", aside)
    try:
        swapping.finish(place)
    finally:
        monkeypatch.undo()


@pytest.mark.parametrize("done", range(14))
def test_killed_at_any_move_the_next_start_finishes(place: Places, monkeypatch: pytest.MonkeyPatch, done: int) -> None:
    promise(place)
    with pytest.raises(KeyboardInterrupt):
        killed(place, monkeypatch, done)

    swapping.finish(place)

    assert ages(place.state) == ["new"] * 7
    (before,) = place.state.glob("before-*")
    assert ages(before) == ["old"] * 7


@pytest.mark.parametrize("done", range(14))
def test_what_a_backup_has_nothing_of_is_not_the_old_desks(place: Places, monkeypatch: pytest.MonkeyPatch, done: int) -> None:
    """No file and no key of before: neither may stay in its place, also where the process is killed on the way."""
    shutil.rmtree(swapping.staging(place) / "files")
    (swapping.staging(place) / "seal_keys_old").unlink()
    promise(place)
    with contextlib.suppress(KeyboardInterrupt):
        killed(place, monkeypatch, done)

    swapping.finish(place)

    assert ages(place.state) == ["new"] * 5
    (before,) = place.state.glob("before-*")
    assert ages(before) == ["old"] * 7


@pytest.mark.parametrize("done", range(8))
def test_files_on_a_volume_are_moved_up_inside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, done: int) -> None:
    """Nothing can be renamed into a mount from outside; killed at any move, the next start finishes."""
    place = places(tmp_path / "state")
    volume = place.state / "files"
    volume.mkdir()
    ismount = os.path.ismount
    monkeypatch.setattr(os.path, "ismount", lambda path: path == volume or ismount(path))
    unpacked = swapping.files(place)
    assert unpacked.parent == volume
    for folder in ("attachments", "pictures"):
        (unpacked / folder).mkdir(parents=True)
        (unpacked / folder / "content").write_text("new")
    swapping.staging(place).mkdir()
    for key in ("secret_key", "pseudonym_key", "seal_key"):
        (swapping.staging(place) / key).write_text("new")
    swapping.promise(place, None)
    with contextlib.suppress(KeyboardInterrupt):
        killed(place, monkeypatch, done)

    # The one above goes with the counted moves.
    monkeypatch.setattr(os.path, "ismount", lambda path: path == volume or ismount(path))
    swapping.finish(place)

    assert sorted(str(path.relative_to(volume)) for path in volume.rglob("*")) == [
        "attachments", "attachments/content", "pictures", "pictures/content",
    ]  # fmt: skip
    assert ages(place.state) == ["new"] * 3
    assert not swapping.staging(place).exists()


def test_what_a_killed_restore_left_on_a_volume_goes_and_is_backed_up_by_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = places(tmp_path / "state")
    volume = place.state / "files"
    monkeypatch.setattr(os.path, "ismount", lambda path: path == volume)
    for file in (swapping.files(place) / "attachments" / "half", volume / "attachments" / "whole"):
        file.parent.mkdir(parents=True)
        file.write_text("content")
    packed = members.Packer(io.BytesIO())

    assert making._add_files(packed, volume) == (1, 7)
    swapping.clear(place)
    assert [path.name for path in volume.rglob("*")] == ["attachments", "whole"]
