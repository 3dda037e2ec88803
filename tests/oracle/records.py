"""Feed records as they stand: identity, canonical hash, conflicts, revisions."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any


Record = dict[str, Any]
State = tuple[str, str | None]
"""("applied", None), ("waiting", None) or ("rejected", code)."""

REVISED = ("product", "order", "claim")
NAMED_AFTER_THEIR_REVIEW = ("review_change", "review_delete")


def instant(text: str) -> datetime:
    """An RFC 3339 time with offset, as a moment in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)


def digest(record: Record) -> str:
    """SHA-256 of the canonical JSON: sorted keys, no spaces, UTF-8."""
    return hashlib.sha256(json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


def identity(record: Record) -> tuple[object, ...]:
    """What makes two records claims about the same fact."""
    if record["type"] in NAMED_AFTER_THEIR_REVIEW:
        return (record["type"], record["id"], instant(record["at"]))
    return (record["type"], record["id"])


def distinct(records: Iterable[Record]) -> list[Record]:
    """One of each content, in an order that does not depend on how they came."""
    by_content = {digest(record): record for record in records}
    return [by_content[key] for key in sorted(by_content)]


def standing(records: Iterable[Record]) -> tuple[list[Record], list[Record]]:
    """The records that stand and the ones in conflict with them: the earliest (at, hash) of an identity stands."""
    stands: list[Record] = []
    conflicts: list[Record] = []
    seen: set[tuple[object, ...]] = set()
    for record in sorted(distinct(records), key=lambda each: (instant(each["at"]), digest(each))):
        if record["type"] in REVISED:
            stands.append(record)
        elif identity(record) in seen:
            conflicts.append(record)
        else:
            seen.add(identity(record))
            stands.append(record)
    return stands, conflicts


def merged(revisions: Iterable[Record]) -> Record:
    """All revisions of one order as one record: field by field by (updated_at or at, hash); null clears, lines only grow."""
    whole: Record = {}
    lines: dict[str, Record] = {}
    for revision in sorted(revisions, key=lambda each: (instant(each.get("updated_at") or each["at"]), digest(each))):
        whole.update({field: value for field, value in revision.items() if field != "lines"})
        for line in revision.get("lines") or []:
            lines.setdefault(line["id"], {}).update(line)
    whole["lines"] = list(lines.values())
    return whole
