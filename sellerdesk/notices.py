"""What people are told. The row is the notice; what rooms declare here says how it reads, and where else it goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.db import connection
from django.db.models import F

from sellerdesk import commands, mailing, notice_choices, setwise, telegram
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.models import Notice
from sellerdesk.notice_choices import MAIL, PAGE, TELEGRAM, Choice
from sellerdesk.rooms import Words


UNDO = timedelta(seconds=10)
"""What is undone at once is mailed to nobody."""
_SLOT = timedelta(minutes=1)
_LEFT = timedelta(minutes=2)
"""So long after it was told a notice that stands on no page counts as read: its mail or message has left by then."""


@dataclass(frozen=True, slots=True)
class Told:
    """One notice of one person."""

    id: int
    kind: str
    subject: str
    count: int
    figures: Mapping[str, Any]
    at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Said:
    """How a notice reads, and where it leads; `detail` is the buyer's text, in the language `lang` where known."""

    text: str
    href: str = ""
    detail: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever reads notices: the desk as they see it, who they are, and when."""

    here: Here
    id: int
    now: datetime


class Say(Protocol):
    """Words the notices of one event, in a fixed number of queries."""

    def __call__(self, told: Sequence[Told], reader: Reader, /) -> Mapping[int, Said]:
        """By id. Only what this reader may see; what is over or out of sight is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something of which people are told. Each of them chooses the channels; `channels` are those of who has not chosen."""

    key: str
    label: Words
    hint: Words = ""
    icon: str = "bell"
    may: str = permissions.WORK_SEE
    """The permission without which a person is not offered the choice."""
    channels: frozenset[str] = frozenset({PAGE})
    say: Say


_events: dict[str, Event] = {}


def declare(event: Event) -> None:
    """Add an event that people are told of. Belongs in an app's ready(), in the order of the settings page."""
    if _events.setdefault(event.key, event) is not event:
        raise ValueError(f"The event {event.key} is declared already.")


def events() -> list[Event]:
    """All events, in the order in which they were declared."""
    return list(_events.values())


def event(key: str) -> Event | None:
    """The event of this key, if somebody declared it."""
    return _events.get(key)


def tell(
    desk_id: int, user_ids: Sequence[int], kind: str, subject: str, *, now: datetime, count: int = 1,
    figures: Mapping[str, Any] | None = None, without: frozenset[str] = frozenset(),
) -> list[int]:  # fmt: skip
    """Tell people of one thing, inside a command; returns those who had not been told of it yet, or had read it.

    Who has it unread on the page already is not told twice, but where it speaks of several things (`count` > 1): then its `count` goes up
    by this one, and the sum is mailed. Whoever does not have it on the page cannot read it there: once it has left it counts as read.
    `without` are channels that do not carry this one, whatever was chosen.
    """
    if not user_ids:
        return []
    declared = _events.get(kind)
    channels = frozenset({PAGE}) if declared is None else declared.channels
    choices = notice_choices.of(desk_id, user_ids)
    wanting = {user: choices[user].channels(kind, channels) - without for user in sorted(choices)}
    wanting = {user: wanted for user, wanted in wanting.items() if wanted}
    if not wanting:
        return []
    _end_what_left(desk_id, wanting, {user: _span(choices[user], now) for user in wanting}, kind, subject, now)
    written = _write(desk_id, wanting, kind, subject, now, count, figures or {})
    told = sorted(user for user, is_new in written.items() if is_new)
    if told:
        commands.note(desk_id, f"notice.made.{kind}", coalesce=True)
    for user in sorted(written):
        if wanting[user] & {MAIL, TELEGRAM}:
            # Also of one that only grew: it moved out of the span whose mail would have told it.
            _owe(desk_id, user, wanting[user], choices[user], now)
    return told


def _end_what_left(
    desk_id: int, wanting: Mapping[int, frozenset[str]], spans: Mapping[int, tuple[datetime, datetime, datetime]], kind: str, subject: str,
    now: datetime,
) -> None:  # fmt: skip
    """An earlier notice of the same that is not on the page, or would not be now, hinders no new one once it has left."""
    people = list(wanting)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH gone AS MATERIALIZED (
                SELECT notice.id FROM sellerdesk_notice notice
                JOIN unnest(%s::bigint[], %s::boolean[], %s::timestamptz[]) AS told (person, on_page, before)
                    ON notice.user_id = told.person AND notice.at < told.before AND NOT (notice.on_page AND told.on_page)
                WHERE notice.desk_id = %s AND notice.kind = %s AND notice.subject = %s AND notice.read_at IS NULL
                ORDER BY notice.user_id FOR UPDATE OF notice
            )
            UPDATE sellerdesk_notice notice SET read_at = %s FROM gone WHERE notice.id = gone.id
            """,
            [
                people, [PAGE in wanting[user] for user in people], [min(now - _LEFT, spans[user][0]) for user in people],
                desk_id, kind, subject, now,
            ],
        )  # fmt: skip


def _write(
    desk_id: int, wanting: Mapping[int, frozenset[str]], kind: str, subject: str, now: datetime, count: int, figures: Mapping[str, Any]
) -> dict[int, bool]:
    """Whoever has a notice of it that is new (True) or grew (False)."""
    people = list(wanting)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO sellerdesk_notice AS notice (desk_id, user_id, kind, subject, at, count, figures, on_page, by_mail, by_telegram)
            SELECT %s, person, %s, %s, %s, %s, %s, on_page, by_mail, by_telegram
            FROM unnest(%s::bigint[], %s::boolean[], %s::boolean[], %s::boolean[])
                AS told (person, on_page, by_mail, by_telegram) ORDER BY person
            ON CONFLICT (desk_id, user_id, kind, subject) WHERE read_at IS NULL
                DO UPDATE SET count = notice.count + excluded.count, at = excluded.at WHERE excluded.count > 1
            RETURNING user_id, xmax = 0
            """,
            [
                desk_id, kind, subject, now, count, setwise.json(dict(figures)),
                people, *([channel in wanting[user] for user in people] for channel in (PAGE, MAIL, TELEGRAM)),
            ],
        )  # fmt: skip
        return {int(user): bool(is_new) for user, is_new in cursor.fetchall()}


