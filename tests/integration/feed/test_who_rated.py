"""Nobody sees who gave which store rating (rulebook 9): not in a row, an answer, a printed line, a log, nor by guessing a hash."""

import hashlib
import io
import json
import logging
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from sellerdesk.feed import reading
from sellerdesk.feed.fact import Fact, Malformed, canonical
from sellerdesk.models import FeedRecord
from sellerdesk.shops import ShopFacts
from tests.factories.feed import AT, Record, feed_shop, line, load, order, rating, review, write_lines
from tests.factories.kernel import make_token


pytestmark = pytest.mark.django_db

ORDER, BUYER = "ORDER-77-SECRET", "BUYER-88-SECRET"
SECRETS = (ORDER, BUYER, ORDER.encode().hex(), BUYER.encode().hex(), "77-SECRET", "88-SECRET")
EXTRAS = {"buyer": {"id": BUYER, "name": BUYER}, "nick": BUYER, "trade": [{"no": ORDER}], ORDER: 1, "note": f"of {ORDER}"}

GOOD: Record = {**rating(order=ORDER), **EXTRAS}
NAMELESS: dict[str, bytes] = {
    "waiting": line(GOOD),
    "scores with more": line({**GOOD, "scores": {"service": 5, ORDER: 5, "by": BUYER}}),
    "score out of range": line({**GOOD, "scores": {"service": 6}}),
    "order is no text": line({**GOOD, "order": [ORDER]}),
    "order is an object": line({**GOOD, "order": {"id": ORDER}}),
    "order too long": line({**GOOD, "order": ORDER * 20}),
    "order with a NUL": line({**GOOD, "order": f"{ORDER}\x00"}),
    "half a character": line(GOOD)[:-2] + b', "x": "\\ud800"}\n',
    "no id": line({**GOOD, "id": None}),
    "wrong time": line({**GOOD, "at": "9999-12-31T00:00:00Z"}),
    "no type": line({name: part for name, part in GOOD.items() if name != "type"}),
    "type misspelt": line({**GOOD, "type": "Store_Ratings"}),
    "type is a list": line({**GOOD, "type": ["store_rating"]}),
    "in an array": line([GOOD]),
    "as a text": line(json.dumps({"order": ORDER, **GOOD})),
    "inside another": line({"data": GOOD}),
    "cut off": line(GOOD)[:-20] + b"\n",
    "cut off before its type": line({"order": ORDER, **GOOD})[:30] + b"\n",
    "two types": b'{"type": "review", ' + line(GOOD)[1:-3] + b"\n",
    "escaped type": line(GOOD).replace(b"store_rating", b"store\\u005frating")[:-3] + b"\n",
    "no UTF-8": line(GOOD)[:-2] + b', "x": "\xff"}\n',
    "UTF-16": line(GOOD).decode().encode("utf-16"),
    "CSV": f"S1;{AT};{ORDER};5;5;5;{BUYER}\n".encode(),
    "too deep": line(GOOD)[:-2] + b', "x": ' + b"[" * 200 + b"]" * 200 + b"}\n",
    "number beyond reach": line(GOOD)[:-2] + b', "x": 1e999}\n',
    "enormous": line({**GOOD, "x": "x" * 1_100_000}),
}
"""Everything in which somebody may tell a rating of an order that is not known."""


