"""What a room knows of a shop's orders that statistics of another room may group them by, such as how long their buyers waited in the chat.

Order marks say what is so once and for ever and are written with the facts; a trait is worked out when it is asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sellerdesk.rooms import Words
from sellerdesk.shops import ShopFacts


class FindCodes(Protocol):
    """Gives the code of each order that has one."""

    def __call__(self, shop: ShopFacts, order_refs: Sequence[str], /) -> Mapping[str, str]:
        """Outside id of the order -> one of the trait's codes. One query for however many orders."""


@dataclass(frozen=True, slots=True)
class Trait:
    """One trait: its key, what it is called, what its codes are called, and how they are found."""

    key: str
    label: Words
    codes: Mapping[str, Words]
    find: FindCodes


_traits: dict[str, Trait] = {}
_marks: dict[str, tuple[Words, Mapping[str, Words]]] = {}


def add_trait(trait: Trait) -> None:
    """Let orders be grouped by a trait. A key is given once: ValueError."""
    if _traits.setdefault(trait.key, trait) is not trait:
        raise ValueError(f"The order trait {trait.key} is registered already.")


def traits() -> Sequence[Trait]:
    """All of them."""
    return list(_traits.values())


def name_mark(kind: str, label: Words, codes: Mapping[str, Words]) -> None:
    """Say what an order mark and its codes are called, for those who group orders by it."""
    _marks[kind] = (label, codes)


def label_of(kind: str) -> Words | None:
    """What a trait or mark is called; None for one that nobody named."""
    named = _traits.get(kind)
    return named.label if named else _marks[kind][0] if kind in _marks else None


def code_of(kind: str, code: str) -> Words | None:
    """What a code of it is called; None for one that nobody named."""
    named = _traits.get(kind)
    return (named.codes if named else _marks[kind][1] if kind in _marks else {}).get(code)
