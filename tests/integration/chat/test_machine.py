"""People and the marketplace at one conversation, in any order: nothing is lost, nothing shown twice, and it waits when it must."""

import itertools
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from chat.models import Finish, Message, Thread
from chat.services import finishing, seeing, settling
from sellerdesk import shops
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.errors import Refusal, Stale
from sellerdesk.models import WorkItem
from tests.factories import chat
from tests.factories.feed import load
from tests.factories.kernel import make_person, make_shop


pytestmark = [pytest.mark.django_db, pytest.mark.timeout(600)]
SHORT = settings(max_examples=6, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))
LONG = settings(max_examples=60, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))
ANSWERS = {"queued", "sending", "moderated", "sent", "unknown"}


class Desk(RuleBasedStateMachine):
    """One thread. The model is a list of what was said; everything else follows from it, plainly."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers = itertools.count(1)
        self.minute = 0
        self.done: list[tuple[datetime, int]] = []
        self.seen = 0

    @initialize()
    def begin(self) -> None:
        self.shop = make_shop()
        self.facts = shops.facts(self.shop)
        self.person = make_person()
        self.tell()

    def now(self) -> datetime:
        self.minute += 1
        return chat.START + timedelta(minutes=self.minute)

    @property
    def thread(self) -> Thread:
        return Thread.objects.get(shop=self.shop)

    @property
    def messages(self) -> list[Message]:
        return list(Message.objects.filter(shop=self.shop).order_by("arrival"))

    def record(self, **fields: object) -> None:
        load(self.facts, {**chat.message(f"m{next(self.numbers)}", self.minute), **fields}, now=self.now())

    @rule(back=st.integers(0, 4))
    def tell(self, back: int = 0) -> None:
        """The buyer writes; the feed may bring it late."""
        self.record(at=(chat.START + timedelta(minutes=self.minute - back)).isoformat(), text=f"q{self.minute}")

    @rule()
    def answer_elsewhere(self) -> None:
        self.record(sender="seller", text=f"elsewhere {self.minute}")

    @rule(unseen=st.integers(0, 2), delivery=st.sampled_from(["queued", "by_hand", "sending"]), words=st.sampled_from(["Yes.", None]))
    def send(self, unseen: int, delivery: str, words: str | None) -> None:
        seen = max(self.thread.arrivals - unseen, 0)
        text = words or f"own {self.minute}"
        chat.send(thread=self.thread, text=text, seen=seen, delivery=delivery, author=self.person, now=self.now())

    def _open(self) -> list[Message]:
        return [one for one in self.messages if one.client_key and one.record is None]

    @precondition(lambda self: self._open())
    @rule(
        data=st.data(), delivery=st.sampled_from(["queued", "sending", "sent", "moderated", "unknown", "refused", "by_hand", "cancelled"])
    )
    def deliver(self, data: st.DataObject, delivery: str) -> None:
        message = data.draw(st.sampled_from(self._open()))
        chat.deliver(message=message, delivery=delivery, now=self.now())

    @precondition(lambda self: any(one.delivery in ANSWERS - {"queued"} for one in self._open()))
    @rule(data=st.data(), receipt=st.sampled_from(["none", "before", "after"]), other_words=st.booleans())
    def echo(self, data: st.DataObject, receipt: str, other_words: bool) -> None:
        """The marketplace tells of ours, with the id that it gave when it took it, before or after, or with none."""
        message = data.draw(st.sampled_from([one for one in self._open() if one.delivery in ANSWERS - {"queued"}]))
        ref = message.outside_id or f"e{next(self.numbers)}"
        count = len(self.messages)
        words = f"masked {ref}" if other_words and receipt != "none" else message.text
        if receipt == "before":
            chat.deliver(message=message, delivery="sent", outside_id=ref, now=self.now())
        load(self.facts, chat.message(ref, self.minute, sender="seller", text=words), now=self.now())
        if receipt == "after":
            chat.deliver(message=message, delivery="sent", outside_id=ref, now=self.now())
        assert len(self.messages) == count, "shown twice"
        assert Message.objects.get(shop=self.shop, outside_id=ref).client_key is not None

    @rule(data=st.data(), text=st.sampled_from([None, "edited"]))
    def change(self, data: st.DataObject, text: str | None) -> None:
        named = [one for one in self.messages if one.record is not None]
        ref = str(data.draw(st.sampled_from(named)).outside_id)
        load(self.facts, chat.change(f"c{next(self.numbers)}", ref, self.minute, text), now=self.now())

    @rule(behind=st.integers(0, 2))
    def see(self, behind: int) -> None:
        arrival = max(self.thread.arrivals - behind, 0)
        seeing.mark_seen(desk_id=self.shop.desk_id, shop_ids=[self.shop.pk], thread_id=self.thread.pk, arrival=arrival, now=self.now())
        self.seen = max(self.seen, arrival)

    @rule(behind=st.integers(0, 2))
    def finish(self, behind: int) -> None:
        thread, now = self.thread, self.now()
        seen = max(thread.arrivals - behind, 0)
        newer = [one for one in self.messages if one.sender == 1 and one.removed_at is None and one.arrival > seen]
        try:
            finishing.finish(
                desk_id=self.shop.desk_id, shop_ids=[self.shop.pk], thread_id=thread.pk, seen=seen, actor=SYSTEM,
                user_id=self.person.pk, now=now,
            )  # fmt: skip
        except Stale:
            assert newer
        except Refusal:
            assert thread.done_at is not None
        else:
            assert not newer
            self.done.append((now, seen))
            self.seen = max(self.seen, seen)

    @precondition(lambda self: self.thread.done_at is not None)
    @rule()
    def reopen(self) -> None:
        finishing.reopen(desk_id=self.shop.desk_id, shop_ids=[self.shop.pk], thread_id=self.thread.pk, actor=SYSTEM, now=self.now())
        self.done.pop()

    @invariant()
    def stands_as_it_must(self) -> None:
        if not hasattr(self, "shop"):
            return
        messages, thread = self.messages, self.thread
        done = max((arrival for _, arrival in self.done), default=0)
        answers = [one for one in messages if one.sender == 2 and (one.client_key is None or one.delivery in ANSWERS)]
        told = [one.at for one in answers if one.client_key is None]
        covered = max((one.covers or 0 for one in answers if one.client_key), default=0)
        questions = [
            one
            for one in messages
            if one.sender == 1 and one.removed_at is None and one.arrival > covered and all(one.at > at for at in told)
        ]
        waiting = min((one.at for one in questions if one.arrival > done), default=None)
        assert thread.waiting_since == waiting
        assert thread.unread == len([one for one in questions if one.arrival > self.seen])
        assert thread.messages == len(messages)
        # A number is never given twice, also where its message turned out to be one of ours: somebody may have seen it.
        assert thread.arrivals >= max(one.arrival for one in messages)
        items = WorkItem.objects.filter(subject=f"thread:{thread.pk}", state="open")
        assert [item.opened_at for item in items] == ([waiting] if waiting else [])
        assert Finish.objects.filter(thread=thread).count() == len(self.done)
        assert thread.done_at is None or waiting is None
        settling.settle(shop=self.facts, now=self.now())
        made = settling.made_rounds(self.facts, [thread.pk], self.now())[thread.pk]
        assert settling.stored_rounds(self.facts, [thread.pk])[thread.pk] == made
        assert [one.asked_at for one in made if one.answered_at is None and one.done_at is None] == ([waiting] if waiting else [])
        shown = [one for one in messages if one.outside_id is not None]
        assert len(shown) == len({one.outside_id for one in shown})


def test_people_and_marketplace_in_any_order() -> None:
    run_state_machine_as_test(Desk, settings=SHORT)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_people_and_marketplace_in_any_order_for_long() -> None:
    run_state_machine_as_test(Desk, settings=LONG)
