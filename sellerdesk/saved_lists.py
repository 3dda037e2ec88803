"""Keeping lists that somebody comes back to: for oneself, or for all of the desk. Each room has a table of its own for them.

One change of a desk's lists at a time: how many there are is a count that no constraint keeps.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from sellerdesk import audit, desks
from sellerdesk.commands import command, note
from sellerdesk.domain.actor import Actor
from sellerdesk.domain.neighbours import swapped
from sellerdesk.domain.traces import trace
from sellerdesk.errors import NotVisible, Refusal


LONGEST_NAME = 60
LONGEST_QUERY = 600
MOST = 30
"""So many lists of a person, and so many of the desk."""


@dataclass(frozen=True, slots=True)
class Table:
    """Where a room keeps its lists (rows with desk, owner, name, query and place), and how it tells of them.

    `subject` is theirs in the audit, `event` that of the desk's log.
    """

    model: Any
    subject: str
    event: str


@command
def save(*, table: Table, desk_id: int, user_id: int | None, name: str, query: str, shared: bool, actor: Actor, now: datetime) -> int:
    """Keep an address of the list under a name; returns its id. A program, which is nobody (None), keeps those of the desk alone.

    Refused: filter_name_missing, filter_name_too_long, filter_name_taken, filter_too_long, too_many_filters.
    """
    if user_id is None and not shared:
        raise NotVisible
    desks.hold(desk_id)
    name, owner_id = " ".join(name.split()), None if shared else user_id
    if len(query) > LONGEST_QUERY:
        raise Refusal("filter_too_long", _("This list has too many words to be kept."), _("Use fewer words in the search."))
    if refusal := why_not_name(table, desk_id, owner_id, name):
        raise refusal
    rows = table.model.objects.filter(desk_id=desk_id, owner_id=owner_id)
    if rows.count() >= MOST:
        raise Refusal("too_many_filters", _("There are 30 saved lists already."), _("Delete one that nobody uses."))
    place = (rows.aggregate(last=Max("place"))["last"] or 0) + 1
    row = table.model.objects.create(desk_id=desk_id, owner_id=owner_id, name=name, query=query, place=place)
    _tell(table, row, "filter.saved", None, {"name": trace(name), "query": trace(query)}, actor, now)
    return int(row.pk)


@command
def rename(
    *, table: Table, desk_id: int, user_id: int | None, shares: bool, filter_id: int, name: str, actor: Actor, now: datetime
) -> None:  # fmt: skip
    """Give it another name. Refused as `save`; NotVisible where it is somebody else's, or the desk's and `shares` is false."""
    row = _mine(table, desk_id, user_id, filter_id, shares=shares)
    before, name = row.name, " ".join(name.split())
    if name == before:
        return
    if refusal := why_not_name(table, desk_id, row.owner_id, name):
        raise refusal
    row.name = name
    row.save(update_fields=["name"])
    _tell(table, row, "filter.renamed", {"name": trace(before)}, {"name": trace(name)}, actor, now)


@command
def delete(*, table: Table, desk_id: int, user_id: int | None, shares: bool, filter_id: int, actor: Actor, now: datetime) -> None:
    """It is gone; what it showed is not. NotVisible as `rename`."""
    row = _mine(table, desk_id, user_id, filter_id, shares=shares)
    _tell(table, row, "filter.deleted", {"name": trace(row.name), "query": trace(row.query)}, None, actor, now)
    row.delete()


@command
def move(*, table: Table, desk_id: int, user_id: int | None, shares: bool, filter_id: int, up: bool, actor: Actor, now: datetime) -> None:
    """Change places with the one before it (`up`) or behind it; at the end nothing changes. NotVisible as `rename`."""
    row = _mine(table, desk_id, user_id, filter_id, shares=shares)
    order = list(table.model.objects.filter(desk_id=desk_id, owner_id=row.owner_id).order_by("place", "id"))
    at = next(place for place, one in enumerate(order) if one.pk == row.pk)
    moved = swapped(order, at, up=up)
    if moved is None:
        return
    order, to = moved
    _put_in_order(table, order)
    _tell(table, row, "filter.moved", {"place": at + 1}, {"place": to + 1}, actor, now)


def why_not_name(table: Table, desk_id: int, owner_id: int | None, name: str) -> Refusal | None:
    """Why a list cannot have this name among the others of its owner, or None."""
    if not name or not name.isprintable():
        return Refusal("filter_name_missing", _("A saved list needs a name."), _("Say in a few words what it shows."))
    if len(name) > LONGEST_NAME:
        return Refusal("filter_name_too_long", _("This name is too long."), _("Use at most 60 characters."))
    if table.model.objects.filter(desk_id=desk_id, owner_id=owner_id, name=name).exists():
        return Refusal("filter_name_taken", _("There is a list of this name already."), _("Choose another name."))
    return None


def _put_in_order(table: Table, order: Sequence[Any]) -> None:
    for place, one in enumerate(order, 1):
        one.place = place
    table.model.objects.bulk_update(order, ["place"])


def _mine(table: Table, desk_id: int, user_id: int | None, filter_id: int, *, shares: bool) -> Any:
    desks.hold(desk_id)
    row = table.model.objects.filter(desk_id=desk_id, pk=filter_id).first()
    if row is None or not (shares if row.owner_id is None else row.owner_id == user_id):
        raise NotVisible
    return row


def _tell(
    table: Table, row: Any, what: str, before: dict[str, Any] | None, after: dict[str, Any] | None, actor: Actor, now: datetime
) -> None:
    """Of the desk's lists the audit tells; one's own are one's own. A list may bear a buyer's name, which an entry would keep for ever."""
    if row.owner_id is None:
        audit.record(row.desk_id, actor, what, f"{table.subject}:{row.pk}", before, after, now)
        note(row.desk_id, table.event, coalesce=True)
