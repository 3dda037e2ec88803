"""A claim from what was told of it: its beginning, what steps mean, its status, its tellings merged."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from returns.domain import waiting
from returns.domain.clocks import Clock
from returns.domain.facts import ACTORS, BUYER, CLOCK, MARKETPLACE, SHOP, Claim, Step, Trade, claim_of, subject_of
from returns.domain.folding import Course, began, event_of, fold, why_not_place
from returns.domain.merging import given, merged
from returns.domain.moving import State
from sellerdesk.domain.revisions import Revision


AT = datetime(2026, 3, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
PLACED = Trade(("L1",), "placed", None, None)


def told(*steps: str, wants: str = "return", status: str | None = None, status_at: float = 0, trade: Trade | None = None) -> Course:
    """Steps as "step", "step/by" or "step@hours", one an hour from the first on unless said."""
    facts = []
    for number, spelt in enumerate(steps, start=1):
        what, _, after = spelt.partition("@")
        name, _, by = what.partition("/")
        facts.append(Step(f"T{number}", AT + HOUR * float(after or number), name, ACTORS[by or "seller"]))
    random.Random(len(steps)).shuffle(facts)
    claim = Claim(AT, wants, None, None, status, AT + HOUR * status_at if status else None)
    return fold(claim, trade, facts)


@pytest.mark.parametrize(
    ("trade", "goods"),
    [
        (None, "with_buyer"),
        (PLACED, "with_shop"),
        (Trade(("L1",), "shipped", AT, None), "going"),
        (Trade(("L1",), "refused", None, None), "going"),
        (Trade(("L1",), "placed", AT, None), "going"),
        (Trade(("L1",), "shipped", AT, AT), "with_buyer"),
        (Trade(("L1",), "shipped", AT, AT + HOUR), "going"),
        (Trade(("L1",), "completed", None, None), "with_buyer"),
        (Trade(("L1",), "delivered", AT + HOUR, AT + 2 * HOUR), "with_shop"),
        (Trade(("L1",), "delivered", None, AT + HOUR), "going"),
        (Trade(("L1",), "placed", None, AT + HOUR), "with_shop"),
        (Trade(("L1",), "placed", None, AT), "with_buyer"),
        (Trade(("L1",), "cancelled", None, None), "with_shop"),
    ],
)
def test_where_the_goods_begin_is_told_by_the_order(trade: Trade | None, goods: str) -> None:
    assert began(Claim(AT, "refund", None), trade) == State("asked", goods, "shop")


def events(course: Course) -> list[tuple[str, int]]:
    return [(one.event, one.by) for one in course.taken if not one.code]


def test_what_is_shipped_after_the_claim_goes_on_its_way() -> None:
    trade = Trade(("L1",), "delivered", AT + HOUR, AT + 5 * HOUR)
    course = told("agreed@2", "sent_back/buyer@6", wants="refund", trade=trade)
    assert events(course) == [("shipped", SHOP), ("agreed_outright", SHOP), ("delivered", MARKETPLACE), ("sent_back", BUYER)]
    # What the steps tell of the parcel counts more: it is on its way back before the order tells that it came.
    course = told("sent_back/buyer@3", wants="refund", trade=trade)
    assert (events(course), course.state.goods) == ([("shipped", SHOP), ("sent_back", BUYER)], "coming")


@pytest.mark.parametrize(
    ("hours", "steps", "expected"),
    [
        (24, (), ("dropped", "going", "closed")),
        (25, (), ("asked", "going", "shop")),
        (24, ("agreed@1",), ("agreed", "going", "nobody")),
        (24, ("refunded/clock@25",), ("paid", "going", "closed")),
    ],
)
def test_who_ships_in_time_closes_a_claim_that_nobody_answered(hours: float, steps: tuple[str, ...], expected: tuple[str, ...]) -> None:
    """AS-01, to the last instant of the window."""
    facts = [Step("T1", AT + HOUR * float(one.partition("@")[2]), *_step(one)) for one in steps]
    trade = Trade(("L1",), "shipped", AT + HOUR * hours, None)
    assert fold(Claim(AT, "refund", None), trade, facts, ships_until=AT + 24 * HOUR).state == State(*expected)
    assert fold(Claim(AT, "refund", None), trade, facts).state.goods == "going"


def _step(spelt: str) -> tuple[str, int]:
    name, _, by = spelt.partition("@")[0].partition("/")
    return name, ACTORS[by or "seller"]


def test_an_old_status_is_no_new_call_for_the_marketplace() -> None:
    ruling = [Step("T1", AT + 2 * HOUR, "ruled_for_seller", MARKETPLACE)]
    old = Claim(AT, "return", None, None, "with_marketplace", AT + HOUR, (AT + 3 * HOUR,))
    assert fold(old, None, ruling).state.talk == "for_shop"
    new = Claim(AT, "return", None, None, "with_marketplace", AT + 3 * HOUR)
    assert fold(new, None, ruling).state.talk == "marketplace"


def test_what_our_own_people_found_comes_last_of_its_moment() -> None:
    facts = [Step("", AT + HOUR, "restocked", SHOP, 7), Step("Z", AT + HOUR, "received", SHOP)]
    course = fold(Claim(AT, "return", None), None, facts)
    assert (events(course), course.state.goods) == ([("received", SHOP), ("restocked", SHOP)], "restocked")


def test_a_claim_is_placed_on_its_order() -> None:
    assert why_not_place(Claim(AT, "refund", "L1"), None) == "waiting"
    assert why_not_place(Claim(AT, "refund", "L1"), PLACED) == ""
    assert why_not_place(Claim(AT, "refund", None), PLACED) == ""
    assert why_not_place(Claim(AT, "refund", "L2"), PLACED) == "line_unknown"


@pytest.mark.parametrize(
    ("step", "by", "wants", "money", "goods", "event"),
    [
        ("agreed", SHOP, "return", "asked", "with_buyer", "agreed"),
        ("agreed", SHOP, "refund", "asked", "with_buyer", "agreed_outright"),
        ("agreed", CLOCK, "reship", "asked", "with_buyer", "agreed_outright"),
        ("changed", BUYER, "return", "asked", "with_buyer", "changed"),
        ("changed", SHOP, "return", "asked", "with_buyer", "offered"),
        ("closed", CLOCK, "return", "agreed", "with_buyer", "not_sent"),
        ("closed", CLOCK, "return", "partly", "with_buyer", "not_sent"),
        ("closed", CLOCK, "return", "agreed", "going", "not_sent"),
        ("closed", CLOCK, "return", "refused", "with_buyer", "closed"),
        ("closed", CLOCK, "return", "agreed", "coming", "closed"),
        ("closed", CLOCK, "refund", "agreed", "with_buyer", "closed"),
        ("closed", BUYER, "return", "agreed", "with_buyer", "closed"),
        ("refunded", MARKETPLACE, "return", "agreed", "coming", "refunded"),
    ],
)
def test_what_a_step_means_where_it_happens(step: str, by: int, wants: str, money: str, goods: str, event: str) -> None:
    assert event_of(step, by, wants, State(money, goods, "shop")) == event


def test_steps_are_taken_in_the_order_in_which_they_happened() -> None:
    course = told("sent_back/buyer@2", "agreed@1", "agreed@0.5", "agreed@-1")

    assert [(one.step.outside_id if one.step else "", one.code) for one in course.taken] == [
        ("T4", "before_claim"),
        ("T3", ""),
        ("T2", ""),
        ("T1", ""),
    ]
    assert course.state == State("agreed", "coming", "nobody")
    assert course.taken[1].before == course.began


def test_of_one_moment_the_id_decides() -> None:
    course = told("withdrawn/buyer@1", "agreed@1")

    assert [one.code for one in course.taken] == ["", "claim_over"]


@pytest.mark.parametrize(
    ("steps", "status", "at", "events", "money", "talk"),
    [
        ((), "agreed", 1, ["agreed"], "agreed", "buyer"),
        ((), "open", 1, [], "asked", "shop"),
        ((), "refused", 1, ["refused"], "refused", "buyer"),
        ((), "with_marketplace", 1, ["marketplace_joined"], "asked", "marketplace"),
        ((), "closed", 1, ["closed"], "dropped", "closed"),
        (("agreed@1",), "agreed", 1, ["agreed"], "agreed", "buyer"),
        (("partly_agreed@1",), "agreed", 2, ["partly_agreed"], "partly", "buyer"),
        (("refused@1",), "refused", 2, ["refused"], "refused", "buyer"),
        (("marketplace_joined@1",), "with_marketplace", 2, ["marketplace_joined"], "asked", "marketplace"),
        (("refunded@1",), "closed", 1, ["refunded", "closed"], "paid", "closed"),
        (("refunded@1", "closed/clock@1"), "closed", 1, ["refunded", "closed"], "paid", "closed"),
        # It was so then; what came later is not undone by it.
        (("refused@1", "changed/buyer@3"), "refused", 2, ["refused", "changed"], "asked", "shop"),
        (("changed/buyer@3",), "refused", 2, ["refused", "changed"], "asked", "shop"),
        # The tables refuse it: a claim that was paid is not refused.
        (("refunded@1",), "refused", 2, ["refunded"], "paid", "nobody"),
    ],
)  # fmt: skip
def test_a_status_tells_what_no_step_has_told(
    steps: tuple[str, ...], status: str, at: float, events: list[str], money: str, talk: str
) -> None:
    course = told(*steps, status=status, status_at=at)

    assert [one.event for one in course.taken] == events
    assert (course.state.money, course.state.talk) == (money, talk)


def revision(hour: float, hash_: bytes = b"h", **fields: object) -> Revision:
    return Revision(AT + HOUR * hour, hash_, {"at": AT, "order": "O1", "wants": "return", **fields})


def test_a_claims_tellings_are_merged() -> None:
    tellings = [
        revision(1, status="agreed", reason={"code": "DAMAGED"}, line="L1"),
        revision(0, status="open", reason={"text": "?"}, due_at=AT + HOUR),
        revision(3, reason={"code": "CHANGED_MIND", "text": "x"}, due_at=None),
        revision(2, wants="refund"),
    ]

    for _ in range(4):
        tellings = [*tellings[1:], tellings[0]]
        found = merged(tellings)
        assert found.claim == Claim(AT, "return", "L1", None, "agreed", AT + HOUR)
        assert (found.first_reason, found.reason.code, found.told_at) == ("damaged", "changed_mind", AT + HOUR * 3)


def test_a_status_that_was_cleared_tells_nothing() -> None:
    found = merged([revision(0, status="closed"), revision(1, status=None)])

    assert (found.claim.status, found.claim.status_at) == (None, None)
    assert merged([revision(0)]).first_reason == ""


@pytest.mark.parametrize(
    ("step", "events", "state"),
    [
        # The second "agreed" is the first one, told again with whatever else has changed: it began no second time.
        (Step("T1", AT + HOUR * 2, "sent_back", BUYER), ["agreed", "sent_back"], State("agreed", "coming", "nobody")),
        # Something else was true between: it has been agreed anew.
        (Step("T1", AT + HOUR * 2, "changed", BUYER), ["agreed", "changed", "agreed"], State("agreed", "with_buyer", "buyer")),
        (Step("T1", AT + HOUR * 4, "withdrawn", BUYER), ["agreed", "withdrawn"], State("dropped", "with_buyer", "closed")),
    ],
)
def test_a_status_that_every_telling_repeats_holds_since_the_first(step: Step, events: list[str], state: State) -> None:
    tellings = [revision(0, status="agreed"), revision(0.5, status="open"), revision(3, status="agreed", photos=["b"])]

    found = merged([revision(1, status="agreed"), revision(2, photos=["a"]), *tellings]).claim
    course = fold(found, None, [step])

    assert (found.status_at, found.status_again) == (AT + HOUR, (AT + HOUR * 3,))
    assert [one.event for one in course.taken] == events
    assert course.taken[0].at == AT + HOUR
    assert course.state == state


@pytest.mark.parametrize(
    ("told_reason", "code", "read"),
    [
        (None, "", False),
        ({}, "", False),
        ({"code": "damaged"}, "damaged", False),
        ({"code": " Damage_Delivery ", "text": "брак"}, "damaged", False),
        ({"code": "收到商品破损"}, "damaged", False),
        ({"code": "X17", "text": "брак"}, "defective", True),
        ({"code": "X17", "text": "спасибо"}, "other", False),
        ({"text": "спасибо"}, "", False),
    ],
)
def test_a_reason_is_the_code_we_know_else_what_the_words_say(told_reason: dict[str, str] | None, code: str, read: bool) -> None:
    found = given(told_reason)

    assert (found.code, found.read) == (code, read)


def test_a_subject_names_its_claim() -> None:
    assert claim_of(subject_of(12)) == 12


OWN = Clock("return_asked", AT, AT + 48 * HOUR, "agreed")
THEIRS = Clock("awaiting_return", AT, AT + 48 * HOUR, "not_sent")


@pytest.mark.parametrize(
    ("ruling", "clock", "after", "waits"),
    [
        ("", OWN, timedelta(0), True),
        ("waiting", OWN, timedelta(0), True),
        ("line_unknown", OWN, timedelta(0), False),
        ("", THEIRS, timedelta(0), False),
        ("", None, timedelta(0), False),
        ("", OWN, waiting.LAPSES - timedelta(microseconds=1), True),
        ("", OWN, waiting.LAPSES, False),
    ],
)
def test_what_waits_for_the_shop(ruling: str, clock: Clock | None, after: timedelta, waits: bool) -> None:
    assert waiting.waits(ruling, clock, AT + after) is waits


@pytest.mark.parametrize(
    ("steps", "ruling", "clock", "said"),
    [
        ((), "line_unknown", None, "rejected"),
        ((), "", OWN, "lapsed"),
        ((), "", THEIRS, "over"),
        ((), "", None, "over"),
        (("agreed",), "", THEIRS, "decided"),
        (("agreed/clock",), "waiting", THEIRS, "automatic"),
        (("ruled_for_buyer/marketplace",), "", None, "marketplace"),
        (("agreed", "withdrawn/buyer", "agreed@5"), "", None, "withdrawn"),
        (("closed/buyer",), "", None, "over"),
    ],
)
def test_what_ended_a_wait(steps: tuple[str, ...], ruling: str, clock: Clock | None, said: str) -> None:
    assert waiting.outcome(ruling, told(*steps), clock, AT + waiting.LAPSES) == said
