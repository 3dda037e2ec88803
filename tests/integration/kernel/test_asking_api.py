"""What programs ask of the desk as people do: the search, the checks of a text, the starter templates, the audit log by its filters."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from reviews.services import flagging
from sellerdesk import audit, shops
from sellerdesk.commands import command
from sellerdesk.domain import actor
from sellerdesk.models import ApiTokenShop, Order, ReplyTemplate
from tests.factories.asking import Program, program
from tests.factories.feed import load, order, review, told
from tests.factories.kernel import NOW, Cast, make_shop, make_token


pytestmark = pytest.mark.django_db


def key(cast: Cast, client: Client, *permissions: str) -> Program:
    return program(client, cast.desk, *permissions, at="/api/v1/")


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def groups(answer: Any) -> dict[str, list[str]]:
    assert answer.status_code == 200, answer.content
    return {one["group"]: [hit["title"] for hit in one["items"]] for one in answer.json()["items"]}


@pytest.fixture
def told_desk(cast: Cast) -> Cast:
    """An order of "Li Mei" in either desk, a review of it, and a second shop that has one, too."""
    annex = make_shop(cast.desk, "annex")
    for shop, ref in ((cast.shop, "N-1"), (annex, "N-2"), (cast.other_shop, "N-3")):
        load(
            shops.facts(shop), order(ref, lines=(f"L{ref}",), buyer=f"B{ref}"), told("product", f"P-L{ref}", title=f"Teapot {ref}"),
            review(f"R{ref}", ref, line=f"L{ref}", text="The teapot leaks"),
        )  # fmt: skip
        while flagging.judge(shop=shops.facts(shop), now=NOW):
            pass
    return cast


def test_a_program_finds_what_the_search_box_finds_as_far_as_it_may_see_it(told_desk: Cast, client: Client) -> None:
    ask = key(told_desk, client, "desk.see", "orders.see", "reviews.see")

    assert {name: sorted(found) for name, found in groups(ask("GET", "search/?q=N-")).items()} == {"orders": ["Order N-1", "Order N-2"]}
    assert set(groups(ask("GET", "search/?q=teapot"))) == {"products", "reviews"}
    assert groups(ask("GET", "search/?q=N-&shop=annex")) == {"orders": ["Order N-2"]}
    assert groups(ask("GET", "search/?q=N-&shop=elsewhere-goods")) == {}
    assert groups(key(told_desk, client, "desk.see", "reviews.see")("GET", "search/?q=N-1")).keys() <= {"reviews"}
    one = ask("GET", "search/?q=N-&limit=1").json()["items"][0]
    assert (len(one["items"]), one["more"]) == (1, True)
    (hit,) = next(one for one in ask("GET", "search/?q=teapot&shop=annex").json()["items"] if one["group"] == "reviews")["items"]
    assert "/desks/harbor/reviews/" in hit["page"]


def test_a_key_of_one_shop_finds_nothing_of_another(told_desk: Cast, client: Client) -> None:
    token, text = make_token(told_desk.desk, "desk.see", "orders.see", every_shop=False)
    ApiTokenShop.objects.create(desk=told_desk.desk, token=token, shop=told_desk.shop)
    ask = Program(client, text, "/api/v1/")

    assert groups(ask("GET", "search/?q=N-")) == {"orders": ["Order N-1"]}
    assert groups(ask("GET", "search/?q=N-&shop=annex")) == {}


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20", f"?q={'x' * 201}", "?q=x&limit=0", "?q=x&limit=51", "?q=x&room=orders", "?q=%00"])
def test_a_search_for_nothing_or_in_another_way_is_refused(cast: Cast, client: Client, query: str) -> None:
    assert code(key(cast, client, "desk.see")("GET", f"search/{query}")) == (400, "malformed")


def test_a_text_is_looked_at_before_it_is_sent(told_desk: Cast, client: Client) -> None:
    ask = key(told_desk, client, "chats.answer", "orders.see")
    text = "Call 89161234567, {buyer_name}"

    told = ask("POST", "text-check/", {"text": text, "place": "public"}).json()
    by_code = {one["code"]: one for one in told["items"]}
    assert (by_code["contacts"]["severity"], by_code["variable_left"]["severity"]) == ("stop", "stop")
    assert [text[start:end] for start, end in by_code["contacts"]["places"]] == ["89161234567"]
    assert (told["length"], told["language"]) == (len(text), "en")
    template = ask("POST", "text-check/", {"text": text, "place": "public", "template": True}).json()
    assert "variable_left" not in {one["code"] for one in template["items"]}
    assert not ReplyTemplate.objects.exists()


def test_whom_a_text_is_for_is_known_to_who_may_see_it(told_desk: Cast, client: Client) -> None:
    Order.objects.filter(outside_id="N-1").update(outside_id="89161234567")
    own = Order.objects.get(outside_id="89161234567").pk
    theirs = Order.objects.get(outside_id="N-3").pk
    body = {"text": "Please call 89161234567", "place": "public"}
    ask = key(told_desk, client, "chats.answer", "orders.see")

    def codes(about: str | None) -> set[str]:
        return {one["code"] for one in ask("POST", "text-check/", body | {"about": about}).json()["items"] if one["severity"] == "stop"}

    assert (codes(None), codes(f"order:{own}")) == ({"contacts"}, set())
    assert ask("POST", "text-check/", body | {"about": f"order:{theirs}"}).status_code == 404
    blind = key(told_desk, client, "chats.answer")
    assert blind("POST", "text-check/", body | {"about": f"order:{own}"}).status_code == 404
    assert key(told_desk, client, "chats.see")("POST", "text-check/", body).status_code == 404
    assert code(ask("POST", "text-check/", body | {"about": "order"})) == (400, "malformed")


def test_who_answers_fills_a_template_and_needs_no_right_to_keep_them(told_desk: Cast, client: Client) -> None:
    own = Order.objects.get(outside_id="N-1").pk
    body = {"text": "Order {order_no}", "language": "en", "order": own}

    assert key(told_desk, client, "reviews.answer", "orders.see")("POST", "templates/preview/", body).json() == {"text": "Order N-1"}
    assert key(told_desk, client, "reviews.answer")("POST", "templates/preview/", body).status_code == 404
    assert key(told_desk, client, "orders.see")("POST", "templates/preview/", body).status_code == 404


def test_the_starter_templates_are_put_in_once_for_one_request(cast: Cast, client: Client) -> None:
    ask = key(cast, client, "templates.manage")
    made = ask("POST", "templates/starters/", None, Idempotency_Key="k")
    again = ask("POST", "templates/starters/", None, Idempotency_Key="k")

    names = [one["name"] for one in made.json()["items"]]
    assert (made.status_code, again.content) == (201, made.content)
    assert ReplyTemplate.objects.count() == len(names) > 5
    anew = ask("POST", "templates/starters/").json()["items"]
    assert {one["shortcut"] for one in anew} == {""}, "what is taken is left out"
    assert key(cast, client, "chats.answer")("POST", "templates/starters/").status_code == 404


@command
def note_down(*, cast: Cast, who: actor.Actor, what: str, subject: str, now: Any) -> None:
    audit.record(cast.desk.pk, who, what, subject, None, {"on": True}, now)


def test_the_audit_log_is_asked_by_who_what_and_when_as_on_its_page(cast: Cast, client: Client) -> None:
    alice, bob = (actor.person(one.pk, one.email) for one in (cast.alice, cast.bob))
    for number, (who, what) in enumerate([(alice, "shop.changed"), (bob, "shop.changed"), (bob, "role.changed"), (bob, "shop.changed")]):
        note_down(cast=cast, who=who, what=what, subject=f"shop:{number}", now=NOW + timedelta(hours=number))
    ask = key(cast, client, "audit.see")

    def subjects(query: str) -> list[str]:
        answer = ask("GET", f"audit/?{query}")
        assert answer.status_code == 200, answer.content
        return [one["subject"] for one in answer.json()["items"]]

    assert subjects(f"actor=user:{cast.bob.pk}") == ["shop:3", "shop:2", "shop:1"]
    assert subjects(f"actor=user:{cast.bob.pk}&what=shop.changed") == ["shop:3", "shop:1"]
    assert subjects("since=2026-03-31T13:00:00Z&until=2026-03-31T15:00:00Z") == ["shop:2", "shop:1"]
    assert subjects("subject=shop:2&since=2026-03-31T22:00:00%2B08:00") == ["shop:2"]
    first = ask("GET", f"audit/?actor=user:{cast.bob.pk}&limit=2").json()
    assert subjects(f"actor=user:{cast.bob.pk}&limit=2&cursor={first['next']}") == ["shop:1"]
    for wrong in ("2026-03-31", "2026-03-31T12:00:00", "0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-12:00", "soon"):
        assert code(ask("GET", f"audit/?since={wrong}")) == (400, "malformed")
    assert subjects("since=2026-03-31T12:00:00%2B00:00:00.5") != []


def test_the_answer_to_changed_hours_has_the_tag_of_what_they_are_now(cast: Cast, client: Client) -> None:
    ask = key(cast, client, "desk.see", "shops.manage")
    changed = ask("PUT", "shops/harbor-home/hours/", {"week": None, "holidays": []}, If_Match="*")

    assert changed.status_code == 200
    assert changed["ETag"] == ask("GET", "shops/harbor-home/hours/")["ETag"]
