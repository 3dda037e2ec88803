"""What a person or a token may do: named permissions, and roles as sets of them. Pure."""

from collections.abc import Mapping
from typing import Final


# The names are part of the API (tokens carry them), so they are only ever added.
DESK_SEE: Final = "desk.see"
PEOPLE_MANAGE: Final = "people.manage"
TOKENS_MANAGE: Final = "tokens.manage"
AUDIT_SEE: Final = "audit.see"
SHOPS_MANAGE: Final = "shops.manage"
FEED_LOAD: Final = "feed.load"
LOG_SEE: Final = "log.see"
RATINGS_SEE: Final = "ratings.see"
REVIEWS_SEE: Final = "reviews.see"
REVIEWS_ANSWER: Final = "reviews.answer"
ORDERS_SEE: Final = "orders.see"
WORK_SEE: Final = "work.see"
WORK_ASSIGN: Final = "work.assign"
RECORDS_SEE: Final = "records.see"
CHATS_SEE: Final = "chats.see"
CHATS_ANSWER: Final = "chats.answer"
RETURNS_SEE: Final = "returns.see"
RETURNS_DECIDE: Final = "returns.decide"
RETURNS_CHECK: Final = "returns.check"
"""To look at what came back, and say what was found; to say why it came back."""
FIGURES_SEE: Final = "figures.see"
TEMPLATES_MANAGE: Final = "templates.manage"
DELIVERIES_MANAGE: Final = "deliveries.manage"
WEBHOOKS_MANAGE: Final = "webhooks.manage"
"""What leaves the desk for programs and bots outside: webhooks, the Telegram bot."""

PERMISSIONS: Final[frozenset[str]] = frozenset(
    {
        DESK_SEE, PEOPLE_MANAGE, TOKENS_MANAGE, AUDIT_SEE, SHOPS_MANAGE, FEED_LOAD, LOG_SEE,
        RATINGS_SEE, REVIEWS_SEE, REVIEWS_ANSWER, ORDERS_SEE, WORK_SEE, WORK_ASSIGN, RECORDS_SEE,
        CHATS_SEE, CHATS_ANSWER, FIGURES_SEE, TEMPLATES_MANAGE, DELIVERIES_MANAGE, RETURNS_SEE, RETURNS_DECIDE, RETURNS_CHECK,
        WEBHOOKS_MANAGE,
    }
)  # fmt: skip

_READ_ONLY: Final = frozenset({DESK_SEE, LOG_SEE, RATINGS_SEE, REVIEWS_SEE, ORDERS_SEE, WORK_SEE, CHATS_SEE, RETURNS_SEE})
_ANALYST: Final = frozenset({DESK_SEE, LOG_SEE, RATINGS_SEE, REVIEWS_SEE, FIGURES_SEE})
_AGENT: Final = _READ_ONLY | {REVIEWS_ANSWER, CHATS_ANSWER, RETURNS_DECIDE, RETURNS_CHECK, WORK_ASSIGN}
_MANAGER: Final = _AGENT | {
    FEED_LOAD, RECORDS_SEE, SHOPS_MANAGE, AUDIT_SEE, FIGURES_SEE, TEMPLATES_MANAGE, DELIVERIES_MANAGE,
    WEBHOOKS_MANAGE,
}  # fmt: skip

OWNER: Final = "owner"
MANAGER: Final = "manager"
AGENT: Final = "agent"
ANALYST: Final = "analyst"
READ_ONLY: Final = "read_only"

ROLES: Final[Mapping[str, frozenset[str]]] = {
    OWNER: PERMISSIONS,
    MANAGER: _MANAGER,
    AGENT: _AGENT,
    ANALYST: _ANALYST,
    READ_ONLY: _READ_ONLY,
}


def may(role: str, permission: str) -> bool:
    """Whether `role` holds `permission`. An unknown role holds nothing; an unknown permission is a KeyError.

    A misspelt permission must not read as "no": it would lock people out unseen, or hide a missing guard.
    """
    if permission not in PERMISSIONS:
        raise KeyError(f"There is no permission {permission!r}.")
    return permission in ROLES.get(role, frozenset())


def may_give(own: str, role: str) -> bool:
    """Whether somebody in the role `own` may put a person into `role`, or take one out of it: nobody reaches above themselves."""
    return may(own, PEOPLE_MANAGE) and role in ROLES and ROLES[role] <= ROLES[own]


def unknown(permissions: list[str]) -> list[str]:
    """Those of `permissions` that do not exist, in their order."""
    return [name for name in permissions if name not in PERMISSIONS]
