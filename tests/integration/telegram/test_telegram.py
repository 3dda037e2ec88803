"""Telegram as a channel of the notices: connected, linked by a code, told what was chosen, unlinked when blocked."""

import logging
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import Client

from sellerdesk import digests, notice_choices, notices, team, work
from sellerdesk.commands import command
from sellerdesk.delivery import tasks
from sellerdesk.errors import Refusal
from sellerdesk.models import AuditEntry, Membership, Notice, Outbound, Shop, TelegramBot, TelegramLink, WorkItem
from sellerdesk.notice_choices import Choice
from sellerdesk.telegram import bots, linking, polling
from tests.factories.kernel import NOW, Cast
from tests.factories.reaching import ACTOR, turn
from tests.integration.kernel.waiting_room import room
from tests.telegram import TOKEN, Telegram


pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def bob(cast: Cast, telegram: Telegram) -> Cast:
    """bob has linked his chat, 77."""
    connect(cast)
    code = linking.ask(desk_id=cast.desk.pk, user_id=cast.bob.pk, now=NOW)
    telegram.hears(f"/start {code}")
    assert polling.hear(desk_id=cast.desk.pk, clock=lambda: NOW) == 1
    turn()
    telegram.sent.clear()
    return cast


def connect(cast: Cast) -> None:
    bots.connect(desk_id=cast.desk.pk, name=bots.name_of(TOKEN), token=TOKEN, actor=ACTOR, now=NOW)


@command
def remind(*, cast: Cast, now: datetime, subject: str = "review:1", user: int | None = None) -> None:
    """Something is given to bob and he is told of it."""
    work.open_item(cast.desk.pk, work.Opening(kind="chat", subject=subject, shop_id=cast.shop.pk, due_at=now + HOUR), now=now)
    notices.tell(cast.desk.pk, [user or cast.bob.pk], "reminder", f"work:{WorkItem.objects.get(subject=subject).pk}", now=now)


def test_a_token_that_telegram_does_not_know_is_refused(cast: Cast, telegram: Telegram) -> None:
    telegram.token = "another"
    for token, code in ((TOKEN, "token_unknown"), ("nonsense", "token_malformed"), ("1/../x", "token_malformed")):
        with pytest.raises(Refusal) as refusal:
            bots.name_of(token)
        assert refusal.value.code == code


def test_a_bot_that_another_program_hears_is_refused(cast: Cast, telegram: Telegram) -> None:
    telegram.webhook = "https://elsewhere.example/in"
    with pytest.raises(Refusal) as refusal:
        connect(cast)

    assert (refusal.value.code, bool(refusal.value.hint)) == ("bot_elsewhere", True)
    assert bots.of(cast.desk.pk) is None
    telegram.webhook = ""
    connect(cast)


def test_a_code_links_the_chat_that_says_it_once(cast: Cast, telegram: Telegram) -> None:
    connect(cast)
    code = linking.ask(desk_id=cast.desk.pk, user_id=cast.bob.pk, now=NOW)
    telegram.hears("hello")
    telegram.hears({"no": "text"})
    telegram.hears(f"/start {code}", chat=5, kind="group")
    telegram.hears(f"/start {code}", chat=77)
    telegram.hears(f"/start {code}", chat=666)

    assert polling.to_hear(now=NOW) == [cast.desk.pk]
    assert polling.hear(desk_id=cast.desk.pk, clock=lambda: NOW) == 1
    turn()

    assert TelegramLink.objects.get(user=cast.bob).chat == 77
    assert [(told["chat_id"], told["text"].startswith("Harbor: you will be told here")) for told in telegram.sent] == [(77, True)]
    assert polling.to_hear(now=NOW) == []
    assert TelegramBot.objects.get().position == 1005
    assert code not in str(TelegramLink.objects.values_list())
    assert AuditEntry.objects.filter(what="telegram.linked").count() == 1


