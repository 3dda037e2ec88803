"""The rows of the queue as the page shows them: each open item with what its room says of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext as _, pgettext

from sellerdesk import rooms, waiting
from sellerdesk.access import Here
from sellerdesk.describing import described, plainly, seen_kinds
from sellerdesk.domain.dayline import Axis, Group
from sellerdesk.domain.scripts import holds
from sellerdesk.rooms import Described, Words, WorkKind


OTHER = "other"
"""The filter of kinds that no room has told of."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter of the queue: a lane, or everything (an empty key)."""

    key: str
    label: Words
    icon: str
    kinds: tuple[str, ...]
    lane: bool = False
    """Whether it has a lane of its own in the day line."""


@dataclass(frozen=True, slots=True)
class Row:
    """One item, with what its room says of it; a plain sentence where no room does."""

    item: waiting.Item
    said: Described
    icon: str
    action: Words
    rules: str
    shop: str
    primary: bool

    @property
    def title_lang(self) -> str:
        """The language of the title, where it is the buyer's: a name in its script. Other titles are our own words."""
        return self.said.lang if holds(self.said.title, self.said.lang) else ""


@dataclass(frozen=True, slots=True)
class Section:
    """A group of rows on this page."""

    group: Group
    label: str
    count: int
    """All that belong to the group, also on other pages."""
    rows: Sequence[Row]


def chips(here: Here, found: Sequence[str]) -> list[Chip]:
    """The filters: one for each lane the reader may see, and one for the kinds among the `found` that no room has told of.

    A rare kind has one only while there is something of it.
    """
    by_lane: dict[str, list[WorkKind]] = {}
    for kind in seen_kinds(here):
        if not kind.rare or kind.kind in found:
            by_lane.setdefault(kind.lane or kind.kind, []).append(kind)
    made = [
        Chip(key, kinds[0].lane_label, kinds[0].icon, tuple(kind.kind for kind in kinds), lane=bool(kinds[0].lane))
        for key, kinds in by_lane.items()
    ]
    strange = tuple(sorted(set(found) - set(rooms.work_kinds())))
    return [*made, Chip(OTHER, _("Other"), "inbox", strange)] if strange else made


def rows(here: Here, items: Sequence[waiting.Item], *, now: datetime, primary: bool) -> list[Row]:
    """The items as rows; with `primary`, the first row's action is the one thing to do next."""
    said = described(here, items, now=now)
    shops = {shop.pk: shop for shop in here.shops}
    made = []
    for place, item in enumerate(items):
        kind, shop = rooms.work_kinds().get(item.kind), shops.get(item.shop_id or 0)
        made.append(
            Row(
                item=item,
                said=said.get((item.kind, item.subject)) or plainly(item),
                icon=kind.icon if kind else "inbox",
                action=_action(here, kind) if kind else "",
                rules=shop.rules if shop else "",
                shop=shop.name if shop else "",
                primary=primary and place == 0,
            )
        )
    return made


def _action(here: Here, kind: WorkKind) -> Words:
    """The verb on a row's button; who may not do it can look."""
    return kind.action if here.may(kind.doing) else pgettext("work", "Look")


def sections(shown: Sequence[Row], axis: Axis, counts: Mapping[Group, int]) -> Iterator[Section]:
    """The rows by group, in their order."""
    words: dict[Group, str] = {
        "late": _("Overdue"),
        "hour": _("Within the hour"),
        "today": _("Later today"),
        "week": _("This week"),
        "later": _("Later"),
    }
    for group, found in groupby(shown, key=lambda row: axis.group(row.item.due_at)):
        yield Section(group, words[group], counts[group], list(found))
