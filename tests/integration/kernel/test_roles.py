"""What a desk changes of its roles: who may, what is refused, and that every guard and every list follows at once."""

from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from sellerdesk import access, permission_words, role_changes, roles, watching
from sellerdesk.domain import permissions
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.models import AuditEntry, DeskEvent, Invitation, Notice, RolePermission, WorkItem
from tests.factories.kernel import NOW, Cast, join, make_person
from tests.integration.kernel.test_access import asker
from tests.integration.kernel.waiting_room import room
from tests.integration.kernel.working import one


pytestmark = pytest.mark.django_db
AGENT = sorted(permissions.ROLES["agent"])


def change(cast: Cast, role: str, *wanted: str, by: Any = None) -> roles.Role:
    return roles.change_role(desk_id=cast.desk.pk, role=role, wanted=wanted, by=by or cast.alice, actor=SYSTEM, now=NOW)


def without(*taken: str) -> list[str]:
    return [name for name in AGENT if name not in taken]


def sees(cast: Cast, permission: str) -> tuple[bool, bool, bool, bool, bool]:
    """What each door says of bob: the desk's page, its shops, the desk, whom to tell, a worker."""
    own = partial(access.here, asker(cast.bob), "harbor", may=permission)
    try:
        page = own().may(permission)
    except NotVisible:
        page = False
    shops = cast.shop in access.shops(asker(cast.bob), may=permission)
    desk = cast.desk in access.desks(asker(cast.bob), may=permission)
    told = cast.bob.pk in access.people(cast.desk.pk, may=permission, shop_id=cast.shop.pk)
    return page, shops, desk, told, access.as_person(cast.desk.pk, cast.bob.pk, may=permission) is not None


def test_every_door_follows_what_a_desk_gave_and_took(cast: Cast) -> None:
    assert sees(cast, "chats.answer") == (True,) * 5
    assert sees(cast, "figures.see") == (False,) * 5

    change(cast, "agent", *without("chats.answer"), "figures.see")

    assert sees(cast, "chats.answer") == (False,) * 5
    assert sees(cast, "figures.see") == (True,) * 5
    assert access.places(asker(cast.bob))[0].may("figures.see")
    assert not access.places(asker(cast.bob))[0].may("chats.answer")


def test_another_role_and_another_desk_keep_what_they_have(cast: Cast) -> None:
    reader, agent = make_person(), make_person()
    join(cast.desk, reader, "read_only")
    join(cast.other_desk, agent, "agent")

    change(cast, "agent", *without("chats.answer", "chats.see"))

    assert access.here(asker(reader), "harbor", may="chats.see").may("chats.see")
    assert access.here(asker(agent), "elsewhere", may="chats.answer").may("chats.answer")


def test_a_change_is_told_once_and_what_is_as_it_was_leaves_nothing(cast: Cast) -> None:
    change(cast, "agent", *without("work.assign"), "figures.see")
    change(cast, "agent", *without("work.assign"), "figures.see")

    entry = AuditEntry.objects.get(what="role.changed")
    assert (entry.subject, entry.before, entry.after) == ("role:agent", {"permissions": ["work.assign"]}, {"permissions": ["figures.see"]})
    assert list(DeskEvent.objects.filter(kind="roles.changed").values_list("ids", flat=True)) == [{"role": "agent"}]

    again = change(cast, "agent", *AGENT)

    assert (again.held, again.changes) == (permissions.ROLES["agent"], {})
    assert not RolePermission.objects.exists()