@pytest.mark.parametrize("how", ["late", "guessed", "renewed", "foreign"])
def test_no_other_code_links(cast: Cast, telegram: Telegram, how: str) -> None:
    connect(cast)
    code = linking.ask(desk_id=cast.desk.pk, user_id=cast.bob.pk, now=NOW)
    at, desk = NOW, cast.desk.pk
    if how == "late":
        at = NOW + linking.LASTS
    elif how == "guessed":
        code = "A" * len(code)
    elif how == "renewed":
        linking.ask(desk_id=desk, user_id=cast.bob.pk, now=NOW)
    else:
        desk = cast.other_desk.pk

    assert linking.redeem(desk_id=desk, code=code, chat=77, now=at) is False
    assert not linking.is_linked(cast.desk.pk, cast.bob.pk)


def test_what_is_mailed_is_told_there_too_in_the_readers_language(bob: Cast, telegram: Telegram) -> None:
    bob.bob.language = "ru"
    bob.bob.save()
    with room():
        remind(cast=bob, now=NOW)
        assert turn(NOW + MINUTE - timedelta(seconds=1)) == 0
        turn(NOW + 2 * MINUTE)

    (told,) = telegram.sent
    assert told["chat_id"] == 77
    assert told["text"].startswith("Harbor\n\nВы просили напомнить")
    assert "\nhttps://desk.example/to/review:1" in told["text"]
    assert "parse_mode" not in told
    assert Notice.objects.get().by_telegram


def test_who_chose_otherwise_or_is_not_linked_is_not_told_there(bob: Cast, telegram: Telegram) -> None:
    notice_choices.choose(desk_id=bob.desk.pk, user_id=bob.bob.pk, choice=Choice({"reminder": ["page"]}, telegram=True), now=NOW)
    with room():
        remind(cast=bob, now=NOW)
        remind(cast=bob, subject="review:2", user=bob.alice.pk, now=NOW)
        turn(NOW + HOUR)

    assert telegram.sent == []
    assert not Outbound.objects.filter(kind="telegram", state="queued").exists()


def test_quiet_hours_and_undo_hold_there_too(bob: Cast, telegram: Telegram) -> None:
    quiet = Choice({"reminder": ["telegram"]}, 11 * 60, 15 * 60, "UTC")
    notice_choices.choose(desk_id=bob.desk.pk, user_id=bob.bob.pk, choice=quiet, now=NOW)
    with room():
        for number in range(3):
            remind(cast=bob, subject=f"review:{number}", now=NOW + number * MINUTE)
        Notice.objects.filter(pk=Notice.objects.latest("pk").pk).update(read_at=NOW)
        assert turn(NOW + 3 * HOUR - MINUTE) == 0
        turn(NOW + 3 * HOUR + MINUTE)

    (told,) = telegram.sent
    assert told["text"].count("https://") == 2


def test_the_digest_comes_there(bob: Cast, telegram: Telegram) -> None:
    Shop.objects.filter(pk=bob.shop.pk).update(time_zone="UTC", digest_at=None)
    morning = datetime(2026, 4, 1, 8, 59, tzinfo=NOW.tzinfo)
    digests.sweep(now=morning)
    with room():
        remind(cast=bob, now=morning)
        Notice.objects.all().delete()
        digests.sweep(now=morning + 2 * MINUTE)
        turn(morning + HOUR)

    assert [re.sub(r"\d+", "n", told["text"].split("\n")[2]) for told in telegram.sent] == [
        "Morning: n waiting, n of them overdue, n done today"
    ]


def test_telegram_is_waited_for_as_it_says(bob: Cast, telegram: Telegram) -> None:
    linking.test(desk_id=bob.desk.pk, user_id=bob.bob.pk, now=NOW)
    telegram.plan = [(429, {"retry_after": 90}, "Too Many Requests")]
    turn(NOW)

    row = Outbound.objects.get(dedupe_key__startswith="test:")
    assert (row.state, row.not_before, row.attempts) == ("queued", NOW + timedelta(seconds=90), 0)
    turn(NOW + timedelta(seconds=90))
    assert len(telegram.sent) == 1


