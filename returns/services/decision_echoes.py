"""What loads find of decisions taken here: those that the marketplace tells of, and those that have lost their meaning.

A load holds the deliveries that its records may end before it locks a claim, as who settles one does. A decision that is written between
the two is found by its worker, which asks again before it sends (`decision_fates.leaving`).
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from returns.domain.deciding import ClaimFacts, confirmed_by
from returns.domain.folding import Taken
from returns.models import Decision
from returns.models.deciding import HOLDS
from returns.services.claims import Folded
from returns.services.decision_fates import why_moved, why_over
from sellerdesk import outbox, setwise
from sellerdesk.commands import note
from sellerdesk.feed.batch import Batch
from sellerdesk.models import Outbound


State = Decision.State
_WAITS = {State.WAITING, State.QUEUED, State.BY_HAND}
"""What can still be called off."""
_ANY_UNHEARD = f"SELECT 1 FROM returns_decision WHERE desk_id = %s AND shop_id = %s AND state IN ({', '.join(map(repr, HOLDS))}) LIMIT 1"
"""The states in the form of the index's condition."""


def hold(batch: Batch, refs: Collection[str]) -> frozenset[int]:
    """Lock the deliveries of what this batch may tell of; which they are. Before a claim is locked."""
    if not refs:
        return frozenset()
    found = [one.outbound for one in _unheard(batch, claim__outside_id__in=list(refs)) if one.outbound is not None]
    if found:
        outbox.hold(batch.shop.desk_id, found)
    return frozenset(found)


def close(batch: Batch, folded: Sequence[Folded], held: Collection[int]) -> frozenset[int]:
    """Mark what these claims confirm, call off what was not sent and has lost its meaning; which claims are decided already, by id.

    Decided are those whose decision the marketplace has and has not told of yet: nobody's work.
    """
    claims = {one.id: one for one in folded}
    decided = set()
    for row in _unheard(batch, claim_id__in=list(claims)) if claims else ():
        one = claims[row.claim_id]
        step = confirmed_by(row.event, row.made_at, one.course.taken)
        before = row.state
        if step is not None:
            _confirm(batch, row, step)
        elif row.state == State.SENT and (since := _since(row, one.course.taken)):
            # It has gone on in another way, or the marketplace does not tell such decisions.
            row.state, row.reason = State.OVERTAKEN, why_moved((since[-1].event, since[-1].by))
        elif row.state in _WAITS and why_over(row, _facts(batch, one)):
            since = _since(row, one.course.taken)
            _call_off(batch, row, why_moved((since[-1].event, since[-1].by) if since else None), held)
        if row.state == State.SENT:
            decided.add(row.claim_id)
        if row.state != before:
            row.save()
            note(batch.shop.desk_id, "returns.decided", shop_id=batch.shop.id, claim=row.claim_id)
    return frozenset(decided)


def _unheard(batch: Batch, **of: Any) -> list[Decision]:
    """By the index of what the marketplace has not told of: a batch of history meets none of it, and asks no more than that."""
    if not setwise.rows(_ANY_UNHEARD, [batch.shop.desk_id, batch.shop.id]):
        return []
    mine = Decision.objects.filter(desk_id=batch.shop.desk_id, shop_id=batch.shop.id, state__in=HOLDS, **of)
    return list(mine.exclude(state=State.SENT, event="").order_by("pk"))


def _facts(batch: Batch, one: Folded) -> ClaimFacts:
    fields, clock = one.merged.fields, one.clock
    amount = fields.get("amount")
    return ClaimFacts(
        ruling=one.ruling, state=one.course.state, wants=fields["wants"], told=fields.get("actions"),
        asked_minor=amount.minor if amount else None, due_at=clock.due_at if clock else None, outcome=clock.outcome if clock else "",
        rules=batch.shop.rules,
    )  # fmt: skip


def _confirm(batch: Batch, row: Decision, step: Taken) -> None:
    row.state, row.told_at, row.reason = State.CONFIRMED, step.at, ""
    row.sent_at = row.sent_at or step.at
    if row.outbound is not None:
        outbox.told(batch.shop.desk_id, [row.outbound], now=batch.now)


def _call_off(batch: Batch, row: Decision, why: str, held: Collection[int]) -> None:
    """What no worker has begun is not sent. One that a worker holds, or that is in doubt, is left to it."""
    if row.outbound is None or (row.outbound in held and _cancelled(batch.shop.desk_id, row.outbound, batch.now)):
        row.state, row.reason = State.CANCELLED, why


def _cancelled(desk_id: int, outbound_id: int, now: datetime) -> bool:
    waiting = Outbound.objects.filter(desk_id=desk_id, pk=outbound_id, state__in=[outbox.State.QUEUED, outbox.State.BY_HAND])
    if not waiting.exists():
        return False
    outbox.cancel(desk_id, outbound_id, now=now)
    return True


def _since(row: Decision, course: Sequence[Taken]) -> list[Taken]:
    """What stands of the claim's course since a decision."""
    return [one for one in course if not one.code and one.at >= row.made_at]
