"""Sending: once, only by who has seen what came, and what becomes of it."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from chat.models import Attachment, Draft, Message, Said, Thread
from chat.outbound import ChatCarrier
from chat.services import drafting, picking, reaching, settling, withdrawing
from sellerdesk import outbox, work
from sellerdesk.commands import command
from sellerdesk.domain import actor
from sellerdesk.errors import NotVisible, Refusal, Stale
from sellerdesk.marketplaces.ports import MessageOut, Receipt
from sellerdesk.models import AuditEntry, DeskEvent, Lease, Outbound, WorkItem
from sellerdesk.outbox import Outcome
from tests.domain.attachments.files import photo
from tests.factories.chat import message, talk
from tests.factories.composing import LATER, NOW, claim, send, settle
from tests.factories.kernel import Cast


pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(cast: Cast) -> Thread:
    """A buyer of alice's shop waits for an answer to the first message."""
    return talk(cast.shop, [message("M1")])


def who(person: Any) -> dict[str, Any]:
    return {"user_id": person.pk, "actor": actor.person(person.pk, person.email)}


def place(thread: Thread) -> dict[str, Any]:
    return {"desk_id": thread.desk_id, "shop_ids": [thread.shop_id]}


def waits(thread: Thread) -> bool:
    thread.refresh_from_db()
    return thread.waiting_since is not None and WorkItem.objects.filter(kind="chat_reply", state="open").exists()


def test_a_message_is_written_owed_and_answers_at_once(cast: Cast, thread: Thread) -> None:
    sent = send(thread, cast.bob, "  On its way\r\nto you ")

    row = Message.objects.get(pk=sent.message_id)
    assert (row.text, row.delivery, row.covers, row.arrival, row.author) == ("On its way\nto you", "queued", 1, 2, cast.bob)
    owed = Outbound.objects.get()
    assert (owed.kind, owed.lane, owed.not_before, owed.payload) == ("chat.message", f"thread:{thread.pk}", LATER, {"message": row.pk})
    assert (owed.pk, owed.dedupe_key) == (row.outbound, str(row.client_key))
    assert not waits(thread)
    entry = AuditEntry.objects.get(what="message.sent")
    assert "On its way" not in str(entry.after)
    assert DeskEvent.objects.filter(kind="chat.changed").latest("pk").ids == {"thread": thread.pk}


def test_the_same_key_is_the_same_message(cast: Cast, thread: Thread) -> None:
    key = uuid.uuid4()
    first, second = send(thread, cast.bob, client_key=key), send(thread, cast.bob, "Another text", client_key=key)

    assert (second.message_id, second.repeated) == (first.message_id, True)
    assert (Message.objects.filter(client_key=key).count(), Outbound.objects.count()) == (1, 1)
    for other in (cast.alice,):
        with pytest.raises(Refusal, match="another message"):
            send(thread, other, client_key=key)


@pytest.mark.parametrize("newer", ["buyer", "marketplace", "seller"])
def test_who_has_not_seen_what_came_is_told(cast: Cast, thread: Thread, newer: str) -> None:
    talk(cast.shop, [message("M2", 5, sender=newer, text="Wait")])

    with pytest.raises(Stale) as told:
        send(thread, cast.bob)

    assert told.value.newer["seen"] == 2
    assert [one["text"] for one in told.value.newer["messages"]] == ["Wait"]
    assert Outbound.objects.count() == 0
    send(thread, cast.bob, seen=2)


def test_another_agents_answer_is_newer_and_ones_own_is_not(cast: Cast, thread: Thread) -> None:
    send(thread, cast.alice, "Mine")

    send(thread, cast.alice, "And this", seen=1)
    with pytest.raises(Stale, match="Alice answered just now"):
        send(thread, cast.bob, seen=1)


