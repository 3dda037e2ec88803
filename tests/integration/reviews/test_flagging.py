"""Rulebook 22: which reviews wait for a person, until when, and when they no longer do."""

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.cache import cache
from kombu.exceptions import OperationalError
from redis.exceptions import ConnectionError as RedisAway

from reviews import tasks
from reviews.models import FollowUp, Review
from reviews.services import flagging
from sellerdesk import queueing
from sellerdesk.celery import app
from sellerdesk.models import DeskEvent, WorkItem
from sellerdesk.shops import ShopFacts
from tests.factories.feed import AT, Record, feed_shop, load, order, review, told
from tests.factories.kernel import NOW


pytestmark = pytest.mark.django_db
LATER = "2026-03-11T12:00:00+08:00"
EARLIER = "2026-03-09T12:00:00+08:00"
DUE = datetime.fromisoformat(AT) + timedelta(hours=1)


def judged(shop: ShopFacts, *records: Record) -> list[tuple[str, str]]:
    """Load each record by itself and judge after each; the (state, outcome) of all work items, oldest first."""
    for record in records:
        load(shop, record)
        while flagging.judge(shop=shop, now=NOW):
            pass
    return list(WorkItem.objects.filter(shop_id=shop.id).order_by("id").values_list("state", "outcome"))


def due(shop: ShopFacts) -> datetime | None:
    return WorkItem.objects.get(shop_id=shop.id, state="open").due_at


@pytest.mark.parametrize(
    ("fields", "flags"),
    [
        ({"verdict": "bad"}, ["bad"]),
        ({"verdict": "neutral"}, ["neutral"]),
        ({"verdict": "good"}, []),
        ({"verdict": "good", "stars": 3}, ["low_stars"]),
        ({"verdict": "bad", "stars": 5}, ["bad"]),
        *(({"verdict": None, "stars": stars}, ["bad", "low_stars"]) for stars in (1, 2)),
        ({"verdict": None, "stars": 3}, ["neutral", "low_stars"]),
        *(({"verdict": None, "stars": stars}, []) for stars in (4, 5)),
        ({"verdict": "bad", "author": "seller"}, []),
        ({"verdict": None, "stars": 1, "author": "seller"}, []),
    ],
)
@pytest.mark.parametrize("known", [True, False])
def test_a_review_is_flagged_by_verdict_and_stars_with_or_without_its_order(fields: dict[str, Any], flags: list[str], known: bool) -> None:
    shop = feed_shop(reply_target_seconds=7200)

    items = judged(shop, *([order()] if known else []), review(**fields))

    assert Review.objects.get(shop_id=shop.id).flags == flags
    assert items == ([("open", "")] if flags else [])
    if flags:
        row = Review.objects.get(shop_id=shop.id)
        item = WorkItem.objects.get(shop_id=shop.id)
        assert (item.kind, item.subject, item.due_at) == ("flagged_review", f"review:{row.pk}", DUE + timedelta(hours=1))
        assert item.opened_at == row.at


def test_a_review_of_no_order_at_all_is_flagged() -> None:
    assert judged(feed_shop(), review("R1", None)) == [("open", "")]


ENDS: dict[str, tuple[list[Record], str]] = {
    "answered": ([told("reply", "A1", LATER, review="R1", text="sorry")], "answered"),
    "changed": ([told("review_change", "R1", LATER, verdict="good")], "changed"),
    "deleted by its author": ([told("review_delete", "R1", LATER, by="author")], "deleted"),
    "deleted by the marketplace": ([told("review_delete", "R1", LATER, by="platform")], "deleted"),
    "struck": ([told("trade_void", "V1", LATER, order="O1", reason="fake")], "struck"),
    "another review was earlier": ([review("R0", at=EARLIER, verdict="good")], "rejected"),
    "displaced by a good one": ([review(at=EARLIER, verdict="good")], "not_flagged"),
    "displaced by the shop's own": ([review(at=EARLIER, author="seller")], "not_flagged"),
}


@pytest.mark.parametrize("name", ENDS)
def test_it_no_longer_waits_when(name: str) -> None:
    records, outcome = ENDS[name]

    assert judged(feed_shop("taobao"), order(), review(), *records)[0] == ("closed", outcome)


@pytest.mark.parametrize("name", ENDS)
def test_it_never_waits_when_that_was_known_before(name: str) -> None:
    records, _ = ENDS[name]

    assert ("open", "") not in judged(feed_shop("taobao"), *records, order(), review())


@pytest.mark.parametrize(
    "record",
    [
        told("reply", "A1", "2026-06-01T00:00:00Z", review="R1", text="too late"),
        told("review_change", "R1", LATER, verdict="neutral"),
        told("review_delete", "R1", "2026-06-01T00:00:00Z", by="author"),
        told("follow_up", "F1", LATER, review="R1", text="still bad"),
        told("trade_void", "V1", LATER, order="O2", reason="another trade"),
        review("R2", at=LATER),
    ],
)
def test_what_is_refused_or_concerns_another_ends_nothing(record: Record) -> None:
    assert judged(feed_shop("taobao"), order(), review(), record) == [("open", "")]


def test_it_waits_again_when_what_ended_it_falls() -> None:
    """The answer was to another review: an earlier-dated content of the same answer says so."""
    shop = feed_shop()
    answer = told("reply", "A1", LATER, review="R1", text="sorry")

    items = judged(shop, order(), review(), answer, {**answer, "at": AT, "review": "R9"})

    assert items == [("closed", "answered"), ("open", "")]
    assert due(shop) == DUE


