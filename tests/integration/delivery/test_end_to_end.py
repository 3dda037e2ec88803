"""From the row to the wire and back: deliveries over real HTTP to a marketplace that loses answers."""

from collections.abc import Iterator
from typing import Any

import pytest

from sellerdesk.errors import Transient
from sellerdesk.marketplaces import http, registry
from sellerdesk.models import Outbound, ShopConnection
from tests.factories.delivering import Clock, Room, connected, owe, room, run_dry, state, turn
from tests.factories.kernel import NOW, Cast
from tests.marketplace import HttpPort, Marketplace, standing


pytestmark = pytest.mark.django_db


@pytest.fixture
def marketplace(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Marketplace]:
    with standing() as server:
        server.writes_only, server.busy_seconds, server.slow_seconds = True, "1", 0.5
        settings.MARKETPLACE_ORIGINS = [server.url]
        monkeypatch.setitem(registry._kinds, "simulator", lambda shop, *_: HttpPort(server.url, shop.id, read_seconds=0.2))
        yield server
        http.forget()


@pytest.fixture
def chat() -> Iterator[Room]:
    with room() as made:
        yield made


def test_whatever_the_wire_does_each_arrives_once_and_in_order(cast: Cast, chat: Room, marketplace: Marketplace) -> None:
    shop = connected(cast.shop)
    plan = ["timeout", "accept", "drop", "cut", "broken", "busy", "accept", "timeout"]
    marketplace.plan = list(plan)
    ids = owe(shop=shop, texts=[str(number) for number in range(8)], now=NOW, lane="C1")

    run_dry(Clock())

    assert {state(pk) for pk in ids} == {"sent"}
    assert marketplace.arrived == {f"m-{pk}": [str(number)] for number, pk in enumerate(ids)}
    assert list(marketplace.arrived) == [f"m-{pk}" for pk in ids]
    # One more for what was dropped, and one for what came too often.
    assert marketplace.asked.count("POST /messages") == len(ids) + 2


def test_control_a_port_that_takes_silence_for_failure_sends_twice(
    cast: Cast, chat: Room, marketplace: Marketplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "Unknown", Transient)
    marketplace.plan = ["timeout"]
    (pk,) = owe(shop=connected(cast.shop), texts=["hello"], now=NOW)

    run_dry(Clock())

    assert marketplace.arrived == {f"m-{pk}": ["hello", "hello"]}


def test_a_key_that_is_not_accepted_costs_no_message(
    cast: Cast, chat: Room, marketplace: Marketplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = connected(cast.shop)
    clock = Clock()
    ids = owe(shop=shop, texts=["1", "2", "3"], now=NOW)
    with monkeypatch.context() as patch:
        patch.setitem(registry._kinds, "simulator", lambda shop, *_: HttpPort(marketplace.url, shop.id, key="expired key"))
        turn(clock)
    assert marketplace.asked == ["POST /messages"]
    assert ShopConnection.objects.get().failing_why == "denied"
    assert set(Outbound.objects.values_list("state", "attempts")) == {("queued", 0)}

    run_dry(clock)

    assert [state(pk) for pk in ids] == ["sent"] * 3
    assert ShopConnection.objects.get().failing_since is None
