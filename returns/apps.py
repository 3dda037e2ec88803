"""Wiring of the returns room: registries and subscriptions, in ready()."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReturnsConfig(AppConfig):
    """The returns room."""

    name = "returns"
    verbose_name = _("Returns")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Open the door for facts, and hang the room into rail, Today and search."""
        from returns import wiring

        wiring.hang()
