"""What was rejected, row by row, for answers and lists."""

from collections.abc import Iterable, Iterator
from typing import Any

from sellerdesk.feed.fact import Fact, Malformed
from sellerdesk.feed.loading import Load
from sellerdesk.feed.sentences import sentence
from sellerdesk.models import FeedRecord


_CHUNK = 500


def of_load(load: Load) -> Iterator[dict[str, Any]]:
    """The rejected records of one load by line, without ever holding them all."""
    rejected = FeedRecord.objects.filter(
        desk_id=load.shop.desk_id, shop_id=load.shop.id, state=FeedRecord.State.REJECTED, load_id=load.id
    ).order_by("line", "id")
    for record in rejected.only("line", "type", "outside_id", "code", "detail").iterator(chunk_size=_CHUNK):
        yield {
            "line": record.line,
            "type": record.type or None,
            "id": record.outside_id or None,
            "code": record.code,
            "message": sentence(record.code, record.detail),
        }


def faults_of(records: Iterable[Fact | Malformed]) -> dict[int, dict[str, str]]:
    """Line -> what is wrong with it, for the malformed ones."""
    return {record.line: record.fault.detail() for record in records if isinstance(record, Malformed)}
