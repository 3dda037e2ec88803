"""What a person or a token may do: named permissions, and roles as sets of them. Pure."""

from collections.abc import Collection, Mapping
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
PRIVACY_MANAGE: Final = "privacy.manage"
"""To give out all that is kept of a buyer, and to erase it."""
WEBHOOKS_MANAGE: Final = "webhooks.manage"
"""What leaves the desk for programs and bots outside: webhooks, the Telegram bot."""

PERMISSIONS: Final[frozenset[str]] = frozenset(
    {
        DESK_SEE, PEOPLE_MANAGE, TOKENS_MANAGE, AUDIT_SEE, SHOPS_MANAGE, FEED_LOAD, LOG_SEE,
        RATINGS_SEE, REVIEWS_SEE, REVIEWS_ANSWER, ORDERS_SEE, WORK_SEE, WORK_ASSIGN, RECORDS_SEE,
        CHATS_SEE, CHATS_ANSWER, FIGURES_SEE, TEMPLATES_MANAGE, DELIVERIES_MANAGE, RETURNS_SEE, RETURNS_DECIDE, RETURNS_CHECK,
        PRIVACY_MANAGE,
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


ALWAYS: Final = frozenset({DESK_SEE, LOG_SEE})
"""What every role holds: without them no page opens, and none would be kept up to date."""
OWNERS_ONLY: Final = frozenset({PEOPLE_MANAGE, TOKENS_MANAGE})
"""What no other role is given: who holds them can give themselves, or a program, everything else."""
CHANGEABLE: Final = PERMISSIONS - ALWAYS - OWNERS_ONLY
NEEDS: Final[Mapping[str, str]] = {
    REVIEWS_ANSWER: REVIEWS_SEE,
    CHATS_ANSWER: CHATS_SEE,
    RETURNS_DECIDE: RETURNS_SEE,
    RETURNS_CHECK: RETURNS_SEE,
    WORK_ASSIGN: WORK_SEE,
}
"""What a permission is worth nothing without."""

Changes = Mapping[str, bool]
"""What a desk gave to a role (True) or took from it (False), by permission, beside what every desk begins with."""
UNCHANGED: Final[Changes] = {}


def held(role: str, changes: Changes = UNCHANGED) -> frozenset[str]:
    """All that a role holds in a desk. The owner holds everything, whatever is said; an unknown role holds nothing."""
    if role == OWNER or role not in ROLES:
        return ROLES.get(role, frozenset())
    given = {name for name, is_given in changes.items() if is_given}
    taken = {name for name, is_given in changes.items() if not is_given}
    return (ROLES[role] | (given & CHANGEABLE)) - (taken & CHANGEABLE)


def changes_to(role: str, wanted: Collection[str]) -> dict[str, bool]:
    """What has to be given to a role, and taken from it, so that it holds `wanted` and nothing else of what may be changed."""
    apart = (ROLES[role] ^ frozenset(wanted)) & CHANGEABLE
    return {name: name in wanted for name in sorted(apart)}


def alone(wanted: Collection[str]) -> list[tuple[str, str]]:
    """The permissions of `wanted` that stand without the one that they need: both, in order."""
    return [(name, needed) for name, needed in sorted(NEEDS.items()) if name in wanted and needed not in wanted]


def may(role: str, permission: str, changes: Changes = UNCHANGED) -> bool:
    """Whether `role` holds `permission` in a desk. An unknown role holds nothing; an unknown permission is a KeyError.

    A misspelt permission must not read as "no": it would lock people out unseen, or hide a missing guard.
    """
    if permission not in PERMISSIONS:
        raise KeyError(f"There is no permission {permission!r}.")
    return permission in held(role, changes)


def may_give(own: str, role: str) -> bool:
    """Whether somebody in the role `own` may put a person into `role`, or take one out of it: nobody reaches above themselves.

    Only owners hold what this takes, and they hold everything: what a desk has changed makes no difference.
    """
    return may(own, PEOPLE_MANAGE) and role in ROLES and ROLES[role] <= ROLES[own]


def unknown(permissions: list[str]) -> list[str]:
    """Those of `permissions` that do not exist, in their order."""
    return [name for name in permissions if name not in PERMISSIONS]
