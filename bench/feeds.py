"""Makes big feeds for benches: one shop's trade, the same for the same seed, in memory that does not grow.

Independent of the product: plain feed records of the contract, as a connector would hand them over. Records of one order lie
near one another but not in order, so some children come before their parents.
"""

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any


Record = dict[str, Any]

BEGINS = datetime(2025, 1, 1, tzinfo=UTC)
SPAN = timedelta(days=400)
"""All orders of a feed are placed within it, however many there are."""
ORDERS_PER_PRODUCT = 50
ORDERS_PER_BUYER = 4
REGULARS_EVERY = 100
"""One order in ten is by a regular who buys only among this many orders, so that monthly caps are met."""
NEAR = 64
"""How many records may overtake one another."""
STARS = (5, 5, 5, 5, 5, 5, 5, 4, 4, 4, 3, 2, 1, 1)
DIMENSIONS = ("described", "service", "dispatch", "logistics")
TEXTS = {
    "good": ("Пришло быстро, всё подошло", "质量很好，会再来", "As described, thank you", ""),
    "neutral": ("Нормально, но упаковка мятая", "一般般", "Fine, the colour differs from the picture"),
    "bad": ("Сломалось на второй день", "用了两天就坏了", "Arrived broken, nobody answers"),
}


def mixed_feed(seed: int, orders: int) -> Iterator[Record]:
    """A feed of about 3.9 records for each of the `orders`: orders and their revisions, reviews of both sides, changes and
    deletions, store ratings, replies, follow-ups, struck trades, and some messages, questions and claims.

    Nearly all of it is valid under every profile; one order in fifty breaks a rule.
    """
    chance = random.Random(seed)
    return _jostled(_in_order(chance, orders), chance)


def ratings_feed(seed: int, orders: int) -> Iterator[Record]:
    """Only orders and one store rating of each, parents first: 2 records for each of the `orders`."""
    chance = random.Random(seed)
    for number in range(orders):
        placed = _placed(chance, number, orders)
        completed = placed + timedelta(hours=chance.randint(24, 240))
        yield _order(chance, number, orders, placed, completed=completed)
        yield _store_rating(chance, number, completed + timedelta(minutes=chance.randint(1, 20_000)))


def _jostled(records: Iterable[Record], chance: random.Random) -> Iterator[Record]:
    """The same records, each up to about NEAR places away from where it was."""
    held: list[Record] = []
    for record in records:
        if len(held) < NEAR:
            held.append(record)
            continue
        place = chance.randrange(NEAR)
        yield held[place]
        held[place] = record
    chance.shuffle(held)
    yield from held


