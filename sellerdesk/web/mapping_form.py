"""The form in which a person says what the columns of a table are."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from sellerdesk import shops
from sellerdesk.errors import Refusal
from sellerdesk.feed.schema import TYPES
from sellerdesk.shops import ShopFacts
from sellerdesk.upload import previewing
from sellerdesk.upload.domain.guessing import guess
from sellerdesk.upload.domain.mapping import ColumnMapping, missing
from sellerdesk.upload.domain.targets import can_make_ids, targets_of
from sellerdesk.upload.previewing import Sample
from sellerdesk.upload.words import TYPES as TYPE_LABELS, path_label


_WORD = "word"
_CONSTANT = "all"
_SIGN = ":"


@dataclass(slots=True)
class MappingForm:
    """What the form says now. `saved` names the saved mapping that it began with."""

    mapping: ColumnMapping
    saved: str = ""
    refusal: Refusal | None = None
    names: list[str] = field(default_factory=list)
    """Of the mappings that were saved for tables of this kind."""


def read(request: HttpRequest, row: Any, found: Sample) -> MappingForm:
    """The form as it was sent; at first, or with another saved mapping or type, what is suggested then."""
    saved = previewing.saved_for(row.desk_id, found.form)
    names = [one.name for one in saved]
    if request.method != "POST":
        mapping, name = previewing.suggested(row, found)
        return MappingForm(mapping, name, names=names)
    wanted, before = request.POST.get("saved", ""), request.POST.get("saved_was", "")
    chosen = next((one for one in saved if one.name == wanted), None)
    if wanted != before:
        return MappingForm(ColumnMapping.of(chosen.mapping) if chosen else guess(found.form.headers, found.cells), wanted, names=names)
    record_type = request.POST.get("type", "")
    if record_type != request.POST.get("type_was", "") and record_type in TYPES:
        return MappingForm(guess(found.form.headers, found.cells, record_type=record_type), wanted, names=names)
    return MappingForm(_sent(request, record_type, len(found.form.headers), shops.facts(row.shop)), wanted, names=names)


def _sent(request: HttpRequest, record_type: str, columns: int, shop: ShopFacts) -> ColumnMapping:
    known = targets_of(record_type) if record_type in TYPES else {}
    paths = [request.POST.get(f"column{_SIGN}{place}", "") for place in range(columns)]
    constants: dict[str, str] = {}
    words: dict[str, dict[str, str]] = {}
    for name, value in request.POST.items():
        kind, _, rest = name.partition(_SIGN)
        path, _, word = rest.partition(_SIGN)
        if path not in known or not value:
            continue
        if kind == _CONSTANT and path not in paths:
            constants[path] = str(value)[:500]
        elif (
            kind == _WORD
            and path in paths
            and word
            and value != previewing.understood(word, known[path], ColumnMapping(record_type, ()), shop)
        ):
            # What is understood without being told is not kept: it would only fill the form of the next file.
            words.setdefault(path, {})[word.casefold()] = str(value)
    return ColumnMapping(
        record_type if known else "review",
        tuple(path if path in known else "" for path in paths),
        constants,
        words,
        day_first=request.POST.get("days", "first") == "first",
        decimal_comma=request.POST.get("decimals", "point") == "comma",
    )


def context(form: MappingForm, found: Sample, shop: ShopFacts) -> dict[str, Any]:
    """What the template needs: columns with examples and choices, fields without a column, the first rows as records."""
    mapping = form.mapping
    shown = previewing.preview(found, mapping, shop)
    needed = missing(ColumnMapping(mapping.type, mapping.columns))
    return {
        "types": [{"type": name, "label": label} for name, label in TYPE_LABELS.items()],
        "columns": _columns(form, found, shop),
        "fields": [
            {"path": target.path, "label": path_label(target.path), "needed": target.path in needed}
            for target in targets_of(mapping.type).values()
        ],
        "needed": [_constant(mapping, path) for path in needed],
        "others": [
            _constant(mapping, path)
            for path in targets_of(mapping.type)
            if path not in mapping.columns and path not in needed and path != "id"
        ],
        "preview": shown,
        "preview_heads": [path_label(path) for path in mapping.columns if path],
        "wrong": sum(1 for one in shown if one.wrong),
        "made_id": can_make_ids(mapping.type) and "id" not in mapping.columns,
        "made_of": ", ".join(path_label(path) for path in previewing.identifying(mapping, shop)),
        "zone": shop.zone.key,
    }


def _constant(mapping: ColumnMapping, path: str) -> dict[str, Any]:
    target = targets_of(mapping.type)[path]
    return {"path": path, "label": path_label(path), "value": mapping.constants.get(path, ""), "choices": previewing.choices_of(target)}


def _own(form: MappingForm, path: str) -> set[str]:
    """The words of a column that a person has given a meaning."""
    return set(form.mapping.words.get(path, {}))


def _columns(form: MappingForm, found: Sample, shop: ShopFacts) -> list[dict[str, Any]]:
    words = previewing.words_of(found, form.mapping)
    examples = previewing.examples_of(found, form.mapping)
    columns = []
    for place, (header, path) in enumerate(zip(found.form.headers, form.mapping.columns, strict=True)):
        column: dict[str, Any] = {
            "place": place,
            "header": header,
            "path": path,
            "examples": examples[place],
            "words": [],
        }
        if path in words:
            target = targets_of(form.mapping.type)[path]
            told = [{"word": word, "means": previewing.understood(word, target, form.mapping, shop)} for word in words[path]]
            # Stars are mostly understood; only what is not needs a person.
            column["words"] = [
                one for one in told if target.kind != "stars" or not one["means"] or one["word"].casefold() in _own(form, path)
            ]
            column["choices"] = previewing.choices_of(target)
        columns.append(column)
    return columns
