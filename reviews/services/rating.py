"""Rating buyers: a rating is written and owed to the marketplace in one step, once for each line of an order."""

import uuid
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from reviews.domain.answering import tidy
from reviews.domain.rating import AT_ONCE, Code, until, why_not_rate
from reviews.domain.verdicts import NAMES, Verdict
from reviews.models import BuyerRating
from reviews.rows import ratable
from reviews.rows.ratable import Ratable
from reviews.services import rating_wordings as said, reaching, wordings
from sellerdesk import audit, departures, outbox, replies, setwise
from sellerdesk.commands import command, note
from sellerdesk.domain.actor import Actor
from sellerdesk.domain.leaving import leaves_at, seconds_left
from sellerdesk.domain.text_policy import repeated
from sellerdesk.errors import NotVisible, Stale
from sellerdesk.models import OrderLine
from sellerdesk.shops import ShopFacts


KIND: Final = "review.rating"
"""Deliveries."""
LOCK_SPACE: Final = 0x7261_7465
"""The advisory locks of ratings, apart from those of the loads."""
MOST_COMPARED: Final = 500


@dataclass(frozen=True, slots=True)
class Given:
    """The ratings on their way, in the order of their lines, and how many lines were left out, by reason.

    `repeated`: they were there already, from the same key.
    """

    ratings: tuple[int, ...]
    left: dict[Code, int] = field(default_factory=dict)
    repeated: bool = False


@command
def rate_good(
    *, desk_id: int, shop_ids: Collection[int], line_ids: Sequence[int], user_id: int | None, actor: Actor, client_key: uuid.UUID,
    now: datetime,
) -> Given:  # fmt: skip
    """Rate the buyers of these lines good, without words. What may not be rated (any more) is left out and counted.

    The same `client_key` again is the same ratings. Refused: too_many_ratings. NotVisible where none of the lines is seen.
    """
    if len(set(line_ids)) > AT_ONCE:
        raise said.too_many()
    found = _locked(desk_id, shop_ids, line_ids)
    if first := _first(desk_id, client_key, found):
        return Given(tuple(one.pk for one in first), repeated=True)
    shops = {shop_id: reaching.shop(shop_id) for shop_id in sorted({one.shop_id for one in found})}
    why = {one.line_id: why_not_rate(one.facts, shops[one.shop_id].rules, now) for one in found}
    _put_away_failed(desk_id, [line_id for line_id, reason in why.items() if reason is None], now)
    given = [
        _write(shops[one.shop_id], one, Verdict.GOOD, "", user_id, actor, client_key, {}, now) for one in found if why[one.line_id] is None
    ]
    _note(desk_id, {one.shop_id for one in found}, given)
    return Given(tuple(given), dict(Counter(reason.code for reason in why.values() if reason is not None)))


@command
def rate(
    *, desk_id: int, shop_ids: Collection[int], line_id: int, verdict: Verdict, text: str, user_id: int | None, actor: Actor,
    client_key: uuid.UUID, reason: str = "", now: datetime,
) -> Given:  # fmt: skip
    """Rate the buyer of one line; neutral and bad need words, good may have some. The same `client_key` again is the same rating.

    `reason` is why the text goes in spite of a warning. Refused: the codes of `why_not_rate` and `wordings.why_not_text`, text_missing,
    key_used. Stale where it is rated already, here or there. NotVisible for a line of another desk or shop.
    """
    found = _locked(desk_id, shop_ids, [line_id])
    if first := _first(desk_id, client_key, found):
        return Given(tuple(one.pk for one in first), repeated=True)
    (one,) = found
    shop = reaching.shop(one.shop_id)
    if (why := why_not_rate(one.facts, shop.rules, now)) is not None:
        refusal = said.refusal(why, shop, now)
        raise Stale(refusal.message) if why.code == "already_rated" else refusal
    text, overridden = _checked(one, shop, verdict, text, reason, now)
    _put_away_failed(desk_id, [line_id], now)
    given = _write(shop, one, verdict, text, user_id, actor, client_key, overridden, now)
    _note(desk_id, {one.shop_id}, [given])
    return Given((given,))


def line_of(desk_id: int, shop_id: int, order: str, line: str) -> int:
    """The id of a line by its order's and its own id in the feed; an empty `line` is the only one of its order.

    Refused: line_missing, line_unknown. NotVisible for an order that the shop has not.
    """
    found = dict(OrderLine.objects.filter(desk_id=desk_id, order__shop_id=shop_id, order__outside_id=order).values_list("outside_id", "pk"))
    if not found:
        raise NotVisible
    if not line and len(found) == 1:
        return next(iter(found.values()))
    if line not in found:
        raise said.unplaced("line_unknown" if line else "line_missing")
    return found[line]


