"""Reply templates: what people of a desk say again and again, in each language."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskOwned, desk_and_id


class ReplyTemplate(DeskOwned):
    """One template. Without an owner all of the desk use it. Written by `sellerdesk.replies` alone.

    A shortcut is the desk's or one person's; that the two never meet is kept by a lock on the desk (`replies.saving`).
    """

    class Place(models.TextChoices):
        """Where it may be used."""

        BOTH = "both", _("chat and public replies")
        CHAT = "chat", _("chat only")

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, db_index=False, related_name="+")
    folder = models.CharField(_("folder"), max_length=60, blank=True, default="")
    name = models.CharField(_("name"), max_length=120)
    shortcut = models.CharField(_("shortcut"), max_length=32, blank=True, default="")
    place = models.CharField(_("for"), max_length=10, choices=Place.choices, default=Place.BOTH)
    words = models.TextField(blank=True, default="")
    """Name, shortcut, folder and texts, folded for the search."""
    version = models.PositiveIntegerField(default=1)
    """Goes up with every save: a form tells on which it stands."""
    created_at = models.DateTimeField(_("created"))
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, db_index=False, related_name="+"
    )
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True)
    uses = models.PositiveIntegerField(_("uses"), default=0)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    last_used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, db_index=False, related_name="+"
    )

    objects: ClassVar[models.Manager["ReplyTemplate"]] = models.Manager()

    class Meta:
        verbose_name = _("reply template")
        verbose_name_plural = _("reply templates")
        constraints = [
            desk_and_id("replytemplate"),
            models.UniqueConstraint(
                fields=["desk", "shortcut"],
                condition=models.Q(owner__isnull=True, deleted_at__isnull=True) & ~models.Q(shortcut=""),
                name="replytemplate_shortcut_of_desk",
            ),
            models.UniqueConstraint(
                fields=["desk", "owner", "shortcut"],
                condition=models.Q(owner__isnull=False, deleted_at__isnull=True) & ~models.Q(shortcut=""),
                name="replytemplate_shortcut_of_owner",
            ),
            models.CheckConstraint(condition=models.Q(place__in=["both", "chat"]), name="replytemplate_place_is_known"),
            models.CheckConstraint(
                condition=models.Q(uses=0, last_used_at__isnull=True) | models.Q(uses__gt=0, last_used_at__isnull=False),
                name="replytemplate_used_when",
            ),
        ]
        indexes = [models.Index(fields=["desk", "folder", "name"], name="replytemplate_by_folder")]

    def __str__(self) -> str:
        return self.name


class ReplyText(DeskOwned):
    """A template's text in one language."""

    template = DeskForeignKey(ReplyTemplate, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=8)
    text = models.TextField(_("text"))
    changed_at = models.DateTimeField(_("changed"))

    objects: ClassVar[models.Manager["ReplyText"]] = models.Manager()

    class Meta:
        constraints = [
            desk_and_id("replytext"),
            DeskKey("template", name="replytext_template_in_desk"),
            models.UniqueConstraint(fields=["desk", "template", "language"], name="replytext_once_per_language"),
            models.CheckConstraint(condition=models.Q(language__in=["ru", "zh", "en"]), name="replytext_language_is_known"),
            models.CheckConstraint(condition=~models.Q(text=""), name="replytext_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.template_id} {self.language}"
