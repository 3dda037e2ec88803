"""Lines into facts: bounded memory, strict UTF-8, strict JSON, a sentence for everything else."""

import hashlib
import json
import math
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from sellerdesk.feed.fact import Fact, Fault, Malformed, canonical, content_hash
from sellerdesk.feed.fields import LONGEST_ID, instant, need, outside_id, read, shown
from sellerdesk.feed.pseudonyms import keyed_hash, pseudonym
from sellerdesk.feed.schema import TYPES


LONGEST_LINE = 1_048_576
"""Bytes. Nothing that a marketplace tells is near; what is longer is skipped in pieces, never held."""
KEPT_OF_A_BROKEN_LINE = 2_000
_SAID_OPENLY = ("type", "id", "at", "scores")
"""All that is kept of a store rating. Fields that we do not know may name its order or buyer as well (rulebook 9)."""
_HEAD = {"id": need(outside_id), "at": need(instant)}
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
            while rest := stream.readline(_PIECE):
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
        head, data = _typed(value)
    except Fault as fault:
        return _malformed(number, line, fault, value)
    if value["type"] == "store_rating":
        return _anonymous(number, value, head, data, shop_id)
    return Fact(number, value["type"], head["id"], head["at"], data, content_hash(value), line.decode())


def _typed(value: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Id and instant, and the typed fields of the record's type; raises Fault."""
    if type(value) is not dict:
        raise Fault("not_an_object", got=shown(value))
    if type(value.get("type")) is not str:
        raise Fault("missing", field="type")
    kind = TYPES.get(value["type"])
    if kind is None:
        raise Fault("unknown_type", field="type", got=shown(value["type"]))
    head = read(_HEAD, value)
    data = read(kind.fields, value)
    if kind.whole is not None:
        kind.whole(data)
    return head, data


def parse(line: bytes) -> Any:
    """Strict JSON out of bytes; refuses what Postgres cannot keep (NUL, lone surrogates) and NaN."""
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        raise Fault("not_utf8", got=f"byte {error.start + 1}") from None
    try:
        value = json.loads(text, parse_constant=_no_constant, parse_float=_finite)
    except json.JSONDecodeError as error:
        raise Fault("not_json", got=f"column {error.colno}") from None
    except (RecursionError, ValueError):
        raise Fault("not_json", got="too deep or too large a number") from None
    if _ESCAPED_TROUBLE.search(text) or "\x00" in text:
        refuse_unkeepable(value)
    return value


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
            refuse_unkeepable(inner, f"{field}.{name}".lstrip("."))
    elif type(value) is list:
        for index, inner in enumerate(value):
            refuse_unkeepable(inner, f"{field}.{index}".lstrip("."))


def _no_constant(name: str) -> None:
    raise Fault("not_json", got=name)


def _finite(digits: str) -> float:
    number = float(digits)
    # Postgres keeps numbers exactly and has its own limits, which are wider than a float's.
    if math.isinf(number) or (number == 0 and re.search("[1-9]", re.split("[eE]", digits)[0])):
        raise Fault("not_json", got="a number beyond reach")
    return number


def _anonymous(number: int, value: dict[str, Any], head: dict[str, Any], data: dict[str, Any], shop_id: int) -> Fact:
    """A store rating: nothing of it that is kept names its order, not even a hash that could be guessed (rulebook 9)."""
    kept = {name: value[name] for name in _SAID_OPENLY if name in value}
    key = pseudonym(shop_id, "order", data["order"])
    return Fact(
        number, "store_rating", head["id"], head["at"], data, keyed_hash(canonical(value)), canonical(kept).decode(), order_key=key
    )  # fmt: skip


def _malformed(number: int, line: bytes, fault: Fault, value: Any) -> Malformed:
    known = value if type(value) is dict else {}
    given_type, given_id = known.get("type"), known.get("id")
    kind = given_type if type(given_type) is str and given_type in TYPES else ""
    own_id = given_id if type(given_id) is str and len(given_id) <= LONGEST_ID and given_id.isprintable() else ""
    if kind == "store_rating":
        kept: Any = {name: known[name] for name in _SAID_OPENLY if name in known}
        fault = fault if fault.field.split(".")[0] in _SAID_OPENLY else Fault(fault.kind, fault.field)
    elif value is not None:
        kept = value
    elif b"store_rating" in line:
        # It cannot be taken apart, so nothing of it is kept but its length.
        kept = {"bytes": len(line)}
    else:
        kept = {"line": _safe(line)}
    return Malformed(number, kind, own_id, fault, keyed_hash(line), canonical(kept).decode())


def _safe(line: bytes) -> str:
    return line[:KEPT_OF_A_BROKEN_LINE].decode(errors="backslashreplace").replace("\x00", "\\x00")
