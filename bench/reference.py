"""The plain way: the same rows into copies of the tables, same columns, checks and indexes, by batched INSERT and nothing else."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg2
from psycopg2.extras import execute_values


BATCH = 500
BY_SHOP = (
    "sellerdesk_feedrecord",
    "sellerdesk_product",
    "sellerdesk_buyer",
    "sellerdesk_order",
    "sellerdesk_tradevoid",
    "sellerdesk_moment",
    "reviews_review",
    "reviews_reviewstep",
    "reviews_followup",
    "reviews_answer",
    "reviews_creditline",
    "reviews_creditday",
    "ratings_storerating",
    "ratings_figurechange",
)
BY_ORDER = ("sellerdesk_orderline", "sellerdesk_ordermark")

Rows = list[tuple[Any, ...]]


@contextmanager
def as_owner() -> Iterator[Any]:
    """A connection of the tables' owner, who may make and drop copies."""
    connection = psycopg2.connect(os.environ["DATABASE_OWNER_URL"])
    try:
        yield connection
    finally:
        connection.close()


def rows_of(connection: Any, table: str, shop_id: int) -> Rows:
    """All rows of one shop in the order in which they were written, as a plain program would hold them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname, atttypid = 'jsonb'::regtype FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
            [table],
        )
        columns = ", ".join(f"t.{name}::text" if is_json else f"t.{name}" for name, is_json in cursor.fetchall())
        source = f"{table} t JOIN sellerdesk_order o ON o.desk_id = t.desk_id AND o.id = t.order_id" if table in BY_ORDER else f"{table} t"
        where = "o.shop_id" if table in BY_ORDER else "t.shop_id"
        cursor.execute(f"SELECT {columns} FROM {source} WHERE {where} = %s ORDER BY t.id", [shop_id])
        found: Rows = cursor.fetchall()
    connection.rollback()
    return found


def copies(connection: Any, tables: Sequence[str]) -> None:
    """Empty copies of the tables, named plain_<table>, as durable as their models."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"DROP TABLE IF EXISTS plain_{table}")
            cursor.execute(f"CREATE TABLE plain_{table} (LIKE {table} INCLUDING ALL)")
            # What the database works out from other columns travels like any value here: the rows are given whole.
            cursor.execute("SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attgenerated <> ''", [f"plain_{table}"])
            for (name,) in cursor.fetchall():
                cursor.execute(f"ALTER TABLE plain_{table} ALTER COLUMN {name} DROP EXPRESSION")
    connection.commit()


def insert_seconds(connection: Any, rows: dict[str, Rows], batches: int) -> float:
    """Seconds for writing the rows of each table in so many transactions, at most 500 rows a statement."""
    started = time.perf_counter()
    for number in range(batches):
        with connection.cursor() as cursor:
            for table, own in rows.items():
                part = own[len(own) * number // batches : len(own) * (number + 1) // batches]
                if part:
                    execute_values(cursor, f"INSERT INTO plain_{table} VALUES %s", part, page_size=BATCH)
        connection.commit()
    return time.perf_counter() - started
