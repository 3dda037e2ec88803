"""Filling a table with millions of rows at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def bare(cursor: Any, table: str) -> Iterator[None]:
    """The table without its links and indexes while the block fills it; they are checked and built after.

    The primary key stays, and so does what other tables link to.
    """
    cursor.execute(
        "SELECT own.conname, pg_get_constraintdef(own.oid) FROM pg_constraint own WHERE own.conrelid = %s::regclass"
        " AND (own.contype = 'f' OR own.contype = 'u' AND NOT EXISTS"
        " (SELECT 1 FROM pg_constraint link WHERE link.contype = 'f' AND link.conindid = own.conindid))",
        [table],
    )
    constraints = cursor.fetchall()
    cursor.execute(
        "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i"
        " WHERE i.indrelid = %s::regclass AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)",
        [table],
    )
    indexes = cursor.fetchall()
    for name, _ in constraints:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for name, _ in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
    for name, definition in constraints:
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
    for _, definition in indexes:
        cursor.execute(definition)
