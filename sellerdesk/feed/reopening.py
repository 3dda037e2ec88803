"""Records of rooms that were not built yet when they came: applied, whole, as soon as their room is there."""

from datetime import datetime

from sellerdesk import setwise
from sellerdesk.commands import command
from sellerdesk.feed import erased, loading, reading, registry
from sellerdesk.feed.batch import APPLIED, Batch
from sellerdesk.feed.fact import MALFORMED, NOT_KNOWN_YET, Fact, Malformed
from sellerdesk.models import FeedRecord
from sellerdesk.shops import ShopFacts


def shops() -> list[int]:
    """Ids of the shops that hold records of a room that is open now. A sweep over all desks."""
    known = sorted(registry.known_types())
    found = setwise.rows(
        "SELECT DISTINCT shop_id FROM sellerdesk_feedrecord WHERE state = %s AND code = %s AND type = ANY(%s)",
        [FeedRecord.State.WAITING, NOT_KNOWN_YET, known],
    )
    return [row[0] for row in found]


def reopen(*, shop: ShopFacts, now: datetime) -> int:
    """Apply up to 500 records of rooms that have opened since; returns how many there were."""
    batch, count = _in_one_transaction(shop=shop, now=now)
    if count:
        for applier in registry.appliers():
            applier.after_commit(batch)
    return count


@command
def _in_one_transaction(*, shop: ShopFacts, now: datetime) -> tuple[Batch, int]:
    loading.lock(shop)
    batch = Batch(shop=shop, now=now)
    kept = _kept(shop)
    facts = [record for record in kept if isinstance(record, Fact)]
    for fact in facts:
        batch.rule(fact.record, NOT_KNOWN_YET, APPLIED)
    batch.erased |= erased.withhold_kept(shop, facts)
    loading.apply_facts(batch, facts)
    return batch, len(kept)


def _kept(shop: ShopFacts) -> list[Fact | Malformed]:
    found = setwise.rows(
        "SELECT id, line, raw FROM sellerdesk_feedrecord WHERE desk_id = %s AND shop_id = %s AND state = %s AND code = %s"
        " AND type = ANY(%s) ORDER BY load_id, line LIMIT %s",
        [shop.desk_id, shop.id, FeedRecord.State.WAITING, NOT_KNOWN_YET, sorted(registry.known_types()), loading.BATCH],
    )
    records = []
    for own_id, line, raw in found:
        record = reading.fact(line, raw.encode(), shop.id)
        if isinstance(record, Fact):
            record.record = own_id
        else:
            _reject(own_id, record)
        records.append(record)
    return records


def _reject(own_id: int, record: Malformed) -> None:
    """The room that opened asks for more than was asked when this came."""
    FeedRecord.objects.filter(pk=own_id).update(state=FeedRecord.State.REJECTED, code=MALFORMED, detail=record.fault.detail())
