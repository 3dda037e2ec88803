"""Who has an item of work: taken, given to somebody, given back to the team. Who gets it is told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from sellerdesk import access, audit, commands, notices, presence, rooms, waiting, work
from sellerdesk.domain import permissions
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import Refusal, Stale
from sellerdesk.models import User
from sellerdesk.waiting import Item, Sight


ASSIGNED = "assigned"
"""The event of a notice: somebody has given me an item."""
AT_ONCE = 200
"""So many items in one command at most."""


@dataclass(frozen=True, slots=True)
class Change:
    """One item that changed hands."""

    item: int
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody to whom items may be given. `here` is None where nobody knows who is at the desk."""

    id: int
    name: str
    here: bool | None
    open: int
    """How many open items they have."""


def may_have(desk_id: int, kind: str, shop_id: int | None) -> set[int]:
    """Who may be given an item: sees Today, does this kind of work, and sees the shop."""
    declared = rooms.work_kinds().get(kind)
    found = set(access.people(desk_id, may=permissions.WORK_SEE, shop_id=shop_id))
    return found & set(access.people(desk_id, may=declared.doing, shop_id=shop_id)) if declared else found


def colleagues(desk_id: int, items: Sequence[Item], *, now: datetime) -> list[Colleague]:
    """Who may be given all of these items: who is at the desk first, then by name."""
    groups = {(item.kind, item.shop_id) for item in items}
    ids = set.intersection(*[may_have(desk_id, kind, shop_id) for kind, shop_id in groups]) if groups else set()
    present, open_now = presence.present(desk_id, now=now), waiting.open_by_person(desk_id)
    found = [
        Colleague(one.pk, one.name or one.email, None if present is None else one.pk in present, open_now.get(one.pk, 0))
        for one in User.objects.filter(pk__in=ids)
    ]
    return sorted(found, key=lambda one: (not one.here, one.name.casefold(), one.id))


@commands.command
def assign(*, sight: Sight, item_ids: Sequence[int], to: int | None, by: int | None, actor: Actor, now: datetime) -> list[Change]:
    """Give items that `by` sees to a person, or back to the team (None); returns those that changed hands.

    What is done meanwhile is left out; Stale where nothing is left. Refused: too_many_items, assignee_cannot_see.
    """
    items = locked(sight, item_ids)
    if to is not None and (refusal := why_not_have(sight.desk_id, items, to)):
        raise refusal
    changes = _give(sight.desk_id, dict.fromkeys(items, to), actor, now)
    if to is not None and to != by:
        tell_of(sight.desk_id, to, [change.item for change in changes], now)
    return changes


def assign_many(*, sight: Sight, item_ids: Sequence[int], to: int | None, by: int | None, actor: Actor, now: datetime) -> list[Change]:
    """The same for any number of items, `AT_ONCE` of them in each command. A refusal ends it; what was given before stays given."""
    parts = [item_ids[begin : begin + AT_ONCE] for begin in range(0, len(item_ids), AT_ONCE)]
    return [change for part in parts for change in assign(sight=sight, item_ids=part, to=to, by=by, actor=actor, now=now)]


@commands.command
def undo(*, sight: Sight, changes: Sequence[Change], actor: Actor, now: datetime) -> int:
    """Give items back to those who had them; returns how many. What changed hands once more, or was done, stays as it is."""
    wanted = {change.item: change for change in changes}
    items = [item for item in waiting.these(sight, list(wanted), lock=True) if item.assignee_id == wanted[item.id].after]
    back: dict[Item, int | None] = {}
    for item in items:
        before = wanted[item.id].before
        if before is None or before in may_have(sight.desk_id, item.kind, item.shop_id):
            back[item] = before
    undone = _give(sight.desk_id, back, actor, now)
    for person, gone in _by_person((change.before, change.item) for change in undone).items():
        subject = f"work:{gone[0]}" if len(changes) == 1 else "work"
        notices.take_back(sight.desk_id, person, ASSIGNED, subject, count=len(gone))
    return len(back)


def locked(sight: Sight, item_ids: Sequence[int]) -> list[Item]:
    """The items that are still open and in sight, locked until the command ends. Refused: too_many_items. Stale where none is left."""
    if len(set(item_ids)) > AT_ONCE:
        raise Refusal("too_many_items", _("That is too much at once."), _("Choose at most 200."))
    items = waiting.these(sight, list(item_ids), lock=True)
    if not items:
        raise Stale(_("This is done already, or gone."))
    return items


def why_not_have(desk_id: int, items: Iterable[Item], person: int) -> Refusal | None:
    """Why a person may not be given these items, or None."""
    for kind, shop_id in {(item.kind, item.shop_id) for item in items}:
        if person not in may_have(desk_id, kind, shop_id):
            return Refusal("assignee_cannot_see", _("This person does not see that shop, or does not do this work."))
    return None


def tell_of(desk_id: int, person: int, items: Sequence[int], now: datetime) -> None:
    """Tell somebody of the items they were given: of one by itself, of several together."""
    if len(items) == 1:
        notices.tell(desk_id, [person], ASSIGNED, f"work:{items[0]}", now=now)
    elif items:
        notices.tell(desk_id, [person], ASSIGNED, "work", now=now, count=len(items))


def _give(desk_id: int, wanted: Mapping[Item, int | None], actor: Actor, now: datetime) -> list[Change]:
    """Write it, one statement for each kind and person, and keep who did it."""
    groups: dict[tuple[str, int | None], list[Item]] = {}
    for item, to in wanted.items():
        if item.assignee_id != to:
            groups.setdefault((item.kind, to), []).append(item)
    changes = []
    for (kind, to), items in sorted(groups.items(), key=lambda group: (group[0][0], group[0][1] or 0)):
        work.assign_items(desk_id, kind, [item.subject for item in items], to, now=now)
        for item in items:
            before, after = {"assignee": item.assignee_id}, {"assignee": to}
            audit.record(desk_id, actor, "work.assigned", f"work:{item.id}", before, after, now)
            changes.append(Change(item.id, item.assignee_id, to))
    return changes


def give(desk_id: int, wanted: Mapping[Item, int | None], *, actor: Actor, now: datetime) -> list[Change]:
    """Give locked items to people, inside a command that knows they may have them: rotation, and somebody who goes."""
    changes = _give(desk_id, wanted, actor, now)
    for person, items in _by_person((change.after, change.item) for change in changes).items():
        tell_of(desk_id, person, items, now)
    return changes


def _by_person(pairs: Iterable[tuple[int | None, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for person, item in pairs:
        if person is not None:
            found.setdefault(person, []).append(item)
    return dict(sorted(found.items()))
