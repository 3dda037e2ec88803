"""What this room hangs into the kernel's registries besides its pages: alerts as work items, programs. Called by ready()."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from ratings import api, audit_words, personal, published
from ratings.domain.alerts import AHEAD, KIND
from ratings.queries import alerts, lag
from ratings.templatetags import moved as saying
from sellerdesk import gauges, rooms, standing, wording
from sellerdesk.domain import permissions
from sellerdesk.privacy import registry as privacy
from sellerdesk.rooms import Described


FIGURES = _("Figures of ratings")
SLOW, STUCK = timedelta(minutes=5), timedelta(hours=1)
"""Every shop is moved within a minute of its midnight."""
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
            kind=KIND, lane="", lane_label=_("Signals of ratings"), icon="gauge", action=pgettext_lazy("work", "Look"),
            may=permissions.RATINGS_SEE, describe=describe, answers=permissions.REVIEWS_ANSWER, rare=True,
        )
    )  # fmt: skip
    standing.add_line(FIGURES, tell_behind, place=21)
    gauges.add_gauge(gauges.Gauge("figures_shops_behind", "Shops whose figures missed a midnight.", _behind))
    gauges.add_gauge(gauges.Gauge("figures_lag_days", "Days since the oldest midnight that was missed.", _lag_days))


def tell_behind(asked: standing.Asked, /) -> Sequence[standing.Line]:
    """A line for each shop that is behind; one for all where none is."""
    told = []
    for one in lag.behind(asked.desk_id, asked.shop_ids, now=asked.now):
        waits = asked.now - one.since
        if waits >= SLOW:
            since = {"shop": asked.shops[one.shop_id], "moment": wording.stamp(one.since, now=asked.now)}
            said = gettext("%(shop)s shows the day that ended at %(moment)s as its last one.") % since
            do = gettext("It is moved by itself. If this stays, look whether the worker “bulk” lives.")
            level = standing.LATE if waits > STUCK else standing.SOON
            told.append(standing.Line(FIGURES, level, said, do, reverse("ratings", args=[asked.desk_slug]), gettext("Ratings")))
    return told or [standing.Line(FIGURES, standing.GOOD, gettext("Every shop is counted to its present day."))]


def _behind(now: datetime) -> Iterable[tuple[dict[str, str], float]]:
    return [({}, lag.behind_anywhere(now=now)[0])]


def _lag_days(now: datetime) -> Iterable[tuple[dict[str, str], float]]:
    oldest = lag.behind_anywhere(now=now)[1]
    return [({}, 0.0 if oldest is None else (now - oldest) / timedelta(days=1))]


def describe(desk_id: int, desk_slug: str, subjects: Sequence[str], now: datetime, /) -> Mapping[str, Described]:
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
