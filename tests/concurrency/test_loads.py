"""Two loads at once: of one shop they queue and end as one load would, of two shops they do not wait for each other."""

import functools
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from django.db import IntegrityError
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from ratings.services import ledger as ratings_ledger, standing
from reviews.services import judging
from sellerdesk import shops
from sellerdesk.feed import loading
from sellerdesk.shops import ShopFacts
from tests.concurrency.meeting import PATIENCE, Meanwhile, Meeting
from tests.concurrency.together import together
from tests.concurrency.trading import DAY, HOUR, NOW, as_the_rulebook_has_it, follow_from_the_ledgers, load, order, rating, review, shop_of
from tests.factories.kernel import make_desk
from tests.feeding import load as load_file, make_shop, reported
from tests.oracle import Record, report
from tests.oracle.strategies import HostileFeed, hostile_feeds
from tests.oracle.vectors import vector


pytestmark = pytest.mark.django_db(transaction=True)
DONE = NOW - 20 * DAY
FRESH = count(1)
UNSHRUNK = (Phase.explicit, Phase.generate)
"""A race seldom fails twice in the same way, so there is nothing to shrink by."""
KNOWN = [order(f"O{n}", done=DONE) for n in range(4)] + [rating(f"S{n}", f"O{n}", at=DONE + n * HOUR) for n in range(2)]

SHARED_LINE = [[review("R1", "O0", at=DONE + HOUR)], [review("R2", "O0", at=DONE + 2 * HOUR, verdict="bad")]]
"""The buyer's second review of one line does not stand (rulebook 10)."""
SHARED_CAP = [[rating("S2", "O2", at=DONE + 3 * HOUR)], [rating("S3", "O3", at=DONE + 4 * HOUR)]]
"""The buyer's fourth rating of a month does not count (rulebook 5)."""
PLACES = pytest.mark.parametrize(
    ("room", "read", "parts"), [(judging, "gather", SHARED_LINE), (ratings_ledger, "stand", SHARED_CAP)], ids=["reviews", "ratings"]
)


def no_lock(shop: ShopFacts) -> None:
    """What the advisory lock is there against."""


def lock_them_all(shop: ShopFacts, *, lock: Callable[[ShopFacts], None] = loading.lock) -> None:
    """One lock for all shops."""
    lock(ShopFacts(0, shop.desk_id, shop.slug, shop.rules, shop.zone, shop.window, shop.reply_target))


def race(monkeypatch: pytest.MonkeyPatch, room: Any, read: str, parts: list[list[Record]]) -> tuple[ShopFacts, bool, bool]:
    """Two loads that have both read what they judge by, if they can, before either writes.

    Returns the shop, whether both had read, and whether the database refused one of them, for a row that it had thought new.
    """
    shop = shop_of()
    load(shop, KNOWN)
    meeting = Meeting()
    monkeypatch.setattr(room, read, meeting.after(getattr(room, read)))
    outcomes = together(*(functools.partial(load, shop, part) for part in parts))
    failed = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    assert all(isinstance(outcome, IntegrityError) for outcome in failed), outcomes
    return shop, meeting.met, bool(failed)


@PLACES
def test_two_loads_of_one_shop_read_one_after_the_other(
    monkeypatch: pytest.MonkeyPatch, room: Any, read: str, parts: list[list[Record]]
) -> None:
    shop, met, refused = race(monkeypatch, room, read, parts)

    assert not met
    assert not refused
    assert as_the_rulebook_has_it(shop, [*KNOWN, *parts[0], *parts[1]])
    assert follow_from_the_ledgers(shop)


@PLACES
def test_control_without_the_lock_both_judge_by_what_they_read(
    monkeypatch: pytest.MonkeyPatch, room: Any, read: str, parts: list[list[Record]]
) -> None:
    monkeypatch.setattr(loading, "lock", no_lock)

    shop, met, refused = race(monkeypatch, room, read, parts)

    assert met
    assert refused or not as_the_rulebook_has_it(shop, [*KNOWN, *parts[0], *parts[1]])


