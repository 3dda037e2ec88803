"""Putting work out of the way until a moment, and asking to be reminded of it. Deadlines stay what they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from sellerdesk import assigning, audit, commands, waiting, work
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import Refusal
from sellerdesk.models import Reminder
from sellerdesk.waiting import Item, Sight


FARTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Put:
    """One item that was put away, or brought back."""

    item: int
    before: datetime | None
    after: datetime | None


def why_not_until(until: datetime, now: datetime) -> Refusal | None:
    """Why nothing may return, or be told of, at this moment; or None. Codes: moment_past, moment_far."""
    if until <= now:
        return Refusal("moment_past", _("That moment is over already."), _("Choose a later one."))
    if until > now + FARTHEST:
        return Refusal("moment_far", _("That is more than a year away."), _("Choose an earlier moment."))
    return None


@commands.command
def snooze(*, sight: Sight, item_ids: Sequence[int], until: datetime | None, actor: Actor, now: datetime) -> list[Put]:
    """Put items in sight out of everybody's way until a moment, or bring them back (None); returns those that changed.

    What is done meanwhile is left out; Stale where nothing is left. Refused: too_many_items, moment_past, moment_far.
    """
    if until is not None and (refusal := why_not_until(until, now)):
        raise refusal
    return _put(sight.desk_id, dict.fromkeys(assigning.locked(sight, item_ids), until), actor, now)


@commands.command
def undo(*, sight: Sight, puts: Sequence[Put], actor: Actor, now: datetime) -> int:
    """Take back a snoozing; returns for how many items. What was put elsewhere since, returned by itself or was done stays."""
    wanted = {put.item: put for put in puts}
    items = [item for item in waiting.these(sight, list(wanted), lock=True) if item.snoozed_until == wanted[item.id].after]
    back = {item: wanted[item.id].before for item in items}
    over = {item: None if until is not None and until <= now else until for item, until in back.items()}
    return len(_put(sight.desk_id, over, actor, now))


@commands.command
def remind(*, sight: Sight, item_ids: Sequence[int], user_id: int, at: datetime | None, now: datetime) -> int:
    """Have a person told of items at a moment, or not any more (None); returns of how many. A later wish replaces an earlier one.

    Stale where nothing is left. Refused: too_many_items, moment_past, moment_far.
    """
    if at is not None and (refusal := why_not_until(at, now)):
        raise refusal
    items = assigning.locked(sight, item_ids)
    for item in items:
        if at is None:
            Reminder.objects.filter(desk_id=sight.desk_id, user_id=user_id, item_id=item.id).delete()
        else:
            Reminder.objects.update_or_create(desk_id=sight.desk_id, user_id=user_id, item_id=item.id, defaults={"at": at})
    return len(items)


def reminded_at(desk_id: int, user_id: int, item_ids: Sequence[int]) -> dict[int, datetime]:
    """When a person is to be reminded of these items."""
    found = Reminder.objects.filter(desk_id=desk_id, user_id=user_id, item_id__in=list(item_ids))
    return dict(found.values_list("item_id", "at"))


def _put(desk_id: int, wanted: dict[Item, datetime | None], actor: Actor, now: datetime) -> list[Put]:
    groups: dict[tuple[str, datetime | None], list[Item]] = {}
    for item, until in wanted.items():
        if item.snoozed_until != until:
            groups.setdefault((item.kind, until), []).append(item)
    puts = []
    for (kind, until), items in sorted(groups.items(), key=lambda group: (group[0][0], str(group[0][1]))):
        work.snooze_items(desk_id, kind, [item.subject for item in items], until)
        for item in items:
            before, after = {"until": _text(item.snoozed_until)}, {"until": _text(until)}
            audit.record(desk_id, actor, "work.snoozed", f"work:{item.id}", before, after, now)
            puts.append(Put(item.id, item.snoozed_until, until))
    return puts


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
