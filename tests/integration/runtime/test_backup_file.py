"""The file of a backup: sealed, cut, altered, of another version, in another's place. No store is needed."""

import errno
import io
import json
import os
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given, settings, strategies as st

from sellerdesk.runtime.backups import keys, making, members, options, releases, restoring, sealed
from sellerdesk.runtime.backups.passphrases import given as passphrase_given
from sellerdesk.runtime.backups.sealed import PIECE, TAG, Opener, Sealer
from sellerdesk.runtime.backups.writing import new_file
from sellerdesk.runtime.failures import Failure
from sellerdesk.runtime.paths import places


WORD = "five words are long enough"
CHEAP = 10
HEAD = sealed._HEAD.size


def sealed_of(*parts: bytes) -> bytes:
    out = io.BytesIO()
    sealer = Sealer(out, WORD, cost=CHEAP)
    for part in parts:
        sealer.write(part)
    sealer.close()
    return out.getvalue()


def opened(content: bytes, word: str = WORD) -> bytes:
    opener, parts = Opener(io.BytesIO(content), word), []
    while part := opener.read(100_000):
        parts.append(part)
    return b"".join(parts)


THREE = [os.urandom(PIECE), os.urandom(PIECE), os.urandom(1000)]
FILE = sealed_of(*THREE)


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE])
def test_what_was_sealed_is_read_again(size: int) -> None:
    content = os.urandom(size)

    assert opened(sealed_of(content)) == content
    assert size < 64 or content[:64] not in sealed_of(content)


def test_another_passphrase_opens_nothing() -> None:
    with pytest.raises(Failure, match="This passphrase does not open"):
        opened(FILE, "five words are long enougH")


@pytest.mark.parametrize("length", [HEAD, HEAD + PIECE + TAG, HEAD + 2 * (PIECE + TAG), len(FILE) - 1, len(FILE) - 1000, HEAD + 5])
def test_a_file_that_was_cut_is_refused(length: int) -> None:
    with pytest.raises(Failure, match=r"cut"):
        opened(FILE[:length])


@settings(max_examples=40, deadline=None)
@given(at=st.integers(0, len(FILE) - 1), bit=st.integers(0, 7))
def test_no_bit_can_be_changed(at: int, bit: int) -> None:
    altered = bytearray(FILE)
    altered[at] ^= 1 << bit

    with pytest.raises(Failure):
        opened(bytes(altered))


def test_pieces_stand_in_their_order_and_nothing_comes_after_them() -> None:
    first, second, rest = (
        FILE[HEAD : HEAD + PIECE + TAG],
        FILE[HEAD + PIECE + TAG : HEAD + 2 * (PIECE + TAG)],
        FILE[HEAD + 2 * (PIECE + TAG) :],
    )

    for wrong in (second + first + rest, first + first + rest, second + rest, first + second + rest + rest, FILE[HEAD:] + b"x"):
        with pytest.raises(Failure):
            opened(FILE[:HEAD] + wrong)


def test_a_file_of_a_newer_form_and_one_that_is_none_say_so() -> None:
    newer = bytearray(FILE)
    newer[len(sealed.MAGIC)] = sealed.FORM + 1

    with pytest.raises(Failure, match="newer SellerDesk"):
        opened(bytes(newer))
    with pytest.raises(Failure, match="no backup of SellerDesk"):
        opened(b"PK\x03\x04 something else")


def test_a_file_cannot_ask_for_all_memory() -> None:
    dear = bytearray(FILE)
    dear[len(sealed.MAGIC) + 1] = 40

    with pytest.raises(Failure, match="damaged"):
        opened(bytes(dear))


def test_members_come_back_in_order_with_their_end() -> None:
    out = io.BytesIO()
    packer = members.Packer(out)
    packer.add("about", [b"{}"])
    packer.add("files/a", [b"x" * 300_000, b"y"])
    packer.finish({"counts": {"t": 1}})
    out.seek(0)

    unpacker = members.Unpacker(out)
    found = [(name, b"".join(content)) for name, content in unpacker]

    assert found == [("about", b"{}"), ("files/a", b"x" * 300_000 + b"y")]
    assert unpacker.told == {"members": 2, "bytes": 300_003, "counts": {"t": 1}}


def test_a_missing_member_is_missed() -> None:
    out = io.BytesIO()
    packer = members.Packer(out)
    packer.add("a", [b"1"])
    packer.members += 1
    packer.finish({})
    out.seek(0)

    with pytest.raises(Failure, match="not as it was written"):
        list(members.Unpacker(out))


