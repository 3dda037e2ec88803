"""Contents cut into records: lines, the parts of a JSON list, the rows of a table. Memory stays flat whatever comes."""

import csv
import hashlib
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from sellerdesk.feed.fact import Fault
from sellerdesk.feed.reading import LONGEST_LINE, TooLong
from sellerdesk.upload.domain.unusable import Unusable


MOST_READ_AGAIN = 67_108_864
"""Characters: a quote that never closes swallows 128 KiB, and the rows in it are read again without it. So often, no more."""
_PIECE = 262_144
_SIGNS = re.compile(rb'["\\{}\[\],]')
_TOO_LONG = Fault("line_too_long", got=str(LONGEST_LINE))
# Over whole texts and everything between them, up to the next bracket or to a text that ends in the next piece.
_FLAT = re.compile(rb'(?:[^"\[\]{}]++|"(?:[^"\\]++|\\.)*+")*+', re.DOTALL)
_IN_TEXT = re.compile(rb'["\\]')


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table and the line it begins on."""

    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Broken:
    """A row that cannot be taken apart: what is wrong, its first line as far as it is text, and a digest of its bytes."""

    line: int
    fault: Fault
    text: str
    digest: bytes


def parts(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """(number from 1, bytes) of each part of the JSON list in a stream, not parsed; TooLong for one over a mebibyte.

    What is no JSON stays so: its part is refused when it is read. A list that is cut off ends with what there is of it.
    """
    cutter = _Cutter()
    while piece := stream.read(_PIECE):
        yield from cutter.take(piece)
    yield from cutter.end()


class _Cutter:
    """Follows brackets and quotes, and cuts at the commas of the outermost list."""

    def __init__(self) -> None:
        self.depth = 0
        self.in_text = False
        self.escaped = False
        self.number = 0
        self.held: list[bytes] = []
        self.length = 0
        self.digest: hashlib.blake2b | None = None

    def take(self, piece: bytes) -> Iterator[tuple[int, bytes]]:
        """What ends in this piece."""
        start = place = 0
        if self.escaped:
            self.escaped, place = False, 1
        while sign := self._next(piece, place):
            place = sign.end()
            mark = sign.group()
            if mark == b"\\":
                self.escaped = place == len(piece)
                place += 1
            elif mark == b'"':
                self.in_text = not self.in_text
            elif mark in b"[{":
                self.depth += 1
                if self.depth == 1:
                    start = place
            elif mark == b"," and self.depth > 1:
                continue
            else:
                if mark != b",":
                    self.depth = max(0, self.depth - 1)
                if self.depth <= 1 and (mark == b"," or self.depth == 0):
                    self._hold(piece[start : sign.start()])
                    yield from self._cut()
                    start = place
        self._hold(piece[start:])

    def _next(self, piece: bytes, place: int) -> "re.Match[bytes] | None":
        if self.in_text:
            return _IN_TEXT.search(piece, place)
        if self.depth > 1 and (flat := _FLAT.match(piece, place)):
            place = flat.end()
        return _SIGNS.search(piece, place)

    def end(self) -> Iterator[tuple[int, bytes]]:
        """What is left when the file ends."""
        yield from self._cut()

    def _hold(self, piece: bytes) -> None:
        self.length += len(piece)
        if self.digest is None and self.length > LONGEST_LINE:
            self.digest = hashlib.blake2b(b"".join(self.held), digest_size=32)
            self.held = []
        if self.digest is None:
            self.held.append(piece)
        else:
            self.digest.update(piece)

    def _cut(self) -> Iterator[tuple[int, bytes]]:
        part = TooLong(self.digest.digest()) if self.digest else b"".join(self.held).strip()
        self.held, self.length, self.digest = [], 0, None
        if part:
            self.number += 1
            yield self.number, part


def rows(stream: BinaryIO, separator: str, *, skipped: int = 0) -> Iterator[Row | Broken]:
    """The rows of a table behind its first `skipped` lines and its header, blank ones left out.

    A row with broken quotes, with bytes that are no UTF-8 or beyond all length is Broken, and the next line begins a new
    one. Refused where that happens all the time: broken_quotes.
    """
    lines = _Lines(stream)
    for _ in range(skipped):
        lines.drop()
    header = True
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        lines.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, _BrokenLine) as error:
            yield from lines.broken(error)
            reader = csv.reader(lines, delimiter=separator, strict=True)
            continue
        if any(cells) and not header:
            yield Row(lines.start, cells)
        header = header and not any(cells)


class _BrokenLine(Exception):
    def __init__(self, line: int, fault: Fault, digest: bytes) -> None:
        super().__init__(line, fault)
        self.line = line
        self.fault = fault
        self.digest = digest


class _Lines:
    """Gives the reader its lines and keeps those of the row in the making, to begin again behind a broken one."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.read = 0
        self.held: list[tuple[int, str]] = []
        self.length = 0
        self.waiting: deque[tuple[int, str]] = deque()
        self.read_again = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        number, line = self.waiting.popleft() if self.waiting else self._next()
        self.held.append((number, line))
        self.length += len(line)
        if self.length > LONGEST_LINE:
            raise _BrokenLine(number, _TOO_LONG, _digest(line.encode()))
        return line

    @property
    def start(self) -> int:
        """The first line of the row."""
        return self.held[0][0] if self.held else self.read

    def begin(self) -> None:
        """A new row begins with the next line."""
        self.held, self.length = [], 0

    def broken(self, error: Exception) -> Iterator[Broken]:
        """What is broken of the row in the making; the lines behind its first are given once more."""
        fault = error.fault if isinstance(error, _BrokenLine) else Fault("broken_quotes")
        if self.held:
            text = self.held[0][1]
            yield Broken(self.start, fault, text, _digest(text.encode()))
        if isinstance(error, _BrokenLine) and not any(number == error.line for number, _ in self.held):
            yield Broken(error.line, fault, "", error.digest)
        rest = self.held[1:]
        self.read_again += sum(len(line) for _, line in rest)
        if self.read_again > MOST_READ_AGAIN:
            raise Unusable("broken_quotes", line=self.start)
        self.waiting.extendleft(reversed(rest))

    def drop(self) -> None:
        """Leave out one line."""
        try:
            self._next()
        except (StopIteration, _BrokenLine):
            return

    def _next(self) -> tuple[int, str]:
        piece = self.stream.readline(LONGEST_LINE + 2)
        if not piece:
            raise StopIteration
        self.read += 1
        if len(piece) > LONGEST_LINE:
            raise _BrokenLine(self.read, _TOO_LONG, self._skip(piece))
        if self.read == 1:
            piece = piece.removeprefix(b"\xef\xbb\xbf")
        try:
            return self.read, piece.decode()
        except UnicodeDecodeError as error:
            raise _BrokenLine(self.read, Fault("not_utf8", got=f"byte {error.start + 1}"), _digest(piece)) from None

    def _skip(self, piece: bytes) -> bytes:
        """To the end of a line that is too long, in pieces; its digest."""
        digest = hashlib.blake2b(piece, digest_size=32)
        while not piece.endswith(b"\n") and (piece := self.stream.readline(_PIECE)):
            digest.update(piece)
        return digest.digest()


def _digest(line: bytes) -> bytes:
    return hashlib.blake2b(line, digest_size=32).digest()
