"""Conversations for programs: by pages, whole, and only with the right to see them."""

from typing import Any

import pytest
from django.test import Client

from chat.models import Note, Thread
from sellerdesk.domain import permissions
from tests.factories.kernel import Cast, make_token
from tests.integration.chat.test_inbox_list import NOW, said
from tests.integration.chat.test_inbox_thread import PHOTO, fill


pytestmark = pytest.mark.django_db


def ask(client: Client, token: str, rest: str = "", **asked: Any) -> Any:
    return client.get(f"/api/v1/shops/harbor-home/threads/{rest}", asked, headers={"Authorization": f"Bearer {token}"})


def test_threads_and_messages_page_by_page(cast: Cast, client: Client) -> None:
    fill(
        cast,
        *(said(f"M{number}", f"C{number % 3}", 30 - number, f"w{number}") for number in range(9)),
        said("P", "C0", 1, None, attachments=[PHOTO]),
    )
    _, token = make_token(cast.desk, permissions.CHATS_SEE)

    first = ask(client, token, limit=2).json()
    second = ask(client, token, limit=2, cursor=first["next"]).json()
    assert [item["conversation"] for item in first["items"] + second["items"]] == ["C0", "C2", "C1"]
    assert second["next"] is None
    assert first["items"][0] | {"buyer": {"id": "BC0", "name": "Buyer C0"}, "after_sale": False, "unread": 4} == first["items"][0]

    thread = first["items"][0]["id"]
    assert ask(client, token, f"{thread}/").json() == first["items"][0]
    page = ask(client, token, f"{thread}/messages/", limit=3).json()
    rest = ask(client, token, f"{thread}/messages/", cursor=page["next"]).json()
    assert [item["text"] for item in page["items"] + rest["items"]] == ["w0", "w3", "w6", ""]
    assert rest["items"][0]["attachments"][0]["name"] == "a.png"
    assert rest["items"][0]["sender"] == "buyer"


def test_a_private_note_is_told_to_no_program_and_orders_to_those_who_see_them(cast: Cast, client: Client) -> None:
    fill(cast, said("M1", "C1", 9, order="O7"))
    thread = Thread.objects.get()
    Note.objects.create(desk=cast.desk, thread=thread, author=cast.bob, at=NOW, text="secret", client_key="0" * 32)
    _, token = make_token(cast.desk, permissions.CHATS_SEE)
    _, more = make_token(cast.desk, permissions.CHATS_SEE, permissions.ORDERS_SEE)

    assert "secret" not in ask(client, token, f"{thread.pk}/messages/").content.decode()
    assert ask(client, token, f"{thread.pk}/").json()["order"] is None
    assert ask(client, more, f"{thread.pk}/").json()["order"] == "O7"


def test_without_the_right_there_is_nothing(cast: Cast, client: Client) -> None:
    fill(cast, said("M1", "C1", 9))
    _, token = make_token(cast.desk, permissions.REVIEWS_SEE)
    _, other = make_token(cast.desk, permissions.CHATS_SEE)

    for rest in ("", f"{Thread.objects.get().pk}/", f"{Thread.objects.get().pk}/messages/"):
        assert ask(client, token, rest).status_code == 404
    assert ask(client, other, f"{2**63}/").status_code == 404
    assert ask(client, other, "999/messages/").status_code == 404
