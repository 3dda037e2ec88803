"""Keeps what reviews complain of, by the rules, beside what people have said of it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from reviews.models import ReviewTopic
from reviews.services import signals
from sellerdesk import setwise
from sellerdesk.domain.topics.finding import Part, find
from sellerdesk.feed.scrubbing import ERASED
from sellerdesk.shops import ShopFacts


# Verdict as it is now: one that was changed to good complains no more. `flags` also hold what the text alone says.
STANDS = (
    "r.ruling IN ('', 'waiting') AND r.deleted_at IS NULL AND r.struck_at IS NULL AND r.changed_at IS NULL"
    " AND (r.verdict <= 0 OR r.flags <> '[]')"
)
"""Whether a review `r` stands and is negative."""
_WORDS = (
    f"SELECT r.id, r.product_id, r.at, {STANDS}, r.verdict <= 0 OR coalesce(r.stars, 5) <= 3, r.title, r.text, r.cons,"
    " (SELECT string_agg(f.text, E'\\n' ORDER BY f.at, f.id) FROM reviews_followup AS f WHERE f.desk_id = r.desk_id"
    " AND f.shop_id = r.shop_id AND f.review_ref = r.outside_id AND f.ruling IN ('', 'waiting')) FROM reviews_review AS r"
)
_COLUMNS = "desk_id, shop_id, review_id, product_id, topic, at, by, complains"


def keep(shop: ShopFacts, review_ids: Collection[int], refs: Collection[str] = (), *, now: datetime) -> None:
    """Find the topics of these reviews (by id, and by outside id) anew, and look for signals where they changed anything.

    A topic that a person added or took out stays so: only the rules' own rows come and go. Called where the reviews are locked and
    their flags are written.
    """
    if not review_ids and not refs:
        return
    found = setwise.rows(
        f"{_WORDS} WHERE r.desk_id = %s AND r.shop_id = %s AND r.author = 1 AND (r.id = ANY(%s) OR r.outside_id = ANY(%s)) ORDER BY r.id",
        [shop.desk_id, shop.id, list(review_ids), list(refs)],
    )
    ids = [row[0] for row in found]
    before = _complaints(shop, ids)
    wanted = [(shop.desk_id, shop.id, *row) for told in found for row in _rows(told)]
    # Of erased words nobody can read any more what they complained of: what was found in them stays.
    readable = [row[0] for row in found if not any(ERASED in (text or "") for text in row[5:])]
    _write(shop, found, readable, wanted)
    # Those that complain still may be dated otherwise now, so all of them are looked at.
    if pairs := before | _complaints(shop, ids):
        signals.refresh(shop, sorted(pairs), now=now)


def parts_of(title: str, text: str, cons: str, follow_up: str | None, *, bad: bool) -> list[Part]:
    """The texts of a review as the rules read them: what was disliked is a complaint whatever the verdict, what was liked is not read."""
    return [Part(title, bad), Part(text, bad), Part(cons, against=True), Part(follow_up or "", bad)]


def _rows(told: Sequence[Any]) -> list[tuple[Any, ...]]:
    review_id, product_id, at, complains, bad, *texts = told
    topics = find(parts_of(*texts, bad=bad))
    return [(review_id, product_id, topic, at, ReviewTopic.By.RULE.value, complains) for topic in topics]


def _write(shop: ShopFacts, found: Sequence[Sequence[Any]], readable: Sequence[int], wanted: Sequence[Sequence[Any]]) -> None:
    setwise.run(
        "DELETE FROM reviews_reviewtopic AS t WHERE t.desk_id = %s AND t.review_id = ANY(%s) AND t.by = 1"
        " AND NOT EXISTS (SELECT FROM unnest(%s::bigint[], %s::text[]) AS w (review_id, topic)"
        " WHERE w.review_id = t.review_id AND w.topic = t.topic)",
        [shop.desk_id, list(readable), [row[2] for row in wanted], [row[4] for row in wanted]],
    )
    setwise.insert("reviews_reviewtopic", _COLUMNS, wanted, tail="ON CONFLICT (desk_id, review_id, topic) DO NOTHING")
    # All rows, also those of people: a review may have got its product, another date, or have fallen.
    setwise.change(
        "UPDATE reviews_reviewtopic AS t SET product_id = v.product_id, at = v.at, complains = v.complains"
        f" FROM {{told}} AS v (review_id, product_id, at, complains) WHERE t.desk_id = {shop.desk_id:d} AND t.review_id = v.review_id"
        " AND (t.product_id, t.at, t.complains) IS DISTINCT FROM (v.product_id, v.at, v.complains)",
        "bigint, bigint, timestamptz, boolean",
        [tuple(row[:4]) for row in found],
    )


def _complaints(shop: ShopFacts, review_ids: Sequence[int]) -> set[tuple[int, str]]:
    """The products and topics that these reviews complain of."""
    found = setwise.rows(
        "SELECT DISTINCT product_id, topic FROM reviews_reviewtopic WHERE desk_id = %s AND review_id = ANY(%s) AND complains"
        " AND product_id IS NOT NULL AND by <> 3",
        [shop.desk_id, list(review_ids)],
    )
    return {(product, topic) for product, topic in found}
