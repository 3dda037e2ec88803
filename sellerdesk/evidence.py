"""What rooms know that can prove something about an order or a buyer: one room quotes another without knowing it.

A room registers a source in ready(); whoever collects evidence asks for what can be quoted, and takes what was chosen by its
reference. What was taken is kept by who took it, as it stood then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sellerdesk.panels import Subject
from sellerdesk.rooms import May, Words
from sellerdesk.shops import ShopFacts


MOST = 40
"""Pieces that one source offers for one subject, the newest."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that can be quoted: `ref` finds it again ("message:12"), `text` is what was said."""

    ref: str
    at: datetime
    text: str


class Offer(Protocol):
    """Gives what a room knows."""

    def __call__(self, desk_id: int, shop: ShopFacts, subject: Subject, limit: int, /) -> Sequence[Piece]:
        """The newest pieces about the buyer or the order, oldest first, in a fixed number of queries."""


@dataclass(frozen=True, slots=True)
class Source:
    """A room that can be quoted: its name, who may see what it gives."""

    key: str
    label: Words
    may: str
    offer: Offer


_sources: dict[str, Source] = {}


def add_source(source: Source) -> None:
    """Let a room be quoted."""
    if _sources.setdefault(source.key, source) is not source:
        raise ValueError(f"Evidence from {source.key} is offered already.")


def offered(desk_id: int, shop: ShopFacts, subject: Subject, *, may: May) -> list[tuple[Source, Sequence[Piece]]]:
    """What can be quoted, by source, for a reader who may see it; sources with nothing are left out."""
    found = [(one, one.offer(desk_id, shop, subject, MOST)) for one in _sources.values() if may(one.may)]
    return [(source, pieces) for source, pieces in found if pieces]


def taken(desk_id: int, shop: ShopFacts, subject: Subject, refs: Sequence[str], *, may: May) -> list[Piece] | None:
    """The pieces with these references, in the order of their moments; None where one of them is not offered (any more)."""
    wanted = set(refs)
    if not wanted:
        return []
    found = {piece.ref: piece for _, pieces in offered(desk_id, shop, subject, may=may) for piece in pieces}
    if not wanted <= found.keys():
        return None
    return sorted((found[ref] for ref in wanted), key=lambda piece: (piece.at, piece.ref))
