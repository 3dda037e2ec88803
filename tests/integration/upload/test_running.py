"""Files are loaded: through the one loader, gone on with wherever they were cut off, refused whole where they are bombs."""

import gzip
import io
import json
import zipfile
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection

from sellerdesk import shop_settings, shops
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.errors import Stale
from sellerdesk.feed import loading
from sellerdesk.models import FeedLoad, FeedRecord, Order, SavedMapping, Shop, Upload
from sellerdesk.upload import deciding, files, leasing, previewing, queries, running
from sellerdesk.upload.domain.mapping import ColumnMapping
from tests.factories.feed import line, order, rating, review
from tests.factories.kernel import NOW, make_shop
from tests.factories.uploads import put, start, work


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads_lie_here")]
ORDERS = [order(f"O{number}") for number in range(25)]
LINES = b"".join(map(line, ORDERS))
REVIEWS = (
    "Номер отзыва;Дата отзыва;Оценка;Текст отзыва;Лишнее\n"
    "R1;31.12.2025 10:00;5;Отлично;x\n"
    "R2;31.12.2025 11:00;пять;Плохо;x\n"
    'R3;01.01.2026;1;"Две\nстроки";x\n'
    "R4;вчера;2;Средне;x\n"
    "R5;02.01.2026;3;Так себе;x;лишняя\n"
)


@pytest.fixture
def shop(db: None) -> Shop:
    return make_shop(time_zone="Europe/Moscow")


def figures(row: Upload) -> tuple[int, int, int, int, int]:
    counts = queries.figures(Upload.objects.select_related("load").get(pk=row.pk))
    assert counts is not None
    return (counts.read, counts.applied, counts.unchanged, counts.waiting, counts.rejected)


def zipped(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../orders.jsonl", content)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        LINES, b"\xef\xbb\xbf" + LINES, gzip.compress(LINES), zipped(LINES), LINES.decode().encode("utf-16"),
        json.dumps(ORDERS).encode(), json.dumps(ORDERS, indent=1).encode(),
    ],
)  # fmt: skip
def test_feed_files_in_every_dress(shop: Shop, content: bytes, uploads_lie_here: Path) -> None:
    put(shop, content)

    row = work(shop)

    assert (row.state, row.code, row.has_file) == ("done", "", False)
    assert figures(row) == (25, 25, 0, 0, 0)
    assert Order.objects.count() == 25
    assert FeedLoad.objects.get().finished_at == NOW
    assert list(uploads_lie_here.iterdir()) == []


def test_the_same_file_again_changes_nothing(shop: Shop) -> None:
    put(shop, LINES)
    work(shop)
    put(shop, gzip.compress(LINES))

    assert figures(work(shop)) == (25, 0, 25, 0, 0)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1251", "utf-16"])
def test_a_table_with_a_guessed_mapping(shop: Shop, encoding: str) -> None:
    row = put(shop, REVIEWS.encode(encoding))
    assert row.state == "mapping"

    start(row)
    row = work(shop)

    assert figures(row) == (5, 2, 0, 0, 3)
    kept: dict[int, Any] = {record.line: record for record in FeedRecord.objects.all()}
    assert kept[2].raw == {"type": "review", "id": "R1", "at": "2025-12-31T10:00:00+03:00", "stars": 5, "text": "Отлично"}
    assert kept[4].raw["text"] == "Две\nстроки"
    assert (kept[3].code, kept[3].detail) == ("malformed", {"kind": "not_1_to_5", "field": "stars", "got": "'пять'"})
    assert kept[6].detail["field"] == "at"
    assert (kept[7].detail["kind"], kept[7].type) == ("too_many_cells", "review")
    assert kept[7].raw["row"].startswith("R5;")


def test_times_without_an_offset_are_of_the_shop(shop: Shop) -> None:
    far = make_shop(time_zone="Asia/Shanghai")
    start(put(far, b"review id,date,stars\nR1,2026-01-02 03:04,5\n"))
    work(far)

    assert FeedRecord.objects.get().raw["at"] == "2026-01-02T03:04:00+08:00"


