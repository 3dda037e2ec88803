"""What a person asks of the list of questions, read from what the address says. Anything unknown in it is left out, never an error."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from reviews.domain import filters
from reviews.domain.filters import LONGEST_WORDS
from sellerdesk.domain.cursors import Cursor


View = Literal["open", "unanswered", "answered", "rejected", "all"]
"""`open` is what waits for a person, by deadline; `unanswered` also what has waited too long to be work."""
VIEWS: tuple[View, ...] = get_args(View)


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for."""

    view: View = "open"
    product: int | None = None
    words: str = ""
    after: Cursor | None = None

    @property
    def narrowed(self) -> bool:
        """Whether more than the view is asked for."""
        return bool(self.product or self.words)


def read(told: Mapping[str, str]) -> Filter:
    """The filter that an address asks for."""
    view = told.get("show", "")
    common = filters.read({name: told.get(name, "") for name in ("product", "q", "after")})
    return Filter(view if view in VIEWS else "open", common.product, common.words[:LONGEST_WORDS], common.after)


def told(asked: Filter, *, after: Cursor | None = None) -> dict[str, str]:
    """The filter as parameters of an address, without what is not asked for."""
    said = {"show": asked.view, "product": asked.product, "q": asked.words}
    return {name: str(value) for name, value in said.items() if value} | ({"after": after.text()} if after else {})
