"""The library's pages in our dress: their language, their place, nothing inline, errors where they belong."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from sellerdesk.models import User
from tests.factories.kernel import PASSWORD, Cast, join, make_person
from tests.integration.kernel.test_languages import latin


pytestmark = pytest.mark.django_db
BEFORE = ["/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/", "/accounts/signup/", "/invitations/accept/"]
BEFORE += ["/accounts/password/reset/key/1-abc-def/", "/accounts/password/reset/key/done/", "/accounts/inactive/"]
INSIDE = ["/accounts/password/change/", "/accounts/email/", "/accounts/2fa/", "/accounts/sessions/", "/accounts/2fa/totp/activate/"]
INSIDE += ["/accounts/2fa/webauthn/", "/accounts/2fa/webauthn/add/", "/accounts/2fa/recovery-codes/generate/", "/accounts/logout/"]
INSIDE += ["/accounts/reauthenticate/"]
DESK = ["people/", "people/invite/", "shops/", "shops/new/", "shops/of/harbor-home/", "rules/", "look/"]
# What a person typed, the names of programs, and what they want to be called with.
GIVEN = {"Mozilla", "Bob", "BO", "harbor", "home", "desk", "manage", "feed_load", "examples", "first", "jsonl", "shop", "up", "demo", "UTC"}
GIVEN |= {"Google", "Authenticator", "Aegis", "FreeOTP", "JavaScript"}
GIVEN |= {"IP", "Ozon", "Wildberries", "testserver", "invitations", "http", "Django", "QR", "Shift", "buyer_name", "Telegram", "Webhook"}


@pytest.fixture(autouse=True)
def _nobody_was_here() -> None:
    cache.clear()


@pytest.fixture
def inside(client: Client, cast: Cast) -> Client:
    """alice, who signed in a moment ago with her password."""
    cast.alice.set_password(PASSWORD)
    cast.alice.save()
    client.post("/accounts/login/", {"login": cast.alice.email, "password": PASSWORD})
    return client


def foreign(page: str) -> set[str]:
    """Latin words that are neither names nor secrets of two-factor authentication."""
    secrets = r'<input[^>]*id="authenticator_secret"[^>]*>|<img[^>]*class="qr"[^>]*>|value="http[^"]*"'
    text = re.sub(rf"{secrets}|<script[^>]*>[^<]*</script>", "", page)
    return latin(text) - GIVEN


@pytest.mark.parametrize("language", ["ru", "zh-hans"])
@pytest.mark.parametrize("address", BEFORE)
def test_pages_before_the_door_speak_one_language(client: Client, db: None, address: str, language: str) -> None:
    assert foreign(client.get(address, headers={"Accept-Language": language}).content.decode()) == set()


@pytest.mark.parametrize("language", ["ru", "zh-hans"])
@pytest.mark.parametrize("address", INSIDE)
def test_pages_of_the_account_speak_one_language(inside: Client, address: str, language: str) -> None:
    answer = inside.get(address, headers={"Accept-Language": language})

    assert answer.status_code in {200, 302}
    assert foreign(answer.content.decode()) == set()


@pytest.mark.parametrize("language", ["ru", "zh-hans"])
@pytest.mark.parametrize("page", [*DESK, "../setup/", "../../../setup/"])
def test_settings_and_the_first_run_speak_one_language(client: Client, cast: Cast, page: str, language: str) -> None:
    root = User.objects.create_superuser("root@example.org", name="Bob")
    join(cast.desk, root)
    client.force_login(root)

    answer = client.get(
        f"/desks/harbor/settings/{page}".replace("settings/../", "").replace("/desks/harbor/../..", ""),
        headers={"Accept-Language": language},
    )
    text = re.sub(r"<option[^>]*>[^<]*</option>", "", answer.content.decode())

    assert answer.status_code == 200
    assert foreign(text) - {"root"} == set()


@pytest.mark.parametrize("language", ["ru", "zh-hans"])
def test_what_is_refused_is_said_in_the_readers_language(client: Client, cast: Cast, language: str) -> None:
    client.force_login(cast.alice)
    said = {"Accept-Language": language}

    pages = [
        client.post("/desks/harbor/settings/people/invite/", {"email": "no", "role": ""}, headers=said),
        client.post(
            "/desks/harbor/settings/people/invite/", {"email": "bob@example.org", "role": "agent", "every_shop": "on"}, headers=said
        ),
        client.post("/desks/harbor/settings/shops/new/", {"name": "a" * 200}, headers=said),
        client.post("/accounts/password/change/", {"oldpassword": "x", "password1": "1", "password2": "2"}, headers=said),
    ]

    for page in pages:
        assert foreign(re.sub(r"<option[^>]*>[^<]*</option>", "", page.content.decode())) == set()


@pytest.mark.parametrize("address", [*BEFORE, *INSIDE])
def test_no_page_of_the_library_has_anything_inline(inside: Client, address: str) -> None:
    client = inside if address in INSIDE else Client()
    page = client.get(address).content.decode()

    assert "<style" not in page
    assert not re.search(r"<[^>]+\son[a-z]+=", page)
    assert not re.search(r'<[^>]+\sstyle="(?!--)', page)
    for tag in re.findall(r"<script\b[^>]*>", page):
        assert "src=" in tag or 'type="application/json"' in tag, tag


@pytest.mark.parametrize("address", INSIDE)
def test_pages_of_the_account_stand_in_the_frame(inside: Client, address: str) -> None:
    answer = inside.get(address, follow=True)
    page = answer.content.decode()

    assert answer.status_code == 200
    assert page.count("<h1") == 1
    assert "design.css" in page


def test_a_wrong_sign_in_keeps_the_address_and_is_told_above(client: Client, cast: Cast) -> None:
    page = client.post("/accounts/login/", {"login": "alice@example.org", "password": "wrong"}).content.decode()

    assert 'value="alice@example.org"' in page
    assert 'role="alert" tabindex="-1"' in page
    assert "do not match" in page
    assert "Keep me signed in here for 14 days" in page


def test_a_sign_in_lasts_as_long_as_it_was_asked_to(client: Client, cast: Cast) -> None:
    cast.alice.set_password(PASSWORD)
    cast.alice.save()
    short, long = Client(), Client()

    short.post("/accounts/login/", {"login": cast.alice.email, "password": PASSWORD})
    long.post("/accounts/login/", {"login": cast.alice.email, "password": PASSWORD, "remember": "on"})

    assert short.session.get_expire_at_browser_close()
    assert long.session.get_expiry_age() > 13 * 24 * 3600


def test_a_forgotten_password_tells_nobody_who_has_an_account(client: Client, cast: Cast, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    known = client.post("/accounts/password/reset/", {"email": "alice@example.org"})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.org"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_too_many_tries_are_said_in_words(client: Client, db: None) -> None:
    for _ in range(6):
        page = client.post("/accounts/login/", {"login": "eve@example.org", "password": "wrong"})
    assert "Too many wrong tries" in page.content.decode()


def test_what_is_throttled_has_our_page(client: Client, cast: Cast) -> None:
    answers = [client.post("/accounts/login/", {"login": f"p{n}@example.org", "password": "x"}) for n in range(31)]

    assert [one.status_code for one in answers[:30]] == [200] * 30
    assert answers[-1].status_code == 429
    reset = [client.post("/accounts/password/reset/", {"email": f"p{n}@example.org"}) for n in range(21)]
    assert reset[-1].status_code == 429
    assert "too often" in reset[-1].content.decode()


def test_a_part_of_a_page_gets_a_part(client: Client, cast: Cast) -> None:
    client.force_login(make_person())

    part = client.get("/nowhere", headers={"HX-Request": "true"}).content.decode()
    whole = client.get("/nowhere", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}).content.decode()

    assert "<html" not in part
    assert 'role="alert"' in part
    assert "<html" in whole
