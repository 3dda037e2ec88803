"""Logging offers to make it good, and what came of them."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _, gettext_lazy

from reviews.domain import offers as rules
from reviews.domain.offers import LONGEST_NOTE, Channel, Facts, Kind, State
from reviews.models import Offer, OfferChange, Review
from sellerdesk import audit, policy, shops, wording
from sellerdesk.commands import command, note as tell
from sellerdesk.domain.actor import Actor
from sellerdesk.domain.text_policy.policy import TextFacts
from sellerdesk.errors import NotVisible, Refusal, Stale
from sellerdesk.models import Shop
from sellerdesk.shops import ShopFacts


@dataclass(frozen=True, slots=True)
class Wanted:
    """An offer as a person wants it logged; `amount_minor` in minor units of `currency`, None where none was named."""

    kind: str
    channel: str
    amount_minor: int | None = None
    currency: str = ""
    note: str = ""


_SENTENCES = {
    "kind_unknown": (gettext_lazy("It is not said what was offered."), gettext_lazy("Choose one of the kinds.")),
    "channel_unknown": (gettext_lazy("It is not said where it was offered."), gettext_lazy("Choose one of the places.")),
    "state_unknown": (gettext_lazy("It is not said what came of it."), gettext_lazy("Choose one of the answers.")),
    "offer_before_review": (gettext_lazy("This review is of a later moment than now."), gettext_lazy("Try again in a moment.")),
    "amount_missing": (gettext_lazy("An offer of this kind has an amount."), gettext_lazy("Enter it in the order’s currency.")),
    "amount_not_positive": (gettext_lazy("The amount must be more than nothing."), gettext_lazy("Leave it empty where none was named.")),
    "offer_unchanged": (gettext_lazy("That is what it says already."), gettext_lazy("Choose what has changed, or add a note.")),
    "offer_key_used": (gettext_lazy("This form was sent before, for another review."), gettext_lazy("Load the page again and repeat.")),
}


def why_not_note(note: str, shop: ShopFacts) -> Refusal | None:
    """What in the words of a note stops it, as in a message to the buyer: nobody keeps here what may not be said there.

    Codes of `policy.why_not_send`; an empty note says nothing.
    """
    return policy.why_not_send(note, place="chat", facts=TextFacts(rules=shop.rules)) if note else None


@command
def log_offer(
    *, desk_id: int, shop_ids: Collection[int], review_id: int, user_id: int | None, actor: Actor, wanted: Wanted,
    client_key: uuid.UUID | None = None, now: datetime,
) -> int:  # fmt: skip
    """Log an offer to the buyer of a review; returns its id. The same `client_key` again is the same offer.

    Refused: kind_unknown, channel_unknown, the codes of `why_not_log` and of `why_not_note`, offer_key_used.
    NotVisible for a review of another desk or shop.
    """
    # The lock makes two sends of one form follow each other.
    mine = Review.objects.select_for_update(no_key=True).filter(desk_id=desk_id, shop_id__in=list(shop_ids), pk=review_id)
    if (review := mine.first()) is None:
        raise NotVisible
    if (first := _first(review, client_key)) is not None:
        return first
    shop = shops.facts(Shop.objects.get(desk_id=desk_id, pk=review.shop_id))
    kind, channel, note = _kind(wanted.kind), _channel(wanted.channel), _tidy(wanted.note)
    if objection := rules.why_not_log(Facts(kind, wanted.amount_minor, wanted.currency, note), review.at, now):
        raise refusal(objection.code)
    if (stopped := why_not_note(note, shop)) is not None:
        raise stopped
    row = Offer.objects.create(
        desk_id=desk_id, shop_id=review.shop_id, review=review, kind=kind, amount_minor=wanted.amount_minor,
        currency=wanted.currency if wanted.amount_minor is not None else "", channel=channel, note=note, made_at=now,
        made_by_id=user_id, client_key=client_key,
    )  # fmt: skip
    after = {"review": review.pk, "kind": kind.value, "amount": wanted.amount_minor, "currency": row.currency, "channel": channel.value}
    audit.record(desk_id, actor, "offer.logged", f"offer:{row.pk}", None, after, now)
    tell(desk_id, "reviews.offered", shop_id=review.shop_id, review=review.pk)
    return int(row.pk)


@command
def change_offer(
    *, desk_id: int, shop_ids: Collection[int], offer_id: int, user_id: int | None, actor: Actor, state: str, note: str, seen: int,
    now: datetime,
) -> None:  # fmt: skip
    """Write what came of an offer. `seen` is the number of changes that its author has seen: Stale where there are more.

    Refused: state_unknown, the codes of `why_not_change` and of `why_not_note`. NotVisible for one of another desk or shop.
    """
    mine = Offer.objects.select_for_update(no_key=True).filter(desk_id=desk_id, shop_id__in=list(shop_ids), pk=offer_id)
    if (row := mine.first()) is None:
        raise NotVisible
    if seen < row.changes:
        raise Stale(_("Somebody has changed this offer since you looked. What you wrote is not saved yet."), {"state": row.state})
    wanted, note = _state(state), _tidy(note)
    if objection := rules.why_not_change(State(row.state), wanted, note):
        raise refusal(objection.code)
    shop = shops.facts(Shop.objects.get(desk_id=desk_id, pk=row.shop_id))
    if (stopped := why_not_note(note, shop)) is not None:
        raise stopped
    before = {"state": row.state}
    row.state, row.changes = wanted, row.changes + 1
    row.save(update_fields=["state", "changes"])
    OfferChange.objects.create(desk_id=desk_id, offer=row, number=row.changes, at=now, by_id=user_id, state=wanted, note=note)
    audit.record(desk_id, actor, "offer.changed", f"offer:{row.pk}", before, {"state": row.state}, now)
    tell(desk_id, "reviews.offered", shop_id=row.shop_id, review=row.review_id)


def refusal(code: str) -> Refusal:
    """A code as a sentence for a person."""
    if code == "note_too_long":
        message = _("A note may have %(most)s characters.") % {"most": wording.number(LONGEST_NOTE)}
        return Refusal(code, message, _("Shorten it."))
    message_, hint = _SENTENCES[code]
    return Refusal(code, str(message_), str(hint))


def _first(review: Review, client_key: uuid.UUID | None) -> int | None:
    if client_key is None:
        return None
    found = Offer.objects.filter(desk_id=review.desk_id, client_key=client_key).values_list("pk", "review_id").first()
    if found is not None and found[1] != review.pk:
        raise refusal("offer_key_used")
    return None if found is None else int(found[0])


def _kind(told: str) -> Kind:
    if told not in set(Kind):
        raise refusal("kind_unknown")
    return Kind(told)


def _channel(told: str) -> Channel:
    if told not in set(Channel):
        raise refusal("channel_unknown")
    return Channel(told)


def _state(told: str) -> State:
    if told not in set(State):
        raise refusal("state_unknown")
    return State(told)


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\0", "").strip()
