"""What a file is, told from its first bytes. Its name says nothing: people save a sign-in page as export.csv."""

import re
from dataclasses import asdict, dataclass
from typing import Any

from sellerdesk.upload.domain.dialects import Dialect, dialect_of
from sellerdesk.upload.domain.encodings import UTF_8, UTF_16_BE, UTF_16_LE, encoding_of
from sellerdesk.upload.domain.unusable import Unusable


HEAD = 131_072
"""Bytes that are looked at."""
JSON_LINES = "json_lines"
JSON_LIST = "json_list"
TABLE = "table"
GZIP = "gzip"
ZIP = "zip"

_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "spreadsheet"),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"), (b"\xff\xd8\xff", "picture"), (b"GIF8", "picture"), (b"II*\x00", "picture"), (b"MM\x00*", "picture"),
    (b"7z\xbc\xaf\x27\x1c", "other_archive"), (b"Rar!", "other_archive"), (b"BZh", "other_archive"), (b"\xfd7zXZ", "other_archive"),
    (b"\x28\xb5\x2f\xfd", "other_archive"), (b"\x04\x22\x4d\x18", "other_archive"),
)  # fmt: skip
_HTML = re.compile(r"\s*<(!--|!doctype\s+html|html|head|body|script|div|table|meta)", re.IGNORECASE)
_XML = re.compile(r"\s*<(\?xml|[a-z:]+[\s>])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Form:
    """How the content of a file is written. `headers` are the columns of a table."""

    kind: str
    encoding: str = UTF_8
    bare_returns: bool = False
    separator: str = ""
    skipped: int = 0
    headers: tuple[str, ...] = ()

    def told(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self)

    @classmethod
    def of(cls, told: Any) -> "Form":
        """Back from JSON."""
        return cls(**{**told, "headers": tuple(told["headers"])})


def wrapping_of(head: bytes) -> str:
    """GZIP, ZIP, or the empty string for what is not packed. Refused: empty, spreadsheet, pdf, picture, other_archive, empty_archive."""
    if not head.removeprefix(b"\xef\xbb\xbf").strip():
        raise Unusable("empty")
    if head.startswith(b"\x1f\x8b"):
        return GZIP
    if head.startswith(b"PK\x05\x06"):
        raise Unusable("empty_archive")
    if head.startswith(b"PK\x03\x04"):
        return ZIP
    for beginning, code in _BEGINNINGS:
        if head.startswith(beginning):
            raise Unusable(code)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        raise Unusable("picture")
    return ""


def form_of(head: bytes, *, whole: bool) -> Form:
    """The form of an unpacked content that begins with `head`; `whole` where that is all of it.

    Refused: binary, web_page, xml, one_object, and what `wrapping_of` and `dialect_of` refuse; nested_archive.
    """
    if wrapping_of(head):
        raise Unusable("nested_archive")
    encoding = encoding_of(head)
    if encoding is None:
        raise Unusable("binary")
    text = _decoded(head, encoding)
    start = text.lstrip()
    if not start:
        raise Unusable("empty")
    if _HTML.match(text):
        raise Unusable("web_page")
    if _XML.match(text):
        raise Unusable("xml")
    bare_returns = "\r" in text and "\n" not in text
    if bare_returns:
        text = text.replace("\r", "\n")
    if start[0] == "[":
        return Form(JSON_LIST, encoding)
    if start[0] == "{":
        if start.splitlines()[0].strip() == "{":
            raise Unusable("one_object")
        return Form(JSON_LINES, encoding, bare_returns)
    return _table(text, encoding, bare_returns=bare_returns, whole=whole)


def _table(text: str, encoding: str, *, bare_returns: bool, whole: bool) -> Form:
    # Not splitlines: it would also cut at signs that are part of a cell.
    lines = [line + "\n" for line in text.split("\n")]
    if not whole and len(lines) > 1:
        lines.pop()
    found: Dialect = dialect_of(lines)
    return Form(TABLE, encoding, bare_returns, found.separator, found.skipped, found.headers)


def _decoded(head: bytes, encoding: str) -> str:
    cut = len(head) - len(head) % 2 if encoding in {UTF_16_LE, UTF_16_BE} else len(head)
    return head[:cut].decode(encoding, errors="ignore").removeprefix("\ufeff")
