"""The pages of reply templates, and what a composer asks for: who sees what, hostile texts, and what is said of them."""

import html
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from sellerdesk.domain import actor
from sellerdesk.domain.permissions import ROLES
from sellerdesk.models import ReplyTemplate, ReplyText, Shop
from sellerdesk.replies import saving
from tests.factories.kernel import NOW, Cast, join, make_person
from tests.factories.replies import make_order, make_template, wanted


pytestmark = pytest.mark.django_db
HOSTILE = '</textarea><script>alert(1)</script>" onmouseover="x'
BASE = "/desks/harbor/templates/"


def form(**fields: Any) -> dict[str, Any]:
    return {
        "name": "Late",
        "shortcut": "/late",
        "folder": "",
        "place": "both",
        "text_ru": "Спасибо",
        "text_zh": "",
        "text_en": "",
        **fields,
    }


@pytest.fixture
def alice(client: Client, cast: Cast) -> Client:
    client.force_login(cast.alice)
    return client


@pytest.fixture
def bob(client: Client, cast: Cast) -> Client:
    client.force_login(cast.bob)
    return client


@pytest.mark.parametrize("role", list(ROLES))
def test_who_writes_to_buyers_sees_templates(client: Client, cast: Cast, role: str) -> None:
    person = make_person()
    join(cast.desk, person, role)
    client.force_login(person)
    row = make_template(cast)
    writes = role in {"owner", "manager", "agent"}

    pages = [BASE, f"{BASE}new/", f"{BASE}{row.pk}/", f"{BASE}pick/"]
    assert {client.get(page).status_code for page in pages} == ({200} if writes else {404})
    assert client.post("/desks/harbor/check/", {"text": "a", "place": "chat"}).status_code == (200 if writes else 404)
    assert client.post(f"{BASE}starters/").status_code == (302 if role in {"owner", "manager"} else 404)
    assert ("/desks/harbor/templates/" in client.get("/desks/harbor/settings/look/").content.decode()) is writes


def test_a_template_is_made_saved_and_listed(alice: Client) -> None:
    made = alice.post(f"{BASE}new/", form(text_en="Thanks\r\nall"))
    row = ReplyTemplate.objects.get()

    assert (made.status_code, made["Location"]) == (302, f"{BASE}{row.pk}/")
    saved = alice.post(f"{BASE}{row.pk}/", form(name="Later", version="1", text_en=""))
    assert saved.status_code == 302
    assert list(ReplyText.objects.values_list("language", "text")) == [("ru", "Спасибо")]
    page = alice.get(BASE).content.decode()
    assert "Later" in page
    assert "/late" in page
    assert (
        alice.get(BASE, {"q": "спасибо"}, headers={"HX-Request": "true", "HX-Target": "templates-list"}).content.count(b"list-row--plain")
        == 1
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": ""}, "This field is required."),
        ({"shortcut": "two words"}, "A shortcut is one word"),
        ({"text_ru": "{buyer}"}, "There is no variable {buyer}."),
        ({"text_ru": " "}, "Write the text in at least one language."),
        ({"shortcut": "taken"}, "already has the shortcut /taken"),
    ],
)
def test_what_is_refused_is_said_and_kept(alice: Client, cast: Cast, fields: dict[str, Any], said: str) -> None:
    make_template(cast, shortcut="taken")

    page = alice.post(f"{BASE}new/", form(**{"text_en": "my own words", **fields}))

    if said == "Write the text in at least one language.":
        page = alice.post(f"{BASE}new/", form(text_ru=" "))
    else:
        assert "my own words" in page.content.decode()
    assert page.status_code == 422
    assert said in html.unescape(page.content.decode())


def test_saved_meanwhile_shows_the_newer_and_keeps_ones_own(alice: Client, cast: Cast) -> None:
    row = make_template(cast)
    saving.change(
        desk_id=cast.desk.pk, template_id=row.pk, person_id=cast.bob.pk, may_share=True, version=1,
        wanted=wanted(texts={"ru": "Боб сказал"}), actor=actor.SYSTEM, now=NOW + timedelta(minutes=1),
    )  # fmt: skip

    page = alice.post(f"{BASE}{row.pk}/", form(version="1", text_ru="Алиса сказала"))
    text = page.content.decode()

    assert page.status_code == 409
    assert "Bob saved this template" in text
    assert "Боб сказал" in text
    assert "Алиса сказала</textarea>" in text
    assert 'name="version" value="2"' in text
    assert alice.post(f"{BASE}{row.pk}/", form(version="2", text_ru="Алиса сказала")).status_code == 302


