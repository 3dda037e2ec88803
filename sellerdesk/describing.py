"""What rooms say of work items, as far as a reader may see them."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from sellerdesk import rooms, waiting
from sellerdesk.access import Here
from sellerdesk.rooms import Described, WorkKind


def seen_kinds(here: Here) -> list[WorkKind]:
    """The kinds of which the reader may see items, in the order of their rooms' telling."""
    return [kind for kind in rooms.work_kinds().values() if here.may(kind.may)]


def hidden_kinds(here: Here) -> list[str]:
    """The kinds of which the reader may not even know how many there are."""
    return [kind.kind for kind in rooms.work_kinds().values() if not here.may(kind.may)]


def sight_of(here: Here) -> waiting.Sight:
    """The items of the shown shops, and those of no shop, of which the reader may know."""
    return waiting.Sight(here.desk.pk, here.shop_ids, hidden=hidden_kinds(here))


def described(here: Here, items: Sequence[waiting.Item], *, now: datetime) -> dict[tuple[str, str], Described]:
    """What the rooms say, by kind and subject: one question for each kind, however many items. What no room describes is left out."""
    said: dict[tuple[str, str], Described] = {}
    for kind in seen_kinds(here):
        subjects = [item.subject for item in items if item.kind == kind.kind]
        if subjects:
            found = kind.describe(here.desk.pk, here.desk.slug, subjects, now)
            said |= {(kind.kind, subject): one for subject, one in found.items()}
    return said


def plainly(item: waiting.Item) -> Described:
    """An item that no room describes is shown by its own names: it waits all the same."""
    kind = rooms.work_kinds().get(item.kind)
    title = str(kind.lane_label) if kind else item.kind.replace("_", " ")
    return Described(title=title, text=item.subject, href="", note=_("cannot be opened from here"))