def _in_order(chance: random.Random, orders: int) -> Iterator[Record]:
    for number in range(orders):
        placed = _placed(chance, number, orders)
        if number % ORDERS_PER_PRODUCT == 0:
            yield _product(number // ORDERS_PER_PRODUCT, placed)
        completed = placed + timedelta(hours=chance.randint(24, 240), seconds=chance.randrange(3600))
        if chance.random() < 0.4:
            yield _order(chance, number, orders, placed, completed=None)
            yield _order(chance, number, orders, placed, completed=completed)
        else:
            yield _order(chance, number, orders, placed, completed=completed)
        yield from _opinions(chance, number, completed)
        yield from _rarely(chance, number, placed, completed)


def _placed(chance: random.Random, number: int, orders: int) -> datetime:
    return (BEGINS + SPAN * number / orders + timedelta(seconds=chance.randrange(7200))).replace(microsecond=0)


def _product(number: int, at: datetime) -> Record:
    return {
        "type": "product",
        "id": f"P{number}",
        "at": (at - timedelta(days=30)).isoformat(),
        "title": f"Кружка {number} / 马克杯",
        "article": f"ART-{number:06d}",
        "category": "home",
        "price": {"amount": f"{number % 90 + 9}.90", "currency": "CNY"},
    }


def _order(chance: random.Random, number: int, orders: int, placed: datetime, *, completed: datetime | None) -> Record:
    # What two revisions must share is drawn from the order's number: both are made by separate calls.
    own = random.Random(number)
    products = number // ORDERS_PER_PRODUCT + 1
    regular = own.random() < 0.1
    buyer = f"H{number // REGULARS_EVERY}" if regular else f"B{own.randrange(orders // ORDERS_PER_BUYER + 1)}"
    record: Record = {
        "type": "order",
        "id": f"O{number}",
        "at": placed.isoformat(),
        "buyer": {"id": buyer, "name": "Покупатель"},
        "status": "completed" if completed else "placed",
        "lines": [
            {"id": f"O{number}-{line}", "product": f"P{own.randrange(products)}", "quantity": own.randint(1, 3)}
            for line in range(2 if own.random() < 0.2 else 1)
        ],
    }
    if completed is not None:
        record |= {"completed_at": completed.isoformat(), "updated_at": completed.isoformat(), "region": chance.choice(("浙江", "Тверь"))}
    return record


def _opinions(chance: random.Random, number: int, completed: datetime) -> Iterator[Record]:
    at = completed + timedelta(minutes=chance.randint(1, 15 * 24 * 60))
    if chance.random() < 0.85:
        yield from _review(chance, number, at)
    if chance.random() < 0.2:
        yield {
            "type": "review",
            "id": f"R{number}-s",
            "at": (completed + timedelta(minutes=chance.randint(1, 15 * 24 * 60))).isoformat(),
            "author": "seller",
            "order": f"O{number}",
            "line": f"O{number}-0",
            "verdict": "good",
        }
    if chance.random() < 0.8:
        yield _store_rating(chance, number, at + timedelta(seconds=chance.randint(0, 300)))


def _review(chance: random.Random, number: int, at: datetime) -> Iterator[Record]:
    stars = chance.choice(STARS)
    verdict = {1: "bad", 2: "bad", 3: "neutral"}.get(stars, "good")
    name = f"R{number}-b"
    record: Record = {"type": "review", "id": name, "at": at.isoformat(), "order": f"O{number}", "line": f"O{number}-0", "stars": stars}
    yield record | {"text": chance.choice(TEXTS[verdict]), "photos": []}
    later = (at + timedelta(hours=chance.randint(1, 700))).isoformat()
    if chance.random() < (0.35 if verdict != "good" else 0.02):
        if chance.random() < 0.7:
            yield {"type": "review_change", "id": name, "at": later, "verdict": "good", "text": "Всё решили, спасибо"}
        else:
            yield {"type": "review_delete", "id": name, "at": later, "by": "author"}
    if chance.random() < 0.35:
        answered = (at + timedelta(minutes=chance.randint(1, 600))).isoformat()
        yield {"type": "reply", "id": f"A{number}", "at": answered, "review": name, "text": "谢谢您的评价 / Спасибо за отзыв"}
    if chance.random() < 0.12:
        yield {"type": "follow_up", "id": f"F{number}", "at": later, "review": name, "text": "Спустя месяц: держится"}


def _store_rating(chance: random.Random, number: int, at: datetime) -> Record:
    scores: dict[str, int | None] = {name: chance.choice(STARS) for name in DIMENSIONS}
    if chance.random() < 0.1:
        scores["logistics"] = None
    return {"type": "store_rating", "id": f"S{number}", "at": at.isoformat(), "order": f"O{number}", "scores": scores}


def _rarely(chance: random.Random, number: int, placed: datetime, completed: datetime) -> Iterator[Record]:
    if chance.random() < 0.01:
        struck = (completed + timedelta(days=chance.randint(1, 90))).isoformat()
        yield {"type": "trade_void", "id": f"V{number}", "at": struck, "order": f"O{number}", "reason": "fake trade"}
    if chance.random() < 0.02:
        late = (completed + timedelta(days=31)).isoformat()
        yield {"type": "store_rating", "id": f"S{number}-again", "at": late, "order": f"O{number}", "scores": {"service": 1}}
    if chance.random() < 0.08:
        yield {
            "type": "message",
            "id": f"M{number}",
            "at": placed.isoformat(),
            "conversation": f"C{number}",
            "sender": "buyer",
            "buyer": {"id": f"B{number}"},
            "order": f"O{number}",
            "text": "Когда отправите?",
        }
    if chance.random() < 0.03:
        yield {"type": "question", "id": f"Q{number}", "at": placed.isoformat(), "product": "P0", "text": "可以放洗碗机吗？"}
    if chance.random() < 0.02:
        yield {
            "type": "claim",
            "id": f"K{number}",
            "at": completed.isoformat(),
            "order": f"O{number}",
            "wants": "refund",
            "reason": {"code": "broken", "text": "Трещина"},
        }
