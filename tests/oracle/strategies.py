"""Small hostile feeds for hypothesis: few people and things, times that sit on every edge the rulebook has."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from tests.oracle.days import local_day
from tests.oracle.records import Record, distinct, instant


T = TypeVar("T")
Draw = Callable[[st.SearchStrategy[Any]], Any]

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Africa/Cairo", "America/Havana", "Asia/Kathmandu")
"""Some whose clocks change at midnight, one a quarter of an hour off."""
ANCHORS = (
    date(2025, 8, 31),
    date(2025, 10, 26),
    date(2026, 2, 28),
    date(2026, 3, 29),
    date(2024, 2, 29),
    date(2026, 1, 31),
    date(2026, 11, 1),
)
NUDGES = (*(timedelta(seconds=s) for s in (0, 0, 0, 1, -1)), timedelta(microseconds=1), timedelta(minutes=-30), timedelta(hours=5))
PREFIXES = ("a", "B", "ж", "_")
"""Ids whose order differs between code points and any language's dictionary."""
DIMENSIONS = ("described", "service", "dispatch", "logistics")


@dataclass(frozen=True)
class HostileFeed:
    """A shop's profile, its records and the days worth looking at."""

    rules: str
    time_zone: str
    window: str
    records: list[Record]
    days: list[date]


@dataclass
class _Shop:
    """What is drawn so far."""

    draw: Draw
    zone: ZoneInfo
    anchor: datetime
    records: list[Record]

    def one_of(self, *choices: T) -> T:
        chosen: T = self.draw(st.sampled_from(choices))
        return chosen

    def rarely(self) -> bool:
        return bool(self.draw(st.integers(0, 5)) == 5)

    def often(self) -> bool:
        return bool(self.draw(st.integers(0, 2)) < 2)

    def later(self, moment: datetime, *days: int) -> datetime:
        """The moment plus one of the numbers of days, then nudged to or over an edge."""
        moved = moment + timedelta(days=self.one_of(*days))
        if self.rarely():
            midnight = datetime.combine(local_day(moved, self.zone), time(0), tzinfo=self.zone).astimezone(UTC)
            return midnight + self.one_of(*NUDGES)
        return moved + self.one_of(*NUDGES)

    def text(self, moment: datetime) -> str:
        """The moment as a marketplace may write it."""
        if self.rarely():
            return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
        return moment.astimezone(self.zone).isoformat()

    def name(self, kind: str) -> str:
        """A new id of this kind."""
        return f"{self.one_of(*PREFIXES)}{kind}{len(self.records)}"

    def add(self, type_: str, name: str, at: datetime, **fields: Any) -> Record:
        record = {"type": type_, "id": name, "at": self.text(at), **fields}
        self.records.append(record)
        if self.rarely():
            self._add_a_rival(record)
        return record

    def _add_a_rival(self, record: Record) -> None:
        """The same content again, or another content of the same identity."""
        rival = dict(record)
        if self.often():
            rival["note_of_the_rival"] = self.one_of("x", "y")
        if record["type"] == "order":
            rival["updated_at"] = record["at"]
        elif record["type"] == "store_rating":
            # Never at the same instant: the product may order these by a keyed hash, which only it can know.
            rival |= {"at": self.text(instant(record["at"]) + self.one_of(*NUDGES[3:])), "scores": _scores(self)}
        elif record["type"] not in {"review_change", "review_delete"} and self.often():
            rival["at"] = self.text(instant(record["at"]) + self.one_of(*NUDGES))
        if record["type"] == "review":
            rival["verdict"] = self.one_of("good", "neutral", "bad")
        self.records.append(rival)


def hostile_feeds(*, rules: str | None = None, most_orders: int = 8) -> st.SearchStrategy[HostileFeed]:
    """Feeds of 1 to `most_orders` orders and all that may hang on them, or of up to 12 simple ones of nearly one buyer.

    `rules` fixes the profile.
    """

    @st.composite
    def feeds(draw: Draw) -> HostileFeed:
        zone = draw(st.sampled_from(ZONES))
        midnight = datetime.combine(draw(st.sampled_from(ANCHORS)), time(0), tzinfo=ZoneInfo(zone)).astimezone(UTC)
        shop = _Shop(draw, ZoneInfo(zone), midnight, [])
        one_regular = draw(st.integers(0, 2)) == 2
        for number in range(draw(st.integers(6 if one_regular else 1, 12 if one_regular else most_orders))):
            (_regulars_trade if one_regular else _trade)(shop, number)
        profile = rules or draw(st.sampled_from(("taobao", "taobao", "standard", "wildberries")))
        days = draw(st.lists(st.sampled_from(_days_worth_a_look(shop)), min_size=1, max_size=3, unique=True))
        return HostileFeed(profile, zone, draw(st.sampled_from(("6_months", "180_days"))), shop.records, sorted(days))

    return feeds()