def test_two_interleaved_loads_of_an_example_end_in_its_reports() -> None:
    """Every second line goes into the other load, so orders, buyers and products are told by both."""
    example = vector("taobao-2")
    make_shop(rules=example.rules, time_zone=example.time_zone, window=example.window)
    shop = shops.named("tea")
    halves = [example.records[:400:2], example.records[1:400:2], example.records[400:]]

    outcomes = together(*(functools.partial(load, shop, half, batch=25) for half in halves[:2]))
    load(shop, halves[2])

    assert sum(outcome.read for outcome in outcomes if isinstance(outcome, loading.Counts)) == 400
    assert [reported(each["as_of"], window=each["window"]["kind"]) for each in example.reports] == example.reports
    assert as_the_rulebook_has_it(shop, example.records, date.fromisoformat(example.reports[-1]["as_of"]))


@settings(max_examples=6, derandomize=True, deadline=None, phases=UNSHRUNK, suppress_health_check=list(HealthCheck))
@given(data=st.data(), feed=hostile_feeds(rules="taobao", most_orders=4))
def test_hostile_feed_loaded_twice_over_by_two_at_once(data: st.DataObject, feed: HostileFeed) -> None:
    interleaved(data, feed)


@pytest.mark.long
@pytest.mark.timeout(900)
@settings(max_examples=80, derandomize=True, deadline=None, phases=UNSHRUNK, suppress_health_check=list(HealthCheck))
@given(data=st.data(), feed=hostile_feeds())
def test_very_many_hostile_feeds_loaded_by_two_at_once(data: st.DataObject, feed: HostileFeed) -> None:
    interleaved(data, feed)


def interleaved(data: st.DataObject, feed: HostileFeed) -> None:
    """Both loads hold a share of the feed and all that the other holds, in another order."""
    slug = f"shop-{next(FRESH)}"
    make_shop(rules=feed.rules, time_zone=feed.time_zone, window=feed.window, slug=slug)
    shop = shops.named(slug)
    orders = [data.draw(st.permutations(feed.records)) for _ in range(2)]

    outcomes = together(*(functools.partial(load, shop, records, batch=4) for records in orders))

    assert not [outcome for outcome in outcomes if isinstance(outcome, BaseException)], outcomes
    assert as_the_rulebook_has_it(shop, feed.records, *feed.days)
    assert follow_from_the_ledgers(shop)


def two_shops(monkeypatch: pytest.MonkeyPatch) -> tuple[bool, list[ShopFacts]]:
    """One shop's load stands still in the middle until the other shop's load, in the same desk, has ended or does not."""
    desk = make_desk()
    tea, tools = shop_of(slug="tea", desk=desk), shop_of(slug="tools", desk=desk)
    for shop in (tea, tools):
        load(shop, KNOWN)
    other = Meanwhile(lambda: load(tools, SHARED_CAP[0]), patience=5 * PATIENCE)
    with monkeypatch.context() as patched:
        patched.setattr(ratings_ledger, "stand", other.after(standing.stand))
        load(tea, SHARED_CAP[0])
        return other.finish(), [tea, tools]


def test_loads_of_two_shops_do_not_wait_for_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    free, both = two_shops(monkeypatch)

    assert free
    assert all(as_the_rulebook_has_it(shop, [*KNOWN, *SHARED_CAP[0]]) for shop in both)


def test_control_with_one_lock_for_all_they_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "lock", lock_them_all)

    free, both = two_shops(monkeypatch)

    assert not free
    assert all(as_the_rulebook_has_it(shop, [*KNOWN, *SHARED_CAP[0]]) for shop in both)


def test_file_loaded_while_another_load_runs_answers_for_its_own_lines() -> None:
    make_shop(rules="taobao", time_zone="Asia/Shanghai", window="6_months")
    shop = shops.named("tea")
    half = [*KNOWN, *SHARED_CAP[0], *SHARED_LINE[0]]

    answers = together(lambda: load_file(half), functools.partial(load, shop, half, batch=2))

    told, counted = answers
    assert isinstance(told, dict)
    assert isinstance(counted, loading.Counts)
    assert told["read"] == counted.read == len(half)
    assert told["applied"] + told["unchanged"] == len(half)
    assert told["applied"] + counted.applied == len(half)
    as_of = (NOW - timedelta(days=2)).date()
    assert reported(as_of.isoformat()) == report(half, rules="taobao", time_zone="Asia/Shanghai", window="6_months", as_of=as_of, now=NOW)
