"""How long each kind of data is kept, and why: one table for the page that says it and for the sweeps that keep to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.conf import settings
from django.db import DatabaseError
from django.utils.translation import gettext_lazy

from sellerdesk import idempotency, live, setwise
from sellerdesk.commands import command
from sellerdesk.domain import permissions
from sellerdesk.privacy import registry, shorter
from sellerdesk.privacy.places import Place
from sellerdesk.privacy.registry import WITH_BUYER, Days, Kind
from sellerdesk.upload import leasing


BATCH: Final = 1_000
_log = structlog.get_logger(__name__)


def _kept(number: timedelta) -> Days:
    return lambda: max(1, number.days)


_DESK = gettext_lazy("as long as the desk")
_OWN: Final[Sequence[Kind]] = (
    Kind(
        "orders", gettext_lazy("Orders and buyers"), gettext_lazy("Every figure is counted from them."),
        ("sellerdesk_order", "sellerdesk_orderline", "sellerdesk_buyer"), "placed_at", until=WITH_BUYER,
        places=(Place(gettext_lazy("Search"), "search", permissions.DESK_SEE),),
        apart=gettext_lazy("No page lists all of them; the search finds each by number or name."),
    ),
    Kind(
        "records", gettext_lazy("What marketplaces told, record by record"),
        gettext_lazy("A record that comes late must find all earlier ones, and one told twice must be known."),
        ("sellerdesk_feedrecord",), "at", until=WITH_BUYER,
        places=(Place(gettext_lazy("Records"), "records", permissions.RECORDS_SEE),),
        apart=gettext_lazy("Those that wait or were rejected; what was taken in is what the other pages show."),
    ),
)  # fmt: skip
_OWN_LATER: Final[Sequence[Kind]] = (
    Kind(
        "work", gettext_lazy("Work items"), gettext_lazy("How long buyers waited is counted from them; they hold no words."),
        ("sellerdesk_workitem",), "opened_at", until=_DESK, places=(Place(gettext_lazy("Today"), "today", permissions.WORK_SEE),),
        apart=gettext_lazy("Those that are open; no page lists the closed ones, figures are counted from them."),
    ),
    Kind(
        "deliveries", gettext_lazy("Deliveries"), gettext_lazy("So that nothing is sent twice; they hold numbers, no words."),
        ("sellerdesk_outbound",), "created_at",
        until=gettext_lazy("as long as the desk; to webhooks and Telegram 14 days once over, failed ones until a person decides"),
        places=(Place(gettext_lazy("Deliveries"), "deliveries", permissions.DELIVERIES_MANAGE),),
    ),
    Kind(
        "webhook_answers", gettext_lazy("What webhooks answered"),
        gettext_lazy("To see why a delivery failed: the beginning of the last answer."),
        ("sellerdesk_webhookanswer",), "at",
        until=gettext_lazy("14 days once the delivery is over, of a failed one until a person decides"),
        places=(Place(gettext_lazy("Webhooks"), "webhooks", permissions.WEBHOOKS_MANAGE),),
        apart=gettext_lazy("Each with its webhook, the last fifty."),
    ),
    Kind(
        "telegram", gettext_lazy("Telegram chats of the people"), gettext_lazy("To send them their notices there."),
        ("sellerdesk_telegramlink",), "linked_at", until=gettext_lazy("until the person takes the chat off or leaves the desk"),
        places=(Place(gettext_lazy("Telegram"), "settings_telegram", permissions.WEBHOOKS_MANAGE, every_shop=True),),
        apart=gettext_lazy("How many are linked; whose chat it is no page says but the person’s own."),
    ),
    Kind(
        "audit", gettext_lazy("Audit log"), gettext_lazy("It says who changed what, without buyers’ words; nobody can change it."),
        ("sellerdesk_auditentry",), "at", until=_DESK,
        places=(Place(gettext_lazy("Audit log"), "settings_audit", permissions.AUDIT_SEE, every_shop=True),),
    ),
    Kind(
        "log", gettext_lazy("Desk log"), gettext_lazy("Open pages catch up from it."), ("sellerdesk_deskevent",), "at", _kept(live.KEPT),
        sooner="true",
        apart=gettext_lazy("No page lists it: it holds numbers and kinds, which open pages read by themselves."),
    ),
    Kind(
        "notices", gettext_lazy("Notices that were read"), gettext_lazy("To look back at what one was told."),
        ("sellerdesk_notice",), "at", lambda: settings.KEEP_NOTICES_DAYS, sweep="(read_at IS NOT NULL OR NOT on_page)",
        places=(Place(gettext_lazy("Notifications"), "notices", permissions.DESK_SEE),),
        apart=gettext_lazy("Each person sees their own; those not read yet are counted as well."),
    ),
    Kind(
        "invitations", gettext_lazy("Invitations that are over"), gettext_lazy("To see who was asked in."),
        ("sellerdesk_invitation",), "expires_at", lambda: settings.KEEP_INVITATIONS_DAYS, sweep="true",
        parts=(("sellerdesk_invitationshop", "invitation_id"),),
        places=(Place(gettext_lazy("People"), "settings_people", permissions.PEOPLE_MANAGE),),
        apart=gettext_lazy("The open ones, which are counted as well; what became of the others is in the audit log."),
    ),
    Kind(
        "answers", gettext_lazy("Answers to programs"), gettext_lazy("So that a request that is repeated is done once."),
        ("sellerdesk_idempotencykey",), "created_at", _kept(idempotency.KEPT),
        apart=gettext_lazy("No page lists them: the program that asked gets its own once more."),
    ),
    Kind(
        "uploads", gettext_lazy("Files put in by hand"),
        gettext_lazy("Until they are loaded; one that nobody finishes goes after this time."),
        ("sellerdesk_upload",), "created_at", _kept(leasing.KEPT), sooner=leasing.UNFINISHED, ends=True,
        places=(Place(gettext_lazy("Facts put in by hand"), "facts", permissions.FEED_LOAD),),
    ),
)  # fmt: skip


def kinds() -> list[Kind]:
    """Every kind: the kernel's trade, what the rooms keep, and what the place itself needs."""
    return [*_OWN, *(kind for part in registry.parts() for kind in part.kinds), *_OWN_LATER]


