"""Programs that send at one moment: each byte comes in once, and a file is taken once."""

import threading
from pathlib import Path
from typing import Any

import pytest

from sellerdesk.models import AuditEntry, Shop, Upload
from sellerdesk.upload import files, receiving
from tests.concurrency.together import together
from tests.factories.bringing import Program
from tests.factories.feed import line, order
from tests.factories.kernel import make_shop


pytestmark = pytest.mark.django_db(transaction=True)
CONTENT = b"".join(line(order(f"O{number}")) for number in range(40))
HALF = 1_000
TABLE = b"review id;date;stars\n" + b"".join(b"R%d;2026-01-02;5\n" % number for number in range(40))


@pytest.fixture
def shop(transactional_db: None, tmp_path: Path, settings: Any) -> Shop:
    settings.MEDIA_ROOT = tmp_path
    return make_shop()


def unguarded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes the row's lock away, and lets both be at the disk before either says how far it is."""
    both, write = threading.Barrier(2, timeout=20), files.write

    def together_at_the_disk(*args: Any) -> int:
        both.wait()
        try:
            return write(*args)
        finally:
            both.wait()

    monkeypatch.setattr(receiving, "locked", lambda shop, upload_id: Upload.objects.get(desk_id=shop.desk_id, pk=upload_id))
    monkeypatch.setattr(files, "write", together_at_the_disk)


def two_at_one_place(shop: Shop) -> tuple[list[int], int]:
    """Two pieces of different lengths for the beginning of a file; the statuses, and the upload."""
    program = Program(shop.desk)
    upload = int(program.begin(CONTENT, shop.slug).json()["id"])
    answers: Any = together(*[lambda end=end: program.piece(upload, 0, CONTENT[:end]) for end in (HALF, HALF // 2)])
    return sorted(one.status_code for one in answers), upload


def two_ends(shop: Shop) -> tuple[list[int], int]:
    """The last piece twice; the statuses, and how often it was written down that the load was started."""
    program = Program(shop.desk)
    upload = int(program.begin(CONTENT, shop.slug).json()["id"])
    Upload.objects.filter(pk=upload).update(received=HALF)
    files.path_of(upload).parent.mkdir(parents=True, exist_ok=True)
    files.path_of(upload).write_bytes(CONTENT[:HALF])
    answers: Any = together(*[lambda: program.piece(upload, HALF, CONTENT[HALF:])] * 2)
    return sorted(one.status_code for one in answers), AuditEntry.objects.filter(what="upload.started").count()


def test_of_two_pieces_at_one_place_one_is_taken_and_the_file_is_whole(shop: Shop) -> None:
    statuses, upload = two_at_one_place(shop)

    assert statuses == [200, 409]
    program = Program(shop.desk)
    at = program.stands(upload)["received"]
    assert at in {HALF, HALF // 2}
    assert program.piece(upload, at, CONTENT[at:]).json()["state"] == "queued"
    assert files.path_of(upload).read_bytes() == CONTENT


def test_control_without_the_rows_lock_both_pieces_are_taken(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    unguarded(monkeypatch)

    assert two_at_one_place(shop)[0] == [200, 200]


def test_a_file_that_ends_twice_is_taken_once(shop: Shop) -> None:
    assert two_ends(shop) == ([200, 409], 1)


def test_control_without_the_rows_lock_it_is_taken_twice(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    unguarded(monkeypatch)

    assert two_ends(shop) == ([200, 200], 2)


def test_the_same_file_announced_at_once_is_one(shop: Shop) -> None:
    program = Program(shop.desk)

    answers: Any = together(*[lambda: program.begin(CONTENT, shop.slug)] * 4)

    assert sorted(one.status_code for one in answers) == [200, 200, 200, 201]
    assert Upload.objects.count() == 1


def test_of_starts_at_once_with_other_columns_one_holds(shop: Shop) -> None:
    program = Program(shop.desk)
    upload = program.bring(TABLE, shop.slug)
    mapping = program.ask("GET", f"{upload}/mapping/").json()["mapping"]
    wanted = [{**mapping, "day_first": first} for first in (True, False)] * 2

    answers: Any = together(*[lambda one=one: program.ask("POST", f"{upload}/start/", one) for one in wanted])

    assert sorted(one.status_code for one in answers) == [202, 202, 409, 409]
    kept = Upload.objects.get().mapping or {}
    assert [one.status_code == 202 for one in answers] == [one["day_first"] == kept["day_first"] for one in wanted]
    assert AuditEntry.objects.filter(what="upload.started").count() == 1
