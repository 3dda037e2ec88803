"""Packed files as bounded streams: one level, one file, limits on size and ratio. Names inside are never paths."""

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import IO, Any, BinaryIO, Protocol

from sellerdesk.upload.domain.encodings import Readable
from sellerdesk.upload.domain.sniffing import GZIP, ZIP
from sellerdesk.upload.domain.unusable import Unusable


LARGEST = 2_147_483_648
"""Bytes that a packed file may hold."""
RATIO = 200
"""Times its packed size; exports shrink by 5 to 50, what a bomb needs begins at several hundred."""
RATIO_FROM = 16_777_216
"""Below so many bytes no ratio is a danger."""
MOST_ENTRIES = 100
_LARGEST_DIRECTORY = 262_144
"""Bytes of a zip's list of contents; it is read at once, before anything of it is known."""
_PIECE = 131_072
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1
_OFFICE = {"[Content_Types].xml", "mimetype"}
_BROKEN = (
    *(zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError),
    *(OSError, ValueError, OverflowError),
)
"""What the libraries raise for packed files that somebody has bent."""


class Source(Protocol):
    """A file on disk, or what stands for one."""

    def read(self, size: int = -1, /) -> bytes: ...
    def seek(self, offset: int, whence: int = 0, /) -> int: ...
    def tell(self) -> int: ...


@contextmanager
def unpacked(file: BinaryIO, wrapping: str, size: int, *, bounded: bool = True) -> Iterator["Counted"]:
    """The content of a file of `size` bytes; `wrapping` is what `wrapping_of` said of it.

    Only whoever has the machine itself may ask for it without bounds.

    Refused, at once or while it is read: broken_archive, too_large_inside, bomb, and for a zip several_files, spreadsheet,
    empty_archive, locked_archive, other_archive.
    """
    with ExitStack() as stack:
        try:
            inside: Any = stack.enter_context(_inside(file, wrapping, bounded=bounded)) if wrapping else file
        except _BROKEN as error:
            raise Unusable("broken_archive") from error
        yield Counted(inside, size if wrapping else None, bounded=bounded)


def _inside(file: BinaryIO, wrapping: str, *, bounded: bool) -> "gzip.GzipFile | IO[bytes]":
    if wrapping == GZIP:
        return gzip.GzipFile(fileobj=file, mode="rb")
    assert wrapping == ZIP
    archive = zipfile.ZipFile(_Careful(file))
    entry = _the_one(archive.infolist(), bounded=bounded)
    return archive.open(entry)


def _the_one(entries: list[zipfile.ZipInfo], *, bounded: bool) -> zipfile.ZipInfo:
    """The file in an archive; folders and what computers add by themselves do not count."""
    if len(entries) > MOST_ENTRIES:
        raise Unusable("several_files", files=len(entries))
    if any(entry.filename in _OFFICE for entry in entries):
        raise Unusable("spreadsheet")
    files = [entry for entry in entries if not entry.is_dir() and not _added(entry.filename)]
    if not files:
        raise Unusable("empty_archive")
    if len(files) > 1:
        raise Unusable("several_files", files=len(files))
    entry = files[0]
    if entry.flag_bits & _ENCRYPTED:
        raise Unusable("locked_archive")
    if entry.compress_type not in _METHODS:
        raise Unusable("other_archive")
    if bounded and entry.file_size > LARGEST:
        raise Unusable("too_large_inside", most=LARGEST)
    return entry


def _added(name: str) -> bool:
    last = name.replace("\\", "/").rpartition("/")[2]
    return name.startswith("__MACOSX/") or last.startswith("._") or last in {".DS_Store", "Thumbs.db", "desktop.ini"}


class _Careful:
    """The file below a zip: no single read may be large, so that a list of a million entries is never held."""

    def __init__(self, file: Source) -> None:
        self.file = file

    def read(self, size: int = -1, /) -> bytes:
        piece = self.file.read(size if 0 <= size <= _LARGEST_DIRECTORY else _LARGEST_DIRECTORY + 1)
        if len(piece) > _LARGEST_DIRECTORY:
            raise Unusable("several_files", files=MOST_ENTRIES)
        return piece

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self.file.seek(offset, whence)

    def tell(self) -> int:
        return self.file.tell()

    def seekable(self) -> bool:
        return True


class Counted(io.RawIOBase):
    """A content that counts what was taken of it, and ends with a refusal where it grows beyond its bounds."""

    def __init__(self, stream: Readable, packed: int | None, *, bounded: bool) -> None:
        self.stream = stream
        self.packed = packed
        self.bounded = bounded
        self.taken = 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]  # Buffer has no length before Python 3.12
        """Fill the buffer, as far as the content goes."""
        piece = self.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes, 128 KiB unless said."""
        try:
            piece = self.stream.read(size if 0 <= size <= _PIECE else _PIECE)
        except _BROKEN as error:
            if self.packed is None:
                raise
            raise Unusable("broken_archive") from error
        self.taken += len(piece)
        if self.packed is not None and self.bounded:
            if self.taken > LARGEST:
                raise Unusable("too_large_inside", most=LARGEST)
            if self.taken > RATIO_FROM and self.taken > RATIO * self.packed:
                raise Unusable("bomb")
        return piece
