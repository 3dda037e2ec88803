"""Photos and documents of a conversation."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskOwned, desk_and_id


class Attachment(DeskOwned):
    """One file: told by the marketplace (`url`), or picked here, which until it is sent belongs to its author's draft (no message).

    One without message and author is nobody's any more; a worker removes it with its file.
    """

    class State(models.TextChoices):
        """told: not here yet. kept: its checked content is in `file`. refused, failed: `reason` says why."""

        TOLD = "told"
        KEPT = "kept"
        REFUSED = "refused"
        FAILED = "failed"

    class Kind(models.TextChoices):
        PHOTO = "photo"
        DOCUMENT = "document"
        OTHER = "other"

    thread = DeskForeignKey("chat.Thread", models.CASCADE, related_name="+")
    message = DeskForeignKey("chat.Message", models.CASCADE, null=True, related_name="+")
    place = models.SmallIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.TextField(blank=True)
    """As its sender named it: never a path, shown only."""
    url = models.TextField(blank=True)
    content_type = models.TextField(blank=True)
    size = models.BigIntegerField(null=True)
    width = models.IntegerField(null=True)
    height = models.IntegerField(null=True)
    file = models.TextField(blank=True)
    """Where it lies below MEDIA_ROOT, named by us."""
    state = models.CharField(max_length=10, choices=State)
    reason = models.TextField(blank=True)
    tries = models.SmallIntegerField(default=0)
    fetch_at = models.DateTimeField(null=True)
    """When a worker tries to fetch it next; null where there is nothing to fetch."""
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            desk_and_id("attachment"),
            DeskKey("thread", name="attachment_thread_in_desk"),
            DeskKey("message", name="attachment_message_in_desk"),
            models.CheckConstraint(condition=~models.Q(state="kept", file=""), name="attachment_kept_has_a_file"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["desk", "thread", "id"], name="attachment_of_thread"),
            models.Index(fields=["desk", "message", "place"], condition=models.Q(message__isnull=False), name="attachment_of_message"),
            models.Index(fields=["fetch_at"], condition=models.Q(state="told", fetch_at__isnull=False), name="attachment_not_here"),
            models.Index(fields=["id"], condition=models.Q(message__isnull=True, author__isnull=True), name="attachment_nobodys"),
        ]

    def __str__(self) -> str:
        return self.name or str(self.pk)
