"""Kinds of deliveries that go to no marketplace, and who sends them."""

from collections.abc import Callable
from dataclasses import dataclass

from sellerdesk.outbox import Claimed


@dataclass(frozen=True, slots=True)
class Sender:
    """`repeatable` says that twice does less harm than not at all: an unknown fate is then tried again, since nobody can be asked."""

    send: Callable[[Claimed], None]
    repeatable: bool


_senders: dict[str, Sender] = {}


def register_sender(kind: str, send: Callable[[Claimed], None], *, repeatable: bool = False) -> None:
    """Have deliveries of a kind sent by a function of their own. Belongs in ready()."""
    if _senders.setdefault(kind, sender := Sender(send, repeatable)) != sender:
        raise ValueError(f"Deliveries of the kind {kind} have a sender already.")


def forget(kind: str) -> None:
    """Undo `register_sender`; nothing happens where nobody has registered."""
    _senders.pop(kind, None)


def sender(kind: str) -> Sender | None:
    """Who sends deliveries of this kind; None where a marketplace gets them."""
    return _senders.get(kind)
