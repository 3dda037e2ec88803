"""Counting how often a template is used, by whom and when last."""

from datetime import datetime

from django.db.models import F, Q
from django.db.models.functions import Coalesce, Greatest

from sellerdesk import commands
from sellerdesk.errors import NotVisible
from sellerdesk.models import ReplyTemplate


@commands.command
def use(*, desk_id: int, template_id: int, person_id: int, now: datetime) -> int:
    """Count one use of a template that the person may use; returns how many there are. Otherwise NotVisible.

    One statement adds to what is there: no use is lost, however many people insert it at once. A deleted one that was inserted
    from an open menu counts too.
    """
    mine = Q(owner_id=person_id) | Q(owner_id__isnull=True)
    found = ReplyTemplate.objects.filter(mine, desk_id=desk_id, pk=template_id)
    counted = found.update(uses=F("uses") + 1, last_used_at=Greatest(Coalesce(F("last_used_at"), now), now), last_used_by_id=person_id)
    if not counted:
        raise NotVisible
    return int(found.values_list("uses", flat=True).get())
