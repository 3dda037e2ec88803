"""Lines that are hardly JSON: each is answered, the good lines around them land, and a second time changes nothing."""

import json
import os
from pathlib import Path

import pytest

from sellerdesk.feed import reading
from sellerdesk.feed.fact import MALFORMED, Fact, Malformed
from sellerdesk.feed.reading import DEEPEST, LONGEST_LINE
from sellerdesk.feed.sentences import sentence
from sellerdesk.models import FeedRecord, Order
from tests.factories.feed import Record, feed_shop, line, order, rating, review, write_lines
from tests.feeding import answer_of


pytestmark = pytest.mark.django_db


def with_extra(extra: str) -> bytes:
    """A good order with one more field, given as JSON text."""
    return line(order("OX"))[:-2] + f', "extra": {extra}}}\n'.encode()


BROKEN: dict[str, tuple[bytes, str]] = {
    "no JSON": (b"hello\n", "not_json"),
    "cut off": (line(order("O9"))[:40] + b"\n", "not_json"),
    "two on one line": (line(order("O8"))[:-1] + line(order("O9")), "not_json"),
    "single quotes": (b"{'type': 'order'}\n", "not_json"),
    "trailing comma": (b'{"type": "order",}\n', "not_json"),
    "lone 0xff": (b'{"type": "order", "id": "\xff"}\n', "not_utf8"),
    "overlong": (b'{"type": "order", "id": "\xc0\xaf"}\n', "not_utf8"),
    "encoded surrogate": (b'{"type": "order", "id": "\xed\xa0\x80"}\n', "not_utf8"),
    "UTF-16": (line(order("O9")).decode().encode("utf-16") + b"\n", "not_utf8"),
    "raw NUL": (b'{"type": "order", "id": "a\x00b"}\n', "not_json"),
    "only NULs": (b"\x00\x00\x00\n", "not_json"),
    "escaped NUL": (b'{"type": "order", "id": "a\\u0000b"}\n', "nul"),
    "NUL in a key": (with_extra('{"a\\u0000": 1}'), "nul"),
    "NUL deep inside": (with_extra('[{"a": ["\\u0000"]}]'), "nul"),
    "lone surrogate": (with_extra('"\\ud83d"'), "lone_surrogate"),
    "lone low surrogate": (with_extra('"\\udE00x"'), "lone_surrogate"),
    "surrogates the wrong way round": (with_extra('"\\ude00\\ud83d"'), "lone_surrogate"),
    "surrogate in a key": (with_extra('{"\\ud83d": 1}'), "lone_surrogate"),
    "100,000 brackets": (b"[" * 100_000 + b"\n", "too_deep"),
    "100,000 closed brackets": (with_extra("[" * 100_000 + "]" * 100_000), "too_deep"),
    "one bracket too deep": (with_extra("[" * DEEPEST + "]" * DEEPEST), "too_deep"),
    "braces": (with_extra('{"a":' * 5_000 + "1" + "}" * 5_000), "too_deep"),
    "1e999": (with_extra("1e999"), "not_json"),
    "-1e999": (with_extra("-1e999"), "not_json"),
    "1e-400": (with_extra("1e-400"), "not_json"),
    "0e-99999": (with_extra("0e-99999"), "not_json"),
    "1e99999999999999999999": (with_extra("1e" + "9" * 5000), "not_json"),
    "10,000 digits": (with_extra("1" * 10_000), "not_json"),
    "20,000 decimals": (with_extra("0." + "1" * 20_000), "not_json"),
    "NaN": (with_extra("NaN"), "not_json"),
    "Infinity": (with_extra("-Infinity"), "not_json"),
    "leading zero": (with_extra("007"), "not_json"),
    "an array": (b'[{"type": "order"}]\n', "not_an_object"),
    "a second mark": (b"\xef\xbb\xbf" + line(order("O9")), "not_json"),
    "over a mebibyte": (with_extra(json.dumps("x" * LONGEST_LINE)), "line_too_long"),
}
TAKEN: dict[str, bytes] = {
    "CRLF": line(order("OX"))[:-1] + b"\r\n",
    "leading spaces": b" \t" + line(order("OX")),
    "a pair of surrogates": with_extra('"\\ud83d\\ude00"'),
    "raw emoji": with_extra('"😀"'),
    "an escaped backslash before u0000": with_extra('"\\\\u0000 \\\\ud800"'),
    "100 levels": with_extra("[" * (DEEPEST - 1) + "1" + "]" * (DEEPEST - 1)),
    "many brackets side by side": with_extra(f"[{', '.join(['[]'] * 1000)}]"),
    "brackets in a text": with_extra(json.dumps("[" * 1000)),
    "4,000 digits": with_extra("9" * 4_000),
    "a long fraction": with_extra("0." + "3" * 390),
    "the largest float": with_extra("1.7976931348623157e308"),
    "minus zero": with_extra("[-0, -0.0, 0e5]"),
    "a key twice": with_extra('1, "extra": 2'),
    "a hidden NUL": with_extra('"\\u0000", "extra": 2'),
    "a hidden surrogate": with_extra('{"a": "\\ud800", "a": 1}'),
    "just under a mebibyte": with_extra(json.dumps("x" * (LONGEST_LINE - 400))),
    "no end of line": line(order("OX"))[:-1],
}


