"""The first rows of a table as records, before anything is loaded: what each cell becomes, and what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from sellerdesk import wording
from sellerdesk.feed import sentences
from sellerdesk.feed.fact import MALFORMED, Fault, Malformed
from sellerdesk.feed.keeping import STORE_RATING
from sellerdesk.models import SavedMapping, Upload
from sellerdesk.shops import ShopFacts
from sellerdesk.upload import content, files
from sellerdesk.upload.domain.guessing import guess
from sellerdesk.upload.domain.mapping import ColumnMapping, Mapper, signature
from sellerdesk.upload.domain.sniffing import Form
from sellerdesk.upload.domain.targets import Target, targets_of
from sellerdesk.upload.domain.unusable import Unusable
from sellerdesk.upload.domain.values import Value, clean
from sellerdesk.upload.pieces import Broken, Row
from sellerdesk.upload.words import path_label


SHOWN_ROWS = 8
SAMPLED = 300
"""Rows that are read for the guess and for the words of a column."""
MOST_WORDS = 30
SHOWN = 80
EXAMPLES = 3
LONGEST_EXAMPLE = 40
_HIDDEN = frozenset({"order", "buyer.id", "buyer.name"})
"""Columns of a store rating that nobody is shown beside its scores (rulebook 9)."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The first rows of a table."""

    form: Form
    rows: list[Row | Broken]

    @property
    def cells(self) -> list[list[str]]:
        """Of the whole rows."""
        return [row.cells for row in self.rows if isinstance(row, Row)]


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a previewed record: as it will be kept, and the sentence of what is wrong with it."""

    path: str
    shown: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Previewed:
    """One row as a record. `fault` is what is wrong with the whole where no cell is to blame."""

    line: int
    cells: list[Cell] = field(default_factory=list)
    fault: str = ""

    @property
    def wrong(self) -> bool:
        """Whether this row would be rejected."""
        return bool(self.fault) or any(cell.fault for cell in self.cells)


def sample(row: Upload) -> Sample:
    """The first rows of an upload that is a table.

    Raises Unusable where the file is gone (file_gone), or shows here what its beginning did not: an archive damaged further on.
    """
    form = Form.of(row.form)
    try:
        with content.opened(files.path_of(row.pk), row.wrapping, form) as opened:
            return Sample(form, list(islice(content.table_rows(opened), SAMPLED)))
    except FileNotFoundError as gone:
        raise Unusable("file_gone") from gone


def suggested(row: Upload, found: Sample) -> tuple[ColumnMapping, str]:
    """What was saved for tables of this kind last, with its name; else a guess by the header's words, without one."""
    saved = saved_for(row.desk_id, found.form)
    if saved:
        return ColumnMapping.of(saved[0].mapping), saved[0].name
    return guess(found.form.headers, found.cells), ""


def saved_for(desk_id: int, form: Form) -> list[SavedMapping]:
    """The desk's mappings for tables with these columns, the latest first."""
    return list(SavedMapping.objects.filter(desk_id=desk_id, signature=signature(form.headers)).order_by("-saved_at", "id")[:20])


def preview(found: Sample, mapping: ColumnMapping, shop: ShopFacts) -> list[Previewed]:
    """The first rows as this mapping makes them."""
    mapper = content.mapper_of(mapping, shop)
    return [_previewed(row, mapper, mapping, shop) for row in found.rows[:SHOWN_ROWS]]


def _previewed(row: Row | Broken, mapper: Mapper, mapping: ColumnMapping, shop: ShopFacts) -> Previewed:
    if isinstance(row, Broken):
        return Previewed(row.line, fault=_sentence(row.fault))
    values = mapper.values(row.cells)
    targets = targets_of(mapping.type)
    cells = [_cell(targets[path], values, mapping) for path in mapping.columns if path]
    if any(cell.fault for cell in cells):
        return Previewed(row.line, cells)
    record = next(iter(mapper.records([(row.line, row.cells)])))
    fact = content.fact_of(row.line, record[1], shop)
    if not isinstance(fact, Malformed):
        return Previewed(row.line, cells)
    return Previewed(row.line, cells, _sentence(fact.fault))


def _cell(target: Target, values: dict[str, Value], mapping: ColumnMapping) -> Cell:
    hidden = mapping.type == STORE_RATING and target.path in _HIDDEN
    if target.path not in values:
        return Cell(target.path, "")
    value = values[target.path]
    shown = "•••" if hidden else _moment(value) if target.kind == "time" else _shown(value)
    if target.check is None:
        return Cell(target.path, shown)
    try:
        target.check(value)
    except Fault as fault:
        return Cell(target.path, shown, _sentence(Fault(fault.kind, target.path, "…" if hidden else fault.got)))
    return Cell(target.path, shown)


def _shown(value: Value) -> str:
    text = " ".join(value) if isinstance(value, list) else {True: "✓", False: "✗"}[value] if isinstance(value, bool) else str(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _moment(value: Value) -> str:
    """A time as people read it, on its own clock; what could not be read stays as it is."""
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return _shown(value)
    return f"{wording.whole_day(moment.date())} {moment:%H:%M} ({moment:%Z})" if moment.tzinfo else _shown(value)


def _sentence(fault: Fault) -> str:
    detail = fault.detail()
    if detail["field"]:
        detail["field"] = path_label(".".join(part for part in detail["field"].split(".") if not part.isdigit()))
    return sentences.sentence(MALFORMED, detail)


def words_of(found: Sample, mapping: ColumnMapping) -> dict[str, list[str]]:
    """Path -> the words that stand in its column, for fields that know a few words only. Those that need no choice are left out."""
    seen: dict[str, list[str]] = {}
    targets = targets_of(mapping.type)
    for place, path in enumerate(mapping.columns):
        if path and targets[path].kind in {"choice", "flag", "stars"}:
            words = dict.fromkeys(clean(cells[place]) for cells in found.cells if place < len(cells))
            seen[path] = [word for word in words if word and len(word) <= SHOWN][:MOST_WORDS]
    return {path: words for path, words in seen.items() if words}


def choices_of(target: Target) -> Sequence[str]:
    """The words of the feed that a cell's word can stand for."""
    return {"stars": ("1", "2", "3", "4", "5"), "flag": ("true", "false")}.get(target.kind, target.choices)


def understood(word: str, target: Target, mapping: ColumnMapping, shop: ShopFacts) -> str:
    """What a word of the file is taken for now, as a word of the feed; empty where it is not understood."""
    mapper = content.mapper_of(ColumnMapping(mapping.type, (target.path,), {}, mapping.words), shop)
    value: Any = mapper.values([word]).get(target.path)
    told = {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
    return told if told in choices_of(target) else ""


def hidden_columns(mapping: ColumnMapping) -> set[int]:
    """Places of the columns whose cells are not shown: who gave a store rating (rulebook 9)."""
    if mapping.type != STORE_RATING:
        return set()
    return {place for place, path in enumerate(mapping.columns) if path in _HIDDEN}


def examples_of(found: Sample, mapping: ColumnMapping) -> list[list[str]]:
    """Some cells of each column that are not empty; none of those that are not shown."""
    hidden = hidden_columns(mapping)
    return [[] if place in hidden else _examples(found, place) for place in range(len(found.form.headers))]


def _examples(found: Sample, place: int) -> list[str]:
    return [cells[place][:LONGEST_EXAMPLE] for cells in found.cells if place < len(cells) and cells[place].strip()][:EXAMPLES]


def identifying(mapping: ColumnMapping, shop: ShopFacts) -> tuple[str, ...]:
    """The columns of which ids are made where the file has none."""
    return content.mapper_of(mapping, shop).identifying()