def test_an_agent_reads_a_shared_one_and_copies_it(bob: Client, cast: Cast) -> None:
    row = make_template(cast)
    page = bob.get(f"{BASE}{row.pk}/").content.decode()

    assert "Only owners and managers can change shared templates." in page
    assert 'type="submit" aria-keyshortcuts' not in page
    assert bob.post(f"{BASE}{row.pk}/", form(version="1")).status_code == 422
    assert bob.post(f"{BASE}{row.pk}/delete/").status_code == 422
    copied = bob.post(f"{BASE}{row.pk}/duplicate/")
    copy = ReplyTemplate.objects.get(owner=cast.bob)
    assert copied["Location"] == f"{BASE}{copy.pk}/"
    assert (copy.name, copy.shortcut) == ("Late delivery, copy", "")


def test_an_agents_new_one_is_private_whatever_is_sent(bob: Client, cast: Cast) -> None:
    assert bob.post(f"{BASE}new/", form()).status_code == 302
    assert ReplyTemplate.objects.get().owner == cast.bob


def test_what_is_deleted_can_be_brought_back_at_once(alice: Client, cast: Cast) -> None:
    row = make_template(cast)

    gone = alice.post(f"{BASE}{row.pk}/delete/", follow=True).content.decode()

    assert "“Late delivery” is deleted." in gone
    assert f"{BASE}{row.pk}/restore/" in gone
    assert 'data-key="KeyZ"' in gone
    assert "Late delivery" in alice.get(f"{BASE}?deleted").content.decode()
    assert alice.post(f"{BASE}{row.pk}/restore/", follow=True).status_code == 200
    assert ReplyTemplate.objects.get().deleted_at is None


def test_a_sent_message_becomes_a_template(alice: Client) -> None:
    page = alice.get(f"{BASE}new/", {"text": "谢谢您", "language": "zh"}).content.decode()

    assert "谢谢您</textarea>" in page
    assert re.search(r'id="tab-zh"[^>]*aria-selected="true"', page)
    assert "Спасибо</textarea>" in alice.get(f"{BASE}new/", {"text": "Спасибо"}).content.decode()
    assert alice.get(f"{BASE}new/", {"text": "a", "language": "xx"}).status_code == 200


def test_hostile_words_stay_words(alice: Client, cast: Cast) -> None:
    alice.post(f"{BASE}new/", form(name=HOSTILE, shortcut="", folder=HOSTILE[:60], text_ru=HOSTILE + "{product}"))
    row = ReplyTemplate.objects.get()
    order = make_order(cast.shop, buyer=HOSTILE)
    answers = [
        alice.get(BASE),
        alice.get(f"{BASE}{row.pk}/"),
        alice.get(f"{BASE}pick/", {"subject": f"order:{order.pk}", "lang": "ru", "q": ""}),
        alice.post(f"{BASE}preview/", {"language": "ru", "text_ru": HOSTILE, "order": order.pk}),
        alice.post("/desks/harbor/check/", {"text": HOSTILE + " shop@mail.ru", "place": "public"}),
        alice.get("/desks/harbor/palette/", {"q": HOSTILE}),
    ]

    for answer in answers:
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()
        assert '" onmouseover="x"' not in answer.content.decode()


def test_the_menu_gives_choices_filled_for_its_subject(bob: Client, cast: Cast) -> None:
    row = make_template(cast, texts={"ru": "{buyer_name}, заказ {order_no}, {eta}. {agent_name}"})
    order = make_order(cast.shop, buyer="Анна {order_no}")

    page = bob.get(f"{BASE}pick/", {"q": "late", "lang": "ru", "for": "chat", "subject": f"order:{order.pk}"}).content.decode()

    assert 'role="option"' in page
    assert 'data-text="Анна, заказ 45690, ⟦когда доставят⟧. Bob"' in page
    assert bob.post(f"{BASE}{row.pk}/use/").json() == {"uses": 1}
    assert "No template holds these words." in bob.get(f"{BASE}pick/", {"q": "nothing"}).content.decode()


