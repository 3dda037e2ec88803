"""The real `./desk up`: ready, alone, mended, ended."""

import hashlib
import os
import shutil
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from sellerdesk.runtime import orphans
from sellerdesk.runtime.up import done
from tests.integration.runtime.certificates import self_signed
from tests.integration.runtime.driving import Up, busy, going, gone, manage


pytestmark = pytest.mark.timeout(400)


@pytest.fixture(scope="module")
def first(state: Path) -> Up:
    """The first `up` of a new state directory, ended again."""
    up = Up(state / "first").ready()
    up.end()
    return up


@pytest.fixture(scope="module")
def prepared(first: Up, state: Path) -> Path:
    """A state directory as it was after its first `up`."""
    return shutil.copytree(first.state, state / "prepared")


@pytest.fixture(scope="module")
def desk(first: Up, prepared: Path) -> Iterator[Up]:
    """One `up` that the questions of this file share."""
    up = Up(first.state).ready()
    yield up
    up.end()


@pytest.fixture
def start(state: Path, prepared: Path, request: pytest.FixtureRequest) -> Iterator[Callable[..., Up]]:
    """`start("--port", "8000", NAME="value")` starts an `up` of the test's own, already prepared state, ended after the test."""
    started: list[Up] = []
    folder = state / hashlib.sha256(request.node.name.encode()).hexdigest()[:8]
    shutil.copytree(prepared, folder)

    def begin(*options: str, **more: str) -> Up:
        started.append(Up(folder, options, more))
        return started[-1]

    yield begin
    for up in started:
        up.end(signal.SIGKILL)
    assert gone(folder)
    shutil.rmtree(folder)


def test_first_sign_in_is_shown_once(first: Up, desk: Up) -> None:
    assert first.said.count("First sign-in, shown this once: owner@sellerdesk.local") == 1
    assert "First sign-in" not in desk.said
    # Why nothing happens for a minute is said where it takes one, and nowhere else.
    assert "making the tables" in first.said
    assert "making the tables" not in desk.said


@pytest.mark.parametrize(
    ("migrations", "static", "said"),
    [(66, True, "66 migrations, static files"), (0, True, "static files"), (2, False, "2 migrations"), (0, False, "nothing to migrate")],
)
def test_what_was_prepared_is_said_and_what_was_not_is_not(migrations: int, static: bool, said: str) -> None:
    assert done({"migrations": migrations, "static": static}) == said


def test_up_answers(desk: Up) -> None:
    assert httpx.get(f"{desk.address}/healthz", timeout=10).status_code == 200
    assert desk.address.startswith("http://127.0.0.1:")


def test_up_listens_on_loopback_only(desk: Up) -> None:
    port = int(desk.address.rsplit(":", 1)[1])
    table = Path("/proc/net/tcp").read_text().splitlines()[1:]
    listening = [line.split()[1] for line in table if line.split()[3] == "0A"]

    assert f"0100007F:{port:04X}" in listening
    assert f"00000000:{port:04X}" not in listening


def test_secrets_and_addresses_are_for_their_owner_alone(desk: Up) -> None:
    for name in ("secret_key", "pseudonym_key", "running.json"):
        assert (desk.state / name).stat().st_mode & 0o077 == 0, name
    assert (desk.state / "secret_key").read_text() != (desk.state / "pseudonym_key").read_text()


def test_second_up_of_the_same_state_is_refused_with_pid_and_address(desk: Up) -> None:
    second = Up(desk.state)

    status = second.process.wait(30)
    second.reader.join(10)

    assert status == 1
    assert f"already running: process {desk.facts()['pid']}, {desk.address}" in second.said


def test_taken_port_is_refused_when_it_was_asked_for(start: Callable[..., Up]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        up = start("--port", str(port))

        status = up.process.wait(100)
        up.reader.join(10)

    assert status == 1
    assert f"Port {port} on 127.0.0.1 is taken." in up.said


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--host", "0.0.0.0"], "need TLS"),
        (["--host", "0.0.0.0", "--behind-proxy"], "SELLERDESK_HOSTS"),
        (["--tls-cert", "/nonexistent"], "belong together"),
        (["--tls-cert", "/nonexistent", "--tls-key", "/nonexistent"], "cannot be read"),
    ],
)
def test_open_address_without_tls_is_refused(start: Callable[..., Up], options: list[str], words: str) -> None:
    up = start(*options)

    status = up.process.wait(30)
    up.reader.join(10)

    assert status == 1
    assert words in up.said


