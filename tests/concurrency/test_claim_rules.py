"""Rules for claims, several workers at once: no day's number is exceeded, no claim is decided twice, none is lost."""

import uuid
from functools import partial
from typing import Any

import pytest

from returns.domain.deciding import Wanted
from returns.models import ClaimRuleEntry, ClaimRuleWait, Decision
from returns.services import automatic, automatic_queue, automatic_rules, deciding
from sellerdesk import shops
from sellerdesk.domain import actor
from sellerdesk.models import Outbound
from tests.concurrency.meeting import Meeting
from tests.concurrency.together import together
from tests.factories.claim_rules import NOW, claimed, decide_all, make_claim_rule, one, small
from tests.factories.kernel import Cast, make_cast


pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house() -> Cast:
    """A shop with a rule for one decision a day, and two claims that wait for it."""
    made = make_cast()
    make_claim_rule(made.shop, cap=1)
    claimed(made.shop, small("CL1"), small("CL2"))
    return made


def actions(house: Cast, *places: int) -> list[partial[Any]]:
    """A worker for each claim that waits, or twice for the same one."""
    shop = shops.facts(house.shop)
    due = automatic_queue.due(shop)
    return [partial(automatic.decide, shop=shop, wait_id=due[place], now=NOW) for place in places]


def outcomes(done: list[Any]) -> list[str]:
    return sorted(one.outcome if isinstance(one, automatic.Decided) else repr(one) for one in done)


def test_a_day_is_never_overfull(house: Cast) -> None:
    assert outcomes(together(*actions(house, 0, 1))) == ["decided", "left"]

    assert sorted(ClaimRuleEntry.objects.values_list("reason", flat=True)) == ["", "cap"]
    assert Decision.objects.count() == 1


def test_control_without_the_lock_of_the_shop_it_is(house: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = Meeting()
    monkeypatch.setattr(automatic_rules, "locked", automatic_rules.on)
    monkeypatch.setattr(automatic, "decided_on", meeting.after(automatic.decided_on))

    assert outcomes(together(*actions(house, 0, 1))) == ["decided", "decided"]
    assert meeting.met


def test_two_workers_with_one_claim_decide_it_once(house: Cast) -> None:
    assert outcomes(together(*actions(house, 0, 0))) == ["decided", "gone"]
    assert Outbound.objects.count() == 1


def test_a_person_and_a_rule_at_once_make_one_decision(house: Cast) -> None:
    (rule,) = actions(house, 0)
    person = partial(
        deciding.decide, desk_id=house.desk.pk, shop_ids=[house.shop.pk], claim_id=one("CL1").pk,
        wanted=Wanted(kind="reject", text="The photo shows another article"), user_id=house.bob.pk, actor=actor.SYSTEM,
        client_key=uuid.uuid4(), now=NOW,
    )  # fmt: skip

    together(rule, person)

    made = Decision.objects.get()
    assert (made.kind, list(ClaimRuleEntry.objects.values_list("reason", flat=True))) in [("refund", [""]), ("reject", ["decided_before"])]


def test_killed_before_the_end_nothing_was_done_and_it_is_done_later(house: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    entering = automatic._enter

    def killed(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(automatic, "_enter", killed)
    (first,) = actions(house, 0)
    with pytest.raises(KeyboardInterrupt):
        first()
    assert (Decision.objects.count(), Outbound.objects.count(), ClaimRuleWait.objects.count()) == (0, 0, 2)

    monkeypatch.setattr(automatic, "_enter", entering)

    assert [done.outcome for done in decide_all(house.shop)] == ["decided", "left"]