def _span(choice: Choice, now: datetime) -> tuple[datetime, datetime, datetime]:
    """From when until when what comes is told together, and when that leaves: a minute, or the person's quiet hours."""
    quiet = choice.quiet(now)
    if quiet is not None:
        return (*quiet, quiet[1])
    seconds = int((now + UNDO).timestamp())
    slot = datetime.fromtimestamp(seconds - seconds % 60, tz=now.tzinfo) + _SLOT
    return slot - _SLOT - UNDO, slot - UNDO, slot


def _owe(desk_id: int, user_id: int, wanted: frozenset[str], choice: Choice, now: datetime) -> None:
    """One mail, and one message by Telegram, for all that comes in a minute or in the person's quiet hours: then when they end."""
    since, until, slot = _span(choice, now)
    context = {"desk": desk_id, "since": since.isoformat(), "until": until.isoformat()}
    key = f"notices:{user_id}:{until.isoformat()}"
    if MAIL in wanted:
        mailing.owe(desk_id, "notices", key, user_id=user_id, context=context, now=now, not_before=slot)
    if TELEGRAM in wanted:
        telegram.owe(desk_id, user_id, "notices", key, context=context, now=now, not_before=slot)


def take_back(desk_id: int, user_id: int, kind: str, subject: str, *, count: int = 1) -> None:
    """So many of the things told are undone, inside a command: unread, they are gone."""
    unread_one = Notice.objects.filter(desk_id=desk_id, user_id=user_id, kind=kind, subject=subject, read_at__isnull=True)
    gone, _each = unread_one.filter(count__lte=count).delete()
    if gone or unread_one.update(count=F("count") - count):
        commands.note(desk_id, "notice.read", user=user_id)


def replace_older(desk_id: int, user_id: int, kind: str, *, now: datetime) -> None:
    """What is told next says it anew, inside a command: unread notices of this event count as read."""
    Notice.objects.filter(desk_id=desk_id, user_id=user_id, kind=kind, read_at__isnull=True).update(read_at=now)


@commands.command
def read_one(*, desk_id: int, user_id: int, notice_id: int, now: datetime) -> None:
    """Mark one notice of a person as read. Twice is once."""
    _read(desk_id, user_id, now, pk=notice_id)


@commands.command
def read_all(*, desk_id: int, user_id: int, now: datetime) -> int:
    """Mark everything as read that a person was told on the page; returns how many there were."""
    return _read(desk_id, user_id, now, on_page=True)


def _read(desk_id: int, user_id: int, now: datetime, **which: Any) -> int:
    read = Notice.objects.filter(desk_id=desk_id, user_id=user_id, read_at__isnull=True, **which).update(read_at=now)
    if read:
        commands.note(desk_id, "notice.read", user=user_id)
    return read


def unread(desk_id: int, user_id: int) -> int:
    """How many notices of a person wait to be read: the number at the bell."""
    return Notice.objects.filter(desk_id=desk_id, user_id=user_id, read_at__isnull=True, on_page=True).count()


def mine(
    desk_id: int, user_id: int, *, ids: Sequence[int] | None = None, before: int | None = None, limit: int = 50, **which: Any
) -> list[Told]:
    """A person's notices, the newest first: these ids, or those of the page before one of them."""
    found = Notice.objects.filter(desk_id=desk_id, user_id=user_id, **which)
    found = found.filter(on_page=True) if ids is None and not which else found
    if ids is not None:
        found = found.filter(pk__in=list(ids))
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = found.order_by("-id")[:limit]
    return [Told(row.pk, row.kind, row.subject, row.count, row.figures, row.at, row.read_at) for row in rows]


def said(told: Sequence[Told], here: Here, reader_id: int, *, now: datetime) -> dict[int, Said]:
    """How these notices read for their reader: each event words its own. What is over or out of sight is left out."""
    words: dict[int, Said] = {}
    for key in dict.fromkeys(one.kind for one in told):
        if (declared := _events.get(key)) is not None:
            words |= declared.say([one for one in told if one.kind == key], Reader(here, reader_id, now))
    return words
