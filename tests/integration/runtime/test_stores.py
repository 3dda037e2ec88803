"""The private stores: what killed runs leave behind, long paths, root, versions, and text."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from sellerdesk.runtime import binaries, children, footing, migrations, orphans
from sellerdesk.runtime.failures import Failure
from sellerdesk.runtime.paths import places
from sellerdesk.runtime.postgres import DATABASE, OWNER, Postgres
from sellerdesk.runtime.stores import Stores, Urls
from sellerdesk.runtime.valkey import Valkey


@pytest.fixture
def folder() -> Iterator[Path]:
    """A directory that others may enter, on fast storage, with a short name."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="sd-t-", dir=memory) as made:
        Path(made).chmod(0o755)
        yield Path(made)


def _ask(url: str, question: str) -> object:
    connection = psycopg2.connect(url)
    try:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()[0]
    finally:
        connection.close()


@pytest.fixture
def cluster(folder: Path) -> Iterator[Postgres]:
    """A made but not started throwaway cluster; stopped afterwards."""
    postgres = Postgres(places(folder / "state"), throwaway=True)
    postgres.make()
    yield postgres
    postgres.stop()


def test_cluster_has_two_roles_and_the_owner_owns(cluster: Postgres) -> None:
    cluster.start()

    assert _ask(cluster.url("sellerdesk_app"), "SELECT current_user") == "sellerdesk_app"
    assert _ask(cluster.url(OWNER), f"SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = '{DATABASE}'") == OWNER
    assert _ask(cluster.url(OWNER), "SELECT bool_or(rolsuper) FROM pg_roles WHERE rolname LIKE 'sellerdesk%'") is False
    assert cluster.make() is False


def test_the_servers_own_log_holds_no_words_of_a_statement_that_fails(cluster: Postgres) -> None:
    """The driver writes values into the statement: what fails would be kept there with all that somebody wrote, and so would details."""
    cluster.start()
    with closing(psycopg2.connect(cluster.url(OWNER))) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE said (words text UNIQUE, number int)")
        cursor.execute("INSERT INTO said VALUES (%s, 1)", ["Anna Weber"])
        connection.commit()
        for statement in ("INSERT INTO said VALUES (%s, 1)", "UPDATE said SET number = 1 / 0 WHERE words = %s", "SELECT %s FROM nowhere"):
            with pytest.raises(psycopg2.Error):
                cursor.execute(statement, ["Anna Weber"])
            connection.rollback()

    log = cluster.log.read_text()
    # The control: each failure was told, by name.
    assert [words for words in ("said_words_key", "division by zero", '"nowhere"') if words not in log] == []
    assert "Anna" not in log


def test_pid_file_that_names_a_foreign_process_does_not_stop_the_start(cluster: Postgres) -> None:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as foreign:
        text = f"{foreign.pid}\n{cluster.footing.data}\n1\n5432\n{cluster.footing.sockets}\n\n"
        (cluster.footing.data / "postmaster.pid").write_text(text)
        (cluster.footing.sockets / ".s.PGSQL.5432.lock").write_text(text)

        cluster.start()

        assert foreign.poll() is None
        foreign.kill()
    assert _ask(cluster.url(OWNER), "SELECT 1") == 1


def test_orphaned_postmaster_is_ended_and_its_data_kept(cluster: Postgres) -> None:
    cluster.start()
    connection = psycopg2.connect(cluster.url(OWNER))
    with connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)")
    connection.close()
    orphan = cluster.process
    assert orphan is not None
    again = Postgres(places(cluster.footing.data.parent), throwaway=True)

    again.start()

    assert orphan.wait(10) is not None
    assert _ask(again.url(OWNER), "SELECT n FROM kept") == 7
    again.stop()


def test_killed_cluster_recovers(cluster: Postgres) -> None:
    cluster.start()
    assert cluster.process is not None
    cluster.process.kill()
    cluster.process.wait()

    cluster.start()

    assert _ask(cluster.url(OWNER), "SELECT 1") == 1


def test_half_made_cluster_is_made_again(folder: Path) -> None:
    place = places(folder / "state")
    (place.postgres.with_name("postgres.new") / "base").mkdir(parents=True)
    postgres = Postgres(place, throwaway=True)

    assert postgres.make() is True

    postgres.start()
    postgres.stop()


def test_data_of_another_version_is_refused_by_name(cluster: Postgres) -> None:
    (cluster.footing.data / "PG_VERSION").write_text("12\n")

    with pytest.raises(Failure, match="was made by PostgreSQL 12"):
        cluster.make()


def test_start_that_fails_says_what_the_server_said(cluster: Postgres) -> None:
    (cluster.footing.data / "postgresql.conf").write_text("no_such_setting = 1\n")

    with pytest.raises(Failure, match="no_such_setting"):
        cluster.start()


