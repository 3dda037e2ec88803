"""The audit chain covers every part of an entry, and takes only what comes back as it went in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from sellerdesk.domain.actor import COMMAND_LINE, SYSTEM, Actor, person, token
from sellerdesk.domain.audit_chain import Entry, canonical, link, refuse_unstable


AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
ENTRY = Entry(at=AT, actor=person(7, "a@example.org"), what="shop.renamed", subject="shop:1", before={"name": "A"}, after={"name": "B"})


def linked(entry: Entry = ENTRY, *, desk_id: int = 1, number: int = 1, previous_hash: str = "") -> str:
    return link(desk_id=desk_id, number=number, entry=entry, previous_hash=previous_hash)


@pytest.mark.parametrize(
    ("actor", "key"),
    [(person(7, "a@example.org"), "user:7"), (token(3, "import"), "token:3"), (SYSTEM, "system"), (COMMAND_LINE, "command")],
)
def test_actors_have_keys_that_outlive_accounts(actor: Actor, key: str) -> None:
    assert actor.key == key
    assert actor.label


@pytest.mark.parametrize(
    "other",
    [
        replace(ENTRY, at=AT + timedelta(microseconds=1)),
        replace(ENTRY, actor=person(8, "a@example.org")),
        replace(ENTRY, actor=person(7, "b@example.org")),
        replace(ENTRY, what="shop.closed"),
        replace(ENTRY, subject="shop:2"),
        replace(ENTRY, before=None),
        replace(ENTRY, after={"name": "C"}),
    ],
)
def test_each_part_of_an_entry_is_in_its_hash(other: Entry) -> None:
    assert linked(other) != linked()


def test_place_and_predecessor_are_in_the_hash() -> None:
    assert len({linked(), linked(desk_id=2), linked(number=2), linked(previous_hash="ab")}) == 4


def test_the_same_instant_in_another_zone_is_the_same_entry() -> None:
    shanghai = timezone(timedelta(hours=8))

    assert linked(replace(ENTRY, at=AT.astimezone(shanghai))) == linked()


def test_canonical_text_does_not_depend_on_the_order_of_keys() -> None:
    assert canonical({"b": [1, None], "a": "я"}) == canonical({"a": "я", "b": [1, None]}) == '{"a":"я","b":[1,null]}'


@pytest.mark.parametrize("value", [None, True, 7, "text", {"a": [1, {"b": None}]}, ("x", 1), []])
def test_stable_values_pass(value: Any) -> None:
    refuse_unstable(value)


@pytest.mark.parametrize("value", [1.5, {1: "a"}, {"a": [0.1]}, AT, {"a": {"b": {2}}}, b"x"])
def test_unstable_values_are_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        refuse_unstable(value)
