"""A dump that defines what our migrations do not: each kind is seen, a restore refuses it and leaves nothing. Long: a server is filled."""

import argparse
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from sellerdesk.runtime import migrations
from sellerdesk.runtime.backups import definitions, dumping, emptying, keys, making, restoring
from sellerdesk.runtime.failures import Failure
from sellerdesk.runtime.paths import places
from sellerdesk.runtime.postgres import Postgres
from sellerdesk.runtime.stores import Urls
from tests.integration.runtime.losing import WORD


pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]
HARMFUL = "AS $$ BEGIN UPDATE sellerdesk_user SET is_superuser = true; RETURN NEW; END $$"
PLANTED = {
    "function public.sellerdesk_steal() (not ours)": (
        f"CREATE FUNCTION sellerdesk_steal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER {HARMFUL}"
    ),
    "trigger steal on public.sellerdesk_desk (not ours)": (
        f"CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql {HARMFUL};"
        " CREATE TRIGGER steal AFTER UPDATE ON sellerdesk_desk FOR EACH ROW EXECUTE FUNCTION f()"
    ),
    "function public.sellerdesk_audit_is_final() (another definition)": (
        "CREATE OR REPLACE FUNCTION sellerdesk_audit_is_final() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
    ),
    "trigger auditentry_rows_are_final on public.sellerdesk_auditentry (missing)": (
        "DROP TRIGGER auditentry_rows_are_final ON sellerdesk_auditentry"
    ),
    "trigger auditentry_table_is_final on public.sellerdesk_auditentry (another": (
        "ALTER TABLE sellerdesk_auditentry DISABLE TRIGGER auditentry_table_is_final"
    ),
    "column public.sellerdesk_user.is_superuser (another": "ALTER TABLE sellerdesk_user ALTER is_superuser SET DEFAULT true",
    "column public.sellerdesk_desk.planted (not ours)": "ALTER TABLE sellerdesk_desk ADD planted text GENERATED ALWAYS AS (slug) STORED",
    "table public.planted (not ours); column": "CREATE VIEW planted AS SELECT * FROM sellerdesk_user",
    "rule quiet on public.sellerdesk_auditentry (not ours)": ("CREATE RULE quiet AS ON INSERT TO sellerdesk_auditentry DO INSTEAD NOTHING"),
    "policy hidden on public.sellerdesk_desk (not ours)": "CREATE POLICY hidden ON sellerdesk_desk USING (false)",
    "table public.sellerdesk_desk (another": "ALTER TABLE sellerdesk_desk ENABLE ROW LEVEL SECURITY",
    "constraint planted on public.sellerdesk_desk (not ours)": "ALTER TABLE sellerdesk_desk ADD CONSTRAINT planted CHECK (slug < 'z')",
    "index public.planted (not ours)": "CREATE INDEX planted ON sellerdesk_desk (lower(slug))",
    "type public.planted (not ours)": "CREATE DOMAIN planted AS text DEFAULT 'x'",
    "extension citext (not ours)": "CREATE EXTENSION citext",
    "schema planted (not ours)": "CREATE SCHEMA planted",
    "operator ": "CREATE OPERATOR === (FUNCTION = texteq, LEFTARG = text, RIGHTARG = text)",
    "right UPDATE on public.sellerdesk_auditentry of sellerdesk_app (not ours)": "GRANT UPDATE ON sellerdesk_auditentry TO sellerdesk_app",
    "right SELECT on public.sellerdesk_user of everybody (not ours)": "GRANT SELECT ON sellerdesk_user TO PUBLIC",
    "setting of sellerdesk_owner here (not ours)": "ALTER ROLE sellerdesk_owner IN DATABASE planted SET work_mem = '5MB'",
    "large object ": "SELECT lo_create(0)",
}


@pytest.fixture(scope="module")
def server(state: Path) -> Iterator[Postgres]:
    """A server whose database has every table and no row of a desk."""
    found = Postgres(places(state / "definitions"), throwaway=True)
    found.make()
    found.start()
    migrations.run(_urls(found))
    yield found
    found.stop()


@pytest.fixture(scope="module")
def ours(server: Postgres) -> definitions.Definitions:
    """What the migrations made."""
    return _read(_urls(server).owner)


def _urls(server: Postgres, name: str = "sellerdesk") -> Urls:
    app, owner = (server.url(role).replace("/sellerdesk?", f"/{name}?") for role in ("sellerdesk_app", "sellerdesk_owner"))
    return Urls(app, owner, restoring.NO_REDIS)


def _read(url: str) -> definitions.Definitions:
    with closing(psycopg2.connect(url)) as connection:
        return definitions.read(connection)