def test_long_state_path_gets_a_short_place_for_sockets(folder: Path) -> None:
    deep = folder / ("long" * 15) / ("longer" * 15)
    place = places(deep)
    stores = Stores.__new__(Stores)
    postgres, valkey = Postgres(place, throwaway=True), Valkey(place, throwaway=True)
    stores.postgres, stores.valkey, stores.given_database, stores.given_redis = postgres, valkey, "", ""
    stores.places, stores.say = place, lambda _line: None
    try:
        urls = stores.start()

        assert len(str(place.sockets)) < 60
        assert _ask(urls.owner, "SELECT 1") == 1
        assert places(deep) == place
    finally:
        stores.stop()
        shutil.rmtree(place.sockets)


def test_short_place_of_somebody_else_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(folder))
    deep = folder / ("long" * 15) / ("longer" * 15)
    taken = places(deep).sockets
    taken.chmod(0o777)

    with pytest.raises(Failure, match="belongs to somebody else"):
        places(deep)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
def test_root_without_namespaces_becomes_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory(prefix="sd-t-") as made:
        Path(made).chmod(0o755)
        monkeypatch.setattr(children, "namespace_allowed", lambda: False)
        monkeypatch.setattr(footing, "OPEN_PLACE", Path(made) / "open")
        postgres = Postgres(places(Path(made) / "closed"), throwaway=True)
        try:
            postgres.make()
            postgres.start()

            assert _ask(postgres.url(OWNER), "SELECT 1") == 1
            assert postgres.process is not None
            assert Path(f"/proc/{postgres.process.pid}").stat().st_uid == children.NOBODY
        finally:
            postgres.stop()


def test_no_server_of_ours_listens_on_the_network(cluster: Postgres) -> None:
    cluster.start()

    assert _ask(cluster.url(OWNER), "SELECT current_setting('listen_addresses')") == ""


@pytest.mark.skipif(os.environ.get("SELLERDESK_NO_WHEELS") == "1", reason="asks about the wheels")
def test_without_a_wheel_the_machine_is_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SELLERDESK_NO_WHEELS", "1")
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.setattr(binaries, "HOMEBREW", ())
    monkeypatch.setattr(binaries, "_postgres_folders", lambda: iter([]))

    with pytest.raises(binaries.NoBinary, match="set DATABASE_URL"):
        binaries.postgres_programs()
    with pytest.raises(binaries.NoBinary, match="set REDIS_URL"):
        binaries.valkey_program()


def test_database_without_utf8_ctype_is_refused(cluster: Postgres) -> None:
    cluster.start()
    connection = psycopg2.connect(cluster.url(OWNER))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE blind TEMPLATE template0 LC_CTYPE 'C' LC_COLLATE 'C'")
    connection.close()
    blind = cluster.url(OWNER).replace(f"/{DATABASE}?", "/blind?")

    with pytest.raises(Failure, match="would not see Cyrillic or Chinese"):
        migrations.refuse_blind_text(Urls(database=blind, owner=blind, redis=""))
    migrations.refuse_blind_text(Urls(database=cluster.url(OWNER), owner="", redis=""))


def test_unreachable_database_is_named(folder: Path) -> None:
    nowhere = f"postgresql://somebody@/desk?host={folder}"

    with pytest.raises(Failure, match="cannot be reached"):
        migrations.refuse_blind_text(Urls(database=nowhere, owner=nowhere, redis=""))


def test_valkey_keeps_what_was_written_and_replaces_an_orphan(folder: Path) -> None:
    import redis

    place = places(folder / "state")
    first = Valkey(place)
    first.start()
    with redis.Redis.from_url(first.url) as client:
        client.set("kept", "yes")
    second = Valkey(place)

    second.start()

    with redis.Redis.from_url(second.url) as client:
        assert client.get("kept") == b"yes"
    assert first.process is not None
    assert first.process.wait(10) == 0
    second.stop()


def test_stores_die_with_the_process_that_started_them(folder: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from sellerdesk.runtime.paths import places; from sellerdesk.runtime.stores import Stores\n"
        f"stores = Stores(places(Path({str(folder / 'state')!r})), throwaway=True); stores.start()\n"
        "print(stores.postgres.process.pid, stores.valkey.process.pid, flush=True); sys.stdin.read()"
    )
    surroundings = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"}}
    root = str(Path(binaries.__file__).parents[2])
    parent = subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**surroundings, "PYTHONPATH": root}
    )
    assert parent.stdout is not None
    assert parent.stdin is not None
    pids = [int(pid) for pid in parent.stdout.readline().split()]

    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdin.close()
    parent.stdout.close()

    limit = time.monotonic() + 10
    while any(orphans.command_line(pid) for pid in pids):
        assert time.monotonic() < limit, "a store outlived its parent"
        time.sleep(0.05)