def arrangements(records: list[Record]) -> st.SearchStrategy[list[list[Record]]]:
    """The same records in any order, cut into one to four loads, some of them loaded again."""

    @st.composite
    def arranged(draw: Draw) -> list[list[Record]]:
        lines = draw(st.permutations(records))
        cuts = sorted(draw(st.lists(st.integers(0, len(lines)), max_size=3)))
        edges = [0, *cuts, len(lines)]
        loads = [lines[first:last] for first, last in pairwise(edges)]
        again = draw(st.lists(st.sampled_from(distinct(records)), max_size=3)) if records else []
        return [load for load in [*loads, again] if load]

    return arranged()


def _days_worth_a_look(shop: _Shop) -> list[date]:
    """Days on, before and after which something happens or leaves the window."""
    told = {local_day(instant(record["at"]), shop.zone) for record in shop.records}
    return sorted({day + timedelta(days=step) for day in told for step in (-1, 0, 1, 14, 15, 16, 179, 180, 181, 183, 184)})


def _trade(shop: _Shop, number: int) -> None:
    """One order with its revisions and children; sometimes the order itself never comes."""
    name = f"{shop.one_of(*PREFIXES)}O{number}"
    placed = shop.later(shop.anchor, 0, 0, -1, 13, 14, 31, -28)
    completed = shop.later(placed, 0, 1, 14, 30) if shop.often() else None
    lines: list[Record] = [
        {"id": f"{name}-{line}", "product": f"P{shop.one_of(1, 1, 2, 3)}", "quantity": 1} for line in range(shop.one_of(1, 1, 2, 3))
    ]
    if not shop.rarely() or shop.often():
        _order_and_revisions(shop, name, placed, completed, lines)
    success = completed or placed + timedelta(days=1)
    for line in lines:
        _reviews_of(shop, name, line["id"], success, only=len(lines) == 1)
    for _ in range(shop.one_of(0, 1, 1, 1, 2)):
        shop.add("store_rating", shop.name("S"), shop.later(success, 0, 0, 1, 15, -1), order=name, scores=_scores(shop))
    if shop.rarely():
        shop.add("trade_void", shop.name("V"), shop.later(success, 0, 1, 15, 16, 31, -2), order=name, reason="fake trade")


def _regulars_trade(shop: _Shop, number: int) -> None:
    """A trade of the buyer who comes so often that monthly caps and the same item are met."""
    name = f"{shop.one_of(*PREFIXES)}O{number}"
    placed = shop.later(shop.anchor, 1, 1, 1, 2, 14)
    completed = shop.later(placed, 0, 1, 2)
    lines: list[Record] = [
        {"id": f"{name}-{line}", "product": f"P{number if shop.often() else 1}-{line}", "quantity": 1}
        for line in range(shop.one_of(1, 2, 2))
    ]
    buyer = {"id": "B2" if shop.rarely() else "B1"}
    shop.add("order", name, placed, buyer=buyer, status="completed", completed_at=shop.text(completed), lines=lines)
    for line in lines:
        given = shop.later(completed, 1, 1, 2)
        verdict = "bad" if shop.rarely() else "good"
        made = shop.add(
            "review", shop.name("R"), given, order=name, line=line["id"], verdict=verdict, author=shop.one_of("buyer", "seller")
        )
        if shop.rarely():
            shop.add("review_delete", made["id"], shop.later(given, 0, 1, 14, 15), by="platform")
    shop.add("store_rating", shop.name("S"), shop.later(completed, 0, 1, 1, 2), order=name, scores=_scores(shop))
    if shop.rarely():
        shop.add("trade_void", shop.name("V"), shop.later(completed, 1, 15, 16), order=name, reason="fake trade")


