"""What was told of claims and refusals."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from returns.domain.axes import GOODS, MONEY, STEPS, TALK
from returns.domain.clocks import ACTS, OF_BUYER, OF_SHOP
from returns.domain.facts import ACTORS, WANTS
from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskVouched, desk_and_id


_ON_ORDER = Q(ruling="")
_FOR_SHOP = Q(is_open=True) & (Q(talk="shop") | Q(stage__in=OF_SHOP))


class Claim(DeskVouched):
    """A buyer's claim, merged from all its revisions, and where it stands: a fold over its moves.

    `ruling` is empty where it stands, "waiting" while its order is unknown (it is shown and worked on), or a code. `told_reason` is
    the marketplace's code, `reason` ours, `first_reason` ours of the first telling that gave one.
    """

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    outside_id = models.TextField()
    at = models.DateTimeField()
    told_at = models.DateTimeField()
    ruling = models.CharField(max_length=40, blank=True)
    order_ref = models.TextField()
    line_ref = models.TextField(null=True)
    order = DeskForeignKey("sellerdesk.Order", models.CASCADE, null=True, related_name="+")
    product = DeskForeignKey("sellerdesk.Product", models.PROTECT, null=True, related_name="+")
    buyer = DeskForeignKey("sellerdesk.Buyer", models.PROTECT, null=True, related_name="+")
    wants = models.CharField(max_length=10)
    told_reason = models.TextField(blank=True)
    reason_text = models.TextField(blank=True)
    reason = models.CharField(max_length=30, blank=True)
    reason_read = models.BooleanField(default=False)
    """Whether `reason` was read from the buyer's words, since the marketplace told no code that we know."""
    first_reason = models.CharField(max_length=30, blank=True)
    photos = models.JSONField(default=list)
    video = models.TextField(blank=True)
    amount_minor = models.BigIntegerField(null=True)
    amount_currency = models.CharField(max_length=3, blank=True)
    told_due_at = models.DateTimeField(null=True)
    actions: "models.JSONField[list[str] | None, list[str] | None]" = models.JSONField(null=True)
    """The legal moves as the marketplace named them; null where it named none."""
    status = models.CharField(max_length=20, blank=True)
    money = models.CharField(max_length=12)
    goods = models.CharField(max_length=12)
    talk = models.CharField(max_length=12)
    stage = models.CharField(max_length=20, blank=True)
    """Of the clock that runs; empty where none does."""
    clock_since = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True)
    """The event that comes by itself when the clock runs out; empty where none does."""
    is_open = models.BooleanField()
    """Whether anything of it is still to come (`domain.clocks.is_open`)."""
    queue_at = models.DateTimeField()
    """Its place among the open ones: its deadline, else far away."""
    moved_at = models.DateTimeField()
    """When it last moved: the moment of its last step, else its own."""
    received_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            desk_and_id("claim"),
            DeskKey("shop", name="claim_shop_in_desk"),
            DeskKey("order", name="claim_order_in_desk"),
            DeskKey("product", name="claim_product_in_desk"),
            DeskKey("buyer", name="claim_buyer_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "outside_id"], name="claim_once_per_shop"),
            models.CheckConstraint(condition=Q(wants__in=WANTS), name="claim_wants_are_known"),
            models.CheckConstraint(condition=Q(money__in=MONEY.states), name="claim_money_is_known"),
            models.CheckConstraint(condition=Q(goods__in=GOODS.states), name="claim_goods_are_known"),
            models.CheckConstraint(condition=Q(talk__in=TALK.states), name="claim_talk_is_known"),
            models.CheckConstraint(
                condition=Q(stage="", clock_since__isnull=True, due_at__isnull=True, outcome="")
                | Q(stage__in=list(ACTS), clock_since__isnull=False, due_at__isnull=False),
                name="claim_clock_is_whole",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["desk", "shop", "order_ref"], name="claim_of_order"),
            # What the queue reads: the open ones by deadline, the closed ones newest first.
            models.Index("desk", "shop", "queue_at", "id", name="claim_by_deadline", condition=Q(is_open=True)),
            models.Index("desk", "shop", "queue_at", "id", name="claim_for_shop", condition=_FOR_SHOP),
            models.Index("desk", "shop", "queue_at", "id", name="claim_for_buyer", condition=Q(is_open=True, stage__in=OF_BUYER)),
            models.Index("desk", "shop", "queue_at", "id", name="claim_for_marketplace", condition=Q(is_open=True, talk="marketplace")),
            models.Index("desk", "shop", F("moved_at").desc(), F("id").desc(), name="claim_closed", condition=Q(is_open=False)),
            models.Index("desk", "product", F("at").desc(), F("id").desc(), name="claim_of_product", condition=_ON_ORDER),
            models.Index("desk", "buyer", F("at").desc(), F("id").desc(), name="claim_of_buyer", condition=_ON_ORDER),
            models.Index("desk", "shop", F("at").desc(), F("id").desc(), name="claim_by_time", condition=_ON_ORDER),
        ]

    def __str__(self) -> str:
        return self.outside_id


