"""`./desk manage CMD …`: one management command with stores under it, and its answer alone on standard output."""

import os
import sys

from sellerdesk.runtime import locks, migrations
from sellerdesk.runtime.failures import Failure
from sellerdesk.runtime.paths import Places
from sellerdesk.runtime.stores import Urls


# These change or describe the schema, so the owner's role runs them, and nothing migrates before them.
OF_THE_OWNER = frozenset({"migrate", "makemigrations", "sqlmigrate", "showmigrations", "squashmigrations", "optimizemigration", "flush"})
WITHOUT_MIGRATION = OF_THE_OWNER | {
    "help",
    "version",
    "check",
    "compile_catalogues",
    "compilemessages",
    "makemessages",
    "diffsettings",
    "--help",
    "--version",
}


def say(line: str) -> None:
    """Progress goes to standard error: standard output belongs to the command."""
    print(f"  {line}", file=sys.stderr, flush=True)


def main(arguments: list[str], places: Places) -> int:
    """Runs the command and returns its exit status. Refused with Failure when the stores cannot be had."""
    command = arguments[0] if arguments else "help"
    os.environ.setdefault("SELLERDESK_PROCESS", "sellerdesk-manage")
    # A person waits at the terminal and may load or recompute millions of rows in one statement.
    os.environ.setdefault("SELLERDESK_STATEMENT_TIMEOUT", "3600")
    with locks.stores(places, say) as (urls, private):
        urls.put(os.environ)
        if command in OF_THE_OWNER:
            os.environ["SELLERDESK_AS_OWNER"] = "1"
        return _execute(arguments, urls, private=private, migrate=command not in WITHOUT_MIGRATION)


def _execute(arguments: list[str], urls: Urls, *, private: bool, migrate: bool) -> int:
    import django
    from django.core.management import ManagementUtility

    migrations.refuse_blind_text(urls)
    django.setup()
    if migrate:
        _bring_up(urls, private=private)
    try:
        ManagementUtility(["./desk manage", *arguments]).execute()
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        sys.stdout.flush()
        _close()
    return 0


def _bring_up(urls: Urls, *, private: bool) -> None:
    """Private stores are migrated as needed. Somebody's server is only filled when it is empty; else its keeper decides when."""
    missing = migrations.pending()
    if not missing:
        return
    if not private and _has_tables():
        raise Failure(f"The database lacks {missing} migrations.", "Run: ./desk manage migrate")
    say(f"{missing} migrations")
    _close()
    migrations.run(urls)


def _has_tables() -> bool:
    from django.db import connection

    return bool(connection.introspection.table_names())


def _close() -> None:
    from django.db import connections

    connections.close_all()
