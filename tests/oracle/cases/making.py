"""Short words for feed records, so that a case reads like a sentence. Times without offset are Shanghai's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.oracle.records import Record


SHANGHAI = "Asia/Shanghai"
BERLIN = "Europe/Berlin"
Fate = tuple[Record, str]


@dataclass(frozen=True)
class Case:
    """A small feed whose end was worked out by hand.

    `reports`: what the report of a day must contain, by day; keys that are not given may be anything. `fates`: what must
    become of a record ("applied", "waiting" or the code of its rejection).
    """

    name: str
    rule: int
    records: list[Record]
    reports: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    fates: list[Fate] = field(default_factory=list)
    profile: str = "taobao"
    time_zone: str = SHANGHAI
    window: str = "6_months"

    def __str__(self) -> str:
        return f"{self.rule}: {self.name}"


def when(text: str) -> str:
    """`2026-01-05 12:00:00` on a Shanghai wall as RFC 3339; what has an offset already is left alone."""
    return text if "T" in text else text.replace(" ", "T") + "+08:00"


def order(name: str, at: str, completed: str | None = None, *, buyer: str = "B1", lines: str = "L:P", **more: Any) -> Record:
    """An order; `lines` is `line:product line:product`."""
    split = [part.split(":") for part in lines.split()]
    record: Record = {
        "type": "order",
        "id": name,
        "at": when(at),
        "buyer": {"id": buyer},
        "status": "completed" if completed else "placed",
        "lines": [{"id": line, "product": product, "quantity": 1} for line, product in split],
    }
    if completed:
        record["completed_at"] = when(completed)
    if "updated_at" in more:
        more["updated_at"] = when(more["updated_at"])
    return record | more


def review(name: str, at: str, verdict: str | None, order: str | None = "O", **more: Any) -> Record:
    """A buyer's review."""
    record: Record = {"type": "review", "id": name, "at": when(at)}
    if verdict:
        record["verdict"] = verdict
    if order:
        record["order"] = order
    return record | more


def by_shop(name: str, at: str, verdict: str, order: str = "O", **more: Any) -> Record:
    """The shop's review of the buyer."""
    return review(name, at, verdict, order, author="seller", **more)


def rating(name: str, at: str, order: str = "O", described: int | None = 5, **scores: int | None) -> Record:
    """A store rating."""
    return {"type": "store_rating", "id": name, "at": when(at), "order": order, "scores": {"described": described, **scores}}


def change(review: str, at: str, verdict: str = "good") -> Record:
    """A changed review."""
    return {"type": "review_change", "id": review, "at": when(at), "verdict": verdict}


def delete(review: str, at: str, by: str = "author") -> Record:
    """A deleted review."""
    return {"type": "review_delete", "id": review, "at": when(at), "by": by}


def void(name: str, at: str, order: str = "O") -> Record:
    """A struck trade."""
    return {"type": "trade_void", "id": name, "at": when(at), "order": order, "reason": "fake trade"}


def follow_up(name: str, at: str, review: str = "R") -> Record:
    """A follow-up."""
    return {"type": "follow_up", "id": name, "at": when(at), "review": review, "text": "后来坏了"}


def reply(name: str, at: str, review: str = "R", **more: Any) -> Record:
    """An answer given elsewhere."""
    return {"type": "reply", "id": name, "at": when(at), "review": review, "text": "Спасибо"} | more


def described(count: int, total: int, **not_counted: int) -> dict[str, Any]:
    """Of a report: how many marks for the description and their sum, and what else is said of those not counted."""
    wanted: dict[str, Any] = {"dimensions": {"described": {"count": count, "sum": total}}}
    return wanted | ({"not_counted": not_counted} if not_counted else {})


def credit(good: int, neutral: int, bad: int, **not_scored: int) -> dict[str, Any]:
    """Of a report: the scored reviews, the score they make, and what is said of those not scored."""
    wanted: dict[str, Any] = {"good": good, "neutral": neutral, "bad": bad, "score": good - bad}
    return {"credit": wanted | ({"not_scored": not_scored} if not_scored else {})}
