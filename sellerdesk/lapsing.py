"""Work that lapses: after a while nobody can do anything about it any more, so it must not stay at the top of the queue for ever."""

from datetime import datetime

from sellerdesk import rooms, setwise, work
from sellerdesk.commands import command


def sweep(*, now: datetime) -> int:
    """Close what has lapsed by the times that rooms told with their kinds; returns how many. A sweep over all desks."""
    gone = 0
    for kind in rooms.work_kinds().values():
        if kind.lapses is None:
            continue
        begun_by = now - kind.lapses
        found = setwise.rows(
            "SELECT DISTINCT desk_id FROM sellerdesk_workitem WHERE state = 'open' AND kind = %s AND opened_at <= %s ORDER BY desk_id",
            [kind.kind, begun_by],
        )
        for (desk_id,) in found:
            gone += _in_desk(desk_id=desk_id, kind=kind.kind, begun_by=begun_by, now=now)
    return gone


@command
def _in_desk(*, desk_id: int, kind: str, begun_by: datetime, now: datetime) -> int:
    """One desk at a time: its log's counter is locked for as short as can be."""
    return len(work.lapse_items(desk_id, kind, begun_by=begun_by, now=now))
