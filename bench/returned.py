"""A shop of which very much was refused, claimed and paid back, drawn in the database itself in the shape that the loader gives it."""

from datetime import datetime
from typing import Any

from bench import filling


DAYS = 730
OPEN = 10_000
"""Of the newest claims at most so many are open, half of them for the shop to decide and half with the marketplace."""
PRODUCTS = 3_000
LINES_OF_ORDER = 2
_TABLES = ("sellerdesk_product", "sellerdesk_buyer", "sellerdesk_order", "returns_claim", "returns_claimstep")


def fill(cursor: Any, desk_id: int, shop_id: int, claims: int, lines: int, *, now: datetime) -> None:
    """So many claims and order lines of one shop, and a refusal of every twentieth order, over two years up to now."""
    orders = max(lines // LINES_OF_ORDER, claims)
    given = {
        "desk": desk_id, "shop": shop_id, "n": claims, "orders": orders, "each": orders // claims, "first": _next_id(cursor), "now": now,
        "products": min(PRODUCTS, max(orders // 10, 1)), "open": min(OPEN, max(claims // 10, 1)), "days": f"{DAYS} days",
    }  # fmt: skip
    for table, statement in _FILLED:
        with filling.bare(cursor, table):
            # Half of what it costs to write a claim is to see that it follows its moves: here both are drawn at once.
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(statement, given)
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    cursor.execute(_ITEMS, given)
    for table in _TABLES:
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")


def _next_id(cursor: Any) -> int:
    """One id for all that belongs together: the n-th order and its buyer have the same."""
    cursor.execute(f"SELECT greatest({', '.join(f'(SELECT coalesce(max(id), 0) FROM {table})' for table in _TABLES)}) + 1")
    return int(cursor.fetchone()[0])


_PLACED = "%(now)s::timestamptz - (%(orders)s - i + 1) * (%(days)s::interval / %(orders)s)"
_ORDERS = f"(SELECT i, {_PLACED} AS placed FROM generate_series(1, %(orders)s::bigint) AS i) AS o"
# The j-th claim is about the order after the j-th stretch: a refused order is the last of twenty, and never claimed.
_CLAIMS = (
    "(SELECT j, i, placed, least(placed + interval '8 days', %(now)s::timestamptz - interval '1 minute') AS asked,"
    f" j > %(n)s - %(open)s AS open FROM (SELECT j, i, {_PLACED} AS placed FROM (SELECT j, (j - 1) * %(each)s + 1 AS i"
    " FROM generate_series(1, %(n)s::bigint) AS j) AS numbered) AS o) AS c"
)
_REASON = (
    "(ARRAY['defective', 'too_small', 'disliked', 'damaged', 'not_as_described', 'changed_mind', 'other'])[1 + ((i * 7919) %% 7)::int]"
)
_TAKEN_FROM = "%(first)s::bigint + 1 + (i * 7919) %% %(products)s"
_FILLED = (
    ("sellerdesk_product", """
    INSERT INTO sellerdesk_product (id, desk_id, shop_id, outside_id, title, article, category, image, price_currency, cost_currency)
    OVERRIDING SYSTEM VALUE SELECT %(first)s::bigint + i, %(desk)s, %(shop)s, 'P' || i, 'Product ' || i, 'A-' || i, '', '', '', ''
    FROM generate_series(1, %(products)s::bigint) AS i
    """),
    ("sellerdesk_buyer", """
    INSERT INTO sellerdesk_buyer (id, desk_id, shop_id, outside_id, name) OVERRIDING SYSTEM VALUE
    SELECT %(first)s::bigint + i, %(desk)s, %(shop)s, 'B' || i, 'John Smith ' || i FROM generate_series(1, %(orders)s::bigint) AS i
    """),
    ("sellerdesk_order", f"""
    INSERT INTO sellerdesk_order (id, desk_id, shop_id, outside_id, buyer_id, placed_at, status, completed_at, courier, tracking, region,
        warehouse, shipping_cost_minor, shipping_cost_currency, note, reviewable)
    OVERRIDING SYSTEM VALUE SELECT %(first)s::bigint + i, %(desk)s, %(shop)s, 'O' || i, %(first)s::bigint + i, placed,
        CASE WHEN i %% 20 = 0 THEN 'refused' WHEN placed < %(now)s::timestamptz - interval '7 days' THEN 'completed' ELSE 'shipped' END,
        CASE WHEN i %% 20 <> 0 AND placed < %(now)s::timestamptz - interval '7 days' THEN placed + interval '6 days' END,
        'Courier ' || i %% 6, '', 'Region ' || (i * 31) %% 80, 'W' || i %% 4, 30000, 'RUB', '', true FROM {_ORDERS}
    """),
    ("sellerdesk_orderline", f"""
    INSERT INTO sellerdesk_orderline (desk_id, order_id, outside_id, product_id, quantity, price_minor, price_currency)
    SELECT %(desk)s, %(first)s::bigint + i, 'L' || k, %(first)s::bigint + 1 + (i * 7919 + (k - 1) * 31) %% %(products)s, 1, 150000, 'RUB'
    FROM generate_series(1, %(orders)s::bigint) AS i, generate_series(1, {LINES_OF_ORDER:d}) AS k
    """),
    ("returns_refusal", f"""
    INSERT INTO returns_refusal (desk_id, shop_id, outside_id, record, at, content_hash, ruling, order_ref, line_ref, order_id,
        product_id, buyer_id, stage, told_reason, reason_text, reason, reason_read)
    SELECT %(desk)s, %(shop)s, 'U' || i, i, placed + interval '3 days', decode(md5(i::text), 'hex'), '', 'O' || i, NULL,
        %(first)s::bigint + i, NULL, %(first)s::bigint + i, 1 + (i / 20) %% 4, '', '',
        (ARRAY['changed_mind', 'late', 'not_collected', 'damaged'])[1 + ((i / 20) %% 4)::int], false FROM {_ORDERS} WHERE i %% 20 = 0
    """),
    ("returns_claim", f"""
    INSERT INTO returns_claim (id, desk_id, shop_id, outside_id, at, told_at, ruling, order_ref, line_ref, order_id, product_id, buyer_id,
        wants, told_reason, reason_text, reason, reason_read, first_reason, photos, video, amount_minor, amount_currency, status, money,
        goods, talk, stage, clock_since, due_at, outcome, is_open, queue_at, moved_at, received_at)
    OVERRIDING SYSTEM VALUE SELECT %(first)s::bigint + j, %(desk)s, %(shop)s, 'C' || j, asked, asked, '', 'O' || i, 'L1',
        %(first)s::bigint + i, {_TAKEN_FROM}, %(first)s::bigint + i, 'refund', '', 'It does not fit ' || j, {_REASON}, false, {_REASON},
        '[]', '', 150000, 'RUB', '', CASE WHEN open THEN 'asked' ELSE 'paid' END, CASE WHEN open THEN 'with_buyer' ELSE 'kept' END,
        CASE WHEN NOT open THEN 'nobody' WHEN j %% 2 = 0 THEN 'shop' ELSE 'marketplace' END,
        CASE WHEN open AND j %% 2 = 0 THEN 'refund_asked' ELSE '' END, CASE WHEN open AND j %% 2 = 0 THEN asked END,
        CASE WHEN open AND j %% 2 = 0 THEN asked + interval '3 days' END, CASE WHEN open AND j %% 2 = 0 THEN 'refunded' ELSE '' END, open,
        CASE WHEN open AND j %% 2 = 0 THEN asked + interval '3 days' ELSE '9999-01-01Z' END,
        CASE WHEN open THEN asked ELSE asked + interval '2 hours' END, asked FROM {_CLAIMS}
    """),
    ("returns_claimstep", f"""
    INSERT INTO returns_claimstep (id, desk_id, shop_id, outside_id, record, at, content_hash, ruling, claim_ref, step, by, amount_minor,
        amount_currency, tracking, text)
    OVERRIDING SYSTEM VALUE SELECT %(first)s::bigint + j, %(desk)s, %(shop)s, 'T' || j, j, asked + interval '2 hours',
        decode(md5(j::text), 'hex'), '', 'C' || j, 'refunded', 2, 150000, 'RUB', '', '' FROM {_CLAIMS} WHERE NOT open
    """),
    ("returns_move", f"""
    INSERT INTO returns_move (desk_id, claim_id, place, at, event, by, step_id, money_before, money_after, goods_before, goods_after,
        talk_before, talk_after)
    SELECT %(desk)s, %(first)s::bigint + j, place, asked + place * interval '1 hour', event, by, step, before, after, 'with_buyer', goods,
        talk_before, talk_after
    FROM {_CLAIMS} CROSS JOIN LATERAL (VALUES
        (1, 'agreed_outright', 2, NULL::bigint, 'asked', 'agreed', 'with_buyer', 'shop', 'nobody', NOT open),
        (2, 'refunded', 2, %(first)s::bigint + j, 'agreed', 'paid', 'kept', 'nobody', 'nobody', NOT open),
        (1, 'marketplace_joined', 3, NULL, 'asked', 'asked', 'with_buyer', 'shop', 'marketplace', open AND j %% 2 <> 0)
    ) AS m (place, event, by, step, before, after, goods, talk_before, talk_after, happened) WHERE happened
    """),
)  # fmt: skip
_ITEMS = """
INSERT INTO sellerdesk_workitem (desk_id, kind, subject, shop_id, due_at, priority, state, opened_at, outcome)
SELECT desk_id, 'claim', 'claim:' || id, shop_id, due_at, 0, 'open', at, '' FROM returns_claim
WHERE desk_id = %(desk)s AND shop_id = %(shop)s AND is_open AND stage <> ''
"""
