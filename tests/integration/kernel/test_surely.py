"""Dangerous steps ask once more who is there, and lead back to the page where the person was."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.core.cache import cache
from django.test import Client

from sellerdesk.models import Membership, Webhook
from tests.factories.kernel import PASSWORD, Cast
from tests.factories.reaching import make_webhook


pytestmark = pytest.mark.django_db
PEOPLE = "http://testserver/desks/harbor/settings/people/"


@pytest.fixture(autouse=True)
def _nobody_was_here() -> None:
    cache.clear()


@pytest.fixture
def alice(client: Client, cast: Cast) -> Client:
    """alice, who gave her password eleven minutes ago."""
    cast.alice.set_password(PASSWORD)
    cast.alice.save()
    client.force_login(cast.alice)
    _age(client, 660)
    return client


def _age(client: Client, seconds: float) -> None:
    session = client.session
    for record in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        record["at"] -= seconds
    session.save()


def _remove(client: Client, cast: Cast, **headers: str) -> Any:
    member = Membership.objects.get(desk=cast.desk, user=cast.bob)
    return client.post(f"/desks/harbor/settings/people/{member.pk}/remove/", headers=headers)


def _next(address: str) -> str:
    return parse_qs(urlsplit(address).query)["next"][0]


@pytest.mark.parametrize("step", ["webhooks/{hook}/rotate/", "webhooks/{hook}/remove/", "telegram/disconnect/", "telegram/link/"])
def test_what_leaves_the_desk_asks(alice: Client, cast: Cast, step: str) -> None:
    hook, _secret = make_webhook(cast.desk)

    asked = alice.post("/desks/harbor/settings/" + step.format(hook=hook.pk))

    assert (asked.status_code, urlsplit(asked["Location"]).path) == (302, "/accounts/reauthenticate/")
    assert Webhook.objects.filter(pk=hook.pk).exists()


def test_a_dangerous_step_asks_and_leads_back(alice: Client, cast: Cast) -> None:
    asked = _remove(alice, cast, Referer=f"{PEOPLE}?from=mail")

    assert asked.status_code == 302
    assert urlsplit(asked["Location"]).path == "/accounts/reauthenticate/"
    assert _next(asked["Location"]) == "/desks/harbor/settings/people/?from=mail"
    assert Membership.objects.filter(desk=cast.desk, user=cast.bob).exists()

    back = alice.post(asked["Location"], {"password": PASSWORD, "next": _next(asked["Location"])})
    assert back["Location"] == "/desks/harbor/settings/people/?from=mail"
    assert _remove(alice, cast)["Location"] == "/desks/harbor/settings/people/"
    assert not Membership.objects.filter(desk=cast.desk, user=cast.bob).exists()


def test_a_wrong_password_opens_nothing(alice: Client, cast: Cast) -> None:
    assert alice.post("/accounts/reauthenticate/", {"password": "no"}).status_code == 200
    assert _remove(alice, cast).status_code == 302
    assert Membership.objects.filter(desk=cast.desk, user=cast.bob).exists()


def test_a_sign_in_of_this_moment_is_enough(client: Client, cast: Cast) -> None:
    cast.alice.set_password(PASSWORD)
    cast.alice.save()
    client.post("/accounts/login/", {"login": cast.alice.email, "password": PASSWORD})

    _remove(client, cast)
    assert not Membership.objects.filter(desk=cast.desk, user=cast.bob).exists()


def test_a_part_of_a_page_is_led_there_by_htmx(alice: Client, cast: Cast) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": f"{PEOPLE}#bob"}
    asked = _remove(alice, cast, **headers)

    assert asked.status_code == 200
    assert _next(asked["HX-Redirect"]) == "/desks/harbor/settings/people/"


def test_a_page_that_is_typed_into_asks_before_it_is_shown(alice: Client, cast: Cast) -> None:
    asked = alice.get("/desks/harbor/settings/people/invite/?first=1")

    assert _next(asked["Location"]) == "/desks/harbor/settings/people/invite/?first=1"
    assert alice.get("/desks/harbor/settings/people/").status_code == 200


@pytest.mark.parametrize("told", ["https://evil.example/x", "//evil.example/x", "http://testserver//evil.example", "javascript:alert(1)"])
def test_nobody_is_led_to_another_place(alice: Client, cast: Cast, told: str) -> None:
    asked = _remove(alice, cast, Referer=told)

    assert _next(asked["Location"]) == "/"


@pytest.mark.parametrize("evil", ["//evil.example", "https://evil.example/", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)"])
def test_confirming_leads_to_no_other_place(alice: Client, evil: str) -> None:
    back = alice.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": evil})

    assert back["Location"] == "/"
