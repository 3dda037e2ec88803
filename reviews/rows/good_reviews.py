"""Reviews as the rules for automatic answers see them, with what the variables of an answer stand for: one statement for many."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from reviews.domain.automatic import Reviewed
from reviews.domain.flags import Reason
from reviews.models import ANSWERED
from sellerdesk import setwise
from sellerdesk.domain.replies.values import VariableFacts
from sellerdesk.shops import ShopFacts


@dataclass(frozen=True, slots=True)
class Candidate:
    """A review, and what is known of whom an answer is for. `answered`: on the marketplace, or with one of ours that is on its way.

    `hands`: why it is in somebody's hands, as the log's code (answered_before, draft), or empty. Who is writing now is not looked at.
    """

    review: Reviewed
    facts: VariableFacts
    answered: bool
    hands: str = ""


_COLUMNS: Final = f"""
    r.id, r.at, r.verdict, r.stars, concat_ws(E'\\n', r.title, r.text, r.pros, r.cons), jsonb_array_length(r.photos), r.product_id,
    r.changed_at IS NOT NULL, r.flags::text, r.judged, r.ruling IN ('', 'waiting') AND r.deleted_at IS NULL AND r.struck_at IS NULL,
    r.followed_at IS NOT NULL, {ANSWERED} IS NOT NULL,
    CASE WHEN EXISTS (SELECT FROM reviews_ownanswer AS w WHERE w.desk_id = r.desk_id AND w.review_id = r.id) THEN 'answered_before'
        WHEN EXISTS (SELECT FROM reviews_answerdraft AS w WHERE w.desk_id = r.desk_id AND w.review_id = r.id) THEN 'draft' ELSE '' END,
    CASE WHEN r.anonymous THEN '' ELSE coalesce(b.name, '') END, coalesce(p.title, ''), coalesce(nullif(p.article, ''), p.outside_id, ''),
    shop.name, shop.greeting, shop.rules, shop.id, coalesce(r.order_ref, ''), coalesce(o.tracking, '')
"""
_JOINED: Final = """
    FROM reviews_review AS r JOIN sellerdesk_shop AS shop ON shop.desk_id = r.desk_id AND shop.id = r.shop_id
    LEFT JOIN sellerdesk_buyer AS b ON b.desk_id = r.desk_id AND b.id = r.buyer_id
    LEFT JOIN sellerdesk_product AS p ON p.desk_id = r.desk_id AND p.id = r.product_id
    LEFT JOIN sellerdesk_order AS o ON o.desk_id = r.desk_id AND o.shop_id = r.shop_id AND o.outside_id = r.order_ref
    WHERE r.desk_id = %s AND r.shop_id = %s AND r.author = 1
"""
_MARKS = list(range(26))
"""Every verdict with every number of stars: the index of the lists begins with them."""
_GOOD_MARKS = [20, 24, 25]
"""Good, with no stars, four and five (`Review.mark`)."""


def one(shop: ShopFacts, review_id: int) -> Candidate | None:
    """A buyer's review of this shop; None where there is none."""
    found = setwise.rows(f"SELECT {_COLUMNS} {_JOINED} AND r.id = %s", [shop.desk_id, shop.id, review_id])
    return _read(found[0]) if found else None


def since(shop: ShopFacts, at: datetime, *, most: int) -> list[Candidate]:
    """What buyers wrote at `at` or later, the oldest first; of more than `most` the latest."""
    return _latest(shop, at, _MARKS, "true", [], most)


def waiting(shop: ShopFacts, at: datetime, now: datetime, *, most: int) -> list[Candidate]:
    """The good ones of those that can still be answered and are not."""
    return _latest(shop, at, _GOOD_MARKS, f"r.answerable_until >= %s AND {ANSWERED} IS NULL", [now], most)


def _latest(shop: ShopFacts, at: datetime, marks: Sequence[int], condition: str, asked: Sequence[datetime], most: int) -> list[Candidate]:
    """The index gives each mark newest first, so no more than `most` of each are read, however long the shop's history is."""
    newest = (
        "SELECT own.id FROM unnest(%s::smallint[]) AS m (mark), LATERAL (SELECT r.id, r.at FROM reviews_review AS r"
        f" WHERE r.desk_id = %s AND r.shop_id = %s AND r.mark = m.mark AND r.author = 1 AND r.at >= %s AND {condition}"
        " ORDER BY r.at DESC, r.id DESC LIMIT %s) AS own ORDER BY own.at DESC, own.id DESC LIMIT %s"
    )
    found = setwise.rows(
        f"SELECT {_COLUMNS} {_JOINED} AND r.id IN ({newest}) ORDER BY r.at, r.id",
        [shop.desk_id, shop.id, list(marks), shop.desk_id, shop.id, at, *asked, most, most],
    )
    return [_read(row) for row in found]


def as_it_came(review: Reviewed) -> Reviewed:
    """The review before anything was added to it."""
    flags = tuple(flag for flag in review.flags if flag != Reason.FOLLOW_UP)
    return Reviewed(
        id=review.id, at=review.at, verdict=review.verdict, stars=review.stars, words=review.words, photos=review.photos,
        product_id=review.product_id, flags=flags, judged=review.judged, stands=review.stands, changed=review.changed,
    )  # fmt: skip


def _read(values: Sequence[Any]) -> Candidate:
    own, at, verdict, stars, words, photos, product_id, changed, flags, judged, stands, followed, answered, hands, *facts = values
    buyer, product, article, name, style, rules, shop_id, order_no, track_no = facts
    review = Reviewed(
        id=own, at=at, verdict=verdict, stars=stars, words=words.strip(), photos=photos, product_id=product_id, changed=changed,
        flags=tuple(json.loads(flags)), judged=judged, stands=stands, followed=followed,
    )  # fmt: skip
    told = VariableFacts(
        buyer_name=buyer, product=product, article=article, shop_name=name, style=style, rules=rules, shop_id=shop_id, order_no=order_no,
        track_no=track_no,
    )  # fmt: skip
    return Candidate(review, told, answered, hands)
