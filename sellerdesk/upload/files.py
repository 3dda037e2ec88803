"""Where uploads lie on disk, by their number: what a file was called never becomes a path."""

import hashlib
import shutil
from pathlib import Path

from django.conf import settings

from sellerdesk.upload.domain.encodings import Readable


_PIECE = 262_144


def path_of(upload_id: int) -> Path:
    """The file of an upload, whether it is there or not. Web processes and workers must see the same MEDIA_ROOT."""
    return _folder() / str(int(upload_id))


def on_disk(upload_id: int) -> int:
    """Bytes that lie there; 0 where there is no file."""
    path = path_of(upload_id)
    return path.stat().st_size if path.exists() else 0


def write(upload_id: int, at: int, stream: Readable, most: int) -> int:
    """Put the bytes of a stream at an offset, at most `most`; returns how many there were. What lay behind is cut off."""
    path = path_of(upload_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with path.open("r+b" if path.exists() else "w+b") as file:
        file.truncate(at)
        file.seek(at)
        while written < most and (piece := stream.read(min(_PIECE, most - written))):
            file.write(piece)
            written += len(piece)
    return written


def digest(upload_id: int) -> str:
    """The SHA-256 of the file of an upload, in hex."""
    with path_of(upload_id).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def remove(upload_id: int) -> None:
    """Delete the file of an upload, if it is there."""
    path_of(upload_id).unlink(missing_ok=True)


def free() -> int:
    """Bytes that the disk still has."""
    place = _folder()
    place.mkdir(parents=True, exist_ok=True)
    return shutil.disk_usage(place).free


def lying() -> list[int]:
    """Numbers of the uploads whose file lies there."""
    place = _folder()
    return [int(path.name) for path in place.iterdir() if path.name.isdigit()] if place.is_dir() else []


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "uploads"
