"""What a desk has changed of its roles, and what somebody holds there because of it."""

from sellerdesk.domain import permissions
from sellerdesk.models import Membership, RolePermission, User


def changed(desk_id: int) -> dict[str, dict[str, bool]]:
    """What a desk gave to its roles (True) or took from them (False), by role and permission."""
    found: dict[str, dict[str, bool]] = {}
    for role, name, given in RolePermission.objects.filter(desk_id=desk_id).values_list("role", "permission", "given"):
        found.setdefault(role, {})[name] = given
    return found


def held_in(desk_id: int, role: str) -> frozenset[str]:
    """All that a role holds in this desk right now."""
    return permissions.held(role, changed(desk_id).get(role, {}))


def held_by(desk_id: int, person: User) -> frozenset[str]:
    """All that a person holds in a desk right now; nothing without a membership, or with a closed account."""
    role = Membership.objects.filter(desk_id=desk_id, user_id=person.pk, user__is_active=True).values_list("role", flat=True).first()
    return frozenset() if role is None else held_in(desk_id, role)
