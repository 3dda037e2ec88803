"""What a person asks of the list of conversations, read from what the address says. Anything unknown is left out, never an error. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple, get_args

from sellerdesk.domain import cursors
from sellerdesk.domain.cursors import micros, whole


Tab = Literal["waiting", "unread", "mine", "all", "done"]
TABS: tuple[Tab, ...] = get_args(Tab)
Side = Literal["", "before", "after"]
"""Before the sale, without an order, or after it."""
SIDES: tuple[Side, ...] = get_args(Side)
NOBODY = 0
"""As an assignee: conversations that nobody has."""
LONGEST_WORDS = 200
PARTS = ("w", "t")
"""The two parts of a list: open work by deadline, then threads, the newest first."""


class Cursor(NamedTuple):
    """The last row that was shown: in which part of the list, its place in that part's order, its id."""

    part: str
    at: datetime
    id: int

    def text(self) -> str:
        """For the address."""
        return f"{self.part}{micros(self.at)}-{self.id}"


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for."""

    tab: Tab = "waiting"
    side: Side = ""
    product: int | None = None
    who: int | None = None
    """The person who has it, or NOBODY."""
    grouped: bool = False
    words: str = ""
    after: Cursor | None = None

    @property
    def narrowed(self) -> bool:
        """Whether more than the tab is asked for."""
        return bool(self.side or self.product or self.who is not None or self.words)


def read(told: Mapping[str, str]) -> Filter:
    """The filter that an address asks for."""
    return Filter(
        tab=next((tab for tab in TABS if tab == told.get("show")), "waiting"),
        side=next((side for side in SIDES if side == told.get("sale")), ""),
        product=whole(told.get("product", "")),
        who=whole(told.get("who", "")),
        grouped=told.get("group") == "1",
        words=words_of(told.get("q", "")),
        after=cursor(told.get("after", "")),
    )


def told(asked: Filter, *, after: Cursor | None = None) -> dict[str, str]:
    """The filter as parameters of an address, without what is not asked for."""
    said = {"show": asked.tab, "sale": asked.side, "product": asked.product, "q": asked.words, "group": "1" if asked.grouped else ""}
    who = {} if asked.who is None else {"who": str(asked.who)}
    return {name: str(value) for name, value in said.items() if value} | who | ({"after": after.text()} if after else {})


def words_of(text: str) -> str:
    """What was typed into a search field, on one line and not too long."""
    return " ".join(text.replace("\x00", "").split())[:LONGEST_WORDS]


def cursor(text: str) -> Cursor | None:
    """A cursor from its text; None where it is none, so that a spoilt address begins at the top."""
    place = cursors.cursor(text[1:])
    return None if text[:1] not in PARTS or place is None else Cursor(text[0], place.at, place.id)
