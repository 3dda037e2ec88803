"""One claim, decided by several at once and by the clock: each guard is shown to be what holds."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from returns.domain import deciding as rules
from returns.models import Claim, Decision
from returns.outbound import DecisionCarrier
from returns.services import decidable, deciding, decision_fates
from returns.services.deciding import Decided
from sellerdesk import outbox
from sellerdesk.errors import Refusal, Stale
from sellerdesk.models import Outbound
from tests.concurrency.meeting import Meanwhile, Meeting
from tests.concurrency.together import together
from tests.factories.deciding import DUE, LEAVES, NOW, ask, confirm, decide, limit, states, take_back, tell
from tests.factories.kernel import Cast, join, make_cast, make_person
from tests.factories.returns import step


pytestmark = pytest.mark.django_db(transaction=True)
SECOND = timedelta(seconds=1)
WORDS = "Our photos show another article"


@pytest.fixture
def house() -> Cast:
    return make_cast()


@pytest.fixture
def row(house: Cast) -> Claim:
    return ask(house.shop)


def owed() -> Any:
    """What is owed to the marketplace; mails to colleagues are not meant."""
    return Outbound.objects.filter(kind=deciding.KIND)


def names(outcomes: list[Any]) -> list[str]:
    return sorted(type(one).__name__ for one in outcomes)


@pytest.mark.parametrize("_", range(2))
def test_of_two_one_decides_and_the_other_is_shown_what_was_decided(house: Cast, row: Claim, _: int) -> None:
    outcomes = together(partial(decide, row, house.alice), partial(decide, row, house.bob, "reject", text=WORDS))

    assert names(outcomes) == ["Decided", "Stale"]
    stale = next(one for one in outcomes if isinstance(one, Stale))
    own = Decision.objects.get()
    assert (stale.newer["decision"]["id"], owed().count()) == (own.pk, 1)


def unlocked(desk_id: int, _shop_ids: Any, claim_id: int) -> Claim:
    return Claim.objects.get(desk_id=desk_id, pk=claim_id)


def test_control_without_the_lock_the_other_is_told_nonsense(house: Cast, row: Claim, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = Meeting()
    monkeypatch.setattr(decidable, "claim", unlocked)
    monkeypatch.setattr(deciding, "_stand_back", meeting.after(deciding._stand_back))

    outcomes = together(partial(decide, row, house.alice), partial(decide, row, house.bob, "reject", text=WORDS))

    assert meeting.met
    assert names(outcomes) == ["Decided", "Refusal"], "the database's own constraint, and nobody is shown anything"


def race_at_the_last_instant(house: Cast, row: Claim, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Bob decides at the last instant; one second later by the clock, and before him in the queue, alice does."""
    late: list[Any] = []

    def alice() -> None:
        try:
            late.append(decide(row, house.alice, "reject", text=WORDS, now=DUE + SECOND))
        except (Refusal, Stale) as error:
            late.append(error)

    first = Meanwhile(alice)
    claim = decidable.claim
    monkeypatch.setattr(decidable, "claim", first.before(claim))
    try:
        late.append(decide(row, house.bob, now=DUE))
    except (Refusal, Stale) as error:
        late.append(error)
    first.finish()
    return late


def test_in_the_last_second_it_is_decided_and_a_second_later_it_is_not(house: Cast, row: Claim, monkeypatch: pytest.MonkeyPatch) -> None:
    alice, bob = race_at_the_last_instant(house, row, monkeypatch)

    assert isinstance(bob, Decided)
    assert (alice.code, [one.kind for one in Decision.objects.all()]) == ("clock_ran_out", ["refund"])


def test_control_without_looking_at_the_clock_the_late_one_decides(house: Cast, row: Claim, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "ran_out", lambda *_: None)

    alice, bob = race_at_the_last_instant(house, row, monkeypatch)

    assert (type(alice), type(bob), [one.kind for one in Decision.objects.all()]) == (Decided, Stale, ["reject"])


