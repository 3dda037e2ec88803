"""The reason of a claim as one of our people sees it: taken from the buyer's words at one press, or chosen."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from returns.domain.merging import given
from returns.domain.reasons import REASONS
from returns.models import ReasonChoice
from returns.services import judging
from sellerdesk import audit
from sellerdesk.commands import command, note
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import Refusal
from sellerdesk.feed.batch import Batch


def choose(*, desk_id: int, shop_ids: Sequence[int], claim_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """Give a claim a reason of our taxonomy; an empty one leaves it to what is told. The first reason stays beside it.

    It holds until something else is told. Twice is once. Refused: reason_unknown. NotVisible where the claim is not seen.
    """
    if reason and reason not in REASONS:
        raise Refusal("reason_unknown", _("This reason is not one of the list."), _("Choose one from the list."))
    batch = _choose(desk_id=desk_id, shop_ids=shop_ids, claim_id=claim_id, reason=reason, actor=actor, now=now)
    if batch is not None:
        judging.after_commit(batch)


@command
def _choose(*, desk_id: int, shop_ids: Sequence[int], claim_id: int, reason: str, actor: Actor, now: datetime) -> Batch | None:
    held = judging.hold(desk_id, shop_ids, claim_id)
    told = given({"code": held.told_reason, "text": held.text}).code
    rows = ReasonChoice.objects.filter(desk_id=desk_id, claim_id=claim_id)
    before = rows.first()
    if (before is None and not reason) or (before is not None and (before.reason, before.instead_of) == (reason, told)):
        return None
    if not reason:
        rows.delete()
    else:
        kept = {"reason": reason, "instead_of": told, "author_label": actor.label, "at": now}
        ReasonChoice.objects.update_or_create(desk_id=desk_id, claim_id=claim_id, defaults=kept)
    audit.record(desk_id, actor, "claim.reason_chosen", f"claim:{claim_id}", {"reason": held.reason}, {"reason": reason or told}, now)
    note(desk_id, "returns.reason", shop_id=held.shop.id, claim=claim_id)
    return judging.again(held, now)
