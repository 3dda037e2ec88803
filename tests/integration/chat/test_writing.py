"""While somebody writes: drafts, the lease, picked files, private notes."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from chat.domain.outgoing import Limits
from chat.models import Attachment, Draft, Note, Thread
from chat.queries import composing, drafts, holders
from chat.services import drafting, holding, noting, picking, wordings
from sellerdesk.attachments import keeping
from sellerdesk.domain import actor
from sellerdesk.drafts import Kept
from sellerdesk.errors import NotVisible, Refusal, Stale
from sellerdesk.models import AuditEntry, DeskEvent, Notice
from tests.domain.attachments.files import pdf, photo, with_position
from tests.factories.chat import message, talk
from tests.factories.composing import NOW
from tests.factories.kernel import Cast


pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(cast: Cast) -> Thread:
    return talk(cast.shop, [message("M1")])


def place(thread: Thread) -> dict[str, Any]:
    return {"desk_id": thread.desk_id, "shop_ids": [thread.shop_id], "thread_id": thread.pk}


def save(thread: Thread, person: Any, text: str, version: int) -> Kept:
    return drafting.save(**place(thread), user_id=person.pk, text=text, version=version, now=NOW)


def test_a_draft_is_kept_for_each_person_and_goes_when_it_is_emptied(cast: Cast, thread: Thread) -> None:
    assert save(thread, cast.alice, "One", 0).version == 1
    assert save(thread, cast.alice, "One two", 1).version == 2
    assert save(thread, cast.alice, "One two", 1).version == 2, "the same text needs no version"
    save(thread, cast.bob, "Other", 0)
    assert drafts.mine(thread.desk_id, cast.alice.pk, [thread.pk]) == {thread.pk: NOW}

    save(thread, cast.alice, "", 2)

    assert list(Draft.objects.values_list("text", flat=True)) == ["Other"]
    assert not DeskEvent.objects.filter(kind__startswith="draft").exists(), "a keystroke is no event"


def test_two_windows_do_not_write_over_each_other(cast: Cast, thread: Thread) -> None:
    save(thread, cast.alice, "In the first window", 0)

    with pytest.raises(Stale) as told:
        save(thread, cast.alice, "In the second", 0)

    assert told.value.newer["text"] == "In the first window"
    assert save(thread, cast.alice, "In the second", told.value.newer["version"]).text == "In the second"


def test_a_draft_of_a_megabyte_is_refused(cast: Cast, thread: Thread) -> None:
    with pytest.raises(Refusal) as refused:
        save(thread, cast.alice, "x" * 1_000_000, 0)
    assert refused.value.code == "draft_too_long"


def hold(thread: Thread, person: Any, **fields: Any) -> Any:
    return holding.hold(**place(thread), user_id=person.pk, **{"now": NOW, **fields})


def test_who_writes_is_known_to_the_others_and_renewing_tells_nobody(cast: Cast, thread: Thread) -> None:
    assert hold(thread, cast.alice).mine
    assert hold(thread, cast.alice, now=NOW + timedelta(seconds=15)).mine
    assert DeskEvent.objects.filter(kind="lease.taken").count() == 1

    assert not hold(thread, cast.bob).mine
    assert holders.writing(thread.desk_id, [thread.pk], but=cast.bob.pk, now=NOW)[thread.pk].name == "Alice"
    assert holders.writing(thread.desk_id, [thread.pk], but=cast.alice.pk, now=NOW) == {}
    assert holders.writing(thread.desk_id, [thread.pk], but=None, now=NOW + timedelta(seconds=61)) == {}


def test_it_can_be_taken_over_and_given_up(cast: Cast, thread: Thread) -> None:
    hold(thread, cast.alice)

    assert hold(thread, cast.bob, over=True).mine
    assert not holding.let_go(**place(thread), user_id=cast.alice.pk, now=NOW)
    assert holding.let_go(**place(thread), user_id=cast.bob.pk, now=NOW)
    kinds = DeskEvent.objects.filter(kind__startswith="lease").order_by("number").values_list("kind", flat=True)
    assert list(kinds) == ["lease.taken", "lease.released", "lease.taken", "lease.released"]


def pick(thread: Thread, person: Any, content: bytes, name: str = "a.jpg") -> picking.Picked:
    return picking.pick(**place(thread), user_id=person.pk, name=name, content=content, now=NOW)


def test_a_photo_is_kept_without_what_it_says_of_its_place(cast: Cast, thread: Thread) -> None:
    picked = pick(thread, cast.bob, with_position())

    row = Attachment.objects.get(pk=picked.id)
    assert (row.message, row.author, row.state, row.kind) == (None, cast.bob, "kept", "photo")
    assert b"SECRET" not in keeping.read(row.file)
    assert [one.name for one in drafts.files(thread.desk_id, cast.bob.pk, thread.pk)] == ["a.jpg"]


@pytest.mark.parametrize("content", [b"<svg onload=alert(1)>", b"<html>", b"PK\x03\x04", b""])
def test_what_is_no_photo_or_document_is_refused(cast: Cast, thread: Thread, content: bytes) -> None:
    with pytest.raises(Refusal):
        pick(thread, cast.bob, content, "photo.jpg")
    assert not Attachment.objects.exists()


def test_too_large_too_many_and_too_much_together_are_refused(cast: Cast, thread: Thread, monkeypatch: pytest.MonkeyPatch) -> None:
    size = len(pdf())
    monkeypatch.setattr(wordings, "limits_of", lambda _shop: Limits(files=2, file=size, together=size + 1))
    with pytest.raises(Refusal, match="at most"):
        pick(thread, cast.bob, pdf(tail=b"x"))
    pick(thread, cast.bob, pdf())
    with pytest.raises(Refusal) as refused:
        pick(thread, cast.bob, pdf())
    assert refused.value.code == "files_too_large"
    monkeypatch.setattr(wordings, "limits_of", lambda _shop: Limits(files=1))
    with pytest.raises(Refusal) as refused:
        pick(thread, cast.bob, photo())
    assert refused.value.code == "too_many_files"


def test_a_picked_file_is_removed_by_its_own_person(cast: Cast, thread: Thread) -> None:
    picked = pick(thread, cast.bob, photo())
    where = Attachment.objects.get().file

    with pytest.raises(NotVisible):
        picking.unpick(**place(thread), user_id=cast.alice.pk, attachment_id=picked.id, now=NOW)
    for _ in range(2):
        picking.unpick(**place(thread), user_id=cast.bob.pk, attachment_id=picked.id, now=NOW)

    assert not Attachment.objects.exists()
    with pytest.raises(FileNotFoundError):
        keeping.read(where)


def note(thread: Thread, person: Any, text: str, key: uuid.UUID | None = None) -> int:
    who = {"user_id": person.pk, "actor": actor.person(person.pk, person.email)}
    return noting.write(**place(thread), **who, text=text, client_key=key or uuid.uuid4(), now=NOW)


def test_a_note_tells_whom_it_names_once(cast: Cast, thread: Thread) -> None:
    key = uuid.uuid4()
    made = note(thread, cast.alice, "@bob can you look? @Alice @Carol", key)

    assert note(thread, cast.alice, "again", key) == made
    row = Note.objects.get()
    assert row.mentions == [cast.bob.pk], "oneself needs not be told, and carol does not see the desk"
    told = Notice.objects.get()
    assert (told.user, told.kind, told.subject) == (cast.bob, "mention", f"thread:{thread.pk}")
    assert "look" not in str(AuditEntry.objects.get(what="note.written").after)
    with pytest.raises(Refusal):
        note(thread, cast.bob, "mine", key)


@pytest.mark.parametrize(("text", "code"), [("  ", "note_empty"), ("x" * 10_001, "note_too_long"), ("a\0b", "text_has_signs")])
def test_a_note_is_refused(cast: Cast, thread: Thread, text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        note(thread, cast.bob, text)
    assert refused.value.code == code


def test_a_note_is_seen_by_who_sees_the_thread(cast: Cast, thread: Thread) -> None:
    made = note(thread, cast.bob, "For us")

    assert composing.note(thread.desk_id, [thread.shop_id], made).author == "Bob"
    with pytest.raises(NotVisible):
        composing.note(thread.desk_id, [], made)
