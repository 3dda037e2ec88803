"""Lines into facts: bounded memory, strict UTF-8, strict JSON, a sentence for everything else."""

import hashlib
import json
import math
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, BinaryIO

from sellerdesk.domain.nesting import is_deeper
from sellerdesk.feed.fact import Fact, Fault, Malformed, canonical, content_hash
from sellerdesk.feed.fields import LONGEST_ID, Fields, instant, need, outside_id, read, shown, word
from sellerdesk.feed.keeping import STORE_RATING, of_broken_line, of_fault, of_wrong_value, openly
from sellerdesk.feed.pseudonyms import keyed_hash, pseudonym
from sellerdesk.feed.schema import TYPES


LONGEST_LINE = 1_048_576
"""Bytes. Nothing that a marketplace tells is near; what is longer is skipped in pieces, never held."""
DEEPEST = 100
"""Levels of brackets. Python and Postgres each give up at some depth of their own; this is far below both."""
MOST_DIGITS = 400
"""Of a number with a fraction or an exponent: more than any float has, less than Postgres keeps."""
LONGEST_PATH = 200
_HEAD = Fields({"id": need(outside_id), "at": need(instant)})
_TYPE = Fields({"type": need(word)})
_PIECE = 262_144
_ESCAPED_TROUBLE = re.compile(r"\\u(0000|[dD][89a-fA-F])")


class TooLong(bytes):
    """What stands for a line that was skipped: the digest of its bytes."""


def lines(stream: BinaryIO, *, until: int | None = None) -> Iterator[tuple[int, bytes]]:
    """(number from 1, bytes without the line end) of every line that is not blank; TooLong for one over a mebibyte.

    `until` is the size of a file when it was opened: what is written behind it meanwhile belongs to
    the next load, so a file that grows does not keep this one from ending.
    """
    number = taken = 0
    while (until is None or taken < until) and (piece := stream.readline(LONGEST_LINE + 2)):
        number += 1
        taken += len(piece)
        if len(piece) > LONGEST_LINE + 1 and not piece.endswith(b"\n"):
            digest = hashlib.blake2b(piece, digest_size=32)
            while (until is None or taken < until) and (rest := stream.readline(_PIECE)):
                digest.update(rest)
                taken += len(rest)
                if rest.endswith(b"\n"):
                    break
            yield number, TooLong(digest.digest())
            continue
        line = piece.rstrip(b"\r\n")
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.strip():
            yield number, line


def fact(number: int, line: bytes, shop_id: int) -> Fact | Malformed:
    """One line as a fact, or what is wrong with it."""
    if isinstance(line, TooLong):
        return Malformed(number, "", "", Fault("line_too_long", got=str(LONGEST_LINE)), bytes(line), "{}")
    try:
        value = parse(line)
    except Fault as fault:
        return _malformed(number, line, fault, None)
    return of_value(number, value, line, shop_id)


def of_value(number: int, value: Any, line: bytes, shop_id: int) -> Fact | Malformed:
    """One parsed JSON value as a fact; `line` is its text."""
    try:
        own_id, at, data = _typed(value)
    except Fault as fault:
        return _malformed(number, line, fault, value)
    if value["type"] == STORE_RATING:
        return _anonymous(number, value, own_id, at, data, shop_id)
    # Escapes may hide in a field that is told twice, of which only the last word is read: Postgres would read them all.
    raw = canonical(value) if b"\\u" in line else line
    return Fact(number, value["type"], own_id, at, data, content_hash(value), raw.decode())


def _typed(value: Any) -> tuple[str, datetime, dict[str, Any]]:
    """Id and instant, and the typed fields of the record's type; raises Fault."""
    if type(value) is not dict:
        raise Fault("not_an_object", got="text" if type(value) is str else shown(value))
    told = value.get("type")
    kind = TYPES.get(told if type(told) is str else read(_TYPE, value)["type"])
    if kind is None:
        read(_TYPE, value)
        raise Fault("unknown_type", field="type", got=shown(value["type"]))
    try:
        own_id, at = outside_id(value["id"]), instant(value["at"])
    except (KeyError, Fault):
        # In their own order, and with their names.
        head = read(_HEAD, value)
        own_id, at = head["id"], head["at"]
    data = read(kind.checks, value)
    if kind.whole is not None:
        kind.whole(data)
    return own_id, at, data


