"""A record without anybody's words is a record still, and says the same to rules and figures."""

import json
from typing import Any

import pytest
from hypothesis import given, strategies as st

from sellerdesk.feed import reading, scrubbing
from sellerdesk.feed.fact import Fact, canonical
from sellerdesk.feed.schema import TYPES
from tests.factories.feed import FULL


WORD = "ZQMARK"
# What no word may stand in: ids, codes, moments, numbers; what the shop's books are made of.
_BOOKS = {
    "type", "id", "at", "order", "line", "lines", "product", "status", "courier", "region", "warehouse", "verdict", "stars", "author", "by",
    "review", "follow_up", "question", "conversation", "sender", "message", "agent", "claim", "wants", "actions", "stage", "step", "code",
    "currency", "category", "dimension", "ship_by", "title", "article", "image",
}  # fmt: skip


def marked(value: Any, name: str = "", kind: str = "") -> Any:
    """A record whose every text of a person begins with a word that stands nowhere else."""
    if isinstance(value, dict):
        return {key: marked(one, key, kind) for key, one in value.items()}
    if isinstance(value, list):
        return [marked(one, name, kind) for one in value]
    is_title_of_review = name == "title" and kind == "review"
    is_free = name not in _BOOKS and not name.endswith("_at") and name not in {"price", "cost", "amount", "minor", "value"}
    return f"{WORD} {value}" if isinstance(value, str) and (is_free or is_title_of_review) else value


def masked(_ref: str) -> str:
    return "erased-1"


OF_BUYERS = sorted(set(scrubbing.WORDS) | set(scrubbing.PICTURES) | {"refusal", "claim"})


@pytest.mark.parametrize("kind", OF_BUYERS)
def test_no_word_is_left_and_it_is_read_as_before(kind: str) -> None:
    record = marked(FULL[kind], kind=kind)
    if "buyer" in record:
        record["buyer"] = {"id": f"{WORD}-1", "name": f"{WORD} Weber"}
    assert WORD in json.dumps(record)

    kept = scrubbing.scrub(kind, record, masked)

    assert WORD not in json.dumps(kept)
    read = reading.fact(1, canonical({**kept, scrubbing.MARK: True}), 1)
    assert isinstance(read, Fact)
    assert scrubbing.scrub(kind, kept, masked) == kept
    for name in TYPES[kind].fields.keys() & record.keys():
        assert bool(kept[name]) == bool(record[name]) or name in scrubbing.PICTURES.get(kind, ())


@given(st.sampled_from(OF_BUYERS), st.text(max_size=40), st.dictionaries(st.text(min_size=1, max_size=9), st.text(max_size=9), max_size=3))
def test_unknown_fields_go_and_nothing_stays_nothing(kind: str, text: str, more: dict[str, str]) -> None:
    name = next(iter(scrubbing.WORDS.get(kind, ())), "")
    record = {**more, **FULL[kind], **({name: text} if name else {})}
    kept = scrubbing.scrub(kind, record, masked)

    assert kept.keys() <= {*TYPES[kind].fields, "type", "id", "at", scrubbing.MARK}
    if name and kind != "message":
        assert kept[name] == (scrubbing.ERASED if text else text)
