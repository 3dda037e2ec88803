"""What people do with a conversation besides answering: seen, unread, done, open again, given to somebody."""

from datetime import timedelta
from typing import Any

import pytest

from chat.models import Finish, Round, Thread
from chat.services import assigning, finishing, seeing, settling
from sellerdesk import shops, work
from sellerdesk.commands import command
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.errors import NotVisible, Refusal, Stale
from sellerdesk.models import AuditEntry, DeskEvent, WorkItem
from tests.factories.chat import START, change, message, send, talk
from tests.factories.kernel import Cast


pytestmark = pytest.mark.django_db
NOW = START + timedelta(hours=1)


def of(cast: Cast, thread: Thread) -> dict[str, Any]:
    return {"desk_id": cast.desk.pk, "shop_ids": [cast.shop.pk], "thread_id": thread.pk, "now": NOW}


def test_seen_is_told_once_and_never_goes_back(cast: Cast) -> None:
    thread = talk(cast.shop, [message("M1"), message("M2", 1), message("M3", 2)])
    assert seeing.mark_seen(**of(cast, thread), arrival=2)
    assert not seeing.mark_seen(**of(cast, thread), arrival=1)
    assert DeskEvent.objects.filter(kind="chat.changed", ids={"thread": thread.pk}).count() == 2
    thread.refresh_from_db()
    assert (thread.seen_arrival, thread.unread) == (2, 1)
    seeing.mark_seen(**of(cast, thread), arrival=99)
    thread.refresh_from_db()
    assert (thread.seen_arrival, thread.unread) == (3, 0)
    assert talk(cast.shop, [message("M4", 3)]).unread == 1


def test_marked_unread_it_is_read_again(cast: Cast) -> None:
    thread = talk(cast.shop, [message("M1"), message("M2", 1), message("M3", 2, sender="marketplace")])
    seeing.mark_seen(**of(cast, thread), arrival=3)
    assert seeing.mark_unread(**of(cast, thread))
    assert not seeing.mark_unread(**of(cast, thread))
    thread.refresh_from_db()
    assert (thread.seen_arrival, thread.unread) == (1, 1)
    send(thread=thread, now=NOW)
    assert not seeing.mark_unread(**of(cast, thread)), "what was answered was read"


def test_done_needs_no_answer_and_can_be_taken_back(cast: Cast) -> None:
    thread = talk(cast.shop, [message("M1"), message("M2", 3, text="Thanks!")])
    finishing.finish(**of(cast, thread), seen=2, actor=SYSTEM, user_id=cast.bob.pk)
    thread.refresh_from_db()
    assert (thread.waiting_since, thread.unread, thread.done_at, thread.done_by, thread.done_arrival) == (None, 0, NOW, cast.bob, 2)
    assert WorkItem.objects.get().outcome == "done"
    settling.settle(shop=shops.facts(cast.shop), now=NOW)
    assert (Round.objects.get().answered_at, Round.objects.get().done_at) == (None, NOW)
    with pytest.raises(Refusal, match="done already"):
        finishing.finish(**of(cast, thread), seen=2, actor=SYSTEM, user_id=cast.bob.pk)

    finishing.reopen(**of(cast, thread), actor=SYSTEM)
    thread.refresh_from_db()
    assert (thread.waiting_since, thread.done_at, thread.done_arrival) == (START, None, 0)
    assert WorkItem.objects.get(state="open").opened_at == START
    assert not Finish.objects.exists()
    with pytest.raises(Refusal, match="is open"):
        finishing.reopen(**of(cast, thread), actor=SYSTEM)
    assert list(AuditEntry.objects.values_list("what", flat=True)) == ["chat.done", "chat.reopened"]


def test_done_with_what_nobody_saw_is_refused_and_shown(cast: Cast) -> None:
    thread = talk(cast.shop, [message("M1"), message("M2", 3, text="And?"), message("M3", 4), change("X1", "M3", 5, None)])
    with pytest.raises(Stale) as stale:
        finishing.finish(**of(cast, thread), seen=1, actor=SYSTEM, user_id=None)

    assert [(one["arrival"], one["text"]) for one in stale.value.newer["messages"]] == [(2, "And?")]
    thread.refresh_from_db()
    assert (thread.done_at, thread.waiting_since) == (None, START)
    finishing.finish(**of(cast, thread), seen=2, actor=SYSTEM, user_id=None)


