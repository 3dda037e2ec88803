"""Photos: read, turned upright, and drawn anew, so that the new file holds the picture alone."""

import io
import struct
import zlib
from typing import Final, Literal, NamedTuple

from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps

from sellerdesk.errors import Refusal


Format = Literal["JPEG", "PNG", "WEBP"]
MOST_PIXELS: Final = 50_000_000
"""What phones make; a file of some kilobytes can ask for gigabytes of memory."""
LONGEST_SIDE: Final = 4096
"""Pixels. Larger photos are made smaller: nobody sees more of a defect on a screen."""
_QUALITY = 88
_MIMES: dict[Format, str] = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, TypeError, KeyError, IndexError, OverflowError, struct.error, zlib.error)
"""What Pillow's readers raise over a file that is not what it says."""
_BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)


class Drawn(NamedTuple):
    """A photo as it is kept."""

    content_type: str
    content: bytes
    width: int
    height: int


def format_of(content: bytes) -> Format | None:
    """The format that the first bytes say; None where it is none of those that are taken."""
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    return "WEBP" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else None


def draw(content: bytes, format_: Format) -> Drawn | Refusal:
    """The picture, upright, at most `LONGEST_SIDE` wide and high, in the same format and without anything else.

    Colour profiles go too: a few photos look a little paler. Refusals: photo_broken, photo_too_large, photo_moves.
    """
    try:
        with Image.open(io.BytesIO(content), formats=[format_]) as image:
            return why_not(image, format_) or _drawn(image, format_)
    except _BOMB:
        return _too_large()
    except _BROKEN:
        return Refusal("photo_broken", _("This photo is broken or cut off."), _("Save it again and send it once more."))
    except MemoryError:
        return _too_large()


def why_not(image: ImageFile.ImageFile, format_: Format) -> Refusal | None:
    """Why a photo is not drawn, from its head alone: photo_too_large, photo_moves. Of a JPEG with more pictures the first is it."""
    if image.width * image.height > MOST_PIXELS:
        return _too_large()
    if format_ != "JPEG" and getattr(image, "n_frames", 1) > 1:
        return Refusal("photo_moves", _("Moving pictures are not taken."), _("Send a photo that stands still."))
    return None


def _drawn(image: ImageFile.ImageFile, format_: Format) -> Drawn:
    # Of a large JPEG only so much is decoded as will be kept.
    image.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
    upright: Image.Image = ImageOps.exif_transpose(image)
    with_holes = format_ != "JPEG" and upright.has_transparency_data
    plain = upright.convert("RGBA" if with_holes else "L" if upright.mode in {"1", "L"} else "RGB")
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # Comments, profiles and texts travel in `info` and would be written again.
    plain.info.clear()
    out = io.BytesIO()
    plain.save(out, format=format_, **({} if format_ == "PNG" else {"quality": _QUALITY}))
    return Drawn(_MIMES[format_], out.getvalue(), plain.width, plain.height)


def _too_large() -> Refusal:
    return Refusal("photo_too_large", _("This photo has more than 50 million pixels."), _("Send a smaller one."))
