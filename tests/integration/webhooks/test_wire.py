"""The way to a receiver: no place inside is reached, whatever tricks a name plays, and all has an end."""

import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings

from sellerdesk.errors import Permanent, Transient
from sellerdesk.webhooks import wire
from tests.receiving import Receiver, receiving


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


@pytest.fixture(autouse=True)
def _fresh(receiver: Receiver) -> None:
    receiver.came.clear()
    receiver.plan.clear()


def post(url: str, **more: Any) -> wire.Answer:
    return wire.post(url, {"X-Own": "1"}, b"{}", **more)


def named(receiver: Receiver) -> str:
    """The receiver by a name that the installation does not know."""
    return f"https://receiver.example:8443/{receiver.server_address[1]}"


def test_what_comes_is_whole_and_the_answer_is_kept_short(receiver: Receiver) -> None:
    receiver.plan = [(202, {}, "é" * 400 + "\x00\x1b[31m" + "x" * 2000)]
    answer = post(f"{receiver.url}/in?a=1")

    ((headers, body),) = receiver.came
    assert (answer.status, len(answer.text), answer.text.isprintable()) == (202, 500, True)
    assert (body, headers["x-own"], headers["host"]) == (b"{}", "1", receiver.url.partition("://")[2])


@pytest.mark.parametrize(
    "found",
    [
        ["127.0.0.1"], ["10.1.2.3"], ["169.254.169.254"], ["::1"], ["::ffff:127.0.0.1"], ["64:ff9b::7f00:1"], ["fd00::1"], [],
        ["::ffff:0:7f00:1"], ["2002:7f00:1::"], ["100.64.0.1"], ["0.0.0.0"], ["ff02::1"], ["fe80::1%lo"],
        ["1.1.1.1", "127.0.0.1"],
    ],
)  # fmt: skip
def test_a_name_that_leads_inside_is_not_called(receiver: Receiver, found: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[str] = []

    def connect(address: Any, *_args: Any, **_more: Any) -> socket.socket:
        called.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(Transient) as refused:
        post(named(receiver), find=lambda _host, _port: found)

    assert (str(refused.value), called, receiver.came) == (wire.INSIDE, [], [])


def test_the_address_that_was_checked_is_the_one_that_is_called(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that answers an open address first and a place inside afterwards is asked once only."""
    answers, called = iter([["1.1.1.1"], ["127.0.0.1"], ["127.0.0.1"]]), []

    def connect(address: Any, *_args: Any, **_more: Any) -> socket.socket:
        called.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(Transient):
        post(named(receiver), find=lambda _host, _port: next(answers))

    assert called == ["1.1.1.1"]
    assert next(answers) == ["127.0.0.1"]


def test_a_redirect_is_an_answer_and_is_not_followed(receiver: Receiver) -> None:
    receiver.plan = [(302, {"Location": f"{receiver.url}/elsewhere"}, "")]

    assert post(f"{receiver.url}/in").status == 302
    assert len(receiver.came) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://receiver.example/", "https://receiver.example:8080/", "https://127.0.0.1/", "https://[::1]/", "https://10.0.0.1:8443/",
        "https://169.254.169.254/latest/meta-data/", "https://2130706433/", "https://a:b@receiver.example/",
        "https://127.0.0.1./", "https://10.0.0.1.:8443/", "https://0.0.0.0/", "https://0/", "https://127.1/", "https://0x7f000001/",
        "https://[::ffff:7f00:1]/", "https://[::ffff:127.0.0.1]/", "https://[::]/", "https://[::1].receiver.example/",
    ],
)  # fmt: skip
def test_what_may_not_be_called_is_not(url: str) -> None:
    with pytest.raises(Permanent):
        post(url, find=lambda _host, _port: ["1.1.1.1"])


def test_only_the_very_origin_is_in_house(receiver: Receiver) -> None:
    port = receiver.server_address[1]
    with override_settings(WEBHOOK_ORIGINS=[f"http://127.0.0.1:{port + 1}", "https://inside.example"]), pytest.raises(Permanent):
        post(receiver.url)
    assert receiver.came == []


@pytest.mark.parametrize(("plan", "said"), [("silent", wire.SILENT), ("trickle", wire.SILENT), ("garbage", wire.GARBAGE)])
def test_a_receiver_that_is_slow_or_talks_nonsense_is_left(
    receiver: Receiver, plan: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "SECONDS", 0.6)
    receiver.plan = [plan]
    begun = time.monotonic()
    with pytest.raises(Transient) as left:
        post(receiver.url)

    assert str(left.value) == said
    assert time.monotonic() - begun < 2


def test_a_name_that_takes_for_ever_is_left(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "SECONDS", 0.3)

    def slow(_host: str, _port: int) -> list[str]:
        time.sleep(1)
        return ["1.1.1.1"]

    with pytest.raises(Transient) as left:
        post(named(receiver), find=slow)
    assert str(left.value) == wire.SILENT


def test_a_huge_answer_is_cut(receiver: Receiver) -> None:
    receiver.plan = ["huge"]

    answer = post(receiver.url)

    assert (answer.status, answer.text) == (200, "x" * 500)
