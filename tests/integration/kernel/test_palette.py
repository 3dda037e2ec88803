"""The palette: what is found, what can be done, and by whom."""

import re

import pytest
from django.test import Client

from sellerdesk import rooms
from sellerdesk.domain.permissions import ROLES
from sellerdesk.rooms import Command
from tests.factories.kernel import Cast, join, make_person
from tests.factories.replies import make_order


pytestmark = pytest.mark.django_db


def commands(client: Client, typed: str = "", **headers: str) -> list[str]:
    page = client.get("/desks/harbor/palette/", {"q": typed}, headers=headers or None).content.decode()
    return re.findall(r'id="palette-command-([\w-]+)"', page)


@pytest.mark.parametrize("role", list(ROLES))
def test_everybody_has_the_commands_they_may_use(client: Client, cast: Cast, role: str) -> None:
    person = make_person()
    join(cast.desk, person, role)
    client.force_login(person)

    found = commands(client)

    assert ("new-template" in found) is (role in {"owner", "manager", "agent"})
    assert ("today" in found) is (role != "analyst")
    assert {"theme", "sign-out", "russian", "people"} <= set(found)


@pytest.mark.parametrize(
    ("typed", "language", "found"),
    [
        ("new temp", "en", ["new-template"]),
        ("шаблон нов", "ru", ["new-template"]),
        ("ёзык", "ru", []),
        ("русский", "en", ["russian"]),
        ("设置", "zh-hans", ["people", "roles", "shops", "rules", "status", "tokens", "webhooks", "privacy"]),
        ("zzz", "en", []),
    ],
)
def test_a_command_is_found_by_its_words(client: Client, cast: Cast, typed: str, language: str, found: list[str]) -> None:
    cast.alice.language = language
    cast.alice.save()
    client.force_login(cast.alice)

    assert commands(client, typed) == found


def test_a_thing_is_found_and_leads_somewhere(client: Client, cast: Cast) -> None:
    make_order(cast.shop)
    make_order(cast.other_shop, "45691")
    client.force_login(cast.alice)

    page = client.get("/desks/harbor/palette/", {"q": "4569", "shop": cast.shop.slug}).content.decode()

    assert "Order 45690" in page
    assert "45691" not in page
    assert 'href="/desks/harbor/search/?shop=harbor-home&amp;q=Order+45690"' in page
    assert "Search everything for “4569”" in page
    assert "Nothing found at once" in client.get("/desks/harbor/palette/", {"q": "zzz\x00"}).content.decode()


def test_a_room_adds_commands_at_places_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms._hung, "commands", {})
    late, early = Command(key="b", label="B", icon="x"), Command(key="a", label="A", icon="x")

    rooms.add_command(late, place=101)
    rooms.add_command(early, place=100)

    assert rooms.commands() == [early, late]
    with pytest.raises(ValueError, match="Place 100 is taken"):
        rooms.add_command(late, place=100)


def test_without_script_the_box_leads_to_the_search(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)
    page = client.get("/desks/harbor/").content.decode()

    assert re.search(r'<a class="topbar__search" href="/desks/harbor/search/"', page)
    assert 'type="search" name="q"' in client.get("/desks/harbor/search/").content.decode()


def test_a_person_chooses_that_enter_sends(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)
    assert "data-enter-sends" not in client.get("/desks/harbor/settings/look/").content.decode()

    client.post("/desks/harbor/settings/look/", {"language": "en", "time_zone": "", "theme": "", "enter_sends": "on"})

    assert "<body data-enter-sends" in client.get("/desks/harbor/settings/look/").content.decode()