@pytest.mark.parametrize(("status", "words"), [(403, "Forbidden: bot was blocked by the user"), (400, "Bad Request: chat not found")])
def test_a_blocked_bot_is_unlinked_and_said(bob: Cast, telegram: Telegram, status: int, words: str) -> None:
    linking.test(desk_id=bob.desk.pk, user_id=bob.bob.pk, now=NOW)
    telegram.plan = [(status, {}, words)]
    turn(NOW)

    assert not linking.is_linked(bob.desk.pk, bob.bob.pk)
    assert Outbound.objects.get(dedupe_key__startswith="test:").state == "cancelled"
    assert Notice.objects.filter(user=bob.bob, kind="telegram_lost", on_page=True, by_telegram=False).exists()


def test_a_token_that_ended_is_said_and_nothing_is_lost(bob: Cast, telegram: Telegram) -> None:
    linking.test(desk_id=bob.desk.pk, user_id=bob.bob.pk, now=NOW)
    telegram.token = "another"
    turn(NOW)

    row = Outbound.objects.get(dedupe_key__startswith="test:")
    assert (row.state, row.attempts) == ("queued", 0)
    assert TelegramBot.objects.get().failing_since is not None
    telegram.token = TOKEN
    connect(bob)
    turn(NOW + HOUR)
    assert (len(telegram.sent), TelegramBot.objects.get().failing_since) == (1, None)


def test_what_leaves_says_that_the_bot_works_and_waits_for_nothing_that_is_held_back(bob: Cast, telegram: Telegram) -> None:
    TelegramBot.objects.update(failing_since=NOW)
    quiet = Choice({"reminder": ["telegram"]}, 11 * 60, 15 * 60, "UTC")
    notice_choices.choose(desk_id=bob.desk.pk, user_id=bob.bob.pk, choice=quiet, now=NOW)
    with room():
        remind(cast=bob, now=NOW)
    linking.test(desk_id=bob.desk.pk, user_id=bob.bob.pk, now=NOW)
    turn(NOW)

    assert (len(telegram.sent), TelegramBot.objects.get().failing_since) == (1, None)


def test_a_bot_that_cannot_be_heard_is_left_alone_for_a_while(cast: Cast, telegram: Telegram) -> None:
    connect(cast)
    linking.ask(desk_id=cast.desk.pk, user_id=cast.bob.pk, now=NOW)
    telegram.token = "another"

    assert polling.hear(desk_id=cast.desk.pk, clock=lambda: NOW) == 0
    assert polling.to_hear(now=NOW + timedelta(seconds=29)) == []
    assert polling.to_hear(now=NOW + timedelta(seconds=30)) == [cast.desk.pk]


def test_a_bot_that_is_taken_away_as_it_is_to_be_heard_is_not(cast: Cast, telegram: Telegram, monkeypatch: pytest.MonkeyPatch) -> None:
    connect(cast)
    update = QuerySet.update

    def update_and_take_away(rows: Any, **fields: Any) -> int:
        done = update(rows, **fields)
        TelegramBot.objects.all().delete()
        return done

    monkeypatch.setattr(QuerySet, "update", update_and_take_away)

    assert polling.hear(desk_id=cast.desk.pk, clock=lambda: NOW) == 0


def test_bots_are_heard_in_one_turn_at_a_time_of_some_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[int] = []
    monkeypatch.setattr(polling, "to_hear", lambda **_: [1, 2])

    def hear(*, desk_id: int, **_: Any) -> None:
        heard.append(desk_id)
        tasks.hear_bots()
        monkeypatch.setattr(tasks, "TURN_SECONDS", -1.0)

    monkeypatch.setattr(polling, "hear", hear)
    tasks.hear_bots()
    assert heard == [1, 2]
    tasks.hear_bots()
    assert heard == [1, 2]


def test_another_bot_knows_no_chat(bob: Cast) -> None:
    bots.connect(desk_id=bob.desk.pk, name="other_bot", token=TOKEN, actor=ACTOR, now=NOW)

    assert not linking.is_linked(bob.desk.pk, bob.bob.pk)


