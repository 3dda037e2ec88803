"""Which port a shop has. Kinds of connections register here in ready(); what is unknown is by hand."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sellerdesk import connections
from sellerdesk.connections import Connection
from sellerdesk.marketplaces.byhand import ByHand
from sellerdesk.marketplaces.guarded import Guarded
from sellerdesk.marketplaces.ports import Port
from sellerdesk.shops import ShopFacts


Clock = Callable[[], datetime]
Make = Callable[[ShopFacts, Connection, str, Clock], Port]
"""Makes a port from the shop, its connection, and the connection's secret in the open."""
_kinds: dict[str, Make] = {}


def register(kind: str, make: Make) -> None:
    """Add a kind of connection."""
    if _kinds.setdefault(kind, make) is not make:
        raise ValueError(f"Connections of the kind {kind} have a port already.")


def port_of(shop: ShopFacts, *, clock: Clock) -> Port:
    """The shop's port as its connection is now, behind its circuit breaker. By hand where there is none.

    Refused with sealing.Unsealable where the secret was sealed with another key.
    """
    connection = connections.of(shop.desk_id, shop.id)
    make = _kinds.get(connection.kind)
    if make is None:
        return ByHand(_text(connection.settings.get("pages")))
    return Guarded(make(shop, connection, connections.secret(shop.desk_id, shop.id), clock), connection, clock)


def _text(told: Any) -> str:
    return told if isinstance(told, str) else ""
