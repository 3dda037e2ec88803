"""What lies in a backup, one member after another: what it is, keys, the database, files, and at the end what there was.

A member is told as it comes, since nobody knows how large a dump will be: its name, its content in frames, then how many bytes it had
and their SHA-256. The end says how many members there were and what the database held.
"""

import hashlib
import json
import struct
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

from sellerdesk.runtime.backups.sealed import Source
from sellerdesk.runtime.failures import Failure


_FRAME = struct.Struct(">cI")
_BEGIN, _CONTENT, _OVER, _LAST = b"m", b"d", b"e", b"z"
LARGEST = 1 << 24
BLOCK = 1 << 18
ABOUT = "about"
DATABASE = "database"
KEYS = "keys/"
FILES = "files/"


class Sink(Protocol):
    """Where bytes go."""

    def write(self, content: bytes, /) -> object:
        """Takes them all."""


class Packer:
    """Writes members into a stream."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self.members = 0
        self.bytes = 0

    def add(self, name: str, content: Iterable[bytes]) -> int:
        """Adds a member; returns how many bytes it had."""
        self._frame(_BEGIN, json.dumps({"name": name}).encode())
        digest, size = hashlib.sha256(), 0
        for block in content:
            for at in range(0, len(block), BLOCK):
                part = block[at : at + BLOCK]
                self._frame(_CONTENT, part)
                digest.update(part)
            size += len(block)
        self._frame(_OVER, json.dumps({"bytes": size, "sha256": digest.hexdigest()}).encode())
        self.members += 1
        self.bytes += size
        return size

    def finish(self, told: Mapping[str, Any]) -> None:
        """The end: how many members there were, and what else is to be compared."""
        self._frame(_LAST, json.dumps({"members": self.members, "bytes": self.bytes, **told}).encode())

    def _frame(self, kind: bytes, content: bytes) -> None:
        self._sink.write(_FRAME.pack(kind, len(content)) + content)


class Unpacker:
    """Reads members in their order; `told` is the end's word, once it was reached. Refused with Failure."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.told: dict[str, Any] = {}
        self.members = 0

    def __iter__(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        while True:
            kind, content = self._frame()
            if kind == _LAST:
                self.told = _read(content)
                if self.told.get("members") != self.members or self._source.read(1):
                    raise wrong()
                return
            if kind != _BEGIN:
                raise wrong()
            body = self._content()
            yield str(_read(content).get("name", "")), body
            for _rest in body:
                # What nobody wanted is still counted and compared.
                pass
            self.members += 1

    def _content(self) -> Iterator[bytes]:
        digest, size = hashlib.sha256(), 0
        while True:
            kind, content = self._frame()
            if kind == _OVER:
                if _read(content) != {"bytes": size, "sha256": digest.hexdigest()}:
                    raise wrong()
                return
            if kind != _CONTENT:
                raise wrong()
            digest.update(content)
            size += len(content)
            yield content

    def _frame(self) -> tuple[bytes, bytes]:
        kind, size = _FRAME.unpack(self._exactly(_FRAME.size))
        if size > LARGEST:
            raise wrong()
        return kind, self._exactly(size)

    def _exactly(self, size: int) -> bytes:
        parts: list[bytes] = []
        while size:
            part = self._source.read(size)
            if not part:
                raise wrong()
            parts.append(part)
            size -= len(part)
        return b"".join(parts)


def whole(content: Iterator[bytes], most: int = LARGEST) -> bytes:
    """A small member at once. Refused with Failure when it is larger than `most` bytes."""
    parts, size = [], 0
    for block in content:
        parts.append(block)
        size += len(block)
        if size > most:
            raise wrong()
    return b"".join(parts)


def _read(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise wrong() from None
    return found if isinstance(found, dict) else {}


def wrong() -> Failure:
    """A content that we never wrote: damaged before it was sealed, or written by somebody else who knows the passphrase."""
    return Failure("The content of the backup is not as it was written.", "Use another backup. Nothing was changed.")
