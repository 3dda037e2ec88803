"""Wiring of the reviews room: registries and subscriptions, in ready()."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """The reviews room."""

    name = "reviews"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Open the door for facts, and hang this room's part into the shop's report and card."""
        from django.utils.translation import gettext_lazy as _

        from reviews import panels as own
        from reviews.domain.flags import KIND, LAPSES
        from reviews.inbound import ReviewsDoor
        from sellerdesk import panels, rooms
        from sellerdesk.domain import permissions
        from sellerdesk.feed import registry

        registry.register(ReviewsDoor())
        panels.add_report_part(own.report_part, place=2)
        panels.add_shop_card(own.shop_card, place=2)
        panels.add_side_panel(
            panels.SidePanel("reviews", _("Reviews"), permissions.REVIEWS_SEE, "reviews/beside.html", own.beside), place=4
        )
        rooms.add_outcomes(KIND, {"answered": _("answered"), "changed": _("changed by the buyer"), "deleted": _("deleted by the buyer")})
        rooms.add_room(
            rooms.Room(
                key="reviews", label=_("Reviews"), icon="review", page="reviews", may=permissions.REVIEWS_SEE, kinds=(KIND,), letter="KeyV"
            ),
            place=2,
        )
        rooms.add_work_kind(
            rooms.WorkKind(
                kind=KIND, lane="reviews", lane_label=_("Reviews"), icon="star", action=_("Read"), may=permissions.REVIEWS_SEE,
                describe=own.describe, answers=permissions.REVIEWS_ANSWER, lapses=LAPSES,
            )
        )  # fmt: skip
        rooms.add_search(
            rooms.Search(key="reviews", label=_("Reviews"), icon="review", may=permissions.REVIEWS_SEE, find=own.find), place=2
        )
