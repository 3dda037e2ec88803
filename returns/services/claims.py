"""Claims folded anew: their rows, their courses, and what is ruled of every telling and step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from returns.domain import clocks, folding
from returns.domain.clocks import Clock
from returns.domain.facts import ACCEPTED, PARENT_REJECTED, WAITING
from returns.domain.folding import Course
from returns.domain.merging import Merged, merged
from returns.services import stale
from returns.services.gathering import Ledger, Order, StepRow, orders
from sellerdesk import setwise
from sellerdesk.feed import trades
from sellerdesk.feed.batch import Batch


@dataclass(frozen=True, slots=True)
class Folded:
    """One claim after folding. `stage` is that of the clock before, None of a claim that is new."""

    ref: str
    merged: Merged
    order: Order | None
    ruling: str
    course: Course
    clock: Clock | None
    stage: str | None = None
    left: str = ""
    """The order that it was about before, where that is another."""
    id: int = 0


def fold(batch: Batch, ledger: Ledger) -> list[Folded]:
    """Fold these claims of a shop whose lock is held, rule their tellings and steps, and write what they are. Rows are locked by id."""
    whole = {ref: merged([one.revision for one in told]) for ref, told in ledger.tellings.items()}
    wanted = {one.fields["order"] for one in whole.values()}
    trades.find(batch, wanted)
    known = orders(batch, wanted)
    folded = [_fold(batch, ref, one, known.get(one.fields["order"]), ledger.steps.get(ref, [])) for ref, one in sorted(whole.items())]
    for one in folded:
        for telling in ledger.tellings[one.ref]:
            batch.rule(telling.record, telling.ruling, one.ruling)
    _rule_steps(batch, ledger, {one.ref: one for one in folded})
    written = _write(batch, folded, ledger)
    stale.mark_claims(batch.shop, [one.id for one in written])
    return written


def _fold(batch: Batch, ref: str, one: Merged, order: Order | None, steps: Sequence[StepRow]) -> Folded:
    trade = order.facts if order else None
    course = folding.fold(one.claim, trade, [step.facts for step in steps])
    ruling = folding.why_not_place(one.claim, trade)
    clock = clocks.clock_of(one.claim, course, profile=batch.shop.rules.name, zone=batch.shop.zone) if _stands(ruling) else None
    return Folded(ref, one, order, ruling, course, clock)


def _stands(ruling: str) -> bool:
    """Whether somebody works on a claim: one of an unknown order, too, but none that was rejected."""
    return ruling in {ACCEPTED, WAITING}


def _rule_steps(batch: Batch, ledger: Ledger, folded: Mapping[str, Folded]) -> None:
    """A step waits for its claim, and with a claim that waits for its order; of a rejected one it is rejected; else the tables say."""
    changed = []
    for ref, rows in ledger.steps.items():
        one = folded.get(ref)
        codes = {taken.step.outside_id: taken.code for taken in one.course.taken if taken.step} if one else {}
        for row in rows:
            ruling = WAITING if one is None else _of_parent(one.ruling) or codes[row.facts.outside_id]
            batch.rule(row.record, row.ruling, ruling)
            if ruling != (row.ruling or ACCEPTED):
                changed.append((row.id, ruling))
    setwise.change(
        "UPDATE returns_claimstep AS s SET ruling = v.ruling FROM {told} AS v (id, ruling) WHERE s.id = v.id", "bigint, text", changed
    )


def _of_parent(ruling: str) -> str:
    return ruling if _stands(ruling) else PARENT_REJECTED


NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""The place in the queue of what has no deadline."""
_COLUMNS = (
    "desk_id, shop_id, outside_id, received_at, at, told_at, ruling, order_ref, line_ref, order_id, product_id, buyer_id, wants,"
    " told_reason, reason_text, reason, reason_read, first_reason, photos, video, amount_minor, amount_currency, told_due_at, actions,"
    " status, money, goods, talk, stage, clock_since, due_at, outcome, is_open, queue_at, moved_at"
)
_CHANGES = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS.split(", ")[4:])
_MOVES = "desk_id, claim_id, place, at, event, by, step_id, money_before, money_after, goods_before, goods_after, talk_before, talk_after"


