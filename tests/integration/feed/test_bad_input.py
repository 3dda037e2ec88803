"""Wrong values in every field of every type: a code, a sentence that names the field, the line; and the good lines land."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sellerdesk.feed import reading, schema
from sellerdesk.feed.fact import MALFORMED, Fact, Malformed
from sellerdesk.feed.sentences import sentence
from sellerdesk.models import FeedRecord
from tests.factories.feed import AT, FULL, MONEY, Record, feed_shop, line, order, rating, review, told, write_lines
from tests.feeding import answer_of


Case = tuple[str, str, Any]
"""(type, path of a field such as lines.0.quantity, the wrong value put there)"""

KINDS: dict[type, Any] = {bool: True, int: 7, float: 1.5, str: "no such word", list: [[]], dict: {"x": 1}}
FREE_TEXT_ENDS = {
    *("id", "title", "article", "category", "image", "courier", "tracking", "region", "warehouse", "note", "name", "product", "order"),
    *("line", "text", "pros", "cons", "photos", "review", "follow_up", "reason", "question", "conversation", "message", "agent", "video"),
    *("actions", "claim", "code", "url", "content_type"),
}
"""Fields in which any word is right."""
ALSO_NUMBERS = {"mean", "max", "min"}


def fields_of(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every field of a record with its value, parts of parts too; money is one field."""
    if path and not path.rpartition(".")[2].isdigit():
        yield path, value
    if value == MONEY:
        return
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in inner:
        yield from fields_of(part, f"{path}.{name}".lstrip("."))


def wrong_values(path: str, good: Any) -> Iterator[Any]:
    """One value of every JSON kind that this field does not take."""
    name = path.rpartition(".")[2]
    for kind, value in KINDS.items():
        if kind is type(good):
            if name not in (FREE_TEXT_ENDS if kind is str else {"size", "quantity", "shops"}) and kind in {str, int}:
                yield value
        elif not (name in ALSO_NUMBERS and kind in {int, float}):
            yield value


def put(record: Record, path: str, value: Any) -> Record:
    """A copy of the record with another value at a path."""
    changed = copy.deepcopy(record)
    *way, last = path.split(".")
    spot: Any = changed
    for step in way:
        spot = spot[int(step) if step.isdigit() else step]
    spot[last] = value
    return changed


CASES: list[Case] = [
    (kind, path, wrong)
    for kind, record in FULL.items()
    for path, good in fields_of(record)
    if path != "type"
    for wrong in wrong_values(path, good)
]
BEYOND: list[Case] = [
    *(("store_rating", f"scores.{name}", score) for name in schema.DIMENSIONS for score in (0, 6, -1, True, False, "5", 5.0, 10**30)),
    *(("review", "stars", score) for score in (0, 6, True, "5", 5.0)),
    *((kind, "id", wrong) for kind in FULL for wrong in ("", "x" * 10_000, None)),
    ("order", "buyer.id", "x" * 10_000),
    ("order", "buyer.id", ""),
    ("order", "lines", []),
    ("order", "lines", [{"id": str(n), "product": "P", "quantity": 1} for n in range(1001)]),
    ("order", "lines.0.quantity", 0),
    ("order", "lines.0.quantity", 2_000_000_001),
    ("message", "attachments.0.size", -1),
    ("category_average", "shops", 2**31),
    ("product", "title", "x" * 100_001),
    *(("product", "price", {**MONEY, "amount": wrong}) for wrong in (12.5, "12,50", "1e3", "12.505", "", "１２", "9" * 14, "NaN", " 1")),
    *(("product", "price", {**MONEY, "currency": wrong}) for wrong in ("cny", "元", "CNYX", None, 1)),
    *(("category_average", "mean", wrong) for wrong in ("4,8", "1e3", "", "４", "NaN", "9" * 13)),
]
WRONG_TIMES = (
    "9999-12-31T23:59:59Z",
    "9999-12-31T23:59:59-23:59",
    "0001-01-01T00:00:00+23:00",
    "0000-01-01T00:00:00Z",
    "1994-12-31T23:59:59Z",
    "2100-01-01T00:00:00Z",
    "2026-03-10T12:00:00",
    "2026-03-10",
    "2026-02-30T00:00:00Z",
    "2026-03-10T24:00:01Z",
    "2026-03-10T12:60:00Z",
    "2016-12-31T23:59:60Z",
    "2026-03-10T12:00:00+25:00",
    "2026-03-10T12:00Z",
    "２０２６-03-10T12:00:00Z",
    "now",
    "2026-W11-2T12:00:00Z",
    "2026-03-10T12:00:00.1234567890Z",
    "2026-03-10T12:00:00+0800",
    "2026-03-10T12:00:00+8:00",
    "",
    "2026-03-10 12:00:00Z",
    "2026-03-10T12:00:00Z\n",
)
TIMES: list[Case] = [("order", field, wrong) for field in ("at", "completed_at", "updated_at") for wrong in WRONG_TIMES]


