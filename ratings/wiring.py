"""What this room hangs into the kernel's registries besides its pages: alerts as work items, programs. Called by ready()."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ratings import api, audit_words, personal, published
from ratings.domain.alerts import AHEAD, KIND
from ratings.queries import alerts
from ratings.templatetags import moved as saying
from sellerdesk import rooms
from sellerdesk.domain import permissions
from sellerdesk.privacy import registry as privacy
from sellerdesk.rooms import Described


PAGES: Final = {AHEAD: "ratings"}
"""Where a reader sees why: what is foreseen stands on the page of the forecast, all else on that of what moved."""


def hang() -> None:
    """Hang it."""
    privacy.add(privacy.PersonalData("ratings", _("Ratings"), personal.export, personal.erase, kinds=(personal.KEPT,)), place=4)
    api.hang()
    audit_words.hang()
    published.publish()
    rooms.add_shop_setting(rooms.ShopSetting(label=_("Warnings of the forecast"), icon="gauge", page="ratings-lookout"), place=7)
    rooms.add_outcomes(KIND, {"seen": _("seen")})
    rooms.add_work_kind(
        rooms.WorkKind(
            kind=KIND, lane="", lane_label=_("Signals"), icon="gauge", action=_("Look"), may=permissions.RATINGS_SEE, describe=describe,
            answers=permissions.REVIEWS_ANSWER, rare=True,
        )
    )  # fmt: skip


def describe(desk_id: int, desk_slug: str, subjects: Sequence[str], now: datetime, /) -> Mapping[str, Described]:  # noqa: ARG001 - as asked
    """Open alerts: what is so of which shop."""
    return {
        subject: Described(
            title=saying.alert(one),
            text="",
            href=f"{reverse(PAGES.get(one.what, 'ratings-moved'), args=[desk_slug])}?shop={slug}&dim={one.dimension}",
            note=name,
        )
        for subject, (slug, name, one) in alerts.slugs(desk_id, subjects).items()
    }
