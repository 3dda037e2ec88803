"""A real worker, killed in the middle of a file: another one goes on, and every record is counted once."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from sellerdesk import queueing
from sellerdesk.models import FeedLoad, FeedRecord, Upload
from sellerdesk.runtime.live import Live
from sellerdesk.upload import leasing, queries
from sellerdesk.upload.receiving import LOAD
from tests.factories.feed import line, order
from tests.factories.kernel import make_shop
from tests.factories.uploads import put


RECORDS = 6_000


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(180)
def test_a_killed_workers_file_is_gone_on_with(start_worker: Callable[..., Live], settings: Any) -> None:
    # The place that the worker sees as well: what this directory's tests use otherwise is hidden from it.
    assert settings.MEDIA_ROOT == settings.STATE_DIR / "files"
    shop = make_shop()
    first = start_worker(queue="bulk")
    row = put(shop, b"".join(line(order(f"O{number}")) for number in range(RECORDS)), now=datetime.now(UTC))
    _wait(lambda: 0 < _read() < RECORDS)

    first.kill()
    left = FeedLoad.objects.get().read
    Upload.objects.filter(pk=row.pk).update(leased_until=datetime.now(UTC))
    assert leasing.due(datetime.now(UTC)) == [shop.pk]
    start_worker(queue="bulk")
    queueing.ask(LOAD, shop_id=shop.pk)
    _wait(lambda: Upload.objects.get(pk=row.pk).state == "done", limit=90)

    counts = queries.figures(Upload.objects.select_related("load").get(pk=row.pk))
    assert counts is not None
    assert 0 < left < RECORDS
    assert (counts.read, counts.applied, counts.unchanged) == (RECORDS, RECORDS, 0)
    assert FeedRecord.objects.count() == RECORDS
    assert FeedLoad.objects.count() == 1


def _wait(until: Callable[[], bool], limit: float = 60.0) -> None:
    end = time.monotonic() + limit
    while not until():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.02)


def _read() -> int:
    return sum(FeedLoad.objects.values_list("read", flat=True))
