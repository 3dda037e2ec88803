"""What programs outside are told of: the public names of what happens in a desk. Rooms declare theirs in ready().

The names are part of the contract with receivers of webhooks, so they are only ever added.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sellerdesk.rooms import Words


TEST = "webhook.test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One kind of event: its public name, what it says in words, and which notes and mentions of commands tell it."""

    kind: str
    label: Words
    heard: Sequence[str]
    """Kinds of notes and mentions; one that ends in `*` stands for all that begin so."""
    pages: Mapping[str, str] = field(default_factory=dict)
    """URL names of the pages of what it names: by the beginning of a key such as review:12, or by the name of an id."""
    page: str = ""
    """The URL name of the page for the desk where it names nothing that has one."""
    facts: Sequence[str] = ()
    """Ids and plain values that it carries besides what it names."""
    example: Mapping[str, Any] = field(default_factory=dict)
    """What differs in the example from a plain one."""


_kinds: dict[str, Published] = {}


def declare(*kinds: Published) -> None:
    """Add kinds of events. Belongs in ready()."""
    for kind in kinds:
        if _kinds.setdefault(kind.kind, kind) is not kind:
            raise ValueError(f"The event {kind.kind} is declared already.")
    kinds_of.cache_clear()


def kinds() -> list[Published]:
    """All of them, by name."""
    return [_kinds[name] for name in sorted(_kinds)]


def named(kind: str) -> Published | None:
    """The kind of this public name."""
    return _kinds.get(kind)


@cache
def kinds_of(heard: str) -> tuple[Published, ...]:
    """What a note or mention is called outside; nothing where nobody outside is told of it."""
    return tuple(kind for kind in _kinds.values() if any(_is(heard, name) for name in kind.heard))


def _is(heard: str, name: str) -> bool:
    return heard.startswith(name[:-1]) if name.endswith("*") else heard == name