def test_a_new_file_overwrites_nothing_and_is_its_owners_alone(tmp_path: Path) -> None:
    target = tmp_path / "desk.backup"
    with new_file(target) as out:
        out.write(b"whole")
        assert not target.exists()

    assert target.read_bytes() == b"whole"
    assert target.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["desk.backup"]
    with pytest.raises(Failure, match="overwrites nothing"), new_file(target):
        pass
    assert target.read_bytes() == b"whole"


def test_a_draft_that_is_a_finished_backup_as_well_is_not_emptied(tmp_path: Path) -> None:
    """Killed between giving the name and taking the draft's away; then the finished one was moved to another name."""
    kept = tmp_path / "kept.backup"
    kept.write_bytes(b"whole")
    os.link(kept, tmp_path / "desk.backup.part")

    with new_file(tmp_path / "desk.backup") as out:
        out.write(b"newer")

    assert kept.read_bytes() == b"whole"
    assert (tmp_path / "desk.backup").read_bytes() == b"newer"


def test_an_empty_key_is_not_backed_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in keys.ALL:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)
    for name in keys.KEYS:
        keys.write(tmp_path, name, "" if name == "SEAL_KEY" else "a key")

    with pytest.raises(Failure, match="The key SEAL_KEY is empty"):
        keys.read(tmp_path)


def test_keys_of_before_go_along_and_any_letters_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in keys.ALL:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)
        keys.write(tmp_path, name, "ключ")
    keys.file_of(tmp_path, keys.OLD).write_text("newer, older\n", encoding="utf-8")

    found = keys.read(tmp_path)

    assert found == {"SECRET_KEY": "ключ", "PSEUDONYM_KEY": "ключ", "SEAL_KEY": "ключ", "SEAL_KEYS_OLD": "newer\nolder"}
    monkeypatch.setenv("SEAL_KEYS_OLD", "newer,older")
    keys.refuse_others(found, tmp_path)
    monkeypatch.setenv("SEAL_KEYS_OLD", "newer")
    with pytest.raises(Failure, match="SEAL_KEYS_OLD of the environment"):
        keys.refuse_others(found, tmp_path)
    monkeypatch.delenv("SEAL_KEYS_OLD")
    keys.file_of(tmp_path, keys.OLD).unlink()
    assert keys.OLD not in keys.read(tmp_path)


def test_a_name_that_was_taken_meanwhile_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "desk.backup"

    def write() -> None:
        with new_file(target) as out:
            out.write(b"ours")
            target.write_bytes(b"theirs")

    with pytest.raises(Failure, match="overwrites nothing"):
        write()
    assert target.read_bytes() == b"theirs"
    assert not (tmp_path / "desk.backup.part").exists()


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_out: BinaryIO) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def write() -> None:
        with new_file(tmp_path / "desk.backup") as out:
            out.write(b"half")
            full(out)

    with pytest.raises(Failure, match="no room left"):
        write()
    assert list(tmp_path.iterdir()) == []


def test_a_killed_attempt_is_taken_over_and_one_under_way_is_not(tmp_path: Path) -> None:
    target = tmp_path / "desk.backup"
    (tmp_path / "desk.backup.part").write_bytes(b"left by a killed process, and longer than what comes now")

    with new_file(target) as out:
        out.write(b"whole")
        with pytest.raises(Failure, match="Another backup is being written"), new_file(target):
            pass

    assert target.read_bytes() == b"whole"


def test_a_passphrase_comes_from_a_file_or_the_environment_and_is_long_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "word"
    file.write_text(f"{WORD}\n")
    assert passphrase_given(file, new=True) == WORD
    monkeypatch.setenv("SELLERDESK_BACKUP_PASSPHRASE_FILE", str(file))
    assert passphrase_given(None, new=True) == WORD

    file.write_text("short")
    with pytest.raises(Failure, match="has 5 characters"):
        passphrase_given(file, new=True)
    assert passphrase_given(file, new=False) == "short"
    monkeypatch.delenv("SELLERDESK_BACKUP_PASSPHRASE_FILE")
    with pytest.raises(Failure, match="nobody to ask"):
        passphrase_given(None, new=False)


def test_a_backup_with_a_migration_that_nobody_knows_is_from_a_newer_program() -> None:
    known = [["sellerdesk", "0002_roles"], ["contenttypes", "0001_initial"]]
    releases.refuse_newer({"sellerdesk": "0.1.0", "migrations": known})

    with pytest.raises(Failure, match=r"newer SellerDesk \(9.9.9\).*sellerdesk.9999_later"):
        releases.refuse_newer({"sellerdesk": "9.9.9", "migrations": [*known, ["sellerdesk", "9999_later"]]})


KEYS = {f"keys/{name}": b"k" for name in keys.KEYS}
ABOUT = json.dumps({"migrations": [["sellerdesk", "0001_initial"]]}).encode()
SOUND: dict[str, bytes] = {"about": ABOUT, **KEYS, "database": b"PGDMP"}