def _run(url: str, statement: str) -> None:
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement)


@contextmanager
def _database(server: Postgres, name: str, template: str = "template0") -> Iterator[Urls]:
    """A database of the owner's on that server, for the block."""
    with closing(psycopg2.connect(_urls(server, "postgres").owner)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
            try:
                yield _urls(server, name)
            finally:
                cursor.execute(f"DROP DATABASE {name}")


@pytest.mark.parametrize("name", list(PLANTED))
def test_every_kind_of_thing_that_was_planted_is_seen(server: Postgres, ours: definitions.Definitions, name: str) -> None:
    with _database(server, "planted", "sellerdesk") as urls:
        definitions.refuse_others(_read(urls.owner), ours)
        _run(urls.owner, PLANTED[name])

        with pytest.raises(Failure) as refused:
            definitions.refuse_others(_read(urls.owner), ours)

    assert name in refused.value.cause


def test_an_emptied_database_has_nothing_left_and_takes_a_dump_again(server: Postgres, ours: definitions.Definitions) -> None:
    planted = [
        PLANTED[name] for name in list(PLANTED) if name.split()[0] in {"function", "trigger", "table", "schema", "extension", "large"}
    ]
    with _database(server, "emptied", "sellerdesk") as urls:
        assert not emptying.is_empty(urls.owner)
        _run(urls.owner, "; ".join(planted))
        emptying.empty(urls.owner)

        assert emptying.is_empty(urls.owner)
        assert not [name for name in _read(urls.owner) if name.startswith(("extension", "large"))]
        _fill_from(_urls(server).owner, urls)
        definitions.refuse_others(_read(urls.owner), ours)


@pytest.mark.parametrize(
    "statement", ["CREATE VIEW a AS SELECT 1", "CREATE SEQUENCE a", "CREATE DOMAIN a AS text", "CREATE SCHEMA a", PLANTED["operator "]]
)
def test_a_database_with_anything_in_it_is_not_empty(server: Postgres, statement: str) -> None:
    with _database(server, "anything") as urls:
        assert emptying.is_empty(urls.owner)
        _run(urls.owner, "CREATE EXTENSION pg_trgm")
        assert emptying.is_empty(urls.owner)
        _run(urls.owner, statement)
        assert not emptying.is_empty(urls.owner)


def _fill_from(source: str, urls: Urls) -> None:
    with dumping.snapshot(source) as (_connection, name):
        dumping.load(urls.owner, dumping.dump(source, name))
    dumping.settle(urls.owner)


def test_a_restore_refuses_what_was_planted_and_leaves_nothing(server: Postgres, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*keys.ALL, *(f"{key}_FILE" for key in keys.ALL)):
        monkeypatch.delenv(name, raising=False)
    hostile, sound = state / "hostile.backup", state / "sound.backup"
    with _database(server, "source", "sellerdesk") as urls:
        making.write(sound, WORD, _old(state), urls)
        _run(urls.owner, PLANTED["trigger steal on public.sellerdesk_desk (not ours)"])
        _run(urls.owner, PLANTED["rule quiet on public.sellerdesk_auditentry (not ours)"])
        making.write(hostile, WORD, _old(state), urls)
    with _database(server, "target") as urls:
        for name, url in (("DATABASE_URL", urls.database), ("DATABASE_OWNER_URL", urls.owner), ("REDIS_URL", urls.redis)):
            monkeypatch.setenv(name, url)

        with pytest.raises(Failure, match=r"rule quiet on .*trigger steal on .*not ours") as refused:
            _restore(hostile, state / "never", monkeypatch)
        assert "Nothing was changed" in str(refused.value.way_out)
        assert emptying.is_empty(urls.owner)
        assert not [path for path in (state / "never").rglob("*") if path.is_file() and path.name not in {"lock", "running.json"}]

        assert _restore(sound, state / "sound", monkeypatch) == 0
        assert (state / "sound" / "seal_key").read_text() == "key"
        emptying.empty(urls.owner)
        assert _restore(hostile, state / "trusted", monkeypatch, trust=True) == 0


def _old(state: Path) -> Any:
    """The state directory of the desk that is backed up."""
    old = places(state / "old")
    for key in keys.KEYS:
        keys.write(old.state, key, "key")
    return old


def _restore(file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, *, trust: bool = False) -> int:
    monkeypatch.setenv("SELLERDESK_STATE", str(folder))
    monkeypatch.setenv("SELLERDESK_BACKUP_PASSPHRASE", WORD)
    options = argparse.Namespace(file=file, passphrase_file=None, replace=False, trust_definitions=trust)
    return restoring.main(options, places(folder))
