"""Senders at once: each event reaches its receiver once; what a dead sender had sent comes again under the same id."""

import functools
import json
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from sellerdesk import outbox, setwise, work
from sellerdesk.commands import command
from sellerdesk.delivery import checking
from sellerdesk.errors import Refusal, Stale
from sellerdesk.models import Outbound, Shop, TelegramBot, TelegramLink, Webhook
from sellerdesk.outbox import Claimed
from sellerdesk.sealing import seal, unseal
from sellerdesk.telegram import bots, linking
from sellerdesk.webhooks import answering, outgoing, saving
from tests.concurrency.meeting import Meanwhile, Meeting, without, without_row_locks
from tests.concurrency.together import together
from tests.factories.kernel import NOW, Cast, make_cast
from tests.factories.reaching import ACTOR, make_webhook, turn
from tests.receiving import Receiver, receiving


pytestmark = pytest.mark.django_db(transaction=True)
UNTIL = NOW + timedelta(minutes=2)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


@pytest.fixture
def house() -> Cast:
    return make_cast()


@command
def happen(*, shop: Shop, number: int, now: datetime) -> None:
    work.open_item(shop.desk_id, work.Opening(kind="flagged_review", subject=f"review:{number}", shop_id=shop.pk), now=now)


def test_each_event_comes_once_and_in_order(house: Cast, receiver: Receiver) -> None:
    for path in ("a", "b"):
        make_webhook(house.desk, f"{receiver.url}/{path}")
    for number in range(8):
        happen(shop=house.shop, number=number, now=NOW)

    outcomes = together(*[functools.partial(turn, NOW)] * 3)
    while turn(NOW):
        pass

    assert not [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    told = Counter((headers["webhook-id"], json.loads(body)["about"][0]) for headers, body in receiver.came)
    assert set(told.values()) == {2}, "each event goes to two webhooks, under one id"
    assert len(told) == 8
    assert set(Outbound.objects.values_list("state", flat=True)) == {"sent"}


def take_unguarded() -> int:
    """Read what is due, then send it: what the claim is there to prevent."""
    rows = [outbox.as_claimed(row) for row in Outbound.objects.filter(state="queued")]
    time.sleep(0.05)
    for row in rows:
        outgoing.send(row)
    return len(rows)


def test_control_without_a_claim_an_event_comes_twice(house: Cast, receiver: Receiver) -> None:
    make_webhook(house.desk, receiver.url)
    happen(shop=house.shop, number=1, now=NOW)

    together(*[take_unguarded] * 2)

    assert len(receiver.came) == 2


def test_what_a_dead_sender_had_sent_comes_again_under_the_same_id(house: Cast, receiver: Receiver) -> None:
    make_webhook(house.desk, receiver.url)
    happen(shop=house.shop, number=1, now=NOW)
    claimed: list[Claimed] = outbox.claim(limit=1, lease_until=UNTIL, now=NOW, apart=["webhook"], aside=True)
    outgoing.send(claimed[0])  # and dies before it is settled

    assert turn(NOW + timedelta(minutes=1)) == 0, "nobody else takes it while the lease runs"
    now = UNTIL + timedelta(seconds=1)
    outbox.sweep_expired(limit=10, now=now)
    checking.check_due(clock=lambda: now, dice=lambda: 0.0, enough=lambda: False)
    turn(now + timedelta(minutes=1))

    assert Outbound.objects.get().state == "sent"
    (first, body), (second, again) = receiver.came
    assert (first["webhook-id"], body) == (second["webhook-id"], again)


def make_code(house: Cast) -> str:
    TelegramBot.objects.create(desk=house.desk, name="bot", token="sealed", created_at=NOW)
    return linking.ask(desk_id=house.desk.pk, user_id=house.bob.pk, now=NOW)


def test_a_code_that_two_say_at_once_links_one(house: Cast) -> None:
    for _round in range(5):
        TelegramBot.objects.all().delete()
        TelegramLink.objects.all().delete()
        code = make_code(house)
        redeem = functools.partial(linking.redeem, desk_id=house.desk.pk, code=code, now=NOW)

        assert sorted(map(str, together(*[functools.partial(redeem, chat=chat) for chat in (1, 2, 3)]))) == ["False", "False", "True"]


def redeem_unguarded(house: Cast, chat: int) -> bool:
    """Read, then write, without holding the row."""
    row = TelegramLink.objects.filter(user=house.bob, code_until__gt=NOW).first()
    time.sleep(0.05)
    if row is None:
        return False
    row.chat, row.linked_at, row.code_hash, row.code_until = chat, NOW, "", None
    row.save()
    return True


def test_control_without_a_lock_a_code_links_twice(house: Cast) -> None:
    make_code(house)

    assert together(*[functools.partial(redeem_unguarded, house, chat) for chat in (1, 2)]) == [True, True]


def test_a_bot_that_two_desks_name_at_once_is_of_one(house: Cast) -> None:
    connect = functools.partial(bots.connect, name="bot", token="123:the-one", actor=ACTOR, now=NOW)

    outcomes = together(*[functools.partial(connect, desk_id=desk.pk) for desk in (house.desk, house.other_desk)])

    assert sorted(one.code if isinstance(one, Refusal) else str(one) for one in outcomes) == ["None", "bot_taken"]
    assert TelegramBot.objects.count() == 1


def connect_unguarded(desk_id: int, token: str) -> bool:
    """Look whether another desk has it, then write: what the constraint is there to prevent."""
    is_taken = any(unseal(row.token) == token for row in TelegramBot.objects.exclude(desk_id=desk_id))
    time.sleep(0.05)
    if not is_taken:
        TelegramBot.objects.create(desk_id=desk_id, name="bot", token=seal(token), created_at=NOW)
    return not is_taken


def test_control_without_the_digest_two_desks_have_one_bot(house: Cast) -> None:
    desks = (house.desk, house.other_desk)

    assert together(*[functools.partial(connect_unguarded, desk.pk, "123:the-one") for desk in desks]) == [True, True]


def sent_again_as_it_is_forgotten(house: Cast, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, *, guarded: bool) -> bool:
    """A delivery of weeks ago is sent again just after the sweep has read that it is old; whether a promised one is lost."""
    hook, _secret = make_webhook(house.desk, receiver.url)
    happen(shop=house.shop, number=1, now=NOW)
    turn(NOW)
    row, later = Outbound.objects.get(), NOW + timedelta(days=15)
    told: dict[str, Any] = {"desk_id": house.desk.pk, "webhook_id": hook.pk, "actor": ACTOR, "now": later}
    again = Meanwhile(lambda: saving.send_again(outbound_id=row.pk, **told))
    reading = setwise if guarded else without("FOR UPDATE SKIP LOCKED")
    monkeypatch.setattr(answering, "setwise", SimpleNamespace(**(vars(reading) | {"rows": again.after(reading.rows)})))

    answering.forget_old(now=later)

    try:
        again.finish()
    except Stale:
        return False
    return not Outbound.objects.exists()


def test_what_is_sent_again_is_not_forgotten_meanwhile(house: Cast, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not sent_again_as_it_is_forgotten(house, receiver, monkeypatch, guarded=True)


def test_control_without_the_lock_it_is_promised_and_lost(house: Cast, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sent_again_as_it_is_forgotten(house, receiver, monkeypatch, guarded=False)


def made_at_once(house: Cast, monkeypatch: pytest.MonkeyPatch) -> tuple[int, list[str]]:
    """Two make a webhook at once where there is room for one; how many there are then, and what was refused."""
    make_webhook(house.desk)
    monkeypatch.setattr(saving, "MOST", 2)
    monkeypatch.setattr(saving, "seal", Meeting().after(seal))
    made = together(*[functools.partial(make_webhook, house.desk)] * 2)
    return Webhook.objects.count(), [one.code for one in made if isinstance(one, Refusal)]


def test_of_two_who_make_the_last_webhook_at_once_one_does(house: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    assert made_at_once(house, monkeypatch) == (2, ["too_many"])


def test_control_without_the_desks_lock_there_is_one_too_many(house: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with without_row_locks():
        assert made_at_once(house, monkeypatch) == (3, [])
