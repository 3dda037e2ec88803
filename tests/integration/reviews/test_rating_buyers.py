"""Rating buyers: what waits, what is said of it, giving it, delivery through both ports, and the feed's word."""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from reviews.domain.rating import effect
from reviews.domain.verdicts import Verdict
from reviews.models import BuyerRating, CreditLine, Review
from reviews.queries import rating as queries
from sellerdesk import shops
from sellerdesk.delivery import deciding
from sellerdesk.domain import actor
from sellerdesk.errors import NotVisible, Refusal, Stale
from sellerdesk.marketplaces import reading
from sellerdesk.models import AuditEntry, Outbound, Shop, WorkItem
from tests.factories.delivering import Clock, connected, forget_marketplaces, jump, state, turn
from tests.factories.feed import review, told
from tests.factories.kernel import Cast, make_shop
from tests.factories.rating import DONE, LAST, LEAVES, NOW, back, good, lines, rate, rated, states, tell, trade


pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    forget_marketplaces()
    yield
    forget_marketplaces()


@pytest.fixture
def shop(cast: Cast) -> Shop:
    """A shop that rates its buyers, with two orders that may be rated."""
    Shop.objects.filter(pk=cast.shop.pk).update(rules="taobao")
    cast.shop.refresh_from_db()
    tell(cast.shop, trade(1), trade(2, completed_at=(DONE + timedelta(hours=1)).isoformat()))
    return cast.shop


def due(shop: Shop, now: datetime = NOW) -> list[str]:
    return [row.order for row in queries.due(shop.desk_id, [shops.facts(shop)], now=now)]


def refused(shop: Shop, cast: Cast, **fields: Any) -> str:
    with pytest.raises(Refusal) as caught:
        rate(shop, cast.bob, lines(shop)[0], **fields)
    return caught.value.code


# ── What waits ──


@pytest.mark.parametrize(
    ("zone", "completed"),
    [
        ("Asia/Shanghai", "2026-03-20 12:00:37"),
        ("Europe/Berlin", "2026-03-20 12:00:37"),
        ("America/New_York", "2026-10-25 00:30:00"),
    ],
)
def test_it_waits_to_the_last_second_of_its_window_by_any_clock(cast: Cast, zone: str, completed: str) -> None:
    shop = make_shop(cast.desk, rules="taobao", time_zone=zone)
    at = datetime.fromisoformat(completed).replace(tzinfo=ZoneInfo(zone))
    last = at.astimezone(ZoneInfo("UTC")) + timedelta(seconds=15 * 86400)
    tell(shop, trade(at=(at - timedelta(days=9)).isoformat(), completed_at=at.isoformat()), now=last)

    for session in ("UTC", zone):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL TIME ZONE %s", [session])
        waits = [bool(due(shop, now)) for now in (at - SECOND, at, last, last + SECOND)]
        assert waits == [False, True, True, False]
        counted = [queries.first(shop.desk_id, [shops.facts(shop)], now=now)[1].number for now in (at - SECOND, at, last, last + SECOND)]
        assert counted == [0, 1, 1, 0]


def test_what_ends_first_comes_first_and_the_list_goes_on_behind_a_place(cast: Cast, shop: Shop) -> None:
    other = make_shop(cast.desk, rules="taobao", time_zone="Europe/Moscow")
    tell(other, trade(3, completed_at=(DONE + timedelta(minutes=30)).isoformat()))
    plain = make_shop(cast.desk)
    tell(plain, trade(4))
    both = [shops.facts(one) for one in (shop, other, plain)]
    found = queries.due(shop.desk_id, both, now=NOW)

    assert [row.order for row in found] == ["O1", "O3", "O2"]
    assert [row.order for row in queries.due(shop.desk_id, both, now=NOW, after=found[0].place)] == ["O3", "O2"]
    assert [row.order for row in queries.due(shop.desk_id, both, now=NOW, after=found[2].place)] == []
    assert len(queries.due(shop.desk_id, both, now=NOW, size=1)) == 2
    assert queries.first(shop.desk_id, both, now=LAST - timedelta(hours=23, minutes=15))[1] == queries.Counts(3, 2, more=False)


