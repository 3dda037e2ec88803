"""What the composer shows of a thread, and the messages around it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from chat.domain.facts import KIND, subject_of
from chat.domain.outgoing import leaves_at
from chat.models import Attachment, Message, Note, Thread
from sellerdesk.errors import NotVisible
from sellerdesk.models import WorkItem


@dataclass(frozen=True, slots=True)
class Clock:
    """What the marketplace measures: since when the buyer waits, until when the answer is due."""

    since: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class About:
    """The thread that is answered. `arrivals` is the newest arrival: what a page that is drawn now has seen."""

    id: int
    shop_id: int
    buyer: str
    arrivals: int
    clock: Clock | None


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message as the composer's own pages show it."""

    id: int
    arrival: int
    sender: int
    text: str
    at: datetime
    author: str
    author_id: int | None
    key: str
    delivery: str
    reason: str
    leaves_at: datetime
    not_before: datetime | None
    files: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Noted:
    """A private note."""

    id: int
    text: str
    at: datetime
    author: str


def about(desk_id: int, shop_ids: Collection[int], thread_id: int) -> About:
    """The thread, for who may see its shop; else NotVisible."""
    thread = Thread.objects.select_related("buyer").filter(desk_id=desk_id, shop_id__in=shop_ids, pk=thread_id).first()
    if thread is None:
        raise NotVisible
    item = WorkItem.objects.filter(desk_id=desk_id, kind=KIND, subject=subject_of(thread_id), state=WorkItem.State.OPEN).first()
    clock = Clock(thread.waiting_since, item.due_at if item else None) if thread.waiting_since is not None else None
    return About(thread.pk, thread.shop_id, thread.buyer.name or "", thread.arrivals, clock)


def messages(desk_id: int, thread_id: int, *, ids: Collection[int] | None = None, last: int | None = None) -> list[Bubble]:
    """Messages of a thread in the order in which they came: these, or the last so many. What was taken back is not shown."""
    found = Message.objects.select_related("author").filter(desk_id=desk_id, thread_id=thread_id)
    found = found.exclude(delivery=Message.Delivery.CANCELLED).order_by("-arrival")
    found = found if ids is None else found.filter(pk__in=list(ids))
    rows = list(found[:last])[::-1]
    files: dict[int, list[str]] = {}
    for message_id, name in (
        Attachment.objects.filter(desk_id=desk_id, message_id__in=[one.pk for one in rows])
        .order_by("place", "id")
        .values_list("message_id", "name")
    ):
        files.setdefault(message_id, []).append(name)
    return [_bubble(one, files.get(one.pk, [])) for one in rows]


def note(desk_id: int, shop_ids: Collection[int], note_id: int) -> Noted:
    """One note, for who may see its thread; else NotVisible."""
    row = Note.objects.select_related("author").filter(desk_id=desk_id, thread__shop_id__in=shop_ids, pk=note_id).first()
    if row is None:
        raise NotVisible
    return Noted(row.pk, row.text, row.at, (row.author.name or row.author.email) if row.author else "")


def scheduled(desk_id: int, thread_id: int) -> list[Bubble]:
    """Messages of a thread that wait for their moment, the next first."""
    found = Message.objects.select_related("author").filter(
        desk_id=desk_id, thread_id=thread_id, delivery=Message.Delivery.QUEUED, not_before__isnull=False
    )
    return [_bubble(one, []) for one in found.order_by("not_before", "id")]


def _bubble(one: Message, files: Sequence[str]) -> Bubble:
    return Bubble(
        id=one.pk, arrival=one.arrival, sender=one.sender, at=one.at, author_id=one.author_id,
        text="" if one.removed_at else one.text if one.new_text is None else one.new_text,
        author=(one.author.name or one.author.email) if one.author else "", key=str(one.client_key or ""), delivery=one.delivery,
        reason=one.reason, leaves_at=leaves_at(one.not_before, one.at), not_before=one.not_before, files=files,
    )  # fmt: skip