@pytest.mark.parametrize(
    ("role", "wanted", "code"),
    [
        ("owner", AGENT, "role_is_fixed"),
        ("boss", AGENT, "role_is_fixed"),
        ("agent", ["feed.laod"], "permission_unknown"),
        ("manager", ["people.manage"], "permission_not_given"),
        ("manager", ["tokens.manage"], "permission_not_given"),
        ("agent", ["chats.answer"], "permission_alone"),
    ],
)
def test_what_is_refused(cast: Cast, role: str, wanted: list[str], code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        change(cast, role, *wanted)

    assert refusal.value.code == code
    assert not RolePermission.objects.exists()


def test_only_owners_change_roles_and_only_of_their_own_desk(cast: Cast) -> None:
    manager = make_person()
    join(cast.desk, manager, "manager")

    with pytest.raises(Refusal, match="Only owners"):
        change(cast, "agent", *AGENT, "figures.see", by=manager)
    with pytest.raises(NotVisible):
        change(cast, "agent", *AGENT, "figures.see", by=cast.carol)


@pytest.mark.parametrize(("role", "permission"), [("owner", "figures.see"), ("manager", "people.manage"), ("agent", "desk.see")])
def test_the_database_takes_no_way_around(cast: Cast, role: str, permission: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        RolePermission.objects.create(desk=cast.desk, role=role, permission=permission, given=False)


def test_what_every_role_holds_stays_unsaid(cast: Cast) -> None:
    assert change(cast, "read_only").held == permissions.ALWAYS


def test_work_that_may_not_be_done_any_more_waits_for_the_team(cast: Cast) -> None:
    with room():
        item = one(cast, "s1", due_at=NOW)
        WorkItem.objects.filter(pk=item).update(assignee_id=cast.bob.pk)
        for person in (cast.alice, cast.bob):
            Notice.objects.create(desk=cast.desk, user=person, kind=watching.OVERDUE, subject="stage", at=NOW)
        change(cast, "agent", *without("work.see", "work.assign"))

        watching.close_stages(now=NOW)

    assert WorkItem.objects.get(pk=item).assignee_id is None
    assert list(Notice.objects.filter(read_at=None).values_list("user_id", flat=True)) == [cast.alice.pk]


def test_every_permission_has_its_words(cast: Cast) -> None:
    named = [name for _key, _label, group in permission_words.GROUPS for name in group]

    assert sorted(named) == sorted(permissions.PERMISSIONS)


def test_the_page_tells_everybody_and_lets_owners_change(client: Client, cast: Cast) -> None:
    client.force_login(cast.bob)
    page = client.get("/desks/harbor/settings/roles/").content.decode()
    assert "Decide claims" in page
    assert "settings/roles/agent/" not in page
    assert "Refund limits" not in page
    assert client.get("/desks/harbor/settings/roles/agent/").status_code == 404

    client.force_login(cast.alice)
    page = client.get("/desks/harbor/settings/roles/").content.decode()
    assert 'href="/desks/harbor/settings/people/?role=agent"' in page
    assert "Refund limits" in page
    join(cast.desk, reader := make_person("reader@example.org"), "read_only")
    people = client.get("/desks/harbor/settings/people/?role=agent").content.decode()
    assert (cast.bob.email in people, reader.email in people) == (True, False)

    answer = client.post("/desks/harbor/settings/roles/agent/", {"permission": ["chats.answer"], "role": "owner", "desk": "elsewhere"})
    assert answer.status_code == 422
    assert "“Answer buyers” is worth nothing without “See conversations”." in answer.content.decode()

    answer = client.post("/desks/harbor/settings/roles/agent/", {"permission": ["chats.see", "figures.see"], "role": "owner"})
    assert answer.status_code == 302
    assert permissions.held("agent", role_changes.changed(cast.desk.pk)["agent"]) == permissions.ALWAYS | {"chats.see", "figures.see"}
    assert "changed" in client.get("/desks/harbor/settings/roles/").content.decode()

    client.post("/desks/harbor/settings/roles/agent/", {"first": "1"})
    assert not RolePermission.objects.exists()
    assert {client.get(f"/desks/harbor/settings/roles/{name}/").status_code for name in ("owner", "boss")} == {404}


def test_who_is_invited_gets_the_role_as_it_is_then(cast: Cast) -> None:
    change(cast, "agent", *without("chats.answer"))
    assert not Invitation.objects.exists()
    newcomer = make_person()
    join(cast.desk, newcomer, "agent")

    assert not access.here(asker(newcomer), "harbor", may="chats.see").may("chats.answer")
