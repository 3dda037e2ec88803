"""The desk's own things for programs: versions, rights, and the token in the audit log."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from sellerdesk import closing, desks, invitations, team, tokens
from sellerdesk.domain import permissions
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.domain.permissions import PERMISSIONS
from sellerdesk.errors import NotVisible
from sellerdesk.models import (
    ApiToken,
    AuditEntry,
    IdempotencyKey,
    Invitation,
    Membership,
    ReplyTemplate,
    RolePermission,
    Shop,
    User,
    WorkItem,
)
from tests.factories.kernel import NOW, Cast, join, make_person, make_token


pytestmark = pytest.mark.django_db


@dataclass
class Program:
    """A program with a token."""

    client: Client
    text: str
    token: ApiToken

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        told = {"Authorization": f"Bearer {self.text}", **{name.replace("_", "-"): value for name, value in headers.items()}}
        sent: dict[str, Any] = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        return self.client.generic(method, f"/api/v1/{path}", headers=told, **sent)


def program(cast: Cast, client: Client, *held: str) -> Program:
    token, text = make_token(cast.desk, *(held or PERMISSIONS))
    return Program(client, text, token)


def code(response: Any) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


def test_who_am_i(cast: Cast, client: Client) -> None:
    told = program(cast, client, "desk.see").ask("GET", "me/").json()

    assert (told["desk"], told["permissions"], told["shops"]) == ("harbor", ["desk.see"], ["harbor-home"])


def test_every_answer_tells_the_rate(cast: Cast, client: Client) -> None:
    one = program(cast, client)

    first, second = one.ask("GET", "me/"), one.ask("GET", "shops/nothing/")

    assert (first["RateLimit-Limit"], first["RateLimit-Remaining"]) == ("3000", "2999")
    assert (second.status_code, second["RateLimit-Remaining"]) == (404, "2998")
    assert 0 < int(second["RateLimit-Reset"]) <= 60


def test_a_shop_is_written_only_as_it_was_read(cast: Cast, client: Client) -> None:
    one = program(cast, client)
    read = one.ask("GET", "shops/harbor-home/")

    assert code(one.ask("PATCH", "shops/harbor-home/", {"name": "Quay"})) == (428, "if_match_missing")
    first = one.ask("PATCH", "shops/harbor-home/", {"name": "Quay"}, If_Match=read["ETag"])
    late = one.ask("PATCH", "shops/harbor-home/", {"name": "Pier"}, If_Match=read["ETag"])

    assert (first.status_code, first.json()["name"]) == (200, "Quay")
    assert (code(late), late["ETag"]) == ((412, "changed"), first["ETag"])
    assert Shop.objects.get(slug="harbor-home").name == "Quay"
    assert one.ask("PATCH", "shops/harbor-home/", {"name": "Pier"}, If_Match=late["ETag"]).status_code == 200
    entry = AuditEntry.objects.filter(desk=cast.desk, what="shop.changed").latest("number")
    assert entry.actor_key == f"token:{one.token.pk}"


def test_what_is_known_is_not_sent_again(cast: Cast, client: Client) -> None:
    one = program(cast, client)
    read = one.ask("GET", "shops/harbor-home/")

    again = one.ask("GET", "shops/harbor-home/", If_None_Match=read["ETag"])

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", read["ETag"])
    assert one.ask("GET", "shops/harbor-home/", If_None_Match='"other"').status_code == 200


def test_hours_and_guard(cast: Cast, client: Client) -> None:
    one = program(cast, client)
    week = ["09:00–18:00"] * 5 + ["", ""]

    put = one.ask("PUT", "shops/harbor-home/hours/", {"week": week, "holidays": [{"day": "2027-01-01"}]}, If_Match="*")
    bad = one.ask("PUT", "shops/harbor-home/hours/", {"week": ["soon"] * 7, "holidays": []}, If_Match="*")
    guard = one.ask("GET", "shops/harbor-home/guard/")
    kept = one.ask("PUT", "shops/harbor-home/guard/", guard.json() | {"banned": ["gratis"]}, If_Match=guard["ETag"])

    assert put.json()["holidays"] == [{"day": "2027-01-01", "name": ""}]
    assert len(put.json()["week"]) == 7
    assert code(bad) == (400, "malformed")
    assert kept.json()["banned"] == ["gratis"]


@pytest.mark.parametrize(
    ("query", "name", "said"),
    [
        ("cursr=1", "cursr", "unknown"),
        ("limit=1&limit=2", "limit", "repeated"),
        ("shop=a%00", "shop", "invalid"),
        ("snoozed=yes", "snoozed", "invalid"),
    ],
)
def test_a_question_that_is_not_known_is_told(cast: Cast, client: Client, query: str, name: str, said: str) -> None:
    response = program(cast, client).ask("GET", f"work/?{query}")

    assert code(response) == (400, "malformed")
    assert [(one["pointer"], one["code"]) for one in response.json()["errors"]] == [(f"#/{name}", said)]


def test_fields_that_are_not_known_are_told(cast: Cast, client: Client) -> None:
    """Nothing is assigned that the description does not name."""
    response = program(cast, client).ask("PATCH", "shops/harbor-home/", {"desk": "elsewhere"}, If_Match="*")

    assert code(response) == (400, "malformed")


def test_texts_that_cannot_be_kept_are_refused(cast: Cast, client: Client) -> None:
    one = program(cast, client)

    for text in ("a\x00b", "\ud83d"):
        assert code(one.ask("POST", "shops/", {"name": text})) == (400, "parse_error")


def test_a_token_gives_no_role_above_itself(cast: Cast, client: Client) -> None:
    weak = program(cast, client, "desk.see", "people.manage")
    bob = Membership.objects.get(user=cast.bob)

    refused = weak.ask("POST", "invitations/", {"email": "eve@example.org", "role": "owner", "shops": None})
    raised = weak.ask("PUT", f"people/{bob.pk}/", {"role": "owner", "shops": None}, If_Match="*")

    assert code(refused) == (422, "role_above_yours")
    assert code(raised) == (422, "role_above_yours")
    assert not Invitation.objects.exists()


def test_what_a_desk_gave_to_a_role_counts_for_what_a_token_gives(cast: Cast, client: Client) -> None:
    held = permissions.ROLES["analyst"] | {"people.manage"}
    one = program(cast, client, *held)
    asked = {"email": "eve@example.org", "role": "analyst", "shops": None}
    assert one.ask("POST", "invitations/", asked).status_code == 201

    RolePermission.objects.create(desk=cast.desk, role="analyst", permission="chats.see", given=True)

    assert code(one.ask("POST", "invitations/", asked)) == (422, "role_above_yours")


def made_by(cast: Cast, person: User) -> ApiToken:
    """A key that manages people, made by a person, with an open invitation."""
    told: dict[str, Any] = {"desk_id": cast.desk.pk, "actor": SYSTEM, "now": NOW}
    token, _text = tokens.create_token(name="ERP", permissions=sorted(PERMISSIONS), shops=None, by=person, **told)
    invitations.invite(email=f"eve-{token.pk}@example.org", role="agent", shop_ids=None, by=token, **told)
    return token


@pytest.mark.parametrize("way", ["removed", "demoted", "by the command line", "closed"])
def test_keys_and_links_do_not_outlive_the_right_to_make_them(cast: Cast, way: str) -> None:
    dora = make_person("dora@example.org")
    told: dict[str, Any] = {"actor": SYSTEM, "now": NOW}
    member = join(cast.desk, dora)
    hers, own = made_by(cast, dora), made_by(cast, cast.alice)
    invitations.invite(desk_id=cast.desk.pk, email="gina@example.org", role="agent", shop_ids=None, by=dora, **told)

    if way == "removed":
        team.remove_person(desk_id=cast.desk.pk, member_id=member.pk, by=cast.alice, **told)
    elif way == "demoted":
        team.change_person(desk_id=cast.desk.pk, member_id=member.pk, role="manager", shop_ids=None, by=cast.alice, **told)
    elif way == "closed":
        closing.close_account(person_id=dora.pk, by=User.objects.create_superuser("root@example.org"), **told)
    else:
        desks.add_person(desk_slug="harbor", email=dora.email, role="manager", password=None, **told)

    assert list(ApiToken.objects.filter(revoked_at__isnull=False)) == [hers]
    assert AuditEntry.objects.filter(what="token.revoked", subject=f"token:{hers.pk}").count() == 1
    assert [one.made_by_token_id for one in Invitation.objects.filter(revoked_at__isnull=True)] == [own.pk]
    # What the session or the request read before it waited for the lock is over.
    with pytest.raises(NotVisible):
        made_by(cast, dora)
    with pytest.raises(NotVisible):
        invitations.invite(desk_id=cast.desk.pk, email="f@example.org", role="agent", shop_ids=None, by=hers, **told)


def test_people_and_invitations(cast: Cast, client: Client) -> None:
    one = program(cast, client)
    bob = Membership.objects.get(user=cast.bob)
    read = one.ask("GET", f"people/{bob.pk}/")

    changed = one.ask("PUT", f"people/{bob.pk}/", {"role": "analyst", "shops": ["harbor-home"]}, If_Match=read["ETag"])
    invited = one.ask("POST", "invitations/", {"email": "eve@example.org", "role": "agent", "shops": None})
    listed = one.ask("GET", "invitations/").json()["items"]
    gone = one.ask("DELETE", f"invitations/{invited.json()['id']}/")

    assert changed.json() | {"role": "analyst", "shops": ["harbor-home"]} == changed.json()
    # Whatever host the request came to.
    assert invited.json()["link"].startswith(f"{settings.SITE_URL}/invitations/")
    assert "link" not in listed[0]
    assert (gone.status_code, one.ask("GET", "invitations/").json()["items"]) == (204, [])


def test_a_link_is_given_again_and_what_is_kept_of_it_opens_nothing(cast: Cast, client: Client) -> None:
    one, asked = program(cast, client), {"email": "eve@example.org", "role": "agent", "shops": None}

    first, again = (one.ask("POST", "invitations/", asked, Idempotency_Key="k1") for _number in range(2))

    assert (again.content, again["Idempotency-Replayed"]) == (first.content, "true")
    assert first.json()["link"].encode() not in bytes(IdempotencyKey.objects.get().answer or b"")
    assert code(one.ask("DELETE", f"people/{Membership.objects.get(user=cast.alice).pk}/", If_Match="*"))[0] == 422


def test_a_token_of_some_shops_sees_and_gives_nothing_of_the_desk(cast: Cast, client: Client) -> None:
    token, text = tokens.make(cast.desk.pk, name="narrow", permissions=sorted(PERMISSIONS), every_shop=False, now=NOW)
    one = Program(client, text, token)

    paths = ("invitations/", "tokens/", "audit/", "shops/harbor-home/")
    assert [one.ask("GET", path).status_code for path in paths] == [404] * 4
    assert one.ask("POST", "shops/", {"name": "New"}).status_code == 404


def test_work_is_given_put_off_and_taken_back(cast: Cast, client: Client) -> None:
    one = program(cast, client)
    item = WorkItem.objects.create(desk=cast.desk, shop=cast.shop, kind="dead_delivery", subject="delivery:1", opened_at=NOW, due_at=NOW)

    given = one.ask("POST", "work/assign/", {"items": [item.pk], "to": cast.alice.pk}).json()
    mine = one.ask("GET", f"work/?assignee={cast.alice.pk}").json()["items"]
    back = one.ask("POST", "work/undo/", {"undo": given["undo"]})
    token, text = make_token(cast.desk, *PERMISSIONS)
    other = Program(client, text, token)
    stolen = other.ask("POST", "work/undo/", {"undo": given["undo"]})

    assert ([one["id"] for one in mine], given["changed"]) == ([item.pk], [item.pk])
    assert back.json() == {"undone": 1}
    assert code(stolen) == (409, "stale")


def test_templates(cast: Cast, client: Client) -> None:
    one = program(cast, client)
    made = one.ask("POST", "templates/", {"name": "Late", "texts": {"en": "It is on its way."}})
    path = f"templates/{made.json()['id']}/"

    saved = one.ask("PUT", path, {"name": "Late parcel", "texts": {"en": "Soon."}}, If_Match=made["ETag"])
    stale = one.ask("PUT", path, {"name": "Late", "texts": {"en": "Soon."}}, If_Match=made["ETag"])
    gone = one.ask("DELETE", path, If_Match=saved["ETag"])

    assert (saved.json()["version"], code(stale), gone.status_code) == (2, (412, "changed"), 204)
    assert one.ask("GET", path).status_code == 404
    assert one.ask("POST", f"{path}restore/").json()["name"] == "Late parcel"
    private = ReplyTemplate.objects.create(desk=cast.desk, owner=cast.alice, name="Mine", created_at=NOW, changed_at=NOW)
    assert one.ask("GET", f"templates/{private.pk}/").status_code == 404


def test_a_token_is_listed_without_its_secret_and_revoked(cast: Cast, client: Client) -> None:
    one = program(cast, client)

    listed = one.ask("GET", "tokens/")
    assert one.token.secret_hash not in listed.content.decode()
    assert one.ask("DELETE", f"tokens/{one.token.pk}/").status_code == 204
    assert one.ask("GET", "me/").status_code == 401


def test_a_token_ends_by_itself(cast: Cast) -> None:
    _token, text = tokens.make(cast.desk.pk, name="brief", permissions=["desk.see"], now=NOW, expires_at=NOW + timedelta(days=1))

    assert tokens.find(text, now=NOW + timedelta(hours=23)) is not None
    assert tokens.find(text, now=NOW + timedelta(days=1)) is None


def test_the_page_makes_shows_once_and_revokes(cast: Cast, client: Client) -> None:
    client.force_login(cast.alice)
    page = f"/desks/{cast.desk.slug}/settings/tokens/"
    wanted = {"name": "Warehouse", "permissions": ["desk.see", "feed.load"], "shops": ["harbor-home"], "days": "30"}

    made = client.post(f"{page}new/", wanted)
    token = ApiToken.objects.get(desk=cast.desk)
    text = made.context["text"]

    assert made.status_code == 201
    assert made.content.decode().count(text) == 1
    assert tokens.find(text, now=token.created_at) == token
    assert token.expires_at == token.created_at + timedelta(days=30)
    assert [one.shop_id for one in token.shops.all()] == [cast.shop.pk]
    listed = client.get(page).content.decode()
    assert "Warehouse" in listed
    assert text not in listed
    client.post(f"{page}{token.pk}/revoke/")
    assert tokens.find(text, now=token.created_at) is None


def test_only_who_manages_tokens_finds_the_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.bob)

    assert client.get(f"/desks/{cast.desk.slug}/settings/tokens/").status_code == 404


def test_nobody_makes_a_token_above_themselves() -> None:
    refusal = tokens.why_not_make("x", ["people.manage"], held=permissions.ROLES["manager"], expires_at=None, now=NOW)

    assert refusal is not None
    assert refusal.code == "permission_above_yours"


def test_no_token_is_made_to_answer_what_it_does_not_see() -> None:
    refusal = tokens.why_not_make("x", ["chats.answer", "reviews.see", "reviews.answer"], held=None, expires_at=None, now=NOW)

    assert refusal is not None
    assert refusal.code == "permission_alone"


def test_the_page_of_the_api_needs_nothing_inline(client: Client) -> None:
    told = client.get("/api/v1/").content.decode()

    assert "swagger-ui-bundle" in told
    assert "<style" not in told
    assert "<script>" not in told
