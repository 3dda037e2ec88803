"""The kernel's own pages, the door, and pages for what went wrong."""

import json
import re
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.urls import include, path

from sellerdesk import urls as real
from sellerdesk.errors import NotVisible, Refusal, Stale, Transient
from sellerdesk.models import User
from sellerdesk.web import health
from tests.factories.kernel import Cast, make_person


pytestmark = pytest.mark.django_db


def raising(error: Exception) -> Any:
    def view(_request: Any) -> None:
        raise error

    return view


class Broken:
    """Addresses that fail in each way."""

    handler404, handler500 = real.handler404, real.handler500
    urlpatterns = [
        path("", include(real.urlpatterns)),
        path("refusal", raising(Refusal("too_late", "It is too late.", "Ask sooner."))),
        path("stale", raising(Stale())),
        path("not-visible", raising(NotVisible())),
        path("transient", raising(Transient())),
        path("mistake", raising(ZeroDivisionError())),
        path("api/v1/refusal", raising(Refusal("too_late", "It is too late.", "Ask sooner."))),
        path("api/v1/mistake", raising(ZeroDivisionError())),
    ]


@pytest.fixture
def broken(settings: Any, client: Client, cast: Cast) -> Client:
    settings.ROOT_URLCONF = Broken
    client.force_login(cast.alice)
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/refusal", 422, "Ask sooner."),
        ("/stale", 409, "Somebody was faster"),
        ("/not-visible", 404, "Not found"),
        ("/transient", 503, "does not answer"),
        ("/nowhere", 404, "Not found"),
        ("/mistake", 500, "Something broke"),
    ],
)
def test_what_went_wrong_has_a_page_with_its_status(broken: Client, address: str, status: int, said: str) -> None:
    response = broken.get(address)

    assert response.status_code == status
    assert said in response.content.decode()
    assert response["X-Request-ID"] in response.content.decode()


@pytest.mark.parametrize(
    ("address", "status", "code"), [("refusal", 422, "too_late"), ("mistake", 500, "internal"), ("nowhere", 404, "not_found")]
)
def test_below_api_the_same_is_a_problem(broken: Client, address: str, status: int, code: str) -> None:
    response = broken.get(f"/api/v1/{address}")

    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert json.loads(response.content)["code"] == code


@pytest.mark.parametrize(("given", "kept"), [("abcd-1234", True), ("short", False), ("evil\nheader-injected", False), ("a" * 65, False)])
def test_a_request_id_is_kept_when_harmless(client: Client, given: str, kept: bool) -> None:
    response = client.get("/healthz", headers={"X-Request-ID": given})

    assert (response["X-Request-ID"] == given) is kept
    assert re.fullmatch(r"[A-Za-z0-9_-]{8,64}", response["X-Request-ID"])


def test_sign_in_takes_address_and_password(client: Client) -> None:
    person = make_person("dora@example.org")
    person.set_password("a long enough phrase")
    person.save()

    wrong = client.post("/accounts/login/", {"login": "dora@example.org", "password": "no"})
    right = client.post("/accounts/login/", {"login": "Dora@Example.org", "password": "a long enough phrase"})

    assert wrong.status_code == 200
    assert "callout--late" in wrong.content.decode()
    assert 'class="input' in wrong.content.decode()
    assert right.status_code == 302
    assert right["Location"] == "/"
    assert User.objects.get(pk=person.pk).password.startswith("argon2$")


def test_a_wrong_field_is_tied_to_its_error(client: Client) -> None:
    page = client.post("/accounts/login/", {"login": "no address", "password": "x"}).content.decode()

    assert 'aria-describedby="id_login_errors"' in page
    assert 'id="id_login_errors"' in page


def test_nobody_signs_up_alone(client: Client) -> None:
    wanted = {"email": "eve@example.org", "password1": "a long phrase 1", "password2": "a long phrase 1"}

    page = client.post("/accounts/signup/", wanted).content.decode()

    assert not User.objects.filter(email="eve@example.org").exists()
    assert "by invitation alone" in page.lower()


def test_start_lists_ones_own_shops(client: Client, cast: Cast) -> None:
    client.force_login(cast.bob)

    page = client.get("/desks/").content.decode()

    assert f"/desks/{cast.desk.slug}/?shop={cast.shop.slug}" in page
    assert cast.other_shop.slug not in page
    assert cast.other_desk.name not in page
    assert "agent" in page


def test_start_says_what_to_do_without_a_desk(client: Client) -> None:
    client.force_login(make_person())

    assert "You belong to no desk yet" in client.get("/").content.decode()


def test_a_shops_own_address_leads_to_its_ratings(client: Client, cast: Cast) -> None:
    client.force_login(cast.bob)

    assert client.get(f"/shops/{cast.shop.slug}/")["Location"] == f"/desks/{cast.desk.slug}/ratings/?shop={cast.shop.slug}"


