"""A load while the day ends, while figures are checked, settled, read: what is stored is what a replay gives, what is read was true."""

import functools
from contextlib import nullcontext
from typing import Any

import pytest
from django.db import connection

from ratings import queries
from ratings.models import RunningFigure
from ratings.services import figures, moving, replaying
from reviews.services import replaying as credit_replaying
from sellerdesk import moments, snapshots
from sellerdesk.feed import loading
from sellerdesk.models import DeskEvent
from sellerdesk.shops import ShopFacts
from tests.concurrency.meeting import Meanwhile, without
from tests.concurrency.trading import DAY, HOUR, NOW, follow_from_the_ledgers, load, order, rating, review, shop_of


pytestmark = pytest.mark.django_db(transaction=True)
TOMORROW = NOW + DAY
DONE = NOW - 20 * DAY
LOCK = " FOR UPDATE"


def standard_shop() -> ShopFacts:
    """A shop whose ratings count at once, with one rating of yesterday: its running figure stands at today."""
    shop = shop_of("standard")
    load(shop, [order(f"O{n}", buyer=f"B{n}") for n in range(4)] + [rating("S0", "O0", at=NOW - HOUR)])
    return shop


COMING = [rating("S1", "O1", at=NOW - HOUR, score=1), rating("S2", "O2", at=TOMORROW, score=2)]
"""One mark of today, one of tomorrow: the load adds the first to the running figure, the move adds the second, or the load both."""


def move_all(now: Any = TOMORROW) -> int:
    moved = 0
    while found := moving.move_due(now=now):
        moved += found
    return moved


def load_with_the_move_in_between(monkeypatch: pytest.MonkeyPatch, where: str) -> ShopFacts:
    """The midnight comes between writing tomorrow's changes and adding today's to the running figure."""
    shop = standard_shop()
    move = Meanwhile(move_all)
    with monkeypatch.context() as patched:
        patched.setattr(figures, "lock_running", getattr(move, where)(figures.lock_running))
        load(shop, COMING)
    assert move.finish(), "a move never waits for a load"
    move_all()
    assert RunningFigure.objects.get(shop_id=shop.id).day == TOMORROW.date()
    return shop


