"""Rulebook 15 at work: one answer to a review and one to its follow-up, and what becomes of each."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from reviews.domain.answering import About, Seen, seen_of
from reviews.models import Answer, AnswerDraft, OwnAnswer, Review
from reviews.rows import answerable
from reviews.services import drafting, wordings
from sellerdesk import outbox, shops
from sellerdesk.errors import NotVisible, Refusal, Stale
from sellerdesk.marketplaces.ports import Receipt
from sellerdesk.models import AuditEntry, Lease, Outbound, WorkItem
from sellerdesk.outbox import Outcome
from tests.factories.answering import GIVEN, LATER, NOW, TEXT, answer, change, claim, deliver, parcel, reviewed, settle, take_back
from tests.factories.feed import load, order, review, told
from tests.factories.kernel import Cast, make_desk, make_shop


pytestmark = pytest.mark.django_db
SOON = (GIVEN + timedelta(minutes=25)).isoformat()
FOLLOW_UP = told("follow_up", "F1", (GIVEN + timedelta(minutes=10)).isoformat(), review="R1", text="Still waiting")


@pytest.fixture
def bad(cast: Cast) -> Review:
    """A bad review of alice's shop, which waits for an answer."""
    return reviewed(cast.shop, [order(), review(text="Broken")])


def state(answer_id: int) -> str:
    return OwnAnswer.objects.get(pk=answer_id).state


def items(kind: str = "flagged_review") -> list[tuple[str, str]]:
    return list(WorkItem.objects.filter(kind=kind).order_by("id").values_list("state", "outcome"))


def tell(cast: Cast, *records: Any) -> None:
    load(shops.facts(cast.shop), *records, now=LATER)


def reply(ref: str = "A1", text: str = TEXT, **fields: Any) -> dict[str, Any]:
    return told("reply", ref, SOON, review="R1", text=text, **fields)


def test_an_answer_is_owed_closes_the_work_and_arrives(cast: Cast, bad: Review) -> None:
    about = About("review", bad.pk)
    drafting.save(desk_id=cast.desk.pk, shop_ids=[cast.shop.pk], about=about, user_id=cast.bob.pk, text="Than", version=0, now=NOW)

    sent = answer(bad, cast.bob, f"  {TEXT}\r\n", draft=1)

    assert (sent.to, sent.state, sent.leaves_at) == ("review", "queued", LATER)
    assert items() == [("closed", "answered")]
    assert not AnswerDraft.objects.exists()
    assert not outbox.claim(limit=1, lease_until=LATER, now=LATER - timedelta(microseconds=1))
    made = deliver(receipt=Receipt("sent", "X1", LATER))
    assert made is not None
    assert (made.about, made.subject, made.review, made.text, made.edits) == ("review", "R1", "R1", TEXT, False)
    row = OwnAnswer.objects.get()
    assert (row.state, row.outside_id, row.sent_at) == ("sent", "X1", LATER)
    assert "answer.sent" in AuditEntry.objects.values_list("what", flat=True)


LEFT = pytest.mark.parametrize(("left", "waits"), [(15, 10), (14, 9), (7, 2), (5, 0), (0, 0)])


@LEFT
@pytest.mark.parametrize("followed", [False, True])
def test_what_is_answered_in_the_last_seconds_of_its_window_leaves_within_it(
    cast: Cast, bad: Review, left: int, waits: int, followed: bool
) -> None:
    if followed:
        tell(cast, FOLLOW_UP)
    now = GIVEN + timedelta(days=30, minutes=10 * followed, seconds=-left)
    key = uuid.uuid4()

    sent, again = answer(bad, cast.bob, now=now, client_key=key), answer(bad, cast.bob, now=now, client_key=key)

    assert sent.to == ("follow_up" if followed else "review")
    assert Outbound.objects.get().not_before == sent.leaves_at == again.leaves_at == now + timedelta(seconds=waits)


