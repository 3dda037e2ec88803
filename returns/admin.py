"""This room's tables in the admin, to look at: no texts and no buyers."""

from typing import Any, ClassVar

from django.contrib import admin

from returns import models
from sellerdesk.web.admin_site import site
from sellerdesk.web.admin_tables import OfDesks


@admin.register(models.Claim, site=site)
class ClaimTable(OfDesks):
    """Claims and how they stand."""

    list_display = ("id", "desk", "shop", "at", "wants", "status", "stage", "due_at", "outcome")
    list_display_links = ("id",)
    list_select_related = ("desk", "shop")
    within = ("shop__slug",)
    fields: ClassVar[Any] = (
        "desk", "shop", "outside_id", "at", "ruling", "wants", "reason", "status", "money", "goods", "talk", "stage", "clock_since",
        "due_at", "outcome",
    )  # fmt: skip


@admin.register(models.Decision, site=site)
class DecisionTable(OfDesks):
    """Decisions about claims, without their texts."""

    list_display = ("id", "desk", "shop", "kind", "action", "state", "author")
    list_display_links = ("id",)
    list_filter = ("state",)
    list_select_related = ("desk", "shop", "author")
    within = ("shop__slug",)
    fields: ClassVar[Any] = ("desk", "shop", "claim", "kind", "action", "state", "author", "second", "outbound")
