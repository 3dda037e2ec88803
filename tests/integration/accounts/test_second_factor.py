"""Who needs a second factor and has none reaches nothing; a code opens once; the desk's setting."""

import inspect
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse

from sellerdesk import accounts, mailing, outbox, second_factor
from sellerdesk.domain.actor import COMMAND_LINE
from sellerdesk.models import AuditEntry, Desk, User
from sellerdesk.stream.books import Database, Listener, Nobody, _marks
from sellerdesk.web.factor_gate import HOLDS, HOLDS_FOR, OPEN
from tests.architecture.stranger import PUBLIC, addresses
from tests.factories.kernel import NOW, PASSWORD, Cast, join, make_desk, make_person
from tests.integration.accounts.conftest import code, give_app, opens


pytestmark = pytest.mark.django_db
# Without the look at the connection, which a test's transaction would not outlive.
_admit = inspect.unwrap(Database.admit)
SET_UP = "/accounts/2fa/totp/activate/"


def admit(session_key: str) -> Listener:
    """Who may listen to alice's desk, as the stream asks it."""
    listener: Listener = _admit(Database(), session_key, "harbor")
    return listener


@pytest.mark.long
def test_nothing_but_the_way_in_and_out_is_reached(client: Client, cast: Cast, required: None) -> None:
    client.force_login(cast.alice)
    open_to_all, reached = set(PUBLIC) | OPEN, []
    client.raise_request_exception = False

    for address in addresses(None, cast):
        if address.path is None or address.name in open_to_all or address.path.startswith("/api/"):
            continue
        for answer in (client.get(address.path), client.post(address.path)):
            if (answer.status_code, answer.headers.get("Location")) != (302, SET_UP) and answer.status_code != 404:
                reached.append((address.path, answer.status_code, answer.headers.get("Location")))

    assert {path for path, *_ in reached} <= {"/admin/login/"}


def test_control_the_sweep_reaches_pages_where_nothing_is_required(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)

    assert client.get("/desks/harbor/").status_code == 200


def test_a_part_of_a_page_and_the_stream_are_closed_too(client: Client, cast: Cast, required: None) -> None:
    client.force_login(cast.alice)
    part = client.get("/desks/harbor/rail/", headers={"HX-Request": "true"})

    assert part["HX-Redirect"] == SET_UP
    with pytest.raises(Nobody):
        admit(client.session.session_key or "")


def test_the_way_in_is_open_and_says_why(client: Client, cast: Cast, required: None) -> None:
    client.force_login(cast.alice)
    page = client.get(SET_UP).content.decode()

    assert "Your account needs a second factor." in page
    assert client.post("/language/", {"language": "ru"}).status_code == 302
    assert client.get("/accounts/2fa/").status_code == 200
    assert client.post("/accounts/logout/").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_whoever_sets_it_up_gets_codes_and_the_desk(client: Client, alice: User, required: None) -> None:
    thief = Client()
    for one in (thief, client):
        one.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
        assert one.get("/desks/harbor/")["Location"] == SET_UP
    client.get(SET_UP)
    # From a phone whose clock is a step ahead.
    shown = code(1, secret=client.session["mfa.totp.secret"])
    done = client.post(SET_UP, {"code": shown})

    assert done["Location"] == "/accounts/2fa/recovery-codes/"
    assert "10 codes left" in client.get(done["Location"]).content.decode()
    assert client.get("/desks/harbor/").status_code == 200
    assert AuditEntry.objects.filter(what="person.factor_added").exists()
    # The code that set it up opens nothing any more.
    assert not opens(alice, shown)
    # Whoever had the password alone is out.
    assert thief.get("/desks/harbor/")["Location"].startswith("/accounts/login/")


def test_a_mark_that_came_back_into_the_session_ages(client: Client, cast: Cast, required: None) -> None:
    give_app(cast.alice)
    client.force_login(cast.alice)
    assert client.get("/desks/harbor/").status_code == 200
    Authenticator.objects.all().delete()
    assert client.get("/desks/harbor/").status_code == 200

    session = client.session
    session[HOLDS] -= HOLDS_FOR
    session.save()

    assert client.get("/desks/harbor/")["Location"] == SET_UP


@pytest.mark.parametrize(
    ("role", "for_all", "needed"),
    [("owner", False, True), ("owner", True, True), ("agent", False, False), ("agent", True, True), ("read_only", True, True)],
)
def test_who_needs_one(cast: Cast, required: None, role: str, for_all: bool, needed: bool) -> None:
    desk = make_desk(second_factor_for_all=for_all)
    person = make_person()
    join(desk, person, role)

    assert second_factor.missing(person.pk) is needed
    give_app(person)
    assert second_factor.missing(person.pk) is False


def test_the_demo_asks_nobody_and_the_first_account_only_once_there_is_a_desk(db: None, required: None) -> None:
    root = User.objects.create_superuser("root@example.org")
    demo = make_desk("demo", demo_at=NOW, second_factor_for_all=True)
    join(demo, root)

    assert second_factor.missing(root.pk) is False
    assert second_factor.missing(root.pk, at_admin=True) is True
    make_desk()
    assert second_factor.missing(root.pk) is True


