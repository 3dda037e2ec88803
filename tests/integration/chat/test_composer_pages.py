"""The composer over HTTP: with its script, without it, and by a program."""

import io
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from chat.models import Attachment, Draft, Message, Note, Thread
from chat.services import newer
from sellerdesk.models import Lease, Outbound
from tests.domain.attachments.files import photo
from tests.factories.chat import message, talk
from tests.factories.kernel import Cast, join, make_person, make_token


pytestmark = pytest.mark.django_db
SCRIPT = {"Accept": "application/json"}
NOW = datetime.now(UTC)


@pytest.fixture
def thread(cast: Cast) -> Thread:
    """A buyer wrote a quarter of an hour ago."""
    at = (NOW - timedelta(minutes=15)).isoformat()
    return talk(cast.shop, [message("M1") | {"at": at}], now=NOW)


@pytest.fixture
def ask(cast: Cast, client: Client, thread: Thread) -> Callable[..., Any]:
    """`ask(path, **fields)`: bob posts below the thread's address, as the script does."""
    client.force_login(cast.bob)

    def post(path: str, headers: Any = SCRIPT, **fields: Any) -> Any:
        return client.post(f"/desks/{cast.desk.slug}/chats/{thread.pk}/{path}", fields, headers=headers)

    return post


def fields(**changed: Any) -> dict[str, Any]:
    return {"text": "On its way", "key": str(uuid.uuid4()), "seen": "1", "how": "send", **changed}


def test_the_script_gets_the_bubble_and_the_time_to_take_it_back(ask: Callable[..., Any]) -> None:
    told = ask("send/", **fields(text="<b>On</b> its way"))

    assert told.status_code == 200
    body = told.json()
    row = Message.objects.get(pk=body["message"])
    assert (body["seconds"], body["arrival"]) == (10, 2)
    assert "&lt;b&gt;On&lt;/b&gt;" in body["html"]
    assert f'data-client-key="{row.client_key}"' in body["html"]

    back = ask(f"messages/{row.pk}/take-back/")
    assert back.json()["text"] == "<b>On</b> its way"


def test_without_the_script_the_page_comes_again(ask: Callable[..., Any], cast: Cast, thread: Thread) -> None:
    told = ask("send/", headers={}, **fields(how="done"))

    assert (told.status_code, told["Location"]) == (302, f"/desks/{cast.desk.slug}/chats/{thread.pk}/")
    thread.refresh_from_db()
    assert thread.done_at is not None


def test_what_is_newer_is_shown_and_the_text_is_kept(ask: Callable[..., Any], cast: Cast) -> None:
    talk(cast.shop, [message("M2", text="Wait, <i>no</i>") | {"at": NOW.isoformat()}], now=NOW)

    told = ask("send/", **fields())
    page = ask("send/", headers={}, **fields(text="My <u>text</u>"))

    assert (told.status_code, told.json()["seen"]) == (409, 2)
    assert told.json()["sentence"].startswith("The buyer wrote ")
    assert "Wait, &lt;i&gt;no&lt;/i&gt;" in told.json()["html"]
    assert page.status_code == 409
    assert "My &lt;u&gt;text&lt;/u&gt;</textarea>" in page.content.decode()
    assert 'name="seen" value="2"' in page.content.decode()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"text": ""}, "message_empty"), ({"text": "x" * 1_000_000}, "text_too_long"), ({"key": "1"}, "form_broken"),
        ({"seen": "-1"}, "form_broken"),
        ({"how": "later"}, "later_missing"), ({"how": "later", "later": "2020-13-45T99:99"}, "later_missing"),
        ({"how": "later", "later": "2020-01-01T10:00"}, "later_is_past"), ({"mode": "note", "text": ""}, "note_empty"),
    ],
)  # fmt: skip
def test_refused_says_why_with_and_without_script(ask: Callable[..., Any], wrong: dict[str, Any], code: str) -> None:
    told, page = ask("send/", **fields(**wrong)), ask("send/", headers={}, **fields(**wrong))

    assert (told.status_code, told.json()["code"], page.status_code) == (422, code, 422)
    assert told.json()["sentence"]
    assert told.json()["sentence"] in page.content.decode()
    assert not Outbound.objects.exists()