def test_management_command_uses_the_running_stores(desk: Up) -> None:
    asked = manage(
        desk.state,
        "shell",
        "-v",
        "0",
        "-c",
        "from django.db import connection as c; print(c.settings_dict['HOST'], c.settings_dict['USER'])",
    )

    assert asked.returncode == 0, asked.stderr
    assert asked.stdout == f"{desk.state}/run sellerdesk_app\n"
    assert "database made" not in asked.stderr


@pytest.mark.parametrize("words", ["runtime.worker worker now", "runtime.worker worker bulk", "runtime.worker beat"])
def test_killed_child_comes_back(desk: Up, words: str) -> None:
    before = desk.child(words)

    os.kill(before, signal.SIGKILL)

    _until(lambda: _other(desk, words, before))
    assert "fell (signal SIGKILL)" in desk.said


def test_killed_web_process_comes_back_on_the_same_socket(desk: Up) -> None:
    web = next(pid for pid in going(desk.state) if "sellerdesk.runtime.web" in orphans.command_line(pid))

    os.kill(web, signal.SIGKILL)

    # The supervisor holds the socket, so a client is kept waiting, not refused.
    assert httpx.get(f"{desk.address}/healthz", timeout=30).status_code == 200


def test_killed_stores_come_back(desk: Up) -> None:
    for store in ("postgres", "valkey-server"):
        pid = next(pid for pid in going(desk.state) if f"/{store}" in orphans.command_line(pid).split("\0")[0])
        os.kill(pid, signal.SIGKILL)

    _until(lambda: httpx.get(f"{desk.address}/readyz", timeout=10).status_code == 200)


def test_warm_start_is_quick_and_ctrl_c_ends_everything(start: Callable[..., Up]) -> None:
    up = start().ready()
    took, room = time.monotonic() - up.started, busy()

    status = up.end()

    assert status == 0
    assert gone(up.state, 1)
    assert "migrations" not in up.said
    assert took < 5 * room
    assert not (up.state / "running.json").exists()


@pytest.mark.long
def test_killed_supervisor_leaves_nobody_and_the_next_start_recovers(start: Callable[..., Up]) -> None:
    first = start().ready()
    first.end(signal.SIGKILL)

    assert gone(first.state)

    second = start().ready()
    assert httpx.get(f"{second.address}/readyz", timeout=10).status_code == 200
    assert second.end(signal.SIGTERM) == 0


@pytest.mark.long
def test_everything_killed_at_once_recovers(start: Callable[..., Up]) -> None:
    first = start().ready()
    for pid in going(first.state):
        os.kill(pid, signal.SIGKILL)
    first.end(signal.SIGKILL)

    second = start().ready()

    assert httpx.get(f"{second.address}/readyz", timeout=10).status_code == 200


@pytest.mark.long
def test_other_state_directory_takes_the_next_port(desk: Up, start: Callable[..., Up]) -> None:
    other = start().ready()

    assert other.address != desk.address


@pytest.mark.long
def test_own_certificate_gives_tls_and_host_bound_cookies(start: Callable[..., Up], tmp_path: Path) -> None:
    certificate, key = self_signed(tmp_path)

    up = start("--host", "0.0.0.0", "--tls-cert", str(certificate), "--tls-key", str(key), SELLERDESK_HOSTS="desk.example").ready()
    port = up.address.rsplit(":", 1)[1]
    page = httpx.get(f"https://127.0.0.1:{port}/accounts/login/", headers={"Host": "desk.example"}, verify=False, timeout=20)

    assert up.address.startswith("https://")
    assert page.status_code == 200
    assert page.headers["set-cookie"].startswith("__Host-csrftoken=")
    assert "Secure" in page.headers["set-cookie"]
    assert "max-age" in page.headers["strict-transport-security"]


def _other(desk: Up, words: str, before: int) -> bool:
    try:
        return desk.child(words) != before
    except AssertionError:
        return False


def _until(true: Callable[[], bool], limit: float = 60.0) -> None:
    end = time.monotonic() + limit
    while True:
        try:
            if true():
                return
        except httpx.TransportError:
            pass
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.1)
