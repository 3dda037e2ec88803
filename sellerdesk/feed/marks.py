"""Order marks inside a batch: what one room says of an order, for the rooms that apply after it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sellerdesk import setwise
from sellerdesk.feed.batch import Batch


Mark = tuple[str, datetime]
"""(code, at)"""
_COLUMNS = "desk_id, order_id, kind, code, at"


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


def write(batch: Batch, marks: Mapping[str, Mapping[str, Mark | None]]) -> None:
    """Set the marks of each order by kind, take away where None; orders whose marks changed are touched."""
    known = read(batch, marks)
    fresh: list[setwise.Row] = []
    moved: list[setwise.Row] = []
    gone: list[setwise.Row] = []
    for ref, own in marks.items():
        before = known[ref]
        order_id = batch.trades[ref].order_id
        for kind, mark in own.items():
            old = before.get(kind)
            if old == mark:
                continue
            batch.touched.add(ref)
            if mark is None:
                gone.append((batch.shop.desk_id, order_id, kind))
                del before[kind]
            else:
                (fresh if old is None else moved).append((batch.shop.desk_id, order_id, kind, *mark))
                before[kind] = mark
    setwise.append("sellerdesk_ordermark", _COLUMNS, fresh)
    setwise.insert(
        "sellerdesk_ordermark",
        _COLUMNS,
        moved,
        tail="ON CONFLICT (desk_id, order_id, kind) DO UPDATE SET code = excluded.code, at = excluded.at",
    )
    setwise.change(
        "DELETE FROM sellerdesk_ordermark AS m USING {told} AS v (desk_id, order_id, kind)"
        " WHERE m.desk_id = v.desk_id AND m.order_id = v.order_id AND m.kind = v.kind",
        "bigint, bigint, text",
        gone,
    )
