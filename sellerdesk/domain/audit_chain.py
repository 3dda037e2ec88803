"""The audit chain: each entry's hash covers its content and the hash before it. Pure."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sellerdesk.domain.actor import Actor


@dataclass(frozen=True, slots=True)
class Entry:
    """What one audit entry says. `before` and `after` hold what `refuse_unstable` lets pass."""

    at: datetime
    actor: Actor
    what: str
    subject: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def refuse_unstable(value: Any) -> None:
    """TypeError for what would not come back from the database as it went in: floats, other keys than texts, objects."""
    match value:
        case None | bool() | int() | str():
            return
        case dict():
            for key, inner in value.items():
                if not isinstance(key, str):
                    raise TypeError(f"An audit entry's keys are texts, not {key!r}.")
                refuse_unstable(inner)
        case list() | tuple():
            for inner in value:
                refuse_unstable(inner)
        case _:
            raise TypeError(f"An audit entry holds texts, whole numbers, yes, no and nothing, not {value!r}.")


def canonical(value: Any) -> str:
    """One text for one JSON value: keys sorted, no spaces, characters as they are."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def link(*, desk_id: int, number: int, entry: Entry, previous_hash: str) -> str:
    """The hash of an entry in its place, 64 hex digits. Moved, edited or cut out, the chain no longer fits."""
    content = {
        "desk": desk_id, "number": number, "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": [entry.actor.key, entry.actor.label], "what": entry.what, "subject": entry.subject,
        "before": entry.before, "after": entry.after, "previous": previous_hash,
    }  # fmt: skip
    return hashlib.sha256(canonical(content).encode()).hexdigest()
