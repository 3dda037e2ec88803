"""What every account must have, by programs: asked for and let go by a key that could have been told to, never by a lesser one."""

import dataclasses
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from sellerdesk import access, notice_words, notices, second_factor, tokens
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible
from sellerdesk.models import ApiTokenShop, AuditEntry, Desk, Membership, Notice
from sellerdesk.notices import Reader, Told
from tests.factories.asking import Program, program
from tests.factories.kernel import NOW, Cast, join, make_person, make_token


pytestmark = pytest.mark.django_db
AT = "security/"


@pytest.fixture
def ask(cast: Cast, client: Client) -> Program:
    return program(client, cast.desk, permissions.PEOPLE_MANAGE, permissions.DESK_SEE, at="/api/v1/")


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def for_all(cast: Cast) -> bool:
    return Desk.objects.get(pk=cast.desk.pk).second_factor_for_all


def test_it_is_changed_as_it_was_read(cast: Cast, ask: Program, settings: Any) -> None:
    settings.SECOND_FACTOR = second_factor.REQUIRED
    read = ask("GET", AT)
    asked = ask("PUT", AT, {"second_factor_for_all": True}, If_Match=read["ETag"])
    stale = ask("PUT", AT, {"second_factor_for_all": False}, If_Match=read["ETag"])
    same = ask("PUT", AT, {"second_factor_for_all": True}, If_Match=asked["ETag"])

    assert read.json() == {"second_factor_for_all": False, "in_force": True}
    assert (asked.json()["second_factor_for_all"], code(stale), same.json()) == (True, (412, "changed"), asked.json())
    assert code(ask("PUT", AT, {"second_factor_for_all": False})) == (428, "if_match_missing")
    assert for_all(cast)
    entry = AuditEntry.objects.get(what="desk.second_factor_changed")
    assert (entry.actor_key.partition(":")[0], entry.actor_label, entry.after) == ("token", "test", {"for_all": True})
    assert not Notice.objects.exists(), "who asks for more weakens nothing"
    settings.SECOND_FACTOR = second_factor.OFFERED
    assert ask("GET", AT).json() == {"second_factor_for_all": True, "in_force": False}


def test_a_key_that_asks_for_less_is_named_to_every_owner(cast: Cast, ask: Program) -> None:
    second_owner = make_person("erin@example.org")
    join(cast.desk, second_owner)
    Desk.objects.filter(pk=cast.desk.pk).update(second_factor_for_all=True)

    assert ask("PUT", AT, {"second_factor_for_all": False}, If_Match="*").json()["second_factor_for_all"] is False

    told = list(Notice.objects.filter(kind=second_factor.LOOSENED).order_by("user_id"))
    assert [one.user_id for one in told] == sorted([cast.alice.pk, second_owner.pk])
    here = access.as_person(cast.desk.pk, cast.alice.pk, may=permissions.DESK_SEE)
    assert here is not None
    one = told[0]
    shown = [Told(one.pk, one.kind, one.subject, one.count, one.figures, one.at, one.read_at)]
    said = notice_words.say_loosened(shown, Reader(here, cast.alice.pk, NOW))[one.pk]
    assert "The key “test” ended" in said.text
    assert said.href == reverse("settings_security", args=[cast.desk.slug])
    declared = notices.event(second_factor.LOOSENED)
    assert declared is not None
    assert declared.may == permissions.PEOPLE_MANAGE


def test_a_person_who_asks_for_less_was_asked_who_they_are_and_tells_nobody(cast: Cast, client: Client) -> None:
    Desk.objects.filter(pk=cast.desk.pk).update(second_factor_for_all=True)
    client.force_login(cast.alice)

    assert client.post(f"/desks/{cast.desk.slug}/settings/security/", {}).status_code == 302

    assert not for_all(cast)
    assert not Notice.objects.exists()


def narrow(cast: Cast) -> str:
    token, text = tokens.make(cast.desk.pk, name="narrow", permissions=sorted(permissions.PERMISSIONS), every_shop=False, now=NOW)
    ApiTokenShop.objects.create(desk=cast.desk, token=token, shop=cast.shop)
    return text