@pytest.mark.parametrize("where", ["before", "after"])
def test_midnight_in_the_middle_of_a_load(monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    shop = load_with_the_move_in_between(monkeypatch, where)

    assert follow_from_the_ledgers(shop)
    assert queries.current(shop, "6_months", now=TOMORROW).dimensions["described"].stars == (1, 1, 0, 0, 1)


def test_control_without_the_row_lock_tomorrows_marks_are_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    unlocked = without(LOCK)
    monkeypatch.setattr(figures, "setwise", unlocked)

    shop = load_with_the_move_in_between(monkeypatch, "after")

    assert unlocked.lost == {LOCK}
    assert not follow_from_the_ledgers(shop)


def test_two_moves_at_once_move_each_day_once(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = standard_shop()
    load(shop, COMING)
    second = Meanwhile(move_all)
    with monkeypatch.context() as patched:
        patched.setattr(moving, "announce", second.before(moving.announce))
        move_all()
    assert second.finish()

    assert follow_from_the_ledgers(shop)
    assert DeskEvent.objects.filter(kind="ratings.day_moved").count() == 1


def test_control_without_the_row_lock_a_day_is_moved_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = standard_shop()
    load(shop, COMING)
    unlocked = without(" FOR UPDATE OF r SKIP LOCKED")
    monkeypatch.setattr(moving, "setwise", unlocked)
    second = Meanwhile(functools.partial(moving.move_due, now=TOMORROW))
    with monkeypatch.context() as patched:
        patched.setattr(moving, "_lock_due", second.after(moving._lock_due))
        moving.move_due(now=TOMORROW)
    second.finish()

    assert unlocked.lost
    assert not follow_from_the_ledgers(shop)


CHECKS = pytest.mark.parametrize("room", [replaying, credit_replaying], ids=["ratings", "credit"])
MORE = [order("O9"), rating("S9", "O9", at=NOW - HOUR), review("R9", "O9", at=NOW - HOUR, verdict="bad")]


def checked_while_a_load_ends(monkeypatch: pytest.MonkeyPatch, room: Any) -> tuple[bool, bool]:
    """A whole load between the replay and the look at what is stored; whether the load was free, and whether all was equal."""
    shop = standard_shop()
    load(shop, [review("R1", "O1", at=NOW - HOUR)])
    stored = "stored_changes" if room is replaying else "stored_days"
    more = Meanwhile(lambda: load(shop, MORE), patience=5)
    with monkeypatch.context() as patched:
        patched.setattr(room, stored, more.before(getattr(room, stored)))
        equal = room._is_equal(shop)
    free = more.finish()
    assert follow_from_the_ledgers(shop)
    return free, equal


@CHECKS
def test_check_looks_at_one_instant_and_holds_up_no_load(monkeypatch: pytest.MonkeyPatch, room: Any) -> None:
    assert checked_while_a_load_ends(monkeypatch, room) == (True, True)


@CHECKS
def test_control_without_the_snapshot_a_sound_shop_seems_astray(monkeypatch: pytest.MonkeyPatch, room: Any) -> None:
    monkeypatch.setattr(room, "snapshot", nullcontext)

    assert checked_while_a_load_ends(monkeypatch, room) == (True, False)


def repaired_while_a_load_comes(monkeypatch: pytest.MonkeyPatch, room: Any) -> tuple[bool, ShopFacts]:
    """A load that comes after the replay and before what it found is written. Whether the load went on at once."""
    shop = standard_shop()
    load(shop, [review("R1", "O1", at=NOW - HOUR)])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ratings_figurechange SET described_5 = described_5 + 1")
        cursor.execute("UPDATE reviews_creditday SET good = good + 1")
    more = Meanwhile(lambda: load(shop, MORE))
    with monkeypatch.context() as patched:
        patched.setattr(room, "replay", more.after(room.replay))
        assert not room.repair(shop=shop, now=NOW)
    free = more.finish()
    return free, shop


@CHECKS
def test_load_waits_for_a_repair(monkeypatch: pytest.MonkeyPatch, room: Any) -> None:
    free, shop = repaired_while_a_load_comes(monkeypatch, room)

    assert not free
    assert room.check(shop_id=shop.id, now=NOW)


@CHECKS
def test_control_without_the_lock_a_repair_undoes_the_load(monkeypatch: pytest.MonkeyPatch, room: Any) -> None:
    monkeypatch.setattr(loading, "lock", lambda shop: None)

    free, shop = repaired_while_a_load_comes(monkeypatch, room)

    assert free
    assert not room.check(shop_id=shop.id, now=NOW)


def crossings_told(monkeypatch: pytest.MonkeyPatch) -> int:
    """Two workers settle one shop at once, both at the line where the thresholds are compared if they can."""
    shop = standard_shop()
    moving.settle(shop=shop, now=NOW)
    load(shop, [rating("S1", "O1", at=NOW - HOUR, score=1)])
    second = Meanwhile(functools.partial(moving.settle, shop=shop, now=NOW))
    with monkeypatch.context() as patched:
        patched.setattr(moving, "announce", second.before(moving.announce))
        moving.settle(shop=shop, now=NOW)
    second.finish()
    return DeskEvent.objects.filter(kind="ratings.threshold_crossed", ids__dimension="described", ids__threshold="23/5").count()


def test_threshold_is_told_once_by_two_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    assert crossings_told(monkeypatch) == 1


def test_control_without_the_row_lock_it_is_told_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    unlocked = without(" FOR UPDATE OF r")
    monkeypatch.setattr(moving, "setwise", unlocked)

    assert crossings_told(monkeypatch) == 2
    assert unlocked.lost


def read_while_a_load_ends(monkeypatch: pytest.MonkeyPatch) -> tuple[int, ...]:
    """The figures of this instant, asked while something of today is still to come and a load ends in the middle of the answer."""
    shop = shop_of("standard")
    load(shop, [order("O0"), order("O1"), rating("S0", "O0", at=NOW + HOUR)])
    more = Meanwhile(lambda: load(shop, [rating("S1", "O1", at=NOW + 2 * HOUR)]), patience=5)
    with monkeypatch.context() as patched:
        patched.setattr(moments, "subjects", more.before(moments.subjects))
        found = queries.current(shop, "6_months", now=NOW)
    assert more.finish()
    return found.dimensions["described"].stars


def test_figures_of_now_are_read_from_one_instant(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_while_a_load_ends(monkeypatch) == (0, 0, 0, 0, 0)


def test_control_read_in_pieces_they_never_were(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "snapshot", nullcontext)

    assert read_while_a_load_ends(monkeypatch) == (0, 0, 0, 0, -1)
