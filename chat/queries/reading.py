"""One conversation: its head, a page of its messages with their files, notes and what happened, each in one query."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from chat.domain.facts import BUYER, KIND, SHOP
from chat.domain.outgoing import leaves_at
from chat.domain.showing import SHOWN
from chat.queries.rows import JOINS, PERSON
from sellerdesk import setwise


PAGE = 50
AROUND = 25
MOST_AT_ONCE = 300
"""What came since the page was opened is shown with it, up to so many."""
MOST_FILES = 500


@dataclass(frozen=True, slots=True)
class Head:
    """A conversation as its page names it."""

    id: int
    shop_id: int
    outside_id: str
    buyer_id: int
    buyer: str
    product_id: int | None
    product: str
    article: str
    image: str
    order_ref: str | None
    first_at: datetime
    last_at: datetime
    messages: int
    files: int
    arrivals: int
    seen_arrival: int
    waiting_since: datetime | None
    done_at: datetime | None
    item_id: int | None
    due_at: datetime | None
    opened_at: datetime | None
    snoozed_until: datetime | None
    assignee_id: int | None
    assignee: str
    holder: str


_HEAD = (
    "t.id, t.shop_id, t.outside_id, t.buyer_id, coalesce(nullif(b.name, ''), b.outside_id), t.product_id,"
    " coalesce(nullif(p.title, ''), nullif(p.article, ''), p.outside_id, ''), coalesce(p.article, ''), coalesce(p.image, ''),"
    " t.order_ref, t.first_at,"
    " t.last_at, t.messages, t.files, t.arrivals, t.seen_arrival, t.waiting_since, t.done_at, w.id, w.due_at, w.opened_at, w.snoozed_until,"
    f" t.assignee_id, {PERSON.format('a')}, {PERSON.format('h')}"
)


def head(desk_id: int, shop_ids: Sequence[int], thread_id: int, *, reader_id: int, now: datetime) -> Head | None:
    """A conversation of these shops; None where there is none."""
    found = setwise.rows(
        f"SELECT {_HEAD} FROM chat_thread AS t{JOINS} WHERE t.desk_id = %s AND t.id = %s AND t.shop_id = ANY(%s::bigint[])",
        [KIND, now, reader_id, desk_id, thread_id, list(shop_ids)],
    )
    return Head(*found[0]) if found else None


class Place(NamedTuple):
    """A message's place in the order of its thread."""

    at: datetime
    sender: int
    id: int


@dataclass(frozen=True, slots=True)
class File:
    """An attachment as it is shown."""

    id: int
    kind: str
    name: str
    url: str
    state: str
    reason: str
    content_type: str
    size: int | None
    at: datetime | None = None
    sender: int = 0


@dataclass(frozen=True, slots=True)
class Message:
    """One message as a thread shows it. `text` is its beginning; `length` that of the whole."""

    id: int
    arrival: int
    at: datetime
    sender: int
    text: str
    length: int
    changed_at: datetime | None
    removed_at: datetime | None
    removed_by: int | None
    automatic: bool
    author: str
    delivery: str
    reason: str
    not_before: datetime | None
    outbound: int | None
    key: str | None
    author_id: int | None
    files: tuple[File, ...]

    @property
    def leaves_at(self) -> datetime:
        """Of one that was written here: until then it can be taken back."""
        return leaves_at(self.not_before, self.at)

    @property
    def is_buyers(self) -> bool:
        """Whether the buyer wrote it."""
        return self.sender == BUYER

    @property
    def is_ours(self) -> bool:
        """Whether the shop did."""
        return self.sender == SHOP

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.at, self.sender, self.id)

    @property
    def is_long(self) -> bool:
        """Whether more of it is shown on demand."""
        return self.length > len(self.text)


@dataclass(frozen=True, slots=True)
class Messages:
    """A part of a thread, oldest first, and whether there is more on either side."""

    shown: tuple[Message, ...]
    earlier: bool
    later: bool


