"""Files of conversations by programs: sent with a message, checked as on the page, read, taken back; and what the words say."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import encode_multipart

from chat.models import Attachment, Message, Thread
from chat.services import fetching, picking
from sellerdesk.domain import permissions
from sellerdesk.models import AuditEntry
from tests.domain.attachments.files import archive, bomb, moving, pdf, photo, with_position
from tests.factories.asking import Program, program
from tests.factories.kernel import Cast, make_shop
from tests.integration.chat.test_inbox_list import said
from tests.integration.chat.test_inbox_thread import fill


pytestmark = pytest.mark.django_db
SEE, ANSWER = permissions.CHATS_SEE, permissions.CHATS_ANSWER


@pytest.fixture
def thread(cast: Cast) -> Thread:
    fill(cast, said("M1", "C1", 9, "Blue kettle"), said("M2", "C1", 8, "Red kettle"), said("M3", "C1", 7, "Thanks"))
    return Thread.objects.get()


@pytest.fixture
def ask(cast: Cast, client: Client) -> Program:
    return program(client, cast.desk, SEE, ANSWER)


def sent(
    ask: Program, thread: Thread, *files: tuple[str, bytes], boundary: str = "one", key: str | None = None, **told: Any
) -> Any:  # fmt: skip
    """A message with files as a form whose parts stand between this boundary."""
    fields = {"text": "Look", "seen": thread.arrivals, "files": [SimpleUploadedFile(name, content) for name, content in files], **told}
    headers = {"Authorization": f"Bearer {ask.token}"} | ({"Idempotency-Key": key} if key else {})
    body = encode_multipart(boundary, fields)
    return ask.client.generic(
        "POST", f"{ask.at}threads/{thread.pk}/messages/", body, f"multipart/form-data; boundary={boundary}", headers=headers
    )


def lying(settings: Any) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_files_go_with_a_message_and_are_read_as_on_the_page(ask: Program, thread: Thread) -> None:
    made = sent(ask, thread, ("a\u202e.jpg", with_position()), ("bill.pdf", pdf()))

    assert made.status_code == 201
    message = Message.objects.get(pk=made.json()["id"])
    assert (message.text, message.files, message.author) == ("Look", 2, None)
    assert (AuditEntry.objects.get(what="message.sent").after or {})["files"] == 2
    told = ask("GET", f"threads/{thread.pk}/messages/").json()["items"][-1]["attachments"]
    assert [(one["kind"], one["state"], one["content_type"]) for one in told] == [
        ("photo", "kept", "image/jpeg"),
        ("document", "kept", "application/pdf"),
    ]
    listed = ask("GET", f"threads/{thread.pk}/files/").json()
    assert ([one["id"] for one in listed["items"]], listed["more"]) == ([one["id"] for one in told], False)
    shown, saved = (ask("GET", f"files/{one['id']}/", Accept="image/*") for one in told)
    content = shown.getvalue()
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert (b"SECRET" in content, shown["Content-Security-Policy"]) == (False, "default-src 'none'; frame-ancestors 'none'; sandbox")
    assert (saved["Content-Type"], saved["Content-Disposition"].partition(";")[0]) == ("application/octet-stream", "attachment")
    assert saved.getvalue() == pdf()


def test_sent_again_it_is_one_message_whatever_the_boundary(ask: Program, thread: Thread, settings: Any) -> None:
    first = sent(ask, thread, ("a.png", photo("PNG")), key="k")
    again = sent(ask, thread, ("a.png", photo("PNG")), key="k", boundary="other")
    assert (first.status_code, again.json(), again["Idempotency-Replayed"]) == (201, first.json(), "true")
    other = sent(ask, thread, ("a.png", photo("PNG", (9, 9))), key="k")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert (Message.objects.filter(client_key__isnull=False).count(), len(lying(settings))) == (1, 1)


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ([("a.png", b"<svg onload=alert(1)>")], "file_type_not_taken"),
        ([("ok.png", photo("PNG")), ("a.zip", archive())], "file_type_not_taken"),
        ([("a.png", bomb())], "photo_too_large"),
        ([("a.webp", moving("WEBP"))], "photo_moves"),
        ([("a.pdf", pdf(b"<< /S /JavaScript /JS (app.alert) >>"))], "document_acts"),
        ([("a.png", b"")], "file_empty"),
        ([("a.pdf", pdf(tail=b" " * 5 * 1024 * 1024))], "file_too_large"),
        ([("a.png", photo("PNG", (2, 2)))] * 11, "too_many_files"),
    ],
)
def test_what_the_page_refuses_is_refused_and_leaves_nothing(
    ask: Program, thread: Thread, settings: Any, files: list[tuple[str, bytes]], code: str
) -> None:  # fmt: skip
    refused = sent(ask, thread, *files)
    assert (refused.status_code, refused.json()["code"], refused["Content-Type"]) == (422, code, "application/problem+json")
    assert not Message.objects.filter(client_key__isnull=False).exists()
    assert (lying(settings), Attachment.objects.exists()) == ([], False)


def test_stale_or_strange_it_leaves_nothing_either(cast: Cast, client: Client, ask: Program, thread: Thread, settings: Any) -> None:
    assert sent(ask, thread, ("a.png", photo("PNG")), seen=1).status_code == 409
    assert sent(ask, thread, ("a.png", photo("PNG")), seen="x").status_code == 400
    assert sent(ask, thread, ("a.png", photo("PNG")), colour="red").json()["errors"][0]["pointer"] == "#/colour"
    assert sent(ask, thread, ("a.png", photo("PNG")), text="a\x00b").status_code == 400
    assert sent(ask, thread, *[("a.png", b"x")] * 101).status_code == 400
    assert sent(program(client, cast.other_desk, SEE, ANSWER), thread, ("a.png", photo("PNG"))).status_code == 404
    assert sent(program(client, cast.desk, SEE), thread, ("a.png", photo("PNG"))).status_code == 404
    assert lying(settings) == []
    assert sent(ask, thread, ("a.png", photo("PNG")), text="").status_code == 201


def test_called_off_its_files_are_removed(ask: Program, thread: Thread, settings: Any) -> None:
    made = sent(ask, thread, ("a.png", photo("PNG"))).json()["id"]
    file = Attachment.objects.get().pk
    assert ask("POST", f"threads/{thread.pk}/messages/{made}/back/").status_code == 204
    assert ask("GET", f"files/{file}/").status_code == 404
    assert fetching.remove_nobodys(now=datetime.now(UTC)) == 1
    assert lying(settings) == []


def test_files_of_drafts_and_of_other_shops_are_not_there(cast: Cast, client: Client, ask: Program, thread: Thread) -> None:
    drafted = picking.pick(
        desk_id=cast.desk.pk, shop_ids=[cast.shop.pk], thread_id=thread.pk, user_id=cast.alice.pk, name="a.png",
        content=photo("PNG"), now=datetime.now(UTC),
    )  # fmt: skip
    assert ask("GET", f"files/{drafted.id}/").status_code == 404
    sent(ask, thread, ("a.png", photo("PNG")))
    own = Attachment.objects.get(message__isnull=False).pk
    make_shop(cast.desk, "other-shop")
    assert Program(client, ask.token, "/api/v1/shops/other-shop/")("GET", f"files/{own}/").status_code == 404
    assert program(client, cast.desk, permissions.REVIEWS_SEE)("GET", f"files/{own}/").status_code == 404
    assert ask("GET", f"files/{own}/").getvalue()


def test_words_are_found_and_an_edited_message_tells_its_first_wording(cast: Cast, client: Client, ask: Program, thread: Thread) -> None:
    at = f"threads/{thread.pk}/"
    found = ask("GET", f"{at}find/?q=KETTLE&limit=1").json()
    assert ([one["text"] for one in found["items"]], found["more"]) == (["Red kettle"], True)
    assert [one["text"] for one in ask("GET", f"{at}find/?q=blue+kettle").json()["items"]] == ["Blue kettle"]
    assert ask("GET", f"{at}find/?q=+").status_code == 400
    changed = Message.objects.get(outside_id="M1")
    Message.objects.filter(pk=changed.pk).update(new_text="Green kettle", changed_at=datetime.now(UTC))
    told = ask("GET", f"{at}messages/{changed.pk}/wordings/").json()
    assert (told["first_text"], told["text"]) == ("Blue kettle", "Green kettle")
    Message.objects.filter(pk=changed.pk).update(removed_at=datetime.now(UTC))
    assert ask("GET", f"{at}messages/{changed.pk}/wordings/").status_code == 404
    for rest in ("find/?q=kettle", f"messages/{changed.pk + 1}/wordings/", "files/"):
        assert ask("GET", f"{at}{rest}").status_code == 200
        assert program(client, cast.desk, permissions.REVIEWS_SEE)("GET", f"{at}{rest}").status_code == 404
