"""A stream of bytes, encrypted and authenticated piece by piece: what was cut, altered or put in another order is noticed.

The file begins with a head: magic, version of the form, cost of the key (log2 N, r, p of scrypt), salt, a check of the key. Then come
pieces of a mebibyte by AES-256-GCM. The nonce of a piece is its number and whether it is the last one, so that no piece can stand in
another's place and a missing end is missed; the head is authenticated with every piece. Each file has a salt and therefore a key of its
own, so a nonce never comes twice under one key.
"""

import os
import struct
from typing import BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.constant_time import bytes_eq
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from sellerdesk.runtime.failures import Failure


MAGIC = b"SELLERDESK BACKUP\n"
FORM = 1
_HEAD = struct.Struct(f">{len(MAGIC)}sBBBB16s16s")
_NUMBER = struct.Struct(">QxxxB")
PIECE = 1 << 20
TAG = 16
COST = 17
"""log2 of scrypt's N: 128 MiB and about half a second for each guess."""
DEAREST = 20
"""A file may ask for a gibibyte at most: it is read before anything of it is known to be true."""
_BLOCK, _LANES = 8, 1


class Source(Protocol):
    """Where bytes come from."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""


class Sealer:
    """Writes one sealed stream into a file. What was not closed is a cut stream."""

    def __init__(self, file: BinaryIO, passphrase: str, *, cost: int = COST) -> None:
        salt = os.urandom(16)
        key, check = _derive(passphrase, salt, cost, _BLOCK, _LANES)
        self._file = file
        self._cipher = AESGCM(key)
        self._head = _HEAD.pack(MAGIC, FORM, cost, _BLOCK, _LANES, salt, check)
        self._waiting = bytearray()
        self._number = 0
        file.write(self._head)

    def write(self, content: bytes) -> None:
        """Takes any number of bytes. The newest piece is kept back: only the end tells whether it is the last."""
        self._waiting += content
        while len(self._waiting) > PIECE:
            self._put(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]

    def close(self) -> None:
        """Writes the last piece. The file itself stays open."""
        self._put(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _put(self, piece: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last=last), piece, self._head))
        self._number += 1


class Opener:
    """Reads a sealed stream. Nothing is given out that was not proved. Refused with Failure."""

    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        self._file = file
        self._head = file.read(_HEAD.size)
        cost, block, lanes, salt, check = _understood(self._head)
        key, ours = _derive(passphrase, salt, cost, block, lanes)
        if not bytes_eq(check, ours):
            raise Failure("This passphrase does not open the backup.", "Check the passphrase and the file: each backup opens with its own.")
        self._cipher = AESGCM(key)
        self._next = file.read(PIECE + TAG)
        self._number = 0
        self._waiting = b""
        self._ended = False

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the proved end."""
        while not self._waiting and not self._ended:
            self._waiting = self._piece()
        given, self._waiting = self._waiting[:size], self._waiting[size:]
        return given

    def _piece(self) -> bytes:
        piece, self._next = self._next, self._file.read(PIECE + TAG)
        last = not self._next
        try:
            opened = self._cipher.decrypt(_nonce(self._number, last=last), piece, self._head)
        except InvalidTag:
            raise self._why(piece, last=last) from None
        self._number += 1
        self._ended = last
        return opened

    def _why(self, piece: bytes, *, last: bool) -> Failure:
        """A file that ends with a good piece that is not the last one was cut; anything else was altered."""
        cut = last and len(piece) < TAG
        if last and not cut:
            try:
                self._cipher.decrypt(_nonce(self._number, last=False), piece, self._head)
                cut = True
            except InvalidTag:
                cut = False
        cause = (
            "The backup was cut short: its end is missing." if cut else "The backup was altered or cut: a part is not as it was written."
        )
        return Failure(cause, "Copy it again from where it is kept, or use another backup. Nothing was changed.")


def _understood(head: bytes) -> tuple[int, int, int, bytes, bytes]:
    """Cost, block, lanes, salt and check of a head. Refused with Failure."""
    if not head.startswith(MAGIC):
        raise Failure("This file is no backup of SellerDesk.", "Name the file that `./desk backup` has written.")
    if len(head) < _HEAD.size:
        raise Failure("The backup was cut short: its end is missing.", "Copy it again from where it is kept, or use another backup.")
    _magic, form, cost, block, lanes, salt, check = _HEAD.unpack(head)
    if form > FORM:
        raise Failure("This backup was made by a newer SellerDesk.", "Install that version, then use the backup with it.")
    if not (10 <= cost <= DEAREST and block == _BLOCK and lanes == _LANES):
        raise Failure("The backup was damaged: its first line cannot be read.", "Copy it again, or use another backup.")
    return cost, block, lanes, salt, check


def _derive(passphrase: str, salt: bytes, cost: int, block: int, lanes: int) -> tuple[bytes, bytes]:
    made = Scrypt(salt=salt, length=48, n=1 << cost, r=block, p=lanes).derive(passphrase.encode())
    return made[:32], made[32:]


def _nonce(number: int, *, last: bool) -> bytes:
    return _NUMBER.pack(number, last)