class Told(DeskVouched):
    """A record as it stands: of several contents of one identity, the earliest (`at`, hash)."""

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    outside_id = models.TextField()
    record = models.BigIntegerField()
    at = models.DateTimeField()
    content_hash = models.BinaryField(max_length=32)
    ruling = models.CharField(max_length=40, blank=True)

    class Meta:
        abstract = True


class ClaimStep(Told):
    """A step of a claim as it was told; what it did is a `Move`."""

    claim_ref = models.TextField()
    step = models.CharField(max_length=20)
    by = models.SmallIntegerField()
    amount_minor = models.BigIntegerField(null=True)
    amount_currency = models.CharField(max_length=3, blank=True)
    tracking = models.TextField(blank=True)
    text = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            desk_and_id("claim_step"),
            DeskKey("shop", name="claim_step_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "outside_id"], name="claim_step_once_per_shop"),
            models.CheckConstraint(condition=Q(step__in=STEPS), name="claim_step_is_known"),
            models.CheckConstraint(condition=Q(by__in=sorted(ACTORS.values())), name="claim_step_by_is_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["desk", "shop", "claim_ref"], name="claim_step_of_claim")]

    def __str__(self) -> str:
        return f"{self.claim_ref} {self.step}"


class Refusal(Told):
    """Goods that a buyer did not take. Nothing about it is to be decided."""

    class Stage(models.IntegerChoices):
        BEFORE_SHIPPING = 1
        IN_TRANSIT = 2
        AT_PICKUP = 3
        EXPIRED = 4

    order_ref = models.TextField()
    line_ref = models.TextField(null=True)
    order = DeskForeignKey("sellerdesk.Order", models.CASCADE, null=True, related_name="+")
    product = DeskForeignKey("sellerdesk.Product", models.PROTECT, null=True, related_name="+")
    buyer = DeskForeignKey("sellerdesk.Buyer", models.PROTECT, null=True, related_name="+")
    stage = models.SmallIntegerField(choices=Stage)
    told_reason = models.TextField(blank=True)
    reason_text = models.TextField(blank=True)
    reason = models.CharField(max_length=30, blank=True)
    reason_read = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            desk_and_id("refusal"),
            DeskKey("shop", name="refusal_shop_in_desk"),
            DeskKey("order", name="refusal_order_in_desk"),
            DeskKey("product", name="refusal_product_in_desk"),
            DeskKey("buyer", name="refusal_buyer_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "outside_id"], name="refusal_once_per_shop"),
            models.CheckConstraint(condition=Q(stage__in=[1, 2, 3, 4]), name="refusal_stage_is_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["desk", "shop", "order_ref"], name="refusal_of_order"),
            models.Index("desk", "buyer", F("at").desc(), F("id").desc(), name="refusal_of_buyer", condition=_ON_ORDER),
            models.Index("desk", "product", F("at").desc(), F("id").desc(), name="refusal_of_product", condition=_ON_ORDER),
            models.Index("desk", "shop", F("at").desc(), F("id").desc(), name="refusal_by_time", condition=_ON_ORDER),
        ]

    def __str__(self) -> str:
        return self.outside_id
