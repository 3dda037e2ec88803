"""Figures that are kept: what of each claim counts on which day, the sums of days and months, and what of them is stale."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskVouched, desk_and_id


class ClaimDays(DeskVouched):
    """On which of the shop's own days a claim counts, and as what: a fold over its moves (`domain.milestones`).

    There is none of a claim that does not stand on an order. It is also what was counted: where a claim moves to other days, the
    days before are found here and counted anew.
    """

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    claim = DeskForeignKey("returns.Claim", models.CASCADE, related_name="+")
    placed_on = models.DateField()
    """When its order was placed."""
    asked_on = models.DateField()
    refunded_on = models.DateField(null=True)
    """When the money went out that stands as paid."""
    joined_on = models.DateField(null=True)
    """When the marketplace first came in."""
    ruled_on = models.DateField(null=True)
    """When the marketplace ruled for the buyer, where that was its last word."""
    finished_on = models.DateField(null=True)
    by_marketplace = models.BooleanField()
    """Whether its last step was taken by the marketplace's own people; a clock is none of them (AS-13)."""
    seconds = models.BigIntegerField(null=True)
    """From its beginning to its end (AS-14)."""
    first_quality = models.BooleanField()
    """Whether it is the first claim for money about its goods and its first reason speaks of quality (AS-12)."""
    refund_minor = models.BigIntegerField(null=True)
    refund_currency = models.CharField(max_length=3, blank=True)

    class Meta:
        constraints: ClassVar = [
            desk_and_id("claim_days"),
            DeskKey("shop", name="claim_days_shop_in_desk"),
            DeskKey("claim", name="claim_days_claim_in_desk"),
            models.UniqueConstraint(fields=["desk", "claim"], name="claim_days_once"),
            models.CheckConstraint(
                condition=Q(finished_on__isnull=True, seconds__isnull=True) | Q(finished_on__isnull=False, seconds__gte=0),
                name="claim_days_end_is_whole",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["desk", "shop", "asked_on", "claim"], name="claim_days_asked"),
            models.Index(
                fields=["desk", "shop", "refunded_on", "claim"], name="claim_days_refunded", condition=Q(refunded_on__isnull=False)
            ),
            models.Index(fields=["desk", "shop", "joined_on", "claim"], name="claim_days_joined", condition=Q(joined_on__isnull=False)),
            models.Index(fields=["desk", "shop", "ruled_on", "claim"], name="claim_days_ruled", condition=Q(ruled_on__isnull=False)),
            models.Index(
                fields=["desk", "shop", "finished_on", "claim"], name="claim_days_finished", condition=Q(finished_on__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.asked_on}"


class Figure(DeskVouched):
    """Counts of one shop, one day or month of its own, one dimension and one key.

    Of the lines ordered in that span (whatever became of them when): `lines`, `bought`, `refused`, `claimed`, `refunded`, `quality`,
    `lost`, `whole_back`, and the money `shipping_minor` and `lost_minor`. Of what happened in it (whenever it was ordered): all the
    others. Money stands in rows of its own, one for each `currency`, whose counts are 0. A row whose numbers are all 0 is not kept.
    """

    class Span(models.IntegerChoices):
        DAY = 1
        MONTH = 2

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    span = models.SmallIntegerField(choices=Span)
    day = models.DateField()
    """The day, or the first of the month."""
    dimension = models.CharField(max_length=16)
    """`domain.dimensions.DIMENSIONS`: all, product, reason, stage, warehouse, region, courier, product_reason, product_stage."""
    key = models.TextField(blank=True, db_collation="C")
    """A product's id, a code, or the feed's own words; empty where it was not told. Of a pair "<product>:<code>".

    By code points: so the pairs of a product lie together in the index.
    """
    currency = models.CharField(max_length=3, blank=True)

    class Meta:
        constraints: ClassVar = [
            desk_and_id("figure"),
            DeskKey("shop", name="figure_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "dimension", "key", "span", "day", "currency"], name="figure_once"),
            models.CheckConstraint(condition=Q(span__in=[1, 2]), name="figure_span_is_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["desk", "shop", "dimension", "span", "day"], name="figure_of_days")]

    def __str__(self) -> str:
        return f"{self.day} {self.dimension} {self.key}"


COUNTS = (
    *("lines", "bought", "refused", "claimed", "refunded", "quality", "lost", "whole_back"),
    *("asked", "refunds", "first_quality", "joined", "disputes", "finished", "self_finished"),
    *("direct", "direct_seconds", "sent_back", "sent_back_seconds"),
)
"""Columns of counts: ordered lines, of these taken, refused, claimed, paid back, with a first reason of quality, paid back and never
come back whole; orders that were sent and of which nothing was kept; claims asked, paid, first of quality, with the marketplace in
them, lost before it, ended, ended without its people; ended ones without and with a way back, and how long these took together."""
MONEY = ("refund_minor", "shipping_minor", "lost_minor")
"""Columns of money: paid back, shipping of orders of which nothing was kept, price of what was paid back and never came back whole."""
for _column in (*COUNTS, *MONEY):
    models.BigIntegerField(default=0).contribute_to_class(Figure, _column)


class Stale(DeskVouched):
    """A claim, a day or a month that must be counted anew. Only ever added, and taken away by who counts: no load waits for another.

    Whoever counts takes the marks it sees and then reads the facts, so what is written meanwhile leaves a mark that stays.
    """

    class Span(models.IntegerChoices):
        CLAIM = 0
        DAY = 1
        MONTH = 2

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    span = models.SmallIntegerField(choices=Span)
    claim = DeskForeignKey("returns.Claim", models.CASCADE, null=True, related_name="+")
    day = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            desk_and_id("stale"),
            DeskKey("shop", name="stale_shop_in_desk"),
            DeskKey("claim", name="stale_claim_in_desk"),
            models.CheckConstraint(
                condition=Q(span=0, claim__isnull=False, day__isnull=True) | Q(span__in=[1, 2], claim__isnull=True, day__isnull=False),
                name="stale_names_one",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["desk", "shop", "span", "day", "id"], name="stale_of_shop")]

    def __str__(self) -> str:
        return f"{self.span} {self.claim_id or self.day}"
