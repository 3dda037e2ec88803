"""Addresses outside that are told of what happens in a desk."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskOwned, desk_and_id


class Webhook(DeskOwned):
    """One receiver. Both secrets are sealed (`sellerdesk.sealing`); the old one signs as well until `old_until`."""

    class State(models.TextChoices):
        ON = "on", _("on")
        OFF = "off", _("off")

    class Why(models.TextChoices):
        """Why it is off."""

        PERSON = "person", _("switched off by a person")
        GONE = "gone", _("the receiver says that it is gone")
        FAILING = "failing", _("the receiver failed for too long")
        BACKLOG = "backlog", _("too much was waiting for the receiver")

    name = models.CharField(_("name"), max_length=100)
    url = models.CharField(_("address"), max_length=500)
    events: "ArrayField[list[str], list[str]]" = ArrayField(models.CharField(max_length=40), verbose_name=_("events"))
    secret = models.TextField(_("secret"))
    old_secret = models.TextField(_("secret before"), blank=True, default="")
    old_until = models.DateTimeField(_("valid until"), null=True, blank=True)
    every_shop = models.BooleanField(_("every shop"), default=True)
    state = models.CharField(_("state"), max_length=3, choices=State.choices, default=State.ON)
    off_why = models.CharField(_("why"), max_length=10, choices=Why.choices, blank=True, default="")
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"))

    objects: ClassVar[models.Manager["Webhook"]] = models.Manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        constraints = [
            desk_and_id("webhook"),
            models.CheckConstraint(
                condition=models.Q(state="on", off_why="") | models.Q(state="off", off_why__in=["person", "gone", "failing", "backlog"]),
                name="webhook_off_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(old_secret="", old_until__isnull=True) | (~models.Q(old_secret="") & models.Q(old_until__isnull=False)),
                name="webhook_old_secret_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WebhookShop(DeskOwned):
    """A shop that a limited webhook is told of."""

    webhook = DeskForeignKey(Webhook, on_delete=models.CASCADE, related_name="shops")
    shop = DeskForeignKey("sellerdesk.Shop", on_delete=models.CASCADE, related_name="+")

    objects: ClassVar[models.Manager["WebhookShop"]] = models.Manager()

    class Meta:
        constraints = [
            desk_and_id("webhookshop"),
            DeskKey("webhook", name="webhookshop_webhook_in_desk"),
            DeskKey("shop", name="webhookshop_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "webhook", "shop"], name="webhookshop_once"),
        ]

    def __str__(self) -> str:
        return f"{self.webhook_id}: {self.shop_id}"


class WebhookAnswer(DeskOwned):
    """What a receiver said to the last attempt of one delivery. `status` is empty where no answer came."""

    webhook = DeskForeignKey(Webhook, on_delete=models.CASCADE, related_name="+")
    outbound = DeskForeignKey("sellerdesk.Outbound", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(_("at"))
    status = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)
    milliseconds = models.PositiveIntegerField(_("took, milliseconds"), default=0)
    body = models.CharField(_("beginning of the answer"), max_length=500, blank=True, default="")

    objects: ClassVar[models.Manager["WebhookAnswer"]] = models.Manager()

    class Meta:
        constraints = [
            desk_and_id("webhookanswer"),
            DeskKey("webhook", name="webhookanswer_webhook_in_desk"),
            DeskKey("outbound", name="webhookanswer_outbound_in_desk"),
            models.UniqueConstraint(fields=["desk", "outbound"], name="webhookanswer_once"),
        ]
        indexes = [models.Index(fields=["desk", "webhook", "-at"], name="webhookanswer_of_webhook")]

    def __str__(self) -> str:
        return f"{self.outbound_id}: {self.status}"
