"""Whose an address is: nobody who only waits for it is given it, or the links of its owner."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils.http import int_to_base36

from sellerdesk import desks
from sellerdesk.domain.actor import COMMAND_LINE
from sellerdesk.models import User
from tests.factories.kernel import NOW, PASSWORD, Cast
from tests.integration.accounts.test_signing_in import sign_in


pytestmark = pytest.mark.django_db


@pytest.fixture
def bob(cast: Cast) -> User:
    """bob, who has a password and has never opened the page of his address."""
    cast.bob.set_password(PASSWORD)
    cast.bob.save()
    return cast.bob


def wait_for(person: User, address: str) -> Client:
    """A person asks to sign in with another address from now on."""
    client = sign_in(person)
    client.post("/accounts/email/", {"action_add": "", "email": address})
    return client


def link(to: str, path: str) -> str:
    """The path of the last link that was sent to an address."""
    body = next(str(one.body) for one in reversed(mail.outbox) if one.to == [to] and path in str(one.body))
    return urlsplit(next(word for word in body.split() if path in word)).path


def test_who_confirms_their_own_address_for_somebody_else_loses_nothing(alice: User, bob: User) -> None:
    wait_for(alice, bob.email)

    answer = Client().post(link(bob.email, "/confirm-email/"), follow=True)

    assert "Another account has this address already. Nothing has changed." in answer.content.decode()
    assert User.objects.get(pk=alice.pk).email == "alice@example.org"
    assert EmailAddress.objects.get(email=bob.email, verified=True).user_id == bob.pk
    cache.clear()
    assert sign_in(bob).get("/desks/harbor/").status_code == 200


def test_a_new_password_is_for_the_owner_of_the_address_alone(alice: User, bob: User) -> None:
    wait_for(alice, bob.email)
    mail.outbox.clear()

    Client().post("/accounts/password/reset/", {"email": bob.email})

    assert [one.subject for one in mail.outbox] == ["SellerDesk: Choose a new password"]
    assert link(bob.email, "/password/reset/key/").startswith(f"/accounts/password/reset/key/{int_to_base36(bob.pk)}-")


def test_an_address_that_was_confirmed_as_somebody_elses_is_its_owners_again(alice: User, bob: User) -> None:
    EmailAddress.objects.create(user=alice, email=bob.email, verified=True, primary=True)

    Client().post("/accounts/password/reset/", {"email": bob.email})

    assert link(bob.email, "/password/reset/key/").startswith(f"/accounts/password/reset/key/{int_to_base36(bob.pk)}-")
    assert not EmailAddress.objects.filter(user=alice, email=bob.email).exists()


def test_the_address_of_an_account_of_the_command_line_is_confirmed() -> None:
    desks.add_person(desk_slug="new", email="dora@example.org", role="owner", password=None, actor=COMMAND_LINE, now=NOW)

    kept = EmailAddress.objects.get(email="dora@example.org")
    assert (kept.user.email, kept.verified, kept.primary) == ("dora@example.org", True, True)


def test_a_link_for_a_new_password_opens_for_an_hour(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    Client().post("/accounts/password/reset/", {"email": alice.email})
    path = link(alice.email, "/password/reset/key/")
    assert "within an hour" in mail.outbox[-1].body

    def opens(minutes: int) -> bool:
        moment = datetime.now(UTC).replace(tzinfo=None) + timedelta(minutes=minutes)
        with monkeypatch.context() as patched:
            patched.setattr("django.contrib.auth.tokens.PasswordResetTokenGenerator._now", lambda _self: moment)
            return Client().get(path).status_code == 302

    # The library reckons in the local time of the process.
    offset = round((datetime.now() - datetime.now(UTC).replace(tzinfo=None)).total_seconds() / 60)
    assert (opens(offset + 58), opens(offset + 62)) == (True, False)


@pytest.mark.parametrize(("language", "advice"), [("ru", "кто ведёт эту установку"), ("zh-hans", "管理本系统的人")])
def test_the_old_address_is_told_what_still_helps_in_the_language_of_the_account(alice: User, language: str, advice: str) -> None:
    User.objects.filter(pk=alice.pk).update(language=language)
    wait_for(alice, "new@example.org")

    Client().post(link("new@example.org", "/confirm-email/"))

    told = next(one for one in mail.outbox if one.to == ["alice@example.org"])
    assert advice in told.body
    assert "sign in" not in told.body


def test_who_did_not_change_the_password_is_told_how_to_get_in_again(alice: User) -> None:
    new = "another long enough phrase"
    sign_in(alice).post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert "by “Forgotten password” on the sign-in page" in mail.outbox[-1].body
    # Who does not know the new one cannot sign in.
    assert "sign in, end" not in mail.outbox[-1].body


@pytest.mark.parametrize("address", ["alice@example.org", "nobody@example.org"])
def test_where_no_mail_leaves_nobody_waits_for_a_link(cast: Cast, settings: Any, address: str) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

    assert "This installation sends no mail" in Client().get("/accounts/password/reset/").content.decode()
    said = Client().post("/accounts/password/reset/", {"email": address}, follow=True).content.decode()
    assert "is on its way" not in said
    assert "This installation sends no mail" in said
