"""A receiver's certificate: nothing is sent to whoever nobody vouches for, nor to who is vouched for by another name."""

import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sellerdesk.errors import Transient
from sellerdesk.webhooks import wire
from tests.integration.runtime.certificates import NAME, self_signed
from tests.receiving import Receiver, receiving


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    return self_signed(tmp_path)


@pytest.fixture
def receiver(certificate: tuple[Path, Path]) -> Iterator[Receiver]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    server = Receiver()
    server.socket = context.wrap_socket(server.socket, server_side=True)
    with receiving(server) as found:
        yield found


def post(receiver: Receiver, name: str, settings: Any) -> int:
    origin = f"https://{name}:{receiver.server_address[1]}"
    settings.WEBHOOK_ORIGINS = [origin]
    return wire.post(f"{origin}/in", {}, b"{}", find=lambda _host, _port: ["127.0.0.1"]).status


def test_whoever_nobody_vouches_for_gets_nothing(receiver: Receiver, settings: Any) -> None:
    with pytest.raises(Transient) as refused:
        post(receiver, NAME, settings)

    assert (str(refused.value), receiver.came) == (wire.UNREACHABLE, [])


def test_the_name_must_be_the_certificates(
    receiver: Receiver, certificate: tuple[Path, Path], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    trust = ssl.create_default_context(cafile=str(certificate[0]))
    monkeypatch.setattr(wire, "_trust", lambda: trust)

    with pytest.raises(Transient):
        post(receiver, "other.example", settings)
    assert receiver.came == []
    # The control: vouched for and by its name it is called.
    assert post(receiver, NAME, settings) == 200
    assert len(receiver.came) == 1