@dataclass(frozen=True, slots=True)
class Kept:
    """What of a kind is there, for the page."""

    kind: Kind
    rows: int | None
    """None where it was not counted."""
    more: bool
    """Whether there are more than were counted."""
    oldest: datetime | None
    days: int | None
    chosen: bool = False
    """Whether the days are the desk's own."""


COUNTED: Final = 100_000


def kept(desk_id: int) -> list[Kept]:
    """Every kind, with how much of it a desk has and how old the oldest is. A fixed number of queries, each with an end."""
    own = shorter.of(desk_id)
    return [_kept_of(desk_id, kind, own) for kind in kinds()]


def unmeasured(desk_id: int) -> list[Kept]:
    """Every kind, without how much of it there is: what everybody of the desk may read."""
    own = shorter.of(desk_id)
    return [_timed(kind, own, None, more=False, oldest=None) for kind in kinds()]


def _timed(kind: Kind, own: Mapping[str, int], rows: int | None, *, more: bool, oldest: datetime | None) -> Kept:
    limit, chosen = kind.limit, own.get(kind.key) if kind.going else None
    is_own = limit is not None and chosen is not None and chosen < limit
    return Kept(kind, rows, more, oldest, chosen if is_own else limit, is_own)


def _kept_of(desk_id: int, kind: Kind, own: Mapping[str, int]) -> Kept:
    counts = ", ".join(
        f"(SELECT count(*) FROM (SELECT 1 FROM {table} WHERE desk_id = %s LIMIT {COUNTED + 1}) AS c)" for table in kind.tables
    )
    oldest = f", (SELECT min({kind.at}) FROM (SELECT {kind.at} FROM {kind.tables[0]} WHERE desk_id = %s LIMIT {COUNTED}) AS o)"
    ((*numbers, first),) = setwise.rows(f"SELECT {counts}{oldest}", [desk_id] * (len(kind.tables) + 1))
    more = any(number > COUNTED for number in numbers)
    return _timed(kind, own, sum(min(number, COUNTED) for number in numbers), more=more, oldest=None if more else first)


def sweep(*, now: datetime) -> dict[str, int]:
    """Delete what is past its time, in batches; returns how much of each kind. A sweep over all desks. Twice is once.

    Kinds that have a sweep of their own (the desk log, kept answers, uploads, sessions) are left to it, but for desks that keep them
    shorter. A kind that fails is logged and left for the next night; the others go on.
    """
    gone = {}
    for kind in kinds():
        if kind.limit and (kind.sweep or kind.going) and not kind.ends:
            try:
                gone[kind.key] = _swept(kind, now)
            except DatabaseError:
                _log.exception("kind_not_swept", kind=kind.key)
    return gone


def _swept(kind: Kind, now: datetime) -> int:
    limit = kind.limit or 0
    gone = _emptied(kind, kind.sweep, limit, now) if kind.sweep else 0
    for desk_id, days in shorter.desks(kind.key, limit=limit) if kind.going else ():
        gone += _emptied(kind, kind.going, days, now, desk_id)
    return gone


def _emptied(kind: Kind, which: str, days: int, now: datetime, desk_id: int | None = None) -> int:
    """All rows of one desk, or of every one, that are older than so many days."""
    gone = 0
    while True:
        number = _forget(kind=kind, which=which, days=days, desk_id=desk_id, now=now)
        gone += number
        if number < BATCH:
            return gone


@command
def _forget(*, kind: Kind, which: str, days: int, desk_id: int | None, now: datetime) -> int:
    """One batch with all that hangs on it."""
    table = kind.tables[0]
    mine = "" if desk_id is None else " AND desk_id = %s"
    old = registry.ids(
        f"SELECT id FROM {table} WHERE {kind.at} < %s AND {which}{mine} LIMIT {BATCH} FOR UPDATE SKIP LOCKED",
        [now - timedelta(days=days), *([] if desk_id is None else [desk_id])],
    )
    for part, column in kind.parts if old else ():
        setwise.run(f"DELETE FROM {part} WHERE {column} = ANY(%s)", [old])
    return setwise.run(f"DELETE FROM {table} WHERE id = ANY(%s)", [old]) if old else 0
