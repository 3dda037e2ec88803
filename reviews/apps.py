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
        from reviews.inbound import ReviewsDoor
        from reviews.services.flagging import KIND
        from sellerdesk import panels, rooms
        from sellerdesk.domain import permissions
        from sellerdesk.feed import registry

        registry.register(ReviewsDoor())
        panels.add_report_part(own.report_part, place=2)
        panels.add_shop_card(own.shop_card, place=2)
        rooms.add_outcomes(KIND, {"answered": _("answered"), "changed": _("changed by the buyer"), "deleted": _("deleted by the buyer")})
        rooms.add_room(
            rooms.Room(
                key="reviews", label=_("Reviews"), icon="review", page="reviews", may=permissions.REVIEWS_SEE, kinds=(KIND,), letter="KeyV"
            ),
            place=2,
        )
