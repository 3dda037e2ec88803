"""What somebody with people.manage changes about the people of a desk."""

from functools import partial
from typing import Any

import pytest

from sellerdesk import access, audit, team
from sellerdesk.domain import permissions
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.models import AuditEntry, Lease, Membership, User, WorkItem
from tests.factories.kernel import NOW, Cast, join, make_person, make_shop
from tests.integration.kernel.test_access import asker


pytestmark = pytest.mark.django_db


def member(cast: Cast, person: User) -> Membership:
    return Membership.objects.get(desk=cast.desk, user=person)


def told(cast: Cast, person: User, by: User | None = None) -> dict[str, Any]:
    return {"desk_id": cast.desk.pk, "member_id": member(cast, person).pk, "by": by or cast.alice, "actor": SYSTEM, "now": NOW}


def refused(call: Any, **arguments: Any) -> str:
    with pytest.raises(Refusal) as refusal:
        call(**arguments)
    return refusal.value.code


def test_roles_and_shops_change_together_and_say_so(cast: Cast) -> None:
    make_shop(cast.desk, "hidden-store")

    team.change_person(role="analyst", shop_ids=[cast.shop.pk], **told(cast, cast.bob))

    assert [shop.slug for shop in access.shops(asker(cast.bob), may="ratings.see")] == ["harbor-home"]
    entries = AuditEntry.objects.order_by("number")
    assert [(entry.what, entry.before, entry.after) for entry in entries] == [
        ("person.role_changed", {"role": "agent"}, {"role": "analyst"}),
        ("person.shops_changed", {"shops": None}, {"shops": ["harbor-home"]}),
    ]

    team.change_person(role="analyst", shop_ids=None, **told(cast, cast.bob))
    team.change_person(role="analyst", shop_ids=None, **told(cast, cast.bob))

    assert len(access.shops(asker(cast.bob), may="ratings.see")) == 2
    assert AuditEntry.objects.count() == 3
    assert audit.verify(cast.desk.pk).broken_at is None


def test_changes_are_refused_under_conditions(cast: Cast) -> None:
    manager = make_person()
    join(cast.desk, manager, "manager")
    change = partial(team.change_person, shop_ids=None)

    assert refused(change, role="boss", **told(cast, cast.bob)) == "role_unknown"
    assert refused(change, role="agent", **told(cast, cast.alice)) == "last_owner"
    assert refused(change, role="analyst", **told(cast, cast.bob, by=manager)) == "people_not_yours"
    assert refused(change, role="owner", **told(cast, cast.bob, by=cast.bob)) == "people_not_yours"
    assert refused(team.change_person, role="owner", shop_ids=[cast.shop.pk], **told(cast, cast.bob)) == "owner_sees_every_shop"
    assert refused(team.change_person, role="agent", shop_ids=[], **told(cast, cast.bob)) == "shops_missing"
    assert refused(team.change_person, role="agent", shop_ids=[cast.other_shop.pk], **told(cast, cast.bob)) == "shop_unknown"
    assert refused(team.remove_person, **told(cast, cast.alice)) == "last_owner"
    with pytest.raises(NotVisible):
        change(role="agent", **told(cast, cast.bob, by=cast.carol))
    with pytest.raises(NotVisible):
        change(role="agent", **{**told(cast, cast.bob), "desk_id": cast.other_desk.pk, "by": cast.carol})
    assert not AuditEntry.objects.exists()


def test_an_owner_whose_account_is_closed_is_none_that_is_left(cast: Cast) -> None:
    gone = make_person(is_active=False)
    join(cast.desk, gone)

    assert refused(team.remove_person, **told(cast, cast.alice)) == "last_owner"
    fixed = {one.user_id: one.why_fixed for one in team.people(cast.desk.pk, own_role="owner")}
    assert (fixed[cast.alice.pk] != "", fixed[gone.pk]) == (True, "")
    team.remove_person(**told(cast, gone))


def test_nobody_reaches_above_their_own_role() -> None:
    assert permissions.may_give("owner", "owner")
    assert not any(permissions.may_give(own, role) for own in permissions.ROLES if own != "owner" for role in permissions.ROLES)
    assert not permissions.may_give("owner", "boss")


def test_who_is_removed_sees_nothing_and_leaves_the_work_to_others(cast: Cast) -> None:
    item = WorkItem.objects.create(desk=cast.desk, shop=cast.shop, kind="probe", subject="probe:1", opened_at=NOW, assignee=cast.bob)
    Lease.objects.create(desk=cast.desk, subject="probe:1", holder=cast.bob, until=NOW)

    team.remove_person(**told(cast, cast.bob))

    item.refresh_from_db()
    assert item.assignee is None
    assert not Lease.objects.exists()
    assert list(access.desks(asker(cast.bob))) == []
    assert User.objects.filter(pk=cast.bob.pk, is_active=True).exists()
    assert sorted(AuditEntry.objects.values_list("what", flat=True)) == ["person.removed", "work.assigned"]


def test_a_second_owner_lets_the_first_go(cast: Cast) -> None:
    join(cast.desk, cast.carol, "owner")

    team.remove_person(**told(cast, cast.alice, by=cast.alice))

    assert [one.user_id for one in team.people(cast.desk.pk, own_role="owner") if one.role == "owner"] == [cast.carol.pk]


def test_the_list_says_who_cannot_be_changed_and_why(cast: Cast) -> None:
    alone = {one.email: one.why_fixed for one in team.people(cast.desk.pk, own_role="owner")}
    seen = {one.why_fixed for one in team.people(cast.desk.pk, own_role="agent")}

    assert "at least one owner" in alone["alice@example.org"]
    assert alone["bob@example.org"] == ""
    assert seen == {"Only owners can change who works here."}
