"""The shop: one store on one marketplace, inside a desk."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskOwned, desk_and_id


class Shop(DeskOwned):
    """One store: its rule profile, time zone, rating window and reply target."""

    class Rules(models.TextChoices):
        """The rule profiles of the rulebook."""

        STANDARD = "standard", _("standard")
        TAOBAO = "taobao", _("Taobao")
        WILDBERRIES = "wildberries", _("Wildberries")

    class Window(models.TextChoices):
        """How far back store ratings count."""

        SIX_MONTHS = "6_months", _("6 months")
        DAYS_180 = "180_days", _("180 days")

    class Greeting(models.TextChoices):
        """How Chinese buyers are addressed in templates."""

        NAME = "name", _("by the whole name")
        DEAR = "dear", _("as 亲")

    slug = models.SlugField(_("slug"), max_length=64, db_index=False)
    name = models.CharField(_("name"), max_length=150)
    rules = models.CharField(_("rules"), max_length=20, choices=Rules.choices, default=Rules.STANDARD)
    time_zone = models.CharField(_("time zone"), max_length=64)
    window = models.CharField(_("rating window"), max_length=20, choices=Window.choices, default=Window.SIX_MONTHS)
    reply_target_seconds = models.PositiveIntegerField(_("reply target, seconds"), default=3600)
    greeting = models.CharField(_("greeting of Chinese buyers"), max_length=10, choices=Greeting.choices, default=Greeting.NAME)
    created_at = models.DateTimeField(_("created"))
    working_hours: "models.JSONField[list[list[list[int]]] | None, list[list[list[int]]] | None]" = models.JSONField(
        _("working hours"), null=True, blank=True
    )
    """For each day from Monday on, intervals in minutes from midnight; empty means always."""
    digest_at = models.DateTimeField(_("next digest"), null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager["Shop"]] = models.Manager()

    class Meta:
        verbose_name = _("shop")
        verbose_name_plural = _("shops")
        constraints = [
            desk_and_id("shop"),
            models.UniqueConstraint(fields=["desk", "slug"], name="shop_desk_slug"),
            # The command line and addresses name a shop without its desk.
            models.UniqueConstraint(fields=["slug"], name="shop_slug_overall"),
            models.CheckConstraint(condition=models.Q(rules__in=["standard", "taobao", "wildberries"]), name="shop_rules_are_known"),
            models.CheckConstraint(condition=models.Q(window__in=["6_months", "180_days"]), name="shop_window_is_known"),
            models.CheckConstraint(condition=models.Q(greeting__in=["name", "dear"]), name="shop_greeting_is_known"),
            models.CheckConstraint(condition=~models.Q(time_zone=""), name="shop_has_a_time_zone"),
        ]
        # The clock asks over all desks; named in the catalogue test.
        indexes = [models.Index(fields=["digest_at"], name="shop_sweep_digest")]

    def __str__(self) -> str:
        return self.slug


class Holiday(DeskOwned):
    """A day on which a shop does not work, whatever its hours say."""

    shop = DeskForeignKey(Shop, on_delete=models.CASCADE, related_name="+")
    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=80, blank=True, default="")

    objects: ClassVar[models.Manager["Holiday"]] = models.Manager()

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        constraints = [
            desk_and_id("holiday"),
            DeskKey("shop", name="holiday_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "day"], name="holiday_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
