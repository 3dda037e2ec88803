"""What each role may do in a desk: what every desk begins with, and what this one has changed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext as _

from sellerdesk import audit, commands, desks, live, permission_words, team
from sellerdesk.domain import permissions
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import Refusal
from sellerdesk.models import ApiToken, Membership, RolePermission, User
from sellerdesk.role_changes import changed, held_in


CHANGEABLE = tuple(role for role in permissions.ROLES if role != permissions.OWNER)
"""The roles whose permissions a desk may change, the most powerful first."""


@dataclass(frozen=True, slots=True)
class Role:
    """One role of a desk: all that it holds, what the desk changed of it, and how many people have it."""

    key: str
    label: str
    held: frozenset[str]
    changes: permissions.Changes
    people: int

    @property
    def is_changeable(self) -> bool:
        """Whether a desk may change what it holds."""
        return self.key in CHANGEABLE


def roles(desk_id: int) -> list[Role]:
    """Every role of a desk, the most powerful first."""
    changes = changed(desk_id)
    counted = Membership.objects.filter(desk_id=desk_id).order_by().values_list("role").annotate(number=Count("pk"))
    people = dict(counted)
    return [
        Role(key, label, permissions.held(key, changes.get(key, {})), changes.get(key, {}), people.get(key, 0))
        for key, label in team.roles()
    ]


def holding(desk_id: int, permission: str) -> list[str]:
    """The roles that hold a permission in a desk, the most powerful first."""
    changes = changed(desk_id)
    return [role for role in permissions.ROLES if permissions.may(role, permission, changes.get(role, {}))]


def why_not_change(own_role: str, role: str, wanted: Collection[str]) -> Refusal | None:
    """Why somebody in `own_role` may not let `role` hold `wanted`.

    Refused: people_not_yours, role_is_fixed, permission_unknown, permission_not_given (only owners hold it), permission_alone.
    """
    if not permissions.may(own_role, permissions.PEOPLE_MANAGE):
        return Refusal("people_not_yours", _("Only owners can change what a role may do."))
    if role not in CHANGEABLE:
        return Refusal("role_is_fixed", _("What this role may do cannot be changed."))
    if wrong := permissions.unknown(sorted(wanted)):
        return Refusal("permission_unknown", _("There is no permission %(name)s.") % {"name": wrong[0][:40]}, _("Load the page again."))
    if set(wanted) & permissions.OWNERS_ONLY:
        return Refusal("permission_not_given", _("Only owners invite people and make keys for programs."))
    if apart := permissions.alone(wanted):
        name, needed = map(permission_words.name, apart[0])
        message = _("“%(name)s” is worth nothing without “%(needed)s”.") % {"name": name, "needed": needed}
        return Refusal("permission_alone", message, _("Give both, or neither."))
    return None


def why_not_change_as(desk_id: int, by: User | ApiToken, role: str, wanted: Collection[str]) -> Refusal | None:
    """The same for a person by their role, or for a token by what it names: it changes no role that may more than the token itself, and
    gives a role nothing that it does not hold, or it could give itself that through whoever is in the role.

    Refused as `why_not_change`, and a token with the codes of `team.why_not_give_as` and permission_above_yours.
    """
    if isinstance(by, User):
        return why_not_change(team.role_of(desk_id, by), role, wanted)
    if refusal := team.why_not_give_as(desk_id, by, role) or why_not_change(permissions.OWNER, role, wanted):
        return refusal
    if not permissions.held(role, permissions.changes_to(role, wanted)) <= frozenset(by.permissions):
        message = _("A token cannot give a role what the token does not hold itself.")
        return Refusal("permission_above_yours", message, _("Leave those permissions out."))
    return None


@commands.command
def change_role(*, desk_id: int, role: str, wanted: Collection[str], by: User | ApiToken, actor: Actor, now: datetime) -> Role:
    """Let everybody in a role hold `wanted`, and nothing else that may be changed; from the next request on, and in open streams.

    What every role holds stays, named or not. Work that its people may not have any more waits for the team again. Nothing is
    written where nothing changes. Refused: the codes of `why_not_change_as`.
    """
    # The row lock makes changes of one desk's people and roles wait for each other.
    desks.hold(desk_id)
    if refusal := why_not_change_as(desk_id, by, role, wanted):
        raise refusal
    before = held_in(desk_id, role)
    changes = permissions.changes_to(role, wanted)
    after = permissions.held(role, changes)
    if after != before:
        _keep(desk_id, role, changes)
        audit.record(desk_id, actor, "role.changed", f"role:{role}", _told(before - after), _told(after - before), now)
        commands.note(desk_id, live.ROLES_CHANGED, role=role)
        if before - after:
            for user_id in Membership.objects.filter(desk_id=desk_id, role=role).order_by("user_id").values_list("user_id", flat=True):
                team.give_back(desk_id, user_id, actor=actor, now=now)
    return next(one for one in roles(desk_id) if one.key == role)


def _keep(desk_id: int, role: str, changes: Mapping[str, bool]) -> None:
    RolePermission.objects.filter(desk_id=desk_id, role=role).delete()
    RolePermission.objects.bulk_create(
        RolePermission(desk_id=desk_id, role=role, permission=name, given=given) for name, given in changes.items()
    )


def _told(names: Collection[str]) -> dict[str, list[str]]:
    """What was taken, or given: the rest of the role stays unsaid."""
    return {"permissions": sorted(names)}
