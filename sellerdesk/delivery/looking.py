"""One delivery opened: its words as they go out, and where a person finds its place at the marketplace."""

from dataclasses import dataclass
from datetime import datetime

import structlog

from sellerdesk import outbox
from sellerdesk.delivery.sending import parcel_of, port_of
from sellerdesk.errors import MarketplaceError, NotVisible, Refusal
from sellerdesk.models import Outbound
from sellerdesk.sealing import Unsealable


_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a person needs to carry a delivery over. `text` is empty where its room has it no more."""

    text: str = ""
    link: str = ""


def opened(desk_id: int, outbound_id: int, *, now: datetime) -> Opened:
    """The words and the place of a delivery of the desk. NotVisible where there is none. Outside commands."""
    row = Outbound.objects.filter(desk_id=desk_id, pk=outbound_id).first()
    if row is None:
        raise NotVisible
    claimed = outbox.as_claimed(row)
    try:
        parcel = parcel_of(claimed)
        port = port_of(claimed, lambda: now)
        return Opened() if parcel is None else Opened(parcel.text, "" if port is None else _safe(port.link(parcel)))
    except (Refusal, MarketplaceError, Unsealable) as error:
        _log.info("delivery_not_opened", outbound=outbound_id, error=type(error).__name__)
        return Opened()


def _safe(link: str) -> str:
    """Only an address that a browser may be sent to."""
    return link if link.startswith("https://") else ""
