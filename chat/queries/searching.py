"""Conversations by their words, buyer, article or order: the newest match first.

Words are tried on the newest messages first, which ends early where a word is frequent; only what is rarer than that is looked up
by the index of trigrams, which is then cheap.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from chat.domain.filters import Filter
from chat.queries import rows
from chat.queries.finding import Places
from chat.queries.rows import Row
from sellerdesk import setwise
from sellerdesk.conditions import Conditions
from sellerdesk.domain.searching import Pattern, fold, order_numbers, patterns, stemmed, words
from sellerdesk.finding import containing


FOUND = 50
"""Threads that one search shows; more are told of."""
TRIED = (1_500, 7_000, 20_000)
"""How many of the newest messages are tried for words, one after the other: enough for a word in 20 %, in 1 %, in 0.3 % of them."""
LEAST_TRIED = 300
"""Of each shop."""
LOOKED_UP = 20_000
"""Matches of the index that are put in order: a word that has more was frequent enough for what was tried."""
MOST_BUYERS = 500
MOST_PRODUCTS = 20
_HAN = "[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff]"
_SHORT = 3


class Match(NamedTuple):
    """When a thread matches, in which thread, and by which message where it is one."""

    at: datetime
    thread_id: int
    message_id: int | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A thread that was found, and the message by which, with the beginning of its text."""

    row: Row
    match: Match
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """The threads that were found, the newest match first."""

    hits: tuple[Hit, ...]
    patterns: tuple[Pattern, ...]
    more: bool
    complete: bool
    """False where only the newest messages were tried, since nothing of the words can be looked up."""


def search(places: Places, asked: Filter, *, now: datetime, limit: int = FOUND) -> Found:
    """The threads of a filter's shops and narrowing that its words find, whatever its tab."""
    typed = words(asked.words)
    wanted = tuple(wanted_of(typed))
    rest = _narrowed(asked)
    matches, complete = _by_words(places, rest, wanted, limit + 1) if wanted else ([], True)
    matches += _by_names(places, rest, asked.words, limit + 1)
    newest: dict[int, Match] = {}
    for match in sorted(matches, key=lambda match: (match.at, match.message_id or 0), reverse=True):
        # A message tells more than a name, whichever is newer.
        if match.thread_id not in newest or (newest[match.thread_id].message_id is None and match.message_id is not None):
            newest[match.thread_id] = match
    shown = sorted(newest.values(), key=lambda match: (match.at, match.thread_id), reverse=True)
    return Found(_hits(places, shown[:limit], now), wanted, len(shown) > limit, complete)


def wanted_of(typed: Sequence[str]) -> list[Pattern]:
    """What a text must be like to hold these folded words."""
    long = stemmed(typed)
    stems = setwise.rows("SELECT word, (ts_lexize('russian_stem', word))[1] FROM unnest(%s::text[]) AS word", [long]) if long else []
    return patterns(typed, {word: stem for word, stem in stems if stem})


def _narrowed(asked: Filter) -> Conditions:
    rest = Conditions()
    if asked.side:
        rest.add(f"t.order_ref IS {'NOT ' if asked.side == 'after' else ''}NULL")
    if asked.product:
        rest.add("t.product_id = %s", asked.product)
    if asked.who is not None:
        rest.add("t.assignee_id IS NOT DISTINCT FROM %s", asked.who or None)
    return rest


def _by_words(places: Places, rest: Conditions, wanted: Sequence[Pattern], limit: int) -> tuple[list[Match], bool]:
    indexed = any(pattern.indexed for pattern in wanted)
    for number in TRIED:
        found, was_all = _tried(places, rest, wanted, number, limit)
        if len(found) >= limit or was_all:
            return found, True
        if indexed and not found:
            break  # so rare that looking it up costs less than trying more
    return (_looked_up(places, rest, wanted, limit), True) if indexed else (found, False)