def test_no_other_key_changes_it(cast: Cast, ask: Program) -> None:
    Desk.objects.filter(pk=cast.desk.pk).update(second_factor_for_all=True)
    without = make_token(cast.desk, *(permissions.PERMISSIONS - {permissions.PEOPLE_MANAGE}))[1]
    strange = make_token(cast.other_desk, *permissions.PERMISSIONS)[1]
    for text in (narrow(cast), without):
        other = dataclasses.replace(ask, token=text)
        assert other("PUT", AT, {"second_factor_for_all": False}, If_Match="*").status_code == 404
        assert other("GET", f"{AT}people/").status_code == 404
        assert other("GET", AT).json()["second_factor_for_all"] is True, "what is asked of all is read by all"
    other = dataclasses.replace(ask, token=strange)
    assert other("PUT", AT, {"second_factor_for_all": False}, If_Match="*").status_code == 200
    assert for_all(cast)
    assert dataclasses.replace(ask, token=make_token(cast.desk, permissions.PEOPLE_MANAGE)[1])("GET", AT).status_code == 404


def test_a_key_does_nothing_that_its_maker_may_not_at_that_moment(cast: Cast, client: Client) -> None:
    Desk.objects.filter(pk=cast.desk.pk).update(second_factor_for_all=True)
    erin = make_person("erin@example.org")
    join(cast.desk, erin)
    token, text = tokens.make(
        cast.desk.pk, name="erin's", permissions=[permissions.PEOPLE_MANAGE, permissions.DESK_SEE], now=NOW, by=erin
    )  # fmt: skip
    ask = Program(client, text, "/api/v1/")
    # Past every command, which would have ended the key: what holds here is the question at the moment of the change.
    Membership.objects.filter(desk=cast.desk, user=erin).update(role="manager")

    assert code(ask("PUT", AT, {"second_factor_for_all": False}, If_Match="*")) == (422, "people_not_yours")
    Membership.objects.filter(desk=cast.desk, user=erin).delete()
    assert code(ask("PUT", AT, {"second_factor_for_all": False}, If_Match="*")) == (422, "people_not_yours")
    assert for_all(cast)
    tokens.revoke_token(desk_id=cast.desk.pk, token_id=token.pk, actor=access.actor(_Asked(token)), now=NOW)
    with pytest.raises(NotVisible):
        second_factor.ask_of_all(desk_id=cast.desk.pk, wanted=False, by=token, actor=access.actor(_Asked(token)), now=NOW)
    join(cast.desk, erin)
    _other, text = tokens.make(
        cast.desk.pk, name="erin's", permissions=[permissions.PEOPLE_MANAGE, permissions.DESK_SEE], now=NOW, by=erin
    )  # fmt: skip
    assert Program(client, text, "/api/v1/")("PUT", AT, {"second_factor_for_all": False}, If_Match="*").status_code == 200
    assert not for_all(cast)


@dataclasses.dataclass
class _Asked:
    auth: Any


@pytest.mark.parametrize(
    "body",
    [
        {}, {"second_factor_for_all": None}, {"second_factor_for_all": "perhaps"}, {"second_factor_for_all": False, "in_force": False},
        {"second_factor_for_all": False, "desk": 1},
    ],
)  # fmt: skip
def test_a_body_that_says_more_or_less_changes_nothing(cast: Cast, ask: Program, body: dict[str, Any]) -> None:
    Desk.objects.filter(pk=cast.desk.pk).update(second_factor_for_all=True)

    assert code(ask("PUT", AT, body, If_Match="*")) == (400, "malformed")
    assert for_all(cast)


def test_the_demo_desk_asks_nobody(cast: Cast, ask: Program) -> None:
    Desk.objects.filter(pk=cast.desk.pk).update(slug="demo", demo_at=NOW)

    assert ask("GET", AT).json()["in_force"] is False
    assert code(ask("PUT", AT, {"second_factor_for_all": True}, If_Match="*")) == (422, "demo_desk")


def test_who_has_one_is_told_to_who_manages_people(cast: Cast, ask: Program) -> None:
    Authenticator.objects.create(user=cast.bob, type=Authenticator.Type.RECOVERY_CODES, data={})
    Authenticator.objects.create(user=cast.alice, type=Authenticator.Type.WEBAUTHN, data={})
    Authenticator.objects.create(user=cast.carol, type=Authenticator.Type.WEBAUTHN, data={})

    items = ask("GET", f"{AT}people/").json()["items"]

    assert [(one["email"], one["role"], one["second_factor"]) for one in items] == [
        (cast.alice.email, "owner", True),
        (cast.bob.email, "agent", False),
    ]
