"""One question, several at once: each guard is shown to be what holds."""

from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

from reviews.models import OwnAnswer, Question
from reviews.rows import questions as known
from reviews.services import delivering, questions, reaching
from reviews.services.sending import Sent
from sellerdesk import shops
from sellerdesk.errors import Refusal, Stale
from sellerdesk.models import Outbound, WorkItem
from tests.concurrency.meeting import Meanwhile, Meeting
from tests.concurrency.together import together
from tests.factories.answering import LATER, claim, parcel
from tests.factories.feed import load
from tests.factories.kernel import Cast, make_cast
from tests.factories.questions import ANSWER, answer, asked, reply


pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house() -> Cast:
    return make_cast()


@pytest.fixture
def row(house: Cast) -> Question:
    return asked(house.shop)


def both_answer(house: Cast, row: Question) -> list[Any]:
    seen = known.of(row.desk_id, row.pk).seen
    return together(partial(answer, row, house.alice, seen=seen), partial(answer, row, house.bob, seen=seen))


@pytest.mark.parametrize("_", range(2))
def test_of_two_agents_at_once_one_answers_and_the_other_sees_it(house: Cast, row: Question, _: int) -> None:
    outcomes = both_answer(house, row)

    assert len([one for one in outcomes if isinstance(one, Sent)]) == 1
    (stale,) = [one for one in outcomes if isinstance(one, Stale)]
    assert [(one["kind"], one["text"]) for one in stale.newer["newer"]] == [("own", ANSWER)]
    assert (OwnAnswer.objects.count(), Outbound.objects.count()) == (1, 1)


def test_control_without_the_lock_nobody_learns_of_the_other(house: Cast, row: Question, monkeypatch: pytest.MonkeyPatch) -> None:
    def unlocked(desk_id: int, shop_ids: Any, question_id: int) -> Question:
        return Question.objects.get(desk_id=desk_id, shop_id__in=shop_ids, pk=question_id)

    meeting = Meeting()
    monkeypatch.setattr(questions, "reaching", SimpleNamespace(**(vars(reaching) | {"question": meeting.after(unlocked)})))

    outcomes = both_answer(house, row)

    assert meeting.met
    assert not [one for one in outcomes if isinstance(one, Stale)]
    assert [one for one in outcomes if isinstance(one, Refusal)], "the database's own constraint stops one of them"
    assert OwnAnswer.objects.count() == 1


def race_of_answering_and_an_answer_elsewhere(house: Cast, row: Question, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the load was over before ours was written."""
    elsewhere = Meanwhile(lambda: load(shops.facts(house.shop), reply(text="Given there"), now=LATER))
    monkeypatch.setattr(questions, "reaching", SimpleNamespace(**(vars(reaching) | {"question": elsewhere.after(reaching.question)})))
    answer(row, house.bob)
    return elsewhere.finish()


def test_what_is_answered_elsewhere_meanwhile_does_not_leave(house: Cast, row: Question, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not race_of_answering_and_an_answer_elsewhere(house, row, monkeypatch)

    assert parcel(claim()) is None
    assert WorkItem.objects.filter(kind="question", state="open").count() == 0


def test_control_a_worker_that_does_not_ask_again_sends_it(house: Cast, row: Question, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivering, "_over", lambda _: "")

    race_of_answering_and_an_answer_elsewhere(house, row, monkeypatch)

    assert parcel(claim()) is not None
