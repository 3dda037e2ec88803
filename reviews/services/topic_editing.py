"""A person says what a review is about; their word stands against the rules."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from reviews.domain.topics.keys import TOPICS
from reviews.models import ReviewTopic
from reviews.services import signals
from reviews.services.topics import STANDS
from sellerdesk import audit, setwise, shops
from sellerdesk.commands import command, note
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import NotVisible, Refusal


@command
def say(*, desk_id: int, shop_ids: Collection[int], review_id: int, topic: str, about: bool, actor: Actor, now: datetime) -> None:
    """Add a topic to a review, or (`about` false) take it out. The same again changes nothing.

    Refused: topic_unknown. NotVisible elsewhere.
    """
    found = setwise.rows(
        f"SELECT r.shop_id, r.product_id, r.at, {STANDS} FROM reviews_review AS r WHERE r.desk_id = %s AND r.id = %s"
        " AND r.shop_id = ANY(%s) AND r.author = 1 FOR NO KEY UPDATE",
        [desk_id, review_id, sorted(shop_ids)],
    )
    shop = shops.by_id(found[0][0]) if found else None
    if shop is None:
        raise NotVisible
    if refusal := why_not_say(topic):
        raise refusal
    _shop_id, product_id, at, complains = found[0]
    by = ReviewTopic.By.PERSON if about else ReviewTopic.By.REMOVED
    changed = setwise.insert(
        "reviews_reviewtopic",
        "desk_id, shop_id, review_id, product_id, topic, at, by, complains",
        [(desk_id, shop.id, review_id, product_id, topic, at, by.value, complains)],
        tail="ON CONFLICT (desk_id, review_id, topic) DO UPDATE SET by = excluded.by"
        " WHERE reviews_reviewtopic.by <> excluded.by RETURNING id",
    )
    if not changed:
        return
    if product_id is not None:
        signals.refresh(shop, [(product_id, topic)], now=now)
    what = "review.topic_added" if about else "review.topic_removed"
    audit.record(desk_id, actor, what, f"review:{review_id}", None, {"topic": topic}, now)
    note(desk_id, "reviews.topics", shop_id=shop.id, review=review_id)


def why_not_say(topic: str) -> Refusal | None:
    """Why a topic cannot be given to a review, or None: topic_unknown."""
    if topic not in TOPICS:
        return Refusal("topic_unknown", _("There is no such topic."), _("Choose one of the list."))
    return None
