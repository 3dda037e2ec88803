"""Hints reach those who listen, and their absence harms nobody."""

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import redis
from django.conf import settings

from sellerdesk import hints
from sellerdesk.commands import command, note
from sellerdesk.models import DeskEvent
from tests.factories.kernel import NOW, make_desk


@pytest.fixture(autouse=True)
def _fresh_client() -> Iterator[None]:
    hints.forget()
    yield
    hints.forget()


def test_a_hint_is_published_on_the_desks_channel() -> None:
    listener: Any = redis.Redis.from_url(settings.REDIS_URL)
    with listener, listener.pubsub(ignore_subscribe_messages=True) as pubsub:
        pubsub.subscribe(hints.channel(5))
        pubsub.get_message(timeout=5)

        hints.send_all({5: 17})

        message = pubsub.get_message(timeout=5)
    assert message is not None
    assert message["data"] == b"17"


@pytest.mark.django_db(transaction=True)
def test_without_redis_the_command_is_told_all_the_same(settings: Any, tmp_path: Path) -> None:
    settings.REDIS_URL = f"unix://{tmp_path}/nobody.sock"
    desk = make_desk()

    @command
    def change(*, now: datetime) -> None:
        note(desk.pk, "told")

    change(now=NOW)

    assert DeskEvent.objects.filter(desk=desk, number=1).exists()


def test_after_a_failure_it_pauses(settings: Any, tmp_path: Path) -> None:
    settings.REDIS_URL = f"unix://{tmp_path}/nobody.sock"
    hints.send_all({1: 1})
    paused = hints.paused_until()

    hints.send_all({1: 2})

    assert time.monotonic() < paused
    assert hints.paused_until() == paused
