"""Ids of others, in addresses, forms, bodies and queries; fields that no form has; forms from elsewhere; hosts; and reading that writes."""

from typing import Any

import pytest
from django.conf import settings as configured
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, resolve

from returns.models import SavedClaims
from reviews.models import SavedFilter
from sellerdesk import access, people
from sellerdesk.domain import permissions
from sellerdesk.domain.permissions import PERMISSIONS
from sellerdesk.models import Membership, WorkItem
from tests.architecture import asking, attacking, stranger
from tests.architecture.asking import Door
from tests.architecture.samples import samples
from tests.architecture.test_strangers import with_addresses
from tests.factories.kernel import Cast, make_token


pytestmark = pytest.mark.django_db
# What reading an address may leave behind: nothing that anybody could see the difference of.
ALWAYS_WRITTEN = {"django_session", "usersessions_usersession"}
READS_THAT_TELL = {"notice": "opening a notice reads it", "chat": "an open conversation is a seen one"}


def told(wrong: list[str]) -> str:
    return "\n".join(sorted(set(wrong)))


def is_api(door: Door) -> bool:
    return door.address.route.startswith("api/")


@pytest.mark.long
def test_ids_of_others_in_an_address_are_not_there(cast: Cast) -> None:
    theirs = samples(attacking.mirror(cast))
    client, text = asking.signed_in(cast.alice), make_token(cast.desk, *PERMISSIONS)[1]
    before, wrong = attacking.prints(cast.other_desk.pk), []
    for door, crossed in attacking.crossed(cast, theirs):
        cache.clear()
        with asking.undone():
            answer = stranger._ask(client, door.method, crossed, text if is_api(door) else None)
            if answer.status_code not in stranger.NOT_THERE:
                wrong.append(f"{door.said}: {answer.status_code} for a thing of another desk")
            if attacking.prints(cast.other_desk.pk) != before:
                wrong.append(f"{door.said}: changes another desk")

    assert not wrong, told(wrong)


@pytest.mark.long
def test_ids_of_others_and_foreign_fields_in_a_body_change_nothing_of_theirs(cast: Cast) -> None:
    assert attack_bodies(cast, None) == []


def test_what_is_made_after_the_samples_has_a_number_of_its_own(cast: Cast) -> None:
    """Wherever the two counters stand: the lists of two rooms are asked for under one number."""
    for _ in range(3):
        SavedClaims.objects.create(desk=cast.desk, name="one ahead", query="", place=2).delete()
    saved = int(samples(cast)["saved"])

    made = [model.objects.create(desk=cast.desk, name="next", query="", place=2).pk for model in (SavedFilter, SavedClaims)]

    assert made == [saved + 1] * 2


def attack_bodies(cast: Cast, urlconf: Any, below: str = "") -> list[str]:
    """Every form and body filled with the other desk's ids and with fields that no form has; a sentence for whatever comes of it."""
    theirs = samples(attacking.mirror(cast))
    found, _wrong = asking.doors(urlconf, cast, below=below)
    names = sorted({*attacking.fields("POST"), *attacking.FORBIDDEN})
    body = attacking.values(names, theirs, cast.carol) | {"role": "owner", "is_superuser": "1", "desk": str(cast.other_desk.pk)}
    body |= {"desk_id": str(cast.other_desk.pk), "shop_id": str(cast.other_shop.pk), "shop": cast.other_shop.slug}
    client, text = asking.signed_in(cast.alice), make_token(cast.desk, *PERMISSIONS)[1]
    before, wrong = attacking.prints(cast.other_desk.pk), []
    for door in found:
        if door.method == "GET":
            continue
        cache.clear()
        with asking.undone():
            answer = attacking.send(client, door, body, text if is_api(door) else "")
            if answer.status_code >= 500:
                wrong.append(f"{door.said}: breaks")
            elif attacking.prints(cast.other_desk.pk) != before:
                wrong.append(f"{door.said}: changes another desk, or a person")
            elif names := list(attacking.belongs_to(cast.desk.pk, cast.carol.pk)):
                wrong.append(f"{door.said}: puts somebody of another desk into {', '.join(names)}")
            elif Membership.objects.filter(user=cast.bob, role="owner").exists() and door.address.name != "settings_person":
                wrong.append(f"{door.said}: makes an owner")
    return wrong


