"""Conversations for programs."""

from chat.api.threads import hang


__all__ = ["hang"]
