"""This room's tables in the admin, to look at: no texts, no buyers, no ratings of shops."""

from typing import Any, ClassVar

from django.contrib import admin

from reviews import models
from reviews.services.question_reasons import REASON_WORDS
from reviews.templatetags import reviewed
from sellerdesk import audit_words
from sellerdesk.feed import sentences
from sellerdesk.web.admin_site import site
from sellerdesk.web.admin_tables import OfDesks


def _ruling(row: Any) -> str:
    return sentences.sentence(row.ruling) if row.ruling else ""


def _flags(row: Any) -> str:
    return reviewed.flags(row.flags)


@admin.register(models.Review, site=site)
class ReviewTable(OfDesks):
    """Reviews of products: when, of which shop, and how they stand."""

    list_display = ("id", "desk", "shop", "at", "ruling", "judged", "answered_at", "deleted_at")
    said: ClassVar[Any] = {"ruling": _ruling, "flags": _flags}
    list_display_links = ("id",)
    list_select_related = ("desk", "shop")
    within = ("shop__slug",)
    fields: ClassVar[Any] = (
        "desk", "shop", "outside_id", "at", "ruling", "judged", "flags", "received_at", "changed_at", "followed_at", "answered_at",
        "deleted_at", "struck_at",
    )  # fmt: skip


@admin.register(models.OwnAnswer, site=site)
class AnswerTable(OfDesks):
    """Answers that the desk wrote, without their texts."""

    list_display = ("id", "desk", "shop", "state", "author", "written_at", "sent_at")
    codes: ClassVar[Any] = {"rejects": lambda: REASON_WORDS}
    list_display_links = ("id",)
    list_filter = ("state",)
    list_select_related = ("desk", "shop", "author")
    within = ("shop__slug",)
    fields: ClassVar[Any] = ("desk", "shop", "state", "author", "edit", "rejects", "written_at", "sent_at", "outbound", "outside_id")

    def called(self, row: Any) -> str:
        """What it answers, and how it stands."""
        return f"{audit_words.subject(row.about.subject())}, {row.get_state_display()}"
