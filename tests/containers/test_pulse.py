"""Signs of life, and what a health check makes of them."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sellerdesk.runtime import pulse
from sellerdesk.runtime.live import Live


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SELLERDESK_STATE", str(tmp_path))
    monkeypatch.delenv("SELLERDESK_HOSTS", raising=False)


@pytest.mark.parametrize(("arguments", "name"), [(["worker", "bulk"], "worker-bulk"), (["beat"], "beat")])
def test_a_sign_of_life_grows_old(arguments: list[str], name: str, tmp_path: Path) -> None:
    before = pulse.main(arguments)
    pulse.touch(name)
    fresh = pulse.main(arguments)
    old = time.time() - 2 * pulse.OLDEST_SECONDS
    os.utime(tmp_path / "pulse" / name, (old, old))

    assert (before, fresh, pulse.main(arguments)) == (1, 0, 1)


def test_one_workers_sign_is_not_anothers() -> None:
    pulse.touch("worker-now")

    assert pulse.main(["worker", "bulk"]) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("hosts", ["", "desk.example.com, other.example.com", ".example.com", "*"])
def test_the_web_process_is_asked_by_a_name_of_its_own(start_web: Callable[..., Live], monkeypatch: pytest.MonkeyPatch, hosts: str) -> None:
    live = start_web(**({"SELLERDESK_HOSTS": hosts} if hosts else {}))
    monkeypatch.setenv("SELLERDESK_HOSTS", hosts)

    assert pulse.main(["web", live.url.rsplit(":", 1)[1]]) == 0


def test_nobody_there_is_not_ready(start_web: Callable[..., Live]) -> None:
    live = start_web(REDIS_URL="redis://127.0.0.1:1/0")
    port = live.url.rsplit(":", 1)[1]
    without_store = pulse.main(["web", port])
    live.stop()

    assert (without_store, pulse.main(["web", port])) == (1, 1)
