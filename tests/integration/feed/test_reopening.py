"""Records of a room that opens later are applied then, whole."""

from datetime import UTC, datetime

import pytest

from sellerdesk import shops
from sellerdesk.feed import registry, reopening
from sellerdesk.feed.batch import WAITING, Batch
from sellerdesk.models import FeedRecord
from tests import feeding


QUESTION = {"type": "question", "id": "Q1", "at": "2026-01-02T03:04:05Z", "product": "P1", "text": "Есть синий?", "mood": "curious"}
ANSWER = {"type": "question_answer", "id": "A1", "at": "2026-01-02T04:04:05Z", "question": "Q2", "text": "有的"}
NOW = datetime(2026, 2, 1, tzinfo=UTC)


class QuestionsDoor:
    """A room as a later version would have it."""

    types = frozenset({"question", "question_answer"})

    def __init__(self) -> None:
        self.seen: list[str] = []

    def apply(self, batch: Batch) -> None:
        """Takes questions; an answer to an unknown one waits."""
        for fact in batch.of("question", "question_answer"):
            self.seen.append(fact.data["text"])
            if fact.type == "question_answer":
                batch.rule(fact.record, None, WAITING)

    def after_commit(self, batch: Batch) -> None:
        """Nothing to ask for."""


def without_questions() -> list[registry.Applier]:
    """All rooms but the one that takes questions."""
    return [one for one in registry.appliers() if "question" not in one.types]


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions have no room yet."""
    monkeypatch.setattr(registry, "_appliers", without_questions())


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> QuestionsDoor:
    own = QuestionsDoor()
    monkeypatch.setattr(registry, "_appliers", [*without_questions(), own])
    return own


@pytest.fixture
def kept(transactional_db: None, closed: None) -> shops.ShopFacts:
    feeding.make_shop(rules="standard", time_zone="Asia/Shanghai", window="6_months")
    answer = feeding.load([QUESTION, ANSWER])
    assert (answer["waiting"], answer["applied"]) == (2, 0)
    return shops.named(feeding.SLUG)


def test_records_without_a_room_are_kept_whole(kept: shops.ShopFacts) -> None:
    record = FeedRecord.objects.get(outside_id="Q1")

    assert (record.state, record.code) == (FeedRecord.State.WAITING, "room_not_open")
    assert record.raw["mood"] == "curious"
    assert reopening.shops() == []


def test_reopen_applies_them_once_the_room_is_there(kept: shops.ShopFacts, door: QuestionsDoor) -> None:
    assert reopening.shops() == [kept.id]

    assert reopening.reopen(shop=kept, now=NOW) == 2
    assert reopening.reopen(shop=kept, now=NOW) == 0

    assert door.seen == ["Есть синий?", "有的"]
    states = dict(FeedRecord.objects.values_list("outside_id", "code"))
    assert states == {"Q1": "", "A1": "waiting"}