def everything_kept() -> list[tuple[str, str]]:
    """(table, row as text) of the whole database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        found = []
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found += [(table, row) for (row,) in cursor.fetchall()]
    return found


def shown(shop: ShopFacts, told: bytes, folder: Path, client: Client) -> str:
    """All that commands and the API say when the line is loaded in each way, twice."""
    printed = io.StringIO()
    file = write_lines(folder / "f.jsonl", told.rstrip(b"\n") + b"\n")
    for _ in range(2):
        call_command("feed_load", str(file), "--shop", shop.slug, stdout=printed, stderr=printed)
    call_command("shop_report", "--shop", shop.slug, stdout=printed, stderr=printed)
    text = make_token(FeedRecord.objects.filter(shop_id=shop.id)[0].desk, "feed.load", "ratings.see", "log.see")[1]
    headers = {"Authorization": f"Bearer {text}"}
    body = b'{"records": [' + told.strip() + b"]}"
    for address in ("report/", "events/"):
        printed.write(client.get(f"/api/v1/shops/{shop.slug}/{address}", headers=headers).content.decode())
    for _ in range(2):
        answer = client.post(f"/api/v1/shops/{shop.slug}/feed/", body, content_type="application/json", headers=headers)
        printed.write(answer.content.decode())
    return printed.getvalue()


def assert_silent(text: str) -> None:
    for secret in SECRETS:
        assert secret not in text
        assert secret not in text.replace("\\x00", "").replace("\x00", "")


@pytest.mark.parametrize("name", NAMELESS)
def test_a_rating_of_an_unknown_order_leaves_no_trace_of_it(
    name: str, tmp_path: Path, client: Client, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)

    answers = shown(feed_shop(), NAMELESS[name], tmp_path, client)

    assert_silent(answers)
    for _, row in everything_kept():
        assert_silent(row)
    output = capfd.readouterr()
    assert_silent(output.out + output.err)
    # Queries are logged at DEBUG where somebody asks for that; nothing else may say it.
    assert_silent("".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends"))


def test_no_row_holds_both_a_rating_and_who_gave_it(tmp_path: Path, client: Client) -> None:
    shop = feed_shop("taobao")
    load(shop, order(ORDER, buyer=BUYER), review("R1", ORDER), {**rating("SECOND-MARK", ORDER), **EXTRAS}, {**rating("MARK", ORDER, at=AT)})
    answers = shown(shop, line({**GOOD, "id": "THIRD-MARK"}), tmp_path, client)

    assert_silent(answers)
    for table, row in everything_kept():
        if "MARK" in row or "store_rating" in row or table.startswith("ratings_"):
            assert_silent(row)
    assert FeedRecord.objects.filter(shop_id=shop.id, type="store_rating").count() == 3


@pytest.mark.parametrize("name", NAMELESS)
def test_no_hash_can_be_guessed(name: str) -> None:
    told = NAMELESS[name].strip()

    found = reading.fact(1, told, 1)

    guesses = [told, told + b"\n"]
    if isinstance(found, Fact):
        value = json.loads(told)
        guesses += [canonical(value), canonical({key: value[key] for key in ("type", "id", "at", "order", "scores")})]
    for guess in guesses:
        for algorithm in ("sha256", "sha1", "md5", "blake2s", "sha3_256"):
            assert hashlib.new(algorithm, guess).digest() != found.hash
        assert hashlib.blake2b(guess, digest_size=32).digest() != found.hash
    if isinstance(found, Fact):
        assert found.order_key is not None
        assert found.order_key != hashlib.blake2b(ORDER.encode(), digest_size=len(found.order_key)).digest()


def test_pseudonyms_of_two_shops_cannot_be_joined() -> None:
    found = [reading.fact(1, line(GOOD).strip(), shop) for shop in (1, 2, 3)]

    assert len({one.order_key for one in found if isinstance(one, Fact)}) == 3


@pytest.mark.parametrize("name", NAMELESS)
def test_no_sentence_repeats_the_order(name: str) -> None:
    found: Any = reading.fact(1, NAMELESS[name].strip(), 1)

    if isinstance(found, Malformed):
        assert_silent(json.dumps(found.fault.detail()) + found.raw + found.outside_id)
    else:
        assert_silent(found.raw)


def test_other_records_are_kept_as_they_came() -> None:
    """The rule costs nobody else anything: what was told of a review can be looked up, good or bad."""
    shop = feed_shop()
    load(shop, review(extra={"a": 1}), {**review("R2"), "verdict": "so-so"}, line(review("R3"))[:-3])

    kept = FeedRecord.objects.filter(shop_id=shop.id).order_by("line").values_list("raw", flat=True)

    assert [row.get("order", row.get("line", "")[:17]) for row in kept] == ["O1", "O1", '{"type": "review"']
    assert kept[0]["extra"] == {"a": 1}
