"""The door: where it leads, what it tells strangers, what a session is worth, and what ends it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock
from urllib.parse import urlsplit

import pytest
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client
from structlog.testing import capture_logs

from sellerdesk import closing, invitations, revoking, sessions
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.models import AuditEntry, User
from tests.factories.kernel import PASSWORD, Cast
from tests.integration.accounts.conftest import code, give_app


pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0"
EVIL = [
    "//evil.example",
    "https://evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "http:evil.example",
    "/\t/evil.example",
]


def sign_in(person: User, client: Client | None = None, **said: str) -> Client:
    """Through the door, with the password."""
    client = client or Client()
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD, **said}, headers={"User-Agent": FIREFOX})
    return client


def sign_in_text(client: Client, person: User) -> str:
    """What the door says to the right password."""
    return client.post("/accounts/login/", {"login": person.email, "password": PASSWORD}, headers={"User-Agent": FIREFOX}).content.decode()


@pytest.mark.parametrize("evil", EVIL)
def test_signing_in_leads_to_no_other_place(client: Client, alice: User, evil: str) -> None:
    answer = client.post(f"/accounts/login/?next={evil}", {"login": alice.email, "password": PASSWORD, "next": evil})

    assert answer.status_code == 302
    assert answer["Location"] == "/"


def test_a_session_that_was_there_before_is_worth_nothing_after(client: Client, alice: User) -> None:
    client.get("/accounts/login/")
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted or ""

    sign_in(alice, client)

    assert client.session.session_key != planted
    thief = Client()
    thief.cookies["sessionid"] = planted or ""
    assert thief.get("/desks/harbor/")["Location"].startswith("/accounts/login/")
    assert client.get("/desks/harbor/").status_code == 200


def test_the_door_says_and_does_the_same_for_known_and_unknown_addresses(client: Client, alice: User) -> None:
    said, work = [], []
    for address in (alice.email, "nobody@example.org"):
        with (
            mock.patch.object(Argon2PasswordHasher, "verify", autospec=True, side_effect=Argon2PasswordHasher.verify) as verified,
            mock.patch.object(Argon2PasswordHasher, "encode", autospec=True, side_effect=Argon2PasswordHasher.encode) as encoded,
        ):
            page = client.post("/accounts/login/", {"login": address, "password": "not the password"}).content.decode()
        said.append(page.replace(address, "").split("<form")[1:])
        work.append(verified.call_count + encoded.call_count)

    assert [len(part) for part in said[0]] == [len(part) for part in said[1]]
    assert "do not match" in "".join(said[0])
    assert work[0] == work[1] == 1


def test_a_reset_says_and_does_the_same(client: Client, alice: User) -> None:
    answers = [client.post("/accounts/password/reset/", {"email": address}) for address in (alice.email, "nobody@example.org")]

    assert [(one.status_code, one["Location"]) for one in answers] == [(302, "/accounts/password/reset/done/")] * 2
    # A mail leaves in either case, so that the time it takes tells nothing.
    assert [one.to for one in mail.outbox] == [[alice.email], ["nobody@example.org"]]


def test_asking_for_a_taken_address_says_and_does_what_asking_for_a_free_one_does(alice: User, cast: Cast) -> None:
    client, said = sign_in(alice), []
    for address in (cast.carol.email, "nobodys@example.org"):
        mail.outbox.clear()
        answer = client.post("/accounts/email/", {"action_add": "", "email": address})
        page = client.get("/accounts/email/").content.decode()
        said.append(
            (answer.status_code, answer["Location"], len(page.replace(address, "")), [one.to for one in mail.outbox] == [[address]])
        )
        cache.clear()
        client.post("/accounts/email/", {"action_remove": "", "email": address})
        client.get("/accounts/email/")  # takes the message of the removal

    assert said[0] == said[1]
    assert said[0][3]


def test_a_new_password_ends_all_other_sign_ins(alice: User) -> None:
    here, there = sign_in(alice), sign_in(alice)
    new = "another long enough phrase"
    with mock.patch.object(revoking, "person_changed") as told:
        here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert here.get("/desks/harbor/").status_code == 200
    assert there.get("/desks/harbor/").status_code == 302
    assert told.called
    assert AuditEntry.objects.filter(what="person.password_changed", subject=f"user:{alice.pk}").exists()
    assert "Your password was changed" in mail.outbox[-1].subject


def test_somebody_who_was_deactivated_is_nobody(alice: User) -> None:
    client = sign_in(alice)
    User.objects.filter(pk=alice.pk).update(is_active=False)

    assert client.get("/desks/harbor/")["Location"].startswith("/accounts/login/")


def test_sign_ins_are_listed_and_end_one_by_one_or_all(alice: User) -> None:
    here, there, elsewhere = sign_in(alice), sign_in(alice), sign_in(alice)
    page = here.get("/accounts/sessions/").content.decode()
    assert page.count("Firefox on Linux") == 3
    assert page.count('badge--accent">this one') == 1

    with mock.patch.object(revoking, "session_ended") as told:
        here.post("/accounts/sessions/", {"end": UserSession.objects.get(session_key=there.session.session_key).pk})
    assert told.called
    assert [one.get("/desks/harbor/").status_code for one in (here, there, elsewhere)] == [200, 302, 200]

    here.post("/accounts/sessions/", {"end": "all"})
    assert elsewhere.get("/desks/harbor/").status_code == 200
    here.post("/accounts/sessions/")
    assert [one.get("/desks/harbor/").status_code for one in (here, elsewhere)] == [200, 302]


def test_ending_a_sign_in_asks_who_is_there(alice: User) -> None:
    here, there = sign_in(alice), sign_in(alice)
    session = here.session
    for record in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        record["at"] -= 660
    session.save()

    for said in ({}, {"end": UserSession.objects.get(session_key=there.session.session_key).pk}):
        assert urlsplit(here.post("/accounts/sessions/", said)["Location"]).path == "/accounts/reauthenticate/"
    assert there.get("/desks/harbor/").status_code == 200
    assert here.get("/accounts/sessions/").status_code == 200

    here.post("/accounts/reauthenticate/", {"password": PASSWORD})
    here.post("/accounts/sessions/")
    assert there.get("/desks/harbor/").status_code == 302


def test_a_sign_in_of_a_closed_account_is_over_also_when_it_is_opened_again(alice: User) -> None:
    client, root = sign_in(alice), User.objects.create_superuser("root@example.org")
    said: dict[str, Any] = {"person_id": alice.pk, "by": root, "actor": SYSTEM, "now": datetime.now(UTC)}

    with mock.patch.object(revoking, "session_ended") as told:
        closing.close_account(**said)
    closing.open_account(**said)

    assert told.called
    assert client.get("/desks/harbor/")["Location"].startswith("/accounts/login/")
    assert not UserSession.objects.filter(user=alice).exists()


def test_a_new_password_does_not_open_an_account_that_was_closed_meanwhile(alice: User) -> None:
    read_before = User.objects.get(pk=alice.pk)
    User.objects.filter(pk=alice.pk).update(is_active=False, is_superuser=False)

    get_adapter().set_password(read_before, "another long enough phrase")

    now = User.objects.get(pk=alice.pk)
    assert (now.is_active, now.check_password("another long enough phrase")) == (False, True)


def test_nobody_ends_what_is_somebody_elses(alice: User, cast: Cast) -> None:
    client, stranger = sign_in(alice), Client()
    stranger.force_login(cast.carol)
    stranger.post("/accounts/sessions/", {"end": UserSession.objects.get(user=alice).pk})

    assert client.get("/desks/harbor/").status_code == 200


@pytest.mark.parametrize(("remember", "days", "alive"), [("", 0.2, True), ("", 0.4, False), ("on", 3.9, True), ("on", 4.1, False)])
def test_a_sign_in_ends_when_nobody_comes(alice: User, remember: str, days: float, alive: bool) -> None:
    client = sign_in(alice, remember=remember)
    later = datetime.now(UTC) + timedelta(days=days)

    assert (Session.objects.get(session_key=client.session.session_key).expire_date > later) is alive


def test_a_visit_is_written_down_and_prolongs_but_not_for_ever(alice: User) -> None:
    client = sign_in(alice)
    session = client.session
    began = int((datetime.now(UTC) - timedelta(hours=23)).timestamp())
    session[sessions.BEGAN] = session[sessions.SEEN] = began
    session.save()
    UserSession.objects.update(last_seen_at=datetime.now(UTC) - timedelta(hours=1))

    client.get("/desks/harbor/")

    assert UserSession.objects.get(user=alice).last_seen_at > datetime.now(UTC) - timedelta(minutes=1)
    left = Session.objects.get(session_key=session.session_key).expire_date - datetime.now(UTC)
    assert timedelta(minutes=50) < left <= timedelta(hours=1)


def test_a_new_browser_is_told_of_by_mail_and_a_known_one_is_not(alice: User) -> None:
    alice.language = "ru"
    User.objects.filter(pk=alice.pk).update(joined_at=datetime.now(UTC) - timedelta(days=2), language="ru")
    first = sign_in(alice)
    assert [one.to for one in mail.outbox] == [[alice.email]]
    assert "Firefox" in str(mail.outbox[0].body)
    assert "Somebody signed in" not in str(mail.outbox[0].body)

    first.post("/accounts/logout/")
    cache.clear()
    sign_in(alice, first)
    assert len(mail.outbox) == 1


def test_another_address_counts_once_it_is_confirmed(alice: User, settings: Any) -> None:
    client = sign_in(alice)
    client.get("/accounts/email/")
    client.post("/accounts/email/", {"action_add": "", "email": "new@example.org"})
    assert User.objects.get(pk=alice.pk).email == "alice@example.org"
    assert mail.outbox[-1].to == ["new@example.org"]

    link = next(word for word in str(mail.outbox[-1].body).split() if "/confirm-email/" in word)
    client.post(link.replace("http://testserver", ""))

    assert User.objects.get(pk=alice.pk).email == "new@example.org"
    assert EmailAddress.objects.filter(user=alice).count() == 1
    assert AuditEntry.objects.filter(what="person.email_changed").exists()


def test_whoever_comes_by_an_invitation_has_a_confirmed_address_and_is_listed(client: Client, cast: Cast) -> None:
    made = invitations.invite(
        desk_id=cast.desk.pk,
        email="dora@example.org",
        role="agent",
        shop_ids=None,
        by=cast.alice,
        actor=SYSTEM,
        now=datetime.now(UTC),
    )
    client.get(f"/invitations/{invitations.token(made.desk_id, made.id)}/")
    client.post("/invitations/accept/", {"name": "Dora", "password": PASSWORD})

    assert EmailAddress.objects.get(email="dora@example.org").verified
    assert UserSession.objects.filter(user__email="dora@example.org").count() == 1


def test_signing_in_out_and_what_was_refused_is_logged_without_an_address(alice: User) -> None:
    with capture_logs() as lines:
        client = sign_in(alice)
        client.post("/accounts/login/", {"login": alice.email, "password": "x"})
        client.post("/accounts/logout/")
        Client().post("/accounts/login/", {"login": alice.email, "password": "not the password"})
        Client().post("/accounts/login/", {"login": "nobody@example.org", "password": "not the password"})

    told = [(line["event"], line.get("person")) for line in lines if line["event"] in {"signed_in", "signed_out", "password_refused"}]
    assert told == [("signed_in", alice.pk), ("signed_out", alice.pk), ("password_refused", None), ("password_refused", None)]
    assert [line["by"] for line in lines if line["event"] == "signed_in"] == [["password"]]
    assert alice.email not in str(lines)


def test_a_line_of_a_sign_in_names_the_kind_of_its_second_half(alice: User) -> None:
    give_app(alice)
    with capture_logs() as lines:
        sign_in(alice).post("/accounts/2fa/authenticate/", {"code": code()})

    assert [(line["person"], line["by"]) for line in lines if line["event"] == "signed_in"] == [(alice.pk, ["password", "totp"])]


def test_what_a_browser_keeps_goes_with_signing_out_and_with_nothing_else(alice: User) -> None:
    client = sign_in(alice)
    assert "Clear-Site-Data" not in client.get("/desks/harbor/").headers
    assert "Clear-Site-Data" not in client.get("/accounts/logout/").headers
    assert client.post("/accounts/logout/")["Clear-Site-Data"] == '"storage"'


def test_no_script_reads_a_cookie_that_opens_something(alice: User) -> None:
    client = Client()
    client.get("/accounts/login/")
    client.post("/language/", {"language": "ru"})
    sign_in(alice, client)
    kept = {name: (cookie["httponly"], cookie["samesite"], cookie["path"]) for name, cookie in client.cookies.items()}
    assert set(kept) >= {"sessionid", "csrftoken", "known", "language"}
    assert set(kept.values()) == {(True, "Lax", "/")}


def test_a_reset_password_does_not_open_without_the_second_half(alice: User) -> None:
    give_app(alice)
    client, new = Client(), "another long enough phrase"
    client.post("/accounts/password/reset/", {"email": alice.email})
    link = next(word for word in mail.outbox[-1].body.split() if "/password/reset/key/" in word)
    page = client.get(urlsplit(link).path, follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert client.get("/desks/harbor/")["Location"].startswith("/accounts/login/")

    answer = client.post("/accounts/login/", {"login": alice.email, "password": new})
    assert answer["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/desks/harbor/")["Location"].startswith("/accounts/login/")


SAID = {
    "en": ("Choose a new password", "It opens once, within an hour.", "Confirm your address", "Until then nothing changes."),
    "ru": ("Выберите новый пароль", "Ссылка откроется один раз, в течение часа.", "Подтвердите адрес", "До этого ничего не меняется."),
    "zh-hans": ("设置新密码", "链接只能打开一次，一小时内有效。", "确认您的邮箱", "在此之前什么都不会改变。"),
}


@pytest.mark.parametrize("language", SAID)
def test_mails_of_an_account_are_in_its_language_and_in_our_words(alice: User, language: str) -> None:
    reset, once, confirm, until = SAID[language]
    User.objects.filter(pk=alice.pk).update(language=language)
    Client().post("/accounts/password/reset/", {"email": alice.email})
    client = sign_in(alice)
    client.post("/accounts/email/", {"action_add": "", "email": "new@example.org"})
    client.post("/accounts/email/", {"action_send": "", "email": "new@example.org"})
    asked, wanted = mail.outbox[0], next(one for one in mail.outbox if one.to == ["new@example.org"])

    assert asked.subject == f"SellerDesk: {reset}"
    assert once in asked.body
    assert wanted.subject == f"SellerDesk: {confirm}"
    assert until in wanted.body
    for one in mail.outbox:
        assert "register" not in one.body
        assert one.body == one.body.strip() + "\n" or one.body == one.body.strip(), "nothing but the text"


def test_who_has_no_account_is_not_sent_to_where_one_could_be_made(client: Client) -> None:
    client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert mail.outbox[0].subject == "SellerDesk: No account has this address"
    assert "http" not in mail.outbox[0].body
