"""Somebody who calls the API, and somebody who looks at Today."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from sellerdesk.models import User
from tests.factories.kernel import Cast, make_token
from tests.integration.kernel.probe import Addresses, Api, Probe
from tests.integration.kernel.waiting_room import Describer, in_zone, room


@pytest.fixture
def api(settings: Any, client: Client, cast: Cast) -> Api:
    settings.ROOT_URLCONF = Addresses
    client.raise_request_exception = False
    Probe.done = 0
    return Api(client, make_token(cast.desk, "desk.see", "log.see", "feed.load")[1])


@pytest.fixture
def say() -> Iterator[Describer]:
    """A room whose items it describes; Today's clock stands still."""
    with room() as describer:
        yield describer


@pytest.fixture
def alice(cast: Cast, client: Client, say: Describer) -> User:
    """Alice, signed in, in UTC."""
    in_zone(cast.alice, "UTC")
    client.force_login(cast.alice)
    return cast.alice
