"""What rooms hang into the pages of a desk: their place in the rail, what they say of work items, cards, search.

Rooms register in ready(); the kernel knows none of them. `panels` holds what they add to reports of one shop.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.utils.functional import Promise

from sellerdesk.shops import ShopFacts


Words = str | Promise
"""A text that may be translated when it is shown."""


CountUnread = Callable[[int, Sequence[int]], int]
"""Takes a desk and some of its shops."""


@dataclass(frozen=True, slots=True)
class Room:
    """A room of the rail. `page` is the URL name of its first page, which takes the desk's slug."""

    key: str
    label: Words
    icon: str
    page: str
    may: str
    """The permission without which the room does not exist for a person."""
    kinds: tuple[str, ...] = ()
    """Kinds of work items that its badge counts."""
    letter: str = ""
    """The key after G that opens it, as `KeyboardEvent.code` names it (KeyV)."""
    unread: "CountUnread | None" = None
    """How much in it nobody has read, where a room knows such a thing: shown on every page, in one query."""


@dataclass(frozen=True, slots=True)
class Described:
    """One work item as a row of a list shows it. `text` is the buyer's, in the language `lang` where known."""

    title: str
    text: str
    href: str
    note: str = ""
    lang: str = ""
    stars: int | None = None
    product: str = ""
    image: str = ""


class Describe(Protocol):
    """Says what a room's open work items are about, in a fixed number of queries."""

    def __call__(self, desk_id: int, desk_slug: str, subjects: Sequence[str], now: datetime, /) -> Mapping[str, Described]:
        """By subject; one that is gone is left out."""


@dataclass(frozen=True, slots=True)
class WorkKind:
    """A kind of work item: its lane in the day line, its pictogram, the verb on its button, who describes it."""

    kind: str
    lane: str
    lane_label: Words
    icon: str
    action: Words
    """For who may do it; others are offered a look."""
    may: str
    """The permission without which a person sees no item of this kind."""
    describe: Describe
    lapses: timedelta | None = None
    """How long after it began to wait nobody can or need do anything any more; None: it waits for ever."""
    rare: bool = False
    """Whether its filter is shown only while there is something of it."""
    answers: str = ""
    """The permission of those who do it; empty where who sees it may. They are given it, and told of it."""

    @property
    def doing(self) -> str:
        """The permission without which a person is not given an item of this kind."""
        return self.answers or self.may


class FillCard(Protocol):
    """Fills a card of the Today page; None where it has nothing to say."""

    def __call__(self, shops: Sequence[ShopFacts], names: Mapping[int, str], now: datetime, /) -> dict[str, Any] | None:
        """The card's context, from the shops that the person may see; `names` are the shops' names by id.

        Its template sees the keys of the context, `here` and `now`.
        """


@dataclass(frozen=True, slots=True)
class Card:
    """A card at the right of Today."""

    template: str
    may: str
    fill: FillCard


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found by the search box. An empty `href` is one that has no page."""

    title: str
    href: str
    text: str = ""
    lang: str = ""
    note: str = ""


May = Callable[[str], bool]
"""Whether the reader holds a permission."""


class Find(Protocol):
    """Searches one kind of thing in the given shops of a desk at a moment, newest first, at most `limit` of them.

    `may` is for what a thing is found by: nobody finds it by something that they may not see.
    """

    def __call__(
        self, desk_id: int, desk_slug: str, shop_ids: Sequence[int], words: str, limit: int, may: May, now: datetime, /
    ) -> Sequence[Hit]:
        """The hits; one more than is shown tells that there are more."""


@dataclass(frozen=True, slots=True)
class Search:
    """A group of the search results."""

    key: str
    label: Words
    icon: str
    may: str
    find: Find


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Something that the palette does: it opens a page of the desk, or presses a control where the page has it."""

    key: str
    label: Words
    icon: str
    page: str = ""
    """The URL name of a page that takes the desk's slug."""
    press: str = ""
    """A CSS selector of the control; a page without it does not offer the command."""
    keys: tuple[str, ...] = ()
    """What the keyboard does for it, as it is written on the keys."""
    may: tuple[str, ...] = ()
    """Any one of these permissions; none: everybody."""


