"""The kernel's tables in the admin, for looking at; only a person's access can be ended here."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from sellerdesk import models, revoking
from sellerdesk.web.admin_site import ReadOnly, site


@admin.register(models.User, site=site)
class PersonAdmin(ReadOnly):
    """People. `is_active` ends somebody's access at once."""

    list_display = ("email", "name", "is_active", "is_superuser", "last_login")
    search_fields = ("email", "name")
    fields: ClassVar[Any] = ("email", "name", "language", "is_active", "is_superuser", "last_login", "joined_at")
    readonly_fields = ("email", "name", "language", "is_superuser", "last_login", "joined_at")

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002 - Django calls it so
        """Yes, for the one field that is not read-only."""
        return True

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:  # noqa: FBT001 - Django calls it so
        """Save, then have the person's open streams look."""
        super().save_model(request, obj, form, change)
        revoking.person_changed(obj.pk)


@admin.register(models.Desk, site=site)
class DeskTable(ReadOnly):
    """Desks."""

    list_display = ("slug", "name", "created_at")
    search_fields = ("slug", "name")


@admin.register(models.Shop, site=site)
class ShopTable(ReadOnly):
    """Shops."""

    list_display = ("slug", "desk", "rules", "time_zone", "window")
    list_select_related = ("desk",)
    search_fields = ("slug", "name")


@admin.register(models.Membership, site=site)
class MembershipTable(ReadOnly):
    """Who belongs where."""

    list_display = ("user", "desk", "role", "every_shop")
    list_select_related = ("user", "desk")


@admin.register(models.ApiToken, site=site)
class TokenTable(ReadOnly):
    """Tokens, without their digests."""

    list_display = ("name", "desk", "permissions", "last_used_at", "revoked_at")
    list_select_related = ("desk",)
    exclude = ("secret_hash",)


@admin.register(models.WorkItem, site=site)
class WorkTable(ReadOnly):
    """What waits for people."""

    list_display = ("kind", "subject", "desk", "state", "due_at", "assignee")
    list_filter = ("state", "kind")
    list_select_related = ("desk", "assignee")


@admin.register(models.Outbound, site=site)
class OutboundTable(ReadOnly):
    """Deliveries, without what they carry: that may be a buyer's or a seller's words."""

    list_display = ("kind", "desk", "state", "attempts", "not_before", "last_error")
    list_filter = ("state", "kind")
    list_select_related = ("desk",)
    exclude = ("payload",)


@admin.register(models.ShopConnection, site=site)
class ConnectionTable(ReadOnly):
    """How shops are connected, without their sealed secrets."""

    list_display = ("shop", "desk", "kind", "read_at", "failing_since", "failing_why")
    list_filter = ("kind",)
    list_select_related = ("desk", "shop")
    exclude = ("secret",)


@admin.register(models.AuditEntry, site=site)
class AuditTable(ReadOnly):
    """Who changed what."""

    list_display = ("at", "desk", "number", "actor_label", "what", "subject")
    list_select_related = ("desk",)
    search_fields = ("subject", "what", "actor_label")
