"""A person says what a review is about; their word stands against the rules."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from reviews.models import ReviewTopic
from reviews.services import signals
from reviews.services.topics import STANDS
from sellerdesk import audit, setwise, shops
from sellerdesk.commands import command, note
from sellerdesk.domain.actor import Actor
from sellerdesk.domain.topics.keys import TOPICS
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.shops import ShopFacts


@dataclass(frozen=True, slots=True)
class _Review:
    """A locked review, as far as its topics need it."""

    id: int
    shop: ShopFacts
    product_id: int | None
    at: datetime
    complains: bool


@command
def say(*, desk_id: int, shop_ids: Collection[int], review_id: int, topic: str, about: bool, actor: Actor, now: datetime) -> None:
    """Add a topic to a review, or (`about` false) take it out. The same again changes nothing.

    Refused: topic_unknown. NotVisible elsewhere.
    """
    found = _locked(desk_id, shop_ids, review_id)
    if refusal := why_not_say(topic):
        raise refusal
    _say(found, {topic: about}, actor, now)


@command
def put(*, desk_id: int, shop_ids: Collection[int], review_id: int, topics: Collection[str], actor: Actor, now: datetime) -> None:
    """Give a review these topics and no others. What is so already stays as it was said, by a rule or a person.

    Refused: topic_unknown. NotVisible elsewhere.
    """
    found = _locked(desk_id, shop_ids, review_id)
    for topic in topics:
        if refusal := why_not_say(topic):
            raise refusal
    rows = ReviewTopic.objects.filter(desk_id=desk_id, review_id=review_id).exclude(by=ReviewTopic.By.REMOVED)
    said = set(rows.values_list("topic", flat=True))
    _say(found, {topic: topic in topics for topic in sorted(set(topics) ^ said)}, actor, now)


def hold(desk_id: int, shop_ids: Collection[int], review_id: int) -> None:
    """Lock a review until the command ends, as every command about its topics does first. NotVisible."""
    _locked(desk_id, shop_ids, review_id)


def _locked(desk_id: int, shop_ids: Collection[int], review_id: int) -> _Review:
    found = setwise.rows(
        f"SELECT r.shop_id, r.product_id, r.at, {STANDS} FROM reviews_review AS r WHERE r.desk_id = %s AND r.id = %s"
        " AND r.shop_id = ANY(%s) AND r.author = 1 FOR NO KEY UPDATE",
        [desk_id, review_id, sorted(shop_ids)],
    )
    shop = shops.by_id(found[0][0]) if found else None
    if shop is None:
        raise NotVisible
    return _Review(review_id, shop, *found[0][1:])


def _say(of: _Review, wanted: Mapping[str, bool], actor: Actor, now: datetime) -> None:
    """Write what is new of it; the signals of the shop queue after the rows, so that each sees what the one before wrote."""
    desk_id, by = of.shop.desk_id, {True: ReviewTopic.By.PERSON, False: ReviewTopic.By.REMOVED}
    changed = setwise.insert(
        "reviews_reviewtopic",
        "desk_id, shop_id, review_id, product_id, topic, at, by, complains",
        [(desk_id, of.shop.id, of.id, of.product_id, topic, of.at, by[about].value, of.complains) for topic, about in wanted.items()],
        tail="ON CONFLICT (desk_id, review_id, topic) DO UPDATE SET by = excluded.by"
        " WHERE reviews_reviewtopic.by <> excluded.by RETURNING topic",
    )
    topics = [topic for (topic,) in changed]
    if of.product_id is not None:
        signals.refresh(of.shop, [(of.product_id, topic) for topic in topics], now=now)
    for topic in topics:
        what = "review.topic_added" if wanted[topic] else "review.topic_removed"
        audit.record(desk_id, actor, what, f"review:{of.id}", None, {"topic": topic}, now)
    if topics:
        note(desk_id, "reviews.topics", shop_id=of.shop.id, review=of.id)


def why_not_say(topic: str) -> Refusal | None:
    """Why a topic cannot be given to a review, or None: topic_unknown."""
    if topic not in TOPICS:
        return Refusal("topic_unknown", _("There is no such topic."), _("Choose one of the list."))
    return None
