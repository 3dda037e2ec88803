"""What a person asks of the list of reviews, read from what the address says. Anything unknown is left out, never an error."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

from reviews.domain import labels
from reviews.domain.verdicts import BY_NAME, Verdict
from sellerdesk.domain.cursors import Cursor, cursor, whole
from sellerdesk.domain.topics.keys import TOPICS


View = Literal["flagged", "unanswered", "followed", "bad", "neutral", "low", "good", "all"]
VIEWS: tuple[View, ...] = get_args(View)
Condition = Literal["unanswered", "followed", "photos", "changed", "editable", "claim", "appealed"]
"""What may be asked besides the view: `editable` is what its buyer can still change (rulebook 13), `claim` what has a claim,
`appealed` what was ever appealed, also where the appeal was withdrawn or never sent."""
CONDITIONS: tuple[Condition, ...] = get_args(Condition)
PERIODS = (7, 30, 90, 180, 365)
"""Days back from now that can be chosen."""
STARS = (1, 2, 3, 4, 5)
LONGEST_WORDS = 200
_LOW = (Verdict.BAD, Verdict.NEUTRAL)


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for."""

    view: View = "flagged"
    product: int | None = None
    days: int | None = None
    stars: int | None = None
    words: str = ""
    after: Cursor | None = None
    also: frozenset[Condition] = frozenset()
    """Conditions that must hold besides, all of them."""
    tag: str = ""
    """The name of one of the desk's labels, folded."""
    topic: str = ""
    """One of TOPICS: what the review complains of, as the rules found it or a person said."""

    @property
    def narrowed(self) -> bool:
        """Whether more than the view is asked for."""
        return bool(self.product or self.days or self.stars or self.words or self.also or self.tag or self.topic)

    def since(self, now: datetime) -> datetime | None:
        """The beginning of the period."""
        return None if self.days is None else now - timedelta(days=self.days)

    def marks(self) -> list[int]:
        """The marks of the reviews asked for."""
        verdicts = [BY_NAME[self.view]] if self.view in BY_NAME else _LOW if self.view == "low" else list(Verdict)
        # What can still be changed is not good: fewer marks are read then.
        asked = [verdict for verdict in verdicts if verdict in _LOW or "editable" not in self.also]
        return [mark(verdict, stars) for verdict in asked for stars in ((self.stars,) if self.stars else (None, *STARS))]

    @property
    def by_mark(self) -> bool:
        """Whether some reviews are left out by their marks."""
        return bool(self.stars) or self.view in {*BY_NAME, "low"} or "editable" in self.also


def mark(verdict: Verdict, stars: int | None) -> int:
    """A verdict as it is now and the stars in one number, as the database derives it."""
    return (verdict + 1) * 10 + (stars or 0)


def read(told: Mapping[str, str]) -> Filter:
    """The filter that an address asks for."""
    view = told.get("show", "")
    return Filter(
        view=view if view in VIEWS else "flagged",
        product=whole(told.get("product", "")),
        days=_one_of(told.get("days", ""), PERIODS),
        stars=_one_of(told.get("stars", ""), STARS),
        words=" ".join(told.get("q", "").replace("\x00", "").split())[:LONGEST_WORDS],
        after=cursor(told.get("after", "")),
        also=frozenset(name for name in CONDITIONS if told.get(name) == "1"),
        tag=labels.fold(told.get("tag", ""))[: labels.LONGEST],
        topic=topic if (topic := told.get("topic", "")) in TOPICS else "",
    )


def told(asked: Filter, *, after: Cursor | None = None) -> dict[str, str]:
    """The filter as parameters of an address, without what is not asked for."""
    said = {"show": asked.view, "product": asked.product, "days": asked.days, "stars": asked.stars, "q": asked.words}
    said |= {name: 1 for name in CONDITIONS if name in asked.also} | {"tag": asked.tag, "topic": asked.topic}
    return {name: str(value) for name, value in said.items() if value} | ({"after": after.text()} if after else {})


def _one_of(text: str, allowed: tuple[int, ...]) -> int | None:
    number = whole(text)
    return number if number in allowed else None
