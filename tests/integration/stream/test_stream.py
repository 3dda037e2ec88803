"""The stream of a real web process: what comes, who gets it, and when it ends."""

import contextlib
import time
from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from sellerdesk import hints, live, presence, roles, team
from sellerdesk.commands import command, note
from sellerdesk.domain import permissions
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.models import DeskEvent, Membership, MembershipShop, User
from sellerdesk.presence import Looking
from sellerdesk.revoking import digest
from sellerdesk.runtime.live import Live
from tests.factories.kernel import NOW, PASSWORD, Cast, join, make_cast, make_person, make_shop
from tests.integration.stream.listening import Stream, cookie_of, listening


pytestmark = pytest.mark.django_db(transaction=True)


@command
def write(*, desk_id: int, count: int = 1, shop_id: int | None = None, now: object) -> None:
    for number in range(count):
        note(desk_id, "thing.changed", shop_id=shop_id, thing=number)


@pytest.fixture
def people() -> Cast:
    return make_cast()


def opened(stream: Stream) -> Stream:
    return stream.until(lambda one: one.status)


def test_what_is_written_comes_at_once_and_what_was_missed_comes_first(web_process: Live, people: Cast) -> None:
    write(desk_id=people.desk.pk, count=3, now=NOW)

    with listening(web_process.url, "harbor", cookie_of(people.alice), after=1) as stream:
        stream.until(lambda one: one.last == 3)
        write(desk_id=people.desk.pk, count=2, shop_id=people.shop.pk, now=NOW)
        stream.until(lambda one: one.last == 5, limit=5)

    assert stream.numbers == [2, 3, 4, 5]
    assert stream.events[2] == {"number": 4, "kind": "thing.changed", "shop": people.shop.pk, "ids": {"thing": 0}, "at": NOW.isoformat()}


def test_the_header_of_a_browser_that_connects_again_counts_more_than_the_address(web_process: Live, people: Cast) -> None:
    write(desk_id=people.desk.pk, count=4, now=NOW)

    with listening(web_process.url, "harbor", cookie_of(people.alice), after=1, Last_Event_ID="3") as stream:
        stream.until(lambda one: one.last == 4)

    assert stream.numbers == [4]


def test_events_of_a_shop_that_is_not_seen_only_move_the_number(web_process: Live, people: Cast) -> None:
    hidden = make_shop(people.desk, "hidden")
    limited(people, people.shop.pk)

    with listening(web_process.url, "harbor", cookie_of(people.bob), after=0) as stream:
        write(desk_id=people.desk.pk, count=2, shop_id=people.shop.pk, now=NOW)
        write(desk_id=people.desk.pk, count=3, shop_id=hidden.pk, now=NOW)
        stream.until(lambda one: one.last == 5)
        write(desk_id=people.desk.pk, now=NOW)
        stream.until(lambda one: one.last == 6)

    assert stream.numbers == [1, 2, 6]
    assert {one["shop"] for one in stream.events} == {people.shop.pk, None}


@pytest.mark.parametrize(
    ("who", "address", "status", "code"),
    [
        ("", "harbor/", 401, "not_signed_in"),
        ("forged", "harbor/", 401, "not_signed_in"),
        ("", "no-such-desk/", 401, "not_signed_in"),
        ("carol", "harbor/", 404, "not_found"),
        ("carol", "no-such-desk/", 404, "not_found"),
        ("alice", "harbor/more/", 404, "not_found"),
        ("alice", "harbor/?after=x", 400, "bad_request"),
        ("alice", "harbor/?after=-1", 400, "bad_request"),
        ("alice", "harbor/?after=99999999999999999999", 400, "bad_request"),
    ],
)
def test_strangers_learn_no_more_than_from_a_page(web_process: Live, people: Cast, who: str, address: str, status: int, code: str) -> None:
    cookies = {"": "", "forged": "a" * 32}
    cookie = cookies[who] if who in cookies else cookie_of(getattr(people, who))

    answer = httpx.get(f"{web_process.url}/stream/{address}", headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"}, timeout=10)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert "harbor" not in answer.text


def test_other_methods_and_other_hosts_are_refused(web_process: Live, people: Cast) -> None:
    headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie_of(people.alice)}"}

    posted = httpx.post(f"{web_process.url}/stream/harbor/", headers=headers, timeout=10)
    rebound = httpx.get(f"{web_process.url}/stream/harbor/", headers={**headers, "Host": "evil.example"}, timeout=10)

    assert (posted.status_code, rebound.status_code) == (405, 400)