def load_twice(path: Path, slug: str) -> tuple[Record, Record]:
    return answer_of("feed_load", str(path), "--shop", slug), answer_of("feed_load", str(path), "--shop", slug)


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_line_is_answered_and_its_neighbours_land(name: str, tmp_path: Path) -> None:
    broken, kind = BROKEN[name]
    shop = feed_shop()

    first, again = load_twice(write_lines(tmp_path / "f.jsonl", order(), broken, review(), rating()), shop.slug)

    assert first["applied"] == 3
    assert {one["line"] for one in first["rejections"]} <= {2, 3}  # UTF-16 has a line's end in its last character
    assert {one["code"] for one in first["rejections"]} == {MALFORMED}
    assert again == {**first, "applied": 0, "unchanged": first["read"], "rejected": 0, "rejections": []}
    record = FeedRecord.objects.filter(shop_id=shop.id, code=MALFORMED).earliest("line")
    assert record.detail is not None
    assert record.detail["kind"] == kind
    assert first["rejections"][0]["message"] == sentence(MALFORMED, record.detail)


@pytest.mark.parametrize("name", TAKEN)
def test_odd_but_right_lines_are_taken(name: str, tmp_path: Path) -> None:
    shop = feed_shop()

    first, again = load_twice(write_lines(tmp_path / "f.jsonl", review("R0", "OX"), TAKEN[name]), shop.slug)

    assert (first["applied"], first["rejected"]) == (2, 0), first["rejections"]
    assert again["unchanged"] == 2
    assert Order.objects.get(shop_id=shop.id).outside_id == "OX"


def test_byte_order_mark_blank_lines_and_windows_ends(tmp_path: Path) -> None:
    shop = feed_shop()
    told = b"\xef\xbb\xbf" + line(order())[:-1] + b"\r\n\r\n \t \n\n" + line(review())[:-1] + b"\r\n" + b"?\r\n"

    first, again = load_twice(write_lines(tmp_path / "f.jsonl", told), shop.slug)

    assert (first["read"], first["applied"]) == (3, 2)
    assert [one["line"] for one in first["rejections"]] == [6]
    assert again["unchanged"] == 3


def test_the_same_line_with_other_ends_is_the_same(tmp_path: Path) -> None:
    shop = feed_shop()
    load_twice(write_lines(tmp_path / "f.jsonl", order(), b"?\n"), shop.slug)

    again = answer_of("feed_load", str(write_lines(tmp_path / "g.jsonl", line(order())[:-1] + b"\r\n", b"?\r\n")), "--shop", shop.slug)

    assert again["unchanged"] == 2


def test_all_of_it_at_once_in_one_batch(tmp_path: Path) -> None:
    """No line of these may take another one with it."""
    shop = feed_shop()
    broken = [text for text, _ in BROKEN.values()]
    ids = [text.replace(b'"OX"', b'"OX%d"' % number) for number, text in enumerate(TAKEN.values())]
    told = [one for pair in zip(broken, ids, strict=False) for one in pair]
    told += broken[len(ids) :]

    first, again = load_twice(write_lines(tmp_path / "f.jsonl", order(), *(text.rstrip(b"\r\n") + b"\n" for text in told)), shop.slug)

    assert first["applied"] == 1 + len(ids)
    assert first["rejected"] == first["read"] - first["applied"]
    assert again["unchanged"] == first["read"]


@pytest.mark.parametrize("name", BROKEN)
def test_random_damage_never_raises(name: str) -> None:
    """Every byte of a line changed, one after another."""
    told = bytearray(BROKEN[name][0][:200])
    for place in range(len(told)):
        for byte in (0, 0x22, 0x5C, 0x7B, 0xFF):
            damaged = bytes(told[:place]) + bytes([byte]) + bytes(told[place + 1 :])
            assert isinstance(reading.fact(1, damaged, 1), Fact | Malformed)


def test_a_file_of_noise(tmp_path: Path) -> None:
    shop = feed_shop()

    first, again = load_twice(write_lines(tmp_path / "f.bin", os.urandom(200_000), b"\n", order()), shop.slug)

    assert first["applied"] == 1
    assert first["rejected"] == first["read"] - 1 > 100
    assert again["unchanged"] == first["read"]
