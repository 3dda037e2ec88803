"""What of a line is kept as it came: all of it, but never who gave a store rating (rulebook 9)."""

import re
from collections.abc import Mapping
from typing import Any

from sellerdesk.feed.fact import Fault, canonical
from sellerdesk.feed.schema import DIMENSIONS, TYPES


KEPT_OF_A_BROKEN_LINE = 2_000
STORE_RATING = "store_rating"
_GIVERS = ("order", "buyer")
_SAID_OPENLY = ("type", "id", "at", "scores")
_SAYS_ITS_TYPE = re.compile(rb'"type"\s*:\s*"([a-z_]+)"')
_BETWEEN = re.compile(r"""[\s"',;:|=\\{}\[\]()]+""")
"""What stands between ids in lines and rows."""
_CELLS = re.compile(r"""["',;\t\n]+""")
"""What stands between values, whatever signs an id has in it."""
_QUOTED = re.compile(r'"([^"\\]+)"')
_LOOSE = 4
"""Signs of an id that may stand anywhere: a shorter one, not in quotes, is any number."""
_LIKE_A_RATING = re.compile(rb"scores|rating", re.IGNORECASE)


def openly(rating: dict[str, Any]) -> dict[str, Any]:
    """A store rating as it is kept. Fields that we do not know may name its order or buyer as well, so they are left out."""
    kept = {name: rating[name] for name in _SAID_OPENLY if name in rating}
    scores = kept.get("scores")
    if type(scores) is dict:
        kept["scores"] = {dimension: scores[dimension] for dimension in DIMENSIONS if dimension in scores}
    return kept


def is_like_a_rating(text: bytes) -> bool:
    """Whether a text has a word of store ratings, so that it may say who gave one."""
    return _LIKE_A_RATING.search(text) is not None


def of_wrong_value(value: Any, line: bytes) -> dict[str, Any]:
    """What is kept of a line that is JSON but no record. Of what may be a store rating under a wrong type only the length is."""
    kind = value.get("type") if type(value) is dict else None
    if kind == STORE_RATING:
        return openly(value)
    if type(value) is dict and ((type(kind) is str and kind in TYPES) or not is_like_a_rating(canonical(value))):
        return value
    return {"bytes": len(line)}


def of_broken_line(line: bytes) -> dict[str, Any]:
    """What is kept of a line that cannot be taken apart: its beginning where it says that it is of another type, else its length."""
    said = _SAYS_ITS_TYPE.findall(line)
    if said and all(kind.decode() in TYPES and kind != STORE_RATING.encode() for kind in said) and not is_like_a_rating(line):
        return {"line": line[:KEPT_OF_A_BROKEN_LINE].decode(errors="backslashreplace").replace("\x00", "\\x00")}
    return {"bytes": len(line)}


def words_of_broken(kept: Mapping[str, Any]) -> frozenset[str]:
    """What may be an id in the text of a line or row that could not be taken apart; nothing for what was.

    Whatever stands in quotes, and what is long enough to be no mere number: a `5` is a mark or a quantity of somebody else's line.
    """
    text = next(iter(kept.values())) if set(kept) in ({"line"}, {"row"}) else ""
    if type(text) is not str:
        return frozenset()
    loose = {*_BETWEEN.split(text), *(cell.strip() for cell in _CELLS.split(text))}
    return frozenset(_QUOTED.findall(text)) | {word for word in loose if len(word) >= _LOOSE}


def of_fault(value: Any, fault: Fault) -> Fault:
    """The fault as it may be shown: where a store rating's order is wrong, what came in its place is not repeated."""
    kind = value.get("type") if type(value) is dict else None
    of_another = type(kind) is str and kind in TYPES and kind != STORE_RATING
    return fault if of_another or not fault.field.startswith(_GIVERS) else Fault(fault.kind, fault.field, "…")
