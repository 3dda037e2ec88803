"""The people of a desk: who they are, and what somebody with people.manage changes about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from sellerdesk import assigning, audit, commands, desks, role_changes, waiting, withdrawing
from sellerdesk.domain import permissions
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.models import ApiToken, Desk, Lease, Membership, MembershipShop, Shop, User
from sellerdesk.telegram import linking


@dataclass(frozen=True, slots=True)
class Person:
    """One member of a desk. `shop_ids` is None for every shop."""

    id: int
    user_id: int
    name: str
    email: str
    role: str
    role_label: str
    shop_ids: list[int] | None
    is_active: bool
    why_fixed: str
    """Why nobody may change the role or remove the person, in words; or empty."""

    @property
    def shown(self) -> str:
        """The name, or the address where there is none."""
        return self.name or self.email


def people(desk_id: int, *, own_role: str) -> list[Person]:
    """Everybody in a desk, owners first, then by name; `own_role` is the role of who is looking."""
    limits: dict[int, list[int]] = {}
    for row in MembershipShop.objects.filter(desk_id=desk_id):
        limits.setdefault(row.membership_id, []).append(row.shop_id)
    members = list(Membership.objects.filter(desk_id=desk_id).select_related("user"))
    owners = {member.pk for member in members if member.role == permissions.OWNER and member.user.is_active}
    order = {role: place for place, role in enumerate(permissions.ROLES)}
    members.sort(key=lambda member: (order[member.role], (member.user.name or member.user.email).casefold(), member.pk))
    return [_person(member, limits.get(member.pk, []), own_role, owners) for member in members]


def _person(member: Membership, shop_ids: list[int], own_role: str, owners: set[int]) -> Person:
    fixed = ""
    if not permissions.may(own_role, permissions.PEOPLE_MANAGE):
        fixed = _("Only owners can change who works here.")
    elif not permissions.may_give(own_role, member.role):
        fixed = _("This role is above your own.")
    elif member.role == permissions.OWNER and not owners - {member.pk}:
        fixed = _("A desk keeps at least one owner. Make somebody else an owner first.")
    return Person(
        id=member.pk,
        user_id=member.user_id,
        name=member.user.name,
        email=member.user.email,
        role=member.role,
        role_label=str(Membership.Role(member.role).label),
        shop_ids=None if member.every_shop else shop_ids,
        is_active=member.user.is_active,
        why_fixed=fixed,
    )


def roles() -> list[tuple[str, str]]:
    """Every role with its name in the reader's language."""
    return [(role, str(Membership.Role(role).label)) for role in permissions.ROLES]


def why_not_give(own_role: str, role: str) -> Refusal | None:
    """Why somebody in `own_role` may not give or take `role`: people_not_yours, role_unknown, role_above_yours; or None."""
    if not permissions.may(own_role, permissions.PEOPLE_MANAGE):
        return Refusal("people_not_yours", _("Only owners can change who works here."))
    if role not in permissions.ROLES:
        return Refusal("role_unknown", _("There is no role %(role)s.") % {"role": role[:40]})
    if not permissions.may_give(own_role, role):
        return Refusal("role_above_yours", _("You cannot give or take a role above your own."))
    return None


def why_not_give_as(desk_id: int, by: User | ApiToken, role: str) -> Refusal | None:
    """The same for a person by their role, or for a token by what it names: it gives no role that may more than the token itself.

    A token that is limited to some shops gives none: it cannot show to others what it does not see. NotVisible for who is no member,
    and for a token that was revoked meanwhile.
    """
    if isinstance(by, User):
        return why_not_give(role_of(desk_id, by), role)
    if not ApiToken.objects.filter(desk_id=desk_id, pk=by.pk, revoked_at__isnull=True).exists():
        raise NotVisible
    if permissions.PEOPLE_MANAGE not in by.permissions or not by.every_shop:
        return Refusal("people_not_yours", _("This token cannot change who works here."))
    # With what the desk has given to the role: else a token would give what it was never given.
    if not role_changes.held_in(desk_id, role) <= frozenset(by.permissions):
        return Refusal("role_above_yours", _("You cannot give or take a role above your own."))
    return why_not_give(permissions.OWNER, role)


@commands.command
def change_person(
    *, desk_id: int, member_id: int, role: str, shop_ids: Sequence[int] | None, by: User | ApiToken, actor: Actor, now: datetime
) -> None:
    """Give a member a role and the shops that are seen in it; None opens every shop, also those to come.

    Who may no longer invite has their open invitations withdrawn.
    Refused: the codes of `why_not_give` for the old and the new role, last_owner, and those of `chosen_shops`.
    """
    desk, member = _meet(desk_id, member_id, by, role)
    shops = chosen_shops(desk_id, role, shop_ids)
    before = _limits(member)
    member = desks.join(desk, member.user, role, actor=actor, now=now)
    see_only(member, shops)
    give_back(desk_id, member.user_id, actor=actor, now=now)
    if (after := _limits(member)) != before:
        audit.record(desk_id, actor, "person.shops_changed", f"user:{member.user_id}", before, after, now)
        commands.note(desk_id, "people.changed", user=member.user_id)


