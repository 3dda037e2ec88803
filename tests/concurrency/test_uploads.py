"""Several people and workers at one upload: one file, one load, every record once."""

import io
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from sellerdesk import shops
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.errors import Refusal, Stale
from sellerdesk.feed import loading, reading
from sellerdesk.models import FeedLoad, FeedRecord, Shop, Upload
from sellerdesk.upload import files, leasing, queries, receiving, running
from sellerdesk.upload.receiving import Bringer
from tests.concurrency.meeting import Meeting
from tests.concurrency.together import together
from tests.factories.feed import line, order
from tests.factories.kernel import make_person, make_shop
from tests.factories.uploads import put, start


pytestmark = pytest.mark.django_db(transaction=True)
LINES = b"".join(line(order(f"O{number}")) for number in range(60))
TABLE = b"review id;date;stars\n" + b"".join(b"R%d;2026-01-02;5\n" % number for number in range(40))


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def shop(transactional_db: None, tmp_path: Path, settings: Any) -> Shop:
    settings.MEDIA_ROOT = tmp_path
    return make_shop()


def run(shop: Shop) -> bool:
    return running.run(shop=shops.facts(shop), clock=now)


def test_control_without_the_count_that_guards_a_load_two_runs_count_twice(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """What `Overtaken` is for: without it a second run over the same load would be added to the first."""
    monkeypatch.setattr(loading, "BATCH", 10)
    facts = shops.facts(shop)
    load = loading.start(shop=facts, source="x", now=now())
    other = loading.resume(shop=facts, load_id=load.id)
    records = [loading_fact(number, facts) for number in range(10)]
    loading.apply_batch(load=load, records=records, now=now())

    with pytest.raises(loading.Overtaken):
        loading.apply_batch(load=other, records=records, now=now())

    other.counts.read = 10
    loading.apply_batch(load=other, records=records, now=now())
    assert FeedLoad.objects.get().read == 20


def loading_fact(number: int, facts: shops.ShopFacts) -> Any:
    return reading.fact(number, line(order(f"O{number}"))[:-1], facts.id)


def test_workers_that_start_together_load_a_file_once(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "BATCH", 5)
    row = put(shop, LINES, now=now())

    done = together(*[lambda: run(shop)] * 4)

    assert sorted(map(str, done)) == ["False", "False", "False", "True"]
    assert FeedLoad.objects.count() == 1
    counts = queries.figures(Upload.objects.select_related("load").get(pk=row.pk))
    assert counts is not None
    assert (counts.read, counts.applied) == (60, 60)
    assert FeedRecord.objects.count() == 60


def test_two_starts_of_one_table_are_one(shop: Shop) -> None:
    row = put(shop, TABLE, now=now())

    together(*[lambda: start(row)] * 3)
    while run(shop):
        pass

    assert FeedLoad.objects.count() == 1
    assert FeedRecord.objects.count() == 40


def test_two_tabs_that_send_the_same_pieces_make_one_file(shop: Shop) -> None:
    person = make_person().pk

    def send() -> int:
        row = receiving.begin(shop=shop, name="x", size=len(LINES), fingerprint="1", by=Bringer(person), now=now())
        at = row.received
        while True:
            piece = LINES[at : at + 1_000]
            try:
                stands = receiving.add_piece(
                    shop=shop, upload_id=row.pk, at=at, stream=io.BytesIO(piece), length=len(piece), actor=SYSTEM, now=now()
                )
            except Stale as stale:
                if stale.newer["state"] != "receiving":
                    return row.pk
                at = stale.newer["received"]
                continue
            if stands.state != "receiving":
                return row.pk
            at = stands.received

    first, second = together(send, send)

    assert first == second
    assert Upload.objects.get().state == "queued"
    assert files.path_of(Upload.objects.get().pk).read_bytes() == LINES


def test_a_file_begins_while_a_load_refers_to_its_shop(shop: Shop) -> None:
    """A key that points at the shop holds the shop's row FOR KEY SHARE until its load is committed."""
    person = make_person().pk
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM sellerdesk_shop WHERE id = %s FOR KEY SHARE", [shop.pk])
        begun = together(lambda: receiving.begin(shop=shop, name="x", size=5, fingerprint="", by=Bringer(person), now=now()))

    assert [type(one) for one in begun] == [Upload]


def begun_at_once(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> tuple[int, list[str]]:
    """Files for two shops of a desk begin at once where there is room for one; how many lie here then, and what was refused."""
    other = make_shop(desk=shop.desk, slug="another-shop")
    by = Bringer(make_person().pk)
    monkeypatch.setattr(receiving, "MOST_WAITING", 1)
    monkeypatch.setattr(receiving, "why_not_begin", Meeting().after(receiving.why_not_begin))
    begins = [partial(receiving.begin, shop=one, name="x", size=5, fingerprint="", by=by, now=now()) for one in (shop, other)]
    begun = together(*begins)
    return Upload.objects.count(), [one.code for one in begun if isinstance(one, Refusal)]


def test_of_two_files_for_which_there_is_room_for_one_one_begins(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    assert begun_at_once(shop, monkeypatch) == (1, ["upload_too_many"])


def test_control_without_the_lock_there_is_one_file_too_many(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "_hold_room", lambda: None)

    assert begun_at_once(shop, monkeypatch) == (2, [])


def test_two_files_of_one_shop_and_a_command_beside_them_lose_nothing(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "BATCH", 5)
    put(shop, LINES, now=now())
    put(shop, LINES.replace(b'"O', b'"Q'), now=now())

    def work() -> bool:
        while run(shop) or leasing.due(now()):
            pass
        return True

    def beside() -> bool:
        facts = shops.facts(shop)
        load = loading.start(shop=facts, source="beside", now=now())
        for number in range(60):
            loading.apply_batch(load=load, records=[loading_fact(number, facts)], now=now())
        return True

    assert together(work, work, beside) == [True, True, True]
    assert set(Upload.objects.values_list("state", flat=True)) == {"done"}
    assert FeedRecord.objects.count() == 120
