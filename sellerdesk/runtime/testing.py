"""The pytest plugin: throwaway stores before Django reads its settings, and the real processes for who asks.

Loaded by `addopts = -p sellerdesk.runtime.testing`. DATABASE_URL and REDIS_URL, where given, are used instead.
Where several processes share the tests (`-n 2`) each has stores of its own: tests empty Valkey and restart it.
The stores live in memory (/dev/shm) where there is such a place, without fsync, and leave nothing behind.
"""

import atexit
import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from sellerdesk.runtime import catalogues, ready_made
from sellerdesk.runtime.paths import places
from sellerdesk.runtime.stores import Stores


# The real processes, for tests that ask for them.
pytest_plugins = ["sellerdesk.runtime.live"]

ROOT = Path(__file__).resolve().parent.parent.parent
PREFIX = f"sd-test-{os.getuid()}-"
_running: contextlib.ExitStack = contextlib.ExitStack()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, Any, Any]:
    """Boots the stores. A wrapper runs before pytest-django's own hook, which already imports settings."""
    options = early_config.known_args_namespace
    if not (options.version or options.help):
        _boot(is_worker="PYTEST_XDIST_WORKER" in os.environ, divides=bool(getattr(options, "numprocesses", None)))
    return (yield)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Stops the stores, after every fixture of the session is gone."""
    _running.close()


def _boot(*, is_worker: bool, divides: bool) -> None:
    """`divides`: this process shares the tests out to others and runs none itself."""
    if is_worker:
        # Those of the process that divides the tests; what was given from outside it does not divide (`quality.test`).
        for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
            os.environ.pop(name, None)
    else:
        # Once and before the workers: one could take away what another has made and does not hold yet.
        _sweep()
        catalogues.compile_all(ROOT)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=_fast_place()))
    held = os.open(folder / "held", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(held, fcntl.LOCK_EX)
    _running.callback(shutil.rmtree, folder, ignore_errors=True)
    _running.callback(os.close, held)
    atexit.register(_running.close)
    place = places(folder / "state")
    if is_worker:
        ready_made.take(place)
    stores = Stores(place, throwaway=True)
    _running.callback(stores.stop)
    urls = stores.start()
    # pytest-django makes its own database, which only the owner may.
    os.environ.update(
        DATABASE_URL=urls.owner,
        DATABASE_OWNER_URL=urls.owner,
        REDIS_URL=urls.redis,
        SELLERDESK_STATE=str(folder / "state"),
        SELLERDESK_STATIC_MANIFEST="0",
        EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
        # Tests of the second factor ask for it themselves.
        SELLERDESK_SECOND_FACTOR="offered",
        DJANGO_SETTINGS_MODULE="sellerdesk.settings",
    )
    if divides and not is_worker:
        ready_made.make(stores)


def _fast_place() -> str:
    """Memory where the system offers it to us, else the temporary directory."""
    memory = "/dev/shm"  # noqa: S108 - mkdtemp makes a private directory in it
    return memory if os.access(memory, os.W_OK) else tempfile.gettempdir()


def _sweep() -> None:
    """Removes what a killed test run left: its directory is there, and nobody holds it."""
    for folder in Path(_fast_place()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError), (folder / "held").open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def state() -> Iterator[Path]:
    """A fresh state directory on fast storage, for tests that start the real `desk`; removed afterwards."""
    with tempfile.TemporaryDirectory(prefix=PREFIX, dir=_fast_place()) as folder:
        yield Path(folder)
