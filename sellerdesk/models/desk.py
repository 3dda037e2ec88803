"""The desk: one team's workspace, the tenant and the sharding key."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Desk(models.Model):
    """One team's workspace. Its slug is what the command line and addresses use."""

    slug = models.SlugField(_("slug"), max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=150)
    created_at = models.DateTimeField(_("created"))
    demo_at = models.DateTimeField(_("demo until"), null=True, blank=True)
    """Of the demo desk alone: the moment at which its told year ends. `sellerdesk.demo_desk` writes it."""
    second_factor_for_all = models.BooleanField(_("second factor for everybody"), default=False, db_default=False)
    """Otherwise it is asked of owners alone."""
    skipped_steps: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=20), verbose_name=_("skipped steps of the first run"), default=list, db_default=[], blank=True
    )

    objects: ClassVar[models.Manager["Desk"]] = models.Manager()

    class Meta:
        verbose_name = _("desk")
        verbose_name_plural = _("desks")
        constraints = [
            models.CheckConstraint(condition=models.Q(demo_at__isnull=True) | models.Q(slug="demo"), name="desk_demo_is_named_so"),
        ]

    def __str__(self) -> str:
        return self.slug


class DeskCounter(models.Model):
    """The last numbers a desk has given out, and the head of its audit chain.

    A row of its own, because it is the last lock of every command: it must not share a lock with
    anything that is read or changed earlier. `commands.py` alone writes it.
    """

    desk = models.OneToOneField(Desk, on_delete=models.CASCADE, primary_key=True, related_name="+")
    event_number = models.BigIntegerField(default=0)
    audit_number = models.BigIntegerField(default=0)
    audit_hash = models.CharField(max_length=64, blank=True, default="")

    objects: ClassVar[models.Manager["DeskCounter"]] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(event_number__gte=0, audit_number__gte=0), name="deskcounter_numbers_are_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.desk_id}: {self.event_number}"