@LEFT
def test_what_is_changed_in_the_last_seconds_leaves_in_time_too(cast: Cast, left: int, waits: int) -> None:
    own = reviewed(make_shop(cast.desk, "wb", rules="wildberries"), [review("R5", None)], "R5")
    first = answer(own, cast.bob)
    deliver(receipt=Receipt("sent", "X1", LATER))
    now = LATER + timedelta(days=60, seconds=-left)

    changed = change(own, cast.bob, first.answer_id, "We are sorry, a new one is on its way", now=now)

    assert changed.leaves_at == now + timedelta(seconds=waits)
    assert Outbound.objects.get(state="queued").not_before == changed.leaves_at


def test_the_same_key_is_the_same_answer_and_of_another_review_it_is_refused(cast: Cast, bad: Review) -> None:
    key = uuid.uuid4()
    other = reviewed(cast.shop, [review("R2", None)], "R2")

    first, again = answer(bad, cast.bob, client_key=key), answer(bad, cast.bob, "other words", client_key=key)

    assert (again.answer_id, again.repeated) == (first.answer_id, True)
    with pytest.raises(Refusal, match="another answer"):
        answer(other, cast.bob, client_key=key)
    assert Outbound.objects.count() == 1


def test_told_again_it_has_the_time_it_had_however_late_it_is_tried_again(cast: Cast, bad: Review) -> None:
    key = uuid.uuid4()
    first = answer(bad, cast.bob, client_key=key)
    Outbound.objects.update(not_before=first.leaves_at + timedelta(minutes=15), attempts=1)

    assert answer(bad, cast.bob, client_key=key).leaves_at == first.leaves_at


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "text_missing"), ("Call +7 495 120-44-10", "contacts"), ("⟦order number⟧ is on its way", "gap"), ("a\ud800", "text_has_signs")],
)
def test_what_the_text_itself_forbids_never_leaves(cast: Cast, bad: Review, text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        answer(bad, cast.bob, text)

    assert refused.value.code == code
    assert not Outbound.objects.exists()
    assert items() == [("open", "")]


def test_the_profile_limits_the_length(cast: Cast) -> None:
    shop = make_shop(cast.desk, "wb", rules="wildberries")
    own = reviewed(shop, [review("R5", None)], "R5")

    for text, code in (("x", "too_short"), ("x" * 5001, "too_long")):
        with pytest.raises(Refusal) as refused:
            answer(own, cast.bob, text)
        assert refused.value.code == code
    answer(own, cast.bob, "x" * 5000)


def test_a_number_of_the_order_is_no_telephone(cast: Cast) -> None:
    own = reviewed(cast.shop, [order("84951204410"), review("R1", "84951204410")])

    answer(own, cast.bob, "Your parcel 84951204410 is on its way")

    assert OwnAnswer.objects.exists()


def test_nobody_else_reaches_it(cast: Cast, bad: Review) -> None:
    elsewhere = make_shop(make_desk(), "another")
    bad.shop_id = elsewhere.pk
    with pytest.raises(NotVisible):
        answer(bad, cast.bob)


NEWER: dict[str, tuple[dict[str, Any], str]] = {
    "changed": (told("review_change", "R1", SOON, verdict="good", text="Fine now"), "change"),
    "deleted": (told("review_delete", "R1", SOON, by="author"), "deletion"),
    "followed up": (FOLLOW_UP, "follow_up"),
    "answered there": (reply(text="Given there"), "answer"),
}


@pytest.mark.parametrize("name", NEWER)
def test_who_has_not_seen_what_came_learns_of_it(cast: Cast, bad: Review, name: str) -> None:
    record, kind = NEWER[name]
    seen = answerable.of(cast.desk.pk, bad.pk).seen
    tell(cast, record)

    with pytest.raises(Stale) as stale:
        answer(bad, cast.bob, seen=seen)

    assert [one["kind"] for one in stale.value.newer["newer"]] == [kind]
    assert "not sent" in stale.value.message
    assert stale.value.newer["seen"] == answerable.of(cast.desk.pk, bad.pk).seen.text()
    assert not OwnAnswer.objects.exists()


def test_a_colleagues_answer_is_news_and_ones_own_is_none(cast: Cast, bad: Review) -> None:
    seen = answerable.of(cast.desk.pk, bad.pk).seen
    answer(bad, cast.alice, "First", seen=seen)

    with pytest.raises(Stale, match="answered"):
        answer(bad, cast.bob, seen=seen)
    with pytest.raises(Refusal) as refused:
        answer(bad, cast.alice, "Second", seen=seen)
    assert refused.value.code == "already_answered"


def test_a_follow_up_is_answered_by_itself_also_where_the_review_was(cast: Cast, bad: Review) -> None:
    answer(bad, cast.bob)
    deliver()
    tell(cast, FOLLOW_UP)

    sent = answer(bad, cast.bob, "The new one leaves today", now=LATER)

    assert sent.to == "follow_up"
    made = deliver(now=LATER + timedelta(seconds=10))
    assert made is not None
    assert (made.about, made.subject, made.review) == ("follow_up", "F1", "R1")


def test_refused_it_waits_again_and_another_takes_its_place(cast: Cast, bad: Review) -> None:
    first = answer(bad, cast.bob)
    deliver(Outcome.DEAD, reason="Words that are not allowed")

    assert (state(first.answer_id), OwnAnswer.objects.get().reason) == ("refused", "Words that are not allowed")
    assert items()[-1] == ("open", "")
    assert items("dead_delivery") == [("open", "")]
    second = answer(bad, cast.bob, "Other words", now=LATER)
    assert items()[-1] == ("closed", "answered")
    assert items("dead_delivery") == [("closed", "handled")]
    assert Outbound.objects.order_by("id")[0].state == "cancelled"
    assert second.answer_id != first.answer_id


@pytest.mark.parametrize(
    ("outcome", "receipt", "expected"),
    [
        (Outcome.SENT, Receipt("moderated", "X1"), "moderated"),
        (Outcome.UNKNOWN, None, "unknown"),
        (Outcome.BY_HAND, None, "by_hand"),
        (Outcome.LATER, None, "queued"),
        (Outcome.CANCELLED, None, "refused"),
    ],
)
def test_its_state_is_that_of_the_delivery(cast: Cast, bad: Review, outcome: Outcome, receipt: Receipt | None, expected: str) -> None:
    answer(bad, cast.bob)

    deliver(outcome, receipt)

    assert OwnAnswer.objects.get().state == expected
    assert items()[-1][0] == ("open" if expected == "refused" else "closed")


def test_taken_back_it_is_the_draft_again_and_the_review_waits(cast: Cast, bad: Review) -> None:
    sent = answer(bad, cast.bob)

    restored = take_back(bad, cast.bob, sent.answer_id, now=NOW)
    again = take_back(bad, cast.bob, sent.answer_id, now=NOW)

    assert (restored.text, again.text, restored.version) == (TEXT, TEXT, 1)
    assert (state(sent.answer_id), Outbound.objects.get().state) == ("cancelled", "cancelled")
    assert items()[-1] == ("open", "")
    answer(bad, cast.bob)


def test_on_its_way_it_cannot_be_taken_back(cast: Cast, bad: Review) -> None:
    sent = answer(bad, cast.bob)
    claim()

    with pytest.raises(Stale):
        take_back(bad, cast.bob, sent.answer_id)


@pytest.mark.parametrize("outcome", [None, Outcome.SENT, Outcome.BY_HAND, Outcome.UNKNOWN])
def test_what_the_feed_tells_of_it_is_the_same_answer(cast: Cast, bad: Review, outcome: Outcome | None) -> None:
    answer(bad, cast.bob)
    if outcome is not None:
        deliver(outcome)

    tell(cast, reply(text=TEXT.upper()))

    row = OwnAnswer.objects.get()
    assert (row.state, row.outside_id, row.told_record) == ("sent", "A1", Answer.objects.get().record)
    assert Outbound.objects.get().state in {"sent", "cancelled"}


def test_the_answer_to_us_after_the_feed_says_nothing_new(cast: Cast, bad: Review) -> None:
    answer(bad, cast.bob)
    held = claim()
    parcel(held)
    tell(cast, reply())

    settle(held, Outcome.UNKNOWN)

    assert OwnAnswer.objects.get().state == "sent"
    assert Outbound.objects.get().state == "sent"


ENDS = {
    "elsewhere": (reply(text="Given there"), wordings.ELSEWHERE),
    "deleted": (told("review_delete", "R1", SOON, by="platform"), wordings.DELETED),
    "struck": (told("trade_void", "V1", SOON, order="O1", reason="fake"), wordings.STRUCK),
    "followed up": (FOLLOW_UP, wordings.FOLLOWED),
}


@pytest.mark.parametrize("name", ENDS)
@pytest.mark.parametrize("by_hand", [False, True])
def test_what_became_pointless_is_not_sent(cast: Cast, bad: Review, name: str, by_hand: bool) -> None:
    record, reason = ENDS[name]
    answer(bad, cast.bob)
    if by_hand:
        deliver(Outcome.BY_HAND)

    tell(cast, record)

    row = OwnAnswer.objects.get()
    assert (row.state, row.reason, row.text) == ("cancelled", reason, TEXT)
    assert Outbound.objects.get().state == "cancelled"


@pytest.mark.parametrize("name", ENDS)
def test_a_worker_that_has_it_already_asks_before_it_repeats(cast: Cast, bad: Review, name: str) -> None:
    record, reason = ENDS[name]
    answer(bad, cast.bob)
    deliver(Outcome.LATER)
    held = claim(LATER + timedelta(minutes=1))
    tell(cast, record)

    assert parcel(held) is None
    settle(held, Outcome.CANCELLED)
    assert (OwnAnswer.objects.get().state, OwnAnswer.objects.get().reason) == ("cancelled", reason)


def test_an_answer_is_changed_once_where_the_marketplace_lets_it(cast: Cast) -> None:
    shop = make_shop(cast.desk, "wb", rules="wildberries")
    own = reviewed(shop, [review("R5", None)], "R5")
    sent = answer(own, cast.bob)
    with pytest.raises(Refusal) as early:
        change(own, cast.bob, sent.answer_id, "We are sorry, a new one is on its way")
    deliver(receipt=Receipt("sent", "X1", LATER))

    with pytest.raises(Refusal) as contact:
        change(own, cast.bob, sent.answer_id, "Write to a@b.com")
    change(own, cast.bob, sent.answer_id, "We are sorry, a new one is on its way")
    with pytest.raises(Refusal) as twice:
        change(own, cast.alice, sent.answer_id, "Sorry about the lid, a new one is on its way")

    assert [one.value.code for one in (early, contact, twice)] == ["not_sent_yet", "contacts", "already_edited"]
    made = deliver(now=LATER + timedelta(seconds=10))
    assert made is not None
    assert (made.edits, made.text) == (True, "We are sorry, a new one is on its way")


def test_a_profile_without_changes_refuses_them(cast: Cast, bad: Review) -> None:
    sent = answer(bad, cast.bob)
    deliver()

    with pytest.raises(Refusal) as refused:
        change(bad, cast.bob, sent.answer_id, "We are sorry, a new one is on its way")

    assert refused.value.code == "edit_not_offered"


def test_sending_ends_the_lease(cast: Cast, bad: Review) -> None:
    Lease.objects.create(desk=cast.desk, subject=f"review:{bad.pk}", holder=cast.bob, until=LATER)

    answer(bad, cast.bob)

    assert not Lease.objects.exists()


def test_seen_reads_what_it_wrote_and_nothing_else() -> None:
    assert seen_of(Seen(12, 3).text()) == Seen(12, 3)
    for text in ("", "12", "-1-2", "1-2-3", "١-٢", "9" * 19 + "-1"):
        assert seen_of(text) is None
