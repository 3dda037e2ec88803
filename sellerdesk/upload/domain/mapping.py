"""Rows of a table into records of the feed, as a person has said which column is what."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sellerdesk.feed.fields import LONGEST_LIST
from sellerdesk.feed.schema import TYPES
from sellerdesk.upload.domain.targets import LINES, OWN_KEYS, Target, can_make_ids, targets_of
from sellerdesk.upload.domain.values import Reading, Value, clean, value_of


ORDER = "order"
"""The one type of which several rows can be one record."""
MOST_WORDS = 1_000
"""Words of a file that one mapping gives a meaning."""
Other = TypeVar("Other")
Record = dict[str, Any]
MakeId = Callable[[str], str]
"""A text -> an id that does not give it away."""


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What each column is. `columns` holds a path for each, or the empty string for one that is left out."""

    type: str
    columns: tuple[str, ...]
    constants: Mapping[str, str] = field(default_factory=dict)
    """Path -> what every row has there."""
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Path -> (word of the file in lower case -> word of the feed)."""
    day_first: bool = True
    decimal_comma: bool = False

    def told(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "type": self.type,
            "columns": list(self.columns),
            "constants": dict(self.constants),
            "words": {path: dict(words) for path, words in self.words.items()},
            "day_first": self.day_first,
            "decimal_comma": self.decimal_comma,
        }

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "ColumnMapping":
        """Back from JSON."""
        return cls(told["type"], tuple(told["columns"]), told["constants"], told["words"], told["day_first"], told["decimal_comma"])


def signature(headers: Sequence[str]) -> str:
    """What two files of one kind have in common: the names of their columns in order, whatever their case and spaces."""
    return hashlib.sha256("\x1f".join(" ".join(name.casefold().split()) for name in headers).encode()).hexdigest()[:32]


def why_not_map(mapping: ColumnMapping, columns: int) -> tuple[str, str]:
    """(code, path) of the first thing that keeps a mapping from being used, or two empty strings.

    Codes: type_unknown, columns_differ, path_unknown, path_twice, words_too_many, path_missing.
    """
    if mapping.type not in TYPES:
        return "type_unknown", ""
    if len(mapping.columns) != columns:
        return "columns_differ", ""
    known = targets_of(mapping.type)
    used = [path for path in mapping.columns if path]
    for path in (*used, *mapping.constants, *mapping.words):
        if path not in known:
            return "path_unknown", path[:100]
    for path in used:
        if used.count(path) > 1:
            return "path_twice", path
    if sum(map(len, mapping.words.values())) > MOST_WORDS:
        return "words_too_many", ""
    for path in missing(mapping):
        return "path_missing", path
    return "", ""


def missing(mapping: ColumnMapping) -> list[str]:
    """Paths that are needed and that neither a column nor a constant fills: of every record, and of each part that is there.

    Ids of their own and ids of lines are made, so they never miss.
    """
    filled = {*mapping.columns, *(path for path, text in mapping.constants.items() if text)} - {""}
    parts = {path.rpartition(".")[0] for path in filled}
    made = ({"id"} if can_make_ids(mapping.type) else set()) | {f"{LINES}.id"}
    return [
        target.path
        for target in targets_of(mapping.type).values()
        if (target.required or (target.needed_beside and target.path.rpartition(".")[0] in parts))
        and target.path not in filled
        and target.path not in made
    ]


@dataclass(slots=True)
class Mapper:
    """Applies one mapping to rows."""

    mapping: ColumnMapping
    reading: Reading
    make_id: MakeId
    targets: Mapping[str, Target] = field(init=False)
    places: list[tuple[int, Target]] = field(init=False)

    def __post_init__(self) -> None:
        self.targets = targets_of(self.mapping.type)
        self.places = [(number, self.targets[path]) for number, path in enumerate(self.mapping.columns) if path]

    def records(self, rows: Iterable[tuple[int, Sequence[str]] | Other]) -> Iterator[tuple[int, Record] | Other]:
        """(line, record) of each row; rows of one order that follow one another become one record with several lines.

        Whatever is no row goes through in its place.
        """
        held: tuple[int, Record] | None = None
        for row in rows:
            told = (row[0], self.record(row[1])) if isinstance(row, tuple) else None
            if told is not None and held is not None and _same_order(held[1], told[1]):
                held[1][LINES] += told[1][LINES]
                continue
            if held is not None:
                yield held[0], _numbered(held[1])
            held = told
            if not isinstance(row, tuple):
                yield row
        if held is not None:
            yield held[0], _numbered(held[1])

    def record(self, cells: Sequence[str]) -> Record:
        """One row as a record, its lines not yet numbered."""
        told = self.values(cells)
        record: Record = {"type": self.mapping.type}
        for path, value in (*told.items(), *self._constants(told).items()):
            _put(record, path, value)
        if LINES in record:
            record[LINES] = [record[LINES]]
        if "id" not in record and can_make_ids(self.mapping.type):
            record["id"] = self.make_id(self._identity(told))
        return record

    def values(self, cells: Sequence[str]) -> dict[str, Value]:
        """Path -> value of the cells that are not empty."""
        found: dict[str, Value] = {}
        for number, target in self.places:
            text = clean(cells[number]) if number < len(cells) else ""
            if text:
                found[target.path] = value_of(text, target, self.reading, self.mapping.words.get(target.path, {}))
        return found

    def _constants(self, told: Mapping[str, Value]) -> dict[str, Value]:
        """What every row has. Parts whose own columns are all empty in this row are not there: no price, no currency."""
        found: dict[str, Value] = {}
        for path, text in self.mapping.constants.items():
            above = path.rpartition(".")[0]
            mine = [column for column in self.mapping.columns if above and column.startswith(f"{above}.")]
            if path not in told and text and (not mine or any(column in told for column in mine)):
                found[path] = value_of(clean(text), self.targets[path], self.reading, {})
        return found

    def _identity(self, told: Mapping[str, Value]) -> str:
        keys = self.identifying()
        return "\x1f".join([self.mapping.type, *(f"{path}={told[path]}" for path in keys if path in told)])

    def identifying(self) -> tuple[str, ...]:
        """The columns of which ids are made: those that name the row, or all where that is only its time."""
        named = tuple(path for path in OWN_KEYS.get(self.mapping.type, ()) if path in self.mapping.columns)
        return named if set(named) - {"at"} else tuple(path for path in self.mapping.columns if path)


def _put(record: Record, path: str, value: Value) -> None:
    *above, last = path.split(".")
    place = record
    for name in above:
        place = place.setdefault(name, {})
    place[last] = value


def _same_order(held: Record, record: Record) -> bool:
    """Whether a row goes on with the order of the rows before it."""
    return (
        record["type"] == ORDER
        and LINES in held
        and LINES in record
        and record.get("id") is not None
        and held.get("id") == record["id"]
        and len(held[LINES]) < LONGEST_LIST
    )


def _numbered(record: Record) -> Record:
    """Lines without an id are called by their product, a second one of the same product by a number behind it.

    So a line keeps its id wherever in the file it stands.
    """
    seen: dict[str, int] = {}
    for line in record.get(LINES, ()):
        if "id" not in line and type(product := line.get("product")) is str:
            seen[product] = seen.get(product, 0) + 1
            line["id"] = product if seen[product] == 1 else f"{product}#{seen[product]}"
    return record
