"""Which refusals a list shows, read from an address and told to one. Anything unknown is left out, never an error."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from returns.domain.filters import PERIODS, typed
from returns.domain.reasons import REASONS
from returns.domain.refusals import STAGES
from sellerdesk.domain.cursors import Cursor, cursor, whole


@dataclass(frozen=True, slots=True)
class Filter:
    """What must hold, and the place behind which the page begins; newest first."""

    stage: str = ""
    """At which stage they were refused, as the feed names it."""
    reason: str = ""
    product: int | None = None
    days: int | None = None
    words: str = ""
    after: Cursor | None = None

    @property
    def narrowed(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.stage or self.reason or self.product or self.days or self.words)

    def since(self, now: datetime) -> datetime | None:
        """The beginning of the period."""
        return None if self.days is None else now - timedelta(days=self.days)


def read(query: Mapping[str, str]) -> Filter:
    """What an address asks for."""
    return Filter(
        stage=stage if (stage := query.get("stage", "")) in STAGES else "",
        reason=reason if (reason := query.get("reason", "")) in REASONS else "",
        product=whole(query.get("product", "")),
        days=next((days for days in PERIODS if str(days) == query.get("days")), None),
        words=typed(query.get("q", "")),
        after=cursor(query.get("after", "")),
    )


def told(asked: Filter) -> dict[str, str]:
    """The parameters that ask for it."""
    said = {"stage": asked.stage, "reason": asked.reason, "product": asked.product, "days": asked.days, "q": asked.words}
    said["after"] = asked.after.text() if asked.after else ""
    return {name: str(value) for name, value in said.items() if value}
