"""Checks of single fields. Each takes the JSON value and gives the typed one, or raises Fault.

JSON's true is an int to Python, so every number check asks for the exact type.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field as part_of
from datetime import UTC, datetime
from typing import Any

from sellerdesk.domain.money import Money, parse
from sellerdesk.feed.fact import Fault


Check = Callable[[Any], Any]

LONGEST_ID = 200
LONGEST_WORD = 500
LONGEST_TEXT = 100_000
LONGEST_LIST = 1_000
MOST_QUANTITY = 2_000_000_000
EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Shape:
    """What a check asks for, for whoever has to write such a value: a table's cell, a form."""

    kind: str
    """id, text, time, stars, whole, flag, decimal, money, choice, list or object."""
    choices: tuple[str, ...] = ()
    fields: "Mapping[str, Field]" = part_of(default_factory=dict)
    """Of an object."""
    inside: Check | None = None
    """Of a list: the check of its parts."""


_SHAPES: dict[Check, Shape] = {}


def shape_of(check: Check) -> Shape:
    """The shape of a check of this module. A check without one is a KeyError: it has to be given one here."""
    return _SHAPES[check]


def _shaped(check: Check, shape: Shape) -> Check:
    _SHAPES[check] = shape
    return check


def shown(value: Any) -> str:
    """A short, safe spelling of what came, for the sentence that refuses it."""
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, list):
        return "[…]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    text = repr(value) if isinstance(value, str) else str(value)[: _SHOWN * 2]
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def words(most: int, *, least: int = 0) -> Check:
    """A string of `least` to `most` characters."""

    def check(value: Any) -> str:
        if type(value) is not str:
            raise Fault("not_text", got=shown(value))
        if len(value) > most:
            raise Fault("too_long", got=str(len(value)))
        if len(value) < least:
            raise Fault("empty", got=shown(value))
        return value

    return _shaped(check, Shape("id" if least else "text"))


outside_id = words(LONGEST_ID, least=1)
word = words(LONGEST_WORD)
text = words(LONGEST_TEXT)


def instant(value: Any) -> datetime:
    """RFC 3339 with an offset, from 1995 to 2099; gives UTC."""
    if type(value) is not str or not _INSTANT.fullmatch(value):
        raise Fault("not_a_time", got=shown(value))
    try:
        moment = datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Fault("not_a_time", got=shown(value)) from None
    if not EARLIEST <= moment < LATEST:
        raise Fault("time_out_of_range", got=shown(value))
    return moment


def stars(value: Any) -> int:
    """A whole number from 1 to 5."""
    if type(value) is not int or not 1 <= value <= 5:
        raise Fault("not_1_to_5", got=shown(value))
    return value


def whole(least: int, most: int) -> Check:
    """A whole number in a range."""

    def check(value: Any) -> int:
        if type(value) is not int or not least <= value <= most:
            raise Fault("not_whole", got=shown(value))
        return value

    return _shaped(check, Shape("whole"))


quantity = whole(1, MOST_QUANTITY)
size = whole(0, 2**53)


def boolean(value: Any) -> bool:
    """true or false."""
    if type(value) is not bool:
        raise Fault("not_true_or_false", got=shown(value))
    return value


def decimal(value: Any) -> str:
    """A decimal number as a JSON number or string, kept as its digits."""
    digits = str(value) if type(value) in {int, float, str} else ""
    if not re.fullmatch(r"-?\d{1,12}(\.\d{1,12})?", digits, re.ASCII):
        raise Fault("not_a_number", got=shown(value))
    return digits


def money(value: Any) -> Money:
    """{"amount": "12.50", "currency": "CNY"}."""
    if type(value) is not dict or type(value.get("amount")) is not str or type(value.get("currency")) is not str:
        raise Fault("not_money", got=shown(value))
    parsed = parse(value["amount"], value["currency"])
    if parsed is None:
        raise Fault("not_money", got=f"{shown(value['amount'])} {shown(value['currency'])}")
    return parsed


def one_of(*choices: str) -> Check:
    """One of a few words."""
    known = frozenset(choices)

    def check(value: Any) -> str:
        if type(value) is not str or value not in known:
            raise Fault("not_one_of", got=f"{shown(value)} ({', '.join(choices)})")
        return value

    return _shaped(check, Shape("choice", choices))


def many(check: Check, *, least: int = 0) -> Check:
    """A list of `least` to 1,000 parts of one kind."""

    def check_all(value: Any) -> list[Any]:
        if type(value) is not list:
            raise Fault("not_a_list", got=shown(value))
        if not least <= len(value) <= LONGEST_LIST:
            raise Fault("wrong_length", got=str(len(value)))
        parts = []
        for number, part in enumerate(value):
            try:
                parts.append(check(part))
            except Fault as fault:
                raise fault.under(str(number)) from None
        return parts

    return _shaped(check_all, Shape("list", inside=check))


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record: how it is checked, whether it must be there."""

    check: Check
    required: bool = False


class Fields(dict[str, Field]):
    """The fields of an object by name, and how many of them must be there."""

    def __init__(self, fields: Mapping[str, Field]) -> None:
        super().__init__(fields)
        self.needed = sum(field.required for field in fields.values())


def need(check: Check) -> Field:
    """A field that must be there and not null."""
    return Field(check, required=True)


def may(check: Check) -> Field:
    """A field that may be missing or null."""
    return Field(check)


def part(fields: Mapping[str, Field]) -> Check:
    """An object with these fields."""
    known = Fields(fields)

    def check(value: Any) -> dict[str, Any]:
        if type(value) is not dict:
            raise Fault("not_an_object", got=shown(value))
        return read(known, value)

    return _shaped(check, Shape("object", fields=fields))


def read(fields: Fields, value: Mapping[str, Any]) -> dict[str, Any]:
    """The typed fields of an object; a null stays as None, a missing one is absent, unknown ones are left out.

    What is there is looked at, since most fields of most records are missing. Only where something is wrong are the fields gone
    through in their own order, so that the fault named first does not depend on how the record was written.
    """
    typed: dict[str, Any] = {}
    needed = 0
    try:
        for name, given in value.items():
            field = fields.get(name)
            if field is None:
                continue
            if given is not None:
                typed[name] = field.check(given)
                needed += field.required
            elif field.required:
                return _in_order(fields, value)
            else:
                typed[name] = None
    except Fault:
        return _in_order(fields, value)
    return typed if needed == fields.needed else _in_order(fields, value)


def _in_order(fields: Fields, value: Mapping[str, Any]) -> dict[str, Any]:
    """The same, field by field; raises Fault for the first that is wrong."""
    typed: dict[str, Any] = {}
    for name, field in fields.items():
        if name not in value:
            if field.required:
                raise Fault("missing", field=name)
            continue
        given = value[name]
        if given is None:
            if field.required:
                raise Fault("null", field=name)
            typed[name] = None
            continue
        try:
            typed[name] = field.check(given)
        except Fault as fault:
            raise fault.under(name) from None
    return typed


for _check, _kind in ((instant, "time"), (stars, "stars"), (boolean, "flag"), (decimal, "decimal"), (money, "money")):
    _shaped(_check, Shape(_kind))
