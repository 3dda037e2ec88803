"""Appeals against reviews."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from reviews.domain.appeals import BRANCH, LIVE, Reason, State
from reviews.models.ledger import Review
from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskVouched, desk_and_id


IS_LIVE = Q(state__in=sorted(one.value for one in LIVE))


class Appeal(DeskVouched):
    """One try to have the marketplace take a review away."""

    class By(models.TextChoices):
        """From whom we know how it ended."""

        NOBODY = ""
        FEED = "feed"
        PORT = "port"
        PERSON = "person"

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    review = DeskForeignKey(Review, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Reason])
    detail = models.CharField(max_length=20, choices=[(leaf, leaf) for leaf in BRANCH])
    statement = models.TextField(blank=True)
    passages = models.JSONField(default=list)
    """Places in the buyer's words: part, start, end, text."""
    quotes = models.JSONField(default=list)
    """What was said elsewhere, as it stood then: ref, at, text."""
    state = models.CharField(max_length=20, choices=[(one.value, one.value) for one in State], default=State.SENDING.value)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+")
    outbound = models.BigIntegerField(null=True)
    reached_at = models.DateTimeField(null=True)
    """When the marketplace had it."""
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=10, choices=By, blank=True, default="")
    said = models.TextField(blank=True)
    """What the marketplace said, or why it was not sent."""
    client_key = models.UUIDField(null=True)
    """Given by the browser: the same form twice is one appeal."""

    class Meta:
        constraints: ClassVar = [
            desk_and_id("appeal"),
            DeskKey("shop", name="appeal_shop_in_desk"),
            DeskKey("review", name="appeal_review_in_desk"),
            models.UniqueConstraint(fields=["desk", "review"], condition=IS_LIVE, name="appeal_one_live_per_review"),
            models.UniqueConstraint(fields=["desk", "client_key"], name="appeal_once_per_key"),
            models.CheckConstraint(
                condition=(IS_LIVE & Q(ended_at=None)) | (~IS_LIVE & Q(ended_at__isnull=False)), name="appeal_ended_has_moment"
            ),
        ]
        indexes: ClassVar = [
            models.Index("desk", "review", F("made_at").desc(), name="appeal_of_review"),
            models.Index("desk", "shop", F("made_at").desc(), F("id").desc(), name="appeal_by_time"),
            models.Index(fields=["desk", "shop", "review"], condition=IS_LIVE, name="appeal_live"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.state}"