_FILE = "f.id, f.kind, f.name, f.url, f.state, f.reason, f.content_type, f.size"
_MESSAGE = (
    f"m.id, m.arrival, m.at, m.sender, CASE WHEN m.removed_at IS NULL THEN left(coalesce(m.new_text, m.text), {SHOWN:d}) ELSE '' END,"
    " CASE WHEN m.removed_at IS NULL THEN length(coalesce(m.new_text, m.text)) ELSE 0 END, m.changed_at, m.removed_at,"
    " CASE WHEN m.removed_at IS NOT NULL THEN (SELECT c.by FROM chat_messagechange AS c WHERE c.desk_id = m.desk_id AND"
    " c.shop_id = m.shop_id"
    ' AND c.message_ref = m.outside_id ORDER BY c.at DESC, c.outside_id COLLATE "C" DESC LIMIT 1) END,'
    f" m.automatic, {PERSON.format('a')}, m.delivery, m.reason, m.not_before, m.outbound, m.client_key::text, m.author_id,"
    f" CASE WHEN m.files > 0 OR m.client_key IS NOT NULL THEN (SELECT json_agg(json_build_array({_FILE}) ORDER BY f.place, f.id)"
    " FROM chat_attachment AS f WHERE f.desk_id = m.desk_id AND f.message_id = m.id) END"
)
_FROM = "chat_message AS m LEFT JOIN sellerdesk_user AS a ON a.id = m.author_id WHERE m.desk_id = %s AND m.thread_id = %s"
_PLACE = "(m.at, m.sender, m.id)"


def newest(desk_id: int, thread_id: int, *, since: Place | None = None) -> Messages:
    """The newest messages; with a place all from there on, however many came meanwhile."""
    if since is None:
        return _backward(desk_id, thread_id, "true", [], PAGE)
    found = _backward(desk_id, thread_id, f"{_PLACE} >= (%s, %s, %s)", [*since], MOST_AT_ONCE)
    # What is before the place stands on the page already.
    return Messages(found.shown, earlier=False, later=False)


def before(desk_id: int, thread_id: int, place: Place) -> Messages:
    """The messages right before a place."""
    return _backward(desk_id, thread_id, f"{_PLACE} < (%s, %s, %s)", [*place], PAGE)


def around(desk_id: int, thread_id: int, message_id: int) -> Messages | None:
    """The messages around one of the thread's; None where it is no message of it."""
    found = setwise.rows(
        "SELECT at, sender, id FROM chat_message WHERE desk_id = %s AND thread_id = %s AND id = %s", [desk_id, thread_id, message_id]
    )
    if not found:
        return None
    place = Place(*found[0])
    until = _backward(desk_id, thread_id, f"{_PLACE} <= (%s, %s, %s)", [*place], AROUND)
    after = _forward(desk_id, thread_id, place)
    return Messages((*until.shown, *after.shown), earlier=until.earlier, later=after.later)


def after(desk_id: int, thread_id: int, place: Place) -> Messages:
    """The messages right after a place."""
    return _forward(desk_id, thread_id, place, PAGE)


def _backward(desk_id: int, thread_id: int, where: str, parameters: Sequence[Any], limit: int) -> Messages:
    found = _messages(f"AND {where} ORDER BY m.at DESC, m.sender DESC, m.id DESC LIMIT {limit + 1:d}", [desk_id, thread_id, *parameters])
    return Messages(tuple(reversed(found[:limit])), earlier=len(found) > limit, later=False)


def _forward(desk_id: int, thread_id: int, place: Place, limit: int = AROUND) -> Messages:
    found = _messages(f"AND {_PLACE} > (%s, %s, %s) ORDER BY m.at, m.sender, m.id LIMIT {limit + 1:d}", [desk_id, thread_id, *place])
    return Messages(tuple(found[:limit]), earlier=False, later=len(found) > limit)


