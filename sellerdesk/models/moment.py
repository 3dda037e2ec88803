"""Instants still to come at which something becomes true by itself."""

from typing import ClassVar

from django.db import models

from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskVouched, desk_and_id


class Moment(DeskVouched):
    """At `at` the figures of `subject` change without anybody telling us.

    Days of figures are written ahead; these rows say what of today has not happened yet. A moment
    whose facts have changed meanwhile does no harm: it only asks for a second look.
    """

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    subject = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            desk_and_id("moment"),
            DeskKey("shop", name="moment_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "kind", "at", "subject"], name="moment_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["at"], name="moment_due_sweep")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
