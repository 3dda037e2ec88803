"""A desk whose data lies on an older major version of PostgreSQL comes back on a newer one. Long: real servers of both are filled."""

from pathlib import Path
from typing import Any

import pytest

from sellerdesk.runtime import binaries
from sellerdesk.runtime.paths import places
from sellerdesk.runtime.postgres import APP, OWNER, Postgres
from tests.integration.runtime.driving import ROOT, manage
from tests.integration.runtime.losing import FILL, LOAD, desk, everything, shell


OLDER = [
    folder
    for folder, from_wheel in binaries._postgres_folders()
    if not from_wheel and binaries.LEAST_POSTGRES <= binaries._major(folder / "postgres") < binaries.postgres_programs().major
]
pytestmark = [
    pytest.mark.long,
    pytest.mark.timeout(900),
    pytest.mark.skipif(not OLDER, reason="needs an older PostgreSQL of this machine beside the one that restores"),
]
SAME = ("reports", "chain", "files", "secret", "audit", "columns", "user", "owners")
"""How constraints and indexes are written differs from one version to the next; a restore compares them on one server by itself."""


def test_what_an_older_major_version_held_comes_back_on_a_newer_one(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = state / "older"
    with monkeypatch.context() as own:
        own.setenv("SELLERDESK_NO_WHEELS", "1")
        server = Postgres(places(state / "server"), throwaway=True)
    server.make()
    given: dict[str, Any] = {"DATABASE_URL": server.url(APP), "DATABASE_OWNER_URL": server.url(OWNER)}
    try:
        server.start()
        shell(folder, LOAD + FILL, **given)
        before = everything(folder, **given)
        made = desk(folder, "backup", str(state / "older.backup"), **given)
        assert made.returncode == 0, made.stderr
    finally:
        server.stop()

    # A draft of a process that was killed is nobody's.
    del before["files"]["attachments/half.new"]
    restored = desk(state / "newer", "restore", str(state / "older.backup"))

    assert restored.returncode == 0, restored.stderr
    after = everything(state / "newer")
    assert {what: after[what] for what in SAME} == {what: before[what] for what in SAME}
    version = manage(state / "newer", "shell", "-v", "0", "-c", SHOW, cwd=ROOT).stdout
    assert server.footing.programs.major < int(version) == binaries.postgres_programs().major


SHOW = "from django.db import connection as c; c.ensure_connection(); print(c.connection.info.server_version // 10000)"