def test_a_saved_mapping_is_offered_for_the_next_file_of_that_kind(shop: Shop) -> None:
    first = put(shop, REVIEWS.encode())
    mapping = ColumnMapping("review", ("id", "at", "stars", "text", "title"), {"product": "P1"}, {"stars": {"пять": "5"}})
    deciding.start(shop=shop, upload_id=first.pk, mapping=mapping, save_as="  Wildberries   reviews ", actor=SYSTEM, now=NOW)
    work(shop)
    second = put(shop, REVIEWS.replace("R", "S").encode())

    assert SavedMapping.objects.get().name == "Wildberries reviews"
    assert previewing.suggested(second, previewing.sample(second)) == (mapping, "Wildberries reviews")
    assert FeedRecord.objects.get(outside_id="R2").raw["stars"] == 5


def test_rows_without_an_id_get_the_same_one_every_time_and_no_clue_of_the_order(shop: Shop) -> None:
    table = b"order;date;described;service\nSECRET-1;2026-01-02;5;4\nSECRET-2;2026-01-03;3;\n"
    for _ in range(2):
        start(put(shop, table), ColumnMapping("store_rating", ("order", "at", "scores.described", "scores.service")))
        work(shop)

    records = list(FeedRecord.objects.order_by("line"))
    assert len(records) == 2
    assert all(record.outside_id.startswith("row-") for record in records)
    assert "SECRET" not in json.dumps([record.raw for record in records])
    other = make_shop()
    start(put(other, table), ColumnMapping("store_rating", ("order", "at", "scores.described", "scores.service")))
    work(other)
    assert not {record.outside_id for record in FeedRecord.objects.filter(shop=other)} & {record.outside_id for record in records}


def test_broken_rows_of_store_ratings_keep_nothing_of_their_order(shop: Shop) -> None:
    table = b'order;date;described;service\n"SECRET-1;2026-01-02;5;4\nSECRET-2;2026-01-03;9;1\nSECRET-3;2026-01-03;5;1;SECRET\n'
    start(put(shop, table), ColumnMapping("store_rating", ("order", "at", "scores.described", "scores.service")))

    row = work(shop)

    assert figures(row) == (3, 0, 0, 0, 3)
    told = [(record.raw, record.detail, record.outside_id) for record in FeedRecord.objects.all()]
    assert "SECRET" not in str(told)


@pytest.mark.parametrize(
    ("header", "kept"),
    [
        ("order;date;shop RATING;note", False),
        ("заказ;дата;Соответствие описанию;Доставка", False),
        ("订单;日期;描述相符;服务态度", False),
        ("order;date;delivery;note", True),
    ],
)
def test_broken_rows_under_a_header_of_store_ratings_keep_nothing_whatever_the_mapping(shop: Shop, header: str, kept: bool) -> None:
    whole = "".join(f"O{number};2026-01-02;5;4\n" for number in range(4))
    start(put(shop, f"{header}\n{whole}ORDER-1;2026-01-02;5;4;too many\n".encode()), ColumnMapping("review", ("id", "at", "", "")))

    assert work(shop).state == "done"

    assert ("ORDER-1" in str(FeedRecord.objects.get(line=6).raw)) is kept


# --- cut off ---


def test_two_starts_are_one(shop: Shop) -> None:
    row = put(shop, REVIEWS.encode())
    start(row)
    start(row)
    with pytest.raises(Stale):
        start(row, ColumnMapping("review", ("id", "at", "stars", "", "")))

    assert (Upload.objects.get().mapping or {})["columns"][3] == "text"
    assert figures(work(shop))[0] == 5
    assert FeedLoad.objects.count() == 1


