"""Of the desk by programs: roles up to what the key itself holds, much work given at once by what it is about, how the desk stands."""

from typing import Any

import pytest
from django.test import Client

from sellerdesk import tokens
from sellerdesk.domain import permissions
from sellerdesk.domain.permissions import PERMISSIONS
from sellerdesk.models import ApiTokenShop, AuditEntry, RolePermission, WorkItem
from tests.factories.asking import Program, program
from tests.factories.kernel import NOW, Cast, make_shop


pytestmark = pytest.mark.django_db
AGENT = sorted(permissions.ROLES["agent"])


def asking(cast: Cast, client: Client, *held: str) -> Program:
    return program(client, cast.desk, *(held or PERMISSIONS), at="/api/v1/")


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_roles_are_told_with_their_people(cast: Cast, client: Client) -> None:
    told = asking(cast, client, "desk.see")("GET", "roles/").json()
    agent = next(one for one in told["items"] if one["role"] == "agent")

    assert [one["role"] for one in told["items"]] == list(permissions.ROLES)
    assert (agent["people"], agent["permissions"], agent["given"], agent["changeable"]) == (1, AGENT, [], True)
    # What rooms say of roles is for who manages shops.
    assert told["facts"] == []
    assert {one["of"] for one in asking(cast, client)("GET", "roles/").json()["facts"]} <= {cast.shop.name}


def test_a_role_is_changed_as_it_was_read(cast: Cast, client: Client) -> None:
    ask = asking(cast, client)
    read = ask("GET", "roles/agent/")

    changed = ask("PUT", "roles/agent/", {"permissions": [*AGENT, "figures.see"]}, If_Match=read["ETag"])
    stale = ask("PUT", "roles/agent/", {"permissions": AGENT}, If_Match=read["ETag"])

    assert (changed.status_code, changed.json()["given"], code(stale)) == (200, ["figures.see"], (412, "changed"))
    assert code(ask("PUT", "roles/agent/", {"permissions": AGENT})) == (428, "if_match_missing")
    assert code(ask("PUT", "roles/owner/", {"permissions": AGENT}, If_Match="*")) == (422, "role_is_fixed")
    assert code(ask("PUT", "roles/agent/", {"permissions": [*AGENT, "people.manage"]}, If_Match="*")) == (422, "permission_not_given")
    assert ask("PUT", "roles/nobody/", {"permissions": AGENT}, If_Match="*").status_code == 404
    entry = AuditEntry.objects.get(what="role.changed")
    assert (entry.actor_key.partition(":")[0], entry.after) == ("token", {"permissions": ["figures.see"]})


def test_a_key_gives_a_role_nothing_that_it_does_not_hold(cast: Cast, client: Client) -> None:
    ask = asking(cast, client, "people.manage", *AGENT)

    above = ask("PUT", "roles/agent/", {"permissions": [*AGENT, "figures.see"]}, If_Match="*")
    manager = ask("PUT", "roles/manager/", {"permissions": AGENT}, If_Match="*")
    given = ask("PUT", "roles/read_only/", {"permissions": AGENT}, If_Match="*")

    assert (code(above), code(manager)) == ((422, "permission_above_yours"), (422, "role_above_yours"))
    assert (given.status_code, given.json()["permissions"]) == (200, AGENT)
    # What the desk gave the role meanwhile counts as well: else it would be taken by who was never given it.
    RolePermission.objects.create(desk=cast.desk, role="agent", permission="figures.see", given=True)
    assert code(ask("PUT", "roles/agent/", {"permissions": AGENT}, If_Match="*")) == (422, "role_above_yours")


def test_a_key_of_some_shops_or_a_revoked_one_changes_no_role(cast: Cast, client: Client) -> None:
    _token, text = tokens.make(cast.desk.pk, name="narrow", permissions=sorted(PERMISSIONS), every_shop=False, now=NOW)
    narrow = Program(client, text, "/api/v1/")

    assert narrow("PUT", "roles/agent/", {"permissions": AGENT}, If_Match="*").status_code == 404
    assert asking(cast, client, "desk.see")("PUT", "roles/agent/", {"permissions": AGENT}, If_Match="*").status_code == 404
    assert not RolePermission.objects.exists()


def test_much_is_given_at_once_by_what_it_is_about(cast: Cast, client: Client) -> None:
    annex = make_shop(cast.desk, "annex")
    facts = {"desk": cast.desk, "kind": "flagged_review", "opened_at": NOW, "due_at": NOW}
    items = [WorkItem.objects.create(**facts, shop=cast.shop, subject=f"review:{number}") for number in (1, 2)]
    other = WorkItem.objects.create(**facts, shop=annex, subject="review:3")
    held = ["work.see", "work.assign", "reviews.see"]
    token, text = tokens.make(cast.desk.pk, name="narrow", permissions=held, every_shop=False, now=NOW)
    ApiTokenShop.objects.create(desk=cast.desk, token=token, shop=cast.shop)
    ask = Program(client, text, "/api/v1/")

    given = ask("POST", "work/assign/", {"about": ["review:1", "review:3", "review:2", "review:9"], "to": cast.bob.pk}).json()

    assert (given["changed"], given["not_waiting"]) == ([one.pk for one in items], ["review:3", "review:9"])
    other.refresh_from_db()
    assert other.assignee_id is None
    assert code(ask("POST", "work/assign/", {"about": ["review:9"], "to": None})) == (409, "stale")
    both = ask("POST", "work/assign/", {"about": ["review:1"], "items": [items[0].pk], "to": None})
    assert (code(both), code(ask("POST", "work/assign/", {"to": None}))) == ((400, "malformed"), (400, "malformed"))
    assert ask("POST", "work/undo/", {"undo": given["undo"]}).json() == {"undone": 2}


def test_how_the_desk_stands_is_told(cast: Cast, client: Client) -> None:
    told = asking(cast, client, "shops.manage")("GET", "status/").json()

    assert {one["level"] for one in told["items"]} <= {"good", "soon", "late"}
    assert told["level"] in {one["level"] for one in told["items"]}
    assert asking(cast, client, "desk.see")("GET", "status/").status_code == 404
