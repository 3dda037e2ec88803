"""An order (a trade), its lines, its marks, and its being struck."""

from typing import ClassVar

from django.db import models

from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskVouched, desk_and_id


TO_SHIP = models.Q(status="placed", shipped_at=None)


class Order(DeskVouched):
    """A trade, merged from all revisions told. `struck_at` is when the marketplace struck it (rulebook 20)."""

    class Status(models.TextChoices):
        PLACED = "placed"
        SHIPPED = "shipped"
        DELIVERED = "delivered"
        COMPLETED = "completed"
        REFUSED = "refused"
        CANCELLED = "cancelled"

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    outside_id = models.TextField()
    buyer = DeskForeignKey("sellerdesk.Buyer", models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    status = models.CharField(max_length=12, choices=Status)
    ship_by = models.DateTimeField(null=True)
    shipped_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    struck_at = models.DateTimeField(null=True)
    courier = models.TextField(blank=True)
    tracking = models.TextField(blank=True)
    region = models.TextField(blank=True)
    warehouse = models.TextField(blank=True)
    shipping_cost_minor = models.BigIntegerField(null=True)
    shipping_cost_currency = models.CharField(max_length=3, blank=True)
    note = models.TextField(blank=True)
    reviewable = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            DeskKey("buyer", name="order_buyer_in_shop", along="shop"),
            models.UniqueConstraint(fields=["desk", "shop", "outside_id"], name="order_once_per_shop"),
            # After the other unique one: while a new table has no statistics both look equally cheap to the check of a
            # composite foreign key, the later index wins, and by the other one each check would read the whole desk.
            desk_and_id("order"),
            models.CheckConstraint(
                condition=models.Q(status__in=["placed", "shipped", "delivered", "completed", "refused", "cancelled"]),
                name="order_status_is_known",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["desk", "buyer"], name="order_of_buyer"),
            # What was ordered on a day.
            models.Index(fields=["desk", "shop", "placed_at", "id"], name="order_placed"),
            # What was completed lately: windows that begin with success.
            models.Index(
                fields=["desk", "shop", "completed_at", "id"], name="order_completed", condition=models.Q(completed_at__isnull=False)
            ),
            # What has not left or not arrived yet, by the instant that it must not pass: few of all orders.
            models.Index(
                fields=["desk", "shop", "ship_by", "id"], name="order_to_ship", condition=TO_SHIP & models.Q(ship_by__isnull=False)
            ),
            models.Index(
                fields=["desk", "shop", "placed_at", "id"], name="order_to_ship_with_note", condition=TO_SHIP & ~models.Q(note="")
            ),
            models.Index(
                fields=["desk", "shop", "shipped_at", "id"],
                name="order_on_its_way",
                condition=models.Q(status__in=["placed", "shipped"], shipped_at__isnull=False, delivered_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.outside_id


class OrderLine(DeskVouched):
    """One line of an order: what was bought, how many, at which price. The one thing that all rooms may point at."""

    order = DeskForeignKey(Order, models.CASCADE, related_name="lines")
    outside_id = models.TextField()
    product = DeskForeignKey("sellerdesk.Product", models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    price_minor = models.BigIntegerField(null=True)
    price_currency = models.CharField(max_length=3, blank=True)

    class Meta:
        constraints: ClassVar = [
            desk_and_id("order_line"),
            DeskKey("order", name="order_line_order_in_desk"),
            DeskKey("product", name="order_line_product_in_desk"),
            models.UniqueConstraint(fields=["desk", "order", "outside_id"], name="order_line_once_per_order"),
        ]

    def __str__(self) -> str:
        return self.outside_id


class OrderMark(DeskVouched):
    """What a room says about an order for the others to read: a kind, a code, a moment.

    Rooms do not import one another; statistics across rooms read these.
    """

    order = DeskForeignKey(Order, models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=40)
    code = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            desk_and_id("order_mark"),
            DeskKey("order", name="order_mark_order_in_desk"),
            models.UniqueConstraint(fields=["desk", "order", "kind"], name="order_mark_once_per_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}".strip()


class TradeVoid(DeskVouched):
    """The marketplace's word that a trade is struck. The earliest one of an order counts."""

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    record = models.BigIntegerField()
    outside_id = models.TextField()
    order_ref = models.TextField()
    at = models.DateTimeField()
    content_hash = models.BinaryField(max_length=32)
    reason = models.TextField()
    placed = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            desk_and_id("trade_void"),
            DeskKey("shop", name="trade_void_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "outside_id"], name="trade_void_once_per_shop"),
        ]
        indexes: ClassVar = [models.Index(fields=["desk", "shop", "order_ref"], name="trade_void_of_order")]

    def __str__(self) -> str:
        return self.outside_id