def _messages(tail: str, parameters: Sequence[Any]) -> list[Message]:
    found = setwise.rows(f"SELECT {_MESSAGE} FROM {_FROM} {tail}", parameters)
    return [_message([*values, tuple(File(*file) for file in _told(files))]) for *values, files in found]


def _message(values: list[Any]) -> Message:
    return Message(*values)


def _told(listed: Any) -> list[Any]:
    """A list as the driver gives it: as text, or read already."""
    return (json.loads(listed) if isinstance(listed, str) else listed) or []


@dataclass(frozen=True, slots=True)
class Note:
    """A private note of the desk."""

    id: int
    at: datetime
    text: str
    author: str
    mentioned: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """Something that somebody did with the conversation, from the audit log."""

    at: datetime
    what: str
    who: str
    to: str
    """To whom it was given; empty for nobody."""


WHAT = ("chat.assigned", "chat.done", "chat.reopened")


def beside(desk_id: int, thread_id: int, *, since: datetime, until: datetime | None) -> tuple[list[Note], list[Done]]:
    """Notes and what was done in a stretch of time, `until` excluded; None for what has no end."""
    end = until or datetime.max.replace(tzinfo=UTC)
    found = setwise.rows(
        f"SELECT 'note', n.id, n.at, n.text, {PERSON.format('a')}, (SELECT json_agg({PERSON.format('u')}) FROM sellerdesk_user AS u"
        " WHERE u.id = ANY(n.mentions)) FROM chat_note AS n LEFT JOIN sellerdesk_user AS a ON a.id = n.author_id"
        " WHERE n.desk_id = %s AND n.thread_id = %s AND n.at >= %s AND n.at < %s"
        " UNION ALL SELECT e.what, e.number, e.at, '', coalesce((SELECT nullif(u.name, '') FROM sellerdesk_user AS u WHERE e.actor_key ="
        f" 'user:' || u.id), e.actor_label), json_build_array((SELECT {PERSON.format('u')} FROM sellerdesk_user AS u"
        " WHERE u.id = (e.after ->> 'assignee')::bigint)) FROM sellerdesk_auditentry AS e WHERE e.desk_id = %s AND e.subject = %s"
        " AND e.what = ANY(%s) AND e.at >= %s AND e.at < %s ORDER BY 3, 2",
        [desk_id, thread_id, since, end, desk_id, f"thread:{thread_id}", list(WHAT), since, end],
    )
    notes = [Note(own, at, text, who, tuple(map(str, _told(names)))) for what, own, at, text, who, names in found if what == "note"]
    done = [Done(at, what, who, str(_told(names)[0] or "")) for what, _, at, _, who, names in found if what != "note"]
    return notes, done


def files(desk_id: int, thread_id: int) -> list[File]:
    """Every file of a conversation, the newest first, up to MOST_FILES."""
    found = setwise.rows(
        f"SELECT {_FILE}, m.at, m.sender FROM chat_attachment AS f JOIN chat_message AS m ON m.desk_id = f.desk_id AND m.id = f.message_id"
        f" WHERE f.desk_id = %s AND f.thread_id = %s AND m.removed_at IS NULL ORDER BY m.at DESC, f.message_id DESC, f.place"
        f" LIMIT {MOST_FILES:d}",
        [desk_id, thread_id],
    )
    return [File(*row) for row in found]


def whole(desk_id: int, shop_ids: Sequence[int], thread_id: int, message_id: int, *, first: bool) -> str | None:
    """All of a message's text, with `first` as it was before it was edited; None where there is none to be read."""
    found = setwise.rows(
        f"SELECT {'m.text' if first else 'coalesce(m.new_text, m.text)'} FROM chat_message AS m WHERE m.desk_id = %s AND m.thread_id = %s"
        " AND m.id = %s AND m.shop_id = ANY(%s::bigint[]) AND m.removed_at IS NULL",
        [desk_id, thread_id, message_id, list(shop_ids)],
    )
    return found[0][0] if found else None