def test_what_was_deleted_asks_the_page_to_load_again(web_process: Live, people: Cast) -> None:
    write(desk_id=people.desk.pk, count=5, now=NOW)
    DeskEvent.objects.filter(desk=people.desk, number__lte=3).delete()

    with listening(web_process.url, "harbor", cookie_of(people.alice), after=1) as late:
        late.until(lambda one: one.over)
    with listening(web_process.url, "harbor", cookie_of(people.alice), after=3) as early:
        early.until(lambda one: one.last == 5)

    assert (late.asides, late.events) == ([("reset", {"reason": "behind"})], [])
    assert early.numbers == [4, 5]


def test_a_number_that_was_never_given_asks_the_page_to_load_again(web_process: Live, people: Cast) -> None:
    with listening(web_process.url, "harbor", cookie_of(people.alice), after=7) as stream:
        stream.until(lambda one: one.over)

    assert stream.asides == [("reset", {"reason": "behind"})]


def test_the_log_is_followed_without_redis(start_web: Callable[..., Live], people: Cast) -> None:
    live_ = start_web(REDIS_URL="unix:///nonexistent/valkey.sock")

    with listening(live_.url, "harbor", cookie_of(people.alice)) as stream:
        opened(stream)
        write(desk_id=people.desk.pk, count=2, now=NOW)
        stream.until(lambda one: one.last == 2, limit=10)
        Session.objects.all().delete()
        stream.until(lambda one: one.over, limit=10)

    assert stream.asides == [("reset", {"reason": "rights"})]


# Every way in which a right to a desk ends. Each is done as the product does it.
def removed(people: Cast) -> None:
    team.remove_person(desk_id=people.desk.pk, member_id=member(people).pk, by=people.alice, actor=SYSTEM, now=NOW)


def demoted(people: Cast) -> None:
    change(people, "read_only", None)


def loses_a_shop(people: Cast) -> None:
    change(people, "agent", [make_shop(people.desk).pk])


def has_a_role_that_may_less(people: Cast) -> None:
    roles.change_role(
        desk_id=people.desk.pk, role="agent", wanted=permissions.ROLES["agent"] - {"chats.answer"}, by=people.alice, actor=SYSTEM, now=NOW
    )


def signs_out(people: Cast, client: Client) -> None:
    client.post("/accounts/logout/")


