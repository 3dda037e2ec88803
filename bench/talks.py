"""A desk full of conversations, drawn in the database itself: hundreds of thousands in minutes, in the shape that the loader gives them."""

import random
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bench import filling


MESSAGES = 20
"""Of each conversation."""
WAITING = 5_000
"""Of the newest conversations at most so many wait, half of them late."""
PEOPLE = 10
SENTENCES = 3_000
FREQUENT, SELDOM, RARE, HAN = "доставка", "гарантия", "перфоратор", "差"
"""Words in 20 %, in 1 % and in ten of the messages, and a character in one of 250."""
_SYLLABLES = (
    "ка", "ро", "ми", "ле", "ту", "со", "ва", "ни", "пре", "до", "ст", "ла", "ги", "зе", "бу", "ры", "the", "or", "an", "wi", "ck", "le",
)  # fmt: skip


def fill(cursor: Any, desk_id: int, shop_ids: Sequence[int], threads: int, *, now: datetime, agents: Sequence[int]) -> None:
    """So many conversations, with their buyers, products, orders, messages, words and open work items, ending now."""
    first = _next_id(cursor, "chat_thread")
    given = {"desk": desk_id, "shops": list(shop_ids), "n": threads, "first": first, "now": now, "agents": list(agents), "each": MESSAGES}
    cursor.execute("CREATE TEMP TABLE sentence (id int PRIMARY KEY, words text)")
    sentences = _sentences()
    cursor.executemany("INSERT INTO sentence VALUES (%s, %s)", list(enumerate(sentences)))
    for statement in (_PRODUCTS, _BUYERS, _ORDERS, _LINES, _THREADS, _ITEMS):
        cursor.execute(statement, given)
    # Links that are checked at the end only would keep a table from being laid bare.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    words = {"frequent": FREQUENT, "seldom": SELDOM, "rare": RARE, "every": max(threads * MESSAGES // 10, 1)}
    for table, statement in (("chat_message", _MESSAGES), ("chat_said", _SAID)):
        with filling.bare(cursor, table):
            cursor.execute(statement, given | words)
    for table in ("chat_thread", "sellerdesk_buyer", "sellerdesk_product", "sellerdesk_order"):
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
    cursor.execute("DROP TABLE sentence")


def _next_id(cursor: Any, table: str) -> int:
    """One id for all that belongs together: buyer, order and thread of one conversation have the same."""
    others = ", ".join(
        f"(SELECT coalesce(max(id), 0) FROM {name})" for name in ("sellerdesk_buyer", "sellerdesk_order", "sellerdesk_product")
    )
    cursor.execute(f"SELECT greatest((SELECT coalesce(max(id), 0) FROM {table}), {others}) + 1")
    return int(cursor.fetchone()[0])


