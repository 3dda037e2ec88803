"""What all the tellers of one shop's year share: its dice, its clock, its numbers, its buyers."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sellerdesk.demo.goods import Good
from sellerdesk.demo.grammar import Deck
from sellerdesk.demo.plans import Plan


Record = dict[str, Any]
HOURS = (1, 1, 1, 0.5, 0.5, 1, 2, 4, 6, 8, 9, 9, 10, 9, 8, 8, 9, 10, 11, 13, 15, 15, 11, 5)
"""How many buy and write in each hour of the day."""


@dataclass(frozen=True, slots=True)
class Buyer:
    """Somebody who buys. `first` is how the shop addresses them, empty where the language does not."""

    id: str
    name: str
    first: str
    woman: bool


@dataclass(slots=True, kw_only=True)
class Line:
    """One line of an order."""

    id: str
    good: Good
    quantity: int


@dataclass(slots=True, kw_only=True)
class Review:
    """A buyer's review of one line, as far as other tellers must know it."""

    id: str
    at: datetime
    good: Good | None
    wrong: str
    """What was wrong (an aspect, "batch", "crisis"), or nothing."""
    flagged: bool
    doubted: bool = False
    """Good, and flagged for its text all the same."""
    replied_at: datetime | None = None
    over: bool = False
    """Changed or deleted."""
    anonymous: bool = False


@dataclass(slots=True, kw_only=True)
class Trade:
    """One order with its fate."""

    id: str
    at: datetime
    buyer: Buyer
    lines: list[Line]
    region: str
    courier: str
    wrong: str
    status: str = "placed"
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    completed_at: datetime | None = None
    reviews: list[Review] = field(default_factory=list)
    seller_at: datetime | None = None
    rated_at: datetime | None = None
    struck_at: datetime | None = None


class House:
    """One shop's year while it is told. `until` is its last moment; nothing is told that comes later."""

    def __init__(self, plan: Plan, seed: int, until: datetime, doubted: Callable[[Record], bool]) -> None:
        self.plan = plan
        self.doubted = doubted
        self.until = until.astimezone(plan.zone)
        self.rng = random.Random(f"{seed}/{plan.slug}")  # noqa: S311 - a story, no secret
        self.deck = Deck(self.rng)
        self.records: list[Record] = []
        self.trades: list[Trade] = []
        self._numbers: Counter[str] = Counter()
        self._buyers: list[Buyer] = []
        self._busy: dict[tuple[int, int], Buyer] = {}

    def tell(self, kind: str, own_id: str, at: datetime, **fields: Any) -> Record:
        """Add one record, without the fields that are None; returns it."""
        told = {name: value for name, value in fields.items() if value is not None}
        self.records.append({"type": kind, "id": own_id, "at": self.spelt(at), **told})
        return self.records[-1]

    def spelt(self, at: datetime) -> str:
        """The moment on the shop's clock, to the second."""
        return at.astimezone(self.plan.zone).isoformat(timespec="seconds")

    def number(self, kind: str) -> str:
        """The next id of this kind."""
        self._numbers[kind] += 1
        return f"{kind}-{self._numbers[kind]:05d}"

    def chance(self, share: float) -> bool:
        """True that often."""
        return self.rng.random() < share

    def after(self, at: datetime, least: float, most: float) -> datetime:
        """A moment so many hours later, to the second."""
        return at + timedelta(seconds=round(self.rng.uniform(least, most) * 3600))

    def by_day(self, at: datetime, *, opens: int = 8, closes: int = 23) -> datetime:
        """The moment itself while people are up, else one of the next morning."""
        local = at.astimezone(self.plan.zone)
        if opens <= local.hour < closes:
            return at
        morning = local if local.hour < opens else local + timedelta(days=1)
        return morning.replace(hour=opens, minute=self.rng.randrange(4, 58))

    def known(self, at: datetime | None) -> datetime | None:
        """The moment, if it has come."""
        return at if at is not None and at <= self.until else None

    def age(self, at: datetime) -> int:
        """Whole local days from a moment to the last day."""
        return self.until.toordinal() - at.astimezone(self.plan.zone).toordinal()

    def money(self, amount: Any) -> dict[str, str]:
        """An amount in the shop's currency."""
        return {"amount": f"{amount:.2f}", "currency": self.plan.currency}

    def buyer(self, at: datetime | None = None) -> Buyer:
        """Whoever furnishes a flat this month, a regular now and then, else somebody new."""
        if at is not None and self.chance(0.07):
            month = (at.year, at.month)
            if month not in self._busy:
                self._busy[month] = self._new_buyer()
            return self._busy[month]
        if len(self._buyers) > 30 and self.chance(0.16):
            return self._buyers[self.rng.randrange(12)] if self.chance(0.6) else self.rng.choice(self._buyers)
        made = self._new_buyer()
        self._buyers.append(made)
        return made

    def _new_buyer(self) -> Buyer:
        people, code = self.plan.language.people, self.plan.language.code
        woman = self.chance(0.62)
        given = self.rng.choice(people.women if woman else people.men)
        surname = self.rng.choice(people.surnames)[woman]
        own_id = self.number("B")
        if code == "zh":
            full = surname + given
            masked = f"{full[0]}**{self.rng.choice('0123456789')}" if self.chance(0.3) else full
            return Buyer(own_id, masked, "", woman)
        shown = {0: given, 1: f"{given} {surname[0]}."}.get(self.rng.randrange(3), f"{given} {surname}")
        return Buyer(own_id, shown, given, woman)
