"""Offers to make it good, and how each went."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F

from reviews.domain.offers import Channel, Kind, State
from reviews.models.ledger import Review
from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskVouched, desk_and_id


def _choices(of: type[Kind] | type[State] | type[Channel]) -> list[tuple[str, str]]:
    return [(one.value, one.value) for one in of]


class Offer(DeskVouched):
    """What was offered to the buyer of a review, by whom and where. What came of it is `state`; how, its changes."""

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    review = DeskForeignKey(Review, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=_choices(Kind))
    amount_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    channel = models.CharField(max_length=20, choices=_choices(Channel))
    note = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=_choices(State), default=State.WAITING.value)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+")
    changes = models.IntegerField(default=0)
    """How often it was changed: a change says on which of these it stands."""
    client_key = models.UUIDField(null=True)
    """Given by the browser: the same form twice is one offer."""

    class Meta:
        constraints: ClassVar = [
            desk_and_id("offer"),
            DeskKey("shop", name="offer_shop_in_desk"),
            DeskKey("review", name="offer_review_in_desk"),
            models.UniqueConstraint(fields=["desk", "client_key"], name="offer_once_per_key"),
            models.CheckConstraint(
                condition=models.Q(amount_minor__isnull=True, currency="") | models.Q(amount_minor__gt=0, currency__regex=r"^[A-Z]{3}$"),
                name="offer_amount_has_currency",
            ),
        ]
        indexes: ClassVar = [
            models.Index("desk", "review", F("made_at").desc(), name="offer_of_review"),
            models.Index("desk", "shop", F("made_at").desc(), F("id").desc(), name="offer_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class OfferChange(DeskVouched):
    """One step of an offer: the state that it then had, and what was noted."""

    offer = DeskForeignKey(Offer, models.CASCADE, related_name="+")
    number = models.IntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+")
    state = models.CharField(max_length=20, choices=_choices(State))
    note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            desk_and_id("offer_change"),
            DeskKey("offer", name="offer_change_offer_in_desk"),
            models.UniqueConstraint(fields=["desk", "offer", "number"], name="offer_change_once"),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.state}"
