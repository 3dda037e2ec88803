"""Wiring of the chat room: registries and subscriptions, in ready()."""

from django.apps import AppConfig


class ChatConfig(AppConfig):
    """The chat room."""

    name = "chat"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Open the door for facts, and hear who was given a conversation."""
        from chat import receivers
        from chat.inbound import ChatDoor
        from sellerdesk import events, work
        from sellerdesk.feed import registry

        registry.register(ChatDoor())
        events.subscribe(work.Assigned, receivers.on_assigned)
