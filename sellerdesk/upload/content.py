"""A file on disk, opened as what it is: its content in UTF-8, cut into records, each a fact or what is wrong with it."""

import io
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from sellerdesk.feed import reading
from sellerdesk.feed.fact import Fact, Fault, Malformed, canonical
from sellerdesk.feed.keeping import KEPT_OF_A_BROKEN_LINE, STORE_RATING, is_like_a_rating
from sellerdesk.feed.pseudonyms import keyed_hash
from sellerdesk.shops import ShopFacts
from sellerdesk.upload.domain.encodings import UTF_8, as_utf_8
from sellerdesk.upload.domain.guessing import guess
from sellerdesk.upload.domain.mapping import ORDER, ColumnMapping, Mapper, Record
from sellerdesk.upload.domain.sniffing import HEAD, JSON_LIST, TABLE, Form, form_of, wrapping_of
from sellerdesk.upload.domain.unpacking import Counted, unpacked
from sellerdesk.upload.domain.values import Reading
from sellerdesk.upload.pieces import Broken, Row, parts, rows


_PIECE = 131_072
_ID_BYTES = 12


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds. `counted.taken` says how many bytes of it are read."""

    form: Form
    stream: BinaryIO
    counted: Counted


def look(path: Path, *, bounded: bool = True) -> tuple[str, Form]:
    """How a file is packed and what it holds, from its beginning. Refused with Unusable: see sniffing, dialects, unpacking."""
    with path.open("rb") as file:
        size = file.seek(0, io.SEEK_END)
        file.seek(0)
        wrapping = wrapping_of(file.read(HEAD))
        file.seek(0)
        with unpacked(file, wrapping, size, bounded=bounded) as content:
            head = _first(content, HEAD + 1)
    return wrapping, form_of(head[:HEAD], whole=len(head) <= HEAD)


def _first(content: Counted, size: int) -> bytes:
    found = b""
    while len(found) < size and (piece := content.read(size - len(found))):
        found += piece
    return found


@contextmanager
def opened(path: Path, wrapping: str, form: Form, *, bounded: bool = True) -> Iterator[Content]:
    """The content of a file that was looked at. FileNotFoundError where it is gone; Unusable where it turns out to be a bomb."""
    with path.open("rb") as file:
        size = file.seek(0, io.SEEK_END)
        file.seek(0)
        with unpacked(file, wrapping, size, bounded=bounded) as counted:
            plain = form.encoding == UTF_8 and not form.bare_returns
            # A BufferedReader has all of BinaryIO that is asked for here; only its declared type differs.
            stream = (
                cast("BinaryIO", io.BufferedReader(counted, _PIECE))
                if plain
                else as_utf_8(counted, form.encoding, bare_returns=form.bare_returns)
            )
            yield Content(form, stream, counted)


def measure(path: Path, wrapping: str) -> Iterator[int]:
    """Unpack a file from end to end and keep nothing: the bytes so far, to the last. Refused with Unusable before a record is read."""
    with path.open("rb") as file:
        size = file.seek(0, io.SEEK_END)
        file.seek(0)
        with unpacked(file, wrapping, size) as counted:
            while counted.read():
                yield counted.taken
            yield counted.taken


def table_rows(content: Content) -> Iterator[Row | Broken]:
    """The rows of a table; one with more cells than there are columns is broken."""
    form = content.form
    for row in rows(content.stream, form.separator, skipped=form.skipped):
        if isinstance(row, Row) and any(cell.strip() for cell in row.cells[len(form.headers) :]):
            text = form.separator.join(row.cells)
            told = Fault("too_many_cells", got=f"{len(row.cells)} > {len(form.headers)}")
            yield Broken(row.line, told, text, keyed_hash(text.encode(errors="backslashreplace")))
        else:
            yield row


Cut = Row | Broken | tuple[int, bytes] | tuple[int, Record]
"""A record before it is looked into: a row, a broken one, a line or part of a list, an order made of several rows."""


def cut(content: Content, mapping: ColumnMapping | None, shop: ShopFacts) -> Iterator[Cut]:
    """The records of a content, the same in the same order every time. Cheap: whoever goes on leaves out many. A table needs a mapping."""
    if content.form.kind != TABLE:
        yield from parts(content.stream) if content.form.kind == JSON_LIST else reading.lines(content.stream)
        return
    assert mapping is not None
    if mapping.type != ORDER:
        yield from table_rows(content)
        return
    told = ((row.line, row.cells) if isinstance(row, Row) else row for row in table_rows(content))
    yield from mapper_of(mapping, shop).records(told)


def made(pieces: Iterable[Cut], form: Form, mapping: ColumnMapping | None, shop: ShopFacts) -> Iterator[Fact | Malformed]:
    """Each record of a content of this form as the loader takes it."""
    mapper = None if mapping is None else mapper_of(mapping, shop)
    rates = mapping is not None and may_rate(form, mapping)
    for piece in pieces:
        if isinstance(piece, Row):
            assert mapper is not None
            yield fact_of(piece.line, mapper.record(piece.cells), shop)
        elif isinstance(piece, Broken):
            assert mapping is not None
            yield malformed(piece, mapping, rates=rates)
        elif isinstance(piece[1], bytes):
            yield reading.fact(piece[0], piece[1], shop.id)
        else:
            yield fact_of(piece[0], piece[1], shop)


def mapper_of(mapping: ColumnMapping, shop: ShopFacts) -> Mapper:
    """The mapping at work for a shop: its clock for times without an offset, its own ids for rows without one."""
    return Mapper(mapping, Reading(shop.zone, day_first=mapping.day_first, decimal_comma=mapping.decimal_comma), IdMaker(shop.id))


@dataclass(frozen=True, slots=True)
class IdMaker:
    """Ids for rows without one. Keyed: an id made of an order's number must not give the order away (rulebook 9)."""

    shop_id: int

    def __call__(self, text: str) -> str:
        """The same text gives the same id in this shop."""
        digest = keyed_hash(f"{self.shop_id}\x1f{text}".encode(errors="backslashreplace"))
        return f"row-{digest[:_ID_BYTES].hex()}"


def fact_of(line: int, record: Record, shop: ShopFacts) -> Fact | Malformed:
    """A mapped row, judged as every record is."""
    return reading.fact(line, json.dumps(record, ensure_ascii=False).encode(errors="surrogatepass"), shop.id)


def may_rate(form: Form, mapping: ColumnMapping) -> bool:
    """Whether the rows of a table may be store ratings: by the mapping, or, where that is wrong, by the words of the header."""
    if mapping.type == STORE_RATING or is_like_a_rating(" ".join(form.headers).encode(errors="backslashreplace")):
        return True
    # One alone, such as a column "delivery", stands in tables of orders as well.
    scored = [path for path in guess(form.headers, (), record_type=STORE_RATING).columns if path.startswith("scores.")]
    return len(scored) > 1


def malformed(row: Broken, mapping: ColumnMapping, *, rates: bool) -> Malformed:
    """A row that could not be taken apart. Of one that may be a store rating (`rates`) only its length is kept (rulebook 9)."""
    text = row.text.rstrip("\r\n")
    kept = {"row": text[:KEPT_OF_A_BROKEN_LINE].replace("\x00", "\\x00")} if text and not rates else {"bytes": len(text)}
    return Malformed(row.line, mapping.type, "", row.fault, keyed_hash(row.digest), canonical(kept).decode())
