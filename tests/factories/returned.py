"""Figures of refusals and claims: records to count, the kept rows, and a plain second reading of the ledgers."""

import random
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from returns.domain.reasons import REASONS
from returns.domain.refusals import STAGES
from returns.models import Claim, Figure, Move, Refusal
from returns.models.figures import COUNTS, MONEY
from returns.services import keeping
from sellerdesk.models import Order, Product
from sellerdesk.shops import ShopFacts
from tests.factories.feed import Record, order
from tests.factories.kernel import NOW
from tests.factories.returns import claim, refusal, step


Kept = dict[tuple[int, date, str, str, str], dict[str, int]]
_BEGUN = datetime(2026, 1, 29, 12, tzinfo=UTC)
_LOST = {"lost", "kept", "written_off", "wrong"}


def at(days: float) -> str:
    """So many days after the first order."""
    return (_BEGUN + timedelta(days=days)).isoformat()


def jumbled(rng: random.Random) -> list[Record]:
    """Orders over the end of a month with everything that may become of them, contradicting one another here and there."""
    records: list[Record] = []
    for number in range(1, 7):
        placed, lines = rng.randint(0, 5), ("L1", "L2")[: rng.randint(1, 2)]
        fields: dict[str, Any] = {"status": rng.choice(["placed", "shipped", "delivered", "completed", "refused", "cancelled"])}
        fields |= {"courier": rng.choice(["SF", "YT", None]), "region": rng.choice(["Омск", None]), "warehouse": "W1"}
        fields |= {"shipping_cost": {"amount": "3.00", "currency": "CNY"}} if rng.random() < 0.7 else {}
        fields["lines"] = [
            {"id": line, "product": rng.choice(["P1", "P2"]), "quantity": 2, "price": {"amount": "10.00", "currency": "CNY"}}
            for line in lines
        ]
        made = {**order(f"O{number}", buyer=f"B{number}"), "at": at(placed), "completed_at": None, **fields}
        records.append(made)
        if rng.random() < 0.4:
            moved = at(rng.choice([placed, placed + 1]))
            records.append({**made, "at": moved, "updated_at": at(9), "status": "completed", "completed_at": at(9)})
    for _ in range(7):
        fields = {"line": rng.choice(["L1", "L2", None]), "amount": {"amount": "9.00", "currency": rng.choice(["CNY", "USD"])}}
        fields |= {"reason": {"code": rng.choice(["BAD_QUALITY", "SIZE_TOO_SMALL", "?"])}, "updated_at": at(rng.randint(6, 8))}
        wants = rng.choice(["refund", "return", "exchange"])
        records.append(claim(f"CL{rng.randint(1, 5)}", f"O{rng.randint(1, 7)}", at=at(rng.randint(4, 6)), wants=wants, **fields))
    events = ["agreed", "partly_agreed", "refused", "sent_back", "received", "refunded", "refund_failed", "marketplace_joined"]
    events += ["ruled_for_buyer", "ruled_for_seller", "withdrawn", "closed"]
    for number in range(24):
        amount = {"amount": {"amount": "4.00", "currency": "CNY"}} if rng.random() < 0.3 else {}
        by = rng.choice(["buyer", "seller", "marketplace", "clock"])
        records.append(
            step(rng.choice(events), at(6 + rng.randint(0, 40) / 8), ref=f"T{number}", claim=f"CL{rng.randint(1, 5)}", by=by, **amount)
        )
    for _ in range(5):
        stage, line = rng.choice(list(STAGES)), rng.choice(["L1", "L2", None])
        reason = {"code": rng.choice(["DAMAGED", "CHANGED_MIND"])}
        records.append(refusal(f"U{rng.randint(1, 4)}", f"O{rng.randint(1, 7)}", at=at(7), stage=stage, line=line, reason=reason))
    if rng.random() < 0.3:
        records.append({"type": "trade_void", "id": "V1", "at": at(8), "order": "O1", "reason": "fake"})
    return records


