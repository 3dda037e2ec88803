"""Order marks inside a batch: what one room says of an order, for the rooms that apply after it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sellerdesk import setwise
from sellerdesk.feed.batch import Batch


Mark = tuple[str, datetime]
"""(code, at)"""


def read(batch: Batch, refs: Iterable[str]) -> dict[str, dict[str, Mark]]:
    """Outside id of the order -> kind -> mark, for the known trades among `refs`. Read once per batch."""
    wanted = {batch.trades[ref].order_id: ref for ref in refs if ref in batch.trades and ref not in batch.marks}
    if wanted:
        for ref in wanted.values():
            batch.marks[ref] = {}
        for order_id, kind, code, at in setwise.rows(
            "SELECT order_id, kind, code, at FROM sellerdesk_ordermark WHERE desk_id = %s AND order_id = ANY(%s)",
            [batch.shop.desk_id, list(wanted)],
        ):
            batch.marks[wanted[order_id]][kind] = (code, at)
    return batch.marks


def write(batch: Batch, kind: str, marks: Mapping[str, Mark | None]) -> None:
    """Set the marks of one kind, take away where None; orders whose mark changed are touched."""
    known = read(batch, marks)
    changed = {ref: mark for ref, mark in marks.items() if known[ref].get(kind) != mark}
    if not changed:
        return
    setwise.insert(
        "sellerdesk_ordermark",
        "desk_id, order_id, kind, code, at",
        [(batch.shop.desk_id, batch.trades[ref].order_id, kind, *mark) for ref, mark in changed.items() if mark is not None],
        tail="ON CONFLICT (desk_id, order_id, kind) DO UPDATE SET code = excluded.code, at = excluded.at",
    )
    gone = [batch.trades[ref].order_id for ref, mark in changed.items() if mark is None]
    if gone:
        setwise.run(
            "DELETE FROM sellerdesk_ordermark WHERE desk_id = %s AND kind = %s AND order_id = ANY(%s)", [batch.shop.desk_id, kind, gone]
        )
    for ref, mark in changed.items():
        batch.touched.add(ref)
        if mark is None:
            del known[ref][kind]
        else:
            known[ref][kind] = mark