def _write(batch: Batch, folded: Sequence[Folded], ledger: Ledger) -> list[Folded]:
    if not folded:
        return []
    before = setwise.rows(
        "SELECT outside_id, stage, order_ref FROM returns_claim WHERE desk_id = %s AND shop_id = %s AND outside_id = ANY(%s)"
        " ORDER BY id FOR NO KEY UPDATE",
        [batch.shop.desk_id, batch.shop.id, [one.ref for one in folded]],
    )
    stages = {ref: (stage, order_ref) for ref, stage, order_ref in before}
    tail = f"ON CONFLICT (desk_id, shop_id, outside_id) DO UPDATE SET {_CHANGES} RETURNING outside_id, id"
    ids = dict(setwise.insert("returns_claim", _COLUMNS, [_row(batch, one) for one in folded], tail=tail))
    if stages:
        setwise.run(
            "DELETE FROM returns_move WHERE desk_id = %s AND claim_id = ANY(%s)", [batch.shop.desk_id, [ids[ref] for ref in stages]]
        )
    moves: list[setwise.Row] = []
    for one in folded:
        steps = {row.facts.outside_id: row.id for row in ledger.steps.get(one.ref, [])}
        moves += _moves(batch, one, ids[one.ref], steps)
    setwise.append("returns_move", _MOVES, moves)
    return [_stood(one, ids[one.ref], *stages.get(one.ref, (None, ""))) for one in folded]


def _stood(one: Folded, own_id: int, stage: str | None, order_ref: str) -> Folded:
    return replace(one, id=own_id, stage=stage, left=order_ref if order_ref != one.merged.fields["order"] else "")


def _row(batch: Batch, one: Folded) -> tuple[Any, ...]:
    fields, clock, state = one.merged.fields, one.clock, one.course.state
    amount, reason = fields.get("amount"), one.merged.reason
    actions = fields.get("actions")
    return (
        *(batch.shop.desk_id, batch.shop.id, one.ref, batch.now, fields["at"], one.merged.told_at, one.ruling),
        *(fields["order"], fields.get("line"), one.order.id if one.order else None, product_of(one.order, fields.get("line"))),
        *(one.order.buyer_id if one.order else None, fields["wants"]),
        *(reason.told, reason.text, reason.code, reason.read, one.merged.first_reason),
        *(setwise.json(fields.get("photos") or []), fields.get("video") or ""),
        *(amount.minor if amount else None, amount.currency if amount else ""),
        *(fields.get("due_at"), None if actions is None else setwise.json(actions), fields.get("status") or "", *state),
        *((clock.stage, clock.since, clock.due_at, clock.outcome) if clock else ("", None, None, "")),
        *(_stands(one.ruling) and clocks.is_open(state), clock.due_at if clock else NEVER),
        max((taken.at for taken in one.course.taken if not taken.code), default=fields["at"]),
    )


def product_of(order: Order | None, line: str | None) -> int | None:
    """The product that something about an order is about: its line's, or that of the order's only line."""
    if order is None:
        return None
    if line is None:
        return next(iter(order.lines.values()))[0] if len(order.lines) == 1 else None
    return order.lines[line][0] if line in order.lines else None


def _moves(batch: Batch, one: Folded, claim_id: int, steps: Mapping[str, int]) -> list[setwise.Row]:
    standing = [taken for taken in one.course.taken if not taken.code]
    return [
        (
            *(batch.shop.desk_id, claim_id, place, taken.at, taken.event, taken.by, steps[taken.step.outside_id] if taken.step else None),
            *(part for pair in zip(taken.before, taken.after, strict=True) for part in pair),
        )
        for place, taken in enumerate(standing, start=1)
    ]