@pytest.mark.long
def test_ids_of_others_in_a_query_show_nothing_of_theirs(cast: Cast) -> None:
    mirrored = attacking.mirror(cast)
    theirs = samples(mirrored)
    found, _wrong = asking.doors(None, cast)
    # The other desk's name is a word that pages say: an address of it is none.
    words = (f"/{mirrored.desk.slug}/", mirrored.shop.slug, mirrored.shop.name, mirrored.alice.email, mirrored.bob.email)
    client, text, wrong = asking.signed_in(cast.alice), make_token(cast.desk, *PERMISSIONS)[1], []
    # Ids alone: a word of theirs would be told back as what was asked for.
    query = {name: value for name, value in attacking.values(attacking.fields("GET"), theirs, cast.carol).items() if value.isdigit()}
    for asked in (query, dict.fromkeys(query, "-1"), dict.fromkeys(query, "x'\"\\%00")):
        for door in found:
            if door.method != "GET":
                continue
            cache.clear()
            with asking.undone():
                headers = {"Authorization": f"Bearer {text}"} if is_api(door) else {}
                answer = client.get(door.address.path or "", asked, headers=headers)
                said = answer.getvalue()
            if answer.status_code >= 500:
                wrong.append(f"{door.said}: breaks")
            elif answer.status_code < 300 and any(word in said.decode(errors="replace") for word in words):
                wrong.append(f"{door.said}: shows something of another desk")

    assert not wrong, told(wrong)


@pytest.mark.long
def test_another_desks_shop_is_no_filter(cast: Cast) -> None:
    found, _wrong = asking.doors(None, cast)
    client, wrong = asking.signed_in(cast.alice), []
    for door in found:
        if door.method == "GET" and not is_api(door) and "<slug:desk>" in door.address.route:
            answer = client.get(door.address.path or "", {"shop": cast.other_shop.slug})
            text = answer.getvalue().decode(errors="replace")
            if answer.status_code == 200 and (cast.other_shop.name in text or cast.other_desk.name in text):
                wrong.append(f"{door.said}: {answer.status_code}")

    assert not wrong, told(wrong)


def takes_an_assignee(request: HttpRequest, desk: str) -> HttpResponse:
    """Give something to somebody. Needs work.assign; otherwise 404."""
    here = access.here(request, desk, may=permissions.WORK_ASSIGN)
    WorkItem.objects.create(
        desk=here.desk, kind="chat", subject="s", shop_id=here.shops[0].pk, assignee_id=int(request.POST["assignee"]),
        opened_at=here.desk.created_at,
    )  # fmt: skip
    return HttpResponse("given")


def takes_fields(request: HttpRequest, desk: str) -> HttpResponse:
    """Keep what is sent. Needs desk.see; otherwise 404."""
    person = access.reader(request)
    person.is_superuser = request.POST.get("is_superuser") == "1"
    person.save()
    return HttpResponse("kept")


@pytest.mark.long
@pytest.mark.parametrize(
    ("view", "said"),
    [(takes_an_assignee, "puts somebody of another desk into sellerdesk.WorkItem.assignee"), (takes_fields, "or a person")],
)
def test_control_a_form_that_takes_too_much_is_found(cast: Cast, settings: Any, view: Any, said: str) -> None:
    urlconf = settings.ROOT_URLCONF = with_addresses(path("leak/<slug:desk>/", view, name="leak"))

    assert any(said in one for one in attack_bodies(cast, urlconf, below="leak/"))


