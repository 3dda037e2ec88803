"""What the kernel measures for programs that watch: queues, workers, deliveries, feed, work, backups, disk."""

import shutil
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from sellerdesk import __version__, backups, setwise, signs
from sellerdesk.delivery import queries, senders
from sellerdesk.gauges import Gauge, Labels, add_gauge


MOST = 10_000
"""Rows that are counted for one desk or shop: what is more, is as bad."""
# A few entries of an index for each desk and state, whatever the tables hold. What goes to webhooks and bots is apart: a receiver that
# is dead must not look like a marketplace that is.
_OUTBOX = f"""
    SELECT s.state, g.aside, count(o.id), min(o.created_at)
    FROM unnest(%s::text[]) AS s (state) CROSS JOIN (VALUES (false), (true)) AS g (aside) CROSS JOIN sellerdesk_desk AS d
    LEFT JOIN LATERAL (
        SELECT id, created_at FROM sellerdesk_outbound
        WHERE desk_id = d.id AND state = s.state AND (kind = ANY(%s::text[])) = g.aside ORDER BY id LIMIT {MOST}
    ) AS o ON true GROUP BY s.state, g.aside ORDER BY s.state, g.aside
"""
_WORK = f"""
    SELECT coalesce(sum(w.open), 0), coalesce(sum(w.late), 0) FROM sellerdesk_desk AS d CROSS JOIN LATERAL (
        SELECT count(*) AS open, count(*) FILTER (WHERE due_at < %s) AS late FROM (
            SELECT due_at FROM sellerdesk_workitem WHERE desk_id = d.id AND state = 'open' ORDER BY due_at LIMIT {MOST}
        ) AS item
    ) AS w
"""
# The state is written out: the index holds only what is not applied, and Postgres must see that this asks for nothing else.
_FEED = " UNION ALL ".join(
    f"""
    SELECT '{name}', coalesce(sum(r.number), 0) FROM sellerdesk_shop AS s CROSS JOIN LATERAL (
        SELECT count(*) AS number FROM (
            SELECT FROM sellerdesk_feedrecord WHERE desk_id = s.desk_id AND shop_id = s.id AND state = {state} LIMIT {MOST}
        ) AS record
    ) AS r
    """
    for name, state in (("waiting", 2), ("rejected", 3))
)
Values = Iterable[tuple[Labels, float]]


def hang() -> None:
    """Hang the kernel's figures."""
    for gauge in (
        Gauge("info", "This program.", lambda _now: [({"version": __version__}, 1)]),
        Gauge("queue_length", "Tasks that wait in a queue.", _queues),
        Gauge("pulse_age_seconds", "Since a worker's last sign of life; absent where there was none in a week.", _pulses),
        Gauge("tasks_total", "Tasks that ended, by name and ending.", _tasks, counts=True),
        Gauge("task_seconds_total", "Seconds that tasks took, by name and ending.", _task_seconds, counts=True),
        Gauge("outbox_rows", f"Deliveries that are not over, by state and kinds; at most {MOST} of a desk and kinds.", _outbox),
        Gauge("outbox_oldest_seconds", "Age of the oldest delivery in a state; aside are those to webhooks and bots.", _outbox_ages),
        Gauge("feed_records", f"Kept records that wait or were rejected; at most {MOST} of a shop.", _feed),
        Gauge("work_items", f"Open and overdue work; at most {MOST} of a desk.", _work),
        Gauge("connections_failing", "Shops whose marketplace does not answer or does not let us in.", _failing),
        Gauge("backup_age_seconds", "Since the last finished backup; absent where there is none.", _backup),
        Gauge(
            "disk_free_bytes", "Free on the disk of the state directory.", lambda _now: [({}, shutil.disk_usage(settings.STATE_DIR).free)]
        ),
        Gauge("database_bytes", "Size of the database.", lambda _now: [({}, database_bytes())]),
    ):
        add_gauge(gauge)


def database_bytes() -> int:
    """Bytes of the database on its server's disk."""
    return int(setwise.rows("SELECT pg_database_size(current_database())", [])[0][0])


def _queues(_now: datetime) -> Values:
    return [({"queue": name}, number) for name, number in signs.queues().items()]


def _pulses(_now: datetime) -> Values:
    return [({"process": name}, seconds) for name, seconds in signs.pulses().items() if seconds is not None]


def _tasks(_now: datetime) -> Values:
    return [({"task": one.task, "state": one.state}, one.runs) for one in signs.ran()]


def _task_seconds(_now: datetime) -> Values:
    return [({"task": one.task, "state": one.state}, one.seconds) for one in signs.ran()]


def _outbox(_now: datetime) -> Values:
    return [({"state": state, "kinds": kinds}, number) for state, kinds, number, _oldest in _states()]


def _outbox_ages(now: datetime) -> Values:
    return [
        ({"state": state, "kinds": kinds}, (now - oldest).total_seconds())
        for state, kinds, _number, oldest in _states()
        if oldest is not None
    ]


def _states() -> list[tuple[str, str, int, datetime | None]]:
    rows = setwise.rows(_OUTBOX, [[str(state) for state in queries.UNFINISHED], senders.aside()])
    return [(state, "aside" if aside else "usual", number, oldest) for state, aside, number, oldest in rows]


def _feed(_now: datetime) -> Values:
    return [({"state": state}, float(number)) for state, number in setwise.rows(_FEED, [])]


def _work(now: datetime) -> Values:
    found = setwise.rows(_WORK, [now])[0]
    return [({"state": "open"}, float(found[0])), ({"state": "overdue"}, float(found[1]))]


def _failing(_now: datetime) -> Values:
    return [({}, setwise.rows("SELECT count(*) FROM sellerdesk_shopconnection WHERE failing_since IS NOT NULL", [])[0][0])]


def _backup(now: datetime) -> Values:
    last = backups.last()
    return [] if last is None else [({}, (now - last.made_at).total_seconds())]