def ends(path: str, faulty: str) -> bool:
    """Whether the fault is at the field or in a part of it."""
    return faulty == path or faulty.startswith(f"{path}.")


def test_the_table_knows_every_field_of_the_schema() -> None:
    """Otherwise a new field would be tried by nobody."""
    assert FULL.keys() == schema.TYPES.keys()
    for kind, record in FULL.items():
        assert record.keys() - {"type", "id", "at"} == schema.TYPES[kind].fields.keys()
        assert isinstance(reading.fact(1, line(record).strip(), 1), Fact)


@pytest.mark.parametrize(("kind", "path", "wrong"), [*CASES, *BEYOND, *TIMES])
def test_a_wrong_value_is_named_by_its_field(kind: str, path: str, wrong: Any) -> None:
    found = reading.fact(17, line(put(FULL[kind], path, wrong)).strip(), 1)

    assert isinstance(found, Malformed), f"{wrong!r} was taken"
    assert ends(path, found.fault.field), found.fault
    assert found.line == 17
    said = sentence(MALFORMED, found.fault.detail())
    assert found.fault.field in said
    assert len(said) < 400


@pytest.mark.parametrize("kind", FULL)
def test_a_missing_or_null_field_is_named(kind: str) -> None:
    for name, field in {**schema.TYPES[kind].fields, "id": schema.BUYER, "at": schema.BUYER}.items():
        required = getattr(field, "required", True)
        without = {key: value for key, value in FULL[kind].items() if key != name}
        for record, fault in ((without, "missing"), ({**FULL[kind], name: None}, "null")):
            found = reading.fact(1, line(record).strip(), 1)
            if required:
                assert isinstance(found, Malformed)
                assert (found.fault.kind, found.fault.field) == (fault, name)
            elif name not in {"verdict", "text"}:
                assert isinstance(found, Fact), found


@pytest.mark.parametrize(
    ("record", "kind", "field"),
    [
        ([], "not_an_object", ""),
        ([order()], "not_an_object", ""),
        ("order", "not_an_object", ""),
        (None, "not_an_object", ""),
        (1, "not_an_object", ""),
        ({}, "missing", "type"),
        ({"type": None}, "null", "type"),
        ({"type": 5}, "not_text", "type"),
        ({"type": ["order"]}, "not_text", "type"),
        ({"type": "orders", "id": "1", "at": AT}, "unknown_type", "type"),
        (review(verdict=None), "no_verdict", "verdict"),
        (order(lines=["L1", "L1"]), "line_twice", "lines"),
        (told("message", "M", conversation="C", sender="buyer", buyer={"id": "B"}), "nothing_said", "text"),
    ],
)
def test_what_is_no_record_says_so(record: Any, kind: str, field: str) -> None:
    found = reading.fact(1, line(record).strip(), 1)

    assert isinstance(found, Malformed)
    assert (found.fault.kind, found.fault.field) == (kind, field)
    assert "(malformed)" not in sentence(MALFORMED, found.fault.detail())


@pytest.mark.django_db
def test_every_wrong_line_is_answered_and_the_good_ones_land(tmp_path: Path) -> None:
    shop = feed_shop()
    wrong = [line(put(FULL[kind], path, value)) for kind, path, value in (*CASES, *BEYOND, *TIMES)]
    distinct = len(set(wrong))
    file = write_lines(tmp_path / "f.jsonl", order(), *wrong, rating(), review())

    first = answer_of("feed_load", str(file), "--shop", shop.slug)
    again = answer_of("feed_load", str(file), "--shop", shop.slug)

    read = len(wrong) + 3
    counts = {"read": read, "applied": 3, "unchanged": len(wrong) - distinct, "waiting": 0, "rejected": distinct, "released": 0}
    assert {name: first[name] for name in counts} == counts
    assert [one["line"] for one in first["rejections"]] == [n for n, one in enumerate(wrong, start=2) if wrong.index(one) == n - 2]
    assert {one["code"] for one in first["rejections"]} == {MALFORMED}
    assert again == {"read": read, "applied": 0, "unchanged": read, "waiting": 0, "rejected": 0, "released": 0, "rejections": []}
    assert FeedRecord.objects.filter(shop_id=shop.id).count() == distinct + 3


@pytest.mark.django_db
def test_good_times_are_taken_whole(tmp_path: Path) -> None:
    """The edges of what is allowed."""
    shop = feed_shop()
    times = ["1995-01-01T00:00:00Z", "2099-12-31T23:59:59.999999999Z", "2024-02-29T23:59:59-12:00", "2026-03-10t12:00:00z"]
    file = write_lines(tmp_path / "f.jsonl", *(order(str(n), at=at) for n, at in enumerate(times)))

    assert answer_of("feed_load", str(file), "--shop", shop.slug)["applied"] == len(times)
    assert json.loads(json.dumps(answer_of("shop_report", "--shop", shop.slug)))["not_counted"]["pending"] == 0
