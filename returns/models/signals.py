"""Signals: refusals and claims beyond what is usual, what was done about them, and the counts of the time before."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from returns.domain.signals import CAUSES, SORTS
from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskVouched, desk_and_id


class ReturnSignal(DeskVouched):
    """One signal. `key` names what it is about within its sort: a product's id, a reason, both ("12:too_small"), a buyer's id.

    `hits` of `lines` were placed from `first_day` to `last_day`, when it was looked at last; of a buyer they are orders, of complaints
    `hits` are complaints. While it is open it is counted anew; once closed it keeps what was so before.
    """

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    sort = models.CharField(max_length=20)
    key = models.CharField(max_length=80)
    product = DeskForeignKey("sellerdesk.Product", models.PROTECT, null=True, related_name="+")
    buyer = DeskForeignKey("sellerdesk.Buyer", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=30, blank=True)
    topic = models.CharField(max_length=20, blank=True)
    told_page = models.CharField(max_length=40, blank=True)
    told_id = models.BigIntegerField(null=True)
    """The page of another room where complaints are told, by its URL name, and their id there."""
    first_day = models.DateField()
    last_day = models.DateField()
    hits = models.IntegerField()
    lines = models.IntegerField()
    usual_ppm = models.IntegerField()
    """The share that was to be expected, in millionths."""
    cause = models.CharField(max_length=12, blank=True)
    opened_at = models.DateTimeField()
    is_open = models.BooleanField()
    outcome = models.CharField(max_length=8, blank=True)
    """done; fell: it came back to what is usual; rose: what complaints foretold has come, and is a signal of its own."""
    closed_at = models.DateTimeField(null=True)
    closed_on = models.DateField(null=True)
    """The shop's own day: the rate afterwards is of what was ordered later."""
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+")
    did = models.TextField(blank=True)
    """What was done about it."""

    class Meta:
        constraints: ClassVar = [
            desk_and_id("return_signal"),
            DeskKey("shop", name="return_signal_shop_in_desk"),
            DeskKey("product", name="return_signal_product_in_desk"),
            DeskKey("buyer", name="return_signal_buyer_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "sort", "key"], name="return_signal_open_once", condition=Q(is_open=True)),
            models.CheckConstraint(condition=Q(sort__in=SORTS), name="return_signal_sort_is_known"),
            models.CheckConstraint(condition=Q(cause__in=CAUSES), name="return_signal_cause_is_known"),
            models.CheckConstraint(
                condition=Q(is_open=True, outcome="", closed_at=None, closed_on=None, did="")
                | Q(is_open=False, outcome__in=["done", "fell", "rose"], closed_at__isnull=False, closed_on__isnull=False),
                name="return_signal_closed_whole",
            ),
            models.CheckConstraint(condition=Q(hits__gte=0, lines__gte=0, usual_ppm__gte=0), name="return_signal_counts"),
        ]
        indexes: ClassVar = [
            models.Index("desk", "shop", F("opened_at").desc(), F("id").desc(), name="return_signal_newest"),
            models.Index(fields=["desk", "shop", "sort", "key", "closed_at"], name="return_signal_closed", condition=Q(is_open=False)),
        ]

    def __str__(self) -> str:
        return f"{self.sort} {self.key}"
