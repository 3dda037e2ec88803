"""What the three commands print, and what becomes of records that come again, late, earlier-dated or unwanted."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from sellerdesk.feed import registry
from sellerdesk.feed.sentences import CODES, sentence
from sellerdesk.models import Buyer, Desk, FeedRecord, Order, OrderLine, Product, Shop
from sellerdesk.shops import ShopFacts
from tests.factories.feed import AT, MONEY, PLACED, Record, feed_shop, load, order, rating, review, rulings, told, write_lines
from tests.factories.returns import claim, step
from tests.feeding import answer_of
from tests.integration.feed.test_reopening import without_questions


pytestmark = pytest.mark.django_db
LATER = "2026-03-11T12:00:00+08:00"
EARLIER = "2026-03-09T12:00:00+08:00"


def printed(name: str, *words: str) -> str:
    out = io.StringIO()
    call_command(name, *words, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def stands(shop: ShopFacts, kind: str, ref: str) -> list[tuple[str, str]]:
    """(at, code) of every content kept of one record, by its time."""
    rows = FeedRecord.objects.filter(shop_id=shop.id, type=kind, outside_id=ref).order_by("at", "id").values_list("raw", "code")
    return [(raw["at"], code) for raw, code in rows]


def test_shop_create_prints_the_shop() -> None:
    answer = printed("shop_create", "tea", "--rules", "taobao", "--time-zone", "Asia/Shanghai", "--window", "180_days", "--desk", "harbor")

    assert json.loads(answer) == {"shop": "tea", "desk": "harbor", "rules": "taobao", "time_zone": "Asia/Shanghai", "window": "180_days"}
    assert answer.count("\n") == 1
    assert Shop.objects.get().desk == Desk.objects.get(slug="harbor")


def test_shop_create_makes_a_desk_of_the_same_name_and_six_months() -> None:
    answer = answer_of("shop_create", "tea", "--rules", "standard", "--time-zone", "Europe/Moscow")

    assert (answer["desk"], answer["window"]) == ("tea", "6_months")


@pytest.mark.parametrize(
    "words",
    [
        ("tea", "--rules", "amazon", "--time-zone", "Asia/Shanghai"),
        ("tea", "--rules", "standard", "--time-zone", "Mars/Olympus"),
        ("tea", "--rules", "standard", "--time-zone", "../../etc/passwd"),
        ("tea", "--rules", "standard", "--time-zone", "UTC", "--window", "1_year"),
        ("tea shop", "--rules", "standard", "--time-zone", "UTC"),
        ("чай", "--rules", "standard", "--time-zone", "UTC"),
        ("", "--rules", "standard", "--time-zone", "UTC"),
        ("x" * 65, "--rules", "standard", "--time-zone", "UTC"),
        ("a\x00", "--rules", "standard", "--time-zone", "UTC"),
        ("there", "--rules", "standard", "--time-zone", "UTC"),
        ("tea", "--rules", "standard", "--time-zone", "UTC", "--desk", "a desk"),
        *(("tea", "--rules", "standard", "--time-zone", "UTC", "--name", name) for name in ("x" * 151, "a\x00", "\udcff", "two\nlines")),
    ],
)
def test_shop_create_refuses_in_one_sentence(words: tuple[str, ...]) -> None:
    feed_shop(slug="there")

    with pytest.raises(CommandError) as refused:
        call_command("shop_create", *words)

    assert "\n" not in str(refused.value)
    assert Shop.objects.count() == 1


def test_feed_load_prints_exactly_the_contracts_keys(tmp_path: Path) -> None:
    shop = feed_shop("taobao")
    file = write_lines(
        tmp_path / "f.jsonl",
        *(order(), review(), review(), rating("S1"), rating("S2", at=LATER), rating("S3", "O9"), b"{\n"),
        told("review_change", "R1", verdict="bad"),
    )

    answer = printed("feed_load", str(file), "--shop", shop.slug)

    assert json.loads(answer) == {
        "read": 8,
        "applied": 3,
        "unchanged": 1,
        "waiting": 1,
        "rejected": 3,
        "released": 0,
        "rejections": [
            {"line": 5, "type": "store_rating", "id": "S2", "code": "already_rated", "message": sentence("already_rated")},
            {"line": 7, "type": None, "id": None, "code": "malformed", "message": "The line is not valid JSON (column 2)."},
            {"line": 8, "type": "review_change", "id": "R1", "code": "only_to_good", "message": sentence("only_to_good")},
        ],
    }
    assert list(json.loads(answer)) == ["read", "applied", "unchanged", "waiting", "rejected", "released", "rejections"]
    assert answer.count("\n") == 1


def test_shop_report_prints_exactly_the_contracts_keys() -> None:
    shop = feed_shop()
    stars = {str(star): 0 for star in range(1, 6)}
    nothing = {"count": 0, "sum": 0, "stars": stars, "mean": None}

    answer = printed("shop_report", "--shop", shop.slug, "--as-of", "2026-03-31")

    expected = {
        "as_of": "2026-03-31",
        "window": {"kind": "6_months", "first": "2025-10-01", "last": "2026-03-31"},
        "dimensions": dict.fromkeys(("described", "service", "dispatch", "logistics"), nothing),
        "not_counted": {"month_cap": 0, "pending": 0, "voided": 0},
        "credit": {
            **dict.fromkeys(("score", "level", "good", "neutral", "bad"), 0),
            "good_rate": None,
            "not_scored": {"same_item": 0, "month_cap": 0},
        },
    }
    assert answer == json.dumps(expected) + "\n"


@pytest.mark.parametrize("words", [("--as-of", "2026-02-30"), ("--as-of", "0001-01-01"), ("--as-of", "x"), ("--window", "1_day")])
def test_shop_report_refuses_wrong_words(words: tuple[str, ...]) -> None:
    shop = feed_shop()

    with pytest.raises(CommandError):
        call_command("shop_report", "--shop", shop.slug, *words)


def test_the_earlier_dated_content_stands_whenever_it_comes() -> None:
    shop = feed_shop()
    load(shop, order())

    assert rulings(shop, review(at=AT)) == [""]
    assert rulings(shop, review(at=LATER)) == ["conflict"]
    assert rulings(shop, review(at=EARLIER, verdict="good")) == [""]

    assert stands(shop, "review", "R1") == [(EARLIER, ""), (AT, "conflict"), (LATER, "conflict")]
    assert answer_of("shop_report", "--shop", shop.slug, "--as-of", "2026-03-31")["credit"]["good"] == 1


@pytest.mark.parametrize("kind", ["review", "store_rating", "follow_up", "reply", "trade_void", "review_change", "review_delete"])
def test_of_two_contents_of_one_moment_the_smaller_hash_stands(kind: str) -> None:
    own: Callable[[int], Record] = {
        "review": lambda n: review("R2", None, text=str(n)),
        "store_rating": lambda n: rating(described=n + 1),
        "follow_up": lambda n: told("follow_up", "F", LATER, review="R1", text=str(n)),
        "reply": lambda n: told("reply", "A", LATER, review="R1", text=str(n)),
        "trade_void": lambda n: told("trade_void", "V", LATER, order="O1", reason=str(n)),
        "review_change": lambda n: told("review_change", "R1", LATER, verdict="good", text=str(n)),
        "review_delete": lambda n: told("review_delete", "R1", LATER, by=("author", "platform")[n % 2], n=n),
    }[kind]
    contents = [own(number) for number in range(4)]

    found = []
    for arrangement in (contents, contents[::-1], contents[2:] + contents[:2]):
        shop = feed_shop()
        load(shop, order(), review())
        for content in arrangement:
            load(shop, content)
        rows = FeedRecord.objects.filter(shop_id=shop.id, type=kind, at__gte=AT).exclude(outside_id="R1", type="review")
        found.append({json.dumps(row.raw, sort_keys=True): row.code for row in rows})

    assert found[0] == found[1] == found[2]
    assert [sorted(one.values()) for one in found] == [["", "conflict", "conflict", "conflict"]] * 3


def test_a_b_a_leaves_b_of_an_order() -> None:
    shop = feed_shop()
    first, second = order(note="a", updated_at=AT), order(note="b", updated_at=LATER)

    counts = [load(shop, record)[0] for record in (first, second, first, second, first)]

    assert [(one.applied, one.unchanged) for one in counts] == [(1, 0), (1, 0), (0, 1), (0, 1), (0, 1)]
    assert Order.objects.get(shop_id=shop.id).note == "b"


def test_revisions_merge_field_by_field_and_null_clears() -> None:
    shop = feed_shop()
    records = [
        order(lines=["L1"], note="a", courier="SF", shipping_cost=MONEY, updated_at=PLACED),
        order(lines=["L2"], courier=None, completed_at=None, status="shipped", updated_at=LATER),
        order(lines=["L3"], courier="ZTO", region="east", updated_at=AT),
    ]

    for record in (records[1], records[0], records[2]):
        load(shop, record)

    row = Order.objects.get(shop_id=shop.id)
    assert (row.note, row.courier, row.region, row.status, row.completed_at) == ("a", "", "east", "shipped", None)
    assert (row.shipping_cost_minor, row.shipping_cost_currency) == (1250, "CNY")
    assert sorted(OrderLine.objects.filter(order=row).values_list("outside_id", flat=True)) == ["L1", "L2", "L3"]


def test_a_product_that_nobody_listed_is_bare_until_it_is() -> None:
    shop = feed_shop()
    load(shop, order(), review("R2", None, product="P-other"))
    assert sorted(Product.objects.filter(shop_id=shop.id).values_list("outside_id", "title", "listed_at")) == [
        ("P-L1", "", None),
        ("P-other", "", None),
    ]

    load(shop, told("product", "P-L1", title="Tea", price=MONEY, updated_at=AT), told("product", "P-L1", title="Old", updated_at=EARLIER))

    row = Product.objects.get(shop_id=shop.id, outside_id="P-L1")
    assert (row.title, row.price_minor) == ("Tea", 1250)
    assert OrderLine.objects.get().product == row


@pytest.mark.parametrize("backwards", [False, True])
def test_a_buyer_has_the_name_told_last(backwards: bool) -> None:
    shop = feed_shop()
    records: list[Record] = [
        order("O1", buyer="B1", updated_at=EARLIER),
        {**order("O2"), "buyer": {"id": "B1", "name": "Wang"}, "updated_at": LATER},
        review("R9", None, buyer={"id": "B1", "name": "Li"}),
        {**order("O3"), "buyer": {"id": "B1", "name": None}, "updated_at": "2026-03-12T00:00:00Z"},
    ]

    for record in reversed(records) if backwards else records:
        load(shop, record)

    assert Buyer.objects.get(shop_id=shop.id, outside_id="B1").name == "Wang"


def test_types_of_rooms_to_come_wait_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = feed_shop()
    monkeypatch.setattr(registry, "_appliers", without_questions())
    records = [told("question", "Q1", product="P1", text="how?", extra=[1]), told("question_answer", "A1", question="Q1", text="so")]

    counts, answers = load(shop, *records)

    assert (counts.waiting, [answer.ruling for answer in answers]) == (2, ["room_not_open"] * 2)
    assert list(FeedRecord.objects.filter(shop_id=shop.id).order_by("line").values_list("raw", flat=True)) == records


def test_what_waited_is_released_once_and_a_rejected_parent_rejects() -> None:
    shop = feed_shop("taobao")
    children = [rating(), told("trade_void", "V1", LATER, order="O9", reason="x"), review("R2", at=LATER), review("R1")]
    assert load(shop, *children, told("reply", "A1", LATER, review="R2", text="x"))[0].waiting == 5

    counts, _ = load(shop, order())

    assert (counts.applied, counts.released) == (1, 2)  # the rating and the first review
    kept = FeedRecord.objects.filter(shop_id=shop.id).exclude(code="")
    assert dict(kept.values_list("outside_id", "code")) == {"V1": "waiting", "R2": "already_reviewed", "A1": "parent_rejected"}
    assert load(shop, order(), *children)[0].released == 0


def test_a_load_counts_what_its_own_later_lines_change() -> None:
    """Over the edge of a batch: what waited in the first is applied by the second, and counted once."""
    shop = feed_shop()
    records: list[Any] = [rating(), review(at=LATER), *(order(f"X{n}") for n in range(600)), order(), review(at=EARLIER)]

    counts, _ = load(shop, *records)

    assert (counts.read, counts.applied, counts.waiting, counts.rejected, counts.released) == (604, 603, 0, 1, 0)


TWO_LINES = ("L1", "L2")
BREACHES: dict[str, tuple[list[Record], Record]] = {
    "waiting": ([], rating()),
    "room_not_open": ([], told("question", "X", product="P1", text="?")),
    "conflict": ([review(at=EARLIER)], review()),
    "parent_rejected": ([order(), review("R0", at=EARLIER), review()], told("reply", "A", LATER, review="R1", text="x")),
    "already_rated": ([order(), rating("S0", at=EARLIER)], rating()),
    "line_missing": ([order(lines=TWO_LINES)], review()),
    "line_unknown": ([order()], review(line="L9")),
    "order_not_reviewable": ([order(reviewable=False)], review()),
    "order_not_completed": ([order(completed_at=None)], review()),
    "review_window_closed": ([order(completed_at="2026-02-20T12:00:00+08:00", at="2026-02-01T00:00:00Z")], review(at=LATER)),
    "already_reviewed": ([order(), review("R0", at=EARLIER)], review()),
    "not_changeable": ([order(), review(author="seller")], told("review_change", "R1", LATER, verdict="good")),
    "before_review": ([order(), review()], told("review_change", "R1", EARLIER, verdict="good")),
    "review_deleted": ([order(), review(), told("review_delete", "R1", by="platform")], told("review_change", "R1", LATER, verdict="good")),
    "already_changed": (
        [order(), review(), told("review_change", "R1", verdict="good")],
        told("review_change", "R1", LATER, verdict="good"),
    ),
    "good_is_final": ([order(), review(verdict="good")], told("review_delete", "R1", LATER, by="author")),
    "change_window_closed": ([order(), review()], told("review_change", "R1", "2026-04-09T12:00:01+08:00", verdict="good")),
    "only_to_good": ([order(), review()], told("review_change", "R1", LATER, verdict="neutral")),
    "buyer_only": ([order(), review(author="seller")], told("follow_up", "F1", LATER, review="R1", text="x")),
    "follow_up_window_closed": ([order(), review()], told("follow_up", "F1", "2026-09-01T12:00:01+08:00", review="R1", text="x")),
    "already_followed_up": (
        [order(), review(), told("follow_up", "F0", LATER, review="R1", text="x")],
        told("follow_up", "F1", LATER, review="R1", text="x"),
    ),
    "answer_window_closed": ([order(), review()], told("reply", "A1", "2026-04-09T12:00:01+08:00", review="R1", text="x")),
    "already_answered": (
        [order(), review(), told("reply", "A0", LATER, review="R1", text="x")],
        told("reply", "A1", LATER, review="R1", text="x"),
    ),
    "before_claim": ([order(), claim()], step("agreed", EARLIER)),
    "claim_over": ([order(), claim(), step("withdrawn", ref="T0")], step("agreed", LATER)),
    "already_paid": ([order(), claim(), step("refunded", ref="T0")], step("refused", LATER)),
    "being_paid": ([order(), claim(), step("agreed", ref="T0"), step("refund_failed", ref="T1")], step("refused", LATER)),
    "not_agreed": ([order(), claim()], step("refund_failed", LATER)),
    "already_ruled": ([order(), claim(), step("ruled_for_buyer", ref="T0")], step("refused", LATER)),
    "already_back": ([order(), claim(), step("received", ref="T0")], step("sent_back", LATER)),
}


def test_every_code_has_a_breach() -> None:
    assert BREACHES.keys() == CODES


@pytest.mark.parametrize("code", BREACHES)
def test_each_rule_says_which_it_is(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one file, and over as many loads as there are records, either way round."""
    if code == "room_not_open":
        monkeypatch.setattr(registry, "_appliers", without_questions())
    before, breach = BREACHES[code]
    together, one_by_one, backwards = feed_shop("taobao"), feed_shop("taobao"), feed_shop("taobao")

    answer = answer_of("feed_load", str(write_lines(tmp_path / "f.jsonl", *before, breach)), "--shop", together.slug)
    for record in (*before, breach):
        load(one_by_one, record)
    for record in (breach, *reversed(before)):
        load(backwards, record)

    for shop in (together, one_by_one, backwards):
        assert (breach["at"], code) in stands(shop, breach["type"], breach["id"])
    if code in {"waiting", "room_not_open"}:
        assert (answer["waiting"], answer["rejections"]) == (1, [])
    else:
        assert {"line": len(before) + 1, "type": breach["type"], "id": breach["id"], "code": code, "message": sentence(code)} in answer[
            "rejections"
        ]
