"""What a person was told."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sellerdesk.models.tenant import DeskOwned, desk_and_id


STAGES = ("soon", "overdue")
"""Kinds of notices that speak of as many items as are in that state now, and are over when none is."""


class Notice(DeskOwned):
    """One notice for one person. While it is unread, the same thing is not told twice."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False, related_name="+")
    kind = models.CharField(_("kind"), max_length=40)
    subject = models.CharField(_("subject"), max_length=200)
    at = models.DateTimeField(_("at"))
    count = models.PositiveIntegerField(_("how many things"), default=1, db_default=1)
    figures: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict, db_default={})
    """Numbers and ids that belong to it, never a buyer's text."""
    on_page = models.BooleanField(default=True, db_default=True)
    by_mail = models.BooleanField(default=False, db_default=False)
    by_telegram = models.BooleanField(default=False, db_default=False)
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
        indexes = [
            models.Index(fields=["desk", "user", "-at"], name="notice_of_user"),
            models.Index(fields=["desk", "user"], condition=models.Q(read_at__isnull=True, on_page=True), name="notice_unread"),
            # Those that are over when nothing of their kind is left are looked at over all desks; named in the catalogue test.
            models.Index(fields=["id"], condition=models.Q(read_at__isnull=True, kind__in=STAGES), name="notice_sweep_stages"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
