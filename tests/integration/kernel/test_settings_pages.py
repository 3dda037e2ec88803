"""Settings: who sees which page, what is shown to whom it is not allowed, and what is typed into them."""

import html
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from sellerdesk.domain.permissions import ROLES
from sellerdesk.models import AuditEntry, Membership, Shop, User
from tests.factories.kernel import Cast, join, make_person, make_shop


pytestmark = pytest.mark.django_db
OPEN = {"people/", "shops/", "rules/", "look/"}
SHOPS = {"shops/new/", "shops/of/harbor-home/"}
PEOPLE = {"people/invite/", "people/{bob}/"}
SHOP = {"name": "New", "rules": "standard", "time_zone": "Europe/Moscow", "window": "6_months", "reply_target": "3600"}
HOSTILE = '<script>alert(1)</script>" onmouseover="x'


@pytest.fixture(autouse=True)
def _nobody_was_here() -> None:
    cache.clear()


def as_role(client: Client, cast: Cast, role: str) -> User:
    person = make_person(name="Dora")
    join(cast.desk, person, role)
    client.force_login(person)
    return person


def bobs(cast: Cast) -> str:
    return str(Membership.objects.get(desk=cast.desk, user=cast.bob).pk)


@pytest.mark.parametrize("role", list(ROLES))
def test_each_role_sees_its_pages(client: Client, cast: Cast, role: str) -> None:
    as_role(client, cast, role)
    seen = OPEN | (SHOPS if role in {"owner", "manager"} else set()) | (PEOPLE if role == "owner" else set())

    found = {
        page
        for page in OPEN | SHOPS | PEOPLE
        if client.get("/desks/harbor/settings/" + page.replace("{bob}", bobs(cast))).status_code == 200
    }

    assert found == seen


@pytest.mark.parametrize("role", [role for role in ROLES if role != "owner"])
def test_only_owners_change_people(client: Client, cast: Cast, role: str) -> None:
    as_role(client, cast, role)
    own = f"/desks/harbor/settings/people/{bobs(cast)}/"

    posted = [
        client.post("/desks/harbor/settings/people/invite/", {"email": "e@example.org", "role": "owner"}),
        client.post(own, {"role": "owner"}),
        client.post(f"{own}remove/"),
        client.post("/desks/harbor/settings/invitations/1/withdraw/"),
    ]

    assert {answer.status_code for answer in posted} == {404}
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("role", ["agent", "analyst", "read_only"])
def test_what_is_not_allowed_stays_and_says_why(client: Client, cast: Cast, role: str) -> None:
    as_role(client, cast, role)
    people = client.get("/desks/harbor/settings/people/").content.decode()
    shops = client.get("/desks/harbor/settings/shops/").content.decode()

    assert 'aria-disabled="true" aria-describedby="why-invite"' in people
    assert "Only owners can invite people." in people
    assert "Only owners and managers can add shops." in shops
    assert "/invite/" not in people
    assert client.post("/desks/harbor/settings/shops/new/", SHOP).status_code == 404


def test_invitations_are_shown_to_who_may_invite(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)
    client.post("/desks/harbor/settings/people/invite/", {"email": "dora@example.org", "role": "agent", "every_shop": "on"})
    own = client.get("/desks/harbor/settings/people/").content.decode()
    as_role(client, cast, "manager")
    other = client.get("/desks/harbor/settings/people/").content.decode()

    assert "/invitations/" in own
    assert "dora@example.org" not in other


def test_an_owner_changes_and_removes_a_person(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)
    page = f"/desks/harbor/settings/people/{bobs(cast)}/"

    changed = client.post(page, {"role": "manager", "shops": [str(cast.shop.pk)]})
    member = Membership.objects.get(desk=cast.desk, user=cast.bob)
    wrong = client.post(page, {"role": "manager"})
    removed = client.post(f"{page}remove/")

    assert changed["Location"] == removed["Location"] == "/desks/harbor/settings/people/"
    assert (member.role, member.every_shop) == ("manager", False)
    assert wrong.status_code == 422
    assert "Choose at least one shop" in html.unescape(wrong.content.decode())
    assert client.get(page).status_code == 404
    assert {entry.actor_label for entry in AuditEntry.objects.all()} == {"alice@example.org"}


def test_the_last_owner_stays(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)
    own = f"/desks/harbor/settings/people/{Membership.objects.get(user=cast.alice).pk}/"

    page = client.get(own).content.decode()

    assert "keeps at least one owner" in page
    assert client.post(own, {"role": "agent", "every_shop": "on"}).status_code == 422
    assert client.post(f"{own}remove/").status_code == 422
    assert Membership.objects.get(user=cast.alice).role == "owner"


def test_a_limited_manager_changes_the_shops_that_are_seen(client: Client, cast: Cast) -> None:
    hidden = make_shop(cast.desk, "hidden-store")
    person = as_role(client, cast, "manager")
    Membership.objects.filter(user=person).update(every_shop=False)
    Membership.objects.get(user=person).shops.create(desk=cast.desk, shop=cast.shop)

    assert client.get("/desks/harbor/settings/shops/of/harbor-home/").status_code == 200
    assert client.get(f"/desks/harbor/settings/shops/of/{hidden.slug}/").status_code == 404
    assert client.post(f"/desks/harbor/settings/shops/of/{hidden.slug}/", SHOP).status_code == 404
    assert hidden.name not in client.get("/desks/harbor/settings/rules/").content.decode()


