"""The kernel's tables in the admin: what they show, and the few commands that can be called from them.

No table tells who gave a store rating: order marks, pseudonyms and the records of store ratings are in none of them.
"""

from datetime import UTC, datetime
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sellerdesk import access, audit_words, carriers, closing, models, shops
from sellerdesk.delivery import deciding
from sellerdesk.feed import judging
from sellerdesk.feed.keeping import STORE_RATING
from sellerdesk.feed.sentences import sentence
from sellerdesk.web import admin_said as words
from sellerdesk.web.admin_site import site
from sellerdesk.web.admin_tables import OfDesks, ReadOnly, action


def _close(row: Any, request: HttpRequest) -> None:
    by = access.reader(request)
    closing.close_account(person_id=row.pk, by=by, actor=access.actor(request), now=datetime.now(UTC))


def _open(row: Any, request: HttpRequest) -> None:
    by = access.reader(request)
    closing.open_account(person_id=row.pk, by=by, actor=access.actor(request), now=datetime.now(UTC))


def _again(row: Any, request: HttpRequest) -> None:
    deciding.send_again(desk_id=row.desk_id, outbound_id=row.pk, actor=access.actor(request), now=datetime.now(UTC))


def _off(row: Any, request: HttpRequest) -> None:
    deciding.call_off(desk_id=row.desk_id, outbound_id=row.pk, actor=access.actor(request), now=datetime.now(UTC))


def _judge(row: Any, request: HttpRequest) -> None:
    judging.again(shop=shops.facts(row.shop), ids=[row.pk], actor=access.actor(request), now=datetime.now(UTC))


@admin.register(models.User, site=site)
class PersonTable(ReadOnly):
    """People. Closing an account ends somebody's access at once."""

    list_display = ("email", "name", "is_active", "is_superuser", "last_login")
    list_filter = ("is_active", "is_superuser")
    search_fields = ("email__startswith",)
    search_help_text = _("The beginning of an e-mail address.")
    list_display_links = ("email",)
    fields: ClassVar[Any] = ("email", "name", "language", "is_active", "is_superuser", "last_login", "joined_at")
    actions = (
        action("close_account", label=_("Close the account"), question=_("Close these accounts?"), do=_close),
        action("open_account", label=_("Open the account again"), question=_("Open these accounts again?"), do=_open),
    )

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[QuerySet[Any], bool]:
        """Addresses are kept in lower case, whatever is typed."""
        return super().get_search_results(request, queryset, search_term.lower())


@admin.register(models.Desk, site=site)
class DeskTable(ReadOnly):
    """Desks."""

    list_display = ("slug", "name", "created_at", "demo_at")
    list_display_links = ("slug",)
    search_fields = ("slug__startswith",)
    search_help_text = _("The beginning of a desk’s short name.")
    fields: ClassVar[Any] = ("slug", "name", "created_at", "demo_at")


@admin.register(models.Shop, site=site)
class ShopTable(OfDesks):
    """Shops with their rule profiles."""

    list_display = ("slug", "name", "desk", "rules", "time_zone", "window")
    list_display_links = ("slug",)
    list_filter = ("rules",)
    list_select_related = ("desk",)
    within = ("slug",)
    fields: ClassVar[Any] = ("slug", "name", "desk", "rules", "time_zone", "window", "reply_target_seconds", "greeting", "created_at")


@admin.register(models.Membership, site=site)
class MembershipTable(OfDesks):
    """Who belongs where."""

    list_display = ("user", "desk", "role", "every_shop", "created_at")
    list_filter = ("role",)
    list_select_related = ("user", "desk")
    within = ("user__email",)
    fields: ClassVar[Any] = ("user", "desk", "role", "every_shop", "created_at")

    def called(self, row: Any) -> str:
        """The person and the role."""
        return f"{row.user}, {row.get_role_display()}"


@admin.register(models.ApiToken, site=site)
class TokenTable(OfDesks):
    """Tokens, without their digests."""

    list_display = ("name", "desk", "permissions", "last_used_at", "revoked_at")
    list_select_related = ("desk",)
    codes: ClassVar[Any] = {"permissions": words.permissions}
    fields: ClassVar[Any] = ("name", "desk", "permissions", "every_shop", "created_at", "last_used_at", "revoked_at")


@admin.register(models.ShopConnection, site=site)
class ConnectionTable(OfDesks):
    """How shops are connected, without their sealed secrets."""

    list_display = ("shop", "desk", "kind", "read_at", "failing_since", "failing_why")
    list_filter = ("kind", "failing_why")
    list_select_related = ("desk", "shop")
    within = ("shop__slug",)
    fields: ClassVar[Any] = ("shop", "desk", "kind", "changed_at", "read_at", "failing_since", "failing_why")

    def called(self, row: Any) -> str:
        """The shop, and how it is connected."""
        return f"{row.shop}, {row.get_kind_display()}"


@admin.register(models.WorkItem, site=site)
class WorkTable(OfDesks):
    """What waits for people."""

    list_display = ("kind", "subject", "desk", "state", "due_at", "assignee", "outcome")
    list_filter = ("state", "kind")
    codes: ClassVar[Any] = {"kind": words.work_kinds}
    said: ClassVar[Any] = {"subject": words.subject, "outcome": words.outcome}
    list_select_related = ("desk", "assignee")
    within = ("subject",)
    fields: ClassVar[Any] = ("kind", "subject", "desk", "state", "opened_at", "due_at", "assignee", "snoozed_until", "closed_at", "outcome")

    def called(self, row: Any) -> str:
        """The kind, and what it is about."""
        return words.called(words.work_kinds(), row)


