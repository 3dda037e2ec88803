"""Workers that judge while a load goes on, and sweeps beside sweeps: each thing is told once, and the last fact decides."""

import functools
from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from reviews.models import Review
from reviews.services import flagging
from sellerdesk import moments, setwise, tasks, work
from sellerdesk.commands import command, note
from sellerdesk.feed import loading
from sellerdesk.models import DeskEvent, Moment, WorkItem
from sellerdesk.shops import ShopFacts
from tests.concurrency.meeting import PATIENCE, Meanwhile, without
from tests.concurrency.together import together
from tests.concurrency.trading import DAY, HOUR, NOW, answer, load, order, rating, review, shop_of


pytestmark = pytest.mark.django_db(transaction=True)
LOCK = " FOR UPDATE OF r SKIP LOCKED"
BAD = [order("O1"), review("R1", "O1", at=NOW - 3 * HOUR, verdict="bad")]
REVIEWS = 40


def judge_all(shop: ShopFacts) -> int:
    judged = 0
    while found := flagging.judge(shop=shop, now=NOW, limit=7):
        judged += found
    return judged


def items() -> list[tuple[str, str]]:
    return list(WorkItem.objects.order_by("id").values_list("state", "outcome"))


def answered_while_it_is_judged(monkeypatch: pytest.MonkeyPatch) -> ShopFacts:
    """The shop's answer arrives after the worker has read the review and before it writes that it was judged."""
    shop = shop_of()
    load(shop, BAD)
    more = Meanwhile(lambda: load(shop, [answer("A1", "R1", at=NOW - HOUR)]))
    with monkeypatch.context() as patched:
        patched.setattr(work, "open_items", more.before(work.open_items))
        flagging.judge(shop=shop, now=NOW)
    more.finish()
    judge_all(shop)
    assert Review.objects.get().answered_at is not None
    return shop


def test_answer_that_comes_while_its_review_is_judged_closes_the_item(monkeypatch: pytest.MonkeyPatch) -> None:
    answered_while_it_is_judged(monkeypatch)

    assert items() == [("closed", "answered")]


def test_control_without_the_row_lock_the_item_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    unlocked = without(LOCK)
    monkeypatch.setattr(flagging, "setwise", unlocked)

    answered_while_it_is_judged(monkeypatch)

    assert unlocked.lost == {LOCK}
    assert items() == [("open", "")]


def many_bad_reviews() -> ShopFacts:
    shop = shop_of("standard")
    for n in range(REVIEWS):
        load(shop, [order(f"O{n}", buyer=f"B{n}"), review(f"R{n}", f"O{n}", at=NOW - HOUR, verdict="bad")])
    return shop


def test_four_workers_judge_each_review_once_and_open_one_item_for_each() -> None:
    shop = many_bad_reviews()

    judged = together(*[functools.partial(judge_all, shop)] * 4)

    assert sum(found for found in judged if isinstance(found, int)) == REVIEWS
    assert not Review.objects.filter(judged=False).exists()
    assert Counter(items()) == {("open", ""): REVIEWS}


def test_control_without_the_row_lock_they_judge_the_same_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = many_bad_reviews()
    unlocked = without(LOCK)
    monkeypatch.setattr(flagging, "setwise", unlocked)
    second = Meanwhile(functools.partial(flagging.judge, shop=shop, now=NOW))
    with monkeypatch.context() as patched:
        patched.setattr(work, "open_items", second.before(work.open_items))
        judged = flagging.judge(shop=shop, now=NOW)
    second.finish()

    assert judged == REVIEWS
    assert unlocked.lost == {LOCK}
    assert second.ended, "the second worker judged the very reviews that the first was judging"


def test_worker_does_not_wait_for_a_load_and_a_sweep_finds_what_it_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """The load has touched the review and not ended yet: the worker passes over it, and judges it afterwards."""
    shop = shop_of()
    load(shop, BAD)
    assert judge_all(shop) == 1
    worker = Meanwhile(functools.partial(judge_all, shop), patience=5 * PATIENCE)
    with monkeypatch.context() as patched:
        patched.setattr(loading, "note", worker.before(note))
        load(shop, [answer("A1", "R1", at=NOW - HOUR)])
    assert worker.finish()

    assert flagging.shops_with_unjudged() == [shop.id]
    assert judge_all(shop) == 1
    assert items() == [("closed", "answered")]


def shops_with_moments() -> tuple[int, datetime]:
    """Ten shops of ten desks, each with moments in the coming hour; how many there are, and when all have come."""
    for n in range(10):
        shop = shop_of("taobao", slug=f"shop-{n}")
        told = [order(f"O{k}", buyer=f"B{k}", done=NOW - 15 * DAY + timedelta(minutes=k + 1)) for k in range(3)]
        load(shop, [*told, *(rating(f"S{k}", f"O{k}", at=NOW - DAY) for k in range(3))])
    return Moment.objects.count(), NOW + DAY


def sweep(come: datetime) -> int:
    return moments.sweep(now=come)


def told() -> Counter[int | None]:
    return Counter(DeskEvent.objects.filter(kind="rating.moment").values_list("desk_id", flat=True))


def test_moments_are_told_once_by_sweeps_at_the_same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second sweep comes while the first has taken the moments and not ended."""
    many, come = shops_with_moments()
    second = Meanwhile(functools.partial(sweep, come))
    with monkeypatch.context() as patched:
        patched.setattr(moments, "note", second.before(note))
        first = sweep(come)
    second.finish()

    assert first == many >= 30
    assert Moment.objects.count() == 0
    assert set(told().values()) == {1}
    assert len(told()) == 10


def test_of_four_sweeps_one_tells() -> None:
    many, come = shops_with_moments()

    found = together(*[functools.partial(sweep, come)] * 4)

    assert sorted(one for one in found if isinstance(one, int)) == [0, 0, 0, many]
    assert set(told().values()) == {1}


def test_after_a_long_stop_they_are_taken_turn_by_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    many, come = shops_with_moments()
    turns: list[int] = []

    def turn(*, now: datetime) -> int:
        turns.append(take(now=come, limit=7))
        return turns[-1]

    take = moments.sweep
    monkeypatch.setattr(moments, "sweep", turn)
    tasks.sweep_moments()

    assert (max(turns), turns[-1], sum(turns)) == (7, 0, many)
    assert Moment.objects.count() == 0
    assert len(told()) == 10


@command
def sweep_in_two_steps(*, now: datetime) -> int:
    """Read, then delete: what taking them in one statement is there against."""
    come = setwise.rows("SELECT desk_id, shop_id, kind FROM sellerdesk_moment WHERE at <= %s", [now])
    for desk_id, shop_id, kind in sorted(set(come)):
        note(desk_id, f"{kind}.moment", shop_id=shop_id, coalesce=True)
    setwise.run("DELETE FROM sellerdesk_moment WHERE at <= %s", [now])
    return len(come)


def test_control_read_and_then_deleted_they_are_told_twice() -> None:
    _, come = shops_with_moments()

    with transaction.atomic():
        setwise.rows("SELECT 1 FROM sellerdesk_deskcounter FOR UPDATE", [])
        both = [Meanwhile(functools.partial(sweep_in_two_steps, now=come)) for _ in range(2)]
        for one in both:
            one.begin()
    for one in both:
        one.finish()

    assert set(told().values()) == {2}
