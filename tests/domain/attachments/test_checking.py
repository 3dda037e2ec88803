"""What a file is, is decided by its content; what is kept of it holds nothing else."""

import io
import struct

import pytest
from hypothesis import given, settings, strategies as st
from PIL import Image

from sellerdesk.attachments import checking
from sellerdesk.attachments.checking import Checked, check
from sellerdesk.attachments.photos import LONGEST_SIDE
from sellerdesk.errors import Refusal
from tests.domain.attachments import files


TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


def code(content: bytes) -> str:
    """What is said of a content: its type, or why it is refused."""
    found = check(content)
    return found.code if isinstance(found, Refusal) else found.content_type


@pytest.mark.parametrize("format_", list(TYPES))
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_photos_are_taken_and_are_the_same_picture(format_: str, mode: str) -> None:
    found = check(files.photo(format_, mode=mode))

    assert isinstance(found, Checked)
    assert (found.kind, found.content_type, found.width, found.height) == ("photo", TYPES[format_], 60, 40)
    image = Image.open(io.BytesIO(found.content)).convert("RGB")
    left, right = image.getpixel((10, 20)), image.getpixel((50, 20))
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    assert left[0] > 80 > 20 > right[0]


@pytest.mark.parametrize("format_", ["PNG", "WEBP"])
def test_what_is_seen_through_stays_so(format_: str) -> None:
    found = check(files.photo(format_, mode="RGBA"))

    assert isinstance(found, Checked)
    assert Image.open(io.BytesIO(found.content)).mode == "RGBA"


def test_a_photo_says_no_more_where_it_was_taken_and_stands_upright() -> None:
    told = files.with_position()
    assert told.count(b"SECRET") > 3
    found = check(told)

    assert isinstance(found, Checked)
    assert b"SECRET" not in found.content
    kept = Image.open(io.BytesIO(found.content))
    assert not kept.getexif()
    assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert kept.size == (40, 60) == (found.width, found.height)


def test_a_png_keeps_no_words() -> None:
    told = files.png_with_texts()
    assert b"SECRET" in told
    found = check(told)

    assert isinstance(found, Checked)
    assert b"SECRET" not in found.content


def test_a_large_photo_is_made_smaller() -> None:
    found = check(files.photo(size=(LONGEST_SIDE * 2, 10)))

    assert isinstance(found, Checked)
    assert (found.width, found.height) == (LONGEST_SIDE, 5)


@pytest.mark.parametrize(
    "second", [files.archive(), b"<script>alert(1)</script>", files.pdf(), b"GIF89a/*"], ids=["zip", "script", "pdf", "gif"]
)
@pytest.mark.parametrize("format_", list(TYPES))
def test_of_two_files_in_one_only_the_picture_is_left(format_: str, second: bytes) -> None:
    found = check(files.photo(format_) + second)

    assert isinstance(found, Checked)
    assert second not in found.content
    assert b"<script" not in found.content
    assert b"PK\x03\x04" not in found.content


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "file_empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "file_type_not_taken"),
        (b"<?xml version='1.0'?><svg/>", "file_type_not_taken"),
        (b"<!doctype html><script>alert(1)</script>", "file_type_not_taken"),
        (b"\xef\xbb\xbf<html>", "file_type_not_taken"),
        (b"MZ\x90\x00", "file_type_not_taken"),
        (b"\x7fELF", "file_type_not_taken"),
        (b"hello", "file_type_not_taken"),
        (files.archive(), "file_type_not_taken"),
        (files.moving("GIF"), "file_type_not_taken"),
        (files.photo("BMP"), "file_type_not_taken"),
        (files.photo("TIFF"), "file_type_not_taken"),
        (b"<html>" + files.photo(), "file_type_not_taken"),
        (b" " + files.pdf(), "file_type_not_taken"),
        (files.archive() + files.pdf(), "file_type_not_taken"),
        (files.moving("PNG"), "photo_moves"),
        (files.moving("WEBP"), "photo_moves"),
        (files.photo("PNG")[:-30], "photo_broken"),
        (files.photo("JPEG", size=(400, 400))[:-200], "photo_broken"),
        (files.photo("WEBP")[:-10], "photo_broken"),
        (b"\xff\xd8\xff", "photo_broken"),
        (b"\xff\xd8\xff" + b"<script>" * 100, "photo_broken"),
        (b"\x89PNG\r\n\x1a\n", "photo_broken"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "photo_broken"),
        (files.bomb(20_000), "photo_too_large"),
        (files.bomb(10_000), "photo_too_large"),
        (files.bomb(1_000_000), "photo_too_large"),
    ],
)
def test_what_is_not_taken_says_why(content: bytes, said: str) -> None:
    assert code(content) == said


def test_a_file_over_the_limit_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "LARGEST", 100)

    assert code(files.photo("PNG") + b"\0" * 100) == "file_too_large"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (files.pdf(), "application/pdf"),
        (files.pdf(b"<< /Length 3 >>\nstream\n/JS\nendstream"), "application/pdf"),
        (files.pdf(files.packed(b"<< /Title (plain) >>")), "application/pdf"),
        (files.pdf(b"<< /JSON /Jsx >>"), "application/pdf"),
        (files.pdf()[:-30], "document_broken"),
        (b"%PDF-1.7\n" + b"stream\n" * 1000, "document_broken"),
        (b"%PDF-1.7\nhello", "document_broken"),
        (files.pdf(tail=files.archive()), "document_hides_files"),
        (files.pdf(b"<< /Names << /EmbeddedFiles 3 0 R >> >>"), "document_hides_files"),
        (files.pdf(b"<< /Type /Embedded#46ile >>"), "document_hides_files"),
        (files.pdf(b"<< /S /JavaScript /JS (app.alert(1)) >>"), "document_acts"),
        (files.pdf(b"<< /S /J#61vaScript /J#53 (app.alert(1)) >>"), "document_acts"),
        (files.pdf(b"<< /S/Launch/F(cmd.exe) >>"), "document_acts"),
        (files.pdf(files.packed(b"<< /S /JavaScript >>")), "document_acts"),
        (files.pdf(files.packed(b"<< /S /JavaScript >>").replace(b"/ObjStm", b"/Obj#53tm")), "document_acts"),
        (files.pdf(b"<< /Encrypt 5 0 R >>"), "document_locked"),
        (files.pdf(files.packed(b"\0" * 40_000_000)), "document_broken"),
        (files.pdf(files.packed(b"x").replace(b"\x78\x9c", b"\x00\x00")), "document_broken"),
    ],
)
def test_a_document_is_taken_where_nothing_in_it_acts(content: bytes, said: str) -> None:
    assert code(content) == said


SEEDS = [files.photo("JPEG"), files.photo("PNG"), files.photo("WEBP"), files.with_position(), files.pdf(files.packed(b"<< >>"))]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SEEDS), st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), max_size=12), st.integers(0, 4000))
def test_whatever_is_wrong_with_a_file_it_is_refused_and_nothing_raised(seed: bytes, spoiled: list[tuple[int, int]], cut: int) -> None:
    content = bytearray(seed[: max(12, len(seed) - cut % len(seed))])
    for place, value in spoiled:
        content[place % len(content)] = value

    assert isinstance(check(bytes(content)), (Checked, Refusal))


def test_a_head_that_lies_about_its_size_is_refused() -> None:
    content = bytearray(files.photo("PNG"))
    content[16:24] = struct.pack(">II", 4_000, 4_000)

    assert code(bytes(content)) == "photo_broken"
