"""How a shop is tied to its marketplace."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskOwned, desk_and_id


class ShopConnection(DeskOwned):
    """One shop's connection. A shop without a row is by hand. Written by `sellerdesk.connections` alone.

    `secret` is sealed (`sellerdesk.sealing`); `settings` holds nothing that is secret.
    """

    class Kind(models.TextChoices):
        BY_HAND = "by_hand", _("by hand")
        SIMULATOR = "simulator", _("simulated marketplace")

    class Why(models.TextChoices):
        """Why it fails: no answer, or not let in."""

        SILENT = "silent", _("does not answer")
        DENIED = "denied", _("does not let us in")

    shop = DeskForeignKey("sellerdesk.Shop", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.BY_HAND)
    settings: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(_("settings"), default=dict, blank=True)
    secret = models.TextField(_("secret"), blank=True, default="")
    changed_at = models.DateTimeField(_("changed"))
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    failing_why = models.CharField(_("why"), max_length=10, choices=Why.choices, blank=True, default="")
    read_at = models.DateTimeField(_("last read"), null=True, blank=True)
    """When it last told us everything it had."""
    read_after = models.DateTimeField(_("next read"), null=True, blank=True)
    """When it is read next; nothing where nothing can be read."""

    objects: ClassVar[models.Manager["ShopConnection"]] = models.Manager()

    class Meta:
        verbose_name = _("connection")
        verbose_name_plural = _("connections")
        constraints = [
            desk_and_id("shopconnection"),
            DeskKey("shop", name="shopconnection_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop"], name="shopconnection_once"),
            models.CheckConstraint(condition=models.Q(kind__in=["by_hand", "simulator"]), name="shopconnection_kind_is_known"),
            models.CheckConstraint(
                condition=models.Q(failing_since__isnull=True, failing_why="")
                | models.Q(failing_since__isnull=False, failing_why__in=["silent", "denied"]),
                name="shopconnection_failing_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["read_after"], condition=models.Q(read_after__isnull=False), name="shopconnection_sweep_read"),
        ]

    def __str__(self) -> str:
        return f"{self.shop_id} {self.kind}"
