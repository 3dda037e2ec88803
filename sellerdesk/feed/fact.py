"""A feed record in memory: what one good line says, or why a line is none."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any


MALFORMED = "malformed"
CONFLICT = "conflict"
NOT_KNOWN_YET = "room_not_open"


# Made once: json.dumps makes a new encoder for each call. What came out of JSON is never circular.
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, check_circular=False)


def canonical(value: Any) -> bytes:
    """One spelling for one content: sorted keys, no spaces, UTF-8."""
    return _CANONICAL.encode(value).encode()


def content_hash(value: Any) -> bytes:
    """SHA-256 of the canonical spelling (32 bytes)."""
    return hashlib.sha256(canonical(value)).digest()


@dataclass(slots=True)
class Fact:
    """One well-formed record. `data` holds its typed fields, `raw` the JSON text to keep."""

    line: int
    type: str
    outside_id: str
    at: datetime
    data: dict[str, Any]
    hash: bytes
    raw: str
    order_key: bytes | None = None
    record: int = 0
    """The id of its feed record, once kept."""


@dataclass(slots=True)
class Malformed:
    """One line that is no record: what is wrong, where, and what of it may be kept."""

    line: int
    type: str
    outside_id: str
    fault: "Fault"
    hash: bytes
    raw: str


class Fault(Exception):
    """What is wrong with a line: `field` (a path such as lines.2.quantity, empty for the whole line), `kind`, `got`."""

    def __init__(self, kind: str, field: str = "", got: str = "") -> None:
        super().__init__(kind, field, got)
        self.kind = kind
        self.field = field
        self.got = got

    def under(self, parent: str) -> "Fault":
        """The same fault seen from the record that holds the part."""
        return Fault(self.kind, f"{parent}.{self.field}" if self.field else parent, self.got)

    def detail(self) -> dict[str, str]:
        """For keeping beside the record; `got` is cut short when it was made."""
        return {"kind": self.kind, "field": self.field, "got": self.got}