@pytest.mark.parametrize("packed", [False, True])
def test_a_turn_that_ends_is_gone_on_with(shop: Shop, monkeypatch: pytest.MonkeyPatch, packed: bool) -> None:
    monkeypatch.setattr(loading, "BATCH", 4)
    put(shop, gzip.compress(LINES) if packed else LINES)

    turns = 0
    while running.run(shop=shops.facts(shop), clock=lambda: NOW, seconds=0.0):
        turns += 1

    assert turns == 8
    assert figures(Upload.objects.get()) == (25, 25, 0, 0, 0)
    assert FeedLoad.objects.count() == 1


@pytest.mark.parametrize("deadly", range(1, 8))
def test_a_worker_that_dies_anywhere_leaves_exact_counts(shop: Shop, monkeypatch: pytest.MonkeyPatch, deadly: int) -> None:
    """Death at any batch, before it is written down how far the file was read: nothing is counted twice or left out."""
    monkeypatch.setattr(loading, "BATCH", 4)
    content = LINES + line(review("R1", "O1")) + b"{broken\n" + line(rating("S1", "unknown"))
    put(shop, content)
    left, real = [deadly], leasing.renew

    def dies(**told: Any) -> bool:
        left[0] -= 1
        if left[0] == 0:
            raise KeyboardInterrupt
        return real(**told)

    monkeypatch.setattr(leasing, "renew", dies)
    with pytest.raises(KeyboardInterrupt):
        running.run(shop=shops.facts(shop), clock=lambda: NOW)

    assert running.run(shop=shops.facts(shop), clock=lambda: NOW) is False, "its lease still runs"
    later = NOW + leasing.LEASE + timedelta(seconds=1)
    assert leasing.due(later) == [shop.pk]
    row = work(shop, now=later)

    assert row.state == "done"
    assert figures(row) == (28, 26, 0, 1, 1)
    assert FeedRecord.objects.count() == 28