def written(place: Path, contents: dict[str, bytes], end: object = None, *, twice: str = "") -> Path:
    """A file that is sealed with the right passphrase by somebody who is not us."""
    file = place / "hostile.backup"
    with file.open("wb") as out:
        sealer = Sealer(out, WORD, cost=CHEAP)
        packer = members.Packer(sealer)
        for name in (*contents, *([twice] if twice else [])):
            packer.add(name, [contents[name]])
        packer.finish({"counts": {"t": 1}} if end is None else {"counts": end})
        sealer.close()
    return file


def test_a_sound_file_by_somebody_else_is_read(tmp_path: Path) -> None:
    """The control of what follows."""
    assert making.verify(written(tmp_path, SOUND), WORD)["counts"] == {"t": 1}


@pytest.mark.parametrize(
    ("contents", "end", "twice"),
    [
        ({**SOUND, "about": b"[" * 200_000}, None, ""),
        ({**SOUND, "about": b'{"migrations": [1]}'}, None, ""),
        ({**SOUND, "about": b'{"migrations": [], "database_bytes": "much"}'}, None, ""),
        ({name: SOUND[name] for name in SOUND if name != "about"}, None, ""),
        ({name: SOUND[name] for name in SOUND if name != "database"}, None, ""),
        ({name: SOUND[name] for name in SOUND if name != "keys/PSEUDONYM_KEY"}, None, ""),
        (SOUND, None, "database"),
        (SOUND, None, "keys/SEAL_KEY"),
        (SOUND, {"t": "many"}, ""),
        (SOUND, ["t"], ""),
    ],
)
def test_a_file_that_we_never_would_have_written_is_refused_whole(
    tmp_path: Path, contents: dict[str, bytes], end: object, twice: str
) -> None:
    """Before anything is changed, and with a sentence: a missing key would be made anew in silence."""
    with pytest.raises(Failure):
        making.verify(written(tmp_path, contents, end, twice=twice), WORD)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("files/../secret_key", b"x"), ("files//etc/x", b"x"), ("files/a/../../x", b"x"), ("files/a\0b", b"x"), ("keys/SEAL_KEY", b"\xff"),
    ],
)  # fmt: skip
def test_no_member_leaves_its_place(tmp_path: Path, name: str, content: bytes) -> None:
    state = tmp_path / "state" / "restoring"
    state.mkdir(parents=True)

    with pytest.raises(Failure):
        restoring._put(name, iter([content]), state, state / "files")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_verifying_says_that_it_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    about = json.dumps({"migrations": [["sellerdesk", "0001_initial"]], "made_at": "2026-11-26T02:17:00+00:00"}).encode()
    file = written(tmp_path, {**SOUND, "about": about})
    monkeypatch.setenv("SELLERDESK_BACKUP_PASSPHRASE", WORD)

    assert making.check(options.read("backup", ["--verify", str(file)])) == 0
    assert f"{file}: whole and readable, " in capsys.readouterr().out


def test_a_member_that_nobody_knows_is_left_out(tmp_path: Path) -> None:
    for name in ("keys/../../x", "keys/METRICS_TOKEN", "up.stamp", "../x"):
        restoring._put(name, iter([b"x"]), tmp_path, tmp_path / "files")

    assert list(tmp_path.rglob("*")) == []


def test_the_keys_of_a_backup_are_written_where_nobodys_lie(tmp_path: Path) -> None:
    found: dict[str, bytes] = {}
    making.verify(written(tmp_path, {**SOUND, "SEAL_KEY": b"no key of ours"}), WORD, found)

    keys.write_new(tmp_path / "keys", found)

    assert {path.name: path.read_bytes() for path in (tmp_path / "keys").iterdir()} == {
        "secret_key": SOUND["keys/SECRET_KEY"], "pseudonym_key": SOUND["keys/PSEUDONYM_KEY"], "seal_key": SOUND["keys/SEAL_KEY"],
        "seal_keys_old": b"",
    }  # fmt: skip
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()} == {0o600}
    with pytest.raises(Failure, match="There are keys in"):
        keys.write_new(tmp_path / "keys", found)


def test_files_on_a_volume_that_is_not_empty_are_refused_whatever_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = places(tmp_path / "state")
    (place.state / "files").mkdir()
    (place.state / "files" / "old").touch()
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    restoring._refuse_full(place, replace=True)
    monkeypatch.setattr(os.path, "ismount", lambda path: path == place.state / "files")

    with pytest.raises(Failure, match="a file system of its own and not empty"):
        restoring._refuse_full(place, replace=True)
