"""What an earlier telling, a removal and an echo do to threads; one long thread; and the nightly question."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chat.models import Attachment, Message, Note, Round, Said, Satisfaction, Thread
from chat.services import replaying, settling
from sellerdesk import shops, work
from sellerdesk.commands import command
from sellerdesk.models import AuditEntry, WorkItem
from tests.factories.chat import START, change, deliver, mark, message, send, talk
from tests.factories.feed import load, rulings
from tests.factories.kernel import Cast


pytestmark = pytest.mark.django_db
LATER = START + timedelta(hours=1)


def test_a_thread_that_lost_its_only_message_waits_for_nobody_and_keeps_its_notes(cast: Cast) -> None:
    facts = shops.facts(cast.shop)
    thread = talk(cast.shop, [message("M1", 5, order="O1"), mark("S1", 6, 4)])
    Note.objects.create(desk=cast.desk, thread=thread, at=START, text="Careful", client_key="0" * 32)
    assert rulings(facts, message("M1", 1, conversation="C2")) == [""]

    thread.refresh_from_db()
    assert (thread.messages, thread.waiting_since, thread.unread, thread.excerpt, thread.order_ref) == (0, None, 0, "", None)
    assert Note.objects.filter(thread=thread).exists()
    assert WorkItem.objects.get(subject=f"thread:{thread.pk}").outcome == "withdrawn"
    assert Thread.objects.get(outside_id="C2").messages == 1
    assert rulings(facts, mark("S1", 6, 4)) == [""]
    assert (Satisfaction.objects.get().ruling, Satisfaction.objects.get().counts) == ("waiting", False)


def test_words_follow_a_message_that_was_told_otherwise(cast: Cast) -> None:
    facts = shops.facts(cast.shop)
    talk(cast.shop, [message("M1", 5, text="Tomato")])
    settling.settle(shop=facts, now=LATER)
    load(facts, message("M1", 1, text="Potato"))
    settling.settle(shop=facts, now=LATER)

    assert Said.objects.get().words.split() == ["potato"]


def test_very_many_words_take_several_goes(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = shops.facts(cast.shop)
    monkeypatch.setattr(settling, "WORDS_AT_ONCE", 2)
    talk(cast.shop, [message(f"M{number}", number) for number in range(5)])
    goes = []
    while settling.settle(shop=facts, now=LATER):
        goes.append((Said.objects.count(), Round.objects.count()))

    assert goes == [(2, 0), (4, 0), (5, 1)]


def test_files_told_again_keep_what_was_fetched_and_others_are_nobodys(cast: Cast) -> None:
    facts = shops.facts(cast.shop)
    files = [{"name": name, "url": f"https://x/{name}", "content_type": "image/png"} for name in ("a", "b")]
    talk(cast.shop, [message("M1", 5, attachments=files)])
    Attachment.objects.filter(name="b").update(state="kept", file="attachments/x")
    load(facts, message("M1", 1, conversation="C2", attachments=[files[1], {**files[0], "url": "https://x/c"}]))

    found = Attachment.objects.filter(message__isnull=False).order_by("place").values_list("url", "state", "thread__outside_id")
    assert list(found) == [("https://x/b", "kept", "C2"), ("https://x/c", "told", "C2")]
    assert Attachment.objects.get(message__isnull=True).url == "https://x/a"


def test_an_id_of_ours_that_turns_out_to_be_the_buyers_lets_ours_go(cast: Cast) -> None:
    facts = shops.facts(cast.shop)
    thread = talk(cast.shop, [message("M1")])
    own = send(thread=thread, delivery="sent", now=LATER)
    load(facts, message("X1", 62, sender="seller", text="Yes."))
    own.refresh_from_db()
    assert (own.outside_id, own.matched, own.at) == ("X1", True, START + timedelta(minutes=62))
    load(facts, message("X1", 30, text="Who are you?"))

    own.refresh_from_db()
    assert (own.outside_id, own.record, own.at, own.delivery) == (None, None, LATER, "sent")
    assert Message.objects.get(outside_id="X1").sender == 1
    assert Message.objects.count() == 3


def test_two_equal_answers_find_each_its_own_echo_whichever_comes_first(cast: Cast) -> None:
    facts = shops.facts(cast.shop)
    thread = talk(cast.shop, [message("M1")])
    first = send(thread=thread, now=START + timedelta(minutes=10))
    second = send(thread=thread, now=START + timedelta(minutes=20))
    load(facts, message("E2", 21, sender="seller", text="yes."))
    load(facts, message("E1", 11, sender="seller", text="Yes. "))

    assert [Message.objects.get(pk=one.pk).outside_id for one in (first, second)] == ["E1", "E2"]
    assert Message.objects.count() == 3


def test_a_receipt_after_the_telling_merges_the_two(cast: Cast) -> None:
    facts = shops.facts(cast.shop)
    thread = talk(cast.shop, [message("M1")])
    own = send(thread=thread, delivery="sending", now=LATER)
    load(facts, message("E1", 61, sender="seller", text="Y**.", order="O7"), change("X1", "E1", 62, None, by="marketplace"))
    assert Message.objects.count() == 3
    deliver(message=own, delivery="sent", outside_id="E1", now=LATER)

    own.refresh_from_db()
    assert Message.objects.count() == 2
    assert (own.text, own.outside_id, own.order_ref) == ("Yes.", "E1", "O7")
    assert own.removed_at == START + timedelta(minutes=62)
    thread.refresh_from_db()
    assert (thread.order_ref, thread.messages, thread.waiting_since) == ("O7", 2, None)


def test_who_answers_first_has_it_and_a_new_question_is_theirs(cast: Cast) -> None:
    thread = talk(cast.shop, [message("M1")])
    send(thread=thread, author=cast.bob, now=LATER)
    send(thread=thread, author=cast.alice, now=LATER)
    assert Thread.objects.get().assignee == cast.bob
    Thread.objects.update(assignee=None)
    again = talk(cast.shop, [message("M2", 90)])
    assert again.assignee is None, "taken away it stays away"
    send(thread=thread, author=cast.alice, seen=0, now=LATER)

    assert WorkItem.objects.get(state="open").assignee == cast.alice


@command
def snooze(*, thread: Thread, now: Any) -> None:
    work.snooze_items(thread.desk_id, "chat_reply", [f"thread:{thread.pk}"], now)


def test_a_new_question_brings_back_what_was_put_off_and_an_edit_does_not(cast: Cast) -> None:
    thread = talk(cast.shop, [message("M1")])
    snooze(thread=thread, now=START + timedelta(days=1))
    talk(cast.shop, [change("X1", "M1", 3, "Better"), message("M2", 4, sender="marketplace")])
    assert WorkItem.objects.get().snoozed_until is not None
    talk(cast.shop, [message("M3", 5)])

    assert WorkItem.objects.get().snoozed_until is None


def test_a_long_thread_is_folded_on_by_its_new_messages_alone(cast: Cast) -> None:
    facts = shops.facts(cast.shop)
    thread = talk(cast.shop, [message(f"M{n}", n / 100, sender="seller" if n % 3 == 2 else "buyer") for n in range(300)])
    with CaptureQueriesContext(connection) as asked:
        load(facts, message("M300", 10))
    [fold] = [query["sql"] for query in asked.captured_queries if query["sql"].lstrip().startswith("WITH base")]
    thread.refresh_from_db()
    assert (thread.messages, thread.counted) == (301, 301)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE chat_message")
        Thread.objects.update(counted=300)
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {fold}")
        plan = cursor.fetchone()[0][0]["Plan"]

    assert 0 < read(plan) < 60, "rows of messages"


def read(plan: dict[str, Any]) -> int:
    """How many rows of messages a plan has read."""
    own = (
        (plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)) * plan["Actual Loops"]
        if plan.get("Relation Name") == "chat_message"
        else 0
    )
    return int(own + sum(read(part) for part in plan.get("Plans", ())))


def test_the_nightly_question_finds_what_went_astray_and_mends_it(cast: Cast) -> None:
    facts = shops.facts(cast.shop)
    thread = talk(cast.shop, [message("M1"), message("M2", 3, sender="seller"), message("M3", 4, text="And?")])
    settling.settle(shop=facts, now=LATER)
    assert replaying.check(shop_id=cast.shop.pk, now=LATER)
    assert not AuditEntry.objects.filter(what="chat.repaired").exists()

    for spoil in (
        lambda: Thread.objects.update(waiting_since=None, unread=7),
        lambda: Thread.objects.update(messages=9, excerpt="?"),
        lambda: Said.objects.filter(words__contains="and").update(words=" other "),
        lambda: Said.objects.all().delete(),
        lambda: Round.objects.filter(answered_at__isnull=False).update(answered_at=LATER),
        lambda: Round.objects.all().delete(),
    ):
        spoil()
        assert not replaying.check(shop_id=cast.shop.pk, now=LATER)
        settling.settle(shop=facts, now=LATER)
        assert replaying.check(shop_id=cast.shop.pk, now=LATER)
    thread.refresh_from_db()
    assert (thread.waiting_since, thread.unread, thread.messages) == (START + timedelta(minutes=4), 1, 3)
    assert AuditEntry.objects.filter(what="chat.repaired").count() == 6
    assert replaying.shops() == [cast.shop.pk]
