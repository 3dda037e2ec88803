"""Contents cut into records: whatever is broken costs its own row and no other, and memory stays flat."""

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given, strategies as st

from sellerdesk.feed.reading import LONGEST_LINE, TooLong
from sellerdesk.upload import pieces
from sellerdesk.upload.domain.unusable import Unusable
from sellerdesk.upload.pieces import Broken, Row, parts, rows


def found(content: bytes, separator: str = ",", skipped: int = 0) -> list[Any]:
    return [
        (row.line, row.cells) if isinstance(row, Row) else (row.line, row.fault.kind)
        for row in rows(io.BytesIO(content), separator, skipped=skipped)
    ]


def test_rows_know_their_line() -> None:
    content = b'\xef\xbb\xbfid,text\r\n1,"two\r\nlines"\r\n\r\n2,"said ""so"""\r\n3,last'

    assert found(content) == [(2, ["1", "two\r\nlines"]), (5, ["2", 'said "so"']), (6, ["3", "last"])]


def test_lines_above_the_header_are_left_out() -> None:
    assert found(b"a title\n\nid,text\n1,a\n", skipped=2) == [(4, ["1", "a"])]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'id,text\n1,"open\n2,b\n3,c\n', [(2, "broken_quotes"), (3, ["2", "b"]), (4, ["3", "c"])]),
        (b'id,text\n1,"a"b\n2,c\n', [(2, "broken_quotes"), (3, ["2", "c"])]),
        (b"id,text\n1,\xff\xfe\n2,c\n", [(2, "not_utf8"), (3, ["2", "c"])]),
        (b'id,text\n1,"open\n2,\xff\n3,c\n', [(2, "not_utf8"), (3, "not_utf8"), (4, ["3", "c"])]),
        (b"id,text\n1," + b"x" * (LONGEST_LINE + 5) + b"\n2,c\n", [(2, "line_too_long"), (3, ["2", "c"])]),
        (b"id,text\n1," + b"x" * 200_000 + b"\n2,c\n", [(2, "broken_quotes"), (3, ["2", "c"])]),
        (b"id,text\n1,a\x00b\n2,c\n", [(2, ["1", "a\x00b"]), (3, ["2", "c"])]),
        (b"id,text\n", []),
        (b"", []),
    ],
)
def test_a_broken_row_costs_no_other(content: bytes, expected: list[Any]) -> None:
    assert found(content) == expected


def test_a_line_of_200_mb_is_passed_over_in_pieces() -> None:
    class Endless(io.RawIOBase):
        def __init__(self) -> None:
            self.left = [b"id,text\n", *[b"x" * 1_000_000] * 200, b"\n2,c\n"]

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            if not self.left:
                return 0
            taken = self.left[0][: len(buffer)]
            self.left[0] = self.left[0][len(taken) :]
            if not self.left[0]:
                self.left.pop(0)
            buffer[: len(taken)] = taken
            return len(taken)

    read = list(rows(io.BufferedReader(Endless()), ","))

    assert [(row.line, isinstance(row, Broken)) for row in read] == [(2, True), (3, False)]


def test_quotes_that_never_close_end_the_file_with_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "MOST_READ_AGAIN", 1_000_000)
    content = b"id,text\n" + b'1,"' + b"x" * 90 + b"\n"
    content += content * 20_000

    with pytest.raises(Unusable) as refused:
        found(content)

    assert refused.value.code == "broken_quotes"


def test_two_broken_lines_are_two() -> None:
    first, second = rows(io.BytesIO(b"id,text\n1,\xff\n2,\xfe\n"), ",")

    assert isinstance(first, Broken)
    assert isinstance(second, Broken)
    assert first.digest != second.digest


CELLS = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=20)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=8), st.sampled_from(",;\t|"))
def test_what_a_program_writes_is_read_again(table: list[list[str]], separator: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\n").writerows([["head", "er"], *table])

    read = [row.cells for row in rows(io.BytesIO(out.getvalue().encode()), separator) if isinstance(row, Row)]

    assert read == [row for row in table if any(row)]


# --- lists ---

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(alphabet=st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(alphabet=st.characters(exclude_categories=["Cs"])), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.lists(VALUES, max_size=6), st.sampled_from([None, 2]), st.booleans(), st.integers(1, 40))
def test_a_list_is_cut_into_its_parts_wherever_a_piece_ends(values: list[Any], indent: int | None, ascii_only: bool, piece: int) -> None:
    class Small(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(piece)

    content = json.dumps(values, indent=indent, ensure_ascii=ascii_only).encode()

    assert [json.loads(part) for _, part in parts(Small(content))] == values


def test_a_list_that_is_cut_off_ends_with_what_there_is() -> None:
    assert list(parts(io.BytesIO(b'[{"a": 1}, {"b": "x'))) == [(1, b'{"a": 1}'), (2, b'{"b": "x')]


def test_a_part_beyond_all_length_is_not_held() -> None:
    huge = b'{"a": "' + b"x" * (LONGEST_LINE + 10) + b'"}'

    first, second = parts(io.BytesIO(b"[" + huge + b', {"b": 1}]'))

    assert isinstance(first[1], TooLong)
    assert second == (2, b'{"b": 1}')


@given(st.binary(max_size=200))
def test_any_bytes_are_cut_without_loss_of_order(content: bytes) -> None:
    assert [number for number, _ in parts(io.BytesIO(b"[" + content))] == list(range(1, 1 + len(list(parts(io.BytesIO(b"[" + content))))))