def _sentences() -> list[str]:
    chance = random.Random(5)
    vocabulary = ["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))) for _ in range(2_000)]
    return [" ".join(chance.choices(vocabulary, k=chance.randint(4, 14))) for _ in range(SENTENCES)]


_SHOP = "(%(shops)s::bigint[])[1 + i %% cardinality(%(shops)s::bigint[])]"
_LAST = "%(now)s::timestamptz - (%(n)s - i) * (interval '500 days' / %(n)s) - interval '1 minute'"
_EACH = "generate_series(1, %(n)s::int) AS i"
_OWN = "%(first)s::bigint + i"
_PRODUCTS = f"""
INSERT INTO sellerdesk_product (id, desk_id, shop_id, outside_id, title, article, category, image, price_currency, cost_currency)
OVERRIDING SYSTEM VALUE SELECT {_OWN}, %(desk)s, {_SHOP}, 'P' || i, 'Product ' || i, 'A-' || i, '', '', '', ''
FROM generate_series(1, least(%(n)s, 600)) AS i
"""
_BUYERS = f"""
INSERT INTO sellerdesk_buyer (id, desk_id, shop_id, outside_id, name) OVERRIDING SYSTEM VALUE
SELECT {_OWN}, %(desk)s, {_SHOP}, 'B' || i, CASE i %% 3
    WHEN 0 THEN 'Анна Кириллова ' || i WHEN 1 THEN '李航' || i ELSE 'John Smith ' || i END
FROM {_EACH}
"""
_ORDERS = f"""
INSERT INTO sellerdesk_order (id, desk_id, shop_id, outside_id, buyer_id, placed_at, status, courier, tracking, region, warehouse,
    shipping_cost_currency, note, reviewable)
OVERRIDING SYSTEM VALUE SELECT {_OWN}, %(desk)s, {_SHOP}, 'O' || i, {_OWN}, {_LAST}, 'shipped', '', '', '', '', '', '', true
FROM {_EACH} WHERE i %% 2 = 0
"""
_LINES = """
INSERT INTO sellerdesk_orderline (desk_id, order_id, outside_id, product_id, quantity, price_currency)
SELECT %(desk)s, o.id, 'L1', %(first)s + 1 + (o.id - %(first)s) %% least(%(n)s, 600), 1, '' FROM sellerdesk_order AS o
WHERE o.desk_id = %(desk)s AND o.id > %(first)s
"""
# Of the newest: waiting; after them: the buyer's turn; the older half is done. One in three belongs to somebody.
_THREADS = f"""
INSERT INTO chat_thread (id, desk_id, shop_id, outside_id, buyer_id, product_id, order_ref, first_at, last_at, last_sender, excerpt, files,
    messages, arrivals, seen_arrival, unread, waiting_since, done_at, done_arrival, assignee_id, settled, counted, covered,
    told_at)
OVERRIDING SYSTEM VALUE SELECT {_OWN}, %(desk)s, {_SHOP}, 'C' || i, {_OWN},
    -- Articles and threads go round the same shops, so that an article is of its thread's shop.
    %(first)s + 1 + (i - 1) %% (least(%(n)s, 600) / cardinality(%(shops)s::bigint[]) * cardinality(%(shops)s::bigint[])),
    CASE WHEN i %% 2 = 0 THEN 'O' || i END, {_LAST} - %(each)s * interval '5 minutes', {_LAST},
    CASE WHEN waits THEN 1 ELSE 2 END, 'It has not come yet ' || i, 0, %(each)s, %(each)s,
    CASE WHEN waits THEN %(each)s - 1 ELSE %(each)s END,
    CASE WHEN waits THEN 1 ELSE 0 END, CASE WHEN waits THEN {_LAST} END, CASE WHEN i < %(n)s / 2 THEN {_LAST} END,
    CASE WHEN i < %(n)s / 2 THEN %(each)s ELSE 0 END,
    CASE WHEN i %% 3 = 0 THEN (%(agents)s::bigint[])[1 + i / 3 %% cardinality(%(agents)s::bigint[])] END, true, %(each)s, 0,
    {_LAST} - CASE WHEN waits THEN interval '5 minutes' ELSE interval '0' END
FROM (SELECT i, i > %(n)s - least({WAITING}, %(n)s / 4) AS waits FROM {_EACH}) AS numbered
"""
_ITEMS = """
INSERT INTO sellerdesk_workitem (desk_id, kind, subject, shop_id, due_at, priority, assignee_id, state, opened_at, outcome)
SELECT t.desk_id, 'chat_reply', 'thread:' || t.id, t.shop_id,
    %(now)s::timestamptz - interval '1 hour' + row_number() OVER (ORDER BY t.id DESC) * interval '2 seconds', 0, t.assignee_id, 'open',
    %(now)s::timestamptz - interval '1 hour', '' FROM chat_thread AS t WHERE t.desk_id = %(desk)s AND t.waiting_since IS NOT NULL
"""
_MESSAGES = """
INSERT INTO chat_message (desk_id, shop_id, thread_id, arrival, at, sender, text, buyer_id, files, outside_id, record, content_hash,
    automatic, matched, delivery, reason)
SELECT t.desk_id, t.shop_id, t.id, k, t.last_at - (%(each)s - k) * interval '5 minutes',
    CASE WHEN k = %(each)s THEN t.last_sender ELSE 1 + k %% 2 END,
    s.words || CASE WHEN n %% 5 = 0 THEN ' ' || %(frequent)s ELSE '' END || CASE WHEN n %% 100 = 0 THEN ' ' || %(seldom)s ELSE '' END
        || CASE WHEN n %% %(every)s = 0 THEN ' ' || %(rare)s ELSE '' END || CASE WHEN n %% 250 = 0 THEN ' 色差很大' ELSE '' END || ' ' || n,
    t.buyer_id, 0, t.id || '-' || k, n, decode(md5(n::text), 'hex'), false, false, '', ''
FROM (SELECT t.*, k, (t.id * 7919 + k * 104729) AS n FROM chat_thread AS t, generate_series(1, %(each)s) AS k WHERE t.desk_id = %(desk)s
    AND t.id > %(first)s) AS t JOIN sentence AS s ON s.id = n %% (SELECT count(*) FROM sentence)
"""
_SAID = """
INSERT INTO chat_said (desk_id, shop_id, thread_id, message_id, at, words)
SELECT m.desk_id, m.shop_id, m.thread_id, m.id, m.at,
    ' ' || lower(m.text) || CASE WHEN m.text LIKE '%%色%%' THEN '  大 差很 很大 色差 ' ELSE ' ' END
FROM chat_message AS m WHERE m.desk_id = %(desk)s AND m.thread_id > %(first)s
"""
