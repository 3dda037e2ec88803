"""What is done about the evidence of a claim, for programs: its reason, a finding taken back, the buyer's pictures."""

from dataclasses import asdict
from typing import Any

from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from returns.api.claims import ClaimSerializer, one_of, places_of
from returns.domain.reasons import REASONS
from returns.queries import exhibits
from returns.services import fetching, findings, reasons
from sellerdesk import access, queueing
from sellerdesk.api import routes
from sellerdesk.api.base import ApiView
from sellerdesk.api.bodies import body
from sellerdesk.api.uploading import GivesFile
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible
from sellerdesk.models import Shop
from sellerdesk.web import checked_files


class ReasonSerializer(serializers.Serializer[Any]):
    """The reason of a claim."""

    reason = serializers.ChoiceField(choices=[code for code in REASONS if code], allow_blank=True, help_text="empty: as it is told")


class PictureSerializer(serializers.Serializer[Any]):
    """A picture: the buyer's, or with a finding one of the shop's own people's."""

    id = serializers.IntegerField()
    finding = serializers.IntegerField(allow_null=True)
    url = serializers.CharField(help_text="where the marketplace has it; empty of one's own")
    state = serializers.CharField(help_text="told, kept (it can be read here) or failed")
    reason = serializers.CharField(help_text="why it could not be fetched")
    name = serializers.CharField()
    at = serializers.DateTimeField()


class PicturesSerializer(serializers.Serializer[Any]):
    """All pictures of a claim, the buyer's first."""

    items = PictureSerializer(many=True)


class ClaimReasonView(ApiView):
    """PUT /api/v1/shops/{shop}/claims/{claim}/reason/"""

    @extend_schema(operation_id="shop_claim_reason", request=ReasonSerializer, responses=ClaimSerializer)
    def put(self, request: Request, shop: str, claim: int) -> Response:
        """Give a claim a reason, until something else is told; twice is once. Needs returns.see and returns.check."""
        place = _checking(request, shop)
        wanted = body(request, ReasonSerializer)["reason"]
        reasons.choose(
            desk_id=place.desk_id, shop_ids=[place.pk], claim_id=claim, reason=wanted, actor=access.actor(request), now=timezone.now()
        )
        return Response(ClaimSerializer(one_of(places_of(request, place), claim)).data)


class FindingBackView(ApiView):
    """POST /api/v1/shops/{shop}/claims/{claim}/findings/{finding}/back/"""

    @extend_schema(operation_id="shop_claim_finding_back", request=None, responses={204: None})
    def post(self, request: Request, shop: str, claim: int, finding: int) -> Response:
        """A finding was wrong; twice is once. 422 finding_came_before where the goods have moved on from it. Needs returns.check."""
        place = access.shop(request, shop, may=permissions.RETURNS_CHECK)
        findings.withdraw(
            desk_id=place.desk_id, shop_ids=[place.pk], claim_id=claim, finding_id=finding, actor=access.actor(request), now=timezone.now()
        )
        return Response(status=204)


class ClaimPicturesView(ApiView):
    """GET, POST /api/v1/shops/{shop}/claims/{claim}/pictures/"""

    @extend_schema(operation_id="shop_claim_pictures", responses=PicturesSerializer)
    def get(self, request: Request, shop: str, claim: int) -> Response:
        """The pictures of a claim. Needs returns.see."""
        place = access.shop(request, shop, may=permissions.RETURNS_SEE)
        one_of(places_of(request, place), claim)
        return Response(_pictures(place, claim))

    @extend_schema(operation_id="shop_claim_pictures_bring", request=None, responses={202: PicturesSerializer})
    def post(self, request: Request, shop: str, claim: int) -> Response:
        """Have the buyer's pictures fetched here, those that failed again; twice is once. Needs returns.see and returns.check."""
        place = _checking(request, shop)
        fetching.bring(desk_id=place.desk_id, shop_ids=[place.pk], claim_id=claim, actor=access.actor(request), now=timezone.now())
        queueing.ask("returns.fetch", shop_id=place.pk)
        return Response(_pictures(place, claim), status=202)


class ClaimPictureView(GivesFile):
    """GET /api/v1/shops/{shop}/pictures/{exhibit}/"""

    @extend_schema(operation_id="shop_claim_picture", responses={(200, "image/*"): OpenApiTypes.BINARY})
    def get(self, request: Request, shop: str, exhibit: int) -> HttpResponseBase:
        """A picture that lies here. Needs returns.see."""
        place = access.shop(request, shop, may=permissions.RETURNS_SEE)
        found = exhibits.kept(place.desk_id, [place.pk], exhibit)
        if found is None:
            raise NotVisible
        return checked_files.answer(found.place, found.content_type, found.name, in_place=True)


def _checking(request: Request, shop: str) -> Shop:
    """The answer is the claim: who may not see it does nothing with it either."""
    place = access.shop(request, shop, may=permissions.RETURNS_CHECK)
    if not access.may(request, place, permissions.RETURNS_SEE):
        raise NotVisible
    return place


def _pictures(place: Shop, claim: int) -> Any:
    return PicturesSerializer({"items": [asdict(one) for one in exhibits.of_claim(place.desk_id, place.pk, claim)]}).data


def hang() -> None:
    """Serve them."""
    at = "shops/<slug:shop>/claims/<int:claim>/"
    routes.register(f"{at}reason/", ClaimReasonView.as_view(), "shop-claim-reason")
    routes.register(f"{at}findings/<int:finding>/back/", FindingBackView.as_view(), "shop-claim-finding-back")
    routes.register(f"{at}pictures/", ClaimPicturesView.as_view(), "shop-claim-pictures")
    routes.register("shops/<slug:shop>/pictures/<int:exhibit>/", ClaimPictureView.as_view(), "shop-claim-picture")
