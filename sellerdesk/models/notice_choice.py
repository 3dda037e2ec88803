"""How a person wants to be told."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sellerdesk.models.tenant import DeskOwned, desk_and_id


class NoticeChoice(DeskOwned):
    """One person's choices in one desk. What is not said in `channels` is as the event itself has it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False, related_name="+")
    channels: "models.JSONField[dict[str, list[str]], dict[str, list[str]]]" = models.JSONField(default=dict)
    quiet_from = models.PositiveSmallIntegerField(_("quiet from, minutes after midnight"), null=True, blank=True)
    quiet_until = models.PositiveSmallIntegerField(_("quiet until, minutes after midnight"), null=True, blank=True)
    zone = models.CharField(_("time zone of the quiet hours"), max_length=64, default="UTC")
    digests = models.BooleanField(_("digests"), default=True)

    objects: ClassVar[models.Manager["NoticeChoice"]] = models.Manager()

    class Meta:
        constraints = [
            desk_and_id("noticechoice"),
            models.UniqueConstraint(fields=["desk", "user"], name="noticechoice_once"),
            models.CheckConstraint(
                condition=models.Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | models.Q(quiet_from__lt=1440, quiet_until__lt=1440) & ~models.Q(quiet_from=models.F("quiet_until")),
                name="noticechoice_quiet_is_a_span",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}"
