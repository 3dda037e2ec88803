"""The one way to a marketplace by HTTP: what each failure means, what is never done, and what is never said."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import structlog

from sellerdesk.domain.pace import Limit
from sellerdesk.errors import Denied, Held, Limited, MarketplaceError, Permanent, Transient
from sellerdesk.marketplaces import http
from sellerdesk.marketplaces.ports import MessageOut, Unknown
from tests.factories.delivering import forget_marketplaces
from tests.marketplace import KEY, HttpPort, Marketplace, standing


NOW = datetime(2026, 3, 31, 12, 0, tzinfo=UTC)
HELLO = MessageOut(conversation="C1", text="hello", key="m-1", written_at=NOW)


@pytest.fixture
def marketplace(settings: Any) -> Iterator[Marketplace]:
    forget_marketplaces()
    with standing() as server:
        settings.MARKETPLACE_ORIGINS = [server.url]
        yield server
        http.forget()
    forget_marketplaces()


@pytest.fixture
def port(marketplace: Marketplace) -> HttpPort:
    return HttpPort(marketplace.url, 7)


def test_an_answer_is_a_receipt(marketplace: Marketplace, port: HttpPort) -> None:
    assert port.send(HELLO).outside_id == "out-m-1"
    assert marketplace.arrived == {"m-1": ["hello"]}
    assert port.find(HELLO) is not None


@pytest.mark.parametrize(
    ("plan", "error", "arrived"),
    [
        ("timeout", Unknown, True),
        ("drop", Unknown, False),
        ("cut", Unknown, True),
        ("broken", Unknown, True),
        ("busy", Limited, False),
        ("refuse", Permanent, False),
        ("away", Transient, False),
    ],
)
def test_each_failure_of_a_write_has_its_class(
    marketplace: Marketplace, port: HttpPort, plan: str, error: type[MarketplaceError], arrived: bool
) -> None:
    marketplace.plan = [plan]

    with pytest.raises(error) as raised:
        port.send(HELLO)

    assert raised.type is error
    assert bool(marketplace.arrived) is arrived
    assert marketplace.asked == ["POST /messages"]


@pytest.mark.parametrize("plan", ["timeout", "cut", "broken"])
def test_a_question_that_was_not_answered_is_asked_again_later(marketplace: Marketplace, port: HttpPort, plan: str) -> None:
    marketplace.plan = [plan]

    with pytest.raises(Transient) as raised:
        port.find(HELLO)
    assert raised.type is Transient


def test_nothing_left_where_nobody_listens(marketplace: Marketplace, port: HttpPort, settings: Any) -> None:
    settings.MARKETPLACE_ORIGINS = ["http://127.0.0.1:9"]

    with pytest.raises(Transient, match="cannot be reached") as raised:
        HttpPort("http://127.0.0.1:9", 7).send(HELLO)
    assert raised.type is Transient


def test_a_key_that_is_not_accepted_stops_everything(marketplace: Marketplace) -> None:
    with pytest.raises(Denied, match="key expired"):
        HttpPort(marketplace.url, 7, key="another").send(HELLO)


def test_an_answer_too_large_or_too_slow_is_no_answer(marketplace: Marketplace, port: HttpPort, monkeypatch: Any) -> None:
    marketplace.plan = ["large"]
    with monkeypatch.context() as patch:
        patch.setattr(http, "LARGEST_ANSWER", 10_000)
        with pytest.raises(Unknown):
            port.send(HELLO)

    marketplace.plan = ["trickle"]
    monkeypatch.setattr(http, "WHOLE_SECONDS", 0.2)
    with pytest.raises(Unknown):
        port.send(HELLO)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/messages",
        "https://marketplace.example/messages",
        "file:///etc/passwd",
        "http://user:pass@127.0.0.1/messages",
        "//127.0.0.1/messages",
        "",
        "http://[::1/",
        "http://127.0.0.1\\@example.org/",
    ],
)
def test_nothing_is_sent_to_an_address_that_is_not_listed(marketplace: Marketplace, url: str) -> None:
    with pytest.raises(Permanent, match="no marketplace"):
        HttpPort(url, 7).session.ask("GET", url, group="chat", writes=False)
    assert marketplace.asked == []


def test_an_origin_that_is_none_in_the_settings_allows_nothing(marketplace: Marketplace, settings: Any) -> None:
    settings.MARKETPLACE_ORIGINS = ["marketplace.example", f"{marketplace.url}/api/"]

    with pytest.raises(Permanent):
        HttpPort("nonsense", 7).session.ask("GET", "nonsense", group="chat", writes=False)
    assert HttpPort(marketplace.url, 7).send(HELLO).outside_id == "out-m-1"


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://api.example.org/a?b#c", "https://api.example.org"),
        ("https://API.example.org:443/", "https://api.example.org"),
        ("http://127.0.0.1:8080/x", "http://127.0.0.1:8080"),
        ("https://api.example.org.evil.example/", "https://api.example.org.evil.example"),
        ("ftp://api.example.org/", ""),
        ("https://api.example.org@evil.example/", ""),
        ("https://api.example.org:port/", ""),
    ],
)
def test_the_origin_of_an_address(url: str, origin: str) -> None:
    assert http.origin(url) == origin


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "12"}, 12),
        ({"retry-after": " 0.5 "}, 1),
        ({"x-ratelimit-retry": "7"}, 7),
        ({"retry-after": "soon", "x-ratelimit-retry": "2"}, 2),
        ({"retry-after": "Tue, 31 Mar 2026 12:01:00 GMT"}, 60),
        ({"retry-after": "Tue, 31 Mar 2026 11:00:00 GMT"}, 1),
        ({"retry-after": "999999999999"}, 7200),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "٣"}, None),
        ({"retry-after": "1.2.3"}, None),
        ({}, None),
    ],
)
def test_how_long_they_told_us_to_wait(headers: dict[str, str], seconds: int | None) -> None:
    told = http.told_wait(headers, NOW)

    assert told == (None if seconds is None else timedelta(seconds=seconds))


def test_a_limit_that_they_tell_holds_the_next_one_back(marketplace: Marketplace, port: HttpPort) -> None:
    marketplace.plan = ["busy"]
    with pytest.raises(Limited) as limited:
        port.send(HELLO)
    assert limited.value.wait == timedelta(seconds=7)

    with pytest.raises(Held):
        port.send(HELLO)

    assert marketplace.asked == ["POST /messages"]


def test_our_own_limit_holds_back_before_they_do(marketplace: Marketplace) -> None:
    port = HttpPort(marketplace.url, 7, limits={"chat": Limit(1, timedelta(minutes=1))})
    port.send(HELLO)

    with pytest.raises(Held):
        port.send(HELLO)

    assert marketplace.asked == ["POST /messages"]


def test_neither_key_nor_words_are_logged_or_told(marketplace: Marketplace, port: HttpPort, caplog: Any) -> None:
    marketplace.plan = ["refuse"]
    with structlog.testing.capture_logs() as logged, pytest.raises(Permanent) as refused:
        port.send(HELLO)
    port.find(MessageOut(conversation="C1", text="hello", key="what the buyer wrote", written_at=NOW))

    assert str(refused.value) == "Invalid signature of …"
    assert logged[0]["event"] == "marketplace_asked"
    assert logged[0]["path"] == "/messages"
    everything = f"{logged} {caplog.text} {port.session!r}"
    assert KEY not in everything
    assert "hello" not in everything
    assert "what" not in everything