def held_for(desk_id: int, rating_ids: Collection[int], now: datetime) -> int:
    """For how many seconds all of these ratings can still be taken back: as long as the one that leaves first."""
    owed = BuyerRating.objects.filter(desk_id=desk_id, pk__in=rating_ids, outbound__isnull=False)
    first = departures.first_due_at(desk_id, owed.values_list("outbound", flat=True))
    return 0 if first is None else seconds_left(first, now)


def _locked(desk_id: int, shop_ids: Collection[int], line_ids: Collection[int]) -> list[Ratable]:
    """These lines, while nobody else rates in their shops. Loads are not held up: what they tell meanwhile its worker finds out."""
    seen = ratable.lines(desk_id, shop_ids, line_ids)
    if not seen:
        raise NotVisible
    for shop_id in sorted({one.shop_id for one in seen}):
        setwise.rows("SELECT pg_advisory_xact_lock(%s, %s)::text", [LOCK_SPACE, shop_id % 2**31])
    return ratable.lines(desk_id, shop_ids, line_ids)


def _first(desk_id: int, client_key: uuid.UUID, found: Sequence[Ratable]) -> list[BuyerRating]:
    """The ratings that this key already stands for. Who was still writing them has ended by now."""
    first = list(BuyerRating.objects.filter(desk_id=desk_id, client_key=client_key).order_by("line_id"))
    if not {one.line_id for one in first} <= {one.line_id for one in found}:
        raise said.key_used()
    return first


def _put_away_failed(desk_id: int, line_ids: Collection[int], now: datetime) -> None:
    """Another rating takes the place of refused ones: they are not sent again, and nobody needs to look at them."""
    refused = BuyerRating.objects.filter(desk_id=desk_id, line_id__in=line_ids, state=BuyerRating.State.REFUSED, outbound__isnull=False)
    outbox.put_away(desk_id, refused.values_list("outbound", flat=True), now=now)


def _checked(one: Ratable, shop: ShopFacts, verdict: Verdict, text: str, reason: str, now: datetime) -> tuple[str, dict[str, Any]]:
    """The text as it leaves, and the warnings that its reason overrode; its refusal where it may not."""
    text = tidy(text)
    if not text:
        if verdict is Verdict.GOOD:
            return "", {}
        raise said.text_missing()
    known = replies.facts_of(shop.desk_id, f"order:{one.order_id}", [shop.id])
    judged = wordings.why_not_text(text, known, shop, given=_before(shop, text, now), reason=reason)
    if judged.refusal is not None:
        raise judged.refusal
    return text, dict(judged.overridden or {})


def _before(shop: ShopFacts, text: str, now: datetime) -> int:
    """How often the shop said this of late, whomever it was about."""
    mine = BuyerRating.objects.filter(
        desk_id=shop.desk_id, shop_id=shop.id, state__in=BuyerRating.LIVE, written_at__gt=now - repeated.WITHIN
    )
    texts = mine.exclude(text="").order_by("-written_at").values_list("text", flat=True)[:MOST_COMPARED]
    same = repeated.fold(text)
    return sum(repeated.fold(one) == same for one in texts)


def _write(
    shop: ShopFacts, one: Ratable, verdict: Verdict, text: str, user_id: int | None, actor: Actor, client_key: uuid.UUID,
    overridden: dict[str, Any], now: datetime,
) -> int:  # fmt: skip
    """The rating, what is owed for it, and its entry; returns its id."""
    completed_at = one.facts.trade.completed_at
    assert completed_at is not None, "A line that may be rated is completed."
    row = BuyerRating.objects.create(
        desk_id=shop.desk_id, shop_id=shop.id, order_id=one.order_id, line_id=one.line_id, verdict=verdict.value, text=text,
        author_id=user_id, client_key=client_key, written_at=now,
    )  # fmt: skip
    leaves = leaves_at(now, until(completed_at, shop.rules))
    row.outbound = outbox.enqueue(shop.desk_id, KIND, f"rating:{row.pk}", {"rating": row.pk}, now=now, shop_id=shop.id, not_before=leaves)
    row.save(update_fields=["outbound"])
    after = {"order": one.order, "line": one.facts.line, "verdict": NAMES[verdict], **overridden}
    audit.record(shop.desk_id, actor, "buyer.rated", subject_of(row.pk), None, after, now)
    return int(row.pk)


def _note(desk_id: int, shop_ids: Collection[int], given: Sequence[int]) -> None:
    for shop_id in sorted(shop_ids) if given else ():
        note(desk_id, "reviews.rating", shop_id=shop_id, coalesce=True)


def subject_of(rating_id: int) -> str:
    """The key of a rating in the audit log."""
    return f"buyer_rating:{rating_id}"
