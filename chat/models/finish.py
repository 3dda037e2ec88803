"""Conversations that somebody said need nothing more."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskOwned, desk_and_id


class Finish(DeskOwned):
    """Somebody had seen all up to `arrival` and said that it is done. Kept for the rounds; taken back, it is gone."""

    thread = DeskForeignKey("chat.Thread", models.CASCADE, related_name="+")
    arrival = models.IntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+")

    class Meta:
        constraints: ClassVar = [
            desk_and_id("finish"),
            DeskKey("thread", name="finish_thread_in_desk"),
        ]
        indexes: ClassVar = [models.Index(fields=["desk", "thread", "id"], name="finish_of_thread")]

    def __str__(self) -> str:
        return f"{self.thread_id} {self.at}"