def test_a_shop_is_changed_and_what_is_final_is_said(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)
    page = "/desks/harbor/settings/shops/of/harbor-home/"

    saved = client.post(page, SHOP)
    shop = Shop.objects.get(pk=cast.shop.pk)

    assert saved["Location"] == "/desks/harbor/settings/shops/"
    assert (shop.name, shop.time_zone, shop.slug) == ("New", "Europe/Moscow", "harbor-home")


def test_a_shop_with_facts_keeps_its_clock(client: Client, cast: Cast) -> None:
    from sellerdesk import shops
    from sellerdesk.feed import loading

    loading.start(shop=shops.facts(cast.shop), source="test", now=cast.shop.created_at)
    client.force_login(cast.alice)
    page = "/desks/harbor/settings/shops/of/harbor-home/"

    shown = client.get(page).content.decode()
    client.post(page, {**SHOP, "rules": "taobao"})
    shop = Shop.objects.get(pk=cast.shop.pk)

    assert "Final: it decided on which day" in shown
    assert (shop.name, shop.time_zone, shop.rules) == ("New", "Asia/Shanghai", "standard")


@pytest.mark.parametrize("field", ["name"])
@pytest.mark.parametrize(
    ("typed", "status"), [(HOSTILE, 302), ("a" * 10_000, 422), ("a\x00b", 422), ("\N{RIGHT-TO-LEFT OVERRIDE}gpj", 422)]
)
def test_hostile_names_harm_no_page(client: Client, cast: Cast, field: str, typed: str, status: int) -> None:
    client.force_login(cast.alice)

    answer = client.post("/desks/harbor/settings/shops/new/", {**SHOP, field: typed})

    assert answer.status_code == status
    for page in ("shops/", "rules/", "people/", "people/invite/"):
        shown = client.get(f"/desks/harbor/settings/{page}").content.decode()
        assert "<script>alert" not in shown
        assert '" onmouseover' not in shown


@pytest.mark.parametrize("email", ["", "no", "a@b", "x" * 10_000 + "@example.org", "a\x00@example.org", '"><script>@example.org'])
def test_hostile_addresses_are_refused_with_a_sentence(client: Client, cast: Cast, email: str) -> None:
    client.force_login(cast.alice)

    answer = client.post("/desks/harbor/settings/people/invite/", {"email": email, "role": "agent", "every_shop": "on"})

    assert answer.status_code == 422
    assert "<script>" not in re.sub(r"<script src=[^>]*>", "", answer.content.decode())


def test_two_wrong_fields_are_listed_above_the_form(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)

    page = client.post("/desks/harbor/settings/people/invite/", {"email": "no", "role": ""}).content.decode()

    assert 'role="alert" tabindex="-1"' in page
    assert '<a href="#id_email">' in page
    assert '<a href="#id_role_0">' in page
    assert 'id="id_role_0"' in page


def test_language_zone_and_theme_are_kept(client: Client, cast: Cast) -> None:
    client.force_login(cast.bob)

    saved = client.post("/desks/harbor/settings/look/", {"language": "ru", "time_zone": "Asia/Shanghai", "theme": "dark"}, follow=True)
    cast.bob.refresh_from_db()
    page = saved.content.decode()
    system = client.post("/desks/harbor/settings/look/", {"language": "ru", "time_zone": "", "theme": ""})

    assert (cast.bob.language, cast.bob.time_zone) == ("ru", "Asia/Shanghai")
    assert '<html lang="ru" data-theme="dark">' in page
    assert system.cookies["theme"].value == ""
    assert client.post("/desks/harbor/settings/look/", {"language": "xx"}).status_code == 422


def test_inviting_is_throttled(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)

    answers = [
        client.post(
            "/desks/harbor/settings/people/invite/", {"email": f"p{number}@example.org", "role": "agent", "every_shop": "on"}
        ).status_code
        for number in range(31)
    ]

    assert set(answers[:30]) == {302}
    assert answers[30] == 429


def test_the_gallery_is_for_superusers(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)
    assert client.get("/components/").status_code == 404

    client.force_login(User.objects.create_superuser("root@example.org"))
    page = client.get("/components/")

    assert page.status_code == 200
    assert "Only owners can connect a marketplace." in page.content.decode()


def test_every_component_is_in_the_gallery(settings: Any) -> None:
    components = settings.BASE_DIR / "templates" / "components"
    # The frame of every page shows these, and the gallery has that frame.
    frame = {
        "account",
        "bell",
        "brand.svg",
        "languages",
        "live",
        "messages",
        "palette",
        "rail",
        "search",
        "shortcuts",
        "switcher",
        "words",
        "field_errors",
        "field",
        "summary",
    }
    text = (settings.BASE_DIR / "templates" / "gallery.html").read_text(encoding="utf-8")
    names = {path.name.removesuffix(".html") for path in components.glob("*.html")}

    assert {name for name in names - frame if f"components/{name}.html" not in text} == set()
