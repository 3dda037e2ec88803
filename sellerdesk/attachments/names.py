"""Names of files as they may be shown and given to a browser. Where a file lies is never made of them."""

import re
import unicodedata
from typing import Final


LONGEST: Final = 100
_ENDINGS = {"image/jpeg": ("jpg", "jpeg"), "image/png": ("png",), "image/webp": ("webp",), "application/pdf": ("pdf",)}
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_MARKS_IN_A_ROW = re.compile(r"([\u0300-\u036f\u0483-\u0489\u20d0-\u20f0]{2})[\u0300-\u036f\u0483-\u0489\u20d0-\u20f0]+")


def clean_name(name: str, content_type: str = "") -> str:
    """A file's name as it may be shown: one line of at most 100 characters, no folders, nothing unseen, nothing that turns it round.

    With the type of its checked content the ending says that type: a photo named invoice.exe is invoice.exe.jpg. Never empty.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(" " if character in "\t\n\r" else character for character in last if _is_seen(character))
    plain = _MARKS_IN_A_ROW.sub(r"\1", re.sub(r'[<>:"|?*]', "_", " ".join(seen.split()))).strip(". ")
    endings = _ENDINGS.get(content_type, ())
    stem, dot, ending = plain.rpartition(".")
    if endings and dot and ending.lower() in endings:
        plain = stem.strip(". ")
    else:
        ending = endings[0] if endings else ""
    plain = plain[: LONGEST - len(ending) - 1].strip(". ") or "file"
    if _RESERVED.match(plain):
        plain = f"_{plain}"
    return f"{plain}.{ending.lower()}" if ending else plain


def _is_seen(character: str) -> bool:
    return character in "\t\n\r" or unicodedata.category(character) not in _UNSEEN
