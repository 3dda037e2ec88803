"""A batch of the feed: claims, their steps and refusals, the marks they leave on orders, and the work that comes of them."""

from collections.abc import Collection, Sequence

from returns.domain import waiting
from returns.domain.facts import KIND, subject_of
from returns.services import automatic_queue, claims, decision_echoes, gathering, refusals, risks, stale
from returns.services.claims import Folded
from sellerdesk import setwise, work
from sellerdesk.feed import marks, trades
from sellerdesk.feed.batch import Batch


CLAIM_MARK, REFUSAL_MARK = "claim", "refusal"
"""Order marks: the first claim of an order with its reason, the first refusal with its stage."""


def apply(batch: Batch) -> None:
    """Take in what this batch tells of claims and refusals. Inside the load's command, whose lock of the shop is held."""
    concerned = refusals.apply(batch)
    ledger = gathering.gather(batch)
    held = decision_echoes.hold(batch, ledger.refs)
    folded = claims.fold(batch, ledger) if ledger.refs else []
    left = {one.left for one in folded if one.left}
    trades.find(batch, left)
    concerned |= left | {one.merged.fields["order"] for one in folded}
    _mark(batch, concerned)
    named = gathering.named_orders(batch)
    stale.mark_orders(batch, concerned | named)
    work_of(batch, folded, decided=decision_echoes.close(batch, folded, held))
    automatic_queue.look_at(batch.shop, [one.id for one in folded], now=batch.now)
    risks.told(batch, concerned | named, named)
    if folded or concerned:
        batch.noted["returns.changed"] += 1


def _mark(batch: Batch, orders: Collection[str]) -> None:
    """Tell the other rooms of the first claim and the first refusal of each order."""
    known = [ref for ref in orders if ref in batch.trades]
    if not known:
        return
    told: dict[str, dict[str, marks.Mark | None]] = {ref: dict.fromkeys((CLAIM_MARK, REFUSAL_MARK)) for ref in known}
    found = setwise.rows(
        "SELECT DISTINCT ON (kind, order_ref) kind, order_ref, code, at FROM ("
        " SELECT %(claim)s AS kind, order_ref, reason AS code, at, outside_id FROM returns_claim"
        " WHERE desk_id = %(desk)s AND shop_id = %(shop)s AND order_ref = ANY(%(orders)s) AND ruling = ''"
        " UNION ALL SELECT %(refusal)s, order_ref, stage::text, at, outside_id FROM returns_refusal"
        " WHERE desk_id = %(desk)s AND shop_id = %(shop)s AND order_ref = ANY(%(orders)s) AND ruling = '') AS told"
        " ORDER BY kind, order_ref, at, outside_id",
        {"claim": CLAIM_MARK, "refusal": REFUSAL_MARK, "desk": batch.shop.desk_id, "shop": batch.shop.id, "orders": known},
    )
    for kind, ref, code, at in found:
        told[ref][kind] = (code, at)
    marks.write(batch, told)


def work_of(batch: Batch, folded: Sequence[Folded], *, decided: Collection[int]) -> None:
    """One work item for each claim that waits for the shop, with its clock as the deadline; a new stage brings back what was snoozed.

    `decided` are those whose decision the marketplace has, and has not told of yet: they wait for nobody here.
    """
    desk, now = batch.shop.desk_id, batch.now
    rows: list[work.Opening] = []
    over: dict[str, list[str]] = {}
    anew: list[str] = []
    for one in folded:
        subject = subject_of(one.id)
        if one.id in decided:
            continue
        if one.clock is not None and waiting.waits(one.ruling, one.clock, now):
            rows.append(work.Opening(kind=KIND, subject=subject, shop_id=batch.shop.id, due_at=one.clock.due_at, since=one.clock.since))
            if one.stage not in {None, one.clock.stage}:
                anew.append(subject)
        elif one.stage is not None:
            over.setdefault(waiting.outcome(one.ruling, one.course, one.clock, now), []).append(subject)
    if rows:
        opened = set(work.open_items(desk, rows, now=now))
        work.move_items(desk, [row for row in rows if (row.kind, row.subject) not in opened])
    if anew:
        work.wake_items(desk, KIND, anew)
    for said, subjects in sorted(over.items()):
        work.close_items(desk, KIND, subjects, said, now)
