"""Where a thread stands after its messages: who waits since when, what is unread, what is shown of it in lists."""

import itertools
from datetime import timedelta
from typing import Any

import pytest

from chat.models import Attachment, Message, Satisfaction, Thread
from chat.services import settling
from sellerdesk import shops
from sellerdesk.models import DeskEvent, WorkItem
from tests.factories.chat import START, change, mark, message, talk
from tests.factories.feed import Record, load, rulings
from tests.factories.kernel import Cast


pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def minute(number: float) -> Any:
    return START + timedelta(minutes=number)


def state(cast: Cast) -> list[tuple[Any, ...]]:
    """All that must be equal whatever the order of arrival: threads, messages without their arrival, open work."""
    rows: list[tuple[Any, ...]] = list(
        Thread.objects.filter(shop=cast.shop).order_by("outside_id").values_list(
            "outside_id", "buyer__outside_id", "order_ref", "first_at", "last_at", "last_sender", "excerpt", "files", "messages",
            "waiting_since", "answered_at",
        )
    )  # fmt: skip
    rows += Message.objects.order_by("outside_id").values_list("outside_id", "at", "text", "new_text", "removed_at", "thread__outside_id")
    rows += Satisfaction.objects.order_by("outside_id").values_list("outside_id", "score", "counts", "ruling")
    rows += WorkItem.objects.filter(state="open").values_list("kind", "due_at", "opened_at")
    return rows


def test_a_buyer_waits_from_the_first_message_that_nobody_answered(cast: Cast) -> None:
    thread = talk(
        cast.shop, [message("M1"), message("M2", 1, sender="seller"), message("M3", 5, text="And?"), message("M4", 9, text="Hello?")]
    )

    assert (thread.waiting_since, thread.answered_at, thread.unread, thread.messages) == (minute(5), minute(1), 2, 4)
    assert (thread.excerpt, thread.last_sender, thread.last_at) == ("Hello?", 1, minute(9))
    item = WorkItem.objects.get(kind="chat_reply", state="open")
    assert (item.subject, item.opened_at, item.due_at) == (f"thread:{thread.pk}", minute(5), minute(5) + HOUR)
    assert DeskEvent.objects.get(kind="chat.changed").ids == {"thread": thread.pk}


def test_an_answer_given_elsewhere_ends_the_waiting(cast: Cast) -> None:
    talk(cast.shop, [message("M1")])
    thread = talk(cast.shop, [message("M2", 3, sender="seller", text="Yes.")])

    assert (thread.waiting_since, thread.unread, thread.last_sender) == (None, 0, 2)
    assert WorkItem.objects.get(kind="chat_reply").outcome == "answered"


def test_what_waits_for_over_a_month_is_history_and_no_work(cast: Cast) -> None:
    thread = talk(cast.shop, [message("M1")], now=START + timedelta(days=30))

    assert thread.waiting_since == START
    assert not WorkItem.objects.exists()


def test_a_removed_question_needs_no_answer_and_an_edited_one_shows_its_new_words(cast: Cast) -> None:
    removed = talk(cast.shop, [message("M1"), change("X1", "M1", 2, None)])
    assert (removed.waiting_since, removed.excerpt, removed.messages) == (None, "", 1)

    edited = talk(cast.shop, [message("M2", 3, conversation="C2"), change("X2", "M2", 4, "Better")], conversation="C2")
    assert (edited.waiting_since, edited.excerpt) == (minute(3), "Better")


RECORDS: list[Record] = [
    message("M1", attachments=[{"name": "a.png", "url": "https://x/a.png", "content_type": "image/png"}]),
    message("M2", 1, sender="seller", text="Yes."),
    message("M2", 2, sender="seller", text="A later telling of the same id"),
    message("M3", 4, text="When?", order="O1"),
    change("X1", "M3", 6, "When exactly?"),
    change("X2", "M3", 5, "When, please?"),
    mark("S1", 10, 2),
    mark("S2", 20, 5),
]


@pytest.mark.parametrize("seed", range(0, 5040, 420))
def test_any_order_in_any_number_of_loads_ends_in_one_state(cast: Cast, seed: int) -> None:
    facts = shops.facts(cast.shop)
    load(facts, *RECORDS)
    whole = state(cast)
    Satisfaction.objects.all().delete()
    WorkItem.objects.all().delete()
    Attachment.objects.all().delete()
    for model in (Message, Thread):
        model.objects.all().delete()
    other = shops.facts(cast.shop)
    shuffled = next(itertools.islice(itertools.permutations(RECORDS), seed * 8, None))
    from sellerdesk.models import FeedRecord

    FeedRecord.objects.all().delete()
    for record in shuffled:
        load(other, record)

    assert state(cast) == whole
    assert whole[0][:3] == ("C1", "B1", "O1")


def test_changes_and_marks_wait_for_what_they_are_about(cast: Cast) -> None:
    facts = shops.facts(cast.shop)

    assert rulings(facts, change("X1", "M1", 2, "Better"), mark("S1", 3, 4)) == ["waiting", "waiting"]
    counts, _ = load(facts, message("M1"))

    assert (counts.applied, counts.released) == (1, 2)
    assert Message.objects.get().new_text == "Better"
    assert Satisfaction.objects.get().counts


def test_words_are_kept_by_a_worker_and_again_after_a_change(cast: Cast) -> None:
    from chat.models import Said

    facts = shops.facts(cast.shop)
    load(facts, message("M1", text="Ёлка 手摇"))
    assert settling.shops_with_unsettled() == [cast.shop.pk]
    assert settling.settle(shop=facts, now=START) == 1
    assert "елка" in Said.objects.get().words

    load(facts, change("X1", "M1", 2, None))
    assert settling.settle(shop=facts, now=START) == 1
    assert Said.objects.get().words.strip() == ""
    assert settling.settle(shop=facts, now=START) == 0