def test_a_bot_that_another_desk_has_is_refused_and_nothing_is_lost(bob: Cast, telegram: Telegram) -> None:
    def take(desk_id: int, token: str = TOKEN, name: str = "harbor_desk_bot") -> None:
        bots.connect(desk_id=desk_id, name=name, token=token, actor=ACTOR, now=NOW)

    take(bob.other_desk.pk, "123:another", "other_bot")
    with pytest.raises(Refusal) as refusal:
        take(bob.other_desk.pk)

    assert (refusal.value.code, bool(refusal.value.hint)) == ("bot_taken", True)
    assert bots.token_of(bob.other_desk.pk) == "123:another"
    assert AuditEntry.objects.filter(desk=bob.other_desk, what="telegram.connected").count() == 1
    take(bob.desk.pk)
    assert linking.is_linked(bob.desk.pk, bob.bob.pk), "its own desk enters the token once more"
    bots.disconnect(desk_id=bob.desk.pk, actor=ACTOR, now=NOW)
    take(bob.other_desk.pk)
    assert bots.token_of(bob.other_desk.pk) == TOKEN


def test_the_page_says_that_another_desk_has_the_bot(bob: Cast, client: Client) -> None:
    client.force_login(bob.carol)
    answer = client.post(f"/desks/{bob.other_desk.slug}/settings/telegram/", {"token": TOKEN})

    assert answer.status_code == 422
    assert "Another desk of this installation has this bot" in answer.content.decode()
    assert bob.desk.slug not in answer.content.decode()


def test_who_left_the_desk_is_told_nothing(bob: Cast, telegram: Telegram) -> None:
    linking.test(desk_id=bob.desk.pk, user_id=bob.bob.pk, now=NOW)
    Membership.objects.filter(user=bob.bob).delete()
    turn(NOW)

    assert telegram.sent == []


def test_who_is_taken_out_of_the_desk_leaves_no_chat_behind(bob: Cast, telegram: Telegram) -> None:
    told: dict[str, Any] = {"desk_id": bob.desk.pk, "by": bob.alice, "actor": ACTOR, "now": NOW}
    linking.ask(desk_id=bob.desk.pk, user_id=bob.bob.pk, now=NOW)
    team.remove_person(member_id=Membership.objects.get(user=bob.bob).pk, **told)

    assert not TelegramLink.objects.exists()
    entry = AuditEntry.objects.get(what="telegram.unlinked")
    assert (entry.subject, entry.after) == (f"user:{bob.bob.pk}", {"why": "removed"})
    assert polling.to_hear(now=NOW) == []


def test_one_worker_reads_at_a_time(bob: Cast, telegram: Telegram) -> None:
    telegram.offsets.clear()
    TelegramBot.objects.update(read_until=NOW + timedelta(seconds=1))

    assert polling.hear(desk_id=bob.desk.pk, clock=lambda: NOW) == 0
    assert telegram.offsets == []
    polling.hear(desk_id=bob.desk.pk, clock=lambda: NOW + timedelta(seconds=1))
    assert telegram.offsets == [1001]


def test_the_token_is_nowhere(bob: Cast, telegram: Telegram, settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    linking.test(desk_id=bob.desk.pk, user_id=bob.bob.pk, now=NOW)
    telegram.plan = [(500, {}, TOKEN)]
    turn(NOW)
    settings.TELEGRAM_API = "http://127.0.0.1:1"
    turn(NOW + HOUR)
    polling.hear(desk_id=bob.desk.pk, clock=lambda: NOW)

    assert Outbound.objects.get(dedupe_key__startswith="test:").attempts == 2, "a server at fault, and none that answers"
    assert TOKEN not in TelegramBot.objects.get().token
    assert TOKEN not in str(list(Outbound.objects.values_list())) + str(list(AuditEntry.objects.values_list()))
    assert "bot_not_heard" in caplog.text
    assert TOKEN not in caplog.text