@commands.command
def remove_person(*, desk_id: int, member_id: int, by: User | ApiToken, actor: Actor, now: datetime) -> None:
    """Take a member out of the desk: nothing of it is seen any more from the next request on; the account stays.

    What was assigned to the person waits for anybody again, and the keys they made end; their chat with the desk's bot is forgotten, which
    they could not take off any more. Refused: the codes of `why_not_give`, last_owner.
    """
    _desk, member = _meet(desk_id, member_id, by)
    if refusal := desks.why_not_lose(member):
        raise refusal
    before: dict[str, Any] = {"role": member.role, **_limits(member)}
    Lease.objects.filter(desk_id=desk_id, holder_id=member.user_id).delete()
    MembershipShop.objects.filter(desk_id=desk_id, membership_id=member.pk).delete()
    Membership.objects.filter(desk_id=desk_id, pk=member.pk).delete()
    give_back(desk_id, member.user_id, actor=actor, now=now)
    withdrawing.withdraw_all_by(desk_id, member.user_id, actor=actor, now=now)
    withdrawing.revoke_all_of(desk_id, member.user_id, actor=actor, now=now)
    linking.forget(desk_id, member.user_id, actor=actor, now=now, why="removed")
    audit.record(desk_id, actor, "person.removed", f"user:{member.user_id}", before, None, now)
    commands.note(desk_id, "people.changed", user=member.user_id)


def give_back(desk_id: int, user_id: int, *, actor: Actor, now: datetime) -> None:
    """What a person may not have any more waits for the team again, inside a command; nobody else would see that it waits."""
    items = waiting.of_person(desk_id, user_id)
    may: dict[tuple[str, int | None], bool] = {}
    for kind, shop_id in {(item.kind, item.shop_id) for item in items}:
        may[kind, shop_id] = user_id in assigning.may_have(desk_id, kind, shop_id)
    assigning.give(desk_id, {item: None for item in items if not may[item.kind, item.shop_id]}, actor=actor, now=now)


def chosen_shops(desk_id: int, role: str, shop_ids: Sequence[int] | None) -> list[Shop] | None:
    """The shops that a person in `role` is to be limited to, by slug. Refused: owner_sees_every_shop, shops_missing, shop_unknown."""
    if shop_ids is None:
        return None
    if role == permissions.OWNER:
        raise Refusal("owner_sees_every_shop", _("An owner sees every shop."), _("Give another role first."))
    if not shop_ids:
        raise Refusal("shops_missing", _("Choose at least one shop, or every shop."))
    shops = list(Shop.objects.filter(desk_id=desk_id, pk__in=set(shop_ids)).order_by("slug"))
    if len(shops) != len(set(shop_ids)):
        raise Refusal("shop_unknown", _("One of these shops is not in this desk."), _("Load the page again."))
    return shops


def see_only(member: Membership, shops: Sequence[Shop] | None) -> None:
    """Limit a member to these shops, inside a command; None opens every shop."""
    member.every_shop = shops is None
    member.save(update_fields=["every_shop"])
    MembershipShop.objects.filter(desk_id=member.desk_id, membership_id=member.pk).delete()
    MembershipShop.objects.bulk_create(
        MembershipShop(desk_id=member.desk_id, membership_id=member.pk, shop_id=shop.pk) for shop in shops or []
    )


def names(desk_id: int, user_ids: Sequence[int]) -> dict[int, str]:
    """The names, or addresses, of those of these people who are members of the desk."""
    found = User.objects.filter(pk__in=list(user_ids), memberships__desk_id=desk_id).values_list("pk", "name", "email") if user_ids else []
    return {pk: name or email for pk, name, email in found}


def role_of(desk_id: int, person: User) -> str:
    """The role that a person has in a desk right now. NotVisible without one."""
    member = Membership.objects.filter(desk_id=desk_id, user_id=person.pk, user__is_active=True).first()
    if member is None:
        raise NotVisible
    return member.role


def _meet(desk_id: int, member_id: int, by: User | ApiToken, role: str = "") -> tuple[Desk, Membership]:
    """The desk, locked, and the member, after asking whether `by` may change the present role and give the new one."""
    # The row lock makes two changes of one desk's people wait for each other: owners are counted and ranks compared under it.
    desk = desks.hold(desk_id)
    member = Membership.objects.select_related("user").filter(desk_id=desk_id, pk=member_id).first()
    if member is None:
        raise NotVisible
    for given in (member.role, role or member.role):
        if refusal := why_not_give_as(desk_id, by, given):
            raise refusal
    return desk, member


def _limits(member: Membership) -> dict[str, Any]:
    if member.every_shop:
        return {"shops": None}
    rows = MembershipShop.objects.filter(desk_id=member.desk_id, membership_id=member.pk)
    return {"shops": list(rows.order_by("shop__slug").values_list("shop__slug", flat=True))}
