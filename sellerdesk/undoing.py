"""Taking back what somebody has just done, for as long as the message about it is shown.

What was done is kept nowhere: it travels in a signed token with the message. Taking it back compares first, so that whatever has
happened since is not overwritten. A room that closes, sends or decides registers how that is taken back.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.core import signing

from sellerdesk import assigning, snoozing
from sellerdesk.assigning import Change
from sellerdesk.domain.actor import Actor
from sellerdesk.snoozing import Put
from sellerdesk.waiting import Sight


LASTS = timedelta(seconds=60)
"""The message stays for 10 seconds; a slow line may need the rest."""
ASSIGN, SNOOZE = "assign", "snooze"
_SALT = "sellerdesk.undo"
_LONGEST = 20_000


class TakeBack(Protocol):
    """A command that undoes one sort of change by compare-and-set."""

    def __call__(self, done: Any, sight: Sight, actor: Actor, now: datetime, /) -> int:
        """How many things are as they were; 0 where it is too late."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a token tells: the sort of change, and what it needs to be taken back."""

    what: str
    done: Any


_ways: dict[str, TakeBack] = {}


def register(what: str, take_back: TakeBack) -> None:
    """Add a sort of change that can be taken back. Belongs in an app's ready()."""
    if _ways.setdefault(what, take_back) is not take_back:
        raise ValueError(f"How to take back {what} is known already.")


def token(desk_id: int, user_id: int | str, what: str, done: Any, *, now: datetime) -> str:
    """The text that lets this person take this change back for a minute. `done` is what JSON can hold; ids and moments, no texts.

    For a program `user_id` is the key of its token ("token:5").
    """
    return signing.dumps({"desk": desk_id, "user": user_id, "what": what, "done": done, "at": now.timestamp()}, salt=_SALT, compress=True)


def read(text: str, desk_id: int, user_id: int | str, *, now: datetime) -> Done | None:
    """What a token tells; None where it is not ours, somebody else's, of another desk, or too old."""
    try:
        told = signing.loads(text[:_LONGEST], salt=_SALT)
    except signing.BadSignature:
        return None
    if (told["desk"], told["user"]) != (desk_id, user_id) or now.timestamp() - told["at"] > LASTS.total_seconds():
        return None
    return Done(told["what"], told["done"])


def take_back(change: Done, *, sight: Sight, actor: Actor, now: datetime) -> int:
    """Undo it as far as nothing has happened since; returns of how many things."""
    return _ways[change.what](change.done, sight, actor, now)


def of_changes(changes: list[Change]) -> list[list[int | None]]:
    """Items that changed hands, for a token of the sort ASSIGN."""
    return [[change.item, change.before, change.after] for change in changes]


def of_puts(puts: list[Put]) -> list[list[int | str | None]]:
    """Items that were snoozed, for a token of the sort SNOOZE."""
    return [[put.item, _text(put.before), _text(put.after)] for put in puts]


def unassign(done: Any, sight: Sight, actor: Actor, now: datetime) -> int:
    """Give items back to who had them."""
    return assigning.undo(sight=sight, changes=[Change(*one) for one in done], actor=actor, now=now)


def unsnooze(done: Any, sight: Sight, actor: Actor, now: datetime) -> int:
    """Bring items back, or to the moment they had before."""
    puts = [Put(item, _moment(before), _moment(after)) for item, before, after in done]
    return snoozing.undo(sight=sight, puts=puts, actor=actor, now=now)


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
