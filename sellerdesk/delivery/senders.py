"""Kinds of deliveries that go to no marketplace, and who sends them."""

from collections.abc import Callable
from dataclasses import dataclass

from sellerdesk.outbox import Claimed


class Withdrawn(Exception):
    """There is nothing to deliver any more, or nobody to deliver it to: the delivery is called off."""


@dataclass(frozen=True, slots=True)
class Sender:
    """`repeatable` says that twice does less harm than not at all: an unknown fate is then tried again, since nobody can be asked.

    `aside` kinds go to hosts that anybody may have named: they are sent in turns of their own, so that slow ones hold up nobody's talk.
    """

    send: Callable[[Claimed], None]
    repeatable: bool
    aside: bool = False


_senders: dict[str, Sender] = {}


def register_sender(kind: str, send: Callable[[Claimed], None], *, repeatable: bool = False, aside: bool = False) -> None:
    """Have deliveries of a kind sent by a function of their own. Belongs in ready()."""
    if _senders.setdefault(kind, sender := Sender(send, repeatable, aside)) != sender:
        raise ValueError(f"Deliveries of the kind {kind} have a sender already.")


def forget(kind: str) -> None:
    """Undo `register_sender`; nothing happens where nobody has registered."""
    _senders.pop(kind, None)


def sender(kind: str) -> Sender | None:
    """Who sends deliveries of this kind; None where a marketplace gets them."""
    return _senders.get(kind)


def aside() -> list[str]:
    """The kinds that are sent in turns of their own."""
    return sorted(kind for kind, sender in _senders.items() if sender.aside)
