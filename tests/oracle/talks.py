"""Conversations as the feed has them, read plainly: who waits since when, what is unread, what a list shows, which marks count."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.oracle.records import Record, State, digest, instant, standing


ORDER = {"buyer": 1, "seller": 2, "marketplace": 3}


@dataclass
class Talk:
    """One conversation of which a message stands. Nobody of the team has opened, answered or finished anything here."""

    buyer: str
    product: str | None
    order: str | None
    first_at: datetime
    last_at: datetime
    last_sender: int
    excerpt: str
    files: int
    messages: int
    unread: int
    waiting_since: datetime | None
    answered_at: datetime | None
    texts: dict[str, str | None] = field(default_factory=dict)
    """By message, as it stands; None where it is removed."""
    rounds: list[tuple[datetime, datetime | None, bool]] = field(default_factory=list)
    """(asked, answered, after the sale)."""


@dataclass
class Read:
    """A whole set of records."""

    talks: dict[str, Talk]
    marks: dict[str, bool]
    """By the mark, whether it counts."""
    fates: dict[str, State]
    """By the content's hash."""


def read(records: Iterable[Record]) -> Read:
    """All conversations of these records, whatever the order of arrival."""
    stands, conflicts = standing(records)
    messages = [record for record in stands if record["type"] == "message"]
    changes = [record for record in stands if record["type"] == "message_change"]
    marks = [record for record in stands if record["type"] == "satisfaction"]
    ids = {message["id"] for message in messages}
    names = {message["conversation"] for message in messages}
    fates: dict[str, State] = {digest(record): ("applied", None) for record in stands}
    fates |= {digest(record): ("rejected", "conflict") for record in conflicts}
    fates |= {digest(record): ("waiting", "waiting") for record in changes if record["message"] not in ids}
    fates |= {digest(record): ("waiting", "waiting") for record in marks if record["conversation"] not in names}
    texts = {message["id"]: _text(message, changes) for message in messages}
    talks = {name: _talk([message for message in messages if message["conversation"] == name], texts) for name in names}
    return Read(talks, {mark["id"]: mark["conversation"] in names and _counts(mark, marks) for mark in marks}, fates)


def _text(message: Record, changes: list[Record]) -> str | None:
    own = [change for change in changes if change["message"] == message["id"]]
    if not own:
        return str(message.get("text") or "")
    last = max(own, key=lambda change: (instant(change["at"]), change["id"]))
    return last.get("text")


def _counts(mark: Record, marks: list[Record]) -> bool:
    for other in marks:
        if other["conversation"] == mark["conversation"] and (other.get("agent") or "") == (mark.get("agent") or ""):
            later = (instant(other["at"]), other["id"]) > (instant(mark["at"]), mark["id"])
            if later and instant(other["at"]) - instant(mark["at"]) <= timedelta(hours=24):
                return False
    return True


def _talk(messages: list[Record], texts: dict[str, str | None]) -> Talk:
    inorder = sorted(messages, key=lambda message: (instant(message["at"]), ORDER[message["sender"]], message["id"]))
    last = inorder[-1]
    answers = [instant(message["at"]) for message in messages if message["sender"] == "seller"]
    open_ = [
        instant(message["at"])
        for message in messages
        if message["sender"] == "buyer" and texts[message["id"]] is not None and all(instant(message["at"]) > one for one in answers)
    ]
    return Talk(
        buyer=last["buyer"]["id"],
        product=next((message["product"] for message in reversed(inorder) if message.get("product")), None),
        order=next((message["order"] for message in reversed(inorder) if message.get("order")), None),
        first_at=instant(inorder[0]["at"]),
        last_at=instant(last["at"]),
        last_sender=ORDER[last["sender"]],
        excerpt=(texts[last["id"]] or "")[:200],
        files=sum(len(message.get("attachments") or []) for message in messages),
        messages=len(messages),
        unread=len(open_),
        waiting_since=min(open_, default=None),
        answered_at=max(answers, default=None),
        texts={message["id"]: texts[message["id"]] for message in messages},
        rounds=_rounds(inorder, texts),
    )


def _rounds(inorder: list[Record], texts: dict[str, str | None]) -> list[tuple[datetime, datetime | None, bool]]:
    """Walk through the messages: a question opens a round unless one is open, an answer ends it."""
    rounds: list[tuple[datetime, datetime | None, bool]] = []
    asked: datetime | None = None
    named = after = False
    for message in inorder:
        named = named or bool(message.get("order"))
        if message["sender"] == "buyer" and texts[message["id"]] is not None:
            asked = asked or instant(message["at"])
            after = named
        elif message["sender"] == "seller" and asked is not None:
            rounds.append((asked, instant(message["at"]), after))
            asked = None
    return [*rounds, (asked, None, after)] if asked is not None else rounds