def test_recovery_codes_alone_are_no_second_factor(cast: Cast, required: None) -> None:
    give_app(cast.alice)
    Authenticator.objects.filter(user=cast.alice, type="totp").delete()

    assert second_factor.missing(cast.alice.pk) is True


def test_a_code_and_a_recovery_code_open_once(cast: Cast) -> None:
    give_app(cast.alice)
    spare = Authenticator.objects.get(user=cast.alice, type="recovery_codes").wrap().get_unused_codes()[0]

    assert [opens(cast.alice, one) for one in (code(), code(), code(-1), code(1), code(1))] == [
        True, False, False, True, False,
    ]  # fmt: skip
    assert [opens(cast.alice, spare) for _ in range(2)] == [True, False]


def test_secrets_are_sealed_at_rest(cast: Cast) -> None:
    give_app(cast.alice)

    for row in Authenticator.objects.filter(user=cast.alice):
        assert (row.data.get("secret") or row.data["seed"]).startswith("gAAAA")


def test_signing_in_takes_both_halves(client: Client, alice: User, required: None) -> None:
    give_app(alice)
    half = client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD, "next": "/desks/harbor/reviews/"})

    assert half["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/desks/harbor/")["Location"].startswith("/accounts/login/")
    assert "Use a security key" not in client.get(half["Location"]).content.decode(), "there is none"
    whole = client.post("/accounts/2fa/authenticate/", {"code": code()})
    assert whole["Location"] == "/desks/harbor/reviews/"
    assert client.get("/desks/harbor/").status_code == 200


def test_wrong_codes_end_in_a_pause(client: Client, alice: User) -> None:
    give_app(alice)
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    for _ in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    page = client.post("/accounts/2fa/authenticate/", {"code": code()})

    assert page.status_code == 200
    assert "Too many wrong tries" in page.content.decode()


def test_a_desk_asks_it_of_all_and_says_so_in_its_log(client: Client, cast: Cast, required: None) -> None:
    give_app(cast.alice)
    client.force_login(cast.alice)
    bob = Client()
    bob.force_login(cast.bob)
    assert bob.get("/desks/harbor/").status_code == 200

    client.post("/desks/harbor/settings/security/", {"for_all": "on"})

    assert bob.get("/desks/harbor/")["Location"] == SET_UP
    assert AuditEntry.objects.get(what="desk.second_factor_changed").after == {"for_all": True}
    page = client.get("/desks/harbor/settings/security/").content.decode()
    assert page.count("not set up") == 1


def test_only_owners_change_it(client: Client, cast: Cast) -> None:
    client.force_login(cast.bob)

    assert "Only owners can change how people sign in." in client.get("/desks/harbor/settings/security/").content.decode()
    assert client.post("/desks/harbor/settings/security/", {"for_all": "on"}).status_code == 404
    assert not Desk.objects.get(pk=cast.desk.pk).second_factor_for_all


def test_the_setting_closes_open_streams(client: Client, cast: Cast, required: None) -> None:
    client.force_login(cast.bob)
    key = client.session.session_key or ""
    before = admit(key).mark

    Desk.objects.filter(pk=cast.desk.pk).update(second_factor_for_all=True)

    assert _marks([(cast.desk.pk, cast.bob.pk, key)]) != [before]
    with pytest.raises(Nobody):
        admit(key)


def test_a_lost_factor_is_taken_off_and_ends_every_sign_in(client: Client, alice: User) -> None:
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    give_app(alice)

    assert accounts.remove_factors(email=alice.email, actor=COMMAND_LINE, now=NOW) == 2
    assert client.get("/desks/harbor/")["Location"].startswith("/accounts/login/")
    assert AuditEntry.objects.get(what="person.factor_removed").actor_key == "command"


def test_its_person_is_told_by_mail_in_their_language_and_by_one(alice: User, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    User.objects.filter(pk=alice.pk).update(language="ru")
    join(make_desk("pier"), alice, "agent")
    give_app(alice)

    accounts.remove_factors(email=alice.email, actor=COMMAND_LINE, now=NOW)
    # Nothing was left to take off the second time, so nothing is told.
    accounts.remove_factors(email=alice.email, actor=COMMAND_LINE, now=NOW + timedelta(hours=1))
    for claimed in outbox.claim(limit=5, lease_until=NOW + timedelta(hours=3), now=NOW + timedelta(hours=2)):
        mailing.send(claimed)

    (sent,) = mail.outbox
    assert sent.to == [alice.email]
    assert "вторые факторы" in str(sent.body)


def test_removing_ones_own_asks_and_ends_the_others(client: Client, alice: User) -> None:
    other = Client()
    for one in (client, other):
        one.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    give_app(alice)
    client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.filter(user=alice).exists()
    assert client.get("/desks/harbor/").status_code == 200
    assert other.get("/desks/harbor/")["Location"].startswith("/accounts/login/")
