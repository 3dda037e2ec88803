"""Decisions that the marketplace took and never told of: after a day their claims wait for a person again."""

from datetime import datetime

from returns.models import Decision
from returns.services import decidable, decision_wordings as said
from returns.services.deciding import TOLD_WITHIN
from returns.services.decision_fates import reopen
from sellerdesk import setwise
from sellerdesk.commands import command, note


AT_ONCE = 100


def due(*, now: datetime, limit: int = AT_ONCE) -> list[tuple[int, int]]:
    """(desk, decision) of what was sent more than a day ago and not told of since. A sweep over all desks."""
    found = setwise.rows(
        "SELECT desk_id, id FROM returns_decision WHERE state = 'sent' AND event <> '' AND sent_at < %s ORDER BY sent_at LIMIT %s",
        [now - TOLD_WITHIN, limit],
    )
    return [(desk_id, pk) for desk_id, pk in found]


@command
def give_up(*, desk_id: int, decision_id: int, now: datetime) -> bool:
    """No longer wait to be told of a decision; its claim is work again where it still waits for the shop. Whether it was so.

    A load that tells of it meanwhile, or a person who decides anew, comes before: then there is nothing to do.
    """
    found = Decision.objects.filter(desk_id=desk_id, pk=decision_id).first()
    if found is None:
        return False
    claim = decidable.claim(desk_id, [found.shop_id], found.claim_id)
    row = Decision.objects.select_for_update(no_key=True).get(desk_id=desk_id, pk=decision_id)
    if row.state != Decision.State.SENT or row.sent_at is None or row.sent_at + TOLD_WITHIN >= now:
        return False
    row.state, row.reason = Decision.State.OVERTAKEN, said.UNHEARD
    row.save(update_fields=["state", "reason"])
    reopen(claim, now)
    note(desk_id, "returns.decided", shop_id=row.shop_id, claim=claim.pk)
    return True
