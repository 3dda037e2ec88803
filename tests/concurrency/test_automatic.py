"""Rules for good reviews, several workers at once: no day's number is exceeded, no review is answered twice, none is lost."""

from functools import partial
from typing import Any

import pytest

from reviews.models import AutomaticEntry, AutomaticWait, OwnAnswer, Review
from reviews.services import automatic, automatic_queue, automatic_rules
from reviews.services.automatic import Decided
from sellerdesk import shops
from sellerdesk.models import Outbound
from tests.concurrency.meeting import Meeting
from tests.concurrency.together import together
from tests.factories.answering import NOW, answer, reviewed
from tests.factories.automatic import decide_all, good, make_rule
from tests.factories.kernel import Cast, make_cast


pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house() -> Cast:
    """A shop with a rule for one answer a day, and two good reviews that wait for it."""
    made = make_cast()
    make_rule(made.shop, cap=1)
    reviewed(made.shop, [good("R1"), good("R2")])
    return made


def actions(house: Cast, *places: int) -> list[partial[Decided]]:
    """A worker for each review that waits, or twice for the same one."""
    shop = shops.facts(house.shop)
    due = automatic_queue.due(shop, now=NOW)
    return [partial(automatic.decide, shop=shop, wait_id=due[place], now=NOW) for place in places]


def outcomes(done: list[Any]) -> list[str]:
    return sorted(one.outcome if isinstance(one, Decided) else repr(one) for one in done)


def test_a_day_is_never_overfull(house: Cast) -> None:
    assert outcomes(together(*actions(house, 0, 1))) == ["answered", "left"]

    assert sorted(AutomaticEntry.objects.values_list("reason", flat=True)) == ["", "cap"]
    assert OwnAnswer.objects.count() == 1


def test_control_without_the_lock_of_the_shop_it_is(house: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = Meeting()
    monkeypatch.setattr(automatic_rules, "locked", automatic_rules.on)
    monkeypatch.setattr(automatic, "_is_full", meeting.after(automatic._is_full))

    assert outcomes(together(*actions(house, 0, 1))) == ["answered", "answered"]
    assert meeting.met


def test_two_workers_with_one_review_answer_it_once(house: Cast) -> None:
    assert outcomes(together(*actions(house, 0, 0))) == ["answered", "gone"]
    assert Outbound.objects.count() == 1


def test_a_person_and_a_rule_at_once_give_one_answer(house: Cast) -> None:
    own = Review.objects.get(outside_id="R1")
    (rule,) = actions(house, 0)

    together(rule, partial(answer, own, house.bob))

    assert OwnAnswer.objects.count() == 1
    assert list(AutomaticEntry.objects.values_list("reason", flat=True)) in [[""], ["already_answered"]]


def test_killed_before_the_end_nothing_was_done_and_it_is_done_later(house: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    entering = automatic._enter

    def killed(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(automatic, "_enter", killed)
    (first,) = actions(house, 0)
    with pytest.raises(KeyboardInterrupt):
        first()
    assert (OwnAnswer.objects.count(), Outbound.objects.count(), AutomaticWait.objects.count()) == (0, 0, 2)

    monkeypatch.setattr(automatic, "_enter", entering)

    assert [one.outcome for one in decide_all(house.shop)] == ["answered", "left"]
