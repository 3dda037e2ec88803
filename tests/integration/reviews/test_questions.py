"""A question from the feed to its answer: what waits, what is owed, what becomes of it, and what is told elsewhere."""

import itertools
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest

from reviews.domain.answering import About, Seen
from reviews.models import AnswerDraft, OwnAnswer, Question, QuestionAnswer
from reviews.services import drafting, withdrawing
from sellerdesk import shops
from sellerdesk.domain import actor
from sellerdesk.errors import NotVisible, Refusal, Stale
from sellerdesk.marketplaces.ports import Receipt
from sellerdesk.models import AuditEntry, Outbound, WorkItem
from sellerdesk.outbox import Outcome
from tests.factories.answering import GIVEN, LATER, NOW, claim, deliver, parcel, settle
from tests.factories.feed import feed_shop, load
from tests.factories.kernel import Cast, make_desk, make_shop
from tests.factories.questions import ANSWER, SOON, answer, asked, question, reject, reply


pytestmark = pytest.mark.django_db


@pytest.fixture
def row(cast: Cast) -> Question:
    """A question to alice's shop."""
    return asked(cast.shop)


@pytest.fixture
def refusable(cast: Cast) -> Question:
    """A question of a marketplace that lets questions be rejected."""
    return asked(make_shop(cast.desk, "wb", rules="wildberries"))


def items() -> list[tuple[str, str]]:
    return list(WorkItem.objects.filter(kind="question").order_by("id").values_list("state", "outcome"))


def stands(row: Question) -> str:
    row.refresh_from_db()
    return row.standing


def tell(cast: Cast, *records: Any) -> None:
    load(shops.facts(cast.shop), *records, now=LATER)


def back(row: Question, cast: Cast, answer_id: int) -> str:
    return withdrawing.take_back(
        desk_id=row.desk_id, shop_ids=[row.shop_id], answer_id=answer_id, user_id=cast.bob.pk,
        actor=actor.person(cast.bob.pk, cast.bob.email), now=NOW,
    ).text  # fmt: skip


def test_it_waits_by_the_shops_time_to_reply(cast: Cast, row: Question) -> None:
    item = WorkItem.objects.get(kind="question")

    assert (item.subject, item.shop_id, item.opened_at) == (f"question:{row.pk}", cast.shop.pk, GIVEN)
    assert item.due_at == GIVEN + shops.facts(cast.shop).reply_target
    assert stands(row) == "open"


def test_history_is_no_work(cast: Cast) -> None:
    old = asked(cast.shop, now=GIVEN + timedelta(days=30))

    assert (items(), stands(old)) == ([], "open")


def test_an_answer_is_owed_ends_the_work_and_arrives(cast: Cast, row: Question) -> None:
    about = About("question", row.pk)
    drafting.save(desk_id=cast.desk.pk, shop_ids=[cast.shop.pk], about=about, user_id=cast.bob.pk, text="Ye", version=0, now=NOW)

    sent = answer(row, cast.bob, f" {ANSWER}\r\n", draft=1)

    assert (sent.to, sent.state, sent.leaves_at, stands(row)) == ("question", "queued", LATER, "answered")
    assert (items(), AnswerDraft.objects.exists()) == ([("closed", "answered")], False)
    made = deliver(receipt=Receipt("sent", "X1", LATER))
    assert made is not None
    assert (made.about, made.subject, made.text, made.rejects, made.edits) == ("question", "Q1", ANSWER, "", False)
    own = OwnAnswer.objects.get()
    assert (own.state, own.outside_id, own.review_id) == ("sent", "X1", None)
    assert "answer.sent" in AuditEntry.objects.values_list("what", flat=True)


def test_the_same_key_is_the_same_answer_and_one_is_all(cast: Cast, row: Question) -> None:
    key = uuid.uuid4()

    first, again = answer(row, cast.bob, client_key=key), answer(row, cast.bob, "other words", client_key=key)

    assert (again.answer_id, again.repeated, Outbound.objects.count()) == (first.answer_id, True, 1)
    with pytest.raises(Refusal) as refused:
        answer(row, cast.bob)
    assert refused.value.code == "question_answered"


