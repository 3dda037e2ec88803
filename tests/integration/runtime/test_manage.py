"""The real `./desk manage`: its answer alone on standard output, stores for as long as they are needed."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sellerdesk.runtime import binaries, locks, ready_made
from sellerdesk.runtime.paths import places
from sellerdesk.runtime.stores import Stores
from tests.integration.runtime.driving import ROOT, going, gone, manage, surroundings


pytestmark = pytest.mark.timeout(400)
QUIET = ("shell", "-v", "0", "-c")


@pytest.fixture(scope="module")
def used(state: Path) -> Iterator[Path]:
    """A state directory that commands have used."""
    folder = state / "managed"
    ready_made.take(places(folder))
    yield folder
    assert gone(folder)


@pytest.mark.long
def test_first_command_makes_a_database_and_says_so(state: Path) -> None:
    made = manage(state / "new", *QUIET, "print('first')")

    assert (made.returncode, made.stdout) == (0, "first\n"), made.stderr
    assert "database made" in made.stderr
    assert "migrations" in made.stderr


def test_second_command_says_nothing_but_its_answer_and_leaves_nobody(used: Path) -> None:
    asked = manage(used, *QUIET, "print('{}')")

    assert (asked.returncode, asked.stdout) == (0, "{}\n")
    assert asked.stderr == ""
    assert going(used) == []


def test_command_runs_where_the_person_stands(used: Path, tmp_path: Path) -> None:
    (tmp_path / "celery.py").write_text("raise SystemExit('shadowed')\n")

    asked = manage(used, *QUIET, "import os; print(os.getcwd())", cwd=tmp_path)

    assert asked.stdout == f"{tmp_path}\n", asked.stderr


def test_status_of_the_command_is_the_status_of_desk(used: Path) -> None:
    unknown = manage(used, "no_such_command")
    refused = manage(used, *QUIET, "raise SystemExit(7)")

    assert unknown.returncode == 1
    assert "no_such_command" in unknown.stderr
    assert unknown.stdout == ""
    assert refused.returncode == 7


def test_two_commands_at_once_share_the_stores_and_the_first_waits(used: Path) -> None:
    def begin(program: str) -> "subprocess.Popen[str]":
        command = [str(ROOT / "desk"), "manage", *QUIET, program]
        return subprocess.Popen(command, env=surroundings(used), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    ask = "from django.db import connection as c; u = c.cursor(); u.execute('SELECT 1'); print(u.fetchone()[0], flush=True)"
    first = begin(f"import sys; {ask}")
    limit = time.monotonic() + 60
    while not (used / "running.json").exists():
        assert time.monotonic() < limit
        time.sleep(0.02)
    second = begin(f"import time; time.sleep(3); {ask}")

    answers = [process.communicate(timeout=100) for process in (first, second)]

    assert [answer[0] for answer in answers] == ["1\n", "1\n"], answers
    assert [first.returncode, second.returncode] == [0, 0]


@pytest.mark.long
def test_killed_command_leaves_nobody_and_the_next_one_works(used: Path) -> None:
    command = [str(ROOT / "desk"), "manage", *QUIET, "import time; print('in', flush=True); time.sleep(100)"]
    with subprocess.Popen(command, env=surroundings(used), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == "in\n"
        killed.send_signal(signal.SIGKILL)

    asked = manage(used, *QUIET, "print(2)")

    assert (asked.returncode, asked.stdout) == (0, "2\n"), asked.stderr


def test_application_runs_without_the_owners_rights(used: Path) -> None:
    refused = manage(used, *QUIET, "from django.db import connection as c; c.cursor().execute('CREATE TABLE stray (n int)')")

    assert refused.returncode != 0
    assert "permission denied" in refused.stderr


@pytest.mark.long
def test_given_servers_are_used_and_none_is_started(state: Path) -> None:
    place = places(state / "servers")
    names = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")
    kept = {name: os.environ.pop(name) for name in names}
    try:
        servers = Stores(place, throwaway=True)
    finally:
        os.environ.update(kept)
    urls = servers.start()
    try:
        mine = state / "own"
        asked = manage(
            mine,
            *QUIET,
            "from django.db import connection as c; print(c.settings_dict['USER'])",
            DATABASE_URL=urls.owner,
            REDIS_URL=urls.redis,
        )
        listing = sorted(entry.name for entry in mine.iterdir())
    finally:
        servers.stop()

    assert (asked.returncode, asked.stdout) == (0, "sellerdesk_owner\n"), asked.stderr
    assert "postgres" not in listing


def test_unreachable_server_is_named_with_the_way_out(state: Path) -> None:
    asked = manage(state / "nowhere", *QUIET, "print(1)", DATABASE_URL=f"postgresql://x@/y?host={state}", REDIS_URL="unix:///nonexistent")

    assert asked.returncode == 1
    assert "cannot be reached" in asked.stderr
    assert "Check DATABASE_URL" in asked.stderr
    assert "Traceback" not in asked.stderr


def test_unwritable_state_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()

    asked = manage(file / "state", *QUIET, "print(1)")

    assert asked.returncode == 1
    assert str(file) in asked.stderr
    assert "Traceback" not in asked.stderr


def test_announcement_of_a_dead_holder_is_not_believed(state: Path) -> None:
    place = places(state / "stale")
    urls = Stores(place).urls()
    locks.announce(place, "up", urls, "http://127.0.0.1:1")

    with locks.front(place, lambda _line: None):
        assert locks.running(place) == {}
    assert binaries.LEAST_POSTGRES >= 15