def test_the_composer_alone_and_on_its_page(ask: Callable[..., Any], client: Client, cast: Cast, thread: Thread) -> None:
    ask("draft/", text="Begun", version="0")
    client.force_login(cast.bob)
    address = f"/desks/{cast.desk.slug}/chats/{thread.pk}/composer/"

    page, part = client.get(address), client.get(address, headers={"HX-Request": "true"})

    for answer in (page, part):
        assert "Begun</textarea>" in answer.content.decode()
        assert "Draft from" in answer.content.decode()
    assert "<html" in page.content.decode()
    assert "<html" not in part.content.decode()


def test_drafts_of_two_windows(ask: Callable[..., Any]) -> None:
    assert ask("draft/", text="One", version="0").json()["version"] == 1

    told = ask("draft/", text="Two", version="0")

    assert (told.status_code, told.json()["text"], told.json()["version"]) == (409, "One", 1)


def test_who_is_writing_is_shown_to_the_others(ask: Callable[..., Any], cast: Cast, thread: Thread) -> None:
    mine = ask("hold/").json()
    assert (mine["mine"], "is writing" in mine["html"]) == (True, False)
    alice = Client()
    alice.force_login(cast.alice)
    address = f"/desks/{cast.desk.slug}/chats/{thread.pk}/"

    assert "Bob is writing" in alice.get(f"{address}holder/").content.decode()
    assert "Bob is writing" in alice.post(f"{address}hold/", headers=SCRIPT).json()["html"]
    assert alice.post(f"{address}hold/", {"over": "1"}, headers=SCRIPT).json()["mine"]
    assert ask("let-go/").status_code == 204
    assert Lease.objects.get().holder == cast.alice


def test_files_come_with_the_form_or_before_it(ask: Callable[..., Any]) -> None:
    picked = ask("picked/", pick=_file("a.jpg")).json()
    assert "a.jpg" in picked["html"]
    refused = ask("picked/", pick=_file("b.svg", b"<svg>"))
    assert (refused.status_code, refused.json()["sentence"][:7]) == (422, "b.svg: ")

    ask("send/", headers={}, **fields(file=picked["ids"], pick=_file("c.jpg")))

    (row,) = Message.objects.filter(client_key__isnull=False)
    assert list(Attachment.objects.filter(message=row).order_by("place").values_list("name", flat=True)) == ["a.jpg", "c.jpg"]


def test_a_picked_file_is_taken_out_again(ask: Callable[..., Any]) -> None:
    (picked,) = ask("picked/", pick=_file("a.jpg")).json()["ids"]

    assert ask(f"picked/{picked}/remove/").json()["html"].strip() == ""
    assert not Attachment.objects.exists()


def _file(name: str, content: bytes = b"") -> io.BytesIO:
    file = io.BytesIO(content or photo())
    file.name = name
    return file


def test_a_note_is_kept_apart_from_messages(ask: Callable[..., Any], client: Client) -> None:
    told = ask("send/", **fields(mode="note", text="@Alice look"))

    assert "Private note" in told.json()["html"]
    assert Note.objects.count() == 1
    # The mention is told by mail; to the buyer nothing goes.
    assert not Outbound.objects.exclude(kind="mail").exists()
    assert {one["name"] for one in client.get(f"{_base(told)}people/").json()["people"]} == {"Alice", "Bob"}


def _base(told: Any) -> str:
    return str(told.wsgi_request.path.removesuffix("send/"))


