"""Cells into values, rows into records, headers into a guess."""

import hashlib
import re
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from sellerdesk.feed.fields import shape_of
from sellerdesk.feed.schema import TYPES
from sellerdesk.upload.domain.guessing import day_first, decimal_comma, guess
from sellerdesk.upload.domain.header_words import ID_OF, WORDS as HEADERS
from sellerdesk.upload.domain.mapping import ColumnMapping, Mapper, missing, signature, why_not_map
from sellerdesk.upload.domain.targets import OWN_KEYS, targets_of
from sellerdesk.upload.domain.values import WORDS, Reading, clean, moment_of, number, value_of
from sellerdesk.upload.words import PATHS, TYPES as NAMED_TYPES


MOSCOW = ZoneInfo("Europe/Moscow")
READING = Reading(MOSCOW)


def made(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def mapper(mapping: ColumnMapping) -> Mapper:
    return Mapper(mapping, Reading(MOSCOW, day_first=mapping.day_first, decimal_comma=mapping.decimal_comma), made)


@pytest.mark.parametrize(
    ("text", "day_first", "moment"),
    [
        ("2026-12-31", True, "2026-12-31T00:00:00+03:00"),
        ("2026-12-31 18:05", True, "2026-12-31T18:05:00+03:00"),
        ("2026-12-31T18:05:09.123Z", True, "2026-12-31T18:05:09+00:00"),
        ("2026-12-31T18:05:09+08:00", True, "2026-12-31T18:05:09+08:00"),
        ("2026/3/4 9:05:00", True, "2026-03-04T09:05:00+03:00"),
        ("2026年3月4日 9:05", True, "2026-03-04T09:05:00+03:00"),
        ("2026年3月4日 9时05分06秒", True, "2026-03-04T09:05:06+03:00"),
        ("31.12.2026 23:59:59", True, "2026-12-31T23:59:59+03:00"),
        ("31.12.26, 23:59", True, "2026-12-31T23:59:00+03:00"),
        ("03/04/2026", True, "2026-04-03T00:00:00+03:00"),
        ("03/04/2026", False, "2026-03-04T00:00:00+03:00"),
        ("3/4/2026 12:30 AM", False, "2026-03-04T00:30:00+03:00"),
        ("3/4/2026 1:30 pm", False, "2026-03-04T13:30:00+03:00"),
        ("31.02.2026", True, None),
        ("32/13/2026", True, None),
        ("tomorrow", True, None),
        ("2026-12-31 25:00", True, None),
        ("", True, None),
    ],
)
def test_times(text: str, day_first: bool, moment: str | None) -> None:
    found = moment_of(text, Reading(MOSCOW, day_first=day_first))

    assert (found.isoformat() if found else None) == moment


@given(
    st.datetimes(min_value=datetime(1996, 1, 1), max_value=datetime(2098, 1, 1)),
    st.sampled_from(["%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M:%S"]),
)
def test_any_time_of_the_shop_is_read_as_it_was_written(moment: datetime, form: str) -> None:
    found = moment_of(moment.strftime(form), READING)

    assert found is not None
    assert found.replace(tzinfo=None) == moment.replace(microsecond=0)


@pytest.mark.parametrize(
    ("text", "comma", "digits"),
    [
        ("1234.50", False, "1234.50"),
        ("1,234.50", False, "1234.50"),
        ("1 234,50", True, "1234.50"),
        ("1.234,5", True, "1234.5"),
        ("1\u00a0234", True, "1234"),
        ("5.0", False, "5"),
        ("-3", False, "-3"),
        ("+3", False, "3"),
        ("12'000", False, "12000"),
        ("12a", False, "12a"),
        # A sign that parts no three digits parts no thousands: the cell stays and the feed refuses it.
        ("168,50", False, "168,50"),
        ("1,5", False, "1,5"),
        ("1,2345", False, "1,2345"),
        ("1,234,56", False, "1,234,56"),
        ("1,23,456", False, "1,23,456"),
        ("1234,567", False, "1234,567"),
        ("0,500", False, "0,500"),
        (",500", False, ",500"),
        ("1.50,5", True, "1.50,5"),
        ("1,234.50", True, "1,234.50"),
        ("12 50", False, "12 50"),
        ("1 2345", True, "1 2345"),
        ("1 234.567,8", True, "1 234.567,8"),
        ("1,234", False, "1234"),
        ("1,234", True, "1.234"),
        ("1,234,567.8", False, "1234567.8"),
        ("1.234.567", True, "1234567"),
        ("- 1 234,50", True, "-1234.50"),
        ("12\u202f345", False, "12345"),
        ("168.", False, "168."),
        ("1.2.3", False, "1.2.3"),
        ("", False, ""),
        ("٣", False, "٣"),
    ],
)
def test_numbers(text: str, comma: bool, digits: str) -> None:
    assert number(text, decimal_comma=comma) == digits


@pytest.mark.parametrize(
    ("record_type", "path", "cell", "value"),
    [
        ("review", "stars", "5", 5),
        ("review", "stars", "4.0", 4),
        ("review", "stars", "5 звёзд", 5),
        ("review", "stars", "★★★☆☆", 3),
        ("review", "stars", "四星", 4),
        ("review", "stars", "2 из 5", 2),
        ("review", "stars", "3 stars", 3),
        ("review", "stars", "5分", 5),
        ("review", "stars", "4.5", "4.5"),
        ("review", "stars", "50", "50"),
        ("review", "stars", "bad", "bad"),
        ("review", "stars", "0", "0"),
        ("review", "verdict", "好评", "good"),
        ("review", "verdict", "Отрицательный", "bad"),
        ("review", "verdict", "meh", "meh"),
        ("review", "anonymous", "да", True),
        ("review", "anonymous", "否", False),
        ("review", "anonymous", "perhaps", "perhaps"),
        ("review", "photos", "https://a/1.jpg; https://a/2.jpg", ["https://a/1.jpg", "https://a/2.jpg"]),
        ("product", "price.amount", "1 299,90 ₽", "1 299,90"),
        ("product", "price.amount", "1 299.90 ₽", "1299.90"),
        ("product", "price.amount", "-₽1,299.90", "-1299.90"),
        ("product", "price.amount", "RUB 12 50", "12 50"),
        ("product", "price.amount", "¥168.00", "168"),
        ("product", "price.currency", "руб.", "RUB"),
        ("product", "price.currency", "cny", "CNY"),
        ("order", "lines.quantity", "2.0", 2),
        ("order", "lines.quantity", "two", "two"),
        ("order", "status", "交易成功", "completed"),
        ("order", "completed_at", "1767200000", "2025-12-31T16:53:20+00:00"),
        ("category_average", "mean", "4.80", "4.80"),
    ],
)
def test_values(record_type: str, path: str, cell: str, value: Any) -> None:
    assert value_of(cell, targets_of(record_type)[path], READING, {}) == value


def test_a_files_own_words_come_before_all_others() -> None:
    target = targets_of("review")["verdict"]

    assert value_of("Хорошо", target, READING, {"хорошо": "neutral"}) == "neutral"
    assert value_of("好评", target, READING, {"好评": "bad"}) == "bad"


def test_guards_of_spreadsheets_are_taken_off() -> None:
    assert clean('="00123"') == "00123"
    assert clean("'00123") == "00123"
    assert clean("'tis") == "'tis"
    assert clean(" \u00a0x ") == "x"


REVIEWS = ColumnMapping(
    "review", ("order", "at", "stars", "text", "buyer.id", ""), {"author": "buyer", "product": "P1", "buyer.name": "Anna"}, {}
)


def test_a_row_becomes_a_record() -> None:
    [(line, record)] = mapper(REVIEWS).records([(2, ["A-1", "31.12.2026 10:00", "5", " Nice ", "B-1", "left out"])])

    own_id = record.pop("id")
    assert line == 2
    assert record == {
        "type": "review", "order": "A-1", "at": "2026-12-31T10:00:00+03:00", "stars": 5, "text": "Nice", "author": "buyer", "product": "P1",
        "buyer": {"id": "B-1", "name": "Anna"},
    }  # fmt: skip
    assert own_id == made("review\x1forder=A-1\x1fbuyer.id=B-1\x1fat=2026-12-31T10:00:00+03:00")


def test_constants_of_a_part_are_left_out_where_its_columns_are_empty() -> None:
    record = mapper(REVIEWS).record(["A-1", "2026-12-31", "5", "", "", ""])

    assert "buyer" not in record
    assert "text" not in record


def test_an_id_of_its_own_ignores_what_does_not_name_the_row() -> None:
    mine = mapper(REVIEWS)
    first = mine.record(["A-1", "2026-12-31", "5", "Nice", "B-1", ""])["id"]

    assert mine.record(["A-1", "31.12.2026", "1", "Changed", "B-1", "x"])["id"] == first
    assert mine.record(["A-2", "2026-12-31", "5", "Nice", "B-1", ""])["id"] != first


def test_without_anything_that_names_a_row_all_of_it_does() -> None:
    mine = mapper(ColumnMapping("review", ("at", "text", "stars")))

    assert mine.identifying() == ("at", "text", "stars")
    assert mine.record(["2026-12-31", "a", "5"])["id"] != mine.record(["2026-12-31", "b", "5"])["id"]


def test_rows_of_one_order_become_one_record() -> None:
    orders = ColumnMapping("order", ("id", "at", "lines.product", "status", "buyer.id"), {"lines.quantity": "1"})
    rows = [
        (2, ["O1", "2026-01-01", "P1", "completed", "B1"]),
        (3, ["O1", "2026-01-01", "P2", "completed", "B1"]),
        (4, ["O1", "2026-01-01", "P1", "completed", "B1"]),
        "a broken row",
        (6, ["O2", "2026-01-01", "P1", "placed", "B1"]),
        (7, ["O1", "2026-01-01", "P3", "completed", "B1"]),
    ]

    found = list(mapper(orders).records(rows))

    told = [(one[0], one[1]["id"], [line["id"] for line in one[1]["lines"]]) if isinstance(one, tuple) else one for one in found]
    assert told == [(2, "O1", ["P1", "P2", "P1#2"]), "a broken row", (6, "O2", ["P1"]), (7, "O1", ["P3"])]


@pytest.mark.parametrize(
    ("mapping", "objection"),
    [
        (ColumnMapping("letter", ("id",)), ("type_unknown", "")),
        (ColumnMapping("review", ("id", "at")), ("columns_differ", "")),
        (ColumnMapping("review", ("id", "at", "colour")), ("path_unknown", "colour")),
        (ColumnMapping("review", ("id", "at", "at")), ("path_twice", "at")),
        (ColumnMapping("review", ("id", "text", "stars")), ("path_missing", "at")),
        (ColumnMapping("review", ("id", "at", "stars")), ("", "")),
        (ColumnMapping("review", ("text", "at", "stars")), ("", "")),
        (ColumnMapping("order", ("at", "lines.product", "buyer.id"), {"status": "placed", "lines.quantity": "1"}), ("path_missing", "id")),
        (ColumnMapping("product", ("id", "at", "price.amount"), {"title": "x"}), ("path_missing", "price.currency")),
        (ColumnMapping("product", ("id", "at", "price.amount"), {"title": "x", "price.currency": "RUB"}), ("", "")),
    ],
)
def test_why_a_mapping_cannot_be_used(mapping: ColumnMapping, objection: tuple[str, str]) -> None:
    assert why_not_map(mapping, 3) == objection


def test_a_mapping_is_the_same_after_being_kept() -> None:
    mapping = ColumnMapping("review", ("id", ""), {"author": "buyer"}, {"verdict": {"好": "good"}}, day_first=False, decimal_comma=True)

    assert ColumnMapping.of(mapping.told()) == mapping


def test_the_signature_is_of_the_names_in_their_order() -> None:
    assert signature(["Order  ID", "Дата"]) == signature(["order id", "дата"])
    assert signature(["a", "b"]) != signature(["b", "a"])


@pytest.mark.parametrize(
    ("headers", "record_type", "columns"),
    [
        (["Review ID", "Order ID", "Date", "Stars", "Review text"], "review", ("id", "order", "at", "stars", "text")),
        (["Номер заказа", "Дата отзыва", "Оценка", "Текст отзыва", "Артикул WB"], "review", ("order", "at", "stars", "text", "product")),
        (
            ["订单编号", "评价时间", "评价内容", "评价结果", "宝贝ID", "买家昵称"],
            "review",
            ("order", "at", "text", "verdict", "product", ""),
        ),
        (
            ["订单编号", "下单时间", "买家id", "商品ID", "数量", "订单状态", "交易成功时间"],
            "order",
            ("id", "at", "buyer.id", "lines.product", "lines.quantity", "status", "completed_at"),
        ),
        (
            ["订单编号", "时间", "描述相符", "服务态度", "物流服务"],
            "store_rating",
            ("order", "at", "scores.described", "scores.service", "scores.logistics"),
        ),
        (
            ["Product ID", "Title", "Price", "Currency", "Date", "SKU"],
            "product",
            ("id", "title", "price.amount", "price.currency", "at", "article"),
        ),
        (
            ["Заказ", "Дата", "Описание", "Сервис", "Доставка"],
            "store_rating",
            ("order", "at", "scores.described", "scores.service", "scores.logistics"),
        ),
    ],
)
def test_guesses_by_the_words_of_the_header(headers: list[str], record_type: str, columns: tuple[str, ...]) -> None:
    found = guess(headers, [])

    assert (found.type, found.columns) == (record_type, columns)


@given(st.lists(st.text(max_size=12), min_size=2, max_size=9))
def test_any_header_gives_a_mapping_without_a_path_twice(headers: list[str]) -> None:
    found = guess(headers, [])

    used = [path for path in found.columns if path]
    assert len(used) == len(set(used))
    assert why_not_map(found, len(headers))[0] in {"", "path_missing"}


def test_which_way_round_days_and_decimals_are() -> None:
    assert day_first([["03/04/2026", "31/01/2026"]])
    assert not day_first([["03/04/2026", "01/31/2026"]])
    assert not day_first([["03/04/2026"]])
    assert day_first([["03.04.2026"]])
    assert decimal_comma([["4,50"]])
    assert decimal_comma([["1 234,50 ₽"]])
    assert not decimal_comma([["4.50", "1,234"]])


def test_only_cells_of_numbers_say_what_the_decimal_sign_is() -> None:
    headers = ["Order id", "Date", "Product", "Price", "Note"]

    assert not guess(headers, [["O1", "31.12.2025", "P1", "1,234.50", "2,5"]], record_type="order").decimal_comma
    assert guess(headers, [["O1", "31.12.2025", "P1", "168,50 руб.", "2.5"]], record_type="order").decimal_comma


WRITTEN = st.tuples(
    st.integers(min_value=-(10**12), max_value=10**12),
    st.integers(min_value=0, max_value=99),
    st.sampled_from(["", " ", "\u00a0", "'", "!"]),
)


@given(WRITTEN, st.booleans())
def test_any_amount_is_read_as_it_was_written(amount: tuple[int, int, str], comma: bool) -> None:
    whole, cents, sign = amount
    grouped = f"{whole:,}".replace(",", sign.replace("!", "." if comma else ","))

    read = number(f"{grouped}{',' if comma else '.'}{cents:02}", decimal_comma=comma)

    assert Decimal(read) == Decimal(f"{whole}.{cents:02}")


@given(WRITTEN)
def test_an_amount_read_with_the_other_sign_is_never_another_number(amount: tuple[int, int, str]) -> None:
    """Two digits behind the decimal sign are never taken for thousands: the cell stays, or says what was meant."""
    whole, cents, _ = amount
    for comma in (True, False):
        for grouped in (f"{whole:,}", f"{whole}"):
            written = f"{grouped}.{cents:02}"
            text = written.translate(str.maketrans(".,", ",.")) if comma else written

            read = number(text, decimal_comma=not comma)

            assert read == text


@given(st.text(alphabet="0123456789.,  '-+\u00a0", max_size=14), st.booleans())
def test_whatever_is_read_as_a_number_has_its_digits_where_they_stood(text: str, comma: bool) -> None:
    read = number(text, decimal_comma=comma)
    if read == text:
        return
    whole, _, rest = text.partition("," if comma else ".")
    groups = re.split(r"[ .,'\u00a0]", whole.strip(" -+\u00a0"))
    assert all(len(group) == 3 for group in groups[1:])
    assert len(groups) == 1 or 1 <= len(groups[0]) <= 3
    assert read.removeprefix("-").partition(".")[0] == "".join(groups)
    assert read.partition(".")[2] in {rest, ""}


# --- against the feed's own schema ---


@pytest.mark.parametrize("record_type", sorted(TYPES))
def test_every_field_of_a_type_has_a_place_and_a_name(record_type: str) -> None:
    targets = targets_of(record_type)
    tops = {path.partition(".")[0] for path in targets} - {"id", "at"}

    assert set(TYPES[record_type].fields) - tops <= {"attachments"}
    assert set(targets) <= PATHS
    assert record_type in NAMED_TYPES
    for name, field in TYPES[record_type].fields.items():
        if field.required and shape_of(field.check).kind not in {"object", "list", "money"}:
            assert targets[name].required
    assert set(OWN_KEYS.get(record_type, ())) <= set(targets)
    assert missing(ColumnMapping(record_type, tuple(targets))) == []


def test_every_word_belongs_to_something() -> None:
    paths = {path for record_type in TYPES for path in targets_of(record_type)}
    choices = {choice for record_type in TYPES for target in targets_of(record_type).values() for choice in target.choices}

    assert set(HEADERS) <= paths
    assert set(ID_OF) <= paths | set(TYPES)
    assert set(WORDS.values()) <= choices
