"""The database remembers when it was last backed up, so that the desk can say when that is too long ago."""

from collections.abc import Callable
from pathlib import Path

from sellerdesk.runtime.backups import dumping


_ADD = "INSERT INTO sellerdesk_backup (made_at, bytes, seconds, file) VALUES (clock_timestamp(), %s, %s, %s)"
_OLD = "DELETE FROM sellerdesk_backup WHERE id NOT IN (SELECT id FROM sellerdesk_backup ORDER BY made_at DESC LIMIT 50)"


def write(url: str, file: Path, *, taken: float, say: Callable[[str], None]) -> None:
    """One line more, and none beyond the last fifty. A database from before there was such a table goes without."""
    with dumping.connected(url) as connection, connection, connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('sellerdesk_backup')")
        if cursor.fetchone()[0] is None:
            say("this database is too old to remember its backups")
            return
        cursor.execute(_ADD, [file.stat().st_size, taken, file.name[:200]])
        cursor.execute(_OLD)
