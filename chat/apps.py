"""Wiring of the chat room: registries and subscriptions, in ready()."""

from django.apps import AppConfig


class ChatConfig(AppConfig):
    """The chat room."""

    name = "chat"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Open the door for facts, hear who was given a conversation, and hang the room's settings into those of a shop."""
        from django.utils.translation import gettext_lazy as _

        from chat import receivers
        from chat.inbound import ChatDoor
        from sellerdesk import events, rooms, work
        from sellerdesk.feed import registry

        registry.register(ChatDoor())
        events.subscribe(work.Assigned, receivers.on_assigned)
        rooms.add_shop_setting(rooms.ShopSetting(label=_("Off-hours answer"), icon="chat", page="chat_automatic"), place=3)