def _tried(places: Places, rest: Conditions, wanted: Sequence[Pattern], number: int, limit: int) -> tuple[list[Match], bool]:
    """The matches among so many of the newest messages, and whether those were all that there are."""
    each = max(number // max(len(places.shop_ids), 1), LEAST_TRIED)
    like = " AND ".join("tried.words LIKE %s" for _ in wanted)
    # Materialized, or the planner may begin with the words and lose the order in which it can stop early. Of a busy shop the same
    # number of messages reaches less far back: nothing older than that is shown of the others, or newer ones would be missing.
    found = setwise.rows(
        "WITH tried AS MATERIALIZED (SELECT shops.shop_id, lane.* FROM unnest(%s::bigint[]) AS shops (shop_id), LATERAL (SELECT"
        " s.at, s.thread_id,"
        " s.message_id, s.words FROM chat_said AS s WHERE s.desk_id = %s AND s.shop_id = shops.shop_id ORDER BY s.at DESC,"
        " s.message_id DESC"
        f" LIMIT {each:d}) AS lane), horizon AS MATERIALIZED (SELECT max(oldest) AS at FROM (SELECT min(at) AS oldest FROM tried"
        f" GROUP BY shop_id HAVING count(*) = {each:d}) AS full_lanes), hit AS (SELECT DISTINCT ON (tried.thread_id) tried.at,"
        f" tried.thread_id,"
        f" tried.message_id FROM tried{_thread_of('tried', rest)} WHERE tried.at >= coalesce((SELECT at FROM horizon), '-infinity')"
        f" AND {like} {_and(rest)} ORDER BY tried.thread_id, tried.at DESC, tried.message_id DESC)"
        f" (SELECT at, thread_id, message_id FROM hit ORDER BY at DESC, message_id DESC LIMIT {limit:d})"
        " UNION ALL SELECT NULL, (SELECT at IS NULL FROM horizon)::int, NULL",
        [list(places.shop_ids), places.desk_id, *(pattern.like for pattern in wanted), *rest.parameters],
    )
    matches = [Match(at, thread_id, message_id) for at, thread_id, message_id in found if at is not None]
    return matches, any(at is None and was_all for at, was_all, _ in found)


def _looked_up(places: Places, rest: Conditions, wanted: Sequence[Pattern], limit: int) -> list[Match]:
    like = " AND ".join("s.words LIKE %s" for _ in wanted)
    found = setwise.rows(
        "WITH hit AS MATERIALIZED (SELECT s.at, s.thread_id, s.message_id FROM chat_said AS s WHERE s.desk_id = %s"
        f" AND s.shop_id = ANY(%s::bigint[]) AND {like} LIMIT {LOOKED_UP:d}), newest AS (SELECT DISTINCT ON (hit.thread_id) hit.* FROM hit"
        f"{_thread_of('hit', rest)} WHERE true {_and(rest)} ORDER BY hit.thread_id, hit.at DESC, hit.message_id DESC)"
        f" SELECT at, thread_id, message_id FROM newest ORDER BY at DESC, message_id DESC LIMIT {limit:d}",
        [places.desk_id, list(places.shop_ids), *(pattern.like for pattern in wanted), *rest.parameters],
    )
    return [Match(*row) for row in found]


def _thread_of(source: str, rest: Conditions) -> str:
    return f" JOIN chat_thread AS t ON t.id = {source}.thread_id" if rest.where else ""


def _and(rest: Conditions) -> str:
    return f"AND {rest.sql}" if rest.where else ""


def _by_names(places: Places, rest: Conditions, typed: str, limit: int) -> list[Match]:
    """Threads of buyers so named, of articles so called, and for those who may see orders of the order with this number."""
    whole, numbers = fold(typed), order_numbers(typed) if places.orders else []
    if not whole:
        return []
    name, name_parameters = _named(whole)
    desk_id, shop_ids = places.desk_id, list(places.shop_ids)
    named = f"SELECT id FROM sellerdesk_buyer WHERE desk_id = %s AND shop_id = ANY(%s::bigint[]) AND name <> '' AND {name}"
    called, called_parameters = "lower(article) = %s OR lower(outside_id) = %s", [whole, whole]
    if len(typed) >= _SHORT:  # what is shorter stands in nearly every title
        called += " OR title ILIKE %s AND translate(lower(title), 'ё', 'е') LIKE %s"
        called_parameters += [containing(typed), containing(typed, fold=True)]
    products = f"SELECT id FROM sellerdesk_product WHERE desk_id = %s AND shop_id = ANY(%s::bigint[]) AND ({called})"
    parts = [f"t.buyer_id IN ({named} LIMIT {MOST_BUYERS:d})", f"t.product_id IN ({products} LIMIT {MOST_PRODUCTS:d})"]
    parameters: list[list[Any]] = [[desk_id, shop_ids, *name_parameters], [desk_id, shop_ids, *called_parameters]]
    if numbers:
        parts.append("t.order_ref = ANY(%s::text[])")
        parameters.append([numbers])
    # Each way by itself: joined by OR none of their indexes would be used.
    sql = " UNION ALL ".join(
        f"(SELECT t.last_at, t.id FROM chat_thread AS t WHERE t.desk_id = %s AND t.shop_id = ANY(%s::bigint[]) AND {part} {_and(rest)}"
        f" ORDER BY t.last_at DESC, t.id DESC LIMIT {limit:d})"
        for part in parts
    )
    found = setwise.rows(sql, [value for own in parameters for value in (desk_id, shop_ids, *own, *rest.parameters)])
    return [Match(at, thread_id, None) for at, thread_id in found]


def _named(whole: str) -> tuple[str, list[str]]:
    """What a buyer's name must be like. One or two Han characters are found anywhere in it, by an index of single characters."""
    if len(whole) < _SHORT and all("\u3400" <= letter <= "\u9fff" for letter in whole):
        return f"name ~ '{_HAN}' AND regexp_replace(name, '({_HAN})', ' \\1', 'g') LIKE %s", [f"% {' '.join(whole)}%"]
    return "name ILIKE %s AND translate(lower(name), 'ё', 'е') LIKE %s", [containing(whole), containing(whole, fold=True)]


def _hits(places: Places, matches: Sequence[Match], now: datetime) -> tuple[Hit, ...]:
    found = {row.id: row for row in rows.rows(places.desk_id, [match.thread_id for match in matches], reader_id=places.reader_id, now=now)}
    messages = [match.message_id for match in matches if match.message_id is not None]
    texts = dict(
        setwise.rows(
            "SELECT id, left(coalesce(new_text, text), 20000) FROM chat_message WHERE desk_id = %s AND id = ANY(%s) AND removed_at IS NULL",
            [places.desk_id, messages],
        )
        if messages
        else []
    )
    return tuple(Hit(found[match.thread_id], match, texts.get(match.message_id, "")) for match in matches if match.thread_id in found)


def within(desk_id: int, thread_id: int, typed: str, *, limit: int) -> tuple[list[int], list[Pattern]]:
    """The messages of one thread that hold the words, the newest first, and what was looked for."""
    wanted = wanted_of(words(typed))
    if not wanted:
        return [], []
    like = " AND ".join("s.words LIKE %s" for _ in wanted)
    found = setwise.rows(
        "SELECT m.id FROM chat_message AS m JOIN chat_said AS s ON s.desk_id = m.desk_id AND s.message_id = m.id WHERE m.desk_id = %s"
        f" AND m.thread_id = %s AND {like} ORDER BY m.at DESC, m.sender DESC, m.id DESC LIMIT {limit:d}",
        [desk_id, thread_id, *(pattern.like for pattern in wanted)],
    )
    return [message_id for (message_id,) in found], wanted
