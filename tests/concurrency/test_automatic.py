"""Rules for good reviews, several workers at once: no day's number is exceeded, no review is answered twice, none is lost."""

from functools import partial
from typing import Any

import pytest
from django.db import OperationalError

from reviews.models import AutomaticEntry, AutomaticWait, OwnAnswer, Review
from reviews.services import automatic, automatic_queue, automatic_rules, flagging
from reviews.services.automatic import Decided
from sellerdesk import shop_rules, shops
from sellerdesk.models import Outbound, Shop, WorkItem
from tests.concurrency.meeting import Meanwhile, Meeting
from tests.concurrency.together import together
from tests.factories.answering import NOW, answer, reviewed
from tests.factories.automatic import decide_all, good, make_rule
from tests.factories.feed import load, review
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


def judge_while_one_is_decided(house: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """R1 is judged anew beside a bad review, whose deadline needs the shop's hours, while its decision waits for R1."""
    (decision,) = actions(house, 0)
    load(shops.facts(house.shop), review("R9", None, stars=1), now=NOW)
    Review.objects.filter(outside_id="R1").update(judged=False)
    deciding = Meanwhile(decision)
    monkeypatch.setattr(flagging, "_take", deciding.after(flagging._take))
    try:
        flagging.judge(shop=shops.facts(house.shop), now=NOW)
    finally:
        assert not deciding.finish(), "the review was held"


def test_who_flags_and_who_decides_do_not_wait_for_each_other(house: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    judge_while_one_is_decided(house, monkeypatch)

    assert list(AutomaticEntry.objects.values_list("review__outside_id", "reason")) == [("R1", "")]
    assert WorkItem.objects.filter(kind=flagging.KIND, state="open").count() == 1


def test_control_with_the_row_of_the_shop_for_a_lock_they_would(house: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def lock_row(_table: object, _desk_id: int, _shop_ids: list[int], shop_id: int) -> None:
        Shop.objects.select_for_update(no_key=True).get(pk=shop_id)

    monkeypatch.setattr(shop_rules, "lock_shop", lock_row)

    with pytest.raises(OperationalError, match="deadlock"):
        judge_while_one_is_decided(house, monkeypatch)


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
