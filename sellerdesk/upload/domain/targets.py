"""Where a table's cells can go: the fields of each record type as flat paths, read from the feed's own schema."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from sellerdesk.feed.fields import Check, Field, instant, outside_id, shape_of
from sellerdesk.feed.schema import TYPES


LINES = "lines"
"""The only list of objects that rows can fill: one row a line, rows of one order in a row together."""
AMOUNT, CURRENCY = "amount", "currency"

OWN_KEYS: Mapping[str, tuple[str, ...]] = {
    "review": ("order", "line", "product", "buyer.id", "author", "at"),
    "follow_up": ("review", "at"),
    "reply": ("review", "follow_up", "at"),
    "store_rating": ("order", "at"),
    "trade_void": ("order", "at"),
    "question": ("product", "buyer.id", "at", "text"),
    "question_answer": ("question", "at", "text"),
    "message": ("conversation", "sender", "at", "text"),
    "message_change": ("message", "at"),
    "satisfaction": ("conversation", "at"),
    "claim_step": ("claim", "step", "by", "at"),
    "refusal": ("order", "line", "at"),
    "category_average": ("category", "dimension", "at"),
}
"""What makes a row of a type the same one where the file has no id. Types that others name, or whose id is another's, need one."""


@dataclass(frozen=True, slots=True)
class Target:
    """One place for a cell. `kind` is that of the field's shape; amount and currency of money are two targets."""

    path: str
    kind: str
    check: Check | None
    """None for the halves of money, which only mean something together."""
    required: bool = False
    """In every record."""
    choices: tuple[str, ...] = ()
    needed_beside: bool = False
    """In every part that is there at all: a buyer needs an id, an amount its currency."""


@lru_cache(maxsize=64)
def targets_of(record_type: str) -> Mapping[str, Target]:
    """Path -> target of a record type, in the order in which people look for them."""
    found = {"id": Target("id", "id", outside_id, required=True), "at": Target("at", "time", instant, required=True)}
    for target in _of_fields(TYPES[record_type].fields, "", needed=True):
        found[target.path] = target
    return found


def _of_fields(fields: Mapping[str, Field], above: str, *, needed: bool) -> Iterator[Target]:
    for name, field in fields.items():
        yield from _of_field(above + name, field, required=needed and field.required)


def _of_field(path: str, field: Field, *, required: bool) -> Iterator[Target]:
    shape = shape_of(field.check)
    if shape.kind == "object":
        yield from _of_fields(shape.fields, f"{path}.", needed=required)
    elif shape.kind == "list":
        assert shape.inside is not None
        inside = shape_of(shape.inside)
        if path == LINES:
            yield from _of_fields(inside.fields, f"{path}.", needed=required)
        elif inside.kind != "object":
            yield Target(path, "list", field.check, required)
    elif shape.kind == "money":
        yield Target(f"{path}.{AMOUNT}", AMOUNT, None, required, needed_beside=True)
        yield Target(f"{path}.{CURRENCY}", CURRENCY, None, required, needed_beside=True)
    else:
        yield Target(path, shape.kind, field.check, required, shape.choices, needed_beside=field.required and "." in path)


def can_make_ids(record_type: str) -> bool:
    """Whether rows without an id can be given one."""
    return record_type in OWN_KEYS
