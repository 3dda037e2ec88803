"""What the database counts of open items is what the rules say of each."""

import random
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from sellerdesk import waiting
from sellerdesk.domain import deadlines
from sellerdesk.domain.dayline import Axis
from sellerdesk.models import WorkItem
from tests.factories.kernel import Cast
from tests.integration.kernel.waiting_room import FRIDAY


pytestmark = pytest.mark.django_db


def test_buckets_are_slots_and_urgencies_of_the_rules(cast: Cast) -> None:
    draw = random.Random(11)
    axis = Axis(FRIDAY, ZoneInfo("Europe/Moscow"))
    edges = [*axis.thresholds, FRIDAY, *(edge - timedelta(microseconds=1) for edge in axis.thresholds)]
    dues = [*edges, *(FRIDAY + timedelta(minutes=draw.triangular(-3000, 20000, 60)) for _ in range(200)), None]
    items = WorkItem.objects.bulk_create(
        WorkItem(
            desk=cast.desk, kind=draw.choice(["chat", "claim"]), subject=f"s{number}", due_at=due,
            opened_at=(due or FRIDAY) - timedelta(hours=draw.randint(-2, 40)), assignee=draw.choice([cast.alice, None]),
        )
        for number, due in enumerate(dues)
    )  # fmt: skip

    look = waiting.Sight(cast.desk.pk, [])

    found = waiting.overview(look, look, reader_id=cast.alice.pk, thresholds=axis.thresholds, since=FRIDAY, now=FRIDAY).buckets

    assert sum(bucket.count for bucket in found) == len(items)
    assert len(found) > 60
    for bucket in found:
        own = [
            one
            for one in items
            if (one.kind, one.assignee_id == cast.alice.pk) == (bucket.kind, bucket.mine)
            and (None if one.due_at is None else axis.slot(one.due_at)) == bucket.slot
        ]
        assert len(own) == bucket.count
        assert sum(one.due_at is not None and deadlines.urgency(one.opened_at, one.due_at, FRIDAY) == "soon" for one in own) == bucket.soon
        first = min(own, key=lambda one: (one.due_at or FRIDAY, one.pk))
        assert (bucket.first_due, bucket.first_item) == (first.due_at, first.pk)


def test_what_is_done_and_put_off_is_counted_beside_what_waits(cast: Cast) -> None:
    hour = timedelta(hours=1)
    for number, (state, outcome, closed_at, later, person) in enumerate(
        [
            ("closed", "answered", FRIDAY, None, cast.bob),
            ("closed", "answered", FRIDAY + hour, None, None),
            ("closed", "lapsed", FRIDAY, None, None),
            ("closed", "lapsed", FRIDAY - hour, None, None),
            ("open", "", None, FRIDAY + hour, cast.alice),
            ("open", "", None, FRIDAY + hour, cast.bob),
            ("open", "", None, FRIDAY, cast.alice),
        ]
    ):
        WorkItem.objects.create(
            desk=cast.desk, kind="chat", subject=f"s{number}", opened_at=FRIDAY - hour, state=state, outcome=outcome,
            closed_at=closed_at, snoozed_until=later, assignee=person,
        )  # fmt: skip
    team = waiting.Sight(cast.desk.pk, [])
    mine = waiting.Sight(cast.desk.pk, [], assignee_id=cast.alice.pk)

    found = waiting.overview(team, mine, reader_id=cast.alice.pk, thresholds=[FRIDAY], since=FRIDAY, now=FRIDAY)

    assert found.closed == {("chat", "answered"): 2, ("chat", "lapsed"): 1}
    assert found.snoozed == 1
    assert sum(bucket.count for bucket in found.buckets) == 1
    assert waiting.closed(team, since=FRIDAY) == found.closed


def test_a_cursor_survives_its_text() -> None:
    for one in (waiting.Cursor(FRIDAY, 3, 7), waiting.Cursor(None, -3, 2**40), waiting.before(FRIDAY)):
        assert waiting.cursor(str(one)) == one


@pytest.mark.parametrize("text", ["", "x", "~~", "a~1~2", "2025-01-01T00:00:00~1~2", "~1~-1", "~40000~1", f"~1~{2**63}", "~1~2~3", "~x~1"])
def test_a_spoilt_cursor_is_none(text: str) -> None:
    assert waiting.cursor(text) is None


def test_a_page_reads_from_the_index_in_order(cast: Cast) -> None:
    """With many desks' items a page reads its own desk's open ones by deadline, and nothing is sorted as a whole."""
    WorkItem.objects.bulk_create(
        WorkItem(desk=desk, kind="chat", subject=f"s{number}", due_at=FRIDAY + timedelta(seconds=number), opened_at=FRIDAY)
        for desk in (cast.desk, cast.other_desk)
        for number in range(3000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE sellerdesk_workitem")
        where, parameters = waiting._where(waiting.Sight(cast.desk.pk, [cast.shop.pk]))
        cursor.execute(
            f"EXPLAIN SELECT id FROM sellerdesk_workitem item WHERE {where} ORDER BY due_at, priority DESC, id LIMIT 51", parameters
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "workitem_open_by_due" in plan
    assert "Incremental Sort" in plan
