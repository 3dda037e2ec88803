"""What a person was told."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sellerdesk.models.tenant import DeskOwned, desk_and_id


class Notice(DeskOwned):
    """One notice for one person. While it is unread, the same thing is not told twice."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False, related_name="+")
    kind = models.CharField(_("kind"), max_length=40)
    subject = models.CharField(_("subject"), max_length=200)
    at = models.DateTimeField(_("at"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects: ClassVar[models.Manager["Notice"]] = models.Manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            desk_and_id("notice"),
            models.UniqueConstraint(
                fields=["desk", "user", "kind", "subject"], condition=models.Q(read_at__isnull=True), name="notice_unread_once"
            ),
        ]
        indexes = [models.Index(fields=["desk", "user", "-at"], name="notice_of_user")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
