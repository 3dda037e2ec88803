"""Claims, steps and refusals of the feed: once, in any order, and what comes of them."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from returns.domain.facts import ACTORS
from returns.domain.refusals import STAGES
from returns.models import Claim, ClaimStep, Move, Refusal
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.feed import judging
from sellerdesk.models import OrderMark, WorkItem
from tests.factories.feed import AT, MONEY, Record, feed_shop, load, order, rulings, told
from tests.factories.returns import claim, picture, refusal, step, waits


pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 12, tzinfo=UTC)
GIVEN = datetime.fromisoformat(AT).astimezone(UTC)


def hours(after: float) -> str:
    return (GIVEN + timedelta(hours=after)).isoformat()


def axes(ref: str = "CL1") -> tuple[str, str, str]:
    found = Claim.objects.get(outside_id=ref)
    return found.money, found.goods, found.talk


RETURNED = [
    order(),
    claim(amount=MONEY),
    step("agreed", hours(1), ref="T1"),
    step("sent_back", hours(30), ref="T2", by="buyer", tracking="SF1"),
    step("received", hours(60), ref="T3"),
    step("refunded", hours(61), ref="T4", by="marketplace", amount=MONEY),
]


def test_a_claim_goes_its_way() -> None:
    shop = feed_shop("taobao")
    stood = []
    for record in RETURNED:
        assert rulings(shop, record, now=NOW) == [""]
        stood.append((axes(), Claim.objects.get().stage) if Claim.objects.exists() else None)

    assert stood == [
        None,
        (("asked", "with_buyer", "shop"), "return_asked"),
        (("agreed", "with_buyer", "buyer"), "awaiting_return"),
        (("agreed", "coming", "nobody"), "coming_back"),
        (("agreed", "received", "shop"), "to_settle"),
        (("paid", "received", "nobody"), ""),
    ]
    found = Claim.objects.get()
    assert (found.reason, found.reason_read, found.first_reason, found.amount_minor) == ("defective", True, "defective", 1250)
    assert (found.order.outside_id, found.product.outside_id, found.buyer.outside_id) == ("O1", "P-L1", "B1")
    assert list(Move.objects.order_by("place").values_list("place", "event")) == [
        (1, "agreed"), (2, "sent_back"), (3, "received"), (4, "refunded"),
    ]  # fmt: skip


STEPS = ("agreed", "refused", "changed", "sent_back", "received", "refunded", "refund_failed", "withdrawn", "closed", "ruled_for_buyer")
STATUSES = ("open", "agreed", "refused", "with_marketplace", "closed", None)


def hostile(rng: random.Random) -> list[Record]:
    """Claims, steps and refusals that contradict one another, over few orders and moments."""

    def one(letters: str, most: int) -> str:
        return f"{letters}{rng.randint(1, most)}"

    def seldom(**fields: Any) -> dict[str, Any]:
        return fields if rng.random() < 0.4 else {}

    records = [order(f"O{n}", lines=("L1", "L2")[: rng.randint(1, 2)], buyer=f"B{n}") for n in (1, 2)]
    records.append(order("O1", lines=("L1", "L3"), updated_at=hours(5), status=rng.choice(["shipped", "placed", "completed"])))
    for _ in range(6):
        facts = seldom(line=rng.choice(["L1", "L2", None])) | seldom(due_at=hours(200)) | {"status": rng.choice(STATUSES)}
        reason = {"code": rng.choice(["DAMAGED", "c", None]), "text": rng.choice(["брак", "", "小了"])}
        facts |= {"at": hours(rng.randint(0, 4)), "updated_at": hours(rng.randint(0, 9)), "reason": reason}
        records.append(claim(one("CL", 3), one("O", 3), wants=rng.choice(["refund", "return", "exchange"]), **facts))
    for _ in range(14):
        at, by = hours(rng.randint(0, 9)), rng.choice(list(ACTORS))
        records.append(step(rng.choice(STEPS), at, ref=one("T", 10), claim=one("CL", 4), by=by))
    for _ in range(5):
        stage, at = rng.choice(list(STAGES)), hours(rng.randint(0, 3))
        records.append(refusal(one("U", 3), one("O", 3), at=at, stage=stage, **seldom(line=rng.choice(["L1", "L2"]))))
    return records


@pytest.mark.parametrize("seed", range(12))
def test_any_order_and_any_splitting_end_the_same(seed: int) -> None:
    rng = random.Random(seed)
    records = hostile(rng)
    whole = feed_shop("taobao")
    load(whole, *records, now=NOW)
    expected, waiting = picture(whole), waits(whole)

    for _ in range(3):
        shuffled = rng.sample(records, len(records))
        shop = feed_shop("taobao")
        while shuffled:
            cut = rng.randint(1, len(shuffled))
            load(shop, *shuffled[:cut], now=NOW)
            shuffled = shuffled[cut:]
        assert picture(shop) == expected
        assert waits(shop) == waiting


def test_the_same_again_changes_nothing() -> None:
    shop = feed_shop()
    load(shop, *RETURNED, refusal(), now=NOW)
    before = picture(shop)

    counts, _ = load(shop, *RETURNED, refusal(), now=NOW)

    assert counts.unchanged == counts.read
    assert picture(shop) == before


def test_revisions_merge_field_by_field_and_the_first_reason_is_kept() -> None:
    shop = feed_shop()
    load(shop, order(), claim(reason={"code": "DAMAGED"}, photos=["a"], amount=MONEY), now=NOW)
    load(shop, claim(reason={"code": "CHANGED_MIND"}, photos=["a"], amount=None, updated_at=hours(2), status="open"), now=NOW)
    load(shop, claim(reason={"code": "COLOR"}, photos=["b"], updated_at=hours(1)), now=NOW)

    found = Claim.objects.get()
    assert (found.reason, found.first_reason, found.photos, found.amount_minor) == ("changed_mind", "damaged", ["a"], None)


def test_a_status_told_again_begins_no_clock_anew() -> None:
    shop = feed_shop("taobao")
    agreed: dict[str, Any] = {"status": "agreed", "photos": ["a"]}
    load(shop, order(), claim(status="open"), claim(updated_at=hours(1), **agreed), step("sent_back", hours(2), by="buyer"), now=NOW)
    due = waits(shop)
    assert due == {"CL1": GIVEN + timedelta(hours=2 + 240)}

    load(shop, claim(updated_at=hours(3), **{**agreed, "photos": ["a", "b"]}), now=NOW)

    assert axes() == ("agreed", "coming", "nobody")
    assert waits(shop) == due


def test_a_claim_of_an_unknown_order_is_worked_on_and_waits_for_it() -> None:
    shop = feed_shop("taobao")

    assert rulings(shop, claim(line="L1"), step("agreed", hours(1), by="clock"), now=NOW) == ["waiting", "waiting"]
    assert axes() == ("agreed", "with_buyer", "buyer")
    assert not OrderMark.objects.exists()

    load(shop, order(), now=NOW)
    assert (Claim.objects.get().ruling, ClaimStep.objects.get().ruling) == ("", "")
    assert list(OrderMark.objects.values_list("kind", "code")) == [("claim", "defective")]


def test_a_line_that_the_order_has_not_rejects_the_claim_until_it_comes() -> None:
    shop = feed_shop()

    assert rulings(shop, order(), claim(line="L2"), step("agreed", hours(1)), now=NOW) == ["", "line_unknown", "parent_rejected"]
    assert waits(shop) == {}
    assert Claim.objects.get().is_open is False
    load(shop, order(lines=("L1", "L2"), updated_at=hours(3)), now=NOW)
    assert picture(shop)["records"] == [("claim", "CL1", 1, ""), ("claim_step", "T9", 1, "")]


def test_work_follows_the_clock_and_says_what_ended_it() -> None:
    shop = feed_shop("taobao")
    load(shop, order(), claim(), now=NOW)
    assert waits(shop) == {"CL1": GIVEN + timedelta(hours=48)}

    load(shop, claim(due_at=hours(20), updated_at=hours(1)), now=NOW)
    assert waits(shop) == {"CL1": GIVEN + timedelta(hours=20)}

    load(shop, step("agreed", hours(20), ref="T1", by="clock"), now=NOW)
    assert waits(shop) == {}
    load(shop, step("sent_back", hours(21), ref="T2", by="buyer"), step("signed", hours(22), ref="T3", by="marketplace"), now=NOW)
    assert waits(shop) == {"CL1": GIVEN + timedelta(hours=22 + 72)}
    load(shop, step("withdrawn", hours(23), ref="T4", by="buyer"), now=NOW)

    assert list(WorkItem.objects.filter(kind="claim").order_by("id").values_list("state", "outcome")) == [
        ("closed", "automatic"), ("closed", "withdrawn"),
    ]  # fmt: skip


def test_what_was_snoozed_is_back_in_a_new_stage() -> None:
    shop = feed_shop("taobao")
    load(shop, order(), claim(), step("sent_back", hours(1), ref="T1", by="buyer"), now=NOW)
    WorkItem.objects.update(snoozed_until=NOW + timedelta(days=1))

    load(shop, step("signed", hours(2), ref="T2", by="marketplace"), now=NOW)

    assert list(WorkItem.objects.values_list("snoozed_until", flat=True)) == [None]


def test_history_makes_no_work() -> None:
    shop = feed_shop("taobao")

    load(shop, order(), claim(), now=GIVEN + timedelta(days=30))

    assert waits(shop) == {}
    assert Claim.objects.get().due_at == GIVEN + timedelta(hours=48)


def test_a_refusal_is_recorded_and_is_no_work() -> None:
    shop = feed_shop()

    assert rulings(shop, refusal(reason={"text": "передумала"}), refusal("U2", line="L7"), now=NOW) == ["waiting", "waiting"]
    load(shop, order(), now=NOW)

    found = Refusal.objects.get(outside_id="U1")
    assert (found.stage, found.reason, found.reason_read, found.ruling, found.order.outside_id) == (3, "changed_mind", True, "", "O1")
    assert Refusal.objects.get(outside_id="U2").ruling == "line_unknown"
    assert list(OrderMark.objects.values_list("kind", "code")) == [("refusal", "3")]
    assert not WorkItem.objects.exists()


def test_a_claim_that_moves_to_another_order_takes_its_mark_along() -> None:
    shop = feed_shop()
    load(shop, order(), order("O2", lines=("L2",)), claim(), now=NOW)

    load(shop, claim(order="O2", updated_at=hours(1)), now=NOW)

    assert list(OrderMark.objects.values_list("order__outside_id", "kind")) == [("O2", "claim")]


def test_waiting_claims_are_judged_again_on_a_persons_wish() -> None:
    shop = feed_shop()
    load(shop, order(), claim(line="L2"), refusal(line="L2"), step("agreed", hours(1)), now=NOW)
    records = list(
        Claim.objects.model._meta.apps.get_model("sellerdesk", "FeedRecord").objects.exclude(code="").values_list("id", flat=True)
    )

    done = judging.again(shop=shop, ids=records, actor=SYSTEM, now=NOW)

    assert (done.judged, done.released) == (3, 0)


def at_once(change: str) -> None:
    """Run a change; what is asked at the end of a transaction is asked at once."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(change)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE returns_move SET money_after = 'paid' WHERE event = 'agreed'",
        "UPDATE returns_move SET goods_before = 'received', goods_after = 'with_buyer' WHERE event = 'agreed'",
        "UPDATE returns_move SET talk_after = 'closed' WHERE event = 'agreed'",
        "UPDATE returns_claim SET money = 'paid'",
        "UPDATE returns_claim SET money = 'pending'",
        "UPDATE returns_move SET place = 7; UPDATE returns_claim SET money = money",
        "DELETE FROM returns_move; UPDATE returns_claim SET talk = talk",
        "UPDATE returns_move SET talk_before = 'nobody'; UPDATE returns_claim SET talk = talk",
    ],
)
def test_the_database_refuses_what_the_tables_do_not_allow(change: str) -> None:
    shop = feed_shop()
    load(shop, order(), claim(), step("agreed", hours(1)), now=NOW)

    with pytest.raises(IntegrityError):
        at_once(change)


def test_control_what_they_allow_is_taken() -> None:
    shop = feed_shop()
    load(shop, order(), claim(), step("agreed", hours(1)), now=NOW)

    at_once("UPDATE returns_move SET by = 1; UPDATE returns_claim SET money = money, goods = goods, talk = talk")


def test_a_product_is_not_guessed_of_an_order_of_several_lines() -> None:
    shop = feed_shop()

    load(shop, order(lines=("L1", "L2")), claim("CL1"), claim("CL2", line="L2"), told("product", "P-L2", title="Tea"), now=NOW)

    assert list(Claim.objects.order_by("outside_id").values_list("product__outside_id", flat=True)) == [None, "P-L2"]
