"""A port behind its circuit breaker: who does not answer is left alone for a while, and the desk is told since when."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from sellerdesk import connections
from sellerdesk.connections import Connection
from sellerdesk.errors import Denied, Held, Limited, MarketplaceError, Permanent, Transient
from sellerdesk.marketplaces import breakers, reasons
from sellerdesk.marketplaces.ports import Facts, Fetched, Parcel, Port, Receipt, Unknown


T = TypeVar("T")


class Guarded:
    """The same port, but Held while its breaker is open."""

    def __init__(self, port: Port, connection: Connection, clock: Callable[[], datetime]) -> None:
        self.port, self.connection, self.clock = port, connection, clock
        self.by_hand = port.by_hand

    def read(self, cursor: str, /) -> Facts:
        """As the port."""
        return self._through(lambda: self.port.read(cursor))

    def send(self, parcel: Parcel, /) -> Receipt:
        """As the port."""
        return self._through(lambda: self.port.send(parcel))

    def find(self, parcel: Parcel, /) -> Receipt | None:
        """As the port."""
        return self._through(lambda: self.port.find(parcel))

    def fetch(self, url: str, /) -> Fetched:
        """As the port."""
        return self._through(lambda: self.port.fetch(url))

    def link(self, parcel: Parcel, /) -> str:
        """As the port; nobody is asked for it."""
        return self.port.link(parcel)

    def _through(self, ask: Callable[[], T]) -> T:
        shop_id = self.connection.shop_id
        if (waits := breakers.ask(shop_id, now=self.clock())) > timedelta(0):
            raise Held(reasons.PAUSED, wait=waits)
        try:
            answer = ask()
        except Held:
            # Nobody was asked, so nothing is known.
            raise
        except Denied:
            self._fails(breakers.shut(shop_id, now=self.clock()), connections.DENIED)
            raise
        except (Limited, Permanent):
            self._answers()
            raise
        except (Transient, Unknown, MarketplaceError):
            self._fails(breakers.failed(shop_id, now=self.clock()), connections.SILENT)
            raise
        self._answers()
        return answer

    def _answers(self) -> None:
        breakers.succeeded(self.connection.shop_id)
        if self.connection.failing_since is not None:
            connections.note_answer(desk_id=self.connection.desk_id, shop_id=self.connection.shop_id, now=self.clock())

    def _fails(self, since: datetime | None, why: str) -> None:
        if since is not None:
            connections.note_failure(
                desk_id=self.connection.desk_id, shop_id=self.connection.shop_id, since=since, why=why, now=self.clock()
            )