def test_each_line_of_an_order_waits_by_itself_and_what_is_over_does_not(cast: Cast, shop: Shop) -> None:
    tell(
        shop,
        trade(3, lines=("L1", "L2")), rated("S3", "O3", line="L2"),
        trade(4), told("trade_void", "V4", NOW.isoformat(), order="O4", reason="fake"),
        trade(5, reviewable=False),
        trade(6, completed_at=None),
    )  # fmt: skip

    found = queries.due(shop.desk_id, [shops.facts(shop)], now=NOW)

    assert [(row.order, row.facts.line, row.lines) for row in found] == [("O1", "L1", 1), ("O3", "L1", 2), ("O2", "L1", 1)]


# ── What is said comes true ──


@pytest.mark.parametrize("verdict", ["good", "bad"])
def test_what_the_page_says_of_rating_now_is_what_the_ledger_then_counts(cast: Cast, shop: Shop, verdict: str) -> None:
    tell(shop, review("R1", "O1", verdict=verdict, at=(DONE + timedelta(days=1)).isoformat()))
    (row, *_) = queries.due(shop.desk_id, [shops.facts(shop)], now=NOW)
    says = effect(row.facts, shop_rules(shop), NOW)
    assert says.rated_good is not None
    assert says.silent is not None
    before = CreditLine.objects.get(order_ref="O1")
    assert (before.since, says.default_good) == (says.silent.since, verdict == "good")

    tell(shop, rated(at=NOW))

    assert CreditLine.objects.get(order_ref="O1").since == says.rated_good.since == NOW + timedelta(minutes=30)


def test_our_good_makes_the_default_good_that_the_page_promises(cast: Cast, shop: Shop) -> None:
    (row, *_) = queries.due(shop.desk_id, [shops.facts(shop)], now=NOW)
    says = effect(row.facts, shop_rules(shop), NOW)
    assert says.rated_good is not None
    assert not CreditLine.objects.filter(order_ref="O1").exists()

    tell(shop, rated(at=NOW))

    line = CreditLine.objects.get(order_ref="O1")
    assert (line.since, line.default_good) == (says.rated_good.since, True)


def shop_rules(shop: Shop) -> Any:
    return shops.facts(shop).rules


# ── Giving ──


def test_many_are_rated_good_at_once_and_what_cannot_be_is_told_apart(cast: Cast, shop: Shop) -> None:
    first, second = lines(shop)
    tell(shop, trade(3), rated("S3", "O3"), trade(4, completed_at=(NOW - timedelta(days=16)).isoformat()))
    every = lines(shop)
    key = uuid.uuid4()

    given = good(shop, cast.bob, every, key=key)

    assert given.left == {"already_rated": 1, "review_window_closed": 1}
    assert [(one.line_id, one.verdict, one.text, one.state) for one in BuyerRating.objects.order_by("line_id")] == [
        (first, 1, "", "queued"),
        (second, 1, "", "queued"),
    ]
    assert [one.not_before for one in Outbound.objects.all()] == [LEAVES, LEAVES]
    assert due(shop) == []
    entries = AuditEntry.objects.filter(what="buyer.rated").order_by("pk")
    assert [(entry.after or {})["order"] for entry in entries] == ["O1", "O2"]
    again = good(shop, cast.bob, every, key=key)
    assert (again.ratings, again.repeated, Outbound.objects.count()) == (given.ratings, True, 2)
    assert good(shop, cast.bob, every).left == {"already_rated": 3, "review_window_closed": 1}
    with pytest.raises(NotVisible):
        good(cast.other_shop, cast.carol, every)
    with pytest.raises(Refusal, match="200"):
        good(shop, cast.bob, list(range(1, 202)))


def test_neutral_and_bad_need_words_and_the_guard_looks_at_them(cast: Cast, shop: Shop) -> None:
    assert refused(shop, cast, text=" \n") == "text_missing"
    assert refused(shop, cast, verdict=Verdict.NEUTRAL, text="") == "text_missing"
    assert refused(shop, cast, text="Write to me at shop@example.org") == "contacts"
    assert refused(shop, cast, text="x" * 501) == "too_long"
    assert refused(shop, cast, verdict=Verdict.GOOD, text="Call +7 912 345 67 89") == "contacts"
    assert not BuyerRating.objects.exists()

    rate(shop, cast.bob, lines(shop)[0], text="  The parcel was not collected\r\n")

    assert [(one.verdict, one.text) for one in BuyerRating.objects.all()] == [(-1, "The parcel was not collected")]
    with pytest.raises(Stale):
        rate(shop, cast.alice, lines(shop)[0])


