"""Files as people and attackers send them."""

import io
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image, PngImagePlugin


def photo(format_: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: Any) -> bytes:
    """A small picture, red at the left."""
    image = Image.new(mode, size)
    image.paste(Image.new(mode, (size[0] // 2, size[1]), {"RGB": (200, 0, 0), "RGBA": (200, 0, 0, 90)}.get(mode, 90)), (0, 0))
    out = io.BytesIO()
    image.save(out, format=format_, **options)
    return out.getvalue()


def with_position() -> bytes:
    """A photo that says where it was taken, in every way that a JPEG has, and lies on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "SECRET-DESCRIPTION"
    exif.get_ifd(0x8825).update({1: "N", 2: (59.0, 56.0, 19.0), 3: "E", 4: (30.0, 18.0, 51.0)})
    return photo(exif=exif, comment=b"SECRET-COMMENT", xmp=b"<x>SECRET-XMP</x>", icc_profile=b"SECRET-PROFILE" * 20)


def png_with_texts() -> bytes:
    """A PNG with words and a profile in it."""
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", "SECRET-TEXT")
    texts.add_itxt("XML:com.adobe.xmp", "<x>SECRET-XMP</x>")
    return photo("PNG", pnginfo=texts)


def moving(format_: str) -> bytes:
    """Two pictures, one after the other."""
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, format=format_, save_all=True, append_images=frames[1:], duration=100)
    return out.getvalue()


def bomb(side: int = 20_000) -> bytes:
    """A PNG of some hundred bytes that says it is `side` pixels wide and high."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def pdf(*objects: bytes, tail: bytes = b"") -> bytes:
    """A document of these objects, with enough of a frame to be one."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, one) for number, one in enumerate((b"<< /Type /Catalog >>", *objects), start=1))
    return b"%PDF-1.7\n" + body + b"xref\n0 1\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n" + tail


def packed(content: bytes) -> bytes:
    """An object stream that holds this."""
    return b"<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n" + zlib.compress(content) + b"\nendstream"


def archive() -> bytes:
    """A zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("invoice.exe", b"MZ" * 100)
    return out.getvalue()