def ends_it_from_another_browser(people: Cast, client: Client) -> None:
    elsewhere = Client()
    elsewhere.force_login(people.bob, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert elsewhere.post("/accounts/sessions/").status_code == 302


def changes_the_password_elsewhere(people: Cast, client: Client) -> None:
    elsewhere = signed_in_by_hand(people.bob)
    facts = {"oldpassword": PASSWORD, "password1": "quite another phrase", "password2": "quite another phrase"}
    assert elsewhere.post("/accounts/password/change/", facts).status_code == 302


def is_deactivated_in_the_admin(people: Cast, client: Client) -> None:
    root = User.objects.create_superuser("root@example.org", PASSWORD)
    admin = signed_in_by_hand(root)
    answer = admin.post(f"/admin/sellerdesk/user/{people.bob.pk}/change/", {})
    assert answer.status_code == 302, answer.content[:500]
    assert not User.objects.get(pk=people.bob.pk).is_active


def signed_in_by_hand(person: User) -> Client:
    client = Client()
    assert client.post("/accounts/login/", {"login": person.email, "password": PASSWORD}).status_code == 302
    return client


WAYS = [
    lambda people, _client: removed(people), lambda people, _client: demoted(people), lambda people, _client: loses_a_shop(people),
    lambda people, _client: has_a_role_that_may_less(people), signs_out, ends_it_from_another_browser, changes_the_password_elsewhere, is_deactivated_in_the_admin,
]  # fmt: skip
NAMES = ["removed", "other role", "shop taken away", "role may less", "signed out", "session ended elsewhere", "other password", "deactivated"]


@pytest.mark.parametrize("way", WAYS, ids=NAMES)
def test_whose_right_ends_hears_nothing_more(web_process: Live, people: Cast, way: Callable[[Cast, Client], None]) -> None:
    people.bob.set_password(PASSWORD)
    people.bob.save()
    client = signed_in_by_hand(people.bob)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    with listening(web_process.url, "harbor", cookie) as his, listening(web_process.url, "harbor", cookie_of(people.alice)) as hers:
        opened(his)
        opened(hers)
        way(people, client)
        write(desk_id=people.desk.pk, now=NOW)
        hers.until(lambda one: any(event["kind"] == "thing.changed" for event in one.events))
        his.until(lambda one: one.over)

    assert his.asides == [("reset", {"reason": "rights"})]
    assert not any(event["kind"] == "thing.changed" for event in his.events)


@pytest.mark.parametrize(("way", "kind"), [*zip(WAYS[4:], ["session", "session", "person", "person"], strict=True)], ids=NAMES[4:])
def test_what_no_log_tells_of_is_said_at_once(
    people: Cast, monkeypatch: pytest.MonkeyPatch, way: Callable[[Cast, Client], None], kind: str
) -> None:
    people.bob.set_password(PASSWORD)
    people.bob.save()
    client = signed_in_by_hand(people.bob)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    said: list[str] = []
    monkeypatch.setattr(hints, "publish", lambda messages: said.append(str(messages.get(hints.PEOPLE))))

    way(people, client)

    assert {"session": f"session:{digest(key)}", "person": f"person:{people.bob.pk}"}[kind] in said
    assert not any(key in one for one in said)


def test_control_who_keeps_their_rights_hears_on(web_process: Live, people: Cast) -> None:
    """The same changes made to somebody else: the test above must be able to fail."""
    dora = make_person("dora@example.org")
    fresh = join(people.desk, dora, "agent")
    with listening(web_process.url, "harbor", cookie_of(people.bob)) as his:
        opened(his)
        team.remove_person(desk_id=people.desk.pk, member_id=fresh.pk, by=people.alice, actor=SYSTEM, now=NOW)
        cookie_of(dora)
        Session.objects.exclude(session_key=his_session(people)).delete()
        write(desk_id=people.desk.pk, now=NOW)
        his.until(lambda one: any(event["kind"] == "thing.changed" for event in one.events))
        his.read(2.5)

    assert (his.over, his.asides) == (False, [])


def test_a_shop_that_is_gained_is_heard_of_without_a_new_stream(web_process: Live, people: Cast) -> None:
    with listening(web_process.url, "harbor", cookie_of(people.alice)) as stream:
        opened(stream)
        fresh = make_shop(people.desk)
        announce_shop(desk_id=people.desk.pk, shop_id=fresh.pk, now=NOW)
        write(desk_id=people.desk.pk, shop_id=fresh.pk, now=NOW)
        stream.until(lambda one: one.last == 2)

    assert [one["kind"] for one in stream.events] == ["shop.created", "thing.changed"]


def test_what_somebody_looks_at_is_told_within_a_second_and_only_to_whom_it_concerns(web_process: Live, people: Cast) -> None:
    hidden = make_shop(people.desk, "hidden")
    limited(people, people.shop.pk)
    with (
        listening(web_process.url, "harbor", cookie_of(people.bob)) as his,
        listening(web_process.url, "harbor", cookie_of(people.alice)) as hers,
    ):
        opened(his)
        opened(hers)
        now = timezone.now()
        presence.look(people.desk.pk, Looking(people.alice.pk, "thread:1", presence.VIEWING, hidden.pk), now=now)
        presence.look(people.desk.pk, Looking(people.alice.pk, "thread:2", presence.TYPING, people.shop.pk), now=now)
        hers.until(lambda one: len(one.asides) == 3)
        his.until(lambda one: one.asides)

    said = [(name, one["subject"], one["doing"]) for name, one in hers.asides]
    assert said == [("presence", "thread:1", "viewing"), ("presence", "thread:1", "gone"), ("presence", "thread:2", "typing")]
    assert [one["subject"] for _, one in his.asides] == ["thread:2"]
    assert hers.events == []


def test_too_many_streams_of_one_person_are_told_so(web_process: Live, people: Cast) -> None:
    cookie = cookie_of(people.alice)
    with contextlib.ExitStack() as stack:
        streams = [stack.enter_context(listening(web_process.url, "harbor", cookie)) for _ in range(12)]
        for stream in streams:
            opened(stream)
        refused = httpx.get(f"{web_process.url}/stream/harbor/", headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"}, timeout=10)
        with listening(web_process.url, "harbor", cookie_of(people.bob)) as other:
            opened(other)

    assert (refused.status_code, refused.json()["code"], refused.headers["retry-after"]) == (429, "too_many_streams", "5")
    assert other.status == 200


def test_open_streams_end_at_once_and_quietly_with_the_process(start_web: Callable[..., Live], people: Cast) -> None:
    live_ = start_web()
    cookie = cookie_of(people.alice)

    with contextlib.ExitStack() as stack:
        streams = [opened(stack.enter_context(listening(live_.url, "harbor", cookie))) for _ in range(8)]
        started = time.monotonic()
        status = live_.stop()
        took = time.monotonic() - started
        for stream in streams:
            stream.until(lambda one: one.over)

    assert (status, live_.said) == (0, "")
    assert took < 3


def test_the_log_by_asking_is_the_log_by_stream(web_process: Live, people: Cast) -> None:
    hidden = make_shop(people.desk, "hidden")
    limited(people, people.shop.pk)
    for shop_id in (None, people.shop.pk, hidden.pk, None):
        write(desk_id=people.desk.pk, shop_id=shop_id, now=NOW)
    client = Client()
    client.force_login(people.bob, backend="allauth.account.auth_backends.AuthenticationBackend")

    told = client.get("/desks/harbor/log/?after=1").json()
    with listening(web_process.url, "harbor", cookie_of(people.bob), after=1) as stream:
        stream.until(lambda one: one.last == 4)

    assert told == {"events": stream.events, "last": 4, "more": False, "reset": False}
    assert client.get("/desks/harbor/log/?after=9").json()["reset"]
    assert client.get("/desks/harbor/log/?after=x").status_code == 422
    assert client.get("/desks/elsewhere/log/?after=0").status_code == 404


def test_old_events_are_forgotten_and_numbers_go_on(people: Cast) -> None:
    now = timezone.now()
    write(desk_id=people.desk.pk, count=3, now=now - live.KEPT - timedelta(seconds=1))
    write(desk_id=people.desk.pk, count=2, now=now - live.KEPT)

    assert (live.forget_old(now=now, limit=2), live.forget_old(now=now, limit=2), live.forget_old(now=now)) == (2, 1, 0)

    assert [one.number for one in live.after(people.desk.pk, 0)] == [4, 5]
    assert live.last_number(people.desk.pk) == 5
    assert [live.since(people.desk.pk, number).whole for number in (0, 2, 3, 4, 5, 6)] == [False, False, True, True, True, False]
    assert not live.since(people.desk.pk, 5).events


def member(people: Cast) -> Membership:
    return Membership.objects.get(desk=people.desk, user=people.bob)


def his_session(people: Cast) -> str:
    return next(one.session_key for one in Session.objects.all() if one.get_decoded().get("_auth_user_id") == str(people.bob.pk))


def change(people: Cast, role: str, shop_ids: list[int] | None) -> None:
    team.change_person(
        desk_id=people.desk.pk, member_id=member(people).pk, role=role, shop_ids=shop_ids, by=people.alice, actor=SYSTEM, now=NOW
    )


def limited(people: Cast, shop_id: int) -> None:
    row = member(people)
    row.every_shop = False
    row.save()
    MembershipShop.objects.create(desk=people.desk, membership=row, shop_id=shop_id)


@command
def announce_shop(*, desk_id: int, shop_id: int, now: object) -> None:
    note(desk_id, "shop.created", shop_id=shop_id)
