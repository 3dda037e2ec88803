"""Wiring of the ratings room: registries and subscriptions, in ready()."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RatingsConfig(AppConfig):
    """The ratings room."""

    name = "ratings"
    verbose_name = _("Ratings")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Open the door for facts, and hang this room's part into the shop's report, Today and the rail."""
        from django.utils.translation import gettext_lazy as _

        from ratings import panels as own, wiring
        from ratings.inbound import RatingsDoor
        from ratings.views import cards
        from sellerdesk import panels, rooms
        from sellerdesk.domain import permissions
        from sellerdesk.feed import registry

        registry.register(RatingsDoor())
        wiring.hang()
        cards.hang()
        rooms.add_shop_setting(rooms.ShopSetting(label=_("After-sales card"), icon="star", page="ratings-card"), place=9)
        panels.add_report_part(own.report_part, place=1)
        rooms.add_card(rooms.Card(template="ratings/card.html", may=permissions.RATINGS_SEE, fill=own.today_card), place=1)
        rooms.add_room(
            rooms.Room(
                key="ratings", label=_("Ratings"), icon="gauge", page="ratings", may=permissions.RATINGS_SEE, kinds=(), letter="KeyR"
            ),
            place=4,
        )