def test_not_before_nor_after_the_window_to_the_second(cast: Cast, shop: Shop) -> None:
    assert refused(shop, cast, now=DONE - SECOND) == "order_not_completed"
    assert refused(shop, cast, now=LAST + SECOND) == "review_window_closed"

    rate(shop, cast.bob, lines(shop)[0], now=LAST)

    assert Outbound.objects.get().not_before == LAST, "at once: ten seconds later would be too late"


def test_where_the_marketplace_has_no_buyer_rating(cast: Cast) -> None:
    tell(cast.shop, trade(1))

    assert due(cast.shop) == []
    assert refused(cast.shop, cast) == "rating_not_offered"
    assert good(cast.shop, cast.bob, lines(cast.shop)).left == {"rating_not_offered": 1}


def test_taken_back_as_far_as_it_has_not_left(cast: Cast, shop: Shop) -> None:
    connected(shop)
    given = good(shop, cast.bob, lines(shop))
    owed = BuyerRating.objects.get(pk=given.ratings[0]).outbound
    Outbound.objects.filter(pk=owed or 0).update(not_before=NOW)
    turn(Clock(NOW))

    taken = back(shop, cast.bob, given.ratings)

    assert (taken.taken, taken.left, states()) == (1, 1, ["sent", "cancelled"])
    assert due(shop) == ["O2"]
    assert back(shop, cast.bob, given.ratings) == taken, "twice is once"
    assert back(cast.other_shop, cast.carol, given.ratings).taken == 0
    turn(Clock(LEAVES))
    assert states() == ["sent", "cancelled"]


# ── Delivery and the feed's word ──


def test_the_simulated_marketplace_takes_it_and_the_feed_confirms_it(cast: Cast, shop: Shop) -> None:
    connected(shop)
    rate(shop, cast.bob, lines(shop)[0])
    good(shop, cast.bob, lines(shop))
    clock = Clock(LEAVES)
    turn(clock)
    assert states() == ["sent", "sent"]
    assert [one.told_record for one in BuyerRating.objects.all()] == [None, None]

    reading.read_shop(shop=shops.facts(shop), clock=clock)

    said = Review.objects.filter(author=Review.Author.SHOP).order_by("order_ref")
    assert [(one.order_ref, one.line_ref, one.verdict, one.text, one.ruling) for one in said] == [
        ("O1", "L1", -1, "The parcel was not collected", ""),
        ("O2", "L1", 1, "", ""),
    ]
    assert {one.told_record for one in BuyerRating.objects.all()} == {one.record for one in said}
    assert queries.under_way(shop.desk_id, [shop.pk], now=clock.now) == []
    assert [(one.order, one.who, one.state) for one in queries.given(shop.desk_id, [shop.pk])] == [
        ("O2", "Bob", "sent"),
        ("O1", "Bob", "sent"),
    ]


@pytest.mark.parametrize("word", ["#timeout", "#late", "#drop", "#busy", "#moderate"])
def test_whatever_the_marketplace_does_it_arrives_once(cast: Cast, shop: Shop, word: str) -> None:
    connected(shop)
    rate(shop, cast.bob, lines(shop)[0], text=f"Not collected {word}")
    clock = Clock(LEAVES)
    while turn(clock) or jump(clock):
        pass
    reading.read_shop(shop=shops.facts(shop), clock=clock)

    assert Review.objects.filter(author=Review.Author.SHOP, ruling="").count() == 1
    assert [(one.state, one.told_record is not None) for one in BuyerRating.objects.all()] == [("sent", True)]


