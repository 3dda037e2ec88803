"""PDFs: taken where they are whole, are nothing else besides, and nothing in them acts or opens by itself."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from sellerdesk.errors import Refusal


PDF: Final = "application/pdf"
MOST_UNPACKED: Final = 32 * 1024 * 1024
"""Bytes of packed objects that are looked through; a document with more cannot be judged."""
_TAIL = 2048
_HEAD = 1024
"""Bytes before a stream in which its dictionary is looked for."""
_ACTS = re.compile(rb"/(?:JavaScript|JS|Launch|RichMedia|SubmitForm|ImportData|GoToE|Movie|Sound|XFA)(?![A-Za-z0-9])")
_HIDES = re.compile(rb"/(?:EmbeddedFiles?|FileAttachment)(?![A-Za-z0-9])")
_LOCKED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
_SPELLED = re.compile(rb"#([0-9A-Fa-f]{2})")


class _TooMuch(Exception):
    """More lies packed in a document than is looked through."""


def is_pdf(content: bytes) -> bool:
    """Whether the very first bytes say so. Readers also take a header further down, which is how one file is two."""
    return re.match(rb"%PDF-[12]\.\d", content) is not None


def why_not_pdf(content: bytes) -> Refusal | None:
    """Why a PDF is not taken: document_broken, document_locked, document_hides_files, document_acts; None where it is."""
    tail = content[-_TAIL:]
    if b"%%EOF" not in tail or b"startxref" not in tail:
        return _broken()
    if zipfile.is_zipfile(io.BytesIO(content)):
        return _hides()
    try:
        parts = [_named(part) for part in _structure(content)]
    except (_TooMuch, zlib.error):
        return _broken()
    if any(_LOCKED.search(part) for part in parts):
        return Refusal("document_locked", _("This document is locked with a password."), _("Send one that opens without it."))
    if any(_HIDES.search(part) for part in parts):
        return _hides()
    if any(_ACTS.search(part) for part in parts):
        return Refusal("document_acts", _("This document runs something when it is opened."), _("Print it to a plain PDF and send that."))
    return None


def _structure(content: bytes) -> Iterator[bytes]:
    """What the document is made of, without its pictures and texts: all between the streams, and what lies packed in object streams."""
    at, left = 0, MOST_UNPACKED
    while (begins := content.find(b"stream", at)) >= 0 and (ends := content.find(b"endstream", begins)) >= 0:
        between, packed = content[at:begins], content[begins + len(b"stream") : ends].lstrip(b"\r\n")
        yield between
        at = ends + len(b"endstream")
        if b"/ObjStm" in _named(between[-_HEAD:]):
            unpacking = zlib.decompressobj()
            unpacked = unpacking.decompress(packed, left)
            left -= len(unpacked)
            if left <= 0:
                raise _TooMuch
            yield unpacked
    yield content[at:]


def _named(part: bytes) -> bytes:
    """Names as they are meant: /J#53 is /JS."""
    return _SPELLED.sub(lambda found: bytes([int(found[1], 16)]), part) if b"#" in part else part


def _broken() -> Refusal:
    return Refusal("document_broken", _("This document is broken or cut off."), _("Save it again and send it once more."))


def _hides() -> Refusal:
    return Refusal("document_hides_files", _("Other files are hidden in this document."), _("Print it to a plain PDF and send that."))
