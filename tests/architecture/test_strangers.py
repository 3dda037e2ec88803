"""A stranger finds nothing at any address, and every address is tried."""

from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from rest_framework.request import Request
from rest_framework.response import Response

from sellerdesk import urls as real
from sellerdesk.api.base import ApiView
from sellerdesk.domain.permissions import PERMISSIONS
from sellerdesk.models import Shop
from tests.architecture import stranger
from tests.factories.kernel import Cast, make_token


pytestmark = pytest.mark.django_db


class UnguardedApi(ApiView):
    """Gives any token any shop."""

    def get(self, request: Request, shop: str) -> Response:
        return Response({"name": Shop.objects.get(slug=shop).name})


def unguarded(request: HttpRequest, slug: str) -> HttpResponse:
    return HttpResponse(Shop.objects.get(slug=slug).name)


def all_shops(request: HttpRequest) -> HttpResponse:
    return HttpResponse(", ".join(Shop.objects.values_list("name", flat=True)))


def with_addresses(*patterns: Any) -> type:
    return type("Addresses", (), {"urlpatterns": [*patterns, path("", include(real.urlpatterns))]})


@pytest.fixture
def token(cast: Cast) -> str:
    return make_token(cast.other_desk, *PERMISSIONS)[1]


def test_a_stranger_finds_nothing_anywhere(cast: Cast, token: str) -> None:
    assert stranger.sweep(None, cast, token) == []


def test_every_address_is_tried_and_every_exception_exists(cast: Cast) -> None:
    names = {address.name for address in stranger.addresses(None, cast)}

    assert {"start", "shop", "api:shops", "api:shop-events", "admin:sellerdesk_shop_change"} <= names
    assert {*stranger.PUBLIC, *stranger.OWN} <= names


def test_alice_is_not_sent_away(cast: Cast, client: Any) -> None:
    """The things that stand in the addresses are really there: for alice they are."""
    client.force_login(cast.alice)

    assert client.get(f"/desks/{cast.desk.slug}/ratings/?shop={cast.shop.slug}").status_code == 200


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        (path("leak/<slug:slug>/", unguarded, name="leak"), "GET leak/<slug:slug>/: 200 for a stranger"),
        (path("leak/<slug:slug>/", login_not_required(unguarded), name="leak"), "GET leak/<slug:slug>/: 200 for nobody"),
        (path("api/v1/leak/<slug:shop>/", UnguardedApi.as_view(), name="leak"), "GET api/v1/leak/<slug:shop>/: 200 for a stranger"),
        (path("new/<int:invoice>/", unguarded, name="new"), "new/<int:invoice>/: a parameter has no sample"),
        (path("mine/", all_shops, name="usersessions_list"), "GET mine/: shows a stranger something of alice's desk"),
        (path("nameless/", all_shops), "GET nameless/: 200 for a stranger"),
    ],
)
def test_control_an_unguarded_address_is_found(cast: Cast, token: str, settings: Any, pattern: Any, said: str) -> None:
    urlconf = settings.ROOT_URLCONF = with_addresses(pattern)

    found = stranger.sweep(urlconf, cast, token, below=str(pattern.pattern))

    assert any(finding.startswith(said) for finding in found)
