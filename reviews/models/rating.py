"""The shop's reviews of its buyers that were written here."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F

from reviews.models.answering import OwnAnswer
from reviews.models.ledger import Review
from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskVouched, desk_and_id


class BuyerRating(DeskVouched):
    """A rating of a buyer, of one line of an order, given here.

    What the marketplace tells of it later is a `Review` of the ledger by the shop; `told_record` names its feed record from then on.
    """

    State = OwnAnswer.State
    LIVE: ClassVar = OwnAnswer.LIVE
    """States in which the buyer is rated, or will be."""

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    order = DeskForeignKey("sellerdesk.Order", models.CASCADE, related_name="+")
    line = DeskForeignKey("sellerdesk.OrderLine", models.CASCADE, related_name="+")
    verdict = models.SmallIntegerField(choices=Review.Verdict)
    text = models.TextField(blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+")
    client_key = models.UUIDField()
    """Given by the browser or program: the same press twice is one rating of each line."""
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    """When the marketplace took it, or a person carried it over."""
    state = models.CharField(max_length=10, choices=OwnAnswer.State, default=OwnAnswer.State.QUEUED)
    outbound = models.BigIntegerField(null=True)
    outside_id = models.TextField(null=True)
    """The marketplace's; null while it has not said any."""
    told_record = models.BigIntegerField(null=True)
    reason = models.TextField(blank=True)
    """Why it was refused or called off, as a sentence."""

    class Meta:
        constraints: ClassVar = [
            desk_and_id("buyer_rating"),
            DeskKey("shop", name="buyer_rating_shop_in_desk"),
            DeskKey("order", name="buyer_rating_order_in_desk"),
            DeskKey("line", name="buyer_rating_line_in_desk"),
            models.UniqueConstraint(fields=["desk", "client_key", "line"], name="buyer_rating_given_once"),
            models.UniqueConstraint(
                fields=["desk", "line"],
                condition=models.Q(state__in=["queued", "sending", "moderated", "sent", "unknown", "by_hand"]),
                name="buyer_rating_once_per_line",
            ),
            models.CheckConstraint(condition=models.Q(verdict__in=[-1, 0, 1]), name="buyer_rating_verdict_is_known"),
            models.CheckConstraint(condition=models.Q(verdict=1) | ~models.Q(text=""), name="buyer_rating_says_why_not_good"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["desk", "line", "id"], name="buyer_rating_of_line"),
            models.Index("desk", "shop", F("written_at").desc(), F("id").desc(), name="buyer_rating_by_time"),
            # What the marketplace has not told of yet, for the loads.
            models.Index(fields=["desk", "shop", "order"], condition=models.Q(told_record=None), name="buyer_rating_without_echo"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.state}"
