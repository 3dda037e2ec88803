"""Files come in: in pieces, once, bounded; what is none of ours is refused with a sentence."""

import gzip
import io
from pathlib import Path
from typing import Any

import pytest

from sellerdesk.domain.actor import SYSTEM
from sellerdesk.errors import NotVisible, Refusal, Stale
from sellerdesk.models import AuditEntry, DeskEvent, Shop, Upload
from sellerdesk.upload import files, receiving
from sellerdesk.upload.receiving import Bringer
from sellerdesk.upload.sentences import CODES, refusal_of
from tests.factories.feed import line, order
from tests.factories.kernel import NOW, make_person, make_shop
from tests.factories.uploads import put


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads_lie_here")]
CONTENT = line(order("O1")) + line(order("O2"))


@pytest.fixture
def shop(db: None) -> Shop:
    return make_shop()


def begin(shop: Shop, size: int = len(CONTENT), **fields: Any) -> Upload:
    person = fields.pop("person_id", None) or make_person().pk
    told = {"name": "feed.jsonl", "fingerprint": "", "now": NOW, **fields}
    return receiving.begin(shop=shop, size=size, by=Bringer(person), **told)


def piece(shop: Shop, row: Upload, at: int, content: bytes) -> Upload:
    return receiving.add_piece(shop=shop, upload_id=row.pk, at=at, stream=io.BytesIO(content), length=len(content), actor=SYSTEM, now=NOW)


def test_pieces_make_a_file_that_waits_for_its_turn(shop: Shop) -> None:
    row = begin(shop)

    assert piece(shop, row, 0, CONTENT[:100]).state == "receiving"
    row = piece(shop, row, 100, CONTENT[100:])

    assert (row.state, row.received, (row.form or {})["kind"]) == ("queued", len(CONTENT), "json_lines")
    assert files.path_of(row.pk).read_bytes() == CONTENT
    assert DeskEvent.objects.filter(kind="upload.changed", shop_id=shop.pk).count() == 2
    assert (AuditEntry.objects.get(what="upload.started").after or {})["name"] == "feed.jsonl"


def test_a_piece_that_comes_again_or_too_early_says_where_to_go_on(shop: Shop) -> None:
    row = begin(shop)
    piece(shop, row, 0, CONTENT[:100])

    for at in (0, 50, 101):
        with pytest.raises(Stale) as stale:
            piece(shop, row, at, CONTENT[at : at + 10])
        assert stale.value.newer == {"received": 100, "state": "receiving"}

    assert piece(shop, row, 100, CONTENT[100:]).state == "queued"
    with pytest.raises(Stale):
        piece(shop, row, len(CONTENT), b"x")


def test_a_disk_that_holds_less_than_was_written_down_is_believed(shop: Shop) -> None:
    row = begin(shop)
    piece(shop, row, 0, CONTENT[:100])
    files.path_of(row.pk).write_bytes(CONTENT[:30])

    with pytest.raises(Stale) as stale:
        piece(shop, row, 100, CONTENT[100:])
    assert stale.value.newer["received"] == 30

    assert piece(shop, row, 30, CONTENT[30:]).state == "queued"
    assert files.path_of(row.pk).read_bytes() == CONTENT


def test_the_same_file_of_the_same_person_is_gone_on_with(shop: Shop) -> None:
    anna, boris = make_person().pk, make_person().pk
    row = begin(shop, fingerprint="1700000000", person_id=anna)
    piece(shop, row, 0, CONTENT[:100])

    assert begin(shop, fingerprint="1700000000", person_id=anna).received == 100
    assert begin(shop, fingerprint="1700000000", person_id=boris).pk != row.pk
    assert begin(shop, fingerprint="1700000001", person_id=anna).pk != row.pk
    assert begin(shop, person_id=anna).pk != row.pk


def test_more_than_was_said_is_refused(shop: Shop) -> None:
    row = begin(shop, 10)

    with pytest.raises(Refusal, match="grown"):
        piece(shop, row, 0, CONTENT)


@pytest.mark.parametrize(("size", "code"), [(0, "upload_empty"), (receiving.LARGEST + 1, "upload_too_large")])
def test_sizes_that_are_not_taken(shop: Shop, size: int, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        begin(shop, size)

    assert refused.value.code == code


def test_room_is_bounded(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "MOST_WAITING", 2)
    begin(shop)
    begin(shop)
    with pytest.raises(Refusal) as refused:
        begin(shop)
    assert refused.value.code == "upload_too_many"

    monkeypatch.setattr(receiving, "ROOM", 3 * len(CONTENT) - 1)
    with pytest.raises(Refusal) as refused:
        begin(make_shop())
    assert refused.value.code == "upload_no_room"

    monkeypatch.setattr(receiving, "ROOM", 10**12)
    monkeypatch.setattr(files, "free", lambda: receiving.KEPT_FREE)
    with pytest.raises(Refusal) as refused:
        begin(make_shop())
    assert refused.value.code == "upload_no_room"


def test_an_upload_of_another_shop_is_not_there(shop: Shop) -> None:
    row = begin(make_shop())

    with pytest.raises(NotVisible):
        piece(shop, row, 0, CONTENT)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<html><form>Sign in</form></html>", "web_page"),
        (b"%PDF-1.4 ...", "pdf"),
        (b"\x89PNG\r\n\x1a\n....", "picture"),
        (b"\n\n", "empty"),
        (gzip.compress(b"a,b\n1,2\n" * 99)[:-9], "broken_archive"),
        (gzip.compress(gzip.compress(b"a,b\n1,2\n")), "nested_archive"),
        (b"\x00\x01\x02" * 99, "binary"),
    ],
)
def test_a_wrong_file_is_refused_with_a_sentence_and_deleted(shop: Shop, content: bytes, code: str, uploads_lie_here: Path) -> None:
    row = put(shop, content)

    assert (row.state, row.code, row.has_file) == ("refused", code, False)
    assert refusal_of(row.code, row.detail).endswith(".")
    assert list(uploads_lie_here.iterdir()) == []


def test_a_name_never_becomes_a_path(shop: Shop, uploads_lie_here: Path) -> None:
    row = put(shop, CONTENT, name="../../../etc/\x00passwd\n.jsonl")

    assert row.name == "../../../etc/passwd.jsonl"
    assert [path.name for path in uploads_lie_here.iterdir()] == [str(row.pk)]


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_refusal_is_a_sentence(code: str) -> None:
    said = refusal_of(code, {"columns": 9, "most": 5, "line": 3, "files": 2})

    assert said.endswith(".")
    assert "%(" not in said
