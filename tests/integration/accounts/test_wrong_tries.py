"""The pause after wrong tries: for an address everywhere, and apart from that in a browser with which its owner has signed in."""

import pytest
from django.core.cache import cache
from django.test import Client

from sellerdesk.models import User
from tests.factories.kernel import PASSWORD, Cast
from tests.integration.accounts.test_signing_in import sign_in, sign_in_text


pytestmark = pytest.mark.django_db


def test_the_pause_after_wrong_tries_holds_at_every_host(alice: User) -> None:
    for port in range(5):
        said = {"login": alice.email, "password": "not the password"}
        Client().post("/accounts/login/", said, headers={"Host": f"testserver:{port + 1}"})

    page = Client().post("/accounts/login/", {"login": alice.email.upper(), "password": PASSWORD}, headers={"Host": "testserver:99"})
    assert "Too many wrong tries" in page.content.decode()


def test_strangers_who_try_an_address_keep_its_owner_out_of_no_browser_of_theirs(alice: User) -> None:
    mine, wrong = sign_in(alice), {"login": alice.email, "password": "not the password"}
    mine.post("/accounts/logout/")
    for _ in range(5):
        Client().post("/accounts/login/", wrong)
    assert "Too many wrong tries" in sign_in_text(Client(), alice)

    assert sign_in(alice, mine).get("/desks/harbor/").status_code == 200
    # It has a limit of its own.
    cache.clear()
    mine.post("/accounts/logout/")
    for _ in range(5):
        mine.post("/accounts/login/", wrong)
    assert "Too many wrong tries" in sign_in_text(mine, alice)


def test_signing_in_as_somebody_else_in_between_begins_no_count_anew(alice: User, cast: Cast) -> None:
    cast.bob.set_password(PASSWORD)
    cast.bob.save()
    shared = sign_in(alice)
    shared.post("/accounts/logout/")
    for _ in range(5):
        shared.post("/accounts/login/", {"login": alice.email, "password": "not the password"})
    # His sign-in writes the cookie anew.
    sign_in(cast.bob, shared).post("/accounts/logout/")

    assert "Too many wrong tries" in sign_in_text(shared, alice)


def test_a_browser_of_one_person_is_a_strange_one_for_another(alice: User, cast: Cast) -> None:
    cast.bob.set_password(PASSWORD)
    cast.bob.save()
    his = sign_in(cast.bob)
    his.post("/accounts/logout/")
    for _ in range(5):
        Client().post("/accounts/login/", {"login": alice.email, "password": "not the password"})

    assert "Too many wrong tries" in sign_in_text(his, alice)
