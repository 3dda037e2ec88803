"""Everything that was ever told to a shop, and what became of it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskVouched, desk_and_id


class FeedLoad(DeskVouched):
    """One run of the loader over one file or request, with its counts so far."""

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    source = models.TextField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    read = models.BigIntegerField(default=0)
    unchanged = models.BigIntegerField(default=0)
    released = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            desk_and_id("feed_load"),
            DeskKey("shop", name="feed_load_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "id"], name="feed_load_desk_shop_id"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.started_at:%Y-%m-%d %H:%M}"


class FeedRecord(DeskVouched):
    """One content of one record, kept whole, once.

    The set of these rows only grows, and everything else is a fold over it; that is why the order of
    arrival cannot matter. `raw` of a store rating holds no order: `order_key` is its pseudonym.
    """

    class State(models.IntegerChoices):
        APPLIED = 1, _("taken in")
        WAITING = 2, _("waiting")
        REJECTED = 3, _("rejected")

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    load = DeskForeignKey(FeedLoad, models.CASCADE, related_name="+")
    line = models.BigIntegerField()
    type = models.CharField(max_length=20)
    outside_id = models.TextField()
    content_hash = models.BinaryField(max_length=32)
    at = models.DateTimeField(null=True)
    state = models.SmallIntegerField(choices=State)
    code = models.CharField(max_length=40, blank=True)
    detail = models.JSONField(null=True)
    raw = models.JSONField()
    order_key = models.BinaryField(max_length=16, null=True)

    class Meta:
        constraints: ClassVar = [
            desk_and_id("feed_record"),
            DeskKey("load", name="feed_record_load_in_shop", along="shop"),
            models.UniqueConstraint(fields=["desk", "shop", "type", "outside_id", "content_hash"], name="feed_record_content_once"),
            models.CheckConstraint(condition=models.Q(state__in=[1, 2, 3]), name="feed_record_state_is_known"),
            models.CheckConstraint(
                condition=models.Q(state=1, code="") | models.Q(state__in=[2, 3]) & ~models.Q(code=""),
                name="feed_record_says_why_not",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["desk", "shop", "state", "load", "line"],
                name="feed_record_not_applied",
                condition=~models.Q(state=1),
            ),
            models.Index(
                fields=["desk", "shop", "state", "type", "code", "id"],
                name="feed_record_by_reason",
                condition=~models.Q(state=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.outside_id}"
