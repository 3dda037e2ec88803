"""What leaves the desk names no buyer and carries none of their words: notices, mails, messages by bot, bodies of webhooks, the log.

Each kind of notice that is declared is caused by what causes it in life, about buyers whose names and words all bear a mark.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.core import mail
from django.db import connection

from chat.models import Thread
from chat.services import noting
from reviews.models import Question, Review
from reviews.services import flagging
from sellerdesk import (
    access,
    assigning,
    audit_checking,
    describing,
    digests,
    notice_choices,
    notices,
    published,
    second_factor,
    shops,
    snoozing,
    watching,
)
from sellerdesk.delivery import sending
from sellerdesk.domain import actor, permissions
from sellerdesk.marketplaces import http
from sellerdesk.models import DeskEvent, Notice, Outbound, Shop, User, WorkItem
from sellerdesk.notice_choices import CHANNELS, Choice
from sellerdesk.notices import Said
from sellerdesk.outbox import Outcome
from sellerdesk.telegram import bots, linking, polling
from sellerdesk.webhooks import saving
from tests.factories import answering, deciding, questions
from tests.factories.deciding import NOW
from tests.factories.feed import order, rating, review, told
from tests.factories.kernel import Cast, make_token
from tests.factories.reaching import ACTOR, make_webhook, turn
from tests.factories.returns import refusal
from tests.receiving import Receiver, receiving
from tests.telegram import TOKEN, Telegram


pytestmark = pytest.mark.django_db
MARK = "Zq1"
NAME, WORDS = f"Anna {MARK}", f"{MARK} the lid is broken"
WHO = {"id": "B1", "name": NAME}
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
DONE = (NOW - MINUTE).isoformat()
PLAIN = {
    "slot", "open", "late", "done", "delivery", "thread", "message", "claim", "review", "question", "dimension", "threshold", "below",
}  # fmt: skip
"""Facts of events: ids, codes and numbers."""
HERE = {
    "facts.loaded", "order.changed", "review.created", "review.changed", "review.flagged", "review.answering", "question.asked",
    "question.answering", "chat.message", "chat.waiting", "claim.told", "claim.opened", "claim.due", "claim.decided", "work.due_soon",
    "work.overdue", "desk.digest", "delivery.dead", "rating.changed",
}  # fmt: skip
"""What a webhook hears of this story. It has all that a feed tells of buyers; the others begin with what the desk itself did or found."""


@dataclass
class Outside:
    """All that reached somebody, and what the page said at that moment."""

    receiver: Receiver
    bot: Telegram
    said: dict[str, list[Said]] = field(default_factory=lambda: defaultdict(list))

    def mails(self) -> str:
        return "\n".join(str(one.message()) + one.subject + one.body for one in mail.outbox)

    def messages(self) -> str:
        return "\n".join(one["text"] for one in self.bot.sent)

    def everything(self) -> dict[str, str]:
        """By where it is: each as one text."""
        owed = Outbound.objects.filter(kind__in=["mail", "telegram", "webhook"])
        return {
            "notices": str(list(Notice.objects.values_list("kind", "subject", "figures"))),
            "sentences": "\n".join(f"{one.text} {one.href}" for found in self.said.values() for one in found),
            "mails": self.mails(),
            "messages": str(self.bot.sent),
            "webhooks": "\n".join(f"{headers} {body.decode()}" for headers, body in self.receiver.came),
            "owed": str(list(owed.values_list("payload", "dedupe_key", "lane"))),
            "log": str(list(DeskEvent.objects.values_list("kind", "ids"))),
        }


@pytest.fixture
def outside(settings: Any) -> Iterator[Outside]:
    settings.EMAIL_BACKEND, settings.SITE_URL = "django.core.mail.backends.locmem.EmailBackend", "https://desk.example"
    with receiving() as receiver, receiving(Telegram()) as bot:
        settings.WEBHOOK_ORIGINS = [receiver.url]
        yield Outside(receiver, bot)
    http.forget()


def connect(cast: Cast, outside: Outside) -> None:
    """alice and bob are told of everything by every channel, and a webhook of all there is."""
    bots.connect(desk_id=cast.desk.pk, name=bots.name_of(TOKEN), token=TOKEN, actor=ACTOR, now=NOW)
    chosen = {event.key: list(CHANNELS) for event in notices.events()}
    for number, person in enumerate((cast.alice, cast.bob)):
        outside.bot.hears(f"/start {linking.ask(desk_id=cast.desk.pk, user_id=person.pk, now=NOW)}", chat=70 + number)
        notice_choices.choose(desk_id=cast.desk.pk, user_id=person.pk, choice=Choice(chosen), now=NOW)
    assert polling.hear(desk_id=cast.desk.pk, clock=lambda: NOW) == 2
    make_webhook(cast.desk, f"{outside.receiver.url}/in", *(kind.kind for kind in published.kinds()))


def leave(cast: Cast, outside: Outside, now: datetime) -> None:
    """Two minutes later: the page is read, then everything that is owed leaves."""
    now += 2 * MINUTE
    for person in (cast.alice, cast.bob):
        here = access.as_person(cast.desk.pk, person.pk, may=permissions.DESK_SEE)
        assert here is not None
        mine = notices.mine(cast.desk.pk, person.pk, read_at__isnull=True)
        said = notices.said(mine, here, person.pk, now=now)
        for one in mine:
            outside.said[one.kind] += [said[one.id]] if one.id in said else []
    with mock.patch("sellerdesk.mailing.datetime") as mails, mock.patch("sellerdesk.telegram.sending.datetime") as messages:
        mails.now.return_value = messages.now.return_value = now
        sending.deliver_due(clock=lambda: now, dice=lambda: 1.0, enough=lambda: False)
        turn(now)


def sight(cast: Cast, person: User) -> Any:
    here = access.as_person(cast.desk.pk, person.pk, may=permissions.WORK_SEE)
    assert here is not None
    return describing.sight_of(here)


def item(kind: str) -> int:
    return WorkItem.objects.get(kind=kind, state="open").pk


def by(cast: Cast, person: User) -> dict[str, Any]:
    return {"desk_id": cast.desk.pk, "user_id": person.pk, "actor": actor.person(person.pk, person.email)}


def told_by_buyers(cast: Cast) -> Any:
    """Whatever a feed tells in a buyer's name or words; returns the claim."""
    words: dict[str, Any] = {"buyer": WHO, "text": WORDS}
    row = deciding.ask(
        cast.shop, order("O3", buyer="B1", note=WORDS), rating("S1", "O3"),
        review("R1", "O3", title=WORDS, text=WORDS), told("question", "Q1", product="P-L1", **words),
        told("message", "M1", conversation="C1", sender="buyer", order="O1", **words), order("O2", buyer="B2", status="refused"),
        refusal("U1", "O2", reason={"text": WORDS}),
        told("review_change", "R1", DONE, verdict="bad", text=f"{WORDS} still"), reason={"text": WORDS},
    )  # fmt: skip
    flagging.judge(shop=shops.facts(cast.shop), now=NOW)
    return row


