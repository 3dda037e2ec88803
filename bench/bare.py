"""The reference of `bench live`: the same hub, clients and writes, but the books are in memory and know only numbers."""

from collections.abc import Sequence

from django.conf import settings

from sellerdesk.stream.app import Stream
from sellerdesk.stream.books import Listener, Read
from sellerdesk.stream.hub import Hub
from sellerdesk.stream.window import Frame, framed


class Numbers:
    """A log of which everything has been told: whatever number Redis says has been reached is there."""

    def __init__(self) -> None:
        self.reached: dict[int, int] = {}

    def admit(self, session_key: str, slug: str) -> Listener:
        """Anybody; the desk's number is its name, the person's number stands in the key."""
        return Listener(int(slug), int(session_key[-6:]), "owner", frozenset([1]), "")

    def last(self, desk_id: int) -> int:  # noqa: ARG002 - the hub calls it so
        """Nothing yet."""
        return 0

    def lasts(self, desk_ids: list[int]) -> dict[int, int]:  # noqa: ARG002 - the hub calls it so
        """Redis alone tells."""
        return {}

    def read(self, desk_id: int, position: int, limit: int) -> Read:
        """All that has been told of."""
        last = min(self.reached.get(desk_id, position), position + limit)
        ids, at = '{"thing": 12}', "2026-03-31T12:00:00+00:00"
        return Read([Frame(number, 1, framed(number, "thing.changed", 1, ids, at)) for number in range(position + 1, last + 1)], whole=True)

    def marks(self, listeners: Sequence[tuple[int, int, str]]) -> list[str]:
        """Nobody's rights change."""
        return [""] * len(listeners)


class Bare(Hub):
    """A hub whose hints are the log."""

    def _heard_number(self, desk_id: int, number: int) -> None:
        numbers.reached[desk_id] = number
        super()._heard_number(desk_id, number)


numbers = Numbers()
application = Stream(Bare(numbers, settings.REDIS_URL))
