"""One review, several at once: each guard is shown to be what holds."""

import uuid
from contextlib import suppress
from datetime import timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any, cast

import pytest

from reviews.models import OwnAnswer, Review
from reviews.rows import answerable
from reviews.services import adopting, answering, delivering, reaching, withdrawing
from reviews.services.sending import Sent
from sellerdesk import outbox, shops
from sellerdesk.errors import Refusal, Stale
from sellerdesk.models import Outbound
from sellerdesk.outbox import Claimed, Outcome
from tests.concurrency.meeting import Meanwhile, Meeting
from tests.concurrency.together import together
from tests.factories.answering import GIVEN, LATER, NOW, TEXT, answer, claim, deliver, parcel, reviewed, take_back
from tests.factories.feed import load, order, review, told
from tests.factories.kernel import Cast, make_cast


pytestmark = pytest.mark.django_db(transaction=True)
SOON = (GIVEN + timedelta(minutes=25)).isoformat()


@pytest.fixture
def house() -> Cast:
    return make_cast()


@pytest.fixture
def bad(house: Cast) -> Review:
    return reviewed(house.shop, [order(), review(text="Broken")])


@pytest.fixture
def unlocked(monkeypatch: pytest.MonkeyPatch) -> Meeting:
    """Answering without the review's lock, and both wait for each other where they have looked."""
    meeting = Meeting()
    monkeypatch.setattr(answering, "reaching", SimpleNamespace(**(vars(reaching) | {"review": meeting.after(reaching.seen)})))
    return meeting


def sent(outcomes: list[Any]) -> list[Sent]:
    return [one for one in outcomes if isinstance(one, Sent)]


@pytest.mark.parametrize("_", range(2))
def test_one_key_twice_at_once_is_one_answer(house: Cast, bad: Review, _: int) -> None:
    action = partial(answer, bad, house.bob, client_key=uuid.uuid4())

    outcomes = together(action, action, action)

    assert len({one.answer_id for one in sent(outcomes)}) == 1
    assert sorted(one.repeated for one in sent(outcomes)) == [False, True, True]
    assert Outbound.objects.count() == 1


def test_control_without_the_lock_one_of_them_fails(house: Cast, bad: Review, unlocked: Meeting) -> None:
    action = partial(answer, bad, house.bob, client_key=uuid.uuid4())

    outcomes = together(action, action)

    assert unlocked.met
    assert len(sent(outcomes)) == 1


@pytest.mark.parametrize("_", range(2))
def test_of_two_agents_at_once_one_answers_and_the_other_sees_it(house: Cast, bad: Review, _: int) -> None:
    seen = answerable.of(bad.desk_id, bad.pk).seen

    outcomes = together(partial(answer, bad, house.alice, seen=seen), partial(answer, bad, house.bob, seen=seen))

    assert len(sent(outcomes)) == 1
    (stale,) = [one for one in outcomes if isinstance(one, Stale)]
    assert [(one["kind"], one["text"]) for one in stale.newer["newer"]] == [("own", TEXT)]
    assert (OwnAnswer.objects.count(), Outbound.objects.count()) == (1, 1)


def test_control_without_the_lock_nobody_learns_of_the_other(house: Cast, bad: Review, unlocked: Meeting) -> None:
    outcomes = together(partial(answer, bad, house.alice), partial(answer, bad, house.bob))

    assert unlocked.met
    assert not [one for one in outcomes if isinstance(one, Stale)]
    assert [one for one in outcomes if isinstance(one, Refusal)], "the database's own constraint stops one of them"
    assert OwnAnswer.objects.count() == 1


@pytest.mark.parametrize("_", range(2))
def test_taking_back_and_leaving_at_once_end_in_one_of_the_two(house: Cast, bad: Review, _: int) -> None:
    own = answer(bad, house.bob)

    taken, claimed = together(
        partial(take_back, bad, house.bob, own.answer_id), partial(outbox.claim, limit=1, lease_until=LATER, now=LATER)
    )

    state = Outbound.objects.get().state
    assert (state, OwnAnswer.objects.get().state, type(taken).__name__, len(cast("list[Claimed]", claimed))) in [
        ("cancelled", "cancelled", "Restored", 0),
        ("claimed", "queued", "Stale", 1),
    ]


def test_control_without_compare_and_set_it_is_taken_back_and_leaves(house: Cast, bad: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker takes it between our look and our writing."""

    def cancel(_desk: int, _outbound: int, **_: Any) -> None:
        together(partial(outbox.claim, limit=1, lease_until=LATER, now=LATER))

    monkeypatch.setattr(withdrawing, "outbox", SimpleNamespace(cancel=cancel))
    own = answer(bad, house.bob)

    take_back(bad, house.bob, own.answer_id)

    assert (Outbound.objects.get().state, OwnAnswer.objects.get().state) == ("claimed", "cancelled")


def telling(house: Cast, text: str) -> Meanwhile:
    """The marketplace tells of an answer."""
    return Meanwhile(lambda: load(shops.facts(house.shop), told("reply", "A1", SOON, review="R1", text=text), now=LATER))


def race_of_answering_and_an_answer_elsewhere(house: Cast, bad: Review, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the load was over before ours was written."""
    elsewhere = telling(house, "Given there")
    monkeypatch.setattr(answering, "reaching", SimpleNamespace(**(vars(reaching) | {"review": elsewhere.after(reaching.review)})))
    answer(bad, house.bob)
    return elsewhere.finish()


def test_what_is_answered_elsewhere_meanwhile_does_not_leave(house: Cast, bad: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not race_of_answering_and_an_answer_elsewhere(house, bad, monkeypatch)

    assert parcel(claim()) is None


def test_control_a_worker_that_does_not_ask_again_sends_it(house: Cast, bad: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivering, "_over", lambda _: "")

    race_of_answering_and_an_answer_elsewhere(house, bad, monkeypatch)

    assert parcel(claim()) is not None


def race_of_the_echo_and_taking_back(house: Cast, bad: Review, monkeypatch: pytest.MonkeyPatch) -> tuple[bool, str, str]:
    own, echo = answer(bad, house.bob), telling(house, TEXT)
    deliver(Outcome.BY_HAND)
    monkeypatch.setattr(withdrawing, "outbox", SimpleNamespace(**(vars(outbox) | {"cancel": echo.after(outbox.cancel)})))
    with suppress(Stale):
        take_back(bad, house.bob, own.answer_id, now=NOW)
    ended = echo.finish()
    return ended, Outbound.objects.get().state, OwnAnswer.objects.get().state


def test_the_echo_waits_for_who_takes_it_back(house: Cast, bad: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    assert race_of_the_echo_and_taking_back(house, bad, monkeypatch) == (False, "cancelled", "cancelled")


def test_control_where_the_echo_holds_no_deliveries_one_waits_for_a_hand_for_ever(
    house: Cast, bad: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adopting, "hold", lambda *_: frozenset())

    assert race_of_the_echo_and_taking_back(house, bad, monkeypatch) == (True, "by_hand", "sent")
