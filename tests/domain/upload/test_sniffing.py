"""What a file is, from its bytes; what is none of ours is refused by name."""

import contextlib
import gzip
import io
import zipfile
from collections import deque

import pytest
from hypothesis import given, strategies as st

from sellerdesk.upload.domain import sniffing, unpacking
from sellerdesk.upload.domain.encodings import as_utf_8, encoding_of
from sellerdesk.upload.domain.sniffing import Form, form_of, wrapping_of
from sellerdesk.upload.domain.unpacking import unpacked
from sellerdesk.upload.domain.unusable import Unusable


RUSSIAN = "Номер заказа;Дата;Текст отзыва;Оценка\n1001;31.12.2026;Отличный чайник, ёмкий!;5\n1002;01.01.2027;Пришёл разбитым;1\n"
CHINESE = "订单编号,评价时间,评价内容,评价结果\n1001,2026-12-31 10:00,宝贝很好，物流很快,好评\n1002,2027-01-01 09:30,碎了一个,差评\n"
ENGLISH = "Order id\tReview text\tStars\n1001\tLovely — would buy again\t5\n1002\tBroken\t1\n"


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__slash__", "/"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("text", "encoding", "separator", "columns"),
    [
        (RUSSIAN, "utf-8", ";", 4),
        (RUSSIAN, "utf-8-sig", ";", 4),
        (RUSSIAN, "cp1251", ";", 4),
        (RUSSIAN, "utf-16", ";", 4),
        (CHINESE, "utf-8", ",", 4),
        (CHINESE, "gb18030", ",", 4),
        (CHINESE, "utf-16", ",", 4),
        (CHINESE, "utf-16-be", ",", 4),
        (ENGLISH, "utf-8", "\t", 3),
        (ENGLISH, "utf-16-le", "\t", 3),
    ],
)
def test_tables_in_every_alphabet(text: str, encoding: str, separator: str, columns: int) -> None:
    head = text.encode(encoding)

    form = form_of(head, whole=True)

    assert (form.kind, form.separator, len(form.headers)) == (sniffing.TABLE, separator, columns)
    assert form.headers[0] == text.splitlines()[0].split(separator)[0]
    read = as_utf_8(io.BytesIO(head), form.encoding).read().decode().removeprefix("\ufeff")
    assert read == text


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b" \r\n\t ", "empty"),
        ("\ufeff \n".encode("utf-16-le"), "empty"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "spreadsheet"),
        (b"7z\xbc\xaf\x27\x1c\x00", "other_archive"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "web_page"),
        (b"\n\n  <HTML>", "web_page"),
        (b"<!-- x --><html>", "web_page"),
        (b"<?xml version='1.0'?><a/>", "xml"),
        (b'{\n  "records": []\n}', "one_object"),
        (b"\x7fELF\x02\x01\x01\x00\x00\x00", "binary"),
        (b"a,b\n1,\x00\x01\x02\n", "binary"),
        (bytes(range(256)) * 4, "binary"),
        (b"just some words\nthat are no table\n", "no_columns"),
        (b"one\n1\n2\n", "no_columns"),
        (",".join(f"c{n}" for n in range(5_000)).encode() + b"\n", "too_many_columns"),
    ],
)
def test_what_is_none_of_ours_is_refused_by_name(head: bytes, code: str) -> None:
    with pytest.raises(Unusable) as refused:
        wrapping_of(head) or form_of(head, whole=True)

    assert refused.value.code == code


def test_json_lines_and_lists() -> None:
    assert form_of(b'{"type": "review"}\n{"type"', whole=False) == Form(sniffing.JSON_LINES)
    assert form_of(b'\xef\xbb\xbf [\n{"type": "review"}]', whole=True) == Form(sniffing.JSON_LIST)
    assert form_of('{"type": "review", "id": "1"}\n'.encode("utf-16"), whole=True) == Form(sniffing.JSON_LINES, "utf-16-le")


def test_a_title_above_the_header_and_a_hint_for_spreadsheets_are_left_out() -> None:
    form = form_of(b"sep=;\nReport of December\n\nOrder;Date;Text\n1;2026-01-01;good\n2;2026-01-02;bad\n3;2026-01-02;so\n", whole=True)

    assert (form.separator, form.skipped, form.headers) == (";", 3, ("Order", "Date", "Text"))


def test_a_quoted_separator_and_line_end_do_not_mislead() -> None:
    form = form_of(b'id,text,stars\n1,"a; b; c; d\ne; f; g",5\n2,"x; y; z; w",4\n', whole=True)

    assert (form.separator, form.headers) == (",", ("id", "text", "stars"))


