"""Somebody who calls the API."""

from typing import Any

import pytest
from django.test import Client

from tests.factories.kernel import Cast, make_token
from tests.integration.kernel.probe import Addresses, Api, Probe


@pytest.fixture
def api(settings: Any, client: Client, cast: Cast) -> Api:
    settings.ROOT_URLCONF = Addresses
    client.raise_request_exception = False
    Probe.done = 0
    return Api(client, make_token(cast.desk, "desk.see", "log.see", "feed.load")[1])
