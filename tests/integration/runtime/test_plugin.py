"""The test plugin's own promises."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import psycopg2
import pytest
import redis


def test_plugin_offers_stores_on_unix_sockets_only() -> None:
    folder = Path(dict(parse_qsl(urlsplit(os.environ["DATABASE_URL"]).query))["host"])

    with psycopg2.connect(os.environ["DATABASE_URL"]) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('listen_addresses'), current_setting('fsync')")
        listening, fsync = cursor.fetchone()
    connection.close()

    assert (listening, fsync) == ("", "off")
    assert folder.is_dir()
    assert redis.Redis.from_url(os.environ["REDIS_URL"]).ping()


@pytest.mark.filterwarnings("ignore:A test tried to use socket")
def test_sockets_are_closed_outside_this_machine() -> None:
    import socket

    from pytest_socket import SocketConnectBlockedError

    with pytest.raises(SocketConnectBlockedError), socket.socket() as connection:
        connection.connect(("192.0.2.1", 80))
