"""Wiring of the chat room: registries and subscriptions, in ready()."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChatConfig(AppConfig):
    """The chat room."""

    name = "chat"
    verbose_name = _("Chats")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Open the door for facts, and hang the room into rail, Today, search, settings, notices and API."""
        from chat import wiring

        wiring.hang()