def written() -> dict[str, int]:
    """How many rows of each table this transaction has written so far."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables")
        return dict(cursor.fetchall())


def writes(client: Client, door: Door, token: str = "") -> set[str]:
    """The tables that asking a door writes to."""
    before = written()
    answer = stranger._ask(client, door.method, door.address.path or "", token or None)
    if answer.streaming:
        list(answer.streaming_content)
    # Not close(): it ends the request, and with it the connection that counts.
    for let_go in answer._resource_closers:
        let_go()
    after = written()
    return {table for table, number in after.items() if number != before.get(table, 0)} - ALWAYS_WRITTEN


@pytest.mark.long
def test_reading_writes_nothing(cast: Cast) -> None:
    found, _wrong = asking.doors(None, cast)
    client, token = asking.signed_in(cast.alice), make_token(cast.desk, *PERMISSIONS)[1]
    first = next(door for door in found if is_api(door))
    asking.knock(client, first, token)
    wrong = []
    for door in found:
        if door.method == "GET" and door.address.name not in READS_THAT_TELL:
            tables = writes(client, door, token if is_api(door) else "") - ({"sellerdesk_apitoken"} if is_api(door) else set())
            wrong += [f"{door.said}: writes {', '.join(sorted(tables))}"] if tables else []

    assert not wrong, told(wrong)


def writes_when_read(request: HttpRequest, desk: str) -> HttpResponse:
    """Look. Needs desk.see; otherwise 404."""
    people.choose_language(
        person=access.reader(request), language="ru", now=access.here(request, desk, may=permissions.DESK_SEE).desk.created_at
    )
    return HttpResponse("read")


def test_control_reading_that_writes_is_found(cast: Cast, settings: Any) -> None:
    urlconf = settings.ROOT_URLCONF = with_addresses(path("leak/<slug:desk>/", writes_when_read, name="leak"))
    found, _wrong = asking.doors(urlconf, cast, below="leak/")

    assert "sellerdesk_user" in writes(asking.signed_in(cast.alice), found[0])


def exempt(urlconf: Any, cast: Cast) -> list[str]:
    """The addresses of pages that take forms without their token."""
    every = [one for one in stranger.addresses(urlconf, cast) if one.path is not None and not one.route.startswith("api/")]
    return [one.route for one in every if getattr(resolve(one.path or "", urlconf).func, "csrf_exempt", False)]


def test_no_page_takes_a_form_without_its_token(cast: Cast) -> None:
    assert exempt(None, cast) == []
    assert "django.middleware.csrf.CsrfViewMiddleware" in configured.MIDDLEWARE
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.alice)
    for name in ("settings/people/invite/", "settings/roles/agent/", "notices/read/"):
        assert client.post(f"/desks/harbor/{name}", {"permission": "chats.see"}).status_code == 403


def test_control_a_page_that_asks_for_no_token_is_found(cast: Cast, settings: Any) -> None:
    from django.views.decorators.csrf import csrf_exempt

    urlconf = settings.ROOT_URLCONF = with_addresses(path("leak/<slug:desk>/", csrf_exempt(takes_fields), name="leak"))

    assert exempt(urlconf, cast) == ["leak/<slug:desk>/"]


@pytest.mark.long
def test_every_form_asks_for_its_token(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(cast.alice)
    found, _wrong = asking.doors(None, cast)
    wrong = [
        f"{door.said}" for door in found if door.method == "POST" and not is_api(door) and asking.knock(client, door).status_code != 403
    ]

    assert not wrong, told(wrong)


def test_a_foreign_host_is_refused_and_links_in_mails_are_ours(
    cast: Cast, client: Client, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://desk.example", ["testserver", "inside.example"]
    assert client.get("/accounts/login/", headers={"Host": "evil.example"}).status_code == 400

    answer = client.post("/accounts/password/reset/", {"email": cast.alice.email}, headers={"Host": "inside.example"})

    assert answer.status_code == 302
    [sent] = mail.outbox
    assert "https://desk.example/accounts/password/reset/key/" in sent.body
    assert "inside.example" not in sent.body