def test_what_was_taken_back_or_removed_is_not_newer(cast: Cast, thread: Thread) -> None:
    taken = send(thread, cast.alice)
    withdrawing.take_back(**place(thread), **who(cast.alice), message_id=taken.message_id, now=NOW)

    assert send(thread, cast.bob, seen=1).arrival == 3


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"text": " \n "}, "message_empty"),
        ({"text": "x" * 100_001}, "text_too_long"),
        ({"text": "x" * 1_000_000}, "text_too_long"),
        ({"text": "your ⟦order number⟧"}, "gap"),
        ({"text": "a\0b"}, "text_has_signs"),
        ({"text": "half \ud83d"}, "text_has_signs"),
        ({"not_before": NOW}, "later_is_past"),
        ({"not_before": NOW + timedelta(days=31)}, "later_is_too_far"),
        ({"not_before": NOW + timedelta(days=1), "done": True}, "later_stays_open"),
        ({"files": [10**9]}, "file_gone"),
    ],
)
def test_what_may_not_go_is_refused_and_nothing_is_owed(cast: Cast, thread: Thread, fields: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        send(thread, cast.bob, **fields)

    assert refused.value.code == code
    assert (Outbound.objects.count(), Message.objects.filter(client_key__isnull=False).count()) == (0, 0)


def test_scripts_and_turned_letters_leave_as_they_are(cast: Cast, thread: Thread) -> None:
    """They are text; whoever shows it sees to it that nothing runs."""
    text = "<script>alert(1)</script> \u202eabc {{ 7|add:1 }}"
    send(thread, cast.bob, text)

    parcel = ChatCarrier().parcel(claim())
    assert isinstance(parcel, MessageOut)
    assert parcel.text == text


def test_a_thread_of_another_desk_does_not_exist(cast: Cast, thread: Thread) -> None:
    thread.shop_id = cast.other_shop.pk
    with pytest.raises(NotVisible):
        send(thread, cast.bob)


def test_sending_done_ends_it_and_a_refusal_opens_it_again(cast: Cast, thread: Thread) -> None:
    send(thread, cast.bob, done=True)
    thread.refresh_from_db()
    assert (thread.done_at, thread.done_by) == (NOW, cast.bob)

    settle(claimed=claim(), outcome=Outcome.DEAD, reason="The conversation is closed.", now=LATER)

    assert waits(thread)
    assert thread.done_at is None
    row = Message.objects.get(client_key__isnull=False)
    assert (row.delivery, row.reason) == ("refused", "The conversation is closed.")


def test_sending_ends_the_draft_it_was_and_the_lease(cast: Cast, thread: Thread) -> None:
    draft = drafting.save(**place(thread), user_id=cast.bob.pk, thread_id=thread.pk, text="On", version=0, now=NOW)
    hold(desk_id=thread.desk_id, thread_id=thread.pk, user_id=cast.bob.pk, now=NOW)

    send(thread, cast.bob, draft=draft.version)

    assert (Draft.objects.count(), Lease.objects.count()) == (0, 0)


def test_a_newer_draft_of_another_window_stays(cast: Cast, thread: Thread) -> None:
    for version, text in enumerate(["On", "Something else"]):
        drafting.save(**place(thread), user_id=cast.bob.pk, thread_id=thread.pk, text=text, version=version, now=NOW)

    send(thread, cast.bob, draft=1)

    assert Draft.objects.get().text == "Something else"


@command
def hold(*, desk_id: int, thread_id: int, user_id: int, now: Any) -> None:
    work.take_lease(desk_id, f"thread:{thread_id}", user_id, until=now + timedelta(seconds=45), now=now)


def test_a_message_taken_back_is_the_draft_again_with_its_files(cast: Cast, thread: Thread) -> None:
    file = picking.pick(**place(thread), thread_id=thread.pk, user_id=cast.bob.pk, name="a.jpg", content=photo(), now=NOW)
    sent = send(thread, cast.bob, "Taken", files=[file.id], done=True)
    assert Attachment.objects.get().message_id == sent.message_id
    drafting.save(**place(thread), user_id=cast.bob.pk, thread_id=thread.pk, text="Begun since", version=0, now=NOW)

    restored = withdrawing.take_back(**place(thread), **who(cast.bob), message_id=sent.message_id, now=NOW)
    again = withdrawing.take_back(**place(thread), **who(cast.bob), message_id=sent.message_id, now=NOW)

    assert restored.text == again.text == "Taken\n\nBegun since"
    assert (Attachment.objects.get().message_id, Attachment.objects.get().author) == (None, cast.bob)
    assert Outbound.objects.get().state == "cancelled"
    assert waits(thread)
    assert (thread.done_at, Message.objects.get(pk=sent.message_id).text) == (None, "")


def test_a_message_taken_back_is_not_found_by_its_words(cast: Cast, thread: Thread) -> None:
    sent = send(thread, cast.bob, "Unspeakable")
    settling.settle(shop=reaching.shop(cast.shop.pk), now=NOW)
    assert Said.objects.filter(words__contains="unspeakable").exists()

    withdrawing.take_back(**place(thread), **who(cast.bob), message_id=sent.message_id, now=NOW)
    settling.settle(shop=reaching.shop(cast.shop.pk), now=NOW)

    assert not Said.objects.filter(words__contains="unspeakable").exists()


def test_what_a_worker_holds_cannot_be_taken_back(cast: Cast, thread: Thread) -> None:
    sent = send(thread, cast.bob)
    claim()

    with pytest.raises(Stale):
        withdrawing.take_back(**place(thread), **who(cast.bob), message_id=sent.message_id, now=LATER)
    assert Message.objects.get(pk=sent.message_id).text == "On its way"


def test_a_refused_message_is_sent_again_once(cast: Cast, thread: Thread) -> None:
    sent = send(thread, cast.bob)
    dead = claim()
    settle(claimed=dead, outcome=Outcome.DEAD, reason="No.")
    assert WorkItem.objects.get(kind="dead_delivery").state == "open"

    for _ in range(2):
        withdrawing.again(**place(thread), **who(cast.bob), message_id=sent.message_id, seen=2, now=LATER)

    row = Message.objects.get(pk=sent.message_id)
    assert (row.delivery, row.arrival, row.reason) == ("queued", 3, "")
    assert Outbound.objects.filter(state="queued", kind="chat.message").count() == 1
    assert WorkItem.objects.get(kind="dead_delivery").state == "closed"
    assert not waits(thread)
    assert ChatCarrier().parcel(dead) is None, "the delivery before says nothing any more"
    assert Outbound.objects.get(pk=dead.id).state == "cancelled", "nor can it be sent again from the page of deliveries"


def test_a_refused_message_can_be_changed(cast: Cast, thread: Thread) -> None:
    sent = send(thread, cast.bob)
    settle(claimed=claim(), outcome=Outcome.DEAD, reason="No.")

    restored = withdrawing.edit(**place(thread), **who(cast.alice), message_id=sent.message_id, now=LATER)

    assert restored.text == Draft.objects.get(user=cast.alice).text == "On its way"
    assert WorkItem.objects.get(kind="dead_delivery").state == "closed"
    assert Outbound.objects.get(kind="chat.message").state == "cancelled"
    assert Message.objects.get(pk=sent.message_id).delivery == "cancelled"


def test_one_for_later_waits_for_its_time_and_holds_nothing_back(cast: Cast, thread: Thread) -> None:
    tomorrow = NOW + timedelta(days=1)
    sent = send(thread, cast.bob, "Tomorrow", not_before=tomorrow)
    assert waits(thread)

    send(thread, cast.bob, "Now")
    at_once = claim()
    assert at_once.payload["message"] != sent.message_id
    settle(claimed=at_once, outcome=Outcome.SENT, receipt=Receipt("sent"))

    settle(claimed=claim(tomorrow), outcome=Outcome.SENT, receipt=Receipt("sent"), now=tomorrow)
    row = Message.objects.get(pk=sent.message_id)
    assert (row.delivery, row.at) == ("sent", tomorrow)


def test_one_for_later_can_be_put_off_sent_now_or_taken_back(cast: Cast, thread: Thread) -> None:
    sent = send(thread, cast.bob, not_before=NOW + timedelta(hours=1))
    own = {**place(thread), "message_id": sent.message_id, "actor": who(cast.bob)["actor"], "now": NOW}

    withdrawing.reschedule(**own, not_before=NOW + timedelta(hours=5))
    assert Outbound.objects.get(state="queued").not_before == NOW + timedelta(hours=5)
    assert withdrawing.reschedule(**own, not_before=None) == LATER
    assert not waits(thread)
    with pytest.raises(Stale):
        withdrawing.reschedule(**own, not_before=NOW + timedelta(hours=5))
    assert withdrawing.take_back(**own, user_id=cast.bob.pk).text == "On its way"


@pytest.mark.parametrize(
    ("outcome", "receipt", "delivery", "answered"),
    [
        (Outcome.SENT, Receipt("sent", "X1"), "sent", True),
        (Outcome.SENT, Receipt("moderated"), "moderated", True),
        (Outcome.UNKNOWN, None, "unknown", True),
        (Outcome.LATER, None, "queued", True),
        (Outcome.DEAD, None, "refused", False),
    ],
)
def test_what_becomes_of_a_delivery_is_the_messages(
    cast: Cast, thread: Thread, outcome: Outcome, receipt: Receipt | None, delivery: str, answered: bool
) -> None:
    sent = send(thread, cast.bob)
    ChatCarrier().parcel(held := claim())
    assert Message.objects.get(pk=sent.message_id).delivery == "sending"

    settle(claimed=held, outcome=outcome, receipt=receipt, reason="Said.")

    row = Message.objects.get(pk=sent.message_id)
    assert (row.delivery, row.outside_id) == (delivery, receipt.outside_id or None if receipt else None)
    assert waits(thread) is not answered
    assert DeskEvent.objects.filter(kind="chat.delivered").exists()


def test_the_marketplaces_own_telling_that_came_first_is_added_to_the_message(cast: Cast, thread: Thread) -> None:
    """It edited the text, so nothing but the id tells that it is the same."""
    sent = send(thread, cast.bob)
    ChatCarrier().parcel(held := claim())
    talk(cast.shop, [message("X1", 21, sender="seller", text="On its way!")])
    assert Message.objects.count() == 3

    settle(claimed=held, outcome=Outcome.SENT, receipt=Receipt("sent", "X1"))

    row = Message.objects.get(outside_id="X1")
    assert (row.pk, row.delivery, row.author) == (sent.message_id, "sent", cast.bob)
    thread.refresh_from_db()
    assert thread.messages == Message.objects.count() == 2


def test_what_the_marketplace_told_is_more_than_a_lost_answer(cast: Cast, thread: Thread) -> None:
    sent = send(thread, cast.bob)
    ChatCarrier().parcel(held := claim())
    talk(cast.shop, [message("X1", 21, sender="seller", text="On its way")])
    assert Message.objects.get(pk=sent.message_id).outside_id == "X1"

    settle(claimed=held, outcome=Outcome.UNKNOWN)

    assert Message.objects.get(pk=sent.message_id).delivery == "sent"
    assert ChatCarrier().parcel(held) is None


def test_files_leave_with_the_message_and_one_that_did_not_is_marked(cast: Cast, thread: Thread) -> None:
    picked = [
        picking.pick(**place(thread), thread_id=thread.pk, user_id=cast.bob.pk, name=name, content=photo(), now=NOW)
        for name in ("../../etc/pass\0wd\u202egpj.exe", "b.jpg")
    ]
    send(thread, cast.bob, "", files=[one.id for one in reversed(picked)])
    parcel = ChatCarrier().parcel(held := claim())
    assert isinstance(parcel, MessageOut)
    assert [one.name for one in parcel.files] == ["b.jpg", "passwdgpj.exe.jpg"]
    assert {one.content_type for one in parcel.files} == {"image/jpeg"}

    settle(claimed=held, outcome=Outcome.SENT, receipt=Receipt("sent", failed_files=("b.jpg",)))

    assert Attachment.objects.get(name="b.jpg").state == "failed"


def test_anybody_elses_picked_file_is_not_sent(cast: Cast, thread: Thread) -> None:
    file = picking.pick(**place(thread), thread_id=thread.pk, user_id=cast.alice.pk, name="a.jpg", content=photo(), now=NOW)

    with pytest.raises(Refusal, match="not there any more"):
        send(thread, cast.bob, files=[file.id])


def test_a_delivery_whose_message_is_gone_is_nothing_to_send(cast: Cast, thread: Thread) -> None:
    send(thread, cast.bob)
    held = claim()
    Message.objects.filter(client_key__isnull=False).delete()

    assert ChatCarrier().parcel(held) is None
    settle(claimed=held, outcome=Outcome.SENT)
    assert outbox.claim(limit=1, lease_until=LATER, now=LATER) == []


def test_a_warning_needs_a_reason_and_the_reason_is_kept(cast: Cast, thread: Thread) -> None:
    with pytest.raises(Refusal) as refused:
        send(thread, cast.bob, "You are an idiot")
    assert refused.value.code == "warned"
    assert not Outbound.objects.exists()

    send(thread, cast.bob, "You are an idiot", reason=" quoted from their own message ")

    after = AuditEntry.objects.get(what="message.sent").after
    assert after is not None
    assert (after["warned"], after["reason"]) == (["insult"], "quoted from their own message")