def test_refused_it_waits_again_and_another_takes_its_place(cast: Cast, shop: Shop) -> None:
    connected(shop)
    line = lines(shop)[0]
    rate(shop, cast.bob, line, text="Not collected #refuse")
    turn(Clock(LEAVES))
    assert states() == ["refused"]
    assert due(shop) == ["O1", "O2"]
    assert queries.begun(shop.desk_id, line) == (Verdict.BAD, "Not collected #refuse")
    assert WorkItem.objects.get(kind="dead_delivery").state == "open"

    rate(shop, cast.bob, line, now=LEAVES)

    assert states() == ["refused", "queued"]
    assert WorkItem.objects.get(kind="dead_delivery").outcome == "handled"
    assert [one.state for one in queries.under_way(shop.desk_id, [shop.pk], now=LEAVES)] == ["queued"]


def test_what_could_not_leave_before_the_last_second_is_not_sent(cast: Cast, shop: Shop) -> None:
    connected(shop)
    in_time = make_shop(cast.desk, rules="taobao")
    connected(in_time)
    tell(in_time, trade(1))
    for one in (shop, in_time):
        rate(one, cast.bob, lines(one)[0], now=LAST - 2 * SECOND)
    Outbound.objects.filter(shop=shop).update(not_before=LAST + SECOND)
    turn(Clock(LAST - SECOND))

    turn(Clock(LAST + SECOND))

    assert BuyerRating.objects.get(shop=in_time).state == "sent"
    late = BuyerRating.objects.get(shop=shop)
    assert (late.state, late.reason.startswith("The time for it ended"), state(late.outbound or 0)) == ("refused", True, "cancelled")
    assert not WorkItem.objects.filter(state="open", kind="dead_delivery").exists()


def test_a_doubt_is_asked_after_also_when_the_window_is_over_and_nothing_is_repeated_then(cast: Cast, shop: Shop) -> None:
    connected(shop)
    there, lost = lines(shop)
    rate(shop, cast.bob, there, text="Not collected #timeout", now=LAST - 2 * SECOND)
    rate(shop, cast.bob, lost, text="Not collected #drop", now=LAST - 2 * SECOND)
    Outbound.objects.update(not_before=LAST)
    clock = Clock(LAST)
    turn(clock)
    assert states() == ["unknown", "unknown"]
    clock.on(hours=2)
    while turn(clock) or jump(clock):
        pass

    assert states() == ["sent", "refused"]


@pytest.mark.parametrize("state_then", ["queued", "by_hand"])
def test_given_elsewhere_meanwhile_ours_is_called_off(cast: Cast, shop: Shop, state_then: str) -> None:
    line = lines(shop)[0]
    rate(shop, cast.bob, line)
    if state_then == "by_hand":
        turn(Clock(LEAVES))
    assert states() == [state_then]

    tell(shop, rated(verdict="good"))

    row = BuyerRating.objects.get()
    assert (row.state, row.reason, state(row.outbound or 0)) == ("cancelled", "The buyer was rated elsewhere.", "cancelled")
    assert due(shop) == ["O2"]
    with pytest.raises(Stale):
        rate(shop, cast.bob, line)


def test_the_same_said_there_is_ours(cast: Cast, shop: Shop) -> None:
    good(shop, cast.bob, lines(shop))
    turn(Clock(LEAVES))
    assert states() == ["by_hand", "by_hand"]

    tell(shop, rated())

    row = BuyerRating.objects.get(order__outside_id="O1")
    assert (row.state, state(row.outbound or 0)) == ("sent", "sent")
    assert row.told_record == Review.objects.get(outside_id="S1").record


def test_by_hand_a_person_says_that_it_is_there(cast: Cast, shop: Shop) -> None:
    rate(shop, cast.bob, lines(shop)[0])
    turn(Clock(LEAVES))
    outbound = BuyerRating.objects.get().outbound or 0

    deciding.done_there(desk_id=shop.desk_id, outbound_id=outbound, actor=actor.SYSTEM, now=LEAVES)

    assert states() == ["sent"]
    assert due(shop) == ["O2"]


def test_a_struck_trade_takes_what_was_queued_with_it(cast: Cast, shop: Shop) -> None:
    rate(shop, cast.bob, lines(shop)[0])

    tell(shop, told("trade_void", "V1", NOW.isoformat(), order="O1", reason="fake"))

    row = BuyerRating.objects.get()
    assert (row.state, row.reason, state(row.outbound or 0)) == ("cancelled", "The order was struck.", "cancelled")
