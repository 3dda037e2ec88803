"""The desk's bot by programs: connected as it was read, never told of its token, and out of reach of a key of some shops."""

import dataclasses
from typing import Any

import pytest
from django.test import Client

from sellerdesk import access, tokens
from sellerdesk.domain import permissions
from sellerdesk.models import ApiTokenShop, AuditEntry, IdempotencyKey, Notice, TelegramBot, TelegramLink
from sellerdesk.notices import Reader, Told
from sellerdesk.sealing import unseal
from sellerdesk.telegram import bots, linking, wiring
from tests.factories.asking import Program, program
from tests.factories.kernel import NOW, Cast, make_token
from tests.factories.reaching import ACTOR
from tests.telegram import TOKEN, Telegram


pytestmark = pytest.mark.django_db
AT = "telegram/"


@pytest.fixture
def ask(cast: Cast, client: Client, telegram: Telegram) -> Program:
    return program(client, cast.desk, permissions.WEBHOOKS_MANAGE, at="/api/v1/")


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_it_is_connected_read_renewed_and_forgotten(cast: Cast, ask: Program, telegram: Telegram) -> None:
    none = ask("GET", AT)
    assert none.json() == {"bot": None, "connected_at": None, "failing_since": None, "people": 0}

    made = ask("PUT", AT, {"token": f" {TOKEN}\n"}, If_Match=none["ETag"])
    TelegramLink.objects.create(desk=cast.desk, user=cast.bob, chat=77, linked_at=NOW)
    TelegramBot.objects.update(failing_since=NOW)
    read = ask("GET", AT)
    renewed = ask("PUT", AT, {"token": TOKEN}, If_Match=read["ETag"])

    assert (made.status_code, made.json()["bot"]) == (200, "harbor_desk_bot")
    assert (read.json()["failing_since"], read.json()["people"]) == ("2026-03-31T12:00:00Z", 1)
    assert (renewed.json()["failing_since"], renewed.json()["people"]) == (None, 1), "the same bot knows the chats that it knew"
    assert code(ask("DELETE", AT, If_Match=made["ETag"])) == (412, "changed")
    assert ask("DELETE", AT, If_Match=renewed["ETag"]).status_code == 204
    assert not TelegramBot.objects.exists()
    assert not TelegramLink.objects.exists()
    assert code(ask("DELETE", AT, If_Match="*")) == (404, "not_found")
    entries = AuditEntry.objects.filter(what__startswith="telegram.").order_by("number")
    assert [one.what for one in entries] == ["telegram.connected", "telegram.connected", "telegram.disconnected"]
    assert {(one.actor_key.partition(":")[0], one.actor_label) for one in entries} == {("token", "test")}


def test_whoever_was_told_by_a_bot_that_goes_learns_it_in_the_desk(cast: Cast, ask: Program, telegram: Telegram) -> None:
    ask("PUT", AT, {"token": TOKEN}, If_Match="*")
    TelegramLink.objects.create(desk=cast.desk, user=cast.bob, chat=77, linked_at=NOW)
    TelegramLink.objects.create(desk=cast.desk, user=cast.alice, code_hash="x", code_until=NOW)
    telegram.name, name = "another_bot", telegram.name
    try:
        replaced = ask("PUT", AT, {"token": TOKEN}, If_Match="*")
    finally:
        telegram.name = name

    assert replaced.json()["bot"] == "another_bot"
    (one,) = Notice.objects.all()
    here = access.as_person(cast.desk.pk, cast.bob.pk, may=permissions.DESK_SEE)
    assert here is not None
    shown = [Told(one.pk, one.kind, one.subject, one.count, one.figures, one.at, one.read_at)]
    said = wiring.say_lost(shown, Reader(here, cast.bob.pk, NOW))
    assert (one.user_id, one.kind) == (cast.bob.pk, linking.LOST)
    assert "forgotten or replaced" in said[one.pk].text
    TelegramLink.objects.create(desk=cast.desk, user=cast.bob, chat=78, linked_at=NOW)
    assert wiring.say_lost(shown, Reader(here, cast.bob.pk, NOW)) == {}


