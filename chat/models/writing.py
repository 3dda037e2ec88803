"""What people of the desk write beside the conversation: drafts, and notes that never leave the house."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskOwned, desk_and_id


class Draft(DeskOwned):
    """What one person has begun to write in one thread. Attachments without a message are the author's draft's."""

    thread = DeskForeignKey("chat.Thread", models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, db_index=False, related_name="+")
    text = models.TextField(blank=True)
    version = models.IntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            desk_and_id("draft"),
            DeskKey("thread", name="draft_thread_in_desk"),
            models.UniqueConstraint(fields=["desk", "thread", "user"], name="draft_once"),
        ]

    def __str__(self) -> str:
        return f"{self.thread_id} {self.user_id}"


class Note(DeskOwned):
    """A private note in a thread. A table of its own: nothing that sends messages can ever send one."""

    thread = DeskForeignKey("chat.Thread", models.CASCADE, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()
    mentions: "ArrayField[list[int], list[int]]" = ArrayField(models.BigIntegerField(), default=list, db_default=[])
    client_key = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            desk_and_id("note"),
            DeskKey("thread", name="note_thread_in_desk"),
            models.UniqueConstraint(fields=["desk", "client_key"], name="note_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["desk", "thread", "at", "id"], name="note_of_thread")]

    def __str__(self) -> str:
        return f"{self.thread_id} {self.at}"