def test_another_desks_order_fills_nothing(bob: Client, cast: Cast) -> None:
    make_template(cast, texts={"ru": "{buyer_name}"})
    order = make_order(cast.other_shop, buyer="Анна")

    page = bob.get(f"{BASE}pick/", {"lang": "ru", "subject": f"order:{order.pk}"}).content.decode()

    assert 'data-text="⟦имя⟧"' in page


def test_a_preview_marks_values_and_gaps(alice: Client, cast: Cast) -> None:
    order = make_order(cast.shop)
    said = {"language": "ru", "text_ru": "{buyer_name}: {eta}\n<b>", "order": order.pk}

    page = alice.post(f"{BASE}preview/", said).content.decode()

    assert "<mark>Анна</mark>: " in page
    assert '<mark class="gap">⟦когда доставят⟧</mark>\n&lt;b&gt;' in page
    assert "Nothing is written in this language." in alice.post(f"{BASE}preview/", {"language": "xx"}).content.decode()


def looked(client: Client, text: str, place: str = "public", **more: Any) -> tuple[dict[str, str], list[Any], str]:
    """(state by check, places, why it may not go) of what the check says."""
    page = client.post("/desks/harbor/check/", {"text": text, "place": place, **more}).content.decode()
    states = dict(re.findall(r'lint__item" data-code="(\w+)" data-state="(\w+)"', page))
    places = json.loads(html.unescape(re.findall(r'data-places="([^"]*)"', page)[0]))
    return states, places, html.unescape(re.findall(r'data-why="([^"]*)"', page)[0])


def test_the_check_tells_states_places_and_why(alice: Client, cast: Cast) -> None:
    states, places, why = looked(alice, "😀 Спасибо! Звоните +7 495 120-44-10")

    assert states == {"name": "todo", "thanks": "ok", "empathy": "todo", "solution": "todo", "closing": "todo", "contacts": "stop"}
    assert places == [[20, 36, "contacts"]]
    assert why.startswith("In a public reply there is a phone number.")


@pytest.mark.parametrize(
    ("rules", "text", "place", "contact", "why"),
    [
        ("standard", "WhatsApp", "chat", None, ""),
        ("wildberries", "WhatsApp", "chat", "warn", ""),
        ("wildberries", "WhatsApp", "public", "stop", "In a public reply there is a messenger."),
        ("taobao", "я" * 501, "chat", None, "This marketplace takes at most 500 characters."),
        ("wildberries", "я", "public", "ok", "This marketplace takes at least 2 characters."),
        ("standard", "⟦имя⟧ ⟦x⟧", "chat", None, "2 gaps are marked: fill them in."),
        ("standard", "{buyer_name}", "chat", None, "A variable stands in the text and was not filled."),
        ("standard", "", "public", "ok", ""),
    ],
)
def test_the_shops_rules_decide(alice: Client, cast: Cast, rules: str, text: str, place: str, contact: str | None, why: str) -> None:
    Shop.objects.filter(pk=cast.shop.pk).update(rules=rules)
    order = make_order(cast.shop)

    states, _places, said = looked(alice, text, place, subject=f"order:{order.pk}")

    assert states.get("contacts") == contact
    assert said.startswith(why) if why else said == ""


def test_what_is_known_of_the_order_is_greeted_and_let_through(alice: Client, cast: Cast) -> None:
    order = make_order(cast.shop, "89161234567")

    states, places, _why = looked(alice, "Анна, заказ 8 916 123-45-67 едет", subject=f"order:{order.pk}")

    assert (states["name"], states["contacts"], places) == ("ok", "ok", [])
    assert looked(alice, "Ольга, едет", subject=f"order:{order.pk}")[0]["name"] == "todo"


def test_a_template_is_judged_by_what_it_is_for(alice: Client, cast: Cast) -> None:
    text = "Здравствуйте, {buyer_name}! Телеграм: @harbor"

    both, _places, why = looked(alice, text, "template", **{"for": "both"})
    chat, _places, _why = looked(alice, text, "template", **{"for": "chat"})

    assert (both["name"], both["contacts"], why) == ("ok", "stop", "")
    assert "contacts" not in chat
