"""Drafts as every room keeps them: what one person has begun to write. Two windows of one person do not write over each other.

A room has a table of its own for them; its rows have text, version and updated_at. What is here is called inside its commands.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from sellerdesk.errors import Refusal, Stale


LONGEST: Final = 100_000
"""Characters. More than most texts may have, so that what is too long to be sent is kept until it is shortened."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as it is kept; version 0 where there is none."""

    text: str = ""
    version: int = 0
    at: datetime | None = None


def kept(row: Any) -> Kept:
    """A row as its draft; None is none."""
    return Kept() if row is None else Kept(row.text, row.version, row.updated_at)


def tidied(text: str) -> str:
    """A text as it is kept. Refused: draft_too_long."""
    if len(text) > LONGEST:
        raise Refusal("draft_too_long", _("This draft is too long to be kept."), _("Shorten it; this browser still has it."))
    return text.replace("\r\n", "\n").replace("\0", "")


def write(row: Any, text: str, version: int, now: datetime) -> Kept:
    """Keep a tidied text that was begun on `version` in a locked row; without text there is no draft any more.

    Stale, with the other text, where another window of the same person has kept one since.
    """
    if row.text == text:
        return kept(row)
    if row.version != version:
        raise stale(row)
    if not text:
        row.delete()
        return Kept()
    row.text, row.version, row.updated_at = text, row.version + 1, now
    row.save(update_fields=["text", "version", "updated_at"])
    return kept(row)


def put_before(row: Any, text: str, now: datetime) -> Kept:
    """Put a text back before what is in a locked row by now; the row may be new, of version 0."""
    row.text = "\n\n".join(dict.fromkeys(part for part in (text, row.text) if part))
    row.version, row.updated_at = row.version + 1, now
    row.save()
    return kept(row)


def stale(row: Any) -> Stale:
    """That another window of the same person has kept a draft since, with its text."""
    message = _("You also wrote here in another window.")
    return Stale(message, {"text": row.text, "version": row.version, "at": row.updated_at.isoformat()})