@dataclass(frozen=True, slots=True)
class ShopSetting:
    """A room's page of settings for one shop, linked from the shop's own. `page` takes the slugs of desk and shop."""

    label: Words
    icon: str
    page: str


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One row of the page of roles: what is so of each role, in words; a role that is not named has nothing. `href` is where it is set."""

    title: str
    href: str
    values: Mapping[str, str]


class TellOfRoles(Protocol):
    """Says something of each role, in a fixed number of queries."""

    def __call__(self, desk_id: int, desk_slug: str, shops: Sequence[tuple[int, str, str]], /) -> Sequence[RoleRow]:
        """The rows, from the shops that the reader may see: id, slug and name."""


@dataclass(frozen=True, slots=True)
class RoleFact:
    """What a room knows of roles beside their permissions: a group of rows."""

    label: Words
    may: str
    """The permission without which a person does not see it."""
    tell: TellOfRoles


@dataclass(slots=True)
class _Hung:
    rooms: dict[int, Room] = field(default_factory=dict)
    kinds: dict[str, WorkKind] = field(default_factory=dict)
    outcomes: dict[str, Mapping[str, Words]] = field(default_factory=dict)
    cards: dict[int, Card] = field(default_factory=dict)
    searches: dict[int, Search] = field(default_factory=dict)
    commands: dict[int, Command] = field(default_factory=dict)
    shop_settings: dict[int, ShopSetting] = field(default_factory=dict)
    role_facts: dict[int, RoleFact] = field(default_factory=dict)


_hung = _Hung()


def add_room(room: Room, *, place: int) -> None:
    """Put a room into the rail at a place of its own."""
    _once(_hung.rooms, place, room)


def add_work_kind(kind: WorkKind) -> None:
    """Tell lists of work items how to show this kind."""
    _once(_hung.kinds, kind.kind, kind)


def add_outcomes(kind: str, words: Mapping[str, Words]) -> None:
    """Name what counts as done for a kind of work items: by the outcome's code, a word that goes before a number ("answered")."""
    _once(_hung.outcomes, kind, words)


def add_card(card: Card, *, place: int) -> None:
    """Put a card at the right of Today, at a place of its own."""
    _once(_hung.cards, place, card)


def add_search(search: Search, *, place: int) -> None:
    """Add a group of search results, at a place of its own."""
    _once(_hung.searches, place, search)


def add_command(command: Command, *, place: int) -> None:
    """Add a command to the palette, at a place of its own."""
    _once(_hung.commands, place, command)


def add_shop_setting(setting: ShopSetting, *, place: int) -> None:
    """Link a page from the settings of each shop, at a place of its own."""
    _once(_hung.shop_settings, place, setting)


def add_role_fact(fact: RoleFact, *, place: int) -> None:
    """Tell the page of roles something of each role, at a place of its own."""
    _once(_hung.role_facts, place, fact)


def rooms() -> list[Room]:
    """The rail, from the top."""
    return [_hung.rooms[place] for place in sorted(_hung.rooms)]


def work_kinds() -> Mapping[str, WorkKind]:
    """All kinds of work items that a room has told of."""
    return _hung.kinds


def outcomes(kind: str) -> Mapping[str, Words]:
    """The outcomes of a kind that count as done, with their words. What nobody named was closed without anybody's doing."""
    return _hung.outcomes.get(kind, {})


def cards() -> list[Card]:
    """The cards of Today, from the top."""
    return [_hung.cards[place] for place in sorted(_hung.cards)]


def searches() -> list[Search]:
    """The groups of search results, in order."""
    return [_hung.searches[place] for place in sorted(_hung.searches)]


def commands() -> list[Command]:
    """The commands of the palette, in order."""
    return [_hung.commands[place] for place in sorted(_hung.commands)]


def shop_settings() -> list[ShopSetting]:
    """The rooms' pages of settings for a shop, in order."""
    return [_hung.shop_settings[place] for place in sorted(_hung.shop_settings)]


def role_facts() -> list[RoleFact]:
    """What the rooms know of roles, in order."""
    return [_hung.role_facts[place] for place in sorted(_hung.role_facts)]


def _once(registry: dict[Any, Any], place: Any, entry: Any) -> None:
    if registry.setdefault(place, entry) is not entry:
        raise ValueError(f"Place {place} is taken.")
