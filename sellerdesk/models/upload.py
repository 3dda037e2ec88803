"""Files that people put in by hand, and what they said of the columns of their tables."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskOwned, desk_and_id


class Upload(DeskOwned):
    """One file on its way into a shop's feed.

    `received` bytes of `size` are on disk. `form` is how its content is written, `mapping` what its columns are. The one
    who works on it holds `lease` until `leased_until`; whoever finds that past takes over.
    """

    class State(models.TextChoices):
        RECEIVING = "receiving", _("coming in")
        MAPPING = "mapping", _("asks what its columns are")
        QUEUED = "queued", _("waits for its turn")
        RUNNING = "running", _("is being loaded")
        DONE = "done", _("loaded")
        REFUSED = "refused", pgettext_lazy("file", "refused")
        CANCELLED = "cancelled", _("cancelled")

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    load = DeskForeignKey("sellerdesk.FeedLoad", models.CASCADE, related_name="+", null=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, db_index=False, related_name="+")
    created_at = models.DateTimeField()
    name = models.TextField()
    fingerprint = models.TextField(blank=True)
    size = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVING)
    code = models.CharField(max_length=40, blank=True)
    detail = models.JSONField(default=dict)
    wrapping = models.CharField(max_length=8, blank=True)
    form = models.JSONField(null=True)
    mapping = models.JSONField(null=True)
    content = models.BigIntegerField(null=True)
    """Bytes of the content, once it was unpacked and counted."""
    position = models.BigIntegerField(default=0)
    """Bytes of the content that are read."""
    lease = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True)
    attempts = models.SmallIntegerField(default=0)
    """Runs that ended without having loaded anything, one after another."""
    cancel_asked = models.BooleanField(default=False)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    has_file = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            desk_and_id("upload"),
            DeskKey("shop", name="upload_shop_in_desk"),
            DeskKey("load", name="upload_load_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop"], condition=models.Q(state="running"), name="upload_one_runs_per_shop"),
            models.CheckConstraint(
                condition=models.Q(received__gte=0, received__lte=models.F("size")), name="upload_received_is_part_of_size"
            ),
            models.CheckConstraint(condition=~models.Q(state="refused") | ~models.Q(code=""), name="upload_refused_says_why"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["desk", "-id"], name="upload_of_desk"),
            models.Index(fields=["id"], name="upload_sweep_open", condition=models.Q(has_file=True)),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.state})"


class SavedMapping(DeskOwned):
    """What the columns of one kind of table are, under a name. `signature` finds it again for the next file of that kind."""

    name = models.CharField(max_length=80)
    signature = models.CharField(max_length=32)
    mapping = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            desk_and_id("saved_mapping"),
            models.UniqueConstraint(fields=["desk", "name"], name="saved_mapping_name_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["desk", "signature"], name="saved_mapping_of_kind")]

    def __str__(self) -> str:
        return self.name
