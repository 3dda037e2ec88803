"""What programs do with conversations: read, done, given, put off, called off; the list; the off-hours answer."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from chat.models import Message, Thread
from sellerdesk.domain import permissions
from tests.factories.kernel import Cast, make_shop, make_token
from tests.integration.chat.test_inbox_list import said
from tests.integration.chat.test_inbox_thread import fill


pytestmark = pytest.mark.django_db
SHOP = "/api/v1/shops/harbor-home/"
ALL = (permissions.CHATS_SEE, permissions.CHATS_ANSWER, permissions.WORK_ASSIGN, permissions.SHOPS_MANAGE)


def ask(client: Client, token: str, method: str, rest: str, body: Any = None, **headers: str) -> Any:
    told = {"Authorization": f"Bearer {token}", **headers}
    return client.generic(method, SHOP + rest, json.dumps(body or {}), "application/json", headers=told)


@pytest.fixture
def thread(cast: Cast) -> Thread:
    fill(cast, said("M1", "C1", 9), said("M2", "C1", 8))
    return Thread.objects.get()


@pytest.fixture
def token(cast: Cast) -> str:
    return make_token(cast.desk, *ALL)[1]


def test_a_conversation_is_done_once_what_came_was_read(client: Client, thread: Thread, token: str) -> None:
    at = f"threads/{thread.pk}/"
    assert ask(client, token, "POST", f"{at}seen/", {"seen": thread.arrivals}).json()["unread"] == 0
    assert ask(client, token, "POST", f"{at}unread/").json()["unread"] == 1
    early = ask(client, token, "POST", f"{at}done/", {"seen": 1})
    assert (early.status_code, early.json()["code"]) == (409, "stale")
    assert ask(client, token, "POST", f"{at}done/", {"seen": thread.arrivals}).json()["done_at"] is not None
    twice = ask(client, token, "POST", f"{at}done/", {"seen": thread.arrivals})
    assert (twice.status_code, twice.json()["code"]) == (422, "done_already")
    listed = ask(client, token, "GET", "inbox/?show=done").json()
    assert [one["id"] for one in listed["items"]] == [thread.pk]
    assert ask(client, token, "POST", f"{at}reopen/").json()["done_at"] is None
    assert ask(client, token, "GET", "inbox/?show=done").json()["items"] == []
    assert [one["id"] for one in ask(client, token, "GET", "inbox/?q=Buyer").json()["items"]] == [thread.pk]


def test_it_is_given_to_one_who_answers_on_what_was_read(cast: Cast, client: Client, thread: Thread, token: str) -> None:
    at = f"threads/{thread.pk}/assignee/"
    read = ask(client, token, "GET", at)
    given = ask(client, token, "PUT", at, {"assignee": cast.alice.pk}, **{"If-Match": read["ETag"]})
    assert (given.status_code, given.json()["assignee"]) == (200, cast.alice.pk)
    stale = ask(client, token, "PUT", at, {"assignee": None}, **{"If-Match": read["ETag"]})
    assert (stale.status_code, stale.json()["code"]) == (412, "changed")
    nobody = ask(client, token, "PUT", at, {"assignee": 2**40}, **{"If-Match": "*"})
    assert (nobody.status_code, nobody.json()["code"]) == (422, "assignee_unknown")
    _, less = make_token(cast.desk, permissions.CHATS_SEE, permissions.CHATS_ANSWER)
    assert ask(client, less, "PUT", at, {"assignee": None}, **{"If-Match": "*"}).status_code == 404


def test_a_message_for_later_is_put_off_and_called_off(cast: Cast, client: Client, thread: Thread, token: str) -> None:
    now = datetime.now(UTC)
    first, second = ((now + timedelta(hours=hours)).isoformat() for hours in (2, 3))
    sent = ask(client, token, "POST", f"threads/{thread.pk}/messages/", {"text": "Hello", "seen": thread.arrivals, "not_before": first})
    at = f"threads/{thread.pk}/messages/{sent.json()['id']}/"
    moved = ask(client, token, "POST", f"{at}when/", {"not_before": second}).json()
    assert datetime.fromisoformat(moved["leaves_at"]) == datetime.fromisoformat(second)
    past = ask(client, token, "POST", f"{at}when/", {"not_before": (now - timedelta(hours=1)).isoformat()})
    assert (past.status_code, past.json()["code"]) == (422, "later_is_past")
    assert [ask(client, token, "POST", f"{at}back/").status_code for _ in range(2)] == [204, 204]
    row = Message.objects.get(pk=sent.json()["id"])
    assert (row.delivery, row.text) == ("cancelled", "")
    Message.objects.filter(pk=row.pk).update(author=cast.alice)
    assert ask(client, token, "POST", f"{at}back/").status_code == 404


def test_the_off_hours_answer_is_written_over_only_as_it_was_read(cast: Cast, client: Client, token: str) -> None:
    at, wanted = "off-hours-answer/", {"on": True, "texts": {"en": "We are back at nine."}}
    assert ask(client, token, "PUT", at, wanted).status_code == 428
    read = ask(client, token, "GET", at)
    put = ask(client, token, "PUT", at, wanted, **{"If-Match": read["ETag"]})
    assert (put.status_code, put.json()) == (200, wanted)
    assert ask(client, token, "PUT", at, wanted, **{"If-Match": read["ETag"]}).status_code == 412
    empty = ask(client, token, "PUT", at, {"on": True, "texts": {}}, **{"If-Match": put["ETag"]})
    assert (empty.status_code, empty.json()["code"]) == (422, "text_missing")
    _, less = make_token(cast.desk, permissions.CHATS_SEE)
    assert ask(client, less, "GET", at).status_code == 404


def test_another_shops_conversation_is_not_there(client: Client, thread: Thread, token: str) -> None:
    make_shop(thread.desk, "other-shop")
    for method, rest in (("GET", "assignee/"), ("POST", "reopen/"), ("POST", "unread/")):
        told = {"Authorization": f"Bearer {token}"}
        assert client.generic(method, f"/api/v1/shops/other-shop/threads/{thread.pk}/{rest}", headers=told).status_code == 404