def test_a_shop_shows_its_rooms_figures(client: Client, cast: Cast) -> None:
    client.force_login(cast.bob)
    with mock.patch("sellerdesk.panels.shop_figures", return_value=[mock.Mock(label="Described", value="4.8200")]):
        page = client.get(f"/desks/{cast.desk.slug}/ratings/?shop={cast.shop.slug}")

    assert page.status_code == 200
    assert "4.8200" in page.content.decode()


@pytest.mark.parametrize(
    "address", ["/", "/accounts/login/", "/accounts/password/change/", "/accounts/2fa/", "/accounts/email/", "/nowhere"]
)
def test_no_page_has_anything_inline(client: Client, cast: Cast, address: str) -> None:
    if address != "/accounts/login/":
        client.force_login(cast.alice)

    response = client.get(address, follow=True)
    page = response.content.decode()

    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in re.sub(r"style-src-attr[^;]*", "", policy)
    assert "<style" not in page
    assert not re.search(r"<[^>]+\son[a-z]+=", page)
    for tag in re.findall(r"<script\b[^>]*>", page):
        assert "src=" in tag or 'type="application/json"' in tag, tag


@pytest.mark.parametrize(("code", "said"), [("ru", 'lang="ru"'), ("zh-hans", 'lang="zh-Hans"')])
def test_the_language_can_be_chosen_before_signing_in(client: Client, code: str, said: str) -> None:
    response = client.post("/language/", {"language": code, "next": "/accounts/login/"}, follow=True)

    assert f"<html {said}>" in response.content.decode()


def test_healthz_and_readyz_need_no_sign_in(client: Client) -> None:
    assert client.get("/healthz").content == b"ok"
    assert client.get("/readyz").json() == {"database": True, "redis": True, "migrations": True, "disk": True, "workers": False}
    assert client.get("/readyz").status_code == 200


def test_readyz_says_which_store_is_away(client: Client, settings: Any, tmp_path: Any) -> None:
    settings.REDIS_URL = f"unix://{tmp_path}/nobody.sock"

    response = client.get("/readyz")

    assert response.status_code == 503
    assert (response.json()["database"], response.json()["redis"]) == (True, False)


def test_readyz_is_not_ready_for_a_schema_that_is_behind(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_migrated_until", 0.0)
    monkeypatch.setattr("sellerdesk.runtime.migrations.pending", lambda: 1)

    response = client.get("/readyz")

    assert (response.status_code, response.json()["migrations"]) == (503, False)


def test_the_admin_exists_for_superusers_only(client: Client, cast: Cast) -> None:
    assert client.get("/admin/").status_code == 302

    client.force_login(cast.alice)
    assert client.get("/admin/").status_code == 404

    client.force_login(User.objects.create_superuser("root@example.org"))
    index = client.get("/admin/")
    assert index.status_code == 200
    assert "sellerdesk/shop" in index.content.decode()


def test_the_admin_shows_and_does_not_change(client: Client, cast: Cast) -> None:
    client.force_login(User.objects.create_superuser("root@example.org"))

    for table in ("user", "desk", "shop", "membership", "apitoken", "workitem", "outbound", "auditentry"):
        assert client.get(f"/admin/sellerdesk/{table}/").status_code == 200, table
        assert client.get(f"/admin/sellerdesk/{table}/add/").status_code == 403, table
    assert client.post(f"/admin/sellerdesk/shop/{cast.shop.pk}/change/", {"name": "x"}).status_code == 403
    assert client.post(f"/admin/sellerdesk/shop/{cast.shop.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_form_without_its_token_gets_our_page(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.alice)

    response = strict.post("/accounts/logout/")

    assert response.status_code == 403
    assert "Load the page again" in response.content.decode()


@pytest.mark.parametrize(("language", "said"), [("en", "A button of a page"), ("ru", "Сюда ведёт кнопка"), ("zh-hans", "按钮")])
def test_the_address_of_a_button_opens_a_page_that_leads_back(client: Client, cast: Cast, language: str, said: str) -> None:
    cast.alice.language = language
    cast.alice.save()
    client.force_login(cast.alice)
    answer = client.get(f"/desks/{cast.desk.slug}/notices/read/")

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    page = answer.content.decode()
    assert said in page
    assert 'href="/"' in page
    # A part of a page is told in its place.
    assert "<html" not in client.get(f"/desks/{cast.desk.slug}/notices/read/", headers={"HX-Request": "true"}).content.decode()


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/desks/harbor/settings/?shop=a", 'href="/desks/harbor/settings/?shop=a"'),
        ("http://evil.example/desks/", ""),
        ("", ""),
    ],
)
def test_a_form_that_was_refused_leads_back_to_its_page_and_nowhere_else(client: Client, referer: str, back: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    page = strict.post("/language/", {"language": "ru"}, headers={"Referer": referer} if referer else {})

    assert page.status_code == 403
    text = page.content.decode()
    assert ("Back to that page" in text) == bool(back)
    assert back in text
    assert "evil.example" not in text
    assert "Back to that page" not in client.get("/nowhere/", headers={"Referer": referer}).content.decode()
