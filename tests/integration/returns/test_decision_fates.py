"""What becomes of a decision: through the simulated marketplace and back by the feed, by hand, taken back, overtaken, seconded."""

from datetime import timedelta
from typing import Any

import pytest

from returns.models import Claim, Decision, RefundLimit
from returns.services import decision_echoes, refund_limits
from sellerdesk import shops
from sellerdesk.delivery import deciding as delivery
from sellerdesk.domain import actor
from sellerdesk.errors import Refusal, Stale
from sellerdesk.models import Outbound, SimulatedParcel, WorkItem
from tests.factories.deciding import DUE, LEAVES, NOW, ask, confirm, decide, limit, read_back, states, take_back, tell
from tests.factories.delivering import Clock, connected, forget_marketplaces, run_dry, turn
from tests.factories.kernel import Cast
from tests.factories.returns import claim, step, waits


pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
WORDS = "The photos show another article than ours"


@pytest.fixture
def house(cast: Cast) -> Cast:
    forget_marketplaces()
    connected(cast.shop)
    return cast


@pytest.fixture
def row(house: Cast) -> Claim:
    return ask(house.shop)


def open_claims(house: Cast) -> list[str]:
    return list(waits(shops.facts(house.shop)))


@pytest.mark.parametrize(
    ("kind", "fields", "axes"),
    [
        ("refund", {}, ("paid", "kept", "nobody")),
        ("refund_part", {"comes_back": False, "amount_minor": 300}, ("partly", "with_buyer", "buyer")),
        ("return", {}, ("asked", "with_buyer", "buyer")),
        ("reject", {"text": WORDS}, ("refused", "with_buyer", "buyer")),
        ("escalate", {"text": WORDS}, ("asked", "with_buyer", "marketplace")),
    ],
)
def test_it_is_sent_after_ten_seconds_and_confirmed_by_reading_back(
    house: Cast, row: Claim, kind: Any, fields: dict[str, Any], axes: tuple[str, ...]
) -> None:
    clock = Clock(LEAVES - SECOND)
    decide(row, house.bob, kind, **fields)

    assert turn(clock) == 0, "it can still be taken back"
    clock.on(seconds=1)
    turn(clock)
    assert (states(), open_claims(house)) == (["sent"], []), "the marketplace has it"
    assert WorkItem.objects.get(kind="claim").outcome == "decided"
    tell(house.shop, claim(wants="refund", amount={"amount": "12.50", "currency": "CNY"}, photos=["/static/demo/mug-home.svg"]))
    assert open_claims(house) == [], "something else that is told of it makes no work"
    read_back(house.shop, clock)

    row.refresh_from_db()
    assert (states(), (row.money, row.goods, row.talk)) == (["confirmed"], axes)
    assert Decision.objects.get().told_at == LEAVES


def test_what_the_marketplace_refuses_is_open_again_and_may_be_decided_anew(house: Cast, row: Claim) -> None:
    clock = Clock(LEAVES)
    decide(row, house.bob, "reject", text=f"{WORDS} #refuse")
    turn(clock)

    refused = Decision.objects.get()
    assert (refused.state, bool(refused.reason), open_claims(house)) == ("refused", True, ["CL1"])
    assert WorkItem.objects.filter(kind="dead_delivery", state="open").exists()

    decide(row, house.alice, "refund", now=clock())
    run_dry(clock)
    assert states() == ["refused", "sent"]
    assert not WorkItem.objects.filter(kind="dead_delivery", state="open").exists()


@pytest.mark.parametrize(("word", "arrivals"), [("#timeout", 1), ("#drop", 1), ("#late", 1)])
def test_after_a_lost_answer_it_is_unknown_and_arrives_once(house: Cast, row: Claim, word: str, arrivals: int) -> None:
    clock = Clock(LEAVES)
    decide(row, house.bob, "reject", text=f"{WORDS} {word}")
    turn(clock)
    assert (states(), open_claims(house)) == (["unknown"], ["CL1"])
    run_dry(clock)
    read_back(house.shop, clock)

    assert (states(), SimulatedParcel.objects.get().arrivals, open_claims(house)) == (["confirmed"], arrivals, [])


def test_the_feed_may_be_faster_than_the_answer(house: Cast, row: Claim) -> None:
    clock = Clock(LEAVES)
    decide(row, house.bob, "reject", text=f"{WORDS} #timeout")
    turn(clock)
    read_back(house.shop, clock)

    assert (states(), Outbound.objects.get().state) == (["confirmed"], "sent")


def test_by_hand_a_person_says_that_it_is_done(cast: Cast) -> None:
    row = ask(cast.shop)
    decide(row, cast.bob)
    turn(Clock(LEAVES))
    assert (states(), open_claims(cast)) == (["by_hand"], ["CL1"])

    own = Decision.objects.get()
    assert own.outbound is not None
    delivery.done_there(desk_id=cast.desk.pk, outbound_id=own.outbound, actor=actor.person(cast.bob.pk, "bob"), now=LEAVES)
    assert (states(), open_claims(cast)) == (["sent"], [])
    with pytest.raises(Stale):
        decide(row, cast.alice, now=LEAVES + timedelta(hours=1))
    decide(row, cast.alice, now=LEAVES + timedelta(days=1, seconds=1))
    assert states() == ["overtaken", "queued"], "nobody told of it for a day"