@pytest.mark.parametrize(("text", "code"), [("", "text_missing"), ("Call +7 495 120-44-10", "contacts"), ("a\ud800", "text_has_signs")])
def test_it_is_guarded_as_every_public_answer(cast: Cast, row: Question, text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        answer(row, cast.bob, text)

    assert (refused.value.code, Outbound.objects.exists(), items()) == (code, False, [("open", "")])


def test_nobody_else_reaches_it(cast: Cast, row: Question) -> None:
    row.shop_id = make_shop(make_desk(), "another").pk

    with pytest.raises(NotVisible):
        answer(row, cast.bob, seen=Seen(0, 0))


def test_taken_back_it_waits_again_with_its_text_in_the_draft(cast: Cast, row: Question) -> None:
    sent = answer(row, cast.bob)

    assert back(row, cast, sent.answer_id) == back(row, cast, sent.answer_id) == ANSWER
    assert (stands(row), items()[-1], Outbound.objects.get().state) == ("open", ("open", ""), "cancelled")
    assert AnswerDraft.objects.get().text == ANSWER


def test_refused_by_the_marketplace_it_waits_again(cast: Cast, row: Question) -> None:
    answer(row, cast.bob)

    deliver(Outcome.DEAD, reason="Words that are not allowed")

    assert (stands(row), items()[-1], OwnAnswer.objects.get().reason) == ("open", ("open", ""), "Words that are not allowed")
    answer(row, cast.bob, "Other words", now=LATER)
    assert [one.state for one in Outbound.objects.filter(kind="review.answer").order_by("id")] == ["cancelled", "queued"]


NEWER = {"answered there": (reply(text="Given there"), "answer"), "asked otherwise": (question(at="2026-03-10T11:00:00+08:00"), "question")}


@pytest.mark.parametrize("name", NEWER)
def test_who_has_not_seen_what_came_learns_of_it(cast: Cast, row: Question, name: str) -> None:
    record, kind = NEWER[name]
    seen = Seen(row.record, 0)
    tell(cast, record)

    with pytest.raises(Stale) as stale:
        answer(row, cast.bob, seen=seen)

    assert [one["kind"] for one in stale.value.newer["newer"]] == [kind]
    assert not OwnAnswer.objects.exists()


def test_a_colleague_was_faster(cast: Cast, row: Question) -> None:
    answer(row, cast.alice)

    with pytest.raises(Stale) as stale:
        answer(row, cast.bob, seen=Seen(row.record, 0))

    assert [one["kind"] for one in stale.value.newer["newer"]] == ["own"]


def test_answered_elsewhere_ends_the_work_and_calls_off_what_was_queued(cast: Cast, row: Question) -> None:
    answer(row, cast.bob)

    tell(cast, reply(text="Given there"))

    own = OwnAnswer.objects.get()
    assert (own.state, own.reason, Outbound.objects.get().state) == ("cancelled", "The question was answered elsewhere.", "cancelled")
    assert (stands(row), items()) == ("answered", [("closed", "answered")])


def test_what_a_worker_holds_is_asked_again_before_it_leaves(cast: Cast, row: Question) -> None:
    answer(row, cast.bob)
    held = claim()
    tell(cast, reply(text="Given there"))

    assert parcel(held) is None


@pytest.mark.parametrize("words", [ANSWER, "In the marketplace's words"])
def test_the_echo_of_ours_is_shown_once(cast: Cast, row: Question, words: str) -> None:
    answer(row, cast.bob)
    deliver(receipt=Receipt("sent", "", LATER))

    tell(cast, reply("X9", words))

    own = OwnAnswer.objects.get()
    assert (own.state, own.outside_id, own.told_record is not None) == ("sent", "X9", True)
    assert stands(row) == "answered"


def test_a_feed_faster_than_the_answer_to_us_is_ours_too(cast: Cast, row: Question) -> None:
    answer(row, cast.bob)
    held = claim()
    assert parcel(held) is not None
    tell(cast, reply("X1", "In the marketplace's words"))

    settle(held, Outcome.SENT, Receipt("sent", "X1", LATER))

    assert (OwnAnswer.objects.get().state, OwnAnswer.objects.get().told_record is not None) == ("sent", True)


def test_a_rejection_leaves_by_the_same_way_and_can_be_taken_back(cast: Cast, refusable: Question) -> None:
    sent = reject(refusable, cast.bob, "other", "Asks for the price elsewhere")

    assert (stands(refusable), items()) == ("rejected", [("closed", "rejected")])
    back(refusable, cast, sent.answer_id)
    assert (stands(refusable), items()[-1], AnswerDraft.objects.exists()) == ("open", ("open", ""), False)
    reject(refusable, cast.bob, "off_topic")
    made = deliver(receipt=Receipt("sent"))
    assert made is not None
    assert (made.rejects, made.text, stands(refusable)) == ("off_topic", "It is not about the product", "rejected")
    with pytest.raises(Refusal) as refused:
        answer(refusable, cast.bob)
    assert refused.value.code == "question_rejected"


@pytest.mark.parametrize(
    ("reason", "note", "code"),
    [("", "", "reason_unknown"), ("other", " ", "note_missing"), ("abuse", "x" * 501, "note_too_long"), ("abuse", "\0", "text_has_signs")],
)
def test_a_rejection_needs_a_reason(cast: Cast, refusable: Question, reason: str, note: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        reject(refusable, cast.bob, reason, note)

    assert (refused.value.code, items()) == (code, [("open", "")])


def test_where_nothing_is_rejected_it_is_refused(cast: Cast, row: Question) -> None:
    with pytest.raises(Refusal) as refused:
        reject(row, cast.bob)

    assert refused.value.code == "reject_not_offered"


def test_an_answer_elsewhere_is_more_than_a_rejection(cast: Cast, refusable: Question) -> None:
    reject(refusable, cast.bob)

    load(shops.facts(refusable.shop), reply(), now=LATER)

    assert (stands(refusable), OwnAnswer.objects.get().state) == ("answered", "cancelled")


RECORDS = [
    question(text="Late", at="2026-03-10T13:00:00+08:00"),
    question(text="Early"),
    reply("A1", "First"),
    reply("A2", "Second", "2026-03-10T12:40:00+08:00"),
    reply("A2", "Elsewhere", "2026-03-10T12:41:00+08:00", of="Q2"),
    reply("A3", "Without its question", of="Q3"),
]


def test_any_order_ends_in_the_same_state() -> None:
    ends = set()
    for number, records in enumerate(itertools.permutations(RECORDS)):
        if number % 97 == 0:
            shop = feed_shop()
            for record in records:
                load(shop, record, now=LATER)
            told = list(Question.objects.filter(shop_id=shop.id).values_list("text", "standing", "answered_at"))
            answers = QuestionAnswer.objects.filter(shop_id=shop.id).order_by("outside_id").values_list("outside_id", "text", "ruling")
            work = list(WorkItem.objects.filter(shop_id=shop.id, state="open").values_list("kind", flat=True))
            ends.add((*told, *answers, *work))

    (end,) = ends
    assert end[0][:2] == ("Early", "answered")
    assert end[1:] == (("A1", "First", ""), ("A2", "Second", "already_answered"), ("A3", "Without its question", "waiting"))


def test_an_answer_waits_for_its_question_and_is_released(cast: Cast) -> None:
    facts = shops.facts(cast.shop)
    counts, _ = load(facts, reply(), now=LATER)
    assert (counts.waiting, counts.applied) == (1, 0)

    counts, _ = load(facts, question(), now=LATER)

    assert (counts.applied, counts.released, items()) == (1, 1, [])
    assert Question.objects.get().answered_at == datetime.fromisoformat(SOON)
