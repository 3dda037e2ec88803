"""Wiring of the reviews room: registries and subscriptions, in ready()."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    """The reviews room."""

    name = "reviews"
    verbose_name = _("Reviews")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Open the door for facts, and hang the room into rail, Today, search, and the shop's report and card."""
        from reviews import wiring

        wiring.hang()
