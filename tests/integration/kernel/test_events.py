"""Events between apps."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction

from sellerdesk import events
from tests.factories.kernel import NOW


@dataclass(frozen=True, slots=True, kw_only=True)
class KettleBoiled(events.Event):
    """Something that happened."""

    kettle_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KettleBroke(events.Event):
    """Something else."""


@pytest.fixture
def heard() -> Iterator[list[events.Event]]:
    found: list[events.Event] = []
    receiver = found.append
    events.subscribe(KettleBoiled, receiver)
    events.subscribe(KettleBoiled, receiver)
    yield found
    events.unsubscribe(KettleBoiled, receiver)
    events.unsubscribe(KettleBoiled, receiver)


@pytest.mark.django_db(transaction=True)
def test_publish_refuses_outside_a_transaction(heard: list[events.Event]) -> None:
    with pytest.raises(events.PublishedOutsideTransaction):
        events.publish(KettleBoiled(desk_id=1, at=NOW, kettle_id=2))
    assert heard == []


@pytest.mark.django_db
def test_subscribers_of_this_event_hear_it_once_at_once(heard: list[events.Event]) -> None:
    boiled = KettleBoiled(desk_id=1, at=NOW, kettle_id=2)
    with transaction.atomic():
        events.publish(KettleBroke(desk_id=1, at=NOW))
        events.publish(boiled)
        assert heard == [boiled]