def test_another_token_for_the_same_bot_is_another_state(ask: Program, telegram: Telegram) -> None:
    first = ask("PUT", AT, {"token": TOKEN}, If_Match="*")
    telegram.token = f"{TOKEN}-renewed"
    second = ask("PUT", AT, {"token": telegram.token}, If_Match=first["ETag"])

    assert second.json() == first.json()
    assert second["ETag"] != first["ETag"]
    assert code(ask("PUT", AT, {"token": telegram.token}, If_Match=first["ETag"])) == (412, "changed")
    assert unseal(TelegramBot.objects.get().token) == telegram.token


def test_the_token_is_told_and_kept_nowhere(cast: Cast, ask: Program) -> None:
    answers = [
        ask("PUT", AT, {"token": TOKEN}, If_Match="*", Idempotency_Key="k1"),
        ask("GET", AT),
        ask("PUT", AT, {"token": TOKEN, "desk": 1}, If_Match="*"),
        ask("PUT", AT, {"token": TOKEN * 9}, If_Match="*"),
    ]

    assert [one.status_code for one in answers] == [200, 200, 400, 400]
    secret, digest = TOKEN.partition(":")[2], TelegramBot.objects.get().token_digest
    for answer in answers:
        assert secret not in answer.content.decode()
        assert digest not in f"{answer.content.decode()} {answer.headers}"
    assert not IdempotencyKey.objects.exists()
    assert secret not in str(list(TelegramBot.objects.values()))
    assert secret not in str(list(AuditEntry.objects.values("before", "after")))


def test_what_telegram_or_another_desk_does_not_let_be_is_refused(cast: Cast, ask: Program, telegram: Telegram) -> None:
    assert code(ask("PUT", AT, {"token": TOKEN})) == (428, "if_match_missing")
    assert code(ask("PUT", AT, {"token": "nonsense"}, If_Match="*")) == (422, "token_malformed")
    telegram.token = "another"
    assert code(ask("PUT", AT, {"token": TOKEN}, If_Match="*")) == (422, "token_unknown")
    telegram.token = TOKEN
    bots.connect(desk_id=cast.other_desk.pk, name="harbor_desk_bot", token=TOKEN, actor=ACTOR, now=NOW)
    assert code(ask("PUT", AT, {"token": TOKEN}, If_Match="*")) == (422, "bot_taken")
    assert not TelegramBot.objects.filter(desk=cast.desk).exists()


def test_only_a_key_of_every_shop_that_names_the_permission_finds_it(cast: Cast, ask: Program) -> None:
    ask("PUT", AT, {"token": TOKEN}, If_Match="*")
    before = list(TelegramBot.objects.values())
    token, narrow = tokens.make(cast.desk.pk, name="narrow", permissions=sorted(permissions.PERMISSIONS), every_shop=False, now=NOW)
    ApiTokenShop.objects.create(desk=cast.desk, token=token, shop=cast.shop)
    without = make_token(cast.desk, *(permissions.PERMISSIONS - {permissions.WEBHOOKS_MANAGE}))[1]
    for text in (narrow, without):
        other = dataclasses.replace(ask, token=text)
        asked = [other("GET", AT), other("PUT", AT, {"token": TOKEN}, If_Match="*"), other("DELETE", AT, If_Match="*")]
        assert {one.status_code for one in asked} == {404}
    strange = dataclasses.replace(ask, token=make_token(cast.other_desk, *permissions.PERMISSIONS)[1])
    assert strange("GET", AT).json()["bot"] is None

    assert code(strange("DELETE", AT, If_Match="*")) == (404, "not_found")
    assert list(TelegramBot.objects.values()) == before
