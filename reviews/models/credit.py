"""The credit that reviews earn: for each order line, and for each day of a shop."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskVouched, desk_and_id


class CreditLine(DeskVouched):
    """What one order line earns: its own course (UTC instants), and where it stands from which day on.

    `steps` is a flat list of (day ordinal, cell) pairs, the result of folding all lines of the buyer. The last pair stands in columns
    of its own: nearly every line has taken its last step, and an array in an index makes counting them four times as long.
    """

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    order_ref = models.TextField()
    line_ref = models.TextField()
    buyer = DeskForeignKey("sellerdesk.Buyer", models.PROTECT, related_name="+")
    product_ref = models.TextField()
    placed_at = models.DateTimeField()
    since = models.DateTimeField()
    verdict = models.SmallIntegerField()
    good_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    default_good = models.BooleanField()
    steps = ArrayField(models.IntegerField(), default=list)
    turns = models.GeneratedField(
        expression=models.Func(models.F("steps"), template="cardinality(%(expressions)s) / 2"),
        output_field=models.SmallIntegerField(), db_persist=True,
    )  # fmt: skip
    settled_day = models.GeneratedField(
        expression=models.Func(models.F("steps"), template="%(expressions)s[cardinality(%(expressions)s) - 1]"),
        output_field=models.IntegerField(null=True), db_persist=True,
    )  # fmt: skip
    settled_cell = models.GeneratedField(
        expression=models.Func(models.F("steps"), template="%(expressions)s[cardinality(%(expressions)s)]"),
        output_field=models.SmallIntegerField(null=True), db_persist=True,
    )  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            desk_and_id("credit_line"),
            DeskKey("buyer", name="credit_line_buyer_in_shop", along="shop"),
            models.UniqueConstraint(fields=["desk", "shop", "order_ref", "line_ref"], name="credit_line_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["desk", "shop", "buyer"], name="credit_line_of_buyer"),
            models.Index(fields=["desk", "shop", "since", "id"], name="credit_line_by_since"),
            # What the credit page counts and lists: by where lines stand, and what ever moved after its first day, without the rows.
            models.Index(
                fields=["desk", "shop", "settled_cell", "since", "id"],
                include=["buyer", "settled_day", "turns", "default_good"],
                name="credit_line_by_cell",
            ),
            models.Index(fields=["desk", "shop", "settled_day"], condition=models.Q(turns__gt=1), name="credit_line_moved"),
        ]

    def __str__(self) -> str:
        return f"{self.order_ref} {self.line_ref}"


class CreditDay(DeskVouched):
    """By how much the shop's credit cells change on one local day; a day's credit is the running sum."""

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    day = models.DateField()
    good = models.IntegerField(default=0)
    neutral = models.IntegerField(default=0)
    bad = models.IntegerField(default=0)
    same_item = models.IntegerField(default=0)
    month_cap = models.IntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            desk_and_id("credit_day"),
            DeskKey("shop", name="credit_day_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "day"], name="credit_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day}"
