"""Ids of others in what programs send, in the API's own terms: every field of every body, every parameter of every query."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body as read
from sellerdesk.api.desk.standing import stand
from sellerdesk.domain import permissions
from sellerdesk.domain.permissions import PERMISSIONS
from sellerdesk.models import Shop, WorkItem
from tests.architecture import asking, attacking, programming
from tests.architecture.samples import samples
from tests.architecture.test_strangers import with_addresses
from tests.factories.kernel import Cast, make_token


pytestmark = pytest.mark.django_db


def told(wrong: list[str]) -> str:
    return "\n".join(sorted(set(wrong)))


def attack(cast: Cast, urlconf: Any, below: str = "api/v1/") -> tuple[list[str], list[int]]:
    """A sentence for whatever comes of ids of others, and what was answered."""
    other, client = attacking.mirror(cast), Client(raise_request_exception=False)
    theirs = samples(other)
    found = programming.doors(urlconf, cast, below=below)
    description, token = programming.described(theirs, cast.carol, urlconf), make_token(cast.desk, *PERMISSIONS)[1]
    words = (f"/{other.desk.slug}/", f'"{other.shop.slug}"', other.shop.name, other.alice.email, other.bob.email)
    before, wrong, answered = attacking.prints(cast.other_desk.pk), [], []
    for door in found:
        asked: list[Any] = list(description.queries(door)) if door.method == "GET" else [description.body(door)]
        for one in asked:
            cache.clear()
            with asking.undone():
                if door.method == "GET":
                    answer = client.get(door.address.path or "", one, headers={"Authorization": f"Bearer {token}"})
                else:
                    answer = programming.write(client, door, one, token)
                said = answer.getvalue().decode(errors="replace")
                answered.append(answer.status_code)
                if answer.status_code >= 500:
                    wrong.append(f"{door.said}: breaks")
                elif answer.status_code < 300 and any(word in said for word in words):
                    wrong.append(f"{door.said}: tells something of another desk")
                elif attacking.prints(cast.other_desk.pk) != before:
                    wrong.append(f"{door.said}: changes another desk, or a person")
                elif names := list(attacking.belongs_to(cast.desk.pk, cast.carol.pk)):
                    wrong.append(f"{door.said}: puts somebody of another desk into {', '.join(names)}")
    return wrong, answered


@pytest.mark.long
def test_ids_of_others_in_what_programs_send_change_and_tell_nothing_of_theirs(cast: Cast) -> None:
    wrong, answered = attack(cast, None)

    assert not wrong, told(wrong)
    # Were all of them refused for their form, nothing would have been tried.
    assert len(answered) > 400
    assert sum(status != 400 for status in answered) > len(answered) * 0.6


class GivenSerializer(serializers.Serializer[Any]):
    """Who gets it."""

    assignee = serializers.IntegerField()


class TakesAnAssignee(ApiView):
    """Gives something to whoever is named."""

    @extend_schema(operation_id="leak_take", request=GivenSerializer, responses=GivenSerializer)
    def post(self, request: Request) -> Response:
        """Give something to somebody. Needs work.assign."""
        here = stand(request, may=permissions.WORK_ASSIGN)
        WorkItem.objects.create(
            desk=here.desk, kind="chat", subject="s", shop_id=here.shops[0].pk, assignee_id=read(request, GivenSerializer)["assignee"],
            opened_at=here.desk.created_at,
        )  # fmt: skip
        return Response({"assignee": 0})


class TellsOfAnyShop(ApiView):
    """Tells of whatever shop is asked for."""

    @extend_schema(operation_id="leak_tell", parameters=[OpenApiParameter("shop", str)], responses=dict[str, Any])
    def get(self, request: Request) -> Response:
        """Read a shop. Needs desk.see."""
        stand(request, may=permissions.DESK_SEE)
        return Response({"name": list(Shop.objects.filter(slug=request.query_params.get("shop", "")).values_list("name", flat=True))})


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (TakesAnAssignee, "puts somebody of another desk into sellerdesk.WorkItem.assignee"),
        (TellsOfAnyShop, "tells something of another desk"),
    ],
)
def test_control_an_operation_that_takes_or_tells_too_much_is_found(cast: Cast, settings: Any, view: Any, said: str) -> None:
    urlconf = settings.ROOT_URLCONF = with_addresses(path("api/v1/leak/", view.as_view(), name="leak"))

    assert any(said in one for one in attack(cast, urlconf, below="api/v1/leak/")[0])
