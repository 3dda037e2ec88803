"""What the frame says of the marketplaces: how old what is shown is, and which of them do not answer."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext as _, ngettext

from sellerdesk import connections, outbox, wording
from sellerdesk.access import Here
from sellerdesk.connections import Connection


FRESH, OLD = timedelta(minutes=5), timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Outage:
    """A marketplace that does not answer: since when, and what still works."""

    title: str
    text: str
    denied: bool


@dataclass(frozen=True, slots=True)
class Ties:
    """Of the shops shown. `synced_at` is the oldest of what their marketplaces told last; `state` is none, soon or late."""

    now: datetime
    synced_at: datetime | None = None
    state: str = ""
    outages: list[Outage] = field(default_factory=list)


def tied(here: Here, now: datetime) -> Ties:
    """No query of its own; one where something does not answer."""
    found = [connections.told(here.desk.pk, shop_id, here.ties[shop_id]) for shop_id in sorted(here.shop_ids) if shop_id in here.ties]
    read = [one.read_at for one in found if one.is_read and one.read_at is not None]
    failing = [one for one in found if one.failing_since is not None]
    oldest = min(read, default=None)
    age = now - oldest if oldest is not None else timedelta(0)
    names = {shop.pk: shop.name for shop in here.shown}
    waiting = outbox.waiting_for(here.desk.pk, [one.shop_id for one in failing]) if failing else {}
    outages = [_outage(one, names[one.shop_id], waiting.get(one.shop_id, 0), now) for one in failing]
    return Ties(now, oldest, "late" if age >= OLD else "soon" if age >= FRESH else "", outages)


def _outage(failing: Connection, shop: str, waiting: int, now: datetime) -> Outage:
    assert failing.failing_since is not None
    denied = failing.failing_why == connections.DENIED
    since = {"shop": shop, "moment": wording.stamp(failing.failing_since, now=now)}
    if denied:
        title = _("%(shop)s: the marketplace does not let us in since %(moment)s.") % since
    else:
        title = _("%(shop)s: the marketplace does not answer since %(moment)s.") % since
    if not waiting:
        return Outage(title, _("Everything here can be read and answered; what you send goes out by itself later."), denied)
    text = ngettext(
        "Everything here can be read and answered. %(number)s message waits and goes out by itself later.",
        "Everything here can be read and answered. %(number)s messages wait and go out by themselves later.",
        waiting,
    )
    return Outage(title, text % {"number": wording.number(waiting)}, denied)