def race_with_the_clock(house: Cast, row: Claim, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What leaves where the marketplace tells that it has paid by itself between our look and our writing."""
    paid = Meanwhile(lambda: tell(house.shop, step("refunded", DUE.isoformat(), by="clock"), now=DUE), patience=0.3)
    monkeypatch.setattr(deciding, "_stand_back", paid.after(deciding._stand_back))
    decide(row, house.bob, "reject", text=WORDS, now=DUE)
    assert not paid.finish(), "the load waits for who decides"
    (claimed,) = outbox.claim(limit=1, lease_until=DUE + 60 * SECOND, now=DUE + SECOND)
    return DecisionCarrier().parcel(claimed)


def test_what_the_marketplace_did_by_itself_meanwhile_stands(house: Cast, row: Claim, monkeypatch: pytest.MonkeyPatch) -> None:
    assert race_with_the_clock(house, row, monkeypatch) is None


def test_control_a_worker_that_does_not_ask_again_sends_it(house: Cast, row: Claim, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decision_fates, "why_over", lambda *_: "")

    assert race_with_the_clock(house, row, monkeypatch) is not None


@pytest.fixture
def waiting(house: Cast, row: Claim) -> tuple[Any, Any, int]:
    """A refund above bob's limit, and the two who may confirm it."""
    limit(house.shop)
    dora = make_person("dora@example.org", name="Dora")
    join(house.desk, dora, "manager")
    return house.alice, dora, decide(row, house.bob).decision_id


def test_one_of_two_confirms_and_whoever_asked_never_does(house: Cast, row: Claim, waiting: tuple[Any, Any, int]) -> None:
    alice, dora, decision = waiting

    outcomes = together(*(partial(confirm, row, one, decision) for one in (house.bob, alice, dora)))

    own = Decision.objects.get()
    assert names(outcomes[1:]) == ["Decided", "Stale"]
    assert names(outcomes[:1]) in (["Refusal"], ["Stale"])
    assert (own.state, own.second_id in {alice.pk, dora.pk}, owed().get().pk) == ("queued", True, own.outbound)


def test_control_without_the_lock_both_confirm_and_the_delivery_is_lost(
    house: Cast, row: Claim, waiting: tuple[Any, Any, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    alice, dora, decision = waiting
    meeting = Meeting()
    monkeypatch.setattr(decidable, "claim", unlocked)
    monkeypatch.setattr(decidable, "facts", meeting.after(decidable.facts))

    outcomes = together(partial(confirm, row, alice, decision), partial(confirm, row, dora, decision))

    assert meeting.met
    assert (names(outcomes), Decision.objects.get().outbound) == (["Decided", "Decided"], None)


@pytest.mark.parametrize("_", range(2))
def test_taking_back_and_leaving_at_once_end_in_one_of_the_two(house: Cast, row: Claim, _: int) -> None:
    own = decide(row, house.bob)

    taken, claimed = together(
        partial(take_back, row, house.bob, own.decision_id), partial(outbox.claim, limit=1, lease_until=LEAVES + 60 * SECOND, now=LEAVES)
    )

    left = len(claimed) if isinstance(claimed, list) else -1
    assert (owed().get().state, *states(), type(taken).__name__, left) in [
        ("cancelled", "cancelled", "Decision", 0),
        ("claimed", "queued", "Stale", 1),
    ]


def test_taking_back_and_confirming_at_once_end_in_one_of_the_two(house: Cast, row: Claim, waiting: tuple[Any, Any, int]) -> None:
    alice, _dora, decision = waiting

    outcomes = together(partial(take_back, row, house.bob, decision, now=NOW), partial(confirm, row, alice, decision))

    assert (names(outcomes), states(), owed().count()) in [
        (["Decision", "Stale"], ["cancelled"], 0),
        (["Decided", "Stale"], ["queued"], 1),
    ]
