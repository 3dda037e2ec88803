"""What open pages ask for by themselves: the rail, who looks at something; and the signs of life they give."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sellerdesk import hints, live, presence, work
from sellerdesk.commands import command, note
from sellerdesk.models import Membership, MembershipShop
from sellerdesk.presence import Looking
from sellerdesk.web import shell
from tests.factories.kernel import Cast, make_cast, make_shop


pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture(autouse=True)
def _nobody_is_here() -> None:
    hints.forget()
    hints.client().flushdb()


@command
def open_item(*, desk_id: int, now: Any) -> None:
    work.open_item(desk_id, work.Opening(kind="flagged_review", subject="review:1", due_at=now), now=now)


@command
def say(*, desk_id: int, now: Any) -> None:
    note(desk_id, "thing.changed")


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def sign(client: Client, at: str = "/desks/harbor/here/", **facts: str) -> int:
    return client.post(at, facts).status_code


def test_the_rail_is_asked_for_by_itself_and_unchanged_it_is_not_sent_again(cast: Cast) -> None:
    client = signed_in(cast.bob)
    first = client.get("/desks/harbor/rail/?room=reviews")
    again = client.get("/desks/harbor/rail/?room=reviews", headers={"If-None-Match": first["ETag"]})

    open_item(desk_id=cast.desk.pk, now=timezone.now())
    changed = client.get("/desks/harbor/rail/?room=reviews", headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, again.status_code, changed.status_code) == (200, 304, 200)
    assert "rail__count" not in first.content.decode()
    assert "rail__count--late" in changed.content.decode()
    assert client.session.get(shell.LAST_DESK) is None


def test_a_page_knows_how_far_the_log_was_before_its_rows(cast: Cast) -> None:
    say(desk_id=cast.desk.pk, now=timezone.now())
    say(desk_id=cast.desk.pk, now=timezone.now())

    page = signed_in(cast.bob).get("/desks/harbor/").content.decode()

    assert 'data-cursor="2"' in page
    assert live.last_number(cast.desk.pk) == 2


def test_who_is_here_and_looks_at_what_is_shown_to_the_others(cast: Cast) -> None:
    alice, bob = signed_in(cast.alice), signed_in(cast.bob)
    at = "/desks/harbor/here/"

    assert sign(bob, subject="thread:12", doing="typing") == 204
    assert sign(alice, subject="thread:12") == 204
    assert presence.present(cast.desk.pk, now=timezone.now()) == {cast.alice.pk, cast.bob.pk}
    hers, his = (client.get(f"{at}?subject=thread:12").content.decode() for client in (alice, bob))
    assert ("Bob is writing here" in hers, "Alice" in hers) == (True, False)
    assert ("Alice is looking at this" in his, "Bob" in his) == (True, False)

    assert sign(bob, subject="thread:13") == 204
    assert alice.get(f"{at}?subject=thread:12").content.strip() == b""
    assert sign(bob) == 204
    assert alice.get(f"{at}?subject=thread:13").content.strip() == b""
    assert sign(bob, left="1") == 204
    assert presence.present(cast.desk.pk, now=timezone.now()) == {cast.alice.pk}


def test_what_belongs_to_a_shop_is_shown_to_whom_the_shop_is(cast: Cast) -> None:
    hidden = make_shop(cast.desk, "hidden")
    assert sign(signed_in(cast.alice), "/desks/harbor/here/?shop=hidden", subject="thread:12") == 204
    row = Membership.objects.get(desk=cast.desk, user=cast.bob)
    row.every_shop = False
    row.save()
    MembershipShop.objects.create(desk=cast.desk, membership=row, shop=cast.shop)

    assert signed_in(cast.bob).get("/desks/harbor/here/?subject=thread:12").content.strip() == b""
    assert sign(signed_in(cast.bob), "/desks/harbor/here/?shop=hidden", subject="thread:12") == 404
    assert presence.looking(cast.desk.pk, "thread:12", now=timezone.now()) == [Looking(cast.alice.pk, "thread:12", "viewing", hidden.pk)]


@pytest.mark.parametrize("subject", ["thread", "thread:", ":12", "Thread:12", "thread:1 2", "thread:<b>", "thread:" + "1" * 61])
def test_what_is_no_subject_is_refused(cast: Cast, subject: str) -> None:
    client = signed_in(cast.bob)

    assert sign(client, subject=subject) == 422
    assert client.get("/desks/harbor/here/", {"subject": subject}).status_code == 422


def test_more_signs_than_pages_give_are_not_taken(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "SIGNS", 3)
    client = signed_in(cast.bob)

    assert [sign(client) for _ in range(5)] == [204, 204, 204, 429, 429]
    assert sign(signed_in(cast.alice)) == 204


def test_whoever_says_nothing_for_a_while_looks_at_nothing() -> None:
    now = timezone.now()
    presence.look(7, Looking(1, "thread:1", "viewing"), now=now)
    presence.look(7, Looking(2, "thread:1", "typing"), now=now + presence.STAYS)

    assert [one.user_id for one in presence.looking(7, "thread:1", now=now + presence.STAYS)] == [1, 2]
    assert [one.user_id for one in presence.looking(7, "thread:1", now=now + presence.STAYS + timedelta(seconds=1))] == [2]


def test_without_redis_signs_of_life_say_nothing_and_break_nothing(cast: Cast, settings: Any, request: pytest.FixtureRequest) -> None:
    settings.REDIS_URL = "unix:///nonexistent/valkey.sock"
    hints.forget()
    request.addfinalizer(hints.forget)
    client = signed_in(cast.bob)

    assert sign(client, subject="thread:1") == 204
    assert client.get("/desks/harbor/here/?subject=thread:1").content.strip() == b""
    assert sign(client, left="1") == 204


def test_the_same_look_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(hints, "publish", lambda messages: told.extend(str(one) for one in messages.values()))
    now = timezone.now()

    for _ in range(3):
        presence.look(9, Looking(1, "thread:1", "viewing"), now=now)
    presence.look(9, Looking(1, "thread:1", "typing"), now=now)
    presence.look_away(9, 1)
    presence.look_away(9, 1)

    assert [word for one in told for word in ("viewing", "typing", "gone") if word in one] == ["viewing", "typing", "gone"]
