"""What an erasure must reach besides the ledgers: what could still leave, what never changes, names as JSON and addresses write them."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from chat.models import Message
from chat.services import withdrawing
from returns.models import SavedClaims
from reviews.models import OwnAnswer, SavedFilter
from sellerdesk import saved_lists, shops
from sellerdesk.delivery import deciding as delivery, sending
from sellerdesk.delivery.settling import Ending
from sellerdesk.domain import actor as actors
from sellerdesk.marketplaces import reasons
from sellerdesk.models import AuditEntry, Buyer, FeedRecord, IdempotencyKey, Outbound, SimulatedParcel
from sellerdesk.outbox import Outcome
from sellerdesk.privacy import buyers
from tests.factories import answering, composing, deciding
from tests.factories.chat import message, talk
from tests.factories.delivering import Clock, connected, forget_marketplaces, turn
from tests.factories.feed import load, order, review, told
from tests.factories.kernel import NOW, Cast
from tests.integration.hardening.test_erasing import said_anywhere


pytestmark = pytest.mark.django_db
LATER = timedelta(hours=1)


@pytest.fixture
def house(cast: Cast) -> Iterator[Cast]:
    forget_marketplaces()
    connected(cast.shop)
    yield cast
    forget_marketplaces()


def erase(cast: Cast, ref: str, now: Any = NOW) -> None:
    buyer = Buyer.objects.get(outside_id=ref)
    buyers.erase(desk_id=cast.desk.pk, shop_ids=[cast.shop.pk], buyer_id=buyer.pk, actor=actors.SYSTEM, now=now)


def give_up(clock: Clock) -> int:
    """The one delivery that is due fails for good; its id."""
    held = composing.claim(clock())
    sending.settle(held, Ending(Outcome.DEAD, reason="closed"), clock=clock)
    return held.id


def control(clock: Clock, texts: list[str]) -> None:
    """What stands in a parcel is what arrives: so nothing arrived of what was erased."""
    turn(clock)
    assert list(SimulatedParcel.objects.values_list("text", flat=True)) == texts


@pytest.mark.parametrize("erased", [True, False])
def test_an_answer_that_failed_is_not_sent_again_without_its_words(house: Cast, erased: bool) -> None:
    row = answering.reviewed(house.shop, [order(), review(text="Broken")])
    answering.answer(row, house.alice, "Dear Li, we are sorry")
    clock = Clock(answering.LATER)
    pk = give_up(clock)
    if erased:
        erase(house, "B1", clock())

    delivery.send_again(desk_id=house.desk.pk, outbound_id=pk, actor=actors.SYSTEM, now=clock())
    control(clock, [] if erased else ["Dear Li, we are sorry"])

    sent = Outbound.objects.get(pk=pk)
    if erased:
        assert (sent.state, sent.last_error, OwnAnswer.objects.get().reason) == ("dead", reasons.ERASED, reasons.ERASED)


def test_a_seller_may_write_the_word_that_stands_for_erased_ones(house: Cast) -> None:
    composing.send(talk(house.shop, [message("M1")]), house.alice, "Dear Anna, the label reads [erased]")

    control(Clock(composing.LATER), ["Dear Anna, the label reads [erased]"])


@pytest.mark.parametrize("erased", [True, False])
def test_a_message_that_failed_is_not_sent_again_without_its_words(house: Cast, erased: bool) -> None:
    thread = talk(house.shop, [message("M1")])
    sent = composing.send(thread, house.alice, "Dear Anna")
    clock = Clock(composing.LATER)
    give_up(clock)
    if erased:
        erase(house, "B1", clock())

    clock.now = withdrawing.again(
        desk_id=house.desk.pk, shop_ids=[house.shop.pk], message_id=sent.message_id, user_id=house.alice.pk, actor=actors.SYSTEM,
        seen=1, now=clock(),
    )  # fmt: skip
    control(clock, [] if erased else ["Dear Anna"])

    assert Message.objects.get(pk=sent.message_id).delivery == ("refused" if erased else "sent")


@pytest.mark.parametrize("erased", [True, False])
def test_a_decision_that_waited_for_a_second_person_does_not_leave_without_its_words(house: Cast, erased: bool) -> None:
    row = deciding.ask(house.shop)
    deciding.limit(house.shop, amount_minor=1)
    made = deciding.decide(row, house.bob, "refund", text="Sorry, Li")
    if erased:
        erase(house, "B1", deciding.NOW)
    deciding.confirm(row, house.alice, made.decision_id)

    control(Clock(deciding.LEAVES), [] if erased else ["Sorry, Li"])

    assert deciding.states() == (["refused"] if erased else ["sent"])


def test_the_audit_log_keeps_no_name_of_a_list_that_was_called_by_the_buyers(cast: Cast) -> None:
    load(shops.facts(cast.shop), {**order(), "buyer": {"id": "B-77", "name": "Zirbenholz"}})
    table = saved_lists.Table(SavedFilter, "reviewfilter", "reviews.filters")
    who: dict[str, Any] = {"table": table, "desk_id": cast.desk.pk, "user_id": cast.alice.pk, "actor": actors.SYSTEM, "now": NOW}
    first = saved_lists.save(**who, name="Zirbenholz", query="q=x", shared=True)
    saved_lists.rename(**who, shares=True, filter_id=first, name="Zirbenholz again")
    saved_lists.delete(**who, shares=True, filter_id=first)
    saved_lists.save(**who, name="Of Zirbenholz", query="q=Zirbenholz", shared=True)

    erase(cast, "B-77")

    assert said_anywhere("Zirbenholz") == {}
    kinds = AuditEntry.objects.filter(what__startswith="filter.").order_by("number").values_list("what", flat=True)
    assert list(kinds) == ["filter.saved", "filter.renamed", "filter.deleted", "filter.saved"]


@pytest.mark.parametrize("name", ['Anna "Cat" Weber', "Anna \\ Weber", "Anna\tWeber"])
def test_a_name_is_found_as_json_writes_it(cast: Cast, name: str) -> None:
    shop = shops.facts(cast.shop)
    load(shop, {**order(), "buyer": {"id": "B-77", "name": name}}, told("review", "R9", buyer={"name": name}, text="no verdict"))
    IdempotencyKey.objects.create(
        desk=cast.desk, caller="token:1", key="named", request_hash="", content_type="", created_at=NOW, lease_until=NOW, status=200,
        answer=json.dumps({"name": name}).encode(),
    )  # fmt: skip
    assert FeedRecord.objects.exclude(state=FeedRecord.State.APPLIED).count() == 1

    erase(cast, "B-77")

    assert said_anywhere("Weber") == {}
    assert not IdempotencyKey.objects.exists()


def test_an_id_is_looked_for_as_a_whole_and_lists_that_search_for_it_go(cast: Cast) -> None:
    """A number is a part of other numbers: what a program repeats must not be done twice because of it."""
    load(shops.facts(cast.shop), {**order(), "buyer": {"id": "2026", "name": ""}})
    for key, answer in (("named", {"buyer": "2026"}), ("other", {"at": "2026-03-31"})):
        IdempotencyKey.objects.create(
            desk=cast.desk, caller="token:1", key=key, request_hash="", content_type="", created_at=NOW, lease_until=NOW, status=200,
            answer=json.dumps(answer).encode(),
        )  # fmt: skip
    for place, (name, query) in enumerate((("a", "q=2026"), ("2026", "q=x"), ("year 2026", "q=2026-03&stars=1"))):
        SavedFilter.objects.create(desk=cast.desk, name=name, query=query, place=place)
        SavedClaims.objects.create(desk=cast.desk, name=name, query=query, place=place)

    erase(cast, "2026")

    assert list(IdempotencyKey.objects.values_list("key", flat=True)) == ["other"]
    assert list(SavedFilter.objects.values_list("name", flat=True)) == ["year 2026"]
    assert list(SavedClaims.objects.values_list("name", flat=True)) == ["year 2026"]


def test_a_short_id_takes_no_list_with_it_that_means_another_number(cast: Cast) -> None:
    load(shops.facts(cast.shop), {**order(), "buyer": {"id": "5", "name": ""}})
    for place, query in enumerate(("show=all&stars=5", "product=5", "q=5")):
        SavedFilter.objects.create(desk=cast.desk, name=query, query=query, place=place)

    erase(cast, "5")

    assert list(SavedFilter.objects.values_list("name", flat=True)) == ["show=all&stars=5", "product=5"]


@pytest.mark.parametrize("buyer", ["5", "AAGx9==", "wb:12345", "a|7"])
def test_in_a_broken_line_an_id_is_one_whatever_signs_it_has_and_a_loose_number_is_none(cast: Cast, buyer: str) -> None:
    shop = shops.facts(cast.shop)
    lines = (
        b'{"type":"message","id":"M11","buyer":{"id":"' + buyer.encode() + b'"},"text":"Zirbenholz is ang',
        b'{"type":"review","id":"R21","stars":5,"order":"O7","text":"Zwetschge is ang',
    )
    load(shop, {**order(), "buyer": {"id": buyer, "name": ""}}, *lines)

    erase(cast, buyer)
    kept = [said_anywhere(word) for word in ("Zirbenholz", "Zwetschge")]
    load(shop, *(line.replace(b'"M11"', b'"M12"').replace(b'"R21"', b'"R22"') for line in lines))

    assert kept == [{}, {"sellerdesk_feedrecord": 1}]
    assert [said_anywhere(word) for word in ("Zirbenholz", "Zwetschge")] == [{}, {"sellerdesk_feedrecord": 2}]


BROKEN = (
    # Nothing of these names the buyer: they are about an order, or hang on something of theirs.
    told("review", "R9", order="O1", text="Zirbenholz without a verdict"),
    told("review", "R10", order="O1", verdict="Zirbenholz was rude", stars=1),
    told("claim", "CL9", order={"id": "O1"}, text="Zirbenholz wants nothing"),
    told("follow_up", "F9", review="R1", words="Zirbenholz later"),
    told("message", "M9", conversation="C1", sender="buyer", text="Zirbenholz without a buyer"),
    told("message_change", "MC9", message="M1", text="Zirbenholz changed", by="nobody"),
    # Cut off, so that nobody can take them apart.
    b'{"type":"review","id":"R11","order":"O1","text":"Zirbenholz is ang',
    b'{"type":"message","id":"M11","buyer":{"id":"B1"},"text":"Zirbenholz is ang',
)
OTHERS = (told("review", "R19", order="O2", text="Zwetschge"), b'{"type":"review","id":"R21","order":"O11","text":"Zwetschge is ang')
WHOLE = (order(), order("O2", buyer="B2"), review(), message("M1"))


def test_what_was_rejected_and_is_about_something_of_theirs_goes_and_of_others_stays(cast: Cast) -> None:
    shop = shops.facts(cast.shop)
    load(shop, *WHOLE, *BROKEN, *OTHERS)
    assert FeedRecord.objects.filter(state=FeedRecord.State.REJECTED).count() == len(BROKEN) + len(OTHERS)

    erase(cast, "B1")

    assert said_anywhere("Zirbenholz") == {}
    assert said_anywhere("Zwetschge") == {"sellerdesk_feedrecord": len(OTHERS)}


def test_what_is_rejected_later_and_is_about_something_of_theirs_is_not_kept_either(cast: Cast) -> None:
    shop = shops.facts(cast.shop)
    load(shop, *WHOLE)
    erase(cast, "B1")

    # A conversation is known to its room alone, which takes no line that is no record.
    later = [one for one in BROKEN if isinstance(one, bytes) or "conversation" not in one]
    load(shop, *later, *OTHERS)

    assert FeedRecord.objects.filter(state=FeedRecord.State.REJECTED).count() == len(later) + len(OTHERS)
    assert said_anywhere("Zirbenholz") == {}
    assert said_anywhere("Zwetschge") == {"sellerdesk_feedrecord": len(OTHERS)}