def test_nobody_has_seen_what_has_not_come_yet(cast: Cast) -> None:
    thread = talk(cast.shop, [message("M1")])
    finishing.finish(**of(cast, thread), seen=2**31 - 1, actor=SYSTEM, user_id=None)

    thread = talk(cast.shop, [message("M2", 5)])
    assert (thread.waiting_since, thread.done_at, thread.unread) == (START + timedelta(minutes=5), None, 1)
    assert WorkItem.objects.filter(state="open").count() == 1


def test_a_new_question_opens_what_was_done(cast: Cast) -> None:
    thread = talk(cast.shop, [message("M1")])
    finishing.finish(**of(cast, thread), seen=1, actor=SYSTEM, user_id=None)
    thread = talk(cast.shop, [message("M2", 30)])

    assert (thread.waiting_since, thread.done_at, thread.unread) == (START + timedelta(minutes=30), None, 1)
    thread = talk(cast.shop, [message("M0", -30)])
    assert thread.waiting_since == START - timedelta(minutes=30), "told late, it was not seen either"


def test_given_to_a_person_with_its_work_item_and_kept_for_the_next(cast: Cast) -> None:
    thread = talk(cast.shop, [message("M1")])
    assert assigning.assign(**of(cast, thread), assignee_id=cast.bob.pk, actor=SYSTEM)
    assert not assigning.assign(**of(cast, thread), assignee_id=cast.bob.pk, actor=SYSTEM)
    assert WorkItem.objects.get().assignee == cast.bob
    send(thread=thread, author=cast.alice, now=NOW)
    thread = talk(cast.shop, [message("M2", 90)])
    assert (thread.assignee, WorkItem.objects.get(state="open").assignee) == (cast.bob, cast.bob)
    with pytest.raises(Refusal, match="does not answer"):
        assigning.assign(**of(cast, thread), assignee_id=cast.carol.pk, actor=SYSTEM)
    assert assigning.assign(**of(cast, thread), assignee_id=None, actor=SYSTEM)
    assert AuditEntry.objects.filter(what="chat.assigned").count() == 2


@command
def share_out(*, cast: Cast, kind: str, thread: Thread, now: Any) -> None:
    work.assign_items(cast.desk.pk, kind, [f"thread:{thread.pk}"], cast.bob.pk, now=now)


def test_what_is_shared_out_with_the_work_item_is_kept_beside_the_thread(cast: Cast) -> None:
    thread = talk(cast.shop, [message("M1")])
    share_out(cast=cast, kind="chat_reply", thread=thread, now=NOW)
    thread.refresh_from_db()
    assert thread.assignee == cast.bob


def test_what_the_thread_missed_is_made_up_for_when_it_is_settled(cast: Cast) -> None:
    thread = talk(cast.shop, [message("M1")])
    WorkItem.objects.update(assignee=cast.bob)
    settling.settle(shop=shops.facts(cast.shop), now=NOW)
    thread.refresh_from_db()
    assert thread.assignee == cast.bob


def test_strangers_and_other_shops_reach_nothing(cast: Cast) -> None:
    thread = talk(cast.shop, [message("M1")])
    for desk, shop_ids in ((cast.other_desk.pk, [cast.shop.pk]), (cast.desk.pk, [cast.other_shop.pk]), (cast.desk.pk, [])):
        there: dict[str, Any] = {"desk_id": desk, "shop_ids": shop_ids, "thread_id": thread.pk, "now": NOW}
        for act in (
            lambda there=there: seeing.mark_seen(**there, arrival=1),
            lambda there=there: seeing.mark_unread(**there),
            lambda there=there: finishing.finish(**there, seen=1, actor=SYSTEM, user_id=None),
            lambda there=there: finishing.reopen(**there, actor=SYSTEM),
            lambda there=there: assigning.assign(**there, assignee_id=None, actor=SYSTEM),
        ):
            with pytest.raises(NotVisible):
                act()