@admin.register(models.Notice, site=site)
class NoticeTable(OfDesks):
    """What people were told: kinds and keys, no texts."""

    list_display = ("kind", "subject", "desk", "user", "at", "read_at")
    list_filter = ("kind",)
    codes: ClassVar[Any] = {"kind": words.notices}
    said: ClassVar[Any] = {"subject": words.subject}
    list_select_related = ("desk", "user")
    within = ("user__email",)
    fields: ClassVar[Any] = ("kind", "subject", "desk", "user", "at", "count", "on_page", "by_mail", "read_at")

    def called(self, row: Any) -> str:
        """The kind, and what it is about."""
        return words.called(words.notices(), row)


@admin.register(models.Outbound, site=site)
class OutboundTable(OfDesks):
    """Deliveries, without what they carry: that may be a buyer's or a seller's words. Sent again and called off by the same commands
    as in the desk."""

    list_display = ("id", "kind", "desk", "shop", "state", "attempts", "not_before", "last_error")
    list_display_links = ("id",)
    list_filter = ("state", "kind")
    codes: ClassVar[Any] = {"kind": carriers.labels}
    list_select_related = ("desk", "shop")
    within = ("kind",)
    fields: ClassVar[Any] = (
        "kind", "desk", "shop", "lane", "dedupe_key", "state", "attempts", "last_error", "created_at", "not_before", "first_tried_at",
        "doubt_since", "checks", "lease_until", "settled_at",
    )  # fmt: skip
    actions = (
        action("send_again", label=_("Send again"), question=_("Send these again?"), do=_again),
        action("call_off", label=_("Call off"), question=_("Call these off? They are not sent."), do=_off),
    )

    def called(self, row: Any) -> str:
        """The kind, and the number that the list shows."""
        return f"{carriers.label(row.kind)} {row.pk}"


@admin.register(models.FeedRecord, site=site)
class RecordTable(OfDesks):
    """Records that wait or were rejected, with the reason and without their content. Store ratings are not listed one by one."""

    list_display = ("id", "type", "outside_id", "desk", "shop", "state", "why", "at")
    codes: ClassVar[Any] = {"type": words.record_types}
    list_display_links = ("id",)
    list_filter = ("state",)
    list_select_related = ("desk", "shop")
    within = ("code", "shop__slug")
    fields: ClassVar[Any] = ("type", "outside_id", "desk", "shop", "load", "line", "at", "state", "code", "why")
    actions = (action("judge_again", label=_("Judge again"), question=_("Judge these again?"), do=_judge),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        """Never a store rating: whoever sees which of them an order releases knows who gave it."""
        return super().get_queryset(request).exclude(state=models.FeedRecord.State.APPLIED).exclude(type=STORE_RATING)

    @admin.display(description=_("why"))
    def why(self, row: models.FeedRecord) -> str:
        """The reason as a sentence."""
        return sentence(row.code, row.detail)

    def called(self, row: Any) -> str:
        """The type, and the id outside."""
        return f"{words.record_types().get(row.type, row.type)}: {row.outside_id}"


@admin.register(models.Upload, site=site)
class UploadTable(OfDesks):
    """Files that were put in by hand, without their content."""

    list_display = ("id", "name", "desk", "shop", "state", "code", "size", "created_at", "finished_at")
    said: ClassVar[Any] = {"code": words.refused_file}
    list_display_links = ("id",)
    list_filter = ("state",)
    list_select_related = ("desk", "shop")
    fields: ClassVar[Any] = (
        "name", "desk", "shop", "made_by", "made_by_token", "state", "code", "size", "received", "content", "position", "attempts",
        "created_at", "started_at", "finished_at",
    )  # fmt: skip

    def called(self, row: Any) -> str:
        """The file, and how it stands."""
        return f"{row.name}, {row.get_state_display()}"


@admin.register(models.AuditEntry, site=site)
class AuditTable(OfDesks):
    """Who changed what."""

    list_display = ("id", "at", "desk", "number", "actor_label", "what", "subject")
    list_display_links = ("id",)
    codes: ClassVar[Any] = {"what": words.verbs}
    said: ClassVar[Any] = {
        "what": words.verb, "subject": words.subject, "actor_label": words.actor, "before": words.before, "after": words.after,
    }  # fmt: skip
    list_select_related = ("desk",)
    within = ("subject", "actor_key", "what")
    fields: ClassVar[Any] = (
        "number", "desk", "at", "actor_key", "actor_label", "what", "subject", "before", "after", "previous_hash", "hash",
    )  # fmt: skip

    def called(self, row: Any) -> str:
        """The number, and what happened."""
        return f"{row.number}: {audit_words.verb(row.what)}"


@admin.register(models.AuditCheck, site=site)
class AuditCheckTable(OfDesks):
    """What the nightly walk of each desk's audit chain found."""

    list_display = ("desk", "at", "entries", "broken_at", "reason")
    list_select_related = ("desk",)
    fields: ClassVar[Any] = ("desk", "at", "entries", "broken_at", "reason")
