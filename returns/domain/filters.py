"""Which claims the list shows, read from an address and told to one."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

from returns.domain.facts import WANTS
from returns.domain.reasons import REASONS
from sellerdesk.domain.cursors import Cursor, cursor, whole


View = Literal["open", "decide", "buyer", "marketplace", "closed", "all"]
VIEWS: tuple[View, ...] = get_args(View)
PERIODS = (7, 30, 90, 180, 365)
"""Days back from now that can be chosen."""
LONGEST_WORDS = 200


@dataclass(frozen=True, slots=True)
class Filter:
    """The view, what must hold besides, and the place behind which its page begins."""

    view: View = "open"
    after: Cursor | None = None
    reason: str = ""
    """One of our reasons."""
    wants: str = ""
    product: int | None = None
    days: int | None = None
    """Claims of so many days back from now."""
    words: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether more than the view is asked for."""
        return bool(self.reason or self.wants or self.product or self.days or self.words)

    def since(self, now: datetime) -> datetime | None:
        """The beginning of the period."""
        return None if self.days is None else now - timedelta(days=self.days)


def read(query: Mapping[str, str]) -> Filter:
    """What an address asks for; what makes no sense asks for nothing."""
    return Filter(
        view=next((view for view in VIEWS if view == query.get("show")), "open"),
        after=cursor(query.get("after", "")),
        reason=_one_of(query.get("reason", ""), REASONS),
        wants=_one_of(query.get("wants", ""), WANTS),
        product=whole(query.get("product", "")),
        days=next((days for days in PERIODS if str(days) == query.get("days")), None),
        words=typed(query.get("q", "")),
    )


def told(asked: Filter) -> dict[str, str]:
    """The parameters that ask for it, without what is meant anyway."""
    said = {"show": asked.view if asked.view != "open" else "", "reason": asked.reason, "wants": asked.wants, "product": asked.product}
    said |= {"days": asked.days, "q": asked.words, "after": asked.after.text() if asked.after else ""}
    return {name: str(value) for name, value in said.items() if value}


def typed(text: str) -> str:
    """The words of a search, one line of them."""
    return " ".join(text.replace("\x00", "").split())[:LONGEST_WORDS]


def _one_of(text: str, allowed: Container[str]) -> str:
    return text if text in allowed else ""
