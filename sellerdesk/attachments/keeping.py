"""Where checked files lie: below MEDIA_ROOT, by desk, under names that we make. What a file was called never becomes a path."""

import os
import re
import secrets
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from sellerdesk.attachments.checking import Checked


FOLDER = "attachments"
_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf"}
_OURS = re.compile(r"attachments/\d+/[0-9a-f]{2}/[0-9a-f]{32}\.(?:jpg|png|webp|pdf)")


def keep(desk_id: int, checked: Checked) -> str:
    """Write a checked file; returns where it lies, for a column. Written whole or not at all. Whoever then fails removes it."""
    number = secrets.token_hex(16)
    place = f"{FOLDER}/{int(desk_id)}/{number[:2]}/{number}.{_ENDINGS[checked.content_type]}"
    path = _path(place)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    with draft.open("xb") as file:
        file.write(checked.content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    return place


def read(place: str) -> bytes:
    """The content of a file. FileNotFoundError where it is gone."""
    return _path(place).read_bytes()


def opened(place: str) -> BinaryIO:
    """A file, opened for reading. FileNotFoundError where it is gone."""
    return _path(place).open("rb")


def remove(place: str) -> None:
    """Delete a file, if it is there."""
    _path(place).unlink(missing_ok=True)


def _path(place: str) -> Path:
    if not _OURS.fullmatch(place):
        raise ValueError("This is no place of ours.")
    return Path(settings.MEDIA_ROOT) / place