def test_it_waits_again_when_the_void_is_of_another_trade() -> None:
    shop = feed_shop()
    void = told("trade_void", "V1", LATER, order="O1", reason="x")

    assert judged(shop, order(), review(), void, {**void, "at": AT, "order": "O2"}) == [("closed", "struck"), ("open", "")]


def test_an_earlier_dated_content_moves_what_it_is_due() -> None:
    """Or the order of arrival would decide until when somebody must answer."""
    shop = feed_shop()

    judged(shop, order(), review(), review(at=EARLIER))

    item = WorkItem.objects.get(shop_id=shop.id, state="open")
    assert item.due_at == DUE - timedelta(days=1)
    assert item.opened_at == Review.objects.get(shop_id=shop.id).at == datetime.fromisoformat(EARLIER)


def today() -> str:
    """For tasks, which read the clock: an older review may be no work any more."""
    return datetime.now(UTC).isoformat()


@pytest.mark.parametrize(("late", "work"), [(timedelta(0), []), (timedelta(microseconds=-1), [("open", "")])])
def test_what_nobody_can_answer_any_more_is_flagged_and_no_work(late: timedelta, work: list[tuple[str, str]]) -> None:
    shop = feed_shop()

    assert judged(shop, review("R1", None, at=(NOW - timedelta(days=30) - late).isoformat())) == work
    assert Review.objects.get().flags == ["bad"]


def test_judging_twice_opens_and_tells_once() -> None:
    shop = feed_shop()
    judged(shop, order(), review())
    told_before = DeskEvent.objects.filter(desk_id=shop.desk_id).count()

    Review.objects.update(judged=False)
    assert judged(shop) == [("open", "")]
    assert flagging.judge(shop=shop, now=NOW) == 1

    assert WorkItem.objects.count() == 1
    assert DeskEvent.objects.filter(desk_id=shop.desk_id).count() == told_before
    assert DeskEvent.objects.filter(desk_id=shop.desk_id, kind="reviews.flagged").count() == 1


def test_loading_the_same_again_judges_nothing_again() -> None:
    shop = feed_shop()
    judged(shop, order(), review())

    load(shop, order(), review())

    assert flagging.shops_with_unjudged() == []


def test_a_follow_up_is_judged_by_its_text_alone() -> None:
    shop = feed_shop()
    judged(shop, order(), review(verdict="good"), told("follow_up", "F1", LATER, review="R1", text="came"))

    row = FollowUp.objects.get(shop_id=shop.id)
    assert (row.judged, row.flags) == (True, [])
    assert not WorkItem.objects.exists()


def test_many_are_judged_in_portions() -> None:
    shop = feed_shop()
    load(shop, *(review(f"R{number}", None) for number in range(7)))

    assert [flagging.judge(shop=shop, now=NOW, limit=3) for _ in range(4)] == [3, 3, 1, 0]
    assert WorkItem.objects.filter(shop_id=shop.id, state="open").count() == 7


def test_the_task_judges_all_and_the_sweep_finds_what_no_task_did() -> None:
    one, two, idle = feed_shop(), feed_shop(), feed_shop()
    load(one, review("R1", None, at=today()))
    load(two, review("R1", None, at=today()), told("follow_up", "F1", LATER, review="R1", text="x"))
    load(idle, order())
    assert sorted(flagging.shops_with_unjudged()) == sorted([one.id, two.id])

    tasks.judge(shop_id=one.id)
    assert flagging.shops_with_unjudged() == [two.id]

    tasks.sweep()
    tasks.judge(shop_id=10**9)
    assert flagging.shops_with_unjudged() == []
    assert WorkItem.objects.filter(state="open").count() == 2


def test_a_load_asks_the_workers_once_for_many_batches() -> None:
    shop = feed_shop()
    cache.clear()

    with mock.patch.object(app, "send_task") as sent:
        load(shop, *(review(f"R{number}", None) for number in range(1_001)))

    assert [call.args for call in sent.call_args_list] == [("reviews.judge",)]
    assert sent.call_args.kwargs["kwargs"] == {"shop_id": shop.id}


def test_a_task_that_has_started_can_be_asked_for_again() -> None:
    shop = feed_shop()
    cache.clear()

    with mock.patch.object(app, "send_task") as sent:
        queueing.ask("reviews.judge", shop_id=shop.id)
        queueing.ask("reviews.judge", shop_id=shop.id)
        queueing.ask("reviews.judge", shop_id=shop.id + 1)
        tasks.judge(shop_id=shop.id)
        queueing.ask("reviews.judge", shop_id=shop.id)

    assert len(sent.call_args_list) == 3


@pytest.mark.parametrize(
    ("place", "name", "error"),
    [
        *((cache, "add", error) for error in (RedisAway("away"), ConnectionRefusedError(), TimeoutError())),
        *((app, "send_task", error) for error in (RedisAway("away"), OperationalError("away"), ConnectionRefusedError())),
    ],
)
def test_a_load_does_not_mind_a_queue_that_is_away(place: Any, name: str, error: Exception) -> None:
    shop = feed_shop()
    cache.clear()

    with mock.patch.object(place, name, side_effect=error), mock.patch.object(cache, "delete", side_effect=RedisAway("away")):
        assert load(shop, review("R1", None, at=today()))[0].applied == 1
        tasks.judge(shop_id=shop.id)

    assert WorkItem.objects.filter(shop_id=shop.id, state="open").count() == 1


def test_after_a_failed_asking_the_next_load_asks_again() -> None:
    """What was never sent must not keep the next one from being sent."""
    shop = feed_shop()
    cache.clear()
    with mock.patch.object(app, "send_task", side_effect=OperationalError("away")):
        load(shop, review("R1", None))

    with mock.patch.object(app, "send_task") as sent:
        load(shop, review("R2", None))

    assert sent.call_count == 1
