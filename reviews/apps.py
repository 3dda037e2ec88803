"""Wiring of the reviews room: registries and subscriptions, in ready()."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """The reviews room."""

    name = "reviews"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Open the door for facts, and hang this room's part into the shop's report and card."""
        from reviews import panels as own
        from reviews.inbound import ReviewsDoor
        from sellerdesk import panels
        from sellerdesk.feed import registry

        registry.register(ReviewsDoor())
        panels.add_report_part(own.report_part, place=2)
        panels.add_shop_card(own.shop_card, place=2)
