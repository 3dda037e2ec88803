"""Keys of programs: each belongs to one desk and names what it may do."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskOwned, desk_and_id


class ApiToken(DeskOwned):
    """One token. Only the hash of its secret is kept; the token's text names the desk, so the look-up leads with it."""

    name = models.CharField(_("name"), max_length=100)
    secret_hash = models.CharField(_("hash of the secret"), max_length=64)
    permissions: "ArrayField[list[str], list[str]]" = ArrayField(models.CharField(max_length=40), verbose_name=_("permissions"))
    every_shop = models.BooleanField(_("every shop"), default=True)
    created_at = models.DateTimeField(_("created"))
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    """From then on it opens nothing; empty: until it is revoked."""
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, db_index=False, related_name="+")
    """Empty: the operator of the installation, on the command line."""

    objects: ClassVar[models.Manager["ApiToken"]] = models.Manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        constraints = [
            desk_and_id("apitoken"),
            models.UniqueConstraint(fields=["desk", "secret_hash"], name="apitoken_secret"),
        ]

    def __str__(self) -> str:
        return self.name


class ApiTokenShop(DeskOwned):
    """A shop that a limited token may see."""

    token = DeskForeignKey(ApiToken, on_delete=models.CASCADE, related_name="shops")
    shop = DeskForeignKey("sellerdesk.Shop", on_delete=models.CASCADE, related_name="+")

    objects: ClassVar[models.Manager["ApiTokenShop"]] = models.Manager()

    class Meta:
        constraints = [
            desk_and_id("apitokenshop"),
            DeskKey("token", name="apitokenshop_token_in_desk"),
            DeskKey("shop", name="apitokenshop_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "token", "shop"], name="apitokenshop_once"),
        ]

    def __str__(self) -> str:
        return f"{self.token_id}: {self.shop_id}"