def _order_and_revisions(shop: _Shop, name: str, placed: datetime, completed: datetime | None, lines: list[Record]) -> None:
    fields: Record = {"buyer": {"id": f"B{shop.one_of(1, 1, 1, 2, 3)}"}, "status": "placed", "lines": lines}
    if completed is not None:
        fields |= {"completed_at": shop.text(completed), "status": "completed"}
    if shop.rarely():
        fields["reviewable"] = shop.one_of(False, True, None)
    # `at` is when the order was placed, the same in every revision.
    told = shop.text(placed)
    shop.records.append({"type": "order", "id": name, "at": told, **fields})
    for _ in range(shop.one_of(0, 0, 0, 1, 2, 3)):
        updated = shop.text(shop.later(placed, 0, 0, 1, 2, 40))
        shop.records.append({"type": "order", "id": name, "at": told, **_revised(shop, fields, completed or placed), "updated_at": updated})


def _revised(shop: _Shop, fields: Record, near: datetime) -> Record:
    """Another revision of the order: one thing of it is different."""
    lines: list[Record] = fields["lines"]
    match shop.one_of("null", "success", "silence", "buyer", "line more", "line less", "product", "reviewable"):
        case "null":
            return fields | {"completed_at": None}
        case "success":
            return fields | {"completed_at": shop.text(shop.later(near, 0, 0, 1, 14, 30)), "status": "completed"}
        case "silence":
            return {key: value for key, value in fields.items() if key != "completed_at"}
        case "buyer":
            return fields | {"buyer": {"id": f"B{shop.one_of(1, 2, 3)}"}}
        case "line more":
            return fields | {"lines": [*lines, {"id": f"{lines[0]['id']}+", "product": "P1", "quantity": 2}]}
        case "line less":
            return fields | {"lines": lines[:1]}
        case "product":
            return fields | {"lines": [lines[0] | {"product": f"P{shop.one_of(1, 2, 3)}"}, *lines[1:]]}
        case _:
            return fields | {"reviewable": shop.one_of(False, True, None)}


def _reviews_of(shop: _Shop, order: str, line: str, success: datetime, *, only: bool) -> None:
    for side in ("buyer", "seller"):
        for _ in range(shop.one_of(0, 1, 1, 1, 2)):
            at = shop.later(success, 0, 0, 1, 14, 15, 15)
            fields: Record = {"order": order, "line": line}
            if (only and shop.often()) or shop.rarely():
                del fields["line"]
            if shop.rarely() and shop.rarely():
                fields["line"] = "another line"
            if side == "seller" or shop.rarely():
                fields["author"] = side
            if shop.often():
                fields["verdict"] = shop.one_of("good", "good", "neutral", "bad")
            else:
                fields["stars"] = shop.one_of(1, 2, 3, 4, 5)
            record = shop.add("review", shop.name("R"), at, **fields)
            _children_of(shop, record["id"], at, success)


def _children_of(shop: _Shop, review: str, at: datetime, success: datetime) -> None:
    for _ in range(shop.one_of(0, 0, 1, 2)):
        moment = shop.later(at, 0, 1, 2, 30, 30)
        if shop.often():
            shop.add("review_change", review, moment, verdict=shop.one_of("good", "good", "good", "neutral", "bad"))
        if shop.rarely() or shop.rarely():
            shop.add("review_delete", review, moment, by=shop.one_of("author", "author", "platform"))
    for _ in range(shop.one_of(0, 0, 0, 1, 2)):
        added = shop.later(shop.one_of(success, at), 0, 1, 2, 180, 180)
        follow_up = shop.add("follow_up", shop.name("F"), added, review=review, text="后来")
        if shop.rarely():
            shop.add("reply", shop.name("A"), shop.later(added, 0, 1, 30, 30), review=review, follow_up=follow_up["id"], text="好")
    for _ in range(shop.one_of(0, 0, 0, 1, 2)):
        shop.add("reply", shop.name("A"), shop.later(at, 0, 1, 2, 30, 30), review=review, text="谢谢")


def _scores(shop: _Shop) -> dict[str, int | None]:
    scores: dict[str, int | None] = {name: shop.one_of(5, 4, 1, None) for name in DIMENSIONS}
    if shop.rarely():
        del scores["logistics"]
    return scores
