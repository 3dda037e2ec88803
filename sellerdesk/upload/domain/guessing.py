"""A first guess at what a table is: by the words of its header, in three languages, and by its cells."""

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from sellerdesk.upload.domain.header_words import ID_OF, WORDS
from sellerdesk.upload.domain.mapping import ColumnMapping, missing
from sellerdesk.upload.domain.targets import AMOUNT, CURRENCY, targets_of
from sellerdesk.upload.domain.values import clean, without_currency


_TYPES = (
    *("review", "order", "store_rating", "product", "question", "message", "claim", "refusal", "follow_up", "reply"),
    *(
        "satisfaction",
        "category_average",
        "review_change",
        "review_delete",
        "trade_void",
        "question_answer",
        "message_change",
        "claim_step",
    ),
)
"""In the order of preference where the words fit several."""
_TELLING = frozenset(
    {"stars", "verdict", "status", "conversation", "wants", "stage", "mean", "score", "lines.product", "title", "price.amount"}
)
"""Fields that speak for a type more than an id or a time does."""
_DATE = re.compile(r"(\d{1,2})([./-])(\d{1,2})[./-]\d{2,4}(?!\d)")
_COMMA = re.compile(r"[-+]?\d[\d \u00a0\u2009\u202f.'’]*,\d{1,2}")


def guess(headers: Sequence[str], rows: Iterable[Sequence[str]], *, record_type: str = "") -> ColumnMapping:
    """The mapping that the header's words suggest; of a type that a person has chosen, or of the one that fits best."""
    cells = list(islice(rows, 200))
    kinds = (record_type,) if record_type else _TYPES
    found = [_of_type(kind, headers) for kind in kinds]
    best = max(found, key=_fit)
    decimals = decimal_comma(_numbers(best, cells))
    return ColumnMapping(best.type, best.columns, {}, {}, day_first=day_first(cells), decimal_comma=decimals)


def _numbers(mapping: ColumnMapping, rows: Iterable[Sequence[str]]) -> list[list[str]]:
    """The rows with the cells of amounts and decimals alone: a title such as "2,5" says nothing of how the file writes numbers."""
    targets = targets_of(mapping.type)
    places = [place for place, path in enumerate(mapping.columns) if path and targets[path].kind in {"decimal", AMOUNT}]
    return [[row[place] for place in places if place < len(row)] for row in rows]


def _fit(mapping: ColumnMapping) -> tuple[int, int]:
    used = [path for path in mapping.columns if path]
    telling = sum(1 for path in used if path in _TELLING or path.startswith("scores."))
    return 2 * len(used) + 2 * telling - 3 * len(missing(mapping)), -_TYPES.index(mapping.type)


def _of_type(record_type: str, headers: Sequence[str]) -> ColumnMapping:
    names = [_plain(header) for header in headers]
    columns = [""] * len(headers)
    taken: set[str] = set()
    for rank in range(2):
        for path in targets_of(record_type):
            words = [_plain(word) for word in _words_of(record_type, path)] if path not in taken else []
            for place, name in enumerate(names):
                if not columns[place] and path not in taken and _is_called(name, words, rank):
                    columns[place] = path
                    taken.add(path)
    return ColumnMapping(record_type, tuple(_whole_parts(record_type, columns)))


def _whole_parts(record_type: str, columns: list[str]) -> list[str]:
    """Without columns of parts that lack what they need and that no record must have: the name of a buyer without an id.

    An amount stays: its currency is the same in every row and is asked for.
    """
    lacking = {path.rpartition(".")[0] for path in missing(ColumnMapping(record_type, tuple(columns))) if not path.endswith(f".{CURRENCY}")}
    needed = {path.rpartition(".")[0] for path, target in targets_of(record_type).items() if target.required}
    return ["" if path.rpartition(".")[0] in lacking - needed else path for path in columns]


def _words_of(record_type: str, path: str) -> tuple[str, ...]:
    if path == "id":
        own = {"review_change": "review", "review_delete": "review"}.get(record_type, record_type)
        return ("id", "№", "номер", "编号", f"{own} id", *ID_OF.get(own, ()))
    return (path, path.rpartition(".")[2], *ID_OF.get(path, ()), *WORDS.get(path, ()))


def _is_called(name: str, words: Sequence[str], rank: int) -> bool:
    """First whole names, then names that begin or end with a word that is long enough to mean something."""
    if rank == 0:
        return name in words
    return any(len(word) >= (2 if word > "\u2e80" else 5) and (name.startswith(word) or name.endswith(word)) for word in words)


def _plain(name: str) -> str:
    """A header without case, signs and double spaces; ё is е."""
    return " ".join(re.sub(r"[^\w№]+|_", " ", name.casefold().replace("ё", "е")).split())


def day_first(rows: Iterable[Sequence[str]]) -> bool:
    """Whether 03.04.2026 is in April: what no other reading allows decides, then the sign between the numbers."""
    signs = {".": 0, "/": 0, "-": 0}
    for row in rows:
        for cell in row:
            if found := _DATE.match(clean(cell)):
                first, second = int(found[1]), int(found[3])
                if first > 12 >= second:
                    return True
                if second > 12 >= first:
                    return False
                signs[found[2]] += 1
    return signs["/"] <= signs["."] + signs["-"]


def decimal_comma(rows: Iterable[Sequence[str]]) -> bool:
    """Whether 4,50 is four and a half in this file. The cells are those of numbers, with or without a currency."""
    return any(_COMMA.fullmatch(without_currency(clean(cell))) for row in rows for cell in row)