def test_old_mac_line_ends() -> None:
    form = form_of(b"id;stars\r1;5\r2;4\r", whole=True)

    assert form.bare_returns
    assert as_utf_8(io.BytesIO(b"id;stars\r1;5\r"), "utf-8", bare_returns=True).read() == b"id;stars\n1;5\n"


@given(st.binary(max_size=400))
def test_any_bytes_have_a_form_or_a_code(head: bytes) -> None:
    with contextlib.suppress(Unusable):
        assert wrapping_of(head) or form_of(head, whole=True).kind


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=200))
def test_text_in_utf_8_is_always_read_as_utf_8(text: str) -> None:
    if encoding_of(text.encode()) is not None:
        assert encoding_of(text.encode()) in {"utf-8", "utf-16-le", "utf-16-be"} or not text.isprintable()


@given(st.binary(max_size=300), st.sampled_from(["cp1251", "gb18030", "utf-16-le"]))
def test_recoding_never_fails_and_keeps_what_is_wrong_wrong(content: bytes, encoding: str) -> None:
    read = as_utf_8(io.BytesIO(content), encoding).read()

    try:
        expected = content.decode(encoding)
    except UnicodeDecodeError:
        with pytest.raises(UnicodeDecodeError):
            read.decode()
    else:
        assert read.decode() == expected.removeprefix("\ufeff")


# --- packed ---


def inside(packed: bytes) -> bytes:
    with unpacked(io.BytesIO(packed), wrapping_of(packed[: sniffing.HEAD]), len(packed)) as content:
        found = b""
        while piece := content.read():
            found += piece
        return found


def test_gzip_and_zip_are_unpacked() -> None:
    assert inside(gzip.compress(b"one") + gzip.compress(b" two")) == b"one two"
    assert inside(zipped(**{"__MACOSX/._export.csv": b"x", "folder__slash__export.csv": b"a,b\n"})) == b"a,b\n"
    assert inside(zipped(**{"../../../../etc/passwd": b"a,b\n"})) == b"a,b\n"


def encrypted() -> bytes:
    packed = bytearray(zipped(a=b"secret words"))
    packed[6] |= 1
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    return bytes(packed)


@pytest.mark.parametrize(
    ("packed", "code"),
    [
        (zipped(a=b"1", b=b"2"), "several_files"),
        (zipped(**{f"f{n}": b"" for n in range(101)}), "several_files"),
        (zipped(**{f"entry-{n}": b"" for n in range(10_000)}), "several_files"),
        (zipped(**{"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}), "spreadsheet"),
        (b"PK\x05\x06" + b"\0" * 18, "empty_archive"),
        (zipped(**{"__MACOSX/._a": b"1"}), "empty_archive"),
        (encrypted(), "locked_archive"),
        (gzip.compress(b"words " * 1000)[:-30], "broken_archive"),
        (b"\x1f\x8b" + b"garbage" * 20, "broken_archive"),
        (zipped(a=b"words " * 999)[:-40], "broken_archive"),
        (zipped(a=b"words")[:30] + b"PK\x05\x06" + b"\xff" * 18, "broken_archive"),
    ],
)
def test_archives_that_are_not_unpacked(packed: bytes, code: str) -> None:
    with pytest.raises(Unusable) as refused:
        inside(packed)

    assert refused.value.code == code


@pytest.mark.parametrize("pack", [gzip.compress, lambda content: zipped(a=content)])
def test_a_bomb_is_refused_before_it_is_held(pack: object) -> None:
    assert callable(pack)
    packed = pack(b"\0" * 64_000_000)

    with unpacked(io.BytesIO(packed), wrapping_of(packed), len(packed)) as content, pytest.raises(Unusable) as refused:
        deque(iter(content.read, b""), maxlen=0)

    assert refused.value.code == "bomb"
    assert content.taken < 32_000_000


def test_what_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "LARGEST", 10_000)
    for packed in (gzip.compress(bytes(range(256)) * 60), zipped(a=bytes(range(256)) * 60)):
        with pytest.raises(Unusable) as refused:
            inside(packed)
        assert refused.value.code == "too_large_inside"


def test_a_packed_file_in_a_packed_file_is_refused() -> None:
    with pytest.raises(Unusable) as refused:
        form_of(inside(gzip.compress(zipped(a=b"a,b\n1,2\n"))), whole=True)

    assert refused.value.code == "nested_archive"


@given(st.binary(max_size=600), st.sampled_from(["gzip", "zip"]))
def test_any_bytes_behind_a_packed_beginning_end_in_content_or_a_code(rest: bytes, wrapping: str) -> None:
    packed = {"gzip": b"\x1f\x8b\x08", "zip": b"PK\x03\x04"}[wrapping] + rest
    with contextlib.suppress(Unusable):
        assert len(inside(packed)) < 1_000_000
