"""Who did something: kept as text in the audit log, so that it outlives the person's account. Pure."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Actor:
    """`key` is "user:7", "token:3", "system" or "command"; `label` is what a person reads."""

    key: str
    label: str


SYSTEM: Final = Actor(key="system", label="SellerDesk")
COMMAND_LINE: Final = Actor(key="command", label="command line")


def person(user_id: int, email: str) -> Actor:
    """The actor for a signed-in person."""
    return Actor(key=f"user:{user_id}", label=email)


def token(token_id: int, name: str) -> Actor:
    """The actor for an API token."""
    return Actor(key=f"token:{token_id}", label=name)
