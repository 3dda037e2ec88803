"""This room's tables in the admin, to look at: no texts and no buyers."""

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext as _

from returns import models
from returns.domain.clocks import ASKED
from returns.queries import choice_words
from returns.templatetags import claimed
from sellerdesk.feed import sentences
from sellerdesk.rooms import Words
from sellerdesk.web.admin_site import site
from sellerdesk.web.admin_tables import OfDesks


def _ruling(row: Any) -> str:
    return sentences.sentence(row.ruling) if row.ruling else ""


def _stage(row: Any) -> str:
    """What it waits for; the stages of a claim that asks for a decision are one word."""
    return _("Decide") if row.stage in ASKED else str(claimed.TODO_OF.get(row.stage, row.stage))


def _actions() -> dict[str, Words]:
    """Ways as marketplaces name them, and what happens where none is named."""
    return {**claimed.EVENTS, **choice_words.WAYS}


@admin.register(models.Claim, site=site)
class ClaimTable(OfDesks):
    """Claims and how they stand."""

    list_display = ("id", "desk", "shop", "at", "wants", "status", "stage", "due_at", "outcome")
    codes: ClassVar[Any] = {
        "wants": lambda: claimed.WANTS, "status": lambda: claimed.EVENTS, "reason": lambda: claimed.REASONS, "money": lambda: claimed.MONEY,
        "goods": lambda: claimed.GOODS, "talk": lambda: claimed.TALK, "outcome": lambda: claimed.EVENTS,
    }  # fmt: skip
    said: ClassVar[Any] = {"ruling": _ruling, "stage": _stage}
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
    list_filter = ("state", "kind")
    codes: ClassVar[Any] = {"kind": lambda: choice_words.KINDS, "action": _actions}
    list_select_related = ("desk", "shop", "author")
    within = ("shop__slug",)
    fields: ClassVar[Any] = ("desk", "shop", "claim", "kind", "action", "state", "author", "second", "outbound")

    def called(self, row: Any) -> str:
        """The claim, and what was decided."""
        return f"{row.claim}, {choice_words.KINDS.get(row.kind, row.kind)}"
