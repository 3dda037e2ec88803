"""Every door is open exactly to whom its view says: by permission, by role, by shop, by desk, by session and by token."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response

from sellerdesk import access
from sellerdesk.api.base import ApiView
from sellerdesk.domain import permissions
from sellerdesk.domain.permissions import ALWAYS, PERMISSIONS, ROLES
from sellerdesk.models import ApiToken, ApiTokenShop, Membership, MembershipShop
from tests.architecture import asking, stranger
from tests.architecture.asking import Door
from tests.architecture.test_strangers import with_addresses
from tests.factories.kernel import NOW, Cast, join, make_person, make_shop, make_token


pytestmark = pytest.mark.django_db
# What stands for these in an address belongs to the desk; all others belong to a shop.
OF_THE_DESK = {"desk", "member", "invitation", "role", "step", "saved", "template", "token", "notice"}


@pytest.mark.long
def test_who_holds_nothing_finds_only_what_asks_for_nothing(cast: Cast) -> None:
    found, wrong = asking.doors(None, cast)
    bare = asking.signed_in(asking.holding(cast.desk, "read_only", frozenset()))

    assert not wrong, told(wrong)
    assert len(found) > 300
    wrong = asking.wrong_for(bare, [door for door in found if not is_api(door)], ALWAYS)
    assert not wrong, told(wrong)


def told(wrong: list[str]) -> str:
    """Every sentence on a line of its own: the runner would cut a list."""
    return "\n".join(sorted(set(wrong)))


def is_api(door: Door) -> bool:
    return door.address.route.startswith("api/")


def of_pages(cast: Cast) -> list[Door]:
    return [door for door in asking.doors(None, cast)[0] if not is_api(door)]


def of_programs(cast: Cast) -> list[Door]:
    return [door for door in asking.doors(None, cast)[0] if is_api(door)]


def says_too_much(request: HttpRequest, desk: str) -> HttpResponse:
    """The people. Needs people.manage; otherwise 404."""
    access.here(request, desk, may=permissions.DESK_SEE)
    return HttpResponse("all")


def asks_too_little(request: HttpRequest, desk: str) -> HttpResponse:
    """Orders behind reviews. Needs reviews.see and log.see; otherwise 404."""
    access.here(request, desk, may=permissions.LOG_SEE)
    return HttpResponse("all")


def asks_too_much(request: HttpRequest, desk: str) -> HttpResponse:
    """The desk. Needs desk.see; otherwise 404."""
    access.here(request, desk, may=permissions.PEOPLE_MANAGE)
    return HttpResponse("all")


def asks_nothing(request: HttpRequest, desk: str) -> HttpResponse:
    """The desk. Needs reviews.see; otherwise 404."""
    return HttpResponse(desk)


def says_nothing(request: HttpRequest, desk: str) -> HttpResponse:
    """The desk."""
    return HttpResponse(desk)


def misspells(request: HttpRequest, desk: str) -> HttpResponse:
    """The desk. Needs feed.laod; otherwise 404."""
    return HttpResponse(desk)


def breaks(request: HttpRequest, desk: str) -> HttpResponse:
    """The desk. Needs desk.see; otherwise 404."""
    raise ZeroDivisionError


class WeakApi(ApiView):
    """Asks for less than it says."""

    def get(self, request: Request, shop: str) -> Response:
        """Orders. Needs orders.see."""
        return Response({"name": access.shop(request, shop, may=permissions.DESK_SEE).name})


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (says_too_much, "200 without people.manage"),
        (asks_too_little, "200 without reviews.see"),
        (asks_too_much, "404 for who holds all that it needs"),
        (asks_nothing, "200 without reviews.see"),
        (says_nothing, "does not say what it needs"),
        (misspells, "does not say what it needs"),
        (breaks, "breaks"),
    ],
)
def test_control_a_door_that_is_not_as_it_says_is_found(cast: Cast, settings: Any, view: Any, said: str) -> None:
    urlconf = settings.ROOT_URLCONF = with_addresses(path("leak/<slug:desk>/", view, name="leak"))
    found, wrong = asking.doors(urlconf, cast, below="leak/")
    bare = asking.signed_in(asking.holding(cast.desk, "read_only", frozenset()))

    assert any(said in one for one in [*wrong, *asking.wrong_for(bare, found, ALWAYS)])


def test_control_an_api_door_that_asks_for_less_is_found(cast: Cast, settings: Any) -> None:
    urlconf = settings.ROOT_URLCONF = with_addresses(path("api/v1/leak/<slug:shop>/", WeakApi.as_view(), name="leak"))
    found, _wrong = asking.doors(urlconf, cast, below="api/v1/leak/")
    text = make_token(cast.desk, "desk.see")[1]

    assert asking.wrong_for(Client(), found, frozenset({"desk.see"}), token=text) == [
        "GET api/v1/leak/<slug:shop>/: 200 without orders.see"
    ]


@pytest.mark.long
@pytest.mark.parametrize("role", ROLES)
def test_each_role_finds_exactly_what_it_may(cast: Cast, role: str) -> None:
    found = of_pages(cast)
    join(cast.desk, person := make_person(), role)
    whole = asking.answers(asking.signed_in(cast.alice), found)

    wrong = asking.wrong_for(asking.signed_in(person), found, ROLES[role], whole=whole)
    assert not wrong, told(wrong)


@pytest.mark.long
def test_each_permission_that_is_missing_closes_exactly_its_doors(cast: Cast) -> None:
    found = of_pages(cast)
    whole = asking.answers(asking.signed_in(cast.alice), found)
    wrong = []
    for missing in sorted(permissions.CHANGEABLE):
        held = (permissions.CHANGEABLE - {missing}) | ALWAYS
        person = asking.signed_in(asking.holding(cast.desk, "manager", held))
        named = [door for door in found if missing in door.needs]
        wrong += asking.wrong_for(person, named, held, whole=whole)

    assert not wrong, told(wrong)


@pytest.mark.long
def test_who_is_limited_to_another_shop_finds_nothing_of_this_one(cast: Cast) -> None:
    other = make_shop(cast.desk, "annex")
    join(cast.desk, person := make_person(), "manager", every_shop=False)
    MembershipShop.objects.create(desk=cast.desk, membership=Membership.objects.get(user=person), shop=other)
    client = asking.signed_in(person)

    wrong = shows_of_the_shop(cast, client, of_pages(cast))
    assert not wrong, told(wrong)


def test_control_a_shop_that_is_not_seen_is_found_where_it_is_told(cast: Cast, settings: Any) -> None:
    urlconf = settings.ROOT_URLCONF = with_addresses(
        path("leak/<slug:desk>/", lambda request, desk: HttpResponse(cast.shop.name), name="leak"),
        path("leak/<slug:desk>/<slug:shop>/", lambda request, desk, shop: HttpResponse("all"), name="leak_of"),
    )
    found, _wrong = asking.doors(urlconf, cast, below="leak/")

    assert len(shows_of_the_shop(cast, asking.signed_in(cast.carol), found)) == 4


def shows_of_the_shop(cast: Cast, client: Client, found: list[Door]) -> list[str]:
    """A sentence for each door that tells somebody who does not see the shop something of it."""
    wrong = []
    for door in found:
        answer = asking.knock(client, door)
        body = answer.content.decode(errors="replace") if not answer.streaming and answer.status_code < 400 else ""
        if answer.status_code >= 500:
            wrong.append(f"{door.said}: breaks")
        elif parameters(door) - OF_THE_DESK:
            if answer.status_code not in stranger.NOT_THERE:
                wrong.append(f"{door.said}: {answer.status_code} for a shop that is not seen")
        elif cast.shop.name in body or cast.shop.slug in body:
            wrong.append(f"{door.said}: tells of a shop that is not seen")
    return wrong


def parameters(door: Door) -> set[str]:
    """The names in an address."""
    return {part.rpartition(":")[2].rstrip(">") for part in door.address.route.split("<")[1:] for part in [part.partition(">")[0]]}


@pytest.mark.long
def test_an_ended_session_opens_nothing(cast: Cast) -> None:
    found = of_pages(cast)
    client = asking.signed_in(cast.alice)
    assert asking.knock(client, found[0]).status_code == 200
    Session.objects.all().delete()

    wrong = [door.said for door in found if not stranger._is_sent_away(asking.knock(client, door), is_api=False)]
    assert not wrong, told(wrong)


@pytest.mark.long
def test_a_deactivated_person_opens_nothing(cast: Cast) -> None:
    found = of_pages(cast)
    client = asking.signed_in(cast.alice)
    cast.alice.is_active = False
    cast.alice.save()

    wrong = [door.said for door in found if not stranger._is_sent_away(asking.knock(client, door), is_api=False)]
    assert not wrong, told(wrong)


@pytest.mark.long
def test_a_token_opens_exactly_what_it_names(cast: Cast) -> None:
    found = of_programs(cast)
    whole = asking.answers(Client(raise_request_exception=False), found, make_token(cast.desk, *PERMISSIONS)[1])
    wrong = []
    for name in sorted(PERMISSIONS):
        for held in (frozenset({name}), PERMISSIONS - {name}):
            cache.clear()
            text = make_token(cast.desk, *held)[1]
            wrong += asking.wrong_for(Client(raise_request_exception=False), found, held, token=text, whole=whole)

    assert not wrong, told(wrong)


OF_THE_WHOLE_DESK = {"api:person", "api:template", "api:template-restore"}
"""What all in a desk see, whichever shops they are limited to: who works there, and its shared templates."""


@pytest.mark.long
def test_a_token_of_another_shop_or_desk_or_a_revoked_one_opens_nothing(cast: Cast) -> None:
    found, client = of_programs(cast), Client(raise_request_exception=False)
    limited, of_annex = make_token(cast.desk, *PERMISSIONS, every_shop=False)
    ApiTokenShop.objects.create(desk=cast.desk, token=limited, shop=make_shop(cast.desk, "annex"))
    revoked, ended = make_token(cast.desk, *PERMISSIONS)
    ApiToken.objects.filter(pk=revoked.pk).update(revoked_at=NOW)
    strange = make_token(cast.other_desk, *PERMISSIONS)[1]

    for door in found:
        if door.address.name not in OF_THE_WHOLE_DESK:
            assert asking.knock(client, door, of_annex).status_code == 404, door.said
        assert asking.knock(client, door, strange).status_code == 404, door.said
        assert asking.knock(client, door, ended).status_code == 401, door.said