def test_one_that_wakes_up_late_changes_nothing_any_more(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The load is gone on with by another; whoever slept meanwhile is overtaken inside its own transaction."""
    monkeypatch.setattr(loading, "BATCH", 4)
    put(shop, LINES)
    facts, real = shops.facts(shop), loading.apply_batch
    slept = [False]

    def sleeps(**told: Any) -> Any:
        if not slept[0]:
            slept[0] = True
            work(shop, now=NOW + timedelta(hours=1))
        return real(**told)

    monkeypatch.setattr(loading, "apply_batch", sleeps)

    assert running.run(shop=facts, clock=lambda: NOW) is False
    assert Upload.objects.get().state == "done"
    assert figures(Upload.objects.get()) == (25, 25, 0, 0, 0)


def test_a_busy_shop_delays_a_load_and_does_not_fail_it(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "PAUSES", (0.0,))
    real, left = loading.lock, [3]

    def busy(facts: Any) -> None:
        left[0] -= 1
        if left[0] >= 0:
            with connection.cursor() as cursor:
                cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'busy' USING ERRCODE = '55P03'; END $$")
        real(facts)

    monkeypatch.setattr(loading, "lock", busy)
    put(shop, LINES)

    assert figures(work(shop)) == (25, 25, 0, 0, 0)
    assert left[0] < 0


def test_another_error_of_the_database_is_not_waited_out(shop: Shop, monkeypatch: pytest.MonkeyPatch, uploads_lie_here: Path) -> None:
    def gone(facts: Any) -> None:
        raise OperationalError

    def later(attempt: int) -> datetime:
        return NOW + attempt * 2 * leasing.LEASE

    put(shop, LINES)
    with monkeypatch.context() as broken:
        broken.setattr(loading, "lock", gone)
        for attempt in range(leasing.MOST_ATTEMPTS):
            with pytest.raises(OperationalError):
                running.run(shop=shops.facts(shop), clock=partial(later, attempt))

    ended = NOW + timedelta(hours=1)
    assert work(shop, now=ended).code == "keeps_failing"
    assert FeedLoad.objects.get().finished_at == ended
    assert not shop_settings.has_facts(shop.desk_id, shop.pk)
    assert list(uploads_lie_here.iterdir()) == []


# --- refused, cancelled, forgotten ---


def test_a_bomb_is_refused_before_a_record_of_it_is_loaded(shop: Shop) -> None:
    put(shop, gzip.compress(LINES + b" " * 64_000_000))

    row = work(shop)

    assert (row.state, row.code) == ("refused", "bomb")
    assert FeedRecord.objects.count() == 0


def test_a_damaged_archive_is_refused_before_a_record_of_it_is_loaded(shop: Shop) -> None:
    many = b"".join(line(order(f"O{number}", note=str(number * 7919))) for number in range(3000))
    packed = bytearray(gzip.compress(many))
    packed[-20] ^= 0xFF
    put(shop, bytes(packed))

    row = work(shop)

    assert (row.state, row.code) == ("refused", "broken_archive")
    assert FeedRecord.objects.count() == 0


def test_a_file_that_is_gone_is_said_to_be(shop: Shop) -> None:
    files.remove(put(shop, LINES).pk)

    assert work(shop).code == "file_gone"


def test_cancelled_while_it_waits_and_while_it_runs(shop: Shop, monkeypatch: pytest.MonkeyPatch, uploads_lie_here: Path) -> None:
    monkeypatch.setattr(loading, "BATCH", 4)
    waiting = put(shop, LINES)
    deciding.cancel(shop=shop, upload_id=waiting.pk, actor=SYSTEM, now=NOW)
    row = put(shop, LINES)
    real = loading.apply_batch

    def cancels(**told: Any) -> Any:
        deciding.cancel(shop=shop, upload_id=row.pk, actor=SYSTEM, now=NOW)
        return real(**told)

    monkeypatch.setattr(loading, "apply_batch", cancels)
    work(shop)

    assert list(Upload.objects.order_by("id").values_list("state", flat=True)) == ["cancelled", "cancelled"]
    assert figures(row) == (4, 4, 0, 0, 0)
    assert list(uploads_lie_here.iterdir()) == []


def test_one_cancelled_between_two_turns_ends_its_load(shop: Shop, monkeypatch: pytest.MonkeyPatch, uploads_lie_here: Path) -> None:
    monkeypatch.setattr(loading, "BATCH", 4)
    row = put(shop, LINES)
    running.run(shop=shops.facts(shop), clock=lambda: NOW, seconds=0.0)
    row.refresh_from_db()
    assert (row.state, FeedLoad.objects.get().finished_at) == ("queued", None)

    deciding.cancel(shop=shop, upload_id=row.pk, actor=SYSTEM, now=NOW)

    assert FeedLoad.objects.get().finished_at == NOW
    assert figures(row) == (4, 4, 0, 0, 0)
    assert list(uploads_lie_here.iterdir()) == []


def test_one_upload_of_a_shop_runs_at_a_time_and_the_oldest_first(shop: Shop) -> None:
    first, second = put(shop, LINES), put(shop, LINES)
    facts = shops.facts(shop)

    taken = leasing.claim(shop=facts, now=NOW)

    assert taken is not None
    assert taken.pk == first.pk
    assert leasing.claim(shop=facts, now=NOW) is None
    assert queries.waits_behind(second)
    with pytest.raises(leasing.LeaseLost):
        leasing.end(row=second, state=Upload.State.DONE, now=NOW)


def test_what_nobody_finishes_is_forgotten_after_a_week(shop: Shop, uploads_lie_here: Path) -> None:
    old, fresh = put(shop, REVIEWS.encode()), put(shop, REVIEWS.encode(), now=NOW + timedelta(days=6))
    (uploads_lie_here / "999999").write_bytes(b"of an upload that was never written down")

    assert leasing.clear(now=NOW + timedelta(days=8)) == 2

    assert [path.name for path in uploads_lie_here.iterdir()] == [str(fresh.pk)]
    old.refresh_from_db()
    assert (old.state, old.code, old.has_file) == ("refused", "expired", False)
