"""Webhooks out: programs are told of what happens in a desk.

`hearing` turns what commands tell into rows of the outbox, in the command's own transaction; `outgoing` signs and sends one of them,
through `wire`, which connects to no place inside the house; `answering` writes what the receiver said. `saving` is what persons do.
"""

KIND = "webhook"
"""The kind of the outbound rows that are deliveries of webhooks."""


def lane(webhook_id: int) -> str:
    """The lane of a webhook's deliveries: they leave one after another, and hold up nobody else's."""
    return f"webhook:{webhook_id}"
