"""What a file is, decided by its content and never by its name or by what somebody says of it.

One door for both ways: what buyers sent and what we send. A photo comes out drawn anew, so that nothing but its picture is left:
no position, no hidden second file. A document is kept as it is, and only where nothing in it acts. All else is refused.
"""

from typing import Final, Literal, NamedTuple

from django.utils.translation import gettext as _

from sellerdesk.attachments import documents, photos
from sellerdesk.errors import Refusal


LARGEST: Final = 20 * 1024 * 1024
"""Bytes of one file."""


class Checked(NamedTuple):
    """A file that may be kept, shown and sent. `content` may differ from what came; width and height of photos, in pixels."""

    kind: Literal["photo", "document"]
    content_type: str
    content: bytes
    width: int | None = None
    height: int | None = None


def check(content: bytes) -> Checked | Refusal:
    """What this content is, ready to be kept, or why it is not taken.

    Refusals: file_empty, file_too_large, file_type_not_taken, photo_broken, photo_too_large, photo_moves, document_broken,
    document_hides_files, document_acts, document_locked.
    """
    if not content:
        return Refusal("file_empty", _("This file is empty."))
    if len(content) > LARGEST:
        return too_large()
    if (format_ := photos.format_of(content)) is not None:
        drawn = photos.draw(content, format_)
        return drawn if isinstance(drawn, Refusal) else Checked("photo", drawn.content_type, drawn.content, drawn.width, drawn.height)
    if documents.is_pdf(content):
        return documents.why_not_pdf(content) or Checked("document", documents.PDF, content)
    hint = _("Send photos as JPEG, PNG or WebP and documents as PDF.")
    return Refusal("file_type_not_taken", _("Files of this type are not taken."), hint)


def too_large() -> Refusal:
    """The answer to a file of more than `LARGEST` bytes, also where it was not read to its end."""
    # Kept reasons are translated when they are shown, so their sentences are whole.
    return Refusal("file_too_large", _("This file is larger than 20 MB."), _("Send a smaller one."))
