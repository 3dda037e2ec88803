"""Work in the browser: dialogs, what they answer with and without script, taking back, notices, settings."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from sellerdesk import undoing
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.models import Membership, Notice, NoticeChoice, Reminder, Rotation, User, WorkItem
from sellerdesk.rotating import Rule
from tests.factories.kernel import NOW, Cast
from tests.integration.kernel.waiting_room import FRIDAY, counts, item, look, rows


pytestmark = pytest.mark.django_db
DESK = "/desks/harbor"
WORK = DESK + "/work"
PART = {"HX-Request": "true"}


def post(client: Client, path: str, **fields: Any) -> Any:
    return client.post(f"{WORK}/{path}/", fields, headers=PART)


def toast(response: Any) -> dict[str, str]:
    found: dict[str, str] = json.loads(response["HX-Trigger"])["toast"]
    return found


def test_the_dialog_offers_who_may_have_it(cast: Cast, alice: User, client: Client) -> None:
    waits = item(cast.desk, 5, shop=cast.shop)

    part = client.get(f"{WORK}/assign/?item={waits.pk}", headers=PART).content.decode()
    page = client.get(f"{WORK}/assign/?item={waits.pk}&next=/desks/harbor/").content.decode()

    assert re.findall(r'name="to" value="([^"]+)"', part) == [str(cast.alice.pk), str(cast.bob.pk), "me", "team"]
    assert "<html" not in part
    assert "<h1" not in part
    assert "<html" in page
    assert client.get(f"{WORK}/assign/?item=0").status_code == 404


def test_giving_answers_with_a_message_and_its_way_back(cast: Cast, alice: User, client: Client) -> None:
    waits = [item(cast.desk, 5, subject=f"s{number}").pk for number in range(2)]

    given = post(client, "assign", item=waits, to=str(cast.bob.pk))

    assert given.status_code == 204
    assert toast(given)["text"] == "2 items given to Bob"
    assert set(WorkItem.objects.values_list("assignee_id", flat=True)) == {cast.bob.pk}
    back = post(client, "undo", token=toast(given)["undo"])
    assert (back.status_code, toast(back)) == (204, {"text": "Taken back."})
    assert set(WorkItem.objects.values_list("assignee_id", flat=True)) == {None}
    again = post(client, "undo", token=toast(given)["undo"])
    assert again.status_code == 409
    assert "too late" in toast(again)["text"]


@pytest.mark.parametrize(("to", "said"), [("me", "1 item is yours now"), ("team", "1 item waits for the team again")])
def test_taking_and_giving_back(cast: Cast, alice: User, client: Client, to: str, said: str) -> None:
    waits = item(cast.desk, 5, assignee=cast.bob)

    assert toast(post(client, "assign", item=waits.pk, to=to))["text"] == said
    assert WorkItem.objects.get().assignee_id == {"me": cast.alice.pk, "team": None}[to]


@pytest.mark.parametrize("to", ["0", "999999", "", "²", "-1"])
def test_nobody_is_nobody(cast: Cast, alice: User, client: Client, to: str) -> None:
    waits = item(cast.desk, 5)

    assert post(client, "assign", item=waits.pk, to=to).status_code == 422
    assert WorkItem.objects.get().assignee is None


def test_without_script_it_goes_back_to_where_it_came_from(cast: Cast, alice: User, client: Client) -> None:
    waits = item(cast.desk, 5)

    for to, where in (("/desks/harbor/?kind=chats", "/desks/harbor/?kind=chats"), ("https://evil.example/", "/desks/harbor/")):
        answer = client.post(f"{WORK}/assign/", {"item": waits.pk, "to": "me", "next": to})
        assert (answer.status_code, answer["Location"]) == (302, where)
    assert "is yours now" in client.get(DESK + "/").content.decode()


def test_a_token_is_for_one_person_in_one_desk_for_a_minute(cast: Cast) -> None:
    text = undoing.token(cast.desk.pk, cast.alice.pk, undoing.ASSIGN, [], now=NOW)

    def read(desk: int = cast.desk.pk, person: int = cast.alice.pk, after: int = 60, told: str = text) -> undoing.Done | None:
        return undoing.read(told, desk, person, now=NOW + timedelta(seconds=after))

    assert read() == undoing.Done("assign", [])
    assert read(after=61) is None
    assert read(desk=cast.other_desk.pk) is None
    assert read(person=cast.bob.pk) is None
    assert read(told=text[:-1]) is None
    assert read(told="") is None


def test_snoozing_takes_it_off_the_list_and_shows_when_it_returns(cast: Cast, alice: User, client: Client) -> None:
    waits = item(cast.desk, 5)
    offered = client.get(f"{WORK}/snooze/?item={waits.pk}", headers=PART).content.decode()
    assert 'value="tomorrow"' in offered

    done = post(client, "snooze", item=waits.pk, until="at", at=(datetime.now(UTC) + timedelta(days=2)).strftime("%Y-%m-%dT09:00"))

    assert "snoozed until" in toast(done)["text"]
    page = look(client)
    assert rows(page) == []
    assert counts(page)["Snoozed"] == 1
    snoozed = look(client, "?show=snoozed")
    assert rows(snoozed) == [waits.pk]
    assert "09:00</span>" in snoozed
    assert "Bring it back now" in client.get(f"{WORK}/snooze/?item={waits.pk}", headers=PART).content.decode()
    assert toast(post(client, "snooze", item=waits.pk, until="now"))["text"] == "1 item is back"
    assert rows(look(client)) == [waits.pk]


def test_snoozing_is_taken_back(cast: Cast, alice: User, client: Client) -> None:
    waits = item(cast.desk, 5)
    done = post(client, "snooze", item=waits.pk, until="tomorrow")
    assert WorkItem.objects.get().snoozed_until is not None

    assert post(client, "undo", token=toast(done)["undo"]).status_code == 204
    assert WorkItem.objects.get().snoozed_until is None


@pytest.mark.parametrize("moment", [{}, {"until": "at"}, {"until": "at", "at": "soon"}, {"until": "at", "at": "2001-01-01T10:00"}])
def test_a_moment_that_is_none_is_refused(cast: Cast, alice: User, client: Client, moment: dict[str, str]) -> None:
    waits = item(cast.desk, 5)

    assert post(client, "snooze", item=waits.pk, **moment).status_code == 422
    assert post(client, "remind", item=waits.pk, **moment).status_code == 422


def test_a_reminder_is_ones_own(cast: Cast, alice: User, client: Client) -> None:
    waits = item(cast.desk, 5)

    assert "You will be reminded" in toast(post(client, "remind", item=waits.pk, until="tomorrow"))["text"]
    assert Reminder.objects.get().user == cast.alice
    assert "Do not remind me" in client.get(f"{WORK}/snooze/?item={waits.pk}", headers=PART).content.decode()
    assert "not be reminded" in toast(post(client, "remind", item=waits.pk, until="now"))["text"]
    assert not Reminder.objects.exists()


def test_who_only_reads_assigns_nothing(cast: Cast, alice: User, client: Client) -> None:
    waits = item(cast.desk, 5)
    Membership.objects.filter(desk=cast.desk, user=cast.bob).update(role="read_only")
    client.force_login(cast.bob)

    assert post(client, "assign", item=waits.pk, to="me").status_code == 404
    assert post(client, "snooze", item=waits.pk, until="tomorrow").status_code == 404
    page = look(client)
    assert "work/assign" not in page
    assert 'type="checkbox" name="item"' not in page


def test_the_inside_of_today_alone_for_who_asks_again(cast: Cast, alice: User, client: Client) -> None:
    item(cast.desk, 5)
    part = client.get(f"{DESK}/?whose=mine", headers=PART).content.decode()

    assert "<h1>" in part
    assert "<html" not in part


def test_notices_are_listed_opened_and_read(cast: Cast, alice: User, client: Client) -> None:
    waits = item(cast.desk, -5, subject="s1")
    told = Notice.objects.create(desk=cast.desk, user=cast.alice, kind="assigned", subject=f"work:{waits.pk}", at=FRIDAY)
    over = Notice.objects.create(desk=cast.desk, user=cast.alice, kind="assigned", subject="work:0", at=FRIDAY)
    other = Notice.objects.create(desk=cast.desk, user=cast.bob, kind="assigned", subject=f"work:{waits.pk}", at=FRIDAY)

    page = client.get(f"{DESK}/notices/").content.decode()
    assert "You were given this: 聊天" in page
    assert page.count("this is over") == 1
    assert 'aria-label="Notices, 2 unread"' in page
    russian = client.get(f"{DESK}/notices/bell/", headers={"Accept-Language": "ru"})
    assert 'aria-label="Уведомления, 2 непрочитанных"' in russian.content.decode()
    assert client.get(f"{DESK}/notices/{told.pk}/").status_code == 405
    assert client.post(f"{DESK}/notices/{other.pk}/").status_code == 404
    assert client.post(f"{DESK}/notices/{told.pk}/")["Location"] == "/to/s1"
    assert client.post(f"{DESK}/notices/{over.pk}/")["Location"] == f"{DESK}/notices/"
    client.post(f"{DESK}/notices/read/")
    assert list(Notice.objects.filter(read_at=None)) == [other]


def test_notices_are_paged(cast: Cast, alice: User, client: Client) -> None:
    Notice.objects.bulk_create(
        Notice(desk=cast.desk, user=cast.alice, kind="assigned", subject=f"work:{number}", at=FRIDAY) for number in range(60)
    )

    page = client.get(f"{DESK}/notices/").content.decode()
    after = re.search(r"after=(\d+)", page)
    assert after is not None
    further = client.get(f"{DESK}/notices/?after={after[1]}").content.decode()
    assert (page.count("<li class"), further.count("<li class")) == (50, 10)
    assert client.get(f"{DESK}/notices/?after=x").status_code == 200


def test_notifications_are_chosen(cast: Cast, alice: User, client: Client, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    where = f"{DESK}/settings/notifications/"
    said = {"assigned:mail": "on", "overdue:page": "on", "quiet_from": "21:00", "quiet_until": "09:00"}

    assert client.post(where, {**said, "quiet_until": ""}).status_code == 422
    assert client.post(where, said).status_code == 302

    row = NoticeChoice.objects.get()
    assert (row.user, row.quiet_from, row.quiet_until, row.zone, row.digests) == (cast.alice, 1260, 540, "UTC", False)
    assert row.channels["assigned"] == ["mail"]
    assert row.channels["reminder"] == []
    page = client.get(where).content.decode()
    assert re.search(r'name="assigned:mail" checked', page)
    assert not re.search(r'name="assigned:page" checked', page)
    assert 'value="21:00"' in page
    assert ":telegram" not in page, "no bot, so it is not offered"


def test_without_mail_its_switch_says_so_and_keeps_what_was_chosen(cast: Cast, alice: User, client: Client, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    where = f"{DESK}/settings/notifications/"

    assert "sends no mail" in client.get(where).content.decode()
    client.post(where, {"overdue:page": "on"})
    assert NoticeChoice.objects.get().channels["overdue"] == ["mail", "page"]


def test_sharing_is_switched_by_managers(cast: Cast, alice: User, client: Client) -> None:
    where = f"{DESK}/settings/sharing/"
    lanes = {"most:chats": "3", "most:returns": "10", "most:signal": "10"}

    assert client.post(where, {**lanes, "on:chats": "on"}).status_code == 302
    row = Rotation.objects.get()
    assert (row.lane, row.is_on, row.most_open) == ("chats", True, 3)
    wrong = client.post(where, {**lanes, "on:chats": "on", "most:chats": "0"})
    assert wrong.status_code == 422
    assert "Choose a limit from 1 to 500." in wrong.content.decode()
    client.force_login(cast.bob)
    assert client.get(where).status_code == 404
    assert Rule("chats") == Rule("chats", is_on=False, most_open=10)
    assert SYSTEM.key == "system"
