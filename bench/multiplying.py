"""The rows of one shop so many times over, under other names, in every table at once: a large shop in a minute instead of an hour.

Each copy is a whole shop's trade of its own: its ids are moved by a stride, and what names them outside by an ending.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bench import filling


STRIDE = 1_000_000
"""Larger than any id of the rows that are copied."""
ROWS_OF = (
    "sellerdesk_buyer",
    "sellerdesk_order",
    "sellerdesk_orderline",
    "reviews_review",
    "reviews_said",
    "reviews_reviewstep",
    "reviews_followup",
    "reviews_answer",
    "reviews_creditline",
)
FIGURES = ("reviews_creditday",)
_MOVED = ("id", "buyer_id", "order_id", "review_id")
_RENAMED = ("outside_id", "order_ref", "line_ref", "placed_line", "review_ref", "follow_up_ref")
_REHASHED = ("order_key", "buyer_key")


def times(cursor: Any, shop: Any, number: int, *, tables: Sequence[str] = ROWS_OF) -> None:
    """So many times the same rows of a shop in each of the tables. The cursor is the owner's, inside a transaction."""
    for table in tables:
        columns = _columns(cursor, table)
        where = "t.shop_id = %(shop)s" if "shop_id" in columns else _by_parent(columns)
        selected = ", ".join(_copied(table, name) for name in columns)
        with filling.bare(cursor, table):
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) OVERRIDING SYSTEM VALUE SELECT {selected}"
                f" FROM {table} t, generate_series(1, %(copies)s::bigint) AS turn"
                f" WHERE t.desk_id = %(desk)s AND {where} AND t.id < %(stride)s",
                {"copies": number - 1, "stride": STRIDE, "desk": shop.desk_id, "shop": shop.id},
            )
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), (SELECT max(id) FROM " + table + "))", [table])


def _by_parent(columns: Mapping[str, str]) -> str:
    """Whose shop's a row is that names none itself: its order's, or its review's."""
    link, table = ("order_id", "sellerdesk_order") if "order_id" in columns else ("review_id", "reviews_review")
    return f"t.{link} IN (SELECT o.id FROM {table} o WHERE o.desk_id = %(desk)s AND o.shop_id = %(shop)s AND o.id < %(stride)s)"


def figures(cursor: Any, shop: Any, table: str, columns: Sequence[str], number: int) -> None:
    """So many times the counts of a table of figures: what so many times the same rows come to."""
    counts = ", ".join(f"{name} = {name} * %(times)s" for name in columns)
    cursor.execute(
        f"UPDATE {table} SET {counts} WHERE desk_id = %(desk)s AND shop_id = %(shop)s",
        {"times": number, "desk": shop.desk_id, "shop": shop.id},
    )


def _columns(cursor: Any, table: str) -> Mapping[str, str]:
    cursor.execute(
        "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute"
        " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
        [table],
    )
    return dict(cursor.fetchall())


def _copied(table: str, column: str) -> str:
    if column in _MOVED:
        return f"t.{column} + turn * %(stride)s"
    if column in _RENAMED:
        return f"t.{column} || '/' || turn"
    if column in _REHASHED:
        return f"decode(md5(t.{column}::text || turn), 'hex')"
    if (table, column) == ("reviews_review", "at"):
        # Two hundred copies of a minute are no shop: its newest reviews would be two hundred times the same ten.
        return "t.at - turn * interval '11 hours'"
    return f"t.{column}"
