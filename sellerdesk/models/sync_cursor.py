"""How far a shop's connection has read."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskOwned, desk_and_id


class SyncCursor(DeskOwned):
    """The position of one topic of one shop. It moves in the transaction that stores the page it stands for."""

    shop = DeskForeignKey("sellerdesk.Shop", on_delete=models.CASCADE, related_name="+")
    topic = models.CharField(_("topic"), max_length=40)
    position: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(_("position"), default=dict)
    lease_until = models.DateTimeField(_("lease until"), null=True, blank=True)
    moved_at = models.DateTimeField(_("moved"), null=True, blank=True)

    objects: ClassVar[models.Manager["SyncCursor"]] = models.Manager()

    class Meta:
        verbose_name = _("sync cursor")
        verbose_name_plural = _("sync cursors")
        constraints = [
            desk_and_id("synccursor"),
            DeskKey("shop", name="synccursor_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "topic"], name="synccursor_once"),
        ]

    def __str__(self) -> str:
        return f"{self.shop_id} {self.topic}"
