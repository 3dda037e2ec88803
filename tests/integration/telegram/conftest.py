"""Telegram on loopback."""

from collections.abc import Iterator
from typing import Any

import pytest

from sellerdesk.marketplaces import http
from tests.receiving import receiving
from tests.telegram import TOKEN, Telegram


@pytest.fixture(scope="module")
def running() -> Iterator[Telegram]:
    with receiving(Telegram()) as found:
        yield found
    http.forget()


@pytest.fixture
def telegram(running: Telegram, settings: Any) -> Telegram:
    settings.SITE_URL = "https://desk.example"
    running.sent.clear()
    running.updates.clear()
    running.offsets.clear()
    running.plan.clear()
    running.token, running.webhook = TOKEN, ""
    return running