def test_a_message_for_later_is_listed_put_off_and_sent_now(ask: Callable[..., Any]) -> None:
    when = (datetime.now(UTC) + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")
    told = ask("send/", **fields(how="later", later=when)).json()
    assert "On its way" in told["later"]

    moved = ask(f"messages/{told['message']}/when/", later=(NOW + timedelta(days=2)).isoformat())
    now = ask(f"messages/{told['message']}/when/", now="1")

    assert (moved.status_code, now.status_code, now.json()["later"].strip()) == (200, 200, "")
    assert Message.objects.get(pk=told["message"]).not_before is None


def test_a_refused_message_is_sent_again_or_changed(ask: Callable[..., Any]) -> None:
    told = ask("send/", **fields()).json()
    Message.objects.filter(pk=told["message"]).update(delivery="refused", reason="Closed.")

    assert "being sent" in ask(f"messages/{told['message']}/again/", seen="2").json()["html"]
    Message.objects.filter(pk=told["message"]).update(delivery="refused")
    assert ask(f"messages/{told['message']}/edit/").json()["text"] == "On its way"
    assert Draft.objects.get().text == "On its way"


def test_who_may_only_read_writes_nothing(client: Client, cast: Cast, thread: Thread) -> None:
    reader = make_person()
    join(cast.desk, reader, "read_only")
    client.force_login(reader)
    address = f"/desks/{cast.desk.slug}/chats/{thread.pk}/"

    assert client.get(f"{address}holder/").status_code == 200
    assert client.get(f"{address}composer/").status_code == 404
    for path in ("send/", "draft/", "hold/", "picked/"):
        assert client.post(f"{address}{path}", fields(), headers=SCRIPT).status_code == 404


def program(cast: Cast, thread: Thread, key: str | None = None, may: tuple[str, ...] = ("chats.see", "chats.answer"), **body: Any) -> Any:
    token = make_token(cast.desk, *may)[1]
    headers = {"Authorization": f"Bearer {token}"} | ({"Idempotency-Key": key} if key else {})
    address = f"/api/v1/shops/{cast.shop.slug}/threads/{thread.pk}/messages/"
    return lambda: Client().post(address, {"text": "Hello", "seen": 1, **body}, content_type="application/json", headers=headers)


def test_a_program_sends_once_per_key(cast: Cast, thread: Thread) -> None:
    call = program(cast, thread, "one-key")

    first, second = call(), call()

    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert first.status_code == 201
    assert (first.json()["arrival"], first.json()["delivery"], Outbound.objects.count()) == (2, "queued", 1)


def test_a_program_is_told_what_is_newer_and_why_not(cast: Cast, thread: Thread) -> None:
    stale = program(cast, thread, seen=0)()
    refused = program(cast, thread, text="⟦gap⟧")()
    halves = program(cast, thread, text="\ud83d")()

    assert (stale.status_code, stale.json()["code"], stale.json()["newer"]["seen"]) == (409, "stale", 1)
    assert (refused.status_code, refused.json()["code"]) == (422, "gap")
    assert halves.status_code in {400, 422}
    assert program(cast, thread, seen="x")().status_code == 400
    # A key that only answers would read the conversation by being refused.
    assert program(cast, thread, seen=0, may=("chats.answer",))().status_code == 404


def test_of_much_that_is_newer_the_newest_is_told(cast: Cast, thread: Thread, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(newer, "MOST", 1)
    assert program(cast, thread)().status_code == 201

    told = program(cast, thread, seen=0)().json()["newer"]

    assert (told["seen"], [one["arrival"] for one in told["messages"]]) == (2, [2])


def test_what_was_taken_back_leaves_no_empty_bubble(ask: Callable[..., Any], client: Client, cast: Cast, thread: Thread) -> None:
    sent = ask("send/", **fields(text="Too early")).json()["message"]
    ask(f"messages/{sent}/take-back/")

    page = client.get(f"/desks/{cast.desk.slug}/chats/{thread.pk}/messages/").content.decode()

    assert f'<span id="m{sent}" data-message="2" hidden></span>' in page
    assert page.count("<article") == 1
