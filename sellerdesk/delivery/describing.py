"""Work items about deliveries, as Today shows them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from sellerdesk import carriers
from sellerdesk.delivery import queries, wording
from sellerdesk.outbox import State
from sellerdesk.rooms import Described


def describe(desk_id: int, desk_slug: str, subjects: Sequence[str], _now: datetime, /) -> Mapping[str, Described]:
    """What could not be sent, and why; what nobody knows of."""
    ids = {subject: int(subject.partition(":")[2]) for subject in subjects}
    found = queries.states(desk_id, ids.values())
    return {
        subject: Described(
            title=_title(found[outbound_id]),
            text=wording.reason(found[outbound_id].reason),
            href=reverse("delivery", args=[desk_slug, outbound_id]),
            note=carriers.label(found[outbound_id].kind),
        )
        for subject, outbound_id in ids.items()
        if outbound_id in found
    }


def _title(delivery: queries.Delivery) -> str:
    if delivery.state == State.UNKNOWN:
        return _("Nobody knows whether it arrived")
    return _("It could not be sent")
