"""Who changed what: entries are chained per desk, written by the end of the command, and never changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sellerdesk import commands
from sellerdesk.domain import audit_chain
from sellerdesk.domain.actor import Actor
from sellerdesk.models import AuditEntry, DeskCounter


BATCH = 1000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a walk of one desk's chain found. `broken_at` is the first number that does not fit, or None."""

    desk_id: int
    entries: int
    broken_at: int | None
    reason: str = ""


def record(
    desk_id: int,
    actor: Actor,
    what: str,
    subject: str,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    now: datetime,
) -> None:
    """Add one entry to the desk's chain. `what` is a verb such as "shop.created", `subject` a key such as "shop:7".

    `before` and `after` hold texts, whole numbers, yes, no, nothing, lists and dicts of these; anything else (a float,
    a date) is a TypeError at once: write amounts and moments as texts. Outside a command: MisusedCommand.
    """
    audit_chain.refuse_unstable([before, after])
    commands.add_entry(desk_id, audit_chain.Entry(at=now, actor=actor, what=what, subject=subject, before=before, after=after))


def is_begun_by(desk_id: int, subject: str, actor: Actor) -> bool:
    """Whether the first that was kept of a thing was done by this actor: what a program made, and may take back."""
    first = AuditEntry.objects.filter(desk_id=desk_id, subject=subject).order_by("number").values_list("actor_key", flat=True).first()
    return first == actor.key


def verify(desk_id: int) -> Verdict:
    """Walk one desk's chain from its first entry and compare its end with the desk's counter.

    It may run while commands write: what they add between the last entry read and the counter is walked, too.
    """
    head, number = "", 0
    walked = -1
    while True:
        for row in _entries(desk_id, number):
            if row.number != number + 1:
                return Verdict(desk_id, number, number + 1, "missing")
            if row.previous_hash != head:
                return Verdict(desk_id, number, row.number, "previous_hash")
            if row.hash != _link(row):
                return Verdict(desk_id, number, row.number, "hash")
            head, number = row.hash, row.number
        counter = DeskCounter.objects.filter(desk_id=desk_id).first()
        # A desk without a counter has written nothing yet; entries without one mean that it was taken away.
        end = (0, "") if counter is None else (counter.audit_number, counter.audit_hash)
        if end == (number, head):
            return Verdict(desk_id, number, None)
        if number == walked:
            return Verdict(desk_id, number, number + 1, "end")
        walked = number


def _entries(desk_id: int, after: int) -> Iterator[AuditEntry]:
    """The entries behind a number, each query some of them: one for all of a long chain would take longer than a statement may."""
    while rows := list(AuditEntry.objects.filter(desk_id=desk_id, number__gt=after).order_by("number")[:BATCH]):
        yield from rows
        after = rows[-1].number


def _link(row: AuditEntry) -> str:
    actor = Actor(key=row.actor_key, label=row.actor_label)
    entry = audit_chain.Entry(at=row.at, actor=actor, what=row.what, subject=row.subject, before=row.before, after=row.after)
    return audit_chain.link(desk_id=row.desk_id, number=row.number, entry=entry, previous_hash=row.previous_hash)