def settle(shop: ShopFacts, *, now: datetime = NOW) -> None:
    """Count until nothing is left to be counted."""
    while keeping.keep(shop=shop, now=now):
        pass


def kept(shop: ShopFacts) -> Kept:
    """The kept rows by span, day, dimension, key and currency; only numbers that are not 0. Products by their outside ids."""
    names = dict(shop_products(shop))
    return {
        (row.span, row.day, row.dimension, _named(row.dimension, row.key, names), row.currency): {
            name: number for name in (*COUNTS, *MONEY) if (number := getattr(row, name))
        }
        for row in Figure.objects.filter(shop_id=shop.id)
    }


def shop_products(shop: ShopFacts) -> Any:
    """(id, outside id) of a shop's products."""
    return Product.objects.filter(shop_id=shop.id).values_list("id", "outside_id")


def _named(dimension: str, key: str, names: dict[int, str]) -> str:
    if not dimension.startswith("product"):
        return key
    product, colon, code = key.partition(":")
    return f"{names[int(product)] if product else ''}{colon}{code}"


class Reading:
    """The same figures read row by row, as the definitions say it in words: slow, and with no statement in common."""

    def __init__(self, shop: ShopFacts) -> None:
        self.zone, self.rows = shop.zone, defaultdict[Any, dict[str, int]](lambda: defaultdict(int))
        self.claims = list(Claim.objects.filter(shop_id=shop.id, ruling="").select_related("product", "order"))
        self.claims.sort(key=lambda one: (one.at, one.outside_id))
        self.refusals = sorted(Refusal.objects.filter(shop_id=shop.id, ruling=""), key=lambda one: (one.at, one.outside_id))
        for told in Order.objects.filter(shop_id=shop.id, struck_at=None).prefetch_related("lines__product"):
            self._order(told)
        for one in self.claims:
            self._claim(one)
        self.kept: Kept = {}
        for (day, *key), numbers in self.rows.items():
            for span, begins in ((1, day), (2, day.replace(day=1))):
                into = self.kept.setdefault((span, begins, *key), {})
                for name, number in numbers.items():
                    into[name] = into.get(name, 0) + number
        self.kept = {key: numbers for key, given in self.kept.items() if (numbers := {name: n for name, n in given.items() if n})}

    def _day(self, moment: datetime) -> date:
        zone: ZoneInfo = self.zone
        return moment.astimezone(zone).date()

    def _add(self, day: date, keys: list[tuple[str, str]], **numbers: int) -> None:
        self._add_money(day, keys, "", **numbers)

    def _add_money(self, day: date, keys: list[tuple[str, str]], currency: str, /, **numbers: int) -> None:
        for dimension, key in keys:
            for name, number in numbers.items():
                self.rows[day, dimension, key, currency][name] += number

    def _order(self, told: Order) -> None:
        day, back, stages, first = self._day(told.placed_at), [], set(), None
        for line in told.lines.order_by("id"):
            refusals = [one for one in self.refusals if one.order_id == told.id and one.line_ref in {None, line.outside_id}]
            claims = [one for one in self.claims if one.order_id == told.id and one.line_ref in {None, line.outside_id}]
            if told.status == "cancelled" and not refusals and not claims:
                continue
            product = line.product.outside_id
            keys = [("all", ""), ("product", product), ("warehouse", told.warehouse), ("region", told.region), ("courier", told.courier)]
            first = first or keys
            refused = bool(refusals) or told.status == "refused"
            taken = told.status in {"delivered", "completed"} or told.delivered_at or told.completed_at
            paid = any(one.money == "paid" for one in claims)
            for_money = [one for one in claims if one.wants in {"refund", "return"}]
            quality = bool(for_money and for_money[0].first_reason and REASONS[for_money[0].first_reason].quality)
            lost = any(one.money == "paid" and one.goods in _LOST for one in claims)
            own = {"refunded": int(paid), "quality": int(quality), "lost": int(lost)}
            self._add(day, keys, lines=1, bought=int(bool(taken) and not refused), refused=int(refused), claimed=int(bool(claims)), **own)
            if refused:
                stage = next(name for name, one in STAGES.items() if one.number == refusals[0].stage) if refusals else ""
                reason = refusals[0].reason if refusals else ""
                stages.add(stage)
                pairs = [
                    ("reason", reason),
                    ("product_reason", f"{product}:{reason}"),
                    ("stage", stage),
                    ("product_stage", f"{product}:{stage}"),
                ]
                self._add(day, pairs, refused=1)
            if claims:
                pairs = [("reason", claims[0].reason), ("product_reason", f"{product}:{claims[0].reason}")]
                self._add(day, pairs, claimed=1, **own)
                if lost:
                    self._add_money(day, keys + pairs, line.price_currency, lost_minor=(line.price_minor or 0) * line.quantity)
            back.append(refused or paid)
        if first and all(back) and "before_shipping" not in stages:
            self._add(day, first, whole_back=1)
            self._add_money(day, first, told.shipping_cost_currency, shipping_minor=told.shipping_cost_minor or 0)

    def _claim(self, told: Claim) -> None:
        product = told.product.outside_id if told.product else ""
        keys = [("all", ""), ("product", product), ("warehouse", told.order.warehouse), ("region", told.order.region)]
        keys += [("courier", told.order.courier), ("reason", told.reason), ("product_reason", f"{product}:{told.reason}")]
        for_money = told.wants in {"refund", "return"}
        mates = [one for one in self.claims if one.order_id == told.order_id and one.wants in {"refund", "return"}]
        before = mates[: mates.index(told)] if for_money else mates
        alone = for_money and not any(None in (one.line_ref, told.line_ref) or one.line_ref == told.line_ref for one in before)
        is_quality = bool(told.first_reason) and REASONS[told.first_reason].quality
        self._add(self._day(told.at), keys, asked=1, first_quality=int(alone and is_quality))
        moves = list(Move.objects.filter(claim=told).order_by("place").select_related("step"))
        over = [move.money_after in {"paid", "dropped"} or move.talk_after == "closed" for move in moves]
        if told.money == "paid":
            place = max(n for n, move in enumerate(moves) if move.money_after == "paid" and (n == 0 or moves[n - 1].money_after != "paid"))
            self._add(self._day(moves[place].at), keys, refunds=1)
            amount, currency = self._amount(told, moves, place)
            if amount:
                self._add_money(self._day(moves[place].at), keys, currency, refund_minor=amount)
        if not for_money:
            return
        if joined := [move for move in moves if move.event == "marketplace_joined"]:
            self._add(self._day(joined[0].at), keys, joined=1)
        if (rulings := [move for move in moves if move.event.startswith("ruled_for_")]) and rulings[-1].event == "ruled_for_buyer":
            self._add(self._day(rulings[-1].at), keys, disputes=1)
        if over and over[-1]:
            last = max((n for n, held in enumerate(over) if not held), default=-1) + 1
            seconds = int((moves[last].at - told.at).total_seconds())
            kind = "direct" if told.wants == "refund" else "sent_back"
            numbers = {kind: 1, f"{kind}_seconds": seconds, "self_finished": int(moves[last].by != 3)}
            self._add(self._day(moves[last].at), keys, finished=1, **numbers)

    @staticmethod
    def _amount(told: Claim, moves: list[Move], place: int) -> tuple[int, str]:
        paid = moves[place].step
        if paid and paid.amount_minor is not None:
            return paid.amount_minor, paid.amount_currency
        parts = [move for move in moves[:place] if move.event == "partly_agreed"]
        if parts and moves[place - 1].money_after in {"partly", "paying", "failed"} and parts[-1].step.amount_minor is not None:
            return parts[-1].step.amount_minor, parts[-1].step.amount_currency
        return told.amount_minor or 0, told.amount_currency
