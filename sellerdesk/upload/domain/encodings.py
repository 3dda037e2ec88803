"""Which alphabet a file is written in, told from its bytes alone, and a stream of it in UTF-8."""

import codecs
import io
import re
from typing import BinaryIO, Protocol


UTF_8 = "utf-8"
UTF_16_LE = "utf-16-le"
UTF_16_BE = "utf-16-be"
GB18030 = "gb18030"
CP1251 = "cp1251"

_MARKS = ((codecs.BOM_UTF8, UTF_8), (codecs.BOM_UTF16_LE, UTF_16_LE), (codecs.BOM_UTF16_BE, UTF_16_BE))
_PIECE = 65_536
_RUSSIAN = 0.85
_RUSSIAN_BELOW = frozenset("Ёё№«»–—…“”„".encode("cp1251"))
_RUNS = re.compile(rb"[\x80-\xff]+")


class Readable(Protocol):
    """The one thing that is asked of a stream here."""

    def read(self, size: int, /) -> bytes: ...


def encoding_of(head: bytes) -> str | None:
    """The encoding of the file that begins with `head`, or None where it is no text.

    A byte order mark decides; then zeros in every second byte (UTF-16), strict UTF-8, and of GB18030 and Windows-1251 the
    one that its bytes look like.
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if (wide := _wide(head)) is not None:
        return wide
    if b"\x00" in head:
        return None
    if _decodes(head, UTF_8) is not None:
        return UTF_8
    return _of_bytes(head)


def as_utf_8(stream: Readable, encoding: str, *, bare_returns: bool = False) -> BinaryIO:
    """The stream in UTF-8. What is wrong in it stays wrong, so that its own line is refused and no other.

    With `bare_returns` lines end in a carriage return alone, as old spreadsheets on a Mac write them.
    """
    return io.BufferedReader(_Recoded(stream, encoding, bare_returns=bare_returns), _PIECE)


class _Recoded(io.RawIOBase):
    def __init__(self, stream: Readable, encoding: str, *, bare_returns: bool) -> None:
        self.stream = stream
        self.errors = "surrogatepass" if encoding in {UTF_16_LE, UTF_16_BE} else "surrogateescape"
        self.decoder = codecs.getincrementaldecoder(encoding)(self.errors)
        self.bare_returns = bare_returns
        self.first = True
        self.left = b""
        self.ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]  # Buffer has no length before Python 3.12
        while not self.left and not self.ended:
            self.left = self._next()
        taken = self.left[: len(buffer)]
        self.left = self.left[len(taken) :]
        buffer[: len(taken)] = taken
        return len(taken)

    def _next(self) -> bytes:
        piece = self.stream.read(_PIECE)
        self.ended = not piece
        try:
            text = self.decoder.decode(piece, final=self.ended)
        except UnicodeDecodeError:
            # Half a character at the end of the file: its line must not pass for whole.
            return b"\xff"
        if self.first and text:
            text, self.first = text.removeprefix("\ufeff"), False
        return (text.replace("\r", "\n") if self.bare_returns else text).encode(errors=self.errors)


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: in any text with spaces, digits and commas every second byte of these is zero."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    least = max(2, len(head) // 40)
    if odd >= least and even * 20 < odd:
        return UTF_16_LE
    if even >= least and odd * 20 < even:
        return UTF_16_BE
    return None


def _decodes(head: bytes, encoding: str) -> str | None:
    """The text, where all of it but a character cut off at the end is valid; control characters make it no text."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError:
        return None
    strange = sum(1 for sign in text if sign < " " and sign not in "\t\r\n\x0b\x0c\x1a")
    return None if strange * 100 > len(text) else text


def _of_bytes(head: bytes) -> str | None:
    """GB18030 or Windows-1251, by where the bytes above ASCII lie.

    Russian letters fill C0 to FF and stand in rows. Of Chinese in GB18030 a third lies below: first bytes begin at B0,
    second bytes at 40. Single bytes between ASCII letters are some other alphabet, which is not guessed.
    """
    high = [byte for byte in head if byte >= 0x80]
    letters = sum(1 for byte in high if byte >= 0xC0 or byte in _RUSSIAN_BELOW)
    alone = sum(1 for run in _RUNS.findall(head) if len(run) == 1 and run[0] >= 0xC0)
    if alone * 3 > len(high):
        return None
    if letters >= _RUSSIAN * len(high) and _decodes(head, CP1251) is not None:
        return CP1251
    return GB18030 if _decodes(head, GB18030) is not None else None