def given_and_named(cast: Cast, now: datetime) -> None:
    """Work is given, one item and several; somebody is reminded, and named in a note that quotes the buyer."""
    seen, alice = sight(cast, cast.alice), actor.person(cast.alice.pk, cast.alice.email)
    for items in ([item(flagging.KIND)], [item("claim"), item("question")]):
        assigning.assign(sight=seen, item_ids=items, to=cast.bob.pk, by=cast.alice.pk, actor=alice, now=now)
    snoozing.remind(sight=sight(cast, cast.bob), item_ids=[item("chat_reply")], user_id=cast.bob.pk, at=now + MINUTE, now=now)
    watching.sweep_reminders(now=now + MINUTE)
    thread = Thread.objects.get(outside_id="C1")
    place: dict[str, Any] = {"shop_ids": [cast.shop.pk], "thread_id": thread.pk, "client_key": uuid.uuid4()}
    noting.write(**by(cast, cast.bob), **place, text=f"@Alice {NAME} writes: {WORDS}", now=now + MINUTE)


def decided_and_not_sent(cast: Cast, row: Any, now: datetime) -> None:
    """A decision waits for a second person, a question is answered, an answer to a review cannot be sent."""
    deciding.limit(cast.shop)
    deciding.decide(row, cast.bob, now=now)
    questions.answer(Question.objects.get(), cast.bob, now=now)
    turn(now)
    Outbound.objects.filter(state="queued").exclude(kind__in=["webhook", "mail", "telegram"]).update(state="done", settled_at=now)
    answering.answer(Review.objects.get(outside_id="R1"), cast.bob, now=now)
    turn(now)
    answering.deliver(Outcome.DEAD, reason="The marketplace does not take it.", now=now + timedelta(seconds=10))


