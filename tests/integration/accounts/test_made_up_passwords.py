"""A password that was made up for somebody opens the page where they choose their own, for a week, and nothing else."""

import inspect
import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client

from sellerdesk.models import User
from sellerdesk.stream.books import Database, Nobody
from tests.factories.kernel import Cast


pytestmark = pytest.mark.django_db
CHANGE = "/accounts/password/change/"
OWN = "another long enough phrase"


def made(role: str = "agent") -> tuple[User, str]:
    """dora, as the command line makes her account."""
    answer = StringIO()
    call_command("person_create", "dora@example.org", desk="harbor", role=role, stdout=answer)
    return User.objects.get(email="dora@example.org"), json.loads(answer.getvalue())["password"]


def door(password: str, client: Client | None = None) -> Any:
    """What the door answers."""
    return (client or Client()).post("/accounts/login/", {"login": "dora@example.org", "password": password})


def choose(client: Client, until_now: str, new: str, **said: str) -> Any:
    return client.post(CHANGE, {"oldpassword": until_now, "password1": new, "password2": new, **said})


@pytest.mark.parametrize("address", ["/desks/harbor/", "/accounts/email/", "/accounts/sessions/", "/accounts/2fa/", "/"])
def test_it_opens_the_page_where_another_one_is_chosen_and_nothing_else(cast: Cast, client: Client, address: str) -> None:
    _dora, password = made()
    door(password, client)

    led = client.get(address)
    assert (led.status_code, urlsplit(led["Location"]).path) == (302, CHANGE)
    part = client.get(address, headers={"HX-Request": "true"})
    assert part["HX-Redirect"].startswith(CHANGE)
    assert "Your password was made up for you." in client.get(led["Location"]).content.decode()


def test_whoever_has_chosen_goes_on_to_where_they_wanted(cast: Cast, client: Client) -> None:
    dora, password = made()
    door(password, client)
    led = client.get("/desks/harbor/settings/people/")

    page = client.get(led["Location"]).content.decode()
    assert 'name="next" value="/desks/harbor/settings/people/"' in page
    done = choose(client, password, OWN, next="/desks/harbor/settings/people/")

    assert done["Location"] == "/desks/harbor/settings/people/"
    assert client.get(done["Location"]).status_code == 200
    assert "made up" not in client.get(CHANGE).content.decode()
    assert User.objects.get(pk=dora.pk).password_until is None
    assert "do not match" in door(password).content.decode()


def test_it_cannot_become_ones_own(cast: Cast, client: Client) -> None:
    dora, password = made()
    door(password, client)

    assert "This is your password until now." in choose(client, password, password).content.decode()
    assert User.objects.get(pk=dora.pk).password_until is not None


@pytest.mark.usefixtures("required")
def test_an_owner_chooses_first_and_sets_the_second_factor_up_then(cast: Cast, client: Client) -> None:
    _dora, password = made("owner")
    door(password, client)

    assert urlsplit(client.get("/desks/harbor/")["Location"]).path == CHANGE
    assert client.get(CHANGE).status_code == 200
    assert urlsplit(client.get("/accounts/2fa/totp/activate/")["Location"]).path == CHANGE
    choose(client, password, OWN)
    assert client.get("/desks/harbor/")["Location"] == "/accounts/2fa/totp/activate/"


def test_it_ends_after_a_week_and_only_who_knows_it_learns_so(cast: Cast) -> None:
    dora, password = made()
    assert datetime.now(UTC) + timedelta(days=6) < (dora.password_until or datetime.now(UTC)) < datetime.now(UTC) + timedelta(days=8)
    User.objects.filter(pk=dora.pk).update(password_until=datetime.now(UTC) - timedelta(seconds=1))

    client = Client()
    assert "was made up for you and has ended" in door(password, client).content.decode()
    assert client.get("/desks/harbor/")["Location"].startswith("/accounts/login/")
    assert "has ended" not in door("not the password").content.decode()


def test_a_link_by_mail_leads_to_a_password_of_ones_own(cast: Cast) -> None:
    dora, _password = made()
    User.objects.filter(pk=dora.pk).update(password_until=datetime.now(UTC) - timedelta(days=1))
    client = Client()
    client.post("/accounts/password/reset/", {"email": dora.email})
    link = next(word for word in mail.outbox[-1].body.split() if "/password/reset/key/" in word)
    page = client.get(urlsplit(link).path, follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": OWN, "password2": OWN})

    assert door(OWN, client).status_code == 302
    assert client.get("/desks/harbor/").status_code == 200


def test_a_link_by_mail_makes_what_was_made_up_nobodys_own(cast: Cast) -> None:
    dora, password = made()
    client = Client()
    client.post("/accounts/password/reset/", {"email": dora.email})
    link = next(word for word in mail.outbox[-1].body.split() if "/password/reset/key/" in word)
    page = client.get(urlsplit(link).path, follow=True)
    again = client.post(page.redirect_chain[-1][0], {"password1": password, "password2": password})

    assert "This is your password until now" in again.content.decode()
    assert User.objects.get(pk=dora.pk).password_until is not None


def test_what_whoever_runs_the_installation_sets_later_is_no_longer_it(cast: Cast) -> None:
    dora, _password = made()
    # As `changepassword` does it.
    dora.set_password(OWN)
    dora.save()

    assert User.objects.get(pk=dora.pk).password_until is None


def test_nobody_hears_a_desk_before_they_have_chosen(cast: Cast, client: Client) -> None:
    _dora, password = made()
    door(password, client)
    # Without what keeps the connections of the stream's own threads.
    admit = inspect.unwrap(Database.admit)
    with pytest.raises(Nobody):
        admit(Database(), client.session.session_key or "", "harbor")

    choose(client, password, OWN)
    assert admit(Database(), client.session.session_key or "", "harbor").role == "agent"
