"""Several tellings of one thing merged into one: field by field, the latest word wins, null clears."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple


class Revision(NamedTuple):
    """One telling: its place in the order of merging, and the fields it names."""

    told_at: datetime
    """`updated_at`, or `at` where there is none."""
    content_hash: bytes
    fields: Mapping[str, Any]


def merge(revisions: Iterable[Revision]) -> dict[str, Any]:
    """The merged fields in the order of (told_at, hash); parts in `lines` are merged by their id and never dropped."""
    merged: dict[str, Any] = {}
    lines: dict[str, dict[str, Any]] = {}
    for revision in sorted(revisions, key=lambda revision: revision[:2]):
        for name, value in revision.fields.items():
            if name == "lines":
                for line in value:
                    lines.setdefault(line["id"], {}).update(line)
            else:
                merged[name] = value
    if lines:
        merged["lines"] = list(lines.values())
    return merged