def late_and_lost(cast: Cast, outside: Outside, now: datetime) -> None:
    """Deadlines come near and go by, the day is summed up, bob blocks the bot, the receiver is gone, a key asks for less, the audit log is
    changed."""
    watching.sweep(now=now)
    leave(cast, outside, now)
    morning = datetime(2026, 3, 12, 8, 59, tzinfo=UTC)
    Shop.objects.filter(pk=cast.shop.pk).update(time_zone="UTC", digest_at=None)
    digests.sweep(now=morning)
    digests.sweep(now=morning + 2 * MINUTE)
    leave(cast, outside, morning + 2 * MINUTE)
    then = morning + HOUR
    outside.bot.plan = [(403, {}, "Forbidden: bot was blocked by the user")]
    linking.test(desk_id=cast.desk.pk, user_id=cast.bob.pk, now=then)
    turn(then)
    hook, _secret = make_webhook(cast.desk, f"{outside.receiver.url}/gone")
    outside.receiver.plan = [410]
    saving.test(desk_id=cast.desk.pk, webhook_id=hook.pk, actor=ACTOR, now=then)
    turn(then)
    let_go(cast, then)
    break_the_chain()
    audit_checking.check(desk_id=cast.desk.pk, now=then)
    # What is noted by the clock on the wall is told as of the story's.
    Notice.objects.filter(kind__in=["telegram_lost", "webhook_off"]).update(at=then)
    Outbound.objects.filter(kind__in=["mail", "telegram"], state="queued").update(not_before=then)
    for row in Outbound.objects.filter(kind__in=["mail", "telegram"], state="queued"):
        row.payload["context"] |= {"since": (then - HOUR).isoformat(), "until": (then + HOUR).isoformat()}
        row.save()
    leave(cast, outside, then)


def let_go(cast: Cast, now: datetime) -> None:
    """A key asks a second factor of everybody, and then of nobody any more."""
    key, _text = make_token(cast.desk, permissions.PEOPLE_MANAGE)
    for wanted in (True, False):
        second_factor.ask_of_all(desk_id=cast.desk.pk, wanted=wanted, by=key, actor=actor.token(key.pk, key.name), now=now)


def break_the_chain() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE sellerdesk_auditentry DISABLE TRIGGER auditentry_rows_are_final")
        cursor.execute("UPDATE sellerdesk_auditentry SET what = 'chat.reopened' WHERE number = 2")
        cursor.execute("ALTER TABLE sellerdesk_auditentry ENABLE TRIGGER auditentry_rows_are_final")


def test_nothing_that_leaves_names_a_buyer_or_says_their_words(cast: Cast, outside: Outside) -> None:
    connect(cast, outside)
    row = told_by_buyers(cast)
    leave(cast, outside, NOW)
    given_and_named(cast, NOW + 10 * MINUTE)
    leave(cast, outside, NOW + 12 * MINUTE)
    decided_and_not_sent(cast, row, NOW + 20 * MINUTE)
    leave(cast, outside, NOW + 22 * MINUTE)
    late_and_lost(cast, outside, NOW + 32 * HOUR)

    assert {place: MARK in text for place, text in outside.everything().items()} == dict.fromkeys(outside.everything(), False)
    # Every kind that is declared was told, and left by each channel that may carry it: a new one has to be caused above.
    declared = {event.key for event in notices.events()}
    assert {kind for kind, found in outside.said.items() if found} == declared
    mails, messages = outside.mails(), outside.messages()
    assert {kind for kind in declared if not any(one.text in mails for one in outside.said[kind])} == set()
    assert {kind for kind in declared if not any(one.text in messages for one in outside.said[kind])} == {linking.LOST}
    heard = {body.partition(b'"kind":"')[2].partition(b'"')[0].decode() for _headers, body in outside.receiver.came}
    assert HERE - heard == set()
    # The control: the buyer's name and words stand right behind these sentences, where the page shows them to who may see them.
    behind = {kind for kind, found in outside.said.items() if any(MARK in one.detail for one in found)}
    assert behind >= {"assigned", "reminder", "mention", watching.SOON, watching.OVERDUE}, behind


def test_an_event_carries_plain_facts_alone() -> None:
    assert {name for kind in published.kinds() for name in kind.facts} <= PLAIN
