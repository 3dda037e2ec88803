"""What a batch concerns: the claims that must be folded anew, all their tellings and steps, and the orders that they are about."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from returns.domain.choosing import Choice
from returns.domain.facts import ACTORS, Step, Trade
from returns.services import own
from sellerdesk import setwise
from sellerdesk.domain.revisions import Revision
from sellerdesk.feed.batch import Batch
from sellerdesk.feed.fact import MALFORMED, NOT_KNOWN_YET, Fact
from sellerdesk.feed.fields import instant, read
from sellerdesk.feed.identity import Standing, settle
from sellerdesk.feed.schema import TYPES


@dataclass(slots=True)
class Telling:
    """One telling of a claim: its record, what was ruled of it so far (None: told in this batch), its place and fields."""

    record: int
    ruling: str | None
    revision: Revision


@dataclass(slots=True)
class StepRow:
    """One step of the ledger. `ruling` is None where it is told in this batch."""

    id: int
    record: int
    ruling: str | None
    facts: Step


@dataclass(slots=True)
class Ledger:
    """What of the ledger a batch concerns, by the claims' outside ids."""

    tellings: dict[str, list[Telling]] = field(default_factory=dict)
    steps: dict[str, list[StepRow]] = field(default_factory=dict)
    findings: dict[str, list[Step]] = field(default_factory=dict)
    """What our own people found, as steps."""
    choices: dict[str, Choice] = field(default_factory=dict)
    refs: set[str] = field(default_factory=set)


def named_orders(batch: Batch) -> set[str]:
    """Orders of which this batch tells anything: how far the goods have come may be another than before."""
    return batch.touched | {fact.outside_id for fact in batch.of("order")}


def gather(batch: Batch) -> Ledger:
    """Settle the steps told anew, write them, and read all that must be folded again."""
    ledger = Ledger()
    ledger.refs = {fact.outside_id for fact in batch.of("claim")} | _new_steps(batch) | _of_orders(batch, named_orders(batch))
    if ledger.refs:
        ledger.tellings = _tellings(batch, ledger.refs)
        ledger.steps = _steps(batch, ledger.refs)
        ledger.findings = own.findings(batch.shop, ledger.refs)
        ledger.choices = own.choices(batch.shop, ledger.refs)
    return ledger


def _of_orders(batch: Batch, orders: Collection[str]) -> set[str]:
    if not orders:
        return set()
    found = setwise.rows(
        "SELECT outside_id FROM returns_claim WHERE desk_id = %s AND shop_id = %s AND order_ref = ANY(%s)",
        [batch.shop.desk_id, batch.shop.id, list(orders)],
    )
    return {ref for (ref,) in found}


_STEP_COLUMNS = (
    "desk_id, shop_id, outside_id, record, at, content_hash, ruling, claim_ref, step, by, amount_minor, amount_currency, tracking, text"
)


def _new_steps(batch: Batch) -> set[str]:
    """Write the steps told anew that stand; returns their claims, and those of the contents that they displace."""
    facts = list(batch.of("claim_step"))
    if not facts:
        return set()
    known = setwise.rows(
        "SELECT outside_id, record, at, content_hash, ruling, claim_ref FROM returns_claimstep"
        " WHERE desk_id = %s AND shop_id = %s AND outside_id = ANY(%s)",
        [batch.shop.desk_id, batch.shop.id, [fact.outside_id for fact in facts]],
    )
    standing = {row[0]: Standing(row[1], row[2], bytes(row[3]), row[4]) for row in known}
    winners = settle(batch, facts, standing, lambda fact: fact.outside_id)
    changes = ", ".join(f"{name} = excluded.{name}" for name in _STEP_COLUMNS.split(", ")[3:])
    setwise.insert(
        "returns_claimstep",
        _STEP_COLUMNS,
        [_step_row(batch, fact) for fact in winners],
        tail=f"ON CONFLICT (desk_id, shop_id, outside_id) DO UPDATE SET {changes}",
    )
    told = {fact.outside_id for fact in winners}
    return {fact.data["claim"] for fact in winners} | {row[5] for row in known if row[0] in told}


def _step_row(batch: Batch, fact: Fact) -> tuple[Any, ...]:
    data = fact.data
    amount = data.get("amount")
    return (
        *(batch.shop.desk_id, batch.shop.id, fact.outside_id, fact.record, fact.at, fact.hash, "", data["claim"], data["step"]),
        *(ACTORS[data["by"]], amount.minor if amount else None, amount.currency if amount else ""),
        *(data.get("tracking") or "", data.get("text") or ""),
    )


def _tellings(batch: Batch, refs: Collection[str]) -> dict[str, list[Telling]]:
    """All tellings of these claims that are well formed, those of this batch among them."""
    told: dict[str, list[Telling]] = {}
    for fact in batch.of("claim"):
        own = Revision(fact.data.get("updated_at") or fact.at, fact.hash, {"at": fact.at} | fact.data)
        told.setdefault(fact.outside_id, []).append(Telling(fact.record, None, own))
    kept = setwise.rows(
        "SELECT outside_id, id, code, content_hash, raw FROM sellerdesk_feedrecord WHERE desk_id = %s AND shop_id = %s"
        " AND type = 'claim' AND outside_id = ANY(%s) AND code <> ALL(%s)",
        [batch.shop.desk_id, batch.shop.id, list(refs), [MALFORMED, NOT_KNOWN_YET]],
    )
    new = {fact.record for fact in batch.of("claim")}
    for ref, record, code, content_hash, raw in kept:
        if record not in new:
            value = json.loads(raw)
            fields = {"at": instant(value["at"])} | read(TYPES["claim"].checks, value)
            own = Revision(fields.get("updated_at") or fields["at"], bytes(content_hash), fields)
            told.setdefault(ref, []).append(Telling(record, code, own))
    return told


def _steps(batch: Batch, refs: Collection[str]) -> dict[str, list[StepRow]]:
    new = {fact.record for fact in batch.of("claim_step")}
    found = setwise.rows(
        "SELECT claim_ref, id, record, ruling, outside_id, at, step, by FROM returns_claimstep"
        " WHERE desk_id = %s AND shop_id = %s AND claim_ref = ANY(%s)",
        [batch.shop.desk_id, batch.shop.id, list(refs)],
    )
    steps: dict[str, list[StepRow]] = {}
    for ref, own_id, record, ruling, *rest in found:
        steps.setdefault(ref, []).append(StepRow(own_id, record, None if record in new else ruling, Step(*rest)))
    return steps


@dataclass(frozen=True, slots=True)
class Order:
    """An order as this room needs it, beside what the batch knows of it."""

    id: int
    buyer_id: int
    lines: dict[str, tuple[int, str]]
    facts: Trade
    placed_at: datetime


def orders(batch: Batch, refs: Iterable[str]) -> dict[str, Order]:
    """The known ones of these orders. `batch.trades` holds them already."""
    known = {batch.trades[ref].order_id: batch.trades[ref] for ref in refs if ref in batch.trades}
    if not known:
        return {}
    found = setwise.rows(
        "SELECT id, status, shipped_at, delivered_at FROM sellerdesk_order WHERE desk_id = %s AND id = ANY(%s)",
        [batch.shop.desk_id, list(known)],
    )
    told = {}
    for own_id, status, shipped_at, delivered_at in found:
        trade = known[own_id]
        facts = Trade(tuple(trade.lines), status, shipped_at, delivered_at)
        told[trade.ref] = Order(own_id, trade.buyer_id, trade.lines, facts, trade.placed_at)
    return told
