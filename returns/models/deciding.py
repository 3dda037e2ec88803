"""What was decided about claims here, and above which refund a second person is needed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from returns.domain.deciding import KINDS
from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskOwned, DeskVouched, desk_and_id


UNDER_WAY = (
    "d.state IN ('waiting', 'queued', 'sending', 'moderated', 'unknown', 'by_hand', 'sent') AND (d.state <> 'sent' OR d.event <> '')"
)
"""SQL: whether the decision d stands in the way of another: nobody can say yet that the marketplace has it, or it has not told of it."""
HOLDS = ("waiting", "queued", "sending", "moderated", "unknown", "by_hand", "sent")
"""States in which a decision stands in the way of another; once sent, only while the marketplace has not told of it."""
_SECONDED = Q(second__isnull=True) | Q(author__isnull=True) | ~Q(second=models.F("author"))


class Decision(DeskVouched):
    """One decision about a claim that was taken here, from the pressed button to what the marketplace tells of it.

    `action` is the legal move by its code, `event` what it does to the axes (empty: nothing). `text` goes with it: to the buyer, or to
    the marketplace where it is asked to step in.
    """

    class State(models.TextChoices):
        """What became of it. `waiting` is for a second person; `overtaken`: the claim went another way after it was sent."""

        WAITING = "waiting", pgettext_lazy("a decision", "waits for a second person")
        QUEUED = "queued", pgettext_lazy("a decision", "queued")
        SENDING = "sending", pgettext_lazy("a decision", "being sent")
        MODERATED = "moderated", pgettext_lazy("a decision", "with a moderator")
        UNKNOWN = "unknown", pgettext_lazy("a decision", "not known yet")
        BY_HAND = "by_hand", pgettext_lazy("a decision", "by hand")
        SENT = "sent", pgettext_lazy("a decision", "sent")
        CONFIRMED = "confirmed", pgettext_lazy("a decision", "confirmed")
        REFUSED = "refused", pgettext_lazy("a decision", "not taken")
        CANCELLED = "cancelled", pgettext_lazy("a decision", "cancelled")
        OVERTAKEN = "overtaken", pgettext_lazy("a decision", "overtaken")

    UNDER_WAY: ClassVar = (State.WAITING, State.QUEUED, State.SENDING, State.MODERATED, State.UNKNOWN, State.BY_HAND)
    """States in which nobody can say yet that the marketplace has it."""

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    claim = DeskForeignKey("returns.Claim", models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=12)
    action = models.CharField(max_length=40)
    event = models.CharField(max_length=20, blank=True)
    comes_back = models.BooleanField(default=False)
    """Whether the buyer is to send the goods back."""
    amount_minor = models.BigIntegerField(null=True)
    """What it gives back, in minor units; null where nothing, or where nobody told how much."""
    amount_currency = models.CharField(max_length=3, blank=True)
    product = DeskForeignKey("sellerdesk.Product", models.PROTECT, null=True, related_name="+")
    """The article that is sent instead."""
    text = models.TextField(blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+")
    """Null where a program or a rule decided."""
    second = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+")
    """Who confirmed it, where that was needed."""
    seconded_at = models.DateTimeField(null=True)
    client_key = models.UUIDField()
    """Given by the browser or program: the same press twice is one decision."""
    made_at = models.DateTimeField()
    leaves_at = models.DateTimeField(null=True)
    """Until then it can be taken back; null while it waits for a second person."""
    sent_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    """When the marketplace says that it happened."""
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    outbound = models.BigIntegerField(null=True)
    reason = models.TextField(blank=True)
    """Why it was refused or called off, as a sentence or a code of `services.decision_wordings`."""

    class Meta:
        constraints: ClassVar = [
            desk_and_id("claim_decision"),
            DeskKey("shop", name="claim_decision_shop_in_desk"),
            DeskKey("claim", name="claim_decision_claim_in_desk"),
            DeskKey("product", name="claim_decision_product_in_desk"),
            models.UniqueConstraint(fields=["desk", "client_key"], name="claim_decision_made_once"),
            models.UniqueConstraint(
                fields=["desk", "claim"],
                condition=Q(state__in=["waiting", "queued", "sending", "moderated", "unknown", "by_hand"])
                | (Q(state="sent") & ~Q(event="")),
                name="claim_decision_one_at_a_time",
            ),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="claim_decision_kind_is_known"),
            models.CheckConstraint(condition=Q(amount_minor__isnull=True) | Q(amount_minor__gt=0), name="claim_decision_amount_counts"),
            models.CheckConstraint(condition=_SECONDED, name="claim_decision_second_is_another"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["desk", "claim", "id"], name="claim_decision_of_claim"),
            # What loads look for: what the marketplace has not told of yet.
            models.Index(
                fields=["desk", "shop", "claim"],
                condition=Q(state__in=["waiting", "queued", "sending", "moderated", "unknown", "by_hand", "sent"]),
                name="claim_decision_unheard",
            ),
            # The sweep over all desks: what nobody told of for a day.
            models.Index(fields=["sent_at"], condition=Q(state="sent") & ~Q(event=""), name="claim_decision_never_told"),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.kind} {self.state}"


class RefundLimit(DeskOwned):
    """What one role may give back in one shop without a second person. Without a row nobody waits."""

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    role = models.CharField(max_length=20)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)

    objects: ClassVar[models.Manager["RefundLimit"]] = models.Manager()

    class Meta:
        constraints: ClassVar = [
            desk_and_id("refund_limit"),
            DeskKey("shop", name="refund_limit_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "role", "currency"], name="refund_limit_once_per_role"),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="refund_limit_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.shop_id} {self.role} {self.amount_minor}"
