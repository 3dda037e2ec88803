"""This room's tables in the admin, to look at: no texts and no buyers."""

from typing import Any, ClassVar

from django.contrib import admin

from chat import models
from sellerdesk.web.admin_site import site
from sellerdesk.web.admin_tables import OfDesks


@admin.register(models.Thread, site=site)
class ThreadTable(OfDesks):
    """Conversations: how many messages, who has it, and how long it waits."""

    list_display = ("id", "desk", "shop", "messages", "unread", "waiting_since", "assignee", "last_at", "done_at")
    list_display_links = ("id",)
    list_select_related = ("desk", "shop", "assignee")
    within = ("shop__slug",)
    fields: ClassVar[Any] = (
        "desk", "shop", "outside_id", "first_at", "last_at", "messages", "files", "unread", "waiting_since", "answered_at", "assignee",
        "done_at", "done_by",
    )  # fmt: skip