def parse(line: bytes) -> Any:
    """Strict JSON out of bytes; refuses what Postgres cannot keep (NUL, lone surrogates) and NaN."""
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        raise Fault("not_utf8", got=f"byte {error.start + 1}") from None
    try:
        value = _decoded(text)
    except json.JSONDecodeError as error:
        raise Fault("not_json", got=f"column {error.colno}") from None
    except RecursionError:
        raise Fault("too_deep", got=str(DEEPEST)) from None
    except ValueError:
        raise Fault("not_json", got="a number beyond reach") from None
    if text.count("[") + text.count("{") > DEEPEST and is_deeper(value, DEEPEST):
        raise Fault("too_deep", got=str(DEEPEST))
    if ("\\u" in text and _ESCAPED_TROUBLE.search(text)) or "\x00" in text:
        refuse_unkeepable(value)
    return value


def _decoded(text: str) -> Any:
    """The JSON value of a text. Blanks around it are looked for only where there are any."""
    try:
        value, end = _STRICT.raw_decode(text)
    except json.JSONDecodeError:
        end = -1
    return value if end == len(text) else _STRICT.decode(text)


def refuse_unkeepable(value: Any, field: str = "") -> None:
    """Raise Fault where any string inside holds a NUL or half a surrogate pair."""
    if type(value) is str:
        if "\x00" in value:
            raise Fault("nul", field=field)
        try:
            value.encode()
        except UnicodeEncodeError:
            raise Fault("lone_surrogate", field=field) from None
    elif type(value) is dict:
        for name, inner in value.items():
            refuse_unkeepable(name, field)
            refuse_unkeepable(inner, f"{field}.{name}".lstrip(".")[:LONGEST_PATH])
    elif type(value) is list:
        for index, inner in enumerate(value):
            refuse_unkeepable(inner, f"{field}.{index}".lstrip("."))


def _no_constant(name: str) -> None:
    raise Fault("not_json", got=name)


def _finite(digits: str) -> float:
    """A number that a float and Postgres can both keep, or Fault."""
    number = float(digits)
    mantissa, _, exponent = digits.lower().partition("e")
    beyond = len(mantissa) > MOST_DIGITS or len(exponent) > len("-400") or abs(int(exponent or 0)) > MOST_DIGITS
    if beyond or math.isinf(number) or (number == 0 and re.search("[1-9]", mantissa)):
        raise Fault("not_json", got="a number beyond reach")
    return number


# Made once: json.loads makes a new decoder for each call that names its own hooks.
_STRICT = json.JSONDecoder(parse_constant=_no_constant, parse_float=_finite)


def _anonymous(number: int, value: dict[str, Any], own_id: str, at: datetime, data: dict[str, Any], shop_id: int) -> Fact:
    """A store rating: nothing of it that is kept names its order, not even a hash that could be guessed (rulebook 9)."""
    key = pseudonym(shop_id, "order", data["order"])
    kept = canonical(openly(value)).decode()
    return Fact(number, STORE_RATING, own_id, at, data, keyed_hash(canonical(value)), kept, order_key=key)


def _malformed(number: int, line: bytes, fault: Fault, value: Any) -> Malformed:
    known = value if type(value) is dict else {}
    told_type, told_id = known.get("type"), known.get("id")
    kind = told_type if type(told_type) is str and told_type in TYPES else ""
    own_id = told_id if type(told_id) is str and len(told_id) <= LONGEST_ID and told_id.isprintable() else ""
    kept = of_broken_line(line) if value is None else of_wrong_value(value, line)
    return Malformed(number, kind, own_id, of_fault(value, fault), keyed_hash(line), canonical(kept).decode())