def test_taken_back_in_time_it_is_never_sent(house: Cast, row: Claim) -> None:
    clock = Clock(LEAVES)
    made = decide(row, house.bob)

    take_back(row, house.alice, made.decision_id)
    take_back(row, house.alice, made.decision_id)
    run_dry(clock)

    assert (states(), SimulatedParcel.objects.count(), open_claims(house)) == (["cancelled"], 0, ["CL1"])
    decide(row, house.alice, now=clock())
    turn(Clock(LEAVES + 60 * SECOND))
    with pytest.raises(Stale):
        take_back(row, house.alice, Decision.objects.latest("pk").pk, now=LEAVES + 61 * SECOND)


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (step("refunded", (NOW + SECOND).isoformat(), by="clock"), "decided by itself"),
        (step("withdrawn", (NOW + SECOND).isoformat(), by="buyer"), "withdrawn"),
        (step("refunded", NOW.isoformat(), by="marketplace"), ""),
        (claim(wants="refund", amount={"amount": "99.00", "currency": "CNY"}, updated_at=(NOW + SECOND).isoformat()), "changed since"),
    ],
)
def test_what_is_told_meanwhile_calls_it_off(house: Cast, row: Claim, record: dict[str, object], reason: str) -> None:
    decide(row, house.bob)
    tell(house.shop, record, now=NOW + 2 * SECOND)
    run_dry(Clock(LEAVES))

    own = Decision.objects.get()
    assert own.state == ("cancelled" if reason else "confirmed")
    assert reason in own.reason
    assert SimulatedParcel.objects.count() == 0


def test_what_is_written_between_a_loads_looks_is_found_by_its_worker(house: Cast, row: Claim, monkeypatch: pytest.MonkeyPatch) -> None:
    decide(row, house.bob)
    monkeypatch.setattr(decision_echoes, "_unheard", lambda *_, **__: [])
    tell(house.shop, step("withdrawn", (NOW + SECOND).isoformat(), by="buyer"))
    turn(Clock(LEAVES))

    own = Decision.objects.get()
    assert (own.state, SimulatedParcel.objects.count()) == ("cancelled", 0)
    assert "withdrawn" in own.reason


def test_a_rejection_is_reopened_by_another_decision(house: Cast, row: Claim) -> None:
    clock = Clock(LEAVES)
    decide(row, house.bob, "reject", text=WORDS)
    turn(clock)
    read_back(house.shop, clock)
    decide(row, house.alice, "refund", now=clock())
    run_dry(clock)
    read_back(house.shop, clock)

    row.refresh_from_db()
    assert (states(), row.money) == (["confirmed", "confirmed"], "paid")


def test_more_evidence_is_asked_for_and_the_claim_still_waits(house: Cast, row: Claim) -> None:
    clock = Clock(LEAVES)
    decide(row, house.bob, "ask", text="Please send a photo of the label")
    turn(clock)
    assert (states(), open_claims(house)) == (["sent"], ["CL1"])
    decide(row, house.bob, "refund", now=clock())
    assert states() == ["sent", "queued"]


def test_a_second_person_confirms_and_neither_the_first_nor_one_with_a_low_limit(house: Cast, row: Claim) -> None:
    limit(house.shop)
    limit(house.shop, "owner", 1249)
    made = decide(row, house.bob)
    with pytest.raises(Refusal) as caught:
        confirm(row, house.bob, made.decision_id)
    assert caught.value.code == "same_person"
    with pytest.raises(Refusal) as caught:
        confirm(row, house.alice, made.decision_id)
    assert caught.value.code == "limit_too_low"
    house.shop.refresh_from_db()
    RefundLimit.objects.filter(role="owner").update(amount_minor=1250)
    with pytest.raises(Refusal) as caught:
        confirm(row, house.alice, made.decision_id, now=DUE + SECOND)
    assert caught.value.code == "clock_ran_out"

    done = confirm(row, house.alice, made.decision_id)
    assert (done.state, done.leaves_at, confirm(row, house.alice, made.decision_id).repeated) == ("queued", LEAVES, True)
    turn(Clock(LEAVES))
    own = Decision.objects.get()
    assert (own.state, own.second_id) == ("sent", house.alice.pk)


def test_a_program_has_the_lowest_limit(house: Cast, row: Claim) -> None:
    limit(house.shop, "owner", 100)
    made = decide(row, house.bob)
    assert made.state == "queued", "nothing is set for agents"
    take_back(row, house.bob, made.decision_id)
    assert refund_limits.of(house.desk.pk, house.shop.pk, None, "CNY") == 100
    assert refund_limits.of(house.desk.pk, house.shop.pk, None, "RUB") is None
    assert refund_limits.of(house.desk.pk, house.shop.pk, house.alice.pk, "") == 0
