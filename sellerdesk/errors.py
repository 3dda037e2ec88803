"""What can go wrong on purpose. Middleware and the API turn these into answers, so views need no try."""

from datetime import timedelta
from typing import Any


class Refusal(Exception):
    """Why something may not be done: a value (`why_not_...` returns it) and an exception (commands raise it). 422.

    `code` is for programs and never changes, `message` is a sentence for a person, `hint` says what to do instead.
    """

    def __init__(self, code: str, message: str = "", hint: str = "") -> None:
        super().__init__(code, message, hint)
        self.code = code
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message or self.code} {self.hint}".strip()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Refusal) and self.args == other.args

    def __hash__(self) -> int:
        return hash(self.args)


class NotVisible(Exception):
    """It does not exist, or not for this person: the answer is the same. 404."""


class Stale(Exception):
    """Somebody was faster. `newer` holds what the page should show now. 409."""

    def __init__(self, message: str = "", newer: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.newer = newer or {}


class MarketplaceError(Exception):
    """A marketplace did not do what was asked."""


class Transient(MarketplaceError):
    """It may work later: timeouts, limits, their outages. `wait` is what they told us to wait, where they did."""

    def __init__(self, message: str = "", *, wait: timedelta | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class Limited(Transient):
    """They answered that it was too often; nothing was done, and no attempt is lost by it."""


class Held(Transient):
    """Not tried at all: the connection is at its limit, or does not answer. `wait` says how long."""


class Denied(Transient):
    """They do not let this connection in (key, rights, balance). Everything waits until an owner has mended that."""


class Permanent(MarketplaceError):
    """It will not work, however often it is tried."""


class Refused(Permanent):
    """They looked at what we sent and refuse it; the message says why."""
