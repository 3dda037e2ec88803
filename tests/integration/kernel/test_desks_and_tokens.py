"""People, desks and tokens, and the commands of the command line that make them."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from sellerdesk import desks, tokens
from sellerdesk.domain.actor import COMMAND_LINE, SYSTEM
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.models import ApiToken, AuditEntry, Desk, Membership, User
from tests.factories.kernel import NOW, Cast


pytestmark = pytest.mark.django_db


def run(name: str, /, *arguments: str, **options: Any) -> Any:
    out = StringIO()
    call_command(name, *arguments, **options, stdout=out)
    return json.loads(out.getvalue())


def add(email: str, role: str, desk: str = "harbor", password: str | None = None) -> Membership:
    return desks.add_person(desk_slug=desk, email=email, role=role, password=password, actor=SYSTEM, now=NOW)


def refused(email: str, role: str, desk: str = "harbor") -> str:
    with pytest.raises(Refusal) as refusal:
        add(email, role, desk)
    return refusal.value.code


def test_person_create_makes_an_account_that_can_sign_in(cast: Cast) -> None:
    answer = run("person_create", "Dora@Example.org", desk="harbor", role="manager")

    person = User.objects.get(email="dora@example.org")
    assert person.check_password(answer["password"])
    assert {**answer, "password": None} == {"email": "dora@example.org", "desk": "harbor", "role": "manager", "password": None}
    assert Membership.objects.get(user=person).role == "manager"
    entry = AuditEntry.objects.get()
    assert (entry.what, entry.subject, entry.actor_key) == ("person.joined", f"user:{person.pk}", "command")
    assert answer["password"] not in json.dumps([entry.before, entry.after])


def test_person_create_leaves_a_known_accounts_password(cast: Cast) -> None:
    assert run("person_create", "carol@example.org", desk="harbor", role="agent")["password"] is None
    assert Membership.objects.filter(user=cast.carol).count() == 2


def test_the_owner_of_a_new_desk_founds_it(db: None) -> None:
    run("person_create", "dora@example.org", desk="new-desk", role="owner")

    assert Membership.objects.get(desk__slug="new-desk").user.email == "dora@example.org"


def test_a_desk_of_the_command_line_belongs_to_the_superusers(db: None) -> None:
    root = User.objects.create_superuser("root@example.org")

    run("person_create", "dora@example.org", desk="new-desk", role="owner")

    assert Membership.objects.get(desk__slug="new-desk", user=root).role == "owner"


def test_people_are_added_under_conditions(cast: Cast) -> None:
    assert refused("no address", "agent") == "email_malformed"
    assert refused("d@example.org", "boss") == "role_unknown"
    assert refused("d@example.org", "agent", "nowhere") == "desk_unknown"
    assert refused("d@example.org", "owner", "no slug") == "desk_slug_malformed"
    assert refused("d@example.org", "owner", "x" * 65) == "desk_slug_malformed"
    assert refused("alice@example.org", "agent") == "last_owner"
    assert not Desk.objects.exclude(pk__in=[cast.desk.pk, cast.other_desk.pk]).exists()


def test_a_role_changes_and_says_so(cast: Cast) -> None:
    add("bob@example.org", "owner")
    add("bob@example.org", "owner")
    assert add("alice@example.org", "agent").role == "agent"

    entries = AuditEntry.objects.filter(desk=cast.desk).order_by("number")
    assert [(entry.what, entry.before, entry.after) for entry in entries] == [
        ("person.role_changed", {"role": "agent"}, {"role": "owner"}),
        ("person.role_changed", {"role": "owner"}, {"role": "agent"}),
    ]


def test_a_limited_member_who_becomes_owner_sees_every_shop(cast: Cast) -> None:
    Membership.objects.filter(user=cast.bob).update(every_shop=False)

    assert add("bob@example.org", "owner").every_shop is True


def test_token_create_prints_a_token_that_works(cast: Cast) -> None:
    answer = run("token_create", desk="harbor", may="feed.load, ratings.see", shop=["harbor-home"], name="loader")

    token = tokens.find(answer["token"], now=NOW)
    assert token is not None
    assert (token.pk, token.name, token.every_shop, token.permissions) == (answer["id"], "loader", False, ["feed.load", "ratings.see"])
    assert [row.shop for row in token.shops.all()] == [cast.shop]
    entry = AuditEntry.objects.get()
    assert (entry.what, entry.after) == (
        "token.created",
        {"name": "loader", "permissions": ["feed.load", "ratings.see"], "shops": ["harbor-home"], "expires": None},
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"desk": "nowhere", "may": "feed.load"}, "no desk nowhere"),
        ({"desk": "harbor", "may": "feed.laod"}, "permission_unknown"),
        ({"desk": "harbor", "may": " , "}, "permission_missing"),
        ({"desk": "harbor", "may": "feed.load", "shop": ["elsewhere-goods"]}, "shop_unknown"),
    ],
)
def test_token_create_refuses(cast: Cast, options: dict[str, Any], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        run("token_create", **options)
    assert not ApiToken.objects.exists()


def test_person_create_refuses_with_a_code(cast: Cast) -> None:
    with pytest.raises(CommandError, match="email_malformed"):
        run("person_create", "nobody", desk="harbor", role="agent")


def test_audit_verify_of_an_unknown_desk_is_refused(db: None) -> None:
    with pytest.raises(CommandError, match="no desk nowhere"):
        run("audit_verify", desk="nowhere")


def test_a_token_is_revoked_once_and_in_its_desk_only(cast: Cast) -> None:
    answer = run("token_create", desk="harbor", may="feed.load")
    with pytest.raises(NotVisible):
        tokens.revoke_token(desk_id=cast.other_desk.pk, token_id=answer["id"], actor=COMMAND_LINE, now=NOW)

    for _ in range(2):
        tokens.revoke_token(desk_id=cast.desk.pk, token_id=answer["id"], actor=COMMAND_LINE, now=NOW)

    assert tokens.find(answer["token"], now=NOW) is None
    assert AuditEntry.objects.filter(what="token.revoked").count() == 1
