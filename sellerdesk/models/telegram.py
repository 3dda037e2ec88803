"""A desk's Telegram bot, and the people whom it writes to."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sellerdesk.models.tenant import DeskOwned, desk_and_id


class TelegramBot(DeskOwned):
    """The one bot of a desk. `token` is sealed (`sellerdesk.sealing`): only its digest tells that two desks have one."""

    name = models.CharField(_("name"), max_length=64)
    token = models.TextField(_("token"))
    token_digest = models.CharField(_("digest of the token"), max_length=64, blank=True, default="", db_default="")
    """SHA-256; a token is random, so it leads to none. Empty: entered by a second desk, before one bot was one desk’s."""
    position = models.BigIntegerField(_("next update"), default=0)
    """The number of the update to be read next; what is before it was read."""
    read_until = models.DateTimeField(_("being read until"), null=True, blank=True)
    """A worker's lease: one reads at a time, or Telegram gives the same to both."""
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"))

    objects: ClassVar[models.Manager["TelegramBot"]] = models.Manager()

    class Meta:
        verbose_name = _("Telegram bot")
        verbose_name_plural = _("Telegram bots")
        constraints = [
            desk_and_id("telegrambot"),
            models.UniqueConstraint(fields=["desk"], name="telegrambot_once"),
            models.UniqueConstraint(fields=["token_digest"], condition=~models.Q(token_digest=""), name="telegrambot_of_one_desk"),
        ]

    def __str__(self) -> str:
        return self.name


class TelegramLink(DeskOwned):
    """One person's chat with the desk's bot: asked for by a code, linked once the bot has heard it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False, related_name="+")
    chat = models.BigIntegerField(_("chat"), null=True, blank=True)
    linked_at = models.DateTimeField(_("linked"), null=True, blank=True)
    code_hash = models.CharField(_("hash of the code"), max_length=64, blank=True, default="")
    code_until = models.DateTimeField(_("code valid until"), null=True, blank=True)

    objects: ClassVar[models.Manager["TelegramLink"]] = models.Manager()

    class Meta:
        verbose_name = _("Telegram chat")
        verbose_name_plural = _("Telegram chats")
        constraints = [
            desk_and_id("telegramlink"),
            models.UniqueConstraint(fields=["desk", "user"], name="telegramlink_once"),
            models.CheckConstraint(
                condition=models.Q(chat__isnull=True, linked_at__isnull=True) | models.Q(chat__isnull=False, linked_at__isnull=False),
                name="telegramlink_linked_has_a_chat",
            ),
            models.CheckConstraint(
                condition=models.Q(code_hash="", code_until__isnull=True) | (~models.Q(code_hash="") & models.Q(code_until__isnull=False)),
                name="telegramlink_code_ends",
            ),
        ]
        indexes = [
            models.Index(fields=["code_until"], condition=models.Q(code_until__isnull=False), name="telegramlink_sweep_codes"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}"
